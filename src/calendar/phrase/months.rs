//! Months without days: 毎月, 偶数月, 上半期, 年度当初, 4・7・10月, 4月～6月, 9月上旬, 10月から.

use super::clause::{Clause, Context, Why};
use super::reader::Reader;
use crate::calendar::FiscalYear;
use crate::calendar::months::Months;
use crate::calendar::schedule::Part;

/// Words for months, longer before shorter where one begins with the other.
const PERIODS: [(&str, u32, u32); 31] = [
    ("上半期", 4, 9),
    ("下半期", 10, 3),
    ("上期", 4, 9),
    ("下期", 10, 3),
    ("前半期", 4, 9),
    ("後半期", 10, 3),
    ("前期", 4, 9),
    ("後期", 10, 3),
    ("年度当初", 4, 4),
    ("年度初め", 4, 4),
    ("年度始め", 4, 4),
    ("年度はじめ", 4, 4),
    ("年度末", 3, 3),
    ("年末年始", 12, 1),
    ("年末", 12, 12),
    ("年始", 1, 1),
    ("新年", 1, 1),
    ("新春", 1, 1),
    ("歳末", 12, 12),
    ("正月", 1, 1),
    ("通年", 4, 3),
    ("年中無休", 4, 3),
    ("年中", 4, 3),
    ("年間を通じて", 4, 3),
    ("年間を通して", 4, 3),
    ("年間をとおして", 4, 3),
    ("一年を通して", 4, 3),
    ("一年を通じて", 4, 3),
    ("常設展示", 4, 3),
    ("常設", 4, 3),
    ("常時", 4, 3),
];

/// Those of them that many names begin with.
const BEGIN_NAMES: [&str; 6] = ["新年", "新春", "歳末", "正月", "年末", "年始"];

const PARTS: [(&str, Part); 15] = [
    ("上旬", Part::Early),
    ("初旬", Part::Early),
    ("中旬", Part::Middle),
    ("下旬", Part::Late),
    ("月初め", Part::Early),
    ("当初", Part::Early),
    ("初め", Part::Early),
    ("始め", Part::Early),
    ("はじめ", Part::Early),
    ("前半", Part::Early),
    ("半ば", Part::Middle),
    ("なかば", Part::Middle),
    ("後半", Part::Late),
    ("月末", Part::End),
    ("末", Part::End),
];

const EACH_MONTH: [&str; 4] = ["毎月", "各月", "月例", "月刊"];

/// 毎月, 偶数月, 上半期 … and era years; numbers are left to the other parsers.
pub(super) fn read(r: &mut Reader, context: Context) -> Option<Clause> {
    let start = r.pos();
    let word = match r.peek() {
        '毎' | '各' | '月' => read_each_month(r),
        '偶' if r.eat_word("偶数月") => Some(Clause::EachMonth(Months::EVEN)),
        '奇' if r.eat_word("奇数月") => Some(Clause::EachMonth(Months::ODD)),
        '第' => read_quarter(r),
        '令' | 'R' | '今' | '本' | '当' | '同' => read_with_year_word(r, context),
        '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '翌' | '来' | '例' => None,
        _ => return read_period(r),
    };
    word.or_else(|| {
        r.back_to(start);
        read_period(r)
    })
    .or_else(|| {
        r.back_to(start);
        read_list(r, context)
    })
}

fn read_period(r: &mut Reader) -> Option<Clause> {
    if !"上下前後年新歳正通一常".contains(r.peek()) {
        return None;
    }
    let start = r.pos();
    let (word, from, to) = PERIODS.iter().find(|(word, ..)| r.eat_word(word))?;
    // 上期：6月 and 前期5月～7月 name the part of the year in which the months are.
    if r.eat(':') || month_ahead(r) {
        return Some(Clause::Note(true));
    }
    if from == to && !r.is_next("までに") && r.eat_word("まで") {
        return open_months(4, *to);
    }
    // 新年会, 歳末たすけあい are names.
    if BEGIN_NAMES.contains(word) && !ends_here(r) {
        r.back_to(start);
        return None;
    }
    Some(Clause::Months(Months::range(*from, *to)?, None))
}

/// Whether a month by its number comes next.
fn month_ahead(r: &mut Reader) -> bool {
    let start = r.pos();
    r.eat('は');
    let is_month = r.at_digit() && r.number().is_some() && (r.peek() == '月' || (r.at_wave() && r.peek_at(1).is_ascii_digit()));
    r.back_to(start);
    is_month
}

