//! Pictures in the window: inserted, dropped, described, shown; page measures from the plan's form.

use std::path::{Path, PathBuf};

use egui_kittest::kittest::Queryable;
use nendo::plan::{Block, Cell, PageStyle, Table};

use super::*;
use crate::gui::commands::UiCommand;
use crate::gui::jobs::{Output, Purpose};

#[allow(clippy::disallowed_methods, reason = "tests make their own files")]
fn write_png(path: &Path) {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(40, 30).write_to(&mut bytes, image::ImageFormat::Png).expect("encoded");
    std::fs::write(path, bytes.into_inner()).expect("written");
}

/// A saved plan in a window, and a picture in another folder.
fn saved_with_picture() -> (tempfile::TempDir, Harness<'static, Win>, PathBuf) {
    let (folder, path) = temp_file("計画.ron");
    nendo::storage::save(&path, &sample()).expect("saves");
    let away = folder.path().join("写真");
    std::fs::create_dir(&away).expect("made");
    write_png(&away.join("会場.png"));
    let harness = window(Start { file: Some(path), lang: Some(Lang::Ja) });
    (folder, harness, away.join("会場.png"))
}

fn body(harness: &Harness<'_, Win>, title: &str) -> Vec<Block> {
    let id = node(harness, title);
    doc(harness).plan().node(id).expect("there").body.clone()
}

#[test]
fn an_inserted_picture_stands_beside_the_plan_and_on_the_page() {
    let (folder, mut harness, picture) = saved_with_picture();
    std::fs::rename(&picture, folder.path().join("会場.png")).expect("moved");
    select(&mut harness, "会議");
    harness.state_mut().use_path(Purpose::Picture, folder.path().join("会場.png"));
    settle(&mut harness);
    let inserted = body(&harness, "会議");
    let [Block::Image { file, alternative, .. }] = inserted.as_slice() else { panic!("a picture") };
    assert_eq!((file.as_str(), alternative.as_str()), ("会場.png", ""));
    let laid = doc(&harness).laid.clone().expect("pages");
    assert_eq!(laid.pages.pictures.len(), 1);
    assert!(laid.findings.iter().any(|finding| finding.rule == "check.image_words"), "words are asked for");
    // The words typed are one step, and go with undo.
    harness.get_by_label("説明の文").click();
    harness.run_steps(2);
    type_text(&mut harness, "会場");
    settle(&mut harness);
    assert!(matches!(&body(&harness, "会議")[0], Block::Image { alternative, .. } if alternative == "会場"));
    harness.state_mut().execute(UiCommand::Undo);
    harness.state_mut().execute(UiCommand::Undo);
    settle(&mut harness);
    assert!(body(&harness, "会議").is_empty());
}

#[test]
fn a_dropped_picture_is_copied_and_a_broken_one_is_refused() {
    let (folder, mut harness, _) = saved_with_picture();
    let (away, elsewhere) = (folder.path().join("写真"), tempfile::tempdir().expect("a folder"));
    let dropped = elsewhere.path().join("図.png");
    write_png(&dropped);
    select(&mut harness, "研修");
    harness.state_mut().bring_picture(dropped);
    settle(&mut harness);
    assert!(matches!(&body(&harness, "研修")[0], Block::Image { file, .. } if file == "計画_画像/図.png"));
    assert!(folder.path().join("計画_画像/図.png").is_file());
    let bad = away.join("bad.jpg");
    std::fs::copy(doc(&harness).path.clone().expect("saved"), &bad).expect("copied");
    harness.state_mut().bring_picture(bad);
    settle(&mut harness);
    assert!(harness.query_by_label("画像を挿入できません").is_some());
    assert_eq!(body(&harness, "研修").len(), 1);
}

#[test]
fn a_plan_without_a_file_is_saved_before_it_takes_pictures() {
    let mut harness = window_with(sample());
    harness.state_mut().execute(UiCommand::InsertImage);
    harness.run_steps(3);
    assert!(harness.query_by_label("名前を付けて保存").is_some());
}

#[test]
fn a_missing_picture_is_a_finding_at_its_node() {
    let (_folder, mut harness, _) = saved_with_picture();
    let owner = node(&harness, "会議");
    let image = Block::Image { file: "なし.png".into(), alternative: "図".into(), caption: String::new(), width: None };
    harness.state_mut().edit(nendo::edit::Command::Set { node: owner, field: nendo::edit::NodeField::Body(vec![image]) });
    settle(&mut harness);
    let laid = doc(&harness).laid.clone().expect("pages");
    let finding = laid.findings.iter().find(|finding| finding.rule == "picture.missing").expect("found");
    assert_eq!(finding.place.node, Some(owner));
}

