//! What stands around the text of each page: header, footer, the mark of a draft.
//!
//! Lives here: their words and places; all of it is artifact. Does not live here: how pages are
//! counted (`paginate`). May use: `blocks` and before.

use unicode_segmentation::UnicodeSegmentation;

use super::blocks::{Justify, Setting, WHOLE, set};
use super::runs::HAIRLINE;
use super::sheet::Sheet;
use super::{Bookmark, Item, Page, PageNumber, Rect, Unit};
use crate::manuscript::{Align, Face, Footer, Manuscript, Points, Span, TextStyle};

/// A long header is never set smaller than this, in per cent of its size and in 1/1000 pt.
const SMALLEST: i32 = 85;
const LEGIBLE: i32 = 7000;
/// Size of the boxed mark.
const MARK_SIZE: i32 = 15_000;
/// Between its box and the header below.
const MARK_GAP: i32 = 5000;

/// The words around the text of a page; each may be empty.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Furniture {
    header: String,
    mark: String,
    foot: String,
}

/// What stands around the page with this index, whose sheet is `sheet`.
pub(super) fn of(manuscript: &Manuscript, sheet: &Sheet, bookmarks: &[Bookmark], numbers: &[PageNumber], index: usize) -> Furniture {
    let Some(number) = numbers.get(index) else { return Furniture::default() };
    let header = match number {
        PageNumber::Body(2..) | PageNumber::Inserted { front: false, .. } if manuscript.part_in_header => {
            part(bookmarks, index, sheet).unwrap_or(&manuscript.header)
        }
        PageNumber::Body(2..) | PageNumber::Inserted { front: false, .. } => &manuscript.header,
        _ => "",
    };
    let foot = match (manuscript.footer, number) {
        (Footer::None, _) | (_, PageNumber::Cover) => String::new(),
        (Footer::Dashed, _) => format!("－ {number} －"),
        (Footer::OfTotal, PageNumber::Body(_) | PageNumber::Inserted { front: false, .. }) => {
            let body = numbers.iter().filter_map(|number| if let PageNumber::Body(n) = number { Some(*n) } else { None });
            format!("{number} / {}", body.max().unwrap_or_default())
        }
        (Footer::OfTotal | Footer::Plain, _) => number.to_string(),
    };
    Furniture { header: header.to_owned(), mark: manuscript.mark.clone(), foot }
}

/// Draws it on its page.
pub(super) fn draw(furniture: &Furniture, sheet: &Sheet, page: &mut Page) {
    let style = &sheet.setup.scale.furniture;
    let header_y = sheet.top * 3 / 5 - style.leading.0 / 2;
    if !furniture.header.is_empty() {
        line(&furniture.header, style, sheet, header_y, Align::Right, page);
    }
    if !furniture.mark.is_empty() {
        mark(&furniture.mark, sheet, header_y, page);
    }
    if !furniture.foot.is_empty() {
        let y = sheet.bottom + (sheet.height - sheet.bottom) / 2 - style.leading.0 / 2;
        line(&furniture.foot, style, sheet, y, Align::Center, page);
    }
}

/// The title of the part that a page begins with.
fn part<'a>(bookmarks: &'a [Bookmark], page: usize, sheet: &Sheet) -> Option<&'a str> {
    let mut parts = bookmarks.iter().filter(|bookmark| bookmark.level == 1);
    let begun = |bookmark: &&Bookmark| bookmark.page < page || bookmark.page == page && bookmark.y.0 <= sheet.top;
    parts.rfind(begun).map(|bookmark| bookmark.title.as_str())
}

/// A word in a box, above the header at the right edge of the text.
fn mark(word: &str, sheet: &Sheet, header_y: i32, page: &mut Page) {
    let air = MARK_SIZE / 5;
    let style = TextStyle {
        face: Face::GothicBold,
        size: Points(MARK_SIZE),
        leading: Points(MARK_SIZE + 2 * air),
        space_before: Points(0),
        space_after: Points(0),
    };
    let high = style.leading.0;
    let top = (header_y - MARK_GAP - high).max(0);
    let inner = Sheet { measure: sheet.measure - air, ..sheet.clone() };
    let from = page.items.len();
    line(word, &style, &inner, top, Align::Right, page);
    let left = page.items[from..].iter().filter_map(|item| if let Item::Run(run) = item { Some(run.x.0) } else { None }).min();
    let right = inner.left + inner.measure + air;
    let left = left.unwrap_or(right) - air;
    let thick = HAIRLINE * 2;
    let mut rule = |x: i32, y: i32, width: i32, height: i32| {
        let rect = Rect { x: Unit(x), y: Unit(y), width: Unit(width), height: Unit(height) };
        page.items.push(Item::Fill { rect, grey: 0, element: None });
    };
    rule(left, top, right - left, thick);
    rule(left, top + high - thick, right - left, thick);
    rule(left, top + thick, thick, high - 2 * thick);
    rule(right - thick, top + thick, thick, high - 2 * thick);
}

/// A line of furniture, in smaller type if need be; what then does not fit is cut with … and not worth a
/// second line.
fn line(text: &str, style: &TextStyle, sheet: &Sheet, y: i32, align: Align, page: &mut Page) {
    let setting = Setting { first: sheet.left, rest: sheet.left, right: sheet.left + sheet.measure, align, justified: Justify::No };
    let lines = |text: &str, size: i32| set(&[Span::plain(text)], &TextStyle { size: Points(size), ..*style }, setting, WHOLE, None);
    let mut size = style.size.0;
    let smallest = (size * SMALLEST / 100).max(LEGIBLE).min(size);
    let mut slabs = lines(text, size);
    while slabs.len() > 1 && size > smallest {
        size = (size - 500).max(smallest);
        slabs = lines(text, size);
    }
    if slabs.len() > 1 {
        let ends: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
        let cut = |end: usize| format!("{}…", text[..end].trim_end());
        let most = ends.partition_point(|end| lines(&cut(*end), size).len() <= 1);
        slabs = lines(&cut(ends[most.saturating_sub(1)]), size);
    }
    let Some(slab) = slabs.into_iter().next() else { return };
    page.items.extend(slab.items.into_iter().filter_map(|item| match item {
        Item::Run(mut run) => {
            run.y = Unit(run.y.0 + y);
            run.element = None;
            run.continues = false;
            Some(Item::Run(run))
        }
        _ => None,
    }));
}
