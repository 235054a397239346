//! One block to slabs: lines set at their measure, with what they draw.
//!
//! Lives here: paragraphs, headings, list lines, notes, quotes. Does not live here: the sheet's
//! measures (`sheet`), tables (`table`), pictures (`image`), pages (`paginate`). May use: all stages
//! before it.

use std::borrow::Cow;
use std::sync::Arc;

use super::breaks::breaks;
use super::cluster::{Look, Shaped, font_of, shape};
use super::justify::place;
use super::kinsoku::is_digit;
use super::line::{BOX_AIR, lines, measure};
use super::runs::{EM_ASCENT, HAIRLINE, Place, items};
use super::sheet::Sheet;
use super::{Element, ElementId, ElementRole, Item, Rect, RunSource, Unit, figure, front, image, mark, phrase, table};
use crate::manuscript::Align;
use crate::manuscript::{Block, BlockKind, HeadingRank, Picture, SourceId, Span, SpanStyle, TextStyle, plain_text};

/// A horizontal slice of a block that is never divided: a line, or a slice of table rows.
#[derive(Debug, Clone, Default)]
pub(super) struct Slab {
    /// Its height.
    pub height: i32,
    /// What it draws; y from its top.
    pub items: Vec<Item>,
    /// Drawn besides when it stands first on its page after a break inside the block.
    pub opening: Vec<Item>,
    /// Height of that, above it.
    pub opening_height: i32,
    /// Drawn besides when a page ends after it inside the block; y from its bottom.
    pub closing: Vec<Item>,
    /// Whether it stays on a page with the next slab.
    pub glued: bool,
    /// Characters no font has.
    pub missing: Vec<String>,
}

/// How a block takes its place in the document's structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// A heading with its nesting.
    Heading(u8),
    /// A list line with its nesting and left edge.
    Item { level: u8, indent: u8 },
    /// A line of the table of contents.
    Contents,
    /// A line of the title or under it.
    Title,
    /// Anything else with its indent: it belongs to a list line above it that is indented less.
    Text { indent: u8 },
}

/// A block, laid.
#[derive(Debug, Clone)]
pub(super) struct Laid {
    /// Its slabs from top to bottom.
    pub slabs: Vec<Slab>,
    /// Head rows of a table, repeated on each page it continues on.
    pub repeated: Vec<Slab>,
    /// Space above.
    pub before: i32,
    /// Space below.
    pub after: i32,
    /// Its structure; parents are local, `None` is the place the block stands in.
    pub elements: Vec<Element>,
    /// How it takes its place in the structure.
    pub standing: Standing,
    /// Whether it is a note; a note below a heading belongs to the heading.
    pub note: bool,
    /// What links to it call it.
    pub anchor: Option<SourceId>,
    /// The text of its bookmark.
    pub bookmark: Option<String>,
    /// Where it comes from.
    pub source: Option<RunSource>,
    /// Whether a page ends before it.
    pub page_break: bool,
    /// Which kind of pages it stands on.
    pub section: Section,
    /// For a contents line: what its page number wants to know.
    pub entry: Option<Entry>,
    /// The picture that its items draw.
    pub picture: Option<Arc<Picture>>,
    /// Whether it stands on a turned page.
    pub turned: bool,
    /// For a list line short enough for two columns: where the right one begins, from the left one.
    pub column: Option<i32>,
}

/// A kind of pages. Each begins on a page of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    /// The cover.
    Cover,
    /// The table of contents.
    Contents,
    /// The body.
    Body,
}

/// A contents line waiting for its page number.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// The node it leads to.
    pub target: SourceId,
    /// The element of its words.
    pub element: ElementId,
    /// Right end of its words.
    pub end: i32,
    /// How it is set.
    pub style: TextStyle,
}

/// The element of a block that has only one.
pub(super) const WHOLE: ElementId = ElementId(0);

