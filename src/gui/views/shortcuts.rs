//! The list of keys in the help, made from the menus and the table of commands.

use eframe::egui::{Context, Grid, Ui};
use nendo::locale::{Lang, text};

use crate::gui::commands::{MENUS, Scope, TABLE, UiCommand, shown_keys};
use crate::gui::search_text::{Searched, Words};
use crate::gui::theme;

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

/// Keys of the year.
const YEAR_KEYS: [(&str, &str); 5] = [
    ("window.shortcuts.year_cursor", "←↑↓→ Page Up / Page Down"),
    ("window.shortcuts.year_open", "Enter"),
    ("window.shortcuts.year_move", "Alt+← / Alt+→"),
    ("window.shortcuts.year_next", "Space"),
    ("window.shortcuts.year_let_go", "Esc"),
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

/// The keys of commands and fields in groups, as they stand in the list.
fn groups(ctx: &Context) -> Vec<(&'static str, Vec<(UiCommand, String)>)> {
    let has_keys = |command: &UiCommand, scope| command.entry().scope == scope && !command.entry().shortcuts.is_empty();
    let line = |command: UiCommand| (command, keys_of(ctx, command));
    let mut groups: Vec<(&'static str, Vec<(UiCommand, String)>)> = Vec::new();
    let mut shown = Vec::new();
    for menu in MENUS {
        let commands = menu.commands().filter(|command| has_keys(command, Scope::Global) && !shown.contains(command));
        let commands: Vec<UiCommand> = commands.collect();
        shown.extend(&commands);
        groups.push((menu.key, commands.into_iter().map(line).collect()));
    }
    // What has keys but stands in no menu.
    let rest = TABLE.iter().map(|entry| entry.command).filter(|command| has_keys(command, Scope::Global) && !shown.contains(command));
    groups.push(("window.shortcuts.more", rest.map(line).collect()));
    let of = |scope| TABLE.iter().map(|entry| entry.command).filter(move |command| has_keys(command, scope));
    groups.push(("window.shortcuts.outline", of(Scope::Outline).map(line).collect()));
    groups.push(("window.shortcuts.table", of(Scope::Table).map(line).collect()));
    groups.push(("window.shortcuts.paragraph", of(Scope::Body).map(line).collect()));
    groups.push(("window.mode.compare", of(Scope::Compare).map(line).collect()));
    groups
}

/// Draws the list, of it what holds the words of `query`.
pub fn keys_ui(ui: &mut Ui, lang: Lang, query: &str) {
    let words = Words::new(query);
    let mut found = false;
    let named = |(name, keys): (&'static str, String), own: &str| {
        let searched = if own.is_empty() { Searched::new(name, &keys) } else { Searched::read(name, &keys, own) };
        words.are_in(&searched).then_some((name, keys))
    };
    for (key, commands) in groups(ui.ctx()) {
        let mut lines: Vec<(&str, String)> =
            commands.into_iter().filter_map(|(command, keys)| named((command.name(lang), keys), command.reading())).collect();
        if key == "window.shortcuts.table" {
            lines.splice(0..0, TABLE_KEYS.iter().filter_map(|(key, keys)| named((text(lang, key), (*keys).to_owned()), "")));
        }
        let own: &[(&'static str, &str)] = if key == "window.shortcuts.outline" { &LIST_KEYS } else { &[] };
        lines.extend(own.iter().filter_map(|(key, keys)| named((text(lang, key), (*keys).to_owned()), "")));
        found |= group_ui(ui, lang, key, &lines);
    }
    let titles: Vec<(&str, String)> =
        TITLE_KEYS.iter().filter_map(|(key, keys)| named((text(lang, key), (*keys).to_owned()), "")).collect();
    found |= group_ui(ui, lang, "window.shortcuts.titles", &titles);
    let year: Vec<(&str, String)> = YEAR_KEYS.iter().filter_map(|(key, keys)| named((text(lang, key), (*keys).to_owned()), "")).collect();
    found |= group_ui(ui, lang, "window.shortcuts.year", &year);
    let lines: Vec<(&str, String)> = TEXT_KEYS.iter().filter_map(|(key, keys)| named((text(lang, key), (*keys).to_owned()), "")).collect();
    found |= group_ui(ui, lang, "window.shortcuts.text", &lines);
    if !found {
        ui.label(theme::muted(ui, text(lang, "window.palette.nothing")));
    }
}

fn group_ui(ui: &mut Ui, lang: Lang, key: &'static str, lines: &[(&str, String)]) -> bool {
    if lines.is_empty() {
        return false;
    }
    ui.add_space(theme::SPACE_8);
    ui.label(theme::section(ui, text(lang, key)));
    Grid::new(key).num_columns(2).min_col_width(260.0).spacing([24.0, 6.0]).show(ui, |ui| {
        for (name, keys) in lines {
            ui.label(*name);
            ui.label(theme::muted(ui, keys.as_str()));
            ui.end_row();
        }
    });
    true
}
