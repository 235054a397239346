//! References in text fields: readable, one thing under the caret, never a bare id.

use eframe::egui::{Event, Key, Modifiers, OutputCommand};
use egui_kittest::kittest::Queryable;
use nendo::plan::{Block, Cell, Table, reference_token};

use super::*;
use crate::gui::views::body::BodyOwner;
use crate::gui::views::editor::title_id;

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

/// A window whose item 会議 refers to 研修 in title, paragraph, quote and cell, and is selected.
fn window_referring() -> Harness<'static, Win> {
    let mut plan = sample();
    let projects = Arc::make_mut(&mut plan.nodes[1]);
    let token = reference_token(projects.children[1].id);
    let meeting = Arc::make_mut(&mut projects.children[0]);
    let table = Table { rows: vec![vec![Cell::new(format!("欄{token}")), Cell::new("二")]], ..Table::default() };
    meeting.body =
        vec![Block::Text(format!("前{token}後")), Block::Quote { text: format!("声{token}"), source: String::new() }, Block::Table(table)];
    let mut harness = window_with(plan);
    select(&mut harness, "会議");
    harness
}

fn token(harness: &Harness<'_, Win>) -> String {
    reference_token(node(harness, "研修"))
}

fn paragraph(harness: &Harness<'_, Win>) -> String {
    match &doc(harness).plan().node(node(harness, "会議")).expect("there").body[0] {
        Block::Text(text) => text.clone(),
        other => panic!("{other:?}"),
    }
}

fn focus_paragraph(harness: &mut Harness<'_, Win>) {
    let id = BodyOwner::Node(node(harness, "会議")).field(0);
    harness.ctx.memory_mut(|memory| memory.request_focus(id));
    harness.run_steps(3);
    press(harness, NONE, Key::Home);
}

#[test]
fn fields_show_the_heading_and_never_the_id() {
    let mut harness = window_referring();
    let all: Vec<String> = harness.get_all_by(|_| true).filter_map(|node| node.value()).collect();
    assert!(all.iter().any(|value| value == "前「(2) 研修」後"), "{all:?}");
    assert!(all.iter().any(|value| value == "声「(2) 研修」"), "{all:?}");
    assert!(all.iter().any(|value| value == "欄「(2) 研修」"), "{all:?}");
    assert!(all.iter().all(|value| !value.contains("[[")), "{all:?}");
    // It follows renumbering.
    let nodes = vec![node(&harness, "研修")];
    harness.state_mut().perform(crate::gui::views::Action::Edit(nendo::edit::Command::MoveUp { nodes }));
    select(&mut harness, "会議");
    assert!(harness.get_all_by(|_| true).any(|node| node.value().as_deref() == Some("前「(1) 研修」後")));
}

#[test]
fn the_caret_steps_over_a_reference_and_typing_beside_it_keeps_it() {
    let mut harness = window_referring();
    let token = token(&harness);
    focus_paragraph(&mut harness);
    press(&mut harness, NONE, Key::ArrowRight);
    type_text(&mut harness, "甲");
    press(&mut harness, NONE, Key::ArrowRight);
    type_text(&mut harness, "乙");
    assert_eq!(paragraph(&harness), format!("前甲{token}乙後"));
    preedit(&mut harness, "へい");
    commit(&mut harness, "丙");
    assert_eq!(paragraph(&harness), format!("前甲{token}乙丙後"));
}

#[test]
fn backspace_deletes_a_reference_whole_and_undo_brings_it_back() {
    let mut harness = window_referring();
    let before = paragraph(&harness);
    focus_paragraph(&mut harness);
    press(&mut harness, NONE, Key::ArrowRight);
    press(&mut harness, NONE, Key::ArrowRight);
    press(&mut harness, NONE, Key::Backspace);
    assert_eq!(paragraph(&harness), "前後");
    press(&mut harness, CTRL, Key::Z);
    assert_eq!(paragraph(&harness), before);
}

#[test]
fn enter_beside_a_reference_splits_the_paragraph_and_keeps_it() {
    let mut harness = window_referring();
    let token = token(&harness);
    focus_paragraph(&mut harness);
    press(&mut harness, NONE, Key::ArrowRight);
    press(&mut harness, NONE, Key::ArrowRight);
    press(&mut harness, NONE, Key::Enter);
    harness.run_steps(3);
    type_text(&mut harness, "次");
    let body = doc(&harness).plan().node(node(&harness, "会議")).expect("there").body.clone();
    assert_eq!(body[..2], [Block::Text(format!("前{token}")), Block::Text("次後".into())]);
    press(&mut harness, NONE, Key::Backspace);
    press(&mut harness, NONE, Key::Backspace);
    assert_eq!(paragraph(&harness), format!("前{token}後"));
    type_text(&mut harness, "、");
    assert_eq!(paragraph(&harness), format!("前{token}、後"));
}

#[test]
fn copying_gives_words_to_others_and_a_reference_to_fields() {
    let mut harness = window_referring();
    let token = token(&harness);
    focus_paragraph(&mut harness);
    press(&mut harness, CTRL, Key::A);
    harness.event(Event::Copy);
    harness.step();
    let copied: Vec<String> = harness
        .output()
        .platform_output
        .commands
        .iter()
        .filter_map(|command| if let OutputCommand::CopyText(text) = command { Some(text.clone()) } else { None })
        .collect();
    assert_eq!(copied, ["前「(2) 研修」後"]);
    press(&mut harness, NONE, Key::End);
    harness.event(Event::Paste(copied[0].clone()));
    harness.run_steps(4);
    assert_eq!(paragraph(&harness), format!("前{token}後前{token}後"));
    // A token from elsewhere becomes a reference too.
    harness.event(Event::Paste(token.clone()));
    harness.run_steps(4);
    assert!(harness.get_all_by(|_| true).any(|node| node.value().as_deref() == Some("前「(2) 研修」後前「(2) 研修」後「(2) 研修」")));
}

