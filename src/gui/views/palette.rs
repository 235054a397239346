//! The command palette: one field that finds commands, items and help.

use std::time::{Duration, Instant};

use eframe::egui::{self, Align2, Area, Context, Id, Key, Modifiers, Order, RichText, ScrollArea, vec2};
use nendo::locale::{Lang, text};
use nendo::plan::{Fold, NodeId};

use super::Action;
use crate::gui::commands::{TABLE, UiCommand};
use crate::gui::help;
use crate::gui::search_text::Words;
use crate::gui::workspace::Document;
use crate::gui::{icons, ime, theme};

const WIDTH: f32 = 560.0;
const MOST: usize = 60;
/// What a frame may spend on searching items.
const BUDGET: Duration = Duration::from_millis(3);

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
    key: Option<(String, Lang, usize)>,
    hits: Vec<Hit>,
    /// How far the items were searched; the rest follows in the next frames.
    searched: usize,
    /// The items' titles made comparable, as far as they are, for a plan.
    folded: (usize, Vec<String>),
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
        let folded = std::mem::take(&mut self.found.folded);
        *self = Self { open: true, found: Found { folded, ..Found::default() }, ..Self::default() };
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Command(UiCommand),
    Node(NodeId),
    Help(usize, &'static str),
}

struct Hit {
    target: Target,
    icon: &'static str,
    text: String,
    detail: String,
}

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
                target: Target::Command(entry.command),
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
        target: Target::Help(section.page, section.anchor),
        icon: icons::BOOK_OPEN,
        text: section.heading.to_owned(),
        detail: text(lang, "window.command.help").to_owned(),
    };
    sections.map(hit).collect()
}

impl Found {
    /// Searches on among the items for as long as a frame can spare; says whether any are left.
    fn search_items(&mut self, doc: &Document, words: &Words) -> bool {
        let until = Instant::now() + BUDGET;
        let (outline, plan) = (doc.outline(), plan_of(doc));
        let rows = outline.rows();
        if self.folded.0 != plan {
            self.folded = (plan, Vec::with_capacity(rows.len()));
        }
        while self.searched < rows.len() && self.hits.len() < MOST {
            let at = self.searched;
            if at.is_multiple_of(64) && Instant::now() > until {
                return true;
            }
            let row = &rows[at];
            if self.folded.1.len() <= at {
                self.folded.1.push(Fold::ALL.text(&format!("{} {}", row.label, row.node.title)));
            }
            if words.are_in(&self.folded.1[at]) {
                self.hits.push(Hit {
                    target: Target::Node(row.node.id),
                    icon: icons::FILE,
                    text: outline.heading(row),
                    detail: outline.path(at),
                });
            }
            self.searched += 1;
        }
        false
    }
}

fn plan_of(doc: &Document) -> usize {
    std::sync::Arc::as_ptr(doc.outline()) as usize
}

/// Draws the palette if it is open.
pub fn palette_ui(ctx: &Context, lang: Lang, doc: Option<&Document>, recent: &[String], state: &mut PaletteState, out: &mut Vec<Action>) {
    if !state.open {
        return;
    }
    let t = theme::tokens_of(ctx);
    let composing = ime::composing(ctx);
    let key = Some((state.query.clone(), lang, doc.map_or(0, plan_of)));
    let words = Words::new(&state.query);
    if state.found.key != key {
        let mut hits = command_hits(ctx, lang, doc, &words, recent);
        if !words.is_empty() {
            hits.extend(help_hits(lang, &words));
        }
        let folded = std::mem::take(&mut state.found.folded);
        state.found = Found { key, hits, searched: 0, folded };
    }
    let unfinished = doc.filter(|_| !words.is_empty()).is_some_and(|doc| state.found.search_items(doc, &words));
    if unfinished {
        ctx.request_repaint();
    }
    let hits = &state.found.hits;
    let press = |key| !composing && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let (up, down, enter, escape) = (press(Key::ArrowUp), press(Key::ArrowDown), press(Key::Enter), press(Key::Escape));
    let last = hits.len().saturating_sub(1);
    if down {
        state.chosen = if state.chosen >= last { 0 } else { state.chosen + 1 };
    }
    if up {
        state.chosen = state.chosen.checked_sub(1).unwrap_or(last);
    }
    state.chosen = state.chosen.min(last);
    let mut picked = enter.then(|| hits.get(state.chosen).map(|hit| hit.target)).flatten();

    let area = Area::new(Id::unique("palette")).order(Order::Foreground).anchor(Align2::CENTER_TOP, vec2(0.0, 72.0));
    let shown = area.show(ctx, |ui| {
        egui::Frame::popup(ui.style()).fill(t.raised).corner_radius(10).inner_margin(8).show(ui, |ui| {
            ui.set_width(WIDTH);
            let name = text(lang, "window.palette.hint");
            let field = egui::TextEdit::singleline(&mut state.query)
                .id(Id::unique("palette.query"))
                .font(egui::FontId::new(theme::TEXT_SECTION, egui::FontFamily::Proportional))
                .hint_text(name)
                .margin(egui::Margin::symmetric(10, 8))
                .desired_width(f32::INFINITY);
            let response = ui.add(field).accessible_name(name);
            if !response.has_focus() {
                response.request_focus();
            }
            if response.changed() {
                state.chosen = 0;
            }
            ui.add_space(theme::SPACE_4);
            if hits.is_empty() && !unfinished {
                ui.label(theme::muted(ui, text(lang, "window.palette.nothing")));
            }
            ScrollArea::vertical().max_height(360.0).auto_shrink([false, true]).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                for (at, hit) in hits.iter().enumerate() {
                    let chosen = at == state.chosen;
                    let icon = if hit.icon.is_empty() { " " } else { hit.icon };
                    let mut words: String = hit.text.chars().take(44).collect();
                    if words.len() < hit.text.len() {
                        words.push('…');
                    }
                    let row = egui::Button::new((
                        RichText::new(icon).font(theme::icon_font(theme::ICON)).color(t.muted),
                        RichText::new(words).color(t.text),
                    ))
                    .right_text(theme::muted(ui, hit.detail.clone()))
                    .min_size(vec2(ui.available_width(), theme::FORM_ROW))
                    .stroke(egui::Stroke::NONE)
                    .fill(if chosen { t.accent_soft } else { t.raised });
                    let response = ui.add(row).accessible_name(&hit.text);
                    if chosen && (up || down) {
                        response.scroll_to_me(None);
                    }
                    if response.clicked() {
                        picked = Some(hit.target);
                    }
                }
            });
        });
    });
    let outside =
        ctx.input(|input| input.pointer.any_pressed()) && ctx.pointer_latest_pos().is_some_and(|pos| !shown.response.rect.contains(pos));
    if let Some(target) = picked {
        out.push(match target {
            Target::Command(command) => Action::Chosen(command),
            Target::Node(node) => Action::Select(Some(node)),
            Target::Help(page, anchor) => Action::OpenHelp(page, anchor),
        });
    }
    if picked.is_some() || escape || outside {
        state.open = false;
        ctx.memory_mut(|memory| memory.surrender_focus(Id::unique("palette.query")));
        if matches!(picked, Some(Target::Node(_))) {
            out.push(Action::FocusOutline);
        }
    }
}
