//! The organisation's profile: what is kept in it from the plan, and what it offers.

use eframe::egui::accesskit::Role as Kind;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use nendo::plan::Numbering;
use nendo::storage::profile::load_profile;

use super::*;
use crate::gui::organization::Organization;
use crate::gui::views::Action;

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

/// A window with a settings folder of its own.
pub(super) fn window_of_organization(plan: Plan) -> (tempfile::TempDir, Harness<'static, Win>) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut harness = window_with(plan);
    harness.state_mut().take_organization(Organization::in_folder(Some(folder.path().to_owned())));
    settle(&mut harness);
    (folder, harness)
}

pub(super) fn show_plan_form(harness: &mut Harness<'_, Win>) {
    harness.state_mut().perform(Action::Select(None));
    harness.run_steps(4);
}

fn combo(harness: &mut Harness<'_, Win>, name: &str, choice: &str) {
    harness.get_by_role_and_label(Kind::ComboBox, name).click();
    harness.run_steps(4);
    harness.get_by_label(choice).click();
    harness.run_steps(4);
}

fn labels(harness: &Harness<'_, Win>) -> Vec<String> {
    doc(harness).outline().rows().iter().map(|row| row.label.clone()).collect()
}

#[test]
fn a_level_is_edited_and_the_plan_follows() {
    let (_folder, mut harness) = window_of_organization(sample());
    show_plan_form(&mut harness);
    harness.get_by_label("項番号の段を細かく決める").click();
    harness.run_steps(8);
    assert_eq!(labels(&harness), ["1", "2", "(1)", "(2)", "3"]);
    combo(&mut harness, "番号の形 2", "ア, イ, ウ …");
    assert_eq!(labels(&harness), ["1", "2", "ア", "イ", "3"]);
    harness.get_by_label("後の字 1").focus();
    harness.run_steps(3);
    type_text(&mut harness, "．");
    assert_eq!(labels(&harness), ["1．", "2．", "ア", "イ", "3．"]);
    assert!(matches!(&doc(&harness).plan().numbering, Numbering::Own(preset) if preset.name.ends_with("（変更）")));
    press(&mut harness, CTRL, Key::Z);
    press(&mut harness, CTRL, Key::Z);
    assert_eq!(labels(&harness), ["1", "2", "(1)", "(2)", "3"]);
}

#[test]
fn a_numbering_is_kept_for_other_plans() {
    let (folder, mut harness) = window_of_organization(sample());
    show_plan_form(&mut harness);
    harness.get_by_label("項番号の段を細かく決める").click();
    harness.run_steps(8);
    harness.get_by_label_contains("団体の項番号として登録").click_accesskit();
    harness.run_steps(4);
    type_text(&mut harness, "わかば式");
    press(&mut harness, NONE, Key::Enter);
    settle(&mut harness);
    let kept = load_profile(&folder.path().join("profile.ron")).expect("written");
    assert_eq!(kept.numberings.len(), 1);
    assert_eq!(kept.numberings[0].name, "わかば式");
    // Another plan is offered it.
    harness.state_mut().show_document(Some(Document::new(Arc::new(sample()), None, None)));
    settle(&mut harness);
    combo(&mut harness, "番号の付け方", "わかば式");
    assert_eq!(doc(&harness).plan().numbering, Numbering::Own(kept.numberings[0].clone()));
}

#[test]
fn what_was_kept_is_taken_back_by_the_note() {
    let (folder, mut harness) = window_of_organization(sample());
    show_plan_form(&mut harness);
    harness.get_by_label("団体の書式として登録").click();
    harness.run_steps(4);
    type_text(&mut harness, "理事会用");
    press(&mut harness, NONE, Key::Enter);
    settle(&mut harness);
    assert_eq!(harness.state().organization.profile.styles[0].name, "理事会用");
    // The one of the note, not the command.
    harness.get_all_by_label("元に戻す").last().expect("a note").click();
    settle(&mut harness);
    assert!(harness.state().organization.profile.styles.is_empty());
    assert!(load_profile(&folder.path().join("profile.ron")).expect("written").styles.is_empty());
}

