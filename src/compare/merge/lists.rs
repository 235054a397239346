//! Joining three versions of a list (the paragraphs of a body, the sentences of a paragraph): which pieces each side
//! changed, and where the two meet.
//!
//! Each side's changes are found against the base alone, so that the other way round is the mirror image. Changes of
//! different pieces are both made. Two meet where both changed the same piece, where both put in something at one
//! place, or where one put in something between pieces that the other took out: nobody can say then what the other
//! would make of it.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::compare::matching::{dice, shared_grams};

/// Pieces whose words are less alike than this, in 1/1000, are another piece.
const LEAST: usize = 350;
/// A piece that shares as much of its words with the one beside it, in 1/1000, came from it or went into it.
const PART_OF: usize = 500;
/// Between two pieces that both kept, as many pairs are weighed at most.
const MOST_PAIRS: usize = 10_000;

/// A piece of a list.
pub(super) trait Piece: PartialEq {
    /// Whether one may be the other one, edited.
    fn is_like(&self, other: &Self) -> bool;
    /// Its pairs of letters, sorted.
    fn grams(&self) -> Vec<u32>;
}

/// A stretch of the joined list.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part<'a, T> {
    /// What both agree on, or what one alone made of it.
    Agreed(&'a [T]),
    /// What each has where both changed something, in their own ways.
    Met { base: &'a [T], mine: &'a [T], theirs: &'a [T] },
}

/// Joins two lists that began from `base`.
pub(super) fn joined<'a, T: Piece>(base: &'a [T], mine: &'a [T], theirs: &'a [T]) -> Vec<Part<'a, T>> {
    let mut changes: Vec<(usize, Change)> = Vec::new();
    for (side, list) in [(0, mine), (1, theirs)] {
        changes.extend(changes_of(base, list).into_iter().map(|change| (side, change)));
    }
    changes.sort_by_key(|(side, change)| (change.base.start, change.base.end, *side));
    let mut out = Vec::new();
    // Up to where each list is joined.
    let (mut at, mut to) = (0, [0, 0]);
    let lists = [mine, theirs];
    for group in groups(&changes, base.len()) {
        let members: Vec<&(usize, Change)> = group.iter().map(|at| &changes[*at]).collect();
        let from = members.iter().map(|(_, change)| change.base.start).min().unwrap_or(at);
        let end = members.iter().map(|(_, change)| change.base.end).max().unwrap_or(from);
        push_agreed(&mut out, &base[at..from]);
        let start = to.map(|to| to + from - at);
        let mut stretches: [&[T]; 2] = [&[], &[]];
        for (side, list) in lists.into_iter().enumerate() {
            let grown = members.iter().filter(|(of, _)| *of == side);
            let (came, went) = grown.fold((0, 0), |(came, went), (_, change)| (came + change.side.len(), went + change.base.len()));
            to[side] = start[side] + (end - from) + came - went;
            stretches[side] = &list[start[side]..to[side]];
        }
        at = end;
        let changed_by = |side| members.iter().any(|(of, _)| *of == side);
        match (changed_by(0), changed_by(1)) {
            (true, false) => push_agreed(&mut out, stretches[0]),
            (false, _) => push_agreed(&mut out, stretches[1]),
            (true, true) => push_met(&mut out, &base[from..end], stretches),
        }
    }
    push_agreed(&mut out, &base[at..]);
    out
}

fn push_agreed<'a, T>(out: &mut Vec<Part<'a, T>>, pieces: &'a [T]) {
    if !pieces.is_empty() {
        out.push(Part::Agreed(pieces));
    }
}

/// Where both changed something: agreed if they did the same, and where both put in something what is the same at both
/// ends.
fn push_met<'a, T: Piece>(out: &mut Vec<Part<'a, T>>, base: &'a [T], [mine, theirs]: [&'a [T]; 2]) {
    if mine == theirs {
        return push_agreed(out, mine);
    }
    if !base.is_empty() {
        return out.push(Part::Met { base, mine, theirs });
    }
    let front = mine.iter().zip(theirs).take_while(|(a, b)| a == b).count();
    let back = mine[front..].iter().rev().zip(theirs[front..].iter().rev()).take_while(|(a, b)| a == b).count();
    let inner = |list: &'a [T]| &list[front..list.len() - back];
    push_agreed(out, &mine[..front]);
    match (inner(mine), inner(theirs)) {
        ([], more) | (more, []) => push_agreed(out, more),
        (mine, theirs) => out.push(Part::Met { base, mine, theirs }),
    }
    push_agreed(out, &mine[mine.len() - back..]);
}

