//! Some nodes of a plan for the clipboard: text and HTML as printed, a table of their fields, and the plan
//! file they would be, carried along for other windows of Nendo.
//!
//! Lives here: what other programs get. Does not live here: reading it back (`import::carried`), the
//! clipboard itself. May use: `manuscript`, `range`, `txt`, `markup`; `plan`.
//!
//! Numbers are text, so that they hold wherever they are pasted.

use std::fmt::Write;
use std::sync::Arc;

use super::markup::{base64, escaped};
use super::txt;
use crate::locale::{Lang, text};
use crate::manuscript::{self, Block, BlockKind, Composer, Manuscript, SourceId, Span, SpanStyle};
use crate::plan::{self, Cell, NodeId, Outline, PageStyle, Pictures, Plan, funding_name, resolve_references};

/// Before the carried plan file in the HTML; `import::carried` looks for it.
pub const CARRIED: &str = "<!--nendo-plan ";

/// Some nodes with all below them, as they are printed.
pub struct Printed {
    manuscript: Manuscript,
}

impl Printed {
    /// The nodes `ids` of `plan`.
    pub fn of(plan: &Plan, outline: &Outline, ids: &[NodeId]) -> Self {
        // Only the nodes themselves: no cover, no contents, no lists made from them.
        let style = PageStyle {
            cover: false,
            contents: false,
            new_projects: false,
            goal_matrix: false,
            legend: false,
            year_calendar: false,
            part_break: false,
            ..plan.style
        };
        let plan = Plan { style, preface: Vec::new(), ..plan.clone() };
        let mut manuscript = Composer::new().compose(&plan, outline, &Pictures::default());
        let mut wanted = std::collections::HashSet::new();
        for at in ids.iter().filter_map(|id| outline.position(*id)) {
            let rows = &outline.rows()[at..outline.rows()[at].end as usize];
            wanted.extend(rows.iter().map(|row| SourceId(row.node.id.as_u128())));
        }
        manuscript.blocks.retain(|block| block.source.is_some_and(|source| wanted.contains(&source.id)));
        let least = manuscript.blocks.iter().filter_map(|block| indent(&block.kind)).min().unwrap_or(0);
        for block in &mut manuscript.blocks {
            if least > 0 && indent(&block.kind).is_some() {
                let mut moved = Block::clone(block);
                if let Some(indent) = indent_mut(&mut moved.kind) {
                    *indent -= least;
                }
                *block = Arc::new(moved);
            }
        }
        Self { manuscript }
    }

    /// Numbered and indented text.
    pub fn text(&self) -> String {
        txt::write(&self.manuscript).trim_start_matches('\n').to_owned()
    }

    /// HTML that word processors show as headings, paragraphs and tables, and spreadsheets line by line.
    /// `carried` is the plan file of the nodes.
    pub fn html(&self, carried: &[u8]) -> String {
        let mut out = String::from("<meta charset=\"utf-8\">");
        let _ = write!(out, "{CARRIED}{}-->", base64(carried));
        for block in &self.manuscript.blocks {
            html_block(&mut out, &block.kind);
        }
        out
    }
}

fn indent(kind: &BlockKind) -> Option<u8> {
    match kind {
        BlockKind::Heading { indent, .. }
        | BlockKind::Item { indent, .. }
        | BlockKind::Paragraph { indent, .. }
        | BlockKind::Note { indent, .. }
        | BlockKind::Quote { indent, .. }
        | BlockKind::Figure { indent, .. }
        | BlockKind::Image { indent, .. } => Some(*indent),
        _ => None,
    }
}

fn indent_mut(kind: &mut BlockKind) -> Option<&mut u8> {
    match kind {
        BlockKind::Heading { indent, .. }
        | BlockKind::Item { indent, .. }
        | BlockKind::Paragraph { indent, .. }
        | BlockKind::Note { indent, .. }
        | BlockKind::Quote { indent, .. }
        | BlockKind::Figure { indent, .. }
        | BlockKind::Image { indent, .. } => Some(indent),
        _ => None,
    }
}

fn html_block(out: &mut String, kind: &BlockKind) {
    let mut line = |tag: &str, indent: u8, more: &str, words: &str| {
        let _ = writeln!(out, "<{tag} style=\"margin:0 0 0 {indent}em{more}\">{words}</{tag}>");
    };
    match kind {
        BlockKind::Heading { outline_level, indent, label, separator, text, .. } => {
            let tag = format!("h{}", (*outline_level).clamp(1, 6));
            line(&tag, *indent, "", &format!("{}{}{}", escaped(label), escaped(separator), spans(text)));
        }
        BlockKind::Item { indent, label, separator, text, .. } => {
            line("p", *indent, "", &format!("{}{}{}", escaped(label), escaped(separator), spans(text)));
        }
        BlockKind::Paragraph { indent, first_line_indent, text } => {
            line("p", *indent, if *first_line_indent { ";text-indent:1em" } else { "" }, &spans(text));
        }
        BlockKind::Note { indent, text } => line("p", *indent, ";font-size:smaller", &spans(text)),
        BlockKind::Quote { indent, text, source } => {
            line("p", *indent, "", &spans(text));
            if !source.is_empty() {
                line("p", indent.saturating_add(1), "", &spans(source));
            }
        }
        BlockKind::Figure { indent, trees } => {
            for (depth, words) in trees.iter().flat_map(manuscript::Tree::outline) {
                line("p", indent.saturating_add(u8::try_from(depth).unwrap_or(u8::MAX)), "", &escaped(&words));
            }
        }
        BlockKind::Image { indent, image } => line("p", *indent, "", &format!("［図：{}］", escaped(&image.words()))),
        BlockKind::Table { table, .. } => html_table(out, table),
        _ => {}
    }
}

