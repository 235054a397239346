//! The words of a node, line by line, as they are set side by side.

use super::fields::words;
use crate::plan::{Block, Outline, Table, format_amount};

/// What stands between the cells of a row of a table set as a line.
pub const CELL_MARK: &str = " ｜ ";

/// The heading line of a row without its label (title with what stands beside it), then everything else of its
/// own, one line each. References show titles alone, so that renumbering is no change of text.
pub fn words_of(outline: &Outline, at: usize) -> Vec<String> {
    let mut lines = head_lines(outline, at);
    lines.extend(body_lines(outline, at));
    lines
}

/// The lines of a row before its body.
pub(super) fn head_lines(outline: &Outline, at: usize) -> Vec<String> {
    let row = &outline.rows()[at];
    let node = &row.node;
    let mut head = outline.title(row).into_owned();
    if !node.schedule.is_empty() {
        head.push_str(&format!("（{}）", node.schedule.iter().map(|text| words(text, outline)).collect::<Vec<_>>().join("、")));
    }
    for funding in &node.funding {
        head.push_str(&format!("（{funding}）"));
    }
    if let Some(status) = node.status {
        head.push_str(&format!("【{}】", status.word()));
    }
    let mut lines = vec![head];
    lines.extend(node.partner_line().map(|line| format!("〔{line}〕")));
    if !node.lead.is_empty() {
        lines.push(format!("担当：{}", node.lead));
    }
    if !node.goals.is_empty() {
        let goal = |id| outline.row(id).map_or_else(|| "？".to_owned(), |goal| outline.title(goal).into_owned());
        lines.push(format!("重点目標：{}", node.goals.iter().map(|id| goal(*id)).collect::<Vec<_>>().join("、")));
    }
    if let Some(budget) = node.budget {
        lines.push(format!("予算：{}千円", format_amount(budget)));
    }
    lines
}

/// The lines of a row's body alone.
pub fn body_lines(outline: &Outline, at: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for block in &outline.rows()[at].node.body {
        block_lines(block, outline, &mut lines);
    }
    lines
}

pub(super) fn block_lines(block: &Block, outline: &Outline, lines: &mut Vec<String>) {
    match block {
        Block::Text(text) => lines.push(words(text, outline)),
        Block::Circle(text) => lines.push(format!("○{}", words(text, outline))),
        Block::Bullet(text) => lines.push(format!("・{}", words(text, outline))),
        Block::Quote { text, source } => {
            lines.push(format!("「{}」", words(text, outline)));
            lines.extend((!source.is_empty()).then(|| words(source, outline)));
        }
        Block::Table(table) => lines.extend(table_lines(table, outline)),
        Block::Image { file, caption, .. } => {
            let caption = if caption.is_empty() { file.clone() } else { words(caption, outline) };
            lines.push(format!("〔図：{caption}〕"));
        }
    }
}

/// A table as lines: rows stand under each other and cells apart, so that a change of a cell is a change of that
/// cell, and an added row an added line.
pub(super) fn table_lines(table: &Table, outline: &Outline) -> Vec<String> {
    let caption = (!table.caption.is_empty()).then(|| words(&table.caption, outline));
    let row = |cells: &Vec<crate::plan::Cell>| {
        cells.iter().map(|cell| words(&cell.text, outline).replace('\n', " ")).collect::<Vec<_>>().join(CELL_MARK)
    };
    caption.into_iter().chain(table.rows.iter().map(row)).collect()
}
