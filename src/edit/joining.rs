//! Enter and Backspace in a title: one node becomes two, two become one.
//!
//! What splits keeps its id, fields, body and children with the text before the caret; what joins goes
//! into the node before it in reading order. Neither loses a character, a child or a reference.

use std::collections::HashSet;
use std::sync::Arc;

use super::apply::{EditError, node_at};
use super::arrange::settle_label;
use super::command::NodeField;
use super::tree::{Finder, node_mut, siblings_mut, take};
use crate::plan::{Block, LabelRule, Node, NodeId, NodeLabel, Plan, TextPart, split_references};

/// Splits a title before its character `at`; the new node has the id `new`.
///
/// - In a title and at its end the text behind the caret becomes a new node: the first child where the
///   node is open and has children (that is where the next line stands), else the next sibling.
/// - At the start of a title that is not empty a new empty node comes before it, and the node keeps all.
/// - A caret within a reference stands behind it.
pub(super) fn split(plan: &mut Plan, find: Finder<'_>, node: NodeId, at: usize, new: NodeId, open: bool) -> Result<Vec<NodeId>, EditError> {
    let path = find.path_to(plan, node).ok_or(EditError::NoSuchNode(node))?;
    if find.taken(plan, &[(new, ())].into_iter().collect()).is_some() {
        return Err(EditError::DuplicateId(new));
    }
    let (last, ancestors) = path.split_last().ok_or(EditError::NoSuchPosition)?;
    let old = node_at(plan, &path).ok_or(EditError::NoSuchNode(node))?;
    let at = byte_offset(&old.title, at).ok_or(EditError::NoSuchPosition)?;
    let beside = |other: &Node, title: &str| {
        let rule = if other.label.rule == LabelRule::Unnumbered { LabelRule::Unnumbered } else { LabelRule::Auto };
        let label = NodeLabel { level: other.label.level, rule };
        Arc::new(Node { id: new, label, ..Node::new(other.role, title) })
    };
    if at == 0 && !old.title.is_empty() {
        let before = beside(old, "");
        siblings_mut(plan, ancestors).ok_or(EditError::NoSuchPosition)?.insert(*last, before);
        return Ok(vec![node]);
    }
    let (before, after) = (old.title[..at].to_owned(), &old.title[at..]);
    if let Some(child) = old.children.first().filter(|_| open) {
        let made = beside(child, after);
        let parent = node_mut(plan, &path).ok_or(EditError::NoSuchNode(node))?;
        parent.title = before;
        parent.children.insert(0, made);
    } else {
        let made = beside(old, after);
        let list = siblings_mut(plan, ancestors).ok_or(EditError::NoSuchPosition)?;
        Arc::make_mut(&mut list[*last]).title = before;
        list.insert(last + 1, made);
    }
    Ok(vec![new])
}

/// Where character `at` of `title` begins, moved behind a reference it would cut; `None` past the end.
fn byte_offset(title: &str, at: usize) -> Option<usize> {
    let at = title.char_indices().map(|(byte, _)| byte).chain([title.len()]).nth(at)?;
    let mut from = 0;
    for part in split_references(title) {
        let (text, is_reference) = match part {
            TextPart::Plain(text) => (text, false),
            TextPart::Reference(_, token) => (token, true),
        };
        let end = from + text.len();
        if is_reference && from < at && at < end {
            return Some(end);
        }
        from = end;
    }
    Some(at)
}

/// The node `node` would be joined to: the one before it in reading order.
pub fn join_target(plan: &Plan, node: NodeId) -> Option<NodeId> {
    let path = plan.path_to(node)?;
    node_at(plan, &path_before(plan, &path)?).map(|node| node.id)
}

/// The path of the node before the one at `path` in reading order.
fn path_before(plan: &Plan, path: &[usize]) -> Option<Vec<usize>> {
    let (last, ancestors) = path.split_last()?;
    let mut before = ancestors.to_vec();
    if let Some(index) = last.checked_sub(1) {
        before.push(index);
        let mut node = node_at(plan, &before)?;
        while let Some(child) = node.children.last() {
            before.push(node.children.len() - 1);
            node = child;
        }
    }
    (!before.is_empty()).then_some(before)
}

