//! The page model: positioned glyph runs, rules and fills with their sources and structure.
//!
//! One model for PDF, preview and print: whoever draws it measures nothing. Each page has a size of its
//! own, for some are turned. Origin is the top left corner of the sheet, y grows downwards, lengths are [`Unit`]s.

use std::ops::Range;
use std::sync::Arc;

use crate::manuscript::{Field, Info, SourceId};

pub use crate::manuscript::{Picture, PictureFormat};

/// A length in 1/1000 pt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Unit(pub i32);

impl Unit {
    /// In points, for drawing.
    pub fn pt(self) -> f32 {
        self.0 as f32 / 1000.0
    }

    /// Of millimetres times 100, rounded (1 mm = 72 / 25.4 pt).
    pub fn from_mm100(mm100: i32) -> Self {
        Self(i32::try_from((i64::from(mm100) * 72_000 + 1270) / 2540).unwrap_or(i32::MAX))
    }
}

impl std::ops::Add for Unit {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl std::ops::Sub for Unit {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

/// A rectangle: left, top, width, height.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Rect {
    /// Left edge.
    pub x: Unit,
    /// Top edge.
    pub y: Unit,
    /// Width.
    pub width: Unit,
    /// Height.
    pub height: Unit,
}

/// A font of the pages. Each has embedded bytes; see `layout::fonts`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FontId {
    /// BIZ UDMincho.
    Mincho,
    /// BIZ UDGothic.
    Gothic,
    /// BIZ UDGothic Bold.
    GothicBold,
    /// Fallback for Mincho: Noto Serif CJK JP subset.
    FallbackSerif,
    /// Fallback for Gothic: Noto Sans CJK JP subset.
    FallbackSans,
    /// BIZ UDPMincho: what differs from BIZ UDMincho.
    ProportionalMincho,
    /// BIZ UDPGothic: what differs from BIZ UDGothic.
    ProportionalGothic,
    /// BIZ UDPGothic Bold: what differs from BIZ UDGothic Bold.
    ProportionalGothicBold,
}

/// All pages of a document.
#[derive(Debug, Clone)]
pub struct Pages {
    /// The pages in order.
    pub pages: Vec<Arc<Page>>,
    /// The pictures the pages show, each once.
    pub pictures: Vec<Arc<Picture>>,
    /// Bookmarks in order, nested by their level.
    pub bookmarks: Vec<Bookmark>,
    /// The structure of the document in reading order: element 0 is the document.
    pub structure: Vec<Element>,
    /// Document information.
    pub info: Info,
    /// Characters no font has, each with its first place; drawn as 〓.
    pub missing: Vec<MissingGlyph>,
    /// The number of each page, as its foot says it.
    pub numbers: Vec<PageNumber>,
}

/// How a page is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PageNumber {
    /// The cover is not counted.
    Cover,
    /// A page before the body, counted by itself in small Roman numbers: the body's numbers stay what
    /// they are when the contents grow.
    Front(u32),
    /// A page of the body, from 1.
    Body(u32),
    /// A page put in later, behind the one whose number it shares: 12の2. The pages after it keep theirs.
    Inserted {
        /// The number of the page it stands behind; 0 before the first.
        after: u32,
        /// Which of that number it is, from 2.
        nth: u32,
        /// Whether it stands before the body.
        front: bool,
    },
}

impl std::fmt::Display for PageNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Cover => Ok(()),
            Self::Front(number) => f.write_str(&roman(*number)),
            Self::Body(number) => write!(f, "{number}"),
            Self::Inserted { after: 0, nth: 2, front } => write!(f, "{}の前", if *front { "i" } else { "1" }),
            Self::Inserted { after: 0, nth, front } => write!(f, "{}の前の{}", if *front { "i" } else { "1" }, nth - 1),
            Self::Inserted { after, nth, front: true } => write!(f, "{}の{nth}", roman(*after)),
            Self::Inserted { after, nth, front: false } => write!(f, "{after}の{nth}"),
        }
    }
}

/// Small Roman numerals.
fn roman(mut number: u32) -> String {
    const DIGITS: [(u32, &str); 9] = [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")];
    let mut out = String::new();
    for (value, digit) in DIGITS {
        while number >= value {
            out.push_str(digit);
            number -= value;
        }
    }
    out
}

/// A page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// Width of its sheet.
    pub width: Unit,
    /// Height of its sheet.
    pub height: Unit,
    /// What is drawn, back to front.
    pub items: Vec<Item>,
}

/// A thing on a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// Text.
    Run(Run),
    /// A filled rectangle (rules, shades); `grey` 0 black … 255 white.
    Fill {
        /// Where.
        rect: Rect,
        /// Its grey.
        grey: u8,
        /// Where it comes from, for shades that belong to a node.
        element: Option<ElementId>,
    },
    /// A picture, scaled to fill its place.
    Image {
        /// Where.
        rect: Rect,
        /// Which: an index into [`Pages::pictures`].
        picture: usize,
        /// Structure it belongs to.
        element: Option<ElementId>,
    },
    /// A region that leads to a node.
    Link {
        /// Where.
        rect: Rect,
        /// The node.
        target: SourceId,
        /// Structure it belongs to.
        element: Option<ElementId>,
    },
}

