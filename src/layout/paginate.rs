//! Laid blocks to pages.
//!
//! Lives here: page breaks, spaces between blocks, counting, bookmarks, missing characters. Does not
//! live here: anything inside a block, header and footer (`furniture`). May use: `blocks`, `structure`.

use std::collections::HashMap;
use std::sync::Arc;

use super::blocks::{Laid, Section, Slab, Standing};
use super::draw::{Draft, Drawn, Part, Place};
use super::furniture::{self, Furniture};
use super::sheet::{Sheet, Sheets};
use super::structure::Builder;
use super::{Bookmark, ElementId, ElementRole, MissingGlyph, PageNumber, Pages, Unit, columns};
use crate::manuscript::{Manuscript, Picture};

/// Sets blocks on pages, counted anew unless they have `own` numbers. Pages that are in `drawn` already are not drawn
/// again.
pub(super) fn paginate(
    manuscript: &Manuscript,
    blocks: &[Arc<Laid>],
    sheets: &Sheets,
    own: Option<&[PageNumber]>,
    drawn: &mut Drawn,
) -> Pages {
    let mut setter = Setter {
        sheets,
        pages: Vec::new(),
        y: 0,
        pending: 0,
        bookmarks: Vec::new(),
        structure: Builder::new(),
        missing: Vec::new(),
        block_start: 0,
        kinds: Vec::new(),
        pictures: Vec::new(),
        picture: 0,
        shifts: columns::shifts(blocks),
        entries: Vec::new(),
    };
    setter.new_page(Kind { section: Section::Body, turned: false });
    let mut next = 0;
    while next < blocks.len() {
        next = setter.chain(blocks, next);
    }
    let own = own.filter(|own| own.len() == setter.pages.len());
    let numbers = own.map_or_else(|| setter.numbers(), <[PageNumber]>::to_vec);
    setter.number_entries(&numbers);
    for (index, page) in setter.pages.iter_mut().enumerate() {
        page.furniture = furniture::of(manuscript, sheets.of(page.turned), &setter.bookmarks, &numbers, index);
    }
    Pages {
        pages: drawn.pages(setter.pages, sheets),
        pictures: setter.pictures,
        bookmarks: setter.bookmarks,
        structure: setter.structure.finish(),
        info: manuscript.info.clone(),
        missing: setter.missing,
        numbers,
    }
}

struct Setter<'a> {
    sheets: &'a Sheets,
    pages: Vec<Draft>,
    /// Where the next slab begins.
    y: i32,
    /// Space that the next slab keeps from the one above it.
    pending: i32,
    bookmarks: Vec<Bookmark>,
    structure: Builder,
    missing: Vec<MissingGlyph>,
    /// Where the places of the present block begin on the present page.
    block_start: usize,
    /// The kind of each page.
    kinds: Vec<Kind>,
    pictures: Vec<Arc<Picture>>,
    /// The number among them of the present block's picture.
    picture: usize,
    /// By block: how far a line stands to the right of the one before it, on the same height.
    shifts: Vec<i32>,
    /// Contents lines that wait for their numbers: the page and the place.
    entries: Vec<(usize, usize)>,
}

/// What a page is: blocks of another kind begin a new one.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Kind {
    section: Section,
    turned: bool,
}