/// Joins a node to the one before it in reading order, or to `into` on the way there from its level.
///
/// - The titles run together; the body follows the other body; the children keep their level and order.
/// - Funding, partners, goals and schedule are added to the other's; status, lead, partner note and budget
///   fill what is empty there. Where both say different things the join is refused: nothing is dropped.
/// - An empty node on either side simply goes, so the other keeps its id and all it has.
/// - A first child goes into its parent only where its fields say nothing the parent does not: what is said of
///   a part is not true of the whole.
/// - References to the joined node refer to the one it went into.
pub(super) fn join(plan: &mut Plan, find: Finder<'_>, node: NodeId, into: Option<NodeId>) -> Result<Vec<NodeId>, EditError> {
    let path = find.path_to(plan, node).ok_or(EditError::NoSuchNode(node))?;
    let mut target_path = path_before(plan, &path).ok_or(EditError::Nothing)?;
    while into.is_some() && node_at(plan, &target_path).map(|node| node.id) != into {
        if target_path.len() <= path.len() {
            return Err(EditError::NoSuchPosition);
        }
        target_path.pop();
    }
    let (last, ancestors) = path.split_last().ok_or(EditError::NoSuchPosition)?;
    let target = Arc::clone(node_at(plan, &target_path).ok_or(EditError::NoSuchPosition)?);
    if is_blank(&target) && target.children.is_empty() && target_path.len() == path.len() {
        take(plan, &target_path).ok_or(EditError::NoSuchPosition)?;
        retarget(plan, target.id, node);
        return Ok(vec![node]);
    }
    let gone = Arc::clone(node_at(plan, &path).ok_or(EditError::NoSuchNode(node))?);
    let merged = merged(&target, &gone)?;
    if *last == 0 && !is_blank(&target) && !same_marks(&merged, &target) {
        return Err(EditError::FieldsDiffer("edit.error.part_of_parent"));
    }
    take(plan, &path).ok_or(EditError::NoSuchPosition)?;
    // The children stay on their level: in the place of a first child, else at the end of the sibling before.
    let (list, index) = if let Some(before) = last.checked_sub(1) {
        let sibling = node_mut(plan, &[ancestors, &[before]].concat()).ok_or(EditError::NoSuchPosition)?;
        let end = sibling.children.len();
        (&mut sibling.children, end)
    } else {
        (siblings_mut(plan, ancestors).ok_or(EditError::NoSuchPosition)?, 0)
    };
    let mut children = gone.children.clone();
    if last.checked_sub(1).is_none() {
        let level = list.first().map(|node| node.label.level);
        children.iter_mut().for_each(|child| settle_label(child, level));
    }
    list.splice(index..index, children);
    let place = node_mut(plan, &target_path).ok_or(EditError::NoSuchPosition)?;
    let children = std::mem::take(&mut place.children);
    *place = Node { children, ..merged };
    retarget(plan, node, target.id);
    Ok(vec![target.id])
}

/// Whether a node says nothing of its own.
fn is_blank(node: &Node) -> bool {
    node.title.is_empty()
        && node.body.is_empty()
        && node.status.is_none()
        && node.lead.is_empty()
        && node.partner_note.is_empty()
        && node.budget.is_none()
        && [&node.funding, &node.partners, &node.schedule].iter().all(|list| list.is_empty())
        && node.goals.is_empty()
}

/// Whether two nodes say the same in their fields, titles and bodies aside.
fn same_marks(a: &Node, b: &Node) -> bool {
    (a.status, a.budget, &a.lead, &a.partner_note) == (b.status, b.budget, &b.lead, &b.partner_note)
        && (&a.funding, &a.partners, &a.schedule, &a.goals) == (&b.funding, &b.partners, &b.schedule, &b.goals)
}

/// `target` with what `gone` says, children aside.
fn merged(target: &Node, gone: &Node) -> Result<Node, EditError> {
    let mut new = Node { children: Vec::new(), ..target.clone() };
    if is_blank(target) {
        new.role = gone.role;
    }
    new.title.push_str(&gone.title);
    new.body.extend(gone.body.iter().cloned());
    new.status = either(target.status, gone.status).ok_or(EditError::FieldsDiffer("edit.error.status_differs"))?;
    new.budget = either(target.budget, gone.budget).ok_or(EditError::FieldsDiffer("edit.error.budget_differs"))?;
    let text = |text: &String| (!text.is_empty()).then(|| text.clone());
    new.lead = either(text(&target.lead), text(&gone.lead)).ok_or(EditError::FieldsDiffer("edit.error.lead_differs"))?.unwrap_or_default();
    new.partner_note = either(text(&target.partner_note), text(&gone.partner_note))
        .ok_or(EditError::FieldsDiffer("edit.error.partner_note_differs"))?
        .unwrap_or_default();
    add_missing(&mut new.funding, &gone.funding);
    add_missing(&mut new.partners, &gone.partners);
    add_missing(&mut new.schedule, &gone.schedule);
    add_missing(&mut new.goals, &gone.goals);
    Ok(new)
}

/// The one that is said; `None` if both are and differ.
fn either<T: PartialEq>(a: Option<T>, b: Option<T>) -> Option<Option<T>> {
    match (a, b) {
        (Some(a), Some(b)) => (a == b).then_some(Some(a)),
        (a, b) => Some(a.or(b)),
    }
}

