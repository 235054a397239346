//! Dragging rows to another place.

use eframe::egui::{self, CornerRadius, CursorIcon, FontFamily, FontId, Id, Key, Pos2, Rect, Stroke, StrokeKind, Ui, pos2, vec2};
use nendo::edit::{Command, Position};
use nendo::plan::Row;

use super::row::{CARET, geometry};
use super::{INDENT, OutlineState, one_row};
use crate::gui::theme;
use crate::gui::views::Cx;
use crate::gui::workspace::Document;

/// Where dragged nodes would land.
pub(super) struct DropTarget {
    to: Position,
    line: DropLine,
}

enum DropLine {
    Between(Pos2, f32),
    Into(Rect),
}

pub(super) fn drop_at(doc: &Document, row: &Row, rect: Rect, pointer: Pos2, state: &OutlineState) -> Option<DropTarget> {
    let nodes = state.dragging.as_ref()?;
    let outline = doc.outline();
    let position = outline.position(row.node.id)?;
    let inside = outline.ancestry(position).iter().any(|above| nodes.contains(&above.node.id));
    if inside {
        return None;
    }
    let (parent, index) = doc.place_of(row.node.id)?;
    let width = |depth: usize| state.rows.label_widths.get(depth).copied().unwrap_or(0.0);
    let depth = usize::from(row.depth);
    let left = geometry(rect, row.depth, width(depth)).caret.left() + CARET;
    let part = (pointer.y - rect.top()) / rect.height();
    let open = !row.node.children.is_empty() && !doc.collapsed().contains(&row.node.id);
    Some(if part < 0.28 {
        DropTarget { to: Position { parent, index }, line: DropLine::Between(pos2(left, rect.top()), rect.right() - 8.0) }
    } else if part > 0.72 && open {
        let to = Position { parent: Some(row.node.id), index: 0 };
        DropTarget { to, line: DropLine::Between(pos2(left + INDENT, rect.bottom()), rect.right() - 8.0) }
    } else if part > 0.72 {
        DropTarget { to: Position { parent, index: index + 1 }, line: DropLine::Between(pos2(left, rect.bottom()), rect.right() - 8.0) }
    } else {
        let to = Position { parent: Some(row.node.id), index: row.node.children.len() };
        DropTarget { to, line: DropLine::Into(rect.shrink2(vec2(6.0, 1.0))) }
    })
}

pub(super) fn paint_drop(ui: &Ui, target: &DropTarget) {
    let t = theme::tokens(ui);
    match &target.line {
        DropLine::Between(from, right) => {
            ui.painter().circle_stroke(*from, 3.0, Stroke::new(2.0, t.accent));
            ui.painter().hline(from.x + 3.0..=*right, from.y, Stroke::new(2.0, t.accent));
        }
        DropLine::Into(rect) => {
            ui.painter().rect_stroke(*rect, CornerRadius::same(theme::CORNER), Stroke::new(2.0, t.accent), StrokeKind::Inside);
        }
    }
}

pub(super) fn drag_end(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut OutlineState, target: Option<DropTarget>) {
    let Some(nodes) = &state.dragging else { return };
    if ui.input(|input| input.key_pressed(Key::Escape)) {
        state.dragging = None;
        return;
    }
    if !ui.input(|input| input.pointer.any_down()) {
        if let Some(target) = target {
            cx.edit(Command::Move { nodes: nodes.clone(), to: target.to });
        }
        state.dragging = None;
        return;
    }
    ui.set_cursor_icon(if target.is_some() { CursorIcon::Grabbing } else { CursorIcon::NoDrop });
    let Some(pointer) = ui.input(|input| input.pointer.hover_pos()) else { return };
    // What is being moved, beside the pointer.
    let words = match nodes.as_slice() {
        [one] => cx.doc.outline().row(*one).map(|row| row.node.title.clone()).unwrap_or_default(),
        many => nendo::locale::Message::new("window.outline.moving").with("n", many.len()).text(cx.lang),
    };
    let t = theme::tokens(ui);
    let painter = ui.ctx().layer_painter(egui::LayerId::new(egui::Order::Tooltip, Id::unique("outline.drag")));
    let galley = one_row(ui, &words, FontId::new(theme::TEXT_SMALL, FontFamily::Proportional), t.text, 220.0);
    let rect = Rect::from_min_size(pointer + vec2(14.0, 10.0), galley.size() + vec2(16.0, 8.0));
    painter.rect(rect, CornerRadius::same(theme::CORNER), t.raised, Stroke::new(1.0, t.line_strong), StrokeKind::Inside);
    painter.galley(rect.min + vec2(8.0, 4.0), galley, t.text);
}

/// While something is dragged, the list scrolls on near its edges.
pub(super) fn scroll_at_edges(ui: &Ui, area: Rect) {
    let Some(pointer) = ui.input(|input| input.pointer.hover_pos()) else { return };
    let edge = 28.0;
    let speed = if pointer.y < area.top() + edge {
        area.top() + edge - pointer.y
    } else if pointer.y > area.bottom() - edge {
        area.bottom() - edge - pointer.y
    } else {
        return;
    };
    ui.scroll_with_delta(vec2(0.0, speed * 0.3));
    ui.ctx().request_repaint();
}
