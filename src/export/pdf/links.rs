//! The links: their elements, their annotations, where they lead.
//!
//! Lives here: what stands behind the page model's links. Does not live here: which marked contents are
//! their words (`content`), the tree above them (`structure`). May use: the page model, `objects`.

use std::collections::BTreeMap;

use super::objects::Objects;
use super::structure::Parents;
use crate::layout::{Item, Pages};
use crate::manuscript::SourceId;

/// A link with the marked contents that are its words; elements by their numbers in the file.
pub(super) struct Link {
    pub element: u32,
    pub parent: u32,
    pub marks: Vec<i64>,
}

/// Links by their page and their place among its items.
pub(super) type Words = BTreeMap<(usize, usize), Link>;

/// Where links lead to.
pub(super) type Places = BTreeMap<SourceId, Place>;

/// A place that links lead to.
pub(super) struct Place {
    page: usize,
    /// From the bottom of its sheet, in 1/1000 pt.
    height: i32,
    /// The words that name it.
    words: String,
}

/// Adds the elements of the links and the annotations, each with its words; returns the annotations of
/// each page.
pub(super) fn add(
    objects: &mut Objects,
    pages: &Pages,
    (places, page_numbers): (&Places, &[u32]),
    links: &Words,
    parents: &mut Parents,
) -> Vec<Vec<u32>> {
    let mut annotations = vec![Vec::new(); page_numbers.len()];
    for ((page, index), link) in links {
        let Some(Item::Link { rect, target, .. }) = pages.pages[*page].items.get(*index) else { continue };
        let Some(place) = places.get(target) else { continue };
        let Some(to) = page_numbers.get(place.page).copied() else { continue };
        let annotation = {
            let number = objects.reserve();
            let key = parents.add(link.element);
            let (left, top) = (rect.x.0, pages.pages[*page].height.0 - rect.y.0);
            let out = objects.begin(number).raw(b"<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[");
            for corner in [left, top - rect.height.0, left + rect.width.0, top] {
                out.thousandths(corner).raw(b" ");
            }
            out.raw(b"]/Dest[").reference(to).raw(b"/XYZ null ").thousandths(place.height).raw(b" null]");
            out.raw(b"/Contents").text(&place.words).raw(b"/StructParent ").integer(key).raw(b">>");
            annotations[*page].push(number);
            number
        };
        let out = objects.begin(link.element).raw(b"<</S/Link");
        out.raw(b"/P ").reference(link.parent).raw(b"/Pg ").reference(page_numbers[*page]).raw(b"/K[");
        for mark in &link.marks {
            out.integer(*mark).raw(b" ");
        }
        out.raw(b"<</Type/OBJR/Pg ").reference(page_numbers[*page]).raw(b"/Obj ").reference(annotation).raw(b">>");
        out.raw(b"]>>");
    }
    annotations
}

/// Where each node that a link may lead to stands first.
pub(super) fn places(pages: &Pages) -> Places {
    let mut places = BTreeMap::new();
    if !pages.pages.iter().any(|page| page.items.iter().any(|item| matches!(item, Item::Link { .. }))) {
        return places;
    }
    for bookmark in &pages.bookmarks {
        if let (Some(source), Some(page)) = (bookmark.source, pages.pages.get(bookmark.page)) {
            let place = || Place { page: bookmark.page, height: page.height.0 - bookmark.y.0, words: bookmark.title.clone() };
            places.entry(source).or_insert_with(place);
        }
    }
    for (page, of_page) in pages.pages.iter().enumerate() {
        for item in &of_page.items {
            if let Item::Run(run) = item
                && let Some(source) = run.source
            {
                let place = || Place { page, height: of_page.height.0 - run.y.0 + run.size.0, words: run.text.clone() };
                places.entry(source.id).or_insert_with(place);
            }
        }
    }
    places
}
