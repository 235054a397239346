//! The editor of a table: its caption, a grid of cells, and the bar below it.
//!
//! Lives here: how the grid is drawn, choosing cells with the pointer. Does not live here: its keys
//! (`table_keys`), its buttons (`table_bar`), what changes do to a table (`nendo::edit`).

use std::collections::BTreeMap;
use std::sync::Arc;

use eframe::egui::{
    self, Color32, FontFamily, FontId, Galley, Id, PointerButton, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo,
    pos2, vec2,
};
use nendo::edit::grid::{Area, Grid, Placed};
use nendo::edit::{BlockPlace, Command, TableEdit};
use nendo::locale::Message;
use nendo::manuscript;
use nendo::plan::{Align, Table};

use super::{Action, Cx, table_bar, table_keys};
use crate::gui::theme;
use crate::gui::widgets::draft_text::{DraftText, one_line, place_caret, select};
use crate::gui::widgets::references::{self, Setting};
use crate::gui::workspace::CellChoice;

const PADDING: f32 = 6.0;
const LINE: f32 = 21.0;
const NARROWEST: f32 = 48.0;
/// How near the pointer must be to the edge of a column to take hold of it.
const GRIP: f32 = 4.0;

/// Of a table with more cells only those in view are drawn, so that typing stays quick.
const LARGE: usize = 300;

/// What the table editors remember between frames.
#[derive(Default)]
pub struct TableState {
    /// What gets the keyboard with the next frame.
    focus: Option<(BlockPlace, TableFocus)>,
    /// Where the pointer went down to choose cells.
    drag: Option<(BlockPlace, (usize, usize))>,
    /// A column's edge being moved, and how far.
    edge: Option<(BlockPlace, usize, f32)>,
    /// The width being typed for a column, in per cent.
    pub(super) width: Option<(BlockPlace, usize, f32)>,
    /// Whether only a table that has the keyboard shows its buttons.
    pub quiet: bool,
}

/// A part of a table that can have the keyboard.
#[derive(Debug, Clone, Copy)]
pub enum TableFocus {
    /// A cell's text, and where its caret goes.
    Cell((usize, usize), Caret),
    /// The chosen cells as a whole.
    Chosen,
}

/// Where a caret goes.
#[derive(Debug, Clone, Copy)]
pub enum Caret {
    /// Before the text.
    Start,
    /// After it.
    End,
    /// Everything is selected, as when one comes with Tab.
    All,
}

impl TableState {
    /// Gives the keyboard to a part of a table with the next frame.
    pub fn focus(&mut self, at: BlockPlace, focus: TableFocus) {
        self.focus = Some((at, focus));
    }

    /// The table that gets the keyboard with the next drawing.
    pub fn wanted(&self) -> Option<BlockPlace> {
        self.focus.map(|(at, _)| at)
    }
}

/// A table being drawn.
pub(super) struct Here<'a> {
    pub id: Id,
    pub at: BlockPlace,
    pub table: &'a Table,
    pub grid: &'a Grid,
    /// How each cell is set on the page, by row and column.
    pub alignments: BTreeMap<(usize, usize), Align>,
    /// The chosen cells, if they are of this table.
    pub chosen: Option<(CellChoice, Area)>,
}

impl Here<'_> {
    /// The id of a cell's text.
    pub fn field(&self, cell: &Placed) -> Id {
        self.id.with((cell.area.row, cell.area.column))
    }

    /// The id of the caption's field.
    pub fn caption(&self) -> Id {
        self.id.with("caption")
    }

    /// The id of what has the keyboard while several cells are chosen.
    pub fn range(&self) -> Id {
        self.id.with("range")
    }

    /// A change of this table.
    pub fn command(&self, edit: TableEdit) -> Command {
        Command::Table { at: self.at, edit }
    }

    /// The chosen cells, if they are several.
    pub fn several(&self) -> Option<(CellChoice, Area)> {
        self.chosen.filter(|(_, area)| self.grid.at(area.row, area.column).is_none_or(|cell| cell.area != *area))
    }
}

/// Where a table's keyboard went beyond the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leave {
    /// To the block before it.
    Up,
    /// To the block after it.
    Down,
}

