//! The cells of a table: how much room they need, and their lines.
//!
//! Lives here: the size of a table's type, what cells need, labels that hang, amounts in line. Does not
//! live here: the sharing of widths (`table_bands`, `table_widths`), rows and rules (`table`). May use: `blocks` and
//! before.

use std::sync::Arc;

use super::blocks::{Justify, Setting, Slab, WHOLE, protect, set};
use super::breaks::{Break, breaks};
use super::cluster::{Look, font_of, shape};
use super::kinsoku::is_digit;
use super::line::measure;
use super::table_bands::{self, Band, Room, Wishes, bands, stretches};
use super::table_widths::{Claim, Need, spread};
use super::{CONTINUED, ElementId, Item, RunSource};
use crate::manuscript::{Align, Cell, Face, Points, Span, Table, TextStyle, plain_text};

/// Type is not made smaller than this for the comfort of a table's lines (8 pt).
const SMALLEST: i32 = 8000;
/// And never smaller than this, to keep its numbers and words whole (6.5 pt).
const TINY: i32 = 6500;
/// Air at the sides of a cell's text, in per cent of its size; and where there is no room for it.
const SIDE: i32 = 45;
const CLOSE: i32 = 12;
/// The columns of a form with more cells than this are not levelled: it would take too long.
const MOST_CLAIMS: usize = 300;
/// From so many characters on a line of running text is set to both edges of its cell.
const JUSTIFIED: i32 = 16;
/// Labels up to so many characters stand on one line.
const SHORT_LABEL: i32 = 5;

/// The measures of a table at one size of type.
pub(super) struct Style {
    pub(super) body: TextStyle,
    head: TextStyle,
    /// Air at the left and right of a cell's text.
    side: i32,
    /// Air above and below it.
    pub(super) air: i32,
    /// Whether later lines hang by a single blank, too.
    nested: bool,
    /// By column, what stands behind the whole part of its longest amount: amounts stand in line there.
    tails: Vec<i32>,
}

impl Style {
    fn new(table: &Table, style: &TextStyle, size: i32, side: i32) -> Self {
        let leading = Points(style.leading.0 * size / style.size.0.max(1));
        let body = TextStyle { size: Points(size), leading, ..*style };
        let tails = vec![0; table.columns];
        let mut own = Self {
            body,
            head: TextStyle { face: Face::Gothic, ..body },
            nested: table.nested,
            side: size * side / 100,
            air: size * 25 / 100,
            tails,
        };
        for cell in &table.cells {
            let tail = own.tail(cell);
            if let Some(longest) = own.tails.get_mut(cell.column).filter(|_| cell.column_span == 1 && tail <= size * 4) {
                *longest = tail.max(*longest);
            }
        }
        own
    }

    fn of(&self, cell: &Cell) -> &TextStyle {
        if cell.head { &self.head } else { &self.body }
    }

    /// Width of what stands behind the whole part of the amount in a cell.
    fn tail(&self, cell: &Cell) -> i32 {
        let [paragraph] = cell.paragraphs.as_slice() else { return 0 };
        if cell.head || cell.align != Align::Right {
            return 0;
        }
        let text = plain_text(paragraph);
        let whole = |text: &str| natural(&[Span::plain(text)], &self.body);
        // With the air between number and unit.
        amount_tail(&text).map_or(0, |at| whole(&text) - whole(&text[..at]))
    }

    /// How far an amount keeps from the right edge, so that it stands in line with the others of its column.
    fn inset(&self, cell: &Cell) -> i32 {
        let tail = self.tail(cell);
        let longest = self.tails.get(cell.column).copied().unwrap_or(0);
        // A text without a number stands at the edge.
        let number = cell.paragraphs.iter().any(|paragraph| amount_tail(&plain_text(paragraph)).is_some());
        if number && !cell.head && cell.align == Align::Right && cell.column_span == 1 { (longest - tail).max(0) } else { 0 }
    }
}

/// A cell with its lines.
pub(super) struct Set<'a> {
    pub(super) cell: &'a Cell,
    pub(super) element: ElementId,
    pub(super) slabs: Vec<Slab>,
}

