//! The clipboard of nodes: copying, cutting and pasting in the outline.
//!
//! Nodes go there as numbered text and HTML, with the plan file they would be carried along. What comes from
//! there is such a file, a single line, or something to be looked at before it is pasted.

use std::sync::Arc;

use eframe::egui::ViewportCommand;
use nendo::edit::Roles;
use nendo::export::nodes::{self, Printed};
use nendo::import::carried;
use nendo::import::fragment::{self, Fragment};
use nendo::locale::Message;
use nendo::plan::{Block, Node, NodeId, Plan};

use crate::gui::app::App;
use crate::gui::clipboard::Pasted;
use crate::gui::dialogs::Dialog;
use crate::gui::views::Action;
use crate::gui::views::body::{self, BodyOwner};
use crate::gui::views::paste_dialog::{PasteAnswer, PasteAs, PasteDialog, PasteLevel, insertion, position};
use crate::gui::widgets::toast::ToastAction;

impl App {
    /// The nodes to copy: what is selected, or the whole plan.
    fn nodes_to_copy(&self) -> Vec<NodeId> {
        let Some(doc) = &self.doc else { return Vec::new() };
        let selected = doc.topmost_selected();
        if selected.is_empty() { doc.plan().nodes.iter().map(|node| node.id).collect() } else { selected }
    }

    /// Puts the selected nodes on the clipboard; says whether there were any.
    pub(super) fn copy_nodes(&mut self) -> bool {
        let ids = self.nodes_to_copy();
        let Some(doc) = &self.doc else { return false };
        let rows: Vec<_> = ids.iter().filter_map(|id| doc.outline().row(*id)).collect();
        if rows.is_empty() {
            return false;
        }
        let mut alone = Plan::new("", None);
        alone.nodes = rows.iter().map(|row| row.node.clone()).collect();
        let count: usize = rows.iter().map(|row| row.node.count()).sum();
        // A tree too deep for a file cannot be in the plan.
        let file = nendo::storage::write_plan(&alone).unwrap_or_default();
        let printed = Printed::of(doc.plan(), doc.outline(), &ids);
        self.clipboard.put_both(&self.ctx, printed.html(file.as_bytes()), printed.text());
        self.toasts.show(Message::new("window.toast.copied_nodes").with("n", count).text(self.lang), Vec::new());
        true
    }

    /// Puts the fields of the selected nodes on the clipboard, a row each.
    pub(super) fn copy_as_table(&mut self) {
        let ids = self.nodes_to_copy();
        let Some(doc) = self.doc.as_ref().filter(|_| !ids.is_empty()) else { return };
        let table = nodes::table(doc.outline(), &ids, self.lang);
        self.clipboard.put_table(&self.ctx, &table);
        let message = Message::new("window.toast.copied_table").with("rows", table.rows.len()).with("columns", table.columns());
        self.toasts.show(message.text(self.lang), Vec::new());
    }

    /// Asks for the clipboard; it comes to the list.
    pub(super) fn paste_into_outline(&mut self) {
        self.settings.outline_open = true;
        self.outline.focus();
        if let Some(text) = self.clipboard.text_of_html_alone() {
            return self.paste_nodes(text);
        }
        self.ctx.send_viewport_cmd(ViewportCommand::RequestPaste);
    }

    /// Pastes what stands on the clipboard beside `text` into the list.
    pub(super) fn paste_nodes(&mut self, text: String) {
        if std::mem::take(&mut self.pasting_plain) {
            self.paste_text_behind(&text);
            return;
        }
        let html = self.clipboard.html(&text);
        if let Some(nodes) = own_nodes(html.as_deref()) {
            self.insert_nodes(&nodes, PasteLevel::Same, Roles::Stated);
            return;
        }
        let table = self.clipboard.table(&text);
        let line = text.trim();
        if line.is_empty() && table.is_none() {
            return;
        }
        if table.is_none() && !line.contains(['\n', '\r']) {
            self.insert_nodes(&fragment::from_text(line).nodes, PasteLevel::Same, Roles::Guessed);
            return;
        }
        self.dialogs.push(Dialog::Paste(Box::new(PasteDialog::new(text, html.as_deref(), table))));
    }