/// Draws a table with its buttons; says if the keyboard should go on outside.
pub fn table_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut TableState, at: BlockPlace, id: Id, table: &Table) -> Option<Leave> {
    let grid = Grid::of(table);
    let chosen = cx.doc.chosen_cells().filter(|(choice, ..)| choice.at == at).map(|(choice, _, area)| (choice, area));
    let here = Here { id, at, table, grid: &grid, alignments: manuscript::alignments(table), chosen };
    let name = cx.t("window.table.caption");
    DraftText::new(here.caption(), name, &table.caption)
        .hint(name)
        .plain()
        .show_ui(ui, cx, one_line, |text| Some(here.command(TableEdit::Caption(text.to_owned()))));
    let full = ui.available_width();
    let scroll = egui::ScrollArea::horizontal().id_salt(id).auto_shrink([false, true]);
    let (leave, come_to) = scroll.show(ui, |ui| grid_ui(ui, cx, state, &here, full)).inner;
    if let Some(place) = come_to {
        // The scroll area keeps wishes of its content to itself, also for the direction it does not scroll in.
        ui.scroll_to_rect(place, None);
    }
    if !state.quiet || here.chosen.is_some() {
        table_bar::bar_ui(ui, cx, state, &here);
    }
    leave
}

/// Whether a part of the table has the keyboard; `id` as for [`table_ui`].
pub fn has_keyboard(id: Id, table: &Table, focused: Id) -> bool {
    let at = |cell: &Placed| id.with((cell.area.row, cell.area.column));
    focused == id.with("caption") || focused == id.with("range") || Grid::of(table).cells.iter().any(|cell| at(cell) == focused)
}

/// The share of each column, in any unit.
pub(super) fn shares(table: &Table, grid: &Grid) -> Vec<f32> {
    if table.widths.len() == grid.columns {
        return table.widths.iter().map(|width| f32::from((*width).max(1))).collect();
    }
    // From the content, as the page does: longer columns get more room.
    (0..grid.columns)
        .map(|column| {
            let cells = grid.cells.iter().filter(|cell| cell.area.column == column && cell.area.columns == 1);
            let longest = cells.map(|cell| cell.cell.text.lines().map(|line| line.chars().count()).max().unwrap_or(0)).max().unwrap_or(0);
            longest.clamp(4, 24) as f32
        })
        .collect()
}

/// Shares as widths that fill `room`, none too narrow to type in.
fn fitted(shares: &[f32], room: f32) -> Vec<f32> {
    let mut wide = vec![true; shares.len()];
    loop {
        let narrow = wide.iter().filter(|wide| !**wide).count() as f32 * NARROWEST;
        let total: f32 = shares.iter().zip(&wide).filter(|(_, wide)| **wide).map(|(share, _)| share).sum();
        let width = |share: f32| share / total.max(1e-3) * (room - narrow);
        let more = (0..shares.len()).find(|at| wide[*at] && width(shares[*at]) < NARROWEST && room > NARROWEST * shares.len() as f32);
        match more {
            Some(at) => wide[at] = false,
            None => return shares.iter().zip(&wide).map(|(share, wide)| if *wide { width(*share) } else { NARROWEST }).collect(),
        }
    }
}

/// Widths as the plan keeps them: whole shares of a thousand.
pub(super) fn kept_widths(shares: &[f32]) -> Vec<u16> {
    let total: f32 = shares.iter().sum();
    shares.iter().map(|share| (share / total.max(1e-3) * 1000.0).round().clamp(1.0, 1000.0) as u16).collect()
}

/// A cell's text as the editor sets it.
pub(super) fn cell_galley(ui: &Ui, cx: &Cx<'_>, text: &str, head: bool, width: f32) -> Arc<Galley> {
    let setting = Setting {
        font: cell_font(head),
        line_height: Some(LINE),
        color: Color32::PLACEHOLDER,
        width,
        align: egui::Align::Min,
        wraps: true,
    };
    let references = &cx.drafts.references;
    references::layout(ui, references, cx.doc.outline(), &references.shown(text), &setting)
}

fn cell_font(head: bool) -> FontId {
    FontId::new(theme::TEXT, if head { theme::bold() } else { FontFamily::Proportional })
}

