//! The plan as one document one writes in: titles and bodies in place, labels live.
//!
//! Lives here: the order of a frame, scrolling, where the keyboard is. Does not live here: how things are
//! set (`look`), heights (`sections`), drawing a piece (`draw`), keys (`keys`), blocks (`body`).
//!
//! Only the pieces in the window are drawn, and the one that has the keyboard wherever it is, so that
//! what is being composed there stays. What is above the window may change its height; the line one
//! looks at stays where it is.

mod draw;
mod field;
mod keys;
mod look;
mod sections;
mod sums;

use std::collections::VecDeque;
use std::sync::{Arc, Weak};

use eframe::egui::{self, CornerRadius, Id, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, text::CCursor, vec2};
use nendo::plan::{NodeId, Plan};

use super::body::{BodyOwner, BodyState};
use super::editor::EditorState;
use super::table_editor::Leave;
use super::{Action, Cx};
use crate::gui::commands::UiCommand;
use crate::gui::widgets::draft_text::selected;
use crate::gui::workspace::Document;
use crate::gui::{ime, theme};

pub use field::{Field, Part};
pub use keys::Land;
use sections::{Piece, Sections};

/// Room beside the column, for the handles of blocks.
const SIDE: f32 = 44.0;
/// Room between a line that was gone to and the edge of the window.
const MARGIN: f32 = 56.0;
/// Where a caret stood is kept for so many states of the plan.
const CARETS: usize = 2000;

/// What the document remembers between frames.
#[derive(Default)]
pub struct WritingState {
    pub(in crate::gui) sections: Sections,
    /// How far it is scrolled.
    offset: f64,
    /// The piece that stays where it is, and how far its top is below the window's.
    anchor: Option<(BodyOwner, usize, f64)>,
    /// Where the caret goes, now or (after an edit) with the next frame.
    go: Option<(Field, Land)>,
    go_later: Option<(Field, Land)>,
    /// What is to be brought into view.
    reveal: Option<Field>,
    /// What had the keyboard in the last frame.
    focused: Option<Field>,
    /// The field whose item was selected for it.
    followed: Option<Field>,
    /// The column ↑ and ↓ keep to, from the left edge.
    column: Option<f32>,
    seen_selection: Option<u64>,
    /// The item selected from here.
    own_selection: Option<NodeId>,
    /// The block whose handle is shown.
    handle: Option<(BodyOwner, usize)>,
    carets: Carets,
    /// Height of the window on the document.
    window: f32,
    /// How many pieces were drawn in the last frame.
    pub drawn: usize,
}

/// A field and the place in it, in characters.
type Caret = (Field, usize);

/// Where the caret stood in states of the plan, so that it comes back with them.
#[derive(Default)]
struct Carets {
    known: VecDeque<(Weak<Plan>, Field, usize)>,
    /// The state in the last frame, and the caret at its start.
    now: Option<(Arc<Plan>, Option<Caret>)>,
}

impl Carets {
    /// Notes the caret; in a state that was there before, says where it stood.
    fn follow(&mut self, plan: &Arc<Plan>, caret: Option<(Field, usize)>) -> Option<(Field, usize)> {
        let before = self.now.replace((plan.clone(), caret));
        let (old, at) = before.filter(|(old, _)| !Arc::ptr_eq(old, plan))?;
        if let Some((field, at)) = at {
            self.known.retain(|(known, ..)| known.as_ptr() != Arc::as_ptr(&old));
            self.known.push_back((Arc::downgrade(&old), field, at));
            if self.known.len() > CARETS {
                self.known.pop_front();
            }
        }
        let is_it = |known: &Weak<Plan>| known.upgrade().is_some_and(|known| Arc::ptr_eq(&known, plan));
        self.known.iter().rev().find(|(known, ..)| is_it(known)).map(|(_, field, at)| (*field, *at))
    }
}

impl WritingState {
    /// Forgets the document before.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    /// Gives the keyboard to a field and brings it into view.
    pub fn go(&mut self, field: Field, land: Land) {
        self.go = Some((field, land));
    }

    /// The same, once the edit just asked for is done.
    fn go_later(&mut self, field: Field, land: Land) {
        self.go_later = Some((field, land));
    }

