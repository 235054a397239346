//! Keys that come faster than frames: whatever a key makes or moves, what is typed behind it goes where it leads.

use eframe::egui::{Id, Key, Modifiers};

use super::writing::document_of;
use super::*;
use crate::gui::views::editor::title_id;
use crate::gui::widgets::draft_text::{place_caret_in, selected_in};

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
const SHIFT: Modifiers = Modifiers::SHIFT;
const ALT: Modifiers = Modifiers::ALT;

/// What is typed: keys, letters, words through the input method.
#[derive(Clone, Copy)]
enum Input {
    Key(Modifiers, Key),
    Text(&'static str),
    Composed(&'static str),
}

use Input::{Composed, Text};

const fn key(modifiers: Modifiers, key: Key) -> Input {
    Input::Key(modifiers, key)
}

fn events(input: Input) -> Vec<Event> {
    let preedit = |text: &str| Event::Ime(ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None });
    match input {
        Input::Key(modifiers, key) => {
            let press = [true, false].map(|pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers });
            [Event::ModifiersChanged(modifiers)].into_iter().chain(press).chain([Event::ModifiersChanged(NONE)]).collect()
        }
        Text(text) => text.chars().map(|c| Event::Text(c.to_string())).collect(),
        Composed(text) => vec![preedit("k"), preedit("か"), preedit(text), preedit(""), Event::Ime(ImeEvent::Commit(text.to_owned()))],
    }
}

/// Sends it all within one frame.
fn at_once(harness: &mut Harness<'_, Win>, inputs: &[Input]) {
    // As where the input method keeps the keys it uses: else the Enter behind a word may be the word's.
    crate::gui::pace::commits_alone(&harness.ctx);
    harness.input_mut().events.extend(inputs.iter().copied().flat_map(events));
    harness.run_steps(60);
}

/// Sends each event with the frame behind the one before, without a frame in between.
fn one_by_one(harness: &mut Harness<'_, Win>, inputs: &[Input]) {
    for event in inputs.iter().copied().flat_map(events) {
        harness.input_mut().events.push(event);
        harness.run_steps(1);
    }
    harness.run_steps(30);
}

fn in_outline(title: &str) -> Harness<'static, Win> {
    let mut harness = window_with(sample());
    select(&mut harness, title);
    harness
}

/// Writing in the document, with the caret in the title of an item.
fn in_document(name: &str, at: usize) -> Harness<'static, Win> {
    let mut harness = document_of(sample());
    let id: Id = title_id(node(&harness, name));
    place_caret_in(&harness.ctx, id, at);
    harness.ctx.memory_mut(|memory| memory.request_focus(id));
    harness.run_steps(3);
    harness
}

/// The plan as indented titles with what stands in their bodies.
fn written(harness: &Harness<'_, Win>) -> String {
    let rows = doc(harness).outline().rows().iter().map(|row| {
        let body: Vec<&str> = row.node.body.iter().flat_map(nendo::plan::Block::texts).collect();
        let body = if body.is_empty() { String::new() } else { format!("[{}]", body.join("/")) };
        format!("{}{}{body}", ".".repeat(row.depth.into()), row.node.title)
    });
    rows.collect::<Vec<_>>().join(" ")
}

fn check(make: impl Fn() -> Harness<'static, Win>, inputs: &[Input], expect: &str) {
    let mut harness = make();
    at_once(&mut harness, inputs);
    assert_eq!(written(&harness), expect, "all within one frame");
    let mut harness = make();
    one_by_one(&mut harness, inputs);
    assert_eq!(written(&harness), expect, "an event a frame");
}

const ENTER: Input = key(NONE, Key::Enter);
const END: Input = key(NONE, Key::End);
const HOME: Input = key(NONE, Key::Home);
const CHILD: Input = key(CTRL, Key::Enter);
const RENAME: Input = key(NONE, Key::F2);

#[test]
fn outline_enter_and_what_is_typed_behind_it() {
    check(|| in_outline("会議"), &[ENTER, Text("一"), ENTER, Text("二")], "方針 事業 .会議 .一 .二 .研修 その他");
    check(|| in_outline("会議"), &[ENTER, Composed("会"), ENTER, Composed("議")], "方針 事業 .会議 .会 .議 .研修 その他");
    // Within a title it splits it, and one writes on behind the split.
    check(|| in_outline("研修"), &[RENAME, HOME, key(NONE, Key::ArrowRight), ENTER, Text("補")], "方針 事業 .会議 .研 .補修 その他");
    check(|| in_outline("研修"), &[RENAME, Composed("講"), END, Text("座"), ENTER, key(NONE, Key::ArrowUp), ENTER, Text("新")], {
        "方針 事業 .会議 .新 .講座 その他"
    });
}

