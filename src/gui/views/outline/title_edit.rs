//! Typing titles in their rows: renaming one, or writing one after another.
//!
//! Keys that change the outline are taken before the field sees them and acted on after it was drawn. Nothing
//! is done while something is being composed, nor by the key that ends a composition.

use eframe::egui::{CornerRadius, Event, FocusDirection, Id, Key, Modifiers, Rect, Stroke, StrokeKind, Ui, UiBuilder, vec2};
use nendo::edit::{Command, NodeField, join_target};
use nendo::plan::{Node, NodeId, Row};

use super::{Arrange, OutlineState};
use crate::gui::views::{Action, Cx};
use crate::gui::widgets::draft_text::{DraftText, one_line, select, selected};
use crate::gui::workspace::Document;
use crate::gui::{ime, theme};

/// A title being typed.
pub(super) struct TitleEdit {
    pub(super) node: NodeId,
    /// Titles are written one after another; else one is renamed.
    writing: bool,
    /// The title before it was renamed, for Escape.
    original: Option<String>,
    /// Where the caret goes when the field takes the keyboard.
    pub(super) caret: Option<Caret>,
    /// The column kept while going up and down.
    column: Option<usize>,
    /// Where the typing goes on once the plan has changed; the first that came true.
    then: Vec<(Sign, NodeId, Caret)>,
    /// Which row it stood in last, to keep it in view when it moves.
    pub(super) seen_at: Option<usize>,
}

/// Where a caret is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Caret {
    /// Everything is selected.
    All,
    /// Before a character.
    Char(usize),
    /// About in this column, in half widths.
    Column(usize),
}

/// What says that a change was carried out and not refused.
#[derive(Debug, Clone, Copy)]
enum Sign {
    /// The node is there.
    There(NodeId),
    /// The node is gone.
    Gone(NodeId),
}

impl TitleEdit {
    /// Renames a node.
    pub(super) fn rename(node: NodeId) -> Self {
        Self { writing: false, ..Self::write(node, Caret::All) }
    }

    /// Writes on in a node.
    pub(super) fn write(node: NodeId, caret: Caret) -> Self {
        Self { node, writing: true, original: None, caret: Some(caret), column: None, then: Vec::new(), seen_at: None }
    }

    /// Whether the field has yet to get the keyboard.
    pub(super) fn moves(&self) -> bool {
        self.caret.is_some() || !self.then.is_empty()
    }

    /// Goes where the last key sent the typing, if it could be done; says whether there is still a node.
    pub(super) fn follow(&mut self, doc: &Document) -> bool {
        let there = |id| doc.outline().position(id).is_some();
        let came_true = |sign: &Sign| match sign {
            Sign::There(id) => there(*id),
            Sign::Gone(id) => !there(*id),
        };
        let then = std::mem::take(&mut self.then);
        if let Some((_, node, caret)) = then.into_iter().find(|(sign, ..)| came_true(sign)) {
            *self = Self::write(node, caret);
        }
        there(self.node)
    }
}

/// Lets the typing go where the selection went without it, as by undoing: what is typed next is the selected
/// item's, not that of the item shown before. Without a row for that the list has the keyboard.
pub(super) fn follow_selection(ui: &Ui, cx: &mut Cx<'_>, state: &mut OutlineState) {
    let Some(edit) = &state.edit else { return };
    let selected = cx.doc.primary();
    if selected == Some(edit.node) {
        return;
    }
    let field = field_id(edit.node);
    let typing = edit.caret.is_some() || ui.memory(|memory| memory.has_focus(field));
    let target = selected.filter(|id| typing && state.rows.position(cx.doc.outline(), *id).is_some());
    let caret = state.left.take().filter(|(node, _)| Some(*node) == target).map_or(usize::MAX, |(_, at)| at);
    let writing = edit.writing;
    state.edit = target.map(|node| TitleEdit { writing, ..TitleEdit::write(node, Caret::Char(caret)) });
    state.wants_focus |= typing && state.edit.is_none();
}

/// The field a node's title is typed in.
fn field_id(node: NodeId) -> Id {
    Id::unique(("outline.rename", node.as_u128()))
}

