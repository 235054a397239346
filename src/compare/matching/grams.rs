//! Pairs of letters (bigrams): how alike two nodes' words are.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use crate::calendar::half_width_char;
use crate::plan::{Block, Node, TextPart, split_references};

/// Bodies as alike as this, of at least so many pairs of letters, tell two nodes to be one whatever they are called.
const SAME_BODY: u32 = 800;
pub(super) const LEAST_BODY: usize = 10;

/// How many letters of a body are looked at: enough to tell bodies apart, few enough for any length.
const MOST_LETTERS: usize = 600;

/// The sorted pairs of letters of a node.
#[derive(Debug, Clone, Default)]
pub(super) struct Grams {
    /// Of the title.
    pub(super) title: Box<[u32]>,
    /// Of schedule, fields and body.
    pub(super) rest: Box<[u32]>,
}

impl Grams {
    pub(super) fn of(node: &Node) -> Self {
        let mut rest = Vec::new();
        let words = node.schedule.iter().chain(&node.partners).chain(&node.funding);
        for text in words.map(String::as_str).chain(node.body.iter().flat_map(Block::texts)) {
            if rest.len() > MOST_LETTERS {
                break;
            }
            push(text, &mut rest);
        }
        rest.sort_unstable();
        let mut title = Vec::new();
        push(&node.title, &mut title);
        title.sort_unstable();
        Self { title: title.into(), rest: rest.into() }
    }

    /// How alike two nodes' words below their titles are, from 0 to 1000.
    pub(super) fn likeness_of_rest(&self, other: &Self) -> u32 {
        permille(shared(&self.rest, &other.rest), self.rest.len() + other.rest.len())
    }

    /// How alike two nodes' words are, from 0 to 1000.
    pub(super) fn likeness(&self, other: &Self) -> u32 {
        let title = shared(&self.title, &other.title);
        let title_sum = self.title.len() + other.title.len();
        let rest_sum = self.rest.len() + other.rest.len();
        let of_title = permille(title, title_sum);
        if rest_sum == 0 {
            return of_title;
        }
        let whole = permille(title + shared(&self.rest, &other.rest), title_sum + rest_sum);
        if title_sum == 0 {
            return whole;
        }
        // What stays of the one tells more than what is lost of the other: a renamed project keeps its
        // body, a rewritten one its name.
        let alike = (of_title.max(whole) * 6 + of_title.min(whole) * 4) / 10;
        let body = if self.rest.len().min(other.rest.len()) >= LEAST_BODY { self.likeness_of_rest(other) } else { 0 };
        if body >= SAME_BODY { alike.max(body * 3 / 4) } else { alike }
    }
}

/// Twice the shared part of the sum of both sizes, in 1/1000: the coefficient of Dice. `None` of nothing.
pub(in crate::compare) fn dice(shared: usize, sum: usize) -> Option<usize> {
    (2000 * shared).checked_div(sum)
}

/// The same, where two of which neither says anything are alike.
fn permille(shared: usize, sum: usize) -> u32 {
    dice(shared, sum).map_or(1000, |permille| permille as u32)
}

/// How many entries two sorted lists share.
pub(in crate::compare) fn shared(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        count += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    count
}

/// The letters of a text as they count: without blanks and stops, in half width.
pub(in crate::compare) fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    let letters = |c: &char| !c.is_whitespace() && !matches!(c, '、' | '。' | '・' | '，' | '．' | ',' | '.');
    text.chars().map(half_width_char).filter(letters)
}

/// A text without the years it names (令和6年度), in which a plan differs from that of the year before throughout.
pub(super) fn without_years(text: &str) -> Cow<'_, str> {
    const ERA: &str = "令和";
    if !text.contains(ERA) {
        return Cow::Borrowed(text);
    }
    let number = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c) || c == '元';
    let mut parts = text.split(ERA);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(ERA);
        out.push_str(part.trim_start_matches(number));
    }
    Cow::Owned(out)
}

/// Appends the pairs of letters of `text`, begin and end of it being letters too.
pub(in crate::compare) fn push(text: &str, out: &mut Vec<u32>) {
    if text.contains("[[") {
        let plain = |part| if let TextPart::Plain(plain) = part { plain } else { "" };
        let joined: String = split_references(text).into_iter().map(plain).collect();
        return push_plain(&joined, out);
    }
    push_plain(text, out);
}

fn push_plain(text: &str, out: &mut Vec<u32>) {
    let text = &without_years(text);
    let mut last = '\0';
    let mut any = false;
    for c in folded(text) {
        out.push(gram(last, c));
        last = c;
        any = true;
    }
    if any {
        out.push(gram(last, '\0'));
    }
}

fn gram(a: char, b: char) -> u32 {
    let mut hasher = FxHasher::default();
    ((u64::from(u32::from(a)) << 32) | u64::from(u32::from(b))).hash(&mut hasher);
    (hasher.finish() >> 16) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Role;

    #[test]
    fn a_title_that_keeps_its_core_stays_alike() {
        let grams = |title: &str| Grams::of(&Node::new(Role::Item, title));
        assert_eq!(grams("会長会議").likeness(&grams("会長 会議")), 1000);
        assert!(grams("ボランティア養成講座").likeness(&grams("ボランティア養成研修会")) > 500);
        assert!(grams("広報紙の発行").likeness(&grams("災害時の備え")) < 300);
        assert_eq!(grams("").likeness(&grams("")), 1000);
    }

    #[test]
    fn a_renamed_node_is_known_by_its_body() {
        let with_body = |title: &str| {
            let body = vec![Block::Text("地域の見守り活動を行う住民に対し、活動の手引きを配り、研修会を開く。".to_owned())];
            Grams::of(&Node { body, ..Node::new(Role::Project, title) })
        };
        assert!(with_body("見守り活動").likeness(&with_body("支え合いの輪")) > 450);
    }
}
