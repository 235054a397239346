//! Typing a title in its row.

use eframe::egui::{CornerRadius, Id, Key, Rect, Stroke, StrokeKind, Ui, UiBuilder, vec2};
use nendo::edit::NodeField;
use nendo::plan::Row;

use super::OutlineState;
use crate::gui::theme;
use crate::gui::views::Cx;
use crate::gui::widgets::draft_text::{DraftText, one_line};
use crate::gui::workspace::Document;

pub(super) fn rename_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut OutlineState, row: &Row, rect: Rect) {
    let id = row.node.id;
    let t = theme::tokens(ui);
    ui.painter().rect(rect, CornerRadius::same(4), t.raised, Stroke::new(1.0, t.accent), StrokeKind::Inside);
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect.shrink2(vec2(4.0, 4.0))));
    let focus = std::mem::take(&mut state.rename_wants_focus);
    if focus {
        state.renamed_from.clone_from(&row.node.title);
    }
    let field = Id::unique(("outline.rename", id.as_u128()));
    let shown =
        DraftText::new(field, cx.t("window.field.title"), &row.node.title)
            .plain()
            .focus(focus)
            .show_ui(&mut child, cx, one_line, |text| Some(Document::set(id, NodeField::Title(one_line(text)))));
    if shown.response.lost_focus() {
        state.renaming = None;
        if ui.input(|input| input.key_pressed(Key::Escape)) {
            cx.edit(Document::set(id, NodeField::Title(std::mem::take(&mut state.renamed_from))));
        }
        // Enter and Escape go back to the list; a click elsewhere has said where it wants to be.
        if ui.input(|input| input.key_pressed(Key::Enter) || input.key_pressed(Key::Escape)) {
            state.wants_focus = true;
            ui.ctx().request_repaint();
        }
    }
}
