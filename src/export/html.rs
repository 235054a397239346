//! A manuscript as one HTML file: semantic, readable by a screen reader, fit for a web page and a printer.
//!
//! Lives here: the elements of each block and the style sheet, with the plan's sheet, margins and type size.
//! Does not live here: what is said (`manuscript`). Nothing is loaded from elsewhere: no script, no font; pictures stand
//! in the file.

use super::markup::{base64, escaped};
use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::manuscript::{
    Align, Block, BlockKind, Cell, Cover, Field, HeadingRank, Image, Manuscript, Millimetres, PageSetup, SourceId, Span, SpanStyle, Table,
    Tree, plain_text,
};
use crate::plan::Status;

const STYLE: &str = include_str!("html.css");

/// A table of more columns may be wider than a narrow screen: it can be moved with the keyboard.
const COLUMNS_OF_A_NARROW_SCREEN: usize = 4;
/// Cells with no more characters are kept in one line where there is room.
const SHORT_CELL: usize = 12;
/// The smallest type, in 1/100 mm, a table is printed with to keep its short cells in one line (7.5 pt).
const LEAST_TYPE: usize = 265;

/// The HTML of `manuscript`, lines ended by LF.
pub fn write(manuscript: &Manuscript) -> String {
    let mut page = Page {
        out: String::new(),
        setup: &manuscript.setup,
        lists: Vec::new(),
        headings: Vec::new(),
        anchors: anchors(manuscript),
        named: BTreeSet::new(),
        contents: None,
    };
    let language = if manuscript.info.language.is_empty() { "ja" } else { &manuscript.info.language };
    let title = escaped(&manuscript.info.title);
    let _ = writeln!(page.out, "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">", escaped(language));
    let _ = writeln!(page.out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>");
    if !manuscript.info.author.is_empty() {
        let _ = writeln!(page.out, "<meta name=\"author\" content=\"{}\">", escaped(&manuscript.info.author));
    }
    let _ = writeln!(page.out, "<style>\n{}{}</style>\n</head>\n<body>\n<main>", STYLE.replace("\r\n", "\n"), measures(&manuscript.setup));
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

/// The measures of the plan's pages as a style sheet: the size of the type, and sheet and margins for print.
fn measures(setup: &PageSetup) -> String {
    let (body, mm) = (setup.scale.body, |length: Millimetres| format!("{}mm", f64::from(length.0) / 100.0));
    // A reader's own size stands for the usual type of 10.5 pt.
    let (percent, points) = (f64::from(body.size.0) / 105.0, f64::from(body.size.0) / 1000.0);
    let line = f64::from(body.leading.0) / f64::from(body.size.0.max(1));
    let (width, height) = (mm(setup.width), mm(setup.height));
    let (long, short) = if setup.width.0 > setup.height.0 { (&width, &height) } else { (&height, &width) };
    let margins = [setup.top_margin, setup.right_margin, setup.bottom_margin, setup.left_margin].map(mm).join(" ");
    let (upright, turned) = (mm(measure(setup, false)), mm(measure(setup, true)));
    format!(
        ":root {{ font-size: {percent:.1}%; line-height: {line:.3}; --measure: {upright}; }}\n\
         .wide {{ --measure: {turned}; }}\n\
         @media print {{ :root {{ font-size: {points}pt; }} }}\n\
         @page {{ size: {width} {height}; margin: {margins}; }}\n\
         @page wide {{ size: {long} {short}; }}\n"
    )
}

/// The room between the margins of a page, or of a turned one.
fn measure(setup: &PageSetup, turned: bool) -> Millimetres {
    let sheet = if turned { setup.width.0.max(setup.height.0) } else { setup.width.0 };
    Millimetres(sheet - setup.left_margin.0 - setup.right_margin.0)
}

/// How wide a table must be at least, in the size of its type, if short cells keep in one line or else
/// amounts and words of letters alone.
fn least_width(table: &Table, short_cells: bool) -> usize {
    // In halves, as letters and digits are half as wide; the style sheet says the same of long cells.
    const LEAST_CELL: usize = 6;
    const LEAST_LONG_CELL: usize = 12;
    let width = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let mut columns = vec![LEAST_CELL; table.columns];
    for cell in table.cells.iter().filter(|cell| cell.column_span == 1) {
        for paragraph in &cell.paragraphs {
            let text = plain_text(paragraph);
            let word = |text: &str| text.split(|c: char| !c.is_ascii_graphic()).map(width).max().unwrap_or(0);
            let unbroken = match is_short(paragraph) {
                false => LEAST_LONG_CELL,
                true if short_cells || cell.align == Align::Right => width(&text),
                true => word(&text),
            };
            columns[cell.column] = unbroken.max(columns[cell.column]);
        }
    }
    // Each column has air at both sides.
    columns.into_iter().map(|width| width + 2).sum::<usize>().div_ceil(2)
}

fn is_short(paragraph: &[Span]) -> bool {
    plain_text(paragraph).chars().count() <= SHORT_CELL
}

/// The nodes that a link can lead to.
fn anchors(manuscript: &Manuscript) -> BTreeSet<SourceId> {
    manuscript.blocks.iter().filter_map(|block| anchor(block)).collect()
}

fn anchor(block: &Block) -> Option<SourceId> {
    let generated = if let BlockKind::Heading { anchor, .. } = &block.kind { *anchor } else { None };
    block.source.filter(|source| source.field == Field::Title).map(|source| source.id).or(generated)
}

struct Page<'a> {
    out: String,
    setup: &'a PageSetup,
    /// Nesting and indent of the open lists; the last line of each is open.
    lists: Vec<(u8, u8)>,
    /// Outline levels of the headings around the present place.
    headings: Vec<u8>,
    anchors: BTreeSet<SourceId>,
    /// Nodes whose id is given already: a node may give several blocks.
    named: BTreeSet<SourceId>,
    /// The ranks of the open lists of the table of contents; the last line of each is open.
    contents: Option<Vec<HeadingRank>>,
}

impl Page<'_> {
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
                let _ = writeln!(self.out, "<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">{text}</h2>");
                self.contents = Some(Vec::new());
            }
            BlockKind::ContentsEntry { rank, label, separator, text, target } => {
                self.open_contents(*rank);
                let class = if *rank == HeadingRank::Part { " class=\"part\"" } else { "" };
                let words = format!("{}{}", escaped(&format!("{label}{}", gap(label, separator))), self.spans(text));
                let _ = writeln!(self.out, "<li><a{class} href=\"#{}\">{words}</a>", name(*target));
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

    /// Makes ready for a line of the table of contents.
    fn open_contents(&mut self, rank: HeadingRank) {
        let open = self.contents.get_or_insert_default();
        while open.last().is_some_and(|last| *last > rank) {
            open.pop();
            self.out.push_str("</li>\n</ul>\n");
        }
        if open.last() == Some(&rank) {
            self.out.push_str("</li>\n");
        } else {
            open.push(rank);
            self.out.push_str("<ul>\n");
        }
    }

    fn close_contents(&mut self) {
        if let Some(open) = self.contents.take() {
            open.iter().for_each(|_| self.out.push_str("</li>\n</ul>\n"));
            self.out.push_str("</nav>\n");
        }
    }

    fn table(&mut self, table: &Table) {
        let wide = match (table.nested, table.landscape) {
            (true, _) => " nested",
            (false, true) => " wide",
            (false, false) => "",
        };
        let reached = if table.columns > COLUMNS_OF_A_NARROW_SCREEN {
            let caption = plain_text(&table.caption);
            let name = if caption.is_empty() { "表" } else { &caption };
            format!(" tabindex=\"0\" role=\"region\" aria-label=\"{}\"", escaped(name))
        } else {
            String::new()
        };
        let (needed, room) = (least_width(table, true), usize::try_from(measure(self.setup, table.landscape).0).unwrap_or(0));
        let (tight, ems) = if needed * LEAST_TYPE <= room { ("", needed) } else { (" class=\"tight\"", least_width(table, false)) };
        // The many columns of nested tables are only places for theirs: they share the width as they are told.
        let style = if table.nested { (String::new(), "") } else { (format!(" style=\"--ems:{ems}\""), tight) };
        let _ = writeln!(self.out, "<div class=\"table{wide}\"{reached}>\n<table{}{}>", style.1, style.0);
        if !plain_text(&table.caption).is_empty() {
            self.line("caption", "", "", &table.caption);
        }
        if table.nested {
            let columns = table.shares().into_iter().map(|(count, share)| format!("<col span=\"{count}\" style=\"width:{share:.3}%\">"));
            let _ = writeln!(self.out, "<colgroup>{}</colgroup>", columns.collect::<String>());
        }
        for row in 0..table.rows {
            if row == 0 && table.header_rows > 0 {
                self.out.push_str("<thead>\n");
            }
            if row == table.header_rows {
                self.out.push_str("<tbody>\n");
            }
            self.out.push_str("<tr>");
            for cell in table.row(row) {
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
                let aligned = match cell.align {
                    Align::Right => Some("right"),
                    Align::Center => Some("centre"),
                    Align::Auto | Align::Left => None,
                };
                let short = cell.paragraphs.iter().all(|paragraph| is_short(paragraph));
                let classes: Vec<&str> = aligned.into_iter().chain(short.then_some("short")).collect();
                if !classes.is_empty() {
                    let _ = write!(attributes, " class=\"{}\"", classes.join(" "));
                }
                let text = self.cell(cell, table.nested);
                let _ = write!(self.out, "<{tag}{attributes}>{text}</{tag}>");
            }
            self.out.push_str("</tr>\n");
            if row + 1 == table.header_rows {
                self.out.push_str("</thead>\n");
            }
        }
        if table.rows > table.header_rows {
            self.out.push_str("</tbody>\n");
        }
        self.out.push_str("</table>\n</div>\n");
    }

    /// The paragraphs of a cell; those that hang by their blanks are set off by them as a whole.
    fn cell(&self, cell: &Cell, hanging: bool) -> String {
        let mut out = String::new();
        for (at, paragraph) in cell.paragraphs.iter().enumerate() {
            let blanks = plain_text(paragraph).chars().take_while(|c| *c == '　').count();
            if hanging && blanks > 0 {
                let words = self.spans(paragraph);
                let _ = write!(out, "<div style=\"margin-left:{blanks}em;text-indent:-{blanks}em\">{words}</div>");
            } else {
                let broken = at > 0 && !out.ends_with("</div>");
                out.push_str(if broken { "<br>" } else { "" });
                out.push_str(&self.spans(paragraph));
            }
        }
        out
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
                SpanStyle::Boxed => match Status::ALL.into_iter().find(|status| status.short() == span.text) {
                    Some(status) => format!("<abbr class=\"boxed\" title=\"{}\">{text}</abbr>", status.word()),
                    None => format!("<span class=\"boxed\">{text}</span>"),
                },
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
    fn the_columns_of_a_nested_table_are_as_wide_as_they_are_told() {
        let cell = |column, column_span, text: &str| Cell {
            row: 0,
            column,
            row_span: 1,
            column_span,
            head: false,
            align: Align::Left,
            paragraphs: vec![vec![Span::plain("　担当"), Span::plain(text)], vec![Span::plain("次")]],
        };
        let cells = vec![cell(0, 3, "新"), cell(3, 1, "備考")];
        let (columns, widths) = (4, vec![1, 1, 1, 2]);
        let table = Table { caption: Vec::new(), columns, rows: 1, header_rows: 0, widths, landscape: false, nested: true, cells };
        let mut manuscript = compose(&Plan::new("計画", None), &Pictures::none());
        manuscript.blocks = vec![Arc::new(Block { source: None, kind: BlockKind::Table { indent: 0, table } })];
        let html = write(&manuscript);
        assert!(
            html.contains("<colgroup><col span=\"3\" style=\"width:20.000%\"><col span=\"1\" style=\"width:40.000%\"></colgroup>"),
            "{html}"
        );
        assert!(html.contains("<div style=\"margin-left:1em;text-indent:-1em\">　担当新</div>次</td>"), "{html}");
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
            "<th scope=\"col\" class=\"centre short\">区分</th>",
            "class=\"right short\">12</td>",
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
        assert!(html.contains("<div class=\"table wide\">"), "{html}");
        assert!(html.contains("<span class=\"label bullet\">・</span>訪問"), "{html}");
    }

    #[test]
    fn a_page_is_printed_on_the_sheet_of_the_plan_in_its_type() {
        let mut plan = Plan::new("t", None);
        plan.style.paper = crate::plan::Paper::B5;
        plan.style.base_size = Some(140);
        plan.style.margins.left = Some(30);
        let html = write(&compose(&plan, &Pictures::none()));
        for words in [
            ":root { font-size: 133.3%;",
            "@page { size: 182mm 257mm; margin: 25mm 25mm 22mm 30mm; }",
            "@page wide { size: 257mm 182mm; }",
            "--measure: 127mm;",
        ] {
            assert!(html.contains(words), "{words}\n{html}");
        }
    }

    #[test]
    fn short_cells_stay_whole_where_the_sheet_has_room() {
        let table = |columns: usize, text: &str| {
            let rows = vec![vec![crate::plan::Cell::new(text); columns]];
            let body = vec![Body::Table(PlanTable { rows, ..PlanTable::default() })];
            html(vec![Node { body, ..Node::new(Role::Part, "予定") }])
        };
        // 160 mm at 7.5 pt are 60 characters; each column has one for its borders.
        assert!(table(5, "令和8年度十二月分").contains("<table style=\"--ems:48\">"));
        assert!(table(14, "十二月分").contains("<table class=\"tight\" style=\"--ems:56\">"));
        assert!(table(14, "十二月分").contains("tabindex=\"0\" role=\"region\" aria-label=\"表\""));
        assert!(!table(2, "十二月分").contains("tabindex"));
    }

    #[test]
    fn contents_nest_as_their_headings_do_and_marks_say_their_word() {
        let project = Node { status: Some(Status::New), ..Node::new(Role::Project, "訪問") };
        let mut plan = Plan::new("t", None);
        (plan.style.contents, plan.style.status_marks) = (true, crate::plan::StatusMarks::Boxed);
        plan.nodes = [with(vec![project], Node::new(Role::Part, "事業")), Node::new(Role::Part, "予算")].map(Arc::new).to_vec();
        let html = write(&compose(&plan, &Pictures::none()));
        let nav = html.split("<nav").nth(1).and_then(|rest| rest.split("</nav>").next()).expect("contents");
        let shape: String = nav.split('<').filter_map(|tag| tag.split(['>', ' ']).next()).filter(|t| t.ends_with("ul")).collect();
        assert_eq!(shape, "ulul/ul/ul", "{nav}");
        let word = format!("<abbr class=\"boxed\" title=\"{}\">{}</abbr>", Status::New.word(), Status::New.short());
        assert!(html.contains(&word), "{html}");
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
