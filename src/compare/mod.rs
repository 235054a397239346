//! Comparing two plans (比較): matching, then changes; the results live beside the trees.
//!
//! Lives here: pairs of nodes and the kinds of change between them. Does not live here: the old/new
//! table (`manuscript`) or how changes are shown. May use: `plan`, `calendar`, `locale`.
//!
//! Invariant: equal plans give no change, and the comparison the other way round is the mirror image.

mod changes;
mod matching;

pub use changes::{Change, ChangeKind, changes};
pub use matching::{Basis, Corrections, Matching, match_by_content, match_by_id, match_rows};
