//! The page model written a second time: through krilla, with its PDF/UA-1 validator on.
//!
//! Lives here: the page model as krilla's calls. It shares no code with `nendo::export::pdf`, so that the
//! two can be held against each other; the bench takes its time as a mark.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::num::{NonZeroU16, NonZeroU32};

use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::luma;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::error::KrillaResult;
use krilla::geom::{PathBuilder, Point, Size, Transform};
use krilla::image::Image;
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::{NumberingStyle, PageLabel, PageSettings};
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, Node, SpanTag, TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings, geom};
use nendo::layout::{
    Bookmark, Element, ElementId, ElementRole, FontId, Item, PageNumber, Pages, Picture, PictureFormat, Rect, Run, Unit, fonts,
};
use nendo::manuscript::SourceId;

/// Writes pages as a PDF; an error holds what the validator found.
pub fn write(pages: &Pages) -> KrillaResult<Vec<u8>> {
    let configuration = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish().expect("PDF/UA-1 is known");
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let fonts = embedded(pages);
    let pictures: Vec<Image> = pages.pictures.iter().map(|picture| image(picture)).collect();
    let places = places(pages);
    let mut kids: Vec<Vec<Node>> = pages.structure.iter().map(|_| Vec::new()).collect();
    for (page, number) in pages.pages.iter().zip(&pages.numbers) {
        let settings = PageSettings::from_wh(page.width.pt(), page.height.pt()).expect("a sheet has a size");
        let mut sheet = document.start_page_with(settings.with_page_label(label(*number)));
        let mut pen = Pen { surface: sheet.surface(), fonts: &fonts, pictures: &pictures, open: None, contents: Vec::new() };
        pen.draw(&page.items);
        let contents = pen.finish();
        // A link and its words are one element, which stands where its first words do.
        let mut links: BTreeMap<usize, (ElementId, usize)> = BTreeMap::new();
        for Content { mark, identifier } in contents {
            let own = &mut kids[mark.element.0 as usize];
            let place = mark.link.and_then(|link| Some((link, place(&page.items[link], &places)?)));
            let Some((index, (rect, to))) = place else {
                own.push(identifier.into());
                continue;
            };
            let (_, at) = *links.entry(index).or_insert_with(|| {
                let target = Target::Destination(XyzDestination::new(to.page, Point::from_xy(0.0, to.y.pt())).into());
                let annotation = Annotation::new_link(LinkAnnotation::new(rect, target), Some(to.words.clone()));
                let annotation = sheet.add_tagged_annotation(annotation);
                own.push(TagGroup::with_children(Tag::Link, vec![annotation.into()]).into());
                (mark.element, own.len() - 1)
            });
            if let Node::Group(link) = &mut own[at] {
                link.push(identifier);
            }
        }
        sheet.finish();
    }
    document.set_tag_tree(tree(pages, kids));
    if let Some(outline) = outline(pages) {
        document.set_outline(outline);
    }
    let info = &pages.info;
    let metadata = Metadata::new().title(info.title.clone()).authors(vec![info.author.clone()]).language(info.language.clone());
    document.set_metadata(metadata);
    document.finish()
}

/// The fonts the pages use.
fn embedded(pages: &Pages) -> BTreeMap<FontId, Font> {
    let mut used = BTreeMap::new();
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        if let Item::Run(run) = item {
            used.entry(run.font).or_insert_with(|| Font::new(fonts::bytes(run.font).into(), 0).expect("the embedded fonts parse"));
        }
    }
    used
}

fn image(picture: &Picture) -> Image {
    let data = picture.bytes.to_vec().into();
    let image = match picture.format {
        PictureFormat::Jpeg => Image::from_jpeg(data, false),
        PictureFormat::Png => Image::from_png(data, false),
    };
    image.expect("pages hold only whole pictures")
}

