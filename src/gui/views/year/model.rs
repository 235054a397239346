//! The year as rows: which items have something to do when, grouped under the headings above them.
//!
//! Knows no egui. What was read of an item is kept as long as its node is the same, so that an edit costs
//! the reading of one item.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use nendo::calendar::{
    Count, FiscalYear, Holidays, LONGEST_EVENT, Months, Occurrence, Part, Schedule, TimeOfDay, Undated, When, month_load, occurrences,
    read_schedule, undated,
};
use nendo::plan::{Filter, Node, NodeId, Outline, Plan, WrittenSchedule, is_line_of_time, written_schedules};

/// What stands in the calendar: days or whole months, from the first to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Due {
    /// From one day to another, which may be the same.
    Days(NaiveDate, NaiveDate),
    /// Some time in these months, each given by its first day.
    Months(NaiveDate, NaiveDate),
}

impl Due {
    /// The first day it may be.
    pub fn first(self) -> NaiveDate {
        match self {
            Self::Days(from, _) | Self::Months(from, _) => from,
        }
    }

    /// The last day, or the first day of the last month.
    pub fn last(self) -> NaiveDate {
        match self {
            Self::Days(_, to) | Self::Months(_, to) => to,
        }
    }

    /// Whether it reaches over more than a day or a month.
    pub fn is_span(self) -> bool {
        self.first() != self.last()
    }

    /// Whether it touches a month of the fiscal year (0 is April).
    pub fn touches(self, month: usize) -> bool {
        (month_of(self.first())..=month_of(self.last())).contains(&month)
    }
}

/// The place of a day's month in the fiscal year, 0 for April.
pub fn month_of(date: NaiveDate) -> usize {
    (date.month() as usize + 8) % 12
}

/// The first day of a month of the fiscal year (0 is April).
pub fn month_start(year: FiscalYear, month: usize) -> Option<NaiveDate> {
    let number = (month as u32 + 3) % 12 + 1;
    NaiveDate::from_ymd_opt(year.year_of_month(number), number, 1)
}

/// One thing in the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// When.
    pub due: Due,
    /// The phrase among those of the item.
    pub phrase: usize,
    /// One of many that a rhythm gives (毎月, 毎週火曜日): it does not move by itself.
    pub rhythm: bool,
    /// From when to when, if said.
    pub time: Option<TimeOfDay>,
    /// The part of its one month.
    pub part: Option<Part>,
    /// One of the months of what goes on all the year without a rhythm.
    pub all_year: bool,
    /// One of the days of what comes every day.
    pub daily: bool,
    /// From which part of its first month to which of its last: 7月下旬～8月上旬.
    pub parts: Option<(Part, Part)>,
}

/// A phrase of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// As written.
    pub text: String,
    /// Its line in the schedule field; none where it stands in a title or body.
    pub line: Option<usize>,
    /// Whether it was understood.
    pub understood: bool,
    /// The weekdays it comes on, in few words: 毎週金、第2土.
    pub rhythm: String,
}

/// What was read of an item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Times {
    /// Its phrases.
    pub phrases: Vec<Phrase>,
    /// What has its place in the calendar, in order.
    pub marks: Vec<Mark>,
    /// How often, where only that is said.
    pub counts: Vec<Count>,
    /// When there is need.
    pub any_time: bool,
    /// The words of what has no place in the calendar and is more than a count: 随時, 秋頃, 夏休みに3回.
    pub words: Vec<String>,
    /// What stands behind all months in the list by date, with its words: also what was not understood.
    pub at_end: Vec<(Undated, String)>,
    /// The words beside what has its place, where they tell more: 8月（お盆明け）.
    pub beside: Vec<String>,
}

impl Times {
    /// Reads an item together with the lines below it that only say when it is (日時 9月6日).
    pub fn of(node: &Node, year: FiscalYear, holidays: &Holidays) -> Self {
        let mut times = Self::default();
        let lines = node.children.iter().filter(|child| is_line_of_time(&child.title));
        for written in written_schedules(node, Some(year)) {
            let line = node.schedule.iter().position(|text| std::ptr::eq(text.as_str(), written.text));
            times.add(&written, line, year, holidays);
        }
        for child in lines {
            written_schedules(child, Some(year)).iter().for_each(|written| times.add(written, None, year, holidays));
        }
        times.marks.sort_by_key(|mark| mark.due);
        times
    }

