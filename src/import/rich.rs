//! The HTML that other programs put on the clipboard, as lines and tables.
//!
//! Lives here: headings, paragraphs, lists and tables as Word, LibreOffice, Google Docs and browsers write
//! them. Does not live here: what the lines become (`families`, `tree`); a clipboard that is one range of
//! cells (`range`). May use: `lines`, `range`'s reader of tables and text.
//!
//! Word writes the numbers of its lists as text between conditional comments, so they are kept as typed;
//! HTML's own lists are counted here.

use html5gum::StartTag;

use super::families::Entry;
use super::lines::Line;
use super::range::{self, Reader, Text, attribute, declared};
use super::tags::{self, Tags};
use crate::plan::Table;

/// Stands in a line for the table of that number.
const TABLE_MARK: char = '\u{FDD0}';

/// What a clipboard holds.
#[derive(Default)]
pub(super) struct Rich {
    pub lines: Vec<Line>,
    pub tables: Vec<Table>,
}

impl Rich {
    /// Puts the tables where the entries stand for them.
    pub fn put_into(&mut self, entries: &mut [Entry]) {
        for entry in entries {
            if let Some(table) = self.table_of(&entry.text) {
                *entry = Entry { text: String::new(), label: None, family: None, table: Some(table), ..entry.clone() };
            }
        }
    }

    /// The table a text stands for.
    fn table_of(&mut self, text: &str) -> Option<Table> {
        let number: usize = text.strip_prefix(TABLE_MARK)?.parse().ok()?;
        self.tables.get_mut(number).map(std::mem::take)
    }
}

/// Reads the HTML of a clipboard.
pub(super) fn read(html: &str) -> Rich {
    read_with(fragment(html), RichReader::default())
}

/// Reads a whole page: what leads to its parts is none of them.
pub(super) fn read_page(html: &str) -> Rich {
    read_with(html, RichReader { page: true, ..RichReader::default() })
}

fn read_with(html: &str, mut reader: RichReader) -> Rich {
    tags::run(html, &mut reader);
    reader.flush();
    reader.rich
}

/// What the program marked as copied, where it did; a table around it stays whole.
fn fragment(html: &str) -> &str {
    let Some(start) = html.find("<!--StartFragment-->").map(|at| at + "<!--StartFragment-->".len()) else { return html };
    let end = html.find("<!--EndFragment-->").filter(|end| *end >= start).unwrap_or(html.len());
    let inner = &html[start..end];
    let opens_in_table =
        inner.trim_start().starts_with("<tr") || inner.trim_start().starts_with("<col") || inner.trim_start().starts_with("<td");
    if opens_in_table { html } else { inner }
}

/// A list of HTML's own.
struct List {
    /// The next number; `None` for bullets.
    next: Option<u32>,
    style: ListStyle,
}

#[derive(Clone, Copy)]
enum ListStyle {
    Decimal,
    Letters,
    Circled,
    Katakana,
}

#[derive(Default)]
struct RichReader {
    rich: Rich,
    text: Text,
    /// The depth of the open heading.
    heading: Option<u8>,
    lists: Vec<List>,
    /// What stands before the next text: the label of a list line.
    label: String,
    /// How deep the line stands, from Word's own words.
    word_level: usize,
    /// The marker of a line of one of Word's lists, while it is read: how many elements deep, and its text.
    marker: Option<(usize, String)>,
    /// The open table, and how deep in inner ones.
    table: Option<Reader>,
    table_depth: usize,
    blanks: u32,
    hidden: Option<(Vec<u8>, usize)>,
    /// Whether it is a page of its own.
    page: bool,
    /// Whether a label that is written out is being read.
    written_label: bool,
}

