//! Whether a bracket at the end of a title says when: 4月、7月、10月、2月, 月1回, 随時, 3日間.
//!
//! Lives here: a small recogniser, yes or no. Does not live here: what the phrase means in days and
//! months; that is the calendar's. May use: `calendar` (widths).
//!
//! The phrase must be one throughout: its pieces between 、 and 。 are each a time word, and at least
//! one piece carries a time by itself. So 第66回, 48地区, 50円, 2名 and パンフレット are none.

use crate::calendar::half_width;

/// Words that say when by themselves.
const WORDS: [&str; 34] = [
    "随時",
    "適宜",
    "通年",
    "隔月",
    "隔週",
    "隔年",
    "毎月",
    "毎週",
    "毎日",
    "毎年",
    "毎年度",
    "毎回",
    "常設",
    "常設展示",
    "常時",
    "年間",
    "年度内",
    "年度末",
    "年度当初",
    "上半期",
    "下半期",
    "前期",
    "後期",
    "必要時",
    "必要に応じ",
    "必要に応じて",
    "ブロックごとに開催",
    "次年度に向けて",
    "偶数月",
    "奇数月",
    "未定",
    "時期未定",
    "不定期",
    "定期的",
];
/// What may follow a time: 開催, 実施, 頃.
const TAILS: [&str; 17] = [
    "に開催",
    "開催",
    "に実施",
    "実施",
    "予定",
    "程度",
    "頃",
    "ごろ",
    "他",
    "ほか",
    "等",
    "など",
    "助成",
    "以上",
    "まで",
    "から",
    "を予定",
];

/// Whether `text`, the whole content of a bracket, says when.
pub(super) fn is_schedule(text: &str) -> bool {
    let plain: String = half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    if plain.is_empty() || plain.chars().count() > 80 {
        return false;
    }
    let Some(plain) = without_brackets(&plain) else { return false };
    let mut sure = false;
    for piece in plain.split(['、', ',', '。', '・', '･', '･', ';', '/', '及']).filter(|piece| !piece.is_empty()) {
        let piece = piece.strip_prefix('び').unwrap_or(piece);
        match strength(piece) {
            Some(own) => sure |= own,
            None => return false,
        }
    }
    sure
}

/// `text` without its inner brackets, if each says when or when not: （年末年始、祝祭日を除く）, （金）.
fn without_brackets(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('(') {
        let (inner, behind) = after.split_once(')')?;
        if !(inner.ends_with("除く") || is_weekdays(inner) || is_schedule(inner)) {
            return None;
        }
        out.push_str(before);
        rest = behind;
    }
    out.push_str(rest);
    Some(out)
}

/// `None`: not about time; `Some(true)`: a time by itself; `Some(false)`: only beside one (年末年始).
fn strength(piece: &str) -> Option<bool> {
    let mut rest = piece;
    for ending in ["を除く", "除く"] {
        if rest.ends_with(ending) {
            return Some(false);
        }
    }
    // 8月を除く毎月
    if let Some((before, after)) = rest.split_once("を除く") {
        return (strength(before).is_some() && strength(after) == Some(true)).then_some(true);
    }
    if rest.starts_with("内") && is_count(&rest["内".len()..].chars().take_while(|c| *c != 'は').collect::<String>()) {
        return Some(false);
    }
    let mut stripped = true;
    while stripped && !WORDS.contains(&rest) {
        stripped = false;
        for tail in TAILS {
            if let Some(before) = rest.strip_suffix(tail).filter(|before| !before.is_empty()) {
                rest = before;
                stripped = true;
                break;
            }
        }
    }
    if WORDS.contains(&rest) {
        return Some(true);
    }
    if matches!(rest, "年末年始" | "祝祭日" | "祝日" | "土日" | "土日祝") {
        return Some(false);
    }
    if let Some(days) = rest.strip_suffix("曜日").or_else(|| rest.strip_suffix("曜")) {
        return is_weekdays(days).then_some(true);
    }
    if rest.chars().count() == 1 && is_weekdays(rest) {
        return Some(false);
    }
    for (open, close) in [("毎週", "曜日"), ("毎週", "曜"), ("隔週", "曜日"), ("毎月", "日"), ("第", "曜日")] {
        if rest.starts_with(open) && rest.ends_with(close) && rest.chars().count() <= 12 {
            return Some(true);
        }
    }
    (is_count(rest) || is_months(rest) || is_named_count(rest)).then_some(true)
}

fn is_weekdays(text: &str) -> bool {
    let text = ["毎週", "隔週", "毎月", "第"].iter().find_map(|open| text.strip_prefix(open)).unwrap_or(text);
    text.chars().all(|c| "月火水木金土日祝第・~～〜-".contains(c) || c.is_ascii_digit())
        && text.chars().any(|c| "月火水木金土日".contains(c))
}

