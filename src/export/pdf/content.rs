//! The drawing of each page.
//!
//! Lives here: page items to the operators of a content stream, marked content. Does not live here: the
//! tree the marks belong to (`structure`). May use: the page model, `fonts`, `syntax`, `pack`.
//!
//! Every number is a whole count of thousandths of a point, so what is written is what was laid out.
//! No marked content stands in another: some readers take the inner end for the outer one and lose the rest.

use super::fonts::{self, Fonts, Subset};
use super::links::Places;
use super::pack::Packer;
use super::syntax::Syntax;
use super::{PdfError, images, parallel};
use crate::layout::{ElementId, ElementRole, FontId, Item, Page, Pages, Rect, Run, Unit};

/// A marked content: the element it belongs to, and the link it is the words of (an index into the
/// items of its page).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// The element.
    pub element: ElementId,
    /// The link.
    pub link: Option<usize>,
}

/// A page as drawn.
pub(super) struct Drawn {
    /// Its content, compressed.
    pub content: Vec<u8>,
    /// Its marked contents, by their numbers.
    pub marks: Vec<Mark>,
}

/// The tag of a role.
pub(super) fn tag(role: ElementRole) -> &'static str {
    match role {
        ElementRole::Document => "Document",
        ElementRole::Heading(1) => "H1",
        ElementRole::Heading(2) => "H2",
        ElementRole::Heading(3) => "H3",
        ElementRole::Heading(4) => "H4",
        ElementRole::Heading(5) => "H5",
        ElementRole::Heading(_) => "H6",
        ElementRole::Contents => "TOC",
        ElementRole::ContentsItem => "TOCI",
        ElementRole::Reference => "Reference",
        ElementRole::Paragraph => "P",
        ElementRole::List => "L",
        ElementRole::ListItem => "LI",
        ElementRole::Label => "Lbl",
        ElementRole::ListBody => "LBody",
        ElementRole::Quote => "BlockQuote",
        ElementRole::Table => "Table",
        ElementRole::Caption => "Caption",
        ElementRole::Row => "TR",
        ElementRole::HeadCell { .. } => "TH",
        ElementRole::DataCell { .. } => "TD",
        ElementRole::Figure => "Figure",
    }
}

/// Draws all pages.
pub(super) fn draw(pages: &Pages, fonts: &Fonts, places: &Places) -> Result<Vec<Drawn>, PdfError> {
    let drawn = parallel::map(&pages.pages, Packer::default, |packer, page| {
        let (content, marks) = Pen::new((pages, places), fonts, page).draw();
        Ok(Drawn { content: packer.pack(content.bytes())?, marks })
    });
    drawn.into_iter().collect()
}

/// What stands between marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marked {
    /// Content of an element.
    Own(Mark),
    /// Header, footer and what else comes again on each page.
    Furniture,
    /// Rules and shades.
    Decoration,
}

/// What is being written. A text section holds marked contents, which hold runs; fills stand in marked
/// contents of their own outside of text.
struct Pen<'a> {
    pages: &'a Pages,
    places: &'a Places,
    fonts: &'a Fonts,
    page: &'a Page,
    out: Syntax,
    marks: Vec<Mark>,
    /// The open marked content.
    open: Option<Marked>,
    /// The latest link of the page.
    link: Option<(usize, Rect, Option<ElementId>)>,
    /// Where the latest line of the open text section begins, from the left and from the bottom.
    line: Option<(i32, i32)>,
    font: Option<(FontId, Unit)>,
    grey: u8,
    /// Character spacing in 1/1000 pt.
    spacing: i32,
}

impl<'a> Pen<'a> {
    fn new((pages, places): (&'a Pages, &'a Places), fonts: &'a Fonts, page: &'a Page) -> Self {
        let (out, marks) = (Syntax::default(), Vec::new());
        Self { pages, places, fonts, page, out, marks, open: None, link: None, line: None, font: None, grey: 0, spacing: 0 }
    }

    fn draw(mut self) -> (Syntax, Vec<Mark>) {
        for (index, item) in self.page.items.iter().enumerate() {
            match item {
                Item::Run(run) => self.run(run),
                Item::Fill { rect, grey, element } => self.fill(*rect, *grey, *element),
                Item::Image { rect, picture, element } => self.image(*rect, *picture, *element),
                // Its words follow; what leads nowhere is text like any other.
                Item::Link { rect, element, target } => {
                    self.link = self.places.contains_key(target).then_some((index, *rect, *element));
                }
            }
        }
        self.end_text();
        self.end_mark();
        (self.out, self.marks)
    }

