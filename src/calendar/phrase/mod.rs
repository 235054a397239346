//! The grammar of schedule phrases: 8月を除く毎月, 毎月第2水曜日 10時～12時, スッキリ会6回、ワイワイ会4回.
//!
//! Lives here: reading a phrase into [`Schedule`]s and the places that were not understood. Does not
//! live here: what days a schedule gives (`schedule`), or the user's text, which stays as it is.
//!
//! The way: [`reader`] makes the text even (widths, dashes, spaces). The loop here asks [`clause::read`]
//! for one clause after the other; each family of clauses has its file (`months`, `dates`, `weekdays`,
//! `times`, `counts`, `exceptions`, `words`) with its words as data. [`draft`] puts clauses together.
//! A clause parser that fails leaves the reader where it was, so order is choice: what could be read
//! two ways is read by the first parser that reads it to the end. Whatever no parser reads makes the
//! phrase one that is not understood; nothing is guessed.

mod agreement;
mod clause;
mod counts;
mod dates;
mod draft;
mod exceptions;
mod months;
mod names;
mod reader;
mod remarks;
mod shifts;
mod times;
mod weekdays;
mod words;

use std::ops::Range;

use chrono::{Datelike, Weekday};

use agreement::Listing;
pub use clause::Why;
use clause::{Clause, Context};
use draft::Draft;
use names::Name;
use reader::Reader;

use super::FiscalYear;
use super::months::Months;
use super::schedule::{Count, Per, Rule, Schedule, Weekdays, When, day_in};
use super::width::half_width_char;

/// A phrase as read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// The schedules, several where a line names several things with their times.
    pub entries: Vec<Entry>,
    /// What was not understood.
    pub unread: Vec<Unread>,
    says_when: bool,
}

/// One schedule of a phrase.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its bytes in the phrase, name included.
    pub range: Range<usize>,
    /// The name before it: スッキリ会.
    pub name: Option<Range<usize>>,
    /// What it says.
    pub schedule: Schedule,
}

/// A place in a phrase that was not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Its bytes.
    pub range: Range<usize>,
    /// Why.
    pub why: Why,
}

impl Reading {
    /// Whether all of the phrase was understood. Only then is a schedule to be trusted.
    pub fn understood(&self) -> bool {
        self.unread.is_empty() && !self.entries.is_empty()
    }

    /// Each place once and in order: an unclosed bracket leaves the whole phrase unread besides its parts.
    fn settle(&mut self) {
        self.unread.sort_by_key(|unread| (unread.range.start, unread.range.end));
        self.unread.dedup_by(|next, before| {
            let overlaps = next.range.start < before.range.end;
            if overlaps {
                before.range.end = before.range.end.max(next.range.end);
            }
            overlaps
        });
    }

    /// Whether the phrase is a schedule through and through: understood, and about days, months or a
    /// count, not only 午前 or 令和7年度.
    pub fn says_when(&self) -> bool {
        self.understood() && self.says_when
    }
}

/// Reads a phrase. Days without a year are those of `year`: January to March belong to the calendar
/// year after. Without a year, years written are not checked.
pub fn read_schedule(text: &str, year: Option<FiscalYear>) -> Reading {
    /// Longer texts are no phrases.
    const LONGEST: usize = 2000;
    if text.len() > LONGEST {
        return Reading { unread: vec![Unread { range: 0..text.len(), why: Why::Unread }], ..Reading::default() };
    }
    let mut parse = Parse {
        r: Reader::new(text),
        year,
        reading: Reading::default(),
        draft: Draft::of(year),
        name: None,
        start: 0,
        depth: 0,
        names: 0,
        unsure_name: None,
        names_a_day: false,
        remarked: false,
        names_weekend: false,
        counted: None,
        listing: None,
        enumerated: 0,
    };
    if is_fraction(text) {
        return Reading { unread: vec![Unread { range: 0..text.len(), why: Why::Unread }], ..Reading::default() };
    }
    parse.run();
    parse.reading.settle();
    if let [entry] = parse.reading.entries.as_mut_slice() {
        let trimmed = text.trim();
        let start = text.len() - text.trim_start().len();
        entry.range = start..start + trimmed.len();
    }
    parse.reading
}