/// What one side made of a stretch of the base.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Change {
    base: Range<usize>,
    side: Range<usize>,
}

impl Change {
    fn is_insertion(&self) -> bool {
        self.base.is_empty()
    }

    fn is_deletion(&self) -> bool {
        self.side.is_empty()
    }

    /// Whether it is neither one piece edited nor something put in or taken out: where in it a piece came, nobody
    /// can say.
    fn is_rewriting(&self) -> bool {
        !self.is_insertion() && !self.is_deletion() && (self.base.len(), self.side.len()) != (1, 1)
    }

    /// Whether two changes of different sides meet; of an insertion it is known whether the other side took out what
    /// stands around it.
    fn meets(&self, other: &Self) -> bool {
        let (a, b) = (&self.base, &other.base);
        match (self.is_insertion(), other.is_insertion()) {
            (true, true) => a.start == b.start,
            (true, false) => b.start < a.start && a.start < b.end || other.is_rewriting() && (a.start == b.start || a.start == b.end),
            (false, true) => other.meets(self),
            (false, false) => a.start < b.end && b.start < a.end,
        }
    }
}

/// Changes that meet are decided together: groups of places in `changes`, which are in order, and so are the groups.
fn groups(changes: &[(usize, Change)], length: usize) -> Vec<Vec<usize>> {
    let mut group_of: Vec<usize> = (0..changes.len()).collect();
    let mut join = |a: usize, b: usize| {
        let (to, from) = (group_of[a].min(group_of[b]), group_of[a].max(group_of[b]));
        group_of.iter_mut().filter(|group| **group == from).for_each(|group| *group = to);
    };
    let loose: Vec<bool> = changes.iter().map(|(side, change)| is_loose(changes, *side, change, length)).collect();
    for (a, (side, one)) in changes.iter().enumerate() {
        for (b, (of, other)) in changes.iter().enumerate().skip(a + 1) {
            if other.base.start > one.base.end {
                break;
            }
            let left_alone = loose[a] && other.is_deletion() || loose[b] && one.is_deletion();
            if side != of && (one.meets(other) || left_alone) {
                join(a, b);
            }
        }
    }
    let mut groups: Vec<(Range<usize>, Vec<usize>)> = Vec::new();
    let mut known: Vec<usize> = Vec::new();
    for (at, group) in group_of.iter().enumerate() {
        let base = &changes[at].1.base;
        match known.iter().position(|known| known == group) {
            Some(there) => {
                let (extent, members) = &mut groups[there];
                *extent = extent.start.min(base.start)..extent.end.max(base.end);
                members.push(at);
            }
            None => {
                known.push(*group);
                groups.push((base.clone(), vec![at]));
            }
        }
    }
    // What lies within a group goes with it.
    groups.sort_by_key(|(extent, _)| (extent.start, extent.end));
    let mut out: Vec<(Range<usize>, Vec<usize>)> = Vec::new();
    for (extent, members) in groups {
        match out.last_mut().filter(|(last, _)| extent.start < last.end) {
            Some((last, all)) => {
                last.end = last.end.max(extent.end);
                all.extend(members);
            }
            None => out.push((extent, members)),
        }
    }
    out.into_iter().map(|(_, members)| members).collect()
}

/// Whether something was put in where the other side took out all around it.
fn is_loose(changes: &[(usize, Change)], side: usize, change: &Change, length: usize) -> bool {
    let taken_out = |piece: usize| changes.iter().any(|(of, other)| *of != side && other.is_deletion() && other.base.contains(&piece));
    let at = change.base.start;
    let (before, behind) = (at > 0, at < length);
    change.is_insertion() && (before || behind) && (!before || taken_out(at - 1)) && (!behind || taken_out(at))
}

/// What a side made of the base, in order: each edited or deleted piece by itself, what was put in as one.
fn changes_of<T: Piece>(base: &[T], side: &[T]) -> Vec<Change> {
    let kept = kept(base, side);
    let mut out = Vec::new();
    let (mut b, mut s) = (0, 0);
    for at in 0..=base.len() {
        let next = kept.get(at).map_or(Some(side.len()), |there| *there);
        let Some(next) = next else { continue };
        stretch(base, side, b..at, s..next, &mut out);
        (b, s) = (at + 1, next + 1);
    }
    out
}

