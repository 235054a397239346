//! Tables of the plans within the old/new table: their rows become rows of it, each side divided into the columns of its
//! table, so that they are real tables in every kind of file and go on from page to page.
//!
//! Rows that belong together stand at one height. A table with more columns than a side can be divided into comes in
//! bands, one under the other, each with the column its rows are named by.

use std::collections::BTreeMap;

use super::LEFT_OUT;
use super::meant::{share, signed};
use super::sides::{Paragraphs, underlined};
use crate::compare::{Amounts, Beside, CELL_MARK, CellSides, RowSides, TableSides, TextOp};
use crate::manuscript::block::{Align, Cell, Span, Table};

/// Into so many places a side is divided, and as many columns of a table stand in them. Both sides and the remarks are
/// no more columns than word processors can have.
const PLACES: usize = 30;
const COLUMNS: usize = 12;
/// A column holds no more half-width letters than this for its share of the width: what is longer wraps.
const LONGEST: usize = 36;
/// What a column has besides its letters.
const AIR: usize = 3;
/// More amounts of a row than this are not told one by one.
const MOST_AMOUNTS: usize = 3;

/// One side of a row.
#[derive(Debug, Clone)]
pub(super) enum Side {
    /// Text over the whole side.
    Text(Paragraphs),
    /// The cells of a row of a table.
    Cells { cells: Vec<SideCell>, head: bool },
}

impl Side {
    fn is_left_out(&self) -> bool {
        let Self::Text(paragraphs) = self else { return false };
        matches!(paragraphs.as_slice(), [line] if line.iter().map(|span| span.text.trim()).collect::<String>() == LEFT_OUT)
    }
}

/// A cell of a row of a table.
#[derive(Debug, Clone)]
pub(super) struct SideCell {
    places: usize,
    align: Align,
    words: Vec<Span>,
}

/// A row of the old/new table.
pub(super) struct Line {
    pub(super) new: Side,
    pub(super) old: Side,
    pub(super) remarks: Paragraphs,
    pub(super) head: bool,
    pub(super) whole: bool,
}

impl Line {
    pub(super) fn of(new: Side, old: Side) -> Self {
        Self { new, old, remarks: Vec::new(), head: false, whole: false }
    }

    /// Whether it says no more than that something is left out.
    fn is_left_out(&self) -> bool {
        !self.head && !self.whole && self.remarks.is_empty() && self.new.is_left_out() && self.old.is_left_out()
    }
}

/// How the cells of a table stand, by row and column.
pub(super) type Alignments = BTreeMap<(usize, usize), Align>;

/// How a table is shown.
pub(super) struct Showing {
    /// How the cells of either side stand.
    pub(super) old: Alignments,
    pub(super) new: Alignments,
    /// Rows that stayed are left out.
    pub(super) changed_only: bool,
    /// What is another than before is underlined and told in the remarks.
    pub(super) marked: bool,
    /// Both plans have the node, so that it says something where only one of them has the table.
    pub(super) both: bool,
    /// Its rows are lines of text: in a workbook, whose rows are filtered.
    pub(super) as_lines: bool,
}

/// The rows of a table: all, or the heads and those that changed.
pub(super) fn rows(table: &TableSides, showing: &Showing) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    for band in bands(&table.columns, if showing.as_lines { usize::MAX } else { COLUMNS }) {
        let touched = |row: &RowSides| row.place.old.is_none() || row.place.new.is_none() || band_changed(row, &band);
        if showing.changed_only && !table.rows.iter().any(touched) {
            continue;
        }
        let places = |new| if showing.as_lines { vec![1; band.len()] } else { shares(table, &band, new) };
        let shares = (places(false), places(true));
        let mut left_out = false;
        for row in &table.rows {
            if showing.changed_only && !row.head && !touched(row) {
                if !left_out {
                    let side = || Side::Text(vec![vec![Span::plain(LEFT_OUT)]]);
                    out.push(Line::of(side(), side()));
                }
                left_out = true;
                continue;
            }
            left_out = false;
            let cells = |new: bool| side(row, &band, (if new { &shares.1 } else { &shares.0 }, showing), new);
            let mut line = Line::of(cells(true), cells(false));
            if showing.marked {
                line.remarks = remarks(table, row, &band, showing.both).into_iter().map(|words| vec![Span::plain(words)]).collect();
            }
            out.push(line);
        }
    }
    // A table that came, went or moved as a whole is said once.
    let alone = table.old.is_none() != table.new.is_none();
    if let Some(first) = out.first_mut().filter(|_| alone && showing.both && showing.marked) {
        first.remarks = vec![vec![Span::plain(match table.old {
            _ if table.moved => "（表の移動）",
            None => "（表の追加）",
            Some(_) => "（表の削除）",
        })]];
    }
    out
}

