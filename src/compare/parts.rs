//! Nodes that were part of another one: splits, and merges as splits the other way round.

use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

mod titles;

use super::matching::{folded, push_grams, shared_grams};
use crate::plan::{Block, Node, Outline};

/// The least a part has of what its whole lost, and the least of itself that comes from there, in per cent.
const OF_LOST: usize = 50;
const OF_PART: usize = 60;
/// A part that stands in its whole so far word for word needs less of what was lost, in per cent.
const WORD_FOR_WORD: usize = 75;
const OF_SEVERAL: usize = 20;
/// Bodies longer than this, in bytes, are compared by their letters alone.
const MOST_BODY: usize = 360;
/// Fewer pairs of letters than this may be alike by chance.
const LEAST: usize = 9;
/// A title shorter than this stands in others by chance.
const LEAST_TITLE: usize = 2;
/// As many letters may join two titles.
const MOST_JOINTS: usize = 4;
/// How many siblings on each side are looked at.
const NEAR: usize = 3;

/// A part of a node of the other plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    /// The row in the other plan that it was part of.
    pub(super) whole: usize,
}

/// What was found of a row, and the nodes it was found by: as long as they are the very same it stays true.
#[derive(Debug)]
pub(super) struct Looked {
    /// Rows of this side and of the other one.
    by: [Vec<(usize, Arc<Node>)>; 2],
    part: Option<Part>,
}

impl Looked {
    fn holds(&self, here: &Outline, there: &Outline) -> bool {
        let same = |outline: &Outline, nodes: &[(usize, Arc<Node>)]| {
            nodes.iter().all(|(at, node)| outline.rows().get(*at).is_some_and(|row| Arc::ptr_eq(&row.node, node)))
        };
        same(here, &self.by[0]) && same(there, &self.by[1])
    }
}

/// The sorted pairs of letters of one node.
struct Counted {
    body: Vec<u32>,
    /// With those of the title.
    all: Vec<u32>,
}

/// The pairs of letters of nodes by their address: one is asked for several times.
#[derive(Default)]
struct Grams(FxHashMap<usize, Rc<Counted>>);

impl Grams {
    fn count(&mut self, node: &Arc<Node>) -> Rc<Counted> {
        let counted = || {
            let mut body = Vec::new();
            node.body.iter().flat_map(Block::texts).for_each(|text| push_grams(text, &mut body));
            let mut all = body.clone();
            push_grams(&node.title, &mut all);
            body.sort_unstable();
            all.sort_unstable();
            Rc::new(Counted { body, all })
        };
        self.0.entry(Arc::as_ptr(node).addr()).or_insert_with(counted).clone()
    }
}

/// The unpaired rows of `here` that are part of a paired row of `there`; with each outline the rows of the other one that
/// its rows are paired with. What `kept` holds was found among the same rows in the same places.
pub(super) fn of(
    (here, mate): (&Outline, &[Option<usize>]),
    (there, back): (&Outline, &[Option<usize>]),
    mut kept: Option<&mut FxHashMap<usize, Looked>>,
) -> FxHashMap<usize, Part> {
    let mut found = FxHashMap::default();
    let mut grams = Grams::default();
    for at in (0..here.rows().len()).filter(|at| mate[*at].is_none()) {
        let known = kept.as_ref().and_then(|kept| kept.get(&at)).filter(|looked| looked.holds(here, there));
        let part = match known {
            Some(looked) => looked.part,
            None => {
                let wholes: Vec<(usize, usize)> =
                    candidates(here, there, mate, at).into_iter().filter_map(|whole| Some((whole, back[whole]?))).collect();
                let part = best(here, there, mate, at, &wholes, &mut grams);
                if let Some(kept) = &mut kept {
                    let node = |outline: &Outline, at: usize| (at, outline.rows()[at].node.clone());
                    let own = std::iter::once(at).chain(wholes.iter().map(|(_, rest)| *rest)).map(|at| node(here, at)).collect();
                    kept.insert(at, Looked { by: [own, wholes.iter().map(|(whole, _)| node(there, *whole)).collect()], part });
                }
                part
            }
        };
        found.extend(part.map(|part| (at, part)));
    }
    found
}

/// What a row most likely was part of, among `wholes` with what became of each of them here.
fn best(here: &Outline, there: &Outline, mate: &[Option<usize>], at: usize, wholes: &[(usize, usize)], grams: &mut Grams) -> Option<Part> {
    let worth = |(whole, rest): &(usize, usize)| {
        let (whole, rest) = (*whole, *rest);
        let worth = by_children(here, there, mate, at, rest, whole)
            .or_else(|| by_title(here, there, at, rest, whole))
            .or_else(|| titles::parted(title(here, at), title(here, rest), title(there, whole)))
            .or_else(|| titles::continued(title(here, at), title(here, rest), title(there, whole)))
            .or_else(|| titles::parted(&body(here, at)?, &body(here, rest)?, &body(there, whole)?))
            .or_else(|| by_words(here, there, grams, (at, rest, whole)))?;
        Some((worth, std::cmp::Reverse(whole)))
    };
    wholes.iter().filter_map(worth).max().map(|(_, whole)| Part { whole: whole.0 })
}

