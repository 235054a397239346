//! Nodes on the clipboard: copied for other programs and for Nendo, pasted from them after a look.

use eframe::egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable;
use nendo::plan::{Block, Status, reference_token};

use super::*;
use crate::gui::commands::UiCommand;

const NONE: Modifiers = Modifiers::NONE;
pub(super) const WORD: &str = "<h1>3 事業内容</h1><p>(1) 支え合い【新規】</p><p>(2) 相談支援</p>";
pub(super) const WORD_TEXT: &str = "3 事業内容\n(1) 支え合い【新規】\n(2) 相談支援";
const RANGE: &str = "<table><tr><td>事業</td><td>担当</td></tr><tr><td>見守り</td><td>地域課</td></tr></table>";

fn event(harness: &mut Harness<'_, Win>, event: Event) {
    harness.event(event);
    harness.run_steps(4);
}

fn content(harness: &Harness<'_, Win>) -> (String, String) {
    harness.state().clipboard.content().expect("something was copied").clone()
}

/// Pastes what was copied last, as the window system would.
fn paste_again(harness: &mut Harness<'_, Win>) {
    let (_, text) = content(harness);
    event(harness, Event::Paste(text));
}

/// Pastes what another program put there.
pub(super) fn paste(harness: &mut Harness<'_, Win>, html: &str, text: &str) {
    harness.state_mut().clipboard.put(html, text);
    event(harness, Event::Paste(text.to_owned()));
}

fn steps(harness: &Harness<'_, Win>) -> usize {
    doc(harness).history().steps().1
}

#[test]
fn copied_nodes_are_text_and_html_with_their_numbers() {
    let mut harness = window_with(sample());
    select(&mut harness, "事業");
    event(&mut harness, Event::Copy);
    let (html, text) = content(&harness);
    assert!(text.starts_with("2 事業\n") && text.contains("(1) 会議") && text.contains("(2) 研修"), "{text}");
    assert!(html.contains("<h1") && html.contains("(2) 研修"), "{html}");
    assert!(harness.state().toasts.newest().is_some_and(|text| text.contains("3項目")));
    assert_eq!(steps(&harness), 0, "copying changes nothing");
}

#[test]
fn pasting_in_nendo_keeps_every_field_and_gives_new_ids() {
    let mut plan = sample();
    let projects = Arc::make_mut(&mut plan.nodes[1]);
    let second = projects.children[1].id;
    let first = Arc::make_mut(&mut projects.children[0]);
    first.status = Some(Status::New);
    first.budget = Some(120);
    first.schedule = vec!["4月".into()];
    first.body = vec![Block::Text(format!("{}を参照", reference_token(second)))];
    let mut harness = window_with(plan);
    select(&mut harness, "事業");
    event(&mut harness, Event::Copy);
    select(&mut harness, "その他");
    paste_again(&mut harness);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他 事業 .会議 .研修");
    assert_eq!(steps(&harness), 1);
    let pasted = doc(&harness).plan().nodes[3].clone();
    let copy = &pasted.children[0];
    assert_eq!((copy.status, copy.budget, copy.schedule.as_slice()), (Some(Status::New), Some(120), ["4月".to_owned()].as_slice()));
    // What refers to a node that was copied with it refers to the copy.
    assert_eq!(copy.body, [Block::Text(format!("{}を参照", reference_token(pasted.children[1].id)))]);
    assert_ne!(pasted.children[1].id, second);
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他");
}

#[test]
fn cut_and_pasted_nodes_stay_who_they_are() {
    let mut harness = window_with(sample());
    let id = node(&harness, "研修");
    select(&mut harness, "研修");
    event(&mut harness, Event::Cut);
    assert_eq!(shape(&harness), "方針 事業 .会議 その他");
    select(&mut harness, "その他");
    paste_again(&mut harness);
    assert_eq!(shape(&harness), "方針 事業 .会議 その他 研修");
    assert_eq!(node(&harness, "研修"), id);
}

