//! Budgets among what is found: amounts are numbers in a plan, so they are looked for in the ways people write them.
//!
//! Lives here: the spellings of an amount, and what a replacement makes of it. Does not live here: other texts (`find`).

use std::ops::Range;

use super::pattern::{Match, Pattern};
use crate::plan::{format_amount, parse_amount};

/// The places of an amount that are found, in its text as it is shown (1,234): with and without separators, -50 and △50.
pub(super) fn matches(amount: i64, pattern: &Pattern, replacement: Option<&str>) -> Vec<Match> {
    let shown = format_amount(amount);
    let found = pattern.replacing(&shown, replacement);
    if !found.is_empty() {
        return found;
    }
    for (minus, separated) in [("-", false), ("△", true), ("△", false)] {
        let (text, places) = spelled(&shown, minus, separated);
        let found = pattern.replacing(&text, replacement);
        if !found.is_empty() {
            let back = |range: Range<usize>| places[range.start].0..places[range.end - 1].1;
            return found.into_iter().map(|one| Match { range: back(one.range), ..one }).collect();
        }
    }
    Vec::new()
}

/// The amount spelled otherwise, and for each byte of it the stretch of the shown text it stands for.
fn spelled(shown: &str, minus: &str, separated: bool) -> (String, Vec<(usize, usize)>) {
    let mut text = String::new();
    let mut places = Vec::new();
    for (at, c) in shown.char_indices().filter(|(_, c)| separated || *c != ',') {
        let written = if c == '-' { minus.to_owned() } else { c.to_string() };
        places.extend(std::iter::repeat_n((at, at + c.len_utf8()), written.len()));
        text.push_str(&written);
    }
    (text, places)
}

/// What an amount is once parts of its text are replaced: `Some(None)` where nothing is left of it, `None` where it
/// would be no amount.
pub(super) fn read(text: &str) -> Option<Option<i64>> {
    if text.trim().is_empty() {
        return Some(None);
    }
    // The separators were those of the amount before.
    parse_amount(&text.replace([',', '，'], "")).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Query;
    use crate::plan::Fold;

    fn found(amount: i64, words: &str) -> Vec<String> {
        let pattern = Pattern::new(&Query { text: words.into(), regex: false, fold: Fold::default() }).expect("a pattern");
        let shown = format_amount(amount);
        matches(amount, &pattern, None).into_iter().map(|one| shown[one.range].to_owned()).collect()
    }

    #[test]
    fn an_amount_is_found_however_it_is_written() {
        for words in ["1,234", "1234", "１２３４", "１，２３４"] {
            assert_eq!(found(1234, words), ["1,234"], "{words}");
        }
        assert_eq!(found(-50, "△50"), ["-50"]);
        assert_eq!(found(-1500, "△1500"), ["-1,500"]);
        assert_eq!(found(12, "1"), ["1"]);
        assert!(found(12, "3").is_empty());
    }

    #[test]
    fn what_is_left_is_an_amount_or_none() {
        assert_eq!(read("1,9934"), Some(Some(19934)));
        assert_eq!(read("△50"), Some(Some(-50)));
        assert_eq!(read(" "), Some(None));
        assert_eq!(read("約50"), None);
    }
}
