//! 新規・拡充事業一覧: what begins and what grows this year, with its place in the plan.

use super::{Entry, Part, path, table, under_parts};
use crate::manuscript::block::SourceId;
use crate::manuscript::compose::grouped;
use crate::plan::{Outline, Status, lead_of};

/// The list; none for a plan without such projects.
pub(super) fn part(outline: &Outline) -> Option<Part> {
    let chosen: Vec<_> =
        outline.rows().iter().enumerate().filter(|(_, row)| matches!(row.node.status, Some(Status::New | Status::Expanded))).collect();
    if chosen.is_empty() {
        return None;
    }
    // A column nobody filled in would only take room from the titles.
    let numbers = chosen.iter().any(|(position, _)| !path(outline, *position).is_empty());
    let leads = chosen.iter().any(|(position, _)| !lead_of(outline, *position).is_empty());
    let budgets = chosen.iter().any(|(_, row)| row.node.budget.is_some());
    let columns = [("番号", 3, numbers), ("事業", 10, true), ("区分", 2, true), ("担当", 6, leads), ("予算（千円）", 4, budgets)];
    let shown = || columns.iter().filter(|(_, _, shown)| *shown);
    let heads: Vec<String> = shown().map(|(head, _, _)| (*head).to_owned()).collect();
    let widths = shown().map(|(_, width, _)| *width).collect();
    let rows = chosen.iter().map(|(position, row)| {
        let node = &row.node;
        let cells = [
            Entry::left(path(outline, *position)),
            Entry::link(outline.title(row), SourceId(node.id.as_u128())),
            Entry::centred(node.status.map_or("", Status::word)),
            Entry::left(lead_of(outline, *position)),
            Entry::right(node.budget.map(grouped).unwrap_or_default()),
        ];
        (*position, cells.into_iter().zip(&columns).filter(|(_, (_, _, shown))| *shown).map(|(cell, _)| cell).collect())
    });
    Some(Part {
        title: "新規・拡充事業一覧", weighty: true, blocks: vec![table(&heads, under_parts(outline, rows.collect()), widths)]
    })
}
