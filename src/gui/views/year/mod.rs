//! The year (年間): projects by months, a month by days, all by date.
//!
//! Lives here: what the view remembers, the bar above, which of the three is shown. Its parts: what there
//! is (`model`, `days`), where it stands (`layout`), another day or month for it (`rewrite`), words
//! (`words`), keys (`keys`), drawing (`grid`, `month`, `list`, `paint`). `model`, `days`, `layout` and
//! `rewrite` know no egui.

mod days;
mod grid;
mod keys;
mod layout;
mod list;
pub mod model;
mod month;
pub mod paint;
pub mod repair;
pub mod rewrite;
pub mod words;

use chrono::NaiveDate;
use eframe::egui::{self, Id, RichText, Ui, vec2};
use nendo::locale::Message;
use nendo::plan::{FiscalYear, NodeId, title_of};

use super::editor::combo_showing_ui;
use super::right_pane::segments_ui;
use super::{Action, Cx, filter};
use crate::gui::commands::UiCommand;
use crate::gui::theme;
use crate::gui::widgets::icon_button;
use days::Days;
use model::{Due, Wanted, YearModel};
use rewrite::Grip;

/// Which of the three is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Show {
    /// Projects by months.
    #[default]
    Year,
    /// A month by days.
    Month,
    /// All by date.
    List,
}

/// Another time for what stands in a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reschedule {
    /// The item.
    pub node: NodeId,
    /// The line of its schedule field; none if the phrase stands elsewhere.
    pub line: Option<usize>,
    /// When it is.
    pub from: Due,
    /// When it is to be; none if that is not in the year.
    pub to: Option<Due>,
}

/// A mark being dragged.
#[derive(Debug, Clone, Copy)]
struct Drag {
    node: NodeId,
    /// The mark among those of the item.
    mark: usize,
    grip: Grip,
    /// Where the drag began.
    start: NaiveDate,
    due: Due,
    to: Option<Due>,
}

/// What the view remembers.
pub struct YearState {
    /// Which of the three.
    pub show: Show,
    wanted: Wanted,
    model: YearModel,
    days: Days,
    /// The keyboard's line and month.
    cursor: (usize, usize),
    /// The month shown by days.
    month: usize,
    /// The keyboard's day in it, and which of the day's items.
    day: Option<NaiveDate>,
    chosen: usize,
    /// The keyboard's row of the list.
    row: usize,
    drag: Option<Drag>,
    today: NaiveDate,
    wants_focus: bool,
    /// The cursor is to be brought into view.
    reveal: bool,
    seen_selection: Option<u64>,
    page: usize,
}

impl Default for YearState {
    fn default() -> Self {
        let today = chrono::Local::now().date_naive();
        Self {
            show: Show::Year,
            wanted: Wanted::default(),
            model: YearModel::default(),
            days: Days::default(),
            cursor: (0, model::month_of(today)),
            month: model::month_of(today),
            day: None,
            chosen: 0,
            row: 0,
            drag: None,
            today,
            wants_focus: true,
            reveal: true,
            seen_selection: None,
            page: 10,
        }
    }
}

impl YearState {
    /// Takes the keyboard with the next frame.
    pub fn focus(&mut self) {
        self.wants_focus = true;
        self.reveal = true;
        self.seen_selection = None;
    }

    /// Forgets what belongs to the document before.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    /// The lines as they are, for tests.
    #[cfg(test)]
    pub fn lines(&self) -> &[model::Line] {
        &self.model.lines
    }

    /// Shows a month of the fiscal year by days (0 is April).
    #[cfg(test)]
    pub fn show_month(&mut self, month: usize) {
        (self.show, self.month, self.day) = (Show::Month, month, None);
    }

    /// The item under the keyboard's cursor.
    #[cfg(test)]
    pub fn cursor_node(&self, doc: &crate::gui::workspace::Document) -> Option<NodeId> {
        let line = self.model.lines.get(self.cursor.0)?;
        doc.outline().rows().get(line.at).map(|row| row.node.id)
    }
}

