//! The table itself: each command with the key of its name, its icon and its keys.

use eframe::egui::{Key, KeyboardShortcut, Modifiers};

use super::{Entry, Scope, UiCommand};
use crate::gui::icons;

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers { alt: false, ctrl: false, shift: true, mac_cmd: false, command: true };
const ALT: Modifiers = Modifiers::ALT;
const SHIFT: Modifiers = Modifiers::SHIFT;
const CTRL_ALT: Modifiers = Modifiers { alt: true, ctrl: false, shift: false, mac_cmd: false, command: true };
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

/// All commands.
pub static TABLE: &[Entry] = &[
    entry!(NewWindow, "window.command.new_window", icons::SQUARES_FOUR, Global: CTRL_SHIFT N),
    entry!(OpenInNewWindow, "window.command.open_in_new_window", icons::FOLDER_OPEN),
    entry!(NewFrom, "window.command.new_from", icons::SQUARES_FOUR, Global: CTRL_SHIFT T),
    entry!(New, "window.command.new", icons::FILE_PLUS, Global: CTRL N),
    entry!(OpenPath, "window.command.open_path", icons::PENCIL_SIMPLE, Global: CTRL_SHIFT O),
    entry!(Open, "window.command.open", icons::FOLDER_OPEN, Global: CTRL O),
    entry!(Import, "window.command.import", icons::TRAY_ARROW_DOWN, Global: CTRL I),
    entry!(SaveAs, "window.command.save_as", icons::FLOPPY_DISK, Global: CTRL_SHIFT S),
    entry!(SaveVersion, "window.command.save_version", icons::COPY, Global: CTRL_ALT S),
    entry!(Versions, "window.command.versions", icons::LIST_BULLETS, Global: CTRL_ALT B),
    entry!(Discarded, "window.command.discarded", icons::TRAY_ARROW_DOWN),
    entry!(Save, "window.command.save", icons::FLOPPY_DISK, Global: CTRL S),
    entry!(Export, "window.command.export", icons::EXPORT, Global: CTRL_SHIFT E),
    entry!(ExportPdf, "window.command.export_pdf", icons::EXPORT, Global: CTRL E),
    entry!(PrintPreview, "window.command.print_preview", icons::ARROWS_OUT, Global: CTRL_SHIFT P, NONE F11),
    entry!(Print, "window.command.print", icons::PRINTER, Global: CTRL P),
    entry!(CloseDocument, "window.command.close", icons::X, Global: CTRL W),
    entry!(Quit, "window.command.quit", "", Global: CTRL Q),
    entry!(Redo, "window.command.redo", icons::ARROW_U_UP_RIGHT, Global: CTRL Y, CTRL_SHIFT Z),
    entry!(Undo, "window.command.undo", icons::ARROW_U_UP_LEFT, Global: CTRL Z),
    entry!(Find, "window.command.find", icons::MAGNIFYING_GLASS, Global: CTRL F),
    entry!(History, "window.command.history", icons::CLOCK_COUNTER_CLOCKWISE, Global: CTRL_SHIFT H),
    entry!(Replace, "window.command.replace", "", Global: CTRL H),
    entry!(FindPrevious, "window.command.find_previous", icons::CARET_LEFT, Global: SHIFT F3),
    entry!(FindNext, "window.command.find_next", icons::CARET_RIGHT, Global: NONE F3),
    entry!(PastePlain, "window.command.paste_plain", icons::CLIPBOARD, Global: CTRL_SHIFT V),
    entry!(ShowPart, "window.command.show_part", icons::ARROWS_OUT, Outline: ALT ArrowRight, CTRL_ALT Enter),
    entry!(LeavePart, "window.command.leave_part", icons::ARROW_U_UP_LEFT, Outline: ALT ArrowLeft),
    entry!(CutNodes, "window.command.cut_nodes", icons::SCISSORS),
    entry!(CopyNodes, "window.command.copy_nodes", icons::COPY),
    entry!(CopyAsTable, "window.command.copy_as_table", icons::TABLE, Outline: CTRL_SHIFT C),
    entry!(PasteNodes, "window.command.paste_nodes", icons::CLIPBOARD),
    entry!(AddChild, "window.command.add_child", icons::TREE_STRUCTURE, Outline: CTRL Enter),
    entry!(AddSibling, "window.command.add_sibling", icons::PLUS, Outline: NONE Enter, CTRL_SHIFT Enter),
    entry!(InsertTable, "window.command.insert_table", icons::TABLE),
    entry!(InsertImage, "window.command.insert_image", icons::IMAGE),
    entry!(InsertReference, "window.command.insert_reference", icons::ARROW_U_UP_RIGHT, Global: CTRL_SHIFT L),
    entry!(GoToReference, "window.command.go_to_reference", icons::ARROW_U_UP_RIGHT, Global: NONE F12),
    entry!(ExpandSnippet, "window.command.expand_snippet", icons::QUOTES, Global: CTRL_SHIFT J),
    entry!(KeepSnippet, "window.command.keep_snippet", icons::FLOPPY_DISK, Global: CTRL_SHIFT R),
    entry!(SaveTemplate, "window.command.save_template", icons::SQUARES_FOUR),
    entry!(InsertSnippet, "window.command.insert_snippet", icons::QUOTES, Global: CTRL J),
    entry!(InsertChart, "window.command.insert_chart", icons::TREE_STRUCTURE),
    entry!(Organization, "window.command.organization", icons::GEAR, Global: CTRL_SHIFT D),
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
    entry!(MoveBlockUp, "window.command.move_block_up", icons::ARROW_UP, Body: ALT_SHIFT ArrowUp),
    entry!(MoveBlockDown, "window.command.move_block_down", icons::ARROW_DOWN, Body: ALT_SHIFT ArrowDown),
    entry!(DuplicateBlock, "window.command.duplicate_block", icons::COPY, Body: CTRL D),
    entry!(BlockMenu, "window.command.block_menu", icons::PARAGRAPH, Body: SHIFT F10),
    entry!(PickSchedule, "window.command.pick_schedule", icons::CALENDAR, Global: CTRL_SHIFT K),
    entry!(Palette, "window.command.palette", icons::MAGNIFYING_GLASS, Global: CTRL K),
    entry!(ToggleOutline, "window.command.toggle_outline", icons::LIST_BULLETS, Global: CTRL Num1),
    entry!(ToggleEditor, "window.command.toggle_editor", icons::NOTE_PENCIL, Global: CTRL Num2),
    entry!(TogglePreview, "window.command.toggle_preview", icons::BOOK_OPEN, Global: CTRL Num3),
    entry!(ToggleWriting, "window.command.toggle_writing", icons::PARAGRAPH, Global: CTRL Num4),
    entry!(ToggleYear, "window.command.toggle_year", icons::CALENDAR, Global: CTRL Num5),
    entry!(ToggleCompare, "window.command.toggle_compare", icons::GIT_DIFF, Global: CTRL Num6),
    entry!(PreviousChange, "window.command.previous_change", icons::ARROW_UP, Global: SHIFT F7),
    entry!(ChangedOnly, "window.command.changed_only", icons::FUNNEL, Global: CTRL F7),
    entry!(NextChange, "window.command.next_change", icons::ARROW_DOWN, Global: NONE F7),
    entry!(ShowInWriting, "window.command.show_in_writing", icons::NOTE_PENCIL, Compare: CTRL Enter),
    entry!(EditReason, "window.command.edit_reason", icons::NOTE, Compare: NONE F2),
    entry!(TakeOverNode, "window.command.take_over_node", icons::TREE_STRUCTURE, Compare: ALT_SHIFT Enter),
    entry!(TakeOverText, "window.command.take_over_text", icons::ARROW_U_UP_LEFT, Compare: ALT Enter),
    entry!(PairDifferent, "window.command.pair_different", icons::SCISSORS, Compare: CTRL_SHIFT M),
    entry!(PairPart, "window.command.pair_part", icons::TREE_STRUCTURE, Compare: CTRL_ALT M),
    entry!(PairSame, "window.command.pair_same", icons::LINK, Compare: CTRL M),
    entry!(ForgetPair, "window.command.forget_pair", ""),
    entry!(CarryReasons, "window.command.carry_reasons", ""),
    entry!(ExportTable, "window.command.export_table", icons::EXPORT, Global: CTRL_ALT E),
    entry!(ChooseBase, "window.command.choose_base", icons::GIT_DIFF),
    entry!(UseAsBase, "window.command.use_as_base", icons::LIST_CHECKS),
    entry!(MergeDrafts, "window.command.merge_drafts", icons::USERS),
    entry!(NextPane, "window.command.next_pane", icons::COLUMNS, Global: NONE F6),
    entry!(ExpandAll, "window.command.expand_all", icons::CARET_DOWN),
    entry!(CollapseAll, "window.command.collapse_all", icons::CARET_RIGHT),
    entry!(ExpandBelow, "window.command.expand_below", icons::CARET_DOUBLE_RIGHT),
    entry!(CollapseBelow, "window.command.collapse_below", icons::CARET_DOUBLE_LEFT),
    entry!(ShowLevel1, "window.command.show_level_1", icons::LIST_BULLETS, Outline: ALT Num1),
    entry!(ShowLevel2, "window.command.show_level_2", icons::LIST_BULLETS, Outline: ALT Num2),
    entry!(ShowLevel3, "window.command.show_level_3", icons::LIST_BULLETS, Outline: ALT Num3),
    entry!(ShowLevel4, "window.command.show_level_4", icons::LIST_BULLETS, Outline: ALT Num4),
    entry!(ShowLevel5, "window.command.show_level_5", icons::LIST_BULLETS, Outline: ALT Num5),
    entry!(ShowLevel6, "window.command.show_level_6", icons::LIST_BULLETS, Outline: ALT Num6),
    entry!(ShowLevel7, "window.command.show_level_7", icons::LIST_BULLETS, Outline: ALT Num7),
    entry!(ShowLevel8, "window.command.show_level_8", icons::LIST_BULLETS, Outline: ALT Num8),
    entry!(ShowLevel9, "window.command.show_level_9", icons::LIST_BULLETS, Outline: ALT Num9),
    entry!(InterfaceLarger, "window.command.interface_larger", icons::MAGNIFYING_GLASS_PLUS, Global: CTRL_ALT Plus, CTRL_ALT Equals),
    entry!(InterfaceSmaller, "window.command.interface_smaller", icons::MAGNIFYING_GLASS_MINUS, Global: CTRL_ALT Minus),
    entry!(InterfaceUsual, "window.command.interface_usual", icons::MAGNIFYING_GLASS, Global: CTRL_ALT Num0),
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
    entry!(FixFinding, "window.command.fix_finding", icons::CHECK_CIRCLE, Global: CTRL Period),
    entry!(Menus, "window.command.menus", icons::LIST_BULLETS, Global: NONE F10),
    entry!(Shortcuts, "window.command.shortcuts", icons::KEYBOARD, Global: SHIFT F1),
    entry!(Help, "window.command.help", icons::BOOK_OPEN, Global: NONE F1),
    entry!(Tour, "window.command.tour", icons::INFO),
    entry!(About, "window.command.about", icons::INFO),
];
