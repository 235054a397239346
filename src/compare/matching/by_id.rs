//! Within one lineage (drafts, rollover) nodes with the same id are the same node.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustc_hash::{FxHashSet, FxHasher};

use super::leftover::with_leftovers;
use super::{Corrections, Matching, Said};
use crate::plan::Outline;

/// One node in this many has to be shared for two plans to be of one lineage: a chapter pasted from last
/// year's plan with its ids makes no lineage of the rest.
const SHARED_ONE_IN: usize = 5;

/// Pairs the rows of two outlines by id. A subtree that both plans share is paired as a whole.
pub fn match_by_id(old: &Outline, new: &Outline) -> Matching {
    let mut pairs: Vec<(usize, usize)> = Vec::with_capacity(new.rows().len());
    let mut n = 0;
    while let Some(row) = new.rows().get(n) {
        let Some(o) = old.position(row.node.id) else {
            n += 1;
            continue;
        };
        let size = if Arc::ptr_eq(&old.rows()[o].node, &row.node) { row.end as usize - n } else { 1 };
        pairs.extend((0..size).map(|at| (o + at, n + at)));
        n += size;
    }
    let turned = turned(old, new, &pairs);
    Matching { pairs, turned, ..Matching::default() }
}

/// Whether ties are broken looking at the new plan first. Where nothing moved there are none.
fn turned(old: &Outline, new: &Outline, pairs: &[(usize, usize)]) -> bool {
    !pairs.is_sorted() && ids(old) > ids(new)
}

/// A number of the ids in their order.
fn ids(outline: &Outline) -> u64 {
    let mut hasher = FxHasher::default();
    outline.rows().iter().for_each(|row| (row.node.id, row.depth).hash(&mut hasher));
    hasher.finish()
}

/// Whether enough nodes share their ids for ids to decide.
pub(super) fn one_lineage(old: &Outline, new: &Outline) -> bool {
    let smaller = old.rows().len().min(new.rows().len());
    let mut shared = 0;
    // Stops as soon as it is sure, which is soon.
    smaller > 0
        && new.rows().iter().any(|row| {
            shared += usize::from(old.position(row.node.id).is_some());
            shared * SHARED_ONE_IN >= smaller && shared > 0
        })
}

/// Pairs by id, but as the user corrected, and what ids leave over by its words.
pub(super) fn match_corrected(old: &Outline, new: &Outline, corrections: &Corrections) -> Matching {
    let mut matching = match_by_id(old, new);
    if *corrections == Corrections::default() {
        let count = matching.pairs.len();
        matching.pairs = with_leftovers(old, new, matching.pairs, Said::default());
        if matching.pairs.len() > count {
            matching.turned = turned(old, new, &matching.pairs);
        }
        return matching;
    }
    let said = Said::of(old, new, corrections);
    let olds: FxHashSet<u32> = said.same.iter().chain(&said.merges).map(|(o, _)| *o).collect();
    let news: FxHashSet<u32> = said.same.iter().chain(&said.splits).map(|(_, n)| *n).collect();
    let mut pairs = matching.pairs;
    pairs.retain(|(o, n)| {
        let (o, n) = (*o as u32, *n as u32);
        !olds.contains(&o) && !news.contains(&n) && !said.different.contains(&(o, n))
    });
    pairs.extend(said.same.iter().map(|(o, n)| (*o as usize, *n as usize)));
    pairs.sort_unstable_by_key(|pair| pair.1);
    let pairs = with_leftovers(old, new, pairs, said.clone());
    let turned = turned(old, new, &pairs);
    said.matching(pairs, turned)
}
