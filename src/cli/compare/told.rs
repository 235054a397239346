//! The comparison for people in a terminal: one heading for each node that changed, its words below.

use crate::cli::pen::Pen;
use crate::cli::verbs;
use crate::compare::{Amounts, ChangeKind, Comparison, Field, Item, PlanField, diff_text};
use crate::locale::{Lang, Message, bracketed, text};
use crate::plan::{Outline, Plan, format_amount};

/// The changes for people, in the order of the new plan.
pub(super) fn told(old: &Plan, new: &Plan, comparison: &Comparison, colour: bool, lang: Lang) -> String {
    let pen = Pen::new(colour);
    if comparison.is_empty() {
        return format!("{}\n", text(lang, "compare.none"));
    }
    let mut out = format!("{} → {}\n", name(old, lang), name(new, lang));
    out.push_str(&counts(comparison, lang));
    out.push('\n');
    for field in &comparison.plan_changes {
        out.push_str(&format!("\n{}\n", pen.strong(text(lang, field.key()))));
        let stretches = match field {
            PlanField::Title => diff_text(&old.title, &new.title),
            PlanField::Organization => diff_text(&old.organization, &new.organization),
            PlanField::Preface => comparison.preface_text(),
            PlanField::Numbering => {
                out.push_str(&format!("    {} → {}\n", old.numbering.form(), new.numbering.form()));
                continue;
            }
        };
        pen.changed_lines(&stretches, &mut out);
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
    parts.extend(budget(comparison.summary.budget, lang));
    parts.join(text(lang, "compare.separator"))
}

/// 予算 1,200千円 → 1,500千円（＋300、＋25.0％）; nothing where it stayed.
fn budget(amounts: Amounts, lang: Lang) -> Option<String> {
    let (old, new) = (amounts.old?, amounts.new?);
    let message = Message::new("compare.budget").with("old", format_amount(old)).with("new", format_amount(new));
    (old != new).then(|| message.with("difference", amounts.words(lang).unwrap_or_default()).text(lang))
}

/// What an edit means, a line each.
fn meaning(comparison: &Comparison, item: &Item, lang: Lang) -> Vec<String> {
    let (Some(o), Some(n)) = (item.old, item.new) else { return Vec::new() };
    let meaning = comparison.meaning(o, n, &item.fields);
    let name = |field: Field| text(lang, field.key());
    let mut lines: Vec<String> = Vec::new();
    lines.extend(meaning.schedule.and_then(|change| change.words(lang)).map(|words| colon(name(Field::Schedule), &words, lang)));
    lines.extend(meaning.budget.and_then(|amounts| budget(amounts, lang)));
    for table in meaning.tables {
        let caption = if table.caption.is_empty() {
            name(Field::Table).to_owned()
        } else {
            format!("{}{}", name(Field::Table), quoted(&table.caption, lang))
        };
        match (table.old, table.new) {
            (None, _) => lines.push(colon(&caption, text(lang, "compare.table.added"), lang)),
            (_, None) => lines.push(colon(&caption, text(lang, "compare.table.removed"), lang)),
            _ => lines.extend(table.edits.iter().map(|edit| colon(&caption, &edit.words(lang), lang))),
        }
    }
    for figure in meaning.figures {
        let figure_name = format!("{}{}", name(Field::Figure), quoted(&figure.name, lang));
        let side = |words: String| if words.is_empty() { text(lang, "compare.nothing").to_owned() } else { words };
        for (aspect, old, new) in figure.edits {
            lines.push(colon(&figure_name, &format!("{} {} → {}", text(lang, aspect.key()), side(old), side(new)), lang));
        }
    }
    lines
}

/// 表：行「賛助会員」を追加.
fn colon(name: &str, words: &str, lang: Lang) -> String {
    format!("{name}{}{words}", text(lang, "compare.colon"))
}

/// 「会費」.
fn quoted(name: &str, lang: Lang) -> String {
    Message::new("compare.quoted").with("name", name).text(lang)
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
            ChangeKind::Edited => colon(word, &fields.join(if lang == Lang::Ja { "・" } else { ", " }), lang),
            ChangeKind::Moved | ChangeKind::Renumbered => {
                let (from, to) = (path(&comparison.old, item.old), path(&comparison.new, item.new));
                if from == to { word.to_owned() } else { colon(word, &format!("{from} → {to}"), lang) }
            }
            ChangeKind::Split => format!("{word} ← {}", item.whole.map(|o| place(&comparison.old, o)).unwrap_or_default()),
            ChangeKind::Merged => format!("{word} → {}", item.whole.map(|n| place(&comparison.new, n)).unwrap_or_default()),
            _ => word.to_owned(),
        });
    }
    let said = bracketed(&said.join(text(lang, "compare.separator")), lang);
    out.push_str(&format!("\n{}  {}\n", pen.strong(&name), said.trim_start()));
    if item.old.is_some() && item.new.is_some() && !(item.is(ChangeKind::Renamed) || item.is(ChangeKind::Edited)) {
        return;
    }
    pen.changed_lines(&comparison.text_of(item), out);
    for line in meaning(comparison, item, lang) {
        out.push_str(&format!("    → {line}\n"));
    }
}
