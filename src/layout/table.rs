//! Tables: cells, rules, shades, and the slices a page may end between.
//!
//! Lives here: what cells need, the grid, its drawing. Does not live here: the sharing of widths
//! (`table_widths`), repeated head rows on the next page (`paginate`). May use: `blocks` and before.

use std::collections::BTreeSet;
use std::ops::Range;

use super::blocks::{Justify, Laid, Setting, Slab, set};
use super::breaks::{Break, breaks};
use super::cluster::{Look, font_of, shape};
use super::line::measure;
use super::runs::HAIRLINE;
use super::sheet::Sheet;
use super::table_widths::{Need, spread, widths};
use super::{Element, ElementId, ElementRole, Item, Rect, RunSource, Unit};
use crate::manuscript::{Cell, Face, Points, Span, Table, TextStyle, plain_text};

/// Type is never made smaller than this to fit a table (8 pt).
const SMALLEST: i32 = 8000;
/// Shade of head cells (8 %).
const SHADE: u8 = 235;

/// The measures of a table at one size of type.
struct Style {
    body: TextStyle,
    head: TextStyle,
    /// Air at the left and right of a cell's text.
    side: i32,
    /// Air above and below it.
    air: i32,
}

impl Style {
    fn new(style: &TextStyle, size: i32) -> Self {
        let leading = Points(style.leading.0 * size / style.size.0.max(1));
        let body = TextStyle { size: Points(size), leading, ..*style };
        Self { body, head: TextStyle { face: Face::Gothic, ..body }, side: size * 45 / 100, air: size * 25 / 100 }
    }

    fn of(&self, cell: &Cell) -> &TextStyle {
        if cell.head { &self.head } else { &self.body }
    }
}

/// A cell with its lines.
struct Set<'a> {
    cell: &'a Cell,
    element: ElementId,
    slabs: Vec<Slab>,
}

/// Lays a table out from `left` to the right edge of the text.
pub(super) fn lay(table: &Table, left: i32, sheet: &Sheet, source: Option<RunSource>, laid: &mut Laid) {
    let element = |laid: &mut Laid, role, parent| {
        laid.elements.push(Element::new(role, parent));
        ElementId(u32::try_from(laid.elements.len() - 1).unwrap_or(u32::MAX))
    };
    let whole = element(laid, ElementRole::Table, None);
    let right = sheet.left + sheet.measure;
    if !plain_text(&table.caption).is_empty() {
        let caption = element(laid, ElementRole::Caption, Some(whole));
        let setting = Setting { first: left, rest: left, right, align: crate::manuscript::Align::Left, justified: Justify::No };
        laid.slabs = set(&table.caption, &sheet.setup.scale.small, setting, caption, source);
        laid.slabs.iter_mut().for_each(|slab| slab.glued = true);
        if let Some(last) = laid.slabs.last_mut() {
            last.height += 2000;
        }
    }
    if table.columns == 0 || table.rows == 0 {
        return;
    }
    let (style, widths) = fit(table, right - left, &sheet.setup.scale.table);
    let mut edges = vec![left];
    edges.extend(widths.iter().scan(left, |x, width| {
        *x += width;
        Some(*x)
    }));
    let mut cells: Vec<&Cell> = table.cells.iter().collect();
    cells.sort_by_key(|cell| (cell.row, cell.column));
    let mut sets = Vec::with_capacity(cells.len());
    for row in 0..table.rows {
        let row_element = element(laid, ElementRole::Row, Some(whole));
        for cell in cells.iter().filter(|cell| cell.row == row) {
            let (column_span, row_span) = (u16::try_from(cell.column_span).unwrap_or(1), u16::try_from(cell.row_span).unwrap_or(1));
            let role = if cell.head {
                ElementRole::HeadCell { column: cell.row < table.header_rows, column_span, row_span }
            } else {
                ElementRole::DataCell { column_span, row_span }
            };
            let element = element(laid, role, Some(row_element));
            sets.push(Set { cell, element, slabs: cell_lines(cell, &edges, &style, element, source) });
        }
    }
    let page = sheet.bottom - sheet.top;
    let grid = Grid { table, edges, tops: row_tops(table, &sets, &style), sets, style, whole: page };
    let mut row = 0;
    while row < table.rows {
        let end = grid.group_end(row);
        let mut slabs = grid.slabs(row..end);
        let height: i32 = slabs.iter().map(|slab| slab.height).sum();
        let head = row < table.header_rows;
        if head || height <= grid.whole {
            let count = slabs.len();
            slabs[..count - 1].iter_mut().for_each(|slab| slab.glued = true);
        } else {
            super::blocks::protect(&mut slabs);
        }
        if head && let Some(last) = slabs.last_mut() {
            last.glued = true;
        }
        if head && height <= page / 3 {
            laid.repeated.extend(slabs.iter().cloned());
        }
        laid.slabs.append(&mut slabs);
        row = end;
    }
    // A small table is read at one glance and stays on one page.
    if laid.slabs.iter().map(|slab| slab.height).sum::<i32>() <= page * 2 / 5 {
        laid.slabs.iter_mut().for_each(|slab| slab.glued = true);
    }
    if let Some(last) = laid.slabs.last_mut() {
        last.glued = false;
    }
}

