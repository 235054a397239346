//! Clauses put together into one schedule: which months a weekday belongs to, which counts add up.

mod asked;
mod conditions;
mod counting;
mod open;
mod said;
mod times;

use counting::{days_a_month, is_fewer, is_less_than_monthly};

use super::clause::{Clause, Weight, Why};
use crate::calendar::FiscalYear;
use crate::calendar::months::Months;
use crate::calendar::schedule::{self, Count, MonthDay, Per, Rule, Schedule, Weekdays, When};

/// A schedule that is being read.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// The plan's fiscal year.
    year: Option<FiscalYear>,
    schedule: Schedule,
    /// Where the months last listed begin in the rules, while a weekday or a day may still join them.
    group: Option<usize>,
    /// The months of the last group, and whether each of them is meant.
    group_months: Option<(Months, bool)>,
    last: Last,
    count_depth: usize,
    count_is_whole: bool,
    /// 隔月: the months from one time to the next.
    step: Option<usize>,
    /// Months or a season were named since the last count: the next count is of those.
    fresh_months: bool,
    /// Months in a bracket said when in the year the days before it are.
    narrowed: bool,
    /// Months open to an end of the year, with the day they begin or end on: 9月20日から.
    open: Option<(Option<MonthDay>, Option<MonthDay>)>,
    /// または stood before.
    alternative: bool,
    /// または stands between months: which of them is not known.
    unsure_months: bool,
    /// 月曜休館: a day on which there is none, which says something by itself.
    closed: bool,
    /// 年12回（月1回）: the months follow from the count.
    monthly: bool,
    notes: bool,
    /// A 、 or the like stands before the clause that comes.
    parted: bool,
    /// The last clause said in which months the rhythm before it comes.
    flat: bool,
    /// Single days before and behind a span were left out: of all rules, so that no more may come.
    cut: bool,
    weak: bool,
    /// An exception by itself means all the rest.
    rest: bool,
    /// The rules when the hours were read, and the last of them: other hours behind other days are theirs.
    timed: Option<(usize, Option<Rule>)>,
    /// 程度 or the like stands in the count that comes.
    soft: bool,
    /// 5月14日から毎週木曜日 全5回: the days were counted out one by one.
    counted_out: bool,
    /// 8月は was read last, which takes August out of what was said before.
    topical: bool,
    /// Single days, weekdays or holidays are left out.
    leaves_out_days: bool,
}

/// What the clause before was, as far as the next one asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Last {
    #[default]
    Nothing,
    Months,
    /// Months in a bracket that say which of those before it.
    Narrowed,
    EachMonth,
    Day,
    Week,
    Year,
    Count,
    AnyTime,
    Note,
    Time,
    Other,
}

impl Draft {
    /// Of a plan of this year.
    pub fn of(year: Option<FiscalYear>) -> Self {
        Self { year, ..Self::default() }
    }

    /// Takes in a clause read `depth` brackets deep.
    pub fn add(&mut self, clause: Clause, depth: usize) -> Result<(), Why> {
        // The first clause always says something, and these say nothing of their own or only agree with what was said.
        let begins = self.schedule.rules.is_empty() && self.schedule.count.is_none();
        let may_be_idle = begins
            || matches!(
                clause,
                Clause::Filler
                    | Clause::HolidaysToo
                    | Clause::Or
                    | Clause::Only
                    | Clause::YearWord { .. }
                    | Clause::Weekly(_)
                    | Clause::EachOn(_)
            );
        if may_be_idle {
            return self.take_in(clause, depth);
        }
        let before = self.said();
        self.take_in(clause, depth)?;
        // What changes nothing that can be drawn is told by its words.
        self.schedule.in_words |= self.said() == before;
        Ok(())
    }

