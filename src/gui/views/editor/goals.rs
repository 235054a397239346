//! The goals a node serves: chips that lead to the goal, and a list with a filter to pick from.

use eframe::egui::{self, ComboBox, Id, Ui, vec2};
use nendo::edit::NodeField;
use nendo::locale::Message;
use nendo::plan::{Fold, Node, NodeId, Outline, Role, Row};

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
    if state.of != Some(node.id) {
        *state = GoalsState { filter: String::new(), of: Some(node.id) };
    }
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
            pick_ui(ui, cx, node, &goals, state);
        });
    });
}

fn pick_ui(ui: &mut Ui, cx: &mut Cx<'_>, node: &Node, goals: &[&Row], state: &mut GoalsState) {
    let outline = cx.doc.outline().clone();
    let name = cx.t("window.field.goals");
    let popup = ComboBox::from_id_salt(("goals", node.id.as_u128()))
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
                let mut on = node.goals.contains(&goal.node.id);
                if ui.checkbox(&mut on, outline.heading(goal)).changed() {
                    let mut wanted = node.goals.clone();
                    wanted.retain(|id| *id != goal.node.id);
                    if on {
                        wanted.push(goal.node.id);
                    }
                    // In reading order, whatever was clicked first.
                    wanted.sort_by_key(|id| outline.position(*id));
                    cx.edit(Document::set(node.id, NodeField::Goals(wanted)));
                }
            }
        })
        .response;
    response.accessible_name(name);
}
