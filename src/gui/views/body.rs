//! The body of a node or the preface of the plan: blocks one types as in a word processor.
//!
//! Enter makes a new block of the same kind, Backspace at the start joins it with the one before.

use eframe::egui::{self, Id, Key, Modifiers, RichText, Ui, vec2};
use nendo::edit::grid::Grid;
use nendo::edit::{BlockPlace, Command, NodeField, PlanField};
use nendo::plan::{Block, NodeId, Table};

use super::table_editor::{self, Caret, Leave, TableFocus};
use super::{Action, Cx, Paste, image_block};
use crate::gui::clipboard::Pasted;
use crate::gui::commands::UiCommand;
use crate::gui::widgets::draft_text::{DraftText, around, one_line, place_caret, selected};
use crate::gui::{icons, ime, theme};

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
    /// The tables.
    pub table: table_editor::TableState,
}

impl BodyState {
    /// Puts the caret at the start of a body with the next frame.
    pub fn focus_start(&mut self, owner: BodyOwner) {
        self.focus = Some((owner, 0, 0));
    }
}

const GUTTER: f32 = 26.0;

/// Draws the blocks and the buttons that add more.
pub fn body_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut BodyState, owner: BodyOwner, body: &[Block]) {
    ui.spacing_mut().item_spacing.y = theme::SPACE_4;
    state.now = state.focus.take();
    for (index, block) in body.iter().enumerate() {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            gutter_ui(ui, cx, owner, body, index);
            ui.vertical(|ui| match block {
                Block::Text(text) | Block::Circle(text) | Block::Bullet(text) => {
                    paragraph_ui(ui, cx, state, owner, body, index, text);
                }
                Block::Quote { text, source } => {
                    quote_ui(ui, cx, state, owner, body, index, text, source);
                }
                Block::Table(table) => {
                    let id = owner.field(index).with("table");
                    let leave = table_editor::table_ui(ui, cx, &mut state.table, owner.place(index), id, table);
                    if leave == Some(Leave::Down) && body.get(index + 1).is_some_and(|next| text_of(next).is_some()) {
                        state.focus = Some((owner, index + 1, 0));
                    }
                }
                Block::Image { .. } => image_block::image_ui(ui, cx, owner, body, index),
            });
        });
    }
    add_ui(ui, cx, state, owner, body);
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

fn text_of(block: &Block) -> Option<&str> {
    match block {
        Block::Text(text) | Block::Circle(text) | Block::Bullet(text) => Some(text),
        Block::Quote { .. } | Block::Table(_) | Block::Image { .. } => None,
    }
}

fn first_line(text: &str) -> String {
    text.split(['\n', '\r']).next().unwrap_or_default().to_owned()
}

#[allow(clippy::too_many_arguments, reason = "a block with its place in the body")]
fn paragraph_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut BodyState, owner: BodyOwner, body: &[Block], index: usize, text: &str) {
    let id = owner.field(index);
    let focus = take_focus(ui, state, owner, index, id);
    let composing = ime::composing(ui.ctx());
    let at_start = ui.memory(|memory| memory.has_focus(id))
        && !composing
        && egui::text_edit::TextEditState::load(ui.ctx(), id)
            .and_then(|state| state.cursor.char_range())
            .is_some_and(|range| range.is_empty() && range.primary.index.0 == 0);
    if at_start && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Backspace)) {
        join_with_previous(cx, state, owner, body, index, text);
        return;
    }
    if ui.memory(|memory| memory.has_focus(id))
        && !composing
        && let Some(pasted) = cx.pasted
    {
        ui.input_mut(|input| input.events.retain(|event| !matches!(event, egui::Event::Paste(_))));
        let shown = cx.drafts.references.shown(text).into_owned();
        let end = shown.chars().count();
        let (before, after) = around(&shown, &selected(ui, id).unwrap_or(end..end));
        let written = |part: &str| cx.drafts.references.written(part).into_owned();
        let parts = (written(&before), written(&after));
        paste_table(cx, state, owner, body, index, &parts, pasted);
        return;
    }
    let block = &body[index];
    let hint = if body.len() == 1 { cx.t("window.body.hint") } else { "" };
    let name = cx.t("window.field.body");
    let shown = DraftText::new(id, name, text)
        .hint(hint)
        .multiline()
        .plain()
        .font(theme::body_font())
        .line_height(theme::TEXT_BODY * theme::BODY_LINE)
        .focus(focus)
        .show_ui(ui, cx, first_line, |text| {
            (!text.contains(['\n', '\r'])).then(|| owner.set(with_block(body, index, with_text(block, text.to_owned()))))
        });
    if shown.text.contains(['\n', '\r']) && !composing {
        split(cx, state, owner, body, index, &shown.text, shown.caret);
    }
}

