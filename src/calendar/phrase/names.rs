//! Names before their schedule (スッキリ会6回、ワイワイ会4回; 総会：5月) and remarks behind a day
//! （4月8日 入学式, 10月4日（雨天順延））.

use std::sync::LazyLock;

use super::pair_of;
use super::reader::{Reader, Words};

/// How the name of a meeting, a class or a service ends.
static EVENTS: LazyLock<Words> = LazyLock::new(|| {
    Words::of_endings(&[
        "体操",
        "議会",
        "会",
        "会議",
        "研修",
        "講座",
        "講習",
        "教室",
        "訓練",
        "大会",
        "祭",
        "祭り",
        "まつり",
        "フェスタ",
        "フェア",
        "フェスティバル",
        "サロン",
        "カフェ",
        "相談",
        "活動",
        "訪問",
        "発行",
        "調査",
        "募金",
        "事業",
        "学習",
        "学級",
        "クラブ",
        "健診",
        "検診",
        "体験",
        "見学",
        "旅行",
        "遠足",
        "式",
        "広報",
        "だより",
        "便り",
        "通信",
        "誌",
        "紙",
        "点検",
        "清掃",
        "巡回",
        "面談",
        "交流",
        "ツアー",
        "セミナー",
        "コース",
        "配食",
        "給食",
        "食堂",
        "サービス",
        "展",
        "査",
        "ゼミ",
        "ワークショップ",
        "シンポジウム",
        "フォーラム",
        "ひろば",
        "広場",
        "塾",
        "運動",
        "パトロール",
        "行事",
        "始め",
        "納め",
        "七夕",
        "キャンプ",
        "演習",
        "測定",
        "検査",
        "貸出",
        "開放",
        "上映",
        "発表",
        "参観",
        "作業",
        "デー",
        "集い",
        "つどい",
        "開き",
        "の日",
        "始業",
        "終業",
        "式典",
        "記念",
        "花見",
        "狩り",
        "刈り",
        "取り",
        "掘り",
        "植え",
        "拾い",
        "踊り",
        "つき",
        "詣",
        "詣で",
        "参り",
        "初午",
        "節分",
        "彼岸",
        "クリスマス",
        "バザー",
        "コンサート",
        "公演",
        "合宿",
        "試合",
        "リーグ",
        "マラソン",
        "駅伝",
        "ウォーク",
        "ウォーキング",
        "ハイキング",
        "レクリエーション",
        "懇談",
        "審査",
        "監査",
        "掃除",
        "除草",
        "朝礼",
        "回診",
        "期間",
        "週間",
        "月間",
        "夜警",
        "整理",
    ])
});

/// What a schedule behind a name begins with, where it is no digit.
static STARTS: LazyLock<Words> = LazyLock::new(|| {
    Words::new(&[
        "毎月",
        "毎週",
        "毎日",
        "毎年",
        "隔月",
        "隔週",
        "随時",
        "適宜",
        "通年",
        "偶数月",
        "奇数月",
        "上半期",
        "下半期",
        "前期",
        "後期",
        "令和",
        "不定期",
        "必要",
        "年度",
        "年間延",
        "年間計",
        "年間約",
        "年間随",
        "年間を",
        "月初",
        "月末",
        "各月",
        "各地区",
        "各校",
        "各ブロック",
        "原則",
        "四半期",
        "平日",
    ])
});

/// What a number is of behind these is no time: 補助率1/2, 一人年2回.
const MEASURES: &str = "率割額費比料数量点倍人者";

/// When there is none.
const CLOSINGS: [&str; 8] = ["休館日", "定休日", "休業日", "閉庁日", "閉館日", "休園日", "休所日", "休診日"];

/// A name found before a schedule.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name {
    /// Characters of the name.
    pub start: usize,
    pub end: usize,
    /// Sure to be one: it ends as events do, or a colon or bracket parts it from the schedule.
    pub sure: bool,
    /// It ends as events do.
    pub event: bool,
}

/// Reads a name and the sign or particle behind it.
pub(super) fn read(r: &mut Reader) -> Option<Name> {
    let start = r.pos();
    let name = read_inner(r, start);
    if name.is_none() {
        r.back_to(start);
    }
    name
}

