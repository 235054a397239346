//! The application: its parts, and what happens in a frame.
//!
//! Lives here: the order of a frame. Does not live here: what commands do (`execute`), dialogs
//! (`dialogs`), which panes there are (`panes`), drawing (`views`).

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{self, Context, Event, Id, Ui, ViewportCommand};
use nendo::locale::{Lang, text};
use nendo::plan::Plan;
use nendo::storage::Keeper;

use super::clipboard::{Clipboard, Pasted};
use super::commands::{Scope, TABLE, take_keys};
use super::dialogs::{Dialog, Restoring};
use super::execute::Marking;
use super::guard::Guard;
use super::jobs::{Jobs, YearShape};
use super::mode::Mode;
use super::organization::Organization;
use super::settings::{Settings, ThemeChoice};
use super::views::Action;
use super::views::compare::CompareState;
use super::views::compare::joining::JoiningDialog;
use super::views::compare::table_dialog::TableDialog;
use super::views::editor::EditorState;
use super::views::help::HelpState;
use super::views::left_pane::LeftPane;
use super::views::menu::MenuState;
use super::views::outline::OutlineState;
use super::views::palette::PaletteState;
use super::views::picker::PickerState;
use super::views::preview::PreviewState;
use super::views::print_preview::PrintPreview;
use super::views::start::StartState;
use super::views::tour::TourState;
use super::views::writing::WritingState;
use super::views::year::YearState;
use super::widgets::draft_text::{Drafts, Refused};
use super::widgets::toast::{ToastAction, Toasts};
use super::windows::Windows;
use super::workspace::Document;
use super::{Start, ime, pace, window_place};

/// How long a new window is brought into view, in seconds.
const PLACING: f64 = 1.5;
/// Closing waits no longer than this for what is still being typed, in seconds.
const CLOSES_AT_LAST: f64 = 6.0;

/// The application.
pub struct App {
    pub(super) ctx: Context,
    pub(super) lang: Lang,
    pub(super) settings: Settings,
    saved_settings: Settings,
    /// Settings are written only by a real window, not by tests.
    keeps_settings: bool,
    pub(super) doc: Option<Document>,
    pub(super) jobs: Jobs,
    /// The organisation's own words, styles and templates.
    pub(super) organization: Organization,
    pub(super) drafts: Drafts,
    pub(super) outline: OutlineState,
    pub(super) left: LeftPane,
    pub(super) editor: EditorState,
    pub(super) writing: WritingState,
    /// What the window is used for.
    pub(super) mode: Mode,
    pub(super) year: YearState,
    pub(super) compare: CompareState,
    /// Drafts being joined, where one left it half decided.
    pub(super) joining: Option<Box<JoiningDialog>>,
    /// How the old/new table is to be written, while a file is asked for.
    pub(super) table: Option<TableDialog>,
    /// What had the keyboard before a dialog came up, if anything had.
    pub(super) focus_before: Option<Option<Id>>,
    /// The text in a field that was last told not to be in the plan.
    pub(super) told_refused: Option<Refused>,
    /// How the year's calendar was written last.
    pub(super) year_shape: YearShape,
    /// What the marks in the outline are made from.
    pub(super) marking: Marking,
    pub(super) preview: PreviewState,
    /// The print preview, while it has the window.
    pub(super) print_preview: Option<PrintPreview>,
    pub(super) palette: PaletteState,
    pub(super) picker: PickerState,
    pub(super) start: StartState,
    pub(super) toasts: Toasts,
    pub(super) clipboard: Clipboard,
    /// The next paste is plain text, whatever else stands on the clipboard.
    pub(super) paste_plain: bool,
    /// The paste of this frame is plain text.
    pub(super) pasting_plain: bool,
    /// Since Ctrl+V was pressed a text was pasted.
    paste_seen: bool,
    pub(super) pasted: Option<Pasted>,
    pub(super) dialogs: Vec<Dialog>,
    /// Whether a dialog had the window in the last frame.
    pub(super) was_covered: bool,
    /// What had the keyboard last, dialogs and the palette aside: it comes back there after them.
    pub(super) keyboard: Option<Id>,
    /// What was given the keyboard back in the last frame.
    pub(super) giving_back: Option<Id>,
    /// What guards the open document.
    pub(super) guard: Guard,
    /// What is to happen with the plan that is being read.
    pub(super) restoring: Option<Restoring>,
    /// What waits for the plan to be saved.
    pub(super) leaving: Option<super::dialogs::AfterLeaving>,
    /// Until then it is seen to that the new window stands where it can be seen; nothing before the first frame.
    placing: Option<f64>,
    /// It was maximized when it was last closed, and is to be so again.
    maximize: bool,
    pub(super) menus: MenuState,
    /// Further windows.
    pub(super) windows: Windows,
    pub(super) help: HelpState,
    pub(super) tour: TourState,
    pub(super) show_findings: bool,
    pub(super) saving: bool,
    /// The window may close: there is nothing to lose, or the user said so.
    pub(super) may_close: bool,
    /// Since when the window is to be closed once everything typed has come, seconds.
    closing: Option<f64>,
    pub(super) system_dialogs: bool,
    /// What was last laid out, and where its pictures stand.
    pub(super) laid_for: Option<(Arc<Plan>, Option<PathBuf>)>,
    title: String,
    /// When the title was last set.
    woken: f64,
}

