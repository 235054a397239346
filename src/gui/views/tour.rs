//! The tour of a first start: five short hints, each pointing at the real thing.

use eframe::egui::{
    self, Align2, Area, Context, CornerRadius, Id, Key, LayerId, Modifiers, Order, Pos2, Rect, RichText, Stroke, StrokeKind, Ui, Vec2,
    pos2, vec2,
};
use nendo::locale::{Lang, Message, text};

use super::Action;
use crate::gui::{ime, theme};

/// What a hint points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Spot {
    /// The outline.
    Outline,
    /// The editor.
    Editor,
    /// The pages.
    Page,
    /// The search button.
    Search,
    /// Saving and the PDF.
    Output,
}

const HINTS: [(Spot, &str, &str); 5] = [
    (Spot::Outline, "window.tour.outline", "window.tour.outline_text"),
    (Spot::Editor, "window.tour.editor", "window.tour.editor_text"),
    (Spot::Page, "window.tour.page", "window.tour.page_text"),
    (Spot::Search, "window.tour.search", "window.tour.search_text"),
    (Spot::Output, "window.tour.output", "window.tour.output_text"),
];

const WIDTH: f32 = 320.0;
/// Frames in which a plan that was just opened may still give the keyboard away.
const ARRIVING: u8 = 4;
/// Between a hint and what it points at.
const GAP: f32 = 14.0;

/// Where the tour is.
#[derive(Default)]
pub struct TourState {
    /// The hint shown; `None`: the tour is not under way.
    at: Option<usize>,
    over: bool,
    /// The hint is new: its button takes the keyboard.
    new: bool,
    /// There was a plan in the last frame, and for so many frames more the hint takes the keyboard from it.
    had_plan: bool,
    arriving: u8,
    /// How large the hint was drawn.
    size: Option<Vec2>,
    /// The button that goes on: it has the keyboard, or can get it back.
    next: Option<Id>,
    /// In the last frame a menu was open or a text was being typed: Escape is theirs.
    busy: bool,
}

impl TourState {
    /// Begins with the first hint.
    pub fn start(&mut self) {
        *self = Self { at: Some(0), new: true, ..Self::default() };
    }

    /// Whether it was gone through or skipped.
    pub fn is_over(&self) -> bool {
        self.over
    }

    /// Gives the keyboard back to the hint after something was tried in the window; not if it has it.
    pub fn take_keyboard(&self, ctx: &Context) -> bool {
        let Some(next) = self.next.filter(|next| self.at.is_some() && !ctx.memory(|memory| memory.has_focus(*next))) else { return false };
        ctx.memory_mut(|memory| memory.request_focus(next));
        true
    }

    fn go(&mut self, at: usize) {
        *self = Self { at: Some(at), new: true, had_plan: self.had_plan, ..Self::default() };
    }

    fn end(&mut self) {
        *self = Self { over: true, ..Self::default() };
    }
}

fn spot_id(spot: Spot) -> Id {
    Id::unique(("tour.spot", spot))
}

/// Notes where something stands that a hint points at.
pub fn mark(ui: &Ui, spot: Spot, rect: Rect) {
    let pass = ui.ctx().cumulative_pass_nr();
    ui.data_mut(|data| data.insert_temp(spot_id(spot), (rect, pass)));
}

/// Where it stands now, if it is shown.
fn place(ctx: &Context, spot: Spot) -> Option<Rect> {
    let (rect, pass) = ctx.data(|data| data.get_temp::<(Rect, u64)>(spot_id(spot)))?;
    (pass == ctx.cumulative_pass_nr()).then_some(rect)
}

