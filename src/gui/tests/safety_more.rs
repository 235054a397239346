//! Never losing a word where the window is hidden, closed in the middle of a word, or its file is gone.

use std::time::Duration;

use eframe::egui::{Key, Modifiers, ViewportEvent, ViewportId};
use egui_kittest::kittest::Queryable;

use super::safety::*;
use super::*;
use crate::gui::commands::UiCommand;
use crate::gui::dialogs::AfterLeaving;
use crate::gui::jobs::Purpose;

/// The window is asked to close, as by its button.
fn close(harness: &mut Harness<'_, Win>) {
    let input = harness.input_mut();
    input.viewports.entry(ViewportId::ROOT).or_default().events.push(ViewportEvent::Close);
    harness.run_steps(1);
    if let Some(viewport) = harness.input_mut().viewports.get_mut(&ViewportId::ROOT) {
        viewport.events.clear();
    }
    harness.run_steps(2);
}

#[test]
fn a_window_that_is_no_longer_drawn_puts_its_work_away_all_the_same() {
    let desk = Desk::new();
    let mut harness = desk.open();
    rename(&mut harness, "会議", "会議を開く");
    // From here on there are no frames.
    for _ in 0..1000 {
        if !desk.copies().is_empty() {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("nothing was put away");
}

#[test]
fn losing_the_focus_puts_the_work_away_at_once() {
    let desk = Desk::new();
    let mut harness = desk.open();
    rename(&mut harness, "会議", "会議を開く");
    harness.input_mut().focused = false;
    harness.run_steps(2);
    harness.state().guard.wait_kept();
    assert_eq!(desk.copies().len(), 1);
}

#[test]
fn a_plan_whose_file_is_gone_is_not_saved_and_closing_asks() {
    let desk = Desk::new();
    let mut harness = desk.open();
    std::fs::remove_file(&desk.file).expect("removed");
    harness.state().guard.look_now();
    harness.run_steps(2);
    click(&mut harness, "このまま続ける");
    assert!(shows(&harness, "未保存") && !shows(&harness, "保存済み"));
    later(&mut harness, 2);
    assert_eq!(desk.copies().len(), 1, "a copy is the only place it lies in");
    press(&mut harness, CTRL, Key::W);
    settle(&mut harness);
    assert!(harness.state().doc.is_some() && harness.query_by_label("破棄する").is_some(), "closing asks");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    press(&mut harness, CTRL, Key::S);
    settle(&mut harness);
    assert!(desk.file.exists() && !doc(&harness).dirty() && shows(&harness, "保存済み"));
    assert!(desk.copies().is_empty());
}

#[test]
fn closing_in_the_middle_of_a_word_takes_the_word_in_and_asks() {
    let desk = Desk::new();
    let mut harness = desk.open();
    select(&mut harness, "会議");
    press(&mut harness, Modifiers::NONE, Key::F2);
    preedit(&mut harness, "かいぎ");
    assert!(!doc(&harness).dirty());
    close(&mut harness);
    assert!(doc(&harness).dirty() && !harness.state().may_close, "it is not closed over it");
    assert!(shape(&harness).contains("かいぎ"), "{}", shape(&harness));
    assert!(harness.query_by_label("破棄する").is_some(), "it asks");
}

#[test]
fn closing_waits_for_the_letters_that_are_still_on_their_way() {
    let desk = Desk::new();
    let mut harness = desk.open();
    select(&mut harness, "会議");
    press(&mut harness, Modifiers::NONE, Key::F2);
    harness.run_steps(2);
    let letter = |harness: &mut Harness<'_, Win>, letter: &str| {
        harness.input_mut().events.push(Event::Text(letter.to_owned()));
    };
    letter(&mut harness, "会議を");
    harness.input_mut().viewports.entry(ViewportId::ROOT).or_default().events.push(ViewportEvent::Close);
    harness.run_steps(1);
    harness.input_mut().viewports.entry(ViewportId::ROOT).or_default().events.clear();
    assert!(harness.query_by_label("破棄する").is_none() && !harness.state().may_close, "not yet");
    for next in ["毎", "月", "開", "く"] {
        letter(&mut harness, next);
        harness.run_steps(1);
    }
    settle(&mut harness);
    assert!(harness.query_by_label("破棄する").is_some(), "it asks");
    assert!(shape(&harness).contains("会議を毎月開く"), "{}", shape(&harness));
}

#[test]
fn switching_plans_in_the_middle_of_a_word_asks_too() {
    let desk = Desk::new();
    let mut harness = desk.open();
    select(&mut harness, "会議");
    press(&mut harness, Modifiers::NONE, Key::F2);
    preedit(&mut harness, "かいぎ");
    harness.state_mut().execute(UiCommand::CloseDocument);
    harness.run_steps(2);
    assert!(harness.state().doc.is_some() && harness.query_by_label("破棄する").is_some());
}

#[test]
fn saving_elsewhere_asks_where_a_colleague_has_the_place() {
    let desk = Desk::new();
    let theirs = desk.folder.path().join("share/相手の計画.ron");
    nendo::storage::save(&theirs, &sample()).expect("saves");
    let before = std::fs::read(&theirs).expect("there");
    let colleague = desk.keeper("佐藤", std::process::id());
    colleague.open(&theirs).expect("opens");
    let mut harness = desk.open();
    rename(&mut harness, "会議", "会議を開く");
    harness.state_mut().use_path(Purpose::Save, theirs.clone());
    settle(&mut harness);
    assert!(shows(&harness, "佐藤 さん（課-1）"));
    assert_eq!(std::fs::read(&theirs).expect("there"), before, "nothing was written");
    click(&mut harness, "それでも上書きする");
    assert_ne!(std::fs::read(&theirs).expect("there"), before);
    let note = std::fs::read_to_string(desk.folder.path().join("share/.~lock.相手の計画.ron#")).expect("there");
    assert!(note.contains("山田"), "it is ours now");
}

#[test]
fn who_took_the_plan_over_is_told_and_saving_asks() {
    let desk = Desk::new();
    let mut harness = desk.open();
    desk.keeper("佐藤", std::process::id()).take_lock_over(&desk.file).expect("taken over");
    let colleague = desk.keeper("佐藤", std::process::id());
    colleague.take_lock_over(&desk.file).expect("taken over");
    rename(&mut harness, "会議", "会議を開く");
    harness.state().guard.look_now();
    harness.run_steps(2);
    assert!(shows(&harness, "佐藤 さんがこの計画を引き継ぎました"));
    press(&mut harness, CTRL, Key::S);
    settle(&mut harness);
    assert!(shows(&harness, "それでも上書きする") && !desk.in_file().contains("会議を開く"));
    click(&mut harness, "それでも上書きする");
    assert!(desk.in_file().contains("会議を開く"));
    assert!(!shows(&harness, "引き継ぎました"));
}

#[test]
fn a_damaged_plan_is_opened_from_what_a_save_replaced() {
    let desk = Desk::new();
    let mut harness = desk.open();
    rename(&mut harness, "会議", "会議を開く");
    press(&mut harness, CTRL, Key::S);
    settle(&mut harness);
    kill(harness);
    nendo::storage::write_file(&desk.file, b"(format: \"nendo-plan\", version: 1, t").expect("written");
    let mut harness = desk.open();
    assert!(shows(&harness, "途中で切れています") && harness.state().doc.is_none());
    click(&mut harness, "控え・版から開く…");
    click(&mut harness, "自動の控え");
    click(&mut harness, "この内容に戻す");
    assert!(shape(&harness).contains("会議"), "{}", shape(&harness));
}

#[test]
fn a_failed_save_does_not_speak_of_a_copy_that_cannot_be_made() {
    let desk = Desk::new();
    let mut harness = desk.open();
    std::fs::remove_dir_all(desk.state()).expect("removed");
    nendo::storage::write_file(&desk.state(), b"in the way").expect("written");
    rename(&mut harness, "会議", "会議を開く");
    std::fs::rename(desk.folder.path().join("share"), desk.folder.path().join("away")).expect("moved");
    press(&mut harness, CTRL, Key::S);
    settle(&mut harness);
    assert!(shows(&harness, "控えにも残せません") && !shows(&harness, "控えにも残ります"));
    assert!(shows(&harness, "このパソコンに控えを作れません"), "the bar says so too");
}

#[test]
fn discarded_changes_can_be_opened_again_for_some_days() {
    let desk = Desk::new();
    let mut harness = desk.open();
    rename(&mut harness, "会議", "会議を開く");
    harness.state_mut().leave_document(AfterLeaving::Start);
    harness.run_steps(3);
    click(&mut harness, "破棄する");
    assert!(harness.state().doc.is_none() && desk.copies().is_empty(), "no crash left them");
    assert!(!desk.in_file().contains("会議を開く"));
    click(&mut harness, "戻す…");
    assert!(shows(&harness, "新しい計画として開く"));
    click(&mut harness, "新しい計画として開く");
    assert!(shape(&harness).contains("会議を開く"));
    assert!(doc(&harness).dirty() && doc(&harness).path.is_none(), "no file is touched");
    kill(harness);
    // Also by the next program.
    let mut harness = desk.window_of("山田");
    harness.state_mut().start.left_behind.clear();
    harness.state_mut().execute(UiCommand::Discarded);
    settle(&mut harness);
    assert!(shows(&harness, "新しい計画として開く"));
}

#[test]
fn a_plan_others_changed_and_nobody_here_is_closed_without_a_question() {
    let desk = Desk::new();
    let mut harness = desk.open();
    change_by_others(&desk, &mut harness);
    assert!(!doc(&harness).dirty());
    harness.state_mut().leave_document(AfterLeaving::Start);
    settle(&mut harness);
    assert!(harness.state().doc.is_none());
}

#[test]
fn what_a_field_cannot_take_stays_in_it_and_is_told_before_it_is_lost() {
    let desk = Desk::new();
    let mut harness = desk.open();
    select(&mut harness, "会議");
    harness.get_by_label("予算").focus();
    harness.run_steps(3);
    type_text(&mut harness, "12.5");
    select(&mut harness, "研修");
    harness.run_steps(4);
    select(&mut harness, "会議");
    harness.run_steps(4);
    assert_eq!(harness.get_by_label("予算").value().as_deref(), Some("12.5"), "it is there when one comes back");
    select(&mut harness, "研修");
    harness.state_mut().execute(UiCommand::Save);
    settle(&mut harness);
    let told = "予算の欄の「12.5」は読み取れないので、計画に入っていません。";
    assert!(harness.query_by_label(told).is_some(), "saving tells of it");
    harness.get_by_label("その欄を開く").click();
    harness.run_steps(4);
    assert_eq!(doc(&harness).selection(), [node(&harness, "会議")]);
    // Told once, it is left behind knowingly.
    harness.state_mut().leave_document(AfterLeaving::Start);
    settle(&mut harness);
    assert!(harness.state().doc.is_none());
}

#[test]
fn closing_tells_of_a_text_that_is_not_in_the_plan() {
    let desk = Desk::new();
    let mut harness = desk.open();
    harness.state_mut().perform(crate::gui::views::Action::Select(None));
    harness.run_steps(4);
    harness.get_by_label("日付").focus();
    harness.run_steps(3);
    type_text(&mut harness, "4gatsu");
    let fault = "日付として読み取れません";
    assert!(harness.query_by_label_contains(fault).is_none(), "half a date is no mistake yet");
    select(&mut harness, "会議");
    harness.state_mut().perform(crate::gui::views::Action::Select(None));
    harness.run_steps(4);
    assert_eq!(harness.get_by_label("日付").value().as_deref(), Some("4gatsu"));
    assert!(harness.query_by_label_contains(fault).is_some());
    harness.state_mut().leave_document(AfterLeaving::Start);
    harness.run_steps(3);
    assert!(harness.state().doc.is_some() && harness.query_by_label_contains("「4gatsu」").is_some());
    // Mended, there is nothing to tell.
    harness.get_by_label("日付").focus();
    harness.run_steps(3);
    press(&mut harness, Modifiers::COMMAND, Key::A);
    type_text(&mut harness, "2025/3/25");
    press(&mut harness, Modifiers::NONE, Key::Tab);
    assert_eq!(doc(&harness).plan().date.map(|day| day.to_string()).as_deref(), Some("2025-03-25"));
    assert_eq!(harness.state().drafts.refused().count(), 0);
}

#[test]
fn a_file_marked_read_only_says_so_when_it_is_opened() {
    let (_folder, path) = temp_file("計画.ron");
    nendo::storage::write_file(&path, nendo::storage::write_plan(&sample()).expect("fine").as_bytes()).expect("written");
    let mut permissions = std::fs::metadata(&path).expect("there").permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).expect("set");
    let mut harness = window(Start { file: None, lang: Some(Lang::Ja) });
    let app = harness.state_mut();
    app.leave_document(AfterLeaving::Open(path));
    while app.doc.is_none() {
        let done = app.jobs.wait().expect("it is being opened");
        app.finish(done);
    }
    assert!(app.toasts.newest().is_some_and(|told| told.starts_with("このファイルは読み取り専用です")), "{:?}", app.toasts.newest());
}
