//! The outline by keyboard and pointer.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

use super::*;
use crate::gui::commands::UiCommand;

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
    assert_eq!(shape(&harness), "方針 事業 .会議 .新しい .研修 その他");
    press(&mut harness, NONE, Key::Escape);
    // The keyboard is back in the list.
    press(&mut harness, Modifiers::COMMAND, Key::Enter);
    harness.run_steps(3);
    type_text(&mut harness, "下");
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

#[test]
fn the_filter_knows_kana_in_half_width() {
    let mut plan = sample();
    plan.nodes[2] = Arc::new(Node::new(Role::Part, "ボランティア"));
    let mut harness = window_with(plan);
    harness.get_by_label("目次を絞り込む").focus();
    harness.run_steps(2);
    type_text(&mut harness, "ﾎﾞﾗﾝ");
    assert!(harness.query_by_label("3 ボランティア").is_some());
    assert!(harness.query_by_label("1 方針").is_none());
}

fn titles(harness: &Harness<'_, Win>) -> Vec<String> {
    let doc = doc(harness);
    doc.selection().iter().filter_map(|id| doc.plan().node(*id)).map(|node| node.title.clone()).collect()
}

#[test]
fn the_cursor_goes_without_selecting_and_ctrl_space_toggles() {
    let mut harness = window_with(sample());
    select(&mut harness, "方針");
    press(&mut harness, Modifiers::COMMAND, Key::ArrowDown);
    press(&mut harness, Modifiers::COMMAND, Key::ArrowDown);
    assert_eq!(titles(&harness), ["方針"]);
    press(&mut harness, Modifiers::COMMAND, Key::Space);
    assert_eq!(titles(&harness), ["方針", "会議"]);
    press(&mut harness, Modifiers::COMMAND, Key::ArrowDown);
    press(&mut harness, Modifiers::COMMAND, Key::ArrowDown);
    press(&mut harness, Modifiers::COMMAND, Key::Space);
    assert_eq!(titles(&harness), ["方針", "会議", "その他"]);
    press(&mut harness, Modifiers::COMMAND, Key::Space);
    assert_eq!(titles(&harness), ["方針", "会議"]);
}

#[test]
fn ctrl_a_takes_the_siblings_and_then_all() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    press(&mut harness, Modifiers::COMMAND, Key::A);
    assert_eq!(doc(&harness).selection().len(), 2);
    press(&mut harness, Modifiers::COMMAND, Key::A);
    assert_eq!(doc(&harness).selection().len(), 5);
    assert_eq!(doc(&harness).primary(), Some(node(&harness, "会議")), "the editor stays where it was");
}

#[test]
fn many_are_indented_moved_and_marked_at_once() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    press(&mut harness, Modifiers::SHIFT, Key::ArrowDown);
    press(&mut harness, Modifiers::SHIFT, Key::Tab);
    assert_eq!(shape(&harness), "方針 事業 会議 研修 その他");
    press(&mut harness, Modifiers::ALT, Key::ArrowDown);
    assert_eq!(shape(&harness), "方針 事業 その他 会議 研修");
    press(&mut harness, NONE, Key::Tab);
    assert_eq!(shape(&harness), "方針 事業 その他 .会議 .研修");
    press(&mut harness, Modifiers::COMMAND, Key::D);
    assert_eq!(shape(&harness), "方針 事業 その他 .会議 .研修 .会議 .研修");
    row(&harness, "(3) 会議").click_secondary();
    harness.run_steps(3);
    harness.get_by_label_contains("状態を変える").click();
    harness.run_steps(6);
    harness.get_by_role_and_label(eframe::egui::accesskit::Role::Button, "新規").click();
    harness.run_steps(3);
    let marked = doc(&harness).plan().walk().filter(|node| node.status.is_some()).count();
    assert_eq!(marked, 2, "both copies, which are selected");
}

#[test]
fn folding_by_signs_and_by_level() {
    let mut harness = window_with(sample());
    select(&mut harness, "事業");
    harness.event(Event::Text("-".into()));
    harness.run_steps(2);
    assert!(harness.query_by_label("(1) 会議").is_none());
    harness.event(Event::Text("+".into()));
    harness.run_steps(2);
    assert!(harness.query_by_label("(1) 会議").is_some());
    press(&mut harness, Modifiers::ALT, Key::Num1);
    assert!(harness.query_by_label("(1) 会議").is_none());
    // With Shift the digit is another sign; the key itself counts.
    let digit = Event::Key {
        key: Key::Quote,
        physical_key: Some(Key::Num2),
        pressed: true,
        repeat: false,
        modifiers: Modifiers::ALT | Modifiers::SHIFT,
    };
    harness.event(digit);
    harness.run_steps(2);
    assert!(harness.query_by_label("(1) 会議").is_some());
    press(&mut harness, Modifiers::SHIFT, Key::ArrowLeft);
    assert!(harness.query_by_label("(1) 会議").is_none());
}

