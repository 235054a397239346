//! Typing in fields: drafts, the input method, undo and redo.

use eframe::egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable;
use nendo::plan::Block;

use super::*;

const CTRL: Modifiers = Modifiers::COMMAND;

fn focus_title(harness: &mut Harness<'_, Win>) {
    harness.get_by_label("題名").focus();
    harness.run_steps(3);
    press(harness, Modifiers::NONE, Key::End);
}

fn steps(harness: &Harness<'_, Win>) -> usize {
    doc(harness).history().steps().1
}

#[test]
fn typing_a_title_is_one_step_and_undo_redo_show_in_the_field() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    focus_title(&mut harness);
    type_text(&mut harness, "と研修");
    assert_eq!(shape(&harness), "方針 事業 .会議と研修 .研修 その他");
    assert_eq!(steps(&harness), 1);
    press(&mut harness, CTRL, Key::Z);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他");
    assert_eq!(harness.get_by_label("題名").value().as_deref(), Some("会議"));
    press(&mut harness, CTRL, Key::Y);
    assert_eq!(harness.get_by_label("題名").value().as_deref(), Some("会議と研修"));
    press(&mut harness, CTRL, Key::Z);
    press(&mut harness, CTRL | Modifiers::SHIFT, Key::Z);
    assert_eq!(shape(&harness), "方針 事業 .会議と研修 .研修 その他");
    // What is typed after undo and redo goes on from there.
    type_text(&mut harness, "会");
    assert_eq!(shape(&harness), "方針 事業 .会議と研修会 .研修 その他");
}

#[test]
fn a_composition_reaches_the_plan_once_and_only_when_committed() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    focus_title(&mut harness);
    for text in ["n", "に", "にほん", "日本"] {
        preedit(&mut harness, text);
        assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他", "{text}");
        assert_eq!(steps(&harness), 0);
    }
    // Keys of the input method are not the window's.
    press(&mut harness, CTRL, Key::Z);
    commit(&mut harness, "日本");
    assert_eq!(shape(&harness), "方針 事業 .会議日本 .研修 その他");
    assert_eq!(steps(&harness), 1);
    press(&mut harness, CTRL, Key::Z);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他");
    assert_eq!(harness.get_by_label("題名").value().as_deref(), Some("会議"));
}

#[test]
fn a_composition_given_up_leaves_nothing() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    focus_title(&mut harness);
    preedit(&mut harness, "にほん");
    preedit(&mut harness, "");
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他");
    assert_eq!(steps(&harness), 0);
}

#[test]
fn leaving_a_field_while_composing_keeps_what_stands_there_once() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    focus_title(&mut harness);
    preedit(&mut harness, "かい");
    // Another node: the field goes away under the composition.
    let other = node(&harness, "研修");
    harness.state_mut().perform(crate::gui::views::Action::Select(Some(other)));
    harness.run_steps(3);
    assert_eq!(shape(&harness), "方針 事業 .会議かい .研修 その他");
    assert_eq!(harness.get_by_label("題名").value().as_deref(), Some("研修"));
    assert_eq!(steps(&harness), 1);
}

#[test]
fn enter_splits_paragraphs_and_backspace_joins_them() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    harness.get_by_label("段落を追加").click();
    harness.run_steps(4);
    type_text(&mut harness, "一二三四");
    press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    harness.run_steps(3);
    type_text(&mut harness, "五");
    let body = |harness: &Harness<'_, Win>| {
        let id = node(harness, "会議");
        doc(harness).plan().node(id).expect("there").body.clone()
    };
    assert_eq!(body(&harness), [Block::Text("一二".into()), Block::Text("五三四".into())]);
    press(&mut harness, Modifiers::NONE, Key::Backspace);
    press(&mut harness, Modifiers::NONE, Key::Backspace);
    assert_eq!(body(&harness), [Block::Text("一二三四".into())]);
    type_text(&mut harness, "、");
    assert_eq!(body(&harness), [Block::Text("一二、三四".into())]);
}

