//! Sheet, margins and type: the measures of the named page styles.

use crate::plan::{FaceWidth, MARGIN, PageFoot, PageStyle, StyleName};

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
    /// BIZ UDPMincho.
    ProportionalMincho,
    /// BIZ UDPGothic.
    ProportionalGothic,
    /// BIZ UDPGothic Bold.
    ProportionalGothicBold,
}

impl Face {
    /// The proportional face of the same style.
    fn proportional(self) -> Self {
        match self {
            Self::Mincho | Self::ProportionalMincho => Self::ProportionalMincho,
            Self::Gothic | Self::ProportionalGothic => Self::ProportionalGothic,
            Self::GothicBold | Self::ProportionalGothicBold => Self::ProportionalGothicBold,
        }
    }
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
    /// Left margin.
    pub left_margin: Millimetres,
    /// Right margin.
    pub right_margin: Millimetres,
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

/// A line of more characters than this is lost on the way back to the left: a large sheet gets wider margins.
const MOST_CHARACTERS: i32 = 50;
/// Margins at the sides, in millimetres.
const SIDE: u16 = 25;

/// The usual margin at each side of a sheet: an upright one holds at most [`MOST_CHARACTERS`] in a line. One
/// that lies on its side is there for wide tables and keeps its width.
fn side_margin(sheet: (u32, u32), body: Points) -> u16 {
    let (width, height) = sheet;
    let measure = u32::try_from(body.0 * MOST_CHARACTERS).unwrap_or(0) * 254 / 720_000;
    let beside = if width < height { width.saturating_sub(measure) / 2 } else { 0 };
    u16::try_from(beside).unwrap_or(SIDE).clamp(SIDE, *MARGIN.end())
}

/// The set-up of a page style: A4 at 10.5 pt on 18 pt lines unless the style says otherwise. Measures
/// out of their bounds are brought within them.
pub fn page_setup(style: PageStyle) -> PageSetup {
    let style = style.bounded();
    let (short, long) = style.paper.size_mm();
    let (width, height) = if style.landscape { (long, short) } else { (short, long) };
    let mm = |whole: u32| Millimetres(i32::try_from(whole * 100).unwrap_or(i32::MAX));
    let margin = |own: Option<u16>, usual: u16| mm(own.unwrap_or(usual).into());
    let (usual_body, usual_leading, body_face) = match style.name {
        StyleName::Standard => (10_500, 18_000, Face::Mincho),
        StyleName::Gothic => (10_500, 18_000, Face::Gothic),
        StyleName::Large => (14_000, 24_000, Face::Gothic),
        StyleName::Compact => (10_500, 15_500, Face::Mincho),
    };
    let body = style.base_size.map_or(usual_body, |tenths| i32::from(tenths) * 100);
    let leading = match style.line_spacing {
        Some(percent) => body * i32::from(percent) / 100,
        None => usual_leading * body / usual_body,
    };
    let side = side_margin((width, height), Points(body));
    // Every measure is a share of the body's size or line, so that the large print keeps its looks.
    let set = |face: Face, size: i32, line: i32, before: i32, after: i32| TextStyle {
        face: if style.face == FaceWidth::Proportional { face.proportional() } else { face },
        size: Points(body * size / 100),
        leading: Points(leading * line / 100),
        space_before: Points(leading * before / 100),
        space_after: Points(leading * after / 100),
    };
    PageSetup {
        width: mm(width),
        height: mm(height),
        left_margin: margin(style.margins.left, side),
        right_margin: margin(style.margins.right, side),
        top_margin: margin(style.margins.top, 25),
        bottom_margin: margin(style.margins.bottom, 22),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Margins, Paper};

    #[test]
    fn a_large_sheet_keeps_its_lines_readable() {
        let side = |style: PageStyle| page_setup(style).left_margin.0;
        let large = PageStyle { paper: Paper::A3, name: StyleName::Compact, ..PageStyle::default() };
        assert_eq!(side(PageStyle::default()), 2500);
        // 297 mm less 50 characters of 10.5 pt.
        assert_eq!(side(large), 5600);
        assert_eq!(side(PageStyle { landscape: true, ..large }), 2500);
        assert_eq!(side(PageStyle { margins: Margins { left: Some(20), ..Margins::default() }, ..large }), 2000);
    }

    #[test]
    fn own_measures_replace_the_style_s_and_stay_in_bounds() {
        let margins = Margins { left: Some(30), right: Some(0), top: Some(u16::MAX), ..Margins::default() };
        let style = PageStyle { landscape: true, margins, base_size: Some(120), ..PageStyle::default() };
        let setup = page_setup(style);
        assert_eq!((setup.width.0, setup.height.0), (29_700, 21_000));
        assert_eq!((setup.left_margin.0, setup.right_margin.0), (3000, 1000));
        assert_eq!((setup.top_margin.0, setup.bottom_margin.0), (6000, 2200));
        // The lines keep their distance in proportion unless it is given.
        assert_eq!((setup.scale.body.size.0, setup.scale.body.leading.0), (12_000, 20_571));
        let spaced = page_setup(PageStyle { line_spacing: Some(150), ..style });
        assert_eq!(spaced.scale.body.leading.0, 18_000);
        assert_eq!(page_setup(PageStyle { base_size: Some(9000), ..style }).scale.body.size.0, 14_000);
    }
}