/// Where a callout of this size stands that points at `spot`: beside it, below or above it, where it covers nothing of
/// it; in a window too small for that, where it covers the least.
fn callout_place(spot: Rect, screen: Rect, size: Vec2) -> Pos2 {
    let room = screen.shrink(GAP);
    let y = spot.top() + 56.0;
    let x = spot.right() - size.x;
    let (right, left) = (pos2(spot.right() + GAP, y), pos2(spot.left() - GAP - size.x, y));
    let (below, above) = (pos2(x, spot.bottom() + GAP), pos2(x, spot.top() - GAP - size.y));
    // What is small, a button, has its hint below it.
    let places = if spot.height() < 80.0 { [below, above, right, left] } else { [right, left, below, above] };
    let within = |at: Pos2| {
        let most = (room.max - size).max(room.min);
        pos2(at.x.clamp(room.left(), most.x), at.y.clamp(room.top(), most.y))
    };
    let covered = |at: &Pos2| {
        let both = Rect::from_min_size(*at, size).intersect(spot);
        both.width().max(0.0) * both.height().max(0.0)
    };
    // The first of those that cover the least.
    places.map(within).into_iter().min_by(|a, b| covered(a).total_cmp(&covered(b))).unwrap_or(room.min)
}

/// Draws the hint the tour has come to.
pub fn tour_ui(ctx: &Context, lang: Lang, has_plan: bool, state: &mut TourState, out: &mut Vec<Action>) {
    let Some(at) = state.at else { return };
    let busy = std::mem::replace(&mut state.busy, is_busy(ctx));
    if !busy && !state.busy && !ime::composing(ctx) && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        state.end();
        return;
    }
    if !has_plan {
        state.had_plan = false;
        return without_plan_ui(ctx, lang, state, out);
    }
    let (spot, title, words) = HINTS[at];
    let screen = ctx.content_rect();
    let target = place(ctx, spot);
    let t = theme::tokens_of(ctx);
    if let Some(rect) = target {
        let painter = ctx.layer_painter(LayerId::new(Order::Foreground, Id::unique("tour.ring")));
        painter.rect_stroke(rect.shrink(2.0), CornerRadius::same(8), Stroke::new(3.0, t.accent), StrokeKind::Inside);
    }
    // A folded pane has no place: the hint stands in the middle then.
    let size = state.size.unwrap_or(vec2(WIDTH, 200.0));
    let position = target.map_or_else(|| screen.center() - size / 2.0, |rect| callout_place(rect, screen, size));
    let shown = card_ui(ctx, position, |ui| {
        let count = Message::new("window.tour.count").with("n", at + 1).with("of", HINTS.len()).text(lang);
        ui.label(theme::muted(ui, count));
        ui.label(theme::section(ui, text(lang, title)));
        ui.add(egui::Label::new(RichText::new(text(lang, words)).line_height(Some(theme::TEXT * theme::TEXT_LINE))).wrap());
        ui.add_space(theme::SPACE_4);
        ui.horizontal(|ui| {
            let last = at + 1 == HINTS.len();
            let verb = text(lang, if last { "window.tour.done" } else { "window.tour.next" });
            let next = ui.add(theme::primary_button(ui, verb));
            // A plan that was just opened gives the keyboard to its contents first.
            if std::mem::replace(&mut state.had_plan, true) {
                state.arriving = state.arriving.saturating_sub(1);
            } else {
                state.arriving = ARRIVING;
            }
            if std::mem::take(&mut state.new) || state.arriving > 0 {
                next.request_focus();
            }
            state.next = Some(next.id);
            // Arrows lead on and back as long as the hint has the keyboard.
            let arrow = next.has_focus().then(|| arrow(ui, next.id)).flatten();
            if arrow == Some(false) && at > 0 {
                state.go(at - 1);
            }
            if next.clicked() || arrow == Some(true) {
                if last {
                    state.end();
                } else {
                    state.go(at + 1);
                }
            }
            if at > 0 && ui.button(text(lang, "window.tour.back")).clicked() {
                state.go(at - 1);
            }
            if !last && ui.button(text(lang, "window.tour.skip")).clicked() {
                state.end();
            }
        });
        ui.add(egui::Label::new(theme::muted(ui, text(lang, "window.tour.keys"))).wrap());
    });
    if state.at == Some(at) && state.size != Some(shown.size()) {
        state.size = Some(shown.size());
        ctx.request_repaint();
    }
}

