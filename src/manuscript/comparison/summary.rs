//! The changes on one page: counts, projects that are new, ended or moved, the budgets.

use std::collections::{BTreeMap, BTreeSet};

use super::meant::{place, share, signed};
use crate::compare::{Amounts, ChangeKind, Comparison, Field};
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
    let counts: Vec<[String; 2]> =
        counted.map(|kind| [text(Lang::Ja, kind.key()).to_owned(), format!("{} 件", summary.count(kind))]).collect();
    if counts.is_empty() {
        let text = vec![Span::plain("新旧の間に違いはありません。")];
        return vec![BlockKind::Paragraph { indent: 0, first_line_indent: false, text }];
    }
    blocks.push(heading("変更の件数"));
    blocks.push(table(["区分", "件数"], counts));
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
    let budget = summary.budget;
    if budget.old.is_some() || budget.new.is_some() {
        blocks.push(heading("予算（千円）"));
        // A budget that came or went with its node is a difference, too.
        let whole = Amounts { old: Some(budget.old.unwrap_or(0)), new: Some(budget.new.unwrap_or(0)) };
        let difference = whole.difference().map(signed).unwrap_or_default();
        let side = |amount: Option<i64>| amount.map_or_else(|| "－".to_owned(), grouped);
        let rows = vec![["新".to_owned(), side(budget.new)], ["旧".to_owned(), side(budget.old)], ["増減".to_owned(), difference]];
        blocks.push(table(["区分", "金額"], rows));
        // By itself: among the amounts its point would push them out of line.
        let share = share(budget);
        blocks.extend((!share.is_empty()).then(|| item(format!("増減率　{}", share.trim_matches(['（', '）'])))));
    }
    blocks.extend(list("表の数値の増減", amounts_of_tables(comparison)));
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

fn table(heads: [&str; 2], rows: Vec<[String; 2]>) -> BlockKind {
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
    for (at, [name, value]) in rows.into_iter().enumerate() {
        cells.push(cell(at + 1, 0, Align::Left, &name));
        cells.push(cell(at + 1, 1, Align::Right, &value));
    }
    BlockKind::Table {
        indent: 1,
        table: Table { caption: Vec::new(), columns: 2, rows: count, header_rows: 1, widths: Vec::new(), landscape: false, cells },
    }
}
