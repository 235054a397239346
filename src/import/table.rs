//! Tables of tabs and of pipes.
//!
//! Lives here: which lines are rows, and the table made of them. Does not live here: which node the
//! table belongs to. May use: `label`; `plan` (tables).

use super::label;
use super::lines::Line;
use crate::plan::{Cell, Table};

/// Cells longer than this are paragraphs: the table is a form, its paragraphs go on lines of their own.
const LONG_CELL: usize = 80;

/// How many of `lines` from the first on are the rows of one table; 0 if the first is none.
pub(super) fn run(lines: &[Line]) -> usize {
    let Some(first) = lines.first().filter(|line| !line.verbatim && line.heading.is_none()) else { return 0 };
    if is_pipe_row(&first.text) {
        return 1 + lines[1..].iter().take_while(|line| line.blanks == 0 && is_pipe_row(&line.text)).count();
    }
    let Some(tabs) = tabs(first) else { return 0 };
    let mut count = 1;
    for line in &lines[1..] {
        match self::tabs(line) {
            Some(own) if line.blanks == 0 || (line.blanks == 1 && own == tabs && tabs > 1) => count += 1,
            _ => break,
        }
    }
    // One line with one tab is text set apart.
    let wide = first.text.split('\t').filter(|cell| !cell.trim().is_empty()).count() > 2;
    if count > 1 || wide { count } else { 0 }
}

/// The tabs between the cells of a row; `None`: no row.
fn tabs(line: &Line) -> Option<usize> {
    if line.verbatim || line.heading.is_some() || !line.text.trim().contains('\t') {
        return None;
    }
    let tabs = line.text.matches('\t').count();
    let first = line.text.split('\t').next().unwrap_or_default().trim();
    // A label and a tab before a title.
    let is_label = tabs == 1
        && (label::dash(&line.text).is_some()
            || label::parse(&format!("{first}　")).is_some_and(|l| !l.weak && first.len() <= l.printed.len() + 3));
    (!is_label).then_some(tabs)
}

fn is_pipe_row(text: &str) -> bool {
    let text = label::dash(text).map_or(text, |end| &text[end..]);
    text.strip_prefix('|').is_some_and(|rest| rest.contains('|'))
}

/// The table of rows `lines`; `is_form`: a meeting's form, with labels beside long values.
pub(super) fn read(lines: &[Line]) -> Option<Table> {
    let pipes = lines.first().is_some_and(|line| is_pipe_row(&line.text));
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut header = 0u16;
    for line in lines {
        let cells = if pipes { pipe_cells(&line.text) } else { line.text.split('\t').map(|cell| cell.trim().to_owned()).collect() };
        if pipes && line.text.contains('-') && cells.iter().all(|cell| !cell.is_empty() && cell.chars().all(|c| matches!(c, '-' | ':'))) {
            header = u16::from(rows.len() == 1);
            continue;
        }
        if cells.iter().any(|cell| !cell.is_empty()) {
            rows.push(cells);
        }
    }
    let filled = |row: &[String]| row.iter().filter(|cell| !cell.is_empty()).count();
    let long = rows.iter().flatten().any(|cell| cell.chars().count() > LONG_CELL);
    let uneven = rows.iter().any(|row| filled(row) != filled(&rows[0]));
    if !pipes && long && uneven {
        return Some(form(&rows));
    }
    let columns = rows.iter().map(|row| row.iter().rposition(|cell| !cell.is_empty()).map_or(0, |at| at + 1)).max()?;
    let even = rows.iter().all(|row| filled(row) == columns);
    if !pipes && rows.len() > 1 && even && columns > 1 {
        header = 1;
    }
    let rows = rows
        .into_iter()
        .map(|mut row| {
            row.resize(columns, String::new());
            row.into_iter().map(Cell::new).collect()
        })
        .collect();
    Some(Table { header_rows: header, rows, ..Table::default() })
}

