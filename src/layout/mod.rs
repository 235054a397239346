//! Layout: manuscript and fonts to pages. Knows no plan: a node is an opaque source id to it.
//!
//! Lives here: fonts and fallback, Japanese line breaking, blocks, tables, pagination, the page model.
//! Does not live here: what is printed (`manuscript`), how pages are written or painted.
//! May use: `manuscript`'s blocks, `locale` for findings' texts through `plan::Finding`… nothing else.
//!
//! Invariant: lengths are whole [`Unit`]s (1/1000 pt), no clock, no hash order: same input, same pages.
//! Invariant: PDF writer and preview draw the page model and measure nothing.

mod page;

pub use page::*;
