//! The era table (元号) with exact boundaries.

use chrono::{Datelike, NaiveDate};

use super::width::{half_width_char, parse_number};

/// A Japanese era.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Era {
    /// Name as written, e.g. 令和.
    pub name: &'static str,
    /// The Latin initial used in short forms, e.g. `R`.
    pub initial: char,
    /// First day as (year, month, day). Source: 改元に関する政令 of each era (明治: adoption of the
    /// Gregorian calendar is not considered; the first day is the commonly listed one).
    pub first_day: (i32, u32, u32),
}

/// The eras, oldest first.
pub const ERAS: [Era; 5] = [
    Era { name: "明治", initial: 'M', first_day: (1868, 1, 25) },
    Era { name: "大正", initial: 'T', first_day: (1912, 7, 30) },
    Era { name: "昭和", initial: 'S', first_day: (1926, 12, 25) },
    Era { name: "平成", initial: 'H', first_day: (1989, 1, 8) },
    Era { name: "令和", initial: 'R', first_day: (2019, 5, 1) },
];

/// A year within an era.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EraYear {
    /// The era.
    pub era: Era,
    /// 1 for 元年.
    pub year: u32,
}

impl EraYear {
    /// The era year of a day; `None` before 明治.
    pub fn of_date(date: NaiveDate) -> Option<Self> {
        let day = (date.year(), date.month(), date.day());
        let era = ERAS.iter().rev().find(|era| era.first_day <= day)?;
        Some(Self { era: *era, year: u32::try_from(date.year() - era.first_day.0 + 1).ok()? })
    }

    /// The western year.
    pub fn western(self) -> i32 {
        self.era.first_day.0 + i32::try_from(self.year).unwrap_or(i32::MAX / 2) - 1
    }
}

impl std::fmt::Display for EraYear {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.year {
            1 => write!(f, "{}元", self.era.name),
            year => write!(f, "{}{year}", self.era.name),
        }
    }
}

/// Reads an era year at the start of `text`: `令和7`, `令和 ７`, `平成三十`, `令和元`, `R7`, or a western
/// year of four digits. Returns the western year and the bytes read (up to but without 年).
pub fn parse_era_year(text: &str) -> Option<(i32, usize)> {
    let skip_space = |at: usize| at + text[at..].len() - text[at..].trim_start().len();
    let number_at = |at: usize, digit: &dyn Fn(char) -> bool| {
        let end = text[at..].char_indices().find(|(_, c)| !digit(*c)).map_or(text.len(), |(i, _)| at + i);
        (end > at).then(|| (end, parse_number(&text[at..end])))
    };
    let digit = |c: char| half_width_char(c).is_ascii_digit();
    let digit_or_kanji = |c: char| digit(c) || "元〇一二三四五六七八九十百".contains(c);
    for era in &ERAS {
        let after = if text.starts_with(era.name) {
            era.name.len()
        } else if text.chars().next().map(half_width_char) == Some(era.initial) {
            text.chars().next().map_or(0, char::len_utf8)
        } else {
            continue;
        };
        let short = after < era.name.len();
        let at = skip_space(after);
        let (end, number) = if short { number_at(at, &digit)? } else { number_at(at, &digit_or_kanji)? };
        let year = number.filter(|n| (1..=99).contains(n))?;
        return Some((EraYear { era: *era, year }.western(), end));
    }
    let (end, number) = number_at(0, &digit)?;
    let year = number.filter(|n| (1868..=2200).contains(n))?;
    (text[..end].chars().count() == 4).then_some((i32::try_from(year).ok()?, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boundaries_are_exact() {
        let at = |y, m, d| EraYear::of_date(NaiveDate::from_ymd_opt(y, m, d).expect("a day")).map(|e| e.to_string());
        assert_eq!(at(2019, 4, 30).as_deref(), Some("平成31"));
        assert_eq!(at(2019, 5, 1).as_deref(), Some("令和元"));
        assert_eq!(at(1989, 1, 7).as_deref(), Some("昭和64"));
        assert_eq!(at(1989, 1, 8).as_deref(), Some("平成元"));
        assert_eq!(at(1912, 7, 29).as_deref(), Some("明治45"));
        assert_eq!(at(1926, 12, 25).as_deref(), Some("昭和元"));
        assert_eq!(at(1867, 1, 1), None);
    }

    #[test]
    fn reads_years_as_people_write_them() {
        for (text, want) in [
            ("令和7年度", 2025),
            ("令和 ７年度", 2025),
            ("令和元年", 2019),
            ("平成 29 年度", 2017),
            ("昭和四十九年", 1974),
            ("R6", 2024),
            ("２０２４年", 2024),
            ("2024年度", 2024),
        ] {
            assert_eq!(parse_era_year(text).map(|(y, _)| y), Some(want), "{text}");
        }
        for text in ["令和年度", "12345", "第66回", "72ヶ所", "R100"] {
            assert_eq!(parse_era_year(text), None, "{text}");
        }
    }
}
