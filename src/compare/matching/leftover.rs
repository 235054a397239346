//! What ids leave over within one lineage: a part that was typed or imported anew has new ids and is still the same.
//!
//! Ids say that a node is new, its words that it is not. Words are believed where a whole region says so: most of what
//! is left over there is word for word what is left over on the other side. A node put in beside one taken out stays
//! what the ids say, whatever it is called.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Said;
use super::identical::LEAST_WEIGHT;
use super::side::{Side, own_fingerprint};
use crate::plan::Outline;

/// One row of a region in this many is word for word on the other side, and of larger regions more than one.
const SAME_ONE_IN: usize = 3;
const LEAST: usize = 2;
/// A row by itself is no accident from so many characters on.
const ALONE: u32 = 24;

/// The pairs by id, and those of what they leave over.
pub(super) fn with_leftovers(old: &Outline, new: &Outline, mut pairs: Vec<(usize, usize)>, mut said: Said) -> Vec<(usize, usize)> {
    let (mut old_free, mut new_free) = (vec![true; old.rows().len()], vec![true; new.rows().len()]);
    for (o, n) in &pairs {
        (old_free[*o], new_free[*n]) = (false, false);
    }
    said.merges.iter().for_each(|(o, _)| old_free[*o as usize] = false);
    said.splits.iter().for_each(|(_, n)| new_free[*n as usize] = false);
    let heads = around_pairs(old, &old_free, new, &new_free, &pairs);
    if !heads.is_empty() {
        for (o, n) in heads.into_iter().filter(|(o, n)| !said.different.contains(&(*o as u32, *n as u32))) {
            (old_free[o], new_free[n]) = (false, false);
            pairs.push((o, n));
        }
        pairs.sort_unstable_by_key(|pair| pair.1);
    }
    if !looks_the_same(old, &old_free, new, &new_free) {
        return pairs;
    }
    said.same = pairs.iter().map(|(o, n)| (*o as u32, *n as u32)).collect();
    let (first, second) = (Side::of(old), Side::of(new));
    // As by content alone: always the same plan first.
    let found: Vec<(usize, usize)> = match first.fingerprint() <= second.fingerprint() {
        true => super::run(&first, &second, &said, None),
        false => super::run(&second, &first, &said.turned(), None).into_iter().map(|(n, o)| (o, n)).collect(),
    };
    let found: Vec<(usize, usize)> = found.into_iter().filter(|(o, n)| old_free[*o] && new_free[*n]).collect();
    let same = |(o, n): &(usize, usize)| first.own[*o] == second.own[*n];
    let old_regions = Regions::of(old, &old_free, found.iter().filter(|pair| same(pair)).map(|pair| pair.0), &first.weight);
    let new_regions = Regions::of(new, &new_free, found.iter().filter(|pair| same(pair)).map(|pair| pair.1), &second.weight);
    pairs.extend(found.into_iter().filter(|(o, n)| old_regions.holds(*o) && new_regions.holds(*n)));
    pairs.sort_unstable_by_key(|pair| pair.1);
    pairs
}

/// A heading that alone lost its id: it is called the same and has most of the same nodes below it.
fn around_pairs(old: &Outline, old_free: &[bool], new: &Outline, new_free: &[bool], pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let heads =
        |outline: &Outline, free: &[bool]| outline.rows().iter().zip(free).any(|(row, free)| *free && !row.node.children.is_empty());
    if !heads(new, new_free) || !heads(old, old_free) {
        return Vec::new();
    }
    let mut to_old: FxHashMap<usize, usize> = pairs.iter().map(|(o, n)| (*n, *o)).collect();
    let mut found = Vec::new();
    // From below, so that a heading found helps the one above it.
    for n in (0..new.rows().len()).rev().filter(|n| new_free[*n]) {
        let mut votes: FxHashMap<usize, usize> = FxHashMap::default();
        let mut count = 0;
        for child in children(new, n) {
            count += 1;
            let above = to_old.get(&child).and_then(|o| old.rows()[*o].parent).map(|parent| parent as usize);
            if let Some(parent) = above.filter(|parent| old_free[*parent]) {
                *votes.entry(parent).or_default() += 1;
            }
        }
        let Some((o, most)) = votes.into_iter().max_by_key(|(_, votes)| *votes) else { continue };
        let (was, is) = (&old.rows()[o].node, &new.rows()[n].node);
        if most * 2 > count && most * 2 > was.children.len() && was.title == is.title {
            to_old.insert(n, o);
            found.push((o, n));
        }
    }
    found
}

/// The rows just below a row.
fn children(outline: &Outline, at: usize) -> impl Iterator<Item = usize> + '_ {
    let end = outline.rows()[at].end as usize;
    std::iter::successors(Some(at + 1), |child| Some(outline.rows().get(*child)?.end as usize)).take_while(move |child| *child < end)
}

/// Whether anything left over is word for word on the other side; found without a look at the rest.
fn looks_the_same(old: &Outline, old_free: &[bool], new: &Outline, new_free: &[bool]) -> bool {
    let heavy = |outline: &Outline, at: usize| Some(own_fingerprint(&outline.rows()[at].node)).filter(|own| own.1 >= LEAST_WEIGHT);
    let free = |free: &[bool]| (0..free.len()).filter(|at| free[*at]).collect::<Vec<_>>();
    let (olds, news) = (free(old_free), free(new_free));
    if olds.is_empty() || news.is_empty() {
        return false;
    }
    let known: FxHashSet<(u64, u32)> = olds.into_iter().filter_map(|at| heavy(old, at)).collect();
    news.into_iter().filter_map(|at| heavy(new, at)).any(|own| known.contains(&own))
}

