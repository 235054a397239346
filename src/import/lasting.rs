//! Ids that last: a text read again and again, to be compared with, gives the same nodes the same ids each time, so
//! that what was said about them (reasons, corrected pairings) finds them again.

use std::collections::HashMap;
use std::sync::Arc;

use crate::plan::{Block, ContentMark, Node, NodeId, Plan, TextPart, redirected_token, split_references};

/// The plan with ids that follow from what it says.
pub fn with_lasting_ids(mut plan: Plan) -> Plan {
    // The mark of the content sees no ids; spread over the seed, no other file's derived ids meet these.
    let seed = u128::from(ContentMark::of(&plan).as_u64()) << 64 | 0x6E65_6E64_6F2D_7478;
    let ids: HashMap<NodeId, NodeId> = plan.walk().zip(1..).map(|(node, index)| (node.id, NodeId::derived(seed, index))).collect();
    plan.nodes = plan.nodes.iter().map(|node| with_ids(node, &ids)).collect();
    redirect(&mut plan.preface, &ids);
    plan
}

fn with_ids(node: &Node, ids: &HashMap<NodeId, NodeId>) -> Arc<Node> {
    let anew = |id: NodeId| ids.get(&id).copied().unwrap_or(id);
    let mut own = node.without_children();
    own.id = anew(node.id);
    own.goals.iter_mut().for_each(|goal| *goal = anew(*goal));
    redirect(&mut own.body, ids);
    own.schedule.iter_mut().for_each(|phrase| redirect_text(phrase, ids));
    redirect_text(&mut own.title, ids);
    own.children = node.children.iter().map(|child| with_ids(child, ids)).collect();
    Arc::new(own)
}

fn redirect(body: &mut [Block], ids: &HashMap<NodeId, NodeId>) {
    body.iter_mut().flat_map(Block::texts_mut).for_each(|text| redirect_text(text, ids));
}

fn redirect_text(text: &mut String, ids: &HashMap<NodeId, NodeId>) {
    if !text.contains("[[") {
        return;
    }
    let part = |part| match part {
        TextPart::Plain(plain) => plain.to_owned(),
        TextPart::Reference(id, token) => ids.get(&id).map_or_else(|| token.to_owned(), |id| redirected_token(token, *id)),
    };
    *text = split_references(text).into_iter().map(part).collect();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Role, reference_token};

    #[test]
    fn the_same_text_has_the_same_ids_each_time() {
        let read = |title: &str| {
            let (goal, project) = (Node::new(Role::Goal, "支え合い"), Node::new(Role::Project, title));
            let body = vec![Block::Text(format!("{}のとおり", reference_token(goal.id)))];
            let project = Node { goals: vec![goal.id], body, ..project };
            with_lasting_ids(Plan { nodes: vec![Arc::new(goal), Arc::new(project)], ..Plan::new("計画", None) })
        };
        let (one, two, other) = (read("見守り"), read("見守り"), read("見守る"));
        let ids = |plan: &Plan| plan.walk().map(|node| node.id).collect::<Vec<_>>();
        // References within the text count as words; the ids beside them follow.
        assert_eq!(one.nodes[1].goals, [one.nodes[0].id]);
        assert_eq!(one.nodes[1].body, [Block::Text(format!("{}のとおり", reference_token(one.nodes[0].id)))]);
        assert_eq!(ids(&one), ids(&two));
        assert!(ids(&one).iter().all(|id| !ids(&other).contains(id)));
    }
}
