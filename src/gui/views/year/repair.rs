//! A phrase that was not understood, written so that it is.
//!
//! Knows no egui. The grammar knows most ways to write a time; what it leaves are words and signs that say
//! no time. Only what then reads throughout is offered.

use nendo::calendar::{FiscalYear, read_schedule};

/// What people add that says no time.
const ADDED: [&str; 9] = ["？", "?", "！", "!", "くらい", "ぐらい", "ごろ", "予定", "某日"];

/// The phrase without what says no time; none where that does not help.
pub fn repaired(phrase: &str, year: Option<FiscalYear>) -> Option<String> {
    let reads = |text: &String| text != phrase && !text.trim().is_empty() && read_schedule(text, year).says_when();
    let plain = ADDED.iter().fold(phrase.to_owned(), |text, added| text.replace(added, ""));
    [plain, without_unread(phrase, year)].into_iter().find(reads)
}

/// Signs of a time, or of a condition on one: words with them are no mere addition.
const OF_TIMES: &str = "年月日週曜回旬時半期祝休除度前後翌毎各初末※但他除外場合一二三四五六七八九十";

/// Whether words may be left out without another meaning: ただし8月は第1日曜日 may not.
fn is_addition(words: &str) -> bool {
    !words.contains(|c: char| c.is_numeric() || OF_TIMES.contains(c) || "()（）".contains(c)) && !words.contains("ただし")
}

/// What is left without the words that were not understood; the phrase itself where these may say when.
fn without_unread(phrase: &str, year: Option<FiscalYear>) -> String {
    let mut out = String::new();
    let mut from = 0;
    for unread in read_schedule(phrase, year).unread {
        if !phrase.get(unread.range.clone()).is_some_and(is_addition) {
            return phrase.to_owned();
        }
        out.push_str(phrase.get(from..unread.range.start).unwrap_or_default());
        from = unread.range.end.max(from);
    }
    out.push_str(phrase.get(from..).unwrap_or_default());
    // Empty brackets would be left of 毎月（詳細未定）.
    let out = ["（）", "()"].iter().fold(out, |out, empty| out.replace(empty, ""));
    out.trim_matches(['、', '，', '・', ' ', '　', '。']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_then_reads_is_offered() {
        let year = Some(FiscalYear(2025));
        assert_eq!(repaired("9月6日？", year).as_deref(), Some("9月6日"));
        assert_eq!(repaired("年2回くらい", year).as_deref(), Some("年2回"));
        assert_eq!(repaired("ばらばら", year), None);
        for qualified in
            ["毎月第2日曜日（ただし8月は第1日曜日）", "毎月第1月曜日　※1月は第2月曜日", "9月6日（雨天の場合は翌週）", "毎月第2水曜日 (8"]
        {
            assert_eq!(repaired(qualified, year), None, "{qualified}: a condition is never left out");
        }
        assert_eq!(repaired("4月", year), None, "what reads is left alone");
    }
}