/// What a key asks for while a title is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TitleKey {
    Enter,
    Sibling,
    Child,
    Body,
    Indent,
    Outdent,
    MoveUp,
    MoveDown,
    Up,
    Down,
    JoinBefore,
    JoinAfter,
}

fn title_key(key: Key, modifiers: Modifiers, (at_start, at_end): (bool, bool)) -> Option<TitleKey> {
    use TitleKey as K;
    Some(match (key, modifiers.command, modifiers.alt, modifiers.shift) {
        (Key::Enter, true, false, false) => K::Child,
        (Key::Enter, true, false, true) => K::Sibling,
        (Key::Enter, false, false, true) => K::Body,
        (Key::Enter, false, false, false) => K::Enter,
        (Key::Tab, false, false, false) => K::Indent,
        (Key::Tab, false, false, true) => K::Outdent,
        (Key::ArrowUp, false, true, false) => K::MoveUp,
        (Key::ArrowDown, false, true, false) => K::MoveDown,
        (Key::ArrowUp, false, false, false) => K::Up,
        (Key::ArrowDown, false, false, false) => K::Down,
        (Key::Backspace, false, false, false) if at_start => K::JoinBefore,
        (Key::Delete, false, false, false) if at_end => K::JoinAfter,
        _ => return None,
    })
}

/// Takes the key that is the outline's: it comes with nothing that writes (see `pace`).
fn take_key(ui: &Ui, field: Id, length: usize) -> Option<TitleKey> {
    if ime::composing(ui.ctx()) || ime::committed(ui.ctx()) {
        // Some systems send the key that ends a composition as a key, too.
        ui.input_mut(|input| {
            input.events.retain(|event| !matches!(event, Event::Key { key: Key::Enter | Key::Tab, pressed: true, .. }));
        });
        return None;
    }
    let caret = selected(ui, field).unwrap_or(0..0);
    let ends = (caret == (0..0), caret == (length..length));
    ui.input_mut(|input| {
        let found = input.events.iter().enumerate().find_map(|(at, event)| match event {
            Event::Key { key, pressed: true, modifiers, .. } => title_key(*key, *modifiers, ends).map(|key| (at, key)),
            _ => None,
        });
        let (at, key) = found?;
        input.events.remove(at);
        Some(key)
    })
}

/// Draws the field over the place of the title.
pub(super) fn title_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut OutlineState, row: &Row, rect: Rect) {
    let id = row.node.id;
    let field = field_id(id);
    let Some(edit) = &mut state.edit else { return };
    let original = edit.original.get_or_insert_with(|| row.node.title.clone()).clone();
    if let Some(caret) = edit.caret.take() {
        // Before the field is shown, so that what is typed in this very frame is its.
        cx.drafts.forget(field);
        ui.memory_mut(|memory| memory.request_focus(field));
        let title = cx.drafts.references.shown(&row.node.title).into_owned();
        let length = title.chars().count();
        let range = match caret {
            Caret::All => 0..length,
            Caret::Char(at) => at.min(length)..at.min(length),
            Caret::Column(column) => {
                let at = char_at_column(&title, column);
                at..at
            }
        };
        select(ui, field, range);
    }
    let had_focus = ui.memory(|memory| memory.has_focus(field));
    // In the field a reference is one character.
    let length = cx.drafts.references.shown(&row.node.title).chars().count();
    let key = if had_focus { take_key(ui, field, length) } else { None };
    if key.is_some() {
        // egui knows only one frame after the focus came which keys are the field's.
        ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
    }

    let t = theme::tokens(ui);
    ui.painter().rect(rect, CornerRadius::same(4), t.raised, Stroke::new(1.0, t.accent), StrokeKind::Inside);
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect.shrink2(vec2(4.0, 4.0))));
    let shown =
        DraftText::new(field, cx.t("window.field.title"), &row.node.title)
            .plain()
            .holds_tab()
            .show_ui(&mut child, cx, one_line, |text| Some(Document::set(id, NodeField::Title(one_line(text)))));
    if let Some(key) = key {
        let caret = selected(ui, field).unwrap_or(0..0);
        act(ui, cx, state, row, key, &shown.text, &caret);
        return;
    }
    let moved = ui.input(|input| input.events.iter().any(|event| matches!(event, Event::Text(_) | Event::Key { pressed: true, .. })));
    if let Some(edit) = state.edit.as_mut().filter(|_| moved) {
        edit.column = None;
    }
    if shown.response.lost_focus() {
        let escaped = ui.input(|input| input.key_pressed(Key::Escape));
        let Some(edit) = state.edit.take() else { return };
        if escaped {
            if !edit.writing && *cx.drafts.references.written(&shown.text) != *original {
                cx.edit(Document::set(id, NodeField::Title(original)));
            }
            leave(ui, cx, state, row, edit.writing && shown.text.is_empty());
        }
    }
}

