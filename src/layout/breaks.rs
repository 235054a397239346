//! Where a paragraph may break.
//!
//! Lives here: our own rules for Japanese business text (forbidden starts and ends, numbers with their
//! units, dates, paired dashes), and Unicode's (through `icu_segmenter`) for all else. Does not live
//! here: which of the breaks are taken (`line`, `weigh`). May use: `cluster`, `kinsoku`.

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::{LineBreakOptions, LineBreakStrictness};

use super::cluster::{Cluster, Shaped};
use super::kinsoku::{Class, ends_no_line, is_digit, starts_no_line};

/// How willingly a line breaks before a cluster, from never to freely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Break {
    /// A forbidden start or end; only if nothing else is left.
    Forbidden,
    /// Inside a word, a number or a unit; only if it does not fit into a line.
    Inside,
    /// Inside a date; only if the line would otherwise be set too wide.
    Weak,
    /// Freely.
    Free,
}

const ERAS: [&str; 5] = ["令和", "平成", "昭和", "大正", "明治"];

/// Units of several characters, so that they are not torn either; the longest that matches is taken.
const LONG_UNITS: [&str; 53] = [
    "年度",
    "年間",
    "年目",
    "年生",
    "年代",
    "月号",
    "月末",
    "月分",
    "日間",
    "日目",
    "時間",
    "時半",
    "週間",
    "週目",
    "分間",
    "か月",
    "カ月",
    "ヶ月",
    "ヵ月",
    "箇月",
    "か所",
    "カ所",
    "ヶ所",
    "ヵ所",
    "箇所",
    "か国",
    "地区",
    "団体",
    "世帯",
    "事業",
    "会場",
    "回目",
    "件目",
    "丁目",
    "番地",
    "号室",
    "施設",
    "単位",
    "種類",
    "項目",
    "人分",
    "名分",
    "台分",
    "人目",
    "か年",
    "カ年",
    "ヵ年",
    "ヶ年",
    "小学校",
    "中学校",
    "か村",
    "km",
    "cm",
];

const UNITS: &str = "年月日時分秒回人円件名個所台本枚冊校園館区市町村県組班章節項条号歳才割点位番頁度級期次代口部戸軒棟室席社店床便通着杯匹頭羽基式種列段週泊つ％%℃㎡㎞㎏㎝m";

const MULTIPLES: &str = "十百千万億兆";

/// How willingly a line breaks before each cluster; one entry more than there are clusters.
pub(super) fn breaks(shaped: &Shaped) -> Vec<Break> {
    let clusters = &shaped.clusters;
    let count = clusters.len();
    let mut breaks = vec![Break::Inside; count + 1];
    if !clusters.iter().all(is_plain) {
        ask_unicode(shaped, &mut breaks);
    }
    for i in 1..count {
        if let Some(own) = own_rule(&clusters[i - 1], &clusters[i]) {
            breaks[i] = own;
        }
    }
    let chars: Vec<char> = clusters.iter().map(|cluster| cluster.first).collect();
    bind_numbers(&chars, &mut breaks);
    // The last character that would be seen at the end of a line.
    let mut seen = None;
    for i in 1..count {
        if !clusters[i - 1].hangs_unseen() {
            seen = Some(chars[i - 1]);
        }
        if starts_no_line(chars[i]) || seen.is_some_and(ends_no_line) {
            breaks[i] = Break::Forbidden;
        }
        // What draws nothing stays with what stands before it.
        if clusters[i].glyph.is_none() {
            breaks[i] = Break::Forbidden;
        }
        // Blanks hang at the end of a line; they never begin one.
        if clusters[i].class == Class::Blank {
            breaks[i] = breaks[i].min(Break::Inside);
        }
        if clusters[i].class == Class::Dash && chars[i] == chars[i - 1] {
            breaks[i] = Break::Forbidden;
        }
    }
    breaks[0] = Break::Free;
    breaks[count] = Break::Free;
    breaks
}

