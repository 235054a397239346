//! Another plan in place of the whole plan: a version, a backup, the result of a merge.

use std::collections::HashMap;
use std::sync::Arc;

use super::apply::{EditError, Edited};
use crate::plan::{MAX_DEPTH, Node, NodeId, Plan};

/// `other` in place of `plan`. Nodes that are the same in both stay the very same, so that the history
/// keeps them once and caches know them.
pub(super) fn replace(plan: &Arc<Plan>, other: &Arc<Plan>) -> Result<Edited, EditError> {
    if other.depth() > MAX_DEPTH {
        return Err(EditError::TooDeep);
    }
    let mut seen = std::collections::HashSet::new();
    if let Some(twice) = other.walk().find(|node| !seen.insert(node.id)) {
        return Err(EditError::DuplicateId(twice.id));
    }
    let old: HashMap<NodeId, &Arc<Node>> = plan.walk().map(|node| (node.id, node)).collect();
    let nodes = other.nodes.iter().map(|node| shared(node, &old)).collect();
    let new = Plan { nodes, ..Plan::clone(other) };
    if new == **plan {
        return Err(EditError::Nothing);
    }
    Ok(Edited { plan: Arc::new(new), selection: Vec::new() })
}

/// `node` made of the nodes of `old` as far as they are the same.
fn shared(node: &Arc<Node>, old: &HashMap<NodeId, &Arc<Node>>) -> Arc<Node> {
    let children: Vec<Arc<Node>> = node.children.iter().map(|child| shared(child, old)).collect();
    if let Some(before) = old.get(&node.id)
        && before.same_fields(node)
        && before.children.len() == children.len()
        && before.children.iter().zip(&children).all(|(a, b)| Arc::ptr_eq(a, b))
    {
        return Arc::clone(before);
    }
    if node.children.iter().zip(&children).all(|(a, b)| Arc::ptr_eq(a, b)) {
        return Arc::clone(node);
    }
    Arc::new(Node { children, ..node.without_children() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Command, NodeField, apply};
    use crate::plan::Role;

    #[test]
    fn what_is_the_same_stays_the_very_same() {
        let mut plan = Plan::new("t", None);
        let child = |title: &str| Arc::new(Node::new(Role::Item, title));
        plan.nodes = vec![Arc::new(Node { children: vec![child("a"), child("b")], ..Node::new(Role::Part, "p") }), child("c")];
        let first = Arc::new(plan);
        let a = first.nodes[0].children[0].id;
        let set = Command::Set { node: a, field: NodeField::Title("x".into()) };
        let changed = apply(&first, &set).expect("fine").plan;
        // As read from a file: equal, but nothing shared.
        let mut read = Plan::clone(&first);
        read.nodes = read.nodes.iter().map(|node| fresh(node)).collect();
        let restored = apply(&changed, &Command::Replace(Arc::new(read))).expect("fine").plan;
        assert_eq!(*restored, *first);
        assert!(Arc::ptr_eq(&restored.nodes[1], &changed.nodes[1]));
        assert!(Arc::ptr_eq(&restored.nodes[0].children[1], &changed.nodes[0].children[1]));
        assert_eq!(apply(&restored, &Command::Replace(first)).err(), Some(EditError::Nothing));
    }

    fn fresh(node: &Node) -> Arc<Node> {
        Arc::new(Node { children: node.children.iter().map(|child| fresh(child)).collect(), ..node.clone() })
    }

    #[test]
    fn an_unsound_plan_is_refused() {
        let mut plan = Plan::new("t", None);
        let node = Arc::new(Node::new(Role::Item, "a"));
        plan.nodes = vec![node.clone(), node.clone()];
        let refused = apply(&Arc::new(Plan::new("t", None)), &Command::Replace(Arc::new(plan)));
        assert_eq!(refused.err(), Some(EditError::DuplicateId(node.id)));
    }
}
