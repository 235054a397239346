//! A list of words as chips, with a field for the next one: funding, partners.
//!
//! What is being typed is a word of the plan at once, like any typing; it becomes a chip with Enter, 、 or
//! when the field is left. Chips take the keyboard: ← → go from one to the next, Alt+← → move them, Delete
//! and Backspace take them away.

use eframe::egui::{self, EventFilter, Id, Key, Modifiers, Rect, Ui, vec2};
use nendo::edit::Command;

use super::draft_text::DraftText;
use super::{chip, complete};
use crate::gui::views::Cx;
use crate::gui::{icons, ime, theme};

/// Words by 、 or a comma that is no part of a number.
pub fn split_list(text: &str) -> Vec<String> {
    let digit = |c: Option<&char>| c.is_some_and(|c| c.is_numeric());
    let chars: Vec<char> = text.chars().collect();
    let apart = |at: usize| match chars[at] {
        '、' | '\n' => true,
        // A comma between digits belongs to the number: 1,234千円.
        ',' | '，' => !(at > 0 && digit(chars.get(at - 1)) && digit(chars.get(at + 1))),
        _ => false,
    };
    let text: String = chars.iter().enumerate().map(|(at, c)| if apart(at) { '\n' } else { *c }).collect();
    text.split('\n').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Whether what is typed ends a word: a comma after a digit may still become part of a number.
fn ends_a_word(text: &str) -> bool {
    let mut back = text.chars().rev();
    match back.next() {
        Some('、' | '\n') => true,
        Some(',' | '，') => !back.next().is_some_and(char::is_numeric),
        _ => false,
    }
}

/// What the field remembers.
#[derive(Clone, Default)]
struct State {
    /// How many words are chips while the rest is being typed.
    base: Option<usize>,
    /// Whether nothing stood in the field in the last frame.
    empty: bool,
}

/// A field for a list of words.
pub struct TokenField<'a> {
    /// Its id, the same for as long as it is the same list.
    pub id: Id,
    /// Its name, read to those who cannot see the label.
    pub name: &'a str,
    /// What stands in it while there is nothing else.
    pub hint: &'a str,
    /// The words in the plan.
    pub words: &'a [String],
    /// The words offered, the likeliest first.
    pub offered: &'a dyn Fn() -> Vec<String>,
}

/// What is asked of a chip.
enum Asked {
    Remove(usize),
    Move(usize, usize),
    Focus(usize),
    FocusField,
}

/// What is done to chips is a step of its own, unlike typing.
fn as_step(command: Command) -> Command {
    Command::Batch { key: command.key(), commands: vec![command] }
}

/// The id of a chip of a field.
pub fn chip_id(field: Id, at: usize) -> Id {
    field.with(("chip", at))
}

