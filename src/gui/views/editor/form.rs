//! What forms are made of: a label with a control, lists to pick from.

use eframe::egui::{self, ComboBox, FontId, Ui, vec2};

use crate::gui::theme;

const LABEL_WIDTH: f32 = 68.0;
const LABEL_GAP: f32 = 8.0;
/// How much wider the column of labels is for words in Latin letters.
const LATIN: f32 = 1.4;
/// With less room than this beside its label a control stands below it.
const CONTROL_LEAST: f32 = 150.0;

/// Lines of a label that is longer than its column.
const LABEL_LINES: usize = 2;

/// A label at the middle of the first row; a long one takes two lines rather than lose its end.
fn label_ui(ui: &mut Ui, label: &str, width: f32) {
    let (rect, response) = ui.allocate_exact_size(vec2(width, theme::FORM_ROW), egui::Sense::hover());
    let t = theme::tokens(ui);
    let set = |size: f32| {
        let mut job = egui::text::LayoutJob::simple(label.to_owned(), FontId::new(size, egui::FontFamily::Proportional), t.muted, width);
        job.wrap.max_rows = LABEL_LINES;
        ui.fonts_mut(|fonts| fonts.layout_job(job))
    };
    let mut galley = set(theme::TEXT_SMALL);
    if galley.rows.len() > 1 {
        galley = set(theme::TEXT_SMALL - 1.0);
    }
    let cut = galley.elided;
    ui.painter().galley(egui::pos2(rect.left(), rect.center().y - galley.size().y / 2.0), galley, t.muted);
    if cut {
        response.on_hover_text(label);
    }
}

/// A label and a control beside it; the label names the control.
pub fn field_ui(ui: &mut Ui, label: &str, width: f32, control: impl FnOnce(&mut Ui)) {
    labelled_ui(ui, label, LABEL_WIDTH, width, control);
}

/// The width of the column a label stands in: all labels of a form are in one language.
fn column(label: &str, width: f32) -> f32 {
    if label.is_ascii() { width * LATIN } else { width }
}

/// The same with another width of the label.
pub fn labelled_ui(ui: &mut Ui, label: &str, label_width: f32, width: f32, control: impl FnOnce(&mut Ui)) {
    let (width, column) = (width.min(ui.available_width()), column(label, label_width));
    if width - column - LABEL_GAP < CONTROL_LEAST {
        below_ui(ui, label, width, egui::Layout::left_to_right(egui::Align::Center), control);
        return;
    }
    ui.allocate_ui_with_layout(vec2(width, theme::FORM_ROW), egui::Layout::left_to_right(egui::Align::Center), |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.x = LABEL_GAP;
        label_ui(ui, label, column);
        ui.name_inputs(label, control);
    });
}

/// A label with its control below it, where both have no room beside each other.
fn below_ui(ui: &mut Ui, label: &str, width: f32, layout: egui::Layout, control: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(vec2(width, theme::FORM_ROW), egui::Layout::top_down(egui::Align::Min), |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing = vec2(LABEL_GAP, 0.0);
        ui.add(egui::Label::new(theme::muted(ui, label)).wrap());
        ui.allocate_ui_with_layout(vec2(width, theme::FORM_ROW), layout, |ui| {
            ui.set_width(width);
            ui.name_inputs(label, control);
        });
    });
}

/// The same for a control that may take several lines: the label stands at the first.
pub fn tall_ui(ui: &mut Ui, label: &str, width: f32, control: impl FnOnce(&mut Ui)) {
    let (width, column) = (width.min(ui.available_width()), column(label, LABEL_WIDTH));
    let room = width - column - LABEL_GAP;
    if room < CONTROL_LEAST {
        below_ui(ui, label, width, egui::Layout::top_down(egui::Align::Min), control);
        return;
    }
    ui.allocate_ui_with_layout(vec2(width, theme::FORM_ROW), egui::Layout::left_to_right(egui::Align::Min), |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.x = LABEL_GAP;
        label_ui(ui, label, column);
        ui.allocate_ui_with_layout(vec2(room, theme::FORM_ROW), egui::Layout::top_down(egui::Align::Min), |ui| {
            ui.set_width(room);
            ui.name_inputs(label, control);
        });
    });
}

/// A pick from a few values.
pub fn combo_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    id: impl egui::AsIdSalt,
    name: &str,
    width: f32,
    current: T,
    choices: &[(T, String)],
) -> Option<T> {
    let shown = choices.iter().find(|(value, _)| *value == current).map_or("", |(_, text)| text.as_str());
    combo_showing_ui(ui, id, name, width, current, choices, shown)
}

/// The same, with other words while it is closed.
pub fn combo_showing_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    id: impl egui::AsIdSalt,
    name: &str,
    width: f32,
    current: T,
    choices: &[(T, String)],
    shown: &str,
) -> Option<T> {
    let mut picked = None;
    // Never beyond the pane.
    let width = width.min(ui.available_width());
    let response = ComboBox::from_id_salt(id)
        .width(width)
        .truncate()
        .icon(caret_icon)
        .selected_text(shown.to_owned())
        .show_ui(ui, |ui| {
            for (value, text) in choices {
                if ui.selectable_label(*value == current, text.as_str()).clicked() {
                    picked = Some(*value).filter(|value| *value != current);
                    // Return picks as a click does, but egui only closes on clicks.
                    ui.close();
                }
            }
        })
        .response;
    response.accessible_name(name);
    picked
}

/// The caret of a list.
pub fn caret_icon(ui: &Ui, rect: egui::Rect, _: &egui::style::WidgetVisuals, _: bool) {
    let t = theme::tokens(ui);
    let font = theme::icon_font(12.0);
    ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, crate::gui::icons::CARET_DOWN, font, t.muted);
}
