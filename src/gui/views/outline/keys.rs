//! The keys of the list.

use eframe::egui::{Key, Modifiers, Ui};

use super::OutlineState;
use crate::gui::commands::{Scope, TABLE};
use crate::gui::ime;
use crate::gui::views::{Action, Cx};

pub(super) fn keys(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut OutlineState) {
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