/// Tells where one character stands right behind another.
fn pair_of(first: char, second: char) -> impl FnMut(char) -> bool {
    let mut before = '\0';
    move |c| std::mem::replace(&mut before, c) == first && c == second
}

fn is_kanji_digit(c: char) -> bool {
    "一二三四五六七八九十".contains(c)
}

/// 1/2 by itself is a half sooner than 2 January.
fn is_fraction(text: &str) -> bool {
    text.len() <= 9
        && ["1/2", "1/3", "2/3", "1/4", "3/4"].iter().any(|fraction| text.trim().chars().map(half_width_char).eq(fraction.chars()))
}

/// 第3土日 in a month that begins on a Sunday: whether the Sunday before or behind the Saturday is meant is not said.
fn parts_a_weekend(schedule: &Schedule, year: FiscalYear) -> bool {
    let begins_on_sunday =
        |month: &u32| day_in(year, (u8::try_from(*month).unwrap_or(0), 1)).is_some_and(|day| day.weekday() == Weekday::Sun);
    let of_weekends = |rule: &&Rule| matches!(rule.when, When::Nth(_, days) if days.0 & Weekdays::WEEKEND.0 == Weekdays::WEEKEND.0);
    let months = schedule.months();
    schedule
        .rules
        .iter()
        .filter(of_weekends)
        .any(|rule| rule.months.iter().filter(|month| months.contains(*month)).any(|month| begins_on_sunday(&month)))
}

struct Parse {
    r: Reader,
    year: Option<FiscalYear>,
    reading: Reading,
    draft: Draft,
    name: Option<Name>,
    /// Where the entry begins.
    start: usize,
    depth: usize,
    names: usize,
    /// A name that only counts beside others, or before a day or month.
    unsure_name: Option<Name>,
    names_a_day: bool,
    /// A remark was read last.
    remarked: bool,
    /// 第3土日 was written, the days as one.
    names_weekend: bool,
    /// 年3回 was read last: where it begins, and how many.
    counted: Option<(usize, u32)>,
    /// What is listed in the bracket behind it.
    listing: Option<Listing>,
    /// The number of the last member of a list: （1）, （2） …
    enumerated: u32,
}

