//! A table as a grid: cells with their places, and the changes a grid allows.
//!
//! The plan keeps rows of cells and leaves covered ones out, as HTML does; here every cell has its row,
//! column and spans, which is what drawing and editing need.

use nendo::plan::{Cell, Table};

/// A cell with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// First row.
    pub row: usize,
    /// First column.
    pub column: usize,
    /// Rows covered.
    pub rows: usize,
    /// Columns covered.
    pub columns: usize,
    /// The cell.
    pub cell: Cell,
}

/// A table as a grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// How many rows.
    pub rows: usize,
    /// How many columns.
    pub columns: usize,
    /// The cells, by row, then column.
    pub cells: Vec<Placed>,
}

impl Grid {
    /// The grid of a table. Spans that leave the table or meet another cell are cut; gaps are filled.
    pub fn of(table: &Table) -> Self {
        let rows = table.rows.len();
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
                let tall = usize::from(cell.rows.max(1)).min(rows - row);
                for line in &mut taken[row..row + tall] {
                    line[column..column + wide].fill(true);
                }
                cells.push(Placed { row, column, rows: tall, columns: wide, cell: cell.clone() });
                column += wide;
            }
        }
        let mut grid = Self { rows, columns, cells };
        grid.fill_gaps(&taken);
        grid
    }

    fn fill_gaps(&mut self, taken: &[Vec<bool>]) {
        for (row, line) in taken.iter().enumerate() {
            for (column, taken) in line.iter().enumerate() {
                if !taken {
                    self.cells.push(Placed { row, column, rows: 1, columns: 1, cell: Cell::new("") });
                }
            }
        }
        self.cells.sort_by_key(|cell| (cell.row, cell.column));
    }

    /// The table again, with what else it had.
    pub fn into_table(self, old: &Table) -> Table {
        let mut rows: Vec<Vec<Cell>> = vec![Vec::new(); self.rows];
        for placed in self.cells {
            let mut cell = placed.cell;
            cell.rows = u16::try_from(placed.rows).unwrap_or(1);
            cell.columns = u16::try_from(placed.columns).unwrap_or(1);
            if let Some(row) = rows.get_mut(placed.row) {
                row.push(cell);
            }
        }
        let header_rows = old.header_rows.min(u16::try_from(self.rows).unwrap_or(u16::MAX));
        let widths = if old.widths.len() == self.columns { old.widths.clone() } else { Vec::new() };
        Table { caption: old.caption.clone(), header_rows, widths, landscape: old.landscape, rows }
    }

    /// The cell that covers a place.
    pub fn at(&self, row: usize, column: usize) -> Option<&Placed> {
        self.cells
            .iter()
            .find(|cell| (cell.row..cell.row + cell.rows).contains(&row) && (cell.column..cell.column + cell.columns).contains(&column))
    }

    /// The same to change.
    pub fn at_mut(&mut self, row: usize, column: usize) -> Option<&mut Placed> {
        self.cells
            .iter_mut()
            .find(|cell| (cell.row..cell.row + cell.rows).contains(&row) && (cell.column..cell.column + cell.columns).contains(&column))
    }

    /// Puts an empty row before row `at`; cells that reach over it grow.
    pub fn insert_row(&mut self, at: usize) {
        let mut covered = vec![false; self.columns];
        for cell in &mut self.cells {
            if cell.row >= at {
                cell.row += 1;
            } else if cell.row + cell.rows > at {
                cell.rows += 1;
                covered[cell.column..cell.column + cell.columns].fill(true);
            }
        }
        let new = (0..self.columns).filter(|column| !covered[*column]);
        self.cells.extend(new.map(|column| Placed { row: at, column, rows: 1, columns: 1, cell: Cell::new("") }));
        self.rows += 1;
        self.cells.sort_by_key(|cell| (cell.row, cell.column));
    }

    /// Takes a row out, unless it is the last one.
    pub fn remove_row(&mut self, at: usize) {
        if self.rows <= 1 || at >= self.rows {
            return;
        }
        self.cells.retain(|cell| !(cell.row == at && cell.rows == 1));
        for cell in &mut self.cells {
            if cell.row > at {
                cell.row -= 1;
            } else if cell.row + cell.rows > at {
                cell.rows -= 1;
            }
        }
        self.rows -= 1;
        self.cells.sort_by_key(|cell| (cell.row, cell.column));
    }

    /// The grid with rows and columns exchanged; what holds for rows then holds for columns.
    fn turned(mut self) -> Self {
        for cell in &mut self.cells {
            std::mem::swap(&mut cell.row, &mut cell.column);
            std::mem::swap(&mut cell.rows, &mut cell.columns);
        }
        std::mem::swap(&mut self.rows, &mut self.columns);
        self.cells.sort_by_key(|cell| (cell.row, cell.column));
        self
    }

    /// Puts an empty column before column `at`.
    #[must_use]
    pub fn with_column(self, at: usize) -> Self {
        let mut turned = self.turned();
        turned.insert_row(at);
        turned.turned()
    }

    /// Takes a column out, unless it is the last one.
    #[must_use]
    pub fn without_column(self, at: usize) -> Self {
        let mut turned = self.turned();
        turned.remove_row(at);
        turned.turned()
    }

    /// Joins a cell with the one right of it, if both are equally tall; says whether it could.
    pub fn join_right(&mut self, row: usize, column: usize) -> bool {
        let Some(left) = self.at(row, column).cloned() else { return false };
        let Some(right) = self.at(left.row, left.column + left.columns).cloned() else { return false };
        if (left.row, left.rows) != (right.row, right.rows) {
            return false;
        }
        self.cells.retain(|cell| *cell != right);
        if let Some(cell) = self.at_mut(row, column) {
            cell.columns += right.columns;
            if !right.cell.text.is_empty() {
                let gap = if cell.cell.text.is_empty() { "" } else { "\n" };
                cell.cell.text = format!("{}{gap}{}", cell.cell.text, right.cell.text);
            }
        }
        true
    }

    /// Joins a cell with the one below it, if both are equally wide; says whether it could.
    pub fn join_down(&mut self, row: usize, column: usize) -> bool {
        let old = Self { rows: self.rows, columns: self.columns, cells: std::mem::take(&mut self.cells) };
        let mut turned = old.turned();
        let done = turned.join_right(column, row);
        *self = turned.turned();
        done
    }

    /// Takes a cell that covers several places apart; says whether it did.
    pub fn divide(&mut self, row: usize, column: usize) -> bool {
        let Some(cell) = self.at_mut(row, column) else { return false };
        let (top, left, rows, columns) = (cell.row, cell.column, cell.rows, cell.columns);
        if rows * columns == 1 {
            return false;
        }
        (cell.rows, cell.columns) = (1, 1);
        for r in top..top + rows {
            for c in left..left + columns {
                if (r, c) != (top, left) {
                    self.cells.push(Placed { row: r, column: c, rows: 1, columns: 1, cell: Cell::new("") });
                }
            }
        }
        self.cells.sort_by_key(|cell| (cell.row, cell.column));
        true
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
                .map(|column| grid.at(row, column).map_or("?", |cell| if cell.cell.text.is_empty() { "." } else { &cell.cell.text }))
                .collect::<String>()
        });
        rows.collect::<Vec<_>>().join("/")
    }

    #[test]
    fn a_table_goes_there_and_back() {
        let grid = Grid::of(&table());
        assert_eq!(picture(&grid), "aab/cdb");
        assert_eq!(grid.into_table(&table()), table());
    }

    #[test]
    fn rows_and_columns_come_and_go() {
        let mut grid = Grid::of(&table());
        grid.insert_row(1);
        assert_eq!(picture(&grid), "aab/..b/cdb");
        grid.remove_row(0);
        assert_eq!(picture(&grid), "..b/cdb");
        let grid = Grid::of(&table()).with_column(1);
        assert_eq!(picture(&grid), "aaab/c.db");
        assert_eq!(picture(&grid.without_column(0)), "aab/.db");
        let mut one = Grid::of(&Table { rows: vec![vec![Cell::new("x")]], ..Table::default() });
        one.remove_row(0);
        assert_eq!(picture(&one), "x");
    }

    #[test]
    fn cells_join_and_divide() {
        let mut grid = Grid::of(&table());
        assert!(!grid.join_right(1, 1), "not equally tall");
        assert!(grid.join_right(1, 0));
        assert_eq!(grid.at(1, 1).map(|cell| cell.cell.text.as_str()), Some("c\nd"));
        assert!(grid.divide(0, 2));
        assert_eq!(grid.at(1, 2).map(|cell| cell.cell.text.as_str()), Some(""));
        assert!(grid.join_down(0, 0));
        assert_eq!(grid.at(1, 0).map(|cell| cell.rows), Some(2));
    }

    #[test]
    fn broken_spans_are_mended() {
        let wild = Cell { columns: 9, rows: 9, ..Cell::new("w") };
        let table = Table { rows: vec![vec![Cell::new("a"), Cell::new("b")], vec![wild]], ..Table::default() };
        let grid = Grid::of(&table);
        assert_eq!(grid.rows, 2);
        assert!(grid.cells.iter().all(|cell| cell.row + cell.rows <= grid.rows && cell.column + cell.columns <= grid.columns));
    }
}
