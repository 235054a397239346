//! A schedule chosen by parts, and the phrase for it in the organisation's own wording. What is written
//! here is read back by the grammar as just what was chosen.

use super::date::weekday_char;
use super::months::Months;
use super::schedule::{Count, Except, MonthDay, Nths, Per, Rule, Schedule, Weekdays, When};
use super::width::full_width_digits;

/// What is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// In these months; all of them are 毎月.
    Months(Months),
    /// On these days.
    Days(Vec<MonthDay>),
    /// From one day to another.
    Span(MonthDay, MonthDay),
    /// On weekdays every week.
    Weekly(Weekdays),
    /// On the nth weekdays of every month; the last ones may be among them.
    Nth(Nths, Weekdays),
    /// On a day of every month; 0 is the last one (末日).
    DayOfMonth(u8),
    /// So often, whenever.
    Count(Count),
    /// At any time.
    AnyTime,
}

/// A choice with what goes with each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick {
    /// When.
    pub choice: Choice,
    /// Months left out of what is due the year round.
    pub without: Months,
    /// Holidays left out.
    pub without_holidays: bool,
    /// The turn of the year left out.
    pub without_new_year: bool,
}

impl Pick {
    /// A choice with nothing left out.
    pub fn new(choice: Choice) -> Self {
        Self { choice, without: Months::NONE, without_holidays: false, without_new_year: false }
    }
}

/// How an organisation writes its phrases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wording {
    /// ４月 instead of 4月.
    pub full_width: bool,
    /// The sign between the members of a list.
    pub list_sign: char,
    /// The sign of a range.
    pub range_sign: char,
    /// What is left out stands in a bracket behind (毎月（8月を除く）) instead of before (8月を除く毎月).
    pub exception_behind: bool,
}

impl Default for Wording {
    fn default() -> Self {
        Self { full_width: false, list_sign: '、', range_sign: '～', exception_behind: false }
    }
}

impl Wording {
    fn number(self, number: u32) -> String {
        if self.full_width { full_width_digits(u64::from(number)) } else { number.to_string() }
    }

    fn list(self, members: impl Iterator<Item = String>) -> String {
        members.collect::<Vec<_>>().join(&self.list_sign.to_string())
    }

    fn day(self, (month, day): MonthDay) -> String {
        format!("{}月{}日", self.number(u32::from(month)), self.number(u32::from(day)))
    }
}

/// The phrase for `pick`; empty if nothing is chosen (no months, no days, no weekdays).
pub fn phrase(pick: &Pick, wording: Wording) -> String {
    let main = main_phrase(pick, wording);
    if main.is_empty() {
        return main;
    }
    let mut left_out = Vec::new();
    let names = [(pick.without_holidays, "祝日"), (pick.without_new_year, "年末年始")];
    left_out.extend(names.iter().filter(|(out, _)| *out).map(|(_, name)| (*name).to_owned()));
    left_out.extend(pick.without.iter().map(|month| format!("{}月", wording.number(month))));
    if left_out.is_empty() {
        return main;
    }
    let left_out = format!("{}を除く", wording.list(left_out.into_iter()));
    if wording.exception_behind { format!("{main}（{left_out}）") } else { format!("{left_out}{main}") }
}

fn main_phrase(pick: &Pick, wording: Wording) -> String {
    match &pick.choice {
        Choice::Months(Months::ALL) => "毎月".to_owned(),
        Choice::Months(months) => month_phrase(*months, wording),
        Choice::Days(days) => wording.list(days.iter().map(|day| wording.day(*day))),
        Choice::Span(from, to) => format!("{}{}{}", wording.day(*from), wording.range_sign, wording.day(*to)),
        Choice::Weekly(days) if days.is_empty() => String::new(),
        Choice::Weekly(days) => format!("毎週{}曜日", weekday_list(*days)),
        Choice::Nth(nths, days) if nths.0 & (0x3E | Nths::LAST.0) == 0 || days.is_empty() => String::new(),
        Choice::Nth(nths, days) => {
            let numbers: Vec<_> = (1..=5).filter(|nth| nths.0 & (1 << nth) != 0).map(|nth| wording.number(nth)).collect();
            let numbered = (!numbers.is_empty()).then(|| format!("第{}", numbers.join("・")));
            let last = (nths.0 & Nths::LAST.0 != 0).then(|| "最終".to_owned());
            let which: Vec<_> = numbered.into_iter().chain(last).collect();
            format!("毎月{}{}曜日", which.join("・"), weekday_list(*days))
        }
        Choice::DayOfMonth(0) => "毎月末日".to_owned(),
        Choice::DayOfMonth(day) => format!("毎月{}日", wording.number(u32::from(*day))),
        Choice::Count(count) => count_phrase(*count, wording),
        Choice::AnyTime => "随時".to_owned(),
    }
}

/// Three and more months on end are a range, others a list.
fn month_phrase(months: Months, wording: Wording) -> String {
    let all: Vec<u32> = months.iter().collect();
    if let (Some(first), Some(last)) = (all.first(), all.last())
        && all.len() >= 3
        && Months::range(*first, *last) == Some(months)
    {
        return format!("{}月{}{}月", wording.number(*first), wording.range_sign, wording.number(*last));
    }
    wording.list(all.iter().map(|month| format!("{}月", wording.number(*month))))
}

