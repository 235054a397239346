//! The verbs.

use std::io::{Read, Write};
use std::path::Path;

use super::args::{OutlineFormat, Verb, YearPage};
use super::{calendar, check as check_plan, compare, merge, outline};
use crate::export::PageRange;
use crate::import::{self, Imported};
use crate::locale::{Lang, Message};
use crate::plan::{Finding, FindingLevel, Outline, Plan};
use crate::{check, export, storage};

/// How a verb ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Done {
    Clean,
    WithFindings,
}

impl Done {
    /// The same, with findings where something was found.
    pub(super) fn or_found(self, found: bool) -> Self {
        if found { Self::WithFindings } else { self }
    }
}

pub(super) fn run(verb: &Verb, lang: Lang) -> super::Result {
    match verb {
        Verb::Import { input, output, findings } => import_verb(input, output, findings.as_deref(), lang),
        Verb::Outline { plan, format } => {
            let plan = read(plan, lang)?;
            let outline = Outline::of(&plan);
            match format {
                OutlineFormat::Text => print(&outline::text(&plan, &outline)),
                OutlineFormat::Full => print(&outline::full(&plan, &outline)),
                OutlineFormat::Json => print(&outline::json(&plan, &outline, &calendar::holidays(lang))),
            }
        }
        Verb::Export { plan, output, pages } => export_verb(plan, output, pages, lang),
        Verb::Compare { old, new, output, show } => compare::verb(old, new, output.as_deref(), *show, lang),
        Verb::Merge { base, mine, theirs, output } => merge::verb(base, mine, theirs, output, lang),
        Verb::Calendar { plan, output, format, page } => calendar::verb(plan, output.as_deref(), *format, *page, lang),
        Verb::Check { plan, json } => check_plan::verb(plan, *json, lang),
        Verb::Fmt { plan } => fmt_verb(plan, lang),
    }
}

/// Writes to standard output. A reader that has gone away (`| head`) is no failure.
pub(super) fn print(text: &str) -> super::Result {
    print_bytes(text.as_bytes())
}

fn print_bytes(bytes: &[u8]) -> super::Result {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => Ok(Done::Clean),
        Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => Ok(Done::Clean),
        Err(e) => Err(Message::new("cli.stdout").with_reason(&e)),
    }
}

pub(super) fn is_standard(path: &Path) -> bool {
    path.as_os_str() == "-"
}

pub(super) fn read_standard_input() -> Result<Vec<u8>, Message> {
    let mut bytes = Vec::new();
    let limit = storage::MAX_FILE_BYTES + 1;
    std::io::stdin().lock().take(limit).read_to_end(&mut bytes).map_err(|e| Message::new("cli.stdin").with_reason(&e))?;
    Ok(bytes)
}

pub(super) fn read(path: &Path, lang: Lang) -> Result<Plan, Message> {
    if is_standard(path) {
        return storage::read_plan(&read_standard_input()?).map_err(|e| e.message());
    }
    storage::load(path).map(|loaded| std::sync::Arc::unwrap_or_clone(loaded.plan)).map_err(|e| in_file(path, &e, lang))
}

/// The message with the file's name before it, where it does not name it itself.
fn in_file(path: &Path, error: &storage::LoadError, lang: Lang) -> Message {
    match error {
        storage::LoadError::Io { .. } => error.message(),
        _ => Message::new("cli.in_file").with("file", path.display()).with("problem", error.message().text(lang)),
    }
}

pub(super) fn write(path: &Path, bytes: &[u8]) -> super::Result {
    if is_standard(path) {
        return print_bytes(bytes);
    }
    storage::write_file(path, bytes).map(|()| Done::Clean).map_err(|e| e.message())
}

/// The output must not be the input: a slip of the hand would cost the source.
pub(super) fn distinct(input: &Path, output: &Path) -> Result<(), Message> {
    let real = |path: &Path| path.canonicalize().ok();
    if !is_standard(input) && !is_standard(output) && real(output).is_some() && real(input) == real(output) {
        return Err(Message::new("cli.same_file").with("path", output.display()));
    }
    Ok(())
}

fn import_verb(input: &Path, output: &Path, findings_file: Option<&Path>, lang: Lang) -> super::Result {
    distinct(input, output)?;
    if let Some(file) = findings_file {
        distinct(input, file)?;
        distinct(output, file)?;
    }
    let imported =
        if is_standard(input) { import::import_bytes(&read_standard_input()?, import::Kind::Text) } else { import::import_file(input) };
    let Imported { plan, findings } = imported.map_err(|e| e.message())?;
    let text = storage::write_plan(&plan).map_err(|e| e.message())?;
    let outline = Outline::of(&plan);
    if let Some(file) = findings_file {
        write(file, outline::findings_json(&findings, &outline, lang).as_bytes())?;
    }
    write(output, text.as_bytes())?;
    report(&findings, &outline, lang);
    Ok(status(&findings))
}

