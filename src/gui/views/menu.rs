//! The bar at the top: menus, the search button, whether all is saved, the PDF button.

use eframe::egui::{self, Id, Key, MenuBar, Modifiers, RichText, Ui, vec2};
use nendo::locale::{Lang, Message, text};
use nendo::storage::recent::RecentFile;

use super::Action;
use super::right_pane::segments_ui;
use super::tour::{self, Spot};
use crate::gui::commands::{Group, MENUS, Menu, UiCommand};
use crate::gui::guard::Kept;
use crate::gui::mode::Mode;
use crate::gui::settings::{Middle, Settings, ThemeChoice};
use crate::gui::widgets::icon_button::{self, menu_item_ui};
use crate::gui::workspace::Document;
use crate::gui::{icons, theme};

/// The search with its words.
const SEARCH: f32 = 220.0;
/// What stays free under a menu that is as high as the window: its frame, and a strip that tells it ends.
const MENU_EDGE: f32 = 24.0;

/// What the bar leaves out where it is narrow, a step more each: words go before buttons, and what every menu
/// holds too goes before what none does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Narrow {
    /// Nothing.
    Full,
    /// The search is its icon.
    Search,
    /// Whether all is saved is a sign.
    Saved,
    /// The menus are without their letters.
    Letters,
    /// The PDF button is its icon.
    Pdf,
    /// The choice of writing or the year is one button, and all stands closer.
    Mode,
    /// Printing and the year are in the menus alone.
    Print,
}

impl Narrow {
    const ALL: [Self; 7] = [Self::Full, Self::Search, Self::Saved, Self::Letters, Self::Pdf, Self::Mode, Self::Print];

    /// The first step at which the bar fits.
    fn fitting(ui: &Ui, bar: &Bar<'_>) -> Self {
        let width = ui.available_width();
        Self::ALL.into_iter().find(|step| step.width(ui, bar) <= width).unwrap_or(Self::Print)
    }

    /// The padding beside a menu's name.
    fn padding(self) -> f32 {
        if self >= Self::Mode { 4.0 } else { 8.0 }
    }

    /// What stands between two buttons.
    fn gap(self) -> f32 {
        if self >= Self::Mode { 2.0 } else { theme::SPACE_8 }
    }

    /// How wide the bar is at this step.
    fn width(self, ui: &Ui, bar: &Bar<'_>) -> f32 {
        let words = |words: &str, size: f32| {
            let font = egui::FontId::new(size, egui::FontFamily::Proportional);
            ui.fonts_mut(|fonts| fonts.layout_no_wrap(words.to_owned(), font, egui::Color32::PLACEHOLDER).size().x)
        };
        let button = theme::ICON_BUTTON + self.gap();
        let job = |menu| ui.fonts_mut(|fonts| fonts.layout_job(menu_name(ui, bar.lang, menu, self)).size().x);
        let mut width: f32 = MENUS.iter().map(|menu| job(menu) + 2.0 * self.padding()).sum();
        width += if self >= Self::Search { button } else { SEARCH + self.gap() };
        if bar.busy && !bar.saving {
            width += theme::ICON + self.gap();
        }
        let Some(doc) = bar.doc else { return width };
        let segments = ["window.mode.write", "window.mode.year", "window.mode.compare"]
            .map(|key| words(text(bar.lang, key), theme::TEXT_SMALL) + 26.0);
        width += match self {
            Self::Print => 0.0,
            Self::Mode => 2.0 * button + theme::SPACE_4,
            _ => segments.iter().sum::<f32>() + theme::SPACE_12 + 8.0,
        };
        let saved = saved_words(bar.lang, doc, (bar.saving, bar.kept));
        width += if self >= Self::Saved {
            button
        } else {
            words(&format!("{} {}", saved.sign, saved.words), theme::TEXT_SMALL) + 20.0 + self.gap()
        };
        width += if self >= Self::Pdf { button } else { words(text(bar.lang, "window.bar.pdf"), theme::TEXT) + 20.0 + self.gap() };
        // Undo, redo, and printing.
        width + button * if self >= Self::Print { 2.0 } else { 3.0 }
    }
}

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
    /// A menu in the menu is open, or its line has the keyboard: then → and ← are egui's.
    in_group: bool,
}

