//! Joining texts sentence by sentence, so that two who wrote in different sentences of a paragraph do not meet.

use std::ops::Range;

use super::lists::{self, Part, Piece};
use crate::compare::matching::push_grams;
use crate::compare::sentence::sentences;

/// A joined text, and where in it both sides wrote something else.
pub(super) struct Words {
    pub(super) text: String,
    pub(super) clashes: Vec<Sentences>,
}

/// What each side has at a place of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sentences {
    /// Where mine stand in the joined text.
    pub(super) at: Range<usize>,
    pub(super) base: String,
    pub(super) mine: String,
    pub(super) theirs: String,
}

impl Piece for &str {
    fn is_like(&self, other: &Self) -> bool {
        // The end of a line is no sentence.
        (*self == "\n") == (*other == "\n")
    }

    fn grams(&self) -> Vec<u32> {
        let mut grams = Vec::new();
        push_grams(self, &mut grams);
        grams.sort_unstable();
        grams
    }
}

/// Joins two texts that began from `base`; where both wrote in the same sentence mine stands, and it is said.
pub(super) fn joined(base: &str, mine: &str, theirs: &str) -> Words {
    let (base, mine, theirs) = (sentences(base), sentences(mine), sentences(theirs));
    let mut out = Words { text: String::new(), clashes: Vec::new() };
    for part in lists::joined(&base, &mine, &theirs) {
        match part {
            Part::Agreed(words) => out.text.extend(words.iter().copied()),
            Part::Met { base, mine, theirs } => {
                let start = out.text.len();
                out.text.extend(mine.iter().copied());
                out.clashes.push(Sentences {
                    at: start..out.text.len(),
                    base: base.concat(),
                    mine: mine.concat(),
                    theirs: theirs.concat(),
                });
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "地区の役員が月に1回訪問する。困りごとを聞き取る。結果を部会に報告する。";

    #[test]
    fn other_sentences_of_one_paragraph_do_not_meet() {
        let mine = OLD.replace("1回", "2回");
        let theirs = OLD.replace("報告する。", "報告する。広報紙に載せる。").replace("聞き取る", "丁寧に聞き取る");
        let words = joined(OLD, &mine, &theirs);
        assert_eq!(words.text, "地区の役員が月に2回訪問する。困りごとを丁寧に聞き取る。結果を部会に報告する。広報紙に載せる。");
        assert_eq!(words.clashes, []);
        assert_eq!(joined(OLD, &theirs, &mine).text, words.text);
    }

    #[test]
    fn a_clash_is_the_sentence_alone() {
        let (mine, theirs) = (OLD.replace("1回", "2回"), OLD.replace("月に1回", "毎週").replace("部会", "総会"));
        let words = joined(OLD, &mine, &theirs);
        assert_eq!(words.text, "地区の役員が月に2回訪問する。困りごとを聞き取る。結果を総会に報告する。");
        let [clash] = words.clashes.as_slice() else { panic!("{:?}", words.clashes) };
        assert_eq!(&words.text[clash.at.clone()], "地区の役員が月に2回訪問する。");
        assert_eq!((clash.base.as_str(), clash.theirs.as_str()), ("地区の役員が月に1回訪問する。", "地区の役員が毎週訪問する。"));
    }

    #[test]
    fn lines_of_a_list_are_joined_line_by_line() {
        assert_eq!(joined("一\n二\n三", "壱\n二\n三", "一\n二\n三\n四").text, "壱\n二\n三\n四");
        let both = joined("一\n二", "一\n二\n三", "一\n二\n四");
        assert_eq!((both.text.as_str(), both.clashes[0].mine.as_str(), both.clashes[0].theirs.as_str()), ("一\n二\n三", "三", "四"));
    }
}
