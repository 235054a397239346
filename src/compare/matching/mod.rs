//! Which node of the old plan is which of the new one: from the surest evidence to the weakest, a stage a file.
//!
//! 1. what the user said (`Corrections`)
//! 2. `by_id`: within one lineage ids decide; `leftover` sends a part with new ids through the stages below
//! 3. `identical`: subtrees that each plan holds once
//! 4. `containers`: by the votes of what stands below them
//! 5. `children`: those of a pair, in order
//! 6. `context`: repeated texts by what stands around them
//! 7. `halves`: children that a split or merge took along
//! 8. `moved`: the rest through an index of pairs of letters, best first
//! 9. `joined`: one node of which the others' bodies were made, or were made into
//!
//! No stage takes back a pair of an earlier one, and each looks at a bounded number of candidates for a row:
//! the whole is near-linear. What stays ambiguous stays unpaired.

mod by_id;
mod children;
mod containers;
mod context;
mod grams;
mod halves;
mod identical;
mod joined;
mod leftover;
mod moved;
mod pairing;
mod side;

use rustc_hash::FxHashSet;

use self::pairing::Pairing;
use self::side::Side;
use super::watch::{Watch, goes_on};
use crate::plan::{NodeId, Outline, PairSaid, Plan, VersionKey};

pub use by_id::match_by_id;
pub(super) use grams::{dice, folded, push as push_grams, shared as shared_grams};

/// Pairs of rows (old, new), in the order of the new plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matching {
    /// The pairs.
    pub pairs: Vec<(usize, usize)>,
    /// Whether ties were broken looking at the new plan first, as the comparison the other way round does.
    pub(super) turned: bool,
    /// Old rows, and unpaired new ones that the user said were part of them.
    pub(super) splits: Vec<(usize, usize)>,
    /// Unpaired old rows, and the new ones that the user said they went into.
    pub(super) merges: Vec<(usize, usize)>,
    /// Old and new rows that the user said have nothing to do with each other.
    pub(super) different: FxHashSet<(usize, usize)>,
}

/// What the user said about pairs; it wins over everything found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Corrections {
    /// Old and new nodes that are the same.
    pub same: Vec<(NodeId, NodeId)>,
    /// Old and new nodes that are not.
    pub different: Vec<(NodeId, NodeId)>,
    /// Old nodes, and new ones that were part of them (分割).
    pub splits: Vec<(NodeId, NodeId)>,
    /// Old nodes, and the new ones they went into (統合).
    pub merges: Vec<(NodeId, NodeId)>,
}

impl Corrections {
    /// What the two plans keep about each other: the new one about the old one, and the other way round.
    pub fn kept(old: &Plan, new: &Plan) -> Self {
        let said = |own: &Plan, other: &Plan| {
            if own.remarks.pairs().is_empty() {
                return Self::default();
            }
            let against = VersionKey::of(other);
            let pairs = |said: PairSaid| {
                let of_kind = own.remarks.pairs_since(against).filter(move |pair| pair.said == said);
                of_kind.map(|pair| (pair.old, pair.new)).collect()
            };
            Self {
                same: pairs(PairSaid::Same),
                different: pairs(PairSaid::Different),
                splits: pairs(PairSaid::Split),
                merges: pairs(PairSaid::Merged),
            }
        };
        said(new, old).and(said(old, new).mirrored())
    }

    /// These and more; where they contradict each other the first ones count.
    pub fn and(mut self, more: Self) -> Self {
        self.same.extend(more.same);
        self.different.extend(more.different);
        self.splits.extend(more.splits);
        self.merges.extend(more.merges);
        self
    }

    /// The same seen from the other plan.
    pub fn mirrored(&self) -> Self {
        let turn = |pairs: &[(NodeId, NodeId)]| pairs.iter().map(|(old, new)| (*new, *old)).collect();
        Self { same: turn(&self.same), different: turn(&self.different), splits: turn(&self.merges), merges: turn(&self.splits) }
    }
}

/// By what nodes are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Basis {
    /// By id where the plans are of one lineage, otherwise by content.
    #[default]
    Auto,
    /// By content alone.
    Content,
}

/// Pairs the rows of two outlines.
pub fn match_rows(old: &Outline, new: &Outline, basis: Basis, corrections: &Corrections) -> Matching {
    match_rows_watched(old, new, basis, corrections, None)
}

/// The same while somebody hears how far it is.
pub(super) fn match_rows_watched(old: &Outline, new: &Outline, basis: Basis, corrections: &Corrections, watch: Option<&Watch>) -> Matching {
    if basis == Basis::Auto && by_id::one_lineage(old, new) {
        return by_id::match_corrected(old, new, corrections);
    }
    by_content(old, new, corrections, watch)
}