fn weekday_list(days: Weekdays) -> String {
    let named = (0..7u8).filter(|day| days.0 & (1 << day) != 0).filter_map(|day| chrono::Weekday::try_from(day).ok());
    named.map(|day| weekday_char(day).to_string()).collect::<Vec<_>>().join("・")
}

fn count_phrase(count: Count, wording: Wording) -> String {
    let before = match count.per {
        Per::Total => "",
        Per::Year => "年",
        Per::Month => "月",
        Per::Week => "週",
        Per::Each => "各",
    };
    let number = match count.max {
        Some(max) if max == count.min => wording.number(max),
        Some(max) => format!("{}{}{}", wording.number(count.min), wording.range_sign, wording.number(max)),
        None => wording.number(count.min),
    };
    format!("{before}{number}回{}", if count.max.is_none() { "以上" } else { "" })
}

/// The pick a schedule is, if a picker can show it: to open the picker on a phrase that is there.
pub fn pick_of(schedule: &Schedule) -> Option<Pick> {
    let except = Except {
        months: schedule.except.months,
        weekdays: if schedule.except.weekdays == Weekdays::HOLIDAYS { Weekdays::HOLIDAYS } else { Weekdays::NONE },
        new_year: schedule.except.new_year,
        ..Except::default()
    };
    if except != schedule.except
        || schedule.shift.is_some()
        || schedule.time.is_some()
        || schedule.days_long.is_some()
        || schedule.and_others
        || schedule.in_words
    {
        return None;
    }
    let choice = choice_of(schedule)?;
    Some(Pick { choice, without: except.months, without_holidays: !except.weekdays.is_empty(), without_new_year: except.new_year })
}

fn choice_of(schedule: &Schedule) -> Option<Choice> {
    let rules = schedule.rules.as_slice();
    match (schedule.any_time, schedule.count, rules) {
        (true, None, []) => return Some(Choice::AnyTime),
        (false, Some(count), [] | [Rule { months: Months::ALL, when: When::Month, each_month: false }]) => {
            return Some(Choice::Count(count));
        }
        (false, None, _) => {}
        _ => return None,
    }
    if let [rule] = rules {
        match rule.when {
            When::Month if rule.each_month => return (rule.months == Months::ALL).then_some(Choice::Months(Months::ALL)),
            When::Span(from, to) => return Some(Choice::Span(from, to)),
            When::Weekly(days) => return (rule.months == Months::ALL && !days.is_empty()).then_some(Choice::Weekly(days)),
            When::Nth(nths, days) => return (rule.months == Months::ALL && rule.each_month).then_some(Choice::Nth(nths, days)),
            When::MonthDays(days) if rule.each_month => {
                let single = rule.months == Months::ALL && days.count_ones() == 1;
                return single.then(|| u8::try_from(days.trailing_zeros()).ok()).flatten().map(Choice::DayOfMonth);
            }
            _ => {}
        }
    }
    let months =
        rules.iter().try_fold(Months::NONE, |all, rule| (rule.when == When::Month && !rule.each_month).then(|| all.with(rule.months)));
    if let Some(months) = months.filter(|months| !months.is_empty()) {
        return Some(Choice::Months(months));
    }
    let mut days = Vec::new();
    for rule in rules {
        let When::MonthDays(mask) = rule.when else { return None };
        for month in rule.months.iter().filter_map(|month| u8::try_from(month).ok()) {
            days.extend((1u8..=31).filter(|day| mask & (1 << day) != 0).map(|day| (month, day)));
        }
    }
    (!days.is_empty() && !rules.iter().any(|rule| rule.each_month)).then_some(Choice::Days(days))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_in_the_houses_wording() {
        let house = Wording { full_width: true, list_sign: '・', range_sign: '〜', exception_behind: true };
        let months = |list: &[u32]| Choice::Months(list.iter().copied().collect());
        let weekly = Pick { without_holidays: true, without_new_year: true, ..Pick::new(Choice::Weekly(Weekdays(0b10))) };
        for (pick, plain, own) in [
            (Pick::new(months(&[4, 7, 10, 2])), "4月、7月、10月、2月", "４月・７月・１０月・２月"),
            (Pick::new(months(&[4, 5, 6])), "4月～6月", "４月〜６月"),
            (Pick { without: Months::one(8), ..Pick::new(Choice::Months(Months::ALL)) }, "8月を除く毎月", "毎月（８月を除く）"),
            (weekly, "祝日、年末年始を除く毎週火曜日", "毎週火曜日（祝日・年末年始を除く）"),
            (Pick::new(Choice::Nth(Nths(0b1010), Weekdays(0b100))), "毎月第1・3水曜日", "毎月第１・３水曜日"),
            (Pick::new(Choice::Nth(Nths(0b100 | Nths::LAST.0), Weekdays(0b1_0000))), "毎月第2・最終金曜日", "毎月第２・最終金曜日"),
            (Pick::new(Choice::DayOfMonth(10)), "毎月10日", "毎月１０日"),
            (Pick::new(Choice::DayOfMonth(0)), "毎月末日", "毎月末日"),
            (Pick::new(Choice::Count(Count { min: 2, max: Some(3), per: Per::Year })), "年2～3回", "年２〜３回"),
            (Pick::new(Choice::Days(vec![(9, 6), (9, 13)])), "9月6日、9月13日", "９月６日・９月１３日"),
        ] {
            assert_eq!(phrase(&pick, Wording::default()), plain);
            assert_eq!(phrase(&pick, house), own);
        }
    }
}
