//! Help pages, the list of keys, the palette's readings, the tour.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

use super::*;
use crate::gui::commands::UiCommand as C;

const CTRL: Modifiers = Modifiers::COMMAND;
const NONE: Modifiers = Modifiers::NONE;

fn ask(harness: &mut Harness<'_, Win>, words: &str) {
    press(harness, CTRL, Key::K);
    type_text(harness, words);
}

#[test]
fn f1_opens_the_help_where_it_speaks_of_what_one_is_about() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    press(&mut harness, NONE, Key::F1);
    assert!(harness.query_by_label("目次で").is_some(), "the outline has the keyboard");
    press(&mut harness, NONE, Key::F1);
    assert!(harness.query_by_label("目次で").is_none(), "F1 closes it again");
    let list = crate::gui::views::outline::list_id();
    assert!(harness.ctx.memory(|memory| memory.has_focus(list)), "the keyboard goes back");
    for (command, heading) in [(C::Find, "計画の文字を探す"), (C::History, "前の操作に戻る")] {
        let mut harness = window_with(sample());
        harness.state_mut().execute(command);
        settle(&mut harness);
        press(&mut harness, NONE, Key::F1);
        assert!(harness.query_by_label(heading).is_some(), "{heading}");
    }
    let mut harness = window(Start { file: None, lang: Some(Lang::En) });
    press(&mut harness, NONE, Key::F1);
    assert!(harness.query_by_label("Starting a plan").is_some());
}

#[test]
fn help_is_searched_and_its_commands_can_be_done() {
    let mut harness = window_with(sample());
    press(&mut harness, NONE, Key::F1);
    type_text(&mut harness, "ﾌﾟﾘﾝﾀ");
    assert!(harness.query_by_label("見つかりません。ほかの言葉で試してください。").is_some());
    press(&mut harness, NONE, Key::Escape);
    press(&mut harness, NONE, Key::F1);
    type_text(&mut harness, "横向き");
    harness.get_by_label("表 › 貼り付け").click();
    harness.run_steps(3);
    assert!(harness.query_by_label("行・列・セル").is_some());
    harness.get_by_label("はじめに").click();
    harness.run_steps(3);
    harness.get_by_label_contains("「目次」").click();
    harness.run_steps(3);
    assert!(!harness.state().settings.outline_open, "the command was done");
}

#[test]
fn the_list_of_keys_is_complete_and_searchable() {
    let mut harness = window_with(sample());
    press(&mut harness, Modifiers::SHIFT, Key::F1);
    for entry in crate::gui::commands::TABLE.iter().filter(|entry| !entry.shortcuts.is_empty()) {
        let name = entry.command.name(Lang::Ja);
        assert!(harness.query_all_by_label(name).next().is_some(), "{name}");
    }
    type_text(&mut harness, "hozon");
    assert!(harness.query_by_label("名前を付けて保存…").is_some());
    assert!(harness.query_by_label("印刷プレビュー").is_none());
}

#[test]
fn commands_are_found_by_their_reading_in_kana_and_romaji() {
    for (typed, name) in [("hozon", "保存"), ("ほぞん", "保存"), ("ホゾン", "保存"), ("insatsu", "印刷…"), ("modosu", "元に戻す")]
    {
        let mut harness = window_with(sample());
        // Undo is offered once there is something to undo.
        select(&mut harness, "会議");
        press(&mut harness, NONE, Key::Delete);
        settle(&mut harness);
        ask(&mut harness, typed);
        assert!(harness.query_all_by_label(name).count() >= 1, "{typed} finds {name}");
    }
}

#[test]
fn the_palette_shows_what_was_used_last_first() {
    let mut harness = window_with(sample());
    ask(&mut harness, "すべて閉じる");
    press(&mut harness, NONE, Key::Enter);
    assert_eq!(harness.state().settings.recent_commands, ["window.command.collapse_all"]);
    press(&mut harness, CTRL, Key::K);
    let first = harness.get_by_label("すべて閉じる").rect().top();
    assert!(first < harness.get_by_label("新しいウィンドウ").rect().top());
}

