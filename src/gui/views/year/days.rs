//! The year by days: what is on each, what has only a month, and what does not go together.
//!
//! Knows no egui; made of the lines of the year.

use chrono::{Datelike, NaiveDate, Weekday};
use nendo::calendar::{Holidays, LONGEST_EVENT, Meeting, clashes};
use nendo::check::is_board_meeting;
use nendo::plan::Outline;

use super::model::{Due, Line, Mark, month_of};

/// A phrase with more days than this is a routine, told beside the calendar and not on each of its days.
const ROUTINE: usize = 60;

/// Something on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayItem {
    /// The day.
    pub date: NaiveDate,
    /// The line among those of the year.
    pub line: usize,
    /// The mark among those of the line.
    pub mark: usize,
}

/// Something with a month and no day, or on so many days that no single one matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthItem {
    /// The month of the fiscal year, 0 for April.
    pub month: usize,
    /// The line.
    pub line: usize,
    /// The mark; none for a routine.
    pub mark: Option<usize>,
}

/// The lines by days.
#[derive(Default)]
pub struct Days {
    /// In order of the days.
    pub items: Vec<DayItem>,
    /// In order of the months.
    pub by_month: Vec<MonthItem>,
    /// Pairs of `items` of the same people on one day.
    pub clashes: Vec<(usize, usize)>,
    clashing: Vec<bool>,
    /// `items` that are meetings of the board on a holiday or Sunday.
    pub boards_off: Vec<usize>,
    of: Option<u64>,
}

impl Days {
    /// Follows the lines, which are others whenever `serial` is.
    pub fn update(&mut self, lines: &[Line], outline: &Outline, holidays: &Holidays, serial: u64) {
        if self.of == Some(serial) {
            return;
        }
        let (mut items, mut by_month, mut meetings) = (Vec::new(), Vec::new(), Vec::new());
        for (line, times) in lines.iter().enumerate().filter_map(|(at, line)| Some((at, line.times.as_ref()?))) {
            let mut routine = vec![0; times.phrases.len()];
            times.marks.iter().for_each(|mark| routine[mark.phrase] += 1);
            let mut routine_month = None;
            for (at, mark) in times.marks.iter().enumerate() {
                if routine[mark.phrase] > ROUTINE {
                    let key = (mark.phrase, month_of(mark.due.first()));
                    if routine_month.replace(key) != Some(key) {
                        by_month.push(MonthItem { month: key.1, line, mark: None });
                    }
                    continue;
                }
                match mark.due {
                    Due::Days(from, to) if (to - from).num_days() < LONGEST_EVENT => {
                        items.extend(from.iter_days().take_while(|day| *day <= to).map(|date| DayItem { date, line, mark: at }));
                    }
                    // Of a long period the first and the last day.
                    Due::Days(from, to) => items.extend([from, to].map(|date| DayItem { date, line, mark: at })),
                    Due::Months(from, to) => {
                        let months = month_of(from)..=month_of(to);
                        by_month.extend(months.map(|month| MonthItem { month, line, mark: Some(at) }));
                    }
                }
            }
        }
        items.sort_by_key(|item| (item.date, item.line));
        by_month.sort_by_key(|item| (item.month, item.line));
        let single = |mark: &Mark| !mark.rhythm && !mark.due.is_span();
        let mut places = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let line = &lines[item.line];
            let Some(mark) = line.times.as_ref().and_then(|times| times.marks.get(item.mark)).filter(|mark| single(mark)) else { continue };
            meetings.push(Meeting { date: item.date, time: mark.time, lead: &outline.rows()[line.at].node.lead, place: "" });
            places.push(at);
        }
        // Two days of one item are no clash of two.
        let pairs = clashes(&meetings).into_iter().map(|(a, b)| (places[a], places[b]));
        let clashes: Vec<(usize, usize)> = pairs.filter(|(a, b)| items[*a].line != items[*b].line).collect();
        let mut clashing = vec![false; items.len()];
        clashes.iter().for_each(|(a, b)| (clashing[*a], clashing[*b]) = (true, true));
        let off = |date: NaiveDate| date.weekday() == Weekday::Sun || holidays.is_holiday(date);
        let board = |item: &DayItem| is_board_meeting(&outline.rows()[lines[item.line].at].node.title);
        let boards_off = items.iter().enumerate().filter(|(_, item)| board(item) && off(item.date)).map(|(at, _)| at).collect();
        *self = Self { boards_off, items, by_month, clashes, clashing, of: Some(serial) };
    }

    /// What is on a day.
    pub fn on(&self, date: NaiveDate) -> std::ops::Range<usize> {
        let from = self.items.partition_point(|item| item.date < date);
        from..from + self.items[from..].partition_point(|item| item.date == date)
    }

    /// What has only the month.
    pub fn in_month(&self, month: usize) -> impl Iterator<Item = &MonthItem> {
        let from = self.by_month.partition_point(|item| item.month < month);
        self.by_month[from..].iter().take_while(move |item| item.month == month)
    }

    /// Whether an item is a meeting of the board on a holiday or Sunday.
    pub fn is_board_off(&self, item: usize) -> bool {
        self.boards_off.binary_search(&item).is_ok()
    }

    /// Whether an item clashes with another one.
    pub fn has_clash(&self, item: usize) -> bool {
        self.clashing.get(item).copied().unwrap_or(false)
    }
}

