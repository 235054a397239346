//! Named versions and backups: their names, what is said when they cannot be kept, telling them apart.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

use super::safety::*;
use super::*;
use crate::gui::commands::UiCommand;

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
