//! Path copying: the few operations on the tree all commands are made of.

use std::sync::Arc;

use crate::plan::{IdMap, Node, NodeId, Outline, Plan};

/// Finds nodes: by a search through the tree, or faster where an outline tells whereabouts they stand.
#[derive(Clone, Copy)]
pub(super) struct Finder<'a> {
    outline: Option<&'a Outline>,
    /// The outline is that of the very plan.
    exact: bool,
}

impl<'a> Finder<'a> {
    /// Searches the tree.
    pub fn searching() -> Self {
        Self { outline: None, exact: false }
    }

    /// Asks the outline of the plan.
    pub fn knowing(outline: &'a Outline) -> Self {
        Self { outline: Some(outline), exact: true }
    }

    /// The same once the plan is another one.
    pub fn after_a_change(self) -> Self {
        Self { exact: false, ..self }
    }

    /// The child indices from the top level to `id`. What the outline says is only believed where the plan agrees.
    pub fn path_to(self, plan: &Plan, id: NodeId) -> Option<Vec<usize>> {
        self.outline.and_then(|outline| outline.path_in(plan, id)).or_else(|| plan.path_to(id))
    }

    /// One of `ids` that the plan has already.
    pub fn taken(self, plan: &Plan, ids: &IdMap<()>) -> Option<NodeId> {
        match self.outline.filter(|_| self.exact) {
            Some(outline) => ids.keys().find(|id| outline.position(**id).is_some()).copied(),
            None => plan.walk().map(|node| node.id).find(|id| ids.contains_key(id)),
        }
    }
}

/// The sibling list at `path` (indices of the ancestors), copied where shared.
pub(super) fn siblings_mut<'a>(plan: &'a mut Plan, path: &[usize]) -> Option<&'a mut Vec<Arc<Node>>> {
    let mut list = &mut plan.nodes;
    for index in path {
        list = &mut Arc::make_mut(list.get_mut(*index)?).children;
    }
    Some(list)
}

/// The node at `path`, copied where shared.
pub(super) fn node_mut<'a>(plan: &'a mut Plan, path: &[usize]) -> Option<&'a mut Node> {
    let (last, ancestors) = path.split_last()?;
    siblings_mut(plan, ancestors)?.get_mut(*last).map(Arc::make_mut)
}

/// Takes the node at `path` out.
pub(super) fn take(plan: &mut Plan, path: &[usize]) -> Option<Arc<Node>> {
    let (last, ancestors) = path.split_last()?;
    let list = siblings_mut(plan, ancestors)?;
    (*last < list.len()).then(|| list.remove(*last))
}

/// How many levels the subtree has, itself included; not recursive.
pub(super) fn height(node: &Arc<Node>) -> usize {
    let mut stack = vec![(node, 1)];
    let mut deepest = 0;
    while let Some((node, depth)) = stack.pop() {
        deepest = deepest.max(depth);
        stack.extend(node.children.iter().map(|child| (child, depth + 1)));
    }
    deepest
}
