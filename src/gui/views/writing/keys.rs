//! The keys of the document: from field to field, and what Enter, Backspace and Tab do to items.
//!
//! They are taken before anything is drawn, so that no text field sees them.

use eframe::egui::{self, Event, Key, Modifiers, Ui, text::CCursor, vec2};
use nendo::edit::{Command, Position};
use nendo::plan::{Block, NodeId};

use super::field::{Field, Part, body, parts};
use super::look;
use super::{WritingState, range_id};
use crate::gui::commands::{Scope, TABLE, UiCommand, take_keys};
use crate::gui::views::body::{BodyOwner, BodyState};
use crate::gui::views::outline::Arrange;
use crate::gui::views::table_editor::{Caret, TableFocus};
use crate::gui::views::{Action, Cx};
use crate::gui::widgets::draft_text::{place_caret, selected};

/// Where in a field the caret comes to stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Land {
    /// Before its text.
    Start,
    /// Behind it.
    End,
    /// In its first or last line, this far from the left edge of the column.
    Column(f32, bool),
    /// Before this character.
    At(usize),
}

/// The field before or behind another one.
pub fn beside(state: &WritingState, cx: &Cx<'_>, field: Field, forward: bool) -> Option<Field> {
    let own = parts(field.body(cx.doc)?);
    let at = own.iter().position(|part| *part == field.part)?;
    let next = if forward { Some(at + 1) } else { at.checked_sub(1) };
    if let Some(part) = next.and_then(|next| own.get(next)) {
        return Some(Field { part: *part, ..field });
    }
    let section = state.sections.position(cx.doc, field.owner)?;
    let section = if forward { section + 1 } else { section.checked_sub(1)? };
    let owner = (section < state.sections.len()).then(|| state.sections.owner(section))?;
    let part = if forward { Part::Title } else { parts(body(cx.doc, owner)?).pop()? };
    Some(Field { owner, part })
}

