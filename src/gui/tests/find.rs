//! Find, replace and filters, as a clerk uses them.

use eframe::egui::{Key, Modifiers, text_edit::TextEditState};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use nendo::plan::{Block, Cell, Node, Plan, Role, Status, Table, reference_token};
use std::sync::Arc;

use super::*;
use crate::gui::views::find::query_id;

/// A plan in which ボランティア is written in several ways, in every kind of text.
pub(super) fn volunteers() -> Plan {
    let mut plan = Plan::new("ボランティアの計画", None);
    let table = Table { rows: vec![vec![Cell::new("ボランティア室"), Cell::new("3人")]], ..Table::default() };
    let project = Node {
        lead: "ボランティア課".into(),
        schedule: vec!["毎月第2ﾎﾞﾗﾝﾃｨｱの日".into()],
        body: vec![Block::Text("髙齢者のﾎﾞﾗﾝﾃｨｱを育てる。".into()), Block::Table(table)],
        status: Some(Status::New),
        ..Node::new(Role::Project, "ボランティアの育成")
    };
    let other = Node { lead: "総務課".into(), ..Node::new(Role::Project, "会議の開催") };
    plan.nodes = vec![
        Arc::new(Node { children: vec![project.into()], ..Node::new(Role::Part, "地域") }),
        Arc::new(Node { children: vec![other.into()], ..Node::new(Role::Part, "総務") }),
    ];
    plan
}

/// Opens the search and looks for `words`.
pub(super) fn look_for(harness: &mut Harness<'_, Win>, words: &str) {
    press(harness, Modifiers::COMMAND, Key::F);
    type_text(harness, words);
    harness.run_steps(8);
}

fn hits(harness: &Harness<'_, Win>) -> usize {
    harness.state().left.find.hits().len()
}

/// What is selected in the field that has the keyboard.
fn selected(harness: &Harness<'_, Win>) -> String {
    let ctx = &harness.state().ctx;
    let field = ctx.memory(eframe::egui::Memory::focused).expect("a field has the keyboard");
    let range = TextEditState::load(ctx, field).and_then(|state| state.cursor.char_range()).expect("a caret");
    let (a, b) = (range.primary.index.0, range.secondary.index.0);
    let text = harness.state().drafts.text_of(field).expect("a field of the plan").to_owned();
    text.chars().skip(a.min(b)).take(a.abs_diff(b)).collect()
}

fn has_focus(harness: &Harness<'_, Win>, id: eframe::egui::Id) -> bool {
    harness.state().ctx.memory(|memory| memory.has_focus(id))
}

#[test]
fn words_are_found_everywhere_however_they_are_written() {
    let mut harness = window_with(volunteers());
    look_for(&mut harness, "ボランティア");
    assert_eq!(hits(&harness), 6, "title of the plan, title, lead, schedule, body, table");
    harness.get_by_label("6 件（2 項目）");
    harness.get_by_label("計画の題名・団体名・前文");
    harness.get_by_label_contains("髙齢者のﾎﾞﾗﾝﾃｨｱ");
    harness.get_by_label("全半角").click();
    harness.run_steps(8);
    assert_eq!(hits(&harness), 4, "told apart, half-width kana are something else");
}

#[test]
fn enter_shows_the_hit_selected_in_its_field_and_f3_goes_on() {
    let mut harness = window_with(volunteers());
    look_for(&mut harness, "ﾎﾞﾗﾝﾃｨｱ");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    harness.run_steps(4);
    assert_eq!(selected(&harness), "ボランティア");
    assert_eq!(doc(&harness).primary(), None, "the title of the plan comes first");
    let mut seen = Vec::new();
    for _ in 0..5 {
        press(&mut harness, Modifiers::NONE, Key::F3);
        harness.run_steps(4);
        seen.push(selected(&harness));
    }
    assert_eq!(seen, ["ボランティア", "ボランティア", "ﾎﾞﾗﾝﾃｨｱ", "ﾎﾞﾗﾝﾃｨｱ", "ボランティア"], "title, lead, schedule, body, cell");
    assert_eq!(doc(&harness).primary(), Some(node(&harness, "ボランティアの育成")));
    press(&mut harness, Modifiers::SHIFT, Key::F3);
    harness.run_steps(4);
    assert_eq!(selected(&harness), "ﾎﾞﾗﾝﾃｨｱ");
    harness.get_by_label("5 / 6 件（2 項目）");
}

