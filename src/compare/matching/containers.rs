//! Containers by the votes of what stands below them.

use rustc_hash::FxHashMap;

use super::pairing::Pairing;
use super::side::{NONE, ROOT};

/// Least share of votes, in 1/1000 of what stands below both, for containers whose titles agree or not.
const SHARE_SAME_TITLE: u32 = 200;
const SHARE: u32 = 500;

/// Pairs free containers most of whose children belong together, from the bottom up.
pub(super) fn pair_by_votes(pairing: &mut Pairing<'_>) {
    let (old, new) = (pairing.old, pairing.new);
    for n in (0..new.len() as u32).rev() {
        if pairing.old_of(n) != NONE || new.size(n) == 1 {
            continue;
        }
        let mut votes: FxHashMap<u32, u32> = FxHashMap::default();
        for child in new.children(n) {
            let o = pairing.old_of(child);
            if o != NONE {
                let parent = old.parent(o);
                if parent != ROOT && pairing.is_free(parent, n) {
                    *votes.entry(parent).or_default() += new.size(child).min(8) + 1;
                }
            }
        }
        let mut candidates: Vec<_> = votes.into_iter().map(|(o, votes)| (score(pairing, o, n, votes), o)).collect();
        candidates.sort_unstable_by_key(|(score, o)| (std::cmp::Reverse(*score), *o));
        let Some((best, o)) = candidates.first().copied() else { continue };
        let tie = candidates.get(1).is_some_and(|(second, _)| *second == best);
        if best > 0 && !tie {
            pairing.pair(o, n);
        }
    }
}

/// How well two containers go together; 0 if they do not.
fn score(pairing: &Pairing<'_>, o: u32, n: u32, votes: u32) -> u32 {
    let (old, new) = (pairing.old, pairing.new);
    let below = |side: &super::side::Side<'_>, at: u32| side.children(at).map(|child| side.size(child).min(8) + 1).sum::<u32>();
    let share = 2000 * votes / (below(old, o) + below(new, n)).max(1);
    let likeness = old.grams(o).likeness(new.grams(n));
    let same_title = old.title[o as usize] == new.title[n as usize];
    let least = if same_title { SHARE_SAME_TITLE } else { SHARE.saturating_sub(likeness / 3) };
    if share < least { 0 } else { share + likeness }
}
