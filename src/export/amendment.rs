//! The package of an amendment: a list of what to replace, then the changed pages alone (差替えページ).
//!
//! The one way from two plans to such a file, for the command line and the window.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::calendar::Holidays;
use crate::layout::{self, Item, PageNumber, PageReplacement, Pages};
use crate::manuscript::{Amendment, Block, BlockKind, Composer, Footer, Manuscript, PageAction, ReplacedPage, Source, SourceId};
use crate::plan::{Finding, Outline, Pictures, Plan};

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

/// The changed pages of `new` with their numbers in `old`, and the list of what to do with them first. The holidays are
/// those of a year's calendar that the plans print.
///
/// # Errors
/// Says why no PDF was made.
pub fn amendment_to_pdf(
    old: (&Plan, &Pictures),
    new: (&Plan, &Pictures),
    holidays: &Holidays,
    amendment: &Amendment,
) -> Result<AmendmentFile, PdfError> {
    let compose =
        |(plan, pictures): (&Plan, &Pictures)| Composer::new().with_holidays(holidays).compose(plan, &Outline::of(plan), pictures);
    let before = layout::lay_out(&bare(&compose(old)));
    let composed = compose(new);
    // Text that grew runs over into a page more, text that shrank leaves room: what follows stays where it was. Where
    // that spares no page the text runs on.
    let kept = with_breaks(&composed, &before, amendment);
    let (kept, flowing) = (Version::of(kept, &before), Version::of(composed, &before));
    let version = if kept.changes.len() < flowing.changes.len() { kept } else { flowing };
    let page = |change: &PageReplacement| ReplacedPage {
        number: change.number.to_string(),
        action: change.action,
        // Of the old page only what is gone: what stands elsewhere now is named where it stands.
        sources: sources(&before, change.old)
            .into_iter()
            .filter(|id| amendment.new_of(*id).is_none())
            .chain(sources(&version.pages, change.new))
            .collect(),
    };
    let pages: Vec<ReplacedPage> = version.changes.iter().map(page).collect();
    let mut list = layout::lay_out(&amendment.sheet(&pages));
    list.numbers = (1..).map(PageNumber::Front).take(list.pages.len()).collect();
    let whole = layout::lay_out_numbered(&version.printed, &version.pages.numbers);
    let file = list.followed_by(&whole.only(&version.changes.iter().filter_map(|change| change.new).collect()));
    let bytes = pdf::write(&file, &PdfOptions { creation_date: new.0.date })?;
    let findings = super::missing_pictures(&version.printed).into_iter().chain(super::missing_glyphs(&file)).collect();
    Ok(AmendmentFile { bytes, pages, findings })
}

/// The new version on its pages, and what that means for the old ones.
struct Version {
    printed: Manuscript,
    /// Without header and foot, under the numbers that leave all other pages as they are.
    pages: Pages,
    changes: Vec<PageReplacement>,
}

impl Version {
    fn of(printed: Manuscript, before: &Pages) -> Self {
        let bare = bare(&printed);
        let numbers = numbers(&layout::replacements(before, &layout::lay_out(&bare)));
        // The contents name the numbers that pages keep: only then can it be seen whether they changed.
        let pages = layout::lay_out_numbered(&bare, &numbers);
        let mut changes = layout::replacements(before, &pages);
        changes.retain(|change| change.action != PageAction::Kept);
        Self { printed, pages, changes }
    }
}

/// The manuscript with a page begun wherever the old version began one, at the same text.
fn with_breaks(manuscript: &Manuscript, before: &Pages, amendment: &Amendment) -> Manuscript {
    let mut known: BTreeMap<Source, usize> = BTreeMap::new();
    for (at, block) in manuscript.blocks.iter().enumerate() {
        if let Some(source) = block.source {
            known.entry(source).or_insert(at);
        }
    }
    let place = |start: Source| known.get(&Source { id: amendment.new_of(start.id)?, ..start }).copied();
    let places: Vec<usize> = starts(before).into_iter().filter_map(place).collect();
    let breaks: BTreeSet<usize> = rising(&places).into_iter().collect();
    let mut blocks = Vec::with_capacity(manuscript.blocks.len() + breaks.len());
    for (at, block) in manuscript.blocks.iter().enumerate() {
        if breaks.contains(&at) {
            blocks.push(Arc::new(Block { source: None, kind: BlockKind::PageBreak }));
        }
        blocks.push(Arc::clone(block));
    }
    Manuscript { blocks, ..manuscript.clone() }
}