/// The first of what the palette or a picker offers.
fn first_hit<'h>(harness: &'h Harness<'_, Win>, names: &[&'h str]) -> &'h str {
    let top = |name: &&&str| harness.query_all_by_label(name).map(|hit| hit.rect().top() as i32).min().unwrap_or(i32::MAX);
    names.iter().min_by_key(top).expect("some")
}

#[test]
fn whole_words_come_before_words_that_only_hold_what_was_typed() {
    for typed in ["tour", "ツアー", "つあー"] {
        let mut harness = window_with(sample());
        ask(&mut harness, typed);
        press(&mut harness, NONE, Key::Enter);
        harness.run_steps(3);
        assert!(harness.query_by_label("1 / 5").is_some(), "{typed}");
    }
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    ask(&mut harness, "hyou");
    assert_eq!(first_hit(&harness, &["画面全体を標準の大きさに", "表を挿入", "表としてコピー", "紙面を実寸で表示"]), "表を挿入");
    assert!(harness.query_by_label("下に行を挿入").is_none(), "it is offered in a table alone");
}

#[test]
fn a_number_finds_the_zoom() {
    for typed in ["150", "150%", "１５０", "zoom 150"] {
        let mut harness = window_with(sample());
        ask(&mut harness, typed);
        press(&mut harness, NONE, Key::Enter);
        harness.run_steps(3);
        assert_eq!(harness.state().preview.percent(), 150, "{typed}");
    }
    let mut harness = window_with(sample());
    ask(&mut harness, "画面 150");
    press(&mut harness, NONE, Key::Enter);
    harness.run_steps(3);
    assert_eq!(harness.state().settings.interface_zoom, 1.5);
}

#[test]
fn items_are_found_by_kana_and_romaji_in_the_palette_and_in_the_picker() {
    for typed in ["けんしゅう", "kenshu", "ケンシュウ"] {
        let mut harness = window_with(sample());
        ask(&mut harness, typed);
        press(&mut harness, NONE, Key::Enter);
        assert_eq!(doc(&harness).primary(), Some(node(&harness, "研修")), "{typed}");

        let (meeting, training) = (node(&harness, "会議"), node(&harness, "研修"));
        fields::in_title(&mut harness, "会議");
        press(&mut harness, CTRL | Modifiers::SHIFT, Key::L);
        type_text(&mut harness, typed);
        press(&mut harness, NONE, Key::Enter);
        harness.run_steps(4);
        let title = &doc(&harness).plan().node(meeting).expect("there").title;
        assert!(title.contains(&nendo::plan::reference_token(training)), "{typed}: {title}");
    }
}

#[test]
fn keys_that_are_no_commands_are_found_by_kana_and_romaji_too() {
    let mut harness = window_with(sample());
    press(&mut harness, Modifiers::SHIFT, Key::F1);
    type_text(&mut harness, "tuginoseru");
    assert!(harness.query_by_label("次のセルへ（最後では行を追加）").is_some());
    assert!(harness.query_by_label("名前を付けて保存…").is_none());
}

#[test]
fn the_palette_finds_help_and_goes_there() {
    let mut harness = window_with(sample());
    ask(&mut harness, "日本語入力");
    press(&mut harness, NONE, Key::Enter);
    harness.run_steps(3);
    assert!(harness.query_by_label("変換と確定").is_some());
}

#[test]
fn ten_thousand_items_are_searched_to_the_end() {
    let mut plan = Plan::new("大きな計画", None);
    plan.nodes = (0..10_000).map(|at| Arc::new(Node::new(Role::Project, format!("事業{at:05}")))).collect();
    let mut harness = window_with(plan);
    ask(&mut harness, "事業09999");
    // The search goes on over frames.
    for _ in 0..200 {
        if harness.query_by_label_contains("事業09999").is_some() {
            break;
        }
        harness.run_steps(1);
    }
    press(&mut harness, NONE, Key::Enter);
    assert_eq!(doc(&harness).primary(), Some(node(&harness, "事業09999")));
}

