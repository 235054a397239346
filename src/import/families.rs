//! The lines as entries: headings, labelled lines, paragraphs, tables; and which family of labels
//! stands above which in this document.
//!
//! Lives here: what a line is, seen with its neighbours. Does not live here: the tree (`tree`). May
//! use: `label`, `lines`, `table`; `locale`, `plan` (findings).

use std::collections::HashMap;
use std::mem::{Discriminant, discriminant};

use super::label::{self, Ending, Family, Label};
use super::lines::{Line, ends_sentence, reads_as_prose, width};
use super::table;
use crate::locale::Message;
use crate::plan::numbering::{Glyph, GlyphWidth};
use crate::plan::{Finding, FindingLevel, Status, Table};

/// A heading without a label is at most this wide, in half-width columns.
const HEADING_WIDTH: usize = 60;

/// A line, a joined line or the rows of a table.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// The line in the source.
    pub line: u32,
    /// Columns before it.
    pub indent: usize,
    /// Blank lines before it.
    pub blanks: u32,
    /// It began with a list dash.
    pub dash: bool,
    /// Its label.
    pub label: Option<Label>,
    /// The level it makes; `None`: a paragraph or table.
    pub family: Option<Family>,
    /// The text behind the label.
    pub text: String,
    /// A table.
    pub table: Option<Table>,
    /// In a quotation.
    pub quote: bool,
    /// In a code fence.
    pub verbatim: bool,
}

/// The entries of `lines`.
pub(super) fn read(lines: &[Line], findings: &mut Vec<Finding>) -> Vec<Entry> {
    let mut entries = Vec::with_capacity(lines.len());
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let rows = table::run(&lines[at..]);
        if rows > 0 {
            let mut entry = Entry { text: String::new(), ..plain(line) };
            entry.table = table::read(&lines[at..at + rows]);
            if entry.table.is_some() {
                entries.push(entry);
            }
            at += rows;
            continue;
        }
        entries.push(entry(line, findings));
        at += 1;
    }
    doubt_prefixes(&mut entries, findings);
    continue_circled(&mut entries);
    settle_weak(&mut entries);
    doubt_katakana(&mut entries, findings);
    take_labels(&mut entries, findings);
    find_headings(&mut entries);
    entries
}

fn plain(line: &Line) -> Entry {
    Entry {
        line: line.number,
        indent: line.indent,
        blanks: line.blanks,
        dash: false,
        label: None,
        family: None,
        text: line.text.replace('\t', "　"),
        table: None,
        quote: line.quote,
        verbatim: line.verbatim,
    }
}

/// One line by itself. Its label is found but still stands in the text (see [`take_labels`]).
fn entry(line: &Line, findings: &mut Vec<Finding>) -> Entry {
    let mut entry = plain(line);
    entry.text = entry.text.trim().to_owned();
    if line.verbatim || line.quote {
        return entry;
    }
    if is_number(&entry.text) && line.heading.is_none() {
        return entry;
    }
    if let Some(depth) = line.heading {
        entry.family = Some(Family::Markdown(depth));
        entry.label = label::parse(&entry.text).filter(|label| label.number > 0);
        if let Some(inner) = bracketed(&entry.text) {
            entry.text = inner.to_owned();
            entry.family = Some(Family::Bracket);
        }
        return entry;
    }
    // - - - nests dashes; the innermost says no more than the first.
    while let Some(end) = label::dash(&entry.text) {
        entry.dash = true;
        entry.text.drain(..end);
    }
    while let Some((mark, end)) = label::doubtful_mark(&entry.text) {
        doubt(mark.encode_utf8(&mut [0; 4]), line.number, findings);
        entry.text.drain(..end);
        if label::parse(&entry.text).is_none() {
            entry.dash = true;
        }
    }
    if let Some(inner) = bracketed(&entry.text) {
        entry.text = inner.to_owned();
        entry.family = Some(Family::Bracket);
        return entry;
    }
    entry.label = label::parse(&entry.text);
    entry
}

fn doubt(mark: &str, line: u32, findings: &mut Vec<Finding>) {
    let message = Message::new("import.doubtful_mark").with("line", line).with("mark", mark);
    let finding = Finding::new(FindingLevel::Warning, message).at_line(line).with_excerpt(mark);
    findings.push(finding.with_hint(Message::new("import.doubtful_mark_hint")));
}

