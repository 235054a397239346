//! What holds for every schedule phrase: a phrase from the picker is read as what was picked, nothing
//! falls outside the fiscal year, and no text makes the grammar stumble.

use std::sync::OnceLock;

use chrono::NaiveDate;
use nendo::calendar::{
    Choice, Count, FiscalYear, Holidays, MonthDay, Months, Nths, Occurrence, Per, Pick, Weekdays, Wording, day_in, occurrences, phrase,
    pick_of, read_schedule,
};
use proptest::prelude::*;

fn corpus() -> &'static [&'static str] {
    static PHRASES: OnceLock<Vec<&str>> = OnceLock::new();
    PHRASES.get_or_init(|| {
        let parts = [
            include_str!("corpus/schedule/worked.txt"),
            include_str!("corpus/schedule/held_out.txt"),
            include_str!("corpus/schedule/later.txt"),
        ];
        let lines = parts.into_iter().flat_map(str::lines);
        lines.filter_map(|line| Some(line.rsplit_once("=>")?.0.trim())).filter(|phrase| !phrase.starts_with(['#', '@'])).collect()
    })
}

fn any_year() -> impl Strategy<Value = FiscalYear> {
    (1980..2050i32).prop_map(FiscalYear)
}

fn any_months() -> impl Strategy<Value = Months> {
    prop::collection::vec(1..=12u32, 1..=12).prop_map(|months| months.into_iter().collect())
}

fn fiscal_order(day: &MonthDay) -> (u8, u8) {
    ((day.0 + 8) % 12, day.1)
}

/// Days of one month are one list for the reader, so they are given in order and each once.
fn any_days() -> impl Strategy<Value = Vec<MonthDay>> {
    prop::collection::vec((1..=12u8, 1..=28u8), 1..=6).prop_map(|mut days| {
        days.sort_by_key(fiscal_order);
        days.dedup();
        days
    })
}

fn any_count() -> impl Strategy<Value = Count> {
    let per = prop::sample::select(vec![Per::Total, Per::Year, Per::Month, Per::Week, Per::Each]);
    (1..=60u32, prop::option::of(0..=20u32), per).prop_map(|(min, more, per)| Count { min, max: more.map(|more| min + more), per })
}

fn any_choice() -> impl Strategy<Value = Choice> {
    prop_oneof![
        any_months().prop_map(Choice::Months),
        any_days().prop_map(Choice::Days),
        ((1..=12u8, 1..=28u8), (1..=12u8, 1..=28u8)).prop_map(|(a, b)| {
            let (from, to) = if fiscal_order(&a) <= fiscal_order(&b) { (a, b) } else { (b, a) };
            Choice::Span(from, to)
        }),
        (1..=0x7Fu8).prop_map(|days| Choice::Weekly(Weekdays(days))),
        (1..=0x3Fu8, 1..=0x7Fu8).prop_map(|(nths, days)| {
            let last = if nths & 0x20 == 0 { Nths(0) } else { Nths::LAST };
            Choice::Nth(Nths(((nths & 0x1F) << 1) | last.0), Weekdays(days))
        }),
        (0..=31u8).prop_map(Choice::DayOfMonth),
        any_count().prop_map(Choice::Count),
        Just(Choice::AnyTime),
    ]
}

fn any_pick() -> impl Strategy<Value = Pick> {
    (any_choice(), prop::option::of(any_months()), any::<bool>(), any::<bool>()).prop_map(|(choice, without, holidays, new_year)| {
        let yearly = matches!(choice, Choice::Months(Months::ALL) | Choice::Weekly(_) | Choice::Nth(..) | Choice::DayOfMonth(_));
        let weekly = matches!(choice, Choice::Weekly(_) | Choice::Nth(..));
        Pick {
            without: without.filter(|_| yearly).unwrap_or_default(),
            without_holidays: weekly && holidays,
            without_new_year: weekly && new_year,
            choice,
        }
    })
}

fn any_wording() -> impl Strategy<Value = Wording> {
    (any::<bool>(), prop::sample::select(vec!['、', '・', '，']), prop::sample::select(vec!['～', '〜', '-', '－', '―']), any::<bool>())
        .prop_map(|(full_width, list_sign, range_sign, exception_behind)| Wording { full_width, list_sign, range_sign, exception_behind })
}

/// Text as people type it and as they do not: pieces of real phrases, signs and anything else.
fn any_text() -> impl Strategy<Value = String> {
    let signs = "0123456789０１２年月日週回第毎各（）()、・～-ー/:を除く曜土火随時一十\n　";
    let piece = prop_oneof![
        6 => prop::sample::select(corpus().to_vec()).prop_map(str::to_owned),
        6 => prop::collection::vec(prop::sample::select(signs.chars().collect::<Vec<_>>()), 0..8).prop_map(String::from_iter),
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 1..4).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn what_is_picked_is_what_is_read(pick in any_pick(), wording in any_wording(), year in any_year()) {
        let written = phrase(&pick, wording);
        let reading = read_schedule(&written, Some(year));
        prop_assert!(reading.understood(), "{}: {:?}", written, reading.unread);
        prop_assert_eq!(reading.entries.len(), 1, "{}", written);
        prop_assert_eq!(pick_of(&reading.entries[0].schedule), Some(pick), "{}", written);
    }

    #[test]
    fn nothing_falls_outside_the_fiscal_year(text in any_text(), year in any_year()) {
        let holidays = Holidays::of_law();
        let inside = |day: NaiveDate| FiscalYear::of_date(day) == year;
        for entry in read_schedule(&text, Some(year)).entries {
            let schedule = &entry.schedule;
            prop_assert!(schedule.dates(year, &holidays).into_iter().all(inside), "{}", text);
            for occurrence in occurrences(schedule, year, &holidays) {
                match occurrence {
                    Occurrence::Days(from, to) => prop_assert!(inside(from) && inside(to) && from <= to, "{}", text),
                    Occurrence::Month(first) => prop_assert!(inside(first), "{}", text),
                    Occurrence::Count | Occurrence::AsNeeded => {}
                }
            }
        }
    }

    #[test]
    fn no_text_makes_the_grammar_stumble(text in any_text(), year in prop::option::of(any_year())) {
        let reading = read_schedule(&text, year);
        for range in reading.entries.iter().flat_map(|entry| [Some(entry.range.clone()), entry.name.clone()]).flatten() {
            prop_assert!(text.get(range.clone()).is_some(), "{:?} in {:?}", range, text);
        }
        for unread in &reading.unread {
            prop_assert!(text.get(unread.range.clone()).is_some(), "{:?} in {:?}", unread, text);
        }
        prop_assert!(reading.entries.is_empty() || !text.trim().is_empty());
    }
}

#[test]
fn a_leap_day_is_one_only_in_its_year() {
    let dates = |year| {
        let reading = read_schedule("2月29日", Some(FiscalYear(year)));
        reading.understood().then(|| reading.entries[0].schedule.dates(FiscalYear(year), &Holidays::of_law()))
    };
    assert_eq!(dates(2027), Some(vec![NaiveDate::from_ymd_opt(2028, 2, 29).expect("a day")]));
    assert_eq!(dates(2025), None, "2026 has none");
    assert_eq!(day_in(FiscalYear(2025), (2, 29)), None);
}
