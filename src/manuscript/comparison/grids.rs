//! Tables of the plans within the old/new table: their rows become rows of it, each side divided into the columns of its
//! table, so that they are real tables in every kind of file and go on from page to page.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::rows::Entry;
use super::sides::Paragraphs;
use crate::compare::CELL_MARK;
use crate::manuscript::block::{Align, Cell, Span, Table};
use crate::manuscript::plain_text;

/// Into so many columns a side can be divided: tables with more stay lines.
const PLACES: usize = 12;
/// A column holds no more letters than this for its share of the width: what is longer wraps.
const LONGEST: usize = 18;

/// One side of a row.
pub(super) enum Side {
    /// Text over the whole side.
    Text(Paragraphs),
    /// The cells of a row of a table: how many places each has, and its words.
    Cells { cells: Vec<(usize, Vec<Span>)>, head: bool },
}

/// A row of the old/new table.
pub(super) struct Line {
    pub(super) new: Side,
    pub(super) old: Side,
    pub(super) remarks: Paragraphs,
    pub(super) head: bool,
    pub(super) whole: bool,
}

/// What of a side stands together: text, or the rows of a table.
#[derive(Default)]
struct Part {
    text: Paragraphs,
    rows: Vec<Vec<Vec<Span>>>,
}

/// The rows of an entry: itself, or text and rows of tables in turn.
pub(super) fn lines(entry: Entry) -> Vec<Line> {
    let Entry { new, old, remarks, head, whole, table_heads, .. } = entry;
    let has_rows = |side: &Paragraphs| side.iter().any(|line| is_row(line));
    if whole || head || !(has_rows(&new) || has_rows(&old)) {
        return vec![Line { new: Side::Text(new), old: Side::Text(old), remarks, head, whole }];
    }
    let (mut news, mut olds) = (parts(new), parts(old));
    let count = news.len().max(olds.len());
    news.resize_with(count, Part::default);
    olds.resize_with(count, Part::default);
    let mut out: Vec<Line> = Vec::new();
    for (new, old) in news.into_iter().zip(olds) {
        if !new.text.is_empty() || !old.text.is_empty() {
            out.push(line(Side::Text(new.text), Side::Text(old.text)));
        }
        let shares = (shares(&new.rows, &old.rows), shares(&old.rows, &new.rows));
        for (at, (n, o)) in aligned(&old.rows, &new.rows).into_iter().enumerate() {
            let head = table_heads && at == 0;
            let side = |rows: &[Vec<Vec<Span>>], row: Option<usize>, shares: &[usize]| match row {
                Some(row) => Side::Cells { cells: placed(&rows[row], shares), head },
                None => Side::Text(Vec::new()),
            };
            out.push(line(side(&new.rows, n, &shares.0), side(&old.rows, o, &shares.1)));
        }
    }
    if let Some(first) = out.first_mut() {
        first.remarks = remarks;
    }
    out
}

fn line(new: Side, old: Side) -> Line {
    Line { new, old, remarks: Vec::new(), head: false, whole: false }
}

/// Whether a line is a row of a table that a side can be divided for.
fn is_row(line: &[Span]) -> bool {
    let marks = line.iter().map(|span| span.text.matches(CELL_MARK).count()).sum::<usize>();
    (1..PLACES).contains(&marks)
}

/// Text and tables of a side in turn, each part with its text before its table.
fn parts(side: Paragraphs) -> Vec<Part> {
    let mut parts = vec![Part::default()];
    for line in side {
        let row = is_row(&line);
        if !row && parts.last().is_some_and(|part| !part.rows.is_empty()) {
            parts.push(Part::default());
        }
        let Some(last) = parts.last_mut() else { continue };
        if row { last.rows.push(cells(line)) } else { last.text.push(line) }
    }
    parts
}

/// The cells of a row, without the blanks the row is set off by.
fn cells(line: Vec<Span>) -> Vec<Vec<Span>> {
    let mut cells: Vec<Vec<Span>> = vec![Vec::new()];
    for span in line {
        for (at, part) in span.text.split(CELL_MARK).enumerate() {
            if at > 0 {
                cells.push(Vec::new());
            }
            if let Some(cell) = cells.last_mut().filter(|_| !part.is_empty()) {
                cell.push(Span { text: part.to_owned(), ..span.clone() });
            }
        }
    }
    if let Some(first) = cells[0].first_mut() {
        first.text = first.text.trim_start_matches('　').to_owned();
    }
    cells
}

/// How many places each column of a table has; the same on both sides where both have as many columns.
fn shares(rows: &[Vec<Vec<Span>>], others: &[Vec<Vec<Span>>]) -> Vec<usize> {
    let columns = |rows: &[Vec<Vec<Span>>]| rows.iter().map(Vec::len).max().unwrap_or(0);
    let count = columns(rows);
    if count == 0 {
        return Vec::new();
    }
    let others = if columns(others) == count { others } else { &[] };
    let length = |at: usize| {
        let cells = rows.iter().chain(others).filter_map(|row| row.get(at));
        cells.map(|cell| plain_text(cell).chars().count()).max().unwrap_or(0).min(LONGEST) + 2
    };
    let lengths: Vec<usize> = (0..count).map(length).collect();
    let mut shares = vec![1; count];
    for _ in count..PLACES {
        // The column with the most letters to a place gets one more.
        let fullest = (0..count).max_by_key(|at| (lengths[*at] * 1000 / shares[*at], std::cmp::Reverse(*at)));
        if let Some(fullest) = fullest {
            shares[fullest] += 1;
        }
    }
    shares
}