    fn take_in(&mut self, clause: Clause, depth: usize) -> Result<(), Why> {
        let (was, topical) = (self.last, std::mem::take(&mut self.topical));
        self.last = Last::Other;
        if std::mem::take(&mut self.alternative) && !matches!(clause, Clause::Months(..) | Clause::Parts(..)) {
            return Err(Why::Unread);
        }
        // 6月21日、22日（土・日）: the weekdays of these very days.
        if let Clause::Weekly(weekdays) = clause
            && depth > 0
            && was == Last::Day
            && let Some(own) = self.weekdays_of_days()
        {
            self.last = was;
            return if own.0 == weekdays.0 & Weekdays::ALL.0 { Ok(()) } else { Err(Why::Unread) };
        }
        if let Some(done) = self.bounded(&clause, depth, was) {
            return done;
        }
        if matches!(clause, Clause::Weekly(_) | Clause::Fortnightly(_) | Clause::Workdays | Clause::Nth(..)) && was == Last::Day {
            self.span_to_months()?;
        }
        if let Some(done) = self.begun_on_a_day(&clause, was) {
            return done;
        }
        self.check_open(&clause, was)?;
        // A condition is one of all days: what comes behind it may be without it.
        let names_days = matches!(
            clause,
            Clause::MonthDays(..) | Clause::DaysOnly(_) | Clause::Span(..) | Clause::Weekly(_) | Clause::Nth(..) | Clause::Workdays
        );
        if names_days && self.schedule.shift.is_some() {
            return Err(Why::Unread);
        }
        match clause {
            Clause::Shifted { shift, vague } => return self.shifted(shift, vague),
            Clause::Cancelled { except, vague } => {
                if self.counted_out || self.schedule.rules.is_empty() || (vague && !self.is_within_the_week()) {
                    return Err(Why::Unread);
                }
                self.except(except, true);
                self.rest = false;
            }
            Clause::ShiftedToNth { shift, vague, nths, days } => return self.shifted_to_nth(shift, vague, nths, days),
            Clause::EachOn(weekdays) => return self.each_on(weekdays, was),
            Clause::Topic(months) => return self.topic(months),
            // 6月または7月 is known by its months; of days and weekdays, which one is not.
            Clause::Or if was == Last::Months => {
                (self.alternative, self.unsure_months) = (true, true);
                self.last = was;
            }
            Clause::Or => return Err(Why::Unread),
            // 随時（月～金）: the days say when it is open, not when it takes place.
            Clause::Weekly(_) | Clause::Workdays | Clause::Nth(..) if was == Last::AnyTime && depth > 0 => return Err(Why::Unread),
            Clause::Weekly(_) | Clause::Fortnightly(_) | Clause::Workdays | Clause::Nth(..) | Clause::DaysOnly(_)
                if self.blurs_days(was) =>
            {
                return Err(Why::Unread);
            }
            // 10月1日～（通年） adds nothing; 第3木曜日（偶数月）: the months of what stands before the bracket.
            Clause::Months(Months::ALL, None) if depth > 0 && !self.schedule.rules.is_empty() => self.last = was,
            // 最終日曜日（毎月）.
            Clause::EachMonth(Months::ALL) if depth > 0 && self.is_exact_all_year() => {
                self.schedule.rules.iter_mut().filter(|rule| matches!(rule.when, When::Nth(..))).for_each(|rule| rule.each_month = true);
                self.last = was;
            }
            Clause::Months(months, None) | Clause::EachMonth(months) if depth > 0 && self.narrow(months) => {}
            Clause::Months(months, _) if depth > 0 && self.narrow_months(months, was) => {}
            Clause::EachMonth(months) if depth > 0 && months != Months::ALL && self.narrow_months(months, was) => {}
            Clause::Months(_, Some(_)) | Clause::Parts(..) if depth > 0 && self.is_exact_all_year() => return Err(Why::Unread),
            Clause::Months(months, part) => self.months(months, part.map_or(When::Month, When::Part), was),
            Clause::Parts(months, from, to) => self.months(months, When::Parts(from, to), was),
            Clause::Open { months, first, last } => return self.open(months, first, last, was, depth),
            Clause::EachMonth(months) => self.each_month(months, was),
            Clause::EachMonthPart(part) => {
                let (months, each_month) = self.take_group().unwrap_or((Months::ALL, true));
                self.schedule.rules.push(Rule { months, when: When::Part(part), each_month });
                self.fresh_months = true;
                // 毎月初めの土曜日: which of them is not said.
                self.last = Last::Note;
            }
            Clause::MonthDays(months, days) => {
                // 7月の海の日 is the one day, not July besides.
                let named = was == Last::Months
                    && self
                        .group
                        .is_some_and(|start| self.schedule.rules[start..] == [Rule { months, when: When::Month, each_month: false }]);
                if named {
                    self.schedule.rules.pop();
                }
                self.close_group();
                // 毎月末日 is the one day with all months.
                self.schedule.rules.push(Rule { months, when: When::MonthDays(days), each_month: months == Months::ALL });
                self.last = Last::Day;
                self.fresh_months = true;
            }
            Clause::DaysOnly(days) => return self.days_only(days),
            Clause::Span(from, to) => {
                self.close_group();
                let months = Months::range(u32::from(from.0), u32::from(to.0)).unwrap_or_default();
                self.schedule.rules.push(Rule { months, when: When::Span(from, to), each_month: false });
                self.last = Last::Day;
                self.fresh_months = true;
            }
            // 毎週土曜（祝日も開催）: those that fall on one, not every holiday.
            Clause::Weekly(Weekdays::HOLIDAYS) if depth > 0 => return Err(Why::Unread),
            // 平日（月～金）.
            Clause::Weekly(Weekdays(0x1F))
                if depth > 0 && matches!(self.schedule.rules.last(), Some(Rule { when: When::Workdays, .. })) => {}
            Clause::Weekly(days) => {
                self.weekly(days);
                self.last = Last::Week;
            }
            Clause::Fortnightly(days) => {
                // 金曜日（隔週）.
                if let Some(Rule { when: when @ When::Weekly(_), .. }) =
                    self.schedule.rules.last_mut().filter(|_| days.is_empty() && was == Last::Week)
                    && let When::Weekly(had) = *when
                {
                    *when = When::Fortnightly(had);
                    self.last = Last::Week;
                    return Ok(());
                }
                // 平日（隔週）: which of them is not said; 4月～9月（隔週）: the words alone tell it.
                if days.is_empty() && self.schedule.rules.last().is_some_and(Rule::is_exact) {
                    return Err(Why::Unread);
                }
                self.schedule.in_words |= !self.is_empty();
                self.attach(When::Fortnightly(days), false);
                self.last = Last::Week;
            }
            Clause::Workdays => self.attach(When::Workdays, false),
            Clause::Nth(nths, days) => {
                self.attach(When::Nth(nths, days), true);
                self.last = Last::Day;
            }
            Clause::Count(count, weight) => return self.count(count, weight, depth, was),
            // 4月から隔月第2水曜日: April, June … February.
            Clause::Interval(n) if self.opened() => return self.open_by_steps(n, was),
            Clause::Interval(n) => {
                self.step = Some(12 / n.clamp(1, 12) as usize);
                return self.count(Count::exactly(n, Per::Year), Weight::Part, depth, was);
            }
            Clause::YearWord { says_when } => {
                self.weak = true;
                self.notes |= says_when;
                self.schedule.in_words |= says_when;
                self.last = Last::Year;
            }
            // 11月の土日2日間: which of them is not said.
            Clause::DaysLong(_) if was == Last::Week => return Err(Why::Unread),
            Clause::DaysLong(days) if self.opened() => return self.open_to_span(days, was),
            // 7月22日～8月1日のうち5日間: nor here.
            Clause::DaysLong(days) if was == Last::Day && self.names_more_days_than(days) => return Err(Why::Unread),
            Clause::DaysLong(days) => self.schedule.days_long = Some(days),
            // 第2火曜日 13時～（8月は10時～）: the day stays, and not the hours.
            Clause::Time(_) if topical => return Err(Why::Unread),
            Clause::Time(time) => self.time(time),
            Clause::AnyTime => {
                self.schedule.any_time = true;
                self.last = Last::AnyTime;
            }
            // Days already counted out one by one: which of them is another then is not said.
            Clause::Except { .. } if self.counted_out => return Err(Why::Unread),
            Clause::Except { except, .. } if self.schedule.except.nth.is_some() && except.nth.is_some() => return Err(Why::Unread),
            Clause::Except { except, rest } => self.except(except, rest),
            // 毎日（開館日）, 毎週水曜日（学期ごと）: fewer days than are named, and which is not known.
            Clause::Note(true) if depth > 0 && self.is_exact_all_year() => return Err(Why::Unread),
            Clause::Note(strong) => {
                self.weak = true;
                self.schedule.in_words = true;
                self.notes |= strong;
                self.fresh_months |= strong;
                // 7月18日 1学期終業式.
                self.last = match was {
                    Last::Day => was,
                    _ if strong => Last::Note,
                    _ => Last::Other,
                };
            }
            // 第3火曜日（9月のみ第4火曜日）: what is said of all is not so there.
            Clause::Only if self.narrowed || (self.after_months(was) && self.schedule.rules.len() > 1) => return Err(Why::Unread),
            Clause::Only => self.last = was,
            Clause::HolidaysToo if self.schedule.rules.iter().any(|rule| rule.when == When::Workdays) => return Err(Why::Unread),
            Clause::Filler | Clause::HolidaysToo => self.last = was,
            Clause::Remark => (self.last, self.schedule.in_words) = (was, true),
            Clause::Others => self.schedule.and_others = true,
            Clause::Wrong(why) => return Err(why),
        }
        Ok(())
    }

