//! The outline: the plan as rows one can select, rename, nest and move.
//!
//! Lives here: what the list remembers, and the order of drawing. Its parts: which rows (`rows`), a row
//! (`row`), typing a title (`title_edit`), keys (`keys`), dragging (`drag`), what stands above (`head`).

mod drag;
mod head;
mod jump;
mod keys;
mod mark;
mod row;
mod rows;
mod title_edit;

use std::sync::Arc;

use eframe::egui::{self, EventFilter, FontId, Id, Key, Role, ScrollArea, Sense, Ui, WidgetInfo, text::LayoutJob, vec2};
use nendo::plan::{Filter, NodeId};

use super::Cx;
use crate::gui::commands::UiCommand;
use crate::gui::theme;
use drag::Drag;
pub use head::part_ui;
use jump::Jump;
use rows::VisibleRows;
use title_edit::{Caret, TitleEdit};

const INDENT: f32 = 14.0;
const ROW: f32 = theme::OUTLINE_ROW;

/// What the outline asks for beyond commands and changes of the plan.
#[derive(Debug, Clone)]
pub enum Arrange {
    /// Takes a node away that was just made and in which nothing was written.
    TakeBack(NodeId),
    /// Selects these nodes, the last one as the main one.
    SelectMany(Vec<NodeId>),
    /// Hides or shows the children of a node and of all below it.
    CollapseBelow(NodeId, bool),
    /// Shows a node's part of the plan alone, or the whole plan.
    Part(Option<NodeId>),
    /// Puts the caret into a node's body.
    FocusBody(NodeId),
    /// Puts the selected nodes on the clipboard.
    Copy,
    /// Puts them there and takes them away.
    Cut,
    /// Pastes what is on the clipboard beside this text.
    Paste(String),
}

/// What the outline remembers between frames.
#[derive(Default)]
pub struct OutlineState {
    filter: String,
    /// Conditions on the fields of nodes.
    fields: Filter,
    rows: VisibleRows,
    /// The title being typed.
    edit: Option<TitleEdit>,
    /// In which title and where in it the last key that changed the outline was pressed.
    left: Option<(NodeId, usize)>,
    /// What is typed to jump to a row.
    jump: Jump,
    /// The keyboard's row, where it stands apart from the selection.
    cursor: Option<NodeId>,
    /// The next change of the selection comes from the cursor, which stays.
    toggling: bool,
    /// A row to be brought into view.
    reveal: Option<NodeId>,
    dragging: Option<Drag>,
    seen_selection: u64,
    /// Another plan is shown, from its beginning.
    to_top: bool,
    wants_focus: bool,
    page_rows: usize,
}

impl OutlineState {
    /// Starts renaming a node in its row.
    pub fn rename(&mut self, node: NodeId) {
        self.edit = Some(TitleEdit::rename(node));
    }

    /// Lets the user write on in a new node.
    pub fn write(&mut self, node: NodeId) {
        self.edit = Some(TitleEdit::write(node, Caret::Char(0)));
    }

    /// Takes the keyboard with the next frame.
    pub fn focus(&mut self) {
        self.wants_focus = true;
    }

    /// Whether a title is to get the keyboard that does not have it yet.
    pub fn moves_keyboard(&self) -> bool {
        self.edit.as_ref().is_some_and(TitleEdit::moves)
    }

    /// Whether rows are left out by the words typed or by conditions.
    fn filters(&self) -> bool {
        !self.filter.trim().is_empty() || !self.fields.is_empty() || self.rows.changed_only
    }

    /// Forgets everything of the document before.
    pub fn reset(&mut self) {
        *self = Self { wants_focus: true, to_top: true, ..Self::default() };
    }
}

/// The id of the list, which holds the keyboard.
pub fn list_id() -> Id {
    Id::unique("outline.list")
}

/// Draws the outline.
pub fn outline_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut OutlineState) {
    let clicked = head::head_ui(ui, cx, state);
    state.rows.update(cx.doc, &state.filter, &state.fields, state.edit.as_ref().map(|edit| edit.node));
    if state.edit.as_mut().is_some_and(|edit| !edit.follow(cx.doc)) {
        // What was being typed in is gone, as by undoing.
        state.edit = None;
        state.wants_focus = true;
    }
    title_edit::follow_selection(ui, cx, state);
    if std::mem::take(&mut state.wants_focus) {
        ui.memory_mut(|memory| memory.request_focus(list_id()));
    }
    // After a click on a button the list goes on with the keyboard; in this frame egui takes it away.
    state.wants_focus = clicked;
    let has_focus = ui.memory(|memory| memory.has_focus(list_id()));
    if has_focus {
        take_keyboard(ui, cx, state);
    } else if state.jump.is_active() {
        state.jump.clear();
    }
    head::plan_row_ui(ui, cx, has_focus);
    part_ui(ui, cx);
    if cx.doc.outline().rows().is_empty() {
        empty_ui(ui, cx);
        return;
    }
    if state.rows.rows.is_empty() {
        ui.add_space(theme::SPACE_12);
        ui.vertical_centered(|ui| ui.label(theme::muted(ui, cx.t("window.filter.nothing"))));
    }
    list_ui(ui, cx, state, has_focus);
}