impl Laid {
    pub(super) fn new(standing: Standing, style: &TextStyle, source: Option<RunSource>) -> Self {
        Self {
            slabs: Vec::new(),
            repeated: Vec::new(),
            before: style.space_before.0,
            after: style.space_after.0,
            elements: Vec::new(),
            standing,
            note: false,
            anchor: source.map(|source| source.id),
            bookmark: None,
            source,
            page_break: false,
            section: Section::Body,
            entry: None,
            picture: None,
            turned: false,
            column: None,
        }
    }

    /// Adds an element.
    pub(super) fn element(&mut self, role: ElementRole, parent: Option<ElementId>) -> ElementId {
        self.elements.push(Element::new(role, parent));
        ElementId(u32::try_from(self.elements.len() - 1).unwrap_or(u32::MAX))
    }
}

/// How the lines of a paragraph are set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting {
    /// Left edge of the first line.
    pub first: i32,
    /// Left edge of the others.
    pub rest: i32,
    /// Right edge.
    pub right: i32,
    /// Where lines stand between the edges.
    pub align: Align,
    /// How broken lines fill the measure.
    pub justified: Justify,
}

/// How the lines of a paragraph fill the measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Justify {
    /// They do not.
    No,
    /// To the right edge.
    Full,
    /// To the right edge, beyond which 。 and 、 may hang.
    Hanging,
    /// They do not: few lines of about one length, broken where a reader pauses.
    Phrases,
}

/// Lays a block out on a sheet.
pub(super) fn lay(block: &Block, sheet: &Sheet) -> Laid {
    let source = block.source.map(|source| RunSource { id: source.id, field: source.field });
    let scale = &sheet.setup.scale;
    match &block.kind {
        BlockKind::Cover(cover) => front::cover(cover, sheet),
        BlockKind::ContentsTitle { text } => front::contents_title(text, sheet),
        BlockKind::ContentsEntry { rank, label, separator, text, target } => {
            front::contents_entry(*rank, (label, separator), text, *target, sheet)
        }
        BlockKind::Title { text } => centred(text, &scale.title, Standing::Title, sheet, source),
        BlockKind::Subtitle { text } => centred(text, &scale.subtitle, Standing::Title, sheet, source),
        BlockKind::Heading { rank, outline_level, indent, label, separator, widest, text, anchor, leads } => {
            let mut laid = heading(*rank, *outline_level, *indent, Label { label, separator, widest }, text, sheet, source);
            laid.anchor = laid.anchor.or(*anchor);
            if let Some(last) = laid.slabs.last_mut() {
                last.glued = *leads;
            }
            laid
        }
        BlockKind::Item { indent, list_level, label, separator, widest, text, leads } => {
            let mut laid = Laid::new(Standing::Item { level: *list_level, indent: *indent }, &scale.body, source);
            let item = laid.element(ElementRole::ListItem, None);
            let label_element = if label.is_empty() { None } else { Some(laid.element(ElementRole::Label, Some(item))) };
            let body = laid.element(ElementRole::ListBody, Some(item));
            let left = sheet.left + sheet.indent(*indent);
            let edges = (left, sheet.left + sheet.measure);
            laid.slabs = hanging(
                edges,
                Label { label, separator, widest },
                label_element.unwrap_or(body),
                text,
                body,
                &scale.body,
                sheet.justified(),
                source,
            );
            protect(&mut laid.slabs);
            laid.column = if *leads || label != "・" { None } else { column(&laid.slabs, left, sheet) };
            if *leads && let Some(last) = laid.slabs.last_mut() {
                last.glued = true;
            }
            laid
        }
        BlockKind::Paragraph { indent, first_line_indent, text } => {
            let first = if *first_line_indent { scale.body.size.0 } else { 0 };
            plain(*indent, first, text, &scale.body, sheet.justified(), sheet, source)
        }
        BlockKind::Note { indent, text } => {
            let mut laid = plain(*indent, 0, text, &scale.small, Justify::Phrases, sheet, source);
            laid.note = true;
            laid
        }
        BlockKind::Quote { indent, text, source: said_by } => quote(*indent, text, said_by, sheet, source),
        BlockKind::Table { indent, table } => {
            let mut laid = Laid::new(Standing::Text { indent: *indent }, &scale.table, source);
            let left = sheet.left + sheet.indent(*indent);
            table::lay(table, left, sheet, source, &mut laid);
            laid
        }
        BlockKind::Figure { indent, trees } => {
            let mut laid = Laid::new(Standing::Text { indent: *indent }, &scale.table, source);
            figure::lay(trees, sheet.left + sheet.indent(*indent), sheet, source, &mut laid);
            laid
        }
        BlockKind::Image { indent, image } => {
            let mut laid = Laid::new(Standing::Text { indent: *indent }, &scale.small, source);
            image::lay(image, sheet.left + sheet.indent(*indent), sheet, source, &mut laid);
            laid
        }
        BlockKind::PageBreak => {
            let mut laid = Laid::new(Standing::Text { indent: 0 }, &scale.body, source);
            (laid.before, laid.after, laid.page_break) = (0, 0, true);
            laid
        }
    }
}

