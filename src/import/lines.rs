//! The text as lines: line ends of every kind, indentation, display width, brackets, sentence ends.
//!
//! Lives here: what can be said of a line by itself. Does not live here: what it is in the plan.
//! May use: `locale`, `plan` (findings).

use crate::locale::Message;
use crate::plan::{Finding, FindingLevel};

/// A line of the source that is not blank.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Its number in the source, from 1.
    pub number: u32,
    /// How many blank lines stand before it.
    pub blanks: u32,
    /// Columns of white space before it.
    pub indent: usize,
    /// Its text without white space at the ends.
    pub text: String,
    /// Depth of a Markdown heading.
    pub heading: Option<u8>,
    /// It stands in a Markdown quotation.
    pub quote: bool,
    /// It stands in a Markdown code fence: nothing in it is a mark.
    pub verbatim: bool,
    /// White space at its end that asks for a line break in Markdown.
    pub breaks: bool,
    /// It stands by itself: an image, or a line wholly set in bold.
    pub alone: bool,
}

/// The lines of `text`. Control characters, which no plan can hold, are taken out and reported.
pub(super) fn split(text: &str, findings: &mut Vec<Finding>) -> Vec<Line> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut lines = Vec::new();
    let mut blanks = 0;
    let mut number = 0u32;
    let mut rest = text;
    while !rest.is_empty() {
        number = number.saturating_add(1);
        let end = rest.find(['\n', '\r', '\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}']).unwrap_or(rest.len());
        let raw = &rest[..end];
        rest = &rest[end..];
        rest = match rest.strip_prefix("\r\n") {
            Some(after) => after,
            None => rest.get(rest.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default(),
        };
        let text = raw.trim();
        let kept: String;
        let text = if text.chars().any(is_control) {
            let taken: String = text.chars().filter(|c| is_control(*c)).collect();
            findings.push(
                Finding::new(FindingLevel::Warning, Message::new("import.control_character").with("line", number))
                    .at_line(number)
                    .with_excerpt(taken),
            );
            kept = text.chars().filter(|c| !is_control(*c)).collect();
            kept.trim()
        } else {
            text
        };
        if text.is_empty() {
            blanks += 1;
            continue;
        }
        // Leading tabs belong to a table row with empty first cells.
        let lead = &raw[..raw.len() - raw.trim_start().len()];
        let row = lead.contains('\t') && text.contains('\t');
        let text =
            if row { raw.trim_matches(|c| c == '\r' || c == ' ').chars().filter(|c| !is_control(*c)).collect() } else { text.to_owned() };
        lines.push(Line {
            number,
            blanks,
            indent: lead.chars().map(columns).sum(),
            text,
            heading: None,
            quote: false,
            verbatim: false,
            breaks: raw.ends_with("  "),
            alone: false,
        });
        blanks = 0;
    }
    lines
}

fn is_control(c: char) -> bool {
    c.is_control() && c != '\t'
}

fn columns(c: char) -> usize {
    match c {
        '\t' => 4,
        c if c.is_ascii() || ('\u{FF61}'..='\u{FF9F}').contains(&c) || ('\u{A0}'..='\u{24F}').contains(&c) => 1,
        _ => 2,
    }
}

/// The width of `text` in half-width columns.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// Whether `text` ends as a sentence does.
pub(super) fn ends_sentence(text: &str) -> bool {
    let end = text.trim_end_matches(['」', '』', '）', ')', '”', '"', '】']);
    let end = if end.is_empty() { text } else { end };
    end.ends_with(['。', '．', '！', '？', '!', '?', '…', '♪'])
}

/// Whether `text` reads as prose though it has no full stop: です・ます and plain verb endings.
pub(super) fn reads_as_prose(text: &str) -> bool {
    const VERBS: [&str; 14] = [
        "ます",
        "ません",
        "です",
        "ました",
        "でした",
        "ください",
        "ましょう",
        "である",
        "している",
        "ていく",
        "される",
        "する",
        "した",
        "となる",
    ];
    ends_sentence(text) || VERBS.iter().any(|verb| text.ends_with(verb)) || text.ends_with(['、', '，', ','])
}

/// The brackets of `text` that stay open, and the closing ones nothing opened.
pub(super) fn open_brackets(text: &str) -> (Vec<char>, usize) {
    const PAIRS: [(char, char); 10] = [
        ('「', '」'),
        ('『', '』'),
        ('（', '）'),
        ('(', ')'),
        ('【', '】'),
        ('〔', '〕'),
        ('《', '》'),
        ('［', '］'),
        ('〈', '〉'),
        ('｛', '｝'),
    ];
    let same = |a: char, b: char| a == b || (matches!(a, '(' | '（') && matches!(b, '(' | '（'));
    let mut open: Vec<char> = Vec::new();
    let mut stray = 0;
    for c in text.chars() {
        // Nearly every character is told to be none by its place alone.
        if !matches!(c, '(' | ')' | '\u{3008}'..='\u{3015}' | '\u{FF08}' | '\u{FF09}' | '\u{FF3B}'..='\u{FF5D}') {
            continue;
        }
        if PAIRS.iter().any(|(o, _)| *o == c) {
            open.push(c);
        } else if let Some((opener, _)) = PAIRS.iter().find(|(_, close)| *close == c) {
            // Only the near ones are looked at, so that a hostile line stays linear.
            match open.iter().rev().take(16).position(|have| same(*have, *opener)) {
                Some(back) => {
                    open.remove(open.len() - 1 - back);
                }
                None => stray += 1,
            }
        }
    }
    (open, stray)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_of_every_kind() {
        let mut findings = Vec::new();
        let lines = split("\u{FEFF}一\r\n\r\n　二\r三\u{C}\n\t四\t五\nx\u{1}y", &mut findings);
        let got: Vec<_> = lines.iter().map(|l| (l.number, l.blanks, l.indent, l.text.as_str())).collect();
        assert_eq!(got, [(1, 0, 0, "一"), (3, 1, 2, "二"), (4, 0, 0, "三"), (6, 1, 4, "\t四\t五"), (7, 0, 0, "xy")]);
        assert_eq!(findings.len(), 1);
    }

    #[test]
    fn brackets_and_sentences() {
        assert_eq!(open_brackets("（会場：特養等(36回)").0, ['（']);
        assert_eq!(open_brackets("「地域「講座」").0, ['「']);
        assert_eq!(open_brackets("a）").1, 1);
        assert!(ends_sentence("行う。") && ends_sentence("（行う。）") && !ends_sentence("研修（2回）"));
    }
}
