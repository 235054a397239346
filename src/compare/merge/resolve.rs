//! Conflicts decided one by one: mine, theirs, both, or own words.

use std::sync::Arc;

use super::{Conflict, Merged, Spot, Subject};
use crate::compare::Field;
use crate::plan::{Block, MAX_DEPTH, Node, NodeId, Plan, parse_amount};

/// How a conflict is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// As mine has it.
    Mine,
    /// As theirs has it.
    Theirs,
    /// What both have, mine first.
    Both,
    /// Other words.
    Own(String),
}

impl Conflict {
    /// Whether what both have can stand together.
    pub fn takes_both(&self) -> bool {
        match self.subject {
            Subject::PlanTitle | Subject::Title | Subject::Preface => true,
            Subject::Field(field) => !matches!(field, Field::Role | Field::Status | Field::Budget),
            Subject::PlanSettings | Subject::Label | Subject::Deleted | Subject::Place | Subject::Order => false,
        }
    }

    /// Whether these words decide it: of a budget only an amount, or nothing for none.
    pub fn accepts(&self, words: &str) -> bool {
        self.subject != Subject::Field(Field::Budget) || words.trim().is_empty() || parse_amount(words).is_some()
    }

    /// Whether other words can be written in its place.
    pub fn takes_words(&self) -> bool {
        // Tables and pictures as a whole cannot be typed.
        let typed = |block: &Block| !matches!(block, Block::Table(_) | Block::Image { .. });
        if let Some(Spot::Blocks { theirs, .. }) = &self.spot
            && !theirs.iter().all(typed)
        {
            return false;
        }
        match self.subject {
            Subject::PlanTitle | Subject::Title | Subject::Preface => true,
            Subject::Field(field) => !matches!(field, Field::Role | Field::Status | Field::Goals | Field::Partners),
            Subject::PlanSettings | Subject::Label | Subject::Deleted | Subject::Place | Subject::Order => false,
        }
    }
}

/// The joined plan with its conflicts decided; `choices` stand in the order of the conflicts, what is missing is mine.
pub fn resolved(merged: &Merged, mine: &Plan, theirs: &Plan, choices: &[Choice]) -> Plan {
    let mut plan = merged.plan.clone();
    // What is taken away goes last: until then every conflict finds its node.
    let mut removed = Vec::new();
    // Bodies from the back, so that the places before stay what they are.
    let mut spots: Vec<(&Spot, &Conflict, &Choice)> =
        merged.conflicts.iter().zip(choices).filter_map(|(conflict, choice)| Some((conflict.spot.as_ref()?, conflict, choice))).collect();
    spots.sort_by_key(|(spot, ..)| std::cmp::Reverse(spot.block()));
    for (spot, conflict, choice) in spots {
        let body = match conflict.node {
            None => Some(&mut plan.preface),
            Some(node) => node_mut(&mut plan.nodes, node).map(|node| &mut node.body),
        };
        if let Some(body) = body {
            decide_spot(body, spot, conflict, choice);
        }
    }
    for (conflict, choice) in merged.conflicts.iter().zip(choices).filter(|(conflict, _)| conflict.spot.is_none()) {
        let Some(node) = conflict.node else {
            decide_plan(&mut plan, conflict, theirs, choice);
            continue;
        };
        match conflict.subject {
            Subject::Deleted => {
                let gone_at = if conflict.is_deleted_by_mine() { Choice::Mine } else { Choice::Theirs };
                removed.extend((*choice == gone_at).then_some(node));
            }
            Subject::Place if *choice == Choice::Theirs => move_as(&mut plan, node, theirs),
            Subject::Order if *choice == Choice::Theirs => order_as(&mut plan, Some(node), theirs),
            Subject::Place | Subject::Order => {}
            _ => {
                let (own, other) = (mine.node(node), theirs.node(node));
                if let (Some(target), Some(other)) = (node_mut(&mut plan.nodes, node), other) {
                    decide_node(target, own.map_or(other.as_ref(), |own| own.as_ref()), other, conflict, choice);
                }
            }
        }
    }
    for node in removed {
        take(&mut plan.nodes, node);
    }
    plan
}

