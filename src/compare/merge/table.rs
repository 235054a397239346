//! Joining tables: rows and columns that one side put in or took out, then cell by cell.

use std::ops::Range;

use super::body::Clash;
use super::{Spot, pick, words};
use crate::compare::changes::longest_increasing;
use crate::compare::meaning::pair_words;
use crate::plan::{Cell, Table};

/// A row or column of the joined table: where it stands in each version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Line {
    base: Option<usize>,
    mine: Option<usize>,
    theirs: Option<usize>,
}

/// The joined table and the cells that both changed; it is block `block` of its body. `None` where they cannot be
/// joined without losing what somebody wrote: then the table as a whole is to be decided.
pub(super) fn joined(base: &Table, mine: &Table, theirs: &Table, block: usize) -> Option<(Table, Vec<Clash>)> {
    let mut out = mine.clone();
    let mut clashes = Vec::new();
    let (caption, met) = pick(Some(&base.caption), &mine.caption, &theirs.caption);
    out.caption.clone_from(caption);
    if met {
        clashes.push(clash(Spot::Caption { block }, &base.caption, &mine.caption, &theirs.caption));
    }
    out.header_rows = *pick(Some(&base.header_rows), &mine.header_rows, &theirs.header_rows).0;
    out.landscape = *pick(Some(&base.landscape), &mine.landscape, &theirs.landscape).0;
    out.widths.clone_from(pick(Some(&base.widths), &mine.widths, &theirs.widths).0);
    if same_shape(base, mine) && same_shape(base, theirs) {
        for (row, cells) in out.rows.iter_mut().enumerate() {
            for (at, cell) in cells.iter_mut().enumerate() {
                let sides = [base, mine, theirs].map(|table| &table.rows[row][at]);
                join_cell(cell, sides, (block, row, at), &mut clashes);
            }
        }
        return Some((out, clashes));
    }
    let (to_mine, to_theirs) = (pair_words(base, mine)?, pair_words(base, theirs)?);
    let even = |table: &Table| table.rows.iter().all(|row| row.len() == table.columns());
    if ![base, mine, theirs].into_iter().all(even) {
        return None;
    }
    // What both added under one name is one.
    let named = |own: Option<&Cell>, other: Option<&Cell>| own.zip(other).is_some_and(|(a, b)| !a.text.is_empty() && a.text == b.text);
    let same_row = |m: usize, t: usize| named(at(mine, Some(m), Some(0)), at(theirs, Some(t), Some(0)));
    let same_column = |m: usize, t: usize| named(at(mine, Some(0), Some(m)), at(theirs, Some(0), Some(t)));
    let rows = lines([base, mine, theirs].map(|table| table.rows.len()), &to_mine.rows, &to_theirs.rows, &same_row)?;
    let columns = lines([base, mine, theirs].map(Table::columns), &to_mine.columns, &to_theirs.columns, &same_column)?;
    let taken_out = |lines: &[Line], line: Line| !lines.contains(&line);
    let (rows_left, columns_left) = (left(&rows), left(&columns));
    // What one side took out, the other must not have worked on.
    for row in rows.iter().copied() {
        for column in columns.iter().copied() {
            if !(taken_out(&rows_left, row) || taken_out(&columns_left, column)) {
                continue;
            }
            let before = at(base, row.base, column.base);
            let worked_on = |table, row, column| at(table, row, column).is_some_and(|cell| before != Some(cell) && !cell.text.is_empty());
            if worked_on(mine, row.mine, column.mine) || worked_on(theirs, row.theirs, column.theirs) {
                return None;
            }
        }
    }
    out.rows.clear();
    for (r, row) in rows_left.iter().enumerate() {
        let mut cells = Vec::with_capacity(columns_left.len());
        for (c, column) in columns_left.iter().enumerate() {
            let sides = [at(base, row.base, column.base), at(mine, row.mine, column.mine), at(theirs, row.theirs, column.theirs)];
            let mut cell = sides[1].or(sides[2]).cloned().unwrap_or_else(|| Cell::new(""));
            match sides {
                [Some(old), Some(own), Some(other)] => {
                    join_cell(&mut cell, [old, own, other], (block, r, c), &mut clashes);
                }
                [None, Some(own), Some(other)] if own.text != other.text => {
                    let at = 0..own.text.len();
                    clashes.push(clash(Spot::Words { block, cell: Some((r, c)), at }, "", &own.text, &other.text));
                }
                _ => {}
            }
            cells.push(cell);
        }
        out.rows.push(cells);
    }
    if out.widths.len() != columns_left.len() {
        out.widths.clear();
    }
    Some((out, clashes))
}