#[test]
fn a_part_is_shown_alone_and_editing_stays_in_it() {
    let mut harness = window_with(sample());
    select(&mut harness, "事業");
    press(&mut harness, Modifiers::ALT, Key::ArrowRight);
    assert!(harness.query_by_label("1 方針").is_none());
    assert!(harness.query_by_label("(2) 研修").is_some());
    // A line after the part's own title comes first in it.
    press(&mut harness, NONE, Key::Enter);
    type_text(&mut harness, "新");
    assert_eq!(shape(&harness), "方針 事業 .新 .会議 .研修 その他");
    press(&mut harness, Modifiers::SHIFT, Key::Tab);
    assert_eq!(shape(&harness), "方針 事業 .新 .会議 .研修 その他", "not out of the part");
    press(&mut harness, NONE, Key::Escape);
    press(&mut harness, Modifiers::ALT, Key::ArrowLeft);
    assert!(harness.query_by_label("1 方針").is_some());
}

#[test]
fn what_is_selected_elsewhere_ends_the_part() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    press(&mut harness, Modifiers::COMMAND | Modifiers::ALT, Key::Enter);
    assert!(harness.query_by_label("(2) 研修").is_none());
    select(&mut harness, "その他");
    assert!(harness.query_by_label("(2) 研修").is_some());
    select(&mut harness, "会議");
    press(&mut harness, Modifiers::ALT, Key::ArrowRight);
    // The way to the part stands above it.
    harness.get_by_label("全体").click();
    harness.run_steps(3);
    assert!(harness.query_by_label("1 方針").is_some());
}

#[test]
fn typing_jumps_to_a_title_or_label() {
    let mut harness = window_with(sample());
    select(&mut harness, "方針");
    type_text(&mut harness, "研");
    assert_eq!(titles(&harness), ["研修"]);
    press(&mut harness, NONE, Key::Escape);
    type_text(&mut harness, "(1)");
    assert_eq!(titles(&harness), ["会議"]);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他", "nothing was written");
}

#[test]
fn a_digit_jumps_to_a_number_in_a_circle() {
    let mut plan = sample();
    let projects = Arc::make_mut(&mut plan.nodes[1]);
    Arc::make_mut(&mut projects.children[0]).children = (0..3).map(|_| Arc::new(Node::new(Role::Item, "議題"))).collect();
    let mut harness = window_with(plan);
    select(&mut harness, "会議");
    type_text(&mut harness, "3");
    assert_eq!(doc(&harness).primary_row().map(|row| row.label.clone()), Some("③".into()));
}

#[test]
fn shift_and_delete_cut() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    press(&mut harness, Modifiers::SHIFT, Key::Delete);
    assert_eq!(shape(&harness), "方針 事業 .研修 その他");
    let (_, text) = harness.state().clipboard.content().expect("it is on the clipboard").clone();
    harness.event(Event::Paste(text));
    harness.run_steps(4);
    assert_eq!(shape(&harness), "方針 事業 .研修 .会議 その他");
}

#[test]
fn the_input_method_works_in_the_list() {
    let mut harness = window_with(sample());
    select(&mut harness, "方針");
    assert!(harness.output().platform_output.ime.is_some(), "the list asks for it");
    preedit(&mut harness, "けんしゅう");
    // Keys that choose among words are not the list's.
    press(&mut harness, NONE, Key::Delete);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他");
    commit(&mut harness, "研修");
    assert_eq!(titles(&harness), ["研修"]);
    press(&mut harness, NONE, Key::Escape);
    press(&mut harness, NONE, Key::ArrowUp);
    assert_eq!(titles(&harness), ["会議"], "the list has kept the keyboard");
}

#[test]
fn dragging_between_rows_chooses_the_depth_by_the_pointer() {
    let mut harness = window_with(sample());
    let from = row(&harness, "1 方針").rect().center();
    let last = row(&harness, "(2) 研修").rect();
    // Far left: beside the part. Far right: below the row above.
    drag(&mut harness, from, eframe::egui::pos2(last.left() + 20.0, last.bottom() - 3.0));
    assert_eq!(shape(&harness), "事業 .会議 .研修 方針 その他");
    let from = row(&harness, "2 方針").rect().center();
    drag(&mut harness, from, eframe::egui::pos2(last.right() - 20.0, last.bottom() - 28.0 - 3.0));
    assert_eq!(shape(&harness), "事業 .会議 .研修 ..方針 その他");
}

#[test]
fn dragging_with_ctrl_copies_and_many_go_together() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    press(&mut harness, Modifiers::SHIFT, Key::ArrowDown);
    let from = row(&harness, "(1) 会議").rect().center();
    let onto = row(&harness, "3 その他").rect().center();
    harness.event(Event::ModifiersChanged(Modifiers::COMMAND));
    drag(&mut harness, from, onto);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他 .会議 .研修");
    harness.event(Event::ModifiersChanged(NONE));
    let all: std::collections::HashSet<_> = doc(&harness).plan().walk().map(|node| node.id).collect();
    assert_eq!(all.len(), 7, "copies have ids of their own");
}

