//! Carets and selections of text fields, in characters as drafts count them.

use std::ops::Range;

use eframe::egui::{
    self, Id, Ui,
    text::{CCursor, CCursorRange},
    text_edit::TextEditState,
};

/// In the first frame in which a field has the keyboard egui does not know yet that arrows are the field's own.
pub(super) fn keep_arrows(ui: &Ui, multiline: bool) {
    use egui::{Event, Key};
    let arrow = |key: &Key| match key {
        Key::ArrowLeft | Key::ArrowRight => true,
        Key::ArrowUp | Key::ArrowDown => multiline,
        _ => false,
    };
    let pressed = ui.input(|input| input.events.iter().any(|event| matches!(event, Event::Key { key, pressed: true, .. } if arrow(key))));
    if pressed {
        ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
    }
}

/// Puts the caret of field `id` at `at` characters.
pub fn place_caret(ui: &Ui, id: Id, at: usize) {
    select(ui, id, at..at);
}

/// The same without a view.
#[cfg(test)]
pub fn place_caret_in(ctx: &egui::Context, id: Id, at: usize) {
    let mut state = TextEditState::load(ctx, id).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(at))));
    state.store(ctx, id);
}

/// Selects a range of characters in field `id`.
pub fn select(ui: &Ui, id: Id, range: Range<usize>) {
    let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::two(CCursor::new(range.start), CCursor::new(range.end))));
    state.store(ui.ctx(), id);
}

/// The selected range of field `id` in characters, its start before its end; the caret's place where
/// nothing is selected.
pub fn selected(ui: &Ui, id: Id) -> Option<Range<usize>> {
    selected_in(ui.ctx(), id)
}

/// The same without a view.
pub fn selected_in(ctx: &egui::Context, id: Id) -> Option<Range<usize>> {
    TextEditState::load(ctx, id)?.cursor.char_range().map(chars_of)
}

/// The characters of a range, its start before its end.
pub(super) fn chars_of(range: CCursorRange) -> Range<usize> {
    let (a, b) = (range.primary.index.0, range.secondary.index.0);
    a.min(b)..a.max(b)
}

/// What of `text` stands before and after a range of characters.
pub fn around(text: &str, range: &Range<usize>) -> (String, String) {
    (text.chars().take(range.start).collect(), text.chars().skip(range.end).collect())
}

/// Where in `new` the stretch ends that differs from `old`, in characters.
pub(super) fn changed_until(old: &str, new: &str) -> usize {
    let start = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).count();
    // What is the same at the start is not counted at the end once more: Tana, Tanaka.
    let rest = old.chars().count().min(new.chars().count()) - start;
    let same = old.chars().rev().zip(new.chars().rev()).take(rest).take_while(|(a, b)| a == b).count();
    new.chars().count() - same
}

/// A draft of a one-line field as the plan keeps it.
pub fn one_line(text: &str) -> String {
    text.replace("\r\n", " ").replace(['\n', '\r'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_goes_to_the_end_of_what_changed() {
        assert_eq!(changed_until("abc", "abXc"), 3);
        assert_eq!(changed_until("abXc", "abc"), 2);
        assert_eq!(changed_until("", "会議"), 2);
        assert_eq!(changed_until("aa", "aaa"), 3);
        assert_eq!(changed_until("Tana", "Tanaka"), 6);
        assert_eq!(changed_until("会議を開く", "会議"), 2);
    }
}
