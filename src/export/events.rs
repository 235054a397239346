//! What falls due in the year, one event each time, and the same as CSV for a spreadsheet. Works on values alone;
//! may use `plan`, `calendar` and `locale`.

use chrono::Datelike;

use crate::calendar::{FiscalYear, Holidays, Occurrence, weekday_char};
use crate::locale::{Lang, text as locale_text};
use crate::manuscript::time_words;
use crate::plan::{Outline, PlannedSchedule, audience_of, content_of, lead_of, place_of, title_of};

/// One time a schedule of a node falls due.
pub struct Event<'a> {
    /// When.
    pub occurrence: Occurrence,
    /// The id of the item.
    pub node: String,
    /// The item's number, from the chapter down.
    pub label: String,
    /// Its title, with what the schedule names.
    pub title: String,
    /// The words of the schedule.
    pub text: &'a str,
    /// The section that leads it, or nothing.
    pub lead: &'a str,
    /// From when to when, or nothing.
    pub time: String,
    /// Where, or nothing.
    pub place: &'a str,
    /// For whom, or nothing.
    pub audience: &'a str,
    /// What it is about, or nothing.
    pub content: &'a str,
}

/// The events of all schedules in order of time, those without a time last.
pub fn events<'a>(outline: &'a Outline, planned: &[PlannedSchedule<'a>], year: FiscalYear, holidays: &Holidays) -> Vec<Event<'a>> {
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
            time: one.schedule.time.map(time_words).unwrap_or_default(),
            place: place_of(outline, one.of),
            audience: audience_of(outline, one.of),
            content: content_of(outline, one.of),
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

/// A table for a spreadsheet: a byte order mark, so that Excel takes it for UTF-8, and CR LF.
pub fn csv(events: &[Event<'_>], lang: Lang) -> String {
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
        "calendar.column.time",
        "calendar.column.place",
        "calendar.column.audience",
        "calendar.column.content",
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
        let words = [event.text, event.lead, &event.time, event.place, event.audience, event.content].map(str::to_owned);
        line(&mut out, &[&[date, weekday, end, month, label, title][..], &words].concat());
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