/// Edges of columns and rows on the screen, from the grid's corner.
struct Edges {
    x: Vec<f32>,
    y: Vec<f32>,
}

impl Edges {
    fn of(ui: &Ui, cx: &Cx<'_>, here: &Here<'_>, full: f32, moved: Option<(usize, f32)>) -> Self {
        let grid = here.grid;
        let room = full.max(NARROWEST * grid.columns as f32) - 1.0;
        let mut x = vec![0.0];
        for width in fitted(&shares(here.table, grid), room) {
            x.push(x[x.len() - 1] + width);
        }
        if let Some((column, by)) = moved
            && column + 2 < x.len()
        {
            x[column + 1] = (x[column + 1] + by).clamp(x[column] + NARROWEST / 2.0, x[column + 2] - NARROWEST / 2.0);
        }
        let mut heights = vec![LINE + 2.0 * PADDING; grid.rows];
        let mut by_span: Vec<&Placed> = grid.cells.iter().collect();
        by_span.sort_by_key(|cell| cell.area.rows);
        for cell in by_span {
            let width = x[cell.area.right()] - x[cell.area.column] - 2.0 * PADDING;
            let need = cell_galley(ui, cx, &cell.cell.text, is_head(here, cell), width).size().y.max(LINE) + 2.0 * PADDING;
            let have: f32 = heights[cell.area.row_range()].iter().sum();
            heights[cell.area.below() - 1] += (need - have).max(0.0);
        }
        let mut y = vec![0.0];
        for height in heights {
            y.push(y[y.len() - 1] + height);
        }
        Self { x, y }
    }

    fn size(&self) -> egui::Vec2 {
        vec2(self.x[self.x.len() - 1], self.y[self.y.len() - 1])
    }

    fn rect(&self, corner: Pos2, area: Area) -> Rect {
        let place = |x: usize, y: usize| corner + vec2(self.x[x], self.y[y]);
        Rect::from_min_max(place(area.column, area.row), place(area.right(), area.below()))
    }

    /// The row and column at or nearest to a place.
    fn at(&self, offset: egui::Vec2) -> (usize, usize) {
        let find = |edges: &[f32], at: f32| edges[1..edges.len() - 1].iter().take_while(|edge| **edge <= at).count();
        (find(&self.y, offset.y), find(&self.x, offset.x))
    }
}

fn is_head(here: &Here<'_>, cell: &Placed) -> bool {
    cell.cell.head || cell.area.row < usize::from(here.table.header_rows)
}

/// As the cell is set on the page.
fn align_of(here: &Here<'_>, cell: &Placed) -> egui::Align {
    match here.alignments.get(&(cell.area.row, cell.area.column)) {
        Some(Align::Right) => egui::Align::Max,
        Some(Align::Center) => egui::Align::Center,
        _ => egui::Align::Min,
    }
}

/// The grid; also says where on the screen the cell is that was come to.
fn grid_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut TableState, here: &Here<'_>, full: f32) -> (Option<Leave>, Option<Rect>) {
    let moved = state.edge.filter(|(at, ..)| *at == here.at).map(|(_, column, by)| (column, by));
    let edges = Edges::of(ui, cx, here, full, moved);
    let (rect, _) = ui.allocate_exact_size(edges.size() + vec2(1.0, 1.0), Sense::hover());
    let come_to = take_focus(ui, cx, state, here);
    let widths = |cell: &Placed| edges.rect(rect.min, cell.area).width() - 2.0 * PADDING;
    let leave = table_keys::keys(ui, cx, state, here, |cx, cell| cell_galley(ui, cx, &cell.cell.text, is_head(here, cell), widths(cell)));
    let large = here.grid.cells.len() > LARGE;
    let mut come_to_place = None;
    for cell in &here.grid.cells {
        let place = edges.rect(rect.min, cell.area);
        let field = here.field(cell);
        if come_to == Some(field) {
            ui.scroll_to_rect(place, None);
            come_to_place = Some(place);
        }
        if !large || ui.is_rect_visible(place) || ui.memory(|memory| memory.has_focus(field)) {
            cell_ui(ui, cx, here, cell, place);
        }
    }
    edges_ui(ui, cx, state, here, &edges, rect.min);
    range_ui(ui, cx, here, &edges, rect.min);
    choose_with_pointer(ui, cx, state, here, &edges, rect);
    (leave, come_to_place)
}

