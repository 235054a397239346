//! The page style as stored with the plan: names and choices; measures are the manuscript's.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use super::is_default;

/// How the pages of a plan look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageStyle {
    /// The named style everything else starts from.
    #[serde(default, skip_serializing_if = "is_default")]
    pub name: StyleName,
    /// Sheet size.
    #[serde(default, skip_serializing_if = "is_default")]
    pub paper: Paper,
    /// Whether all sheets are turned, wider than high.
    #[serde(default, skip_serializing_if = "is_default")]
    pub landscape: bool,
    /// The margins, where they are not the named style's.
    #[serde(default, skip_serializing_if = "is_default")]
    pub margins: Margins,
    /// Size of the body's type in tenths of a point, within [`BASE_SIZE`]; `None`: the named style's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_size: Option<u16>,
    /// Distance of the body's lines in per cent of its size, within [`LINE_SPACING`]; `None`: the named style's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line_spacing: Option<u16>,
    /// How status marks are printed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub status_marks: StatusMarks,
    /// Whether a cover stands before the first page.
    #[serde(default, skip_serializing_if = "is_default")]
    pub cover: bool,
    /// Whether a table of contents stands before the first part.
    #[serde(default, skip_serializing_if = "is_default")]
    pub contents: bool,
    /// What stands at the foot of each page.
    #[serde(default, skip_serializing_if = "is_default")]
    pub foot: PageFoot,
    /// What stands small at the head of the pages, the first one excepted.
    #[serde(default, skip_serializing_if = "is_default")]
    pub head: PageHead,
    /// Whether each part begins on a new page.
    #[serde(default, skip_serializing_if = "is_default")]
    pub part_break: bool,
    /// Whether a plan not yet resolved carries a boxed 案 on every page.
    #[serde(default, skip_serializing_if = "is_default")]
    pub draft_mark: bool,
    /// Whether 。 and 、 may hang beyond the end of a full line (ぶら下げ).
    #[serde(default, skip_serializing_if = "is_default")]
    pub hanging: bool,
    /// The width of digits in print; the plan keeps them as typed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub digits: DigitWidth,
    /// Whether long runs of short list lines stand in two columns.
    #[serde(default, skip_serializing_if = "is_default")]
    pub two_columns: bool,
    /// Whether a list of new and expanded projects follows the last part.
    #[serde(default, skip_serializing_if = "is_default")]
    pub new_projects: bool,
    /// Whether a table of goals and the projects that serve them follows.
    #[serde(default, skip_serializing_if = "is_default")]
    pub goal_matrix: bool,
    /// Whether a legend of the marks in use follows.
    #[serde(default, skip_serializing_if = "is_default")]
    pub legend: bool,
    /// Whether the year's calendar (年間行事予定表) follows, months across and projects down.
    #[serde(default, skip_serializing_if = "is_default")]
    pub year_calendar: bool,
    /// Whether kana, letters and signs each have their own width.
    #[serde(default, skip_serializing_if = "is_default")]
    pub face: FaceWidth,
}

/// The widths of kana, letters and signs. Kanji always fill their square.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum FaceWidth {
    /// Each fills a square or half of one.
    #[default]
    Fixed,
    /// Each has its own.
    Proportional,
}

impl FaceWidth {
    /// All choices in the order offered.
    pub const ALL: [Self; 2] = [Self::Fixed, Self::Proportional];

    /// Key of its name in the locale table.
    pub fn key(self) -> &'static str {
        match self {
            Self::Fixed => "style.face.fixed",
            Self::Proportional => "style.face.proportional",
        }
    }
}

/// The margins a page may have, in millimetres: less no printer prints, more leaves no room for text.
pub const MARGIN: RangeInclusive<u16> = 10..=60;
/// The sizes the body's type may have, in tenths of a point.
pub const BASE_SIZE: RangeInclusive<u16> = 105..=140;
/// The distances the body's lines may have, in per cent of its size.
pub const LINE_SPACING: RangeInclusive<u16> = 125..=250;

/// Margins in millimetres, each within [`MARGIN`]; `None`: the named style's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Margins {
    /// Above the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub top: Option<u16>,
    /// Below the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bottom: Option<u16>,
    /// Left of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<u16>,
    /// Right of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right: Option<u16>,
}