fn label(number: PageNumber) -> PageLabel {
    match number {
        PageNumber::Cover => PageLabel::new(None, Some("表紙".to_owned()), None),
        PageNumber::Front(number) => PageLabel::new(Some(NumberingStyle::LowerRoman), None, NonZeroU32::new(number)),
        PageNumber::Body(number) => PageLabel::new(Some(NumberingStyle::Arabic), None, NonZeroU32::new(number)),
        PageNumber::Inserted { .. } => PageLabel::new(None, Some(number.to_string()), None),
    }
}

/// Where a node stands first, and the words there.
struct Place {
    page: usize,
    y: Unit,
    words: String,
}

/// The places of all nodes: a heading's bookmark, else their first text.
fn places(pages: &Pages) -> BTreeMap<SourceId, Place> {
    let bookmarks = pages.bookmarks.iter().filter_map(|bookmark| {
        let Bookmark { title, page, y, source, .. } = bookmark;
        Some((*source.as_ref()?, Place { page: *page, y: *y, words: title.clone() }))
    });
    let runs = pages.pages.iter().enumerate().flat_map(|(page, own)| own.items.iter().map(move |item| (page, item)));
    let runs = runs.filter_map(|(page, item)| match item {
        Item::Run(run) => Some((run.source?.id, Place { page, y: run.y - run.size, words: run.text.clone() })),
        _ => None,
    });
    let mut places = BTreeMap::new();
    for (source, place) in bookmarks.chain(runs) {
        places.entry(source).or_insert(place);
    }
    places
}

/// Where a link stands and where it leads.
fn place<'a>(link: &Item, places: &'a BTreeMap<SourceId, Place>) -> Option<(geom::Rect, &'a Place)> {
    let Item::Link { rect, target, .. } = link else { return None };
    Some((rectangle(*rect)?, places.get(target)?))
}

fn rectangle(rect: Rect) -> Option<geom::Rect> {
    geom::Rect::from_xywh(rect.x.pt(), rect.y.pt(), rect.width.pt(), rect.height.pt())
}

/// What a stretch of content belongs to: an element, and the link (among the page's items) whose words
/// it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    element: ElementId,
    link: Option<usize>,
}

/// A stretch of tagged content.
struct Content {
    mark: Mark,
    identifier: Identifier,
}

/// What is open on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Open {
    Tagged(Mark),
    Artifact(ArtifactType),
}

/// Draws a page.
struct Pen<'a> {
    surface: Surface<'a>,
    fonts: &'a BTreeMap<FontId, Font>,
    pictures: &'a [Image],
    open: Option<Open>,
    contents: Vec<Content>,
}

impl Pen<'_> {
    fn draw(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Run(run) => {
                    self.tag(match run.element {
                        Some(element) => Open::Tagged(Mark { element, link: link_of(run, items) }),
                        None => Open::Artifact(ArtifactType::PaginationOther),
                    });
                    self.run(run);
                }
                Item::Fill { rect, grey, .. } => {
                    self.tag(Open::Artifact(ArtifactType::Layout));
                    self.fill(*rect, *grey);
                }
                Item::Image { rect, picture, element } => {
                    self.tag(match element {
                        Some(element) => Open::Tagged(Mark { element: *element, link: None }),
                        None => Open::Artifact(ArtifactType::Layout),
                    });
                    self.image(*rect, *picture);
                }
                Item::Link { .. } => {}
            }
        }
    }

    /// Ends the drawing; the tagged contents in reading order.
    fn finish(mut self) -> Vec<Content> {
        if self.open.is_some() {
            self.surface.end_tagged();
        }
        self.surface.finish();
        self.contents
    }

    fn tag(&mut self, next: Open) {
        if self.open == Some(next) {
            return;
        }
        if self.open.replace(next).is_some() {
            self.surface.end_tagged();
        }
        match next {
            Open::Tagged(mark) => {
                let identifier = self.surface.start_tagged(ContentTag::Span(SpanTag::empty()));
                self.contents.push(Content { mark, identifier });
            }
            Open::Artifact(kind) => {
                self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
            }
        }
    }

    fn run(&mut self, run: &Run) {
        self.surface.set_fill(Some(ink(0)));
        let start = Point::from_xy(run.x.pt(), run.y.pt());
        self.surface.draw_glyphs(start, &glyphs(run), self.fonts[&run.font].clone(), &speakable(&run.text), run.size.pt(), false);
    }

    /// krilla turns no picture as Exif asks: the pictures of the tests stand upright as stored.
    fn image(&mut self, rect: Rect, picture: usize) {
        let Some(size) = Size::from_wh(rect.width.pt(), rect.height.pt()) else { return };
        self.surface.push_transform(&Transform::from_translate(rect.x.pt(), rect.y.pt()));
        self.surface.draw_image(self.pictures[picture].clone(), size);
        self.surface.pop();
    }

    fn fill(&mut self, rect: Rect, grey: u8) {
        let mut path = PathBuilder::new();
        if let Some(rect) = rectangle(rect) {
            path.push_rect(rect);
        }
        if let Some(path) = path.finish() {
            self.surface.set_fill(Some(ink(grey)));
            self.surface.draw_path(&path);
        }
    }
}

