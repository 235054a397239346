//! Days, months and counts in words, in both languages.

use chrono::{Datelike, NaiveDate};
use nendo::calendar::{Count, Per, weekday_char};
use nendo::locale::{Lang, Message, text};

use super::model::{Due, month_of};

/// 4月, Apr.
pub fn month(lang: Lang, month: usize) -> String {
    let number = (month + 3) % 12 + 1;
    match lang {
        Lang::Ja => format!("{number}月"),
        Lang::En => NaiveDate::from_ymd_opt(2025, number as u32, 1).map(|first| first.format("%b").to_string()).unwrap_or_default(),
    }
}

/// 9月6日（土）, Sat 6 Sep.
pub fn day(lang: Lang, date: NaiveDate) -> String {
    match lang {
        Lang::Ja => format!("{}月{}日（{}）", date.month(), date.day(), weekday_char(date.weekday())),
        Lang::En => date.format("%a %-d %b").to_string(),
    }
}

/// When something is.
pub fn due(lang: Lang, due: Due) -> String {
    let word = |date| match due {
        Due::Days(..) => day(lang, date),
        Due::Months(..) => month(lang, month_of(date)),
    };
    match (due.is_span(), lang) {
        (false, _) => word(due.first()),
        (true, Lang::Ja) => format!("{}～{}", word(due.first()), word(due.last())),
        (true, Lang::En) => format!("{} – {}", word(due.first()), word(due.last())),
    }
}

/// 年2～3回, 2–3 a year.
pub fn count(lang: Lang, count: Count) -> String {
    let key = match count.per {
        Per::Total => "window.year.count.total",
        Per::Year => "window.year.count.year",
        Per::Month => "window.year.count.month",
        Per::Week => "window.year.count.week",
        Per::Each => "window.year.count.each",
    };
    // English says once, and once a year.
    let once =
        (lang == Lang::En && count.per != Per::Each && count == Count::exactly(1, count.per)).then(|| text(lang, "window.year.count.once"));
    if let Some(once) = once {
        return if count.per == Per::Total { once.to_owned() } else { Message::new(key).with("n", once).text(lang) };
    }
    let sign = if lang == Lang::Ja { '～' } else { '–' };
    let number = match count.max {
        Some(max) if max == count.min => max.to_string(),
        Some(max) => format!("{}{sign}{max}", count.min),
        None => Message::new("window.year.count.least").with("n", count.min).text(lang),
    };
    Message::new(key).with("n", number).text(lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_people_write() {
        let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).expect("a day");
        assert_eq!(due(Lang::Ja, Due::Days(date(9, 6), date(9, 8))), "9月6日（土）～9月8日（月）");
        assert_eq!(due(Lang::En, Due::Months(date(4, 1), date(6, 1))), "Apr – Jun");
        assert_eq!(count(Lang::Ja, Count { min: 2, max: Some(3), per: Per::Year }), "年2～3回");
        assert_eq!(count(Lang::En, Count::exactly(1, Per::Total)), "once");
        assert_eq!(count(Lang::En, Count::exactly(1, Per::Year)), "once a year");
        assert_eq!(count(Lang::En, Count::exactly(4, Per::Year)), "4 a year");
    }
}
