//! From matched rows to changes.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Matching;
use super::fields::{Field, Words};
use super::parts::{self, Looked, Part};
use crate::plan::{Node, Outline};

/// A kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// Only in the new plan.
    Added,
    /// Only in the old plan.
    Removed,
    /// Under another parent, or in another order among the siblings both plans share.
    Moved,
    /// Another title.
    Renamed,
    /// Another body or field.
    Edited,
    /// Another label in the same place: the text is the same.
    Renumbered,
    /// A new node that was part of the old one.
    Split,
    /// An old node that went into the new one.
    Merged,
}

impl ChangeKind {
    /// All kinds in the order they are counted.
    pub const ALL: [Self; 8] =
        [Self::Added, Self::Removed, Self::Moved, Self::Renamed, Self::Edited, Self::Renumbered, Self::Split, Self::Merged];

    /// The word of the command line's JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Moved => "moved",
            Self::Renamed => "renamed",
            Self::Edited => "edited",
            Self::Renumbered => "renumbered",
            Self::Split => "split",
            Self::Merged => "merged",
        }
    }

    /// Key of its name in the locale table.
    pub fn key(self) -> &'static str {
        match self {
            Self::Added => "compare.kind.added",
            Self::Removed => "compare.kind.removed",
            Self::Moved => "compare.kind.moved",
            Self::Renamed => "compare.kind.renamed",
            Self::Edited => "compare.kind.edited",
            Self::Renumbered => "compare.kind.renumbered",
            Self::Split => "compare.kind.split",
            Self::Merged => "compare.kind.merged",
        }
    }

    /// The same change seen from the other plan.
    pub fn mirrored(self) -> Self {
        match self {
            Self::Added => Self::Removed,
            Self::Removed => Self::Added,
            Self::Split => Self::Merged,
            Self::Merged => Self::Split,
            same => same,
        }
    }
}

/// A change of one node; a node may have several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What changed.
    pub kind: ChangeKind,
    /// The old row.
    pub old: Option<usize>,
    /// The new row.
    pub new: Option<usize>,
    /// Which fields, where the node was edited.
    pub fields: Vec<Field>,
}

/// What need not be found anew while the same rows stand in the same places and only their words change.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// Whether there will be a next time.
    keeps: bool,
    displaced: Option<Vec<bool>>,
    /// By new row: the node as it was seen last and what differs in it.
    own: Vec<Option<(Arc<Node>, Own)>>,
    /// By unpaired row what it was found to be part of.
    splits: FxHashMap<usize, Looked>,
    merges: FxHashMap<usize, Looked>,
}

impl Memory {
    /// For states that follow one another.
    pub(super) fn kept() -> Self {
        Self { keeps: true, ..Self::default() }
    }

    /// Rows have come, gone or moved, or are paired otherwise.
    pub(super) fn forget_places(&mut self) {
        *self = Self { keeps: self.keeps, ..Self::default() };
    }
}

/// What differs in a node that is in both plans, wherever it stands.
#[derive(Debug, Clone, Default)]
struct Own {
    renamed: bool,
    fields: Vec<Field>,
}

/// The changes from `old` to `new`, in the order of the new plan, what is only in the old one last. Equal plans
/// give none.
pub fn changes(old: &Outline, new: &Outline, matching: &Matching) -> Vec<Change> {
    changes_again(old, new, matching, &mut Memory::default())
}

/// The same with what is remembered of the state before.
pub(super) fn changes_again(old: &Outline, new: &Outline, matching: &Matching, memory: &mut Memory) -> Vec<Change> {
    let mut new_of: Vec<Option<usize>> = vec![None; old.rows().len()];
    let mut old_of: Vec<Option<usize>> = vec![None; new.rows().len()];
    for (o, n) in &matching.pairs {
        (new_of[*o], old_of[*n]) = (Some(*n), Some(*o));
    }
    // Most drafts move nothing: then the pairs stand in the order of both plans.
    let displaced: &[bool] = memory.displaced.get_or_insert_with(|| match matching.pairs.is_sorted() {
        true => vec![false; new.rows().len()],
        false => displaced(old, new, &old_of, matching.turned),
    });
    let words = Words { old, new, new_of: &new_of };
    let levels = |outline: &Outline| outline.numbering().map(|numbering| numbering.levels().to_vec());
    let same_numbering = levels(old) == levels(new);
    let mut splits = parts::of((new, &old_of), (old, &new_of), memory.keeps.then_some(&mut memory.splits));
    let mut merges = parts::of((old, &new_of), (new, &old_of), memory.keeps.then_some(&mut memory.merges));
    splits.retain(|n, part| !matching.different.contains(&(part.whole, *n)));
    merges.retain(|o, part| !matching.different.contains(&(*o, part.whole)));
    // What the user said counts more than what was found.
    splits.extend(matching.splits.iter().map(|(whole, n)| (*n, Part { whole: *whole })));
    merges.extend(matching.merges.iter().map(|(o, whole)| (*o, Part { whole: *whole })));
    memory.own.resize_with(if memory.keeps { new.rows().len() } else { 0 }, || None);
    let mut found = Vec::new();
    let mut push = |kind, old, new, fields| found.push(Change { kind, old, new, fields });
    for (n, row) in new.rows().iter().enumerate() {
        let Some(o) = old_of[n] else {
            match splits.get(&n) {
                Some(Part { whole }) => push(ChangeKind::Split, Some(*whole), Some(n), Vec::new()),
                None => push(ChangeKind::Added, None, Some(n), Vec::new()),
            }
            continue;
        };
        let before = &old.rows()[o];
        let mut say = |kind, fields| push(kind, Some(o), Some(n), fields);
        let parent_before = before.parent.map(|p| new_of[p as usize]);
        let moved = parent_before != row.parent.map(|p| Some(p as usize)) || displaced[n];
        if moved {
            say(ChangeKind::Moved, Vec::new());
        }
        if !Arc::ptr_eq(&before.node, &row.node) {
            let known = memory.own.get_mut(n);
            let own = match known {
                Some(Some((node, own))) if Arc::ptr_eq(node, &row.node) => own.clone(),
                known => {
                    let renamed = !words.same(&before.node.title, &row.node.title);
                    let own = Own { renamed, fields: words.changed_fields(&before.node, &row.node) };
                    if let Some(known) = known {
                        *known = Some((row.node.clone(), own.clone()));
                    }
                    own
                }
            };
            if own.renamed {
                say(ChangeKind::Renamed, Vec::new());
            }
            if !own.fields.is_empty() {
                say(ChangeKind::Edited, own.fields);
            }
        }
        // Under another numbering every label is another one, which says nothing of this node.
        if !moved && same_numbering && before.label != row.label {
            say(ChangeKind::Renumbered, Vec::new());
        }
    }
    for o in (0..old.rows().len()).filter(|o| new_of[*o].is_none()) {
        match merges.get(&o) {
            Some(Part { whole }) => push(ChangeKind::Merged, Some(o), Some(*whole), Vec::new()),
            None => push(ChangeKind::Removed, Some(o), None, Vec::new()),
        }
    }
    found
}