/// Ends the typing; the list has the keyboard. An item in which nothing was written goes again.
fn leave(ui: &Ui, cx: &mut Cx<'_>, state: &mut OutlineState, row: &Row, untouched: bool) {
    state.edit = None;
    state.wants_focus = true;
    if untouched && is_untouched(&row.node) {
        cx.out.push(Action::Arrange(Arrange::TakeBack(row.node.id)));
    }
    ui.ctx().request_repaint();
}

/// Whether a node says nothing and holds nothing.
fn is_untouched(node: &Node) -> bool {
    let blank = Node { id: node.id, role: node.role, label: node.label, ..Node::new(node.role, "") };
    node.children.is_empty() && node.same_fields(&blank)
}

fn act(ui: &Ui, cx: &mut Cx<'_>, state: &mut OutlineState, row: &Row, key: TitleKey, text: &str, caret: &std::ops::Range<usize>) {
    let id = row.node.id;
    let doc = cx.doc;
    let length = text.chars().count();
    state.left = Some((id, caret.start));
    match key {
        TitleKey::Enter => enter(ui, cx, state, row, text, caret),
        TitleKey::Sibling => {
            if let Some(at) = doc.next_line_position(id) {
                insert(cx, state, at);
            }
        }
        TitleKey::Child => {
            let at = nendo::edit::Position { parent: Some(id), index: row.node.children.len() };
            cx.out.push(Action::Collapse(id, false));
            insert(cx, state, at);
        }
        TitleKey::Body => {
            state.edit = None;
            cx.out.push(Action::Arrange(Arrange::FocusBody(id)));
        }
        TitleKey::Indent => cx.edit(Command::Indent { nodes: vec![id] }),
        TitleKey::Outdent if may_leave_parent(doc, row) => cx.edit(Command::Outdent { nodes: vec![id] }),
        TitleKey::Outdent => {}
        TitleKey::MoveUp => cx.edit(Command::MoveUp { nodes: vec![id] }),
        TitleKey::MoveDown => cx.edit(Command::MoveDown { nodes: vec![id] }),
        TitleKey::Up | TitleKey::Down => {
            let Some(at) = state.rows.position(doc.outline(), id) else { return };
            let to = if key == TitleKey::Up { at.checked_sub(1) } else { Some(at + 1) };
            let Some(target) = to.and_then(|at| state.rows.row(doc, at)) else { return };
            let Some(edit) = &mut state.edit else { return };
            let column = edit.column.unwrap_or_else(|| column_of(text, caret.start));
            let next = TitleEdit::write(target.node.id, Caret::Column(column));
            *edit = TitleEdit { writing: edit.writing, column: Some(column), ..next };
            cx.out.push(Action::Select(Some(target.node.id)));
            ui.ctx().request_repaint();
        }
        TitleKey::JoinBefore => {
            // The row above is joined, not one folded away below it.
            let outline = doc.outline();
            let above = state.rows.position(outline, id).and_then(|at| at.checked_sub(1));
            let before = join_target(doc.plan(), id).and_then(|target| state.rows.position_in_view(outline, target));
            let Some(target) = before.filter(|at| Some(*at) == above).and_then(|at| state.rows.row(doc, at)).map(|row| row.node.id) else {
                return;
            };
            let end = doc.outline().row(target).map_or(0, |row| cx.drafts.references.shown(&row.node.title).chars().count());
            then(state, vec![(Sign::Gone(id), target, Caret::Char(end)), (Sign::Gone(target), id, Caret::Char(0))]);
            cx.edit(Command::Join { node: id, into: Some(target) });
        }
        TitleKey::JoinAfter => {
            let next = doc.outline().position(id).and_then(|at| doc.outline().rows().get(at + 1)).map(|row| row.node.id);
            let Some(next) = next.filter(|next| state.rows.position(doc.outline(), *next).is_some()) else { return };
            then(state, vec![(Sign::Gone(next), id, Caret::Char(length)), (Sign::Gone(id), next, Caret::Char(0))]);
            cx.edit(Command::Join { node: next, into: Some(id) });
        }
    }
}

