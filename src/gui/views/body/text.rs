//! Typing in paragraphs and quotes.
//!
//! Enter makes a new block of the same kind, Backspace at the start joins it with the one before.

use eframe::egui::{self, Event, Key, Modifiers, Ui};
use nendo::edit::Command;
use nendo::edit::grid::Grid;
use nendo::plan::{Block, Table};

use super::super::table_editor::{Caret, Leave, TableFocus};
use super::super::{Action, Cx, Paste};
use super::{At, BodyOwner, BodyState, take_focus, text_of, with_text};
use crate::gui::clipboard::Pasted;
use crate::gui::commands::{Scope, TABLE, take_keys};
use crate::gui::widgets::draft_text::{DraftText, around, one_line, selected};
use crate::gui::{ime, theme};

fn first_line(text: &str) -> String {
    text.split(['\n', '\r']).next().unwrap_or_default().to_owned()
}

/// Draws a paragraph; says if the keyboard should go on before it.
pub(super) fn paragraph_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut BodyState, at: At<'_>, text: &str) -> Option<Leave> {
    let id = at.field();
    let block = at.block()?;
    let focus = take_focus(ui, state, at);
    let composing = ime::composing(ui.ctx());
    if ui.memory(|memory| memory.has_focus(id)) && !composing {
        match keys(ui, cx, state, at, text) {
            Keys::Typing => {}
            Keys::Done(leave) => return leave,
        }
        if let Some(pasted) = cx.pasted {
            ui.input_mut(|input| input.events.retain(|event| !matches!(event, Event::Paste(_))));
            let shown = cx.drafts.references.shown(text).into_owned();
            let end = shown.chars().count();
            let (before, after) = around(&shown, &selected(ui, id).unwrap_or(end..end));
            let written = |part: &str| cx.drafts.references.written(part).into_owned();
            let parts = (written(&before), written(&after));
            paste_table(cx, state, at, &parts, pasted);
            return None;
        }
    }
    let hint = if at.body.len() == 1 { cx.t("window.body.hint") } else { "" };
    let name = cx.t("window.field.body");
    let shown = DraftText::new(id, name, text)
        .hint(hint)
        .multiline()
        .plain()
        .font(theme::body_font())
        .line_height(theme::TEXT_BODY * theme::BODY_LINE)
        .focus(focus)
        .show_ui(ui, cx, first_line, |text| (!text.contains(['\n', '\r'])).then(|| at.replace(with_text(block, text.to_owned()))));
    if let Some(caret) = shown.caret {
        state.typing = Some((at.owner, at.index, caret));
    }
    if shown.text.contains(['\n', '\r']) && !composing {
        let pasted = ui.input(|input| input.events.iter().any(|event| matches!(event, Event::Paste(_))));
        split(cx, state, at, block, &shown.text, (shown.caret, pasted));
    } else if !composing && let Some(block) = ornament(ui, at, &shown.text, shown.caret) {
        cx.drafts.forget(id);
        cx.edit(at.replace(block));
        state.focus_block(at.owner, at.index, 0);
    }
    None
}

/// What the keys of a paragraph did.
enum Keys {
    /// Nothing: they are the field's.
    Typing,
    /// The block is another one; the keyboard may go on beside it.
    Done(Option<Leave>),
}

fn keys(ui: &Ui, cx: &mut Cx<'_>, state: &mut BodyState, at: At<'_>, text: &str) -> Keys {
    for entry in TABLE.iter().filter(|entry| entry.scope == Scope::Body) {
        if entry.shortcuts.iter().any(|keys| ui.input_mut(|input| take_keys(input, keys))) {
            cx.command(entry.command);
            return Keys::Typing;
        }
    }
    let Some(range) = selected(ui, at.field()).filter(std::ops::Range::is_empty) else { return Keys::Typing };
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let plain = matches!(at.block(), Some(Block::Text(_)));
    if range.start == 0 && pressed(Key::Backspace) {
        return Keys::Done(join_with_previous(cx, state, at, text));
    }
    // As in a word processor: Enter in an empty line of a list ends the list.
    if text.is_empty() && !plain && pressed(Key::Enter) {
        cx.edit(at.replace(Block::Text(String::new())));
        return Keys::Done(None);
    }
    if range.start == cx.drafts.references.shown(text).chars().count()
        && let Some(next) = at.body.get(at.index + 1).and_then(text_of)
        && pressed(Key::Delete)
    {
        let next = At { index: at.index + 1, ..at }.joined(text, next);
        cx.drafts.forget(at.field());
        cx.edit(next);
        state.focus_block(at.owner, at.index, range.start);
        return Keys::Done(None);
    }
    Keys::Typing
}