/// Where the right column begins for a line that begins at `left`, if half the measure holds it.
fn column(slabs: &[Slab], left: i32, sheet: &Sheet) -> Option<i32> {
    let [slab] = slabs else { return None };
    let character = sheet.setup.scale.body.size.0.max(1);
    // Whole characters, so that the right column stands on the grid too.
    let half = (sheet.left + sheet.measure - left) / 2 / character * character;
    let end = slab.items.iter().filter_map(Item::right_end).max().unwrap_or(left);
    (sheet.setup.two_columns && end <= left + half - character).then_some(half)
}

/// The slabs of a paragraph.
pub(super) fn set(spans: &[Span], style: &TextStyle, setting: Setting, element: ElementId, source: Option<RunSource>) -> Vec<Slab> {
    let look = Look { font: font_of(style.face), size: style.size.0 };
    let shaped = shape(spans, look);
    let mut measures = measure(&shaped, spans, look.size);
    measures.hanging = setting.justified == Justify::Hanging;
    // The frame of a mark, not its character, stands at the left edge.
    let framed = spans.first().is_some_and(|span| span.style == SpanStyle::Boxed);
    let setting = Setting { first: setting.first + if framed { style.size.0 * BOX_AIR / 1000 } else { 0 }, ..setting };
    let (first, rest) = ((setting.right - setting.first).max(1), (setting.right - setting.rest).max(1));
    let mut breaks = breaks(&shaped);
    mark::bind(&shaped, spans, &mut breaks);
    let mut lines = lines(&shaped, &breaks, &measures, first, rest);
    if setting.justified == Justify::Phrases
        && let Some(phrases) = phrase::lines(&shaped, &breaks, &measures, first.min(rest), &lines)
    {
        lines = phrases;
    }
    let mut slabs = Vec::with_capacity(lines.len());
    for (i, line) in lines.iter().enumerate() {
        let (left, room) = if i == 0 { (setting.first, first) } else { (setting.rest, rest) };
        let (x, width) = place(&shaped.clusters, &measures, line, room, matches!(setting.justified, Justify::Full | Justify::Hanging));
        let shift = match setting.align {
            Align::Auto | Align::Left => 0,
            Align::Center => (room - width).max(0) / 2,
            Align::Right => (room - width).max(0),
        };
        let place = Place { x: left + shift, baseline: baseline(style), size: look.size, element, source };
        slabs.push(Slab {
            height: style.leading.0,
            items: items(&shaped, spans, line, &x, place),
            missing: missing(&shaped, line.start, line.end),
            ..Slab::default()
        });
    }
    slabs
}

/// The baseline in a line of this style: the em box stands in the middle of the line's height.
pub(super) fn baseline(style: &TextStyle) -> i32 {
    (style.leading.0 - style.size.0) / 2 + style.size.0 * EM_ASCENT / 1000
}

