//! The list over the window from which one thing is picked: a field and what was found, gone through by arrows.
//!
//! Lives here: how it looks and its keys. Does not live here: what is found (`views/palette`, `views/picker`).

use eframe::egui::{self, Align2, Area, Context, Id, Key, Modifiers, Order, RichText, ScrollArea, Ui, vec2};

use crate::gui::search_text::Fit;
use crate::gui::{ime, theme};

const WIDTH: f32 = 560.0;
/// Where it hangs, and how high the list of what was found can be.
const TOP: f32 = 72.0;
const MOST_HEIGHT: f32 = 360.0;
/// Longer words are cut; the whole of them is read and stands in the tooltip.
const LONGEST: usize = 42;

/// What one can pick, and what it stands for.
pub struct Hit<T> {
    /// What is done when it is picked.
    pub what: T,
    /// Its icon; a blank for none.
    pub icon: &'static str,
    /// Its words.
    pub text: String,
    /// What stands at the right: keys, a path.
    pub detail: String,
}

/// What was found, the best first; as much of it as one looks through.
pub struct Hits<T> {
    hits: Vec<Hit<T>>,
    /// How well each fits.
    fits: Vec<Fit>,
}

impl<T> Default for Hits<T> {
    fn default() -> Self {
        Self { hits: Vec::new(), fits: Vec::new() }
    }
}

impl<T> Hits<T> {
    /// More are not shown: so many that all commands have room.
    const MOST: usize = 160;

    /// The hits in their order.
    pub fn all(&self) -> &[Hit<T>] {
        &self.hits
    }

    /// Takes what fits so well behind what fits as well; `hit` is made only if there is room for it.
    pub fn take(&mut self, fit: Fit, hit: impl FnOnce() -> Hit<T>) {
        let at = self.fits.partition_point(|have| *have <= fit);
        if at < Self::MOST {
            self.hits.insert(at, hit());
            self.fits.insert(at, fit);
            self.hits.truncate(Self::MOST);
            self.fits.truncate(Self::MOST);
        }
    }
}

/// A list being shown.
pub struct PickList<'a, T> {
    /// Its id.
    pub id: Id,
    /// What its field is for.
    pub name: &'a str,
    /// What is said where nothing was found; none while the search goes on.
    pub nothing: Option<&'a str>,
    /// What was found.
    pub choices: &'a [Hit<T>],
}

/// What was done with the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picked {
    /// This one was picked.
    Choice(usize),
    /// It was left.
    Left,
}

impl<T> PickList<'_, T> {
    /// The id of the field one types in.
    fn field(&self) -> Id {
        self.id.with("query")
    }

    /// Shows it; `below` draws what is to be said of the one chosen.
    pub fn show_ui(&self, ctx: &Context, query: &mut String, chosen: &mut usize, below: impl FnOnce(&mut Ui, &Hit<T>)) -> Option<Picked> {
        let t = theme::tokens_of(ctx);
        let composing = ime::composing(ctx);
        let press = |key| !composing && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let (up, down, enter, escape) = (press(Key::ArrowUp), press(Key::ArrowDown), press(Key::Enter), press(Key::Escape));
        let last = self.choices.len().saturating_sub(1);
        if down {
            *chosen = if *chosen >= last { 0 } else { *chosen + 1 };
        }
        if up {
            *chosen = chosen.checked_sub(1).unwrap_or(last);
        }
        *chosen = (*chosen).min(last);
        let mut picked = (enter && !self.choices.is_empty()).then_some(*chosen);
        let area = Area::new(self.id).order(Order::Foreground).anchor(Align2::CENTER_TOP, vec2(0.0, TOP));
        let shown = area.show(ctx, |ui| {
            egui::Frame::popup(ui.style()).fill(t.raised).corner_radius(10).inner_margin(8).show(ui, |ui| {
                ui.set_width(WIDTH);
                let edit = egui::TextEdit::singleline(query)
                    .id(self.field())
                    .font(egui::FontId::new(theme::TEXT_SECTION, egui::FontFamily::Proportional))
                    .hint_text(self.name)
                    .margin(egui::Margin::symmetric(10, 8))
                    .desired_width(f32::INFINITY);
                let response = ui.add(edit).accessible_name(self.name);
                if !response.has_focus() {
                    response.request_focus();
                }
                if response.changed() {
                    *chosen = 0;
                }
                ui.add_space(theme::SPACE_4);
                if let Some(nothing) = self.nothing.filter(|_| self.choices.is_empty()) {
                    ui.label(theme::muted(ui, nothing));
                }
                // As high as what was found: an area keeps the height it had before more was found.
                let room = (ctx.content_rect().height() - TOP - 120.0).clamp(theme::FORM_ROW, MOST_HEIGHT);
                let height = (self.choices.len() as f32 * theme::FORM_ROW).min(room);
                ScrollArea::vertical().max_height(room).min_scrolled_height(height).auto_shrink([false, true]).show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    for (at, choice) in self.choices.iter().enumerate() {
                        let response = row_ui(ui, choice, at == *chosen);
                        if at == *chosen && (up || down) {
                            response.scroll_to_me(None);
                        }
                        if response.clicked() {
                            picked = Some(at);
                        }
                    }
                });
                if let Some(choice) = self.choices.get(*chosen) {
                    below(ui, choice);
                }
            });
        });
        let outside = ctx.input(|input| input.pointer.any_pressed())
            && ctx.pointer_latest_pos().is_some_and(|pos| !shown.response.rect.contains(pos));
        let answer = picked.map(Picked::Choice).or((escape || outside).then_some(Picked::Left));
        if answer.is_some() {
            ctx.memory_mut(|memory| memory.surrender_focus(self.field()));
        }
        answer
    }
}

fn row_ui<T>(ui: &mut Ui, choice: &Hit<T>, chosen: bool) -> egui::Response {
    let t = theme::tokens(ui);
    let icon = if choice.icon.is_empty() { " " } else { choice.icon };
    let longest = LONGEST.saturating_sub(choice.detail.chars().count()).max(LONGEST / 2);
    let mut words: String = choice.text.chars().take(longest).collect();
    let cut = words.len() < choice.text.len();
    if cut {
        words.push('…');
    }
    let row =
        egui::Button::new((RichText::new(icon).font(theme::icon_font(theme::ICON)).color(t.muted), RichText::new(words).color(t.text)))
            .right_text(theme::muted(ui, choice.detail.as_str()))
            .min_size(vec2(ui.available_width(), theme::FORM_ROW))
            .stroke(egui::Stroke::NONE)
            .fill(if chosen { t.accent_soft } else { t.raised });
    let response = ui.add(row).accessible_name(choice.text.as_str());
    if cut { response.on_hover_text(choice.text.as_str()) } else { response }
}
