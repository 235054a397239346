//! The year by days: what is on each, what has only a month, and what does not go together.
//!
//! Knows no egui; made of the lines of the year.

use chrono::{Datelike, NaiveDate, Weekday};
use nendo::calendar::{Holidays, Meeting, Part, Undated, clashes};
use nendo::check::is_board_meeting;
use nendo::plan::Outline;

use super::model::{Due, Line, Mark, Times, month_of};

/// The list tells a phrase with more days than this once a month, by its weekdays, and not on each of its days.
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

/// Something with a month and no day, or on every day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MonthItem {
    /// The month of the fiscal year, 0 for April.
    pub month: usize,
    /// The line.
    pub line: usize,
    /// The mark; none for what is on every day.
    pub mark: Option<usize>,
}

/// Where a row of the list by date stands: its month (0 for April; behind March what has no month), then its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// On a day.
    Day(NaiveDate),
    /// Some time in a month.
    Month(usize, Option<Part>),
    /// Behind all months.
    End(Undated),
}

impl Place {
    /// As the printed list has it: a part of a month stands by its days, a month without any behind them.
    fn order(self) -> (usize, u32) {
        let part = |part: Option<Part>| match part {
            Some(Part::Early) => 1,
            Some(Part::Middle) => 11,
            Some(Part::Late) => 21,
            Some(Part::End) => 28,
            None => 32,
        };
        match self {
            Self::Day(date) => (month_of(date), date.day()),
            Self::Month(month, of) => (month, part(of)),
            Self::End(undated) => (if undated == Undated::InWords { 13 } else { 12 }, undated as u32),
        }
    }

    /// The month, and behind them two sections: without a time, in words alone.
    pub fn section(self) -> usize {
        self.order().0
    }
}

/// A row of the list by date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListRow {
    /// Where it stands.
    pub place: Place,
    /// The last day of a span.
    pub to: Option<NaiveDate>,
    /// The line among those of the year.
    pub line: usize,
    /// What of the line it is.
    pub of: RowOf,
    /// The first of its days among the items.
    pub item: Option<usize>,
}

/// What a row is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowOf {
    /// A mark of the line.
    Mark(usize),
    /// A phrase with many days, told once a month by its weekdays.
    Routine(usize),
    /// Words at the end.
    Words(usize),
}

/// The lines by days.
#[derive(Default)]
pub struct Days {
    /// In order of the days; of a span each of its days.
    pub items: Vec<DayItem>,
    /// The list by date: a span is one row, on its first day.
    pub rows: Vec<ListRow>,
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
            for (at, mark) in times.marks.iter().enumerate() {
                if mark.daily {
                    by_month.push(MonthItem { month: month_of(mark.due.first()), line, mark: None });
                    continue;
                }
                match mark.due {
                    Due::Days(from, to) => {
                        items.extend(from.iter_days().take_while(|day| *day <= to).map(|date| DayItem { date, line, mark: at }));
                    }
                    Due::Months(from, to) => {
                        let months = month_of(from)..=month_of(to);
                        by_month.extend(months.map(|month| MonthItem { month, line, mark: Some(at) }));
                    }
                }
            }
        }
        items.sort_by_key(|item| (item.date, item.line));
        let is_span = |item: &DayItem| mark_of(lines, item).is_some_and(|mark| mark.due.is_span());
        by_month.sort_unstable();
        // Every day of a month is one item of it.
        by_month.dedup();
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
        let board = |item: &DayItem| !is_span(item) && is_board_meeting(&outline.rows()[lines[item.line].at].node.title);
        let boards_off = items.iter().enumerate().filter(|(_, item)| board(item) && off(item.date)).map(|(at, _)| at).collect();
        let rows = rows(lines, &items, &by_month);
        *self = Self { boards_off, items, rows, by_month, clashes, clashing, of: Some(serial) };
    }

    /// The items of the week that begins on `start`, day by day in lanes: a span keeps its lane on all its days.
    pub fn week(&self, lines: &[Line], start: NaiveDate) -> [Vec<Option<usize>>; 7] {
        let mut week: [Vec<Option<usize>>; 7] = Default::default();
        let key = |item: usize| (self.items[item].line, self.items[item].mark);
        let is_span = |item: &usize| mark_of(lines, &self.items[*item]).is_some_and(|mark| mark.due.is_span());
        let mut running: Vec<Option<(usize, usize)>> = Vec::new();
        for (date, lanes) in start.iter_days().zip(&mut week) {
            let (spans, single): (Vec<usize>, Vec<usize>) = self.on(date).partition(is_span);
            for lane in &mut running {
                *lane = lane.filter(|lane| spans.iter().any(|item| key(*item) == *lane));
            }
            for item in spans.iter().copied() {
                if running.contains(&Some(key(item))) {
                    continue;
                }
                match running.iter_mut().find(|lane| lane.is_none()) {
                    Some(lane) => *lane = Some(key(item)),
                    None => running.push(Some(key(item))),
                }
            }
            *lanes = running.iter().map(|lane| spans.iter().copied().find(|item| Some(key(*item)) == *lane)).collect();
            for item in single {
                match lanes.iter_mut().find(|lane| lane.is_none()) {
                    Some(lane) => *lane = Some(item),
                    None => lanes.push(Some(item)),
                }
            }
            while lanes.last().is_some_and(Option::is_none) {
                lanes.pop();
            }
        }
        week
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

fn mark_of<'a>(lines: &'a [Line], item: &DayItem) -> Option<&'a Mark> {
    lines.get(item.line)?.times.as_ref()?.marks.get(item.mark)
}

