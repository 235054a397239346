//! The print preview: the whole screen for the pages, as a bound booklet or all at once.
//!
//! Lives here: which pages lie side by side, turning them. Does not live here: painting a page
//! (`preview`, of which this is only another view).

use std::ops::Range;
use std::sync::Arc;

use eframe::egui::{self, CornerRadius, Key, Modifiers, Rect, ScrollArea, Ui, vec2};
use nendo::layout::Pages;
use nendo::locale::Message;

use super::Cx;
use super::preview::{PreviewState, Zoom, page_place, paint_page, size_of, usual_size};
use crate::gui::commands::UiCommand;
use crate::gui::widgets::icon_button;
use crate::gui::{icons, theme};

const MARGIN: f32 = 24.0;
const GAP: f32 = 20.0;
/// Pages shown all at once are at least this wide, if the window has the room.
const SMALL: f32 = 150.0;
/// Most and least magnification, 1.0 being the size that fits.
const ZOOM: (f32, f32) = (1.0, 6.0);

/// How many pages are side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spread {
    /// One.
    One,
    /// Two, as a booklet lies open: the first page is alone on the right.
    Two,
    /// All of them, small.
    All,
}

/// The open print preview.
pub struct PrintPreview {
    spread: Spread,
    /// A page in view, from 0.
    page: usize,
    /// Magnification, 1.0 being the size that fits.
    zoom: f32,
    painter: PreviewState,
    /// Whether the page in view is to be scrolled to.
    scroll_to: bool,
    /// What of the pages is scrolled away, and the zoom it was for.
    scrolled: (egui::Vec2, f32),
}

impl PrintPreview {
    /// Begins with a page, from 0.
    pub fn new(page: usize) -> Self {
        Self {
            spread: Spread::Two,
            page,
            zoom: 1.0,
            painter: PreviewState::new(Zoom::Fit),
            scroll_to: false,
            scrolled: (egui::Vec2::ZERO, 1.0),
        }
    }

    /// A page in view, from 0.
    pub fn page(&self) -> usize {
        self.page
    }

    fn turn_to(&mut self, page: usize) {
        self.page = page;
        self.scroll_to = true;
    }

    fn zoom_by(&mut self, factor: f32) {
        self.zoom = (self.zoom * factor).clamp(ZOOM.0, ZOOM.1);
    }
}

/// The pages that lie side by side with `page`.
fn side_by_side(spread: Spread, page: usize, count: usize) -> Range<usize> {
    match spread {
        Spread::All => 0..count,
        Spread::One => page..(page + 1).min(count),
        // The cover, then left pages with odd places: 1|2, 3|4.
        Spread::Two if page == 0 => 0..1.min(count),
        Spread::Two => {
            let left = page - (page + 1) % 2;
            left..(left + 2).min(count)
        }
    }
}

/// Draws the preview on the whole window; the caller closes it when asked to.
pub fn print_preview_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut PrintPreview, covered: bool) {
    let Some(laid) = cx.doc.laid.clone() else { return };
    let pages = &laid.pages;
    let count = pages.pages.len();
    state.page = state.page.min(count.saturating_sub(1));
    if !covered {
        keys(ui, cx, state, count);
    }
    bar_ui(ui, cx, state, count);
    let ground = ui.available_rect_before_wrap();
    ui.painter().rect_filled(ground, CornerRadius::ZERO, theme::tokens(ui).ground);
    if !covered && ui.rect_contains_pointer(ground) {
        let zoom = ui.input(egui::InputState::zoom_delta);
        state.zoom_by(zoom);
    }
    match state.spread {
        Spread::All => all_ui(ui, cx, state, pages, ground),
        Spread::One | Spread::Two => spread_ui(ui, cx, state, pages, ground),
    }
}

fn keys(ui: &Ui, cx: &mut Cx<'_>, state: &mut PrintPreview, count: usize) {
    let key = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let any = |keys: &[Key]| keys.iter().any(|one| key(*one));
    if key(Key::Escape) {
        cx.command(UiCommand::PrintPreview);
    }
    let shown = side_by_side(if state.spread == Spread::All { Spread::One } else { state.spread }, state.page, count);
    // Arrows move over what is larger than the window; there Page Up and Page Down turn.
    let fits = state.zoom <= 1.0;
    let back = key(Key::PageUp) || (fits && any(&[Key::ArrowLeft, Key::ArrowUp]));
    let on = key(Key::PageDown) || key(Key::Space) || (fits && any(&[Key::ArrowRight, Key::ArrowDown]));
    if on && shown.end < count {
        state.turn_to(shown.end);
    }
    if back && shown.start > 0 {
        state.turn_to(shown.start - 1);
    }
    if key(Key::Home) {
        state.turn_to(0);
    }
    if key(Key::End) {
        state.turn_to(count.saturating_sub(1));
    }
    for (number, spread) in [(Key::Num1, Spread::One), (Key::Num2, Spread::Two), (Key::Num3, Spread::All)] {
        if key(number) {
            state.spread = spread;
            state.scroll_to = true;
        }
    }
    if any(&[Key::Plus, Key::Equals]) {
        state.zoom_by(1.25);
    }
    if key(Key::Minus) {
        state.zoom_by(1.0 / 1.25);
    }
    if key(Key::Num0) {
        state.zoom = 1.0;
    }
}