fn decide_plan(plan: &mut Plan, conflict: &Conflict, theirs: &Plan, choice: &Choice) {
    match (conflict.subject, choice) {
        (_, Choice::Mine) => {}
        (Subject::PlanTitle, choice) => plan.title = words(&plan.title, &theirs.title, choice),
        (Subject::PlanSettings, Choice::Theirs) => {
            plan.organization.clone_from(&theirs.organization);
            (plan.fiscal_year, plan.stage, plan.date) = (theirs.fiscal_year, theirs.stage, theirs.date);
            (plan.numbering, plan.style) = (theirs.numbering.clone(), theirs.style);
        }
        (Subject::Order, Choice::Theirs) => order_as(plan, None, theirs),
        _ => {}
    }
}

fn decide_node(target: &mut Node, own: &Node, other: &Node, conflict: &Conflict, choice: &Choice) {
    let Subject::Field(field) = conflict.subject else {
        match (conflict.subject, choice) {
            (Subject::Title, choice) => target.title = words(&own.title, &other.title, choice),
            (Subject::Label, Choice::Theirs) => target.label = other.label,
            _ => {}
        }
        return;
    };
    match field {
        Field::Role if *choice == Choice::Theirs => target.role = other.role,
        Field::Status if *choice == Choice::Theirs => target.status = other.status,
        Field::Role | Field::Status => {}
        Field::Funding => target.funding = list(&own.funding, &other.funding, choice),
        Field::Schedule => target.schedule = list(&own.schedule, &other.schedule, choice),
        Field::Partners => {
            target.partners = list(&own.partners, &other.partners, choice);
            if *choice == Choice::Theirs {
                target.partner_note.clone_from(&other.partner_note);
            }
        }
        Field::Lead => target.lead = words(&own.lead, &other.lead, choice),
        Field::Goals => {
            target.goals = match choice {
                Choice::Theirs => other.goals.clone(),
                Choice::Both => joined(&own.goals, &other.goals),
                _ => own.goals.clone(),
            }
        }
        Field::Budget => match choice {
            Choice::Theirs => target.budget = other.budget,
            Choice::Own(text) if text.trim().is_empty() => target.budget = None,
            Choice::Own(text) => target.budget = parse_amount(text).or(target.budget),
            _ => {}
        },
        // Parts of the body have a spot.
        Field::Body | Field::Table | Field::Figure => {}
    }
}

/// Decides what stands at one place of a body; the rest of it stays.
fn decide_spot(body: &mut Vec<Block>, spot: &Spot, conflict: &Conflict, choice: &Choice) {
    match spot {
        Spot::Blocks { at, count, theirs } => {
            let place = (*at).min(body.len())..(at + count).min(body.len());
            let decided = blocks(&body[place.clone()], theirs, choice);
            body.splice(place, decided);
        }
        Spot::Cell { block, row, cell } => {
            let cell = match body.get_mut(*block) {
                Some(Block::Table(table)) => table.rows.get_mut(*row).and_then(|row| row.get_mut(*cell)),
                _ => None,
            };
            if let Some(cell) = cell {
                cell.text = lines(&conflict.mine, &conflict.theirs, choice);
            }
        }
        Spot::Caption { block } => {
            if let Some(Block::Table(table)) = body.get_mut(*block) {
                table.caption = words(&conflict.mine, &conflict.theirs, choice);
            }
        }
    }
}

/// Words that may have several lines: those of both stand below each other.
fn lines(own: &str, other: &str, choice: &Choice) -> String {
    match choice {
        Choice::Mine => own.to_owned(),
        Choice::Theirs => other.to_owned(),
        Choice::Both => [own, other].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("\n"),
        Choice::Own(text) => text.trim_matches('\n').to_owned(),
    }
}

