//! What is left out: 8月を除く, 祝日・年末年始を除く, ただし8月は休み, 第5週を除く, 月曜休館.

use super::clause::{Clause, Context, Why};
use super::reader::Reader;
use super::{dates, months, weekdays};
use crate::calendar::schedule::{Except, MonthDay, Nths, Rule, Schedule, Weekdays, When, month_day};
use crate::calendar::{FiscalYear, Holidays, Months};

/// The rest is meant.
const ENDS_OF_REST: [&str; 11] =
    ["以外の", "以外は", "以外", "を除いて", "を除き", "を除く", "をのぞく", "は除く", "はのぞく", "除く", "のぞく"];
/// Closed or no meeting then.
const ENDS_OF_CLOSING: [&str; 21] = [
    "はお休み",
    "は休館日",
    "は休館",
    "は休会",
    "は休業",
    "は休所",
    "は休講",
    "は休止",
    "は休み",
    "を休む",
    "は開催しない",
    "は実施しない",
    "は行わない",
    "休館日",
    "休館",
    "休業",
    "休所",
    "休会",
    "定休日",
    "定休",
    "休み",
];

/// Reads a list and the words that take it out; the reader may be anywhere when there is none.
pub(super) fn read(r: &mut Reader, context: Context) -> Option<Clause> {
    if r.eat_any(&["ただし", "但し", "なお"]) {
        r.eat('、');
    }
    let mut except = Except::default();
    let mut members = 0;
    let mut told = true;
    let mut kinds = Kinds::default();
    loop {
        let here = r.pos();
        let before = except.clone();
        told &= member(r, context, &mut except)?;
        members += 1;
        kinds.add(&before, &except, r.chars(here.saturating_sub(1), here).next() == Some('、'));
        if kinds.takes_the_rhythm(context) {
            return None;
        }
        let rest = ENDS_OF_REST.iter().any(|end| r.eat_word(end));
        // 祝日休 is said short.
        let short = r.peek() == '休' && matches!(r.peek_at(1), '\0' | ')' | '、' | '。');
        let closed = !rest && (r.eat_any(&ENDS_OF_CLOSING) || (short && r.eat('休')));
        if rest || closed {
            r.eat_any(&["の", "で"]);
            return Some(if told && !kinds.may_take_the_rhythm(context) {
                Clause::Except { except, rest }
            } else {
                Clause::Wrong(Why::Unread)
            });
        }
        if members > 12 {
            return None;
        }
        let _listed = r.list_sign() || r.eat_any(&["および", "及び", "並びに", "と", "や"]);
    }
}

/// What the members of a list are, as far as the first may be the rhythm itself and no exception.
#[derive(Debug, Default)]
struct Kinds {
    /// The first member is an nth weekday, or a weekday of the week.
    first: Option<First>,
    /// Others stand behind it: months or days; holidays or the turn of the year.
    months: bool,
    holidays: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum First {
    Nth,
    Weekday(Weekdays),
    Other,
}

impl Kinds {
    fn add(&mut self, before: &Except, after: &Except, parted: bool) {
        let Some(_) = self.first else {
            self.first = Some(match after.nth {
                Some((_, days)) if !days.is_empty() => First::Nth,
                _ if after.weekdays.0 & 0x7F != 0 => First::Weekday(after.weekdays),
                _ => First::Other,
            });
            return;
        };
        self.months |= before.months != after.months || before.days.len() != after.days.len();
        self.holidays |= parted && (before.weekdays.0 != after.weekdays.0 || before.new_year != after.new_year);
    }

    /// 毎月第2土曜日、8月・1月を除く: the Saturdays are what takes place, the months what is left out.
    fn takes_the_rhythm(&self, context: Context) -> bool {
        let base_missing = context.months_listed || !context.joint_allowed;
        base_missing
            && match self.first {
                Some(First::Nth) => self.months || self.holidays,
                Some(First::Weekday(_)) => self.months,
                _ => false,
            }
    }