    /// Whether a field is to get the keyboard that does not have it yet.
    pub fn moves_keyboard(&self) -> bool {
        self.go.is_some() || self.go_later.is_some()
    }

    /// Brings a field into view.
    pub fn reveal(&mut self, field: Field) {
        self.reveal = Some(field);
    }

    fn piece(&self, doc: &Document, field: Field) -> Option<Piece> {
        Some(Piece { section: self.sections.position(doc, field.owner)?, piece: field.piece() })
    }

    /// A window further up or down: the caret goes along.
    fn turn(&mut self, ui: &Ui, cx: &Cx<'_>, field: Field, line: f32, x: f32, down: bool) {
        let Some(from) = self.piece(cx.doc, field) else { return };
        let by = f64::from((self.window - 2.0 * look::LINE).max(look::LINE)) * if down { 1.0 } else { -1.0 };
        let to = (self.sections.top(from) + f64::from(line) + by).clamp(0.0, (self.sections.total() - 1.0).max(0.0));
        let piece = self.sections.at(to);
        let owner = self.sections.owner(piece.section);
        let Some(body) = field::body(cx.doc, owner) else { return };
        let part = field::parts(body).into_iter().find(|part| Field { owner, part: *part }.piece() == piece.piece);
        self.offset = (self.offset + by).max(0.0);
        self.anchor = None;
        if let Some(part) = part {
            self.go(Field { owner, part }, Land::Column(x, !down));
        }
        self.column = Some(x);
        ui.ctx().request_repaint();
    }
}

/// The id of what has the keyboard while whole items are selected.
pub fn range_id() -> Id {
    Id::unique("writing.range")
}

/// Draws the document.
pub fn writing_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut WritingState, editor: &mut EditorState) {
    let area = ui.available_rect_before_wrap();
    let measure = theme::TEXT_BODY * theme::BODY_MEASURE;
    let column = (area.width() - 2.0 * SIDE).clamp(200.0, measure).floor();
    let left = (area.left() + ((area.width() - column) / 2.0).max(0.0)).floor();
    state.window = area.height();
    let part = state.sections.part();
    state.sections.follow(cx.doc, column);
    if state.sections.part() != part {
        another_part(cx, state);
    }
    requests(cx, state, editor);
    let bodies = &mut editor.body;
    restore_caret(ui, cx, state);
    if let Some(later) = state.go_later.take_if(|(field, _)| field.value(cx.doc).is_some() || matches!(field.part, Part::Table(_))) {
        state.go = Some(later);
    }
    if !ime::composing(ui.ctx()) {
        if ui.memory(|memory| memory.has_focus(range_id())) {
            keys::range_keys(ui, cx, state);
        } else if let Some(field) = state.focused.filter(|field| has_focus(ui, *field)) {
            keys::keys(ui, cx, state, field, column);
        }
    }
    if let Some((field, land)) = state.go.take() {
        keys::land(ui, cx, bodies, field, land, column);
        state.reveal = Some(field);
        state.focused = Some(field);
    }
    follow_selection(cx, state);
    scroll_to(ui, cx, state, column);

    bodies.table.quiet = true;
    bodies.picture.quiet = true;
    bodies.begin();
    let scroll = ScrollArea::vertical().id_salt("writing.scroll").auto_shrink([false, false]).animated(false);
    let shown_at = state.offset;
    let output = scroll.vertical_scroll_offset(state.offset as f32).show_viewport(ui, |ui, _| {
        let bottom = area.height() * 0.4;
        ui.set_min_size(vec2(area.width(), state.sections.total() as f32 + bottom));
        range_ui(ui, cx, area);
        pieces_ui(ui, cx, state, bodies, area, left, column);
    });
    bodies.table.quiet = false;
    bodies.picture.quiet = false;
    // Only what the user scrolled: a far offset is rounded on its way through the scroll area.
    let moved = f64::from(output.state.clamped_offset().y - shown_at as f32);
    state.offset = shown_at + moved;
    if let Some((.., dy)) = &mut state.anchor {
        *dy -= moved;
    }
}

