//! Zoom of the interface, further windows, menus by key, files dropped, the window's place.

use eframe::egui::{DroppedFile, Key, Modifiers};
use egui_kittest::kittest::Queryable;
use nendo::storage::recent::RecentFile;

use super::*;
use crate::gui::commands::UiCommand as C;
use crate::gui::jobs::Done;

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_ALT: Modifiers = Modifiers { alt: true, command: true, ctrl: false, shift: false, mac_cmd: false };

#[test]
fn the_interface_zooms_by_key_and_the_page_by_its_own() {
    let mut harness = window_with(sample());
    press(&mut harness, CTRL_ALT, Key::Plus);
    assert_eq!(harness.state().settings.interface_zoom, 1.1);
    assert!((harness.ctx.zoom_factor() - 1.1).abs() < 0.001);
    assert_eq!(harness.state().toasts.newest(), Some("画面の大きさ 110 %"));
    for _ in 0..9 {
        press(&mut harness, CTRL_ALT, Key::Plus);
    }
    assert_eq!(harness.state().settings.interface_zoom, 2.0);
    press(&mut harness, CTRL_ALT, Key::Num0);
    press(&mut harness, CTRL_ALT, Key::Minus);
    assert_eq!(harness.state().settings.interface_zoom, 0.9);
    let page = harness.state().preview.percent();
    press(&mut harness, CTRL, Key::Plus);
    assert_eq!(harness.state().settings.interface_zoom, 0.9, "without Alt the page is meant");
    assert!(harness.state().preview.percent() > page);
}

#[test]
fn a_plan_opens_in_a_window_of_its_own() {
    let mut harness = window_with(sample());
    press(&mut harness, Modifiers { shift: true, ..CTRL }, Key::N);
    assert_eq!(harness.state().windows.asked, [["--lang", "ja"]]);
    harness.state_mut().execute(C::OpenInNewWindow);
    harness.run_steps(3);
    assert!(harness.query_by_label("ファイルの場所").is_some());
    harness.state_mut().dialogs.clear();
    harness.state_mut().use_path(crate::gui::jobs::Purpose::OpenInNewWindow, "/計画/来年度.ron".into());
    assert_eq!(harness.state().windows.asked[1], ["--lang", "ja", "/計画/来年度.ron"]);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他", "this window keeps its plan");
}

fn recent(path: &std::path::Path) -> Done {
    let opened = chrono::NaiveDate::from_ymd_opt(2025, 3, 1).and_then(|day| day.and_hms_opt(9, 0, 0)).expect("a time");
    let file =
        RecentFile { path: path.to_owned(), title: "昨年の計画".to_owned(), organization: String::new(), fiscal_year: None, opened };
    Done::Recent(vec![(file, true)])
}

#[test]
fn recent_plans_stand_in_the_menu() {
    let (_folder, path) = temp_file("昨年.ron");
    nendo::storage::save(&path, &Plan::new("昨年の計画", None)).expect("saves");
    let mut harness = window_with(sample());
    harness.state_mut().finish(recent(&path));
    press(&mut harness, Modifiers::ALT, Key::F);
    harness.get_by_label("最近の計画").click();
    harness.run_steps(3);
    harness.get_by_label("昨年の計画").click();
    settle(&mut harness);
    assert_eq!(doc(&harness).plan().title, "昨年の計画");
}

#[test]
fn with_ctrl_a_recent_plan_opens_apart() {
    let (_folder, path) = temp_file("昨年.ron");
    let mut harness = window(Start { file: None, lang: Some(Lang::Ja) });
    harness.state_mut().finish(recent(&path));
    harness.run_steps(2);
    harness.key_down_modifiers(CTRL, Key::Space);
    harness.get_by_label("昨年の計画").click_modifiers(CTRL);
    harness.run_steps(3);
    assert_eq!(harness.state().windows.asked.len(), 1);
    assert!(harness.state().doc.is_none());
}

#[test]
fn menus_open_by_alt_and_letter_and_by_f10_and_arrows() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    press(&mut harness, Modifiers::ALT, Key::V);
    assert!(harness.query_by_label("テーマ・言語").is_some());
    press(&mut harness, Modifiers::NONE, Key::Escape);
    harness.run_steps(2);
    assert!(harness.query_by_label("テーマ・言語").is_none());
    let list = crate::gui::views::outline::list_id();
    assert!(harness.ctx.memory(|memory| memory.has_focus(list)), "the keyboard goes back to the outline");

    press(&mut harness, Modifiers::NONE, Key::F10);
    assert!(harness.query_by_label("名前を付けて保存…").is_some());
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    assert!(harness.query_by_label("名前を付けて保存…").is_none());
    assert!(harness.query_by_label("文字のまま貼り付け").is_some());
    press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    assert!(harness.query_by_label("Nendo について").is_some(), "round the end");
    for _ in 0..2 {
        press(&mut harness, Modifiers::NONE, Key::ArrowUp);
    }
    press(&mut harness, Modifiers::NONE, Key::Enter);
    harness.run_steps(3);
    assert!(harness.query_by_label("Nendo について").is_none(), "a command was chosen");
}

