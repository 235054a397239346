//! Glyph families: how a number looks in a label.

use serde::{Deserialize, Serialize};

use crate::calendar::full_width_digits;

/// A family of labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Glyph {
    /// No label.
    None,
    /// 1, 2, 3.
    Number,
    /// (1), (2), (3).
    ParenNumber,
    /// ①, ②, … ㊿; from 51 on (51), as Unicode has no further circled numbers.
    Circled,
    /// ア, イ, … ン; then アア, アイ, … (as official documents continue a spent series).
    Katakana,
    /// (ア), (イ).
    ParenKatakana,
    /// a, b, … z; then aa, ab.
    Letter,
    /// (a), (b).
    ParenLetter,
    /// ⅰ, ⅱ, … ⅻ; from 13 on spelt with letters (xiii).
    Roman,
    /// 一, 二, … 十一.
    Kanji,
    /// 第1, 第2.
    Article,
    /// ・ for every number.
    Bullet,
    /// ○ for every number.
    Circle,
    /// 1.2.3: the numbers of the levels above and this one.
    Decimal,
}

/// Width of the digits, letters and parentheses of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum GlyphWidth {
    /// 1, (1).
    #[default]
    Half,
    /// １, （１）.
    Full,
    /// (１): full-width digits in half-width parentheses.
    Mixed,
}

/// The syllables in the order of official lists.
const KATAKANA: [char; 46] = [
    'ア', 'イ', 'ウ', 'エ', 'オ', 'カ', 'キ', 'ク', 'ケ', 'コ', 'サ', 'シ', 'ス', 'セ', 'ソ', 'タ', 'チ', 'ツ', 'テ', 'ト', 'ナ', 'ニ',
    'ヌ', 'ネ', 'ノ', 'ハ', 'ヒ', 'フ', 'ヘ', 'ホ', 'マ', 'ミ', 'ム', 'メ', 'モ', 'ヤ', 'ユ', 'ヨ', 'ラ', 'リ', 'ル', 'レ', 'ロ', 'ワ',
    'ヲ', 'ン',
];

impl Glyph {
    /// All families in the order offered.
    pub const ALL: [Self; 14] = [
        Self::None,
        Self::Number,
        Self::ParenNumber,
        Self::Circled,
        Self::Katakana,
        Self::ParenKatakana,
        Self::Letter,
        Self::ParenLetter,
        Self::Roman,
        Self::Kanji,
        Self::Article,
        Self::Bullet,
        Self::Circle,
        Self::Decimal,
    ];

    /// Whether the label shows its number.
    pub fn counts(self) -> bool {
        !matches!(self, Self::None | Self::Bullet | Self::Circle)
    }

    /// The label of number `n`; `path` are the numbers of the levels above.
    pub fn label(self, n: u32, width: GlyphWidth, path: &[u32]) -> String {
        let full = width != GlyphWidth::Half;
        let digits = |n: u32| if full { full_width_digits(n.into()) } else { n.to_string() };
        let paren = |inner: String| if width == GlyphWidth::Full { format!("（{inner}）") } else { format!("({inner})") };
        match self {
            Self::None => String::new(),
            Self::Number => digits(n),
            Self::ParenNumber => paren(digits(n)),
            Self::Circled => circled(n).map_or_else(|| paren(digits(n)), String::from),
            Self::Katakana => letters(n, &KATAKANA),
            Self::ParenKatakana => paren(letters(n, &KATAKANA)),
            Self::Letter => latin(n, full),
            Self::ParenLetter => paren(latin(n, full)),
            Self::Roman => roman(n),
            Self::Kanji => kanji(n),
            Self::Article => format!("第{}", digits(n)),
            Self::Bullet => "・".to_owned(),
            Self::Circle => "○".to_owned(),
            Self::Decimal => {
                let dot = if full { "．" } else { "." };
                path.iter().chain([&n]).map(|n| digits(*n)).collect::<Vec<_>>().join(dot)
            }
        }
    }
}

