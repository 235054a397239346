//! The fiscal year (年度), April to March.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::era::{EraYear, parse_era_year};

/// A fiscal year by the western year of its April: 令和7年度 is `FiscalYear(2025)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FiscalYear(pub i32);

impl FiscalYear {
    /// The fiscal year a day lies in.
    pub fn of_date(date: NaiveDate) -> Self {
        Self(if date.month() >= 4 { date.year() } else { date.year() - 1 })
    }

    /// First day, 1 April.
    pub fn first_day(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.0, 4, 1)
    }

    /// Last day, 31 March of the next year.
    pub fn last_day(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.0.checked_add(1)?, 3, 31)
    }

    /// The western year in which `month` (1–12) of this fiscal year lies.
    pub fn year_of_month(self, month: u32) -> i32 {
        if month >= 4 { self.0 } else { self.0.saturating_add(1) }
    }
}

impl std::fmt::Display for FiscalYear {
    /// As in titles: 令和7年度. A fiscal year carries the era of most of it: 2019年度 is 令和元年度,
    /// as the government ruled for that year (事務連絡 of April 2019).
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match NaiveDate::from_ymd_opt(self.0, 9, 30).and_then(EraYear::of_date) {
            Some(era_year) => write!(f, "{era_year}年度"),
            None => write!(f, "{}年度", self.0),
        }
    }
}

/// The first fiscal year written in `text` (any era, any digit width), with its byte range
/// including 年度.
pub fn find_fiscal_year(text: &str) -> Option<(FiscalYear, std::ops::Range<usize>)> {
    let mut last_was_digit = false;
    for (start, c) in text.char_indices() {
        let is_digit = super::half_width_char(c).is_ascii_digit();
        let inside_number = last_was_digit && is_digit;
        last_was_digit = is_digit;
        if inside_number {
            continue;
        }
        if let Some((year, len)) = parse_era_year(&text[start..]) {
            let rest = text[start + len..].trim_start();
            if rest.starts_with("年度") {
                let end = text.len() - rest.len() + "年度".len();
                return Some((FiscalYear(year), start..end));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_bounds() {
        assert_eq!(FiscalYear(2025).to_string(), "令和7年度");
        assert_eq!(FiscalYear(2019).to_string(), "令和元年度");
        assert_eq!(FiscalYear(2018).to_string(), "平成30年度");
        assert_eq!(FiscalYear(2025).year_of_month(3), 2026);
        assert_eq!(FiscalYear::of_date(NaiveDate::from_ymd_opt(2026, 3, 31).expect("a day")), FiscalYear(2025));
    }

    #[test]
    fn found_in_running_text() {
        let found = |t| find_fiscal_year(t).map(|(y, r)| (y.0, &t[r]));
        assert_eq!(found(" 令和 7年度 市町村社協部会事業計画"), Some((2025, "令和 7年度")));
        assert_eq!(found("平成 29 年度「みんなの」"), Some((2017, "平成 29 年度")));
        assert_eq!(found("令和６年度は"), Some((2024, "令和６年度")));
        assert_eq!(found("第2025年度"), Some((2025, "2025年度")));
        assert_eq!(found("社会福祉協議会基本要項 2025"), None);
    }
}