/// ・ or ○ and a blank, just typed at the start of a paragraph, make it a line of a list.
fn ornament(ui: &Ui, at: At<'_>, shown: &str, caret: Option<usize>) -> Option<Block> {
    if !matches!(at.block(), Some(Block::Text(_))) || caret != Some(2) {
        return None;
    }
    let blank = |text: &str| matches!(text, " " | "　");
    let typed = ui.input(|input| {
        input.events.iter().any(|event| match event {
            Event::Text(text) | Event::Ime(egui::ImeEvent::Commit(text)) => blank(text) || text.ends_with('　'),
            _ => false,
        })
    });
    let (mark, rest) = shown.split_at_checked('・'.len_utf8())?;
    let rest = rest.strip_prefix([' ', '　']).filter(|_| typed)?.to_owned();
    match mark {
        "・" => Some(Block::Bullet(rest)),
        "○" => Some(Block::Circle(rest)),
        _ => None,
    }
}

/// Line breaks in a block, typed or pasted, make blocks of their own.
fn split(cx: &mut Cx<'_>, state: &mut BodyState, at: At<'_>, block: &Block, text: &str, (caret, pasted): (Option<usize>, bool)) {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    if pasted {
        let (new, last) = pasted_lines(cx, block, &text, caret.unwrap_or(0));
        cx.drafts.forget(at.field());
        cx.edit(at.replace_with(&new));
        state.focus_block(at.owner, at.index + last.0, last.1);
        return;
    }
    let parts: Vec<&str> = text.split('\n').collect();
    let new: Vec<Block> = parts.iter().map(|part| with_text(block, cx.drafts.references.written(part).into_owned())).collect();
    // The caret stands somewhere in the text as typed: find its block and place there.
    let mut before = caret.unwrap_or(0);
    let mut target = (at.index, 0);
    for (nth, part) in parts.iter().enumerate() {
        let length = part.chars().count();
        target = (at.index + nth, before.min(length));
        if before <= length {
            break;
        }
        before -= length + 1;
    }
    cx.drafts.forget(at.field());
    cx.edit(at.replace_with(&new));
    state.focus_block(at.owner, target.0, target.1);
}

/// The block a pasted line is: ・ or ○ at its beginning make it a line of a list.
pub fn line_block(line: &str) -> Block {
    let line = line.trim_end();
    let ornament = |mark| line.trim_start().strip_prefix(mark).map(|rest| rest.trim_start().to_owned());
    match (ornament('・'), ornament('○')) {
        (Some(rest), _) => Block::Bullet(rest),
        (None, Some(rest)) => Block::Circle(rest),
        (None, None) => Block::Text(line.to_owned()),
    }
}

/// The blocks of lines pasted into `block`, without empty ones, and where the caret then stands.
fn pasted_lines(cx: &Cx<'_>, block: &Block, text: &str, caret: usize) -> (Vec<Block>, (usize, usize)) {
    let plain = matches!(block, Block::Text(_));
    let (mut new, mut target, mut start) = (Vec::new(), (0, 0), 0);
    for line in text.split('\n') {
        let length = line.chars().count();
        if !line.trim().is_empty() {
            let written = cx.drafts.references.written(line);
            let made = match line_block(&written) {
                // A line without an ornament stays what the block is.
                Block::Text(rest) => with_text(block, if plain { written.into_owned() } else { rest }),
                ornamented => ornamented,
            };
            let shown = text_of(&made).map_or(0, |text| cx.drafts.references.shown(text).chars().count());
            if start <= caret {
                target = (new.len(), (caret - start).saturating_sub(length.saturating_sub(shown)).min(shown));
            }
            new.push(made);
        }
        start += length + 1;
    }
    if new.is_empty() {
        new.push(with_text(block, String::new()));
    }
    (new, target)
}

