//! A range of cells as other programs put it on the clipboard: HTML or text with tabs.
//!
//! Lives here: what of such a content is a table, and that table. Does not live here: tables in the
//! lines of a document (`table`), the clipboard itself. May use: `plan`'s tables.
//!
//! Spans are taken as they are written, also where they run into each other; whoever keeps the table
//! mends them (`edit::grid`).

use std::borrow::Cow;

use html5gum::StartTag;

use super::tags::{self, Tags};
use crate::plan::{Align, Cell, Table};

/// A range with more places than this stays text: it is a data sheet, not a table of a plan.
const MAX_PLACES: usize = 10_000;
/// Spans wider or taller than this are a slip.
const MAX_SPAN: u16 = 1000;

/// The table that an HTML clipboard holds; `None` where it holds none, several, other text beside it, or
/// one cell alone.
pub fn from_html(html: &str) -> Option<Table> {
    let mut reader = Reader::default();
    tags::run(html, &mut reader);
    reader.finish()
}

/// The table in a text with tabs between cells, as spreadsheets write it: all rows equally long, and more
/// than one word beside another. A cell with line breaks stands in quotation marks.
pub fn from_tabs(text: &str) -> Option<Table> {
    let rows = records(text);
    let columns = rows.first()?.len();
    let told_apart = rows.len() > 1 || columns > 2;
    if columns < 2 || !told_apart || rows.iter().any(|row| row.len() != columns) {
        return None;
    }
    checked(Table { rows: rows.into_iter().map(|row| row.into_iter().map(Cell::new).collect()).collect(), ..Table::default() })
}

/// A table that is worth being one.
fn checked(table: Table) -> Option<Table> {
    let columns = table.columns();
    let fits = table.rows.len().saturating_mul(columns) <= MAX_PLACES;
    let several = table.rows.iter().map(Vec::len).sum::<usize>() > 1;
    let filled = table.rows.iter().flatten().any(|cell| !cell.text.is_empty());
    (fits && several && filled).then_some(table)
}

/// The rows of a text with tabs.
fn records(text: &str) -> Vec<Vec<String>> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut rest = text.strip_suffix('\n').unwrap_or(&text);
    let mut rows = vec![Vec::new()];
    loop {
        let (cell, after) = quoted(rest).unwrap_or_else(|| {
            let end = rest.find(['\t', '\n']).unwrap_or(rest.len());
            (rest[..end].to_owned(), &rest[end..])
        });
        if let Some(row) = rows.last_mut() {
            row.push(cell.trim_matches(|c: char| c.is_ascii_whitespace()).to_owned());
        }
        let mut chars = after.chars();
        match chars.next() {
            None => return rows,
            Some('\n') => rows.push(Vec::new()),
            Some(_) => {}
        }
        rest = chars.as_str();
    }
}

/// The cell in quotation marks at the start of `text`, and what follows it. Marks that do not close
/// before the end of a cell are words like others.
fn quoted(text: &str) -> Option<(String, &str)> {
    let inside = text.strip_prefix('"')?;
    let mut cell = String::new();
    let mut from = 0;
    loop {
        let at = from + inside[from..].find('"')?;
        cell.push_str(&inside[from..at]);
        let after = &inside[at + 1..];
        if after.starts_with('"') {
            cell.push('"');
            from = at + 2;
        } else if after.is_empty() || after.starts_with(['\t', '\n']) {
            return Some((cell, after));
        } else {
            return None;
        }
    }
}

/// Reads the tags of a clipboard.
#[derive(Default)]
pub(super) struct Reader {
    /// The first table, and whether each of its rows is made of headings alone.
    table: Option<Table>,
    head_rows: Vec<bool>,
    /// How deep the present place is in tables; the inner ones are text of their cell.
    depth: usize,
    /// Whether the first table is over.
    over: bool,
    in_thead: bool,
    /// The open cell, its text and whether something asks for alignment.
    cell: Option<Cell>,
    cell_text: Text,
    caption: Option<Text>,
    /// Elements left out with all in them: how many of `hidden_name` are open.
    hidden: Option<(Vec<u8>, usize)>,
    /// There are words outside of the table, or a second table.
    more: bool,
}