/// Gives the keyboard to what was asked for, and says what that is.
fn take_focus(ui: &Ui, cx: &Cx<'_>, state: &mut TableState, here: &Here<'_>) -> Option<Id> {
    let (_, focus) = state.focus.filter(|(at, _)| *at == here.at)?;
    let id = match focus {
        TableFocus::Chosen => here.range(),
        TableFocus::Cell((row, column), caret) => {
            // A row that was asked for may come with the next frame.
            let cell = here.grid.at(row, column)?;
            let (id, length) = (here.field(cell), cx.drafts.references.shown(&cell.cell.text).chars().count());
            match caret {
                Caret::Start => place_caret(ui, id, 0),
                Caret::End => place_caret(ui, id, length),
                Caret::All => select(ui, id, 0..length),
            }
            id
        }
    };
    state.focus = None;
    ui.memory_mut(|memory| memory.request_focus(id));
    Some(id)
}

fn cell_ui(ui: &mut Ui, cx: &mut Cx<'_>, here: &Here<'_>, cell: &Placed, place: Rect) {
    let t = theme::tokens(ui);
    let head = is_head(here, cell);
    let field = here.field(cell);
    // The frame says where the keyboard is; a cell that commands go to meanwhile is tinted.
    let (chosen, focused) = (here.chosen.is_some_and(|(_, area)| area == cell.area), ui.memory(|memory| memory.has_focus(field)));
    let ground = match (chosen && !focused, head) {
        (true, _) => t.accent_soft,
        (false, true) => t.ground,
        (false, false) => t.raised,
    };
    ui.painter().rect(place, 0.0, ground, Stroke::new(1.0, t.line_strong), StrokeKind::Middle);
    let (row, column) = (cell.area.row, cell.area.column);
    let name = format!("{} {}-{}", cx.t("window.table.cell"), row + 1, column + 1);
    let mut child = ui.new_child(UiBuilder::new().max_rect(place.shrink(PADDING)));
    let shown = DraftText::new(field, &name, &cell.cell.text)
        .multiline()
        .plain()
        .holds_tab()
        .align(align_of(here, cell))
        .font(cell_font(head))
        .line_height(LINE)
        .show_ui(&mut child, cx, str::to_owned, |text| Some(here.command(TableEdit::Text { row, column, text: text.to_owned() })));
    let one = CellChoice::one(here.at, (row, column));
    if shown.response.has_focus() && here.chosen.is_none_or(|(choice, _)| choice != one) {
        cx.out.push(Action::ChooseCells(Some(one)));
    }
    // A click anywhere in the cell goes to its text.
    let rest = Rect::from_min_max(pos2(place.left(), shown.response.rect.bottom().min(place.bottom())), place.max);
    if ui.interact(rest, field.with("rest"), Sense::CLICK).clicked() {
        ui.memory_mut(|memory| memory.request_focus(field));
    }
    if chosen && focused {
        ui.painter().rect_stroke(place, 0.0, Stroke::new(2.0, t.accent), StrokeKind::Inside);
    }
}

/// The edges between columns, which can be taken hold of.
fn edges_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut TableState, here: &Here<'_>, edges: &Edges, corner: Pos2) {
    for column in 0..here.grid.columns.saturating_sub(1) {
        let x = corner.x + edges.x[column + 1];
        let grip = Rect::from_x_y_ranges(x - GRIP..=x + GRIP, corner.y..=corner.y + edges.size().y);
        let response = ui.interact(grip, here.id.with(("edge", column)), Sense::CLICK | Sense::DRAG);
        response.widget_info(|| {
            WidgetInfo::labeled(Role::Splitter, true, Message::new("window.table.edge").with("n", column + 1).text(cx.lang))
        });
        if response.hovered() || response.dragged() {
            ui.set_cursor_icon(egui::CursorIcon::ResizeColumn);
            ui.painter().vline(x, grip.y_range(), Stroke::new(2.0, theme::tokens(ui).accent));
        }
        if response.dragged() {
            let before = state.edge.filter(|(at, moved, _)| *at == here.at && *moved == column).map_or(0.0, |(.., by)| by);
            state.edge = Some((here.at, column, before + response.drag_delta().x));
            ui.ctx().request_repaint();
        }
        if response.drag_stopped() && state.edge.take().is_some() {
            let widths: Vec<f32> = edges.x.windows(2).map(|pair| pair[1] - pair[0]).collect();
            cx.edit(here.command(TableEdit::Widths(kept_widths(&widths))));
        }
        if response.double_clicked() {
            cx.edit(here.command(TableEdit::Widths(Vec::new())));
        }
    }
}

