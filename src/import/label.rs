//! The label at the start of a line: its family, number, width, suffix and separator.
//!
//! Lives here: what a label looks like by itself, and the garbled status marks before one. Does not
//! live here: whether the label fits its neighbours (`families`). May use: `plan::numbering`,
//! `calendar` (numbers).

use crate::calendar::{half_width_char, parse_number};
use crate::plan::numbering::{Glyph, GlyphWidth};

/// What ends the number of a label; labels with different endings are different levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Ending {
    /// Nothing.
    Open,
    /// . or 、.
    Dot,
    /// ).
    Paren,
    /// 章, 節 and such.
    Word(char),
}

/// A family of labels or headings that make one level of a document; in the order in which they
/// usually stand inside each other, which counts only where the document itself gives no order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Family {
    /// A Markdown heading of this depth.
    Markdown(u8),
    /// 【…】.
    Bracket,
    /// 第1.
    Article(Ending),
    /// Ⅰ.
    UpperRoman(Ending),
    /// 一.
    Kanji(Ending),
    /// A short line of its own.
    Heading,
    /// ■ and such.
    Sign(char),
    /// 1.
    Number(Ending),
    /// 1.1 with this many numbers.
    Decimal(u8),
    /// (1), and (一) as `Word`.
    ParenNumber(Ending),
    /// ○.
    Circle,
    /// （ケアセンター）.
    ParenHeading,
    /// ①.
    Circled,
    /// ア.
    Katakana(Ending),
    /// (ア), and ㋐ as `Word`.
    ParenKatakana(Ending),
    /// A.
    UpperLetter(Ending),
    /// a.
    Letter(Ending),
    /// (a).
    ParenLetter(Ending),
    /// ⅰ.
    Roman(Ending),
    /// ・.
    Bullet,
}

impl Family {
    /// Whether its labels show a number.
    pub(super) fn counts(self) -> bool {
        !matches!(
            self,
            Self::Markdown(_) | Self::Bracket | Self::Heading | Self::Sign(_) | Self::Circle | Self::ParenHeading | Self::Bullet
        )
    }

    /// The same glyphs whatever ends them.
    pub(super) fn is_kin(self, other: Self) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }
}

/// A label as found.
#[derive(Debug, Clone)]
pub(super) struct Label {
    /// Its family.
    pub family: Family,
    /// The glyph that prints it again; `None`: no glyph does, so it stays in the title.
    pub glyph: Option<Glyph>,
    /// Its number; 0 for families that do not count.
    pub number: u32,
    /// Width of digits and brackets.
    pub width: GlyphWidth,
    /// What follows the number within the label.
    pub suffix: String,
    /// White space behind it.
    pub separator: String,
    /// As it stood in the source, suffix included.
    pub printed: String,
    /// Bytes up to the title.
    pub end: usize,
    /// Only a label if its neighbours count with it: 「2回」 or 「ア情報」 may be plain text.
    pub weak: bool,
}

const KATAKANA: &str = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";
/// Bullets of word processors and of symbol fonts (private use), all printed as ・.
const BULLETS: &str = "・･•‣⁃∙·▪▫◦➢➤➣►▸✓✔❖";
/// Signs before headings: they stay in the title.
const SIGNS: &str = "■□◆◇●▼▽▲△▶▷★☆◎◉▣◈";

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }
    fn take(&mut self, want: impl Fn(char) -> bool) -> Option<char> {
        let c = self.peek().filter(|c| want(*c))?;
        self.at += c.len_utf8();
        Some(c)
    }
    fn run(&mut self, most: usize, want: impl Fn(char) -> bool) -> &str {
        let from = self.at;
        let mut count = 0;
        while count < most && self.take(&want).is_some() {
            count += 1;
        }
        &self.text[from..self.at]
    }
    fn spaces(&mut self) -> String {
        self.run(usize::MAX, char::is_whitespace).to_owned()
    }
}

fn is_digit(c: char) -> bool {
    half_width_char(c).is_ascii_digit()
}

fn is_kanji_digit(c: char) -> bool {
    "〇一二三四五六七八九十".contains(c)
}

/// ■ and such.
pub(super) fn is_sign(c: char) -> bool {
    SIGNS.contains(c)
}

fn is_full(text: &str) -> bool {
    text.chars().any(|c| half_width_char(c) != c)
}

