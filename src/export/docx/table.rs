//! A table of a document: a real one, its header rows repeated on each page.

use std::ops::Range;

use docx_rs::{
    AlignmentType, BorderType, Shading, Table as WordTable, TableBorder, TableBorderPosition, TableBorders, TableCell, TableCellMargins,
    TableLayoutType, TableRow, VAlignType, VMergeType, WidthType,
};

use super::blocks::Writer;
use super::styles;
use crate::layout::table_edges;
use crate::manuscript::{Align, Cell, Table, TextStyle};

/// The shade of heads: the same grey as in print.
const SHADE: &str = "E6E6E6";
/// The air beside the words of a cell, in twentieths of a point.
const AIR: usize = 80;
/// A twentieth of a point in thousandths.
const TWIP: i32 = 50;
/// Rules nearer to each other than this are one.
const CLOSE: usize = 20;

impl Writer<'_> {
    /// The table over `room`, in twentieths of a point.
    pub(super) fn word_table(&mut self, table: &Table, indent: i32, room: i32) -> WordTable {
        let columns = Columns::of(table, (room - indent).max(0), &self.setup().scale.table);
        let at = grid(table);
        let mut rows = Vec::with_capacity(table.rows);
        let heads = |row: usize| table.row(row).iter().filter(|cell| cell.head).count();
        for row in 0..table.rows {
            // In a nested table heads keep with what is below them, and what stands above them with the heads.
            let below = row + 1 < table.rows && (1..table.row(row + 1).len()).contains(&heads(row + 1));
            let leads = table.nested && row + 1 < table.rows && (heads(row) > 0 || below);
            let mut cells = Vec::new();
            let mut column = 0;
            while column < table.columns {
                let Some(cell) = at[row * table.columns + column].map(|index| &table.cells[index]) else {
                    let covers = columns.covered(row, column, 1);
                    if !covers.is_empty() {
                        let made = TableCell::new().width(columns.width(&covers), WidthType::Dxa);
                        let made = if covers.len() > 1 { made.grid_span(covers.len()) } else { made };
                        cells.push(made.add_paragraph(self.paragraph(styles::CELL)));
                    }
                    column += 1;
                    continue;
                };
                let covers = columns.covered(row, column, cell.column_span);
                cells.push(self.cell(cell, (cell.row < row, leads), (covers.len(), columns.width(&covers))));
                column += cell.column_span;
            }
            let made = TableRow::new(cells);
            // The package makes what cannot be split a header row: the library has no word for one.
            rows.push(if row < table.header_rows { made.cant_split() } else { made });
        }
        let borders = [
            TableBorderPosition::Top,
            TableBorderPosition::Left,
            TableBorderPosition::Bottom,
            TableBorderPosition::Right,
            TableBorderPosition::InsideH,
            TableBorderPosition::InsideV,
        ];
        let line = |borders: TableBorders, position| {
            borders.set(TableBorder::new(position).border_type(BorderType::Single).size(4).color("000000"))
        };
        WordTable::new(rows)
            .set_grid(columns.widths())
            .width(columns.widths().iter().sum(), WidthType::Dxa)
            .indent(indent)
            .layout(TableLayoutType::Fixed)
            .margins(TableCellMargins::new().margin(20, AIR, 20, AIR))
            .set_borders(borders.into_iter().fold(TableBorders::with_empty(), line))
    }

    /// A cell, or what of it stands in a further row that it covers; `leads`: its row keeps with the next one.
    fn cell(&mut self, cell: &Cell, (further, leads): (bool, bool), (covers, width): (usize, usize)) -> TableCell {
        let mut made = TableCell::new().width(width, WidthType::Dxa).vertical_align(VAlignType::Top);
        if covers > 1 {
            made = made.grid_span(covers);
        }
        if cell.row_span > 1 {
            made = made.vertical_merge(if further { VMergeType::Continue } else { VMergeType::Restart });
        }
        if cell.head {
            made = made.shading(Shading::new().fill(SHADE));
        }
        let style = if cell.head { styles::HEAD_CELL } else { styles::CELL };
        if further || cell.paragraphs.is_empty() {
            return made.add_paragraph(self.paragraph(style));
        }
        let align = match cell.align {
            Align::Right => AlignmentType::Right,
            Align::Center => AlignmentType::Center,
            Align::Auto | Align::Left => AlignmentType::Left,
        };
        for spans in &cell.paragraphs {
            // Blanks at the start are an indent that further lines keep.
            let depth = spans.iter().map(|span| span.text.as_str()).collect::<String>().chars().take_while(|c| *c == '　').count();
            let indent = i32::try_from(depth).unwrap_or(0) * super::twips(self.setup().scale.table.size.0);
            let spans = without_blanks(spans);
            let paragraph = self.paragraph(style).align(align);
            let paragraph = if indent > 0 { paragraph.indent(Some(indent), None, None, None) } else { paragraph };
            let paragraph = if leads { paragraph.keep_next(true) } else { paragraph };
            let paragraph = self.spans(paragraph, &spans);
            made = made.add_paragraph(paragraph);
        }
        made
    }
}

