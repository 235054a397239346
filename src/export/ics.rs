//! The year's dates for the calendars of other programs (iCalendar, RFC 5545).
//!
//! What is known to the day goes in: dates, spans and rhythms, as all-day events or at their hour in Asia/Tokyo. What is
//! known by the month alone, as a count or as needed has no day to stand on and stays out. A rhythm is one event with
//! a rule and its exceptions; an event's UID is made of its node's id, so that importing once more updates it.
//!
//! No clock: the stamp and the sequence number come from when the plan was saved, which the caller knows, or from the
//! plan's date. RFC 5545 3.8.7.4 wants both to grow with each revision, so that a second import counts.

use std::fmt::Write;

use chrono::{Days, Duration, NaiveDate, NaiveDateTime, NaiveTime};
use icalendar::{Calendar, Component, Event, EventLike, Property};

use crate::calendar::{FiscalYear, Holidays, Occurrence, Rule, Schedule, TimeOfDay, Weekdays, When};
use crate::plan::{Outline, Plan, PlannedSchedule, audience_of, lead_of, place_of, planned_schedules};

/// The clocks of Japan, as calendars want them described. It is put in as text: the library would give it a stamp
/// and a UID of its own, which a time zone must not have.
const TOKYO: &str = "BEGIN:VTIMEZONE\r\nTZID:Asia/Tokyo\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0900\r\n\
                     TZOFFSETTO:+0900\r\nTZNAME:JST\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
/// From so many days on a rhythm is written as a rule.
const RHYTHM: usize = 3;

/// The calendar file of a plan; `None` if it has no fiscal year. `saved` is when the plan was saved (UTC), if that is known.
pub fn write(plan: &Plan, outline: &Outline, holidays: &Holidays, saved: Option<NaiveDateTime>) -> Option<String> {
    let year = plan.fiscal_year?;
    let dated = || plan.date.or_else(|| year.first_day()).unwrap_or_default().and_time(NaiveTime::MIN);
    let stamp = saved.unwrap_or_else(dated);
    let mut calendar = Calendar::empty();
    for (key, value) in [("VERSION", "2.0"), ("PRODID", "-//Nendo//Nendo//JA"), ("CALSCALE", "GREGORIAN"), ("METHOD", "PUBLISH")] {
        calendar.append_property(Property::new(key, value));
    }
    calendar.name(&plan.title);
    let (planned, _) = planned_schedules(outline, year);
    for one in &planned {
        for (number, timing) in timings(one, year, holidays).iter().enumerate() {
            calendar.push(event(one, number, timing, outline, stamp));
        }
    }
    let text = calendar.to_string();
    let at = text.find("BEGIN:VEVENT").or_else(|| text.find("END:VCALENDAR")).unwrap_or(text.len());
    let (head, events) = text.split_at(at);
    Some([head, TOKYO, events].concat())
}

/// When one event takes place.
struct Timing {
    first: NaiveDate,
    /// Its last day.
    last: NaiveDate,
    /// A rule without its end, the last day it gives, and the days it gives that are left out.
    rule: Option<(String, NaiveDate, Vec<NaiveDate>)>,
}

fn timings(one: &PlannedSchedule<'_>, year: FiscalYear, holidays: &Holidays) -> Vec<Timing> {
    let (mut timings, mut days) = (Vec::new(), Vec::new());
    for occurrence in one.occurrences(year, holidays) {
        match occurrence {
            Occurrence::Days(from, to) if from == to => days.push(from),
            Occurrence::Days(from, to) => timings.push(Timing { first: from, last: to, rule: None }),
            Occurrence::Month(_) | Occurrence::Count | Occurrence::AsNeeded => {}
        }
    }
    match rhythm(&one.schedule, &days, year, holidays) {
        Some((rule, left_out)) => {
            if let (Some(first), Some(last)) = (days.first(), days.last()) {
                timings.insert(0, Timing { first: *first, last: *first, rule: Some((rule, *last, left_out)) });
            }
        }
        None => timings.extend(days.into_iter().map(|day| Timing { first: day, last: day, rule: None })),
    }
    timings
}