#[test]
fn the_search_begins_with_what_is_selected() {
    let mut harness = window_with(volunteers());
    look_for(&mut harness, "育成");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    harness.run_steps(4);
    assert_eq!(selected(&harness), "育成");
    // Select two characters of the title by hand: the last two, with the keyboard.
    press(&mut harness, Modifiers::NONE, Key::End);
    press(&mut harness, Modifiers::SHIFT, Key::ArrowLeft);
    press(&mut harness, Modifiers::COMMAND, Key::F);
    harness.run_steps(4);
    assert!(has_focus(&harness, query_id()));
    assert_eq!(hits(&harness), 1);
    harness.get_by_label("検索する語句");
    assert_eq!(harness.state().left.find.hits()[0].range.len(), "成".len());
}

#[test]
fn all_is_replaced_as_one_step_and_can_be_taken_back() {
    let mut harness = window_with(volunteers());
    let before = doc(&harness).plan().clone();
    press(&mut harness, Modifiers::COMMAND, Key::H);
    type_text(&mut harness, "ボランティア");
    harness.get_by_label("置換後の語句").focus();
    harness.run_steps(2);
    type_text(&mut harness, "市民活動");
    harness.run_steps(8);
    harness.get_by_label("ボランティアの育成");
    harness.get_by_label("→ 市民活動の育成");
    press(&mut harness, Modifiers::COMMAND, Key::Enter);
    harness.run_steps(6);
    assert_eq!(harness.state().toasts.newest(), Some("6 件を置き換えました"));
    let after = format!("{:?}", doc(&harness).plan());
    assert!(!after.contains("ボランティア") && !after.contains("ﾎﾞﾗﾝﾃｨｱ"));
    assert_eq!(after.matches("市民活動").count(), 6);
    assert_eq!(doc(&harness).history().steps().0.len(), 1);
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!(Arc::ptr_eq(doc(&harness).plan(), &before), "the very plan from before");
}

#[test]
fn hits_can_be_left_out_of_the_replacement() {
    let mut harness = window_with(volunteers());
    press(&mut harness, Modifiers::COMMAND, Key::H);
    type_text(&mut harness, "ボランティア");
    harness.get_by_label("置換後の語句").focus();
    harness.run_steps(2);
    type_text(&mut harness, "有志");
    harness.run_steps(8);
    // The second hit is the title of the project.
    harness.get_by_label("置換する 2").click();
    harness.run_steps(2);
    harness.get_by_label("すべて置換").click();
    harness.run_steps(6);
    assert_eq!(harness.state().toasts.newest(), Some("5 件を置き換えました"));
    node(&harness, "ボランティアの育成");
    assert_eq!(doc(&harness).plan().title, "有志の計画");
}

#[test]
fn one_after_the_other_is_replaced() {
    let mut harness = window_with(volunteers());
    press(&mut harness, Modifiers::COMMAND, Key::H);
    type_text(&mut harness, "ボランティア");
    harness.get_by_label("置換後の語句").focus();
    harness.run_steps(2);
    type_text(&mut harness, "新ボランティア");
    harness.run_steps(8);
    harness.get_by_label("置換して次へ").click();
    harness.run_steps(6);
    assert_eq!(doc(&harness).plan().title, "新ボランティアの計画");
    node(&harness, "ボランティアの育成");
    harness.get_by_label("置換して次へ").click();
    harness.run_steps(6);
    node(&harness, "新ボランティアの育成");
    assert_eq!(doc(&harness).plan().title, "新ボランティアの計画", "what was put in is not replaced again");
}