/// ●２, キ４, （新）８, ※７: a mark right before the label its family goes on with. Only there: elsewhere
/// it is a sign or a label of its own.
fn doubt_prefixes(entries: &mut [Entry], findings: &mut Vec<Finding>) {
    let mut last: HashMap<Family, u32> = HashMap::new();
    for entry in entries.iter_mut().filter(|e| e.table.is_none() && !e.quote && !e.verbatim && e.family.is_none()) {
        let marked = prefix(&entry.text).and_then(|end| {
            let rest = entry.text[end..].trim_start();
            let label = label::parse(rest).filter(|l| !l.weak && l.family.counts())?;
            let goes_on = |family: &Family, number: u32| last.get(family).is_some_and(|n| n.saturating_add(1) == number);
            // ② behind ① is a label itself.
            let own = entry.label.as_ref().is_some_and(|own| own.family.counts() && goes_on(&own.family, own.number));
            (goes_on(&label.family, label.number) && !own).then_some((end, entry.text.len() - rest.len(), label))
        });
        if let Some((end, from, label)) = marked {
            doubt(&entry.text[..end], entry.line, findings);
            entry.text.drain(..from);
            entry.label = Some(label);
        }
        if let Some(label) = entry.label.as_ref().filter(|l| !l.weak && l.family.counts()) {
            last.insert(label.family, label.number);
        }
    }
}

/// The bytes of a mark that may stand before a label.
fn prefix(text: &str) -> Option<usize> {
    let mut chars = text.chars();
    let first = chars.next()?;
    if matches!(first, '（' | '(' | '［' | '[' | '【' | '〔' | '〈' | '＜' | '<' | '《') {
        let (at, close) = text
            .char_indices()
            .skip(2)
            .take(3)
            .find(|(_, c)| matches!(c, '）' | ')' | '］' | ']' | '】' | '〕' | '〉' | '＞' | '>' | '》'))?;
        return Status::from_word(text[first.len_utf8()..at].trim()).map(|_| at + close.len_utf8());
    }
    let words = ["新規", "拡充", "継続", "新", "拡", "継", "改", "重"];
    if let Some(word) = words.iter().find(|word| text.starts_with(**word)) {
        return Some(word.len());
    }
    let mark = matches!(first, '※' | '＊' | '*' | '◎' | '＃' | '†')
        || label::is_sign(first)
        || ('ァ'..='ヺ').contains(&first)
        || ('\u{2460}'..='\u{24FF}').contains(&first)
        || ('\u{3220}'..='\u{32FF}').contains(&first);
    mark.then_some(first.len_utf8())
}

/// (51) behind ㊿: how a plan goes on where the circled numbers end.
fn continue_circled(entries: &mut [Entry]) {
    let mut last = 0;
    for label in entries.iter_mut().filter_map(|entry| entry.label.as_mut()) {
        if matches!(label.family, Family::ParenNumber(Ending::Open)) && last >= 50 && label.number == last + 1 {
            label.family = Family::Circled;
            label.glyph = Some(Glyph::Circled);
            label.width = GlyphWidth::Half;
        }
        if label.family == Family::Circled {
            last = label.number;
        }
    }
}

/// The inside of a line that stands wholly in 【】.
pub(super) fn bracketed(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('【')?.strip_suffix('】')?.trim();
    (!inner.is_empty() && !inner.contains(['【', '】']) && Status::from_word(inner).is_none() && width(inner) <= HEADING_WIDTH)
        .then_some(inner)
}

/// Weak labels (ア情報, 1基本, a., 30 名) stay only where they count with their like.
fn settle_weak(entries: &mut [Entry]) {
    let mut next: HashMap<Discriminant<Family>, u32> = HashMap::new();
    let mut followed = vec![0u32; entries.len()];
    for (at, entry) in entries.iter().enumerate().rev() {
        if let Some(label) = &entry.label {
            followed[at] = next.insert(discriminant(&label.family), label.number).unwrap_or(0);
        }
    }
    let mut last: HashMap<Discriminant<Family>, u32> = HashMap::new();
    for (entry, followed) in entries.iter_mut().zip(followed) {
        let Some(label) = &entry.label else { continue };
        let before = last.get(&discriminant(&label.family)).copied();
        let counts = before.is_some_and(|n| label.number == n.saturating_add(1)) || (label.number == 1 && followed == 2);
        if label.weak && !counts {
            entry.label = None;
        } else {
            last.insert(discriminant(&label.family), label.number);
        }
    }
}

