//! Tables: keys, choosing cells, commands, pasting.

use eframe::egui::{Event, Key, Modifiers, Pos2};
use egui_kittest::kittest::{NodeT, Queryable};
use nendo::edit::grid::Grid;
use nendo::plan::{Block, Cell, Table};

use super::*;
use crate::gui::commands::UiCommand;

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
const SHIFT: Modifiers = Modifiers::SHIFT;

/// A window whose item 会議 has the body given and is selected.
fn window_of(body: Vec<Block>) -> Harness<'static, Win> {
    let mut plan = sample();
    let projects = Arc::make_mut(&mut plan.nodes[1]);
    Arc::make_mut(&mut projects.children[0]).body = body;
    let mut harness = window_with(plan);
    select(&mut harness, "会議");
    harness
}

fn table_of(rows: &[&[&str]]) -> Block {
    let rows = rows.iter().map(|row| row.iter().map(|text| Cell::new(*text)).collect()).collect();
    Block::Table(Table { rows, ..Table::default() })
}

fn window_with_table() -> Harness<'static, Win> {
    window_of(vec![Block::Text("前".into()), table_of(&[&["一", "二"], &["三", "四"]]), Block::Text("後".into())])
}

fn body(harness: &Harness<'_, Win>) -> Vec<Block> {
    doc(harness).plan().node(node(harness, "会議")).expect("there").body.clone()
}

fn table(harness: &Harness<'_, Win>) -> Table {
    let found = body(harness).into_iter().find_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
    found.expect("a table")
}

/// The texts of the table, rows apart by `/`.
fn texts(harness: &Harness<'_, Win>) -> String {
    let rows = table(harness).rows.into_iter();
    rows.map(|row| row.into_iter().map(|cell| cell.text).collect::<Vec<_>>().join("|")).collect::<Vec<_>>().join("/")
}

fn enter(harness: &mut Harness<'_, Win>, cell: &str) {
    harness.get_by_label(&format!("セル {cell}")).focus();
    harness.run_steps(3);
}

fn focus_body(harness: &mut Harness<'_, Win>) {
    harness.get_by_role_and_label(eframe::egui::accesskit::Role::MultilineTextInput, "本文").focus();
    harness.run_steps(3);
}

fn has_focus(harness: &Harness<'_, Win>, label: &str) -> bool {
    harness.query_by_label(label).is_some_and(|node| node.is_focused())
}

fn steps(harness: &Harness<'_, Win>) -> usize {
    doc(harness).history().steps().1
}

