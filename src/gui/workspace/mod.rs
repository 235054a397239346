//! The open document and everything one can do to it, without any drawing.
//!
//! Lives here: plan, outline, history, selection, file and whether it is saved. Does not live here:
//! egui, threads, file access. Views read a [`Document`] and send actions; the application calls it.

mod folding;
mod marks;
mod places;
mod search;
mod selection;
mod steps;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use chrono::NaiveDateTime;
use nendo::edit::{BlockPlace, Command, EditError, History, NodeField, PlanField, Reach, Step, apply_known};
use nendo::plan::{Finding, NodeId, Outline, Plan};
use nendo::storage::FileStamp;

use super::engine::Laid;

pub use marks::{Mark, Marks};
pub use search::{Search, Wanted};

/// Why a document is open to be read only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadOnly {
    /// This colleague has it open.
    Colleague(String),
    /// It is a state of the past by this name.
    Past(String),
}

/// An open plan.
pub struct Document {
    plan: Arc<Plan>,
    outline: Arc<Outline>,
    /// Counts changes of the plan.
    serial: u64,
    /// Counts changes of the tree: which nodes there are, where, with which labels.
    tree_serial: u64,
    /// What "changed" is measured against: the newest named version, else the plan as it was opened.
    baseline: Arc<Plan>,
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
    /// Its file is gone or holds what others wrote, so that no file holds the plan.
    pub lost: bool,
    /// Why it cannot be changed, if it cannot.
    pub read_only: Option<ReadOnly>,
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
    /// The parts the outline was narrowed to, one within the other; the last one is shown alone.
    hoisted: Vec<NodeId>,
    /// The chosen cells of a table.
    cells: Option<CellChoice>,
    /// What differs from the chosen base, of this or a slightly earlier state.
    marks: Option<Arc<Marks>>,
    /// Counts changes of the marks.
    marks_serial: u64,
    /// What the chosen base is called; none is chosen.
    pub base_name: Option<String>,
    /// Whether the outline shows only what differs from it.
    pub changed_only: bool,
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
            baseline: plan.clone(),
            plan,
            outline,
            serial: 0,
            tree_serial: 0,
            history: History::new(),
            selection: Vec::new(),
            anchor: None,
            selection_serial: 0,
            path,
            stamp,
            saved,
            saved_at: None,
            lost: false,
            read_only: None,
            imported: false,
            import_findings: Vec::new(),
            laid: None,
            collapsed: HashSet::new(),
            collapsed_serial: 0,
            hoisted: Vec::new(),
            cells: None,
            marks: None,
            marks_serial: 0,
            base_name: None,
            changed_only: false,
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

    /// Whether closing would lose something: changes that no file holds, or a plan whose file is gone.
    pub fn dirty(&self) -> bool {
        self.edited() || (self.lost && self.read_only.is_none())
    }

    /// Whether there are changes of one's own that were not saved.
    pub fn edited(&self) -> bool {
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
        self.lost = false;
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
        if let Command::Set { node, field } = &command
            && self.outline.row(*node).is_some_and(|row| field.is_value_of(&row.node))
        {
            return Ok(());
        }
        let edited = apply_known(&self.plan, &self.outline, &command)?;
        if matches!(command, Command::SetPlan(_)) && same_plan_fields(&self.plan, &edited.plan) {
            return Ok(());
        }
        let about = self.about_before(&command);
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
        let changed = if let Reach::Fields(nodes) = command.reach() { nodes } else { Vec::new() };
        // Undo and redo lead to what they change, wherever the selection was when it was changed; among many things
        // (all that was replaced) one stays where one was.
        let aimed = |selection: Vec<NodeId>| match changed.first() {
            Some(first) if !selection.iter().any(|id| changed.contains(id)) => vec![*first],
            _ => selection,
        };
        let (reach, removes) = (command.reach(), matches!(command, Command::Remove { .. }));
        let step = Step::new(command, self.plan.clone(), edited.plan.clone());
        self.plan = edited.plan;
        self.follow_plan(reach);
        let about = about.unwrap_or_else(|| self.about_after(&step));
        if !edited.selection.is_empty() {
            self.put_selection(edited.selection);
            // What came under a folded node is still in view.
            self.reveal_primary();
        } else if removes {
            self.put_selection(Vec::new());
        }
        self.keep_selection_valid();
        let clock = chrono::Local::now().naive_local();
        let step = step.about(about.0, about.1, Some(clock)).selection(aimed(selection_before), aimed(self.selection.clone()));
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

    /// Lets the outline follow the plan, which differs from it by a change of this reach.
    fn follow_plan(&mut self, reach: Reach) {
        self.serial += 1;
        let patched = match reach {
            Reach::Plan => true,
            Reach::Fields(nodes) => {
                let outline = Arc::make_mut(&mut self.outline);
                nodes.into_iter().all(|node| outline.patch(&self.plan, node))
            }
            Reach::Tree => false,
        };
        if !patched {
            self.outline = Arc::new(Outline::of(&self.plan));
            self.tree_serial += 1;
        }
    }

    /// Grows with each change of the plan.
    pub fn serial(&self) -> u64 {
        self.serial
    }

    /// Grows with each change of the tree: which nodes there are, where, with which labels.
    pub fn tree_serial(&self) -> u64 {
        self.tree_serial
    }

    /// What differs from the chosen base.
    pub fn marks(&self) -> Option<&Arc<Marks>> {
        self.marks.as_ref()
    }

    /// Takes in what differs from it.
    pub fn set_marks(&mut self, marks: Option<Arc<Marks>>) {
        self.marks = marks;
        self.marks_serial += 1;
    }

    /// Grows with each change of the marks.
    pub fn marks_serial(&self) -> u64 {
        self.marks_serial
    }

    /// What "changed" is measured against: the newest named version, else the plan as it was opened.
    pub fn baseline(&self) -> &Arc<Plan> {
        &self.baseline
    }

    /// Measures changes against this version from now on.
    pub fn set_baseline(&mut self, version: Arc<Plan>) {
        self.baseline = version;
        self.serial += 1;
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

    /// Goes to where so many steps are done; says whether that was another place.
    pub fn go_to_step(&mut self, done: usize) -> bool {
        let Some((plan, selection)) = self.history.go_to(done) else { return false };
        self.show_state(plan, selection);
        true
    }

    fn show_state(&mut self, plan: Arc<Plan>, selection: Vec<NodeId>) {
        self.plan = plan;
        self.follow_plan(Reach::Tree);
        self.put_selection(selection);
        self.keep_selection_valid();
        // It comes into view again, even where it was selected already.
        self.selection_serial += 1;
        self.reveal_primary();
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

/// Whether two plans are the same but for their nodes.
fn same_plan_fields(a: &Plan, b: &Plan) -> bool {
    (&a.title, &a.organization, a.fiscal_year, a.stage, a.date, &a.numbering, a.style)
        == (&b.title, &b.organization, b.fiscal_year, b.stage, b.date, &b.numbering, b.style)
        && a.preface == b.preface
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

#[cfg(test)]
mod tests {
    use super::*;
    use nendo::plan::{Node, Role};

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
    fn what_stands_below_a_selected_node_goes_along() {
        let mut doc = document();
        let [a, a1, b] = ["a", "a1", "b"].map(|title| id(&doc, title));
        doc.select(Some(a));
        assert!(doc.goes_along(a1) && !doc.goes_along(a) && !doc.goes_along(b));
        doc.select(Some(b));
        assert!(!doc.goes_along(a1));
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
