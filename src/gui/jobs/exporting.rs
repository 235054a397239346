//! Writing the plan, or the calendar of its year, as a file for reading: what can be written, and the job that does it.
//!
//! Does not live here: the old/new table (`comparing`), printing.

use std::path::PathBuf;
use std::sync::Arc;

use nendo::calendar::Holidays;
use nendo::export::{self, CalendarFormat, PageRange, PlanFormat};
use nendo::locale::{Lang, Message};
use nendo::manuscript::{YearCalendar, YearGroups, YearLayout};
use nendo::plan::{Finding, Outline, Paper, Plan};
use nendo::storage;

use super::{Done, Jobs};

/// A file for reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Output {
    /// The plan.
    Plan(PlanFormat),
    /// The calendar of its year.
    Year(CalendarFormat),
}

impl Output {
    /// The plan as it is printed.
    pub const PDF: Self = Self::Plan(PlanFormat::Pdf);

    /// The extensions such a file may have, the usual one first.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Plan(PlanFormat::Pdf) | Self::Year(CalendarFormat::Pdf) => &["pdf"],
            Self::Plan(PlanFormat::Docx) => &["docx"],
            Self::Plan(PlanFormat::Html) => &["html", "htm"],
            Self::Plan(PlanFormat::Txt) => &["txt"],
            Self::Year(CalendarFormat::Xlsx) => &["xlsx"],
            Self::Year(CalendarFormat::Csv) => &["csv"],
            Self::Year(CalendarFormat::Ics) => &["ics"],
        }
    }

    /// The usual extension.
    pub fn extension(self) -> &'static str {
        self.extensions()[0]
    }

    /// The key of what the dialog about its path is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Plan(PlanFormat::Pdf) => "window.command.export_pdf",
            Self::Plan(_) => "window.export.plan_file",
            Self::Year(_) => "window.export.year_file",
        }
    }
}

/// How the pages of the calendar are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct YearShape {
    /// Grid or list.
    pub layout: YearLayout,
    /// What gathers the rows of the grid.
    pub groups: YearGroups,
    /// The sheet.
    pub paper: Option<Paper>,
}

/// What is to be written, of what.
pub struct Order {
    /// The plan as it stands.
    pub plan: Arc<Plan>,
    /// Where its pictures stand.
    pub folder: Option<PathBuf>,
    /// Its own file: when it was saved last.
    pub file: Option<PathBuf>,
    /// What is written.
    pub output: Output,
    /// How, for a calendar.
    pub shape: YearShape,
    /// The words of headings in tables.
    pub lang: Lang,
}

/// What was written lacks something.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lacks {
    /// What a reader would miss.
    pub findings: Vec<Finding>,
    /// Phrases that fall on no day of the calendar, since they were not understood.
    pub unread: usize,
}

impl Jobs {
    /// Writes a file for reading: of what was typed last, even if the pages on the screen have yet to follow.
    pub fn export(&mut self, path: PathBuf, order: Order) {
        let holidays = self.holidays();
        let name = match order.output {
            Output::Plan(PlanFormat::Pdf) => "window.job.pdf",
            Output::Plan(_) | Output::Year(_) => "window.job.export",
        };
        self.run_task(name, true, move |task| {
            let result = made(&order, &holidays).and_then(|(bytes, lacks)| {
                // A file that is there already stays as it was.
                if !task.stopped() {
                    storage::write_file(&path, &bytes).map_err(|error| error.message())?;
                }
                Ok(lacks)
            });
            Done::Exported { path, output: order.output, result }
        });
    }
}

/// The bytes of what is ordered.
fn made(order: &Order, holidays: &Holidays) -> Result<(Vec<u8>, Lacks), Message> {
    match order.output {
        Output::Plan(format) => {
            let pictures = storage::load_pictures(&order.plan, order.folder.as_deref());
            let (bytes, findings) = export::plan_as(&order.plan, &pictures, holidays, format, &PageRange::all())?;
            Ok((bytes, Lacks { findings, unread: 0 }))
        }
        Output::Year(format) => {
            let YearShape { layout, groups, paper } = order.shape;
            let options = YearCalendar { layout, groups, paper, holidays: holidays.clone() };
            let saved = order.file.as_deref().and_then(storage::written_at);
            let written = export::write_calendar(&order.plan, &Outline::of(&order.plan), format, &options, saved, order.lang)?;
            Ok((written.bytes, Lacks { findings: written.findings, unread: written.unread }))
        }
    }
}