    /// Headings and numbered lines pasted into a paragraph: says whether a preview asks what becomes of them.
    pub(in crate::gui) fn ask_about_paste(&mut self, text: &str) -> bool {
        let focused = self.ctx.memory(eframe::egui::Memory::focused);
        let typing = self.editor.body.typing().map(|(owner, index, _)| owner.field(index));
        let Some(field) = typing.filter(|field| Some(*field) == focused) else { return false };
        if !text.trim().contains(['\n', '\r']) {
            return false;
        }
        let html = self.clipboard.html(text);
        let mut dialog = PasteDialog::new(text.to_owned(), html.as_deref(), None);
        if !dialog.fragment.ordered && own_nodes(html.as_deref()).is_none() {
            return false;
        }
        if let Some(nodes) = own_nodes(html.as_deref()) {
            // Whole, with all their fields.
            dialog.fragment = Fragment { nodes, ..Fragment::default() };
            dialog.roles = Roles::Stated;
        }
        dialog.field = Some(field);
        self.dialogs.push(Dialog::Paste(Box::new(dialog)));
        true
    }

    /// Does what the preview of a paste was answered with.
    pub(in crate::gui) fn paste_answered(&mut self, dialog: Dialog, answer: PasteAnswer) {
        self.ctx.request_repaint();
        let Dialog::Paste(dialog) = dialog else { return };
        if answer == PasteAnswer::Back {
            return;
        }
        match (dialog.paste_as, &dialog.table) {
            (PasteAs::Text, _) if dialog.field.is_some() => {
                if let Some(field) = dialog.field {
                    self.drafts.insert(field, dialog.text.trim_end().to_owned(), 0);
                }
            }
            (PasteAs::Nodes, _) => self.insert_nodes(&dialog.fragment.nodes, dialog.level, dialog.roles),
            (PasteAs::Table, Some(table)) => self.paste_table_behind(table),
            (PasteAs::Table | PasteAs::Text, _) => self.paste_text_behind(&dialog.text),
        }
    }

    /// Puts nodes after the selected one, on a level; one step.
    fn insert_nodes(&mut self, nodes: &[Arc<Node>], level: PasteLevel, roles: Roles) {
        let Some(doc) = self.doc.as_ref().filter(|_| !nodes.is_empty()) else { return };
        let Some(at) = position(doc, level) else { return };
        let command = insertion(doc, nodes, at, roles);
        let count: usize = nodes.iter().map(|node| node.count()).sum();
        if self.edit(command) {
            let message = Message::new("window.toast.pasted_nodes").with("n", count);
            self.toasts.show(message.text(self.lang), vec![ToastAction::Undo]);
        }
    }

    /// Puts a table behind the body of the selected item, or into the preface of the plan.
    fn paste_table_behind(&mut self, pasted: &Pasted) {
        let Some(doc) = &self.doc else { return };
        let paste = match doc.primary_row() {
            Some(row) => body::paste_behind(BodyOwner::Node(row.node.id), &row.node.body, pasted),
            None => body::paste_behind(BodyOwner::Plan, &doc.plan().preface, pasted),
        };
        self.perform(Action::Paste(Box::new(paste)));
    }

    /// Puts the lines of a text there.
    fn paste_text_behind(&mut self, text: &str) {
        let Some(doc) = &self.doc else { return };
        let (owner, body) = match doc.primary_row() {
            Some(row) => (BodyOwner::Node(row.node.id), &row.node.body),
            None => (BodyOwner::Plan, &doc.plan().preface),
        };
        let lines: Vec<Block> = text.lines().filter(|line| !line.trim().is_empty()).map(body::line_block).collect();
        let count = lines.len();
        let body = body.iter().cloned().chain(lines).collect();
        if count > 0 && self.edit(owner.set(body)) {
            let message = Message::new("window.toast.pasted_lines").with("n", count);
            self.toasts.show(message.text(self.lang), vec![ToastAction::Undo]);
        }
    }
}

/// The nodes of a plan that were copied in Nendo.
fn own_nodes(html: Option<&str>) -> Option<Vec<Arc<Node>>> {
    let bytes = html.and_then(carried::bytes)?;
    Some(nendo::storage::read_plan(&bytes).ok()?.nodes)
}
