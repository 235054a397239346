//! Short list lines in two columns.
//!
//! Lives here: which lines stand side by side. Does not live here: their setting (`blocks`) and drawing
//! (`paginate`). May use: `blocks`.
//!
//! Pairs stand in reading order from left to right, so that a page may end after each of them.

use std::sync::Arc;

use super::blocks::{Laid, Standing};

/// Fewer lines than this stay in one column.
const FEWEST: usize = 6;

/// Which lines stand in the right column: by block how far they move right, 0 for all others.
pub(super) fn shifts(blocks: &[Arc<Laid>]) -> Vec<i32> {
    let mut shifts = vec![0; blocks.len()];
    let mut at = 0;
    while at < blocks.len() {
        let standing = blocks[at].standing;
        let count = match standing {
            Standing::Item { .. } => blocks[at..].iter().take_while(|laid| laid.standing == standing).count(),
            _ => 1,
        };
        let run = at..at + count;
        // One long line among them and the eye no longer finds the columns.
        if count >= FEWEST && blocks[run.clone()].iter().all(|laid| laid.column.is_some()) {
            for index in run.skip(1).step_by(2) {
                shifts[index] = blocks[index].column.unwrap_or(0);
            }
        }
        at += count;
    }
    shifts
}
