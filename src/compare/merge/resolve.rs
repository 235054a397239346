//! Conflicts decided one by one: mine, theirs, both, as before, or own words.

use std::sync::Arc;

use super::{Conflict, Merged, Setting, Spot, Subject};
use crate::compare::Field;
use crate::plan::{Block, MAX_DEPTH, Node, NodeId, Plan, RemarkPlace, parse_amount};

/// How a conflict is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// As mine has it.
    Mine,
    /// As theirs has it.
    Theirs,
    /// What both have, mine first.
    Both,
    /// As it was before both.
    Base,
    /// Other words.
    Own(String),
}

impl Conflict {
    /// Whether what both have can stand together.
    pub fn takes_both(&self) -> bool {
        match self.subject {
            Subject::PlanTitle | Subject::Title | Subject::Preface | Subject::Reason(_) => true,
            Subject::Field(field) => !matches!(field, Field::Role | Field::Status | Field::Budget),
            Subject::Setting(_) | Subject::Label | Subject::Deleted | Subject::Place | Subject::Order | Subject::Pairing(_) => false,
        }
    }

    /// Whether it can be as it was before: not what one side deleted, since the other worked on it, and nothing that
    /// was not there.
    pub fn takes_base(&self) -> bool {
        self.subject != Subject::Deleted && !(self.base.is_empty() && self.spot.is_none())
    }

    /// Whether these words decide it: of a budget only an amount, or nothing for none.
    pub fn accepts(&self, words: &str) -> bool {
        self.subject != Subject::Field(Field::Budget) || words.trim().is_empty() || parse_amount(words).is_some()
    }

    /// Whether other words can be written in its place.
    pub fn takes_words(&self) -> bool {
        // Tables, pictures and voices as a whole cannot be typed.
        let typed = |block: &Block| matches!(block, Block::Text(_) | Block::Circle(_) | Block::Bullet(_));
        if let Some(Spot::Blocks { mine, theirs, .. }) = &self.spot
            && !mine.iter().chain(theirs).all(typed)
        {
            return false;
        }
        match self.subject {
            Subject::PlanTitle | Subject::Title | Subject::Preface | Subject::Reason(_) | Subject::Setting(Setting::Organization) => true,
            Subject::Field(field) => !matches!(field, Field::Role | Field::Status | Field::Goals | Field::Partners),
            Subject::Setting(_) | Subject::Label | Subject::Deleted | Subject::Place | Subject::Order | Subject::Pairing(_) => false,
        }
    }
}

/// The joined plan with its conflicts decided; `choices` stand in the order of the conflicts, what is missing is mine.
pub fn resolved(merged: &Merged, choices: &[Choice]) -> Plan {
    let mut plan = merged.plan.clone();
    // What is taken away goes last: until then every conflict finds its node.
    let mut removed = Vec::new();
    // Bodies from the back, so that the places before stay what they are.
    let mut spots: Vec<(&Spot, &Conflict, &Choice)> =
        merged.conflicts.iter().zip(choices).filter_map(|(conflict, choice)| Some((conflict.spot.as_ref()?, conflict, choice))).collect();
    spots.sort_by_key(|(spot, ..)| spot.order());
    for (spot, conflict, choice) in spots.into_iter().rev() {
        let body = match conflict.node {
            None => Some(&mut plan.preface),
            Some(node) => node_mut(&mut plan.nodes, node).map(|node| &mut node.body),
        };
        if let Some(body) = body {
            decide_spot(body, spot, conflict, choice);
        }
    }
    for (conflict, choice) in merged.conflicts.iter().zip(choices).filter(|(conflict, _)| conflict.spot.is_none()) {
        // Whose order, place or value is taken, where it is one of the three.
        let side = match choice {
            Choice::Theirs => Some(&merged.theirs),
            Choice::Base => Some(&merged.base),
            Choice::Mine | Choice::Both | Choice::Own(_) => None,
        };
        match (conflict.subject, conflict.node) {
            (Subject::Reason(place), _) => decide_reason(&mut plan, place, conflict, choice),
            (Subject::Pairing(place), _) => {
                if let Some(side) = side {
                    Arc::make_mut(&mut plan.remarks).set_pair_as(place, &side.remarks);
                }
            }
            (Subject::Deleted, Some(node)) => {
                let gone_at = if conflict.is_deleted_by_mine() { Choice::Mine } else { Choice::Theirs };
                removed.extend((*choice == gone_at).then_some(node));
            }
            (Subject::Place, Some(node)) => {
                if let Some(side) = side {
                    move_as(&mut plan, node, side);
                }
            }
            (Subject::Order, parent) => {
                if let Some(side) = side {
                    order_as(&mut plan, parent, side);
                }
            }
            (_, None) => decide_plan(&mut plan, conflict, &merged.theirs, side, choice),
            (_, Some(id)) => {
                let (own, other) = (merged.mine.node(id), merged.theirs.node(id));
                if let (Some(target), Some(other)) = (node_mut(&mut plan.nodes, id), other) {
                    let base = merged.base.node(id).map(AsRef::as_ref);
                    decide_node(target, [base, own.map(AsRef::as_ref)], other, conflict, choice);
                }
            }
        }
    }
    for node in removed {
        take(&mut plan.nodes, node);
    }
    plan
}

