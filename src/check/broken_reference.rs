//! A reference, or a goal served, that leads to no node.

use crate::locale::Message;
use crate::plan::{Block, Finding, FindingLevel, NodeId, Outline, Plan, TextPart, split_references};

pub(super) fn find(plan: &Plan, outline: &Outline, findings: &mut Vec<Finding>) {
    let gone = |id: &NodeId| outline.position(*id).is_none();
    let gone_in = |body: &[Block]| body.iter().flat_map(Block::texts).flat_map(referred).filter(gone).count();
    let preface = found("check.broken_reference", gone_in(&plan.preface));
    findings.extend(preface);
    for row in outline.rows() {
        let node = &row.node;
        let references = referred(&node.title).filter(gone).count() + gone_in(&node.body);
        let goals = node.goals.iter().filter(|id| gone(id)).count();
        let of_node = [found("check.broken_reference", references), found("check.broken_goal", goals)];
        findings.extend(of_node.into_iter().flatten().map(|finding| finding.at_node(node.id)));
    }
}

/// The nodes a text refers to.
fn referred(text: &str) -> impl Iterator<Item = NodeId> {
    let parts = if text.contains("[[") { split_references(text) } else { Vec::new() };
    parts.into_iter().filter_map(|part| match part {
        TextPart::Reference(id, _) => Some(id),
        TextPart::Plain(_) => None,
    })
}

fn found(key: &'static str, count: usize) -> Option<Finding> {
    let hint = Message::new("check.broken_reference.hint");
    (count > 0).then(|| Finding::new(FindingLevel::Error, Message::new(key).with("count", count)).with_hint(hint))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Node, Role, reference_token};
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
        plan.preface = vec![Block::Text(format!("{}と{}", reference_token(NodeId::new()), reference_token(NodeId::new())))];
        let mut findings = Vec::new();
        find(&plan, &Outline::of(&plan), &mut findings);
        let told: Vec<_> = findings.iter().map(|f| (f.rule, f.place.node)).collect();
        assert_eq!(told, [("check.broken_reference", None), ("check.broken_reference", Some(want)), ("check.broken_goal", Some(want))]);
        assert_eq!(findings[0].message.args, [("count", "2".to_owned())]);
    }
}
