//! A title that names several things, and titles that name one of them each: 会計・労務の研修会, of which 会計の研修会 and
//! 労務の研修会 are made.

/// So much of each part stood in the whole, in per cent.
const OF_PART: usize = 60;
/// What joins things: signs, and words between two of them.
const SIGNS: [char; 10] = ['・', '、', ',', '，', '/', '／', '&', '＆', '+', '＋'];
const WORDS: [&str; 6] = ["及び", "および", "並びに", "ならびに", "または", "又は"];
/// These do so where no kana stands beside them.
const SHORT_WORDS: [char; 2] = ['と', 'や'];

/// What it is worth that `part` and `rest` name each a thing of `whole` which the other does not.
pub(super) fn parted(part: &str, rest: &str, whole: &str) -> Option<usize> {
    let whole = Letters::of(whole);
    if !whole.joint.contains(&true) {
        return None;
    }
    let (part, rest) = (whole.drawn(part)?, whole.drawn(rest)?);
    let (own, other) = (whole.thing(&part, &rest)?, whole.thing(&rest, &part)?);
    Some(400 + own.min(other))
}

/// What it is worth that `part` and `rest` are `whole`, each with another word in brackets: 養成講座（初級）, 養成講座（中級）.
pub(super) fn continued(part: &str, rest: &str, whole: &str) -> Option<usize> {
    let whole = letters(whole);
    let behind = |title: &str| {
        let title = letters(title);
        let bracket = title.strip_prefix(whole.as_slice())?;
        let closed = matches!(bracket, ['(' | '〔' | '【' | '「' | '<', .., ')' | '〕' | '】' | '」' | '>']);
        closed.then(|| bracket.to_vec())
    };
    let (part, rest) = (behind(part)?, behind(rest)?);
    (whole.len() > 1 && part != rest).then_some(300 + whole.len())
}

/// The letters of a title that names several things, and which of them only join.
struct Letters {
    letters: Vec<char>,
    joint: Vec<bool>,
}

impl Letters {
    fn of(title: &str) -> Self {
        let letters = letters(title);
        let mut joint: Vec<bool> = letters.iter().map(|c| SIGNS.contains(c)).collect();
        for word in WORDS {
            let word: Vec<char> = word.chars().collect();
            for at in (0..letters.len()).filter(|at| letters[*at..].starts_with(&word)) {
                joint[at..at + word.len()].fill(true);
            }
        }
        let kana = |c: &char| ('ぁ'..='ゖ').contains(c);
        for at in 1..letters.len().saturating_sub(1) {
            joint[at] |= SHORT_WORDS.contains(&letters[at]) && !kana(&letters[at - 1]) && !kana(&letters[at + 1]);
        }
        Self { letters, joint }
    }

    /// Which letters of the whole stand in a title, in order; nothing if that is little of it.
    fn drawn(&self, title: &str) -> Option<Vec<bool>> {
        let title = letters(title);
        let mut found = vec![false; self.letters.len()];
        mark(&self.letters, &title, &mut found);
        let count = found.iter().filter(|found| **found).count();
        (count < self.letters.len() && !title.is_empty() && count * 100 >= title.len() * OF_PART).then_some(found)
    }

    /// How many letters the longest thing has that `own` names and `other` does not. A thing stands beside a joint or
    /// begins the title.
    fn thing(&self, own: &[bool], other: &[bool]) -> Option<usize> {
        let is_own = |at: usize| own[at] && !other[at] && !self.joint[at];
        let mut best = None;
        let mut at = 0;
        while at < self.letters.len() {
            let start = at;
            while at < self.letters.len() && is_own(at) {
                at += 1;
            }
            let joined = start.checked_sub(1).is_none_or(|before| self.joint[before]) || self.joint.get(at).is_some_and(|joint| *joint);
            if at > start && joined {
                best = best.max(Some(at - start));
            }
            at += usize::from(at == start);
        }
        best
    }
}

fn letters(title: &str) -> Vec<char> {
    title.chars().map(crate::calendar::half_width_char).filter(|c| !c.is_whitespace()).collect()
}

/// Marks the letters of `whole` that stand in `title` in the same order: the longest run first, then what is before it and
/// behind it.
fn mark(whole: &[char], title: &[char], found: &mut [bool]) {
    let (mut best, mut from, mut to) = (0, 0, 0);
    let mut runs = vec![0usize; title.len() + 1];
    for (i, c) in whole.iter().enumerate() {
        for j in (0..title.len()).rev() {
            runs[j + 1] = if title[j] == *c { runs[j] + 1 } else { 0 };
            if runs[j + 1] > best {
                (best, from, to) = (runs[j + 1], i + 1 - runs[j + 1], j + 1 - runs[j + 1]);
            }
        }
    }
    if best == 0 {
        return;
    }
    found[from..from + best].fill(true);
    mark(&whole[..from], &title[..to], &mut found[..from]);
    mark(&whole[from + best..], &title[to + best..], &mut found[from + best..]);
}

#[cfg(test)]
mod tests {
    use super::{continued, parted};

    #[test]
    fn a_title_of_two_things_is_parted_into_titles_of_one() {
        for (whole, one, other) in [
            ("会計・労務の実務研修会", "会計の実務研修会", "労務の実務研修会"),
            ("会長と事務局長の会議", "会長の会議", "事務局長の会議"),
            ("春・秋の交通安全運動", "春の交通安全運動", "秋の交通安全運動"),
            ("広報紙の発行及びホームページの運営", "広報紙の発行", "ホームページの運営と更新"),
            ("赤い羽根募金、歳末たすけあい募金、災害義援金の受付", "赤い羽根募金の受付", "歳末たすけあい募金の受付"),
            ("赤い羽根募金、歳末たすけあい募金、災害義援金の受付", "赤い羽根募金", "災害義援金の受付"),
            ("高齢者・障がい者の相談", "高齢者の相談", "障がい者の相談（新）"),
        ] {
            assert!(parted(one, other, whole).is_some(), "{whole}");
            assert_eq!(parted(one, other, whole), parted(other, one, whole), "{whole}");
        }
    }

    #[test]
    fn what_is_held_in_parts_keeps_its_name() {
        assert!(continued("養成講座（初級）", "養成講座（中級）", "養成講座").is_some());
        assert_eq!(continued("養成講座（初級）", "養成講座", "養成講座"), None);
        assert_eq!(continued("養成講座（初級）", "養成講座の見直し", "養成講座"), None);
    }

    #[test]
    fn other_new_titles_are_no_parts() {
        for (whole, rest, new) in [
            ("会計・労務の実務研修会", "会計・労務の実務研修会", "労務の相談"),
            ("会計・労務の実務研修会", "会計・労務の研修会", "労務の実務研修会"),
            ("地域福祉活動計画の推進", "地域福祉計画の推進", "活動支援の推進"),
            ("会計・労務の実務研修会", "会計の実務研修会", "接遇の実務研修会"),
            ("会計・労務の実務研修会", "会計の実務研修会", "会計の実務研修会"),
            ("職員研修", "新任職員研修", "管理職研修"),
            ("研修と広報", "", "広報"),
        ] {
            assert_eq!(parted(new, rest, whole), None, "{whole} → {rest} + {new}");
        }
    }
}