fn decide_reason(plan: &mut Plan, place: RemarkPlace, conflict: &Conflict, choice: &Choice) {
    let text = lines(conflict, choice, "\n");
    Arc::make_mut(&mut plan.remarks).set_reason(place, &text);
}

fn decide_plan(plan: &mut Plan, conflict: &Conflict, theirs: &Plan, side: Option<&Plan>, choice: &Choice) {
    match (conflict.subject, side) {
        (Subject::Setting(Setting::Organization), _) => {
            plan.organization = words([&conflict.base, &plan.organization, &theirs.organization], choice);
        }
        (Subject::PlanTitle, _) => plan.title = words([&conflict.base, &plan.title, &theirs.title], choice),
        (Subject::Setting(setting), Some(side)) => match setting {
            Setting::Organization => {}
            Setting::FiscalYear => plan.fiscal_year = side.fiscal_year,
            Setting::Stage => plan.stage = side.stage,
            Setting::Date => plan.date = side.date,
            Setting::Numbering => plan.numbering = side.numbering.clone(),
            Setting::Style => plan.style = side.style,
        },
        _ => {}
    }
}

fn decide_node(target: &mut Node, [base, own]: [Option<&Node>; 2], other: &Node, conflict: &Conflict, choice: &Choice) {
    let side = match choice {
        Choice::Theirs => other,
        Choice::Base => base.unwrap_or(other),
        Choice::Mine | Choice::Both | Choice::Own(_) => own.unwrap_or(other),
    };
    let own = own.unwrap_or(other);
    let Subject::Field(field) = conflict.subject else {
        match conflict.subject {
            Subject::Title => target.title = words([&conflict.base, &own.title, &other.title], choice),
            Subject::Label => target.label = side.label,
            _ => {}
        }
        return;
    };
    match field {
        Field::Role => target.role = side.role,
        Field::Status => target.status = side.status,
        Field::Funding => target.funding = list(&side.funding, &other.funding, choice),
        Field::Schedule => target.schedule = list(&side.schedule, &other.schedule, choice),
        Field::Partners => {
            target.partners = list(&side.partners, &other.partners, choice);
            target.partner_note.clone_from(&side.partner_note);
        }
        Field::Lead => target.lead = words([&conflict.base, &own.lead, &other.lead], choice),
        Field::Goals => {
            target.goals = if *choice == Choice::Both { joined(&own.goals, &other.goals) } else { side.goals.clone() };
        }
        Field::Budget => match choice {
            Choice::Own(text) if text.trim().is_empty() => target.budget = None,
            Choice::Own(text) => target.budget = parse_amount(text).or(target.budget),
            _ => target.budget = side.budget,
        },
        // Parts of the body have a spot.
        Field::Body | Field::Table | Field::Figure => {}
    }
}

