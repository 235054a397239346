//! Applying a command to a plan.

use std::collections::HashSet;
use std::sync::Arc;

use super::command::{BlockPlace, Command, NodeField, PlanField, Position};
use super::table::TableEdit;
use super::tree::{Finder, height, node_mut, siblings_mut};
use super::{arrange, joining, whole};
use crate::locale::Message;
use crate::plan::{Block, IdMap, MAX_DEPTH, Node, NodeId, Outline, Plan, Remarks};

/// Why a command was not carried out; the plan is untouched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The node is not in the plan.
    #[error("node {0} is not in the plan")]
    NoSuchNode(NodeId),
    /// The position does not exist.
    #[error("there is no such position")]
    NoSuchPosition,
    /// The tree would become deeper than [`MAX_DEPTH`].
    #[error("the tree would become deeper than {MAX_DEPTH} levels")]
    TooDeep,
    /// A node would come below itself.
    #[error("a node cannot be moved below itself")]
    BelowItself,
    /// A new node has the id of one that is there.
    #[error("node {0} is there already")]
    DuplicateId(NodeId),
    /// Two nodes to be joined say different things in this field (key of the message).
    #[error("both nodes have a value of their own: {0}")]
    FieldsDiffer(&'static str),
    /// Nothing to do: already first, last, top level, or the same value.
    #[error("nothing to change")]
    Nothing,
}

impl EditError {
    /// For the user.
    pub fn message(&self) -> Message {
        match self {
            Self::NoSuchNode(_) => Message::new("edit.error.no_such_node"),
            Self::NoSuchPosition => Message::new("edit.error.no_such_position"),
            Self::TooDeep => Message::new("edit.error.too_deep").with("max", MAX_DEPTH),
            Self::BelowItself => Message::new("edit.error.below_itself"),
            Self::DuplicateId(_) => Message::new("edit.error.duplicate_id"),
            Self::FieldsDiffer(key) => Message::new(key),
            Self::Nothing => Message::new("edit.error.nothing"),
        }
    }
}

/// A changed plan and the nodes to select after the change (none: leave the selection).
#[derive(Debug, Clone)]
pub struct Edited {
    /// The new plan.
    pub plan: Arc<Plan>,
    /// What to select.
    pub selection: Vec<NodeId>,
}

/// Applies `command`.
///
/// # Errors
/// Says why nothing was changed.
pub fn apply(plan: &Arc<Plan>, command: &Command) -> Result<Edited, EditError> {
    apply_by(plan, Finder::searching(), command)
}

/// The same for a plan whose outline is at hand, so that no node need be searched for.
///
/// # Errors
/// Says why nothing was changed.
pub fn apply_known(plan: &Arc<Plan>, outline: &Outline, command: &Command) -> Result<Edited, EditError> {
    apply_by(plan, Finder::knowing(outline), command)
}

fn apply_by(plan: &Arc<Plan>, find: Finder<'_>, command: &Command) -> Result<Edited, EditError> {
    let mut new = Plan::clone(plan);
    let selection = match command {
        Command::SetPlan(field) => {
            set_plan(&mut new, field);
            Vec::new()
        }
        Command::SetReason { place, text } => remark(&mut new, |remarks| remarks.set_reason(*place, text))?,
        Command::SetPair { against, old, new: own, said } => remark(&mut new, |remarks| remarks.set_pair(*against, (*old, *own), *said))?,
        Command::Set { node, field } => {
            let path = find.path_to(&new, *node).ok_or(EditError::NoSuchNode(*node))?;
            let target = node_mut(&mut new, &path).ok_or(EditError::NoSuchNode(*node))?;
            set_node(target, field);
            Vec::new()
        }
        Command::SetMany { nodes, field } => {
            joining::set_many(&mut new, nodes, field)?;
            Vec::new()
        }
        Command::Split { node, at, new: id, open } => joining::split(&mut new, find, *node, *at, *id, *open)?,
        Command::Join { node, into } => joining::join(&mut new, find, *node, *into)?,
        Command::Batch { commands, .. } => return batch(plan, find, commands),
        Command::Replace(other) => return whole::replace(plan, other),
        Command::Table { at, edit } => {
            edit_table(&mut new, find, *at, edit)?;
            Vec::new()
        }
        Command::Insert { at, nodes } => insert(&mut new, find, *at, nodes)?,
        Command::Move { nodes, to } => move_to(&mut new, find, nodes, *to)?,
        Command::Remove { nodes }
        | Command::MoveUp { nodes }
        | Command::MoveDown { nodes }
        | Command::Indent { nodes }
        | Command::Outdent { nodes } => {
            let paths = topmost(&new, find, nodes)?;
            match command {
                Command::Remove { .. } => arrange::remove(&mut new, &paths)?,
                Command::MoveUp { .. } => arrange::step(&mut new, &paths, false)?,
                Command::MoveDown { .. } => arrange::step(&mut new, &paths, true)?,
                Command::Indent { .. } => arrange::indent(&mut new, &paths)?,
                _ => arrange::outdent(&mut new, &paths)?,
            }
        }
    };
    Ok(Edited { plan: Arc::new(new), selection })
}

