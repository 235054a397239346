//! The dialog about a file for reading: the plan or the calendar of its year, as what, and for the calendar how.

use eframe::egui::{Context, Ui};
use nendo::export::{CalendarFormat, PlanFormat};
use nendo::locale::{Lang, text};
use nendo::manuscript::{YearGroups, YearLayout};
use nendo::plan::Paper;

use crate::gui::jobs::{Output, YearShape};
use crate::gui::theme;
use crate::gui::widgets::dialog::{Choice, dialog_ui};

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExportDialog {
    /// What is written.
    pub output: Output,
    /// How, for a calendar.
    pub shape: YearShape,
    /// The plan has a fiscal year: there is a calendar.
    pub has_year: bool,
}

/// Draws the dialog; true writes the file, false is the way back.
pub(super) fn export_ui(ctx: &Context, lang: Lang, dialog: &mut ExportDialog) -> Option<bool> {
    let t = |key: &'static str| text(lang, key);
    let choices = [Choice::default(t("window.export.write"), true), Choice::new(t("window.unsaved.back"), false)];
    let content = |ui: &mut Ui| {
        ui.label(theme::muted(ui, t("window.export.what")));
        let mut year = matches!(dialog.output, Output::Year(_));
        let before = year;
        ui.radio_value(&mut year, false, t("window.export.plan"));
        let response = ui.add_enabled_ui(dialog.has_year, |ui| ui.radio_value(&mut year, true, t("window.export.year"))).inner;
        response.on_disabled_hover_text(t("window.year.no_year"));
        if year != before {
            dialog.output = if year { Output::Year(CalendarFormat::Pdf) } else { Output::Plan(PlanFormat::Docx) };
        }
        ui.add_space(theme::SPACE_8);
        ui.label(theme::muted(ui, t("window.compare.table.file")));
        let files: &[(Output, &'static str)] = if year { &YEAR_FILES } else { &PLAN_FILES };
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme::SPACE_12;
            for (output, name) in files {
                ui.radio_value(&mut dialog.output, *output, t(name));
            }
        });
        if let Output::Year(format) = dialog.output {
            shape_ui(ui, lang, &mut dialog.shape, format);
        }
    };
    dialog_ui(ctx, "export", 460.0, t("window.command.export").trim_end_matches('…'), content, &choices, false)
}

const PLAN_FILES: [(Output, &str); 4] = [
    (Output::Plan(PlanFormat::Pdf), "window.export.pdf"),
    (Output::Plan(PlanFormat::Docx), "window.export.docx"),
    (Output::Plan(PlanFormat::Html), "window.export.html"),
    (Output::Plan(PlanFormat::Txt), "window.export.txt"),
];

const YEAR_FILES: [(Output, &str); 4] = [
    (Output::Year(CalendarFormat::Pdf), "window.export.pdf"),
    (Output::Year(CalendarFormat::Xlsx), "window.export.xlsx"),
    (Output::Year(CalendarFormat::Csv), "window.export.csv"),
    (Output::Year(CalendarFormat::Ics), "window.export.ics"),
];

/// How the calendar is made; what a format does not know is grey.
fn shape_ui(ui: &mut Ui, lang: Lang, shape: &mut YearShape, format: CalendarFormat) {
    let t = |key: &'static str| text(lang, key);
    let pages = format == CalendarFormat::Pdf;
    ui.add_space(theme::SPACE_8);
    ui.label(theme::muted(ui, t("window.export.layout")));
    ui.add_enabled_ui(pages, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme::SPACE_12;
            ui.radio_value(&mut shape.layout, YearLayout::Grid, t("window.export.grid"));
            ui.radio_value(&mut shape.layout, YearLayout::List, t("window.export.list"));
        });
    });
    ui.add_space(theme::SPACE_8);
    ui.label(theme::muted(ui, t("window.export.groups")));
    ui.add_enabled_ui(format == CalendarFormat::Xlsx || (pages && shape.layout == YearLayout::Grid), |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme::SPACE_12;
            ui.radio_value(&mut shape.groups, YearGroups::Part, t("window.export.by_part"));
            ui.radio_value(&mut shape.groups, YearGroups::Lead, t("window.export.by_lead"));
        });
    });
    ui.add_space(theme::SPACE_8);
    ui.label(theme::muted(ui, t("window.export.paper")));
    ui.add_enabled_ui(pages, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme::SPACE_12;
            ui.radio_value(&mut shape.paper, None, "A4");
            ui.radio_value(&mut shape.paper, Some(Paper::A3), "A3");
        });
    });
}
