//! The views: each draws a part of the window and says what the user asked for.
//!
//! A view reads the document and pushes [`Action`]s; it changes nothing but its own state.

pub mod body;
pub mod editor;
pub mod image_block;
pub mod menu;
pub mod outline;
pub mod palette;
pub mod plan_form;
pub mod preview;
pub mod shortcuts;
pub mod start;
pub mod status_bar;
pub mod table_editor;
pub mod table_grid;

use std::path::PathBuf;

use nendo::edit::Command;
use nendo::locale::{Lang, Message, text};
use nendo::plan::NodeId;

use super::commands::UiCommand;
use super::widgets::draft_text::Drafts;
use super::workspace::Document;

/// What the user asked for.
#[derive(Debug, Clone)]
pub enum Action {
    /// A command of the table.
    Command(UiCommand),
    /// A change of the plan.
    Edit(Command),
    /// Selects a node, or the plan itself.
    Select(Option<NodeId>),
    /// Adds or takes a node to or from the selection.
    SelectToggle(NodeId),
    /// Selects up to a node, over these visible ones.
    SelectRange(NodeId, Vec<NodeId>),
    /// Hides or shows a node's children.
    Collapse(NodeId, bool),
    /// Opens a plan.
    OpenFile(PathBuf),
    /// Forgets a recent file.
    ForgetRecent(PathBuf),
    /// Makes a plan with this numbering.
    NewFromPreset(String),
    /// Opens the sample with this place in the table.
    OpenSample(usize),
    /// Forgets what the import found, once it was looked at.
    ClearImportFindings,
    /// Gives the keyboard to the outline.
    FocusOutline,
}

/// What a view may see, and where it puts what the user asked for.
pub struct Cx<'a> {
    /// The language.
    pub lang: Lang,
    /// The document.
    pub doc: &'a Document,
    /// Drafts of text fields.
    pub drafts: &'a mut Drafts,
    /// What the user asked for.
    pub out: &'a mut Vec<Action>,
}

impl Cx<'_> {
    /// A text in the language.
    pub fn t(&self, key: &'static str) -> &'static str {
        text(self.lang, key)
    }

    /// A message in the language.
    pub fn message(&self, message: &Message) -> String {
        message.text(self.lang)
    }

    /// Sends a command of the table.
    pub fn command(&mut self, command: UiCommand) {
        self.out.push(Action::Command(command));
    }

    /// Sends a change of the plan.
    pub fn edit(&mut self, command: Command) {
        self.out.push(Action::Edit(command));
    }
}
