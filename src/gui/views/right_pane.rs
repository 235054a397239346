//! The right pane beside the document: the pages, or the fields of the item one writes in.

use eframe::egui::{self, Button, RichText, Ui};

use super::editor::EditorState;
use super::preview::{self, PreviewState};
use super::{Cx, editor};
use crate::gui::commands::UiCommand;
use crate::gui::settings::{Middle, Right};
use crate::gui::theme;
use crate::gui::widgets::icon_button;

/// Draws a row of which one is chosen; returns what was clicked.
pub fn segments_ui<T: Copy + PartialEq>(ui: &mut Ui, current: T, choices: &[(T, &str, String)]) -> Option<T> {
    let t = theme::tokens(ui);
    let mut clicked = None;
    let frame = egui::Frame::NONE.fill(t.ground).corner_radius(theme::CORNER).inner_margin(2);
    frame.show(ui, |ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        ui.spacing_mut().button_padding = egui::vec2(12.0, 2.0);
        for (value, words, tooltip) in choices {
            let on = *value == current;
            let words = RichText::new(*words).size(theme::TEXT_SMALL).color(if on { t.text } else { t.muted });
            let button = Button::new(words)
                .selected(on)
                .fill(if on { t.raised } else { egui::Color32::TRANSPARENT })
                .stroke(egui::Stroke::new(1.0, if on { t.line_strong } else { egui::Color32::TRANSPARENT }))
                .min_size(egui::vec2(0.0, 24.0));
            if ui.add(button).on_hover_text(tooltip).clicked() && !on {
                clicked = Some(*value);
            }
        }
    });
    clicked
}

/// The bar above the middle pane: which view it shows, and what one needs while writing.
pub fn middle_bar_ui(ui: &mut Ui, cx: &mut Cx<'_>, middle: Middle) {
    egui::Frame::NONE.inner_margin(egui::Margin { left: 12, right: 12, top: 8, bottom: 4 }).show(ui, |ui| {
        ui.horizontal(|ui| {
            let tooltip = UiCommand::ToggleWriting.tooltip(ui.ctx(), cx.lang);
            let choices =
                [(Middle::Form, cx.t("window.middle.form"), tooltip.clone()), (Middle::Document, cx.t("window.middle.document"), tooltip)];
            if segments_ui(ui, middle, &choices).is_some() {
                cx.command(UiCommand::ToggleWriting);
            }
            if middle == Middle::Document {
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    ui.spacing_mut().item_spacing.x = 2.0;
                    for command in [
                        UiCommand::InsertImage,
                        UiCommand::InsertTable,
                        UiCommand::MoveDown,
                        UiCommand::MoveUp,
                        UiCommand::Indent,
                        UiCommand::Outdent,
                        UiCommand::AddSibling,
                    ] {
                        icon_button::command_ui(ui, cx, command);
                    }
                });
            }
        });
    });
}

/// Draws the pane; with `tabs` one chooses between pages and fields.
pub fn right_pane_ui(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    (preview, editor): (&mut PreviewState, &mut EditorState),
    tabs: bool,
    right: &mut Right,
) {
    if tabs {
        egui::Frame::NONE.inner_margin(egui::Margin { left: 12, right: 8, top: 8, bottom: 0 }).show(ui, |ui| {
            let choices = [
                (Right::Page, cx.t("window.right.page"), cx.t("window.right.page_help").to_owned()),
                (Right::Details, cx.t("window.right.details"), cx.t("window.right.details_help").to_owned()),
            ];
            ui.horizontal(|ui| {
                if let Some(chosen) = segments_ui(ui, *right, &choices) {
                    *right = chosen;
                }
            });
        });
    }
    match *right {
        Right::Page => preview::preview_ui(ui, cx, preview),
        Right::Details => editor::details_ui(ui, cx, editor),
    }
}

/// Draws the fields in a pane of their own.
pub fn details_pane_ui(ui: &mut Ui, cx: &mut Cx<'_>, editor: &mut EditorState) {
    egui::Frame::NONE.inner_margin(egui::Margin { left: 16, right: 8, top: 12, bottom: 0 }).show(ui, |ui| {
        ui.label(theme::muted(ui, cx.t("window.right.details")));
    });
    editor::details_ui(ui, cx, editor);
}
