//! What people say about a comparison: reasons of changes, corrected pairings, and what was said of another state.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use nendo::plan::VersionKey;
use nendo::storage;

use super::compare::*;
use super::*;
use crate::gui::commands::UiCommand as C;
use crate::gui::mode::Mode;

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
const SHIFT: Modifiers = Modifiers::SHIFT;

#[test]
fn reasons_are_typed_in_place_and_kept_with_the_plan() {
    let (_folder, mut harness) = compared();
    go_to(&mut harness, "会議の開催");
    press(&mut harness, NONE, Key::F2);
    harness.run_steps(3);
    preedit(&mut harness, "ようぼう");
    let last_year = VersionKey::of(&last_year());
    let reasons = |harness: &Harness<'_, Win>| doc(harness).plan().remarks.reasons_since(last_year);
    assert!(reasons(&harness).is_empty(), "nothing while it is composed");
    commit(&mut harness, "要望");
    type_text(&mut harness, "による");
    let meetings = node(&harness, "会議の開催");
    assert_eq!(reasons(&harness).get(&meetings).map(String::as_str), Some("要望による"));
    settle(&mut harness);
    assert_eq!(reasons(&harness).len(), 1, "the comparison made anew keeps it");
    // It is read again from the file.
    let written = storage::write_plan(doc(&harness).plan()).expect("written");
    assert_eq!(storage::read_plan(written.as_bytes()).expect("read").remarks.reasons_since(last_year)[&meetings], "要望による");
    press(&mut harness, NONE, Key::Escape);
    press(&mut harness, CTRL, Key::Z);
    assert_eq!(reasons(&harness)[&meetings], "要望", "what the input method gave is a step of its own");
    press(&mut harness, CTRL, Key::Z);
    assert!(reasons(&harness).is_empty());
}

#[test]
fn the_reasons_for_one_draft_are_not_those_for_another() {
    let (folder, mut harness) = compared();
    // Another draft of the same year and stage.
    let mut other = last_year_of(&this_year());
    other.nodes[1] = {
        let mut projects = other.nodes[1].as_ref().clone();
        Arc::make_mut(&mut projects.children[0]).schedule = vec!["7月".into()];
        Arc::new(projects)
    };
    let other = file(folder.path(), "other.ron", &other);
    let first = folder.path().join("r6.ron");
    let says = |harness: &mut Harness<'_, Win>, words: &str| {
        go_to(harness, "会議の開催");
        press(harness, NONE, Key::F2);
        harness.run_steps(3);
        type_text(harness, words);
        settle(harness);
        press(harness, NONE, Key::Escape);
        settle(harness);
    };
    let reason = |harness: &Harness<'_, Win>| {
        let compared = harness.state().compare.compared.clone().expect("compared");
        let at = (0..compared.items.len()).find(|at| compared.heading(*at).contains("会議の開催")).expect("an item");
        doc(harness).plan().remarks.reason(&compared.place(at)).to_owned()
    };
    says(&mut harness, "要望による");
    compare_with(&mut harness, &other);
    assert_eq!(reason(&harness), "");
    says(&mut harness, "部会の意見");
    compare_with(&mut harness, &first);
    assert_eq!(reason(&harness), "要望による");
    compare_with(&mut harness, &other);
    assert_eq!(reason(&harness), "部会の意見");
}

#[test]
fn the_whole_box_of_a_reason_is_to_be_clicked() {
    let (_folder, mut harness) = compared();
    go_to(&mut harness, "会議の開催");
    harness.run_steps(2);
    let field = harness.get_by_label_contains("変更理由：(1) 会議の開催").rect();
    let row = harness.get_all_by_role(eframe::egui::accesskit::Role::Row).map(|row| row.rect()).find(|row| row.contains(field.center()));
    let row = row.expect("the row of the box");
    assert!(row.bottom() - field.bottom() > 20.0, "a row much higher than the line of its reason");
    let low = eframe::egui::pos2(field.center().x, row.bottom() - 8.0);
    harness.hover_at(low);
    harness.run_steps(2);
    harness.drag_at(low);
    harness.drop_at(low);
    harness.run_steps(4);
    type_text(&mut harness, "要望による");
    settle(&mut harness);
    let compared = harness.state().compare.compared.clone().expect("compared");
    let at = (0..compared.items.len()).find(|at| compared.heading(*at).contains("会議の開催")).expect("an item");
    assert_eq!(doc(&harness).plan().remarks.reason(&compared.place(at)), "要望による");
}

