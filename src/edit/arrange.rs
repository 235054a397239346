//! Moving nodes: up and down, in and out, elsewhere, away. As many as one likes in one walk.
//!
//! Each list of siblings that nodes leave or enter is written anew once, so moving thousands costs about as much
//! as reading them. The nodes are given as paths in reading order, none below another; whether a node has its
//! role by its place is asked of the plan as it was before the command.

use std::sync::Arc;

use super::apply::{EditError, ids_at, node_at};
use super::places::{Ladder, role_among, role_before};
use super::tree::{height, siblings_mut};
use crate::plan::{LabelRule, MAX_DEPTH, Node, NodeId, Plan, Role};

/// A node on its way to another place.
struct Taken {
    node: Arc<Node>,
    /// Whether its role says no more than where it stood.
    by_place: bool,
}

impl Taken {
    /// Lets it settle among new siblings: labelled like the one beside it, with the role of its place.
    fn settle(mut self, level_beside: Option<Option<u8>>, role: impl FnOnce() -> Role) -> Arc<Node> {
        settle_label(&mut self.node, level_beside);
        if self.by_place {
            let role = role();
            if self.node.role != role {
                Arc::make_mut(&mut self.node).role = role;
            }
        }
        self.node
    }
}

/// Labels a node that came under another parent like its new neighbours: what set it apart in its old
/// place (a level of its own, a number to start from) meant that place. Without neighbours it takes the
/// level below its parent's.
pub(super) fn settle_label(node: &mut Arc<Node>, level_beside: Option<Option<u8>>) {
    let mut label = node.label;
    label.level = level_beside.flatten();
    if matches!(label.rule, LabelRule::Start(_)) {
        label.rule = LabelRule::Auto;
    }
    if label != node.label {
        Arc::make_mut(node).label = label;
    }
}

/// The paths below child `at` of a list, if any: `paths` begin with those of this child, and are as deep as
/// `depth` at least.
fn paths_of_child<'p>(paths: &mut &'p [Vec<usize>], depth: usize, at: usize) -> &'p [Vec<usize>] {
    let end = paths.iter().take_while(|path| path[depth] == at).count();
    let (own, rest) = paths.split_at(end);
    *paths = rest;
    own
}

/// Whether these paths mean the child itself: nothing below a node stands beside it.
fn is_child(own: &[Vec<usize>], depth: usize) -> bool {
    own.first().is_some_and(|path| path.len() == depth + 1)
}

/// Takes the nodes at `paths` out of a list and the lists below it.
fn extract(list: &mut Vec<Arc<Node>>, parent: Option<Role>, mut paths: &[Vec<usize>], depth: usize, out: &mut Vec<Taken>) {
    let ladder = Ladder::of(list);
    let mut kept = Vec::with_capacity(list.len());
    for (at, mut node) in std::mem::take(list).into_iter().enumerate() {
        let own = paths_of_child(&mut paths, depth, at);
        if is_child(own, depth) {
            out.push(Taken { by_place: ladder.has_usual_role(&node, parent), node });
            continue;
        }
        if !own.is_empty() {
            let changed = Arc::make_mut(&mut node);
            extract(&mut changed.children, Some(changed.role), own, depth + 1, out);
        }
        kept.push(node);
    }
    *list = kept;
}

/// Removes the nodes at `paths`; says what is to be selected then: what stands where the first one stood, else
/// the one before it, else the parent.
pub(super) fn remove(plan: &mut Plan, paths: &[Vec<usize>]) -> Result<Vec<NodeId>, EditError> {
    let first = paths.first().ok_or(EditError::Nothing)?;
    let (last, ancestors) = first.split_last().ok_or(EditError::NoSuchPosition)?;
    extract(&mut plan.nodes, None, paths, 0, &mut Vec::new());
    let after = [ancestors, &[*last]].concat();
    let before = last.checked_sub(1).map(|index| [ancestors, &[index]].concat());
    let next = node_at(plan, &after).or_else(|| node_at(plan, &before?)).or_else(|| node_at(plan, ancestors));
    Ok(next.map(|node| node.id).into_iter().collect())
}

