//! Markdown before anything else is read: headings, quotations, code fences, rules, emphasis, and
//! paragraphs broken into lines.
//!
//! Lives here: the marks of Markdown that are not also marks of plain text. Does not live here: list
//! dashes and pipe tables, which plain texts have too. May use: `lines`.

use super::label;
use super::lines::Line;
use crate::locale::Message;
use crate::plan::{Finding, FindingLevel};

/// What the front matter names.
#[derive(Debug, Default)]
pub(super) struct Matter {
    /// title.
    pub title: String,
    /// organization, author.
    pub organization: String,
}

/// Takes off the block between --- and --- at the top, where each line is a key with its value. What is
/// neither title nor organisation is a finding.
pub(super) fn front_matter(mut lines: Vec<Line>, matter: &mut Matter, findings: &mut Vec<Finding>) -> Vec<Line> {
    if lines.first().is_none_or(|line| line.text != "---" || line.number != 1) {
        return lines;
    }
    let Some(end) = lines.iter().skip(1).take(40).position(|line| matches!(line.text.as_str(), "---" | "...")).map(|at| at + 1) else {
        return lines;
    };
    let is_key = |line: &Line| {
        let key = line.text.split(':').next().unwrap_or_default();
        line.indent > 0
            || line.text.starts_with(['#', '-', '['])
            || (key.len() < line.text.len() && !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c)))
    };
    if end < 2 || !lines[1..end].iter().all(is_key) {
        return lines;
    }
    let mut left = Vec::new();
    let rest = lines.split_off(end + 1);
    for line in &lines[1..end] {
        let (key, value) = line.text.split_once(':').unwrap_or(("", &line.text));
        let value = value.trim();
        let bare = value.trim_matches(['"', '\'']);
        // Quotation marks are YAML's own; everything else stands in the plan or in the finding.
        let field = match key.trim() {
            "title" if line.indent == 0 => &mut matter.title,
            "organization" | "organisation" | "author" if line.indent == 0 => &mut matter.organization,
            _ => {
                left.push(line.text.as_str());
                continue;
            }
        };
        if bare.is_empty() || !field.is_empty() {
            left.push(line.text.as_str());
            continue;
        }
        bare.clone_into(field);
        left.push(key);
        left.extend(value.strip_prefix(['"', '\'']).map(|_| &value[..1]));
        left.extend(value.strip_suffix(['"', '\'']).map(|_| &value[..1]));
    }
    findings.push(Finding::new(FindingLevel::Info, Message::new("import.front_matter")).at_line(1).with_excerpt(left.join(" ")));
    rest
}

/// Takes the marks off `lines` and joins the lines of each paragraph.
pub(super) fn strip(lines: Vec<Line>, findings: &mut Vec<Finding>) -> Vec<Line> {
    let lines = without_comments(lines, findings);
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    let mut fenced = false;
    // What is dropped still parts what stands around it.
    let mut dropped = 0;
    for mut line in lines {
        line.blanks += std::mem::take(&mut dropped);
        if line.text.starts_with("```") || line.text.starts_with("~~~") {
            fenced = !fenced;
            let info = line.text.trim_start_matches(['`', '~']).trim().to_owned();
            if info.is_empty() {
                dropped = 1;
            } else {
                out.push(Line { text: info, verbatim: true, ..line });
            }
            continue;
        }
        if fenced {
            line.verbatim = true;
            out.push(line);
            continue;
        }
        if is_rule(&line.text) {
            // A line of = or - right below text makes that text a heading.
            let level = if line.text.starts_with('=') { 1 } else { 2 };
            if line.blanks == 0
                && !line.text.contains(['*', '_', ' '])
                && let Some(above) = out.last_mut().filter(|above| is_plain(above))
            {
                above.heading = Some(level);
            }
            dropped = 1;
            continue;
        }
        if line.text.starts_with('>') {
            line.quote = true;
            line.text = line.text.trim_start_matches(['>', ' ']).to_owned();
            if line.text.is_empty() {
                dropped = 1;
                continue;
            }
        }
        let depth = line.text.bytes().take_while(|b| *b == b'#').count();
        if (1..=6).contains(&depth) && line.text[depth..].starts_with([' ', '　']) {
            line.heading = u8::try_from(depth).ok();
            line.text = line.text[depth..].trim().trim_end_matches('#').trim().to_owned();
        }
        line.alone = is_image(&line.text) || is_bold(&line.text);
        let escaped = line.text.starts_with("\\*") || line.text.starts_with("\\-") || line.text.starts_with("\\+");
        line.text = without_emphasis(&with_links(&line.text));
        if escaped && let Some(end) = label::dash(&line.text) {
            // An escaped star is a star: what stands behind it is no list.
            line.text = format!("{}{}", if line.text.starts_with('*') { '＊' } else { '－' }, &line.text[end..]);
        }
        if line.text.is_empty() {
            continue;
        }
        match out.last_mut().filter(|above| continues(above, &line)) {
            Some(above) => {
                super::join::append(&mut above.text, &line.text);
                above.breaks = line.breaks;
            }
            None => out.push(line),
        }
    }
    out
}

