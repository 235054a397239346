//! The words of a node on the two sides of the table.

use std::collections::BTreeSet;

use super::LEFT_OUT;
use super::grids::{self, Alignments, Line, Showing};
use crate::compare::{Comparison, Field, FigureAspect, Item, Passage, Stretch, TextOp, words_of};
use crate::locale::{Lang, text};
use crate::manuscript::block::{Span, SpanStyle};
use crate::manuscript::grid;
use crate::plan::{Block, Outline};

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

/// What stands on both sides of a row, one under the other.
pub(super) enum Part {
    Text(Both),
    Table(Vec<Line>),
}

/// The paragraphs of both sides.
#[derive(Default)]
pub(super) struct Both {
    pub(super) new: Paragraphs,
    pub(super) old: Paragraphs,
}

impl Both {
    fn is_empty(&self) -> bool {
        self.new.is_empty() && self.old.is_empty()
    }
}

/// An item as it is told.
#[derive(Default)]
pub(super) struct Told {
    pub(super) parts: Vec<Part>,
    /// A paragraph of the old side is several now.
    pub(super) split: bool,
    /// Several paragraphs of the old side are one now.
    pub(super) joined: bool,
    /// Words came, went or are others; a paragraph begun elsewhere is no other word.
    pub(super) words: bool,
}

/// How an item is told.
#[derive(Clone, Copy)]
pub(super) struct Telling {
    /// What stays the same is left out.
    pub(super) leave_out: bool,
    /// Tables are lines of text.
    pub(super) tables_as_lines: bool,
}

/// The two sides of an item. What stays the same is left out where `telling` says so.
pub(super) fn told(comparison: &Comparison, item: &Item, telling: Telling) -> Told {
    let both = item.old.is_some() && item.new.is_some();
    let leave_out = telling.leave_out && both;
    let passages = comparison.passages(item);
    let mut told = Told::default();
    for (at, passage) in passages.into_iter().enumerate() {
        match passage {
            Passage::Text(stretches) => {
                let breaks = if both { Breaks::of(&stretches, at == 0) } else { Breaks::default() };
                told.split |= !breaks.new.is_empty();
                told.joined |= !breaks.old.is_empty();
                told.words |= stretches.iter().any(|stretch| stretch.op != TextOp::Equal && !stretch.text.trim().is_empty());
                let side = |outline: &Outline, row: usize, other, own, others, breaks: (&Lines, &Lines)| {
                    let own = lines(&stretches, (own, others), leave_out, at == 0, breaks);
                    finished(outline, row, other, own, at == 0)
                };
                let new = item.new.map(|n| {
                    let other = item.old.map(|o| (&comparison.old, o));
                    side(&comparison.new, n, other, TextOp::Insert, TextOp::Delete, (&breaks.new, &breaks.touched_new))
                });
                let old = item.old.map(|o| {
                    let other = item.new.map(|n| (&comparison.new, n));
                    side(&comparison.old, o, other, TextOp::Delete, TextOp::Insert, (&breaks.old, &breaks.touched_old))
                });
                told.push_text(Both { new: new.unwrap_or_default(), old: old.unwrap_or_default() });
            }
            Passage::Table(table) if leave_out && !table.is_changed() => {
                let line = |outline: &Outline, at: usize| vec![vec![Span::plain(format!("{}{LEFT_OUT}", indent(outline, at)))]];
                let (new, old) = (item.new.map(|n| line(&comparison.new, n)), item.old.map(|o| line(&comparison.old, o)));
                told.push_left_out(Both { new: new.unwrap_or_default(), old: old.unwrap_or_default() });
            }
            Passage::Table(table) => {
                told.words |= table.is_changed();
                let showing = Showing {
                    old: alignments(item.old.map(|o| (&comparison.old, o)), table.old),
                    new: alignments(item.new.map(|n| (&comparison.new, n)), table.new),
                    changed_only: leave_out,
                    marked: true,
                    both,
                    as_lines: telling.tables_as_lines,
                };
                told.parts.push(Part::Table(grids::rows(&table, &showing)));
            }
        }
    }
    if let (Some(o), Some(n)) = (item.old, item.new) {
        told.figures(comparison, (o, n), item);
    }
    told
}