/// ⓪ to ㊿.
fn circled(n: u32) -> Option<char> {
    char::from_u32(match n {
        0 => 0x24EA,
        1..=20 => 0x245F + n,
        21..=35 => 0x323C + n,
        36..=50 => 0x328D + n,
        _ => return None,
    })
}

/// Bijective numbers over an alphabet: a … z, aa, ab … ; 0 gives nothing.
fn letters(mut n: u32, alphabet: &[char]) -> String {
    let base = u32::try_from(alphabet.len()).unwrap_or(1);
    let mut out = Vec::new();
    while n > 0 {
        n -= 1;
        out.push(alphabet[(n % base) as usize]);
        n /= base;
    }
    out.iter().rev().collect()
}

fn latin(n: u32, full: bool) -> String {
    let first = if full { 'ａ' } else { 'a' };
    let alphabet: Vec<char> = (0..26).filter_map(|i| char::from_u32(first as u32 + i)).collect();
    letters(n, &alphabet)
}

fn roman(n: u32) -> String {
    if (1..=12).contains(&n) {
        return char::from_u32(0x216F + n).map(String::from).unwrap_or_default();
    }
    const VALUES: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if n == 0 || n > 3999 {
        return n.to_string();
    }
    let mut rest = n;
    let mut out = String::new();
    for (value, sign) in VALUES {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    out
}

fn kanji(n: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if n == 0 {
        return "〇".to_owned();
    }
    if n > 9999 {
        return n.to_string();
    }
    let mut out = String::new();
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = (n / unit % 10) as usize;
        if digit == 0 {
            continue;
        }
        if digit > 1 || unit == 1 {
            out.push_str(DIGITS[digit]);
        }
        out.push_str(name);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_every_family() {
        let half = |g: Glyph, n| g.label(n, GlyphWidth::Half, &[]);
        let full = |g: Glyph, n| g.label(n, GlyphWidth::Full, &[]);
        assert_eq!([half(Glyph::Number, 12), full(Glyph::Number, 12)], ["12", "１２"]);
        assert_eq!(
            [half(Glyph::ParenNumber, 3), full(Glyph::ParenNumber, 3), Glyph::ParenNumber.label(3, GlyphWidth::Mixed, &[])],
            ["(3)", "（３）", "(３)"]
        );
        assert_eq!([1, 20, 21, 35, 36, 50].map(|n| half(Glyph::Circled, n)), ["①", "⑳", "㉑", "㉟", "㊱", "㊿"]);
        assert_eq!(half(Glyph::Circled, 51), "(51)");
        assert_eq!([1, 46, 47, 48, 92, 93].map(|n| half(Glyph::Katakana, n)), ["ア", "ン", "アア", "アイ", "アン", "イア"]);
        assert_eq!([half(Glyph::ParenKatakana, 2), full(Glyph::ParenKatakana, 2)], ["(イ)", "（イ）"]);
        assert_eq!([1, 26, 27].map(|n| half(Glyph::Letter, n)), ["a", "z", "aa"]);
        assert_eq!(half(Glyph::ParenLetter, 2), "(b)");
        assert_eq!([1, 12, 13, 49].map(|n| half(Glyph::Roman, n)), ["ⅰ", "ⅻ", "xiii", "xlix"]);
        assert_eq!([1, 10, 11, 20, 101, 1110].map(|n| half(Glyph::Kanji, n)), ["一", "十", "十一", "二十", "百一", "千百十"]);
        assert_eq!(half(Glyph::Article, 1), "第1");
        assert_eq!(Glyph::Decimal.label(3, GlyphWidth::Half, &[1, 2]), "1.2.3");
        assert_eq!([half(Glyph::Bullet, 9), half(Glyph::Circle, 9), half(Glyph::None, 9)], ["・", "○", ""]);
    }
}
