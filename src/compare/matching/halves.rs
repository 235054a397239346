//! Children that a split or a merge took along: those of a free row beside a pair that lacks them.

use super::children::{Key, equal, pair_children};
use super::pairing::Pairing;
use super::side::{NONE, Side};

/// How many siblings on each side of a free row are looked at.
const NEAR: usize = 2;
/// Fewer equal children than this may be alike by chance.
const LEAST: usize = 2;

/// Pairs the free children of free containers with equal ones that the node beside them lost or took in.
pub(super) fn pair_halves(pairing: &mut Pairing<'_>) {
    let (old, new) = (pairing.old, pairing.new);
    // A split: the new half's children were those of the old node of its neighbour.
    let parts: Vec<u32> = pairing.free_new().filter(|n| new.size(*n) > 1).collect();
    for n in parts {
        let wholes = neighbours(new, n).into_iter().map(|near| pairing.old_of(near)).filter(|o| *o != NONE).collect::<Vec<_>>();
        for o in wholes {
            join(pairing, o, n);
        }
    }
    // A merge: the old node's children went into the new node of its neighbour.
    let parts: Vec<u32> = pairing.free_old().filter(|o| old.size(*o) > 1).collect();
    for o in parts {
        let wholes = neighbours(old, o).into_iter().map(|near| pairing.new_of(near)).filter(|n| *n != NONE).collect::<Vec<_>>();
        for n in wholes {
            join(pairing, o, n);
        }
    }
    pair_children(pairing);
}

fn neighbours(side: &Side<'_>, at: u32) -> Vec<u32> {
    let mut near = Vec::with_capacity(2 * NEAR);
    let (mut before, mut behind) = (at, at);
    for _ in 0..NEAR {
        before = if before == NONE { NONE } else { side.before(before) };
        behind = if behind == NONE { NONE } else { side.behind(behind) };
        near.extend([before, behind].into_iter().filter(|row| *row != NONE));
    }
    near
}

fn join(pairing: &mut Pairing<'_>, o: u32, n: u32) {
    let olds: Vec<u32> = pairing.old.children(o).filter(|at| pairing.new_of(*at) == NONE).collect();
    let news: Vec<u32> = pairing.new.children(n).filter(|at| pairing.old_of(*at) == NONE).collect();
    let known: rustc_hash::FxHashSet<u64> = olds.iter().map(|at| Key::Own.of(pairing.old, *at)).collect();
    let alike = news.iter().filter(|at| known.contains(&Key::Own.of(pairing.new, **at))).count();
    if alike >= LEAST {
        equal(pairing, &olds, &news, Key::Tree, true);
        let free = |rows: &[u32], partner: &dyn Fn(u32) -> u32| rows.iter().copied().filter(|at| partner(*at) == NONE).collect::<Vec<_>>();
        let (olds, news) = (free(&olds, &|at| pairing.new_of(at)), free(&news, &|at| pairing.old_of(at)));
        equal(pairing, &olds, &news, Key::Own, false);
    }
}
