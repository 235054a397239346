//! A plan compared with one base again and again while it is typed in.
//!
//! As long as the same nodes stand in the same places the pairs are those of the state before, and nodes that are
//! the very same, or were looked at in the state before, are passed over: a key pressed costs one glance at each row.

use std::sync::Arc;

use super::changes::{Change, Memory, changes_again};
use super::matching::{Basis, Corrections, Matching, match_rows};
use crate::plan::{NodeId, Outline, PairRemark, Plan};

/// What is kept of the last state.
pub struct Live {
    base: Arc<Plan>,
    old: Outline,
    last: Option<Last>,
    memory: Memory,
}

struct Last {
    /// Node and depth of each row: with these the pairs are the same.
    shape: Vec<(NodeId, u8)>,
    pairs: Vec<PairRemark>,
    matching: Matching,
}

impl Live {
    /// Compares with `base` from now on.
    pub fn new(base: Arc<Plan>) -> Self {
        let old = Outline::of(&base);
        Self { base, old, last: None, memory: Memory::kept() }
    }

    /// The base.
    pub fn base(&self) -> &Arc<Plan> {
        &self.base
    }

    /// The base as rows.
    pub fn old(&self) -> &Outline {
        &self.old
    }

    /// The pairs of rows (base, plan) of the last state.
    pub fn pairs(&self) -> &[(usize, usize)] {
        self.last.as_ref().map_or(&[], |last| last.matching.pairs.as_slice())
    }

    /// What changed from the base to this state, whose rows are `new`.
    pub fn follow(&mut self, plan: &Plan, new: &Outline) -> Vec<Change> {
        let same_shape = |last: &Last| {
            let rows = new.rows();
            last.shape.len() == rows.len()
                && last.shape.iter().zip(rows).all(|(known, row)| *known == (row.node.id, row.depth))
                && last.pairs == plan.remarks.pairs()
        };
        let last = match self.last.take().filter(same_shape) {
            Some(last) => last,
            None => {
                self.memory.forget_places();
                let matching = match_rows(&self.old, new, Basis::Auto, &Corrections::kept(&self.base, plan));
                let shape = new.rows().iter().map(|row| (row.node.id, row.depth)).collect();
                Last { shape, pairs: plan.remarks.pairs().to_vec(), matching }
            }
        };
        let found = changes_again(&self.old, new, &last.matching, &mut self.memory);
        self.last = Some(last);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{ChangeKind, Options, compare};
    use crate::edit::{Command, NodeField, apply};
    use crate::plan::{Node, Role};

    #[test]
    fn each_state_is_compared_as_it_would_be_alone() {
        let mut plan = Plan::new("計画", None);
        plan.nodes = ["会議", "研修", "広報"].map(|title| Arc::new(Node::new(Role::Item, title))).to_vec();
        let base = Arc::new(plan);
        let id = |at: usize| base.nodes[at].id;
        let mut live = Live::new(base.clone());
        let title = |node, title: &str| Command::Set { node, field: NodeField::Title(title.into()) };
        let mut now = base.clone();
        for command in [title(id(0), "会議の開催"), title(id(1), "職員研修"), Command::Remove { nodes: vec![id(2)] }, title(id(1), "研修")]
        {
            now = apply(&now, &command).expect("fine").plan;
            let found = live.follow(&now, &Outline::of(&now));
            assert_eq!(found, compare(&base, &now, &Options::default()).changes, "{command:?}");
        }
        let kinds: Vec<ChangeKind> = live.follow(&now, &Outline::of(&now)).iter().map(|change| change.kind).collect();
        assert_eq!(kinds, [ChangeKind::Renamed, ChangeKind::Removed]);
    }
}
