//! `nendo compare`: the changes as text or JSON, and the old/new table.

use std::io::IsTerminal;
use std::path::Path;

use serde::Serialize;

use super::args::Show;
use super::verbs::{self, Done};
use crate::compare::{self, Basis, Change, ChangeKind, Comparison, Item, Options, Stretch, TextOp};
use crate::locale::{Lang, Message, text};
use crate::manuscript::{ComparisonTable, TablePreset, compose_comparison};
use crate::plan::{Outline, Plan, VersionKey, format_amount};
use crate::{export, import, layout};

pub(super) fn verb(old: &Path, new: &Path, output: Option<&Path>, show: Show, lang: Lang) -> super::Result {
    if verbs::is_standard(old) && verbs::is_standard(new) {
        return Err(Message::new("cli.one_standard_input"));
    }
    let format = output.map(table_format).transpose()?;
    if let Some(output) = output {
        verbs::distinct(old, output)?;
        verbs::distinct(new, output)?;
    }
    let (before, after) = (plan(old, lang)?, plan(new, lang)?);
    let basis = if show.by_content { Basis::Content } else { Basis::Auto };
    let comparison = compare::compare(&before, &after, &Options { basis, ..Options::default() });
    if let (Some(output), Some(format)) = (output, format) {
        write_table(&before, &after, &comparison, output, format, show)?;
    }
    // With the table on standard output there is no room for anything else.
    if !output.is_some_and(verbs::is_standard) && (output.is_none() || show.json) {
        let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
        verbs::print(&if show.json { json(&comparison) } else { told(&before, &after, &comparison, colour, lang) })?;
    }
    Ok(if comparison.is_empty() { Done::Clean } else { Done::WithFindings })
}

/// A plan, or a text read as one: last year's plan is often no more than that.
fn plan(path: &Path, lang: Lang) -> Result<Plan, Message> {
    let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        Some("txt" | "md") => import::import_file(path).map(|imported| imported.plan).map_err(|e| e.message()),
        _ => verbs::read(path, lang),
    }
}

#[derive(Clone, Copy)]
enum TableFormat {
    Pdf,
    Html,
}

fn table_format(output: &Path) -> Result<TableFormat, Message> {
    let extension = output.extension().map(|e| e.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        _ if verbs::is_standard(output) => Ok(TableFormat::Html),
        Some("pdf") => Ok(TableFormat::Pdf),
        Some("html" | "htm") => Ok(TableFormat::Html),
        other => Err(Message::new("cli.unknown_export").with("extension", other.unwrap_or("")).with("formats", "pdf, html")),
    }
}

fn write_table(old: &Plan, new: &Plan, comparison: &Comparison, output: &Path, format: TableFormat, show: Show) -> super::Result {
    let preset = show.preset.unwrap_or(TablePreset::Changed);
    let reasons = new.remarks.reasons_since(VersionKey::of(old));
    let options = ComparisonTable { old_left: show.old_left, preset, reasons };
    let manuscript = compose_comparison(old, new, comparison, &options);
    let bytes = match format {
        TableFormat::Html => export::html::write(&manuscript).into_bytes(),
        TableFormat::Pdf => {
            let pages = layout::lay_out(&manuscript);
            export::pdf::write(&pages, &export::pdf::PdfOptions { creation_date: new.date }).map_err(|e| e.message())?
        }
    };
    verbs::write(output, &bytes)
}

#[derive(Serialize)]
struct ComparisonJson<'a> {
    summary: SummaryJson,
    changes: Vec<ChangeJson<'a>>,
}

#[derive(Serialize)]
struct SummaryJson {
    added: usize,
    removed: usize,
    moved: usize,
    renamed: usize,
    edited: usize,
    renumbered: usize,
    split: usize,
    merged: usize,
    /// What changed of the plan as a whole.
    plan: Vec<&'static str>,
    budget: BudgetJson,
}

/// Thousand yen, and tenths of a per cent.
#[derive(Serialize)]
struct BudgetJson {
    old: Option<i64>,
    new: Option<i64>,
    difference: Option<i64>,
    permille: Option<i64>,
}

#[derive(Serialize)]
struct ChangeJson<'a> {
    kind: &'static str,
    old: Option<NodeJson<'a>>,
    new: Option<NodeJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<&'static str>,
    text: Vec<StretchJson>,
}

