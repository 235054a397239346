//! What became of a table: rows and columns added, removed and moved, cells changed.
//!
//! Columns are paired by their heads and their cells, rows by the cells of paired columns; so a new column does not
//! make every row another one.

use super::grid::Grid;
use super::tables;
use crate::calendar::half_width;
use crate::compare::Amounts;
use crate::compare::changes::longest_increasing;
use crate::compare::matching::{dice, push_grams, shared_grams};
use crate::locale::{Lang, Message, bracketed, text};
use crate::plan::{Node, Outline, Table, parse_amount};

/// What became of one table of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableChange {
    /// Which table of the old node, from 0; `None` if it is new.
    pub old: Option<usize>,
    /// Which table of the new node; `None` if it is gone.
    pub new: Option<usize>,
    /// What it is called; may be empty.
    pub caption: String,
    /// What became of it, where both nodes have it.
    pub edits: Vec<TableEdit>,
}

/// A change within a table. Rows and columns are counted from 0, and named by their first words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableEdit {
    /// The caption.
    Caption {
        /// Before.
        old: String,
        /// After.
        new: String,
    },
    /// It stands elsewhere among the tables of its node.
    Moved {
        /// Which table it was.
        old: usize,
        /// Which table it is.
        new: usize,
    },
    /// A row is new.
    RowAdded {
        /// Its place.
        new: usize,
        /// Its first words.
        name: String,
    },
    /// A row is gone.
    RowRemoved {
        /// Its place.
        old: usize,
        /// Its first words.
        name: String,
    },
    /// A row stands elsewhere.
    RowMoved {
        /// Where it stood.
        old: usize,
        /// Where it stands.
        new: usize,
        /// Its first words.
        name: String,
    },
    /// A column is new.
    ColumnAdded {
        /// Its place.
        new: usize,
        /// Its head.
        name: String,
    },
    /// A column is gone.
    ColumnRemoved {
        /// Its place.
        old: usize,
        /// Its head.
        name: String,
    },
    /// A column stands elsewhere.
    ColumnMoved {
        /// Where it stood.
        old: usize,
        /// Where it stands.
        new: usize,
        /// Its head.
        name: String,
    },
    /// The words of a cell.
    Cell {
        /// Its new row.
        row: usize,
        /// Its new column.
        column: usize,
        /// What its row is called.
        row_name: String,
        /// What its column is called.
        column_name: String,
        /// Before.
        old: String,
        /// After.
        new: String,
    },
}

impl TableEdit {
    /// The word of the command line's JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Caption { .. } => "caption",
            Self::Moved { .. } => "moved",
            Self::RowAdded { .. } => "row_added",
            Self::RowRemoved { .. } => "row_removed",
            Self::RowMoved { .. } => "row_moved",
            Self::ColumnAdded { .. } => "column_added",
            Self::ColumnRemoved { .. } => "column_removed",
            Self::ColumnMoved { .. } => "column_moved",
            Self::Cell { .. } => "cell",
        }
    }

    /// What became of it, in words: 行「賛助会員」を追加.
    pub fn words(&self, lang: Lang) -> String {
        let message = Message::new(match self {
            Self::Caption { .. } => return text(lang, "compare.table.caption").to_owned(),
            Self::Moved { .. } => return text(lang, "compare.table.moved").to_owned(),
            Self::RowAdded { .. } => "compare.table.row_added",
            Self::RowRemoved { .. } => "compare.table.row_removed",
            Self::RowMoved { .. } => "compare.table.row_moved",
            Self::ColumnAdded { .. } => "compare.table.column_added",
            Self::ColumnRemoved { .. } => "compare.table.column_removed",
            Self::ColumnMoved { .. } => "compare.table.column_moved",
            Self::Cell { .. } => "compare.table.cell",
        });
        match self {
            Self::Cell { row_name, column_name, old, new, .. } => {
                let side = |words: &str| if words.is_empty() { text(lang, "compare.nothing").to_owned() } else { words.to_owned() };
                let share = self.amounts().and_then(|amounts| amounts.words(lang)).map(|words| bracketed(&words, lang)).unwrap_or_default();
                let message = message.with("row", row_name).with("column", column_name);
                message.with("old", side(old)).with("new", format!("{}{share}", side(new))).text(lang)
            }
            Self::Caption { .. } | Self::Moved { .. } => message.text(lang),
            Self::RowAdded { name, .. }
            | Self::RowRemoved { name, .. }
            | Self::RowMoved { name, .. }
            | Self::ColumnAdded { name, .. }
            | Self::ColumnRemoved { name, .. }
            | Self::ColumnMoved { name, .. } => message.with("name", name).text(lang),
        }
    }

    /// The numbers of a cell that held one and holds another.
    pub fn amounts(&self) -> Option<Amounts> {
        let Self::Cell { old, new, .. } = self else { return None };
        Amounts::of_cells(old, new)
    }
}

