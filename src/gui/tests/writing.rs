//! The plan as one document: going from field to field, what Enter and Backspace do, scrolling, the input method.

use eframe::egui::{Event, Id, Key, Modifiers, MouseWheelSource, MouseWheelUnit, TouchPhase, vec2};
use egui_kittest::kittest::Queryable;
use nendo::plan::{Block, Cell, Table};

use super::*;
use crate::gui::settings::Middle;
use crate::gui::views::Action;
use crate::gui::views::body::BodyOwner;
use crate::gui::views::editor::title_id;
use crate::gui::views::writing::{Field, Land};
use crate::gui::widgets::draft_text::{place_caret_in, selected_in};

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
const SHIFT: Modifiers = Modifiers::SHIFT;
const ALT: Modifiers = Modifiers::ALT;

pub(super) fn document_of(plan: Plan) -> Harness<'static, Win> {
    let mut harness = window_with(plan);
    press(&mut harness, CTRL, Key::Num4);
    settle(&mut harness);
    harness
}

/// 会議 has two paragraphs, a table and a quote.
pub(super) fn written() -> Plan {
    let mut plan = sample();
    let projects = Arc::make_mut(&mut plan.nodes[1]);
    let table =
        Table { rows: vec![vec![Cell::new("一"), Cell::new("二")], vec![Cell::new("三"), Cell::new("四")]], ..Table::default() };
    Arc::make_mut(&mut projects.children[0]).body = vec![
        Block::Text("最初の段落".into()),
        Block::Bullet("次の行".into()),
        Block::Table(table),
        Block::Quote { text: "声".into(), source: "住民".into() },
    ];
    plan
}

pub(super) fn title(harness: &Harness<'_, Win>, name: &str) -> Id {
    title_id(node(harness, name))
}

pub(super) fn block(harness: &Harness<'_, Win>, name: &str, index: usize) -> Id {
    BodyOwner::Node(node(harness, name)).field(index)
}

/// Gives a field the keyboard, with the caret before a character.
pub(super) fn caret_into(harness: &mut Harness<'_, Win>, id: Id, at: usize) {
    place_caret_in(&harness.ctx, id, at);
    harness.ctx.memory_mut(|memory| memory.request_focus(id));
    harness.run_steps(3);
}

pub(super) fn focused(harness: &Harness<'_, Win>) -> Option<Id> {
    harness.ctx.memory(eframe::egui::Memory::focused)
}

pub(super) fn caret(harness: &Harness<'_, Win>) -> Option<usize> {
    selected_in(&harness.ctx, focused(harness)?).map(|range| range.end)
}

pub(super) fn body(harness: &Harness<'_, Win>, name: &str) -> Vec<Block> {
    doc(harness).plan().node(node(harness, name)).expect("there").body.clone()
}

pub(super) fn undo(harness: &mut Harness<'_, Win>) {
    press(harness, CTRL, Key::Z);
    harness.run_steps(3);
}

/// A plan of this many items, each with a paragraph.
pub(super) fn large(nodes: usize) -> Plan {
    let mut plan = sample();
    let items = (0..nodes).map(|n| {
        let mut item = Node::new(Role::Item, format!("項目{n}"));
        item.body = vec![Block::Text(format!("本文{n}。").repeat(1 + n % 40))];
        Arc::new(item)
    });
    Arc::make_mut(&mut plan.nodes[1]).children.extend(items);
    plan
}

#[test]
fn the_switch_and_its_key_change_the_view_and_it_is_remembered() {
    let mut harness = window_with(written());
    assert_eq!(harness.state().settings.middle, Middle::Form);
    harness.get_by_label("文書").click();
    harness.run_steps(4);
    assert_eq!(harness.state().settings.middle, Middle::Document);
    // Titles of all items stand there at once, with their labels.
    for label in ["題名 1", "題名 2", "題名 (1)", "題名 (2)", "題名 3"] {
        assert!(harness.query_by_label(label).is_some(), "{label}");
    }
    press(&mut harness, CTRL, Key::Num4);
    assert_eq!(harness.state().settings.middle, Middle::Form);
}

