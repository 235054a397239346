//! The editor of the selected node: its title, every field, its body.

mod budget;
pub mod fields;
mod form;
mod goals;
mod referrers;
pub mod schedule;
mod schedule_picker;
mod status;
mod words;

use std::sync::Arc;

use eframe::egui::{self, FontId, Id, Rect, RichText, ScrollArea, Sense, Ui, UiBuilder, vec2};
use nendo::edit::{BlockPlace, NodeField};
use nendo::locale::Message;
use nendo::plan::{Block, Budgets, Node, NodeId, Plan, Row, funding_name};

use super::body::{self, BodyOwner, BodyState};
use super::table_editor::{Caret, TableFocus};
use super::{Action, Cx, plan_form};
use crate::gui::commands::UiCommand;
use crate::gui::widgets::chip;
use crate::gui::widgets::draft_text::{DraftText, one_line};
use crate::gui::workspace::Document;
use crate::gui::{ime, theme};

pub use budget::budget_id;
pub use form::{combo_showing_ui, combo_ui, labelled_ui};

/// What the editor remembers between frames.
#[derive(Default)]
pub struct EditorState {
    /// The body.
    pub body: BodyState,
    /// The title gets the keyboard with the next frame.
    pub focus_title: bool,
    budgets: Budgets,
    /// The plan the budgets are of.
    budgets_of: Option<Arc<Plan>>,
    goals: goals::GoalsState,
    /// The schedule field.
    pub schedule: schedule::ScheduleState,
    referrers: referrers::ReferrersState,
}

impl EditorState {
    /// Gives the keyboard to a cell of a table with the next frame.
    pub fn focus_cell(&mut self, at: BlockPlace, cell: (usize, usize)) {
        self.body.table.focus(at, TableFocus::Cell(cell, Caret::All));
    }

    /// Puts the caret at the start of a node's body with the next frame.
    pub fn focus_body(&mut self, node: NodeId) {
        self.body.focus_start(BodyOwner::Node(node));
    }

    /// Whether a field is to get the keyboard that does not have it yet.
    pub fn moves_keyboard(&self) -> bool {
        self.focus_title || self.body.wanted().is_some()
    }

    fn follow_budgets(&mut self, plan: &Arc<Plan>) {
        if !self.budgets_of.as_ref().is_some_and(|known| Arc::ptr_eq(known, plan)) {
            self.budgets_of = Some(plan.clone());
            self.budgets.update(plan);
        }
    }

    /// Puts the caret into the title with the next frame.
    pub fn focus_title(&mut self) {
        self.focus_title = true;
    }
}

/// The id of a node's title field.
pub fn title_id(node: NodeId) -> Id {
    Id::unique(("editor.title", node.as_u128()))
}

/// Draws the editor.
pub fn editor_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut EditorState) {
    // Each node has its own scroll place.
    let salt = cx.doc.primary().map(NodeId::as_u128);
    ScrollArea::vertical().id_salt(("editor.scroll", salt)).auto_shrink([false, false]).show(ui, |ui| {
        let measure = theme::TEXT_BODY * theme::BODY_MEASURE + 40.0;
        let width = (ui.available_width() - 2.0 * theme::SPACE_24).min(measure);
        let side = ((ui.available_width() - width) / 2.0).max(theme::SPACE_16);
        egui::Frame::NONE.inner_margin(egui::Margin { left: side as i8, right: side as i8, top: 20, bottom: 48 }).show(ui, |ui| {
            ui.set_width(ui.available_width().min(measure));
            state.follow_budgets(cx.doc.plan());
            match cx.doc.primary_row().cloned() {
                Some(_) if cx.doc.selection().len() > 1 => many_ui(ui, cx, state),
                Some(row) => node_ui(ui, cx, &row, state),
                None => {
                    let focus = std::mem::take(&mut state.focus_title);
                    plan_form::plan_ui(ui, cx, &mut state.body, focus, state.budgets.total());
                }
            }
        });
    });
}

/// Draws the fields of what is selected, without its body, beside the document.
pub fn details_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut EditorState) {
    ScrollArea::vertical().id_salt("details.scroll").auto_shrink([false, false]).show(ui, |ui| {
        egui::Frame::NONE.inner_margin(egui::Margin { left: 16, right: 16, top: 12, bottom: 32 }).show(ui, |ui| {
            ui.set_width(ui.available_width());
            state.follow_budgets(cx.doc.plan());
            match cx.doc.primary_row().cloned() {
                Some(_) if cx.doc.selection().len() > 1 => many_ui(ui, cx, state),
                Some(row) => {
                    ui.add(egui::Label::new(theme::section(ui, cx.doc.outline().heading(&row))).wrap());
                    marks_ui(ui, &row.node, cx);
                    ui.add_space(theme::SPACE_4);
                    theme::card_frame(ui).show(ui, |ui| fields::fields_ui(ui, cx, &row, state));
                }
                None => plan_form::fields_ui(ui, cx, state.budgets.total()),
            }
        });
    });
}