/// The largest type at which no column tears its words, and by row the edges of the columns at it. What
/// does not fit in the smallest type stands closer to its rules.
pub(super) fn fit(table: &Table, left: i32, width: i32, style: &TextStyle) -> (Style, Vec<Arc<[i32]>>) {
    let sizes = (0..).map(|step| style.size.0 - 500 * step).take_while(|size| *size >= SMALLEST.min(style.size.0));
    let smallest = sizes.clone().last().unwrap_or(SMALLEST);
    // Smaller still rather than tear a number or a word.
    let tiny = (1..).map(|step| smallest - 500 * step).take_while(|size| *size >= TINY);
    let mut choices = sizes.map(|size| (size, SIDE)).chain([(smallest, CLOSE)]).chain(tiny.map(|size| (size, CLOSE))).peekable();
    let form = is_form(table);
    let bands = if form { bands(table) } else { table_bands::whole(table) };
    loop {
        let (size, side) = choices.next().unwrap_or((TINY, CLOSE));
        let scaled = Style::new(table, style, size, side);
        let wishes: Vec<Wishes> = bands.iter().map(|band| wishes(table, band, width, form, &scaled)).collect();
        let comfort = side == SIDE;
        let needed: i64 = stretches(&bands, &wishes).iter().map(|need| i64::from(if comfort { need.least } else { need.words })).sum();
        if needed > i64::from(width) && choices.peek().is_some() {
            continue;
        }
        let room = Room { left, width, short: 8 * size + 2 * scaled.side, step: size, ratios: &table.widths };
        return (scaled, table_bands::edges(table, &bands, &wishes, &room));
    }
}

/// By row, the edges of the columns of a table over `width` (1/1000 pt), as they stand on the pages; for other ways
/// to write it. Columns that a row does not tell apart have no width in it.
pub fn table_edges(table: &Table, width: i32, style: &TextStyle) -> Vec<Arc<[i32]>> {
    if table.columns == 0 || table.rows == 0 { Vec::new() } else { fit(table, 0, width, style).1 }
}

/// Whether a table is a form: some cells cover several columns and no head row says what a column is. The
/// columns of other tables are what they hold.
fn is_form(table: &Table) -> bool {
    let free = table.header_rows == 0 && table.widths.is_empty() && table.cells.len() <= MOST_CLAIMS;
    free && table.cells.iter().any(|cell| cell.column_span > 1)
}

/// What the cells of a band need of a room of `width`.
fn wishes(table: &Table, band: &Band, width: i32, form: bool, style: &Style) -> Wishes {
    let cells = || {
        let own = table.cells.iter().filter(|cell| band.rows.contains(&cell.row));
        own.map(|cell| (cell, band.columns(&(cell.column..(cell.column + cell.column_span).min(table.columns)))))
    };
    let labels = table.header_rows == 0;
    let mut columns = vec![Need { label: labels, ..Need::default() }; band.count()];
    let mut wide = Vec::new();
    for (cell, range) in cells() {
        let label = labels && cell.head;
        let mut need = Need::default();
        for paragraph in &cell.paragraphs {
            let hang = hang(paragraph, style.of(cell), style.nested);
            need.widen(if label { label_need(paragraph, style.of(cell)) } else { paragraph_need(paragraph, style.of(cell), hang) });
        }
        let air = 2 * style.side + style.inset(cell);
        need.words += air;
        need.least += air;
        need.most += air;
        match columns.get_mut(range.start) {
            Some(column) if range.len() == 1 => {
                column.widen(need);
                column.label &= label;
            }
            _ => wide.push((range, need)),
        }
    }
    // An empty column still wants to be written into by hand.
    let empty = Need { words: 2 * style.side, least: 2 * style.side, most: 2 * style.body.size.0 + 2 * style.side, label: false };
    columns.iter_mut().for_each(|column| column.widen(empty));
    for (range, need) in wide {
        if let Some(columns) = columns.get_mut(range) {
            spread(columns, need);
        }
    }
    // Where room is short, labels take a second line before texts do.
    if columns.iter().map(|column| i64::from(column.most)).sum::<i64>() > i64::from(width) {
        columns.iter_mut().filter(|column| column.label).for_each(|column| column.most = column.least);
    }
    let claim = |(cell, columns): (&Cell, _)| Claim {
        row: cell.row,
        columns,
        air: 2 * style.side,
        texts: cell.paragraphs.iter().map(|paragraph| natural(paragraph, style.of(cell))).collect(),
    };
    let claims = if form { cells().filter(|(cell, _)| cell.row_span == 1).map(claim).collect() } else { Vec::new() };
    Wishes { needs: columns, claims }
}

