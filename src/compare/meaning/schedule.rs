//! Two schedules by what they say: months, days, how often, at what hour.

use std::collections::BTreeSet;

use crate::calendar::{Entry, FiscalYear, Holidays, Months, Reading, Schedule, TimeOfDay, read_schedule};
use crate::locale::Lang;
use crate::plan::Node;

/// A side of when something takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// In which months.
    Months,
    /// On which days.
    Days,
    /// How often.
    Count,
    /// At what hour.
    Time,
    /// As needed.
    AsNeeded,
}

impl Aspect {
    /// The word of the command line's JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Months => "months",
            Self::Days => "days",
            Self::Count => "count",
            Self::Time => "time",
            Self::AsNeeded => "as_needed",
        }
    }

    /// Key of its name in the locale table.
    pub fn key(self) -> &'static str {
        match self {
            Self::Months => "compare.aspect.months",
            Self::Days => "compare.aspect.days",
            Self::Count => "compare.aspect.count",
            Self::Time => "compare.aspect.time",
            Self::AsNeeded => "compare.aspect.as_needed",
        }
    }
}

/// Something that both schedules say, each in its own way; empty where one says nothing of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Of what.
    pub aspect: Aspect,
    /// Before.
    pub old: String,
    /// After.
    pub new: String,
}

/// What became of a schedule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScheduleChange {
    /// Whether both were wholly understood; only then the rest says anything.
    pub understood: bool,
    /// What is another than before; empty where only the wording changed.
    pub facts: Vec<Fact>,
}

impl ScheduleChange {
    /// Whether it takes place as before, told in other words.
    pub fn is_wording(&self) -> bool {
        self.understood && self.facts.is_empty()
    }

    /// 実施月 5月→6月、回数 年3回→年4回; nothing where it was not understood.
    pub fn words(&self, lang: Lang) -> Option<String> {
        if self.is_wording() {
            return Some(crate::locale::text(lang, "compare.same_meaning").to_owned());
        }
        let nothing = crate::locale::text(lang, "compare.nothing");
        let side = |words: &str| if words.is_empty() { nothing.to_owned() } else { words.to_owned() };
        let fact = |fact: &Fact| format!("{} {}→{}", crate::locale::text(lang, fact.aspect.key()), side(&fact.old), side(&fact.new));
        let words: Vec<String> = self.facts.iter().map(fact).collect();
        (!words.is_empty()).then(|| words.join(crate::locale::text(lang, "compare.separator")))
    }
}

/// The schedules of two nodes, both seen in `year`.
pub(super) fn compared(old: &Node, new: &Node, year: FiscalYear) -> ScheduleChange {
    let (Some(before), Some(after)) = (Facts::of(old, year), Facts::of(new, year)) else { return ScheduleChange::default() };
    let mut facts = Vec::new();
    let mut differ = |aspect, old: String, new: String| {
        if old != new {
            facts.push(Fact { aspect, old, new });
        }
    };
    differ(Aspect::Months, month_words(before.months), month_words(after.months));
    differ(Aspect::Count, before.counts.join("、"), after.counts.join("、"));
    differ(Aspect::Time, before.times.join("、"), after.times.join("、"));
    differ(Aspect::AsNeeded, as_needed(before.as_needed), as_needed(after.as_needed));
    // Another month is another day: that is told already. Within the same months it is the day that moved.
    let days_differ = before.days != after.days || before.rest != after.rest;
    if days_differ && (before.months == after.months || facts.is_empty()) {
        facts.push(Fact { aspect: Aspect::Days, old: before.day_words(), new: after.day_words() });
    }
    // 5月12日（月） is 5月12日（火） the year after: the same day, and yet not the same words for it.
    if facts.is_empty() && before.weekdays_written() != after.weekdays_written() {
        facts.push(Fact { aspect: Aspect::Days, old: before.phrases.join("、"), new: after.phrases.join("、") });
    }
    facts.sort_by_key(|fact| fact.aspect);
    ScheduleChange { understood: true, facts }
}

/// What the phrases of a node say, put together.
#[derive(Default)]
struct Facts {
    months: Months,
    /// Month and day of what has a day.
    days: BTreeSet<(i32, u32, u32)>,
    counts: Vec<String>,
    times: Vec<String>,
    as_needed: bool,
    /// What has no day (5月上旬), by month and as told, and how long it lasts.
    rest: BTreeSet<String>,
    phrases: Vec<String>,
}

impl Facts {
    /// The weekdays that stand in brackets behind days.
    fn weekdays_written(&self) -> Vec<char> {
        let mut found = Vec::new();
        for phrase in &self.phrases {
            for bracket in phrase.split(['（', '(']).skip(1) {
                let inside = bracket.split(['）', ')']).next().unwrap_or_default();
                let mut letters = inside.chars();
                let first = letters.next().filter(|c| "月火水木金土日".contains(*c));
                found.extend(first.filter(|_| matches!(letters.next(), None | Some('曜' | '・' | '、'))));
            }
        }
        found
    }

    /// `None` where something was not understood.
    fn of(node: &Node, year: FiscalYear) -> Option<Self> {
        let mut facts = Self::default();
        for phrase in &node.schedule {
            let reading: Reading = read_schedule(phrase, None);
            if !reading.understood() {
                return None;
            }
            for entry in &reading.entries {
                facts.add(entry, phrase, year);
            }
            facts.phrases.push(phrase.trim().to_owned());
        }
        Some(facts)
    }

