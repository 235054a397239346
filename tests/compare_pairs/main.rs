//! Hand-made following years of real plans: every change of the answer sheet is found, and none is invented.

#![allow(clippy::print_stdout, reason = "tells what was found")]

#[path = "../compare_truth/generator.rs"]
mod generator;

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

use generator::erased;
use nendo::compare::{Basis, ChangeKind, Options, compare};
use nendo::plan::{Block, Node, NodeId, Plan, Role, Status};
use nendo::{import, storage};
use serde::Deserialize;

/// An edit of the answer sheet. The first field names the node.
#[derive(Debug, Deserialize)]
enum Edit {
    Title(String, String),
    Body(String, String, String),
    Paragraph(String, String),
    Schedule(String, String),
    Status(String, Option<Status>),
    Budget(String, i64),
    Lead(String, String),
    Partners(String, Vec<String>),
    /// Under which node, title, body.
    Add(String, String, String),
    Remove(String),
    /// The node, and under which one it goes.
    Move(String, String),
    /// The node, and its new place among its siblings.
    Order(String, usize),
}

/// The node whose titles from some ancestor down begin with the parts of `name`.
fn find(plan: &Plan, name: &str) -> NodeId {
    let parts: Vec<&str> = name.split('/').collect();
    let mut found = Vec::new();
    fn walk(nodes: &[Arc<Node>], above: &mut Vec<String>, parts: &[&str], found: &mut Vec<NodeId>) {
        for node in nodes {
            above.push(node.title.clone());
            // The last part names the node, the others some of those above it in order.
            let mut left = parts.len() - 1;
            if node.title.starts_with(parts[left]) {
                for title in above[..above.len() - 1].iter().rev() {
                    if left > 0 && title.starts_with(parts[left - 1]) {
                        left -= 1;
                    }
                }
                if left == 0 {
                    found.push(node.id);
                }
            }
            walk(&node.children, above, parts, found);
            above.pop();
        }
    }
    walk(&plan.nodes, &mut Vec::new(), &parts, &mut found);
    // Of several the one whose whole title it is.
    let exact = found.iter().copied().find(|id| plan.node(*id).is_some_and(|node| node.title == parts[parts.len() - 1]));
    if let (2.., Some(exact)) = (found.len(), exact) {
        return exact;
    }
    assert_eq!(found.len(), 1, "{name} names {} nodes", found.len());
    found[0]
}

fn with(nodes: &mut [Arc<Node>], id: NodeId, change: &mut dyn FnMut(&mut Node)) -> bool {
    nodes.iter_mut().any(|node| {
        if node.id == id {
            change(Arc::make_mut(node));
            return true;
        }
        let holds = node.children.iter().any(|child| child.id == id || find_below(child, id));
        holds && with(&mut Arc::make_mut(node).children, id, change)
    })
}

fn find_below(node: &Node, id: NodeId) -> bool {
    node.children.iter().any(|child| child.id == id || find_below(child, id))
}

fn take(nodes: &mut Vec<Arc<Node>>, id: NodeId) -> Option<(Arc<Node>, usize)> {
    if let Some(at) = nodes.iter().position(|node| node.id == id) {
        return Some((nodes.remove(at), at));
    }
    nodes.iter_mut().find_map(|node| if find_below(node, id) { take(&mut Arc::make_mut(node).children, id) } else { None })
}

/// A change as the answer sheet and the comparison both name it: kind, old node, new node (by its id in the edited plan).
type Answer = (ChangeKind, Option<NodeId>, Option<NodeId>);

