//! Joining tables: rows and columns that one side put in, took out or moved, then cell by cell.

use std::ops::Range;

use super::body::Clash;
use super::pairs::{Pair, Pairs, paired};
use super::{Spot, pick, words};
use crate::compare::changes::longest_increasing;
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
    let tables = [base, mine, theirs];
    let pairs = [paired(base, mine)?, paired(base, theirs)?];
    if pairs.iter().any(|pairs| pairs.uneven) {
        join_uneven(&mut out, tables, &pairs, block, &mut clashes)?;
        return Some((out, clashes));
    }
    // What both added under one name is one.
    let named = |own: Option<&Cell>, other: Option<&Cell>| own.zip(other).is_some_and(|(a, b)| !a.text.is_empty() && a.text == b.text);
    let same_row = |m: usize, t: usize| named(at(mine, Some(m), Some(0)), at(theirs, Some(t), Some(0)));
    let same_column = |m: usize, t: usize| named(at(mine, Some(0), Some(m)), at(theirs, Some(0), Some(t)));
    let rows = lines(tables.map(|table| table.rows.len()), &pairs[0].rows, &pairs[1].rows, &same_row)?;
    let columns = lines(tables.map(Table::columns), &pairs[0].columns, &pairs[1].columns, &same_column)?;
    let grid = Joining { tables, pairs: &pairs, rows: left(&rows), columns: left(&columns), block };
    if grid.loses_work(&rows, &columns) {
        return None;
    }
    out.rows = grid.cells(&mut clashes);
    // Widths go with their columns.
    if let Some(moved) = [mine, theirs].into_iter().zip(&pairs).find(|(_, pairs)| !in_order(&pairs.columns)) {
        out.widths.clone_from(&moved.0.widths);
    }
    if out.widths.len() != grid.columns.len() {
        out.widths.clear();
    }
    Some((out, clashes))
}

/// Joins tables in which cells cover others: only where every row and column of both stands where it stood.
fn join_uneven(out: &mut Table, tables: [&Table; 3], pairs: &[Pairs; 2], block: usize, clashes: &mut Vec<Clash>) -> Option<()> {
    let [base, mine, theirs] = tables;
    let in_place = same_shape(base, mine) && same_shape(base, theirs) && pairs.iter().all(|pairs| pairs.in_place(base));
    let words = |table: &Table, row: usize| table.rows.get(row).map(|cells| cells.iter().map(|cell| cell.text.clone()).collect::<Vec<_>>());
    let unsure = |pairs: &Pairs, other: &Table| {
        let row = |pair: &Pair| !pair.sure && words(other, pair.base) != words(base, pair.base);
        pairs.rows.iter().any(row) || pairs.columns.iter().any(|pair| !pair.sure)
    };
    if !in_place || unsure(&pairs[0], theirs) || unsure(&pairs[1], mine) {
        return None;
    }
    for (row, cells) in out.rows.iter_mut().enumerate() {
        for (at, cell) in cells.iter_mut().enumerate() {
            join_cell(cell, tables.map(|table| &table.rows[row][at]), (block, row, at), clashes);
        }
    }
    Some(())
}

/// Three tables whose rows and columns are paired.
struct Joining<'a> {
    tables: [&'a Table; 3],
    pairs: &'a [Pairs; 2],
    rows: Vec<Line>,
    columns: Vec<Line>,
    block: usize,
}

impl<'a> Joining<'a> {
    fn sides(&self, row: Line, column: Line) -> [Option<&'a Cell>; 3] {
        let [base, mine, theirs] = self.tables;
        [at(base, row.base, column.base), at(mine, row.mine, column.mine), at(theirs, row.theirs, column.theirs)]
    }

    /// Whether one side took out what the other worked on.
    fn loses_work(&self, rows: &[Line], columns: &[Line]) -> bool {
        rows.iter().any(|row| {
            columns.iter().any(|column| {
                let [before, mine, theirs] = self.sides(*row, *column);
                let worked_on = |cell: Option<&Cell>| cell.is_some_and(|cell| before != Some(cell) && !cell.text.is_empty());
                let taken_out = !self.rows.contains(row) || !self.columns.contains(column);
                taken_out && (worked_on(mine) || worked_on(theirs))
            })
        })
    }

