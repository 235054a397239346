//! The holidays by name and the years of each: 国民の祝日に関する法律 (昭和23年法律第178号) with its
//! amendments, the laws for single days (1989, 1990, 1993, 2019) and for the Olympic years 2020 and 2021.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::calendar::fiscal_year::FiscalYear;

/// On which day of the year a holiday falls.
#[derive(Debug, Clone, Copy)]
enum Fall {
    /// Month and day.
    Fixed(u32, u32),
    /// The nth Monday of a month (ハッピーマンデー制度).
    Monday(u32, u32),
    VernalEquinox,
    AutumnalEquinox,
}

use Fall::{AutumnalEquinox, Fixed, Monday, VernalEquinox};

struct Holiday {
    name: &'static str,
    fall: Fall,
    from: i32,
    to: i32,
}

const fn holiday(name: &'static str, fall: Fall, from: i32, to: i32) -> Holiday {
    Holiday { name, fall, from, to }
}

const FIRST: i32 = 1980;
const EVER: i32 = i32::MAX;

/// Sorted by month of the year; a holiday that moved has a line for each place.
const TABLE: [Holiday; 37] = [
    holiday("元日", Fixed(1, 1), FIRST, EVER),
    holiday("成人の日", Fixed(1, 15), FIRST, 1999),
    holiday("成人の日", Monday(1, 2), 2000, EVER),
    holiday("建国記念の日", Fixed(2, 11), FIRST, EVER),
    holiday("天皇誕生日", Fixed(2, 23), 2020, EVER),
    holiday("大喪の礼", Fixed(2, 24), 1989, 1989),
    holiday("春分の日", VernalEquinox, FIRST, EVER),
    holiday("天皇誕生日", Fixed(4, 29), FIRST, 1988),
    holiday("みどりの日", Fixed(4, 29), 1989, 2006),
    holiday("昭和の日", Fixed(4, 29), 2007, EVER),
    holiday("即位の日", Fixed(5, 1), 2019, 2019),
    holiday("憲法記念日", Fixed(5, 3), FIRST, EVER),
    holiday("みどりの日", Fixed(5, 4), 2007, EVER),
    holiday("こどもの日", Fixed(5, 5), FIRST, EVER),
    holiday("結婚の儀", Fixed(6, 9), 1993, 1993),
    holiday("海の日", Fixed(7, 20), 1996, 2002),
    holiday("海の日", Monday(7, 3), 2003, 2019),
    holiday("海の日", Fixed(7, 23), 2020, 2020),
    holiday("海の日", Fixed(7, 22), 2021, 2021),
    holiday("海の日", Monday(7, 3), 2022, EVER),
    holiday("スポーツの日", Fixed(7, 24), 2020, 2020),
    holiday("スポーツの日", Fixed(7, 23), 2021, 2021),
    holiday("山の日", Fixed(8, 11), 2016, 2019),
    holiday("山の日", Fixed(8, 10), 2020, 2020),
    holiday("山の日", Fixed(8, 8), 2021, 2021),
    holiday("山の日", Fixed(8, 11), 2022, EVER),
    holiday("敬老の日", Fixed(9, 15), FIRST, 2002),
    holiday("敬老の日", Monday(9, 3), 2003, EVER),
    holiday("秋分の日", AutumnalEquinox, FIRST, EVER),
    holiday("体育の日", Fixed(10, 10), FIRST, 1999),
    holiday("体育の日", Monday(10, 2), 2000, 2019),
    holiday("スポーツの日", Monday(10, 2), 2022, EVER),
    holiday("即位礼正殿の儀", Fixed(10, 22), 2019, 2019),
    holiday("文化の日", Fixed(11, 3), FIRST, EVER),
    holiday("即位礼正殿の儀", Fixed(11, 12), 1990, 1990),
    holiday("勤労感謝の日", Fixed(11, 23), FIRST, EVER),
    holiday("天皇誕生日", Fixed(12, 23), 1989, 2018),
];

impl Fall {
    fn in_year(self, year: i32) -> Option<NaiveDate> {
        match self {
            Self::Fixed(month, day) => NaiveDate::from_ymd_opt(year, month, day),
            Self::Monday(month, nth) => NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, u8::try_from(nth).ok()?),
            Self::VernalEquinox => NaiveDate::from_ymd_opt(year, 3, equinox(year, 20_843_100)?),
            Self::AutumnalEquinox => NaiveDate::from_ymd_opt(year, 9, equinox(year, 23_248_800)?),
        }
    }

    fn month(self) -> u32 {
        match self {
            Self::Fixed(month, _) | Self::Monday(month, _) => month,
            Self::VernalEquinox => 3,
            Self::AutumnalEquinox => 9,
        }
    }
}

/// The day of an equinox, 1980 to 2099: ⌊c + 0.242194 (y − 1980)⌋ − ⌊(y − 1980) / 4⌋ with c = 20.8431 in
/// March and 23.2488 in September (新こよみ便利帳, 海上保安庁水路部暦計算研究会編; the days themselves
/// are proclaimed each February for the next year by 国立天文台 in the 暦要項). Whole numbers, millionths.
fn equinox(year: i32, constant: i64) -> Option<u32> {
    let since = i64::from(year - 1980);
    if !(0..120).contains(&since) {
        return None;
    }
    u32::try_from((constant + 242_194 * since) / 1_000_000 - since / 4).ok()
}

/// The holiday that is on this day by its own name.
pub(super) fn named_on(date: NaiveDate) -> Option<&'static str> {
    let (year, month) = (date.year(), date.month());
    let here = |holiday: &&Holiday| holiday.fall.month() == month && (holiday.from..=holiday.to).contains(&year);
    TABLE.iter().filter(here).find(|holiday| holiday.fall.in_year(year) == Some(date)).map(|holiday| holiday.name)
}

/// Other names of holidays in use, each with the law's.
const ALIASES: [(&str, &str); 3] = [("元旦", "元日"), ("子どもの日", "こどもの日"), ("子供の日", "こどもの日")];

/// Every name a holiday is called by, some more than once.
pub fn holiday_names() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|holiday| holiday.name).chain(ALIASES.iter().map(|(alias, _)| *alias))
}

/// The day of the holiday called `name` in a fiscal year.
pub fn holiday_named(name: &str, year: FiscalYear) -> Option<NaiveDate> {
    let name = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, law)| *law);
    TABLE.iter().filter(|holiday| holiday.name == name).find_map(|holiday| {
        let calendar_year = year.year_of_month(holiday.fall.month());
        (holiday.from..=holiday.to).contains(&calendar_year).then(|| holiday.fall.in_year(calendar_year)).flatten()
    })
}