/// A file let go over the window.
#[derive(Debug)]
struct Dropped(PathBuf);

impl DroppedFile for Dropped {
    fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

fn drop_file(harness: &mut Harness<'_, Win>, path: &std::path::Path) {
    harness.input_mut().dropped_files.push(Arc::new(Dropped(path.to_owned())));
    settle(harness);
}

#[test]
fn plans_and_texts_are_opened_by_dropping_them() {
    let (folder, plan) = temp_file("計画.ron");
    nendo::storage::save(&plan, &sample()).expect("saves");
    for (name, text) in [("a.txt", "令和7年度事業計画\n\n1 基本方針\n　本文です。\n"), ("a.md", "# 事業計画\n\n## 方針\n\n本文です。\n")]
    {
        nendo::storage::write_file(&folder.path().join(name), text.as_bytes()).expect("writes");
        let mut harness = window(Start { file: None, lang: Some(Lang::Ja) });
        drop_file(&mut harness, &folder.path().join(name));
        assert!(harness.query_by_label("取り込みが終わりました").is_some(), "{name}");
    }
    let mut harness = window(Start { file: None, lang: Some(Lang::Ja) });
    drop_file(&mut harness, &plan);
    assert_eq!(doc(&harness).path.as_deref(), Some(plan.as_path()));
}

#[test]
fn in_a_narrow_window_the_editor_keeps_its_room() {
    let mut harness = window_with(sample());
    harness.set_size(eframe::egui::vec2(853.0, 480.0));
    harness.run_steps(3);
    assert!(harness.query_by_label("紙面の 1 頁").is_none(), "the page gives way");
    assert!(harness.state().settings.preview_open, "and comes back in a wider window");
    harness.set_size(eframe::egui::vec2(1280.0, 800.0));
    harness.run_steps(3);
    assert!(harness.query_by_label("紙面の 1 頁").is_some());
}

#[test]
fn what_takes_long_is_shown_and_can_be_stopped() {
    let mut harness = window_with(sample());
    harness.state_mut().jobs.wait_to_be_stopped("window.job.import", 0);
    harness.run_steps(1);
    assert!(harness.query_by_label("取り込んでいます").is_none(), "not for what takes a moment");
    std::thread::sleep(crate::gui::jobs::NOTICED);
    harness.run_steps(2);
    assert!(harness.query_by_label("取り込んでいます").is_some());
    harness.get_by_label("中止する").click();
    harness.run_steps(2);
    assert!(harness.query_by_label("取り込んでいます").is_none());
    settle(&mut harness);
    assert_eq!(harness.state().toasts.newest(), Some("中止しました。ファイルは前のままです。"));
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他");
}

#[test]
fn after_a_dialog_the_keyboard_is_where_it_was() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    harness.get_by_label("担当").focus();
    harness.run_steps(3);
    let before = harness.ctx.memory(eframe::egui::Memory::focused);
    assert!(before.is_some());
    harness.state_mut().execute(C::Export);
    harness.run_steps(3);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    harness.run_steps(4);
    assert!(harness.state().dialogs.is_empty());
    assert_eq!(harness.ctx.memory(eframe::egui::Memory::focused), before);
}

#[test]
fn the_key_that_chooses_a_line_of_a_menu_does_nothing_else() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    let before = shape(&harness);
    for key in [Key::Enter, Key::Space] {
        let preview = harness.state().settings.preview_open;
        press(&mut harness, Modifiers::ALT, Key::V);
        harness.run_steps(4);
        for _ in 0..3 {
            press(&mut harness, Modifiers::NONE, Key::ArrowDown);
            harness.run_steps(2);
        }
        press(&mut harness, Modifiers::NONE, key);
        harness.run_steps(4);
        assert_ne!(harness.state().settings.preview_open, preview, "{key:?} chose the line");
        assert_eq!(shape(&harness), before, "{key:?} made nothing");
        assert_eq!(doc(&harness).selection(), [node(&harness, "会議")]);
    }
}
