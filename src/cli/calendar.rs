//! The year's events from the schedules of a plan: as text, JSON, CSV and, through `export`, as pages, workbooks
//! and calendar files.

use std::path::Path;

use chrono::Datelike;
use serde::Serialize;

use super::args::{OutlineFormat, YearPage};
use super::verbs;
use crate::calendar::{FiscalYear, Holidays, Occurrence, format_date_with_weekday, weekday_char};
use crate::check::check;
use crate::locale::{Lang, Message, text as locale_text};
use crate::manuscript::{YearCalendar, compose_year};
use crate::plan::{Finding, FindingLevel, Outline, Plan, PlannedSchedule, lead_of, planned_schedules, title_of};
use crate::storage::LoadError;
use crate::{export, layout, storage};

/// What a calendar can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CalendarFormat {
    Pdf,
    Xlsx,
    Csv,
    Ics,
}

impl CalendarFormat {
    /// By the extension of a file.
    pub(super) fn of(extension: &str) -> Option<Self> {
        match extension {
            "pdf" => Some(Self::Pdf),
            "xlsx" => Some(Self::Xlsx),
            "csv" => Some(Self::Csv),
            "ics" => Some(Self::Ics),
            _ => None,
        }
    }
}

/// Lists the events of the year or writes them to a file.
pub(super) fn verb(plan_file: &Path, output: Option<&Path>, format: OutlineFormat, page: YearPage, lang: Lang) -> super::Result {
    let extension = output.and_then(Path::extension).map(|e| e.to_string_lossy().to_lowercase());
    let extension = extension.as_deref().unwrap_or("");
    let wanted = match output {
        None => None,
        // On standard output the format of a spreadsheet's import: the others are no text.
        Some(output) if verbs::is_standard(output) => Some(CalendarFormat::Csv),
        Some(_) => Some(
            CalendarFormat::of(extension)
                .ok_or_else(|| Message::new("cli.unknown_export").with("extension", extension).with("formats", "pdf, xlsx, csv, ics"))?,
        ),
    };
    // A workbook has groups, but no sheet of paper to choose.
    let allowed = match wanted {
        Some(CalendarFormat::Pdf) => page,
        Some(CalendarFormat::Xlsx) => YearPage { groups: page.groups, ..YearPage::default() },
        _ => YearPage::default(),
    };
    if page != allowed {
        return Err(Message::new("cli.option_not_for")
            .with("option", "--layout/--by/--paper")
            .with("verb", format!("calendar .{extension}")));
    }
    if let Some(output) = output {
        verbs::distinct(plan_file, output)?;
    }
    let plan = verbs::read(plan_file, lang)?;
    let outline = Outline::of(&plan);
    let Some((output, wanted)) = output.zip(wanted) else {
        let year = plan.fiscal_year.ok_or_else(|| Message::new("cli.no_fiscal_year"))?;
        let (planned, unread) = planned_schedules(&outline, year);
        let events = events(&outline, &planned, year, &holidays(lang));
        let done = match format {
            OutlineFormat::Json => verbs::print(&json(&events)),
            OutlineFormat::Text => verbs::print(&text(&events)),
        }?;
        complain_of(unread, lang);
        return Ok(done.or_found(report_days(&plan, &outline, lang)));
    };
    let (bytes, findings, unread) = written(&plan, &outline, wanted, page, verbs::saved_at(plan_file), lang)?;
    let done = verbs::write(output, &bytes)?;
    verbs::report(&findings, &outline, lang);
    complain_of(unread, lang);
    Ok(done.or_found(report_days(&plan, &outline, lang)))
}

/// Tells of days that cannot be right; whether there are any. A calendar would show them as they are not written.
fn report_days(plan: &Plan, outline: &Outline, lang: Lang) -> bool {
    const RULES: [&str; 4] = ["check.weekday", "check.no_such_day", "check.left_over_year", "check.no_holiday"];
    let mut wrong = check(plan, outline, &storage::holidays::holidays().unwrap_or_else(|_| Holidays::of_law()));
    wrong.retain(|finding| RULES.contains(&finding.rule));
    verbs::report(&wrong, outline, lang);
    wrong.iter().any(|finding| finding.level == FindingLevel::Error)
}