fn add_missing<T: Clone + PartialEq>(list: &mut Vec<T>, more: &[T]) {
    for item in more {
        if !list.contains(item) {
            list.push(item.clone());
        }
    }
}

/// Lets every reference and every goal that meant `old` mean `new`.
fn retarget(plan: &mut Plan, old: NodeId, new: NodeId) {
    // Whatever its form: that stands behind the id.
    let (old_token, new_token) = (format!("[[{old}"), format!("[[{new}"));
    let mentions = |text: &str| text.contains("[[") && text.contains(&old_token);
    let body_mentions = |body: &[Block]| body.iter().any(|block| block.texts().into_iter().any(mentions));
    let in_body = |body: &mut [Block]| {
        for text in body.iter_mut().flat_map(Block::texts_mut) {
            if mentions(text) {
                *text = text.replace(&old_token, &new_token);
            }
        }
    };
    if body_mentions(&plan.preface) {
        in_body(&mut plan.preface);
    }
    let affected: Vec<NodeId> = plan
        .walk()
        .filter(|node| mentions(&node.title) || node.goals.contains(&old) || body_mentions(&node.body))
        .map(|node| node.id)
        .collect();
    for (_, path) in plan.paths_to(&affected) {
        let Some(node) = node_mut(plan, &path) else { continue };
        node.title = node.title.replace(&old_token, &new_token);
        in_body(&mut node.body);
        if let Some(at) = node.goals.iter().position(|goal| *goal == old) {
            if node.goals.contains(&new) || node.id == new {
                node.goals.remove(at);
            } else {
                node.goals[at] = new;
            }
        }
    }
}