/// Takes the keys of the field that has the keyboard.
pub fn keys(ui: &Ui, cx: &mut Cx<'_>, state: &mut WritingState, field: Field, column: f32) {
    let Some(id) = field.id() else { return };
    let Some((setting, x)) = look::setting(ui, cx, field, column) else { return };
    let (Some(shown), Some(galley)) = (field.shown(cx), field.galley(ui, cx, &setting)) else { return };
    let length = shown.chars().count();
    let range = selected(ui, id).unwrap_or(length..length);
    let row_of = |at: usize| galley.layout_from_cursor(CCursor::new(at)).row;
    let (first, last) = (row_of(0), row_of(length));
    let Some((key, modifiers)) = pressed(ui) else {
        let other = |event: &Event| matches!(event, Event::Text(_) | Event::Ime(_) | Event::Paste(_) | Event::PointerButton { .. });
        if ui.input(|input| input.events.iter().any(other)) {
            state.column = None;
        }
        return;
    };
    let column_of = |at: usize| galley.pos_from_cursor(CCursor::new(at)).left() + x;
    if !matches!(key, Key::ArrowUp | Key::ArrowDown) {
        state.column = None;
    }
    let node = match field.owner {
        BodyOwner::Node(node) => Some(node),
        BodyOwner::Plan => None,
    };
    let plain = modifiers.is_none();
    let caret = Some(range.start).filter(|_| range.is_empty());
    match key {
        Key::ArrowUp | Key::ArrowDown if plain => {
            let up = key == Key::ArrowUp;
            let border = if up { row_of(range.start) == first } else { row_of(range.end) == last };
            if border && let Some(to) = beside(state, cx, field, !up) {
                let at = if up { range.start } else { range.end };
                let x = state.column.unwrap_or_else(|| column_of(at));
                consume(ui, key, modifiers);
                state.column = Some(x);
                state.go(to, Land::Column(x, up));
            }
        }
        Key::ArrowUp | Key::ArrowDown if modifiers.shift_only() && node.is_some() => {
            let up = key == Key::ArrowUp;
            let moving = egui::text_edit::TextEditState::load(ui.ctx(), id).and_then(|state| state.cursor.char_range());
            let at = moving.map_or(range.end, |range| range.primary.index.0);
            if (if up { row_of(at) == first } else { row_of(at) == last }) && (if up { at == 0 } else { at == length }) {
                consume(ui, key, modifiers);
                cx.out.push(Action::Select(node));
                ui.memory_mut(|memory| memory.request_focus(range_id()));
            }
        }
        Key::ArrowUp | Key::ArrowDown if modifiers == Modifiers::ALT && node.is_some() => {
            consume(ui, key, modifiers);
            cx.out.push(Action::Select(node));
            cx.command(if key == Key::ArrowUp { UiCommand::MoveUp } else { UiCommand::MoveDown });
            state.reveal(field);
        }
        Key::ArrowLeft if plain && caret == Some(0) => {
            if let Some(to) = beside(state, cx, field, false) {
                consume(ui, key, modifiers);
                state.go(to, Land::End);
            }
        }
        Key::ArrowRight if plain && caret == Some(length) => {
            if let Some(to) = beside(state, cx, field, true) {
                consume(ui, key, modifiers);
                state.go(to, Land::Start);
            }
        }
        // As in the outline: this part alone, and back.
        Key::ArrowRight if modifiers == Modifiers::ALT && node.is_some() => {
            consume(ui, key, modifiers);
            cx.out.push(Action::Select(node));
            cx.command(UiCommand::ShowPart);
        }
        Key::ArrowLeft if modifiers == Modifiers::ALT && cx.doc.hoisted().is_some() => {
            consume(ui, key, modifiers);
            cx.command(UiCommand::LeavePart);
        }
        Key::Home if modifiers.command_only() => {
            consume(ui, key, modifiers);
            state.go(Field::title(state.sections.owner(0)), Land::Start);
        }
        Key::End if modifiers.command_only() => {
            let owner = state.sections.owner(state.sections.len().saturating_sub(1));
            if let Some(part) = body(cx.doc, owner).and_then(|body| parts(body).pop()) {
                consume(ui, key, modifiers);
                state.go(Field { owner, part }, Land::End);
            }
        }
        Key::PageUp | Key::PageDown if plain => {
            consume(ui, key, modifiers);
            let line = galley.pos_from_cursor(CCursor::new(range.end)).center().y;
            let x = state.column.unwrap_or_else(|| column_of(range.end));
            state.turn(ui, cx, field, line, x, key == Key::PageDown);
        }
        // As in the outline: a child, with Shift another item beside this one.
        Key::Enter if modifiers.command && !modifiers.alt => {
            consume(ui, key, modifiers);
            add_item(cx, state, node, !modifiers.shift);
        }
        _ if field.part == Part::Title => {
            let title = Title { field, node, shown, caret };
            title_keys(ui, cx, state, title, key, modifiers);
        }
        // The text is what one goes through; the handles of paragraphs have a key of their own.
        Key::Tab if plain || modifiers.shift_only() => {
            if let Some(to) = beside(state, cx, field, plain) {
                consume(ui, key, modifiers);
                state.go(to, if plain { Land::Start } else { Land::End });
            }
        }
        Key::Enter if plain && matches!(field.part, Part::Source(_) | Part::Caption(_)) => {
            if let Some(to) = beside(state, cx, field, true) {
                consume(ui, key, modifiers);
                state.go(to, Land::Start);
            }
        }
        _ => {}
    }
}

struct Title {
    field: Field,
    node: Option<NodeId>,
    shown: String,
    /// Where the caret is if nothing is selected.
    caret: Option<usize>,
}

fn title_keys(ui: &Ui, cx: &mut Cx<'_>, state: &mut WritingState, title: Title, key: Key, modifiers: Modifiers) {
    let Title { field, node, shown, caret } = title;
    let plain = modifiers.is_none();
    match (key, node) {
        (Key::Enter, _) if plain && caret.is_none_or(|at| at == shown.chars().count()) => {
            consume(ui, key, modifiers);
            new_text_below(cx, state, field);
        }
        (Key::Enter, _) if modifiers.shift_only() => {
            consume(ui, key, modifiers);
            text_below(cx, state, field);
        }
        (Key::Enter, Some(node)) if plain => {
            consume(ui, key, modifiers);
            // What came before the first line of the part would be out of view.
            if caret == Some(0) && cx.doc.hoisted() == Some(node) {
                return;
            }
            let before: String = shown.chars().take(caret.unwrap_or(0)).collect();
            let at = cx.drafts.references.written(&before).chars().count();
            let new = NodeId::new();
            cx.edit(Command::Split { node, at, new, open: true });
            if at > 0 {
                state.go_later(Field::title(BodyOwner::Node(new)), Land::Start);
            }
        }
        (Key::Backspace, Some(node)) if plain && caret == Some(0) => {
            consume(ui, key, modifiers);
            join(cx, state, field, node);
        }
        // Wherever the caret is, as in the outline.
        (Key::Tab, Some(node)) if plain || modifiers.shift_only() => {
            consume(ui, key, modifiers);
            cx.out.push(Action::Select(Some(node)));
            cx.command(if modifiers.shift { UiCommand::Outdent } else { UiCommand::Indent });
            state.reveal(field);
        }
        (Key::Tab, None) if plain => {
            if let Some(to) = beside(state, cx, field, true) {
                consume(ui, key, modifiers);
                state.go(to, Land::Start);
            }
        }
        // Out of the first line Shift+Tab leads to the pane before, as from any field.
        _ => {}
    }
}

