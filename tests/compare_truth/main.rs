//! Matching against a known truth: versions made by a generator, with ids erased.
#![allow(clippy::print_stdout, reason = "tells what was found")]

mod generator;
mod references;

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use generator::{Case, Fate, following, repeating};
use nendo::compare::{Basis, ChangeKind, Corrections, Options, compare, match_by_content};
use nendo::plan::{NodeId, Outline, Plan};
use nendo::{import, storage};

/// The plans everything is measured on, with the weight of their names in the report.
fn plans() -> Vec<(String, Plan)> {
    let mut plans = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut samples: Vec<_> = std::fs::read_dir(folder.join("plans")).expect("samples").map(|e| e.expect("entry").path()).collect();
    samples.sort();
    for sample in samples.into_iter().filter(|path| path.extension().is_some_and(|e| e == "ron")) {
        let plan = storage::read_plan(&std::fs::read(&sample).expect("read")).expect("a plan");
        plans.push((sample.file_stem().unwrap_or_default().to_string_lossy().into_owned(), plan));
    }
    // Published plans, where they are at hand.
    if let Ok(entries) = std::fs::read_dir(folder.join("../../shared/seeds")).or_else(|_| std::fs::read_dir(folder.join("../shared/seeds")))
    {
        let mut paths: Vec<_> = entries.flatten().map(|e| e.path()).collect();
        paths.sort();
        for path in paths.into_iter().filter(|path| path.extension().is_some_and(|e| e == "txt")) {
            if let Ok(imported) = import::import_file(&path) {
                plans.push((path.file_stem().unwrap_or_default().to_string_lossy().chars().take(3).collect(), imported.plan));
            }
        }
    }
    plans.push(("repeating 300".to_owned(), repeating(300, 1)));
    plans.push(("repeating 3000".to_owned(), repeating(3000, 2)));
    plans
}

#[derive(Default, Clone, Copy)]
struct Score {
    found: usize,
    truth: usize,
    right: usize,
}

impl Score {
    fn of<T: Eq + std::hash::Hash>(found: &HashSet<T>, truth: &HashSet<T>) -> Self {
        Self { found: found.len(), truth: truth.len(), right: found.intersection(truth).count() }
    }
    fn add(&mut self, other: Self) {
        self.found += other.found;
        self.truth += other.truth;
        self.right += other.right;
    }
    fn precision(self) -> f64 {
        self.right as f64 / self.found.max(1) as f64
    }
    fn recall(self) -> f64 {
        self.right as f64 / self.truth.max(1) as f64
    }
    fn f1(self) -> f64 {
        2.0 * self.right as f64 / (self.found + self.truth).max(1) as f64
    }
}

/// Pairs of ids.
fn pairs_by_content(case: &Case) -> HashSet<(NodeId, NodeId)> {
    let (old, new) = (Outline::of(&case.old), Outline::of(&case.new));
    let matching = match_by_content(&old, &new, &Corrections::default());
    matching.pairs.iter().map(|(o, n)| (old.rows()[*o].node.id, new.rows()[*n].node.id)).collect()
}

/// Pair scores of all plans at a churn, with the confusion by what was done to the nodes.
fn measure(churn: f64, seeds: u64, matcher: fn(&Case) -> HashSet<(NodeId, NodeId)>) -> (Score, String) {
    let mut total = Score::default();
    let mut lines = String::new();
    // By fate: (nodes, missed, wrongly paired).
    let mut confusion: BTreeMap<Fate, [usize; 3]> = BTreeMap::new();
    for (name, plan) in plans() {
        let mut own = Score::default();
        for seed in 0..seeds {
            let case = following(&plan, churn, seed * 7919 + 13);
            let found = matcher(&case);
            own.add(Score::of(&found, &case.pairs));
            for node in case.old.walk() {
                let fate = case.fates.get(&node.id).copied().unwrap_or(Fate::Kept);
                let truth = case.pairs.iter().find(|(o, _)| *o == node.id).map(|(_, n)| *n);
                let got = found.iter().find(|(o, _)| *o == node.id).map(|(_, n)| *n);
                if case.old.walk().count() > 1000 {
                    break;
                }
                let entry = confusion.entry(fate).or_default();
                entry[0] += 1;
                entry[1] += usize::from(truth.is_some() && got.is_none());
                entry[2] += usize::from(got.is_some() && got != truth);
            }
        }
        lines.push_str(&format!("  {name:24} P {:.4} R {:.4} F1 {:.4}\n", own.precision(), own.recall(), own.f1()));
        total.add(own);
    }
    lines.push_str("  (plans under 1000 nodes)   nodes  missed  wrong\n");
    for (fate, [nodes, missed, wrong]) in confusion {
        lines.push_str(&format!("  {:24} {nodes:6} {missed:7} {wrong:6}\n", format!("{fate:?}")));
    }
    (total, lines)
}

/// Light churn, the churn the mark was measured at, and three times that.
const CHURNS: [(f64, f64); 3] = [(15.0, 0.99), (25.0, 0.98), (75.0, 0.90)];

