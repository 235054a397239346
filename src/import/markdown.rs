//! Markdown before anything else is read: headings, quotations, code fences, rules, emphasis, and
//! paragraphs broken into lines.
//!
//! Lives here: the marks of Markdown that are not also marks of plain text. Does not live here: list
//! dashes and pipe tables, which plain texts have too. May use: `lines`.

use super::label;
use super::lines::Line;

/// Takes the marks off `lines` and joins the lines of each paragraph.
pub(super) fn strip(lines: Vec<Line>) -> Vec<Line> {
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
        line.text = without_emphasis(&line.text);
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

fn is_plain(line: &Line) -> bool {
    line.heading.is_none() && !line.quote && !line.verbatim && !line.text.starts_with('|') && label::dash(&line.text).is_none()
}

/// Whether `line` is the next line of the paragraph or list item `above`.
fn continues(above: &Line, line: &Line) -> bool {
    line.blanks == 0
        && !above.breaks
        && above.text.len() < super::join::LONGEST
        && above.heading.is_none()
        && !above.verbatim
        && !above.text.starts_with('|')
        && (line.quote == above.quote || !line.quote)
        && line.heading.is_none()
        && !line.text.starts_with(['|', '【', '〔'])
        && !line.text.contains('\t')
        && !above.text.contains('\t')
        && label::dash(&line.text).is_none()
        && label::parse(&line.text).is_none()
}

/// Without ** and __ in pairs and without the backslash before a mark.
fn without_emphasis(text: &str) -> String {
    let mut text = text.to_owned();
    for mark in ["**", "__"] {
        if text.matches(mark).count() % 2 == 0 {
            text = text.replace(mark, "");
        }
    }
    if !text.contains('\\') {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\\' && chars.peek().is_some_and(|next| r"\`*_{}[]()#+-.!|>".contains(*next)) {
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
        let got: Vec<_> = strip(split(text, &mut Vec::new())).into_iter().map(|l| (l.heading, l.quote, l.text)).collect();
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
