//! The year's calendar as bytes: which formats there are, and one door to all of them. Writes no files; may use
//! `layout`, `manuscript`, `plan`, `calendar` and `locale`.

use super::{events, ics, missing_glyphs, pdf, xlsx};
use crate::layout;
use crate::locale::{Lang, Message};
use crate::manuscript::{YearCalendar, compose_year};
use crate::plan::{Finding, Outline, Plan, planned_schedules, unread_schedules};

/// What a calendar can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CalendarFormat {
    /// Pages, as a grid of months or as a list.
    Pdf,
    /// A workbook.
    Xlsx,
    /// A table for a spreadsheet.
    Csv,
    /// A calendar file (RFC 5545).
    Ics,
}

impl CalendarFormat {
    /// Whether what was not understood stands in it, too, in the plan's own words.
    pub fn keeps_words(self) -> bool {
        self != Self::Ics
    }

    /// By the extension of a file.
    pub fn of(extension: &str) -> Option<Self> {
        match extension {
            "pdf" => Some(Self::Pdf),
            "xlsx" => Some(Self::Xlsx),
            "csv" => Some(Self::Csv),
            "ics" => Some(Self::Ics),
            _ => None,
        }
    }
}

/// A calendar that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenCalendar {
    /// The file.
    pub bytes: Vec<u8>,
    /// What a reader would miss.
    pub findings: Vec<Finding>,
    /// How many phrases were not understood: they fall on no day, and stand in the plan's own words where the format has words.
    pub unread: usize,
}

/// Writes the calendar of a plan. `saved`: when the plan was, in the time of its place; without it a calendar file
/// bears the beginning of its year.
///
/// # Errors
///
/// The plan has no fiscal year, or the writer of the format could not do its work; nothing is given then.
pub fn write_calendar(
    plan: &Plan,
    outline: &Outline,
    format: CalendarFormat,
    options: &YearCalendar,
    saved: Option<chrono::NaiveDateTime>,
    lang: Lang,
) -> Result<WrittenCalendar, Message> {
    let no_year = || Message::new("cli.no_fiscal_year");
    let year = plan.fiscal_year.ok_or_else(no_year)?;
    let holidays = &options.holidays;
    let (planned, unread) = planned_schedules(outline, year);
    let (bytes, findings) = match format {
        CalendarFormat::Csv => {
            let mut listed = planned;
            // What was not understood stands last, in the plan's own words and without a day.
            listed.extend(unread_schedules(outline, year));
            (events::csv(&events::events(outline, &listed, year, holidays), lang).into_bytes(), Vec::new())
        }
        CalendarFormat::Ics => (ics::write(plan, outline, holidays, saved).ok_or_else(no_year)?.into_bytes(), Vec::new()),
        CalendarFormat::Xlsx => (xlsx::write(plan, outline, holidays, options.groups, lang)?, Vec::new()),
        CalendarFormat::Pdf => {
            let pages = layout::lay_out(&compose_year(plan, outline, options).ok_or_else(no_year)?);
            let bytes = pdf::write(&pages, &pdf::PdfOptions { creation_date: plan.date }).map_err(|e| e.message())?;
            (bytes, missing_glyphs(&pages))
        }
    };
    Ok(WrittenCalendar { bytes, findings, unread })
}
