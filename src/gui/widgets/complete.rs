//! Completion below a text field: words that fit what is typed.
//!
//! Nothing is accepted by surprise: a word is taken only after the arrows chose it, or by a click; Enter
//! and Tab mean what they always mean until then. While something is being composed the list follows the
//! preedit, and all keys are the input method's.

use eframe::egui::{self, Area, EventFilter, Id, Key, Modifiers, Order, Rect, Response, RichText, Ui, vec2};
use nendo::plan::Fold;

use crate::gui::{ime, theme};

/// How many words are shown.
const MOST: usize = 8;

#[derive(Clone, Default)]
struct Shown {
    words: Vec<(String, Rect)>,
    chosen: Option<usize>,
    /// The list was asked for though nothing is typed.
    asked: bool,
    /// The text whose list was sent away.
    dismissed: Option<String>,
    /// A word was taken by a press whose button is still down: its release must not take the keyboard away.
    held: bool,
}

fn load(ui: &Ui, id: Id) -> Shown {
    ui.data(|data| data.get_temp(id.with("completion"))).unwrap_or_default()
}

fn store(ui: &Ui, id: Id, shown: Shown) {
    ui.data_mut(|data| data.insert_temp(id.with("completion"), shown));
}

/// Shows the list of a field even while nothing is typed.
pub fn ask(ui: &Ui, id: Id) {
    store(ui, id, Shown { asked: true, ..Shown::default() });
}

/// Call before field `id` is shown: takes the keys of its list, and gives the word that was chosen.
pub fn before(ui: &Ui, id: Id) -> Option<String> {
    let mut shown = load(ui, id);
    let focused = ui.memory(|memory| memory.has_focus(id));
    if ime::composing(ui.ctx()) || !focused && shown.words.is_empty() {
        return None;
    }
    // The press itself: by the time the button is let go the field has lost the keyboard.
    let pressed = ui.input(|input| input.pointer.primary_pressed().then(|| input.pointer.interact_pos()).flatten());
    let hit = pressed.and_then(|pos| shown.words.iter().find(|(_, rect)| rect.contains(pos)));
    if let Some((word, _)) = hit {
        let word = word.clone();
        store(ui, id, Shown { dismissed: Some(word.clone()), held: true, ..Shown::default() });
        return Some(word);
    }
    if !focused {
        return None;
    }
    let press = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if shown.words.is_empty() {
        if press(Key::ArrowDown) {
            store(ui, id, Shown { asked: true, ..Shown::default() });
        }
        return None;
    }
    let last = shown.words.len() - 1;
    if press(Key::ArrowDown) {
        shown.chosen = Some(shown.chosen.map_or(0, |at| if at >= last { 0 } else { at + 1 }));
    }
    if press(Key::ArrowUp) {
        shown.chosen = Some(shown.chosen.map_or(last, |at| at.checked_sub(1).unwrap_or(last)));
    }
    let mut accepted = None;
    if let Some(at) = shown.chosen
        && (press(Key::Enter) || press(Key::Tab))
    {
        accepted = shown.words.get(at).map(|(word, _)| word.clone());
    }
    if accepted.is_some() {
        shown = Shown { dismissed: accepted.clone(), ..Shown::default() };
    } else if press(Key::Escape) {
        shown = Shown { dismissed: Some(String::new()), ..Shown::default() };
    }
    store(ui, id, shown);
    accepted
}

/// Call after the field was shown with `typed` in it: draws the list of the words that fit.
pub fn after(ui: &Ui, field: &Response, typed: &str, words: impl FnOnce() -> Vec<String>) {
    let id = field.id;
    let mut shown = load(ui, id);
    let typed = typed.trim();
    if shown.held {
        shown.held = ui.input(|input| input.pointer.any_down());
        field.request_focus();
        return store(ui, id, shown);
    }
    if !field.has_focus() {
        // One more frame, so that a press on the list finds it.
        if !shown.words.is_empty() || shown.dismissed.is_some() {
            store(ui, id, Shown::default());
        }
        return;
    }
    if shown.dismissed.as_ref().is_some_and(String::is_empty) {
        shown.dismissed = Some(typed.to_owned());
    }
    let dismissed = shown.dismissed.as_deref() == Some(typed);
    if !dismissed {
        shown.dismissed = None;
    }
    let wanted = !dismissed && (!typed.is_empty() || shown.asked);
    let fitting = if wanted { fitting(words(), typed) } else { Vec::new() };
    shown.asked &= typed.is_empty() && !fitting.is_empty();
    shown.chosen = shown.chosen.filter(|at| *at < fitting.len());
    shown.words = if fitting.is_empty() { Vec::new() } else { list_ui(ui, field, fitting, shown.chosen) };
    if !shown.words.is_empty() {
        // Escape closes the list and not the field; Tab takes the chosen word.
        let filter = EventFilter { escape: true, tab: shown.chosen.is_some(), horizontal_arrows: true, vertical_arrows: true };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    }
    store(ui, id, shown);
}

fn list_ui(ui: &Ui, field: &Response, words: Vec<String>, chosen: Option<usize>) -> Vec<(String, Rect)> {
    let t = theme::tokens(ui);
    let area = Area::new(field.id.with("completion.list")).order(Order::Foreground).fixed_pos(field.rect.left_bottom() + vec2(0.0, 2.0));
    area.constrain(true)
        .show(ui.ctx(), |ui| {
            egui::Frame::popup(ui.style())
                .fill(t.raised)
                .inner_margin(4)
                .show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    let width = field.rect.width().clamp(180.0, 320.0);
                    ui.set_width(width);
                    let row = |(at, word): (usize, String)| {
                        let fill = if chosen == Some(at) { t.accent_soft } else { t.raised };
                        let button = egui::Button::new(RichText::new(&word).color(t.text))
                            .right_text("")
                            .truncate()
                            .min_size(vec2(width, theme::OUTLINE_ROW))
                            .stroke(egui::Stroke::NONE)
                            .fill(fill);
                        let response = ui.add(button).accessible_name(&word);
                        (word, response.rect)
                    };
                    words.into_iter().enumerate().map(row).collect()
                })
                .inner
        })
        .inner
}

/// The words that fit what is typed, in their order; those that begin with it first. What is there in
/// full already is no help.
pub fn fitting(words: Vec<String>, typed: &str) -> Vec<String> {
    let wanted = Fold::ALL.text(typed.trim());
    let mut begin = Vec::new();
    let mut hold = Vec::new();
    for word in words {
        let folded = Fold::ALL.text(&word);
        if word == typed {
            continue;
        }
        if folded.starts_with(&wanted) {
            begin.push(word);
        } else if folded.contains(&wanted) {
            hold.push(word);
        }
    }
    begin.append(&mut hold);
    begin.truncate(MOST);
    begin
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_fit_whatever_the_kana_and_width() {
        let words = || ["市ボランティア連絡会", "ボランティアセンター", "総務課", "ＡＢＣ会"].map(str::to_owned).to_vec();
        assert_eq!(fitting(words(), "ぼら"), ["ボランティアセンター", "市ボランティア連絡会"]);
        assert_eq!(fitting(words(), "abc"), ["ＡＢＣ会"]);
        assert_eq!(fitting(words(), "総務課"), [""; 0]);
        assert_eq!(fitting(words(), "").len(), 4);
    }
}
