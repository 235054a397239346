//! The outline by keyboard and pointer.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

use super::*;

/// A row of the outline; the way above the editor has the same words.
fn row<'h>(harness: &'h Harness<'_, Win>, label: &'h str) -> egui_kittest::Node<'h> {
    harness.get_by_role_and_label(eframe::egui::accesskit::Role::TreeItem, label)
}

const NONE: Modifiers = Modifiers::NONE;

#[test]
fn arrows_walk_fold_and_unfold() {
    let mut harness = window_with(sample());
    select(&mut harness, "方針");
    press(&mut harness, NONE, Key::ArrowDown);
    assert_eq!(doc(&harness).primary(), Some(node(&harness, "事業")));
    press(&mut harness, NONE, Key::ArrowLeft);
    press(&mut harness, NONE, Key::ArrowDown);
    assert_eq!(doc(&harness).primary(), Some(node(&harness, "その他")), "children are folded away");
    press(&mut harness, NONE, Key::ArrowUp);
    press(&mut harness, NONE, Key::ArrowRight);
    press(&mut harness, NONE, Key::ArrowRight);
    assert_eq!(doc(&harness).primary(), Some(node(&harness, "会議")));
    press(&mut harness, NONE, Key::Home);
    press(&mut harness, NONE, Key::ArrowUp);
    assert_eq!(doc(&harness).primary(), None, "above the first node stands the plan");
}

#[test]
fn enter_adds_and_names_a_sibling() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    press(&mut harness, NONE, Key::Enter);
    harness.run_steps(3);
    type_text(&mut harness, "新しい");
    press(&mut harness, NONE, Key::Enter);
    assert_eq!(shape(&harness), "方針 事業 .会議 .新しい .研修 その他");
    // The keyboard is back in the list.
    press(&mut harness, Modifiers::COMMAND, Key::Enter);
    harness.run_steps(3);
    type_text(&mut harness, "下");
    press(&mut harness, NONE, Key::Enter);
    assert_eq!(shape(&harness), "方針 事業 .会議 .新しい ..下 .研修 その他");
}

#[test]
fn tab_nests_and_alt_moves() {
    let mut harness = window_with(sample());
    select(&mut harness, "研修");
    press(&mut harness, NONE, Key::Tab);
    assert_eq!(shape(&harness), "方針 事業 .会議 ..研修 その他");
    press(&mut harness, Modifiers::SHIFT, Key::Tab);
    press(&mut harness, Modifiers::ALT, Key::ArrowUp);
    assert_eq!(shape(&harness), "方針 事業 .研修 .会議 その他");
    press(&mut harness, Modifiers::ALT, Key::ArrowDown);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他");
}

#[test]
fn delete_offers_to_undo() {
    let mut harness = window_with(sample());
    select(&mut harness, "事業");
    press(&mut harness, NONE, Key::Delete);
    assert_eq!(shape(&harness), "方針 その他");
    assert!(harness.state().toasts.newest().is_some_and(|text| text.contains("削除")));
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他");
    assert_eq!(doc(&harness).primary(), Some(node(&harness, "事業")));
}

#[test]
fn shift_selects_a_range_and_delete_takes_all() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    press(&mut harness, Modifiers::SHIFT, Key::ArrowDown);
    assert_eq!(doc(&harness).selection().len(), 2);
    press(&mut harness, NONE, Key::Delete);
    assert_eq!(shape(&harness), "方針 事業 その他");
}

#[test]
fn a_click_selects_and_f2_renames_in_place() {
    let mut harness = window_with(sample());
    row(&harness, "(2) 研修").click();
    harness.run_steps(3);
    assert_eq!(doc(&harness).primary(), Some(node(&harness, "研修")));
    press(&mut harness, NONE, Key::F2);
    harness.run_steps(2);
    press(&mut harness, NONE, Key::End);
    type_text(&mut harness, "会");
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修会 その他");
}

#[test]
fn dragging_moves_into_and_between() {
    let mut harness = window_with(sample());
    let from = row(&harness, "3 その他").rect().center();
    let onto = row(&harness, "1 方針").rect();
    drag(&mut harness, from, onto.center());
    assert_eq!(shape(&harness), "方針 .その他 事業 .会議 .研修");
    let from = row(&harness, "(2) 研修").rect().center();
    let before = row(&harness, "(1) 会議").rect();
    drag(&mut harness, from, eframe::egui::pos2(before.center().x, before.top() + 3.0));
    assert_eq!(shape(&harness), "方針 .その他 事業 .研修 .会議");
    // Not below itself.
    let from = row(&harness, "2 事業").rect().center();
    let inside = row(&harness, "(1) 研修").rect().center();
    drag(&mut harness, from, inside);
    assert_eq!(shape(&harness), "方針 .その他 事業 .研修 .会議");
}

fn drag(harness: &mut Harness<'_, Win>, from: eframe::egui::Pos2, to: eframe::egui::Pos2) {
    harness.hover_at(from);
    harness.run_steps(1);
    harness.drag_at(from);
    harness.run_steps(1);
    for part in 1..=5 {
        harness.hover_at(from + (to - from) * (part as f32 / 5.0));
        harness.run_steps(1);
    }
    harness.drop_at(to);
    harness.run_steps(4);
}

#[test]
fn the_filter_keeps_ancestors() {
    let mut harness = window_with(sample());
    harness.get_by_label("目次を絞り込む").focus();
    harness.run_steps(2);
    type_text(&mut harness, "研");
    assert!(harness.query_by_label("(2) 研修").is_some());
    assert!(harness.query_by_label("2 事業").is_some());
    assert!(harness.query_by_label("1 方針").is_none());
}