/// Applies one command after the other; the selection is that of the last one that asks for one.
fn batch(plan: &Arc<Plan>, find: Finder<'_>, commands: &[Command]) -> Result<Edited, EditError> {
    let mut done: Option<Edited> = None;
    for command in commands {
        let now = done.as_ref().map_or(plan, |edited| &edited.plan);
        let find = if done.is_some() { find.after_a_change() } else { find };
        match apply_by(now, find, command) {
            Ok(mut edited) => {
                if let Some(before) = done.filter(|_| edited.selection.is_empty()) {
                    edited.selection = before.selection;
                }
                done = Some(edited);
            }
            Err(EditError::Nothing) => {}
            Err(error) => return Err(error),
        }
    }
    // A node that an earlier command selected may have gone with a later one.
    if let Some(edited) = done.as_mut().filter(|edited| !edited.selection.is_empty()) {
        let there: HashSet<NodeId> = edited.plan.paths_to(&edited.selection).into_iter().map(|(id, _)| id).collect();
        edited.selection.retain(|id| there.contains(id));
    }
    done.ok_or(EditError::Nothing)
}

fn set_plan(plan: &mut Plan, field: &PlanField) {
    match field.clone() {
        PlanField::Title(value) => plan.title = one_line(&value),
        PlanField::Organization(value) => plan.organization = one_line(&value),
        PlanField::FiscalYear(value) => plan.fiscal_year = value,
        PlanField::Stage(value) => plan.stage = value,
        PlanField::Date(value) => plan.date = value,
        PlanField::Numbering(value) => plan.numbering = value,
        PlanField::Style(value) => plan.style = value,
        PlanField::Preface(value) => plan.preface = value,
    }
}

/// Changes what was said about comparing the plan.
fn remark(plan: &mut Plan, change: impl FnOnce(&mut Remarks)) -> Result<Vec<NodeId>, EditError> {
    let mut remarks = Remarks::clone(&plan.remarks);
    change(&mut remarks);
    if remarks == *plan.remarks {
        return Err(EditError::Nothing);
    }
    plan.remarks = Arc::new(remarks);
    Ok(Vec::new())
}

pub(super) fn set_node(node: &mut Node, field: &NodeField) {
    match field.clone() {
        NodeField::Role(value) => node.role = value,
        NodeField::Title(value) => node.title = one_line(&value),
        NodeField::Label(value) => node.label = value,
        NodeField::Status(value) => node.status = value,
        NodeField::Funding(value) => node.funding = value,
        NodeField::Lead(value) => node.lead = one_line(&value),
        NodeField::Partners(value) => node.partners = value,
        NodeField::PartnerNote(value) => node.partner_note = one_line(&value),
        NodeField::Goals(value) => node.goals = value,
        NodeField::Schedule(value) => node.schedule = value,
        NodeField::Budget(value) => node.budget = value,
        NodeField::Body(value) => node.body = value,
    }
}

