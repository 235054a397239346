//! Weekdays: 毎週金曜日, 隔週土曜日, 火・水・木曜日, 月～金, 平日, 土日, 毎月第2水曜日, 第1・3火曜日.

use super::clause::{Clause, Context};
use super::reader::Reader;
use crate::calendar::schedule::{Nths, Weekdays};

const NAMES: &str = "月火水木金土日";

/// Weekdays written without anything between them that are surely meant as such.
const RUNS: &[&str] =
    &["土日祝日", "日祝日", "月火水木金", "火水木金", "月水金", "火木土", "火木", "月木", "火金", "水金", "土日祝", "土日", "日祝"];

/// On the days that are named, be they holidays or not.
const HOLIDAYS_TOO: [&str; 9] =
    ["祝日を含む", "祝日も含む", "祝日含む", "祝日も開催", "祝日も実施", "祝日も開館", "祝日も開所", "祝日も営業", "祝日も行う"];

pub(super) fn read(r: &mut Reader, context: Context) -> Option<Clause> {
    match r.peek() {
        '毎' => read_every(r),
        '隔' => read_fortnightly(r),
        '平' if r.eat_word("平日") => Some(Clause::Workdays),
        '第' | '最' => read_nth(r),
        '祝' if r.eat_any(&HOLIDAYS_TOO) => Some(Clause::HolidaysToo),
        '月' | '火' | '水' | '木' | '金' | '土' | '日' | '祝' => {
            let start = r.pos();
            if let Some(days) = weekdays(r, context.week_known) {
                return Some(Clause::Weekly(days));
            }
            r.back_to(start);
            // 祝日 by itself.
            let holidays = !context.joint_allowed && r.eat_any(&["祝日", "祝祭日"]);
            (holidays && (r.at_end() || matches!(r.peek(), 'に' | '開' | '('))).then_some(Clause::Weekly(Weekdays::HOLIDAYS))
        }
        _ => None,
    }
}

/// 毎週, 毎週金曜日, 毎日, 毎日曜日.
fn read_every(r: &mut Reader) -> Option<Clause> {
    if r.eat_word("毎日") {
        return Some(Clause::Weekly(if r.eat_word("曜日") || r.eat_word("曜") { Weekdays(1 << 6) } else { Weekdays::ALL }));
    }
    if r.eat_word("毎平日") {
        return Some(Clause::Workdays);
    }
    if r.eat_word("毎週") {
        r.eat('の');
        return Some(Clause::Weekly(weekdays_here(r).unwrap_or_default()));
    }
    r.bump();
    let named = NAMES.contains(r.peek()) && r.peek_at(1) == '曜';
    named.then(|| weekdays(r, false)).flatten().map(Clause::Weekly)
}

fn read_fortnightly(r: &mut Reader) -> Option<Clause> {
    r.eat_word("隔週").then_some(())?;
    r.eat('の');
    Some(Clause::Fortnightly(weekdays_here(r).unwrap_or_default()))
}

/// Weekdays if they follow, with or without a bracket around them; a single one needs no 曜.
fn weekdays_here(r: &mut Reader) -> Option<Weekdays> {
    let start = r.pos();
    let bracket = r.eat('(');
    if let Some(days) = weekdays(r, true)
        && (!bracket || r.eat(')'))
    {
        return Some(days);
    }
    r.back_to(start);
    None
}

/// 第2水曜日, 第1・3火曜日, 第1、第3木曜日, 第1～第3月曜日, 最終金曜日, 第2（水）.
fn read_nth(r: &mut Reader) -> Option<Clause> {
    let nths = nths(r)?;
    r.eat_word("の");
    let days = weekdays_here(r)?;
    Some(Clause::Nth(nths, days))
}

/// 第1・3, 第1・第3, 第1～3, 最終; the reader stands behind it.
pub(super) fn nths(r: &mut Reader) -> Option<Nths> {
    let mut nths = 0u8;
    let mut from = None;
    loop {
        if r.eat_word("最終週の") || r.eat_word("最終") || r.eat_word("最後") {
            nths |= Nths::LAST.0;
        } else {
            let marked = r.eat('第');
            if nths == 0 && from.is_none() && !marked {
                return None;
            }
            let nth = r.number().filter(|nth| (1..=5).contains(nth))?;
            r.eat('週');
            let first = from.take().unwrap_or(nth);
            if first > nth {
                return None;
            }
            nths = (first..=nth).fold(nths, |nths, nth| nths | 1 << nth);
            if r.at_wave() {
                r.wave();
                from = Some(nth);
                continue;
            }
        }
        let here = r.pos();
        let listed = r.list_sign() || r.eat_word("及び") || r.eat('と');
        if !(listed && (r.at_digit() || r.peek() == '第' || r.peek() == '最')) || !another(r) {
            r.back_to(here);
            return Some(Nths(nths));
        }
    }
}

