//! Months open to an end of the year, and spans that weekdays fall into: 10月から, 9月20日～11月15日の毎週土曜日.

use chrono::Datelike as _;

use super::super::clause::{Clause, Why};
use super::{Draft, Last, days_a_month};
use crate::calendar::months::Months;
use crate::calendar::schedule::{MonthDay, Per, Rule, When};

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
        let inner = depth > 0 && !self.schedule.rules.is_empty();
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
        self.schedule.except.days.extend(outside);
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
        self.schedule.except.days.extend(outside);
        self.group = Some(self.schedule.rules.len());
        self.schedule.rules.push(Rule { months, when: When::Month, each_month: false });
        Ok(())
    }
}