impl Amounts {
    /// The numbers of a cell that held one and holds another.
    pub fn of_cells(old: &str, new: &str) -> Option<Self> {
        // With a unit the number read is one of thousand yen, not the one that stands there.
        let number = |text: &str| {
            let bare = half_width(text.trim()).chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '，' | '△' | '▲' | '-'));
            if bare { parse_amount(text) } else { None }
        };
        Some(Self { old: Some(number(old)?), new: Some(number(new)?) })
    }
}

/// Which row or column of the old table is which of the new one, in the order of the new one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::compare) struct Pairing {
    pub(in crate::compare) rows: Vec<(usize, usize)>,
    pub(in crate::compare) columns: Vec<(usize, usize)>,
}

/// What became of the tables of a node.
pub(super) fn compared((before, old): (&Node, &Outline), (after, new): (&Node, &Outline)) -> Vec<TableChange> {
    let (olds, news) = (tables(before), tables(after));
    let caption = |table: &Table, outline: &Outline| crate::compare::fields::words(&table.caption, outline);
    let pairs = paired(&olds, &news);
    let kept = still(&pairs);
    let mut changes = Vec::new();
    for (n, table) in news.iter().enumerate() {
        let Some((o, kept)) = pairs.iter().zip(&kept).find(|((_, new), _)| *new == n).map(|((o, _), kept)| (*o, *kept)) else {
            changes.push(TableChange { old: None, new: Some(n), caption: caption(table, new), edits: Vec::new() });
            continue;
        };
        let (one, other) = (Grid::of(olds[o], old), Grid::of(table, new));
        let mut edits = if kept { Vec::new() } else { vec![TableEdit::Moved { old: o, new: n }] };
        let (was, is) = (caption(olds[o], old), caption(table, new));
        if was != is {
            edits.push(TableEdit::Caption { old: was, new: is.clone() });
        }
        edits.extend(edits_of(&one, &other));
        if !edits.is_empty() || olds[o] != *table {
            changes.push(TableChange { old: Some(o), new: Some(n), caption: is, edits });
        }
    }
    for (o, table) in olds.iter().enumerate().filter(|(o, _)| pairs.iter().all(|(old, _)| old != o)) {
        changes.push(TableChange { old: Some(o), new: None, caption: caption(table, old), edits: Vec::new() });
    }
    changes
}

/// Tables less alike than this, in 1/1000, are two, unless they stand in the same place;
const LEAST_ALIKE: usize = 400;
/// and there, too, if each is called something else.
const LEAST_RENAMED: usize = 150;

/// Which table is which, in the order of the new ones: those called the same, then the most alike, then what is left of
/// both in the same place.
pub(in crate::compare) fn paired(olds: &[&Table], news: &[&Table]) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let once =
        |tables: &[&Table], caption: &str| !caption.is_empty() && tables.iter().filter(|table| table.caption == caption).count() == 1;
    for (n, table) in news.iter().enumerate().filter(|(_, table)| once(news, &table.caption) && once(olds, &table.caption)) {
        pairs.extend(olds.iter().position(|old| old.caption == table.caption).map(|o| (o, n)));
    }
    let free = |count: usize, taken: &dyn Fn(usize) -> bool| -> Vec<usize> { (0..count).filter(|at| !taken(*at)).collect() };
    let left = free(olds.len(), &|at| pairs.iter().any(|pair| pair.0 == at));
    let right = free(news.len(), &|at| pairs.iter().any(|pair| pair.1 == at));
    let grams = |table: &Table| {
        let mut grams = Vec::new();
        table.rows.iter().flatten().for_each(|cell| push_grams(&cell.text, &mut grams));
        grams.sort_unstable();
        grams
    };
    let counted = |tables: &[&Table], at: &[usize]| -> Vec<Vec<u32>> { at.iter().map(|at| grams(tables[*at])).collect() };
    let (old_grams, new_grams) =
        if left.is_empty() || right.is_empty() { Default::default() } else { (counted(olds, &left), counted(news, &right)) };
    let mut scored = Vec::new();
    for (one, o) in old_grams.iter().zip(&left) {
        for (other, n) in new_grams.iter().zip(&right) {
            let like = dice(shared_grams(one, other), one.len() + other.len()).unwrap_or_default();
            let same_caption = !olds[*o].caption.is_empty() && olds[*o].caption == news[*n].caption;
            scored.push((std::cmp::Reverse(like + 1000 * usize::from(same_caption)), o.abs_diff(*n), *o, *n));
        }
    }
    scored.sort_unstable();
    let is_free = |pairs: &[(usize, usize)], o: usize, n: usize| pairs.iter().all(|(old, new)| *old != o && *new != n);
    for (std::cmp::Reverse(like), _, o, n) in &scored {
        if *like >= LEAST_ALIKE && is_free(&pairs, *o, *n) {
            pairs.push((*o, *n));
        }
    }
    for n in right {
        let crosses = |o: usize| pairs.iter().any(|(old, new)| (*old < o) != (*new < n));
        let unnamed = |o: usize| olds[o].caption.is_empty() || news[n].caption.is_empty();
        let like = |o: usize| scored.iter().find(|score| (score.2, score.3) == (o, n)).map_or(0, |score| score.0.0);
        let fits = |o: &&usize| is_free(&pairs, **o, n) && !crosses(**o) && (unnamed(**o) || like(**o) >= LEAST_RENAMED);
        if let Some(o) = left.iter().find(fits) {
            pairs.push((*o, n));
        }
    }
    pairs.sort_unstable_by_key(|(_, n)| *n);
    pairs
}

