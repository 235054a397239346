//! The year's events from the schedules of a plan: as text, JSON and CSV.

use chrono::Datelike;
use serde::Serialize;

use crate::calendar::{FiscalYear, Holidays, Occurrence, format_date_with_weekday, occurrences, weekday_char};
use crate::locale::{Lang, text as locale_text};
use crate::plan::{Outline, is_line_of_time, written_schedules};

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

/// The events in order of time, those without a time last; and how many phrases were not understood.
pub(super) fn events(outline: &Outline, year: FiscalYear) -> (Vec<Event<'_>>, usize) {
    let holidays = Holidays::of_law();
    let (mut events, mut unread) = (Vec::new(), 0);
    for (at, row) in outline.rows().iter().enumerate() {
        let node = &row.node;
        // 日時 9月6日（日） as an item of its own says when its parent takes place.
        let parent = outline.ancestry(at).into_iter().rev().nth(1).filter(|_| is_line_of_time(&node.title));
        let title = outline.title(parent.unwrap_or(row));
        for written in written_schedules(node, Some(year)) {
            if !written.reading.understood() {
                unread += 1;
                continue;
            }
            let several = written.reading.entries.len() > 1;
            for entry in &written.reading.entries {
                let text = if several { &written.phrase[entry.range.clone()] } else { written.text };
                events.extend(occurrences(&entry.schedule, year, &holidays).into_iter().map(|occurrence| Event {
                    occurrence,
                    node: node.id.to_string(),
                    label: outline.path(at),
                    title: title.clone().into_owned(),
                    text,
                    lead: &node.lead,
                }));
            }
        }
    }
    let order = |event: &Event<'_>| match event.occurrence {
        // A month stands before its days: what is due in it has to be thought of from its beginning.
        Occurrence::Month(first) => (0, first.num_days_from_ce(), 0),
        Occurrence::Days(from, to) => (0, from.num_days_from_ce(), 1 + (to - from).num_days()),
        Occurrence::Count => (1, 0, 0),
        Occurrence::AsNeeded => (2, 0, 0),
    };
    events.sort_by_key(order);
    (events, unread)
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
    use crate::plan::{Node, Plan, Role};
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
        let (events, unread) = events(&outline, FiscalYear(2020));
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
