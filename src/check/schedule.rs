//! Schedules that cannot be right as they are written: days that do not exist or are of another year however they
//! are written (9/31, 2025/3/28, R6.12.1), a holiday called by another's name, as many times as are not listed.
//!
//! Days written with 月 and 日 are looked at in all texts (`weekday`); here only what the grammar of schedules knows.

use chrono::{Datelike, NaiveDate};

use crate::calendar::{
    EraYear, FiscalYear, Holidays, Unread, Why, format_date, format_date_with_weekday, holiday_named, holiday_names, weekday_char,
    written_dates,
};
use crate::locale::Message;
use crate::plan::{Block, Finding, FindingLevel, Outline, Plan, WrittenSchedule, schedule_lines, written_schedules};

pub(super) fn find(plan: &Plan, outline: &Outline, holidays: &Holidays, findings: &mut Vec<Finding>) {
    let Some(year) = plan.fiscal_year else { return };
    for row in outline.rows() {
        let node = &row.node;
        let mut own = Vec::new();
        let texts = std::iter::once(node.title.as_str()).chain(node.schedule.iter().map(String::as_str));
        for text in texts.chain(node.body.iter().flat_map(Block::texts)) {
            own.extend(misnamed_holidays(text, year, holidays));
        }
        for written in schedule_lines(node, Some(year)) {
            own.extend(written.reading.unread.iter().filter_map(|unread| wrong_piece(written.phrase, unread, year)));
        }
        if super::is_board_meeting(&node.title) {
            let understood = written_schedules(node, Some(year)).into_iter().filter(|written| written.reading.understood());
            own.extend(understood.flat_map(|written| boards_on_holidays(&written, year, holidays)));
        }
        findings.extend(own.into_iter().map(|finding| finding.at_node(node.id)));
    }
}

/// Board meetings that a rhythm (毎月第2月曜日) or a day written without 月 (11/3) puts on a holiday or a Sunday.
fn boards_on_holidays(written: &WrittenSchedule<'_>, year: FiscalYear, holidays: &Holidays) -> Vec<Finding> {
    // So many meetings are no board's.
    const MOST: usize = 12;
    let told: Vec<_> = written_dates(written.phrase, Some(year)).into_iter().filter_map(|day| day.date).collect();
    let days = written.reading.entries.iter().flat_map(|entry| entry.schedule.dates(year, holidays));
    let days = days.filter(|day| !told.contains(day));
    days.filter_map(|day| super::weekday::day_off(holidays, day, &format_date_with_weekday(day)))
        .take(MOST)
        .map(|finding| finding.with_excerpt(written.phrase))
        .collect()
}

/// What the grammar read as far as to know that it is wrong, unless `weekday` tells of it.
fn wrong_piece(phrase: &str, unread: &Unread, year: FiscalYear) -> Option<Finding> {
    let written = phrase.get(unread.range.clone())?;
    let told = || {
        let days = written_dates(phrase, Some(year));
        days.iter().any(|day| day.range.start < unread.range.end && unread.range.start < day.range.end)
    };
    match unread.why {
        Why::NoSuchDay if !told() => {
            let message = Message::new("check.no_such_day").with("written", written);
            Some(Finding::new(FindingLevel::Error, message).with_hint(Message::new("check.no_such_day.hint")).with_excerpt(written))
        }
        Why::OutsideYear if !told() => {
            let message = Message::new("check.left_over_year").with("written", written).with("year", year);
            let finding = Finding::new(FindingLevel::Warning, message).with_hint(Message::new("check.left_over_year.hint"));
            let finding = finding.with_excerpt(written);
            Some(match in_own_year(written, year) {
                Some(proposal) => finding.with_proposal(proposal),
                None => finding,
            })
        }
        // The name of a holiday is told with its day by `misnamed_holidays`.
        Why::Contradiction if !holiday_names().any(|name| written.contains(name)) => {
            let message = Message::new("check.schedule_count").with("written", written);
            Some(Finding::new(FindingLevel::Warning, message).with_hint(Message::new("check.schedule_count.hint")).with_excerpt(written))
        }
        _ => None,
    }
}

