//! What a schedule phrase means: months, days, a count, in a fiscal year.
//!
//! A [`Schedule`] holds rules as written; months, days and count are derived from it for a year.

use chrono::{Datelike, Days, NaiveDate, TimeDelta};

use super::fiscal_year::FiscalYear;
use super::holiday::Holidays;
use super::months::Months;

/// A day of the year as (month, day).
pub type MonthDay = (u8, u8);

/// A set of weekdays (bit 0 is Monday) and, as one more, the holidays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Weekdays(pub u8);

impl Weekdays {
    /// No weekday.
    pub const NONE: Self = Self(0);
    /// Monday to Sunday.
    pub const ALL: Self = Self(0x7F);
    /// Saturday and Sunday.
    pub const WEEKEND: Self = Self(0x60);
    /// Holidays, counted beside the weekdays: 日曜・祝日.
    pub const HOLIDAYS: Self = Self(0x80);

    /// With all of `other`.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// How many weekdays, holidays not counted.
    pub fn len(self) -> u32 {
        (self.0 & 0x7F).count_ones()
    }

    /// Whether nothing is in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn contains(self, date: NaiveDate) -> bool {
        self.0 & (1 << date.weekday().num_days_from_monday()) != 0
    }

    fn holidays(self) -> bool {
        self.0 & 0x80 != 0
    }
}

/// Which of the weekdays of a month: bit 1 for the first … bit 5 for the fifth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Nths(pub u8);

impl Nths {
    /// The last of the month: 最終.
    pub const LAST: Self = Self(0x80);

    fn contains(self, date: NaiveDate) -> bool {
        let nth = (date.day() - 1) / 7 + 1;
        let is_last = date.checked_add_days(Days::new(7)).is_none_or(|next| next.month() != date.month());
        self.0 & (1 << nth) != 0 || (self.0 & Self::LAST.0 != 0 && is_last)
    }
}

/// A part of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// 上旬, 初旬, 月初.
    Early,
    /// 中旬, 半ば.
    Middle,
    /// 下旬.
    Late,
    /// 末, 月末.
    End,
}

/// When within its months a rule falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Some time in each month, or the month as a whole.
    Month,
    /// 上旬, 月末 …
    Part(Part),
    /// From a part of the first month to one of the last: 7月下旬～8月上旬.
    Parts(Part, Part),
    /// Days of the month: bit 1 … bit 31; bit 0 is the last day (末日).
    MonthDays(u32),
    /// From one day to another.
    Span(MonthDay, MonthDay),
    /// On weekdays; with none, some day of each week.
    Weekly(Weekdays),
    /// Every other week on weekdays: which week is not said.
    Fortnightly(Weekdays),
    /// 第1・3火曜日.
    Nth(Nths, Weekdays),
    /// 平日: Monday to Friday without holidays.
    Workdays,
}

/// One rule: months and when within them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// In which months.
    pub months: Months,
    /// When within them.
    pub when: When,
    /// 毎月, 偶数月: due once in each of the months, which makes a count of them.
    pub each_month: bool,
}

/// What a count counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Per {
    /// In all: 全5回, 5回.
    Total,
    /// A year.
    Year,
    /// A month.
    Month,
    /// A week.
    Week,
    /// Each of places or groups: 各校1回.
    Each,
}

impl Per {
    /// Name in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Total => "total",
            Self::Year => "year",
            Self::Month => "month",
            Self::Week => "week",
            Self::Each => "each",
        }
    }
}

/// How often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Count {
    /// At least.
    pub min: u32,
    /// At most; `None` in 3回以上.
    pub max: Option<u32>,
    /// In what.
    pub per: Per,
}

impl Count {
    /// `n` times.
    pub fn exactly(n: u32, per: Per) -> Self {
        Self { min: n, max: Some(n), per }
    }

    /// 年4回, 2～3回, 月2回, 10回以上.
    pub fn words(self) -> String {
        let per = match self.per {
            Per::Total => "",
            Per::Year => "年",
            Per::Month => "月",
            Per::Week => "週",
            Per::Each => "各",
        };
        match self.max {
            Some(max) if max == self.min => format!("{per}{max}回"),
            Some(max) => format!("{per}{}～{max}回", self.min),
            None => format!("{per}{}回以上", self.min),
        }
    }
}

/// What is left out: 8月を除く, 祝日・年末年始を除く.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Except {
    /// Whole months.
    pub months: Months,
    /// Weekdays and holidays.
    pub weekdays: Weekdays,
    /// 29 December to 3 January, the days on which public offices are closed (行政機関の休日に関する法律).
    pub new_year: bool,
    /// 第5週 (with no weekday), 第3月曜日.
    pub nth: Option<(Nths, Weekdays)>,
    /// Single days.
    pub days: Vec<MonthDay>,
    /// お盆, whose days no law says: in August no day is known.
    pub obon: bool,
}