    fn months(&mut self, months: Months, when: When, was: Last) {
        let rule = Rule { months, when, each_month: false };
        if was != Last::Months || self.group.is_none() {
            self.group = Some(self.schedule.rules.len());
        }
        self.schedule.rules.push(rule);
        self.last = Last::Months;
        self.fresh_months = true;
    }

    /// Whether the days named last are more than so many together.
    fn names_more_days_than(&self, days: u32) -> bool {
        let length = |rule: &Rule, year| rule.span(FiscalYear(year)).map_or(0, |(from, to)| (to - from).num_days() + 1);
        match self.schedule.rules.last() {
            Some(rule @ Rule { when: When::Span(..), .. }) => [2023, 2024].iter().all(|year| length(rule, *year) > i64::from(days)),
            _ => false,
        }
    }

    fn after_months(&self, was: Last) -> bool {
        matches!(was, Last::Months | Last::Narrowed | Last::EachMonth)
    }

    /// 5月～1月の隔月 is May, July … January: every second month of a range.
    fn thin_months(&mut self) {
        let Some(step) = self.step else { return };
        let [rule] = self.schedule.rules.as_mut_slice() else { return };
        let months: Vec<u32> = rule.months.iter().collect();
        let (Some(first), Some(last)) = (months.first(), months.last()) else { return };
        if months.len() < 12 && months.len() > step && Months::range(*first, *last) == Some(rule.months) {
            rule.months = months.iter().copied().step_by(step).collect();
            self.schedule.count = None;
        }
    }

