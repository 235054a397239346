//! The start screen: recent plans, a new one, samples.

use eframe::egui::{self, CornerRadius, RichText, ScrollArea, Sense, TextureHandle, Ui, vec2};
use nendo::locale::{Lang, text};
use nendo::plan::numbering::{LevelFormat, presets};
use nendo::storage::recent::RecentFile;
use nendo::storage::templates::Template;

use super::Action;
use super::outline::one_row;
use super::plan_form::preset_key;
use super::recovered::recovered_ui;
use crate::gui::commands::UiCommand;
use crate::gui::fonts::page_family;
use crate::gui::jobs::LeftBehind;
use crate::gui::samples::SAMPLES;
use crate::gui::{icons, theme};

/// What the start screen shows.
#[derive(Default)]
pub struct StartState {
    /// Recent files, each with whether it is still there; `None` while they are being read.
    pub recent: Option<Vec<(RecentFile, bool)>>,
    /// Work that a crash left behind.
    pub left_behind: Vec<LeftBehind>,
    logo: Option<TextureHandle>,
}

const WIDTH: f32 = 880.0;
/// Templates on the start screen; the dialog of new plans has all of them.
const TEMPLATES: usize = 5;

/// Draws the start screen.
pub fn start_ui(ui: &mut Ui, lang: Lang, state: &mut StartState, templates: &[Template], out: &mut Vec<Action>) {
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        let side = ((ui.available_width() - WIDTH) / 2.0).max(theme::SPACE_24);
        ui.add_space(36.0);
        ui.horizontal_top(|ui| {
            ui.add_space(side);
            ui.vertical(|ui| {
                ui.set_width((ui.available_width() - side).min(WIDTH));
                title_ui(ui, lang, state);
                recovered_ui(ui, lang, &state.left_behind, out);
                ui.add_space(theme::SPACE_16);
                actions_ui(ui, lang, out);
                ui.add_space(theme::SPACE_24);
                let wide = ui.available_width() > 700.0;
                if wide {
                    ui.columns(2, |columns| {
                        recent_ui(&mut columns[0], lang, state, out);
                        templates_ui(&mut columns[0], lang, templates, out);
                        samples_ui(&mut columns[0], lang, out);
                        new_ui(&mut columns[1], lang, out);
                    });
                } else {
                    recent_ui(ui, lang, state, out);
                    templates_ui(ui, lang, templates, out);
                    new_ui(ui, lang, out);
                    samples_ui(ui, lang, out);
                }
            });
        });
    });
}

fn title_ui(ui: &mut Ui, lang: Lang, state: &mut StartState) {
    let logo = state.logo.get_or_insert_with(|| {
        let icon = super::super::icon_image();
        ui.ctx().load_texture("logo", icon, egui::TextureOptions::LINEAR)
    });
    ui.horizontal(|ui| {
        ui.add(egui::Image::new((logo.id(), vec2(44.0, 44.0))).alt_text("Nendo"));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.label(RichText::new("Nendo").font(egui::FontId::new(26.0, theme::bold())));
            ui.label(theme::muted(ui, text(lang, "window.start.tagline")));
        });
    });
}

fn actions_ui(ui: &mut Ui, lang: Lang, out: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        for (command, primary) in [
            (UiCommand::New, true),
            (UiCommand::NewFrom, false),
            (UiCommand::Open, false),
            (UiCommand::Import, false),
            (UiCommand::OpenPath, false),
        ] {
            let words = format!("{}  {}", command.entry().icon, command.name(lang));
            let button = if primary { theme::primary_button(ui, words) } else { egui::Button::new(words) };
            let tooltip = command.tooltip(ui.ctx(), lang);
            if ui.add(button.min_size(vec2(0.0, 36.0))).on_hover_text(tooltip).accessible_name(command.name(lang)).clicked() {
                out.push(Action::Command(command));
            }
        }
    });
    ui.label(theme::muted(ui, text(lang, "window.start.drop")));
}

/// A line of a list: title, detail below, a click.
fn entry_ui(ui: &mut Ui, icon: &str, title: &str, detail: &str, family: egui::FontFamily, enabled: bool) -> egui::Response {
    let t = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 50.0), Sense::click());
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, CornerRadius::same(theme::CORNER), t.hover);
    }
    let color = if enabled { t.text } else { t.disabled };
    let center = egui::pos2(rect.left() + 20.0, rect.center().y);
    ui.painter().text(center, egui::Align2::CENTER_CENTER, icon, theme::icon_font(20.0), if enabled { t.accent } else { t.disabled });
    let left = rect.left() + 42.0;
    let proportional = |size| egui::FontId::new(size, egui::FontFamily::Proportional);
    let galley = one_row(ui, title, proportional(theme::TEXT), color, rect.right() - left - 36.0);
    ui.painter().galley(egui::pos2(left, rect.top() + 7.0), galley, color);
    let muted = if enabled { t.muted } else { t.disabled };
    let galley = one_row(ui, detail, egui::FontId::new(theme::TEXT_SMALL, family), muted, rect.right() - left - 36.0);
    ui.painter().galley(egui::pos2(left, rect.top() + 28.0), galley, muted);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, enabled, title));
    response
}

