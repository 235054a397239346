//! The editor of a table: a grid of cells and what can be done with rows, columns and cells.

use eframe::egui::{self, Color32, FontFamily, FontId, Id, Rect, Sense, Stroke, StrokeKind, Ui, UiBuilder, pos2, vec2};
use nendo::plan::{Align, Block, Table};

use super::Cx;
use super::body::{BodyOwner, with_block};
use super::table_grid::Grid;
use crate::gui::theme;
use crate::gui::widgets::draft_text::{DraftText, one_line};

const PADDING: f32 = 6.0;
const LINE: f32 = 21.0;
const NARROWEST: f32 = 56.0;

/// The cell the buttons act on.
#[derive(Default)]
pub struct TableState {
    chosen: Option<(Id, usize, usize)>,
}

/// Draws a table with its buttons.
pub fn table_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut TableState, owner: BodyOwner, body: &[Block], index: usize, table: &Table) {
    let id = owner.field(index).with("table");
    let set = |table: Table| owner.set(with_block(body, index, Block::Table(table)));
    DraftText::new(id.with("caption"), cx.t("window.table.caption"), &table.caption).hint(cx.t("window.table.caption")).plain().show_ui(
        ui,
        cx,
        one_line,
        |text| Some(set(Table { caption: one_line(text), ..table.clone() })),
    );
    let grid = Grid::of(table);
    let chosen = state.chosen.filter(|(who, row, column)| *who == id && *row < grid.rows && *column < grid.columns).map(|(_, r, c)| (r, c));
    let full = ui.available_width();
    egui::ScrollArea::horizontal().id_salt(id).auto_shrink([false, true]).show(ui, |ui| {
        grid_ui(ui, cx, state, id, table, &grid, full, chosen, &set);
    });
    buttons_ui(ui, cx, table, &grid, chosen.unwrap_or((grid.rows.saturating_sub(1), grid.columns - 1)), chosen.is_some(), &set);
}

fn column_widths(table: &Table, grid: &Grid, full: f32) -> Vec<f32> {
    let relative: Vec<f32> = if table.widths.len() == grid.columns {
        table.widths.iter().map(|width| f32::from((*width).max(1))).collect()
    } else {
        // From the content, as the page does: longer columns get more room.
        (0..grid.columns)
            .map(|column| {
                let cells = grid.cells.iter().filter(|cell| cell.column == column && cell.columns == 1);
                let longest =
                    cells.map(|cell| cell.cell.text.lines().map(|line| line.chars().count()).max().unwrap_or(0)).max().unwrap_or(0);
                longest.clamp(4, 24) as f32
            })
            .collect()
    };
    let total: f32 = relative.iter().sum();
    let room = full.max(NARROWEST * grid.columns as f32) - 1.0;
    relative.iter().map(|part| (part / total * room).max(NARROWEST)).collect()
}

fn text_height(ui: &Ui, text: &str, width: f32) -> f32 {
    let font = FontId::new(theme::TEXT, FontFamily::Proportional);
    let mut job = egui::text::LayoutJob::simple(text.to_owned(), font, Color32::PLACEHOLDER, width);
    if let Some(section) = job.sections.first_mut() {
        section.format.line_height = Some(LINE);
    }
    ui.fonts_mut(|fonts| fonts.layout_job(job)).size().y.max(LINE)
}

#[allow(clippy::too_many_arguments, reason = "a grid with its place in the body")]
fn grid_ui(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    state: &mut TableState,
    id: Id,
    table: &Table,
    grid: &Grid,
    full: f32,
    chosen: Option<(usize, usize)>,
    set: &dyn Fn(Table) -> nendo::edit::Command,
) {
    let widths = column_widths(table, grid, full);
    let left_of = |column: usize| widths[..column].iter().sum::<f32>();
    let width_of = |column: usize, span: usize| widths[column..column + span].iter().sum::<f32>();
    let mut heights = vec![LINE + 2.0 * PADDING; grid.rows];
    let mut by_span: Vec<_> = grid.cells.iter().collect();
    by_span.sort_by_key(|cell| cell.rows);
    for cell in by_span {
        let need = text_height(ui, &cell.cell.text, width_of(cell.column, cell.columns) - 2.0 * PADDING) + 2.0 * PADDING;
        let have: f32 = heights[cell.row..cell.row + cell.rows].iter().sum();
        heights[cell.row + cell.rows - 1] += (need - have).max(0.0);
    }
    let size = vec2(widths.iter().sum(), heights.iter().sum());
    let (rect, _) = ui.allocate_exact_size(size + vec2(1.0, 1.0), Sense::hover());
    let t = theme::tokens(ui);
    for cell in &grid.cells {
        let min = rect.min + vec2(left_of(cell.column), heights[..cell.row].iter().sum());
        let size = vec2(width_of(cell.column, cell.columns), heights[cell.row..cell.row + cell.rows].iter().sum());
        let place = Rect::from_min_size(min, size);
        let head = cell.cell.head || cell.row < usize::from(table.header_rows);
        ui.painter().rect(place, 0.0, if head { t.ground } else { t.raised }, Stroke::new(1.0, t.line_strong), StrokeKind::Middle);
        let field = id.with((cell.row, cell.column));
        let mut child = ui.new_child(UiBuilder::new().max_rect(place.shrink(PADDING)));
        let font = FontId::new(theme::TEXT, if head { theme::bold() } else { FontFamily::Proportional });
        let (row, column) = (cell.row, cell.column);
        let name = format!("{} {}-{}", cx.t("window.table.cell"), row + 1, column + 1);
        let shown = DraftText::new(field, &name, &cell.cell.text).multiline().plain().font(font).line_height(LINE).show_ui(
            &mut child,
            cx,
            str::to_owned,
            |text| {
                let mut grid = grid.clone();
                grid.at_mut(row, column)?.cell.text = text.to_owned();
                Some(set(grid.into_table(table)))
            },
        );
        if shown.response.has_focus() {
            state.chosen = Some((id, row, column));
        }
        // A click anywhere in the cell goes to its text.
        let behind = ui.interact(
            Rect::from_min_max(pos2(place.left(), shown.response.rect.bottom().min(place.bottom())), place.max),
            field.with("rest"),
            Sense::CLICK,
        );
        if behind.clicked() {
            ui.memory_mut(|memory| memory.request_focus(field));
        }
        if chosen == Some((row, column)) {
            ui.painter().rect_stroke(place, 0.0, Stroke::new(2.0, t.accent), StrokeKind::Inside);
        }
    }
}

