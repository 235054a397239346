//! One row of the list: its look, the pointer on it, its menu.

use eframe::egui::{self, Align2, CornerRadius, FontFamily, FontId, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};
use nendo::edit::{Command, NodeField};
use nendo::plan::{NodeId, Row};

use super::drag::Drag;
use super::mark;
use super::title_edit::title_ui;
use super::{INDENT, OutlineState, ROW, list_id, one_row};
use crate::gui::commands::UiCommand;
use crate::gui::views::{Action, Cx};
use crate::gui::widgets::{chip, icon_button};
use crate::gui::{icons, theme};

pub(super) const CARET: f32 = 18.0;
const LABEL_GAP: f32 = 6.0;

/// Where the parts of a row stand.
pub(super) struct Geometry {
    pub(super) caret: Rect,
    label_right: f32,
    title_left: f32,
}

pub(super) fn geometry(rect: Rect, depth: u8, label_width: f32) -> Geometry {
    let left = rect.left() + 8.0 + f32::from(depth) * INDENT;
    let label_right = left + CARET + label_width;
    let gap = if label_width > 0.0 { LABEL_GAP } else { 0.0 };
    Geometry { caret: Rect::from_min_size(pos2(left, rect.top()), vec2(CARET, ROW)), label_right, title_left: label_right + gap }
}

pub(super) fn row_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut OutlineState, row: &Row, rect: Rect, has_focus: bool) {
    let t = theme::tokens(ui);
    let id = row.node.id;
    let response = ui.interact(rect, list_id().with(id.as_u128()), Sense::CLICK | Sense::DRAG);
    let selected = cx.doc.selection().contains(&id);
    let primary = cx.doc.primary() == Some(id);
    let inner = rect.shrink2(vec2(6.0, 0.0));
    let corner = CornerRadius::same(theme::CORNER);
    if selected {
        ui.painter().rect_filled(inner, corner, t.accent_soft);
    } else if cx.doc.selection().len() > 1 && cx.doc.goes_along(id) {
        ui.painter().rect_filled(inner, CornerRadius::ZERO, t.accent_soft.gamma_multiply(0.5));
    } else if response.hovered() && state.dragging.is_none() {
        ui.painter().rect_filled(inner, corner, t.hover);
    }
    // The keyboard's row: the main one, but where the cursor stands apart.
    if has_focus && state.cursor.map_or(primary, |cursor| cursor == id) {
        ui.painter().rect_stroke(inner, corner, Stroke::new(1.5, t.accent), StrokeKind::Inside);
    }
    let width = state.rows.label_widths.get(usize::from(row.depth)).copied().unwrap_or(0.0);
    let place = geometry(rect, row.depth.saturating_sub(state.rows.base), width);

    // Caret.
    let collapsed = cx.doc.collapsed().contains(&id) && !state.filters() && cx.doc.hoisted() != Some(id);
    if !row.node.children.is_empty() {
        let caret = ui.interact(place.caret, list_id().with((id.as_u128(), "caret")), Sense::CLICK);
        let icon = if collapsed { icons::CARET_RIGHT } else { icons::CARET_DOWN };
        let color = if caret.hovered() { t.text } else { t.muted };
        ui.painter().text(place.caret.center(), Align2::CENTER_CENTER, icon, theme::icon_font(12.0), color);
        if caret.clicked() {
            cx.out.push(Action::Collapse(id, !collapsed));
        }
    }
    // Label, right-aligned so that titles start on one vertical.
    let font = FontId::new(theme::TEXT, FontFamily::Proportional);
    if !row.label.is_empty() {
        ui.painter().text(pos2(place.label_right, rect.center().y), Align2::RIGHT_CENTER, &row.label, font.clone(), t.muted);
    }
    // Chips from the right, then the title in what is left.
    let mut right = inner.right() - 6.0;
    if let Some(status) = row.node.status {
        right = chip::paint_status(ui, right, rect.center().y, status, cx.t(status.key())) - 6.0;
    }
    let (right, differs) = mark::mark_ui(ui, cx, id, right, rect.center().y);
    if state.edit.as_ref().is_some_and(|edit| edit.node == id) {
        title_ui(ui, cx, state, row, Rect::from_min_max(pos2(place.title_left - 4.0, rect.top() + 1.0), pos2(right, rect.bottom() - 1.0)));
        return;
    }
    let untitled = row.node.title.is_empty();
    let body = || row.node.body.iter().flat_map(nendo::plan::Block::texts).find(|text| !text.is_empty());
    let words = if untitled { body().unwrap_or_else(|| cx.t("window.untitled")) } else { &row.node.title };
    let color = if untitled { t.muted } else { t.text };
    let font = if row.depth == 0 { FontId::new(theme::TEXT, theme::bold()) } else { font };
    let galley = one_row(ui, words, font, color, right - place.title_left);
    let cut = galley.elided;
    ui.painter().galley(pos2(place.title_left, rect.center().y - galley.size().y / 2.0), galley, color);

    let heading = if row.label.is_empty() { words.to_owned() } else { format!("{} {words}", row.label) };
    let heading = differs.map_or(heading.clone(), |differs| format!("{heading} {differs}"));
    let marked = heading.len() > words.len() + row.label.len() + 1;
    response.widget_info(|| WidgetInfo::selected(Role::TreeItem, true, selected, &heading));
    let response =
        if (cut || marked) && state.dragging.is_none() && state.edit.is_none() { response.on_hover_text(&heading) } else { response };
    pointer(ui, cx, state, id, &response);
    context_menu(cx, id, selected, &response);
}