#[test]
fn arrows_go_on_from_field_to_field_through_paragraphs_and_tables() {
    let mut harness = document_of(written());
    let id = title(&harness, "会議");
    caret_into(&mut harness, id, 1);
    press(&mut harness, NONE, Key::ArrowDown);
    assert_eq!(focused(&harness), Some(block(&harness, "会議", 0)));
    press(&mut harness, NONE, Key::ArrowDown);
    assert_eq!(focused(&harness), Some(block(&harness, "会議", 1)));
    press(&mut harness, NONE, Key::ArrowDown);
    assert!(harness.get_by_label("セル 1-1").is_focused());
    press(&mut harness, NONE, Key::ArrowDown);
    press(&mut harness, NONE, Key::ArrowDown);
    assert_eq!(focused(&harness), Some(block(&harness, "会議", 3)), "through the table to the quote");
    press(&mut harness, NONE, Key::ArrowUp);
    assert!(harness.get_by_label("セル 2-1").is_focused());
    press(&mut harness, NONE, Key::ArrowUp);
    press(&mut harness, NONE, Key::ArrowUp);
    press(&mut harness, NONE, Key::ArrowUp);
    assert_eq!(focused(&harness), Some(block(&harness, "会議", 1)), "over the caption");
    press(&mut harness, NONE, Key::ArrowUp);
    press(&mut harness, NONE, Key::ArrowUp);
    assert_eq!(focused(&harness), Some(id));
    press(&mut harness, NONE, Key::ArrowUp);
    assert_eq!(focused(&harness), Some(title(&harness, "事業")));
}

#[test]
fn left_and_right_cross_the_ends_and_ctrl_home_and_end_go_far() {
    let mut harness = document_of(written());
    let id = title(&harness, "会議");
    caret_into(&mut harness, id, 2);
    press(&mut harness, NONE, Key::ArrowRight);
    assert_eq!((focused(&harness), caret(&harness)), (Some(block(&harness, "会議", 0)), Some(0)));
    press(&mut harness, NONE, Key::ArrowLeft);
    assert_eq!((focused(&harness), caret(&harness)), (Some(id), Some(2)));
    press(&mut harness, CTRL, Key::End);
    assert_eq!((focused(&harness), caret(&harness)), (Some(title(&harness, "その他")), Some(3)));
    press(&mut harness, CTRL, Key::Home);
    assert_eq!((focused(&harness), caret(&harness)), (Some(crate::gui::views::plan_form::title_id()), Some(0)));
}

#[test]
fn up_and_down_keep_the_column_over_short_lines() {
    let mut plan = sample();
    Arc::make_mut(&mut plan.nodes[0]).body =
        vec![Block::Text("一二三四五六".into()), Block::Text("短".into()), Block::Text("一二三四五六".into())];
    let mut harness = document_of(plan);
    let first = block(&harness, "方針", 0);
    caret_into(&mut harness, first, 5);
    press(&mut harness, NONE, Key::ArrowDown);
    assert_eq!(caret(&harness), Some(1));
    press(&mut harness, NONE, Key::ArrowDown);
    assert_eq!((focused(&harness), caret(&harness)), (Some(block(&harness, "方針", 2)), Some(5)));
}

