//! How a conflict is shown: each side's words with what they made of the base marked, long stretches without a change
//! left out.

use super::{Conflict, Subject};
use crate::compare::text::stretches;
use crate::compare::{Stretch, TextOp, diff_text, words_without_labels};
use crate::locale::{Lang, text};
use crate::plan::Outline;

/// One of the three versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What both began from.
    Base,
    /// Mine.
    Mine,
    /// The other one.
    Theirs,
}

impl Side {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Base, Self::Mine, Self::Theirs];

    /// Key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Base => "merge.side.base",
            Self::Mine => "merge.side.mine",
            Self::Theirs => "merge.side.theirs",
        }
    }
}

/// So many letters without a change are shown beside one.
const AROUND: usize = 18;
/// A stretch is left out only if that saves as many letters.
const LEAST_LEFT_OUT: usize = 10;

impl Conflict {
    /// The words of a side, those of mine and theirs marked where they differ from the base; no stretch if it has
    /// nothing. Of what one side deleted the lines are shown that the other one changed. References are shown by the titles in `outline`.
    pub fn shown(&self, side: Side, outline: &Outline, lang: Lang) -> Vec<Stretch> {
        let read = |words: &str| words_without_labels(words, outline);
        let (base, gap) = (read(&self.base), text(lang, "merge.left_out"));
        match side {
            Side::Base => {
                let changes = [diff_text(&base, &read(&self.mine)), diff_text(&base, &read(&self.theirs))];
                base_shown(&base, &changes, gap)
            }
            Side::Mine if self.mine.is_empty() => Vec::new(),
            Side::Theirs if self.theirs.is_empty() => Vec::new(),
            Side::Mine | Side::Theirs if self.subject == Subject::Deleted => {
                let kept = if side == Side::Mine { &self.mine } else { &self.theirs };
                changed_lines(&diff_text(&base, &read(kept)), gap)
            }
            Side::Mine => shortened(diff_text(&base, &read(&self.mine)), gap),
            Side::Theirs => shortened(diff_text(&base, &read(&self.theirs)), gap),
        }
    }
}

/// The changes with a few letters beside them; where nothing changed, all of it.
fn shortened(words: Vec<Stretch>, gap: &str) -> Vec<Stretch> {
    let last = words.len().saturating_sub(1);
    if words.iter().all(|stretch| stretch.op == TextOp::Equal) {
        return words;
    }
    let shorten = |(at, stretch): (usize, Stretch)| {
        let text = match stretch.op {
            TextOp::Equal => middle_out(&stretch.text, if at > 0 { AROUND } else { 0 }, if at < last { AROUND } else { 0 }, gap),
            TextOp::Delete | TextOp::Insert => stretch.text,
        };
        (stretch.op, text)
    };
    stretches(&words.into_iter().enumerate().map(shorten).collect::<Vec<_>>())
}

/// The lines with a change, each with the line before it (what it is about), and the first one of all; a gap for the
/// others.
fn changed_lines(words: &[Stretch], gap: &str) -> Vec<Stretch> {
    let mut lines: Vec<Vec<(TextOp, String)>> = vec![Vec::new()];
    for stretch in words {
        for (n, part) in stretch.text.split('\n').enumerate() {
            if n > 0 {
                lines.push(Vec::new());
            }
            if let Some(last) = lines.last_mut() {
                last.push((stretch.op, part.to_owned()));
            }
        }
    }
    let changed = |line: &[(TextOp, String)]| line.iter().any(|(op, part)| *op != TextOp::Equal && !part.is_empty());
    let mut out: Vec<(TextOp, String)> = Vec::new();
    let mut left_out = false;
    for (at, line) in lines.iter().enumerate() {
        if at > 0 && !changed(line) && !lines.get(at + 1).is_some_and(|next| changed(next)) {
            left_out = true;
            continue;
        }
        if std::mem::take(&mut left_out) {
            out.push((TextOp::Equal, format!("\n{gap}")));
        }
        out.extend((at > 0).then(|| (TextOp::Equal, "\n".to_owned())));
        out.extend(line.iter().cloned());
    }
    out.extend(left_out.then(|| (TextOp::Equal, format!("\n{gap}"))));
    stretches(&out)
}

