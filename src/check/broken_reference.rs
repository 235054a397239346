//! A reference, or a goal served, that leads to no node.

use crate::locale::Message;
use crate::plan::{Block, Finding, FindingLevel, Outline, Plan, TextPart, split_references};

pub(super) fn find(_plan: &Plan, outline: &Outline, findings: &mut Vec<Finding>) {
    for row in outline.rows() {
        let node = &row.node;
        let texts = std::iter::once(node.title.as_str()).chain(node.body.iter().flat_map(Block::texts));
        let in_text = texts.filter(|text| text.contains("[[")).flat_map(split_references).filter_map(|part| match part {
            TextPart::Reference(id, _) => Some(id),
            TextPart::Plain(_) => None,
        });
        let broken = in_text.chain(node.goals.iter().copied()).filter(|id| outline.position(*id).is_none()).count();
        if broken > 0 {
            let message = Message::new("check.broken_reference").with("count", broken);
            let hint = Message::new("check.broken_reference.hint");
            findings.push(Finding::new(FindingLevel::Error, message).at_node(node.id).with_hint(hint));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Node, NodeId, Role, reference_token};
    use std::sync::Arc;

    #[test]
    fn found_in_text_and_goals_only_when_broken() {
        let mut plan = Plan::new("t", None);
        let target = Node::new(Role::Goal, "目標");
        let mut good = Node::new(Role::Item, format!("{}のとおり", reference_token(target.id)));
        good.goals = vec![target.id];
        let bad = Node { goals: vec![NodeId::new()], ..Node::new(Role::Item, reference_token(NodeId::new())) };
        let want = bad.id;
        plan.nodes = [target, good, bad].map(Arc::new).to_vec();
        let mut findings = Vec::new();
        find(&plan, &Outline::of(&plan), &mut findings);
        assert_eq!(findings.iter().map(|f| f.place.node).collect::<Vec<_>>(), [Some(want)]);
        assert_eq!(findings[0].message.args, [("count", "2".to_owned())]);
    }
}