/// As in a word processor: Enter behind the heading makes a new line below it.
fn new_text_below(cx: &mut Cx<'_>, state: &mut WritingState, field: Field) {
    let Some(body) = field.body(cx.doc) else { return };
    if matches!(body.first(), Some(Block::Text(text)) if text.is_empty()) {
        return text_below(cx, state, field);
    }
    let body = [&[Block::Text(String::new())], body].concat();
    cx.edit(field.owner.set(body));
    state.go_later(Field { part: Part::Text(0), ..field }, Land::Start);
}

/// Into the text below the heading; where there is none it begins.
fn text_below(cx: &mut Cx<'_>, state: &mut WritingState, field: Field) {
    let Some(body) = field.body(cx.doc) else { return };
    if matches!(body.first(), Some(Block::Text(_) | Block::Circle(_) | Block::Bullet(_) | Block::Quote { .. })) {
        if let Some(to) = beside(state, cx, field, true) {
            state.go(to, Land::Start);
        }
        return;
    }
    new_text_below(cx, state, field);
}

/// Backspace at the start of a title: an empty item goes, another one joins the one before it.
fn join(cx: &mut Cx<'_>, state: &mut WritingState, field: Field, node: NodeId) {
    let Some(before) = beside(state, cx, field, false) else { return };
    let Some(row) = field.row(cx.doc) else { return };
    let item = &row.node;
    if item.title.is_empty() && item.body.is_empty() && item.children.is_empty() {
        cx.edit(Command::Remove { nodes: vec![node] });
        state.go_later(before, Land::End);
    } else if let BodyOwner::Node(_) = before.owner {
        let title = Field::title(before.owner);
        let caret = title.shown(cx).map_or(0, |text| text.chars().count());
        cx.edit(Command::Join { node, into: None });
        state.go_later(title, Land::At(caret));
    }
}

/// A new item: the last one below `node`, or the next line beside it.
fn add_item(cx: &mut Cx<'_>, state: &mut WritingState, node: Option<NodeId>, child: bool) {
    let doc = cx.doc;
    let below = || node.and_then(|node| doc.outline().row(node)).map(|row| (row.node.id, row.node.children.len()));
    let at = if child {
        below().map(|(parent, index)| Position { parent: Some(parent), index })
    } else {
        node.and_then(|node| doc.next_line_position(node))
    };
    let (command, new) = doc.new_node(at.unwrap_or(Position { parent: None, index: 0 }));
    cx.edit(command);
    state.go_later(Field::title(BodyOwner::Node(new)), Land::Start);
}

