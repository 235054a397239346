//! Hours, and days that follow from a first one: 10時～12時; 5月14日から毎週木曜日 全5回, 隔週土曜日（4月11日から）.

use chrono::{Datelike as _, NaiveDate};

use super::super::clause::{Clause, Why};
use super::{Draft, Last};
use crate::calendar::months::Months;
use crate::calendar::schedule::{self, Count, MonthDay, Per, Rule, TimeOfDay, Weekdays, When, day_in};
use crate::calendar::{FiscalYear, Holidays};

impl Draft {
    /// The hours, once for all days. Others behind them are told by the words: the second part of the day, or those of other days.
    pub(super) fn time(&mut self, time: TimeOfDay) {
        let here = (self.schedule.rules.len(), self.schedule.rules.last().copied());
        match (self.timed, self.schedule.time) {
            (None, _) => (self.timed, self.schedule.time) = (Some(here), Some(time)),
            (Some(there), Some(had)) if had != time => {
                self.schedule.in_words = true;
                // 火曜日10時、木曜日14時: neither is of all days.
                if there != here {
                    self.schedule.time = None;
                }
            }
            _ => {}
        }
        self.last = Last::Time;
    }

    /// What begins on a day and comes every week or every other week: which days, follows. `None` for anything else.
    pub(super) fn begun_on_a_day(&mut self, clause: &Clause, was: Last) -> Option<Result<(), Why>> {
        match *clause {
            // 4月11日から隔週土曜日.
            Clause::Fortnightly(days) => {
                let Some((Some(first), None)) = self.open.filter(|_| was == Last::Months && days.len() == 1) else { return None };
                let [Rule { when: When::Month, .. }] = self.schedule.rules[..] else { return None };
                self.schedule.rules.clear();
                self.close_group();
                self.schedule.rules.push(Rule { months: Months::ALL, when: When::Fortnightly(days), each_month: false });
                Some(self.every_other_week_from(first, days))
            }
            // 隔週土曜日（4月11日から）.
            Clause::Open { first: Some(first), last: None, .. } if self.open.is_none() => {
                let [Rule { months: Months::ALL, when: When::Fortnightly(days), .. }] = self.schedule.rules[..] else { return None };
                (days.len() == 1).then(|| self.every_other_week_from(first, days))
            }
            // 4月8日から隔週水曜日 全5回: of the days that were counted out the first.
            Clause::Count(count, _) if self.counted_out && self.schedule.count.is_none() => {
                let exact = count.per == Per::Total && count.max == Some(count.min) && !self.soft;
                Some(if exact { self.keep_the_first(count) } else { Err(Why::Unread) })
            }
            // 5月14日から毎週木曜日 全5回.
            Clause::Count(count @ Count { per: Per::Total, min, max }, _) if max == Some(min) && !self.soft => {
                self.first_of_a_rhythm(count)
            }
            _ => None,
        }
    }

    fn every_other_week_from(&mut self, first: MonthDay, days: Weekdays) -> Result<(), Why> {
        // Without a year no day is known, but that it can be.
        let Some(year) = self.year else { return Ok(()) };
        self.count_out(year, first, days, 14, None)?;
        self.last = Last::Day;
        Ok(())
    }

    fn keep_the_first(&mut self, count: Count) -> Result<(), Why> {
        let year = self.year.ok_or(Why::Unread)?;
        let dates = self.schedule.dates(year, &Holidays::of_law());
        let many = count.min as usize;
        if many == 0 || many > dates.len() {
            return Err(Why::OutsideYear);
        }
        self.schedule.rules.clear();
        dates.into_iter().take(many).for_each(|date| self.push_day(date));
        self.schedule.count = Some(count);
        self.last = Last::Count;
        Ok(())
    }

    fn first_of_a_rhythm(&mut self, count: Count) -> Option<Result<(), Why>> {
        let Some((Some(first), None)) = self.open else { return None };
        let [Rule { when: When::Weekly(days), .. }] = self.schedule.rules[..] else { return None };
        let except = &self.schedule.except;
        let before_first = |day: &MonthDay| day.0 == first.0 && day.1 < first.1;
        let plain = *except == schedule::Except { days: except.days.clone(), ..schedule::Except::default() };
        if days.len() != 1
            || !plain
            || !except.days.iter().all(before_first)
            || self.schedule.shift.is_some()
            || self.schedule.count.is_some()
        {
            return None;
        }
        let year = self.year?;
        let done = self.count_out(year, first, days, 7, Some(count.min));
        if done.is_ok() {
            self.schedule.count = Some(count);
            self.schedule.except.days.clear();
            self.last = Last::Count;
        }
        Some(done)
    }

    /// The days from the first on, so many or to the end of the year, in place of the rhythm. The first must be one of them.
    fn count_out(&mut self, year: FiscalYear, first: MonthDay, days: Weekdays, step: usize, many: Option<u32>) -> Result<(), Why> {
        const MOST: usize = 53;
        let first = day_in(year, first).ok_or(Why::NoSuchDay)?;
        if days != Weekdays(1 << first.weekday().num_days_from_monday()) {
            return Err(Why::Contradiction);
        }
        let many = many.map_or(MOST, |many| many as usize);
        let found = || first.iter_days().step_by(step).take(many).take_while(|date| FiscalYear::of_date(*date) == year);
        if many == 0 || (many < MOST && found().count() < many) || many > MOST {
            return Err(Why::OutsideYear);
        }
        self.schedule.rules.clear();
        for date in found() {
            self.push_day(date);
        }
        (self.open, self.cut, self.counted_out) = (None, true, true);
        self.close_group();
        Ok(())
    }

    /// One more day, with those of its month.
    fn push_day(&mut self, date: NaiveDate) {
        let (own, day) = (Months::one(date.month()), 1 << date.day());
        match self.schedule.rules.last_mut() {
            Some(Rule { months, when: When::MonthDays(had), .. }) if *months == own => *had |= day,
            _ => self.schedule.rules.push(Rule { months: own, when: When::MonthDays(day), each_month: false }),
        }
    }

    /// （各土曜日）: of the days before it.
    pub(super) fn each_on(&mut self, weekdays: Weekdays, was: Last) -> Result<(), Why> {
        self.last = was;
        let own = self.weekdays_of_days();
        let fits = was == Last::Day && (self.year.is_none() || own.is_some_and(|own| own.0 == weekdays.0));
        if fits { Ok(()) } else { Err(if own.is_some() { Why::Contradiction } else { Why::Unread }) }
    }

    /// The weekdays of the days that were named last, one by one; none where the year is not known.
    pub(super) fn weekdays_of_days(&self) -> Option<Weekdays> {
        let mut own = Weekdays::NONE;
        for rule in self.schedule.rules.iter().rev() {
            let When::MonthDays(days) = rule.when else { break };
            let of_month =
                |month: u32| (1..=31u8).filter(move |day| days & 1 << day != 0).map(move |day| (u8::try_from(month).unwrap_or(0), day));
            for date in rule.months.iter().flat_map(of_month).filter_map(|day| day_in(self.year?, day)) {
                own = own.with(Weekdays(1 << date.weekday().num_days_from_monday()));
            }
        }
        (!own.is_empty()).then_some(own)
    }
}
