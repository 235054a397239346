//! Lines broken in mid-sentence by a page's width are put together again.
//!
//! Lives here: whether a line goes on in the next. Does not live here: Markdown's own rule. May use:
//! `lines`, `label`; `plan` (findings).
//!
//! A document is taken as hard-wrapped when its lines all end near one width. Only then a full line
//! that ends no sentence is joined with a following line that begins nothing of its own. In every
//! document a bracket left open, or a time in brackets on a line of its own, is joined.

use super::label;
use super::lines::{Line, ends_sentence, open_brackets, width};
use super::schedule::is_schedule;
use crate::locale::Message;
use crate::plan::{Finding, FindingLevel};

/// A page's line is at least this wide, in half-width columns; narrower is a list of short lines.
const NARROWEST: usize = 50;
/// Narrower lines are a page's only if they read as prose: a column of a newsletter.
const COLUMN: usize = 34;
/// How far a full line may stay below the width: line-start rules push up to three characters on.
const SLACK: usize = 6;

/// No paragraph grows longer, in bytes: what is joined so far is looked at again at each line.
pub(super) const LONGEST: usize = 20_000;

/// Joins what was broken.
pub(super) fn rejoin(lines: Vec<Line>, findings: &mut Vec<Finding>) -> Vec<Line> {
    let wrap = wrap_of(&lines);
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    // The width and number of the last source line of `out.last()`: it grows while it is joined.
    let mut tail = (0usize, 0u32);
    for line in lines {
        let own = (line.indent + width(&line.text), line.number);
        let joined = out.last().and_then(|above| joins(above, tail.0, &line, wrap));
        match (joined, out.last_mut()) {
            (Some(sure), Some(above)) => {
                if !sure {
                    let finding = Finding::new(FindingLevel::Info, Message::new("import.doubtful_join").with("line", line.number));
                    findings.push(finding.at_line(line.number));
                }
                append(&mut above.text, &line.text);
            }
            _ => out.push(line),
        }
        tail = own;
    }
    out
}

/// Adds the next line; a space only between two Latin words.
pub(super) fn append(text: &mut String, next: &str) {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let behind = |c: Option<char>| latin(c) || c.is_some_and(|c| matches!(c, ',' | ';' | ':' | '.' | ')'));
    if behind(text.chars().next_back()) && latin(next.chars().next()) {
        text.push(' ');
    }
    text.push_str(next);
}

/// A page's width and the number of blank lines between its lines.
#[derive(Clone, Copy)]
struct Wrap {
    width: usize,
    blanks: u32,
}

fn wrap_of(lines: &[Line]) -> Option<Wrap> {
    let prose: Vec<&Line> = lines.iter().filter(|l| !is_table(&l.text)).collect();
    let mut widths: Vec<usize> = prose.iter().map(|l| l.indent + width(&l.text)).collect();
    widths.sort_unstable();
    // A stray long line (an address, a heading that ran over) does not decide.
    let widest = *widths.get(widths.len().checked_sub(1 + widths.len() / 50)?)?;
    let mut full = 0;
    let narrow = widest < NARROWEST;
    let mut blanks = [0usize; 4];
    for pair in prose.windows(2) {
        let [line, next] = pair else { continue };
        if line.indent + width(&line.text) + SLACK >= widest
            && !ends_sentence(&line.text)
            && !begins(next)
            && (!narrow || is_cut_prose(line, next))
        {
            full += 1;
            blanks[next.blanks.min(3) as usize] += 1;
        }
    }
    let usual = (0..4u32).max_by_key(|b| (blanks[*b as usize], 3 - b))?;
    let enough = if prose.len() < 20 && !narrow { 2 } else { 3 };
    ((COLUMN..=140).contains(&widest) && full >= enough).then_some(Wrap { width: widest, blanks: usual })
}

/// Whether the words go on from `line` to `next` as in a narrow column.
fn is_cut_prose(line: &Line, next: &Line) -> bool {
    let prose = |text: &str| text.contains(['、', '。']) && !is_list(text);
    next.blanks == 0 && !is_pair(&line.text) && !is_pair(&next.text) && prose(&line.text) && (prose(&next.text) || is_ending(&next.text))
}

/// `None`: not joined; `Some(false)`: joined, and the user is told.
fn joins(above: &Line, last_width: usize, line: &Line, wrap: Option<Wrap>) -> Option<bool> {
    if above.heading.is_some() || line.heading.is_some() || above.verbatim || line.verbatim || above.quote != line.quote {
        return None;
    }
    if above.text.len() > LONGEST || is_table(&above.text) || is_table(&line.text) {
        return None;
    }
    if line.blanks == 0 && is_time_in_brackets(&line.text) {
        return Some(true);
    }
    if begins(line) {
        return None;
    }
    if let Some(wrap) = wrap.filter(|wrap| last_width + SLACK >= wrap.width && line.blanks <= wrap.blanks) {
        let labelled = begins(above);
        let deeper = line.indent > above.indent && !labelled;
        // Two indented lines alike are two items whose bullets were lost, or one paragraph.
        let alike = line.indent > 0 && line.indent == above.indent && !labelled && wrap.blanks > 0;
        if !ends_sentence(&above.text) && !deeper && !alike {
            // Words without a sentence in them may be the next of a list.
            let sentence =
                is_ending(&line.text) || begins(above) || above.text.contains('。') || line.text.contains(['。', '、', '（', '(']);
            let open = above.text.chars().next_back().is_some_and(|c| is_hiragana(c) || c == '、' || c.is_ascii());
            return Some(!above.text.ends_with(['」', '』', '）', ')']) && (sentence || open));
        }
    }
    if let Some(sure) = runs_on(above, last_width, line) {
        return Some(sure);
    }
    if line.blanks == 0
        && !ends_sentence(&above.text)
        && !begins(above)
        && line.text.starts_with(['の', 'を', 'に', 'が', 'は', 'へ', '、', '。', '」', '）', 'っ', 'ー', 'ん'])
    {
        return Some(false);
    }
    // Only near lines are looked at for an open bracket, so that this stays linear.
    let closes = line.blanks == 0 && above.text.len() < 2000 && line.text.len() < 2000;
    (closes && !open_brackets(&above.text).0.is_empty() && open_brackets(&line.text).1 > 0).then_some(false)
}

