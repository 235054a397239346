//! What can be done to a table: each change as data, and carrying it out.
//!
//! Lives here: header rows and column widths that follow their rows and columns. Does not live here:
//! which cell covers what (`grid`). May use: `plan`'s tables.

use std::ops::Range;

use super::grid::{Area, Grid};
use crate::plan::{Align, Cell, Table};

/// A change to a table. Areas are closed: they cut no cell.
#[derive(Debug, Clone, PartialEq)]
pub enum TableEdit {
    /// Sets the caption; line breaks become spaces.
    Caption(String),
    /// Sets the text of the cell at a row and column.
    Text {
        /// Row of the cell.
        row: usize,
        /// Column of the cell.
        column: usize,
        /// Its paragraphs, one a line.
        text: String,
    },
    /// Puts empty rows before row `at`.
    InsertRows {
        /// Before which row; the number of rows for the end.
        at: usize,
        /// How many.
        count: usize,
    },
    /// Puts empty columns before column `at`.
    InsertColumns {
        /// Before which column; the number of columns for the end.
        at: usize,
        /// How many.
        count: usize,
    },
    /// Takes rows out.
    RemoveRows(Range<usize>),
    /// Takes columns out.
    RemoveColumns(Range<usize>),
    /// Makes one cell of an area.
    Merge(Area),
    /// Takes the merged cells of an area apart.
    Divide(Area),
    /// Empties the cells of an area.
    Clear(Area),
    /// How many rows from the top are headings.
    HeaderRows(u16),
    /// Makes the cells of an area headings, or no longer.
    Head(Area, bool),
    /// How the lines of an area's cells are set.
    Align(Area, Align),
    /// Relative widths of the columns; empty: from the content.
    Widths(Vec<u16>),
    /// Puts a table's cells over those from a row and column on; grows where it must.
    Paste {
        /// First row.
        row: usize,
        /// First column.
        column: usize,
        /// The cells.
        cells: Vec<Vec<Cell>>,
    },
}

impl TableEdit {
    /// Key of the name shown in the history.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Caption(_) => "edit.step.table_caption",
            Self::Text { .. } => "edit.step.table_text",
            Self::InsertRows { .. } => "edit.step.table_insert_rows",
            Self::InsertColumns { .. } => "edit.step.table_insert_columns",
            Self::RemoveRows(_) => "edit.step.table_remove_rows",
            Self::RemoveColumns(_) => "edit.step.table_remove_columns",
            Self::Merge(_) => "edit.step.table_merge",
            Self::Divide(_) => "edit.step.table_divide",
            Self::Clear(_) => "edit.step.table_clear",
            Self::HeaderRows(_) | Self::Head(..) => "edit.step.table_head",
            Self::Align(..) => "edit.step.table_align",
            Self::Widths(_) => "edit.step.table_widths",
            Self::Paste { .. } => "edit.step.table_paste",
        }
    }

    /// Whether this goes on with what `earlier` did, as typing in one cell does.
    pub(super) fn continues(&self, earlier: &Self) -> bool {
        match (self, earlier) {
            (Self::Caption(_), Self::Caption(_)) => true,
            (Self::Text { row, column, .. }, Self::Text { row: other_row, column: other_column, .. }) => {
                (row, column) == (other_row, other_column)
            }
            _ => false,
        }
    }

    /// The changed table; `None` where the table has no such place or the change is not possible.
    pub(super) fn apply(&self, table: &Table) -> Option<Table> {
        match self {
            Self::Caption(caption) => return Some(Table { caption: super::apply::one_line(caption), ..table.clone() }),
            Self::HeaderRows(rows) => {
                let most = u16::try_from(table.rows.len()).unwrap_or(u16::MAX);
                return Some(Table { header_rows: (*rows).min(most), ..table.clone() });
            }
            Self::Widths(widths) => return Some(Table { widths: widths.clone(), ..table.clone() }),
            _ => {}
        }
        let mut grid = Grid::of(table);
        let (mut header_rows, mut widths) = (usize::from(table.header_rows).min(grid.rows), table.widths.clone());
        if widths.len() != grid.columns {
            widths.clear();
        }
        match self {
            Self::Text { row, column, text } => grid.at_mut(*row, *column)?.cell.text.clone_from(text),
            Self::InsertRows { at, count } => {
                if *at > grid.rows {
                    return None;
                }
                grid.insert_rows(*at, *count);
                header_rows += if *at < header_rows { *count } else { 0 };
            }
            Self::InsertColumns { at, count } => {
                if *at > grid.columns {
                    return None;
                }
                grid.turned(|grid| grid.insert_rows(*at, *count));
                widen(&mut widths, *at, *count);
            }
            Self::RemoveRows(rows) => {
                if !grid.remove_rows(rows.clone()) {
                    return None;
                }
                header_rows -= header_rows.min(rows.end) - header_rows.min(rows.start);
            }
            Self::RemoveColumns(columns) => {
                let mut done = false;
                grid.turned(|grid| done = grid.remove_rows(columns.clone()));
                if !done {
                    return None;
                }
                if !widths.is_empty() {
                    widths.drain(columns.clone());
                }
            }
            Self::Merge(area) => grid.merge(closed(&grid, *area)?),
            Self::Divide(area) => grid.divide(closed(&grid, *area)?),
            Self::Clear(area) => each(&mut grid, *area, |cell| cell.text.clear())?,
            Self::Head(area, head) => each(&mut grid, *area, |cell| cell.head = *head)?,
            Self::Align(area, align) => each(&mut grid, *area, |cell| cell.align = *align)?,
            Self::Paste { row, column, cells } => {
                if *row > grid.rows || *column > grid.columns {
                    return None;
                }
                let before = grid.columns;
                grid.paste((*row, *column), &Grid::of(&Table { rows: cells.clone(), ..Table::default() }));
                widen(&mut widths, before, grid.columns - before);
            }
            Self::Caption(_) | Self::HeaderRows(_) | Self::Widths(_) => {}
        }
        Some(Table {
            caption: table.caption.clone(),
            header_rows: u16::try_from(header_rows).unwrap_or(u16::MAX),
            widths,
            landscape: table.landscape,
            rows: grid.into_rows(),
        })
    }
}

