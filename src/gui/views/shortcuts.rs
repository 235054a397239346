//! The list of keys (F1), made from the table of commands.

use eframe::egui::{self, Context, Grid, ScrollArea};
use nendo::locale::{Lang, text};

use crate::gui::commands::{Scope, TABLE, shown_keys};
use crate::gui::theme;
use crate::gui::widgets::dialog::{Choice, dialog_ui};

/// Draws the list; returns whether it was closed.
pub fn shortcuts_ui(ctx: &Context, lang: Lang) -> bool {
    let choices = [Choice::default(text(lang, "window.close_dialog"), ())];
    let content = |ui: &mut egui::Ui| {
        ScrollArea::vertical().max_height(440.0).auto_shrink([false, true]).show(ui, |ui| {
            for (scope, key) in [(Scope::Global, "window.shortcuts.everywhere"), (Scope::Outline, "window.shortcuts.outline")] {
                ui.add_space(theme::SPACE_8);
                ui.label(theme::muted(ui, text(lang, key)));
                Grid::new(key).num_columns(2).min_col_width(190.0).spacing([24.0, 6.0]).striped(false).show(ui, |ui| {
                    for entry in TABLE.iter().filter(|entry| entry.scope == scope && !entry.shortcuts.is_empty()) {
                        ui.label(entry.command.name(lang));
                        let keys: Vec<String> = entry.shortcuts.iter().map(|keys| shown_keys(ctx, keys)).collect();
                        ui.label(theme::muted(ui, keys.join(" / ")));
                        ui.end_row();
                    }
                });
            }
        });
    };
    dialog_ui(ctx, "shortcuts", 480.0, text(lang, "window.command.shortcuts"), content, &choices, ()).is_some()
}
