//! Subtrees that each plan holds once and alike: the surest pairs.

use super::pairing::Pairing;

/// Fewer characters than this may be alike by chance wherever they stand.
pub(super) const LEAST_WEIGHT: u32 = 8;

/// Pairs identical subtrees that are unique in both plans, the largest first.
pub(super) fn pair_unique_trees(pairing: &mut Pairing<'_>) {
    let (old, new) = (pairing.old, pairing.new);
    let heavy = |side: &super::side::Side<'_>, at: u32| side.size(at) > 1 || side.weight[at as usize] >= LEAST_WEIGHT;
    let key = |side: &super::side::Side<'_>, at: u32| heavy(side, at).then(|| side.tree[at as usize]);
    // In reading order a tree comes before its branches, which are then no longer free.
    for (o, n) in pairing.unique(|at| key(old, at), |at| key(new, at)) {
        if pairing.is_free(o, n) && old.size(o) == new.size(n) {
            pairing.pair_trees(o, n);
        }
    }
}
