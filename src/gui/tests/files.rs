//! Opening, saving, importing, leaving.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

use super::*;
use crate::gui::commands::UiCommand;
use crate::gui::dialogs::AfterLeaving;
use crate::gui::jobs::{Output, Purpose};

const CTRL: Modifiers = Modifiers::COMMAND;

#[test]
fn open_edit_save_and_open_again() {
    let (_folder, path) = temp_file("計画.ron");
    nendo::storage::save(&path, &sample()).expect("saves");
    let mut harness = window(Start { file: Some(path.clone()), lang: Some(Lang::Ja) });
    assert!(!doc(&harness).dirty());
    select(&mut harness, "会議");
    press(&mut harness, Modifiers::NONE, Key::F2);
    press(&mut harness, Modifiers::NONE, Key::End);
    type_text(&mut harness, "!");
    assert!(doc(&harness).dirty());
    press(&mut harness, CTRL, Key::S);
    settle(&mut harness);
    assert!(!doc(&harness).dirty());
    let again = window(Start { file: Some(path), lang: Some(Lang::Ja) });
    assert!(shape(&again).contains("会議!"), "{}", shape(&again));
}

#[test]
fn a_file_changed_by_others_is_not_overwritten_unasked() {
    let (_folder, path) = temp_file("a.ron");
    nendo::storage::save(&path, &sample()).expect("saves");
    let mut harness = window(Start { file: Some(path.clone()), lang: Some(Lang::Ja) });
    let theirs = Plan::new("ほかの人", None);
    nendo::storage::save(&path, &theirs).expect("saves");
    select(&mut harness, "会議");
    press(&mut harness, Modifiers::NONE, Key::Delete);
    press(&mut harness, CTRL, Key::S);
    settle(&mut harness);
    assert!(harness.query_by_label("ほかで変更されたファイルです").is_some());
    assert_eq!(nendo::storage::load(&path).expect("loads").plan.title, "ほかの人");
    harness.get_by_label("上書きする").click();
    settle(&mut harness);
    assert_eq!(nendo::storage::load(&path).expect("loads").plan.title, "令和7年度事業計画");
}

#[test]
fn leaving_with_changes_asks_and_saving_goes_on() {
    let (_folder, path) = temp_file("a.ron");
    nendo::storage::save(&path, &sample()).expect("saves");
    let mut harness = window(Start { file: Some(path.clone()), lang: Some(Lang::Ja) });
    select(&mut harness, "会議");
    press(&mut harness, Modifiers::NONE, Key::Delete);
    harness.state_mut().leave_document(AfterLeaving::Start);
    harness.run_steps(3);
    harness.get_by_label("戻る").click();
    harness.run_steps(3);
    assert!(harness.state().doc.is_some(), "going back keeps the document");
    harness.state_mut().leave_document(AfterLeaving::Start);
    harness.run_steps(3);
    harness.get_by_label("保存する").click();
    settle(&mut harness);
    assert!(harness.state().doc.is_none());
    assert_eq!(nendo::storage::load(&path).expect("loads").plan.walk().count(), 4);
}

#[test]
fn discarding_leaves_the_file_alone() {
    let (_folder, path) = temp_file("a.ron");
    nendo::storage::save(&path, &sample()).expect("saves");
    let mut harness = window(Start { file: Some(path.clone()), lang: Some(Lang::Ja) });
    select(&mut harness, "会議");
    press(&mut harness, Modifiers::NONE, Key::Delete);
    press(&mut harness, CTRL, Key::W);
    harness.get_by_label("破棄する").click();
    settle(&mut harness);
    assert!(harness.state().doc.is_none());
    assert_eq!(nendo::storage::load(&path).expect("loads").plan.walk().count(), 5);
}

#[test]
fn an_import_is_summed_up_and_counts_as_unsaved() {
    let (_folder, path) = temp_file("a.txt");
    nendo::storage::write_file(&path, "令和7年度事業計画\n\n1 基本方針\n　本文です。\n2 事業\n(1) 会議\n(2) 研修\n".as_bytes())
        .expect("writes");
    let harness = window(Start { file: Some(path), lang: Some(Lang::Ja) });
    assert!(harness.query_by_label("取り込みが終わりました").is_some());
    assert!(doc(&harness).dirty());
    assert!(doc(&harness).plan().walk().count() >= 4);
}

#[test]
fn a_broken_file_is_told_and_changes_nothing() {
    let (_folder, path) = temp_file("a.ron");
    nendo::storage::write_file(&path, b"(format: \"nendo-plan\"").expect("writes");
    let mut harness = window_with(sample());
    harness.state_mut().use_path(Purpose::Open, path);
    settle(&mut harness);
    assert!(harness.query_by_label("開けませんでした").is_some());
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他");
}

#[test]
fn the_plan_and_its_year_are_written_in_each_format() {
    let (folder, _) = temp_file("x");
    let mut plan = sample();
    plan.fiscal_year = Some(nendo::calendar::FiscalYear(2025));
    let meeting = Arc::make_mut(&mut plan.nodes[0]);
    meeting.schedule = vec!["5月20日".to_owned(), "気の向いた時".to_owned()];
    let mut harness = window_with(plan);
    let starts: [(&str, &str, &[u8]); 6] = [
        ("計画", "Word", b"PK"),
        ("計画", "HTML", b"<!DOCTYPE html>"),
        ("計画", "テキスト", "".as_bytes()),
        ("年間行事予定表", "PDF", b"%PDF"),
        ("年間行事予定表", "Excel", b"PK"),
        ("年間行事予定表", "カレンダー（.ics）", b"BEGIN:VCALENDAR"),
    ];
    for (what, format, start) in starts {
        harness.state_mut().execute(UiCommand::Export);
        harness.run_steps(3);
        harness.get_by_role_and_label(eframe::egui::accesskit::Role::RadioButton, what).click();
        harness.run_steps(3);
        harness.get_by_role_and_label(eframe::egui::accesskit::Role::RadioButton, format).click();
        harness.run_steps(3);
        harness.get_by_label("書き出す").click();
        harness.run_steps(3);
        let Some(crate::gui::dialogs::Dialog::Path(asked)) = harness.state_mut().dialogs.pop() else {
            panic!("{format}: a path is asked for")
        };
        let path = folder.path().join(asked.target().file_name().expect("a name is offered"));
        harness.state_mut().use_path(asked.purpose(), path.clone());
        settle(&mut harness);
        let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(bytes.starts_with(start) && bytes.len() > 60, "{format}: {}", path.display());
        // What fell on no day is told, once the calendar is written.
        let told = harness.query_by_label_contains("1 件は読み取れなかった").is_some();
        assert_eq!(told, what == "年間行事予定表", "{format}");
        harness.state_mut().dialogs.clear();
        harness.run_steps(2);
    }
}

#[test]
fn the_pdf_is_written_where_the_path_field_says() {
    let (folder, _) = temp_file("x");
    let mut harness = window_with(sample());
    harness.state_mut().execute(UiCommand::ExportPdf);
    harness.run_steps(3);
    assert!(harness.query_by_label("ファイルの場所").is_some());
    harness.state_mut().dialogs.clear();
    harness.state_mut().use_path(Purpose::Export(Output::PDF), folder.path().join("計画"));
    settle(&mut harness);
    let bytes = std::fs::read(folder.path().join("計画.pdf")).expect("is there");
    assert!(bytes.starts_with(b"%PDF"));
}