#[test]
fn lists_and_numbers_are_read_while_the_draft_stays_as_typed() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    harness.get_by_label("連携先").focus();
    harness.run_steps(2);
    type_text(&mut harness, "民児協、自治会、学");
    let id = node(&harness, "会議");
    assert_eq!(doc(&harness).plan().node(id).expect("there").partners, ["民児協", "自治会", "学"]);
    assert_eq!(harness.get_by_label("連携先").value().as_deref(), Some("学"), "words that are done are chips");
    harness.get_by_label("予算").focus();
    harness.run_steps(2);
    type_text(&mut harness, "１２３４");
    harness.get_by_label("担当").focus();
    harness.run_steps(3);
    assert_eq!(doc(&harness).plan().node(id).expect("there").budget, Some(1234));
    assert_eq!(harness.get_by_label("予算").value().as_deref(), Some("1,234"));
}

#[test]
fn visiting_a_field_changes_nothing() {
    let mut plan = sample();
    let mut node = Node::new(Role::Project, "助成");
    // Would be two words if it were read again.
    node.funding = vec!["a,b".into()];
    plan.nodes.push(Arc::new(node));
    let mut harness = window_with(plan);
    select(&mut harness, "助成");
    for label in ["題名", "財源", "連携先", "予算", "担当"] {
        harness.get_by_label(label).focus();
        harness.run_steps(3);
    }
    assert_eq!(steps(&harness), 0);
    assert_eq!(doc(&harness).primary_row().expect("selected").node.funding, ["a,b"]);
}

#[test]
fn the_form_stays_where_it_is_while_funding_is_typed() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    harness.get_by_label("財源").focus();
    harness.run_steps(3);
    let place = |harness: &Harness<'_, Win>| harness.get_by_label("財源").rect().top();
    let before = place(&harness);
    type_text(&mut harness, "会費");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    let meeting = node(&harness, "会議");
    assert_eq!(doc(&harness).plan().node(meeting).expect("there").funding, ["会費"]);
    assert!((place(&harness) - before).abs() < 0.5, "{before} {}", place(&harness));
}

#[test]
fn a_reference_counts_as_the_words_it_is_read_as() {
    let mut plan = sample();
    let token = nendo::plan::reference_token(plan.nodes[0].id);
    Arc::make_mut(&mut plan.nodes[2]).title = format!("{token}参照");
    let harness = window_with(plan);
    let characters = doc(&harness).laid.as_ref().expect("laid out").characters;
    // 方針 事業 会議 研修, and 1 方針 or the like with 参照: far from the 38 signs of the token.
    assert!((12..=16).contains(&characters), "{characters}");
}

#[test]
fn what_is_typed_is_always_in_view() {
    let mut plan = sample();
    let projects = Arc::make_mut(&mut plan.nodes[1]);
    Arc::make_mut(&mut projects.children[0]).body = (0..30).map(|at| Block::Text(format!("段落{at}"))).collect();
    let mut harness = window_with(plan);
    select(&mut harness, "会議");
    let owner = crate::gui::views::body::BodyOwner::Node(node(&harness, "会議"));
    let in_view = |harness: &Harness<'_, Win>, text: &str| {
        let paragraphs = harness.get_all_by_role_and_label(eframe::egui::accesskit::Role::MultilineTextInput, "本文");
        let rect = paragraphs.into_iter().find(|node| node.value().as_deref() == Some(text)).map(|node| node.rect());
        rect.is_some_and(|rect| rect.top() > 110.0 && rect.bottom() < 772.0)
    };
    assert!(!in_view(&harness, "段落29"));
    harness.state_mut().editor.body.focus_block(owner, 29, 4);
    harness.run_steps(6);
    assert!(in_view(&harness, "段落29"), "where the caret goes");
    // Scrolled away, typing brings it back.
    harness.hover_at(eframe::egui::pos2(520.0, 500.0));
    harness.run_steps(2);
    for _ in 0..20 {
        harness.event(Event::MouseWheel {
            unit: eframe::egui::MouseWheelUnit::Point,
            delta: eframe::egui::vec2(0.0, 200.0),
            modifiers: Modifiers::NONE,
            phase: eframe::egui::TouchPhase::Move,
            source: eframe::egui::MouseWheelSource::Unknown,
        });
        harness.run_steps(2);
    }
    assert!(!in_view(&harness, "段落29"));
    type_text(&mut harness, "追");
    harness.run_steps(6);
    assert!(in_view(&harness, "段落追29") || in_view(&harness, "段落29追"), "what is typed");
}
