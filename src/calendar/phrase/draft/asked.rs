//! What a draft says of itself while the next clause is read: what may follow, and what it would belong to.

use super::*;

impl Draft {
    /// A day may stand without its month: 9月6日、13日; 毎月10日.
    pub fn month_known(&self) -> bool {
        self.group.is_some() || self.last_days().is_some()
    }

    /// A weekday may stand alone: 週1回（水）.
    pub fn week_known(&self) -> bool {
        self.schedule.count.is_some_and(|count| count.per == Per::Week) || matches!(self.last, Last::Week)
    }

    /// The last clause counted: what of may follow in a bracket.
    pub fn after_count(&self) -> bool {
        self.last == Last::Count
    }

    /// It says something already, so that words in a bracket may be a remark on it.
    pub fn may_be_remarked(&self) -> bool {
        self.schedule.any_time || self.notes || !self.schedule.rules.is_empty()
    }

    /// 月2回: the days of the month may follow in a bracket.
    pub fn counts_by_month(&self) -> bool {
        self.schedule.rules.is_empty() && self.schedule.count.is_some_and(|count| count.per == Per::Month)
    }

    /// 日曜・祝日を除く, with nothing else said of days: the rest is meant.
    pub(super) fn means_the_rest(&self) -> bool {
        self.rest && (!self.schedule.except.weekdays.is_empty() || self.schedule.except.new_year || self.schedule.except.obon)
    }

    /// Months stand last, which a day or weekday would belong to.
    pub fn months_listed(&self) -> bool {
        self.group.is_some()
    }

    /// The last clause named weekdays: a remark may follow.
    pub fn after_week(&self) -> bool {
        self.last == Last::Week
    }

    /// The last clause was a time of day: a place may follow.
    pub fn after_time(&self) -> bool {
        self.last == Last::Time
    }

    /// A day was named last.
    pub fn after_day(&self) -> bool {
        self.last == Last::Day
    }

    /// A count alone was said.
    pub fn only_counts(&self) -> bool {
        self.last == Last::Count && self.schedule.rules.is_empty()
    }

    /// Whether a sign of a list stands before the clause that comes.
    pub fn set_parted(&mut self, parted: bool) {
        self.parted = parted;
    }

    /// Whether the count that comes is said to be about so many.
    pub fn set_soft(&mut self, soft: bool) {
        self.soft = soft;
    }

    /// As far as it was read.
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// A remark stood there: its words tell what takes place then.
    pub fn remark(&mut self) {
        self.schedule.in_words = true;
    }

    /// Months open to an end of the year were named.
    pub fn opened(&self) -> bool {
        self.open.is_some()
    }

    /// Whether days or weekdays cannot be told from what stands before them: 10月か11月の日曜日, 11月初旬の土日, 夏休み中の平日.
    pub(super) fn blurs_days(&self, was: Last) -> bool {
        let parted = |rule: &Rule| matches!(rule.when, When::Part(_) | When::Parts(..));
        self.unsure_months || was == Last::Note || self.group.is_some_and(|start| self.schedule.rules[start..].iter().any(parted))
    }

    /// The last clause named days or months: a remark may follow.
    pub fn after_month(&self) -> bool {
        matches!(self.last, Last::Months | Last::Narrowed | Last::Day)
    }

    /// Whether it says anything.
    pub fn is_empty(&self) -> bool {
        !(self.says_when() || self.weak || self.schedule.time.is_some())
    }

    /// Whether it says when by itself, not only 午前 or 令和7年度.
    pub fn says_when(&self) -> bool {
        let schedule = &self.schedule;
        !schedule.rules.is_empty()
            || schedule.count.is_some()
            || schedule.any_time
            || schedule.days_long.is_some()
            || self.notes
            || self.closed
            || self.means_the_rest()
    }
}
