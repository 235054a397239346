//! The role a node has merely by its place, and the one it takes in another.
//!
//! Lives here: the ladder of part, chapter, project and item. Does not live here: roles that say what a node
//! is about (a policy, a goal, a record, a table …): those go wherever their node goes.

use std::sync::Arc;

use crate::plan::{Node, Role};

/// Whether a role says no more than how deep its node stands.
pub(super) fn on_the_ladder(role: Role) -> bool {
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

/// How many of a list of siblings have each role of the ladder.
#[derive(Default)]
pub(super) struct Ladder {
    counts: [(Option<Role>, usize); 4],
}

impl Ladder {
    /// The siblings of a list.
    pub fn of(siblings: &[Arc<Node>]) -> Self {
        let mut ladder = Self::default();
        for role in siblings.iter().map(|node| node.role).filter(|role| on_the_ladder(*role)) {
            if let Some((known, count)) = ladder.counts.iter_mut().find(|(known, _)| known.is_none_or(|known| known == role)) {
                *known = Some(role);
                *count += 1;
            }
        }
        ladder
    }

    /// Whether one of the siblings has this role.
    pub fn has(&self, role: Role) -> bool {
        self.counts.iter().any(|(known, _)| *known == Some(role))
    }

    /// Whether one of the siblings, whose parent has this role, has the role it has by its place: that of another
    /// of them, or, where none stands on the ladder, one that is usual below the parent.
    pub fn has_usual_role(&self, node: &Node, parent: Option<Role>) -> bool {
        if !on_the_ladder(node.role) {
            return false;
        }
        let all: usize = self.counts.iter().map(|(_, count)| count).sum();
        if all > 1 {
            return self.counts.iter().any(|(role, count)| *role == Some(node.role) && *count > 1);
        }
        // A part holds chapters, or projects at once; a chapter of one line holds items.
        node.role == usual_role_below(parent) || matches!((parent, node.role), (Some(Role::Part), Role::Project) | (Some(_), Role::Item))
    }
}

/// The role of the last of these siblings that stands on the ladder.
pub(super) fn role_before(siblings: &[Arc<Node>]) -> Option<Role> {
    siblings.iter().rev().map(|node| node.role).find(|role| on_the_ladder(*role))
}

/// The role for a node that comes to `index` of `siblings` below a node of `parent`'s role.
pub(super) fn role_among(siblings: &[Arc<Node>], index: usize, parent: Option<Role>) -> Role {
    let (before, after) = siblings.split_at(index.min(siblings.len()));
    let behind = || after.iter().map(|node| node.role).find(|role| on_the_ladder(*role));
    role_before(before).or_else(behind).unwrap_or_else(|| usual_role_below(parent))
}
