//! Another day or month for what stands in a phrase, without touching its other words.
//!
//! Knows no egui. There are two ways: where the phrase is just what the picker writes, the picker's choice
//! is changed and written again; else single numbers (and the weekday behind them) are exchanged in the
//! text. Whichever it is, the new phrase is read and must say exactly what was wanted: the old occurrences,
//! with the moved one in its new place. What cannot be written so is refused.

use chrono::{Datelike, NaiveDate};
use nendo::calendar::{
    Choice, FiscalYear, Holidays, MonthDay, Pick, Wording, format_date, full_width_digits, half_width_char, parse_number, phrase, pick_of,
    read_schedule, weekday_char, written_dates,
};

use super::model::{Due, dues, has_rhythm, month_of, month_start};

/// Which end of a mark is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grip {
    /// The whole.
    Whole,
    /// Its beginning.
    From,
    /// Its end.
    To,
}

/// Why a phrase stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It was not understood.
    NotUnderstood,
    /// It stands in a title or body.
    Elsewhere,
    /// One of many that a rhythm gives.
    Rhythm,
    /// The new place is not in the fiscal year, or an end before its beginning.
    OutsideYear,
    /// There is one already.
    Taken,
    /// There is no way to write it that keeps the other words.
    NoWay,
}

impl Refusal {
    /// Key of the words for it.
    pub fn key(self) -> &'static str {
        match self {
            Self::NotUnderstood => "window.year.refused.not_understood",
            Self::Elsewhere => "window.year.refused.elsewhere",
            Self::Rhythm => "window.year.refused.rhythm",
            Self::OutsideYear => "window.year.refused.outside_year",
            Self::Taken => "window.year.refused.taken",
            Self::NoWay => "window.year.refused.no_way",
        }
    }
}

/// Where a mark comes to when its grip is moved by so many months.
pub fn by_months(due: Due, grip: Grip, months: i32, year: FiscalYear) -> Option<Due> {
    let shift = |date: NaiveDate| {
        let month = usize::try_from(i32::try_from(month_of(date)).ok()? + months).ok().filter(|month| *month < 12)?;
        let first = month_start(year, month)?;
        // The 31st becomes the 30th where there is none.
        (0..4).find_map(|less| first.with_day(date.day().checked_sub(less)?))
    };
    moved(due, grip, shift)
}

/// Where a mark of days comes to when its grip is moved by so many days.
pub fn by_days(due: Due, grip: Grip, days: i64, year: FiscalYear) -> Option<Due> {
    let shift = |date: NaiveDate| {
        let date = date.checked_add_signed(chrono::TimeDelta::try_days(days)?)?;
        (FiscalYear::of_date(date) == year).then_some(date)
    };
    moved(due, grip, shift)
}

fn moved(due: Due, grip: Grip, shift: impl Fn(NaiveDate) -> Option<NaiveDate>) -> Option<Due> {
    let (mut from, mut to) = (due.first(), due.last());
    if grip != Grip::To {
        from = shift(from)?;
    }
    if grip != Grip::From {
        to = shift(to)?;
    }
    (from <= to).then_some(match due {
        Due::Days(..) => Due::Days(from, to),
        Due::Months(..) => Due::Months(from, to),
    })
}

/// The phrase with `from` moved to `to`, in a year with these holidays.
///
/// # Errors
/// Says why it cannot be written.
pub fn rewrite(text: &str, (year, holidays): (FiscalYear, &Holidays), from: Due, to: Due, house: Wording) -> Result<String, Refusal> {
    let reading = read_schedule(text, Some(year));
    if !reading.understood() {
        return Err(Refusal::NotUnderstood);
    }
    let all = |text: &str| {
        let reading = read_schedule(text, Some(year));
        let mut all: Vec<Due> = reading.entries.iter().flat_map(|entry| dues(&entry.schedule, year, holidays)).collect();
        all.sort_unstable();
        reading.understood().then_some(all)
    };
    let mut wanted = all(text).unwrap_or_default();
    let at = wanted.iter().position(|due| *due == from).ok_or(Refusal::NoWay)?;
    wanted[at] = to;
    wanted.sort_unstable();
    let rhythm = reading.entries.iter().any(|entry| has_rhythm(&entry.schedule));
    if wanted.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(if rhythm { Refusal::Rhythm } else { Refusal::Taken });
    }
    let own = Wording::of([text]);
    let mut candidates = Vec::new();
    if let [entry] = reading.entries.as_slice()
        && entry.name.is_none()
        && let Some(pick) = pick_of(&entry.schedule)
        && let Some(new) = pick_moved(&pick, from, to)
    {
        let as_picked = [own, house].into_iter().find(|wording| phrase(&pick, *wording) == text.trim());
        if let Some(wording) = as_picked {
            candidates.push(phrase(&new, wording));
        }
        candidates.extend(in_text(text, (year, holidays), from, to));
        // 9月6日～8日: only numbers and signs, so that nothing else can be lost.
        if text.chars().all(|c| matches!(half_width_char(c), '0'..='9' | '月' | '日' | '、' | '・' | '～' | '〜' | '-' | '~' | ',' | ' '))
        {
            candidates.push(phrase(&new, own));
        }
    } else {
        candidates.extend(in_text(text, (year, holidays), from, to));
    }
    let same = |candidate: &String| {
        let mut found = all(candidate).unwrap_or_default();
        // Months on end are a span to read; as a list they may be wanted one by one.
        found.sort_unstable();
        found == wanted || spread(&found, year) == spread(&wanted, year)
    };
    candidates.into_iter().find(same).ok_or(if rhythm { Refusal::Rhythm } else { Refusal::NoWay })
}

