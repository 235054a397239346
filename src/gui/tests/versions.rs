//! Named versions and backups: their names, what is said when they cannot be kept, telling them apart.

use std::path::Path;

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use nendo::storage::Keeper;

use super::safety::*;
use super::*;
use crate::gui::commands::UiCommand;
use crate::gui::jobs::Purpose;

const NONE: Modifiers = Modifiers::NONE;

#[test]
fn what_is_typed_takes_the_place_of_the_name_offered() {
    let desk = Desk::new();
    let mut harness = desk.open();
    harness.state_mut().execute(UiCommand::SaveVersion);
    harness.run_steps(3);
    type_text(&mut harness, "理事会提出版");
    press(&mut harness, NONE, Key::Enter);
    settle(&mut harness);
    let list = harness.state().jobs.keeper.versions(&desk.file).list;
    assert_eq!(list.iter().map(|version| version.name.as_str()).collect::<Vec<_>>(), ["理事会提出版"]);
}

#[test]
fn a_version_that_cannot_be_kept_is_named_by_its_name_and_what_was_typed_stays() {
    let desk = Desk::new();
    // A file stands where the folder of versions would.
    nendo::storage::write_file(&desk.file.with_file_name("計画_版"), b"").expect("written");
    let mut harness = desk.open();
    harness.state_mut().execute(UiCommand::SaveVersion);
    harness.run_steps(3);
    type_text(&mut harness, "理事会提出版");
    press(&mut harness, NONE, Key::Enter);
    settle(&mut harness);
    assert!(shows(&harness, "「理事会提出版」"));
    assert!(!shows(&harness, "_版") && !shows(&harness, ".nendo"), "names of files tell nobody anything");
    press(&mut harness, NONE, Key::Escape);
    settle(&mut harness);
    assert_eq!(harness.get_by_role_and_label(eframe::egui::accesskit::Role::TextInput, "名前").value().as_deref(), Some("理事会提出版"));
    // The next try goes well.
    std::fs::remove_file(desk.file.with_file_name("計画_版")).expect("removed");
    press(&mut harness, NONE, Key::Enter);
    settle(&mut harness);
    assert_eq!(harness.state().jobs.keeper.versions(&desk.file).list.len(), 1);
}

#[test]
fn backups_of_one_minute_are_told_apart() {
    let desk = Desk::new();
    let mut harness = desk.open();
    for title in ["会議を開く", "会議を重ねる"] {
        let now = doc(&harness).plan().walk().find(|node| node.title.starts_with("会議")).expect("there").title.clone();
        rename(&mut harness, &now, title);
        harness.state_mut().execute(UiCommand::Save);
        settle(&mut harness);
    }
    harness.state_mut().execute(UiCommand::Versions);
    settle(&mut harness);
    click(&mut harness, "自動の控え");
    let backups = harness.state().jobs.keeper.backups(&desk.file);
    assert_eq!(backups.len(), 2);
    for backup in backups {
        let second = backup.replaced.format("%H:%M:%S").to_string();
        assert!(shows(&harness, &second), "{second}");
    }
}

#[test]
fn a_named_version_is_kept_listed_compared_and_restored() {
    let desk = Desk::new();
    let mut harness = desk.open();
    harness.state_mut().execute(UiCommand::SaveVersion);
    harness.run_steps(3);
    assert!(shows(&harness, "第1稿") || harness.query_by_label("名前").is_some());
    click(&mut harness, "版を残す");
    rename(&mut harness, "会議", "会議を開く");
    harness.state_mut().execute(UiCommand::Versions);
    settle(&mut harness);
    assert!(harness.query_all_by_label("第1稿").count() > 0);
    assert!(shows(&harness, "改題 1"), "what differs from now");
    click(&mut harness, "この内容に戻す");
    assert!(!shape(&harness).contains("会議を開く"), "{}", shape(&harness));
    press(&mut harness, CTRL, Key::Z);
    assert!(shape(&harness).contains("会議を開く"), "one step takes it back");
}

