//! A manuscript of tables as a workbook of one sheet: the old/new table to sort through, to filter and to print.
//!
//! Lives here: the cells of each block, widths, the print set-up. Does not live here: what is said (`manuscript`).
//! A cell whose words are partly underlined is a rich string. No merged cells in tables: rows can be filtered and sorted.

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, FormatUnderline, Workbook, Worksheet, XlsxError,
};

use crate::locale::Message;
use crate::manuscript::{Align, BlockKind, Cell, Footer, Manuscript, Millimetres, PageSetup, Span, SpanStyle, Table, plain_text};

/// All columns together are as wide as this many half-width characters.
const ALL_COLUMNS: f64 = 148.0;
/// A table of two columns is narrower, so that amounts stand near their names.
const TWO_COLUMNS: [f64; 2] = [64.0, 24.0];
/// A line of a cell, and what a row has besides, in points.
const LINE_HEIGHT: f64 = 12.0;
const AIR: f64 = 3.0;
/// A spreadsheet shows no row higher than 409 points.
const MOST_LINES: usize = 28;
const LEAST_ROOM: usize = 4;
/// Each full-width character is as wide as the others: how many lines a cell takes can be told.
const FONT: &str = "BIZ UDGothic";

/// The workbook of `manuscript`, dated by the plan's day.
///
/// # Errors
/// Says why no workbook was made.
pub fn write(manuscript: &Manuscript, date: Option<NaiveDate>) -> Result<Vec<u8>, Message> {
    made(manuscript, date).map_err(|e| Message::new("export.workbook").with("reason", e))
}

fn made(manuscript: &Manuscript, date: Option<NaiveDate>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let day = match date {
        Some(day) => {
            let small = |number: u32| u8::try_from(number).unwrap_or(1);
            ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or(1900), small(day.month()), small(day.day()))?
        }
        None => ExcelDateTime::from_ymd(2000, 1, 1)?,
    };
    let info = &manuscript.info;
    book.set_properties(&DocProperties::new().set_title(&info.title).set_author(&info.author).set_creation_datetime(&day));
    let mut sheet = Sheet { sheet: book.add_worksheet(), row: 0, columns: columns(manuscript), room: Vec::new(), heads: None };
    sheet.sheet.set_name("新旧対照表")?;
    sheet.widths(manuscript)?;
    for block in &manuscript.blocks {
        sheet.block(&block.kind)?;
    }
    sheet.printed(manuscript)?;
    book.save_to_buffer()
}

/// How many columns the widest table has.
fn columns(manuscript: &Manuscript) -> u16 {
    tables(manuscript).map(|table| column(table.columns)).max().unwrap_or(1).max(1)
}

fn tables(manuscript: &Manuscript) -> impl Iterator<Item = &Table> {
    manuscript.blocks.iter().filter_map(|block| if let BlockKind::Table { table, .. } = &block.kind { Some(table) } else { None })
}

fn column(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

fn base() -> Format {
    Format::new().set_font_name(FONT).set_font_size(10)
}

struct Sheet<'a> {
    sheet: &'a mut Worksheet,
    row: u32,
    columns: u16,
    /// How many half-width characters a line of each column holds.
    room: Vec<usize>,
    /// The head rows of the first table and its last row.
    heads: Option<(u32, u32, u32)>,
}