/// Whether → or ← was pressed, which would else move the keyboard.
fn arrow(ui: &Ui, button: Id) -> Option<bool> {
    let arrows = egui::EventFilter { horizontal_arrows: true, ..egui::EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(button, arrows));
    let pressed = |key| ui.input(|input| input.key_pressed(key));
    pressed(Key::ArrowRight).then_some(true).or_else(|| pressed(Key::ArrowLeft).then_some(false))
}

/// Without a plan there is nothing to point at: a sample to play with is offered.
fn without_plan_ui(ctx: &Context, lang: Lang, state: &mut TourState, out: &mut Vec<Action>) {
    let screen = ctx.content_rect();
    let position = pos2(screen.right() - WIDTH - 60.0, screen.top() + 60.0);
    card_ui(ctx, position, |ui| {
        ui.label(theme::section(ui, text(lang, "window.tour.welcome")));
        let words = text(lang, "window.tour.welcome_text");
        ui.add(egui::Label::new(RichText::new(words).line_height(Some(theme::TEXT * theme::TEXT_LINE))).wrap());
        ui.add_space(theme::SPACE_4);
        ui.horizontal(|ui| {
            let sample = ui.add(theme::primary_button(ui, text(lang, "window.tour.sample")));
            if std::mem::take(&mut state.new) {
                sample.request_focus();
            }
            state.next = Some(sample.id);
            if sample.clicked() {
                // A sample has no file: whatever is done to it, the sample itself stays.
                out.push(Action::OpenSample(0));
                state.go(0);
            }
            if ui.button(text(lang, "window.tour.skip")).clicked() {
                state.end();
            }
        });
    });
}

fn card_ui(ctx: &Context, position: Pos2, content: impl FnOnce(&mut Ui)) -> Rect {
    let t = theme::tokens_of(ctx);
    // Above menus and tooltips: they would hide what is told of them.
    let area = Area::new(Id::unique("tour")).order(Order::Tooltip).pivot(Align2::LEFT_TOP).fixed_pos(position).constrain(true);
    let shown = area.show(ctx, |ui| {
        let frame = egui::Frame::popup(ui.style()).fill(t.raised).stroke(Stroke::new(1.5, t.accent)).inner_margin(14);
        frame.show(ui, |ui| {
            ui.set_width(WIDTH - 28.0);
            content(ui);
        });
    });
    ctx.move_to_top(shown.response.layer_id);
    shown.response.rect
}

/// Whether a menu is open or a text is being typed.
fn is_busy(ctx: &Context) -> bool {
    let typing = ctx.memory(egui::Memory::focused).is_some_and(|id| egui::text_edit::TextEditState::load(ctx, id).is_some());
    typing || egui::Popup::is_any_open(ctx)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_callout_stands_on_the_screen_beside_what_it_points_at() {
        let size = vec2(WIDTH, 200.0);
        let spots = [
            Rect::from_min_max(pos2(0.0, 60.0), pos2(264.0, 690.0)),
            Rect::from_min_max(pos2(780.0, 60.0), pos2(1280.0, 690.0)),
            Rect::from_min_max(pos2(264.0, 60.0), pos2(780.0, 690.0)),
            Rect::from_min_max(pos2(1080.0, 20.0), pos2(1270.0, 50.0)),
            Rect::from_min_max(pos2(20.0, 660.0), pos2(200.0, 690.0)),
        ];
        let screen = Rect::from_min_size(Pos2::ZERO, vec2(1280.0, 720.0));
        for spot in spots {
            let card = Rect::from_min_size(callout_place(spot, screen, size), size);
            assert!(screen.contains_rect(card), "{spot:?}: {card:?}");
            assert!(!spot.intersects(card), "{spot:?} is covered by {card:?}");
        }
    }

    #[test]
    fn in_a_small_window_it_covers_little() {
        let (screen, size) = (Rect::from_min_size(Pos2::ZERO, vec2(853.0, 480.0)), vec2(WIDTH, 200.0));
        let editor = Rect::from_min_max(pos2(264.0, 60.0), pos2(853.0, 450.0));
        let card = Rect::from_min_size(callout_place(editor, screen, size), size);
        let both = card.intersect(editor);
        assert!(screen.contains_rect(card) && both.width() < 90.0, "{card:?}");
    }
}