fn words(own: &str, other: &str, choice: &Choice) -> String {
    match choice {
        Choice::Mine => own.to_owned(),
        Choice::Theirs => other.to_owned(),
        Choice::Both if own.is_empty() || other.is_empty() => format!("{own}{other}"),
        Choice::Both => format!("{own}・{other}"),
        Choice::Own(text) => text.replace('\n', " ").trim().to_owned(),
    }
}

/// Mine, and of theirs what mine lacks.
fn joined<T: Clone + PartialEq>(own: &[T], other: &[T]) -> Vec<T> {
    let more = other.iter().filter(|word| !own.contains(word));
    own.iter().chain(more).cloned().collect()
}

fn list(own: &[String], other: &[String], choice: &Choice) -> Vec<String> {
    match choice {
        Choice::Mine => own.to_vec(),
        Choice::Theirs => other.to_vec(),
        Choice::Both => joined(own, other),
        Choice::Own(text) => text.split('\n').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect(),
    }
}

fn blocks(own: &[Block], other: &[Block], choice: &Choice) -> Vec<Block> {
    match choice {
        Choice::Mine => own.to_vec(),
        Choice::Theirs => other.to_vec(),
        Choice::Both => joined(own, other),
        // Typed lines are what mine are there, paragraph or list; tables and pictures, which cannot be typed, stay.
        Choice::Own(text) => {
            let typed = |block: &&Block| matches!(block, Block::Text(_) | Block::Circle(_) | Block::Bullet(_));
            let mut kinds = own.iter().filter(typed).chain(other.iter().find(typed));
            let mut kind = None;
            let lines = text.split('\n').filter(|line| !line.trim().is_empty()).map(|line| {
                kind = kinds.next().or(kind);
                match kind {
                    Some(Block::Circle(_)) => Block::Circle(line.to_owned()),
                    Some(Block::Bullet(_)) => Block::Bullet(line.to_owned()),
                    _ => Block::Text(line.to_owned()),
                }
            });
            let lines: Vec<Block> = lines.collect();
            let kept = own.iter().filter(|block| matches!(block, Block::Table(_) | Block::Image { .. })).cloned();
            lines.into_iter().chain(kept).collect()
        }
    }
}

fn node_mut(nodes: &mut [Arc<Node>], id: NodeId) -> Option<&mut Node> {
    let at = nodes.iter().position(|node| node.id == id || holds(node, id))?;
    let node = Arc::make_mut(&mut nodes[at]);
    if node.id == id { Some(node) } else { node_mut(&mut node.children, id) }
}

fn holds(node: &Node, id: NodeId) -> bool {
    node.children.iter().any(|child| child.id == id || holds(child, id))
}

fn take(nodes: &mut Vec<Arc<Node>>, id: NodeId) -> Option<Arc<Node>> {
    if let Some(at) = nodes.iter().position(|node| node.id == id) {
        return Some(nodes.remove(at));
    }
    let at = nodes.iter().position(|node| holds(node, id))?;
    take(&mut Arc::make_mut(&mut nodes[at]).children, id)
}

/// The parent of a node and the node's place among its children.
fn place_in(plan: &Plan, id: NodeId) -> Option<(Option<NodeId>, usize)> {
    if let Some(at) = plan.nodes.iter().position(|node| node.id == id) {
        return Some((None, at));
    }
    plan.walk().find_map(|node| Some((Some(node.id), node.children.iter().position(|child| child.id == id)?)))
}

