//! The one table of commands: menu, toolbar, shortcuts, palette and tooltips all read it.
//!
//! Lives here: names, icons, keys, menus, when a command is enabled. Does not live here: what a
//! command does (`app` executes), edits of the plan (`nendo::edit`).

use eframe::egui::{Context, Key, KeyboardShortcut, Modifiers};
use nendo::edit::TableEdit;
use nendo::edit::grid::Grid;
use nendo::locale::{Lang, text};

use super::icons;
use super::workspace::Document;

/// Everything one can ask the window to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UiCommand {
    New,
    Open,
    OpenPath,
    Import,
    Save,
    SaveAs,
    ExportPdf,
    Print,
    PrintPreview,
    CloseDocument,
    Quit,
    Undo,
    Redo,
    PastePlain,
    AddSibling,
    AddChild,
    /// A table at the end of the selected item's body.
    InsertTable,
    /// A picture there.
    InsertImage,
    /// An organisation chart after the selected item.
    InsertChart,
    Duplicate,
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
    Palette,
    ToggleOutline,
    ToggleEditor,
    TogglePreview,
    NextPane,
    ExpandAll,
    CollapseAll,
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
    Shortcuts,
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

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers { alt: false, ctrl: false, shift: true, mac_cmd: false, command: true };
const ALT: Modifiers = Modifiers::ALT;
const SHIFT: Modifiers = Modifiers::SHIFT;
const ALT_SHIFT: Modifiers = Modifiers { alt: true, ctrl: false, shift: true, mac_cmd: false, command: false };

const fn keys(modifiers: Modifiers, key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(modifiers, key)
}

macro_rules! entry {
    ($command:ident, $key:literal, $icon:expr) => {
        Entry { command: UiCommand::$command, key: $key, icon: $icon, shortcuts: &[], scope: Scope::Global }
    };
    ($command:ident, $key:literal, $icon:expr, $scope:ident: $($modifiers:ident $k:ident),+) => {
        Entry { command: UiCommand::$command, key: $key, icon: $icon, shortcuts: &[$(keys($modifiers, Key::$k)),+], scope: Scope::$scope }
    };
}

