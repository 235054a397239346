//! Differences of two texts, in hunks a reader can follow.
//!
//! Letters are compared by grapheme, numbers and words of kana or Latin letters as wholes. Then the hunks are made
//! readable: what stays the same between two changes but is no more than a particle goes with them (助詞 stay with
//! their word), an insertion begins where a word does, and a short word of kanji is changed as a whole.

use std::collections::VecDeque;

use super::sentence::sentences;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

/// What became of a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextOp {
    /// In both.
    Equal,
    /// In the old text alone.
    Delete,
    /// In the new text alone.
    Insert,
}

impl TextOp {
    /// The word of the command line's JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Delete => "delete",
            Self::Insert => "insert",
        }
    }
}

/// A stretch of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// What became of it.
    pub op: TextOp,
    /// The text.
    pub text: String,
}

/// Above this product of lengths texts are compared by sentences first: time stays bounded without a clock, so
/// that the same texts always give the same hunks.
const MOST_WORK: usize = 1 << 22;

/// The differences from `old` to `new`. The equal and deleted stretches are `old`, the equal and inserted ones
/// `new`; no stretch is empty.
pub fn diff_text(old: &str, new: &str) -> Vec<Stretch> {
    if old == new {
        return stretches(&[(TextOp::Equal, old.to_owned())]);
    }
    let (a, b) = (tokens(old), tokens(new));
    let mut hunks = if a.len().saturating_mul(b.len()) > MOST_WORK { by_sentences(old, new) } else { hunks(&a, &b) };
    slide(&mut hunks);
    join_islands(&mut hunks);
    whole_words(&mut hunks);
    join_islands(&mut hunks);
    join_confetti(&mut hunks);
    let out: Vec<_> =
        hunks.into_iter().flat_map(|hunk| [(TextOp::Equal, hunk.equal), (TextOp::Delete, hunk.old), (TextOp::Insert, hunk.new)]).collect();
    stretches(&out)
}

/// Without empty ones, neighbours of one kind joined.
pub(super) fn stretches(parts: &[(TextOp, String)]) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    for (op, text) in parts.iter().filter(|(_, text)| !text.is_empty()) {
        match out.last_mut() {
            Some(last) if last.op == *op => last.text.push_str(text),
            _ => out.push(Stretch { op: *op, text: text.clone() }),
        }
    }
    out
}

/// What stays the same, then what is changed behind it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Hunk {
    equal: String,
    old: String,
    new: String,
}

/// What a letter is part of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Kanji,
    Hiragana,
    Katakana,
    Digit,
    Latin,
    Other,
}

fn script(c: char) -> Script {
    match c {
        '0'..='9' | '０'..='９' => Script::Digit,
        'a'..='z' | 'A'..='Z' | 'ａ'..='ｚ' | 'Ａ'..='Ｚ' => Script::Latin,
        'ぁ'..='ゖ' => Script::Hiragana,
        'ァ'..='ヺ' | 'ー' => Script::Katakana,
        '\u{3400}'..='\u{9FFF}' | '々' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' => Script::Kanji,
        _ => Script::Other,
    }
}

/// Graphemes, but numbers (with their commas and points) and words of katakana or Latin letters as wholes.
fn tokens(text: &str) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    let mut start = 0;
    let mut last = Script::Other;
    for (at, grapheme) in text.grapheme_indices(true) {
        let first = grapheme.chars().next().unwrap_or(' ');
        let mut own = script(first);
        if matches!(first, ',' | '，' | '.' | '．')
            && last == Script::Digit
            && text[at + grapheme.len()..].starts_with(|c| script(c) == Script::Digit)
        {
            own = Script::Digit;
        }
        let joins = own == last && matches!(own, Script::Digit | Script::Latin | Script::Katakana);
        if at > 0 && !joins {
            out.push(&text[start..at]);
            start = at;
        }
        last = own;
    }
    if start < text.len() {
        out.push(&text[start..]);
    }
    out
}

fn hunks(a: &[&str], b: &[&str]) -> Vec<Hunk> {
    let mut out = vec![Hunk::default()];
    for op in capture_diff_slices(Algorithm::Myers, a, b) {
        let last = out.len() - 1;
        match op {
            DiffOp::Equal { old_index, len, .. } => {
                let equal = a[old_index..old_index + len].concat();
                if out[last].old.is_empty() && out[last].new.is_empty() {
                    out[last].equal.push_str(&equal);
                } else {
                    out.push(Hunk { equal, ..Hunk::default() });
                }
            }
            DiffOp::Delete { old_index, old_len, .. } => out[last].old.push_str(&a[old_index..old_index + old_len].concat()),
            DiffOp::Insert { new_index, new_len, .. } => out[last].new.push_str(&b[new_index..new_index + new_len].concat()),
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                out[last].old.push_str(&a[old_index..old_index + old_len].concat());
                out[last].new.push_str(&b[new_index..new_index + new_len].concat());
            }
        }
    }
    out
}

