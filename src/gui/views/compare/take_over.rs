//! Taking something of the other version over into the plan on the screen: commands made from a comparison. Knows
//! no egui.

use std::sync::Arc;

use nendo::compare::{ChangeKind, Field};
use nendo::edit::{Command, NodeField, Position, copies};
use nendo::plan::{Block, Node, NodeId, Outline, TextPart, redirected_token, split_references};

use super::model::{Compared, Side};

/// The step's name in the history.
const STEP: &str = "edit.step.take_over";

/// One version taken over from, the plan on the screen taken over into.
struct Ways<'a> {
    compared: &'a Compared,
    present: Side,
}

impl<'a> Ways<'a> {
    fn outline(&self, side: Side) -> &'a Outline {
        match side {
            Side::Old => &self.compared.comparison.old,
            Side::New => &self.compared.comparison.new,
        }
    }

    fn rows(&self, at: usize) -> (Option<usize>, Option<usize>) {
        let Some(item) = self.compared.items.get(at) else { return (None, None) };
        if self.present == Side::New { (item.old, item.new) } else { (item.new, item.old) }
    }

    /// The node of the plan on the screen that a node of the other version is.
    fn mate(&self, id: NodeId) -> Option<NodeId> {
        let at = self.compared.item_of(self.present.other(), id)?;
        let (_, row) = self.rows(at);
        Some(self.outline(self.present).rows()[row?].node.id)
    }

    /// A text of the other version, its references pointing into the plan on the screen.
    fn text(&self, text: &str) -> String {
        if !text.contains("[[") {
            return text.to_owned();
        }
        let part = |part| match part {
            TextPart::Plain(plain) => plain.to_owned(),
            TextPart::Reference(id, token) => self.mate(id).map_or_else(|| token.to_owned(), |mate| redirected_token(token, mate)),
        };
        split_references(text).into_iter().map(part).collect()
    }

    fn body(&self, body: &[Block]) -> Vec<Block> {
        let mut body = body.to_vec();
        for text in body.iter_mut().flat_map(Block::texts_mut) {
            *text = self.text(text);
        }
        body
    }

    fn fields(&self, node: &Node) -> Vec<NodeField> {
        vec![
            NodeField::Title(self.text(&node.title)),
            NodeField::Role(node.role),
            NodeField::Status(node.status),
            NodeField::Funding(node.funding.clone()),
            NodeField::Lead(node.lead.clone()),
            NodeField::Partners(node.partners.clone()),
            NodeField::PartnerNote(node.partner_note.clone()),
            NodeField::Goals(node.goals.iter().map(|goal| self.mate(*goal).unwrap_or(*goal)).collect()),
            NodeField::Schedule(node.schedule.iter().map(|phrase| self.text(phrase)).collect()),
            NodeField::Budget(node.budget),
            NodeField::Body(self.body(&node.body)),
        ]
    }

    /// A node of the other version as it can stand in the plan on the screen. Below it what the plan has in another
    /// place stays there; `within` is the row of the node whose place it takes, whose own nodes keep their ids.
    fn copy(&self, node: &Node, within: Option<usize>) -> Arc<Node> {
        let outline = self.outline(self.present);
        let inside = |id: NodeId| {
            let at = outline.position(id);
            within.zip(at).is_some_and(|(root, at)| (root..outline.rows()[root].end as usize).contains(&at))
        };
        let own = self.mate(node.id).filter(|id| inside(*id));
        let mut copied = node.without_children();
        copied.id = own.unwrap_or(node.id);
        copied.title = self.text(&node.title);
        copied.body = self.body(&node.body);
        copied.schedule = node.schedule.iter().map(|phrase| self.text(phrase)).collect();
        copied.goals = node.goals.iter().map(|goal| self.mate(*goal).unwrap_or(*goal)).collect();
        let stays = |child: &&Arc<Node>| self.mate(child.id).is_none_or(inside);
        copied.children = node.children.iter().filter(stays).map(|child| self.copy(child, within)).collect();
        Arc::new(copied)
    }

    /// Where a row of the other version would stand in the plan on the screen: below what its parent is there, behind
    /// what its sibling before it is there.
    fn position(&self, from: usize) -> Position {
        let (there, here) = (self.outline(self.present.other()), self.outline(self.present));
        let mut parent = None;
        let mut up = there.rows()[from].parent;
        while let Some(row) = up {
            let row = &there.rows()[row as usize];
            parent = self.mate(row.node.id);
            if parent.is_some() {
                break;
            }
            up = row.parent;
        }
        let parent_row = parent.and_then(|id| here.position(id)).and_then(|at| u32::try_from(at).ok());
        let siblings: Vec<NodeId> = here.rows().iter().filter(|row| row.parent == parent_row).map(|row| row.node.id).collect();
        let before = there.rows()[..from].iter().rev().filter(|row| row.parent == there.rows()[from].parent);
        let behind = before.filter_map(|row| self.mate(row.node.id)).find_map(|id| siblings.iter().position(|own| *own == id));
        Position { parent, index: behind.map_or(0, |at| at + 1) }
    }
}