impl Tags for Reader {
    fn open(&mut self, tag: &StartTag<()>) {
        let name: &[u8] = &tag.name;
        if let Some((hidden, count)) = &mut self.hidden {
            *count += usize::from(hidden == name && !tag.self_closing);
            return;
        }
        if hides(tag) {
            self.hidden = Some((name.to_vec(), 1));
            return;
        }
        if name == b"table" {
            self.depth += 1;
            match self.depth {
                1 => self.more |= self.over,
                _ => self.cell_text.end_line(),
            }
        }
        if self.depth > 1 {
            self.block(name);
            return;
        }
        match name {
            b"thead" => self.in_thead = true,
            b"tbody" | b"tfoot" => self.in_thead = false,
            b"caption" => self.caption = Some(Text::default()),
            b"tr" => self.row(),
            b"td" | b"th" => self.open_cell(tag, name == b"th"),
            _ => self.block(name),
        }
    }

    fn close(&mut self, name: &[u8]) {
        if let Some((hidden, count)) = &mut self.hidden {
            *count -= usize::from(hidden == name);
            if *count == 0 {
                self.hidden = None;
            }
            return;
        }
        match name {
            b"table" => {
                if self.depth <= 1 {
                    self.close_cell();
                    self.over |= self.table.is_some();
                }
                self.depth = self.depth.saturating_sub(1);
                self.cell_text.end_line();
            }
            _ if self.depth > 1 => self.block(name),
            b"thead" => self.in_thead = false,
            b"caption" => {
                if let Some(caption) = self.caption.take() {
                    self.table.get_or_insert_default().caption = caption.finish().replace('\n', " ");
                }
            }
            b"tr" | b"td" | b"th" => self.close_cell(),
            _ => self.block(name),
        }
    }

    fn text(&mut self, text: &str) {
        if self.hidden.is_some() {
            return;
        }
        if let Some(caption) = &mut self.caption {
            caption.push(text);
        } else if self.cell.is_some() {
            self.cell_text.push(text);
        } else {
            self.more |= text.chars().any(|c| !is_blank(c));
        }
    }
}

impl Reader {
    /// What stands on a line of its own.
    fn block(&mut self, name: &[u8]) {
        let text = self.caption.as_mut().unwrap_or(&mut self.cell_text);
        match name {
            b"br" => text.break_line(),
            b"p" | b"div" | b"ul" | b"ol" | b"li" | b"tr" | b"td" | b"th" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => {
                text.end_line();
            }
            _ => {}
        }
    }

    fn row(&mut self) {
        self.close_cell();
        // A fragment may begin inside of its table.
        self.table.get_or_insert_default().rows.push(Vec::new());
        self.head_rows.push(true);
    }

    fn open_cell(&mut self, tag: &StartTag<()>, head: bool) {
        self.close_cell();
        if self.table.as_ref().is_none_or(|table| table.rows.is_empty()) {
            self.row();
        }
        if let Some(row) = self.head_rows.last_mut() {
            *row &= head || self.in_thead;
        }
        let span = |name| attribute(tag, name).and_then(|n| n.trim().parse().ok()).unwrap_or(1).clamp(1, MAX_SPAN);
        let align = attribute(tag, b"style").and_then(|style| declared(&style, "text-align").map(str::to_owned));
        let align = align.or_else(|| attribute(tag, b"align").map(Cow::into_owned)).unwrap_or_default();
        let align = match align.trim().to_ascii_lowercase().as_str() {
            "center" => Align::Center,
            "right" | "end" => Align::Right,
            "left" | "start" => Align::Left,
            _ => Align::Auto,
        };
        self.cell = Some(Cell { columns: span(b"colspan"), rows: span(b"rowspan"), align, head, ..Cell::new("") });
    }

    fn close_cell(&mut self) {
        let text = std::mem::take(&mut self.cell_text).finish();
        let Some(mut cell) = self.cell.take() else { return };
        // Programs write out what is usual: numbers right, words left.
        let usual = if is_number(&text) { Align::Right } else { Align::Left };
        if cell.align == usual {
            cell.align = Align::Auto;
        }
        cell.text = text;
        if let Some(row) = self.table.as_mut().and_then(|table| table.rows.last_mut()) {
            row.push(cell);
        }
    }