/// A stretch between two pieces that were kept.
fn stretch<T: Piece>(base: &[T], side: &[T], old: Range<usize>, new: Range<usize>, out: &mut Vec<Change>) {
    if old.is_empty() && new.is_empty() {
        return;
    }
    let (mut b, mut s) = (old.start, new.start);
    let pairs = edited(&base[old.clone()], &side[new.clone()]).into_iter().map(|(i, j)| (old.start + i, new.start + j));
    for (i, j) in pairs.chain(std::iter::once((old.end, new.end))) {
        let between = Change { base: b..i, side: s..j };
        if between.is_deletion() {
            out.extend((b..i).map(|at| Change { base: at..at + 1, side: s..s }));
        } else {
            out.push(between);
        }
        if i < old.end {
            out.push(Change { base: i..i + 1, side: j..j + 1 });
        }
        (b, s) = (i + 1, j + 1);
    }
    gather_parts(base, side, out, old.start);
}

/// A piece that was parted, or went into the one beside it, is one change together with that.
fn gather_parts<T: Piece>(base: &[T], side: &[T], changes: &mut Vec<Change>, from: usize) {
    let of = |list: &[T], range: &Range<usize>| -> Vec<u32> {
        let mut grams: Vec<u32> = list[range.clone()].iter().flat_map(Piece::grams).collect();
        grams.sort_unstable();
        grams
    };
    let part_of = |part: &[u32], whole: &[u32]| !part.is_empty() && 1000 * shared_grams(part, whole) >= PART_OF * part.len();
    let mut at = changes.iter().position(|change| change.base.start >= from).unwrap_or(changes.len());
    while at + 1 < changes.len() {
        let (one, next) = (&changes[at], &changes[at + 1]);
        let beside = one.base.end == next.base.start && one.side.end == next.side.start;
        let edits = |change: &Change| !change.is_insertion() && !change.is_deletion();
        let joins = beside
            && match (edits(one), edits(next)) {
                (true, false) if next.is_insertion() => part_of(&of(side, &next.side), &of(base, &one.base)),
                (true, false) => part_of(&of(base, &next.base), &of(side, &one.side)),
                (false, true) if one.is_insertion() => part_of(&of(side, &one.side), &of(base, &next.base)),
                (false, true) => part_of(&of(base, &one.base), &of(side, &next.side)),
                _ => false,
            };
        if joins {
            let next = changes.remove(at + 1);
            let one = &mut changes[at];
            (one.base.end, one.side.end) = (next.base.end, next.side.end);
        } else {
            at += 1;
        }
    }
}