#[test]
fn enter_behind_a_title_begins_its_text_and_one_simply_writes() {
    let mut harness = document_of(sample());
    let id = title(&harness, "会議");
    caret_into(&mut harness, id, 2);
    press(&mut harness, NONE, Key::Enter);
    harness.run_steps(3);
    type_text(&mut harness, "年四回");
    press(&mut harness, NONE, Key::Enter);
    harness.run_steps(3);
    type_text(&mut harness, "開く");
    assert_eq!(body(&harness, "会議"), [Block::Text("年四回".into()), Block::Text("開く".into())]);
    press(&mut harness, CTRL, Key::Enter);
    harness.run_steps(3);
    type_text(&mut harness, "訪問");
    assert_eq!(shape(&harness), "方針 事業 .会議 ..訪問 .研修 その他", "a child, as in the outline");
    press(&mut harness, CTRL.plus(SHIFT), Key::Enter);
    press(&mut harness, SHIFT, Key::Tab);
    type_text(&mut harness, "相談");
    assert_eq!(shape(&harness), "方針 事業 .会議 ..訪問 .相談 .研修 その他");
    assert_eq!(doc(&harness).primary(), Some(node(&harness, "相談")));
    // The numbers behind it went on.
    assert!(harness.query_by_label("題名 (3)").is_some());
}

#[test]
fn enter_in_a_title_splits_and_backspace_joins_with_the_caret_between() {
    let mut harness = document_of(sample());
    let id = title(&harness, "会議");
    caret_into(&mut harness, id, 1);
    press(&mut harness, NONE, Key::Enter);
    harness.run_steps(3);
    assert_eq!(shape(&harness), "方針 事業 .会 .議 .研修 その他");
    assert_eq!((focused(&harness), caret(&harness)), (Some(title(&harness, "議")), Some(0)));
    press(&mut harness, NONE, Key::Backspace);
    harness.run_steps(3);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他");
    assert_eq!((focused(&harness), caret(&harness)), (Some(id), Some(1)));
    undo(&mut harness);
    assert_eq!(shape(&harness), "方針 事業 .会 .議 .研修 その他");
    assert_eq!(focused(&harness), Some(title(&harness, "議")));
    undo(&mut harness);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他");
    assert_eq!((focused(&harness), caret(&harness)), (Some(id), Some(1)), "the caret is where it was");
}

#[test]
fn an_empty_item_goes_with_backspace() {
    let mut harness = document_of(sample());
    let id = title(&harness, "会議");
    caret_into(&mut harness, id, 2);
    press(&mut harness, CTRL, Key::Enter);
    harness.run_steps(3);
    assert_eq!(shape(&harness), "方針 事業 .会議 .. .研修 その他");
    press(&mut harness, NONE, Key::Backspace);
    harness.run_steps(3);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他");
    assert_eq!((focused(&harness), caret(&harness)), (Some(id), Some(2)));
}

#[test]
fn backspace_at_the_start_of_the_first_paragraph_leads_to_the_title() {
    let mut harness = document_of(written());
    let id = block(&harness, "会議", 0);
    caret_into(&mut harness, id, 0);
    press(&mut harness, NONE, Key::Backspace);
    harness.run_steps(2);
    assert_eq!((focused(&harness), caret(&harness)), (Some(title(&harness, "会議")), Some(2)));
    assert_eq!(body(&harness, "会議").len(), 4, "nothing was lost");
}

#[test]
fn tab_at_the_start_of_a_title_nests_and_alt_moves_with_labels_live() {
    let mut harness = document_of(sample());
    let id = title(&harness, "研修");
    caret_into(&mut harness, id, 0);
    press(&mut harness, NONE, Key::Tab);
    assert_eq!(shape(&harness), "方針 事業 .会議 ..研修 その他");
    assert!(harness.query_by_label("題名 ①").is_some());
    press(&mut harness, SHIFT, Key::Tab);
    press(&mut harness, ALT, Key::ArrowUp);
    assert_eq!(shape(&harness), "方針 事業 .研修 .会議 その他");
    assert_eq!(focused(&harness), Some(id), "the caret goes along");
    type_text(&mut harness, "新");
    assert_eq!(shape(&harness), "方針 事業 .新研修 .会議 その他");
}

