//! Eras, fiscal years, dates and weekdays as Japanese offices write them.
//!
//! Lives here: the era table, the fiscal year, reading and writing of dates. Does not live here:
//! anything of a plan. May use: `locale`. Dates are `chrono`'s; eras and full-width digits are ours,
//! because `chrono` knows neither.

mod date;
mod era;
mod fiscal_year;
mod width;

pub use date::{WrittenDate, format_date, format_date_with_weekday, weekday_char, written_dates};
pub use era::{ERAS, Era, EraYear, parse_era_year};
pub use fiscal_year::{FiscalYear, find_fiscal_year};
pub use width::{full_width_digits, half_width, half_width_char, parse_number};
