//! Which row and column of a side is which of the table both began from.
//!
//! Comparing may guess; joining must not, since a wrong guess puts a figure into another row. So a pair is sure only by
//! what a row or column says: its name, or else most of its words; what merely stands in the place of another one is
//! paired, too, but not sure, and what the other side wrote there is left to people.

use std::collections::HashMap;

use crate::compare::changes::longest_increasing;
use crate::compare::meaning::Grid;
use crate::plan::Table;

/// A row or column of a side and the one of the base it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) base: usize,
    pub(super) side: usize,
    /// Whether its words say so, not its place alone.
    pub(super) sure: bool,
}

/// How a side goes together with the base, both lists in the order of the side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pairs {
    pub(super) rows: Vec<Pair>,
    pub(super) columns: Vec<Pair>,
    /// Whether a cell covers others, or rows are of different length.
    pub(super) uneven: bool,
}

impl Pairs {
    /// Whether every row and column stands where it stood.
    pub(super) fn in_place(&self, base: &Table) -> bool {
        let same = |pairs: &[Pair], count: usize| pairs.len() == count && pairs.iter().all(|pair| pair.base == pair.side);
        same(&self.rows, base.rows.len()) && same(&self.columns, base.columns())
    }
}

/// More rows or columns than this are not looked into.
const MOST_LINES: usize = 1_000;
/// What a name weighs, words that no other row has in their column, and others.
const NAME: usize = 8;
const OWN_WORDS: usize = 4;

/// How two tables go together; `None` if they are too large to be looked into.
pub(super) fn paired(base: &Table, side: &Table) -> Option<Pairs> {
    let (old, new) = (Grid::bare(base), Grid::bare(side));
    let looked_into = |grid: &Grid, table: &Table| grid.rows.len() == table.rows.len() && grid.rows.len().max(grid.columns) <= MOST_LINES;
    if !looked_into(&old, base) || !looked_into(&new, side) {
        return None;
    }
    let even = |table: &Table| table.rows.iter().all(|row| row.len() == table.columns());
    let columns = columns(&old, &new);
    let rows = rows(&old, &new, &columns);
    Some(Pairs { rows, columns, uneven: old.spans || new.spans || !even(base) || !even(side) })
}

/// How two lists of lines may go together.
struct Likeness<'a> {
    counts: [usize; 2],
    /// Whether both have one name that nothing else has.
    named: &'a dyn Fn(usize, usize) -> bool,
    /// How much of a line of the base one of the side says, and how much it says itself.
    score: &'a dyn Fn(usize, usize) -> usize,
    total: &'a dyn Fn(usize) -> usize,
    /// Whether the name is none, or the same, so that the score may decide.
    may_score: &'a dyn Fn(usize, usize) -> bool,
    /// Whether the one may be the other under another name, given that it stands in its place.
    renamed: &'a dyn Fn(usize, usize) -> bool,
}