#[test]
fn pairs_are_corrected_by_keys_and_the_corrections_last() {
    let (_folder, mut harness) = compared();
    let kinds = |harness: &Harness<'_, Win>, words: &str| {
        let compared = harness.state().compare.compared.clone().expect("compared");
        let found = (0..compared.items.len()).filter(|at| compared.heading(*at).contains(words));
        found.flat_map(|at| compared.items[at].kinds.iter().map(|kind| kind.code()).collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    // The newsletter became the meeting place.
    go_to(&mut harness, "広報紙の発行");
    press(&mut harness, CTRL, Key::M);
    assert!(sees(&harness, "「(3) 広報紙の発行」と同じ項目を選び"));
    go_to(&mut harness, "居場所づくり");
    press(&mut harness, CTRL, Key::M);
    settle(&mut harness);
    assert!(kinds(&harness, "居場所づくり").contains(&"renamed"), "{:?}", kinds(&harness, "居場所づくり"));
    assert_eq!(doc(&harness).plan().remarks.pairs().len(), 1);
    // Not the same after all.
    go_to(&mut harness, "居場所づくり");
    press(&mut harness, CTRL | SHIFT, Key::M);
    settle(&mut harness);
    assert_eq!(kinds(&harness, "居場所づくり"), ["added"]);
    press(&mut harness, CTRL, Key::Z);
    settle(&mut harness);
    assert!(kinds(&harness, "居場所づくり").contains(&"renamed"));
    go_to(&mut harness, "居場所づくり");
    harness.state_mut().execute(C::ForgetPair);
    settle(&mut harness);
    assert_eq!(kinds(&harness, "居場所づくり"), ["added"]);
    assert!(doc(&harness).plan().remarks.is_empty());
    // Escape gives a pairing up.
    press(&mut harness, CTRL, Key::M);
    press(&mut harness, NONE, Key::Escape);
    assert!(harness.state().compare.pairing.is_none());
    assert_eq!(harness.state().mode, Mode::Compare);
}

#[test]
fn a_part_is_said_to_be_one_by_keys() {
    let (_folder, mut harness) = compared();
    let kinds = |harness: &Harness<'_, Win>, words: &str| {
        let compared = harness.state().compare.compared.clone().expect("compared");
        let found = (0..compared.items.len()).filter(|at| compared.heading(*at).contains(words));
        found.flat_map(|at| compared.items[at].kinds.iter().map(|kind| kind.code()).collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    let with_alt = CTRL | Modifiers::ALT;
    assert_eq!((kinds(&harness, "居場所づくり"), kinds(&harness, "広報紙の発行")), (vec!["added"], vec!["removed"]));
    // The meeting place was a part of the watching.
    go_to(&mut harness, "居場所づくり");
    press(&mut harness, with_alt, Key::M);
    assert!(sees(&harness, "分割元か統合先を選び"));
    go_to(&mut harness, "見守り");
    press(&mut harness, with_alt, Key::M);
    settle(&mut harness);
    assert_eq!(kinds(&harness, "居場所づくり"), ["split"]);
    // And the newsletter went into it.
    go_to(&mut harness, "広報紙の発行");
    press(&mut harness, with_alt, Key::M);
    go_to(&mut harness, "見守り");
    press(&mut harness, with_alt, Key::M);
    settle(&mut harness);
    assert_eq!(kinds(&harness, "広報紙の発行"), ["merged"]);
    assert_eq!(doc(&harness).plan().remarks.pairs().len(), 2);
    press(&mut harness, CTRL, Key::Z);
    settle(&mut harness);
    assert_eq!((kinds(&harness, "居場所づくり"), kinds(&harness, "広報紙の発行")), (vec!["split"], vec!["removed"]));
    // After all it is new.
    go_to(&mut harness, "居場所づくり");
    press(&mut harness, CTRL | SHIFT, Key::M);
    settle(&mut harness);
    assert_eq!(kinds(&harness, "居場所づくり"), ["added"]);
    // Neither stands in one version alone.
    go_to(&mut harness, "見守り");
    press(&mut harness, with_alt, Key::M);
    go_to(&mut harness, "相談窓口");
    press(&mut harness, with_alt, Key::M);
    assert!(toast(&harness).contains("片方だけにある項目"), "{}", toast(&harness));
}

/// A window with two reasons and a corrected pairing, and last year's file in which a word was put right since.
fn put_right() -> (tempfile::TempDir, Harness<'static, Win>) {
    let (folder, mut harness) = compared();
    for (item, words) in [("会議の開催", "要望による"), ("広報紙の発行", "ウェブに移す")] {
        go_to(&mut harness, item);
        press(&mut harness, NONE, Key::F2);
        harness.run_steps(3);
        type_text(&mut harness, words);
        settle(&mut harness);
        press(&mut harness, NONE, Key::Escape);
    }
    go_to(&mut harness, "広報紙の発行");
    press(&mut harness, CTRL, Key::M);
    go_to(&mut harness, "居場所づくり");
    press(&mut harness, CTRL, Key::M);
    settle(&mut harness);
    let old = storage::load(&folder.path().join("r6.ron")).expect("read").plan;
    let old = Plan { title: "令和6年度社会福祉協議会事業計画".into(), ..(*old).clone() };
    let path = file(folder.path(), "r6.ron", &old);
    compare_with(&mut harness, &path);
    (folder, harness)
}

fn reasons(harness: &Harness<'_, Win>) -> Vec<String> {
    let compared = harness.state().compare.compared.clone().expect("compared");
    doc(harness).plan().remarks.reasons_since(compared.against()).into_values().collect()
}

#[test]
fn what_was_said_before_the_old_version_was_put_right_is_told_and_carried_over() {
    let (_folder, mut harness) = put_right();
    assert!(reasons(&harness).is_empty());
    assert!(sees(&harness, "変更理由 2 件・対応づけ 1 件が、この計画に残っています"));
    let before = doc(&harness).plan().remarks.clone();
    harness.get_by_label("引き継ぐ").click();
    settle(&mut harness);
    assert_eq!(reasons(&harness).len(), 2);
    assert!(toast(&harness).contains("変更理由 2 件・対応づけ 1 件を引き継ぎました"));
    assert!(!sees(&harness, "この計画に残っています"), "nothing is left to tell");
    let now = doc(&harness).plan().remarks.clone();
    assert!(before.reasons().iter().all(|reason| now.reasons().contains(reason)), "the originals stay");
    let compared = harness.state().compare.compared.clone().expect("compared");
    let place = compared.find((None, Some(node(&harness, "居場所づくり")))).expect("an item");
    assert!(compared.items[place].is(nendo::compare::ChangeKind::Renamed), "the pairing counts");
    press(&mut harness, CTRL, Key::Z);
    settle(&mut harness);
    assert_eq!(*doc(&harness).plan().remarks, *before, "one step");
    assert!(sees(&harness, "この計画に残っています"), "and the strip is there again");
}

#[test]
fn what_is_not_carried_over_is_left_in_peace_and_can_be_fetched_later() {
    let (folder, mut harness) = put_right();
    harness.get_by_label("引き継がない").click();
    settle(&mut harness);
    assert!(!sees(&harness, "この計画に残っています"));
    // Compared anew, too.
    compare_with(&mut harness, &folder.path().join("r6.ron"));
    assert!(!sees(&harness, "この計画に残っています"));
    harness.state_mut().execute(C::CarryReasons);
    settle(&mut harness);
    assert_eq!(reasons(&harness).len(), 2);
    harness.state_mut().execute(C::CarryReasons);
    assert!(toast(&harness).contains("引き継ぐ変更理由・対応づけはありません"));
}

#[test]
fn what_lost_its_items_is_named_and_stays() {
    let (folder, mut harness) = put_right();
    // Read anew from paper: other ids throughout.
    let path = file(folder.path(), "anew.ron", &Plan { title: "令和6年度の計画".into(), ..last_year() });
    compare_with(&mut harness, &path);
    assert!(sees(&harness, "変更理由 1 件が、この計画に残っています"));
    assert!(sees(&harness, "項目がなく引き継げないもの 2 件：「ウェブに移す」"));
    harness.get_by_label("引き継ぐ").click();
    settle(&mut harness);
    assert_eq!(reasons(&harness), ["要望による"]);
    assert!(toast(&harness).contains("項目のない 2 件は残しました"));
}

#[test]
fn nothing_is_offered_for_another_plan() {
    let (folder, mut harness) = put_right();
    let mut other = Plan { title: "令和6年度財政計画".into(), ..last_year() };
    other.nodes = ["基金", "積立", "借入", "評価"].map(|title| Arc::new(Node::new(Role::Part, title))).to_vec();
    let path = file(folder.path(), "other.ron", &other);
    compare_with(&mut harness, &path);
    assert!(harness.state().compare.compared.is_some());
    assert!(!sees(&harness, "引き継"));
}

#[test]
fn a_reason_lays_out_no_pages() {
    let (_folder, mut harness) = compared();
    settle(&mut harness);
    let pages = doc(&harness).laid.clone().expect("laid out");
    go_to(&mut harness, "会議の開催");
    press(&mut harness, NONE, Key::F2);
    harness.run_steps(3);
    type_text(&mut harness, "要望による");
    settle(&mut harness);
    assert_eq!(reasons(&harness), ["要望による"]);
    assert!(Arc::ptr_eq(&pages, doc(&harness).laid.as_ref().expect("laid out")), "nothing printed has changed");
    press(&mut harness, NONE, Key::Escape);
    // What is printed is laid out still.
    press(&mut harness, Modifiers::ALT, Key::Enter);
    settle(&mut harness);
    assert!(!Arc::ptr_eq(&pages, doc(&harness).laid.as_ref().expect("laid out")));
}
