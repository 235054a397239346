//! A phrase that was not understood, written so that it is.
//!
//! Knows no egui. Usual slips are tried one after the other; only what then reads throughout is offered.

use nendo::calendar::{FiscalYear, half_width, read_schedule};

/// What people write, and what the grammar knows for it.
const SLIPS: [(&str, &str); 12] = [
    ("第一", "第1"),
    ("第二", "第2"),
    ("第三", "第3"),
    ("第四", "第4"),
    ("から", "～"),
    ("まで", ""),
    ("より", "～"),
    ("曜", "曜日"),
    ("回開催", "回"),
    ("回実施", "回"),
    ("に開催", ""),
    ("に実施", ""),
];

/// The phrase with its slips mended; none where that does not help.
pub fn repaired(phrase: &str, year: Option<FiscalYear>) -> Option<String> {
    let reads = |text: &String| text != phrase && !text.trim().is_empty() && read_schedule(text, year).says_when();
    let dated = slashes(phrase);
    let slips = SLIPS.iter().map(|(slip, right)| phrase.replace(slip, right));
    let all_slips =
        SLIPS.iter().fold(
            dated.clone(),
            |text, (slip, right)| if text.contains(right) && !right.is_empty() { text } else { text.replace(slip, right) },
        );
    let mut candidates = vec![dated];
    candidates.extend(slips);
    candidates.push(all_slips);
    candidates.push(without_unread(phrase, year));
    candidates.into_iter().find(reads)
}

/// 4/10 as 4月10日.
fn slashes(phrase: &str) -> String {
    let mut out = String::new();
    let even = half_width(phrase);
    let parts: Vec<&str> = even.split('/').collect();
    let ends_in_digit = |text: &str| text.chars().last().is_some_and(|c| c.is_ascii_digit());
    for (at, part) in parts.iter().enumerate() {
        let date = at > 0 && ends_in_digit(parts[at - 1]) && part.starts_with(|c: char| c.is_ascii_digit());
        if at > 0 {
            out.push_str(if date { "月" } else { "/" });
        }
        let digits = part.chars().take_while(char::is_ascii_digit).count();
        if date {
            out.push_str(&part[..digits]);
            out.push('日');
            out.push_str(&part[digits..]);
        } else {
            out.push_str(part);
        }
    }
    out
}

/// What is left without the words that were not understood.
fn without_unread(phrase: &str, year: Option<FiscalYear>) -> String {
    let mut out = String::new();
    let mut from = 0;
    for unread in read_schedule(phrase, year).unread {
        out.push_str(phrase.get(from..unread.range.start).unwrap_or_default());
        from = unread.range.end;
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
        assert_eq!(repaired("4/10", year).as_deref(), Some("4月10日"));
        assert_eq!(repaired("ばらばら", year), None);
        let left = repaired("5月、ばらばら", year);
        assert!(left.is_none_or(|left| left == "5月"));
    }
}
