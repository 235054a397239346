//! The package of an amendment: a list of what to replace, then the changed pages alone (差替えページ).
//!
//! The one way from two plans to such a file, for the command line and the window.

use crate::layout::{self, PageNumber, PageReplacement, Pages};
use crate::manuscript::{self, Amendment, Footer, Manuscript, PageAction, ReplacedPage, SourceId};
use crate::plan::{Finding, Pictures, Plan};

use super::pdf::{self, PdfError, PdfOptions};

/// An amendment ready to be printed.
#[derive(Debug, Clone)]
pub struct AmendmentFile {
    /// The PDF: the list, then the pages to put in.
    pub bytes: Vec<u8>,
    /// The pages to be replaced, added or removed, in order.
    pub pages: Vec<ReplacedPage>,
    /// What a reader of the pages would miss.
    pub findings: Vec<Finding>,
}

/// The changed pages of `new` with their numbers in `old`, and the list of what to do with them first.
///
/// # Errors
/// Says why no PDF was made.
pub fn amendment_to_pdf(old: (&Plan, &Pictures), new: (&Plan, &Pictures), amendment: &Amendment) -> Result<AmendmentFile, PdfError> {
    let before = layout::lay_out(&bare(&manuscript::compose(old.0, old.1)));
    let printed = manuscript::compose(new.0, new.1);
    let after = layout::lay_out(&bare(&printed));
    // The contents name the numbers that pages keep: only then can it be seen whether they changed.
    let numbers = numbers(&layout::replacements(&before, &after));
    let after = layout::lay_out_numbered(&bare(&printed), &numbers);
    let changes: Vec<PageReplacement> =
        layout::replacements(&before, &after).into_iter().filter(|change| change.action != PageAction::Kept).collect();
    let page = |change: &PageReplacement| ReplacedPage {
        number: change.number.to_string(),
        action: change.action,
        sources: [(&before, change.old), (&after, change.new)].into_iter().flat_map(|(pages, at)| sources(pages, at)).collect(),
    };
    let pages: Vec<ReplacedPage> = changes.iter().map(page).collect();
    let mut list = layout::lay_out(&amendment.sheet(&pages));
    list.numbers = (1..).map(PageNumber::Front).take(list.pages.len()).collect();
    let whole = layout::lay_out_numbered(&printed, &numbers);
    let file = list.followed_by(&whole.only(&changes.iter().filter_map(|change| change.new).collect()));
    let bytes = pdf::write(&file, &PdfOptions { creation_date: new.0.date })?;
    let findings = super::missing_pictures(&printed).into_iter().chain(super::missing_glyphs(&file)).collect();
    Ok(AmendmentFile { bytes, pages, findings })
}

/// Without what stands around the pages: a new date in the foot makes no page another one.
fn bare(manuscript: &Manuscript) -> Manuscript {
    Manuscript { header: String::new(), part_in_header: false, mark: String::new(), footer: Footer::None, ..manuscript.clone() }
}

/// The number of each page of the new version.
fn numbers(changes: &[PageReplacement]) -> Vec<PageNumber> {
    let mut numbers: Vec<(usize, PageNumber)> = changes.iter().filter_map(|change| Some((change.new?, change.number))).collect();
    numbers.sort_by_key(|(page, _)| *page);
    numbers.into_iter().map(|(_, number)| number).collect()
}

/// The nodes that stand on a page.
fn sources(pages: &Pages, at: Option<usize>) -> Vec<SourceId> {
    let Some(page) = at.and_then(|at| pages.pages.get(at)) else { return Vec::new() };
    let run = |item: &layout::Item| if let layout::Item::Run(run) = item { run.source.map(|source| source.id) } else { None };
    let mut found: Vec<SourceId> = page.items.iter().filter_map(run).collect();
    found.dedup();
    found
}
