//! A table as a grid of words, spans resolved.

use crate::compare::fields::words;
use crate::plan::{Outline, Table};

/// Larger grids than this are not looked into: no table on paper has them.
const MOST_PLACES: usize = 200_000;

/// The words of each place, row by row; what a span covers is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::compare) struct Grid {
    pub(in crate::compare) columns: usize,
    pub(in crate::compare) rows: Vec<Vec<String>>,
    /// Which places belong to the cell on their left.
    pub(in crate::compare) joins: Vec<Vec<bool>>,
    /// Whether a cell covers more than its own place.
    pub(in crate::compare) spans: bool,
    pub(in crate::compare) header_rows: usize,
}

impl Grid {
    /// With references as the titles they name.
    pub(in crate::compare) fn of(table: &Table, outline: &Outline) -> Self {
        Self::with_words(table, |text| words(text, outline))
    }

    /// With the words as they are written.
    pub(in crate::compare) fn bare(table: &Table) -> Self {
        Self::with_words(table, str::to_owned)
    }

    fn with_words(table: &Table, words: impl Fn(&str) -> String) -> Self {
        let columns = table.columns();
        let mut grid = Self { columns, rows: Vec::new(), joins: Vec::new(), spans: false, header_rows: usize::from(table.header_rows) };
        if columns.saturating_mul(table.rows.len()) > MOST_PLACES {
            grid.spans = true;
            return grid;
        }
        // How many further rows each column is covered from above.
        let mut covered = vec![0u16; columns];
        for cells in &table.rows {
            let mut row = vec![String::new(); columns];
            let mut joins = vec![false; columns];
            let mut column = 0;
            let taken: Vec<bool> = covered.iter().map(|rows| *rows > 0).collect();
            covered.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
            for cell in cells {
                while taken.get(column).copied().unwrap_or(false) {
                    column += 1;
                }
                let Some(place) = row.get_mut(column) else { break };
                *place = words(&cell.text).replace('\n', " ");
                grid.spans |= cell.columns > 1 || cell.rows > 1;
                let end = (column + usize::from(cell.columns.max(1))).min(columns);
                joins[column + 1..end.max(column + 1)].fill(true);
                covered[column..end].iter_mut().for_each(|rows| *rows = cell.rows.saturating_sub(1));
                column = end;
            }
            grid.rows.push(row);
            grid.joins.push(joins);
        }
        grid
    }

    pub(in crate::compare) fn column(&self, at: usize) -> impl Iterator<Item = &str> {
        self.rows.iter().map(move |row| row[at].as_str())
    }

    /// What a column is called: its head, else its first words.
    pub(in crate::compare) fn column_name(&self, at: usize) -> String {
        let heads = self.header_rows.clamp(1, self.rows.len().max(1));
        self.column(at).take(heads).filter(|words| !words.is_empty()).last().unwrap_or_default().to_owned()
    }

    /// What a row is called: its first words.
    pub(super) fn row_name(&self, at: usize) -> String {
        self.rows[at].iter().find(|words| !words.is_empty()).cloned().unwrap_or_default()
    }
}