/// Which of the pairs keep their order; the others moved.
pub(in crate::compare) fn still(pairs: &[(usize, usize)]) -> Vec<bool> {
    let order: Vec<usize> = pairs.iter().map(|(o, _)| *o).collect();
    let mut still = vec![false; order.len()];
    longest_increasing(&order).into_iter().for_each(|at| still[at] = true);
    still
}

/// How the rows and columns of two tables go together; `None` where cells cover others.
pub(in crate::compare) fn pair(old: &Table, old_outline: &Outline, new: &Table, new_outline: &Outline) -> Option<Pairing> {
    let (one, other) = (Grid::of(old, old_outline), Grid::of(new, new_outline));
    (!one.spans && !other.spans).then(|| pairing(&one, &other))
}

fn edits_of(old: &Grid, new: &Grid) -> Vec<TableEdit> {
    let Pairing { rows, columns } = pairing(old, new);
    let mut edits = Vec::new();
    let of_new = |pairs: &[(usize, usize)], n: usize| pairs.iter().position(|(_, new)| *new == n);
    let gone = |pairs: &[(usize, usize)], o: usize| pairs.iter().all(|(old, _)| *old != o);
    let columns_still = still(&columns);
    for n in 0..new.columns {
        match of_new(&columns, n) {
            None => edits.push(TableEdit::ColumnAdded { new: n, name: new.column_name(n) }),
            Some(at) if !columns_still[at] => edits.push(TableEdit::ColumnMoved { old: columns[at].0, new: n, name: new.column_name(n) }),
            Some(_) => {}
        }
    }
    edits.extend((0..old.columns).filter(|o| gone(&columns, *o)).map(|o| TableEdit::ColumnRemoved { old: o, name: old.column_name(o) }));
    let rows_still = still(&rows);
    for n in 0..new.rows.len() {
        let Some(at) = of_new(&rows, n) else {
            edits.push(TableEdit::RowAdded { new: n, name: new.row_name(n) });
            continue;
        };
        let o = rows[at].0;
        if !rows_still[at] {
            edits.push(TableEdit::RowMoved { old: o, new: n, name: new.row_name(n) });
        }
        for (from, to) in &columns {
            let (was, is) = (&old.rows[o][*from], &new.rows[n][*to]);
            if was != is {
                edits.push(TableEdit::Cell {
                    row: n,
                    column: *to,
                    row_name: new.row_name(n),
                    column_name: new.column_name(*to),
                    old: was.clone(),
                    new: is.clone(),
                });
            }
        }
    }
    edits.extend((0..old.rows.len()).filter(|o| gone(&rows, *o)).map(|o| TableEdit::RowRemoved { old: o, name: old.row_name(o) }));
    edits
}

/// Likeness of two rows or columns, in 1/1000, below which they are not the same.
const LEAST: usize = 400;
/// More rows than this are paired in order alone.
const MOST_ROWS: usize = 600;

