//! The outline: the plan as rows one can select, rename, nest and move.

use std::sync::Arc;

use eframe::egui::{
    self, Align2, CornerRadius, CursorIcon, EventFilter, FontFamily, FontId, Id, Key, Modifiers, Pos2, Rect, Role, ScrollArea, Sense,
    Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, text::LayoutJob, vec2,
};
use nendo::edit::{Command, NodeField, Position};
use nendo::plan::{NodeId, Outline, Row};

use super::body::{self, BodyOwner};
use super::{Action, Cx};
use crate::gui::commands::{Scope, TABLE, UiCommand};
use crate::gui::widgets::draft_text::{DraftText, one_line};
use crate::gui::widgets::{chip, icon_button};
use crate::gui::workspace::Document;
use crate::gui::{icons, ime, theme};

const INDENT: f32 = 14.0;
const CARET: f32 = 18.0;
const LABEL_GAP: f32 = 6.0;
const ROW: f32 = theme::OUTLINE_ROW;

/// What the outline remembers between frames.
#[derive(Default)]
pub struct OutlineState {
    filter: String,
    rows: VisibleRows,
    renaming: Option<NodeId>,
    rename_wants_focus: bool,
    /// The title before it was renamed, for Escape.
    renamed_from: String,
    dragging: Option<Vec<NodeId>>,
    seen_selection: u64,
    wants_focus: bool,
    page_rows: usize,
}

/// The rows shown, kept until plan, filter or what is collapsed changes.
#[derive(Default)]
struct VisibleRows {
    key: Option<(usize, u64, String)>,
    rows: Vec<u32>,
    label_widths: Vec<f32>,
}

impl VisibleRows {
    fn update(&mut self, doc: &Document, filter: &str) {
        let outline = doc.outline();
        let key = (Arc::as_ptr(outline) as usize, doc.collapsed_serial(), filter.to_owned());
        if self.key.as_ref() == Some(&key) {
            return;
        }
        self.key = Some(key);
        self.rows = if filter.trim().is_empty() { open_rows(doc) } else { matching_rows(outline, filter.trim()) };
        self.label_widths.clear();
        for row in outline.rows() {
            let depth = usize::from(row.depth);
            if self.label_widths.len() <= depth {
                self.label_widths.resize(depth + 1, 0.0);
            }
            self.label_widths[depth] = self.label_widths[depth].max(label_width(&row.label));
        }
    }

    fn position(&self, outline: &Outline, id: NodeId) -> Option<usize> {
        let row = u32::try_from(outline.position(id)?).ok()?;
        self.rows.binary_search(&row).ok()
    }
}

/// An estimate that needs no font: labels are short, and measuring ten thousand is not.
fn label_width(label: &str) -> f32 {
    let em: f32 = label.chars().map(|c| if c.is_ascii() { 0.56 } else { 1.0 }).sum();
    (em * theme::TEXT).min(84.0)
}

fn open_rows(doc: &Document) -> Vec<u32> {
    let rows = doc.outline().rows();
    let mut open = Vec::with_capacity(rows.len());
    let mut at = 0;
    while at < rows.len() {
        open.push(at as u32);
        at = if doc.collapsed().contains(&rows[at].node.id) { rows[at].end as usize } else { at + 1 };
    }
    open
}

/// Rows that hold the words, with all their ancestors.
fn matching_rows(outline: &Outline, filter: &str) -> Vec<u32> {
    let wanted = filter.to_lowercase();
    let rows = outline.rows();
    let mut shown = vec![false; rows.len()];
    for (at, row) in rows.iter().enumerate() {
        if row.node.title.to_lowercase().contains(&wanted) || row.label.contains(filter) {
            let mut up = Some(at);
            while let Some(at) = up.filter(|at| !shown[*at]) {
                shown[at] = true;
                up = rows[at].parent.map(|parent| parent as usize);
            }
        }
    }
    (0..rows.len()).filter(|at| shown[*at]).map(|at| at as u32).collect()
}

impl OutlineState {
    /// Starts renaming a node in its row.
    pub fn rename(&mut self, node: NodeId) {
        self.renaming = Some(node);
        self.rename_wants_focus = true;
    }

    /// Takes the keyboard with the next frame.
    pub fn focus(&mut self) {
        self.wants_focus = true;
    }

    /// Forgets everything of the document before.
    pub fn reset(&mut self) {
        *self = Self { wants_focus: true, ..Self::default() };
    }
}

/// The id of the list, which holds the keyboard.
pub fn list_id() -> Id {
    Id::unique("outline.list")
}

