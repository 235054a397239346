//! A manuscript in typst's language: the same words, headings, lists and tables, set as typst sets them.

use std::fmt::Write as _;

use nendo::manuscript::{BlockKind, Manuscript, Span, Table, Tree, plain_text};

const HEAD: &str = r##"#set page(paper: "a4", margin: (x: 25mm, top: 25mm, bottom: 22mm), numbering: "1")
#set text(lang: "ja", font: "BIZ UDMincho", size: 10.5pt)
#set par(justify: true, leading: 7.5pt)
#show heading: set text(font: "BIZ UDGothic")
#show table: set text(size: 9.5pt)
"##;

/// The source text.
pub fn source(manuscript: &Manuscript) -> String {
    let mut out = HEAD.to_owned();
    let _ = writeln!(out, "#set document(title: {})", string(&manuscript.info.title));
    for block in &manuscript.blocks {
        add(&block.kind, &mut out);
    }
    out
}

fn add(block: &BlockKind, out: &mut String) {
    let _ = match block {
        BlockKind::Cover(cover) => {
            let lines = [&cover.above, &cover.title, &cover.stage, &cover.date, &cover.organization].map(|line| words(line));
            writeln!(out, "#page(numbering: none)[#align(center)[{}]]", lines.map(|line| format!("#{line}#parbreak()")).concat())
        }
        BlockKind::ContentsTitle { .. } => writeln!(out, "#outline()\n#pagebreak()"),
        BlockKind::Title { text } | BlockKind::Subtitle { text } => writeln!(out, "#align(center, text(size: 14pt, {}))", words(text)),
        BlockKind::Heading { outline_level, label, separator, text, .. } => {
            writeln!(out, "#heading(level: {outline_level}, {})", string(&format!("{label}{separator}{}", plain_text(text))))
        }
        BlockKind::Item { indent, label, separator, text, .. } => {
            let item = format!("{label}{separator}{}", plain_text(text));
            writeln!(out, "#pad(left: {indent}em, par(hanging-indent: 1em, {}))", string(&item))
        }
        BlockKind::Paragraph { indent, text, .. } => writeln!(out, "#pad(left: {indent}em, par(first-line-indent: 1em, {}))", words(text)),
        BlockKind::Note { indent, text } => writeln!(out, "#pad(left: {indent}em, text(size: 9pt, {}))", words(text)),
        BlockKind::Quote { text, source, .. } => writeln!(out, "#quote(block: true, attribution: {}, {})", words(source), words(text)),
        BlockKind::Table { table, .. } => writeln!(out, "{}", self::table(table)),
        BlockKind::Figure { trees, .. } => {
            let lines = trees.iter().flat_map(Tree::outline).map(|(depth, line)| format!("#pad(left: {depth}em, {})\n", string(&line)));
            writeln!(out, "{}", lines.collect::<String>())
        }
        // typst makes the contents of its own headings; the rest holds no words.
        _ => Ok(()),
    };
}

fn table(table: &Table) -> String {
    let mut out = format!("#table(columns: {},\n", table.columns.max(1));
    for cell in &table.cells {
        let text: Vec<String> = cell.paragraphs.iter().map(|paragraph| plain_text(paragraph)).collect();
        let _ = writeln!(
            out,
            " table.cell(x: {}, y: {}, colspan: {}, rowspan: {}, {}),",
            cell.column,
            cell.row,
            cell.column_span,
            cell.row_span,
            string(&text.join("\n"))
        );
    }
    out + ")"
}

fn words(spans: &[Span]) -> String {
    string(&plain_text(spans))
}

/// A string literal.
fn string(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