/// Sets the fields of an item's node as the other version has them: all, or those of one kind.
pub fn fields(compared: &Compared, at: usize, present: Side, only: Option<Field>) -> Option<Command> {
    let ways = Ways { compared, present };
    let (from, to) = ways.rows(at);
    let from = &ways.outline(present.other()).rows()[from?].node;
    let to = &ways.outline(present).rows()[to?].node;
    let wanted = |field: &NodeField| only.is_none_or(|only| kind(field) == Some(only));
    let of_node = ways.fields(from).into_iter().filter(|field| !field.is_value_of(to)).filter(wanted);
    let commands: Vec<Command> = of_node.map(|field| Command::Set { node: to.id, field }).collect();
    (!commands.is_empty()).then_some(Command::Batch { key: STEP, commands })
}

fn kind(field: &NodeField) -> Option<Field> {
    Some(match field {
        NodeField::Role(_) => Field::Role,
        NodeField::Status(_) => Field::Status,
        NodeField::Funding(_) => Field::Funding,
        NodeField::Lead(_) => Field::Lead,
        NodeField::Partners(_) | NodeField::PartnerNote(_) => Field::Partners,
        NodeField::Goals(_) => Field::Goals,
        NodeField::Schedule(_) => Field::Schedule,
        NodeField::Budget(_) => Field::Budget,
        NodeField::Body(_) => Field::Body,
        NodeField::Title(_) | NodeField::Label(_) => return None,
    })
}