    /// Whether `line` is on one side only by its place what it is, and the other side worked on it.
    fn is_unsure(&self, line: Line, lines: fn(&Pairs) -> &[Pair], across: &[Line], sides: impl Fn(Line) -> [Option<&'a Cell>; 3]) -> bool {
        let Some(base) = line.base else { return false };
        let unsure = |side: usize| lines(&self.pairs[side]).iter().any(|pair| pair.base == base && !pair.sure);
        let worked_on = |side: usize| {
            across.iter().any(|line| {
                let sides = sides(*line);
                sides[0].is_some() && sides[side + 1].map(|cell| &cell.text) != sides[0].map(|cell| &cell.text)
            })
        };
        unsure(0) && worked_on(1) || unsure(1) && worked_on(0)
    }

    fn cells(&self, clashes: &mut Vec<Clash>) -> Vec<Vec<Cell>> {
        let unsure_row = |row: &Line| self.is_unsure(*row, |pairs| &pairs.rows, &self.columns, |column| self.sides(*row, column));
        let unsure_column = |column: &Line| self.is_unsure(*column, |pairs| &pairs.columns, &self.rows, |row| self.sides(row, *column));
        let unsure_columns: Vec<bool> = self.columns.iter().map(unsure_column).collect();
        let mut rows = Vec::with_capacity(self.rows.len());
        for (r, row) in self.rows.iter().enumerate() {
            let unsure_row = unsure_row(row);
            let mut cells = Vec::with_capacity(self.columns.len());
            for (c, column) in self.columns.iter().enumerate() {
                let sides = self.sides(*row, *column);
                let mut cell = sides[1].or(sides[2]).cloned().unwrap_or_else(|| Cell::new(""));
                let unsure = unsure_row || unsure_columns[c];
                match sides {
                    [Some(old), Some(own), Some(other)] if !unsure => {
                        join_cell(&mut cell, [old, own, other], (self.block, r, c), clashes);
                    }
                    // As a whole: the words of two rows are not mixed in one cell.
                    [old, Some(own), Some(other)] if own.text != other.text => {
                        let spot = Spot::Words { block: self.block, cell: Some((r, c)), at: 0..own.text.len() };
                        clashes.push(clash(spot, old.map_or("", |old| &old.text), &own.text, &other.text));
                    }
                    _ => {}
                }
                cells.push(cell);
            }
            rows.push(cells);
        }
        rows
    }
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

fn in_order(pairs: &[Pair]) -> bool {
    let order: Vec<usize> = pairs.iter().map(|pair| pair.base).collect();
    longest_increasing(&order).len() == pairs.len()
}

/// The rows or columns of all three in one order, that of the side which moved some; `None` where both did, each in
/// another way.
fn lines(
    [bases, mines, theirs]: [usize; 3],
    to_mine: &[Pair],
    to_theirs: &[Pair],
    same: &dyn Fn(usize, usize) -> bool,
) -> Option<Vec<Line>> {
    match (in_order(to_mine), in_order(to_theirs)) {
        (true, true) => {}
        (false, other) => {
            let of = |pairs: &[Pair], base: usize| pairs.iter().find(|pair| pair.base == base).map(|pair| pair.side);
            let theirs_of_mine: Vec<usize> = to_mine.iter().filter_map(|pair| of(to_theirs, pair.base)).collect();
            let agreed = longest_increasing(&theirs_of_mine).len() == theirs_of_mine.len();
            let moved = lines_as([bases, mines, theirs], to_mine, to_theirs, same);
            return (other || agreed).then_some(moved);
        }
        (true, false) => {
            let turned = lines_as([bases, theirs, mines], to_theirs, to_mine, &|t, m| same(m, t));
            return Some(turned.into_iter().map(|line| Line { mine: line.theirs, theirs: line.mine, ..line }).collect());
        }
    }
    let of = |pairs: &[Pair], base: usize| pairs.iter().find(|pair| pair.base == base).map(|pair| pair.side);
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

/// All lines in the order of mine; what the other side put in stands behind what it stands behind there.
fn lines_as([bases, mines, theirs]: [usize; 3], to_mine: &[Pair], to_theirs: &[Pair], same: &dyn Fn(usize, usize) -> bool) -> Vec<Line> {
    let base_of = |pairs: &[Pair], side: usize| pairs.iter().find(|pair| pair.side == side).map(|pair| pair.base);
    let theirs_of = |base: usize| to_theirs.iter().find(|pair| pair.base == base).map(|pair| pair.side);
    let line = |mine: usize| {
        let base = base_of(to_mine, mine);
        Line { base, mine: Some(mine), theirs: base.and_then(theirs_of) }
    };
    let mut out: Vec<Line> = (0..mines).map(line).collect();
    let gone = (0..bases).filter(|base| to_mine.iter().all(|pair| pair.base != *base));
    out.extend(gone.map(|base| Line { base: Some(base), mine: None, theirs: theirs_of(base) }));
    for their in (0..theirs).filter(|their| base_of(to_theirs, *their).is_none()) {
        let added_by_both = |line: &Line| line.base.is_none() && line.theirs.is_none() && line.mine.is_some_and(|mine| same(mine, their));
        if let Some(line) = out.iter_mut().find(|line| added_by_both(line)) {
            line.theirs = Some(their);
            continue;
        }
        // Behind the nearest one before it that stays.
        let stays = |line: &Line| line.base.is_none() || line.mine.is_some();
        let before = out.iter().enumerate().filter(|(_, line)| stays(line) && line.theirs.is_some_and(|at| at < their));
        let place = before.max_by_key(|(_, line)| line.theirs).map_or(0, |(at, _)| at + 1);
        out.insert(place, Line { base: None, mine: None, theirs: Some(their) });
    }
    out
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