#[test]
fn nodes_go_from_window_to_window() {
    let mut from = window_with(sample());
    select(&mut from, "事業");
    event(&mut from, Event::Copy);
    let (html, text) = content(&from);
    let mut plan = Plan::new("別の計画", None);
    plan.nodes = vec![Arc::new(Node::new(Role::Part, "前"))];
    let mut to = window_with(plan);
    select(&mut to, "前");
    paste(&mut to, &html, &text);
    assert_eq!(shape(&to), "前 事業 .会議 .研修");
    assert_eq!(node(&to, "会議"), node(&from, "会議"), "nothing there has the id");
}

#[test]
fn many_are_copied_in_their_order_and_without_what_is_below_another() {
    let mut harness = window_with(sample());
    select(&mut harness, "方針");
    press(&mut harness, Modifiers::SHIFT, Key::End);
    event(&mut harness, Event::Copy);
    let (_, text) = content(&harness);
    assert_eq!(text.lines().filter(|line| line.contains("会議")).count(), 1, "{text}");
    let at = |word: &str| text.find(word).expect("copied");
    assert!(at("方針") < at("会議") && at("会議") < at("その他"));
}

#[test]
fn a_single_line_becomes_one_item_at_once() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    event(&mut harness, Event::Paste("(3) 見守り活動【新規】\n".into()));
    assert_eq!(shape(&harness), "方針 事業 .会議 .見守り活動 .研修 その他");
    let new = node(&harness, "見守り活動");
    assert_eq!(doc(&harness).plan().node(new).expect("there").status, Some(Status::New), "marks are read");
    assert_eq!(doc(&harness).primary(), Some(new));
    assert!(harness.state().dialogs.is_empty());
}

#[test]
fn what_word_copied_is_shown_before_it_is_pasted() {
    let mut harness = window_with(sample());
    select(&mut harness, "その他");
    paste(&mut harness, WORD, WORD_TEXT);
    assert!(harness.query_by_label("貼り付けの確認").is_some());
    assert!(harness.query_by_label("支え合い").is_some(), "the titles it would make");
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他", "nothing is pasted yet");
    harness.get_by_label("貼り付ける").click();
    harness.run_steps(4);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他 事業内容 .支え合い .相談支援");
    assert_eq!(steps(&harness), 1);
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他");
}

#[test]
fn a_paste_can_be_given_up_with_escape() {
    let mut harness = window_with(sample());
    select(&mut harness, "その他");
    paste(&mut harness, WORD, WORD_TEXT);
    press(&mut harness, NONE, Key::Escape);
    assert!(harness.state().dialogs.is_empty());
    assert_eq!(steps(&harness), 0);
}

#[test]
fn a_column_of_yen_becomes_thousands() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    let html = "<table><tr><td>事業</td><td>予算（円）</td></tr><tr><td>見守り</td><td>△50,000</td></tr></table>";
    paste(&mut harness, html, "事業\t予算（円）\n見守り\t△50,000\n");
    harness.get_by_label("項目として").click();
    harness.run_steps(3);
    harness.get_by_label("貼り付ける").click();
    harness.run_steps(4);
    assert_eq!(doc(&harness).plan().node(node(&harness, "見守り")).expect("there").budget, Some(-50));
}

#[test]
fn the_level_is_chosen_in_the_preview() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    paste(&mut harness, "", "一\n二");
    harness.get_by_label("一つ下").click();
    harness.run_steps(3);
    harness.get_by_label("貼り付ける").click();
    harness.run_steps(4);
    assert_eq!(shape(&harness), "方針 事業 .会議 ..一 ..二 .研修 その他");
    select(&mut harness, "研修");
    paste(&mut harness, "", "三\n四");
    harness.get_by_label("一つ上").click();
    harness.run_steps(3);
    harness.get_by_label("貼り付ける").click();
    harness.run_steps(4);
    assert_eq!(shape(&harness), "方針 事業 .会議 ..一 ..二 .研修 三 四 その他");
}

#[test]
fn text_may_go_into_the_body_instead() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    paste(&mut harness, "", "一行目\n二行目");
    harness.get_by_label("本文の文字として").click();
    harness.run_steps(3);
    harness.get_by_label("貼り付ける").click();
    harness.run_steps(4);
    let body = doc(&harness).plan().node(node(&harness, "会議")).expect("there").body.clone();
    assert_eq!(body, [Block::Text("一行目".into()), Block::Text("二行目".into())]);
}