/// Long texts: sentences first, then the letters of those that were replaced.
fn by_sentences(old: &str, new: &str) -> Vec<Hunk> {
    let (a, b) = (sentences(old), sentences(new));
    if a.len().saturating_mul(b.len()) > MOST_WORK {
        return vec![Hunk { equal: String::new(), old: old.to_owned(), new: new.to_owned() }];
    }
    let mut out = Vec::new();
    for hunk in hunks(&a, &b) {
        let (x, y) = (tokens(&hunk.old), tokens(&hunk.new));
        if x.is_empty() || y.is_empty() || x.len().saturating_mul(y.len()) > MOST_WORK {
            out.push(hunk);
        } else {
            out.push(Hunk { equal: hunk.equal.clone(), ..Hunk::default() });
            out.extend(hunks(&x, &y));
        }
    }
    // Hunks without a change are the beginning of the next one.
    let mut joined: Vec<Hunk> = Vec::new();
    for hunk in out {
        match joined.last_mut() {
            Some(last) if last.old.is_empty() && last.new.is_empty() => {
                last.equal.push_str(&hunk.equal);
                (last.old, last.new) = (hunk.old, hunk.new);
            }
            _ => joined.push(hunk),
        }
    }
    joined
}

/// Moves pure insertions and deletions to where a word, best a sentence, begins.
fn slide(hunks: &mut Vec<Hunk>) {
    let mut at = 0;
    while at < hunks.len() {
        let next = hunks.get(at + 1).map(|next| next.equal.clone()).unwrap_or_default();
        let hunk = &hunks[at];
        let deletes = !hunk.old.is_empty();
        at += 1;
        if deletes != hunk.new.is_empty() {
            continue;
        }
        let (equal, change) = (hunk.equal.clone(), if deletes { hunk.old.clone() } else { hunk.new.clone() });
        // Whole graphemes: a mark stays with what it stands on.
        let mut before: Vec<&str> = equal.graphemes(true).collect();
        let mut change: VecDeque<&str> = change.graphemes(true).collect();
        let mut behind: VecDeque<&str> = next.graphemes(true).collect();
        // To the left as far as it goes, then step by step to the right.
        while let Some(grapheme) = before.pop_if(|last| change.back() == Some(last)) {
            change.pop_back();
            change.push_front(grapheme);
            behind.push_front(grapheme);
        }
        let edge = |left: Option<&&str>, right: Option<&&str>| {
            let (Some(left), Some(right)) = (left.and_then(|l| l.chars().next_back()), right.and_then(|r| r.chars().next())) else {
                return 4;
            };
            match (left, right) {
                ('。' | '\n', _) => 5,
                ('、' | '）' | '」' | '・' | ' ' | '　', _) | (_, '（' | '「' | '\n') => 3,
                (l, r) if script(l) != script(r) && script(r) != Script::Hiragana => 2,
                (l, r) if script(l) != script(r) => 1,
                _ => 0,
            }
        };
        let score = |before: &[&str], change: &VecDeque<&str>, behind: &VecDeque<&str>| {
            edge(before.last(), change.front()) + edge(change.back(), behind.front())
        };
        let (mut steps, mut best) = (0, (0, 0));
        let (first_before, first_change, first_behind) = (before.clone(), change.clone(), behind.clone());
        loop {
            let own = score(&before, &change, &behind);
            if own > best.0 {
                best = (own, steps);
            }
            let Some(grapheme) = change.pop_front_if(|first| behind.front() == Some(first)) else { break };
            before.push(grapheme);
            change.push_back(grapheme);
            behind.pop_front();
            steps += 1;
        }
        (before, change, behind) = (first_before, first_change, first_behind);
        for _ in 0..best.1 {
            before.extend(change.front().copied());
            change.rotate_left(1);
            behind.pop_front();
        }
        let (before, change) = (before.concat(), change.into_iter().collect::<String>());
        let behind: String = behind.into_iter().collect();
        let hunk = &mut hunks[at - 1];
        hunk.equal = before;
        if deletes {
            hunk.old = change;
        } else {
            hunk.new = change;
        }
        match hunks.get_mut(at) {
            Some(next) => next.equal = behind,
            // What the last change slid over stands behind it.
            None if !behind.is_empty() => hunks.push(Hunk { equal: behind, ..Hunk::default() }),
            None => {}
        }
    }
}

