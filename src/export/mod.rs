//! Writing documents: pages to PDF, manuscripts to Word, workbooks, HTML and plain text, the year's dates to calendars
//! and workbooks.
//!
//! Lives here: file formats. Does not live here: what is printed (`manuscript`) and where it stands on
//! the page (`layout`). May use: `layout`'s page model (PDF), `manuscript` (HTML, text), `locale`.

mod amendment;
mod calendar;
pub mod docx;
pub mod events;
pub mod html;
pub mod ics;
mod markup;
pub mod nodes;
mod page_range;
pub mod pdf;
pub mod range;
pub mod txt;
pub mod workbook;
pub mod xlsx;

pub use amendment::{AmendmentFile, amendment_to_pdf};
pub use calendar::{CalendarFormat, WrittenCalendar, write_calendar};
pub use events::Event;
pub use page_range::PageRange;

use std::sync::Arc;

use crate::calendar::Holidays;
use crate::layout::{self, Pages};
use crate::locale::Message;
use crate::manuscript::{Block, BlockKind, Composer, Manuscript};
use crate::plan::{Finding, FindingLevel, NodeId, Outline, Pictures, Plan};

/// The PDF of a plan's pages in `range`, with its pictures and holidays, and what a reader of the plan would miss. The one
/// way from a plan to a PDF file.
///
/// # Errors
/// Says why no PDF was made.
pub fn plan_to_pdf(
    plan: &Plan,
    pictures: &Pictures,
    holidays: &Holidays,
    range: &PageRange,
) -> Result<(Vec<u8>, Vec<Finding>), pdf::PdfError> {
    let manuscript = Composer::new().with_holidays(holidays).compose(plan, &Outline::of(plan), pictures);
    let pages = layout::lay_out(&manuscript);
    let options = pdf::PdfOptions { creation_date: plan.date };
    let bytes = if range.is_all() {
        pdf::write(&pages, &options)?
    } else {
        let count = pages.pages.len();
        let numbers = range.numbers(count);
        if numbers.is_empty() {
            return Err(pdf::PdfError::NoSuchPages { count });
        }
        pdf::write(&pages.only(&numbers), &options)?
    };
    Ok((bytes, missing_pictures(&manuscript).into_iter().chain(missing_glyphs(&pages)).collect()))
}

/// What a plan can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlanFormat {
    /// The printed pages.
    Pdf,
    /// A document for Word.
    Docx,
    /// One page of the web, its pictures inside.
    Html,
    /// Plain text, as the import reads it.
    Txt,
}

/// A plan in a format, `range` being its pages where it has any, and what a reader of it would miss. The one way from
/// a plan to a file for reading.
///
/// # Errors
/// Says why nothing was made.
pub fn plan_as(
    plan: &Plan,
    pictures: &Pictures,
    holidays: &Holidays,
    format: PlanFormat,
    range: &PageRange,
) -> Result<(Vec<u8>, Vec<Finding>), Message> {
    let compose = || Composer::new().with_holidays(holidays).compose(plan, &Outline::of(plan), pictures);
    match format {
        PlanFormat::Pdf => plan_to_pdf(plan, pictures, holidays, range).map_err(|error| error.message()),
        PlanFormat::Txt => Ok((txt::write(&compose()).into_bytes(), Vec::new())),
        PlanFormat::Html => {
            let manuscript = compose();
            Ok((html::write(&manuscript).into_bytes(), missing_pictures(&manuscript)))
        }
        PlanFormat::Docx => {
            let manuscript = compose();
            Ok((docx::write(&manuscript)?, missing_pictures(&manuscript)))
        }
    }
}

/// The pictures that cannot be shown, each with its place.
pub fn missing_pictures(manuscript: &Manuscript) -> Vec<Finding> {
    let finding = |block: &Arc<Block>| {
        let BlockKind::Image { image, .. } = &block.kind else { return None };
        let found = Finding::new(FindingLevel::Error, image.picture.as_ref().err()?.message(&image.file))
            .with_hint(Message::new("picture.hint"))
            .with_excerpt(&image.file);
        Some(match block.source {
            Some(source) => found.at_node(NodeId::from_u128(source.id.0)),
            None => found,
        })
    };
    manuscript.blocks.iter().filter_map(finding).collect()
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
