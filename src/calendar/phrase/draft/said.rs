//! What a draft holds, small enough to be looked at before and behind each clause: no clause may be read without saying something.

use super::Draft;
use crate::calendar::months::Months;
use crate::calendar::schedule::{Count, Nths, Rule, Schedule, Shift, TimeOfDay, Weekdays, When};

/// All of a draft that a clause can change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Said {
    rules: usize,
    months: Months,
    last: Option<Rule>,
    count: Option<Count>,
    time: Option<TimeOfDay>,
    shift: Option<Shift>,
    days_long: Option<u32>,
    except: (Months, Weekdays, Option<(Nths, Weekdays)>, usize),
    flags: [bool; 9],
}

impl Draft {
    pub(super) fn said(&self) -> Said {
        let Schedule { rules, count, except, shift, any_time, days_long, time, and_others, in_words } = &self.schedule;
        Said {
            rules: rules.len(),
            months: rules.iter().fold(Months::NONE, |all, rule| all.with(rule.months)),
            last: rules.last().copied(),
            count: *count,
            time: *time,
            shift: *shift,
            days_long: *days_long,
            except: (except.months, except.weekdays, except.nth, except.days.len()),
            flags: [
                except.new_year,
                except.obon,
                *any_time,
                *and_others,
                *in_words,
                self.closed,
                self.rest,
                self.monthly,
                self.step.is_some() || self.open.is_some(),
            ],
        }
    }

    /// Whether days are left out where no day is known, so that nobody would see it: 7月（20日を除く）.
    pub fn leaves_out_in_vain(&self) -> bool {
        let Schedule { rules, count, except, .. } = &self.schedule;
        let of_days = !except.days.is_empty() || except.nth.is_some() || !except.weekdays.is_empty() || except.new_year;
        let of_months = |rule: &Rule| rule.when == When::Month && !rule.each_month;
        of_days && count.is_none() && !self.is_any_day() && !rules.is_empty() && rules.iter().all(of_months)
    }

    /// 通年（土日祝を除く）, 通年（12月29日～1月3日を除く）: all the days of the year but those.
    pub(super) fn is_any_day(&self) -> bool {
        let except = &self.schedule.except;
        let of_days = !except.days.is_empty() || except.nth.is_some_and(|(_, days)| !days.is_empty());
        let all_year = [Rule { months: Months::ALL, when: When::Month, each_month: false }];
        self.schedule.rules == all_year && (self.means_the_rest() || (self.rest && of_days))
    }
}
