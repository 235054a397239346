//! `nendo compare`: the changes as text or JSON, and the old/new table.

mod json;
mod told;

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;

use super::args::Show;
use super::verbs::{self, Done};
use crate::compare::{self, Basis, Carrying, Comparison, Options};
use crate::locale::{Lang, Message, text};
use crate::manuscript::{Amendment, ComparisonTable, TablePreset, VersionNames, compose_comparison};
use crate::plan::{Plan, VersionKey};
use crate::{export, import, layout, storage};

pub(super) fn verb(old: &Path, new: &Path, output: Option<&Path>, show: Show, lang: Lang) -> super::Result {
    if verbs::is_standard(old) && verbs::is_standard(new) {
        return Err(Message::new("cli.one_standard_input"));
    }
    let format = output.map(|output| table_format(output, show.amendment)).transpose()?;
    if let Some(output) = output {
        verbs::distinct(old, output)?;
        verbs::distinct(new, output)?;
    }
    let (before, mut after) = (plan(old, lang)?, plan(new, lang)?);
    let basis = if show.by_content { Basis::Content } else { Basis::Auto };
    let options = Options { basis, ..Options::default() };
    let mut comparison = compare::compare(&before, &after, &options);
    let carrying = Carrying::of(&before, &after, &after.remarks, &comparison);
    if show.carry_reasons && carrying.has_any() {
        after.remarks = Arc::new(carrying.applied(&after.remarks));
        if !carrying.pairs.is_empty() {
            comparison = compare::compare(&before, &after, &options);
        }
    }
    tell_carrying(&carrying, show.carry_reasons, lang);
    if let (Some(output), true) = (output, show.amendment) {
        write_amendment((old, &before), (new, &after), &comparison, output, show.json, lang)?;
    } else if let (Some(output), Some(format)) = (output, format) {
        let name = |path: &Path| path.file_name().filter(|_| !verbs::is_standard(path)).unwrap_or_default().to_string_lossy().into_owned();
        let names = VersionNames { old: name(old), new: name(new) };
        write_table(&comparison, (&before, &after), names, (output, format), show)?;
    }
    // With the table on standard output there is no room for anything else.
    if !output.is_some_and(verbs::is_standard) && (output.is_none() || show.json) {
        let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
        verbs::print(&if show.json {
            json::json(&comparison, &after, &before, lang)
        } else {
            told::told(&before, &after, &comparison, colour, lang)
        })?;
    }
    Ok(if comparison.is_empty() { Done::Clean } else { Done::WithFindings })
}

/// Says in one line what was given for another state of the old plan: that it is not used, or that it was taken along.
fn tell_carrying(carrying: &Carrying, taken: bool, lang: Lang) {
    let Some(state) = carrying.states.first().filter(|_| !carrying.is_empty()) else { return };
    let key = match (carrying.has_any(), taken) {
        (true, true) => "cli.reasons_carried",
        (true, false) => "cli.reasons_unused",
        (false, _) => "cli.reasons_gone",
    };
    let said = Message::new(key).with("version", state.words(lang)).with("said", carrying.counts(lang)).with("gone", carrying.gone());
    // Whoever closed the channel does not want to know.
    let _ = writeln!(std::io::stderr(), "{}", said.text(lang));
}

/// A plan, or a text read as one: last year's plan is often no more than that.
fn plan(path: &Path, lang: Lang) -> Result<Plan, Message> {
    let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        // Of documents that are no text the reader of texts says what to do.
        Some("txt" | "md" | "html" | "htm" | "docx" | "doc" | "odt" | "rtf" | "jtd" | "pdf") => {
            import::import_file(path).map(|imported| import::lasting::with_lasting_ids(imported.plan)).map_err(|e| e.message())
        }
        _ => verbs::read(path, lang),
    }
}

#[derive(Clone, Copy)]
enum TableFormat {
    Pdf,
    Html,
    Docx,
    Xlsx,
}

fn table_format(output: &Path, amendment: bool) -> Result<TableFormat, Message> {
    let extension = output.extension().map(|e| e.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        Some("pdf") => Ok(TableFormat::Pdf),
        // Pages are pages only in a PDF.
        _ if amendment && verbs::is_standard(output) => Ok(TableFormat::Pdf),
        other if amendment => Err(Message::new("cli.unknown_export").with("extension", other.unwrap_or("")).with("formats", "pdf")),
        _ if verbs::is_standard(output) => Ok(TableFormat::Html),
        Some("html" | "htm") => Ok(TableFormat::Html),
        Some("docx") => Ok(TableFormat::Docx),
        Some("xlsx") => Ok(TableFormat::Xlsx),
        other => Err(Message::new("cli.unknown_export").with("extension", other.unwrap_or("")).with("formats", "pdf, html, docx, xlsx")),
    }
}

fn write_table(
    comparison: &Comparison,
    (old, new): (&Plan, &Plan),
    names: VersionNames,
    (output, format): (&Path, TableFormat),
    show: Show,
) -> super::Result {
    let preset = show.preset.unwrap_or(TablePreset::Changed);
    let reasons = new.remarks.reasons_since(VersionKey::of(old));
    let options = ComparisonTable {
        old_left: show.old_left,
        preset,
        reasons,
        names,
        tables_as_lines: matches!(format, TableFormat::Xlsx),
        large: show.large,
        whole_nodes: show.whole_nodes,
    };
    let manuscript = compose_comparison(old, new, comparison, &options);
    let bytes = match format {
        TableFormat::Html => export::html::write(&manuscript).into_bytes(),
        TableFormat::Docx => export::docx::write(&manuscript)?,
        TableFormat::Xlsx => export::workbook::write(&manuscript, new.date)?,
        TableFormat::Pdf => {
            let pages = layout::lay_out(&manuscript);
            export::pdf::write(&pages, &export::pdf::PdfOptions { creation_date: new.date }).map_err(|e| e.message())?
        }
    };
    verbs::write(output, &bytes)
}

/// The changed pages and the list of them; what to do with each page is said on standard output, too.
fn write_amendment(
    (old_file, old): (&Path, &Plan),
    (new_file, new): (&Path, &Plan),
    comparison: &Comparison,
    output: &Path,
    quiet: bool,
    lang: Lang,
) -> super::Result {
    let pictures = |file: &Path, plan: &Plan| {
        let folder = if verbs::is_standard(file) { Some(Path::new("")) } else { file.parent() };
        storage::load_pictures(plan, folder)
    };
    let amendment = Amendment::new(old, new, comparison);
    let made = export::amendment_to_pdf(
        (old, &pictures(old_file, old)),
        (new, &pictures(new_file, new)),
        &crate::cli::calendar::holidays(lang),
        &amendment,
    );
    let made = made.map_err(|e| e.message())?;
    verbs::write(output, &made.bytes)?;
    verbs::report(&made.findings, &comparison.new, lang);
    if !quiet && !verbs::is_standard(output) {
        let lines = made.pages.iter().map(|page| format!("{}\n", page.words(lang))).collect::<String>();
        verbs::print(&if lines.is_empty() { format!("{}\n", text(lang, "compare.no_pages")) } else { lines })?;
    }
    Ok(Done::Clean)
}
