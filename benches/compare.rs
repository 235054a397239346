//! Speed of the comparison beside other ways to match, on the same two versions of the same plan.
//!
//! `cargo bench --bench compare`. The plans have many repeated titles; the new version is made from the old one by a
//! generator of edits, moves, renames, splits and merges, a quarter of the nodes touched, with all ids new.
#![allow(missing_docs, clippy::unwrap_used, reason = "benchmarks")]

#[path = "../tests/compare_truth/generator.rs"]
mod generator;
#[path = "../tests/compare_truth/references.rs"]
mod references;

use std::sync::Arc;

use divan::{AllocProfiler, Bencher, black_box};
use generator::{following, repeating};
use nendo::compare::{Basis, Corrections, Live, Options, compare, match_by_content};
use nendo::edit::{Command, NodeField, apply};
use nendo::export::pdf::{self, PdfOptions};
use nendo::layout;
use nendo::manuscript::{self, ComparisonTable, TablePreset, compose_comparison};
use nendo::plan::{NodeId, Outline, Pictures, Plan};
use nendo::storage;

/// Counts memory, too: the bytes shown are those of one run.
#[global_allocator]
static ALLOC: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// A quarter of the nodes touched.
const CHURN: f64 = 25.0;

fn versions(nodes: usize) -> (Arc<Plan>, Arc<Plan>) {
    let case = following(&repeating(nodes, 9), CHURN, 17);
    (case.old, case.new)
}

mod by_content {
    use super::*;

    /// Everything: numbering both plans, matching, changes, counts.
    #[divan::bench(args = [10_000, 50_000])]
    fn compare_plans(bencher: Bencher, nodes: usize) {
        let (old, new) = versions(nodes);
        let options = Options { basis: Basis::Content, ..Options::default() };
        bencher.bench(|| compare(black_box(&old), black_box(&new), &options));
    }

    #[divan::bench(args = [10_000, 50_000])]
    fn match_rows(bencher: Bencher, nodes: usize) {
        let (old, new) = versions(nodes);
        let (old, new) = (Outline::of(&old), Outline::of(&new));
        bencher.bench(|| match_by_content(black_box(&old), black_box(&new), &Corrections::default()));
    }

    #[divan::bench]
    fn reference_identical_subtrees(bencher: Bencher) {
        let (old, new) = versions(10_000);
        let (old, new) = (Outline::of(&old), Outline::of(&new));
        bencher.bench(|| references::identical_subtrees(black_box(&old), black_box(&new)));
    }

    #[divan::bench]
    fn reference_gumtree(bencher: Bencher) {
        let (old, new) = versions(10_000);
        let (old, new) = (Outline::of(&old), Outline::of(&new));
        bencher.bench(|| references::gumtree(black_box(&old), black_box(&new)));
    }

    #[divan::bench]
    fn reference_line_diff(bencher: Bencher) {
        let (old, new) = versions(10_000);
        let (old, new) = (Outline::of(&old), Outline::of(&new));
        bencher.bench(|| references::lines(black_box(&old), black_box(&new)));
    }
}

mod by_id {
    use super::*;

    /// Two drafts of one plan with a few changes, as while one types.
    #[divan::bench]
    fn ten_thousand_nodes_few_changes(bencher: Bencher) {
        let old = Arc::new(repeating(10_000, 9));
        let mut new = old.clone();
        let touched: Vec<_> = old.walk().step_by(701).map(|node| node.id).collect();
        for node in touched {
            let command = Command::Set { node, field: NodeField::Title("別の題".to_owned()) };
            new = apply(&new, &command).unwrap().plan;
        }
        bencher.bench(|| compare(black_box(&old), black_box(&new), &Options::default()));
    }

    /// The marks in the outline after a key was pressed in a title: the edit, the rows and what changed.
    #[divan::bench(args = [true, false])]
    fn ten_thousand_nodes_live(bencher: Bencher, by_id: bool) {
        let (mut live, mut plan) = followed(by_id);
        let mut outline = Outline::of(&plan);
        let node = outline.rows()[5_000].node.id;
        let mut typed = 0;
        bencher.bench_local(|| {
            typed += 1;
            let field = NodeField::Title(format!("題{typed}"));
            plan = apply(&plan, &Command::Set { node, field }).unwrap().plan;
            assert!(outline.patch(&plan, node));
            live.follow(&plan, &outline)
        });
    }

    /// The same after a node was moved up or down: rows are numbered and paired anew.
    #[divan::bench(args = [true, false])]
    fn ten_thousand_nodes_live_moved(bencher: Bencher, by_id: bool) {
        let (mut live, mut plan) = followed(by_id);
        // One with a sibling before it.
        let can_go_up = |node: &NodeId| apply(&plan, &Command::MoveUp { nodes: vec![*node] }).is_ok();
        let node = plan.walk().skip(5_000).map(|node| node.id).find(can_go_up).unwrap();
        let mut up = false;
        bencher.bench_local(|| {
            up = !up;
            let command = if up { Command::MoveUp { nodes: vec![node] } } else { Command::MoveDown { nodes: vec![node] } };
            plan = apply(&plan, &command).unwrap().plan;
            live.follow(&plan, &Outline::of(&plan))
        });
    }

    /// A plan whose marks were made once.
    fn followed(by_id: bool) -> (Live, Arc<Plan>) {
        let case = following(&repeating(10_000, 9), 10.0, 17);
        let plan = if by_id { case.new_with_ids } else { case.new };
        let mut live = Live::new(case.old);
        live.follow(&plan, &Outline::of(&plan));
        (live, plan)
    }

    /// Every tenth node touched.
    #[divan::bench]
    fn ten_thousand_nodes_churned(bencher: Bencher) {
        let case = following(&repeating(10_000, 9), 10.0, 17);
        bencher.bench(|| compare(black_box(&case.old), black_box(&case.new_with_ids), &Options::default()));
    }
}

mod table {
    use super::*;

    const SAMPLE: &[u8] = include_bytes!("../plans/wakaba-shakyo-r7.ron");

    /// A plan of about a hundred pages and what became of it.
    fn hundred_pages() -> (Arc<Plan>, Arc<Plan>) {
        let mut plan = storage::read_plan(SAMPLE).unwrap();
        let once = plan.clone();
        let mut seed = 1000;
        while layout::lay_out(&manuscript::compose(&plan, &Pictures::none())).pages.len() < 100 {
            seed += 1;
            plan.nodes.extend(generator::erased(&once, seed).0.nodes);
        }
        let case = following(&plan, CHURN, 17);
        (case.old, case.new)
    }

    #[divan::bench(args = [TablePreset::Full, TablePreset::Changed])]
    fn old_new_table_of_a_hundred_pages_to_pdf(bencher: Bencher, preset: TablePreset) {
        let (old, new) = hundred_pages();
        let options = ComparisonTable { preset, ..ComparisonTable::default() };
        bencher.bench(|| {
            let comparison = compare(black_box(&old), black_box(&new), &Options::default());
            let manuscript = compose_comparison(&old, &new, &comparison, &options);
            pdf::write(&layout::lay_out(&manuscript), &PdfOptions { creation_date: None }).unwrap()
        });
    }
}
