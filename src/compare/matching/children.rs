//! The children of a pair: in order, equal ones first, then alike ones.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::pairing::Pairing;
use super::side::{NONE, Side};

/// Below this likeness two siblings are not the same node.
const LEAST: u32 = 420;
/// The same for two rows that alone stand between the same neighbours.
const LEAST_BETWEEN: u32 = 300;
/// What the same place is worth beside likeness.
const SAME_PLACE: u32 = 150;
/// With more pairs than this only near ones are looked at.
const MOST_PAIRS: usize = 4096;

/// Looks at the children of all pairs not looked at yet, and at theirs.
pub(super) fn pair_children(pairing: &mut Pairing<'_>) {
    while let Some((o, n)) = pairing.take_fresh() {
        below(pairing, o, n);
    }
}

fn below(pairing: &mut Pairing<'_>, o: u32, n: u32) {
    let (old, new) = (pairing.old, pairing.new);
    let free = |pairing: &Pairing<'_>| {
        let olds: Vec<u32> = old.children(o).filter(|at| pairing.new_of(*at) == NONE).collect();
        let news: Vec<u32> = new.children(n).filter(|at| pairing.old_of(*at) == NONE).collect();
        (olds, news)
    };
    let (mut olds, mut news) = free(pairing);
    for (key, whole) in [(Key::Tree, true), (Key::Own, false), (Key::Title, false)] {
        if olds.is_empty() || news.is_empty() {
            return;
        }
        equal(pairing, &olds, &news, key, whole);
        (olds, news) = free(pairing);
    }
    if !olds.is_empty() && !news.is_empty() {
        alike(pairing, &olds, &news);
    }
}

#[derive(Clone, Copy)]
pub(super) enum Key {
    Tree,
    Own,
    Title,
}

impl Key {
    pub(super) fn of(self, side: &Side<'_>, at: u32) -> u64 {
        let at = at as usize;
        match self {
            Self::Tree => side.tree[at],
            Self::Own => side.own[at],
            Self::Title => side.title[at],
        }
    }
}

/// Pairs siblings with equal keys. As many on both sides go in order; of others first those whose neighbours
/// belong together.
pub(super) fn equal(pairing: &mut Pairing<'_>, olds: &[u32], news: &[u32], key: Key, whole: bool) {
    let mut groups: FxHashMap<u64, (Vec<u32>, Vec<u32>)> = FxHashMap::default();
    let mut order = Vec::new();
    for o in olds {
        let of = key.of(pairing.old, *o);
        groups.entry(of).or_insert_with(|| {
            order.push(of);
            Default::default()
        });
        groups.entry(of).or_default().0.push(*o);
    }
    for n in news {
        if let Some(group) = groups.get_mut(&key.of(pairing.new, *n)) {
            group.1.push(*n);
        }
    }
    let pair = |pairing: &mut Pairing<'_>, o, n| {
        if !pairing.is_free(o, n) {
            return;
        }
        if whole {
            pairing.pair_trees(o, n);
        } else {
            pairing.pair(o, n);
        }
    };
    for of in order {
        let (olds, news) = &groups[&of];
        if matches!(key, Key::Title) && olds.len().max(news.len()) > 1 && olds.len() * news.len() <= MOST_PAIRS {
            // Called the same: what they say tells them apart, and where they stand.
            by_body(pairing, olds, news);
            continue;
        }
        if olds.len() != news.len() && olds.len() * news.len() <= MOST_PAIRS {
            for n in news {
                let beside = olds.iter().copied().find(|o| {
                    pairing.together(pairing.old.before(*o), pairing.new.before(*n))
                        || pairing.together(pairing.old.behind(*o), pairing.new.behind(*n))
                });
                if let Some(o) = beside {
                    pair(pairing, o, *n);
                }
            }
        }
        let olds: Vec<u32> = olds.iter().copied().filter(|o| pairing.new_of(*o) == NONE).collect();
        let news: Vec<u32> = news.iter().copied().filter(|n| pairing.old_of(*n) == NONE).collect();
        for (o, n) in olds.into_iter().zip(news) {
            pair(pairing, o, n);
        }
    }
}

/// What a neighbour that belongs together is worth beside the likeness of bodies.
const SAME_NEIGHBOUR: u32 = 120;

/// Pairs siblings of one name, those with the most alike bodies first; what says nothing of itself goes in order.
fn by_body(pairing: &mut Pairing<'_>, olds: &[u32], news: &[u32]) {
    let (old, new) = (pairing.old, pairing.new);
    let mut scored = Vec::with_capacity(olds.len() * news.len());
    for (i, o) in olds.iter().enumerate() {
        for (j, n) in news.iter().enumerate() {
            let beside = [(old.before(*o), new.before(*n)), (old.behind(*o), new.behind(*n))];
            let near = beside.into_iter().filter(|(o, n)| pairing.together(*o, *n)).count() as u32;
            let score = old.grams(*o).likeness_of_rest(new.grams(*n)) + near * SAME_NEIGHBOUR;
            scored.push((Reverse(score), i.abs_diff(j), *o, *n));
        }
    }
    scored.sort_unstable();
    for (_, _, o, n) in scored {
        pairing.pair(o, n);
    }
}

/// Pairs siblings by likeness, the most alike first.
fn alike(pairing: &mut Pairing<'_>, olds: &[u32], news: &[u32]) {
    let near = if olds.len() * news.len() <= MOST_PAIRS { usize::MAX } else { MOST_PAIRS / olds.len().max(news.len()) + 8 };
    // Rows have the same place if the nearest paired sibling before them is the same.
    let place_old = places(pairing.old, olds, |at| pairing.new_of(at));
    let place_new = places(pairing.new, news, |at| if pairing.old_of(at) == NONE { NONE } else { at });
    let count = |places: &[u32], place: u32| places.iter().filter(|p| **p == place).count();
    let mut scored = Vec::new();
    for (i, o) in olds.iter().enumerate() {
        let middle = i * news.len() / olds.len().max(1);
        let window = middle.saturating_sub(near)..news.len().min(middle.saturating_add(near));
        for j in window {
            let n = news[j];
            if !pairing.is_free(*o, n) {
                continue;
            }
            let likeness = pairing.old.grams(*o).likeness(pairing.new.grams(n));
            let same_place = place_old[i] == place_new[j];
            let alone = same_place && near == usize::MAX && count(&place_old, place_old[i]) == 1 && count(&place_new, place_new[j]) == 1;
            let least = if alone { LEAST_BETWEEN } else { LEAST };
            if likeness >= least {
                scored.push((Reverse(likeness + if same_place { SAME_PLACE } else { 0 }), i.abs_diff(j), *o, n));
            }
        }
    }
    scored.sort_unstable();
    for (_, _, o, n) in scored {
        pairing.pair(o, n);
    }
}

/// For each of `rows`, siblings in order, what `partner` says of the nearest sibling before it of which it says anything.
fn places(side: &Side<'_>, rows: &[u32], partner: impl Fn(u32) -> u32) -> Vec<u32> {
    let mut waiting = rows.iter().copied().peekable();
    let mut last = NONE;
    let mut out = Vec::with_capacity(rows.len());
    let parent = rows.first().map_or(NONE, |at| side.parent(*at));
    for at in side.children(parent) {
        if waiting.next_if_eq(&at).is_some() {
            out.push(last);
        }
        let own = partner(at);
        last = if own == NONE { last } else { own };
    }
    out
}
