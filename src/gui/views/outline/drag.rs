//! Dragging rows to another place.
//!
//! Between two rows the pointer's horizontal place says how deep the nodes go, on a row they go below it.
//! With Ctrl they are copied. Over a folded row they wait a moment and it opens.

use eframe::egui::{self, CornerRadius, CursorIcon, FontFamily, FontId, Id, Key, Pos2, Rect, Stroke, StrokeKind, Ui, pos2, vec2};
use nendo::edit::{Command, Position, copies};
use nendo::locale::Message;
use nendo::plan::NodeId;

use super::row::{CARET, geometry};
use super::{INDENT, OutlineState, one_row};
use crate::gui::theme;
use crate::gui::views::{Action, Cx};
use crate::gui::workspace::Document;

/// A folded row opens after the pointer has rested on it for this many seconds.
const OPENS_AFTER: f64 = 0.7;

/// Nodes on their way.
pub(super) struct Drag {
    pub(super) nodes: Vec<NodeId>,
    /// The row the pointer rests on, and since when.
    over: Option<(NodeId, f64)>,
}

impl Drag {
    pub(super) fn of(nodes: Vec<NodeId>) -> Self {
        Self { nodes, over: None }
    }
}

/// Where dragged nodes would land.
pub(super) struct DropTarget {
    to: Position,
    line: DropLine,
    /// The row under the pointer, where the nodes would go below it.
    onto: Option<NodeId>,
}

enum DropLine {
    Between(Pos2, f32),
    Into(Rect),
}

/// What letting go over the shown row `at` would do.
pub(super) fn drop_at(doc: &Document, state: &OutlineState, at: usize, rect: Rect, pointer: Pos2, copy: bool) -> Option<DropTarget> {
    let drag = state.dragging.as_ref()?;
    let row = state.rows.row(doc, at)?;
    let part = (pointer.y - rect.top()) / rect.height();
    let first = at == 0 && doc.hoisted().is_some();
    if (0.28..=0.72).contains(&part) {
        let to = Position { parent: Some(row.node.id), index: row.node.children.len() };
        let line = DropLine::Into(rect.shrink2(vec2(6.0, 1.0)));
        return allowed(doc, drag, to, copy).then_some(DropTarget { to, line, onto: Some(row.node.id) });
    }
    if part < 0.28 && first {
        return None;
    }
    // The gap the pointer is in, between the rows above and below it.
    let (above, below) = if part < 0.28 { (at.checked_sub(1), Some(at)) } else { (Some(at), Some(at + 1)) };
    let above = above.and_then(|at| state.rows.row(doc, at));
    let below = below.and_then(|at| state.rows.row(doc, at));
    let base = state.rows.base;
    let top = if doc.hoisted().is_some() { base + 1 } else { 0 };
    let least = below.map_or(top, |row| row.depth).max(top);
    let most = above.map_or(0, |row| row.depth + 1).max(least);
    let y = if part < 0.28 { rect.top() } else { rect.bottom() };
    // As deep as the column the pointer is in, but never elsewhere than in this gap.
    let width = |depth: u8| state.rows.label_widths.get(usize::from(depth)).copied().unwrap_or(0.0);
    let left = |depth: u8| geometry(rect, depth - base.min(depth), width(depth)).caret.left();
    let wanted = (least..=most).rev().find(|depth| left(*depth) + CARET / 2.0 <= pointer.x).unwrap_or(least);
    let mut depths = [wanted].into_iter().chain((least..=most).rev().filter(|depth| *depth != wanted));
    let (depth, to) = depths.find_map(|depth| {
        let to = position_at(doc, above.map(|row| row.node.id), depth)?;
        allowed(doc, drag, to, copy).then_some((depth, to))
    })?;
    let from = pos2(left(depth) + CARET.min(INDENT), y);
    Some(DropTarget { to, line: DropLine::Between(from, rect.right() - 8.0), onto: None })
}

/// The place at `depth` right behind the row of `above`.
fn position_at(doc: &Document, above: Option<NodeId>, depth: u8) -> Option<Position> {
    let Some(above) = above else { return Some(Position { parent: None, index: 0 }) };
    let outline = doc.outline();
    let row = outline.row(above)?;
    if depth > row.depth {
        let open = !doc.collapsed().contains(&above);
        return Some(Position { parent: Some(above), index: if open { 0 } else { row.node.children.len() } });
    }
    let ancestry = outline.ancestry(outline.position(above)?);
    let beside = ancestry.get(usize::from(depth))?.node.id;
    let (parent, index) = doc.place_of(beside)?;
    Some(Position { parent, index: index + 1 })
}

