//! What a schedule gives in a year, each with how sure it is; what clashes; which months are full.
//!
//! Pure functions over values: whose schedules they are, the caller knows.

use chrono::{Datelike, NaiveDate};

use super::fiscal_year::FiscalYear;
use super::holiday::Holidays;
use super::schedule::{Schedule, TimeOfDay, When};

/// How much a phrase says of when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// The day.
    Exact,
    /// The month.
    Month,
    /// How often, not when.
    Count,
    /// When there is need, or nothing of days and months.
    AsNeeded,
}

impl Certainty {
    /// Name in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Month => "month",
            Self::Count => "count",
            Self::AsNeeded => "as_needed",
        }
    }
}

/// One time a schedule falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Occurrence {
    /// From one day to another, which may be the same.
    Days(NaiveDate, NaiveDate),
    /// Some time in the month that begins on this day.
    Month(NaiveDate),
    /// So often, whenever.
    Count,
    /// When there is need.
    AsNeeded,
}

impl Occurrence {
    /// How sure it is.
    pub fn certainty(self) -> Certainty {
        match self {
            Self::Days(..) => Certainty::Exact,
            Self::Month(_) => Certainty::Month,
            Self::Count => Certainty::Count,
            Self::AsNeeded => Certainty::AsNeeded,
        }
    }
}

/// All that `schedule` gives in `year`, in order; at least one.
pub fn occurrences(schedule: &Schedule, year: FiscalYear, holidays: &Holidays) -> Vec<Occurrence> {
    let mut found = Vec::new();
    let mut single = schedule.clone();
    single.rules.retain(|rule| match rule.span(year) {
        Some((from, to)) => {
            found.push(Occurrence::Days(from, to));
            false
        }
        None => true,
    });
    found.extend(single.dates(year, holidays).into_iter().map(|day| Occurrence::Days(day, day)));
    let vague = schedule.rules.iter().filter(|rule| !rule.is_exact() && !matches!(rule.when, When::Span(..)));
    let months = vague.fold(super::Months::NONE, |all, rule| all.with(rule.months)).without(schedule.except.months);
    found.extend(months.iter().filter_map(|month| NaiveDate::from_ymd_opt(year.year_of_month(month), month, 1)).map(Occurrence::Month));
    if found.is_empty() && schedule.count.is_some() {
        found.push(Occurrence::Count);
    }
    if schedule.any_time || found.is_empty() {
        found.push(Occurrence::AsNeeded);
    }
    found.sort_unstable();
    found
}

/// What of a schedule stands behind all months in a list by date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Undated {
    /// The year round without any rhythm: 通年, 月1回.
    AllYear,
    /// So often, whenever.
    Counted,
    /// When there is need.
    AsNeeded,
    /// In words that no month follows from: 秋頃, 未定.
    InWords,
}

/// Where a schedule without days and months of its own stands in a list by date; `None` for what has its place in one.
pub fn undated(schedule: &Schedule) -> Option<Undated> {
    if schedule.says_no_time() {
        return Some(Undated::InWords);
    }
    let Some(first) = schedule.rules.first() else {
        return Some(if schedule.count.is_some() { Undated::Counted } else { Undated::AsNeeded });
    };
    let vague = |rule: &super::schedule::Rule| !rule.is_exact() && !rule.each_month;
    let months = schedule.rules.iter().fold(super::Months::NONE, |all, rule| all.with(rule.months)).without(schedule.except.months);
    (vague(first) && schedule.rules.iter().all(vague) && months.len() == 12).then_some(Undated::AllYear)
}

/// A meeting on a day: what clashes are looked for in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meeting<'a> {
    /// The day.
    pub date: NaiveDate,
    /// From when to when, if said.
    pub time: Option<TimeOfDay>,
    /// Whose it is; empty if not said.
    pub lead: &'a str,
    /// Where it is; empty if not said.
    pub place: &'a str,
}

impl Meeting<'_> {
    /// Whether both could not be held: same day, same people or place, and no times that part them.
    fn clashes_with(&self, other: &Self) -> bool {
        let same = |a: &str, b: &str| !a.is_empty() && a == b;
        let apart = match (self.time, other.time) {
            (Some(a), Some(b)) => {
                let ends = |time: TimeOfDay| time.to.unwrap_or(time.from.saturating_add(60));
                ends(a) <= b.from || ends(b) <= a.from
            }
            _ => false,
        };
        self.date == other.date && (same(self.lead, other.lead) || same(self.place, other.place)) && !apart
    }
}

