//! Which pages of a document are meant: "1-3, 5".
//!
//! Lives here: reading what people write for pages. Does not live here: cutting pages out
//! (`layout::Pages::only`). May use: `calendar`'s digits, `locale`.
//!
//! Pages are counted as the sheets lie, the cover being page 1, as viewers and printers count them.

use std::collections::BTreeSet;

use crate::calendar::half_width;
use crate::locale::Message;

/// A choice of pages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PageRange {
    /// First and last, from 1, both included; empty: all pages.
    parts: Vec<(usize, usize)>,
}

impl PageRange {
    /// All pages.
    pub fn all() -> Self {
        Self::default()
    }

    /// One page, from 1.
    pub fn one(page: usize) -> Self {
        Self { parts: vec![(page, page)] }
    }

    /// Reads numbers and ranges such as `1-3, 5, 8-` in any width of digits, set apart by commas, 、 or
    /// blanks. Nothing means all pages.
    ///
    /// # Errors
    /// Names the part that is no page or range of pages.
    pub fn parse(text: &str) -> Result<Self, Message> {
        let text: String = half_width(text).chars().map(|c| if "‐‑–—―−ー〜~".contains(c) { '-' } else { c }).collect();
        let words = text.split([',', '、', '，', ';']).flat_map(Self::joined);
        let parts = words.map(|word| part(&word).ok_or_else(|| Message::new("export.page_range").with("text", word)));
        Ok(Self { parts: parts.collect::<Result<_, _>>()? })
    }

    /// The words of a part between commas; blanks round a dash belong to its range.
    fn joined(part: &str) -> Vec<String> {
        let mut tight = String::new();
        for word in part.split_whitespace() {
            if !tight.is_empty() && !tight.ends_with('-') && !word.starts_with('-') {
                tight.push(' ');
            }
            tight.push_str(word);
        }
        tight.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
    }

    /// Whether all pages are meant.
    pub fn is_all(&self) -> bool {
        self.parts.is_empty()
    }

    /// The chosen ones of `count` pages, from 0.
    pub fn numbers(&self, count: usize) -> BTreeSet<usize> {
        if self.is_all() {
            return (0..count).collect();
        }
        self.parts.iter().flat_map(|(first, last)| first - 1..(*last).min(count)).collect()
    }
}

/// `5`, `1-3`, `8-` or `-3`.
fn part(word: &str) -> Option<(usize, usize)> {
    let number = |digits: &str| digits.parse::<usize>().ok().filter(|n| *n > 0);
    let Some((first, last)) = word.split_once('-') else { return number(word).map(|page| (page, page)) };
    if first.is_empty() && last.is_empty() {
        return None;
    }
    let first = if first.is_empty() { 1 } else { number(first)? };
    let last = if last.is_empty() { usize::MAX } else { number(last)? };
    (first <= last).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str, count: usize) -> Vec<usize> {
        PageRange::parse(text).expect("a range").numbers(count).into_iter().collect()
    }

    #[test]
    fn as_people_write_them() {
        assert_eq!(numbers("1-3,5", 9), [0, 1, 2, 4]);
        assert_eq!(numbers("１～３、５", 9), [0, 1, 2, 4]);
        assert_eq!(numbers(" 2 - 3  7 ", 9), [1, 2, 6]);
        assert_eq!(numbers("3,1,3-4", 9), [0, 2, 3]);
        assert_eq!(numbers("8-", 9), [7, 8]);
        assert_eq!(numbers("-2", 9), [0, 1]);
        assert_eq!(numbers("", 3), [0, 1, 2]);
        assert_eq!(numbers("7-9", 3), [0; 0]);
        assert_eq!(numbers("1-99999999999", 2), [0, 1]);
    }

    #[test]
    fn what_is_no_range_is_named() {
        for (text, word) in [("1,x", "x"), ("0", "0"), ("3-1", "3-1"), ("-", "-"), ("1-2-3", "1-2-3"), ("99999999999999999999999", "")] {
            let error = PageRange::parse(text).expect_err(text);
            assert_eq!(error.key, "export.page_range");
            assert!(error.text(crate::locale::Lang::Ja).contains(word), "{text}");
        }
    }
}