    /// The last rule names days in every month.
    pub fn is_exact_all_year(&self) -> bool {
        self.schedule.rules.last().is_some_and(|rule| {
            rule.months == Months::ALL && rule.when != When::Month && !matches!(rule.when, When::Part(_) | When::Parts(..))
        })
    }

    /// Takes months for those of the days before them; whether they are.
    fn narrow(&mut self, months: Months) -> bool {
        let first = self.is_exact_all_year() && months != Months::ALL;
        let Some(rule) = self.schedule.rules.last_mut().filter(|_| first || self.narrowed) else { return false };
        rule.months = if first { months } else { rule.months.with(months) };
        self.narrowed = true;
        self.last = Last::Day;
        true
    }

    /// 毎月（4月～12月）, 前期（5月、7月）: the months in the bracket are those of the wider ones before it.
    fn narrow_months(&mut self, months: Months, was: Last) -> bool {
        let first = matches!(was, Last::Months | Last::EachMonth);
        let again = was == Last::Narrowed;
        let alone = self.group.is_some_and(|start| start + 1 == self.schedule.rules.len());
        let [.., rule @ Rule { when: When::Month, .. }] = self.schedule.rules.as_mut_slice() else { return false };
        if first && alone && rule.months != months && rule.months.with(months) == rule.months {
            rule.months = months;
        } else if again {
            rule.months = rule.months.with(months);
        } else {
            return false;
        }
        self.last = Last::Narrowed;
        true
    }

    /// 毎月 by itself, or behind months: 5月～9月の毎月.
    fn each_month(&mut self, months: Months, was: Last) {
        if let Some(start) = self.group.filter(|_| months == Months::ALL && was != Last::EachMonth) {
            for rule in &mut self.schedule.rules[start..] {
                rule.each_month = true;
            }
        } else {
            self.group = Some(self.schedule.rules.len());
            self.schedule.rules.push(Rule { months, when: When::Month, each_month: true });
        }
        self.last = Last::EachMonth;
        self.fresh_months = true;
    }

    fn close_group(&mut self) {
        self.group = None;
        self.group_months = None;
    }

    /// The months listed last, taken out of the rules so that a day or weekday can join them.
    fn take_group(&mut self) -> Option<(Months, bool)> {
        if let Some(start) = self.group.take() {
            let rules = self.schedule.rules.drain(start..);
            let months = rules.fold((Months::NONE, true), |(months, each), rule| (months.with(rule.months), each && rule.each_month));
            self.group_months = Some(months);
        }
        self.group_months
    }

