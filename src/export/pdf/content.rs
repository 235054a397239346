//! The drawing of each page.
//!
//! Lives here: page items to printpdf operations, marked content. Does not live here: the tree the
//! marks belong to (`structure`). May use: the page model, `fonts`.

use std::collections::BTreeMap;

use printpdf::{Codepoint, Color, DictItem, Greyscale, Mm, Op, PaintMode, PdfFontHandle, PdfPage, Pt, TextItem, TextMatrix};

use super::fonts::{Fonts, Subset};
use crate::layout::{Element, ElementId, ElementRole, FontId, Item, Page, Pages, Rect, Run, Unit};

/// A marked content: the element it belongs to, and the link it is the words of (an index into the
/// items of its page).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// The element.
    pub element: ElementId,
    /// The link.
    pub link: Option<usize>,
}

/// The marked contents of each page, by their numbers.
pub(super) type Marks = Vec<Vec<Mark>>;

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

/// The pages for printpdf, and which element each marked content belongs to.
pub(super) fn draw(pages: &Pages, fonts: &Fonts) -> (Vec<PdfPage>, Marks) {
    let drawn = pages.pages.iter().map(|page| {
        let mut pen = Pen {
            pages,
            height: page.height,
            fonts,
            ops: Vec::new(),
            marks: Vec::new(),
            open: None,
            link: None,
            text: None,
            grey: 0,
            spacing: 0,
        };
        pen.page(page);
        let mut drawn = PdfPage::new(Mm(0.0), Mm(0.0), pen.ops);
        let sheet =
            printpdf::Rect { x: Pt(0.0), y: Pt(0.0), width: pt(page.width), height: pt(page.height), mode: None, winding_order: None };
        (drawn.media_box, drawn.trim_box, drawn.crop_box) = (sheet.clone(), sheet.clone(), sheet);
        (drawn, pen.marks)
    });
    drawn.unzip()
}

/// What is being written: marked content holds text sections, which hold runs.
struct Pen<'a> {
    pages: &'a Pages,
    /// Height of the page.
    height: Unit,
    fonts: &'a Fonts,
    ops: Vec<Op>,
    marks: Vec<Mark>,
    /// The open marked content: an element's, or furniture.
    open: Option<Option<Mark>>,
    /// The latest link of the page.
    link: Option<(usize, Rect, Option<ElementId>)>,
    /// The open text section with its font and size.
    text: Option<Option<(FontId, Unit)>>,
    grey: u8,
    /// Character spacing in 1/1000 pt.
    spacing: i32,
}