#[test]
fn escape_cancels_a_drag() {
    let mut harness = window_with(sample());
    let from = row(&harness, "3 その他").rect().center();
    let onto = row(&harness, "1 方針").rect().center();
    harness.hover_at(from);
    harness.run_steps(1);
    harness.drag_at(from);
    harness.run_steps(1);
    harness.hover_at(onto);
    harness.run_steps(2);
    press(&mut harness, NONE, Key::Escape);
    harness.drop_at(onto);
    harness.run_steps(3);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他");
}

#[test]
fn the_list_keeps_the_keyboard() {
    let mut harness = window_with(sample());
    row(&harness, "(2) 研修").click();
    harness.run_steps(3);
    press(&mut harness, NONE, Key::Escape);
    let focused = |harness: &Harness<'_, Win>| harness.ctx.memory(|memory| memory.has_focus(crate::gui::views::outline::list_id()));
    assert!(focused(&harness), "Escape leaves it there");
    press(&mut harness, NONE, Key::ArrowUp);
    assert_eq!(doc(&harness).primary(), Some(node(&harness, "会議")));
    press(&mut harness, Modifiers::SHIFT, Key::ArrowDown);
    press(&mut harness, NONE, Key::Escape);
    assert_eq!(doc(&harness).selection(), [node(&harness, "研修")], "Escape selects one again");
    harness.get_by_label(UiCommand::MoveUp.name(Lang::Ja)).click();
    harness.run_steps(3);
    assert!(focused(&harness), "its buttons leave it there");
    assert_eq!(shape(&harness), "方針 事業 .研修 .会議 その他");
}

#[test]
fn a_key_is_never_lost() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    harness.ctx.memory_mut(|memory| memory.surrender_focus(crate::gui::views::outline::list_id()));
    press(&mut harness, NONE, Key::ArrowDown);
    assert_eq!(doc(&harness).primary(), Some(node(&harness, "研修")));
}

#[test]
fn shift_enter_on_a_row_goes_to_its_body() {
    let mut harness = window_with(sample());
    harness.state_mut().settings.editor_open = false;
    select(&mut harness, "会議");
    press(&mut harness, Modifiers::SHIFT, Key::Enter);
    harness.run_steps(3);
    type_text(&mut harness, "年二回");
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他");
    let body = &doc(&harness).plan().node(node(&harness, "会議")).expect("there").body;
    assert_eq!(body, &[nendo::plan::Block::Text("年二回".into())]);
}

#[test]
fn more_modifiers_than_a_key_has_do_nothing() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    for modifiers in [Modifiers::ALT, Modifiers::COMMAND, Modifiers::SHIFT] {
        press(&mut harness, modifiers, Key::Backspace);
    }
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他");
}

#[test]
fn what_is_written_under_a_filter_stays_in_view() {
    let mut harness = window_with(sample());
    harness.get_by_label("目次を絞り込む").focus();
    harness.run_steps(2);
    type_text(&mut harness, "会議");
    select(&mut harness, "会議");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    type_text(&mut harness, "懇談");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert_eq!(shape(&harness), "方針 事業 .会議 .懇談 .研修 その他");
    assert!(harness.query_by_label("(2) 懇談").is_some(), "though it does not match");
    harness.get_by_label("目次を絞り込む").focus();
    harness.run_steps(2);
    press(&mut harness, Modifiers::NONE, Key::Backspace);
    assert!(harness.query_by_label("(2) 懇談").is_none(), "another filter is another question");
}

#[test]
fn all_of_a_filtered_list_are_those_that_match() {
    let mut harness = window_with(sample());
    harness.get_by_label("目次を絞り込む").focus();
    harness.run_steps(2);
    type_text(&mut harness, "研修");
    select(&mut harness, "事業");
    press(&mut harness, Modifiers::COMMAND, Key::A);
    press(&mut harness, Modifiers::COMMAND, Key::A);
    assert_eq!(titles(&harness), ["研修"], "the part only shows where it stands");
    press(&mut harness, Modifiers::NONE, Key::Delete);
    assert_eq!(shape(&harness), "方針 事業 .会議 その他");
}

#[test]
fn below_the_priority_goals_stand_goals() {
    let mut plan = sample();
    Arc::make_mut(&mut plan.nodes[2]).title = "重点目標".into();
    let mut harness = window_with(plan);
    select(&mut harness, "重点目標");
    press(&mut harness, Modifiers::COMMAND, Key::Enter);
    type_text(&mut harness, "支え合い");
    assert_eq!(doc(&harness).plan().nodes[2].children[0].role, Role::Goal);
}