/// Whether a mark is a single day.
fn is_day(mark: &Mark) -> bool {
    matches!(mark.due, Due::Days(from, to) if from == to)
}

/// Which phrases of an item the list tells once a month: what is on every day, and what has many days by a rhythm.
fn routines(times: &Times) -> Vec<bool> {
    let mut days = vec![0; times.phrases.len()];
    let mut daily = vec![false; times.phrases.len()];
    for mark in times.marks.iter().filter(|mark| is_day(mark)) {
        days[mark.phrase] += 1;
        daily[mark.phrase] |= mark.daily;
    }
    days.iter().zip(daily).map(|(days, daily)| daily || *days > ROUTINE).collect()
}

/// The list by date, by the rule of the printed one: days and spans, what has only a month behind them, at the end what
/// has no month at all.
fn rows(lines: &[Line], items: &[DayItem], by_month: &[MonthItem]) -> Vec<ListRow> {
    let mut rows = Vec::new();
    let routines: Vec<Vec<bool>> = lines.iter().map(|line| line.times.as_deref().map(routines).unwrap_or_default()).collect();
    for (line, times) in lines.iter().enumerate().filter_map(|(at, line)| Some((at, line.times.as_ref()?))) {
        let mut told = vec![None; times.phrases.len()];
        for mark in times.marks.iter().filter(|mark| is_day(mark) && routines[line][mark.phrase]) {
            let month = month_of(mark.due.first());
            if told[mark.phrase].replace(month) != Some(month) {
                let place = Place::Month(month, None);
                rows.push(ListRow { place, to: None, line, of: RowOf::Routine(mark.phrase), item: None });
            }
        }
    }
    for (at, item) in items.iter().enumerate() {
        let Some(mark) = mark_of(lines, item) else { continue };
        let Due::Days(from, to) = mark.due else { continue };
        if is_day(mark) && routines[item.line][mark.phrase] {
            continue;
        }
        if from == item.date {
            let to = (to != from).then_some(to);
            rows.push(ListRow { place: Place::Day(from), to, line: item.line, of: RowOf::Mark(item.mark), item: Some(at) });
        }
    }
    for item in by_month {
        let Some(at) = item.mark else { continue };
        let mark = mark_of(lines, &DayItem { date: NaiveDate::MIN, line: item.line, mark: at });
        if let Some(mark) = mark.filter(|mark| !mark.all_year) {
            let place = Place::Month(item.month, mark.part);
            rows.push(ListRow { place, to: None, line: item.line, of: RowOf::Mark(at), item: None });
        }
    }
    for (line, times) in lines.iter().enumerate().filter_map(|(at, line)| Some((at, line.times.as_ref()?))) {
        let end = times.at_end.iter().enumerate();
        rows.extend(end.map(|(at, (undated, _))| ListRow {
            place: Place::End(*undated),
            to: None,
            line,
            of: RowOf::Words(at),
            item: None,
        }));
    }
    rows.sort_by_key(|row| (row.place.order(), row.line));
    rows
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
            item("相談", "毎日", "総務課"),
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
    fn each_known_day_of_a_rhythm_stands_on_its_day() {
        for (phrase, of_month, rows_of_november) in [
            ("毎週金曜日、第2土曜日", 0, 1),
            // Which Saturdays the other rule means is not known: once beside the days.
            ("毎週金曜日、隔週土曜日（祝日・年末年始を除く）", 1, 5),
            ("毎週月・火・水・木・金曜日", 0, 1),
        ] {
            let mut plan = Plan::new("計画", Some(FiscalYear(2026)));
            plan.nodes = vec![Arc::new(Node { schedule: vec![phrase.into()], ..Node::new(Role::Item, "体操") })];
            let plan = Arc::new(plan);
            let outline = Outline::of(&plan);
            let mut model = YearModel::default();
            model.update(&plan, &outline, &plan, &Wanted::default(), &Holidays::of_law());
            let mut days = Days::default();
            days.update(&model.lines, &outline, &Holidays::of_law(), model.serial);
            let on = |day| days.on(NaiveDate::from_ymd_opt(2026, 11, day).expect("a day")).len();
            assert_eq!([6, 13, 20, 27].map(on), [1; 4], "{phrase}");
            assert_eq!(on(14), usize::from(phrase.contains("第2")), "{phrase}");
            assert_eq!(days.in_month(7).count(), of_month, "{phrase}");
            let november = days.rows.iter().filter(|row| row.place.section() == 7);
            assert_eq!(november.count(), rows_of_november, "{phrase}");
        }
    }

    #[test]
    fn a_span_keeps_its_lane_over_the_week() {
        let mut plan = Plan::new("計画", Some(FiscalYear(2025)));
        let item = |title: &str, schedule: &str| Arc::new(Node { schedule: vec![schedule.into()], ..Node::new(Role::Item, title) });
        plan.nodes = vec![item("祭り", "6月17日"), item("月間", "6月1日～30日"), item("週間", "6月16日～19日"), item("訓練", "6月20日")];
        let plan = Arc::new(plan);
        let outline = Outline::of(&plan);
        let mut model = YearModel::default();
        model.update(&plan, &outline, &plan, &Wanted::default(), &Holidays::of_law());
        let mut days = Days::default();
        days.update(&model.lines, &outline, &Holidays::of_law(), model.serial);
        let sunday = NaiveDate::from_ymd_opt(2025, 6, 15).expect("a day");
        let lines =
            days.week(&model.lines, sunday).map(|lanes| lanes.iter().map(|item| item.map(|at| days.items[at].line)).collect::<Vec<_>>());
        let (month, week) = (Some(1), Some(2));
        let expected: [&[Option<usize>]; 7] =
            [&[month], &[month, week], &[month, week, Some(0)], &[month, week], &[month, week], &[month, Some(3)], &[month]];
        assert_eq!(lines.each_ref().map(Vec::as_slice), expected);
        let rows: Vec<_> = days.rows.iter().map(|row| (row.line, row.to.is_some())).collect();
        assert_eq!(rows, [(1, true), (2, true), (0, false), (3, false)], "each a single row");
    }

    #[test]
    fn weeks_begin_on_sunday() {
        let first = |year, month| NaiveDate::from_ymd_opt(year, month, 1).expect("a day");
        assert_eq!(weeks(first(2025, 6)), (first(2025, 6), 5));
        assert_eq!(weeks(first(2026, 2)), (first(2026, 2), 4));
        assert_eq!(weeks(first(2025, 11)).1, 6);
    }
}
