//! A new plan: from one of the organisation's templates, from a sample, or with nothing but a numbering.
//! Beside the list stands what one would get: the first page and a summary.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{self, Context, Id, Key, Rect, RichText, ScrollArea, Ui, vec2};
use nendo::calendar::FiscalYear;
use nendo::layout::Pages;
use nendo::locale::{Lang, Message, text};
use nendo::plan::template::{Keep, as_template, plan_from_template, title_for_year};
use nendo::plan::{Outline, Plan};

use super::preview::{PreviewState, Zoom, paint_page, size_of};
use crate::gui::widgets::dialog::{Choice, content_height, dialog_ui};
use crate::gui::{ime, theme};

/// The width of the list.
const LIST: f32 = 290.0;
/// Its height where there is room.
const LIST_HEIGHT: f32 = 372.0;
/// What stands below list and preview.
const FOOT: f32 = 84.0;

/// What a new plan can be made from.
#[derive(Clone)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// Key of the heading it stands under.
    pub group: &'static str,
    /// The plan.
    pub plan: Arc<Plan>,
    /// Whether it is a template: its nodes get new ids, its title another year.
    pub template: bool,
    /// The template's file, if it is the organisation's own.
    pub file: Option<PathBuf>,
}

/// The open dialog.
pub struct NewDialog {
    /// What there is.
    pub sources: Vec<Source>,
    chosen: usize,
    year: FiscalYear,
    title: String,
    /// The title was typed: it is not replaced any more.
    typed: bool,
    focused: bool,
    /// The template's removal was asked for once.
    removing: bool,
    /// The pages of a source, once they are laid out.
    pub pages: Option<(usize, Arc<Pages>)>,
    /// The source whose pages were asked for.
    asked: Option<usize>,
    preview: PreviewState,
}

/// What the dialog's buttons answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewAnswer {
    Create,
    Bring,
    Remove(PathBuf),
    Back,
}

impl NewDialog {
    /// Offers `sources` for a plan of `year`.
    pub fn new(sources: Vec<Source>, year: FiscalYear) -> Self {
        let preview = PreviewState::new(Zoom::Fit);
        let (typed, focused, removing) = (false, false, false);
        let mut dialog =
            Self { sources, chosen: 0, year, title: String::new(), typed, focused, removing, pages: None, asked: None, preview };
        dialog.propose_title();
        dialog
    }

    /// Shows other sources, choosing the one of that name.
    pub fn replace_sources(&mut self, sources: Vec<Source>) {
        let name = self.sources.get(self.chosen).map(|source| source.name.clone());
        self.chosen = sources.iter().position(|source| Some(&source.name) == name.as_ref()).unwrap_or_default();
        self.sources = sources;
        (self.pages, self.asked) = (None, None);
        self.propose_title();
    }

    /// The plan whose first page is wanted and not yet there.
    pub fn wants_pages(&mut self) -> Option<(usize, Arc<Plan>)> {
        if self.asked == Some(self.chosen) {
            return None;
        }
        self.asked = Some(self.chosen);
        Some((self.chosen, self.sources.get(self.chosen)?.plan.clone()))
    }

    fn propose_title(&mut self) {
        let Some(source) = self.sources.get(self.chosen).filter(|_| !self.typed) else { return };
        let title = &source.plan.title;
        self.title = title_for_year(title, source.plan.fiscal_year, self.year).unwrap_or_else(|| title.clone());
    }

    /// A template is removed at the second word: it cannot be had back.
    pub fn ask_removal(&mut self) -> bool {
        std::mem::replace(&mut self.removing, true)
    }

    fn choose(&mut self, at: usize) {
        self.chosen = at;
        self.removing = false;
        self.propose_title();
    }

    /// Chooses the template in a file.
    pub fn choose_file(&mut self, file: &std::path::Path) {
        if let Some(at) = self.sources.iter().position(|source| source.file.as_deref() == Some(file)) {
            self.choose(at);
        }
    }

    /// The new plan.
    pub fn plan(&self) -> Option<Plan> {
        let source = self.sources.get(self.chosen)?;
        let title = self.title.trim().to_owned();
        Some(if source.template {
            plan_from_template(&source.plan, title, Some(self.year))
        } else {
            Plan { title, fiscal_year: Some(self.year), ..(*source.plan).clone() }
        })
    }
}

/// A sample as a template: what was written for its year alone is left out.
pub fn sample_template(plan: &Plan) -> Plan {
    as_template(plan, Keep::USUAL)
}

