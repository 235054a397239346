//! Conflicts written into the plan, so that a file alone tells what is left to be decided.
//!
//! The words of mine stay where they are. Behind them a paragraph names the conflict and gives the words of both and
//! those of before, as plain text without any marks of differences; where the other side has more than a line there
//! (paragraphs, a table, a picture), that follows as it is, up to a line that ends it.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Conflict, Merged, Side, Spot, Subject};
use crate::locale::{Lang, Message, text};
use crate::plan::{Block, CONFLICT_END, CONFLICT_MARK, Node, NodeId, Plan};

/// The joined plan with a paragraph for each conflict: behind the words of the body that it is about, otherwise first
/// in the body of its node. The plan stays one that can be opened; to decide is to write the words that shall stand,
/// and to delete the paragraph. What is marked already is not marked twice.
pub fn marked(merged: &Merged, lang: Lang) -> Plan {
    let mut plan = merged.plan.clone();
    let mut notes: Notes = FxHashMap::default();
    for conflict in &merged.conflicts {
        let behind = conflict.spot.as_ref().map_or(0, Spot::behind);
        notes.entry(conflict.node).or_default().push((behind, note(conflict, lang)));
    }
    if let Some(own) = notes.remove(&None) {
        put_in(&mut plan.preface, own);
    }
    if !notes.is_empty() {
        plan.nodes.iter_mut().for_each(|node| mark(node, &mut notes));
    }
    plan
}

/// The notes of each node, each with how many blocks of the body stand before it.
type Notes = FxHashMap<Option<NodeId>, Vec<(usize, Vec<Block>)>>;

/// From the back, so that the places before stay what they are.
fn put_in(body: &mut Vec<Block>, mut notes: Vec<(usize, Vec<Block>)>) {
    notes.retain(|(_, note)| !is_there(body, note));
    notes.sort_by_key(|(behind, _)| *behind);
    for (behind, note) in notes.into_iter().rev() {
        let at = behind.min(body.len());
        body.splice(at..at, note);
    }
}

/// Whether a conflict is marked already, if only as one of a paragraph that had another number then.
fn is_there(body: &[Block], note: &[Block]) -> bool {
    let sides = |block: &Block| match block {
        Block::Text(text) if text.starts_with(CONFLICT_MARK) => Some(text.find('〈').map_or(text.as_str(), |at| &text[at..]).to_owned()),
        _ => None,
    };
    match note {
        [one] => body.iter().any(|block| sides(block).is_some_and(|there| sides(one) == Some(there))),
        [_, rest @ ..] => body.windows(rest.len()).any(|there| there == rest),
        [] => true,
    }
}

fn mark(node: &mut Arc<Node>, notes: &mut Notes) {
    if let Some(own) = notes.remove(&Some(node.id)) {
        put_in(&mut Arc::make_mut(node).body, own);
    }
    // The way down is copied only where something is left to be marked.
    for at in 0..node.children.len() {
        if notes.is_empty() {
            return;
        }
        if holds(&node.children[at], notes) {
            mark(&mut Arc::make_mut(node).children[at], notes);
        }
    }
}

fn holds(node: &Node, notes: &Notes) -> bool {
    notes.contains_key(&Some(node.id)) || node.children.iter().any(|child| holds(child, notes))
}

/// The conflict as blocks, the first of which begins with the mark.
fn note(conflict: &Conflict, lang: Lang) -> Vec<Block> {
    let line = |words: String| Block::Text(format!("{CONFLICT_MARK}{words}"));
    let said = |side: Side, words: &str| format!("〈{}〉{}", text(lang, side.key()), on_one_line(words, lang));
    if conflict.subject == Subject::Deleted {
        let key = if conflict.is_deleted_by_mine() { "merge.note_gone_mine" } else { "merge.note_gone_theirs" };
        let before = changed_lines(conflict);
        let before = if before.is_empty() { String::new() } else { said(Side::Base, &before) };
        return vec![line(format!("{}{before}", text(lang, key)))];
    }
    let name = conflict.name(lang);
    if let Some(Spot::Blocks { mine, theirs, .. }) = &conflict.spot
        && !is_line(theirs)
    {
        let key = match mine.as_slice() {
            [] => "merge.note_blocks_gone",
            [Block::Table(_)] => "merge.note_table",
            _ => "merge.note_blocks",
        };
        let head = Message::new(key).with("subject", name).with("n", mine.len()).with("end", CONFLICT_END).text(lang);
        let open = line(format!("{head}{}", said(Side::Base, &conflict.base)));
        let close = Block::Text(CONFLICT_END.to_owned());
        return std::iter::once(open).chain(theirs.iter().cloned()).chain([close]).collect();
    }
    let sides = [(Side::Mine, &conflict.mine), (Side::Theirs, &conflict.theirs), (Side::Base, &conflict.base)];
    let words: String = sides.into_iter().map(|(side, words)| said(side, words)).collect();
    vec![line(format!("{name}{words}"))]
}

/// Whether the words of blocks can stand in a line: one paragraph, or nothing.
fn is_line(blocks: &[Block]) -> bool {
    matches!(blocks, [] | [Block::Text(_) | Block::Circle(_) | Block::Bullet(_) | Block::Quote { .. }])
}

fn on_one_line(words: &str, lang: Lang) -> String {
    if words.is_empty() { text(lang, "merge.nothing").to_owned() } else { words.trim_matches('\n').replace('\n', "／") }
}

/// Of a deletion: the lines of before that stand there in other words now.
fn changed_lines(conflict: &Conflict) -> String {
    let now: Vec<&str> = if conflict.is_deleted_by_mine() { &conflict.theirs } else { &conflict.mine }.lines().collect();
    conflict.base.lines().filter(|line| !now.contains(line)).map(str::trim_start).collect::<Vec<_>>().join("\n")
}