impl App {
    /// The application in a real window.
    pub fn new(ctx: &Context, mut start: Start, settings: Settings) -> Self {
        super::set_up(ctx);
        ime::find_platform(ctx);
        let file = start.file.take();
        let mut app = Self::with_settings(ctx, start, settings);
        app.jobs.remembers = true;
        app.keep_with(Arc::new(Keeper::of_this_process()));
        app.keeps_settings = true;
        app.clipboard = Clipboard::system();
        app.jobs.load_recent();
        if let Some(file) = file {
            app.open_any(file);
        }
        app.take_organization(Organization::in_folder(nendo::storage::config_dir()));
        if !app.settings.tour_seen {
            app.tour.start();
        }
        app
    }

    /// The application with these settings, which it will not write. Fonts must be there already.
    pub fn with_settings(ctx: &Context, start: Start, settings: Settings) -> Self {
        let lang = start.lang.or(settings.lang).unwrap_or_else(Lang::from_environment);
        let mut app = Self {
            ctx: ctx.clone(),
            lang,
            saved_settings: settings.clone(),
            keeps_settings: false,
            doc: None,
            jobs: Jobs::new(ctx),
            organization: Organization::default(),
            drafts: Drafts::default(),
            outline: OutlineState::default(),
            left: LeftPane::default(),
            editor: EditorState::default(),
            writing: WritingState::default(),
            mode: Mode::default(),
            year: YearState::default(),
            compare: CompareState::default(),
            joining: None,
            table: None,
            focus_before: None,
            told_refused: None,
            year_shape: YearShape::default(),
            marking: Marking::default(),
            preview: PreviewState::new(settings.zoom),
            print_preview: None,
            palette: PaletteState::default(),
            picker: PickerState::default(),
            start: StartState::default(),
            toasts: Toasts::default(),
            clipboard: Clipboard::detached(),
            paste_plain: false,
            pasting_plain: false,
            paste_seen: false,
            pasted: None,
            dialogs: Vec::new(),
            was_covered: false,
            keyboard: None,
            giving_back: None,
            guard: Guard::default(),
            restoring: None,
            leaving: None,
            placing: None,
            maximize: settings.window.maximized,
            menus: MenuState::default(),
            windows: Windows::default(),
            help: HelpState::default(),
            tour: TourState::default(),
            show_findings: false,
            saving: false,
            may_close: false,
            closing: None,
            system_dialogs: super::jobs::has_system_dialogs(),
            laid_for: None,
            title: String::new(),
            woken: 0.0,
            settings,
        };
        app.apply_theme();
        app.set_interface_zoom(app.settings.interface_zoom);
        if let Some(file) = start.file {
            app.open_any(file);
        }
        app
    }

    /// Shows the chosen theme.
    pub(super) fn apply_theme(&self) {
        self.ctx.set_theme(match self.settings.theme {
            ThemeChoice::System => egui::ThemePreference::System,
            ThemeChoice::Light => egui::ThemePreference::Light,
            ThemeChoice::Dark => egui::ThemePreference::Dark,
        });
    }

    /// A text in the language.
    pub(super) fn t(&self, key: &'static str) -> &'static str {
        text(self.lang, key)
    }

    /// Opens a plan or imports a text, by the file's name.
    pub(super) fn open_any(&mut self, path: PathBuf) {
        let is_plan = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("ron"));
        if is_plan {
            self.jobs.open(path);
        } else {
            self.jobs.import(path);
        }
    }

    /// Whether a dialog or list lies over the window.
    pub(super) fn covered(&self) -> bool {
        !self.dialogs.is_empty() || self.help.is_open()
    }

    /// One frame: everything the window does. Independent of the window system, for tests and benches.
    pub fn frame(&mut self, ui: &mut Ui) {
        let mut out = Vec::new();
        self.drafts.begin_frame();
        self.collect_jobs();
        self.compare_frame();
        self.find_keyboard(ui);
        self.read_paste(ui);
        self.global_keys(ui, &mut out);
        self.dropped_files(ui);
        self.panels_ui(ui, &mut out);
        self.overlays_ui(&mut out);
        out.extend(self.drafts.take_orphans().into_iter().map(Action::Edit));
        let acted = !out.is_empty();
        for action in out {
            self.perform(action);
        }
        if ime::committed(ui.ctx())
            && let Some(doc) = &mut self.doc
        {
            doc.close_step();
        }
        if ui.input(|input| input.events.contains(&Event::WindowFocused(true))) {
            self.refresh_holidays();
        }
        self.guard_frame();
        self.ask_layout();
        self.follow_up(ui);
        pace::set_moving(ui.ctx(), self.keyboard_moves());
        if acted {
            // Views drawn before an action was carried out show the state before it.
            ui.ctx().request_repaint();
        }
    }

