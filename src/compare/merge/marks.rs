//! Conflicts written into the plan, so that a file alone tells what is left to be decided.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Conflict, Merged, Spot, Subject};
use crate::compare::text::{Stretch, TextOp};
use crate::locale::{Lang, Message, text};
use crate::plan::{Block, Node, NodeId, Plan};

/// Every mark begins with it: search for it to find what is left.
pub const CONFLICT_MARK: &str = "【要調整】";

/// The joined plan with a paragraph for each conflict: behind the words of the body that it is about, otherwise first
/// in the body of its node. The plan stays one that can be
/// opened; to decide is to take over the other side's words or not, and to delete the paragraph.
pub fn marked(merged: &Merged, lang: Lang) -> Plan {
    let mut plan = merged.plan.clone();
    let mut notes: Notes = FxHashMap::default();
    for conflict in &merged.conflicts {
        let behind = match &conflict.spot {
            None => 0,
            Some(Spot::Blocks { at, count, .. }) => at + count,
            Some(Spot::Cell { block, .. } | Spot::Caption { block }) => block + 1,
        };
        notes.entry(conflict.node).or_default().push((behind, Block::Text(note(conflict, lang))));
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
type Notes = FxHashMap<Option<NodeId>, Vec<(usize, Block)>>;

/// From the back, so that the places before stay what they are.
fn put_in(body: &mut Vec<Block>, mut notes: Vec<(usize, Block)>) {
    notes.sort_by_key(|(behind, _)| *behind);
    for (behind, note) in notes.into_iter().rev() {
        body.insert(behind.min(body.len()), note);
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

/// The conflict as a line: what of it, what the other side has, what it was.
fn note(conflict: &Conflict, lang: Lang) -> String {
    if conflict.subject == Subject::Deleted {
        let key = if conflict.is_deleted_by_mine() { "merge.note_gone_mine" } else { "merge.note_gone_theirs" };
        let words = marked_words(&conflict.kept_words()).replace('\n', " ");
        return format!("{CONFLICT_MARK}{}", Message::new(key).with("words", words).text(lang));
    }
    let empty = |words: &str| if words.is_empty() { text(lang, "merge.nothing").to_owned() } else { words.replace('\n', " ") };
    let message = Message::new("merge.note")
        .with("subject", conflict.name(lang))
        .with("mine", empty(&conflict.mine))
        .with("theirs", empty(&conflict.theirs))
        .with("base", empty(&conflict.base));
    format!("{CONFLICT_MARK}{}", message.text(lang))
}

/// Stretches in plain letters: [-what is gone-] and {+what came+}, each line by itself.
pub fn marked_words(stretches: &[Stretch]) -> String {
    let mark = |text: &str, open: &str, close: &str| {
        let line = |line: &str| if line.is_empty() { String::new() } else { format!("{open}{line}{close}") };
        text.split('\n').map(line).collect::<Vec<_>>().join("\n")
    };
    let stretch = |stretch: &Stretch| match stretch.op {
        TextOp::Equal => stretch.text.clone(),
        TextOp::Delete => mark(&stretch.text, "[-", "-]"),
        TextOp::Insert => mark(&stretch.text, "{+", "+}"),
    };
    stretches.iter().map(stretch).collect()
}