/// The breaks of Unicode's line breaking algorithm (UAX 14).
fn ask_unicode(shaped: &Shaped, breaks: &mut [Break]) {
    let clusters = &shaped.clusters;
    let mut options = LineBreakOptions::default();
    options.strictness = Some(LineBreakStrictness::Strict);
    let mut at = 0;
    for boundary in LineSegmenter::new_for_non_complex_scripts(options).segment_str(&shaped.text) {
        while at < clusters.len() && (clusters[at].start as usize) < boundary {
            at += 1;
        }
        if at < clusters.len() && clusters[at].start as usize == boundary {
            breaks[at] = Break::Free;
        }
    }
}

/// The rule between two neighbours, where we have one of our own: Japanese breaks anywhere but where a
/// start or end is forbidden. Unicode keeps more together: ％「 as if it were an amount, ―A and ①A as
/// words, “ and ” with both neighbours, as it cannot know their side; we can.
fn own_rule(before: &Cluster, after: &Cluster) -> Option<Break> {
    use Class::{Closing, Comma, Opening, Period, Wide};
    if is_plain(before) && is_plain(after) {
        let word = before.first.is_ascii_alphanumeric() && after.first.is_ascii_alphanumeric();
        return Some(if word { Break::Inside } else { Break::Free });
    }
    // A character that draws nothing may be there to join or to part.
    if before.hangs_unseen() || after.hangs_unseen() {
        return None;
    }
    let opens = after.class == Opening && (before.class == Wide || !matches!(after.first, '“' | '‘'));
    let closes = matches!(before.class, Closing | Comma | Period) && (after.class == Wide || !matches!(before.first, '”' | '’'));
    (opens || closes).then_some(Break::Free)
}

/// Letters and digits, blanks, and what Japanese print sets in a cell of its own.
fn is_plain(cluster: &Cluster) -> bool {
    cluster.glyph.is_some()
        && matches!(
            cluster.first,
            'a'..='z' | 'A'..='Z' | '0'..='9' | ' '
            | '\u{2015}' | '\u{2025}' | '\u{2026}' | '\u{203B}' | '\u{2103}' | '\u{2116}' | '\u{2190}'..='\u{2199}' | '\u{2460}'..='\u{24FF}' | '\u{25A0}'..='\u{25FF}'
            | '\u{3000}'..='\u{30FF}' | '\u{31F0}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF01}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}'
            | '\u{20000}'..='\u{3FFFF}'
        )
}

/// Keeps digits, their separators, multiples, units and eras together.
fn bind_numbers(chars: &[char], breaks: &mut [Break]) {
    let mut i = 0;
    while i < chars.len() {
        if let Some(era) = ERAS.iter().find(|era| starts_with(&chars[i..], era)) {
            let after = skip_blank(chars, i + era.chars().count());
            if chars.get(after).is_some_and(|c| is_digit(*c) || *c == '元') {
                breaks[i + 1..=after].fill(Break::Inside);
                if chars[after] == '元' {
                    bind_unit(chars, after + 1, breaks);
                    i = after + 1;
                    continue;
                }
            }
        }
        if !is_digit(chars[i]) {
            i += 1;
            continue;
        }
        if i > 0 && chars[i - 1] == '第' {
            breaks[i] = Break::Inside;
        }
        let end = number_end(chars, i);
        breaks[i + 1..end].fill(Break::Inside);
        // Some write 29 年 with blanks between; that is still one thing.
        let unit = skip_blank(chars, end);
        let after_unit = bind_unit(chars, unit, breaks);
        let end = if after_unit > unit { after_unit } else { end };
        let next = skip_blank(chars, end);
        if after_unit == unit + 1 && next < chars.len() && matches!(chars[unit], '年' | '月' | '日') {
            let continues = is_digit(chars[next]) || chars[end - 1] == '日' && matches!(chars[next], '（' | '(');
            if continues {
                breaks[next] = breaks[next].min(Break::Weak);
            }
        }
        i = end.max(i + 1);
    }
}

fn skip_blank(chars: &[char], at: usize) -> usize {
    at + usize::from(chars.get(at) == Some(&' '))
}

/// One past the last digit of the number that begins at `start`, separators and multiples included.
fn number_end(chars: &[char], start: usize) -> usize {
    let mut end = start + 1;
    while end < chars.len() {
        let separator =
            matches!(chars[end], ',' | '，' | '.' | '．' | ':' | '：' | '/' | '／') && chars.get(end + 1).is_some_and(|c| is_digit(*c));
        if is_digit(chars[end]) || separator || MULTIPLES.contains(chars[end]) {
            end += 1;
        } else {
            break;
        }
    }
    end
}

