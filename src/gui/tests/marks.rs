//! Marks in the outline for what differs from a base, which the comparison begins with, too.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use nendo::storage;

use super::compare::*;
use super::*;
use crate::gui::commands::UiCommand as C;
use crate::gui::jobs::{Past, Slot, Source};

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

fn marked() -> (tempfile::TempDir, Harness<'static, Win>) {
    let folder = tempfile::tempdir().expect("a folder");
    let now = this_year();
    let path = file(folder.path(), "r6.ron", &last_year_of(&now));
    let mut harness = window_with(now);
    harness.state_mut().use_version(Slot::Base, Source::File(path));
    settle(&mut harness);
    (folder, harness)
}

#[test]
fn marks_follow_what_is_typed_and_can_be_shown_alone() {
    let (_folder, mut harness) = marked();
    for row in ["(1) 会議の開催 変更（実施時期、予算、本文）", "(4) 居場所づくり 新設", "2 事業 下の 1 項目を削除"]
    {
        assert!(harness.query_by_label(row).is_some(), "{row}");
    }
    assert!(harness.query_by_label("(2) 研修会").is_some(), "what stays has no mark");
    select(&mut harness, "研修会");
    press(&mut harness, NONE, Key::F2);
    type_text(&mut harness, "（年2回）");
    settle(&mut harness);
    press(&mut harness, NONE, Key::Enter);
    settle(&mut harness);
    assert!(sees(&harness, "改題"), "the mark came while typing");
    press(&mut harness, CTRL, Key::F7);
    settle(&mut harness);
    assert!(harness.query_by_label("1 方針").is_none(), "only what differs");
    assert!(harness.query_by_label("(4) 居場所づくり 新設").is_some());
    // From mark to mark.
    select(&mut harness, "事業");
    press(&mut harness, NONE, Key::F7);
    assert_eq!(doc(&harness).primary(), Some(node(&harness, "会議の開催")));
    harness.get_by_label("印をやめる").click();
    settle(&mut harness);
    assert!(harness.query_by_label("1 方針").is_some());
    assert!(harness.query_by_label("(4) 居場所づくり").is_some());
}

#[test]
fn without_a_base_f7_says_what_to_do() {
    let mut harness = window_with(this_year());
    press(&mut harness, NONE, Key::F7);
    assert!(toast(&harness).contains("比較の基準を選ぶ"));
    press(&mut harness, CTRL, Key::F7);
    settle(&mut harness);
    assert!(sees(&harness, "比較の基準を選ぶ"));
}

#[test]
fn the_base_of_the_marks_is_remembered_for_its_plan() {
    let folder = tempfile::tempdir().expect("a folder");
    let now = this_year();
    let last = file(folder.path(), "r6.ron", &last_year_of(&now));
    let own = file(folder.path(), "r7.ron", &now);
    let mut harness = window(Start { file: Some(own.clone()), lang: Some(Lang::Ja) });
    settle(&mut harness);
    harness.state_mut().use_version(Slot::Base, Source::File(last));
    settle(&mut harness);
    // Another plan with another base, a named version of its own.
    let other = file(folder.path(), "r8.ron", &now);
    let naming = storage::versions::Naming { name: "第1稿".into(), ..Default::default() };
    let at = chrono::Local::now().naive_local();
    let version = storage::Keeper::detached().keep_version(&other, &last_year_of(&now), &naming, at).expect("kept");
    harness.state_mut().jobs.open(other.clone());
    settle(&mut harness);
    assert!(doc(&harness).base_name.is_none(), "that of another plan is not taken for it");
    harness.state_mut().use_version(Slot::Base, Source::Past(Past::Version(version)));
    settle(&mut harness);
    assert_eq!(doc(&harness).base_name.as_deref(), Some("第1稿"));
    let known = harness.state().settings.bases.clone();
    assert_eq!(known.len(), 2);
    // The same plans are opened in another window: each is marked against its own.
    for (plan, base) in [(own, "r6.ron"), (other, "第1稿")] {
        let mut harness = window(Start { file: None, lang: Some(Lang::Ja) });
        harness.state_mut().settings.bases.clone_from(&known);
        harness.state_mut().jobs.open(plan);
        settle(&mut harness);
        assert_eq!(doc(&harness).base_name.as_deref(), Some(base));
        assert!(doc(&harness).marks().is_some());
    }
}

