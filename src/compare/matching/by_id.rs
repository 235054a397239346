//! Within one lineage (drafts, rollover) nodes with the same id are the same node.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashSet, FxHasher};

use super::{Corrections, Matching};
use crate::plan::Outline;

/// One node in this many has to be shared for two plans to be of one lineage: a chapter pasted from last
/// year's plan with its ids makes no lineage of the rest.
const SHARED_ONE_IN: usize = 5;

/// Pairs the rows of two outlines by id.
pub fn match_by_id(old: &Outline, new: &Outline) -> Matching {
    let pairs = new.rows().iter().enumerate().filter_map(|(n, row)| Some((old.position(row.node.id)?, n))).collect();
    Matching { pairs, turned: ids(old) > ids(new) }
}

/// A number of the ids in their order: where nothing moved there are no ties to break.
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

/// Pairs by id, but as the user corrected.
pub(super) fn match_corrected(old: &Outline, new: &Outline, corrections: &Corrections) -> Matching {
    let mut matching = match_by_id(old, new);
    if *corrections == Corrections::default() {
        return matching;
    }
    let [same, different] = super::rows_of(old, new, corrections);
    let different: FxHashSet<_> = different.into_iter().map(|(o, n)| (o as usize, n as usize)).collect();
    let mut olds = FxHashSet::default();
    let mut news = FxHashSet::default();
    let same: Vec<_> =
        same.into_iter().map(|(o, n)| (o as usize, n as usize)).filter(|(o, n)| olds.insert(*o) && news.insert(*n)).collect();
    matching.pairs.retain(|(o, n)| !olds.contains(o) && !news.contains(n) && !different.contains(&(*o, *n)));
    matching.pairs.extend(same);
    matching.pairs.sort_unstable_by_key(|pair| pair.1);
    matching
}