/// The weeks of a month from Sunday on: the first day shown, and how many weeks.
pub fn weeks(first: NaiveDate) -> (NaiveDate, usize) {
    let before = first.weekday().num_days_from_sunday();
    let start = first.checked_sub_days(chrono::Days::new(u64::from(before))).unwrap_or(first);
    let days = first.iter_days().take_while(|day| day.month() == first.month()).count();
    (start, (before as usize + days).div_ceil(7))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::views::year::model::{Wanted, YearModel};
    use nendo::plan::{FiscalYear, Node, Plan, Role};
    use std::sync::Arc;

    #[test]
    fn days_months_and_clashes() {
        let mut plan = Plan::new("計画", Some(FiscalYear(2025)));
        let item = |title: &str, schedule: &str, lead: &str| {
            Arc::new(Node { schedule: vec![schedule.into()], lead: lead.into(), ..Node::new(Role::Item, title) })
        };
        plan.nodes = vec![
            item("総会", "6月19日10:00～12:00", "総務課"),
            item("研修", "6月19日11:00～15:00", "総務課"),
            item("祭り", "6月19日", "地域課"),
            item("通信", "6月", "総務課"),
            item("第1回理事会", "6月21日、6月22日、7月21日", "総務課"),
            item("相談", "毎週月・火・水・木・金曜日", "総務課"),
        ];
        let plan = Arc::new(plan);
        let outline = Outline::of(&plan);
        let mut model = YearModel::default();
        model.update(&plan, &outline, &plan, &Wanted::default(), &Holidays::of_law());
        let mut days = Days::default();
        days.update(&model.lines, &outline, &Holidays::of_law(), model.serial);
        let date = NaiveDate::from_ymd_opt(2025, 6, 19).expect("a day");
        assert_eq!(days.on(date), 0..3);
        assert_eq!(days.clashes, [(0, 1)]);
        let june: Vec<_> = days.in_month(2).map(|item| (item.line, item.mark.is_some())).collect();
        let off: Vec<_> = days.boards_off.iter().map(|at| days.items[*at].date.to_string()).collect();
        assert_eq!(off, ["2025-06-22", "2025-07-21"], "a Sunday and a holiday");
        assert_eq!(june, [(3, true), (5, false)], "what is on every day stands beside the calendar");
    }

    #[test]
    fn weeks_begin_on_sunday() {
        let first = |year, month| NaiveDate::from_ymd_opt(year, month, 1).expect("a day");
        assert_eq!(weeks(first(2025, 6)), (first(2025, 6), 5));
        assert_eq!(weeks(first(2026, 2)), (first(2026, 2), 4));
        assert_eq!(weeks(first(2025, 11)).1, 6);
    }
}