/// Running prose cut by the width of a page or mail, in a document that shows no width of its own.
fn runs_on(above: &Line, last_width: usize, line: &Line) -> Option<bool> {
    let end = above.text.chars().next_back()?;
    if line.blanks > 0 || ends_sentence(&above.text) || "」』）)】〕：:；;".contains(end) || is_pair(&line.text) || is_pair(&above.text)
    {
        return None;
    }
    let first = line.text.chars().next()?;
    // English: a sentence goes on in small letters, or in a line with words on both sides.
    if end.is_ascii_alphanumeric() || end == ',' {
        let words = above.text.split_whitespace().count();
        let small = first.is_ascii_lowercase() && last_width >= 30 && words >= 4;
        let long = first.is_ascii_alphanumeric() && last_width >= 50 && words >= 7;
        return (small || long).then_some(small);
    }
    let prose = above.text.contains(['、', '。', '，']) && !is_list(&above.text);
    if last_width >= 30 && (is_ending(&line.text) || (prose && is_hiragana(first) && !is_opening(&line.text))) {
        return Some(prose);
    }
    // A particle at the end asks for more.
    if last_width >= 30 && "をがはにの".contains(end) && !begins(above) && line.indent <= above.indent + 1 && !is_list(&above.text) {
        return Some(false);
    }
    // 、 and no 。: a sentence not at its end, whatever comes next.
    let indented = line.indent > above.indent + 1 && !begins(above);
    (prose && last_width >= 34 && !indented).then_some(false)
}

fn is_hiragana(c: char) -> bool {
    ('ぁ'..='ゖ').contains(&c)
}

/// 日時：4月1日 on a line of its own.
fn is_pair(text: &str) -> bool {
    text.char_indices().take(10).any(|(_, c)| matches!(c, '：' | ':'))
}

/// 理事会（6月）、評議員会（6月）: things named, not a sentence.
fn is_list(text: &str) -> bool {
    !text.contains('。') && (text.contains("）、") || text.chars().filter(|c| is_hiragana(*c)).count() * 6 < text.chars().count())
}

/// How a paragraph of its own begins.
fn is_opening(text: &str) -> bool {
    [
        "また",
        "なお",
        "さらに",
        "そして",
        "ただし",
        "よって",
        "まず",
        "つぎに",
        "とくに",
        "このため",
        "これ",
        "そこで",
        "この",
        "その",
        "あわせて",
    ]
    .iter()
    .any(|word| text.starts_with(word))
}

/// What no line begins with of itself: the end of a word or of a sentence.
fn is_ending(text: &str) -> bool {
    let kana = text.chars().take_while(|c| is_hiragana(*c)).count();
    let next = text.chars().nth(kana);
    let stops = (1..=4).contains(&kana) && next.is_some_and(|c| "、。」）".contains(c)) && !is_opening(text);
    let first = text.chars().next().unwrap_or(' ');
    stops
        || "のをがへっんーゃゅょぁぃぅぇぉ、。」）".contains(first)
        || [
            "とともに",
            "として",
            "ともに、",
            "ます",
            "ました",
            "です",
            "する",
            "され",
            "により",
            "について",
            "に努め",
            "に取り",
            "は、",
            "るとともに",
            "ている",
        ]
        .iter()
        .any(|word| text.starts_with(word))
}

fn is_time_in_brackets(text: &str) -> bool {
    text.strip_prefix(['(', '（']).and_then(|rest| rest.strip_suffix([')', '）'])).is_some_and(is_schedule)
}

fn is_table(text: &str) -> bool {
    text.contains('\t') || text.starts_with('|') || text.starts_with("- |")
}

/// Whether `line` begins something of its own.
fn begins(line: &Line) -> bool {
    let text = line.text.as_str();
    line.heading.is_some()
        || text.starts_with(['【', '〔', '※', '《', '＊', '□', '■', '●'])
        || label::dash(text).is_some()
        || label::doubtful_mark(text).is_some()
        || label::parse(text).is_some_and(|label| !label.weak)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::lines::split;

    fn joined(text: &str) -> Vec<String> {
        rejoin(split(text, &mut Vec::new()), &mut Vec::new()).into_iter().map(|l| l.text).collect()
    }

    #[test]
    fn full_lines_are_joined_and_paragraphs_are_not() {
        let full = "あ".repeat(40);
        let text = format!("１ 見出し\n\n○ {full}\n\n{full}\n\nおわり。\n\n{full}\n\nつぎ\n\n(1) {full}\n\nつづき\n\n(2) 短い\n\n別の行\n");
        let got = joined(&text);
        assert_eq!(
            got,
            ["１ 見出し", &format!("○ {full}{full}おわり。"), &format!("{full}つぎ"), &format!("(1) {full}つづき"), "(2) 短い", "別の行"]
        );
    }

    #[test]
    fn a_time_on_its_own_line_belongs_above() {
        assert_eq!(joined("・カフェ（会場：特養等\n(36回)\n\n(1) 次"), ["・カフェ（会場：特養等(36回)", "(1) 次"]);
        assert_eq!(joined("一行目\n二行目\n"), ["一行目", "二行目"]);
    }
}
