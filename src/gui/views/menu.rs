//! The bar at the top: menus, the search button, whether all is saved, the PDF button.

use eframe::egui::{self, Id, Key, MenuBar, Modifiers, RichText, Ui, vec2};
use nendo::locale::{Lang, Message, text};
use nendo::storage::recent::RecentFile;

use super::Action;
use super::right_pane::segments_ui;
use super::tour::{self, Spot};
use crate::gui::commands::{MENUS, Menu, UiCommand};
use crate::gui::guard::Kept;
use crate::gui::mode::Mode;
use crate::gui::settings::{Middle, Settings, ThemeChoice};
use crate::gui::widgets::icon_button::{self, menu_item_ui};
use crate::gui::workspace::Document;
use crate::gui::{icons, theme};

/// The search's words need this much room beside the menus.
const SEARCH_LEAST: f32 = 310.0;

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

/// What the bar shows.
pub struct Bar<'a> {
    /// The language.
    pub lang: Lang,
    /// The document.
    pub doc: Option<&'a Document>,
    /// What the window is used for.
    pub mode: Mode,
    /// What is switched on.
    pub settings: &'a Settings,
    /// Recent plans, each with whether it is still there.
    pub recent: &'a [(RecentFile, bool)],
    /// The plan is being saved.
    pub saving: bool,
    /// Whether unsaved work lies safe.
    pub kept: &'a Kept,
    /// Files are being read or written.
    pub busy: bool,
}

/// Which menu is open, and how it is reached by keys.
#[derive(Default)]
pub struct MenuState {
    /// The menu to open in this frame.
    wanted: Option<usize>,
    /// The open one.
    open: Option<usize>,
    /// What had the keyboard before a menu was opened by key.
    before: Option<Option<Id>>,
    /// The menu of recent plans is open, or its line has the keyboard: then → and ← are egui's.
    in_recent: bool,
}

impl MenuState {
    /// Opens the first menu.
    pub fn open_first(&mut self) {
        self.wanted = Some(0);
    }

    /// Alt and a letter opens a menu; in an open one ← and → lead to the next. Takes the keys.
    pub fn take_keys(&mut self, ui: &Ui) {
        // On the Mac Alt and a letter is a character.
        if !cfg!(target_os = "macos") {
            let pressed = |menu: &Menu| ui.input_mut(|input| input.consume_key(Modifiers::ALT, menu.letter));
            if let Some(at) = MENUS.iter().position(pressed) {
                self.wanted = Some(at);
            }
        }
        let Some(open) = self.open.filter(|_| !self.in_recent) else { return };
        let press = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if press(Key::ArrowRight) {
            self.wanted = Some((open + 1) % MENUS.len());
        } else if press(Key::ArrowLeft) {
            self.wanted = Some((open + MENUS.len() - 1) % MENUS.len());
        }
    }
}

/// A menu's name with its letter: in brackets after a Japanese name, underlined in an English one.
fn menu_name(ui: &Ui, lang: Lang, menu: &Menu) -> egui::text::LayoutJob {
    let t = theme::tokens(ui);
    let plain = egui::TextFormat::simple(egui::FontId::new(theme::TEXT, egui::FontFamily::Proportional), t.text);
    let marked = egui::TextFormat { underline: egui::Stroke::new(1.0, t.muted), ..plain.clone() };
    let (name, letter) = (text(lang, menu.key), menu.letter.symbol_or_name());
    let mut job = egui::text::LayoutJob::default();
    match name.split_once(letter) {
        Some((before, after)) => {
            job.append(before, 0.0, plain.clone());
            job.append(letter, 0.0, marked);
            job.append(after, 0.0, plain);
        }
        None => job.append(&format!("{name}({letter})"), 0.0, plain),
    }
    job
}