/// Another part of the plan is shown: from its start, or with the item one comes from in view.
fn another_part(cx: &Cx<'_>, state: &mut WritingState) {
    let primary = cx.doc.primary().map(|node| Field::title(BodyOwner::Node(node)));
    state.offset = 0.0;
    state.anchor = None;
    state.handle = None;
    state.reveal = state.focused.or(primary).filter(|field| state.sections.position(cx.doc, field.owner).is_some());
}

fn has_focus(ui: &Ui, field: Field) -> bool {
    field.id().is_some_and(|id| ui.memory(|memory| memory.has_focus(id)))
}

/// What other parts of the window want to have the keyboard.
fn requests(cx: &Cx<'_>, state: &mut WritingState, editor: &mut EditorState) {
    if std::mem::take(&mut editor.focus_title) {
        let owner = cx.doc.primary().map_or(BodyOwner::Plan, BodyOwner::Node);
        state.go(Field::title(owner), Land::End);
    }
    if let Some((owner, index)) = editor.body.wanted() {
        let part = field::body(cx.doc, owner)
            .map(field::parts)
            .and_then(|parts| parts.into_iter().find(|part| Field { owner, part: *part }.piece() == index + 1));
        state.reveal = part.map(|part| Field { owner, part }).or(state.reveal);
    }
}

/// After undo and redo the caret stands where it stood.
fn restore_caret(ui: &Ui, cx: &Cx<'_>, state: &mut WritingState) {
    let focused = state.focused;
    let caret = focused.and_then(|field| Some((field, selected(ui, field.id()?)?.end)));
    let Some((field, at)) = state.carets.follow(cx.doc.plan(), caret) else { return };
    // In the same field the draft knows better where something changed.
    let elsewhere = ui.memory(egui::Memory::focused).is_some() && focused.is_none();
    if focused != Some(field) && !elsewhere && field.value(cx.doc).is_some() && state.go.is_none() && state.go_later.is_none() {
        state.go(field, Land::At(at));
    }
}

/// Shows the item that was selected elsewhere, without taking the caret there.
fn follow_selection(cx: &Cx<'_>, state: &mut WritingState) {
    let serial = cx.doc.selection_serial();
    if state.seen_selection.replace(serial) == Some(serial) {
        return;
    }
    let Some(primary) = cx.doc.primary() else { return };
    if state.own_selection.take() != Some(primary) && state.reveal.is_none() {
        state.reveal = Some(Field::title(BodyOwner::Node(primary)));
    }
}

/// Works out how far to scroll: so that the anchor stays, or what was gone to is in view. Heights near the
/// window are known afterwards.
fn scroll_to(ui: &Ui, cx: &Cx<'_>, state: &mut WritingState, column: f32) {
    let window = f64::from(state.window);
    let reveal = state.reveal.take();
    for _ in 0..4 {
        let most = (state.sections.total() - window * 0.6).max(0.0);
        let anchor = state.anchor.and_then(|(owner, piece, dy)| {
            let at = Piece { section: state.sections.position(cx.doc, owner)?, piece };
            state.sections.has(at).then(|| state.sections.top(at) - dy)
        });
        if let Some(offset) = anchor {
            state.offset = offset;
        }
        if let Some((top, bottom)) = reveal.and_then(|field| extent(ui, cx, state, field, column)) {
            let (above, below) = (top - f64::from(MARGIN), bottom + f64::from(MARGIN));
            if above < state.offset {
                state.offset = above;
            } else if below > state.offset + window {
                state.offset = below - window;
            }
            state.anchor = None;
        }
        state.offset = state.offset.clamp(0.0, most);
        if !learn(ui, cx, state, column) {
            break;
        }
    }
}

/// Where the line of a field stands that is to be in view.
fn extent(ui: &Ui, cx: &Cx<'_>, state: &WritingState, field: Field, column: f32) -> Option<(f64, f64)> {
    let piece = state.piece(cx.doc, field)?;
    let top = state.sections.top(piece);
    let whole = (top, top + f64::from(state.sections.height(piece)));
    let line = field.id().and_then(|id| {
        let at = selected(ui, id).filter(|_| has_focus(ui, field))?;
        let (setting, _) = look::setting(ui, cx, field, column)?;
        let line = field.galley(ui, cx, &setting)?.pos_from_cursor(CCursor::new(at.end));
        let before = if field.part == Part::Title { field.row(cx.doc).map_or(0.0, |row| look::title_look(row).before) } else { 0.0 };
        let top = top + f64::from(before);
        Some((top + f64::from(line.top()), top + f64::from(line.bottom())))
    });
    Some(line.unwrap_or(whole))
}