    /// Reads the lines of a schedule field alone.
    pub fn of_phrases(phrases: &[String], year: FiscalYear, holidays: &Holidays) -> Self {
        let mut times = Self::default();
        for (line, text) in phrases.iter().enumerate() {
            let written = WrittenSchedule { text, phrase: text, reading: read_schedule(text, Some(year)) };
            times.add(&written, Some(line), year, holidays);
        }
        times.marks.sort_by_key(|mark| mark.due);
        times
    }

    fn add(&mut self, written: &WrittenSchedule<'_>, line: Option<usize>, year: FiscalYear, holidays: &Holidays) {
        let understood = written.reading.understood();
        let phrase = self.phrases.len();
        self.phrases.push(Phrase { text: written.text.to_owned(), line, understood, rhythm: String::new() });
        if !understood {
            self.at_end.push((Undated::InWords, written.phrase.to_owned()));
            return;
        }
        for entry in &written.reading.entries {
            let schedule = &entry.schedule;
            let (rhythm, time) = (has_rhythm(schedule), schedule.time);
            let dues = dues(schedule, year, holidays);
            let by_weekdays = schedule.rhythm_words();
            if !by_weekdays.is_empty() {
                let known = &mut self.phrases[phrase].rhythm;
                *known = if known.is_empty() { by_weekdays } else { format!("{known}、{by_weekdays}") };
            }
            let daily = schedule.is_daily();
            let own = if written.reading.entries.len() > 1 { &written.phrase[entry.range.clone()] } else { written.phrase };
            let undated = undated(schedule);
            self.at_end.extend(undated.map(|undated| (undated, own.to_owned())));
            let all_year = undated == Some(Undated::AllYear);
            if schedule.tells_in_words() {
                if dues.is_empty() { &mut self.words } else { &mut self.beside }.push(own.to_owned());
            }
            self.marks.extend(dues.into_iter().map(|due| Mark {
                due,
                phrase,
                rhythm,
                time,
                part: part_at(schedule, due),
                all_year,
                daily: daily && !due.is_span() && matches!(due, Due::Days(..)),
                parts: parts_of(schedule, due),
            }));
            self.any_time |= schedule.any_time;
            self.counts.extend(schedule.count);
        }
    }

    /// Whether nothing is said of when.
    pub fn is_empty(&self) -> bool {
        self.phrases.is_empty()
    }

    /// The phrases that were not understood, in their own words.
    pub fn unread(&self) -> String {
        let unread = self.phrases.iter().filter(|phrase| !phrase.understood).map(|phrase| phrase.text.as_str());
        unread.collect::<Vec<_>>().join("　")
    }

    /// All phrases in one line.
    pub fn text(&self) -> String {
        self.phrases.iter().map(|phrase| phrase.text.as_str()).collect::<Vec<_>>().join("　")
    }

    /// The marks that touch a month of the fiscal year.
    pub fn in_month(&self, month: usize) -> impl Iterator<Item = &Mark> {
        self.marks.iter().filter(move |mark| mark.due.touches(month))
    }
}

/// Whether a schedule comes again and again by a rule.
pub fn has_rhythm(schedule: &Schedule) -> bool {
    schedule.rules.iter().any(|rule| rule.each_month || matches!(rule.when, When::Weekly(_) | When::Fortnightly(_) | When::Workdays))
}

/// The part of the month in which something is due some time.
fn part_at(schedule: &Schedule, due: Due) -> Option<Part> {
    let Due::Months(from, to) = due else { return None };
    let rule = schedule.rules.iter().find(|rule| from == to && rule.months.contains(from.month()) && !rule.is_exact())?;
    rule.part_of_month(from.month())
}