/// `---`, `***`, `___`, `===`, with or without spaces.
fn is_rule(text: &str) -> bool {
    let mut chars = text.chars().filter(|c| !c.is_whitespace());
    let Some(first) = chars.next().filter(|c| matches!(c, '-' | '*' | '_' | '=')) else { return false };
    chars.clone().count() >= 2 && chars.all(|c| c == first)
}

fn is_image(text: &str) -> bool {
    text.starts_with("![") && text.ends_with(')')
}

/// A line wholly in **: a heading in all but name.
fn is_bold(text: &str) -> bool {
    ["**", "__"].iter().any(|mark| {
        text.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark)).is_some_and(|inner| !inner.is_empty() && !inner.contains(mark))
    })
}

fn is_plain(line: &Line) -> bool {
    line.heading.is_none() && !line.quote && !line.verbatim && !line.text.starts_with('|') && label::dash(&line.text).is_none()
}

/// Whether `line` is the next line of the paragraph or list item `above`.
fn continues(above: &Line, line: &Line) -> bool {
    line.blanks == 0
        && !above.breaks
        && above.text.len() < super::join::LONGEST
        && above.heading.is_none()
        && !above.text.starts_with('|')
        && (line.quote == above.quote || !line.quote)
        && line.heading.is_none()
        && !above.verbatim
        && !above.alone
        && !line.alone
        && !line.text.starts_with(['|', '【', '〔'])
        && !line.text.contains('\t')
        && !above.text.contains('\t')
        && label::dash(&line.text).is_none()
        && label::parse(&line.text).is_none()
}

/// Takes out <!-- … -->, each a finding with its words.
fn without_comments(lines: Vec<Line>, findings: &mut Vec<Finding>) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    let mut fenced = false;
    let mut dropped = 0;
    let closes = lines.iter().rposition(|line| line.text.contains("-->"));
    let mut open: Option<(u32, String)> = None;
    for (at, mut line) in lines.into_iter().enumerate() {
        if open.is_none() && (line.text.starts_with("```") || line.text.starts_with("~~~")) {
            fenced = !fenced;
        }
        if fenced {
            out.push(line);
            continue;
        }
        let mut kept = String::new();
        let mut rest = line.text.as_str();
        loop {
            if let Some((from, mut words)) = open.take() {
                let Some(end) = rest.find("-->") else {
                    words.push_str(rest);
                    words.push(' ');
                    open = Some((from, words));
                    break;
                };
                words.push_str(&rest[..end + 3]);
                let finding = Finding::new(FindingLevel::Info, Message::new("import.comment_left_out"));
                findings.push(finding.at_line(from).with_excerpt(words));
                rest = &rest[end + 3..];
            }
            // One that nothing closes is text.
            let start = rest.find("<!--").filter(|start| closes > Some(at) || (closes == Some(at) && rest[*start..].contains("-->")));
            let Some(start) = start else {
                kept.push_str(rest);
                break;
            };
            kept.push_str(&rest[..start]);
            open = Some((line.number, String::new()));
            rest = &rest[start..];
        }
        if kept.trim().is_empty() && !line.text.trim().is_empty() {
            dropped = 1;
            continue;
        }
        line.blanks += std::mem::take(&mut dropped);
        if kept != line.text {
            line.text = kept.trim().to_owned();
        }
        out.push(line);
    }
    out
}

