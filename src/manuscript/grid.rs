//! Tables of the plan as grids: spans resolved, alignment decided.

use std::collections::BTreeMap;

use super::block::{Cell, Span, Table, plain_text};
use crate::plan::{Align, Table as PlanTable};

/// The grid of `table`; `spans` makes the spans of a paragraph.
pub(super) fn table(table: &PlanTable, spans: impl Fn(&str) -> Vec<Span>) -> Table {
    let columns = table.columns().max(1);
    let rows = table.rows.len();
    let header_rows = usize::from(table.header_rows).min(rows);
    let mut taken = vec![false; columns * rows];
    let mut cells = Vec::new();
    let mut amounts = vec![Amounts::default(); columns];
    for (r, row) in table.rows.iter().enumerate() {
        let mut c = 0;
        for cell in row {
            while c < columns && taken[r * columns + c] {
                c += 1;
            }
            if c >= columns {
                break;
            }
            let mut column_span = usize::from(cell.columns.max(1)).min(columns - c);
            // A span never runs over a cell that hangs down from above.
            while (0..column_span).any(|i| taken[r * columns + c + i]) {
                column_span -= 1;
            }
            let row_span = usize::from(cell.rows.max(1)).min(rows - r);
            for y in r..r + row_span {
                for x in c..c + column_span {
                    taken[y * columns + x] = true;
                }
            }
            let head = cell.head || r < header_rows;
            if !head && column_span == 1 {
                amounts[c].count(&cell.text);
            }
            let align = match cell.align {
                Align::Auto if r < header_rows => Align::Center,
                // Decided when the whole column is known.
                set => set,
            };
            let paragraphs = cell.text.split('\n').map(&spans).collect();
            cells.push(Cell { row: r, column: c, row_span, column_span, head, align, paragraphs });
            c += column_span;
        }
        // What a row leaves open is an empty cell, so that every rule is drawn.
        for c in 0..columns {
            if !taken[r * columns + c] {
                taken[r * columns + c] = true;
                let head = r < header_rows;
                cells.push(Cell { row: r, column: c, row_span: 1, column_span: 1, head, align: Align::Left, paragraphs: vec![Vec::new()] });
            }
        }
    }
    for cell in &mut cells {
        if cell.align == Align::Auto {
            let right = !cell.head
                && cell.column_span == 1
                && amounts[cell.column].rule(header_rows > 0)
                && ends_in_amount(&plain_text(&cell.paragraphs.concat()));
            cell.align = if right { Align::Right } else { Align::Left };
        }
    }
    cells.sort_by_key(|cell| (cell.row, cell.column));
    let widths = if table.widths.len() == columns { table.widths.iter().map(|w| u32::from(*w).max(1)).collect() } else { Vec::new() };
    let caption = if table.caption.is_empty() { Vec::new() } else { spans(&table.caption) };
    Table { caption, columns, rows, header_rows, widths, landscape: table.landscape, nested: false, cells }
}

/// How the lines of each cell are set, by row and column: what is left to the program is decided.
pub fn alignments(table: &PlanTable) -> BTreeMap<(usize, usize), Align> {
    let grid = self::table(table, |text| vec![Span::plain(text)]);
    grid.cells.iter().map(|cell| ((cell.row, cell.column), cell.align)).collect()
}

/// How many cells of a column hold amounts. Amounts are set right where they rule their column; a lone
/// 「30 名」 among the texts of a form stands left like its neighbours.
#[derive(Clone, Copy, Default)]
struct Amounts {
    amounts: usize,
    texts: usize,
}

impl Amounts {
    fn count(&mut self, text: &str) {
        let text = text.trim();
        if is_amount(text) {
            self.amounts += 1;
        } else if !text.is_empty() && !is_dash(text) {
            self.texts += 1;
        }
    }

    /// Without a head that says so, a single amount makes no column of amounts.
    fn rule(self, headed: bool) -> bool {
        self.amounts > self.texts && (headed || self.amounts > 1)
    }
}

/// A cell with nothing to count.
fn is_dash(text: &str) -> bool {
    matches!(text, "-" | "－" | "―" | "—" | "ー")
}

/// Whether a cell of a column of amounts stands with them: an amount, perhaps with words before it
/// (団体 10,000円), or a dash.
fn ends_in_amount(text: &str) -> bool {
    let text = text.trim();
    is_amount(text) || is_dash(text) || text.rsplit([' ', '\u{3000}']).next().is_some_and(is_amount)
}

/// Whether a cell holds an amount: digits with separators, perhaps a sign before and a short unit
/// behind (55, 2,000円, ▲1.5%, 30 名).
fn is_amount(text: &str) -> bool {
    let text = crate::calendar::half_width(text.trim());
    let body = text.trim_start_matches(['-', '▲', '△', '+', '約']);
    let digits = body.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',' || c == '.');
    let unit = digits.trim();
    digits.len() < body.len()
        && body.starts_with(|c: char| c.is_ascii_digit())
        && unit.chars().count() <= 3
        && !unit.contains(['年', '月', '日', '(', '・', '〜', '～', '-', '/', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Cell as PlanCell;

    #[test]
    fn spans_hang_and_rows_are_filled_up() {
        let cell = PlanCell::new;
        let t = PlanTable {
            header_rows: 1,
            rows: vec![
                vec![PlanCell { rows: 2, ..cell("a") }, PlanCell { columns: 2, ..cell("b") }],
                vec![cell("c"), cell("1,000円")],
                vec![cell("d"), cell("e"), cell("2,000円")],
            ],
            ..PlanTable::default()
        };
        let grid = table(&t, |text| vec![Span::plain(text)]);
        assert_eq!((grid.columns, grid.rows), (3, 3));
        let places: Vec<_> = grid.cells.iter().map(|c| (c.row, c.column, c.row_span, c.column_span)).collect();
        assert_eq!(places, [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1), (2, 0, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1)]);
        assert_eq!(grid.cells[3].align, Align::Right);
        assert_eq!(grid.cells[2].align, Align::Left);
        assert_eq!(grid.cells[0].align, Align::Center);
    }

    #[test]
    fn a_lone_amount_in_a_form_is_no_column_of_them() {
        let cell = PlanCell::new;
        let aligned = |header_rows, rows: Vec<Vec<PlanCell>>| {
            let grid = table(&PlanTable { header_rows, rows, ..PlanTable::default() }, |text| vec![Span::plain(text)]);
            grid.cells.iter().map(|cell| cell.align).collect::<Vec<_>>()
        };
        assert_eq!(aligned(0, vec![vec![cell("参加人数"), cell("30 名")]])[1], Align::Left);
        assert_eq!(aligned(1, vec![vec![cell("県北")], vec![cell("55")]])[1], Align::Right);
        let fees = aligned(
            1,
            vec![vec![cell("会費")], vec![cell("2,000円")], vec![cell("1,000円")], vec![cell("団体 10,000円")], vec![cell("－")]],
        );
        assert!(fees[1..].iter().all(|align| *align == Align::Right));
    }

    #[test]
    fn amounts() {
        for yes in ["55", "2,000円", "▲1.5%", "３０ 名", "-3"] {
            assert!(is_amount(yes), "{yes}");
        }
        for no in ["", "団体 10,000円", "4月", "10:00", "令和7年", "1-2", "第1"] {
            assert!(!is_amount(no), "{no}");
        }
    }
}
