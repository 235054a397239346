//! Some pages of a document as a document of their own.
//!
//! Lives here: which parts of structure, bookmarks and findings go with a page. Does not live here: how
//! pages are chosen or written. May use: the page model.
//!
//! The pages keep their numbers and look as they do in the whole.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Bookmark, Element, ElementId, ElementRole, Item, MissingGlyph, Page, Pages};

impl Pages {
    /// The pages with these numbers (from 0), in document order; numbers beyond the last are passed over.
    /// What is read of the document is cut down to what stands on them.
    #[must_use]
    pub fn only(&self, wanted: &BTreeSet<usize>) -> Self {
        let chosen: Vec<usize> = wanted.iter().copied().filter(|page| *page < self.pages.len()).collect();
        let place = |page: usize| chosen.binary_search(&page).ok();
        let (structure, new_ids) = structure(self, &chosen);
        let shown = shown_pictures(self, &chosen);
        Self {
            pages: chosen.iter().map(|page| Arc::new(renumbered(&self.pages[*page], &new_ids, &shown))).collect(),
            numbers: chosen.iter().filter_map(|page| self.numbers.get(*page).copied()).collect(),
            bookmarks: self
                .bookmarks
                .iter()
                .filter_map(|bookmark| Some(Bookmark { page: place(bookmark.page)?, ..bookmark.clone() }))
                .collect(),
            missing: self
                .missing
                .iter()
                .filter_map(|missing| Some(MissingGlyph { page: place(missing.page)?, ..missing.clone() }))
                .collect(),
            structure,
            info: self.info.clone(),
            pictures: shown.iter().map(|picture| Arc::clone(&self.pictures[*picture])).collect(),
        }
    }
}

/// The elements that have content on the chosen pages, and each element's new number.
fn structure(pages: &Pages, chosen: &[usize]) -> (Vec<Element>, Vec<Option<ElementId>>) {
    let mut kept = vec![false; pages.structure.len()];
    let mut anywhere = kept.clone();
    for (index, page) in pages.pages.iter().enumerate() {
        let here = chosen.binary_search(&index).is_ok();
        for element in page.items.iter().filter_map(element_of) {
            let index = element.0 as usize;
            anywhere[index] = true;
            kept[index] |= here;
        }
    }
    keep_parents(&pages.structure, &mut kept);
    keep_parents(&pages.structure, &mut anywhere);
    keep_rows(&pages.structure, &mut kept, &anywhere);
    let mut ids = Vec::with_capacity(kept.len());
    let mut structure: Vec<Element> = Vec::new();
    for (element, kept) in pages.structure.iter().zip(&kept) {
        let parent = element.parent.and_then(|parent| ids.get(parent.0 as usize).copied().flatten());
        ids.push(kept.then(|| ElementId(u32::try_from(structure.len()).unwrap_or(u32::MAX))));
        if *kept {
            structure.push(Element { parent, ..element.clone() });
        }
    }
    close_heading_gaps(&mut structure);
    (structure, ids)
}

fn element_of(item: &Item) -> Option<ElementId> {
    match item {
        Item::Run(run) => run.element,
        Item::Fill { element, .. } | Item::Image { element, .. } | Item::Link { element, .. } => *element,
    }
}

/// The document stays, and whatever holds something that stays.
fn keep_parents(structure: &[Element], kept: &mut [bool]) {
    for (index, element) in structure.iter().enumerate().rev() {
        if element.parent.is_none() {
            kept[index] = true;
        } else if let (true, Some(parent)) = (kept[index], element.parent) {
            kept[parent.0 as usize] = true;
        }
    }
}

/// Table rows stay whole, with their empty cells. A row that is empty everywhere goes with the row before
/// it, and rows that a cell spans go together, lest the cells of a table no longer meet.
fn keep_rows(structure: &[Element], kept: &mut [bool], anywhere: &[bool]) {
    for rows in tables(structure) {
        for pair in rows.windows(2) {
            let (before, row) = (pair[0].element, pair[1].element);
            kept[row] |= kept[before] && !anywhere[row];
        }
        let mut rest = rows.as_slice();
        while !rest.is_empty() {
            let (group, after) = rest.split_at(group_length(rest));
            let any = group.iter().any(|row| kept[row.element]);
            for row in group {
                kept[row.element] = any;
                row.cells.iter().for_each(|cell| kept[*cell] = any);
            }
            rest = after;
        }
    }
}

/// A row of a table.
struct TableRow {
    element: usize,
    cells: Vec<usize>,
    /// How many rows its tallest cell covers.
    span: usize,
}