/// Decides what stands at one place of a body; the rest of it stays.
fn decide_spot(body: &mut Vec<Block>, spot: &Spot, conflict: &Conflict, choice: &Choice) {
    match spot {
        Spot::Blocks { at, base, mine, theirs } => {
            let place = (*at).min(body.len())..(at + mine.len()).min(body.len());
            let decided = blocks(base, mine, theirs, choice);
            body.splice(place, decided);
        }
        Spot::Words { block, cell, at } => {
            // Sentences follow each other; what is no sentence stands on a line of its own in a cell.
            let between = if cell.is_some() { "\n" } else { "。" };
            let text = match (body.get_mut(*block), cell) {
                (Some(Block::Table(table)), Some((row, place))) => {
                    table.rows.get_mut(*row).and_then(|row| row.get_mut(*place)).map(|cell| &mut cell.text)
                }
                (Some(Block::Text(text) | Block::Circle(text) | Block::Bullet(text) | Block::Quote { text, .. }), None) => Some(text),
                _ => None,
            };
            if let Some(text) = text.filter(|text| text.get(at.clone()).is_some()) {
                let decided = lines(conflict, choice, between);
                // A paragraph has one line.
                let decided = if cell.is_some() { decided } else { decided.replace('\n', "") };
                text.replace_range(at.clone(), &decided);
            }
        }
        Spot::Caption { block } => {
            if let Some(Block::Table(table)) = body.get_mut(*block) {
                table.caption = words([&conflict.base, &conflict.mine, &conflict.theirs], choice);
            }
        }
    }
}

/// Words that may have several sentences or lines: those of both follow each other.
fn lines(conflict: &Conflict, choice: &Choice, between: &str) -> String {
    let (own, other) = (&conflict.mine, &conflict.theirs);
    match choice {
        Choice::Mine => own.clone(),
        Choice::Theirs => other.clone(),
        Choice::Base => conflict.base.clone(),
        Choice::Both if own.is_empty() || other.is_empty() || own.ends_with(['。', '！', '？', '\n']) => format!("{own}{other}"),
        Choice::Both => format!("{own}{between}{other}"),
        Choice::Own(text) => text.trim_matches('\n').to_owned(),
    }
}

