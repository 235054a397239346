//! A walk through every view and dialog: each control has a name and a role, the keyboard reaches all of
//! them and comes round again, and one sees where it is.
//!
//! A new view or dialog is one more line of [`SCENES`].

use std::any::Any;
use std::cell::RefCell;

use eframe::egui::accesskit::{Action as Ask, Role as Kind};
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};

use super::*;
use crate::gui::commands::UiCommand as C;
use crate::gui::dialogs::{AfterLeaving, Dialog};
use crate::gui::jobs::Purpose;
use crate::gui::views::year::Show;

type Scene = (&'static str, fn() -> Harness<'static, Win>);

fn empty() -> Harness<'static, Win> {
    window(Start { file: None, lang: Some(Lang::Ja) })
}

fn after(command: C) -> Harness<'static, Win> {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    harness.state_mut().execute(command);
    settle(&mut harness);
    harness
}

fn with_dialog(dialog: Dialog) -> Harness<'static, Win> {
    let mut harness = window_with(sample());
    harness.state_mut().dialogs.push(dialog);
    settle(&mut harness);
    harness
}

thread_local! {
    /// Folders that stand as long as the test runs.
    static FOLDERS: RefCell<Vec<Box<dyn Any>>> = const { RefCell::new(Vec::new()) };
}

fn keep(folder: impl Any) {
    FOLDERS.with_borrow_mut(|folders| folders.push(Box::new(folder)));
}

/// Clicks on what has this label and waits.
fn click(mut harness: Harness<'static, Win>, label: &str) -> Harness<'static, Win> {
    harness.get_by_label(label).click();
    settle(&mut harness);
    harness
}

fn do_it(mut harness: Harness<'static, Win>, command: C) -> Harness<'static, Win> {
    harness.state_mut().execute(command);
    settle(&mut harness);
    harness
}

fn search(words: &str, key: Key) -> Harness<'static, Win> {
    let mut harness = window_with(find::volunteers());
    find::look_for(&mut harness, words);
    press(&mut harness, Modifiers::COMMAND, key);
    settle(&mut harness);
    harness
}

/// With a folder of the organisation, after a command.
fn organization(command: Option<C>) -> Harness<'static, Win> {
    let (folder, mut harness) = profile::window_of_organization(sample());
    keep(folder);
    match command {
        Some(command) => return do_it(harness, command),
        None => profile::show_plan_form(&mut harness),
    }
    harness
}

fn picker(command: C) -> Harness<'static, Win> {
    let mut harness = window_with(sample());
    fields::with_snippets(&mut harness);
    fields::in_title(&mut harness, "会議");
    do_it(harness, command)
}

/// A window at a desk of its own.
fn at_desk(open: impl FnOnce(&safety::Desk) -> Harness<'static, Win>) -> Harness<'static, Win> {
    let desk = safety::Desk::new();
    let harness = open(&desk);
    keep(desk);
    harness
}

fn crashed(open: impl FnOnce(&safety::Desk) -> Harness<'static, Win>) -> Harness<'static, Win> {
    at_desk(|desk| {
        desk.crash();
        open(desk)
    })
}

fn locked(process: u32) -> Harness<'static, Win> {
    at_desk(|desk| {
        let colleague = desk.keeper("佐藤", process);
        colleague.open(&desk.file).expect("opens");
        let harness = desk.open();
        keep(colleague);
        harness
    })
}

fn changed_outside() -> Harness<'static, Win> {
    at_desk(|desk| {
        let mut harness = desk.open();
        nendo::storage::save(&desk.file, &Plan::new("ほかの人の版", None)).expect("saves");
        harness.state().guard.look_now();
        settle(&mut harness);
        harness
    })
}

fn versions() -> Harness<'static, Win> {
    at_desk(|desk| {
        let harness = click(do_it(desk.open(), C::SaveVersion), "版を残す");
        do_it(harness, C::Versions)
    })
}

fn pasting() -> Harness<'static, Win> {
    let mut harness = window_with(sample());
    select(&mut harness, "その他");
    clipboard::paste(&mut harness, clipboard::WORD, clipboard::WORD_TEXT);
    settle(&mut harness);
    harness
}

