//! The status as chips one clicks, or chooses by 1–5 and 0.

use eframe::egui::{EventFilter, Key, Modifiers, Ui, vec2};
use nendo::edit::NodeField;
use nendo::locale::Message;
use nendo::plan::Status;

use super::fields::Target;
use super::form::tall_ui;
use crate::gui::views::Cx;
use crate::gui::widgets::chip;
use crate::gui::{ime, theme};

const KEYS: [Key; 6] = [Key::Num0, Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5];

/// The key of a status: its place in the legend, 0 for none.
fn key_of(status: Option<Status>) -> usize {
    status.and_then(|status| Status::ALL.iter().position(|other| *other == status)).map_or(0, |at| at + 1)
}

/// Draws the chips; `current` is nothing where nodes differ.
pub fn status_ui(ui: &mut Ui, cx: &mut Cx<'_>, target: Target<'_>, current: Option<Option<Status>>, width: f32) {
    let name = cx.t("window.field.status");
    tall_ui(ui, name, width, |ui| {
        let marks = cx.profile.marks_with(current.flatten());
        let offered: Vec<Option<Status>> = std::iter::once(None).chain(marks.into_iter().map(Some)).collect();
        let mut wanted = None;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(theme::SPACE_4, theme::SPACE_4);
            ui.set_min_height(theme::FORM_ROW);
            let mut focus = None;
            let mut ids = Vec::new();
            for (at, status) in offered.iter().enumerate() {
                let words = status.map_or_else(|| cx.t("window.none"), |status| cx.t(status.key()));
                let tooltip = cx.message(&Message::new("window.field.status_key").with("name", words).with("key", key_of(*status)));
                let response = chip::choice_ui(ui, *status, words, current == Some(*status), &tooltip);
                ids.push(response.id);
                if response.clicked() {
                    wanted = Some(*status);
                }
                if response.has_focus() && !ime::composing(ui.ctx()) {
                    let arrows = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
                    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
                    let press = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
                    if press(Key::ArrowRight) {
                        focus = Some((at + 1) % offered.len());
                    }
                    if press(Key::ArrowLeft) {
                        focus = Some((at + offered.len() - 1) % offered.len());
                    }
                    if let Some(number) = KEYS.iter().position(|key| press(*key)) {
                        wanted = offered.iter().copied().find(|status| key_of(*status) == number);
                        focus = offered.iter().position(|status| key_of(*status) == number);
                    }
                }
            }
            if let Some(id) = focus.and_then(|at| ids.get(at)) {
                ui.memory_mut(|memory| memory.request_focus(*id));
            }
            if current.is_none() {
                ui.label(theme::muted(ui, cx.t("window.field.mixed")));
            }
        });
        if let Some(status) = wanted.filter(|status| current != Some(*status)) {
            cx.edit(target.set(NodeField::Status(status)));
        }
    });
}