fn words([base, own, other]: [&str; 3], choice: &Choice) -> String {
    match choice {
        Choice::Mine => own.to_owned(),
        Choice::Theirs => other.to_owned(),
        Choice::Base => base.to_owned(),
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

/// The list of the side that was chosen, with what else was chosen.
fn list(side: &[String], other: &[String], choice: &Choice) -> Vec<String> {
    match choice {
        Choice::Mine | Choice::Theirs | Choice::Base => side.to_vec(),
        Choice::Both => joined(side, other),
        Choice::Own(text) => text.split('\n').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect(),
    }
}

fn blocks(base: &[Block], own: &[Block], other: &[Block], choice: &Choice) -> Vec<Block> {
    match choice {
        Choice::Mine => own.to_vec(),
        Choice::Theirs => other.to_vec(),
        Choice::Base => base.to_vec(),
        Choice::Both => joined(own, other),
        // Typed lines are what mine are there, paragraph or list.
        Choice::Own(text) => {
            let mut kinds = own.iter().chain(other.first());
            let mut kind = None;
            let lines = text.split('\n').filter(|line| !line.trim().is_empty()).map(|line| {
                kind = kinds.next().or(kind);
                let (circle, bullet) = (line.strip_prefix('○'), line.strip_prefix('・'));
                match kind {
                    Some(Block::Circle(_)) => Block::Circle(circle.unwrap_or(line).to_owned()),
                    Some(Block::Bullet(_)) => Block::Bullet(bullet.unwrap_or(line).to_owned()),
                    _ => Block::Text(line.to_owned()),
                }
            });
            lines.collect()
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
        let decide = |choice: Choice| resolved(&merged, &[choice.clone(), choice]);
        let told = |plan: &Plan| (plan.nodes[1].title.clone(), text(plan, 1).join("/"));
        let pair = |title: &str, body: &str| (title.to_owned(), body.to_owned());
        assert_eq!(told(&decide(Choice::Mine)), pair("甲", "甲"));
        assert_eq!(told(&decide(Choice::Theirs)), pair("乙", "乙"));
        assert_eq!(told(&decide(Choice::Both)), pair("甲・乙", "甲/乙"));
        assert_eq!(told(&decide(Choice::Own("丙\n丁".into()))), pair("丙 丁", "丙/丁"));
        assert_eq!(resolved(&merged, &[]), merged.plan, "what is not decided is mine");
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
        let told = |choice| text(&resolved(&merged, &[choice]), 0).join("/");
        assert_eq!(told(Choice::Mine), "一/甲/三/四");
        assert_eq!(told(Choice::Theirs), "一/乙/三/四");
        assert_eq!(told(Choice::Both), "一/甲/乙/三/四");
        assert_eq!(told(Choice::Base), "一/二/三/四");
        assert_eq!(told(Choice::Own("丙\n丁".into())), "一/丙/丁/三/四");
        let marked = super::super::marked(&merged, crate::locale::Lang::Ja);
        assert!(text(&marked, 0)[2].starts_with(crate::plan::CONFLICT_MARK), "the mark stands behind the paragraph");
    }

    #[test]
    fn sentences_of_one_paragraph_are_decided_one_by_one() {
        const TEXT: &str = "役員が月に1回訪問する。困りごとを聞く。結果を部会に報告する。";
        let base = with(&base(), 0, |node| node.body[0] = Block::Text(TEXT.to_owned()));
        let change = |words: [(&'static str, &'static str); 3]| {
            let text = words.into_iter().fold(TEXT.to_owned(), |text, (from, to)| text.replace(from, to));
            with(&base, 0, |node| node.body[0] = Block::Text(text))
        };
        let mine = change([("1回", "2回"), ("聞く", "聞き取る"), ("部会", "総会")]);
        let theirs = change([("1回", "3回"), ("", ""), ("部会", "理事会")]);
        let merged = merge(&base, &mine, &theirs);
        assert_eq!(merged.conflicts.len(), 2);
        let told = |first, second| text(&resolved(&merged, &[first, second]), 0).join("/");
        assert_eq!(told(Choice::Theirs, Choice::Base), "役員が月に3回訪問する。困りごとを聞き取る。結果を部会に報告する。");
        assert_eq!(
            told(Choice::Both, Choice::Own("報告はしない。".into())),
            "役員が月に2回訪問する。役員が月に3回訪問する。困りごとを聞き取る。報告はしない。"
        );
        assert_eq!(told(Choice::Mine, Choice::Mine), "役員が月に2回訪問する。困りごとを聞き取る。結果を総会に報告する。");
    }

    #[test]
    fn paragraphs_taken_out_at_one_place_come_back_in_order() {
        let base = with(&base(), 0, |node| node.body = ["一", "二", "三"].map(|words| Block::Text(words.to_owned())).to_vec());
        let mine = with(&base, 0, |node| node.body.truncate(1));
        let theirs = with(&base, 0, |node| {
            (node.body[1], node.body[2]) = (Block::Text("弐".to_owned()), Block::Text("参".to_owned()));
        });
        let merged = merge(&base, &mine, &theirs);
        let all = vec![Choice::Theirs; merged.conflicts.len()];
        assert_eq!(text(&resolved(&merged, &all), 0), ["一", "弐", "参"]);
    }

    #[test]
    fn what_one_deleted_goes_or_stays() {
        let base = base();
        let mut mine = base.clone();
        mine.nodes.remove(2);
        let theirs = with(&base, 2, |node| node.budget = Some(3));
        let merged = merge(&base, &mine, &theirs);
        let titles = |choice| resolved(&merged, &[choice]).nodes.len();
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
        assert_eq!(ids(&resolved(&merged, &[Choice::Theirs])), ids(&theirs));
        let (mine, theirs) = (with(&base, 0, |node| node.budget = Some(1)), with(&base, 0, |node| node.budget = Some(2)));
        let merged = merge(&base, &mine, &theirs);
        let budget = |choice| resolved(&merged, &[choice]).nodes[0].budget;
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
        let decided = resolved(&merged, &[Choice::Theirs]);
        assert_eq!(decided.nodes.iter().map(|node| node.children.len()).collect::<Vec<_>>(), [0, 1]);
    }
}
