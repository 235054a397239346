//! The goals a node serves: chips that lead to the goal, and a list with a filter to pick from.

use eframe::egui::{self, ComboBox, Id, Ui, vec2};
use nendo::edit::{Command, NodeField};
use nendo::locale::Message;
use nendo::plan::{Fold, Node, NodeId, Outline, Role, Row};

use super::fields::Target;
use super::form::{caret_icon, tall_ui};
use crate::gui::theme;
use crate::gui::views::{Action, Cx};
use crate::gui::widgets::chip;
use crate::gui::workspace::Document;

/// What the list remembers.
#[derive(Default)]
pub struct GoalsState {
    filter: String,
    of: Option<NodeId>,
}

impl GoalsState {
    /// The filter was typed for another item.
    fn follow(&mut self, node: NodeId) {
        if self.of != Some(node) {
            *self = Self { filter: String::new(), of: Some(node) };
        }
    }
}

/// A goal's label and the beginning of its title.
fn short(outline: &Outline, row: &Row) -> String {
    let words = outline.heading(row);
    if words.chars().count() > 18 { words.chars().take(17).chain(['…']).collect() } else { words }
}

/// Draws the goals.
pub fn goals_ui(ui: &mut Ui, cx: &mut Cx<'_>, node: &Node, state: &mut GoalsState, width: f32) {
    let outline = cx.doc.outline().clone();
    let is_goal = matches!(node.role, Role::Goal | Role::Policy | Role::Situation);
    let goals: Vec<&Row> = outline.rows().iter().filter(|row| row.node.role == Role::Goal && row.node.id != node.id).collect();
    if node.goals.is_empty() && (goals.is_empty() || is_goal) {
        return;
    }
    state.follow(node.id);
    let name = cx.t("window.field.goals");
    tall_ui(ui, name, width, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(theme::SPACE_4, theme::SPACE_4);
            let mut without = None;
            for (at, id) in node.goals.iter().enumerate() {
                let Some(row) = outline.row(*id) else { continue };
                let words = short(&outline, row);
                let remove = Message::new("window.field.remove_word").with("word", &words);
                let field = Id::unique(("editor.goal", node.id.as_u128(), id.as_u128()));
                let shown = chip::token_ui(ui, field, &words, &cx.message(&remove));
                let deleted = shown.response.has_focus()
                    && ui.input(|input| input.key_pressed(egui::Key::Delete) || input.key_pressed(egui::Key::Backspace));
                if shown.removed || deleted {
                    without = Some(at);
                } else if shown.response.on_hover_text(cx.t("window.field.goto_goal")).clicked() {
                    cx.out.push(Action::Select(Some(*id)));
                }
            }
            if let Some(at) = without {
                let mut wanted = node.goals.clone();
                wanted.remove(at);
                cx.edit(Document::set(node.id, NodeField::Goals(wanted)));
            }
            let id = Id::unique(("goals", node.id.as_u128()));
            if let Some((goal, on)) = pick_ui(ui, cx, id, &|goal| node.goals.contains(&goal), &goals, state) {
                cx.edit(Document::set(node.id, NodeField::Goals(with_goal(&node.goals, &outline, goal, on))));
            }
        });
    });
}

/// The goals of several nodes: each that one of them serves as a chip, all to pick from for all of them.
pub fn many_ui(ui: &mut Ui, cx: &mut Cx<'_>, target: Target<'_>, rows: &[&Row], state: &mut GoalsState, width: f32) {
    let outline = cx.doc.outline().clone();
    let goals: Vec<&Row> =
        outline.rows().iter().filter(|row| row.node.role == Role::Goal && !target.nodes.contains(&row.node.id)).collect();
    let Some(first) = rows.first() else { return };
    if goals.is_empty() {
        return;
    }
    state.follow(first.node.id);
    let serving = |goal: NodeId| rows.iter().filter(|row| row.node.goals.contains(&goal)).count();
    tall_ui(ui, cx.t("window.field.goals"), width, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(theme::SPACE_4, theme::SPACE_4);
            for goal in goals.iter().filter(|goal| serving(goal.node.id) > 0) {
                let some = Message::new("window.field.goal_of_some").with("goal", short(&outline, goal)).with("n", serving(goal.node.id));
                let words = if serving(goal.node.id) == rows.len() { short(&outline, goal) } else { cx.message(&some) };
                let remove = Message::new("window.field.remove_word").with("word", &words);
                let field = target.id("goal").with(goal.node.id.as_u128());
                let shown = chip::token_ui(ui, field, &words, &cx.message(&remove));
                let deleted = shown.response.has_focus()
                    && ui.input(|input| input.key_pressed(egui::Key::Delete) || input.key_pressed(egui::Key::Backspace));
                if shown.removed || deleted {
                    cx.edit(serve(rows, &outline, goal.node.id, false));
                }
            }
            let on = |goal: NodeId| serving(goal) == rows.len();
            if let Some((goal, on)) = pick_ui(ui, cx, target.id("goals"), &on, &goals, state) {
                cx.edit(serve(rows, &outline, goal, on));
            }
        });
    });
}

/// Lets nodes serve a goal or serve it no more; what else each serves stays. One step.
fn serve(rows: &[&Row], outline: &Outline, goal: NodeId, on: bool) -> Command {
    let changed = rows.iter().filter(|row| row.node.goals.contains(&goal) != on);
    let commands = changed.map(|row| Document::set(row.node.id, NodeField::Goals(with_goal(&row.node.goals, outline, goal, on)))).collect();
    Command::Batch { key: "edit.step.goals", commands }
}

/// The goals with this one or without it, in reading order whatever was clicked first.
fn with_goal(goals: &[NodeId], outline: &Outline, goal: NodeId, on: bool) -> Vec<NodeId> {
    let mut wanted: Vec<NodeId> = goals.iter().copied().filter(|id| *id != goal).chain(on.then_some(goal)).collect();
    wanted.sort_by_key(|id| outline.position(*id));
    wanted
}

/// The list to pick from; the goal that was clicked, and whether it is wanted now.
fn pick_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    id: Id,
    is_on: &dyn Fn(NodeId) -> bool,
    goals: &[&Row],
    state: &mut GoalsState,
) -> Option<(NodeId, bool)> {
    let outline = cx.doc.outline();
    let mut clicked = None;
    let popup = ComboBox::from_id_salt(id)
        .width(150.0)
        .truncate()
        .icon(caret_icon)
        .selected_text(cx.t("window.field.pick_goal"))
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
    let response = popup
        .show_ui(ui, |ui| {
            ui.set_min_width(320.0);
            if goals.len() > 6 {
                let hint = cx.t("window.field.filter_goals");
                let field = egui::TextEdit::singleline(&mut state.filter).hint_text(hint).desired_width(f32::INFINITY);
                ui.add(field).accessible_name(hint);
            }
            let wanted = Fold::ALL.text(state.filter.trim());
            for goal in goals.iter().filter(|goal| Fold::ALL.text(&outline.heading(goal)).contains(&wanted)) {
                let mut on = is_on(goal.node.id);
                if ui.checkbox(&mut on, outline.heading(goal)).changed() {
                    clicked = Some((goal.node.id, on));
                }
            }
        })
        .response;
    response.accessible_name(cx.t("window.field.goals"));
    clicked
}