fn katakana_number(text: &str) -> Option<u32> {
    text.chars().try_fold(0u32, |sum, c| {
        let at = KATAKANA.chars().position(|k| k == c)?;
        sum.checked_mul(46)?.checked_add(u32::try_from(at).ok()? + 1)
    })
}

fn letter_number(text: &str) -> Option<u32> {
    text.chars().try_fold(0u32, |sum, c| {
        let c = half_width_char(c).to_ascii_lowercase();
        c.is_ascii_lowercase().then(|| sum.checked_mul(26)?.checked_add(c as u32 - 'a' as u32 + 1)).flatten()
    })
}

fn circled_number(c: char) -> Option<u32> {
    let c = c as u32;
    Some(match c {
        0x24EA => 0,
        0x2460..=0x2473 => c - 0x245F,
        0x3251..=0x325F => c - 0x323C,
        0x32B1..=0x32BF => c - 0x328D,
        _ => return None,
    })
}

/// The label at the start of `text`, which has no white space before it.
pub(super) fn parse(text: &str) -> Option<Label> {
    let first = text.chars().next()?;
    let mut cursor = Cursor { text, at: 0 };
    if BULLETS.contains(first) || ('\u{F000}'..='\u{F0FF}').contains(&first) {
        // ・・・ is no list.
        cursor.take(|_| true);
        return (cursor.peek() != Some(first)).then(|| finish(cursor, Family::Bullet, Some(Glyph::Bullet), 0, GlyphWidth::Half, ""));
    }
    if matches!(first, '○' | '◯' | '〇' | '⚪') {
        cursor.take(|_| true);
        // ○○市 stands for a name.
        let next = cursor.peek();
        return (!next.is_some_and(|c| matches!(c, '○' | '◯' | '〇') || is_kanji_digit(c)))
            .then(|| finish(cursor, Family::Circle, Some(Glyph::Circle), 0, GlyphWidth::Half, ""));
    }
    if let Some(number) = circled_number(first) {
        cursor.take(|_| true);
        return Some(finish(cursor, Family::Circled, Some(Glyph::Circled), number, GlyphWidth::Half, ""));
    }
    if ('\u{32D0}'..='\u{32FE}').contains(&first) {
        cursor.take(|_| true);
        return Some(finish(cursor, Family::ParenKatakana(Ending::Word('㋐')), None, first as u32 - 0x32CF, GlyphWidth::Half, ""));
    }
    if SIGNS.contains(first) {
        cursor.take(|_| true);
        return (cursor.peek() != Some(first)).then(|| finish(cursor, Family::Sign(first), None, 0, GlyphWidth::Half, ""));
    }
    if matches!(first, '(' | '（') {
        return in_parens(cursor);
    }
    if first == '第' {
        return article(cursor);
    }
    if is_digit(first) {
        return digits(cursor);
    }
    let small = ('\u{2170}'..='\u{217B}').contains(&first);
    if small || ('\u{2160}'..='\u{216B}').contains(&first) {
        cursor.take(|_| true);
        let number = first as u32 - if small { 0x216F } else { 0x215F };
        return with_suffix(cursor, number, GlyphWidth::Half, true, |ending| {
            if small { (Family::Roman(ending), Some(Glyph::Roman)) } else { (Family::UpperRoman(ending), None) }
        });
    }
    if is_kanji_digit(first) {
        let number = parse_number(cursor.run(4, is_kanji_digit))?;
        return with_suffix(cursor, number, GlyphWidth::Half, false, |ending| (Family::Kanji(ending), Some(Glyph::Kanji)));
    }
    if KATAKANA.contains(first) {
        let twice = Cursor { text, at: 0 }.run(3, |c| KATAKANA.contains(c)).to_owned();
        let after = text[twice.len()..].chars().next();
        if twice.chars().count() == 2 && after.is_some_and(|c| c.is_whitespace() || ".．、".contains(c)) {
            // アア goes on behind ン; elsewhere it is a word.
            cursor.run(2, |_| true);
            let mut label = with_suffix(cursor, katakana_number(&twice)?, GlyphWidth::Half, false, |ending| {
                (Family::Katakana(ending), Some(Glyph::Katakana))
            })?;
            label.weak = true;
            return Some(label);
        }
        let number = katakana_number(cursor.run(1, |c| KATAKANA.contains(c)))?;
        // アンケート begins with no label, ア情報 may.
        let runs_on = cursor.peek().is_some_and(|c| ('ァ'..='ヿ').contains(&c) || ('ぁ'..='ゖ').contains(&c));
        return with_suffix(cursor, number, GlyphWidth::Half, !runs_on, |ending| (Family::Katakana(ending), Some(Glyph::Katakana)));
    }
    if half_width_char(first).is_ascii_alphabetic() {
        cursor.take(|_| true);
        let number = letter_number(&first.to_string())?;
        let width = if is_full(&text[..cursor.at]) { GlyphWidth::Full } else { GlyphWidth::Half };
        let upper = half_width_char(first).is_ascii_uppercase();
        let mut label = with_suffix(cursor, number, width, false, |ending| {
            if upper { (Family::UpperLetter(ending), None) } else { (Family::Letter(ending), Some(Glyph::Letter)) }
        })?;
        label.weak = true;
        return Some(label);
    }
    None
}