/// How the rows and columns of two grids go together.
pub(in crate::compare) fn pairing(old: &Grid, new: &Grid) -> Pairing {
    let columns = columns(old, new);
    let cells = |grid: &Grid, row: usize, mine: fn(&(usize, usize)) -> usize| -> Vec<String> {
        columns.iter().map(|pair| grid.rows[row][mine(pair)].clone()).collect()
    };
    let olds: Vec<Vec<String>> = (0..old.rows.len()).map(|row| cells(old, row, |pair| pair.0)).collect();
    let news: Vec<Vec<String>> = (0..new.rows.len()).map(|row| cells(new, row, |pair| pair.1)).collect();
    let rows = lines(&olds, &news, |a, b| {
        // What a row is called counts as much as all the rest.
        let named = usize::from(a.first() == b.first() && a.first().is_some_and(|name| !name.is_empty()));
        if named == 0 && is_called_otherwise(a, b) {
            return LEAST + share(a, b) / 4;
        }
        (share(a, b) + 1000 * named) / 2 + named * 200
    });
    Pairing { rows, columns }
}

/// Whether two rows are the same one under another name: all else agrees, or most of it and the names are alike.
fn is_called_otherwise(a: &[String], b: &[String]) -> bool {
    let others = || a.iter().zip(b).skip(1).filter(|(a, b)| !a.is_empty() || !b.is_empty());
    let (all, same) = (others().count(), others().filter(|(a, b)| a == b).count());
    let grams = |row: &[String]| {
        let mut grams = Vec::new();
        row.first().iter().for_each(|name| push_grams(name, &mut grams));
        grams.sort_unstable();
        grams
    };
    let (one, other) = (grams(a), grams(b));
    let alike = 2000 * shared_grams(&one, &other) >= LEAST * (one.len() + other.len());
    same >= 2 && same == all || same >= 1 && 2 * same >= all && alike
}

/// Columns by their heads and what they hold.
fn columns(old: &Grid, new: &Grid) -> Vec<(usize, usize)> {
    let of = |grid: &Grid| -> Vec<Vec<String>> { (0..grid.columns).map(|at| grid.column(at).map(str::to_owned).collect()).collect() };
    let (olds, news) = (of(old), of(new));
    let mut pairs = lines(&olds, &news, |a, b| {
        let head = usize::from(a.first() == b.first() && a.first().is_some_and(|name| !name.is_empty()));
        // The cells as a set: rows may have come and gone.
        let (mut x, mut y): (Vec<&String>, Vec<&String>) = (a.iter().skip(1).collect(), b.iter().skip(1).collect());
        x.sort_unstable();
        y.sort_unstable();
        let (mut i, mut j, mut shared) = (0, 0, 0);
        while i < x.len() && j < y.len() {
            shared += usize::from(x[i] == y[j]);
            let (left, right) = (x[i] <= y[j], y[j] <= x[i]);
            i += usize::from(left);
            j += usize::from(right);
        }
        let held = dice(shared, x.len() + y.len()).unwrap_or(0);
        (held + 1000 * head) / 2 + head * 200
    });
    // As many on both sides, and what is left of both stands in the same place: the head was renamed.
    if old.columns == new.columns {
        for at in 0..old.columns {
            if pairs.iter().all(|(o, n)| *o != at && *n != at) {
                pairs.push((at, at));
            }
        }
        pairs.sort_unstable_by_key(|(_, n)| *n);
    }
    pairs
}

/// How many cells of two rows are equal, in 1/1000.
fn share(a: &[String], b: &[String]) -> usize {
    let same = a.iter().zip(b).filter(|(a, b)| a == b).count();
    (1000 * same).checked_div(a.len().max(b.len())).unwrap_or(1000)
}