impl Sheet<'_> {
    fn widths(&mut self, manuscript: &Manuscript) -> Result<(), XlsxError> {
        let widest = tables(manuscript).max_by_key(|table| table.columns);
        let shares = widest.map(|table| table.widths.clone()).filter(|widths| widths.len() == usize::from(self.columns));
        let all: u32 = shares.iter().flatten().sum();
        for at in 0..self.columns {
            let width = match (&shares, self.columns) {
                (Some(shares), _) => ALL_COLUMNS * f64::from(shares[usize::from(at)]) / f64::from(all.max(1)),
                (None, 2) => TWO_COLUMNS[usize::from(at)],
                (None, columns) => ALL_COLUMNS / f64::from(columns),
            };
            self.sheet.set_column_width(at, width)?;
            // Less the air at both sides; the type is a little wider than the one that widths are counted in.
            self.room.push(((width * 1.03) as usize).saturating_sub(1).max(LEAST_ROOM));
        }
        Ok(())
    }

    fn block(&mut self, kind: &BlockKind) -> Result<(), XlsxError> {
        match kind {
            BlockKind::Title { text } => self.across(&plain_text(text), &base().set_bold().set_font_size(15)),
            BlockKind::Subtitle { text } => self.across(&plain_text(text), &base()),
            BlockKind::Heading { label, separator, text, .. } => {
                self.row += 1;
                self.line(&format!("{label}{separator}{}", plain_text(text)), &base().set_bold().set_font_size(12))
            }
            BlockKind::Item { label, separator, text, indent, .. } => {
                let blanks = "　".repeat(usize::from(indent.saturating_sub(1)));
                self.line(&format!("{blanks}{label}{separator}{}", plain_text(text)), &base())
            }
            BlockKind::Paragraph { text, .. } => self.line(&plain_text(text), &base()),
            BlockKind::Note { text, .. } | BlockKind::Quote { text, .. } => self.note(&plain_text(text)),
            BlockKind::Table { table, .. } => self.table(table),
            // None of them stands in a table of changes.
            BlockKind::Cover(_)
            | BlockKind::ContentsTitle { .. }
            | BlockKind::ContentsEntry { .. }
            | BlockKind::Figure { .. }
            | BlockKind::Image { .. }
            | BlockKind::PageBreak => Ok(()),
        }
    }

    /// A line centred over all columns.
    fn across(&mut self, text: &str, format: &Format) -> Result<(), XlsxError> {
        let format = format.clone().set_align(FormatAlign::CenterAcross);
        self.sheet.write_string_with_format(self.row, 0, text, &format)?;
        for at in 1..self.columns {
            self.sheet.write_blank(self.row, at, &format)?;
        }
        self.row += 1;
        Ok(())
    }

    /// A line that may run over the cells beside it.
    fn line(&mut self, text: &str, format: &Format) -> Result<(), XlsxError> {
        self.sheet.write_string_with_format(self.row, 0, text, format)?;
        self.row += 1;
        Ok(())
    }

    /// A note over all columns with as many lines as it needs.
    fn note(&mut self, text: &str) -> Result<(), XlsxError> {
        let format = base().set_font_size(9).set_text_wrap().set_align(FormatAlign::Top);
        if self.columns > 1 {
            self.sheet.merge_range(self.row, 0, self.row, self.columns - 1, text, &format)?;
            let letters: usize = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
            // A spreadsheet does not fit the height of merged cells by itself.
            let lines = letters.div_ceil(ALL_COLUMNS as usize).max(1);
            self.sheet.set_row_height(self.row, 13.0 * f64::from(u32::try_from(lines).unwrap_or(1)))?;
            self.row += 1;
            return Ok(());
        }
        self.line(text, &format)
    }

    fn table(&mut self, table: &Table) -> Result<(), XlsxError> {
        self.row += u32::from(self.heads.is_none());
        let first = self.row;
        let mut last_head = first;
        let room = self.rooms(table);
        for row in 0..table.rows {
            let cells = table.row(row);
            let room_of = |cell: &Cell| room.iter().skip(cell.column).take(cell.column_span).sum::<usize>();
            // A row that is higher than a spreadsheet shows goes on in the next one.
            let parts: Vec<Vec<Paragraphs>> = cells.iter().map(|cell| parts(&cell.paragraphs, room_of(cell))).collect();
            for part in 0..parts.iter().map(Vec::len).max().unwrap_or(1).max(1) {
                let mut most = 1;
                for (cell, parts) in cells.iter().zip(&parts) {
                    let own = parts.get(part).map_or(&[][..], Vec::as_slice);
                    most = most.max(own.iter().map(|spans| lines(spans, room_of(cell))).sum());
                    self.cell(cell, own, table)?;
                }
                self.sheet.set_row_height(self.row, LINE_HEIGHT * f64::from(u32::try_from(most).unwrap_or(1)) + AIR)?;
                if row < table.header_rows {
                    last_head = self.row;
                }
                self.row += 1;
            }
        }
        if self.heads.is_none() && table.header_rows > 0 {
            self.heads = Some((first, last_head, self.row - 1));
        }
        Ok(())
    }

    /// How many half-width characters a line of each column holds.
    fn rooms(&self, table: &Table) -> Vec<usize> {
        (0..table.columns).map(|at| self.room.get(at).copied().unwrap_or(LEAST_ROOM)).collect()
    }

    fn cell(&mut self, cell: &Cell, words: &[Vec<Span>], table: &Table) -> Result<(), XlsxError> {
        let whole = cell.column_span > 1 && cell.column_span == table.columns;
        let align = match cell.align {
            Align::Center => FormatAlign::Center,
            Align::Right => FormatAlign::Right,
            Align::Left | Align::Auto => FormatAlign::Left,
        };
        let mut format = base().set_border(FormatBorder::Thin).set_align(align).set_align(FormatAlign::Top);
        // What stands over all columns is not wrapped within the first.
        if !whole {
            format = format.set_text_wrap();
        }
        if cell.head {
            format = format.set_bold().set_background_color(Color::RGB(0x00E6_E6E6));
        }
        self.words(self.row, column(cell.column), words, cell.head, &format)?;
        for beside in 1..cell.column_span {
            self.sheet.write_blank(self.row, column(cell.column + beside), &format)?;
        }
        Ok(())
    }

    /// The words of a cell; partly underlined ones as a rich string.
    fn words(&mut self, row: u32, column: u16, words: &[Vec<Span>], head: bool, format: &Format) -> Result<(), XlsxError> {
        let pieces = pieces(words);
        let font = if head { base().set_bold() } else { base() };
        let marked = font.clone().set_underline(FormatUnderline::Single);
        match pieces.as_slice() {
            [] => self.sheet.write_blank(row, column, format)?,
            [(false, text)] => self.sheet.write_string_with_format(row, column, text, format)?,
            [(true, text)] => {
                let format = format.clone().set_underline(FormatUnderline::Single);
                self.sheet.write_string_with_format(row, column, text, &format)?
            }
            several => {
                let rich: Vec<(&Format, &str)> =
                    several.iter().map(|(underlined, text)| (if *underlined { &marked } else { &font }, text.as_str())).collect();
                self.sheet.write_rich_string_with_format(row, column, &rich, format)?
            }
        };
        Ok(())
    }

    /// How the sheet is printed and stays in sight: the head of the table on every page and over every screen.
    fn printed(&mut self, manuscript: &Manuscript) -> Result<(), XlsxError> {
        let setup = &manuscript.setup;
        // A page of counts has several tables, none of which is to be filtered.
        if let Some((first, last_head, last)) = self.heads.filter(|_| tables(manuscript).count() == 1) {
            self.sheet.set_freeze_panes(last_head + 1, 0)?;
            self.sheet.set_repeat_rows(first, last_head)?;
            if last > last_head {
                self.sheet.autofilter(last_head, 0, last, self.columns - 1)?;
            }
        }
        if setup.width.0 > setup.height.0 {
            self.sheet.set_landscape();
        }
        let inches = |length: Millimetres| f64::from(length.0) / 2540.0;
        let (top, bottom) = (inches(setup.top_margin), inches(setup.bottom_margin));
        self.sheet.set_margins(inches(setup.left_margin), inches(setup.right_margin), top, bottom, top / 2.0, bottom / 2.0);
        self.sheet.set_paper_size(paper(setup)).set_print_fit_to_pages(1, 0).set_print_center_horizontally(true);
        let foot = match manuscript.footer {
            Footer::None => "",
            Footer::Dashed => "&C－ &P －",
            Footer::Plain => "&C&P",
            Footer::OfTotal => "&C&P / &N",
        };
        if !foot.is_empty() {
            self.sheet.set_footer(foot);
        }
        Ok(())
    }
}