    fn finish(self) -> Option<Table> {
        let alone = !self.more;
        self.whole().filter(|_| alone).and_then(checked)
    }

    /// The table, whatever stands around it.
    pub(super) fn whole(mut self) -> Option<Table> {
        self.close_cell();
        let mut table = self.table?;
        let header_rows = self.head_rows.iter().zip(&table.rows).take_while(|(head, row)| **head && !row.is_empty()).count();
        if header_rows < table.rows.len() {
            table.header_rows = u16::try_from(header_rows).unwrap_or(0);
            table.rows[..header_rows].iter_mut().flatten().for_each(|cell| cell.head = false);
        }
        Some(table)
    }
}

/// Whether an element is left out with all in it.
pub(super) fn hides(tag: &StartTag<()>) -> bool {
    let name: &[u8] = &tag.name;
    let hides = matches!(name, b"style" | b"script" | b"title" | b"xml")
        || attribute(tag, b"style").is_some_and(|s| declares(&s, "display", "none"));
    hides && !tag.self_closing && !is_void(name)
}

pub(super) fn attribute<'a>(tag: &'a StartTag<()>, name: &[u8]) -> Option<Cow<'a, str>> {
    tag.attributes.get(name).map(|value| String::from_utf8_lossy(value))
}

/// The value of a property in a `style` attribute.
pub(super) fn declared<'a>(style: &'a str, property: &str) -> Option<&'a str> {
    let declarations = style.split(';').filter_map(|declaration| declaration.split_once(':'));
    declarations.filter(|(name, _)| name.trim().eq_ignore_ascii_case(property)).map(|(_, value)| value.trim()).next_back()
}

fn declares(style: &str, property: &str, value: &str) -> bool {
    declared(style, property).is_some_and(|have| have.eq_ignore_ascii_case(value))
}

/// Elements that have no end.
pub(super) fn is_void(name: &[u8]) -> bool {
    matches!(
        name,
        b"br" | b"col" | b"img" | b"meta" | b"link" | b"input" | b"hr" | b"wbr" | b"area" | b"base" | b"embed" | b"source" | b"track"
    )
}

/// Blank to HTML, or a blank that keeps a cell from being empty. The full-width space is a character.
fn is_blank(c: char) -> bool {
    c.is_ascii_whitespace() || c == '\u{A0}'
}

fn is_number(text: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    text.chars().any(digit) && text.chars().all(|c| digit(c) || ",.，．-−+%％△▲¥￥() ".contains(c))
}

/// Characters set without blanks between words.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Text as HTML shows it: runs of blanks are one, none at the ends of lines.
#[derive(Default)]
pub(super) struct Text {
    text: String,
    /// Blanks seen since the last character: none, some, some with a line break of the source.
    blanks: Blanks,
}

#[derive(Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Blanks {
    #[default]
    None,
    Wrapped,
    Some,
}

impl Text {
    pub(super) fn push(&mut self, text: &str) {
        for c in text.chars() {
            if is_blank(c) {
                let kind = if matches!(c, '\n' | '\r') { Blanks::Wrapped } else { Blanks::Some };
                // A line of the source that is broken and indented is still only broken.
                self.blanks = if self.blanks == Blanks::None || c == '\u{A0}' { kind } else { self.blanks.min(kind) };
                continue;
            }
            let before = self.text.chars().next_back();
            // Programs wrap long lines of HTML; between Japanese characters that is no blank.
            let wrapped = self.blanks == Blanks::Wrapped && before.is_some_and(is_wide) && is_wide(c);
            if self.blanks != Blanks::None && !wrapped && before.is_some_and(|before| before != '\n') {
                self.text.push(' ');
            }
            self.blanks = Blanks::None;
            if !c.is_control() {
                self.text.push(c);
            }
        }
    }

    /// A line break in the text.
    fn break_line(&mut self) {
        self.blanks = Blanks::None;
        self.text.push('\n');
    }