/// Pairs lines: equal ones in order, equal ones elsewhere, then alike ones, the most alike and nearest first.
fn lines(olds: &[Vec<String>], news: &[Vec<String>], likeness: impl Fn(&[String], &[String]) -> usize) -> Vec<(usize, usize)> {
    use similar::{Algorithm, DiffOp, capture_diff_slices};
    let mut new_of = vec![None; olds.len()];
    let mut old_of = vec![None; news.len()];
    for op in capture_diff_slices(Algorithm::Myers, olds, news) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            for at in 0..len {
                (new_of[old_index + at], old_of[new_index + at]) = (Some(new_index + at), Some(old_index + at));
            }
        }
    }
    let free = |of: &[Option<usize>]| -> Vec<usize> { (0..of.len()).filter(|at| of[*at].is_none()).collect() };
    let (left, right) = (free(&new_of), free(&old_of));
    if left.len().max(right.len()) <= MOST_ROWS {
        let mut scored = Vec::new();
        for o in &left {
            for n in &right {
                let score = if olds[*o] == news[*n] { 2000 } else { likeness(&olds[*o], &news[*n]) };
                if score >= LEAST {
                    scored.push((std::cmp::Reverse(score), o.abs_diff(*n), *o, *n));
                }
            }
        }
        scored.sort_unstable();
        for (_, _, o, n) in scored {
            if new_of[o].is_none() && old_of[n].is_none() {
                (new_of[o], old_of[n]) = (Some(n), Some(o));
            }
        }
    }
    old_of.into_iter().enumerate().filter_map(|(n, o)| Some((o?, n))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(rows: &[&[&str]]) -> Grid {
        let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
        Grid { columns: rows.first().map_or(0, Vec::len), rows, joins: Vec::new(), spans: false, header_rows: 1 }
    }

    fn told(old: &[&[&str]], new: &[&[&str]]) -> Vec<String> {
        let word = |edit: &TableEdit| match edit {
            TableEdit::Caption { .. } => "題".to_owned(),
            TableEdit::Moved { .. } => "表→".to_owned(),
            TableEdit::RowAdded { name, .. } => format!("行＋{name}"),
            TableEdit::RowRemoved { name, .. } => format!("行－{name}"),
            TableEdit::RowMoved { name, .. } => format!("行→{name}"),
            TableEdit::ColumnAdded { name, .. } => format!("列＋{name}"),
            TableEdit::ColumnRemoved { name, .. } => format!("列－{name}"),
            TableEdit::ColumnMoved { name, .. } => format!("列→{name}"),
            TableEdit::Cell { row_name, column_name, old, new, .. } => format!("{row_name}/{column_name} {old}→{new}"),
        };
        edits_of(&grid(old), &grid(new)).iter().map(word).collect()
    }

    const FEES: [&[&str]; 4] =
        [&["区分", "金額", "口数"], &["普通会員", "1,000", "320"], &["賛助会員", "3,000", "41"], &["法人会員", "10,000", "12"]];

    #[test]
    fn rows_and_columns_are_told_apart_from_cells() {
        assert_eq!(told(&FEES, &FEES), Vec::<String>::new());
        let mut cell = FEES;
        cell[2] = &["賛助会員", "3,500", "41"];
        assert_eq!(told(&FEES, &cell), ["賛助会員/金額 3,000→3,500"]);
        let row: [&[&str]; 5] = [FEES[0], FEES[1], FEES[2], &["特別会員", "5,000", "3"], FEES[3]];
        assert_eq!(told(&FEES, &row), ["行＋特別会員"]);
        assert_eq!(told(&row, &FEES), ["行－特別会員"]);
        let moved = [FEES[0], FEES[3], FEES[1], FEES[2]];
        assert_eq!(told(&FEES, &moved), ["行→法人会員"]);
        let column: [&[&str]; 4] = [
            &["区分", "金額", "前年", "口数"],
            &["普通会員", "1,000", "310", "320"],
            &["賛助会員", "3,000", "40", "41"],
            &["法人会員", "10,000", "12", "12"],
        ];
        assert_eq!(told(&FEES, &column), ["列＋前年"]);
        assert_eq!(told(&column, &FEES), ["列－前年"]);
        let turned: [&[&str]; 4] =
            [&["区分", "口数", "金額"], &["普通会員", "320", "1,000"], &["賛助会員", "41", "3,000"], &["法人会員", "12", "10,000"]];
        assert_eq!(told(&FEES, &turned).len(), 1, "one column moved");
        let renamed: [&[&str]; 4] = [&["区分", "年会費", "口数"], FEES[1], FEES[2], FEES[3]];
        assert_eq!(told(&FEES, &renamed), ["区分/年会費 金額→年会費"]);
    }

    #[test]
    fn a_row_under_another_name_is_the_same_row() {
        let mut named = FEES;
        named[2] = &["特別会員", "3,000", "41"];
        assert_eq!(told(&FEES, &named), ["特別会員/区分 賛助会員→特別会員"], "all else agrees");
        named[2] = &["賛助会員（個人）", "3,000", "45"];
        assert_eq!(told(&FEES, &named), ["賛助会員（個人）/区分 賛助会員→賛助会員（個人）", "賛助会員（個人）/口数 41→45"]);
        named[2] = &["広告料", "5,000", "41"];
        assert_eq!(told(&FEES, &named), ["行＋広告料", "行－賛助会員"], "one cell alike by chance");
    }

    #[test]
    fn amounts_of_a_cell_have_a_difference() {
        let mut cell = FEES;
        cell[1] = &["普通会員", "1,200", "320"];
        let edits = edits_of(&grid(&FEES), &grid(&cell));
        assert_eq!(edits[0].amounts().and_then(Amounts::difference), Some(200));
        assert_eq!(edits[0].amounts().and_then(Amounts::permille), Some(200));
    }
}