#[test]
fn a_mark_and_a_blank_make_a_line_of_a_list_that_can_be_taken_back() {
    let mut harness = document_of(sample());
    let id = title(&harness, "会議");
    caret_into(&mut harness, id, 2);
    press(&mut harness, NONE, Key::Enter);
    harness.run_steps(3);
    type_text(&mut harness, "・");
    assert_eq!(body(&harness, "会議"), [Block::Text("・".into())]);
    type_text(&mut harness, "　");
    harness.run_steps(3);
    assert_eq!(body(&harness, "会議"), [Block::Bullet(String::new())]);
    undo(&mut harness);
    assert_eq!(body(&harness, "会議"), [Block::Text("・　".into())]);
    press(&mut harness, CTRL, Key::Y);
    // Enter in the empty line ends the list.
    let id = block(&harness, "会議", 0);
    caret_into(&mut harness, id, 0);
    press(&mut harness, NONE, Key::Enter);
    assert_eq!(body(&harness, "会議"), [Block::Text(String::new())]);
}

#[test]
fn blocks_move_and_double_by_key() {
    let mut harness = document_of(written());
    let id = block(&harness, "会議", 0);
    caret_into(&mut harness, id, 1);
    press(&mut harness, ALT | SHIFT, Key::ArrowDown);
    harness.run_steps(3);
    assert_eq!(body(&harness, "会議")[..2], [Block::Bullet("次の行".into()), Block::Text("最初の段落".into())]);
    assert_eq!((focused(&harness), caret(&harness)), (Some(block(&harness, "会議", 1)), Some(1)));
    press(&mut harness, CTRL, Key::D);
    harness.run_steps(3);
    assert_eq!(body(&harness, "会議")[1..3], [Block::Text("最初の段落".into()), Block::Text("最初の段落".into())]);
    undo(&mut harness);
    undo(&mut harness);
    assert_eq!(body(&harness, "会議")[0], Block::Text("最初の段落".into()));
}

#[test]
fn shift_and_arrows_beyond_a_field_select_whole_items() {
    let mut harness = document_of(sample());
    let id = title(&harness, "会議");
    caret_into(&mut harness, id, 2);
    press(&mut harness, SHIFT, Key::ArrowDown);
    assert_eq!(doc(&harness).selection(), [node(&harness, "会議")]);
    press(&mut harness, SHIFT, Key::ArrowDown);
    assert_eq!(doc(&harness).selection().len(), 2);
    press(&mut harness, NONE, Key::Delete);
    harness.run_steps(2);
    assert_eq!(shape(&harness), "方針 事業 その他");
    undo(&mut harness);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他");
}

#[test]
fn the_caret_selects_its_item_and_the_outline_scrolls_the_document() {
    let mut harness = document_of(large(300));
    let id = title(&harness, "会議");
    caret_into(&mut harness, id, 0);
    assert_eq!(doc(&harness).primary(), Some(node(&harness, "会議")));
    assert!(harness.query_by_label("題名 (250)").is_none());
    let far = node(&harness, "項目247");
    harness.state_mut().perform(Action::Select(Some(far)));
    harness.run_steps(4);
    let shown = harness.get_by_label("題名 (250)").rect();
    assert!(shown.top() > 60.0 && shown.bottom() < 780.0, "{shown:?}");
    assert_eq!(focused(&harness), Some(id), "the caret stays where it was");
    // Typing comes back to the caret and its item.
    type_text(&mut harness, "新");
    harness.run_steps(3);
    assert_eq!(doc(&harness).primary(), Some(node(&harness, "新会議")));
}

#[test]
fn only_what_is_in_view_is_drawn_of_ten_thousand_items() {
    let mut harness = document_of(large(10_000));
    let drawn = harness.state().writing.drawn;
    assert!((5..120).contains(&drawn), "{drawn}");
    let id = title(&harness, "方針");
    caret_into(&mut harness, id, 2);
    press(&mut harness, CTRL, Key::End);
    harness.run_steps(3);
    assert_eq!(focused(&harness), Some(title(&harness, "その他")));
    let last = harness.get_by_label("題名 3").rect();
    assert!(last.bottom() < 780.0 && last.top() > 60.0, "{last:?}");
    assert!(harness.state().writing.drawn < 120);
    press(&mut harness, NONE, Key::PageUp);
    harness.run_steps(3);
    assert_ne!(focused(&harness), Some(title(&harness, "その他")));
    let row = doc(&harness).primary_row().expect("selected").label.clone();
    assert!(harness.get_by_label(&format!("題名 {row}")).rect().top() > 40.0);
}