#[derive(Serialize)]
struct NodeJson<'a> {
    id: String,
    label: Option<&'a str>,
    path: String,
    title: String,
}

#[derive(Serialize)]
struct StretchJson {
    op: &'static str,
    text: String,
}

fn json(comparison: &Comparison) -> String {
    let count = |kind| comparison.summary.count(kind);
    let budget = comparison.summary.budget;
    let summary = SummaryJson {
        added: count(ChangeKind::Added),
        removed: count(ChangeKind::Removed),
        moved: count(ChangeKind::Moved),
        renamed: count(ChangeKind::Renamed),
        edited: count(ChangeKind::Edited),
        renumbered: count(ChangeKind::Renumbered),
        split: count(ChangeKind::Split),
        merged: count(ChangeKind::Merged),
        plan: comparison.plan_changes.iter().map(|field| field.code()).collect(),
        budget: BudgetJson { old: budget.old, new: budget.new, difference: budget.difference(), permille: budget.permille() },
    };
    let change = |change: &Change| ChangeJson {
        kind: change.kind.code(),
        old: change.old.map(|o| node(&comparison.old, o)),
        new: change.new.map(|n| node(&comparison.new, n)),
        fields: change.fields.iter().map(|field| field.code()).collect(),
        text: comparison.text_of_change(change).into_iter().map(|s| StretchJson { op: s.op.code(), text: s.text }).collect(),
    };
    super::outline::pretty(&ComparisonJson { summary, changes: comparison.changes.iter().map(change).collect() })
}

fn node(outline: &Outline, at: usize) -> NodeJson<'_> {
    let row = &outline.rows()[at];
    NodeJson {
        id: row.node.id.to_string(),
        label: Some(row.label.as_str()).filter(|label| !label.is_empty()),
        path: outline.path(at),
        title: outline.title(row).into_owned(),
    }
}

/// The changes for people, in the order of the new plan.
fn told(old: &Plan, new: &Plan, comparison: &Comparison, colour: bool, lang: Lang) -> String {
    let pen = Pen { colour };
    if comparison.is_empty() {
        return format!("{}\n", text(lang, "compare.none"));
    }
    let mut out = format!("{} → {}\n", name(old, lang), name(new, lang));
    out.push_str(&counts(comparison, lang));
    out.push('\n');
    for field in &comparison.plan_changes {
        out.push_str(&format!("\n{}\n", pen.strong(text(lang, field.key()))));
        let stretches = match field {
            compare::PlanField::Title => compare::diff_text(&old.title, &new.title),
            compare::PlanField::Organization => compare::diff_text(&old.organization, &new.organization),
            compare::PlanField::Preface => comparison.preface_text(),
            compare::PlanField::Numbering => continue,
        };
        pen.stretches(&stretches, &mut out);
    }
    for item in comparison.items().iter().filter(|item| !item.kinds.is_empty()) {
        tell(comparison, item, pen, lang, &mut out);
    }
    out
}

fn name(plan: &Plan, lang: Lang) -> String {
    if plan.title.is_empty() { text(lang, "compare.untitled").to_owned() } else { plan.title.clone() }
}

/// How many changes of each kind, and what became of the budget.
fn counts(comparison: &Comparison, lang: Lang) -> String {
    let kinds = ChangeKind::ALL.into_iter().filter(|kind| comparison.summary.count(*kind) > 0);
    let mut parts: Vec<String> = kinds.map(|kind| format!("{} {}", text(lang, kind.key()), comparison.summary.count(kind))).collect();
    let budget = comparison.summary.budget;
    if let (Some(old), Some(new), Some(difference)) = (budget.old, budget.new, budget.difference().filter(|d| *d != 0)) {
        let share = budget.permille().map(|p| format!("、{}", percent(p))).unwrap_or_default();
        let message = Message::new("compare.budget")
            .with("old", format_amount(old))
            .with("new", format_amount(new))
            .with("difference", format!("{}{share}", signed(difference)));
        parts.push(message.text(lang));
    }
    parts.join(text(lang, "compare.separator"))
}

/// ＋300 or ▲300.
fn signed(amount: i64) -> String {
    let plus = if amount > 0 { "＋" } else { "" };
    format!("{plus}{}", format_amount(amount))
}

