//! A picture that tells nothing to those who cannot see it, or has an impossible width.

use crate::locale::Message;
use crate::plan::{Block, Finding, FindingLevel, IMAGE_WIDTH, NodeId, Outline, Plan};

pub(super) fn find(plan: &Plan, outline: &Outline, findings: &mut Vec<Finding>) {
    for block in &plan.preface {
        look(block, None, findings);
    }
    for row in outline.rows() {
        for block in &row.node.body {
            look(block, Some(row.node.id), findings);
        }
    }
}

fn look(block: &Block, node: Option<NodeId>, findings: &mut Vec<Finding>) {
    let Block::Image { file, alternative, width, .. } = block else { return };
    let mut add = |finding: Finding| {
        findings.push(match node {
            Some(node) => finding.at_node(node),
            None => finding,
        });
    };
    if alternative.trim().is_empty() {
        let message = Message::new("check.image_words").with("file", file);
        add(Finding::new(FindingLevel::Warning, message).with_hint(Message::new("check.image_words.hint")));
    }
    if let Some(width) = width.filter(|width| !IMAGE_WIDTH.contains(width)) {
        let message = Message::new("check.image_width").with("file", file).with("width", width);
        add(Finding::new(FindingLevel::Warning, message.with("least", IMAGE_WIDTH.start()).with("most", IMAGE_WIDTH.end())));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Node, Role};
    use std::sync::Arc;

    #[test]
    fn words_and_widths_are_asked_for() {
        let image = |alternative: &str, width| Block::Image {
            file: "a.png".into(),
            alternative: alternative.into(),
            caption: String::new(),
            width,
        };
        let mut plan = Plan::new("t", None);
        plan.preface = vec![image("地図", Some(100))];
        plan.nodes = vec![Arc::new(Node { body: vec![image(" ", None), image("図", Some(3))], ..Node::new(Role::Item, "a") })];
        let mut findings = Vec::new();
        find(&plan, &Outline::of(&plan), &mut findings);
        assert_eq!(findings.iter().map(|finding| finding.rule).collect::<Vec<_>>(), ["check.image_words", "check.image_width"]);
        assert!(findings.iter().all(|finding| finding.place.node == Some(plan.nodes[0].id)));
    }
}
