//! A line of the comparison set: its words on both sides, its height. Does not live here: painting it (`rows`).

use std::sync::Arc;

use eframe::egui::{self, Color32, FontFamily, FontId, Galley, Ui, text::LayoutJob};
use nendo::compare::{ChangeKind, PlanField, TextOp, diff_text};
use nendo::locale::Lang;
use nendo::plan::Outline;

use super::CompareState;
use super::columns::{Columns, label_and_text};
use super::model::{Compared, Line};
use super::pieces::{Part, Piece};
use crate::gui::theme;
use crate::gui::views::Cx;
use crate::gui::views::outline::one_row;
use crate::gui::views::plan_form::numbering_name;
use crate::gui::widgets::difference::{LINE, append_side};

/// Above and below the words of a row.
pub(super) const PAD: f32 = 5.0;
/// A row with one line of words.
pub(super) const ONE: f32 = 28.0;
/// Folds and places moved from.
pub(super) const THIN: f32 = 26.0;
/// A line that says from where or to where.
pub(super) const PLACE: f32 = 15.0;

/// A line ready to be painted.
pub(super) struct Set {
    /// How high it is.
    pub height: f32,
    /// Words of the old and the new side with their tops.
    pub old: Vec<(f32, Arc<Galley>)>,
    pub new: Vec<(f32, Arc<Galley>)>,
}

/// Sets a line.
pub(super) fn set_line(
    ui: &Ui,
    cx: &Cx<'_>,
    state: &CompareState,
    compared: &Compared,
    columns: Columns,
    (line, new_left): (usize, bool),
) -> Set {
    let item = match state.lines[line] {
        Line::Fold(..) | Line::Ghost(_) => return Set { height: THIN, old: Vec::new(), new: Vec::new() },
        Line::Plan(field) => return set_plan(ui, cx, compared, field, columns, new_left),
        Line::Item(item) => item,
    };
    let t = theme::tokens(ui);
    let depth = compared.depth(item);
    let width = |old: bool| {
        let side = columns.side(old, new_left);
        (side.1 - label_and_text(side, depth).1 - 6.0).max(40.0)
    };
    let changed = !compared.items[item].kinds.is_empty();
    let (mut old, mut new) = (Vec::new(), Vec::new());
    let mut y = PAD;
    if !changed {
        let font = FontId::new(theme::TEXT, if depth == 0 { theme::bold() } else { FontFamily::Proportional });
        for (has, outline, at, list, is_old) in [
            (compared.items[item].old.is_some(), &compared.comparison.old, compared.items[item].old, &mut old, true),
            (compared.items[item].new.is_some(), &compared.comparison.new, compared.items[item].new, &mut new, false),
        ] {
            if let Some(at) = at.filter(|_| has) {
                list.push((y, one_row(ui, &outline.title(&outline.rows()[at]), font.clone(), t.muted, width(is_old))));
            }
        }
        return Set { height: ONE, old, new };
    }
    let whole = state.whole.contains(&compared.key(item));
    let pieces = compared.pieces(item);
    let mut left_out = 0;
    for piece in pieces.iter() {
        if !piece.changed && !whole && piece.part != Part::Title {
            left_out += 1;
            continue;
        }
        let mut height: f32 = 0.0;
        for (op, list, is_old) in [(TextOp::Delete, &mut old, true), (TextOp::Insert, &mut new, false)] {
            let name = if let Part::Field(field) = piece.part { Some(cx.t(field.key())) } else { None };
            if let Some(job) = piece_job(ui, cx.lang, piece, name, op, depth == 0, width(is_old)) {
                let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
                height = height.max(galley.size().y);
                list.push((y, galley));
            }
        }
        y += height + 2.0;
    }
    if left_out > 0 {
        let words = cx.t("window.compare.rest_same");
        let font = FontId::new(theme::TEXT_SMALL, FontFamily::Proportional);
        for (list, is_old) in [(&mut old, true), (&mut new, false)] {
            list.push((y, one_row(ui, words, font.clone(), t.muted, width(is_old))));
        }
        y += 18.0;
    }
    let told = if tells_places(compared, item) { places(compared, item).len() } else { 0 };
    let chips = compared.items[item].kinds.len() as f32 * 20.0 + told as f32 * PLACE;
    let reason = reason_height(ui, cx, compared, item, columns);
    Set { height: (y + PAD - 2.0).max(chips + 8.0).max(reason + 8.0).max(ONE), old, new }
}