fn finish(mut cursor: Cursor<'_>, family: Family, glyph: Option<Glyph>, number: u32, width: GlyphWidth, suffix: &str) -> Label {
    let printed = cursor.text[..cursor.at].to_owned();
    let separator = cursor.spaces();
    Label { family, glyph, number, width, suffix: suffix.to_owned(), separator, printed, end: cursor.at, weak: false }
}

/// A label that needs a suffix or white space behind it; `bare`: text may follow at once, weakly.
fn with_suffix(
    mut cursor: Cursor<'_>,
    number: u32,
    width: GlyphWidth,
    bare: bool,
    family: impl Fn(Ending) -> (Family, Option<Glyph>),
) -> Option<Label> {
    let suffix = cursor.take(|c| ".．、)），,".contains(c));
    let ending = match suffix {
        None => Ending::Open,
        Some(')' | '）') => Ending::Paren,
        Some(_) => Ending::Dot,
    };
    let (family, glyph) = family(ending);
    let next = cursor.peek();
    let suffix_text = suffix.map(String::from).unwrap_or_default();
    let spaced = next.is_some_and(char::is_whitespace);
    if suffix.is_none() && !spaced && !(bare && next.is_some()) {
        return None;
    }
    // 1.5 and 1,000 are numbers.
    if suffix.is_some_and(|c| ".．,，".contains(c)) && next.is_some_and(is_digit) {
        return None;
    }
    let mut label = finish(cursor, family, glyph, number, width, &suffix_text);
    label.weak = suffix.is_none() && !spaced;
    Some(label)
}

fn in_parens(mut cursor: Cursor<'_>) -> Option<Label> {
    let open = cursor.take(|_| true)?;
    // ( 3 )
    cursor.run(2, char::is_whitespace);
    let inner = cursor.run(3, |c| !c.is_whitespace() && !matches!(c, ')' | '）')).to_owned();
    cursor.run(2, char::is_whitespace);
    let close = cursor.take(|c| matches!(c, ')' | '）'))?;
    let full = open == '（' || close == '）';
    let first = inner.chars().next()?;
    let one = inner.chars().count() == 1;
    let width = match (full, is_full(&inner)) {
        (true, _) => GlyphWidth::Full,
        (false, true) => GlyphWidth::Mixed,
        (false, false) => GlyphWidth::Half,
    };
    let katakana_width = if full { GlyphWidth::Full } else { GlyphWidth::Half };
    let found = if inner.chars().all(is_digit) {
        (Family::ParenNumber(Ending::Open), Some(Glyph::ParenNumber), parse_number(&inner)?, width)
    } else if KATAKANA.contains(first) && one {
        (Family::ParenKatakana(Ending::Open), Some(Glyph::ParenKatakana), katakana_number(&inner)?, katakana_width)
    } else if one && half_width_char(first).is_ascii_lowercase() {
        (Family::ParenLetter(Ending::Open), Some(Glyph::ParenLetter), letter_number(&inner)?, width)
    } else if one && half_width_char(first).is_ascii_uppercase() {
        (Family::ParenLetter(Ending::Word('A')), None, letter_number(&inner)?, width)
    } else if inner.chars().all(is_kanji_digit) {
        (Family::ParenNumber(Ending::Word('一')), None, parse_number(&inner)?, width)
    } else if one && ('\u{2170}'..='\u{217B}').contains(&first) {
        (Family::Roman(Ending::Paren), None, first as u32 - 0x216F, width)
    } else {
        return None;
    };
    let (family, glyph, number, width) = found;
    Some(finish(cursor, family, glyph, number, width, ""))
}