#[test]
fn a_version_is_opened_to_read_and_deleted_only_when_asked_twice() {
    let desk = Desk::new();
    let mut harness = desk.open();
    harness.state_mut().execute(UiCommand::SaveVersion);
    harness.run_steps(3);
    click(&mut harness, "版を残す");
    harness.state_mut().execute(UiCommand::Versions);
    settle(&mut harness);
    click(&mut harness, "削除する");
    assert_eq!(harness.state().jobs.keeper.versions(&desk.file).list.len(), 1);
    click(&mut harness, "開いて見る");
    assert!(shows(&harness, "読み取り専用で開いています") && doc(&harness).path.is_none());
    rename(&mut harness, "会議", "会議を開く");
    assert!(!shape(&harness).contains("会議を開く"));
    harness.state_mut().open_any(desk.file.clone());
    settle(&mut harness);
    harness.state_mut().execute(UiCommand::Versions);
    settle(&mut harness);
    click(&mut harness, "削除する");
    click(&mut harness, "本当に削除する");
    assert!(harness.state().jobs.keeper.versions(&desk.file).list.is_empty());
}

#[test]
fn what_a_save_replaced_is_restored_and_versions_follow_to_another_place() {
    let desk = Desk::new();
    let mut harness = desk.open();
    harness.state_mut().execute(UiCommand::SaveVersion);
    harness.run_steps(3);
    click(&mut harness, "版を残す");
    rename(&mut harness, "会議", "会議を開く");
    press(&mut harness, CTRL, Key::S);
    settle(&mut harness);
    harness.state_mut().execute(UiCommand::Versions);
    settle(&mut harness);
    click(&mut harness, "自動の控え");
    click(&mut harness, "この内容に戻す");
    assert!(!shape(&harness).contains("会議を開く"));
    let elsewhere = desk.folder.path().join("来年度.ron");
    harness.state_mut().use_path(Purpose::Save, elsewhere.clone());
    settle(&mut harness);
    assert_eq!(harness.state().jobs.keeper.versions(&elsewhere).list.len(), 1);
    assert!(!desk.folder.path().join("share/.~lock.計画.ron#").exists(), "the note goes along");
    assert!(desk.folder.path().join(".~lock.来年度.ron#").exists());
}

#[test]
fn the_newest_version_is_what_changes_are_measured_against() {
    let desk = Desk::new();
    let keeper = desk.keeper("山田", u32::MAX);
    let mut approved = sample();
    approved.title = "承認済み".into();
    let naming = nendo::storage::versions::Naming { name: "理事会提出版".into(), ..Default::default() };
    let now = chrono::NaiveDate::from_ymd_opt(2026, 3, 1).and_then(|day| day.and_hms_opt(9, 0, 0)).expect("a time");
    keeper.keep_version(&desk.file, &approved, &naming, now).expect("kept");
    let harness = desk.open();
    assert_eq!(doc(&harness).baseline().title, "承認済み");
    assert_eq!(doc(&harness).plan().title, "令和7年度事業計画");
}

#[test]
fn what_may_only_be_read_takes_no_letters() {
    let mut harness = window_with(sample());
    if let Some(doc) = &mut harness.state_mut().doc {
        doc.read_only = Some(crate::gui::workspace::ReadOnly::Colleague("佐藤".into()));
    }
    select(&mut harness, "会議");
    harness.get_by_label("題名").focus();
    harness.run_steps(3);
    type_text(&mut harness, "と研修");
    assert_eq!(harness.get_by_label("題名").value().as_deref(), Some("会議"));
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他");
}

fn keep_version(keeper: &Keeper, file: &Path, day: u32, name: &str, plan: &Plan) {
    let naming = nendo::storage::versions::Naming { name: name.into(), ..Default::default() };
    let now = chrono::NaiveDate::from_ymd_opt(2026, 3, day).and_then(|day| day.and_hms_opt(9, 0, 0)).expect("a time");
    keeper.keep_version(file, plan, &naming, now).expect("kept");
}

