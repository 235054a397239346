//! A numbered node without a title: it would print as a bare label.

use crate::locale::Message;
use crate::plan::{Finding, FindingLevel, Outline, Plan};

pub(super) fn find(_plan: &Plan, outline: &Outline, findings: &mut Vec<Finding>) {
    for row in outline.rows() {
        if row.node.title.trim().is_empty() && !row.label.is_empty() && row.node.body.is_empty() {
            let message = Message::new("check.empty_title").with("label", &row.label);
            findings
                .push(Finding::new(FindingLevel::Warning, message).at_node(row.node.id).with_hint(Message::new("check.empty_title.hint")));
        }
    }
}
