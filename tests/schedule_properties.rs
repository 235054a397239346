//! What holds for every schedule phrase: a phrase from the picker is read as what was picked, nothing
//! falls outside the fiscal year, and no text makes the grammar stumble.

use std::sync::OnceLock;

use chrono::{Datelike, NaiveDate};
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

/// What one can see of a phrase: its days, months, count and hours, or that its words stand beside them. `None`: not understood.
fn seen(phrase: &str, year: FiscalYear) -> Option<String> {
    let reading = read_schedule(phrase, Some(year));
    let holidays = Holidays::of_law();
    let entries = reading.entries.iter().map(|entry| {
        let schedule = &entry.schedule;
        let words = if schedule.tells_in_words() { &phrase[entry.range.clone()] } else { "" };
        let months: Vec<_> = schedule.months().iter().collect();
        let (dates, count) = (schedule.dates(year, &holidays), schedule.count(year, &holidays));
        format!("{months:?} {dates:?} {count:?} {:?} {words}", schedule.time)
    });
    reading.understood().then(|| entries.collect())
}

/// Whether a day is one of those that `more` leaves out or moves.
fn is_left_out(date: NaiveDate, more: &str) -> bool {
    let (month, day) = (date.month(), date.day());
    let weekday = date.weekday().num_days_from_monday();
    match more {
        "（7月8日を除く）" => (month, day) == (7, 8),
        "（12月29日～1月3日を除く）" | "（年末年始を除く）" => (month, day) >= (12, 29) || (month, day) <= (1, 3),
        "（水曜日を除く）" => weekday == 2,
        "（土日を除く）" => weekday >= 5,
        "（第2水曜日を除く）" => weekday == 2 && (8..=14).contains(&day),
        "（第1月曜日・第3火曜日を除く）" => true,
        _ if more.contains("祝日") => Holidays::of_law().is_holiday(date),
        _ => month == 8,
    }
}

/// Whatever is said behind a rhythm is seen, or the phrase is not understood: nothing is read and dropped.
#[test]
fn nothing_is_understood_and_dropped() {
    const RHYTHMS: [&str; 24] = [
        "通年",
        "毎日",
        "平日",
        "毎月",
        "毎週水曜日",
        "毎週火・木曜日",
        "隔週土曜日",
        "第1・3水曜日",
        "毎月第2水曜日",
        "隔月",
        "隔月第1金曜日",
        "月1回",
        "週2回",
        "年4回",
        "年4回 第2土曜日",
        "全5回",
        "4月～9月",
        "5月～11月 毎週水曜日",
        "7月",
        "10月3日（土）",
        "6月10日～8月20日",
        "偶数月",
        "随時",
        "毎月15日",
    ];
    // A day, a month, a weekday, hours or a number of days of which each says something that the rhythms do not.
    const MORE: [&str; 24] = [
        "（7月8日を除く）",
        "（12月29日～1月3日を除く）",
        "（8月を除く）",
        "（水曜日を除く）",
        "（土日を除く）",
        "（祝日を除く）",
        "（年末年始を除く）",
        "（第2水曜日を除く）",
        "（第1月曜日・第3火曜日を除く）",
        "（お盆を除く）",
        "（8月は休み）",
        "（祝日の場合は翌日）",
        "（祝日の場合は第2月曜日）",
        "（8月は第1水曜日）",
        "（7・8月は毎週金曜日）",
        " 10時～12時",
        " 10時～12時、14時～16時",
        "（2日間）",
        "（隔週）",
        "（偶数月）",
        "（10月から）",
        "（5月14日から）",
        "（第3週）",
        "（開館日）",
    ];
    // Where both say the same, or none of the days that are left out is among those that are named.
    let redundant = |rhythm: &str, more: &str| match more {
        "（偶数月）" => ["偶数月", "10月3日（土）"].contains(&rhythm),
        "（隔週）" => rhythm == "隔週土曜日",
        "（8月は第1水曜日）" => rhythm == "10月3日（土）",
        "（8月を除く）" | "（お盆を除く）" if rhythm == "7月" => true,
        _ if more.contains("除く") || more.contains("休み") || more.contains("祝日の場合") => {
            let reading = read_schedule(rhythm, Some(FiscalYear(2026)));
            let dates: Vec<_> =
                reading.entries.iter().flat_map(|entry| entry.schedule.dates(FiscalYear(2026), &Holidays::of_law())).collect();
            !dates.is_empty() && !rhythm.starts_with("6月10日") && !dates.iter().any(|date| is_left_out(*date, more))
        }
        _ => false,
    };
    let year = FiscalYear(2026);
    let dropped: Vec<String> = RHYTHMS
        .iter()
        .flat_map(|rhythm| MORE.iter().map(move |more| (rhythm, more)))
        .filter(|(rhythm, more)| !redundant(rhythm, more))
        .filter(|(rhythm, more)| seen(&format!("{rhythm}{more}"), year).is_some_and(|all| Some(all) == seen(rhythm, year)))
        .map(|(rhythm, more)| format!("{rhythm}{more}"))
        .collect();
    assert!(dropped.is_empty(), "{dropped:#?}");
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
