//! The open document and everything one can do to it, without any drawing.
//!
//! Lives here: plan, outline, history, selection, file and whether it is saved. Does not live here:
//! egui, threads, file access. Views read a [`Document`] and send actions; the application calls it.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use chrono::NaiveDateTime;
use nendo::edit::grid::{Area, Grid};
use nendo::edit::{BlockPlace, Command, EditError, History, NodeField, PlanField, Position, Step, apply};
use nendo::plan::{Block, Finding, Node, NodeId, Outline, Plan, Role, Row, Table};
use nendo::storage::FileStamp;

use super::engine::Laid;

/// An open plan.
pub struct Document {
    plan: Arc<Plan>,
    outline: Arc<Outline>,
    history: History,
    /// Selected nodes; the last one is where the keyboard is. Empty: the plan itself.
    selection: Vec<NodeId>,
    /// Where a range selection with Shift began.
    anchor: Option<NodeId>,
    /// Counts changes of the selection, so that views can follow it.
    selection_serial: u64,
    /// Where it is saved.
    pub path: Option<PathBuf>,
    /// What the file held when last read or written.
    pub stamp: Option<FileStamp>,
    /// The plan as last saved; `None` if never.
    saved: Option<Arc<Plan>>,
    /// When it was last saved in this session.
    pub saved_at: Option<NaiveDateTime>,
    /// Whether it came from an import, so that no plan file holds it.
    pub imported: bool,
    /// Findings of the import it came from.
    pub import_findings: Vec<Finding>,
    /// The pages of this or a slightly earlier state.
    pub laid: Option<Arc<Laid>>,
    /// Nodes whose children are hidden in the outline.
    collapsed: HashSet<NodeId>,
    /// Counts changes of what is collapsed.
    collapsed_serial: u64,
    /// The chosen cells of a table.
    cells: Option<CellChoice>,
    /// The block typed into last; typing in another one is a step of its own.
    typed_block: Option<usize>,
}

/// Cells chosen in a table, from one corner to the other (rows and columns), both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellChoice {
    /// The table.
    pub at: BlockPlace,
    /// Where the choice began.
    pub from: (usize, usize),
    /// Where it ends.
    pub to: (usize, usize),
}

impl CellChoice {
    /// One cell.
    pub fn one(at: BlockPlace, cell: (usize, usize)) -> Self {
        Self { at, from: cell, to: cell }
    }
}

impl Document {
    /// A plan with its file, if it has one.
    pub fn new(plan: Arc<Plan>, path: Option<PathBuf>, stamp: Option<FileStamp>) -> Self {
        let outline = Arc::new(Outline::of(&plan));
        let saved = path.is_some().then(|| plan.clone());
        Self {
            plan,
            outline,
            history: History::new(),
            selection: Vec::new(),
            anchor: None,
            selection_serial: 0,
            path,
            stamp,
            saved,
            saved_at: None,
            imported: false,
            import_findings: Vec::new(),
            laid: None,
            collapsed: HashSet::new(),
            collapsed_serial: 0,
            cells: None,
            typed_block: None,
        }
    }

    /// The plan.
    pub fn plan(&self) -> &Arc<Plan> {
        &self.plan
    }

    /// The folder its pictures stand in; none for a plan never saved.
    pub fn folder(&self) -> Option<PathBuf> {
        self.path.as_ref().and_then(|path| path.parent()).map(PathBuf::from)
    }

    /// The plan as numbered rows.
    pub fn outline(&self) -> &Arc<Outline> {
        &self.outline
    }

