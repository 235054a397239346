//! What editing costs in plans of 10,000 and 100,000 items: each command with the outline that follows it,
//! as the window does it for one key; the memory of a long history; a search; opening and saving.
//!
//! `cargo bench --bench editing`. Beside each change of fields, in the same run: the naive way, which
//! searches the tree for the node and numbers the whole plan anew.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use nendo::edit::{Command, History, NodeField, Pattern, Position, Query, Reach, SearchScope, Step, apply, apply_known, find_all, replace};
use nendo::plan::{Fold, Node, NodeId, Outline, Plan, Role, Status};
use nendo::storage;

const SAMPLE: &[u8] = include_bytes!("../plans/wakaba-shakyo-r7.ron");
const TIMES: usize = 60;

fn anew(node: &Node) -> Arc<Node> {
    let children = node.children.iter().map(|child| anew(child)).collect();
    Arc::new(Node { id: NodeId::new(), children, ..node.clone() })
}

fn plan_of(nodes: usize) -> Arc<Plan> {
    let mut plan = storage::read_plan(SAMPLE).unwrap();
    let once = plan.nodes.clone();
    let mut count = plan.walk().count();
    let each = count;
    while count < nodes {
        plan.nodes.extend(once.iter().map(|node| anew(node)));
        count += each;
    }
    Arc::new(plan)
}

fn report(name: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1000.0;
    println!("{name:<58} median {:8.3} ms   95 % {:8.3} ms   worst {:8.3} ms", at(50), at(95), at(100));
}

/// What the process holds in memory, in MB; nothing where the system does not say.
fn resident() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches("kB").trim().parse::<f64>().ok().map(|kb| kb / 1024.0)
}

/// A command carried out as the window does it: applied, the outline patched or made anew, a step noted.
fn one(plan: &Arc<Plan>, outline: &mut Outline, history: &mut History, command: Command) -> Arc<Plan> {
    let edited = apply_known(plan, outline, &command).unwrap();
    let reach = command.reach();
    let step = Step::new(command, plan.clone(), edited.plan.clone());
    let patched = match reach {
        Reach::Plan => true,
        Reach::Fields(nodes) => nodes.into_iter().all(|node| outline.patch(&edited.plan, node)),
        Reach::Tree => false,
    };
    if !patched {
        *outline = Outline::of(&edited.plan);
    }
    history.push(step, Instant::now());
    edited.plan
}

/// Commands over nodes spread through the plan, made for one node at a time.
fn commands(plan: &Arc<Plan>, size: usize) {
    let nodes: Vec<NodeId> = plan.walk().map(|node| node.id).collect();
    let spread = |at: usize| nodes[(at * 7919) % nodes.len()];
    type Make = fn(&Plan, NodeId) -> Command;
    let kinds: &[(&str, Make)] = &[
        ("typing in a title", |_, node| Command::Set { node, field: NodeField::Title("題名を打つ".into()) }),
        ("typing in a body", |plan, node| {
            let body = plan.node(node).unwrap().body.iter().cloned().chain([nendo::plan::Block::Text("あ".into())]).collect();
            Command::Set { node, field: NodeField::Body(body) }
        }),
        ("setting the status", |_, node| Command::Set { node, field: NodeField::Status(Some(Status::Revised)) }),
        ("splitting a title", |_, node| Command::Split { node, at: 1, new: NodeId::new(), open: true }),
        ("a new node", |_, node| Command::Insert {
            at: Position { parent: Some(node), index: 0 },
            nodes: vec![Arc::new(Node::new(Role::Item, ""))],
        }),
        ("removing", |_, node| Command::Remove { nodes: vec![node] }),
        ("moving down", |_, node| Command::MoveDown { nodes: vec![node] }),
        ("indenting", |_, node| Command::Indent { nodes: vec![node] }),
        ("outdenting", |_, node| Command::Outdent { nodes: vec![node] }),
        ("joining", |_, node| Command::Join { node, into: None }),
    ];
    for (name, make) in kinds {
        let mut times = Vec::new();
        let mut naive = Vec::new();
        let mut outline = Outline::of(plan);
        let mut history = History::new();
        for at in 0..TIMES * 4 {
            let command = make(plan, spread(at));
            if times.len() == TIMES || apply(plan, &command).is_err() {
                continue;
            }
            let again = command.clone();
            let start = Instant::now();
            let after = one(plan, &mut outline, &mut history, command);
            times.push(start.elapsed());
            // Back to the plan of the beginning, so that each is measured in the same one.
            outline = Outline::of(plan);
            drop(after);
            let start = Instant::now();
            let edited = apply(plan, &again).unwrap();
            black_box(Outline::of(&edited.plan));
            naive.push(start.elapsed());
        }
        report(&format!("{name}, {size} items"), times);
        report("    naive: search the tree, number all", naive);
    }
    let many: Vec<NodeId> = nodes.iter().copied().step_by(10).collect();
    let mut times = Vec::new();
    for _ in 0..10 {
        let (mut outline, mut history) = (Outline::of(plan), History::new());
        let command = Command::SetMany { nodes: many.clone(), field: NodeField::Lead("新しい課".into()) };
        let start = Instant::now();
        black_box(one(plan, &mut outline, &mut history, command));
        times.push(start.elapsed());
    }
    report(&format!("one field of {} nodes, {size} items", many.len()), times);
}