#[test]
fn a_title_may_hold_a_reference() {
    let mut harness = window_referring();
    let (token, id) = (token(&harness), node(&harness, "会議"));
    harness.ctx.memory_mut(|memory| memory.request_focus(title_id(id)));
    harness.run_steps(3);
    press(&mut harness, NONE, Key::End);
    harness.event(Event::Paste(token.clone()));
    harness.run_steps(4);
    assert_eq!(doc(&harness).plan().node(id).expect("there").title, format!("会議{token}"));
    assert_eq!(harness.get_by_label("題名").value().as_deref(), Some("会議「(2) 研修」"));
    assert_eq!(doc(&harness).history().steps().1, 1);
}

#[test]
fn a_key_leads_to_the_item_the_reference_at_the_caret_means() {
    let mut harness = window_referring();
    press(&mut harness, CTRL, Key::Num4);
    settle(&mut harness);
    focus_paragraph(&mut harness);
    press(&mut harness, NONE, Key::ArrowRight);
    press(&mut harness, NONE, Key::F12);
    harness.run_steps(3);
    let there = title_id(node(&harness, "研修"));
    assert_eq!(harness.ctx.memory(eframe::egui::Memory::focused), Some(there), "the caret stands in its title");
    assert_eq!(doc(&harness).primary(), Some(node(&harness, "研修")));
    // Where there is none, that is said.
    press(&mut harness, NONE, Key::F12);
    assert!(harness.state().toasts.newest().is_some_and(|text| text.contains("参照がありません")));
    assert_eq!(doc(&harness).primary(), Some(node(&harness, "研修")));
}

#[test]
fn the_list_to_refer_to_is_as_high_as_what_was_found_and_tells_equal_titles_apart() {
    let mut plan = sample();
    let same = |chapter: &str| {
        let child = Arc::new(Node::new(Role::Project, "広報紙の発行"));
        Arc::new(Node { children: vec![child], ..Node::new(Role::Part, chapter) })
    };
    plan.nodes.extend(["総務", "地域", "相談", "介護", "児童", "寄付"].map(same));
    let mut harness = window_with(plan);
    select(&mut harness, "会議");
    let title = title_id(node(&harness, "会議"));
    harness.ctx.memory_mut(|memory| memory.request_focus(title));
    harness.run_steps(3);
    harness.state_mut().execute(crate::gui::commands::UiCommand::InsertReference);
    harness.run_steps(3);
    // The first words find one item, then more are found: the list grows with them.
    type_text(&mut harness, "寄付");
    harness.run_steps(3);
    press(&mut harness, NONE, Key::Backspace);
    press(&mut harness, NONE, Key::Backspace);
    type_text(&mut harness, "広報");
    harness.run_steps(6);
    let wide = |harness: &Harness<'_, Win>| {
        let rows = harness.query_all_by_label("(1) 広報紙の発行").map(|node| node.rect()).filter(|rect| rect.width() > 400.0);
        let mut rows: Vec<_> = rows.collect();
        rows.sort_by(|a, b| a.top().total_cmp(&b.top()));
        rows
    };
    let rows = wide(&harness);
    assert_eq!(rows.len(), 6);
    let pos = rows[4].center();
    harness.event(Event::PointerMoved(pos));
    harness.run_steps(2);
    for pressed in [true, false] {
        harness.event(Event::PointerButton { pos, button: eframe::egui::PointerButton::Primary, pressed, modifiers: NONE });
        harness.run_steps(2);
    }
    settle(&mut harness);
    let fifth = doc(&harness).plan().nodes[7].children[0].id;
    let title = doc(&harness).plan().nodes[1].children[0].title.clone();
    assert!(title.contains(&reference_token(fifth)), "the fifth row is in view and can be clicked: {title}");
}

#[test]
fn the_form_of_a_reference_is_chosen_in_the_picker_by_key_and_by_pointer() {
    use nendo::plan::{ReferenceForm, reference_token_as};
    let mut harness = window_with(sample());
    let (meeting, training) = (node(&harness, "会議"), node(&harness, "研修"));
    fields::in_title(&mut harness, "会議");
    press(&mut harness, CTRL | Modifiers::SHIFT, Key::L);
    type_text(&mut harness, "研修");
    assert!(harness.query_by_label_contains("上からの項番号のみ").is_some());
    press(&mut harness, NONE, Key::Tab);
    press(&mut harness, NONE, Key::Tab);
    press(&mut harness, NONE, Key::Enter);
    harness.run_steps(4);
    let title = |harness: &Harness<'_, Win>| doc(harness).plan().node(meeting).expect("there").title.clone();
    let path = reference_token_as(training, ReferenceForm::Path);
    assert_eq!(title(&harness), format!("会議{path}"));
    assert_eq!(harness.get_by_label("題名").value().as_deref(), Some("会議2(2)"), "what is read is what is printed");

    // The form stays for the next one; a click chooses another.
    press(&mut harness, CTRL | Modifiers::SHIFT, Key::L);
    type_text(&mut harness, "研修");
    harness.get_by_label_contains("上からの項番号と題名").click();
    harness.run_steps(3);
    press(&mut harness, NONE, Key::Enter);
    harness.run_steps(4);
    let full = reference_token_as(training, ReferenceForm::PathAndTitle);
    assert_eq!(title(&harness), format!("会議{path}{full}"));
}