impl MenuState {
    /// Whether a menu is open.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

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
        let Some(open) = self.open.filter(|_| !self.in_group) else { return };
        let press = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if press(Key::ArrowRight) {
            self.wanted = Some((open + 1) % MENUS.len());
        } else if press(Key::ArrowLeft) {
            self.wanted = Some((open + MENUS.len() - 1) % MENUS.len());
        }
    }
}

/// A menu's name with its letter: in brackets after a Japanese name, underlined in an English one.
fn menu_name(ui: &Ui, lang: Lang, menu: &Menu, narrow: Narrow) -> egui::text::LayoutJob {
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
        None if narrow >= Narrow::Letters => job.append(name, 0.0, plain),
        None => job.append(&format!("{name}({letter})"), 0.0, plain),
    }
    job
}

/// The line of a command.
fn item_ui(ui: &mut Ui, bar: &Bar<'_>, command: UiCommand, out: &mut Vec<Action>) {
    let on = match command {
        UiCommand::ToggleYear => Some(bar.mode == Mode::Year),
        UiCommand::ToggleCompare => Some(bar.mode == Mode::Compare),
        UiCommand::ChangedOnly => Some(bar.doc.is_some_and(|doc| doc.changed_only)),
        other => checked(other, bar.settings, bar.lang),
    };
    if menu_item_ui(ui, bar.lang, bar.doc, command, on) {
        out.push(Action::Command(command));
        ui.close();
    }
}

/// The line of a menu in the menu.
fn group_ui(ui: &mut Ui, bar: &Bar<'_>, group: &Group, state: &mut MenuState, out: &mut Vec<Action>) {
    let name = text(bar.lang, group.key);
    let mut words = egui::text::LayoutJob::default();
    let format = egui::TextFormat::simple(egui::FontId::new(theme::TEXT, egui::FontFamily::Proportional), theme::tokens(ui).text);
    words.append(name, 24.0, format);
    let line = ui.menu_button(words, |ui| {
        state.in_group = true;
        ui.spacing_mut().item_spacing.y = 0.0;
        for command in group.items {
            item_ui(ui, bar, *command, out);
        }
    });
    state.in_group |= line.response.accessible_name(name).has_focus();
}

/// The lines of one menu.
fn lines_ui(ui: &mut Ui, bar: &Bar<'_>, menu: &Menu, state: &mut MenuState, out: &mut Vec<Action>) {
    for item in menu.items {
        let Some(command) = item else {
            ui.add_space(2.0);
            ui.separator();
            ui.add_space(2.0);
            continue;
        };
        item_ui(ui, bar, *command, out);
        if *command == UiCommand::OpenInNewWindow {
            recent_ui(ui, bar, state, out);
        }
    }
    for group in menu.groups {
        group_ui(ui, bar, group, state, out);
    }
}