fn title(outline: &Outline, at: usize) -> &str {
    &outline.rows()[at].node.title
}

/// The words of a body, if they are few: things are named in a sentence, not all over a page.
fn body(outline: &Outline, at: usize) -> Option<String> {
    let texts = outline.rows()[at].node.body.iter().flat_map(Block::texts);
    let mut out = String::new();
    for text in texts {
        out.push_str(text);
        if out.len() > MOST_BODY {
            return None;
        }
    }
    Some(out).filter(|words| !words.is_empty())
}

/// The rows there that the row here may have been part of: the mates of its neighbours, and the parents its
/// children had.
fn candidates(here: &Outline, there: &Outline, mate: &[Option<usize>], at: usize) -> Vec<usize> {
    let mut wholes = Vec::new();
    let before = std::iter::successors(before(here, at), |at| before(here, *at)).take(NEAR);
    let behind = std::iter::successors(behind(here, at), |at| behind(here, *at)).take(NEAR);
    wholes.extend(before.chain(behind).filter_map(|near| mate[near]));
    wholes.extend(children(here, at).filter_map(|child| there.rows()[mate[child]?].parent).map(|parent| parent as usize));
    wholes.sort_unstable();
    wholes.dedup();
    wholes
}

fn before(outline: &Outline, at: usize) -> Option<usize> {
    let parent = outline.rows()[at].parent;
    let mut near = at.checked_sub(1)?;
    while outline.rows()[near].parent != parent {
        near = outline.rows()[near].parent? as usize;
        if Some(near as u32) == parent {
            return None;
        }
    }
    Some(near).filter(|near| Some(*near as u32) != parent)
}

fn behind(outline: &Outline, at: usize) -> Option<usize> {
    let row = &outline.rows()[at];
    let next = row.end as usize;
    outline.rows().get(next).filter(|near| near.parent == row.parent).map(|_| next)
}

fn children(outline: &Outline, at: usize) -> impl Iterator<Item = usize> + '_ {
    let end = outline.rows()[at].end as usize;
    let within = move |at: usize| Some(at).filter(|at| *at < end);
    std::iter::successors(within(at + 1), move |child| within(outline.rows()[*child].end as usize))
}

/// Whether most children of the part were children of the whole, which still has some.
fn by_children(here: &Outline, there: &Outline, mate: &[Option<usize>], at: usize, rest: usize, whole: usize) -> Option<usize> {
    // A level put between a node and its children is no split: halves stand beside each other.
    if here.rows()[at].parent != here.rows()[rest].parent {
        return None;
    }
    let from_whole = |child: &usize| mate[*child].is_some_and(|there_row| there.rows()[there_row].parent == Some(whole as u32));
    let all = children(here, at).count();
    let came = children(here, at).filter(from_whole).count();
    let stayed = children(here, rest).filter(from_whole).count();
    (came >= 2 && stayed >= 1 && came * 100 >= all * OF_PART).then_some(1000 + came)
}

/// Whether the title of the whole is little more than those of both halves: 研修及び広報.
fn by_title(here: &Outline, there: &Outline, at: usize, rest: usize, whole: usize) -> Option<usize> {
    let letters = |outline: &Outline, at: usize| folded(title(outline, at)).collect::<String>();
    let (part, rest, whole) = (letters(here, at), letters(here, rest), letters(there, whole));
    if part.chars().count() < LEAST_TITLE {
        return None;
    }
    // Each stands in it by itself, also where both are called the same.
    let without_part = whole.replacen(&part, "", 1);
    let holds_both = without_part.len() < whole.len() && !rest.is_empty() && without_part.contains(&rest);
    let joints = whole.chars().count().saturating_sub(part.chars().count() + rest.chars().count());
    (holds_both && joints <= MOST_JOINTS).then_some(500 + part.len())
}

/// Whether the words of the part are those that the whole lost.
fn by_words(here: &Outline, there: &Outline, grams: &mut Grams, (at, rest, whole): (usize, usize, usize)) -> Option<usize> {
    let (part, rest) = (grams.count(&here.rows()[at].node), grams.count(&here.rows()[rest].node));
    let whole = grams.count(&there.rows()[whole].node);
    [(&part.body, &rest.body, &whole.body), (&part.all, &rest.all, &whole.all)].into_iter().find_map(|(part, rest, whole)| {
        let lost = without(whole, rest);
        let cover = shared_grams(&lost, part);
        // What stands in it nearly word for word may be one of several parts.
        let of_lost = if cover * 100 >= part.len() * WORD_FOR_WORD { OF_SEVERAL } else { OF_LOST };
        let enough = part.len() >= LEAST && cover >= LEAST && cover * 100 >= part.len() * OF_PART && cover * 100 >= lost.len() * of_lost;
        enough.then_some(cover)
    })
}

/// What of sorted `all` is not in sorted `taken`.
fn without(all: &[u32], taken: &[u32]) -> Vec<u32> {
    let mut taken = taken.iter().copied().peekable();
    let mut left = Vec::with_capacity(all.len());
    for gram in all {
        while taken.next_if(|t| t < gram).is_some() {}
        if taken.next_if_eq(gram).is_none() {
            left.push(*gram);
        }
    }
    left
}