/// Draws the outline.
pub fn outline_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut OutlineState) {
    head_ui(ui, cx, state);
    state.rows.update(cx.doc, &state.filter);
    if std::mem::take(&mut state.wants_focus) {
        ui.memory_mut(|memory| memory.request_focus(list_id()));
    }
    let has_focus = ui.memory(|memory| memory.has_focus(list_id()));
    if has_focus {
        // egui knows the filter only one frame after the focus came: until then a key that is the
        // list's would also take the focus away.
        let arrows = [Key::ArrowUp, Key::ArrowDown, Key::ArrowLeft, Key::ArrowRight];
        let own = ui.input(|input| {
            arrows.into_iter().any(|key| input.key_pressed(key)) || (input.key_pressed(Key::Tab) && cx.doc.primary().is_some())
        });
        if own {
            ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
        }
        let filter = EventFilter { tab: cx.doc.primary().is_some(), horizontal_arrows: true, vertical_arrows: true, escape: false };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(list_id(), filter));
        keys(ui, cx, state);
        paste_table(ui, cx);
    }
    plan_row_ui(ui, cx, has_focus);
    if cx.doc.outline().rows().is_empty() {
        empty_ui(ui, cx);
        return;
    }
    list_ui(ui, cx, state, has_focus);
}

/// A table pasted while the list has the keyboard goes behind the body of the selected node.
fn paste_table(ui: &Ui, cx: &mut Cx<'_>) {
    let Some(pasted) = cx.pasted else { return };
    ui.input_mut(|input| input.events.retain(|event| !matches!(event, egui::Event::Paste(_))));
    let paste = match cx.doc.primary_row() {
        Some(row) => body::paste_behind(BodyOwner::Node(row.node.id), &row.node.body, pasted),
        None => body::paste_behind(BodyOwner::Plan, &cx.doc.plan().preface, pasted),
    };
    cx.out.push(Action::Paste(Box::new(paste)));
}

fn head_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut OutlineState) {
    let t = theme::tokens(ui);
    egui::Frame::NONE.inner_margin(egui::Margin { left: 10, right: 8, top: 8, bottom: 4 }).show(ui, |ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let name = cx.t("window.outline.filter");
        let icon = egui::RichText::new(icons::MAGNIFYING_GLASS).font(theme::icon_font(14.0)).color(t.muted);
        ui.add(
            egui::TextEdit::singleline(&mut state.filter)
                .id(Id::unique("outline.filter"))
                .hint_text(name)
                .prefix(icon)
                .margin(egui::Margin::symmetric(8, 5))
                .desired_width(f32::INFINITY),
        )
        .accessible_name(name);
        ui.add_space(theme::SPACE_4);
        ui.horizontal(|ui| {
            for command in [UiCommand::AddSibling, UiCommand::AddChild, UiCommand::Delete] {
                icon_button::command_ui(ui, cx, command);
            }
            gap_ui(ui);
            for command in [UiCommand::Outdent, UiCommand::Indent, UiCommand::MoveUp, UiCommand::MoveDown] {
                icon_button::command_ui(ui, cx, command);
            }
        });
    });
}

/// A thin line between groups of buttons.
pub fn gap_ui(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(9.0, theme::ICON_BUTTON), Sense::hover());
    ui.painter().vline(rect.center().x, rect.shrink(6.0).y_range(), Stroke::new(1.0, theme::tokens(ui).line));
}

/// The row of the plan itself, above all nodes.
fn plan_row_ui(ui: &mut Ui, cx: &mut Cx<'_>, has_focus: bool) {
    let t = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::CLICK);
    let inner = rect.shrink2(vec2(6.0, 0.0));
    let selected = cx.doc.primary().is_none();
    if selected || response.hovered() {
        ui.painter().rect_filled(inner, CornerRadius::same(theme::CORNER), if selected { t.accent_soft } else { t.hover });
    }
    if (selected && has_focus) || response.has_focus() {
        ui.painter().rect_stroke(inner, CornerRadius::same(theme::CORNER), Stroke::new(1.5, t.accent), StrokeKind::Inside);
    }
    ui.painter().text(pos2(inner.left() + 14.0, inner.center().y), Align2::CENTER_CENTER, icons::FILE, theme::icon_font(15.0), t.muted);
    let title = if cx.doc.plan().title.is_empty() { cx.t("window.untitled_plan") } else { &cx.doc.plan().title };
    let galley = one_row(ui, title, FontId::new(theme::TEXT, theme::bold()), t.text, inner.right() - inner.left() - 36.0);
    ui.painter().galley(pos2(inner.left() + 28.0, inner.center().y - galley.size().y / 2.0), galley, t.text);
    let name = cx.t("window.outline.plan_row");
    response.widget_info(|| WidgetInfo::selected(Role::TreeItem, true, selected, format!("{name} {title}")));
    if response.on_hover_text(name).clicked() {
        cx.out.push(Action::Select(None));
        cx.out.push(Action::FocusOutline);
    }
    ui.add_space(2.0);
}

