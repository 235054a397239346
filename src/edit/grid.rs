//! A table as a grid: cells with their places, and the changes a grid allows.
//!
//! The plan keeps rows of cells and leaves covered ones out, as HTML does; here every cell has its row,
//! column and spans, which is what drawing and editing need.
//!
//! Invariant: every place of a grid is covered by exactly one cell, whatever is done to it.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::plan::{Align, Cell, Table};

/// A rectangle of places in a grid; never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// First row.
    pub row: usize,
    /// First column.
    pub column: usize,
    /// Rows covered, at least 1.
    pub rows: usize,
    /// Columns covered, at least 1.
    pub columns: usize,
}

impl Area {
    /// One place.
    pub fn one(row: usize, column: usize) -> Self {
        Self { row, column, rows: 1, columns: 1 }
    }

    /// From one corner to the other, both included.
    pub fn between(a: (usize, usize), b: (usize, usize)) -> Self {
        let (row, column) = (a.0.min(b.0), a.1.min(b.1));
        Self { row, column, rows: a.0.max(b.0) - row + 1, columns: a.1.max(b.1) - column + 1 }
    }

    /// One past the last row.
    pub fn below(self) -> usize {
        self.row + self.rows
    }

    /// One past the last column.
    pub fn right(self) -> usize {
        self.column + self.columns
    }

    /// Its rows.
    pub fn row_range(self) -> Range<usize> {
        self.row..self.below()
    }

    /// Its columns.
    pub fn column_range(self) -> Range<usize> {
        self.column..self.right()
    }

    /// Whether it covers a place.
    pub fn contains(self, row: usize, column: usize) -> bool {
        self.row_range().contains(&row) && self.column_range().contains(&column)
    }

    /// Whether both cover some place.
    pub fn meets(self, other: Self) -> bool {
        self.row < other.below() && other.row < self.below() && self.column < other.right() && other.column < self.right()
    }

    /// The least area that covers both.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self::between(
            (self.row.min(other.row), self.column.min(other.column)),
            (self.below().max(other.below()) - 1, self.right().max(other.right()) - 1),
        )
    }

    fn turned(self) -> Self {
        Self { row: self.column, column: self.row, rows: self.columns, columns: self.rows }
    }
}

/// A cell with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// What it covers.
    pub area: Area,
    /// The cell; its own spans mean nothing here.
    pub cell: Cell,
}

impl Placed {
    fn empty(row: usize, column: usize) -> Self {
        Self { area: Area::one(row, column), cell: Cell::new("") }
    }
}

/// A table as a grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// How many rows, at least 1.
    pub rows: usize,
    /// How many columns, at least 1.
    pub columns: usize,
    /// The cells, by row, then column.
    pub cells: Vec<Placed>,
}

impl Grid {
    /// The grid of a table. Spans that leave the table or meet another cell are cut; gaps are filled.
    pub fn of(table: &Table) -> Self {
        let rows = table.rows.len().max(1);
        let columns = table.columns().max(1);
        let mut taken = vec![vec![false; columns]; rows];
        let mut cells = Vec::new();
        for (row, list) in table.rows.iter().enumerate() {
            let mut column = 0;
            for cell in list {
                while column < columns && taken[row][column] {
                    column += 1;
                }
                if column >= columns {
                    break;
                }
                let wide = (1..=usize::from(cell.columns.max(1)))
                    .take_while(|n| column + n <= columns && !taken[row][column + n - 1])
                    .count()
                    .max(1);
                // What hangs down from the rows above stands in the way of the cell itself alone.
                let free = |line: &Vec<bool>| line[column..column + wide].iter().all(|taken| !taken);
                let tall = taken[row..].iter().take(usize::from(cell.rows.max(1))).take_while(|line| free(line)).count().max(1);
                for line in &mut taken[row..row + tall] {
                    line[column..column + wide].fill(true);
                }
                cells.push(Placed { area: Area { row, column, rows: tall, columns: wide }, cell: cell.clone() });
                column += wide;
            }
        }
        let gaps = taken.iter().enumerate().flat_map(|(row, line)| {
            line.iter().enumerate().filter(|(_, taken)| !**taken).map(move |(column, _)| Placed::empty(row, column))
        });
        cells.extend(gaps);
        let mut grid = Self { rows, columns, cells };
        grid.sort();
        grid
    }

    /// The rows of a table again.
    pub fn into_rows(self) -> Vec<Vec<Cell>> {
        let mut rows: Vec<Vec<Cell>> = vec![Vec::new(); self.rows];
        for Placed { area, mut cell } in self.cells {
            cell.rows = u16::try_from(area.rows).unwrap_or(u16::MAX);
            cell.columns = u16::try_from(area.columns).unwrap_or(u16::MAX);
            if let Some(row) = rows.get_mut(area.row) {
                row.push(cell);
            }
        }
        rows
    }

    fn sort(&mut self) {
        self.cells.sort_by_key(|placed| (placed.area.row, placed.area.column));
    }

