//! Speed of the library, each beside a reference that does the unavoidable part of the same work.
//!
//! `cargo bench --bench library`. The plans are made from the largest sample: its tree repeated with
//! new ids to 10,000 nodes, and to about a hundred pages.
#![allow(missing_docs, clippy::unwrap_used, reason = "benchmarks")]

use std::path::Path;
use std::sync::Arc;

use divan::{Bencher, black_box};
use nendo::edit::{Command, NodeField, apply};
use nendo::export::pdf::{self, PdfOptions};
use nendo::import::{self, Kind};
use nendo::layout::{self, Engine};
use nendo::manuscript::{self, Composer};
use nendo::plan::{Node, NodeId, Outline, Pictures, Plan};
use nendo::storage::disk::RealDisk;
use nendo::storage::keeper::SaveOrder;
use nendo::storage::recovery::Origin;
use nendo::storage::{Keeper, Who};
use nendo::{export, storage};

fn main() {
    divan::main();
}

const SAMPLE: &[u8] = include_bytes!("../plans/wakaba-shakyo-r7.ron");

fn sample() -> Plan {
    storage::read_plan(SAMPLE).unwrap()
}

/// The node with new ids throughout.
fn anew(node: &Node) -> Arc<Node> {
    let children = node.children.iter().map(|child| anew(child)).collect();
    Arc::new(Node { id: NodeId::new(), children, ..node.clone() })
}

/// The sample's nodes again and again until there are at least `nodes`.
fn repeated(nodes: usize) -> Arc<Plan> {
    let mut plan = sample();
    let once = plan.nodes.clone();
    while plan.walk().count() < nodes {
        plan.nodes.extend(once.iter().map(|node| anew(node)));
    }
    Arc::new(plan)
}

/// The sample repeated to about a hundred pages.
fn hundred_pages() -> Arc<Plan> {
    let mut plan = sample();
    let once = plan.nodes.clone();
    while layout::lay_out(&manuscript::compose(&plan, &Pictures::none())).pages.len() < 100 {
        plan.nodes.extend(once.iter().map(|node| anew(node)));
    }
    Arc::new(plan)
}

fn text_of(plan: &Plan) -> String {
    export::txt::write(&manuscript::compose(plan, &Pictures::none()))
}

mod import_text {
    use super::*;

    #[divan::bench]
    fn hundred_pages_of_text(bencher: Bencher) {
        let text = text_of(&hundred_pages());
        bencher.bench(|| import::import_text(black_box(&text), Kind::Text));
    }

    /// Shapes that would show a cost by the square: one line, as many bullets, cells and open quotations as 2 MB hold.
    #[divan::bench(args = ["あ（", "- ・x\n", "a\tb\n", "「"])]
    fn two_megabytes_of(bencher: Bencher, part: &str) {
        let text = part.repeat(2_000_000 / part.len());
        bencher.bench(|| import::import_text(black_box(&text), Kind::Text));
    }

    /// The least any import must do: look at every character of every line.
    #[divan::bench]
    fn reference_walk_of_the_characters(bencher: Bencher) {
        let text = text_of(&hundred_pages());
        bencher.bench(|| black_box(&text).lines().map(|line| line.chars().filter(|c| !c.is_whitespace()).count()).sum::<usize>());
    }
}

mod numbering {
    use super::*;

    #[divan::bench]
    fn ten_thousand_nodes(bencher: Bencher) {
        let plan = repeated(10_000);
        bencher.bench(|| Outline::of(black_box(&plan)));
    }

    /// The walk over the tree alone.
    #[divan::bench]
    fn reference_walk_of_the_tree(bencher: Bencher) {
        let plan = repeated(10_000);
        bencher.bench(|| black_box(&plan).walk().map(|node| node.title.len()).sum::<usize>());
    }
}

mod file {
    use super::*;

    #[divan::bench]
    fn write_ten_thousand_nodes(bencher: Bencher) {
        let plan = repeated(10_000);
        bencher.bench(|| storage::write_plan(black_box(&plan)).unwrap());
    }

    #[divan::bench]
    fn read_ten_thousand_nodes(bencher: Bencher) {
        let text = storage::write_plan(&repeated(10_000)).unwrap();
        bencher.bench(|| storage::read_plan(black_box(text.as_bytes())).unwrap());
    }

