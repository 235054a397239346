//! How marks look: filled for days, hollow for months, bars for spans, a band for what has no time. They
//! differ by shape, not by colour alone.

use eframe::egui::{Align2, Color32, CornerRadius, FontFamily, FontId, Painter, Rect, Stroke, StrokeKind, pos2};
use nendo::calendar::{FiscalYear, Part};

use super::layout::Columns;
use super::model::{Due, Mark, Times};
use crate::gui::theme::{self, Tokens};

const BAR: f32 = 12.0;

/// Paints one mark at the height `y`; `faint` for one that is being moved away.
pub fn mark(painter: &Painter, t: &Tokens, columns: Columns, y: f32, mark: &Mark, faint: bool) {
    let (from, to) = columns.extent(mark.due);
    let color = if faint { t.accent.gamma_multiply(0.35) } else { t.accent };
    let radius = if mark.rhythm { 3.0 } else { 4.5 };
    match mark.due {
        Due::Days(a, b) if a == b => {
            painter.circle_filled(pos2(from, y), radius, color);
        }
        Due::Days(..) => bar(painter, from, to, y, color, None),
        Due::Months(a, b) if a == b => {
            painter.circle(pos2(from, y), radius, t.panel, Stroke::new(1.5, color));
        }
        Due::Months(..) => {
            let (from, to) = mark.parts.map_or((from, to), |parts| within(columns, (from, to), parts));
            bar(painter, from, to, y, t.accent_soft, Some(color));
        }
    }
}

/// A bar from a part of its first month to one of its last.
fn within(columns: Columns, (from, to): (f32, f32), (first, last): (Part, Part)) -> (f32, f32) {
    let thirds = |part: Part| match part {
        Part::Early => 0.0,
        Part::Middle => 1.0,
        Part::Late | Part::End => 2.0,
    };
    (from + columns.month / 3.0 * thirds(first), to - columns.month / 3.0 * (2.0 - thirds(last)))
}

fn bar(painter: &Painter, from: f32, to: f32, y: f32, fill: Color32, line: Option<Color32>) {
    let rect = Rect::from_min_max(pos2(from, y - BAR / 2.0), pos2(to.max(from + 4.0), y + BAR / 2.0));
    let corner = CornerRadius::same(3);
    painter.rect_filled(rect, corner, fill);
    if let Some(line) = line {
        painter.rect_stroke(rect, corner, Stroke::new(1.0, line), StrokeKind::Inside);
    }
}

/// The band of what has no months: done whenever there is need, or in words alone.
pub fn band(painter: &Painter, t: &Tokens, columns: Columns, y: f32) {
    let rect = Rect::from_min_max(pos2(columns.month_left(0) + 3.0, y - 9.0), pos2(columns.month_left(12) - 3.0, y + 9.0));
    painter.rect_filled(rect, CornerRadius::same(9), t.hover);
}

/// A strip of twelve months with marks, as under a schedule field.
pub fn strip(painter: &Painter, t: &Tokens, rect: Rect, times: &Times, names: &[String; 12], now: Option<usize>) {
    let columns = Columns { left: rect.left(), month: rect.width() / 12.0 };
    let font = FontId::new(theme::TEXT_SMALL - 1.0, FontFamily::Proportional);
    let widest = names.iter().map(|name| painter.layout_no_wrap(name.clone(), font.clone(), t.text).size().x).fold(0.0, f32::max);
    // Where the names would run together (Apr, May), the numbers stand.
    let short = widest > columns.month - 2.0;
    for (at, name) in names.iter().enumerate() {
        let name = if short { ((at + 3) % 12 + 1).to_string() } else { name.clone() };
        let cell = Rect::from_min_max(pos2(columns.month_left(at), rect.top()), pos2(columns.month_left(at + 1), rect.bottom()));
        if now == Some(at) {
            painter.rect_filled(cell, CornerRadius::same(3), t.accent_soft);
        }
        let due = times.in_month(at).next().is_some();
        let color = if due { t.text } else { t.muted };
        painter.text(pos2(cell.center().x, rect.top() + 9.0), Align2::CENTER_CENTER, name, font.clone(), color);
        if at > 0 {
            painter.vline(cell.left(), rect.top() + 4.0..=rect.bottom() - 2.0, Stroke::new(1.0, t.line));
        }
        if !due && times.words.is_empty() {
            painter.circle_filled(pos2(cell.center().x, rect.bottom() - 10.0), 1.0, t.disabled);
        }
    }
    let y = rect.bottom() - 10.0;
    if !times.words.is_empty() && times.marks.is_empty() {
        let band = Rect::from_min_max(pos2(rect.left() + 3.0, y - 4.0), pos2(rect.right() - 3.0, y + 4.0));
        painter.rect_filled(band, CornerRadius::same(4), t.pressed);
    }
    times.marks.iter().for_each(|each| mark(painter, t, columns, y, each, false));
}

/// Whether the fiscal year holds this month now, and which it is.
pub fn now_in(year: FiscalYear, today: chrono::NaiveDate) -> Option<usize> {
    (FiscalYear::of_date(today) == year).then(|| super::model::month_of(today))
}
