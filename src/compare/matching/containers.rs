//! Containers by the votes of what stands below them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::pairing::Pairing;
use super::side::{NONE, ROOT};

/// Least share of votes, in 1/1000 of what stands below both, for containers whose titles agree or not.
const SHARE_SAME_TITLE: u32 = 200;
const SHARE: u32 = 500;

/// Pairs free containers most of whose children belong together, from the bottom up.
pub(super) fn pair_by_votes(pairing: &mut Pairing<'_>) {
    let (old, new) = (pairing.old, pairing.new);
    let namesakes = Namesakes::of(pairing);
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
        let mut candidates: Vec<_> = votes.into_iter().map(|(o, votes)| (score(pairing, &namesakes, o, n, votes), o)).collect();
        candidates.sort_unstable_by_key(|(score, o)| (std::cmp::Reverse(*score), *o));
        let Some((best, o)) = candidates.first().copied() else { continue };
        let tie = candidates.get(1).is_some_and(|(second, _)| *second == best);
        if best > 0 && !tie {
            pairing.pair(o, n);
        }
    }
}

/// How well two containers go together; 0 if they do not.
fn score(pairing: &Pairing<'_>, namesakes: &Namesakes, o: u32, n: u32, votes: u32) -> u32 {
    let (old, new) = (pairing.old, pairing.new);
    let below = |side: &super::side::Side<'_>, at: u32| side.children(at).map(|child| side.size(child).min(8) + 1).sum::<u32>();
    let share = 2000 * votes / (below(old, o) + below(new, n)).max(1);
    let likeness = old.grams(o).likeness(new.grams(n));
    let same_title = old.title[o as usize] == new.title[n as usize];
    if !same_title && namesakes.speak_against(pairing, o, n) {
        return 0;
    }
    let least = if same_title { SHARE_SAME_TITLE } else { SHARE.saturating_sub(likeness / 3) };
    if share < least { 0 } else { share + likeness }
}

/// The titles of free rows: what moved from one node to another says nothing of the two, if each has its namesake.
struct Namesakes {
    /// How many rows of the old and the new plan have a title.
    counts: FxHashMap<u64, (u32, u32)>,
    /// Titles below a row, of the old and the new plan.
    below: [FxHashSet<(u32, u64)>; 2],
}

impl Namesakes {
    fn of(pairing: &Pairing<'_>) -> Self {
        let mut counts: FxHashMap<u64, (u32, u32)> = FxHashMap::default();
        let mut below = [FxHashSet::default(), FxHashSet::default()];
        for o in pairing.free_old() {
            let title = pairing.old.title[o as usize];
            counts.entry(title).or_default().0 += 1;
            below[0].insert((pairing.old.parent(o), title));
        }
        for n in pairing.free_new() {
            let title = pairing.new.title[n as usize];
            counts.entry(title).or_default().1 += 1;
            below[1].insert((pairing.new.parent(n), title));
        }
        Self { counts, below }
    }

    /// Whether one of two rows with different titles has a namesake in the other plan: beside the other row, or the
    /// only one there is.
    fn speak_against(&self, pairing: &Pairing<'_>, o: u32, n: u32) -> bool {
        let (own, other) = (pairing.old.title[o as usize], pairing.new.title[n as usize]);
        let only = |title: u64| self.counts.get(&title) == Some(&(1, 1));
        only(own)
            || only(other)
            || self.below[1].contains(&(pairing.new.parent(n), own))
            || self.below[0].contains(&(pairing.old.parent(o), other))
    }
}
