//! The keys of the list.

use eframe::egui::{Event, Key, KeyboardShortcut, Modifiers, Ui};
use nendo::plan::NodeId;

use super::{Arrange, OutlineState, jump};
use crate::gui::commands::{Scope, TABLE, UiCommand, take_keys};
use crate::gui::ime;
use crate::gui::views::{Action, Cx};

pub(super) fn keys(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut OutlineState) {
    if state.edit.is_some() {
        return;
    }
    if jump::keys(ui, cx, state) || ime::composing(ui.ctx()) || ime::committed(ui.ctx()) {
        return;
    }
    if state.dragging.is_none() && ui.input(|input| input.key_pressed(Key::Escape)) {
        state.cursor = None;
        if cx.doc.selection().len() > 1 {
            cx.out.push(Action::Select(cx.doc.primary()));
        }
    }
    if clipboard(ui, cx) || commands(ui, cx, state) || cursor(ui, cx, state) {
        state.jump.clear();
    }
}

/// Copy, cut and paste come as events of their own.
fn clipboard(ui: &Ui, cx: &mut Cx<'_>) -> bool {
    let mut asked = None;
    ui.input_mut(|input| {
        input.events.retain(|event| {
            let arrange = match event {
                Event::Copy => Arrange::Copy,
                Event::Cut => Arrange::Cut,
                Event::Paste(text) => Arrange::Paste(text.clone()),
                _ => return true,
            };
            asked = Some(arrange);
            false
        });
    });
    // As in text fields of most desktops.
    if cx.doc.primary().is_some() && ui.input_mut(|input| take_keys(input, &KeyboardShortcut::new(Modifiers::SHIFT, Key::Delete))) {
        asked = Some(Arrange::Cut);
    }
    let done = asked.is_some();
    cx.out.extend(asked.map(Action::Arrange));
    done
}

fn commands(ui: &Ui, cx: &mut Cx<'_>, state: &mut OutlineState) -> bool {
    // With Shift the digits are other signs on most keyboards: the key itself counts.
    let digit = ui.input(|input| {
        input.events.iter().find_map(|event| match event {
            Event::Key { physical_key: Some(key), pressed: true, modifiers, .. } if modifiers.alt && modifiers.shift => level_of(*key),
            _ => None,
        })
    });
    if let Some(command) = digit {
        cx.command(command);
        return true;
    }
    if let Some(node) = cx.doc.primary()
        && ui.input_mut(|input| take_keys(input, &KeyboardShortcut::new(Modifiers::SHIFT, Key::Enter)))
    {
        cx.out.push(Action::Arrange(Arrange::FocusBody(node)));
        return true;
    }
    for entry in TABLE.iter().filter(|entry| entry.scope == Scope::Outline) {
        for shortcut in entry.shortcuts {
            if ui.input_mut(|input| take_keys(input, shortcut)) && entry.command.enabled(Some(cx.doc)) {
                // Where the cursor stands apart from the selection, keys that move are the cursor's.
                state.cursor = None;
                cx.command(entry.command);
                return true;
            }
        }
    }
    false
}

fn level_of(key: Key) -> Option<UiCommand> {
    let keys = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
    keys.iter().position(|have| *have == key).and_then(|at| UiCommand::LEVELS.get(at)).copied()
}

/// Signs that fold and unfold the selected nodes. Says whether `typed` was one.
pub(super) fn fold(cx: &mut Cx<'_>, typed: &str) -> bool {
    let nodes = cx.doc.selection().iter().copied();
    let action: fn(NodeId) -> Action = match typed {
        "+" => |id| Action::Collapse(id, false),
        "-" => |id| Action::Collapse(id, true),
        "*" => |id| Action::Arrange(Arrange::CollapseBelow(id, false)),
        "/" => |id| Action::Arrange(Arrange::CollapseBelow(id, true)),
        _ => return false,
    };
    cx.out.extend(nodes.map(action));
    true
}