/// Does what the keys say while the list has the keyboard.
fn take_keyboard(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut OutlineState) {
    // egui knows the filter only one frame after the focus came: until then a key that is the
    // list's would also take the focus away.
    let arrows = [Key::ArrowUp, Key::ArrowDown, Key::ArrowLeft, Key::ArrowRight];
    let own = ui
        .input(|input| arrows.into_iter().any(|key| input.key_pressed(key)) || (input.key_pressed(Key::Tab) && cx.doc.primary().is_some()));
    if own {
        ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
    }
    let filter = EventFilter {
        tab: cx.doc.primary().is_some(),
        horizontal_arrows: true,
        vertical_arrows: true,
        // Escape ends a jump or a selection of several and leaves the list the keyboard.
        escape: true,
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(list_id(), filter));
    keys::keys(ui, cx, state);
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
    if std::mem::take(&mut state.to_top) {
        area = area.vertical_scroll_offset(0.0);
        ui.data_mut(|data| data.insert_temp(list_id(), 0.0_f32));
    }
    if let Some(at) = row_to_show(cx, state) {
        // Only as far as needed, so that the list does not jump under the pointer.
        let offset = ui.data(|data| data.get_temp::<f32>(list_id())).unwrap_or(0.0);
        let (top, bottom) = (at as f32 * ROW, (at as f32 + 1.0) * ROW);
        if top < offset {
            area = area.vertical_scroll_offset((top - ROW).max(0.0));
        } else if bottom > offset + area_rect.height() {
            area = area.vertical_scroll_offset(bottom + ROW - area_rect.height());
        }
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut drop_target = None;
    let mut edit_shown = false;
    let output = area.show_rows(ui, ROW, count, |ui, range| {
        let doc = cx.doc;
        for at in range {
            let Some(row) = state.rows.row(doc, at) else { continue };
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
            edit_shown |= state.edit.as_ref().is_some_and(|edit| edit.node == row.node.id);
            row::row_ui(ui, cx, state, row, rect, has_focus);
            if state.dragging.is_some()
                && let Some(pointer) = ui.input(|input| input.pointer.hover_pos()).filter(|pointer| rect.contains(*pointer))
            {
                drop_target = drag::drop_at(doc, state, at, rect, pointer, drag::copies_now(ui));
            }
        }
        if let Some(target) = &drop_target {
            drag::paint_drop(ui, target);
        }
        if state.dragging.is_some() {
            drag::scroll_at_edges(ui, area_rect);
        }
    });
    ui.data_mut(|data| data.insert_temp(list_id(), output.state.clamped_offset().y));
    if background.clicked() {
        background.request_focus();
    }
    drag::drag_end(ui, cx, state, drop_target);
    if !edit_shown && state.edit.as_ref().is_some_and(|edit| edit.seen_at.is_some() && edit.caret.is_none()) {
        // Scrolled or filtered away: what stands in the field was kept with every key.
        state.edit = None;
    }
    if has_focus && state.edit.is_none() {
        jump::overlay_ui(ui, cx, state, area_rect);
    }
}

/// The row that is to be in view, if anything about it has changed: the title typed in, the cursor, or what
/// was selected.
fn row_to_show(cx: &Cx<'_>, state: &mut OutlineState) -> Option<usize> {
    let outline = cx.doc.outline();
    let selected = state.seen_selection != cx.doc.selection_serial();
    state.seen_selection = cx.doc.selection_serial();
    if selected && !std::mem::take(&mut state.toggling) {
        state.cursor = None;
    }
    let revealed = state.reveal.take();
    if let Some(edit) = &mut state.edit {
        let at = state.rows.position(outline, edit.node);
        let moved = at != edit.seen_at || edit.caret.is_some();
        edit.seen_at = at;
        return at.filter(|_| moved);
    }
    let node = revealed.or(cx.doc.primary().filter(|_| selected))?;
    state.rows.position(outline, node)
}
