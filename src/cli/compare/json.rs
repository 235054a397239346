//! The comparison as JSON, for programs: the contract's fields, and what an edit means beside them.

use serde::Serialize;

use crate::compare::{Amounts, Change, ChangeKind, Comparison, Fact, Meaning, ScheduleChange, TableChange, TableEdit};
use crate::locale::Lang;
use crate::plan::{Outline, Plan, VersionKey};

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
    /// What the edit of a schedule means.
    #[serde(skip_serializing_if = "Option::is_none")]
    schedule: Option<ScheduleJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    budget: Option<BudgetJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tables: Vec<TableJson>,
    /// Why, as the new plan says.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

#[derive(Serialize)]
struct ScheduleJson {
    understood: bool,
    /// Whether it takes place as before and only the words differ.
    same_meaning: bool,
    facts: Vec<FactJson>,
}

#[derive(Serialize)]
struct FactJson {
    aspect: &'static str,
    old: String,
    new: String,
}

/// Tables, rows and columns are counted from 1.
#[derive(Serialize)]
struct TableJson {
    old: Option<usize>,
    new: Option<usize>,
    caption: String,
    edits: Vec<TableEditJson>,
}

#[derive(Default, Serialize)]
struct TableEditJson {
    op: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    old_row: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    old_column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    old: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    difference: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    permille: Option<i64>,
    words: String,
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

/// The comparison as JSON, one object.
pub(super) fn json(comparison: &Comparison, new: &Plan, old: &Plan, lang: Lang) -> String {
    let reasons = new.remarks.reasons_since(VersionKey::of(old));
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
        budget: amounts(budget),
    };
    let change = |change: &Change| {
        let meaning = match (change.old, change.new) {
            (Some(o), Some(n)) => comparison.meaning(o, n, &change.fields),
            _ => Meaning::default(),
        };
        let id = change.new.map(|n| comparison.new.rows()[n].node.id).or(change.old.map(|o| comparison.old.rows()[o].node.id));
        ChangeJson {
            kind: change.kind.code(),
            old: change.old.map(|o| node(&comparison.old, o)),
            new: change.new.map(|n| node(&comparison.new, n)),
            fields: change.fields.iter().map(|field| field.code()).collect(),
            text: comparison.text_of_change(change).into_iter().map(|s| StretchJson { op: s.op.code(), text: s.text }).collect(),
            schedule: meaning.schedule.as_ref().map(schedule),
            budget: meaning.budget.map(amounts),
            tables: meaning.tables.iter().map(|one| table(one, lang)).collect(),
            reason: id.and_then(|id| reasons.get(&id).cloned()),
        }
    };
    crate::cli::outline::pretty(&ComparisonJson { summary, changes: comparison.changes.iter().map(change).collect() })
}

fn amounts(amounts: Amounts) -> BudgetJson {
    BudgetJson { old: amounts.old, new: amounts.new, difference: amounts.difference(), permille: amounts.permille() }
}

fn schedule(change: &ScheduleChange) -> ScheduleJson {
    let fact = |fact: &Fact| FactJson { aspect: fact.aspect.code(), old: fact.old.clone(), new: fact.new.clone() };
    ScheduleJson { understood: change.understood, same_meaning: change.is_wording(), facts: change.facts.iter().map(fact).collect() }
}

fn table(change: &TableChange, lang: Lang) -> TableJson {
    let place = |at: usize| Some(at + 1);
    let edit = |edit: &TableEdit| {
        let amounts = edit.amounts();
        let json = TableEditJson {
            op: edit.code(),
            words: edit.words(lang),
            difference: amounts.and_then(Amounts::difference),
            permille: amounts.and_then(Amounts::permille),
            ..TableEditJson::default()
        };
        match edit {
            TableEdit::Caption { old, new } => TableEditJson { old: Some(old.clone()), new: Some(new.clone()), ..json },
            // Which table it was and is stands beside the edits.
            TableEdit::Moved { .. } => json,
            TableEdit::RowAdded { new, .. } => TableEditJson { row: place(*new), ..json },
            TableEdit::RowRemoved { old, .. } => TableEditJson { old_row: place(*old), ..json },
            TableEdit::RowMoved { old, new, .. } => TableEditJson { old_row: place(*old), row: place(*new), ..json },
            TableEdit::ColumnAdded { new, .. } => TableEditJson { column: place(*new), ..json },
            TableEdit::ColumnRemoved { old, .. } => TableEditJson { old_column: place(*old), ..json },
            TableEdit::ColumnMoved { old, new, .. } => TableEditJson { old_column: place(*old), column: place(*new), ..json },
            TableEdit::Cell { row, column, old, new, .. } => {
                TableEditJson { row: place(*row), column: place(*column), old: Some(old.clone()), new: Some(new.clone()), ..json }
            }
        }
    };
    TableJson {
        old: change.old.and_then(place),
        new: change.new.and_then(place),
        caption: change.caption.clone(),
        edits: change.edits.iter().map(edit).collect(),
    }
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