fn scroll(harness: &mut Harness<'_, Win>, lines: f32) {
    harness.hover_at(eframe::egui::pos2(560.0, 400.0));
    harness.run_steps(1);
    harness.event(wheel(-lines));
    harness.run_steps(40);
}

fn wheel(points: f32) -> Event {
    let (unit, phase, source) = (MouseWheelUnit::Point, TouchPhase::Move, MouseWheelSource::Unknown);
    Event::MouseWheel { unit, delta: vec2(0.0, points), modifiers: NONE, phase, source }
}

#[test]
fn a_composition_lives_on_while_its_line_is_scrolled_away() {
    let mut harness = document_of(large(300));
    let id = title(&harness, "会議");
    caret_into(&mut harness, id, 2);
    preedit(&mut harness, "けん");
    assert_eq!(shape(&harness).matches("会議けん").count(), 0);
    scroll(&mut harness, 3000.0);
    assert!(harness.query_by_label("題名 1").is_none(), "it was scrolled");
    assert_eq!(focused(&harness), Some(id));
    preedit(&mut harness, "けんしゅう");
    commit(&mut harness, "研修会");
    assert!(shape(&harness).contains(".会議研修会 "));
    assert_eq!(doc(&harness).history().steps().1, 1);
}

#[test]
fn a_composition_in_a_paragraph_reaches_the_plan_once() {
    let mut harness = document_of(written());
    let id = block(&harness, "会議", 0);
    caret_into(&mut harness, id, 0);
    for text in ["n", "に", "にほん", "日本"] {
        preedit(&mut harness, text);
        assert_eq!(focused(&harness), Some(id));
        assert_eq!(body(&harness, "会議")[0], Block::Text("最初の段落".into()));
    }
    commit(&mut harness, "日本");
    assert_eq!(body(&harness, "会議")[0], Block::Text("日本最初の段落".into()));
    undo(&mut harness);
    assert_eq!(body(&harness, "会議")[0], Block::Text("最初の段落".into()));
}

#[test]
fn the_line_one_writes_in_stays_when_something_above_it_grows() {
    let mut harness = document_of(large(300));
    let id = title(&harness, "会議");
    caret_into(&mut harness, id, 0);
    let far = BodyOwner::Node(node(&harness, "項目150"));
    harness.state_mut().writing.go(Field::title(far), Land::End);
    harness.run_steps(4);
    let label = doc(&harness).primary_row().expect("selected").label.clone();
    let before = harness.get_by_label(&format!("題名 {label}")).rect().top();
    let body = vec![Block::Text("長い段落。".repeat(200))];
    let command = BodyOwner::Node(node(&harness, "項目3")).set(body);
    harness.state_mut().perform(Action::Edit(command));
    harness.run_steps(4);
    let after = harness.get_by_label(&format!("題名 {label}")).rect().top();
    assert!((before - after).abs() < 1.0, "{before} {after}");
}

#[test]
fn scrolling_up_over_lines_never_seen_does_not_jump() {
    let mut harness = document_of(large(300));
    let far = node(&harness, "項目200");
    harness.state_mut().perform(Action::Select(Some(far)));
    harness.run_steps(4);
    let label = doc(&harness).primary_row().expect("selected").label.clone();
    let mut before = harness.get_by_label(&format!("題名 {label}")).rect().top();
    for _ in 0..8 {
        harness.hover_at(eframe::egui::pos2(560.0, 400.0));
        harness.event(wheel(30.0));
        for _ in 0..12 {
            harness.run_steps(1);
            let Some(now) = harness.query_by_label(&format!("題名 {label}")).map(|title| title.rect().top()) else { return };
            assert!(now >= before - 0.5 && now - before < 60.0, "{before} {now}");
            before = now;
        }
    }
}

