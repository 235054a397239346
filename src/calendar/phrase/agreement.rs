//! Whether the parts of a phrase agree: 年3回（5月、9月）, 8月11日（海の日） say two things of which one must be wrong.

use chrono::Datelike;

use super::clause::{Clause, Weight};
use super::reader::Reader;
use crate::calendar::FiscalYear;
use crate::calendar::holiday::{holiday_named, holiday_names};
use crate::calendar::months::Months;
use crate::calendar::schedule::{Per, Rule, Schedule, When};

/// Words beside a number of times that leave it open: 程度, ほど, 約, 以上, 以内 … by their first characters.
const OPEN: &str = "程ほ約概おくぐ前以位最少平";

/// How often something takes place, if exactly so often in a year: what is listed behind it must be as many.
pub(super) fn exact_count(clause: &Clause, written: impl Iterator<Item = char>) -> Option<u32> {
    let Clause::Count(count, Weight::Part) = clause else { return None };
    let is_exact = count.max == Some(count.min) && matches!(count.per, Per::Year | Per::Total);
    (is_exact && !is_soft(written)).then_some(count.min)
}

/// Whether the words of a count leave it open.
pub(super) fn is_soft(mut written: impl Iterator<Item = char>) -> bool {
    written.any(|c| OPEN.contains(c))
}

/// The months and days in a bracket behind a count.
#[derive(Debug)]
pub(super) struct Listing {
    /// Where the count begins.
    pub start: usize,
    /// How many brackets deep the count stands.
    pub depth: usize,
    count: u32,
    months: Months,
    days: u32,
    /// Something else than a plain list stands there.
    other: bool,
}

impl Listing {
    pub fn of(start: usize, count: u32, depth: usize) -> Self {
        Self { start, depth, count, months: Months::NONE, days: 0, other: false }
    }

    /// Takes in a clause; `written` are its characters.
    pub fn add(&mut self, clause: &Clause, mut written: impl Iterator<Item = char>) {
        match clause {
            Clause::Filler | Clause::Remark | Clause::Time(_) => {}
            // Only months one by one, not 5月～9月 and 上半期.
            Clause::Months(months, _) if written.all(|c| c.is_ascii_digit() || "月、・/上中下初旬頃ごろ末".contains(c)) => {
                self.other |= !months.without(self.months).len().eq(&months.len());
                self.months = self.months.with(*months);
            }
            Clause::MonthDays(months, days) if *months != Months::ALL => {
                self.months = self.months.with(*months);
                self.days += months.len() * days.count_ones();
            }
            Clause::DaysOnly(days) => self.days += self.months.len().max(1) * days.count_ones(),
            _ => self.other = true,
        }
    }

    /// Anything that is no clause of a list: a name, a remark.
    pub fn break_off(&mut self) {
        self.other = true;
    }

    /// Whether as many are listed as are counted, as far as that can be told. Months side by side may be one time
    /// (年1回（9・10月）), and so may days (年1回（9月6日・7日）).
    pub fn agrees(&self) -> bool {
        if self.other || self.months.is_empty() {
            return true;
        }
        let runs = runs(self.months);
        let months = self.months.len();
        if self.days == 0 { self.count == months || self.count == runs } else { self.count <= self.days && self.count >= runs }
    }
}

/// How many stretches of months on end there are.
fn runs(months: Months) -> u32 {
    let place = |month: &u32| (month + 8) % 12;
    let places: Vec<u32> = months.iter().map(|month| place(&month)).collect();
    1 + u32::try_from(places.windows(2).filter(|pair| pair[1] != pair[0] + 1).count()).unwrap_or(0)
}

/// The name of a holiday that comes next, if nothing else stands in its bracket.
pub(super) fn holiday_in_bracket(r: &mut Reader) -> Option<&'static str> {
    let start = r.pos();
    // （月・海の日）.
    if "月火水木金土日".contains(r.peek()) && matches!(r.peek_at(1), '・' | '、' | '/') {
        r.bump();
        r.bump();
    }
    let name = holiday_names().find(|name| r.eat_word(name)).filter(|_| r.peek() == ')');
    r.back_to(start);
    name
}

/// Whether the last day of a schedule is called by another holiday's name: 8月11日（海の日）.
pub(super) fn is_misnamed(schedule: &Schedule, name: &str, year: FiscalYear) -> bool {
    let Some(Rule { months, when: When::MonthDays(days), .. }) = schedule.rules.last() else { return false };
    let Some(holiday) = holiday_named(name, year) else { return true };
    !(months.contains(holiday.month()) && days & (1 << holiday.day()) != 0)
}
