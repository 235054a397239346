//! Nodes from elsewhere settle where they are put: with the level of their new neighbours and the roles of the
//! place, so that a chapter pasted below a project is none any more, nor is numbered as one.
//!
//! Lives here: what inserted nodes become. Does not live here: moving within a plan (`arrange`), new ids
//! (`copies`). What a node is about (a policy, a record, a table …) stays, where somebody said so.

use std::sync::Arc;

use super::arrange::settle_label;
use super::command::Position;
use super::places::{Ladder, on_the_ladder, role_among, role_before, usual_role_below};
use crate::plan::{Node, Outline, Plan, Role, names_goals};

/// Where the roles of inserted nodes come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Roles {
    /// Somebody's plan says so.
    Stated,
    /// Guessed from a text that knew nothing of the place.
    Guessed,
}

/// The words of a title say what a node is about only this far down, as when a whole text is imported.
const DEEPEST_BY_TITLE: usize = 1;

/// `nodes` as they come to stand at `at` of the plan, whose outline this is.
pub fn settled(plan: &Plan, outline: &Outline, at: Position, nodes: &[Arc<Node>], roles: Roles) -> Vec<Arc<Node>> {
    let parent = at.parent.and_then(|id| outline.row(id));
    let siblings = parent.map_or(&plan.nodes, |row| &row.node.children);
    let depth = parent.map_or(0, |row| usize::from(row.depth) + 1);
    let neighbour = at.index.checked_sub(1).and_then(|before| siblings.get(before)).or_else(|| siblings.get(at.index));
    let beside = neighbour.map(|node| node.label.level);
    let level = beside.flatten().unwrap_or_else(|| parent.map_or(0, |row| row.level.saturating_add(1)));
    let usual = role_of_place(siblings, at.index, parent.map(|row| &*row.node));
    let place = Ladder::of(siblings);
    let root = |node: &Arc<Node>| {
        let mut node = Arc::clone(node);
        settle_label(&mut node, beside);
        let by_place = match roles {
            Roles::Guessed => is_guess(&node, depth),
            Roles::Stated => on_the_ladder(node.role) && !place.has(node.role),
        };
        let role = if by_place { usual } else { node.role };
        settle(&mut node, role, level, depth, roles);
        node
    };
    nodes.iter().map(root).collect()
}

/// What a node is that comes to this place.
fn role_of_place(siblings: &[Arc<Node>], index: usize, parent: Option<&Node>) -> Role {
    if role_before(siblings).is_none() {
        // Below 重点目標 stand goals, which projects then name.
        let announced =
            parent.is_some_and(|node| matches!(node.role, Role::Part | Role::Chapter | Role::Goal) && names_goals(node.title.trim()));
        let goals = siblings.iter().any(|node| node.role == Role::Goal) && parent.is_some();
        if goals || announced && siblings.is_empty() {
            return Role::Goal;
        }
    }
    role_among(siblings, index, parent.map(|node| node.role))
}

/// Whether a guessed role says no more than where the node stood in its text.
fn is_guess(node: &Node, depth: usize) -> bool {
    let by_title = matches!(node.role, Role::Policy | Role::Situation | Role::Goal | Role::Profile);
    // A paragraph without a title is an item wherever it stands.
    !(node.title.is_empty() && node.role == Role::Item) && (on_the_ladder(node.role) || by_title && depth > DEEPEST_BY_TITLE)
}

/// Gives a node its new role, and what stands below it roles and levels that are below those of the node.
fn settle(node: &mut Arc<Node>, role: Role, level: u8, depth: usize, roles: Roles) {
    let turned = node.role != role;
    if turned {
        Arc::make_mut(node).role = role;
    }
    for at in 0..node.children.len() {
        let child = &node.children[at];
        let below = usual_role_below(Some(role));
        let by_place = match roles {
            Roles::Guessed => is_guess(child, depth + 1),
            Roles::Stated => on_the_ladder(child.role),
        };
        let too_high = turned && by_place && rank(child.role) < rank(below);
        let own = child.label.level.filter(|own| *own > level);
        let (role, child_level) = (if too_high { below } else { child.role }, own.unwrap_or_else(|| level.saturating_add(1)));
        let mut settled = Arc::clone(child);
        if settled.label.level != own {
            Arc::make_mut(&mut settled).label.level = own;
        }
        settle(&mut settled, role, child_level, depth + 1, roles);
        if !Arc::ptr_eq(&settled, &node.children[at]) {
            Arc::make_mut(node).children[at] = settled;
        }
    }
}

