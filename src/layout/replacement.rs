//! Which pages take the place of which when a new version is put into the old one page by page (差替え).
//!
//! Lives here: pages set side by side, the numbers that leave all other pages as they are. Does not live here: why a
//! page changed. May use: the page model.
//!
//! Pages that look alike stay. Between two that stay, new ones take the place of old ones in order; what is left over is
//! removed, or added behind its neighbour under its number: 12の2.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::{Item, Page, PageNumber, Pages};
use crate::manuscript::PageAction;

/// What becomes of one page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageReplacement {
    /// What is done.
    pub action: PageAction,
    /// The page of the old version, from 0.
    pub old: Option<usize>,
    /// The page of the new version, from 0.
    pub new: Option<usize>,
    /// The number the new page bears, or the removed one bore.
    pub number: PageNumber,
}

/// What becomes of each page, in the order of the new version, removed ones where they stood. Both are to be laid out
/// without header, foot and mark: they do not make a page another one.
pub fn replacements(old: &Pages, new: &Pages) -> Vec<PageReplacement> {
    let mut found = Vec::with_capacity(new.pages.len());
    for section in 0..3 {
        let of = |pages: &Pages| -> Vec<usize> { (0..pages.pages.len()).filter(|at| self::section(pages, *at) == section).collect() };
        let (olds, news) = (of(old), of(new));
        let looks = |pages: &Pages, chosen: &[usize]| -> Vec<u64> { chosen.iter().map(|at| look(&pages.pages[*at], pages)).collect() };
        let mut side = Side { old, olds: &olds, news: &news, last: (0, 1), section, found: &mut found };
        let mut gap = (0..0, 0..0);
        for op in capture_diff_slices(Algorithm::Myers, &looks(old, &olds), &looks(new, &news)) {
            if let DiffOp::Equal { old_index, new_index, len } = op {
                side.changed(gap);
                (0..len).for_each(|at| side.put(PageAction::Kept, Some(old_index + at), Some(new_index + at)));
                gap = (old_index + len..old_index + len, new_index + len..new_index + len);
            } else {
                gap = (gap.0.start..op.old_range().end.max(gap.0.end), gap.1.start..op.new_range().end.max(gap.1.end));
            }
        }
        side.changed(gap);
    }
    found
}

/// Cover, what stands before the body, body.
fn section(pages: &Pages, at: usize) -> u8 {
    match pages.numbers.get(at) {
        Some(PageNumber::Cover) => 0,
        Some(PageNumber::Front(_) | PageNumber::Inserted { front: true, .. }) => 1,
        _ => 2,
    }
}

struct Side<'a> {
    old: &'a Pages,
    olds: &'a [usize],
    news: &'a [usize],
    /// The number of the page before, and which of its number it is.
    last: (u32, u32),
    section: u8,
    found: &'a mut Vec<PageReplacement>,
}

impl Side<'_> {
    fn changed(&mut self, (olds, news): (std::ops::Range<usize>, std::ops::Range<usize>)) {
        let both = olds.len().min(news.len());
        (0..both).for_each(|at| self.put(PageAction::Replaced, Some(olds.start + at), Some(news.start + at)));
        (both..news.len()).for_each(|at| self.put(PageAction::Added, None, Some(news.start + at)));
        (both..olds.len()).for_each(|at| self.put(PageAction::Removed, Some(olds.start + at), None));
    }

    fn put(&mut self, action: PageAction, old: Option<usize>, new: Option<usize>) {
        let old = old.and_then(|at| self.olds.get(at).copied());
        let number = match old.and_then(|at| self.old.numbers.get(at).copied()) {
            Some(number) => {
                if let PageNumber::Front(n) | PageNumber::Body(n) | PageNumber::Inserted { after: n, .. } = number {
                    self.last = (n, if let PageNumber::Inserted { nth, .. } = number { nth } else { 1 });
                }
                number
            }
            None if self.section == 0 => PageNumber::Cover,
            None => {
                self.last.1 += 1;
                PageNumber::Inserted { after: self.last.0, nth: self.last.1, front: self.section == 1 }
            }
        };
        self.found.push(PageReplacement { action, old, new: new.and_then(|at| self.news.get(at).copied()), number });
    }
}

/// A number of all that a page shows.
fn look(page: &Page, pages: &Pages) -> u64 {
    let mut hasher = FxHasher::default();
    (page.width.0, page.height.0).hash(&mut hasher);
    for item in &page.items {
        match item {
            Item::Run(run) => (0, run.font, run.size.0, run.x.0, run.y.0, &run.text, run.reach.0).hash(&mut hasher),
            Item::Fill { rect, grey, .. } => (1, rect, grey).hash(&mut hasher),
            Item::Image { rect, picture, .. } => {
                (2, rect, pages.pictures.get(*picture).map(|picture| &picture.bytes)).hash(&mut hasher);
            }
            // Where a link leads is not seen.
            Item::Link { .. } => {}
        }
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::layout::{FontId, Run, Unit};

    /// Pages that show a word each.
    fn pages(words: &[&str]) -> Pages {
        let page = |word: &&str| {
            let run = Run {
                font: FontId::Mincho,
                size: Unit(10_500),
                x: Unit(0),
                y: Unit(0),
                text: (*word).to_owned(),
                glyphs: Vec::new(),
                reach: Unit(0),
                source: None,
                element: None,
                continues: false,
            };
            Arc::new(Page { items: vec![Item::Run(run)], ..Page::default() })
        };
        let numbers =
            words.iter().enumerate().map(|(at, word)| if *word == "表紙" { PageNumber::Cover } else { PageNumber::Body(at as u32) });
        Pages {
            pages: words.iter().map(page).collect(),
            pictures: Vec::new(),
            bookmarks: Vec::new(),
            structure: Vec::new(),
            info: crate::manuscript::Info::default(),
            missing: Vec::new(),
            numbers: numbers.collect(),
        }
    }

    fn told(old: &[&str], new: &[&str]) -> Vec<String> {
        let word = |action| match action {
            PageAction::Kept => None,
            PageAction::Replaced => Some("差替"),
            PageAction::Added => Some("追加"),
            PageAction::Removed => Some("削除"),
        };
        replacements(&pages(old), &pages(new)).iter().filter_map(|one| Some(format!("{}{}", one.number, word(one.action)?))).collect()
    }

    #[test]
    fn other_pages_keep_their_numbers() {
        let old = ["表紙", "一", "二", "三", "四"];
        assert_eq!(told(&old, &old), Vec::<String>::new());
        assert_eq!(told(&old, &["表紙", "一", "弐", "弐の続き", "三", "四"]), ["2差替", "2の2追加"]);
        assert_eq!(told(&old, &["表紙", "一", "三", "四", "五", "六"]), ["2削除", "4の2追加", "4の3追加"]);
        assert_eq!(told(&old, &["表紙", "前書き", "一", "二", "三", "四"]), ["1の前追加"]);
        assert_eq!(told(&old, &["一", "二", "三", "四"]), ["削除"]);
        assert_eq!(told(&[], &[]), Vec::<String>::new());
    }
}