impl Pen<'_> {
    fn page(&mut self, page: &Page) {
        for (index, item) in page.items.iter().enumerate() {
            match item {
                Item::Run(run) => self.run(run),
                // Rules and shades are decoration, also where they belong to a cell.
                Item::Fill { rect, grey, .. } => self.fill(*rect, *grey),
                // Pictures are not written yet.
                Item::Image { .. } => {}
                // Its words follow.
                Item::Link { rect, element, .. } => self.link = Some((index, *rect, *element)),
            }
        }
        self.close();
    }

    fn run(&mut self, run: &Run) {
        let Some(subset) = self.fonts.get(run.font) else { return };
        let link = self.link_of(run);
        self.mark(run.element.map(|element| Mark { element, link }));
        self.colour(0);
        if self.text.is_none() {
            self.ops.push(Op::StartTextSection);
            self.text = Some(None);
        }
        if self.text != Some(Some((run.font, run.size))) {
            self.ops.push(Op::SetFont { font: PdfFontHandle::External(subset.id.clone()), size: pt(run.size) });
            self.text = Some(Some((run.font, run.size)));
        }
        let spacing = spacing(run);
        if spacing != self.spacing {
            self.spacing = spacing;
            self.ops.push(Op::SetCharacterSpacing { multiplier: spacing as f32 / 1000.0 });
        }
        let y = Unit(self.height.0 - run.y.0);
        self.ops.push(Op::SetTextMatrix { matrix: TextMatrix::Translate(pt(run.x), pt(y)) });
        self.ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(glyphs(run, subset, spacing))] });
    }

    /// The link whose words a run is: it stands in the latest one's place.
    fn link_of(&self, run: &Run) -> Option<usize> {
        let (index, rect, element) = self.link?;
        let (x, y) = (run.x.0, run.y.0 - run.size.0 / 4);
        let within = x >= rect.x.0 && x <= rect.x.0 + rect.width.0 && y >= rect.y.0 && y <= rect.y.0 + rect.height.0;
        (within && element == run.element).then_some(index)
    }

    fn fill(&mut self, rect: Rect, grey: u8) {
        self.mark(None);
        self.end_text();
        self.colour(grey);
        let y = Unit(self.height.0 - rect.y.0 - rect.height.0);
        let rectangle = printpdf::Rect {
            x: pt(rect.x),
            y: pt(y),
            width: pt(rect.width),
            height: pt(rect.height),
            mode: Some(PaintMode::Fill),
            winding_order: None,
        };
        self.ops.push(Op::DrawRectangle { rectangle });
    }

    /// Opens the marked content of an element, or of furniture, unless it is open already.
    fn mark(&mut self, mark: Option<Mark>) {
        if self.open == Some(mark) {
            return;
        }
        self.close();
        match mark {
            Some(own) => {
                let number = i64::try_from(self.marks.len()).unwrap_or(i64::MAX);
                self.marks.push(own);
                let role =
                    self.pages.structure.get(own.element.0 as usize).map_or(ElementRole::Paragraph, |element: &Element| element.role);
                let properties = DictItem::Dict { map: BTreeMap::from([("MCID".to_owned(), DictItem::Int(number))]) };
                let tag = if own.link.is_some() { "Link" } else { tag(role) };
                self.ops.push(Op::BeginMarkedContentWithProperties { tag: tag.to_owned(), properties });
            }
            None => self.ops.push(Op::BeginMarkedContent { tag: "Artifact".to_owned() }),
        }
        self.open = Some(mark);
    }

    fn end_text(&mut self) {
        if self.text.take().is_some() {
            self.ops.push(Op::EndTextSection);
        }
    }

    fn close(&mut self) {
        self.end_text();
        if self.open.take().is_some() {
            self.ops.push(Op::EndMarkedContent);
        }
    }

    fn colour(&mut self, grey: u8) {
        if self.grey != grey {
            self.grey = grey;
            let percent = f32::from(grey) / 255.0;
            self.ops.push(Op::SetFillColor { col: Color::Greyscale(Greyscale { percent, icc_profile: None }) });
        }
    }
}

/// What most glyphs of a justified run stand apart by, in 1/1000 pt: said once, not after each glyph.
fn spacing(run: &Run) -> i32 {
    let limit = run.size.0 * super::fonts::GAP_LIMIT / 1000;
    let gaps = run.glyphs.windows(2).map(|pair| pair[1].x.0 - pair[0].x.0 - pair[0].advance.0).filter(|gap| gap.abs() < limit);
    let (sum, count) = gaps.fold((0_i64, 0_i64), |(sum, count), gap| (sum + i64::from(gap), count + 1));
    if count < 4 { 0 } else { i32::try_from(sum / count).unwrap_or(0) }
}

/// The glyphs of a run, each followed by what its advance lacks to the next one's place.
fn glyphs(run: &Run, subset: &Subset, spacing: i32) -> Vec<Codepoint> {
    let size = f64::from(run.size.0.max(1));
    let spacing = f64::from(spacing) * 1000.0 / size;
    // Where the reader's pen stands, in per mille of an em; corrections are against it, so that no
    // rounding adds up along a line.
    let mut pen = 0.0;
    let mut out = Vec::with_capacity(run.glyphs.len());
    for index in 0..run.glyphs.len() {
        let (code, advance, text) = subset.code(run, index);
        pen += f64::from(advance) + spacing;
        let offset = run.glyphs.get(index + 1).map_or(0.0, |next| {
            let wanted = f64::from(next.x.0) * 1000.0 / size;
            // Whole thousandths, and none below two: finer steps cannot be seen and cost room.
            let offset: f64 = (pen - wanted).round();
            if offset.abs() < 2.0 { 0.0 } else { offset }
        });
        pen -= offset;
        out.push(Codepoint::with_cid(code, offset as f32, text));
    }
    out
}

fn pt(length: Unit) -> Pt {
    Pt(length.pt())
}
