//! What a schedule puts into the months of a row, and the words beside them.

use std::fmt::Write;

use chrono::{Datelike, NaiveDate};

use super::column_of;
use crate::calendar::{Count, Except, FiscalYear, Holidays, Occurrence, Part, Rule, Schedule, TimeOfDay, Undated, When, day_in, undated};
use crate::plan::PlannedSchedule;

/// Up to so many days of a month stand in its cell by number; of more their count.
const DAYS_NAMED: usize = 5;
/// Of what comes by weekdays, which tell the days as well.
const DAYS_OF_WEEKLY: usize = 3;
/// A rhythm stands in the plan's own words up to so many characters, and up to so many where they leave days out.
const OWN_WORDS: usize = 12;
const OWN_WORDS_EXCEPT: usize = 24;

/// An event over some time.
#[derive(Debug, Clone, Copy)]
pub(super) struct SpanMark {
    /// Its first day, or one of the first month.
    pub(super) from: NaiveDate,
    /// Its last day, or one of the last month.
    pub(super) to: NaiveDate,
    /// The parts of months it goes from and to, where no days are known.
    pub(super) parts: Option<(&'static str, &'static str)>,
}

impl SpanMark {
    fn of_parts(rule: &Rule, year: FiscalYear) -> Option<Self> {
        let When::Parts(from, to) = rule.when else { return None };
        let first = |month: Option<u32>| day_in(year, (u8::try_from(month?).ok()?, 1));
        let (first, last) = (first(rule.months.iter().next())?, first(rule.months.iter().last())?);
        Some(Self { from: first, to: last, parts: Some((part_words(from), part_words(to))) })
    }
}

/// The marks of one row.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// By month, April first: single days.
    days: [Vec<NaiveDate>; 12],
    /// By month: whether weekdays give days of it.
    weekly: [bool; 12],
    /// By month: times known by the month alone, with 上旬 and the like.
    vague: [Vec<&'static str>; 12],
    /// Events of several days, or from one part of a month to another.
    pub(super) spans: Vec<SpanMark>,
    /// 通年, or work without a month: what is said instead of months.
    pub(super) band: Option<String>,
    /// The row bears the name already.
    named: bool,
    /// The words beside the months.
    pub(super) notes: Vec<String>,
}