impl Parse {
    fn run(&mut self) {
        // Whether the next clause begins a member of a list.
        let mut begins = true;
        while !self.r.at_end() {
            match self.r.peek() {
                '(' if self.enumerated() => {
                    begins = true;
                    continue;
                }
                '(' => {
                    self.r.bump();
                    if let Some((start, count)) = self.counted.take() {
                        self.listing = Some(Listing::of(start, count, self.depth));
                    }
                    self.depth += 1;
                    begins = false;
                    self.remark_in_bracket();
                    continue;
                }
                ')' => {
                    self.r.bump();
                    if self.depth == 0 {
                        self.unread(self.r.pos() - 1, Why::Unread);
                    }
                    self.depth = self.depth.saturating_sub(1);
                    let depth = self.depth;
                    if let Some(listing) = self.listing.take_if(|listing| listing.depth >= depth)
                        && !listing.agrees()
                    {
                        self.unread(listing.start, Why::Contradiction);
                    }
                    continue;
                }
                '、' | '。' | '・' | '/' => {
                    self.r.bump();
                    begins = true;
                    if self.depth == 0 && self.draft.counts_in_months() && self.begins_another_rhythm() {
                        // Both are times of the one name.
                        let name = self.name;
                        self.finish_entry();
                        self.name = name;
                    }
                    continue;
                }
                _ => {}
            }
            // 年2回（昼間想定6月、夜間想定12月）.
            if self.listing.is_some() && (begins || self.r.before() == '(') && remarks::member_label(&mut self.r) {
                self.draft.remark();
            }
            let at = self.r.pos();
            self.counted = None;
            let context = Context {
                year: self.year,
                month_known: self.draft.month_known() || (self.depth > 0 && self.draft.counts_by_month()),
                months_listed: self.draft.months_listed(),
                week_known: self.depth > 0 && self.draft.week_known(),
                in_bracket: self.depth > 0,
                joint_allowed: at > self.start,
            };
            let spaced = self.r.after_space();
            let mut clause = clause::read(&mut self.r, context);
            // 8月は第1水曜日.
            if let Some(Clause::Months(months, None)) = clause
                && months::is_topic(&mut self.r)
            {
                clause = Some(Clause::Topic(months));
            }
            // 配食（週2回）: at the beginning a word that is a filler elsewhere is a name.
            let filler = begins && clause == Some(Clause::Filler);
            // 誕生日会：毎月: so does what says when elsewhere, where the name ends as events do.
            let note = begins && matches!(clause, Some(Clause::Note(_)));
            let behind = self.r.pos();
            // 月曜サロン　毎週月曜日, 土曜学習会：第2土曜日.
            let weekly = begins && matches!(clause, Some(Clause::Weekly(_))) && self.names_a_weekly_event(at);
            if filler || note || weekly {
                self.r.back_to(at);
            }
            if (filler && self.begin_name(|name| name.sure)) || ((note || weekly) && self.begin_name(|name| name.sure && name.event)) {
                begins = false;
            } else if let Some(clause) = clause {
                self.r.back_to(behind);
                self.remarked = false;
                self.names_weekend |= matches!(clause, Clause::Nth(..)) && self.r.chars(at, behind).any(pair_of('土', '日'));
                self.names_a_day |= match clause {
                    Clause::MonthDays(..)
                    | Clause::Span(..)
                    | Clause::Months(..)
                    | Clause::Topic(_)
                    | Clause::Parts(..)
                    | Clause::Open { .. } => true,
                    // 入浴週2回: a rhythm said in full makes what stands before it a name.
                    Clause::Interval(_) => true,
                    Clause::Count(count, _) => matches!(count.per, Per::Year | Per::Month | Per::Week),
                    _ => false,
                };
                self.counted = agreement::exact_count(&clause, self.r.chars(at, behind)).map(|count| (at, count));
                if let Some(listing) = &mut self.listing {
                    listing.add(&clause, self.r.chars(at, behind));
                }
                // 毎週水曜日、夏休み中: whether all Wednesdays are meant is not said.
                let narrows = clause == Clause::Note(true) && "中間み日期業".contains(self.r.before()) && self.draft.is_exact_all_year();
                self.draft.set_parted(begins);
                if matches!(clause, Clause::Count(..)) {
                    self.draft.set_soft(agreement::is_soft(self.r.chars(at, behind)));
                }
                if narrows {
                    self.unread(at, Why::Unread);
                } else if let Err(why) = self.draft.add(clause, self.depth) {
                    self.unread(at, why);
                }
                begins = false;
            } else if (begins && self.begin_name(|_| true)) || (spaced && self.depth == 0 && self.begin_labelled()) {
                self.remarked = true;
                begins = false;
            } else if (self.may_have_remark(spaced) && names::read_remark(&mut self.r, false, spaced))
                || (self.may_have_another_remark() && names::read_remark(&mut self.r, false, false))
                || (self.may_have_place() && names::read_remark(&mut self.r, true, true))
            {
                self.remarked = true;
                self.listing.iter_mut().for_each(Listing::break_off);
                self.draft.remark();
                begins = false;
            } else {
                self.skip();
                self.unread(at, Why::Unread);
            }
        }
        if self.depth > 0 {
            self.unread(self.r.pos(), Why::Unread);
        }
        self.finish_entry();
        if self.names == 1
            && !self.names_a_day
            && let Some(name) = self.unsure_name
        {
            let range = self.r.bytes(name.start, name.end);
            self.reading.unread.push(Unread { range, why: Why::Unread });
        }
    }

    /// 4月～7月 週1回、9月～3月 月2回: whether other months with a rhythm of their own come next. Leaves the reader where it was.
    fn begins_another_rhythm(&mut self) -> bool {
        let at = self.r.pos();
        let context = Context {
            year: self.year,
            month_known: false,
            months_listed: false,
            week_known: false,
            in_bracket: false,
            joint_allowed: true,
        };
        let own = self.draft.schedule();
        let other = match clause::read(&mut self.r, context) {
            Some(Clause::Months(months, None)) => months.without(own.months()) == months && !months.is_empty(),
            _ => false,
        };
        let _particle = other && (self.r.eat('は') || self.r.eat('に') || self.r.eat('、'));
        let counted = other
            && match clause::read(&mut self.r, context) {
                Some(Clause::Count(count, _)) => matches!(count.per, Per::Month | Per::Week) && own.count != Some(count),
                // 9月～3月は毎月2回.
                Some(Clause::EachMonth(Months::ALL)) => {
                    matches!(clause::read(&mut self.r, context), Some(Clause::Count(count, _))
                        if count.per == Per::Total && own.count != Some(Count { per: Per::Month, ..count }))
                }
                _ => false,
            };
        let over = counted && (self.r.at_end() || matches!(self.r.peek(), '、' | '。'));
        self.r.back_to(at);
        over
    }