/// All commands. Keys with more modifiers stand before the same key with fewer.
pub static TABLE: &[Entry] = &[
    entry!(New, "window.command.new", icons::FILE_PLUS, Global: CTRL N),
    entry!(OpenPath, "window.command.open_path", icons::PENCIL_SIMPLE, Global: CTRL_SHIFT O),
    entry!(Open, "window.command.open", icons::FOLDER_OPEN, Global: CTRL O),
    entry!(Import, "window.command.import", icons::TRAY_ARROW_DOWN, Global: CTRL I),
    entry!(SaveAs, "window.command.save_as", icons::FLOPPY_DISK, Global: CTRL_SHIFT S),
    entry!(Save, "window.command.save", icons::FLOPPY_DISK, Global: CTRL S),
    entry!(ExportPdf, "window.command.export_pdf", icons::EXPORT, Global: CTRL E),
    entry!(PrintPreview, "window.command.print_preview", icons::ARROWS_OUT, Global: CTRL_SHIFT P, NONE F11),
    entry!(Print, "window.command.print", icons::PRINTER, Global: CTRL P),
    entry!(CloseDocument, "window.command.close", icons::X, Global: CTRL W),
    entry!(Quit, "window.command.quit", "", Global: CTRL Q),
    entry!(Redo, "window.command.redo", icons::ARROW_U_UP_RIGHT, Global: CTRL Y, CTRL_SHIFT Z),
    entry!(Undo, "window.command.undo", icons::ARROW_U_UP_LEFT, Global: CTRL Z),
    entry!(PastePlain, "window.command.paste_plain", icons::CLIPBOARD, Global: CTRL_SHIFT V),
    entry!(AddChild, "window.command.add_child", icons::TREE_STRUCTURE, Outline: CTRL Enter),
    entry!(AddSibling, "window.command.add_sibling", icons::PLUS, Outline: NONE Enter),
    entry!(InsertTable, "window.command.insert_table", icons::TABLE),
    entry!(InsertImage, "window.command.insert_image", icons::IMAGE),
    entry!(InsertChart, "window.command.insert_chart", icons::TREE_STRUCTURE),
    entry!(Duplicate, "window.command.duplicate", icons::COPY, Outline: CTRL D),
    entry!(Delete, "window.command.delete", icons::TRASH, Outline: NONE Delete, NONE Backspace),
    entry!(Outdent, "window.command.outdent", icons::TEXT_OUTDENT, Outline: SHIFT Tab),
    entry!(Indent, "window.command.indent", icons::TEXT_INDENT, Outline: NONE Tab),
    entry!(MoveUp, "window.command.move_up", icons::ARROW_UP, Outline: ALT ArrowUp),
    entry!(MoveDown, "window.command.move_down", icons::ARROW_DOWN, Outline: ALT ArrowDown),
    entry!(Rename, "window.command.rename", icons::PENCIL_SIMPLE, Outline: NONE F2),
    entry!(EditPlan, "window.command.edit_plan", icons::GEAR, Global: CTRL Comma),
    entry!(InsertRowAbove, "window.command.insert_row_above", icons::TABLE, Table: ALT_SHIFT ArrowUp),
    entry!(InsertRowBelow, "window.command.insert_row_below", icons::TABLE, Table: ALT_SHIFT ArrowDown, CTRL Enter),
    entry!(InsertColumnLeft, "window.command.insert_column_left", icons::TABLE, Table: ALT_SHIFT ArrowLeft),
    entry!(InsertColumnRight, "window.command.insert_column_right", icons::TABLE, Table: ALT_SHIFT ArrowRight),
    entry!(RemoveRows, "window.command.remove_rows", icons::TRASH, Table: CTRL_SHIFT Delete),
    entry!(RemoveColumns, "window.command.remove_columns", icons::TRASH, Table: ALT_SHIFT Delete),
    entry!(DivideCells, "window.command.divide_cells", icons::TABLE, Table: CTRL_SHIFT M),
    entry!(MergeCells, "window.command.merge_cells", icons::TABLE, Table: CTRL M),
    entry!(Palette, "window.command.palette", icons::MAGNIFYING_GLASS, Global: CTRL K),
    entry!(ToggleOutline, "window.command.toggle_outline", icons::LIST_BULLETS, Global: CTRL Num1),
    entry!(ToggleEditor, "window.command.toggle_editor", icons::NOTE_PENCIL, Global: CTRL Num2),
    entry!(TogglePreview, "window.command.toggle_preview", icons::BOOK_OPEN, Global: CTRL Num3),
    entry!(NextPane, "window.command.next_pane", icons::COLUMNS, Global: NONE F6),
    entry!(ExpandAll, "window.command.expand_all", icons::CARET_DOWN),
    entry!(CollapseAll, "window.command.collapse_all", icons::CARET_RIGHT),
    entry!(ZoomIn, "window.command.zoom_in", icons::MAGNIFYING_GLASS_PLUS, Global: CTRL Plus, CTRL Equals),
    entry!(ZoomOut, "window.command.zoom_out", icons::MAGNIFYING_GLASS_MINUS, Global: CTRL Minus),
    entry!(ZoomActual, "window.command.zoom_actual", icons::MAGNIFYING_GLASS, Global: CTRL Num0),
    entry!(ZoomFit, "window.command.zoom_fit", icons::ARROWS_HORIZONTAL, Global: CTRL Num9),
    entry!(NextPage, "window.command.next_page", icons::CARET_RIGHT, Global: CTRL PageDown),
    entry!(PreviousPage, "window.command.previous_page", icons::CARET_LEFT, Global: CTRL PageUp),
    entry!(ThemeLight, "window.command.theme_light", icons::SUN),
    entry!(ThemeDark, "window.command.theme_dark", icons::MOON),
    entry!(ThemeSystem, "window.command.theme_system", ""),
    entry!(Japanese, "window.command.japanese", icons::TRANSLATE),
    entry!(English, "window.command.english", icons::TRANSLATE),
    entry!(Findings, "window.command.findings", icons::LIST_CHECKS, Global: NONE F8),
    entry!(Shortcuts, "window.command.shortcuts", icons::KEYBOARD, Global: NONE F1),
    entry!(About, "window.command.about", icons::INFO),
];

