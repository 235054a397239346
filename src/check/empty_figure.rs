//! A figure with nothing below it: only its heading is printed.

use crate::locale::Message;
use crate::plan::{Block, Finding, FindingLevel, Outline, Plan, Role};

pub(super) fn find(_plan: &Plan, outline: &Outline, findings: &mut Vec<Finding>) {
    for row in outline.rows() {
        // A figure may be a picture, too.
        let pictured = row.node.body.iter().any(|block| matches!(block, Block::Image { .. }));
        if row.node.role == Role::Figure && row.node.children.is_empty() && !pictured {
            let message = Message::new("check.empty_figure").with("title", &row.node.title);
            let finding = Finding::new(FindingLevel::Warning, message).with_hint(Message::new("check.empty_figure.hint"));
            findings.push(finding.at_node(row.node.id));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Node;
    use std::sync::Arc;

    #[test]
    fn only_a_figure_without_boxes_and_pictures_is_named() {
        let figure = || Node::new(Role::Figure, "組織図");
        let picture = Block::Image { file: "a.png".into(), alternative: "図".into(), caption: String::new(), width: None };
        let drawn = Node { children: vec![Arc::new(Node::new(Role::Item, "理事会"))], ..figure() };
        let mut plan = Plan::new("t", None);
        plan.nodes = [figure(), drawn, Node { body: vec![picture], ..figure() }].map(Arc::new).into();
        let mut findings = Vec::new();
        find(&plan, &Outline::of(&plan), &mut findings);
        assert_eq!(findings.iter().map(|finding| finding.place.node).collect::<Vec<_>>(), [Some(plan.nodes[0].id)]);
    }
}