#[test]
fn the_right_pane_shows_the_fields_of_the_item_written_in() {
    let mut harness = document_of(written());
    let id = block(&harness, "会議", 0);
    caret_into(&mut harness, id, 0);
    harness.get_by_label("詳細").click();
    harness.run_steps(4);
    harness.get_by_label("担当").focus();
    harness.run_steps(3);
    type_text(&mut harness, "地域福祉課");
    assert_eq!(doc(&harness).plan().node(node(&harness, "会議")).expect("there").lead, "地域福祉課");
    harness.get_by_label("頁").click();
    harness.run_steps(4);
    assert!(harness.query_by_label("担当").is_none());
}

#[test]
fn pasted_lines_become_paragraphs() {
    let mut harness = document_of(written());
    let id = block(&harness, "会議", 0);
    caret_into(&mut harness, id, 5);
    harness.event(Event::Paste("。\n二行目\n三行目".into()));
    harness.run_steps(4);
    assert_eq!(
        body(&harness, "会議")[..3],
        [Block::Text("最初の段落。".into()), Block::Text("二行目".into()), Block::Text("三行目".into())]
    );
    assert_eq!((focused(&harness), caret(&harness)), (Some(block(&harness, "会議", 2)), Some(3)));
}

#[test]
fn a_hit_of_the_search_is_shown_and_selected_in_the_document() {
    let mut harness = document_of(large(300));
    let place = nendo::edit::TextPlace { node: Some(node(&harness, "項目222")), field: nendo::edit::TextField::Body(0, 0) };
    harness.state_mut().go_to_text(&nendo::edit::Hit { place, range: 0.."本文".len(), shown_only: false, replacement: String::new() });
    harness.run_steps(4);
    let field = BodyOwner::Node(node(&harness, "項目222")).field(0);
    assert_eq!(focused(&harness), Some(field));
    assert_eq!(selected_in(&harness.ctx, field), Some(0..2));
}

#[test]
fn a_part_shown_alone_is_a_document_of_its_own_with_its_real_labels() {
    let mut harness = document_of(written());
    let id = title(&harness, "事業");
    caret_into(&mut harness, id, 2);
    press(&mut harness, ALT, Key::ArrowRight);
    assert_eq!(doc(&harness).hoisted(), Some(node(&harness, "事業")));
    for label in ["題名 2", "題名 (1)", "題名 (2)"] {
        assert!(harness.query_by_label(label).is_some(), "{label}");
    }
    for label in ["題名 1", "題名 3"] {
        assert!(harness.query_by_label(label).is_none(), "{label}");
    }
    assert_eq!(focused(&harness), Some(id), "one writes on where one was");
    type_text(&mut harness, "者");
    press(&mut harness, CTRL, Key::End);
    harness.run_steps(3);
    assert_eq!(focused(&harness), Some(title(&harness, "研修")));
    press(&mut harness, CTRL, Key::Home);
    assert_eq!(focused(&harness), Some(id));
    // A new line stays in the part, also behind its first title.
    press(&mut harness, CTRL.plus(SHIFT), Key::Enter);
    harness.run_steps(3);
    type_text(&mut harness, "新しい");
    assert_eq!(shape(&harness), "方針 事業者 .新しい .会議 .研修 その他");
    press(&mut harness, ALT, Key::ArrowLeft);
    assert_eq!(doc(&harness).hoisted(), None);
    assert!(harness.query_by_label("題名 1").is_some() && harness.query_by_label("題名 3").is_some());
    assert_eq!(focused(&harness), Some(title(&harness, "新しい")));
}

