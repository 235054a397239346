//! Counts: 年4回, 月1～2回, 2、3回程度, 1回／月, 全6回×2コース, 各ブロック1回, 2か月に1回, 3日間, 1泊2日.

use std::sync::LazyLock;

use super::clause::{Clause, Context, Weight};
use super::reader::{Reader, Words};
use super::times;
use crate::calendar::months::Months;
use crate::calendar::schedule::{Count, Per, Weekdays};

/// Words before a count that change nothing.
static SOFT: LazyLock<Words> = LazyLock::new(|| {
    Words::new(&[
        "原則として",
        "原則",
        "基本的に",
        "概ね",
        "おおむね",
        "少なくとも",
        "最低でも",
        "最低",
        "最大",
        "およそ",
        "通算",
        "約",
        "平均",
    ])
});

/// What a count can be of: places and groups, each with its own.
pub(super) static GROUPS: LazyLock<Words> = LazyLock::new(|| {
    Words::new(&[
        "ブロック",
        "小学校区",
        "中学校区",
        "小学校",
        "中学校",
        "保育所",
        "保育園",
        "幼稚園",
        "自治会",
        "町内会",
        "事業所",
        "事業",
        "地区",
        "地域",
        "校区",
        "学区",
        "会場",
        "支部",
        "支所",
        "分会",
        "分団",
        "部会",
        "委員会",
        "グループ",
        "施設",
        "団体",
        "クラス",
        "学年",
        "学期",
        "世帯",
        "圏域",
        "班",
        "校",
        "園",
        "館",
        "区",
        "町",
        "村",
        "市",
        "組",
        "課",
        "部",
        "人",
        "か所",
        "カ所",
        "ヶ所",
        "ヵ所",
        "箇所",
        "科目",
        "コース",
    ])
});

/// What a count may begin with beside numbers, soft words and groups.
const BEGINNINGS: &str = "年月週全計合延の総累各そ毎例隔季四半数複ひ約";

const TIMES: [&str; 2] = ["回", "度"];

pub(super) fn read(r: &mut Reader, context: Context) -> Option<Clause> {
    if !(r.at_number() || BEGINNINGS.contains(r.peek()) || r.is_known(&SOFT) || r.is_known(&GROUPS)) {
        return None;
    }
    let start = r.pos();
    for parser in [interval, per_year_seldom, days_long, session, times_read] {
        if let Some(clause) = parser(r, context) {
            return Some(clause);
        }
        r.back_to(start);
    }
    None
}

/// 2か月に1回, 四半期ごと, 半年に1回, 隔月, 2週間に1回, 季刊: how often a year follows from it.
fn interval(r: &mut Reader, _: Context) -> Option<Clause> {
    r.eat_known(&SOFT);
    let year = |n| Some(Clause::Interval(n));
    if r.eat_word("隔月刊") || r.eat_word("隔月") {
        once_behind(r);
        return year(6);
    }
    if r.eat_word("季刊") {
        return year(4);
    }
    if r.eat_any(&["四半期", "4半期", "季節"]) {
        return once_behind(r).then(|| year(4)).flatten();
    }
    if r.eat_word("半年") || r.eat_word("半期") {
        return once_behind(r).then(|| year(2)).flatten();
    }
    let n = r.number()?;
    if r.eat_word("週間") || r.eat('週') {
        return (n <= 2 && once_behind(r)).then_some(match n {
            1 => Clause::Weekly(Weekdays::NONE),
            _ => Clause::Fortnightly(Weekdays::NONE),
        });
    }
    if !r.month_unit() {
        return None;
    }
    match n {
        1 => {
            let here = r.pos();
            r.eat('に');
            if let Some(Clause::Count(count, weight)) = counted(r, Per::Month) {
                return Some(Clause::Count(count, weight));
            }
            r.back_to(here);
            once_behind(r).then_some(Clause::EachMonth(Months::ALL))
        }
        2 | 3 | 4 | 6 => once_behind(r).then(|| year(12 / n)).flatten(),
        _ => None,
    }
}

/// に1回, ごと, ごとに1回, 毎に.
fn once_behind(r: &mut Reader) -> bool {
    let spaced = r.eat_any(&["ごとに", "毎に", "ごと", "毎", "に"]);
    let ends_in_ni = r.before() == 'に';
    let here = r.pos();
    let once = r.number() == Some(1) && r.eat_any(&TIMES);
    if !once {
        r.back_to(here);
    } else if spaced {
        r.eat_any(&["程度", "ほど"]);
    }
    once || (spaced && (!ends_in_ni || matches!(r.chars(here.saturating_sub(2), here).next(), Some('と' | '毎'))))
}