/// Whether a word is over: a sign, a number or a particle comes next.
fn ends_here(r: &Reader) -> bool {
    r.at_end() || r.after_space() || r.at_digit() || "、・。/()~-:にのとやかまをはも頃ご各年随開実予及".contains(r.peek())
}

/// 毎月, 毎月上旬, 月末.
fn read_each_month(r: &mut Reader) -> Option<Clause> {
    if r.eat_word("月末") || r.eat_word("毎月末") {
        if r.eat('日') {
            return Some(Clause::MonthDays(Months::ALL, 1));
        }
        return Some(Clause::EachMonthPart(Part::End));
    }
    if r.eat_word("月初め") || r.eat_word("月初") {
        return Some(Clause::EachMonthPart(Part::Early));
    }
    if r.eat_any(&["毎偶数月", "各偶数月"]) {
        return Some(Clause::EachMonth(Months::EVEN));
    }
    if r.eat_any(&["毎奇数月", "各奇数月"]) {
        return Some(Clause::EachMonth(Months::ODD));
    }
    (!r.is_next("毎月曜")).then_some(())?;
    r.eat_any(&EACH_MONTH).then_some(())?;
    let here = r.pos();
    if (r.eat('、') || r.eat('の') || here == r.pos())
        && let Some(part) = read_part(r)
    {
        return Some(Clause::EachMonthPart(part));
    }
    r.back_to(here);
    Some(Clause::EachMonth(Months::ALL))
}

/// 第3四半期.
fn read_quarter(r: &mut Reader) -> Option<Clause> {
    r.bump();
    let quarter = r.number().filter(|n| (1..=4).contains(n))?;
    r.eat_word("四半期").then_some(())?;
    let first = (quarter * 3) % 12 + 1;
    Some(Clause::Months(Months::range(first, first + 2)?, None))
}

/// 令和7年度下半期, 今年度中: the plan's own year adds nothing, another is wrong.
fn read_with_year_word(r: &mut Reader, context: Context) -> Option<Clause> {
    if r.eat_any(&["今年度", "本年度", "当年度", "同年度", "当該年度"]) {
        let within = r.eat_any(&["内", "中"]);
        r.eat('は');
        return Some(Clause::YearWord { says_when: within });
    }
    let year = era_year(r)?;
    if r.peek() == '年' && super::words::season_of(r, year, context).is_some_and(|own| own) {
        return Some(Clause::Note(true));
    }
    r.eat_word("年度").then_some(())?;
    match context.year {
        Some(own) if own.0 != year => Some(Clause::Wrong(Why::OutsideYear)),
        _ => {
            let within = r.eat_any(&["内", "中"]);
            Some(Clause::YearWord { says_when: within })
        }
    }
}

/// 令和7, R7, R 7: the western year.
pub(super) fn era_year(r: &mut Reader) -> Option<i32> {
    let era = crate::calendar::ERAS.iter().find(|era| r.eat_word(era.name) || (r.peek_at(1).is_ascii_digit() && r.eat(era.initial)))?;
    let year = if r.eat('元') { 1 } else { r.number().filter(|n| (1..=99).contains(n))? };
    Some(era.first_day.0 + i32::try_from(year).ok()? - 1)
}

pub(super) fn read_part(r: &mut Reader) -> Option<Part> {
    PARTS.iter().find(|(word, _)| r.eat_word(word)).map(|(_, part)| *part)
}

/// The year written before a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WrittenYear {
    /// 令和8年, 2026年.
    Western(i32),
    /// 8年: of an era that is not said.
    Short(u32),
    /// 翌年, 来年.
    Next,
}

impl WrittenYear {
    /// Whether the month of this year lies in the fiscal year.
    pub fn holds(self, month: u32, own: Option<FiscalYear>) -> bool {
        match (self, own) {
            (Self::Next, _) => month <= 3,
            (Self::Western(year), Some(own)) => own.year_of_month(month) == year,
            (Self::Short(year), Some(own)) => {
                let western = |era: &crate::calendar::Era| era.first_day.0 + i32::try_from(year).unwrap_or(0) - 1;
                crate::calendar::ERAS.iter().any(|era| western(era) == own.year_of_month(month))
            }
            (Self::Western(_) | Self::Short(_), None) => true,
        }
    }
}

