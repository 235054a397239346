//! Items whose budgets add up to more than that of the item they stand under.

use crate::locale::Message;
use crate::plan::{Budgets, Finding, FindingLevel, Outline, Plan, format_amount};

pub(super) fn find(plan: &Plan, outline: &Outline, findings: &mut Vec<Finding>) {
    let budgets = Budgets::of(plan);
    for row in outline.rows() {
        let budget = budgets.node(row.node.id);
        let (Some(own), Some(below)) = (budget.own, budget.below) else { continue };
        if below > own {
            let over = below.saturating_sub(own);
            let message = Message::new("check.budget_over")
                .with("sum", format_amount(below))
                .with("own", format_amount(own))
                .with("over", format_amount(over));
            let finding = Finding::new(FindingLevel::Warning, message).at_node(row.node.id);
            findings.push(finding.with_hint(Message::new("check.budget_over.hint")));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::plan::{Node, Role};

    #[test]
    fn told_only_where_the_sum_is_more() {
        let item = |budget| Arc::new(Node { budget, ..Node::new(Role::Project, "事業") });
        let chapter = |budget, below: [Option<i64>; 2]| {
            Arc::new(Node { budget, children: below.map(item).to_vec(), ..Node::new(Role::Chapter, "章") })
        };
        let mut plan = Plan::new("計画", None);
        plan.nodes = vec![
            chapter(Some(100), [Some(60), Some(50)]),
            chapter(Some(100), [Some(60), Some(40)]),
            chapter(Some(100), [Some(60), None]),
            chapter(None, [Some(60), Some(50)]),
        ];
        let mut findings = Vec::new();
        find(&plan, &Outline::of(&plan), &mut findings);
        assert_eq!(findings.iter().map(|finding| finding.place.node).collect::<Vec<_>>(), [Some(plan.nodes[0].id)]);
        assert_eq!(findings[0].message.args, [("sum", "110".to_owned()), ("own", "100".to_owned()), ("over", "10".to_owned())]);
    }
}
