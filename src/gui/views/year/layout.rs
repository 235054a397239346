//! Where things stand in the year's grid: columns, days and the pointer. Knows no egui.

use chrono::{Datelike, Days, NaiveDate};
use nendo::calendar::FiscalYear;

use super::model::{Due, Mark, month_of, month_start};
use super::rewrite::Grip;

/// How near the pointer must come to a mark or an end of a bar.
const REACH: f32 = 7.0;
/// Half of what the dot of a day takes, with a little room.
const DOT: f32 = 4.5;

/// The columns: titles, twelve months, counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Columns {
    /// Left edge of April.
    pub left: f32,
    /// Width of a month.
    pub month: f32,
}

/// Width of the column of counts.
pub const COUNTS: f32 = 76.0;

impl Columns {
    /// The columns in a room from `left` on.
    pub fn new(left: f32, width: f32) -> Self {
        let titles = (width * 0.3).clamp(190.0, 460.0);
        Self { left: left + titles, month: ((width - titles - COUNTS) / 12.0).max(24.0) }
    }

    /// Left edge of a month, 0 for April; 12 gives the right edge of March.
    pub fn month_left(self, month: usize) -> f32 {
        self.left + self.month * month as f32
    }

    /// The left edge of a day.
    pub fn day_left(self, date: NaiveDate) -> f32 {
        self.month_left(month_of(date)) + self.month * (date.day0() as f32) / days_in_month(date) as f32
    }

    /// The middle of a day.
    pub fn day_middle(self, date: NaiveDate) -> f32 {
        self.day_left(date) + self.month * 0.5 / days_in_month(date) as f32
    }

    /// The month at `x`, if it is one.
    pub fn month_at(self, x: f32) -> Option<usize> {
        let at = (x - self.left) / self.month;
        (0.0..12.0).contains(&at).then_some(at as usize)
    }

    /// The day at `x`, the nearest one where `x` is outside.
    pub fn day_at(self, x: f32, year: FiscalYear) -> Option<NaiveDate> {
        let at = ((x - self.left) / self.month).clamp(0.0, 11.999);
        let first = month_start(year, at as usize)?;
        let day = (at.fract() * days_in_month(first) as f32) as u64;
        first.checked_add_days(Days::new(day))
    }

    /// From where to where a mark is drawn.
    pub fn extent(self, due: Due) -> (f32, f32) {
        match due {
            Due::Days(from, to) if from == to => {
                // The dots of the first and the last day stay off the lines between the months.
                let month = month_of(from);
                let middle = self.day_middle(from).clamp(self.month_left(month) + DOT, self.month_left(month + 1) - DOT);
                (middle, middle)
            }
            Due::Days(from, to) => (self.day_left(from), self.day_left(to) + self.month / days_in_month(to) as f32),
            Due::Months(from, to) if from == to => {
                let middle = self.month_left(month_of(from)) + self.month / 2.0;
                (middle, middle)
            }
            Due::Months(from, to) => (self.month_left(month_of(from)) + 3.0, self.month_left(month_of(to) + 1) - 3.0),
        }
    }

    /// The mark at `x`, and which end of it.
    pub fn mark_at(self, marks: &[Mark], x: f32) -> Option<(usize, Grip)> {
        let distance = |(from, to): (f32, f32)| if x < from { from - x } else { (x - to).max(0.0) };
        let near = |mark: &Mark| distance(self.extent(mark.due));
        // Points lie over bars.
        let key = |mark: &Mark| near(mark) + if mark.due.is_span() { 0.5 } else { 0.0 };
        let (at, mark) = marks.iter().enumerate().filter(|(_, mark)| near(mark) <= REACH).min_by(|a, b| key(a.1).total_cmp(&key(b.1)))?;
        let (from, to) = self.extent(mark.due);
        // A short bar still has a middle to be moved by.
        let end = REACH.min((to - from) / 3.0);
        Some((
            at,
            if !mark.due.is_span() || (x > from + end && x < to - end) {
                Grip::Whole
            } else if x <= from + end {
                Grip::From
            } else {
                Grip::To
            },
        ))
    }
}

fn days_in_month(date: NaiveDate) -> u32 {
    date.with_day(1).map_or(30, |first| first.iter_days().take(31).take_while(|day| day.month() == date.month()).count() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    const YEAR: FiscalYear = FiscalYear(2025);

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(YEAR.year_of_month(month), month, day).expect("a day")
    }

    fn mark(due: Due) -> Mark {
        Mark { due, phrase: 0, rhythm: false, time: None, part: None, all_year: false, daily: false, parts: None }
    }

    #[test]
    fn a_days_place_leads_back_to_the_day() {
        let columns = Columns::new(0.0, 1280.0);
        for date in day(4, 1).iter_days().take(365) {
            assert_eq!(columns.day_at(columns.day_middle(date), YEAR), Some(date));
            assert_eq!(columns.month_at(columns.day_middle(date)), Some(month_of(date)));
        }
        assert_eq!(columns.month_at(10.0), None);
        assert_eq!(columns.day_at(9000.0, YEAR), Some(day(3, 31)));
    }

    #[test]
    fn marks_are_taken_by_their_middle_and_ends() {
        let columns = Columns::new(0.0, 1280.0);
        let marks = [mark(Due::Days(day(7, 1), day(8, 31))), mark(Due::Days(day(10, 5), day(10, 5)))];
        let (from, to) = columns.extent(marks[0].due);
        assert_eq!(columns.mark_at(&marks, from + 1.0), Some((0, Grip::From)));
        assert_eq!(columns.mark_at(&marks, to), Some((0, Grip::To)));
        assert_eq!(columns.mark_at(&marks, (from + to) / 2.0), Some((0, Grip::Whole)));
        assert_eq!(columns.mark_at(&marks, columns.day_middle(day(10, 6))), Some((1, Grip::Whole)));
        assert_eq!(columns.mark_at(&marks, columns.day_middle(day(1, 20))), None);
    }
}
