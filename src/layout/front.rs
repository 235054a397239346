//! The front pages: the cover, and the lines of the table of contents with their numbers.
//!
//! Lives here: where the words of a cover stand; leaders and page numbers. Does not live here: which
//! pages are counted how (`paginate`). May use: `blocks` and before.

use super::blocks::{Entry, Justify, Label, Laid, Section, Setting, Slab, Standing, WHOLE, balanced, centred, glue_all, hanging, set};
use super::sheet::Sheet;
use super::{ElementId, ElementRole, Item, Rect, Unit};
use crate::manuscript::Align;
use crate::manuscript::{Cover, HeadingRank, Points, SourceId, Span, TextStyle, plain_text};

/// Room kept for the page number, in per mille of the type's size.
const NUMBER_ROOM: i32 = 2000;

/// The cover: the title a little above the middle, date and organisation at the foot.
pub(super) fn cover(cover: &Cover, sheet: &Sheet) -> Laid {
    let scale = &sheet.setup.scale;
    let mut laid = Laid::new(Standing::Text { indent: 0 }, &scale.title, None);
    (laid.before, laid.after, laid.section) = (0, 0, Section::Cover);
    let larger = |style: &TextStyle, share: i32| TextStyle {
        size: Points(style.size.0 * share / 100),
        leading: Points(style.leading.0 * share / 100),
        ..*style
    };
    // The largest size at which no part between the writer's own blanks is torn.
    let sizes = || [150, 135, 120, 100].into_iter().map(|share| larger(&scale.title, share));
    let title = sizes().find(|style| unbroken_parts(&cover.title, style, sheet)).unwrap_or_else(|| larger(&scale.title, 150));
    let line = larger(&scale.subtitle, 135);
    let foot = larger(&scale.subtitle, 120);
    let mut group = |parts: &[(&[Span], &TextStyle)]| {
        let mut slabs = Vec::new();
        for (text, style) in parts.iter().filter(|(text, _)| !text.is_empty()) {
            let element = laid.element(ElementRole::Paragraph, None);
            slabs.extend(balanced(text, style, sheet, element, None));
            if let Some(last) = slabs.last_mut() {
                last.height += style.leading.0 / 3;
            }
        }
        slabs
    };
    let upper = group(&[(&cover.above, &line), (&cover.title, &title), (&cover.stage, &line)]);
    let lower = group(&[(&cover.date, &foot), (&cover.organization, &larger(&foot, 115))]);
    let height = |slabs: &[Slab]| slabs.iter().map(|slab| slab.height).sum::<i32>();
    let page = sheet.bottom - sheet.top;
    let upper_top = (page * 2 / 5 - height(&upper) / 2).max(0);
    let lower_top = page * 17 / 20 - height(&lower) / 2;
    if upper_top + height(&upper) > lower_top || lower_top + height(&lower) > page {
        // More words than a cover holds: one below the other.
        laid.slabs = upper.into_iter().chain(lower).collect();
        return laid;
    }
    let mut whole = Slab { height: page, ..Slab::default() };
    for (slabs, top) in [(upper, upper_top), (lower, lower_top)] {
        let mut y = top;
        for slab in slabs {
            whole.items.extend(slab.items.into_iter().map(|item| item.lowered(y)));
            whole.missing.extend(slab.missing);
            y += slab.height;
        }
    }
    laid.slabs.push(whole);
    laid
}

/// Whether each part of a text between blanks stands on one line.
fn unbroken_parts(text: &[Span], style: &TextStyle, sheet: &Sheet) -> bool {
    let text = plain_text(text);
    let mut parts = text.split([' ', '\u{3000}']);
    parts.all(|part| balanced(&[Span::plain(part)], style, sheet, WHOLE, None).len() <= 1)
}

