//! The blocks of a manuscript.

use std::ops::Range;
use std::sync::Arc;

pub use crate::plan::{Align, Picture, PictureError, PictureFormat};

/// The node a block comes from; opaque to layout and export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(pub u128);

/// Which text of the node a block shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The heading line: label, title, marks.
    Title,
    /// Partner note, lead and other details below the title.
    Details,
    /// The block of the body with this index.
    Body(u32),
}

/// Where a block comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Source {
    /// The node.
    pub id: SourceId,
    /// The text of it.
    pub field: Field,
}

/// A block and where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// Where it comes from; `None` for what belongs to the plan as a whole.
    pub source: Option<Source>,
    /// What it is.
    pub kind: BlockKind,
}

/// The rank of a heading in print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HeadingRank {
    /// 部.
    Part,
    /// 章.
    Chapter,
    /// 事業.
    Project,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq)]
pub enum BlockKind {
    /// The cover, a page of its own.
    Cover(Cover),
    /// The heading of the table of contents, which begins on a page of its own.
    ContentsTitle {
        /// Its text.
        text: Vec<Span>,
    },
    /// A line of the table of contents; layout adds the page number.
    ContentsEntry {
        /// The rank of the heading it names.
        rank: HeadingRank,
        /// The heading's label; may be empty.
        label: String,
        /// What stands between label and text.
        separator: String,
        /// The heading's words without its marks.
        text: Vec<Span>,
        /// The node of the heading.
        target: SourceId,
    },
    /// The title of the document, centred.
    Title {
        /// Its text.
        text: Vec<Span>,
    },
    /// A line under the title (organisation, date, stage), centred.
    Subtitle {
        /// Its text.
        text: Vec<Span>,
    },
    /// A heading; it becomes a bookmark.
    Heading {
        /// How it is set.
        rank: HeadingRank,
        /// Nesting of the document structure from 1; bookmarks and tags nest by it.
        outline_level: u8,
        /// Indent in steps.
        indent: u8,
        /// Its label; empty if it has none. The text hangs by label and separator.
        label: String,
        /// What stands between label and text.
        separator: String,
        /// The widest label among its siblings: their texts hang alike.
        widest: String,
        /// The title with its marks.
        text: Vec<Span>,
        /// What links to it call it, where it comes from no node.
        anchor: Option<SourceId>,
        /// Whether something stands below it: it then keeps with the next block.
        leads: bool,
    },
    /// A list line: a label and text that hangs by it.
    Item {
        /// Indent in steps.
        indent: u8,
        /// Nesting among list lines from 1, for the structure of the document.
        list_level: u8,
        /// Its label; may be empty.
        label: String,
        /// What stands between label and text.
        separator: String,
        /// The widest label among its siblings: their texts hang alike.
        widest: String,
        /// Its text.
        text: Vec<Span>,
        /// Whether the line leads further lines below it (it then keeps with the next block).
        leads: bool,
    },
    /// A paragraph.
    Paragraph {
        /// Indent in steps.
        indent: u8,
        /// Whether the first line is indented by one character.
        first_line_indent: bool,
        /// Its text.
        text: Vec<Span>,
    },
    /// A note in small type (partners, lead, goals, budget).
    Note {
        /// Indent in steps.
        indent: u8,
        /// Its text.
        text: Vec<Span>,
    },
    /// A quoted voice.
    Quote {
        /// Indent in steps.
        indent: u8,
        /// The words.
        text: Vec<Span>,
        /// Who said them; may be empty.
        source: Vec<Span>,
    },
    /// A table.
    Table {
        /// Indent in steps.
        indent: u8,
        /// The table.
        table: Table,
    },
    /// Trees drawn as boxes and lines (組織図).
    Figure {
        /// Indent in steps.
        indent: u8,
        /// The trees, side by side.
        trees: Vec<Tree>,
    },
    /// A picture.
    Image {
        /// Indent in steps.
        indent: u8,
        /// The picture.
        image: Image,
    },
    /// Starts a new page.
    PageBreak,
}

/// A picture as it is printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// The name of its file, as the plan gives it.
    pub file: String,
    /// The picture, or why it cannot be shown.
    pub picture: Result<Arc<Picture>, PictureError>,
    /// What is read instead of it; may be empty.
    pub alternative: String,
    /// Caption below; may be empty.
    pub caption: Vec<Span>,
    /// Width in per cent of the measure; `None`: its own, up to the measure.
    pub width: Option<u8>,
}

