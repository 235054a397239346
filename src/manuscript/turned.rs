//! Which blocks stand on turned pages.
//!
//! Lives here: wide tables with the headings, lines and notes that belong to them. Does not live here: the
//! measures of a turned sheet (`layout`), the sections of a Word document (`export`).

use std::sync::Arc;

use super::block::{Block, BlockKind};

/// For each block whether it stands on a page that lies on its side among upright ones: a wide table, and
/// what leads only to it. What ends before its heading stays upright, however closely it follows.
pub fn turned(blocks: &[Arc<Block>]) -> Vec<bool> {
    let mut turned = vec![false; blocks.len()];
    for index in (0..blocks.len()).rev() {
        turned[index] = match &blocks[index].kind {
            BlockKind::Table { table, .. } => table.landscape,
            _ => turned.get(index + 1) == Some(&true) && leads_to_next(blocks, index),
        };
    }
    turned
}

/// Whether the next block stands below the one at `index`: a heading, a line that leads others, or a note
/// under one of these. The next heading or line of the same rank does not.
fn leads_to_next(blocks: &[Arc<Block>], index: usize) -> bool {
    let note = matches!(blocks[index].kind, BlockKind::Note { .. });
    let head = blocks[..=index].iter().rev().find(|block| !matches!(block.kind, BlockKind::Note { .. }));
    let leads = match head.map(|head| &head.kind) {
        Some(BlockKind::Heading { leads, .. } | BlockKind::Item { leads, .. }) => *leads,
        _ => false,
    };
    let own = head.filter(|_| leads).and_then(|head| depth(&head.kind));
    match blocks.get(index + 1).and_then(|next| depth(&next.kind)) {
        Some(next) => own.is_some_and(|own| own < next),
        // A table belongs to whatever leads it; a note above it introduces it wherever it stands.
        None => note || own.is_some(),
    }
}

/// How deep a heading or a list line stands; every list line stands below every heading.
fn depth(kind: &BlockKind) -> Option<(bool, u8)> {
    match kind {
        BlockKind::Heading { outline_level, .. } => Some((false, *outline_level)),
        BlockKind::Item { list_level, .. } => Some((true, *list_level)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manuscript::{compose, plain_text};
    use crate::plan::{Block as Body, Cell, Node, Pictures, Plan, Role, Table};

    fn project(title: &str) -> Node {
        Node { lead: "総務課".to_owned(), schedule: vec!["6月3日（水）".to_owned()], ..Node::new(Role::Project, title) }
    }

    fn with_table(landscape: bool) -> Node {
        let table = Table { landscape, rows: vec![vec![Cell::new("月"), Cell::new("行事")]], ..Table::default() };
        Node { body: vec![Body::Table(table)], ..project("広いもの") }
    }

    fn part(title: &str, children: Vec<Node>) -> Arc<Node> {
        Arc::new(Node { children: children.into_iter().map(Arc::new).collect(), ..Node::new(Role::Part, title) })
    }

    fn plan(nodes: Vec<Arc<Node>>) -> Plan {
        let mut plan = Plan::new("計画", Some(crate::calendar::FiscalYear(2026)));
        plan.nodes = nodes;
        plan
    }

    /// The titles of the headings on turned pages, and all.
    fn headings(plan: &Plan) -> (Vec<String>, usize) {
        let blocks = compose(plan, &Pictures::none()).blocks;
        let turned = turned(&blocks);
        let titles = blocks.iter().zip(turned).filter_map(|(block, turned)| match &block.kind {
            BlockKind::Heading { text, .. } => Some((plain_text(text), turned)),
            _ => None,
        });
        let titles: Vec<_> = titles.collect();
        (titles.iter().filter(|(_, turned)| *turned).map(|(title, _)| title.clone()).collect(), titles.len())
    }

    #[test]
    fn the_calendar_turns_nothing_of_a_plan_that_has_only_headings_and_notes() {
        for part_break in [false, true] {
            let projects = || vec![project("理事会"), project("評議員会")];
            let mut plan = plan(vec![part("重点目標", Vec::new()), part("法人運営", projects()), part("地域福祉", projects())]);
            (plan.style.year_calendar, plan.style.part_break) = (true, part_break);
            assert_eq!(headings(&plan), (vec!["年間行事予定表".to_owned()], 8), "part_break: {part_break}");
        }
    }

    #[test]
    fn a_wide_table_takes_its_own_headings_and_not_those_of_its_siblings() {
        let turned = |nodes| headings(&plan(nodes)).0.len();
        // The part begins with it: its heading goes along, as it would stand alone at the end of a page.
        assert_eq!(turned(vec![part("一", vec![project("理事会")]), part("二", vec![with_table(true)])]), 2);
        assert_eq!(turned(vec![part("一", vec![project("理事会"), with_table(true), project("評議員会")])]), 1);
        assert_eq!(turned(vec![part("一", vec![project("理事会"), with_table(false)])]), 0);
    }
}