/// Nothing is moved below itself; a copy may go there.
fn allowed(doc: &Document, drag: &Drag, to: Position, copy: bool) -> bool {
    let Some(parent) = to.parent.filter(|_| !copy) else { return true };
    let Some(position) = doc.outline().position(parent) else { return false };
    !doc.outline().ancestry(position).iter().any(|row| drag.nodes.contains(&row.node.id))
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

/// Whether what is dragged would be copied.
pub(super) fn copies_now(ui: &Ui) -> bool {
    ui.input(|input| input.modifiers.command)
}

pub(super) fn drag_end(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut OutlineState, target: Option<DropTarget>) {
    let Some(drag) = &mut state.dragging else { return };
    if ui.input(|input| input.key_pressed(Key::Escape)) {
        state.dragging = None;
        return;
    }
    let copy = copies_now(ui);
    if !ui.input(|input| input.pointer.any_down()) {
        let drag = state.dragging.take();
        if let (Some(target), Some(drag)) = (target, drag) {
            cx.edit(landing(cx.doc, drag.nodes, target.to, copy));
        }
        return;
    }
    open_under(ui, cx, drag, target.as_ref());
    ui.set_cursor_icon(match target {
        Some(_) if copy => CursorIcon::Copy,
        Some(_) => CursorIcon::Grabbing,
        None => CursorIcon::NoDrop,
    });
    let Some(pointer) = ui.input(|input| input.pointer.hover_pos()) else { return };
    // What is being moved, beside the pointer.
    let words = match drag.nodes.as_slice() {
        [one] => cx.doc.outline().row(*one).map(|row| row.node.title.clone()).unwrap_or_default(),
        many => Message::new("window.outline.moving").with("n", many.len()).text(cx.lang),
    };
    let words = if copy { Message::new("window.outline.copying").with("what", words).text(cx.lang) } else { words };
    let t = theme::tokens(ui);
    let painter = ui.ctx().layer_painter(egui::LayerId::new(egui::Order::Tooltip, Id::unique("outline.drag")));
    let galley = one_row(ui, &words, FontId::new(theme::TEXT_SMALL, FontFamily::Proportional), t.text, 220.0);
    let rect = Rect::from_min_size(pointer + vec2(14.0, 10.0), galley.size() + vec2(16.0, 8.0));
    painter.rect(rect, CornerRadius::same(theme::CORNER), t.raised, Stroke::new(1.0, t.line_strong), StrokeKind::Inside);
    painter.galley(rect.min + vec2(8.0, 4.0), galley, t.text);
}

/// The change that letting go makes.
fn landing(doc: &Document, nodes: Vec<NodeId>, to: Position, copy: bool) -> Command {
    if !copy {
        return Command::Move { nodes, to };
    }
    let mut rows: Vec<_> = nodes.iter().filter_map(|id| doc.outline().position(*id)).collect();
    rows.sort_unstable();
    let mut covered = 0;
    let topmost = rows.into_iter().filter(|at| {
        *at >= covered && {
            covered = doc.outline().rows()[*at].end as usize;
            true
        }
    });
    let originals: Vec<_> = topmost.map(|at| doc.outline().rows()[at].node.clone()).collect();
    Command::Insert { at: to, nodes: copies(&originals, |_| true) }
}

/// Opens the folded row the pointer has rested on.
fn open_under(ui: &Ui, cx: &mut Cx<'_>, drag: &mut Drag, target: Option<&DropTarget>) {
    let now = ui.input(|input| input.time);
    let onto = target.and_then(|target| target.onto).filter(|id| cx.doc.collapsed().contains(id));
    match (onto, drag.over) {
        (Some(node), Some((over, since))) if node == over => {
            if now - since >= OPENS_AFTER {
                drag.over = None;
                cx.out.push(Action::Collapse(node, false));
            }
        }
        (node, _) => drag.over = node.map(|node| (node, now)),
    }
    if drag.over.is_some() {
        ui.ctx().request_repaint_after_secs(0.1);
    }
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