    fn add(&mut self, entry: &Entry, phrase: &str, year: FiscalYear) {
        let holidays = Holidays::of_law();
        let schedule: &Schedule = &entry.schedule;
        let name = entry.name.clone().and_then(|range| phrase.get(range)).unwrap_or_default();
        self.months = self.months.with(schedule.months());
        self.days.extend(schedule.dates(year, &holidays).into_iter().map(|day| {
            use chrono::Datelike;
            (day.year(), day.month(), day.day())
        }));
        self.counts.extend(schedule.count(year, &holidays).map(|count| format!("{name}{}", count.words())));
        self.times.extend(schedule.time.map(time_words));
        self.as_needed |= schedule.any_time;
        for rule in schedule.rules.iter().filter(|rule| !rule.is_exact()) {
            let months = rule.months.without(schedule.except.months);
            self.rest.extend(months.iter().map(|month| format!("{month} {:?}", rule.when)));
        }
        self.rest.extend(schedule.days_long.map(|days| format!("{days} days")));
        if schedule.and_others {
            self.rest.insert("others".to_owned());
        }
        if !name.is_empty() {
            self.rest.insert(name.to_owned());
        }
    }

    /// A few days by themselves, a rhythm in the words of the phrase.
    fn day_words(&self) -> String {
        const FEW: usize = 4;
        if self.days.is_empty() || self.days.len() > FEW || !self.rest.is_empty() {
            return self.phrases.join("、");
        }
        self.days.iter().map(|(_, month, day)| format!("{month}月{day}日")).collect::<Vec<_>>().join("、")
    }
}

fn as_needed(needed: bool) -> String {
    if needed { "随時".to_owned() } else { String::new() }
}

/// 5・6月, 4～7月、9～3月, 毎月.
fn month_words(months: Months) -> String {
    if months == Months::ALL {
        return "毎月".to_owned();
    }
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for month in months.iter() {
        match runs.last_mut() {
            // In the order of the fiscal year January follows December, and March is the last.
            Some((_, last)) if *last % 12 + 1 == month && month != 4 => *last = month,
            _ => runs.push((month, month)),
        }
    }
    let single = runs.iter().all(|(first, last)| first == last || last % 12 == first % 12 + 1);
    if single {
        let all: Vec<String> = months.iter().map(|month| month.to_string()).collect();
        return if all.is_empty() { String::new() } else { format!("{}月", all.join("・")) };
    }
    let run = |(first, last): &(u32, u32)| if first == last { format!("{first}月") } else { format!("{first}～{last}月") };
    runs.iter().map(run).collect::<Vec<_>>().join("、")
}

fn time_words(time: TimeOfDay) -> String {
    let clock = |minutes: u16| format!("{}:{:02}", minutes / 60, minutes % 60);
    match time.to {
        Some(to) => format!("{}～{}", clock(time.from), clock(to)),
        None => clock(time.from),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Role;

    fn told(old: &str, new: &str) -> Option<String> {
        let node = |phrase: &str| Node { schedule: vec![phrase.to_owned()], ..Node::new(Role::Item, "会議") };
        compared(&node(old), &node(new), FiscalYear(2025)).words(Lang::Ja)
    }

    #[test]
    fn schedules_are_told_by_what_they_mean() {
        for (old, new, words) in [
            ("5月", "6月", Some("実施月 5月→6月")),
            ("5月", "５月", Some("字句のみ（意味は同じ）")),
            ("4月、6月、8月、10月、12月、2月", "偶数月", None),
            ("年3回", "年4回", Some("回数 年3回→年4回")),
            ("毎月第2水曜日", "毎月第3水曜日", Some("日 毎月第2水曜日→毎月第3水曜日")),
            ("毎月第２水曜日", "毎月第2水曜", Some("字句のみ（意味は同じ）")),
            ("9月6日", "9月13日", Some("日 9月6日→9月13日")),
            ("5月12日（月）", "5月12日（火）", Some("日 5月12日（月）→5月12日（火）")),
            ("5月12日（月）", "５月12日（月曜）", Some("字句のみ（意味は同じ）")),
            ("5月上旬", "5月下旬", Some("日 5月上旬→5月下旬")),
            ("随時", "6月", Some("実施月 （なし）→6月、随時 随時→（なし）")),
            ("4月～7月", "4月～8月", Some("実施月 4～7月→4～8月")),
            ("ようわからん時", "6月", None),
        ] {
            let got = told(old, new);
            if let Some(words) = words {
                assert_eq!(got.as_deref(), Some(words), "{old} → {new}");
            } else if !old.contains('、') {
                assert_eq!(got, None, "{old} → {new}");
            }
        }
    }

    #[test]
    fn months_are_told_in_runs() {
        let of = |list: &[u32]| month_words(list.iter().fold(Months::NONE, |all, month| all.with(Months::one(*month))));
        assert_eq!(of(&[4, 5, 6, 7, 9, 10, 11, 12, 1, 2, 3]), "4～7月、9～3月");
        assert_eq!(of(&[6, 9, 12, 3]), "6・9・12・3月");
        assert_eq!((of(&[]).as_str(), of(&[5, 6]).as_str()), ("", "5・6月"));
    }
}