fn article(mut cursor: Cursor<'_>) -> Option<Label> {
    cursor.take(|_| true)?;
    cursor.run(2, char::is_whitespace);
    let digits = cursor.run(4, |c| is_digit(c) || is_kanji_digit(c)).to_owned();
    let number = parse_number(&digits)?;
    let width = if is_full(&digits) { GlyphWidth::Full } else { GlyphWidth::Half };
    let regular = digits.chars().all(is_digit) && !cursor.text[..cursor.at].contains(char::is_whitespace);
    let word = cursor.take(|c| "章節部編款項条".contains(c));
    let (ending, suffix) = match word {
        Some(word) => (Ending::Word(word), word.to_string()),
        None => match cursor.take(|c| ".．、".contains(c)) {
            Some(dot) => (Ending::Dot, dot.to_string()),
            None => (Ending::Open, String::new()),
        },
    };
    let spaced = cursor.peek().is_none_or(char::is_whitespace);
    if !spaced && ending != Ending::Dot {
        return None;
    }
    Some(finish(cursor, Family::Article(ending), regular.then_some(Glyph::Article), number, width, &suffix))
}

fn digits(mut cursor: Cursor<'_>) -> Option<Label> {
    let first = cursor.run(4, is_digit).to_owned();
    let number = parse_number(&first).filter(|n| *n <= 199)?;
    let width = if is_full(&first) { GlyphWidth::Full } else { GlyphWidth::Half };
    let mut count = 1u8;
    let mut last = number;
    loop {
        let from = cursor.at;
        let joined = cursor.take(|c| ".．-－‐−".contains(c)).is_some();
        let part = cursor.run(3, is_digit).to_owned();
        match parse_number(&part).filter(|_| joined && count < 12) {
            Some(n) => {
                last = n;
                count += 1;
            }
            None => {
                cursor.at = from;
                break;
            }
        }
    }
    // 9月, 3日間, 50円, 10:00, 1～3, 3/4, 2人: numbers of something.
    let next = cursor.peek();
    if next.is_some_and(|c| "月日年円名人回歳時分ヶケヵカか箇件%％割千万億倍週番号つ次級番度本冊台枚階個等泊組～〜~:：/／-－−".contains(c))
    {
        return None;
    }
    if count > 1 {
        return with_suffix(cursor, last, width, true, |_| (Family::Decimal(count), Some(Glyph::Decimal)));
    }
    let text = cursor.text;
    let mut label = with_suffix(cursor, number, width, true, |ending| (Family::Number(ending), Some(Glyph::Number)))?;
    // 30 名, 平成 29 年度: a thing counted, set apart by a space.
    let thing = text[label.end..].starts_with(['月', '年', '日', '円', '名', '人', '回', '歳', '時', '分', 'か', 'ヶ', '件', '%', '％']);
    // １　名簿 is no number of names.
    let word = ["名簿", "名所", "人権", "人材", "日常", "年間", "年中", "時事", "時間", "分野", "回覧", "月例", "件数", "円滑", "円卓"];
    let title = label.separator.contains('　') || word.iter().any(|word| text[label.end..].starts_with(word));
    label.weak |= thing && label.suffix.is_empty() && !title;
    Some(label)
}

/// A list dash and the white space behind it: (dash, bytes).
pub(super) fn dash(text: &str) -> Option<usize> {
    let first = text.chars().next().filter(|c| matches!(c, '-' | '–' | '—' | '−' | '－' | '*' | '+'))?;
    let after = &text[first.len_utf8()..];
    let rest = after.trim_start();
    (rest.len() < after.len() && !rest.is_empty()).then_some(text.len() - rest.len())
}

