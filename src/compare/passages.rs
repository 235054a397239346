//! The words of a node on both sides as a reader meets them: text, and tables row by row.
//!
//! Lives here: which table stands beside which, which rows and columns of it. Does not live here: the same as one
//! text (`sided`) or how a table is drawn (`manuscript`).

use super::changes::longest_increasing;
use super::comparison::{Comparison, Item};
use super::fields::words;
use super::lines::{LineGroup, align_lines, diff_lines};
use super::meaning::{Grid, paired, pairing};
use super::sided::steps;
use super::text::{Stretch, TextOp, diff_text, stretches};
use super::words::{block_lines, head_lines, table_lines};
use crate::plan::{Block, Outline, Table};

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

/// What a side of a node consists of.
enum Piece<'a> {
    Line(String),
    /// A table, which one of the node.
    Table(usize, &'a Table),
}

impl Comparison {
    /// The words of a row on each side, compared, tables row by row.
    pub fn passages(&self, item: &Item) -> Vec<Passage> {
        let old = item.old.map(|o| pieces(&self.old, o)).unwrap_or_default();
        let new = item.new.map(|n| pieces(&self.new, n)).unwrap_or_default();
        beside((&old, &self.old), (&new, &self.new))
    }

    /// The words of a row of the old plan alone, as they were.
    pub fn old_passages(&self, at: usize) -> Vec<Passage> {
        let pieces = pieces(&self.old, at);
        beside((&pieces, &self.old), (&[], &self.new))
    }
}

fn pieces(outline: &Outline, at: usize) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece> = head_lines(outline, at).into_iter().map(Piece::Line).collect();
    let mut tables = 0;
    for block in &outline.rows()[at].node.body {
        let mut lines = Vec::new();
        match block {
            Block::Table(table) => {
                lines.extend((!table.caption.is_empty()).then(|| words(&table.caption, outline)));
                pieces.extend(lines.into_iter().map(Piece::Line));
                pieces.push(Piece::Table(tables, table));
                tables += 1;
            }
            block => {
                block_lines(block, outline, &mut lines);
                pieces.extend(lines.into_iter().map(Piece::Line));
            }
        }
    }
    pieces
}

/// A table of a side, and where it stands there.
#[derive(Clone, Copy)]
struct Standing<'a> {
    /// Among the pieces.
    at: usize,
    /// How many lines stand before it.
    lines: usize,
    /// Which table of the node it is.
    nth: usize,
    table: &'a Table,
}

/// A place between lines of both sides, and the table of either side that stands there.
type Cut<'s, 'a> = ((usize, usize), Option<&'s Standing<'a>>, Option<&'s Standing<'a>>);

fn standing<'a>(pieces: &[Piece<'a>]) -> Vec<Standing<'a>> {
    let mut lines = 0;
    let mut tables = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Line(_) => lines += 1,
            Piece::Table(nth, table) => tables.push(Standing { at, lines, nth: *nth, table }),
        }
    }
    tables
}

fn tables<'a>(standing: &[Standing<'a>]) -> Vec<&'a Table> {
    standing.iter().map(|table| table.table).collect()
}

fn beside((old, old_outline): (&[Piece<'_>], &Outline), (new, new_outline): (&[Piece<'_>], &Outline)) -> Vec<Passage> {
    let mut out = Passages { old: old_outline, new: new_outline, passages: Vec::new() };
    let (olds, news) = (standing(old), standing(new));
    let mut pairs = paired(&tables(&olds), &tables(&news));
    pairs.sort_unstable_by_key(|(_, n)| *n);
    let order: Vec<usize> = pairs.iter().map(|(o, _)| *o).collect();
    let (mut o, mut n) = (0, 0);
    for at in longest_increasing(&order) {
        let (left, right) = (&olds[pairs[at].0], &news[pairs[at].1]);
        out.between(&old[o..left.at], &new[n..right.at]);
        out.table(Some(left), Some(right));
        (o, n) = (left.at + 1, right.at + 1);
    }
    out.between(&old[o..], &new[n..]);
    out.passages
}

struct Passages<'a> {
    old: &'a Outline,
    new: &'a Outline,
    passages: Vec<Passage>,
}

impl Passages<'_> {
    /// Text, and tables that stand on one side alone: the other side is divided where they stand.
    fn between(&mut self, old: &[Piece<'_>], new: &[Piece<'_>]) {
        let lines = |pieces: &[Piece<'_>]| -> Vec<String> {
            pieces.iter().filter_map(|piece| if let Piece::Line(line) = piece { Some(line.clone()) } else { None }).collect()
        };
        let (olds, news) = (lines(old), lines(new));
        let (old_tables, new_tables) = (standing(old), standing(new));
        if old_tables.is_empty() && new_tables.is_empty() {
            return self.text(&olds, &news);
        }
        let groups = align_lines(&olds, &news);
        let mut cuts: Vec<Cut<'_, '_>> = Vec::new();
        cuts.extend(old_tables.iter().map(|table| ((table.lines, beside_old(&groups, table.lines)), Some(table), None)));
        cuts.extend(new_tables.iter().map(|table| ((beside_new(&groups, table.lines), table.lines), None, Some(table))));
        cuts.sort_by_key(|cut| cut.0);
        let (mut o, mut n) = (0, 0);
        for ((old_end, new_end), left, right) in cuts {
            let (old_end, new_end) = (old_end.max(o), new_end.max(n));
            self.text(&olds[o..old_end], &news[n..new_end]);
            self.table(left, right);
            (o, n) = (old_end, new_end);
        }
        self.text(&olds[o..], &news[n..]);
    }

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

    fn table(&mut self, old: Option<&Standing<'_>>, new: Option<&Standing<'_>>) {
        let empty = Table::default();
        let (one, other) = (old.map_or(&empty, |old| old.table), new.map_or(&empty, |new| new.table));
        let (before, after) = (Grid::of(one, self.old), Grid::of(other, self.new));
        if before.rows.len() < one.rows.len() || after.rows.len() < other.rows.len() {
            // Too large to be looked into.
            let (old, new) = (rows_as_lines(one, self.old), rows_as_lines(other, self.new));
            return self.text(&old, &new);
        }
        let pairs = if old.is_some() && new.is_some() { pairing(&before, &after) } else { Default::default() };
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
            let cell = |column: &Beside| {
                let (old, old_joins) = side(&before, place.old, column.old);
                let (new, new_joins) = side(&after, place.new, column.new);
                let alone = |op, text: String| stretches(&[(op, text)]);
                let text = match (place.old.and(column.old), place.new.and(column.new)) {
                    (Some(_), Some(_)) => diff_text(&old, &new),
                    (Some(_), None) => alone(TextOp::Delete, old),
                    _ => alone(TextOp::Insert, new),
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
        let sides = TableSides { old: old.map(|old| old.nth), new: new.map(|new| new.nth), columns, column_names, rows };
        self.passages.push(Passage::Table(sides));
    }
}

/// The rows of a table as lines; its caption stands among the text.
fn rows_as_lines(table: &Table, outline: &Outline) -> Vec<String> {
    table_lines(table, outline).split_off(usize::from(!table.caption.is_empty()))
}

/// How many new lines stand before the place with `at` old lines before it.
fn beside_old(groups: &[LineGroup], at: usize) -> usize {
    groups.iter().take_while(|(old, _)| old.end <= at).last().map_or(0, |(_, new)| new.end)
}

/// How many old lines stand before the place with `at` new lines before it.
fn beside_new(groups: &[LineGroup], at: usize) -> usize {
    groups.iter().take_while(|(_, new)| new.end <= at).last().map_or(0, |(old, _)| old.end)
}