/// The columns in bands that a side can be divided for; the column rows are named by stands in each.
fn bands(columns: &[Beside], most: usize) -> Vec<Vec<(usize, Beside)>> {
    let all: Vec<(usize, Beside)> = columns.iter().copied().enumerate().collect();
    if all.len() <= most {
        return vec![all];
    }
    let name = all.iter().position(|(_, column)| column.old.is_some() && column.new.is_some()).unwrap_or(0);
    let others: Vec<(usize, Beside)> = all.iter().copied().filter(|(at, _)| *at != name).collect();
    let count = others.len().div_ceil(most - 1);
    others.chunks(others.len().div_ceil(count)).map(|chunk| std::iter::once(all[name]).chain(chunk.iter().copied()).collect()).collect()
}

fn band_changed(row: &RowSides, band: &[(usize, Beside)]) -> bool {
    band.iter().any(|(at, _)| row.cells[*at].text.iter().any(|stretch| stretch.op != TextOp::Equal))
}

/// The place of a row or column on a side.
fn on(beside: Beside, new: bool) -> Option<usize> {
    if new { beside.new } else { beside.old }
}

fn own(new: bool) -> TextOp {
    if new { TextOp::Insert } else { TextOp::Delete }
}

/// How many places each column of a band has on a side, none where it is on the other one alone. Columns of both sides
/// are measured by both, so that they are as wide on each where both have as many.
fn shares(table: &TableSides, band: &[(usize, Beside)], new: bool) -> Vec<usize> {
    let width = |(at, column): &(usize, Beside)| -> Option<usize> {
        on(*column, new)?;
        let length = |row: &RowSides| {
            let side = |op| row.cells[*at].words(op).chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
            if column.old.is_some() && column.new.is_some() { side(TextOp::Insert).max(side(TextOp::Delete)) } else { side(own(new)) }
        };
        Some(table.rows.iter().map(length).max().unwrap_or(0).min(LONGEST) + AIR)
    };
    let lengths: Vec<Option<usize>> = band.iter().map(width).collect();
    let mut shares: Vec<usize> = lengths.iter().map(|length| usize::from(length.is_some())).collect();
    let mut left = PLACES - shares.iter().sum::<usize>();
    // Columns that hold as much are as wide: they widen together, those with the most letters to a place first.
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, length) in lengths.iter().enumerate() {
        if let Some(length) = length {
            groups.entry(*length).or_default().push(at);
        }
    }
    let narrowest = |shares: &[usize], left: usize| {
        let open = groups.iter().filter(|(_, columns)| columns.len() <= left);
        open.max_by_key(|(length, columns)| *length * 1000 / shares[columns[0]]).map(|(_, columns)| columns.clone())
    };
    while let Some(columns) = narrowest(&shares, left).filter(|_| left > 0) {
        columns.iter().for_each(|at| shares[*at] += 1);
        left -= columns.len();
    }
    // What no group of columns can share goes to the last of the longest.
    if let Some(longest) = groups.values().next_back().and_then(|columns| columns.last()) {
        shares[*longest] += left;
    }
    shares
}

/// A side of a row: its cells, or nothing where the row is on the other side alone.
fn side(row: &RowSides, band: &[(usize, Beside)], (shares, showing): (&[usize], &Showing), new: bool) -> Side {
    let Some(at) = on(row.place, new) else { return Side::Text(Vec::new()) };
    let alignments = if new { &showing.new } else { &showing.old };
    let mut cells: Vec<SideCell> = Vec::new();
    for ((step, column), places) in band.iter().zip(shares) {
        let Some(column) = on(*column, new) else { continue };
        let cell = &row.cells[*step];
        let joins = if new { cell.new_joins } else { cell.old_joins };
        match cells.last_mut().filter(|_| joins) {
            Some(last) => last.places += places,
            None => {
                let align = alignments.get(&(at, column)).copied().unwrap_or(Align::Left);
                cells.push(SideCell { places: *places, align, words: spans(cell, new, showing.marked) });
            }
        }
    }
    if cells.is_empty() {
        return Side::Text(Vec::new());
    }
    if showing.as_lines {
        return Side::Text(vec![as_line(cells)]);
    }
    Side::Cells { cells, head: row.head }
}