/// Takes the nodes at `paths` out and puts them at `index` of the list at `parent`; both are given as they stand
/// before the move.
pub(super) fn relocate(plan: &mut Plan, paths: &[Vec<usize>], parent: &[usize], index: usize) -> Result<Vec<NodeId>, EditError> {
    if paths.iter().any(|path| parent.starts_with(path)) {
        return Err(EditError::BelowItself);
    }
    let ids = ids_at(plan, paths);
    let stays: Vec<bool> = paths.iter().map(|path| path[..path.len() - 1] == *parent).collect();
    // What goes before the place itself and before its ancestors moves them up.
    let gone_before = |place: &[usize]| {
        let (last, above) = place.split_last().map_or((0, place), |(last, above)| (*last, above));
        paths.iter().filter(|path| path.len() == place.len() && path.starts_with(above) && path[above.len()] < last).count()
    };
    let place = [parent, &[index]].concat();
    let settled: Vec<usize> = (1..=place.len()).map(|len| place[len - 1] - gone_before(&place[..len])).collect();
    let (index, parent) = settled.split_last().ok_or(EditError::NoSuchPosition)?;
    let role = node_at(plan, parent_of(&place)).map(|node| node.role);
    let mut taken = Vec::with_capacity(paths.len());
    extract(&mut plan.nodes, None, paths, 0, &mut taken);
    if taken.iter().any(|taken| parent.len() + height(&taken.node) > MAX_DEPTH) {
        return Err(EditError::TooDeep);
    }
    let list = siblings_mut(plan, parent).ok_or(EditError::NoSuchPosition)?;
    if *index > list.len() {
        return Err(EditError::NoSuchPosition);
    }
    let neighbour = index.checked_sub(1).and_then(|before| list.get(before)).or_else(|| list.get(*index));
    let level = neighbour.map(|node| node.label.level);
    let role = role_among(list, *index, role);
    let moved: Vec<Arc<Node>> =
        taken.into_iter().zip(stays).map(|(taken, stays)| if stays { taken.node } else { taken.settle(level, || role) }).collect();
    list.splice(*index..*index, moved);
    Ok(ids)
}

fn parent_of(place: &[usize]) -> &[usize] {
    place.split_last().map_or(place, |(_, above)| above)
}

/// Moves each node one place among its siblings; blocks of neighbours move together.
pub(super) fn step(plan: &mut Plan, paths: &[Vec<usize>], down: bool) -> Result<Vec<NodeId>, EditError> {
    let ids = ids_at(plan, paths);
    if step_in(&mut plan.nodes, paths, 0, down) { Ok(ids) } else { Err(EditError::Nothing) }
}

fn step_in(list: &mut [Arc<Node>], mut paths: &[Vec<usize>], depth: usize, down: bool) -> bool {
    let mut moved = false;
    let mut own: Vec<usize> = Vec::new();
    while let Some(at) = paths.first().map(|path| path[depth]) {
        let of_child = paths_of_child(&mut paths, depth, at);
        if is_child(of_child, depth) {
            own.push(at);
        } else if let Some(node) = list.get_mut(at) {
            moved |= step_in(&mut Arc::make_mut(node).children, of_child, depth + 1, down);
        }
    }
    if down {
        own.reverse();
    }
    let mut settled = None;
    for at in own {
        let to = if down { at + 1 } else { at.wrapping_sub(1) };
        if to < list.len() && settled != Some(to) {
            list.swap(at, to);
            moved = true;
            settled = Some(to);
        } else {
            settled = Some(at);
        }
    }
    moved
}

/// Makes the nodes the last children of the sibling before them.
pub(super) fn indent(plan: &mut Plan, paths: &[Vec<usize>]) -> Result<Vec<NodeId>, EditError> {
    let ids = ids_at(plan, paths);
    indent_in(&mut plan.nodes, None, paths, 0)?;
    Ok(ids)
}

fn indent_in(list: &mut Vec<Arc<Node>>, parent: Option<Role>, mut paths: &[Vec<usize>], depth: usize) -> Result<(), EditError> {
    let ladder = Ladder::of(list);
    let mut kept: Vec<Arc<Node>> = Vec::with_capacity(list.len());
    for (at, mut node) in std::mem::take(list).into_iter().enumerate() {
        let own = paths_of_child(&mut paths, depth, at);
        if is_child(own, depth) {
            if depth + 1 + height(&node) > MAX_DEPTH {
                return Err(EditError::TooDeep);
            }
            let taken = Taken { by_place: ladder.has_usual_role(&node, parent), node };
            let host = Arc::make_mut(kept.last_mut().ok_or(EditError::Nothing)?);
            let level = host.children.last().map(|child| child.label.level);
            let settled = taken.settle(level, || role_among(&host.children, host.children.len(), Some(host.role)));
            host.children.push(settled);
            continue;
        }
        if !own.is_empty() {
            let changed = Arc::make_mut(&mut node);
            indent_in(&mut changed.children, Some(changed.role), own, depth + 1)?;
        }
        kept.push(node);
    }
    *list = kept;
    Ok(())
}

