//! Comparing two plans (比較): matching, then changes; the results live beside the trees.
//!
//! Lives here: pairs of nodes and the kinds of change between them. Does not live here: the old/new
//! table (`manuscript`) or how changes are shown. May use: `plan`, `calendar`, `locale`.
//!
//! Today nodes are matched by id, which is exact within one lineage (drafts, rollover). Matching by
//! content for plans without common ids joins as a further stage of its own.

mod by_id;
mod changes;

pub use by_id::match_by_id;
pub use changes::{Change, ChangeKind, Matching, changes};