#[test]
fn a_base_that_is_gone_is_told_of_and_nothing_else_taken_for_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let now = this_year();
    let own = file(folder.path(), "r7.ron", &now);
    let naming = storage::versions::Naming { name: "第1稿".into(), ..Default::default() };
    let at = chrono::Local::now().naive_local();
    storage::Keeper::detached().keep_version(&own, &last_year_of(&now), &naming, at).expect("kept");
    let last = file(folder.path(), "r6.ron", &last_year_of(&now));
    let mut harness = window(Start { file: Some(own.clone()), lang: Some(Lang::Ja) });
    settle(&mut harness);
    harness.state_mut().use_version(Slot::Base, Source::File(last.clone()));
    settle(&mut harness);
    std::fs::remove_file(last).expect("removed");
    let known = harness.state().settings.bases.clone();
    // The next day.
    let mut harness = window(Start { file: None, lang: Some(Lang::Ja) });
    harness.state_mut().settings.bases.clone_from(&known);
    harness.state_mut().jobs.open(own);
    settle(&mut harness);
    press(&mut harness, CTRL, Key::Num6);
    settle(&mut harness);
    assert!(harness.state().compare.old.is_none(), "not the named version in its place");
    assert!(toast(&harness).contains("「r6.ron」が見つかりません"), "{}", toast(&harness));
}

#[test]
fn the_comparison_begins_with_the_base_of_the_marks() {
    let (_folder, mut harness) = marked();
    press(&mut harness, CTRL, Key::Num6);
    settle(&mut harness);
    assert!(sees(&harness, "旧 r6.ron") && sees(&harness, "新設：(4) 居場所づくり"));
    // Another base, chosen in between, counts as well.
    press(&mut harness, CTRL, Key::Num6);
    harness.state_mut().use_version(Slot::Base, Source::Sample(0));
    settle(&mut harness);
    press(&mut harness, CTRL, Key::Num6);
    settle(&mut harness);
    assert!(!sees(&harness, "旧 r6.ron"));
    assert!(harness.state().compare.old_is_base);
}

#[test]
fn a_base_chosen_before_named_versions_is_begun_with() {
    let (folder, mut harness) = with_named_version();
    let last = file(folder.path(), "r6.ron", &last_year_of(doc(&harness).plan()));
    let own = doc(&harness).path.clone().expect("a file");
    harness.state_mut().settings.bases = vec![(own, crate::gui::settings::Base::File(last))];
    press(&mut harness, CTRL, Key::Num6);
    settle(&mut harness);
    assert!(sees(&harness, "旧 r6.ron"));
}

#[test]
fn the_old_version_becomes_the_base_of_the_marks_by_a_key() {
    let (_folder, mut harness) = compared();
    assert!(doc(&harness).base_name.is_none());
    harness.get_by_label("旧の版を印の基準にする").click();
    settle(&mut harness);
    assert_eq!(doc(&harness).base_name.as_deref(), Some("r6.ron"));
    assert!(doc(&harness).marks().is_some() && harness.state().compare.old_is_base);
    assert!(sees(&harness, "新設：(4) 居場所づくり"), "the comparison stays as it is");
    harness.state_mut().execute(C::UseAsBase);
    settle(&mut harness);
    assert!(doc(&harness).base_name.is_none() && doc(&harness).marks().is_none());
}

#[test]
fn the_number_of_changes_stands_whole_beside_a_long_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let now = this_year();
    let path = file(folder.path(), "令和6年度_社会福祉協議会_事業計画書_理事会承認済み_最終版.ron", &last_year_of(&now));
    let mut harness = window_with(now);
    harness.state_mut().use_version(Slot::Base, Source::File(path));
    settle(&mut harness);
    for (lang, count) in [(Lang::Ja, "変更 4"), (Lang::En, "4 changed")] {
        harness.state_mut().lang = lang;
        harness.run_steps(3);
        let number = harness.get_by_label(count).rect();
        let end = harness.get_by_label(nendo::locale::text(lang, "window.marks.end")).rect();
        assert!(number.width() > 20.0 && number.right() <= end.left(), "{number:?} {end:?}");
    }
}
