//! Tables: cells, rules, shades, and the slices a page may end between.
//!
//! Lives here: the grid, its drawing, where a page may end in it. Does not live here: cells
//! (`table_cells`), the sharing of widths (`table_bands`, `table_widths`), repeated head rows on the next page (`paginate`). May use: `blocks` and before.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::blocks::{Justify, Laid, Setting, Slab, protect, set};
use super::runs::HAIRLINE;
use super::sheet::Sheet;
use super::table_cells::{Set, Style, cell_lines, continued_lines, fit};
use super::{Element, ElementId, ElementRole, Item, Rect, RunSource, Unit};
use crate::manuscript::{Cell, Table, plain_text};

/// Shade of head cells (8 %).
const SHADE: u8 = 235;

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
    let (style, edges) = fit(table, left, right - left, &sheet.setup.scale.table);
    let mut cells: Vec<&Cell> = table.cells.iter().collect();
    cells.sort_by_key(|cell| (cell.row, cell.column));
    let mut sets = Vec::with_capacity(cells.len());
    let mut rest = cells.as_slice();
    for row in 0..table.rows {
        let row_element = element(laid, ElementRole::Row, Some(whole));
        let (own, below) = rest.split_at(rest.partition_point(|cell| cell.row <= row));
        rest = below;
        for cell in own {
            let (column_span, row_span) = (u16::try_from(cell.column_span).unwrap_or(1), u16::try_from(cell.row_span).unwrap_or(1));
            let role = if cell.head {
                ElementRole::HeadCell { column: cell.row < table.header_rows, column_span, row_span }
            } else {
                ElementRole::DataCell { column_span, row_span }
            };
            let element = element(laid, role, Some(row_element));
            sets.push(Set { cell, element, slabs: cell_lines(cell, &edges[cell.row], &style, element, source) });
        }
    }
    let page = sheet.bottom - sheet.top;
    let tops = row_tops(table, &sets, &style);
    let heads = tops[table.header_rows.min(table.rows)] - tops[0];
    // As a clerk keeps an entry of a form together: only what no page holds goes on over pages.
    let whole = page - if heads <= page / 3 { heads } else { 0 };
    let grid = Grid { table, edges, tops, sets, style, whole };
    let mut row = 0;
    let mut section = None;
    while row < table.rows {
        let end = grid.group_end(row);
        let mut slabs = grid.slabs(row..end);
        if grid.is_section(&(row..end)) {
            section = Some(row);
        } else if let Some(section) = section {
            slabs.iter_mut().for_each(|slab| grid.say_section(section, slab));
        }
        let height: i32 = slabs.iter().map(|slab| slab.height).sum();
        let head = row < table.header_rows;
        if head || height <= grid.whole {
            let count = slabs.len();
            slabs[..count - 1].iter_mut().for_each(|slab| slab.glued = true);
        } else if end == row + 1 {
            protect(&mut slabs);
        }
        // A row of heads alone leads those below it; in a nested table any heads do, and what stands above them.
        let heads = |rows: &Range<usize>| grid.sets(rows).iter().filter(|set| set.cell.head).count();
        let own = heads(&(row..end));
        let nested =
            table.nested && (own > 0 || end < table.rows && (1..grid.sets(&(end..end + 1)).len()).contains(&heads(&(end..end + 1))));
        let leads = head || height <= page / 3 && (own == grid.sets(&(row..end)).len() || nested);
        if leads && let Some(last) = slabs.last_mut() {
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
    /// By row, the left edges of its columns and the right edge of the last.
    edges: Vec<Arc<[i32]>>,
    tops: Vec<i32>,
    sets: Vec<Set<'a>>,
    style: Style,
    /// Rows up to this height are kept on one page.
    whole: i32,
}

impl Grid<'_> {
    /// The cells that begin in these rows.
    fn sets(&self, rows: &Range<usize>) -> &[Set<'_>] {
        let at = |row: usize| self.sets.partition_point(|set| set.cell.row < row);
        &self.sets[at(rows.start)..at(rows.end)]
    }

    /// One past the last row that cells bind to `row`.
    fn group_end(&self, row: usize) -> usize {
        let (mut from, mut end) = (row, row + 1);
        while from < end {
            let reach = self.sets(&(from..end)).iter().map(|set| set.cell.row + set.cell.row_span).max().unwrap_or(end);
            (from, end) = (end, reach.min(self.table.rows).max(end));
        }
        end
    }

    /// The lines of a group of rows.
    fn lines(&self, rows: &Range<usize>) -> Vec<Line<'_>> {
        let mut lines = Vec::new();
        for set in self.sets(rows) {
            let (top, bottom) = self.span(set.cell);
            let height: i32 = set.slabs.iter().map(|slab| slab.height).sum();
            // The heads of columns stand in the middle; all else begins at the top, so that the eye finds what
            // belongs together on one line.
            let middle = set.cell.row < self.table.header_rows && bottom - top <= self.whole;
            let mut y = if middle { top + (bottom - top - height) / 2 } else { top + self.style.air };
            for slab in &set.slabs {
                lines.push(Line { slab, top: y });
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
        let ends: BTreeSet<i32> = lines.iter().filter_map(|line| self.cut_near(&rows, line.bottom())).collect();
        // What no cut may touch, from top to bottom: lines, and the joints of lines that stay together.
        let mut bodies: Vec<(i32, i32)> = lines.iter().map(|line| (line.top, line.bottom() + i32::from(line.slab.glued))).collect();
        bodies.sort_unstable();
        let mut bodies = bodies.into_iter().peekable();
        let mut reach = top;
        let mut cuts = Vec::new();
        for y in ends.into_iter().filter(|y| *y > top && *y < bottom) {
            while let Some((_, end)) = bodies.next_if(|(start, _)| *start < y) {
                reach = reach.max(end);
            }
            if reach <= y {
                cuts.push(y);
            }
        }
        cuts.push(bottom);
        let rules = self.rules(&rows);
        let mut slabs = Vec::with_capacity(cuts.len());
        let mut from = top;
        for to in cuts {
            slabs.push(self.slab(&rows, &lines, &rules, from..to));
            from = to;
        }
        slabs
    }

    /// Where a page may end for a line that ends at `y`: in a high row there, unless it is the row's last;
    /// below a row wholly, for its rule is its end.
    fn cut_near(&self, rows: &Range<usize>, y: i32) -> Option<i32> {
        let row = rows.start + self.tops[rows.start + 1..=rows.end].partition_point(|bottom| *bottom < y);
        let (top, bottom) = (self.tops[row], *self.tops.get(row + 1)?);
        let own = self.sets(&(row..row + 1)).iter().filter(|set| set.cell.row_span == 1);
        let last = own.map(|set| self.style.air + set.slabs.iter().map(|slab| slab.height).sum::<i32>()).max().unwrap_or(0);
        // With its headings a row nearly as high as a page has no room on one, and must not leave them behind.
        let within = bottom - top > self.whole / 5 * 4 && y < top + last;
        Some(if within { y } else { bottom })
    }

    fn slab(&self, rows: &Range<usize>, lines: &[Line], rules: &Rules, y: Range<i32>) -> Slab {
        let mut slab = Slab { height: y.end - y.start, ..Slab::default() };
        for set in self.sets(rows).iter().filter(|set| set.cell.head) {
            let (top, bottom) = self.span(set.cell);
            let (top, bottom) = (top.max(y.start), bottom.min(y.end));
            if top < bottom {
                let edges = &self.edges[set.cell.row];
                let x = edges[set.cell.column]..edges[set.cell.column + set.cell.column_span];
                slab.items.push(fill(x, top - y.start..bottom - y.start, SHADE, Some(set.element)));
            }
        }
        self.draw(rules, rows, &y, &mut slab.items);
        for line in lines.iter().filter(|line| y.contains(&line.top)) {
            slab.missing.extend(line.slab.missing.iter().cloned());
            slab.items.extend(line.slab.items.iter().cloned().map(|item| item.lowered(line.top - y.start)));
        }
        let across = self.edges[0][0]..self.edges[0][self.table.columns];
        if y.start > self.tops[rows.start] {
            // What goes on from the page before begins anew: a rule, the words of its heads, and in the midst
            // of a row air above the text.
            let mut opening = vec![horizontal(across.clone(), 0)];
            if !self.tops.contains(&y.start) {
                slab.opening_height = self.style.air;
                opening.extend(slab.items.iter().filter_map(|item| match item {
                    Item::Fill { rect, grey, element } if rect.y == Unit(0) => {
                        let rect = Rect { height: Unit(self.style.air), ..*rect };
                        Some(Item::Fill { rect, grey: *grey, element: *element })
                    }
                    _ => None,
                }));
            }
            opening.extend(self.continued(rows, y.start));
            slab.opening = opening;
        }
        slab.closing.push(horizontal(across, 0));
        slab
    }

    /// Whether a row is heads alone over all columns, which says what the rows below it have in common.
    fn is_section(&self, rows: &Range<usize>) -> bool {
        let sets = self.sets(rows);
        let covered: usize = sets.iter().map(|set| set.cell.column_span).sum();
        let all = covered == self.table.columns && self.table.columns > 1 && sets.iter().all(|set| set.cell.head);
        rows.start >= self.table.header_rows && rows.len() == 1 && all
    }

    /// Says on a page that begins with a slice below which section goes on there.
    fn say_section(&self, section: usize, slab: &mut Slab) {
        // Of several heads the first one that says something, over all columns.
        let says = |set: &&Set<'_>| set.cell.paragraphs.iter().any(|spans| !plain_text(spans).trim().is_empty());
        let sets = self.sets(&(section..section + 1));
        let Some(set) = sets.iter().find(says) else { return };
        let cell = Cell { column: 0, column_span: self.table.columns, ..set.cell.clone() };
        let lines = continued_lines(cell, set.element, &self.edges[section], &self.style);
        if lines.is_empty() {
            return;
        }
        let height = lines.iter().map(|line| line.height).sum::<i32>() + 2 * self.style.air;
        let across = self.edges[section][0]..self.edges[section][self.table.columns];
        let mut items = vec![fill(across.clone(), 0..height, SHADE, Some(set.element)), horizontal(across.clone(), 0)];
        for x in [across.start, across.end] {
            items.push(fill(x - HAIRLINE / 2..x + HAIRLINE / 2, 0..height, 0, None));
        }
        let mut at = self.style.air;
        for line in lines {
            items.extend(line.items.into_iter().map(|item| item.lowered(at)));
            at += line.height;
        }
        if slab.opening.is_empty() {
            slab.opening.push(horizontal(across, 0));
        }
        items.extend(std::mem::take(&mut slab.opening).into_iter().map(|item| item.lowered(height)));
        slab.opening = items;
        slab.opening_height += height;
    }

    /// The words of the heads that go on below `y`, as far as there is room for them.
    fn continued(&self, rows: &Range<usize>, y: i32) -> Vec<Item> {
        let mut items = Vec::new();
        for set in self.sets(rows).iter().filter(|set| set.cell.head) {
            let (top, bottom) = self.span(set.cell);
            let own: i32 = set.slabs.iter().map(|slab| slab.height).sum();
            // A head whose own words are still to come says them itself.
            if !(top < y && y < bottom) || y < top + self.style.air + own {
                continue;
            }
            let lines = continued_lines(set.cell.clone(), set.element, &self.edges[set.cell.row], &self.style);
            let height: i32 = lines.iter().map(|slab| slab.height).sum();
            if y + self.style.air + height > bottom {
                continue;
            }
            let mut at = self.style.air;
            for line in lines {
                items.extend(line.items.into_iter().map(|item| item.lowered(at)));
                at += line.height;
            }
        }
        items
    }

    /// The rules around the cells of a group.
    fn rules(&self, rows: &Range<usize>) -> Rules {
        let mut rules = Rules::default();
        for cell in self.sets(rows).iter().map(|set| set.cell) {
            let own = cell.row..(cell.row + cell.row_span.max(1)).min(self.table.rows);
            let columns = cell.column..cell.column + cell.column_span;
            rules.level.extend(columns.clone().flat_map(|column| [(own.start, column), (own.end, column)]));
            rules.upright.extend(own.flat_map(|row| [(columns.start, row), (columns.end, row)]));
        }
        rules
    }

    /// Draws rules as far as they stand in the slice `y`.
    fn draw(&self, rules: &Rules, rows: &Range<usize>, y: &Range<i32>, items: &mut Vec<Item>) {
        let at = |y: i32| self.tops.partition_point(|top| *top <= y).saturating_sub(1);
        let rows = at(y.start).max(rows.start)..(at(y.end - 1) + 1).min(rows.end);
        for row in rows.start..=rows.end {
            let at = self.tops[row];
            // A rule belongs to the slice below it; the last one to the slice above.
            if !(y.contains(&at) || at == y.end && row == self.table.rows) {
                continue;
            }
            let edges = &self.edges[row.min(self.table.rows - 1)];
            for run in runs((0..self.table.columns).filter(|column| rules.level.contains(&(row, *column)))) {
                items.push(horizontal(edges[run.start]..edges[run.end], at - y.start));
            }
        }
        for column in 0..=self.table.columns {
            // Rows of one band share their edges; those of another may stand elsewhere.
            for band in self.edges[rows.clone()].chunk_by(Arc::ptr_eq).scan(rows.start, |next, band| {
                let from = *next;
                *next += band.len();
                Some(from..*next)
            }) {
                let x = self.edges[band.start][column];
                for run in runs(band.filter(|row| rules.upright.contains(&(column, *row)))) {
                    let (top, bottom) = (self.tops[run.start].max(y.start), self.tops[run.end].min(y.end));
                    if top < bottom {
                        items.push(fill(x - HAIRLINE / 2..x + HAIRLINE / 2, top - y.start..bottom - y.start, 0, None));
                    }
                }
            }
        }
    }
}

/// A line of a cell and its top.
struct Line<'a> {
    slab: &'a Slab,
    top: i32,
}

impl Line<'_> {
    fn bottom(&self) -> i32 {
        self.top + self.slab.height
    }
}

/// Where rules stand: level ones by the row below and their column, upright ones by the column to the
/// right and their row.
#[derive(Default)]
struct Rules {
    level: BTreeSet<(usize, usize)>,
    upright: BTreeSet<(usize, usize)>,
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
