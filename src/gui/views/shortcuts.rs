//! The list of keys (F1), made from the menus and the table of commands.

use eframe::egui::{self, Context, Grid, ScrollArea};
use nendo::locale::{Lang, text};

use crate::gui::commands::{MENUS, Scope, TABLE, UiCommand, shown_keys};
use crate::gui::theme;
use crate::gui::widgets::dialog::{Choice, dialog_ui};

/// Keys of text fields, which are egui's and the body's.
const TEXT_KEYS: [(&str, &str); 7] = [
    ("window.shortcuts.new_block", "Enter"),
    ("window.shortcuts.join_block", "Backspace"),
    ("window.shortcuts.word", "Ctrl+← / Ctrl+→"),
    ("window.shortcuts.line_ends", "Home / End"),
    ("window.shortcuts.select", "Shift+←↑↓→"),
    ("window.shortcuts.select_all", "Ctrl+A"),
    ("window.shortcuts.clipboard", "Ctrl+X / Ctrl+C / Ctrl+V"),
];

/// Keys of the list that are no commands.
const LIST_KEYS: [(&str, &str); 7] = [
    ("window.shortcuts.list_jump", "あ A 1 …"),
    ("window.shortcuts.list_range", "Shift+↑↓ / Home / End"),
    ("window.shortcuts.list_cursor", "Ctrl+↑↓"),
    ("window.shortcuts.list_toggle", "Ctrl+Space"),
    ("window.shortcuts.list_all", "Ctrl+A"),
    ("window.shortcuts.list_fold", "← → + - * /"),
    ("window.shortcuts.list_clipboard", "Ctrl+X / Ctrl+C / Ctrl+V"),
];

/// Keys while a title is typed in the list.
const TITLE_KEYS: [(&str, &str); 7] = [
    ("window.shortcuts.title_enter", "Enter"),
    ("window.shortcuts.title_child", "Ctrl+Enter"),
    ("window.shortcuts.title_body", "Shift+Enter"),
    ("window.shortcuts.title_nest", "Tab / Shift+Tab"),
    ("window.shortcuts.title_move", "Alt+↑ / Alt+↓"),
    ("window.shortcuts.title_join", "Backspace / Delete"),
    ("window.shortcuts.title_end", "Esc"),
];

/// Keys of tables that are no commands.
const TABLE_KEYS: [(&str, &str); 6] = [
    ("window.shortcuts.next_cell", "Tab"),
    ("window.shortcuts.previous_cell", "Shift+Tab"),
    ("window.shortcuts.cell_line", "Enter"),
    ("window.shortcuts.cell_arrows", "←↑↓→"),
    ("window.shortcuts.choose_cells", "Shift+←↑↓→"),
    ("window.shortcuts.clear_cells", "Delete"),
];

fn keys_of(ctx: &Context, command: UiCommand) -> String {
    let keys: Vec<String> = command.entry().shortcuts.iter().map(|keys| shown_keys(ctx, keys)).collect();
    keys.join(" / ")
}

/// Draws the list; returns whether it was closed.
pub fn shortcuts_ui(ctx: &Context, lang: Lang) -> bool {
    let choices = [Choice::default(text(lang, "window.close_dialog"), ())];
    let has_keys = |command: &UiCommand, scope| command.entry().scope == scope && !command.entry().shortcuts.is_empty();
    let mut groups: Vec<(&'static str, Vec<(&'static str, String)>)> = Vec::new();
    for menu in MENUS {
        let commands = menu.items.iter().flatten().filter(|command| has_keys(command, Scope::Global));
        groups.push((menu.key, commands.map(|command| (command.name(lang), keys_of(ctx, *command))).collect()));
    }
    let outline = TABLE.iter().map(|entry| entry.command).filter(|command| has_keys(command, Scope::Outline));
    let outline = outline.map(|command| (command.name(lang), keys_of(ctx, command)));
    let list = LIST_KEYS.map(|(key, keys)| (text(lang, key), keys.to_owned()));
    groups.push(("window.shortcuts.outline", outline.chain(list).collect()));
    groups.push(("window.shortcuts.titles", TITLE_KEYS.map(|(key, keys)| (text(lang, key), keys.to_owned())).to_vec()));
    let table = TABLE.iter().map(|entry| entry.command).filter(|command| has_keys(command, Scope::Table));
    let table = table.map(|command| (command.name(lang), keys_of(ctx, command)));
    groups.push((
        "window.shortcuts.table",
        TABLE_KEYS.map(|(key, keys)| (text(lang, key), keys.to_owned())).into_iter().chain(table).collect(),
    ));
    groups.push(("window.shortcuts.text", TEXT_KEYS.map(|(key, keys)| (text(lang, key), keys.to_owned())).to_vec()));
    let content = |ui: &mut egui::Ui| {
        ScrollArea::vertical().max_height(440.0).auto_shrink([false, true]).show(ui, |ui| {
            for (key, lines) in groups.iter().filter(|(_, lines)| !lines.is_empty()) {
                ui.add_space(theme::SPACE_8);
                ui.label(theme::muted(ui, text(lang, key)));
                Grid::new(key).num_columns(2).min_col_width(190.0).spacing([24.0, 6.0]).striped(false).show(ui, |ui| {
                    for (name, keys) in lines {
                        ui.label(*name);
                        ui.label(theme::muted(ui, keys.as_str()));
                        ui.end_row();
                    }
                });
            }
        });
    };
    dialog_ui(ctx, "shortcuts", 480.0, text(lang, "window.command.shortcuts"), content, &choices, ()).is_some()
}
