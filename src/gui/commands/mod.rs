//! The one table of commands: menu, toolbar, shortcuts, palette and tooltips all read it.
//!
//! Lives here: names, icons and keys (`table`), menus (`menus`), when a command is enabled. Does not live
//! here: what a command does (`execute`), edits of the plan (`nendo::edit`).

mod keys;
mod menus;
mod readings;
mod table;

use eframe::egui::{Context, Key, KeyboardShortcut, Modifiers};
use nendo::edit::TableEdit;
use nendo::edit::grid::Grid;
use nendo::locale::{Lang, text};

use super::workspace::Document;

pub use keys::take as take_keys;
pub use menus::{Group, MENUS, Menu};
pub use table::TABLE;

use UiCommand as C;

/// Everything one can ask the window to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UiCommand {
    New,
    /// Another window of the program.
    NewWindow,
    Open,
    /// A plan in a window of its own.
    OpenInNewWindow,
    OpenPath,
    Import,
    Save,
    SaveAs,
    /// Keeps the plan as it is under a name.
    SaveVersion,
    /// Named versions and what saves replaced.
    Versions,
    /// Shows work that was discarded, to have it back.
    Discarded,
    ExportPdf,
    /// Writes a file for reading: the plan or the calendar of its year, in a format that is chosen.
    Export,
    Print,
    PrintPreview,
    CloseDocument,
    Quit,
    Undo,
    Redo,
    PastePlain,
    Find,
    Replace,
    FindNext,
    FindPrevious,
    /// The list of steps.
    History,
    AddSibling,
    AddChild,
    /// A table at the end of the selected item's body.
    InsertTable,
    /// A picture there.
    InsertImage,
    /// An organisation chart after the selected item.
    InsertChart,
    /// A reference to another item at the caret.
    InsertReference,
    /// To the item the reference at the caret means.
    GoToReference,
    /// A stock phrase there.
    InsertSnippet,
    /// The stock phrase whose abbreviation stands before the caret.
    ExpandSnippet,
    /// The selected text as a stock phrase.
    KeepSnippet,
    /// The plan as a template of the organisation.
    SaveTemplate,
    /// A new plan from a template or a sample.
    NewFrom,
    /// The organisation's settings.
    Organization,
    Duplicate,
    CutNodes,
    CopyNodes,
    /// The selected items as a table of their fields, for a spreadsheet.
    CopyAsTable,
    PasteNodes,
    Delete,
    Indent,
    Outdent,
    MoveUp,
    MoveDown,
    Rename,
    EditPlan,
    InsertRowAbove,
    InsertRowBelow,
    InsertColumnLeft,
    InsertColumnRight,
    RemoveRows,
    RemoveColumns,
    MergeCells,
    DivideCells,
    /// The block typed in goes before the one above it.
    MoveBlockUp,
    /// The block typed in goes behind the one below it.
    MoveBlockDown,
    /// A copy of the block typed in, behind it.
    DuplicateBlock,
    /// What can be done with the block typed in, as a click on its handle shows it.
    BlockMenu,
    Palette,
    ToggleOutline,
    ToggleEditor,
    TogglePreview,
    /// The middle pane shows the plan as one document, or the fields of an item.
    ToggleWriting,
    /// The year, or writing again.
    ToggleYear,
    /// Two versions side by side, or writing again.
    ToggleCompare,
    /// To the next thing that changed.
    NextChange,
    PreviousChange,
    /// From the comparison to the item where it is written, and back.
    ShowInWriting,
    /// Takes the texts of the other version over.
    TakeOverText,
    /// Takes an item of the other version over with all below it.
    TakeOverNode,
    /// Two items of the versions are the same.
    PairSame,
    /// One is a part of the other: a split, or a merger.
    PairPart,
    /// They are not.
    PairDifferent,
    /// Takes back what was said about that.
    ForgetPair,
    /// Says of the old version what was said of another state of it.
    CarryReasons,
    /// Why it changed.
    EditReason,
    /// Writes the old/new table.
    ExportTable,
    /// What the marks in the outline are measured against.
    ChooseBase,
    /// The marks are measured against the old version of the comparison.
    UseAsBase,
    /// The outline shows only what differs from it.
    ChangedOnly,
    /// Joins the draft of another section.
    MergeDrafts,
    NextPane,
    ExpandAll,
    CollapseAll,
    /// Everything below the selected items, not their children alone.
    ExpandBelow,
    CollapseBelow,
    ShowLevel1,
    ShowLevel2,
    ShowLevel3,
    ShowLevel4,
    ShowLevel5,
    ShowLevel6,
    ShowLevel7,
    ShowLevel8,
    ShowLevel9,
    /// The outline shows only the selected item's part.
    ShowPart,
    /// Back from it.
    LeavePart,
    ZoomIn,
    ZoomOut,
    ZoomActual,
    ZoomFit,
    NextPage,
    PreviousPage,
    ThemeLight,
    ThemeDark,
    ThemeSystem,
    Japanese,
    English,
    Findings,
    /// Puts the finding at hand right.
    FixFinding,
    /// The picker of schedules.
    PickSchedule,
    /// The interface, larger, smaller or as designed.
    InterfaceLarger,
    InterfaceSmaller,
    InterfaceUsual,
    /// Gives the keyboard to the menus.
    Menus,
    /// The help pages, at the one that fits.
    Help,
    /// The help's list of keys.
    Shortcuts,
    /// Five hints round the window.
    Tour,
    About,
}