/// Joins two changes when what stays the same between them is too little to be seen as such.
fn join_islands(hunks: &mut Vec<Hunk>) {
    let letters = |text: &str| text.chars().count();
    let mut out: Vec<Hunk> = Vec::with_capacity(hunks.len());
    for hunk in hunks.drain(..) {
        let changes = |hunk: &Hunk| letters(&hunk.old).max(letters(&hunk.new));
        let joins = out.last().is_some_and(|last| {
            let island = letters(&hunk.equal);
            let around = changes(last).min(changes(&hunk));
            let particle = island <= 3 && hunk.equal.chars().all(|c| script(c) == Script::Hiragana);
            let stops = hunk.equal.contains(['\n', '。', '、', '（', '）', '「', '」', '【', '】', '〔', '〕']);
            around > 0 && (island == 0 || !stops && (island == 1 || particle || island <= 2 && around > 3))
        });
        match out.last_mut() {
            Some(last) if joins => {
                last.old.push_str(&hunk.equal);
                last.old.push_str(&hunk.old);
                last.new.push_str(&hunk.equal);
                last.new.push_str(&hunk.new);
            }
            _ => out.push(hunk),
        }
    }
    *hunks = out;
}

/// What stays the same for so many letters is seen as such, whatever is changed around it.
const SEEN: usize = 7;
/// How much may stay the same between the changes of a stretch that is shown as one change, in per cent of what changed.
const MOST_SAME: usize = 45;

/// Joins changes that follow each other closely: where most of a stretch is another one, the short words that happen to
/// be in both (の, 活動, を行う) say nothing.
fn join_confetti(hunks: &mut Vec<Hunk>) {
    let letters = |text: &str| text.chars().count();
    let stops = |hunk: &Hunk| hunk.equal.contains(['\n', '。', '（', '）', '「', '」', '【', '】', '〔', '〕', '｜']);
    let changes = |hunk: &Hunk| letters(&hunk.old).max(letters(&hunk.new));
    let mut out: Vec<Hunk> = Vec::with_capacity(hunks.len());
    let mut rest = std::mem::take(hunks).into_iter().peekable();
    while let Some(first) = rest.next() {
        // The first brings what stays before the stretch, the others what stays within it.
        let mut stretch = vec![first];
        while let Some(next) = rest.next_if(|next| letters(&next.equal) < SEEN && !stops(next) && changes(next) > 0) {
            stretch.push(next);
        }
        out.extend(joined_stretch(stretch, &changes));
    }
    *hunks = out;
}

/// The changes of a stretch as one, if little enough between them stays the same; else parted at its longest island.
fn joined_stretch(mut stretch: Vec<Hunk>, changes: &impl Fn(&Hunk) -> usize) -> Vec<Hunk> {
    let islands: Vec<usize> = stretch.iter().map(|hunk| hunk.equal.chars().count()).collect();
    let same: usize = islands.iter().skip(1).sum();
    let changed: usize = stretch.iter().map(changes).sum();
    if stretch.len() < 2 {
        return stretch;
    }
    if same * 100 <= changed * MOST_SAME {
        let mut one = Hunk::default();
        for (at, hunk) in stretch.into_iter().enumerate() {
            if at == 0 {
                one = hunk;
                continue;
            }
            for (side, own) in [(&mut one.old, &hunk.old), (&mut one.new, &hunk.new)] {
                side.push_str(&hunk.equal);
                side.push_str(own);
            }
        }
        return vec![one];
    }
    let longest = (1..islands.len()).rev().max_by_key(|at| islands[*at]).unwrap_or(1);
    let tail = stretch.split_off(longest);
    let mut out = joined_stretch(stretch, changes);
    out.extend(joined_stretch(tail, changes));
    out
}

/// The longest word of kanji that is changed as a whole.
const LONGEST_WORD: usize = 4;

