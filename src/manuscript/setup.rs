//! Sheet, margins and type: the measures of the named page styles.

use crate::plan::{PageFoot, PageStyle, StyleName};

/// A length in millimetres times 100 (2500 is 25 mm); whole numbers keep layout deterministic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Millimetres(pub i32);

/// A length in 1/1000 pt (10500 is 10.5 pt).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Points(pub i32);

/// A typeface of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Face {
    /// BIZ UDMincho.
    Mincho,
    /// BIZ UDGothic.
    Gothic,
    /// BIZ UDGothic Bold.
    GothicBold,
}

/// How a kind of text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TextStyle {
    /// The face.
    pub face: Face,
    /// Size of the type.
    pub size: Points,
    /// Distance from one baseline to the next.
    pub leading: Points,
    /// Space above the block (not at the top of a page).
    pub space_before: Points,
    /// Space below the block.
    pub space_after: Points,
}

/// The styles of all kinds of text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TypeScale {
    /// Plan title.
    pub title: TextStyle,
    /// Lines under the title (organisation, date, stage).
    pub subtitle: TextStyle,
    /// Part headings, with a hairline below.
    pub part: TextStyle,
    /// Chapter headings.
    pub chapter: TextStyle,
    /// Project headings.
    pub project: TextStyle,
    /// Item titles and body.
    pub body: TextStyle,
    /// Notes, captions, details.
    pub small: TextStyle,
    /// Table cells.
    pub table: TextStyle,
    /// Header and footer.
    pub furniture: TextStyle,
}

/// Sheet, margins and type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PageSetup {
    /// Width of the sheet.
    pub width: Millimetres,
    /// Height of the sheet.
    pub height: Millimetres,
    /// Left and right margins.
    pub side_margin: Millimetres,
    /// Top margin.
    pub top_margin: Millimetres,
    /// Bottom margin.
    pub bottom_margin: Millimetres,
    /// The kinds of text.
    pub scale: TypeScale,
    /// Indent of each depth, in characters of the body size times 1000.
    pub indent_step: i32,
    /// Whether 。 and 、 may hang beyond the end of a full line.
    pub hanging: bool,
    /// Whether long runs of short list lines stand in two columns.
    pub two_columns: bool,
}

/// What stands at the foot of each page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Footer {
    /// Nothing.
    None,
    /// － 4 －.
    Dashed,
    /// 4.
    Plain,
    /// 4 / 15.
    OfTotal,
}

impl From<PageFoot> for Footer {
    fn from(foot: PageFoot) -> Self {
        match foot {
            PageFoot::Dashed => Self::Dashed,
            PageFoot::Plain => Self::Plain,
            PageFoot::OfTotal => Self::OfTotal,
            PageFoot::Empty => Self::None,
        }
    }
}

/// The set-up of a page style: A4 at 10.5 pt on 18 pt lines unless the style says otherwise.
pub fn page_setup(style: PageStyle) -> PageSetup {
    let (width, height) = style.paper.size_mm();
    let mm = |whole: u32| Millimetres(i32::try_from(whole * 100).unwrap_or(i32::MAX));
    let (body, leading, body_face) = match style.name {
        StyleName::Standard => (10_500, 18_000, Face::Mincho),
        StyleName::Gothic => (10_500, 18_000, Face::Gothic),
        StyleName::Large => (14_000, 24_000, Face::Gothic),
        StyleName::Compact => (10_500, 15_500, Face::Mincho),
    };
    // Every measure is a share of the body's size or line, so that the large print keeps its looks.
    let set = |face, size: i32, line: i32, before: i32, after: i32| TextStyle {
        face,
        size: Points(body * size / 100),
        leading: Points(leading * line / 100),
        space_before: Points(leading * before / 100),
        space_after: Points(leading * after / 100),
    };
    PageSetup {
        width: mm(width),
        height: mm(height),
        side_margin: Millimetres(2500),
        top_margin: Millimetres(2500),
        bottom_margin: Millimetres(2200),
        scale: TypeScale {
            title: set(Face::GothicBold, 171, 160, 0, 30),
            subtitle: set(body_face, 114, 115, 0, 20),
            part: set(Face::GothicBold, 124, 120, 100, 45),
            chapter: set(Face::GothicBold, 110, 105, 60, 15),
            project: set(Face::GothicBold, 100, 100, 30, 5),
            body: set(body_face, 100, 100, 0, 0),
            small: set(body_face, 88, 85, 0, 5),
            table: set(body_face, 92, 82, 25, 40),
            furniture: set(Face::Gothic, 78, 70, 0, 0),
        },
        indent_step: 1000,
        hanging: style.hanging,
        two_columns: style.two_columns,
    }
}