/// Rows left over that hang together: each by the topmost of them.
struct Regions {
    of: Vec<usize>,
    same: FxHashMap<usize, bool>,
}

impl Regions {
    fn of(outline: &Outline, free: &[bool], same: impl Iterator<Item = usize>, weight: &[u32]) -> Self {
        let mut of: Vec<usize> = Vec::with_capacity(free.len());
        let mut sizes: FxHashMap<usize, usize> = FxHashMap::default();
        for (at, row) in outline.rows().iter().enumerate() {
            let above = row.parent.map(|parent| parent as usize).filter(|parent| free[*parent]);
            let own = above.map_or(at, |parent| of[parent]);
            of.push(own);
            if free[at] {
                *sizes.entry(own).or_default() += 1;
            }
        }
        let mut counts: FxHashMap<usize, usize> = FxHashMap::default();
        let mut heaviest: FxHashMap<usize, u32> = FxHashMap::default();
        for at in same {
            *counts.entry(of[at]).or_default() += 1;
            let known = heaviest.entry(of[at]).or_default();
            *known = (*known).max(weight[at]);
        }
        let holds = |(region, count): (&usize, &usize)| {
            let size = sizes.get(region).copied().unwrap_or(0);
            let enough = if size < LEAST { heaviest[region] >= ALONE } else { *count >= LEAST && heaviest[region] >= LEAST_WEIGHT };
            (*region, enough && count * SAME_ONE_IN >= size)
        };
        Self { same: counts.iter().map(holds).collect(), of }
    }

    fn holds(&self, at: usize) -> bool {
        self.same.get(&self.of[at]).copied().unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::compare::{ChangeKind, Options, compare};
    use crate::plan::{Block, Node, NodeId, Plan, Role};

    fn node(title: &str, body: &str, children: Vec<Arc<Node>>) -> Arc<Node> {
        let body = if body.is_empty() { Vec::new() } else { vec![Block::Text(body.to_owned())] };
        Arc::new(Node { body, children, ..Node::new(Role::Project, title) })
    }

    fn plan() -> Plan {
        let chapter = |title: &str, words: &str| {
            let below = ["研修", "広報", "会議"].map(|below| node(below, &format!("{words}について{below}を年1回開く。"), vec![]));
            node(title, &format!("{words}を進める。"), below.to_vec())
        };
        let nodes = vec![chapter("地域福祉", "支え合い"), chapter("ボランティア", "活動の輪"), chapter("財政", "財源の確保")];
        Plan { nodes, ..Plan::new("計画", None) }
    }

    /// The node with new ids throughout.
    fn anew(node: &Node) -> Arc<Node> {
        Arc::new(Node { id: NodeId::new(), children: node.children.iter().map(|child| anew(child)).collect(), ..node.without_children() })
    }

    #[test]
    fn a_chapter_typed_anew_is_the_same_chapter() {
        let old = plan();
        let mut new = old.clone();
        new.nodes[1] = anew(&old.nodes[1]);
        assert!(compare(&old, &new, &Options::default()).is_empty(), "only its ids are new");
        let chapter = Arc::make_mut(&mut new.nodes[1]);
        Arc::make_mut(&mut chapter.children[0]).body = vec![Block::Text("活動の輪について研修を年2回開く。".to_owned())];
        let kinds = |old: &Plan, new: &Plan| compare(old, new, &Options::default()).changes.iter().map(|c| c.kind).collect::<Vec<_>>();
        assert_eq!((kinds(&old, &new), kinds(&new, &old)), (vec![ChangeKind::Edited], vec![ChangeKind::Edited]));
        // Moved with new ids.
        let chapter = new.nodes.remove(1);
        new.nodes.push(chapter);
        let found = compare(&old, &new, &Options::default());
        assert_eq!((found.summary.count(ChangeKind::Removed), found.summary.count(ChangeKind::Added)), (0, 0));
    }

    #[test]
    fn a_heading_that_alone_lost_its_id_is_the_same_heading() {
        let old = plan();
        let mut new = old.clone();
        Arc::make_mut(&mut new.nodes[1]).id = NodeId::new();
        assert!(compare(&old, &new, &Options::default()).is_empty(), "only its id is new");
        assert!(compare(&new, &old, &Options::default()).is_empty());
        Arc::make_mut(&mut new.nodes[1]).title = "別の章".to_owned();
        Arc::make_mut(&mut new.nodes[1]).body = vec![];
        let found = compare(&old, &new, &Options::default());
        assert_eq!((found.summary.count(ChangeKind::Removed), found.summary.count(ChangeKind::Added)), (1, 1));
    }

    #[test]
    fn what_was_put_in_for_another_stays_new() {
        let old = plan();
        let mut new = old.clone();
        let chapter = Arc::make_mut(&mut new.nodes[0]);
        chapter.children[0] = node("研修", "", vec![]);
        Arc::make_mut(&mut new.nodes[2]).children.push(node("広報", "支え合いの紙面をつくる。", vec![]));
        let found = compare(&old, &new, &Options::default());
        assert_eq!((found.summary.count(ChangeKind::Removed), found.summary.count(ChangeKind::Added)), (1, 2), "{:?}", found.changes);
    }
}
