//! The body of a node or the preface of the plan: blocks one types as in a word processor.
//!
//! Lives here: whose body it is, what it remembers, one block or all of them. Does not live here: typing in
//! paragraphs and quotes (`text`), kinds of blocks and their menus (`kinds`), tables, pictures.

mod kinds;
mod text;

use eframe::egui::{Id, Ui};
use nendo::edit::grid::Grid;
use nendo::edit::{BlockPlace, Command, NodeField, PlanField};
use nendo::plan::{Block, NodeId, Table};

use super::table_editor::{self, Caret, Leave, TableFocus};
use super::{Cx, image_block};
use crate::gui::theme;
use crate::gui::widgets::draft_text::place_caret;

pub use kinds::handle_ui;
pub use text::{line_block, paste_behind};

/// Whose body it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BodyOwner {
    /// A node.
    Node(NodeId),
    /// The plan: its preface.
    Plan,
}

impl BodyOwner {
    /// The command that sets the body.
    pub fn set(self, body: Vec<Block>) -> Command {
        match self {
            Self::Node(node) => Command::Set { node, field: NodeField::Body(body) },
            Self::Plan => Command::SetPlan(PlanField::Preface(body)),
        }
    }

    fn salt(self) -> u128 {
        match self {
            Self::Node(node) => node.as_u128(),
            Self::Plan => 0,
        }
    }

    /// The place of block `index`.
    pub fn place(self, index: usize) -> BlockPlace {
        let node = match self {
            Self::Node(node) => Some(node),
            Self::Plan => None,
        };
        BlockPlace { node, block: index }
    }

    /// The id of the field of block `index`.
    pub fn field(self, index: usize) -> Id {
        Id::unique(("body", self.salt(), index))
    }
}

/// What the body remembers between frames.
#[derive(Default)]
pub struct BodyState {
    /// The block to give the keyboard, and where its caret goes.
    focus: Option<(BodyOwner, usize, usize)>,
    /// The same while blocks are drawn. What is asked for meanwhile is meant for the blocks after the edit.
    now: Option<(BodyOwner, usize, usize)>,
    /// The paragraph or quote typed in last, and where its caret stood.
    typing: Option<(BodyOwner, usize, usize)>,
    /// The block whose menu was asked for by key, and where the caret goes when it closes.
    menu: Option<(BodyOwner, usize, usize)>,
    /// The menu asked for is to open with this drawing.
    opens_menu: bool,
    /// The tables.
    pub table: table_editor::TableState,
    /// The pictures.
    pub picture: image_block::PictureState,
}

impl BodyState {
    /// Puts the caret at the start of a body with the next frame.
    pub fn focus_start(&mut self, owner: BodyOwner) {
        self.focus_block(owner, 0, 0);
    }

    /// Puts the caret into a block with the next frame.
    pub fn focus_block(&mut self, owner: BodyOwner, index: usize, caret: usize) {
        self.focus = Some((owner, index, caret));
    }

    /// The block that gets the keyboard with the next drawing.
    pub fn wanted(&self) -> Option<(BodyOwner, usize)> {
        let table = || self.table.wanted().map(|at| (at.node.map_or(BodyOwner::Plan, BodyOwner::Node), at.block));
        self.focus.map(|(owner, index, _)| (owner, index)).or_else(table)
    }

    /// The block typed in last and where its caret stood.
    pub fn typing(&self) -> Option<(BodyOwner, usize, usize)> {
        self.typing
    }

    /// Opens the menu of the block typed in last.
    pub fn open_menu(&mut self) {
        self.menu = self.typing;
        self.opens_menu = self.menu.is_some();
    }

    /// Whether the menu of a block was asked for by key.
    pub fn shows_menu(&self, owner: BodyOwner, index: usize) -> bool {
        self.menu.is_some_and(|(of, at, _)| (of, at) == (owner, index))
    }

    /// Call before blocks are drawn.
    pub fn begin(&mut self) {
        self.now = self.focus.take();
    }
}

/// A block in its body.
#[derive(Clone, Copy)]
pub struct At<'a> {
    /// Whose body.
    pub owner: BodyOwner,
    /// The body.
    pub body: &'a [Block],
    /// Which block of it.
    pub index: usize,
}