/// Enter: at the end a new line, within a title it becomes two, in an empty line one level up.
fn enter(ui: &Ui, cx: &mut Cx<'_>, state: &mut OutlineState, row: &Row, text: &str, caret: &std::ops::Range<usize>) {
    let id = row.node.id;
    let length = text.chars().count();
    let Some(edit) = &state.edit else { return };
    let inside = caret.is_empty() && caret.start < length;
    if inside {
        let new = NodeId::new();
        let open = !row.node.children.is_empty() && (!cx.doc.collapsed().contains(&id) || cx.doc.hoisted() == Some(id));
        // At the start of a title the new line comes before it, and the typing stays where it is.
        let goes_to = if caret.start == 0 { id } else { new };
        let open = open || cx.doc.hoisted() == Some(id);
        if caret.start == 0 && cx.doc.hoisted() == Some(id) {
            return;
        }
        then(state, vec![(Sign::There(new), goes_to, Caret::Char(0))]);
        // The plan counts a reference's characters as they are written.
        let before: String = text.chars().take(caret.start).collect();
        let at = cx.drafts.references.written(&before).chars().count();
        cx.edit(Command::Split { node: id, at, new, open });
    } else if !edit.writing {
        leave(ui, cx, state, row, false);
    } else if text.is_empty() && cx.doc.hoisted() != Some(id) {
        if may_leave_parent(cx.doc, row) {
            cx.edit(Command::Outdent { nodes: vec![id] });
        } else {
            leave(ui, cx, state, row, true);
        }
    } else if let Some(at) = cx.doc.next_line_position(id) {
        insert(cx, state, at);
    }
}

/// Whether a node can go one level up without leaving the part the outline shows.
fn may_leave_parent(doc: &Document, row: &Row) -> bool {
    let parent = row.parent.and_then(|parent| doc.outline().rows().get(parent as usize));
    parent.is_some_and(|parent| doc.hoisted() != Some(parent.node.id)) && doc.hoisted() != Some(row.node.id)
}

fn insert(cx: &mut Cx<'_>, state: &mut OutlineState, at: nendo::edit::Position) {
    let (command, new) = cx.doc.new_node(at);
    then(state, vec![(Sign::There(new), new, Caret::Char(0))]);
    cx.edit(command);
}

fn then(state: &mut OutlineState, then: Vec<(Sign, NodeId, Caret)>) {
    if let Some(edit) = &mut state.edit {
        edit.then = then;
    }
}

/// The column of character `at`, in half widths.
fn column_of(text: &str, at: usize) -> usize {
    text.chars().take(at).map(width).sum()
}

/// The character nearest to a column.
fn char_at_column(text: &str, column: usize) -> usize {
    let mut reached = 0;
    for (at, c) in text.chars().enumerate() {
        if 2 * reached + width(c) > 2 * column {
            return at;
        }
        reached += width(c);
    }
    text.chars().count()
}

fn width(c: char) -> usize {
    if c.is_ascii() || ('\u{FF61}'..='\u{FF9F}').contains(&c) { 1 } else { 2 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_go_by_width() {
        assert_eq!(column_of("会議ab", 3), 5);
        assert_eq!(char_at_column("研修会", 4), 2);
        assert_eq!(char_at_column("abcdef", 4), 4);
        assert_eq!(char_at_column("研", 9), 1);
    }
}
