//! Layout again and again: blocks that did not change are not set again.
//!
//! Lives here: the cache. Does not live here: any rule of setting. May use: all stages.

use std::collections::HashMap;
use std::sync::Arc;

use super::Pages;
use super::blocks::{Laid, lay};
use super::paginate::paginate;
use super::sheet::Sheets;
use crate::manuscript::{Block, Manuscript, PageSetup};

/// Lays manuscripts out and keeps what it set.
#[derive(Default)]
pub struct Engine {
    setup: Option<PageSetup>,
    /// By the block's address and whether it is turned; the block is held, so that an address is never
    /// used again.
    laid: HashMap<(usize, bool), Kept>,
    former: Option<Pages>,
}

struct Kept {
    block: Arc<Block>,
    laid: Arc<Laid>,
}

impl Engine {
    /// With nothing kept.
    pub fn new() -> Self {
        Self::default()
    }

    /// The pages of `manuscript`. Pages equal to those of the run before are the same `Arc`.
    pub fn lay_out(&mut self, manuscript: &Manuscript) -> Pages {
        if self.setup.as_ref() != Some(&manuscript.setup) {
            self.laid.clear();
            self.setup = Some(manuscript.setup.clone());
        }
        let sheets = Sheets::new(&manuscript.setup);
        let mut former = std::mem::take(&mut self.laid);
        let mut blocks = Vec::with_capacity(manuscript.blocks.len());
        for (block, turned) in manuscript.blocks.iter().zip(sheets.turned(&manuscript.blocks)) {
            let key = (Arc::as_ptr(block).addr(), turned);
            let lay = || Laid { turned, ..lay(block, sheets.of(turned)) };
            let kept = self
                .laid
                .entry(key)
                .or_insert_with(|| former.remove(&key).unwrap_or_else(|| Kept { block: Arc::clone(block), laid: Arc::new(lay()) }));
            debug_assert!(Arc::ptr_eq(&kept.block, block));
            blocks.push(Arc::clone(&kept.laid));
        }
        let mut pages = paginate(manuscript, &blocks, &sheets);
        if let Some(before) = &self.former {
            for (page, old) in pages.pages.iter_mut().zip(&before.pages) {
                if page == old {
                    *page = Arc::clone(old);
                }
            }
        }
        self.former = Some(pages.clone());
        pages
    }
}

/// The pages of `manuscript`, laid out once.
pub fn lay_out(manuscript: &Manuscript) -> Pages {
    Engine::new().lay_out(manuscript)
}