/// The bytes of a calendar, what a reader would miss, and how many phrases were not understood. `saved`: when the plan was.
pub(super) fn written(
    plan: &Plan,
    outline: &Outline,
    format: CalendarFormat,
    page: YearPage,
    saved: Option<chrono::NaiveDateTime>,
    lang: Lang,
) -> Result<(Vec<u8>, Vec<Finding>, usize), Message> {
    let no_year = || Message::new("cli.no_fiscal_year");
    let year = plan.fiscal_year.ok_or_else(no_year)?;
    let holidays = holidays(lang);
    let (planned, unread) = planned_schedules(outline, year);
    let (bytes, findings) = match format {
        CalendarFormat::Csv => (csv(&events(outline, &planned, year, &holidays), lang).into_bytes(), Vec::new()),
        CalendarFormat::Ics => (export::ics::write(plan, outline, &holidays, saved).ok_or_else(no_year)?.into_bytes(), Vec::new()),
        CalendarFormat::Xlsx => (export::xlsx::write(plan, outline, &holidays, page.groups.unwrap_or_default(), lang)?, Vec::new()),
        CalendarFormat::Pdf => {
            let YearPage { layout, groups, paper } = page;
            let options = YearCalendar { layout: layout.unwrap_or_default(), groups: groups.unwrap_or_default(), paper, holidays };
            let pages = layout::lay_out(&compose_year(plan, outline, &options).ok_or_else(no_year)?);
            let bytes = export::pdf::write(&pages, &export::pdf::PdfOptions { creation_date: plan.date }).map_err(|e| e.message())?;
            (bytes, export::missing_glyphs(&pages))
        }
    };
    Ok((bytes, findings, unread))
}

/// The holidays, with what the user's own file changes. Where that file is wrong it is said, and those of the law hold.
pub(super) fn holidays(lang: Lang) -> Holidays {
    storage::holidays::holidays().unwrap_or_else(|error| {
        let problem = match error {
            LoadError::Io { .. } => error.message(),
            _ => Message::new("cli.in_file").with("file", storage::holidays::HOLIDAYS_FILE).with("problem", error.message().text(lang)),
        };
        super::complain(&Message::new("cli.holidays_of_law").with("problem", problem.text(lang)).text(lang));
        Holidays::of_law()
    })
}

/// Says how many phrases stand in no calendar.
pub(super) fn complain_of(unread: usize, lang: Lang) {
    if unread > 0 {
        super::complain(&Message::new("cli.unread_schedules").with("count", unread).text(lang));
    }
}

/// One time a schedule of a node falls due.
pub(super) struct Event<'a> {
    occurrence: Occurrence,
    node: String,
    label: String,
    title: String,
    text: &'a str,
    lead: &'a str,
}

#[derive(Serialize)]
struct EventJson<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    /// The last day of an event of several days.
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    month: Option<String>,
    node: &'a str,
    title: &'a str,
    text: &'a str,
    certainty: &'static str,
}

/// The events of all schedules in order of time, those without a time last.
pub(super) fn events<'a>(outline: &'a Outline, planned: &[PlannedSchedule<'a>], year: FiscalYear, holidays: &Holidays) -> Vec<Event<'a>> {
    let mut events = Vec::new();
    for one in planned {
        let node = &outline.rows()[one.at].node;
        let title = title_of(outline, one.of);
        events.extend(one.occurrences(year, holidays).into_iter().map(|occurrence| Event {
            occurrence,
            node: node.id.to_string(),
            label: outline.path(one.at),
            title: title.clone().into_owned(),
            text: one.text,
            lead: lead_of(outline, one.at),
        }));
    }
    let order = |event: &Event<'_>| match event.occurrence {
        // A month stands before its days: what is due in it has to be thought of from its beginning.
        Occurrence::Month(first) => (0, first.num_days_from_ce(), 0),
        Occurrence::Days(from, to) => (0, from.num_days_from_ce(), 1 + (to - from).num_days()),
        Occurrence::Count => (1, 0, 0),
        Occurrence::AsNeeded => (2, 0, 0),
    };
    events.sort_by_key(order);
    events
}