impl Except {
    fn leaves(&self, date: NaiveDate, holidays: &Holidays) -> bool {
        let day = month_day(date);
        !(self.months.contains(date.month())
            || self.weekdays.contains(date)
            || (self.weekdays.holidays() && holidays.is_holiday(date))
            || (self.new_year && is_new_year(day))
            || self.nth.is_some_and(|(nths, weekdays)| nths.contains(date) && (weekdays.is_empty() || weekdays.contains(date)))
            || self.days.contains(&day))
    }
}

/// 29 December to 3 January.
pub(super) fn is_new_year((month, day): MonthDay) -> bool {
    (month == 12 && day >= 29) || (month == 1 && day <= 3)
}

/// The month and day of a date.
pub(super) fn month_day(date: NaiveDate) -> MonthDay {
    (u8::try_from(date.month()).unwrap_or(0), u8::try_from(date.day()).unwrap_or(0))
}

/// Where to a time goes that falls on a day off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift {
    /// The days off: weekdays and holidays.
    pub off: Weekdays,
    /// The turn of the year besides.
    pub new_year: bool,
    /// Where to.
    pub to: ShiftTo,
}

/// To which day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ShiftTo {
    /// 翌日: the next day that is none of those off.
    NextDay,
    /// 翌平日: the next from Monday to Friday that is no holiday.
    NextWorkday,
    /// 翌営業日, 翌開庁日: the same, the turn of the year left out.
    NextOpenDay,
    /// 翌週: the same weekday.
    NextWeek,
    /// 前日.
    DayBefore,
    /// 直前の平日.
    WorkdayBefore,
    /// 前営業日.
    OpenDayBefore,
    /// 前週.
    WeekBefore,
}

impl Shift {
    /// The day itself, or where it goes.
    fn applied(self, date: NaiveDate, holidays: &Holidays) -> NaiveDate {
        use ShiftTo::*;
        let is_off = |date: NaiveDate| {
            self.off.contains(date) || (self.off.holidays() && holidays.is_holiday(date)) || (self.new_year && is_new_year(month_day(date)))
        };
        let works = |date: NaiveDate| date.weekday().num_days_from_monday() < 5 && !holidays.is_holiday(date);
        let fits = |date: NaiveDate| match self.to {
            NextWorkday | WorkdayBefore => works(date) && !is_off(date),
            NextOpenDay | OpenDayBefore => works(date) && !is_off(date) && !is_new_year(month_day(date)),
            NextDay | DayBefore | NextWeek | WeekBefore => !is_off(date),
        };
        let step = match self.to {
            NextDay | NextWorkday | NextOpenDay => 1,
            DayBefore | WorkdayBefore | OpenDayBefore => -1,
            NextWeek => 7,
            WeekBefore => -7,
        };
        if !is_off(date) {
            return date;
        }
        // No run of days off is longer than a dozen.
        let days = (1..=12).filter_map(|steps| date.checked_add_signed(TimeDelta::days(steps * step)));
        let mut days = days.filter(|date| fits(*date));
        days.next().unwrap_or(date)
    }
}

/// Minutes after midnight, from and to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeOfDay {
    /// Begin.
    pub from: u16,
    /// End, where one is written.
    pub to: Option<u16>,
}

/// What one schedule phrase says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Schedule {
    /// When, each a rule of its own.
    pub rules: Vec<Rule>,
    /// How often, as written or as following from 隔月 and 四半期ごと.
    pub count: Option<Count>,
    /// What is left out of the rules.
    pub except: Except,
    /// Where to those go that fall on a day off.
    pub shift: Option<Shift>,
    /// 随時, 適宜, 必要に応じて.
    pub any_time: bool,
    /// 3日間, 1泊2日.
    pub days_long: Option<u32>,
    /// 10:00～12:00.
    pub time: Option<TimeOfDay>,
    /// 他, 等: there is more than is written.
    pub and_others: bool,
    /// Words say more of when than the rest holds (秋頃, 夏休みに, 午前, 月曜休館): whoever shows it shows its words.
    pub in_words: bool,
}

/// Spans of more days than this are a period with a first and a last day, not an event of so many days.
pub const LONGEST_EVENT: i64 = 31;

impl Schedule {
    /// Whether the words tell more than months, days, count and hours do: those who show these show the words as well.
    pub fn tells_in_words(&self) -> bool {
        let rules = || self.rules.is_empty() || self.rules.iter().any(|rule| !matches!(rule.when, When::Span(..)));
        self.in_words || self.any_time || self.and_others || (self.days_long.is_some() && rules()) || self.says_no_time()
    }

    /// Whether neither months, days nor a count follow from it, nor that it is done when there is need.
    pub fn says_no_time(&self) -> bool {
        self.rules.is_empty() && self.count.is_none() && !self.any_time
    }

    /// Every month in which something is due.
    pub fn months(&self) -> Months {
        self.rules.iter().fold(Months::NONE, |all, rule| all.with(rule.months)).without(self.except.months)
    }

