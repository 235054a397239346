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
    let numbers: Vec<String> = serving.iter().map(|(position, _)| path(outline, *position)).collect();
    let widths = if goals.iter().all(|goal| !goal.label.is_empty()) { widths(&numbers, &heads[2..]) } else { Vec::new() };
    let rows = serving.iter().map(|(position, row)| {
        let title = Entry::link(outline.title(row), SourceId(row.node.id.as_u128()));
        let marks = goals.iter().map(|goal| Entry::centred(if row.node.goals.contains(&goal.node.id) { "○" } else { "" }));
        (*position, [Entry::left(path(outline, *position)), title].into_iter().chain(marks).collect())
    });
    blocks.push(table(&heads, under_parts(outline, rows.collect()), widths));
    Some(Part { title: "重点目標と事業の対応", weighty: true, blocks })
}

/// Widths of the columns in tenths of a character: of the projects' numbers by the longest, of the goals alike
/// by the longest name, and for the projects' titles what a page leaves.
fn widths(numbers: &[String], goals: &[String]) -> Vec<u32> {
    let tenths = |name: &String| name.chars().map(|c| if c.is_ascii() { 5 } else { 10 }).sum::<u32>();
    let longest = |names: &[String]| names.iter().map(tenths).max().unwrap_or(0);
    let (number, goal) = ((longest(numbers) + 15).max(45), (longest(goals) + 11).max(25));
    let all = number + goal * u32::try_from(goals.len()).unwrap_or(u32::MAX / 1000);
    [number, 400_u32.saturating_sub(all).max(80)].into_iter().chain(goals.iter().map(|_| goal)).collect()
}
