//! Dates as written: 令和7年4月1日（火）, 9月6日(日).

use chrono::{Datelike, NaiveDate, Weekday};

use super::era::{EraYear, parse_era_year};
use super::fiscal_year::FiscalYear;
use super::width::{half_width_char, parse_number};

const WEEKDAYS: &str = "月火水木金土日";

/// 月 to 日.
pub fn weekday_char(weekday: Weekday) -> char {
    WEEKDAYS.chars().nth(weekday.num_days_from_monday() as usize).unwrap_or('日')
}

/// 令和7年4月1日.
pub fn format_date(date: NaiveDate) -> String {
    let year = EraYear::of_date(date).map_or_else(|| date.year().to_string(), |e| e.to_string());
    format!("{year}年{}月{}日", date.month(), date.day())
}

/// 令和7年4月1日（火）.
pub fn format_date_with_weekday(date: NaiveDate) -> String {
    format!("{}（{}）", format_date(date), weekday_char(date.weekday()))
}

/// A day with month and day found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenDate {
    /// Bytes in the text, weekday included; its bracket, too, if nothing else stands in it.
    pub range: std::ops::Range<usize>,
    /// Bytes in the text with the whole bracket (・祝）.
    pub whole: std::ops::Range<usize>,
    /// The day, if it exists.
    pub date: Option<NaiveDate>,
    /// The weekday written behind it, with its byte range (of the one character).
    pub weekday: Option<(Weekday, std::ops::Range<usize>)>,
}

/// All days (`[era or western year 年] m月d日 [（weekday）]`) in `text`. A day without a year is
/// taken in `fiscal_year`: January to March belong to the calendar year after.
pub fn written_dates(text: &str, fiscal_year: Option<FiscalYear>) -> Vec<WrittenDate> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let at = |i: usize| chars.get(i).map(|(_, c)| half_width_char(*c));
    let byte = |i: usize| chars.get(i).map_or(text.len(), |(b, _)| *b);
    let number_before = |end: usize| {
        let mut start = end;
        while start > 0 && at(start - 1).is_some_and(|c| c.is_ascii_digit()) {
            start -= 1;
        }
        (start < end).then(|| (start, parse_number(&text[byte(start)..byte(end)])))
    };
    let weekday_behind = |end: usize| {
        let Behind { weekday, end, whole } = weekday_behind(&at, end);
        (weekday.map(|(day, place)| (day, byte(place)..byte(place + 1))), end, whole)
    };
    // 6/6（水）: by its weekday a day, not a share.
    let slashed = |i: usize| {
        let (start, month) = number_before(i)?;
        if start > 0 && matches!(at(start - 1), Some('/' | '.' | '-' | '年')) {
            return None;
        }
        let mut end = i + 1;
        while at(end).is_some_and(|c| c.is_ascii_digit()) {
            end += 1;
        }
        let (month, day) = (month?, parse_number(&text[byte(i + 1)..byte(end)])?);
        let (weekday, end, whole) = weekday_behind(end);
        weekday.is_some().then(|| {
            let year = fiscal_year.map(|year| year.year_of_month(month));
            let date = year.and_then(|year| NaiveDate::from_ymd_opt(year, month, day));
            WrittenDate { range: byte(start)..byte(end), whole: byte(start)..byte(whole), date, weekday }
        })
    };
    let mut found: Vec<WrittenDate> = Vec::new();
    for i in 0..chars.len() {
        if at(i) == Some('/')
            && let Some(date) = slashed(i)
        {
            found.push(date);
        }
        if at(i) != Some('月') {
            continue;
        }
        let Some((start, Some(month))) = number_before(i) else { continue };
        let mut end = i + 1;
        while at(end).is_some_and(|c| c.is_ascii_digit()) {
            end += 1;
        }
        if end == i + 1 || at(end) != Some('日') {
            continue;
        }
        let Some(day) = parse_number(&text[byte(i + 1)..byte(end)]) else { continue };
        end += 1;
        let (start, year) = year_before(text, byte(start)).map_or((byte(start), None), |(s, y)| (s, Some(y)));
        let year = year.or_else(|| fiscal_year.map(|f| f.year_of_month(month)));
        let date = year.and_then(|y| NaiveDate::from_ymd_opt(y, month, day));
        let (weekday, behind, whole) = weekday_behind(end);
        end = behind;
        found.push(WrittenDate { range: start..byte(end), whole: start..byte(whole), date, weekday });
        // 8月18日（月）～22日（土）: of the same month, as far as a weekday says that a day is meant.
        while matches!(at(end), Some('～' | '〜' | '~' | '-' | '、' | '・' | ',')) {
            let first = end + 1;
            let mut last = first;
            while at(last).is_some_and(|c| c.is_ascii_digit()) {
                last += 1;
            }
            let Some(day) = (last > first).then(|| parse_number(&text[byte(first)..byte(last)])).flatten() else { break };
            let (weekday, behind, whole) = weekday_behind(if at(last) == Some('日') { last + 1 } else { last });
            if weekday.is_none() {
                break;
            }
            end = behind;
            let date = year.and_then(|y| NaiveDate::from_ymd_opt(y, month, day));
            found.push(WrittenDate { range: byte(first)..byte(end), whole: byte(first)..byte(whole), date, weekday });
        }
    }
    found
}