/// Sets the text in and around the window whose height is only guessed; says whether a guess was wrong.
fn learn(ui: &Ui, cx: &Cx<'_>, state: &mut WritingState, column: f32) -> bool {
    let margin = f64::from(state.window) * 0.5;
    let mut at = state.sections.at((state.offset - margin).max(0.0));
    let mut y = state.sections.top(at);
    let end = state.offset + f64::from(state.window) + margin;
    let mut changed = false;
    while y < end {
        if !state.sections.known(at) {
            let owner = state.sections.owner(at.section);
            if let Some(height) = look::measure(ui, cx, owner, at.piece, column) {
                changed |= state.sections.learn(at, height);
            }
        }
        y += f64::from(state.sections.height(at));
        let Some(next) = state.sections.next(at) else { break };
        at = next;
    }
    changed
}

/// What has the keyboard while whole items are selected.
fn range_ui(ui: &Ui, cx: &Cx<'_>, area: Rect) {
    let response = ui.interact(area, range_id(), Sense::focusable_noninteractive());
    let name = cx.t("window.writing.range");
    response.widget_info(|| WidgetInfo::labeled(Role::Document, true, name));
}

fn pieces_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut WritingState, bodies: &mut BodyState, area: Rect, left: f32, column: f32) {
    let screen = |y: f64, offset: f64| area.top() + (y - offset) as f32;
    let first = state.sections.at(state.offset);
    let mut y = screen(state.sections.top(first), state.offset);
    let mut drawn: Vec<(Piece, f32)> = Vec::new();
    let mut told = Told::default();
    let mut next = Some(first);
    while let Some(at) = next.filter(|_| y < area.bottom()) {
        drawn.push((at, y));
        y += piece_ui(ui, cx, state, bodies, at, pos2(left, y), column, &mut told);
        next = state.sections.next(at);
    }
    let last = drawn.last().map(|(at, _)| *at);
    // Away from the window: it is drawn there all the same, for what is being composed in it.
    let kept = state.focused.and_then(|field| state.piece(cx.doc, field)).filter(|at| *at < first || last.is_some_and(|last| *at > last));
    if let Some(at) = kept.filter(|at| state.sections.has(*at)) {
        let y = screen(state.sections.top(at), state.offset);
        piece_ui(ui, cx, state, bodies, at, pos2(left, y), column, &mut told);
        keep_input_method(ui, area);
    }
    if state.sections.next(last.unwrap_or(first)).is_none() {
        end_ui(ui, cx, Rect::from_min_size(pos2(left, y + theme::SPACE_16), vec2(column, theme::ICON_BUTTON)));
    }
    state.drawn = drawn.len() + usize::from(kept.is_some());
    if told.changed {
        ui.ctx().request_repaint();
    }
    follow_keyboard(ui, cx, state, told.focused);
    if let Some((field, leave)) = told.leave
        && let Some(to) = keys::beside(state, cx, field, leave == Leave::Down)
    {
        // Where the block went with its last letter, the fields are those after the edit.
        state.go_later(to, if leave == Leave::Down { Land::Start } else { Land::End });
        ui.ctx().request_repaint();
    }
    // The caret's line stays where it is while it is in view, else the first line.
    let caret = state.focused.and_then(|field| state.piece(cx.doc, field)).and_then(|at| drawn.iter().find(|(piece, _)| *piece == at));
    state.anchor = caret.or(drawn.first()).map(|(at, y)| (state.sections.owner(at.section), at.piece, f64::from(*y - area.top())));
}