impl Likeness<'_> {
    fn is_kept(&self, o: usize, n: usize) -> bool {
        (self.may_score)(o, n) && 2 * (self.score)(o, n) >= (self.total)(o)
    }

    fn pairs(&self) -> Vec<Pair> {
        let [olds, news] = self.counts;
        let mut new_of: Vec<Option<(usize, bool)>> = vec![None; olds];
        let mut taken = vec![false; news];
        for (o, there) in new_of.iter_mut().enumerate() {
            if let Some(n) = (0..news).find(|n| !taken[*n] && (self.named)(o, *n)) {
                (*there, taken[n]) = (Some((n, true)), true);
            }
        }
        self.pair_by_words(&mut new_of, &mut taken);
        // What is left, by its place between those that are sure.
        let sure: Vec<(usize, usize)> = new_of.iter().enumerate().filter_map(|(o, n)| Some((o, (*n)?.0))).collect();
        if olds == news && sure.iter().all(|(o, n)| o == n) {
            for o in (0..olds).filter(|o| !taken[*o]) {
                new_of[o] = Some((o, self.is_sure_in_place(o, o)));
            }
        } else {
            let places: Vec<usize> = sure.iter().map(|(_, n)| *n).collect();
            let mut anchors: Vec<(usize, usize)> = longest_increasing(&places).into_iter().map(|at| sure[at]).collect();
            anchors.push((olds, news));
            let (mut from_old, mut from_new) = (0, 0);
            for (o, n) in anchors {
                let left: Vec<usize> = (from_old..o).filter(|at| new_of[*at].is_none()).collect();
                let right: Vec<usize> = (from_new..n).filter(|at| !taken[*at]).collect();
                self.pair_between(&left, &right, &mut new_of);
                (from_old, from_new) = (o + 1, n + 1);
            }
        }
        let pair = |(base, there): (usize, Option<(usize, bool)>)| there.map(|(side, sure)| Pair { base, side, sure });
        let mut pairs: Vec<Pair> = new_of.into_iter().enumerate().filter_map(pair).collect();
        pairs.sort_unstable_by_key(|pair| pair.side);
        pairs
    }

    /// Those that say more of each other than of any other.
    fn pair_by_words(&self, new_of: &mut [Option<(usize, bool)>], taken: &mut [bool]) {
        let left: Vec<usize> = (0..new_of.len()).filter(|o| new_of[*o].is_none()).collect();
        let right: Vec<usize> = (0..taken.len()).filter(|n| !taken[*n]).collect();
        let scores: Vec<Vec<usize>> = left.iter().map(|o| right.iter().map(|n| (self.score)(*o, *n)).collect()).collect();
        for (i, o) in left.iter().enumerate() {
            for (j, n) in right.iter().enumerate() {
                let score = scores[i][j];
                let is_best = || {
                    let of_new = (0..right.len()).all(|other| other == j || scores[i][other] < score);
                    of_new && (0..left.len()).all(|other| other == i || scores[other][j] < score)
                };
                if score > 0 && is_best() && self.is_kept(*o, *n) {
                    (new_of[*o], taken[*n]) = (Some((*n, true)), true);
                }
            }
        }
    }

    /// Lines between two that are sure: as many on both sides in their order, else only those that say the same.
    fn pair_between(&self, left: &[usize], right: &[usize], new_of: &mut [Option<(usize, bool)>]) {
        if left.len() == right.len() {
            for (o, n) in left.iter().zip(right) {
                new_of[*o] = Some((*n, self.is_sure_in_place(*o, *n)));
            }
            return;
        }
        let mut next = 0;
        for o in left {
            let same = |n: &usize| (self.may_score)(*o, *n) && (self.score)(*o, *n) == (self.total)(*o);
            if let Some(at) = (next..right.len()).find(|at| same(&right[*at])) {
                new_of[*o] = Some((right[at], true));
                next = at + 1;
            }
        }
    }

    fn is_sure_in_place(&self, o: usize, n: usize) -> bool {
        self.is_kept(o, n) || (self.renamed)(o, n)
    }
}

fn counted<'a>(words: impl Iterator<Item = &'a str>) -> HashMap<&'a str, usize> {
    let mut counts = HashMap::new();
    words.for_each(|words| *counts.entry(words).or_default() += 1);
    counts
}

/// Columns by their heads; where a table has none, or one twice, by what they hold.
fn columns(old: &Grid, new: &Grid) -> Vec<Pair> {
    let names = |grid: &Grid| -> Vec<String> { (0..grid.columns).map(|at| grid.column_name(at)).collect() };
    let (olds, news) = (names(old), names(new));
    let (old_counts, new_counts) = (counted(olds.iter().map(String::as_str)), counted(news.iter().map(String::as_str)));
    let once = |name: &str| !name.is_empty() && old_counts.get(name) == Some(&1) && new_counts.get(name) == Some(&1);
    // The first row counts as one of heads where both have any of its words.
    let known = || olds.iter().any(|name| once(name) && !is_number(name) && news.contains(name));
    let has_heads = old.header_rows.min(new.header_rows) > 0 || known();
    // The cells as a set: rows may have come, gone and moved.
    let held = |grid: &Grid, heads: usize| -> Vec<Vec<String>> {
        let cells = |at| {
            let mut cells: Vec<String> = grid.column(at).skip(heads).filter(|words| !words.is_empty()).map(str::to_owned).collect();
            cells.sort_unstable();
            cells
        };
        (0..grid.columns).map(cells).collect()
    };
    let heads = |grid: &Grid| if has_heads { grid.header_rows.max(1) } else { 0 };
    let (old_held, new_held) = (held(old, heads(old)), held(new, heads(new)));
    let likeness = Likeness {
        counts: [old.columns, new.columns],
        named: &|o, n| has_heads && olds[o] == news[n] && once(&olds[o]),
        score: &|o, n| shared(&old_held[o], &new_held[n]),
        total: &|o| old_held[o].len(),
        may_score: &|o, n| !has_heads || olds[o] == news[n],
        renamed: &|o, n| {
            // 令和6年度 and 令和7年度 over the same figures.
            let of_another_year = || is_other_figure(&olds[o], &news[n]) && old_held[o].first() != old_held[o].last();
            has_heads && (is_longer_name(&olds[o], &news[n]) || old_held[o] == new_held[n] && of_another_year())
        },
    };
    likeness.pairs()
}

