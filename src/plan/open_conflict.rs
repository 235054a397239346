//! Conflicts of a merge that nobody has decided yet: paragraphs that begin with 【要調整】.

use super::{Block, NodeId, Plan};

/// A paragraph that names a conflict begins with it.
pub const CONFLICT_MARK: &str = "【要調整】";
/// The line behind what the other side has, where that is more than a line.
pub const CONFLICT_END: &str = "【要調整ここまで】";

/// A conflict that is still open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenConflict<'a> {
    /// The node in whose body it stands; `None` for the plan's preface.
    pub node: Option<NodeId>,
    /// What is said of it, without the mark.
    pub text: &'a str,
}

impl OpenConflict<'_> {
    /// How it begins, short enough for a list.
    pub fn glance(&self) -> String {
        const SHOWN: usize = 60;
        let mut words: String = self.text.chars().take(SHOWN).collect();
        if self.text.chars().nth(SHOWN).is_some() {
            words.push('…');
        }
        words
    }
}

impl Plan {
    /// The conflicts marked in the plan, in reading order.
    pub fn open_conflicts(&self) -> Vec<OpenConflict<'_>> {
        let bodies = self.walk().map(|node| (Some(node.id), node.body.as_slice()));
        let texts = std::iter::once((None, self.preface.as_slice()))
            .chain(bodies)
            .flat_map(|(node, body)| body.iter().flat_map(Block::texts).map(move |text| (node, text)));
        texts.filter_map(|(node, text)| Some(OpenConflict { node, text: text.trim_start().strip_prefix(CONFLICT_MARK)? })).collect()
    }
}
