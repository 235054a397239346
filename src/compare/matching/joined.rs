//! What was made of several nodes, or of which several were made, under a name that none of them had: it is paired with the
//! longest of them. That the others are parts of it is told from the pair.

use super::grams::{LEAST_BODY, shared};
use super::pairing::Pairing;
use super::side::{NONE, Side};

/// So much of a part's body stands in the whole, in per cent.
const OF_PART: usize = 85;
/// Under one parent no more pairs than this are looked at.
const MOST_PAIRS: usize = 4096;

/// Pairs free rows with what they were joined into or parted from, below the same parent.
pub(super) fn pair_joined(pairing: &mut Pairing<'_>) {
    let (old, new) = (pairing.old, pairing.new);
    let wholes: Vec<u32> = pairing.free_new().filter(|n| is_long(new, *n)).collect();
    for n in wholes {
        let parent = pairing.old_of(new.parent(n));
        if let Some(o) = longest_part((new, n), old, parent, |o| pairing.new_of(o) == NONE) {
            pairing.pair(o, n);
        }
    }
    let wholes: Vec<u32> = pairing.free_old().filter(|o| is_long(old, *o)).collect();
    for o in wholes {
        let parent = pairing.new_of(old.parent(o));
        if let Some(n) = longest_part((old, o), new, parent, |n| pairing.old_of(n) == NONE) {
            pairing.pair(o, n);
        }
    }
}

fn is_long(side: &Side<'_>, at: u32) -> bool {
    side.grams(at).rest.len() >= 2 * LEAST_BODY
}

/// Of the free children of `parent` whose bodies stand in the whole the one with the longest, if there are several.
fn longest_part((side, whole): (&Side<'_>, u32), other: &Side<'_>, parent: u32, free: impl Fn(u32) -> bool) -> Option<u32> {
    if parent == NONE {
        return None;
    }
    let all = &side.grams(whole).rest;
    let is_part = |at: &u32| {
        let own = &other.grams(*at).rest;
        own.len() >= LEAST_BODY && shared(own, all) * 100 >= own.len() * OF_PART
    };
    let mut parts: Vec<u32> = other.children(parent).filter(|at| free(*at)).take(MOST_PAIRS).filter(is_part).collect();
    // Before its equals the first one.
    parts.sort_by_key(|at| std::cmp::Reverse(other.grams(*at).rest.len()));
    (parts.len() > 1).then(|| parts[0])
}