/// Several chosen cells: their tint, and what has the keyboard for them.
fn range_ui(ui: &mut Ui, cx: &Cx<'_>, here: &Here<'_>, edges: &Edges, corner: Pos2) {
    let Some((_, area)) = here.several() else { return };
    let t = theme::tokens(ui);
    let place = edges.rect(corner, area);
    let width = if ui.memory(|memory| memory.has_focus(here.range())) { 2.0 } else { 0.0 };
    ui.painter().rect(place, 0.0, t.accent.gamma_multiply(0.16), Stroke::new(width, t.accent), StrokeKind::Inside);
    let response = ui.interact(place, here.range(), Sense::focusable_noninteractive());
    let name = Message::new("window.table.chosen").with("rows", area.rows).with("columns", area.columns).text(cx.lang);
    response.widget_info(|| WidgetInfo::labeled(Role::Table, true, name.as_str()));
}

/// Dragging over cells, or a click with Shift, chooses them.
fn choose_with_pointer(ui: &Ui, cx: &mut Cx<'_>, state: &mut TableState, here: &Here<'_>, edges: &Edges, rect: Rect) {
    let (pressed, down, shift, origin, now) = ui.input(|input| {
        let pointer = &input.pointer;
        let primary = PointerButton::Primary;
        (
            pointer.button_pressed(primary),
            pointer.button_down(primary),
            input.modifiers.shift,
            pointer.press_origin(),
            pointer.interact_pos(),
        )
    });
    if pressed && state.edge.is_none() {
        let inside = origin.filter(|pos| ui.clip_rect().contains(*pos) && rect.contains(*pos) && on_top(ui, *pos));
        let on_edge = |pos: Pos2| edges.x[1..edges.x.len() - 1].iter().any(|x| (rect.left() + x - pos.x).abs() <= GRIP);
        let cell = inside.filter(|pos| !on_edge(*pos)).map(|pos| edges.at(pos - rect.min));
        let anchor = here.chosen.map(|(choice, _)| choice.from).filter(|_| shift);
        match cell {
            Some(cell) => state.drag = Some((here.at, anchor.unwrap_or(cell))),
            None if state.drag.is_some_and(|(at, _)| at == here.at) => state.drag = None,
            None => {}
        }
    }
    let Some((_, from)) = state.drag.filter(|(at, _)| *at == here.at) else { return };
    if let Some(pos) = now {
        let to = edges.at(pos - rect.min);
        let same = here.grid.at(from.0, from.1).is_some_and(|cell| cell.area.contains(to.0, to.1));
        if !same {
            // The cell the pointer went down in keeps asking for the keyboard.
            ui.memory_mut(|memory| memory.request_focus(here.range()));
            cx.out.push(Action::ChooseCells(Some(CellChoice { at: here.at, from, to })));
        }
    }
    if !down {
        state.drag = None;
    }
}

fn on_top(ui: &Ui, pos: Pos2) -> bool {
    ui.ctx().layer_id_at(pos).is_none_or(|layer| layer == ui.layer_id())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fill_the_room_and_stay_wide_enough() {
        for (shares, room) in [(vec![1.0, 1.0], 400.0), (vec![1.0, 99.0, 40.0], 400.0), (vec![1.0; 20], 100.0), (vec![5.0], 50.0)] {
            let widths = fitted(&shares, room);
            assert!((widths.iter().sum::<f32>() - room).abs() < 0.5, "{widths:?}");
            let least = NARROWEST.min(room / shares.len() as f32) - 0.1;
            assert!(widths.iter().all(|width| *width >= least), "{widths:?}");
        }
        assert_eq!(kept_widths(&[1.0, 3.0]), [250, 750]);
    }
}