#[test]
fn outline_children_bodies_and_siblings() {
    check(|| in_outline("会議"), &[CHILD, Text("議題"), CHILD, Composed("下")], "方針 事業 .会議 ..議題 ...下 .研修 その他");
    check(|| in_outline("会議"), &[RENAME, END, CHILD, Text("議題")], "方針 事業 .会議 ..議題 .研修 その他");
    check(|| in_outline("会議"), &[RENAME, END, key(SHIFT, Key::Enter), Text("年四回")], "方針 事業 .会議[年四回] .研修 その他");
    check(|| in_outline("会議"), &[key(SHIFT, Key::Enter), Composed("年"), ENTER, Text("次")], "方針 事業 .会議[年/次] .研修 その他");
    let next = key(CTRL.plus(SHIFT), Key::Enter);
    check(|| in_outline("会議"), &[RENAME, HOME, next, Text("次")], "方針 事業 .会議 .次 .研修 その他");
}

#[test]
fn outline_tab_alt_arrows_and_backspace() {
    let (tab, back) = (key(NONE, Key::Tab), key(SHIFT, Key::Tab));
    check(|| in_outline("会議"), &[ENTER, tab, Text("下"), ENTER, Composed("次"), back, Text("上")], {
        "方針 事業 .会議 ..下 .次上 .研修 その他"
    });
    let (up, down) = (key(ALT, Key::ArrowUp), key(ALT, Key::ArrowDown));
    check(|| in_outline("会議"), &[ENTER, Text("一"), up, Text("二"), down, down, Composed("三")], "方針 事業 .会議 .研修 .一二三 その他");
    let join = key(NONE, Key::Backspace);
    check(|| in_outline("研修"), &[RENAME, HOME, join, Text("と")], "方針 事業 .会議と研修 その他");
    check(|| in_outline("研修"), &[RENAME, END, join, Text("学"), ENTER, Text("新")], "方針 事業 .会議 .研学 その他");
    // What is typed before the key in the same frame is not at the start any more.
    check(|| in_outline("研修"), &[RENAME, HOME, Text("新"), join, Text("旧")], "方針 事業 .会議 .旧研修 その他");
}

#[test]
fn document_enter_bodies_and_children() {
    check(|| in_document("会議", 2), &[ENTER, Text("年四回"), ENTER, Composed("開")], "方針 事業 .会議[年四回/開] .研修 その他");
    check(|| in_document("会議", 1), &[ENTER, Text("新")], "方針 事業 .会 .新議 .研修 その他");
    check(|| in_document("会議", 0), &[END, CHILD, Text("議題"), ENTER, Text("次第")], "方針 事業 .会議 ..議題[次第] .研修 その他");
    check(|| in_document("会議", 0), &[Text("新"), key(SHIFT, Key::Enter), Composed("本")], "方針 事業 .新会議[本] .研修 その他");
    let next = key(CTRL.plus(SHIFT), Key::Enter);
    check(|| in_document("会議", 2), &[ENTER, Text("文"), next, Text("次")], "方針 事業 .会議[文] .次 .研修 その他");
}

#[test]
fn document_tab_alt_arrows_and_backspace() {
    let (tab, back) = (key(NONE, Key::Tab), key(SHIFT, Key::Tab));
    check(|| in_document("研修", 2), &[tab, Text("一"), back, Text("二")], "方針 事業 .会議 .研修一二 その他");
    check(|| in_document("研修", 0), &[tab, Composed("一")], "方針 事業 .会議 ..一研修 その他");
    let (up, down) = (key(ALT, Key::ArrowUp), key(ALT, Key::ArrowDown));
    check(|| in_document("研修", 2), &[up, Text("一"), down, Text("二")], "方針 事業 .会議 .研修一二 その他");
    let join = key(NONE, Key::Backspace);
    check(|| in_document("研修", 0), &[join, Text("と")], "方針 事業 .会議と研修 その他");
    check(|| in_document("研修", 0), &[Text("新"), join, Text("旧")], "方針 事業 .会議 .旧研修 その他");
    check(|| in_document("会議", 2), &[ENTER, Text("文"), HOME, join, Text("の")], "方針 事業 .会議の[文] .研修 その他");
}

#[test]
fn enter_in_the_form_leads_to_the_text() {
    let form = || {
        let mut harness = in_outline("会議");
        press(&mut harness, NONE, Key::F6);
        harness.run_steps(3);
        harness
    };
    check(form, &[END, Text("室"), ENTER, Text("年四回"), ENTER, Composed("次")], "方針 事業 .会議室[年四回/次] .研修 その他");
}

#[test]
fn a_composition_that_begins_with_the_new_line_is_not_ended() {
    let mut harness = in_outline("会議");
    let preedit = |text: &str| Event::Ime(ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None });
    let mut events = events(ENTER);
    events.push(preedit("けん"));
    harness.input_mut().events.extend(events);
    harness.run_steps(10);
    assert!(crate::gui::ime::composing(&harness.ctx));
    assert_eq!(written(&harness), "方針 事業 .会議 . .研修 その他", "the line is there, the word not yet the plan's");
    commit(&mut harness, "研究");
    assert_eq!(written(&harness), "方針 事業 .会議 .研究 .研修 その他");
}

#[test]
fn the_caret_stands_behind_what_was_typed() {
    let mut harness = in_document("会議", 2);
    at_once(&mut harness, &[ENTER, Text("年四回"), ENTER, Text("開く")]);
    let field = harness.ctx.memory(eframe::egui::Memory::focused).expect("the keyboard is somewhere");
    assert_eq!(selected_in(&harness.ctx, field), Some(2..2));
}