#[test]
fn pairs_are_found_at_every_churn() {
    for (churn, least) in CHURNS {
        let (score, lines) = measure(churn, 3, pairs_by_content);
        println!("churn {churn} %: P {:.4} R {:.4} F1 {:.4}\n{lines}", score.precision(), score.recall(), score.f1());
        assert!(score.f1() >= least, "F1 {:.4} at {churn} %", score.f1());
    }
}

/// What others find in the same versions; ours is to be better than each.
#[test]
fn no_other_way_finds_more() {
    let churn = CHURNS[1].0;
    let (own, _) = measure(churn, 2, pairs_by_content);
    println!("ours              P {:.4} R {:.4} F1 {:.4}", own.precision(), own.recall(), own.f1());
    type Matcher = fn(&Case) -> HashSet<(NodeId, NodeId)>;
    let others: [(&str, Matcher); 3] = [
        ("identical subtrees", |case| references::ids(&case.old, &case.new, references::identical_subtrees)),
        ("GumTree", |case| references::ids(&case.old, &case.new, references::gumtree)),
        ("lines", |case| references::ids(&case.old, &case.new, references::lines)),
    ];
    for (name, matcher) in others {
        let (other, _) = measure(churn, 2, matcher);
        println!("{name:18}P {:.4} R {:.4} F1 {:.4}", other.precision(), other.recall(), other.f1());
        assert!(own.f1() > other.f1(), "{name} finds more");
    }
}

#[test]
fn ids_give_every_pair() {
    for (name, plan) in plans() {
        for (churn, _) in CHURNS {
            let case = following(&plan, churn, 3);
            let comparison = compare(&case.old, &case.new_with_ids, &Options::default());
            let id = |outline: &Outline, at: usize| outline.rows()[at].node.id;
            let found: HashSet<_> =
                comparison.matching.pairs.iter().map(|(o, n)| (id(&comparison.old, *o), id(&comparison.new, *n))).collect();
            let truth: HashSet<_> = case.pairs.iter().map(|(old, _)| (*old, *old)).collect();
            assert_eq!(found, truth, "{name}");
        }
    }
}

/// Which half of a node is the node and which the part is a matter of words: a split is found if the old node leads to
/// both halves, one as its pair and one as its part; a merge likewise.
#[test]
fn splits_and_merges_are_found() {
    let mut total = Score::default();
    for (churn, _) in &CHURNS[..2] {
        for (_, plan) in plans() {
            for seed in 0..3 {
                let case = following(&plan, *churn, seed * 104_729 + 5);
                let comparison = compare(&case.old, &case.new, &Options { basis: Basis::Content, ..Options::default() });
                let old = |at: usize| comparison.old.rows()[at].node.id;
                let new = |at: usize| comparison.new.rows()[at].node.id;
                let pair_of_old: std::collections::HashMap<_, _> =
                    comparison.matching.pairs.iter().map(|(o, n)| (old(*o), new(*n))).collect();
                let pair_of_new: std::collections::HashMap<_, _> =
                    comparison.matching.pairs.iter().map(|(o, n)| (new(*n), old(*o))).collect();
                let kept: std::collections::HashMap<_, _> = case.pairs.iter().copied().collect();
                let kept_back: std::collections::HashMap<_, _> = case.pairs.iter().map(|(o, n)| (*n, *o)).collect();
                let group = |a: NodeId, b: NodeId| if a < b { (a, b) } else { (b, a) };
                // A split is the old node with its two halves, a merge the new one with its two sources.
                let truth: HashSet<_> = case
                    .splits
                    .iter()
                    .filter_map(|(o, part)| Some((*o, group(*kept.get(o)?, *part))))
                    .chain(case.merges.iter().filter_map(|(part, n)| Some((*n, group(*kept_back.get(n)?, *part)))))
                    .collect();
                let found: HashSet<_> = comparison
                    .changes
                    .iter()
                    .filter_map(|change| match (change.kind, change.old, change.new) {
                        (ChangeKind::Split, Some(o), Some(n)) => Some((old(o), group(*pair_of_old.get(&old(o))?, new(n)))),
                        (ChangeKind::Merged, Some(o), Some(n)) => Some((new(n), group(*pair_of_new.get(&new(n))?, old(o)))),
                        _ => None,
                    })
                    .collect();
                let told = |(whole, (a, b)): &(NodeId, (NodeId, NodeId))| {
                    let title = |id: &NodeId| {
                        let node = case.old.node(*id).or_else(|| case.new.node(*id));
                        node.map_or_else(String::new, |node| {
                            format!("{} ({} blocks, {} below)", node.title, node.body.len(), node.children.len())
                        })
                    };
                    format!("{} = {} + {}", title(whole), title(a), title(b))
                };
                truth.difference(&found).for_each(|miss| println!("missed   {}", told(miss)));
                found.difference(&truth).for_each(|wrong| println!("invented {}", told(wrong)));
                total.add(Score::of(&found, &truth));
            }
        }
    }
    println!("splits and merges: {} true, P {:.3} R {:.3}", total.truth, total.precision(), total.recall());
    assert!(total.recall() >= 0.8 && total.precision() >= 0.9, "P {:.3} R {:.3}", total.precision(), total.recall());
}