/// Where a shortcut works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Everywhere.
    Global,
    /// While the outline has the keyboard.
    Outline,
    /// While a cell of a table has the keyboard.
    Table,
    /// While a paragraph has the keyboard.
    Body,
    /// While the rows of a comparison have the keyboard.
    Compare,
}

/// A row of the table.
pub struct Entry {
    /// The command.
    pub command: UiCommand,
    /// Key of its name.
    pub key: &'static str,
    /// Its icon; may be empty.
    pub icon: &'static str,
    /// Its keys, the first one shown.
    pub shortcuts: &'static [KeyboardShortcut],
    /// Where they work.
    pub scope: Scope,
}

impl UiCommand {
    /// Those that show so many levels of the outline, from one on.
    pub const LEVELS: [Self; 9] = [
        C::ShowLevel1,
        C::ShowLevel2,
        C::ShowLevel3,
        C::ShowLevel4,
        C::ShowLevel5,
        C::ShowLevel6,
        C::ShowLevel7,
        C::ShowLevel8,
        C::ShowLevel9,
    ];

    /// Its row in the table.
    pub fn entry(self) -> &'static Entry {
        // Invariant: the table holds every command (a test walks the enum).
        TABLE.iter().find(|entry| entry.command == self).unwrap_or(&TABLE[0])
    }

    /// Its name.
    pub fn name(self, lang: Lang) -> &'static str {
        text(lang, self.entry().key)
    }

    /// Its keys as shown to people; empty if it has none.
    pub fn keys(self, ctx: &Context) -> String {
        // The window system tells of these itself, so they stand in no table of keys.
        let of_system = match self {
            C::CutNodes => Some(Key::X),
            C::CopyNodes => Some(Key::C),
            C::PasteNodes => Some(Key::V),
            _ => None,
        };
        if let Some(key) = of_system {
            return shown_keys(ctx, &KeyboardShortcut::new(Modifiers::COMMAND, key));
        }
        self.entry().shortcuts.first().map_or_else(String::new, |shortcut| shown_keys(ctx, shortcut))
    }

    /// Name and keys, for tooltips.
    pub fn tooltip(self, ctx: &Context, lang: Lang) -> String {
        let keys = self.keys(ctx);
        if keys.is_empty() { self.name(lang).to_owned() } else { format!("{}  ({keys})", self.name(lang)) }
    }

    /// Whether it can be done now.
    pub fn enabled(self, doc: Option<&Document>) -> bool {
        let Some(doc) = doc else {
            return matches!(
                self,
                C::New
                    | C::NewFrom
                    | C::Organization
                    | C::Open
                    | C::OpenPath
                    | C::Import
                    | C::Quit
                    | C::Palette
                    | C::ThemeLight
                    | C::ThemeDark
                    | C::ThemeSystem
                    | C::Japanese
                    | C::English
                    | C::NewWindow
                    | C::OpenInNewWindow
                    | C::Discarded
                    | C::InterfaceLarger
                    | C::InterfaceSmaller
                    | C::InterfaceUsual
                    | C::Menus
                    | C::Help
                    | C::Shortcuts
                    | C::Tour
                    | C::About
            );
        };
        let selected = !doc.selection().is_empty();
        match self {
            C::SaveVersion => doc.read_only.is_none(),
            C::Versions => doc.path.is_some() && doc.read_only.is_none(),
            C::Undo => doc.history().next_undo().is_some(),
            C::Redo => doc.history().next_redo().is_some(),
            C::PickSchedule => doc.selection().len() == 1,
            C::LeavePart => doc.hoisted().is_some(),
            C::ShowPart | C::ExpandBelow | C::CollapseBelow | C::CutNodes | C::CopyNodes | C::CopyAsTable => selected,
            C::Duplicate | C::Delete | C::Indent | C::Outdent | C::MoveUp | C::MoveDown => selected,
            C::ExportPdf | C::Print | C::PrintPreview | C::NextPage | C::PreviousPage => doc.laid.is_some(),
            C::InsertRowAbove | C::InsertRowBelow | C::InsertColumnLeft | C::InsertColumnRight => doc.chosen_cells().is_some(),
            C::RemoveRows | C::RemoveColumns | C::MergeCells | C::DivideCells => table_edit(self, doc).is_some(),
            _ => true,
        }
    }
}