    /// The history.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Selected nodes, the last one the main one. Empty: the plan itself is selected.
    pub fn selection(&self) -> &[NodeId] {
        &self.selection
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

    /// Whether there are changes that no file holds.
    pub fn dirty(&self) -> bool {
        match &self.saved {
            Some(saved) => !Arc::ptr_eq(saved, &self.plan),
            // A new plan nobody has touched is no loss.
            None => self.imported || self.history.next_undo().is_some(),
        }
    }

    /// Whether no file has ever held it.
    pub fn never_saved(&self) -> bool {
        self.saved.is_none()
    }

    /// Notes that `plan` now stands in the file.
    pub fn mark_saved(&mut self, plan: Arc<Plan>, path: PathBuf, stamp: FileStamp, now: NaiveDateTime) {
        self.saved = Some(plan);
        self.path = Some(path);
        self.stamp = Some(stamp);
        self.saved_at = Some(now);
        self.history.close_step();
    }

    /// The name to show for the document.
    pub fn name(&self) -> String {
        match self.path.as_ref().and_then(|path| path.file_name()) {
            Some(name) => name.to_string_lossy().into_owned(),
            None => self.plan.title.clone(),
        }
    }

    /// Changes the plan: the only way. A value that is there already changes nothing.
    ///
    /// # Errors
    /// Says why nothing was changed.
    pub fn dispatch(&mut self, command: Command, now: Instant) -> Result<(), EditError> {
        let edited = apply(&self.plan, &command)?;
        if self.changes_nothing(&command, &edited.plan) {
            return Ok(());
        }
        let change = self.body_change(&command);
        let goes_on = match change {
            BodyChange::Typed(block) => self.typed_block.replace(block) == Some(block),
            BodyChange::Shape => false,
            BodyChange::None => true,
        };
        if !goes_on {
            self.history.close_step();
        }
        let selection_before = self.selection.clone();
        let before = std::mem::replace(&mut self.plan, edited.plan.clone());
        self.outline = Arc::new(Outline::of(&self.plan));
        if !edited.selection.is_empty() {
            self.put_selection(edited.selection);
        } else if matches!(command, Command::Remove { .. }) {
            self.put_selection(Vec::new());
        }
        self.keep_selection_valid();
        let step = Step { command, before, after: edited.plan, selection_before, selection_after: self.selection.clone() };
        self.history.push(step, now);
        if matches!(change, BodyChange::Shape) {
            self.history.close_step();
        }
        Ok(())
    }

    /// Ends the current step: what is typed next can be taken back by itself.
    pub fn close_step(&mut self) {
        self.history.close_step();
    }

    /// What a command does to the blocks of a body.
    fn body_change(&self, command: &Command) -> BodyChange {
        let (old, new) = match command {
            Command::Set { node, field: NodeField::Body(new) } => match self.outline.row(*node) {
                Some(row) => (row.node.body.as_slice(), new),
                None => return BodyChange::None,
            },
            Command::SetPlan(PlanField::Preface(new)) => (self.plan.preface.as_slice(), new),
            _ => return BodyChange::None,
        };
        let same_kinds =
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| std::mem::discriminant(old) == std::mem::discriminant(new));
        let mut changed = old.iter().zip(new).enumerate().filter(|(_, (old, new))| old != new).map(|(at, _)| at);
        match (changed.next(), changed.next()) {
            (Some(block), None) if same_kinds => BodyChange::Typed(block),
            _ => BodyChange::Shape,
        }
    }

    /// Whether a field was set to the value it had. Compares no more than the fields themselves.
    fn changes_nothing(&self, command: &Command, after: &Plan) -> bool {
        match command {
            Command::Set { node, .. } => match (self.outline.row(*node), after.node(*node)) {
                (Some(row), Some(new)) => same_fields(&row.node, new),
                _ => false,
            },
            Command::SetPlan(_) => {
                let before = &self.plan;
                (&before.title, &before.organization, before.fiscal_year, before.stage, before.date, &before.numbering, before.style)
                    == (&after.title, &after.organization, after.fiscal_year, after.stage, after.date, &after.numbering, after.style)
                    && before.preface == after.preface
            }
            _ => false,
        }
    }

    /// Takes the last step back; says whether there was one.
    pub fn undo(&mut self) -> bool {
        let Some(step) = self.history.undo() else { return false };
        let (plan, selection) = (step.before.clone(), step.selection_before.clone());
        self.show_state(plan, selection);
        true
    }

    /// Does the next step again; says whether there was one.
    pub fn redo(&mut self) -> bool {
        let Some(step) = self.history.redo() else { return false };
        let (plan, selection) = (step.after.clone(), step.selection_after.clone());
        self.show_state(plan, selection);
        true
    }

    fn show_state(&mut self, plan: Arc<Plan>, selection: Vec<NodeId>) {
        self.plan = plan;
        self.outline = Arc::new(Outline::of(&self.plan));
        self.put_selection(selection);
        self.keep_selection_valid();
    }

    fn keep_selection_valid(&mut self) {
        let outline = &self.outline;
        if self.selection.iter().any(|id| outline.position(*id).is_none()) {
            self.selection.retain(|id| outline.position(*id).is_some());
            self.selection_serial += 1;
        }
    }

    fn put_selection(&mut self, selection: Vec<NodeId>) {
        if self.selection != selection {
            self.selection = selection;
            self.selection_serial += 1;
            self.cells = None;
            self.anchor = self.primary();
            self.reveal_primary();
        }
    }

    /// Opens the ancestors of the main node.
    fn reveal_primary(&mut self) {
        let Some(position) = self.primary().and_then(|id| self.outline.position(id)) else { return };
        for row in self.outline.ancestry(position) {
            if Some(row.node.id) != self.primary() {
                self.collapsed_serial += u64::from(self.collapsed.remove(&row.node.id));
            }
        }
    }

    /// Nodes whose children are hidden in the outline.
    pub fn collapsed(&self) -> &HashSet<NodeId> {
        &self.collapsed
    }