/// A field that is out of view says nothing to the input method, which would end what is being composed.
fn keep_input_method(ui: &Ui, area: Rect) {
    if !ui.memory(|memory| memory.focused().is_some_and(|id| memory.owns_ime_events(id))) {
        return;
    }
    let edge = Rect::from_min_size(area.left_bottom() - vec2(0.0, 1.0), vec2(1.0, 1.0));
    ui.output_mut(|output| {
        output.ime.get_or_insert(egui::output::IMEOutput {
            purpose: egui::IMEPurpose::Normal,
            rect: edge,
            cursor_rect: edge,
            should_interrupt_composition: false,
        });
    });
}

/// What the drawn pieces told.
#[derive(Default)]
struct Told {
    focused: Option<Field>,
    leave: Option<(Field, Leave)>,
    changed: bool,
}

#[allow(clippy::too_many_arguments, reason = "a piece with its place")]
fn piece_ui(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    state: &mut WritingState,
    bodies: &mut BodyState,
    at: Piece,
    corner: egui::Pos2,
    column: f32,
    told: &mut Told,
) -> f32 {
    let owner = state.sections.owner(at.section);
    let guess = state.sections.height(at);
    let rect = Rect::from_min_size(corner, vec2(column, guess.max(1.0)));
    tint_ui(ui, cx, owner, rect);
    let hovered = ui.rect_contains_pointer(Rect::from_min_max(rect.min - vec2(SIDE, 0.0), rect.max));
    if hovered && !egui::Popup::is_any_open(ui.ctx()) {
        state.handle = Some((owner, at.piece));
    }
    let writing = state.focused.is_some_and(|field| (field.owner, field.piece()) == (owner, at.piece));
    let handle = writing
        || at.piece.checked_sub(1).is_some_and(|block| bodies.shows_menu(owner, block))
        || state.handle == Some((owner, at.piece)) && (hovered || egui::Popup::is_any_open(ui.ctx()));
    let mut child = ui.new_child(UiBuilder::new().id_salt(("piece", owner, at.piece)).max_rect(rect));
    let drawn = draw::piece_ui(&mut child, cx, bodies, owner, at.piece, handle);
    told.focused = told.focused.or(drawn.focused);
    if let Some(leave) = drawn.leave {
        told.leave = told.focused.or(state.focused).map(|field| (field, leave));
    }
    told.changed |= state.sections.learn(at, drawn.height);
    drawn.height
}

/// Items selected as a whole are tinted with all below them.
fn tint_ui(ui: &Ui, cx: &Cx<'_>, owner: BodyOwner, rect: Rect) {
    let BodyOwner::Node(node) = owner else { return };
    let several = cx.doc.selection().len() > 1 || ui.memory(|memory| memory.has_focus(range_id()));
    if several && (cx.doc.selection().contains(&node) || cx.doc.goes_along(node)) {
        ui.painter().rect_filled(rect.expand2(vec2(theme::SPACE_8, 0.0)), CornerRadius::ZERO, theme::tokens(ui).accent_soft);
    }
}

/// Below the last line: one more item.
fn end_ui(ui: &mut Ui, cx: &mut Cx<'_>, rect: Rect) {
    let mut child = ui.new_child(UiBuilder::new().id_salt("end").max_rect(rect));
    let words = format!("{} {}", crate::gui::icons::PLUS, cx.t("window.writing.add"));
    let button = egui::Button::new(theme::muted(&child, words)).frame_when_inactive(false);
    if child.add(button).accessible_name(cx.t("window.writing.add")).clicked() {
        cx.command(UiCommand::AddSibling);
    }
}

/// The item one writes in is the selected one.
fn follow_keyboard(ui: &Ui, cx: &mut Cx<'_>, state: &mut WritingState, focused: Option<Field>) {
    let came = focused != state.followed;
    let typed = ui.input(|input| input.events.iter().any(|event| matches!(event, egui::Event::Text(_) | egui::Event::Ime(_))));
    if let Some(field) = focused.filter(|_| came || typed) {
        let node = match field.owner {
            BodyOwner::Node(node) => Some(node),
            BodyOwner::Plan => None,
        };
        if node != cx.doc.primary() || cx.doc.selection().len() > 1 {
            state.own_selection = node;
            cx.out.push(Action::Select(node));
        }
    }
    if came {
        // The other panes were drawn before: they follow with a frame of their own.
        ui.ctx().request_repaint();
    }
    state.followed = focused;
    state.focused = focused;
}