fn buttons_ui(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    table: &Table,
    grid: &Grid,
    (row, column): (usize, usize),
    has_chosen: bool,
    set: &dyn Fn(Table) -> nendo::edit::Command,
) {
    let Some(cell) = grid.at(row, column) else { return };
    let (below, right) = (cell.row + cell.rows, cell.column + cell.columns);
    let mut new: Option<Table> = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(2.0, 2.0);
        ui.spacing_mut().button_padding = vec2(7.0, 3.0);
        let button = |ui: &mut Ui, key: &'static str, enabled: bool, cx: &Cx<'_>| {
            ui.add_enabled(enabled, egui::Button::new(egui::RichText::new(cx.t(key)).size(theme::TEXT_SMALL)).frame_when_inactive(false))
                .clicked()
        };
        let changed = |change: &dyn Fn(&mut Grid)| {
            let mut grid = grid.clone();
            change(&mut grid);
            grid.into_table(table)
        };
        if button(ui, "window.table.add_row", true, cx) {
            new = Some(changed(&|grid| grid.insert_row(below)));
        }
        if button(ui, "window.table.add_column", true, cx) {
            new = Some(grid.clone().with_column(right).into_table(table));
        }
        if button(ui, "window.table.remove_row", has_chosen && grid.rows > 1, cx) {
            new = Some(changed(&|grid| grid.remove_row(row)));
        }
        if button(ui, "window.table.remove_column", has_chosen && grid.columns > 1, cx) {
            new = Some(grid.clone().without_column(column).into_table(table));
        }
        if button(ui, "window.table.join_right", has_chosen && right < grid.columns, cx) {
            new = Some(changed(&|grid| _ = grid.join_right(row, column)));
        }
        if button(ui, "window.table.join_down", has_chosen && below < grid.rows, cx) {
            new = Some(changed(&|grid| _ = grid.join_down(row, column)));
        }
        if button(ui, "window.table.divide", has_chosen && cell.rows * cell.columns > 1, cx) {
            new = Some(changed(&|grid| _ = grid.divide(row, column)));
        }
        ui.spacing_mut().item_spacing.x = theme::SPACE_8;
        let mut header = table.header_rows > 0;
        if ui.checkbox(&mut header, theme::muted(ui, cx.t("window.table.header"))).changed() {
            new = Some(Table { header_rows: u16::from(header), ..table.clone() });
        }
        if has_chosen {
            let mut head = cell.cell.head;
            if ui.checkbox(&mut head, theme::muted(ui, cx.t("window.table.head_cell"))).changed() {
                new = Some(changed(&|grid| {
                    if let Some(cell) = grid.at_mut(row, column) {
                        cell.cell.head = head;
                    }
                }));
            }
            let choices = [Align::Auto, Align::Left, Align::Center, Align::Right].map(|align| (align, cx.t(align_key(align)).to_owned()));
            if let Some(align) = super::editor::combo_ui(ui, "table.align", cx.t("window.table.align"), 96.0, cell.cell.align, &choices) {
                new = Some(changed(&|grid| {
                    if let Some(cell) = grid.at_mut(row, column) {
                        cell.cell.align = align;
                    }
                }));
            }
        }
    });
    if let Some(new) = new {
        cx.edit(set(new));
    }
}

fn align_key(align: Align) -> &'static str {
    match align {
        Align::Auto => "window.table.align_auto",
        Align::Left => "window.table.align_left",
        Align::Center => "window.table.align_center",
        Align::Right => "window.table.align_right",
    }
}
