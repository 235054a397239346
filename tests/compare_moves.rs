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

/// The places at which a text can be cut in two: behind a sentence or a comma, with enough on both sides.
fn cut(text: &str) -> Option<(String, String)> {
    const LEAST: usize = 10;
    let long = |part: &str| part.chars().filter(|c| !c.is_whitespace()).count() >= LEAST;
    let ends = text.char_indices().filter(|(_, c)| matches!(c, '。' | '、' | '\n')).map(|(at, c)| at + c.len_utf8());
    let cuts = ends.map(|at| text.split_at(at)).filter(|(a, b)| long(a) && long(b) && !text.contains("[["));
    cuts.min_by_key(|(a, b)| a.len().abs_diff(b.len())).map(|(a, b)| (a.to_owned(), b.to_owned()))
}

/// Cuts the words of a node in two: the second half becomes a node behind it.
fn in_two(plan: &Plan, parent: Option<NodeId>, at: usize, as_title: bool) -> Option<(Plan, NodeId)> {
    let siblings = |plan: &Plan| parent.map_or(Some(plan.nodes.clone()), |id| Some(plan.node(id)?.children.clone()));
    let whole = siblings(plan)?.get(at)?.clone();
    let mut first = whole.without_children();
    first.children.clone_from(&whole.children);
    let mut part = Node::new(whole.role, if as_title { "" } else { "その他の取組" });
    match whole.body.iter().position(|block| block.texts().first().is_some_and(|text| cut(text).is_some())) {
        Some(block) if !matches!(whole.body[block], Block::Table(_)) => {
            let (a, b) = cut(whole.body[block].texts()[0])?;
            *first.body[block].texts_mut()[0] = a;
            if as_title {
                part.title = b;
            } else {
                part.body.push(Block::Text(b));
            }
            if !as_title {
                part.body.extend(first.body.drain(block + 1..));
            }
        }
        _ => {
            let (a, b) = cut(&whole.title)?;
            first.title = a;
            if as_title { part.title = b } else { part.body.push(Block::Text(b)) }
        }
    }
    let id = part.id;
    let mut new = plan.clone();
    let put = |children: &mut Vec<Arc<Node>>| {
        children[at] = Arc::new(first.clone());
        children.insert(at + 1, Arc::new(part.clone()));
    };
    match parent {
        None => put(&mut new.nodes),
        Some(parent) => new = with(&new, parent, &mut |node| put(&mut node.children)),
    }
    Some((new, id))
}

#[test]
fn a_node_cut_in_two_is_a_split_and_the_other_way_round_a_merge() {
    let (mut tried, mut missed, mut invented) = (0, 0, 0);
    for (name, plan) in plans() {
        let all: Vec<&Arc<Node>> = plan.walk().collect();
        let parents = std::iter::once((None, plan.nodes.len())).chain(all.iter().map(|node| (Some(node.id), node.children.len())));
        for (parent, at) in parents.flat_map(|(parent, count)| (0..count).map(move |at| (parent, at))) {
            for as_title in [true, false] {
                let Some((new, part)) = in_two(&plan, parent, at, as_title) else { continue };
                for basis in [Basis::Auto, Basis::Content] {
                    for (old, new, kind) in [(&plan, &new, ChangeKind::Split), (&new, &plan, ChangeKind::Merged)] {
                        tried += 1;
                        let comparison = compare(old, new, &Options { basis, ..Options::default() });
                        let found: Vec<_> = comparison.changes.iter().filter(|change| change.kind == kind).collect();
                        missed += usize::from(found.is_empty());
                        invented += found.len().saturating_sub(1);
                        if found.len() != 1 {
                            let title = new
                                .node(part)
                                .or(old.node(part))
                                .map_or_else(String::new, |node| format!("{} {:?}", node.title, node.body));
                            println!("{name}: {kind:?} {basis:?} found {}: {title}", found.len());
                        }
                    }
                }
            }
        }
    }
    println!("{tried} cuts: {missed} missed, {invented} invented");
    assert!(tried > 40 && missed * 20 <= tried && invented * 50 <= tried, "{missed} missed, {invented} invented of {tried}");
}

#[test]
fn new_words_beside_a_shortened_node_are_no_part_of_it() {
    let (mut tried, mut invented) = (0, 0);
    for (name, plan) in plans() {
        let all: Vec<&Arc<Node>> = plan.walk().collect();
        let texts: Vec<&str> = all
            .iter()
            .flat_map(|node| node.body.iter().flat_map(Block::texts).chain([node.title.as_str()]))
            .filter(|text| text.chars().count() >= 12)
            .collect();
        for (count, parent) in all.iter().enumerate() {
            for at in 0..parent.children.len() {
                let child = &parent.children[at];
                let Some((front, lost)) = child.body.iter().find_map(|block| cut(block.texts().first()?)).or_else(|| cut(&child.title))
                else {
                    continue;
                };
                // Words of the same trade, but others.
                let other = texts[(count * 31 + at * 17) % texts.len()];
                if other.contains(&lost) || lost.contains(other) || other.contains(&front) {
                    continue;
                }
                let added = Arc::new(Node { body: vec![Block::Text(other.to_owned())], ..Node::new(child.role, "新しい取組") });
                let new = with(&plan, parent.id, &mut |node| {
                    let short = Arc::make_mut(&mut node.children[at]);
                    let whole = format!("{front}{lost}");
                    if short.title == whole {
                        short.title.clone_from(&front);
                    }
                    for text in short.body.iter_mut().flat_map(Block::texts_mut).filter(|text| **text == whole) {
                        text.clone_from(&front);
                    }
                    node.children.insert(at + 1, added.clone());
                });
                for (old, new) in [(&plan, &new), (&new, &plan)] {
                    tried += 1;
                    let comparison = compare(old, new, &Options::default());
                    let found =
                        comparison.changes.iter().filter(|change| matches!(change.kind, ChangeKind::Split | ChangeKind::Merged)).count();
                    invented += found;
                    if found > 0 {
                        println!("{name}: {front}[{lost}] + {other}");
                    }
                }
            }
        }
    }
    println!("{tried} additions: {invented} invented");
    assert!(tried > 40 && invented * 100 <= tried, "{invented} invented of {tried}");
}