    /// The whole grid.
    pub fn area(&self) -> Area {
        Area { row: 0, column: 0, rows: self.rows, columns: self.columns }
    }

    /// The cell that covers a place.
    pub fn at(&self, row: usize, column: usize) -> Option<&Placed> {
        self.cells.iter().find(|placed| placed.area.contains(row, column))
    }

    /// The same to change.
    pub fn at_mut(&mut self, row: usize, column: usize) -> Option<&mut Placed> {
        self.cells.iter_mut().find(|placed| placed.area.contains(row, column))
    }

    /// The least area from one place to another that cuts no cell; `None` outside of the grid.
    pub fn closed(&self, a: (usize, usize), b: (usize, usize)) -> Option<Area> {
        if a.0.max(b.0) >= self.rows || a.1.max(b.1) >= self.columns {
            return None;
        }
        let mut area = Area::between(a, b);
        loop {
            let grown = self.cells.iter().filter(|placed| placed.area.meets(area)).fold(area, |area, placed| area.with(placed.area));
            if grown == area {
                return Some(area);
            }
            area = grown;
        }
    }

    /// Puts `count` empty rows before row `at`; cells that reach over it grow.
    pub fn insert_rows(&mut self, at: usize, count: usize) {
        let mut covered = vec![false; self.columns];
        for Placed { area, .. } in &mut self.cells {
            if area.row >= at {
                area.row += count;
            } else if area.below() > at {
                area.rows += count;
                covered[area.column_range()].fill(true);
            }
        }
        let free = (0..self.columns).filter(|column| !covered[*column]);
        self.cells.extend(free.flat_map(|column| (at..at + count).map(move |row| Placed::empty(row, column))));
        self.rows += count;
        self.sort();
    }

    /// Takes rows out; says whether it could: one row stays at least.
    pub fn remove_rows(&mut self, rows: Range<usize>) -> bool {
        if rows.is_empty() || rows.end > self.rows || rows.len() == self.rows {
            return false;
        }
        self.cells.retain(|placed| !(rows.start <= placed.area.row && placed.area.below() <= rows.end));
        for Placed { area, .. } in &mut self.cells {
            let gone_above = area.row.min(rows.end) - area.row.min(rows.start);
            let gone_inside = area.below().min(rows.end).saturating_sub(area.row.max(rows.start));
            area.row -= gone_above;
            area.rows -= gone_inside;
        }
        self.rows -= rows.len();
        self.sort();
        true
    }

    /// Does to columns what `change` does to rows.
    pub fn turned(&mut self, change: impl FnOnce(&mut Self)) {
        let turn = |grid: &mut Self| {
            grid.cells.iter_mut().for_each(|placed| placed.area = placed.area.turned());
            std::mem::swap(&mut grid.rows, &mut grid.columns);
            grid.sort();
        };
        turn(self);
        change(self);
        turn(self);
    }

    /// Makes one cell of those in `area`, which must be closed; their texts follow each other.
    pub fn merge(&mut self, area: Area) {
        let inside = |placed: &Placed| placed.area.meets(area);
        let texts: Vec<&str> =
            self.cells.iter().filter(|p| inside(p)).map(|p| p.cell.text.as_str()).filter(|text| !text.is_empty()).collect();
        let text = texts.join("\n");
        let Some(first) = self.cells.iter().find(|placed| inside(placed)) else { return };
        let cell = Cell { text, ..first.cell.clone() };
        self.cells.retain(|placed| !placed.area.meets(area));
        self.cells.push(Placed { area, cell });
        self.sort();
    }

    /// Takes the cells that meet `area` apart: each place gets a cell, the first keeps the text.
    pub fn divide(&mut self, area: Area) {
        let mut new = Vec::new();
        for placed in self.cells.iter_mut().filter(|placed| placed.area.meets(area)) {
            let whole = placed.area;
            placed.area = Area::one(whole.row, whole.column);
            let places = whole.row_range().flat_map(|row| whole.column_range().map(move |column| (row, column)));
            new.extend(places.skip(1).map(|(row, column)| {
                let mut empty = Placed::empty(row, column);
                (empty.cell.head, empty.cell.align) = (placed.cell.head, placed.cell.align);
                empty
            }));
        }
        self.cells.extend(new);
        self.sort();
    }

    /// Puts another grid's cells over those from a place on; the grid grows where it is too small.
    /// What stood there keeps being a heading, and its alignment where the new cell has none.
    pub fn paste(&mut self, (row, column): (usize, usize), other: &Self) {
        let area = Area { row, column, ..other.area() };
        if area.below() > self.rows {
            self.insert_rows(self.rows, area.below() - self.rows);
        }
        if area.right() > self.columns {
            let (at, more) = (self.columns, area.right() - self.columns);
            self.turned(|grid| grid.insert_rows(at, more));
        }
        self.divide(area);
        let inside = self.cells.iter().filter(|placed| placed.area.meets(area));
        let looks: BTreeMap<(usize, usize), (bool, Align)> =
            inside.map(|placed| ((placed.area.row, placed.area.column), (placed.cell.head, placed.cell.align))).collect();
        let pasted = |placed: &Placed| {
            let area = Area { row: placed.area.row + row, column: placed.area.column + column, ..placed.area };
            let mut cell = placed.cell.clone();
            if let Some((head, align)) = looks.get(&(area.row, area.column)) {
                cell.head = *head;
                cell.align = if cell.align == Align::Auto { *align } else { cell.align };
            }
            Placed { area, cell }
        };
        let new: Vec<Placed> = other.cells.iter().map(pasted).collect();
        self.cells.retain(|placed| !placed.area.meets(area));
        self.cells.extend(new);
        self.sort();
    }