fn read_inner(r: &mut Reader, start: usize) -> Option<Name> {
    const LONGEST: usize = 20;
    if r.at_digit() || (r.peek() == '第' && r.peek_at(1).is_ascii_digit()) {
        return numbered(r, start);
    }
    let mut quoted = false;
    loop {
        let length = r.pos() - start;
        match r.peek() {
            '「' | '『' => quoted = true,
            '」' | '』' => quoted = false,
            _ if quoted && !r.at_end() => {}
            '\0' | '、' | '。' | '/' | ')' | '~' | '-' | '第' if !at_start_of_schedule(r) => return None,
            'を' | 'が' | 'へ' => return None,
            // 三百円, 六十歳以上; 名月の会 and 二十歳のつどい are names.
            '円' | '名' if is_digit(r.before()) => return None,
            '歳' if is_digit(r.before()) && (r.before().is_ascii_digit() || matches!(r.peek_at(1), '以' | '未' | 'ま' | '~')) => {
                return None;
            }
            ':' => return found(r, start, true, 1),
            '(' => return found(r, start, true, 0),
            'は' if length >= 2 => return found(r, start, false, 1).filter(|_| at_start_of_schedule(r)),
            _ if length > 0 && at_start_of_schedule(r) => return found(r, start, false, 0),
            _ => {}
        }
        if length >= LONGEST || r.at_end() {
            return None;
        }
        r.bump();
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || "〇一二三四五六七八九十百".contains(c)
}

/// 1歳6か月児健診：… and 第3回大会 … are names by the sign or space behind them and their ending; other numbers begin none.
fn numbered(r: &mut Reader, start: usize) -> Option<Name> {
    const LONGEST: usize = 16;
    while r.pos() - start < LONGEST && !r.at_end() && !matches!(r.peek(), '、' | '。' | '~' | '-' | '/' | '(' | ')') {
        if r.peek() == ':' {
            return found(r, start, true, 1);
        }
        // 2歳児教室（月1回）.
        if r.peek_at(1) == '(' {
            r.bump();
            return found(r, start, true, 0);
        }
        if r.after_space() && r.pos() > start && at_start_of_schedule(r) {
            return found(r, start, true, 0);
        }
        r.bump();
    }
    None
}

fn found(r: &mut Reader, start: usize, parted: bool, sign: usize) -> Option<Name> {
    let end = r.pos();
    let letters = r.chars(start, end).filter(|c| c.is_alphabetic() || *c == 'ー').count();
    let of_a_year = r.chars(start, end).any(pair_of('年', '度'));
    let last = r.chars(start, end).next_back().unwrap_or_default();
    let numbered = r.chars(start, end).any(|c| c.is_ascii_digit());
    // 1歳6か月児健診：毎月第2木曜日 is sure by its sign and its ending.
    let closing = CLOSINGS.iter().any(|word| r.chars(end.saturating_sub(3).max(start), end).eq(word.chars()));
    // 以後毎週火曜 goes on from the day before it.
    let goes_on = ["以後", "以降", "その後", "次回", "翌", "ただし", "但し", "なお"]
        .iter()
        .any(|word| r.chars(start, start + word.chars().count()).eq(word.chars()));
    // 平成8年10月 is of that year, not 8年10月 of what is called 平成.
    let of_an_era =
        r.at_digit() && crate::calendar::ERAS.iter().any(|era| r.chars(end.saturating_sub(2).max(start), end).eq(era.name.chars()));
    if letters < 2
        || of_an_era
        || closing
        || goes_on
        || of_a_year
        || MEASURES.contains(last)
        || (numbered && !(parted && is_event(r, start, end)))
    {
        return None;
    }
    let spaced = sign == 0 && r.after_space();
    let sure = parted || spaced || r.chars(start, end).any(|c| c == '」') || is_event(r, start, end);
    r.back_to(end + sign);
    Some(Name { start, end, sure, event: is_event(r, start, end) })
}

/// Whether a digit or a word that begins a schedule comes next.
fn at_start_of_schedule(r: &Reader) -> bool {
    if r.at_digit() {
        return true;
    }
    let counted = |ahead: usize| r.peek_at(ahead).is_ascii_digit() || r.peek_at(ahead) == '数';
    match r.peek() {
        '年' | '月' | '週' | '計' | '全' | '約' | '各' | '延' => {
            counted(1) || (r.peek() == '年' && (r.peek_at(1) == '間' || r.peek_at(1) == 'に') && counted(2)) || r.is_known(&STARTS)
        }
        '第' => counted(1),
        _ => r.is_known(&STARTS),
    }
}

fn is_event(r: &Reader, start: usize, end: usize) -> bool {
    r.ends_in(start, end, &EVENTS)
}

/// Words that make a remark more than a remark: it changes when something happens.
static CHANGES: LazyLock<Words> = LazyLock::new(|| {
    Words::new(&[
        "除く",
        "除き",
        "除い",
        "休",
        "翌",
        "前",
        "後",
        "以",
        "降",
        "外は",
        "変更",
        "中止",
        "ただし",
        "但し",
        "場合",
        "または",
        "又は",
        "いずれ",
        "のみ",
        "だけ",
        "隔",
        "上旬",
        "中旬",
        "下旬",
        "初旬",
    ])
});

/// What may stand behind a number in a remark: （6年）, （20名）, 1学期終業式.
const OF_REMARKS: [&str; 12] = ["年生", "学年", "学期", "歳", "名", "人", "組", "級", "丁目", "階", "円", "年)"];

/// Reads a remark without numbers, to the next sign or (in a bracket) to its end. `any` lets it be any
/// words; otherwise it must end as events do.
pub(super) fn read_remark(r: &mut Reader, in_bracket: bool, any: bool) -> bool {
    const LONGEST: usize = 24;
    let start = r.pos();
    while !r.at_end()
        && r.peek() != ')'
        && (r.pos() == start || in_bracket || !r.after_space())
        && (in_bracket || !matches!(r.peek(), '、' | '。' | '(' | '/' | '・'))
    {
        let c = r.peek();
        // 5月 総会終了後.
        if r.eat_word("終了後") {
            if r.at_end() || matches!(r.peek(), ')' | '、' | '。') {
                return r.pos() > start + 3;
            }
            r.back_to(start);
            return false;
        }
        let is_change = r.is_known(&CHANGES);
        if (c.is_ascii_digit() && !number_of_remark(r)) || is_change || matches!(c, '(' | '。' | '~' | '曜') {
            r.back_to(start);
            return false;
        }
        r.bump();
    }
    let length = r.pos() - start;
    let fits = (1..=LONGEST).contains(&length) && (any || is_event(r, start, r.pos())) && (!in_bracket || r.peek() == ')');
    if !fits {
        r.back_to(start);
    }
    fits
}

/// A remark in a bracket behind anything: no word of it may say when, but a day or week of remembrance may (家庭の日).
pub(super) fn read_plain_remark(r: &mut Reader) -> bool {
    const CALENDAR: &str = "月火水木金土日週曜旬期末年毎各奇偶回時";
    let start = r.pos();
    if !read_remark(r, true, true) {
        return false;
    }
    let ends =
        |ending: &str| r.pos() >= start + ending.chars().count() && r.chars(r.pos() - ending.chars().count(), r.pos()).eq(ending.chars());
    let named = ["の日", "月間", "週間", "デー", "月の方"].iter().any(|ending| ends(ending));
    if !named && r.chars(start, r.pos()).any(|c| CALENDAR.contains(c)) {
        r.back_to(start);
        return false;
    }
    true
}

/// Steps to the last digit of a number that says nothing of when.
fn number_of_remark(r: &mut Reader) -> bool {
    let start = r.pos();
    while r.at_digit() || (r.peek() == '・' && r.peek_at(1).is_ascii_digit()) {
        r.bump();
    }
    // 5年自然教室 is for the fifth year.
    let of_school = r.peek() == '年' && !matches!(r.peek_at(1), '度' | '間' | '目' | 'に' | '月' | '\0') && !r.peek_at(1).is_ascii_digit();
    let known = of_school || OF_REMARKS.iter().any(|of| r.is_next(of));
    r.back_to(if known { r.pos() - 1 } else { start });
    known
}