/// The parts of months that a span of months goes from and to.
fn parts_of(schedule: &Schedule, due: Due) -> Option<(Part, Part)> {
    let Due::Months(from, to) = due else { return None };
    schedule.rules.iter().find_map(|rule| match rule.when {
        When::Parts(first, last) if rule.months.iter().next() == Some(from.month()) && rule.months.iter().last() == Some(to.month()) => {
            Some((first, last))
        }
        _ => None,
    })
}

/// What a schedule puts into the calendar. Three and more months on end that are no rhythm are one span.
pub fn dues(schedule: &Schedule, year: FiscalYear, holidays: &Holidays) -> Vec<Due> {
    let mut months: Vec<NaiveDate> = Vec::new();
    let mut found = Vec::new();
    for occurrence in occurrences(schedule, year, holidays) {
        match occurrence {
            Occurrence::Days(from, to) => found.push(Due::Days(from, to)),
            Occurrence::Month(first) => months.push(first),
            Occurrence::Count | Occurrence::AsNeeded => {}
        }
    }
    // 7月下旬～8月上旬 is one thing over its months, however few they are.
    let stretches = schedule.rules.iter().filter(|rule| matches!(rule.when, When::Parts(..)));
    for rule in stretches {
        let month = |month: Option<u32>| month.and_then(|month| months.iter().copied().find(|first| first.month() == month));
        if let (Some(first), Some(last)) = (month(rule.months.iter().next()), month(rule.months.iter().last())) {
            months.retain(|of| *of < first || *of > last);
            found.push(Due::Months(first, last));
        }
    }
    let places: Vec<usize> = months.iter().map(|first| month_of(*first)).collect();
    let on_end = places.len() >= 3 && places.windows(2).all(|pair| pair[1] == pair[0] + 1);
    match (months.first(), months.last()) {
        (Some(first), Some(last)) if on_end && !has_rhythm(schedule) => found.push(Due::Months(*first, *last)),
        _ => found.extend(months.into_iter().map(|first| Due::Months(first, first))),
    }
    found.sort_unstable();
    found
}

/// A line of the view.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its place in the outline.
    pub at: usize,
    /// What was read of it; none for a heading.
    pub times: Option<Arc<Times>>,
}

/// So many parts are offered.
const MOST_PARTS: usize = 60;

/// What the lines depend on beside the plan.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Wanted {
    /// Conditions on the items.
    pub filter: Filter,
    /// Only below this node.
    pub part: Option<NodeId>,
}

/// The lines of a plan's year.
#[derive(Default)]
pub struct YearModel {
    /// The lines in reading order.
    pub lines: Vec<Line>,
    /// How much falls into each month, April first.
    pub load: [u32; 12],
    /// How many of them are items, not headings.
    pub items: usize,
    /// The parts one may look at alone: how deep, which, its heading.
    pub parts: Vec<(u8, NodeId, String)>,
    /// Whether any item at all has a schedule, whatever the conditions.
    pub has_any: bool,
    /// Grows whenever the lines are others.
    pub serial: u64,
    known: HashMap<NodeId, (Arc<Node>, Arc<Times>)>,
    year: Option<FiscalYear>,
    made_for: Option<(Arc<Plan>, Wanted)>,
    holidays: Holidays,
}

impl YearModel {
    /// Follows the plan and what is wanted of it; cheap while both are as before.
    pub fn update(&mut self, plan: &Arc<Plan>, outline: &Outline, baseline: &Plan, wanted: &Wanted, holidays: &Holidays) {
        let same =
            self.holidays == *holidays && self.made_for.as_ref().is_some_and(|(before, what)| Arc::ptr_eq(before, plan) && what == wanted);
        let Some(year) = plan.fiscal_year.filter(|_| !same) else {
            if plan.fiscal_year.is_none() {
                *self = Self::default();
            }
            return;
        };
        if self.year != Some(year) || self.holidays != *holidays {
            self.known.clear();
            (self.year, self.holidays) = (Some(year), holidays.clone());
        }
        self.made_for = Some((plan.clone(), wanted.clone()));
        self.serial += 1;
        self.make(outline, baseline, wanted, year);
        self.items = self.lines.iter().filter(|line| line.times.is_some()).count();
        let parts = outline.rows().iter().filter(|row| row.depth <= 1 && !row.node.children.is_empty()).take(MOST_PARTS);
        self.parts = parts.map(|row| (row.depth, row.node.id, outline.heading(row))).collect();
    }

