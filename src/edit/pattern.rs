//! What to look for: words or a regular expression, looked for in folded text.

use std::ops::Range;

use regex::{Captures, Regex, RegexBuilder};
use regex_syntax::ast::ErrorKind;

use crate::locale::Message;
use crate::plan::{Fold, Folded};

/// What a compiled expression may take in memory: far above any that is typed, far below what hurts.
const MOST_BYTES: usize = 4 << 20;

/// What to look for and how.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Query {
    /// The words or the expression.
    pub text: String,
    /// Whether it is a regular expression.
    pub regex: bool,
    /// What counts as the same.
    pub fold: Fold,
}

/// Why an expression cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the expression cannot be read at character {at:?}")]
pub struct PatternError {
    /// Where in the expression, in characters from 0; none if it is about the whole.
    pub at: Option<usize>,
    key: &'static str,
}

impl PatternError {
    /// For the user.
    pub fn message(&self) -> Message {
        let message = Message::new(self.key);
        match self.at {
            Some(at) => message.with("at", at + 1),
            None => message,
        }
    }
}

/// A query ready to look with.
#[derive(Debug, Clone)]
pub struct Pattern {
    regex: Regex,
    fold: Fold,
    literal: bool,
}

/// A place in a text that a pattern fits; ranges are bytes of the text as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The place.
    pub range: Range<usize>,
    /// Whether a reference stands in it: it is shown, but never replaced.
    pub holds_reference: bool,
    /// What replaces it; empty where nothing was asked for.
    pub replacement: String,
}

impl Pattern {
    /// Makes a query ready. Words are looked for as they are, blanks included.
    ///
    /// # Errors
    /// Says what is wrong with a regular expression and where.
    pub fn new(query: &Query) -> Result<Self, PatternError> {
        let source = if query.regex {
            regex_syntax::ast::parse::Parser::new().parse(&query.text).map_err(|error| syntax_error(&query.text, &error))?;
            folded_expression(&query.text, query.fold)
        } else {
            regex::escape(&query.fold.text(&query.text))
        };
        let regex = RegexBuilder::new(&source)
            .case_insensitive(query.fold.case && query.regex)
            .multi_line(true)
            .size_limit(MOST_BYTES)
            .dfa_size_limit(MOST_BYTES)
            .build()
            .map_err(|error| PatternError {
                at: None,
                key: if matches!(error, regex::Error::CompiledTooBig(_)) { "edit.pattern.too_large" } else { "edit.pattern.other" },
            })?;
        // Letters of an expression stay as typed, since \W and \w differ by case alone; the search ignores it.
        let fold = Fold { case: query.fold.case && !query.regex, ..query.fold };
        Ok(Self { regex, fold, literal: !query.regex })
    }

    /// The same, to be used with this replacement.
    ///
    /// # Errors
    /// Where the replacement names a group that the expression does not have: it would take words away.
    pub fn with_replacement(self, replacement: Option<&str>) -> Result<Self, PatternError> {
        let has = |name: &str| match name.parse::<usize>() {
            Ok(number) => number < self.regex.captures_len(),
            Err(_) => self.regex.capture_names().flatten().any(|own| own == name),
        };
        let names_all = |template| pieces(template).all(|piece| !matches!(piece, Piece::Group(name) if !has(name)));
        match replacement.filter(|_| !self.literal) {
            Some(template) if !names_all(template) => Err(PatternError { at: None, key: "edit.pattern.no_group" }),
            _ => Ok(self),
        }
    }

    /// All places in `text`, from the start; empty places do not count.
    pub fn matches(&self, text: &str) -> Vec<Match> {
        self.replacing(text, None)
    }

    /// The same with what replaces each: in the replacement of an expression `$1`, `${name}` and `$0` stand for
    /// what the groups hold, as written in the text, and `$$` for a `$`.
    pub fn replacing(&self, text: &str, replacement: Option<&str>) -> Vec<Match> {
        if text.is_empty() {
            return Vec::new();
        }
        let folded = Folded::with_references(text, self.fold);
        let mut found: Vec<Match> = Vec::new();
        let mut take = |range: Range<usize>, replacement: String| {
            if range.is_empty() {
                return;
            }
            let original = folded.original(range.clone());
            // One character may fold to several: a part of it is no place of its own.
            if found.last().is_none_or(|last| last.range.end <= original.start) {
                found.push(Match { range: original, holds_reference: folded.holds_reference(range), replacement });
            }
        };
        match replacement.filter(|_| !self.literal) {
            Some(template) if template.contains('$') => {
                for captures in self.regex.captures_iter(&folded.text) {
                    let Some(whole) = captures.get(0) else { continue };
                    take(whole.range(), expand(&captures, template, text, &folded));
                }
            }
            _ => {
                for place in self.regex.find_iter(&folded.text) {
                    take(place.range(), replacement.unwrap_or_default().to_owned());
                }
            }
        }
        found
    }
}