impl Setter<'_> {
    /// Sets the block at `index` and returns the next index.
    fn chain(&mut self, blocks: &[Arc<Laid>], index: usize) -> usize {
        let laid = &blocks[index];
        if laid.page_break {
            if !self.at_top() {
                self.new_page(self.kind());
            }
            return index + 1;
        }
        self.enter(Kind { section: laid.section, turned: laid.turned });
        if let Some(picture) = &laid.picture {
            self.picture = self.number_of(picture);
        }
        let (base, level) = self.structure.add(laid);
        if let (shift @ 1.., Some(slab)) = (self.shifts[index], laid.slabs.first()) {
            let y = self.y - slab.height;
            self.draw(laid, Part::Slab(0), (shift, y), Some(base));
            self.miss(slab, laid);
            return index + 1;
        }
        self.pending = if self.at_top() { 0 } else { self.pending + self.before(blocks, index) };
        let mut bookmarked = laid.bookmark.is_none();
        let cells = laid.elements.first().is_some_and(|element| element.role == ElementRole::Table);
        self.block_start = self.pages.last().map_or(0, |page| page.places.len());
        for (i, slab) in laid.slabs.iter().enumerate() {
            // Only the first slab of a unit asks whether all that is glued to it fits.
            let leads = i == 0 && !self.glued_to_former(blocks, index) || i > 0 && !laid.slabs[i - 1].glued;
            let need = if leads { self.unit(blocks, index, i) } else { slab.height };
            if self.y + self.pending + need > self.sheet().bottom && !self.at_top() {
                let whole = self.sheet().bottom - self.sheet().top;
                // A unit taller than a page is divided where the page is full.
                if need <= whole || self.y + self.pending + slab.height > self.sheet().bottom {
                    if cells {
                        self.order_cells();
                    }
                    self.turn(laid, i);
                }
            }
            if !bookmarked && let Some(title) = &laid.bookmark {
                let y = Unit(self.y + self.pending);
                let page = self.pages.len() - 1;
                self.bookmarks.push(Bookmark { title: title.clone(), level, page, y, source: laid.anchor });
                bookmarked = true;
            }
            self.put(laid, i, base);
        }
        if cells {
            self.order_cells();
        }
        if let Some(entry) = &laid.entry {
            let page = self.pages.len() - 1;
            let element = ElementId(base + entry.element.0);
            self.entries.push((page, self.pages[page].places.len()));
            self.place(Place::Number { laid: Arc::clone(laid), number: None, bottom: self.y, element });
        }
        self.pending += laid.after;
        index + 1
    }

    /// Goes on to a page of this kind.
    fn enter(&mut self, kind: Kind) {
        if self.kind() == kind {
            return;
        }
        if self.at_top() {
            self.pages.pop();
            self.kinds.pop();
        }
        self.new_page(kind);
    }

    /// The number of a picture among those of the pages.
    fn number_of(&mut self, picture: &Arc<Picture>) -> usize {
        self.pictures.iter().position(|known| Arc::ptr_eq(known, picture)).unwrap_or_else(|| {
            self.pictures.push(Arc::clone(picture));
            self.pictures.len() - 1
        })
    }

    /// How each page is counted.
    fn numbers(&self) -> Vec<PageNumber> {
        let (mut front, mut body) = (0, 0);
        let number = |kind: &Kind| match kind.section {
            Section::Cover => PageNumber::Cover,
            Section::Contents => {
                front += 1;
                PageNumber::Front(front)
            }
            Section::Body => {
                body += 1;
                PageNumber::Body(body)
            }
        };
        self.kinds.iter().map(number).collect()
    }

    /// Gives the contents lines their numbers, now that every heading has its page.
    fn number_entries(&mut self, numbers: &[PageNumber]) {
        let places: HashMap<_, _> = self.bookmarks.iter().rev().filter_map(|b| Some((b.source?, b.page))).collect();
        for (page, place) in self.entries.drain(..) {
            if let Some(Place::Number { laid, number, .. }) = self.pages[page].places.get_mut(place) {
                let target = laid.entry.as_ref().and_then(|entry| places.get(&entry.target));
                *number = target.and_then(|page| numbers.get(*page)).copied();
            }
        }
    }

    fn glued_to_former(&self, blocks: &[Arc<Laid>], index: usize) -> bool {
        index > 0 && !self.at_top() && glued_to_next(blocks, index - 1)
    }

    /// The space above a block; text that begins at once under a title keeps a line's distance.
    fn before(&self, blocks: &[Arc<Laid>], index: usize) -> i32 {
        let titled = index > 0 && blocks[index - 1].standing == Standing::Title;
        let text = matches!(blocks[index].standing, Standing::Text { .. } | Standing::Item { .. });
        let least = if titled && text { self.sheet().setup.scale.body.leading.0 } else { 0 };
        blocks[index].before.max(least)
    }

    /// Height of the slab `i` of a block with all that is glued to it, across blocks.
    fn unit(&self, blocks: &[Arc<Laid>], index: usize, i: usize) -> i32 {
        let whole = self.sheet().bottom - self.sheet().top;
        let mut height = 0;
        let mut first = i;
        for (offset, laid) in blocks[index..].iter().enumerate() {
            if laid.page_break || (laid.section, laid.turned) != (blocks[index].section, blocks[index].turned) {
                break;
            }
            if offset > 0 {
                height += blocks[index + offset - 1].after + self.before(blocks, index + offset);
            }
            let last = laid.slabs.len().saturating_sub(1);
            for (i, slab) in laid.slabs.iter().enumerate().skip(first) {
                height += slab.height;
                let glued = slab.glued || i == last && glued_to_next(blocks, index + offset);
                if !glued || height > whole {
                    return height;
                }
            }
            first = 0;
        }
        height
    }

    /// Turns the page before slab `i` of a block.
    fn turn(&mut self, laid: &Arc<Laid>, i: usize) {
        if let Some(above) = i.checked_sub(1) {
            self.draw(laid, Part::Closing(above), (0, self.y), None);
        }
        self.new_page(self.kind());
        if i > 0 {
            for (repeated, slab) in laid.repeated.iter().enumerate() {
                self.draw(laid, Part::Repeated(repeated), (0, self.y), None);
                self.y += slab.height;
            }
            self.draw(laid, Part::Opening(i), (0, self.y), None);
            self.y += laid.slabs[i].opening_height;
        }
    }

    fn put(&mut self, laid: &Arc<Laid>, i: usize, base: u32) {
        self.y += self.pending;
        self.pending = 0;
        self.draw(laid, Part::Slab(i), (0, self.y), Some(base));
        self.miss(&laid.slabs[i], laid);
        self.y += laid.slabs[i].height;
    }

    /// Notes the characters of a slab that no font has.
    fn miss(&mut self, slab: &Slab, laid: &Laid) {
        for text in &slab.missing {
            if !self.missing.iter().any(|known| known.text == *text) {
                self.missing.push(MissingGlyph { text: text.clone(), source: laid.source, page: self.pages.len() - 1 });
            }
        }
    }

    /// Places items further right and down, their elements counted from `base`; without one they are furniture.
    fn draw(&mut self, laid: &Arc<Laid>, part: Part, by: (i32, i32), base: Option<u32>) {
        self.place(Place::Items { laid: Arc::clone(laid), part, by, base, picture: self.picture });
    }

    fn place(&mut self, place: Place) {
        if let Some(page) = self.pages.last_mut() {
            page.places.push(place);
        }
    }

    /// Notes that the cells of the present table, so far, are put in order.
    fn order_cells(&mut self) {
        let from = self.block_start;
        self.place(Place::Cells(from));
    }

    fn at_top(&self) -> bool {
        self.y == self.sheet().top
    }

    /// The kind of the present page.
    fn kind(&self) -> Kind {
        self.kinds.last().copied().unwrap_or(Kind { section: Section::Body, turned: false })
    }

    /// The sheet of the present page.
    fn sheet(&self) -> &Sheet {
        self.sheets.of(self.kind().turned)
    }

    /// Begins a page.
    fn new_page(&mut self, kind: Kind) {
        let sheet = self.sheets.of(kind.turned);
        self.pages.push(Draft { turned: kind.turned, places: Vec::new(), furniture: Furniture::default() });
        self.kinds.push(kind);
        self.y = sheet.top;
        self.pending = 0;
        self.block_start = 0;
    }
}

/// Whether the block at `index` keeps the next one with it.
fn glued_to_next(blocks: &[Arc<Laid>], index: usize) -> bool {
    if blocks[index].slabs.last().is_some_and(|slab| slab.glued) {
        return true;
    }
    // Notes below a heading (who leads, who helps) go with the heading, and so must what it leads; the next
    // heading of its rank is none of that.
    let above = blocks[..index].iter().rev().find(|laid| !laid.note);
    let (Some(Standing::Heading(own)), Some(next)) = (above.map(|laid| laid.standing), blocks.get(index + 1)) else { return false };
    blocks[index].note && !matches!(next.standing, Standing::Heading(level) if level <= own)
}