    /// The exact days in `year`, each once, in order. Of a period longer than [`LONGEST_EVENT`] the
    /// first and the last.
    pub fn dates(&self, year: FiscalYear, holidays: &Holidays) -> Vec<NaiveDate> {
        let mut dates = Vec::new();
        for rule in &self.rules {
            rule.dates(year, holidays, &mut dates);
        }
        dates.retain(|date| self.except.leaves(*date, holidays));
        if let Some(shift) = self.shift {
            dates.iter_mut().for_each(|date| *date = shift.applied(*date, holidays));
            dates.retain(|date| FiscalYear::of_date(*date) == year);
        }
        dates.sort_unstable();
        dates.dedup();
        dates
    }

    /// How often: as written, or as the rhythm gives it (毎月 without 8月: 11 a year).
    pub fn count(&self, year: FiscalYear, holidays: &Holidays) -> Option<Count> {
        if self.count.is_some() || self.rules.is_empty() {
            return self.count;
        }
        let all = |of: fn(&Rule) -> bool| self.rules.iter().all(of);
        if all(|rule| rule.each_month && rule.is_exact()) {
            let days = u32::try_from(self.dates(year, holidays).len()).ok()?;
            return Some(Count::exactly(days, Per::Year));
        }
        if all(|rule| rule.each_month) {
            // 月初・月末 are two a month.
            let times = self.rules.iter().map(|rule| rule.months.without(self.except.months).len()).sum();
            return Some(Count::exactly(times, Per::Year));
        }
        if all(|rule| rule.months == Months::ALL && matches!(rule.when, When::Weekly(_))) {
            let holidays_too = self.rules.iter().any(|rule| matches!(rule.when, When::Weekly(days) if days.holidays()));
            let weekdays = self.rules.iter().fold(Weekdays::NONE, |all, rule| match rule.when {
                When::Weekly(days) => all.with(days),
                _ => all,
            });
            let left = Weekdays(weekdays.0 & !self.except.weekdays.0 & 0x7F);
            let changed = left.len() != weekdays.len();
            return (!holidays_too && !changed).then(|| Count::exactly(left.len().max(1), Per::Week));
        }
        if let [Rule { months: Months::ALL, when: When::Fortnightly(days), .. }] = self.rules.as_slice() {
            let weeks = 26 * days.len().max(1);
            return Some(Count::exactly(weeks, Per::Year));
        }
        None
    }
}

impl Rule {
    /// The part of a month of its own that it means, where it is one.
    pub fn part_of_month(&self, month: u32) -> Option<Part> {
        match self.when {
            When::Part(part) => Some(part),
            When::Parts(from, _) if self.months.iter().next() == Some(month) => Some(from),
            When::Parts(_, to) if self.months.iter().last() == Some(month) => Some(to),
            _ => None,
        }
    }

    /// Whether it names its days.
    pub fn is_exact(&self) -> bool {
        match self.when {
            When::Month | When::Part(_) | When::Parts(..) | When::Fortnightly(_) => false,
            When::Weekly(days) => !days.is_empty(),
            When::MonthDays(_) | When::Span(..) | When::Nth(..) | When::Workdays => true,
        }
    }

    /// The span's days in `year`, where the rule is one.
    pub fn span(&self, year: FiscalYear) -> Option<(NaiveDate, NaiveDate)> {
        let When::Span(from, to) = self.when else { return None };
        Some((day_in(year, from)?, day_in(year, to)?))
    }

    fn dates(&self, year: FiscalYear, holidays: &Holidays, out: &mut Vec<NaiveDate>) {
        match self.when {
            When::Month | When::Part(_) | When::Parts(..) | When::Fortnightly(_) => {}
            When::MonthDays(days) => {
                for month in self.months.iter().filter_map(|month| u8::try_from(month).ok()) {
                    out.extend((1u8..=31).filter(|day| days & (1 << day) != 0).filter_map(|day| day_in(year, (month, day))));
                    if days & 1 != 0 {
                        out.extend((28u8..=31).rev().find_map(|day| day_in(year, (month, day))));
                    }
                }
            }
            When::Span(..) => {
                let Some((from, to)) = self.span(year) else { return };
                if (to - from).num_days() < LONGEST_EVENT {
                    out.extend(from.iter_days().take_while(|day| *day <= to));
                } else {
                    out.extend([from, to]);
                }
            }
            When::Weekly(days) => self.each_day(year, out, |date| days.contains(date) || (days.holidays() && holidays.is_holiday(date))),
            When::Nth(nths, days) => self.each_day(year, out, |date| days.contains(date) && nths.contains(date)),
            When::Workdays => self.each_day(year, out, |date| date.weekday().num_days_from_monday() < 5 && !holidays.is_holiday(date)),
        }
    }

    fn each_day(&self, year: FiscalYear, out: &mut Vec<NaiveDate>, is_due: impl Fn(NaiveDate) -> bool) {
        for month in self.months.iter() {
            let Some(first) = NaiveDate::from_ymd_opt(year.year_of_month(month), month, 1) else { continue };
            out.extend(first.iter_days().take_while(|date| date.month() == month).filter(|date| is_due(*date)));
        }
    }
}

/// The day of the fiscal year; `None` if there is no such day in it.
pub fn day_in(year: FiscalYear, (month, day): MonthDay) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year.year_of_month(u32::from(month)), u32::from(month), u32::from(day))
}
