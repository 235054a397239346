//! The rules of Japanese lines, written down apart from the program that keeps them.
//!
//! Character classes: "Requirements for Japanese Text Layout" (JLREQ), W3C Group Note of 11 August 2020,
//! appendix A; with the full- and half-width forms of the same signs, and the signs that the house adds:
//! they look the same or do the same work in business text. Prohibitions: JLREQ 3.1.7 (line start), 3.1.8
//! (line end), 3.1.10 (inseparable). Numbers with their units are the house's.

use std::collections::HashSet;

use unicode_segmentation::UnicodeSegmentation;

/// Characters that may not begin a line.
pub const NOT_AT_START: [&str; 11] = [
    // cl-02, closing brackets.
    "’”）〕］｝〉》」』】｠⦆〙〗»〟)]}｣",
    // cl-03, hyphens; the house: dashes and the waves of ranges.
    "‐〜゠–～－—―─",
    // cl-04, dividing punctuation.
    "！？‼⁇⁈⁉!?",
    // cl-05, middle dots.
    "・：；･:;",
    // cl-06 and cl-07, full stops and commas.
    "。．｡.、，､,",
    // cl-09, iteration marks.
    "ヽヾゝゞ々〻",
    // cl-10, prolonged sound mark.
    "ーｰ",
    // cl-11, small kana.
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿｧｨｩｪｫｯｬｭｮ",
    // cl-13, postfixed abbreviations; the house keeps them off line starts even without a number.
    "％‰℃㎜㎝㎞㎏㎡%",
    // The house: half-width voicing marks.
    "ﾞﾟ",
    // A line never begins with a blank.
    " \u{3000}",
];

/// Characters that may not end a line.
pub const NOT_AT_END: [&str; 4] = [
    // cl-01, opening brackets.
    "‘“（〔［｛〈《「『【｟⦅〘〖«〝([{｢",
    // cl-12, prefixed abbreviations.
    "￥＄￡＃№¥$£#€",
    // The house: signs that stand before a name or a number.
    "㈱㈲㈳㈶〒※§＠",
    // The house: numbers of list items.
    "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
];

/// cl-08: no break between two of the same.
const INSEPARABLE: &str = "—―─…‥";

/// What a number counts; the number is not torn from it.
const COUNTERS: [&str; 60] = [
    "年度", "年間", "年", "か月", "カ月", "ヶ月", "箇月", "月", "日間", "日", "時間", "時", "分間", "分", "秒", "週間", "回目", "回", "人",
    "名", "円", "件", "個", "か所", "カ所", "ヶ所", "箇所", "台", "本", "枚", "冊", "校", "館", "区", "市", "町", "村", "組", "班", "章",
    "条", "号", "歳", "点", "位", "世帯", "団体", "施設", "地区", "事業", "会場", "種類", "項目", "％", "%", "℃", "㎡", "㎞", "km", "m",
];

/// How strongly a place between two characters resists a break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// It may break here.
    Open,
    /// Between the parts of a date.
    InDate,
    /// Inside a number with its unit, or a word of Latin letters.
    InWord,
    /// A forbidden start or end, or the inside of what a reader takes for one character.
    Forbidden,
}

/// What stays unseen at the end of a line: blanks, and characters that never draw.
pub fn is_unseen(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}' | '\t' | '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９')
}

/// The place before each byte of `text` that begins a character, and at its end.
pub fn places(text: &str) -> Vec<(usize, Place)> {
    let mut whole: HashSet<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
    whole.extend(text.char_indices().filter(|(_, c)| matches!(c, 'ﾞ' | 'ﾟ')).map(|(at, _)| at));
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut places: Vec<(usize, Place)> = chars.iter().map(|(at, _)| (*at, Place::Open)).chain([(text.len(), Place::Open)]).collect();
    let mut seen = None;
    for i in 1..chars.len() {
        let (before, (at, after)) = (chars[i - 1].1, chars[i]);
        if !is_unseen(before) {
            seen = Some(before);
        }
        let forbidden = NOT_AT_START.iter().any(|class| class.contains(after))
            || seen.is_some_and(|seen| NOT_AT_END.iter().any(|class| class.contains(seen)))
            || before == after && INSEPARABLE.contains(after)
            || !whole.contains(&at);
        let word = |c: char| c.is_ascii_alphanumeric();
        places[i].1 = match () {
            () if forbidden => Place::Forbidden,
            () if word(before) && word(after) => Place::InWord,
            () => Place::Open,
        };
    }
    bind_numbers(&chars.iter().map(|(_, c)| *c).collect::<Vec<_>>(), &mut places);
    places
}

/// Binds what belongs to a number: its digits and multiples (1億2,000万), 第 or the era before it, its
/// counter. Some set blanks between; it is one thing all the same.
fn bind_numbers(chars: &[char], places: &mut [(usize, Place)]) {
    let starts = |at: usize, word: &str| word.chars().enumerate().all(|(i, c)| chars.get(at + i) == Some(&c));
    let digit = |at: usize| chars.get(at).copied().is_some_and(is_digit);
    let after_blank = |at: usize| at + usize::from(chars.get(at) == Some(&' '));
    let mut bind = |from: usize, to: usize, place: Place| places[from..to].iter_mut().for_each(|known| known.1 = known.1.max(place));
    let mut i = 0;
    while i < chars.len() {
        if !digit(i) {
            i += 1;
            continue;
        }
        let blank = usize::from(i > 0 && chars[i - 1] == ' ');
        let before = i - blank;
        let begin = match () {
            () if before >= 2 && ["令和", "平成", "昭和"].iter().any(|era| starts(before - 2, era)) => before - 2,
            () if i > 0 && chars[i - 1] == '第' => i - 1,
            () => i,
        };
        let mut end = i;
        while digit(end)
            || end > i && matches!(chars.get(end), Some(',' | '.' | '，' | '．' | ':' | '：' | '/' | '／')) && digit(end + 1)
            || matches!(chars.get(end), Some('十' | '百' | '千' | '万' | '億' | '兆'))
        {
            end += 1;
        }
        let counter = |at: usize| COUNTERS.iter().filter(|counter| starts(at, counter)).max_by_key(|counter| counter.chars().count());
        let unit = after_blank(end);
        let counted = counter(unit);
        end = counted.map_or(end, |counter| unit + counter.chars().count());
        bind(begin + 1, end, Place::InWord);
        let next = after_blank(end);
        let weekday = counted == Some(&"日") && matches!(chars.get(next), Some('（' | '('));
        if matches!(counted, Some(&"年" | &"月" | &"日")) && digit(next) || weekday {
            bind(next, next + 1, Place::InDate);
        }
        i = end.max(i + 1);
    }
}
