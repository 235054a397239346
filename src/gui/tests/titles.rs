//! Writing titles in the outline, one after another, by keyboard alone.

use eframe::egui::{Key, Modifiers};

use super::*;

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
const SHIFT: Modifiers = Modifiers::SHIFT;
const ALT: Modifiers = Modifiers::ALT;

/// A window that begins to write a new title after 会議.
fn writing() -> Harness<'static, Win> {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    press(&mut harness, NONE, Key::Enter);
    harness
}

/// A window in which 研修 is being renamed, all of it selected.
fn renaming() -> Harness<'static, Win> {
    let mut harness = window_with(sample());
    select(&mut harness, "研修");
    press(&mut harness, NONE, Key::F2);
    harness
}

fn steps(harness: &Harness<'_, Win>) -> usize {
    doc(harness).history().steps().0.len()
}

#[test]
fn enter_writes_line_after_line() {
    let mut harness = writing();
    type_text(&mut harness, "一");
    press(&mut harness, NONE, Key::Enter);
    type_text(&mut harness, "二");
    press(&mut harness, NONE, Key::Enter);
    type_text(&mut harness, "三");
    assert_eq!(shape(&harness), "方針 事業 .会議 .一 .二 .三 .研修 その他");
}

#[test]
fn tab_nests_while_typing_and_keeps_the_caret() {
    let mut harness = writing();
    type_text(&mut harness, "議事");
    press(&mut harness, NONE, Key::ArrowLeft);
    press(&mut harness, NONE, Key::Tab);
    type_text(&mut harness, "の");
    assert_eq!(shape(&harness), "方針 事業 .会議 ..議の事 .研修 その他");
    press(&mut harness, SHIFT, Key::Tab);
    type_text(&mut harness, "記");
    assert_eq!(shape(&harness), "方針 事業 .会議 .議の記事 .研修 その他");
}

#[test]
fn alt_moves_while_typing() {
    let mut harness = writing();
    type_text(&mut harness, "新");
    press(&mut harness, ALT, Key::ArrowUp);
    type_text(&mut harness, "規");
    assert_eq!(shape(&harness), "方針 事業 .新規 .会議 .研修 その他");
    press(&mut harness, ALT, Key::ArrowDown);
    press(&mut harness, ALT, Key::ArrowDown);
    type_text(&mut harness, "会");
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 .新規会 その他");
}

#[test]
fn enter_in_an_empty_line_goes_up_and_ends_at_the_top() {
    let mut harness = writing();
    press(&mut harness, NONE, Key::Enter);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修  その他", "one level up, behind its old parent");
    press(&mut harness, NONE, Key::Enter);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他", "nothing was written, nothing stays");
    press(&mut harness, NONE, Key::Home);
    assert_eq!(doc(&harness).primary(), Some(node(&harness, "方針")), "the list has the keyboard");
}

#[test]
fn an_untouched_new_line_leaves_no_trace() {
    let mut harness = writing();
    assert_eq!(steps(&harness), 1);
    press(&mut harness, NONE, Key::Tab);
    press(&mut harness, NONE, Key::Escape);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他");
    assert_eq!(steps(&harness), 0, "nothing to undo and nothing to redo");
    assert_eq!(doc(&harness).primary(), Some(node(&harness, "会議")));
}

#[test]
fn escape_keeps_what_was_written_and_restores_what_was_renamed() {
    let mut harness = writing();
    type_text(&mut harness, "新規");
    press(&mut harness, NONE, Key::Escape);
    assert_eq!(shape(&harness), "方針 事業 .会議 .新規 .研修 その他");
    let mut harness = renaming();
    type_text(&mut harness, "講座");
    assert_eq!(shape(&harness), "方針 事業 .会議 .講座 その他");
    press(&mut harness, NONE, Key::Escape);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他");
}