fn node_ui(ui: &mut Ui, cx: &mut Cx<'_>, row: &Row, state: &mut EditorState) {
    path_ui(ui, cx, row);
    let node = &row.node;
    let id = node.id;
    let font = FontId::new(theme::TEXT_TITLE, theme::bold());
    let mut begins_text = false;
    ui.horizontal_top(|ui| {
        if !row.label.is_empty() {
            let plain = FontId::new(theme::TEXT_TITLE, egui::FontFamily::Proportional);
            let label = RichText::new(&row.label).font(plain).color(theme::tokens(ui).muted);
            ui.label(label.line_height(Some(theme::TEXT_TITLE * theme::TEXT_LINE)));
        }
        let focus = std::mem::take(&mut state.focus_title);
        let shown = DraftText::new(title_id(id), cx.t("window.field.title"), &node.title)
            .hint(cx.t("window.untitled"))
            .plain()
            .wrapping()
            .line_height(theme::TEXT_TITLE * theme::TEXT_LINE)
            .font(font)
            .focus(focus)
            .show_ui(ui, cx, one_line, |text| Some(Document::set(id, NodeField::Title(one_line(text)))));
        // As in a word processor: after the heading comes the text.
        let enter = shown.response.has_focus() && !ime::composing(ui.ctx()) && ui.input(|input| input.key_pressed(egui::Key::Enter));
        begins_text = enter && node.body.is_empty();
        if enter && !begins_text {
            state.body.focus_start(BodyOwner::Node(id));
        }
    });
    marks_ui(ui, node, cx);
    ui.add_space(theme::SPACE_8);
    theme::card_frame(ui).show(ui, |ui| fields::fields_ui(ui, cx, row, state));
    ui.add_space(theme::SPACE_12);
    ui.label(theme::section(ui, cx.t("window.field.body")));
    ui.add_space(2.0);
    body::body_ui(ui, cx, &mut state.body, BodyOwner::Node(id), &node.body);
    if begins_text {
        // Its first paragraph is there with the next frame.
        cx.edit(BodyOwner::Node(id).set(vec![Block::Text(String::new())]));
        state.body.focus_start(BodyOwner::Node(id));
    }
}

/// What is shown of several selected nodes: how many they are, and the fields they share.
fn many_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut EditorState) {
    let count = cx.doc.selection().len();
    let title = cx.message(&Message::new("window.many.title").with("n", count));
    ui.label(RichText::new(title).font(FontId::new(theme::TEXT_TITLE, theme::bold())));
    ui.label(theme::muted(ui, cx.t("window.many.hint")));
    ui.add_space(theme::SPACE_8);
    theme::card_frame(ui).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(theme::SPACE_16, theme::SPACE_4);
        fields::many_ui(ui, cx, state);
    });
}

/// The way from the plan down to the node; each part can be clicked.
fn path_ui(ui: &mut Ui, cx: &mut Cx<'_>, row: &Row) {
    let outline = cx.doc.outline().clone();
    let Some(position) = outline.position(row.node.id) else { return };
    let chain = outline.ancestry(position);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        ui.spacing_mut().button_padding = vec2(4.0, 2.0);
        let mut part = |ui: &mut Ui, words: &str, node: Option<NodeId>| {
            let galley = super::outline::one_row(
                ui,
                words,
                FontId::new(theme::TEXT_SMALL, egui::FontFamily::Proportional),
                theme::tokens(ui).muted,
                200.0,
            );
            let text = galley.text().to_owned();
            let words: String = if text.chars().count() > 16 { text.chars().take(15).chain(['…']).collect() } else { text };
            if ui.add(egui::Button::new(theme::muted(ui, words)).frame_when_inactive(false).small()).clicked() {
                cx.out.push(Action::Select(node));
            }
            ui.label(theme::muted(ui, "›"));
        };
        part(ui, &cx.doc.plan().title, None);
        for above in chain.iter().take(chain.len().saturating_sub(1)) {
            part(ui, &outline.heading(above), Some(above.node.id));
        }
    });
}

/// Status and funding below the title. While something is typed the line keeps its height: what is written in
/// the form must not move it under the caret.
fn marks_ui(ui: &mut Ui, node: &Node, cx: &Cx<'_>) {
    let known = Id::unique(("editor.marks", node.id.as_u128()));
    let typing = ui.memory(egui::Memory::focused).is_some_and(|id| egui::text_edit::TextEditState::load(ui.ctx(), id).is_some());
    let height = ui.data(|data| data.get_temp::<f32>(known)).filter(|_| typing);
    let Some(height) = height else {
        let before = ui.cursor().top();
        mark_chips_ui(ui, node, cx);
        let height = ui.cursor().top() - before;
        ui.data_mut(|data| data.insert_temp(known, height));
        return;
    };
    if height > 0.0 {
        let rect = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), height - ui.spacing().item_spacing.y));
        ui.allocate_rect(rect, Sense::HOVER);
        let mut line = ui.new_child(UiBuilder::new().max_rect(rect));
        line.shrink_clip_rect(rect);
        mark_chips_ui(&mut line, node, cx);
    }
}

fn mark_chips_ui(ui: &mut Ui, node: &Node, cx: &Cx<'_>) {
    if node.status.is_none() && node.funding.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE_4;
        if let Some(status) = node.status {
            chip::status_ui(ui, status, cx.t(status.key()));
        }
        for funding in &node.funding {
            chip::word_ui(ui, funding_name(funding));
        }
    });
}

/// The line shown when nothing is open in the editor.
pub fn hidden_ui(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.centered_and_justified(|ui| {
        if ui.button(UiCommand::ToggleEditor.name(cx.lang)).clicked() {
            cx.command(UiCommand::ToggleEditor);
        }
    });
}
