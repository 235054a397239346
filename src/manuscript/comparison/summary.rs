//! The changes on one page: counts, projects that are new, ended or moved, the budgets.

use std::collections::{BTreeMap, BTreeSet};

use super::meant::{place, share, signed};
use crate::compare::{Amounts, ChangeKind, Comparison, Field, TableBudget};
use crate::locale::{Lang, text};
use crate::manuscript::block::{Align, BlockKind, Cell, HeadingRank, Span, Table};
use crate::manuscript::grouped;
use crate::plan::Outline;

/// As many projects of a list as leave the page whole; how many more there are is said.
const MOST_NAMED: usize = 10;

pub(super) fn blocks(comparison: &Comparison) -> Vec<BlockKind> {
    let summary = &comparison.summary;
    let mut blocks = Vec::new();
    let counted = ChangeKind::ALL.into_iter().filter(|kind| summary.count(*kind) > 0);
    let counts: Vec<Vec<String>> =
        counted.map(|kind| vec![text(Lang::Ja, kind.key()).to_owned(), format!("{} 件", summary.count(kind))]).collect();
    if counts.is_empty() {
        let text = vec![Span::plain("新旧の間に違いはありません。")];
        return vec![BlockKind::Paragraph { indent: 0, first_line_indent: false, text }];
    }
    blocks.push(heading("変更の件数"));
    blocks.push(table(&["区分", "件数"], counts));
    let name = |outline: &Outline, at: usize| format!("{} {}", outline.path(at), outline.title(&outline.rows()[at]));
    let moved = |(o, n): &(usize, usize)| {
        let title = comparison.new.title(&comparison.new.rows()[*n]).into_owned();
        format!("{title}（旧{}→新{}）", comparison.old.path(*o), comparison.new.path(*n))
    };
    let lists = [
        ("新たに行う事業", summary.new_projects.iter().map(|n| name(&comparison.new, *n)).collect::<Vec<_>>()),
        ("終える事業", summary.ended_projects.iter().map(|o| name(&comparison.old, *o)).collect()),
        ("移した事業", summary.moved_projects.iter().map(moved).collect()),
        ("分けたもの", divided(comparison, ChangeKind::Split)),
        ("まとめたもの", divided(comparison, ChangeKind::Merged)),
    ];
    blocks.extend(lists.into_iter().flat_map(|(title, names)| list(title, names)));
    blocks.extend(budgets(comparison));
    blocks.extend(list("表の数値の増減", amounts_of_tables(comparison)));
    blocks
}

/// The budgets of both versions: those the items name, then those in tables that are others than before. What a
/// version does not have counts as nothing.
fn budgets(comparison: &Comparison) -> Vec<BlockKind> {
    let mut blocks = Vec::new();
    let budget = comparison.summary.budget;
    let side = |amount: Option<i64>| amount.map_or_else(|| "―".to_owned(), grouped);
    let difference = |amounts: Amounts| {
        let all = Amounts { old: amounts.old.or(Some(0)), new: amounts.new.or(Some(0)) };
        all.difference().map(signed).unwrap_or_default()
    };
    if budget.old.is_some() || budget.new.is_some() {
        blocks.push(heading("予算（千円）"));
        let rows = [["新", &side(budget.new)], ["旧", &side(budget.old)], ["増減", &difference(budget)]];
        blocks.push(table(&["区分", "金額"], rows.iter().map(|row| row.map(str::to_owned).to_vec()).collect()));
        // By itself: among the amounts its point would push them out of line.
        let share = share(budget);
        blocks.extend(
            (!share.is_empty() && budget.difference() != Some(0)).then(|| item(format!("増減率　{}", share.trim_matches(['（', '）'])))),
        );
    }
    let tables = &comparison.summary.tables;
    if tables.is_empty() {
        return blocks;
    }
    blocks.push(heading(&format!("表にある予算（{} 件）", tables.len())));
    let name = |of: &TableBudget| {
        let (outline, at) = match (of.new, of.old) {
            (Some(n), _) => (&comparison.new, n),
            (None, o) => (&comparison.old, o.unwrap_or_default()),
        };
        let item = format!("{} {}", outline.path(at), outline.title(&outline.rows()[at])).trim().to_owned();
        let caption = if of.caption.is_empty() { String::new() } else { format!("「{}」", of.caption) };
        // A caption most often says the unit itself.
        let unit = if of.caption.contains(of.unit) { String::new() } else { format!("（{}）", of.unit) };
        format!("{item}{caption}{unit}")
    };
    let row = |of: &TableBudget| vec![name(of), side(of.amounts.new), side(of.amounts.old), difference(of.amounts)];
    blocks.push(table(&["項目", "新", "旧", "増減"], tables.iter().take(MOST_NAMED).map(row).collect()));
    let more = tables.len().saturating_sub(MOST_NAMED);
    blocks.extend((more > 0).then(|| item(format!("ほか {more} 件"))));
    blocks
}