/// The spans without the full-width blanks before the first word.
fn without_blanks(spans: &[crate::manuscript::Span]) -> Vec<crate::manuscript::Span> {
    let mut out = Vec::with_capacity(spans.len());
    let mut leading = true;
    for span in spans {
        let mut span = span.clone();
        if leading {
            span.text = span.text.trim_start_matches('　').to_owned();
            leading = span.text.is_empty();
        }
        if !span.text.is_empty() {
            out.push(span);
        }
    }
    out
}

/// Which cell covers each place of the grid, row by row.
fn grid(table: &Table) -> Vec<Option<usize>> {
    let mut at = vec![None; table.rows * table.columns];
    for (index, cell) in table.cells.iter().enumerate() {
        for row in cell.row..cell.row + cell.row_span {
            for column in cell.column..cell.column + cell.column_span {
                if let Some(place) = at.get_mut(row * table.columns + column) {
                    *place = Some(index);
                }
            }
        }
    }
    at
}

/// The upright rules of a table as the page has them. In a form each band of rows has its own: Word gets one fine grid
/// of all of them, and cells that cover several of its columns.
struct Columns {
    /// By row, the edges of the table's own columns, in twentieths of a point.
    rows: Vec<Vec<usize>>,
    /// All of them in order.
    edges: Vec<usize>,
}

impl Columns {
    /// Over `room`, in twentieths of a point.
    fn of(table: &Table, room: i32, style: &TextStyle) -> Self {
        let rows: Vec<Vec<usize>> = table_edges(table, room * TWIP, style)
            .iter()
            .map(|edges| edges.iter().map(|edge| usize::try_from((edge + TWIP / 2) / TWIP).unwrap_or(0)).collect())
            .collect();
        let mut edges: Vec<usize> = rows.iter().flatten().copied().collect();
        edges.sort_unstable();
        // What nobody sees to be two rules is one.
        edges.dedup_by(|edge, before| *edge < *before + CLOSE);
        Self { rows, edges }
    }

    /// The grid's columns that a cell covers in a row.
    fn covered(&self, row: usize, column: usize, span: usize) -> Range<usize> {
        let edges = &self.rows[row];
        let at = |column: usize| {
            let edge = edges[column.min(edges.len() - 1)];
            self.edges.partition_point(|known| *known <= edge).saturating_sub(1)
        };
        at(column)..at(column + span)
    }

    fn width(&self, covers: &Range<usize>) -> usize {
        self.edges[covers.end] - self.edges[covers.start]
    }

    fn widths(&self) -> Vec<usize> {
        self.edges.windows(2).map(|pair| pair[1] - pair[0]).collect()
    }
}