/// Puts a node below the parent it has in `theirs`, if that is there and not below the node itself.
fn move_as(plan: &mut Plan, id: NodeId, theirs: &Plan) {
    let Some((parent, index)) = place_in(theirs, id) else { return };
    let into_itself = |to: NodeId| plan.node(id).is_some_and(|node| node.id == to || holds(node, to));
    if parent.is_some_and(|to| into_itself(to) || plan.node(to).is_none()) {
        return;
    }
    let before = plan.clone();
    let Some(node) = take(&mut plan.nodes, id) else { return };
    let siblings = match parent {
        None => Some(&mut plan.nodes),
        Some(parent) => node_mut(&mut plan.nodes, parent).map(|parent| &mut parent.children),
    };
    if let Some(siblings) = siblings {
        siblings.insert(index.min(siblings.len()), node);
    }
    // A subtree that would reach too deep stays where mine has it.
    if plan.depth() > MAX_DEPTH {
        *plan = before;
    }
}

/// Puts the children of a node into the order they have in `theirs`; what only this plan has stays behind the sibling
/// before it.
fn order_as(plan: &mut Plan, parent: Option<NodeId>, theirs: &Plan) {
    let wanted: Vec<NodeId> = match parent {
        None => theirs.nodes.iter().map(|node| node.id).collect(),
        Some(parent) => theirs.node(parent).map(|node| node.children.iter().map(|child| child.id).collect()).unwrap_or_default(),
    };
    let children = match parent {
        None => &mut plan.nodes,
        Some(parent) => match node_mut(&mut plan.nodes, parent) {
            Some(node) => &mut node.children,
            None => return,
        },
    };
    let mut last = 0;
    let mut keyed: Vec<((usize, usize), Arc<Node>)> = Vec::with_capacity(children.len());
    for (at, child) in children.drain(..).enumerate() {
        let place = wanted.iter().position(|id| *id == child.id);
        last = place.map_or(last, |place| place + 1);
        keyed.push((place.map_or((last, at + 1), |place| (place + 1, 0)), child));
    }
    keyed.sort_by_key(|(place, _)| *place);
    children.extend(keyed.into_iter().map(|(_, child)| child));
}

#[cfg(test)]
mod tests {
    use super::super::merge;
    use super::*;
    use crate::plan::Role;

    fn base() -> Plan {
        let mut plan = Plan::new("計画", None);
        let node = |title: &str| Arc::new(Node { body: vec![Block::Text("一".into())], ..Node::new(Role::Project, title) });
        plan.nodes = vec![node("見守り"), node("研修"), node("広報")];
        plan
    }

    fn with(plan: &Plan, at: usize, change: impl FnOnce(&mut Node)) -> Plan {
        let mut plan = plan.clone();
        change(Arc::make_mut(&mut plan.nodes[at]));
        plan
    }

    fn text(plan: &Plan, at: usize) -> Vec<&str> {
        plan.nodes[at].body.iter().flat_map(Block::texts).collect()
    }

    #[test]
    fn titles_and_bodies_are_decided_each_way() {
        let base = base();
        let change = |words: &'static str| move |node: &mut Node| (node.title, node.body) = (words.into(), vec![Block::Text(words.into())]);
        let (mine, theirs) = (with(&base, 1, change("甲")), with(&base, 1, change("乙")));
        let merged = merge(&base, &mine, &theirs);
        assert_eq!(merged.conflicts.len(), 2);
        let decide = |choice: Choice| resolved(&merged, &mine, &theirs, &[choice.clone(), choice]);
        let told = |plan: &Plan| (plan.nodes[1].title.clone(), text(plan, 1).join("/"));
        let pair = |title: &str, body: &str| (title.to_owned(), body.to_owned());
        assert_eq!(told(&decide(Choice::Mine)), pair("甲", "甲"));
        assert_eq!(told(&decide(Choice::Theirs)), pair("乙", "乙"));
        assert_eq!(told(&decide(Choice::Both)), pair("甲・乙", "甲/乙"));
        assert_eq!(told(&decide(Choice::Own("丙\n丁".into()))), pair("丙 丁", "丙/丁"));
        assert_eq!(resolved(&merged, &mine, &theirs, &[]), merged.plan, "what is not decided is mine");
    }

