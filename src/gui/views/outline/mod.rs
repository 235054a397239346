//! The outline: the plan as rows one can select, rename, nest and move.
//!
//! Lives here: what the list remembers, and the order of drawing. Its parts: which rows (`rows`), a row
//! (`row`), typing a title (`title_edit`), keys (`keys`), dragging (`drag`), what stands above (`head`).

mod drag;
mod head;
mod keys;
mod row;
mod rows;
mod title_edit;

use std::sync::Arc;

use eframe::egui::{self, EventFilter, FontId, Id, Key, Role, ScrollArea, Sense, Ui, WidgetInfo, text::LayoutJob, vec2};
use nendo::plan::NodeId;

use super::body::{self, BodyOwner};
use super::{Action, Cx};
use crate::gui::commands::UiCommand;
use crate::gui::theme;
use rows::VisibleRows;

const INDENT: f32 = 14.0;
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
    head::head_ui(ui, cx, state);
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
        keys::keys(ui, cx, state);
        paste_table(ui, cx);
    }
    head::plan_row_ui(ui, cx, has_focus);
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
            row::row_ui(ui, cx, state, row, rect, has_focus);
            if state.dragging.is_some()
                && let Some(pointer) = ui.input(|input| input.pointer.hover_pos()).filter(|pointer| rect.contains(*pointer))
            {
                drop_target = drag::drop_at(doc, row, rect, pointer, state);
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
}
