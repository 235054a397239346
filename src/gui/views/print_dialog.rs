//! The print dialog: which pages, how many copies, which printer.
//!
//! Does not live here: printing (`jobs`), the window's other dialogs (`dialogs`).

use eframe::egui::{self, Context, DragValue, Id, Ui};
use nendo::export::PageRange;
use nendo::locale::{Lang, Message, text};

use super::editor::combo_ui;
use crate::gui::system::{Order, Printers};
use crate::gui::theme;
use crate::gui::widgets::dialog::{Choice, dialog_ui};

/// The most copies one asks for at once.
const MOST_COPIES: u32 = 999;

/// What is asked for in the dialog.
pub struct PrintDialog {
    pages: Which,
    /// The pages as typed.
    typed: String,
    copies: u32,
    /// `None` is the usual printer.
    printer: Option<String>,
    /// `None` while they are being looked for.
    pub printers: Option<Printers>,
    /// The page in view and how many there are, from 1.
    current: usize,
    count: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    All,
    Current,
    Typed,
}

/// What a print dialog's buttons answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrintAnswer {
    /// Print.
    Print,
    /// Show as PDF.
    Show,
    /// Neither.
    Back,
}

impl PrintDialog {
    /// For a plan of `count` pages of which `current` (from 1) is in view.
    pub fn new(current: usize, count: usize) -> Self {
        Self { pages: Which::All, typed: String::new(), copies: 1, printer: None, printers: None, current, count }
    }

    /// The chosen pages.
    ///
    /// # Errors
    /// Says what is wrong with the typed ones.
    pub fn range(&self) -> Result<PageRange, Message> {
        match self.pages {
            Which::All => Ok(PageRange::all()),
            Which::Current => Ok(PageRange::one(self.current)),
            Which::Typed => {
                let range = PageRange::parse(&self.typed)?;
                if self.typed.trim().is_empty() || range.numbers(self.count).is_empty() {
                    return Err(Message::new("export.no_such_pages").with("count", self.count));
                }
                Ok(range)
            }
        }
    }

    /// How it is printed.
    pub fn order(&self, title: &str) -> Order {
        Order { printer: self.printer.clone(), copies: self.copies, title: title.to_owned() }
    }
}

/// Draws the dialog. With pages that are not there neither printing nor showing is answered.
pub fn print_ui(ctx: &Context, lang: Lang, dialog: &mut PrintDialog) -> Option<PrintAnswer> {
    let t = |key: &'static str| text(lang, key);
    let choices = [
        Choice::default(t("window.print.print"), PrintAnswer::Print),
        Choice::new(t("window.print.show"), PrintAnswer::Show),
        Choice::new(t("window.unsaved.back"), PrintAnswer::Back),
    ];
    let title = t("window.command.print").trim_end_matches('…');
    let answer = dialog_ui(ctx, "print", 440.0, title, |ui| content_ui(ui, lang, dialog), &choices, PrintAnswer::Back);
    answer.filter(|answer| *answer == PrintAnswer::Back || dialog.range().is_ok())
}

fn content_ui(ui: &mut Ui, lang: Lang, dialog: &mut PrintDialog) {
    let t = |key: &'static str| text(lang, key);
    let row = |ui: &mut Ui, key: &'static str, content: &mut dyn FnMut(&mut Ui)| {
        ui.horizontal_top(|ui| {
            ui.allocate_ui_with_layout(egui::vec2(84.0, theme::FORM_ROW), egui::Layout::left_to_right(egui::Align::Center), |ui| {
                ui.set_min_width(84.0);
                ui.label(theme::muted(ui, t(key)));
            });
            ui.vertical(|ui| content(ui));
        });
    };
    row(ui, "window.print.pages", &mut |ui| pages_ui(ui, lang, dialog));
    row(ui, "window.print.copies", &mut |ui| {
        let field = DragValue::new(&mut dialog.copies).range(1..=MOST_COPIES).speed(0.05);
        ui.add_sized(egui::vec2(72.0, theme::ICON_BUTTON), field).accessible_name(t("window.print.copies"));
    });
    row(ui, "window.print.printer", &mut |ui| printer_ui(ui, lang, dialog));
}

fn pages_ui(ui: &mut Ui, lang: Lang, dialog: &mut PrintDialog) {
    let t = |key: &'static str| text(lang, key);
    let all = Message::new("window.print.all").with("n", dialog.count).text(lang);
    let current = Message::new("window.print.current").with("n", dialog.current).text(lang);
    ui.radio_value(&mut dialog.pages, Which::All, all);
    ui.radio_value(&mut dialog.pages, Which::Current, current);
    ui.horizontal(|ui| {
        ui.radio_value(&mut dialog.pages, Which::Typed, t("window.print.typed"));
        let field = egui::TextEdit::singleline(&mut dialog.typed)
            .id(Id::unique("print.pages"))
            .hint_text("1-3,5")
            .margin(egui::Margin::symmetric(8, 5))
            .desired_width(150.0);
        let response = ui.add(field).on_hover_text(t("window.print.typed_hint")).accessible_name(t("window.print.typed"));
        if response.changed() {
            dialog.pages = Which::Typed;
        }
    });
    // Nothing typed yet is no mistake.
    if let Err(message) = dialog.range()
        && !dialog.typed.trim().is_empty()
    {
        let words = egui::RichText::new(message.text(lang)).size(theme::TEXT_SMALL).color(theme::tokens(ui).removed);
        ui.add(egui::Label::new(words).wrap());
    }
}

fn printer_ui(ui: &mut Ui, lang: Lang, dialog: &mut PrintDialog) {
    let t = |key: &'static str| text(lang, key);
    let Some(printers) = &dialog.printers else {
        ui.label(theme::muted(ui, t("window.print.looking")));
        return;
    };
    let usual = match &printers.default {
        Some(name) => Message::new("window.print.usual_named").with("name", name).text(lang),
        None => t("window.print.usual").to_owned(),
    };
    let names = [usual].into_iter().chain(printers.names.iter().cloned());
    let choices: Vec<(usize, String)> = names.enumerate().collect();
    let chosen = dialog.printer.as_ref().and_then(|name| printers.names.iter().position(|other| other == name));
    let current = chosen.map_or(0, |at| at + 1);
    if let Some(at) = combo_ui(ui, "print.printer", t("window.print.printer"), 260.0, current, &choices) {
        dialog.printer = at.checked_sub(1).and_then(|at| printers.names.get(at).cloned());
    }
    if printers.names.is_empty() {
        ui.add(egui::Label::new(theme::muted(ui, t("window.print.none_found"))).wrap());
    }
}