/// Line breaks in a block, typed or pasted, make blocks of their own.
fn split(cx: &mut Cx<'_>, state: &mut BodyState, owner: BodyOwner, body: &[Block], index: usize, text: &str, caret: Option<usize>) {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let parts: Vec<&str> = text.split('\n').collect();
    let block = &body[index];
    let mut new = body[..index].to_vec();
    new.extend(parts.iter().map(|part| with_text(block, cx.drafts.references.written(part).into_owned())));
    new.extend_from_slice(&body[index + 1..]);
    // The caret stands somewhere in the text as typed: find its block and place there.
    let mut before = caret.unwrap_or(0);
    let mut target = (index, 0);
    for (at, part) in parts.iter().enumerate() {
        let length = part.chars().count();
        target = (index + at, before.min(length));
        if before <= length {
            break;
        }
        before -= length + 1;
    }
    cx.drafts.forget(owner.field(index));
    cx.edit(owner.set(new));
    state.focus = Some((owner, target.0, target.1));
}

/// A table in the place of the caret: the block is parted round it.
fn paste_table(
    cx: &mut Cx<'_>,
    state: &mut BodyState,
    owner: BodyOwner,
    body: &[Block],
    index: usize,
    (before, after): &(String, String),
    pasted: &Pasted,
) {
    let block = &body[index];
    let around = |middle: Vec<Block>| [&body[..index], middle.as_slice(), &body[index + 1..]].concat();
    let part = |text: &String| Some(with_text(block, text.clone())).filter(|_| !text.is_empty());
    let table: Vec<Block> = part(before).into_iter().chain([table_block(pasted)]).chain(part(after)).collect();
    let at = owner.place(index + usize::from(!before.is_empty()));
    let text = format!("{before}{}{after}", pasted.text);
    let text = text.split('\n').map(|line| with_text(block, line.to_owned())).collect();
    cx.drafts.forget(owner.field(index));
    cx.out.push(Action::Paste(Box::new(paste(owner, around(table), around(text), pasted))));
    state.table.focus(at, TableFocus::Cell((0, 0), Caret::Start));
}

/// What pasting a table behind a body does.
pub fn paste_behind(owner: BodyOwner, body: &[Block], pasted: &Pasted) -> Paste {
    let lines = pasted.text.split('\n').map(|line| Block::Text(line.to_owned()));
    let text = body.iter().cloned().chain(lines).collect();
    paste(owner, [body, &[table_block(pasted)]].concat(), text, pasted)
}

fn paste(owner: BodyOwner, table: Vec<Block>, text: Vec<Block>, pasted: &Pasted) -> Paste {
    let Grid { rows, columns, .. } = Grid::of(&pasted.table);
    Paste { table: owner.set(table), text: owner.set(text), size: (rows, columns) }
}

fn table_block(pasted: &Pasted) -> Block {
    let rows = Grid::of(&pasted.table).into_rows();
    Block::Table(Table { rows, ..pasted.table.clone() })
}

fn join_with_previous(cx: &mut Cx<'_>, state: &mut BodyState, owner: BodyOwner, body: &[Block], index: usize, text: &str) {
    // An ornamented line first becomes a plain paragraph.
    if !matches!(body[index], Block::Text(_)) {
        cx.edit(owner.set(with_block(body, index, Block::Text(text.to_owned()))));
        return;
    }
    let Some(previous) = index.checked_sub(1) else { return };
    let mut new = body.to_vec();
    let Some(before) = text_of(&body[previous]) else {
        if text.is_empty() {
            new.remove(index);
            cx.drafts.forget(owner.field(index));
            cx.edit(owner.set(new));
        }
        return;
    };
    let caret = cx.drafts.references.shown(before).chars().count();
    new[previous] = with_text(&body[previous], format!("{before}{text}"));
    new.remove(index);
    cx.drafts.forget(owner.field(index));
    cx.edit(owner.set(new));
    state.focus = Some((owner, previous, caret));
}

fn take_focus(ui: &Ui, state: &mut BodyState, owner: BodyOwner, index: usize, id: Id) -> bool {
    match state.now {
        Some((who, at, caret)) if who == owner && at == index => {
            state.now = None;
            place_caret(ui, id, caret);
            true
        }
        _ => false,
    }
}

#[allow(clippy::too_many_arguments, reason = "a block with its place in the body")]
fn quote_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut BodyState, owner: BodyOwner, body: &[Block], index: usize, text: &str, source: &str) {
    let id = owner.field(index);
    let focus = take_focus(ui, state, owner, index, id);
    let frame = egui::Frame::NONE.fill(theme::tokens(ui).ground).corner_radius(theme::CORNER).inner_margin(egui::Margin::symmetric(12, 8));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        DraftText::new(id, cx.t("window.body.quote"), text)
            .hint(cx.t("window.body.quote_hint"))
            .multiline()
            .plain()
            .font(theme::body_font())
            .line_height(theme::TEXT_BODY * theme::BODY_LINE)
            .focus(focus)
            .show_ui(ui, cx, one_line, |text| {
                let block = Block::Quote { text: one_line(text), source: source.to_owned() };
                Some(owner.set(with_block(body, index, block)))
            });
        ui.horizontal_centered(|ui| {
            ui.set_height(theme::TEXT * theme::TEXT_LINE);
            ui.label(theme::muted(ui, "—"));
            DraftText::new(id.with("source"), cx.t("window.body.quote_source"), source)
                .hint(cx.t("window.body.quote_source"))
                .plain()
                .show_ui(ui, cx, one_line, |source| {
                    let block = Block::Quote { text: text.to_owned(), source: one_line(source) };
                    Some(owner.set(with_block(body, index, block)))
                });
        });
    });
}

