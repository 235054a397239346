//! Budgets up the tree: what a node is given, and what the nodes below it add up to.
//!
//! An amount a node states itself counts for everything below it; a node without one counts as the sum of
//! its children. Nothing is stored: the sums follow from the tree.

use std::sync::{Arc, Weak};

use super::outline::IdMap;
use super::{Node, NodeId, Plan};

/// The budget of a node, in thousand yen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Budget {
    /// What the node itself states.
    pub own: Option<i64>,
    /// What its children add up to; `None` if none of them has an amount.
    pub below: Option<i64>,
}

impl Budget {
    /// What the node counts for in its parent.
    pub fn total(self) -> Option<i64> {
        self.own.or(self.below)
    }

    /// How much more the node states than its children add up to (less, if negative); `None` where the
    /// two agree or one of them is missing.
    pub fn difference(self) -> Option<i64> {
        let difference = self.own?.saturating_sub(self.below?);
        (difference != 0).then_some(difference)
    }
}

/// The budgets of all nodes of a plan. Subtrees an edit left alone are not added up again.
#[derive(Debug, Default)]
pub struct Budgets {
    /// With the node it was made of: as long as that is the same, so is everything below it.
    of: IdMap<(Weak<Node>, Budget)>,
    total: Option<i64>,
    count: usize,
}

impl Budgets {
    /// The budgets of `plan`.
    pub fn of(plan: &Plan) -> Self {
        let mut budgets = Self::default();
        budgets.update(plan);
        budgets
    }

    /// Follows the plan to a later or earlier state.
    pub fn update(&mut self, plan: &Plan) {
        // Nodes that went away stay in the map for a while: undo brings most of them back.
        if self.of.len() > 2 * self.count.max(512) {
            self.of.clear();
        }
        let before = self.of.len();
        self.total = self.add_up(&plan.nodes);
        if before == 0 {
            self.count = self.of.len();
        }
    }

    /// The budget of a node; nothing for one the plan does not have.
    pub fn node(&self, id: NodeId) -> Budget {
        self.of.get(&id).map(|(_, budget)| *budget).unwrap_or_default()
    }

    /// The budget of the whole plan.
    pub fn total(&self) -> Option<i64> {
        self.total
    }

    fn add_up(&mut self, nodes: &[Arc<Node>]) -> Option<i64> {
        let mut sum: Option<i64> = None;
        for node in nodes {
            if let Some(amount) = self.visit(node).total() {
                sum = Some(sum.unwrap_or(0).saturating_add(amount));
            }
        }
        sum
    }

    fn visit(&mut self, node: &Arc<Node>) -> Budget {
        if let Some((seen, budget)) = self.of.get(&node.id)
            && std::ptr::eq(seen.as_ptr(), Arc::as_ptr(node))
        {
            return *budget;
        }
        let budget = Budget { own: node.budget, below: self.add_up(&node.children) };
        self.of.insert(node.id, (Arc::downgrade(node), budget));
        budget
    }
}