/// The cells of a row with their places; a row of fewer cells fills its side with the last.
fn placed(row: &[Vec<Span>], shares: &[usize]) -> Vec<(usize, Vec<Span>)> {
    let last = row.len().saturating_sub(1);
    let rest = |at: usize| shares.iter().skip(at).sum::<usize>();
    row.iter().enumerate().map(|(at, cell)| (if at == last { rest(at) } else { shares[at] }, cell.clone())).collect()
}

/// Which rows stand beside each other (new, old): those called the same, and of as many others between them each its
/// counterpart.
fn aligned(old: &[Vec<Vec<Span>>], new: &[Vec<Vec<Span>>]) -> Vec<(Option<usize>, Option<usize>)> {
    let names = |rows: &[Vec<Vec<Span>>]| rows.iter().map(|row| plain_text(&row[0])).collect::<Vec<_>>();
    let mut out = Vec::with_capacity(old.len().max(new.len()));
    for op in capture_diff_slices(Algorithm::Myers, &names(old), &names(new)) {
        match op {
            DiffOp::Equal { old_index, new_index, len } => {
                out.extend((0..len).map(|at| (Some(new_index + at), Some(old_index + at))));
            }
            DiffOp::Delete { old_index, old_len, .. } => out.extend((0..old_len).map(|at| (None, Some(old_index + at)))),
            DiffOp::Insert { new_index, new_len, .. } => out.extend((0..new_len).map(|at| (Some(new_index + at), None))),
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                let most = old_len.max(new_len);
                let row = |first: usize, len: usize, at: usize| (at < len).then_some(first + at);
                out.extend((0..most).map(|at| (row(new_index, new_len, at), row(old_index, old_len, at))));
            }
        }
    }
    out
}

/// The table of the lines: three columns, or the sides divided where a table of the plans stands in them.
pub(super) fn table(lines: Vec<Line>, old_left: bool, widths: [u32; 3]) -> Table {
    let heads = if old_left { ["旧", "新", "備考"] } else { ["新", "旧", "備考"] };
    let divided = lines.iter().any(|line| [&line.new, &line.old].into_iter().any(|side| matches!(side, Side::Cells { .. })));
    let places = if divided { PLACES } else { 1 };
    let columns = 2 * places + 1;
    let cell = |row: usize, column: usize, column_span: usize, head: bool, align: Align, paragraphs: Paragraphs| {
        let paragraphs = if paragraphs.is_empty() { vec![Vec::new()] } else { paragraphs };
        Cell { row, column, row_span: 1, column_span, head, align, paragraphs }
    };
    let mut cells = Vec::with_capacity(lines.len() * 3 + 3);
    for (at, head) in heads.into_iter().enumerate() {
        let span = if at == 2 { 1 } else { places };
        cells.push(cell(0, at * places, span, true, Align::Center, vec![vec![Span::plain(head)]]));
    }
    let rows = lines.len() + 1;
    for (at, line) in lines.into_iter().enumerate() {
        let row = at + 1;
        let (left, right) = if old_left { (line.old, line.new) } else { (line.new, line.old) };
        if line.whole {
            let own = if old_left { right } else { left };
            let paragraphs = if let Side::Text(paragraphs) = own { paragraphs } else { Vec::new() };
            cells.push(cell(row, 0, columns, true, Align::Left, paragraphs));
            continue;
        }
        for (begin, side) in [(0, left), (places, right)] {
            match side {
                Side::Text(paragraphs) => cells.push(cell(row, begin, places, line.head, Align::Left, paragraphs)),
                Side::Cells { cells: own, head } => {
                    let mut column = begin;
                    for (span, words) in own {
                        let align = if head { Align::Center } else { alignment(&words) };
                        cells.push(cell(row, column, span, head, align, vec![words]));
                        column += span;
                    }
                }
            }
        }
        cells.push(cell(row, 2 * places, 1, line.head, Align::Left, line.remarks));
    }
    let side = |width: u32| std::iter::repeat_n(width, places);
    let widths = side(widths[0]).chain(side(widths[1])).chain([widths[2] * places as u32]).collect();
    Table { caption: Vec::new(), columns, rows, header_rows: 1, widths, landscape: false, cells }
}

/// Numbers stand to the right.
fn alignment(words: &[Span]) -> Align {
    let text = plain_text(words);
    let number = !text.is_empty() && text.chars().all(|c| c.is_numeric() || matches!(c, ',' | '，' | '.' | '△' | '▲' | '-' | '％' | '%'));
    if number { Align::Right } else { Align::Left }
}