const KINDS: [(&str, &str); 6] = [
    ("window.body.paragraph", icons::PARAGRAPH),
    ("window.body.circle", "○"),
    ("window.body.bullet", "・"),
    ("window.body.quote", icons::QUOTES),
    ("window.body.table", icons::TABLE),
    ("window.body.image", icons::IMAGE),
];

/// The places of tables and pictures among the kinds.
const TABLE: usize = 4;
const IMAGE: usize = 5;

fn kind_of(block: &Block) -> usize {
    match block {
        Block::Text(_) => 0,
        Block::Circle(_) => 1,
        Block::Bullet(_) => 2,
        Block::Quote { .. } => 3,
        Block::Table(_) => TABLE,
        Block::Image { .. } => IMAGE,
    }
}

fn new_block(kind: usize, text: String) -> Block {
    match kind {
        1 => Block::Circle(text),
        2 => Block::Bullet(text),
        3 => Block::Quote { text, source: String::new() },
        _ => Block::Text(text),
    }
}

/// The mark of a block's kind; a click opens what can be done with the block.
fn gutter_ui(ui: &mut Ui, cx: &mut Cx<'_>, owner: BodyOwner, body: &[Block], index: usize) {
    let t = theme::tokens(ui);
    let kind = kind_of(&body[index]);
    let (key, icon) = KINDS[kind];
    let name = cx.t(key);
    let font = if kind == 1 || kind == 2 { theme::body_font() } else { theme::icon_font(14.0) };
    let color = if kind == 0 { t.disabled } else { t.muted };
    let button =
        egui::Button::new(RichText::new(icon).font(font).color(color)).frame_when_inactive(false).min_size(vec2(GUTTER - 2.0, 26.0));
    ui.spacing_mut().button_padding = vec2(2.0, 2.0);
    let response = ui.add(button).on_hover_text(name).accessible_name(name);
    egui::Popup::menu(&response).show(|ui| {
        ui.set_min_width(190.0);
        let line = |ui: &mut Ui, icon: &str, words: &str, enabled: bool| {
            ui.add_enabled(enabled, egui::Button::new(format!("{icon}  {words}")).min_size(vec2(180.0, theme::ICON_BUTTON))).clicked()
        };
        // A table holds too much to become a line of text.
        let text = match &body[index] {
            Block::Quote { text, .. } => Some(text.as_str()),
            block => text_of(block),
        };
        if let Some(text) = text {
            for (other, (key, icon)) in KINDS.iter().enumerate().take(4) {
                if line(ui, icon, cx.t(key), other != kind) {
                    cx.drafts.forget(owner.field(index));
                    cx.edit(owner.set(with_block(body, index, new_block(other, text.to_owned()))));
                }
            }
            ui.separator();
        }
        for (icon, key, to) in [
            (icons::ARROW_UP, "window.body.up", index.checked_sub(1)),
            (icons::ARROW_DOWN, "window.body.down", Some(index + 1).filter(|to| *to < body.len())),
        ] {
            if line(ui, icon, cx.t(key), to.is_some())
                && let Some(to) = to
            {
                let mut new = body.to_vec();
                new.swap(index, to);
                cx.edit(owner.set(new));
            }
        }
        if let Block::Table(table) = &body[index] {
            let key = if table.landscape { "window.body.upright" } else { "window.body.landscape" };
            if line(ui, icons::ARROWS_HORIZONTAL, cx.t(key), true) {
                let turned = Block::Table(Table { landscape: !table.landscape, ..table.clone() });
                cx.edit(owner.set(with_block(body, index, turned)));
            }
        }
        if line(ui, icons::TRASH, cx.t("window.body.delete"), true) {
            let mut new = body.to_vec();
            new.remove(index);
            cx.drafts.forget(owner.field(index));
            cx.edit(owner.set(new));
        }
    });
}

fn add_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut BodyState, owner: BodyOwner, body: &[Block]) {
    ui.add_space(theme::SPACE_4);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        for (kind, (key, icon)) in KINDS.iter().enumerate() {
            let words = format!("{icon} {}", cx.t(key));
            let button = egui::Button::new(theme::muted(ui, words)).frame_when_inactive(false);
            let tooltip = nendo::locale::Message::new("window.body.add").with("kind", cx.t(key)).text(cx.lang);
            if !ui.add(button).on_hover_text(&tooltip).accessible_name(&tooltip).clicked() {
                continue;
            }
            if kind == IMAGE {
                cx.command(UiCommand::InsertImage);
            } else if kind == TABLE {
                cx.command(UiCommand::InsertTable);
            } else {
                let mut new = body.to_vec();
                new.push(new_block(kind, String::new()));
                state.focus = Some((owner, body.len(), 0));
                cx.edit(owner.set(new));
            }
        }
    });
}
