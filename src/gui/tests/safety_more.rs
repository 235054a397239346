//! Never losing a word where the window is hidden, closed in the middle of a word, or its file is gone.

use std::time::Duration;

use eframe::egui::{Key, Modifiers, ViewportEvent, ViewportId};
use egui_kittest::kittest::Queryable;

use super::safety::*;
use super::*;
use crate::gui::commands::UiCommand;

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