/// The pairs of meetings (places in `meetings`, the earlier one first) that clash.
pub fn clashes(meetings: &[Meeting<'_>]) -> Vec<(usize, usize)> {
    let mut order: Vec<usize> = (0..meetings.len()).collect();
    order.sort_by_key(|at| meetings[*at].date);
    let mut found = Vec::new();
    for (place, &a) in order.iter().enumerate() {
        let same_day = order[place + 1..].iter().take_while(|b| meetings[**b].date == meetings[a].date);
        found.extend(same_day.filter(|b| meetings[a].clashes_with(&meetings[**b])).map(|&b| (a.min(b), a.max(b))));
    }
    found.sort_unstable();
    found
}

/// How many occurrences fall into each month, April first; spans count in each month they touch.
pub fn month_load(occurrences: &[Occurrence]) -> [u32; 12] {
    let mut load = [0; 12];
    let mut add = |month: u32| load[super::months::fiscal_index(month) as usize] += 1;
    for occurrence in occurrences {
        match occurrence {
            Occurrence::Days(from, to) => {
                let last = to.year() * 12 + i32::try_from(to.month0()).unwrap_or(0);
                let first = from.year() * 12 + i32::try_from(from.month0()).unwrap_or(0);
                (first..=last.min(first + 11)).for_each(|month| add(u32::try_from(month.rem_euclid(12)).unwrap_or(0) + 1));
            }
            Occurrence::Month(first) => add(first.month()),
            Occurrence::Count | Occurrence::AsNeeded => {}
        }
    }
    load
}

/// The months (1–12, fiscal order) with clearly more than usual: at least half more than the mean, and
/// at least three.
pub fn busy_months(load: &[u32; 12]) -> super::Months {
    let all: u32 = load.iter().sum();
    let busy = |count: u32| count >= 3 && count * 24 >= all * 3;
    super::Months::ALL.iter().filter(|month| busy(load[super::months::fiscal_index(*month) as usize])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::read_schedule;

    const YEAR: FiscalYear = FiscalYear(2025);

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(YEAR.year_of_month(month), month, day).expect("a day")
    }

    fn of(phrase: &str) -> Vec<Occurrence> {
        let reading = read_schedule(phrase, Some(YEAR));
        assert!(reading.understood(), "{phrase}");
        occurrences(&reading.entries[0].schedule, YEAR, &Holidays::of_law())
    }

    #[test]
    fn as_sure_as_the_words() {
        assert_eq!(of("9月6日～8日"), [Occurrence::Days(day(9, 6), day(9, 8))]);
        assert_eq!(of("5月10日・11日"), [day(5, 10), day(5, 11)].map(|day| Occurrence::Days(day, day)));
        assert_eq!(of("7月、2月"), [Occurrence::Month(day(7, 1)), Occurrence::Month(day(2, 1))]);
        assert_eq!(of("年4回"), [Occurrence::Count]);
        assert_eq!(of("随時"), [Occurrence::AsNeeded]);
        assert_eq!(of("年1回及び随時"), [Occurrence::Count, Occurrence::AsNeeded]);
        assert_eq!(of("毎月第2水曜日（8月を除く）").len(), 11);
    }

    #[test]
    fn what_stands_behind_all_months() {
        let of = |phrase: &str| undated(&read_schedule(phrase, Some(YEAR)).entries[0].schedule);
        for phrase in ["通年", "月1回", "隔週土曜日"] {
            assert_eq!(of(phrase), Some(Undated::AllYear), "{phrase}");
        }
        assert_eq!((of("年4回"), of("随時"), of("秋頃")), (Some(Undated::Counted), Some(Undated::AsNeeded), Some(Undated::InWords)));
        for phrase in ["毎月", "4月", "毎週金曜日", "通年（8月を除く）", "年4回（4月、7月、10月、1月）"] {
            assert_eq!(of(phrase), None, "{phrase}");
        }
    }

    #[test]
    fn clashes_are_of_people_and_places() {
        let meeting = |lead, place, hours: Option<(u16, u16)>| Meeting {
            date: day(6, 19),
            time: hours.map(|(from, to)| TimeOfDay { from: from * 60, to: Some(to * 60) }),
            lead,
            place,
        };
        let meetings = [
            meeting("総務課", "会議室", Some((10, 12))),
            meeting("総務課", "ホール", Some((13, 15))),
            meeting("地域課", "会議室", None),
            meeting("", "", None),
            Meeting { date: day(6, 20), ..meeting("総務課", "会議室", None) },
        ];
        assert_eq!(clashes(&meetings), [(0, 2)]);
    }

    #[test]
    fn full_months_stand_out() {
        let load = month_load(&[of("毎月"), of("5月第1土曜日"), of("5月"), of("5月10日～6月2日")].concat());
        assert_eq!((load[0], load[1], load[2]), (1, 4, 2));
        assert_eq!(busy_months(&load).iter().collect::<Vec<_>>(), [5]);
    }
}
