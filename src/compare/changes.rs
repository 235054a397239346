//! From matched rows to changes.

use std::collections::HashMap;
use std::sync::Arc;

use super::Matching;
use crate::plan::{Node, Outline};

/// A kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// Only in the new plan.
    Added,
    /// Only in the old plan.
    Removed,
    /// Under another parent, or in another order among the siblings both plans share.
    Moved,
    /// Another title.
    Renamed,
    /// Another body or field.
    Edited,
    /// Another label and nothing else.
    Renumbered,
}

/// A change of one node; a node may have several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// What changed.
    pub kind: ChangeKind,
    /// The old row.
    pub old: Option<usize>,
    /// The new row.
    pub new: Option<usize>,
}

/// The changes from `old` to `new`, in the order of the new plan, removals last. Equal plans give none.
pub fn changes(old: &Outline, new: &Outline, matching: &Matching) -> Vec<Change> {
    let old_of: HashMap<usize, usize> = matching.pairs.iter().map(|(o, n)| (*n, *o)).collect();
    let new_of: HashMap<usize, usize> = matching.pairs.iter().copied().collect();
    let displaced = displaced(old, new, &old_of);
    let mut found = Vec::new();
    for (n, row) in new.rows().iter().enumerate() {
        let Some(o) = old_of.get(&n).copied() else {
            found.push(Change { kind: ChangeKind::Added, old: None, new: Some(n) });
            continue;
        };
        let before = &old.rows()[o];
        let mut push = |kind| found.push(Change { kind, old: Some(o), new: Some(n) });
        let parent_before = before.parent.and_then(|p| new_of.get(&(p as usize)).copied());
        let moved = parent_before != row.parent.map(|p| p as usize) || displaced.contains(&n);
        if moved {
            push(ChangeKind::Moved);
        }
        if Arc::ptr_eq(&before.node, &row.node) {
            if !moved && before.label != row.label {
                push(ChangeKind::Renumbered);
            }
            continue;
        }
        let renamed = before.node.title != row.node.title;
        let edited = !same_fields(&before.node, &row.node);
        if renamed {
            push(ChangeKind::Renamed);
        }
        if edited {
            push(ChangeKind::Edited);
        }
        if !moved && !renamed && !edited && before.label != row.label {
            push(ChangeKind::Renumbered);
        }
    }
    for o in 0..old.rows().len() {
        if !new_of.contains_key(&o) {
            found.push(Change { kind: ChangeKind::Removed, old: Some(o), new: None });
        }
    }
    found
}

/// Whether everything but title, label and children is the same.
fn same_fields(a: &Node, b: &Node) -> bool {
    a.role == b.role
        && a.status == b.status
        && a.funding == b.funding
        && a.lead == b.lead
        && a.partners == b.partners
        && a.partner_note == b.partner_note
        && a.goals == b.goals
        && a.schedule == b.schedule
        && a.budget == b.budget
        && a.body == b.body
}

/// New rows that changed their order among siblings that were siblings before: all but a longest
/// run that keeps its order, so that one node moved to the front counts as one move.
fn displaced(old: &Outline, new: &Outline, old_of: &HashMap<usize, usize>) -> Vec<usize> {
    let mut groups: HashMap<(Option<u32>, Option<u32>), Vec<usize>> = HashMap::new();
    for (n, row) in new.rows().iter().enumerate() {
        if let Some(o) = old_of.get(&n) {
            groups.entry((old.rows()[*o].parent, row.parent)).or_default().push(n);
        }
    }
    let mut out = Vec::new();
    for group in groups.values() {
        let order: Vec<usize> = group.iter().map(|n| old_of[n]).collect();
        let kept = longest_increasing(&order);
        out.extend(group.iter().enumerate().filter(|(i, _)| !kept.contains(i)).map(|(_, n)| *n));
    }
    out.sort_unstable();
    out
}

/// Indices of a longest increasing subsequence (patience sorting).
fn longest_increasing(values: &[usize]) -> Vec<usize> {
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; values.len()];
    for (i, value) in values.iter().enumerate() {
        let at = tails.partition_point(|t| values[*t] < *value);
        before[i] = at.checked_sub(1).map(|t| tails[t]);
        if at == tails.len() {
            tails.push(i);
        } else {
            tails[at] = i;
        }
    }
    let mut run = Vec::new();
    let mut at = tails.last().copied();
    while let Some(i) = at {
        run.push(i);
        at = before[i];
    }
    run.reverse();
    run
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::match_by_id;
    use crate::edit::{Command, NodeField, apply};
    use crate::plan::{Plan, Role};

    fn sample() -> Arc<Plan> {
        let mut plan = Plan::new("t", None);
        plan.nodes = ["a", "b", "c", "d"].map(|t| Arc::new(Node::new(Role::Item, t))).to_vec();
        Arc::new(plan)
    }

    fn kinds(old: &Plan, new: &Plan) -> Vec<ChangeKind> {
        let (old, new) = (Outline::of(old), Outline::of(new));
        changes(&old, &new, &match_by_id(&old, &new)).iter().map(|c| c.kind).collect()
    }

    #[test]
    fn each_kind_is_told_apart() {
        let plan = sample();
        let id = |i: usize| plan.nodes[i].id;
        let after = |command: &Command| apply(&plan, command).expect("fine").plan;
        assert_eq!(kinds(&plan, &plan), []);
        let set = |field| Command::Set { node: id(3), field };
        assert_eq!(kinds(&plan, &after(&set(NodeField::Title("x".into())))), [ChangeKind::Renamed]);
        assert_eq!(kinds(&plan, &after(&set(NodeField::Lead("x".into())))), [ChangeKind::Edited]);
        let removed = after(&Command::Remove { nodes: vec![id(0)] });
        assert_eq!(kinds(&plan, &removed), [ChangeKind::Renumbered, ChangeKind::Renumbered, ChangeKind::Renumbered, ChangeKind::Removed]);
        assert_eq!(kinds(&removed, &plan).iter().filter(|k| **k == ChangeKind::Added).count(), 1);
        let indented = after(&Command::Indent { nodes: vec![id(3)] });
        assert_eq!(kinds(&plan, &indented), [ChangeKind::Moved]);
        let first = Command::Move { nodes: vec![id(3)], to: crate::edit::Position { parent: None, index: 0 } };
        assert_eq!(kinds(&plan, &after(&first)).iter().filter(|k| **k == ChangeKind::Moved).count(), 1);
    }
}
