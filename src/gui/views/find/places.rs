//! Which text field shows a text of the plan.

use eframe::egui::Id;
use nendo::edit::grid::Grid;
use nendo::edit::{BlockPlace, TextField, TextPlace};
use nendo::plan::Block;

use crate::gui::views::body::BodyOwner;
use crate::gui::views::editor;
use crate::gui::views::editor::fields::{self, Target};
use crate::gui::widgets::token_field::chip_id;
use crate::gui::workspace::Document;

/// The field of the editor that shows a text, and the cell if it is one of a table.
pub struct Shown {
    /// The field.
    pub field: Id,
    /// The cell.
    pub cell: Option<(BlockPlace, (usize, usize))>,
    /// Whether it is a chip, which has the keyboard as a whole.
    pub chip: bool,
}

/// Where the editor shows the text at `place`, once its node is selected.
pub fn shown_at(doc: &Document, place: TextPlace) -> Option<Shown> {
    let plain = |field| Some(Shown { field, cell: None, chip: false });
    let chip = |field, at| Some(Shown { field: chip_id(field, at), cell: None, chip: true });
    let word_field = |node, key: &str| Target { nodes: &[node] }.id(key);
    let (owner, body) = match place.node {
        Some(id) => (BodyOwner::Node(id), &doc.outline().row(id)?.node.body),
        None => (BodyOwner::Plan, &doc.plan().preface),
    };
    let (block_at, text_at) = match (place.field, place.node) {
        (TextField::Body(block, text), _) => (block, text),
        (TextField::Title, Some(node)) => return plain(editor::title_id(node)),
        (TextField::Lead, Some(node)) => return plain(word_field(node, "lead")),
        (TextField::Funding(at), Some(node)) => return chip(word_field(node, "window.field.funding"), at),
        (TextField::Partner(at), Some(node)) => return chip(word_field(node, "window.field.partners"), at),
        (TextField::PartnerNote, Some(node)) => return plain(fields::note_id(node)),
        (TextField::Schedule(_), Some(node)) => return plain(fields::schedule_id(node)),
        (TextField::Budget, Some(node)) => return plain(editor::budget_id(node)),
        (TextField::Title, None) => return plain(Id::unique("plan.title")),
        (TextField::Organization, None) => return plain(Id::unique("plan.organization")),
        _ => return None,
    };
    let field = owner.field(block_at);
    match (body.get(block_at)?, text_at) {
        (Block::Quote { .. }, 1) => plain(field.with("source")),
        (Block::Image { .. }, 0) => plain(field.with("alternative")),
        (Block::Image { .. }, _) => plain(field.with("caption")),
        (Block::Table(table), at) => {
            let id = field.with("table");
            // The caption comes last among a table's texts.
            let grid = Grid::of(table);
            let Some(cell) = grid.cells.get(at).filter(|_| at < table.rows.iter().map(Vec::len).sum()) else {
                return plain(id.with("caption"));
            };
            let cell = (cell.area.row, cell.area.column);
            Some(Shown { field: id.with(cell), cell: Some((owner.place(block_at), cell)), chip: false })
        }
        _ => plain(field),
    }
}