/// 隔年, 毎年, 2年に1回: says nothing of the days of one year.
fn per_year_seldom(r: &mut Reader, _: Context) -> Option<Clause> {
    if r.eat_word("隔年") {
        return Some(Clause::Note(true));
    }
    if r.eat_any(&["毎年度", "毎年", "例年", "各年度"]) {
        return Some(Clause::YearWord { says_when: true });
    }
    if r.eat_word("年度内") || r.eat_word("年度中") || r.eat_word("年内") {
        r.eat_any(&["に"]);
        return Some(Clause::YearWord { says_when: true });
    }
    let years = r.number()?;
    (years > 1 && years < 20 && r.eat('年') && once_behind(r)).then_some(Clause::Note(true))
}

/// 3日間, 全2日間, 1泊2日, 1週間, 3か月間.
fn days_long(r: &mut Reader, _: Context) -> Option<Clause> {
    r.eat_any(&["全", "各", "約", "計", "延べ", "のべ", "の"]);
    let n = r.number()?;
    if r.eat('泊') {
        let days = r.number()?;
        return (r.eat_word("日間") || r.eat('日')).then_some(Clause::DaysLong(days));
    }
    let days = if r.eat_word("日間") {
        n
    } else if r.eat_word("週間") {
        n.checked_mul(7)?
    } else if r.month_unit() {
        r.eat('間');
        if matches!(r.peek(), 'に' | 'ご' | '毎' | '児' | '健' | '前' | '後' | '以') {
            return None;
        }
        return Some(Clause::Note(true));
    } else {
        return None;
    };
    (!matches!(r.peek(), 'に' | 'ご' | '毎' | '前')).then_some(())?;
    r.eat_any(&["程度", "ほど"]);
    Some(Clause::DaysLong(days))
}

/// 1回2時間, 1回につき90分: how long one of them lasts, not how many.
fn session(r: &mut Reader, _: Context) -> Option<Clause> {
    r.eat('各');
    (r.number()? == 1 && r.eat('回')).then_some(())?;
    r.eat_any(&["につき", "あたり", "当たり", "、"]);
    times::length(r).then_some(Clause::Note(false))
}

/// Everything with a number and 回.
fn times_read(r: &mut Reader, _: Context) -> Option<Clause> {
    r.eat_known(&SOFT);
    if r.eat_word("毎学期") {
        return each_behind_group(r);
    }
    if let Some(clause) = vague(r) {
        return Some(clause);
    }
    let start = r.pos();
    let (per, weight) = match r.peek() {
        '年' => (
            prefix(r, &["年度に", "年度内に", "年度内", "年間延べ", "年間計", "年間約", "年間", "年度", "年に", "年"], Per::Year)?,
            Weight::Part,
        ),
        '月' => (prefix(r, &["月に", "月"], Per::Month)?, Weight::Part),
        '週' => (prefix(r, &["週間に", "週に", "週"], Per::Week)?, Weight::Part),
        '全' | '計' | '合' | '延' | 'の' | '総' | '累' => {
            (prefix(r, &["全", "合計", "累計", "総計", "計", "延べ", "延", "のべ"], Per::Total)?, Weight::Whole)
        }
        'ひ' => (prefix(r, &["ひと月に", "ひと月"], Per::Month)?, Weight::Part),
        '各' | 'そ' => return each(r),
        _ => match group(r) {
            Some(()) => return each_behind_group(r),
            None => {
                r.back_to(start);
                (Per::Total, Weight::Part)
            }
        },
    };
    r.eat_known(&SOFT);
    if r.peek() == '各' {
        return None;
    }
    if let Some(clause) = vague(r) {
        return Some(if matches!(per, Per::Month) { Clause::Months(Months::ALL, None) } else { clause });
    }
    let clause = counted(r, per)?;
    Some(match clause {
        Clause::Count(count, Weight::Part) => Clause::Count(count, weight),
        other => other,
    })
}

fn prefix(r: &mut Reader, words: &[&str], per: Per) -> Option<Per> {
    r.eat_any(words).then_some(per)
}

/// 数回, 年数回: some, no telling how many.
fn vague(r: &mut Reader) -> Option<Clause> {
    (r.eat_any(&["数回", "複数回", "数度"])).then(|| {
        r.eat_any(&["程度", "ほど"]);
        Clause::Note(true)
    })
}