fn empty_ui(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.add_space(theme::SPACE_24);
    ui.vertical_centered(|ui| {
        ui.label(theme::muted(ui, cx.t("window.outline.empty")));
        ui.add_space(theme::SPACE_4);
        if ui.add(theme::primary_button(ui, cx.t("window.outline.first"))).clicked() {
            cx.command(UiCommand::AddSibling);
        }
    });
}

/// One line of text, cut with an ellipsis.
pub fn one_row(ui: &Ui, text: &str, font: FontId, color: egui::Color32, width: f32) -> Arc<egui::Galley> {
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font, color);
    job.wrap.max_width = width.max(8.0);
    job.wrap.max_rows = 1;
    job.wrap.break_anywhere = true;
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

fn list_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut OutlineState, has_focus: bool) {
    let area_rect = ui.available_rect_before_wrap();
    // The list itself holds the keyboard; its rows only take the pointer.
    let background = ui.interact(area_rect, list_id(), Sense::click());
    background.widget_info(|| WidgetInfo::labeled(Role::Tree, true, cx.t("window.outline.name")));
    let count = state.rows.rows.len();
    state.page_rows = (area_rect.height() / ROW).floor().max(1.0) as usize;

    let mut area = ScrollArea::vertical().id_salt("outline.scroll").auto_shrink([false, false]).animated(false);
    if state.seen_selection != cx.doc.selection_serial() {
        state.seen_selection = cx.doc.selection_serial();
        if let Some(at) = cx.doc.primary().and_then(|id| state.rows.position(cx.doc.outline(), id)) {
            // Only as far as needed, so that the list does not jump under the pointer.
            let offset = ui.data(|data| data.get_temp::<f32>(list_id())).unwrap_or(0.0);
            let (top, bottom) = (at as f32 * ROW, (at as f32 + 1.0) * ROW);
            if top < offset {
                area = area.vertical_scroll_offset((top - ROW).max(0.0));
            } else if bottom > offset + area_rect.height() {
                area = area.vertical_scroll_offset(bottom + ROW - area_rect.height());
            }
        }
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut drop_target = None;
    let output = area.show_rows(ui, ROW, count, |ui, range| {
        let doc = cx.doc;
        for at in range {
            let Some(row) = state.rows.rows.get(at).and_then(|row| doc.outline().rows().get(*row as usize)) else { continue };
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
            row_ui(ui, cx, state, row, rect, has_focus);
            if state.dragging.is_some()
                && let Some(pointer) = ui.input(|input| input.pointer.hover_pos()).filter(|pointer| rect.contains(*pointer))
            {
                drop_target = drop_at(doc, row, rect, pointer, state);
            }
        }
        if let Some(target) = &drop_target {
            paint_drop(ui, target);
        }
        if state.dragging.is_some() {
            scroll_at_edges(ui, area_rect);
        }
    });
    ui.data_mut(|data| data.insert_temp(list_id(), output.state.clamped_offset().y));
    if background.clicked() {
        background.request_focus();
    }
    drag_end(ui, cx, state, drop_target);
}

struct Geometry {
    caret: Rect,
    label_right: f32,
    title_left: f32,
}

fn geometry(rect: Rect, depth: u8, label_width: f32) -> Geometry {
    let left = rect.left() + 8.0 + f32::from(depth) * INDENT;
    let label_right = left + CARET + label_width;
    let gap = if label_width > 0.0 { LABEL_GAP } else { 0.0 };
    Geometry { caret: Rect::from_min_size(pos2(left, rect.top()), vec2(CARET, ROW)), label_right, title_left: label_right + gap }
}

fn row_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut OutlineState, row: &Row, rect: Rect, has_focus: bool) {
    let t = theme::tokens(ui);
    let id = row.node.id;
    let response = ui.interact(rect, list_id().with(id.as_u128()), Sense::CLICK | Sense::DRAG);
    let selected = cx.doc.selection().contains(&id);
    let primary = cx.doc.primary() == Some(id);
    let inner = rect.shrink2(vec2(6.0, 0.0));
    let corner = CornerRadius::same(theme::CORNER);
    if selected {
        ui.painter().rect_filled(inner, corner, t.accent_soft);
    } else if response.hovered() && state.dragging.is_none() {
        ui.painter().rect_filled(inner, corner, t.hover);
    }
    if primary && has_focus {
        ui.painter().rect_stroke(inner, corner, Stroke::new(1.5, t.accent), StrokeKind::Inside);
    }
    let width = state.rows.label_widths.get(usize::from(row.depth)).copied().unwrap_or(0.0);
    let place = geometry(rect, row.depth, width);

    // Caret.
    let collapsed = cx.doc.collapsed().contains(&id) && state.filter.trim().is_empty();
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
    if state.renaming == Some(id) {
        rename_ui(ui, cx, state, row, Rect::from_min_max(pos2(place.title_left - 4.0, rect.top() + 1.0), pos2(right, rect.bottom() - 1.0)));
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
    response.widget_info(|| WidgetInfo::selected(Role::TreeItem, true, selected, &heading));
    let response = if cut && state.dragging.is_none() { response.on_hover_text(&heading) } else { response };
    pointer(ui, cx, state, id, &response);
    context_menu(cx, id, selected, &response);
}

fn pointer(ui: &Ui, cx: &mut Cx<'_>, state: &mut OutlineState, id: NodeId, response: &egui::Response) {
    if response.clicked() {
        let modifiers = ui.input(|input| input.modifiers);
        cx.out.push(if modifiers.shift {
            let visible = state.rows.rows.iter().filter_map(|row| cx.doc.outline().rows().get(*row as usize)).map(|row| row.node.id);
            Action::SelectRange(id, visible.collect())
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
        state.dragging = Some(nodes);
        state.renaming = None;
    }
}

fn context_menu(cx: &mut Cx<'_>, id: NodeId, selected: bool, response: &egui::Response) {
    if response.secondary_clicked() && !selected {
        cx.out.push(Action::Select(Some(id)));
    }
    response.context_menu(|ui| {
        use UiCommand as C;
        let items = [C::AddSibling, C::AddChild, C::Rename, C::Duplicate, C::Indent, C::Outdent, C::MoveUp, C::MoveDown, C::Delete];
        for command in items {
            if icon_button::menu_item_ui(ui, cx.lang, Some(cx.doc), command, None) {
                cx.command(command);
            }
        }
    });
}

fn rename_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut OutlineState, row: &Row, rect: Rect) {
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

fn keys(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut OutlineState) {
    if ime::composing(ui.ctx()) || state.renaming.is_some() {
        return;
    }
    for entry in TABLE.iter().filter(|entry| entry.scope == Scope::Outline) {
        for shortcut in entry.shortcuts {
            if ui.input_mut(|input| input.consume_shortcut(shortcut)) && entry.command.enabled(Some(cx.doc)) {
                cx.command(entry.command);
                return;
            }
        }
    }
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    let rows = &state.rows;
    let outline = cx.doc.outline();
    let at = cx.doc.primary().and_then(|id| rows.position(outline, id));
    let node_at = |index: usize| rows.rows.get(index).and_then(|row| outline.rows().get(*row as usize)).map(|row| row.node.id);
    let last = rows.rows.len().saturating_sub(1);
    let mut go = None;
    for (key, target) in [
        (Key::ArrowUp, at.map(|at| at.checked_sub(1))),
        (Key::ArrowDown, Some(Some(at.map_or(0, |at| (at + 1).min(last))))),
        (Key::PageUp, at.map(|at| Some(at.saturating_sub(state.page_rows)))),
        (Key::PageDown, Some(Some((at.unwrap_or(0) + state.page_rows).min(last)))),
        (Key::Home, Some(Some(0))),
        (Key::End, Some(Some(last))),
    ] {
        if pressed(Modifiers::SHIFT, key) {
            if let Some(node) = target.flatten().and_then(node_at) {
                let visible = rows.rows.iter().filter_map(|row| outline.rows().get(*row as usize)).map(|row| row.node.id).collect();
                cx.out.push(Action::SelectRange(node, visible));
            }
            return;
        }
        if pressed(Modifiers::NONE, key) {
            go = target;
        }
    }
    if let Some(target) = go {
        // Above the first node stands the plan itself.
        cx.out.push(Action::Select(target.and_then(node_at)));
        return;
    }
    let Some(row) = cx.doc.primary_row() else { return };
    let id = row.node.id;
    let open = !row.node.children.is_empty() && !cx.doc.collapsed().contains(&id);
    if pressed(Modifiers::NONE, Key::ArrowLeft) {
        let parent = row.parent.and_then(|parent| outline.rows().get(parent as usize)).map(|row| row.node.id);
        cx.out.push(if open { Action::Collapse(id, true) } else { Action::Select(parent) });
    } else if pressed(Modifiers::NONE, Key::ArrowRight) {
        let child = row.node.children.first().map(|node| node.id);
        cx.out.push(match child {
            Some(child) if open => Action::Select(Some(child)),
            _ => Action::Collapse(id, false),
        });
    }
}

/// Where dragged nodes would land.
struct DropTarget {
    to: Position,
    line: DropLine,
}

enum DropLine {
    Between(Pos2, f32),
    Into(Rect),
}

fn drop_at(doc: &Document, row: &Row, rect: Rect, pointer: Pos2, state: &OutlineState) -> Option<DropTarget> {
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

fn paint_drop(ui: &Ui, target: &DropTarget) {
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

fn drag_end(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut OutlineState, target: Option<DropTarget>) {
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
fn scroll_at_edges(ui: &Ui, area: Rect) {
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