/// Spans of months as their months.
fn spread(all: &[Due], year: FiscalYear) -> Vec<Due> {
    let mut out = Vec::new();
    for due in all {
        match *due {
            Due::Months(from, to) => {
                let months = (month_of(from)..=month_of(to)).filter_map(|month| month_start(year, month));
                out.extend(months.map(|first| Due::Months(first, first)));
            }
            days @ Due::Days(..) => out.push(days),
        }
    }
    out.sort_unstable();
    out
}

fn month_day(date: NaiveDate) -> MonthDay {
    (u8::try_from(date.month()).unwrap_or(0), u8::try_from(date.day()).unwrap_or(0))
}

fn pick_moved(pick: &Pick, from: Due, to: Due) -> Option<Pick> {
    let months = |due: Due| (month_of(due.first())..=month_of(due.last())).map(|month| (month as u32 + 3) % 12 + 1).collect();
    let choice = match (&pick.choice, from, to) {
        (Choice::Months(all), Due::Months(..), Due::Months(..)) => Choice::Months(all.without(months(from)).with(months(to))),
        (Choice::Days(days), Due::Days(..), Due::Days(new, _)) => {
            let (old, new) = (month_day(from.first()), month_day(new));
            let mut days: Vec<MonthDay> = days.iter().map(|day| if *day == old { new } else { *day }).collect();
            days.sort_by_key(|(month, day)| ((month + 8) % 12, *day));
            Choice::Days(days)
        }
        (Choice::Span(..), Due::Days(..), Due::Days(from, to)) => Choice::Span(month_day(from), month_day(to)),
        _ => return None,
    };
    Some(Pick { choice, ..pick.clone() })
}

/// The text with the numbers of `from` exchanged for those of `to`.
fn in_text(text: &str, of: (FiscalYear, &Holidays), from: Due, to: Due) -> Vec<String> {
    match (from, to) {
        (Due::Days(a, b), Due::Days(c, d)) if a != b => {
            // The end stands behind the beginning: exchanged first, it leaves the beginning where it is.
            let ends = if b == d { vec![text.to_owned()] } else { day_in_text(text, of, b, d) };
            let both = ends.iter().flat_map(|text| if a == c { vec![text.clone()] } else { day_in_text(text, of, a, c) });
            both.collect()
        }
        (Due::Days(a, _), Due::Days(c, _)) => day_in_text(text, of, a, c),
        (Due::Months(a, b), Due::Months(c, d)) if a != b => {
            let ends = if b == d { vec![text.to_owned()] } else { month_in_text(text, b, d) };
            ends.iter().flat_map(|text| if a == c { vec![text.clone()] } else { month_in_text(text, a, c) }).collect()
        }
        (Due::Months(a, _), Due::Months(c, _)) => month_in_text(text, a, c),
        _ => Vec::new(),
    }
}

