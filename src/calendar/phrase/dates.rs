//! Days: 9月6日（日）, 5月3・4日, 6/14, R7.10.18, 9月6日～8日, 4月1日から5月末日まで, 敬老の日.

use chrono::Datelike;

use super::clause::{Clause, Context, Why};
use super::months::{WrittenYear, written_year};
use super::reader::Reader;
use crate::calendar::holiday::{holiday_named, holiday_names};
use crate::calendar::months::{Months, fiscal_index};
use crate::calendar::schedule::{MonthDay, Part};
use crate::calendar::{FiscalYear, schedule};

/// A day as read; it may not exist.
#[derive(Debug, Clone, Copy)]
struct Day {
    month: u32,
    day: u32,
    wrong: Option<Why>,
    /// Written 9/3, so that what follows may be a bare number.
    slashed: bool,
}

impl Day {
    fn new(month: u32, day: u32, year: Option<WrittenYear>, context: Context) -> Self {
        let wrong = if !exists(month, day, context.year) {
            Some(Why::NoSuchDay)
        } else if year.is_some_and(|year| !year.holds(month, context.year)) {
            Some(Why::OutsideYear)
        } else {
            None
        };
        Self { month, day, wrong, slashed: false }
    }

    fn month_day(self) -> MonthDay {
        (u8::try_from(self.month).unwrap_or(0), u8::try_from(self.day).unwrap_or(0))
    }

    fn order(self) -> (u32, u32) {
        (fiscal_index(self.month), self.day)
    }
}

fn exists(month: u32, day: u32, year: Option<FiscalYear>) -> bool {
    (1..=12).contains(&month) && (1..=last_day(month, year)).contains(&day)
}

/// The last day of a month; of February without a year the 29th.
fn last_day(month: u32, year: Option<FiscalYear>) -> u32 {
    let year = year.unwrap_or(FiscalYear(2023));
    let month = u8::try_from(month).unwrap_or(0);
    (28..=31u8).rev().find(|day| schedule::day_in(year, (month, *day)).is_some()).map_or(0, u32::from)
}

pub(super) fn read(r: &mut Reader, context: Context) -> Option<Clause> {
    if !(r.at_number() || "翌来毎例同今本令平昭大明RHSTM自末最元成建天春憲みこ子海山敬秋体スポ文勤".contains(r.peek()))
    {
        return None;
    }
    let start = r.pos();
    if let Some(clause) = holiday(r, context) {
        return Some(clause);
    }
    r.eat('自');
    if let Some(first) = one_day(r, context, None) {
        return Some(behind_first(r, context, first));
    }
    r.back_to(start);
    if let Some(clause) = days_of_month(r, context) {
        return Some(clause);
    }
    r.back_to(start);
    days_only(r, context)
}

/// 敬老の日; in a bracket it is a remark on the day before it.
fn holiday(r: &mut Reader, context: Context) -> Option<Clause> {
    if context.in_bracket || !"元成建天春昭憲みこ子海山敬秋体スポ文勤".contains(r.peek()) {
        return None;
    }
    let name = holiday_names().find(|name| r.eat_word(name))?;
    let date = holiday_named(name, context.year?)?;
    // 成人の日（1月12日） is one of the two.
    let here = r.pos();
    let told = r.eat('(').then(|| one_day(r, context, None)).flatten().filter(|_| r.eat(')'));
    match told {
        Some(day) if day.wrong.is_some() || (day.month, day.day) != (date.month(), date.day()) => {
            return Some(Clause::Wrong(Why::Contradiction));
        }
        Some(_) => {}
        None => r.back_to(here),
    }
    Some(Clause::MonthDays(Months::one(date.month()), 1 << date.day()))
}

