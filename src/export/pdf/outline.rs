//! The bookmarks and the page labels.
//!
//! Lives here: how a reader's list of places nests, and how it numbers pages. Does not live here: which
//! bookmarks there are (`layout`). May use: the page model, `objects`, lopdf.

use lopdf::{Object, dictionary};

use super::objects::Objects;
use super::syntax::{Syntax, text_object};
use crate::layout::{Bookmark, PageNumber, Pages, Unit};

/// Where a bookmark stands among the others; all are indices.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    parent: Option<usize>,
    former: Option<usize>,
    next: Option<usize>,
    first: Option<usize>,
    last: Option<usize>,
    children: i64,
}

impl Place {
    /// What leads down from here.
    fn write_kids(&self, numbers: &[u32], out: &mut Syntax) {
        if let (Some(first), Some(last)) = (self.first, self.last) {
            out.raw(b"/First ").reference(numbers[first]).raw(b"/Last ").reference(numbers[last]);
        }
    }
}

/// Adds the bookmarks as a tree and returns its root. A document without headings has its title as the
/// one bookmark, so that the reader's list is never empty; none without a title.
pub(super) fn add(objects: &mut Objects, pages: &Pages, page_numbers: &[u32]) -> Option<u32> {
    let title = Bookmark { title: pages.info.title.clone(), level: 1, page: 0, y: Unit(0), source: None };
    let bookmarks = if pages.bookmarks.is_empty() { std::slice::from_ref(&title) } else { pages.bookmarks.as_slice() };
    if bookmarks.iter().all(|bookmark| bookmark.title.is_empty()) {
        return None;
    }
    let (places, top) = nested(bookmarks);
    let root = objects.reserve();
    let numbers: Vec<u32> = bookmarks.iter().map(|_| objects.reserve()).collect();
    for ((bookmark, place), own) in bookmarks.iter().zip(&places).zip(&numbers) {
        let (page, sheet) = (page_numbers.get(bookmark.page)?, pages.pages.get(bookmark.page)?);
        let out = objects.begin(*own);
        out.raw(b"<</Title").text(&bookmark.title);
        out.raw(b"/Parent ").reference(place.parent.map_or(root, |parent| numbers[parent]));
        out.raw(b"/Dest[").reference(*page).raw(b"/XYZ null ").thousandths(sheet.height.0 - bookmark.y.0).raw(b" null]");
        if let Some(former) = place.former {
            out.raw(b"/Prev ").reference(numbers[former]);
        }
        if let Some(next) = place.next {
            out.raw(b"/Next ").reference(numbers[next]);
        }
        place.write_kids(&numbers, out);
        if place.children > 0 {
            // Negative: closed, so that the first view shows the parts alone.
            out.raw(b"/Count ").integer(-place.children);
        }
        out.raw(b">>");
    }
    let out = objects.begin(root);
    out.raw(b"<</Type/Outlines");
    top.write_kids(&numbers, out);
    out.raw(b"/Count ").integer(top.children).raw(b">>");
    Some(root)
}

/// The place of each bookmark and, as one, of the whole: the parent of a bookmark is the nearest one
/// above it with a lower level.
fn nested(bookmarks: &[Bookmark]) -> (Vec<Place>, Place) {
    let mut places = vec![Place::default(); bookmarks.len()];
    let mut top = Place::default();
    let mut open: Vec<usize> = Vec::new();
    for (index, bookmark) in bookmarks.iter().enumerate() {
        while open.last().is_some_and(|above| bookmarks[*above].level >= bookmark.level) {
            open.pop();
        }
        let parent = open.last().copied();
        let above = parent.map_or(&mut top, |parent| &mut places[parent]);
        let former = above.last.replace(index);
        above.first.get_or_insert(index);
        above.children += 1;
        if let Some(former) = former {
            places[former].next = Some(index);
        }
        places[index] = Place { parent, former, ..Place::default() };
        open.push(index);
    }
    (places, top)
}

/// The numbers of the pages as their feet say them: a new range wherever the way of counting changes.
pub(super) fn page_labels(pages: &Pages) -> Object {
    let kind = |number: &PageNumber| match number {
        PageNumber::Cover => dictionary! { "P" => text_object("表紙") },
        PageNumber::Front(first) => dictionary! { "S" => "r", "St" => i64::from(*first) },
        PageNumber::Body(first) => dictionary! { "S" => "D", "St" => i64::from(*first) },
        PageNumber::Inserted { .. } => dictionary! { "P" => text_object(&number.to_string()) },
    };
    let mut ranges: Vec<Object> = Vec::new();
    let mut former = None;
    for (index, number) in (0_i64..).zip(&pages.numbers) {
        let goes_on = match (former.replace(*number), *number) {
            (Some(PageNumber::Front(former)), PageNumber::Front(number)) | (Some(PageNumber::Body(former)), PageNumber::Body(number)) => {
                number == former + 1
            }
            _ => false,
        };
        if !goes_on {
            ranges.extend([index.into(), kind(number).into()]);
        }
    }
    dictionary! { "Nums" => ranges }.into()
}