impl At<'_> {
    /// The block itself; `None` past the end of the body.
    pub(super) fn block(&self) -> Option<&Block> {
        self.body.get(self.index)
    }

    /// The id of its field.
    pub(super) fn field(&self) -> Id {
        self.owner.field(self.index)
    }

    /// The command that puts another block in its place.
    pub(super) fn replace(&self, block: Block) -> Command {
        self.owner.set(with_block(self.body, self.index, block))
    }

    /// The command that puts these blocks in its place.
    fn replace_with(&self, blocks: &[Block]) -> Command {
        let behind = self.body.get(self.index + 1..).unwrap_or_default();
        self.owner.set([&self.body[..self.index], blocks, behind].concat())
    }
}

const GUTTER: f32 = 26.0;

/// Draws the blocks and the buttons that add more.
pub fn body_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut BodyState, owner: BodyOwner, body: &[Block]) {
    ui.spacing_mut().item_spacing.y = theme::SPACE_4;
    state.begin();
    for index in 0..body.len() {
        let at = At { owner, body, index };
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            handle_ui(ui, cx, state, at, GUTTER);
            ui.vertical(|ui| {
                if let Some(leave) = block_ui(ui, cx, state, at) {
                    go_on(cx, state, at, leave);
                }
            });
        });
    }
    kinds::add_ui(ui, cx, state, owner, body);
}

/// Leads the keyboard from a block to the one beside it. Beside a table at the end or the beginning, where nothing
/// can be typed, a paragraph is made.
fn go_on(cx: &mut Cx<'_>, state: &mut BodyState, at: At<'_>, leave: Leave) {
    let At { owner, body, index } = at;
    let beside: Vec<usize> = if leave == Leave::Down { (index + 1..body.len()).collect() } else { (0..index).rev().collect() };
    for to in beside {
        match &body[to] {
            Block::Table(table) => {
                let (row, caret) = if leave == Leave::Down { (0, Caret::Start) } else { (last_row(table), Caret::End) };
                return state.table.focus(owner.place(to), TableFocus::Cell((row, 0), caret));
            }
            Block::Quote { text, .. } | Block::Text(text) | Block::Circle(text) | Block::Bullet(text) => {
                let end = if leave == Leave::Up { cx.drafts.references.shown(text).chars().count() } else { 0 };
                return state.focus_block(owner, to, end);
            }
            Block::Image { .. } => {}
        }
    }
    if matches!(at.block(), Some(Block::Table(_))) {
        let to = if leave == Leave::Down { index + 1 } else { index };
        let mut new = body.to_vec();
        new.insert(to, Block::Text(String::new()));
        cx.edit(owner.set(new));
        state.focus_block(owner, to, 0);
    }
}

fn last_row(table: &Table) -> usize {
    Grid::of(table).rows.saturating_sub(1)
}

/// Draws one block; says if the keyboard should go on beside it.
pub fn block_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut BodyState, at: At<'_>) -> Option<Leave> {
    match at.block()? {
        Block::Text(text) | Block::Circle(text) | Block::Bullet(text) => text::paragraph_ui(ui, cx, state, at, text),
        Block::Quote { text, source } => {
            text::quote_ui(ui, cx, state, at, text, source);
            None
        }
        Block::Table(table) => {
            let id = at.field().with("table");
            table_editor::table_ui(ui, cx, &mut state.table, at.owner.place(at.index), id, table)
        }
        Block::Image { .. } => {
            image_block::image_ui(ui, cx, &mut state.picture, at);
            None
        }
    }
}

/// A body with the block at `index` put in the place of the old one.
pub fn with_block(body: &[Block], index: usize, block: Block) -> Vec<Block> {
    let mut body = body.to_vec();
    if let Some(place) = body.get_mut(index) {
        *place = block;
    }
    body
}

fn with_text(block: &Block, text: String) -> Block {
    match block {
        Block::Text(_) => Block::Text(text),
        Block::Circle(_) => Block::Circle(text),
        Block::Bullet(_) => Block::Bullet(text),
        Block::Quote { source, .. } => Block::Quote { text, source: source.clone() },
        Block::Table(_) | Block::Image { .. } => block.clone(),
    }
}

pub(super) fn text_of(block: &Block) -> Option<&str> {
    match block {
        Block::Text(text) | Block::Circle(text) | Block::Bullet(text) => Some(text),
        Block::Quote { .. } | Block::Table(_) | Block::Image { .. } => None,
    }
}

fn take_focus(ui: &Ui, state: &mut BodyState, at: At<'_>) -> bool {
    match state.now {
        Some((owner, index, caret)) if owner == at.owner && index == at.index => {
            state.now = None;
            place_caret(ui, at.field(), caret);
            true
        }
        _ => false,
    }
}
