//! Keys of the compare view.

use eframe::egui::{self, Event, EventFilter, Key, Modifiers, Ui};

use super::{CompareState, list_id};
use crate::gui::commands::{Scope, TABLE, take_keys};
use crate::gui::ime;
use crate::gui::views::Cx;

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Press {
    /// The cursor goes by so many lines.
    Go(i32),
    /// A page up or down.
    Page(bool),
    /// To the first or the last line.
    End(bool),
    /// Opens a fold, shows an item whole.
    Open,
    /// Gives a pairing up.
    Escape,
}

/// Does what the keys of this frame say, while the view has the keyboard.
pub fn take(ui: &Ui, cx: &mut Cx<'_>, state: &mut CompareState, page: usize) {
    if !ui.memory(|memory| memory.has_focus(list_id())) || ime::composing(ui.ctx()) {
        return;
    }
    let filter = EventFilter { tab: false, horizontal_arrows: false, vertical_arrows: true, escape: state.pairing.is_some() };
    // egui knows the filter only one frame after the focus came.
    if ui.input(|input| input.key_pressed(Key::ArrowUp) || input.key_pressed(Key::ArrowDown)) {
        ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
    }
    ui.memory_mut(|memory| memory.set_focus_lock_filter(list_id(), filter));
    for entry in TABLE.iter().filter(|entry| entry.scope == Scope::Compare) {
        if entry.shortcuts.iter().any(|keys| ui.input_mut(|input| take_keys(input, keys))) {
            cx.command(entry.command);
        }
    }
    let of = |event: &Event| match event {
        Event::Key { key, pressed: true, modifiers, .. } => press_of(*key, *modifiers),
        _ => None,
    };
    let presses: Vec<Press> = ui.input(|input| input.events.iter().filter_map(of).collect());
    for press in presses {
        match press {
            Press::Go(by) => state.go(state.cursor.saturating_add_signed(by as isize)),
            Press::Page(down) => state.go(if down { state.cursor + page } else { state.cursor.saturating_sub(page) }),
            Press::End(last) => state.go(if last { usize::MAX } else { 0 }),
            Press::Open => state.open_at(state.cursor),
            Press::Escape => state.pairing = None,
        }
    }
}

fn press_of(key: Key, modifiers: Modifiers) -> Option<Press> {
    if modifiers.command && key == Key::Home {
        return Some(Press::End(false));
    }
    if modifiers.command && key == Key::End {
        return Some(Press::End(true));
    }
    if modifiers != Modifiers::NONE {
        return None;
    }
    match key {
        Key::ArrowUp => Some(Press::Go(-1)),
        Key::ArrowDown => Some(Press::Go(1)),
        Key::PageUp => Some(Press::Page(false)),
        Key::PageDown => Some(Press::Page(true)),
        Key::Home => Some(Press::End(false)),
        Key::End => Some(Press::End(true)),
        Key::Enter | Key::Space => Some(Press::Open),
        Key::Escape => Some(Press::Escape),
        _ => None,
    }
}