impl Told {
    fn push_text(&mut self, both: Both) {
        match self.parts.last_mut() {
            Some(Part::Text(last)) => {
                last.new.extend(both.new);
                last.old.extend(both.old);
            }
            _ if both.is_empty() => {}
            _ => self.parts.push(Part::Text(both)),
        }
    }

    /// The same, where it says only once that something is left out.
    fn push_left_out(&mut self, both: Both) {
        let said = |side: &Paragraphs| side.last().is_some_and(|line| line.last().is_some_and(|span| span.text.ends_with(LEFT_OUT)));
        if !matches!(self.parts.last(), Some(Part::Text(last)) if said(&last.new) && said(&last.old)) {
            self.push_text(both);
        }
    }

    /// What of a picture does not stand in the text: its file and the words instead of it.
    fn figures(&mut self, comparison: &Comparison, (o, n): (usize, usize), item: &Item) {
        if !item.fields.contains(&Field::Figure) {
            return;
        }
        for figure in comparison.meaning(o, n, &[Field::Figure]).figures {
            for (aspect, old, new) in figure.edits {
                // A picture without a caption is called by its file.
                if aspect == FigureAspect::File && figure.name == new {
                    continue;
                }
                let name = text(Lang::Ja, aspect.key());
                let side = |outline: &Outline, at: usize, words: String| {
                    let words = if words.is_empty() { "（なし）".to_owned() } else { words };
                    vec![vec![Span::plain(format!("{}図「{}」の{name}：", indent(outline, at), figure.name)), underlined(words)]]
                };
                self.words = true;
                self.push_text(Both { new: side(&comparison.new, n, new), old: side(&comparison.old, o, old) });
            }
        }
    }
}

/// How the cells of a table of a node stand.
fn alignments(node: Option<(&Outline, usize)>, nth: Option<usize>) -> Alignments {
    let Some(((outline, at), nth)) = node.zip(nth) else { return Alignments::default() };
    let tables = outline.rows()[at].node.body.iter().filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
    tables.clone().nth(nth).map(grid::alignments).unwrap_or_default()
}

/// A row of the old plan as it was, without marks; of one that is only named no more than its heading line.
pub(super) fn as_it_was(comparison: &Comparison, at: usize, only_named: bool, tables_as_lines: bool) -> Vec<Part> {
    let outline = &comparison.old;
    let plain = |lines: Vec<String>| -> Paragraphs { lines.into_iter().map(|line| vec![Span::plain(line)]).collect() };
    if only_named {
        let mut lines = plain(words_of(outline, at));
        let more = lines.len() > 1 || outline.rows()[at].end as usize > at + 1;
        if more {
            lines.truncate(1);
            lines.push(vec![Span::plain(LEFT_OUT)]);
        }
        return vec![Part::Text(Both { new: Vec::new(), old: finished(outline, at, Some((outline, at)), lines, true) })];
    }
    let mut told = Told::default();
    for (place, passage) in comparison.old_passages(at).into_iter().enumerate() {
        match passage {
            Passage::Text(stretches) => {
                let words: String = stretches.into_iter().map(|stretch| stretch.text).collect();
                let lines = plain(words.split('\n').map(str::to_owned).collect());
                told.push_text(Both { new: Vec::new(), old: finished(outline, at, Some((outline, at)), lines, place == 0) });
            }
            Passage::Table(table) => {
                let old = alignments(Some((outline, at)), table.old);
                let showing =
                    Showing { old, new: Alignments::default(), changed_only: false, marked: false, both: false, as_lines: tables_as_lines };
                told.parts.push(Part::Table(grids::rows(&table, &showing)));
            }
        }
    }
    told.parts
}