fn bar_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut PrintPreview, count: usize) {
    let t = theme::tokens(ui);
    egui::Frame::NONE.fill(t.panel).inner_margin(egui::Margin::symmetric(12, 8)).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme::SPACE_4;
            let shown = side_by_side(if state.spread == Spread::All { Spread::One } else { state.spread }, state.page, count);
            let button = |ui: &mut Ui, icon: &str, key: &'static str, keys: &str, enabled: bool, selected: bool| {
                let name = format!("{}  ({keys})", cx.t(key));
                icon_button::icon_ui(ui, icon, &name, enabled, selected).accessible_name(cx.t(key)).clicked()
            };
            if button(ui, icons::CARET_LEFT, "window.command.previous_page", "Page Up", shown.start > 0, false) {
                state.turn_to(shown.start.saturating_sub(1));
            }
            let first = shown.start + 1;
            let numbers = if shown.len() > 1 { format!("{first}–{}", shown.end) } else { first.to_string() };
            let words = Message::new("window.print.page_of").with("page", numbers).with("count", count).text(cx.lang);
            ui.add_sized(vec2(120.0, theme::ICON_BUTTON), egui::Label::new(words));
            if button(ui, icons::CARET_RIGHT, "window.command.next_page", "Page Down", shown.end < count, false) {
                state.turn_to(shown.end);
            }
            ui.add_space(theme::SPACE_16);
            for (spread, icon, key, keys) in [
                (Spread::One, icons::FILE, "window.print.one_page", "1"),
                (Spread::Two, icons::BOOK_OPEN, "window.print.two_pages", "2"),
                (Spread::All, icons::SQUARES_FOUR, "window.print.all_pages", "3"),
            ] {
                if button(ui, icon, key, keys, true, state.spread == spread) {
                    state.spread = spread;
                    state.scroll_to = true;
                }
            }
            ui.add_space(theme::SPACE_16);
            if button(ui, icons::MAGNIFYING_GLASS_MINUS, "window.command.zoom_out", "-", state.zoom > ZOOM.0, false) {
                state.zoom_by(1.0 / 1.25);
            }
            ui.add_sized(vec2(56.0, theme::ICON_BUTTON), egui::Label::new(theme::muted(ui, format!("{} %", state.painter.percent()))));
            if button(ui, icons::MAGNIFYING_GLASS_PLUS, "window.command.zoom_in", "+", state.zoom < ZOOM.1, false) {
                state.zoom_by(1.25);
            }
            if button(ui, icons::ARROWS_OUT, "window.print.fit", "0", state.zoom > 1.0, false) {
                state.zoom = 1.0;
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let close = egui::Button::new(format!("{}  {}", icons::X, cx.t("window.close_dialog")));
                if ui.add(close).on_hover_text("Esc").accessible_name(cx.t("window.close_dialog")).clicked() {
                    cx.command(UiCommand::PrintPreview);
                }
                let command = UiCommand::Print;
                let print = theme::primary_button(ui, format!("{}  {}", icons::PRINTER, command.name(cx.lang)));
                if ui.add(print).on_hover_text(command.tooltip(ui.ctx(), cx.lang)).accessible_name(command.name(cx.lang)).clicked() {
                    cx.command(command);
                }
            });
        });
    });
}

