//! A table of a document: a real one, its header rows repeated on each page.

use docx_rs::{
    AlignmentType, BorderType, Shading, Table as WordTable, TableBorder, TableBorderPosition, TableBorders, TableCell, TableCellMargins,
    TableLayoutType, TableRow, VAlignType, VMergeType, WidthType,
};

use super::blocks::Writer;
use super::styles;
use crate::manuscript::{Align, Cell, Table, plain_text};

/// The shade of heads: the same grey as in print.
const SHADE: &str = "E6E6E6";
/// The air beside the words of a cell, in twentieths of a point.
const AIR: usize = 80;
/// Widths that follow from the content count no cell longer than this, in half-width characters.
const LONGEST: u32 = 60;
const SHORTEST: u32 = 6;

impl Writer<'_> {
    /// The table over `room`, in twentieths of a point.
    pub(super) fn word_table(&mut self, table: &Table, indent: i32, room: i32) -> WordTable {
        let widths = widths(table, u32::try_from(room - indent).unwrap_or(0));
        let at = grid(table);
        let mut rows = Vec::with_capacity(table.rows);
        for row in 0..table.rows {
            let mut cells = Vec::new();
            let mut column = 0;
            while column < table.columns {
                let Some(cell) = at[row * table.columns + column].map(|index| &table.cells[index]) else {
                    let width = widths[column];
                    cells.push(TableCell::new().width(width, WidthType::Dxa).add_paragraph(self.paragraph(styles::CELL)));
                    column += 1;
                    continue;
                };
                let width = widths[column..column + cell.column_span].iter().sum();
                cells.push(self.cell(cell, cell.row < row, width));
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
            .set_grid(widths.clone())
            .width(widths.iter().sum(), WidthType::Dxa)
            .indent(indent)
            .layout(TableLayoutType::Fixed)
            .margins(TableCellMargins::new().margin(20, AIR, 20, AIR))
            .set_borders(borders.into_iter().fold(TableBorders::with_empty(), line))
    }

    /// A cell, or what of it stands in a further row that it covers.
    fn cell(&mut self, cell: &Cell, further: bool, width: usize) -> TableCell {
        let mut made = TableCell::new().width(width, WidthType::Dxa).vertical_align(VAlignType::Top);
        if cell.column_span > 1 {
            made = made.grid_span(cell.column_span);
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

/// The widths of the columns over `room`: as given, else by the longest words.
fn widths(table: &Table, room: u32) -> Vec<usize> {
    let shares: Vec<u32> = if table.widths.len() == table.columns {
        table.widths.clone()
    } else {
        let mut longest = vec![SHORTEST; table.columns];
        for cell in table.cells.iter().filter(|cell| cell.column_span == 1) {
            let letters = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<u32>();
            let width = cell.paragraphs.iter().map(|spans| letters(&plain_text(spans)) + 2).max().unwrap_or(0);
            longest[cell.column] = longest[cell.column].max(width.min(LONGEST));
        }
        longest
    };
    let all: u64 = shares.iter().map(|share| u64::from(*share)).sum::<u64>().max(1);
    shares.iter().map(|share| usize::try_from(u64::from(room) * u64::from(*share) / all).unwrap_or(0)).collect()
}