/// An amount of thousand yen with separators: 1,234,567.
pub fn format_amount(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut out = String::new();
    if value < 0 {
        out.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Reads an amount as staff type it, in thousand yen: any digit width, separators, △, ▲ or brackets for less than
/// nothing, and a unit: 1,234 · １２３４千円 · 1,234,000円 · 12万円 · 1百万円. Yen that are no whole
/// thousand are refused: rounding is a decision.
pub fn parse_amount(text: &str) -> Option<i64> {
    let half = crate::calendar::half_width(text.trim()).replace(['，', '、'], ",").replace(['△', '▲', '－', '−', '‐', '–', 'ー', 'ｰ'], "-");
    // (50) is how some ledgers write what is taken away.
    let half = half.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).map_or(half.clone(), |inner| format!("-{inner}"));
    // The sign stands before or behind that of the yen, with a blank or without.
    let yen = |text: &str| text.trim_start().trim_start_matches(['¥', '￥', '\\']).trim_start().to_owned();
    let half = yen(&half);
    let half = half.strip_prefix('-').map_or(half.clone(), |rest| format!("-{}", yen(rest)));
    let units: [(&str, i64, i64); 6] =
        [("百万円", 1000, 1), ("億円", 100_000, 1), ("万円", 10, 1), ("千円", 1, 1), ("円", 1, 1000), ("", 1, 1)];
    let (number, times, parts) = units.iter().find_map(|(unit, times, parts)| Some((half.strip_suffix(unit)?.trim(), *times, *parts)))?;
    let digits = number.strip_prefix('-').unwrap_or(number);
    let groups: Vec<&str> = digits.split(',').collect();
    // Commas stand where thousands end, or not at all: 12,3 is a slip.
    let grouped = groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    let numerals = groups.iter().all(|group| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit()));
    if !grouped || !numerals {
        return None;
    }
    let value: i64 = number.replace(',', "").parse().ok()?;
    if value % parts != 0 {
        return None;
    }
    (value / parts).checked_mul(times)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Role;

    fn node(title: &str, budget: Option<i64>, children: Vec<Arc<Node>>) -> Arc<Node> {
        Arc::new(Node { budget, children, ..Node::new(Role::Project, title) })
    }

    #[test]
    fn a_stated_amount_counts_for_all_below_it() {
        let mut plan = Plan::new("計画", None);
        plan.nodes = vec![
            node("一", None, vec![node("ア", Some(300), vec![]), node("イ", None, vec![node("あ", Some(200), vec![])])]),
            node("二", Some(1000), vec![node("ウ", Some(700), vec![]), node("エ", None, vec![])]),
            node("三", None, vec![]),
        ];
        let budgets = Budgets::of(&plan);
        assert_eq!(budgets.total(), Some(1500));
        let one = budgets.node(plan.nodes[0].id);
        assert_eq!((one.own, one.below, one.total(), one.difference()), (None, Some(500), Some(500), None));
        let two = budgets.node(plan.nodes[1].id);
        assert_eq!((two.below, two.total(), two.difference()), (Some(700), Some(1000), Some(300)));
        assert_eq!(budgets.node(plan.nodes[2].id), Budget::default());
        assert_eq!(budgets.node(NodeId::new()), Budget::default());
        assert_eq!(Budgets::of(&Plan::new("空", None)).total(), None);
    }

    #[test]
    fn sums_follow_an_edit_and_its_undo() {
        let mut plan = Plan::new("計画", None);
        plan.nodes = vec![node("一", None, vec![node("ア", Some(300), vec![]), node("イ", Some(1), vec![])]), node("二", Some(5), vec![])];
        let before = plan.clone();
        let mut budgets = Budgets::of(&plan);
        let child = &mut Arc::make_mut(&mut plan.nodes[0]).children[0];
        Arc::make_mut(child).budget = Some(500);
        budgets.update(&plan);
        assert_eq!(budgets.total(), Some(506));
        assert_eq!(budgets.node(plan.nodes[0].id).below, Some(501));
        budgets.update(&before);
        assert_eq!(budgets.total(), Some(306));
    }

    #[test]
    fn sums_end_at_the_largest_number() {
        let mut plan = Plan::new("計画", None);
        plan.nodes = vec![node("一", Some(i64::MAX), vec![]), node("二", Some(5), vec![])];
        assert_eq!(Budgets::of(&plan).total(), Some(i64::MAX));
    }

    #[test]
    fn amounts_as_staff_write_them() {
        assert_eq!(format_amount(1_234_567), "1,234,567");
        assert_eq!(format_amount(-12), "-12");
        for (text, amount) in [
            ("１，２３４千円", 1234),
            ("△300", -300),
            ("△50", -50),
            ("▲５０", -50),
            ("△ 50千円", -50),
            ("△¥1,200", -1200),
            ("¥△1,200", -1200),
            ("（50）", -50),
            ("−50", -50),
            ("1,234,567", 1_234_567),
            ("1,234,000円", 1234),
            ("￥5,000円", 5),
            ("12万円", 120),
            ("3百万円", 3000),
        ] {
            assert_eq!(parse_amount(text), Some(amount), "{text}");
        }
        for text in ["12,3", "12x,3", "-5.5", "約300", "", "1,234円", "円", "千円", "9223372036854775807百万円"] {
            assert_eq!(parse_amount(text), None, "{text}");
        }
    }
}
