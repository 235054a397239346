//! Layout again and again: what did not change is neither set nor drawn again.
//!
//! Lives here: the blocks of the run before, and threads for many new ones. Does not live here: any rule
//! of setting. May use: all stages.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::blocks::{Laid, lay};
use super::draw::Drawn;
use super::paginate::paginate;
use super::sheet::Sheets;
use super::{PageNumber, Pages};
use crate::manuscript::{Block, Manuscript, PageSetup};

/// Fewer blocks than this are set on the calling thread; a key press changes one or two.
const MANY: usize = 64;
/// Blocks that a thread takes at a time.
const SHARE: usize = 16;

/// Lays manuscripts out and keeps what it set.
#[derive(Default)]
pub struct Engine {
    setup: Option<PageSetup>,
    /// The blocks of the run before. They are held, so that an address is never used again.
    blocks: Vec<Arc<Block>>,
    /// The same blocks, laid.
    laid: Vec<Arc<Laid>>,
    drawn: Drawn,
}

impl Engine {
    /// With nothing kept.
    pub fn new() -> Self {
        Self::default()
    }

    /// The pages of `manuscript`. Pages equal to those of the run before are the same `Arc`.
    pub fn lay_out(&mut self, manuscript: &Manuscript) -> Pages {
        self.numbered(manuscript, None)
    }

    fn numbered(&mut self, manuscript: &Manuscript, numbers: Option<&[PageNumber]>) -> Pages {
        if self.setup.as_ref() != Some(&manuscript.setup) {
            *self = Self { setup: Some(manuscript.setup.clone()), ..Self::default() };
        }
        let sheets = Sheets::new(&manuscript.setup);
        self.lay(&manuscript.blocks, &sheets);
        paginate(manuscript, &self.laid, &sheets, numbers, &mut self.drawn)
    }

    /// Brings `self.laid` up to `blocks`: only what lies between the first and the last change is looked at.
    fn lay(&mut self, blocks: &[Arc<Block>], sheets: &Sheets) {
        let turned = sheets.turned(blocks);
        let same = |former: usize, now: usize| Arc::ptr_eq(&self.blocks[former], &blocks[now]) && self.laid[former].turned == turned[now];
        let (before, now) = (self.blocks.len(), blocks.len());
        let shorter = before.min(now);
        let head = (0..shorter).take_while(|i| same(*i, *i)).count();
        let tail = (1..=shorter - head).take_while(|i| same(before - i, now - i)).count();
        let former = head..before - tail;
        let key = |block: &Arc<Block>, turned: bool| (Arc::as_ptr(block).addr(), turned);
        let known: HashMap<_, _> = former.clone().map(|i| (key(&self.blocks[i], self.laid[i].turned), Arc::clone(&self.laid[i]))).collect();
        let wanted: Vec<_> = (head..now - tail).map(|i| (&blocks[i], turned[i])).collect();
        let laid = on_all_threads(&wanted, |(block, turned)| match known.get(&key(block, *turned)) {
            Some(laid) => Arc::clone(laid),
            None => Arc::new(Laid { turned: *turned, ..lay(block, sheets.of(*turned)) }),
        });
        self.laid.splice(former.clone(), laid);
        self.blocks.splice(former, blocks[head..now - tail].iter().cloned());
    }
}

/// What `work` makes of each, in order; on as many threads as the machine has, if there are many.
fn on_all_threads<T: Sync, R: Send>(all: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = if all.len() < MANY { 1 } else { std::thread::available_parallelism().map_or(1, usize::from) };
    if threads == 1 {
        return all.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let from = next.fetch_add(SHARE, Ordering::Relaxed);
            let Some(share) = all.get(from..(from + SHARE).min(all.len())) else { return done };
            done.push((from, share.iter().map(&work).collect::<Vec<R>>()));
        }
    };
    let mut shares: Vec<(usize, Vec<R>)> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(take)).collect();
        let mut shares = take();
        for other in others {
            shares.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        shares
    });
    shares.sort_by_key(|(from, _)| *from);
    shares.into_iter().flat_map(|(_, share)| share).collect()
}

/// The pages of `manuscript`, laid out once.
pub fn lay_out(manuscript: &Manuscript) -> Pages {
    Engine::new().lay_out(manuscript)
}

/// The pages of `manuscript` under numbers of their own, in feet and contents, as long as there are as many of them.
pub fn lay_out_numbered(manuscript: &Manuscript, numbers: &[PageNumber]) -> Pages {
    Engine::new().numbered(manuscript, Some(numbers))
}