    /// The cells of `area`, which must be closed, as a grid of their own.
    #[must_use]
    pub fn part(&self, area: Area) -> Self {
        let cells = self.cells.iter().filter(|placed| placed.area.meets(area)).cloned().map(|mut placed| {
            placed.area.row -= area.row;
            placed.area.column -= area.column;
            placed
        });
        Self { rows: area.rows, columns: area.columns, cells: cells.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        // a a b
        // c d b
        let wide = Cell { columns: 2, ..Cell::new("a") };
        let tall = Cell { rows: 2, ..Cell::new("b") };
        Table { rows: vec![vec![wide, tall], vec![Cell::new("c"), Cell::new("d")]], ..Table::default() }
    }

    fn picture(grid: &Grid) -> String {
        let rows = (0..grid.rows).map(|row| {
            (0..grid.columns)
                .map(|column| grid.at(row, column).map_or("?", |p| if p.cell.text.is_empty() { "." } else { &p.cell.text }))
                .collect::<String>()
        });
        rows.collect::<Vec<_>>().join("/")
    }

    #[test]
    fn a_table_goes_there_and_back() {
        let grid = Grid::of(&table());
        assert_eq!(picture(&grid), "aab/cdb");
        assert_eq!(grid.into_rows(), table().rows);
    }

    #[test]
    fn rows_and_columns_come_and_go() {
        let mut grid = Grid::of(&table());
        grid.insert_rows(1, 1);
        assert_eq!(picture(&grid), "aab/..b/cdb");
        assert!(grid.remove_rows(0..1));
        assert_eq!(picture(&grid), "..b/cdb");
        let mut grid = Grid::of(&table());
        grid.turned(|grid| grid.insert_rows(1, 1));
        assert_eq!(picture(&grid), "aaab/c.db");
        grid.turned(|grid| assert!(grid.remove_rows(0..1)));
        assert_eq!(picture(&grid), "aab/.db");
        assert!(!grid.remove_rows(0..2), "a row stays");
    }

    #[test]
    fn cells_merge_and_divide() {
        let mut grid = Grid::of(&table());
        assert_eq!(grid.closed((1, 1), (1, 2)), Some(grid.area()), "b and then a are drawn in");
        assert_eq!(grid.closed((1, 0), (1, 3)), None);
        grid.merge(Area::between((1, 0), (1, 1)));
        assert_eq!(grid.at(1, 1).map(|placed| placed.cell.text.as_str()), Some("c\nd"));
        grid.divide(Area::one(1, 2));
        assert_eq!(grid.at(1, 2).map(|placed| placed.cell.text.as_str()), Some(""));
        grid.merge(grid.area());
        assert_eq!((grid.cells.len(), grid.cells[0].cell.text.as_str()), (1, "a\nb\nc\nd"));
    }

    #[test]
    fn a_range_is_cut_out_and_pasted_over_the_border() {
        let mut grid = Grid::of(&table());
        let part = grid.part(Area::between((0, 2), (1, 2)));
        assert_eq!((part.rows, part.columns, part.cells.len()), (2, 1, 1));
        grid.paste((1, 3), &part);
        assert_eq!(picture(&grid), "aab./cdbb/...b");
        let square = Grid::of(&Table { rows: vec![vec![Cell::new("x"), Cell::new("y")]], ..Table::default() });
        grid.paste((0, 1), &square);
        assert_eq!(picture(&grid), "axy./cd.b/...b");
    }

    #[test]
    fn broken_spans_are_mended() {
        let wild = Cell { columns: 9, rows: 9, ..Cell::new("w") };
        let tall = Cell { rows: 3, ..Cell::new("t") };
        for rows in [
            vec![vec![Cell::new("a"), Cell::new("b")], vec![wild.clone()]],
            vec![vec![Cell::new("a"), tall.clone()], vec![wild], vec![Cell::new("z")]],
            vec![vec![], vec![tall]],
            vec![],
        ] {
            let grid = Grid::of(&Table { rows, ..Table::default() });
            for row in 0..grid.rows {
                for column in 0..grid.columns {
                    assert_eq!(grid.cells.iter().filter(|placed| placed.area.contains(row, column)).count(), 1);
                }
            }
            assert!(grid.cells.iter().all(|placed| placed.area.below() <= grid.rows && placed.area.right() <= grid.columns));
        }
    }
}
