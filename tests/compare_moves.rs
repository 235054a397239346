//! One small thing is done to a plan, everywhere it can be done: no other node may lose its pair or seem to be split.
#![allow(clippy::print_stdout, reason = "tells what was found")]

use std::path::Path;
use std::sync::Arc;

use nendo::compare::{Basis, ChangeKind, Comparison, Options, compare};
use nendo::import;
use nendo::plan::{Block, Node, NodeId, Plan};
use nendo::storage;

/// The samples of the product, and published plans where they are at hand.
fn plans() -> Vec<(String, Plan)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<_> = [folder.join("plans"), folder.join("../../shared/seeds"), folder.join("../shared/seeds")]
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()))
        .collect();
    paths.sort();
    let read = |path: &Path| match path.extension()?.to_str()? {
        "ron" => storage::read_plan(&std::fs::read(path).ok()?).ok(),
        "txt" => Some(import::import_file(path).ok()?.plan),
        _ => None,
    };
    paths.iter().filter_map(|path| Some((path.file_stem()?.to_string_lossy().chars().take(12).collect(), read(path)?))).collect()
}

fn holds(node: &Node, id: NodeId) -> bool {
    node.children.iter().any(|child| child.id == id || holds(child, id))
}

fn with(plan: &Plan, id: NodeId, change: &mut dyn FnMut(&mut Node)) -> Plan {
    fn walk(nodes: &mut [Arc<Node>], id: NodeId, change: &mut dyn FnMut(&mut Node)) {
        for node in nodes {
            if node.id == id {
                return change(Arc::make_mut(node));
            }
            if holds(node, id) {
                return walk(&mut Arc::make_mut(node).children, id, change);
            }
        }
    }
    let mut plan = plan.clone();
    walk(&mut plan.nodes, id, change);
    plan
}

/// What is wrong of a comparison by words of two plans in which every node kept its id.
fn faults(comparison: &Comparison) -> Vec<String> {
    let mut faults = Vec::new();
    let mut paired = 0;
    for (o, n) in &comparison.matching.pairs {
        let (old, new) = (&comparison.old.rows()[*o].node, &comparison.new.rows()[*n].node);
        paired += 1;
        if old.id != new.id {
            faults.push(format!("{} is not {}", old.title, new.title));
        }
    }
    let lost = comparison.old.rows().len() - paired;
    if lost > 0 {
        faults.push(format!("{lost} without a pair"));
    }
    for change in comparison.changes.iter().filter(|change| matches!(change.kind, ChangeKind::Split | ChangeKind::Merged)) {
        faults.push(format!("{:?} invented", change.kind));
    }
    faults
}

fn by_words(old: &Plan, new: &Plan) -> Comparison {
    compare(old, new, &Options { basis: Basis::Content, ..Options::default() })
}

/// Node ids that stand beside each other below one parent, both ways round.
fn neighbours(plan: &Plan) -> Vec<(NodeId, NodeId)> {
    let all: Vec<&Arc<Node>> = plan.walk().collect();
    let lists = std::iter::once(plan.nodes.as_slice()).chain(all.iter().map(|node| node.children.as_slice()));
    let both = |two: &[Arc<Node>]| [(two[0].id, two[1].id), (two[1].id, two[0].id)];
    lists.flat_map(|list| list.windows(2).flat_map(both)).collect()
}

/// Does `what` between all neighbours of all plans, at the front and at the end; counts where other nodes suffered.
fn tried(what: fn(&Plan, NodeId, NodeId, bool) -> Option<Plan>) -> (usize, usize) {
    let (mut tried, mut wrong) = (0, 0);
    for (name, plan) in plans() {
        for (from, to) in neighbours(&plan) {
            for front in [true, false] {
                let Some(new) = what(&plan, from, to, front) else { continue };
                tried += 1;
                for (old, new) in [(&plan, &new), (&new, &plan)] {
                    let found = faults(&by_words(old, new));
                    if !found.is_empty() {
                        wrong += 1;
                        let title = |id| plan.node(id).map(|node| node.title.clone()).unwrap_or_default();
                        println!("{name}: {} → {}: {found:?}", title(from), title(to));
                    }
                }
            }
        }
    }
    println!("{wrong} of {tried} wrong");
    (tried, wrong)
}

#[test]
fn a_paragraph_that_goes_to_a_neighbour_leaves_every_pair() {
    let (tried, wrong) = tried(|plan, from, to, front| {
        let body = &plan.node(from)?.body;
        let at = if front { 0 } else { body.len().checked_sub(1)? };
        body.get(at)?;
        let mut taken = None;
        let new = with(plan, from, &mut |node| taken = Some(node.body.remove(at)));
        Some(with(&new, to, &mut |node| {
            let at = if front { 0 } else { node.body.len() };
            node.body.insert(at, taken.take().expect("one block"));
        }))
    });
    assert!(tried > 40 && wrong * 100 <= tried, "{wrong} of {tried}");
}

#[test]
fn an_item_that_goes_to_a_neighbour_leaves_every_pair() {
    let (tried, wrong) = tried(|plan, from, to, front| {
        let children = &plan.node(from)?.children;
        let at = if front { 0 } else { children.len().checked_sub(1)? };
        children.get(at)?;
        let mut taken = None;
        let new = with(plan, from, &mut |node| taken = Some(node.children.remove(at)));
        Some(with(&new, to, &mut |node| {
            let at = if front { 0 } else { node.children.len() };
            node.children.insert(at, taken.take().expect("one child"));
        }))
    });
    assert!(tried > 40 && wrong * 100 <= tried, "{wrong} of {tried}");
}

#[test]
fn two_that_change_places_and_one_that_goes_leave_every_pair() {
    let (tried, wrong) = tried(|plan, from, to, front| {
        let (one, other) = (plan.node(from)?, plan.node(to)?);
        let swapped = if front { (other.body.clone(), one.body.clone()) } else { return None };
        if swapped.0 == swapped.1 {
            return None;
        }
        let new = with(plan, from, &mut |node| node.body.clone_from(&swapped.0));
        Some(with(&new, to, &mut |node| node.body.clone_from(&swapped.1)))
    });
    assert!(tried > 40, "{wrong} of {tried}");
}
