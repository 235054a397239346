//! The rows of a form in bands, each with widths of its own.
//!
//! Lives here: which rows share their upright rules, and where these stand. Does not live here: what cells
//! need (`table_cells`), the sharing of a width (`table_widths`). May use: `table_widths`.
//!
//! In a form (no head row says what a column is) rows of three pairs of label and value stand above rows
//! of one. In one grid the six cells of the first would hold the rules of all others in place. So rows
//! whose cells begin at the same columns form a band that shares out its width by itself; borders that
//! all bands have, such as the one behind the first labels, keep one place.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::table_widths::{Claim, Need, filled, level, widths};
use crate::manuscript::Table;

/// Neighbouring rows with the same upright rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Band {
    /// Its rows.
    pub rows: Range<usize>,
    /// The columns at which its cells begin, and one past the last column.
    pub borders: Vec<usize>,
}

impl Band {
    /// The columns of the band that grid columns belong to.
    pub(super) fn columns(&self, grid: &Range<usize>) -> Range<usize> {
        let at = |column: usize| self.borders.partition_point(|border| *border < column);
        at(grid.start)..at(grid.end)
    }

    /// How many columns it has.
    pub(super) fn count(&self) -> usize {
        self.borders.len().saturating_sub(1)
    }
}

/// The one band of a table whose columns are the same in all rows.
pub(super) fn whole(table: &Table) -> Vec<Band> {
    vec![Band { rows: 0..table.rows, borders: (0..=table.columns).collect() }]
}

/// The bands of a form. Rows that a cell binds together are in one band.
pub(super) fn bands(table: &Table) -> Vec<Band> {
    let mut borders = vec![BTreeSet::from([table.columns]); table.rows];
    let mut bound = vec![false; table.rows];
    for cell in &table.cells {
        let rows = cell.row..(cell.row + cell.row_span.max(1)).min(table.rows);
        borders[rows.clone()].iter_mut().for_each(|row| _ = row.insert(cell.column));
        bound[rows].iter_mut().skip(1).for_each(|row| *row = true);
    }
    let mut bands: Vec<(Range<usize>, BTreeSet<usize>)> = Vec::new();
    for (row, borders) in borders.into_iter().enumerate() {
        match bands.last_mut() {
            Some((rows, known)) if bound[row] || *known == borders => {
                rows.end = row + 1;
                known.extend(borders);
            }
            _ => bands.push((row..row + 1, borders)),
        }
    }
    bands.into_iter().map(|(rows, borders)| Band { rows, borders: borders.into_iter().collect() }).collect()
}

/// What the cells of a band need: its columns, and what is claimed of them.
pub(super) struct Wishes {
    /// By column of the band.
    pub needs: Vec<Need>,
    /// In columns of the band; none where widths are not levelled.
    pub claims: Vec<Claim>,
}

/// The room in which the bands stand.
pub(super) struct Room<'a> {
    /// Left edge.
    pub left: i32,
    /// Width.
    pub width: i32,
    /// Cells up to this width come before longer text.
    pub short: i32,
    /// Step of levelling.
    pub step: i32,
    /// Fixed ratios of the columns, if there are any.
    pub ratios: &'a [u32],
}

/// The columns at which cells begin in all bands.
fn common(bands: &[Band]) -> Vec<usize> {
    let Some((first, others)) = bands.split_first() else { return Vec::new() };
    first.borders.iter().copied().filter(|border| others.iter().all(|band| band.borders.contains(border))).collect()
}

/// What the stretches between common borders need, so that each band finds room in them.
pub(super) fn stretches(bands: &[Band], wishes: &[Wishes]) -> Vec<Need> {
    let need = |stretch: &[usize]| {
        let sums = bands.iter().zip(wishes).map(|(band, wishes)| Need::sum(&wishes.needs[band.columns(&(stretch[0]..stretch[1]))]));
        let label = sums.clone().all(|sum| sum.label);
        sums.fold(Need { label, ..Need::default() }, |mut all, sum| {
            all.widen(sum);
            all
        })
    };
    common(bands).windows(2).map(need).collect()
}

