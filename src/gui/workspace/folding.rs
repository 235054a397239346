//! What of a document the outline shows: what is folded away, and the part shown alone.

use std::collections::HashSet;

use nendo::plan::NodeId;

use super::Document;

impl Document {
    /// Nodes whose children are hidden in the outline.
    pub fn collapsed(&self) -> &HashSet<NodeId> {
        &self.collapsed
    }

    /// Grows with each change of what is collapsed.
    pub fn collapsed_serial(&self) -> u64 {
        self.collapsed_serial
    }

    /// Hides or shows the children of a node in the outline.
    pub fn set_collapsed(&mut self, node: NodeId, collapsed: bool) {
        self.collapsed_serial += 1;
        if collapsed {
            self.collapsed.insert(node);
        } else {
            self.collapsed.remove(&node);
        }
    }

    /// Hides the children of all nodes, or shows all.
    pub fn set_all_collapsed(&mut self, collapsed: bool) {
        self.collapsed_serial += 1;
        self.collapsed.clear();
        if collapsed {
            self.collapsed.extend(self.outline.rows().iter().filter(|row| !row.node.children.is_empty()).map(|row| row.node.id));
        }
    }

    /// Hides or shows the children of a node and of all below it.
    pub fn set_collapsed_below(&mut self, node: NodeId, collapsed: bool) {
        let Some(position) = self.outline.position(node) else { return };
        self.collapsed_serial += 1;
        for row in &self.outline.rows()[position..self.outline.rows()[position].end as usize] {
            if collapsed && !row.node.children.is_empty() {
                self.collapsed.insert(row.node.id);
            } else {
                self.collapsed.remove(&row.node.id);
            }
        }
    }

    /// Shows `levels` levels of the outline and folds what is deeper.
    pub fn show_levels(&mut self, levels: u8) {
        self.collapsed_serial += 1;
        let base = self.hoisted().and_then(|id| self.outline.row(id)).map_or(0, |row| row.depth);
        let deeper = self.outline.rows().iter().filter(|row| !row.node.children.is_empty());
        self.collapsed = deeper.filter(|row| row.depth.saturating_sub(base) + 1 >= levels).map(|row| row.node.id).collect();
    }

    /// The node whose part of the plan the outline shows alone.
    pub fn hoisted(&self) -> Option<NodeId> {
        self.hoisted.iter().rev().copied().find(|id| self.outline.position(*id).is_some())
    }

    /// Shows a node's part of the plan alone.
    pub fn hoist(&mut self, node: NodeId) {
        if self.outline.position(node).is_some() && self.hoisted() != Some(node) {
            self.hoisted.push(node);
            self.collapsed_serial += 1;
            self.leave_parts_without_primary();
        }
    }

    /// Goes back to the part shown before, or to the whole plan.
    pub fn leave_part(&mut self) {
        while let Some(left) = self.hoisted.pop() {
            if self.outline.position(left).is_some() {
                break;
            }
        }
        self.collapsed_serial += 1;
    }

    /// Shows the whole plan again.
    pub fn leave_all_parts(&mut self) {
        self.hoisted.clear();
        self.collapsed_serial += 1;
    }

    /// Whether a node is the one shown alone or stands below it; always, while the whole plan is shown.
    pub fn is_in_part(&self, node: NodeId) -> bool {
        let Some(part) = self.hoisted().and_then(|id| self.outline.position(id)) else { return true };
        let end = self.outline.rows()[part].end as usize;
        self.outline.position(node).is_some_and(|at| (part..end).contains(&at))
    }

    /// What is selected is always in view.
    pub(super) fn leave_parts_without_primary(&mut self) {
        while let Some(primary) = self.primary().filter(|_| !self.hoisted.is_empty())
            && !self.is_in_part(primary)
        {
            self.leave_part();
        }
    }
}