/// The rule that gives exactly `days`, with the days it gives beside them; `None` if no rule does.
fn rhythm(schedule: &Schedule, days: &[NaiveDate], year: FiscalYear, holidays: &Holidays) -> Option<(String, Vec<NaiveDate>)> {
    let [rule] = schedule.rules.as_slice() else { return None };
    let (first, last) = (days.first()?, days.last()?);
    if days.len() < RHYTHM {
        return None;
    }
    // Monday to Friday is a rule; the holidays are left out one by one.
    let rule = if rule.when == When::Workdays { Rule { when: When::Weekly(Weekdays(0x1F)), ..*rule } } else { *rule };
    let mut text = match rule.when {
        When::Weekly(weekdays) if weekdays.0 & Weekdays::HOLIDAYS.0 == 0 && !weekdays.is_empty() => {
            format!("FREQ=WEEKLY;BYDAY={}", by_day(weekdays, &[""]))
        }
        When::Nth(nths, weekdays) if weekdays.0 & Weekdays::HOLIDAYS.0 == 0 => {
            let numbers = ["1", "2", "3", "4", "5"].into_iter().enumerate().filter(|(at, _)| nths.0 & (2 << at) != 0).map(|(_, n)| n);
            let last = (nths.0 & crate::calendar::Nths::LAST.0 != 0).then_some("-1");
            format!("FREQ=MONTHLY;BYDAY={}", by_day(weekdays, &numbers.chain(last).collect::<Vec<_>>()))
        }
        When::MonthDays(month_days) => {
            let numbers = (1..=31).filter(|day| month_days & (1 << day) != 0).chain((month_days & 1 != 0).then_some(-1));
            format!("FREQ=MONTHLY;BYMONTHDAY={}", joined(numbers))
        }
        _ => return None,
    };
    if rule.months.len() < 12 {
        let _ = write!(text, ";BYMONTH={}", joined(rule.months.iter()));
    }
    let given = Schedule { rules: vec![rule], ..Schedule::default() }.dates(year, holidays);
    // 祝日の場合は翌日 leaves the rule.
    if !days.iter().all(|day| given.binary_search(day).is_ok()) {
        return None;
    }
    let left_out = given.into_iter().filter(|day| first <= day && day <= last && days.binary_search(day).is_err());
    Some((text, left_out.collect()))
}

fn joined(numbers: impl Iterator<Item = impl ToString>) -> String {
    numbers.map(|number| number.to_string()).collect::<Vec<_>>().join(",")
}

/// MO,TH or 1MO,3MO: each weekday with each of the numbers before it.
fn by_day(weekdays: Weekdays, numbers: &[&str]) -> String {
    const NAMES: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    let names = NAMES.into_iter().enumerate().filter(|(at, _)| weekdays.0 & (1 << at) != 0).map(|(_, name)| name);
    names.flat_map(|name| numbers.iter().map(move |number| format!("{number}{name}"))).collect::<Vec<_>>().join(",")
}