/// The cells of a row in a line.
fn as_line(cells: Vec<SideCell>) -> Vec<Span> {
    let mut line: Vec<Span> = Vec::new();
    for (at, cell) in cells.into_iter().enumerate() {
        line.extend((at > 0).then(|| Span::plain(CELL_MARK)));
        line.extend(cell.words);
    }
    line
}

fn spans(cell: &CellSides, new: bool, marked: bool) -> Vec<Span> {
    let stretches = cell.text.iter().filter(|stretch| stretch.op == own(new) || stretch.op == TextOp::Equal);
    let span = |stretch: &crate::compare::Stretch| match stretch.op {
        TextOp::Equal => Span::plain(stretch.text.as_str()),
        _ if marked => underlined(stretch.text.as_str()),
        _ => Span::plain(stretch.text.as_str()),
    };
    stretches.map(span).collect()
}

/// What became of a row, and by how much its amounts differ.
fn remarks(table: &TableSides, row: &RowSides, band: &[(usize, Beside)], both: bool) -> Vec<String> {
    if !both || table.old.is_none() || table.new.is_none() {
        return Vec::new();
    }
    let mut lines = Vec::new();
    // Columns are told where the rows begin.
    if table.rows.first().is_some_and(|first| std::ptr::eq(first, row)) {
        for (step, column) in band {
            let word = match (column.old, column.new, column.moved) {
                (Some(_), Some(_), _) | (Some(_), None, true) => continue,
                (None, _, true) => "移動",
                (None, ..) => "追加",
                (Some(_), ..) => "削除",
            };
            let name = &table.column_names[*step];
            lines.push(if name.is_empty() { format!("（列の{word}）") } else { format!("（列「{name}」の{word}）") });
        }
    }
    match (row.place.old, row.place.new, row.place.moved) {
        (Some(_), Some(_), _) => lines.extend(amounts(table, row, band)),
        (_, _, true) => lines.push("（行の移動）".to_owned()),
        (None, ..) => lines.push("（行の追加）".to_owned()),
        (Some(_), ..) => lines.push("（行の削除）".to_owned()),
    }
    lines
}

fn amounts(table: &TableSides, row: &RowSides, band: &[(usize, Beside)]) -> Vec<String> {
    let amount = |(step, _): &(usize, Beside)| {
        let cell = &row.cells[*step];
        let (old, new) = (cell.words(TextOp::Delete), cell.words(TextOp::Insert));
        let (was, is) = without_unit(&old, &new);
        let amounts = Amounts::of_cells(was, is).filter(|_| old != new)?;
        Some((&table.column_names[*step], format!("{}{}", signed(amounts.difference()?), share(amounts))))
    };
    let found: Vec<(&String, String)> = band.iter().filter_map(amount).collect();
    match found.as_slice() {
        [(_, words)] => vec![words.clone()],
        several if several.len() <= MOST_AMOUNTS => {
            several.iter().flat_map(|(name, words)| [name.as_str(), words].map(str::to_owned)).filter(|line| !line.is_empty()).collect()
        }
        _ => Vec::new(),
    }
}

/// What amounts are counted in; a month or a day is no amount.
const UNITS: [&str; 9] = ["円", "千円", "万円", "人", "名", "件", "世帯", "団体", "口"];

/// Two amounts without the unit behind both.
fn without_unit<'a>(old: &'a str, new: &'a str) -> (&'a str, &'a str) {
    let split = |text: &'a str| text.split_at(text.trim_end_matches(|c: char| !c.is_numeric()).len());
    let ((was, unit), (is, other)) = (split(old), split(new));
    if unit == other && UNITS.contains(&unit) { (was, is) } else { (old, new) }
}

/// The rows without those that say once more that something is left out.
pub(super) fn without_repeats(lines: Vec<Line>) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    for line in lines {
        if !(line.is_left_out() && out.last().is_some_and(Line::is_left_out)) {
            out.push(line);
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
                    for SideCell { places, align, words } in own {
                        cells.push(cell(row, column, places, head, align, vec![words]));
                        column += places;
                    }
                }
            }
        }
        cells.push(cell(row, 2 * places, 1, line.head, Align::Left, line.remarks));
    }
    let side = |width: u32| std::iter::repeat_n(width, places);
    let widths = side(widths[0]).chain(side(widths[1])).chain([widths[2] * places as u32]).collect();
    Table { caption: Vec::new(), columns, rows, header_rows: 1, widths, landscape: false, nested: true, cells }
}