    /// 水曜日、祝日を除く: on Wednesdays, or on all days but those.
    fn may_take_the_rhythm(&self, context: Context) -> bool {
        let no_day_off = |days: Weekdays| days.0 & (1 << 6) == 0 && days.len() == 1;
        self.holidays && !context.joint_allowed && matches!(self.first, Some(First::Weekday(days)) if no_day_off(days))
    }
}

/// One member of the list; false where it is read, but no day can be told from it: 8月第2週.
fn member(r: &mut Reader, context: Context, except: &mut Except) -> Option<bool> {
    if r.eat_any(&["年末年始", "正月三が日", "三が日"]) {
        except.new_year = r.peek() != '(';
        return bracketed_days(r, context, except).map(|()| true);
    }
    if r.eat_any(&["お盆期間中", "お盆期間", "お盆休み", "お盆", "盆休み"]) {
        // Its days are nobody's law: only a bracket says which are meant.
        except.obon = r.peek() != '(';
        return bracketed_days(r, context, except).map(|()| true);
    }
    if r.eat_any(&["国民の祝日", "祝祭日", "祝休日", "休祝日", "祝日", "休日", "祝"]) {
        except.weekdays = except.weekdays.with(Weekdays::HOLIDAYS);
        return Some(true);
    }
    let start = r.pos();
    if r.peek() == '第' {
        let nths = weekdays::nths(r)?;
        let days = weekdays::weekdays(r, true).unwrap_or_default();
        // 第1月曜日・第3火曜日を除く: two kinds of days, of which one can be kept.
        let alike = except.nth.is_none_or(|(_, had)| had == days);
        except.nth = Some((Nths(except.nth.map_or(0, |(had, _)| had.0) | nths.0), days));
        return Some(alike);
    }
    if let Some(clause) = dates::read(r, context) {
        return days(&clause, except).map(|()| true);
    }
    r.back_to(start);
    if let Some(clause) = months::read_list(r, context) {
        let Clause::Months(months, None) = clause else { return None };
        // 8月第2火曜日を除く is that one day, not all of August and every second Tuesday.
        r.eat('の');
        if r.peek() == '第' {
            let nths = weekdays::nths(r)?;
            let weekdays = weekdays::weekdays(r, true).filter(|weekdays| !weekdays.is_empty());
            let Some((weekdays, year)) = weekdays.zip(context.year) else { return Some(false) };
            except.days.extend(nth_days(months, nths, weekdays, year));
            return Some(true);
        }
        except.months = except.months.with(months);
        return Some(true);
    }
    r.back_to(start);
    r.eat_any(&["毎週の", "毎週"]);
    let days = weekdays::weekdays(r, true)?;
    except.weekdays = except.weekdays.with(days);
    Some(true)
}

/// The days of months that are the nth of their weekday.
fn nth_days(months: Months, nths: Nths, weekdays: Weekdays, year: FiscalYear) -> Vec<MonthDay> {
    let rule = Rule { months, when: When::Nth(nths, weekdays), each_month: false };
    let schedule = Schedule { rules: vec![rule], ..Schedule::default() };
    schedule.dates(year, &Holidays::of_law()).into_iter().map(month_day).collect()
}

/// （12/29～1/3） behind 年末年始 or お盆 says which days are meant.
fn bracketed_days(r: &mut Reader, context: Context, except: &mut Except) -> Option<()> {
    if !r.eat('(') {
        return Some(());
    }
    let clause = dates::read(r, context)?;
    days(&clause, except)?;
    r.eat(')').then_some(())
}

fn days(clause: &Clause, except: &mut Except) -> Option<()> {
    match *clause {
        Clause::MonthDays(months, days) => {
            for month in months.iter() {
                let month = u8::try_from(month).ok()?;
                except.days.extend((1u8..=31).filter(|day| days & (1 << day) != 0).map(|day| (month, day)));
            }
            Some(())
        }
        Clause::Span(from, to) => {
            // The days between do not depend on the year but for 29 February, which may stand in the list.
            let leap = FiscalYear(2023);
            let rule = Rule { months: Months::NONE, when: When::Span(from, to), each_month: false };
            let (from, to) = rule.span(leap)?;
            let days = from.iter_days().take_while(|day| *day <= to).take(100);
            except.days.extend(days.map(month_day));
            Some(())
        }
        _ => None,
    }
}
