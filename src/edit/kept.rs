//! What a snapshot alone keeps in memory: the bytes of one plan that another does not share.

use std::collections::HashSet;
use std::mem::size_of;
use std::sync::Arc;

use crate::plan::{Block, Cell, Node, Plan};

/// What the allocator keeps beside each piece, and the counts of an `Arc`.
const ALLOCATION: usize = 16;

/// About how many bytes of `old` would be freed if only `new` were kept.
pub(super) fn bytes_lost(old: &Plan, new: &Plan) -> usize {
    let mut lost = size_of::<Plan>() + text(&old.title) + text(&old.organization) + body(&old.preface);
    let mut changed = Vec::new();
    lost += list_lost(&old.nodes, &new.nodes, &mut changed);
    // Nodes without a counterpart: gone, or only moved. Only then is it worth while to know all nodes.
    let mut known: Option<HashSet<*const Node>> = None;
    while let Some((old_node, new_node)) = changed.pop() {
        match new_node {
            Some(new_node) => lost += own(old_node) + list_lost(&old_node.children, &new_node.children, &mut changed),
            None => {
                let known = known.get_or_insert_with(|| new.walk().map(Arc::as_ptr).collect());
                lost += whole(old_node, known);
            }
        }
    }
    lost
}

/// The list itself if it is another one; what to look at within it goes to `changed`.
fn list_lost<'a>(old: &'a [Arc<Node>], new: &'a [Arc<Node>], changed: &mut Vec<(&'a Arc<Node>, Option<&'a Arc<Node>>)>) -> usize {
    let start = old.iter().zip(new).take_while(|(a, b)| Arc::ptr_eq(a, b)).count();
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let end = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| Arc::ptr_eq(a, b)).count();
    let (old_rest, new_rest) = (&old_rest[..old_rest.len() - end], &new_rest[..new_rest.len() - end]);
    let same_ids = old_rest.len() == new_rest.len() && old_rest.iter().zip(new_rest).all(|(a, b)| a.id == b.id);
    for (at, node) in old_rest.iter().enumerate() {
        let other = new_rest.get(at).filter(|_| same_ids);
        if !other.is_some_and(|other| Arc::ptr_eq(node, other)) {
            changed.push((node, other));
        }
    }
    size_of_val(old)
}

/// A subtree as far as its nodes are not among the `known` ones.
fn whole(node: &Arc<Node>, known: &HashSet<*const Node>) -> usize {
    let mut bytes = 0;
    let mut stack = vec![node];
    while let Some(node) = stack.pop() {
        if !known.contains(&Arc::as_ptr(node)) {
            bytes += own(node) + size_of_val(node.children.as_slice());
            stack.extend(&node.children);
        }
    }
    bytes
}

/// A node without its list of children.
fn own(node: &Node) -> usize {
    let lists = [&node.funding, &node.partners, &node.schedule];
    let words: usize = lists.iter().map(|list| list.iter().map(|word| size_of::<String>() + text(word)).sum::<usize>()).sum();
    ALLOCATION * 3
        + size_of::<Node>()
        + text(&node.title)
        + text(&node.lead)
        + text(&node.partner_note)
        + words
        + size_of_val(node.goals.as_slice())
        + body(&node.body)
}

fn text(text: &str) -> usize {
    if text.is_empty() { 0 } else { text.len() + ALLOCATION }
}

fn body(blocks: &[Block]) -> usize {
    let one = |block: &Block| {
        let cells = if let Block::Table(table) = block { table.rows.iter().map(Vec::len).sum::<usize>() * size_of::<Cell>() } else { 0 };
        size_of::<Block>() + cells + block.texts().into_iter().map(text).sum::<usize>()
    };
    blocks.iter().map(one).sum()
}