#[test]
fn selected_words_become_a_stock_phrase() {
    let (folder, mut harness) = window_of_organization(sample());
    select(&mut harness, "会議");
    harness.get_by_label("題名").focus();
    harness.run_steps(3);
    press(&mut harness, CTRL, Key::A);
    press(&mut harness, CTRL | Modifiers::SHIFT, Key::R);
    press(&mut harness, NONE, Key::Enter);
    settle(&mut harness);
    let kept = load_profile(&folder.path().join("profile.ron")).expect("written");
    assert_eq!((kept.snippets[0].name.as_str(), kept.snippets[0].text.as_str()), ("会議", "会議"));
}

#[test]
fn nothing_is_kept_without_a_name() {
    let (folder, mut harness) = window_of_organization(sample());
    show_plan_form(&mut harness);
    harness.get_by_label("団体の書式として登録").click();
    harness.run_steps(4);
    press(&mut harness, NONE, Key::Enter);
    harness.run_steps(3);
    assert!(harness.query_by_label("登録する").is_some(), "the dialog waits for a name");
    press(&mut harness, NONE, Key::Escape);
    settle(&mut harness);
    assert!(harness.query_by_label("登録する").is_none());
    assert!(!folder.path().join("profile.ron").exists());
}

#[test]
fn a_broken_profile_is_told_of() {
    let folder = tempfile::tempdir().expect("a folder");
    nendo::storage::write_file(&folder.path().join("profile.ron"), b"(format: \"nendo-profile\", version: 1, funding: 3)")
        .expect("written");
    let mut harness = window_with(sample());
    harness.state_mut().take_organization(Organization::in_folder(Some(folder.path().to_owned())));
    settle(&mut harness);
    assert!(harness.query_by_label("団体の設定を読めませんでした").is_some());
}

/// The title of 会議 with its first character selected.
fn select_first_character(harness: &mut Harness<'_, Win>) {
    fields::in_title(harness, "会議");
    press(harness, NONE, Key::Home);
    press(harness, Modifiers::SHIFT, Key::ArrowRight);
}

/// Keeps the phrase the dialog asks about, and gives what was kept.
fn kept_phrase(folder: &tempfile::TempDir, harness: &mut Harness<'_, Win>) -> String {
    press(harness, NONE, Key::Enter);
    settle(harness);
    load_profile(&folder.path().join("profile.ron")).expect("written").snippets[0].text.clone()
}

#[test]
fn the_palette_keeps_the_selected_words_as_a_phrase_and_leaves_them_selected() {
    let (folder, mut harness) = window_of_organization(sample());
    select_first_character(&mut harness);
    press(&mut harness, CTRL, Key::K);
    type_text(&mut harness, "定型文に登録");
    press(&mut harness, NONE, Key::Enter);
    assert_eq!(kept_phrase(&folder, &mut harness), "会");
    // What is typed next takes their place, as it would have without the dialog.
    type_text(&mut harness, "論");
    assert!(shape(&harness).contains("論議"), "{}", shape(&harness));
}

#[test]
fn the_menu_keeps_the_selected_words_by_pointer_and_by_keys() {
    let (folder, mut harness) = window_of_organization(sample());
    select_first_character(&mut harness);
    harness.get_by_label("挿入").click();
    harness.run_steps(3);
    harness.get_by_label("選択した文を定型文に登録…").click();
    harness.run_steps(4);
    assert_eq!(kept_phrase(&folder, &mut harness), "会");

    let (folder, mut harness) = window_of_organization(sample());
    select_first_character(&mut harness);
    press(&mut harness, Modifiers::ALT, Key::I);
    for _ in 0..30 {
        if harness.get_by_label("選択した文を定型文に登録…").is_focused() {
            break;
        }
        press(&mut harness, NONE, Key::ArrowDown);
    }
    press(&mut harness, NONE, Key::Enter);
    harness.run_steps(4);
    assert_eq!(kept_phrase(&folder, &mut harness), "会");
}

#[test]
fn a_phrase_picked_from_the_list_takes_the_place_of_the_selected_words() {
    let mut harness = window_with(sample());
    fields::with_snippets(&mut harness);
    select_first_character(&mut harness);
    press(&mut harness, CTRL, Key::J);
    type_text(&mut harness, "周知");
    press(&mut harness, NONE, Key::Enter);
    harness.run_steps(4);
    assert!(shape(&harness).contains("広報紙で周知する議"), "{}", shape(&harness));
}
