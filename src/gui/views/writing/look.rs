//! How the document is set: type sizes, indents, widths. The order of sizes is that of the printed page.

use eframe::egui::{FontFamily, FontId, Ui, vec2};
use nendo::plan::{Block, Role, Row};

use super::field::{Field, Part};
use crate::gui::theme;
use crate::gui::views::Cx;
use crate::gui::views::body::BodyOwner;
use crate::gui::widgets::chip;
use crate::gui::widgets::references::Setting;

/// One full-width character of the body.
pub const EM: f32 = theme::TEXT_BODY;
/// From line to line of the body.
pub const LINE: f32 = theme::TEXT_BODY * theme::BODY_LINE;
/// Below each paragraph.
pub const GAP: f32 = 6.0;
/// Height of the line of marks below a title.
pub const META: f32 = 22.0;
/// Inner margins of a quote.
pub const QUOTE: (f32, f32) = (12.0, 8.0);
/// Items below this depth are set no further in.
const DEEPEST: u8 = 9;

/// The look of a title.
#[derive(Debug, Clone)]
pub struct TitleLook {
    /// Size of type.
    pub size: f32,
    /// Whether it is bold.
    pub bold: bool,
    /// Room above it.
    pub before: f32,
    /// Room below it.
    pub after: f32,
    /// Whether a hairline stands below it.
    pub rule: bool,
}

impl TitleLook {
    /// From line to line.
    pub fn line(&self) -> f32 {
        (self.size * if self.bold { 1.5 } else { theme::BODY_LINE }).round()
    }

    /// The font of the title.
    pub fn font(&self) -> FontId {
        FontId::new(self.size, if self.bold { theme::bold() } else { FontFamily::Proportional })
    }

    /// The font of the label before it.
    pub fn label_font(&self) -> FontId {
        FontId::new(self.size, FontFamily::Proportional)
    }
}

/// The title of the plan.
pub fn plan_look() -> TitleLook {
    TitleLook { size: 26.0, bold: true, before: 20.0, after: 12.0, rule: false }
}

/// The look of an item's title: parts, chapters and projects are headings, items lines of text.
pub fn title_look(row: &Row) -> TitleLook {
    let (size, bold, before, after) = match (row.depth, row.node.role) {
        (0, role) if !matches!(role, Role::Item | Role::Note) => (21.0, true, 40.0, 10.0),
        (_, Role::Chapter) => (17.5, true, 28.0, 6.0),
        (1, Role::Part | Role::Policy | Role::Situation | Role::Profile | Role::Record | Role::Free) => (17.5, true, 28.0, 6.0),
        (_, Role::Item | Role::Note) => (EM, false, 4.0, 2.0),
        (_, Role::Goal) if row.node.children.is_empty() => (EM, false, 4.0, 2.0),
        _ => (15.5, true, 18.0, 3.0),
    };
    TitleLook { size, bold, before, after, rule: size > 20.0 }
}

fn step(depth: u8) -> f32 {
    f32::from(depth.min(DEEPEST)) * EM
}

/// How far a title is set in.
pub fn title_indent(row: &Row) -> f32 {
    step(row.depth.saturating_sub(1))
}

/// How far a body is set in.
pub fn body_indent(row: Option<&Row>) -> f32 {
    row.map_or(0.0, |row| step(row.depth))
}

/// How far the text of a block stands behind the body's edge.
pub fn hang(block: &Block) -> f32 {
    match block {
        Block::Circle(_) | Block::Bullet(_) => EM,
        Block::Quote { .. } => QUOTE.0,
        _ => 0.0,
    }
}

/// Width of a text in one line.
pub fn text_width(ui: &Ui, text: &str, font: FontId) -> f32 {
    ui.fonts_mut(|fonts| fonts.layout_no_wrap(text.to_owned(), font, theme::tokens(ui).muted).size().x)
}

/// Width of a label with the gap behind it.
pub fn label_width(ui: &Ui, row: &Row, look: &TitleLook) -> f32 {
    if row.label.is_empty() { 0.0 } else { (text_width(ui, &row.label, look.label_font()) + look.size * 0.5).round() }
}

/// The chips beside a title: its status, then its funding as far as there is room; and their width.
pub fn chips(ui: &Ui, cx: &Cx<'_>, row: &Row, width: f32) -> (Vec<String>, f32) {
    let node = &row.node;
    let status = node.status.map(|status| cx.t(status.key()).to_owned());
    let words = status.into_iter().chain(node.funding.iter().map(|funding| nendo::plan::funding_name(funding).to_owned()));
    let (mut shown, mut used) = (Vec::new(), 0.0);
    for word in words {
        let more = chip::width(ui, &word) + theme::SPACE_4;
        if used + more > width * 0.42 && !shown.is_empty() {
            break;
        }
        used += more;
        shown.push(word);
    }
    (shown, used)
}

