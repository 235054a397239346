//! Copies of nodes that can stand beside what they were copied from.
//!
//! Lives here: ids that are taken become new ones, and what refers to a copied node from within the copies
//! (references in texts, goals) refers to the copy. What refers to a node outside stays as it is.

use std::collections::HashSet;
use std::sync::Arc;

use crate::plan::{Block, IdMap, Node, NodeId, TextPart, redirected_token, split_references};

/// The nodes with all below them, those whose id is `taken` (or comes twice among them) with new ids.
pub fn copies(nodes: &[Arc<Node>], taken: impl Fn(NodeId) -> bool) -> Vec<Arc<Node>> {
    let mut seen = HashSet::new();
    let mut new_ids: IdMap<NodeId> = IdMap::default();
    let mut stack: Vec<&Arc<Node>> = nodes.iter().collect();
    while let Some(node) = stack.pop() {
        if !seen.insert(node.id) || taken(node.id) {
            new_ids.insert(node.id, NodeId::new());
        }
        stack.extend(&node.children);
    }
    if new_ids.is_empty() {
        return nodes.to_vec();
    }
    let mut used = HashSet::new();
    nodes.iter().map(|node| copy(node, &new_ids, &mut used)).collect()
}

// Recursion is as deep as the plan.
fn copy(node: &Node, new_ids: &IdMap<NodeId>, used: &mut HashSet<NodeId>) -> Arc<Node> {
    let mut copied = node.without_children();
    copied.id = new_ids.get(&node.id).copied().unwrap_or(node.id);
    if !used.insert(copied.id) {
        copied.id = NodeId::new();
    }
    copied.title = redirected(&node.title, new_ids);
    for text in copied.body.iter_mut().flat_map(Block::texts_mut) {
        if text.contains("[[") {
            *text = redirected(text, new_ids);
        }
    }
    for goal in &mut copied.goals {
        *goal = new_ids.get(goal).copied().unwrap_or(*goal);
    }
    copied.children = node.children.iter().map(|child| copy(child, new_ids, used)).collect();
    Arc::new(copied)
}

fn redirected(text: &str, new_ids: &IdMap<NodeId>) -> String {
    let parts = split_references(text).into_iter().map(|part| match part {
        TextPart::Plain(plain) => plain.to_owned(),
        TextPart::Reference(id, token) => new_ids.get(&id).map_or_else(|| token.to_owned(), |new| redirected_token(token, *new)),
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Role;
    use crate::plan::reference_token;

    #[test]
    fn references_within_follow_and_those_outside_stay() {
        let outside = NodeId::new();
        let child = Node::new(Role::Item, "下");
        let body = vec![Block::Text(format!("{}と{}", reference_token(child.id), reference_token(outside)))];
        let goals = vec![child.id, outside];
        let parent = Arc::new(Node { body, goals, children: vec![Arc::new(child.clone())], ..Node::new(Role::Goal, "上") });
        let copy = &copies(std::slice::from_ref(&parent), |_| true)[0];
        let new = copy.children[0].id;
        assert!(copy.id != parent.id && new != child.id);
        assert_eq!(copy.goals, [new, outside]);
        assert_eq!(copy.body, [Block::Text(format!("{}と{}", reference_token(new), reference_token(outside)))]);
        // Nothing is taken: the very same nodes.
        assert!(Arc::ptr_eq(&copies(std::slice::from_ref(&parent), |_| false)[0], &parent));
        // Only what is taken gets a new id.
        let half = &copies(std::slice::from_ref(&parent), |id| id == child.id)[0];
        assert_eq!(half.id, parent.id);
        assert_eq!(half.goals[0], half.children[0].id);
    }

    #[test]
    fn the_same_node_twice_is_two_nodes() {
        let node = Arc::new(Node::new(Role::Item, "会議"));
        let both = copies(&[node.clone(), node.clone()], |_| false);
        assert_ne!(both[0].id, both[1].id);
    }
}
