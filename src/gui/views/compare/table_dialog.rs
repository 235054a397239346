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
    /// How much is shown; none: the changed pages are written instead of a table.
    pub preset: Option<TablePreset>,
    /// The old version stands on the left.
    pub old_left: bool,
    /// On A3 instead of A4.
    pub large: bool,
    /// Only whole items are left out, no sentences of changed ones.
    pub whole_nodes: bool,
    /// What is written.
    pub file: TableFile,
}

/// Draws the dialog; true writes the table, false is the way back.
pub fn table_ui(ctx: &Context, lang: Lang, dialog: &mut TableDialog) -> Option<bool> {
    let t = |key: &'static str| text(lang, key);
    let choices = [Choice::default(t("window.compare.table.write"), true), Choice::new(t("window.unsaved.back"), false)];
    let content = |ui: &mut Ui| {
        let presets = [
            (Some(TablePreset::Changed), "window.compare.table.changed", "window.compare.table.changed_hint"),
            (Some(TablePreset::Full), "window.compare.table.full", "window.compare.table.full_hint"),
            (Some(TablePreset::Summary), "window.compare.table.summary", "window.compare.table.summary_hint"),
            (None, "window.compare.table.pages", "window.compare.table.pages_hint"),
        ];
        ui.label(theme::muted(ui, t("window.compare.table.preset")));
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (preset, name, hint) in presets {
                ui.radio_value(&mut dialog.preset, preset, t(name));
                ui.horizontal(|ui| {
                    ui.add_space(theme::SPACE_24);
                    ui.spacing_mut().interact_size.y = theme::SPACE_16;
                    ui.label(RichText::new(t(hint)).size(theme::TEXT_SMALL).color(theme::tokens(ui).muted));
                });
                ui.add_space(theme::SPACE_4);
            }
        });
        ui.add_space(theme::SPACE_8);
        ui.label(theme::muted(ui, t("window.compare.table.omit")));
        ui.add_enabled_ui(dialog.preset == Some(TablePreset::Changed), |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = theme::SPACE_12;
                ui.radio_value(&mut dialog.whole_nodes, false, t("window.compare.table.omit_sentences"));
                ui.radio_value(&mut dialog.whole_nodes, true, t("window.compare.table.omit_nodes"));
            });
        });
        ui.add_space(theme::SPACE_8);
        ui.label(theme::muted(ui, t("window.compare.table.order")));
        ui.add_enabled_ui(matches!(dialog.preset, Some(TablePreset::Changed | TablePreset::Full)), |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = theme::SPACE_12;
                ui.radio_value(&mut dialog.old_left, false, t("window.compare.table.new_left"));
                ui.radio_value(&mut dialog.old_left, true, t("window.compare.table.old_left"));
            });
        });
        ui.add_space(theme::SPACE_8);
        ui.label(theme::muted(ui, t("window.compare.table.paper")));
        // Pages are those of the plan; a workbook and a web page have none.
        let paged = matches!(dialog.file, TableFile::Pdf | TableFile::Docx) && dialog.preset.is_some();
        ui.add_enabled_ui(paged, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = theme::SPACE_12;
                ui.radio_value(&mut dialog.large, false, "A4");
                ui.radio_value(&mut dialog.large, true, "A3");
            });
        });
        ui.add_space(theme::SPACE_8);
        ui.label(theme::muted(ui, t("window.compare.table.file")));
        // Pages are pages only in a PDF.
        if dialog.preset.is_none() {
            dialog.file = TableFile::Pdf;
        }
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme::SPACE_12;
            let files = [(TableFile::Pdf, "PDF"), (TableFile::Docx, "Word"), (TableFile::Xlsx, "Excel"), (TableFile::Html, "HTML")];
            for (file, name) in files {
                let can = file == TableFile::Pdf || dialog.preset.is_some();
                ui.add_enabled_ui(can, |ui| ui.radio_value(&mut dialog.file, file, name));
            }
        });
    };
    dialog_ui(ctx, "table", 460.0, t("window.command.export_table").trim_end_matches('…'), content, &choices, false)
}
