//! What a schedule puts into the months of a row, and the words beside them.

use std::fmt::Write;

use chrono::{Datelike, NaiveDate};

use super::column_of;
use crate::calendar::{Count, FiscalYear, Holidays, Occurrence, Part, Per, Schedule, TimeOfDay, When};
use crate::plan::PlannedSchedule;

/// Up to so many days of a month stand in its cell by number; of more their count.
const DAYS_NAMED: usize = 2;

/// The marks of one row.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// By month, April first: single days.
    days: [Vec<NaiveDate>; 12],
    /// By month: times known by the month alone, with 上旬 and the like.
    vague: [Vec<&'static str>; 12],
    /// Events of several days.
    pub(super) spans: Vec<(NaiveDate, NaiveDate)>,
    /// 通年, or work without a month: what is said instead of months.
    pub(super) band: Option<String>,
    /// The words beside the months.
    pub(super) notes: Vec<String>,
}

impl Marks {
    /// Those of all schedules of a row.
    pub(super) fn of(schedules: &[&PlannedSchedule<'_>], year: FiscalYear, holidays: &Holidays) -> Self {
        let mut marks = Self::default();
        for planned in schedules {
            marks.add(planned, year, holidays);
        }
        if !marks.is_empty() {
            marks.notes.extend(marks.band.take());
        }
        marks.notes.dedup();
        marks
    }

    fn add(&mut self, planned: &PlannedSchedule<'_>, year: FiscalYear, holidays: &Holidays) {
        let schedule = &planned.schedule;
        if !planned.understood {
            self.notes.push(planned.text.to_owned());
            return;
        }
        let (mut dated, mut needed) = (false, false);
        let all_year = is_all_year(schedule);
        for occurrence in planned.occurrences(year, holidays) {
            match occurrence {
                Occurrence::Days(from, to) if from == to => self.days[column_of(from)].push(from),
                Occurrence::Days(from, to) => self.spans.push((from, to)),
                Occurrence::Month(first) if !all_year => self.vague[column_of(first)].push(part_of(schedule, first)),
                Occurrence::Month(_) => continue,
                Occurrence::Count => continue,
                Occurrence::AsNeeded => {
                    needed = true;
                    continue;
                }
            }
            dated = true;
        }
        let count = schedule.count(year, holidays).map(|count| count_words(count, year)).unwrap_or_default();
        let what = if all_year {
            "通年"
        } else if needed {
            "随時"
        } else {
            ""
        };
        let mut words = String::new();
        for part in [planned.name, what, &count].into_iter().filter(|part| !part.is_empty()) {
            let _ = write!(words, "{}{part}", if words.is_empty() { "" } else { " " });
        }
        if dated {
            self.notes.extend(Some(words).filter(|words| !words.is_empty()));
        } else if let Some(band) = &mut self.band {
            let _ = write!(band, "、{words}");
        } else {
            self.band = Some(words);
        }
        self.notes.extend(schedule.time.map(time_words));
    }

    fn is_empty(&self) -> bool {
        self.spans.is_empty() && self.days.iter().all(Vec::is_empty) && self.vague.iter().all(Vec::is_empty)
    }

    /// Whether nothing stands in a month but spans.
    pub(super) fn is_free(&self, month: usize) -> bool {
        self.days[month].is_empty() && self.vague[month].is_empty()
    }

    /// What stands in the cell of a month, line by line; spans over several months not counted.
    pub(super) fn cell(&mut self, month: usize) -> Vec<String> {
        let days = &mut self.days[month];
        days.sort_unstable();
        days.dedup();
        let mut lines = Vec::new();
        match days.len() {
            0 => {}
            // Beside each other only where the cell holds them.
            2 if days.iter().any(|day| day.day() > 9) => lines.extend(days.iter().map(|day| format!("●{}", day.day()))),
            1..=DAYS_NAMED => lines.push(format!("●{}", days.iter().map(|day| day.day().to_string()).collect::<Vec<_>>().join("・"))),
            many => lines.push(format!("●{many}回")),
        }
        let vague = &mut self.vague[month];
        vague.dedup();
        lines.extend(vague.iter().map(|part| format!("○{part}")));
        lines
    }
}

/// Whether a schedule goes on all the year without any rhythm: 通年, 常設.
fn is_all_year(schedule: &Schedule) -> bool {
    let whole = |rule: &crate::calendar::Rule| rule.months.len() == 12 && rule.when == When::Month && !rule.each_month;
    !schedule.rules.is_empty() && schedule.rules.iter().all(whole) && schedule.except.months.is_empty()
}

/// 上旬 and the like of a month that is not known better.
pub(super) fn part_of(schedule: &Schedule, first: NaiveDate) -> &'static str {
    let rule = schedule.rules.iter().find(|rule| rule.months.contains(first.month()) && !rule.is_exact());
    match rule.map(|rule| rule.when) {
        Some(When::Part(Part::Early)) => "上旬",
        Some(When::Part(Part::Middle)) => "中旬",
        Some(When::Part(Part::Late)) => "下旬",
        Some(When::Part(Part::End)) => "末",
        Some(When::Fortnightly(_)) => "隔週",
        Some(When::Weekly(_)) => "毎週",
        _ => "",
    }
}

/// 年4回, 2～3回, 月2回.
pub(super) fn count_words(count: Count, _year: FiscalYear) -> String {
    let per = match count.per {
        Per::Total => "",
        Per::Year => "年",
        Per::Month => "月",
        Per::Week => "週",
        Per::Each => "各",
    };
    match count.max {
        Some(max) if max == count.min => format!("{per}{max}回"),
        Some(max) => format!("{per}{}～{max}回", count.min),
        None => format!("{per}{}回以上", count.min),
    }
}

/// 10:00～12:00.
pub fn time_words(time: TimeOfDay) -> String {
    let clock = |minutes: u16| format!("{}:{:02}", minutes / 60, minutes % 60);
    format!("{}～{}", clock(time.from), time.to.map(clock).unwrap_or_default())
}