/// By row, the left edges of the grid's columns and the right edge of the last. Columns that a band does
/// not tell apart have no width in it.
pub(super) fn edges(table: &Table, bands: &[Band], wishes: &[Wishes], room: &Room<'_>) -> Vec<Arc<[i32]>> {
    let common = common(bands);
    let stretches = stretches(bands, wishes);
    let mut outer = widths(&stretches, room.width, room.short, room.ratios);
    if let ([_], [wishes]) = (bands, wishes) {
        levelled(&mut outer, &stretches, &wishes.claims, room);
    }
    let mut rows = Vec::with_capacity(table.rows);
    for (band, wishes) in bands.iter().zip(wishes) {
        let mut own = Vec::with_capacity(band.count());
        for (stretch, width) in common.windows(2).zip(&outer) {
            let columns = band.columns(&(stretch[0]..stretch[1]));
            let needs = &wishes.needs[columns.clone()];
            if needs.len() == 1 {
                own.push(*width);
                continue;
            }
            let within = |claim: &&Claim| columns.start <= claim.columns.start && claim.columns.end <= columns.end;
            let moved =
                |claim: &Claim| Claim { columns: claim.columns.start - columns.start..claim.columns.end - columns.start, ..claim.clone() };
            let claims: Vec<Claim> = wishes.claims.iter().filter(within).map(moved).collect();
            let mut widths = filled(needs, *width, room.short);
            levelled(&mut widths, needs, &claims, room);
            own.extend(widths);
        }
        let edge = |column: usize| {
            let before = band.borders.partition_point(|border| *border <= column).saturating_sub(1);
            room.left + own[..before].iter().sum::<i32>()
        };
        let edges: Arc<[i32]> = (0..=table.columns).map(edge).collect();
        rows.extend(band.rows.clone().map(|_| Arc::clone(&edges)));
    }
    rows
}

fn levelled(widths: &mut [i32], needs: &[Need], claims: &[Claim], room: &Room<'_>) {
    let least: Vec<i32> = needs.iter().map(|need| need.least).collect();
    level(widths, &least, room.step, claims);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manuscript::{Align, Cell};

    fn form(rows: &[&[(usize, usize)]]) -> Table {
        let mut cells = Vec::new();
        for (row, spans) in rows.iter().enumerate() {
            let mut column = 0;
            for (column_span, row_span) in *spans {
                let (column_span, row_span) = (*column_span, *row_span);
                cells.push(Cell { row, column, row_span, column_span, head: false, align: Align::Left, paragraphs: Vec::new() });
                column += column_span;
            }
        }
        Table {
            caption: Vec::new(),
            columns: 4,
            rows: rows.len(),
            header_rows: 0,
            widths: Vec::new(),
            landscape: false,
            nested: false,
            cells,
        }
    }

    #[test]
    fn rows_with_the_same_borders_are_a_band() {
        let table = form(&[&[(1, 1), (1, 1), (1, 1), (1, 1)], &[(1, 1), (3, 1)], &[(1, 1), (3, 1)]]);
        let bands = bands(&table);
        assert_eq!(bands, [Band { rows: 0..1, borders: vec![0, 1, 2, 3, 4] }, Band { rows: 1..3, borders: vec![0, 1, 4] }]);
        assert_eq!(bands[1].columns(&(1..4)), 1..2);
    }

    #[test]
    fn a_cell_over_rows_binds_them() {
        let table = form(&[&[(1, 2), (3, 1)], &[]]);
        assert_eq!(bands(&table), [Band { rows: 0..2, borders: vec![0, 1, 4] }]);
    }

    #[test]
    fn bands_share_their_common_borders_only() {
        let table = form(&[&[(1, 1), (1, 1), (1, 1), (1, 1)], &[(1, 1), (2, 1), (1, 1)]]);
        let bands = bands(&table);
        let wishes = |most: &[i32]| Wishes {
            needs: most.iter().map(|most| Need { words: most / 2, least: most / 2, most: *most, label: false }).collect(),
            claims: Vec::new(),
        };
        let wishes = [wishes(&[20, 10, 70, 40]), wishes(&[20, 80, 900])];
        let room = Room { left: 5, width: 400, short: 40, step: 10, ratios: &[] };
        let edges = edges(&table, &bands, &wishes, &room);
        assert_eq!((edges[0][0], edges[0][4]), (edges[1][0], edges[1][4]));
        assert_eq!((edges[0][1], edges[0][3]), (edges[1][1], edges[1][3]));
        assert_eq!((edges[0][4], edges[1][2]), (405, edges[1][1]));
        assert!(edges[0][2] - edges[0][1] < edges[0][3] - edges[0][2]);
    }
}
