//! Pages to PDF.
//!
//! Lives here: everything the PDF needs beyond the page model: font subsets, content streams, tags,
//! bookmarks, document information. Does not live here: any measure of text; the page model is drawn
//! as it stands. May use: `layout`'s page model and fonts, `locale`.
//!
//! Stages: `fonts` (which glyphs, their numbers in the file, the subset) → `content` (the drawing of each
//! page) beside `document` (fonts and pages through printpdf) → `structure`, `links`, `outline`, `images` (what
//! printpdf does not write) → `objects` (bytes). `syntax`, `pack` and `parallel` are their tools.
//!
//! Invariant: the same pages and options give the same bytes, on however many cores; no clock, no random
//! number, no hash order.

mod content;
mod document;
mod fonts;
mod images;
mod links;
mod objects;
mod outline;
mod pack;
mod parallel;
mod sfnt;
mod structure;
mod syntax;
mod xmp;

use chrono::NaiveDate;

use self::document::{Parts, Shell};
use self::fonts::Fonts;
use self::objects::{Data, Objects};
use self::syntax::Syntax;
use crate::layout::Pages;
use crate::locale::Message;

/// What a PDF holds besides its pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PdfOptions {
    /// The date of creation written into the file; none for a file without one.
    pub creation_date: Option<NaiveDate>,
}

/// Why no PDF was written.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// A font could not be cut down to the glyphs in use.
    #[error("the font {name} could not be subset: {reason}")]
    Font {
        /// The font.
        name: &'static str,
        /// What was wrong with it.
        reason: String,
    },
    /// The file could not be put together.
    #[error("the PDF could not be put together")]
    Write(#[from] std::io::Error),
    /// The document as built lacks a part that it must have.
    #[error("the PDF lacks its {0}")]
    Incomplete(&'static str),
    /// None of the pages asked for is there.
    #[error("none of the pages asked for is among the {count} of the document")]
    NoSuchPages {
        /// How many pages the document has.
        count: usize,
    },
}

impl PdfError {
    /// The words for the user.
    pub fn message(&self) -> Message {
        match self {
            Self::Font { name, reason } => Message::new("export.pdf_font").with("font", name).with("reason", reason),
            Self::Write(error) => Message::new("export.pdf_write").with_reason(error),
            Self::Incomplete(part) => Message::new("export.pdf_incomplete").with("part", part),
            Self::NoSuchPages { count } => Message::new("export.no_such_pages").with("count", count),
        }
    }
}

/// Writes pages as a PDF.
///
/// # Errors
/// If a font cannot be subset or the document lacks a part; neither happens with the embedded fonts.
pub fn write(pages: &Pages, options: &PdfOptions) -> Result<Vec<u8>, PdfError> {
    let fonts = Fonts::collect(pages)?;
    let places = links::places(pages);
    let (drawn, shell) = parallel::both(|| content::draw(pages, &fonts, &places), || Shell::new(pages, &fonts));
    let (drawn, mut shell) = (drawn?, shell?);
    let page_numbers = shell.page_numbers();
    let mut objects = Objects::new(shell.next_number());
    let tags = structure::add(&mut objects, pages, &drawn, (&places, &page_numbers));
    let outline = outline::add(&mut objects, pages, &page_numbers);
    let pictures = images::add(&mut objects, images::encode(pages)?);
    for (number, page) in shell.take_contents()?.into_iter().zip(drawn) {
        objects.stream(number, Syntax::default(), Data::Packed(page.content));
    }
    let roots = shell.complete(&mut objects, pages, Parts { tags, outline, pictures }, options)?;
    objects.write(&roots)
}
