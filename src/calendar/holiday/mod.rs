//! Japanese holidays (国民の祝日に関する法律), 1980 to 2050.
//!
//! Holidays by name are in `table.rs` with the years in which each applies; here the days that follow
//! from others: 振替休日 (since 12 April 1973; since 2007 the next day that is no holiday) and the day
//! between two holidays (since 27 December 1985). A list of overrides changes any day by hand.
//!
//! Range: the equinox formula holds from 1980 to 2099; the law can change, so days of years to come are
//! those of the law as it stands. Before 1980 nothing is a holiday here.

mod table;

use std::sync::Arc;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use table::named_on;
pub use table::{holiday_named, holiday_names};

/// A day changed by hand: a local or a new holiday, or one that is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolidayOverride {
    /// The day.
    pub date: NaiveDate,
    /// Its name; `None` if it is no holiday.
    pub name: Option<String>,
}

/// The holidays, with what was changed by hand. A copy is a pointer: each stage that asks for days is handed one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Holidays {
    overrides: Arc<[HolidayOverride]>,
}

impl Holidays {
    /// The holidays of the law.
    pub fn of_law() -> Self {
        Self::default()
    }

    /// With days changed by hand; the later of two for one day holds.
    pub fn with_overrides(overrides: Vec<HolidayOverride>) -> Self {
        Self { overrides: overrides.into() }
    }

    /// Whether `date` is a holiday.
    pub fn is_holiday(&self, date: NaiveDate) -> bool {
        self.name(date).is_some()
    }

    /// The holiday's name.
    pub fn name(&self, date: NaiveDate) -> Option<&str> {
        match self.overrides.iter().rev().find(|by_hand| by_hand.date == date) {
            Some(by_hand) => by_hand.name.as_deref(),
            None => holiday_of_law(date),
        }
    }
}

/// The name of the holiday by the law.
fn holiday_of_law(date: NaiveDate) -> Option<&'static str> {
    if let Some(name) = named_on(date) {
        return Some(name);
    }
    // Most days: no holiday near, so nothing follows from one.
    if is_substitute(date) {
        return Some("振替休日");
    }
    is_between(date).then_some("国民の休日")
}

fn before(date: NaiveDate, days: u64) -> Option<NaiveDate> {
    date.checked_sub_days(Days::new(days))
}

/// 振替休日: the first day after a holiday on Sunday that is no holiday itself. Until 2006 only a Monday.
fn is_substitute(date: NaiveDate) -> bool {
    if date.weekday() == Weekday::Sun {
        return false;
    }
    if date.year() < 2007 {
        return date.weekday() == Weekday::Mon && before(date, 1).is_some_and(|sunday| named_on(sunday).is_some());
    }
    let back_to_sunday = u64::from(date.weekday().num_days_from_sunday());
    (1..=back_to_sunday).all(|days| before(date, days).is_some_and(|day| named_on(day).is_some()))
}

/// A day between two holidays, neither a Sunday nor a substitute.
fn is_between(date: NaiveDate) -> bool {
    let began = date.year() >= 1986;
    began
        && date.weekday() != Weekday::Sun
        && before(date, 1).is_some_and(|day| named_on(day).is_some())
        && date.checked_add_days(Days::new(1)).is_some_and(|day| named_on(day).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).expect("a day")
    }

    #[test]
    fn days_that_follow_from_others() {
        let law = Holidays::of_law();
        for (date, name) in [
            (day(2008, 5, 6), Some("振替休日")),
            (day(2009, 5, 6), Some("振替休日")),
            (day(2009, 9, 22), Some("国民の休日")),
            (day(2019, 4, 30), Some("国民の休日")),
            (day(2019, 5, 1), Some("即位の日")),
            (day(2019, 5, 2), Some("国民の休日")),
            (day(2019, 10, 22), Some("即位礼正殿の儀")),
            (day(2020, 7, 24), Some("スポーツの日")),
            (day(2021, 8, 9), Some("振替休日")),
            (day(2020, 10, 12), None),
            (day(2016, 8, 11), Some("山の日")),
            (day(1985, 5, 4), None),
            (day(1988, 5, 4), Some("国民の休日")),
            (day(2019, 12, 23), None),
            (day(2026, 2, 23), Some("天皇誕生日")),
        ] {
            assert_eq!(law.name(date), name, "{date}");
        }
    }

    #[test]
    fn a_day_can_be_changed_by_hand() {
        let changed = vec![
            HolidayOverride { date: day(2025, 11, 14), name: Some("県民の日".to_owned()) },
            HolidayOverride { date: day(2025, 11, 3), name: None },
        ];
        let holidays = Holidays::with_overrides(changed);
        assert_eq!(holidays.name(day(2025, 11, 14)), Some("県民の日"));
        assert!(!holidays.is_holiday(day(2025, 11, 3)));
        assert!(holidays.is_holiday(day(2025, 11, 23)));
    }
}