/// `area` grown until it cuts no cell; `None` outside of the grid.
fn closed(grid: &Grid, area: Area) -> Option<Area> {
    grid.closed((area.row, area.column), (area.below().checked_sub(1)?, area.right().checked_sub(1)?))
}

fn each(grid: &mut Grid, area: Area, change: impl Fn(&mut Cell)) -> Option<()> {
    let area = closed(grid, area)?;
    grid.cells.iter_mut().filter(|placed| placed.area.meets(area)).for_each(|placed| change(&mut placed.cell));
    Some(())
}

/// New columns are as wide as the others on the average.
fn widen(widths: &mut Vec<u16>, at: usize, count: usize) {
    if widths.is_empty() {
        return;
    }
    let mean = widths.iter().map(|width| usize::from(*width)).sum::<usize>() / widths.len();
    let mean = u16::try_from(mean.max(1)).unwrap_or(u16::MAX);
    widths.splice(at..at, std::iter::repeat_n(mean, count));
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Instant;

    use proptest::prelude::*;

    use super::*;
    use crate::edit::{BlockPlace, Command, EditError, History, Step, apply};
    use crate::plan::{Block, Plan};

    fn row(texts: &[&str]) -> Vec<Cell> {
        texts.iter().map(|text| Cell::new(*text)).collect()
    }

    fn table() -> Table {
        Table { header_rows: 1, widths: vec![10, 30], rows: vec![row(&["名", "数"]), row(&["北", "1"])], ..Table::default() }
    }

    fn done(table: &Table, edit: &TableEdit) -> Table {
        edit.apply(table).expect("possible")
    }

    #[test]
    fn header_rows_and_widths_follow() {
        let wider = done(&table(), &TableEdit::InsertColumns { at: 1, count: 1 });
        assert_eq!(wider.widths, [10, 20, 30]);
        assert_eq!(done(&wider, &TableEdit::RemoveColumns(0..1)).widths, [20, 30]);
        assert_eq!(done(&table(), &TableEdit::InsertRows { at: 0, count: 2 }).header_rows, 3);
        assert_eq!(done(&table(), &TableEdit::InsertRows { at: 1, count: 1 }).header_rows, 1);
        assert_eq!(done(&table(), &TableEdit::RemoveRows(0..1)).header_rows, 0);
        assert_eq!(done(&table(), &TableEdit::HeaderRows(9)).header_rows, 2);
        let pasted = done(&table(), &TableEdit::Paste { row: 1, column: 1, cells: vec![row(&["x", "y"]), row(&["z", ""])] });
        assert_eq!((pasted.widths.as_slice(), pasted.rows.len(), pasted.columns()), ([10, 30, 20].as_slice(), 3, 3));
    }

    #[test]
    fn what_is_not_there_is_refused() {
        for edit in [
            TableEdit::Text { row: 2, column: 0, text: String::new() },
            TableEdit::InsertRows { at: 3, count: 1 },
            TableEdit::RemoveRows(0..2),
            TableEdit::RemoveColumns(1..3),
            TableEdit::Merge(Area::one(5, 5)),
            TableEdit::Clear(Area { rows: 0, ..Area::one(0, 0) }),
        ] {
            assert_eq!(edit.apply(&table()), None, "{edit:?}");
        }
    }

    fn place() -> BlockPlace {
        BlockPlace { node: None, block: 0 }
    }

    fn table_of(plan: &Plan) -> &Table {
        match &plan.preface[0] {
            Block::Table(table) => table,
            other => panic!("{other:?}"),
        }
    }

    fn changes() -> impl Strategy<Value = TableEdit> {
        let area =
            || (0..6usize, 0..6usize, 1..4usize, 1..4usize).prop_map(|(row, column, rows, columns)| Area { row, column, rows, columns });
        let cell = ("[あa\n]{0,3}", 1..4u16, 1..4u16, any::<bool>()).prop_map(|(text, columns, rows, head)| Cell {
            text,
            columns,
            rows,
            head,
            ..Cell::new("")
        });
        prop_oneof![
            (0..6usize, 0..6usize, "[あa\n]{0,3}").prop_map(|(row, column, text)| TableEdit::Text { row, column, text }),
            (0..6usize, 0..3usize).prop_map(|(at, count)| TableEdit::InsertRows { at, count }),
            (0..6usize, 0..3usize).prop_map(|(at, count)| TableEdit::InsertColumns { at, count }),
            (0..5usize, 0..4usize).prop_map(|(from, count)| TableEdit::RemoveRows(from..from + count)),
            (0..5usize, 0..4usize).prop_map(|(from, count)| TableEdit::RemoveColumns(from..from + count)),
            area().prop_map(TableEdit::Merge),
            area().prop_map(TableEdit::Merge),
            area().prop_map(TableEdit::Divide),
            area().prop_map(TableEdit::Clear),
            (area(), any::<bool>()).prop_map(|(area, head)| TableEdit::Head(area, head)),
            area().prop_map(|area| TableEdit::Align(area, Align::Right)),
            (0..5u16).prop_map(TableEdit::HeaderRows),
            prop::collection::vec(1..9u16, 0..4).prop_map(TableEdit::Widths),
            (0..6usize, 0..6usize, prop::collection::vec(prop::collection::vec(cell, 0..3), 0..3))
                .prop_map(|(row, column, cells)| TableEdit::Paste { row, column, cells }),
        ]
    }

    proptest! {
        #[test]
        fn any_changes_leave_a_whole_grid_and_can_be_taken_back(edits in prop::collection::vec(changes(), 1..40)) {
            let mut plan = Plan::new("t", None);
            plan.preface = vec![Block::Table(table())];
            let mut now = Arc::new(plan);
            let mut history = History::new();
            let mut copies = Vec::new();
            for edit in edits {
                let command = Command::Table { at: place(), edit: edit.clone() };
                match apply(&now, &command) {
                    Ok(edited) => {
                        let table = table_of(&edited.plan);
                        let grid = Grid::of(table);
                        // The rows say exactly what the grid holds: no overlap was cut, no hole filled.
                        prop_assert_eq!(&grid.clone().into_rows(), &table.rows, "{:?}", edit);
                        let covered: usize = grid.cells.iter().map(|placed| placed.area.rows * placed.area.columns).sum();
                        prop_assert_eq!(covered, grid.rows * grid.columns);
                        prop_assert!(usize::from(table.header_rows) <= table.rows.len());
                        if !matches!(edit, TableEdit::Widths(_)) && table_of(&now).widths.len() == Grid::of(table_of(&now)).columns {
                            prop_assert_eq!(table.widths.len(), grid.columns);
                        }
                        copies.push(Plan::clone(&now));
                        let step = Step::new(command, now, edited.plan.clone());
                        history.push(step, Instant::now());
                        history.close_step();
                        now = edited.plan;
                    }
                    Err(error) => prop_assert!(matches!(error, EditError::Nothing | EditError::NoSuchPosition)),
                }
            }
            while let Some(step) = history.undo() {
                let kept = copies.pop();
                prop_assert_eq!(Some(&*step.before), kept.as_ref());
            }
            prop_assert!(copies.is_empty());
        }
    }
}