fn missing(shaped: &Shaped, start: usize, end: usize) -> Vec<String> {
    let clusters = shaped.clusters[start..end].iter().filter(|cluster| cluster.missing);
    clusters.map(|cluster| shaped.text[cluster.start as usize..cluster.end as usize].to_owned()).collect()
}

/// Two lines at least stay together at the end and the beginning of a page.
pub(super) fn protect(slabs: &mut [Slab]) {
    let count = slabs.len();
    if count >= 2 {
        slabs[0].glued = true;
        slabs[count - 2].glued = true;
    }
}

pub(super) fn centred(text: &[Span], style: &TextStyle, standing: Standing, sheet: &Sheet, source: Option<RunSource>) -> Laid {
    let mut laid = Laid::new(standing, style, source);
    let element = laid.element(ElementRole::Paragraph, None);
    laid.slabs = balanced(text, style, sheet, element, source);
    glue_all(&mut laid.slabs);
    laid
}

/// Centred lines of about one length, broken where a reader pauses.
pub(super) fn balanced(text: &[Span], style: &TextStyle, sheet: &Sheet, element: ElementId, source: Option<RunSource>) -> Vec<Slab> {
    let (left, right) = (sheet.left, sheet.left + sheet.measure);
    set(text, style, Setting { first: left, rest: left, right, align: Align::Center, justified: Justify::Phrases }, element, source)
}

pub(super) fn glue_all(slabs: &mut [Slab]) {
    slabs.iter_mut().for_each(|slab| slab.glued = true);
}

fn plain(indent: u8, first: i32, text: &[Span], style: &TextStyle, justified: Justify, sheet: &Sheet, source: Option<RunSource>) -> Laid {
    let mut laid = Laid::new(Standing::Text { indent }, style, source);
    let element = laid.element(ElementRole::Paragraph, None);
    let left = sheet.left + sheet.indent(indent);
    let right = sheet.left + sheet.measure;
    let setting = Setting { first: left + first, rest: left, right, align: Align::Left, justified };
    laid.slabs = set(text, style, setting, element, source);
    protect(&mut laid.slabs);
    laid
}

fn heading(rank: HeadingRank, level: u8, indent: u8, label: Label<'_>, text: &[Span], sheet: &Sheet, source: Option<RunSource>) -> Laid {
    let scale = &sheet.setup.scale;
    let style = match rank {
        HeadingRank::Part => &scale.part,
        HeadingRank::Chapter => &scale.chapter,
        HeadingRank::Project => &scale.project,
    };
    let mut laid = Laid::new(Standing::Heading(level), style, source);
    let element = laid.element(ElementRole::Heading(level), None);
    let edges = (sheet.left + sheet.indent(indent), sheet.left + sheet.measure);
    laid.slabs = hanging(edges, label, element, text, element, style, Justify::Phrases, source);
    if rank == HeadingRank::Part
        && let Some(last) = laid.slabs.last_mut()
    {
        let y = last.height + HAIRLINE;
        let rect = Rect { x: Unit(sheet.left), y: Unit(y), width: Unit(sheet.measure), height: Unit(HAIRLINE) };
        last.items.push(Item::Fill { rect, grey: 0, element: None });
        last.height = y + HAIRLINE;
    }
    glue_all(&mut laid.slabs);
    let Label { label, separator, .. } = label;
    let gap = if separator.is_empty() && !label.is_empty() { " " } else { separator };
    laid.bookmark = Some(format!("{label}{gap}{}", plain_text(text)));
    laid
}

/// A label with what separates it from its text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Label<'a> {
    /// The label.
    pub label: &'a str,
    /// What stands behind it.
    pub separator: &'a str,
    /// The widest label of its group; empty if it stands alone.
    pub widest: &'a str,
}