fn recent_ui(ui: &mut Ui, lang: Lang, state: &StartState, out: &mut Vec<Action>) {
    ui.label(theme::section(ui, text(lang, "window.start.recent")));
    ui.add_space(theme::SPACE_4);
    ui.spacing_mut().item_spacing.y = 2.0;
    // While they are being read nothing is said.
    let Some(recent) = &state.recent else { return };
    if recent.is_empty() {
        ui.label(theme::muted(ui, text(lang, "window.start.no_recent")));
        return;
    }
    for (file, there) in recent.iter().take(6) {
        let year = file.fiscal_year.map(|year| year.to_string());
        let when = if *there { file.opened.format("%Y-%m-%d %H:%M").to_string() } else { text(lang, "window.start.missing").to_owned() };
        let organization = Some(file.organization.clone()).filter(|name| !name.is_empty());
        let detail: Vec<String> = organization.into_iter().chain(year).chain([when]).collect();
        let name = file.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let title = if file.title.is_empty() { &name } else { &file.title };
        let response = entry_ui(ui, icons::FILE, title, &detail.join(" · "), egui::FontFamily::Proportional, *there);
        let forget =
            egui::Rect::from_center_size(egui::pos2(response.rect.right() - 18.0, response.rect.center().y), theme::icon_button_size());
        let words = text(lang, "window.start.forget");
        let mut child = ui.new_child(egui::UiBuilder::new().max_rect(forget).id_salt(&file.path));
        let clicked_forget =
            response.contains_pointer() && crate::gui::widgets::icon_button::icon_ui(&mut child, icons::X, words, true, false).clicked();
        if clicked_forget {
            out.push(Action::ForgetRecent(file.path.clone()));
        } else {
            let hint = format!("{}\n{}", file.path.display(), text(lang, "window.recent.hint"));
            if response.on_hover_text(hint).clicked() {
                let path = file.path.clone();
                let apart = ui.input(|input| input.modifiers.command);
                out.push(if apart { Action::OpenInNewWindow(path) } else { Action::OpenFile(path) });
            }
        }
    }
}

fn new_ui(ui: &mut Ui, lang: Lang, out: &mut Vec<Action>) {
    ui.label(theme::section(ui, text(lang, "window.start.new")));
    ui.add_space(theme::SPACE_4);
    ui.spacing_mut().item_spacing.y = 2.0;
    for preset in presets() {
        let title = text(lang, preset_key(&preset.name));
        // Each level as its first label and a title: 第1…　1…　(1)…
        let level = |(depth, level): (usize, &LevelFormat)| format!("{}{}", level.label(1, &[1; 8][..depth.min(8)]), level.title("…"));
        let levels: Vec<String> = preset.levels.iter().take(5).enumerate().map(level).collect();
        // As on the page, where digits of full width are wide; the window's own type narrows them.
        let family = page_family(nendo::layout::FontId::Gothic);
        if entry_ui(ui, icons::FILE_PLUS, title, &levels.join("　"), family, true).clicked() {
            out.push(Action::NewFromPreset(preset.name.clone()));
        }
    }
}

/// The organisation's own templates, each with its first parts.
fn templates_ui(ui: &mut Ui, lang: Lang, templates: &[Template], out: &mut Vec<Action>) {
    let mut readable = templates.iter().filter_map(|template| Some((template, template.plan.as_ref().ok()?))).peekable();
    if readable.peek().is_none() {
        return;
    }
    ui.add_space(theme::SPACE_16);
    ui.label(theme::section(ui, text(lang, "window.new.own")));
    ui.add_space(theme::SPACE_4);
    for (template, plan) in readable.take(TEMPLATES) {
        let parts: Vec<&str> = plan.nodes.iter().map(|node| node.title.as_str()).filter(|title| !title.is_empty()).take(5).collect();
        let detail = if parts.is_empty() { plan.title.clone() } else { parts.join("・") };
        let response = entry_ui(ui, icons::SQUARES_FOUR, &template.name, &detail, egui::FontFamily::Proportional, true);
        if response.on_hover_text(text(lang, "window.start.template_help")).clicked() {
            out.push(Action::NewFromTemplate(template.path.clone()));
        }
    }
}

fn samples_ui(ui: &mut Ui, lang: Lang, out: &mut Vec<Action>) {
    ui.add_space(theme::SPACE_16);
    ui.label(theme::section(ui, text(lang, "window.start.samples")));
    ui.add_space(theme::SPACE_4);
    for (at, sample) in SAMPLES.iter().enumerate() {
        let (title, detail) = (text(lang, sample.key), text(lang, "window.start.sample_detail"));
        if entry_ui(ui, icons::BOOK_OPEN, title, detail, egui::FontFamily::Proportional, true).clicked() {
            out.push(Action::OpenSample(at));
        }
    }
}