fn menus_ui(ui: &mut Ui, bar: &Bar<'_>, narrow: Narrow, state: &mut MenuState, out: &mut Vec<Action>) {
    let (wanted, was_open) = (state.wanted.take(), state.open.take());
    if wanted.is_some() && state.before.is_none() {
        state.before = Some(ui.memory(egui::Memory::focused));
    }
    state.in_group = false;
    let below = ui.max_rect().bottom();
    for (at, menu) in MENUS.iter().enumerate() {
        let name = menu_name(ui, bar.lang, menu, narrow);
        let button = ui.menu_button(name, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.spacing_mut().button_padding = vec2(8.0, 4.0);
            // A low window, or a large interface: what finds no room under the bar is scrolled to.
            let room = ui.ctx().content_rect().bottom() - below - MENU_EDGE;
            egui::ScrollArea::vertical().max_height(room).min_scrolled_height(room).show(ui, |ui| {
                ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Extend);
                lines_ui(ui, bar, menu, state, out);
            });
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
    if was_open.is_some() {
        // The key that chose a line is the menu's: the panes are drawn after it.
        ui.input_mut(|input| {
            input.consume_key(Modifiers::NONE, Key::Enter);
            input.consume_key(Modifiers::NONE, Key::Space);
            input.events.retain(|event| !matches!(event, egui::Event::Text(text) if text == " "));
        });
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
            state.in_group = true;
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
    state.in_group |= line.inner.response.has_focus();
}

/// Draws the bar.
pub fn menu_ui(ui: &mut Ui, bar: &Bar<'_>, state: &mut MenuState, out: &mut Vec<Action>) {
    let t = theme::tokens(ui);
    let Bar { lang, doc, saving, busy, .. } = *bar;
    MenuBar::new().ui(ui, |ui| {
        let narrow = Narrow::fitting(ui, bar);
        ui.spacing_mut().button_padding = vec2(narrow.padding(), 4.0);
        ui.spacing_mut().item_spacing.x = 0.0;
        menus_ui(ui, bar, narrow, state, out);
        if doc.is_some() && narrow < Narrow::Print {
            mode_ui(ui, bar, narrow, out);
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = narrow.gap();
            let right = ui.max_rect().right();
            if let Some(doc) = doc {
                let command = UiCommand::ExportPdf;
                let enabled = command.enabled(Some(doc));
                let words = text(lang, "window.bar.pdf");
                let button = if narrow >= Narrow::Pdf {
                    theme::primary_button(ui, command.entry().icon).min_size(theme::icon_button_size())
                } else {
                    theme::primary_button(ui, words)
                };
                let response = ui.add_enabled(enabled, button).on_hover_text(command.tooltip(ui.ctx(), lang));
                if response.accessible_name(words).clicked() {
                    out.push(Action::Command(command));
                }
                if narrow < Narrow::Print {
                    let command = UiCommand::Print;
                    let tooltip = command.tooltip(ui.ctx(), lang);
                    let response = icon_button::icon_ui(ui, command.entry().icon, &tooltip, command.enabled(Some(doc)), false);
                    if response.accessible_name(command.name(lang)).clicked() {
                        out.push(Action::Command(command));
                    }
                }
                saved_ui(ui, lang, doc, (saving, bar.kept), narrow, out);
                let used = ui.min_rect();
                tour::mark(ui, Spot::Output, egui::Rect::from_x_y_ranges(used.left()..=right, used.y_range()).expand(3.0));
            }
            if busy && !saving {
                ui.add(egui::Spinner::new().size(theme::ICON)).on_hover_text(text(lang, "window.bar.busy"));
            }
            let command = UiCommand::Palette;
            let search = if narrow >= Narrow::Search {
                egui::Button::new(RichText::new(icons::MAGNIFYING_GLASS).color(t.muted)).min_size(theme::icon_button_size())
            } else {
                let words = format!("{}  {}", icons::MAGNIFYING_GLASS, text(lang, "window.bar.search"));
                egui::Button::new(RichText::new(words).color(t.muted))
                    .shortcut_text(theme::muted(ui, command.keys(ui.ctx())))
                    .min_size(vec2(SEARCH, theme::ICON_BUTTON))
            };
            let search = search.fill(t.raised).stroke(egui::Stroke::new(1.0, t.line));
            let tooltip = command.tooltip(ui.ctx(), lang);
            let response = ui.add(search).on_hover_text(tooltip).accessible_name(command.name(lang));
            tour::mark(ui, Spot::Search, response.rect);
            if response.clicked() {
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

/// Writing, the year, or comparing.
fn mode_ui(ui: &mut Ui, bar: &Bar<'_>, narrow: Narrow, out: &mut Vec<Action>) {
    let tooltip = |ui: &Ui, command: UiCommand| command.tooltip(ui.ctx(), bar.lang);
    if narrow >= Narrow::Mode {
        ui.add_space(theme::SPACE_4);
        for (command, mode) in [(UiCommand::ToggleYear, Mode::Year), (UiCommand::ToggleCompare, Mode::Compare)] {
            let tooltip = tooltip(ui, command);
            let response = icon_button::icon_ui(ui, command.entry().icon, &tooltip, true, bar.mode == mode);
            if response.accessible_name(command.name(bar.lang)).clicked() {
                out.push(Action::Command(command));
            }
        }
        return;
    }
    ui.add_space(theme::SPACE_12);
    let back = if bar.mode == Mode::Compare { UiCommand::ToggleCompare } else { UiCommand::ToggleYear };
    let choices = [
        (Mode::Write, text(bar.lang, "window.mode.write"), tooltip(ui, back)),
        (Mode::Year, text(bar.lang, "window.mode.year"), tooltip(ui, UiCommand::ToggleYear)),
        (Mode::Compare, text(bar.lang, "window.mode.compare"), tooltip(ui, UiCommand::ToggleCompare)),
    ];
    if let Some(chosen) = segments_ui(ui, bar.mode, &choices) {
        let command = match chosen {
            Mode::Write => back,
            Mode::Year => UiCommand::ToggleYear,
            Mode::Compare => UiCommand::ToggleCompare,
        };
        out.push(Action::Command(command));
    }
}

/// Whether all is saved: a sign and words for it.
struct SavedWords {
    sign: &'static str,
    words: String,
    tone: Tone,
}

/// How much it asks for attention.
enum Tone {
    Quiet,
    Apart,
    Unsaved,
}

/// Saved, being saved, or not.
fn saved_words(lang: Lang, doc: &Document, (saving, kept): (bool, &Kept)) -> SavedWords {
    let state = |sign, words: String, tone| SavedWords { sign, words, tone };
    if saving {
        state(icons::FLOPPY_DISK, text(lang, "window.save.saving").to_owned(), Tone::Quiet)
    } else if doc.read_only.is_some() {
        state("●", text(lang, "window.read_only.state").to_owned(), Tone::Apart)
    } else if doc.dirty() || doc.never_saved() {
        let words = match kept {
            Kept::At(time) if doc.dirty() => Message::new("window.save.kept").with("time", time.format("%H:%M")).text(lang),
            Kept::Failed(_) => text(lang, "window.save.not_kept").to_owned(),
            _ => text(lang, "window.save.unsaved").to_owned(),
        };
        state("●", words, Tone::Unsaved)
    } else {
        let time = doc.saved_at.map(|at| at.format(" %H:%M").to_string()).unwrap_or_default();
        state(icons::CHECK, format!("{}{time}", text(lang, "window.save.saved")), Tone::Quiet)
    }
}

/// A button that says whether all is saved, and saves.
fn saved_ui(ui: &mut Ui, lang: Lang, doc: &Document, (saving, kept): (bool, &Kept), narrow: Narrow, out: &mut Vec<Action>) {
    let t = theme::tokens(ui);
    let saved = saved_words(lang, doc, (saving, kept));
    let color = match saved.tone {
        Tone::Quiet => t.muted,
        Tone::Apart => t.moved,
        Tone::Unsaved => t.changed,
    };
    let full = format!("{} {}", saved.sign, saved.words);
    let short = narrow >= Narrow::Saved;
    let words = RichText::new(if short { saved.sign } else { full.as_str() }).size(theme::TEXT_SMALL).color(color);
    let mut button = egui::Button::new(words).frame_when_inactive(false);
    if short {
        button = button.min_size(theme::icon_button_size());
    }
    let command = UiCommand::Save;
    let mut tooltip = command.tooltip(ui.ctx(), lang);
    if short {
        tooltip = format!("{}\n{tooltip}", saved.words);
    }
    if let Kept::Failed(message) = kept {
        tooltip = format!("{tooltip}\n{}", message.text(lang));
    }
    // The sign before the words says nothing when read aloud.
    if ui.add(button).on_hover_text(tooltip).accessible_name(&saved.words).clicked() {
        out.push(Action::Command(command));
    }
}
