//! The fields of an item and what can be put in at the caret.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use nendo::plan::reference_token;
use nendo::storage::profile::{Profile, Snippet};

use super::*;

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

fn in_title(harness: &mut Harness<'_, Win>, title: &str) {
    select(harness, title);
    harness.get_by_label("題名").focus();
    harness.run_steps(3);
    press(harness, NONE, Key::End);
}

fn with_snippets(harness: &mut Harness<'_, Win>) {
    let snippet =
        |name: &str, text: &str, abbreviation: &str| Snippet { name: name.into(), text: text.into(), abbreviation: abbreviation.into() };
    harness.state_mut().organization.profile = Profile {
        snippets: vec![snippet("連携の文", "民生委員児童委員と連携して", "みん"), snippet("周知の文", "広報紙で周知する", "")],
        ..Profile::default()
    };
}

fn title_of(harness: &Harness<'_, Win>, id: NodeId) -> String {
    doc(harness).plan().node(id).expect("there").title.clone()
}

#[test]
fn a_reference_is_picked_by_its_title_and_stands_at_the_caret() {
    let mut harness = window_with(sample());
    let (meeting, policy) = (node(&harness, "会議"), node(&harness, "方針"));
    in_title(&mut harness, "会議");
    press(&mut harness, NONE, Key::Home);
    press(&mut harness, NONE, Key::ArrowRight);
    press(&mut harness, CTRL | Modifiers::SHIFT, Key::L);
    type_text(&mut harness, "方");
    press(&mut harness, NONE, Key::Enter);
    harness.run_steps(4);
    let token = reference_token(policy);
    assert_eq!(title_of(&harness, meeting), format!("会{token}議"));
    // The keyboard is back, after what was put in.
    type_text(&mut harness, "の");
    assert_eq!(title_of(&harness, meeting), format!("会{token}の議"));
    press(&mut harness, CTRL, Key::Z);
    press(&mut harness, CTRL, Key::Z);
    assert_eq!(title_of(&harness, meeting), "会議");
}

#[test]
fn the_picker_goes_away_with_escape_and_gives_the_keyboard_back() {
    let mut harness = window_with(sample());
    let meeting = node(&harness, "会議");
    in_title(&mut harness, "会議");
    press(&mut harness, CTRL | Modifiers::SHIFT, Key::L);
    assert!(harness.state().picker.is_open());
    press(&mut harness, NONE, Key::Escape);
    harness.run_steps(3);
    assert!(!harness.state().picker.is_open());
    type_text(&mut harness, "録");
    assert_eq!(title_of(&harness, meeting), "会議録");
}

#[test]
fn without_a_caret_in_a_text_it_is_said_where_to_type() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    press(&mut harness, CTRL | Modifiers::SHIFT, Key::L);
    assert!(!harness.state().picker.is_open());
    assert!(harness.state().toasts.newest().is_some_and(|text| text.contains("カーソル")));
}

#[test]
fn a_stock_phrase_is_found_by_kana_and_put_in() {
    let mut harness = window_with(sample());
    with_snippets(&mut harness);
    let meeting = node(&harness, "会議");
    in_title(&mut harness, "会議");
    press(&mut harness, CTRL, Key::J);
    // The abbreviation in the other kana.
    type_text(&mut harness, "ミン");
    press(&mut harness, NONE, Key::Enter);
    harness.run_steps(4);
    assert_eq!(title_of(&harness, meeting), "会議民生委員児童委員と連携して");
}

#[test]
fn an_abbreviation_becomes_its_phrase_only_when_asked() {
    let mut harness = window_with(sample());
    with_snippets(&mut harness);
    let meeting = node(&harness, "会議");
    in_title(&mut harness, "会議");
    type_text(&mut harness, "みん ");
    assert_eq!(title_of(&harness, meeting), "会議みん ", "typing alone changes nothing");
    press(&mut harness, NONE, Key::Backspace);
    press(&mut harness, CTRL, Key::Space);
    harness.run_steps(4);
    assert_eq!(title_of(&harness, meeting), "会議民生委員児童委員と連携して");
}