/// All that can be seen.
const SCENES: &[Scene] = &[
    ("the start screen", empty),
    ("a plan", || window_with(sample())),
    ("an item", || after(C::ExpandAll)),
    ("the outline alone folded", || after(C::ToggleOutline)),
    ("the editor folded", || after(C::ToggleEditor)),
    ("a title being written", || after(C::Rename)),
    ("a table", || after(C::InsertTable)),
    ("the palette", || after(C::Palette)),
    ("the help", || after(C::Help)),
    ("the keys", || after(C::Shortcuts)),
    ("the findings", || after(C::Findings)),
    ("the menus", || after(C::Menus)),
    ("about", || after(C::About)),
    ("the tour", || after(C::Tour)),
    ("print", || after(C::Print)),
    ("the print preview", || after(C::PrintPreview)),
    ("an empty year", || after(C::ToggleYear)),
    ("the year", || year::shown(Show::Year)),
    ("a month", || year::shown(Show::Month)),
    ("the list of days", || year::shown(Show::List)),
    ("a path to open", || with_dialog(Dialog::path(Purpose::Open, None))),
    ("a path to save", || with_dialog(Dialog::path(Purpose::Save, None))),
    ("unsaved changes", || with_dialog(Dialog::Unsaved { then: AfterLeaving::Start })),
    ("a changed file", || with_dialog(Dialog::Changed { path: "a.ron".into() })),
    ("an import", || with_dialog(Dialog::Imported { body: "終わり".into(), findings: 2 })),
    ("the search, empty", || after(C::Find)),
    ("the search with nothing found", || search("ないことば", Key::F)),
    ("the search with hits", || search("ボランティア", Key::F)),
    ("the replacement", || search("ボランティア", Key::H)),
    ("the filters", || click(window_with(find::volunteers()), "条件で絞り込む")),
    ("the history", history::worked),
    ("the document", || writing::document_of(writing::written())),
    ("the details", || click(writing::document_of(writing::written()), "詳細")),
    ("the name of a version", || at_desk(|desk| do_it(desk.open(), C::SaveVersion))),
    ("the versions", versions),
    ("work left behind, on the start screen", || crashed(|desk| desk.window_of("山田"))),
    ("work left behind, on opening", || crashed(safety::Desk::open)),
    ("a colleague at work", || locked(std::process::id())),
    ("a colleague gone", || locked(u32::MAX)),
    ("a file changed outside", changed_outside),
    ("a paste", pasting),
    ("the organisation's words", || organization(Some(C::Organization))),
    ("the organisation's phrases", || click(organization(Some(C::Organization)), "定型文")),
    ("a phrase of the organisation", || click(click(organization(Some(C::Organization)), "定型文"), "定型文を足す")),
    ("the organisation's looks", || click(organization(Some(C::Organization)), "項番号と書式")),
    ("a new plan from a template", || organization(Some(C::NewFrom))),
    ("a template to save", || organization(Some(C::SaveTemplate))),
    ("the plan's settings", || organization(None)),
    ("the levels of the numbering", || click(organization(None), "項番号の段を細かく決める")),
    ("the references", || picker(C::InsertReference)),
    ("the phrases", || picker(C::InsertSnippet)),
];

/// What can be clicked or have the keyboard but has no name; with its role and place.
fn nameless(harness: &Harness<'_, Win>) -> Vec<String> {
    let mut out = Vec::new();
    for node in harness.root().children_recursive() {
        let node = node.accesskit_node();
        let acts = [Ask::Click, Ask::Focus].iter().any(|ask| node.data().supports_action(*ask));
        // A scroll bar is for the pointer; keys scroll what it belongs to.
        if !acts || node.is_hidden() || node.role() == Kind::ScrollBar {
            continue;
        }
        let named = [node.label(), node.value()].into_iter().flatten().any(|name| !name.trim().is_empty());
        let placeholder = node.placeholder().is_some_and(|name| !name.is_empty());
        let known = !matches!(node.role(), Kind::Unknown | Kind::GenericContainer);
        // Icons stand in the private part of Unicode; read aloud they are nothing or nonsense.
        let icon = node.label().is_some_and(|name| name.contains(|c| ('\u{E000}'..='\u{F8FF}').contains(&c)));
        if !(named || placeholder) || !known || icon {
            out.push(format!("{:?} {:?} at {:?}", node.role(), node.label(), node.bounding_box()));
        }
    }
    out
}

