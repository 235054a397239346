//! The dialog about the old/new table: how much of it, which order, which kind of file.

use eframe::egui::{Context, RichText, Ui};
use nendo::locale::{Lang, text};
use nendo::manuscript::TablePreset;

use crate::gui::jobs::TableFile;
use crate::gui::theme;
use crate::gui::widgets::dialog::{Choice, dialog_ui};

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableDialog {
    /// How much is shown.
    pub preset: TablePreset,
    /// The old version stands on the left.
    pub old_left: bool,
    /// What is written.
    pub file: TableFile,
}

/// Draws the dialog; true writes the table, false is the way back.
pub fn table_ui(ctx: &Context, lang: Lang, dialog: &mut TableDialog) -> Option<bool> {
    let t = |key: &'static str| text(lang, key);
    let choices = [Choice::default(t("window.compare.table.write"), true), Choice::new(t("window.unsaved.back"), false)];
    let content = |ui: &mut Ui| {
        let presets = [
            (TablePreset::Changed, "window.compare.table.changed", "window.compare.table.changed_hint"),
            (TablePreset::Full, "window.compare.table.full", "window.compare.table.full_hint"),
            (TablePreset::Summary, "window.compare.table.summary", "window.compare.table.summary_hint"),
        ];
        ui.label(theme::muted(ui, t("window.compare.table.preset")));
        let hint_ui = |ui: &mut Ui, hint: &'static str| {
            ui.horizontal(|ui| {
                ui.add_space(theme::SPACE_24);
                ui.label(RichText::new(t(hint)).size(theme::TEXT_SMALL).color(theme::tokens(ui).muted));
            });
        };
        let pages = dialog.file == TableFile::Pages;
        for (preset, name, hint) in presets {
            if ui.radio(!pages && dialog.preset == preset, t(name)).on_hover_text(t(hint)).clicked() {
                dialog.preset = preset;
                dialog.file = if pages { TableFile::Pdf } else { dialog.file };
            }
            hint_ui(ui, hint);
        }
        if ui.radio(pages, t("window.compare.table.pages")).on_hover_text(t("window.compare.table.pages_hint")).clicked() {
            dialog.file = TableFile::Pages;
        }
        hint_ui(ui, "window.compare.table.pages_hint");
        let pages = dialog.file == TableFile::Pages;
        ui.add_space(theme::SPACE_8);
        ui.label(theme::muted(ui, t("window.compare.table.order")));
        ui.add_enabled_ui(!pages && dialog.preset != TablePreset::Summary, |ui| {
            ui.horizontal(|ui| {
                ui.radio_value(&mut dialog.old_left, false, t("window.compare.table.new_left"));
                ui.radio_value(&mut dialog.old_left, true, t("window.compare.table.old_left"));
            });
        });
        ui.add_space(theme::SPACE_8);
        ui.label(theme::muted(ui, t("window.compare.table.file")));
        ui.add_enabled_ui(!pages, |ui| {
            ui.horizontal(|ui| {
                for file in TableFile::TABLES {
                    ui.radio_value(&mut dialog.file, file, file.name());
                }
            });
        });
    };
    dialog_ui(ctx, "table", 460.0, t("window.command.export_table").trim_end_matches('…'), content, &choices, false)
}
