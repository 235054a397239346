//! What commands do to the block one types in, and which view the middle pane shows.

use nendo::edit::{TextField, TextPlace};
use nendo::plan::Block;

use crate::gui::app::App;
use crate::gui::settings::{Middle, Right};
use crate::gui::views::body::BodyOwner;
use crate::gui::views::writing::{Field, Land, Part};

impl App {
    /// Shows the plan as one document, or the fields of one item.
    pub(super) fn toggle_writing(&mut self) {
        self.settings.editor_open = true;
        self.settings.middle = match self.settings.middle {
            Middle::Form => Middle::Document,
            Middle::Document => Middle::Form,
        };
        // One goes on where one was: in the paragraph typed in, else in the title of the selected item.
        let Some(doc) = &self.doc else { return };
        let owner = doc.primary().map_or(BodyOwner::Plan, BodyOwner::Node);
        let block = self
            .editor
            .body
            .typing()
            .filter(|(of, index, _)| *of == owner && self.ctx.memory(|memory| memory.has_focus(owner.field(*index))));
        match (self.settings.middle, block) {
            (Middle::Document, Some((_, index, caret))) => {
                if let Some(part) = Part::of_block(doc, owner, index) {
                    self.writing.go(Field { owner, part }, Land::At(caret));
                }
            }
            (Middle::Document, None) => self.writing.go(Field::title(owner), Land::End),
            (Middle::Form, Some((_, index, caret))) => self.editor.body.focus_block(owner, index, caret),
            (Middle::Form, None) => self.editor.focus_title(),
        }
    }

    /// In the document brings a text into view, or the pane that shows it.
    pub(super) fn reveal_text(&mut self, place: TextPlace) {
        if self.settings.middle == Middle::Form {
            return;
        }
        let owner = place.node.map_or(BodyOwner::Plan, BodyOwner::Node);
        let part = match place.field {
            TextField::Title => Some(Part::Title),
            TextField::Body(block, _) => self.doc.as_ref().and_then(|doc| Part::of_block(doc, owner, block)),
            _ => None,
        };
        match part {
            Some(part) => self.writing.reveal(Field { owner, part }),
            None => self.settings.right = Right::Details,
        }
    }

    /// Moves the block typed in over its neighbour.
    pub(super) fn move_block(&mut self, down: bool) {
        self.change_block(|body, index| {
            let to = if down { index + 1 } else { index.checked_sub(1)? };
            (to < body.len()).then(|| body.swap(index, to))?;
            Some(to)
        });
    }

    /// Copies the block typed in, behind it.
    pub(super) fn duplicate_block(&mut self) {
        self.change_block(|body, index| {
            body.insert(index, body[index].clone());
            Some(index + 1)
        });
    }

    /// Changes the body of the block typed in; `change` says where the caret goes on.
    fn change_block(&mut self, change: impl FnOnce(&mut Vec<Block>, usize) -> Option<usize>) {
        let Some((owner, index, caret)) = self.editor.body.typing() else { return };
        let Some(doc) = &self.doc else { return };
        let body = match owner {
            BodyOwner::Plan => Some(&doc.plan().preface),
            BodyOwner::Node(node) => doc.outline().row(node).map(|row| &row.node.body),
        };
        let Some(mut body) = body.filter(|body| index < body.len()).cloned() else { return };
        if let Some(to) = change(&mut body, index) {
            self.edit(owner.set(body));
            self.editor.body.focus_block(owner, to, caret);
        }
    }
}