fn event(one: &PlannedSchedule<'_>, number: usize, timing: &Timing, outline: &Outline, stamp: NaiveDateTime) -> Event {
    let node = &outline.rows()[one.at].node;
    let mut event = Event::new();
    event.add_property("UID", format!("{}-{}-{}@nendo", node.id, one.number, number));
    event.add_property("DTSTAMP", stamp.format("%Y%m%dT%H%M%SZ").to_string());
    event.add_property("SEQUENCE", sequence(stamp).to_string());
    event.summary(&one.title(outline));
    let place = place_of(outline, one.of);
    if !place.is_empty() {
        event.location(place);
    }
    let lines = [("実施時期", one.text), ("担当", lead_of(outline, one.at)), ("対象", audience_of(outline, one.of))];
    let lines: Vec<_> = lines.iter().filter(|(_, said)| !said.is_empty()).map(|(name, said)| format!("{name}：{said}")).collect();
    event.description(&lines.join("\n"));
    // An hour of one's day is taken; a day on which something goes on is not.
    event.add_property("TRANSP", if one.schedule.time.is_some() { "OPAQUE" } else { "TRANSPARENT" });
    let dated = |key: &str, day: NaiveDate| match one.schedule.time {
        Some(time) => in_tokyo(key, at(day, time.from)),
        None => Property::new(key, day.format("%Y%m%d").to_string()).add_parameter("VALUE", "DATE").done(),
    };
    event.append_property(dated("DTSTART", timing.first));
    // Of an hour without an end none is invented: by RFC 5545 3.6.1 it then ends as it begins.
    let end = match one.schedule.time {
        Some(time) => end_of(time, timing.first != timing.last).map(|end| in_tokyo("DTEND", at(timing.last, end))),
        None => Some(dated("DTEND", timing.last.checked_add_days(Days::new(1)).unwrap_or(timing.last))),
    };
    end.into_iter().for_each(|end| _ = event.append_property(end));
    if let Some((rule, last, left_out)) = &timing.rule {
        // The end is told in the time of Greenwich wherever the beginning has a zone.
        let until = match one.schedule.time {
            Some(time) => (at(*last, time.from) - Duration::hours(9)).format("%Y%m%dT%H%M%SZ").to_string(),
            None => last.format("%Y%m%d").to_string(),
        };
        event.add_property("RRULE", format!("{rule};UNTIL={until}"));
        for day in left_out {
            event.append_multi_property(dated("EXDATE", *day));
        }
    }
    event.done()
}

/// Minutes since 2000: a plan saved later is the later revision of its events.
fn sequence(stamp: NaiveDateTime) -> i64 {
    (stamp - NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or_default().and_time(NaiveTime::MIN)).num_minutes().max(0)
}

/// When it ends, if that is said; what lasts several days ends on the last of them.
fn end_of(time: TimeOfDay, several_days: bool) -> Option<u16> {
    time.to.filter(|to| *to > time.from).or(several_days.then_some(time.from))
}

fn at(day: NaiveDate, minutes: u16) -> NaiveDateTime {
    day.and_time(NaiveTime::MIN) + Duration::minutes(minutes.into())
}

