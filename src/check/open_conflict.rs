//! A conflict of a merge that is not decided yet: the plan would be printed with the words of both.

use crate::locale::Message;
use crate::plan::{Finding, FindingLevel, Outline, Plan};

pub(super) fn find(plan: &Plan, _outline: &Outline, findings: &mut Vec<Finding>) {
    for open in plan.open_conflicts() {
        let message = Message::new("check.open_conflict").with("words", open.glance());
        let finding = Finding::new(FindingLevel::Error, message).with_hint(Message::new("check.open_conflict.hint"));
        findings.push(match open.node {
            Some(node) => finding.at_node(node),
            None => finding,
        });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::plan::{Block, Node, Role};

    #[test]
    fn each_mark_is_one_finding_at_its_node() {
        let mut plan = Plan::new("計画", None);
        let text = |words: &str| Block::Text(words.to_owned());
        let body =
            vec![text("【要調整】本文の1段落目"), text("相手の案"), text("【要調整ここまで】"), text("文中の【要調整】は印ではない")];
        plan.nodes = vec![Arc::new(Node { body, ..Node::new(Role::Project, "研修") })];
        plan.preface = vec![text("【要調整】前文の1段落目")];
        let mut findings = Vec::new();
        find(&plan, &Outline::of(&plan), &mut findings);
        let told: Vec<_> = findings.iter().map(|finding| (finding.level, finding.place.node)).collect();
        assert_eq!(told, [(FindingLevel::Error, None), (FindingLevel::Error, Some(plan.nodes[0].id))]);
    }
}