impl Marks {
    /// Those of all schedules of a row. What they name is said beside them only where it is not the row's own.
    pub(super) fn of(schedules: &[&PlannedSchedule<'_>], year: FiscalYear, holidays: &Holidays, named: bool) -> Self {
        let mut marks = Self { named, ..Self::default() };
        // Of several in a title (理事会（随時）、部会（年2回）) each says whose it is.
        let words = |planned: &PlannedSchedule<'_>| if schedules.len() > 1 && !named { planned.text } else { planned.when }.to_owned();
        for planned in schedules {
            marks.add(planned, words(planned), year, holidays);
        }
        if !marks.is_empty() {
            marks.notes.extend(marks.band.take());
        }
        marks.notes.dedup();
        marks
    }

    /// `own` are the words of the plan: they stand wherever the marks tell less.
    fn add(&mut self, planned: &PlannedSchedule<'_>, own: String, year: FiscalYear, holidays: &Holidays) {
        let schedule = &planned.schedule;
        if !planned.understood {
            self.notes.push(own);
            return;
        }
        let mut dated = false;
        let all_year = is_all_year(schedule);
        let stretches: Vec<_> = schedule.rules.iter().filter(|rule| matches!(rule.when, When::Parts(..))).collect();
        for stretch in &stretches {
            self.spans.extend(SpanMark::of_parts(stretch, year));
        }
        let weekly = schedule.rules.iter().any(|rule| matches!(rule.when, When::Weekly(_) | When::Workdays));
        for occurrence in planned.occurrences(year, holidays) {
            match occurrence {
                Occurrence::Days(from, to) if from == to => {
                    self.days[column_of(from)].push(from);
                    self.weekly[column_of(from)] |= weekly;
                }
                Occurrence::Days(from, to) => self.spans.push(SpanMark { from, to, parts: None }),
                // 7月下旬～8月上旬 is one thing over its months.
                Occurrence::Month(first) if stretches.iter().any(|stretch| stretch.months.contains(first.month())) => {}
                Occurrence::Month(first) if !all_year => self.vague[column_of(first)].push(part_of(schedule, first)),
                Occurrence::Month(_) => continue,
                Occurrence::Count => continue,
                Occurrence::AsNeeded => continue,
            }
            dated = true;
        }
        if !dated {
            match &mut self.band {
                Some(band) => _ = write!(band, "、{own}"),
                None => self.band = Some(own),
            }
            return;
        }
        if schedule.tells_in_words() {
            self.notes.push(own);
            return;
        }
        // What comes by weeks says its weekdays, and no count that the plan does not say.
        let rhythm = if schedule.is_weekly() { rhythm_note(planned) } else { String::new() };
        let count = if schedule.is_weekly() { schedule.count } else { schedule.count(year, holidays) };
        let count = count.map(Count::words).unwrap_or_default();
        let name = if self.named { "" } else { planned.name };
        let words = [name, &rhythm, &count].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        self.notes.extend(Some(words).filter(|words| !words.is_empty()));
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
        let mut lines: Vec<String> = Vec::new();
        if days.len() > if self.weekly[month] { DAYS_OF_WEEKLY } else { DAYS_NAMED } {
            lines.push(format!("●{}回", days.len()));
        } else {
            // Beside each other only where the cell holds them.
            for pair in days.chunk_by(|a, b| a.day() <= 9 && b.day() <= 9).flat_map(|days| days.chunks(2)) {
                lines.push(format!("●{}", pair.iter().map(|day| day.day().to_string()).collect::<Vec<_>>().join("・")));
            }
        }
        let vague = &mut self.vague[month];
        vague.dedup();
        lines.extend(vague.iter().map(|part| format!("○{part}")));
        lines
    }
}

/// The weekdays of what comes by weeks: the plan's own words where they are short, or longer ones that leave days out.
fn rhythm_note(planned: &PlannedSchedule<'_>) -> String {
    let schedule = &planned.schedule;
    let room = if schedule.except == Except::default() { OWN_WORDS } else { OWN_WORDS_EXCEPT };
    let own = planned.when.strip_prefix(planned.name).unwrap_or(planned.when).trim_start_matches(['：', ':', '　', ' ']);
    let alone = schedule.time.is_none() && schedule.count.is_none();
    if alone && own.chars().count() <= room { own.to_owned() } else { schedule.rhythm_words() }
}

/// Whether a schedule goes on all the year without any rhythm: 通年, 常設.
fn is_all_year(schedule: &Schedule) -> bool {
    undated(schedule) == Some(Undated::AllYear) && schedule.rules.iter().all(|rule| rule.when == When::Month)
}

/// 上旬 and the like of a month that is not known better.
pub(super) fn part_of(schedule: &Schedule, first: NaiveDate) -> &'static str {
    let rule = schedule.rules.iter().find(|rule| rule.months.contains(first.month()) && !rule.is_exact());
    if let Some(part) = rule.and_then(|rule| rule.part_of_month(first.month())) {
        return part_words(part);
    }
    match rule.map(|rule| rule.when) {
        Some(When::Fortnightly(_)) => "隔週",
        Some(When::Weekly(_)) => "毎週",
        _ => "",
    }
}

/// What a part of a month is called.
fn part_words(part: Part) -> &'static str {
    match part {
        Part::Early => "上旬",
        Part::Middle => "中旬",
        Part::Late => "下旬",
        Part::End => "末",
    }
}

/// 10:00～12:00.
pub fn time_words(time: TimeOfDay) -> String {
    let clock = |minutes: u16| format!("{}:{:02}", minutes / 60, minutes % 60);
    format!("{}～{}", clock(time.from), time.to.map(clock).unwrap_or_default())
}
