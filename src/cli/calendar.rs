//! The year's events from the schedules of a plan: as text, JSON, CSV and, through `export`, as pages, workbooks
//! and calendar files.

use std::path::Path;

use chrono::Datelike;
use serde::Serialize;

use super::args::{OutlineFormat, YearPage};
use super::verbs;
use crate::calendar::{Holidays, Occurrence, format_date_with_weekday, weekday_char};
use crate::check::check;
use crate::export::{CalendarFormat, Event, WrittenCalendar, events, write_calendar};
use crate::locale::{Lang, Message};
use crate::manuscript::YearCalendar;
use crate::plan::{FindingLevel, Outline, Plan, planned_schedules};
use crate::storage;
use crate::storage::LoadError;

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
        let events = events::events(&outline, &planned, year, &holidays(lang));
        let done = match format {
            OutlineFormat::Json => verbs::print(&json(&events)),
            OutlineFormat::Text | OutlineFormat::Full => verbs::print(&text(&events)),
        }?;
        complain_of(unread, false, lang);
        return Ok(done.or_found(report_days(&plan, &outline, lang)));
    };
    let WrittenCalendar { bytes, findings, unread } =
        write_calendar(&plan, &outline, wanted, &options(page, lang), storage::written_at(plan_file), lang)?;
    let done = verbs::write(output, &bytes)?;
    verbs::report(&findings, &outline, lang);
    complain_of(unread, wanted.keeps_words(), lang);
    Ok(done.or_found(report_days(&plan, &outline, lang)))
}

/// The calendar that was asked for.
pub(super) fn options(page: YearPage, lang: Lang) -> YearCalendar {
    let YearPage { layout, groups, paper } = page;
    YearCalendar { layout: layout.unwrap_or_default(), groups: groups.unwrap_or_default(), paper, holidays: holidays(lang) }
}

/// Tells of days that cannot be right, and of board meetings on holidays; whether any is an error. A calendar would show
/// them as they are not written.
fn report_days(plan: &Plan, outline: &Outline, lang: Lang) -> bool {
    const RULES: [&str; 7] = [
        "check.weekday",
        "check.no_such_day",
        "check.left_over_year",
        "check.no_holiday",
        "check.holiday_name",
        "check.schedule_count",
        "check.board_on_holiday",
    ];
    let mut wrong = check(plan, outline, &storage::holidays::holidays().unwrap_or_else(|_| Holidays::of_law()));
    wrong.retain(|finding| RULES.contains(&finding.rule));
    verbs::report(&wrong, outline, lang);
    wrong.iter().any(|finding| finding.level == FindingLevel::Error)
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

/// Says how many phrases fall on no day; some formats have their words all the same.
pub(super) fn complain_of(unread: usize, keeps_words: bool, lang: Lang) {
    if unread > 0 {
        let key = if keeps_words { "cli.unread_schedules_in_words" } else { "cli.unread_schedules" };
        super::complain(&Message::new(key).with("count", unread).text(lang));
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::FiscalYear;
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
        let events = events::events(&outline, &planned, FiscalYear(2020), &Holidays::of_law());
        assert_eq!(unread, 1);
        assert_eq!(
            text(&events),
            "7月\t研修, 上級\t（7月、2月）\n令和2年9月6日（日）\t大会\t（9月6日（日））\n2月\t研修, 上級\t（7月、2月）\n―\t部会\t（随時）\n"
        );
        let json = json(&events);
        assert!(json.contains("\"date\": \"2020-09-06\"") && json.contains("\"month\": \"2021-02\"") && json.contains("as_needed"));
        let csv = events::csv(&events, Lang::Ja);
        assert!(csv.starts_with("\u{FEFF}期日,曜日") && csv.contains("\"研修, 上級\"") && csv.ends_with("\r\n"));
    }
}