fn ink(grey: u8) -> Fill {
    Fill { paint: luma::Color::new(grey).into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

/// The link whose words a run is: it begins within.
fn link_of(run: &Run, items: &[Item]) -> Option<usize> {
    items.iter().rposition(|item| match item {
        Item::Link { rect, element, .. } => {
            let across = rect.x.0..=rect.x.0 + rect.width.0;
            let down = rect.y.0..=rect.y.0 + rect.height.0;
            *element == run.element && across.contains(&run.x.0) && down.contains(&(run.y.0 - run.size.0 / 3))
        }
        _ => false,
    })
}

/// The text without the characters PDF/UA allows no glyph to stand for; those in their stead are as long,
/// so that the glyphs' ranges stay what they are.
fn speakable(text: &str) -> Cow<'_, str> {
    if !text.contains(['\0', '\u{FEFF}', '\u{FFFE}']) {
        return Cow::Borrowed(text);
    }
    let character = |c| match c {
        '\0' => ' ',
        '\u{FEFF}' => '\u{200B}',
        '\u{FFFE}' => '\u{FFFD}',
        other => other,
    };
    Cow::Owned(text.chars().map(character).collect())
}

/// The glyphs of a run: each advances to the place of the next one.
fn glyphs(run: &Run) -> Vec<KrillaGlyph> {
    let em = |length: Unit| length.pt() / run.size.pt();
    let mut own = 0..0;
    let glyph = |(index, glyph): (usize, &nendo::layout::Glyph)| {
        let advance = run.glyphs.get(index + 1).map_or(glyph.advance, |next| next.x - glyph.x);
        // A mark drawn over its base shows the base's characters with it.
        if glyph.start < glyph.end {
            own = glyph.start as usize..glyph.end as usize;
        }
        KrillaGlyph::new(GlyphId::new(glyph.id.into()), em(advance), 0.0, 0.0, 0.0, own.clone(), None)
    };
    run.glyphs.iter().enumerate().map(glyph).collect()
}

/// The tag tree: each element with its own contents first, then the elements in it. What holds nothing is
/// left out, but for cells: a row without one would be another table.
fn tree(pages: &Pages, mut contents: Vec<Vec<Node>>) -> TagTree {
    let titles = titles(pages);
    let mut below: Vec<Vec<Node>> = pages.structure.iter().map(|_| Vec::new()).collect();
    let mut whole = |index: usize, below: &mut [Vec<Node>]| {
        let mut children = std::mem::take(&mut contents[index]);
        children.extend(std::mem::take(&mut below[index]).into_iter().rev());
        children
    };
    // From the last to the first, so that each is whole before it goes into its parent.
    for (index, element) in pages.structure.iter().enumerate().skip(1).rev() {
        let children = whole(index, &mut below);
        let cell = matches!(element.role, ElementRole::HeadCell { .. } | ElementRole::DataCell { .. });
        if cell || !children.is_empty() {
            let parent = element.parent.map_or(0, |parent| parent.0 as usize);
            let kind = kind(element, titles.get(&index).cloned());
            below[parent].push(TagGroup::with_children(kind, children).into());
        }
    }
    TagTree::from(whole(0, &mut below)).with_lang(Some(pages.info.language.clone()))
}

/// The words of each heading, by the number of its element.
fn titles(pages: &Pages) -> BTreeMap<usize, String> {
    let mut titles: BTreeMap<usize, String> = BTreeMap::new();
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        let Item::Run(Run { element: Some(element), text, .. }) = item else { continue };
        if matches!(pages.structure[element.0 as usize].role, ElementRole::Heading(_)) {
            *titles.entry(element.0 as usize).or_default() += text;
        }
    }
    titles
}

