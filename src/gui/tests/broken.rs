//! Files that cannot be read: what is told of them, and the ways on.

use eframe::egui::{Key, Modifiers, OutputCommand};
use egui_kittest::kittest::{NodeT, Queryable};
use nendo::storage;

use super::*;
use crate::gui::jobs::{Slot, Source};

const NONE: Modifiers = Modifiers::NONE;

fn broken() -> (tempfile::TempDir, PathBuf) {
    let (folder, path) = temp_file("壊れた計画.ron");
    storage::write_file(&path, b"(format: \"nendo-plan\", version: 1, title: \"t").expect("a file");
    (folder, path)
}

fn sees(harness: &Harness<'_, Win>, label: &str) -> bool {
    harness.query_all_by_label_contains(label).next().is_some()
}

#[test]
fn a_broken_plan_leads_on_to_another_file() {
    let (_folder, path) = broken();
    let mut harness = window(Start { file: Some(path), lang: Some(Lang::Ja) });
    settle(&mut harness);
    for words in ["開けませんでした", "壊れた計画.ron", "フォルダーを表示", "内容をコピー", "閉じる"] {
        assert!(sees(&harness, words), "{words}");
    }
    assert!(!sees(&harness, "控え・版から開く"), "there are none");
    // By Enter alone.
    press(&mut harness, NONE, Key::Enter);
    settle(&mut harness);
    assert!(!sees(&harness, "開けませんでした") && sees(&harness, "開く"));
    assert_eq!(harness.state().dialogs.len(), 1, "the path is asked for");
}

#[test]
fn what_is_the_matter_is_copied_by_keys() {
    let (_folder, path) = broken();
    let mut harness = window(Start { file: Some(path), lang: Some(Lang::Ja) });
    settle(&mut harness);
    let focused = |harness: &Harness<'_, Win>| {
        let node = harness.root().children_recursive().find(|node| node.accesskit_node().is_focused());
        node.and_then(|node| node.accesskit_node().label()).unwrap_or_default()
    };
    for _ in 0..6 {
        press(&mut harness, NONE, Key::Tab);
        if focused(&harness) == "内容をコピー" {
            break;
        }
    }
    assert_eq!(focused(&harness), "内容をコピー");
    // Within one frame: what is copied leaves with the frame.
    let enter = Event::Key { key: Key::Enter, physical_key: None, pressed: true, repeat: false, modifiers: NONE };
    harness.input_mut().events.push(enter);
    let mut copied = String::new();
    for _ in 0..3 {
        harness.step();
        for command in &harness.output().platform_output.commands {
            if let OutputCommand::CopyText(text) = command {
                copied.clone_from(text);
            }
        }
    }
    assert!(copied.contains("壊れた計画.ron") && copied.contains("Nendo") && copied.lines().count() > 3, "{copied}");
    assert!(sees(&harness, "コピーしました"), "the dialog stays");
    press(&mut harness, NONE, Key::Escape);
    assert!(harness.state().dialogs.is_empty());
}

#[test]
fn a_broken_base_leads_on_to_another_version() {
    let (_folder, path) = broken();
    let mut harness = window_with(sample());
    harness.state_mut().use_version(Slot::Base, Source::File(path));
    settle(&mut harness);
    harness.get_by_label("別の版を選ぶ…").click();
    settle(&mut harness);
    assert!(sees(&harness, "比較の基準を選ぶ"));
}

#[test]
fn a_broken_old_version_is_named_and_another_one_chosen_in_its_place() {
    let (_folder, path) = broken();
    let mut harness = window_with(sample());
    press(&mut harness, Modifiers::COMMAND, Key::Num6);
    settle(&mut harness);
    harness.state_mut().use_version(Slot::Old, Source::File(path));
    settle(&mut harness);
    assert!(harness.query_by_label("壊れた計画.ron").is_some());
    press(&mut harness, NONE, Key::Enter);
    settle(&mut harness);
    assert!(sees(&harness, "旧の版を選ぶ"));
}