/// A garbled status mark at the start of `text`, before a label or (for signs that are never labels)
/// before anything: (the mark, bytes up to what follows).
pub(super) fn doubtful_mark(text: &str) -> Option<(char, usize)> {
    let first = text.chars().next()?;
    let after = &text[first.len_utf8()..];
    let rest = after.trim_start();
    let end = text.len() - rest.len();
    let spaced = rest.len() < after.len();
    let never_label = first != '㊟' && (('\u{3280}'..='\u{32B0}').contains(&first) || ('\u{24B6}'..='\u{24E9}').contains(&first));
    if never_label {
        return (spaced || parse(rest).is_some()).then_some((first, end));
    }
    let may_be = circled_number(first).is_some() || SIGNS.contains(first) || ('\u{32D0}'..='\u{32FE}').contains(&first);
    if !may_be || !spaced {
        return None;
    }
    let behind = parse(rest).filter(|label| !label.weak)?;
    let item = matches!(
        behind.family,
        Family::Katakana(_) | Family::Bullet | Family::Circled | Family::ParenKatakana(Ending::Open) | Family::ParenNumber(Ending::Open)
    );
    item.then_some((first, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(Family, u32, String, String)> {
        parse(text).map(|l| (l.family, l.number, l.printed.clone(), text[l.end..].to_owned()))
    }

    #[test]
    fn labels_of_every_family_and_width() {
        use Ending::{Dot, Open, Paren, Word};
        for (text, family, number, printed) in [
            ("1 基本方針", Family::Number(Open), 1, "1"),
            ("１　基本方針", Family::Number(Open), 1, "１"),
            ("1. 総務", Family::Number(Dot), 1, "1."),
            ("1．総務", Family::Number(Dot), 1, "1．"),
            ("２、総務", Family::Number(Dot), 2, "２、"),
            ("3）研修", Family::Number(Paren), 3, "3）"),
            ("(2)理事会", Family::ParenNumber(Open), 2, "(2)"),
            ("（１２） 研修", Family::ParenNumber(Open), 12, "（１２）"),
            ("(１) 研修", Family::ParenNumber(Open), 1, "(１)"),
            ("①地区", Family::Circled, 1, "①"),
            ("㉑ 地区", Family::Circled, 21, "㉑"),
            ("ア 情報交換", Family::Katakana(Open), 1, "ア"),
            ("(ア)情報", Family::ParenKatakana(Open), 1, "(ア)"),
            ("（イ）新任研修", Family::ParenKatakana(Open), 2, "（イ）"),
            ("a 情報", Family::Letter(Open), 1, "a"),
            ("(b)情報", Family::ParenLetter(Open), 2, "(b)"),
            ("ⅱ 情報", Family::Roman(Open), 2, "ⅱ"),
            ("十一　情報", Family::Kanji(Open), 11, "十一"),
            ("第1 基本", Family::Article(Open), 1, "第1"),
            ("第２章　総則", Family::Article(Word('章')), 2, "第２章"),
            ("・日時", Family::Bullet, 0, "・"),
            ("\u{F06C} 日時", Family::Bullet, 0, "\u{F06C}"),
            ("○所在地", Family::Circle, 0, "○"),
            ("1.1 概要", Family::Decimal(2), 1, "1.1"),
            ("1-2 概要", Family::Decimal(2), 2, "1-2"),
            ("１．２．３　概要", Family::Decimal(3), 3, "１．２．３"),
        ] {
            let got = parse(text);
            assert_eq!(got.map(|l| (l.family, l.number, l.printed)), Some((family, number, printed.to_owned())), "{text}");
        }
    }

    #[test]
    fn plain_text_has_no_label() {
        for text in [
            "2020年4月",
            "30名",
            "第66回大会",
            "アンケート",
            "一般会計",
            "○○市社会福祉協議会",
            "3月19日",
            "1.5倍",
            "(36回)",
            "(ケアセンター)",
            "・・・",
            "10:00開会",
            "3日間の研修",
            "1～3月",
            "社会福祉",
            "Excel",
            "",
        ] {
            assert!(read(text).is_none(), "{text}: {:?}", read(text));
        }
        assert!(parse("ア情報").is_some_and(|l| l.weak) && parse("1基本").is_some_and(|l| l.weak));
    }

    #[test]
    fn marks_before_labels() {
        for text in ["㊦ ③生活", "④ ウ 地域", "● ・アウト", "② ア 相談", "③ ・普通", "Ⓢ 成年後見"] {
            assert!(doubtful_mark(text).is_some(), "{text}");
        }
        for text in ["③生活", "③ 生活", "● 家計", "① 「研修」", "ア 相談"] {
            assert!(doubtful_mark(text).is_none(), "{text}");
        }
        assert_eq!(dash("- ・県"), Some(2));
        assert_eq!(dash("—結局"), None);
    }
}