/// A text without what stands between its first and its last letters. Where that has lines of its own, the gap has,
/// too.
fn middle_out(text: &str, first: usize, last: usize, gap: &str) -> String {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    if letters.len() <= first + last + LEAST_LEFT_OUT {
        return text.to_owned();
    }
    let (from, to) = (letters[first].0, letters.get(letters.len() - last).map_or(text.len(), |(at, _)| *at));
    let parted = text[from..to].contains('\n');
    format!("{}{gap}{}{}", &text[..from], if parted { "\n" } else { "" }, &text[to..])
}

/// What both began from, without what neither changed.
fn base_shown(base: &str, changes: &[Vec<Stretch>; 2], gap: &str) -> Vec<Stretch> {
    let count = base.chars().count();
    let mut seen = vec![false; count];
    let mut touched = false;
    for stretches in changes {
        let mut at = 0usize;
        for stretch in stretches {
            let letters = if stretch.op == TextOp::Insert { 0 } else { stretch.text.chars().count() };
            if stretch.op != TextOp::Equal {
                touched = true;
                let around = at.saturating_sub(AROUND)..(at + letters + AROUND).min(count);
                seen[around].fill(true);
            }
            at += letters;
        }
    }
    let mut out = String::new();
    let mut hidden = String::new();
    let put = |hidden: &mut String, out: &mut String| {
        let left_out = touched && hidden.chars().count() >= LEAST_LEFT_OUT;
        out.push_str(if left_out { gap } else { hidden });
        if left_out && hidden.contains('\n') {
            out.push('\n');
        }
        hidden.clear();
    };
    for (letter, seen) in base.chars().zip(seen) {
        if seen {
            put(&mut hidden, &mut out);
            out.push(letter);
        } else {
            hidden.push(letter);
        }
    }
    put(&mut hidden, &mut out);
    stretches(&[(TextOp::Equal, out)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;

    fn told(conflict: &Conflict, side: Side) -> String {
        let outline = Outline::of(&Plan::new("計画", None));
        let mark = |stretch: Stretch| match stretch.op {
            TextOp::Equal => stretch.text,
            TextOp::Delete => format!("[-{}-]", stretch.text),
            TextOp::Insert => format!("{{+{}+}}", stretch.text),
        };
        conflict.shown(side, &outline, Lang::Ja).into_iter().map(mark).collect()
    }

    #[test]
    fn of_what_was_deleted_the_changed_lines_are_shown() {
        let base = "在宅サービス\n担当：在宅課\n支え合いを広げる。\n　配食\n　自宅に届ける。".to_owned();
        let theirs = base.replace("自宅に", "自宅に昼食を");
        let conflict = Conflict { node: None, subject: Subject::Deleted, spot: None, mine: String::new(), theirs, base };
        let words = conflict.shown(Side::Theirs, &Outline::of(&Plan::new("計画", None)), Lang::Ja);
        let text: String = words.iter().map(|stretch| stretch.text.as_str()).collect();
        assert_eq!(text, "在宅サービス\n（略）\n　配食\n　自宅に昼食を届ける。");
        assert_eq!(words.iter().find(|stretch| stretch.op == TextOp::Insert).map(|stretch| stretch.text.as_str()), Some("昼食を"));
    }

    #[test]
    fn changed_words_are_marked_and_long_stretches_left_out() {
        let base = format!("地区の役員が{}月に1回訪問し、困りごとを聞く。", "民生委員や近隣の住民と話し合いながら".repeat(4));
        let conflict = Conflict {
            node: None,
            subject: Subject::Preface,
            spot: None,
            mine: base.replace("1回", "2回"),
            theirs: base.replace("月に1回", "毎週"),
            base,
        };
        assert_eq!(told(&conflict, Side::Base), "（略）民生委員や近隣の住民と話し合いながら月に1回訪問し、困りごとを聞く。");
        assert_eq!(told(&conflict, Side::Mine), "（略）委員や近隣の住民と話し合いながら月に[-1-]{+2+}回訪問し、困りごとを聞く。");
        assert_eq!(
            told(&conflict, Side::Theirs),
            "（略）民生委員や近隣の住民と話し合いながら[-月に1回訪問-]{+毎週訪問+}し、困りごとを聞く。"
        );
    }
}