/// The number by which spreadsheets know a paper.
fn paper(setup: &PageSetup) -> u8 {
    match setup.width.0.max(setup.height.0) {
        42_000 => 8,
        36_400 => 12,
        25_700 => 13,
        21_000 => 11,
        _ => 9,
    }
}

type Paragraphs = Vec<Vec<Span>>;

fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// How many lines a paragraph takes.
fn lines(spans: &[Span], room: usize) -> usize {
    spans.iter().map(|span| width(&span.text)).sum::<usize>().div_ceil(room.max(1)).max(1)
}

/// The paragraphs of a cell in parts that a row can show.
fn parts(paragraphs: &[Vec<Span>], room: usize) -> Vec<Paragraphs> {
    let mut parts: Vec<Paragraphs> = Vec::new();
    let mut used = MOST_LINES;
    for paragraph in paragraphs {
        for piece in short(paragraph, room * MOST_LINES) {
            let own = lines(&piece, room);
            if used + own > MOST_LINES {
                parts.push(Vec::new());
                used = 0;
            }
            used += own;
            if let Some(part) = parts.last_mut() {
                part.push(piece);
            }
        }
    }
    parts
}

/// A paragraph cut where it is wider than `most`.
fn short(spans: &[Span], most: usize) -> Vec<Vec<Span>> {
    if spans.iter().map(|span| width(&span.text)).sum::<usize>() <= most {
        return vec![spans.to_vec()];
    }
    let mut out = vec![Vec::new()];
    let mut used = 0;
    for span in spans {
        let mut text = String::new();
        for c in span.text.chars() {
            let own = if c.is_ascii() { 1 } else { 2 };
            if used + own > most {
                if let Some(last) = out.last_mut() {
                    last.push(Span { text: std::mem::take(&mut text), ..span.clone() });
                }
                out.push(Vec::new());
                used = 0;
            }
            used += own;
            text.push(c);
        }
        if let Some(last) = out.last_mut().filter(|_| !text.is_empty()) {
            last.push(Span { text, ..span.clone() });
        }
    }
    out
}

