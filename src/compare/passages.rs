//! The words of a node on both sides as a reader meets them: text, and tables row by row.
//!
//! Lives here: which rows and columns of a table stand beside which. Does not live here: the same as one
//! text (`sided`) or how a table is drawn (`manuscript`).

use super::beside::{Piece, Step, TableStep, beside, pieces, rows_as_lines};
use super::comparison::{Comparison, Item};
use super::lines::diff_lines;
use super::meaning::{Grid, pairing};
use super::sided::steps;
use super::text::{Stretch, TextOp, diff_text, stretches};
use super::words::head_lines;
use crate::plan::{Outline, Table};

/// A stretch of a node's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Passage {
    /// Lines of text, compared.
    Text(Vec<Stretch>),
    /// A table.
    Table(TableSides),
}

/// A table on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableSides {
    /// Which table of the old node it is, counted from 0.
    pub old: Option<usize>,
    /// Which table of the new node.
    pub new: Option<usize>,
    /// It stands on this side alone because it is elsewhere on the other one.
    pub moved: bool,
    /// The columns of both sides in one order.
    pub columns: Vec<Beside>,
    /// What each column is called, in that order; may be empty.
    pub column_names: Vec<String>,
    /// The rows of both sides in one order.
    pub rows: Vec<RowSides>,
}

/// A row or a column on either side or on both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beside {
    /// Its place in the old table.
    pub old: Option<usize>,
    /// Its place in the new table.
    pub new: Option<usize>,
    /// It stands on this side alone because it is elsewhere on the other one.
    pub moved: bool,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowSides {
    /// Where it stands.
    pub place: Beside,
    /// Whether it says what the columns are.
    pub head: bool,
    /// Its cells by column of both sides.
    pub cells: Vec<CellSides>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CellSides {
    /// Its words, compared.
    pub text: Vec<Stretch>,
    /// On the old side it is part of the cell before it.
    pub old_joins: bool,
    /// On the new side it is part of the cell before it.
    pub new_joins: bool,
}

impl CellSides {
    /// Its words on one side: `own` is what stands on that side alone.
    pub fn words(&self, own: TextOp) -> String {
        self.text.iter().filter(|s| s.op == own || s.op == TextOp::Equal).map(|s| s.text.as_str()).collect()
    }
}

impl RowSides {
    /// Whether anything of it is another than before.
    pub fn is_changed(&self) -> bool {
        self.place.old.is_none() || self.place.new.is_none() || self.cells.iter().flat_map(|cell| &cell.text).any(|s| s.op != TextOp::Equal)
    }
}

impl TableSides {
    /// Whether anything of it is another than before.
    pub fn is_changed(&self) -> bool {
        self.rows.iter().any(RowSides::is_changed)
    }
}

impl Comparison {
    /// The words of a row on each side, compared, tables row by row.
    pub fn passages(&self, item: &Item) -> Vec<Passage> {
        let old = item.old.map(|o| row_pieces(&self.old, o)).unwrap_or_default();
        let new = item.new.map(|n| row_pieces(&self.new, n)).unwrap_or_default();
        passages((&old, &self.old), (&new, &self.new))
    }

    /// The words of a row of the old plan alone, as they were.
    pub fn old_passages(&self, at: usize) -> Vec<Passage> {
        let pieces = row_pieces(&self.old, at);
        passages((&pieces, &self.old), (&[], &self.new))
    }
}

fn row_pieces(outline: &Outline, at: usize) -> Vec<Piece<'_>> {
    pieces(head_lines(outline, at), &outline.rows()[at].node.body, outline)
}

fn passages((old, old_outline): (&[Piece<'_>], &Outline), (new, new_outline): (&[Piece<'_>], &Outline)) -> Vec<Passage> {
    let mut out = Passages { old: old_outline, new: new_outline, passages: Vec::new() };
    for step in beside(old, new) {
        match step {
            Step::Lines(old, new) => out.text(&old, &new),
            Step::Table(table) => out.table(&table),
        }
    }
    out.passages
}

struct Passages<'a> {
    old: &'a Outline,
    new: &'a Outline,
    passages: Vec<Passage>,
}