/// 令和8年, R8., 2026年, 2026/, 翌年, 翌, 毎年, 例年; eats nothing if there is none.
pub(super) fn written_year(r: &mut Reader) -> Option<WrittenYear> {
    let may_begin = match r.peek() {
        '0'..='9' => r.peek_at(3).is_ascii_digit() || r.peek_at(1) == '年' || r.peek_at(2) == '年',
        c => "翌来次毎例同今本令平昭大明RHSTM".contains(c),
    };
    if !may_begin {
        return None;
    }
    let start = r.pos();
    if r.eat_any(&["翌年度", "次年度", "来年度"]) {
        r.back_to(start);
        return None;
    }
    if r.eat_any(&["翌年の", "翌年", "来年", "翌"]) {
        return Some(WrittenYear::Next);
    }
    if r.eat_any(&["毎年度", "毎年", "例年", "同年", "今年", "本年"]) {
        if r.at_digit() {
            return None;
        }
        r.back_to(start);
        return None;
    }
    if let Some(year) = era_year(r).or_else(|| western_year(r))
        && (r.eat('年') || ((r.eat('.') || r.eat('/') || r.eat('-')) && r.at_digit()))
        && r.peek() != '度'
    {
        return Some(WrittenYear::Western(year));
    }
    r.back_to(start);
    short_year(r)
}

/// 8年2月; 2年に1回 is no year.
fn short_year(r: &mut Reader) -> Option<WrittenYear> {
    let start = r.pos();
    let year = r.number().filter(|year| (1..=99).contains(year) && r.eat('年'));
    let here = r.pos();
    let of_month = r.number().is_some_and(|month| month <= 12) && r.peek() == '月';
    r.back_to(if of_month && year.is_some() { here } else { start });
    year.filter(|_| of_month).map(WrittenYear::Short)
}

fn western_year(r: &mut Reader) -> Option<i32> {
    let start = r.pos();
    if !(r.at_digit() && r.peek_at(3).is_ascii_digit()) {
        return None;
    }
    let year = r.number().filter(|year| (1980..=2100).contains(year));
    if year.is_none() {
        r.back_to(start);
    }
    i32::try_from(year?).ok()
}

/// 4月, 4・7・10月, 4～6月, 4月～翌年3月, 9月上旬～10月下旬, 10月から, 9月まで, R7.4～R8.3.
pub(super) fn read_list(r: &mut Reader, context: Context) -> Option<Clause> {
    let first = endpoint(r, context, true)?;
    let Endpoint { months, part, .. } = first;
    if first.is_single && part.is_none() && is_interval(r, months) {
        return None;
    }
    if let Some(why) = first.wrong {
        return Some(Clause::Wrong(why));
    }
    let end = r.pos();
    // 7月頃から.
    let about = first.is_single && r.eat_any(&["頃", "ごろ"]);
    let spoken = r.eat_word("から") || r.eat_word("より");
    if about && !spoken {
        r.back_to(end);
    } else if spoken || r.wave() || r.eat('至') {
        r.eat('、');
        if first.is_single
            && let Some(last) = endpoint(r, context, false)
            && last.is_single
        {
            if let Some(why) = last.wrong {
                return Some(Clause::Wrong(why));
            }
            r.eat_any(&["までの間", "にかけて", "まで"]);
            let month = |months: Months| months.iter().next();
            return Some(match Months::range(month(months)?, month(last.months)?) {
                // Where only one of the two is as exact, the other is from the beginning or to the end.
                Some(months) if part.is_some() || last.part.is_some() => {
                    Clause::Parts(months, part.unwrap_or(Part::Early), last.part.unwrap_or(Part::End))
                }
                Some(months) => Clause::Months(months, None),
                None => Clause::Wrong(Why::OutsideYear),
            });
        }
        // Open to the end of the year: 5月～, 10月から.
        r.back_to(end);
        r.eat_any(&["頃", "ごろ"]);
        let open = spoken && (r.eat_word("から") || r.eat_word("より"))
            || (r.wave() && (r.at_end() || matches!(r.peek(), ')' | '(' | '、' | '。') || r.is_next("随時") || r.is_next("適宜")));
        if open && first.is_single {
            return open_months(months.iter().next()?, 3);
        }
        r.back_to(end);
    }
    if first.is_single && (r.eat_word("以降") || r.eat_word("以後")) {
        return open_months(months.iter().next()?, 3);
    }
    if first.is_single && !r.is_next("までに") && r.eat_word("まで") {
        return open_months(4, months.iter().next()?);
    }
    if r.peek() == '中' && !matches!(r.peek_at(1), '旬' | '下' | '学' | '央' | '止' | '間' | '堅' | '級') {
        r.bump();
    }
    Some(Clause::Months(months, part))
}