/// `[words](address)` as words(address); an image keeps its brackets.
fn with_links(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(middle) = rest.find("](") {
        let after = &rest[middle + 2..];
        let start = rest[..middle].rfind('[');
        let end = after.find(')');
        let (Some(start), Some(end)) = (start, end) else {
            out.push_str(&rest[..middle + 2]);
            rest = after;
            continue;
        };
        let before = &rest[..start];
        let image = before.ends_with('!');
        let words = &rest[start + 1..middle];
        let address = &after[..end];
        // [新](2回) is a mark and a time.
        let is_address = address.bytes().all(|b| b.is_ascii_graphic()) && address.contains(['.', '/', ':', '#', '@']);
        if !is_address || before.ends_with('\\') {
            out.push_str(&rest[..middle + 2]);
            rest = after;
            continue;
        }
        out.push_str(before);
        if image {
            out.extend(["[", words, "]("]);
        } else {
            out.extend([words, "("]);
        }
        out.extend([address, ")"]);
        rest = &after[end + 1..];
    }
    out.push_str(rest);
    out
}

/// Without *…* and `…` in pairs: no space inside the marks, which are no list's and no product's.
fn without_single(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['*', '`', '\\']) {
        let mark = rest[at..].chars().next().unwrap_or('*');
        let after = &rest[at + 1..];
        out.push_str(&rest[..at]);
        if mark == '\\' {
            // What is escaped is no mark.
            let next = after.chars().next().map_or(0, char::len_utf8);
            out.push_str(&rest[at..=at + next]);
            rest = &after[next..];
            continue;
        }
        let close = after.find(mark).filter(|end| {
            let inner = &after[..*end];
            !inner.is_empty() && !inner.starts_with(char::is_whitespace) && !inner.ends_with(['\\', ' ', '　'])
        });
        match close {
            Some(end) => {
                out.push_str(&after[..end]);
                rest = &after[end + 1..];
            }
            None => {
                out.push(mark);
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Without ** and __ in pairs and without the backslash before a mark.
fn without_emphasis(text: &str) -> String {
    let row = text.starts_with('|');
    let mut text = text.to_owned();
    for mark in ["**", "__"] {
        if text.matches(mark).count() % 2 == 0 {
            text = text.replace(mark, "");
        }
    }
    text = without_single(&text);
    if !text.contains('\\') {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        // A bar within a cell keeps its backslash until the cells are parted.
        if c == '\\' && !(row && chars.peek() == Some(&'|')) && chars.peek().is_some_and(|next| r"\`*_{}[]()#+-.!|>".contains(*next)) {
            out.extend(chars.next());
        } else {
            out.push(c);
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::lines::split;

    #[test]
    fn marks_are_taken_off() {
        let text = "# 令和7年度 事業計画 #\n\n方針を\n定める。\n\n見出し\n---\n> 声\n\n---\n**重要**な 1\\. 項\n```\n# x\n```\n";
        let got: Vec<_> = strip(split(text, &mut Vec::new()), &mut Vec::new()).into_iter().map(|l| (l.heading, l.quote, l.text)).collect();
        let want = [
            (Some(1), false, "令和7年度 事業計画"),
            (None, false, "方針を定める。"),
            (Some(2), false, "見出し"),
            (None, true, "声"),
            (None, false, "重要な 1. 項"),
            (None, false, "# x"),
        ];
        assert_eq!(got, want.map(|(h, q, t)| (h, q, t.to_owned())));
    }
}
