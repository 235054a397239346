//! A manuscript as one HTML file: semantic, readable by a screen reader, fit for a web page and a printer.
//!
//! Lives here: the elements of each block and the style sheet. Does not live here: what is said
//! (`manuscript`). Nothing is loaded from elsewhere: no script, no font; pictures stand
//! in the file.

use super::markup::{base64, escaped};
use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::manuscript::{
    Align, Block, BlockKind, Cover, Field, HeadingRank, Image, Manuscript, SourceId, Span, SpanStyle, Table, Tree, plain_text,
};

const STYLE: &str = include_str!("html.css");

/// The HTML of `manuscript`, lines ended by LF.
pub fn write(manuscript: &Manuscript) -> String {
    let mut page = Page {
        out: String::new(),
        lists: Vec::new(),
        headings: Vec::new(),
        anchors: anchors(manuscript),
        named: BTreeSet::new(),
        contents: false,
    };
    let language = if manuscript.info.language.is_empty() { "ja" } else { &manuscript.info.language };
    let title = escaped(&manuscript.info.title);
    let _ = writeln!(page.out, "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">", escaped(language));
    let _ = writeln!(page.out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>");
    if !manuscript.info.author.is_empty() {
        let _ = writeln!(page.out, "<meta name=\"author\" content=\"{}\">", escaped(&manuscript.info.author));
    }
    let _ = writeln!(page.out, "<style>\n{}</style>\n</head>\n<body>\n<main>", STYLE.replace("\r\n", "\n"));
    if !manuscript.mark.is_empty() {
        let _ = writeln!(page.out, "<p class=\"mark\">{}</p>", escaped(&manuscript.mark));
    }
    let titled = manuscript.blocks.iter().any(|block| matches!(block.kind, BlockKind::Title { .. } | BlockKind::Cover(_)));
    if !titled && !title.is_empty() {
        let _ = writeln!(page.out, "<h1>{title}</h1>");
    }
    for block in &manuscript.blocks {
        page.block(block);
    }
    page.close_lists(0);
    page.close_contents();
    page.out.push_str("</main>\n</body>\n</html>\n");
    page.out
}

/// The nodes that a link can lead to.
fn anchors(manuscript: &Manuscript) -> BTreeSet<SourceId> {
    manuscript.blocks.iter().filter_map(|block| anchor(block)).collect()
}

fn anchor(block: &Block) -> Option<SourceId> {
    let generated = if let BlockKind::Heading { anchor, .. } = &block.kind { *anchor } else { None };
    block.source.filter(|source| source.field == Field::Title).map(|source| source.id).or(generated)
}

struct Page {
    out: String,
    /// Nesting and indent of the open lists; the last line of each is open.
    lists: Vec<(u8, u8)>,
    /// Outline levels of the headings around the present place.
    headings: Vec<u8>,
    anchors: BTreeSet<SourceId>,
    /// Nodes whose id is given already: a node may give several blocks.
    named: BTreeSet<SourceId>,
    /// Whether the table of contents is open.
    contents: bool,
}

impl Page {
    fn block(&mut self, block: &Block) {
        if !matches!(block.kind, BlockKind::ContentsEntry { .. }) {
            self.close_contents();
        }
        let id = anchor(block).filter(|id| self.named.insert(*id)).map(|id| format!(" id=\"{}\"", name(id))).unwrap_or_default();
        match &block.kind {
            BlockKind::Cover(cover) => self.cover(cover),
            BlockKind::ContentsTitle { text } => {
                self.close_lists(0);
                let text = self.spans(text);
                let _ = writeln!(self.out, "<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">{text}</h2>\n<ul>");
                self.contents = true;
            }
            BlockKind::ContentsEntry { rank, label, separator, text, target } => {
                let class = match rank {
                    HeadingRank::Part => "part",
                    HeadingRank::Chapter => "chapter",
                    HeadingRank::Project => "project",
                };
                let words = format!("{}{}", escaped(&format!("{label}{}", gap(label, separator))), self.spans(text));
                let _ = writeln!(self.out, "<li class=\"{class}\"><a href=\"#{}\">{words}</a></li>", name(*target));
            }
            BlockKind::Title { text } => self.line("h1", &id, "", text),
            BlockKind::Subtitle { text } => self.line("p", " class=\"subtitle\"", "", text),
            BlockKind::Heading { rank, outline_level, label, separator, text, .. } => {
                self.close_lists(0);
                while self.headings.last().is_some_and(|open| open >= outline_level) {
                    self.headings.pop();
                }
                self.headings.push(*outline_level);
                let tag = format!("h{}", (self.headings.len() + 1).min(6));
                let class = if *rank == HeadingRank::Part { " class=\"part\"" } else { "" };
                self.line(&tag, &format!("{id}{class}"), &format!("{label}{}", gap(label, separator)), text);
            }
            BlockKind::Item { indent, list_level, label, text, .. } => {
                self.open_item(*list_level, *indent);
                let label = match label.as_str() {
                    "" => String::new(),
                    // A bullet brings its own blank.
                    bullet @ ("・" | "･") => format!("<span class=\"label bullet\">{bullet}</span>"),
                    label => format!("<span class=\"label\">{}</span> ", escaped(label)),
                };
                let text = self.spans(text);
                let _ = write!(self.out, "<li{id}>{label}{text}");
            }
            BlockKind::Paragraph { indent, first_line_indent, text } => {
                self.close_lists(*indent);
                let class = if *first_line_indent { " class=\"prose\"" } else { "" };
                self.line("p", &format!("{id}{class}"), "", text);
            }
            BlockKind::Note { indent, text } => {
                self.close_lists(*indent);
                self.line("p", " class=\"note\"", "", text);
            }
            BlockKind::Quote { indent, text, source } => {
                self.close_lists(*indent);
                let (text, by) = (self.spans(text), self.spans(source));
                let by = if by.is_empty() { by } else { format!("<footer>{by}</footer>") };
                let _ = writeln!(self.out, "<blockquote><p>{text}</p>{by}</blockquote>");
            }
            BlockKind::Table { indent, table } => {
                self.close_lists(*indent);
                self.table(table);
            }
            BlockKind::Figure { indent, trees } => {
                self.close_lists(*indent);
                self.out.push_str("<figure>\n<ul class=\"tree\">\n");
                trees.iter().for_each(|tree| self.tree(tree));
                self.out.push_str("</ul>\n</figure>\n");
            }
            BlockKind::Image { indent, image } => {
                self.close_lists(*indent);
                self.image(image);
            }
            BlockKind::PageBreak => self.close_lists(0),
        }
    }

    /// The picture itself stands in the page, so that one file is the whole document.
    fn image(&mut self, image: &Image) {
        let words = escaped(&image.words());
        let width = image.width.map(|percent| format!(" style=\"width:{percent}%\"")).unwrap_or_default();
        self.out.push_str("<figure>\n");
        match &image.picture {
            Ok(picture) => {
                let (across, down) = picture.upright_size();
                let _ = write!(self.out, "<img alt=\"{words}\" width=\"{across}\" height=\"{down}\"{width} src=\"data:");
                let _ = writeln!(self.out, "{};base64,{}\">", picture.format.media_type(), base64(&picture.bytes));
            }
            Err(_) => {
                let _ = writeln!(self.out, "<div class=\"missing\">{words}</div>");
            }
        }
        if !image.caption.is_empty() {
            self.line("figcaption", "", "", &image.caption);
        }
        self.out.push_str("</figure>\n");
    }

    fn line(&mut self, tag: &str, attributes: &str, before: &str, text: &[Span]) {
        let text = self.spans(text);
        let _ = writeln!(self.out, "<{tag}{attributes}>{}{text}</{tag}>", escaped(before));
    }

    fn cover(&mut self, cover: &Cover) {
        self.out.push_str("<header>\n");
        self.line("h1", "", "", &cover.title);
        for text in [&cover.above, &cover.stage, &cover.date, &cover.organization].into_iter().filter(|text| !text.is_empty()) {
            self.line("p", " class=\"subtitle\"", "", text);
        }
        self.out.push_str("</header>\n");
    }

    /// Closes what does not enclose a text indented by so many steps; 0 closes all.
    fn close_lists(&mut self, indent: u8) {
        while self.lists.last().is_some_and(|(_, own)| *own >= indent) {
            self.close_list();
        }
    }

    fn close_list(&mut self) {
        if self.lists.pop().is_some() {
            self.out.push_str("</li>\n</ul>\n");
        }
    }

    /// Makes ready for a list line.
    fn open_item(&mut self, level: u8, indent: u8) {
        while self.lists.last().is_some_and(|(own, _)| *own > level) {
            self.close_list();
        }
        if self.lists.last().is_some_and(|(own, _)| *own == level) {
            self.out.push_str("</li>\n");
        } else {
            self.out.push_str("\n<ul>\n");
            self.lists.push((level, indent));
        }
    }

    fn close_contents(&mut self) {
        if std::mem::take(&mut self.contents) {
            self.out.push_str("</ul>\n</nav>\n");
        }
    }

    fn table(&mut self, table: &Table) {
        self.out.push_str(if table.landscape { "<table class=\"wide\">\n" } else { "<table>\n" });
        if !plain_text(&table.caption).is_empty() {
            self.line("caption", "", "", &table.caption);
        }
        for row in 0..table.rows {
            if row == 0 && table.header_rows > 0 {
                self.out.push_str("<thead>\n");
            }
            if row == table.header_rows {
                self.out.push_str("<tbody>\n");
            }
            self.out.push_str("<tr>");
            for cell in table.cells.iter().filter(|cell| cell.row == row) {
                let tag = if cell.head { "th" } else { "td" };
                let mut attributes = String::new();
                if cell.head {
                    attributes += if row < table.header_rows { " scope=\"col\"" } else { " scope=\"row\"" };
                }
                if cell.column_span > 1 {
                    let _ = write!(attributes, " colspan=\"{}\"", cell.column_span);
                }
                if cell.row_span > 1 {
                    let _ = write!(attributes, " rowspan=\"{}\"", cell.row_span);
                }
                match cell.align {
                    Align::Right => attributes += " class=\"right\"",
                    Align::Center => attributes += " class=\"centre\"",
                    Align::Auto | Align::Left => {}
                }
                let text: Vec<String> = cell.paragraphs.iter().map(|paragraph| self.spans(paragraph)).collect();
                let _ = write!(self.out, "<{tag}{attributes}>{}</{tag}>", text.join("<br>"));
            }
            self.out.push_str("</tr>\n");
            if row + 1 == table.header_rows {
                self.out.push_str("</thead>\n");
            }
        }
        if table.rows > table.header_rows {
            self.out.push_str("</tbody>\n");
        }
        self.out.push_str("</table>\n");
    }

    fn tree(&mut self, tree: &Tree) {
        let lines: Vec<String> = tree.lines.iter().map(|line| escaped(line)).collect();
        let _ = write!(self.out, "<li><span class=\"box\">{}</span>", lines.join("<br>"));
        if !tree.children.is_empty() {
            self.out.push_str("\n<ul>\n");
            tree.children.iter().for_each(|child| self.tree(child));
            self.out.push_str("</ul>\n");
        }
        self.out.push_str("</li>\n");
    }

    fn spans(&self, spans: &[Span]) -> String {
        let mut out = String::new();
        for span in spans {
            let text = escaped(&span.text);
            let text = match span.style {
                SpanStyle::Plain => text,
                SpanStyle::Strong => format!("<strong>{text}</strong>"),
                SpanStyle::Boxed => format!("<span class=\"boxed\">{text}</span>"),
                SpanStyle::Underlined => format!("<u>{text}</u>"),
            };
            match span.link.filter(|target| self.anchors.contains(target)) {
                Some(target) => {
                    let _ = write!(out, "<a href=\"#{}\">{text}</a>", name(target));
                }
                None => out.push_str(&text),
            }
        }
        out
    }
}

/// What stands between a label and its text: never nothing, a reader would take them for one word.
fn gap<'a>(label: &str, separator: &'a str) -> &'a str {
    if separator.is_empty() && !label.is_empty() { " " } else { separator }
}

/// The id of a node's element; an id begins with a letter.
fn name(id: SourceId) -> String {
    format!("n{:x}", id.0)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::manuscript::compose;
    use crate::plan::{Block as Body, Node, Picture, PictureFormat, Pictures, Plan, Role, Table as PlanTable, reference_token};

    fn html(nodes: Vec<Node>) -> String {
        let mut plan = Plan::new("計画 <案>", None);
        plan.style.contents = true;
        plan.nodes = nodes.into_iter().map(Arc::new).collect();
        write(&compose(&plan, &Pictures::none()))
    }

    fn with(children: Vec<Node>, node: Node) -> Node {
        Node { children: children.into_iter().map(Arc::new).collect(), ..node }
    }

    #[test]
    fn every_element_that_opens_closes() {
        let cell = crate::plan::Cell::new;
        let table = PlanTable {
            header_rows: 1,
            rows: vec![vec![cell("区分"), cell("数")], vec![cell("訪問"), cell("12")]],
            ..PlanTable::default()
        };
        let deep = with(vec![Node::new(Role::Item, "孫")], Node::new(Role::Item, "子"));
        let mut project = with(vec![deep, Node::new(Role::Item, "弟")], Node::new(Role::Project, "見守り & 訪問"));
        project.body = vec![Body::Bullet("一".into()), Body::Text("二".into()), Body::Table(table)];
        let figure =
            with(vec![with(vec![Node::new(Role::Item, "理事会")], Node::new(Role::Item, "評議員会"))], Node::new(Role::Figure, "組織図"));
        let html = html(vec![with(vec![project], Node::new(Role::Part, "事業")), figure]);
        let mut open: Vec<&str> = Vec::new();
        for tag in html.split('<').skip(1).filter_map(|rest| rest.split(['>', ' ', '\n']).next()) {
            match tag.strip_prefix('/') {
                Some(closed) => assert_eq!(open.pop(), Some(closed), "{html}"),
                None if matches!(tag, "!DOCTYPE" | "meta" | "br") => {}
                None => open.push(tag),
            }
        }
        assert!(open.is_empty(), "{open:?}");
        for words in [
            "<title>計画 &lt;案&gt;</title>",
            "見守り &amp; 訪問</h3>",
            "<th scope=\"col\" class=\"centre\">区分</th>",
            "class=\"right\">12</td>",
        ] {
            assert!(html.contains(words), "{words}\n{html}");
        }
    }

    #[test]
    fn a_picture_stands_in_the_page_with_its_words() {
        let picture =
            Picture { format: PictureFormat::Png, width: 4, height: 2, orientation: 6, resolution: None, bytes: Arc::from(*b"foo") };
        let pictures: Pictures = [("a.png".to_owned(), Ok(Arc::new(picture)))].into_iter().collect();
        let image = |file: &str, width| Body::Image { file: file.into(), alternative: "\"地図\"".into(), caption: "図1".into(), width };
        let mut plan = Plan::new("t", None);
        plan.preface = vec![image("a.png", Some(50)), image("b.png", None)];
        let html = write(&compose(&plan, &pictures));
        let shown =
            "<figure>\n<img alt=\"&quot;地図&quot;\" width=\"2\" height=\"4\" style=\"width:50%\" src=\"data:image/png;base64,Zm9v\">";
        assert!(html.contains(shown), "{html}");
        assert!(html.contains("<div class=\"missing\">&quot;地図&quot;</div>\n<figcaption>図1</figcaption>"), "{html}");
    }

    #[test]
    fn a_wide_table_asks_for_a_turned_page_and_a_bullet_for_no_blank() {
        let cell = crate::plan::Cell::new;
        let table = PlanTable { landscape: true, rows: vec![vec![cell("月"), cell("行事")]], ..PlanTable::default() };
        let body = vec![Body::Bullet("訪問".into()), Body::Table(table)];
        let html = html(vec![Node { body, ..Node::new(Role::Part, "行事") }]);
        assert!(html.contains("<table class=\"wide\">"), "{html}");
        assert!(html.contains("<span class=\"label bullet\">・</span>訪問"), "{html}");
    }

    #[test]
    fn links_lead_to_an_id_of_the_page() {
        let target = Node::new(Role::Part, "方針");
        let other =
            Node { body: vec![Body::Text(format!("{}による。", reference_token(target.id)))], ..Node::new(Role::Part, "事業") };
        let html = html(vec![target, other]);
        let ids: BTreeSet<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let links: Vec<&str> = html.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(links.len(), 3);
        assert!(links.iter().all(|link| ids.contains(link)), "{html}");
        assert!(!html.contains("http"), "nothing comes from elsewhere");
    }
}