#[test]
fn every_control_has_a_name_and_a_role() {
    let mut faults = Vec::new();
    for (scene, open) in SCENES {
        let harness = open();
        for fault in nameless(&harness) {
            // The same control stands in many scenes.
            if !faults.iter().any(|known: &String| known.ends_with(&fault)) {
                faults.push(format!("{scene}: {fault}"));
            }
        }
    }
    assert!(faults.is_empty(), "{} controls:\n{}", faults.len(), faults.join("\n"));
}

/// Where the keyboard is.
fn focus(harness: &Harness<'_, Win>) -> Option<eframe::egui::Id> {
    harness.ctx.memory(eframe::egui::Memory::focused)
}

/// Presses Tab until the keyboard is where it was before, and says over how many controls it went.
fn round(harness: &mut Harness<'_, Win>, modifiers: Modifiers) -> Vec<eframe::egui::Id> {
    let mut seen = Vec::new();
    for _ in 0..400 {
        press(harness, modifiers, Key::Tab);
        let Some(id) = focus(harness) else { continue };
        if let Some(at) = seen.iter().position(|before| *before == id) {
            return seen.split_off(at);
        }
        seen.push(id);
    }
    panic!("no way round after {} controls", seen.len());
}

/// The controls one can reach by Tab, by their names; those of text and lists that hold Tab are not among them.
#[test]
fn tab_goes_round_in_every_dialog_and_back() {
    // The outline and a table keep Tab for themselves; F6 and Escape lead out of them.
    let holds_tab = [
        "a plan",
        "an item",
        "the outline alone folded",
        "the editor folded",
        "a title being written",
        "a table",
        "the tour",
        "the filters",
        "the document",
        "the details",
        "a file changed outside",
        "the search with hits",
        "the references",
        "the phrases",
    ];
    for (scene, open) in SCENES.iter().filter(|(scene, _)| !holds_tab.contains(scene)) {
        let mut harness = open();
        let there: std::collections::HashSet<_> = round(&mut harness, Modifiers::NONE).into_iter().collect();
        let back: std::collections::HashSet<_> = round(&mut harness, Modifiers::SHIFT).into_iter().collect();
        assert!(!there.is_empty(), "{scene}: Tab reaches nothing");
        assert_eq!(there, back, "{scene}: Shift+Tab goes another way");
    }
}

#[test]
fn f6_and_escape_lead_out_of_what_keeps_tab() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    let list = crate::gui::views::outline::list_id();
    assert_eq!(focus(&harness), Some(list));
    press(&mut harness, Modifiers::NONE, Key::F6);
    let title = focus(&harness).expect("the title");
    assert_ne!(title, list);
    press(&mut harness, Modifiers::NONE, Key::Tab);
    assert!(![Some(title), Some(list), None].contains(&focus(&harness)), "the next field of the form");
    press(&mut harness, Modifiers::NONE, Key::F6);
    assert_eq!(focus(&harness), Some(list));
    harness.state_mut().execute(C::InsertTable);
    settle(&mut harness);
    let cell = focus(&harness);
    assert_ne!(cell, Some(list));
    press(&mut harness, Modifiers::NONE, Key::F6);
    assert_eq!(focus(&harness), Some(list), "F6 leads out of a table");
}

#[test]
fn one_sees_where_the_keyboard_is() {
    let mut harness = empty();
    for _ in 0..4 {
        press(&mut harness, Modifiers::NONE, Key::Tab);
        let id = focus(&harness).expect("a control");
        let rect = harness.ctx.read_response(id).expect("it is drawn").rect;
        let ring = harness.output().shapes.iter().any(|shape| match &shape.shape {
            eframe::egui::Shape::Rect(ring) => {
                ring.stroke.width >= 2.0 && ring.rect.expand(1.0).contains_rect(rect) && rect.expand(6.0).contains_rect(ring.rect)
            }
            _ => false,
        });
        assert!(ring, "no ring round the control at {rect:?}");
    }
}
