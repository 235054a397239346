//! Months open to an end of the year, and spans that weekdays fall into: 10月から, 9月20日～11月15日の毎週土曜日.

use chrono::Datelike as _;

use super::super::clause::{Clause, Why};
use super::counting::days_a_month;
use super::{Draft, Last};
use crate::calendar::months::Months;
use crate::calendar::schedule::{MonthDay, Per, Rule, Weekdays, When};

impl Draft {
    /// 10月から, 12月28日まで. In a bracket it bounds what comes each month.
    pub(super) fn open(
        &mut self,
        months: Months,
        first: Option<MonthDay>,
        last: Option<MonthDay>,
        was: Last,
        depth: usize,
    ) -> Result<(), Why> {
        if self.opened() {
            return Err(Why::Unread);
        }
        // 毎週土曜日 10月3日から: the rhythm from there on.
        let inner = (depth > 0 && !self.schedule.rules.is_empty()) || self.is_exact_all_year();
        if inner && self.narrow(months) {
            self.cut(first, last)?;
        } else if inner {
            // 年末（12月28日まで）.
            return Err(Why::Unread);
        } else {
            self.months(months, When::Month, was);
        }
        self.open = Some((first, last));
        Ok(())
    }

    /// What behind months open to an end of the year is not known to fit in: it would be read as all of them.
    pub(super) fn check_open(&mut self, clause: &Clause, was: Last) -> Result<(), Why> {
        let Some((first, last)) = self.open else { return Ok(()) };
        match clause {
            Clause::Weekly(_) | Clause::Workdays | Clause::Nth(..) | Clause::DaysOnly(_) => {
                // 9月2日から毎週水曜日 全5回: fewer than there are.
                if self.schedule.count.is_some_and(|count| count.per == Per::Total) {
                    return Err(Why::Unread);
                }
                if self.group.is_some() && was == Last::Months { self.cut(first, last) } else { Ok(()) }
            }
            Clause::Fortnightly(_) if first.is_some() || last.is_some() => Err(Why::Unread),
            Clause::Count(count, _) if count.per == Per::Total && self.schedule.rules.iter().any(|rule| days_a_month(rule) > 0) => {
                Err(Why::Unread)
            }
            Clause::EachMonth(months) if *months != Months::ALL => Err(Why::Unread),
            Clause::Note(true) => Err(Why::Unread),
            _ => Ok(()),
        }
    }

    /// Leaves out the days before the first and behind the last of the months that hold them.
    fn cut(&mut self, first: Option<MonthDay>, last: Option<MonthDay>) -> Result<(), Why> {
        let before = first.into_iter().flat_map(|(month, first)| (1..first).map(move |day| (month, day)));
        let behind = last.into_iter().flat_map(|(month, last)| (last + 1..=31).map(move |day| (month, day)));
        let outside: Vec<_> = before.chain(behind).filter(|(month, day)| *month != 2 || *day < 30).collect();
        // What is left out is left out of all rules.
        if self.schedule.rules.len() > 1 && !outside.is_empty() {
            return Err(Why::Unread);
        }
        self.cut |= !outside.is_empty();
        self.schedule.except.days.extend(outside);
        Ok(())
    }

    /// 4月から隔月: every second month from there on.
    pub(super) fn open_by_steps(&mut self, n: u32, was: Last) -> Result<(), Why> {
        let to_the_end = self.open == Some((None, None)) && was == Last::Months;
        let [Rule { months, when: When::Month, .. }] = self.schedule.rules[..] else { return Err(Why::Unread) };
        if !to_the_end || !months.contains(3) {
            return Err(Why::Unread);
        }
        let step = 12 / n.clamp(1, 12) as usize;
        self.schedule.rules[0] = Rule { months: months.iter().step_by(step).collect(), when: When::Month, each_month: true };
        self.open = None;
        self.last = Last::EachMonth;
        self.fresh_months = true;
        Ok(())
    }