/// Which pieces of a stretch are which: one on both sides stands for the other, else the most alike in order.
fn edited<T: Piece>(old: &[T], new: &[T]) -> Vec<(usize, usize)> {
    if let ([one], [other]) = (old, new)
        && one.is_like(other)
    {
        return vec![(0, 0)];
    }
    if old.is_empty() || new.is_empty() || old.len() * new.len() > MOST_PAIRS {
        return Vec::new();
    }
    let (olds, news): (Vec<_>, Vec<_>) = (old.iter().map(Piece::grams).collect(), new.iter().map(Piece::grams).collect());
    let likeness = |i: usize, j: usize| {
        let all = olds[i].len() + news[j].len();
        let alike = dice(shared_grams(&olds[i], &news[j]), all).unwrap_or(1000);
        if old[i].is_like(&new[j]) && alike >= LEAST { alike } else { 0 }
    };
    // The best sum of likenesses in order, from the back.
    let width = new.len() + 1;
    let mut best = vec![0; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            let like = likeness(i, j);
            let pair = if like > 0 { like + best[(i + 1) * width + j + 1] } else { 0 };
            best[i * width + j] = pair.max(best[(i + 1) * width + j]).max(best[i * width + j + 1]);
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = Vec::new();
    while i < old.len() && j < new.len() {
        let here = best[i * width + j];
        if here == best[(i + 1) * width + j] {
            i += 1;
        } else if here == best[i * width + j + 1] {
            j += 1;
        } else {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        }
    }
    pairs
}

/// Where each piece of `base` stands in `side`, if it was kept as it was.
pub(super) fn kept<T: PartialEq>(base: &[T], side: &[T]) -> Vec<Option<usize>> {
    // Pieces are compared as numbers: equal ones have the same.
    let mut known: Vec<&T> = Vec::new();
    let mut numbers = Vec::with_capacity(base.len() + side.len());
    for piece in base.iter().chain(side) {
        numbers.push(known.iter().position(|k| *k == piece).unwrap_or_else(|| {
            known.push(piece);
            known.len() - 1
        }));
    }
    let (a, b) = numbers.split_at(base.len());
    let mut out = vec![None; base.len()];
    for op in capture_diff_slices(Algorithm::Myers, a, b) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            (0..len).for_each(|i| out[old_index + i] = Some(new_index + i));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The joined list, a place where both met as (base|mine|theirs).
    fn told(base: &str, mine: &str, theirs: &str) -> String {
        let split = |list: &'static str| -> Vec<&'static str> { list.split_whitespace().collect() };
        let leak = |list: &str| -> &'static str { Box::leak(list.to_owned().into_boxed_str()) };
        let lists = [base, mine, theirs].map(|list| split(leak(list)));
        let words = |parts: Vec<Part<'_, &str>>| {
            let part = |part: &Part<'_, &str>| match part {
                Part::Agreed(list) => list.join(" "),
                Part::Met { base, mine, theirs } => format!("({}|{}|{})", base.join(" "), mine.join(" "), theirs.join(" ")),
            };
            parts.iter().map(part).collect::<Vec<_>>().join(" ")
        };
        let there = words(joined(&lists[0], &lists[1], &lists[2]));
        let mirrored = joined(&lists[0], &lists[2], &lists[1]).into_iter().map(|part| match part {
            Part::Met { base, mine, theirs } => Part::Met { base, mine: theirs, theirs: mine },
            agreed => agreed,
        });
        assert_eq!(there, words(mirrored.collect()), "the other way round is the mirror image");
        there
    }

    #[test]
    fn changes_of_different_pieces_are_both_made() {
        for (base, mine, theirs, want) in [
            ("a b c d", "A b c d", "a b c D", "A b c D"),
            ("a b c", "A b c", "a B c", "A B c"),
            ("a b c d", "b c d", "a c d", "c d"),
            ("a b c", "a c", "a b C", "a C"),
            ("a b c", "x a b c", "a b c y", "x a b c y"),
            ("a b c", "a x b c", "a B c", "a x B c"),
            ("a b c", "a x b c", "a b", "a x b"),
            ("a b", "a x b", "a x b", "a x b"),
            ("a b", "a x y b", "a x b", "a x y b"),
            ("a b", "A b", "A b", "A b"),
            ("a b", "b", "b", "b"),
            ("", "x", "", "x"),
        ] {
            assert_eq!(told(base, mine, theirs), want, "{base} / {mine} / {theirs}");
        }
    }

    #[test]
    fn where_both_meet_nothing_is_guessed() {
        for (base, mine, theirs, want) in [
            ("a b c", "a X c", "a Y c", "a (b|X|Y) c"),
            ("a b c", "a c", "a Y c", "a (b||Y) c"),
            ("a b", "a x b", "a y b", "a (|x|y) b"),
            ("a b", "a x z b", "a y z b", "a (|x|y) z b"),
            // Between pieces that the other side took out.
            ("a b c d", "a d", "a b x c d", "a (b c||b x c) d"),
            ("a b", "a", "a b x", "a (b||b x)"),
            ("", "x", "y", "(|x|y)"),
        ] {
            assert_eq!(told(base, mine, theirs), want, "{base} / {mine} / {theirs}");
        }
    }

    #[test]
    fn a_piece_that_was_parted_is_one_change() {
        let (base, parted) = ("地区の役員が訪問して手引きを配布する。", "地区の役員が訪問する。 手引きを配布する。");
        let theirs = "地区の役員が毎月訪問して手引きを配布する。";
        assert_eq!(told(base, parted, theirs), format!("({base}|{parted}|{theirs})"));
        assert_eq!(told(parted, base, parted), base);
        let edited = "地区の役員が毎月訪問する。 手引きを配布する。";
        assert_eq!(told(parted, base, edited), format!("({parted}|{base}|{edited})"));
        // What was put in behind is no part of it.
        let more = "地区の役員が訪問して手引きを全戸に配布する。 反省会を開く。";
        assert_eq!(told(base, more, theirs), format!("({base}|{}|{theirs}) 反省会を開く。", more.split_whitespace().next().expect("one")));
    }
}