impl Tags for RichReader {
    fn open(&mut self, tag: &StartTag<()>) {
        let name: &[u8] = &tag.name;
        if let Some((hidden, count)) = &mut self.hidden {
            *count += usize::from(hidden == name && !tag.self_closing);
            return;
        }
        if let Some(table) = &mut self.table {
            self.table_depth += usize::from(name == b"table");
            table.open(tag);
            return;
        }
        if range::hides(tag) || self.page && name == b"nav" {
            self.hidden = Some((name.to_vec(), 1));
            return;
        }
        if let Some((depth, _)) = &mut self.marker {
            *depth += usize::from(!tag.self_closing && !range::is_void(name));
            return;
        }
        let style = attribute(tag, b"style").unwrap_or_default();
        if declared(&style, "mso-list").is_some_and(|value| value.eq_ignore_ascii_case("ignore")) {
            self.marker = Some((1, String::new()));
            return;
        }
        match name {
            b"table" => {
                self.flush();
                let mut table = Reader::default();
                table.open(tag);
                (self.table, self.table_depth) = (Some(table), 1);
            }
            // Rows without their table: the copied part began inside of it.
            b"tr" | b"td" | b"th" => {
                self.flush();
                let mut table = Reader::default();
                table.open(tag);
                (self.table, self.table_depth) = (Some(table), 1);
            }
            b"br" => self.flush_line(),
            b"ul" | b"ol" => {
                self.flush();
                let counts = name == b"ol";
                let start = attribute(tag, b"start").and_then(|n| n.trim().parse().ok()).unwrap_or(1);
                let own = attribute(tag, b"type").map(std::borrow::Cow::into_owned);
                let own = own.or_else(|| declared(&style, "list-style-type").map(str::to_owned)).unwrap_or_default();
                self.lists.push(List { next: counts.then_some(start), style: list_style(&own) });
            }
            b"li" => {
                self.flush();
                self.label = self.next_label(&style);
            }
            // A plan's own page writes its labels out: the list counts nothing itself.
            b"span" if self.page && attribute(tag, b"class").is_some_and(|class| class.split(' ').any(|word| word == "label")) => {
                self.label.clear();
                self.written_label = true;
            }
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => {
                self.flush();
                self.heading = Some(name[1] - b'0');
                self.blanks = 1;
            }
            b"p" | b"div" | b"blockquote" | b"section" | b"article" | b"dt" | b"dd" | b"pre" => {
                self.flush();
                if let Some(level) = declared(&style, "mso-outline-level").and_then(|level| level.parse().ok()) {
                    self.heading = Some(level);
                }
                self.word_level = declared(&style, "mso-list").and_then(word_level).unwrap_or(0);
            }
            _ => {}
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
        if let Some(table) = &mut self.table {
            table.close(name);
            if name == b"table" {
                self.table_depth -= 1;
                if self.table_depth == 0 {
                    self.end_table();
                }
            }
            return;
        }
        if let Some((depth, marker)) = &mut self.marker {
            *depth -= 1;
            if *depth == 0 {
                self.label = marker_of(marker);
                self.marker = None;
            }
            return;
        }
        match name {
            b"ul" | b"ol" => {
                self.flush();
                self.lists.pop();
            }
            b"li" => {
                self.flush();
                self.label.clear();
            }
            b"span" if std::mem::take(&mut self.written_label) => self.text.push(" "),
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"p" | b"div" | b"blockquote" | b"section" | b"article" | b"dt" | b"dd"
            | b"pre" => self.flush(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.hidden.is_some() {
            return;
        }
        if let Some(table) = &mut self.table {
            table.text(text);
        } else if let Some((_, marker)) = &mut self.marker {
            marker.push_str(text);
        } else {
            self.text.push(text);
        }
    }
}

impl RichReader {
    /// The label of the next line of the innermost list.
    fn next_label(&mut self, style: &str) -> String {
        let depth = self.lists.len();
        let Some(list) = self.lists.last_mut() else { return String::new() };
        if declared(style, "list-style-type").is_some_and(|value| value == "none") {
            return String::new();
        }
        let Some(number) = &mut list.next else { return "・".to_owned() };
        let label = match list.style {
            ListStyle::Decimal => format!("{number}. "),
            ListStyle::Letters => format!("{}) ", char::from(b'a' + u8::try_from((*number - 1) % 26).unwrap_or(0))),
            ListStyle::Circled if *number <= 20 => char::from_u32(0x245F + *number).map_or_else(String::new, |c| format!("{c} ")),
            ListStyle::Circled => format!("({number}) "),
            ListStyle::Katakana => "アイウエオカキクケコサシスセソタチツテト"
                .chars()
                .nth(usize::try_from(*number - 1).unwrap_or(0))
                .map_or_else(|| format!("{number}. "), |c| format!("{c} ")),
        };
        *number = number.saturating_add(1).max(1);
        debug_assert!(depth > 0);
        label
    }

    /// The end of a paragraph.
    fn flush(&mut self) {
        self.flush_line();
        (self.heading, self.word_level) = (None, 0);
    }

    /// The end of a line within a paragraph.
    fn flush_line(&mut self) {
        let text = std::mem::take(&mut self.text).finish();
        let label = std::mem::take(&mut self.label);
        if text.is_empty() {
            self.label = label;
            return;
        }
        let depth = self.lists.len().max(self.word_level);
        let text = text.replace('\n', " ");
        let text = text.trim_matches(|c: char| c.is_whitespace()).to_owned();
        if text.is_empty() {
            return;
        }
        self.push(format!("{label}{text}"), 2 * depth.saturating_sub(1));
    }

    fn push(&mut self, text: String, indent: usize) {
        let number = u32::try_from(self.rich.lines.len() + 1).unwrap_or(u32::MAX);
        self.rich.lines.push(Line {
            number,
            blanks: std::mem::take(&mut self.blanks),
            indent,
            text,
            heading: self.heading,
            quote: false,
            verbatim: false,
            breaks: false,
            alone: false,
        });
    }

    fn end_table(&mut self) {
        let Some(table) = self.table.take().and_then(Reader::whole) else { return };
        self.blanks = 1;
        // A table of one cell only stands there for its frame.
        if table.rows.iter().map(Vec::len).sum::<usize>() == 1 {
            for line in table.rows.into_iter().flatten().flat_map(|cell| cell.text.lines().map(str::to_owned).collect::<Vec<_>>()) {
                if !line.trim().is_empty() {
                    self.push(line.trim().to_owned(), 0);
                }
            }
        } else {
            self.push(format!("{TABLE_MARK}{}", self.rich.tables.len()), 0);
            self.rich.tables.push(table);
        }
        self.blanks = 1;
    }
}

fn list_style(name: &str) -> ListStyle {
    match name {
        "a" | "A" | "lower-alpha" | "upper-alpha" | "lower-latin" | "upper-latin" => ListStyle::Letters,
        "katakana" | "katakana-iroha" | "aiueo" => ListStyle::Katakana,
        name if name.contains("circled") => ListStyle::Circled,
        _ => ListStyle::Decimal,
    }
}

/// `l0 level2 lfo1`: the second level.
fn word_level(value: &str) -> Option<usize> {
    value.split_ascii_whitespace().find_map(|word| word.strip_prefix("level")).and_then(|level| level.parse().ok())
}

/// A marker as the importer reads it: signs of symbol fonts are bullets.
fn marker_of(marker: &str) -> String {
    let marker: String = marker.trim_matches(|c: char| c.is_whitespace() || c == '\u{A0}').to_owned();
    let mut chars = marker.chars();
    match (chars.next(), chars.next()) {
        (None, _) => String::new(),
        (
            Some('·' | 'o' | '§' | 'l' | 'n' | 'u' | 'Ø' | 'ü' | 'v' | '•' | '●' | '■' | '◆' | '➢' | '▪' | '・' | '\u{F000}'..='\u{F0FF}'),
            None,
        ) => "・".to_owned(),
        _ => format!("{marker} "),
    }
}
