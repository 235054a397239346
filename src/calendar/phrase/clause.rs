//! What a piece of a phrase says, and which parser is asked for it.

use super::reader::Reader;
use super::{counts, dates, exceptions, months, shifts, times, weekdays, words};
use crate::calendar::FiscalYear;
use crate::calendar::months::Months;
use crate::calendar::schedule::{Count, Except, MonthDay, Nths, Part, Shift, TimeOfDay, Weekdays};

/// Why a piece of a phrase was not understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// No words of a schedule.
    Unread,
    /// 2月30日, 13月, 25時.
    NoSuchDay,
    /// A year before or after the plan's.
    OutsideYear,
    /// 年3回（5月、9月）, 8月11日（海の日）: one of two things that do not go together must be wrong.
    Contradiction,
}

/// A piece of a phrase.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Clause {
    /// 4月, 4～6月, 9月上旬, 上半期, 通年.
    Months(Months, Option<Part>),
    /// 7月下旬～8月上旬.
    Parts(Months, Part, Part),
    /// 10月から, 9月20日から, 12月28日まで: to the end of the year, or from its beginning.
    Open {
        /// The months of it.
        months: Months,
        /// The first day, if one is said.
        first: Option<MonthDay>,
        /// The last day, if one is said.
        last: Option<MonthDay>,
    },
    /// 毎月, 偶数月.
    EachMonth(Months),
    /// 月末, 毎月上旬.
    EachMonthPart(Part),
    /// 9月6日, 5月3・4日.
    MonthDays(Months, u32),
    /// 11日 behind a day or a month.
    DaysOnly(u32),
    /// 9月6日～8日.
    Span(MonthDay, MonthDay),
    /// 毎週金曜日, 火・木曜日, 毎週.
    Weekly(Weekdays),
    /// 隔週土曜日.
    Fortnightly(Weekdays),
    /// 平日.
    Workdays,
    /// 祝日も開催: the weekdays before it, be they holidays or not.
    HolidaysToo,
    /// 第2水曜日.
    Nth(Nths, Weekdays),
    /// 年4回, 2～3回.
    Count(Count, Weight),
    /// 隔月, 四半期ごと: so many times a year, evenly.
    Interval(u32),
    /// 今年度中, 毎年: a count behind it is one of the year.
    YearWord {
        /// 毎年, 年度内; the name of the year itself (令和7年度) says no time.
        says_when: bool,
    },
    /// 3日間.
    DaysLong(u32),
    /// 10:00～12:00.
    Time(TimeOfDay),
    /// 随時.
    AnyTime,
    /// 8月を除く. `rest`: by itself it means the rest (日曜・祝日を除く), not as 月曜休館 does.
    Except {
        /// What is left out.
        except: Except,
        /// Whether the rest is meant.
        rest: bool,
    },
    /// 祝日の場合は翌日; `vague`: 休日, which may be the weekend or the holidays.
    Shifted {
        /// From which days to which.
        shift: Shift,
        /// Which days are meant hangs on what stands before.
        vague: bool,
    },
    /// 祝日の場合は第2月曜日.
    ShiftedToNth {
        /// From which days; where to follows from the rest.
        shift: Shift,
        /// Which days are meant hangs on what stands before.
        vague: bool,
        /// Which of the month's …
        nths: Nths,
        /// … weekdays.
        days: Weekdays,
    },
    /// （各土曜日）, （いずれも土曜日）: the weekday of the days before it.
    EachOn(Weekdays),
    /// 祝日の場合は休み.
    Cancelled {
        /// On which days there is none.
        except: Except,
        /// Which days are meant hangs on what stands before.
        vague: bool,
    },
    /// 8月は before 第1水曜日: of what was said before the months are taken out.
    Topic(Months),
    /// Says when in words no month or day follows from: 夏休み期間, ブロックごとに開催; `false` for what says
    /// it only within a day: 午前, 2時間.
    Note(bool),
    /// Leaves what was said as it is, and is told by its words: 予備日25日（日）, 10月第2週.
    Remark,
    /// Adds nothing: 開催, 原則, 雨天順延.
    Filler,
    /// または between months.
    Or,
    /// のみ.
    Only,
    /// 他, 等.
    Others,
    /// Read as far as to know that it is wrong.
    Wrong(Why),
}

/// How a count stands to others beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// One of possibly several: 6月1回、10月2回.
    Part,
    /// The whole whatever else is counted: 全5回, 計6回.
    Whole,
}

/// What the parsers know of the phrase so far.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context {
    /// The plan's fiscal year.
    pub year: Option<FiscalYear>,
    /// A day of the month may stand alone (、11日), because a month stands before.
    pub month_known: bool,
    /// Months were listed last, which a day may belong to: 4月・8月の10日.
    pub months_listed: bool,
    /// A weekday may stand alone （水）, because a week was spoken of.
    pub week_known: bool,
    /// Inside a bracket.
    pub in_bracket: bool,
    /// A particle may come: something stands before.
    pub joint_allowed: bool,
}

/// Reads one clause; `None` leaves the reader where it was.
pub(super) fn read(r: &mut Reader, context: Context) -> Option<Clause> {
    let start = r.pos();
    let parsers: &[fn(&mut Reader, Context) -> Option<Clause>] = if r.peek().is_ascii_digit() {
        // What begins with a digit is a date, a time or a count.
        &[dates::read, months::read_list, times::read, counts::read, words::read]
    } else {
        &[dates::read, months::read, weekdays::read, counts::read, times::read, words::read]
    };
    if r.may_shift && "祝休閉国年月火水木金土日た但な当そ開".contains(r.peek()) {
        if let Some(clause) = shifts::read(r) {
            return Some(clause);
        }
        r.back_to(start);
    }
    if r.may_except {
        if let Some(clause) = exceptions::read(r, context) {
            return Some(clause);
        }
        r.back_to(start);
    }
    for parser in parsers {
        if let Some(clause) = parser(r, context) {
            return Some(clause);
        }
        r.back_to(start);
    }
    None
}