fn menus_ui(ui: &mut Ui, bar: &Bar<'_>, state: &mut MenuState, out: &mut Vec<Action>) {
    let (wanted, was_open) = (state.wanted.take(), state.open.take());
    if wanted.is_some() && state.before.is_none() {
        state.before = Some(ui.memory(egui::Memory::focused));
    }
    state.in_recent = false;
    for (at, menu) in MENUS.iter().enumerate() {
        let name = menu_name(ui, bar.lang, menu);
        let button = ui.menu_button(name, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.spacing_mut().button_padding = vec2(8.0, 4.0);
            for item in menu.items {
                let Some(command) = item else {
                    ui.add_space(2.0);
                    ui.separator();
                    ui.add_space(2.0);
                    continue;
                };
                let on = if *command == UiCommand::ToggleYear {
                    Some(bar.mode == Mode::Year)
                } else {
                    checked(*command, bar.settings, bar.lang)
                };
                if menu_item_ui(ui, bar.lang, bar.doc, *command, on) {
                    out.push(Action::Command(*command));
                    ui.close();
                }
                if *command == UiCommand::OpenInNewWindow {
                    recent_ui(ui, bar, state, out);
                }
            }
        });
        let response = button.response.accessible_name(text(bar.lang, menu.key));
        let popup = egui::Popup::default_response_id(&response);
        if wanted == Some(at) {
            egui::Popup::open_id(ui.ctx(), popup);
            response.request_focus();
            ui.request_repaint();
        }
        if wanted == Some(at) || (wanted.is_none() && egui::Popup::is_id_open(ui.ctx(), popup)) {
            state.open = Some(at);
        }
    }
    if was_open.is_some() && state.open.is_none() {
        // The keyboard goes back, unless a command has given it to something else.
        if let Some(before) = state.before.take() {
            ui.memory_mut(|memory| match (before, memory.focused()) {
                (Some(before), _) => memory.request_focus(before),
                (None, Some(button)) => memory.surrender_focus(button),
                (None, None) => {}
            });
        }
    }
}

/// The menu of recent plans; with Ctrl held a plan is opened in a window of its own.
fn recent_ui(ui: &mut Ui, bar: &Bar<'_>, state: &mut MenuState, out: &mut Vec<Action>) {
    let name = text(bar.lang, "window.start.recent");
    let there = || bar.recent.iter().filter(|(_, there)| *there).take(10);
    let enabled = there().next().is_some();
    let line = ui.add_enabled_ui(enabled, |ui| {
        let mut words = egui::text::LayoutJob::default();
        let format = egui::TextFormat::simple(egui::FontId::new(theme::TEXT, egui::FontFamily::Proportional), theme::tokens(ui).text);
        words.append(name, 24.0, format);
        ui.menu_button(words, |ui| {
            state.in_recent = true;
            for (file, _) in there() {
                let title = if file.title.is_empty() { file.path.display().to_string() } else { file.title.clone() };
                let button = egui::Button::new(title).truncate().min_size(vec2(250.0, theme::ICON_BUTTON));
                let hint = format!("{}\n{}", file.path.display(), text(bar.lang, "window.recent.hint"));
                if ui.add(button).on_hover_text(hint).clicked() {
                    let path = file.path.clone();
                    let apart = ui.input(|input| input.modifiers.command);
                    out.push(if apart { Action::OpenInNewWindow(path) } else { Action::OpenFile(path) });
                    ui.close();
                }
            }
        })
    });
    state.in_recent |= line.inner.response.has_focus();
}

