//! No key is lost: where nothing has the keyboard it is found again.

use eframe::egui::{self, Event, Id, Key, Ui};

use super::app::App;
use super::mode::Mode;
use super::settings::Middle;
use super::views::outline;

impl App {
    /// Whether a field is to get the keyboard that does not have it yet: what is typed meanwhile is its.
    pub(super) fn keyboard_moves(&self) -> bool {
        if self.doc.is_none() || self.mode != Mode::Write || self.print_preview.is_some() || self.covered() {
            return false;
        }
        let middle = self.settings.editor_open
            && (self.editor.moves_keyboard() || self.settings.middle == Middle::Document && self.writing.moves_keyboard());
        middle || self.outline_shown() && self.outline.moves_keyboard() || self.drafts.moves_keyboard()
    }

    /// A key pressed while nothing has the keyboard is the outline's, or else of what had it last.
    pub(super) fn find_keyboard(&self, ui: &Ui) {
        let ctx = ui.ctx();
        let lies_over = self.covered() || self.palette.is_open() || self.picker.is_open() || egui::Popup::is_any_open(ctx);
        if self.doc.is_none() || self.print_preview.is_some() || lies_over || ctx.memory(|memory| memory.focused().is_some()) {
            return;
        }
        let was_list = self.keyboard == Some(outline::list_id());
        let typed = ctx.input(|input| {
            input.events.iter().any(|event| match event {
                Event::Text(_) => true,
                // Tab is the way through the window, and nothing is deleted unawares.
                Event::Key { key: Key::Tab | Key::Escape, .. } => false,
                Event::Key { key: Key::Delete | Key::Backspace | Key::Enter, pressed: true, .. } => was_list,
                Event::Key { pressed, modifiers, .. } => *pressed && !modifiers.command && !modifiers.alt,
                _ => false,
            })
        });
        let shown = |id: &Id| ctx.viewport(|viewport| viewport.prev_pass.widgets.get(*id).is_some());
        let to = if self.outline_shown() { Some(outline::list_id()) } else { self.keyboard.filter(shown) };
        if let Some(to) = to.filter(|_| typed) {
            ctx.memory_mut(|memory| memory.request_focus(to));
        }
    }
}
