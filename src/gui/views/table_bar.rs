//! The bar below a table: rows, columns, cells, headings, alignment, widths.

use eframe::egui::{self, DragValue, RichText, Ui, vec2};
use nendo::edit::TableEdit;
use nendo::edit::grid::Area;
use nendo::plan::Align;

use super::table_editor::{Here, TableState, kept_widths, shares};
use super::{Cx, editor};
use crate::gui::commands::UiCommand as C;
use crate::gui::theme;

type Group = (&'static str, &'static [(C, &'static str)]);

/// The groups of buttons: what they are about, and each command with its short word.
const GROUPS: [Group; 3] = [
    (
        "window.table.rows",
        &[(C::InsertRowAbove, "window.table.above"), (C::InsertRowBelow, "window.table.below"), (C::RemoveRows, "window.table.remove")],
    ),
    (
        "window.table.columns",
        &[
            (C::InsertColumnLeft, "window.table.left"),
            (C::InsertColumnRight, "window.table.right"),
            (C::RemoveColumns, "window.table.remove"),
        ],
    ),
    ("window.table.cells", &[(C::MergeCells, "window.table.merge"), (C::DivideCells, "window.table.divide")]),
];

/// Draws the bar.
pub(super) fn bar_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut TableState, here: &Here<'_>) {
    ui.spacing_mut().item_spacing = vec2(2.0, 2.0);
    ui.spacing_mut().button_padding = vec2(7.0, 3.0);
    let [rows, columns, cells] = GROUPS;
    ui.horizontal_wrapped(|ui| {
        group_ui(ui, cx, here, rows);
        group_ui(ui, cx, here, columns);
    });
    ui.horizontal_wrapped(|ui| {
        group_ui(ui, cx, here, cells);
        header_ui(ui, cx, here);
        if let Some((_, area)) = here.chosen {
            cells_ui(ui, cx, here, area);
            if area.columns == 1 && here.grid.columns > 1 {
                width_ui(ui, cx, state, here, area.column);
            }
        }
        if !here.table.widths.is_empty() && word_ui(ui, cx.t("window.table.width_reset"), true).clicked() {
            cx.edit(here.command(TableEdit::Widths(Vec::new())));
        }
    });
}

fn group_ui(ui: &mut Ui, cx: &mut Cx<'_>, here: &Here<'_>, (key, commands): Group) {
    ui.label(theme::muted(ui, cx.t(key)));
    for (command, word) in commands {
        command_ui(ui, cx, here, *command, word);
    }
    ui.add_space(theme::SPACE_8);
}

fn word_ui(ui: &mut Ui, word: &str, enabled: bool) -> egui::Response {
    ui.add_enabled(enabled, egui::Button::new(RichText::new(word).size(theme::TEXT_SMALL)).frame_when_inactive(false))
}

fn command_ui(ui: &mut Ui, cx: &mut Cx<'_>, here: &Here<'_>, command: C, word: &'static str) {
    let enabled = here.chosen.is_some() && command.enabled(Some(cx.doc));
    let tooltip = command.tooltip(ui.ctx(), cx.lang);
    let response = word_ui(ui, cx.t(word), enabled).on_hover_text(&tooltip).on_disabled_hover_text(&tooltip);
    if response.accessible_name(command.name(cx.lang)).clicked() {
        cx.command(command);
    }
}

fn header_ui(ui: &mut Ui, cx: &mut Cx<'_>, here: &Here<'_>) {
    let mut rows = here.table.header_rows;
    ui.label(theme::muted(ui, cx.t("window.table.header_rows")));
    let field = DragValue::new(&mut rows).range(0..=here.grid.rows.saturating_sub(1)).speed(0.05);
    let response = ui.add(field).on_hover_text(cx.t("window.table.header_rows_hint")).accessible_name(cx.t("window.table.header_rows"));
    if response.changed() && rows != here.table.header_rows {
        cx.edit(here.command(TableEdit::HeaderRows(rows)));
    }
    ui.add_space(theme::SPACE_8);
}

/// What the chosen cells are: heading, alignment.
fn cells_ui(ui: &mut Ui, cx: &mut Cx<'_>, here: &Here<'_>, area: Area) {
    let Some(first) = here.grid.at(area.row, area.column) else { return };
    let mut head = first.cell.head;
    if ui.checkbox(&mut head, theme::muted(ui, cx.t("window.table.head_cell"))).changed() {
        cx.edit(here.command(TableEdit::Head(area, head)));
    }
    ui.add_space(theme::SPACE_8);
    let choices = [Align::Auto, Align::Left, Align::Center, Align::Right].map(|align| (align, cx.t(align_key(align)).to_owned()));
    if let Some(align) = editor::combo_ui(ui, "table.align", cx.t("window.table.align"), 96.0, first.cell.align, &choices) {
        cx.edit(here.command(TableEdit::Align(area, align)));
    }
    ui.add_space(theme::SPACE_8);
}

/// The share of a column, in per cent; what it gains or gives goes to the others alike.
fn width_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut TableState, here: &Here<'_>, column: usize) {
    let mut shares = shares(here.table, here.grid);
    let total: f32 = shares.iter().sum();
    let kept = shares[column] / total * 100.0;
    let mut percent = state.width.filter(|(at, of, _)| (*at, *of) == (here.at, column)).map_or(kept, |(.., percent)| percent);
    ui.label(theme::muted(ui, cx.t("window.table.width")));
    let field = DragValue::new(&mut percent).range(3.0..=97.0).max_decimals(0).speed(0.3).suffix(" %");
    let response = ui.add(field).on_hover_text(cx.t("window.table.width_hint")).accessible_name(cx.t("window.table.width"));
    if response.changed() {
        state.width = Some((here.at, column, percent));
    }
    // One step of the history for the whole movement.
    let still = response.dragged() || response.has_focus();
    if !still && state.width.is_some_and(|(at, of, _)| (at, of) == (here.at, column)) {
        state.width = None;
        let scale = total * (1.0 - percent / 100.0) / (total - shares[column]).max(1e-3);
        shares.iter_mut().for_each(|share| *share *= scale);
        shares[column] = total * percent / 100.0;
        cx.edit(here.command(TableEdit::Widths(kept_widths(&shares))));
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
