//! The keys of the document that go from item to item, and what they cost.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

use nendo::plan::Block;

use super::writing::*;
use super::*;
use crate::gui::views::Action;

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
const SHIFT: Modifiers = Modifiers::SHIFT;

#[test]
fn tab_in_a_title_nests_wherever_the_caret_is() {
    let mut harness = document_of(sample());
    let id = title(&harness, "研修");
    for at in [0, 1, 2] {
        caret_into(&mut harness, id, at);
        press(&mut harness, NONE, Key::Tab);
        assert_eq!((shape(&harness).as_str(), focused(&harness)), ("方針 事業 .会議 ..研修 その他", Some(id)), "{at}");
        press(&mut harness, SHIFT, Key::Tab);
        assert_eq!((shape(&harness).as_str(), focused(&harness)), ("方針 事業 .会議 .研修 その他", Some(id)), "{at}");
    }
    // Where nothing can be nested the caret stays all the same.
    let id = title(&harness, "方針");
    caret_into(&mut harness, id, 2);
    press(&mut harness, NONE, Key::Tab);
    assert_eq!((shape(&harness).as_str(), focused(&harness)), ("方針 事業 .会議 .研修 その他", Some(id)));
}

#[test]
fn tab_and_shift_tab_lead_through_the_text_and_never_to_a_handle() {
    let mut harness = document_of(written());
    let id = block(&harness, "会議", 1);
    caret_into(&mut harness, id, 0);
    press(&mut harness, SHIFT, Key::Tab);
    assert_eq!((focused(&harness), caret(&harness)), (Some(block(&harness, "会議", 0)), Some(5)));
    press(&mut harness, SHIFT, Key::Tab);
    assert_eq!(focused(&harness), Some(title(&harness, "会議")));
    let id = block(&harness, "会議", 0);
    caret_into(&mut harness, id, 0);
    press(&mut harness, NONE, Key::Tab);
    assert_eq!((focused(&harness), caret(&harness)), (Some(block(&harness, "会議", 1)), Some(0)));
}

#[test]
fn the_menu_of_a_paragraph_opens_by_key_and_gives_the_keyboard_back() {
    let mut harness = document_of(written());
    let id = block(&harness, "会議", 0);
    caret_into(&mut harness, id, 3);
    press(&mut harness, SHIFT, Key::F10);
    harness.run_steps(3);
    assert!(harness.query_by_label("○段落").is_some(), "the menu is there");
    press(&mut harness, NONE, Key::Escape);
    harness.run_steps(4);
    assert_eq!((focused(&harness), caret(&harness)), (Some(id), Some(3)), "left by Escape");
    press(&mut harness, SHIFT, Key::F10);
    harness.run_steps(3);
    press(&mut harness, NONE, Key::Enter);
    harness.run_steps(4);
    assert_eq!(body(&harness, "会議")[0], Block::Circle("最初の段落".into()), "its first line makes it another kind");
    assert_eq!(focused(&harness), Some(id));
}

#[test]
fn the_key_of_the_document_leads_to_where_one_was() {
    let mut harness = window_with(written());
    select(&mut harness, "研修");
    press(&mut harness, CTRL, Key::Num4);
    harness.run_steps(3);
    assert_eq!((focused(&harness), caret(&harness)), (Some(title(&harness, "研修")), Some(2)));
    type_text(&mut harness, "会");
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修会 その他");
    let id = block(&harness, "会議", 0);
    caret_into(&mut harness, id, 2);
    for _ in 0..2 {
        press(&mut harness, CTRL, Key::Num4);
        harness.run_steps(4);
        assert_eq!((focused(&harness), caret(&harness)), (Some(id), Some(2)), "in the other view, at the same place");
    }
}

#[test]
fn backspace_joins_with_what_stands_above_though_it_is_folded_in_the_outline() {
    let mut harness = document_of(sample());
    let projects = node(&harness, "事業");
    harness.state_mut().perform(Action::Collapse(projects, true));
    harness.run_steps(2);
    let id = title(&harness, "その他");
    caret_into(&mut harness, id, 0);
    press(&mut harness, NONE, Key::Backspace);
    harness.run_steps(3);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修その他", "the document shows what is above: nothing goes out of sight");
    assert_eq!((focused(&harness), caret(&harness)), (Some(title(&harness, "研修その他")), Some(2)));
    assert!(!doc(&harness).collapsed().contains(&projects), "the outline shows it too");
}

#[test]
fn a_key_in_a_large_document_makes_only_its_own_item_anew() {
    let mut harness = document_of(large(3_000));
    let id = title(&harness, "会議");
    caret_into(&mut harness, id, 1);
    let before = harness.state().writing.sections.made;
    type_text(&mut harness, "あいう");
    let made = harness.state().writing.sections.made - before;
    // The item and those it stands below, once for each letter.
    assert!((3..=9).contains(&made), "{made}");
    let outline = Arc::strong_count(doc(&harness).outline());
    assert_eq!(outline, 1, "nobody else holds the outline, so that it is patched in place");
}

#[test]
fn enter_behind_a_title_makes_a_line_before_the_text_and_shift_enter_leads_into_it() {
    let mut harness = document_of(written());
    let before = body(&harness, "会議");
    let id = title(&harness, "会議");
    caret_into(&mut harness, id, 2);
    press(&mut harness, SHIFT, Key::Enter);
    assert_eq!((focused(&harness), caret(&harness)), (Some(block(&harness, "会議", 0)), Some(0)));
    assert_eq!(body(&harness, "会議"), before);
    caret_into(&mut harness, id, 2);
    press(&mut harness, NONE, Key::Enter);
    harness.run_steps(3);
    type_text(&mut harness, "はじめに");
    let now = body(&harness, "会議");
    assert_eq!(now[0], Block::Text("はじめに".into()), "a line of its own");
    assert_eq!(now[1..], before[..]);
}