    /// Steps over the （1） before a member of a list, where the others are numbered on.
    fn enumerated(&mut self) -> bool {
        let start = self.r.pos();
        self.r.bump();
        let next = self.r.number() == Some(self.enumerated + 1) && self.r.eat(')');
        let begins = self.enumerated > 0 || self.r.has_ahead("(2)");
        let fits = next && begins && self.depth == 0 && (self.enumerated > 0 || start == 0);
        if fits {
            self.enumerated += 1;
        } else {
            self.r.back_to(start);
        }
        fits
    }

    /// Whether a name begins at `at`, with more behind it than a time of day.
    fn names_a_weekly_event(&mut self, at: usize) -> bool {
        let behind = self.r.pos();
        self.r.back_to(at);
        let named = names::read(&mut self.r).is_some_and(|name| name.sure && name.event && name.end > behind) && !self.r.at_digit();
        self.r.back_to(behind);
        named
    }

    /// 5月総会, 4月8日入学式: a remark stands right behind the month or day, not behind 通年. Behind a weekday only a
    /// space tells it from a name (月曜会).
    fn may_have_remark(&self, spaced: bool) -> bool {
        // 八月踊り is a name.
        let by_kanji = self.r.before() == '月' && self.r.before_at(2).is_some_and(is_kanji_digit);
        let parted = spaced || matches!(self.r.before(), '月' | '日' | '旬' | '頃' | 'ろ' | ')' | '末' | '期');
        let behind = self.draft.after_month() || (spaced && (self.draft.after_week() || self.draft.after_time()));
        parted && !by_kanji && behind
    }

    /// 始業式・着任式, 始業式、入学式; 5月の総会, 年1回の訓練: words that end as events do.
    fn may_have_another_remark(&self) -> bool {
        match self.r.before() {
            '・' | '、' => self.remarked,
            'の' => self.draft.after_month() || self.draft.only_counts(),
            _ => false,
        }
    }

    /// （11月13日～14日、京都市）.
    fn may_have_place(&self) -> bool {
        self.depth > 0 && self.r.before() == '、' && self.draft.after_day()
    }

    /// （雨天順延）, （敬老の日） behind a day or month: words that do not change when.
    fn remark_in_bracket(&mut self) {
        if self.draft.after_day()
            && let Some((name, year)) = agreement::holiday_in_bracket(&mut self.r).zip(self.year)
            && agreement::is_misnamed(self.draft.schedule(), name, year)
        {
            let at = self.r.pos();
            while self.r.peek() != ')' {
                self.r.bump();
            }
            self.unread(at, Why::Contradiction);
            return;
        }
        let after_month = self.draft.after_month();
        if !after_month && !self.draft.after_count() && !self.draft.may_be_remarked() {
            return;
        }
        let start = self.r.pos();
        let context = Context {
            year: self.year,
            month_known: false,
            months_listed: false,
            week_known: false,
            in_bracket: true,
            joint_allowed: false,
        };
        // Only what is no clause throughout is a remark.
        while clause::read(&mut self.r, context).is_some() {}
        let whole = self.r.pos() > start && matches!(self.r.peek(), ')' | '、' | '。' | '・' | '(');
        self.r.back_to(start);
        // 年1回（総会）; 9月（敬老月間）.
        if !whole && !names::read_remark(&mut self.r, true, after_month) {
            names::read_plain_remark(&mut self.r);
        }
    }

    /// A name, if one comes; what stood before it is an entry of its own.
    fn begin_name(&mut self, fits: impl Fn(&Name) -> bool) -> bool {
        let at = self.r.pos();
        let Some(name) = names::read(&mut self.r).filter(fits) else {
            self.r.back_to(at);
            return false;
        };
        let behind = self.r.pos();
        self.r.back_to(name.start);
        self.finish_entry();
        self.r.back_to(behind);
        self.start = name.start;
        self.name = Some(name);
        self.names += 1;
        if !name.sure {
            self.unsure_name = Some(name);
        }
        self.listing.iter_mut().for_each(Listing::break_off);
        true
    }