/// Keys that move the cursor, with or without what is selected.
fn cursor(ui: &Ui, cx: &mut Cx<'_>, state: &mut OutlineState) -> bool {
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    let doc = cx.doc;
    let rows = &state.rows;
    let at = state.cursor.or(doc.primary()).and_then(|id| rows.position_in_view(doc.outline(), id));
    let node_at = |index: usize| rows.row(doc, index).map(|row| row.node.id);
    let last = rows.rows.len().saturating_sub(1);
    let page = state.page_rows;
    let targets = [
        (Key::ArrowUp, at.map(|at| at.checked_sub(1))),
        (Key::ArrowDown, Some(Some(at.map_or(0, |at| (at + 1).min(last))))),
        (Key::PageUp, at.map(|at| Some(at.saturating_sub(page)))),
        (Key::PageDown, Some(Some((at.unwrap_or(0) + page).min(last)))),
        (Key::Home, Some(Some(0))),
        (Key::End, Some(Some(last))),
    ];
    for (key, target) in targets {
        let node = target.flatten().and_then(node_at);
        if pressed(Modifiers::COMMAND | Modifiers::SHIFT, key) || pressed(Modifiers::SHIFT, key) {
            if let Some(node) = node {
                cx.out.push(Action::SelectRange(node, rows.ids(doc)));
            }
            state.cursor = None;
            return true;
        }
        if pressed(Modifiers::COMMAND, key) {
            state.cursor = node.or(state.cursor);
            state.reveal = state.cursor;
            return true;
        }
        if pressed(Modifiers::NONE, key) {
            state.cursor = None;
            if let Some(target) = target {
                // Above the first node stands the plan itself.
                cx.out.push(Action::Select(target.and_then(node_at)));
            }
            return true;
        }
    }
    if pressed(Modifiers::COMMAND, Key::Space) {
        if let Some(node) = state.cursor.or(doc.primary()) {
            state.cursor = Some(node);
            state.toggling = true;
            cx.out.push(Action::SelectToggle(node));
        }
        return true;
    }
    if pressed(Modifiers::COMMAND, Key::A) {
        let all = everything(cx, state);
        cx.out.push(Action::Arrange(Arrange::SelectMany(all)));
        return true;
    }
    sideways(ui, cx)
}

/// All siblings of the main node; where they are selected already, all that is shown. The main node stays it. Under a
/// filter only what matches it is meant: what goes by it must have been looked for.
fn everything(cx: &Cx<'_>, state: &OutlineState) -> Vec<NodeId> {
    let doc = cx.doc;
    let shown = state.rows.meant(doc, state.filters());
    let Some(primary) = doc.primary_row() else { return shown };
    let siblings: Vec<NodeId> =
        shown.iter().copied().filter(|id| doc.outline().row(*id).is_some_and(|row| row.parent == primary.parent)).collect();
    let have = doc.selection();
    let mut all = if siblings.iter().all(|id| have.contains(id)) { shown } else { siblings };
    // Under a filter it may be a row that only shows where others stand.
    if let Some(at) = all.iter().position(|id| *id == primary.node.id) {
        let main = all.remove(at);
        all.push(main);
    }
    all
}

/// Left folds or goes to the parent, right unfolds or goes to the first child; of several nodes they fold all.
fn sideways(ui: &Ui, cx: &mut Cx<'_>) -> bool {
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    let doc = cx.doc;
    for (key, fold) in [(Key::ArrowLeft, true), (Key::ArrowRight, false)] {
        if pressed(Modifiers::SHIFT, key) {
            cx.out.extend(doc.selection().iter().map(|id| Action::Arrange(Arrange::CollapseBelow(*id, fold))));
            return true;
        }
        if !pressed(Modifiers::NONE, key) {
            continue;
        }
        let Some(row) = doc.primary_row() else { return true };
        let id = row.node.id;
        if doc.selection().len() > 1 {
            cx.out.extend(doc.selection().iter().map(|id| Action::Collapse(*id, fold)));
            return true;
        }
        let open = !row.node.children.is_empty() && (!doc.collapsed().contains(&id) || doc.hoisted() == Some(id));
        let action = if fold {
            let parent = row.parent.and_then(|parent| doc.outline().rows().get(parent as usize)).map(|row| row.node.id);
            match parent {
                _ if open && doc.hoisted() != Some(id) => Some(Action::Collapse(id, true)),
                // The way out of a part shown alone is another key.
                _ if doc.hoisted() == Some(id) => None,
                parent => Some(Action::Select(parent)),
            }
        } else {
            Some(match row.node.children.first() {
                Some(child) if open => Action::Select(Some(child.id)),
                _ => Action::Collapse(id, false),
            })
        };
        cx.out.extend(action);
        return true;
    }
    false
}
