//! The views: each draws a part of the window and says what the user asked for.
//!
//! A view reads the document and pushes [`Action`]s; it changes nothing but its own state.

pub mod body;
pub mod compare;
pub mod editor;
pub mod filter;
pub mod find;
pub mod help;
pub mod history;
pub mod image_block;
pub mod job_strip;
pub mod keep_dialog;
pub mod left_pane;
pub mod menu;
pub mod new_dialog;
pub mod organization;
pub mod outline;
pub mod outside_bar;
pub mod palette;
pub mod paste_dialog;
pub mod picker;
pub mod plan_form;
pub mod preview;
pub mod print_dialog;
pub mod print_preview;
pub mod recovered;
pub mod right_pane;
pub mod shortcuts;
pub mod start;
pub mod status_bar;
mod table_bar;
pub mod table_editor;
mod table_keys;
pub mod tour;
pub mod writing;
pub mod year;

use std::path::PathBuf;

use eframe::egui::Id;
use nendo::calendar::Holidays;
use nendo::edit::{Command, Hit};
use nendo::locale::{Lang, Message, text};
use nendo::plan::{Finding, NodeId, Table};
use nendo::storage::profile::Profile;
use nendo::storage::recovery::EntryId;

use super::clipboard::Pasted;
use super::commands::UiCommand;
use super::widgets::draft_text::{Drafts, Refused};
use super::workspace::{CellChoice, Document};

/// What can be shown larger or smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zoomed {
    /// The pages.
    Page,
    /// The whole window.
    Interface,
}

impl Zoomed {
    /// The sizes it can have, in per cent.
    pub fn range(self) -> std::ops::RangeInclusive<u16> {
        match self {
            Self::Page => 25..=400,
            Self::Interface => 80..=200,
        }
    }
}

/// What the user asked for.
#[derive(Debug, Clone)]
pub enum Action {
    /// A command of the table.
    Command(UiCommand),
    /// A command chosen in the palette.
    Chosen(UiCommand),
    /// Shows something at a size in per cent.
    Zoom(Zoomed, u16),
    /// Goes to a field with what the plan cannot take.
    ShowRefused(Refused),
    /// Opens the help at a part of a page.
    OpenHelp(usize, &'static str),
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
    /// Opens a plan in a window of its own.
    OpenInNewWindow(PathBuf),
    /// Takes up work that a crash left behind.
    RestoreWork(EntryId),
    /// Opens the file of such work as it was saved.
    OpenSaved(PathBuf),
    /// Takes such work off the list.
    DiscardWork(EntryId),
    /// Decides about what others did to the file.
    Outside(outside_bar::OutsideChoice),
    /// Forgets a recent file.
    ForgetRecent(PathBuf),
    /// Makes a plan with this numbering.
    NewFromPreset(String),
    /// Asks about a new plan from a template of the organisation.
    NewFromTemplate(PathBuf),
    /// Opens the sample with this place in the table.
    OpenSample(usize),
    /// Forgets what the import found, once it was looked at.
    ClearImportFindings,
    /// Gives the keyboard to the outline.
    FocusOutline,
    /// Goes to the next hit of the search, or the one before.
    FindStep {
        /// Backwards.
        back: bool,
    },
    /// Shows a hit of the search in its field, selected.
    GoToText(Box<Hit>),
    /// Replaces the hit one stands at.
    ReplaceOne,
    /// Replaces all hits that are not left out.
    ReplaceAll,
    /// Goes to where so many steps of the history are done.
    GoToStep(usize),
    /// Chooses cells of a table, or none.
    ChooseCells(Option<CellChoice>),
    /// Puts a table on the clipboard.
    CopyTable(Table),
    /// Asks under which name the organisation keeps something.
    Keep(keep_dialog::Kept),
    /// What the outline asks for.
    Arrange(outline::Arrange),
    /// Puts text into a field where its caret is, in the place of some characters before it.
    Insert { field: Id, text: String, replaces: usize },
    /// Pastes a table.
    Paste(Box<Paste>),
    /// Shows an item where it is written.
    ShowItem(NodeId),
    /// Puts a finding right as it proposes.
    FixFinding(Box<Finding>),
    /// What the compare view asks for.
    Compare(compare::Ask),
    /// Ends the marks of what differs from a base.
    ForgetBase,
    /// Writes another time into a schedule phrase.
    Reschedule(year::Reschedule),
}

/// A table being pasted.
#[derive(Debug, Clone)]
pub struct Paste {
    /// Puts it in as a table.
    pub table: Command,
    /// Puts its text in instead.
    pub text: Command,
    /// Rows and columns of the table.
    pub size: (usize, usize),
}

/// What a view may see, and where it puts what the user asked for.
pub struct Cx<'a> {
    /// The language.
    pub lang: Lang,
    /// The document.
    pub doc: &'a Document,
    /// The table that is being pasted in this frame, if it is one.
    pub pasted: Option<&'a Pasted>,
    /// The organisation's profile.
    pub profile: &'a Profile,
    /// The holidays, with what the organisation changes.
    pub holidays: &'a Holidays,
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