/// Numbers of a text with their bytes.
fn numbers(text: &str) -> Vec<(std::ops::Range<usize>, u32)> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), '。')]) {
        match (half_width_char(c).is_ascii_digit(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.extend(parse_number(&text[from..at]).map(|number| (from..at, number)));
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// A number as wide as the one it replaces.
fn as_wide_as(old: &str, number: u32) -> String {
    if old.is_ascii() { number.to_string() } else { full_width_digits(u64::from(number)) }
}

fn replaced(text: &str, range: &std::ops::Range<usize>, new: &str) -> String {
    format!("{}{new}{}", &text[..range.start], &text[range.end..])
}

fn month_in_text(text: &str, from: NaiveDate, to: NaiveDate) -> Vec<String> {
    let here = |(range, number): &(std::ops::Range<usize>, u32)| {
        let behind = &text[range.end..];
        // 7～9月: the month's sign may stand behind the second number alone.
        *number == from.month() && (behind.starts_with('月') || behind.chars().next().is_some_and(|c| "～〜~-－、・".contains(c)))
    };
    numbers(text)
        .iter()
        .filter(|found| here(found))
        .map(|(range, _)| replaced(text, range, &as_wide_as(&text[range.clone()], to.month())))
        .collect()
}

/// What stands behind a weekday in its bracket (・祝）…), for another day: a holiday's sign or name goes unless the new
/// day is a holiday, too. Other words stay.
fn holiday_moved(tail: &str, holidays: &Holidays, from: NaiveDate, to: NaiveDate) -> String {
    let Some((said, rest)) = tail.find(['）', ')']).map(|end| tail.split_at(end)) else { return tail.to_owned() };
    let mut kept = Vec::new();
    let dot = said.starts_with('・');
    for word in said.trim_start_matches('・').split('・').filter(|word| !word.is_empty()) {
        let named = holidays.name(from) == Some(word);
        let sign = matches!(word, "祝" | "休" | "祝日" | "休日" | "振休" | "振替" | "振替休日");
        match holidays.name(to) {
            Some(name) if named => kept.push(name),
            None if named || sign => {}
            _ => kept.push(word),
        }
    }
    let dot = if dot && !kept.is_empty() { "・" } else { "" };
    format!("{dot}{}{rest}", kept.join("・"))
}

fn day_in_text(text: &str, (year, holidays): (FiscalYear, &Holidays), from: NaiveDate, to: NaiveDate) -> Vec<String> {
    let mut out = Vec::new();
    for found in written_dates(text, Some(year)).iter().filter(|found| found.date == Some(from)) {
        let mut new = text[found.range.clone()].to_owned();
        if let Some((_, place)) = &found.weekday {
            let place = place.start - found.range.start..place.end - found.range.start;
            new = replaced(&new, &place, &weekday_char(to.weekday()).to_string());
        }
        // The first one: a bracket may hold a Monday.
        let Some(sign) = new.find('月') else { continue };
        let day = numbers(&new).into_iter().find(|(range, _)| range.start > sign);
        let Some((range, _)) = day else { continue };
        new = replaced(&new, &range, &as_wide_as(&new[range.clone()], to.day()));
        let Some((range, _)) = numbers(&new).into_iter().find(|(range, _)| range.end == sign) else { continue };
        new = replaced(&new, &range, &as_wide_as(&new[range.clone()], to.month()));
        if from.year() != to.year()
            && let Some(end) = new.find('年')
        {
            let era = format_date(to);
            let era = era.split('年').next().unwrap_or_default().to_owned();
            let western = half_width_char(new.chars().next().unwrap_or(' ')).is_ascii_digit();
            new = replaced(&new, &(0..end), &if western { to.year().to_string() } else { era });
        }
        // What the bracket says of a holiday behind the weekday: 9月21日（月・祝）.
        let behind = &text[found.range.end..];
        let open = found.weekday.is_some() && !text[found.range.clone()].ends_with(['）', ')']);
        let tail = if open { holiday_moved(behind, holidays, from, to) } else { behind.to_owned() };
        out.push(format!("{}{new}{tail}", &text[..found.range.start]));
    }
    if out.is_empty() && from.month() == to.month() {
        // 9月6日・13日: the month stands only before the first.
        let days = numbers(text).into_iter().filter(|(range, number)| *number == from.day() && !text[range.end..].starts_with('月'));
        for (range, _) in days {
            let mut new = replaced(text, &range, &as_wide_as(&text[range.clone()], to.day()));
            let behind = range.start + as_wide_as(&text[range.clone()], to.day()).len();
            let (old, fresh) = (weekday_char(from.weekday()), weekday_char(to.weekday()));
            for (open, close) in [('（', '）'), ('(', ')')] {
                let bracket = format!("日{open}{old}");
                if let Some(tail) = new[behind..].strip_prefix(&bracket).filter(|tail| tail.contains(close)) {
                    let tail = holiday_moved(tail, holidays, from, to);
                    new = format!("{}日{open}{fresh}{tail}", &new[..behind]);
                }
            }
            out.push(new);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const YEAR: FiscalYear = FiscalYear(2025);

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(YEAR.year_of_month(month), month, day).expect("a day")
    }

    fn days(from: (u32, u32), to: (u32, u32)) -> Due {
        Due::Days(day(from.0, from.1), day(to.0, to.1))
    }

    fn one(month: u32, date: u32) -> Due {
        days((month, date), (month, date))
    }

    /// Without the holidays of a place.
    fn rewrite(text: &str, year: FiscalYear, from: Due, to: Due, house: Wording) -> Result<String, Refusal> {
        super::rewrite(text, (year, &Holidays::of_law()), from, to, house)
    }

    fn months(from: u32, to: u32) -> Due {
        Due::Months(day(from, 1), day(to, 1))
    }

    #[test]
    fn the_other_words_stay() {
        for (text, from, to, want) in [
            ("9月6日（土）10:00～12:00", one(9, 6), one(9, 14), "9月14日（日）10:00～12:00"),
            ("6月19日（木）", one(6, 19), one(5, 19), "5月19日（月）"),
            ("９月６日", one(9, 6), one(10, 4), "１０月４日"),
            ("令和7年12月20日（土）", one(12, 20), one(1, 17), "令和8年1月17日（土）"),
            ("9月6日・13日", one(9, 13), one(9, 20), "9月6日・20日"),
            ("9月6日、10月4日", one(9, 6), one(11, 1), "10月4日、11月1日"),
            ("7月21日～8月31日", days((7, 21), (8, 31)), days((7, 21), (8, 24)), "7月21日～8月24日"),
            ("9月6日～8日", days((9, 6), (9, 8)), days((9, 27), (9, 30)), "9月27日～30日"),
            ("4月、7月、10月、2月", months(7, 7), months(8, 8), "4月、8月、10月、2月"),
            ("４月・７月", months(4, 4), months(9, 9), "７月・９月"),
            ("4月～6月", months(4, 6), months(4, 7), "4月～7月"),
            ("総会5月、研修会9月", months(9, 9), months(10, 10), "総会5月、研修会10月"),
        ] {
            assert_eq!(rewrite(text, YEAR, from, to, Wording::default()).as_deref(), Ok(want), "{text}");
        }
    }

    #[test]
    fn a_holiday_is_said_only_of_a_holiday() {
        let year = FiscalYear(2026);
        let one = |month, day| {
            let date = NaiveDate::from_ymd_opt(2026, month, day).expect("a day");
            Due::Days(date, date)
        };
        for (text, from, to, want) in [
            ("９月２１日（月・祝）", one(9, 21), one(9, 27), "９月２７日（日）"),
            ("9月21日（月祝）10:00～", one(9, 21), one(9, 27), "9月27日（日）10:00～"),
            ("9月21日（月・祝）", one(9, 21), one(9, 23), "9月23日（水・祝）"),
            ("9月21日（月・敬老の日）", one(9, 21), one(9, 23), "9月23日（水・秋分の日）"),
            ("9月6日・21日（月・祝）", one(9, 21), one(9, 27), "9月6日・27日（日）"),
        ] {
            assert_eq!(rewrite(text, year, from, to, Wording::default()).as_deref(), Ok(want), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_written_is_refused() {
        let house = Wording::default();
        assert_eq!(rewrite("毎月", YEAR, months(5, 5), months(6, 6), house), Err(Refusal::Rhythm));
        assert_eq!(rewrite("8月を除く毎月", YEAR, months(9, 9), months(8, 8), house), Err(Refusal::Rhythm));
        assert_eq!(rewrite("毎月第2水曜日", YEAR, one(9, 10), one(9, 11), house), Err(Refusal::Rhythm));
        assert_eq!(rewrite("何か", YEAR, one(9, 10), one(9, 11), house), Err(Refusal::NotUnderstood));
        assert_eq!(rewrite("4月、7月", YEAR, months(4, 4), months(7, 7), house), Err(Refusal::Taken));
    }

    #[test]
    fn marks_move_within_the_year() {
        assert_eq!(by_months(one(5, 31), Grip::Whole, 1, YEAR), Some(one(6, 30)));
        assert_eq!(by_months(one(3, 1), Grip::Whole, 1, YEAR), None, "April is another year's");
        assert_eq!(by_months(months(4, 6), Grip::To, -3, YEAR), None, "an end does not come before its beginning");
        assert_eq!(by_days(days((9, 6), (9, 8)), Grip::From, 1, YEAR), Some(days((9, 7), (9, 8))));
        assert_eq!(by_days(one(4, 1), Grip::Whole, -1, YEAR), None);
    }
}
