//! Where else in the plan the selected node is referred to; each place can be gone to.

use eframe::egui::{self, Ui, vec2};
use nendo::plan::{NodeId, referrers};

use super::form::tall_ui;
use crate::gui::theme;
use crate::gui::views::{Action, Cx};

/// The height of a row of places.
const ROW: f32 = 24.0;

/// How long the plan stays as it is before it is looked through again, in seconds.
const PAUSE: f64 = 0.3;

/// The places found last: all texts of the plan are looked through for them, so not with every key.
#[derive(Default)]
pub struct ReferrersState {
    found: Option<(NodeId, u64, Vec<NodeId>)>,
    /// The state of the plan seen last, and since when.
    seen: (u64, f64),
}

/// Draws the places, if there are any.
pub fn referrers_ui(ui: &mut Ui, cx: &mut Cx<'_>, node: NodeId, state: &mut ReferrersState, width: f32) {
    let outline = cx.doc.outline().clone();
    let (now, serial) = (ui.input(|input| input.time), cx.doc.serial());
    if state.seen.0 != serial {
        state.seen = (serial, now);
    }
    let known = state.found.as_ref().filter(|(id, ..)| *id == node).map(|(_, of, _)| *of);
    let left = state.seen.1 + PAUSE - now;
    if known.is_some_and(|of| of != serial) && left > 0.0 {
        ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(left));
    } else if known != Some(serial) {
        state.found = Some((node, serial, referrers(&outline, &[node])));
    }
    let Some((_, _, places)) = &state.found else { return };
    if places.is_empty() {
        return;
    }
    tall_ui(ui, cx.t("window.field.referrers"), width, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(theme::SPACE_4, 0.0);
            ui.spacing_mut().button_padding = vec2(4.0, 2.0);
            ui.spacing_mut().interact_size.y = ROW;
            for id in places {
                let Some(at) = outline.position(*id) else { continue };
                let row = &outline.rows()[at];
                let words = outline.heading(row);
                let words: String = if words.chars().count() > 20 { words.chars().take(19).chain(['…']).collect() } else { words };
                let button = egui::Button::new(theme::muted(ui, words)).frame_when_inactive(false).small();
                if ui.add(button).on_hover_text(outline.path(at)).clicked() {
                    cx.out.push(Action::Select(Some(*id)));
                }
            }
        });
    });
}