pub(super) fn report(findings: &[Finding], outline: &Outline, lang: Lang) {
    let mut err = std::io::stderr().lock();
    for finding in findings {
        if writeln!(err, "{}", told(finding, outline, lang)).is_err() {
            return;
        }
    }
}

/// A finding in a line, with where it is.
pub(super) fn told(finding: &Finding, outline: &Outline, lang: Lang) -> String {
    let level = crate::locale::text(lang, level_key(finding.level));
    let place = finding.place.node.and_then(|id| outline.position(id)).map(|at| place(outline, at));
    let said = match (finding.place.line, place) {
        (Some(line), _) => Message::new("cli.finding_at_line").with("line", line),
        (None, Some(place)) => Message::new("cli.finding_at_node").with("place", place),
        (None, None) => Message::new("cli.finding"),
    };
    said.with("level", level).with("text", finding.text(lang)).text(lang)
}

/// A node as people point at it: its labels and how its title begins.
pub(super) fn place(outline: &Outline, position: usize) -> String {
    const SHOWN: usize = 20;
    let title = outline.title(&outline.rows()[position]);
    let mut shown: String = title.chars().take(SHOWN).collect();
    if title.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    // Set apart: 第1 and 1 would read as 第11.
    let labels: Vec<&str> = outline.ancestry(position).iter().map(|row| row.label.as_str()).filter(|label| !label.is_empty()).collect();
    format!("{}「{shown}」", labels.join(" "))
}

fn level_key(level: FindingLevel) -> &'static str {
    match level {
        FindingLevel::Info => "cli.level.info",
        FindingLevel::Warning => "cli.level.warning",
        FindingLevel::Error => "cli.level.error",
    }
}

pub(super) fn status(findings: &[Finding]) -> Done {
    if findings.iter().any(|f| f.level == FindingLevel::Error) { Done::WithFindings } else { Done::Clean }
}

fn export_verb(plan_file: &Path, output: &Path, pages: &PageRange, lang: Lang) -> super::Result {
    distinct(plan_file, output)?;
    let extension = output.extension().map(|e| e.to_string_lossy().to_lowercase());
    let format = match extension.as_deref() {
        _ if is_standard(output) => "txt",
        Some("pdf") => "pdf",
        Some("txt") => "txt",
        Some("html" | "htm") => "html",
        Some("docx") => "docx",
        Some("xlsx") => "xlsx",
        Some("csv") => "csv",
        Some("ics") => "ics",
        other => {
            return Err(Message::new("cli.unknown_export")
                .with("extension", other.unwrap_or(""))
                .with("formats", "pdf, docx, html, txt, xlsx, csv, ics"));
        }
    };
    // Only a PDF has pages.
    if format != "pdf" && !pages.is_all() {
        return Err(Message::new("cli.option_not_for").with("option", "--pages").with("verb", format!("export .{format}")));
    }
    let plan = read(plan_file, lang)?;
    if let Some(calendar_format) = export::CalendarFormat::of(format).filter(|wanted| *wanted != export::CalendarFormat::Pdf) {
        let outline = Outline::of(&plan);
        let options = calendar::options(YearPage::default(), lang);
        let export::WrittenCalendar { bytes, findings, unread } =
            export::write_calendar(&plan, &outline, calendar_format, &options, storage::written_at(plan_file), lang)?;
        let done = write(output, &bytes)?;
        report(&findings, &outline, lang);
        calendar::complain_of(unread, calendar_format.keeps_words(), lang);
        return Ok(done);
    }
    // A plan from standard input names its pictures from where the command was given.
    let folder = if is_standard(plan_file) { Some(Path::new("")) } else { plan_file.parent() };
    let pictures = storage::load_pictures(&plan, folder);
    let outline = Outline::of(&plan);
    let holidays = calendar::holidays(lang);
    let mut findings = check::check(&plan, &outline, &holidays);
    let format = match format {
        "txt" => export::PlanFormat::Txt,
        "html" => export::PlanFormat::Html,
        "docx" => export::PlanFormat::Docx,
        _ => export::PlanFormat::Pdf,
    };
    let (bytes, missed) = export::plan_as(&plan, &pictures, &holidays, format, pages)?;
    findings.extend(missed);
    write(output, &bytes)?;
    report(&findings, &outline, lang);
    Ok(status(&findings))
}

fn fmt_verb(path: &Path, lang: Lang) -> super::Result {
    let plan = read(path, lang)?;
    let text = storage::write_plan(&plan).map_err(|e| e.message())?;
    // A file that is canonical already keeps its time of change.
    if !is_standard(path) && std::fs::read(path).is_ok_and(|have| have == text.as_bytes()) {
        return Ok(Done::Clean);
    }
    write(path, text.as_bytes())
}
