//! A range of cells for the clipboard: HTML, and text with tabs for programs that read none.
//!
//! Lives here: what other programs read as cells (`import::range` reads the same). Does not live here:
//! tables of whole documents (`html`), the clipboard itself. May use: `plan`'s tables, `markup`.

use super::markup::escaped;
use crate::plan::{Align, Table};

/// The rows with tabs between their cells; a cell of several lines stands in quotation marks, and places
/// covered by a span are empty.
pub fn tabs(table: &Table) -> String {
    let mut hanging = vec![0u16; table.columns()];
    let mut out = String::new();
    for row in &table.rows {
        let mut cells = row.iter();
        let mut words = Vec::new();
        while words.len() < hanging.len() {
            let column = words.len();
            if hanging[column] > 0 {
                hanging[column] -= 1;
                words.push(String::new());
                continue;
            }
            let Some(cell) = cells.next() else {
                words.push(String::new());
                continue;
            };
            let end = (column + usize::from(cell.columns.max(1))).min(hanging.len());
            hanging[column..end].fill(cell.rows.saturating_sub(1));
            words.push(field(&cell.text));
            words.resize(end, String::new());
        }
        out.push_str(&words.join("\t"));
        out.push('\n');
    }
    out
}

fn field(text: &str) -> String {
    let text = text.replace('\t', " ");
    if text.contains('\n') || text.starts_with('"') { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// Rules round every cell: word processors take a table without them for one without rules.
const TABLE_STYLE: &str = "border-collapse:collapse;border:1px solid #000";
const CELL_STYLE: &str = "border:1px solid #000;padding:2px 5px";

/// The table alone as HTML, ruled.
pub fn html(table: &Table) -> String {
    let mut out = format!("<table border=\"1\" style=\"{TABLE_STYLE}\">");
    if !table.caption.is_empty() {
        out.push_str(&format!("<caption>{}</caption>", escaped(&table.caption)));
    }
    for (index, row) in table.rows.iter().enumerate() {
        out.push_str("<tr>");
        for cell in row {
            let tag = if cell.head || index < usize::from(table.header_rows) { "th" } else { "td" };
            let span = |name, count| if count > 1 { format!(" {name}=\"{count}\"") } else { String::new() };
            let align = match cell.align {
                Align::Auto => "",
                Align::Left => " align=\"left\"",
                Align::Center => " align=\"center\"",
                Align::Right => " align=\"right\"",
            };
            let words: Vec<String> = cell.text.split('\n').map(escaped).collect();
            let spans = span("colspan", cell.columns) + &span("rowspan", cell.rows);
            out.push_str(&format!("<{tag}{spans}{align} style=\"{CELL_STYLE}\">{}</{tag}>", words.join("<br>")));
        }
        out.push_str("</tr>");
    }
    out.push_str("</table>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Cell;

    #[test]
    fn a_range_has_its_places() {
        let wide = Cell { columns: 2, head: true, ..Cell::new("幅 <広>") };
        let tall = Cell { rows: 2, align: Align::Center, ..Cell::new("高") };
        let table = Table { rows: vec![vec![wide, tall], vec![Cell::new("一\n\"二\""), Cell::new("3")]], ..Table::default() };
        assert_eq!(tabs(&table), "幅 <広>\t\t高\n\"一\n\"\"二\"\"\"\t3\t\n");
        let ruled = html(&table);
        assert!(ruled.starts_with(&format!("<table border=\"1\" style=\"{TABLE_STYLE}\">")));
        assert_eq!(ruled.matches(CELL_STYLE).count(), 4, "each cell has its rules");
        assert_eq!(
            ruled.replace(&format!(" style=\"{CELL_STYLE}\""), "").replace(&format!(" border=\"1\" style=\"{TABLE_STYLE}\""), ""),
            "<table><tr><th colspan=\"2\">幅 &lt;広&gt;</th><td rowspan=\"2\" align=\"center\">高</td></tr>\
             <tr><td>一<br>&quot;二&quot;</td><td>3</td></tr></table>"
        );
    }
}
