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
mod leftover;
mod moved;
mod pairing;
mod side;

use rustc_hash::FxHashSet;

use self::pairing::Pairing;
use self::side::Side;
use super::watch::{Watch, goes_on};
use crate::plan::{NodeId, Outline, Plan, VersionKey};

pub use by_id::match_by_id;
pub(super) use grams::{folded, push as push_grams, shared as shared_grams};

/// Pairs of rows (old, new), in the order of the new plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matching {
    /// The pairs.
    pub pairs: Vec<(usize, usize)>,
    /// Whether ties were broken looking at the new plan first, as the comparison the other way round does.
    pub(super) turned: bool,
}

/// What the user said about pairs; it wins over everything found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Corrections {
    /// Old and new nodes that are the same.
    pub same: Vec<(NodeId, NodeId)>,
    /// Old and new nodes that are not.
    pub different: Vec<(NodeId, NodeId)>,
}

impl Corrections {
    /// What the two plans keep about each other: the new one about the old one, and the other way round.
    pub fn kept(old: &Plan, new: &Plan) -> Self {
        let said = |own: &Plan, other: &Plan| {
            if own.remarks.pairs().is_empty() {
                return Self::default();
            }
            let against = VersionKey::of(other);
            let pairs = |same: bool| {
                let of_kind = own.remarks.pairs_since(against).filter(move |pair| pair.same == same);
                of_kind.map(|pair| (pair.old, pair.new)).collect()
            };
            Self { same: pairs(true), different: pairs(false) }
        };
        said(new, old).and(said(old, new).mirrored())
    }

    /// These and more; where they contradict each other the first ones count.
    pub fn and(mut self, more: Self) -> Self {
        self.same.extend(more.same);
        self.different.extend(more.different);
        self
    }

    /// The same seen from the other plan.
    pub fn mirrored(&self) -> Self {
        let turn = |pairs: &[(NodeId, NodeId)]| pairs.iter().map(|(old, new)| (*new, *old)).collect();
        Self { same: turn(&self.same), different: turn(&self.different) }
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
    // Ties are broken by order. Always the same plan first: the other way round is then the mirror image.
    if first.fingerprint() <= second.fingerprint() {
        return run(&first, &second, rows_of(old, new, corrections), watch);
    }
    let mut matching = run(&second, &first, rows_of(new, old, &corrections.mirrored()), watch);
    matching.pairs.iter_mut().for_each(|pair| *pair = (pair.1, pair.0));
    matching.pairs.sort_unstable_by_key(|pair| pair.1);
    matching.turned = true;
    matching
}

/// The corrections as rows: (same, different). Of several nodes that are to be the same one the first counts, and
/// what is the same is not different.
fn rows_of(old: &Outline, new: &Outline, corrections: &Corrections) -> [Vec<(u32, u32)>; 2] {
    let rows = |pairs: &[(NodeId, NodeId)]| -> Vec<(u32, u32)> {
        let row = |(o, n): &(NodeId, NodeId)| Some((old.position(*o)? as u32, new.position(*n)? as u32));
        pairs.iter().filter_map(row).collect()
    };
    let (mut olds, mut news) = (FxHashSet::default(), FxHashSet::default());
    let mut same = rows(&corrections.same);
    same.retain(|(o, n)| !olds.contains(o) && !news.contains(n) && olds.insert(*o) && news.insert(*n));
    let different = rows(&corrections.different).into_iter().filter(|pair| !same.contains(pair)).collect();
    [same, different]
}

fn run(old: &Side<'_>, new: &Side<'_>, [same, different]: [Vec<(u32, u32)>; 2], watch: Option<&Watch>) -> Matching {
    let mut pairing = Pairing::new(old, new, different.into_iter().collect::<FxHashSet<_>>());
    for (o, n) in same {
        pairing.pair(o, n);
    }
    // Each with how much of the whole is done before it, as it was measured.
    type Stage = for<'a, 'b> fn(&'a mut Pairing<'b>);
    let stages: [(u8, Stage); 8] = [
        (15, identical::pair_unique_trees),
        (20, containers::pair_by_votes),
        (25, children::pair_children),
        (35, context::pair_repeated),
        (40, halves::pair_halves),
        (45, moved::pair_moved),
        (65, containers::pair_by_votes),
        (70, children::pair_children),
    ];
    for (percent, stage) in stages {
        if !goes_on(watch, percent) {
            break;
        }
        stage(&mut pairing);
    }
    Matching { pairs: pairing.pairs(), turned: false }
}
