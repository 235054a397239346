//! The dialog that gives a name to what the organisation wants to keep: a numbering, a page style, a
//! stock phrase, a template.

use eframe::egui::{self, Context, Id, Key, RichText, Ui};
use nendo::locale::{Lang, text};
use nendo::plan::template::Keep;

use crate::gui::widgets::dialog::{Choice, dialog_ui};
use crate::gui::widgets::draft_text::select;
use crate::gui::{icons, ime, theme};

/// What is kept.
#[derive(Debug, Clone, PartialEq)]
pub enum Kept {
    /// The plan's numbering.
    Numbering,
    /// The plan's page style.
    Style,
    /// A stock phrase with this text and what may be typed for it.
    Snippet { text: String, abbreviation: String },
    /// The plan as a template.
    Template(Keep),
}

/// The open dialog.
#[derive(Debug, Clone)]
pub struct KeepDialog {
    /// What is kept.
    pub what: Kept,
    /// The name typed.
    pub name: String,
    /// Names there are already: what is kept takes their place.
    pub taken: Vec<String>,
    focused: bool,
}

/// What the dialog's buttons answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeepAnswer {
    Keep,
    Back,
}

impl KeepDialog {
    /// Asks for a name, proposing one.
    pub fn new(what: Kept, name: String, taken: Vec<String>) -> Self {
        Self { what, name, taken, focused: false }
    }
}

/// Draws the dialog.
pub fn keep_ui(ctx: &Context, lang: Lang, dialog: &mut KeepDialog) -> Option<KeepAnswer> {
    let t = |key: &'static str| text(lang, key);
    let title = match dialog.what {
        Kept::Numbering => "window.keep.numbering",
        Kept::Style => "window.keep.style",
        Kept::Snippet { .. } => "window.command.keep_snippet",
        Kept::Template(_) => "window.command.save_template",
    };
    let choices = [Choice::default(t("window.keep.keep"), KeepAnswer::Keep), Choice::new(t("window.unsaved.back"), KeepAnswer::Back)];
    let mut entered = false;
    let answer = dialog_ui(
        ctx,
        "keep",
        440.0,
        t(title).trim_end_matches('…'),
        |ui| {
            let response = line_ui(ui, "keep.name", t("window.keep.name"), &mut dialog.name);
            if !std::mem::replace(&mut dialog.focused, true) {
                select(ui, response.id, 0..dialog.name.chars().count());
                response.request_focus();
            }
            entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) && !ime::composing(ui.ctx());
            if dialog.taken.iter().any(|name| name == dialog.name.trim()) {
                let words = format!("{} {}", icons::WARNING, t("window.keep.replaces"));
                ui.label(RichText::new(words).size(theme::TEXT_SMALL).color(theme::tokens(ui).changed));
            }
            match &mut dialog.what {
                Kept::Snippet { text: phrase, abbreviation } => {
                    line_ui(ui, "keep.abbreviation", t("window.keep.abbreviation"), abbreviation);
                    ui.label(theme::muted(ui, t("window.keep.abbreviation_help")));
                    ui.add_space(theme::SPACE_8);
                    ui.label(theme::muted(ui, t("window.keep.text")));
                    let field = egui::TextEdit::multiline(phrase).id(Id::unique("keep.text")).desired_width(f32::INFINITY).desired_rows(3);
                    ui.add(field).accessible_name(t("window.keep.text"));
                }
                Kept::Template(keep) => template_ui(ui, lang, keep),
                Kept::Numbering | Kept::Style => {}
            }
        },
        &choices,
        KeepAnswer::Back,
    );
    let answer = if entered { Some(KeepAnswer::Keep) } else { answer };
    // Without a name there is nothing to keep it under.
    if answer == Some(KeepAnswer::Keep) && dialog.name.trim().is_empty() {
        dialog.focused = false;
        return None;
    }
    answer
}

fn line_ui(ui: &mut Ui, id: &'static str, name: &str, value: &mut String) -> egui::Response {
    ui.add_space(theme::SPACE_4);
    ui.label(theme::muted(ui, name));
    let field = egui::TextEdit::singleline(value).id(Id::unique(id)).margin(egui::Margin::symmetric(8, 6)).desired_width(f32::INFINITY);
    ui.add(field).accessible_name(name)
}

fn template_ui(ui: &mut Ui, lang: Lang, keep: &mut Keep) {
    ui.add_space(theme::SPACE_8);
    ui.label(theme::muted(ui, text(lang, "window.template.keeps")));
    ui.horizontal(|ui| {
        for (key, preset) in [("window.template.structure", Keep::STRUCTURE), ("window.template.usual", Keep::USUAL)] {
            if ui.selectable_label(*keep == preset, text(lang, key)).clicked() {
                *keep = preset;
            }
        }
    });
    type Switch = fn(&mut Keep) -> &mut bool;
    let parts: [(&'static str, Switch); 5] = [
        ("window.template.texts", |keep| &mut keep.texts),
        ("window.template.fields", |keep| &mut keep.fields),
        ("window.template.schedules", |keep| &mut keep.schedules),
        ("window.template.budgets", |keep| &mut keep.budgets),
        ("window.template.status", |keep| &mut keep.status),
    ];
    for (key, part) in parts {
        ui.checkbox(part(keep), text(lang, key));
    }
}