fn in_tokyo(key: &str, time: NaiveDateTime) -> Property {
    Property::new(key, time.format("%Y%m%dT%H%M%S").to_string()).add_parameter("TZID", "Asia/Tokyo").done()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Node, Role};
    use std::sync::Arc;

    fn plan(schedules: &[&str]) -> Plan {
        let mut plan = Plan::new("令和7年度事業計画", Some(FiscalYear(2025)));
        plan.date = NaiveDate::from_ymd_opt(2025, 3, 26);
        let node = |schedule: &&str| Node { schedule: vec![(*schedule).to_owned()], ..Node::new(Role::Item, "例会, 総会; 他") };
        plan.nodes = schedules.iter().map(|schedule| Arc::new(node(schedule))).collect();
        plan
    }

    fn lines(plan: &Plan) -> Vec<String> {
        let text = write(plan, &Outline::of(plan), &Holidays::of_law(), None).expect("a year").replace("\r\n ", "");
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_plan_saved_later_is_a_later_revision_of_the_same_events() {
        let plan = plan(&["9月6日"]);
        let saved = |minute| NaiveDate::from_ymd_opt(2025, 4, 2).and_then(|day| day.and_hms_opt(9, minute, 0));
        let lines = |minute| write(&plan, &Outline::of(&plan), &Holidays::of_law(), saved(minute)).expect("a year");
        let of = |text: &str, key: &str| text.lines().find_map(|line| line.strip_prefix(key).map(str::to_owned)).expect("said");
        let (before, after) = (lines(1), lines(2));
        assert_eq!(of(&before, "UID:"), of(&after, "UID:"));
        assert!(of(&before, "DTSTAMP:") < of(&after, "DTSTAMP:"));
        assert!(of(&before, "SEQUENCE:").parse::<i64>().expect("a number") < of(&after, "SEQUENCE:").parse().expect("a number"));
    }

    #[test]
    fn a_rhythm_is_a_rule_with_its_exceptions() {
        let all = lines(&plan(&["8月を除く毎月第2水曜日", "毎週金曜日（祝日を除く）10:00～12:00"]));
        let has = |line: &str| assert!(all.iter().any(|have| have == line), "{line}\n{all:#?}");
        has("RRULE:FREQ=MONTHLY;BYDAY=2WE;UNTIL=20260311");
        has("EXDATE;VALUE=DATE:20250813");
        has("DTSTART;VALUE=DATE:20250409");
        has("DTEND;VALUE=DATE:20250410");
        has("RRULE:FREQ=WEEKLY;BYDAY=FR;UNTIL=20260327T010000Z");
        has("DTSTART;TZID=Asia/Tokyo:20250404T100000");
        has("DTEND;TZID=Asia/Tokyo:20250404T120000");
        has("EXDATE;TZID=Asia/Tokyo:20260320T100000");
        has("SUMMARY:例会\\, 総会\\; 他");
        assert_eq!(all.iter().filter(|line| *line == "BEGIN:VTIMEZONE").count(), 1);
        assert_eq!(all.iter().filter(|line| line.starts_with("UID:")).count(), 2);
    }

    #[test]
    fn no_end_is_invented() {
        let all = lines(&plan(&["9月6日（土）10:00～"]));
        assert!(all.contains(&"DTSTART;TZID=Asia/Tokyo:20250906T100000".to_owned()));
        assert!(!all.iter().any(|line| line.starts_with("DTEND") || line.starts_with("DURATION")), "{all:#?}");
        let several = lines(&plan(&["9月6日～8日 10:00～"]));
        assert!(several.contains(&"DTEND;TZID=Asia/Tokyo:20250908T100000".to_owned()), "{several:#?}");
    }

    #[test]
    fn a_day_moved_from_a_holiday_stands_by_itself() {
        let all = lines(&plan(&["毎月第2月曜日（祝日の場合は翌日）"]));
        assert!(!all.iter().any(|line| line.starts_with("RRULE")));
        assert!(all.contains(&"DTSTART;VALUE=DATE:20251014".to_owned()));
        assert_eq!(all.iter().filter(|line| *line == "BEGIN:VEVENT").count(), 12);
    }

    #[test]
    fn days_and_spans_are_events_and_what_has_no_day_is_none() {
        let plan = plan(&["5月10日・6月11日", "9月6日～8日", "7月", "年4回", "随時"]);
        let all = lines(&plan);
        assert_eq!(all.iter().filter(|line| *line == "BEGIN:VEVENT").count(), 3);
        assert!(all.contains(&"DTSTART;VALUE=DATE:20250906".to_owned()) && all.contains(&"DTEND;VALUE=DATE:20250909".to_owned()));
        let uids: std::collections::BTreeSet<_> = all.iter().filter(|line| line.starts_with("UID:")).collect();
        assert_eq!(uids.len(), 3);
        assert_eq!(all, lines(&plan), "no clock, no chance");
    }

    #[test]
    fn lines_are_folded_within_letters_never() {
        let mut plan = plan(&["4月1日"]);
        Arc::make_mut(&mut plan.nodes[0]).title = "地域福祉推進".repeat(30);
        let text = write(&plan, &Outline::of(&plan), &Holidays::of_law(), None).expect("a year");
        assert!(text.split("\r\n").all(|line| line.len() <= 75));
        assert!(text.replace("\r\n ", "").contains(&"地域福祉推進".repeat(30)));
    }
}
