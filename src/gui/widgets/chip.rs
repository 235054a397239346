//! Chips: short words in a small box, for status and funding.

use eframe::egui::{Align2, Color32, CornerRadius, FontFamily, FontId, Rect, Response, Sense, Stroke, StrokeKind, Ui, pos2, vec2};
use nendo::plan::Status;

use crate::gui::theme;

const HEIGHT: f32 = 20.0;
const SIZE: f32 = 11.5;

struct Paint {
    fill: Color32,
    stroke: Color32,
    text: Color32,
    strike: bool,
}

fn status_paint(ui: &Ui, status: Status) -> Paint {
    let t = theme::tokens(ui);
    let none = Color32::TRANSPARENT;
    match status {
        Status::New => Paint { fill: t.accent, stroke: t.accent, text: t.on_accent, strike: false },
        Status::Expanded => Paint { fill: none, stroke: t.accent, text: t.accent, strike: false },
        Status::Revised => Paint { fill: none, stroke: t.changed, text: t.changed, strike: false },
        Status::Continued => Paint { fill: none, stroke: none, text: t.muted, strike: false },
        Status::Ended => Paint { fill: none, stroke: t.line_strong, text: t.muted, strike: true },
    }
}

/// How wide the chip of a word is.
pub fn width(ui: &Ui, text: &str) -> f32 {
    let font = FontId::new(SIZE, FontFamily::Proportional);
    ui.fonts_mut(|fonts| fonts.layout_no_wrap(text.to_owned(), font, Color32::PLACEHOLDER).size().x) + 12.0
}

fn paint(ui: &Ui, rect: Rect, text: &str, look: &Paint) {
    let painter = ui.painter();
    painter.rect(rect, CornerRadius::same(4), look.fill, Stroke::new(1.0, look.stroke), StrokeKind::Inside);
    painter.text(rect.center(), Align2::CENTER_CENTER, text, FontId::new(SIZE, FontFamily::Proportional), look.text);
    if look.strike {
        painter.hline(rect.shrink2(vec2(4.0, 0.0)).x_range(), rect.center().y, Stroke::new(1.0, look.text));
    }
}

/// Paints a status chip whose right edge is at `right`; returns its left edge.
pub fn paint_status(ui: &Ui, right: f32, center_y: f32, status: Status, text: &str) -> f32 {
    let width = width(ui, text);
    let rect = Rect::from_min_size(pos2(right - width, center_y - HEIGHT / 2.0), vec2(width, HEIGHT));
    paint(ui, rect, text, &status_paint(ui, status));
    rect.left()
}

/// A status chip.
pub fn status_ui(ui: &mut Ui, status: Status, text: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(width(ui, text), HEIGHT), Sense::hover());
    paint(ui, rect, text, &status_paint(ui, status));
    response
}

/// A grey chip, e.g. for funding.
pub fn word_ui(ui: &mut Ui, text: &str) -> Response {
    let t = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width(ui, text), HEIGHT), Sense::hover());
    paint(ui, rect, text, &Paint { fill: t.ground, stroke: t.line, text: t.muted, strike: false });
    response
}