#[test]
fn turned_pages_are_shown_smaller_in_the_pane_and_the_form_turns_them_all() {
    let mut plan = sample();
    let table = Table { landscape: true, rows: vec![vec![Cell::new("地区"), Cell::new("世帯")]], ..Table::default() };
    plan.preface = vec![Block::Text("はじめに。".into()), Block::Table(table), Block::Text("つづき。".into())];
    let mut harness = window_with(plan);
    let mut shown = Vec::new();
    for n in 1..=3 {
        shown.push(harness.get_by_label(&format!("紙面の {n} 頁")).rect().width().round());
        harness.state_mut().execute(UiCommand::NextPage);
        settle(&mut harness);
    }
    assert!(shown.windows(2).all(|pair| (pair[0] - pair[1]).abs() <= 1.0), "as wide as the pane: {shown:?}");
    harness.state_mut().execute(UiCommand::EditPlan);
    settle(&mut harness);
    harness.get_by_label("横向き").click();
    settle(&mut harness);
    assert!(doc(&harness).plan().style.landscape);
    let laid = doc(&harness).laid.clone().expect("pages");
    assert!(laid.pages.pages.iter().all(|page| page.width > page.height));
    harness.state_mut().execute(UiCommand::Undo);
    assert_eq!(doc(&harness).plan().style, PageStyle::default());
}

#[test]
fn a_picture_that_went_away_is_told_when_the_pdf_is_written() {
    let (folder, mut harness, picture) = saved_with_picture();
    select(&mut harness, "会議");
    harness.state_mut().use_path(Purpose::Picture, picture.clone());
    settle(&mut harness);
    std::fs::remove_file(&picture).expect("removed");
    harness.state_mut().use_path(Purpose::Export(Output::PDF), folder.path().join("控え"));
    settle(&mut harness);
    assert!(folder.path().join("控え.pdf").is_file());
    assert!(harness.query_by_label("書き出したものに足りないものがあります").is_some());
}

#[test]
fn in_the_document_a_picture_stands_as_a_picture_with_its_caption() {
    let (folder, mut harness, picture) = saved_with_picture();
    std::fs::rename(&picture, folder.path().join("会場.png")).expect("moved");
    select(&mut harness, "会議");
    harness.state_mut().use_path(Purpose::Picture, folder.path().join("会場.png"));
    settle(&mut harness);
    harness.state_mut().execute(UiCommand::ToggleWriting);
    settle(&mut harness);
    let shown = harness.get_by_label("画像 会場.png").rect();
    assert_eq!((shown.width(), shown.height()), (40.0, 30.0), "as large as it is");
    assert!(harness.query_by_label("説明の文").is_none(), "its fields are not in the way");
    // The caption is a line of the document.
    harness.get_by_label("見出し").click();
    harness.run_steps(2);
    type_text(&mut harness, "会場の様子");
    assert!(matches!(&body(&harness, "会議")[0], Block::Image { caption, .. } if caption == "会場の様子"));
    harness.get_by_label("画像 会場の様子").click();
    settle(&mut harness);
    harness.get_by_label("説明の文").click();
    harness.run_steps(2);
    type_text(&mut harness, "机");
    settle(&mut harness);
    assert!(matches!(&body(&harness, "会議")[0], Block::Image { alternative, .. } if alternative == "机"));
    harness.get_by_label("画像 机").click();
    settle(&mut harness);
    assert!(harness.query_by_label("説明の文").is_none(), "a second click closes them");
}

#[test]
fn in_the_document_a_missing_picture_says_so_in_its_place() {
    let (_folder, mut harness, _) = saved_with_picture();
    let owner = node(&harness, "会議");
    let image = Block::Image { file: "なし.png".into(), alternative: "図".into(), caption: String::new(), width: None };
    harness.state_mut().edit(nendo::edit::Command::Set { node: owner, field: nendo::edit::NodeField::Body(vec![image]) });
    harness.state_mut().execute(UiCommand::ToggleWriting);
    settle(&mut harness);
    assert!(harness.get_by_label("画像 図").rect().height() > 60.0);
}