impl Image {
    /// What a reader who does not see it is told: the alternative text, else the caption, else the
    /// file's name. Never empty unless all three are.
    pub fn words(&self) -> String {
        let caption = plain_text(&self.caption);
        [&self.alternative, &caption, &self.file].into_iter().find(|words| !words.trim().is_empty()).cloned().unwrap_or_default()
    }
}

/// What stands on a cover; each may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cover {
    /// Above the title, e.g. the fiscal year where the title does not say it.
    pub above: Vec<Span>,
    /// The title.
    pub title: Vec<Span>,
    /// Below the title: how far the plan has come, e.g. （案）.
    pub stage: Vec<Span>,
    /// At the foot: the date.
    pub date: Vec<Span>,
    /// At the foot: who publishes it.
    pub organization: Vec<Span>,
}

/// A box of a figure with those below it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tree {
    /// What stands in the box, line by line.
    pub lines: Vec<String>,
    /// The boxes below.
    pub children: Vec<Tree>,
}

impl Tree {
    /// The tree as lines of text, each with its depth from 0.
    pub fn outline(&self) -> Vec<(usize, String)> {
        let mut lines = vec![(0, self.lines.join(" "))];
        lines.extend(self.children.iter().flat_map(Self::outline).map(|(depth, text)| (depth + 1, text)));
        lines
    }
}

/// A stretch of text in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The text; no line breaks.
    pub text: String,
    /// How it is set.
    pub style: SpanStyle,
    /// The node it links to.
    pub link: Option<SourceId>,
    /// Bytes in the source text this stretch shows, if it shows it character by character.
    pub range: Option<Range<u32>>,
}

/// How a stretch of text is set within its block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SpanStyle {
    /// As the block.
    #[default]
    Plain,
    /// Bold (Gothic).
    Strong,
    /// In a thin box, e.g. a status mark 新.
    Boxed,
    /// Underlined (changes in an old/new table).
    Underlined,
}

impl Span {
    /// Plain text without a place in the source.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), style: SpanStyle::Plain, link: None, range: None }
    }
}

/// The text of spans without their styles.
pub fn plain_text(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

/// A ruled table: a grid of cells, spans resolved.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Caption above; may be empty.
    pub caption: Vec<Span>,
    /// How many columns.
    pub columns: usize,
    /// How many rows.
    pub rows: usize,
    /// How many rows from the top repeat on each page.
    pub header_rows: usize,
    /// Relative widths of the columns; empty: from the content.
    pub widths: Vec<u32>,
    /// Whether it stands on turned pages, wider than high.
    pub landscape: bool,
    /// Whether its rows hold the text and the tables of other documents, as an old/new table does: a paragraph is set off
    /// as a whole by the blanks it begins with, and a row before the heads of a table keeps with them.
    pub nested: bool,
    /// The cells, by row, then column.
    pub cells: Vec<Cell>,
}

impl Table {
    /// The cells that begin in a row.
    pub fn row(&self, row: usize) -> &[Cell] {
        let at = |row: usize| self.cells.partition_point(|cell| cell.row < row);
        &self.cells[at(row)..at(row + 1)]
    }

    /// The columns as runs of the same width: how many, and in per cent of the whole; none without widths of its own.
    pub fn shares(&self) -> Vec<(usize, f64)> {
        let all: u32 = self.widths.iter().sum();
        let runs = self.widths.chunk_by(|a, b| a == b);
        runs.map(|run| (run.len(), 100.0 * f64::from(run[0]) / f64::from(all.max(1)))).collect()
    }
}

/// A cell with its place in the grid. Cells never overlap and stay inside the grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// First row.
    pub row: usize,
    /// First column.
    pub column: usize,
    /// Rows covered.
    pub row_span: usize,
    /// Columns covered.
    pub column_span: usize,
    /// Shaded, bold.
    pub head: bool,
    /// Alignment: left, centred or right (`Auto` is resolved).
    pub align: Align,
    /// Its paragraphs.
    pub paragraphs: Vec<Vec<Span>>,
}