/// What a label needs: two lines, broken where a reader pauses, if it is not short.
fn label_need(spans: &[Span], style: &TextStyle) -> Need {
    let most = natural(spans, style);
    if most <= SHORT_LABEL * style.size.0 {
        return Need { words: most, least: most, most, label: true };
    }
    let right = most / 2 + style.size.0;
    let setting = Setting { first: 0, rest: 0, right, align: Align::Left, justified: Justify::Phrases };
    let lines = set(spans, style, setting, WHOLE, None);
    let widest = lines.iter().flat_map(|line| &line.items).filter_map(Item::right_end).max().unwrap_or(most);
    let widest = widest.min(most);
    Need { words: widest, least: widest, most, label: true }
}

fn paragraph_need(spans: &[Span], style: &TextStyle, hang: i32) -> Need {
    let size = style.size.0;
    let shaped = shape(spans, Look { font: font_of(style.face), size });
    let measures = measure(&shaped, spans, size);
    let count = shaped.clusters.len();
    let most = measures.width(&shaped.clusters, 0, count);
    let breaks = breaks(&shaped);
    let (mut start, mut widest) = (0, 0);
    for end in (1..=count).filter(|end| breaks[*end] == Break::Free) {
        widest = widest.max(measures.width(&shaped.clusters, start, end));
        start = end;
    }
    // Japanese can break after each character, but four in a line are the least one likes to read.
    // Dates stay whole; a single endless word must not claim the table.
    let words = widest.min(size * 11).max(most.min(size * 2)) + hang;
    let least = words.max(most.min(size * 4) + hang);
    Need { words: words.min(most), least: least.min(most), most, label: false }
}

/// The lines of a cell between its edges.
pub(super) fn cell_lines(cell: &Cell, edges: &[i32], style: &Style, element: ElementId, source: Option<RunSource>) -> Vec<Slab> {
    let text = style.of(cell);
    let (left, right) =
        (edges[cell.column.min(edges.len() - 1)] + style.side, edges[(cell.column + cell.column_span).min(edges.len() - 1)] - style.side);
    let right = right - style.inset(cell);
    let running = cell.align == Align::Left && !cell.head && right - left >= JUSTIFIED * text.size.0;
    let justified = if cell.head {
        Justify::Phrases
    } else if running {
        Justify::Full
    } else {
        Justify::No
    };
    let mut slabs = Vec::new();
    for paragraph in &cell.paragraphs {
        let hang = hang(paragraph, text, style.nested).min((right - left) / 2).max(0);
        let setting = Setting { first: left, rest: left + hang, right: right.max(left + 1), align: cell.align, justified };
        let mut lines = set(paragraph, text, setting, element, source);
        protect(&mut lines);
        if lines.is_empty() {
            slabs.push(Slab { height: text.leading.0, ..Slab::default() });
        }
        slabs.extend(lines);
    }
    if slabs.is_empty() {
        slabs.push(Slab { height: text.leading.0, ..Slab::default() });
    }
    slabs
}

/// The lines of a head cell once more, on a page that its row goes on to.
pub(super) fn continued_lines(mut cell: Cell, element: ElementId, edges: &[i32], style: &Style) -> Vec<Slab> {
    match cell.paragraphs.last_mut() {
        Some(last) if !plain_text(last).trim().is_empty() => last.push(Span::plain(CONTINUED)),
        _ => return Vec::new(),
    }
    cell_lines(&cell, edges, style, element, None)
}

/// How far the later lines of a cell's paragraph hang, by a bullet or label it begins with, or by how far it is set off:
/// more than one blank is no beginning of a paragraph, and a single one is one unless it is `always` an indent.
fn hang(spans: &[Span], style: &TextStyle, always: bool) -> i32 {
    let text = plain_text(spans);
    let blanks: usize = text.chars().take_while(|c| *c == '\u{3000}').map(char::len_utf8).sum();
    let label = match label_length(&text[blanks..]) {
        0 if always => name_length(&text[blanks..]),
        label => label,
    };
    if !always && label == 0 && blanks <= '\u{3000}'.len_utf8() {
        return 0;
    }
    natural(&[Span::plain(&text[..blanks + label])], style)
}