/// The largest type at which no column tears its words, and the widths of the columns at it.
fn fit(table: &Table, room: i32, style: &TextStyle) -> (Style, Vec<i32>) {
    let mut size = style.size.0;
    loop {
        let scaled = Style::new(style, size);
        let needs = needs(table, &scaled);
        let least: i64 = needs.iter().map(|need| i64::from(need.least)).sum();
        if least <= i64::from(room) || size - 500 < SMALLEST {
            let short = 8 * size + 2 * scaled.side;
            return (scaled, widths(&needs, room, short, &table.widths));
        }
        size -= 500;
    }
}

fn needs(table: &Table, style: &Style) -> Vec<Need> {
    let mut columns = vec![Need::default(); table.columns];
    let mut wide = Vec::new();
    for cell in &table.cells {
        let mut need = Need::default();
        for paragraph in &cell.paragraphs {
            need.widen(paragraph_need(paragraph, style.of(cell)));
        }
        need.least += 2 * style.side;
        need.most += 2 * style.side;
        match columns.get_mut(cell.column) {
            Some(column) if cell.column_span == 1 => column.widen(need),
            _ => wide.push((cell.column..(cell.column + cell.column_span).min(table.columns), need)),
        }
    }
    // An empty column still wants to be written into by hand.
    columns.iter_mut().for_each(|column| column.widen(Need { least: 2 * style.side, most: 2 * style.body.size.0 + 2 * style.side }));
    for (range, need) in wide {
        if let Some(columns) = columns.get_mut(range) {
            spread(columns, need);
        }
    }
    columns
}

fn paragraph_need(spans: &[Span], style: &TextStyle) -> Need {
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
    let least = widest.min(size * 11).max(most.min(size * 4)) + hang(spans, style);
    Need { least: least.min(most), most }
}

fn cell_lines(cell: &Cell, edges: &[i32], style: &Style, element: ElementId, source: Option<RunSource>) -> Vec<Slab> {
    let text = style.of(cell);
    let (left, right) =
        (edges[cell.column.min(edges.len() - 1)] + style.side, edges[(cell.column + cell.column_span).min(edges.len() - 1)] - style.side);
    let mut slabs = Vec::new();
    for paragraph in &cell.paragraphs {
        let hang = hang(paragraph, text).min((right - left) / 2).max(0);
        let setting = Setting { first: left, rest: left + hang, right: right.max(left + 1), align: cell.align, justified: Justify::No };
        let mut lines = set(paragraph, text, setting, element, source);
        super::blocks::protect(&mut lines);
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

/// How far the later lines of a cell's paragraph hang, by a bullet or label it begins with.
fn hang(spans: &[Span], style: &TextStyle) -> i32 {
    let text = plain_text(spans);
    let label = label_length(&text);
    if label == 0 {
        return 0;
    }
    let spans = [Span::plain(&text[..label])];
    let shaped = shape(&spans, Look { font: font_of(style.face), size: style.size.0 });
    measure(&shaped, &spans, style.size.0).width(&shaped.clusters, 0, shaped.clusters.len())
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
            let inner: usize = rest.chars().take_while(|c| super::kinsoku::is_digit(*c)).map(char::len_utf8).sum();
            let close = rest[inner..].chars().next().filter(|c| matches!(c, ')' | '）'));
            close.filter(|_| inner > 0).map_or(0, |close| blanks(first.len_utf8() + inner + close.len_utf8()))
        }
        '0'..='9' | '０'..='９' => {
            let digits: usize = text.chars().take_while(|c| super::kinsoku::is_digit(*c)).map(char::len_utf8).sum();
            let dot = text[digits..].chars().next().filter(|c| matches!(c, '.' | '．' | ')' | '）'));
            // 3.5 is a number, not a label.
            let label = dot.map(|dot| digits + dot.len_utf8()).filter(|end| !text[*end..].starts_with(super::kinsoku::is_digit));
            label.map_or(0, blanks)
        }
        _ => 0,
    }
}