/// 各1回, 各校1回, 各ブロック年2回, それぞれ1回.
fn each(r: &mut Reader) -> Option<Clause> {
    r.eat_any(&["それぞれ", "各々", "各"]).then_some(())?;
    r.eat_known(&GROUPS);
    each_behind_group(r)
}

fn each_behind_group(r: &mut Reader) -> Option<Clause> {
    r.eat_any(&["ごとに", "毎に", "につき", "あたり", "当たり", "別に", "で", "に", "とも", "、", "ごと", "毎", "別"]);
    r.eat_any(&["それぞれ", "各"]);
    r.eat_any(&["年度", "年間", "年に", "年"]);
    if vague(r).is_some() {
        return Some(Clause::Note(true));
    }
    counted(r, Per::Each)
}

/// 地区ごとに, ブロック別に, 1校につき, 3会場各: the words before a count of each.
fn group(r: &mut Reader) -> Option<()> {
    let numbered = r.number();
    let term = r.is_next("学期");
    // 1学期に2回、2学期に3回: each term by its number.
    if term && numbered.is_some_and(|number| number > 1 || r.has_ahead("2学期")) {
        return None;
    }
    let grouped = r.eat_known(&GROUPS);
    // 1学期2回 is the first term's, 学期2回 each term's.
    let one = numbered.is_none() || (numbered == Some(1) && !term);
    let marked = matches!(r.peek(), 'ご' | '毎' | '別' | 'に' | 'あ' | '当' | '各' | 'で') || (one && r.at_digit());
    (grouped && marked).then_some(())
}

/// n回, n～m回, n、m回, n回程度, n回以上, n回／月, n回×mコース.
fn counted(r: &mut Reader, per: Per) -> Option<Clause> {
    let min = r.number()?;
    let mut max = min;
    let here = r.pos();
    if r.wave() || r.eat_word("から") {
        max = r.number().filter(|max| *max >= min)?;
    } else if r.list_sign() {
        match r.number().filter(|max| *max == min + 1) {
            Some(next) => max = next,
            None => r.back_to(here),
        }
    }
    let unit = TIMES.iter().any(|unit| r.eat_word(unit)) || (per == Per::Week && !r.is_next("日間") && r.eat('日'));
    // 2回～3回.
    let here = r.pos();
    if unit && max == min && r.wave() {
        match r.number().filter(|number| *number > min && r.eat('回')) {
            Some(number) => max = number,
            None => r.back_to(here),
        }
    }
    if !unit || min == 0 || matches!(r.peek(), '目' | '線' | '数' | '分' | '生' | '答' | '戦') {
        return None;
    }
    let here = r.pos();
    if r.eat_any(&["×", "x", "X", "*"]) {
        let factor = r.number()?;
        r.eat_known(&GROUPS).then_some(())?;
        return Some(Clause::Count(Count { min: min.checked_mul(factor)?, max: max.checked_mul(factor), per }, Weight::Whole));
    }
    r.back_to(here);
    let per = match per_behind(r) {
        Some(per) => per,
        // 1回/2ヶ月, 1回／3年.
        None if r.peek() == '/' && r.peek_at(1).is_ascii_digit() => return None,
        None => per,
    };
    let mut count = Count { min, max: Some(max), per };
    if r.eat_any(&["以上", "~"]) {
        count.max = None;
    } else if r.eat_any(&["以内", "以下", "まで", "が上限", "を限度"]) {
        count.min = 0;
    } else {
        r.eat_any(&["程度", "ほど", "くらい", "ぐらい", "前後", "位", "ずつ", "コース", "シリーズ", "連続講座", "連続", "講座"]);
    }
    Some(Clause::Count(count, Weight::Part))
}

/// ／月, (年).
fn per_behind(r: &mut Reader) -> Option<Per> {
    let here = r.pos();
    let bracket = r.eat('(');
    if bracket || r.eat('/') {
        r.eat('1');
        let per = match r.peek() {
            '年' => Some(Per::Year),
            '月' => Some(Per::Month),
            '週' => Some(Per::Week),
            _ => None,
        };
        if let Some(per) = per {
            r.bump();
            r.eat_any(&["度", "間"]);
            let closed = if bracket { r.eat(')') } else { !r.at_digit() };
            if closed {
                return Some(per);
            }
        }
    }
    r.back_to(here);
    None
}