fn kind(element: &Element, title: Option<String>) -> TagKind {
    let span = |count: u16| NonZeroU32::new(count.into()).filter(|count| count.get() > 1);
    match element.role {
        ElementRole::Document => unreachable!("the document is the root"),
        ElementRole::Heading(level) => Tag::Hn(NonZeroU16::new(level.into()).expect("levels count from 1"), title).into(),
        ElementRole::Contents => Tag::TOC.into(),
        ElementRole::ContentsItem => Tag::TOCI.into(),
        ElementRole::Reference => Tag::Reference.into(),
        ElementRole::Paragraph => Tag::P.into(),
        ElementRole::List => Tag::L(ListNumbering::Decimal).into(),
        ElementRole::ListItem => Tag::LI.into(),
        ElementRole::Label => Tag::Lbl.into(),
        ElementRole::ListBody => Tag::LBody.into(),
        ElementRole::Quote => Tag::BlockQuote.into(),
        ElementRole::Table => Tag::Table.into(),
        ElementRole::Caption => Tag::Caption.into(),
        ElementRole::Row => Tag::TR.into(),
        ElementRole::HeadCell { column, column_span, row_span } => {
            let scope = if column { TableHeaderScope::Column } else { TableHeaderScope::Row };
            Tag::TH(scope).with_col_span(span(column_span)).with_row_span(span(row_span)).into()
        }
        ElementRole::DataCell { column_span, row_span } => Tag::TD.with_col_span(span(column_span)).with_row_span(span(row_span)).into(),
        ElementRole::Figure => Tag::Figure(element.alternative.as_deref().map(str::to_owned)).into(),
    }
}

/// The bookmarks as a tree; the title alone where there is no heading, nothing where there is no title.
fn outline(pages: &Pages) -> Option<Outline> {
    let node =
        |title: &str, page: usize, y: Unit| OutlineNode::new(title.to_owned(), XyzDestination::new(page, Point::from_xy(0.0, y.pt())));
    let mut outline = Outline::new();
    let mut open: Vec<(u8, OutlineNode)> = Vec::new();
    let mut close = |open: &mut Vec<(u8, OutlineNode)>, level: u8| {
        while let Some((_, done)) = open.pop_if(|(own, _)| *own >= level) {
            match open.last_mut() {
                Some((_, parent)) => parent.push_child(done),
                None => outline.push_child(done),
            }
        }
    };
    for bookmark in &pages.bookmarks {
        close(&mut open, bookmark.level);
        open.push((bookmark.level, node(&bookmark.title, bookmark.page, bookmark.y)));
    }
    if pages.bookmarks.is_empty() && !pages.info.title.is_empty() {
        open.push((1, node(&pages.info.title, 0, Unit(0))));
    }
    let some = !open.is_empty();
    close(&mut open, 0);
    some.then_some(outline)
}