    fn run(&mut self, run: &Run) {
        let Some(subset) = self.fonts.get(run.font) else { return };
        if self.line.is_none() {
            self.end_mark();
            self.out.raw(b"BT\n");
            self.line = Some((0, 0));
        }
        let link = self.link_of(run);
        let mark = run.element.map_or(Marked::Furniture, |element| Marked::Own(Mark { element, link }));
        self.mark(mark);
        self.colour(0);
        if self.font != Some((run.font, run.size)) {
            self.font = Some((run.font, run.size));
            self.out.name(subset.id.0.as_bytes()).raw(b" ").length(run.size).raw(b" Tf\n");
        }
        let spacing = spacing(run);
        if spacing != self.spacing {
            self.spacing = spacing;
            self.out.thousandths(spacing).raw(b" Tc\n");
        }
        let (x, y) = (run.x.0, self.page.height.0 - run.y.0);
        let (from_x, from_y) = self.line.replace((x, y)).unwrap_or_default();
        self.out.thousandths(x - from_x).raw(b" ").thousandths(y - from_y).raw(b" Td\n");
        self.glyphs(run, subset, mark);
    }

    /// Shows the glyphs of a run, each followed by what its advance lacks to the next one's place. What is
    /// spoken stands in a marked content of its own between those of the other glyphs.
    fn glyphs(&mut self, run: &Run, subset: &Subset, mark: Marked) {
        let size = i64::from(run.size.0.max(1));
        // Where the reader's pen stands, in thousandths of a unit; corrections are against it, so that
        // no rounding adds up along a line.
        let mut pen = 0;
        let (mut show, mut spoken) = (Show::Closed, false);
        for index in 0..run.glyphs.len() {
            if let Some(words) = fonts::spoken(run, index) {
                spoken = true;
                show.close(&mut self.out);
                self.end_mark();
                self.begin_mark(mark, Some(&words));
            } else if !spoken {
                self.mark(mark);
            }
            let code = subset.code(run, index);
            show.glyph(code.number, &mut self.out);
            pen += i64::from(code.advance) * size + i64::from(self.spacing) * 1000;
            let next = run.glyphs.get(index + 1);
            let lack = next.map_or(0, |next| rounded(pen - i64::from(next.x.0) * 1000, size));
            // Whole thousandths of an em, and none below two: finer steps cannot be seen and cost room.
            if lack.abs() >= 2 {
                pen -= lack * size;
                show.back(lack, &mut self.out);
            }
            if spoken && !fonts::is_marked(run, index) {
                spoken = false;
                show.close(&mut self.out);
                self.end_mark();
            }
        }
        show.close(&mut self.out);
    }

    /// The link whose words a run is: it stands in the latest one's place.
    fn link_of(&self, run: &Run) -> Option<usize> {
        let (index, rect, element) = self.link?;
        let (x, y) = (run.x.0, run.y.0 - run.size.0 / 4);
        let within = x >= rect.x.0 && x <= rect.x.0 + rect.width.0 && y >= rect.y.0 && y <= rect.y.0 + rect.height.0;
        (within && element == run.element).then_some(index)
    }

    /// Fills a rule or a shade: part of a figure or else decoration, also where it belongs to a cell; what
    /// is drawn around a piece of furniture is furniture.
    fn fill(&mut self, rect: Rect, grey: u8, element: Option<ElementId>) {
        let figure = element.filter(|element| self.role(*element) == ElementRole::Figure);
        let around = self.open == Some(Marked::Furniture);
        self.end_text();
        self.mark(match figure {
            Some(element) => Marked::Own(Mark { element, link: None }),
            None if around => Marked::Furniture,
            None => Marked::Decoration,
        });
        self.colour(grey);
        self.out.length(rect.x).raw(b" ").thousandths(self.page.height.0 - rect.y.0 - rect.height.0);
        self.out.raw(b" ").length(rect.width).raw(b" ").length(rect.height).raw(b" re f\n");
    }