/// Width of a text in one line.
fn natural(spans: &[Span], style: &TextStyle) -> i32 {
    let shaped = shape(spans, Look { font: font_of(style.face), size: style.size.0 });
    measure(&shaped, spans, style.size.0).width(&shaped.clusters, 0, shaped.clusters.len())
}

/// Where the whole part of the last number of a text ends, in bytes: behind it stand decimals and unit.
fn amount_tail(text: &str) -> Option<usize> {
    let (last, digit) = text.char_indices().rev().find(|(_, c)| is_digit(*c))?;
    let end = last + digit.len_utf8();
    let number = |c: char| is_digit(c) || matches!(c, ',' | '，' | '.' | '．');
    let start = text[..end].char_indices().rev().take_while(|(_, c)| number(*c)).last().map_or(last, |(at, _)| at);
    Some(text[start..end].find(['.', '．']).map_or(end, |point| start + point))
}

/// Bytes of a short name that a text begins with, its colon included: 担当：.
fn name_length(text: &str) -> usize {
    const LONGEST: usize = 5;
    let colon = text.char_indices().take(LONGEST + 1).find(|(_, c)| *c == '：');
    colon.map_or(0, |(at, c)| at + c.len_utf8())
}

/// Bytes of the bullet or label a text begins with, blanks after it included.
fn label_length(text: &str) -> usize {
    let first = text.chars().next().unwrap_or(' ');
    let rest = &text[first.len_utf8().min(text.len())..];
    let blanks = |from: usize| from + text[from..].chars().take_while(|c| matches!(c, ' ' | '\u{3000}')).map(char::len_utf8).sum::<usize>();
    match first {
        '・' | '○' | '●' | '◎' | '◇' | '◆' | '□' | '■' | '※' | '•' | '①'..='⑳' | '⑴'..='⒇' => {
            blanks(first.len_utf8())
        }
        '(' | '（' => {
            let inner: usize = rest.chars().take_while(|c| is_digit(*c)).map(char::len_utf8).sum();
            let close = rest[inner..].chars().next().filter(|c| matches!(c, ')' | '）'));
            close.filter(|_| inner > 0).map_or(0, |close| blanks(first.len_utf8() + inner + close.len_utf8()))
        }
        '0'..='9' | '０'..='９' => {
            let digits: usize = text.chars().take_while(|c| is_digit(*c)).map(char::len_utf8).sum();
            let dot = text[digits..].chars().next().filter(|c| matches!(c, '.' | '．' | ')' | '）'));
            // 3.5 is a number, not a label.
            let label = dot.map(|dot| digits + dot.len_utf8()).filter(|end| !text[*end..].starts_with(is_digit));
            label.map_or(0, blanks)
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_lines_of_what_is_set_off_hang() {
        let none = Points(0);
        let style = TextStyle { face: Face::Mincho, size: Points(9500), leading: Points(14_000), space_before: none, space_after: none };
        let of = |text: &str| hang(&[Span::plain(text)], &style, false);
        let em = style.size.0;
        assert_eq!([of("本文"), of("　本文"), of("　　本文"), of("　　　・本文")], [0, 0, 2 * em, 4 * em]);
        assert_eq!(hang(&[Span::plain("　本文")], &style, true), em, "where blanks are always an indent");
        assert_eq!(hang(&[Span::plain("　担当：総務課")], &style, true), 4 * em, "and names a label");
    }

    #[test]
    fn labels_of_cell_paragraphs() {
        for (text, label) in
            [("・会", "・"), ("① 会", "① "), ("(10) 会", "(10) "), ("1. 会", "1. "), ("3.5倍", ""), ("2024年", ""), ("会", ""), ("", "")]
        {
            assert_eq!(label_length(text), label.len(), "{text}");
        }
    }

    #[test]
    fn amounts_end_where_their_whole_part_does() {
        for (text, tail) in [("1,200円", "円"), ("1.5%", ".5%"), ("１２．５", "．５"), ("300", ""), ("団体 10,000円 個人 1,000円", "円")]
        {
            assert_eq!(amount_tail(text).map(|at| &text[at..]), Some(tail), "{text}");
        }
        assert_eq!(amount_tail("なし"), None);
    }
}