/// A menu of the bar: its name and what is in it; `None` is a line.
pub struct Menu {
    /// Key of its name.
    pub key: &'static str,
    /// Its commands.
    pub items: &'static [Option<UiCommand>],
}

use UiCommand as C;

/// The menus.
pub static MENUS: &[Menu] = &[
    Menu {
        key: "window.menu.file",
        items: &[
            Some(C::New),
            Some(C::Open),
            Some(C::OpenPath),
            Some(C::Import),
            None,
            Some(C::Save),
            Some(C::SaveAs),
            None,
            Some(C::Print),
            Some(C::PrintPreview),
            Some(C::ExportPdf),
            None,
            Some(C::CloseDocument),
            Some(C::Quit),
        ],
    },
    Menu {
        key: "window.menu.edit",
        items: &[
            Some(C::Undo),
            Some(C::Redo),
            Some(C::PastePlain),
            None,
            Some(C::Rename),
            Some(C::Duplicate),
            Some(C::Delete),
            None,
            Some(C::MoveUp),
            Some(C::MoveDown),
            Some(C::Indent),
            Some(C::Outdent),
            None,
            Some(C::EditPlan),
        ],
    },
    Menu {
        key: "window.menu.insert",
        items: &[Some(C::AddSibling), Some(C::AddChild), None, Some(C::InsertTable), Some(C::InsertImage), Some(C::InsertChart)],
    },
    Menu {
        key: "window.menu.table",
        items: &[
            Some(C::InsertTable),
            None,
            Some(C::InsertRowAbove),
            Some(C::InsertRowBelow),
            Some(C::InsertColumnLeft),
            Some(C::InsertColumnRight),
            None,
            Some(C::RemoveRows),
            Some(C::RemoveColumns),
            None,
            Some(C::MergeCells),
            Some(C::DivideCells),
        ],
    },
    Menu {
        key: "window.menu.view",
        items: &[
            Some(C::ToggleOutline),
            Some(C::ToggleEditor),
            Some(C::TogglePreview),
            Some(C::NextPane),
            None,
            Some(C::ExpandAll),
            Some(C::CollapseAll),
            None,
            Some(C::ZoomIn),
            Some(C::ZoomOut),
            Some(C::ZoomActual),
            Some(C::ZoomFit),
            Some(C::NextPage),
            Some(C::PreviousPage),
            None,
            Some(C::ThemeLight),
            Some(C::ThemeDark),
            Some(C::ThemeSystem),
            None,
            Some(C::Japanese),
            Some(C::English),
        ],
    },
    Menu { key: "window.menu.check", items: &[Some(C::Findings)] },
    Menu { key: "window.menu.help", items: &[Some(C::Palette), Some(C::Shortcuts), Some(C::About)] },
];

impl UiCommand {
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
                    | C::Shortcuts
                    | C::About
            );
        };
        let selected = !doc.selection().is_empty();
        match self {
            C::Undo => doc.history().next_undo().is_some(),
            C::Redo => doc.history().next_redo().is_some(),
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
    let names = [("Comma", ","), ("Plus", "+"), ("Equals", "="), ("Minus", "-"), ("PageUp", "Page Up"), ("PageDown", "Page Down")];
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
    fn no_key_is_given_twice_and_fuller_keys_come_first() {
        let all: Vec<_> = TABLE.iter().flat_map(|entry| entry.shortcuts.iter().map(move |keys| (keys, entry))).collect();
        for (at, (keys, entry)) in all.iter().enumerate() {
            for (other, other_entry) in &all[at + 1..] {
                let (command, other_command) = (entry.command, other_entry.command);
                // The outline and a table never have the keyboard both.
                if entry.scope != other_entry.scope && entry.scope != Scope::Global && other_entry.scope != Scope::Global {
                    continue;
                }
                assert!(keys != other, "{command:?} and {other_command:?}");
                // egui matches modifiers loosely: Ctrl+S also takes Ctrl+Shift+S.
                let loose = keys.logical_key == other.logical_key && other.modifiers.contains(keys.modifiers);
                assert!(!loose || !other.modifiers.shift, "{other_command:?} must stand before {command:?}");
            }
        }
    }
}
