//! Whether three plans began from one another: without nodes in common a merge would only heap them up.

use rustc_hash::FxHashSet;

use crate::plan::{NodeId, Plan};

/// Which plan did not begin from the base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stranger {
    /// Mine has nothing of the base.
    Mine,
    /// Theirs has nothing of the base.
    Theirs,
    /// There is no base, and both have nothing in common.
    Both,
}

impl Stranger {
    /// Key of the word for people.
    pub fn key(self) -> &'static str {
        match self {
            Self::Mine => "merge.stranger_mine",
            Self::Theirs => "merge.stranger_theirs",
            Self::Both => "merge.strangers",
        }
    }
}

/// The plan that shares no node with what it should have begun from, if there is one. An empty base is none: then both
/// sides must have something in common.
pub fn stranger(base: &Plan, mine: &Plan, theirs: &Plan) -> Option<Stranger> {
    let ids = |plan: &Plan| -> FxHashSet<NodeId> { plan.walk().map(|node| node.id).collect() };
    let apart = |one: &FxHashSet<NodeId>, other: &FxHashSet<NodeId>| !one.is_empty() && !other.is_empty() && one.is_disjoint(other);
    let (base, mine, theirs) = (ids(base), ids(mine), ids(theirs));
    if apart(&base, &mine) {
        Some(Stranger::Mine)
    } else if apart(&base, &theirs) {
        Some(Stranger::Theirs)
    } else {
        (base.is_empty() && apart(&mine, &theirs)).then_some(Stranger::Both)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::plan::{Node, Role};

    #[test]
    fn a_plan_that_began_elsewhere_is_named() {
        let plan = || Plan { nodes: vec![Arc::new(Node::new(Role::Project, "研修"))], ..Plan::new("計画", None) };
        let (one, other, empty) = (plan(), plan(), Plan::new("", None));
        assert_eq!(stranger(&one, &one, &one), None);
        assert_eq!(stranger(&one, &empty, &one), None, "who deleted everything began from it all the same");
        assert_eq!(stranger(&one, &other, &one), Some(Stranger::Mine));
        assert_eq!(stranger(&one, &one, &other), Some(Stranger::Theirs));
        assert_eq!(stranger(&empty, &one, &other), Some(Stranger::Both));
        assert_eq!(stranger(&empty, &one, &one), None);
    }
}
