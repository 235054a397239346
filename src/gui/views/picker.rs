//! What is put in at the caret: a reference to another item, or one of the organisation's stock phrases.
//!
//! Looks and works as the palette does. It remembers the field it was opened from; the text goes there.

use std::sync::Arc;

use eframe::egui::{self, Align2, Area, Context, Id, Key, Modifiers, Order, RichText, ScrollArea, vec2};
use nendo::locale::{Lang, text};
use nendo::plan::{Fold, Outline, reference_token, resolve_references};
use nendo::storage::profile::Profile;

use super::Action;
use crate::gui::workspace::Document;
use crate::gui::{icons, ime, theme};

const WIDTH: f32 = 560.0;
const MOST: usize = 60;

/// What is picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// An item the text refers to.
    Reference,
    /// A stock phrase.
    Snippet,
}

/// The picker, open or not.
#[derive(Default)]
pub struct PickerState {
    open: Option<(Pick, Id)>,
    query: String,
    chosen: usize,
    found: Option<Found>,
}

struct Found {
    query: String,
    outline: Arc<Outline>,
    hits: Vec<Hit>,
}

struct Hit {
    text: String,
    detail: String,
    inserts: String,
}

impl PickerState {
    /// Opens it for a field.
    pub fn open(&mut self, pick: Pick, field: Id) {
        *self = Self { open: Some((pick, field)), ..Self::default() };
    }

    /// Whether it is open.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Closes it.
    pub fn close(&mut self) {
        *self = Self::default();
    }
}

fn references(doc: &Document, words: &[String]) -> Vec<Hit> {
    let outline = doc.outline();
    let own = doc.primary();
    let rows = outline.rows().iter().enumerate().filter(|(_, row)| Some(row.node.id) != own && !row.node.title.is_empty());
    rows.filter_map(|(at, row)| {
        let path = outline.path(at);
        let texts = [Fold::ALL.text(&row.node.title), Fold::ALL.text(&row.label), Fold::ALL.text(&path)];
        words.iter().all(|word| texts.iter().any(|text| text.contains(word))).then(|| Hit {
            text: resolve_references(&outline.heading(row), outline),
            detail: path,
            inserts: reference_token(row.node.id),
        })
    })
    .take(MOST)
    .collect()
}

fn snippets(profile: &Profile, words: &[String]) -> Vec<Hit> {
    let fits = |texts: [&str; 3]| words.iter().all(|word| texts.iter().any(|text| Fold::ALL.text(text).contains(word)));
    let snippets = profile.snippets.iter().filter(|snippet| fits([&snippet.name, &snippet.text, &snippet.abbreviation]));
    snippets
        .take(MOST)
        .map(|snippet| Hit { text: snippet.name.clone(), detail: snippet.abbreviation.clone(), inserts: snippet.text.clone() })
        .collect()
}

/// Draws the picker if it is open.
pub fn picker_ui(ctx: &Context, lang: Lang, doc: Option<&Document>, profile: &Profile, state: &mut PickerState, out: &mut Vec<Action>) {
    let Some((pick, field)) = state.open else { return };
    let Some(doc) = doc else { return state.close() };
    let t = theme::tokens_of(ctx);
    let composing = ime::composing(ctx);
    if !state.found.as_ref().is_some_and(|found| found.query == state.query && Arc::ptr_eq(&found.outline, doc.outline())) {
        let words: Vec<String> = Fold::ALL.text(&state.query).split_whitespace().map(str::to_owned).collect();
        let hits = match pick {
            Pick::Reference => references(doc, &words),
            Pick::Snippet => snippets(profile, &words),
        };
        state.found = Some(Found { query: state.query.clone(), outline: doc.outline().clone(), hits });
    }
    let hits = state.found.as_ref().map_or(&[][..], |found| &found.hits);
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
    let mut picked = if enter { hits.get(state.chosen) } else { None };
    let (name, nothing) = match pick {
        Pick::Reference => ("window.pick.reference", "window.pick.no_reference"),
        Pick::Snippet if profile.snippets.is_empty() => ("window.pick.snippet", "window.pick.no_snippets_yet"),
        Pick::Snippet => ("window.pick.snippet", "window.pick.no_snippet"),
    };
    let query = &mut state.query;
    let chosen_at = &mut state.chosen;
    let area = Area::new(Id::unique("picker")).order(Order::Foreground).anchor(Align2::CENTER_TOP, vec2(0.0, 72.0));
    let shown = area.show(ctx, |ui| {
        egui::Frame::popup(ui.style()).fill(t.raised).corner_radius(10).inner_margin(8).show(ui, |ui| {
            ui.set_width(WIDTH);
            let name = text(lang, name);
            let edit = egui::TextEdit::singleline(query)
                .id(Id::unique("picker.query"))
                .font(egui::FontId::new(theme::TEXT_SECTION, egui::FontFamily::Proportional))
                .hint_text(name)
                .margin(egui::Margin::symmetric(10, 8))
                .desired_width(f32::INFINITY);
            let response = ui.add(edit).accessible_name(name);
            if !response.has_focus() {
                response.request_focus();
            }
            if response.changed() {
                *chosen_at = 0;
            }
            ui.add_space(theme::SPACE_4);
            if hits.is_empty() {
                ui.label(theme::muted(ui, text(lang, nothing)));
            }
            ScrollArea::vertical().max_height(360.0).auto_shrink([false, true]).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                for (at, hit) in hits.iter().enumerate() {
                    let chosen = at == *chosen_at;
                    let icon = if pick == Pick::Reference { icons::FILE } else { icons::QUOTES };
                    let mut words: String = hit.text.chars().take(40).collect();
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
                        picked = Some(hit);
                    }
                }
            });
            // What a phrase says is worth a look before it goes in.
            if let Some(hit) = hits.get(*chosen_at).filter(|_| pick == Pick::Snippet) {
                ui.separator();
                let words: String = hit.inserts.chars().take(160).collect();
                ui.add(egui::Label::new(theme::muted(ui, words)).wrap());
            }
        });
    });
    let outside =
        ctx.input(|input| input.pointer.any_pressed()) && ctx.pointer_latest_pos().is_some_and(|pos| !shown.response.rect.contains(pos));
    let inserted = picked.map(|hit| Action::Insert { field, text: hit.inserts.clone(), replaces: 0 });
    if inserted.is_some() || escape || outside {
        out.extend(inserted);
        ctx.memory_mut(|memory| memory.surrender_focus(Id::unique("picker.query")));
        state.close();
    }
}
