//! Marks in the outline: what of the plan on the screen differs from a base. Knows no egui.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use nendo::compare::{ChangeKind, Field, Live};
use nendo::plan::{NodeId, Outline, Plan};

/// What of one node differs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mark {
    /// The kinds of change, the one that says most first.
    pub kinds: Vec<ChangeKind>,
    /// The fields that were edited.
    pub fields: Vec<Field>,
    /// How many items are gone that stood below it.
    pub gone: usize,
}

/// What of a plan differs from its base.
#[derive(Debug, Default)]
pub struct Marks {
    marks: HashMap<NodeId, Mark>,
    /// How many items are gone that stood at the top, or below what is gone.
    pub gone_at_top: usize,
    /// The plan it is about.
    plan: Option<Arc<Plan>>,
}

/// The order in which kinds say what became of an item.
const ORDER: [ChangeKind; 8] = [
    ChangeKind::Added,
    ChangeKind::Split,
    ChangeKind::Merged,
    ChangeKind::Moved,
    ChangeKind::Renamed,
    ChangeKind::Edited,
    ChangeKind::Renumbered,
    ChangeKind::Removed,
];

impl Marks {
    /// What `plan`, whose rows are `outline`, differs in from the base of `live`.
    pub fn of(live: &mut Live, plan: &Arc<Plan>, outline: &Outline) -> Self {
        let changes = live.follow(plan, outline);
        let mut out = Self { plan: Some(plan.clone()), ..Self::default() };
        let id = |at: usize| outline.rows()[at].node.id;
        let removed: HashSet<usize> =
            changes.iter().filter(|change| change.kind == ChangeKind::Removed).filter_map(|change| change.old).collect();
        let mut new_of = vec![None; live.old().rows().len()];
        live.pairs().iter().for_each(|(o, n)| new_of[*o] = Some(*n));
        for change in changes {
            match (change.kind, change.new) {
                (ChangeKind::Removed, _) => {
                    let Some(o) = change.old else { continue };
                    let parent = live.old().rows()[o].parent.map(|parent| parent as usize);
                    // What is below something gone is gone with it.
                    if parent.is_some_and(|parent| removed.contains(&parent)) {
                        continue;
                    }
                    match parent.and_then(|parent| new_of[parent]) {
                        Some(n) => out.marks.entry(id(n)).or_default().gone += 1,
                        None => out.gone_at_top += 1,
                    }
                }
                (kind, Some(n)) => {
                    let mark = out.marks.entry(id(n)).or_default();
                    mark.kinds.push(kind);
                    mark.fields.extend(change.fields);
                }
                (_, None) => {}
            }
        }
        let place = |kind: &ChangeKind| ORDER.iter().position(|other| other == kind);
        for mark in out.marks.values_mut() {
            mark.kinds.sort_by_key(place);
        }
        out
    }

    /// The mark of a node that differs.
    pub fn get(&self, id: NodeId) -> Option<&Mark> {
        self.marks.get(&id)
    }

    /// Whether a node differs in more than its number.
    pub fn differs(&self, id: NodeId) -> bool {
        self.get(id).is_some_and(|mark| mark.gone > 0 || mark.kinds.iter().any(|kind| *kind != ChangeKind::Renumbered))
    }

    /// Whether these are the marks of this very plan.
    pub fn is_of(&self, plan: &Arc<Plan>) -> bool {
        self.plan.as_ref().is_some_and(|own| Arc::ptr_eq(own, plan))
    }

    /// How many nodes differ in more than their number.
    pub fn count(&self) -> usize {
        self.marks.keys().filter(|id| self.differs(**id)).count() + self.gone_at_top
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nendo::edit::{Command, NodeField, apply};
    use nendo::plan::{Node, Role};

    #[test]
    fn each_kind_stands_at_its_node_and_what_is_gone_at_its_parent() {
        let mut plan = Plan::new("計画", None);
        let child = |title: &str| Arc::new(Node::new(Role::Item, title));
        let part = Node { children: vec![child("a"), child("b")], ..Node::new(Role::Part, "部") };
        plan.nodes = vec![Arc::new(part), child("c")];
        let base = Arc::new(plan);
        let (part, a, b, c) = (base.nodes[0].id, base.nodes[0].children[0].id, base.nodes[0].children[1].id, base.nodes[1].id);
        let mut now = base.clone();
        for command in [
            Command::Remove { nodes: vec![a] },
            Command::Set { node: b, field: NodeField::Title("B".into()) },
            Command::Set { node: b, field: NodeField::Lead("課".into()) },
            Command::Remove { nodes: vec![c] },
        ] {
            now = apply(&now, &command).expect("fine").plan;
        }
        let marks = Marks::of(&mut Live::new(base.clone()), &now, &Outline::of(&now));
        assert_eq!(marks.get(part).map(|mark| mark.gone), Some(1));
        assert_eq!(marks.get(b).map(|mark| mark.kinds[..2].to_vec()), Some(vec![ChangeKind::Renamed, ChangeKind::Edited]));
        assert_eq!(marks.gone_at_top, 1);
        assert!(marks.is_of(&now) && !marks.is_of(&base));
        assert_eq!(Marks::of(&mut Live::new(base.clone()), &base, &Outline::of(&base)).count(), 0);
    }
}