/// What is told of an item in the line below its title.
pub fn meta(cx: &Cx<'_>, row: &Row) -> Option<String> {
    let node = &row.node;
    let mut parts = Vec::new();
    let mut part = |key, value: &str| {
        if !value.is_empty() {
            parts.push(format!("{} {value}", cx.t(key)));
        }
    };
    part("window.field.lead", &node.lead);
    part("window.field.partners", &node.partners.join("、"));
    part("window.field.schedule", &node.schedule.join("、"));
    (!parts.is_empty()).then(|| parts.join("　"))
}

/// How the text of a field is set in a column this wide, and how far from its left edge.
pub fn setting(ui: &Ui, cx: &Cx<'_>, field: Field, column: f32) -> Option<(Setting, f32)> {
    let color = theme::tokens(ui).text;
    let set = |font, line_height, width, wraps| Setting { font, line_height, color, width, align: eframe::egui::Align::Min, wraps };
    let row = field.row(cx.doc);
    let body = |x: f32, right: f32| (set(theme::body_font(), Some(LINE), column - x - right, true), x);
    let edge = body_indent(row);
    let block = |index: usize| field.body(cx.doc)?.get(index);
    Some(match field.part {
        Part::Title => match row {
            None => {
                let look = plan_look();
                (set(look.font(), Some(look.line()), column, true), 0.0)
            }
            Some(row) => {
                let look = title_look(row);
                let x = title_indent(row) + label_width(ui, row, &look);
                let (_, chips) = chips(ui, cx, row, column);
                (set(look.font(), Some(look.line()), title_room(column, x, chips), true), x)
            }
        },
        Part::Text(index) => {
            let block = block(index)?;
            body(edge + hang(block), if matches!(block, Block::Quote { .. }) { QUOTE.0 } else { 0.0 })
        }
        Part::Source(_) | Part::Caption(_) => {
            (set(FontId::new(theme::TEXT, FontFamily::Proportional), None, f32::INFINITY, false), edge + QUOTE.0 + 2.0 * EM)
        }
        Part::Table(_) => return None,
    })
}

/// The width of a title that begins at `x`, beside its chips.
pub fn title_room(column: f32, x: f32, chips: f32) -> f32 {
    (column - x - if chips > 0.0 { chips + theme::SPACE_8 } else { 0.0 }).max(6.0 * EM)
}

/// A guess at a block's height before it was shown.
pub fn estimate_block(block: &Block, width: f32) -> f32 {
    let lines = |text: &str, width: f32| {
        let line = (width / EM).floor().max(4.0);
        (text.chars().count() as f32 / line).ceil().max(1.0)
    };
    GAP + match block {
        Block::Text(text) => lines(text, width) * LINE,
        Block::Circle(text) | Block::Bullet(text) => lines(text, width - EM) * LINE,
        Block::Quote { text, .. } => lines(text, width - 2.0 * QUOTE.0) * LINE + 2.0 * QUOTE.1 + 24.0,
        Block::Table(table) => 28.0 + table.rows.len() as f32 * 34.0,
        Block::Image { .. } => 180.0,
    }
}

/// A guess at a title's height.
pub fn estimate_title(row: Option<&Row>, width: f32) -> f32 {
    let look = row.map_or_else(plan_look, title_look);
    let room = row.map_or(width, |row| width - title_indent(row) - 2.0 * look.size);
    let length = row.map_or(1, |row| row.node.title.chars().count());
    let lines = (length as f32 * look.size / room.max(6.0 * EM)).ceil().max(1.0);
    look.before + lines * look.line() + look.after
}

/// The exact height of what is text alone, set but not drawn; `None` for what must be drawn to be known.
pub fn measure(ui: &Ui, cx: &Cx<'_>, owner: BodyOwner, piece: usize, column: f32) -> Option<f32> {
    let field = |part| Field { owner, part };
    let height = |field: Field| {
        let (setting, _) = setting(ui, cx, field, column)?;
        let galley = field.galley(ui, cx, &setting)?;
        Some(vec2(0.0, galley.size().y).y.max(setting.line_height.unwrap_or(LINE)))
    };
    let Some(index) = piece.checked_sub(1) else {
        let text = height(field(Part::Title))?;
        let row = field(Part::Title).row(cx.doc);
        let look = row.map_or_else(plan_look, title_look);
        let meta = row.and_then(|row| meta(cx, row)).map_or(0.0, |_| META);
        return Some(look.before + text + meta + look.after);
    };
    match field(Part::Title).body(cx.doc)?.get(index)? {
        Block::Text(_) | Block::Circle(_) | Block::Bullet(_) => Some(height(field(Part::Text(index)))? + GAP),
        _ => None,
    }
}