    /// Keys that work everywhere, taken before any widget sees them.
    fn global_keys(&mut self, ui: &Ui, out: &mut Vec<Action>) {
        if ime::composing(ui.ctx()) || self.covered() {
            return;
        }
        if self.print_preview.is_none() {
            self.menus.take_keys(ui);
        }
        for entry in TABLE.iter().filter(|entry| entry.scope == Scope::Global) {
            for shortcut in entry.shortcuts {
                // Consumed even while disabled: a text field must not take Ctrl+Z as its own.
                if ui.input_mut(|input| take_keys(input, shortcut)) && entry.command.enabled(self.doc.as_ref()) {
                    out.push(Action::Command(entry.command));
                }
            }
        }
    }

    /// Looks whether what is being pasted is a table: egui brings the text alone.
    fn read_paste(&mut self, ui: &Ui) {
        self.pasted = None;
        let text = ui.input(|input| input.events.iter().find_map(|e| if let Event::Paste(text) = e { Some(text.clone()) } else { None }));
        let given = text.is_some();
        let Some(text) = text.or_else(|| self.paste_without_text(ui)) else { return };
        self.paste_seen = given;
        self.pasting_plain = std::mem::take(&mut self.paste_plain);
        if self.pasting_plain {
            return;
        }
        self.pasted = self.clipboard.table(&text);
        if self.pasted.is_none() && !self.covered() && !ime::composing(ui.ctx()) && self.ask_about_paste(&text) {
            ui.input_mut(|input| input.events.retain(|event| !matches!(event, Event::Paste(_))));
            return;
        }
        if self.pasted.is_none() && text.ends_with('\n') && self.clipboard.is_cell(&text) {
            ui.input_mut(|input| {
                for event in &mut input.events {
                    if let Event::Paste(text) = event {
                        text.truncate(text.trim_end_matches('\n').len());
                    }
                }
            });
        }
    }

    /// Ctrl+V with HTML alone on the clipboard: egui brings no text, and of the keys only that they are let go is
    /// seen. The words of the HTML are pasted.
    fn paste_without_text(&mut self, ui: &Ui) -> Option<String> {
        let is_end = |e: &Event| matches!(e, Event::Key { key: egui::Key::V, pressed: false, modifiers, .. } if modifiers.command);
        let ended = ui.input(|input| input.events.iter().any(is_end));
        if !ended || std::mem::take(&mut self.paste_seen) || self.doc.is_none() {
            return None;
        }
        let text = self.clipboard.text_of_html_alone()?;
        ui.input_mut(|input| input.events.push(Event::Paste(text.clone())));
        Some(text)
    }

    fn dropped_files(&mut self, ui: &Ui) {
        let dropped: Vec<PathBuf> = ui.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        // Pictures go into the open plan; anything else takes its place.
        let (pictures, others): (Vec<_>, Vec<_>) = dropped.into_iter().partition(|path| self.doc.is_some() && is_picture(path));
        for path in pictures {
            self.bring_picture(path);
        }
        if let Some(path) = others.into_iter().next() {
            self.leave_document(super::dialogs::AfterLeaving::Open(path));
        }
    }

    /// Has the newest plan laid out, off this thread.
    fn ask_layout(&mut self) {
        let Some(doc) = &self.doc else {
            self.laid_for = None;
            return;
        };
        // A plan saved elsewhere has its pictures elsewhere.
        let folder = doc.folder();
        // A reason for a change prints nothing: the pages stay as they are.
        let is_laid = |plan: &Arc<Plan>| Arc::ptr_eq(plan, doc.plan()) || plan.is_printed_as(doc.plan());
        if self.laid_for.as_ref().is_none_or(|(plan, place)| !is_laid(plan) || *place != folder) {
            self.laid_for = Some((doc.plan().clone(), folder.clone()));
            self.jobs.lay_out(doc.plan().clone(), folder);
        }
    }