/// 2025/3/28 as 2026/3/28, R6.12.1 as R7.12.1: the same month and day in the plan's own year, written alike.
fn in_own_year(written: &str, year: FiscalYear) -> Option<String> {
    let digits = |c: char| c.is_ascii_digit();
    let initial = written.chars().next().filter(char::is_ascii_alphabetic);
    let rest = initial.map_or(written, |initial| &written[initial.len_utf8()..]);
    let number_end = rest.find(|c| !digits(c))?;
    let sign = rest[number_end..].chars().next().filter(|sign| matches!(sign, '/' | '.' | '-'))?;
    let mut parts = rest[number_end + 1..].split(sign);
    let (month, day) = (parts.next()?.parse::<u32>().ok()?, parts.next()?.parse::<u32>().ok()?);
    if parts.next().is_some() {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(year.year_of_month(month), month, day)?;
    let number = match initial {
        Some(initial) => {
            let era = EraYear::of_date(date)?;
            (era.era.initial == initial).then_some(format!("{initial}{}", era.year))?
        }
        None => date.year().to_string(),
    };
    Some(format!("{number}{}", &rest[number_end..]))
}

/// 8月11日（海の日）: what is right is offered where only one of the two can be.
fn misnamed_holidays(text: &str, year: FiscalYear, holidays: &Holidays) -> Vec<Finding> {
    let misnamed = |day: crate::calendar::WrittenDate| {
        let date = day.date.filter(|date| FiscalYear::of_date(*date) == year)?;
        let behind = &text[day.range.end..];
        let name_at = behind.find(|c| !matches!(c, '(' | '（' | '・' | ' ' | '　')).filter(|at| *at > 0)?;
        let name = holiday_names().find(|name| behind[name_at..].starts_with(*name))?;
        let closed = behind[name_at + name.len()..].starts_with([')', '）']);
        let right = holiday_named(name, year);
        if !closed || right == Some(date) || matches!(holidays.name(date), Some(own) if own == name || own == "振替休日") {
            return None;
        }
        let end = day.range.end + name_at + name.len() + behind[name_at + name.len()..].chars().next().map_or(0, char::len_utf8);
        let written = &text[day.range.start..end];
        let message = Message::new("check.holiday_name").with("written", written).with("name", name);
        let message = message.with("date", right.map(format_date).unwrap_or_default());
        let finding = Finding::new(FindingLevel::Error, message).with_hint(Message::new("check.holiday_name.hint")).with_excerpt(written);
        let near = right.filter(|right| right.month() == date.month());
        let proposal = match (holidays.name(date), near) {
            // The day is a holiday, and the one that is named is in another month.
            (Some(own), None) => Some(written.replace(name, own)),
            // The day is none, and the one that is named is in this month.
            (None, Some(right)) => with_day(written, &day, date, right),
            _ => None,
        };
        Some(match proposal {
            Some(proposal) => finding.with_proposal(proposal),
            None => finding,
        })
    };
    written_dates(text, Some(year)).into_iter().filter_map(misnamed).collect()
}

/// A written date with another day of its month, its weekday put right.
fn with_day(written: &str, day: &crate::calendar::WrittenDate, date: NaiveDate, right: NaiveDate) -> Option<String> {
    let moved = super::weekday::with_day(written, date.day(), right.day())?;
    let Some((_, place)) = &day.weekday else { return Some(moved) };
    // Counted from the end: the number of the day may be longer or shorter now.
    let behind = written.len() - (place.start - day.range.start);
    let at = moved.len().checked_sub(behind)?;
    let old = moved.get(at..)?.chars().next()?;
    Some(format!("{}{}{}", &moved[..at], weekday_char(right.weekday()), &moved[at + old.len_utf8()..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Lang;
    use crate::plan::{Node, Role};
    use std::sync::Arc;

    fn found(schedule: &str) -> Vec<(String, &'static str, Option<String>)> {
        let mut plan = Plan::new("t", Some(FiscalYear(2025)));
        plan.nodes = vec![Arc::new(Node { schedule: vec![schedule.to_owned()], ..Node::new(Role::Item, "行事") })];
        let findings = crate::check::check(&plan, &Outline::of(&plan), &Holidays::of_law());
        findings.into_iter().map(|finding| (finding.excerpt, finding.rule, finding.proposal)).collect()
    }

    #[test]
    fn a_rhythm_that_puts_the_board_on_a_holiday_is_told_by_its_days() {
        let mut board = Node::new(Role::Item, "理事会");
        board.schedule = vec!["毎月第2月曜日（8月・1月を除く）".to_owned(), "11/3".to_owned()];
        let mut plan = Plan::new("t", Some(FiscalYear(2025)));
        plan.nodes = vec![Arc::new(board)];
        let findings = crate::check::check(&plan, &Outline::of(&plan), &Holidays::of_law());
        let told: Vec<_> = findings.iter().map(|finding| (finding.rule, finding.message.text(Lang::Ja))).collect();
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].1.contains("令和7年10月13日（月）") && told[1].1.contains("令和7年11月3日（月）"), "{told:?}");
    }

    #[test]
    fn days_that_are_none_or_of_another_year_are_told_however_they_are_written() {
        let one = |schedule: &str| {
            let all = found(schedule);
            assert_eq!(all.len(), 1, "{schedule}: {all:?}");
            all.into_iter().next().map(|(_, rule, proposal)| (rule, proposal)).expect("one")
        };
        for (schedule, rule, proposal) in [
            ("9/31", "check.no_such_day", None),
            ("4/25、9/31", "check.no_such_day", None),
            ("R7.2.30", "check.no_such_day", None),
            ("9月31日", "check.no_such_day", None),
            ("2025/3/28", "check.left_over_year", Some("2026/3/28")),
            ("R6.12.1", "check.left_over_year", Some("R7.12.1")),
            ("R7.3.28", "check.left_over_year", Some("R8.3.28")),
            ("令和6年12月1日", "check.left_over_year", Some("令和7年12月1日")),
            ("年3回（5月、9月）", "check.schedule_count", None),
            ("8月11日（海の日）", "check.holiday_name", Some("8月11日（山の日）")),
            ("8月11日（月・海の日）", "check.holiday_name", Some("8月11日（月・山の日）")),
            ("7月22日（海の日）", "check.holiday_name", Some("7月21日（海の日）")),
            ("7月22日（火・海の日）", "check.holiday_name", Some("7月21日（月・海の日）")),
            // Both are holidays of September: which of the two is wrong is not known.
            ("9月15日（秋分の日）", "check.holiday_name", None),
        ] {
            assert_eq!(one(schedule), (rule, proposal.map(str::to_owned)), "{schedule}");
        }
        for right in [
            "8月11日（山の日）",
            "9/30",
            "2026/3/28",
            "年2回（5月、9月）",
            "年1回（9・10月）",
            "10月13日（月・スポーツの日）",
            "11月24日（月・振替休日）",
            "2月11日（建国記念日）",
        ] {
            assert_eq!(found(right), [], "{right}");
        }
    }
}