/// What a command does to the chosen cells, and which cell is the next one to type in; `None` where it
/// would change nothing.
pub fn table_edit(command: UiCommand, doc: &Document) -> Option<(TableEdit, (usize, usize))> {
    let (_, table, area) = doc.chosen_cells()?;
    let grid = Grid::of(table);
    let merged = || grid.cells.iter().filter(|placed| placed.area.meets(area));
    let here = (area.row, area.column);
    let (rows, columns) = (area.rows, area.columns);
    Some(match command {
        C::InsertRowAbove => (TableEdit::InsertRows { at: area.row, count: rows }, here),
        C::InsertRowBelow => (TableEdit::InsertRows { at: area.below(), count: rows }, (area.below(), area.column)),
        C::InsertColumnLeft => (TableEdit::InsertColumns { at: area.column, count: columns }, here),
        C::InsertColumnRight => (TableEdit::InsertColumns { at: area.right(), count: columns }, (area.row, area.right())),
        C::RemoveRows if rows < grid.rows => (TableEdit::RemoveRows(area.row_range()), (area.row.min(grid.rows - rows - 1), area.column)),
        C::RemoveColumns if columns < grid.columns => {
            (TableEdit::RemoveColumns(area.column_range()), (area.row, area.column.min(grid.columns - columns - 1)))
        }
        C::MergeCells if merged().count() > 1 => (TableEdit::Merge(area), here),
        C::DivideCells if merged().any(|placed| placed.area.rows * placed.area.columns > 1) => (TableEdit::Divide(area), here),
        _ => return None,
    })
}

/// Keys as they stand on the keyboard.
pub fn shown_keys(ctx: &Context, shortcut: &KeyboardShortcut) -> String {
    let keys = ctx.format_shortcut(shortcut);
    let names =
        [("Comma", ","), ("Period", "."), ("Plus", "+"), ("Equals", "="), ("Minus", "-"), ("PageUp", "Page Up"), ("PageDown", "Page Down")];
    let arrows = [("Up", "↑"), ("Down", "↓"), ("Left", "←"), ("Right", "→")];
    for (name, shown) in names.into_iter().chain(arrows) {
        if let Some(modifiers) = keys.strip_suffix(name) {
            return format!("{modifiers}{shown}");
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_command_is_once_in_the_table_and_named() {
        let mut seen = HashSet::new();
        for entry in TABLE {
            assert!(seen.insert(entry.command), "{:?} twice", entry.command);
            for lang in [Lang::Ja, Lang::En] {
                assert_ne!(text(lang, entry.key), entry.key, "{} is not in the table of texts", entry.key);
            }
        }
        assert_eq!(seen.len(), UiCommand::About as usize + 1);
        for menu in MENUS {
            assert_ne!(text(Lang::Ja, menu.key), menu.key);
        }
    }

    #[test]
    fn no_key_is_given_twice() {
        let all: Vec<_> = TABLE.iter().flat_map(|entry| entry.shortcuts.iter().map(move |keys| (keys, entry))).collect();
        for (at, (keys, entry)) in all.iter().enumerate() {
            for (other, other_entry) in &all[at + 1..] {
                let (command, other_command) = (entry.command, other_entry.command);
                // The outline and a table never have the keyboard both.
                if entry.scope != other_entry.scope && entry.scope != Scope::Global && other_entry.scope != Scope::Global {
                    continue;
                }
                assert!(keys != other, "{command:?} and {other_command:?}");
            }
        }
    }
}
