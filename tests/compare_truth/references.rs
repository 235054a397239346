//! Other ways to match two trees, to measure ours against in the same run.
//!
//! They are written after their publications, plainly, and know nothing of ids.
#![allow(dead_code, missing_docs, reason = "tests and benches each use their own part of this")]

use std::collections::{BTreeMap, HashMap, HashSet};

use nendo::compare::words_of;
use nendo::plan::{Outline, Plan};
use similar::{Algorithm, DiffOp, capture_diff_slices};

type Pairs = Vec<(usize, usize)>;

/// The words of each row, its subtree as one text, and what stands above and below.
struct Tree {
    own: Vec<String>,
    title: Vec<String>,
    tree: Vec<u64>,
    height: Vec<u32>,
    end: Vec<usize>,
    parent: Vec<Option<usize>>,
}

fn hash(value: &impl std::hash::Hash) -> u64 {
    use std::hash::{DefaultHasher, Hasher};
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

impl Tree {
    fn of(outline: &Outline) -> Self {
        let rows = outline.rows();
        let own: Vec<String> = (0..rows.len()).map(|at| words_of(outline, at).join("\n")).collect();
        let mut tree = vec![0; rows.len()];
        let mut height = vec![1; rows.len()];
        for at in (0..rows.len()).rev() {
            let mut below = Vec::new();
            let mut child = at + 1;
            while child < rows[at].end as usize {
                below.push(tree[child]);
                height[at] = height[at].max(height[child] + 1);
                child = rows[child].end as usize;
            }
            tree[at] = hash(&(&own[at], below));
        }
        Self {
            title: rows.iter().map(|row| row.node.title.clone()).collect(),
            end: rows.iter().map(|row| row.end as usize).collect(),
            parent: rows.iter().map(|row| row.parent.map(|p| p as usize)).collect(),
            own,
            tree,
            height,
        }
    }
    fn children(&self, at: usize) -> Vec<usize> {
        let mut out = Vec::new();
        let mut child = at + 1;
        while child < self.end[at] {
            out.push(child);
            child = self.end[child];
        }
        out
    }
}

/// Subtrees that are the same word for word, in reading order.
pub fn identical_subtrees(old: &Outline, new: &Outline) -> Pairs {
    let (a, b) = (Tree::of(old), Tree::of(new));
    let mut known: HashMap<u64, Vec<usize>> = HashMap::new();
    for at in (0..a.tree.len()).rev() {
        known.entry(a.tree[at]).or_default().push(at);
    }
    let mut taken = vec![false; a.tree.len()];
    let mut pairs = Vec::new();
    let mut n = 0;
    while n < b.tree.len() {
        let candidates = known.get_mut(&b.tree[n]);
        let o = candidates.and_then(|rows| {
            while let Some(o) = rows.pop() {
                if !taken[o] {
                    return Some(o);
                }
            }
            None
        });
        if let Some(o) = o {
            for at in 0..(b.end[n] - n).min(a.end[o] - o) {
                taken[o + at] = true;
                pairs.push((o + at, n + at));
            }
            n = b.end[n];
        } else {
            n += 1;
        }
    }
    pairs
}

/// GumTree (Falleri and others, 2014): identical subtrees from the top down, containers from the bottom up by the
/// descendants they share, then a recovery among the children of each pair of containers.
pub fn gumtree(old: &Outline, new: &Outline) -> Pairs {
    const LEAST_DICE: f64 = 0.5;
    const MOST_RECOVERED: usize = 100;
    let (a, b) = (Tree::of(old), Tree::of(new));
    let mut to_new: Vec<Option<usize>> = vec![None; a.tree.len()];
    let mut to_old: Vec<Option<usize>> = vec![None; b.tree.len()];
    // Top down: the highest subtrees first; of several candidates those under the most alike parents.
    let mut by_hash: HashMap<u64, (Vec<usize>, Vec<usize>)> = HashMap::new();
    a.tree.iter().enumerate().for_each(|(at, tree)| by_hash.entry(*tree).or_default().0.push(at));
    b.tree.iter().enumerate().for_each(|(at, tree)| by_hash.entry(*tree).or_default().1.push(at));
    let mut groups: Vec<(Vec<usize>, Vec<usize>)> = by_hash.into_values().filter(|(o, n)| !o.is_empty() && !n.is_empty()).collect();
    groups.sort_by_key(|(o, n)| (std::cmp::Reverse(a.height[o[0]]), n[0]));
    let take = |o: usize, n: usize, to_new: &mut Vec<Option<usize>>, to_old: &mut Vec<Option<usize>>| {
        for at in 0..(b.end[n] - n).min(a.end[o] - o) {
            if to_new[o + at].is_none() && to_old[n + at].is_none() {
                to_new[o + at] = Some(n + at);
                to_old[n + at] = Some(o + at);
            }
        }
    };
    let mut repeated = Vec::new();
    for (olds, news) in groups {
        if olds.len() == 1 && news.len() == 1 {
            if to_new[olds[0]].is_none() && to_old[news[0]].is_none() {
                take(olds[0], news[0], &mut to_new, &mut to_old);
            }
        } else if olds.len() * news.len() <= 10_000 {
            for o in &olds {
                for n in &news {
                    let above = |tree: &Tree, at: usize| tree.parent[at].map(|p| tree.own[p].clone());
                    let alike = u8::from(above(&a, *o) == above(&b, *n));
                    repeated.push((std::cmp::Reverse((a.height[*o], alike)), o.abs_diff(*n), *o, *n));
                }
            }
        }
    }
    repeated.sort_unstable();
    for (_, _, o, n) in repeated {
        if to_new[o].is_none() && to_old[n].is_none() {
            take(o, n, &mut to_new, &mut to_old);
        }
    }
    // Bottom up.
    for o in (0..a.tree.len()).rev() {
        if to_new[o].is_some() || a.end[o] == o + 1 {
            continue;
        }
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for paired in &to_new[o + 1..a.end[o]] {
            let mut above = paired.and_then(|n| b.parent[n]);
            while let Some(n) = above {
                *shared.entry(n).or_default() += 1;
                above = b.parent[n];
            }
        }
        let dice = |n: usize, count: usize| 2.0 * count as f64 / (a.end[o] - o - 1 + b.end[n] - n - 1) as f64;
        let best = shared.into_iter().filter(|(n, _)| to_old[*n].is_none()).map(|(n, count)| (n, dice(n, count)));
        let Some((n, share)) = best.max_by(|x, y| x.1.total_cmp(&y.1)) else { continue };
        if share < LEAST_DICE {
            continue;
        }
        (to_new[o], to_old[n]) = (Some(n), Some(o));
        // Recovery: what is left below both, by equal titles and then by kind and order, as a small edit distance would.
        if (a.end[o] - o).max(b.end[n] - n) < MOST_RECOVERED {
            let mut waiting = vec![(o, n)];
            while let Some((o, n)) = waiting.pop() {
                let olds: Vec<usize> = a.children(o).into_iter().filter(|at| to_new[*at].is_none()).collect();
                let news: Vec<usize> = b.children(n).into_iter().filter(|at| to_old[*at].is_none()).collect();
                let mut found = Vec::new();
                let (x, y): (Vec<&str>, Vec<&str>) =
                    (olds.iter().map(|o| a.title[*o].as_str()).collect(), news.iter().map(|n| b.title[*n].as_str()).collect());
                for op in capture_diff_slices(Algorithm::Myers, &x, &y) {
                    match op {
                        DiffOp::Equal { old_index, new_index, len } => {
                            found.extend((0..len).map(|i| (olds[old_index + i], news[new_index + i])));
                        }
                        DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                            found.extend((0..old_len.min(new_len)).map(|i| (olds[old_index + i], news[new_index + i])));
                        }
                        _ => {}
                    }
                }
                for (o, n) in found {
                    (to_new[o], to_old[n]) = (Some(n), Some(o));
                    waiting.push((o, n));
                }
            }
        }
    }
    to_old.iter().enumerate().filter_map(|(n, o)| Some(((*o)?, n))).collect()
}

/// A line diff of both plans' texts; lines that stay, or stand for each other in a replacement, are pairs.
pub fn lines(old: &Outline, new: &Outline) -> Pairs {
    let texts = |outline: &Outline| -> Vec<String> { (0..outline.rows().len()).map(|at| words_of(outline, at).join(" ")).collect() };
    let (a, b) = (texts(old), texts(new));
    let mut pairs = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, &a, &b) {
        match op {
            DiffOp::Equal { old_index, new_index, len } => pairs.extend((0..len).map(|i| (old_index + i, new_index + i))),
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                pairs.extend((0..old_len.min(new_len)).map(|i| (old_index + i, new_index + i)));
            }
            _ => {}
        }
    }
    pairs
}

/// The pairs a matcher finds, as ids.
pub fn ids(old: &Plan, new: &Plan, matcher: fn(&Outline, &Outline) -> Pairs) -> HashSet<(nendo::plan::NodeId, nendo::plan::NodeId)> {
    let (old, new) = (Outline::of(old), Outline::of(new));
    matcher(&old, &new).into_iter().map(|(o, n)| (old.rows()[o].node.id, new.rows()[n].node.id)).collect()
}
