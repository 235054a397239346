//! The history tab: every step of the document, the newest first; one click goes there.

use eframe::egui::{self, Color32, RichText, ScrollArea, Stroke, Ui, vec2};
use nendo::edit::Step;
use nendo::locale::Message;

use super::{Action, Cx};
use crate::gui::theme;

const ROW: f32 = 30.0;

/// What the history tab remembers.
#[derive(Default)]
pub struct HistoryState {
    /// How many steps were done when it was last drawn: the list follows.
    seen: Option<usize>,
}

/// Draws the history tab.
pub fn history_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut HistoryState) {
    let (steps, done) = cx.doc.history().steps();
    egui::Frame::NONE.inner_margin(egui::Margin { left: 12, right: 8, top: 8, bottom: 4 }).show(ui, |ui| {
        let words = if steps.is_empty() {
            cx.t("window.history.empty").to_owned()
        } else {
            cx.message(&Message::new("window.history.count").with("n", done).with("all", steps.len()))
        };
        ui.label(theme::muted(ui, words));
    });
    let mut area = ScrollArea::vertical().id_salt("history.list").auto_shrink([false, false]).animated(false);
    // The newest step stands first, what the document began with last.
    let row_of = |done: usize| steps.len() - done;
    if state.seen.replace(done) != Some(done) {
        let offset = ui.data(|data| data.get_temp::<f32>(egui::Id::unique("history.offset"))).unwrap_or(0.0);
        let (top, height) = (row_of(done) as f32 * ROW, ui.available_height());
        if top < offset || top + ROW > offset + height {
            area = area.vertical_scroll_offset((top - height / 3.0).max(0.0));
        }
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let output = area.show_rows(ui, ROW, steps.len() + 1, |ui, range| {
        for row in range {
            let target = steps.len() - row.min(steps.len());
            step_ui(ui, cx, steps, target, done);
        }
    });
    ui.data_mut(|data| data.insert_temp(egui::Id::unique("history.offset"), output.state.clamped_offset().y));
}

/// The state after so many steps; without a step it is the one the document began with.
fn step_ui(ui: &mut Ui, cx: &mut Cx<'_>, steps: &[Step], target: usize, done: usize) {
    let t = theme::tokens(ui);
    let (current, undone) = (target == done, target > done);
    let step = target.checked_sub(1).and_then(|at| Some((at, steps.get(at)?)));
    let (name, time) = match step {
        Some((at, step)) => (step_name(cx, step, about(steps, at)), step.at.map(|at| at.format("%H:%M").to_string()).unwrap_or_default()),
        None => match cx.doc.history().dropped() {
            0 => (cx.t("window.history.start").to_owned(), String::new()),
            n => (cx.message(&Message::new("window.history.dropped").with("n", n)), String::new()),
        },
    };
    let width = ui.available_width() - 14.0;
    let font = egui::FontId::new(theme::TEXT, if current { theme::bold() } else { egui::FontFamily::Proportional });
    let color = if undone { t.muted } else { t.text };
    let galley = super::outline::one_row(ui, &name, font, color, width - 64.0);
    let button = egui::Button::new(galley)
        .right_text(RichText::new(time).size(theme::TEXT_SMALL).color(t.muted))
        .min_size(vec2(width, ROW - 2.0))
        .fill(if current { t.accent_soft } else { Color32::TRANSPARENT })
        .stroke(Stroke::NONE)
        .frame_when_inactive(current);
    let response = ui.horizontal(|ui| {
        ui.add_space(4.0);
        ui.add(button)
    });
    let spoken = match (current, undone) {
        (true, _) => format!("{name}（{}）", cx.t("window.history.here")),
        (_, true) => format!("{name}（{}）", cx.t("window.history.undone")),
        _ => name.clone(),
    };
    let response = response.inner.accessible_name(&spoken).on_hover_text(if current { &spoken } else { cx.t("window.history.go") });
    if response.clicked() && !current {
        cx.out.push(Action::GoToStep(target));
    }
}

/// What a step was about; an item that was empty when it was made is called by what was written in it next.
fn about(steps: &[Step], at: usize) -> &str {
    let step = &steps[at];
    if !step.about.is_empty() || step.key != "edit.step.insert" {
        return &step.about;
    }
    let written = |later: &&Step| later.key == "edit.step.title" && later.selection_after == step.selection_after;
    steps[at + 1..].iter().find(written).map_or("", |later| &later.about)
}

/// What a step did and to what, e.g. 題名の入力：地区福祉委員会.
fn step_name(cx: &Cx<'_>, step: &Step, about: &str) -> String {
    let name = cx.t(step.key);
    let message = match (about.is_empty(), step.count) {
        (true, _) => return name.to_owned(),
        (false, 0 | 1) => Message::new("window.history.step"),
        (false, n) => Message::new("window.history.step_many").with("n", n - 1),
    };
    cx.message(&message.with("name", name).with("about", about))
}
