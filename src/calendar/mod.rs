//! Eras, fiscal years, dates and weekdays as Japanese offices write them.
//!
//! Lives here: the era table, the fiscal year, reading and writing of dates, the holidays, the grammar of
//! schedule phrases (`phrase`) and what they mean (`schedule`). Does not live here: anything of a plan.
//! May use: `locale`. Dates are `chrono`'s; eras and full-width digits are ours,
//! because `chrono` knows neither.

mod date;
mod era;
mod fiscal_year;
mod holiday;
mod months;
mod occurrence;
mod phrase;
mod picker;
mod rhythm;
mod schedule;
mod width;
mod wording;

pub use date::{WrittenDate, format_date, format_date_with_weekday, weekday_char, written_dates};
pub use era::{ERAS, Era, EraYear, parse_era_year};
pub use fiscal_year::{FiscalYear, find_fiscal_year};
pub use holiday::{HolidayOverride, Holidays, holiday_named, holiday_names};
pub use months::Months;
pub use occurrence::{Certainty, Meeting, Occurrence, Undated, busy_months, clashes, month_load, occurrences, undated};
pub use phrase::{Entry, Reading, Unread, Why, read_schedule};
pub use picker::{Choice, Pick, Wording, phrase, pick_of};
pub use schedule::{
    Count, Except, LONGEST_EVENT, MonthDay, Nths, Part, Per, Rule, Schedule, Shift, ShiftTo, TimeOfDay, Weekdays, When, day_in,
};
pub use width::{full_width_digits, half_width, half_width_char, parse_number};