/// Where part of a short word of kanji is replaced, the whole word is.
fn whole_words(hunks: &mut [Hunk]) {
    let kanji = |c: &char| script(*c) == Script::Kanji;
    for at in 0..hunks.len() {
        if hunks[at].old.is_empty() || hunks[at].new.is_empty() {
            continue;
        }
        let hunk = &hunks[at];
        let run = |text: &str| text.chars().take_while(kanji).count();
        let run_back = |text: &str| text.chars().rev().take_while(kanji).count();
        let lead = run_back(&hunk.equal);
        let (own_old, own_new) = (run(&hunk.old), run(&hunk.new));
        if lead > 0 && own_old > 0 && own_new > 0 && lead + own_old.max(own_new) <= LONGEST_WORD {
            let hunk = &mut hunks[at];
            let cut = hunk.equal.char_indices().rev().nth(lead - 1).map_or(0, |(at, _)| at);
            let word = hunk.equal.split_off(cut);
            hunk.old.insert_str(0, &word);
            hunk.new.insert_str(0, &word);
        }
        let Some(next) = hunks.get(at + 1) else { continue };
        let tail = run(&next.equal);
        let (own_old, own_new) = (run_back(&hunks[at].old), run_back(&hunks[at].new));
        if tail > 0 && own_old > 0 && own_new > 0 && tail + own_old.max(own_new) <= LONGEST_WORD {
            let cut = next.equal.char_indices().nth(tail).map_or(next.equal.len(), |(at, _)| at);
            let rest = hunks[at + 1].equal.split_off(cut);
            let word = std::mem::replace(&mut hunks[at + 1].equal, rest);
            hunks[at].old.push_str(&word);
            hunks[at].new.push_str(&word);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `[-old-]` and `{+new+}`, the way word differences are written.
    fn shown(old: &str, new: &str) -> String {
        let parts = diff_text(old, new);
        let side = |skip| parts.iter().filter(|s| s.op != skip).map(|s| s.text.as_str()).collect::<String>();
        assert_eq!((side(TextOp::Insert), side(TextOp::Delete)), (old.to_owned(), new.to_owned()));
        let show = |s: &Stretch| match s.op {
            TextOp::Equal => s.text.clone(),
            TextOp::Delete => format!("[-{}-]", s.text),
            TextOp::Insert => format!("{{+{}+}}", s.text),
        };
        parts.iter().map(show).collect()
    }

    #[test]
    fn hunks_follow_words() {
        for (old, new, want) in [
            ("研修会を開催する。", "講演会を実施する。", "[-研修会を開催-]{+講演会を実施+}する。"),
            ("年12回開催する", "年13回開催する", "年[-12-]{+13+}回開催する"),
            ("社会福祉協議会", "地区社会福祉協議会", "{+地区+}社会福祉協議会"),
            ("開催する", "開始する", "[-開催-]{+開始+}する"),
            ("立ち上げ【新規】", "拡大【拡充】", "[-立ち上げ-]{+拡大+}【[-新規-]{+拡充+}】"),
            ("率は31.4%", "率は31.9%", "率は[-31.4-]{+31.9+}%"),
            ("予算1,200千円", "予算1,500千円", "予算[-1,200-]{+1,500+}千円"),
            ("見守りを行う。", "見守りを行う。訪問を続ける。", "見守りを行う。{+訪問を続ける。+}"),
            ("調査、研究、広報を行う", "調査、広報を行う", "調査、[-研究、-]広報を行う"),
            ("ボランティア講座", "ボランティア養成講座", "ボランティア{+養成+}講座"),
            ("、あ研修、あ", "、あ", "[-、あ研修-]、あ"),
            ("\u{3099}[\u{3099}", "\u{3099}", "\u{3099}[-[\u{3099}-]"),
            (
                "地域の見守り活動を行う住民に手引きを配り",
                "関係機関の職員が訪問を行う際に情報を伝え",
                "[-地域の見守り活動を行う住民に手引きを配り-]{+関係機関の職員が訪問を行う際に情報を伝え+}",
            ),
            ("5月から6月まで", "7月から9月まで", "[-5-]{+7+}月から[-6-]{+9+}月まで"),
            ("", "新しい", "{+新しい+}"),
            ("同じ", "同じ", "同じ"),
        ] {
            assert_eq!(shown(old, new), want);
        }
    }

    #[test]
    fn long_texts_are_compared_by_sentences() {
        let sentences = |n: usize| (0..n).map(|i| format!("第{i}の事項について定める。")).collect::<String>();
        let (old, new) = (sentences(900), sentences(900).replace("第450の事項", "第450の事業"));
        assert!(shown(&old, &new).contains("第450の[-事項-]{+事業+}について"));
    }
}