/// The top edge of each row, and the bottom of the last.
fn row_tops(table: &Table, sets: &[Set], style: &Style) -> Vec<i32> {
    let mut heights = vec![style.body.leading.0 + 2 * style.air; table.rows];
    let height = |set: &Set| set.slabs.iter().map(|slab| slab.height).sum::<i32>() + 2 * style.air;
    for set in sets.iter().filter(|set| set.cell.row_span == 1) {
        heights[set.cell.row] = heights[set.cell.row].max(height(set));
    }
    for set in sets.iter().filter(|set| set.cell.row_span > 1) {
        let rows = set.cell.row..(set.cell.row + set.cell.row_span).min(table.rows);
        let lack = height(set) - heights[rows.clone()].iter().sum::<i32>();
        if lack > 0 {
            heights[rows.end - 1] += lack;
        }
    }
    let mut tops = vec![0];
    for height in heights {
        tops.push(tops[tops.len() - 1] + height);
    }
    tops
}

/// A table with everything in its place; y from the table's top.
struct Grid<'a> {
    table: &'a Table,
    edges: Vec<i32>,
    tops: Vec<i32>,
    sets: Vec<Set<'a>>,
    style: Style,
    /// Rows up to this height are kept on one page.
    whole: i32,
}

impl Grid<'_> {
    /// One past the last row that cells bind to `row`.
    fn group_end(&self, row: usize) -> usize {
        let mut end = row + 1;
        loop {
            let reach =
                self.sets.iter().filter(|set| (row..end).contains(&set.cell.row)).map(|set| set.cell.row + set.cell.row_span.max(1)).max();
            let reach = reach.unwrap_or(end).min(self.table.rows);
            if reach <= end {
                return end;
            }
            end = reach;
        }
    }

    /// The lines of a group of rows: cell, line, top.
    fn lines(&self, rows: &Range<usize>) -> Vec<(usize, usize, i32)> {
        let mut lines = Vec::new();
        for (index, set) in self.sets.iter().enumerate().filter(|(_, set)| rows.contains(&set.cell.row)) {
            let (top, bottom) = self.span(set.cell);
            let height: i32 = set.slabs.iter().map(|slab| slab.height).sum();
            // Heads and cells over several rows stand in the middle; text begins at the top.
            let middle = (set.cell.head || set.cell.row_span > 1) && bottom - top <= self.whole;
            let mut y = if middle { top + (bottom - top - height) / 2 } else { top + self.style.air };
            for (line, slab) in set.slabs.iter().enumerate() {
                lines.push((index, line, y));
                y += slab.height;
            }
        }
        lines
    }

    fn span(&self, cell: &Cell) -> (i32, i32) {
        (self.tops[cell.row], self.tops[(cell.row + cell.row_span.max(1)).min(self.table.rows)])
    }

    /// The slices of a group of rows: a page may end where no line is cut.
    fn slabs(&self, rows: Range<usize>) -> Vec<Slab> {
        let lines = self.lines(&rows);
        let (top, bottom) = (self.tops[rows.start], self.tops[rows.end]);
        let ends: BTreeSet<i32> = lines.iter().map(|(set, line, y)| y + self.sets[*set].slabs[*line].height).collect();
        let torn = |y: i32| {
            lines.iter().any(|(set, line, top)| {
                let line = &self.sets[*set].slabs[*line];
                let bottom = top + line.height;
                *top < y && (y < bottom || y == bottom && line.glued)
            })
        };
        let last_line = ends.last().copied().unwrap_or(bottom);
        let mut cuts: Vec<i32> = ends.into_iter().filter(|y| *y > top && *y < last_line && !torn(*y)).collect();
        cuts.push(bottom);
        let mut slabs = Vec::with_capacity(cuts.len());
        let mut from = top;
        for to in cuts {
            slabs.push(self.slab(&rows, &lines, from..to));
            from = to;
        }
        slabs
    }

    fn slab(&self, rows: &Range<usize>, lines: &[(usize, usize, i32)], y: Range<i32>) -> Slab {
        let mut slab = Slab { height: y.end - y.start, ..Slab::default() };
        for set in self.sets.iter().filter(|set| set.cell.head && rows.contains(&set.cell.row)) {
            let (top, bottom) = self.span(set.cell);
            let (top, bottom) = (top.max(y.start), bottom.min(y.end));
            if top < bottom {
                let x = self.edges[set.cell.column]..self.edges[set.cell.column + set.cell.column_span];
                slab.items.push(fill(x, top - y.start..bottom - y.start, SHADE, Some(set.element)));
            }
        }
        self.rules(rows, &y, &mut slab.items);
        for (set, line, top) in lines.iter().filter(|(_, _, top)| y.contains(top)) {
            let line = &self.sets[*set].slabs[*line];
            slab.missing.extend(line.missing.iter().cloned());
            slab.items.extend(line.items.iter().cloned().map(|item| item.lowered(top - y.start)));
        }
        let across = self.edges[0]..self.edges[self.table.columns];
        if !self.tops.contains(&y.start) {
            // A row that goes on from the page before begins anew: a rule, and air above the text.
            slab.opening_height = self.style.air;
            let sides = slab.items.iter().filter_map(|item| match item {
                Item::Fill { rect, grey, element } if rect.y == Unit(0) => {
                    let rect = Rect { height: Unit(self.style.air), ..*rect };
                    Some(Item::Fill { rect, grey: *grey, element: *element })
                }
                _ => None,
            });
            slab.opening = sides.chain([horizontal(across.clone(), 0)]).collect();
        }
        slab.closing.push(horizontal(across, 0));
        slab
    }

    /// The rules around the cells of a group, as far as they stand in the slice `y`.
    fn rules(&self, rows: &Range<usize>, y: &Range<i32>, items: &mut Vec<Item>) {
        let (mut level, mut upright) = (BTreeSet::new(), BTreeSet::new());
        for cell in self.sets.iter().map(|set| set.cell) {
            let own = cell.row..(cell.row + cell.row_span.max(1)).min(self.table.rows);
            let columns = cell.column..cell.column + cell.column_span;
            for column in columns.clone() {
                level.insert((own.start, column));
                level.insert((own.end, column));
            }
            for row in own.filter(|row| rows.contains(row)) {
                upright.insert((columns.start, row));
                upright.insert((columns.end, row));
            }
        }
        for row in rows.start..=rows.end {
            let at = self.tops[row];
            // A rule belongs to the slice below it; the last one to the slice above.
            if !(y.contains(&at) && row < rows.end || at == y.end && row == self.table.rows) {
                continue;
            }
            for run in runs((0..self.table.columns).filter(|column| level.contains(&(row, *column)))) {
                items.push(horizontal(self.edges[run.start]..self.edges[run.end], at - y.start));
            }
        }
        for column in 0..=self.table.columns {
            for run in runs(rows.clone().filter(|row| upright.contains(&(column, *row)))) {
                let (top, bottom) = (self.tops[run.start].max(y.start), self.tops[run.end].min(y.end));
                if top < bottom {
                    let x = self.edges[column];
                    items.push(fill(x - HAIRLINE / 2..x + HAIRLINE / 2, top - y.start..bottom - y.start, 0, None));
                }
            }
        }
    }
}

/// Neighbouring numbers as ranges.
fn runs(numbers: impl Iterator<Item = usize>) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some(run) if run.end == number => run.end += 1,
            _ => runs.push(number..number + 1),
        }
    }
    runs
}

/// A level rule; it covers the ends of the upright ones.
fn horizontal(x: Range<i32>, y: i32) -> Item {
    fill(x.start - HAIRLINE / 2..x.end + HAIRLINE / 2, y - HAIRLINE / 2..y + HAIRLINE / 2, 0, None)
}

fn fill(x: Range<i32>, y: Range<i32>, grey: u8, element: Option<ElementId>) -> Item {
    let rect = Rect { x: Unit(x.start), y: Unit(y.start), width: Unit(x.end - x.start), height: Unit(y.end - y.start) };
    Item::Fill { rect, grey, element }
}

#[cfg(test)]
mod tests {
    use super::label_length;

    #[test]
    fn labels_of_cell_paragraphs() {
        for (text, label) in
            [("・会", "・"), ("① 会", "① "), ("(10) 会", "(10) "), ("1. 会", "1. "), ("3.5倍", ""), ("2024年", ""), ("会", ""), ("", "")]
        {
            assert_eq!(label_length(text), label.len(), "{text}");
        }
    }
}