/// Pairs the rows of two outlines by content.
pub fn match_by_content(old: &Outline, new: &Outline, corrections: &Corrections) -> Matching {
    by_content(old, new, corrections, None)
}

fn by_content(old: &Outline, new: &Outline, corrections: &Corrections, watch: Option<&Watch>) -> Matching {
    let (first, second) = (Side::of(old), Side::of(new));
    let said = Said::of(old, new, corrections);
    // Ties are broken by order. Always the same plan first: the other way round is then the mirror image.
    let turned = first.fingerprint() > second.fingerprint();
    let mut pairs = if turned { run(&second, &first, &said.turned(), watch) } else { run(&first, &second, &said, watch) };
    if turned {
        pairs.iter_mut().for_each(|pair| *pair = (pair.1, pair.0));
        pairs.sort_unstable_by_key(|pair| pair.1);
    }
    said.matching(pairs, turned)
}

/// The corrections as rows.
#[derive(Debug, Clone, Default)]
struct Said {
    same: Vec<(u32, u32)>,
    different: FxHashSet<(u32, u32)>,
    splits: Vec<(u32, u32)>,
    merges: Vec<(u32, u32)>,
}

impl Said {
    /// Of several nodes that are to be the same one the first counts, what is the same is not different, and what is part of
    /// another one is the same as none.
    fn of(old: &Outline, new: &Outline, corrections: &Corrections) -> Self {
        let rows = |pairs: &[(NodeId, NodeId)]| -> Vec<(u32, u32)> {
            let row = |(o, n): &(NodeId, NodeId)| Some((old.position(*o)? as u32, new.position(*n)? as u32));
            pairs.iter().filter_map(row).collect()
        };
        let (mut olds, mut news) = (FxHashSet::default(), FxHashSet::default());
        let mut same = rows(&corrections.same);
        same.retain(|(o, n)| !olds.contains(o) && !news.contains(n) && olds.insert(*o) && news.insert(*n));
        let different = rows(&corrections.different).into_iter().filter(|pair| !same.contains(pair)).collect();
        let (mut splits, mut merges) = (rows(&corrections.splits), rows(&corrections.merges));
        splits.retain(|(_, n)| news.insert(*n));
        merges.retain(|(o, _)| olds.insert(*o));
        Self { same, different, splits, merges }
    }

    /// The same seen from the other plan.
    fn turned(&self) -> Self {
        let turn = |pairs: &[(u32, u32)]| pairs.iter().map(|(o, n)| (*n, *o)).collect::<Vec<_>>();
        Self {
            same: turn(&self.same),
            different: self.different.iter().map(|(o, n)| (*n, *o)).collect(),
            splits: turn(&self.merges),
            merges: turn(&self.splits),
        }
    }

    /// The pairs, with what is part of what.
    fn matching(&self, pairs: Vec<(usize, usize)>, turned: bool) -> Matching {
        let rows = |pairs: &[(u32, u32)]| pairs.iter().map(|(o, n)| (*o as usize, *n as usize)).collect();
        let different = self.different.iter().map(|(o, n)| (*o as usize, *n as usize)).collect();
        Matching { pairs, turned, splits: rows(&self.splits), merges: rows(&self.merges), different }
    }
}

/// The pairs of rows (old, new), in the order of the new plan.
fn run(old: &Side<'_>, new: &Side<'_>, said: &Said, watch: Option<&Watch>) -> Vec<(usize, usize)> {
    let mut pairing = Pairing::new(old, new, said.different.clone());
    said.merges.iter().for_each(|(o, _)| pairing.leave_old(*o));
    said.splits.iter().for_each(|(_, n)| pairing.leave_new(*n));
    for (o, n) in &said.same {
        pairing.pair(*o, *n);
    }
    // Each with how much of the whole is done before it, as it was measured.
    type Stage = for<'a, 'b> fn(&'a mut Pairing<'b>);
    let stages: [(u8, Stage); 9] = [
        (15, identical::pair_unique_trees),
        (20, containers::pair_by_votes),
        (25, children::pair_children),
        (35, context::pair_repeated),
        (40, halves::pair_halves),
        (45, moved::pair_moved),
        (65, containers::pair_by_votes),
        (70, children::pair_children),
        (73, joined::pair_joined),
    ];
    for (percent, stage) in stages {
        if !goes_on(watch, percent) {
            break;
        }
        stage(&mut pairing);
    }
    pairing.pairs()
}
