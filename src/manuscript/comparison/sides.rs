//! The words of a node on the two sides of the table.

use super::LEFT_OUT;
use crate::compare::{CELL_MARK, Comparison, Field, Item, Stretch, TableEdit, TextOp, words_of};
use crate::manuscript::block::{Span, SpanStyle};
use crate::plan::Outline;

/// The paragraphs of a cell.
pub(super) type Paragraphs = Vec<Vec<Span>>;

/// How deep nodes are set off at most: the columns are narrow.
const MOST_STEPS: u8 = 3;

pub(super) fn underlined(text: impl Into<String>) -> Span {
    Span { style: SpanStyle::Underlined, ..Span::plain(text) }
}

/// The blanks before the lines of a row.
pub(super) fn indent(outline: &Outline, at: usize) -> String {
    "　".repeat(usize::from(outline.rows()[at].depth.saturating_sub(1).min(MOST_STEPS)))
}

/// The two cells of an item, (new, old). What stays the same is left out where `leave_out` says so.
pub(super) fn cells(comparison: &Comparison, item: &Item, leave_out: bool) -> (Paragraphs, Paragraphs) {
    let stretches = comparison.text_of(item);
    let both = item.old.is_some() && item.new.is_some();
    let leave_out = leave_out && both;
    // Cells by themselves say where they stand only while both tables have the same columns.
    let pick = match (leave_out, item.old, item.new) {
        (true, Some(o), Some(n)) if columns_changed(comparison, o, n) => Pick::Lines,
        (true, ..) => Pick::Cells,
        _ => Pick::All,
    };
    let new = item.new.map(|n| {
        let lines = lines(&stretches, TextOp::Insert, TextOp::Delete, pick);
        finished(&comparison.new, n, item.old.map(|o| (&comparison.old, o)), lines)
    });
    let old = item.old.map(|o| {
        let lines = lines(&stretches, TextOp::Delete, TextOp::Insert, pick);
        finished(&comparison.old, o, item.new.map(|n| (&comparison.new, n)), lines)
    });
    (new.unwrap_or_default(), old.unwrap_or_default())
}

/// A row of the old plan as it was, without marks; of one that is only named no more than its heading line.
pub(super) fn as_it_was(outline: &Outline, at: usize, only_named: bool) -> Paragraphs {
    let mut lines: Paragraphs = words_of(outline, at).into_iter().map(|line| vec![Span::plain(line)]).collect();
    let more = lines.len() > 1 || outline.rows()[at].end as usize > at + 1;
    if only_named && more {
        lines.truncate(1);
        lines.push(vec![Span::plain(LEFT_OUT)]);
    }
    finished(outline, at, Some((outline, at)), lines)
}

/// Whether a table of the node has columns that came, went or moved.
fn columns_changed(comparison: &Comparison, old: usize, new: usize) -> bool {
    let of_column =
        |edit: &TableEdit| matches!(edit, TableEdit::ColumnAdded { .. } | TableEdit::ColumnRemoved { .. } | TableEdit::ColumnMoved { .. });
    comparison.meaning(old, new, &[Field::Table]).tables.iter().any(|table| table.edits.iter().any(of_column))
}

/// How much of a side is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pick {
    All,
    /// Lines that changed, rows of tables whole.
    Lines,
    /// Of rows of tables the cells that changed.
    Cells,
}

/// The lines of one side. Lines without a change become one （略）, but for the heading line.
fn lines(stretches: &[Stretch], own: TextOp, others: TextOp, pick: Pick) -> Paragraphs {
    let leave_out = pick != Pick::All;
    let mut lines: Vec<(Vec<Span>, bool)> = vec![(Vec::new(), false)];
    for (at, stretch) in stretches.iter().enumerate() {
        if stretch.op == others {
            // Where words were taken out the line changed, though nothing of it is underlined here.
            let replaced = stretches.get(at + 1).is_some_and(|next| next.op == own) || at > 0 && stretches[at - 1].op == own;
            let whole_lines = stretch.text.ends_with('\n') || stretch.text.starts_with('\n');
            if let Some(last) = lines.last_mut().filter(|_| !replaced && !whole_lines) {
                last.1 = true;
            }
            // Where a cell changed on the other side alone it is shown on this one, too.
            if let Some(last) = lines.last_mut().filter(|_| !stretch.text.contains(['\n', CELL_SIGN])) {
                last.0.push(underlined(""));
            }
            continue;
        }
        for (n, part) in stretch.text.split('\n').enumerate() {
            if n > 0 {
                lines.push((Vec::new(), false));
            }
            if part.is_empty() {
                continue;
            }
            if let Some(last) = lines.last_mut() {
                last.0.push(if stretch.op == own { underlined(part) } else { Span::plain(part) });
                last.1 |= stretch.op == own;
            }
        }
    }
    let mut out: Paragraphs = Vec::new();
    let mut left_out = false;
    for (at, (spans, changed)) in lines.into_iter().enumerate() {
        if at > 0 && !changed && leave_out {
            let said = out.last().and_then(|line| line.last()).is_some_and(|span| span.text.ends_with(LEFT_OUT));
            if !left_out && !said && !spans.is_empty() {
                out.push(vec![Span::plain(LEFT_OUT)]);
                left_out = true;
            }
            continue;
        }
        left_out = false;
        let mut spans = match pick {
            Pick::All => spans,
            Pick::Lines => shortened(spans),
            Pick::Cells => shortened(only_changed_cells(spans)),
        };
        spans.retain(|span| !span.text.is_empty());
        if at == 0 || !spans.is_empty() {
            out.push(spans);
        }
    }
    out
}