fn step_name(harness: &Harness<'_, Win>) -> &'static str {
    doc(harness).history().next_undo().expect("a step").key
}

fn paste(harness: &mut Harness<'_, Win>, html: Option<&str>, text: &str) {
    harness.state_mut().clipboard.put(html.unwrap_or_default(), text);
    harness.event(Event::Paste(text.to_owned()));
    harness.run_steps(4);
}

#[test]
fn tab_goes_from_cell_to_cell_and_makes_a_row_at_the_end() {
    let mut harness = window_with_table();
    enter(&mut harness, "1-1");
    press(&mut harness, NONE, Key::Tab);
    assert!(has_focus(&harness, "セル 1-2"));
    // What one comes to with Tab is selected, so that typing replaces it.
    type_text(&mut harness, "新");
    assert_eq!(texts(&harness), "一|新/三|四");
    press(&mut harness, NONE, Key::Tab);
    press(&mut harness, NONE, Key::Tab);
    press(&mut harness, SHIFT, Key::Tab);
    assert!(has_focus(&harness, "セル 2-1"));
    press(&mut harness, NONE, Key::Tab);
    press(&mut harness, NONE, Key::Tab);
    assert!(has_focus(&harness, "セル 3-1"));
    assert_eq!(texts(&harness), "一|新/三|四/|");
    assert_eq!(step_name(&harness), "edit.step.table_insert_rows");
    press(&mut harness, CTRL, Key::Z);
    assert_eq!(texts(&harness), "一|新/三|四");
    press(&mut harness, CTRL, Key::Z);
    assert_eq!(texts(&harness), "一|二/三|四");
    assert_eq!(steps(&harness), 0);
}

#[test]
fn shift_tab_in_the_first_cell_leads_to_the_caption() {
    let mut harness = window_with_table();
    enter(&mut harness, "1-1");
    press(&mut harness, SHIFT, Key::Tab);
    assert!(has_focus(&harness, "表題"));
    type_text(&mut harness, "会費");
    assert_eq!(table(&harness).caption, "会費");
    press(&mut harness, NONE, Key::ArrowDown);
    assert!(has_focus(&harness, "セル 1-1"));
    press(&mut harness, NONE, Key::ArrowUp);
    assert!(has_focus(&harness, "表題"));
}

#[test]
fn enter_is_a_new_line_and_arrows_cross_the_border() {
    let mut harness = window_with_table();
    enter(&mut harness, "1-1");
    press(&mut harness, NONE, Key::End);
    press(&mut harness, NONE, Key::Enter);
    type_text(&mut harness, "い");
    assert_eq!(texts(&harness), "一\nい|二/三|四");
    // Up moves within the text first.
    press(&mut harness, NONE, Key::ArrowUp);
    assert!(has_focus(&harness, "セル 1-1"));
    press(&mut harness, NONE, Key::ArrowDown);
    press(&mut harness, NONE, Key::ArrowDown);
    assert!(has_focus(&harness, "セル 2-1"));
    press(&mut harness, NONE, Key::ArrowRight);
    assert!(has_focus(&harness, "セル 2-1"));
    press(&mut harness, NONE, Key::ArrowRight);
    assert!(has_focus(&harness, "セル 2-2"));
    press(&mut harness, NONE, Key::ArrowLeft);
    assert!(has_focus(&harness, "セル 2-1"));
    press(&mut harness, NONE, Key::ArrowDown);
    // Below the table is the paragraph after it.
    type_text(&mut harness, "書");
    assert_eq!(body(&harness)[2], Block::Text("書後".into()));
}

#[test]
fn keys_of_the_input_method_stay_with_it() {
    let mut harness = window_with_table();
    enter(&mut harness, "1-1");
    press(&mut harness, NONE, Key::End);
    preedit(&mut harness, "かい");
    press(&mut harness, NONE, Key::Tab);
    assert!(has_focus(&harness, "セル 1-1"));
    assert_eq!(steps(&harness), 0);
    commit(&mut harness, "会");
    assert_eq!(texts(&harness), "一会|二/三|四");
    assert_eq!((steps(&harness), step_name(&harness)), (1, "edit.step.table_text"));
}

#[test]
fn shift_arrows_choose_cells_and_delete_empties_them() {
    let mut harness = window_with_table();
    enter(&mut harness, "1-1");
    press(&mut harness, NONE, Key::End);
    press(&mut harness, SHIFT, Key::ArrowRight);
    assert!(has_focus(&harness, "選んだセル 1行×2列"));
    press(&mut harness, SHIFT, Key::ArrowDown);
    assert!(has_focus(&harness, "選んだセル 2行×2列"));
    press(&mut harness, NONE, Key::Delete);
    assert_eq!(texts(&harness), "|/|");
    assert_eq!((steps(&harness), step_name(&harness)), (1, "edit.step.table_clear"));
    press(&mut harness, CTRL, Key::Z);
    assert_eq!(texts(&harness), "一|二/三|四");
    press(&mut harness, NONE, Key::Escape);
    assert!(has_focus(&harness, "セル 1-1"));
}

#[test]
fn dragging_and_a_click_with_shift_choose_cells() {
    let mut harness = window_with_table();
    let center = |harness: &Harness<'_, Win>, cell: &str| -> Pos2 { harness.get_by_label(&format!("セル {cell}")).rect().center() };
    let (from, to) = (center(&harness, "1-1"), center(&harness, "2-2"));
    harness.hover_at(from);
    harness.drag_at(from);
    harness.run_steps(2);
    harness.hover_at(to);
    harness.run_steps(2);
    harness.drop_at(to);
    harness.run_steps(3);
    assert!(has_focus(&harness, "選んだセル 2行×2列"));
    enter(&mut harness, "1-2");
    assert!(harness.query_by_label("選んだセル 2行×2列").is_none());
    harness.get_by_label("セル 2-2").click_modifiers(SHIFT);
    harness.run_steps(3);
    assert!(has_focus(&harness, "選んだセル 2行×1列"));
}

#[test]
fn commands_work_by_key_button_and_palette_on_the_chosen_cells() {
    let mut harness = window_with_table();
    enter(&mut harness, "2-1");
    press(&mut harness, Modifiers::ALT | SHIFT, Key::ArrowUp);
    assert_eq!(texts(&harness), "一|二/|/三|四");
    assert!(has_focus(&harness, "セル 2-1"));
    press(&mut harness, CTRL | SHIFT, Key::Delete);
    assert_eq!(texts(&harness), "一|二/三|四");
    harness.get_by_label("右に列を挿入").click();
    harness.run_steps(4);
    assert_eq!(texts(&harness), "一||二/三||四");
    assert!(has_focus(&harness, "セル 2-2"));
    harness.state_mut().execute(UiCommand::RemoveColumns);
    harness.run_steps(4);
    assert_eq!(texts(&harness), "一|二/三|四");
    assert_eq!(steps(&harness), 4);
    enter(&mut harness, "1-1");
    press(&mut harness, CTRL, Key::A);
    press(&mut harness, CTRL, Key::A);
    press(&mut harness, CTRL, Key::M);
    assert_eq!(texts(&harness), "一\n二\n三\n四/");
    press(&mut harness, CTRL | SHIFT, Key::M);
    assert_eq!(texts(&harness), "一\n二\n三\n四|/|");
    assert_eq!(step_name(&harness), "edit.step.table_divide");
}

#[test]
fn no_command_is_offered_that_would_do_nothing() {
    let mut harness = window_with_table();
    let disabled = |harness: &Harness<'_, Win>, name: &str| harness.get_by_label(name).accesskit_node().is_disabled();
    assert!(disabled(&harness, "上に行を挿入"), "no cell is chosen");
    enter(&mut harness, "1-1");
    assert!(!disabled(&harness, "上に行を挿入"));
    assert!(disabled(&harness, "セルを結合") && disabled(&harness, "セルの結合を解く"));
    press(&mut harness, NONE, Key::End);
    press(&mut harness, SHIFT, Key::ArrowDown);
    press(&mut harness, SHIFT, Key::ArrowRight);
    assert!(!disabled(&harness, "セルを結合"));
    assert!(disabled(&harness, "行を削除") && disabled(&harness, "列を削除"), "a row and a column stay");
}

#[test]
fn a_columns_edge_can_be_dragged_and_given_back() {
    let mut harness = window_with_table();
    let before = harness.get_by_label("セル 1-1").rect().width();
    let edge = harness.get_by_label("1 列目の右の境").rect().center();
    let target = edge + eframe::egui::vec2(-60.0, 0.0);
    harness.hover_at(edge);
    harness.run_steps(2);
    harness.drag_at(edge);
    harness.run_steps(2);
    harness.hover_at(target);
    harness.run_steps(2);
    harness.drop_at(target);
    harness.run_steps(4);
    let widths = table(&harness).widths;
    assert!(widths.len() == 2 && widths[0] < widths[1], "{widths:?}");
    let moved = before - harness.get_by_label("セル 1-1").rect().width();
    assert!((moved - 60.0).abs() < 8.0, "{moved}");
    assert_eq!((steps(&harness), step_name(&harness)), (1, "edit.step.table_widths"));
    harness.get_by_label("幅を内容に合わせる").click();
    harness.run_steps(4);
    assert!(table(&harness).widths.is_empty());
}

#[test]
fn copied_cells_come_back_with_their_spans() {
    let mut harness = window_with_table();
    enter(&mut harness, "1-1");
    press(&mut harness, NONE, Key::End);
    press(&mut harness, SHIFT, Key::ArrowRight);
    harness.event(Event::Cut);
    harness.run_steps(3);
    assert_eq!(texts(&harness), "|/三|四");
    enter(&mut harness, "2-2");
    harness.event(Event::Paste("一\t二\n".into()));
    harness.run_steps(4);
    assert_eq!(texts(&harness), "||/三|一|二");
    assert!(Grid::of(&table(&harness)).columns == 3);
    assert_eq!(step_name(&harness), "edit.step.table_paste");
    // As text after all.
    harness.get_by_label("文字のまま貼り付け").click();
    harness.run_steps(4);
    assert_eq!(texts(&harness), "|/三|四一\t二");
}

const HTML: &str = "<table><tr><th colspan=2>会費</th></tr><tr><td>団体</td><td>1,000</td></tr></table>";

#[test]
fn a_table_pasted_into_a_paragraph_parts_it() {
    let mut harness = window_of(vec![Block::Text("前後".into())]);
    focus_body(&mut harness);
    press(&mut harness, NONE, Key::Home);
    press(&mut harness, NONE, Key::ArrowRight);
    paste(&mut harness, Some(HTML), "会費\t\n団体\t1,000\n");
    assert_eq!(step_name(&harness), "edit.step.paste_table");
    let blocks = body(&harness);
    assert!(matches!(blocks.as_slice(), [Block::Text(a), Block::Table(_), Block::Text(b)] if a == "前" && b == "後"), "{blocks:?}");
    let pasted = table(&harness);
    assert_eq!((pasted.header_rows, pasted.rows[0][0].columns), (1, 2));
    assert_eq!(harness.state().toasts.newest(), Some("表として貼り付けました（2行×2列）"));
    assert!(has_focus(&harness, "セル 1-1"));
    assert_eq!(steps(&harness), 1);
    harness.get_by_label("文字のまま貼り付け").click();
    harness.run_steps(4);
    assert_eq!(body(&harness), [Block::Text("前会費\t".into()), Block::Text("団体\t1,000後".into())]);
    press(&mut harness, CTRL, Key::Z);
    assert_eq!(body(&harness), [Block::Text("前後".into())]);
}

#[test]
fn an_empty_paragraph_gives_way_to_the_table() {
    let mut harness = window_of(vec![Block::Text(String::new())]);
    focus_body(&mut harness);
    paste(&mut harness, None, "名\t数\n\"花園\n町\"\t3\n");
    assert_eq!(texts(&harness), "名|数/花園\n町|3");
    assert_eq!(body(&harness).len(), 1);
    // Of the two, the note's stands last.
    harness.get_all_by_label("元に戻す").last().expect("a button").click();
    harness.run_steps(4);
    assert_eq!(body(&harness), [Block::Text(String::new())]);
}

#[test]
fn text_and_single_cells_stay_text() {
    let mut harness = window_of(vec![Block::Text(String::new())]);
    focus_body(&mut harness);
    paste(&mut harness, Some("<table><tr><td>一つ</td></tr></table>"), "一つ\n");
    paste(&mut harness, None, "・日時\t9月6日");
    assert_eq!(body(&harness), [Block::Text("一つ・日時\t9月6日".into())]);
    // Asked for as text, a table is text.
    harness.state_mut().paste_plain = true;
    paste(&mut harness, Some(HTML), "会費\t\n団体\t1,000\n");
    assert!(body(&harness).iter().all(|block| matches!(block, Block::Text(_))));
}

#[test]
fn with_the_outline_focused_a_table_goes_behind_the_body() {
    let mut harness = window_of(vec![Block::Text("前".into())]);
    paste(&mut harness, Some(HTML), "会費\t\n団体\t1,000\n");
    // It is shown before it is made; as a table is what it usually wants to be.
    press(&mut harness, NONE, Key::Enter);
    assert!(matches!(body(&harness).as_slice(), [Block::Text(_), Block::Table(_)]));
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他");
}

#[test]
fn of_a_large_table_only_what_is_in_view_is_drawn() {
    let mut harness = window_of(vec![Block::Text(String::new())]);
    focus_body(&mut harness);
    let text: String = (0..120).map(|row| format!("{row}\tい\tろ\tは\tに\n")).collect();
    paste(&mut harness, None, &text);
    assert_eq!(table(&harness).rows.len(), 120);
    harness.run_steps(3);
    let drawn = harness.get_all_by_role(eframe::egui::accesskit::Role::MultilineTextInput).count();
    assert!(drawn < 300, "{drawn} fields");
    // What is out of view comes into view with the keyboard.
    let place = nendo::edit::BlockPlace { node: Some(node(&harness, "会議")), block: 0 };
    harness.state_mut().editor.focus_cell(place, (119, 4));
    harness.run_steps(60);
    assert!(has_focus(&harness, "セル 120-5"));
    let rect = harness.get_by_label("セル 120-5").rect();
    assert!((0.0..800.0).contains(&rect.center().y), "{rect}");
}

#[test]
fn a_new_table_takes_what_is_typed() {
    let mut harness = window_of(vec![Block::Text("前".into())]);
    harness.state_mut().execute(UiCommand::InsertTable);
    settle(&mut harness);
    harness.event(Event::Text("科目".into()));
    settle(&mut harness);
    assert_eq!(texts(&harness), "科目|/|");
    harness.state_mut().execute(UiCommand::Undo);
    harness.state_mut().execute(UiCommand::Undo);
    assert_eq!(body(&harness), [Block::Text("前".into())]);
}

#[test]
fn a_new_chart_is_one_step_and_drawn() {
    let mut harness = window_of(Vec::new());
    let before = doc(&harness).plan().clone();
    harness.state_mut().execute(UiCommand::InsertChart);
    settle(&mut harness);
    let laid = doc(&harness).laid.clone().expect("pages");
    let figures = laid.pages.structure.iter().filter(|element| element.role == nendo::layout::ElementRole::Figure);
    assert_eq!(figures.count(), 1);
    harness.state_mut().execute(UiCommand::Undo);
    assert_eq!(*doc(&harness).plan(), before);
}

/// Frames drawn round what has the keyboard: of a cell, of several, of any other control.
fn focus_frames(harness: &Harness<'_, Win>) -> usize {
    use eframe::egui::Shape;
    fn count(shape: &Shape, accent: eframe::egui::Color32) -> usize {
        match shape {
            Shape::Vec(shapes) => shapes.iter().map(|shape| count(shape, accent)).sum(),
            Shape::Rect(rect) => usize::from(rect.stroke.width == 2.0 && rect.stroke.color == accent),
            _ => 0,
        }
    }
    let accent = crate::gui::theme::tokens_of(&harness.ctx).accent;
    harness.output().shapes.iter().map(|shape| count(&shape.shape, accent)).sum()
}

#[test]
fn arrows_lead_out_of_a_table_that_stands_alone_into_paragraphs_made_there() {
    let mut harness = window_of(vec![table_of(&[&["一", "二"], &["三", "四"]])]);
    enter(&mut harness, "2-1");
    press(&mut harness, NONE, Key::ArrowDown);
    harness.run_steps(3);
    type_text(&mut harness, "後");
    assert_eq!(body(&harness).len(), 2);
    assert_eq!(body(&harness)[1], Block::Text("後".into()));
    enter(&mut harness, "1-1");
    press(&mut harness, NONE, Key::ArrowUp);
    press(&mut harness, NONE, Key::ArrowUp);
    harness.run_steps(3);
    type_text(&mut harness, "前");
    assert_eq!(body(&harness)[0], Block::Text("前".into()));
    // What is there already is entered, nothing is made again.
    enter(&mut harness, "2-1");
    press(&mut harness, NONE, Key::ArrowDown);
    harness.run_steps(3);
    assert_eq!(body(&harness).len(), 3);
    for _ in 0..3 {
        press(&mut harness, CTRL, Key::Z);
    }
    assert!(body(&harness).len() < 3, "a step like any other");
}

#[test]
fn an_arrow_held_down_stops_in_the_paragraph_behind_the_table() {
    // However soon the next press comes after the one that left the table.
    for frames in 1..5 {
        let mut harness = window_of(vec![table_of(&[&["一"], &["二"]])]);
        enter(&mut harness, "2-1");
        for _ in 0..4 {
            harness.key_press(Key::ArrowDown);
            harness.run_steps(frames);
        }
        harness.run_steps(6);
        type_text(&mut harness, "後");
        assert_eq!(body(&harness).get(1), Some(&Block::Text("後".into())), "{frames} frames between");
    }
}

#[test]
fn arrows_lead_from_table_to_table() {
    let mut harness = window_of(vec![table_of(&[&["一"], &["二"]]), table_of(&[&["三"], &["四"]])]);
    harness.get_all_by_label("セル 2-1").next().expect("the first table's").focus();
    harness.run_steps(3);
    press(&mut harness, NONE, Key::ArrowDown);
    harness.run_steps(3);
    type_text(&mut harness, "新");
    let Block::Table(second) = &body(&harness)[1] else { panic!("a table") };
    assert_eq!(second.rows[0][0].text, "新三");
    assert_eq!(body(&harness).len(), 2);
}

#[test]
fn there_is_never_more_than_one_frame_of_the_keyboard() {
    let mut harness = window_with_table();
    enter(&mut harness, "1-1");
    assert_eq!(focus_frames(&harness), 1, "the cell's");
    press(&mut harness, SHIFT, Key::ArrowRight);
    press(&mut harness, SHIFT, Key::ArrowRight);
    assert_eq!(focus_frames(&harness), 1, "the chosen cells'");
    // A button of the table has the keyboard now; the cells it acts on stay marked otherwise.
    harness.get_by_label("下に行を挿入").focus();
    harness.run_steps(3);
    assert_eq!(focus_frames(&harness), 1, "the button's");
    focus_first_paragraph(&mut harness);
    assert_eq!(focus_frames(&harness), 0, "a paragraph shows its caret");
    enter(&mut harness, "1-1");
    harness.get_by_label("拡充").focus();
    harness.run_steps(3);
    assert_eq!(focus_frames(&harness), 1, "the chip's");
}

fn focus_first_paragraph(harness: &mut Harness<'_, Win>) {
    harness.get_all_by_role_and_label(eframe::egui::accesskit::Role::MultilineTextInput, "本文").next().expect("one").focus();
    harness.run_steps(3);
}