/// A katakana label out of its order, while the next one goes on in order, is a garbled status mark.
fn doubt_katakana(entries: &mut [Entry], findings: &mut Vec<Finding>) {
    let places: Vec<usize> = (0..entries.len()).filter(|at| is_open_katakana(&entries[*at])).collect();
    let number = |entry: &Entry| entry.label.as_ref().map_or(0, |l| l.number);
    let mut before: Option<usize> = None;
    for (i, here) in places.iter().copied().enumerate() {
        let last = before.map_or(0, |at| number(&entries[at]));
        let after = places.get(i + 1).map_or(0, |at| number(&entries[*at]));
        // Only in the midst of its neighbours' items, not as a heading of its own.
        let among = here.checked_sub(1).filter(|at| before.is_some_and(|left| *at > left) && has_bullet(&entries[*at]));
        match among {
            Some(neighbour) if number(&entries[here]) > last + 1 && after == last + 1 => {
                let indent = entries[neighbour].indent;
                let entry = &mut entries[here];
                let Some(label) = entry.label.take() else { continue };
                if let Some(mark) = label.printed.chars().next() {
                    doubt(mark.encode_utf8(&mut [0; 4]), entry.line, findings);
                }
                entry.text.drain(..label.end);
                entry.dash = true;
                entry.indent = indent;
            }
            _ => before = Some(here),
        }
    }
}

fn is_open_katakana(entry: &Entry) -> bool {
    entry.label.as_ref().is_some_and(|label| matches!(label.family, Family::Katakana(_)))
}

fn has_bullet(entry: &Entry) -> bool {
    entry.dash || entry.label.as_ref().is_some_and(|label| label.family == Family::Bullet)
}

/// Takes the labels off the texts; a list dash without label becomes a bullet.
fn take_labels(entries: &mut [Entry], findings: &mut Vec<Finding>) {
    let mut other_bullets: Vec<(char, u32, u32)> = Vec::new();
    for entry in entries.iter_mut().filter(|e| e.table.is_none()) {
        if let Some(label) = &entry.label {
            if entry.family.is_none() {
                entry.family = Some(label.family);
            }
            let text = entry.text.split_off(label.end.min(entry.text.len()));
            entry.text = text;
            if label.family == Family::Bullet
                && let Some(bullet) = label.printed.chars().next().filter(|c| !matches!(c, '・' | '･' | '•'))
            {
                match other_bullets.iter_mut().find(|(c, ..)| *c == bullet) {
                    Some((_, _, count)) => *count += 1,
                    None => other_bullets.push((bullet, entry.line, 1)),
                }
            }
        } else if entry.dash && entry.family.is_none() {
            entry.label = Some(Label {
                family: Family::Bullet,
                glyph: Some(Glyph::Bullet),
                number: 0,
                width: GlyphWidth::Half,
                suffix: String::new(),
                separator: String::new(),
                printed: "・".to_owned(),
                end: 0,
                weak: false,
            });
            entry.family = Some(Family::Bullet);
        }
    }
    for (bullet, line, count) in other_bullets {
        let message = Message::new("import.bullet_replaced").with("bullet", bullet.escape_default()).with("count", count);
        findings.push(Finding::new(FindingLevel::Info, message).at_line(line).with_excerpt(bullet));
    }
}

