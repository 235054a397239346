//! The changes on one page: counts, projects that are new, ended or moved, the budgets.

use std::collections::{BTreeMap, BTreeSet};

use super::meant::{place, share, signed};
use crate::compare::{Amounts, ChangeKind, Comparison, Field, PlanField, TableBudget};
use crate::locale::{Lang, text};
use crate::manuscript::block::{Align, BlockKind, Cell, HeadingRank, Span, Table};
use crate::manuscript::{grouped, plain_text};
use crate::plan::{Outline, Plan, Role};

/// As many of a list are named at most: of projects, and of items where those are named.
const MOST_PROJECTS: usize = 10;
const MOST_ITEMS: usize = 30;
/// Of a plan with fewer projects to a hundred rows than this (a text that was read) the items themselves are named.
const LEAST_PROJECTS: usize = 5;
/// Titles longer than this are shortened.
const LONGEST_TITLE: usize = 40;
/// So many tenths of a line of text the page holds below the lines that name the versions.
const ROOM: usize = 310;
/// Half-width characters in a line of a list.
const LINE: usize = 72;

/// A heading with its lines.
struct List {
    title: &'static str,
    lines: Vec<String>,
}

pub(super) fn blocks(old: &Plan, new: &Plan, comparison: &Comparison) -> Vec<BlockKind> {
    if comparison.is_empty() {
        let text = vec![Span::plain("新旧の間に違いはありません。")];
        return vec![BlockKind::Paragraph { indent: 0, first_line_indent: false, text }];
    }
    let summary = &comparison.summary;
    let counted: Vec<ChangeKind> = ChangeKind::ALL.into_iter().filter(|kind| summary.count(*kind) > 0).collect();
    let mut counts = Vec::new();
    if !counted.is_empty() {
        let names: Vec<&str> = counted.iter().map(|kind| text(Lang::Ja, kind.key())).collect();
        counts.push(heading("変更の件数"));
        counts.push(table(&names, vec![counted.iter().map(|kind| format!("{} 件", summary.count(*kind))).collect()], 0));
    }
    let of_items = has_few_projects(comparison);
    let most_named = if of_items { MOST_ITEMS } else { MOST_PROJECTS };
    let (before, behind) = lists(old, new, comparison, of_items);
    let budgets = budgets(comparison);
    let page = |most: usize| -> Vec<BlockKind> {
        let told = |lists: &[List]| -> Vec<BlockKind> { lists.iter().flat_map(|one| list(one, most)).collect() };
        let budget = budget_table(&budgets, most);
        counts.iter().cloned().chain(told(&before)).chain(budget).chain(told(&behind)).collect()
    };
    // The longer the lists, the fewer of each are named: it stays one page.
    (2..=most_named).rev().map(page).find(|blocks| height(blocks) <= ROOM).unwrap_or_else(|| page(1))
}

/// What is named before the budgets, and what behind.
fn lists(old: &Plan, new: &Plan, comparison: &Comparison, of_items: bool) -> (Vec<List>, Vec<List>) {
    let summary = &comparison.summary;
    // Another year is another title: that the versions say already.
    let told = |field: &&PlanField| **field != PlanField::Title || old.fiscal_year == new.fiscal_year;
    let whole = |field: &PlanField| match field {
        PlanField::Numbering => format!("{}　{}→{}", text(Lang::Ja, field.key()), old.numbering.form(), new.numbering.form()),
        _ => text(Lang::Ja, field.key()).to_owned(),
    };
    let name = |outline: &Outline, at: usize| format!("{} {}", outline.path(at), outline.title(&outline.rows()[at]));
    let moved = |(o, n): &(usize, usize)| {
        let title = comparison.new.title(&comparison.new.rows()[*n]).into_owned();
        format!("{title}（旧{}→新{}）", comparison.old.path(*o), comparison.new.path(*n))
    };
    let mut before = vec![List { title: "計画全体の変更", lines: comparison.plan_changes.iter().filter(told).map(whole).collect() }];
    let projects = || {
        vec![
            List { title: "新たに行う事業", lines: summary.new_projects.iter().map(|n| name(&comparison.new, *n)).collect() },
            List { title: "終える事業", lines: summary.ended_projects.iter().map(|o| name(&comparison.old, *o)).collect() },
            List { title: "移した事業", lines: summary.moved_projects.iter().map(moved).collect() },
        ]
    };
    before.extend(if of_items { items(comparison) } else { projects() });
    before.push(List { title: "分けたもの", lines: divided(comparison, ChangeKind::Split) });
    before.push(List { title: "まとめたもの", lines: divided(comparison, ChangeKind::Merged) });
    (before, vec![List { title: "表の数値の増減", lines: amounts_of_tables(comparison) }])
}

/// Whether the plans call next to nothing a project, as texts do that were read.
fn has_few_projects(comparison: &Comparison) -> bool {
    let rows = || comparison.old.rows().iter().chain(comparison.new.rows());
    let projects = rows().filter(|row| row.node.role == Role::Project).count();
    projects * 100 < rows().count() * LEAST_PROJECTS
}