/// Draws the bar.
pub fn menu_ui(ui: &mut Ui, bar: &Bar<'_>, state: &mut MenuState, out: &mut Vec<Action>) {
    let t = theme::tokens(ui);
    let Bar { lang, doc, saving, busy, .. } = *bar;
    MenuBar::new().ui(ui, |ui| {
        ui.spacing_mut().button_padding = vec2(8.0, 4.0);
        ui.spacing_mut().item_spacing.x = 0.0;
        menus_ui(ui, bar, state, out);
        if doc.is_some() {
            mode_ui(ui, bar, out);
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = theme::SPACE_8;
            let right = ui.max_rect().right();
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
                saved_ui(ui, lang, doc, (saving, bar.kept), out);
                let used = ui.min_rect();
                tour::mark(ui, Spot::Output, egui::Rect::from_x_y_ranges(used.left()..=right, used.y_range()).expand(3.0));
            }
            if busy && !saving {
                ui.add(egui::Spinner::new().size(theme::ICON)).on_hover_text(text(lang, "window.bar.busy"));
            }
            let command = UiCommand::Palette;
            // In a narrow window the menus keep their place, and the search is its icon.
            let search = if ui.available_width() < SEARCH_LEAST {
                egui::Button::new(RichText::new(icons::MAGNIFYING_GLASS).color(t.muted)).min_size(theme::icon_button_size())
            } else {
                let words = format!("{}  {}", icons::MAGNIFYING_GLASS, text(lang, "window.bar.search"));
                egui::Button::new(RichText::new(words).color(t.muted))
                    .shortcut_text(theme::muted(ui, command.keys(ui.ctx())))
                    .min_size(vec2(220.0, theme::ICON_BUTTON))
            };
            let search = search.fill(t.raised).stroke(egui::Stroke::new(1.0, t.line));
            let tooltip = command.tooltip(ui.ctx(), lang);
            let response = ui.add(search).on_hover_text(tooltip).accessible_name(command.name(lang));
            tour::mark(ui, Spot::Search, response.rect);
            if response.clicked() {
                out.push(Action::Command(command));
            }
            if doc.is_some() && ui.available_width() > 2.0 * (theme::ICON_BUTTON + theme::SPACE_8) {
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

/// Writing or the year.
fn mode_ui(ui: &mut Ui, bar: &Bar<'_>, out: &mut Vec<Action>) {
    ui.add_space(theme::SPACE_12);
    let tooltip = UiCommand::ToggleYear.tooltip(ui.ctx(), bar.lang);
    let choices =
        [(Mode::Write, text(bar.lang, "window.mode.write"), tooltip.clone()), (Mode::Year, text(bar.lang, "window.mode.year"), tooltip)];
    if segments_ui(ui, bar.mode, &choices).is_some() {
        out.push(Action::Command(UiCommand::ToggleYear));
    }
}

/// Saved, being saved, or not: a button that saves.
fn saved_ui(ui: &mut Ui, lang: Lang, doc: &Document, (saving, kept): (bool, &Kept), out: &mut Vec<Action>) {
    let t = theme::tokens(ui);
    let (words, color) = if saving {
        (text(lang, "window.save.saving").to_owned(), t.muted)
    } else if doc.read_only.is_some() {
        (text(lang, "window.read_only.state").to_owned(), t.moved)
    } else if doc.dirty() || doc.never_saved() {
        let words = match kept {
            Kept::At(time) if doc.dirty() => Message::new("window.save.kept").with("time", time.format("%H:%M")).text(lang),
            Kept::Failed(_) => text(lang, "window.save.not_kept").to_owned(),
            _ => text(lang, "window.save.unsaved").to_owned(),
        };
        (format!("● {words}"), t.changed)
    } else {
        let time = doc.saved_at.map(|at| at.format(" %H:%M").to_string()).unwrap_or_default();
        (format!("{} {}{time}", icons::CHECK, text(lang, "window.save.saved")), t.muted)
    };
    let command = UiCommand::Save;
    // The icon or the dot before the words says nothing when read aloud.
    let name = words.strip_prefix(icons::CHECK).or_else(|| words.strip_prefix('●')).unwrap_or(&words).trim().to_owned();
    let button = egui::Button::new(RichText::new(words).size(theme::TEXT_SMALL).color(color)).frame_when_inactive(false);
    let mut tooltip = command.tooltip(ui.ctx(), lang);
    if let Kept::Failed(message) = kept {
        tooltip = format!("{tooltip}\n{}", message.text(lang));
    }
    if ui.add(button).on_hover_text(tooltip).accessible_name(name).clicked() {
        out.push(Action::Command(command));
    }
}