fn edit_table(plan: &mut Plan, find: Finder<'_>, at: BlockPlace, edit: &TableEdit) -> Result<(), EditError> {
    let body = match at.node {
        None => &mut plan.preface,
        Some(id) => {
            let path = find.path_to(plan, id).ok_or(EditError::NoSuchNode(id))?;
            &mut node_mut(plan, &path).ok_or(EditError::NoSuchNode(id))?.body
        }
    };
    let Some(Block::Table(table)) = body.get_mut(at.block) else { return Err(EditError::NoSuchPosition) };
    let new = edit.apply(table).ok_or(EditError::NoSuchPosition)?;
    if new == *table {
        return Err(EditError::Nothing);
    }
    *table = new;
    Ok(())
}

/// Line breaks in a one-line field become spaces.
pub(super) fn one_line(text: &str) -> String {
    text.replace("\r\n", " ").replace(['\n', '\r'], " ")
}

/// The given nodes as paths in reading order, without those below another of them.
fn topmost(plan: &Plan, find: Finder<'_>, nodes: &[NodeId]) -> Result<Vec<Vec<usize>>, EditError> {
    let paths = match nodes {
        [one] => vec![(*one, find.path_to(plan, *one).ok_or(EditError::NoSuchNode(*one))?)],
        many => plan.paths_to(many),
    };
    let found: HashSet<NodeId> = paths.iter().map(|(id, _)| *id).collect();
    if let Some(missing) = nodes.iter().find(|id| !found.contains(*id)) {
        return Err(EditError::NoSuchNode(*missing));
    }
    let mut kept: Vec<Vec<usize>> = Vec::new();
    for (_, path) in paths {
        if !kept.last().is_some_and(|last| path.starts_with(last)) {
            kept.push(path);
        }
    }
    if kept.is_empty() { Err(EditError::Nothing) } else { Ok(kept) }
}

pub(super) fn node_at<'a>(plan: &'a Plan, path: &[usize]) -> Option<&'a Arc<Node>> {
    let (first, rest) = path.split_first()?;
    rest.iter().try_fold(plan.nodes.get(*first)?, |node, index| node.children.get(*index))
}

pub(super) fn ids_at(plan: &Plan, paths: &[Vec<usize>]) -> Vec<NodeId> {
    paths.iter().filter_map(|path| node_at(plan, path)).map(|node| node.id).collect()
}

/// The path of a position's parent.
fn parent_path(plan: &Plan, find: Finder<'_>, at: Position) -> Result<Vec<usize>, EditError> {
    match at.parent {
        None => Ok(Vec::new()),
        Some(id) => find.path_to(plan, id).ok_or(EditError::NoSuchNode(id)),
    }
}

fn insert(plan: &mut Plan, find: Finder<'_>, at: Position, nodes: &[Arc<Node>]) -> Result<Vec<NodeId>, EditError> {
    if nodes.is_empty() {
        return Err(EditError::Nothing);
    }
    let path = parent_path(plan, find, at)?;
    if nodes.iter().any(|node| path.len() + height(node) > MAX_DEPTH) {
        return Err(EditError::TooDeep);
    }
    let mut new: IdMap<()> = IdMap::default();
    let mut stack: Vec<&Arc<Node>> = nodes.iter().collect();
    while let Some(node) = stack.pop() {
        if new.insert(node.id, ()).is_some() {
            return Err(EditError::DuplicateId(node.id));
        }
        stack.extend(&node.children);
    }
    if let Some(taken) = find.taken(plan, &new) {
        return Err(EditError::DuplicateId(taken));
    }
    let list = siblings_mut(plan, &path).ok_or(EditError::NoSuchPosition)?;
    if at.index > list.len() {
        return Err(EditError::NoSuchPosition);
    }
    list.splice(at.index..at.index, nodes.iter().cloned());
    Ok(nodes.iter().map(|node| node.id).collect())
}

