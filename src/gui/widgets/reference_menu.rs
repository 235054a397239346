//! References in a field under the pointer: their words, and the way to what they name.

use eframe::egui::{Response, Ui};

use nendo::plan::ReferenceForm;

use super::references;
use crate::gui::views::{Action, Cx};

/// A reference under the pointer: all of its words as a tooltip, a click with Ctrl goes there.
pub(super) fn placed_ui(ui: &Ui, cx: &mut Cx<'_>, response: Response, placed: &[references::Placed]) -> Response {
    menu_ui(cx, &response, placed);
    let Some(pos) = response.hover_pos() else { return response };
    let Some(here) = placed.iter().find(|placed| placed.rect.contains(pos)) else { return response };
    let Some(node) = cx.drafts.references.node(here.mark) else { return response };
    if response.clicked() && ui.input(|input| input.modifiers.command) && cx.doc.outline().row(node).is_some() {
        cx.out.push(Action::Select(Some(node)));
    }
    let words = cx.doc.outline().reference_as(node, ReferenceForm::PathAndTitle);
    response.on_hover_text(format!("{words}\n{}", cx.t("window.reference.go")))
}

/// The items a text refers to, to be gone to.
fn menu_ui(cx: &mut Cx<'_>, response: &Response, placed: &[references::Placed]) {
    response.context_menu(|ui| {
        let mut shown = Vec::new();
        for node in placed.iter().filter_map(|placed| cx.drafts.references.node(placed.mark)) {
            if shown.contains(&node) || cx.doc.outline().row(node).is_none() {
                continue;
            }
            shown.push(node);
            let words =
                nendo::locale::Message::new("window.reference.go_to").with("item", cx.doc.outline().reference_text(node)).text(cx.lang);
            if ui.button(words).clicked() {
                cx.out.push(Action::Select(Some(node)));
                ui.close();
            }
        }
    });
}
