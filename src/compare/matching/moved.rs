//! Moves and renames: the free rows of both plans against each other, through an index of pairs of letters.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::children::pair_children;
use super::grams::LEAST_BODY;
use super::pairing::Pairing;
use super::side::NONE;

/// Below this likeness two rows far apart are not the same node.
const LEAST: u32 = 560;
/// Two candidates closer together than this are ambiguous unless their places tell them apart.
const MARGIN: u32 = 30;
/// A pair of letters in more rows than this says little and is not followed.
const MOST_ROWS: usize = 48;
/// Bodies less alike than this speak against two rows of one name.
const LEAST_OF_BODIES: u32 = 300;
/// Candidates weighed for a row.
const MOST_CANDIDATES: usize = 12;

/// Pairs free rows with equal words that are unique among the free ones, then alike ones, best first.
pub(super) fn pair_moved(pairing: &mut Pairing<'_>) {
    let (old, new) = (pairing.old, pairing.new);
    let found = pairing.unique(|o| Some(old.own[o as usize]), |n| Some(new.own[n as usize]));
    for (o, n) in found {
        pairing.pair(o, n);
    }
    pair_children(pairing);
    let candidates = candidates(pairing);
    // The second-best of each row, to see what is ambiguous.
    let mut best: FxHashMap<(bool, u32), [(u32, u32); 2]> = FxHashMap::default();
    for (Reverse(score), o, n) in &candidates {
        for (key, other) in [((true, *o), *n), ((false, *n), *o)] {
            let known = best.entry(key).or_insert([(0, NONE), (0, NONE)]);
            if *score > known[0].0 {
                known[1] = known[0];
                known[0] = (*score, other);
            } else if *score > known[1].0 {
                known[1] = (*score, other);
            }
        }
    }
    for (Reverse(score), o, n) in candidates {
        let rival = |key: (bool, u32), mine: u32| {
            best[&key].iter().any(|(rival, other)| {
                let free = if key.0 { pairing.old_of(*other) } else { pairing.new_of(*other) };
                *other != NONE && *other != mine && rival + MARGIN > score && free == NONE
            })
        };
        if pairing.is_free(o, n) && !rival((true, o), n) && !rival((false, n), o) {
            pairing.pair(o, n);
            pair_children(pairing);
        }
    }
}

/// Likely pairs, best first.
fn candidates(pairing: &Pairing<'_>) -> Vec<(Reverse<u32>, u32, u32)> {
    let (old, new) = (pairing.old, pairing.new);
    let titles = Titles::of(pairing);
    let mut index: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    let grams = |side: &super::side::Side<'_>, at: u32| {
        let grams = side.grams(at);
        let mut all: Vec<u32> = grams.title.iter().chain(grams.rest.iter().take(200)).copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    for n in pairing.free_new() {
        for gram in grams(new, n) {
            index.entry(gram).or_default().push(n);
        }
    }
    let mut counts: Vec<u16> = vec![0; new.len()];
    let mut touched = Vec::new();
    let mut found = Vec::new();
    for o in pairing.free_old() {
        for gram in grams(old, o) {
            for n in index.get(&gram).filter(|rows| rows.len() <= MOST_ROWS).into_iter().flatten() {
                if counts[*n as usize] == 0 {
                    touched.push(*n);
                }
                counts[*n as usize] += 1;
            }
        }
        touched.sort_unstable_by_key(|n| (Reverse(counts[*n as usize]), *n));
        for n in touched.iter().take(MOST_CANDIDATES) {
            let score = score(pairing, &titles, o, *n);
            if score >= LEAST && pairing.is_free(o, *n) {
                found.push((Reverse(score), o, *n));
            }
        }
        for n in touched.drain(..) {
            counts[n as usize] = 0;
        }
    }
    found.sort_unstable();
    found
}

/// How many rows of either plan have a title.
struct Titles(FxHashMap<u64, (u32, u32)>);

impl Titles {
    fn of(pairing: &Pairing<'_>) -> Self {
        let mut counts: FxHashMap<u64, (u32, u32)> = FxHashMap::default();
        pairing.old.title.iter().for_each(|title| counts.entry(*title).or_default().0 += 1);
        pairing.new.title.iter().for_each(|title| counts.entry(*title).or_default().1 += 1);
        Self(counts)
    }

    /// Whether a title stands in a plan more than once and so names no node by itself.
    fn repeated(&self, title: u64) -> bool {
        self.0.get(&title).is_some_and(|(olds, news)| *olds > 1 || *news > 1)
    }
}

/// Likeness, and what stands around.
fn score(pairing: &Pairing<'_>, titles: &Titles, o: u32, n: u32) -> u32 {
    let (old, new) = (pairing.old, pairing.new);
    let mut score = old.grams(o).likeness(new.grams(n));
    if score < LEAST {
        return 0;
    }
    let near = |yes: bool, worth: u32| if yes { worth } else { 0 };
    let around = near(pairing.together(old.parent(o), new.parent(n)), 120)
        + near(pairing.together(old.before(o), new.before(n)), 60)
        + near(pairing.together(old.behind(o), new.behind(n)), 60);
    // Two 研修 of which neither words nor neighbours agree are two.
    let title = old.title[o as usize];
    let bodies = (old.grams(o).rest.len().min(new.grams(n).rest.len()) >= LEAST_BODY).then(|| old.grams(o).likeness_of_rest(new.grams(n)));
    if around == 0 && title == new.title[n as usize] && titles.repeated(title) && bodies.is_some_and(|alike| alike < LEAST_OF_BODIES) {
        return 0;
    }
    score += around;
    score += near(old.node(o).role == new.node(n).role, 20);
    score
}
