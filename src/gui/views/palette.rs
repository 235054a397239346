//! The command palette: one field that finds commands and nodes.

use eframe::egui::{self, Align2, Area, Context, Id, Key, Modifiers, Order, RichText, ScrollArea, vec2};
use nendo::locale::{Lang, text};
use nendo::plan::NodeId;

use super::Action;
use crate::gui::commands::{TABLE, UiCommand};
use crate::gui::workspace::Document;
use crate::gui::{icons, ime, theme};

const WIDTH: f32 = 560.0;
const MOST: usize = 60;

/// The open palette.
#[derive(Default)]
pub struct PaletteState {
    open: bool,
    query: String,
    chosen: usize,
    found: Found,
}

/// What was found, kept until the question or the plan changes: ten thousand titles take a while.
#[derive(Default)]
struct Found {
    key: Option<(String, Lang, u64)>,
    hits: Vec<Hit>,
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
}

struct Hit {
    target: Target,
    icon: &'static str,
    text: String,
    detail: String,
}

/// Katakana as hiragana and everything in lower case and half width, so that typing is forgiving.
pub fn fold(text: &str) -> String {
    nendo::calendar::half_width(text)
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| if ('ァ'..='ヶ').contains(&c) { char::from_u32(c as u32 - 0x60).unwrap_or(c) } else { c })
        .collect()
}

fn matches(words: &[String], texts: &[&str]) -> bool {
    words.iter().all(|word| texts.iter().any(|text| fold(text).contains(word)))
}

fn hits(ctx: &Context, lang: Lang, doc: Option<&Document>, query: &str) -> Vec<Hit> {
    let words: Vec<String> = fold(query).split_whitespace().map(str::to_owned).collect();
    let mut hits = Vec::new();
    for entry in TABLE.iter().filter(|entry| entry.command != UiCommand::Palette && entry.command.enabled(doc)) {
        // Both languages and the English key find a command: romaji typists know "save".
        let names = [text(Lang::Ja, entry.key), text(Lang::En, entry.key), entry.key];
        if matches(&words, &names) {
            hits.push(Hit {
                target: Target::Command(entry.command),
                icon: entry.icon,
                text: entry.command.name(lang).to_owned(),
                detail: entry.command.keys(ctx),
            });
        }
    }
    if let Some(doc) = doc.filter(|_| !words.is_empty()) {
        let outline = doc.outline();
        for (at, row) in outline.rows().iter().enumerate() {
            if hits.len() >= MOST {
                break;
            }
            if matches(&words, &[&row.node.title, &row.label]) {
                hits.push(Hit {
                    target: Target::Node(row.node.id),
                    icon: icons::FILE,
                    text: outline.heading(row),
                    detail: outline.path(at),
                });
            }
        }
    }
    hits
}

/// Draws the palette if it is open.
pub fn palette_ui(ctx: &Context, lang: Lang, doc: Option<&Document>, state: &mut PaletteState, out: &mut Vec<Action>) {
    if !state.open {
        return;
    }
    let t = theme::tokens_of(ctx);
    let composing = ime::composing(ctx);
    let plan = doc.map_or(0, Document::serial);
    let key = Some((state.query.clone(), lang, plan));
    if state.found.key != key {
        state.found = Found { key, hits: hits(ctx, lang, doc, &state.query) };
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
            if hits.is_empty() {
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
            Target::Command(command) => Action::Command(command),
            Target::Node(node) => Action::Select(Some(node)),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finding_forgives_kana_width_and_case() {
        assert!(matches(&["ほぞん".into()], &["ホゾン"]));
        assert!(matches(&[fold("PDF")], &["ＰＤＦを書き出す"]));
        assert!(!matches(&[fold("保存"), fold("別名")], &["保存"]));
    }
}
