//! The search through the open plan: a little in each frame, so that typing never waits.
//!
//! Lives here: what is looked for, how far the search is, what it found. Does not live here: matching
//! (`nendo::edit`), how results look (`views::find`).

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, Instant};

use nendo::edit::{Hit, Pattern, PatternError, Query, SearchScope, find_in_node, find_in_plan_texts};
use nendo::plan::{Node, NodeId};

use super::Document;

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Words or an expression.
    pub query: Query,
    /// Where.
    pub scope: SearchScope,
    /// What would replace the hits.
    pub replacement: Option<String>,
}

/// A search and what it has found so far.
#[derive(Default)]
pub struct Search {
    wanted: Wanted,
    pattern: Option<Result<Pattern, PatternError>>,
    /// The state of the plan that is being looked through.
    serial: Option<u64>,
    /// Rows still to look through.
    left: Vec<Range<usize>>,
    /// What was found, in reading order.
    hits: Vec<Hit>,
    /// What is being found in a plan that changed: it takes the place of the hits when it is whole.
    next: Option<Vec<Hit>>,
    /// Hits of nodes that have any, to be used again while the node is the same.
    known: HashMap<NodeId, (Arc<Node>, Vec<Hit>)>,
    /// The same of the state before.
    known_before: HashMap<NodeId, (Arc<Node>, Vec<Hit>)>,
    /// Grows whenever the hits change.
    pub serial_of_hits: u64,
}

/// Between two looks at the clock.
const NODES_AT_ONCE: usize = 16;

impl Search {
    /// The hits so far.
    pub fn hits(&self) -> &[Hit] {
        &self.hits
    }

    /// What is wrong with the expression.
    pub fn error(&self) -> Option<&PatternError> {
        self.pattern.as_ref().and_then(|pattern| pattern.as_ref().err())
    }

    /// Whether anything is looked for.
    pub fn asks(&self) -> bool {
        !self.wanted.query.text.is_empty()
    }

    /// Whether there are rows still to look through.
    pub fn busy(&self) -> bool {
        !self.left.is_empty()
    }

    /// Looks on for `wanted` in the document, for no longer than `budget`.
    pub fn go_on(&mut self, doc: &Document, wanted: &Wanted, budget: Duration) {
        if *wanted != self.wanted {
            self.begin(wanted.clone());
        }
        if self.serial != Some(doc.serial()) {
            self.follow(doc);
        }
        self.look(doc, Instant::now() + budget);
    }

    /// Looks to the end.
    pub fn finish(&mut self, doc: &Document) {
        while self.busy() {
            self.look(doc, Instant::now() + Duration::from_secs(1));
        }
    }

    fn begin(&mut self, wanted: Wanted) {
        let ready = || Pattern::new(&wanted.query).and_then(|pattern| pattern.with_replacement(wanted.replacement.as_deref()));
        let pattern = (!wanted.query.text.is_empty()).then(ready);
        let serial_of_hits = self.serial_of_hits + 1;
        *self = Self { wanted, pattern, serial_of_hits, ..Self::default() };
    }

    /// Begins anew in a plan that changed; what was found stays in view meanwhile.
    fn follow(&mut self, doc: &Document) {
        let first = self.serial.replace(doc.serial()).is_none();
        self.known_before = std::mem::take(&mut self.known);
        self.left.clear();
        let Some(Ok(pattern)) = &self.pattern else { return };
        let replacement = self.wanted.replacement.as_deref();
        let own = if self.wanted.scope.holds_plan() { find_in_plan_texts(doc.plan(), pattern, replacement) } else { Vec::new() };
        self.left = self.wanted.scope.rows(doc.outline());
        self.left.retain(|rows| !rows.is_empty());
        self.left.reverse();
        if first {
            self.hits = own;
            self.next = None;
        } else {
            self.next = Some(own);
        }
        self.serial_of_hits += 1;
        self.arrive();
    }

    fn look(&mut self, doc: &Document, until: Instant) {
        let Some(Ok(pattern)) = &self.pattern else {
            self.left.clear();
            return;
        };
        let rows = doc.outline().rows();
        let mut found = 0;
        while let Some(range) = self.left.last_mut() {
            for at in range.start..range.end.min(range.start + NODES_AT_ONCE) {
                let Some(node) = rows.get(at).map(|row| &row.node) else { continue };
                let hits = match self.known_before.remove(&node.id) {
                    Some((before, hits)) if Arc::ptr_eq(&before, node) => hits,
                    _ => find_in_node(node, pattern, self.wanted.replacement.as_deref()),
                };
                if !hits.is_empty() {
                    found += hits.len();
                    self.next.as_mut().unwrap_or(&mut self.hits).extend(hits.iter().cloned());
                    self.known.insert(node.id, (node.clone(), hits));
                }
            }
            range.start += NODES_AT_ONCE;
            if range.start >= range.end {
                self.left.pop();
            }
            if Instant::now() >= until {
                break;
            }
        }
        self.serial_of_hits += u64::from(found > 0 && self.next.is_none());
        self.arrive();
    }

    /// Shows what was found in the changed plan once it is whole.
    fn arrive(&mut self) {
        if self.left.is_empty()
            && let Some(next) = self.next.take()
        {
            self.hits = next;
            self.serial_of_hits += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nendo::edit::{Command, NodeField};
    use nendo::plan::{Plan, Role};

    fn document() -> Document {
        let mut plan = Plan::new("計画", None);
        plan.nodes = (0..100).map(|n| Arc::new(Node::new(Role::Item, format!("会議{n}")))).collect();
        Document::new(Arc::new(plan), None, None)
    }

    #[test]
    fn a_search_comes_to_its_end_bit_by_bit_and_follows_the_plan() {
        let mut doc = document();
        let wanted = Wanted { query: Query { text: "会議".into(), ..Query::default() }, ..Wanted::default() };
        let mut search = Search::default();
        let mut frames = 0;
        search.go_on(&doc, &wanted, Duration::ZERO);
        while search.busy() {
            assert!(search.hits().len() < 100);
            search.go_on(&doc, &wanted, Duration::ZERO);
            frames += 1;
        }
        assert_eq!(search.hits().len(), 100);
        assert!(frames >= 5);
        // After a change the old hits stay in view until the new ones are whole.
        let node = doc.plan().nodes[50].id;
        doc.dispatch(Command::Set { node, field: NodeField::Title("集まり".into()) }, Instant::now()).expect("fine");
        search.go_on(&doc, &wanted, Duration::ZERO);
        assert_eq!(search.hits().len(), 100);
        search.finish(&doc);
        assert_eq!(search.hits().len(), 99);
    }
}
