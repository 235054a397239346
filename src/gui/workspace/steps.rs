//! What a step of the history was about, in words of the plan.

use nendo::edit::{Command, Reach, Step};
use nendo::plan::NodeId;

use super::Document;

impl Document {
    /// What a command that takes nodes away is about: their title as long as they are there, and how many.
    pub(super) fn about_before(&self, command: &Command) -> Option<(String, usize)> {
        match command {
            Command::Remove { nodes } => Some((self.title_of(*nodes.first()?), nodes.len())),
            Command::Join { node, .. } => Some((self.title_of(*node), 1)),
            _ => None,
        }
    }

    /// What a command was about that has just been carried out.
    pub(super) fn about_after(&self, step: &Step) -> (String, usize) {
        let Some(command) = step.command() else { return Default::default() };
        let of = |nodes: &[NodeId]| (nodes.first().map(|node| self.title_of(*node)).unwrap_or_default(), nodes.len());
        match command {
            Command::Split { node, .. } => of(&[*node]),
            Command::Insert { nodes, .. } => of(&nodes.iter().map(|node| node.id).collect::<Vec<_>>()),
            Command::Move { nodes, .. }
            | Command::MoveUp { nodes }
            | Command::MoveDown { nodes }
            | Command::Indent { nodes }
            | Command::Outdent { nodes } => of(nodes),
            other => match other.reach() {
                Reach::Fields(mut nodes) => {
                    // Several fields of one node are still one node.
                    nodes.dedup();
                    of(&nodes)
                }
                Reach::Plan | Reach::Tree => match other {
                    Command::Set { node, .. } => of(&[*node]),
                    Command::SetMany { nodes, .. } => of(nodes),
                    _ => Default::default(),
                },
            },
        }
    }

    fn title_of(&self, node: NodeId) -> String {
        self.outline.row(node).map(|row| self.outline.title(row).into_owned()).unwrap_or_default()
    }
}