    /// 幹事会：偶数月　総会：6月: a name behind a space, with a colon.
    fn begin_labelled(&mut self) -> bool {
        let at = self.r.pos();
        let labelled = names::read(&mut self.r).is_some_and(|name| name.event) && self.r.before() == ':';
        self.r.back_to(at);
        labelled && self.begin_name(|_| true)
    }

    /// Ends the entry before the reader's place.
    fn finish_entry(&mut self) {
        let draft = std::mem::replace(&mut self.draft, Draft::of(self.year));
        let name = self.name.take();
        if draft.is_empty() {
            // A name or fillers without a time.
            let end = name.map_or(self.r.pos(), |name| name.end);
            // ① or （1） before the first member.
            let signs = || self.r.chars(self.start, end).all(|c| matches!(c, '、' | '(' | ')' | '1'));
            if end > self.start && self.reading.unread.is_empty() && !(name.is_none() && self.reading.entries.is_empty() && signs()) {
                let range = self.r.bytes(self.start, end);
                self.reading.unread.push(Unread { range, why: Why::Unread });
            }
            return;
        }
        self.reading.says_when |= draft.says_when();
        let mut end = self.r.pos();
        while end > self.start + 1 && self.r.chars(end - 1, end).all(|c| matches!(c, '、' | '。' | '・' | '/')) {
            end -= 1;
        }
        let range = self.r.bytes(self.start, end);
        let name = name.map(|name| self.r.bytes(name.start, name.end));
        let vain = draft.leaves_out_in_vain();
        let schedule = draft.finish();
        if vain || (std::mem::take(&mut self.names_weekend) && self.year.is_some_and(|year| parts_a_weekend(&schedule, year))) {
            self.reading.unread.push(Unread { range: range.clone(), why: Why::Unread });
        }
        self.reading.entries.push(Entry { range, name, schedule });
        self.start = self.r.pos();
    }

    /// Goes to the next sign that parts clauses, at least one character on.
    fn skip(&mut self) {
        self.r.bump();
        while !self.r.at_end() && !matches!(self.r.peek(), '(' | ')' | '、' | '。' | '・' | '/') {
            self.r.bump();
        }
    }

    fn unread(&mut self, from: usize, why: Why) {
        let range = self.r.bytes(from, self.r.pos());
        match self.reading.unread.last_mut() {
            Some(last) if last.why == why && last.range.end == range.start => last.range.end = range.end,
            _ => self.reading.unread.push(Unread { range, why }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unread(range: Range<usize>, why: Why) -> Unread {
        Unread { range, why }
    }

    #[test]
    fn unread_places_come_once_and_in_order() {
        let unsorted = vec![
            unread(20..24, Why::NoSuchDay),
            unread(0..3, Why::Unread),
            // Within another, and reaching beyond one: one place each, told by the reason of the first.
            unread(12..15, Why::OutsideYear),
            unread(9..18, Why::Unread),
            unread(22..30, Why::Unread),
            // Touching is not overlapping.
            unread(3..6, Why::NoSuchDay),
        ];
        let mut reading = Reading { unread: unsorted, ..Reading::default() };
        reading.settle();
        let settled = [unread(0..3, Why::Unread), unread(3..6, Why::NoSuchDay), unread(9..18, Why::Unread), unread(20..30, Why::NoSuchDay)];
        assert_eq!(reading.unread, settled);
        reading.settle();
        assert_eq!(reading.unread, settled, "settled already");
    }

    #[test]
    fn what_is_underlined_of_a_phrase_does_not_overlap() {
        for phrase in ["毎月（第2水曜日", "総会（5月、2月30日（謎、13月", "あれこれ（（5月", "5月）謎）", "令和6年5月、25時、なにか"]
        {
            let reading = read_schedule(phrase, Some(FiscalYear(2025)));
            assert!(!reading.understood(), "{phrase}");
            let places: Vec<_> = reading.unread.iter().map(|unread| unread.range.clone()).collect();
            assert!(places.is_sorted_by(|a, b| a.end <= b.start), "{phrase}: {places:?}");
            assert!(places.iter().all(|place| phrase.get(place.clone()).is_some()), "{phrase}: {places:?}");
        }
    }
}