#[test]
fn renaming_begins_with_all_selected_and_enter_accepts() {
    let mut harness = renaming();
    press(&mut harness, NONE, Key::Enter);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他", "nothing was typed, nothing changes");
    press(&mut harness, NONE, Key::F2);
    type_text(&mut harness, "講座");
    press(&mut harness, NONE, Key::Enter);
    assert_eq!(shape(&harness), "方針 事業 .会議 .講座 その他");
    press(&mut harness, NONE, Key::ArrowUp);
    assert_eq!(doc(&harness).primary(), Some(node(&harness, "会議")), "the list has the keyboard");
}

#[test]
fn enter_within_a_title_splits_and_backspace_joins() {
    let mut harness = renaming();
    press(&mut harness, NONE, Key::Home);
    press(&mut harness, NONE, Key::ArrowRight);
    press(&mut harness, NONE, Key::Enter);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研 .修 その他");
    type_text(&mut harness, "補");
    assert_eq!(shape(&harness), "方針 事業 .会議 .研 .補修 その他", "the caret is at the start of the new line");
    press(&mut harness, NONE, Key::Backspace);
    press(&mut harness, NONE, Key::Backspace);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他");
    type_text(&mut harness, "究");
    assert_eq!(shape(&harness), "方針 事業 .会議 .研究修 その他", "the caret stays where the two met");
}

#[test]
fn delete_at_the_end_joins_the_next() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    press(&mut harness, NONE, Key::F2);
    press(&mut harness, NONE, Key::End);
    press(&mut harness, NONE, Key::Delete);
    type_text(&mut harness, "・");
    assert_eq!(shape(&harness), "方針 事業 .会議・研修 その他");
    press(&mut harness, CTRL, Key::Z);
    press(&mut harness, CTRL, Key::Z);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他");
}

#[test]
fn up_and_down_go_on_in_the_next_row_at_the_same_column() {
    let mut harness = renaming();
    press(&mut harness, NONE, Key::Home);
    press(&mut harness, NONE, Key::ArrowRight);
    press(&mut harness, NONE, Key::ArrowUp);
    type_text(&mut harness, "x");
    assert_eq!(shape(&harness), "方針 事業 .会x議 .研修 その他");
    press(&mut harness, NONE, Key::ArrowDown);
    press(&mut harness, NONE, Key::ArrowDown);
    type_text(&mut harness, "y");
    assert_eq!(shape(&harness), "方針 事業 .会x議 .研修 そのy他");
}

#[test]
fn ctrl_enter_makes_a_child_and_shift_enter_goes_to_the_body() {
    let mut harness = writing();
    type_text(&mut harness, "部会");
    press(&mut harness, CTRL, Key::Enter);
    type_text(&mut harness, "議題");
    assert_eq!(shape(&harness), "方針 事業 .会議 .部会 ..議題 .研修 その他");
    press(&mut harness, SHIFT, Key::Enter);
    harness.run_steps(3);
    type_text(&mut harness, "本文です");
    let body = doc(&harness).plan().node(node(&harness, "議題")).expect("there").body.clone();
    assert_eq!(body.first().map(nendo::plan::Block::texts), Some(vec!["本文です"]));
}

#[test]
fn composing_is_left_alone_and_its_last_key_does_nothing() {
    let mut harness = writing();
    preedit(&mut harness, "そうだん");
    press(&mut harness, NONE, Key::Tab);
    assert_eq!(shape(&harness), "方針 事業 .会議 . .研修 その他", "Tab chooses a word, it does not nest");
    // Some systems send the commit and the key that made it in one frame.
    let events = [
        Event::Ime(ImeEvent::Preedit { text: String::new(), active_range_chars: None }),
        Event::Ime(ImeEvent::Commit("相談".into())),
        Event::Key { key: Key::Enter, physical_key: None, pressed: true, repeat: false, modifiers: NONE },
    ];
    harness.input_mut().events.extend(events);
    harness.run_steps(3);
    assert_eq!(shape(&harness), "方針 事業 .会議 .相談 .研修 その他");
    press(&mut harness, NONE, Key::Enter);
    type_text(&mut harness, "次");
    assert_eq!(shape(&harness), "方針 事業 .会議 .相談 .次 .研修 その他");
}