/// The following year, and the changes that lead there.
fn following(old: &Plan, edits: &[Edit]) -> (Plan, BTreeSet<Answer>) {
    let mut plan = old.clone();
    let mut answers = BTreeSet::new();
    for edit in edits {
        let mut changed = |name: &str, kind: ChangeKind, change: &mut dyn FnMut(&mut Node)| {
            let id = find(old, name);
            let before = plan.node(id).cloned();
            assert!(with(&mut plan.nodes, id, change), "{name} is gone");
            assert_ne!(before, plan.node(id).cloned(), "{edit:?} changes nothing");
            answers.insert((kind, Some(id), Some(id)));
        };
        match edit {
            Edit::Title(name, to) => changed(name, ChangeKind::Renamed, &mut |node| node.title.clone_from(to)),
            Edit::Body(name, from, to) => changed(name, ChangeKind::Edited, &mut |node| {
                for block in &mut node.body {
                    if let Block::Text(text) | Block::Circle(text) | Block::Bullet(text) = block {
                        *text = text.replace(from.as_str(), to);
                    }
                }
            }),
            Edit::Paragraph(name, text) => changed(name, ChangeKind::Edited, &mut |node| node.body.push(Block::Text(text.clone()))),
            Edit::Schedule(name, to) => changed(name, ChangeKind::Edited, &mut |node| node.schedule = vec![to.clone()]),
            Edit::Status(name, to) => changed(name, ChangeKind::Edited, &mut |node| node.status = *to),
            Edit::Budget(name, to) => changed(name, ChangeKind::Edited, &mut |node| node.budget = Some(*to)),
            Edit::Lead(name, to) => changed(name, ChangeKind::Edited, &mut |node| node.lead.clone_from(to)),
            Edit::Partners(name, to) => changed(name, ChangeKind::Edited, &mut |node| node.partners.clone_from(to)),
            Edit::Add(name, title, body) => {
                let node = Node { body: vec![Block::Text(body.clone())], ..Node::new(Role::Item, title.as_str()) };
                answers.insert((ChangeKind::Added, None, Some(node.id)));
                let node = Arc::new(node);
                assert!(with(&mut plan.nodes, find(old, name), &mut |parent| parent.children.push(node.clone())));
            }
            Edit::Remove(name) => {
                let (gone, _) = take(&mut plan.nodes, find(old, name)).expect("there");
                let mut below = vec![gone];
                while let Some(node) = below.pop() {
                    answers.insert((ChangeKind::Removed, Some(node.id), None));
                    below.extend(node.children.iter().cloned());
                }
            }
            Edit::Move(name, under) => {
                let id = find(old, name);
                let (node, _) = take(&mut plan.nodes, id).expect("there");
                assert!(with(&mut plan.nodes, find(old, under), &mut |parent| parent.children.push(node.clone())));
                answers.insert((ChangeKind::Moved, Some(id), Some(id)));
            }
            Edit::Order(name, to) => {
                let id = find(old, name);
                let path = plan.path_to(id).expect("there");
                let (node, _) = take(&mut plan.nodes, id).expect("there");
                let mut nodes = &mut plan.nodes;
                for at in &path[..path.len() - 1] {
                    nodes = &mut Arc::make_mut(&mut nodes[*at]).children;
                }
                nodes.insert(*to, node);
                answers.insert((ChangeKind::Moved, Some(id), Some(id)));
            }
        }
    }
    (plan, answers)
}

/// Compares with and without ids and checks against the answer sheet.
fn check(old: &Plan, sheet: &str) {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/compare").join(sheet)).expect("a sheet");
    let edits: Vec<Edit> = ron::from_str(&text).expect("edits");
    let (mut new, answers) = following(old, &edits);
    new.title = new.title.replace('7', "8");
    let (without_ids, anew) = erased(&new, 5);
    let back: HashMap<NodeId, NodeId> = anew.iter().map(|(kept, own)| (*own, *kept)).collect();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    for (name, plan) in [("old", old), ("new", &without_ids)] {
        let file = storage::write_plan(plan).expect("written");
        storage::write_file(&folder.join(format!("{sheet}-{name}.ron")), file.as_bytes()).expect("on disk");
    }
    for (plan, basis) in [(&new, Basis::Auto), (&without_ids, Basis::Content)] {
        let comparison = compare(old, plan, &Options { basis, ..Options::default() });
        let id = |outline: &nendo::plan::Outline, at: usize| outline.rows()[at].node.id;
        let found: BTreeSet<Answer> = comparison
            .changes
            .iter()
            .filter(|change| change.kind != ChangeKind::Renumbered)
            .map(|change| {
                let new = change.new.map(|at| id(&comparison.new, at)).map(|id| back.get(&id).copied().unwrap_or(id));
                (change.kind, change.old.map(|at| id(&comparison.old, at)), new)
            })
            .collect();
        let named = |answers: Vec<&Answer>| {
            let title = |plan: &Plan, id: Option<NodeId>| id.and_then(|id| plan.node(id).map(|n| n.title.clone())).unwrap_or_default();
            answers.iter().map(|(kind, o, n)| format!("{kind:?}: {} -> {}", title(old, *o), title(&new, *n))).collect::<Vec<_>>()
        };
        let missed = named(answers.difference(&found).collect());
        let invented = named(found.difference(&answers).collect());
        println!("{sheet} {basis:?}: {} changes, {} missed, {} invented", answers.len(), missed.len(), invented.len());
        assert!(missed.is_empty() && invented.is_empty(), "missed {missed:#?}, invented {invented:#?}");
    }
    assert!(answers.len() >= 60, "{} changes are too few", answers.len());
}

#[test]
fn the_following_year_of_a_sample_is_told_exactly() {
    let sample = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("plans/wakaba-shakyo-r7.ron")).expect("a sample");
    check(&storage::read_plan(&sample).expect("a plan"), "wakaba-r8.ron");
}

/// Where the published plan is at hand.
#[test]
fn the_following_year_of_a_published_plan_is_told_exactly() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let seed =
        ["../shared/seeds", "../../shared/seeds"].iter().flat_map(|seeds| std::fs::read_dir(folder.join(seeds)).into_iter().flatten());
    let seed = seed
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("003_")));
    if let Some(seed) = seed {
        check(&import::import_file(&seed).expect("imported").plan, "seed-003-following.ron");
    }
}