/// How many words two sorted lists share.
fn shared(one: &[String], other: &[String]) -> usize {
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while i < one.len() && j < other.len() {
        shared += usize::from(one[i] == other[j]);
        let (left, right) = (one[i] <= other[j], other[j] <= one[i]);
        i += usize::from(left);
        j += usize::from(right);
    }
    shared
}

/// Rows by the first cell that is no number, else by the cells of paired columns; words that only one row has count
/// most.
fn rows(old: &Grid, new: &Grid, columns: &[Pair]) -> Vec<Pair> {
    let mut columns = columns.to_vec();
    columns.sort_unstable_by_key(|pair| pair.base);
    let name = columns.iter().position(|pair| {
        let words = || old.column(pair.base).chain(new.column(pair.side)).filter(|words| !words.is_empty());
        2 * words().filter(|words| is_number(words)).count() < words().count()
    });
    // How often words stand in each column, on either side.
    let counts: Vec<[HashMap<&str, usize>; 2]> =
        columns.iter().map(|pair| [counted(old.column(pair.base)), counted(new.column(pair.side))]).collect();
    let old_at = |row: usize, at: usize| old.rows[row][columns[at].base].as_str();
    let new_at = |row: usize, at: usize| new.rows[row][columns[at].side].as_str();
    let often = |at: usize, side: usize, words: &str| counts[at][side].get(words).copied().unwrap_or(0);
    let weight = |row: usize, at: usize| {
        let words = old_at(row, at);
        let once = often(at, 0, words) == 1 && often(at, 1, words) <= 1;
        match (words.is_empty(), once && !is_number(words)) {
            (true, _) => 0,
            (false, true) if Some(at) == name => NAME,
            (false, true) => OWN_WORDS,
            (false, false) => 1,
        }
    };
    let names = |o: usize, n: usize| name.map_or(("", ""), |at| (old_at(o, at), new_at(n, at)));
    let rescheduled = |o: usize, n: usize| {
        let (was, is) = names(o, n);
        let others = || (0..columns.len()).filter(|at| Some(*at) != name);
        is_other_figure(was, is) && others().all(|at| old_at(o, at) == new_at(n, at)) && others().any(|at| weight(o, at) == OWN_WORDS)
    };
    let likeness = Likeness {
        counts: [old.rows.len(), new.rows.len()],
        named: &|o, n| {
            let (was, is) = names(o, n);
            let once = |side| name.is_some_and(|at| often(at, side, was) == 1);
            was == is && !is_number(was) && !was.is_empty() && once(0) && once(1)
        },
        score: &|o, n| (0..columns.len()).filter(|at| old_at(o, *at) == new_at(n, *at)).map(|at| weight(o, at)).sum(),
        total: &|o| (0..columns.len()).map(|at| weight(o, at)).sum(),
        may_score: &|o, n| {
            let (was, is) = names(o, n);
            was == is || was.is_empty()
        },
        renamed: &|o, n| {
            let (was, is) = names(o, n);
            is_longer_name(was, is) || rescheduled(o, n)
        },
    };
    likeness.pairs()
}

/// Whether words are a number, or a sign before an item: those change when rows come and go.
fn is_number(words: &str) -> bool {
    let sign = |c: char| {
        c.is_numeric() || c.is_ascii_punctuation() || matches!(c, '，' | '．' | '（' | '）' | '△' | '▲' | '－' | '％' | ' ' | '　')
    };
    words.chars().all(sign)
}

/// Whether one name is the other with more words, and counts the same: 研修 and 職員研修, not 1月 and 11月.
fn is_longer_name(one: &str, other: &str) -> bool {
    let figures = |name: &str| -> String { name.chars().filter(|letter| letter.is_numeric()).collect() };
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    !is_number(short) && long.contains(short) && figures(short) == figures(long)
}

/// Whether two names differ in their figures alone: 5月 and 6月.
fn is_other_figure(one: &str, other: &str) -> bool {
    let bare = |name: &str| -> String { name.chars().filter(|letter| !letter.is_numeric()).collect() };
    !bare(one).is_empty() && bare(one) == bare(other)
}
