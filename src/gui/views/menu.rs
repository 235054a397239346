//! The bar at the top: menus, the search button, whether all is saved, the PDF button.

use eframe::egui::{self, MenuBar, RichText, Ui, vec2};
use nendo::locale::{Lang, text};

use super::Action;
use crate::gui::commands::{MENUS, UiCommand};
use crate::gui::settings::{Middle, Settings, ThemeChoice};
use crate::gui::widgets::icon_button::{self, menu_item_ui};
use crate::gui::workspace::Document;
use crate::gui::{icons, theme};

/// Whether a command that switches something is on.
fn checked(command: UiCommand, settings: &Settings, lang: Lang) -> Option<bool> {
    use UiCommand as C;
    match command {
        C::ToggleOutline => Some(settings.outline_open),
        C::ToggleEditor => Some(settings.editor_open),
        C::TogglePreview => Some(settings.preview_open),
        C::ToggleWriting => Some(settings.middle == Middle::Document),
        C::ThemeLight => Some(settings.theme == ThemeChoice::Light),
        C::ThemeDark => Some(settings.theme == ThemeChoice::Dark),
        C::ThemeSystem => Some(settings.theme == ThemeChoice::System),
        C::Japanese => Some(lang == Lang::Ja),
        C::English => Some(lang == Lang::En),
        _ => None,
    }
}

/// Draws the bar.
pub fn menu_ui(ui: &mut Ui, lang: Lang, doc: Option<&Document>, settings: &Settings, (saving, busy): (bool, bool), out: &mut Vec<Action>) {
    let t = theme::tokens(ui);
    MenuBar::new().ui(ui, |ui| {
        ui.spacing_mut().button_padding = vec2(8.0, 4.0);
        ui.spacing_mut().item_spacing.x = 0.0;
        for menu in MENUS {
            ui.menu_button(text(lang, menu.key), |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.spacing_mut().button_padding = vec2(8.0, 4.0);
                for item in menu.items {
                    match item {
                        None => {
                            ui.add_space(2.0);
                            ui.separator();
                            ui.add_space(2.0);
                        }
                        Some(command) => {
                            if menu_item_ui(ui, lang, doc, *command, checked(*command, settings, lang)) {
                                out.push(Action::Command(*command));
                                ui.close();
                            }
                        }
                    }
                }
            });
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = theme::SPACE_8;
            if let Some(doc) = doc {
                let command = UiCommand::ExportPdf;
                let enabled = command.enabled(Some(doc));
                let button = theme::primary_button(ui, text(lang, "window.bar.pdf"));
                if ui.add_enabled(enabled, button).on_hover_text(command.tooltip(ui.ctx(), lang)).clicked() {
                    out.push(Action::Command(command));
                }
                let command = UiCommand::Print;
                let tooltip = command.tooltip(ui.ctx(), lang);
                let response = icon_button::icon_ui(ui, command.entry().icon, &tooltip, command.enabled(Some(doc)), false);
                if response.accessible_name(command.name(lang)).clicked() {
                    out.push(Action::Command(command));
                }
                saved_ui(ui, lang, doc, saving, out);
            }
            if busy && !saving {
                ui.add(egui::Spinner::new().size(theme::ICON)).on_hover_text(text(lang, "window.bar.busy"));
            }
            let command = UiCommand::Palette;
            let words = format!("{}  {}", icons::MAGNIFYING_GLASS, text(lang, "window.bar.search"));
            let search = egui::Button::new(RichText::new(words).color(t.muted))
                .shortcut_text(theme::muted(ui, command.keys(ui.ctx())))
                .fill(t.raised)
                .stroke(egui::Stroke::new(1.0, t.line))
                .min_size(vec2(220.0, theme::ICON_BUTTON));
            let tooltip = command.tooltip(ui.ctx(), lang);
            if ui.add(search).on_hover_text(tooltip).accessible_name(command.name(lang)).clicked() {
                out.push(Action::Command(command));
            }
            if doc.is_some() {
                for command in [UiCommand::Redo, UiCommand::Undo] {
                    let history = doc.map(Document::history);
                    let step =
                        history.and_then(|history| if command == UiCommand::Undo { history.next_undo() } else { history.next_redo() });
                    let mut tooltip = command.tooltip(ui.ctx(), lang);
                    if let Some(step) = step {
                        tooltip = format!("{tooltip}\n{}", text(lang, step.key));
                    }
                    let response = icon_button::icon_ui(ui, command.entry().icon, &tooltip, command.enabled(doc), false);
                    if response.accessible_name(command.name(lang)).clicked() {
                        out.push(Action::Command(command));
                    }
                }
            }
        });
    });
}

/// Saved, being saved, or not: a button that saves.
fn saved_ui(ui: &mut Ui, lang: Lang, doc: &Document, saving: bool, out: &mut Vec<Action>) {
    let t = theme::tokens(ui);
    let (words, color) = if saving {
        (text(lang, "window.save.saving").to_owned(), t.muted)
    } else if doc.dirty() || doc.never_saved() {
        (format!("● {}", text(lang, "window.save.unsaved")), t.changed)
    } else {
        let time = doc.saved_at.map(|at| at.format(" %H:%M").to_string()).unwrap_or_default();
        (format!("{} {}{time}", icons::CHECK, text(lang, "window.save.saved")), t.muted)
    };
    let command = UiCommand::Save;
    let button = egui::Button::new(RichText::new(words).size(theme::TEXT_SMALL).color(color)).frame_when_inactive(false);
    if ui.add(button).on_hover_text(command.tooltip(ui.ctx(), lang)).clicked() {
        out.push(Action::Command(command));
    }
}