fn pipe_cells(text: &str) -> Vec<String> {
    let text = label::dash(text).map_or(text, |end| &text[end..]);
    let inner = text.trim_start_matches(' ').strip_prefix('|').unwrap_or(text);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in inner.chars() {
        match c {
            '|' if escaped => cells.last_mut().map(|cell| (cell.pop(), cell.push('|'))).map_or((), |_| ()),
            '|' => cells.push(String::new()),
            c => cells.last_mut().map_or((), |cell| cell.push(c)),
        }
        escaped = c == '\\' && !escaped;
    }
    cells.into_iter().map(|cell| cell.trim().to_owned()).collect()
}

/// A form: label, value, label, value …, the values spread so that every row fills the width.
fn form(rows: &[Vec<String>]) -> Table {
    let rows: Vec<Vec<&String>> = rows.iter().map(|row| row.iter().filter(|cell| !cell.is_empty()).collect()).collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(1);
    let rows = rows
        .into_iter()
        .map(|row| {
            let pairs = row.len() % 2 == 0;
            let values = if pairs { row.len() / 2 } else { row.len() };
            let spare = columns - row.len();
            let count = row.len();
            row.into_iter()
                .enumerate()
                .map(|(at, text)| {
                    let head = pairs && at % 2 == 0;
                    let mut cell = Cell::new(if head { text.clone() } else { paragraphs(text) });
                    cell.head = head;
                    if !head {
                        // The last value takes what the others leave.
                        let share = if at + 1 == count { spare - spare / values * (values - 1) } else { spare / values };
                        cell.columns = u16::try_from(1 + share).unwrap_or(u16::MAX);
                    }
                    cell
                })
                .collect()
        })
        .collect();
    Table { rows, ..Table::default() }
}

/// A long cell's paragraphs: 《…》, ☆, [1G], Q1: each begin one.
fn paragraphs(text: &str) -> String {
    if text.chars().count() <= LONG_CELL {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(' ') {
        let (before, after) = (&rest[..at], &rest[at + 1..]);
        out.push_str(before);
        out.push(if begins_paragraph(after) { '\n' } else { ' ' });
        rest = after;
    }
    out.push_str(rest);
    out
}

fn begins_paragraph(text: &str) -> bool {
    let mut chars = text.chars();
    match chars.next() {
        Some('《' | '☆' | '★' | '・' | '①'..='⑳' | '—') => true,
        Some('[') => chars.next().is_some_and(|c| c.is_ascii_digit()),
        Some('Q' | 'A' | 'Ｑ' | 'Ａ') => chars.next().is_some_and(char::is_numeric),
        Some('1'..='9') => chars.next() == Some('.') && chars.next() == Some(' '),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::lines::split;

    fn cells(text: &str) -> Vec<Vec<String>> {
        let lines = split(text, &mut Vec::new());
        let count = run(&lines);
        read(&lines[..count]).map(|t| t.rows.into_iter().map(|r| r.into_iter().map(|c| c.text).collect()).collect()).unwrap_or_default()
    }

    #[test]
    fn tabs_and_pipes() {
        assert_eq!(cells("名\t北\t南\n数\t1\t2\n\n次\t行"), [["名", "北", "南"], ["数", "1", "2"]]);
        assert_eq!(cells("- | | |\n|---|---|\n| ・料理 | b \\| c |"), [["・料理", "b | c"]]);
        assert_eq!(cells("\t北\t南\n数\t1\t2"), [["", "北", "南"], ["数", "1", "2"]]);
        assert!(cells("1\t基本方針\n本文").is_empty() && cells("・日時\t9月6日").is_empty());
    }

    #[test]
    fn a_form_has_heads_and_paragraphs() {
        let long = "あ".repeat(90);
        let text = format!("場所\t会館\t人数\t30名\n役割\t{long} 《次》{long}\n");
        let lines = split(&text, &mut Vec::new());
        let table = read(&lines[..run(&lines)]).expect("a table");
        assert_eq!(table.columns(), 4);
        assert!(table.rows[1][0].head && table.rows[1][1].columns == 3 && table.rows[1][1].text.contains('\n'));
    }
}