    /// Title, closing, settings.
    fn follow_up(&mut self, ui: &Ui) {
        let title = match &self.doc {
            Some(doc) => format!("{}{} — Nendo", if doc.dirty() { "● " } else { "" }, doc.name()),
            None => "Nendo".to_owned(),
        };
        // On X11 the input method's last word waits in the queue until the server sends another event,
        // which setting the title makes it do.
        let now = ui.input(|input| input.time);
        let wake = cfg!(target_os = "linux") && ime::composing(ui.ctx()) && now - self.woken >= ime::LOOK_AGAIN.as_secs_f64();
        if title != self.title || wake {
            self.woken = now;
            self.title.clone_from(&title);
            ui.ctx().send_viewport_cmd(ViewportCommand::Title(title));
        }
        self.follow_closing(ui);
        self.settings.zoom = self.preview.zoom;
        self.keep_place(ui);
        // Not while a width is being dragged.
        if self.keeps_settings && self.settings != self.saved_settings && !ui.input(|input| input.pointer.any_down()) {
            self.saved_settings = self.settings.clone();
            let settings = self.settings.clone();
            std::thread::spawn(move || settings.save());
        }
    }

    /// Closes the window when the system asks for it: after the letters that are still on their way have come.
    fn follow_closing(&mut self, ui: &Ui) {
        let asked = ui.input(|input| input.viewport().close_requested());
        if self.may_close || !asked && self.closing.is_none() {
            return;
        }
        let now = ui.input(|input| input.time);
        let since = *self.closing.get_or_insert(now);
        if !pace::settled(ui.ctx(), since) && now - since < CLOSES_AT_LAST {
            if asked {
                ui.ctx().send_viewport_cmd(ViewportCommand::CancelClose);
            }
            return ui.ctx().request_repaint_after(std::time::Duration::from_millis(50));
        }
        self.closing = None;
        self.take_composed();
        if self.doc.as_ref().is_some_and(Document::dirty) || self.saving {
            ui.ctx().send_viewport_cmd(ViewportCommand::CancelClose);
            self.leave_document(super::dialogs::AfterLeaving::Quit);
        } else {
            self.end_guard();
            self.may_close = true;
            if !asked {
                ui.ctx().send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    /// Remembers where the window stands; after the start sees to it that it is on the screen.
    fn keep_place(&mut self, ui: &Ui) {
        let viewport = ui.input(|input| input.viewport().clone());
        let zoom = self.settings.interface_zoom;
        let now = ui.input(|input| input.time);
        if let (Some(outer), Some(monitor)) = (viewport.outer_rect, viewport.monitor_size)
            && now < *self.placing.get_or_insert(now + PLACING)
        {
            // The window manager puts its frame round the window, and moves it, only after it was first seen.
            ui.ctx().request_repaint_after(std::time::Duration::from_millis(250));
            // On X11 the wish to be maximized is lost before the window is first shown.
            let wished = std::mem::take(&mut self.maximize).then_some(window_place::Mend::Maximize);
            let mend = wished.or_else(|| window_place::mend(outer, monitor)).filter(|_| viewport.maximized != Some(true));
            if let Some(mend) = mend {
                ui.ctx().send_viewport_cmd(match mend {
                    window_place::Mend::Maximize => ViewportCommand::Maximized(true),
                    window_place::Mend::Move(position) => ViewportCommand::OuterPosition(position),
                });
                return;
            }
        }
        self.settings.window.take_in(&viewport, zoom);
    }

    /// Shows another document, or none.
    pub(super) fn show_document(&mut self, doc: Option<Document>) {
        let discarded = self.guard.end(&self.jobs, self.doc.as_ref(), doc.as_ref().and_then(|doc| doc.path.as_ref()), false);
        self.doc = doc;
        self.begin_guard(None);
        if self.print_preview.is_some() {
            self.toggle_print_preview();
        }
        self.drafts.clear();
        self.outline.reset();
        self.writing.reset();
        self.mode = Mode::Write;
        self.year.reset();
        self.compare.reset();
        self.joining = None;
        self.marking = Marking::default();
        self.left.reset();
        self.preview.reset();
        self.toasts = Toasts::default();
        if discarded {
            self.toasts.show(self.t("window.discarded.toast").to_owned(), vec![ToastAction::Discarded]);
        }
        self.laid_for = None;
        self.jobs.forget_layout();
        self.recall_base();
        match self.doc.as_ref().map(|doc| doc.path.clone()) {
            None => {
                self.start.recent = None;
                self.jobs.find_left_behind();
            }
            Some(Some(path)) => self.jobs.read_baseline(path),
            Some(None) => {}
        }
        // The menu lists them too.
        if self.keeps_settings || self.doc.is_none() {
            self.jobs.load_recent();
        }
        self.ctx.request_repaint();
    }
}

/// Whether a file is a picture, by its name.
fn is_picture(path: &std::path::Path) -> bool {
    path.extension().is_some_and(|have| super::dialogs::PICTURES.iter().any(|want| have.eq_ignore_ascii_case(want)))
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.frame(ui);
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }

    fn persist_egui_memory(&self) -> bool {
        false
    }
}
