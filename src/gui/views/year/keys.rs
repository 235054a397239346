//! Keys of the year: where the cursor goes is a matter of numbers alone.

use eframe::egui::{self, Event, EventFilter, Key, Modifiers, Ui};

use super::grid_id;
use crate::gui::ime;

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// The cursor goes by so many lines and columns.
    Go(i32, i32),
    /// To the first or the last of a line.
    Ends(bool),
    /// To the first or the last line.
    Far(bool),
    /// A page up or down.
    Page(bool),
    /// Opens the item.
    Open,
    /// Moves the mark by so many lines and columns.
    Move(i32, i32),
    /// The next one in the same cell.
    Next,
}

/// What the keys of this frame ask for, while the view has the keyboard.
pub fn asked(ui: &Ui) -> Vec<Ask> {
    if !ui.memory(|memory| memory.has_focus(grid_id())) || ime::composing(ui.ctx()) {
        return Vec::new();
    }
    let filter = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: false };
    // egui knows the filter only one frame after the focus came.
    let arrows = [Key::ArrowUp, Key::ArrowDown, Key::ArrowLeft, Key::ArrowRight];
    if ui.input(|input| arrows.into_iter().any(|key| input.key_pressed(key))) {
        ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
    }
    ui.memory_mut(|memory| memory.set_focus_lock_filter(grid_id(), filter));
    let of = |event: &Event| match event {
        Event::Key { key, pressed: true, modifiers, .. } => ask_of(*key, *modifiers),
        _ => None,
    };
    ui.input(|input| input.events.iter().filter_map(of).collect())
}

fn ask_of(key: Key, modifiers: Modifiers) -> Option<Ask> {
    let step = match key {
        Key::ArrowUp => Some((-1, 0)),
        Key::ArrowDown => Some((1, 0)),
        Key::ArrowLeft => Some((0, -1)),
        Key::ArrowRight => Some((0, 1)),
        _ => None,
    };
    if modifiers == Modifiers::ALT {
        return step.map(|(lines, columns)| Ask::Move(lines, columns));
    }
    if modifiers.command {
        return match key {
            Key::Home => Some(Ask::Far(false)),
            Key::End => Some(Ask::Far(true)),
            _ => None,
        };
    }
    if modifiers != Modifiers::NONE {
        return None;
    }
    if let Some((lines, columns)) = step {
        return Some(Ask::Go(lines, columns));
    }
    match key {
        Key::Home => Some(Ask::Ends(false)),
        Key::End => Some(Ask::Ends(true)),
        Key::PageUp => Some(Ask::Page(false)),
        Key::PageDown => Some(Ask::Page(true)),
        Key::Enter => Some(Ask::Open),
        Key::Space => Some(Ask::Next),
        _ => None,
    }
}

/// Where a cursor (line, column) goes in so many lines and columns.
pub fn step(cursor: (usize, usize), ask: Ask, lines: usize, columns: usize, page: usize) -> (usize, usize) {
    let (last, end) = (lines.saturating_sub(1), columns.saturating_sub(1));
    let by = |at: usize, by: i32, most: usize| at.saturating_add_signed(by as isize).min(most);
    match ask {
        Ask::Go(line, column) => (by(cursor.0, line, last), by(cursor.1, column, end)),
        Ask::Ends(to_end) => (cursor.0, if to_end { end } else { 0 }),
        Ask::Far(to_end) => (if to_end { last } else { 0 }, cursor.1),
        Ask::Page(down) => (if down { (cursor.0 + page).min(last) } else { cursor.0.saturating_sub(page) }, cursor.1),
        Ask::Open | Ask::Move(..) | Ask::Next => cursor,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_stays_inside() {
        let go = |cursor, ask| step(cursor, ask, 5, 12, 3);
        assert_eq!(go((0, 0), Ask::Go(-1, -1)), (0, 0));
        assert_eq!(go((4, 11), Ask::Go(1, 1)), (4, 11));
        assert_eq!(go((1, 4), Ask::Page(true)), (4, 4));
        assert_eq!(go((1, 4), Ask::Ends(true)), (1, 11));
        assert_eq!(go((1, 4), Ask::Far(true)), (4, 4));
        assert_eq!(step((3, 3), Ask::Go(1, 0), 0, 12, 3), (0, 3), "without lines");
    }

    #[test]
    fn alt_moves_what_stands_there() {
        assert_eq!(ask_of(Key::ArrowRight, Modifiers::ALT), Some(Ask::Move(0, 1)));
        assert_eq!(ask_of(Key::ArrowRight, Modifiers::ALT | Modifiers::SHIFT), None);
        assert_eq!(ask_of(Key::Enter, Modifiers::NONE), Some(Ask::Open));
    }
}
