//! Layout: manuscript and fonts to pages. Knows no plan: a node is an opaque source id to it.
//!
//! Lives here: fonts and fallback, Japanese line breaking, blocks, tables, pictures, pagination, the page model.
//! Does not live here: what is printed (`manuscript`), how pages are written or painted.
//! May use: `manuscript`'s blocks and, through its table cells, the word for alignment; nothing else.
//!
//! The way of a text: spans → `cluster` (glyphs and widths) → `breaks` (where it may break) → `line`
//! and `weigh` (where it does) → `justify` (positions) → `runs` (page items) → `blocks` and `table` (slabs) →
//! `paginate` and `structure` (what stands where) → `draw` (pages). `engine` keeps blocks that did not change.
//!
//! Invariant: lengths are whole [`Unit`]s (1/1000 pt), no clock, no hash order: same input, same pages.
//! Invariant: PDF writer and preview draw the page model and measure nothing.

mod blocks;
mod breaks;
mod cluster;
mod columns;
mod draw;
mod engine;
mod figure;
mod figure_boxes;
mod figure_ladder;
pub mod fonts;
mod front;
mod furniture;
mod image;
mod joined;
mod justify;
mod kinsoku;
mod line;
mod mark;
mod page;
mod paginate;
mod phrase;
mod replacement;
mod runs;
mod sheet;
mod structure;
mod subset;
mod table;
mod table_bands;
mod table_cells;
mod table_widths;
mod weigh;

pub use engine::{Engine, lay_out, lay_out_numbered};
pub use page::*;
pub use replacement::{PageReplacement, replacements};
pub use table_cells::table_edges;

/// Behind words that stand once more on a page that goes on with what they head.
const CONTINUED: &str = "（続き）";
