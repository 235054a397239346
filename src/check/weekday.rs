//! A date with a weekday that is not its own, or a day that does not exist. Days without a year are
//! taken in the plan's fiscal year: January to March belong to the calendar year after.

use chrono::Datelike;

use crate::calendar::{format_date, weekday_char, written_dates};
use crate::locale::Message;
use crate::plan::{Block, Finding, FindingLevel, Outline, Plan};

pub(super) fn find(plan: &Plan, outline: &Outline, findings: &mut Vec<Finding>) {
    for row in outline.rows() {
        let node = &row.node;
        let texts = std::iter::once(node.title.as_str()).chain(node.schedule.iter().map(String::as_str));
        for text in texts.chain(node.body.iter().flat_map(Block::texts)) {
            for day in written_dates(text, plan.fiscal_year) {
                let written = &text[day.range.clone()];
                match (day.date, day.weekday) {
                    (Some(date), Some((weekday, _))) if date.weekday() != weekday => {
                        let message = Message::new("check.weekday")
                            .with("written", written)
                            .with("date", format_date(date))
                            .with("weekday", weekday_char(date.weekday()));
                        findings.push(Finding::new(FindingLevel::Error, message).at_node(node.id).with_excerpt(written));
                    }
                    (None, _) if plan.fiscal_year.is_some() => {
                        let message = Message::new("check.no_such_day").with("written", written);
                        findings.push(Finding::new(FindingLevel::Error, message).at_node(node.id).with_excerpt(written));
                    }
                    _ => {}
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{FiscalYear, Node, Role};
    use std::sync::Arc;

    #[test]
    fn wrong_weekdays_are_found_in_the_fiscal_year() {
        let mut plan = Plan::new("t", Some(FiscalYear(2025)));
        // 28 March of fiscal 2025 is Saturday, 28 March 2026.
        plan.nodes = ["3月28日（土）", "3月28日（金）", "2月30日"].map(|t| Arc::new(Node::new(Role::Item, t))).to_vec();
        let outline = Outline::of(&plan);
        let mut findings = Vec::new();
        find(&plan, &outline, &mut findings);
        assert_eq!(findings.iter().map(|f| f.excerpt.as_str()).collect::<Vec<_>>(), ["3月28日（金）", "2月30日"]);
    }
}
