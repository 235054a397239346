//! Pages to PDF.
//!
//! Lives here: everything the PDF needs beyond the page model: font subsets, content streams, tags,
//! bookmarks, document information. Does not live here: any measure of text; the page model is drawn
//! as it stands. May use: `layout`'s page model and fonts, `locale`.
//!
//! Stages: `fonts` (which glyphs, their numbers in the file, the subset) → `content` (the drawing of each
//! page, through printpdf) → `structure` and `finish` (what printpdf does not write, through lopdf).
//!
//! Invariant: the same pages and options give the same bytes; no clock, no random number, no hash order.

mod content;
mod finish;
mod fonts;
mod sfnt;
mod structure;
mod xmp;

use chrono::NaiveDate;
use printpdf::{PdfDocument, PdfSaveOptions};

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
            Self::Write(error) => Message::new("export.pdf_write").with("reason", error),
            Self::Incomplete(part) => Message::new("export.pdf_incomplete").with("part", part),
            Self::NoSuchPages { count } => Message::new("export.no_such_pages").with("count", count),
        }
    }
}

/// Writes pages as a PDF.
pub fn write(pages: &Pages, options: &PdfOptions) -> Result<Vec<u8>, PdfError> {
    let fonts = fonts::Fonts::collect(pages)?;
    let mut document = PdfDocument::new(&pages.info.title);
    fonts.register(&mut document);
    let (ops, marks) = content::draw(pages, &fonts);
    document.with_pages(ops);
    let mut warnings = Vec::new();
    let mut file = document.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    finish::complete(&mut file, pages, &marks, options)?;
    finish::save(file)
}
