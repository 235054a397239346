//! Every day from 1980 to 2050: a holiday here exactly when two independent sources say so, and its
//! weekday right. The fixture is written by `scripts/holiday_fixture.py`.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};
use nendo::calendar::{EraYear, FiscalYear, Holidays};

const KNOWN: &str = include_str!("fixtures/holidays/holidays.csv");

fn days() -> impl Iterator<Item = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(1980, 1, 1).expect("a day");
    first.iter_days().take_while(|day| day.year() <= 2050)
}

#[test]
fn every_day_agrees_with_both_sources() {
    let known: BTreeMap<NaiveDate, &str> = KNOWN
        .lines()
        .skip(1)
        .map(|line| line.split_once(',').expect("date and sources"))
        .map(|(day, sources)| (day.parse().expect("a date"), sources))
        .collect();
    // 国民の休日 is of 27 December 1985 (昭和60年法律第103号); one source has it on 4 May too early.
    let too_early = |day: &NaiveDate| (1982..=1985).contains(&day.year()) && (day.month(), day.day()) == (5, 4);
    let disputed: Vec<_> = known.iter().filter(|(day, sources)| **sources != "hj" && !too_early(day)).collect();
    assert!(disputed.is_empty(), "the sources differ: {disputed:?}");
    let law = Holidays::of_law();
    let expected = |day: &NaiveDate| known.contains_key(day) && !too_early(day);
    let wrong: Vec<_> = days().filter(|day| law.is_holiday(*day) != expected(day)).map(|day| (day, law.name(day))).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(known.len() > 1000);
}

#[test]
fn weekdays_follow_each_other_through_leap_years() {
    // 1 January 1980 was a Tuesday; counted on by hand, not by the library under test.
    let mut weekday = Weekday::Tue;
    let mut leap_days = 0;
    for day in days() {
        assert_eq!(day.weekday(), weekday, "{day}");
        weekday = weekday.succ();
        leap_days += u32::from(day.month() == 2 && day.day() == 29);
    }
    assert_eq!(leap_days, 18, "1980, 1984 … 2048");
}

#[test]
fn each_day_has_its_era_and_fiscal_year() {
    for day in days() {
        let era = EraYear::of_date(day).expect("an era");
        let name = match (day.year(), day.month(), day.day()) {
            (..=1988, ..) => "昭和",
            (1989, 1, ..=7) => "昭和",
            (..=2018, ..) | (2019, ..=4, _) => "平成",
            _ => "令和",
        };
        assert_eq!(era.era.name, name, "{day}");
        assert_eq!(era.western(), day.year());
        let year = FiscalYear::of_date(day);
        assert!(year.first_day() <= Some(day) && Some(day) <= year.last_day());
        assert_eq!(year.year_of_month(day.month()), day.year());
    }
}