/// As many of the numbers as rise: what moved to the front must not keep all else from its place.
fn rising(numbers: &[usize]) -> Vec<usize> {
    // For each number the longest run that ends with it: its length and the number before.
    let mut runs: Vec<(usize, Option<usize>)> = Vec::with_capacity(numbers.len());
    for (at, number) in numbers.iter().enumerate() {
        let before = (0..at).filter(|former| numbers[*former] < *number).max_by_key(|former| (runs[*former].0, std::cmp::Reverse(*former)));
        runs.push((before.map_or(1, |former| runs[former].0 + 1), before));
    }
    let mut at = (0..runs.len()).max_by_key(|at| (runs[*at].0, std::cmp::Reverse(*at)));
    let mut out = Vec::new();
    while let Some(last) = at {
        out.push(numbers[last]);
        at = runs[last].1;
    }
    out.reverse();
    out
}

/// The text that each page of the body but the first begins with, where it begins there.
fn starts(pages: &Pages) -> Vec<Source> {
    let run = |item: &Item| if let Item::Run(run) = item { run.source } else { None };
    let mut former = None;
    let mut starts = Vec::new();
    for (page, number) in pages.pages.iter().zip(&pages.numbers) {
        let mut sources = page.items.iter().filter_map(run);
        let first = sources.next();
        let body = matches!(number, PageNumber::Body(2..) | PageNumber::Inserted { front: false, .. });
        starts.extend(first.filter(|first| body && former != Some(*first)).map(|first| Source { id: first.id, field: first.field }));
        former = sources.next_back().or(first);
    }
    starts
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
    let run = |item: &Item| if let Item::Run(run) = item { run.source.map(|source| source.id) } else { None };
    let mut found: Vec<SourceId> = page.items.iter().filter_map(run).collect();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{Options, compare};
    use crate::plan::{Block as Body, LabelRule, Node, NodeId, Role};

    /// A plan of several pages, whose item with this number has more text.
    fn plan(longer: usize) -> Plan {
        let mut plan = Plan::new("事業計画", None);
        let text = |sentences: usize| Body::Text("地区の役員が月に1回訪問し、暮らしの困りごとを聞く。".repeat(sentences));
        let item = |at: usize| {
            let sentences = if at == longer { 30 } else { 6 };
            let mut node = Node { body: vec![text(sentences)], ..Node::new(Role::Project, format!("事業その{at}")) };
            // With numbers a node less makes every page behind it another one.
            (node.id, node.label.rule) = (NodeId::from_u128(at as u128 + 1), LabelRule::Unnumbered);
            Arc::new(node)
        };
        plan.nodes = (0..60).map(item).collect();
        plan
    }

    fn told(old: &Plan, new: &Plan) -> Vec<String> {
        let none = Pictures::none();
        let amendment = Amendment::new(old, new, &compare(old, new, &Options::default()));
        let made = amendment_to_pdf((old, &none), (new, &none), &Holidays::of_law(), &amendment).expect("a file");
        made.pages.iter().map(|page| page.words(crate::locale::Lang::Ja)).collect()
    }

    #[test]
    fn pages_behind_the_changed_ones_stay() {
        let old = plan(usize::MAX);
        assert!(layout::lay_out(&crate::manuscript::compose(&old, &Pictures::none())).pages.len() > 6);
        assert_eq!(told(&old, &old), Vec::<String>::new());
        let longer = told(&old, &plan(20));
        assert!(longer.iter().any(|words| words.contains("の2頁を追加")) && longer.len() <= 3, "{longer:?}");
        let mut shorter = old.clone();
        shorter.nodes.remove(20);
        let less = told(&old, &shorter);
        assert!(less.len() <= 2 && less.iter().all(|words| words.ends_with("差し替え")), "{less:?}");
    }

    #[test]
    fn a_page_names_what_stands_on_it_and_what_is_gone_from_it() {
        let old = plan(usize::MAX);
        let mut new = plan(20);
        new.nodes.remove(40);
        let none = Pictures::none();
        let amendment = Amendment::new(&old, &new, &compare(&old, &new, &Options::default()));
        let made = amendment_to_pdf((&old, &none), (&new, &none), &Holidays::of_law(), &amendment).expect("a file");
        let id = |at: u128| SourceId(at + 1);
        let (new_pages, old_pages) = (made.pages.iter().filter(|page| page.sources.contains(&id(20))), made.pages.iter());
        assert!(new_pages.count() >= 1);
        for page in old_pages {
            let all_known =
                page.sources.iter().all(|source| *source == id(40) || new.nodes.iter().any(|node| node.id.as_u128() == source.0));
            assert!(all_known, "{page:?}");
        }
        // The item moved over to the next page leaves the page before without its name.
        let of = |at: u128| made.pages.iter().filter(|page| page.sources.contains(&id(at))).count();
        assert!((21..40).all(|at| of(at) <= 2));
        assert_eq!(of(40), 1);
    }

    #[test]
    fn what_moved_to_the_front_holds_nothing_up() {
        assert_eq!(rising(&[9, 1, 2, 8, 3, 4]), [1, 2, 3, 4]);
        assert_eq!(rising(&[]), [0; 0]);
    }
}
