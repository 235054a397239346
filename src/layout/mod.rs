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

/// Stub until the engine lands.
pub fn lay_out(m: &crate::manuscript::Manuscript) -> Pages {
    Pages {
        width: Unit(595_000),
        height: Unit(842_000),
        pages: vec![],
        bookmarks: vec![],
        structure: vec![],
        info: m.info.clone(),
        missing: vec![],
    }
}
/// Stub until the engine lands.
#[derive(Default)]
pub struct Engine;
impl Engine {
    /// New.
    pub fn new() -> Self {
        Self
    }
    /// Lay out.
    pub fn lay_out(&mut self, m: &crate::manuscript::Manuscript) -> Arc<Pages> {
        Arc::new(lay_out(m))
    }
}
use std::sync::Arc;
/// Fonts.
pub mod fonts {
    /// Bytes.
    pub fn bytes(_id: super::FontId) -> &'static [u8] {
        &[]
    }
}
