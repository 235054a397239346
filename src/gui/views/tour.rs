//! The tour of a first start: five short hints, each pointing at the real thing.

use eframe::egui::{
    self, Align2, Area, Context, CornerRadius, Id, Key, LayerId, Modifiers, Order, Pos2, Rect, RichText, Stroke, StrokeKind, Ui, vec2,
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

/// Where the tour is.
#[derive(Default)]
pub struct TourState {
    /// The hint shown; `None`: the tour is not under way.
    at: Option<usize>,
    over: bool,
    /// The hint is new: its button takes the keyboard.
    new: bool,
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

    fn go(&mut self, at: usize) {
        *self = Self { at: Some(at), new: true, ..Self::default() };
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

/// Where a callout stands that points at `spot`: beside it where there is room, else below, else inside.
fn callout_place(spot: Rect, screen: Rect, height: f32) -> Pos2 {
    let gap = 14.0;
    let y = (spot.top() + 56.0).clamp(screen.top() + gap, (screen.bottom() - height - gap).max(screen.top() + gap));
    if spot.height() < 80.0 {
        let x = (spot.right() - WIDTH).clamp(screen.left() + gap, screen.right() - WIDTH - gap);
        egui::pos2(x, spot.bottom() + gap)
    } else if spot.right() + gap + WIDTH < screen.right() {
        egui::pos2(spot.right() + gap, y)
    } else if spot.left() - gap - WIDTH > screen.left() {
        egui::pos2(spot.left() - gap - WIDTH - 28.0, y)
    } else {
        egui::pos2(spot.center().x - WIDTH / 2.0, y)
    }
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
    let position = target.map_or_else(|| screen.center() - vec2(WIDTH / 2.0, 80.0), |rect| callout_place(rect, screen, 170.0));
    card_ui(ctx, position, |ui| {
        let count = Message::new("window.tour.count").with("n", at + 1).with("of", HINTS.len()).text(lang);
        ui.label(theme::muted(ui, count));
        ui.label(theme::section(ui, text(lang, title)));
        ui.add(egui::Label::new(RichText::new(text(lang, words)).line_height(Some(theme::TEXT * theme::TEXT_LINE))).wrap());
        ui.add_space(theme::SPACE_4);
        ui.horizontal(|ui| {
            let last = at + 1 == HINTS.len();
            let verb = text(lang, if last { "window.tour.done" } else { "window.tour.next" });
            let next = ui.add(theme::primary_button(ui, verb));
            if std::mem::take(&mut state.new) {
                next.request_focus();
            }
            if next.clicked() {
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
    });
}

/// Without a plan there is nothing to point at: a sample to play with is offered.
fn without_plan_ui(ctx: &Context, lang: Lang, state: &mut TourState, out: &mut Vec<Action>) {
    let screen = ctx.content_rect();
    let position = egui::pos2(screen.right() - WIDTH - 60.0, screen.top() + 60.0);
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

fn card_ui(ctx: &Context, position: Pos2, content: impl FnOnce(&mut Ui)) {
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
        let screen = Rect::from_min_size(Pos2::ZERO, vec2(1280.0, 720.0));
        let height = 170.0;
        for spot in [
            Rect::from_min_max(egui::pos2(0.0, 60.0), egui::pos2(264.0, 690.0)),
            Rect::from_min_max(egui::pos2(780.0, 60.0), egui::pos2(1280.0, 690.0)),
            Rect::from_min_max(egui::pos2(264.0, 60.0), egui::pos2(780.0, 690.0)),
            Rect::from_min_max(egui::pos2(1080.0, 20.0), egui::pos2(1270.0, 50.0)),
        ] {
            let card = Rect::from_min_size(callout_place(spot, screen, height), vec2(WIDTH, height));
            assert!(screen.contains_rect(card), "{spot:?}: {card:?}");
            assert!(!spot.contains_rect(card), "{spot:?} is covered by {card:?}");
        }
    }
}