/// The id of what holds the keyboard.
pub fn grid_id() -> Id {
    Id::unique("year.grid")
}

/// Draws the view.
pub fn year_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut YearState) {
    let plan = cx.doc.plan().clone();
    let outline = cx.doc.outline().clone();
    state.model.update(&plan, &outline, cx.doc.baseline(), &state.wanted, cx.holidays);
    bar_ui(ui, cx, state);
    let Some(year) = plan.fiscal_year else {
        let to_do = (UiCommand::EditPlan, cx.t("window.year.no_year_button"));
        return empty_ui(ui, cx, cx.t("window.year.no_year"), to_do);
    };
    if !state.model.has_any {
        let to_do = (UiCommand::ToggleYear, cx.t("window.year.empty_button"));
        return empty_ui(ui, cx, cx.t("window.year.empty"), to_do);
    }
    if state.show != Show::Year {
        state.days.update(&state.model.lines, &outline, cx.holidays, state.model.serial);
    }
    if state.model.lines.is_empty() {
        ui.add_space(theme::SPACE_24);
        ui.vertical_centered(|ui| ui.label(theme::muted(ui, cx.t("window.filter.nothing"))));
        return;
    }
    follow_selection(cx, state);
    if state.wants_focus {
        // In the frame of a click the keyboard is taken from what was not clicked.
        let clicking = ui.input(|input| input.pointer.any_pressed() || input.pointer.any_released());
        if clicking {
            ui.ctx().request_repaint();
        } else {
            state.wants_focus = false;
            ui.memory_mut(|memory| memory.request_focus(grid_id()));
        }
    }
    match state.show {
        Show::Year => grid::grid_ui(ui, cx, state, year),
        Show::Month => month::month_ui(ui, cx, state, year),
        Show::List => list::list_ui(ui, cx, state),
    }
}

/// The cursor goes to what was selected elsewhere.
fn follow_selection(cx: &Cx<'_>, state: &mut YearState) {
    let last = state.model.lines.len().saturating_sub(1);
    state.cursor.0 = state.cursor.0.min(last);
    if state.seen_selection.replace(cx.doc.selection_serial()) == Some(cx.doc.selection_serial()) {
        return;
    }
    let Some(at) = cx.doc.primary().and_then(|node| state.model.position(cx.doc.outline(), node)) else { return };
    if state.cursor.0 != at {
        state.cursor.0 = at;
        state.reveal = true;
    }
}

fn bar_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut YearState) {
    egui::Frame::NONE.inner_margin(egui::Margin { left: 12, right: 12, top: 8, bottom: 6 }).show(ui, |ui| {
        ui.horizontal(|ui| {
            let choices = [
                (Show::Year, cx.t("window.year.show.year"), cx.t("window.year.show.year_help").to_owned()),
                (Show::Month, cx.t("window.year.show.month"), cx.t("window.year.show.month_help").to_owned()),
                (Show::List, cx.t("window.year.show.list"), cx.t("window.year.show.list_help").to_owned()),
            ];
            if let Some(chosen) = segments_ui(ui, state.show, &choices) {
                state.show = chosen;
                state.focus();
            }
            ui.add_space(theme::SPACE_8);
            part_ui(ui, cx, state);
            filter::funnel_ui(ui, cx, &mut state.wanted.filter);
            filter::chips_ui(ui, cx, &mut state.wanted.filter);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                icon_button::command_ui(ui, cx, UiCommand::Export);
                ui.add_space(theme::SPACE_4);
                let items = nendo::plan::format_amount(state.model.items as i64);
                let words = cx.message(&Message::new("window.year.items").with("n", items));
                ui.label(theme::muted(ui, words));
                ui.add_space(theme::SPACE_12);
                if ui.available_width() > 330.0 {
                    legend_ui(ui, cx);
                }
            });
        });
    });
}