/// Draws the dialog.
pub fn new_ui(ctx: &Context, lang: Lang, dialog: &mut NewDialog) -> Option<NewAnswer> {
    let t = |key: &'static str| text(lang, key);
    let mut choices = vec![
        Choice::default(t("window.new.create"), NewAnswer::Create),
        Choice::new(t("window.unsaved.back"), NewAnswer::Back),
        Choice::new(t("window.template.bring"), NewAnswer::Bring),
    ];
    if let Some(file) = dialog.sources.get(dialog.chosen).and_then(|source| source.file.clone()) {
        let key = if dialog.removing { "window.template.remove_for_good" } else { "window.template.remove" };
        choices.push(Choice::danger(t(key), NewAnswer::Remove(file)));
    }
    let mut entered = false;
    let height = (content_height(ctx) - FOOT).clamp(120.0, LIST_HEIGHT);
    let content = |ui: &mut Ui| {
        ui.horizontal_top(|ui| {
            ui.allocate_ui_with_layout(vec2(LIST, height), egui::Layout::top_down(egui::Align::Min), |ui| {
                ui.set_width(LIST);
                entered = list_ui(ui, lang, dialog, height - 12.0);
            });
            ui.add_space(theme::SPACE_12);
            ui.vertical(|ui| preview_ui(ui, lang, dialog, height));
        });
        ui.add_space(theme::SPACE_8);
        ui.horizontal(|ui| {
            let name = t("window.plan.fiscal_year");
            ui.label(theme::muted(ui, name));
            let years: Vec<(FiscalYear, String)> =
                (dialog.year.0 - 2..=dialog.year.0 + 2).rev().map(|year| (FiscalYear(year), FiscalYear(year).to_string())).collect();
            if let Some(year) = super::editor::combo_ui(ui, "new.year", name, 130.0, dialog.year, &years) {
                dialog.year = year;
                dialog.propose_title();
            }
            let name = t("window.new.name");
            ui.label(theme::muted(ui, name));
            let field = egui::TextEdit::singleline(&mut dialog.title)
                .id(Id::unique("new.title"))
                .margin(egui::Margin::symmetric(8, 6))
                .desired_width(f32::INFINITY);
            dialog.typed |= ui.add(field).accessible_name(name).changed();
        });
        ui.label(theme::muted(ui, t("window.new.bodies_stay")));
    };
    let answer = dialog_ui(ctx, "new", 760.0, t("window.command.new_from").trim_end_matches('…'), content, &choices, NewAnswer::Back);
    answer.or(entered.then_some(NewAnswer::Create))
}

/// The list; whether Enter was pressed on what is chosen.
fn list_ui(ui: &mut Ui, lang: Lang, dialog: &mut NewDialog, height: f32) -> bool {
    let t = theme::tokens(ui);
    let (mut chosen, mut entered) = (None, false);
    theme::card_frame(ui).inner_margin(egui::Margin::same(4)).show(ui, |ui| {
        ui.set_width(LIST - 10.0);
        ui.set_height(height);
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let mut group = "";
            for (at, source) in dialog.sources.iter().enumerate() {
                if source.group != group {
                    group = source.group;
                    ui.add_space(theme::SPACE_8);
                    // Beside the names, and clear of the ring round the first of them.
                    ui.horizontal(|ui| {
                        ui.add_space(theme::SPACE_8);
                        ui.label(theme::muted(ui, text(lang, group)));
                    });
                    ui.add_space(theme::SPACE_4);
                }
                let on = at == dialog.chosen;
                let button = egui::Button::new(RichText::new(&source.name).color(t.text))
                    .truncate()
                    .right_text("")
                    .stroke(egui::Stroke::NONE)
                    .fill(if on { t.accent_soft } else { egui::Color32::TRANSPARENT })
                    .min_size(vec2(ui.available_width(), theme::OUTLINE_ROW));
                let response = ui.add(button).accessible_name(&source.name);
                if !dialog.focused && on {
                    dialog.focused = true;
                    response.request_focus();
                }
                if response.clicked() {
                    chosen = Some(at);
                }
                // Up and down go through the list as they do in every list.
                if response.has_focus() && !ime::composing(ui.ctx()) {
                    let arrows = egui::EventFilter { vertical_arrows: true, ..egui::EventFilter::default() };
                    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
                    let step = ui.input(|input| i32::from(input.key_pressed(Key::ArrowDown)) - i32::from(input.key_pressed(Key::ArrowUp)));
                    if step != 0 {
                        let last = dialog.sources.len().saturating_sub(1);
                        chosen = Some(at.saturating_add_signed(step as isize).min(last));
                        dialog.focused = false;
                    }
                    entered |= on && ui.input(|input| input.key_pressed(Key::Enter));
                }
            }
        });
    });
    if let Some(at) = chosen.filter(|at| *at != dialog.chosen) {
        dialog.choose(at);
    }
    entered
}

fn preview_ui(ui: &mut Ui, lang: Lang, dialog: &mut NewDialog, height: f32) {
    let Some(source) = dialog.sources.get(dialog.chosen).cloned() else { return };
    ui.horizontal_top(|ui| {
        let size = vec2(206.0, 292.0);
        let (rect, _) = ui.allocate_exact_size(size * (height / size.y).min(1.0), egui::Sense::hover());
        let pages = dialog.pages.as_ref().filter(|(at, _)| *at == dialog.chosen).map(|(_, pages)| pages.clone());
        match pages.as_ref().and_then(|pages| Some((pages, pages.pages.first()?))) {
            Some((pages, page)) => {
                let size = size_of(page);
                let scale = (rect.width() / size.x).min(rect.height() / size.y);
                dialog.preview.begin_pages(ui.ctx(), scale);
                let place = Rect::from_min_size(rect.min, size * scale);
                paint_page(ui, &mut dialog.preview, &pages.pictures, page, place, None);
            }
            None => _ = ui.painter().rect_filled(rect, egui::CornerRadius::same(2), theme::PAGE),
        }
        ui.add_space(theme::SPACE_8);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.set_width(ui.available_width());
            let outline = Outline::of(&source.plan);
            let count = Message::new("window.new.summary").with("n", outline.rows().len()).with("title", &source.plan.title);
            ui.add(egui::Label::new(theme::muted(ui, count.text(lang))).wrap());
            ui.add_space(theme::SPACE_4);
            for row in outline.rows().iter().filter(|row| row.depth <= 1).take(if height < LIST_HEIGHT { 8 } else { 12 }) {
                let words = format!("{}{}", "　".repeat(row.depth.into()), outline.heading(row));
                ui.add(egui::Label::new(RichText::new(words).size(theme::TEXT_SMALL)).truncate());
            }
        });
    });
}
