//! The search for items by their titles and labels, a little in each frame: never more than a frame can spare.

use std::time::{Duration, Instant};

use nendo::plan::{Row, resolve_references};

use super::search_text::{Fit, Searched, Words};
use super::workspace::Document;

/// What a frame may spend on it.
const BUDGET: Duration = Duration::from_millis(3);

/// A search under way.
#[derive(Default)]
pub struct ItemSearch {
    /// How far the items were searched; the rest follows in the next frames.
    searched: usize,
    /// The items' words made comparable, as far as they are, for a state of the plan.
    folded: (Option<u64>, Vec<Searched>),
}

impl ItemSearch {
    /// Begins anew, for another question.
    pub fn restart(&mut self) {
        self.searched = 0;
    }

    /// Searches on; `take` gets the place of each item that was found and how well it fits. Says whether any are
    /// left for the next frame.
    pub fn go_on(&mut self, doc: &Document, words: &Words, mut take: impl FnMut(usize, &Row, Fit)) -> bool {
        let until = Instant::now() + BUDGET;
        let outline = doc.outline();
        let rows = outline.rows();
        if self.folded.0 != Some(doc.serial()) {
            self.folded = (Some(doc.serial()), Vec::with_capacity(rows.len()));
            self.searched = 0;
        }
        while self.searched < rows.len() {
            let at = self.searched;
            if at % 64 == 63 && Instant::now() > until {
                return true;
            }
            let row = &rows[at];
            if self.folded.1.len() <= at {
                let title = resolve_references(&row.node.title, outline);
                self.folded.1.push(Searched::new(&title, &format!("{} {}", outline.path(at), row.label)));
            }
            self.searched += 1;
            if let Some(fit) = words.fit(&self.folded.1[at]) {
                take(at, row, fit);
            }
        }
        false
    }
}
