//! Where new nodes go, and what they are.

use std::sync::Arc;

use nendo::edit::{Command, Position, Step, copies, usual_role_below};
use nendo::plan::{Node, NodeId, Role, names_goals};

use super::Document;

impl Document {
    /// Where a new sibling after the main node goes; the end of the top level without one.
    pub fn sibling_position(&self) -> Position {
        let place = self.primary().and_then(|id| self.place_of(id));
        match place {
            Some((parent, index)) => Position { parent, index: index + 1 },
            None => Position { parent: None, index: self.plan.nodes.len() },
        }
    }

    /// Where a new last child of the main node goes.
    pub fn child_position(&self) -> Position {
        match self.primary_row() {
            Some(row) => Position { parent: Some(row.node.id), index: row.node.children.len() },
            None => self.sibling_position(),
        }
    }

    /// A node's parent and its place among the siblings.
    pub fn place_of(&self, id: NodeId) -> Option<(Option<NodeId>, usize)> {
        let row = self.outline.row(id)?;
        let parent = row.parent.and_then(|at| self.outline.rows().get(at as usize));
        let siblings = parent.map_or(&self.plan.nodes, |parent| &parent.node.children);
        let index = siblings.iter().position(|node| node.id == id)?;
        Some((parent.map(|parent| parent.node.id), index))
    }

    /// The role a new node at `position` most likely has: that of its siblings.
    pub fn likely_role(&self, position: Position) -> Role {
        let parent = position.parent.and_then(|id| self.outline.row(id));
        let siblings = parent.map_or(&self.plan.nodes, |row| &row.node.children);
        let beside = position.index.checked_sub(1).and_then(|at| siblings.get(at)).or_else(|| siblings.first());
        if let Some(node) = beside {
            return node.role;
        }
        // Below 重点目標 stand goals, which projects then name.
        if parent.is_some_and(|row| matches!(row.node.role, Role::Part | Role::Chapter | Role::Goal) && names_goals(row.node.title.trim()))
        {
            return Role::Goal;
        }
        usual_role_below(parent.map(|row| row.node.role))
    }

    /// The command that puts a new, untitled node at `position`, and the node's id.
    pub fn new_node(&self, position: Position) -> (Command, NodeId) {
        let node = Node::new(self.likely_role(position), "");
        let id = node.id;
        (Command::Insert { at: position, nodes: vec![Arc::new(node)] }, id)
    }

    /// The command that puts copies of the selected nodes after the last of them.
    pub fn duplicate_selection(&self) -> Option<Command> {
        let nodes: Vec<Arc<Node>> =
            self.topmost_selected().iter().filter_map(|id| self.outline.row(*id)).map(|row| row.node.clone()).collect();
        (!nodes.is_empty()).then(|| Command::Insert { at: self.sibling_position(), nodes: copies(&nodes, |_| true) })
    }

    /// Where a new line after `node` goes: beside it, or first below it where the outline shows only its part.
    pub fn next_line_position(&self, node: NodeId) -> Option<Position> {
        if self.hoisted() == Some(node) {
            return Some(Position { parent: Some(node), index: 0 });
        }
        let (parent, index) = self.place_of(node)?;
        Some(Position { parent, index: index + 1 })
    }

    /// Takes a node away that was just made and in which nothing was written, as if it had never been there.
    /// Says whether the history could be walked back; else the caller removes the node.
    pub fn take_back_new(&mut self, node: NodeId) -> bool {
        let (steps, done) = self.history.steps();
        let ours = |step: &&Step| step.selection_after == [node] && step.count <= 1;
        let shifts = ["edit.step.indent", "edit.step.outdent", "edit.step.move", "edit.step.title"];
        let later = steps[..done].iter().rev().take_while(|step| ours(step) && shifts.contains(&step.key)).count();
        let makes_it = |step: &&Step| ours(step) && ["edit.step.insert", "edit.step.split"].contains(&step.key);
        if !steps[..done - later].last().is_some_and(|step| makes_it(&step) && step.before.node(node).is_none()) {
            return false;
        }
        for _ in 0..=later {
            self.undo();
        }
        self.history.forget_undone();
        true
    }
}