/// A JSON list.
pub(super) fn json(events: &[Event<'_>]) -> String {
    let list: Vec<_> = events
        .iter()
        .map(|event| {
            let (date, end, month) = match event.occurrence {
                Occurrence::Days(from, to) => (Some(from.to_string()), (to != from).then(|| to.to_string()), None),
                Occurrence::Month(first) => (None, None, Some(first.format("%Y-%m").to_string())),
                Occurrence::Count | Occurrence::AsNeeded => (None, None, None),
            };
            let certainty = event.occurrence.certainty().code();
            EventJson { date, end, month, node: &event.node, title: &event.title, text: event.text, certainty }
        })
        .collect();
    super::outline::pretty(&list)
}

/// Lines for people: when, what, and the words of the schedule.
pub(super) fn text(events: &[Event<'_>]) -> String {
    let mut out = String::new();
    for event in events {
        let when = match event.occurrence {
            Occurrence::Days(from, to) if from == to => format_date_with_weekday(from),
            Occurrence::Days(from, to) => {
                format!("{}～{}月{}日（{}）", format_date_with_weekday(from), to.month(), to.day(), weekday_char(to.weekday()))
            }
            Occurrence::Month(first) => format!("{}月", first.month()),
            Occurrence::Count | Occurrence::AsNeeded => "―".to_owned(),
        };
        out.push_str(&format!("{when}\t{}\t（{}）\n", event.title, event.text));
    }
    out
}

/// A table for a spreadsheet: a byte order mark, so that Excel takes it for UTF-8, and CR LF.
pub(super) fn csv(events: &[Event<'_>], lang: Lang) -> String {
    let mut out = String::from("\u{FEFF}");
    let columns = [
        "calendar.column.date",
        "calendar.column.weekday",
        "calendar.column.end",
        "calendar.column.month",
        "calendar.column.label",
        "calendar.column.title",
        "calendar.column.schedule",
        "calendar.column.lead",
    ];
    line(&mut out, &columns.map(|column| locale_text(lang, column).to_owned()));
    for event in events {
        let (date, weekday, end, month) = match event.occurrence {
            Occurrence::Days(from, to) => {
                let end = if from == to { String::new() } else { to.to_string() };
                (from.to_string(), weekday_char(from.weekday()).to_string(), end, from.month().to_string())
            }
            Occurrence::Month(first) => (String::new(), String::new(), String::new(), first.month().to_string()),
            Occurrence::Count | Occurrence::AsNeeded => Default::default(),
        };
        let (label, title) = (event.label.clone(), event.title.clone());
        line(&mut out, &[date, weekday, end, month, label, title, event.text.to_owned(), event.lead.to_owned()]);
    }
    out
}

/// One line of CSV (RFC 4180). A cell that a spreadsheet would take for a formula is made text.
fn line(out: &mut String, cells: &[String]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        let formula = cell.starts_with(['=', '+', '@', '-', '\t', '\r']);
        if formula || cell.contains(['"', ',', '\n', '\r']) {
            out.push('"');
            out.push_str(if formula { "'" } else { "" });
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(cell);
        }
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Node, Role};
    use std::sync::Arc;

    #[test]
    fn events_come_in_order_and_as_sure_as_they_are() {
        let mut plan = Plan::new("t", Some(FiscalYear(2020)));
        let nodes = [("大会", "9月6日（日）"), ("部会", "随時"), ("研修, 上級", "7月、2月"), ("例会", "第66回")];
        plan.nodes = nodes
            .map(|(title, schedule)| {
                let mut node = Node::new(Role::Item, title);
                node.schedule.push(schedule.to_owned());
                Arc::new(node)
            })
            .to_vec();
        let outline = Outline::of(&plan);
        let (planned, unread) = planned_schedules(&outline, FiscalYear(2020));
        let events = events(&outline, &planned, FiscalYear(2020), &Holidays::of_law());
        assert_eq!(unread, 1);
        assert_eq!(
            text(&events),
            "7月\t研修, 上級\t（7月、2月）\n令和2年9月6日（日）\t大会\t（9月6日（日））\n2月\t研修, 上級\t（7月、2月）\n―\t部会\t（随時）\n"
        );
        let json = json(&events);
        assert!(json.contains("\"date\": \"2020-09-06\"") && json.contains("\"month\": \"2021-02\"") && json.contains("as_needed"));
        let csv = csv(&events, Lang::Ja);
        assert!(csv.starts_with("\u{FEFF}期日,曜日") && csv.contains("\"研修, 上級\"") && csv.ends_with("\r\n"));
    }
}