fn clash(spot: Spot, base: &str, mine: &str, theirs: &str) -> Clash {
    Clash { spot, base: base.to_owned(), mine: mine.to_owned(), theirs: theirs.to_owned() }
}

fn at(table: &Table, row: Option<usize>, column: Option<usize>) -> Option<&Cell> {
    table.rows.get(row?)?.get(column?)
}

fn same_shape(one: &Table, other: &Table) -> bool {
    let spans = |cell: &Cell| (cell.columns, cell.rows);
    one.rows.len() == other.rows.len() && one.rows.iter().zip(&other.rows).all(|(a, b)| a.iter().map(spans).eq(b.iter().map(spans)))
}

/// The words of a cell are joined by sentences and lines; each part of its looks is one value.
fn join_cell(cell: &mut Cell, [base, mine, theirs]: [&Cell; 3], (block, row, at): (usize, usize, usize), clashes: &mut Vec<Clash>) {
    cell.align = *pick(Some(&base.align), &mine.align, &theirs.align).0;
    cell.head = *pick(Some(&base.head), &mine.head, &theirs.head).0;
    let joined = words::joined(&base.text, &mine.text, &theirs.text);
    cell.text = joined.text;
    clashes.extend(joined.clashes.into_iter().map(|met| Clash {
        spot: Spot::Words { block, cell: Some((row, at)), at: met.at },
        base: met.base,
        mine: met.mine,
        theirs: met.theirs,
    }));
}

/// The rows or columns of all three in one order; `None` where a side put them into another one.
fn lines(
    [bases, mines, theirs]: [usize; 3],
    to_mine: &[(usize, usize)],
    to_theirs: &[(usize, usize)],
    same: &dyn Fn(usize, usize) -> bool,
) -> Option<Vec<Line>> {
    let in_order = |pairs: &[(usize, usize)]| {
        let order: Vec<usize> = pairs.iter().map(|(base, _)| *base).collect();
        longest_increasing(&order).len() == pairs.len()
    };
    if !in_order(to_mine) || !in_order(to_theirs) {
        return None;
    }
    let of = |pairs: &[(usize, usize)], base: usize| pairs.iter().find(|(b, _)| *b == base).map(|(_, there)| *there);
    let mut out = Vec::with_capacity(bases + mines.saturating_sub(bases) + theirs.saturating_sub(bases));
    let (mut m, mut t) = (0, 0);
    for base in 0..=bases {
        let here = (base < bases).then_some(base);
        let mine = here.map_or(Some(mines), |base| of(to_mine, base));
        let their = here.map_or(Some(theirs), |base| of(to_theirs, base));
        // What a side put in before it; mine first.
        let (own, other) = (mine.map_or(m..m, |mine| m..mine), their.map_or(t..t, |their| t..their));
        put_in(own, other, same, &mut out);
        m = mine.map_or(m, |mine| mine + 1);
        t = their.map_or(t, |their| their + 1);
        out.extend(here.map(|base| Line { base: Some(base), mine, theirs: their }));
    }
    Some(out)
}

/// What both put in at one place: mine first, and what is the same to both once.
fn put_in(own: Range<usize>, other: Range<usize>, same: &dyn Fn(usize, usize) -> bool, out: &mut Vec<Line>) {
    let theirs = |at| Line { base: None, mine: None, theirs: Some(at) };
    let mut next = other.start;
    for mine in own {
        let met = (next..other.end).find(|their| same(mine, *their));
        if let Some(met) = met {
            out.extend((next..met).map(theirs));
            next = met + 1;
        }
        out.push(Line { base: None, mine: Some(mine), theirs: met });
    }
    out.extend((next..other.end).map(theirs));
}

/// Those that no side took out.
fn left(lines: &[Line]) -> Vec<Line> {
    lines.iter().copied().filter(|line| line.base.is_none() || line.mine.is_some() && line.theirs.is_some()).collect()
}
