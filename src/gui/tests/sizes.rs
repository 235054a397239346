//! Small windows and large interfaces: nothing lies over anything, nothing leaves its pane.

use eframe::egui::{Key, Modifiers, Rect, vec2};
use egui_kittest::kittest::{NodeT, Queryable};

use super::*;

/// The windows asked for, as the interface measures them: pixels by its size.
fn sizes() -> impl Iterator<Item = (f32, f32)> {
    [0.8, 1.0, 1.1, 1.25, 1.4, 1.5, 2.0].into_iter().flat_map(|zoom| [1024.0, 1280.0, 1920.0].map(|width| (width / zoom, 800.0 / zoom)))
}

/// What one can press or type in, with its name.
fn controls(harness: &Harness<'_, Win>) -> Vec<(String, Rect)> {
    use eframe::egui::accesskit::Role as R;
    let is_control = |role| matches!(role, R::Button | R::ComboBox | R::CheckBox | R::TextInput | R::MultilineTextInput);
    let nodes = harness.root().children_recursive();
    nodes
        .filter(|node| is_control(node.accesskit_node().role()))
        .map(|node| (node.accesskit_node().label().unwrap_or_default(), node.rect()))
        .collect()
}

fn each_size(check: impl Fn(&Harness<'_, Win>, &str, f32)) {
    for lang in [Lang::Ja, Lang::En] {
        let mut harness = window_with(sample());
        harness.state_mut().lang = lang;
        for (width, height) in sizes() {
            harness.set_size(vec2(width, height));
            harness.run_steps(3);
            check(&harness, &format!("{lang:?} {width}"), width);
        }
    }
}

#[test]
fn the_bar_never_overlaps() {
    each_size(|harness, at, width| {
        let bar: Vec<_> = controls(harness).into_iter().filter(|(_, rect)| rect.center().y < 40.0).collect();
        for name in ["元に戻す", "やり直す", "Undo", "Redo"] {
            let lang = if at.starts_with("Ja") { name.is_ascii() } else { !name.is_ascii() };
            assert!(lang || bar.iter().any(|(label, _)| label == name), "{at}: {name} is in the bar: {bar:?}");
        }
        for (index, (name, rect)) in bar.iter().enumerate() {
            assert!(rect.left() >= 0.0 && rect.right() <= width, "{at}: {name} {rect:?} stands in the window");
            for (other, beside) in &bar[index + 1..] {
                let both = rect.intersect(*beside);
                assert!(both.width() <= 1.0 || both.height() <= 1.0, "{at}: {name} {rect:?} and {other} {beside:?}");
            }
        }
    });
}

#[test]
fn no_field_leaves_its_pane() {
    each_size(|harness, at, width| {
        let settings = &harness.state().settings;
        // The harness draws a margin of 8 round the window.
        let three = width - 16.0 >= 920.0;
        let pane = settings.outline_width..=width - if three { settings.preview_width } else { 0.0 };
        let fields = controls(harness).into_iter().filter(|(_, rect)| rect.top() > 48.0 && pane.contains(&rect.left()));
        if three {
            assert!(*pane.end() - *pane.start() >= 390.0, "{at}: the editor has its room: {pane:?}");
        }
        let mut count = 0;
        for (name, rect) in fields {
            count += 1;
            assert!(rect.right() <= *pane.end(), "{at}: {name} {rect:?} in {pane:?}");
        }
        assert!(count > 12, "{at}: the form of the plan is there");
    });
}

#[test]
fn every_menu_fits_a_small_window() {
    let mut harness = window_with(sample());
    harness.set_size(vec2(1280.0, 720.0));
    harness.run_steps(3);
    let before: Vec<String> = controls(&harness).into_iter().map(|(name, _)| name).collect();
    for letter in [Key::F, Key::E, Key::I, Key::T, Key::V] {
        press(&mut harness, Modifiers::ALT, letter);
        harness.run_steps(3);
        let lines = controls(&harness).into_iter().filter(|(name, _)| !before.contains(name)).map(|(_, rect)| rect.bottom());
        let foot = lines.fold(0.0, f32::max);
        assert!(foot > 100.0 && foot <= 720.0, "{letter:?}: {foot}");
        press(&mut harness, Modifiers::NONE, Key::Escape);
        harness.run_steps(2);
    }
}

#[test]
fn each_line_of_a_menu_can_be_reached_in_a_low_window() {
    let mut harness = window_with(sample());
    harness.set_size(vec2(853.0, 480.0));
    harness.run_steps(3);
    press(&mut harness, Modifiers::ALT, Key::F);
    harness.run_steps(4);
    let first = harness.get_by_label("新しい計画").rect();
    assert!(first.top() > 30.0, "the menu hangs under the bar, not over it: {first:?}");
    let quit = |harness: &Harness<'_, Win>| harness.get_by_label("終了").rect();
    assert!(quit(&harness).bottom() > 480.0, "the last line lies under the window: {:?}", quit(&harness));
    harness.key_press(Key::ArrowUp);
    harness.run_steps(12);
    harness.key_press(Key::ArrowUp);
    harness.run_steps(12);
    assert!(quit(&harness).bottom() < 480.0, "the keyboard brings it into view: {:?}", quit(&harness));
}

/// Every dialog that was seen too high, in a window of 1280 x 720 at 150 % and smaller ones.
#[test]
fn dialogs_keep_their_buttons_in_a_low_window() {
    use crate::gui::commands::UiCommand as C;
    for (width, height) in [(853.0, 480.0), (1024.0, 576.0), (640.0, 400.0)] {
        for command in [C::NewFrom, C::Organization, C::PrintPreview, C::Export] {
            let mut harness = window_with(sample());
            harness.set_size(vec2(width, height));
            harness.run_steps(3);
            let before: Vec<String> = controls(&harness).into_iter().map(|(name, _)| name).collect();
            harness.state_mut().execute(command);
            settle(&mut harness);
            harness.run_steps(4);
            let new: Vec<_> = controls(&harness).into_iter().filter(|(name, _)| !before.contains(name)).collect();
            assert!(!new.is_empty(), "{command:?} opened something");
            for name in ["作成する", "保存する", "戻る", "取り消す", "閉じる", "書き出す"] {
                for (_, rect) in new.iter().filter(|(label, _)| label == name) {
                    assert!(rect.top() >= 0.0 && rect.bottom() <= height, "{command:?} at {height}: {name} {rect:?}");
                    assert!(rect.left() >= 0.0 && rect.right() <= width, "{command:?} at {width}: {name} {rect:?}");
                }
            }
        }
    }
}

#[test]
fn the_settings_of_the_organisation_open_at_their_first_field() {
    let mut harness = window_with(sample());
    harness.state_mut().execute(crate::gui::commands::UiCommand::Organization);
    settle(&mut harness);
    let focused = |harness: &Harness<'_, Win>| {
        let node = harness.query_all_by_label("団体名").find(|node| node.accesskit_node().is_focused())?;
        node.accesskit_node().value()
    };
    assert_eq!(focused(&harness).as_deref(), Some(""), "one can type at once");
    type_text(&mut harness, "北");
    assert_eq!(focused(&harness).as_deref(), Some("北"));
}
