//! Chips: short words in a small box, for status and funding.

use eframe::egui::{
    Align2, Color32, CornerRadius, FontFamily, FontId, Id, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};
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

/// A chip one can take away or move.
pub struct Token {
    /// The whole chip.
    pub response: Response,
    /// Its × was clicked.
    pub removed: bool,
}

/// A word of a list: it takes the keyboard, can be dragged, and goes away by its ×.
pub fn token_ui(ui: &mut Ui, id: Id, text: &str, remove: &str) -> Token {
    const CROSS: f32 = 18.0;
    let t = theme::tokens(ui);
    let font = FontId::new(theme::TEXT_SMALL, FontFamily::Proportional);
    let room = (ui.max_rect().width() - CROSS - 16.0).max(40.0);
    let galley = crate::gui::views::outline::one_row(ui, text, font, t.text, room);
    let size = vec2(galley.size().x + CROSS + 12.0, 26.0);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let response = ui.interact(rect, id, Sense::click_and_drag());
    let fill = if response.hovered() || response.dragged() { t.hover } else { t.ground };
    ui.painter().rect(rect, CornerRadius::same(4), fill, Stroke::new(1.0, t.line_strong), StrokeKind::Inside);
    ui.painter().galley(pos2(rect.left() + 8.0, rect.center().y - galley.size().y / 2.0), galley, t.text);
    let cross = Rect::from_min_max(pos2(rect.right() - CROSS - 2.0, rect.top()), rect.max);
    // Not a stop of the Tab key: the chip itself takes Delete.
    let close = ui.interact(cross, id.with("remove"), Sense::CLICK);
    let color = if close.hovered() { t.removed } else { t.muted };
    ui.painter().text(cross.center(), Align2::CENTER_CENTER, crate::gui::icons::X, theme::icon_font(11.0), color);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, text));
    close.widget_info(|| WidgetInfo::labeled(Role::Button, true, remove));
    let removed = close.on_hover_text(remove).clicked();
    Token { response, removed }
}

/// A status one can choose: filled while it is the chosen one. `key` is the key that chooses it.
pub fn choice_ui(ui: &mut Ui, status: Option<Status>, text: &str, chosen: bool, tooltip: &str) -> Response {
    let t = theme::tokens(ui);
    let font = FontId::new(theme::TEXT_SMALL, FontFamily::Proportional);
    let galley = ui.painter().layout_no_wrap(text.to_owned(), font, t.text);
    let (rect, response) = ui.allocate_exact_size(galley.size() + vec2(18.0, 0.0).max(vec2(18.0, 26.0 - galley.size().y)), Sense::click());
    let mut look = match status.filter(|_| chosen) {
        Some(status) => status_paint(ui, status),
        None => Paint { fill: Color32::TRANSPARENT, stroke: t.line, text: t.muted, strike: false },
    };
    if chosen && (look.stroke == Color32::TRANSPARENT || status.is_none()) {
        look.stroke = t.text;
        look.text = t.text;
    }
    if response.hovered() && !chosen {
        look.fill = t.hover;
    }
    let painter = ui.painter();
    painter.rect(rect, CornerRadius::same(4), look.fill, Stroke::new(1.0, look.stroke), StrokeKind::Inside);
    let at = rect.center() - galley.size() / 2.0;
    painter.galley_with_override_text_color(at, galley, look.text);
    if look.strike {
        painter.hline(rect.shrink2(vec2(8.0, 0.0)).x_range(), rect.center().y, Stroke::new(1.0, look.text));
    }
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, text));
    response.on_hover_text(tooltip)
}
