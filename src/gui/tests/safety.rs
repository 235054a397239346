//! Never losing a word: safe copies, crashes, colleagues, changes by others, versions.

use std::path::Path;
use std::time::Duration;

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use nendo::edit::{Command, NodeField};
use nendo::storage::disk::RealDisk;
use nendo::storage::{Keeper, Who};

use super::*;
use crate::gui::dialogs::AfterLeaving;
use crate::gui::jobs::{Done, Purpose};

pub(super) const CTRL: Modifiers = Modifiers::COMMAND;

/// A folder with a plan and a folder for the state.
pub(super) struct Desk {
    pub(super) folder: tempfile::TempDir,
    pub(super) file: PathBuf,
}

impl Desk {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("share")).expect("made");
        let file = folder.path().join("share/計画.ron");
        nendo::storage::save(&file, &sample()).expect("saves");
        Self { folder, file }
    }

    pub(super) fn state(&self) -> PathBuf {
        self.folder.path().join("state")
    }

    pub(super) fn keeper(&self, user: &str, process: u32) -> Arc<Keeper> {
        let who = Who { user: user.into(), host: "課-1".into(), process };
        Arc::new(Keeper::new(Arc::new(RealDisk), Some(self.state()), who))
    }

    /// The window of a colleague or of oneself, on the start screen.
    pub(super) fn window_of(&self, user: &str) -> Harness<'static, Win> {
        let mut harness = window(Start { file: None, lang: Some(Lang::Ja) });
        // No system has a process of this number, so that one that was killed is not taken for this one.
        harness.state_mut().keep_with(self.keeper(user, u32::MAX));
        settle(&mut harness);
        harness
    }

    /// A window with the plan.
    pub(super) fn open(&self) -> Harness<'static, Win> {
        let mut harness = self.window_of("山田");
        // The dialog's buttons are those of the start screen behind it.
        harness.state_mut().start.left_behind.clear();
        harness.state_mut().open_any(self.file.clone());
        settle(&mut harness);
        harness
    }

    /// Names of the safe copies.
    pub(super) fn copies(&self) -> Vec<PathBuf> {
        std::fs::read_dir(self.state().join("recovery")).into_iter().flatten().map(|entry| entry.expect("an entry").path()).collect()
    }

    pub(super) fn in_file(&self) -> String {
        nendo::storage::load(&self.file).expect("reads").plan.walk().map(|node| node.title.clone()).collect::<Vec<_>>().join(" ")
    }

    /// A window that typed something and was killed before it was saved.
    pub(super) fn crash(&self) {
        let mut harness = self.open();
        rename(&mut harness, "会議", "会議を開く");
        later(&mut harness, 1);
        kill(harness);
    }
}

pub(super) fn rename(harness: &mut Harness<'_, Win>, title: &str, to: &str) {
    let command = Command::Set { node: node(harness, title), field: NodeField::Title(to.into()) };
    harness.state_mut().edit(command);
    harness.run_steps(2);
}

/// Seconds pass.
pub(super) fn later(harness: &mut Harness<'_, Win>, seconds: u64) {
    harness.state_mut().guard.ahead += Duration::from_secs(seconds);
    harness.run_steps(2);
    settle(harness);
}

