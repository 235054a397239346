//! Repeated texts (研修, 広報) by what stands around them.

use super::children::pair_children;
use super::pairing::Pairing;
use super::side::{NONE, ROOT, Side};

/// Pairs free rows of equal words that alone have the same surroundings, from near ones to far ones.
pub(super) fn pair_repeated(pairing: &mut Pairing<'_>) {
    // The partner stands for a paired row, so that both plans speak of the same thing.
    type Around = fn(&Pairing<'_>, &Side<'_>, u32, bool) -> Option<(u64, u64, u64)>;
    let surroundings: [Around; 5] = [
        |p, side, at, old| Some((side.tree[at as usize], partner(p, side.before(at), old)?, partner(p, side.behind(at), old)?)),
        |p, side, at, old| Some((side.own[at as usize], partner(p, side.before(at), old)?, 1)),
        |p, side, at, old| Some((side.own[at as usize], partner(p, side.behind(at), old)?, 2)),
        |_, side, at, _| {
            let parent = side.parent(at);
            (parent != ROOT).then(|| (side.tree[at as usize], side.own[parent as usize], side.title[parent as usize]))
        },
        |_, side, at, _| {
            let parent = side.parent(at);
            (parent != ROOT).then(|| (side.own[at as usize], side.title[parent as usize], 3))
        },
    ];
    for around in surroundings {
        let found = pairing.unique(|o| around(pairing, pairing.old, o, true), |n| around(pairing, pairing.new, n, false));
        for (o, n) in found {
            pairing.pair(o, n);
        }
        pair_children(pairing);
    }
}

/// The old row of a paired sibling, `None` if it is not paired.
fn partner(pairing: &Pairing<'_>, sibling: u32, old: bool) -> Option<u64> {
    if sibling == NONE {
        return None;
    }
    let row = if old { if pairing.new_of(sibling) == NONE { NONE } else { sibling } } else { pairing.old_of(sibling) };
    (row != NONE).then_some(u64::from(row))
}