impl PageStyle {
    /// The same with every measure within its bounds, so that each page has room for text.
    #[must_use]
    pub fn bounded(self) -> Self {
        let within = |value: Option<u16>, bounds: &RangeInclusive<u16>| value.map(|value| value.clamp(*bounds.start(), *bounds.end()));
        let Margins { top, bottom, left, right } = self.margins;
        let margins = Margins {
            top: within(top, &MARGIN),
            bottom: within(bottom, &MARGIN),
            left: within(left, &MARGIN),
            right: within(right, &MARGIN),
        };
        Self { margins, base_size: within(self.base_size, &BASE_SIZE), line_spacing: within(self.line_spacing, &LINE_SPACING), ..self }
    }
}

/// The width of printed digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum DigitWidth {
    /// As typed.
    #[default]
    AsTyped,
    /// 12月.
    Half,
    /// １２月.
    Full,
}

impl DigitWidth {
    /// All choices in the order offered.
    pub const ALL: [Self; 3] = [Self::AsTyped, Self::Half, Self::Full];

    /// Key of its name in the locale table.
    pub fn key(self) -> &'static str {
        match self {
            Self::AsTyped => "style.digits.as_typed",
            Self::Half => "style.digits.half",
            Self::Full => "style.digits.full",
        }
    }
}

/// The foot of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum PageFoot {
    /// － 4 －
    #[default]
    Dashed,
    /// 4
    Plain,
    /// 4 / 15
    OfTotal,
    /// Nothing.
    Empty,
}

impl PageFoot {
    /// All choices in the order offered.
    pub const ALL: [Self; 4] = [Self::Dashed, Self::Plain, Self::OfTotal, Self::Empty];

    /// Key of its name in the locale table.
    pub fn key(self) -> &'static str {
        match self {
            Self::Dashed => "style.foot.dashed",
            Self::Plain => "style.foot.plain",
            Self::OfTotal => "style.foot.of_total",
            Self::Empty => "style.foot.empty",
        }
    }
}

/// The head of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum PageHead {
    /// Organisation and title.
    #[default]
    Document,
    /// The title of the part the page belongs to.
    Part,
    /// Nothing.
    Empty,
}

impl PageHead {
    /// All choices in the order offered.
    pub const ALL: [Self; 3] = [Self::Document, Self::Part, Self::Empty];

    /// Key of its name in the locale table.
    pub fn key(self) -> &'static str {
        match self {
            Self::Document => "style.head.document",
            Self::Part => "style.head.part",
            Self::Empty => "style.head.empty",
        }
    }
}

/// A named page style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum StyleName {
    /// 標準: Mincho body, Gothic headings, 10.5 pt.
    #[default]
    Standard,
    /// 全ゴシック: Gothic throughout.
    Gothic,
    /// 大きな文字: 14 pt for elderly readers.
    Large,
    /// 簡潔: 10.5 pt with tight spacing.
    Compact,
}

impl StyleName {
    /// All styles in the order offered.
    pub const ALL: [Self; 4] = [Self::Standard, Self::Gothic, Self::Large, Self::Compact];

    /// Key of its name in the locale table.
    pub fn key(self) -> &'static str {
        match self {
            Self::Standard => "style.standard",
            Self::Gothic => "style.gothic",
            Self::Large => "style.large",
            Self::Compact => "style.compact",
        }
    }
}

/// A sheet size, portrait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 182 × 257 mm (JIS B5).
    B5,
    /// 297 × 420 mm.
    A3,
}

impl Paper {
    /// All sizes in the order offered.
    pub const ALL: [Self; 3] = [Self::A4, Self::B5, Self::A3];

    /// Width and height in millimetres.
    pub fn size_mm(self) -> (u32, u32) {
        match self {
            Self::A4 => (210, 297),
            Self::B5 => (182, 257),
            Self::A3 => (297, 420),
        }
    }

    /// Its name, the same in all languages.
    pub fn name(self) -> &'static str {
        match self {
            Self::A4 => "A4",
            Self::B5 => "B5",
            Self::A3 => "A3",
        }
    }
}

/// How status marks are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum StatusMarks {
    /// 【新規】 after the title.
    #[default]
    Brackets,
    /// A boxed 新 before the title.
    Boxed,
}