/// A table in the place of the caret: the block is parted round it.
fn paste_table(cx: &mut Cx<'_>, state: &mut BodyState, at: At<'_>, (before, after): &(String, String), pasted: &Pasted) {
    let Some(block) = at.block() else { return };
    let part = |text: &String| Some(with_text(block, text.clone())).filter(|_| !text.is_empty());
    let table: Vec<Block> = part(before).into_iter().chain([table_block(pasted)]).chain(part(after)).collect();
    let place = at.owner.place(at.index + usize::from(!before.is_empty()));
    let text = format!("{before}{}{after}", pasted.text);
    let text: Vec<Block> = text.split('\n').map(|line| with_text(block, line.to_owned())).collect();
    let Grid { rows, columns, .. } = Grid::of(&pasted.table);
    cx.drafts.forget(at.field());
    let paste = Paste { table: pasting(at.replace_with(&table)), text: at.replace_with(&text), size: (rows, columns) };
    cx.out.push(Action::Paste(Box::new(paste)));
    state.table.focus(place, TableFocus::Cell((0, 0), Caret::Start));
}

/// The step of pasting a table.
fn pasting(command: Command) -> Command {
    Command::Batch { key: "edit.step.paste_table", commands: vec![command] }
}

/// What pasting a table behind a body does.
pub fn paste_behind(owner: BodyOwner, body: &[Block], pasted: &Pasted) -> Paste {
    let lines = pasted.text.split('\n').map(|line| Block::Text(line.to_owned()));
    let text = body.iter().cloned().chain(lines).collect();
    let Grid { rows, columns, .. } = Grid::of(&pasted.table);
    let table = [body, &[table_block(pasted)]].concat();
    Paste { table: pasting(owner.set(table)), text: owner.set(text), size: (rows, columns) }
}

fn table_block(pasted: &Pasted) -> Block {
    let rows = Grid::of(&pasted.table).into_rows();
    Block::Table(Table { rows, ..pasted.table.clone() })
}

impl At<'_> {
    /// The command that joins it with the paragraph before it, whose text is `before`.
    fn joined(&self, before: &str, text: &str) -> Command {
        let mut new = self.body.to_vec();
        new[self.index - 1] = with_text(&self.body[self.index - 1], format!("{before}{text}"));
        new.remove(self.index);
        self.owner.set(new)
    }
}

fn join_with_previous(cx: &mut Cx<'_>, state: &mut BodyState, at: At<'_>, text: &str) -> Option<Leave> {
    // An ornamented line first becomes a plain paragraph.
    if !matches!(at.block(), Some(Block::Text(_))) {
        cx.edit(at.replace(Block::Text(text.to_owned())));
        return None;
    }
    let previous = at.index.checked_sub(1).and_then(|previous| text_of(&at.body[previous]));
    if let Some(before) = previous {
        let caret = cx.drafts.references.shown(before).chars().count();
        cx.drafts.forget(at.field());
        cx.edit(at.joined(before, text));
        state.focus_block(at.owner, at.index - 1, caret);
        return None;
    }
    if text.is_empty() {
        cx.drafts.forget(at.field());
        cx.edit(at.replace_with(&[]));
    }
    Some(Leave::Up)
}

/// Draws a quoted voice and who said it.
pub(super) fn quote_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut BodyState, at: At<'_>, text: &str, source: &str) {
    let id = at.field();
    let focus = take_focus(ui, state, at);
    let frame = egui::Frame::NONE.fill(theme::tokens(ui).ground).corner_radius(theme::CORNER).inner_margin(egui::Margin::symmetric(12, 8));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        DraftText::new(id, cx.t("window.body.quote"), text)
            .hint(cx.t("window.body.quote_hint"))
            .multiline()
            .plain()
            .font(theme::body_font())
            .line_height(theme::TEXT_BODY * theme::BODY_LINE)
            .focus(focus)
            .show_ui(ui, cx, one_line, |text| {
                let block = Block::Quote { text: one_line(text), source: source.to_owned() };
                Some(at.replace(block))
            });
        ui.horizontal_centered(|ui| {
            ui.set_height(theme::TEXT * theme::TEXT_LINE);
            ui.label(theme::muted(ui, "—"));
            DraftText::new(id.with("source"), cx.t("window.body.quote_source"), source)
                .hint(cx.t("window.body.quote_source"))
                .plain()
                .show_ui(ui, cx, one_line, |source| {
                    let block = Block::Quote { text: text.to_owned(), source: one_line(source) };
                    Some(at.replace(block))
                });
        });
    });
}