#[test]
fn the_outline_follows_the_caret_with_the_same_key() {
    let mut harness = document_of(large(100));
    let id = title(&harness, "方針");
    caret_into(&mut harness, id, 0);
    harness.key_press_modifiers(CTRL, Key::End);
    // Until the window wants no further frame, and no longer.
    harness.run_ok();
    assert_eq!(doc(&harness).primary(), Some(node(&harness, "その他")));
    let row = harness.get_by_role_and_label(eframe::egui::accesskit::Role::TreeItem, "3 その他");
    assert!(row.rect().bottom() < 800.0, "{:?}", row.rect());
}

/// Selects 会議 and 研修 as whole items.
fn two_items(harness: &mut Harness<'_, Win>) {
    let id = title(harness, "会議");
    caret_into(harness, id, 2);
    press(harness, SHIFT, Key::ArrowDown);
    press(harness, SHIFT, Key::ArrowDown);
    harness.run_steps(2);
    assert_eq!(doc(harness).selection().len(), 2);
}

#[test]
fn whole_items_selected_in_the_document_go_through_the_clipboard() {
    let mut harness = document_of(sample());
    two_items(&mut harness);
    harness.event(Event::Copy);
    harness.run_steps(3);
    let (_, text) = harness.state().clipboard.content().expect("copied").clone();
    assert!(text.contains("(1) 会議") && text.contains("(2) 研修"), "{text}");
    harness.event(Event::Paste(text));
    harness.run_steps(4);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 .会議 .研修 その他");
    undo(&mut harness);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他");
    two_items(&mut harness);
    press(&mut harness, CTRL, Key::D);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 .会議 .研修 その他");
    undo(&mut harness);
    two_items(&mut harness);
    harness.event(Event::Cut);
    harness.run_steps(3);
    assert_eq!(shape(&harness), "方針 事業 その他");
    undo(&mut harness);
    two_items(&mut harness);
    press(&mut harness, NONE, Key::Delete);
    assert_eq!(shape(&harness), "方針 事業 その他");
}

const NUMBERED: &str = "1 支え合い\n(1) 見守り\n(2) 会食会";

#[test]
fn numbered_text_pasted_into_a_paragraph_is_asked_about_and_becomes_items_or_lines() {
    let mut harness = document_of(written());
    let id = block(&harness, "会議", 0);
    caret_into(&mut harness, id, 2);
    harness.event(Event::Paste(NUMBERED.into()));
    harness.run_steps(4);
    assert!(harness.query_by_label("貼り付けの確認").is_some());
    assert_eq!(body(&harness, "会議").len(), 4, "nothing was pasted yet");
    harness.get_by_label("貼り付ける").click();
    harness.run_steps(4);
    assert_eq!(shape(&harness), "方針 事業 .会議 .支え合い ..見守り ..会食会 .研修 その他");
    undo(&mut harness);
    // As text it goes where the caret is, a line a paragraph.
    let id = block(&harness, "会議", 0);
    caret_into(&mut harness, id, 2);
    harness.event(Event::Paste(NUMBERED.into()));
    harness.run_steps(4);
    harness.get_by_label("本文の文字として").click();
    harness.run_steps(2);
    harness.get_by_label("貼り付ける").click();
    harness.run_steps(8);
    let body = body(&harness, "会議");
    assert_eq!(body[..3], [Block::Text("最初1 支え合い".into()), Block::Text("(1) 見守り".into()), Block::Text("(2) 会食会の段落".into())]);
}

#[test]
fn plain_lines_pasted_into_a_paragraph_become_paragraphs_without_a_question() {
    let mut harness = document_of(written());
    let id = block(&harness, "会議", 0);
    caret_into(&mut harness, id, 5);
    harness.event(Event::Paste("つづき。\n二行目。".into()));
    harness.run_steps(5);
    assert!(harness.query_by_label("貼り付けの確認").is_none());
    assert_eq!(body(&harness, "会議")[..2], [Block::Text("最初の段落つづき。".into()), Block::Text("二行目。".into())]);
}