/// The replacement with its groups filled in from the text as written.
fn expand(captures: &Captures<'_>, template: &str, text: &str, folded: &Folded) -> String {
    let group = |name: &str| {
        let found = match name.parse::<usize>() {
            Ok(number) => captures.get(number),
            Err(_) => captures.name(name),
        };
        found.filter(|found| !found.is_empty()).map_or("", |found| &text[folded.original(found.range())])
    };
    pieces(template).map(|piece| if let Piece::Group(name) = piece { group(name) } else { piece.words() }).collect()
}

/// A piece of a replacement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece<'t> {
    Words(&'t str),
    /// What a group holds, by its number or name.
    Group(&'t str),
}

impl<'t> Piece<'t> {
    fn words(self) -> &'t str {
        if let Self::Words(words) = self { words } else { "" }
    }
}

/// The pieces of a replacement: `$1` and `${name}` are groups, `$$` is a `$`, anything else is itself.
fn pieces(template: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = template;
    std::iter::from_fn(move || {
        let (piece, after) = match rest.strip_prefix('$') {
            None if rest.is_empty() => return None,
            None => {
                let (words, after) = rest.split_at(rest.find('$').unwrap_or(rest.len()));
                (Piece::Words(words), after)
            }
            Some(behind) => match behind.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
                Some((name, after)) => (Piece::Group(name), after),
                None if behind.starts_with('$') => (Piece::Words("$"), &behind[1..]),
                None => {
                    // Digits alone: 第$1回 is a group and a word.
                    let digits = behind.len() - behind.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                    let (name, after) = behind.split_at(digits);
                    (if digits == 0 { Piece::Words("$") } else { Piece::Group(name) }, after)
                }
            },
        };
        rest = after;
        Some(piece)
    })
}

/// An expression whose letters are folded as the text is. What is syntax is ASCII and stays; what becomes
/// ASCII by folding was a letter and is escaped.
fn folded_expression(expression: &str, fold: Fold) -> String {
    let fold = Fold { case: false, ..fold };
    let mut out = String::with_capacity(expression.len());
    let mut plain = String::new();
    let flush = |plain: &mut String, out: &mut String| {
        if !plain.is_empty() {
            out.push_str(&regex::escape(&fold.text(plain)));
            plain.clear();
        }
    };
    for c in expression.chars() {
        if c.is_ascii() {
            flush(&mut plain, &mut out);
            out.push(c);
        } else {
            plain.push(c);
        }
    }
    flush(&mut plain, &mut out);
    out
}

