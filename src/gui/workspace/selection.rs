//! What of a document is selected.

use nendo::edit::grid::{Area, Grid};
use nendo::plan::{Block, NodeId, Row, Table};

use super::{CellChoice, Document};

impl Document {
    /// Selected nodes, the last one the main one. Empty: the plan itself is selected.
    pub fn selection(&self) -> &[NodeId] {
        &self.selection
    }

    /// Whether a node is not selected itself, but stands below one that is: it goes with it.
    pub fn goes_along(&self, node: NodeId) -> bool {
        let Some(at) = self.outline.position(node) else { return false };
        let above = self.outline.ancestry(at);
        let above = above.split_last().map_or(&[][..], |(_, above)| above);
        !self.selection.contains(&node) && above.iter().any(|row| self.selection.contains(&row.node.id))
    }

    /// The node the editor shows.
    pub fn primary(&self) -> Option<NodeId> {
        self.selection.last().copied()
    }

    /// The row of the node the editor shows.
    pub fn primary_row(&self) -> Option<&Row> {
        self.outline.row(self.primary()?)
    }

    /// Grows with each change of the selection.
    pub fn selection_serial(&self) -> u64 {
        self.selection_serial
    }

    pub(super) fn keep_selection_valid(&mut self) {
        let outline = &self.outline;
        if self.selection.iter().any(|id| outline.position(*id).is_none()) {
            self.selection.retain(|id| outline.position(*id).is_some());
            self.selection_serial += 1;
        }
    }

    pub(super) fn put_selection(&mut self, selection: Vec<NodeId>) {
        if self.selection != selection {
            self.selection = selection;
            self.selection_serial += 1;
            self.cells = None;
            self.anchor = self.primary();
            self.reveal_primary();
        }
    }

    /// Opens the ancestors of the main node, and the rest of the plan if it is not in the part shown alone.
    pub(super) fn reveal_primary(&mut self) {
        self.leave_parts_without_primary();
        let Some(position) = self.primary().and_then(|id| self.outline.position(id)) else { return };
        for row in self.outline.ancestry(position) {
            if Some(row.node.id) != self.primary() {
                self.collapsed_serial += u64::from(self.collapsed.remove(&row.node.id));
            }
        }
    }

    /// Chooses cells of a table, or none.
    pub fn choose_cells(&mut self, cells: Option<CellChoice>) {
        self.cells = cells;
    }

    /// The chosen cells: their table and the area they cover, if the table still has them.
    pub fn chosen_cells(&self) -> Option<(CellChoice, &Table, Area)> {
        let choice = self.cells?;
        let body = match choice.at.node {
            None => &self.plan.preface,
            Some(node) => &self.outline.row(node)?.node.body,
        };
        let Some(Block::Table(table)) = body.get(choice.at.block) else { return None };
        Some((choice, table, Grid::of(table).closed(choice.from, choice.to)?))
    }

    /// Selects one node, or the plan itself.
    pub fn select(&mut self, node: Option<NodeId>) {
        self.history.close_step();
        self.put_selection(node.into_iter().collect());
        self.anchor = node;
    }

    /// Selects these nodes, the last one as the main one.
    pub fn select_many(&mut self, nodes: Vec<NodeId>) {
        self.history.close_step();
        self.put_selection(nodes);
    }

    /// Adds or takes a node to or from the selection.
    pub fn toggle_selected(&mut self, node: NodeId) {
        self.history.close_step();
        let mut selection = self.selection.clone();
        match selection.iter().position(|id| *id == node) {
            Some(at) if selection.len() > 1 => {
                selection.remove(at);
            }
            Some(_) => {}
            None => selection.push(node),
        }
        self.put_selection(selection);
    }

    /// Selects from where the last plain selection was to `node`, both included.
    pub fn select_range(&mut self, node: NodeId, visible: &[NodeId]) {
        let anchor = self.anchor.unwrap_or(node);
        let at = |id| visible.iter().position(|v| *v == id);
        let (Some(from), Some(to)) = (at(anchor), at(node)) else { return self.select(Some(node)) };
        let mut selection: Vec<NodeId> = visible[from.min(to)..=from.max(to)].to_vec();
        if to < from {
            selection.reverse();
        }
        self.put_selection(selection);
        self.anchor = Some(anchor);
    }

    /// Selected nodes in reading order without those below another of them.
    pub fn topmost_selected(&self) -> Vec<NodeId> {
        let mut positions: Vec<usize> = self.selection.iter().filter_map(|id| self.outline.position(*id)).collect();
        positions.sort_unstable();
        let mut covered = 0;
        let mut kept = Vec::new();
        for position in positions {
            if position >= covered {
                let row = &self.outline.rows()[position];
                covered = row.end as usize;
                kept.push(row.node.id);
            }
        }
        kept
    }

    /// How many nodes are selected with all below them.
    pub fn count_selected(&self) -> usize {
        self.topmost_selected().iter().filter_map(|id| self.outline.row(*id)).map(|row| row.node.count()).sum()
    }

    /// Selected nodes as the editing commands take them.
    pub fn selected(&self) -> Vec<NodeId> {
        self.selection.clone()
    }
}