/// A heading with its count, and as many of the lines as leave the page whole; nothing if there are none.
fn list(title: &str, lines: Vec<String>) -> Vec<BlockKind> {
    if lines.is_empty() {
        return Vec::new();
    }
    let more = lines.len().saturating_sub(MOST_NAMED);
    let mut blocks = vec![heading(&format!("{title}（{} 件）", lines.len()))];
    blocks.extend(lines.into_iter().take(MOST_NAMED).map(item));
    blocks.extend((more > 0).then(|| item(format!("ほか {more} 件"))));
    blocks
}

/// The numbers that changed in tables, where budgets often stand: node, cell, before and after.
fn amounts_of_tables(comparison: &Comparison) -> Vec<String> {
    let mut lines = Vec::new();
    for item in comparison.items() {
        let (Some(o), Some(n)) = (item.old, item.new) else { continue };
        if !item.fields.contains(&Field::Table) {
            continue;
        }
        let row = &comparison.new.rows()[n];
        let name = format!("{} {}", comparison.new.path(n), comparison.new.title(row));
        for edit in comparison.meaning(o, n, &[Field::Table]).tables.iter().flat_map(|table| &table.edits) {
            let Some((place, amounts)) = place(edit).zip(edit.amounts()) else { continue };
            let side = |amount: Option<i64>| amount.map(grouped).unwrap_or_default();
            let words = amounts.words().map(|words| format!("（{words}）")).unwrap_or_default();
            lines.push(format!("{}　{place}　{}→{}{words}", name.trim(), side(amounts.old), side(amounts.new)));
        }
    }
    lines
}

/// Each node that was split, with its parts, or each that took others in, with what it was.
fn divided(comparison: &Comparison, kind: ChangeKind) -> Vec<String> {
    let name = |side: &str, outline: &Outline, at: usize| {
        format!("{side}{} {}", outline.path(at), outline.title(&outline.rows()[at])).trim_end().to_owned()
    };
    let split = kind == ChangeKind::Split;
    // By the whole: the rows of the other plan that it was or became.
    let mut parts: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for change in comparison.changes.iter().filter(|change| change.kind == kind) {
        let (Some(o), Some(n)) = (change.old, change.new) else { continue };
        let (whole, part) = if split { (o, n) } else { (n, o) };
        parts.entry(whole).or_default().insert(part);
    }
    for (o, n) in &comparison.matching.pairs {
        let (whole, part) = if split { (o, n) } else { (n, o) };
        if let Some(parts) = parts.get_mut(whole) {
            parts.insert(*part);
        }
    }
    let (here, there) =
        if split { (("旧", &comparison.old), ("新", &comparison.new)) } else { (("新", &comparison.new), ("旧", &comparison.old)) };
    let told = |(whole, parts): (usize, BTreeSet<usize>)| {
        let whole = name(here.0, here.1, whole);
        let parts: Vec<String> = parts.into_iter().map(|part| name(there.0, there.1, part)).collect();
        let parts = parts.join("、");
        if split { format!("{whole} → {parts}") } else { format!("{parts} → {whole}") }
    };
    parts.into_iter().map(told).collect()
}

fn heading(title: &str) -> BlockKind {
    BlockKind::Heading {
        rank: HeadingRank::Chapter,
        outline_level: 1,
        indent: 0,
        label: String::new(),
        separator: String::new(),
        widest: String::new(),
        text: vec![Span::plain(title)],
        anchor: None,
        leads: true,
    }
}

fn item(text: String) -> BlockKind {
    BlockKind::Item {
        indent: 1,
        list_level: 1,
        label: "・".to_owned(),
        separator: String::new(),
        widest: String::new(),
        text: vec![Span::plain(text)],
        leads: false,
    }
}

fn table(heads: &[&str], rows: Vec<Vec<String>>) -> BlockKind {
    let cell = |row: usize, column: usize, align: Align, text: &str| Cell {
        row,
        column,
        row_span: 1,
        column_span: 1,
        head: row == 0,
        align,
        paragraphs: vec![vec![Span::plain(text)]],
    };
    let mut cells: Vec<Cell> = heads.iter().enumerate().map(|(column, head)| cell(0, column, Align::Center, head)).collect();
    let count = rows.len() + 1;
    for (at, row) in rows.into_iter().enumerate() {
        for (column, text) in row.iter().enumerate() {
            cells.push(cell(at + 1, column, if column == 0 { Align::Left } else { Align::Right }, text));
        }
    }
    BlockKind::Table {
        indent: 1,
        table: Table {
            caption: Vec::new(),
            columns: heads.len(),
            rows: count,
            header_rows: 1,
            widths: Vec::new(),
            landscape: false,
            cells,
        },
    }
}
