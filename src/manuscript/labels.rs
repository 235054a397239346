//! Siblings look alike: which of their labels is the widest, so that all their texts hang alike, and
//! whether one of them leads anything, so that all of them are headings.

use crate::plan::{Node, Outline, Row};

/// For each row the widest label of its sibling group: those of the same level under the same parent
/// that stand one after the other.
pub(super) fn widest(outline: &Outline) -> Vec<&str> {
    let rows = outline.rows();
    let mut widest: Vec<&str> = rows.iter().map(|row| row.label.as_str()).collect();
    let mut done = vec![false; rows.len()];
    for first in 0..rows.len() {
        if done[first] {
            continue;
        }
        let (parent, level) = (rows[first].parent, rows[first].level);
        let same = |at: &usize| rows.get(*at).is_some_and(|row| row.parent == parent && row.level == level);
        let group: Vec<usize> = std::iter::successors(Some(first), |at| Some(rows[*at].end as usize).filter(same)).collect();
        // The first of equals, so that a sibling more leaves the others as they are.
        let label = group.iter().rev().map(|at| rows[*at].label.as_str()).max_by_key(|label| half_widths(label)).unwrap_or_default();
        for at in group {
            done[at] = true;
            if !rows[at].label.is_empty() {
                widest[at] = label;
            }
        }
    }
    widest
}

/// About how wide a label is, in half characters; layout measures exactly.
fn half_widths(label: &str) -> usize {
    label.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// Whether anything is printed below the node's title.
pub(super) fn leads(node: &Node) -> bool {
    !node.children.is_empty() || !node.body.is_empty()
}

/// The groups of siblings of one numbering level of which one leads anything.
pub(super) struct LeadingGroups {
    /// The levels of such groups, by the row of their parent; the top level stands first.
    levels: Vec<Vec<u8>>,
}

impl LeadingGroups {
    /// Of a whole plan.
    pub(super) fn of(outline: &Outline) -> Self {
        let mut levels = vec![Vec::new(); outline.rows().len() + 1];
        for row in outline.rows().iter().filter(|row| leads(&row.node)) {
            let levels: &mut Vec<u8> = &mut levels[Self::index(row)];
            if !levels.contains(&row.level) {
                levels.push(row.level);
            }
        }
        Self { levels }
    }

    /// Whether the group of a row is one of them.
    pub(super) fn holds(&self, row: &Row) -> bool {
        self.levels[Self::index(row)].contains(&row.level)
    }

    fn index(row: &Row) -> usize {
        row.parent.map_or(0, |parent| parent as usize + 1)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::plan::{Node, Numbering, Plan, Role};

    #[test]
    fn siblings_share_the_widest_label() {
        let mut plan = Plan::new("", None);
        plan.numbering = Numbering::Preset("city".to_owned());
        let children = (0..10).map(|_| Arc::new(Node::new(Role::Item, "x"))).collect();
        plan.nodes = vec![Arc::new(Node { children, ..Node::new(Role::Part, "y") }), Arc::new(Node::new(Role::Part, "z"))];
        let outline = Outline::of(&plan);
        let widest = widest(&outline);
        assert_eq!((widest[0], widest[1], widest[10], widest[11]), ("1", "(10)", "(10)", "1"));
    }
}