fn damage_versions(desk: &Desk) {
    for entry in std::fs::read_dir(desk.folder.path().join("share/計画_版")).expect("there").flatten() {
        if entry.path().extension().is_some_and(|ending| ending != "ron") {
            nendo::storage::write_file(&entry.path(), b"damaged").expect("written");
        }
    }
}

#[test]
fn a_version_that_cannot_be_read_is_marked_in_the_list() {
    let desk = Desk::new();
    let keeper = desk.keeper("山田", u32::MAX);
    keep_version(&keeper, &desk.file, 1, "第1稿", &sample());
    damage_versions(&desk);
    keep_version(&keeper, &desk.file, 2, "第2稿", &Plan::new("二", None));
    let mut harness = desk.open();
    harness.state_mut().execute(UiCommand::Versions);
    settle(&mut harness);
    let is_row = |label: &str| harness.query_by_role_and_label(eframe::egui::accesskit::Role::ListItem, label).is_some();
    assert!(is_row("第2稿") && is_row("第1稿（読めません）"));
}

#[test]
fn a_damaged_version_that_is_chosen_by_itself_asks_nothing() {
    let desk = Desk::new();
    keep_version(&desk.keeper("山田", u32::MAX), &desk.file, 1, "第1稿", &sample());
    damage_versions(&desk);
    let mut harness = desk.open();
    harness.state_mut().execute(UiCommand::Versions);
    settle(&mut harness);
    assert!(harness.query_by_label("この版は読めません").is_none() && harness.query_by_label_contains("傷んでいて開けません").is_some());
}

#[test]
fn the_versions_of_a_plan_renamed_by_hand_are_offered_and_taken_over() {
    let desk = Desk::new();
    let keeper = desk.keeper("山田", u32::MAX);
    let plan = nendo::storage::load(&desk.file).expect("reads").plan;
    keep_version(&keeper, &desk.file.with_file_name("案.ron"), 1, "第1稿", &plan);
    let mut harness = desk.open();
    harness.state_mut().execute(UiCommand::Versions);
    settle(&mut harness);
    click(&mut harness, "この版を引き継ぐ");
    assert_eq!(keeper.versions(&desk.file).list.len(), 1);
    assert!(harness.query_by_label("この版を引き継ぐ").is_none(), "nothing is left to take over");
    assert!(harness.query_by_role_and_label(eframe::egui::accesskit::Role::ListItem, "第1稿").is_some());
}

#[test]
fn versions_stand_one_below_the_other_and_are_walked_by_arrows() {
    let desk = Desk::new();
    let keeper = desk.keeper("山田", u32::MAX);
    for (day, name) in [(1, "第1稿"), (2, "第2稿"), (3, "理事会提出版")] {
        let naming = nendo::storage::versions::Naming { name: name.into(), ..Default::default() };
        let now = chrono::NaiveDate::from_ymd_opt(2026, 3, day).and_then(|day| day.and_hms_opt(9, 0, 0)).expect("a time");
        keeper.keep_version(&desk.file, &sample(), &naming, now).expect("kept");
    }
    let mut harness = desk.open();
    harness.state_mut().execute(UiCommand::Versions);
    settle(&mut harness);
    let row = |harness: &Harness<'_, Win>, name: &str| harness.get_by_role_and_label(eframe::egui::accesskit::Role::ListItem, name).rect();
    let rows = ["理事会提出版", "第2稿", "第1稿"].map(|name| row(&harness, name));
    for pair in rows.windows(2) {
        assert!(pair[1].top() >= pair[0].bottom() && (pair[1].left() - pair[0].left()).abs() < 1.0, "{rows:?}");
    }
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    // The oldest is the one deleted now, and only after the second question.
    harness.get_by_label("削除する").click();
    harness.run_steps(3);
    assert!(harness.query_by_label("削除しない").is_some());
    harness.get_by_label("本当に削除する").click();
    settle(&mut harness);
    let left: Vec<String> = keeper.versions(&desk.file).list.iter().map(|version| version.name.clone()).collect();
    assert_eq!(left, ["理事会提出版", "第2稿"]);
}