    fn attach(&mut self, when: When, each_month: bool) {
        // 通年（第2土曜日） is every month's.
        let (months, each_month) = match self.take_group() {
            Some((months, each)) => (months, each || (each_month && months == Months::ALL)),
            None => (Months::ALL, each_month),
        };
        self.schedule.rules.push(Rule { months, when, each_month });
    }

    fn weekly(&mut self, days: Weekdays) {
        // 毎週、火曜日 and 週1回（水）: the week was spoken of without a day.
        if let Some(Rule { when: When::Weekly(had), .. }) = self.schedule.rules.last_mut()
            && had.is_empty()
        {
            *had = days;
            return;
        }
        // 隔週（土）.
        if let Some(Rule { when: When::Fortnightly(had), .. }) = self.schedule.rules.last_mut()
            && had.is_empty()
        {
            *had = days;
            return;
        }
        self.attach(When::Weekly(days), false);
    }

    fn last_days(&self) -> Option<Months> {
        match self.schedule.rules.last()? {
            Rule { months, when: When::MonthDays(_), .. } => Some(*months),
            Rule { when: When::Span(_, to), .. } => Some(Months::one(u32::from(to.0))),
            _ => None,
        }
    }

    fn days_only(&mut self, days: u32) -> Result<(), Why> {
        self.last = Last::Day;
        if self.group.is_some() {
            self.attach(When::MonthDays(days), false);
            self.last = Last::Day;
            return Ok(());
        }
        if self.counts_by_month() {
            self.schedule.rules.push(Rule { months: Months::ALL, when: When::MonthDays(days), each_month: true });
            return Ok(());
        }
        let months = self.last_days().ok_or(Why::Unread)?;
        match self.schedule.rules.last_mut() {
            Some(Rule { when: When::MonthDays(had), .. }) => *had |= days,
            _ => self.schedule.rules.push(Rule { months, when: When::MonthDays(days), each_month: false }),
        }
        Ok(())
    }

    /// The schedule as put together.
    pub fn finish(mut self) -> Schedule {
        let (means_the_rest, is_any_day) = (self.means_the_rest(), self.is_any_day());
        self.thin_months();
        self.span_less_days();
        let year = self.year;
        let schedule = &mut self.schedule;
        // 年10回（8月を除く): the words alone tell the months.
        schedule.in_words |= schedule.rules.is_empty() && schedule.count.is_some() && schedule.except != schedule::Except::default();
        // 土曜日（月2回）, 隔月第3土曜日: which of the days is not said.
        let unsure = schedule.count.is_some_and(|count| is_fewer(count, schedule, year));
        schedule.in_words |= unsure;
        // 隔月第1金曜日, 年4回 第2土曜日: so often, in which of the months is not said.
        let fewer_than_months = self.step.is_some() || schedule.count.is_some_and(is_less_than_monthly);
        if unsure && fewer_than_months && schedule.rules.iter().all(|rule| rule.months == Months::ALL) {
            schedule.rules.clear();
        } else if unsure {
            for rule in schedule.rules.iter_mut().filter(|rule| days_a_month(rule) > 0) {
                (rule.when, rule.each_month) = (When::Month, false);
            }
        }
        if schedule.rules.is_empty() {
            let all = |when| Rule { months: Months::ALL, when, each_month: false };
            if self.monthly || schedule.count.is_some_and(|count| matches!(count.per, Per::Month | Per::Week)) {
                schedule.rules.push(all(When::Month));
            } else if means_the_rest && schedule.count.is_none() {
                schedule.rules.push(all(When::Weekly(Weekdays::ALL)));
            }
        } else if let [rule] = schedule.rules.as_mut_slice()
            && is_any_day
            && !unsure
        {
            // 通年（土日祝を除く）.
            rule.when = When::Weekly(Weekdays::ALL);
        }
        // Where no day is drawn one by one, what is left out is told by the words.
        let drawn = |rule: &Rule| rule.is_exact() && !matches!(rule.when, When::Span(..));
        self.schedule.in_words |= self.leaves_out_days && !self.schedule.rules.iter().all(drawn);
        if self.schedule.except.obon {
            self.blur_august();
        }
        self.schedule
    }
}
