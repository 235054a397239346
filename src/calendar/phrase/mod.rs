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

mod clause;
mod counts;
mod dates;
mod draft;
mod exceptions;
mod months;
mod names;
mod reader;
mod times;
mod weekdays;
mod words;

use std::ops::Range;

pub use clause::Why;
use clause::{Clause, Context};
use draft::Draft;
use names::Name;
use reader::Reader;

use super::FiscalYear;
use super::schedule::{Per, Schedule};
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
        draft: Draft::default(),
        name: None,
        start: 0,
        depth: 0,
        names: 0,
        unsure_name: None,
        names_a_day: false,
        remarked: false,
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

fn is_kanji_digit(c: char) -> bool {
    "一二三四五六七八九十".contains(c)
}

/// 1/2 by itself is a half sooner than 2 January.
fn is_fraction(text: &str) -> bool {
    text.len() <= 9
        && ["1/2", "1/3", "2/3", "1/4", "3/4"].iter().any(|fraction| text.trim().chars().map(half_width_char).eq(fraction.chars()))
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
}

impl Parse {
    fn run(&mut self) {
        // Whether the next clause begins a member of a list.
        let mut begins = true;
        while !self.r.at_end() {
            match self.r.peek() {
                '(' => {
                    self.r.bump();
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
                    continue;
                }
                '、' | '。' | '・' | '/' => {
                    self.r.bump();
                    begins = true;
                    continue;
                }
                _ => {}
            }
            let at = self.r.pos();
            let context = Context {
                year: self.year,
                month_known: self.draft.month_known() || (self.depth > 0 && self.draft.counts_by_month()),
                months_listed: self.draft.months_listed(),
                week_known: self.depth > 0 && self.draft.week_known(),
                in_bracket: self.depth > 0,
                joint_allowed: at > self.start,
                opened: self.draft.opened(),
            };
            let spaced = self.r.after_space();
            let clause = clause::read(&mut self.r, context);
            // 配食（週2回）: at the beginning a word that is a filler elsewhere is a name.
            let filler = begins && clause == Some(Clause::Filler);
            let behind = self.r.pos();
            if filler {
                self.r.back_to(at);
            }
            if filler && self.begin_name(true) {
                begins = false;
            } else if let Some(clause) = clause {
                self.r.back_to(behind);
                self.remarked = false;
                self.names_a_day |= match clause {
                    Clause::MonthDays(..) | Clause::Span(..) | Clause::Months(..) | Clause::Open { .. } => true,
                    // 入浴週2回: a rhythm said in full makes what stands before it a name.
                    Clause::Count(count, _) => matches!(count.per, Per::Year | Per::Month | Per::Week),
                    _ => false,
                };
                if let Err(why) = self.draft.add(clause, self.depth) {
                    self.unread(at, why);
                }
                begins = false;
            } else if (begins && self.begin_name(false))
                || (self.may_have_remark(spaced) && names::read_remark(&mut self.r, false, spaced))
                || (self.remarked && self.r.before() == '・' && names::read_remark(&mut self.r, false, false))
            {
                self.remarked = true;
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

    /// 5月総会, 4月8日入学式: a remark stands right behind the month or day, not behind 通年. Behind a weekday only a
    /// space tells it from a name (月曜会).
    fn may_have_remark(&self, spaced: bool) -> bool {
        // 八月踊り is a name.
        let by_kanji = self.r.before() == '月' && self.r.before_at(2).is_some_and(is_kanji_digit);
        let parted = spaced || matches!(self.r.before(), '月' | '日' | '旬' | '頃' | 'ろ' | ')' | '末' | '期');
        parted && !by_kanji && (self.draft.after_month() || (spaced && self.draft.after_week()))
    }

    /// （雨天順延）, （敬老の日） behind a day or month: words that do not change when.
    fn remark_in_bracket(&mut self) {
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
            opened: false,
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
    fn begin_name(&mut self, only_sure: bool) -> bool {
        let Some(name) = names::read(&mut self.r).filter(|name| name.sure || !only_sure) else { return false };
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
        true
    }

    /// Ends the entry before the reader's place.
    fn finish_entry(&mut self) {
        let draft = std::mem::take(&mut self.draft);
        let name = self.name.take();
        if draft.is_empty() {
            // A name or fillers without a time.
            let end = name.map_or(self.r.pos(), |name| name.end);
            if end > self.start && self.reading.unread.is_empty() {
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
        self.reading.entries.push(Entry { range, name, schedule: draft.finish() });
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