#[test]
fn expressions_with_groups_replace_and_mistakes_are_told() {
    let mut harness = window_with(volunteers());
    press(&mut harness, Modifiers::COMMAND, Key::H);
    harness.get_by_label("正規表現").click();
    harness.run_steps(2);
    press(&mut harness, Modifiers::COMMAND, Key::H);
    type_text(&mut harness, "(会議)の(開催");
    harness.run_steps(4);
    harness.get_by_label("6 文字目の「(」が閉じていません。");
    type_text(&mut harness, ")");
    harness.get_by_label("置換後の語句").focus();
    harness.run_steps(2);
    // A group that is not there would take the words away.
    type_text(&mut harness, "$3");
    harness.run_steps(8);
    assert!(harness.query_all_by_label_contains("検索の式にありません").next().is_some());
    press(&mut harness, Modifiers::COMMAND, Key::Enter);
    harness.run_steps(4);
    node(&harness, "会議の開催");
    press(&mut harness, Modifiers::COMMAND, Key::A);
    type_text(&mut harness, "$2する$1");
    harness.run_steps(8);
    press(&mut harness, Modifiers::COMMAND, Key::Enter);
    harness.run_steps(4);
    node(&harness, "開催する会議");
}

#[test]
fn variants_and_kana_are_options() {
    let mut harness = window_with(volunteers());
    look_for(&mut harness, "高齢者");
    harness.get_by_label("見つかりません。");
    harness.get_by_label("異体字").click();
    harness.run_steps(6);
    assert_eq!(hits(&harness), 1);
    look_for(&mut harness, "ぼらんてぃあ");
    assert_eq!(hits(&harness), 0);
    harness.get_by_label("かな").click();
    harness.run_steps(6);
    assert_eq!(hits(&harness), 6, "hiragana and katakana are one when they need not be told apart");
}

#[test]
fn the_scope_stays_what_was_chosen() {
    let mut harness = window_with(volunteers());
    select(&mut harness, "会議の開催");
    look_for(&mut harness, "課");
    assert_eq!(hits(&harness), 2);
    harness.get_by_label("この部").click();
    harness.run_steps(6);
    assert_eq!(hits(&harness), 1);
    harness.get_by_label("検索する語句").focus();
    harness.run_steps(2);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    harness.run_steps(4);
    assert_eq!(selected(&harness), "課");
    harness.get_by_label("全体").click();
    harness.run_steps(6);
    assert_eq!(hits(&harness), 2);
}

#[test]
fn what_is_being_composed_is_not_looked_for_yet() {
    let mut harness = window_with(volunteers());
    press(&mut harness, Modifiers::COMMAND, Key::F);
    preedit(&mut harness, "かいぎ");
    assert_eq!(hits(&harness), 0);
    harness.get_by_label("題名、本文、表、担当や時期など、計画のすべての文字から探します。");
    // Enter takes the conversion; it goes nowhere.
    commit(&mut harness, "会議");
    harness.run_steps(6);
    assert!(has_focus(&harness, query_id()));
    assert_eq!(hits(&harness), 1);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    harness.run_steps(4);
    assert_eq!(selected(&harness), "会議");
}

#[test]
fn a_reference_is_shown_and_kept() {
    let mut plan = volunteers();
    let target = plan.nodes[1].children[0].id;
    plan.preface = vec![Block::Text(format!("前に{}を見る", reference_token(target)))];
    let mut harness = window_with(plan);
    look_for(&mut harness, "を見る");
    harness.get_by_label_contains("会議の開催」を見る");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    harness.run_steps(4);
    assert_eq!(selected(&harness), "を見る");
}

#[test]
fn hits_follow_what_is_typed_and_escape_goes_back() {
    let mut harness = window_with(volunteers());
    look_for(&mut harness, "会議");
    assert_eq!(hits(&harness), 1);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    harness.run_steps(4);
    type_text(&mut harness, "集い");
    harness.run_steps(6);
    node(&harness, "集いの開催");
    assert_eq!(hits(&harness), 0);
    press(&mut harness, Modifiers::COMMAND, Key::F);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    harness.run_steps(3);
    assert!(has_focus(&harness, crate::gui::views::outline::list_id()));
}

