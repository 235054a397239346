//! The keys of a table: from cell to cell, choosing cells, copying and pasting them.
//!
//! They are taken before the cells are drawn, so that no text field sees them.

use std::sync::Arc;

use eframe::egui::{self, Event, EventFilter, FocusDirection, Galley, Key, Modifiers, Ui, text::CCursor};
use nendo::edit::TableEdit;
use nendo::edit::grid::{Area, Grid, Placed};
use nendo::plan::Table;

use super::table_editor::{Caret, Here, Leave, TableFocus, TableState};
use super::{Action, Cx, Paste};
use crate::gui::clipboard::Pasted;
use crate::gui::commands::{Scope, TABLE, take_keys};
use crate::gui::ime;
use crate::gui::widgets::draft_text::{around, selected};
use crate::gui::workspace::CellChoice;

const ARROWS: [Key; 4] = [Key::ArrowLeft, Key::ArrowRight, Key::ArrowUp, Key::ArrowDown];

/// Takes the keys of the part of the table that has the keyboard. `galley` sets a cell's text.
pub(super) fn keys(
    ui: &Ui,
    cx: &mut Cx<'_>,
    state: &mut TableState,
    here: &Here<'_>,
    galley: impl Fn(&Cx<'_>, &Placed) -> Arc<Galley>,
) -> Option<Leave> {
    let focused = ui.memory(egui::Memory::focused)?;
    let cell = here.grid.cells.iter().find(|cell| here.field(cell) == focused);
    if ime::composing(ui.ctx()) {
        if let Some(tab) = pressed(ui, &[Key::Tab]).filter(|_| cell.is_some()) {
            // The field would take it for a character.
            consume(ui, tab);
        }
        return None;
    }
    if focused == here.caption()
        && let Some(down) = pressed(ui, &[Key::ArrowDown])
    {
        consume(ui, down);
        state.focus(here.at, TableFocus::Cell((0, 0), Caret::Start));
        return None;
    }
    if focused == here.caption()
        && let Some(up) = pressed(ui, &[Key::ArrowUp])
    {
        consume(ui, up);
        return Some(Leave::Up);
    }
    if focused == here.range() {
        hold_keys(ui, focused);
    } else if cell.is_none() {
        return None;
    }
    for entry in TABLE.iter().filter(|entry| entry.scope == Scope::Table) {
        if entry.shortcuts.iter().any(|keys| ui.input_mut(|input| take_keys(input, keys))) {
            cx.command(entry.command);
            return None;
        }
    }
    match (cell, here.several()) {
        (Some(cell), _) => cell_keys(ui, cx, state, here, cell, &galley(cx, cell)),
        (None, Some((choice, area))) => {
            range_keys(ui, cx, state, here, choice, area);
            None
        }
        (None, None) => None,
    }
}

/// Keeps egui from moving the keyboard by itself. It knows a filter only one frame after the keyboard came.
fn hold_keys(ui: &Ui, id: egui::Id) {
    let filter = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
    ui.memory_mut(|memory| {
        memory.set_focus_lock_filter(id, filter);
        memory.move_focus(FocusDirection::None);
    });
}

/// The first key pressed in this frame that `keys` holds.
fn pressed(ui: &Ui, keys: &[Key]) -> Option<(Key, Modifiers)> {
    ui.input(|input| {
        input.events.iter().find_map(|event| match event {
            Event::Key { key, pressed: true, modifiers, .. } if keys.contains(key) => Some((*key, *modifiers)),
            _ => None,
        })
    })
}

fn consume(ui: &Ui, (key, modifiers): (Key, Modifiers)) {
    ui.input_mut(|input| input.consume_key(modifiers, key));
    ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
}

fn cell_keys(ui: &Ui, cx: &mut Cx<'_>, state: &mut TableState, here: &Here<'_>, cell: &Placed, galley: &Galley) -> Option<Leave> {
    let shown = cx.drafts.references.shown(&cell.cell.text).into_owned();
    let length = shown.chars().count();
    let range = selected(ui, here.field(cell)).unwrap_or(length..length);
    if let Some(pasted) = cx.pasted
        && take(ui, |event| matches!(event, Event::Paste(_)))
    {
        let (before, after) = around(&shown, &range);
        let written = |part: &str| cx.drafts.references.written(part).into_owned();
        let text = format!("{}{}{}", written(&before), pasted.text, written(&after));
        paste(cx, state, here, cell.area, pasted, text);
        return None;
    }
    if let Some((key, modifiers)) = pressed(ui, &[Key::Tab]) {
        consume(ui, (key, modifiers));
        step(cx, state, here, cell, modifiers.shift, ui);
        return None;
    }
    if let Some(all) = pressed(ui, &[Key::A]).filter(|(_, modifiers)| modifiers.command)
        && range == (0..length)
    {
        consume(ui, all);
        choose(cx, state, here, (0, 0), (here.grid.rows - 1, here.grid.columns - 1));
        return None;
    }
    let (key, modifiers) = pressed(ui, &ARROWS)?;
    if modifiers.command || modifiers.alt {
        return None;
    }
    // With Shift the end that moves is the one the keyboard holds; it is past the text's end at either.
    let row_of = |at: usize| galley.layout_from_cursor(CCursor::new(at)).row;
    let (first, last) = (row_of(0), row_of(length));
    let at_border = match key {
        Key::ArrowLeft => range.start == 0,
        Key::ArrowRight => range.end == length,
        Key::ArrowUp => row_of(range.start) == first,
        _ => row_of(range.end) == last,
    };
    if !at_border || (!modifiers.shift && !range.is_empty()) {
        return None;
    }
    let here_at = (cell.area.row, cell.area.column);
    let next = neighbour(here.grid, cell.area, key);
    match next {
        Some(next) if modifiers.shift => {
            consume(ui, (key, modifiers));
            choose(cx, state, here, here_at, next);
        }
        _ if modifiers.shift => {}
        Some(next) => {
            consume(ui, (key, modifiers));
            let caret = if matches!(key, Key::ArrowLeft | Key::ArrowUp) { Caret::End } else { Caret::Start };
            state.focus(here.at, TableFocus::Cell(next, caret));
        }
        None if key == Key::ArrowUp => {
            consume(ui, (key, modifiers));
            ui.memory_mut(|memory| memory.request_focus(here.caption()));
        }
        None if key == Key::ArrowDown => {
            consume(ui, (key, modifiers));
            return Some(Leave::Down);
        }
        None => {}
    }
    None
}

/// The next or previous cell in reading order; after the last one a new row.
fn step(cx: &mut Cx<'_>, state: &mut TableState, here: &Here<'_>, cell: &Placed, back: bool, ui: &Ui) {
    let cells = &here.grid.cells;
    let index = cells.iter().position(|other| other.area == cell.area).unwrap_or(0);
    let next = if back { index.checked_sub(1) } else { Some(index + 1) };
    match next {
        None => ui.memory_mut(|memory| memory.request_focus(here.caption())),
        Some(next) => {
            let to = match cells.get(next) {
                Some(cell) => (cell.area.row, cell.area.column),
                None => {
                    cx.edit(here.command(TableEdit::InsertRows { at: here.grid.rows, count: 1 }));
                    (here.grid.rows, 0)
                }
            };
            state.focus(here.at, TableFocus::Cell(to, Caret::All));
        }
    }
}

/// The place beside an area in the direction of an arrow; left and right go on in the next row.
fn neighbour(grid: &Grid, area: Area, key: Key) -> Option<(usize, usize)> {
    let index = || grid.cells.iter().position(|cell| cell.area == area);
    let place = |cell: &Placed| (cell.area.row, cell.area.column);
    match key {
        Key::ArrowUp => grid.at(area.row.checked_sub(1)?, area.column).map(place),
        Key::ArrowDown => grid.at(area.below(), area.column).map(place),
        Key::ArrowLeft => grid.cells.get(index()?.checked_sub(1)?).map(place),
        _ => grid.cells.get(index()? + 1).map(place),
    }
}

fn choose(cx: &mut Cx<'_>, state: &mut TableState, here: &Here<'_>, from: (usize, usize), to: (usize, usize)) {
    cx.out.push(Action::ChooseCells(Some(CellChoice { at: here.at, from, to })));
    state.focus(here.at, TableFocus::Chosen);
}

/// Takes the events of a kind out; says whether there was one.
fn take(ui: &Ui, kind: impl Fn(&Event) -> bool) -> bool {
    ui.input_mut(|input| {
        let before = input.events.len();
        input.events.retain(|event| !kind(event));
        input.events.len() < before
    })
}

fn range_keys(ui: &Ui, cx: &mut Cx<'_>, state: &mut TableState, here: &Here<'_>, choice: CellChoice, area: Area) {
    let cut = take(ui, |event| matches!(event, Event::Cut));
    if take(ui, |event| matches!(event, Event::Copy)) || cut {
        let rows = here.grid.part(area).into_rows();
        cx.out.push(Action::CopyTable(Table { rows, ..Table::default() }));
    }
    let text = ui.input(|input| input.events.iter().find_map(|e| if let Event::Paste(text) = e { Some(text.clone()) } else { None }));
    if let Some(text) = text {
        take(ui, |event| matches!(event, Event::Paste(_)));
        match cx.pasted {
            Some(pasted) => paste(cx, state, here, area, pasted, pasted.text.clone()),
            None => cx.edit(here.command(TableEdit::Text { row: area.row, column: area.column, text })),
        }
        return;
    }
    let cleared = pressed(ui, &[Key::Delete, Key::Backspace]).inspect(|keys| consume(ui, *keys)).is_some();
    if cleared || cut {
        cx.edit(here.command(TableEdit::Clear(area)));
        return;
    }
    if let Some((key, modifiers)) = pressed(ui, &[Key::Tab, Key::Enter, Key::F2, Key::Escape]) {
        consume(ui, (key, modifiers));
        match here.grid.at(choice.from.0, choice.from.1) {
            Some(cell) if key == Key::Tab => step(cx, state, here, cell, modifiers.shift, ui),
            _ => state.focus(here.at, TableFocus::Cell(choice.from, Caret::End)),
        }
        return;
    }
    if let Some(all) = pressed(ui, &[Key::A]).filter(|(_, modifiers)| modifiers.command) {
        consume(ui, all);
        choose(cx, state, here, (0, 0), (here.grid.rows - 1, here.grid.columns - 1));
        return;
    }
    let Some((key, modifiers)) = pressed(ui, &ARROWS) else { return };
    consume(ui, (key, modifiers));
    let (row, column) = choice.to;
    let end = here.grid.at(row, column).map_or(Area::one(row, column), |cell| cell.area);
    let to = match key {
        Key::ArrowUp => (end.row.saturating_sub(1), column),
        Key::ArrowDown => (end.below().min(here.grid.rows - 1), column),
        Key::ArrowLeft => (row, end.column.saturating_sub(1)),
        _ => (row, end.right().min(here.grid.columns - 1)),
    };
    if modifiers.shift {
        choose(cx, state, here, choice.from, to);
    } else {
        let caret = if matches!(key, Key::ArrowLeft | Key::ArrowUp) { Caret::End } else { Caret::Start };
        state.focus(here.at, TableFocus::Cell(to, caret));
    }
}

/// Pastes a table over the cells from the first of `area` on; `text` is that cell's text if what is pasted
/// is taken for text after all.
fn paste(cx: &mut Cx<'_>, state: &mut TableState, here: &Here<'_>, area: Area, pasted: &Pasted, text: String) {
    let (row, column) = (area.row, area.column);
    let source = Grid::of(&pasted.table);
    cx.out.push(Action::Paste(Box::new(Paste {
        table: here.command(TableEdit::Paste { row, column, cells: pasted.table.rows.clone() }),
        text: here.command(TableEdit::Text { row, column, text }),
        size: (source.rows, source.columns),
    })));
    choose(cx, state, here, (row, column), (row + source.rows - 1, column + source.columns - 1));
}
