//! What changes the times that were named: 祝日の場合は翌日, 8月は第1水曜日, お盆を除く, 8月を除く.

use super::super::clause::Why;
use super::{Draft, Last};
use crate::calendar::months::Months;
use crate::calendar::schedule::{self, Count, Nths, Per, Rule, Shift, ShiftTo, Weekdays, When};

impl Draft {
    /// Whether all days are weekdays from Monday to Friday, so that 休日 can only be a holiday.
    pub(super) fn is_within_the_week(&self) -> bool {
        self.schedule.rules.iter().all(|rule| matches!(rule.when, When::Weekly(days) | When::Nth(_, days) if days.0 & !0x1F == 0))
    }

    /// 祝日の場合は翌日.
    pub(super) fn shifted(&mut self, shift: Shift, vague: bool) -> Result<(), Why> {
        let rules = &self.schedule.rules;
        if rules.is_empty() || self.schedule.shift.is_some() || (vague && !self.is_within_the_week()) {
            return Err(Why::Unread);
        }
        // Where it comes every week, the next week has a time of its own.
        let weekly = |rule: &Rule| matches!(rule.when, When::Weekly(_) | When::Workdays);
        let by_weeks = matches!(shift.to, ShiftTo::NextWeek | ShiftTo::WeekBefore);
        let unfit =
            |rule: &Rule| matches!(rule.when, When::Span(..)) || (by_weeks && weekly(rule)) || rule.when == When::Weekly(Weekdays::ALL);
        if rules.iter().any(unfit) {
            return Err(Why::Unread);
        }
        if rules.iter().all(Rule::is_exact) {
            self.schedule.shift = Some(shift);
        } else {
            // Where no day is known, the words alone tell it.
            self.schedule.in_words = true;
        }
        Ok(())
    }

    /// 毎月第1月曜日（祝日の場合は第2月曜日）: a week on or back.
    pub(super) fn shifted_to_nth(&mut self, mut shift: Shift, vague: bool, nths: Nths, weekdays: Weekdays) -> Result<(), Why> {
        let [Rule { when: When::Nth(own, days), .. }] = self.schedule.rules[..] else { return Err(Why::Unread) };
        let single = own.0.count_ones() == 1 && days.len() == 1 && days == weekdays && own != Nths::LAST;
        shift.to = match nths.0 {
            next if single && next == own.0 << 1 => ShiftTo::NextWeek,
            before if single && before << 1 == own.0 => ShiftTo::WeekBefore,
            _ => return Err(Why::Unread),
        };
        self.shifted(shift, vague)
    }

    /// 毎月第2水曜日（8月は第1水曜日）: another time in those months; 4月～9月は毎週金曜日: simply theirs.
    pub(super) fn topic(&mut self, months: Months) -> Result<(), Why> {
        let mut each_month = false;
        for rule in &mut self.schedule.rules {
            let shared = Months::ALL.iter().any(|month| rule.months.contains(month) && months.contains(month));
            if !shared {
                continue;
            }
            let comes_again = matches!(rule.when, When::Nth(..) | When::Weekly(_) | When::Workdays);
            if !comes_again && (!rule.each_month || rule.when == When::Month) {
                return Err(Why::Unread);
            }
            each_month |= rule.each_month;
            rule.months = rule.months.without(months);
        }
        if self.opened() || self.narrowed {
            return Err(Why::Unread);
        }
        self.schedule.rules.retain(|rule| !rule.months.is_empty());
        // 毎月第2水曜日（4月を除く）、4月は第3水曜日.
        self.schedule.except.months = self.schedule.except.months.without(months);
        self.topical = !self.schedule.rules.is_empty();
        self.group = Some(self.schedule.rules.len());
        self.group_months = None;
        self.schedule.rules.push(Rule { months, when: When::Month, each_month });
        self.last = Last::Months;
        self.fresh_months = true;
        Ok(())
    }

    /// お盆を除く: whichever days are meant, they are of August.
    pub(super) fn blur_august(&mut self) {
        let mut blurred = false;
        // 毎週水曜日 stays once a week.
        if let [Rule { months: Months::ALL, when: When::Weekly(days), .. }] = self.schedule.rules[..]
            && self.schedule.count.is_none()
            && days.0 & Weekdays::HOLIDAYS.0 == 0
            && days != Weekdays::ALL
        {
            self.schedule.count = Some(Count::exactly(days.len(), Per::Week));
        }
        for rule in self.schedule.rules.iter_mut().filter(|rule| rule.is_exact() && rule.months.contains(8)) {
            if matches!(rule.when, When::Span(..)) {
                continue;
            }
            rule.months = rule.months.without(Months::one(8));
            blurred = true;
        }
        if blurred {
            let each_month = self.schedule.rules.iter().all(|rule| rule.each_month);
            self.schedule.rules.retain(|rule| !rule.months.is_empty());
            self.schedule.rules.push(Rule { months: Months::one(8), when: When::Month, each_month });
        }
        self.schedule.in_words = true;
    }

    pub(super) fn except(&mut self, except: schedule::Except, rest: bool) {
        self.schedule.except.obon |= except.obon;
        self.leaves_out_days |= !(except.days.is_empty() && except.nth.is_none() && except.weekdays.is_empty()) || except.new_year;
        self.schedule.in_words |= !rest;
        let own = &mut self.schedule.except;
        own.months = own.months.with(except.months);
        own.weekdays = own.weekdays.with(except.weekdays);
        own.new_year |= except.new_year;
        own.nth = own.nth.or(except.nth);
        own.days.extend(except.days);
        self.rest |= rest;
        self.closed |= !rest;
    }
}