impl Item {
    /// The same further down.
    pub(super) fn lowered(self, by: i32) -> Self {
        self.moved(0, by)
    }

    /// The same further right and down.
    pub(super) fn moved(self, right: i32, down: i32) -> Self {
        let rect = |rect: Rect| Rect { x: Unit(rect.x.0 + right), y: Unit(rect.y.0 + down), ..rect };
        match self {
            Self::Run(mut run) => {
                run.x = Unit(run.x.0 + right);
                run.y = Unit(run.y.0 + down);
                Self::Run(run)
            }
            Self::Fill { rect: own, grey, element } => Self::Fill { rect: rect(own), grey, element },
            Self::Image { rect: own, picture, element } => Self::Image { rect: rect(own), picture, element },
            Self::Link { rect: own, target, element } => Self::Link { rect: rect(own), target, element },
        }
    }

    /// Right end of a text.
    pub(super) fn right_end(&self) -> Option<i32> {
        let Self::Run(run) = self else { return None };
        run.glyphs.last().map(|glyph| run.x.0 + glyph.x.0 + glyph.advance.0)
    }

    /// The structure it belongs to.
    pub(super) fn element_mut(&mut self) -> &mut Option<ElementId> {
        match self {
            Self::Run(run) => &mut run.element,
            Self::Fill { element, .. } | Self::Image { element, .. } | Self::Link { element, .. } => element,
        }
    }
}

/// A run of glyphs of one font on one baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The font.
    pub font: FontId,
    /// Size of the type.
    pub size: Unit,
    /// Left end of the baseline.
    pub x: Unit,
    /// The baseline.
    pub y: Unit,
    /// The text the glyphs show.
    pub text: String,
    /// The glyphs, left to right.
    pub glyphs: Vec<Glyph>,
    /// Where the run after it on its line begins, else where it ends itself, from its x.
    pub reach: Unit,
    /// Where the text comes from; `None` for page furniture.
    pub source: Option<RunSource>,
    /// Structure it belongs to; `None` is an artifact (header, footer).
    pub element: Option<ElementId>,
    /// Whether this run is followed by more of the same paragraph on the next line.
    pub continues: bool,
}

/// A glyph of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyph {
    /// Its number in the font.
    pub id: u16,
    /// Left edge, from the run's x.
    pub x: Unit,
    /// How far the font itself advances after it.
    pub advance: Unit,
    /// First byte of its characters in the run's text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// Where a run comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunSource {
    /// The node.
    pub id: SourceId,
    /// Which text of it.
    pub field: Field,
}

/// An index into [`Pages::structure`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ElementId(pub u32);

/// An element of the document's structure (a tag of the PDF).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// Its role.
    pub role: ElementRole,
    /// Its parent; always earlier in the list. `None` for the document.
    pub parent: Option<ElementId>,
    /// What is read instead of a figure.
    pub alternative: Option<Arc<str>>,
}

impl Element {
    /// An element that is read as it stands.
    pub(super) fn new(role: ElementRole, parent: Option<ElementId>) -> Self {
        Self { role, parent, alternative: None }
    }
}

/// Roles of structure elements, after PDF 1.7's standard types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ElementRole {
    /// Document.
    Document,
    /// H1 … H6.
    Heading(u8),
    /// TOC.
    Contents,
    /// TOCI.
    ContentsItem,
    /// Reference: the words and the number of a contents line.
    Reference,
    /// P.
    Paragraph,
    /// L.
    List,
    /// LI.
    ListItem,
    /// Lbl.
    Label,
    /// LBody.
    ListBody,
    /// `BlockQuote`.
    Quote,
    /// Table.
    Table,
    /// Caption.
    Caption,
    /// TR.
    Row,
    /// TH with its scope: `true` the column below, `false` the row beside.
    HeadCell {
        /// Whether it heads its column (else its row).
        column: bool,
        /// Columns covered.
        column_span: u16,
        /// Rows covered.
        row_span: u16,
    },
    /// TD.
    DataCell {
        /// Columns covered.
        column_span: u16,
        /// Rows covered.
        row_span: u16,
    },
    /// Figure.
    Figure,
}

/// A bookmark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bookmark {
    /// Its text.
    pub title: String,
    /// Nesting from 1.
    pub level: u8,
    /// Page, from 0.
    pub page: usize,
    /// Where on the page.
    pub y: Unit,
    /// The node.
    pub source: Option<SourceId>,
}

/// A character no font has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingGlyph {
    /// The character(s).
    pub text: String,
    /// Where it first stands.
    pub source: Option<RunSource>,
    /// Page, from 0.
    pub page: usize,
}

/// A run's text range that a byte position falls in; helper for hit tests.
pub fn glyph_range(glyph: &Glyph) -> Range<usize> {
    glyph.start as usize..glyph.end as usize
}