fn long_history(plan: &Arc<Plan>) {
    let before = resident();
    let nodes: Vec<NodeId> = plan.walk().map(|node| node.id).collect();
    let (mut outline, mut history, mut now) = (Outline::of(plan), History::new(), plan.clone());
    let start = Instant::now();
    for at in 0..10_000 {
        let node = nodes[(at * 7919) % nodes.len()];
        let command = Command::Set { node, field: NodeField::Title(format!("題名 {at}")) };
        now = one(&now, &mut outline, &mut history, command);
        history.close_step();
    }
    let took = start.elapsed().as_secs_f64() * 1000.0 / 10_000.0;
    let kept = history.steps().0.len();
    println!("10,000 steps on {} items: {took:.3} ms each, {kept} kept, {} MB estimated", nodes.len(), history.bytes() >> 20);
    if let (Some(before), Some(after)) = (before, resident()) {
        println!("    memory {before:.0} MB before, {after:.0} MB after");
    }
    let start = Instant::now();
    history.go_to(0).unwrap();
    println!("    going to the first step {:.3} ms", start.elapsed().as_secs_f64() * 1000.0);
    black_box((now, history));
}

fn searching(plan: &Arc<Plan>, size: usize) {
    let outline = Outline::of(plan);
    for (name, text, regex, fold) in [
        ("words", "ボランティア", false, Fold::default()),
        ("words, all the same", "ぼらんてぃあ", false, Fold::ALL),
        ("expression", "第[0-9]+回", true, Fold::default()),
    ] {
        let pattern = Pattern::new(&Query { text: text.into(), regex, fold }).unwrap();
        let mut count = 0;
        let times = (0..5)
            .map(|_| {
                let start = Instant::now();
                count = find_all(plan, &outline, &SearchScope::Plan, &pattern, None).len();
                start.elapsed()
            })
            .collect();
        report(&format!("search for {name}, {size} items ({count} hits)"), times);
    }
    let pattern = Pattern::new(&Query { text: "ボランティア".into(), ..Query::default() }).unwrap();
    let start = Instant::now();
    let hits = find_all(plan, &outline, &SearchScope::Plan, &pattern, Some("市民活動"));
    if let Some(command) = replace(plan, &outline, &hits) {
        black_box(apply_known(plan, &outline, &command).unwrap());
    }
    println!("replacing all {} hits, {size} items: {:.1} ms", hits.len(), start.elapsed().as_secs_f64() * 1000.0);
}

fn files(plan: &Arc<Plan>, size: usize) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("plan.ron");
    let time = |run: &mut dyn FnMut()| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    let save = (0..5).map(|_| time(&mut || _ = storage::save(&file, plan).unwrap())).collect();
    report(&format!("saving, {size} items"), save);
    let open = (0..5).map(|_| time(&mut || drop(black_box(storage::read_plan(&std::fs::read(&file).unwrap()).unwrap())))).collect();
    report(&format!("opening, {size} items"), open);
}

fn main() {
    for size in [10_000, 100_000] {
        let plan = plan_of(size);
        let size = plan.walk().count();
        commands(&plan, size);
        searching(&plan, size);
        files(&plan, size);
        if size < 50_000 {
            long_history(&plan);
        }
        if let Some(memory) = resident() {
            println!("memory with {size} items: {memory:.0} MB");
        }
    }
}