/// The list of parts to look at one alone.
fn part_ui(ui: &mut Ui, cx: &Cx<'_>, state: &mut YearState) {
    let outline = cx.doc.outline();
    let mut choices: Vec<(Option<NodeId>, String)> = vec![(None, cx.t("window.year.all_parts").to_owned())];
    let parts = state.model.parts.iter();
    choices.extend(parts.map(|(depth, id, heading)| (Some(*id), format!("{}{heading}", "　".repeat((*depth).into())))));
    let part = state.wanted.part.filter(|id| outline.position(*id).is_some());
    state.wanted.part = part;
    let shown = part.and_then(|id| outline.row(id)).map_or_else(|| choices[0].1.clone(), |row| outline.heading(row));
    let picked = combo_showing_ui(ui, "year.part", cx.t("window.year.part"), 170.0, part, &choices, &shown);
    if let Some(part) = picked {
        state.wanted.part = part;
    }
}

/// What the shapes mean; drawn from the right.
fn legend_ui(ui: &mut Ui, cx: &Cx<'_>) {
    let t = theme::tokens(ui);
    ui.spacing_mut().item_spacing.x = theme::SPACE_4;
    for (key, draw) in [("window.year.legend.span", 2), ("window.year.legend.month", 1), ("window.year.legend.day", 0)] {
        ui.label(theme::muted(ui, cx.t(key)));
        let (rect, _) = ui.allocate_exact_size(vec2(if draw == 2 { 24.0 } else { 12.0 }, 16.0), egui::Sense::hover());
        match draw {
            0 => _ = ui.painter().circle_filled(rect.center(), 4.5, t.accent),
            1 => _ = ui.painter().circle_stroke(rect.center(), 4.5, egui::Stroke::new(1.5, t.accent)),
            _ => _ = ui.painter().rect_filled(rect.shrink2(vec2(0.0, 3.0)), 3.0, t.accent),
        }
        ui.add_space(theme::SPACE_8);
    }
}

fn empty_ui(ui: &mut Ui, cx: &mut Cx<'_>, words: &str, (command, button): (UiCommand, &'static str)) {
    ui.add_space(72.0);
    ui.vertical_centered(|ui| {
        let t = theme::tokens(ui);
        ui.label(RichText::new(crate::gui::icons::CALENDAR).font(theme::icon_font(40.0)).color(t.muted));
        ui.add_space(theme::SPACE_8);
        ui.set_max_width(460.0);
        ui.label(RichText::new(words).color(t.muted));
        ui.add_space(theme::SPACE_12);
        if ui.add(theme::primary_button(ui, button)).clicked() {
            cx.command(command);
        }
    });
}

/// What an item is called: its label and title, without words at its end that say when.
fn heading(cx: &Cx<'_>, at: usize) -> String {
    let outline = cx.doc.outline();
    let Some(row) = outline.rows().get(at) else { return String::new() };
    let (heading, title) = (outline.heading(row), outline.title(row));
    heading.strip_suffix(title.as_ref()).map(|label| format!("{label}{}", title_of(outline, at))).unwrap_or(heading)
}

/// Asks for another time of a mark.
fn ask(cx: &mut Cx<'_>, state: &YearState, line: usize, mark: usize, to: Option<Due>) {
    let Some(line) = state.model.lines.get(line) else { return };
    let (Some(times), Some(row)) = (&line.times, cx.doc.outline().rows().get(line.at)) else { return };
    let Some(mark) = times.marks.get(mark) else { return };
    let written = times.phrases[mark.phrase].line;
    cx.out.push(Action::Reschedule(Reschedule { node: row.node.id, line: written, from: mark.due, to }));
}

/// The fiscal year the marks stand in.
fn year_of(cx: &Cx<'_>) -> Option<FiscalYear> {
    cx.doc.plan().fiscal_year
}
