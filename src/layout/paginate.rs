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

/// Slabs that follow their heading where not all that is glued to it has room on a page.
const TOGETHER: usize = 2;

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
            let mut need = if leads { self.unit(blocks, index, i, usize::MAX) } else { slab.height };
            if need > self.sheet().bottom - self.sheet().top {
                // What no page holds is divided where the page is full, but not between a heading and what it leads.
                need = self.unit(blocks, index, i, TOGETHER);
            }
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

    /// Height of the slab `i` of a block with all that is glued to it, across blocks; of what headings, their notes and
    /// the heads of a table lead no more than `led` slabs.
    fn unit(&self, blocks: &[Arc<Laid>], index: usize, i: usize, led: usize) -> i32 {
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
            let leader = laid.note || matches!(laid.standing, Standing::Heading(_));
            for (i, slab) in laid.slabs.iter().enumerate().skip(first) {
                height += slab.height;
                let enough = !leader && i + 1 >= led.saturating_add(laid.repeated.len());
                let glued = !enough && (slab.glued || i == last && glued_to_next(blocks, index + offset));
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
    // What is said below a table (what its marks mean) does not stand alone on the next page.
    if !blocks[index].repeated.is_empty() && blocks.get(index + 1).is_some_and(|next| next.note) {
        return true;
    }
    // Notes below a heading (who leads, who helps) go with the heading, and so must what it leads; the next
    // heading of its rank is none of that.
    let above = blocks[..index].iter().rev().find(|laid| !laid.note);
    let (Some(Standing::Heading(own)), Some(next)) = (above.map(|laid| laid.standing), blocks.get(index + 1)) else { return false };
    blocks[index].note && !matches!(next.standing, Standing::Heading(level) if level <= own)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::layout::{Item, Pages, lay_out};
    use crate::manuscript::compose;
    use crate::plan::{Block as Body, Cell, Node, Pictures, Plan, Role, Table};

    fn text_of(pages: &Pages, page: usize) -> String {
        let runs = pages.pages[page].items.iter().filter_map(|item| if let Item::Run(run) = item { Some(run.text.as_str()) } else { None });
        runs.collect()
    }

    fn turned(pages: &Pages) -> Vec<bool> {
        pages.pages.iter().map(|page| page.width > page.height).collect()
    }

    fn plan(projects: Vec<Node>) -> Plan {
        let mut plan = Plan::new("計画", Some(crate::calendar::FiscalYear(2026)));
        let children = projects.into_iter().map(Arc::new).collect();
        plan.nodes = vec![Arc::new(Node::new(Role::Part, "重点")), Arc::new(Node { children, ..Node::new(Role::Part, "法人運営") })];
        plan
    }

    fn project(title: String) -> Node {
        Node { lead: "総務課".to_owned(), schedule: vec!["6月3日（水）".to_owned()], ..Node::new(Role::Project, title) }
    }

    fn pages(plan: &Plan) -> Pages {
        lay_out(&compose(plan, &Pictures::none()))
    }

    #[test]
    fn the_calendar_begins_its_own_page_and_leaves_the_text_as_it_was() {
        let mut plan = plan((1..=40).map(|n| project(format!("会議{n}"))).collect());
        let before = pages(&plan);
        assert!(before.pages.len() > 1 && text_of(&before, 0).contains("会議10"));
        plan.style.year_calendar = true;
        let after = pages(&plan);
        let count = before.pages.len();
        assert!(after.pages.len() > count);
        assert!(turned(&after).into_iter().enumerate().all(|(page, turned)| turned == (page >= count)), "{:?}", turned(&after));
        for page in 0..count {
            assert_eq!(text_of(&after, page), text_of(&before, page), "page {page}");
        }
        assert!(after.bookmarks.iter().any(|b| b.title == "年間行事予定表" && b.page == count));
    }

    #[test]
    fn a_heading_goes_with_what_it_leads_though_no_page_holds_it_all() {
        // An entry nearly as high as a page, under a heading at every height of the page before.
        let lines = (1..=46).map(|n| format!("{n}行目")).collect::<Vec<_>>().join("\n");
        let table = Table { rows: vec![vec![Cell::new("内容"), Cell::new(lines)]], ..Table::default() };
        for above in 0..40 {
            let text = (0..above).map(|n| Body::Text(format!("本文{n}"))).collect();
            let first = Node { body: text, ..project("先".to_owned()) };
            let form = Node { body: vec![Body::Table(table.clone())], ..project("様式".to_owned()) };
            let pages = pages(&plan(vec![first, form]));
            let heading = pages.bookmarks.iter().find(|b| b.title.contains("様式")).expect("a heading").page;
            assert!(text_of(&pages, heading).contains("1行目"), "{above} lines above: the heading stands alone on page {heading}");
            assert!(text_of(&pages, 0).contains("重点"), "the first page is not left blank");
        }
    }
}
