//! The window as a whole: languages, palette, preview, panes, start screen.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

use super::*;

const CTRL: Modifiers = Modifiers::COMMAND;

#[test]
fn the_language_changes_at_once() {
    let mut harness = window_with(sample());
    assert!(harness.query_by_label("ファイル").is_some());
    harness.state_mut().execute(crate::gui::commands::UiCommand::English);
    harness.run_steps(3);
    assert!(harness.query_by_label("File").is_some());
    assert!(harness.query_by_label("ファイル").is_none());
}

#[test]
fn the_palette_runs_commands_and_finds_nodes() {
    let mut harness = window_with(sample());
    press(&mut harness, CTRL, Key::K);
    type_text(&mut harness, "ほっきょくぐま");
    assert!(harness.query_by_label("見つかりません。ほかの言葉で試してください。").is_some());
    press(&mut harness, Modifiers::NONE, Key::Escape);
    press(&mut harness, CTRL, Key::K);
    type_text(&mut harness, "研修");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(doc(&harness).primary(), Some(node(&harness, "研修")));
    press(&mut harness, CTRL, Key::K);
    type_text(&mut harness, "dark");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(harness.ctx.theme(), eframe::egui::Theme::Dark);
}

#[test]
fn a_click_on_the_page_selects_its_node() {
    let mut harness = window_with(sample());
    let id = node(&harness, "会議");
    let laid = doc(&harness).laid.clone().expect("pages");
    let place = laid.places[&id];
    let page = harness.get_by_label("紙面の 1 頁").rect();
    let scale = page.width() / laid.pages.pages[0].width.pt();
    let x = page.left() + page.width() * 0.3;
    let target = eframe::egui::pos2(x, page.top() + (place.y + 5.0) * scale);
    harness.hover_at(target);
    harness.run_steps(2);
    harness.drag_at(target);
    harness.run_steps(1);
    harness.drop_at(target);
    harness.run_steps(3);
    assert_eq!(doc(&harness).primary(), Some(id));
}

#[test]
fn panes_fold_and_one_always_stays() {
    let mut harness = window_with(sample());
    press(&mut harness, CTRL, Key::Num1);
    assert!(harness.query_by_label("目次を絞り込む").is_none());
    press(&mut harness, CTRL, Key::Num3);
    press(&mut harness, CTRL, Key::Num2);
    let settings = &harness.state().settings;
    assert!(settings.preview_open && !settings.editor_open);
}

#[test]
fn the_start_screen_opens_samples_and_new_plans() {
    let mut harness = window(Start { file: None, lang: Some(Lang::Ja) });
    harness.get_by_label("市社協式（1・(1)・①・ア）").click();
    settle(&mut harness);
    assert_eq!(doc(&harness).plan().numbering.name(), "city");
    assert!(!doc(&harness).dirty(), "a new plan nobody touched is no loss");
    assert_eq!(doc(&harness).plan().nodes.len(), 3);
}

#[test]
fn every_sample_is_drawn() {
    for at in 0..crate::gui::samples::SAMPLES.len() {
        let mut harness = window(Start { file: None, lang: Some(Lang::Ja) });
        harness.state_mut().perform(crate::gui::views::Action::OpenSample(at));
        settle(&mut harness);
        let last = doc(&harness).outline().rows().last().map(|row| row.node.id);
        harness.state_mut().perform(crate::gui::views::Action::Select(last));
        settle(&mut harness);
        assert_eq!(doc(&harness).primary(), last);
    }
}
