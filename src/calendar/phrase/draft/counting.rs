//! Counts put together, and whether they are fewer than the days beside them: 6月1回、10月2回; 毎週土曜日（全10回程度）.

use super::super::clause::{Weight, Why};
use super::{Draft, Last};
use crate::calendar::schedule::{Count, Per, Rule, Schedule, Weekdays, When};
use crate::calendar::{FiscalYear, Holidays, Months};

impl Draft {
    pub(super) fn count(&mut self, mut count: Count, weight: Weight, depth: usize, was: Last) -> Result<(), Why> {
        // 毎日3回 counts a day's.
        if was == Last::Week && matches!(self.schedule.rules.last(), Some(Rule { when: When::Weekly(Weekdays::ALL), .. })) {
            return Err(Why::Unread);
        }
        self.last = Last::Count;
        if count.per == Per::Total && weight == Weight::Part {
            count.per = match was {
                Last::EachMonth => Per::Month,
                // 毎週木曜日（10回）: as often as that is not in one week.
                Last::Week if self.fits_in_week(count) => Per::Week,
                Last::Year => Per::Year,
                _ => Per::Total,
            };
        }
        let fresh = std::mem::take(&mut self.fresh_months);
        let is_whole = weight == Weight::Whole;
        let Some(had) = self.schedule.count else {
            self.schedule.count = Some(count);
            self.count_depth = depth;
            self.count_is_whole = is_whole;
            return Ok(());
        };
        // 年3回（各学期1回）, 2回（上半期1回、下半期1回）: how the count before is made up.
        let detail = depth > self.count_depth || self.count_is_whole;
        if detail && !is_whole {
            self.monthly |= is_twelve_a_year(had, count);
            return Ok(());
        }
        if is_whole && !self.count_is_whole {
            self.schedule.count = Some(count);
            self.count_is_whole = true;
            return Ok(());
        }
        // Of other months, but how often is said of all: 4月～7月は月1回、9月～3月は月2回.
        let of_all = matches!(had.per, Per::Month | Per::Week);
        if had.per == count.per && fresh && !is_whole && !of_all {
            // 上期1回、下期1回 is more than twice a year.
            self.schedule.in_words = true;
            let max = had.max.zip(count.max).map(|(a, b)| a.saturating_add(b));
            self.schedule.count = Some(Count { min: had.min.saturating_add(count.min), max, per: had.per });
            return Ok(());
        }
        self.monthly |= is_twelve_a_year(had, count) || is_twelve_a_year(count, had);
        if had == count || self.monthly {
            return Ok(());
        }
        Err(Why::Unread)
    }

    /// Months with a rhythm of their own, 4月～7月 週1回: of other months there may be another one.
    pub fn counts_in_months(&self) -> bool {
        let rhythm = self.schedule.count.is_some_and(|count| matches!(count.per, Per::Month | Per::Week));
        let of_months = |rule: &Rule| rule.when == When::Month && rule.months != Months::ALL;
        rhythm && !self.schedule.rules.is_empty() && self.schedule.rules.iter().all(of_months)
    }

    /// Whether so many may take place in one week of the weekdays that were named.
    pub(super) fn fits_in_week(&self, count: Count) -> bool {
        let Some(Rule { when: When::Weekly(days) | When::Fortnightly(days), .. }) = self.schedule.rules.last() else { return true };
        count.max.unwrap_or(count.min) <= if days.is_empty() { 7 } else { days.len() }
    }
}

/// How many days a rule that comes again and again names in a month, weeks counted as a quarter of one.
pub(super) fn days_a_month(rule: &Rule) -> u32 {
    match rule.when {
        When::Weekly(days) => 4 * days.len(),
        When::Workdays => 20,
        When::Nth(nths, days) => nths.0.count_ones() * days.len(),
        When::MonthDays(days) if rule.each_month => days.count_ones(),
        _ => 0,
    }
}

/// Whether a count is clearly less than the days that the rules name.
pub(super) fn is_fewer(count: Count, schedule: &Schedule, year: Option<FiscalYear>) -> bool {
    let Some(max) = count.max else { return false };
    // 5月～7月の毎週土曜日（全10回程度） are thirteen Saturdays. A few that fall on holidays may be left out.
    let weekly =
        !schedule.rules.is_empty() && schedule.rules.iter().all(|rule| matches!(rule.when, When::Weekly(days) if !days.is_empty()));
    if let Some(year) = year.filter(|_| weekly && matches!(count.per, Per::Year | Per::Total)) {
        let days = u32::try_from(schedule.dates(year, &Holidays::of_law()).len()).unwrap_or(u32::MAX);
        return u64::from(max) * 5 < u64::from(days) * 4;
    }
    let months = |rule: &Rule| rule.months.without(schedule.except.months).len();
    match count.per {
        Per::Month => schedule.rules.iter().any(|rule| matches!(rule.when, When::Weekly(_)) && days_a_month(rule) > max),
        Per::Year | Per::Total => max * 4 < 3 * schedule.rules.iter().map(|rule| days_a_month(rule) * months(rule)).sum::<u32>(),
        Per::Week | Per::Each => false,
    }
}

/// Twelve a year and one a month say the same.
fn is_twelve_a_year(year: Count, month: Count) -> bool {
    year.per == Per::Year && month.per == Per::Month && month.min.checked_mul(12) == Some(year.min)
}

/// Whether so many a year cannot be one in every month.
pub(super) fn is_less_than_monthly(count: Count) -> bool {
    count.per == Per::Year && count.max.is_some_and(|max| max < 12)
}