/// One page, or two with their spines together.
fn spread_ui(ui: &mut Ui, cx: &Cx<'_>, state: &mut PrintPreview, pages: &Pages, ground: Rect) {
    let shown = side_by_side(state.spread, state.page, pages.pages.len());
    // Room for the largest of those side by side.
    let largest = shown.clone().map(|index| size_of(&pages.pages[index])).fold(vec2(1.0, 1.0), egui::Vec2::max);
    let places = if state.spread == Spread::Two { 2.0 } else { 1.0 };
    let room = ground.size() - vec2(2.0 * MARGIN, 2.0 * MARGIN);
    let scale = (room.x / (largest.x * places)).min(room.y / largest.y).max(0.05) * state.zoom;
    let place = largest * scale;
    state.painter.begin_pages(ui.ctx(), scale);
    let mut area = ScrollArea::both().id_salt("print_preview.scroll").auto_shrink([false, false]);
    let (offset, zoom) = state.scrolled;
    if std::mem::take(&mut state.scroll_to) {
        area = area.vertical_scroll_offset(0.0);
    } else if zoom != state.zoom {
        // What is in the middle stays there.
        let half = ground.size() / 2.0;
        area = area.scroll_offset(((offset + half) * (state.zoom / zoom) - half).max(egui::Vec2::ZERO));
    }
    let output = area.show(ui, |ui| {
        let whole = vec2(place.x * places + 2.0 * MARGIN, place.y + 2.0 * MARGIN).max(ground.size());
        let (rect, _) = ui.allocate_exact_size(whole, egui::Sense::hover());
        for index in shown.clone() {
            let page = size_of(&pages.pages[index]) * scale;
            // The cover lies on the right of the spine; of two, the one with an odd place on its left.
            let left = match (state.spread, index % 2) {
                (Spread::Two, 0) => 0.0,
                (Spread::Two, _) => -page.x,
                _ => -page.x / 2.0,
            };
            let min = rect.center() + vec2(left, -page.y / 2.0);
            let ppp = ui.pixels_per_point();
            let min = egui::pos2((min.x * ppp).round() / ppp, (min.y * ppp).round() / ppp);
            page_ui(ui, cx, state, pages, index, Rect::from_min_size(min, page));
        }
    });
    state.scrolled = (output.state.clamped_offset(), state.zoom);
    state.painter.keep_pages(pages.pages.get(shown).unwrap_or_default());
}

/// All pages in rows; a click goes to one.
fn all_ui(ui: &mut Ui, cx: &Cx<'_>, state: &mut PrintPreview, pages: &Pages, ground: Rect) {
    let count = pages.pages.len();
    // Each place holds a usual page; those that are turned are made smaller to stay in theirs.
    let usual = usual_size(pages);
    let room = ground.width() - 2.0 * MARGIN;
    let most = ((room + GAP) / (SMALL * state.zoom + GAP)).floor().max(1.0) as usize;
    // As large as lets all be seen at once, else small ones that scroll.
    let fits = |columns: usize| {
        let page = (room + GAP) / columns as f32 - GAP;
        let rows = count.div_ceil(columns) as f32;
        rows * (page * usual.y / usual.x + GAP) + 2.0 * MARGIN <= ground.height()
    };
    let columns = (1..=most).find(|columns| state.zoom <= 1.0 && fits(*columns)).unwrap_or(most);
    let scale = ((room + GAP) / columns as f32 - GAP) / usual.x;
    let page = usual * scale;
    let row = page.y + GAP;
    state.painter.begin_pages(ui.ctx(), scale);
    let mut area = ScrollArea::vertical().id_salt("print_preview.all").auto_shrink([false, false]);
    if std::mem::take(&mut state.scroll_to) {
        area = area.vertical_scroll_offset((state.page / columns) as f32 * row);
    }
    let mut seen = 0..0;
    area.show_viewport(ui, |ui, viewport| {
        ui.set_min_size(vec2(ground.width(), MARGIN + count.div_ceil(columns) as f32 * row));
        let origin = ui.max_rect().min;
        let rows = ((viewport.top() - MARGIN) / row).floor().max(0.0) as usize..(viewport.bottom() / row).ceil().max(0.0) as usize;
        seen = (rows.start * columns).min(count)..(rows.end * columns).min(count);
        for index in seen.clone() {
            let at = vec2((index % columns) as f32 * (page.x + GAP), (index / columns) as f32 * row);
            let place = Rect::from_min_size((origin + vec2(MARGIN, MARGIN) + at).round(), page);
            let own = size_of(&pages.pages[index]);
            let fitted = own * scale.min(page.x / own.x).min(page.y / own.y);
            let rect = Rect::from_min_size((place.center() - fitted / 2.0).round(), fitted);
            if page_ui(ui, cx, state, pages, index, rect).clicked() {
                (state.page, state.spread, state.zoom) = (index, Spread::Two, 1.0);
            }
            if index == state.page {
                theme::focus_ring(ui, rect.expand(4.0));
            }
        }
    });
    state.painter.keep_pages(pages.pages.get(seen).unwrap_or_default());
}

fn page_ui(ui: &Ui, cx: &Cx<'_>, state: &mut PrintPreview, pages: &Pages, index: usize, rect: Rect) -> egui::Response {
    let page: &Arc<_> = &pages.pages[index];
    paint_page(ui, &mut state.painter, &pages.pictures, page, rect, None);
    page_place(ui, cx.lang, index, rect)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_booklet_lies_open() {
        let two = |page| side_by_side(Spread::Two, page, 6);
        assert_eq!([two(0), two(1), two(2), two(3), two(5)], [0..1, 1..3, 1..3, 3..5, 5..6]);
        assert_eq!(side_by_side(Spread::One, 5, 6), 5..6);
        assert_eq!(side_by_side(Spread::Two, 0, 0), 0..0);
    }
}