fn move_to(plan: &mut Plan, find: Finder<'_>, nodes: &[NodeId], to: Position) -> Result<Vec<NodeId>, EditError> {
    let paths = topmost(plan, find, nodes)?;
    let parent = parent_path(plan, find, to)?;
    let before: Vec<_> = ids_at(plan, &paths);
    let stays = paths.len() == 1 && {
        let (last, ancestors) = paths[0].split_last().ok_or(EditError::NoSuchPosition)?;
        ancestors == parent && (to.index == *last || to.index == last + 1)
    };
    if stays || before.is_empty() {
        return Err(EditError::Nothing);
    }
    arrange::relocate(plan, &paths, &parent, to.index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{LabelRule, Outline, Role};

    fn n(title: &str, children: Vec<Arc<Node>>) -> Arc<Node> {
        Arc::new(Node { children, ..Node::new(Role::Item, title) })
    }

    fn sample() -> Arc<Plan> {
        let mut plan = Plan::new("t", None);
        plan.nodes = vec![n("a", vec![n("b", vec![]), n("c", vec![n("d", vec![])])]), n("e", vec![]), n("f", vec![])];
        Arc::new(plan)
    }

    fn id(plan: &Plan, title: &str) -> NodeId {
        plan.walk().find(|node| node.title == title).expect("there").id
    }

    fn shape(plan: &Plan) -> String {
        Outline::of(plan).rows().iter().map(|r| format!("{}{}", ".".repeat(r.depth.into()), r.node.title)).collect::<Vec<_>>().join(" ")
    }

    fn done(plan: &Arc<Plan>, command: &Command) -> String {
        apply(plan, command).map_or_else(|e| e.to_string(), |edited| shape(&edited.plan))
    }

    #[test]
    fn moving_and_nesting() {
        let p = sample();
        let ids = |titles: &[&str]| titles.iter().map(|t| id(&p, t)).collect::<Vec<_>>();
        assert_eq!(shape(&p), "a .b .c ..d e f");
        assert_eq!(done(&p, &Command::Indent { nodes: ids(&["e"]) }), "a .b .c ..d .e f");
        assert_eq!(done(&p, &Command::Indent { nodes: ids(&["e", "f"]) }), "a .b .c ..d .e .f");
        assert_eq!(done(&p, &Command::Indent { nodes: ids(&["b"]) }), "nothing to change");
        assert_eq!(done(&p, &Command::Outdent { nodes: ids(&["d"]) }), "a .b .c .d e f");
        assert_eq!(done(&p, &Command::Outdent { nodes: ids(&["b", "c"]) }), "a b c .d e f");
        assert_eq!(done(&p, &Command::MoveUp { nodes: ids(&["f"]) }), "a .b .c ..d f e");
        assert_eq!(done(&p, &Command::MoveUp { nodes: ids(&["e", "f"]) }), "e f a .b .c ..d");
        assert_eq!(done(&p, &Command::MoveUp { nodes: ids(&["b"]) }), "nothing to change");
        assert_eq!(done(&p, &Command::MoveDown { nodes: ids(&["a", "e"]) }), "f a .b .c ..d e");
        let to = Position { parent: Some(id(&p, "c")), index: 0 };
        assert_eq!(done(&p, &Command::Move { nodes: ids(&["e", "b"]), to }), "a .c ..b ..e ..d f");
        let to = Position { parent: Some(id(&p, "d")), index: 0 };
        assert_eq!(done(&p, &Command::Move { nodes: ids(&["a"]), to }), "a node cannot be moved below itself");
        assert_eq!(done(&p, &Command::Remove { nodes: ids(&["c", "d", "e"]) }), "a .b f");
    }

    #[test]
    fn a_node_in_a_new_place_is_labelled_like_its_neighbours() {
        let labelled =
            |title: &str, level, rule| Arc::new(Node { label: crate::plan::NodeLabel { level, rule }, ..Node::new(Role::Item, title) });
        let mut plan = Plan::new("t", None);
        plan.nodes = vec![
            n("a", vec![labelled("b", Some(4), LabelRule::Auto)]),
            labelled("c", None, LabelRule::Start(3)),
            labelled("d", Some(0), LabelRule::Unnumbered),
        ];
        let plan = Arc::new(plan);
        let to = |parent: &str, index| Position { parent: (!parent.is_empty()).then(|| id(&plan, parent)), index };
        let label = |command: &Command, title: &str| {
            apply(&plan, command).expect("fine").plan.walk().find(|n| n.title == title).expect("there").label
        };
        let below = |title: &str| Command::Move { nodes: vec![id(&plan, title)], to: to("a", 1) };
        assert_eq!(label(&below("c"), "c"), crate::plan::NodeLabel { level: Some(4), rule: LabelRule::Auto });
        assert_eq!(label(&below("d"), "d"), crate::plan::NodeLabel { level: Some(4), rule: LabelRule::Unnumbered });
        let up = Command::Outdent { nodes: vec![id(&plan, "b")] };
        assert_eq!(label(&up, "b"), crate::plan::NodeLabel::default());
        let among = Command::MoveUp { nodes: vec![id(&plan, "c")] };
        assert_eq!(label(&among, "c").rule, LabelRule::Start(3), "among the same siblings nothing changes");
    }

    #[test]
    fn a_node_in_a_new_place_has_the_role_of_its_neighbours() {
        let of = |role, title: &str, children| Arc::new(Node { children, ..Node::new(role, title) });
        let mut plan = Plan::new("t", None);
        plan.nodes = vec![
            of(Role::Part, "a", vec![of(Role::Chapter, "b", vec![of(Role::Project, "c", vec![])]), of(Role::Chapter, "d", vec![])]),
            of(Role::Part, "e", vec![of(Role::Goal, "f", vec![]), of(Role::Project, "g", vec![])]),
            of(Role::Policy, "h", vec![]),
        ];
        let plan = Arc::new(plan);
        let role = |command: &Command, title: &str| {
            apply(&plan, command).expect("fine").plan.walk().find(|n| n.title == title).expect("there").role
        };
        let nodes = |title: &str| vec![id(&plan, title)];
        assert_eq!(role(&Command::Outdent { nodes: nodes("c") }, "c"), Role::Chapter);
        assert_eq!(role(&Command::Indent { nodes: nodes("d") }, "d"), Role::Project);
        assert_eq!(role(&Command::Outdent { nodes: nodes("d") }, "d"), Role::Part);
        assert_eq!(role(&Command::Indent { nodes: nodes("e") }, "e"), Role::Chapter);
        let to = Position { parent: Some(id(&plan, "e")), index: 0 };
        assert_eq!(role(&Command::Move { nodes: nodes("d"), to }, "d"), Role::Project);
        // What a node is about goes with it; among the same siblings nothing changes.
        assert_eq!(role(&Command::Outdent { nodes: nodes("f") }, "f"), Role::Goal);
        assert_eq!(role(&Command::Indent { nodes: nodes("h") }, "h"), Role::Policy);
        assert_eq!(role(&Command::MoveUp { nodes: nodes("g") }, "g"), Role::Project);
    }

    #[test]
    fn unchanged_nodes_stay_shared() {
        let p = sample();
        let edited = apply(&p, &Command::Set { node: id(&p, "d"), field: NodeField::Title("x\ny".into()) }).expect("fine").plan;
        assert_eq!(shape(&edited), "a .b .c ..x y e f");
        assert!(Arc::ptr_eq(&p.nodes[1], &edited.nodes[1]));
        assert!(Arc::ptr_eq(&p.nodes[0].children[0], &edited.nodes[0].children[0]));
        assert!(!Arc::ptr_eq(&p.nodes[0], &edited.nodes[0]));
    }

    #[test]
    fn depth_and_ids_are_kept() {
        let mut deep = n("x", vec![]);
        for _ in 0..MAX_DEPTH - 1 {
            deep = n("x", vec![deep]);
        }
        let p = sample();
        let at = Position { parent: None, index: 0 };
        let fits = apply(&p, &Command::Insert { at, nodes: vec![deep.clone()] }).expect("fits").plan;
        assert_eq!(fits.depth(), MAX_DEPTH);
        let at = Position { parent: Some(id(&p, "e")), index: 0 };
        assert_eq!(apply(&p, &Command::Insert { at, nodes: vec![deep] }).err(), Some(EditError::TooDeep));
        let twice = Command::Insert { at, nodes: vec![p.nodes[1].clone()] };
        assert_eq!(apply(&p, &twice).err(), Some(EditError::DuplicateId(id(&p, "e"))));
    }
}
