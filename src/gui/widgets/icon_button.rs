//! Buttons that show an icon.

use eframe::egui::{self, CornerRadius, Response, RichText, Ui};
use nendo::locale::Lang;

use crate::gui::commands::UiCommand;
use crate::gui::theme;
use crate::gui::views::{Action, Cx};
use crate::gui::workspace::Document;

/// An icon in a square; `name` is its tooltip and accessible name.
pub fn icon_ui(ui: &mut Ui, icon: &str, name: &str, enabled: bool, selected: bool) -> Response {
    let t = theme::tokens(ui);
    // egui fades what is not enabled.
    let color = if selected { t.accent } else { t.text };
    let button = egui::Button::new(RichText::new(icon).font(theme::icon_font(theme::ICON)).color(color))
        .min_size(theme::icon_button_size())
        .corner_radius(CornerRadius::same(theme::CORNER))
        .fill(if selected { t.accent_soft } else { egui::Color32::TRANSPARENT })
        .stroke(egui::Stroke::NONE)
        .frame_when_inactive(selected);
    let response = ui.scope(|ui| {
        ui.spacing_mut().button_padding = egui::vec2(6.0, 4.0);
        ui.add_enabled(enabled, button)
    });
    response.inner.on_hover_text(name).on_disabled_hover_text(name).accessible_name(name)
}

/// The button of a command.
pub fn command_ui(ui: &mut Ui, cx: &mut Cx<'_>, command: UiCommand) -> Response {
    let tooltip = command.tooltip(ui.ctx(), cx.lang);
    let response = icon_ui(ui, command.entry().icon, &tooltip, command.enabled(Some(cx.doc)), false);
    let response = response.accessible_name(command.name(cx.lang));
    if response.clicked() {
        cx.out.push(Action::Command(command));
    }
    response
}

/// A menu line of a command; returns whether it was chosen.
pub fn menu_item_ui(ui: &mut Ui, lang: Lang, doc: Option<&Document>, command: UiCommand, checked: Option<bool>) -> bool {
    let t = theme::tokens(ui);
    let enabled = command.enabled(doc);
    let (text, muted) = (t.text, t.muted);
    let icon = match checked {
        Some(true) => crate::gui::icons::CHECK,
        Some(false) => "",
        None => command.entry().icon,
    };
    let mut job = egui::text::LayoutJob::default();
    let icon_format = egui::TextFormat { valign: egui::Align::Center, ..egui::TextFormat::simple(theme::icon_font(theme::ICON), muted) };
    job.append(if icon.is_empty() { " " } else { icon }, 0.0, icon_format);
    let format = egui::TextFormat {
        valign: egui::Align::Center,
        ..egui::TextFormat::simple(egui::FontId::new(theme::TEXT, egui::FontFamily::Proportional), text)
    };
    // Names start on one vertical whether there is an icon or not.
    job.append(command.name(lang), if icon.is_empty() { 22.0 - 4.0 } else { 8.0 }, format);
    let button = egui::Button::new(job)
        .min_size(egui::vec2(250.0, theme::ICON_BUTTON))
        .shortcut_text(RichText::new(command.keys(ui.ctx())).size(theme::TEXT_SMALL).color(muted));
    let response = ui.add_enabled(enabled, button).accessible_name(command.name(lang));
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    response.clicked()
}