/// Makes the plan on the screen have an item with all below it as the other version has it: puts back what is gone,
/// takes away what is new, puts what moved into its old place.
pub fn whole(compared: &Compared, at: usize, present: Side) -> Option<Command> {
    let ways = Ways { compared, present };
    let here = ways.outline(present);
    let there = ways.outline(present.other());
    match ways.rows(at) {
        (None, Some(to)) => Some(Command::Remove { nodes: vec![here.rows()[to].node.id] }),
        (Some(from), None) => {
            let node = ways.copy(&there.rows()[from].node, None);
            let nodes = copies(&[node], |id| here.position(id).is_some());
            Some(Command::Batch { key: STEP, commands: vec![Command::Insert { at: ways.position(from), nodes }] })
        }
        (Some(from), Some(to)) => {
            let own = &here.rows()[to];
            let node = ways.copy(&there.rows()[from].node, Some(to));
            let range = to..own.end as usize;
            let outside = |id: NodeId| here.position(id).is_some_and(|at| !range.contains(&at));
            let nodes = copies(&[node], outside);
            let siblings = here.rows().iter().filter(|row| row.parent == own.parent);
            let index = siblings.take_while(|row| row.node.id != own.node.id).count();
            let parent = own.parent.map(|parent| here.rows()[parent as usize].node.id);
            let mut commands =
                vec![Command::Remove { nodes: vec![own.node.id] }, Command::Insert { at: Position { parent, index }, nodes }];
            if compared.items[at].is(ChangeKind::Moved) {
                commands.push(Command::Move { nodes: vec![own.node.id], to: ways.position(from) });
            }
            Some(Command::Batch { key: STEP, commands })
        }
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nendo::edit::apply;
    use nendo::plan::reference_token;
    use nendo::plan::{Plan, Role};

    fn tree(title: &str, children: Vec<Arc<Node>>) -> Arc<Node> {
        Arc::new(Node { children, ..Node::new(Role::Item, title) })
    }

    fn shape(plan: &Plan) -> String {
        fn one(node: &Node) -> String {
            let below: Vec<String> = node.children.iter().map(|child| one(child)).collect();
            if below.is_empty() { node.title.clone() } else { format!("{}({})", node.title, below.join(" ")) }
        }
        plan.nodes.iter().map(|node| one(node)).collect::<Vec<_>>().join(" ")
    }

    fn base() -> Arc<Plan> {
        let mut plan = Plan::new("計画", None);
        plan.nodes = vec![tree("a", vec![tree("b", vec![]), tree("c", vec![tree("d", vec![])])]), tree("e", vec![])];
        Arc::new(plan)
    }

    fn id(plan: &Plan, title: &str) -> NodeId {
        plan.walk().find(|node| node.title == title).expect("there").id
    }

    /// The plan after the item of the old node `title` was taken over whole.
    fn taken(old: &Arc<Plan>, new: &Arc<Plan>, title: &str) -> Arc<Plan> {
        let compared = Compared::of(old.clone(), new.clone());
        let at = compared.item_of(Side::Old, id(old, title)).expect("an item");
        apply(new, &whole(&compared, at, Side::New).expect("a command")).expect("fine").plan
    }

    #[test]
    fn what_is_gone_comes_back_where_it_stood() {
        let old = base();
        let new = apply(&old, &Command::Remove { nodes: vec![id(&old, "c")] }).expect("fine").plan;
        assert_eq!(shape(&new), "a(b) e");
        assert_eq!(*taken(&old, &new, "c"), *old, "with its ids");
    }

    #[test]
    fn what_moved_goes_back_and_is_as_it_was() {
        let old = base();
        let to = Position { parent: None, index: 0 };
        let new = apply(&old, &Command::Move { nodes: vec![id(&old, "c")], to }).expect("fine").plan;
        let set = Command::Set { node: id(&old, "d"), field: NodeField::Title("x".into()) };
        let new = apply(&new, &set).expect("fine").plan;
        assert_eq!(shape(&taken(&old, &new, "c")), shape(&old));
    }

    #[test]
    fn fields_come_alone_with_references_into_this_plan() {
        // Another lineage: the same words, other ids.
        let text = |goal: NodeId| vec![Block::Text(format!("{}のとおり", reference_token(goal)))];
        let plan = |lead: &str, schedule: &str| {
            let goal = Node::new(Role::Goal, "支え合いの地域づくり");
            let project = Node {
                lead: lead.into(),
                schedule: vec![schedule.into()],
                body: text(goal.id),
                ..Node::new(Role::Project, "地区の見守り活動の支援")
            };
            Arc::new(Plan { nodes: vec![Arc::new(goal), Arc::new(project)], ..Plan::new("計画", None) })
        };
        let (old, new) = (plan("地域課", "毎月"), plan("総務課", "隔月"));
        let compared = Compared::of(old, new.clone());
        let command = fields(&compared, 1, Side::New, Some(Field::Schedule)).expect("a command");
        let one = apply(&new, &command).expect("fine").plan;
        assert_eq!((one.nodes[1].lead.as_str(), one.nodes[1].schedule[0].as_str()), ("総務課", "毎月"));
        let all = apply(&new, &fields(&compared, 1, Side::New, None).expect("a command")).expect("fine").plan;
        assert_eq!((all.nodes[1].lead.as_str(), &all.nodes[1].body), ("地域課", &new.nodes[1].body));
        assert_eq!(fields(&compared, 0, Side::New, None), None, "nothing differs");
    }

    #[test]
    fn what_is_new_goes() {
        let old = base();
        let mut new = Plan::clone(&old);
        new.nodes.push(tree("f", vec![]));
        let new = Arc::new(new);
        let compared = Compared::of(old.clone(), new.clone());
        let at = compared.item_of(Side::New, id(&new, "f")).expect("an item");
        let plan = apply(&new, &whole(&compared, at, Side::New).expect("a command")).expect("fine").plan;
        assert_eq!(shape(&plan), shape(&old));
    }
}