/// The keys while whole items are selected.
pub fn range_keys(ui: &Ui, cx: &mut Cx<'_>, state: &mut WritingState) {
    let filter = egui::EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
    ui.memory_mut(|memory| {
        memory.set_focus_lock_filter(range_id(), filter);
        memory.move_focus(egui::FocusDirection::None);
    });
    let Some(primary) = cx.doc.primary() else { return };
    if clipboard(ui, cx) {
        return;
    }
    let text = [UiCommand::AddSibling, UiCommand::AddChild, UiCommand::Rename];
    for entry in TABLE.iter().filter(|entry| entry.scope == Scope::Outline && !text.contains(&entry.command)) {
        for shortcut in entry.shortcuts {
            if ui.input_mut(|input| take_keys(input, shortcut)) {
                if entry.command.enabled(Some(cx.doc)) {
                    cx.command(entry.command);
                }
                return;
            }
        }
    }
    let Some((key, modifiers)) = pressed(ui) else { return };
    match key {
        Key::ArrowUp | Key::ArrowDown if modifiers.shift_only() => {
            consume(ui, key, modifiers);
            let rows = cx.doc.outline().rows();
            let at = cx.doc.outline().position(primary);
            let to = at.and_then(|at| if key == Key::ArrowUp { at.checked_sub(1) } else { Some(at + 1) });
            let shown =
                to.and_then(|to| rows.get(to)).filter(|row| state.sections.position(cx.doc, BodyOwner::Node(row.node.id)).is_some());
            if let Some(row) = shown {
                cx.out.push(Action::SelectRange(row.node.id, rows.iter().map(|row| row.node.id).collect()));
                state.reveal(Field::title(BodyOwner::Node(row.node.id)));
            }
        }
        Key::ArrowUp | Key::ArrowDown | Key::ArrowLeft | Key::ArrowRight | Key::Enter | Key::Escape | Key::F2 => {
            consume(ui, key, modifiers);
            state.go(Field::title(BodyOwner::Node(primary)), Land::End);
        }
        _ => {}
    }
}

/// Whole items go to the clipboard and come from there as in the outline.
fn clipboard(ui: &Ui, cx: &mut Cx<'_>) -> bool {
    let take = |event: &Event| match event {
        Event::Copy => Some(Arrange::Copy),
        Event::Cut => Some(Arrange::Cut),
        Event::Paste(text) => Some(Arrange::Paste(text.clone())),
        _ => None,
    };
    let mut asked: Vec<Arrange> = ui.input(|input| input.events.iter().filter_map(take).collect());
    if ui.input_mut(|input| take_keys(input, &egui::KeyboardShortcut::new(Modifiers::SHIFT, Key::Delete))) {
        asked.push(Arrange::Cut);
    }
    ui.input_mut(|input| input.events.retain(|event| take(event).is_none()));
    let any = !asked.is_empty();
    cx.out.extend(asked.into_iter().map(Action::Arrange));
    any
}

/// Puts the caret where it lands; a table takes care of its cells itself.
pub fn land(ui: &Ui, cx: &Cx<'_>, bodies: &mut BodyState, field: Field, land: Land, column: f32) {
    if let Part::Table(index) = field.part {
        let Some(Block::Table(table)) = field.body(cx.doc).and_then(|body| body.get(index)) else { return };
        let grid = nendo::edit::grid::Grid::of(table);
        let column_at = |x: f32| ((x / column.max(1.0) * grid.columns as f32) as usize).min(grid.columns.saturating_sub(1));
        let (cell, caret) = match land {
            Land::Column(x, true) => ((grid.rows.saturating_sub(1), column_at(x)), Caret::End),
            Land::Column(x, false) => ((0, column_at(x)), Caret::Start),
            Land::End => ((grid.rows.saturating_sub(1), grid.columns.saturating_sub(1)), Caret::End),
            _ => ((0, 0), Caret::Start),
        };
        bodies.table.focus(field.owner.place(index), TableFocus::Cell(cell, caret));
        return;
    }
    let (Some(id), Some(text)) = (field.id(), field.shown(cx)) else { return };
    let length = text.chars().count();
    match land {
        Land::Start => place_caret(ui, id, 0),
        Land::End => place_caret(ui, id, length),
        Land::At(at) => place_caret(ui, id, at.min(length)),
        Land::Column(x, from_below) => {
            let at = look::setting(ui, cx, field, column).and_then(|(setting, left)| {
                let galley = field.galley(ui, cx, &setting)?;
                let row = if from_below { galley.rows.last() } else { galley.rows.first() }?;
                let y = row.pos.y + row.row.size.y / 2.0;
                Some(galley.cursor_from_pos(vec2(x - left, y)).index.0)
            });
            place_caret(ui, id, at.unwrap_or(length));
        }
    }
    ui.memory_mut(|memory| memory.request_focus(id));
}

/// The key pressed in this frame, if it is one of the document's.
fn pressed(ui: &Ui) -> Option<(Key, Modifiers)> {
    ui.input(|input| {
        input.events.iter().find_map(|event| match event {
            Event::Key { key, pressed: true, modifiers, .. } => Some((*key, *modifiers)),
            _ => None,
        })
    })
}

fn consume(ui: &Ui, key: Key, modifiers: Modifiers) {
    ui.input_mut(|input| input.consume_key(modifiers, key));
    ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
}
