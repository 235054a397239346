//! Conflicts written into the plan, so that a file alone tells what is left to be decided.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Conflict, Merged};
use crate::locale::{Lang, Message, text};
use crate::plan::{Block, Node, NodeId, Plan};

/// Every mark begins with it: search for it to find what is left.
pub const CONFLICT_MARK: &str = "【要調整】";

/// The joined plan with a paragraph for each conflict, first in the body of its node. The plan stays one that can be
/// opened; to decide is to take over the other side's words or not, and to delete the paragraph.
pub fn marked(merged: &Merged, lang: Lang) -> Plan {
    let mut plan = merged.plan.clone();
    let mut notes: FxHashMap<Option<NodeId>, Vec<Block>> = FxHashMap::default();
    for conflict in &merged.conflicts {
        notes.entry(conflict.node).or_default().push(Block::Text(note(conflict, lang)));
    }
    if let Some(own) = notes.remove(&None) {
        plan.preface.splice(0..0, own);
    }
    if !notes.is_empty() {
        plan.nodes.iter_mut().for_each(|node| mark(node, &mut notes));
    }
    plan
}

fn mark(node: &mut Arc<Node>, notes: &mut FxHashMap<Option<NodeId>, Vec<Block>>) {
    if let Some(own) = notes.remove(&Some(node.id)) {
        Arc::make_mut(node).body.splice(0..0, own);
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

fn holds(node: &Node, notes: &FxHashMap<Option<NodeId>, Vec<Block>>) -> bool {
    notes.contains_key(&Some(node.id)) || node.children.iter().any(|child| holds(child, notes))
}

/// The conflict as a line: what of it, what the other side has, what it was.
fn note(conflict: &Conflict, lang: Lang) -> String {
    let empty = |words: &str| if words.is_empty() { text(lang, "merge.nothing").to_owned() } else { words.replace('\n', " ") };
    let message = Message::new("merge.note")
        .with("subject", text(lang, conflict.subject.key()))
        .with("mine", empty(&conflict.mine))
        .with("theirs", empty(&conflict.theirs))
        .with("base", empty(&conflict.base));
    format!("{CONFLICT_MARK}{}", message.text(lang))
}