/// The items that are new, gone, moved or called otherwise; of a branch that came or went its topmost.
fn items(comparison: &Comparison) -> Vec<List> {
    let (old, new) = (&comparison.old, &comparison.new);
    let rows = |kind: ChangeKind| comparison.changes.iter().filter(move |change| change.kind == kind);
    let topmost = |outline: &Outline, rows: BTreeSet<usize>| -> BTreeSet<usize> {
        let below = |at: &usize| outline.rows()[*at].parent.is_some_and(|parent| rows.contains(&(parent as usize)));
        rows.iter().copied().filter(|at| !below(at)).collect()
    };
    let added = topmost(new, rows(ChangeKind::Added).filter_map(|change| change.new).collect());
    let removed = rows(ChangeKind::Removed).filter_map(|change| change.old).chain(comparison.summary.ended_projects.iter().copied());
    let removed = topmost(old, removed.collect());
    let moved = |(o, n): (usize, usize)| {
        let (from, to) = (place_of(old, o), place_of(new, n));
        // Within its list a bullet has no number that tells where it stood.
        if from == to { named(new, n) } else { format!("{}（旧{from}→新{to}）", title(new, n)) }
    };
    let pairs = |kind| rows(kind).filter_map(|change| change.old.zip(change.new));
    let renamed = |(o, n): (usize, usize)| format!("{} → {}", named(old, o), title(new, n));
    vec![
        List { title: "新たに設けた項目", lines: added.into_iter().map(|n| named(new, n)).collect() },
        List { title: "なくした項目", lines: removed.into_iter().map(|o| named(old, o)).collect() },
        List { title: "移した項目", lines: pairs(ChangeKind::Moved).map(moved).collect() },
        List { title: "題を改めた項目", lines: pairs(ChangeKind::Renamed).map(renamed).collect() },
    ]
}

/// The labels down to an item; a bullet is none.
fn place_of(outline: &Outline, at: usize) -> String {
    outline.path(at).trim_end_matches('・').to_owned()
}

fn named(outline: &Outline, at: usize) -> String {
    format!("{} {}", place_of(outline, at), title(outline, at)).trim_start().to_owned()
}

fn title(outline: &Outline, at: usize) -> String {
    let title = outline.title(&outline.rows()[at]);
    let mut short: String = title.chars().take(LONGEST_TITLE).collect();
    if title.chars().nth(LONGEST_TITLE).is_some() {
        short.push('…');
    }
    short
}

/// How high blocks are, in tenths of a line of text.
fn height(blocks: &[BlockKind]) -> usize {
    const HEADING: usize = 17;
    const ITEM: usize = 11;
    const ROW: usize = 12;
    const AROUND_TABLE: usize = 10;
    let lines = |text: &str, line: usize| width(text).div_ceil(line).max(1);
    let of = |block: &BlockKind| match block {
        BlockKind::Heading { .. } => HEADING,
        BlockKind::Item { text, .. } => ITEM * lines(&plain_text(text), LINE),
        BlockKind::Table { table, .. } => {
            // The names in the first column are what wraps.
            let row = |row: usize| {
                let first = table.cells.iter().find(|cell| cell.row == row && cell.column == 0);
                first.map_or(1, |cell| cell.paragraphs.iter().map(|line| lines(&plain_text(line), LINE / 2)).sum())
            };
            AROUND_TABLE + ROW * (0..table.rows).map(row).sum::<usize>()
        }
        _ => ITEM,
    };
    blocks.iter().map(of).sum()
}

fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// The budgets of both versions, one in a row: those the items name together, then those in tables that are others than
/// before. What a version does not have counts as nothing.
fn budgets(comparison: &Comparison) -> Vec<Vec<String>> {
    let side = |amount: Option<i64>| amount.map_or_else(|| "―".to_owned(), grouped);
    let row = |name: String, amounts: Amounts| {
        let all = Amounts { old: amounts.old.or(Some(0)), new: amounts.new.or(Some(0)) };
        let share = share(amounts).trim_matches(['（', '）']).to_owned();
        let difference = all.difference().map(signed).unwrap_or_default();
        vec![name, side(amounts.new), side(amounts.old), difference, share]
    };
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
    let budget = comparison.summary.budget;
    let named = (budget.old.is_some() || budget.new.is_some()).then(|| row("事業の予算の計（千円）".to_owned(), budget));
    named.into_iter().chain(comparison.summary.tables.iter().map(|of| row(name(of), of.amounts))).collect()
}

fn budget_table(rows: &[Vec<String>], most: usize) -> Vec<BlockKind> {
    if rows.is_empty() {
        return Vec::new();
    }
    let more = rows.len().saturating_sub(most);
    let shown = table(&["項目", "新", "旧", "増減", "増減率"], rows.iter().take(most).cloned().collect(), 1);
    [heading("予算"), shown].into_iter().chain((more > 0).then(|| item(format!("ほか {more} 件")))).collect()
}

/// A heading with its count and the first lines, at the end how many more there are; nothing if there are none.
fn list(list: &List, most: usize) -> Vec<BlockKind> {
    if list.lines.is_empty() {
        return Vec::new();
    }
    let more = list.lines.len().saturating_sub(most);
    let mut shown: Vec<String> = list.lines.iter().take(most).cloned().collect();
    if let Some(last) = shown.last_mut().filter(|_| more > 0) {
        last.push_str(&format!("　ほか {more} 件"));
    }
    let title = heading(&format!("{}（{} 件）", list.title, list.lines.len()));
    std::iter::once(title).chain(shown.into_iter().map(item)).collect()
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
            let words = amounts.words(Lang::Ja).map(|words| format!("（{words}）")).unwrap_or_default();
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

/// A table whose first `names` columns hold words, the others numbers.
fn table(heads: &[&str], rows: Vec<Vec<String>>, names: usize) -> BlockKind {
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
            cells.push(cell(at + 1, column, if column < names { Align::Left } else { Align::Right }, text));
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
            nested: false,
            cells,
        },
    }
}