/// Which new rows changed their order among siblings that were siblings before: all but a longest
/// run that keeps its order, so that one node moved to the front counts as one move. Of several such runs the
/// same one is kept whichever plan is called the old one: `turned` says that the other is looked at first.
fn displaced(old: &Outline, new: &Outline, old_of: &[Option<usize>], turned: bool) -> Vec<bool> {
    type Parents = (Option<u32>, Option<u32>);
    let mut groups: FxHashMap<Parents, Vec<(usize, usize)>> = FxHashMap::default();
    for (n, row) in new.rows().iter().enumerate() {
        if let Some(o) = old_of[n] {
            groups.entry((old.rows()[o].parent, row.parent)).or_default().push((o, n));
        }
    }
    let mut out = vec![false; new.rows().len()];
    for mut group in groups.into_values() {
        if turned {
            group.sort_unstable();
        }
        let order: Vec<usize> = group.iter().map(|(o, n)| if turned { *n } else { *o }).collect();
        let mut kept = vec![false; order.len()];
        longest_increasing(&order).into_iter().for_each(|at| kept[at] = true);
        for ((_, n), kept) in group.iter().zip(kept) {
            out[*n] = !kept;
        }
    }
    out
}

/// Indices of a longest increasing subsequence (patience sorting).
pub(super) fn longest_increasing(values: &[usize]) -> Vec<usize> {
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; values.len()];
    for (i, value) in values.iter().enumerate() {
        let at = tails.partition_point(|t| values[*t] < *value);
        before[i] = at.checked_sub(1).map(|t| tails[t]);
        if at == tails.len() {
            tails.push(i);
        } else {
            tails[at] = i;
        }
    }
    let mut run = Vec::new();
    let mut at = tails.last().copied();
    while let Some(i) = at {
        run.push(i);
        at = before[i];
    }
    run.reverse();
    run
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::match_by_id;
    use crate::edit::{Command, NodeField, apply};
    use crate::plan::{Node, Plan, Role};

    fn sample() -> Arc<Plan> {
        let mut plan = Plan::new("t", None);
        plan.nodes = ["a", "b", "c", "d"].map(|t| Arc::new(Node::new(Role::Item, t))).to_vec();
        Arc::new(plan)
    }

    fn kinds(old: &Plan, new: &Plan) -> Vec<ChangeKind> {
        let (old, new) = (Outline::of(old), Outline::of(new));
        changes(&old, &new, &match_by_id(&old, &new)).iter().map(|c| c.kind).collect()
    }

    #[test]
    fn each_kind_is_told_apart() {
        let plan = sample();
        let id = |i: usize| plan.nodes[i].id;
        let after = |command: &Command| apply(&plan, command).expect("fine").plan;
        assert_eq!(kinds(&plan, &plan), []);
        let set = |field| Command::Set { node: id(3), field };
        assert_eq!(kinds(&plan, &after(&set(NodeField::Title("x".into())))), [ChangeKind::Renamed]);
        assert_eq!(kinds(&plan, &after(&set(NodeField::Lead("x".into())))), [ChangeKind::Edited]);
        let removed = after(&Command::Remove { nodes: vec![id(0)] });
        assert_eq!(kinds(&plan, &removed), [ChangeKind::Renumbered, ChangeKind::Renumbered, ChangeKind::Renumbered, ChangeKind::Removed]);
        assert_eq!(kinds(&removed, &plan).iter().filter(|k| **k == ChangeKind::Added).count(), 1);
        let indented = after(&Command::Indent { nodes: vec![id(3)] });
        assert_eq!(kinds(&plan, &indented), [ChangeKind::Moved]);
        let first = Command::Move { nodes: vec![id(3)], to: crate::edit::Position { parent: None, index: 0 } };
        assert_eq!(kinds(&plan, &after(&first)).iter().filter(|k| **k == ChangeKind::Moved).count(), 1);
    }
}
