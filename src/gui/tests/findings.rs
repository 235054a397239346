//! The list of findings, and what is told while files are written.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

use super::*;
use crate::gui::jobs::{Output, Purpose};

const NONE: Modifiers = Modifiers::NONE;

#[test]
fn budgets_that_add_up_to_more_than_is_there_are_found() {
    let mut plan = sample();
    let projects = Arc::make_mut(&mut plan.nodes[1]);
    projects.budget = Some(100);
    for child in &mut projects.children {
        Arc::make_mut(child).budget = Some(60);
    }
    let mut harness = window_with(plan);
    select(&mut harness, "方針");
    press(&mut harness, NONE, Key::F8);
    harness.get_by_label_contains("120 千円が、この項目の予算 100 千円を 20 千円上回って").click();
    harness.run_steps(3);
    assert_eq!(doc(&harness).primary(), Some(node(&harness, "事業")));
}

#[test]
fn a_date_that_cannot_be_read_is_a_finding_until_it_is_mended() {
    let mut harness = window_with(sample());
    harness.state_mut().perform(crate::gui::views::Action::Select(None));
    harness.run_steps(4);
    let date = harness.get_by_label("日付");
    date.focus();
    harness.run_steps(3);
    type_text(&mut harness, "4gatsu");
    assert!(harness.query_by_label("指摘 0").is_some(), "while it is typed it is no mistake yet");
    select(&mut harness, "会議");
    assert!(harness.query_by_label("指摘 1").is_some());
    press(&mut harness, NONE, Key::F8);
    harness.get_by_label_contains("「日付」の「4gatsu」が読み取れません").click();
    harness.run_steps(4);
    assert_eq!(doc(&harness).primary(), None);
    assert!(harness.get_by_label("日付").is_focused());
    press(&mut harness, Modifiers::COMMAND, Key::A);
    type_text(&mut harness, "2025/3/25");
    press(&mut harness, NONE, Key::Tab);
    assert!(harness.query_by_label("指摘 0").is_some());
}

#[test]
fn the_note_that_a_file_is_being_written_goes_when_it_cannot_be() {
    let (folder, path) = temp_file("計画.pdf");
    let mut harness = window_with(sample());
    // A folder stands where the file would.
    std::fs::create_dir(&path).expect("made");
    harness.state_mut().use_path(Purpose::Export(Output::PDF), path);
    assert_eq!(harness.state().toasts.newest(), Some("書き出しています…"));
    settle(&mut harness);
    assert_eq!(harness.state().toasts.newest(), None);
    drop(folder);
}