/// [年|月|週|各…] n[～m] 回|日間|か月…
fn is_count(text: &str) -> bool {
    let mut text = text;
    for open in [
        "各ブロック",
        "各地区",
        "各校",
        "各支部",
        "各会場",
        "計",
        "全",
        "延べ",
        "約",
        "年度",
        "年間",
        "年に",
        "年",
        "月に",
        "月",
        "週に",
        "週",
        "毎月",
        "毎週",
        "毎年",
        "各",
        "原則",
    ] {
        if let Some(rest) = text.strip_prefix(open) {
            text = rest;
            break;
        }
    }
    for unit in ["回", "日間", "か月", "ヶ月", "カ月", "ヵ月", "か月間", "ヶ月間", "週間", "日", "クール", "期", "コース"]
    {
        if let Some(number) = text.strip_suffix(unit) {
            return is_span(number, |part| {
                !part.is_empty() && part.chars().all(|c| c.is_ascii_digit() || "数一二三四五六七八九十".contains(c))
            });
        }
    }
    false
}

/// スッキリ会6回: a short name with its count.
fn is_named_count(text: &str) -> bool {
    let Some(at) = text.find(|c: char| c.is_ascii_digit()) else { return false };
    let (name, count) = text.split_at(at);
    let short = (2..=10).contains(&name.chars().count());
    short && !name.ends_with('第') && !name.contains(['(', '「', ':']) && count.ends_with('回') && is_count(count)
}

fn is_span(text: &str, part: impl Fn(&str) -> bool) -> bool {
    !text.is_empty() && text.split(['~', '～', '〜', '-', '－', '―', 'ー']).all(part)
}

/// 4月, 4月～6月, 4～6月, 6月19日(金), 9月上旬, 令和7年4月.
fn is_months(text: &str) -> bool {
    if !text.chars().any(|c| matches!(c, '月' | '日' | '春' | '夏' | '秋' | '冬')) {
        return false;
    }
    is_span(text, |part| {
        let part = part.strip_prefix("毎年").unwrap_or(part);
        if matches!(
            part,
            "春" | "夏" | "秋" | "冬" | "春季" | "夏季" | "秋季" | "冬季" | "春休み" | "夏休み" | "冬休み" | "翌年" | "年度末"
        ) {
            return true;
        }
        let part = crate::calendar::parse_era_year(part).map_or(part, |(_, len)| part[len..].trim_start_matches('年'));
        let part = part.strip_prefix('翌').unwrap_or(part).trim_start_matches('年');
        let digits = part.chars().take_while(char::is_ascii_digit).count();
        let after = &part[digits..];
        if digits == 0 || digits > 2 {
            return digits == 0 && matches!(after, "上旬" | "中旬" | "下旬" | "初旬" | "末");
        }
        let after = match after.strip_prefix('月') {
            Some(rest) => rest,
            None => return after.is_empty() || after == "日",
        };
        let day = after.chars().take_while(char::is_ascii_digit).count();
        matches!(&after[day..], "" | "日" | "上旬" | "中旬" | "下旬" | "初旬" | "末" | "中" | "初め" | "半ば" | "以降" | "年")
    })
}

#[cfg(test)]
mod tests {
    use super::is_schedule;

    #[test]
    fn times_are_known() {
        for text in [
            "1回",
            "２回",
            "随時",
            "年4回",
            "月1回",
            "36回",
            "10回程度",
            "5回程度。内1回は受入事業所との意見交換会",
            "4月、7月、10月、2月",
            "4月～6月",
            "6月助成",
            "8月を除く毎月",
            "隔月",
            "3日間",
            "毎週金曜日、隔週土曜日他",
            "火・水・木曜日（年末年始、祝祭日を除く）",
            "月曜日（年末年始、祝祭日を除く）",
            "スッキリ会6回、ワイワイ会4回",
            "ブロックごとに開催",
            "常設展示",
            "次年度に向けて",
            "適宜",
            "6月19日（金）",
            "2～3回",
            "各ブロック1回",
            "毎月",
            "5月",
            "9月上旬",
            "通年",
            "4～6月",
            "毎月第2火曜日",
        ] {
            assert!(is_schedule(text), "{text}");
        }
    }

    #[test]
    fn other_brackets_are_not() {
        for text in [
            "第66回",
            "48地区",
            "72ヶ所",
            "50円",
            "2名",
            "パンフレット",
            "市受託事業",
            "大学生",
            "活動保険200円、行事用保険20円",
            "",
            "電話・来所・訪問",
            "貸付要件の緩和",
            "新任研修、新任事務局長研修",
            "70歳以上対象",
            "保育部会",
            "ケアセンター",
            "県北支部",
            "令和3年度",
            "1974年",
            "講師派遣・参加",
        ] {
            assert!(!is_schedule(text), "{text}");
        }
    }
}