/// What cells are told apart by, without the blanks around it.
const CELL_SIGN: char = '｜';

/// Of a row of a table its name and the cells that changed: 賛助会員：3,500. Anything else, and a row that changed as a
/// whole, stays as it is.
fn only_changed_cells(spans: Vec<Span>) -> Vec<Span> {
    let mut cells: Vec<Vec<Span>> = vec![Vec::new()];
    for span in &spans {
        for (at, part) in span.text.split(CELL_MARK).enumerate() {
            if at > 0 {
                cells.push(Vec::new());
            }
            if let Some(cell) = cells.last_mut().filter(|_| !part.is_empty() || span.style == SpanStyle::Underlined) {
                cell.push(Span { text: part.to_owned(), ..span.clone() });
            }
        }
    }
    let is_marked = |cell: &Vec<Span>| cell.iter().any(|span| span.style == SpanStyle::Underlined);
    let marked = cells.iter().skip(1).filter(|cell| is_marked(cell)).count();
    if marked == 0 || marked + 1 >= cells.len() && is_marked(&cells[0]) {
        return spans;
    }
    let mut cells = cells.into_iter();
    let mut out = cells.next().unwrap_or_default();
    for (at, cell) in cells.filter(is_marked).enumerate() {
        out.push(Span::plain(if at == 0 { "：" } else { "、" }));
        // A cell that is empty now, or was, still says that it is.
        if cell.iter().all(|span| span.text.is_empty()) { out.push(Span::plain("（なし）")) } else { out.extend(cell) }
    }
    out
}

/// A paragraph shorter than this is shown whole.
const SHORT: usize = 80;

/// Whole sentences without a change become （略） in a long paragraph.
fn shortened(spans: Vec<Span>) -> Vec<Span> {
    let letters: usize = spans.iter().map(|span| span.text.chars().count()).sum();
    if letters <= SHORT {
        return spans;
    }
    let last = spans.len().saturating_sub(1);
    let mut out = Vec::with_capacity(spans.len());
    for (at, span) in spans.into_iter().enumerate() {
        if span.style != SpanStyle::Plain {
            out.push(span);
            continue;
        }
        // What belongs to the changed sentences stays: up to the first stop, and from the last one on.
        let front = if at == 0 { 0 } else { span.text.find('。').map_or(span.text.len(), |stop| stop + '。'.len_utf8()) };
        let rest = &span.text[front..];
        let back = if at == last { span.text.len() } else { rest.rfind('。').map_or(front, |stop| front + stop + '。'.len_utf8()) };
        if back > front && span.text[front..back].chars().count() > LEFT_OUT.chars().count() {
            out.push(Span::plain(format!("{}{LEFT_OUT}{}", &span.text[..front], &span.text[back..])));
        } else {
            out.push(span);
        }
    }
    out
}

/// The lines with the row's label before the first and its indent before all. A label that is another one than on
/// the other side is underlined, and so is that of a node that stands on this side alone.
fn finished(outline: &Outline, at: usize, other: Option<(&Outline, usize)>, mut lines: Paragraphs) -> Paragraphs {
    let row = &outline.rows()[at];
    let format = outline.format(row);
    let same = other.is_some_and(|(outline, at)| outline.rows()[at].label == row.label);
    if let Some(first) = lines.first_mut() {
        if !row.label.is_empty() {
            let separator = if format.separator.is_empty() && row.label != "・" { " " } else { &format.separator };
            let alone = other.is_none();
            let label = if alone || same { format!("{}{separator}", row.label) } else { row.label.clone() };
            let span = if same { Span::plain(label) } else { underlined(label) };
            let spans = if alone || same { vec![span] } else { vec![span, Span::plain(separator)] };
            first.splice(0..0, spans);
        }
        join_alike(first);
    }
    let blanks = indent(outline, at);
    if !blanks.is_empty() {
        lines.iter_mut().for_each(|line| line.insert(0, Span::plain(blanks.clone())));
    }
    lines
}

/// Neighbours of one style become one span, so that underlines do not break.
fn join_alike(spans: &mut Vec<Span>) {
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans.drain(..) {
        match out.last_mut() {
            Some(last) if last.style == span.style && span.link.is_none() => last.text.push_str(&span.text),
            _ => out.push(span),
        }
    }
    *spans = out;
}