/// The titles in the rows of the outline.
fn rows(harness: &Harness<'_, Win>) -> Vec<String> {
    let titles = ["地域", "総務", "ボランティアの育成", "会議の開催"];
    let shown: Vec<String> =
        harness.query_all_by_role(eframe::egui::accesskit::Role::TreeItem).filter_map(|row| row.accesskit_node().label()).collect();
    titles.iter().filter(|title| shown.iter().any(|row| row.ends_with(*title))).map(|title| (*title).to_owned()).collect()
}

#[test]
fn the_contents_are_filtered_by_fields_with_a_chip_for_each() {
    let mut harness = window_with(volunteers());
    assert_eq!(rows(&harness).len(), 4);
    harness.get_by_label("条件で絞り込む").click();
    harness.run_steps(3);
    harness.get_by_label("総務課").click();
    harness.run_steps(3);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    harness.run_steps(3);
    assert_eq!(rows(&harness), ["総務", "会議の開催"], "with the part it is in");
    harness.get_by_label("条件を外す: 総務課").click();
    harness.run_steps(3);
    assert_eq!(rows(&harness).len(), 4);
}

#[test]
fn what_nobody_has_worked_on_can_be_shown_alone() {
    let mut harness = window_with(volunteers());
    let id = node(&harness, "会議の開催");
    harness.state_mut().edit(Document::set(id, nendo::edit::NodeField::Lead("財務課".into())));
    harness.run_steps(3);
    harness.get_by_label("条件で絞り込む").click();
    harness.run_steps(3);
    harness.get_by_label("変更あり").click();
    harness.run_steps(3);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    harness.run_steps(3);
    assert_eq!(rows(&harness), ["総務", "会議の開催"]);
    harness.get_by_label("条件を外す: 変更あり");
}

#[test]
fn a_hit_in_a_text_stays_in_the_document_and_one_in_a_field_shows_the_fields() {
    use crate::gui::settings::Middle;
    let mut harness = writing::document_of(volunteers());
    look_for(&mut harness, "ﾎﾞﾗﾝﾃｨｱ");
    let mut seen = Vec::new();
    press(&mut harness, Modifiers::NONE, Key::Enter);
    for _ in 0..3 {
        harness.run_steps(4);
        seen.push((selected(&harness), harness.state().settings.middle));
        press(&mut harness, Modifiers::NONE, Key::F3);
    }
    let hit = || "ボランティア".to_owned();
    assert_eq!(seen, [(hit(), Middle::Document), (hit(), Middle::Document), (hit(), Middle::Form)], "titles, then a lead");
}

#[test]
fn budgets_are_found_and_replaced() {
    let mut plan = volunteers();
    let part = Arc::make_mut(&mut plan.nodes[0]);
    Arc::make_mut(&mut part.children[0]).budget = Some(1500);
    let mut harness = window_with(plan);
    press(&mut harness, Modifiers::COMMAND, Key::H);
    type_text(&mut harness, "1500");
    harness.run_steps(8);
    assert_eq!(hits(&harness), 1, "without the separator");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    harness.run_steps(4);
    assert_eq!(selected(&harness), "1,500", "in its field");
    let budget = |harness: &Harness<'_, Win>| doc(harness).plan().node(node(harness, "ボランティアの育成")).expect("there").budget;
    harness.get_by_label("置換後の語句").focus();
    harness.run_steps(2);
    type_text(&mut harness, "△300");
    harness.run_steps(6);
    harness.get_by_label("すべて置換").click();
    harness.run_steps(6);
    assert_eq!(budget(&harness), Some(-300));
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(budget(&harness), Some(1500));
}

#[test]
fn single_half_width_kana_are_found_by_full_width_ones_and_the_reverse() {
    for (written, looked_for) in [("ｱﾝｹｰﾄ調査", "アンケート"), ("アンケート調査", "ｱﾝｹｰﾄ"), ("ｱ", "ア"), ("ア", "ｱ"), ("ｶﾞ", "ガ")]
    {
        let mut plan = Plan::new("t", None);
        plan.nodes = vec![Arc::new(Node::new(Role::Part, written))];
        let mut harness = window_with(plan);
        look_for(&mut harness, looked_for);
        assert_eq!(hits(&harness), 1, "{written} by {looked_for}");
    }
}
