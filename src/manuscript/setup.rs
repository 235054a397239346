//! Sheet, margins and type: the measures of the named page styles.

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
}

/// What stands at the foot of each page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Footer {
    /// Nothing.
    None,
    /// － 4 －.
    Dashed,
    /// 4 / 15.
    OfTotal,
}