/// The window goes without a word, as a process that is killed does.
pub(super) fn kill(harness: Harness<'_, Win>) {
    let keeper = Arc::downgrade(&harness.state().jobs.keeper);
    drop(harness);
    for _ in 0..500 {
        if keeper.strong_count() == 0 {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("some thread keeps the session alive");
}

pub(super) fn click(harness: &mut Harness<'_, Win>, label: &str) {
    harness.get_by_label(label).click();
    harness.run_steps(2);
    settle(harness);
}

pub(super) fn shows(harness: &Harness<'_, Win>, label: &str) -> bool {
    harness.query_all_by_label_contains(label).next().is_some()
}

#[test]
fn what_is_typed_is_kept_when_typing_stops_and_saving_takes_the_copy_away() {
    let desk = Desk::new();
    let mut harness = desk.open();
    rename(&mut harness, "会議", "会議を開く");
    settle(&mut harness);
    assert_eq!(desk.copies().len(), 0, "typing goes on");
    later(&mut harness, 1);
    assert_eq!(desk.copies().len(), 1);
    assert!(shows(&harness, "未保存（控え"), "the bar says so");
    assert!(!desk.in_file().contains("会議を開く"), "the user's file is the user's");
    press(&mut harness, CTRL, Key::S);
    settle(&mut harness);
    assert_eq!(desk.copies().len(), 0);
    assert!(shows(&harness, "保存済み") && desk.in_file().contains("会議を開く"));
}

#[test]
fn who_never_stops_typing_is_kept_before_five_seconds() {
    let desk = Desk::new();
    let mut harness = desk.open();
    for at in 0..6 {
        rename(&mut harness, if at == 0 { "会議".to_owned() } else { format!("会議{at}") }.as_str(), &format!("会議{}", at + 1));
        harness.state_mut().guard.ahead += Duration::from_millis(900);
        harness.run_steps(1);
    }
    settle(&mut harness);
    assert_eq!(desk.copies().len(), 1);
}

#[test]
fn what_an_input_method_composes_is_kept_once_it_stays_long_and_makes_no_step() {
    let desk = Desk::new();
    let mut harness = desk.open();
    select(&mut harness, "会議");
    press(&mut harness, Modifiers::NONE, Key::F2);
    preedit(&mut harness, "かいぎ");
    // On a slow machine the seconds of the clock pass besides.
    later(&mut harness, 0);
    assert!(desk.copies().is_empty());
    later(&mut harness, 10);
    later(&mut harness, 2);
    assert_eq!(desk.copies().len(), 1, "a composition left standing is work too");
    assert!(!doc(&harness).dirty(), "the plan has yet to get it");
    commit(&mut harness, "会議");
    later(&mut harness, 1);
    assert_eq!(desk.copies().len(), 1);
}

#[test]
fn after_a_crash_the_start_screen_restores_the_work_as_one_step() {
    let desk = Desk::new();
    desk.crash();
    let mut harness = desk.window_of("山田");
    assert!(shows(&harness, "保存されていない作業があります") && shows(&harness, "改題 1"));
    click(&mut harness, "復元して開く");
    assert!(shape(&harness).contains("会議を開く") && doc(&harness).dirty());
    assert_eq!(desk.copies().len(), 1, "the work has a new place, and the old one is given up");
    press(&mut harness, CTRL, Key::Z);
    assert!(!shape(&harness).contains("会議を開く"), "{}", shape(&harness));
    press(&mut harness, CTRL, Key::Y);
    press(&mut harness, CTRL, Key::S);
    settle(&mut harness);
    assert!(desk.in_file().contains("会議を開く") && desk.copies().is_empty());
}

#[test]
fn opening_a_plan_with_unsaved_work_asks_and_the_saved_file_costs_nothing() {
    let desk = Desk::new();
    desk.crash();
    let mut harness = desk.open();
    assert!(harness.state().doc.is_none(), "nothing is restored silently");
    click(&mut harness, "保存済みのファイルを開く");
    assert!(!shape(&harness).contains("会議を開く") && !doc(&harness).dirty());
    assert_eq!(desk.copies().len(), 1, "the work stays until somebody decides");
    kill(harness);
    let mut harness = desk.open();
    click(&mut harness, "復元して開く");
    assert!(shape(&harness).contains("会議を開く"));
}

#[test]
fn discarded_work_can_be_brought_back() {
    let desk = Desk::new();
    desk.crash();
    let mut harness = desk.window_of("山田");
    click(&mut harness, "破棄する");
    assert!(!shows(&harness, "復元して開く") && desk.copies().is_empty());
    click(&mut harness, "元に戻す");
    assert!(shows(&harness, "復元して開く"));
    assert_eq!(desk.copies().len(), 1);
}

#[test]
fn a_plan_that_was_never_saved_is_recovered_too() {
    let desk = Desk::new();
    let mut harness = desk.window_of("山田");
    harness.state_mut().show_document(Some(Document::new(Arc::new(sample()), None, None)));
    rename(&mut harness, "会議", "会議を開く");
    later(&mut harness, 1);
    kill(harness);
    let mut harness = desk.window_of("山田");
    assert!(shows(&harness, "まだ保存していない計画"));
    click(&mut harness, "復元して開く");
    assert!(shape(&harness).contains("会議を開く") && doc(&harness).dirty() && doc(&harness).path.is_none());
}

#[test]
fn work_older_than_the_file_is_told_and_not_the_default() {
    let desk = Desk::new();
    desk.crash();
    let mut theirs = sample();
    theirs.title = "後から保存".into();
    nendo::storage::save(&desk.file, &theirs).expect("saves");
    let mut harness = desk.open();
    assert!(shows(&harness, "この控えの後に保存されています"));
    press(&mut harness, Modifiers::NONE, Key::Enter);
    settle(&mut harness);
    assert_eq!(doc(&harness).plan().title, "後から保存");
}

#[test]
fn leaving_without_saving_leaves_no_copy() {
    let desk = Desk::new();
    let mut harness = desk.open();
    rename(&mut harness, "会議", "会議を開く");
    later(&mut harness, 1);
    press(&mut harness, CTRL, Key::W);
    click(&mut harness, "破棄する");
    assert!(harness.state().doc.is_none() && desk.copies().is_empty());
}

#[test]
fn where_no_copy_can_be_made_the_bar_says_so_and_goes_on_trying() {
    let desk = Desk::new();
    let mut harness = desk.open();
    std::fs::remove_dir_all(desk.state()).expect("removed");
    nendo::storage::write_file(&desk.state(), b"in the way").expect("written");
    rename(&mut harness, "会議", "会議を開く");
    later(&mut harness, 1);
    assert!(shows(&harness, "控えも作れません"));
    std::fs::remove_file(desk.state()).expect("removed");
    later(&mut harness, 6);
    assert!(shows(&harness, "未保存（控え"));
    assert_eq!(desk.copies().len(), 1);
}

#[test]
fn a_plan_a_colleague_has_is_read_but_not_changed() {
    let desk = Desk::new();
    let colleague = desk.keeper("佐藤", std::process::id());
    colleague.open(&desk.file).expect("opens");
    let mut harness = desk.open();
    assert!(shows(&harness, "佐藤 さん（課-1）") && harness.state().doc.is_none());
    assert!(harness.query_by_label("引き継いで開く").is_none(), "the colleague is at work");
    click(&mut harness, "読み取り専用で開く");
    assert!(shows(&harness, "佐藤 さんが開いているため"));
    rename(&mut harness, "会議", "会議を開く");
    assert!(!doc(&harness).dirty(), "nothing was changed");
    harness.state_mut().use_path(Purpose::Save, desk.file.clone());
    settle(&mut harness);
    assert!(shows(&harness, "同じ場所には保存できません"));
    click(&mut harness, "閉じる");
    let elsewhere = desk.folder.path().join("写し.ron");
    harness.state_mut().use_path(Purpose::Save, elsewhere.clone());
    settle(&mut harness);
    rename(&mut harness, "会議", "会議を開く");
    assert!(doc(&harness).dirty() && elsewhere.exists(), "elsewhere it is one's own");
}

#[test]
fn a_copy_of_a_colleagues_plan_has_no_file_yet() {
    let desk = Desk::new();
    let colleague = desk.keeper("佐藤", std::process::id());
    colleague.open(&desk.file).expect("opens");
    let mut harness = desk.open();
    click(&mut harness, "写しを開く");
    assert!(doc(&harness).path.is_none() && doc(&harness).dirty() && doc(&harness).read_only.is_none());
}

#[test]
fn the_note_of_a_crashed_colleague_is_taken_over_and_given_back_on_closing() {
    let desk = Desk::new();
    let note = desk.folder.path().join("share/.~lock.計画.ron#");
    if !Path::new("/proc/self").exists() {
        return;
    }
    // No system has a process of this number.
    let colleague = desk.keeper("佐藤", u32::MAX);
    colleague.open(&desk.file).expect("opens");
    drop(colleague);
    let mut harness = desk.open();
    click(&mut harness, "引き継いで開く");
    assert!(doc(&harness).read_only.is_none());
    assert!(std::fs::read_to_string(&note).expect("there").contains("山田"));
    harness.state_mut().leave_document(AfterLeaving::Quit);
    assert!(!note.exists());
}

#[test]
fn a_second_window_of_ones_own_is_told_apart() {
    let desk = Desk::new();
    let first = desk.open();
    let mut second = desk.open();
    assert!(shows(&second, "このパソコンの別のウィンドウ"));
    click(&mut second, "やめる");
    assert!(second.state().doc.is_none());
    assert!(desk.folder.path().join("share/.~lock.計画.ron#").exists(), "the first one's note stays");
    drop(first);
}

#[test]
fn the_note_goes_when_opening_was_given_up() {
    let desk = Desk::new();
    let note = desk.folder.path().join("share/.~lock.計画.ron#");
    let mut harness = desk.window_of("山田");
    harness.state().jobs.keeper.open(&desk.file).expect("reads");
    assert!(note.exists());
    harness.state_mut().finish(Done::NotOpened { path: desk.file.clone() });
    // A share that hangs must not hold the window up: it is taken away by a thread of its own.
    for _ in 0..1000 {
        if !note.exists() {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(!note.exists() && harness.state().doc.is_none());
    assert_eq!(harness.state().toasts.newest(), Some("中止しました。ファイルは前のままです。"));
}

/// Somebody else writes the file, and the window has noticed.
pub(super) fn change_by_others(desk: &Desk, harness: &mut Harness<'_, Win>) {
    let mut theirs = sample();
    theirs.title = "ほかの人の版".into();
    nendo::storage::save(&desk.file, &theirs).expect("saves");
    harness.state().guard.look_now();
    harness.run_steps(2);
}

#[test]
fn a_change_by_others_is_noticed_and_read_again() {
    let desk = Desk::new();
    let mut harness = desk.open();
    change_by_others(&desk, &mut harness);
    assert!(shows(&harness, "ほかの人がこのファイルを変更しました"));
    click(&mut harness, "読み直す");
    assert_eq!(doc(&harness).plan().title, "ほかの人の版");
    assert!(!shows(&harness, "ほかの人がこのファイルを変更しました"));
    assert!(desk.folder.path().join("share/.~lock.計画.ron#").exists(), "it is still ours");
}

#[test]
fn with_changes_of_ones_own_both_are_kept_and_compared() {
    let desk = Desk::new();
    let mut harness = desk.open();
    let mut theirs = Plan::clone(&nendo::storage::load(&desk.file).expect("reads").plan);
    theirs.nodes.pop();
    nendo::storage::save(&desk.file, &theirs).expect("saves");
    rename(&mut harness, "会議", "会議を開く");
    harness.state().guard.look_now();
    harness.run_steps(2);
    assert!(harness.query_by_label("読み直す").is_none(), "that would lose one's own");
    click(&mut harness, "違いを見る");
    assert!(shows(&harness, "削除 1・改題 1") || shows(&harness, "新設 1・改題 1"));
    click(&mut harness, "閉じる");
    // Saving asks too, and what is overwritten after all is in the backups.
    press(&mut harness, CTRL, Key::S);
    settle(&mut harness);
    assert!(shows(&harness, "ほかで変更されたファイルです"));
    click(&mut harness, "上書きする");
    assert!(desk.in_file().contains("会議を開く"));
    assert_eq!(*harness.state().jobs.keeper.backups(&desk.file)[0].read(&RealDisk).expect("whole"), theirs);
    harness.state().guard.look_now();
    harness.run_steps(2);
    assert!(!shows(&harness, "ほかの人がこのファイルを変更しました"), "one's own save is none by others");
}

#[test]
fn a_file_that_vanished_is_told_and_saved_again() {
    let desk = Desk::new();
    let mut harness = desk.open();
    std::fs::remove_file(&desk.file).expect("removed");
    harness.state().guard.look_now();
    harness.run_steps(2);
    assert!(shows(&harness, "ファイルがなくなりました"));
    click(&mut harness, "同じ場所に保存し直す");
    assert!(desk.file.exists() && !shows(&harness, "ファイルがなくなりました"));
}

#[test]
fn a_share_that_vanished_offers_another_place_and_loses_nothing() {
    let desk = Desk::new();
    let mut harness = desk.open();
    rename(&mut harness, "会議", "会議を開く");
    std::fs::rename(desk.folder.path().join("share"), desk.folder.path().join("away")).expect("moved");
    harness.state().guard.look_now();
    harness.run_steps(2);
    assert!(shows(&harness, "フォルダーにつながりません"));
    press(&mut harness, CTRL, Key::S);
    settle(&mut harness);
    assert!(shows(&harness, "保存先のフォルダーがありません") && shows(&harness, "控えにも残ります"));
    later(&mut harness, 2);
    assert_eq!(desk.copies().len(), 1, "keeping goes on");
    click(&mut harness, "別の場所に保存する");
    assert!(shows(&harness, "ファイルの場所"));
    harness.state_mut().dialogs.clear();
    let elsewhere = desk.folder.path().join("退避.ron");
    harness.state_mut().use_path(Purpose::Save, elsewhere.clone());
    settle(&mut harness);
    assert!(elsewhere.exists() && !doc(&harness).dirty() && desk.copies().is_empty());
    assert!(!shows(&harness, "フォルダーにつながりません"));
}
