//! 新規・拡充事業一覧: what begins and what grows this year, with its place in the plan.

use super::{Entry, Part, path, table, under_parts};
use crate::manuscript::block::SourceId;
use crate::manuscript::compose::grouped;
use crate::plan::{Outline, Status};

/// The list; none for a plan without such projects.
pub(super) fn part(outline: &Outline) -> Option<Part> {
    let chosen: Vec<_> =
        outline.rows().iter().enumerate().filter(|(_, row)| matches!(row.node.status, Some(Status::New | Status::Expanded))).collect();
    if chosen.is_empty() {
        return None;
    }
    // A column nobody filled in would only take room from the titles.
    let leads = chosen.iter().any(|(_, row)| !row.node.lead.is_empty());
    let budgets = chosen.iter().any(|(_, row)| row.node.budget.is_some());
    let mut heads = vec!["番号".to_owned(), "事業".to_owned(), "区分".to_owned()];
    let mut widths = vec![3, 10, 2];
    if leads {
        heads.push("担当".to_owned());
        widths.push(4);
    }
    if budgets {
        heads.push("予算（千円）".to_owned());
        widths.push(4);
    }
    let rows = chosen.iter().map(|(position, row)| {
        let node = &row.node;
        let mut cells = vec![
            Entry::left(path(outline, *position)),
            Entry::link(outline.title(row), SourceId(node.id.as_u128())),
            Entry::centred(node.status.map_or("", Status::word)),
        ];
        if leads {
            cells.push(Entry::left(node.lead.as_str()));
        }
        if budgets {
            cells.push(Entry::right(node.budget.map(grouped).unwrap_or_default()));
        }
        (*position, cells)
    });
    Some(Part { title: "新規・拡充事業一覧", blocks: vec![table(&heads, under_parts(outline, rows.collect()), widths)] })
}
