//! Dates that cannot be right: a weekday that is not the day's own, a day that does not exist, a year left
//! over from an earlier plan, a board meeting on a holiday. Days without a year are taken in the plan's
//! fiscal year: January to March belong to the calendar year after.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::calendar::{FiscalYear, Holidays, WrittenDate, format_date, weekday_char, written_dates};
use crate::locale::Message;
use crate::plan::{Block, Finding, FindingLevel, Outline, Plan};

/// Meetings that are not held on holidays or Sundays.
const BOARD_MEETINGS: [&str; 6] = ["理事会", "評議員会", "監事会", "正副会長会", "常任委員会", "評議員選任"];

/// Whether a title names a meeting of the board, which is not held on holidays or Sundays.
pub fn is_board_meeting(title: &str) -> bool {
    BOARD_MEETINGS.iter().any(|meeting| title.contains(meeting))
}

pub(super) fn find(plan: &Plan, outline: &Outline, holidays: &Holidays, findings: &mut Vec<Finding>) {
    for row in outline.rows() {
        let node = &row.node;
        let is_board = is_board_meeting(&node.title);
        let look = |text: &str, says_when: bool, findings: &mut Vec<Finding>| {
            for day in written_dates(text, plan.fiscal_year) {
                let written = &text[day.whole.clone()];
                match marked_holiday(text, &day) {
                    Some((end, weekday, date)) => findings.extend(no_holiday(holidays, text, &day, (end, weekday, date))),
                    None => findings.extend(wrong_day(plan, &day, text)),
                }
                if says_when {
                    findings.extend(plan.fiscal_year.and_then(|year| left_over(year, holidays, &day, text)));
                    findings.extend(Some(&day).filter(|_| is_board).and_then(|day| on_holiday(holidays, day, written)));
                }
            }
        };
        let mut own = Vec::new();
        // Titles and bodies tell of other years, too; a schedule does not.
        look(&node.title, false, &mut own);
        node.schedule.iter().for_each(|text| look(text, true, &mut own));
        node.body.iter().flat_map(Block::texts).for_each(|text| look(text, false, &mut own));
        findings.extend(own.into_iter().map(|finding| finding.at_node(node.id)));
    }
}

/// 10月12日（月・祝）: where the bracket ends, the weekday in it, and the day.
fn marked_holiday(text: &str, day: &WrittenDate) -> Option<(usize, Weekday, NaiveDate)> {
    let (weekday, place) = day.weekday.as_ref()?;
    let rest = &text[place.end..];
    let mark = ["祝日", "祝", "振替休日", "振休", "休日"]
        .into_iter()
        .find_map(|mark| rest.strip_prefix('・').unwrap_or(rest).strip_prefix(mark))?;
    let behind = mark.strip_prefix(['）', ')'])?;
    Some((text.len() - behind.len(), *weekday, day.date?))
}

/// A day called a holiday that is none, or of another weekday: the holiday near by is offered, never a day that would
/// be called one wrongly.
fn no_holiday(holidays: &Holidays, text: &str, day: &WrittenDate, (end, weekday, date): (usize, Weekday, NaiveDate)) -> Option<Finding> {
    if holidays.is_holiday(date) && date.weekday() == weekday {
        return None;
    }
    let (written, right) = (&text[day.range.start..end], weekday_char(date.weekday()));
    let message = Message::new(if holidays.is_holiday(date) { "check.weekday" } else { "check.no_holiday" })
        .with("written", written)
        .with("date", format_date(date))
        .with("weekday", right);
    let hint = if holidays.is_holiday(date) {
        Message::new("check.weekday.hint").with("weekday", right)
    } else {
        Message::new("check.no_holiday.hint")
    };
    let finding = Finding::new(FindingLevel::Error, message).with_excerpt(written).with_hint(hint);
    let near = (1..=7).flat_map(|days| [days, -days]).map(|days| date + chrono::Duration::days(days));
    let of_month = |near: &NaiveDate| near.month() == date.month() && near.weekday() == weekday && holidays.is_holiday(*near);
    let place = day.weekday.as_ref().map_or(end, |(_, place)| place.start);
    let proposal = if holidays.is_holiday(date) {
        // The day is right, its weekday is not.
        Some(format!("{}{right}{}", &text[day.range.start..place], &text[place + '月'.len_utf8()..end]))
    } else {
        near.filter(of_month).find_map(|near| with_day(&text[day.range.start..end], date.day(), near.day()))
    };
    Some(match proposal {
        Some(proposal) => finding.with_proposal(proposal),
        None => finding,
    })
}