    /// 毎週土曜日 10/3～11/21, 毎月第2水曜日 5月～11月: the rhythm within that time. Behind 、 it may be something else.
    pub(super) fn bounded(&mut self, clause: &Clause, depth: usize, was: Last) -> Option<Result<(), Why>> {
        let (parted, flat) = (std::mem::take(&mut self.parted), std::mem::take(&mut self.flat));
        let names_days = matches!(
            clause,
            Clause::MonthDays(..) | Clause::DaysOnly(_) | Clause::Span(..) | Clause::Weekly(_) | Clause::Nth(..) | Clause::Workdays
        );
        if self.cut && names_days {
            return Some(Err(Why::Unread));
        }
        // 5月と9月.
        self.flat = flat && *clause == Clause::Filler;
        if flat
            && depth == 0
            && let Clause::Months(months, None) = *clause
        {
            // 毎週土曜日 10月、11月.
            self.flat = self.narrow(months);
            return Some(if self.flat { Ok(()) } else { Err(Why::Unread) });
        }
        // 毎月1回 5月～11月.
        let monthly = matches!(self.schedule.rules[..], [Rule { months: Months::ALL, when: When::Month, each_month: true }]);
        if let Clause::Months(months, None) = *clause
            && depth == 0
            && was == Last::Count
            && monthly
        {
            if parted {
                return Some(Err(Why::Unread));
            }
            self.schedule.rules[0].months = months;
            self.last = Last::Narrowed;
            return Some(Ok(()));
        }
        if self.opened() || !self.is_exact_all_year() {
            return None;
        }
        match *clause {
            Clause::EachMonthPart(_) => Some(Err(Why::Unread)),
            Clause::Span(from, to) if !parted => Some(self.bound(from, to)),
            Clause::Months(months, None) if depth == 0 && months != Months::ALL && !parted => {
                self.flat = self.narrow(months);
                Some(if self.flat { Ok(()) } else { Err(Why::Unread) })
            }
            Clause::Months(months, None) if depth > 0 || months == Months::ALL => None,
            Clause::Months(..) | Clause::Parts(..) if depth > 0 => None,
            Clause::Span(..) | Clause::Months(..) | Clause::Parts(..) => Some(Err(Why::Unread)),
            Clause::Open { .. } if depth == 0 && parted => Some(Err(Why::Unread)),
            _ => None,
        }
    }

    /// The days of a rhythm that lie in the span behind it.
    pub(super) fn bound(&mut self, from: MonthDay, to: MonthDay) -> Result<(), Why> {
        let outside = (1..from.1).map(|day| (from.0, day)).chain((to.1 + 1..=31).map(|day| (to.0, day)));
        let outside: Vec<_> = outside.filter(|(month, day)| *month != 2 || *day < 30).collect();
        let months = Months::range(u32::from(from.0), u32::from(to.0)).ok_or(Why::Unread)?;
        let [rule] = self.schedule.rules.as_mut_slice() else { return Err(Why::Unread) };
        if !matches!(rule.when, When::Weekly(_) | When::Nth(..) | When::Workdays | When::MonthDays(_)) {
            return Err(Why::Unread);
        }
        rule.months = months;
        (self.narrowed, self.cut) = (true, !outside.is_empty());
        self.schedule.except.days.extend(outside);
        self.last = Last::Day;
        Ok(())
    }

    /// 7月20日から10日間: the days are known where the first is.
    pub(super) fn open_to_span(&mut self, days: u32, was: Last) -> Result<(), Why> {
        let Some((Some(first), None)) = self.open.filter(|_| was == Last::Months && days > 0) else { return Err(Why::Unread) };
        // Behind February the last day hangs on the year.
        let last = (2023..=2024).map(|year| {
            let first = chrono::NaiveDate::from_ymd_opt(year, u32::from(first.0), u32::from(first.1))?;
            let last = first.checked_add_days(chrono::Days::new(u64::from(days) - 1))?;
            Some((u8::try_from(last.month()).ok()?, u8::try_from(last.day()).ok()?))
        });
        let [Some(last), also] = last.collect::<Vec<_>>()[..] else { return Err(Why::Unread) };
        let months =
            Months::range(u32::from(first.0), u32::from(last.0)).filter(|_| also == Some(last) && days < 300).ok_or(Why::Unread)?;
        self.schedule.rules.pop();
        self.close_group();
        self.schedule.rules.push(Rule { months, when: When::Span(first, last), each_month: false });
        self.last = Last::Day;
        Ok(())
    }

    /// 9月20日～11月15日の毎週土曜日: the weekdays of the months that the span touches, less its days before and behind.
    pub(super) fn span_to_months(&mut self) -> Result<(), Why> {
        let Some(Rule { months, when: When::Span(from, to), .. }) = self.schedule.rules.last().copied() else { return Ok(()) };
        let outside = (1..from.1).map(|day| (from.0, day)).chain((to.1 + 1..=31).map(|day| (to.0, day)));
        let outside: Vec<_> = outside.filter(|(month, day)| *month != 2 || *day < 30).collect();
        // What is left out is left out of all rules.
        if self.schedule.rules.len() > 1 && !outside.is_empty() {
            return Err(Why::Unread);
        }
        self.schedule.rules.pop();
        self.cut |= !outside.is_empty();
        self.schedule.except.days.extend(outside);
        self.group = Some(self.schedule.rules.len());
        self.schedule.rules.push(Rule { months, when: When::Month, each_month: false });
        Ok(())
    }

    /// 9月1日～10日（土日を除く）: the days of the span one by one. What is closed on some of its days stays one period.
    pub(super) fn span_less_days(&mut self) {
        let alone = matches!(self.schedule.rules[..], [Rule { when: When::Span(..), .. }]);
        if alone && self.leaves_out_days && !self.closed && self.schedule.count.is_none() && self.span_to_months().is_ok() {
            self.schedule.rules.iter_mut().for_each(|rule| rule.when = When::Weekly(Weekdays::ALL));
        }
    }
}
