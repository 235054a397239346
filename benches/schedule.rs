//! Speed of schedule phrases: reading them, and what they give in a year.
//!
//! `cargo bench --bench schedule`. The phrases are those of the test corpus, again and again to 100,000.
#![allow(missing_docs, clippy::unwrap_used, reason = "benchmarks")]

use std::sync::Arc;

use divan::{Bencher, black_box};
use nendo::calendar::{FiscalYear, Holidays, half_width, occurrences, read_schedule};
use nendo::export::ics;
use nendo::plan::{Node, Outline, Plan, Role};

fn main() {
    divan::main();
}

const YEAR: FiscalYear = FiscalYear(2025);
const PHRASES: usize = 100_000;

fn phrases() -> Vec<&'static str> {
    let corpus = [include_str!("../tests/corpus/schedule/worked.txt"), include_str!("../tests/corpus/schedule/held_out.txt")];
    let lines = corpus.iter().flat_map(|half| half.lines()).filter(|line| !line.starts_with(['#', '@']));
    let once: Vec<_> = lines.filter_map(|line| Some(line.rsplit_once("=>")?.0.trim())).collect();
    once.iter().copied().cycle().take(PHRASES).collect()
}

#[divan::bench]
fn read_100_000(bencher: Bencher) {
    let phrases = phrases();
    bencher.bench(|| {
        for phrase in &phrases {
            black_box(read_schedule(black_box(phrase), Some(YEAR)));
        }
    });
}

/// The part no reader can leave out: every character looked at and made even.
#[divan::bench]
fn reference_widths_of_100_000(bencher: Bencher) {
    let phrases = phrases();
    bencher.bench(|| {
        for phrase in &phrases {
            black_box(half_width(black_box(phrase)));
        }
    });
}

/// A calendar file of 5,000 events.
#[divan::bench]
fn calendar_file_of_5_000(bencher: Bencher) {
    let mut plan = Plan::new("令和7年度事業計画", Some(YEAR));
    let node = |at: usize| {
        let mut node = Node::new(Role::Item, format!("第{at}回ふれあい交流会"));
        node.schedule.push(format!("{}月{}日（10:00～12:00）", 4 + at % 9, 1 + at % 28));
        Arc::new(node)
    };
    plan.nodes = (0..5000).map(node).collect();
    let (outline, holidays) = (Outline::of(&plan), Holidays::of_law());
    bencher.bench(|| black_box(ics::write(black_box(&plan), &outline, &holidays, None)));
}

/// The year of 10,000 schedules: days, months, exceptions, holidays.
#[divan::bench]
fn occurrences_of_10_000(bencher: Bencher) {
    let holidays = Holidays::of_law();
    let schedules: Vec<_> = phrases()
        .into_iter()
        .take(10_000)
        .flat_map(|phrase| read_schedule(phrase, Some(YEAR)).entries)
        .map(|entry| entry.schedule)
        .collect();
    bencher.bench(|| {
        for schedule in &schedules {
            black_box(occurrences(black_box(schedule), YEAR, &holidays));
        }
    });
}