/// What stands behind a day, in characters.
struct Behind {
    /// The weekday and where its one character stands.
    weekday: Option<(Weekday, usize)>,
    /// Where what belongs to the date ends.
    end: usize,
    /// The same with the whole bracket.
    whole: usize,
}

/// （火）, (火曜日), ［火］, 〈火〉, （月・祝）, also behind a blank; 火曜日 without a bracket. A bracket of several weekdays
/// （土・日） is that of several days, and none of one.
fn weekday_behind(at: &impl Fn(usize) -> Option<char>, end: usize) -> Behind {
    let none = Behind { weekday: None, end, whole: end };
    let mut i = end;
    while at(i) == Some(' ') && i < end + 2 {
        i += 1;
    }
    let close = match at(i) {
        Some('(') => Some(')'),
        Some('[') => Some(']'),
        Some('<') => Some('>'),
        Some('〈') => Some('〉'),
        Some('【') => Some('】'),
        Some('〔') => Some('〕'),
        _ => None,
    };
    let place = i + usize::from(close.is_some());
    let is_weekday = |i: usize| at(i).and_then(|c| WEEKDAYS.chars().position(|w| w == c));
    let Some(day) = is_weekday(place).and_then(|index| Weekday::try_from(u8::try_from(index).ok()?).ok()) else { return none };
    let written_out = at(place + 1) == Some('曜');
    let mut next = place + 1 + usize::from(written_out);
    next += usize::from(written_out && at(next) == Some('日'));
    let Some(close) = close else {
        // 日曜日を除く, 日曜大工: said of something else.
        let said = written_out && at(next - 1) == Some('日') && !at(next).is_some_and(|c| "をはもの以".contains(c));
        return if said { Behind { weekday: Some((day, place)), end: next, whole: next } } else { none };
    };
    if at(next) == Some(close) {
        return Behind { weekday: Some((day, place)), end: next + 1, whole: next + 1 };
    }
    let sign = usize::from(matches!(at(next), Some('・' | '、' | ',' | '/' | ' ')));
    let marked =
        matches!(at(next + sign), Some('祝' | '休' | '振')) || sign == 1 && at(next) == Some('・') && is_weekday(next + 1).is_none();
    if !marked {
        return none;
    }
    // The rest of the bracket; one that does not end soon is none of the date's.
    const LONGEST: usize = 16;
    let whole = (next..next + LONGEST).find(|i| at(*i) == Some(close)).map_or(next, |i| i + 1);
    Behind { weekday: Some((day, place)), end: next, whole }
}

/// A year (with 年) that ends just before `end`: its first byte and the western year.
fn year_before(text: &str, end: usize) -> Option<(usize, i32)> {
    let head = text[..end].trim_end().strip_suffix('年')?;
    // The longest era year is 「令和 ３１」: look at no more than eight characters back.
    let starts: Vec<usize> = head.char_indices().rev().take(8).map(|(i, _)| i).collect();
    starts.into_iter().rev().find_map(|start| {
        let (year, len) = parse_era_year(&head[start..])?;
        (head[start + len..].trim().is_empty()).then_some((start, year))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_with_and_without_year() {
        let found = written_dates("日時 9月6日（日）、令和3年１月５日(火)", Some(FiscalYear(2020)));
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].date, NaiveDate::from_ymd_opt(2020, 9, 6));
        assert_eq!(found[0].weekday.as_ref().map(|w| w.0), Some(Weekday::Sun));
        assert_eq!(found[1].date, NaiveDate::from_ymd_opt(2021, 1, 5));
        let march = written_dates("3月28日", Some(FiscalYear(2025)));
        assert_eq!(march[0].date, NaiveDate::from_ymd_opt(2026, 3, 28));
        assert_eq!(written_dates("2月30日", Some(FiscalYear(2025)))[0].date, None);
    }

    #[test]
    fn weekdays_however_they_are_written() {
        let one = |text: &str| {
            let found = written_dates(text, Some(FiscalYear(2026)));
            assert_eq!(found.len(), 1, "{text}");
            let day = &found[0];
            (day.weekday.as_ref().map(|w| w.0), text[day.whole.clone()].to_owned())
        };
        for text in [
            "6月15日（火）",
            "6月15日（火曜日）",
            "6月15日（火曜）",
            "6月15日火曜日",
            "6月15日 火曜日",
            "6月15日　（火）",
            "6月15日 (火)",
            "令和8年6月15日 （火）",
            "6月15日[火]",
            "6月15日〈火〉",
            "6月15日（火・祝）",
            "6月15日（火祝）",
            "6月15日（火・休館日）",
        ] {
            assert_eq!(one(text), (Some(Weekday::Tue), text.to_owned()));
        }
        for (text, day) in [
            ("6月15日日曜日を除く", "6月15日"),
            ("6月15日日曜大工", "6月15日"),
            ("6月15日（土・日）", "6月15日"),
            ("6月15日（日曜学校）", "6月15日"),
        ] {
            assert_eq!(one(text), (None, day.to_owned()), "{text}");
        }
    }

    #[test]
    fn written_as_offices_do() {
        let day = NaiveDate::from_ymd_opt(2025, 4, 1).expect("a day");
        assert_eq!(format_date_with_weekday(day), "令和7年4月1日（火）");
    }
}
