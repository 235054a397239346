//! What the outline asks for: folding, parts shown alone, levels.

use nendo::edit::Command;
use nendo::locale::text;
use nendo::plan::Block;

use crate::gui::app::App;
use crate::gui::views::body::BodyOwner;
use crate::gui::views::outline::Arrange;
use crate::gui::workspace::Document;

impl App {
    /// Carries out what the outline asks for.
    pub(super) fn arrange(&mut self, arrange: Arrange) {
        match arrange {
            Arrange::TakeBack(node) => {
                let Some(doc) = &mut self.doc else { return };
                if !doc.take_back_new(node) {
                    self.edit(Command::Remove { nodes: vec![node] });
                }
                self.toasts.forget_actions();
            }
            Arrange::SelectMany(nodes) => self.with_doc(|doc| doc.select_many(nodes)),
            Arrange::CollapseBelow(node, collapsed) => self.with_doc(|doc| doc.set_collapsed_below(node, collapsed)),
            Arrange::Part(Some(node)) => self.with_doc(|doc| doc.hoist(node)),
            Arrange::Part(None) => self.with_doc(Document::leave_all_parts),
            Arrange::FocusBody(node) => {
                self.settings.editor_open = true;
                let empty = self.doc.as_ref().and_then(|doc| doc.outline().row(node)).is_some_and(|row| row.node.body.is_empty());
                if empty {
                    self.edit(BodyOwner::Node(node).set(vec![Block::Text(String::new())]));
                }
                self.editor.focus_body(node);
            }
            Arrange::Copy => _ = self.copy_nodes(),
            Arrange::Cut => {
                if self.copy_nodes() {
                    self.edit_selected(|nodes| Command::Remove { nodes });
                }
            }
            Arrange::Paste(text) => self.paste_nodes(text),
        }
    }

    /// One level up, but not out of the part the outline shows.
    pub(super) fn outdent(&mut self) {
        let Some(doc) = &self.doc else { return };
        let leaves = doc.topmost_selected().into_iter().any(|node| match doc.hoisted() {
            Some(part) => part == node || doc.place_of(node).is_some_and(|(parent, _)| parent == Some(part)),
            None => false,
        });
        if leaves {
            self.toasts.show(text(self.lang, "window.toast.stays_in_part").to_owned(), Vec::new());
        } else {
            self.edit_selected(|nodes| Command::Outdent { nodes });
        }
    }
}