/// Binds the unit that begins at `at` to what stands before it; returns where it ends.
fn bind_unit(chars: &[char], at: usize, breaks: &mut [Break]) -> usize {
    let long = LONG_UNITS.iter().filter(|unit| starts_with(&chars[at..], unit)).map(|unit| unit.chars().count()).max();
    let length = long.unwrap_or_else(|| usize::from(chars.get(at).is_some_and(|c| UNITS.contains(*c))));
    breaks[at..at + length].fill(Break::Inside);
    at + length
}

fn starts_with(chars: &[char], word: &str) -> bool {
    let mut chars = chars.iter();
    word.chars().all(|c| chars.next() == Some(&c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::FontId;
    use crate::layout::cluster::{Look, shape};
    use crate::manuscript::Span;

    /// The text with | at each free break and ¦ at each weak one.
    fn marked(text: &str) -> String {
        let shaped = shape(&[Span::plain(text)], Look { font: FontId::Mincho, size: 10_000 });
        let breaks = breaks(&shaped);
        let mut out = String::new();
        for (i, cluster) in shaped.clusters.iter().enumerate() {
            match breaks[i] {
                Break::Free if i > 0 => out.push('|'),
                Break::Weak => out.push('¦'),
                _ => {}
            }
            out.push_str(&shaped.text[cluster.start as usize..cluster.end as usize]);
        }
        out
    }

    #[test]
    fn plain_text_breaks_anywhere_but_before_marks() {
        assert_eq!(marked("福祉、まち。"), "福|祉、|ま|ち。");
        assert_eq!(marked("コーヒー"), "コー|ヒー");
        assert_eq!(marked("ちょっと"), "ちょっ|と");
        assert_eq!(marked("人々の"), "人々|の");
        assert_eq!(marked("4月～6月"), "4月～|6月");
    }

    #[test]
    fn brackets_keep_to_their_words() {
        assert_eq!(marked("会（市）が"), "会|（市）|が");
        assert_eq!(marked("「和」「輪」"), "「和」|「輪」");
        assert_eq!(marked("名は“輪”だ"), "名|は|“輪”|だ");
    }

    #[test]
    fn full_width_numbers_are_not_torn() {
        assert_eq!(marked("約２０２４の"), "約|２０２４|の");
        assert_eq!(marked("７５歳以上"), "７５歳|以|上");
        assert_eq!(marked("１，２００円を"), "１，２００円|を");
    }

    #[test]
    fn numbers_keep_their_units() {
        assert_eq!(marked("全36回で"), "全|36回|で");
        assert_eq!(marked("計10,000円"), "計|10,000円");
        assert_eq!(marked("市内48地区の"), "市|内|48地区|の");
        assert_eq!(marked("第3回を"), "第3回|を");
        assert_eq!(marked("3日間の"), "3日間|の");
        assert_eq!(marked("5千人が"), "5千人|が");
        assert_eq!(marked("3か所に"), "3か所|に");
    }

    #[test]
    fn dates_break_only_weakly() {
        assert_eq!(marked("令和7年4月1日に"), "令和7年¦4月¦1日|に");
        assert_eq!(marked("令和元年度の"), "令和元年度|の");
        assert_eq!(marked("平成 29 年 9 月 13 日に"), "平成 29 年 ¦9 月 ¦13 日|に");
        assert_eq!(marked("約 30 名 の"), "約 |30 名 |の");
        assert_eq!(marked("9月6日（日）に"), "9月¦6日¦（日）|に");
    }

    #[test]
    fn signs_that_lead_never_end_a_line() {
        assert_eq!(marked("株㈱若葉"), "株|㈱若|葉");
        assert_eq!(marked("次①会"), "次|①会");
        assert_eq!(marked("番号№5"), "番|号|№5");
    }

    #[test]
    fn pairs_of_dashes_and_words_hold() {
        assert_eq!(marked("そして……と"), "そ|し|て……|と");
        assert_eq!(marked("地域――輪"), "地|域――|輪");
        assert_eq!(marked("新SNS版"), "新|SNS|版");
    }
}