/// A written date with another day of its month, in digits of the same width.
pub(super) fn with_day(written: &str, day: u32, other: u32) -> Option<String> {
    let full = |number: u32| {
        number.to_string().chars().map(|c| char::from_u32(u32::from(c) - u32::from('0') + u32::from('０')).unwrap_or(c)).collect::<String>()
    };
    let widths: [fn(u32) -> String; 2] = [|number| number.to_string(), full];
    widths.into_iter().find_map(|digits| {
        let (before, behind) = written.rsplit_once(&format!("{}日", digits(day)))?;
        Some(format!("{before}{}日{behind}", digits(other)))
    })
}

/// A weekday that is another's, or no such day.
fn wrong_day(plan: &Plan, day: &WrittenDate, text: &str) -> Option<Finding> {
    let written = &text[day.whole.clone()];
    match (day.date, &day.weekday) {
        (Some(date), Some((weekday, place))) if date.weekday() != *weekday => {
            let right = weekday_char(date.weekday());
            let message = Message::new("check.weekday").with("written", written).with("date", format_date(date)).with("weekday", right);
            let hint = Message::new("check.weekday.hint").with("weekday", right);
            let proposal = format!("{}{right}{}", &text[day.whole.start..place.start], &text[place.end..day.whole.end]);
            Some(Finding::new(FindingLevel::Error, message).with_hint(hint).with_excerpt(written).with_proposal(proposal))
        }
        (None, _) if plan.fiscal_year.is_some() => {
            let message = Message::new("check.no_such_day").with("written", written);
            Some(Finding::new(FindingLevel::Error, message).with_hint(Message::new("check.no_such_day.hint")).with_excerpt(written))
        }
        _ => None,
    }
}

/// A day with the year of another plan.
fn left_over(year: FiscalYear, holidays: &Holidays, day: &WrittenDate, text: &str) -> Option<Finding> {
    let written = &text[day.whole.clone()];
    let date = day.date.filter(|date| FiscalYear::of_date(*date) != year)?;
    let message = Message::new("check.left_over_year").with("written", written).with("year", year);
    let own = NaiveDate::from_ymd_opt(year.year_of_month(date.month()), date.month(), date.day());
    let hint = Message::new("check.left_over_year.hint");
    let finding = Finding::new(FindingLevel::Warning, message).with_hint(hint).with_excerpt(written);
    Some(match own {
        Some(own) => finding.with_proposal(in_own_year(holidays, day, text, own)),
        None => finding,
    })
}

/// The day in the plan's own year with its weekday; 祝 stays where that day is a holiday, too.
fn in_own_year(holidays: &Holidays, day: &WrittenDate, text: &str, own: NaiveDate) -> String {
    let Some((_, place)) = &day.weekday else { return format_date(own) };
    let head = &text[day.whole.start..place.start];
    let opens = head.rfind('日').map_or("", |sign| &head[sign + '日'.len_utf8()..]);
    let behind = &text[place.end..day.whole.end];
    let marked = behind.trim_start_matches(['・', '、', ' ']).starts_with(['祝', '休', '振']);
    // What a bracket ends with is one character.
    let close = behind.char_indices().next_back().map_or(0, |(at, _)| at);
    let behind = if marked && !holidays.is_holiday(own) { &behind[close..] } else { behind };
    format!("{}{opens}{}{behind}", format_date(own), weekday_char(own.weekday()))
}

/// A meeting of the board on a holiday or a Sunday.
fn on_holiday(holidays: &Holidays, day: &WrittenDate, written: &str) -> Option<Finding> {
    day_off(holidays, day.date?, written)
}