#[test]
fn keys_that_come_in_one_frame_keep_their_order() {
    let mut harness = writing();
    let key = |key| Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: NONE };
    let text = |text: &str| Event::Text(text.to_owned());
    harness.input_mut().events.extend([text("一"), key(Key::Enter), text("二"), key(Key::Tab), text("下"), key(Key::Enter), text("三")]);
    harness.run_steps(20);
    assert_eq!(shape(&harness), "方針 事業 .会議 .一 ..二下 ..三 .研修 その他");
}

#[test]
fn undo_takes_the_line_and_the_typing_away() {
    let mut harness = writing();
    type_text(&mut harness, "一");
    press(&mut harness, CTRL, Key::Z);
    press(&mut harness, CTRL, Key::Z);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他");
    press(&mut harness, NONE, Key::ArrowDown);
    assert_eq!(doc(&harness).primary(), Some(node(&harness, "研修")), "the list has the keyboard again");
}

#[test]
fn undo_brings_the_typing_back_to_the_selected_title() {
    let mut harness = renaming();
    press(&mut harness, NONE, Key::Home);
    press(&mut harness, NONE, Key::Backspace);
    assert_eq!(shape(&harness), "方針 事業 .会議研修 その他");
    press(&mut harness, CTRL, Key::Z);
    assert_eq!(doc(&harness).primary(), Some(node(&harness, "研修")));
    type_text(&mut harness, "新");
    assert_eq!(shape(&harness), "方針 事業 .会議 .新研修 その他", "the caret is where it was");
}

#[test]
fn the_title_box_follows_a_selection_made_elsewhere() {
    let mut harness = renaming();
    let other = node(&harness, "その他");
    harness.state_mut().doc.as_mut().expect("open").select(Some(other));
    harness.run_steps(3);
    type_text(&mut harness, "の事");
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他の事");
    harness.state_mut().doc.as_mut().expect("open").select(None);
    harness.run_steps(3);
    type_text(&mut harness, "方");
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他の事", "no title is open");
    assert_eq!(doc(&harness).primary(), Some(node(&harness, "方針")), "the list has the keyboard");
}

#[test]
fn alt_and_a_digit_write_nothing() {
    let mut harness = renaming();
    press(&mut harness, NONE, Key::End);
    harness.event(Event::Key { key: Key::Num3, physical_key: None, pressed: true, repeat: false, modifiers: ALT });
    harness.event(Event::Text("3".into()));
    harness.run_steps(3);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他");
}

#[test]
fn backspace_joins_with_the_row_above_and_not_with_one_folded_away() {
    let mut harness = window_with(sample());
    select(&mut harness, "事業");
    press(&mut harness, NONE, Key::ArrowLeft);
    select(&mut harness, "その他");
    press(&mut harness, NONE, Key::F2);
    press(&mut harness, NONE, Key::Home);
    press(&mut harness, NONE, Key::Backspace);
    assert_eq!(shape(&harness), "方針 事業その他 .会議 .研修");
    type_text(&mut harness, "と");
    assert_eq!(shape(&harness), "方針 事業とその他 .会議 .研修", "the caret is at the seam");
}

#[test]
fn a_first_child_with_fields_is_not_joined_with_its_parent() {
    let mut harness = window_with(sample());
    let meeting = node(&harness, "会議");
    harness.state_mut().edit(nendo::edit::Command::Set { node: meeting, field: nendo::edit::NodeField::Budget(Some(1000)) });
    select(&mut harness, "会議");
    press(&mut harness, NONE, Key::F2);
    press(&mut harness, NONE, Key::Home);
    press(&mut harness, NONE, Key::Backspace);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他");
    assert!(harness.state().toasts.newest().is_some_and(|text| text.contains("つなげません")));
}