/// Makes the nodes siblings of their parents, behind them.
pub(super) fn outdent(plan: &mut Plan, paths: &[Vec<usize>]) -> Result<Vec<NodeId>, EditError> {
    let ids = ids_at(plan, paths);
    let left = outdent_in(&mut plan.nodes, None, paths, 0);
    // Those of the top level have nowhere to go.
    if left.is_empty() { Ok(ids) } else { Err(EditError::Nothing) }
}

/// Takes the nodes of a list out and gives them back; those of the lists below it come to stand in it.
fn outdent_in(list: &mut Vec<Arc<Node>>, parent: Option<Role>, mut paths: &[Vec<usize>], depth: usize) -> Vec<Taken> {
    let ladder = Ladder::of(list);
    let mut kept: Vec<Arc<Node>> = Vec::with_capacity(list.len());
    let mut leave = Vec::new();
    let mut rest = std::mem::take(list).into_iter();
    let mut at = 0;
    while let Some(mut node) = rest.next() {
        let own = paths_of_child(&mut paths, depth, at);
        at += 1;
        if is_child(own, depth) {
            leave.push(Taken { by_place: ladder.has_usual_role(&node, parent), node });
            continue;
        }
        let mut come = Vec::new();
        if !own.is_empty() {
            let changed = Arc::make_mut(&mut node);
            come = outdent_in(&mut changed.children, Some(changed.role), own, depth + 1);
        }
        let level = node.label.level;
        kept.push(node);
        if !come.is_empty() {
            // What is before decides; only where nothing there stands on the ladder, what is behind.
            let role = role_before(&kept).unwrap_or_else(|| role_among(rest.as_slice(), 0, parent));
            kept.extend(come.into_iter().map(|taken| taken.settle(Some(level), || role)));
        }
    }
    *list = kept;
    leave
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::edit::{Command, Position, apply};
    use crate::plan::{NodeLabel, Outline};

    /// A plan whose nodes come at these depths (as far as there is a node to stand below), with roles and labels
    /// that vary.
    fn plan_of(depths: &[u8]) -> Arc<Plan> {
        let roles = [Role::Part, Role::Chapter, Role::Project, Role::Item, Role::Goal];
        let mut plan = Plan::new("t", None);
        let mut path: Vec<usize> = Vec::new();
        for (at, depth) in depths.iter().enumerate() {
            path.truncate(usize::from(*depth));
            let label = NodeLabel { level: (at % 3 == 0).then_some(at as u8 % 4), rule: LabelRule::Auto };
            let node = Arc::new(Node { label, ..Node::new(roles[(at * 7 + usize::from(*depth)) % roles.len()], at.to_string()) });
            let list = siblings_mut(&mut plan, &path).expect("there");
            list.push(node);
            let last = list.len() - 1;
            path.push(last);
        }
        Arc::new(plan)
    }

    fn shape(plan: &Plan) -> Vec<(u8, String, Option<u8>)> {
        Outline::of(plan).rows().iter().map(|row| (row.depth, row.node.title.clone(), row.node.label.level)).collect()
    }

    fn ids(plan: &Plan) -> Vec<NodeId> {
        plan.walk().map(|node| node.id).collect()
    }

    /// What is selected, without what stands below something selected.
    fn topmost(plan: &Plan, selected: &[NodeId]) -> Vec<NodeId> {
        let paths = plan.paths_to(selected);
        let below = |path: &[usize]| paths.iter().any(|(_, other)| other.len() < path.len() && path.starts_with(other));
        paths.iter().filter(|(_, path)| !below(path)).map(|(id, _)| *id).collect()
    }

    /// One command after the other, all or none.
    fn one_by_one(plan: &Arc<Plan>, mut commands: impl Iterator<Item = Command>) -> Option<Arc<Plan>> {
        commands.try_fold(plan.clone(), |plan, command| Some(apply(&plan, &command).ok()?.plan))
    }

    proptest! {
        #[test]
        fn many_at_once_come_where_they_would_come_one_by_one(
            steps in proptest::collection::vec((0_u8..4, any::<bool>()), 1..24),
        ) {
            let mut deepest = 0;
            let depths: Vec<u8> = steps.iter().map(|(depth, _)| { let at = (*depth).min(deepest); deepest = at + 1; at }).collect();
            let plan = plan_of(&depths);
            let all = ids(&plan);
            let selected: Vec<NodeId> = all.iter().zip(&steps).filter(|(_, (_, chosen))| *chosen).map(|(id, _)| *id).collect();
            let single = topmost(&plan, &selected);
            prop_assume!(!single.is_empty());
            let many = |command: &Command| apply(&plan, command).ok().map(|edited| edited.plan);
            let indented = many(&Command::Indent { nodes: selected.clone() });
            let expected = one_by_one(&plan, single.iter().map(|id| Command::Indent { nodes: vec![*id] }));
            prop_assert_eq!(indented.as_ref().map(|plan| shape(plan)), expected.as_ref().map(|plan| shape(plan)));
            let outdented = many(&Command::Outdent { nodes: selected.clone() });
            let expected = one_by_one(&plan, single.iter().rev().map(|id| Command::Outdent { nodes: vec![*id] }));
            prop_assert_eq!(outdented.as_ref().map(|plan| shape(plan)), expected.as_ref().map(|plan| shape(plan)));
            let removed = many(&Command::Remove { nodes: selected.clone() });
            let expected = one_by_one(&plan, single.iter().rev().map(|id| Command::Remove { nodes: vec![*id] }));
            prop_assert_eq!(removed.as_ref().map(|plan| shape(plan)), expected.as_ref().map(|plan| shape(plan)));
            // Moved to the end and to the front they keep their order and lose nothing.
            for index in [0, plan.nodes.len()] {
                let Some(moved) = many(&Command::Move { nodes: selected.clone(), to: Position { parent: None, index } }) else { continue };
                let mut now = ids(&moved);
                let top: Vec<NodeId> = moved.nodes.iter().map(|node| node.id).collect();
                let block = if index == 0 { &top[..single.len()] } else { &top[top.len() - single.len()..] };
                prop_assert_eq!(block, &single[..]);
                let mut before = all.clone();
                now.sort();
                before.sort();
                prop_assert_eq!(now, before);
            }
            // Up and down again is where they were, but for those that could not go up.
            if let Some(up) = many(&Command::MoveUp { nodes: selected }) {
                let mut now = ids(&up);
                let mut before = all;
                now.sort();
                before.sort();
                prop_assert_eq!(now, before);
            }
        }
    }

    /// With a cost by the square this would take minutes.
    #[test]
    fn thousands_move_together() {
        let mut plan = Plan::new("t", None);
        let child = |at: usize| Arc::new(Node::new(Role::Item, at.to_string()));
        let half: Vec<_> = (0..40_000).map(child).collect();
        plan.nodes = vec![Arc::new(Node { children: half, ..Node::new(Role::Part, "a") }), child(0)];
        let plan = Arc::new(plan);
        let many: Vec<NodeId> = plan.nodes[0].children[1..].iter().map(|node| node.id).collect();
        let outline = Outline::of(&plan);
        let done = |command: Command| crate::edit::apply_known(&plan, &outline, &command).expect("fine").plan;
        let indented = done(Command::Indent { nodes: many.clone() });
        assert_eq!(indented.nodes[0].children[0].children.len(), many.len());
        let outdented = done(Command::Outdent { nodes: many.clone() });
        assert_eq!(outdented.nodes.len(), many.len() + 2);
        assert_eq!(outdented.nodes[1].id, many[0]);
        let moved = done(Command::Move { nodes: many.clone(), to: Position { parent: None, index: 2 } });
        assert_eq!(moved.nodes.last().map(|node| node.id), many.last().copied());
        assert_eq!(done(Command::MoveUp { nodes: many.clone() }).nodes[0].children[0].id, many[0]);
        assert_eq!(done(Command::Remove { nodes: many }).walk().count(), 3);
    }
}