/// The finding of a board meeting on this day.
pub(super) fn day_off(holidays: &Holidays, date: NaiveDate, written: &str) -> Option<Finding> {
    let name = holidays.name(date).or((date.weekday() == Weekday::Sun).then_some("日曜日"))?;
    let message = Message::new("check.board_on_holiday").with("written", written).with("holiday", name);
    let hint = Message::new("check.board_on_holiday.hint");
    Some(Finding::new(FindingLevel::Info, message).with_hint(hint).with_excerpt(written))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::HolidayOverride;
    use crate::plan::{FiscalYear, Node, Role};
    use std::sync::Arc;

    #[test]
    fn wrong_weekdays_are_found_in_the_fiscal_year() {
        let mut plan = Plan::new("t", Some(FiscalYear(2025)));
        // 28 March of fiscal 2025 is Saturday, 28 March 2026.
        plan.nodes = ["3月28日（土）", "3月28日（金）", "2月30日"].map(|t| Arc::new(Node::new(Role::Item, t))).to_vec();
        let outline = Outline::of(&plan);
        let mut findings = Vec::new();
        find(&plan, &outline, &Holidays::of_law(), &mut findings);
        assert_eq!(findings.iter().map(|f| f.excerpt.as_str()).collect::<Vec<_>>(), ["3月28日（金）", "2月30日"]);
    }

    #[test]
    fn a_day_called_a_holiday_is_one_or_the_holiday_near_by_is_offered() {
        let mut plan = Plan::new("t", Some(FiscalYear(2026)));
        let texts = ["10月11日（月・祝）", "10月12日（月・祝）", "11月3日（月・祝）", "１０月１１日（月祝）", "6月15日（月・祝）"];
        plan.nodes = texts.map(|t| Arc::new(Node::new(Role::Item, t))).to_vec();
        let mut findings = Vec::new();
        find(&plan, &Outline::of(&plan), &Holidays::of_law(), &mut findings);
        let found: Vec<_> = findings.iter().map(|f| (f.excerpt.as_str(), f.proposal.as_deref())).collect();
        let right = [
            ("10月11日（月・祝）", Some("10月12日（月・祝）")),
            ("11月3日（月・祝）", Some("11月3日（火・祝）")),
            ("１０月１１日（月祝）", Some("１０月１２日（月祝）")),
            ("6月15日（月・祝）", None),
        ];
        assert_eq!(found, right, "10月12日 is スポーツの日, 6月15日 near none");
    }

    #[test]
    fn a_fix_leaves_the_rest_of_its_bracket_whole() {
        let found = |schedule: &str| {
            let mut plan = Plan::new("t", Some(FiscalYear(2026)));
            plan.nodes = vec![Arc::new(Node { schedule: vec![schedule.to_owned()], ..Node::new(Role::Item, "行事") })];
            let mut findings = Vec::new();
            find(&plan, &Outline::of(&plan), &Holidays::of_law(), &mut findings);
            findings.into_iter().map(|f| (f.excerpt, f.proposal.unwrap_or_default())).collect::<Vec<_>>()
        };
        let pair = |a: &str, b: &str| vec![(a.to_owned(), b.to_owned())];
        // 11 and 23 February are holidays in 2027, too; 24 November 2026 is none.
        assert_eq!(found("令和8年2月11日（水・祝）"), pair("令和8年2月11日（水・祝）", "令和9年2月11日（木・祝）"));
        assert_eq!(found("令和7年11月24日（月・休）"), pair("令和7年11月24日（月・休）", "令和8年11月24日（火）"));
        assert_eq!(found("6月15日火曜日"), pair("6月15日火曜日", "6月15日月曜日"));
        assert_eq!(found("6月15日 (火)"), pair("6月15日 (火)", "6月15日 (月)"));
        assert_eq!(found("11月14日・15日（土・日）"), []);
        assert_eq!(found("2月11日（水・祝）"), pair("2月11日（水・祝）", "2月11日（木・祝）"));
    }

    #[test]
    fn a_holiday_of_the_place_is_one_for_the_board() {
        let mut plan = Plan::new("t", Some(FiscalYear(2025)));
        let board = Node { schedule: vec!["11月14日".to_owned(), "11月24日".to_owned()], ..Node::new(Role::Item, "理事会") };
        plan.nodes = vec![Arc::new(board)];
        let day = |day, name: Option<&str>| HolidayOverride {
            date: NaiveDate::from_ymd_opt(2025, 11, day).expect("a day"),
            name: name.map(str::to_owned),
        };
        let own = Holidays::with_overrides(vec![day(14, Some("県民の日")), day(24, None)]);
        let found = |holidays: &Holidays| {
            let mut findings = Vec::new();
            find(&plan, &Outline::of(&plan), holidays, &mut findings);
            findings.into_iter().map(|finding| finding.excerpt).collect::<Vec<_>>()
        };
        assert_eq!(found(&Holidays::of_law()), ["11月24日"]);
        assert_eq!(found(&own), ["11月14日"]);
    }

    #[test]
    fn what_is_wrong_comes_with_what_is_right() {
        let mut plan = Plan::new("t", Some(FiscalYear(2025)));
        let mut board = Node::new(Role::Item, "理事会");
        board.schedule = ["6月13日（木）", "令和6年6月14日", "11月3日", "2月12日"].map(str::to_owned).to_vec();
        plan.nodes = vec![Arc::new(board)];
        let outline = Outline::of(&plan);
        let mut findings = Vec::new();
        find(&plan, &outline, &Holidays::of_law(), &mut findings);
        let found: Vec<_> = findings.iter().map(|f| (f.rule, f.proposal.as_deref())).collect();
        assert_eq!(
            found,
            [("check.weekday", Some("6月13日（金）")), ("check.left_over_year", Some("令和7年6月14日")), ("check.board_on_holiday", None),]
        );
        assert!(findings.iter().all(|f| f.hint.is_some() && f.place.node == Some(plan.nodes[0].id)));
    }
}