/// Steps over the は of 8月は第1水曜日: the months are those of the rhythm behind them.
pub(super) fn is_topic(r: &mut Reader) -> bool {
    let weekday = "月火水木金土日".contains(r.peek_at(1)) && matches!(r.peek_at(2), '曜' | '・' | '、');
    let counted = matches!(r.peek_at(1), '週' | '月') && r.peek_at(2).is_ascii_digit();
    let rhythm = counted || matches!(r.peek_at(1), '第' | '毎' | '隔' | '最' | '平') || r.peek_at(1).is_ascii_digit() || weekday;
    rhythm && r.eat('は')
}

/// 3月に1回, 3月ごと: the third month, or every three months; only other months beside it would tell.
fn is_interval(r: &Reader, months: Months) -> bool {
    let Some(month @ (2 | 3 | 4 | 6)) = months.iter().next() else { return false };
    let once = ["に1回", "に一回", "に1度", "に一度"].iter().any(|once| r.is_next(once));
    let more = || ["に1回以上", "に一回以上"].iter().any(|once| r.is_next(once));
    r.is_next("ごと") || r.is_next("毎に") || (once && (month <= 3 || more()) && !r.names_months_beside())
}

/// Months open to an end of the year.
fn open_months(from: u32, to: u32) -> Option<Clause> {
    Some(Clause::Open { months: Months::range(from, to)?, first: None, last: None })
}

struct Endpoint {
    months: Months,
    part: Option<Part>,
    is_single: bool,
    wrong: Option<Why>,
}

/// A month, or with `many` a list of numbers with one 月 behind.
fn endpoint(r: &mut Reader, context: Context, many: bool) -> Option<Endpoint> {
    let start = r.pos();
    let year = written_year(r);
    // R7.6, R7.4～: a month without 月, known by its era year with a dot.
    let dotted = matches!(year, Some(WrittenYear::Western(_))) && r.before() == '.';
    let mut numbers = Months::NONE;
    let mut count = 0;
    let mut wrong = None;
    loop {
        let Some(month) = r.number() else {
            r.back_to(start);
            return None;
        };
        count += 1;
        if !(1..=12).contains(&month) {
            wrong = Some(Why::NoSuchDay);
        }
        if year.is_some_and(|year| !year.holds(month, context.year)) {
            wrong = Some(Why::OutsideYear);
        }
        numbers = numbers.with(Months::one(month));
        if r.peek() == '月' && r.peek_at(1) != '曜' {
            r.bump();
            break;
        }
        // 6/中旬.
        if r.peek() == '/' && matches!(r.peek_at(1), '上' | '中' | '下' | '初') && r.peek_at(2) == '旬' {
            break;
        }
        if dotted && !matches!(r.peek(), '.' | '/') {
            break;
        }
        let range = many && count == 1 && r.at_wave();
        if range {
            r.wave();
            let last = r.number().filter(|last| (1..=12).contains(last) && r.eat('月'));
            let Some(months) = last.and_then(|last| Months::range(month, last)) else {
                r.back_to(start);
                return None;
            };
            return Some(Endpoint { months, part: read_part_behind(r), is_single: false, wrong });
        }
        if !(many && r.list_sign()) || count > 12 {
            r.back_to(start);
            return None;
        }
    }
    let part = read_part_behind(r);
    Some(Endpoint { months: numbers, part, is_single: count == 1, wrong })
}

/// 上旬, の上旬, 上旬・中旬: of several parts none is kept.
fn read_part_behind(r: &mut Reader) -> Option<Part> {
    let start = r.pos();
    r.eat('の');
    r.eat('/');
    let Some(part) = read_part(r) else {
        r.back_to(start);
        return None;
    };
    let end = r.pos();
    if (r.list_sign() || r.wave()) && read_part(r).is_some() {
        return None;
    }
    r.back_to(end);
    Some(part)
}