    /// The line of a node.
    pub fn position(&self, outline: &Outline, node: NodeId) -> Option<usize> {
        let at = outline.position(node)?;
        self.lines.binary_search_by_key(&at, |line| line.at).ok()
    }

    fn make(&mut self, outline: &Outline, baseline: &Plan, wanted: &Wanted, year: FiscalYear) {
        let rows = outline.rows();
        let passing = (!wanted.filter.is_empty()).then(|| wanted.filter.passing(outline, baseline));
        let part = wanted.part.and_then(|id| outline.position(id)).map_or(0..rows.len(), |at| at..rows[at].end as usize);
        let mut known = HashMap::with_capacity(self.known.len());
        let mut shown = vec![false; rows.len()];
        let (mut lines, mut load) = (Vec::new(), [0; 12]);
        self.has_any = false;
        for (at, row) in rows.iter().enumerate() {
            let node = &row.node;
            let before = self.known.remove(&node.id).filter(|(before, _)| Arc::ptr_eq(before, node));
            let (_, times) =
                known.entry(node.id).or_insert(before.unwrap_or_else(|| (node.clone(), Arc::new(Times::of(node, year, &self.holidays)))));
            self.has_any |= !times.is_empty();
            // A line that says when its parent is belongs to the parent.
            let own = row.parent.is_none() || !is_line_of_time(&node.title);
            let passes = passing.as_ref().is_none_or(|passing| passing[at]) && part.contains(&at);
            if !passes || !own || (times.is_empty() && !wanted.filter.no_schedule) {
                continue;
            }
            for above in outline.ancestry(at) {
                let Some(position) = outline.position(above.node.id).filter(|position| *position != at) else { continue };
                if !std::mem::replace(&mut shown[position], true) {
                    lines.push(Line { at: position, times: None });
                }
            }
            shown[at] = true;
            add_load(&mut load, times);
            lines.push(Line { at, times: Some(times.clone()) });
        }
        (self.known, self.lines, self.load) = (known, lines, load);
    }
}

fn add_load(load: &mut [u32; 12], times: &Times) {
    let mut all = Vec::new();
    for mark in times.marks.iter().filter(|mark| !mark.rhythm) {
        match mark.due {
            // A long period is no more work in its middle.
            Due::Days(from, to) if (to - from).num_days() >= LONGEST_EVENT => {}
            Due::Days(from, to) => all.push(Occurrence::Days(from, to)),
            Due::Months(from, to) if from == to => all.push(Occurrence::Month(from)),
            Due::Months(..) => {}
        }
    }
    for (sum, more) in load.iter_mut().zip(month_load(&all)) {
        *sum += more;
    }
}