/// What of the plan as a whole changed.
fn set_plan(ui: &Ui, cx: &Cx<'_>, compared: &Compared, field: PlanField, columns: Columns, new_left: bool) -> Set {
    let words = match field {
        PlanField::Title => diff_text(&compared.old.title, &compared.new.title),
        PlanField::Organization => diff_text(&compared.old.organization, &compared.new.organization),
        PlanField::Numbering => diff_text(&numbering_name(cx, &compared.old.numbering), &numbering_name(cx, &compared.new.numbering)),
        PlanField::Preface => compared.comparison.preface_text(),
    };
    let piece = Piece { part: Part::Body, words, changed: true, note: None, lines: 1 };
    let (mut old, mut new) = (Vec::new(), Vec::new());
    let mut height: f32 = ONE - 2.0 * PAD;
    for (op, list, is_old) in [(TextOp::Delete, &mut old, true), (TextOp::Insert, &mut new, false)] {
        let side = columns.side(is_old, new_left);
        let width = (side.1 - label_and_text(side, 0).1 - 6.0).max(40.0);
        if let Some(job) = piece_job(ui, cx.lang, &piece, Some(cx.t(field.key())), op, false, width) {
            let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
            height = height.max(galley.size().y);
            list.push((PAD, galley));
        }
    }
    Set { height: height + 2.0 * PAD, old, new }
}

/// One side of a piece; nothing where that side has no words.
fn piece_job(ui: &Ui, lang: Lang, piece: &Piece, name: Option<&str>, own: TextOp, bold: bool, width: f32) -> Option<LayoutJob> {
    let t = theme::tokens(ui);
    let note = piece.note.as_ref().filter(|_| own == TextOp::Insert).and_then(|note| note.words(lang));
    if note.is_none() && !piece.words.iter().any(|stretch| stretch.op == own || stretch.op == TextOp::Equal) {
        return None;
    }
    let title = piece.part == Part::Title;
    let font = FontId::new(theme::TEXT, if title && bold { theme::bold() } else { FontFamily::Proportional });
    let color = if piece.changed || title { t.text } else { t.muted };
    let mut job = LayoutJob::default();
    job.wrap.max_width = width;
    if let Some(name) = name {
        let small = FontId::new(theme::TEXT_SMALL, FontFamily::Proportional);
        let format = egui::TextFormat { line_height: Some(theme::TEXT * LINE), ..egui::TextFormat::simple(small, t.muted) };
        job.append(&format!("{name}　"), 0.0, format);
    }
    append_side(ui, &mut job, &piece.words, own, (&font, color));
    if let Some(words) = note {
        let small = FontId::new(theme::TEXT_SMALL, FontFamily::Proportional);
        let blank = if piece.words.is_empty() { "" } else { "　" };
        let format = egui::TextFormat { line_height: Some(theme::TEXT * LINE), ..egui::TextFormat::simple(small, t.muted) };
        job.append(&format!("{blank}{words}"), 0.0, format);
    }
    Some(job)
}

/// Whether the gutter tells from where to where.
pub(super) fn tells_places(compared: &Compared, item: usize) -> bool {
    let item = &compared.items[item];
    item.whole.is_some() || item.is(ChangeKind::Moved) || item.is(ChangeKind::Renumbered)
}

/// From where to where, or of what it was part: イ → ウ below the same item, else a line for each place.
pub(super) fn places(compared: &Compared, at: usize) -> Vec<String> {
    let item = &compared.items[at];
    let path = |outline: &Outline, at: Option<usize>| at.map(|at| outline.path(at)).unwrap_or_default();
    let (old, new) = (&compared.comparison.old, &compared.comparison.new);
    if item.is(ChangeKind::Split) {
        return vec![format!("← {}", path(old, item.whole))];
    }
    if item.is(ChangeKind::Merged) {
        return vec![format!("→ {}", path(new, item.whole))];
    }
    if !item.is(ChangeKind::Moved) {
        let label = |outline: &Outline, at: Option<usize>| at.map(|at| outline.rows()[at].label.clone()).unwrap_or_default();
        return vec![format!("{} → {}", label(old, item.old), label(new, item.new))];
    }
    vec![path(old, item.old), format!("→ {}", path(new, item.new))]
}

/// The reason typed for an item.
pub(super) fn reason_of<'a>(cx: &'a Cx<'_>, compared: &Compared, item: usize) -> &'a str {
    cx.doc.plan().remarks.reason(&compared.place(item))
}

/// How high the reason of an item is.
pub(super) fn reason_height(ui: &Ui, cx: &Cx<'_>, compared: &Compared, item: usize, columns: Columns) -> f32 {
    let reason = reason_of(cx, compared, item);
    if reason.is_empty() {
        return 20.0;
    }
    let font = FontId::new(theme::TEXT_SMALL, FontFamily::Proportional);
    let width = columns.reason.1 - columns.reason.0 - 12.0;
    ui.fonts_mut(|fonts| fonts.layout(reason.to_owned(), font, Color32::PLACEHOLDER, width).size().y) + 8.0
}
