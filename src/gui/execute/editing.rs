//! What commands do to the plan: new items, tables, pictures, charts.

use std::sync::Arc;
use std::time::Instant;

use nendo::edit::{BlockPlace, Command, EditError};
use nendo::locale::{Message, text};
use nendo::plan::{Block, Cell, Node, NodeId, Role, Table, referrers};

use crate::gui::app::App;
use crate::gui::commands::{UiCommand, table_edit};
use crate::gui::views::body::BodyOwner;
use crate::gui::widgets::toast::ToastAction;
use crate::gui::workspace::{CellChoice, Document};

impl App {
    /// Changes the plan; a refusal is told, except that nothing would change. Says whether it was done.
    pub(in crate::gui) fn edit(&mut self, command: Command) -> bool {
        let Some(doc) = &mut self.doc else { return false };
        if doc.read_only.is_some() {
            self.toasts.show(text(self.lang, "window.read_only.no_edit").to_owned(), Vec::new());
            return false;
        }
        let removed = match &command {
            Command::Remove { nodes } => Some((doc.count_selected(), referrers(doc.outline(), nodes).len())),
            _ => None,
        };
        if empties_what_differed(doc, &command) {
            self.execute(UiCommand::Undo);
            return true;
        }
        let replaced = replaces_different(doc, &command);
        let step = doc.history().next_undo().map(|step| step.before.clone());
        match doc.dispatch(command, Instant::now()) {
            Ok(()) => {
                let joined = doc.history().next_undo().map(|step| &step.before);
                let goes_on = joined.zip(step.as_ref()).is_some_and(|(now, before)| Arc::ptr_eq(now, before));
                match removed {
                    // Typing goes on: what was said of its beginning still holds.
                    None if goes_on && replaced == 0 => {}
                    None if replaced > 0 => {
                        let words = Message::new("window.toast.replaced_mixed").with("n", replaced).text(self.lang);
                        self.toasts.show(words, vec![ToastAction::Undo]);
                    }
                    Some((count, places)) => {
                        let mut words = Message::new("window.toast.removed").with("n", count).text(self.lang);
                        if places > 0 {
                            words += &Message::new("window.toast.referred").with("n", places).text(self.lang);
                        }
                        self.toasts.show(words, vec![ToastAction::Undo]);
                    }
                    None => self.toasts.forget_actions(),
                }
                true
            }
            Err(EditError::Nothing) => false,
            Err(error) => {
                self.toasts.show(error.message().text(self.lang), Vec::new());
                false
            }
        }
    }

    /// Does to the chosen cells what a command says, and gives the keyboard to the cell that comes next.
    pub(super) fn edit_cells(&mut self, command: UiCommand) {
        let Some(doc) = &self.doc else { return };
        let (Some((choice, ..)), Some((edit, next))) = (doc.chosen_cells(), table_edit(command, doc)) else { return };
        self.edit(Command::Table { at: choice.at, edit });
        self.with_doc(|doc| doc.choose_cells(Some(CellChoice::one(choice.at, next))));
        self.editor.focus_cell(choice.at, next);
    }

    pub(super) fn edit_selected(&mut self, make: impl FnOnce(Vec<NodeId>) -> Command) {
        let Some(nodes) = self.doc.as_ref().map(Document::selected).filter(|nodes| !nodes.is_empty()) else { return };
        self.edit(make(nodes));
    }

    pub(super) fn add_node(&mut self, child: bool) {
        let Some(doc) = &self.doc else { return };
        let beside = || doc.primary().and_then(|node| doc.next_line_position(node)).unwrap_or_else(|| doc.sibling_position());
        let position = if child { doc.child_position() } else { beside() };
        let (command, node) = doc.new_node(position);
        if !self.edit(command) {
            return;
        }
        if self.settings.outline_open {
            self.outline.write(node);
        } else {
            self.type_title(node);
        }
    }

    /// Lets the user type a node's title where it is in view.
    pub(super) fn type_title(&mut self, node: NodeId) {
        if self.outline_shown() {
            self.outline.rename(node);
        } else {
            self.settings.editor_open = true;
            self.editor.focus_title();
        }
    }

    pub(super) fn insert_image(&mut self, file: String) {
        self.append_block(Block::Image { file, alternative: String::new(), caption: String::new(), width: None });
    }

    /// A small table, in whose first cell one can type at once.
    pub(super) fn insert_table(&mut self) {
        let row = || vec![Cell::new(""), Cell::new("")];
        let table = Table { header_rows: 1, rows: vec![row(), row()], ..Table::default() };
        if let Some(at) = self.append_block(Block::Table(table)) {
            self.editor.focus_cell(at, (0, 0));
        }
    }

    /// Puts a block at the end of the selected item's body, or of the plan's preface; says where it stands.
    fn append_block(&mut self, block: Block) -> Option<BlockPlace> {
        let doc = self.doc.as_ref()?;
        let (owner, body) = match doc.primary_row() {
            Some(row) => (BodyOwner::Node(row.node.id), &row.node.body),
            None => (BodyOwner::Plan, &doc.plan().preface),
        };
        let at = owner.place(body.len());
        let body = body.iter().cloned().chain([block]).collect();
        self.settings.editor_open = true;
        self.edit(owner.set(body));
        Some(at)
    }

    /// A chart of three boxes after the selected item: what it looks like is its own explanation.
    pub(super) fn insert_chart(&mut self) {
        let Some(doc) = &self.doc else { return };
        let title = |key| text(self.lang, key);
        let leaf = |key| Arc::new(Node::new(Role::Item, title(key)));
        let below = ["window.chart.office", "window.chart.committee"].map(leaf).into();
        let root = Node { children: below, ..Node::new(Role::Item, title("window.chart.board")) };
        let chart = Node { children: vec![root.into()], ..Node::new(Role::Figure, title("window.chart.title")) };
        let id = chart.id;
        let at = doc.sibling_position();
        self.edit(Command::Insert { at, nodes: vec![chart.into()] });
        self.type_title(id);
    }
}

/// Whether typing in a field of several items that had different values came back to nothing: nobody meant to take
/// the values of all of them away.
fn empties_what_differed(doc: &Document, command: &Command) -> bool {
    let Command::SetMany { nodes, field } = command else { return false };
    if *field != field.blank() || !doc.history().continues_last(command) {
        return false;
    }
    let Some(step) = doc.history().next_undo() else { return false };
    let mut before = nodes.iter().filter_map(|id| step.before.node(*id));
    let first = before.next();
    first.is_some_and(|first| before.any(|node| !field.same_in(first, node)))
}

/// How many items lose a value of their own where one value is set on several that had different ones.
fn replaces_different(doc: &Document, command: &Command) -> usize {
    let Command::SetMany { nodes, field } = command else { return 0 };
    let rows = || nodes.iter().filter_map(|id| doc.outline().row(*id));
    let blank = field.blank();
    let same = |other: &Node| field.is_value_of(other) || blank.is_value_of(other);
    let first = rows().next();
    let mixed = first.is_some_and(|first| rows().any(|row| !field.same_in(&first.node, &row.node)));
    if mixed { rows().filter(|row| !same(&row.node)).count() } else { 0 }
}