/// The words 目次.
pub(super) fn contents_title(text: &[Span], sheet: &Sheet) -> Laid {
    let scale = &sheet.setup.scale;
    let style = TextStyle { size: Points(scale.part.size.0 * 115 / 100), space_after: scale.body.leading, ..scale.part };
    let mut laid = centred(text, &style, Standing::Title, sheet, None);
    laid.section = Section::Contents;
    laid
}

/// A line of the contents: it leaves room for the number, which is known only when all pages are.
pub(super) fn contents_entry(rank: HeadingRank, (label, separator): (&str, &str), text: &[Span], target: SourceId, sheet: &Sheet) -> Laid {
    let body = &sheet.setup.scale.body;
    let (indent, style) = match rank {
        HeadingRank::Part => (0, TextStyle { face: sheet.setup.scale.part.face, space_before: Points(body.leading.0 / 3), ..*body }),
        HeadingRank::Chapter => (1, TextStyle { space_before: Points(0), ..*body }),
        HeadingRank::Project => (2, TextStyle { space_before: Points(0), ..*body }),
    };
    let mut laid = Laid::new(Standing::Contents, &style, None);
    laid.section = Section::Contents;
    laid.after = 0;
    let item = laid.element(ElementRole::ContentsItem, None);
    let words = laid.element(ElementRole::Reference, Some(item));
    let size = style.size.0;
    let left = sheet.left + indent * size;
    let right = sheet.left + sheet.measure;
    // Besides the number, a few dots of leader always have room.
    let edges = (left, right - size * NUMBER_ROOM / 1000 - 3 * size);
    laid.slabs = hanging(edges, Label { label, separator, widest: "" }, words, text, words, &style, Justify::No, None);
    glue_all(&mut laid.slabs);
    let height: i32 = laid.slabs.iter().map(|slab| slab.height).sum();
    let end = laid.slabs.last().and_then(|slab| slab.items.iter().rev().find_map(Item::right_end)).unwrap_or(left);
    if let Some(first) = laid.slabs.first_mut() {
        let rect = Rect { x: Unit(left), y: Unit(0), width: Unit(right - left), height: Unit(height) };
        first.items.insert(0, Item::Link { rect, target, element: Some(words) });
    }
    if let Some(last) = laid.slabs.last_mut() {
        // A page may end after each entry; a part keeps its first one.
        last.glued = rank == HeadingRank::Part;
    }
    laid.entry = Some(Entry { target, element: words, end, style });
    laid
}

/// Leader and page number of a contents line whose last line ends at `bottom`; `element` is its words'.
pub(super) fn number(entry: &Entry, number: &str, bottom: i32, element: ElementId, sheet: &Sheet) -> Vec<Item> {
    let style = &entry.style;
    let size = style.size.0;
    let right = sheet.left + sheet.measure;
    // Counted from the right edge, so that the dots of all lines stand below each other; 12の2 takes a dot or two.
    // Between letters of both kinds there is a gap at each side.
    let wide: i32 = number.chars().map(|c| if c.is_ascii() { 500 } else { 1500 }).sum();
    let dots_end = right - size * NUMBER_ROOM.max((wide + 999) / 1000 * 1000) / 1000;
    let count = usize::try_from((dots_end - entry.end - size / 2) / size).unwrap_or(0);
    let mut items = Vec::new();
    let mut line = |text: String, left: i32, align: Align, element: Option<ElementId>| {
        let setting = Setting { first: left, rest: left, right, align, justified: Justify::No };
        let slab = set(&[Span::plain(text)], style, setting, ElementId(0), None).into_iter().next().unwrap_or_default();
        let top = bottom - style.leading.0;
        items.extend(slab.items.into_iter().map(|item| {
            let mut item = item.lowered(top);
            *item.element_mut() = element;
            item
        }));
    };
    if count > 0 {
        let left = dots_end - i32::try_from(count).unwrap_or(0) * size;
        line("…".repeat(count), left, Align::Left, None);
    }
    line(number.to_owned(), dots_end, Align::Right, Some(element));
    items
}