/// What stands behind a day: another day that ends a span, or 前後, から, まで.
fn behind_first(r: &mut Reader, context: Context, first: Day) -> Clause {
    if let Some(why) = first.wrong {
        return Clause::Wrong(why);
    }
    let end = r.pos();
    r.eat('、');
    if r.wave() || r.eat_word("から") || r.eat_word("より") || r.eat('至') {
        r.eat('至');
        if let Some(last) = one_day(r, context, Some(first.month)).or_else(|| bare_day(r, context, first)) {
            r.eat_any(&["までの間", "にかけて", "まで"]);
            return match last.wrong {
                Some(why) => Clause::Wrong(why),
                None if last.order() < first.order() => Clause::Wrong(Why::OutsideYear),
                None => Clause::Span(first.month_day(), last.month_day()),
            };
        }
    }
    r.back_to(end);
    let mut days = 1u32 << first.day;
    let mut last = first;
    loop {
        let here = r.pos();
        match (r.eat('・') || r.eat('、'))
            .then(|| bare_day(r, context, last))
            .flatten()
            .filter(|next| next.wrong.is_none() && next.day > last.day)
        {
            Some(next) => {
                days |= 1 << next.day;
                last = next;
            }
            None => {
                r.back_to(here);
                break;
            }
        }
    }
    if last.day != first.day {
        return Clause::MonthDays(Months::one(first.month), days);
    }
    let day = Some(first.month_day());
    let open = if r.eat_any(&["前後", "頃", "ごろ", "あたり"]) {
        // 1月15日前後の日曜日 is not every Sunday of January.
        Some(Clause::Months(Months::one(first.month), Some(part_of(first.day))))
    } else if r.eat_any(&["から", "より", "以降", "以後"]) || open_wave(r) {
        Months::range(first.month, 3).map(|months| Clause::Open { months, first: day, last: None })
    } else if !r.is_next("までに") && r.eat_word("まで") {
        Months::range(4, first.month).map(|months| Clause::Open { months, first: None, last: day })
    } else {
        None
    };
    open.unwrap_or_else(|| Clause::MonthDays(Months::one(first.month), 1 << first.day))
}

/// The part of a month around one of its days.
fn part_of(day: u32) -> Part {
    match day {
        ..=10 => Part::Early,
        11..=20 => Part::Middle,
        _ => Part::Late,
    }
}

/// 1月13日～ with nothing behind it, or a remark behind a space.
fn open_wave(r: &mut Reader) -> bool {
    let start = r.pos();
    let open =
        r.wave() && (r.after_space() || r.at_end() || matches!(r.peek(), '(' | ')' | '、' | '。') || r.is_next("随時")) && !r.at_digit();
    if !open {
        r.back_to(start);
    }
    open
}

/// The 4 of 9/3・4 and the 31 of 5/1～31: a number alone, behind a day with a slash.
fn bare_day(r: &mut Reader, context: Context, before: Day) -> Option<Day> {
    let start = r.pos();
    if before.slashed && r.at_digit() {
        let day = r.number();
        weekday_behind(r);
        if let Some(day) = day.filter(|day| (1..=31).contains(day) && matches!(r.peek(), '\0' | '、' | '・' | ')' | '。')) {
            return Some(Day { slashed: true, ..Day::new(before.month, day, None, context) });
        }
    }
    r.back_to(start);
    None
}

/// 9月6日（日）, 令和8年1月10日, 6/14(土), R7.10.18, 5月末日; behind a day of `known` month also 8日, 5(日), 末日.
fn one_day(r: &mut Reader, context: Context, known: Option<u32>) -> Option<Day> {
    let start = r.pos();
    let day = one_day_inner(r, context, known);
    if day.is_none() {
        r.back_to(start);
    }
    day
}

fn one_day_inner(r: &mut Reader, context: Context, known: Option<u32>) -> Option<Day> {
    if let Some(month) = known
        && r.eat_word("末日")
    {
        return Some(Day::new(month, last_day(month, context.year), None, context));
    }
    let year = written_year(r);
    let sign = if year.is_some() { r.before() } else { '/' };
    let number = r.number()?;
    if r.eat('月') {
        if r.eat('の') && context.months_listed {
            return None;
        }
        let day = if r.eat_word("末日") { last_day(number, context.year) } else { numbered_day(r)? };
        weekday_behind(r);
        return Some(Day::new(number, day, year, context));
    }
    if matches!(sign, '/' | '.' | '-') && r.eat(sign) {
        let day = r.number()?;
        if matches!(r.peek(), '月' | '回' | '年' | '日' | '度' | '/' | '.' | ':' | '%') || r.at_digit() {
            return None;
        }
        weekday_behind(r);
        return Some(Day { slashed: true, ..Day::new(number, day, year, context) });
    }
    let month = known.filter(|_| year.is_none())?;
    if r.peek() == '日' && r.peek_at(1) != '間' {
        r.bump();
        weekday_behind(r);
    } else if !weekday_behind(r) {
        return None;
    }
    Some(Day::new(month, number, None, context))
}

