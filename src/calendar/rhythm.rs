//! What comes again by weekdays, in the short words of a table: 毎週金, 隔週火・木, 平日, 第2・4土.

use super::schedule::{Nths, Rule, Schedule, Weekdays, When};

const WEEKDAYS: [&str; 7] = ["月", "火", "水", "木", "金", "土", "日"];

impl Weekdays {
    /// 火・木, with the holidays 日・祝.
    fn words(self) -> String {
        let days = WEEKDAYS.iter().enumerate().filter(|(at, _)| self.0 & (1 << at) != 0).map(|(_, day)| *day);
        days.chain((self.0 & Self::HOLIDAYS.0 != 0).then_some("祝")).collect::<Vec<_>>().join("・")
    }

    /// Whether it is each day of the week.
    fn is_daily(self) -> bool {
        self.0 & Self::ALL.0 == Self::ALL.0
    }
}

impl Nths {
    /// 第1・3, 最終, 第2・最終.
    fn words(self) -> String {
        let numbers: Vec<String> = (1..=5).filter(|nth| self.0 & (1 << nth) != 0).map(|nth: u8| nth.to_string()).collect();
        let numbered = (!numbers.is_empty()).then(|| format!("第{}", numbers.join("・")));
        let last = (self.0 & Self::LAST.0 != 0).then(|| "最終".to_owned());
        numbered.into_iter().chain(last).collect::<Vec<_>>().join("・")
    }
}

impl Rule {
    /// 毎週金, 隔週火, 平日, 第2土; nothing for what does not go by weekdays.
    pub fn rhythm_words(&self) -> Option<String> {
        match self.when {
            When::Weekly(days) if days.is_daily() => Some("毎日".to_owned()),
            When::Weekly(days) => Some(format!("毎週{}", days.words())),
            When::Fortnightly(days) => Some(format!("隔週{}", days.words())),
            When::Nth(nths, days) => Some(format!("{}{}", nths.words(), days.words())),
            When::Workdays => Some("平日".to_owned()),
            When::Month | When::Part(_) | When::Parts(..) | When::MonthDays(_) | When::Span(..) => None,
        }
    }
}

impl Schedule {
    /// The rhythm by weekdays of all its rules: 毎週金、第2土. Empty where there is none.
    pub fn rhythm_words(&self) -> String {
        let mut words: Vec<String> = self.rules.iter().filter_map(Rule::rhythm_words).collect();
        words.dedup();
        words.join("、")
    }

    /// Whether it comes by weeks: on days of each, of every other, or on working days.
    pub fn is_weekly(&self) -> bool {
        self.rules.iter().any(|rule| matches!(rule.when, When::Weekly(_) | When::Fortnightly(_) | When::Workdays))
    }

    /// Whether it comes every day of the week, so that no single day tells anything.
    pub fn is_daily(&self) -> bool {
        let weekdays = self.rules.iter().filter_map(|rule| if let When::Weekly(days) = rule.when { Some(days) } else { None });
        weekdays.fold(Weekdays::NONE, Weekdays::with).is_daily() && self.except.weekdays.0 & Weekdays::ALL.0 == 0
    }
}

#[cfg(test)]
mod tests {
    use crate::calendar::{FiscalYear, read_schedule};

    #[test]
    fn a_rhythm_in_few_words() {
        for (phrase, words, daily) in [
            ("毎週金曜日、第2土曜日", "毎週金、第2土", false),
            ("毎週火・木曜日", "毎週火・木", false),
            ("隔週火曜日", "隔週火", false),
            ("平日", "平日", false),
            ("毎日", "毎日", true),
            ("毎月5日", "", false),
        ] {
            let reading = read_schedule(phrase, Some(FiscalYear(2026)));
            let schedule = &reading.entries[0].schedule;
            assert_eq!((schedule.rhythm_words().as_str(), schedule.is_daily()), (words, daily), "{phrase}");
        }
    }
}
