//! The command palette: one field that finds commands, items and help.

use eframe::egui::{Context, Id};
use nendo::locale::{Lang, text};
use nendo::plan::{Fold, NodeId};

use super::Action;
use crate::gui::commands::{TABLE, UiCommand};
use crate::gui::item_search::ItemSearch;
use crate::gui::search_text::Words;
use crate::gui::widgets::pick_list::{self, PickList, Picked};
use crate::gui::workspace::Document;
use crate::gui::{help, icons};

const MOST: usize = 60;

/// The open palette.
#[derive(Default)]
pub struct PaletteState {
    open: bool,
    query: String,
    chosen: usize,
    found: Found,
}

/// What was found, kept until the question or the plan changes.
#[derive(Default)]
struct Found {
    key: Option<(String, Lang, Option<u64>)>,
    hits: Vec<Hit>,
    /// The search among the items.
    items: ItemSearch,
}

impl PaletteState {
    /// Whether it is open.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Closes it.
    pub fn close(&mut self) {
        self.open = false;
    }

    /// Opens it empty.
    pub fn open(&mut self) {
        *self = Self { open: true, ..Self::default() };
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Command(UiCommand),
    Node(NodeId),
    Help(usize, &'static str),
}

/// What the palette finds.
type Hit = pick_list::Hit<Target>;

/// Commands and parts of the help: those used last first, then those whose name begins with what was typed.
fn command_hits(ctx: &Context, lang: Lang, doc: Option<&Document>, words: &Words, recent: &[String]) -> Vec<Hit> {
    let mut found = Vec::new();
    for (at, entry) in TABLE.iter().enumerate().filter(|(_, entry)| entry.command != UiCommand::Palette && entry.command.enabled(doc)) {
        // Both languages and the English key find a command: romaji typists know "save".
        let name = Fold::ALL.text(entry.command.name(lang));
        let names =
            format!("{name} {} {} {}", Fold::ALL.text(text(Lang::Ja, entry.key)), Fold::ALL.text(text(Lang::En, entry.key)), entry.key);
        if words.are_in_or_read(&names, entry.command.reading()) {
            let used = recent.iter().position(|key| key == entry.key).unwrap_or(usize::MAX);
            let hit = Hit {
                what: Target::Command(entry.command),
                icon: entry.icon,
                text: entry.command.name(lang).to_owned(),
                detail: entry.command.keys(ctx),
            };
            found.push(((!words.begin(&name), used, at), hit));
        }
    }
    if words.is_empty() {
        found.sort_by_key(|((_, used, at), _)| (*used, *at));
    } else {
        found.sort_by_key(|(order, _)| *order);
    }
    found.into_iter().map(|(_, hit)| hit).collect()
}

/// Parts of the help that hold the words; headings alone, or the help would drown the plan.
fn help_hits(lang: Lang, words: &Words) -> Vec<Hit> {
    let sections = help::sections(lang).into_iter().filter(|section| words.are_in(&Fold::ALL.text(section.heading)));
    let hit = |section: help::Section| Hit {
        what: Target::Help(section.page, section.anchor),
        icon: icons::BOOK_OPEN,
        text: section.heading.to_owned(),
        detail: text(lang, "window.command.help").to_owned(),
    };
    sections.map(hit).collect()
}

/// Draws the palette if it is open.
pub fn palette_ui(ctx: &Context, lang: Lang, doc: Option<&Document>, recent: &[String], state: &mut PaletteState, out: &mut Vec<Action>) {
    if !state.open {
        return;
    }
    let key = Some((state.query.clone(), lang, doc.map(Document::serial)));
    let words = Words::new(&state.query);
    if state.found.key != key {
        let mut hits = command_hits(ctx, lang, doc, &words, recent);
        if !words.is_empty() {
            hits.extend(help_hits(lang, &words));
        }
        state.found.key = key;
        state.found.hits = hits;
        state.found.items.restart();
    }
    let hits = &mut state.found.hits;
    let unfinished = doc.filter(|_| !words.is_empty()).is_some_and(|doc| {
        let outline = doc.outline();
        state.found.items.go_on(doc, &words, |at, row| {
            hits.push(Hit { what: Target::Node(row.node.id), icon: icons::FILE, text: outline.heading(row), detail: outline.path(at) });
            hits.len() < MOST
        })
    });
    if unfinished {
        ctx.request_repaint();
    }
    let list = PickList {
        id: Id::unique("palette"),
        name: text(lang, "window.palette.hint"),
        nothing: (!unfinished).then(|| text(lang, "window.palette.nothing")),
        choices: &state.found.hits,
    };
    let Some(picked) = list.show_ui(ctx, &mut state.query, &mut state.chosen, |_, _| {}) else { return };
    state.open = false;
    let Picked::Choice(at) = picked else { return };
    match state.found.hits[at].what {
        Target::Command(command) => out.push(Action::Chosen(command)),
        Target::Node(node) => out.extend([Action::Select(Some(node)), Action::FocusOutline]),
        Target::Help(page, anchor) => out.push(Action::OpenHelp(page, anchor)),
    }
}
