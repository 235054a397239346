//! A manuscript as plain text: one line a block, indents as full-width spaces, table cells between tabs.

use crate::manuscript::{BlockKind, Manuscript, Table, Tree, plain_text};

/// The text of `manuscript`, lines ended by LF.
pub fn write(manuscript: &Manuscript) -> String {
    let mut out = String::new();
    let mut line = |indent: u8, text: &str| {
        for _ in 0..indent {
            out.push('　');
        }
        out.push_str(text);
        out.push('\n');
    };
    for (at, block) in manuscript.blocks.iter().enumerate() {
        match &block.kind {
            BlockKind::Cover(cover) => {
                let parts = [&cover.above, &cover.title, &cover.stage, &cover.date, &cover.organization];
                for text in parts.into_iter().filter(|text| !text.is_empty()) {
                    line(0, &plain_text(text));
                }
            }
            // A text has no pages to point to.
            BlockKind::ContentsTitle { .. } | BlockKind::ContentsEntry { .. } => {}
            BlockKind::Title { text } | BlockKind::Subtitle { text } => line(0, &plain_text(text)),
            BlockKind::Heading { indent, label, separator, text, outline_level, .. } => {
                if at > 0 && *outline_level <= 2 {
                    line(0, "");
                }
                line(*indent, &format!("{label}{separator}{}", plain_text(text)));
            }
            BlockKind::Item { indent, label, separator, text, .. } => line(*indent, &format!("{label}{separator}{}", plain_text(text))),
            BlockKind::Paragraph { indent, first_line_indent, text } => {
                line(indent.saturating_add(u8::from(*first_line_indent)), &plain_text(text));
            }
            BlockKind::Note { indent, text } => line(*indent, &plain_text(text)),
            BlockKind::Quote { indent, text, source } => {
                line(*indent, &plain_text(text));
                if !source.is_empty() {
                    line(indent.saturating_add(1), &plain_text(source));
                }
            }
            BlockKind::Table { table, .. } => {
                if !table.caption.is_empty() {
                    line(0, &plain_text(&table.caption));
                }
                for row in rows(table) {
                    line(0, &row);
                }
            }
            BlockKind::Figure { indent, trees } => {
                for (depth, text) in trees.iter().flat_map(Tree::outline) {
                    line(indent.saturating_add(u8::try_from(depth).unwrap_or(u8::MAX)), &text);
                }
            }
            BlockKind::Image { indent, image } => {
                line(*indent, &format!("［図：{}］", image.words()));
                if !image.caption.is_empty() {
                    line(*indent, &plain_text(&image.caption));
                }
            }
            BlockKind::PageBreak => {}
        }
    }
    out
}

/// The rows of a table, cells between tabs; what a span covers is left empty.
fn rows(table: &Table) -> Vec<String> {
    let mut rows = vec![vec![String::new(); table.columns]; table.rows];
    for cell in &table.cells {
        let paragraphs: Vec<_> = cell.paragraphs.iter().map(|p| plain_text(p)).collect();
        rows[cell.row][cell.column] = paragraphs.join(" ").replace('\t', " ");
    }
    rows.iter().map(|cells| cells.join("\t").trim_end_matches('\t').to_owned()).collect()
}
