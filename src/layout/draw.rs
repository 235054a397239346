//! What stands where to the pages themselves: only pages that differ from those of the run before are drawn.
//!
//! Lives here: the items of a page from the places of its blocks. Does not live here: what stands on which
//! page (`paginate`). May use: `blocks`, `front`, `furniture`.

use std::sync::Arc;

use super::blocks::Laid;
use super::furniture::{self, Furniture};
use super::sheet::{Sheet, Sheets};
use super::{ElementId, Item, Page, PageNumber, Run, Unit, front};

/// All that a page shows, by reference.
#[derive(Debug, PartialEq)]
pub(super) struct Draft {
    /// Whether its sheet is turned.
    pub turned: bool,
    /// What stands on it, in the order of drawing.
    pub places: Vec<Place>,
    /// What stands around it.
    pub furniture: Furniture,
}

/// Something that stands on a page.
#[derive(Debug)]
pub(super) enum Place {
    /// Items of a block.
    Items {
        /// The block.
        laid: Arc<Laid>,
        /// Which of its items.
        part: Part,
        /// How far they move right and down.
        by: (i32, i32),
        /// Where its elements begin; without it the items are furniture.
        base: Option<u32>,
        /// The number of its picture.
        picture: usize,
    },
    /// The number of a contents line.
    Number {
        /// The line.
        laid: Arc<Laid>,
        /// The number it says, once that is known.
        number: Option<PageNumber>,
        /// Bottom of its last line.
        bottom: i32,
        /// The element of its words.
        element: ElementId,
    },
    /// The cells of a table are put in order, from the place with this index on.
    Cells(usize),
}

/// Items of a block, by the index of the slab that holds them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Of a slab.
    Slab(usize),
    /// Of a repeated slab.
    Repeated(usize),
    /// What opens a slab after a break inside the block.
    Opening(usize),
    /// What closes a slab before such a break.
    Closing(usize),
}

impl PartialEq for Place {
    /// Blocks are the same if they are the very same: an unchanged block is not laid again.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Items { laid, part, by, base, picture },
                Self::Items { laid: laid2, part: part2, by: by2, base: base2, picture: picture2 },
            ) => Arc::ptr_eq(laid, laid2) && (part, by, base, picture) == (part2, by2, base2, picture2),
            (
                Self::Number { laid, number, bottom, element },
                Self::Number { laid: laid2, number: number2, bottom: bottom2, element: element2 },
            ) => Arc::ptr_eq(laid, laid2) && (number, bottom, element) == (number2, bottom2, element2),
            (Self::Cells(from), Self::Cells(from2)) => from == from2,
            _ => false,
        }
    }
}

/// The pages of the run before.
#[derive(Default)]
pub(super) struct Drawn {
    pages: Vec<(Draft, Arc<Page>)>,
}

impl Drawn {
    /// The pages of the drafts. Those equal to the page in their place the run before are the same `Arc`.
    pub(super) fn pages(&mut self, drafts: Vec<Draft>, sheets: &Sheets) -> Vec<Arc<Page>> {
        let mut former = std::mem::take(&mut self.pages).into_iter();
        let mut draw = |draft: Draft| match former.next() {
            Some((known, page)) if known == draft => (known, page),
            Some((_, page)) => {
                let new = draw(&draft, sheets.of(draft.turned));
                if *page == new { (draft, page) } else { (draft, Arc::new(new)) }
            }
            None => {
                let new = draw(&draft, sheets.of(draft.turned));
                (draft, Arc::new(new))
            }
        };
        self.pages = drafts.into_iter().map(&mut draw).collect();
        self.pages.iter().map(|(_, page)| Arc::clone(page)).collect()
    }
}

/// The page of a draft.
fn draw(draft: &Draft, sheet: &Sheet) -> Page {
    let mut page = Page { width: Unit(sheet.width), height: Unit(sheet.height), items: Vec::new() };
    let mut starts = Vec::with_capacity(draft.places.len());
    for place in &draft.places {
        starts.push(page.items.len());
        match place {
            Place::Items { laid, part, by, base, picture } => page.items.extend(items(laid, *part).iter().cloned().map(|item| {
                let mut item = item.moved(by.0, by.1);
                let element = item.element_mut();
                *element = base.and_then(|base| element.map(|local| ElementId(base + local.0)));
                if let Item::Image { picture: number, .. } = &mut item {
                    *number = *picture;
                }
                item
            })),
            Place::Number { laid, number, bottom, element } => {
                if let (Some(entry), Some(number)) = (&laid.entry, number) {
                    page.items.extend(front::number(entry, &number.to_string(), *bottom, *element, sheet));
                }
            }
            Place::Cells(from) => order_cells(starts.get(*from).copied().unwrap_or(0), &mut page.items),
        }
    }
    furniture::draw(&draft.furniture, sheet, &mut page);
    page
}

fn items(laid: &Laid, part: Part) -> &[Item] {
    let items = match part {
        Part::Slab(index) => laid.slabs.get(index).map(|slab| &slab.items),
        Part::Repeated(index) => laid.repeated.get(index).map(|slab| &slab.items),
        Part::Opening(index) => laid.slabs.get(index).map(|slab| &slab.opening),
        Part::Closing(index) => laid.slabs.get(index).map(|slab| &slab.closing),
    };
    items.map_or(&[], Vec::as_slice)
}

/// Slices of a table hold a line of each cell; readers want the cells one after the other, and
/// rules and shades without seams.
fn order_cells(from: usize, page: &mut Vec<Item>) {
    let mut items = page.split_off(from.min(page.len()));
    items.sort_by_key(|item| match item {
        Item::Fill { rect, grey, .. } => (false, u8::MAX - grey, (rect.x, rect.width, rect.y), None),
        Item::Run(Run { element, .. }) | Item::Image { element, .. } | Item::Link { element, .. } => {
            (true, 0, Default::default(), *element)
        }
    });
    for item in items {
        if let (Item::Fill { rect, grey, .. }, Some(Item::Fill { rect: above, grey: same, .. })) = (&item, page.last_mut())
            && (rect.x, rect.width, *grey) == (above.x, above.width, *same)
            && rect.y == above.y + above.height
        {
            above.height = above.height + rect.height;
            continue;
        }
        page.push(item);
    }
}