    /// The end of a paragraph: a line break, unless there is one.
    fn end_line(&mut self) {
        self.blanks = Blanks::None;
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    pub(super) fn finish(self) -> String {
        self.text.trim_matches('\n').to_owned()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(table: &Table) -> Vec<Vec<&str>> {
        table.rows.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect()).collect()
    }

    /// As Excel writes it: the fragment begins inside of the table.
    const EXCEL: &str = r#"<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator content="Microsoft Excel 15">
<style><!--table {mso-displayed-decimal-separator:"\.";} .xl65 {mso-number-format:"\#\,\#\#0"; border:.5pt solid windowtext;}--></style>
</head>
<body link=blue>
<table border=0 cellpadding=0 cellspacing=0 width=216 style='border-collapse:collapse;width:162pt'>
<!--StartFragment-->
 <col width=72 span=3 style='width:54pt'>
 <tr height=25 style='height:18.75pt'>
  <td colspan=2 height=25 class=xl66 width=144 style='height:18.75pt;width:108pt'>地区と　班</td>
  <td class=xl65 width=72>会員数</td>
 </tr>
 <tr height=50>
  <td rowspan=2 class=xl67>北部</td>
  <td class=xl65>花園<br>
    桜台</td>
  <td class=xl65 align=right>1,234</td>
 </tr>
 <tr height=25>
  <td class=xl65>緑ヶ丘<span style='mso-spacerun:yes'>&nbsp; </span>東</td>
  <td class=xl65 align=right>△56</td>
 </tr>
 <tr style='display:none'><td>隠した行</td><td></td><td></td></tr>
<!--EndFragment-->
</table>
</body></html>"#;

    #[test]
    fn excel() {
        let table = from_html(EXCEL).expect("a table");
        assert_eq!(texts(&table), [vec!["地区と　班", "会員数"], vec!["北部", "花園\n桜台", "1,234"], vec!["緑ヶ丘 東", "△56"]].map(|r| r));
        assert_eq!((table.rows[0][0].columns, table.rows[1][0].rows, table.header_rows), (2, 2, 0));
        assert!(table.rows.iter().flatten().all(|cell| cell.align == Align::Auto && !cell.head));
        // Where the clipboard gives the fragment alone.
        let from = EXCEL.find("<!--StartFragment-->").expect("there");
        let fragment = &EXCEL[from..EXCEL.find("<!--EndFragment-->").expect("there")];
        assert_eq!(from_html(fragment), Some(table));
    }

    #[test]
    fn word() {
        let html = "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\"><head><style>\n<!-- p.MsoNormal {margin:0mm;} -->\n</style>\
            <!--[if gte mso 9]><xml><o:OfficeDocumentSettings>x</o:OfficeDocumentSettings></xml><![endif]--></head>\
            <body lang=JA style='tab-interval:42.0pt'><!--StartFragment-->\r\n\
            <table class=MsoTableGrid border=1 cellspacing=0><thead><tr style='mso-yfti-irow:0'>\
            <td width=189 valign=top><p class=MsoNormal align=center style='text-align:center'><b><span lang=EN-US>時期<o:p></o:p></span></b></p></td>\
            <td width=189><p class=MsoNormal>内容<span\r\n lang=EN-US><o:p></o:p></span></p></td></tr></thead>\
            <tr><td style='text-align:center'><p class=MsoNormal><span lang=EN-US>4</span>月</p></td>\
            <td><p class=MsoNormal>住民懇談会を\r\n開き、</p><p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>・<span>&nbsp;&nbsp;</span></span>\
            <![endif]>意見を聞く</p></td></tr>\
            <tr><td><p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p></td><td><p>A &amp; B &lt;C&gt;</p></td></tr>\
            </table>\r\n<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p><!--EndFragment--></body></html>";
        let table = from_html(html).expect("a table");
        assert_eq!(texts(&table), [["時期", "内容"], ["4月", "住民懇談会を開き、\n・ 意見を聞く"], ["", "A & B <C>"]]);
        assert_eq!(table.header_rows, 1);
        assert_eq!(table.rows[1][0].align, Align::Center);
    }

    #[test]
    fn libre_office_calc() {
        let html = "<!DOCTYPE html><html><head><meta http-equiv=\"content-type\" content=\"text/html; charset=utf-8\"/><title></title>\
            <meta name=\"generator\" content=\"LibreOffice 7.4\"/><style type=\"text/css\">body,td { font-family:\"BIZ UDGothic\" }</style></head>\
            <body><table cellspacing=\"0\" border=\"0\"><colgroup width=\"85\"></colgroup><colgroup width=\"85\"></colgroup>\n\t<tr>\n\t\t\
            <td height=\"17\" align=\"left\"><font face=\"BIZ UDGothic\">区分</font></td>\n\t\t<td align=\"right\" sdval=\"12\" sdnum=\"1041;\">12</td>\n\t</tr>\n\t\
            <tr>\n\t\t<td rowspan=3 align=\"center\"><b>計</b></td>\n\t\t<td align=\"left\">3</td>\n\t</tr>\n</table></body></html>";
        let table = from_html(html).expect("a table");
        assert_eq!(texts(&table), [["区分", "12"], ["計", "3"]]);
        let aligns: Vec<Align> = table.rows.iter().flatten().map(|cell| cell.align).collect();
        assert_eq!(aligns, [Align::Auto, Align::Auto, Align::Center, Align::Left]);
    }

    #[test]
    fn heads_captions_and_tables_in_tables() {
        let html = "<table><caption>会費<br>一覧</caption><tr><th>種別<th>額<tr><th>団体<td><table><tr><td>1口<td>千円</table>以上</table>";
        let table = from_html(html).expect("a table");
        assert_eq!((table.caption.as_str(), table.header_rows), ("会費 一覧", 1));
        assert_eq!(texts(&table), [["種別", "額"], ["団体", "1口\n千円\n以上"]]);
        assert!(!table.rows[0][0].head && table.rows[1][0].head && !table.rows[1][1].head);
    }

    #[test]
    fn what_is_no_table_stays_text() {
        for html in [
            "",
            "<p>本文</p>",
            "<p>前の文</p><table><tr><td>a<td>b</table>",
            "<table><tr><td>a<td>b</table>後の文",
            "<table><tr><td>a<td>b</table><table><tr><td>c<td>d</table>",
            "<table><tr><td>一つだけ</td></tr></table>",
            "<table><tr><td>&nbsp;<td></table>",
            "<table></table>",
        ] {
            assert_eq!(from_html(html), None, "{html}");
        }
        let large = format!("<table>{}</table>", "<tr><td>a<td>b".repeat(MAX_PLACES));
        assert_eq!(from_html(&large), None);
        for text in ["", "本文", "一行\n二行", "・日時\t9月6日", "a\tb\nc", "\t\n\t", "a\nb\tc"] {
            assert_eq!(from_tabs(text), None, "{text}");
        }
    }

    #[test]
    fn tabs() {
        let table = from_tabs("地区\t\"花園\n\"\"東\"\"\"\t1,234\r\n\"北\"部\t\t 5 \r\n").expect("a table");
        assert_eq!(texts(&table), [["地区", "花園\n\"東\"", "1,234"], ["\"北\"部", "", "5"]]);
        assert_eq!(texts(&from_tabs("一　行\tで\t三つ").expect("a table")), [["一　行", "で", "三つ"]]);
    }

    proptest! {
        #[test]
        fn no_clipboard_makes_it_panic(pieces in prop::collection::vec(
            prop_oneof![
                Just("<table>"), Just("</table>"), Just("<tr>"), Just("</tr>"), Just("<td colspan=3>"), Just("<th rowspan=99999>"),
                Just("</td>"), Just("<thead>"), Just("<caption>"), Just("</caption>"), Just("<style>"), Just("</style>"), Just("<br>"),
                Just("<tr style='display:none'>"), Just("<!--"), Just("-->"), Just("<![if x]>"), Just("あ"), Just(" \n"), Just("&nbsp"),
                Just("\t"), Just("\""), Just("<p"), Just("</p>"), Just("\u{0}"),
            ], 0..60), noise in any::<String>()) {
            let html = pieces.concat();
            for text in [html.as_str(), &noise, &format!("{html}{noise}")] {
                if let Some(table) = from_html(text).or_else(|| from_tabs(text)) {
                    prop_assert!(table.rows.iter().map(Vec::len).sum::<usize>() > 1);
                }
            }
        }
    }
}
