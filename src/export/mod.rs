//! Writing documents: pages to PDF, manuscripts to HTML and plain text.
//!
//! Lives here: file formats. Does not live here: what is printed (`manuscript`) and where it stands on
//! the page (`layout`). May use: `layout`'s page model (PDF), `manuscript` (HTML, text), `locale`.

pub mod html;
mod markup;
mod page_range;
pub mod pdf;
pub mod range;
pub mod txt;

pub use page_range::PageRange;

use crate::layout::{self, Pages};
use crate::locale::Message;
use crate::manuscript;
use crate::plan::{Finding, FindingLevel, NodeId, Plan};

/// The PDF of a plan's pages in `range`, and what a reader of the plan would miss. The one way from a plan
/// to a PDF file.
///
/// # Errors
/// Says why no PDF was made.
pub fn plan_to_pdf(plan: &Plan, range: &PageRange) -> Result<(Vec<u8>, Vec<Finding>), pdf::PdfError> {
    let pages = layout::lay_out(&manuscript::compose(plan));
    let options = pdf::PdfOptions { creation_date: plan.date };
    if range.is_all() {
        return Ok((pdf::write(&pages, &options)?, missing_glyphs(&pages)));
    }
    let count = pages.pages.len();
    let numbers = range.numbers(count);
    if numbers.is_empty() {
        return Err(pdf::PdfError::NoSuchPages { count });
    }
    Ok((pdf::write(&pages.only(&numbers), &options)?, missing_glyphs(&pages)))
}

/// What a reader of the pages would miss: characters no font has, each with its place.
pub fn missing_glyphs(pages: &Pages) -> Vec<Finding> {
    let finding = |glyph: &layout::MissingGlyph| {
        let codes: Vec<_> = glyph.text.chars().map(|c| format!("U+{:04X}", u32::from(c))).collect();
        let message =
            Message::new("export.missing_glyph").with("text", &glyph.text).with("codes", codes.join(" ")).with("page", glyph.page + 1);
        let found =
            Finding::new(FindingLevel::Warning, message).with_hint(Message::new("export.missing_glyph.hint")).with_excerpt(&glyph.text);
        match glyph.source {
            Some(source) => found.at_node(NodeId::from_u128(source.id.0)),
            None => found,
        }
    };
    pages.missing.iter().map(finding).collect()
}