/// How far down the ladder a role stands; what is about something stands above it.
fn rank(role: Role) -> u8 {
    match role {
        Role::Part => 1,
        Role::Chapter => 2,
        Role::Project => 3,
        Role::Item => 4,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{LabelRule, NodeLabel};

    fn node(role: Role, title: &str, children: Vec<Arc<Node>>) -> Arc<Node> {
        Arc::new(Node { children, ..Node::new(role, title) })
    }

    fn levelled(node: &Arc<Node>, level: u8, rule: LabelRule) -> Arc<Node> {
        Arc::new(Node { label: NodeLabel { level: Some(level), rule }, ..Node::clone(node) })
    }

    fn roles(nodes: &[Arc<Node>]) -> Vec<Role> {
        nodes.iter().flat_map(|node| std::iter::once(node.role).chain(roles(&node.children))).collect()
    }

    fn chapter() -> Arc<Node> {
        let project = node(Role::Project, "見守り", vec![node(Role::Item, "訪問", vec![])]);
        node(Role::Chapter, "支え合い", vec![levelled(&project, 2, LabelRule::Auto), node(Role::Note, "注", vec![])])
    }

    fn plan() -> Plan {
        let mut plan = Plan::new("t", None);
        let project = node(Role::Project, "相談", vec![]);
        let part = node(Role::Part, "事業", vec![node(Role::Chapter, "福祉", vec![project])]);
        plan.nodes = vec![part, node(Role::Part, "重点目標", vec![])];
        plan
    }

    #[test]
    fn a_chapter_below_a_project_is_an_item_and_numbered_as_one() {
        let plan = plan();
        let outline = Outline::of(&plan);
        let project = plan.nodes[0].children[0].children[0].id;
        let pasted = levelled(&chapter(), 1, LabelRule::Start(4));
        let at = Position { parent: Some(project), index: 0 };
        let settled = settled(&plan, &outline, at, &[pasted], Roles::Stated);
        assert_eq!(roles(&settled), [Role::Item, Role::Item, Role::Item, Role::Note]);
        assert_eq!(settled[0].label, NodeLabel::default());
        assert_eq!(settled[0].children[0].label.level, None, "no level above that of its parent");
    }

    #[test]
    fn where_it_fits_nothing_is_changed() {
        let plan = plan();
        let outline = Outline::of(&plan);
        let at = Position { parent: Some(plan.nodes[0].id), index: 1 };
        let pasted = node(Role::Chapter, "地域", vec![node(Role::Project, "会議", vec![])]);
        let settled = settled(&plan, &outline, at, std::slice::from_ref(&pasted), Roles::Stated);
        assert!(Arc::ptr_eq(&settled[0], &pasted));
    }

    #[test]
    fn below_goals_lines_are_goals_and_elsewhere_titles_deep_down_say_nothing() {
        let plan = plan();
        let outline = Outline::of(&plan);
        let lines = [node(Role::Item, "孤立を防ぐ", vec![])];
        let at = Position { parent: Some(plan.nodes[1].id), index: 0 };
        assert_eq!(roles(&settled(&plan, &outline, at, &lines, Roles::Guessed)), [Role::Goal]);
        let policy = [node(Role::Policy, "広報の方針", vec![node(Role::Item, "広報紙", vec![])])];
        let at = Position { parent: Some(plan.nodes[0].children[0].id), index: 1 };
        assert_eq!(roles(&settled(&plan, &outline, at, &policy, Roles::Guessed)), [Role::Project, Role::Item]);
        assert_eq!(roles(&settled(&plan, &outline, at, &policy, Roles::Stated)), [Role::Policy, Role::Item]);
    }
}