impl TokenField<'_> {
    /// Shows it; `make` makes the command that puts a list into the plan.
    pub fn show_ui(self, ui: &mut Ui, cx: &mut Cx<'_>, make: impl Fn(Vec<String>) -> Command) {
        let (id, words) = (self.id, self.words);
        let mut state: State = ui.data(|data| data.get_temp(id.with("tokens"))).unwrap_or_default();
        let focused = ui.memory(|memory| memory.has_focus(id));
        let composing = ime::composing(ui.ctx());
        let mut base = state.base.filter(|base| focused && *base <= words.len()).unwrap_or(words.len());
        let accepted = complete::before(ui, id);
        if let Some(word) = &accepted {
            let mut list = words[..base].to_vec();
            if !list.contains(word) {
                list.push(word.clone());
            }
            base = list.len();
            cx.drafts.forget(id);
            cx.edit(as_step(make(list)));
        } else if focused && !composing {
            let press = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
            if !state.empty && press(Key::Enter) {
                base = words.len();
                cx.drafts.forget(id);
            } else if state.empty && base > 0 && press(Key::Backspace) {
                base -= 1;
                cx.edit(as_step(make(words[..base].to_vec())));
            } else if state.empty && base > 0 && press(Key::ArrowLeft) {
                ui.memory_mut(|memory| memory.request_focus(chip_id(id, base - 1)));
            }
        }
        let chips = &words[..base.min(words.len())];
        let typed = words.get(base..).unwrap_or_default().join("、");
        let width = ui.available_width();
        let mut asked = None;
        let mut shown = None;
        ui.allocate_ui_with_layout(
            vec2(width, theme::FORM_ROW),
            egui::Layout::left_to_right(egui::Align::Center).with_main_wrap(true),
            |ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing = vec2(theme::SPACE_4, theme::SPACE_4);
                asked = chips_ui(ui, cx, id, chips);
                let add = theme::ICON_BUTTON + theme::SPACE_4;
                let least = 120.0 + add;
                let rest = ui.available_size_before_wrap().x;
                let room = if rest < least { width } else { rest };
                let hint = if chips.is_empty() { self.hint } else { "" };
                let field = DraftText::new(id, self.name, &typed).hint(hint).width(room - add - 16.0).focus(accepted.is_some());
                let list = |text: &str| chips.iter().cloned().chain(split_list(text)).collect::<Vec<_>>();
                shown = Some(field.show_ui(ui, cx, |text| split_list(text).join("、"), |text| Some(make(list(text)))));
                let offer = cx.t("window.field.offer");
                if super::icon_button::icon_ui(ui, icons::CARET_DOWN, offer, true, false).clicked() {
                    complete::ask(ui, id);
                    ui.memory_mut(|memory| memory.request_focus(id));
                }
            },
        );
        let Some(shown) = shown else { return };
        complete::after(ui, &shown.response, &shown.text, || (self.offered)().into_iter().filter(|word| !words.contains(word)).collect());
        if shown.response.has_focus() && !ime::composing(ui.ctx()) && ends_a_word(&shown.text) {
            base += split_list(&shown.text).len();
            cx.drafts.forget(id);
            state.empty = true;
        } else {
            state.empty = shown.text.is_empty();
        }
        state.base = Some(base);
        match asked {
            Some(Asked::Remove(at)) => {
                let mut list = words.to_vec();
                list.remove(at);
                state.base = Some(base.saturating_sub(1));
                let next = if list.is_empty() { id } else { chip_id(id, at.min(list.len() - 1)) };
                ui.memory_mut(|memory| memory.request_focus(next));
                cx.edit(as_step(make(list)));
            }
            Some(Asked::Move(from, to)) => {
                let mut list = words.to_vec();
                let word = list.remove(from);
                list.insert(to.min(list.len()), word);
                ui.memory_mut(|memory| memory.request_focus(chip_id(id, to)));
                cx.edit(as_step(make(list)));
            }
            Some(Asked::Focus(at)) => ui.memory_mut(|memory| memory.request_focus(chip_id(id, at))),
            Some(Asked::FocusField) => ui.memory_mut(|memory| memory.request_focus(id)),
            None => {}
        }
        ui.data_mut(|data| data.insert_temp(id.with("tokens"), state));
    }
}

fn chips_ui(ui: &mut Ui, cx: &Cx<'_>, field: Id, chips: &[String]) -> Option<Asked> {
    let mut asked = None;
    let mut rects: Vec<Rect> = Vec::new();
    let mut dropped = None;
    for (at, word) in chips.iter().enumerate() {
        let id = chip_id(field, at);
        let remove = nendo::locale::Message::new("window.field.remove_word").with("word", word).text(cx.lang);
        let shown = chip::token_ui(ui, id, word, &remove);
        rects.push(shown.response.rect);
        if shown.removed {
            asked = Some(Asked::Remove(at));
        }
        if shown.response.clicked() {
            shown.response.request_focus();
        }
        if shown.response.drag_stopped() {
            dropped = shown.response.interact_pointer_pos().map(|pos| (at, pos));
        }
        if shown.response.has_focus() && !ime::composing(ui.ctx()) {
            let arrows = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(id, arrows));
            let press = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
            if press(Modifiers::ALT, Key::ArrowLeft) {
                asked = (at > 0).then(|| Asked::Move(at, at - 1));
            } else if press(Modifiers::ALT, Key::ArrowRight) {
                asked = (at + 1 < chips.len()).then_some(Asked::Move(at, at + 1));
            } else if press(Modifiers::NONE, Key::ArrowLeft) {
                asked = (at > 0).then(|| Asked::Focus(at - 1));
            } else if press(Modifiers::NONE, Key::ArrowRight) {
                asked = Some(if at + 1 < chips.len() { Asked::Focus(at + 1) } else { Asked::FocusField });
            } else if press(Modifiers::NONE, Key::Delete) || press(Modifiers::NONE, Key::Backspace) {
                asked = Some(Asked::Remove(at));
            }
        }
    }
    if let Some((from, pos)) = dropped {
        // Before the first chip whose middle is right of the pointer, in the row of the pointer.
        let before = rects.iter().position(|rect| pos.y < rect.top() || (pos.y <= rect.bottom() && pos.x < rect.center().x));
        let to = before.unwrap_or(rects.len());
        let to = if to > from { to - 1 } else { to };
        if to != from {
            asked = Some(Asked::Move(from, to));
        }
    }
    asked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_forgive() {
        assert_eq!(split_list("民児協、 自治会,"), ["民児協", "自治会"]);
        assert_eq!(split_list("共募 1,234, 会費、１，２３４"), ["共募 1,234", "会費", "１，２３４"]);
        assert!(ends_a_word("民児協、") && ends_a_word("民児協,") && !ends_a_word("共募 1,") && !ends_a_word("民児協"));
    }
}
