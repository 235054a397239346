//! The text fields of the document in reading order.

use std::sync::Arc;

use eframe::egui::{Galley, Id, Ui};
use nendo::plan::{Block, Row};

use crate::gui::views::Cx;
use crate::gui::views::body::BodyOwner;
use crate::gui::views::editor::title_id;
use crate::gui::views::plan_form;
use crate::gui::widgets::references::{self, Setting};
use crate::gui::workspace::Document;

/// A part of an item (or of the plan) that can have the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The title.
    Title,
    /// The text of a paragraph or quote.
    Text(usize),
    /// Who said a quote.
    Source(usize),
    /// The caption of a picture.
    Caption(usize),
    /// A table; which of its cells is the table's affair.
    Table(usize),
}

/// A part of an item or of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Whose.
    pub owner: BodyOwner,
    /// Which part.
    pub part: Part,
}

impl Part {
    /// The first part of a block.
    pub fn of_block(doc: &Document, owner: BodyOwner, block: usize) -> Option<Self> {
        let own = parts(body(doc, owner)?);
        own.into_iter().find(|part| Field { owner, part: *part }.piece() == block + 1)
    }
}

impl Field {
    /// The title of an item or of the plan.
    pub fn title(owner: BodyOwner) -> Self {
        Self { owner, part: Part::Title }
    }

    /// The id of its widget; a table has many.
    pub fn id(self) -> Option<Id> {
        match (self.part, self.owner) {
            (Part::Title, BodyOwner::Node(node)) => Some(title_id(node)),
            (Part::Title, BodyOwner::Plan) => Some(plan_form::title_id()),
            (Part::Text(index), owner) => Some(owner.field(index)),
            (Part::Source(index), owner) => Some(owner.field(index).with("source")),
            (Part::Caption(index), owner) => Some(owner.field(index).with("caption")),
            (Part::Table(_), _) => None,
        }
    }

    /// The place of its piece in the item: 0 the title, then the blocks.
    pub fn piece(self) -> usize {
        match self.part {
            Part::Title => 0,
            Part::Text(index) | Part::Source(index) | Part::Caption(index) | Part::Table(index) => index + 1,
        }
    }

    /// The row of its item; none for the plan.
    pub fn row(self, doc: &Document) -> Option<&Row> {
        match self.owner {
            BodyOwner::Node(node) => doc.outline().row(node),
            BodyOwner::Plan => None,
        }
    }

    /// The body it stands in.
    pub fn body(self, doc: &Document) -> Option<&[Block]> {
        body(doc, self.owner)
    }

    /// Its text as the plan has it.
    pub fn value(self, doc: &Document) -> Option<&str> {
        let block = |index: usize| self.body(doc)?.get(index);
        match self.part {
            Part::Title => match self.owner {
                BodyOwner::Plan => Some(&doc.plan().title),
                BodyOwner::Node(_) => self.row(doc).map(|row| row.node.title.as_str()),
            },
            Part::Text(index) => match block(index)? {
                Block::Text(text) | Block::Circle(text) | Block::Bullet(text) | Block::Quote { text, .. } => Some(text),
                Block::Table(_) | Block::Image { .. } => None,
            },
            Part::Source(index) => match block(index)? {
                Block::Quote { source, .. } => Some(source),
                _ => None,
            },
            Part::Caption(index) => match block(index)? {
                Block::Image { caption, .. } => Some(caption),
                _ => None,
            },
            Part::Table(_) => None,
        }
    }

    /// Its text as it stands in the field, with marks for references.
    pub fn shown(self, cx: &Cx<'_>) -> Option<String> {
        let value = self.value(cx.doc)?;
        Some(self.id().map_or_else(|| value.to_owned(), |id| cx.drafts.current(id, value)))
    }

    /// Its text set as it is drawn.
    pub fn galley(self, ui: &Ui, cx: &Cx<'_>, setting: &Setting) -> Option<Arc<Galley>> {
        Some(references::layout(ui, &cx.drafts.references, cx.doc.outline(), &self.shown(cx)?, setting))
    }
}

/// The body of an item, or the preface of the plan.
pub fn body(doc: &Document, owner: BodyOwner) -> Option<&[Block]> {
    match owner {
        BodyOwner::Plan => Some(&doc.plan().preface),
        BodyOwner::Node(node) => doc.outline().row(node).map(|row| row.node.body.as_slice()),
    }
}

/// The parts of an item with this body, in reading order.
pub fn parts(body: &[Block]) -> Vec<Part> {
    let mut parts = vec![Part::Title];
    for (index, block) in body.iter().enumerate() {
        match block {
            Block::Text(_) | Block::Circle(_) | Block::Bullet(_) => parts.push(Part::Text(index)),
            Block::Quote { .. } => parts.extend([Part::Text(index), Part::Source(index)]),
            Block::Table(_) => parts.push(Part::Table(index)),
            Block::Image { .. } => parts.push(Part::Caption(index)),
        }
    }
    parts
}