#[test]
fn pasted_plain_it_goes_there_at_once() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    harness.state_mut().paste_plain = true;
    paste(&mut harness, WORD, WORD_TEXT);
    assert!(harness.state().dialogs.is_empty());
    let body = doc(&harness).plan().node(node(&harness, "会議")).expect("there").body.clone();
    assert_eq!(body.len(), 3);
}

#[test]
fn a_range_of_cells_is_a_table_or_items_with_their_fields() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    paste(&mut harness, RANGE, "事業\t担当\n見守り\t地域課\n");
    press(&mut harness, NONE, Key::Enter);
    let body = doc(&harness).plan().node(node(&harness, "会議")).expect("there").body.clone();
    assert!(matches!(body.as_slice(), [Block::Table(_)]));
    select(&mut harness, "会議");
    paste(&mut harness, RANGE, "事業\t担当\n見守り\t地域課\n");
    harness.get_by_label("項目として").click();
    harness.run_steps(3);
    harness.get_by_label("貼り付ける").click();
    harness.run_steps(4);
    let new = doc(&harness).plan().node(node(&harness, "見守り")).expect("there").clone();
    assert_eq!(new.lead, "地域課");
}

#[test]
fn copied_as_a_table_for_a_spreadsheet() {
    let mut harness = window_with(sample());
    select(&mut harness, "事業");
    harness.state_mut().execute(UiCommand::CopyAsTable);
    let (html, text) = content(&harness);
    assert!(text.starts_with("番号\t事業\t印\t財源\t担当\t実施時期\t予算\n2\t事業\t"), "{text}");
    assert!(html.starts_with("<table border"));
}

#[test]
fn a_damaged_or_newer_form_is_still_its_text() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    paste(&mut harness, "<!--nendo-plan bm8gcGxhbg==--><p>講座</p>", "講座");
    assert_eq!(shape(&harness), "方針 事業 .会議 .講座 .研修 その他");
}

#[test]
fn in_a_field_the_clipboard_is_the_fields() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    press(&mut harness, NONE, Key::F2);
    event(&mut harness, Event::Paste("理事会".into()));
    assert_eq!(shape(&harness), "方針 事業 .理事会 .研修 その他");
    event(&mut harness, Event::Copy);
    assert!(harness.state().clipboard.content().is_none(), "no node was copied");
}

#[test]
fn lines_pasted_into_a_body_are_paragraphs_and_lists_without_empty_ones() {
    let mut plan = sample();
    let projects = Arc::make_mut(&mut plan.nodes[1]);
    Arc::make_mut(&mut projects.children[0]).body = vec![Block::Text(String::new())];
    let mut harness = window_with(plan);
    select(&mut harness, "会議");
    let id = node(&harness, "会議");
    harness.state_mut().editor.focus_body(id);
    harness.run_steps(4);
    event(&mut harness, Event::Paste("次のとおり行う。\r\n\r\n・会議の開催\r\n○ 研修の実施\r\n\r\n".into()));
    let body = |harness: &Harness<'_, Win>| doc(harness).plan().node(id).expect("there").body.clone();
    let wanted = [Block::Text("次のとおり行う。".into()), Block::Bullet("会議の開催".into()), Block::Circle("研修の実施".into())];
    assert_eq!(body(&harness), wanted);
    harness.run_steps(3);
    type_text(&mut harness, "等");
    harness.run_steps(3);
    settle(&mut harness);
    assert_eq!(body(&harness)[2], Block::Circle("研修の実施等".into()), "the caret stands behind what was pasted");
}

#[test]
fn html_without_text_is_pasted_by_its_own_words() {
    // By key the window system sends no text, and only that the key was let go is seen.
    let released = || Event::Key { key: Key::V, physical_key: None, pressed: false, repeat: false, modifiers: Modifiers::COMMAND };
    for by_key in [false, true] {
        let mut harness = window_with(sample());
        select(&mut harness, "会議");
        harness.state_mut().clipboard.put(WORD, "");
        if by_key {
            event(&mut harness, released());
        } else {
            harness.state_mut().execute(UiCommand::PasteNodes);
            harness.run_steps(4);
        }
        harness.get_by_label("貼り付ける").click();
        harness.run_steps(4);
        assert_eq!(shape(&harness), "方針 事業 .会議 .事業内容 ..支え合い ..相談支援 .研修 その他", "by key: {by_key}");
    }
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    press(&mut harness, NONE, Key::F2);
    press(&mut harness, NONE, Key::End);
    harness.state_mut().clipboard.put("<p>と<b>研究</b></p>", "");
    event(&mut harness, released());
    assert_eq!(shape(&harness), "方針 事業 .会議と研究 .研修 その他", "in a field it is text");
}

