//! Matching against a known truth: versions made by a generator, with ids erased.

mod generator;

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use generator::{Case, Fate, following, repeating};
use nendo::compare::{Corrections, match_by_content};
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