/// Whether another nth follows, not a new phrase such as 、10月 or 、3回.
fn another(r: &mut Reader) -> bool {
    let here = r.pos();
    let marked = r.eat_any(&["第", "最終", "最後"]);
    let number = r.number();
    let fits = marked || (number.is_some_and(|n| n <= 5) && (NAMES.contains(r.peek()) || matches!(r.peek(), '・' | '、' | '(' | '週')));
    r.back_to(here);
    fits
}

/// A list or range of weekdays. `single` says that one alone may do without 曜.
pub(super) fn weekdays(r: &mut Reader, single: bool) -> Option<Weekdays> {
    // 月4回 counts.
    if r.peek() == '月' && r.peek_at(1).is_ascii_digit() {
        return None;
    }
    let start = r.pos();
    let mut days = 0u8;
    let mut named = false;
    let mut members = 0;
    let mut parted = false;
    let mut from: Option<usize> = None;
    loop {
        let Some((day, by_name)) = one_weekday(r) else {
            if members == 0 || from.is_some() {
                r.back_to(start);
                return None;
            }
            break;
        };
        named |= by_name;
        members += 1;
        match from.take() {
            Some(first) if first < day && day < 7 => days = (first..=day).fold(days, |days, day| days | 1 << day),
            Some(_) => {
                r.back_to(start);
                return None;
            }
            None => days |= 1 << day,
        }
        let here = r.pos();
        if r.wave() || (by_name && r.eat_word("から")) {
            if is_weekday_ahead(r) {
                from = Some(day);
                parted = true;
                continue;
            }
            r.back_to(here);
            break;
        }
        if r.list_sign() || r.eat('と') || r.eat_word("及び") {
            if is_weekday_ahead(r) && !holidays_are_left_out(r) {
                parted = true;
                continue;
            }
            r.back_to(here);
            break;
        }
        if !NAMES.contains(r.peek()) && r.peek() != '祝' || r.at_end() || !is_weekday_ahead(r) {
            break;
        }
    }
    r.eat_word("まで");
    let run_is_known = || {
        let run: String = r.chars(start, r.pos()).collect();
        RUNS.contains(&run.as_str())
    };
    let sure = named || (parted && members > 1) || (single && members == 1) || run_is_known();
    if !sure || days == Weekdays::HOLIDAYS.0 && !single {
        r.back_to(start);
        return None;
    }
    Some(Weekdays(days))
}

/// 第2水曜日、祝日を除く: what comes next is no more of the list, but what is left out of it.
fn holidays_are_left_out(r: &Reader) -> bool {
    const LEFT_OUT: [&str; 8] = ["を除", "は除", "除く", "以外", "は休", "休", "の場合", "をのぞ"];
    ["祝日", "祝祭日", "祝"].iter().any(|word| r.is_next(word) && LEFT_OUT.iter().any(|end| r.is_next_behind(word, end)))
}

/// 月, 月曜, 月曜日, 祝, 祝日: its number (7 for holidays) and whether 曜 stood there.
fn one_weekday(r: &mut Reader) -> Option<(usize, bool)> {
    if r.eat_word("祝祭日") || r.eat_word("祝日") || r.eat('祝') {
        return Some((7, false));
    }
    let day = NAMES.chars().position(|name| name == r.peek())?;
    r.bump();
    Some((day, r.eat_word("曜日") || r.eat('曜')))
}

/// Whether a weekday comes next, and not 月1回, 日中, 土木課, 金銭.
fn is_weekday_ahead(r: &Reader) -> bool {
    if r.is_next("祝") {
        return true;
    }
    if !NAMES.contains(r.peek()) || r.at_end() {
        return false;
    }
    match r.peek_at(1) {
        '\0' | '曜' | '(' | '、' | '・' | '/' | '~' | '-' | ')' | '。' | '祝' | 'の' | 'と' | 'を' | 'は' | '午' => true,
        next if next.is_ascii_digit() => r.peek() != '月',
        next => NAMES.contains(next),
    }
}