/// The lines of one side. Lines without a change become one （略）, but for the heading line. `breaks` are the lines of
/// this side that were no paragraphs of their own, and those the other side divides.
fn lines(
    stretches: &[Stretch],
    (own, others): (TextOp, TextOp),
    leave_out: bool,
    headed: bool,
    (begun, touched): (&Lines, &Lines),
) -> Paragraphs {
    let mut lines: Vec<(Vec<Span>, bool)> = vec![(Vec::new(), false)];
    for (at, stretch) in stretches.iter().enumerate() {
        if stretch.op == others {
            // Where words were taken out the line changed, though nothing of it is underlined here.
            let replaced = stretches.get(at + 1).is_some_and(|next| next.op == own) || at > 0 && stretches[at - 1].op == own;
            let whole_lines = stretch.text.ends_with('\n') || stretch.text.starts_with('\n');
            if let Some(last) = lines.last_mut().filter(|_| !replaced && !whole_lines) {
                last.1 = true;
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
        let divided = begun.contains(&at) || begun.contains(&(at + 1)) || touched.contains(&at);
        if (at > 0 || !headed) && !changed && !divided && leave_out {
            let said = out.last().and_then(|line| line.last()).is_some_and(|span| span.text.ends_with(LEFT_OUT));
            if !left_out && !said && !spans.is_empty() {
                out.push(vec![Span::plain(LEFT_OUT)]);
                left_out = true;
            }
            continue;
        }
        left_out = false;
        let mut spans = if leave_out && !divided { shortened(spans) } else { spans };
        spans.retain(|span| !span.text.is_empty());
        if begun.contains(&(at + 1)) {
            spans.push(underlined(BREAK));
        }
        if at == 0 && headed || !spans.is_empty() {
            out.push(spans);
        }
    }
    out
}

/// Stands at the end of a paragraph that was not one by itself before, or is not any more.
pub(super) const BREAK: &str = "［改行］";

/// Lines of a side, counted from 0.
type Lines = BTreeSet<usize>;

/// Where one side has two paragraphs and the other one.
#[derive(Default)]
struct Breaks {
    /// Lines of either side that the other one has together with the line before.
    new: Lines,
    old: Lines,
    /// Lines of either side that the other one has in two.
    touched_new: Lines,
    touched_old: Lines,
}

/// A line of one side shares at least as many letters with each of two of the other one.
const LEAST_SHARED: usize = 5;

impl Breaks {
    /// `headed`: the first line is a heading.
    fn of(stretches: &[Stretch], headed: bool) -> Self {
        let mut breaks = Self::default();
        if !stretches.iter().any(|stretch| stretch.op != TextOp::Equal && stretch.text.contains('\n')) {
            return breaks;
        }
        // How many letters the lines of both sides share, in order.
        let mut shared: Vec<((usize, usize), usize)> = Vec::new();
        let (mut old, mut new) = (0, 0);
        for stretch in stretches {
            for (at, part) in stretch.text.split('\n').enumerate() {
                old += usize::from(at > 0 && stretch.op != TextOp::Insert);
                new += usize::from(at > 0 && stretch.op != TextOp::Delete);
                let letters = part.chars().filter(|c| !c.is_whitespace()).count();
                match shared.last_mut() {
                    _ if stretch.op != TextOp::Equal || letters == 0 => {}
                    Some((lines, count)) if *lines == (old, new) => *count += letters,
                    _ => shared.push(((old, new), letters)),
                }
            }
        }
        shared.retain(|((old, new), letters)| *letters >= LEAST_SHARED && !(headed && (*old == 0 || *new == 0)));
        for pair in shared.windows(2) {
            let [((o, n), _), ((next_o, next_n), _)] = pair else { continue };
            if o == next_o && *next_n == n + 1 {
                breaks.new.insert(*next_n);
                breaks.touched_old.insert(*o);
            }
            if n == next_n && *next_o == o + 1 {
                breaks.old.insert(*next_o);
                breaks.touched_new.insert(*n);
            }
        }
        breaks
    }
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

/// The lines with the row's label before the first, where that is its heading, and its indent before all. A label that is another one than on
/// the other side is underlined, and so is that of a node that stands on this side alone.
fn finished(outline: &Outline, at: usize, other: Option<(&Outline, usize)>, mut lines: Paragraphs, headed: bool) -> Paragraphs {
    let row = &outline.rows()[at];
    let format = outline.format(row);
    let same = other.is_some_and(|(outline, at)| outline.rows()[at].label == row.label);
    if let Some(first) = lines.first_mut().filter(|_| headed) {
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
