//! 重点目標と事業の対応: which projects serve which goal.

use std::collections::BTreeSet;

use super::{Entry, Part, path, table, under_parts};
use crate::manuscript::block::{BlockKind, SourceId, Span};
use crate::manuscript::compose::goal_label;
use crate::plan::{Outline, Role};

/// The goals, and a table of the projects that name them; none for a plan in which nothing serves a goal.
pub(super) fn part(outline: &Outline) -> Option<Part> {
    let named: BTreeSet<_> = outline.rows().iter().flat_map(|row| row.node.goals.iter().copied()).collect();
    // A goal that only gathers others is the heading above them.
    let gathers = |row: &crate::plan::Row| row.node.children.iter().any(|child| child.role == Role::Goal);
    let goals: Vec<_> =
        outline.rows().iter().filter(|row| named.contains(&row.node.id) || row.node.role == Role::Goal && !gathers(row)).collect();
    let serving: Vec<_> = outline.rows().iter().enumerate().filter(|(_, row)| !row.node.goals.is_empty()).collect();
    if goals.is_empty() || serving.is_empty() {
        return None;
    }
    let mut blocks: Vec<_> = goals
        .iter()
        .filter(|goal| !goal.label.is_empty())
        .map(|goal| BlockKind::Item {
            indent: 0,
            list_level: 1,
            label: goal.label.clone(),
            separator: " ".to_owned(),
            widest: goals.iter().map(|goal| &goal.label).max_by_key(|label| label.len()).cloned().unwrap_or_default(),
            text: vec![Span { link: Some(SourceId(goal.node.id.as_u128())), ..Span::plain(outline.title(goal)) }],
            leads: true,
        })
        .collect();
    let heads: Vec<String> =
        ["番号", "事業"].map(str::to_owned).into_iter().chain(goals.iter().map(|goal| goal_label(goal.node.id, outline))).collect();
    let widths = if goals.iter().all(|goal| !goal.label.is_empty()) {
        [4, 16].into_iter().chain(goals.iter().map(|_| 2)).collect()
    } else {
        Vec::new()
    };
    let rows = serving.iter().map(|(position, row)| {
        let title = Entry::link(outline.title(row), SourceId(row.node.id.as_u128()));
        let marks = goals.iter().map(|goal| Entry::centred(if row.node.goals.contains(&goal.node.id) { "○" } else { "" }));
        (*position, [Entry::left(path(outline, *position)), title].into_iter().chain(marks).collect())
    });
    blocks.push(table(&heads, under_parts(outline, rows.collect()), widths));
    Some(Part { title: "重点目標と事業の対応", weighty: true, blocks })
}