/// ＋2.5% or ▲2.5%.
fn percent(permille: i64) -> String {
    let sign = if permille < 0 { "▲" } else { "＋" };
    let size = permille.unsigned_abs();
    format!("{sign}{}.{}%", size / 10, size % 10)
}

fn tell(comparison: &Comparison, item: &Item, pen: Pen, lang: Lang, out: &mut String) {
    let place = |outline: &Outline, at: usize| verbs::place(outline, at);
    let name = match (item.new, item.old) {
        (Some(n), _) => place(&comparison.new, n),
        (None, Some(o)) => place(&comparison.old, o),
        (None, None) => return,
    };
    let mut said: Vec<String> = Vec::new();
    for kind in &item.kinds {
        let word = text(lang, kind.key());
        let fields: Vec<&str> = item.fields.iter().map(|field| text(lang, field.key())).collect();
        let path = |outline: &Outline, at: Option<usize>| at.map(|at| outline.path(at)).unwrap_or_default();
        said.push(match kind {
            ChangeKind::Edited => format!("{word}：{}", fields.join("・")),
            ChangeKind::Moved | ChangeKind::Renumbered => {
                let (from, to) = (path(&comparison.old, item.old), path(&comparison.new, item.new));
                if from == to { word.to_owned() } else { format!("{word}：{from} → {to}") }
            }
            ChangeKind::Split => format!("{word} ← {}", item.whole.map(|o| place(&comparison.old, o)).unwrap_or_default()),
            ChangeKind::Merged => format!("{word} → {}", item.whole.map(|n| place(&comparison.new, n)).unwrap_or_default()),
            _ => word.to_owned(),
        });
    }
    out.push_str(&format!("\n{}  （{}）\n", pen.strong(&name), said.join("、")));
    if item.old.is_some() && item.new.is_some() && !(item.is(ChangeKind::Renamed) || item.is(ChangeKind::Edited)) {
        return;
    }
    pen.stretches(&comparison.text_of(item), out);
}

/// Letters of an unchanged stretch that are shown beside a change.
const AROUND: usize = 16;

#[derive(Clone, Copy)]
struct Pen {
    colour: bool,
}

impl Pen {
    fn strong(self, text: &str) -> String {
        if self.colour { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// The stretches, indented; long unchanged ones shortened.
    fn stretches(self, stretches: &[Stretch], out: &mut String) {
        // Lines without a change say nothing here.
        let mut lines = vec![(String::new(), false)];
        for (at, stretch) in stretches.iter().enumerate() {
            let marked = match stretch.op {
                TextOp::Equal => shortened(&stretch.text, at > 0, at + 1 < stretches.len()),
                TextOp::Delete => self.marked(&stretch.text, "[-", "-]", "31;9"),
                TextOp::Insert => self.marked(&stretch.text, "{+", "+}", "32;4"),
            };
            for (n, part) in marked.split('\n').enumerate() {
                if n > 0 {
                    lines.push((String::new(), false));
                }
                if let Some(last) = lines.last_mut().filter(|_| !part.is_empty()) {
                    last.0.push_str(part);
                    last.1 |= stretch.op != TextOp::Equal;
                }
            }
        }
        for (own, _) in lines.into_iter().filter(|(_, changed)| *changed) {
            out.push_str(&format!("    {own}\n"));
        }
    }

    /// Each line marked by itself, so that no mark runs over the indent.
    fn marked(self, text: &str, open: &str, close: &str, colour: &str) -> String {
        let mark = |line: &str| match line {
            "" => String::new(),
            _ if self.colour => format!("\u{1b}[{colour}m{line}\u{1b}[0m"),
            _ => format!("{open}{line}{close}"),
        };
        text.split('\n').map(mark).collect::<Vec<_>>().join("\n")
    }
}

/// An unchanged stretch: what stands next to a change, and … for the rest.
fn shortened(text: &str, after_change: bool, before_change: bool) -> String {
    let letters: Vec<char> = text.chars().collect();
    let (head, tail) = (if after_change { AROUND } else { 0 }, if before_change { AROUND } else { 0 });
    if letters.len() <= head + tail + 2 {
        return text.to_owned();
    }
    let (front, back): (String, String) = (letters[..head].iter().collect(), letters[letters.len() - tail..].iter().collect());
    // Where the lines part stays visible.
    let parted = letters[head..letters.len() - tail].contains(&'\n');
    format!("{front}…{}{back}", if parted { "\n" } else { "" })
}