#[test]
fn arrows_choose_what_a_paste_becomes_and_the_dialog_is_as_tall_as_its_lines() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    paste(&mut harness, WORD, WORD_TEXT);
    let height =
        |harness: &Harness<'_, Win>| harness.get_by_label("貼り付ける").rect().bottom() - harness.get_by_label("項目として").rect().top();
    assert!(height(&harness) < 300.0, "{}", height(&harness));
    press(&mut harness, NONE, Key::ArrowDown);
    press(&mut harness, NONE, Key::Enter);
    harness.run_steps(3);
    assert!(harness.state().dialogs.is_empty());
    let body = doc(&harness).plan().node(node(&harness, "会議")).expect("there").body.clone();
    assert_eq!(body.len(), 3, "pasted as text");
}

/// Selects an item, pastes one level below it and answers the preview.
fn paste_below(harness: &mut Harness<'_, Win>, title: &str, html: &str, text: &str) {
    select(harness, title);
    paste(harness, html, text);
    harness.get_by_label("一つ下").click();
    harness.run_steps(3);
    harness.get_by_label("貼り付ける").click();
    harness.run_steps(4);
}

#[test]
fn a_part_pasted_beside_a_project_is_a_project_with_its_number() {
    let mut plan = sample();
    let child = Arc::new(Node::new(Role::Project, "広報紙"));
    let chapter = Arc::new(Node { children: vec![child], ..Node::new(Role::Chapter, "広報") });
    plan.nodes.push(Arc::new(Node { children: vec![chapter], ..Node::new(Role::Part, "第四部") }));
    let mut harness = window_with(plan);
    select(&mut harness, "第四部");
    event(&mut harness, Event::Cut);
    select(&mut harness, "研修");
    paste_again(&mut harness);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 .第四部 ..広報 ...広報紙 その他");
    let of = |title: &str| {
        let row = doc(&harness).outline().row(node(&harness, title)).expect("there").clone();
        (row.node.role, row.label)
    };
    assert_eq!(of("第四部"), (Role::Project, "(3)".into()));
    assert_eq!(of("広報").0, Role::Item);
    assert_eq!(of("広報紙").0, Role::Item);
}

#[test]
fn text_pasted_below_a_project_is_items_even_where_its_words_sound_like_a_part() {
    let mut harness = window_with(sample());
    paste_below(&mut harness, "会議", WORD, WORD_TEXT);
    assert_eq!(shape(&harness), "方針 事業 .会議 ..事業内容 ...支え合い ...相談支援 .研修 その他");
    let role = |title: &str| doc(&harness).plan().node(node(&harness, title)).expect("there").role;
    assert_eq!((role("事業内容"), role("支え合い")), (Role::Item, Role::Item));
}

#[test]
fn the_preview_shows_every_field_that_will_be_made() {
    let mut harness = window_with(sample());
    let html = "<table><tr><td>事業</td><td>担当</td><td>連携先</td><td>実施時期</td><td>予算</td></tr>\
                <tr><td>見守り</td><td>地域課</td><td>民生委員、自治会</td><td>毎月</td><td>△50千円</td></tr></table>";
    select(&mut harness, "会議");
    paste(&mut harness, html, "事業\t担当\t連携先\t実施時期\t予算\n見守り\t地域課\t民生委員、自治会\t毎月\t△50千円\n");
    harness.get_by_label("項目として").click();
    harness.run_steps(3);
    for words in ["担当：地域課", "連携先：民生委員、自治会", "実施時期：毎月", "予算：-50 千円"] {
        assert!(harness.query_by_label(words).is_some(), "{words}");
    }
    harness.get_by_label("貼り付ける").click();
    harness.run_steps(4);
    let new = doc(&harness).plan().node(node(&harness, "見守り")).expect("there").clone();
    assert_eq!(new.budget, Some(-50), "an amount as ledgers write it");
}