    /// Draws a picture upright in its place.
    fn image(&mut self, rect: Rect, index: usize, element: Option<ElementId>) {
        let Some(picture) = self.pages.pictures.get(index) else { return };
        self.end_text();
        self.mark(element.map_or(Marked::Decoration, |element| Marked::Own(Mark { element, link: None })));
        let [a, b, c, d, e, f] = picture.upright_matrix().map(i32::from);
        let (width, height) = (rect.width.0, rect.height.0);
        let bottom = self.page.height.0 - rect.y.0 - height;
        self.out.raw(b"q ");
        for value in [a * width, b * height, c * width, d * height, e * width + rect.x.0, f * height + bottom] {
            self.out.thousandths(value).raw(b" ");
        }
        self.out.raw(b"cm ").name(images::name(index).as_bytes()).raw(b" Do Q\n");
    }

    fn role(&self, element: ElementId) -> ElementRole {
        self.pages.structure.get(element.0 as usize).map_or(ElementRole::Paragraph, |element| element.role)
    }

    /// Opens a marked content unless it is open already.
    fn mark(&mut self, mark: Marked) {
        if self.open != Some(mark) {
            self.end_mark();
            self.begin_mark(mark, None);
        }
    }

    /// Opens a marked content, with the words that a reader says instead of what its glyphs mean.
    fn begin_mark(&mut self, mark: Marked, spoken: Option<&str>) {
        match mark {
            Marked::Own(own) => {
                let tag = match own.link {
                    _ if spoken.is_some() => "Span",
                    Some(_) => "Link",
                    None => tag(self.role(own.element)),
                };
                self.out.raw(b"/").raw(tag).raw(b"<</MCID ").integer(self.marks.len() as i64);
                self.marks.push(own);
            }
            Marked::Furniture => _ = self.out.raw(b"/Artifact<</Type/Pagination"),
            Marked::Decoration => _ = self.out.raw(b"/Artifact<</Type/Layout"),
        }
        if let Some(words) = spoken {
            self.out.raw(b"/ActualText").text(words);
        }
        self.out.raw(b">>BDC\n");
        self.open = Some(mark);
    }

    fn end_mark(&mut self) {
        if self.open.take().is_some() {
            self.out.raw(b"EMC\n");
        }
    }

    /// Ends the text section with the marked content in it.
    fn end_text(&mut self) {
        if self.line.is_some() {
            self.end_mark();
            self.line = None;
            self.out.raw(b"ET\n");
        }
    }

    fn colour(&mut self, grey: u8) {
        if self.grey != grey {
            self.grey = grey;
            self.out.thousandths((i32::from(grey) * 1000 + 127) / 255).raw(b" g\n");
        }
    }
}

/// How far the array of strings that shows glyphs is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Show {
    Closed,
    Array,
    String,
}

impl Show {
    /// Shows a glyph.
    fn glyph(&mut self, number: u16, out: &mut Syntax) {
        match *self {
            Self::Closed => _ = out.raw(b"[("),
            Self::Array => _ = out.raw(b"("),
            Self::String => {}
        }
        *self = Self::String;
        for byte in number.to_be_bytes() {
            out.string_byte(byte);
        }
    }

    /// Moves the pen back by thousandths of an em.
    fn back(&mut self, by: i64, out: &mut Syntax) {
        if *self == Self::String {
            out.raw(b")");
        }
        out.integer(by);
        *self = Self::Array;
    }

    fn close(&mut self, out: &mut Syntax) {
        match *self {
            Self::Closed => {}
            Self::Array => _ = out.raw(b"]TJ\n"),
            Self::String => _ = out.raw(b")]TJ\n"),
        }
        *self = Self::Closed;
    }
}

/// A quotient rounded to the nearest whole number.
fn rounded(value: i64, by: i64) -> i64 {
    (value * 2 + by).div_euclid(by * 2)
}

/// What most glyphs of a justified run stand apart by, in 1/1000 pt: said once, not after each glyph.
fn spacing(run: &Run) -> i32 {
    let limit = run.size.0 * fonts::GAP_LIMIT / 1000;
    let gaps = run.glyphs.windows(2).map(|pair| pair[1].x.0 - pair[0].x.0 - pair[0].advance.0).filter(|gap| gap.abs() < limit);
    let (sum, count) = gaps.fold((0_i64, 0_i64), |(sum, count), gap| (sum + i64::from(gap), count + 1));
    if count < 4 { 0 } else { i32::try_from(sum / count).unwrap_or(0) }
}