/// The busy months, as places in the fiscal year.
pub fn busy(load: &[u32; 12]) -> [bool; 12] {
    let busy: Months = nendo::calendar::busy_months(load);
    std::array::from_fn(|month| busy.contains((month as u32 + 3) % 12 + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use nendo::plan::Role;

    const YEAR: FiscalYear = FiscalYear(2025);

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(YEAR.year_of_month(month), month, day).expect("a day")
    }

    fn item(title: &str, schedule: &str) -> Node {
        Node { schedule: vec![schedule.to_owned()], ..Node::new(Role::Item, title) }
    }

    fn times(schedule: &str) -> Times {
        Times::of(&item("会議", schedule), YEAR, &Holidays::of_law())
    }

    fn plan() -> Arc<Plan> {
        let mut plan = Plan::new("計画", Some(YEAR));
        let a = Node {
            children: vec![Arc::new(item("総会", "5月")), Arc::new(Node::new(Role::Item, "何も"))],
            ..Node::new(Role::Part, "会")
        };
        let b = Node {
            children: vec![Arc::new(Node { lead: "地域課".into(), ..item("祭り", "10月12日（日）") })],
            ..Node::new(Role::Part, "行事")
        };
        plan.nodes = vec![Arc::new(a), Arc::new(b)];
        Arc::new(plan)
    }

    fn lines(model: &YearModel, outline: &Outline) -> Vec<String> {
        let line = |line: &Line| format!("{}{}", outline.rows()[line.at].node.title, if line.times.is_none() { "：" } else { "" });
        model.lines.iter().map(line).collect()
    }

    #[test]
    fn days_months_and_spans() {
        assert_eq!(times("9月6日（土）").marks[0].due, Due::Days(day(9, 6), day(9, 6)));
        assert_eq!(times("7月21日～8月31日").marks[0].due, Due::Days(day(7, 21), day(8, 31)));
        assert_eq!(times("4月～6月").marks[0].due, Due::Months(day(4, 1), day(6, 1)));
        assert_eq!(times("7月下旬～8月上旬").marks.iter().map(|mark| mark.due).collect::<Vec<_>>(), [Due::Months(day(7, 1), day(8, 1))]);
        let list = times("4月、7月、3月");
        assert_eq!(list.marks.iter().map(|mark| month_of(mark.due.first())).collect::<Vec<_>>(), [0, 3, 11]);
        let monthly = times("8月を除く毎月");
        assert_eq!(monthly.marks.len(), 11);
        assert!(monthly.marks.iter().all(|mark| mark.rhythm));
        assert_eq!((times("年2～3回").counts.len(), times("随時").any_time), (1, true));
        assert!(!times("第66回").phrases[0].understood);
    }

    #[test]
    fn words_that_say_no_month_are_kept() {
        for phrase in
            ["秋頃", "春季", "夏休み", "ゴールデンウィーク", "3年に1回", "未定", "月曜休館", "10:00～12:00", "夏休みに3回", "災害発生時"]
        {
            assert_eq!(times(phrase).words, [phrase]);
        }
        assert_eq!(times("8月、夏休み中").beside, ["8月、夏休み中"]);
        assert_eq!(times("相談会：随時、総会：5月").words, ["相談会：随時"]);
        let plain = times("4月、年3回");
        assert!(plain.words.is_empty() && plain.beside.is_empty(), "{plain:?}");
    }

    #[test]
    fn items_stand_under_their_headings_and_conditions_narrow() {
        let plan = plan();
        let outline = Outline::of(&plan);
        let mut model = YearModel::default();
        let mut wanted = Wanted::default();
        model.update(&plan, &outline, &plan, &wanted, &Holidays::of_law());
        assert_eq!(lines(&model, &outline), ["会：", "総会", "行事：", "祭り"]);
        wanted.filter.lead = vec!["地域課".into()];
        model.update(&plan, &outline, &plan, &wanted, &Holidays::of_law());
        assert_eq!(lines(&model, &outline), ["行事：", "祭り"]);
        wanted = Wanted { part: Some(plan.nodes[0].id), ..Wanted::default() };
        model.update(&plan, &outline, &plan, &wanted, &Holidays::of_law());
        assert_eq!(lines(&model, &outline), ["会：", "総会"]);
        assert_eq!((model.load[1], model.load[6]), (1, 0));
        wanted = Wanted::default();
        wanted.filter.no_schedule = true;
        model.update(&plan, &outline, &plan, &wanted, &Holidays::of_law());
        assert_eq!(lines(&model, &outline), ["会：", "何も"], "what still lacks a time can be looked for");
        assert!(model.has_any);
    }

    #[test]
    fn a_line_of_time_belongs_to_the_item_above() {
        let mut plan = Plan::new("計画", Some(YEAR));
        let festival =
            Node { children: vec![Arc::new(Node::new(Role::Item, "日時 9月6日（土）"))], ..Node::new(Role::Project, "祭り") };
        plan.nodes = vec![Arc::new(festival)];
        let plan = Arc::new(plan);
        let outline = Outline::of(&plan);
        let mut model = YearModel::default();
        model.update(&plan, &outline, &plan, &Wanted::default(), &Holidays::of_law());
        assert_eq!(lines(&model, &outline), ["祭り"]);
        let times = model.lines[0].times.as_ref().expect("read");
        assert_eq!((times.marks.len(), times.phrases[0].line), (1, None));
    }
}
