//! The role a node has merely by its place, and the one it takes in another.
//!
//! Lives here: the ladder of part, chapter, project and item. Does not live here: roles that say what a node
//! is about (a policy, a goal, a record, a table …): those go wherever their node goes.

use std::sync::Arc;

use super::apply::node_at;
use crate::plan::{Node, Plan, Role};

/// Whether a role says no more than how deep its node stands.
fn on_the_ladder(role: Role) -> bool {
    matches!(role, Role::Part | Role::Chapter | Role::Project | Role::Item)
}

/// The role of a first child of a node of `parent`'s role; of a first node of the plan.
pub fn usual_role_below(parent: Option<Role>) -> Role {
    match parent {
        None => Role::Part,
        Some(Role::Part) => Role::Chapter,
        Some(Role::Chapter | Role::Goal) => Role::Project,
        Some(_) => Role::Item,
    }
}

/// Whether the node at `path` has the role it has by its place: that of another of its siblings, or, where none
/// stands on the ladder, one that is usual below its parent.
pub(super) fn has_usual_role(plan: &Plan, path: &[usize]) -> bool {
    let Some(node) = node_at(plan, path).filter(|node| on_the_ladder(node.role)) else { return false };
    let parent = path.split_last().and_then(|(_, above)| node_at(plan, above));
    let siblings = parent.map_or(&plan.nodes, |parent| &parent.children);
    let mut others = siblings.iter().filter(|other| other.id != node.id && on_the_ladder(other.role)).peekable();
    if others.peek().is_some() {
        return others.any(|other| other.role == node.role);
    }
    let parent = parent.map(|parent| parent.role);
    // A part holds chapters, or projects at once; a chapter of one line holds items.
    node.role == usual_role_below(parent) || matches!((parent, node.role), (Some(Role::Part), Role::Project) | (Some(_), Role::Item))
}

/// The role for a node that comes to `index` of `siblings` below a node of `parent`'s role.
pub(super) fn role_among(siblings: &[Arc<Node>], index: usize, parent: Option<Role>) -> Role {
    let (before, after) = siblings.split_at(index.min(siblings.len()));
    let beside = before.iter().rev().chain(after).find(|node| on_the_ladder(node.role));
    beside.map_or_else(|| usual_role_below(parent), |node| node.role)
}
