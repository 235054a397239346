//! Folding: a text made easy to find in (half and full width, kana, case, variant characters), and the way
//! back from a place in the folded text to the text as it was written.
//!
//! Only copies are folded; what stands in a plan is never touched.

use std::ops::Range;

use unicode_normalization::char::compose;

use super::variants::usual_form;
use super::{TextPart, split_references};

/// What a fold makes the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fold {
    /// Capital and small letters.
    pub case: bool,
    /// Half and full width: ﾎﾞﾗﾝﾃｨｱ and ボランティア, ２ and 2.
    pub width: bool,
    /// Katakana and hiragana.
    pub kana: bool,
    /// Variant characters: 髙 and 高, old forms and new.
    pub variants: bool,
}

impl Default for Fold {
    fn default() -> Self {
        Self { case: true, width: true, kana: false, variants: false }
    }
}

impl Fold {
    /// Everything the same that may be.
    pub const ALL: Self = Self { case: true, width: true, kana: true, variants: true };
    /// Nothing but variation selectors and the spelling of marks.
    pub const NONE: Self = Self { case: false, width: false, kana: false, variants: false };

    /// `text` folded.
    pub fn text(self, text: &str) -> String {
        Folded::of(text, self, false).text
    }
}

/// Stands in a folded text where a reference is.
const REFERENCE: char = '\u{FFFC}';

/// A folded text and where its characters come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    /// The text.
    pub text: String,
    /// Each character: where it begins in the text, and its bytes in the original.
    places: Vec<(u32, u32, u32)>,
}

impl Folded {
    /// Folds a text of the plan; each reference in it becomes one character that no word contains.
    pub fn with_references(text: &str, fold: Fold) -> Self {
        Self::of(text, fold, text.contains("[["))
    }

    fn of(text: &str, fold: Fold, references: bool) -> Self {
        let mut folded = Self { text: String::with_capacity(text.len()), places: Vec::with_capacity(text.len() / 2) };
        if references {
            let mut from = 0;
            for part in split_references(text) {
                match part {
                    TextPart::Plain(plain) => folded.add(plain, from, fold),
                    TextPart::Reference(_, token) => folded.push(REFERENCE, from, from + token.len()),
                }
                from += match part {
                    TextPart::Plain(text) | TextPart::Reference(_, text) => text.len(),
                };
            }
        } else {
            folded.add(text, 0, fold);
        }
        folded
    }

    fn push(&mut self, c: char, from: usize, to: usize) {
        let short = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.places.push((short(self.text.len()), short(from), short(to)));
        self.text.push(c);
    }

    fn add(&mut self, plain: &str, offset: usize, fold: Fold) {
        let mut chars = plain.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            if is_variation_selector(c) && !self.places.is_empty() {
                self.stretch(offset + at + c.len_utf8());
                continue;
            }
            let mut c = if fold.width { wide_kana_narrow_letters(c) } else { c };
            let mut end = at + c_len(plain, at);
            // A voiced mark of its own belongs to the kana before it.
            while let Some((next_at, next)) = chars.peek().copied() {
                if is_variation_selector(next) {
                    end = next_at + next.len_utf8();
                } else if let Some(mark) = mark_of(next, fold.width)
                    && let Some(voiced) = compose(c, mark)
                {
                    c = voiced;
                    end = next_at + next.len_utf8();
                } else {
                    break;
                }
                chars.next();
            }
            let (from, to) = (offset + at, offset + end);
            if fold.kana {
                c = hiragana(c);
            }
            if fold.variants {
                c = usual_form(c);
            }
            if fold.case && !c.is_ascii() {
                c.to_lowercase().for_each(|c| self.push(c, from, to));
            } else {
                self.push(if fold.case { c.to_ascii_lowercase() } else { c }, from, to);
            }
        }
    }

    /// Lets the last character reach to here in the original.
    fn stretch(&mut self, to: usize) {
        if let Some(last) = self.places.last_mut() {
            last.2 = u32::try_from(to).unwrap_or(u32::MAX);
        }
    }

    /// The stretch of the original a stretch of the folded text comes from (both in bytes).
    pub fn original(&self, range: Range<usize>) -> Range<usize> {
        let first = self.places.partition_point(|(at, ..)| (*at as usize) < range.start);
        let end = self.places.partition_point(|(at, ..)| (*at as usize) < range.end);
        let start = self.places.get(first).or(self.places.last());
        let start = start.map_or(0, |place| if first < self.places.len() { place.1 } else { place.2 }) as usize;
        let stop = end.checked_sub(1).and_then(|at| self.places.get(at)).map_or(start, |place| place.2 as usize);
        start..stop.max(start)
    }

    /// Whether a stretch of the folded text holds a reference.
    pub fn holds_reference(&self, range: Range<usize>) -> bool {
        self.text[range].contains(REFERENCE)
    }
}

fn c_len(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}

fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// The combining mark that `c` is, half-width marks included where widths are the same.
fn mark_of(c: char, width: bool) -> Option<char> {
    match c {
        '\u{3099}' | '\u{309A}' => Some(c),
        'ﾞ' if width => Some('\u{3099}'),
        'ﾟ' if width => Some('\u{309A}'),
        _ => None,
    }
}

/// Kana, Japanese marks in full width; letters, digits and signs in half width.
fn wide_kana_narrow_letters(c: char) -> char {
    const KANA: [char; 63] = [
        '。', '「', '」', '、', '・', 'ヲ', 'ァ', 'ィ', 'ゥ', 'ェ', 'ォ', 'ャ', 'ュ', 'ョ', 'ッ', 'ー', 'ア', 'イ', 'ウ', 'エ', 'オ', 'カ',
        'キ', 'ク', 'ケ', 'コ', 'サ', 'シ', 'ス', 'セ', 'ソ', 'タ', 'チ', 'ツ', 'テ', 'ト', 'ナ', 'ニ', 'ヌ', 'ネ', 'ノ', 'ハ', 'ヒ', 'フ',
        'ヘ', 'ホ', 'マ', 'ミ', 'ム', 'メ', 'モ', 'ヤ', 'ユ', 'ヨ', 'ラ', 'リ', 'ル', 'レ', 'ロ', 'ワ', 'ン', '゛', '゜',
    ];
    match c {
        '\u{FF61}'..='\u{FF9F}' => KANA[c as usize - 0xFF61],
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        '〜' => '~',
        '￥' => '¥',
        '−' => '-',
        _ => c,
    }
}

fn hiragana(c: char) -> char {
    match c {
        'ァ'..='ヶ' | 'ヽ' | 'ヾ' => char::from_u32(c as u32 - 0x60).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::plan::{NodeId, reference_token};

    #[test]
    fn what_reads_the_same_folds_to_the_same() {
        let fold = Fold::default();
        assert_eq!(fold.text("ﾎﾞﾗﾝﾃｨｱ"), fold.text("ボランティア"));
        assert_eq!(fold.text("ＰＤＦ　２０２５"), "pdf 2025");
        assert_eq!(fold.text("（１）ＳＮＳ"), "(1)sns");
        assert_eq!(fold.text("ハ\u{309A}ン"), "パン");
        assert_ne!(fold.text("ぼらんてぃあ"), fold.text("ボランティア"));
        assert_eq!(Fold::ALL.text("ﾎﾞﾗﾝﾃｨｱ"), "ぼらんてぃあ");
        assert_eq!(Fold::ALL.text("髙﨑　渡邉"), Fold::ALL.text("高崎 渡辺"));
        assert_ne!(fold.text("髙"), fold.text("高"));
        assert_eq!(fold.text("葛\u{E0100}城"), "葛城");
        assert_eq!(Fold::NONE.text("Ａａｱ"), "Ａａｱ");
        assert_eq!(fold.text("ﾞあﾟ"), "゛あ゜", "a mark that fits nothing stays");
    }

    #[test]
    fn the_way_back_is_exact() {
        let text = "北のﾎﾞﾗﾝﾃｨｱと葛\u{E0100}城市";
        let folded = Folded::with_references(text, Fold::ALL);
        let find = |word: &str| {
            let at = folded.text.find(word).expect("found");
            &text[folded.original(at..at + word.len())]
        };
        assert_eq!(find("ぼらんてぃあ"), "ﾎﾞﾗﾝﾃｨｱ");
        assert_eq!(find("ぼ"), "ﾎﾞ");
        assert_eq!(find("葛"), "葛\u{E0100}");
        assert_eq!(find("城市"), "城市");
    }

    #[test]
    fn a_reference_is_one_character_that_is_in_no_word() {
        let text = format!("前{}後", reference_token(NodeId::new()));
        let folded = Folded::with_references(&text, Fold::default());
        assert_eq!(folded.text.chars().count(), 3);
        let after = folded.text.find('後').expect("there");
        assert_eq!(&text[folded.original(after..after + 3)], "後");
        assert!(folded.holds_reference(0..folded.text.len()) && !folded.holds_reference(after..after + 3));
    }

    proptest! {
        #[test]
        fn every_character_of_the_text_is_reached(text in any::<String>(), all in any::<bool>()) {
            let folded = Folded::with_references(&text, if all { Fold::ALL } else { Fold::default() });
            prop_assert_eq!(folded.original(0..folded.text.len()), 0..text.len());
            let mut reached = 0;
            for (at, c) in folded.text.char_indices() {
                let original = folded.original(at..at + c.len_utf8());
                prop_assert!(original.start <= reached && text.is_char_boundary(original.start) && text.is_char_boundary(original.end));
                reached = original.end;
            }
            prop_assert_eq!(reached, text.len());
        }

        #[test]
        fn folding_twice_is_folding_once(text in "[ぁ-ヶｦ-ﾟＡ-ｚ高髙﨑邉0-9 ]{0,20}") {
            let once = Fold::ALL.text(&text);
            prop_assert_eq!(Fold::ALL.text(&once), once);
        }
    }
}