/// Sets `field` on every node of `nodes` that has another value.
pub(super) fn set_many(plan: &mut Plan, nodes: &[NodeId], field: &NodeField) -> Result<(), EditError> {
    let paths = plan.paths_to(nodes);
    let found: HashSet<NodeId> = paths.iter().map(|(id, _)| *id).collect();
    if let Some(missing) = nodes.iter().find(|id| !found.contains(*id)) {
        return Err(EditError::NoSuchNode(*missing));
    }
    let mut changed = false;
    for (_, path) in &paths {
        let Some(node) = node_at(plan, path) else { continue };
        if !field.is_value_of(node) {
            super::apply::set_node(node_mut(plan, path).ok_or(EditError::NoSuchPosition)?, field);
            changed = true;
        }
    }
    if changed { Ok(()) } else { Err(EditError::Nothing) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Command, apply};
    use crate::plan::reference_token;
    use crate::plan::{Outline, Role, Status};

    fn n(title: &str, children: Vec<Arc<Node>>) -> Arc<Node> {
        Arc::new(Node { children, ..Node::new(Role::Item, title) })
    }

    fn sample() -> Arc<Plan> {
        let mut plan = Plan::new("t", None);
        plan.nodes = vec![n("総務", vec![n("会議", vec![]), n("広報", vec![n("だより", vec![])])]), n("地域", vec![n("見守り", vec![])])];
        Arc::new(plan)
    }

    fn id(plan: &Plan, title: &str) -> NodeId {
        plan.walk().find(|node| node.title == title).expect("there").id
    }

    fn shape(plan: &Plan) -> String {
        Outline::of(plan).rows().iter().map(|r| format!("{}{}", ".".repeat(r.depth.into()), r.node.title)).collect::<Vec<_>>().join(" ")
    }

    fn split(plan: &Arc<Plan>, title: &str, at: usize, open: bool) -> (String, String) {
        let command = Command::Split { node: id(plan, title), at, new: NodeId::new(), open };
        let edited = apply(plan, &command).expect("fine");
        let selected = edited.plan.node(edited.selection[0]).expect("there").title.clone();
        (shape(&edited.plan), selected)
    }

    #[test]
    fn enter_splits_where_the_next_line_stands() {
        let p = sample();
        assert_eq!(split(&p, "会議", 1, true), ("総務 .会 .議 .広報 ..だより 地域 .見守り".into(), "議".into()));
        assert_eq!(split(&p, "広報", 1, true), ("総務 .会議 .広 ..報 ..だより 地域 .見守り".into(), "報".into()), "open: the first child");
        assert_eq!(
            split(&p, "広報", 1, false),
            ("総務 .会議 .広 ..だより .報 地域 .見守り".into(), "報".into()),
            "folded: the next sibling"
        );
        assert_eq!(split(&p, "会議", 2, true), ("総務 .会議 . .広報 ..だより 地域 .見守り".into(), String::new()));
        assert_eq!(split(&p, "会議", 0, true), ("総務 . .会議 .広報 ..だより 地域 .見守り".into(), "会議".into()));
        let past = Command::Split { node: id(&p, "会議"), at: 3, new: NodeId::new(), open: true };
        assert_eq!(apply(&p, &past).err(), Some(EditError::NoSuchPosition));
    }

    #[test]
    fn a_reference_is_never_cut() {
        let mut plan = Plan::clone(&sample());
        let token = reference_token(id(&plan, "地域"));
        plan.nodes.push(n(&format!("{token}を参照"), vec![]));
        let node = plan.nodes[2].id;
        let edited = apply(&Arc::new(plan), &Command::Split { node, at: 5, new: NodeId::new(), open: true }).expect("fine").plan;
        assert_eq!((edited.nodes[2].title.as_str(), edited.nodes[3].title.as_str()), (token.as_str(), "を参照"));
    }

    #[test]
    fn backspace_joins_with_the_line_before() {
        let p = sample();
        let joined = |title: &str| {
            let edited = apply(&p, &Command::Join { node: id(&p, title), into: None })?;
            assert_eq!(edited.selection, [join_target(&p, id(&p, title)).expect("there")]);
            Ok::<_, EditError>(shape(&edited.plan))
        };
        assert_eq!(joined("会議").expect("fine"), "総務会議 .広報 ..だより 地域 .見守り");
        assert_eq!(joined("広報").expect("fine"), "総務 .会議広報 ..だより 地域 .見守り");
        assert_eq!(joined("地域").expect("fine"), "総務 .会議 .広報 ..だより地域 .見守り", "children keep their level");
        assert_eq!(joined("総務"), Err(EditError::Nothing));
    }

    #[test]
    fn joining_keeps_fields_and_refuses_where_two_differ() {
        let mut plan = Plan::new("t", None);
        let a = Node { lead: "総務課".into(), funding: vec!["自主".into()], ..Node::new(Role::Project, "a") };
        let b = Node { status: Some(Status::New), funding: vec!["自主".into(), "補助".into()], ..Node::new(Role::Project, "b") };
        let c = Node { lead: "地域課".into(), ..Node::new(Role::Project, "c") };
        plan.preface = vec![Block::Text(reference_token(b.id))];
        plan.nodes = vec![a.into(), b.into(), c.into()];
        let plan = Arc::new(plan);
        let edited = apply(&plan, &Command::Join { node: id(&plan, "b"), into: None }).expect("fine").plan;
        let ab = &edited.nodes[0];
        assert_eq!((ab.title.as_str(), ab.status, ab.lead.as_str()), ("ab", Some(Status::New), "総務課"));
        assert_eq!(ab.funding, ["自主", "補助"]);
        assert_eq!(edited.preface, [Block::Text(reference_token(ab.id))], "references follow");
        let refused = apply(&edited, &Command::Join { node: id(&edited, "c"), into: None });
        assert_eq!(refused.err(), Some(EditError::FieldsDiffer("edit.error.lead_differs")));
    }

    #[test]
    fn a_folded_branch_is_joined_at_its_top() {
        let p = sample();
        let into = |node: &str, into: &str| apply(&p, &Command::Join { node: id(&p, node), into: Some(id(&p, into)) });
        let joined = into("地域", "総務").expect("fine");
        assert_eq!(shape(&joined.plan), "総務地域 .会議 .広報 ..だより .見守り");
        assert_eq!(shape(&into("地域", "広報").expect("fine").plan), "総務 .会議 .広報地域 ..だより .見守り");
        for (node, other) in [("地域", "会議"), ("会議", "地域"), ("だより", "総務"), ("地域", "地域")] {
            assert_eq!(into(node, other).err(), Some(EditError::NoSuchPosition), "{node} into {other}");
        }
    }

    #[test]
    fn what_is_said_of_a_first_child_is_not_said_of_its_parent() {
        let mut plan = Plan::clone(&sample());
        let child = Node { budget: Some(50_000), ..Node::new(Role::Item, "会議") };
        plan.nodes = vec![n("総務", vec![child.into()])];
        let refused = apply(&Arc::new(plan.clone()), &Command::Join { node: id(&plan, "会議"), into: None });
        assert_eq!(refused.err(), Some(EditError::FieldsDiffer("edit.error.part_of_parent")));
    }

    #[test]
    fn an_empty_line_before_simply_goes() {
        let p = sample();
        let meeting = id(&p, "会議");
        let split = apply(&p, &Command::Split { node: meeting, at: 0, new: NodeId::new(), open: true }).expect("fine").plan;
        let joined = apply(&split, &Command::Join { node: meeting, into: None }).expect("fine");
        assert_eq!((joined.selection, &*joined.plan), (vec![meeting], &*p));
    }
}