impl Passages<'_> {
    fn text(&mut self, old: &[String], new: &[String]) {
        if old.is_empty() && new.is_empty() {
            return;
        }
        // The headings stand for each other, whatever they say.
        let ([old_title, old_lines @ ..], [new_title, new_lines @ ..]) = (old, new) else {
            self.passages.push(Passage::Text(diff_lines(old, new)));
            return;
        };
        if !self.passages.is_empty() {
            self.passages.push(Passage::Text(diff_lines(old, new)));
            return;
        }
        let end = match (old_lines.is_empty(), new_lines.is_empty()) {
            (true, true) => None,
            (false, true) => Some(TextOp::Delete),
            (true, false) => Some(TextOp::Insert),
            (false, false) => Some(TextOp::Equal),
        };
        let end = end.map(|op| Stretch { op, text: "\n".to_owned() });
        let all = diff_text(old_title, new_title).into_iter().chain(end).chain(diff_lines(old_lines, new_lines));
        self.passages.push(Passage::Text(stretches(&all.map(|stretch| (stretch.op, stretch.text)).collect::<Vec<_>>())));
    }

    fn table(&mut self, TableStep { old, new, elsewhere }: &TableStep<'_>) {
        let empty = Table::default();
        let (old_table, new_table) = (old.as_ref().map(|old| old.table), new.as_ref().map(|new| new.table));
        let (one, other) = (old_table.unwrap_or(&empty), new_table.unwrap_or(&empty));
        let (before, after) = (Grid::of(one, self.old), Grid::of(other, self.new));
        if before.rows.len() < one.rows.len() || after.rows.len() < other.rows.len() {
            // Too large to be looked into.
            let (old, new) = (rows_as_lines(one, self.old), rows_as_lines(other, self.new));
            return self.text(&old, &new);
        }
        let pairs = if old.is_some() && new.is_some() { pairing(&before, &after) } else { Default::default() };
        let as_there = elsewhere.map(|there| match new {
            None => AsThere::of(&before, &Grid::of(there, self.new), TextOp::Delete),
            Some(_) => AsThere::of(&after, &Grid::of(there, self.old), TextOp::Insert),
        });
        let places = |pairs: &[(usize, usize)], olds: usize, news: usize| -> Vec<Beside> {
            let moved = |old: Option<usize>, new: Option<usize>| pairs.iter().any(|(o, n)| Some(*o) == old || Some(*n) == new);
            let place = |(old, new): (Option<usize>, Option<usize>)| Beside {
                old,
                new,
                moved: (old.is_none() || new.is_none()) && moved(old, new),
            };
            steps(pairs, olds, news).into_iter().map(place).collect()
        };
        let columns = places(&pairs.columns, before.columns, after.columns);
        let column_names = columns.iter().map(|column| match (column.new, column.old) {
            (Some(n), _) if after.columns > 0 && !after.rows.is_empty() => after.column_name(n),
            (_, Some(o)) if !before.rows.is_empty() => before.column_name(o),
            _ => String::new(),
        });
        let column_names = column_names.collect();
        let row = |place: Beside| {
            let side = |grid: &Grid, row: Option<usize>, column: Option<usize>| -> (String, bool) {
                let (Some(row), Some(column)) = (row, column) else { return (String::new(), false) };
                (grid.rows[row][column].clone(), grid.joins[row][column])
            };
            // Of a table that moved no more is another one than its cells say.
            let of_moved = |column: &Beside| {
                let at = place.old.zip(column.old).or(place.new.zip(column.new))?;
                as_there.as_ref().map(|there| there.words(at))
            };
            let cell = |column: &Beside| {
                let (old, old_joins) = side(&before, place.old, column.old);
                let (new, new_joins) = side(&after, place.new, column.new);
                let alone = |op, text: String| stretches(&[(op, text)]);
                let text = match (place.old.and(column.old), place.new.and(column.new)) {
                    (Some(_), Some(_)) => diff_text(&old, &new),
                    (left, _) => of_moved(column).unwrap_or_else(|| match left {
                        Some(_) => alone(TextOp::Delete, old),
                        None => alone(TextOp::Insert, new),
                    }),
                };
                CellSides { text, old_joins, new_joins }
            };
            let head = match (place.new, place.old) {
                (Some(n), _) => n < after.header_rows,
                (None, old) => old.is_some_and(|o| o < before.header_rows),
            };
            RowSides { place, head, cells: columns.iter().map(cell).collect() }
        };
        let rows = places(&pairs.rows, before.rows.len(), after.rows.len()).into_iter().map(row).collect();
        let sides = TableSides {
            old: old.as_ref().map(|old| old.nth),
            new: new.as_ref().map(|new| new.nth),
            moved: elsewhere.is_some(),
            columns,
            column_names,
            rows,
        };
        self.passages.push(Passage::Table(sides));
    }
}

/// The cells of a table that stands elsewhere on the other side: what of them is as it is there.
struct AsThere {
    cells: Vec<Vec<Vec<Stretch>>>,
}

impl AsThere {
    /// `own`: the side on which `here` stands.
    fn of(here: &Grid, there: &Grid, own: TextOp) -> Self {
        // The pairs are the same whichever side they are looked at from: this one as the new one.
        let pairs = pairing(there, here);
        let beside = |pairs: &[(usize, usize)], at: usize| pairs.iter().find(|(_, here)| *here == at).map(|(there, _)| *there);
        let cell = |row: usize, column: usize| -> Vec<Stretch> {
            let words = here.rows[row][column].clone();
            let Some((r, c)) = beside(&pairs.rows, row).zip(beside(&pairs.columns, column)) else { return stretches(&[(own, words)]) };
            let Some(other) = there.rows.get(r).and_then(|cells| cells.get(c)) else { return stretches(&[(own, words)]) };
            let own_alone = |stretch: Stretch| match stretch.op {
                TextOp::Delete => None,
                TextOp::Insert => Some((own, stretch.text)),
                TextOp::Equal => Some((TextOp::Equal, stretch.text)),
            };
            stretches(&diff_text(other, &words).into_iter().filter_map(own_alone).collect::<Vec<_>>())
        };
        let row = |row: usize| (0..here.columns).map(|column| cell(row, column)).collect();
        Self { cells: (0..here.rows.len()).map(row).collect() }
    }

    fn words(&self, (row, column): (usize, usize)) -> Vec<Stretch> {
        self.cells[row][column].clone()
    }
}
