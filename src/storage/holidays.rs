//! Holidays changed by hand: `holidays.ron` in the settings folder, with the days a place adds (県民の日, 創立記念日)
//! and those on which it works although the law has a holiday.
//!
//! ```ron
//! (
//!  format: "nendo-holidays",
//!  version: 1,
//!  added: [(date: "2025-11-14", name: "県民の日")],
//!  removed: ["2025-11-24"],
//! )
//! ```

use std::path::Path;

use chrono::NaiveDate;
use serde::Deserialize;

use super::config_dir;
use super::error::LoadError;
use super::header::{options, read_header_of};
use super::read::{decode, read_bytes, syntax_error};
use crate::calendar::{HolidayOverride, Holidays};

/// The word in `format`.
const FORMAT: &str = "nendo-holidays";
/// The version read.
const VERSION: u32 = 1;
/// The name of the file in the settings folder.
pub const HOLIDAYS_FILE: &str = "holidays.ron";

/// The file as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "Holidays")]
struct HolidaysV1 {
    #[serde(rename = "format")]
    _format: String,
    #[serde(rename = "version")]
    _version: u32,
    #[serde(default)]
    added: Vec<Added>,
    #[serde(default)]
    removed: Vec<NaiveDate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Added {
    date: NaiveDate,
    name: String,
}

/// Reads holidays from the bytes of their file: those of the law, changed as it says. A day both removed and
/// added has the name it was given.
///
/// # Errors
/// Says what is wrong, where, and what to do.
pub fn read_holidays(bytes: &[u8]) -> Result<Holidays, LoadError> {
    let text = decode(bytes)?;
    let header = read_header_of(&text, FORMAT);
    match (header.ours, header.version) {
        (Some(true), Some(version)) if version > VERSION => return Err(LoadError::Newer { found: version, known: VERSION }),
        (Some(true), Some(VERSION)) => {}
        _ => return Err(LoadError::NotHolidays),
    }
    let stored: HolidaysV1 = options().from_str(&text).map_err(|error| syntax_error(&text, &error))?;
    let removed = stored.removed.into_iter().map(|date| HolidayOverride { date, name: None });
    let added = stored.added.into_iter().map(|Added { date, name }| HolidayOverride { date, name: Some(name) });
    Ok(Holidays::with_overrides(removed.chain(added).collect()))
}

/// The holidays as `folder` has them; those of the law where it has no file for them.
///
/// # Errors
/// As [`read_holidays`], and where the file cannot be read.
pub fn load_holidays(folder: &Path) -> Result<Holidays, LoadError> {
    match read_bytes(&folder.join(HOLIDAYS_FILE)) {
        Ok(bytes) => read_holidays(&bytes),
        Err(LoadError::Io { missing: true, .. }) => Ok(Holidays::of_law()),
        Err(error) => Err(error),
    }
}

/// The holidays of this machine's user.
///
/// # Errors
/// As [`load_holidays`].
pub fn holidays() -> Result<Holidays, LoadError> {
    config_dir().map_or_else(|| Ok(Holidays::of_law()), |folder| load_holidays(&folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "(\n format: \"nendo-holidays\",\n version: 1,\n added: [(date: \"2025-11-14\", name: \"県民の日\")],\n removed: [\"2025-11-24\"],\n)\n";

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, month, day).expect("a day")
    }

    #[test]
    fn days_are_added_and_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(load_holidays(folder.path()).expect("of the law").is_holiday(day(11, 24)));
        std::fs::write(folder.path().join(HOLIDAYS_FILE), FILE).expect("written");
        let holidays = load_holidays(folder.path()).expect("read");
        assert_eq!(holidays.name(day(11, 14)), Some("県民の日"));
        assert!(!holidays.is_holiday(day(11, 24)) && holidays.is_holiday(day(11, 3)));
    }

    #[test]
    fn a_wrong_file_says_where() {
        let wrong = FILE.replace("2025-11-24", "2025-11-44");
        assert!(matches!(read_holidays(wrong.as_bytes()), Err(LoadError::Syntax { line: 5, .. })), "{:?}", read_holidays(wrong.as_bytes()));
        assert!(matches!(read_holidays(b"(format: \"nendo-plan\", version: 1)"), Err(LoadError::NotHolidays)));
        assert!(matches!(read_holidays(FILE.replace("version: 1", "version: 2").as_bytes()), Err(LoadError::Newer { .. })));
    }
}
