//! The calendar files of a plan, opened by programs that know nothing of Nendo. Needs Python with `icalendar`,
//! `recurring-ical-events` or `openpyxl`; without them a test says so, whatever is captured, and ends.

#![allow(clippy::disallowed_methods, reason = "tests make their own files")]

use std::collections::BTreeSet;
use std::io::Write;
use std::process::Command;
use std::sync::Arc;

use nendo::calendar::{FiscalYear, Holidays, Occurrence};
use nendo::locale::Lang;
use nendo::manuscript::YearGroups;
use nendo::plan::{Node, Outline, Plan, Role, planned_schedules};
use nendo::{export, storage};

const YEAR: FiscalYear = FiscalYear(2025);

/// The sample plan, with every phrase of the corpus behind it.
fn plan() -> Plan {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/plans/wakaba-shakyo-r7.ron");
    let mut plan = storage::read_plan(&std::fs::read(file).expect("read")).expect("a plan");
    let corpus = [include_str!("corpus/schedule/worked.txt"), include_str!("corpus/schedule/later.txt")];
    let corpus = corpus.into_iter().flat_map(str::lines).filter(|line| !line.starts_with(['#', '@']));
    let phrases = corpus.filter_map(|line| Some(line.rsplit_once("=>")?.0.trim()));
    let node = |phrase: &str| Node { schedule: vec![phrase.to_owned()], ..Node::new(Role::Item, "例会") };
    plan.nodes.extend(phrases.map(|phrase| Arc::new(node(phrase))));
    plan.fiscal_year = Some(YEAR);
    plan
}

/// What a Python program says of a file; `None`, with a word, where Python lacks what it needs.
fn python(modules: &str, program: &str, file: &std::path::Path) -> Option<String> {
    let ready = Command::new("python3").args(["-c", &format!("import {modules}")]).output().is_ok_and(|out| out.status.success());
    if !ready {
        // Not by a macro: those are shown only where a test fails.
        writeln!(std::io::stderr(), "SKIPPED, NOT TESTED: python3 has no {modules}").ok();
        return None;
    }
    let out = Command::new("python3").args(["-c", program]).arg(file).output().expect("python3");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    Some(String::from_utf8(out.stdout).expect("text"))
}

#[test]
fn another_program_finds_the_same_days() {
    const PROGRAM: &str = "
import sys, datetime, icalendar, recurring_ical_events
calendar = icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read())
uids = [str(e['UID']) for e in calendar.walk('VEVENT')]
assert len(uids) == len(set(uids)), 'UIDs repeat'
day = lambda d: d.date() if isinstance(d, datetime.datetime) else d
for e in recurring_ical_events.of(calendar).between(datetime.date(2024, 1, 1), datetime.date(2028, 1, 1)):
    start = e['DTSTART'].dt
    end = e['DTEND'].dt if 'DTEND' in e else start
    last = day(end) if isinstance(end, datetime.datetime) else end - datetime.timedelta(days=1)
    print('-'.join(str(e['UID']).split('-')[:2]), day(start), last)
";
    let plan = plan();
    let outline = Outline::of(&plan);
    let holidays = Holidays::of_law();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("y.ics");
    std::fs::write(&file, export::ics::write(&plan, &outline, &holidays, None).expect("a year")).expect("written");
    let Some(said) = python("icalendar, recurring_ical_events", PROGRAM, &file) else { return };
    let mut expected = BTreeSet::new();
    for one in planned_schedules(&outline, YEAR).0 {
        for occurrence in one.occurrences(YEAR, &holidays) {
            if let Occurrence::Days(from, to) = occurrence {
                expected.insert(format!("{}-{} {from} {to}", outline.rows()[one.at].node.id, one.number));
            }
        }
    }
    let found: BTreeSet<String> = said.lines().map(str::to_owned).collect();
    let (lacking, beyond): (Vec<_>, Vec<_>) = (expected.difference(&found).collect(), found.difference(&expected).collect());
    assert!(expected.len() > 1000 && lacking.is_empty() && beyond.is_empty(), "lacking {lacking:#?}\nbeyond {beyond:#?}");
}

#[test]
fn another_program_opens_the_workbook() {
    const PROGRAM: &str = "
import sys, datetime, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
print(' '.join(book.sheetnames))
for sheet in book: print(sheet.freeze_panes, sheet.auto_filter.ref is not None)
days = [row[0] for row in book['予定'].iter_rows(min_row=2, values_only=True) if row[0] is not None]
assert all(isinstance(day, datetime.datetime) for day in days)
print(len(days))
";
    let plan = plan();
    let outline = Outline::of(&plan);
    let holidays = Holidays::of_law();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("y.xlsx");
    let book = export::xlsx::write(&plan, &outline, &holidays, YearGroups::Part, Lang::Ja).expect("a workbook");
    std::fs::write(&file, book).expect("written");
    let Some(said) = python("openpyxl", PROGRAM, &file) else { return };
    let occurrences = planned_schedules(&outline, YEAR).0.into_iter().flat_map(|one| one.occurrences(YEAR, &holidays));
    let days = occurrences.filter(|occurrence| matches!(occurrence, Occurrence::Days(..))).count();
    assert_eq!(said.lines().collect::<Vec<_>>(), ["予定 年間", "A2 True", "C3 False", &days.to_string()]);
}