/// A number with 日, not 3日間, or with its weekday behind it.
fn numbered_day(r: &mut Reader) -> Option<u32> {
    let day = r.number()?;
    if r.peek() == '日' && r.peek_at(1) != '間' {
        r.bump();
        return Some(day);
    }
    // 9月21（日）.
    let behind = r.pos();
    (r.peek() == '(' && weekday_behind(r)).then(|| r.back_to(behind))?;
    Some(day)
}

/// 5月3・4・5日, 9月6～8日, 10月4、11日.
fn days_of_month(r: &mut Reader, context: Context) -> Option<Clause> {
    let year = written_year(r);
    let month = r.number()?;
    r.eat('月').then_some(())?;
    if r.eat('の') && context.months_listed {
        return None;
    }
    let days = day_numbers(r)?;
    let wrong = (1..=31).filter(|day| days & (1 << day) != 0).find_map(|day| Day::new(month, day, year, context).wrong);
    Some(match wrong {
        Some(why) => Clause::Wrong(why),
        None => Clause::MonthDays(Months::one(month), days),
    })
}

/// What stands before a number of days, not before a day.
const COUNTING: [&str; 14] =
    ["うち", "うちの", "うち、", "うちで", "中", "中の", "中に", "に", "年", "年間", "通じて", "通して", "期", "期の"];

/// 、11日, ・15日, 末日, 5(日) behind a month or a day.
fn days_only(r: &mut Reader, context: Context) -> Option<Clause> {
    // 9月のうち3日, 6月中の1日, 通年5日 and 10月に5日 count days.
    if !context.month_known || r.behind_any(&COUNTING) {
        return None;
    }
    if r.eat_word("末日") || (!r.is_next("最終日曜") && r.eat_word("最終日")) {
        return Some(Clause::DaysOnly(1));
    }
    let start = r.pos();
    if let Some(days) = day_numbers(r) {
        // 毎月20日頃 says no day.
        if r.eat_any(&["頃", "ごろ", "前後"]) {
            return (context.months_listed && days.count_ones() == 1).then(|| Clause::EachMonthPart(part_of(days.trailing_zeros())));
        }
        return Some(Clause::DaysOnly(days));
    }
    r.back_to(start);
    let day = r.number().filter(|day| (1..=31).contains(day))?;
    weekday_behind(r).then_some(Clause::DaysOnly(1 << day))
}

/// Numbers with 日 behind the last, or behind each that ends a span.
fn day_numbers(r: &mut Reader) -> Option<u32> {
    let mut days = 0u32;
    let mut from = None;
    loop {
        let day = r.number().filter(|day| (1..=31).contains(day))?;
        let unit = r.peek() == '日' && r.peek_at(1) != '間';
        if unit {
            r.bump();
            weekday_behind(r);
        }
        match from.take() {
            Some(from) if from < day => days = (from..=day).fold(days, |days, day| days | 1 << day),
            Some(_) => return None,
            None => days |= 1 << day,
        }
        if r.at_wave() && (r.peek_at(1).is_ascii_digit() && is_day_ahead(r)) {
            r.wave();
            from = Some(day);
        } else if unit {
            return Some(days);
        } else if !r.list_sign() {
            return None;
        }
    }
}

/// Whether behind the wave stands a number with 日, not a time (10日～13時).
fn is_day_ahead(r: &Reader) -> bool {
    let digits = (1..4).take_while(|ahead| r.peek_at(*ahead).is_ascii_digit()).count();
    matches!(r.peek_at(digits + 1), '日' | '・' | '、')
}

/// （日）, （月・祝）, (月曜日), 土曜日: whether one stood there. The weekday itself is checked elsewhere.
pub(super) fn weekday_behind(r: &mut Reader) -> bool {
    let start = r.pos();
    let bracket = r.eat('(');
    let weekday = "月火水木金土日祝休".contains(r.peek()) && !r.at_end();
    if weekday {
        r.bump();
        let named = r.eat_word("曜日") || r.eat_word("曜");
        if bracket {
            let _sign = r.list_sign();
            r.eat_any(&["振替休日", "祝日", "休日", "祝", "振休", "振替", "休"]);
            if r.eat(')') {
                return true;
            }
        } else if named {
            return true;
        }
    }
    r.back_to(start);
    false
}