#[test]
fn the_tour_leads_through_five_hints_on_a_copy_of_a_sample() {
    let mut harness = window(Start { file: None, lang: Some(Lang::Ja) });
    harness.state_mut().execute(C::Tour);
    harness.run_steps(3);
    harness.get_by_label("見本で試す").click();
    settle(&mut harness);
    assert!(doc(&harness).path.is_none(), "a copy: the sample has no file that could be broken");
    for at in 1..=5 {
        assert!(harness.query_by_label(&format!("{at} / 5")).is_some(), "hint {at}");
        harness.get_by_label(if at == 5 { "始める" } else { "次へ" }).click();
        harness.run_steps(3);
    }
    assert!(harness.query_by_label("案内を終える").is_none());
    assert!(harness.state().settings.tour_seen);
}

#[test]
fn the_tour_is_skipped_by_escape_and_not_shown_unasked_again() {
    let mut harness = window_with(sample());
    harness.state_mut().execute(C::Tour);
    harness.run_steps(3);
    assert!(harness.query_by_label("1 / 5").is_some());
    press(&mut harness, NONE, Key::Escape);
    assert!(harness.query_by_label("1 / 5").is_none());
    assert!(harness.state().settings.tour_seen);
}

#[test]
fn the_tour_goes_by_keys_and_escape_in_a_menu_or_a_title_leaves_it() {
    let mut harness = window_with(sample());
    harness.state_mut().execute(C::Tour);
    harness.run_steps(3);
    press(&mut harness, NONE, Key::Enter);
    assert!(harness.query_by_label("2 / 5").is_some(), "Enter goes on");
    press(&mut harness, NONE, Key::Tab);
    press(&mut harness, NONE, Key::Enter);
    assert!(harness.query_by_label("1 / 5").is_some(), "behind it stands the way back");
    press(&mut harness, NONE, Key::F10);
    press(&mut harness, NONE, Key::Escape);
    assert!(harness.query_by_label("1 / 5").is_some(), "the menu was left");
    select(&mut harness, "会議");
    press(&mut harness, NONE, Key::F2);
    press(&mut harness, NONE, Key::Escape);
    assert!(harness.query_by_label("1 / 5").is_some(), "the title was left");
    press(&mut harness, NONE, Key::Escape);
    assert!(harness.query_by_label("1 / 5").is_none());
}

#[test]
fn the_tour_is_gone_through_wholly_by_keyboard() {
    let mut harness = window(Start { file: None, lang: Some(Lang::Ja) });
    harness.state_mut().execute(C::Tour);
    harness.run_steps(3);
    press(&mut harness, NONE, Key::Enter);
    settle(&mut harness);
    assert!(harness.query_by_label("1 / 5").is_some(), "Enter opened the sample");
    press(&mut harness, NONE, Key::ArrowRight);
    assert!(harness.query_by_label("2 / 5").is_some());
    press(&mut harness, NONE, Key::ArrowLeft);
    assert!(harness.query_by_label("1 / 5").is_some());
    // What the hint tells of is tried, and F6 leads back.
    harness.state_mut().outline.focus();
    harness.run_steps(3);
    press(&mut harness, NONE, Key::ArrowDown);
    press(&mut harness, NONE, Key::ArrowRight);
    assert!(harness.query_by_label("1 / 5").is_some(), "arrows are the outline's there");
    press(&mut harness, NONE, Key::F6);
    for at in 2..=5 {
        press(&mut harness, NONE, Key::Enter);
        assert!(harness.query_by_label(&format!("{at} / 5")).is_some(), "hint {at}");
    }
    press(&mut harness, NONE, Key::Enter);
    assert!(harness.state().settings.tour_seen);
}