fn syntax_error(expression: &str, error: &regex_syntax::ast::Error) -> PatternError {
    let key = match error.kind() {
        ErrorKind::GroupUnclosed => "edit.pattern.group_unclosed",
        ErrorKind::GroupUnopened => "edit.pattern.group_unopened",
        ErrorKind::ClassUnclosed => "edit.pattern.class_unclosed",
        ErrorKind::ClassRangeInvalid => "edit.pattern.class_range",
        ErrorKind::RepetitionMissing => "edit.pattern.nothing_to_repeat",
        ErrorKind::EscapeUnexpectedEof | ErrorKind::EscapeUnrecognized => "edit.pattern.escape",
        ErrorKind::RepetitionCountUnclosed
        | ErrorKind::RepetitionCountInvalid
        | ErrorKind::RepetitionCountDecimalEmpty
        | ErrorKind::DecimalEmpty
        | ErrorKind::DecimalInvalid => "edit.pattern.count",
        ErrorKind::UnsupportedLookAround | ErrorKind::UnsupportedBackreference => "edit.pattern.unsupported",
        _ => "edit.pattern.syntax",
    };
    let at = expression.get(..error.span().start.offset).map(|before| before.chars().count());
    PatternError { at: Some(at.unwrap_or(0)), key }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{NodeId, reference_token};

    fn words(text: &str, fold: Fold) -> Pattern {
        Pattern::new(&Query { text: text.into(), regex: false, fold }).expect("words")
    }

    fn expression(text: &str, fold: Fold) -> Pattern {
        Pattern::new(&Query { text: text.into(), regex: true, fold }).expect("an expression")
    }

    fn found<'t>(pattern: &Pattern, text: &'t str) -> Vec<&'t str> {
        pattern.matches(text).into_iter().map(|m| &text[m.range]).collect()
    }

    #[test]
    fn a_replacement_names_only_groups_that_are_there() {
        let usable = |pattern: Pattern, replacement: &str| pattern.with_replacement(Some(replacement)).is_ok();
        let year = || expression(r"令和(?<year>\d+)年", Fold::default());
        for good in ["$0", "$1年", "${year}", "$$3", "5$", "", "${1}"] {
            assert!(usable(year(), good), "{good}");
        }
        for bad in ["$2", "${day}", "令和${2}年"] {
            assert!(!usable(year(), bad), "{bad}");
        }
        assert!(usable(words("研修", Fold::default()), "$3"), "words are replaced as they are");
    }

    #[test]
    fn words_are_found_however_they_are_written() {
        let text = "ﾎﾞﾗﾝﾃｨｱ、ボランティアとぼらんてぃあ（PDF・ｐｄｆ）髙齢者";
        assert_eq!(found(&words("ボランティア", Fold::default()), text), ["ﾎﾞﾗﾝﾃｨｱ", "ボランティア"]);
        assert_eq!(found(&words("ﾎﾞﾗﾝﾃｨｱ", Fold::ALL), text).len(), 3);
        assert_eq!(found(&words("pdf", Fold::default()), text), ["PDF", "ｐｄｆ"]);
        assert_eq!(found(&words("PDF", Fold::NONE), text), ["PDF"]);
        assert_eq!(found(&words("高齢者", Fold::ALL), text), ["髙齢者"]);
        assert_eq!(found(&words("(pdf", Fold::default()), text), ["（PDF"], "signs are no syntax");
    }

    #[test]
    fn expressions_work_on_folded_text_and_groups_hold_what_was_written() {
        let text = "第２回ﾎﾞﾗﾝﾃｨｱ講座、第10回手話講座";
        let numbers = expression("第([0-9]+)回", Fold::default());
        assert_eq!(found(&numbers, text), ["第２回", "第10回"]);
        let new: Vec<String> = numbers.replacing(text, Some("全$1回の$$${1}")).into_iter().map(|m| m.replacement).collect();
        assert_eq!(new, ["全２回の$２", "全10回の$10"]);
        assert_eq!(found(&expression("ボラ.+?講座", Fold::default()), text), ["ﾎﾞﾗﾝﾃｨｱ講座"]);
        assert_eq!(found(&expression("x*", Fold::default()), text), [""; 0], "empty places do not count");
        assert_eq!(found(&expression(r"\W", Fold::default()), "a、b"), ["、"], "\\W is not \\w");
        assert_eq!(found(&expression("（PDF）", Fold::default()), "(pdf)"), ["(pdf)"]);
        let literal = words("第", Fold::default());
        assert_eq!(literal.replacing("第", Some("$1"))[0].replacement, "$1", "words are replaced by words");
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        let error = |text: &str| {
            let error = Pattern::new(&Query { text: text.into(), regex: true, fold: Fold::default() }).expect_err("wrong");
            (error.key, error.at)
        };
        assert_eq!(error("会議(の"), ("edit.pattern.group_unclosed", Some(2)));
        assert_eq!(error("会議)"), ("edit.pattern.group_unopened", Some(2)));
        assert_eq!(error("あ[い"), ("edit.pattern.class_unclosed", Some(1)));
        assert_eq!(error("*会"), ("edit.pattern.nothing_to_repeat", Some(0)));
        assert_eq!(error(r"会\"), ("edit.pattern.escape", Some(1)));
        assert_eq!(error("(?<=会)議").0, "edit.pattern.unsupported");
        assert_eq!(error(r"(\w{1000}){1000}"), ("edit.pattern.too_large", None));
    }

    #[test]
    fn references_are_seen_but_never_taken_apart() {
        let token = reference_token(NodeId::from_u128(0x1234_5678_9abc_def0));
        let text = format!("前の{token}を参照");
        assert!(found(&words("0", Fold::default()), &text).is_empty(), "an id is no text");
        assert_eq!(found(&words("参照", Fold::default()), &text), ["参照"]);
        let across = expression("前.*参照", Fold::default()).matches(&text);
        assert!(across.len() == 1 && across[0].holds_reference);
    }
}