    /// Grows with each change of what is collapsed.
    pub fn collapsed_serial(&self) -> u64 {
        self.collapsed_serial
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

    /// Selects one node, or the plan itself.
    pub fn select(&mut self, node: Option<NodeId>) {
        self.history.close_step();
        self.put_selection(node.into_iter().collect());
        self.anchor = node;
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
        match parent.map(|row| row.node.role) {
            None => Role::Part,
            Some(Role::Part) => Role::Chapter,
            Some(Role::Chapter | Role::Goal) => Role::Project,
            Some(_) => Role::Item,
        }
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
            self.topmost_selected().iter().filter_map(|id| self.outline.row(*id)).map(|row| copy(&row.node)).collect();
        (!nodes.is_empty()).then(|| Command::Insert { at: self.sibling_position(), nodes })
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

    /// The command that sets a field of `node`.
    pub fn set(node: NodeId, field: NodeField) -> Command {
        Command::Set { node, field }
    }

    /// Findings of the import and of the last check, the import's first.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.import_findings.iter().chain(self.laid.iter().flat_map(|laid| &laid.findings))
    }
}

/// Whether two nodes are the same but for their children.
fn same_fields(a: &Node, b: &Node) -> bool {
    (a.role, &a.title, a.label, a.status, &a.funding, &a.lead) == (b.role, &b.title, b.label, b.status, &b.funding, &b.lead)
        && (&a.partners, &a.partner_note, &a.goals, &a.schedule, a.budget)
            == (&b.partners, &b.partner_note, &b.goals, &b.schedule, b.budget)
        && a.body == b.body
}

/// What a command does to the blocks of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BodyChange {
    /// It is about something else.
    None,
    /// One block has another text.
    Typed(usize),
    /// Blocks come, go, move or change their kind.
    Shape,
}

/// A copy of a subtree with ids of its own.
fn copy(node: &Node) -> Arc<Node> {
    let children = node.children.iter().map(|child| copy(child)).collect();
    Arc::new(Node { id: NodeId::new(), children, ..node.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Document {
        let mut plan = Plan::new("計画", None);
        let child = |title: &str| Arc::new(Node::new(Role::Item, title));
        plan.nodes = vec![Arc::new(Node { children: vec![child("a1"), child("a2")], ..Node::new(Role::Part, "a") }), child("b")];
        Document::new(Arc::new(plan), Some("x.ron".into()), None)
    }

    fn id(doc: &Document, title: &str) -> NodeId {
        doc.plan().walk().find(|node| node.title == title).expect("there").id
    }

    #[test]
    fn dirty_is_a_matter_of_pointers_and_undo_cleans() {
        let mut doc = document();
        assert!(!doc.dirty());
        let b = id(&doc, "b");
        doc.dispatch(Document::set(b, NodeField::Title("c".into())), Instant::now()).expect("fine");
        assert!(doc.dirty());
        assert!(doc.undo());
        assert!(!doc.dirty());
        assert!(!doc.undo());
        assert!(doc.redo());
        assert!(doc.dirty());
        // The same value again is no step.
        doc.dispatch(Document::set(b, NodeField::Title("c".into())), Instant::now()).expect("fine");
        assert!(doc.history().next_redo().is_none());
        assert_eq!(doc.history().steps().0.len(), 1);
    }

    #[test]
    fn selection_follows_edits_and_undo() {
        let mut doc = document();
        doc.select(Some(id(&doc, "a1")));
        let (command, new) = doc.new_node(doc.sibling_position());
        doc.dispatch(command, Instant::now()).expect("fine");
        assert_eq!(doc.selection(), [new]);
        assert_eq!(doc.place_of(new), Some((Some(id(&doc, "a")), 1)));
        doc.undo();
        assert_eq!(doc.selection(), [id(&doc, "a1")]);
        doc.dispatch(Command::Remove { nodes: vec![id(&doc, "a")] }, Instant::now()).expect("fine");
        assert_eq!(doc.selection(), [id(&doc, "b")]);
    }

    #[test]
    fn ranges_and_copies() {
        let mut doc = document();
        let all: Vec<NodeId> = doc.outline().rows().iter().map(|row| row.node.id).collect();
        doc.select(Some(all[0]));
        doc.select_range(all[2], &all);
        assert_eq!(doc.selection(), &all[..3]);
        assert_eq!(doc.topmost_selected(), [all[0]]);
        let copies = doc.duplicate_selection().expect("a selection");
        doc.dispatch(copies, Instant::now()).expect("fine");
        assert_eq!(doc.plan().walk().count(), 7);
    }

    #[test]
    fn selecting_opens_the_ancestors() {
        let mut doc = document();
        let a = id(&doc, "a");
        doc.set_collapsed(a, true);
        doc.select(Some(id(&doc, "a2")));
        assert!(doc.collapsed().is_empty());
    }
}