fn html_table(out: &mut String, table: &manuscript::Table) {
    out.push_str("<table border=\"1\" style=\"border-collapse:collapse\">");
    if !table.caption.is_empty() {
        let _ = write!(out, "<caption>{}</caption>", spans(&table.caption));
    }
    for row in 0..table.rows {
        out.push_str("<tr>");
        for cell in table.row(row) {
            let tag = if cell.head || row < table.header_rows { "th" } else { "td" };
            let span = |name, count| if count > 1 { format!(" {name}=\"{count}\"") } else { String::new() };
            let words: Vec<String> = cell.paragraphs.iter().map(|paragraph| spans(paragraph)).collect();
            let spans = span("colspan", cell.column_span) + &span("rowspan", cell.row_span);
            let _ = write!(out, "<{tag}{spans}>{}</{tag}>", words.join("<br>"));
        }
        out.push_str("</tr>");
    }
    out.push_str("</table>\n");
}

fn spans(text: &[Span]) -> String {
    let one = |span: &Span| match span.style {
        SpanStyle::Strong => format!("<b>{}</b>", escaped(&span.text)),
        SpanStyle::Underlined => format!("<u>{}</u>", escaped(&span.text)),
        // A box is a mark in print; brackets say the same in text.
        SpanStyle::Boxed => format!("［{}］", escaped(&span.text)),
        SpanStyle::Plain => escaped(&span.text),
    };
    text.iter().map(one).collect()
}

/// The nodes `ids` with all below them as a table: a row each, the plan's fields as columns.
pub fn table(outline: &Outline, ids: &[NodeId], lang: Lang) -> plan::Table {
    let keys = [
        "export.column.label",
        "export.column.title",
        "export.column.status",
        "export.column.funding",
        "export.column.lead",
        "export.column.schedule",
        "export.column.budget",
    ];
    let mut rows: Vec<Vec<Cell>> = vec![keys.iter().map(|key| Cell::new(text(lang, key))).collect()];
    for at in ids.iter().filter_map(|id| outline.position(*id)) {
        for row in &outline.rows()[at..outline.rows()[at].end as usize] {
            let node = &row.node;
            let funding: Vec<&str> = node.funding.iter().map(|written| funding_name(written)).collect();
            rows.push(vec![
                Cell::new(row.label.clone()),
                Cell::new(resolve_references(&node.title, outline)),
                Cell::new(node.status.map_or("", |status| status.word())),
                Cell::new(funding.join("、")),
                Cell::new(node.lead.clone()),
                Cell::new(node.schedule.join("\n")),
                Cell::new(node.budget.map_or_else(String::new, |budget| budget.to_string())),
            ]);
        }
    }
    plan::Table { header_rows: 1, rows, ..plan::Table::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Node, Numbering, Role, Status};

    fn sample() -> Plan {
        let mut plan = Plan::new("計画", None);
        plan.numbering = Numbering::Preset("city".into());
        let table = plan::Table {
            header_rows: 1,
            rows: vec![vec![Cell::new("名"), Cell::new("数")], vec![Cell::new("<北>"), Cell::new("1")]],
            ..Default::default()
        };
        let item = Node {
            status: Some(Status::New),
            lead: "地域課".into(),
            schedule: vec!["4月".into(), "10月".into()],
            budget: Some(1200),
            body: vec![plan::Block::Text("本文です。".into()), plan::Block::Table(table)],
            ..Node::new(Role::Item, "見守り")
        };
        let project = Node { children: vec![item.into()], ..Node::new(Role::Project, "支え合い") };
        let part = Node { children: vec![project.into()], ..Node::new(Role::Part, "事業") };
        plan.nodes = vec![Node::new(Role::Part, "方針").into(), part.into()];
        plan
    }

    #[test]
    fn text_and_html_are_numbered_as_printed() {
        let plan = sample();
        let outline = Outline::of(&plan);
        let project = plan.nodes[1].children[0].id;
        let printed = Printed::of(&plan, &outline, &[project]);
        let text = printed.text();
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].starts_with("(1) 支え合い"), "{text}");
        assert!(lines.iter().any(|line| line.trim_start_matches('　').starts_with("①見守り") && line.contains("新規")), "{text}");
        assert!(!text.contains("方針"), "{text}");
        assert!(text.contains("<北>\t1"), "{text}");
        let html = printed.html(b"file");
        assert!(html.contains("(1) 支え合い") && html.contains("<td>&lt;北&gt;</td>") && html.contains("<th>名</th>"), "{html}");
        assert!(html.contains("<!--nendo-plan ZmlsZQ==-->"));
    }

    #[test]
    fn a_table_has_a_row_for_each_node() {
        let plan = sample();
        let table = table(&Outline::of(&plan), &[plan.nodes[1].id], Lang::Ja);
        let texts: Vec<Vec<&str>> = table.rows.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect()).collect();
        assert_eq!(texts[0], ["番号", "事業", "印", "財源", "担当", "実施時期", "予算"]);
        assert_eq!(texts[3], ["①", "見守り", "新規", "", "地域課", "4月\n10月", "1200"]);
        assert_eq!(texts.len(), 4);
    }
}