fn pointer(ui: &Ui, cx: &mut Cx<'_>, state: &mut OutlineState, id: NodeId, response: &egui::Response) {
    if response.clicked() {
        let modifiers = ui.input(|input| input.modifiers);
        state.cursor = None;
        cx.out.push(if modifiers.shift {
            Action::SelectRange(id, state.rows.ids(cx.doc))
        } else if modifiers.command {
            Action::SelectToggle(id)
        } else {
            Action::Select(Some(id))
        });
        ui.memory_mut(|memory| memory.request_focus(list_id()));
    }
    if response.double_clicked() {
        state.rename(id);
    }
    if response.drag_started() {
        let nodes = if cx.doc.selection().contains(&id) { cx.doc.selected() } else { vec![id] };
        state.dragging = Some(Drag::of(nodes));
        state.edit = None;
    }
}

fn context_menu(cx: &mut Cx<'_>, id: NodeId, selected: bool, response: &egui::Response) {
    if response.secondary_clicked() && !selected {
        cx.out.push(Action::Select(Some(id)));
    }
    response.context_menu(|ui| {
        use UiCommand as C;
        let items = [
            C::AddSibling,
            C::AddChild,
            C::Rename,
            C::CutNodes,
            C::CopyNodes,
            C::CopyAsTable,
            C::PasteNodes,
            C::Duplicate,
            C::Indent,
            C::Outdent,
            C::MoveUp,
            C::MoveDown,
            C::ShowPart,
            C::Delete,
        ];
        for command in items {
            if icon_button::menu_item_ui(ui, cx.lang, Some(cx.doc), command, None) {
                cx.command(command);
            }
            if command == C::Rename {
                status_menu_ui(ui, cx, id);
            }
        }
    });
}

/// The status marks, for all that is selected.
fn status_menu_ui(ui: &mut Ui, cx: &mut Cx<'_>, id: NodeId) {
    ui.menu_button(cx.t("window.outline.set_status"), |ui| {
        let nodes = if cx.doc.selection().contains(&id) { cx.doc.selected() } else { vec![id] };
        let in_use: Vec<_> = nodes.iter().filter_map(|node| cx.doc.outline().row(*node)?.node.status).collect();
        let marks = cx.profile.marks_with(in_use).into_iter().map(|status| (Some(status), cx.t(status.key())));
        let offered: Vec<_> = std::iter::once((None, cx.t("window.none"))).chain(marks).collect();
        for (status, name) in offered {
            if ui.button(name).clicked() {
                let nodes = nodes.clone();
                cx.edit(Command::SetMany { nodes, field: NodeField::Status(status) });
            }
        }
    });
}