    #[test]
    fn both_stand_where_they_met() {
        let base = with(&base(), 0, |node| node.body = ["一", "二", "三"].map(|words| Block::Text(words.to_owned())).to_vec());
        let change = |words: &'static str| move |node: &mut Node| node.body[1] = Block::Text(words.to_owned());
        let mine = with(&base, 0, change("甲"));
        let theirs = with(&with(&base, 0, change("乙")), 0, |node| node.body.push(Block::Text("四".into())));
        let merged = merge(&base, &mine, &theirs);
        assert_eq!(merged.conflicts.len(), 1);
        let conflict = &merged.conflicts[0];
        assert_eq!((conflict.base.as_str(), conflict.mine.as_str(), conflict.theirs.as_str()), ("二", "甲", "乙"));
        assert_eq!(conflict.name(crate::locale::Lang::Ja), "本文の2段落目");
        let told = |choice| text(&resolved(&merged, &mine, &theirs, &[choice]), 0).join("/");
        assert_eq!(told(Choice::Mine), "一/甲/三/四");
        assert_eq!(told(Choice::Theirs), "一/乙/三/四");
        assert_eq!(told(Choice::Both), "一/甲/乙/三/四");
        assert_eq!(told(Choice::Own("丙\n丁".into())), "一/丙/丁/三/四");
        let marked = super::super::marked(&merged, crate::locale::Lang::Ja);
        assert!(text(&marked, 0)[2].starts_with(super::super::CONFLICT_MARK), "the mark stands behind the paragraph");
    }

    #[test]
    fn what_one_deleted_goes_or_stays() {
        let base = base();
        let mut mine = base.clone();
        mine.nodes.remove(2);
        let theirs = with(&base, 2, |node| node.budget = Some(3));
        let merged = merge(&base, &mine, &theirs);
        let titles = |choice| resolved(&merged, &mine, &theirs, &[choice]).nodes.len();
        assert_eq!((titles(Choice::Mine), titles(Choice::Theirs)), (2, 3));
    }

    #[test]
    fn orders_and_budgets_can_be_theirs() {
        let base = base();
        let order = |order: [usize; 3]| Plan { nodes: order.map(|at| base.nodes[at].clone()).to_vec(), ..base.clone() };
        let (mine, theirs) = (order([1, 0, 2]), order([2, 1, 0]));
        let merged = merge(&base, &mine, &theirs);
        assert_eq!(merged.conflicts[0].subject, Subject::Order);
        let ids = |plan: &Plan| plan.nodes.iter().map(|node| node.id).collect::<Vec<_>>();
        assert_eq!(ids(&resolved(&merged, &mine, &theirs, &[Choice::Theirs])), ids(&theirs));
        let (mine, theirs) = (with(&base, 0, |node| node.budget = Some(1)), with(&base, 0, |node| node.budget = Some(2)));
        let merged = merge(&base, &mine, &theirs);
        let budget = |choice| resolved(&merged, &mine, &theirs, &[choice]).nodes[0].budget;
        assert_eq!((budget(Choice::Theirs), budget(Choice::Own("1,500".into()))), (Some(2), Some(1500)));
        let taken = ["1,500", "9700千円", "", "およそ5"].map(|words| merged.conflicts[0].accepts(words));
        assert_eq!(taken, [true, true, true, false]);
    }

    #[test]
    fn a_place_can_be_theirs() {
        let base = base();
        let under = |parent: usize| {
            let mut plan = base.clone();
            let node = plan.nodes.remove(2);
            Arc::make_mut(&mut plan.nodes[parent]).children.push(node);
            plan
        };
        let (mine, theirs) = (under(0), under(1));
        let merged = merge(&base, &mine, &theirs);
        assert_eq!(merged.conflicts[0].subject, Subject::Place);
        let decided = resolved(&merged, &mine, &theirs, &[Choice::Theirs]);
        assert_eq!(decided.nodes.iter().map(|node| node.children.len()).collect::<Vec<_>>(), [0, 1]);
    }
}
