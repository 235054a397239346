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

/// What is left without the words that were not understood.
fn without_unread(phrase: &str, year: Option<FiscalYear>) -> String {
    let mut out = String::new();
    let mut from = 0;
    for unread in read_schedule(phrase, year).unread {
        out.push_str(phrase.get(from..unread.range.start).unwrap_or_default());
        from = unread.range.end.max(from);
    }
    out.push_str(phrase.get(from..).unwrap_or_default());
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
        assert_eq!(repaired("4月", year), None, "what reads is left alone");
    }
}