/// The text of a cell in pieces that are underlined or not, paragraphs on lines of their own.
fn pieces(paragraphs: &[Vec<Span>]) -> Vec<(bool, String)> {
    let mut out: Vec<(bool, String)> = Vec::new();
    let mut push = |underlined: bool, text: &str| {
        if text.is_empty() {
            return;
        }
        match out.last_mut() {
            Some(last) if last.0 == underlined || text.trim().is_empty() => last.1.push_str(text),
            _ => out.push((underlined, text.to_owned())),
        }
    };
    for (at, spans) in paragraphs.iter().enumerate() {
        if at > 0 {
            push(false, "\n");
        }
        for span in spans {
            push(span.style == SpanStyle::Underlined, &span.text);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::sync::Arc;

    use super::*;
    use crate::compare::{Options, compare};
    use crate::manuscript::{ComparisonTable, TablePreset, compose_comparison};
    use crate::plan::{Block, Node, Plan, Role};

    fn versions() -> (Plan, Plan) {
        let project = |text: &str| Node { body: vec![Block::Text(text.to_owned())], ..Node::new(Role::Project, "見守り") };
        let mut old = Plan::new("令和7年度事業計画", None);
        old.nodes = vec![Arc::new(Node {
            children: vec![Arc::new(project("月1回訪問する。"))], ..Node::new(Role::Chapter, "地域福祉")
        })];
        let mut new = old.clone();
        let chapter = Arc::make_mut(&mut new.nodes[0]);
        Arc::make_mut(&mut chapter.children[0]).body = vec![Block::Text("月2回訪問する。".to_owned())];
        (old, new)
    }

    fn book(preset: TablePreset) -> Vec<u8> {
        let (old, new) = versions();
        let comparison = compare(&old, &new, &Options::default());
        let options = ComparisonTable { preset, ..ComparisonTable::default() };
        write(&compose_comparison(&old, &new, &comparison, &options), None).expect("a workbook")
    }

    fn part(bytes: &[u8], name: &str) -> String {
        let mut text = String::new();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
        archive.by_name(name).expect("a part").read_to_string(&mut text).expect("text");
        text
    }

    #[test]
    fn changed_words_are_underlined_within_their_cell() {
        let book = book(TablePreset::Changed);
        let strings = part(&book, "xl/sharedStrings.xml");
        let underlined: Vec<&str> =
            strings.split("<u/>").skip(1).filter_map(|rest| rest.split("<t>").nth(1)?.split("</t>").next()).collect();
        assert_eq!(underlined, ["2", "1"], "{strings}");
        let sheet = part(&book, "xl/worksheets/sheet1.xml");
        assert!(
            sheet.contains("state=\"frozen\"") && sheet.contains("<autoFilter") && sheet.contains("orientation=\"landscape\""),
            "{sheet}"
        );
        assert!(part(&book, "xl/workbook.xml").contains("_xlnm.Print_Titles"));
    }

    #[test]
    fn the_same_versions_give_the_same_workbook() {
        for preset in [TablePreset::Full, TablePreset::Changed, TablePreset::Summary] {
            assert!(book(preset) == book(preset));
        }
    }

    #[test]
    fn a_row_that_is_too_high_goes_on_in_the_next() {
        let long = vec![vec![Span::plain("あ".repeat(2000))], vec![Span::plain("い".repeat(100))]];
        let parts = parts(&long, 60);
        assert!(parts.len() > 2, "{}", parts.len());
        assert!(parts.iter().all(|part| part.iter().map(|spans| lines(spans, 60)).sum::<usize>() <= MOST_LINES));
        let text: String = parts.iter().flatten().flatten().map(|span| span.text.as_str()).collect();
        assert_eq!(text.chars().count(), 2100, "nothing is left out");
        assert_eq!(super::parts(&[], 60).len(), 0);
    }
}