/// A label and a text that hangs by it.
#[allow(clippy::too_many_arguments, reason = "two texts with their elements; a struct would be built for this one call")]
pub(super) fn hanging(
    (left, right): (i32, i32),
    Label { label, separator, widest }: Label<'_>,
    label_element: ElementId,
    text: &[Span],
    element: ElementId,
    style: &TextStyle,
    justified: Justify,
    source: Option<RunSource>,
) -> Vec<Slab> {
    let own = hang(label, separator, style);
    let width = if label.is_empty() || widest == label { own } else { own.max(hang(&near(widest, label), separator, style)) };
    let width = width.min((right - left) / 2);
    let setting = Setting { first: left + width, rest: left + width, right, align: Align::Left, justified };
    let mut slabs = set(text, style, setting, element, source);
    if label.is_empty() {
        return slabs;
    }
    let spans = [Span::plain(format!("{label}{separator}"))];
    let alone = Setting { first: left, rest: left, right, align: Align::Left, justified: Justify::No };
    let label = set(&spans, style, alone, label_element, source).into_iter().next().unwrap_or_default();
    match slabs.first_mut() {
        Some(first) => {
            first.items.splice(0..0, label.items);
            first.missing.extend(label.missing);
        }
        None => slabs.push(label),
    }
    slabs
}

/// The widest label without the digits that it has more than one beyond `label`: behind a 1 there is no gap
/// for the hundreds.
fn near<'a>(widest: &'a str, label: &str) -> Cow<'a, str> {
    let digits = |text: &str| text.chars().filter(|c| is_digit(*c)).count();
    let mut more = digits(widest).saturating_sub(digits(label) + 1);
    if more == 0 || digits(label) == 0 {
        return Cow::Borrowed(widest);
    }
    let kept = |c: &char| {
        let drop = more > 0 && is_digit(*c);
        more -= usize::from(drop);
        !drop
    };
    Cow::Owned(widest.chars().filter(kept).collect())
}

/// How far a text hangs by its label: the label and what separates it, at least one character.
fn hang(label: &str, separator: &str, style: &TextStyle) -> i32 {
    if label.is_empty() {
        return 0;
    }
    let look = Look { font: font_of(style.face), size: style.size.0 };
    let width = |text: &str| {
        let spans = [Span::plain(text)];
        let shaped = shape(&spans, look);
        measure(&shaped, &spans, look.size).width(&shaped.clusters, 0, shaped.clusters.len())
    };
    // A bullet brings its own blank; other labels want half a character where nothing separates them.
    let bare = separator.is_empty() && !matches!(label, "・" | "･");
    let gap = if bare { look.size / 2 } else { 0 };
    (width(&format!("{label}{separator}")) + gap).max(look.size)
}

fn quote(indent: u8, text: &[Span], said_by: &[Span], sheet: &Sheet, source: Option<RunSource>) -> Laid {
    let style = &sheet.setup.scale.body;
    let mut laid = Laid::new(Standing::Text { indent }, style, source);
    let quote = laid.element(ElementRole::Quote, None);
    let words = laid.element(ElementRole::Paragraph, Some(quote));
    // Drawn in by two characters at both sides: somebody else is speaking.
    let inset = 2 * style.size.0;
    let left = sheet.left + sheet.indent(indent) + inset;
    let right = sheet.left + sheet.measure - inset;
    let setting = Setting { first: left, rest: left, right, align: Align::Left, justified: sheet.justified() };
    laid.slabs = set(text, style, setting, words, source);
    protect(&mut laid.slabs);
    if !plain_text(said_by).trim().is_empty() {
        if let Some(last) = laid.slabs.last_mut() {
            last.glued = true;
        }
        let by = laid.element(ElementRole::Paragraph, Some(quote));
        let setting = Setting { align: Align::Right, justified: Justify::No, ..setting };
        laid.slabs.extend(set(said_by, &sheet.setup.scale.small, setting, by, source));
        // Else the name seems to head the next voice.
        laid.after = style.leading.0 / 2;
    }
    laid
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_leaves_room_for_one_digit_more() {
        assert_eq!(near("(120)", "(1)"), "(20)");
        assert_eq!(near("(120)", "(12)"), "(120)");
        assert_eq!(near("viii", "i"), "viii");
    }
}