/// Short lines of their own above what they head.
fn find_headings(entries: &mut [Entry]) {
    for at in 0..entries.len() {
        let entry = &entries[at];
        if entry.family.is_some() || entry.table.is_some() || entry.quote || entry.verbatim {
            continue;
        }
        let text = entry.text.as_str();
        let in_parens = text.starts_with(['(', '（']) && text.ends_with([')', '）']);
        let Some(next) = entries.get(at + 1) else { continue };
        let before = at.checked_sub(1).map(|i| &entries[i]);
        let apart = entry.blanks > 0 || before.is_none_or(|b| b.table.is_some());
        let plain_start = !text.starts_with(['※', '〔', '＊', '*', '《', '→', '⇒', '「', '~', '～']);
        if !apart || width(text) > HEADING_WIDTH || reads_as_prose(text) || !plain_start || is_number(text) {
            continue;
        }
        // Right below a labelled line a short line is its text, unless it stands in brackets.
        let below_label = !is_heading_word(text) && before.is_some_and(|b| b.label.as_ref().is_some_and(|l| l.family.counts()));
        let heads = match next.family {
            Some(Family::Bullet | Family::Circle | Family::Sign(_)) => in_parens || !below_label,
            Some(family) if family.counts() => !below_label && next.label.as_ref().is_some_and(|l| l.number == 1),
            Some(_) => false,
            None if next.table.is_some() => !below_label,
            None => next.quote || ((next.blanks > 0 || reads_as_prose(&next.text)) && ends_sentence(&next.text) && !below_label),
        };
        if heads {
            entries[at].family = Some(if in_parens { Family::ParenHeading } else { Family::Heading });
        }
    }
}

/// Words that head a part of a plan wherever they stand.
fn is_heading_word(text: &str) -> bool {
    const WORDS: [&str; 18] = [
        "方針",
        "目標",
        "課題",
        "計画",
        "現状",
        "状況",
        "事業内容",
        "概要",
        "はじめに",
        "おわりに",
        "まとめ",
        "会計",
        "予算",
        "組織",
        "体制",
        "行事",
        "理念",
        "事業",
    ];
    text.chars().count() <= 12 && WORDS.iter().any(|word| text.ends_with(word))
}

/// A page number: digits and dashes.
fn is_number(text: &str) -> bool {
    text.chars().all(|c| c.is_numeric() || c.is_whitespace() || c.is_ascii_punctuation() || matches!(c, '－' | '―' | '‐' | '−'))
}

/// Which family stands above which, by the votes of the document.
#[derive(Debug, Default)]
pub(super) struct Order {
    votes: HashMap<(Family, Family), u32>,
}

impl Order {
    /// Counts the votes. A first number right behind another label opens a level below it; a number
    /// that goes on has everything since its last one below it.
    pub(super) fn of(entries: &[Entry]) -> Self {
        let mut order = Self::default();
        let mut last: Vec<(Family, u32, usize)> = Vec::new();
        let mut previous: Option<Family> = None;
        for (at, entry) in entries.iter().enumerate() {
            let Some(family) = entry.family else { continue };
            let number = entry.label.as_ref().map_or(0, |l| l.number);
            let known = last.iter().position(|(f, ..)| *f == family);
            if family.counts() {
                if let Some((_, before, place)) = known.map(|i| last[i])
                    && number == before.saturating_add(1)
                {
                    for (other, _, seen) in &last {
                        if *seen > place {
                            *order.votes.entry((family, *other)).or_default() += 1;
                        }
                    }
                }
                if number == 1 {
                    order.opens(previous, family);
                }
            } else if matches!(family, Family::Bullet) || (family == Family::Circle && previous != Some(Family::Bullet)) {
                order.opens(previous, family);
            } else if let (Family::Markdown(own), Some(Family::Markdown(above))) = (family, previous)
                && above < own
            {
                order.opens(previous, family);
            }
            match known {
                Some(i) => last[i] = (family, number, at),
                None => last.push((family, number, at)),
            }
            previous = Some(family);
        }
        order
    }

    fn opens(&mut self, above: Option<Family>, below: Family) {
        if let Some(above) = above.filter(|above| *above != below) {
            *self.votes.entry((above, below)).or_default() += 1;
        }
    }

    fn votes(&self, above: Family, below: Family) -> u32 {
        self.votes.get(&(above, below)).copied().unwrap_or(0)
    }

    /// Whether `a` stands above `b` by the document's own order; `None`: it gives none.
    pub(super) fn is_above(&self, a: Family, b: Family) -> Option<bool> {
        if let (Family::Markdown(_), _) | (_, Family::Markdown(_)) = (a, b) {
            return Some(a < b);
        }
        match self.votes(a, b).cmp(&self.votes(b, a)) {
            std::cmp::Ordering::Greater => Some(true),
            std::cmp::Ordering::Less => Some(false),
            std::cmp::Ordering::Equal => None,
        }
    }
}
