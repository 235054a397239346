//! The command palette: one field that finds commands, items and help.

use eframe::egui::{Context, Id};
use nendo::locale::{Lang, Message, text};
use nendo::plan::NodeId;

use super::{Action, Zoomed};
use crate::gui::commands::{Entry, TABLE, UiCommand};
use crate::gui::item_search::ItemSearch;
use crate::gui::search_text::{Searched, Words};
use crate::gui::widgets::pick_list::{Hit, Hits, PickList, Picked};
use crate::gui::workspace::Document;
use crate::gui::{help, icons};

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
    hits: Hits<Target>,
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

#[derive(Debug, Clone, Copy, PartialEq)]
enum Target {
    Command(UiCommand),
    Zoom(Zoomed, u16),
    Node(NodeId),
    Help(usize, &'static str),
}

/// Commands: of those that fit alike the ones used last first.
fn command_hits(ctx: &Context, lang: Lang, doc: Option<&Document>, words: &Words, recent: &[String], hits: &mut Hits<Target>) {
    let offered = |entry: &&Entry| entry.command != UiCommand::Palette && entry.command.enabled(doc);
    let mut entries: Vec<&Entry> = TABLE.iter().filter(offered).collect();
    // Of names that fit alike the shorter one is nearer to what was typed: 表を挿入 before 表としてコピー.
    let length = |entry: &Entry| if words.is_empty() { 0 } else { entry.command.name(lang).chars().count() };
    entries.sort_by_key(|entry| (recent.iter().position(|key| key == entry.key).unwrap_or(usize::MAX), length(entry)));
    for entry in entries {
        // Both languages and the English key find a command: romaji typists know "save".
        let more = format!("{} {} {}", text(Lang::Ja, entry.key), text(Lang::En, entry.key), entry.key);
        let name = entry.command.name(lang);
        if let Some(fit) = words.fit(&Searched::read(name, &more, entry.command.reading())) {
            hits.take(fit, || Hit {
                what: Target::Command(entry.command),
                icon: entry.icon,
                text: name.to_owned(),
                detail: entry.command.keys(ctx),
            });
        }
    }
}

/// Sizes one can ask for by their number.
fn zoom_hits(lang: Lang, doc: Option<&Document>, words: &Words, hits: &mut Hits<Target>) {
    let Some(percent) = words.number() else { return };
    for (zoomed, key, icon) in [
        (Zoomed::Page, "window.palette.zoom_page", icons::BOOK_OPEN),
        (Zoomed::Interface, "window.palette.zoom_interface", icons::MAGNIFYING_GLASS),
    ] {
        if !zoomed.range().contains(&percent) || (zoomed == Zoomed::Page && doc.is_none()) {
            continue;
        }
        let name = Message::new(key).with("percent", percent);
        let more = format!("{percent}% zoom 拡大 倍率 {} {}", name.text(Lang::Ja), name.text(Lang::En));
        if let Some(fit) = words.fit(&Searched::new(&name.text(lang), &more)) {
            hits.take(fit, || Hit { what: Target::Zoom(zoomed, percent), icon, text: name.text(lang), detail: String::new() });
        }
    }
}

/// Parts of the help that hold the words; headings alone, or the help would drown the plan.
fn help_hits(lang: Lang, words: &Words, hits: &mut Hits<Target>) {
    for section in help::sections(lang) {
        if let Some(fit) = words.fit(&Searched::new(section.heading, "")) {
            hits.take(fit, || Hit {
                what: Target::Help(section.page, section.anchor),
                icon: icons::BOOK_OPEN,
                text: section.heading.to_owned(),
                detail: text(lang, "window.command.help").to_owned(),
            });
        }
    }
}

/// Draws the palette if it is open.
pub fn palette_ui(ctx: &Context, lang: Lang, doc: Option<&Document>, recent: &[String], state: &mut PaletteState, out: &mut Vec<Action>) {
    if !state.open {
        return;
    }
    let key = Some((state.query.clone(), lang, doc.map(Document::serial)));
    let words = Words::new(&state.query);
    if state.found.key != key {
        let mut hits = Hits::default();
        zoom_hits(lang, doc, &words, &mut hits);
        command_hits(ctx, lang, doc, &words, recent, &mut hits);
        if !words.is_empty() {
            help_hits(lang, &words, &mut hits);
        }
        state.found.key = key;
        state.found.hits = hits;
        state.found.items.restart();
    }
    let hits = &mut state.found.hits;
    let unfinished = doc.filter(|_| !words.is_empty()).is_some_and(|doc| {
        let outline = doc.outline();
        state.found.items.go_on(doc, &words, |at, row, fit| {
            hits.take(fit, || Hit {
                what: Target::Node(row.node.id),
                icon: icons::FILE,
                text: outline.heading(row),
                detail: outline.path(at),
            });
        })
    });
    if unfinished {
        ctx.request_repaint();
    }
    let list = PickList {
        id: Id::unique("palette"),
        name: text(lang, "window.palette.hint"),
        nothing: (!unfinished).then(|| text(lang, "window.palette.nothing")),
        choices: state.found.hits.all(),
    };
    let Some(picked) = list.show_ui(ctx, &mut state.query, &mut state.chosen, |_, _| {}) else { return };
    state.open = false;
    let Picked::Choice(at) = picked else { return };
    match state.found.hits.all()[at].what {
        Target::Command(command) => out.push(Action::Chosen(command)),
        Target::Zoom(zoomed, percent) => out.push(Action::Zoom(zoomed, percent)),
        Target::Node(node) => out.extend([Action::Select(Some(node)), Action::FocusOutline]),
        Target::Help(page, anchor) => out.push(Action::OpenHelp(page, anchor)),
    }
}