/// The rows of each table.
fn tables(structure: &[Element]) -> Vec<Vec<TableRow>> {
    let mut tables: BTreeMap<Option<ElementId>, Vec<TableRow>> = BTreeMap::new();
    let mut place_of_row = BTreeMap::new();
    for (index, element) in structure.iter().enumerate() {
        match element.role {
            ElementRole::Row => {
                let rows = tables.entry(element.parent).or_default();
                place_of_row.insert(index, (element.parent, rows.len()));
                rows.push(TableRow { element: index, cells: Vec::new(), span: 1 });
            }
            ElementRole::HeadCell { row_span, .. } | ElementRole::DataCell { row_span, .. } => {
                let place = element.parent.and_then(|row| place_of_row.get(&(row.0 as usize)));
                if let Some(row) = place.and_then(|(table, at)| tables.get_mut(table)?.get_mut(*at)) {
                    row.cells.push(index);
                    row.span = row.span.max(row_span.into());
                }
            }
            _ => {}
        }
    }
    tables.into_values().collect()
}

/// How many of `rows`, from the first on, the spans of cells hold together.
fn group_length(rows: &[TableRow]) -> usize {
    let mut end = 1;
    let mut at = 0;
    while at < end.min(rows.len()) {
        end = end.max(at + rows[at].span);
        at += 1;
    }
    end.min(rows.len())
}

/// Heading levels begin at 1 and never skip one, also where the headings above stand on pages left out.
fn close_heading_gaps(structure: &mut [Element]) {
    let mut open: Vec<u8> = Vec::new();
    for element in structure {
        if let ElementRole::Heading(level) = &mut element.role {
            open.retain(|above| *above < *level);
            open.push(*level);
            *level = u8::try_from(open.len()).unwrap_or(u8::MAX);
        }
    }
}

/// The pictures on the chosen pages, in the document's order.
fn shown_pictures(pages: &Pages, chosen: &[usize]) -> Vec<usize> {
    let items = chosen.iter().flat_map(|page| &pages.pages[*page].items);
    let shown: BTreeSet<usize> =
        items.filter_map(|item| if let Item::Image { picture, .. } = item { Some(*picture) } else { None }).collect();
    shown.into_iter().filter(|picture| *picture < pages.pictures.len()).collect()
}

/// The page with the new numbers of its elements and of the pictures `shown`.
fn renumbered(page: &Page, ids: &[Option<ElementId>], shown: &[usize]) -> Page {
    let mut page = page.clone();
    for item in &mut page.items {
        let element = item.element_mut();
        *element = element.and_then(|old| ids.get(old.0 as usize).copied().flatten());
        if let Item::Image { picture, .. } = item {
            *picture = shown.binary_search(picture).unwrap_or(usize::MAX);
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(role: ElementRole, parent: Option<u32>) -> Element {
        Element::new(role, parent.map(ElementId))
    }

    fn cell(parent: u32, row_span: u16) -> Element {
        element(ElementRole::DataCell { column_span: 1, row_span }, Some(parent))
    }

    #[test]
    fn rows_stay_whole_and_with_what_spans_them() {
        let row = || element(ElementRole::Row, Some(1));
        // Rows 2, 5 (empty), 7 and 9 (held together), 11.
        let structure = [
            element(ElementRole::Document, None),
            element(ElementRole::Table, Some(0)),
            row(),
            cell(2, 1),
            cell(2, 1),
            row(),
            cell(5, 1),
            row(),
            cell(7, 2),
            row(),
            cell(9, 1),
            row(),
            cell(11, 1),
        ];
        let after = |content: &[usize]| {
            let mut anywhere = vec![false; structure.len()];
            [3, 4, 8, 10, 12].into_iter().for_each(|at: usize| anywhere[at] = true);
            keep_parents(&structure, &mut anywhere);
            let mut kept = vec![false; structure.len()];
            content.iter().for_each(|at| kept[*at] = true);
            keep_parents(&structure, &mut kept);
            keep_rows(&structure, &mut kept, &anywhere);
            kept.iter().enumerate().filter(|(_, kept)| **kept).map(|(at, _)| at).collect::<Vec<_>>()
        };
        assert_eq!(after(&[3]), [0, 1, 2, 3, 4, 5, 6]);
        assert_eq!(after(&[10]), [0, 1, 7, 8, 9, 10]);
        assert_eq!(after(&[12]), [0, 1, 11, 12]);
        assert_eq!(after(&[]), [0]);
    }

    #[test]
    fn headings_close_up() {
        let heading = |level| element(ElementRole::Heading(level), Some(0));
        let mut structure = [heading(3), heading(4), heading(3), heading(1), heading(2)];
        close_heading_gaps(&mut structure);
        let levels: Vec<u8> = structure.iter().map(|e| if let ElementRole::Heading(level) = e.role { level } else { 0 }).collect();
        assert_eq!(levels, [1, 2, 1, 1, 2]);
    }
}