    /// RON's own generic reader on the same file.
    /// With every precaution: the file compared, what it held put into the backups, all of it synced.
    #[divan::bench]
    fn save_ten_thousand_nodes(bencher: Bencher) {
        let folder = tempfile::tempdir().unwrap();
        let (file, keeper) = (folder.path().join("計画.ron"), keeper(folder.path()));
        let plan = Plan::clone(&repeated(10_000));
        let mut stamp = None;
        let mut saves = 0;
        bencher.bench_local(|| {
            saves += 1;
            let plan = Plan { title: saves.to_string(), ..plan.clone() };
            let now = chrono::Local::now().naive_local();
            let order = SaveOrder { path: &file, plan: &plan, expect: stamp, from: None, slot: None, now };
            stamp = Some(keeper.save(&order).unwrap());
        });
    }

    #[divan::bench]
    fn open_ten_thousand_nodes(bencher: Bencher) {
        let folder = tempfile::tempdir().unwrap();
        let (file, keeper) = (folder.path().join("計画.ron"), keeper(folder.path()));
        storage::save(&file, &repeated(10_000)).unwrap();
        bencher.bench_local(|| black_box(keeper.open(&file).unwrap()));
    }

    #[divan::bench]
    fn keep_ten_thousand_nodes(bencher: Bencher) {
        let folder = tempfile::tempdir().unwrap();
        let keeper = keeper(folder.path());
        let (plan, slot) = (repeated(10_000), keeper.slot());
        let mut serial = 0;
        bencher.bench_local(|| {
            serial += 1;
            let origin = Origin { path: None, stamp: None, title: String::new(), kept: chrono::Local::now().naive_local() };
            keeper.keep(&slot, serial, &origin, &plan).unwrap();
        });
    }

    fn keeper(folder: &Path) -> Keeper {
        Keeper::new(Arc::new(RealDisk), Some(folder.join("state")), Who::here())
    }

    #[divan::bench]
    fn reference_generic_ron_value(bencher: Bencher) {
        let text = storage::write_plan(&repeated(10_000)).unwrap();
        bencher.bench(|| {
            let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
            options.from_str::<ron::Value>(black_box(&text)).unwrap()
        });
    }
}

mod edit {
    use super::*;

    #[divan::bench]
    fn one_letter_in_ten_thousand_nodes(bencher: Bencher) {
        let plan = repeated(10_000);
        let node = plan.walk().last().unwrap().id;
        let command = Command::Set { node, field: NodeField::Title("題".to_owned()) };
        bencher.bench(|| apply(black_box(&plan), &command).unwrap());
    }
}

mod pages {
    use super::*;

    #[divan::bench]
    fn compose_a_hundred_pages(bencher: Bencher) {
        let plan = hundred_pages();
        bencher.bench(|| manuscript::compose(black_box(&plan), &Pictures::none()));
    }

    #[divan::bench]
    fn lay_out_a_hundred_pages(bencher: Bencher) {
        let manuscript = manuscript::compose(&hundred_pages(), &Pictures::none());
        bencher.bench(|| layout::lay_out(black_box(&manuscript)));
    }

    /// One letter changes: composed and laid out again with what is known of the rest.
    #[divan::bench]
    fn one_letter_in_a_hundred_pages(bencher: Bencher) {
        let plan = hundred_pages();
        let node = plan.walk().nth(40).unwrap().clone();
        let mut composer = Composer::new();
        let mut engine = Engine::new();
        engine.lay_out(&composer.compose(&plan, &Outline::of(&plan), &Pictures::none()));
        let mut letter = 0;
        bencher.bench_local(|| {
            letter += 1;
            let command = Command::Set { node: node.id, field: NodeField::Title(format!("{}{letter}", node.title)) };
            let plan = apply(&plan, &command).unwrap().plan;
            engine.lay_out(&composer.compose(&plan, &Outline::of(&plan), &Pictures::none()))
        });
    }

    #[divan::bench]
    fn pdf_of_a_hundred_pages(bencher: Bencher) {
        let pages = layout::lay_out(&manuscript::compose(&hundred_pages(), &Pictures::none()));
        bencher.bench(|| pdf::write(black_box(&pages), &PdfOptions { creation_date: None }).unwrap());
    }

    /// The least a page must have: every character of it looked at.
    #[divan::bench]
    fn reference_text_of_a_hundred_pages(bencher: Bencher) {
        let plan = hundred_pages();
        bencher.bench(|| text_of(black_box(&plan)));
    }
}
