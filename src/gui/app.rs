//! The application: its parts, and what happens in a frame.
//!
//! Lives here: the order of a frame. Does not live here: what commands do (`execute`), dialogs
//! (`dialogs`), drawing (`views`).

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{self, CentralPanel, Context, Event, Frame, Id, Margin, Panel, Stroke, Ui, ViewportCommand};
use nendo::locale::{Lang, Message, text};
use nendo::plan::Plan;
use nendo::storage::Keeper;

use super::clipboard::{Clipboard, Pasted};
use super::commands::{Scope, TABLE, take_keys};
use super::dialogs::{Dialog, Restoring};
use super::guard::Guard;
use super::jobs::Jobs;
use super::mode::Mode;
use super::organization::Organization;
use super::settings::{Middle, Right, Settings, ThemeChoice};
use super::views::editor::{self, EditorState};
use super::views::help::{self, HelpAnswer, HelpState};
use super::views::job_strip::job_strip_ui;
use super::views::left_pane::{LeftPane, left_pane_ui};
use super::views::menu::{self, MenuState};
use super::views::outline::{self, OutlineState};
use super::views::outside_bar::{outside_bar_ui, read_only_bar_ui, warning_bar_ui};
use super::views::palette::{self, PaletteState};
use super::views::picker::{PickerState, picker_ui};
use super::views::preview::{self, PreviewState};
use super::views::print_preview::{PrintPreview, print_preview_ui};
use super::views::right_pane::{details_pane_ui, middle_bar_ui, right_pane_ui};
use super::views::start::{self, StartState};
use super::views::tour::{self, Spot, TourState};
use super::views::writing::{WritingState, writing_ui};
use super::views::year::{self, YearState, year_ui};
use super::views::{Action, Cx, status_bar};
use super::widgets::draft_text::Drafts;
use super::widgets::toast::Toasts;
use super::windows::Windows;
use super::workspace::Document;
use super::{Start, ime, theme, window_place};

/// The editor keeps this width when the window gets small.
const EDITOR_LEAST: f32 = 400.0;
/// From this width of the window on the document has pages and fields beside it.
const WIDE: f32 = 1600.0;

/// In a window narrower than this the page gives way to the editor.
const THREE_PANES_LEAST: f32 = 920.0;

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
    pasted: Option<Pasted>,
    pub(super) dialogs: Vec<Dialog>,
    /// Whether a dialog had the window in the last frame.
    pub(super) was_covered: bool,
    /// What had the keyboard last, dialogs and the palette aside: it comes back there after them.
    pub(super) keyboard: Option<Id>,
    /// What was given the keyboard back in the last frame.
    giving_back: Option<Id>,
    /// What guards the open document.
    pub(super) guard: Guard,
    /// What is to happen with the plan that is being read.
    pub(super) restoring: Option<Restoring>,
    /// What waits for the plan to be saved.
    pub(super) leaving: Option<super::dialogs::AfterLeaving>,
    /// The window stands where it can be seen.
    placed: bool,
    pub(super) menus: MenuState,
    /// Further windows.
    pub(super) windows: Windows,
    pub(super) help: HelpState,
    pub(super) tour: TourState,
    pub(super) show_findings: bool,
    pub(super) saving: bool,
    /// The window may close: there is nothing to lose, or the user said so.
    pub(super) may_close: bool,
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
            placed: false,
            menus: MenuState::default(),
            windows: Windows::default(),
            help: HelpState::default(),
            tour: TourState::default(),
            show_findings: false,
            saving: false,
            may_close: false,
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
        let Some(text) = text else {
            // Ctrl+V with nothing that is text: of the keys only that they are let go is seen.
            let is_end = |e: &Event| matches!(e, Event::Key { key: egui::Key::V, pressed: false, modifiers, .. } if modifiers.command);
            let ended = ui.input(|input| input.events.iter().any(is_end));
            if ended && !std::mem::take(&mut self.paste_seen) && self.doc.is_some() {
                self.tell_of_html_alone();
            }
            return;
        };
        self.paste_seen = true;
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

    fn panels_ui(&mut self, ui: &mut Ui, out: &mut Vec<Action>) {
        if let (Some(state), Some(doc)) = (&mut self.print_preview, &self.doc) {
            let covered = !self.dialogs.is_empty() || self.help.is_open() || self.palette.is_open();
            let Organization { profile, holidays, .. } = &self.organization;
            let mut cx = Cx { lang: self.lang, doc, pasted: None, profile, holidays, drafts: &mut self.drafts, out };
            CentralPanel::no_frame().frame(theme::pane_frame(ui)).show(ui, |ui| print_preview_ui(ui, &mut cx, state, covered));
            return;
        }
        let t = theme::tokens(ui);
        let bar = Frame::NONE.fill(t.panel).inner_margin(Margin::symmetric(8, 6));
        Panel::top("menu").frame(bar).show(ui, |ui| {
            let bar = menu::Bar {
                lang: self.lang,
                doc: self.doc.as_ref(),
                mode: self.mode,
                settings: &self.settings,
                recent: self.start.recent.as_deref().unwrap_or_default(),
                saving: self.saving,
                kept: &self.guard.kept,
                busy: self.jobs.busy(),
            };
            menu::menu_ui(ui, &bar, &mut self.menus, out);
        });
        for (id, warning) in [("lost_note", self.lost_note()), ("not_kept", self.not_kept())] {
            let Some(warning) = warning else { continue };
            let bar = Frame::NONE.fill(t.accent_soft).inner_margin(Margin::symmetric(12, 6));
            Panel::top(id).frame(bar).show(ui, |ui| warning_bar_ui(ui, self.lang, &warning, out));
        }
        if let (Some(doc), Some(noticed)) = (&self.doc, self.guard.outside) {
            let bar = Frame::NONE.fill(t.accent_soft).inner_margin(Margin::symmetric(12, 6));
            Panel::top("outside").frame(bar).show(ui, |ui| outside_bar_ui(ui, self.lang, doc, noticed, out));
        }
        if let Some(doc) = self.doc.as_ref().filter(|doc| doc.read_only.is_some()) {
            let bar = Frame::NONE.fill(t.accent_soft).inner_margin(Margin::symmetric(12, 6));
            Panel::top("read_only").frame(bar).show(ui, |ui| read_only_bar_ui(ui, self.lang, doc, out));
        }
        let Some(doc) = &self.doc else {
            CentralPanel::no_frame().frame(Frame::NONE.fill(t.ground)).show(ui, |ui| {
                start::start_ui(ui, self.lang, &mut self.start, &self.organization.templates, out);
            });
            return;
        };
        let Organization { profile, holidays, .. } = &self.organization;
        let mut cx = Cx { lang: self.lang, doc, pasted: self.pasted.as_ref(), profile, holidays, drafts: &mut self.drafts, out };
        let status = Frame::NONE.fill(t.panel).inner_margin(Margin::symmetric(12, 0));
        let (percent, show_findings) = (self.preview.percent(), std::mem::take(&mut self.show_findings));
        Panel::bottom("status").frame(status).exact_size(28.0).show(ui, |ui| status_bar::status_ui(ui, &mut cx, percent, show_findings));

        let pane = theme::pane_frame(ui);
        if self.mode == Mode::Year {
            CentralPanel::no_frame().frame(pane).show(ui, |ui| year_ui(ui, &mut cx, &mut self.year));
            return;
        }
        let full = ui.available_width();
        // Widths are kept; what does not fit a small window gives way.
        let both = self.settings.preview_open && self.settings.editor_open && full >= THREE_PANES_LEAST;
        let most = (full * if both { 0.28 } else { 0.42 }).clamp(240.0, 560.0);
        if self.settings.outline_open {
            let panel = Panel::left("outline").frame(pane).size_range(220.0..=most).default_size(self.settings.outline_width.min(most));
            let shown = panel.show(ui, |ui| left_pane_ui(ui, &mut cx, &mut self.left, &mut self.outline));
            self.settings.outline_width = shown.response.rect.width();
            tour::mark(ui, Spot::Outline, shown.response.rect);
        }
        if both {
            let most = (ui.available_width() - EDITOR_LEAST).max(260.0);
            // On a wide window pages and fields stand side by side.
            let details = self.settings.middle == Middle::Document && full >= WIDE;
            if details {
                let panel = Panel::right("details").frame(pane).size_range(300.0..=480.0).default_size(360.0);
                panel.show(ui, |ui| details_pane_ui(ui, &mut cx, &mut self.editor));
            }
            // A default beyond the range would widen it, and the page would lie where the editor is.
            let wanted = self.settings.preview_width.clamp(260.0, most);
            let panel = Panel::right("preview").frame(pane).size_range(260.0..=most).default_size(wanted);
            let shown = panel.show(ui, |ui| {
                let (middle, mut page) = (self.settings.middle, Right::Page);
                let right = if details || middle == Middle::Form { &mut page } else { &mut self.settings.right };
                right_pane_ui(ui, &mut cx, (&mut self.preview, &mut self.editor), middle == Middle::Document && !details, right);
            });
            self.settings.preview_width = shown.response.rect.width();
            tour::mark(ui, Spot::Page, shown.response.rect);
        }
        CentralPanel::no_frame().frame(pane).show(ui, |ui| {
            tour::mark(ui, if self.settings.editor_open { Spot::Editor } else { Spot::Page }, ui.max_rect());
            if self.settings.editor_open {
                middle_bar_ui(ui, &mut cx, self.settings.middle);
                match self.settings.middle {
                    Middle::Form => editor::editor_ui(ui, &mut cx, &mut self.editor),
                    Middle::Document => {
                        outline::part_ui(ui, &mut cx);
                        writing_ui(ui, &mut cx, &mut self.writing, &mut self.editor);
                    }
                }
            } else if self.settings.preview_open {
                preview::preview_ui(ui, &mut cx, &mut self.preview);
            } else {
                editor::hidden_ui(ui, &mut cx);
            }
        });
    }

    fn overlays_ui(&mut self, out: &mut Vec<Action>) {
        let ctx = self.ctx.clone();
        // A dialog takes the palette's place.
        if self.covered() {
            self.palette.close();
            self.picker.close();
        }
        let covered = self.covered() || self.palette.is_open() || self.picker.is_open();
        if covered && !std::mem::replace(&mut self.was_covered, covered) {
            // The keyboard goes with the dialog, and comes back after it.
            ctx.memory_mut(egui::Memory::stop_text_input);
        }
        if !covered && let Some(focused) = ctx.memory(egui::Memory::focused) {
            self.keyboard = Some(focused);
        }
        palette::palette_ui(&ctx, self.lang, self.doc.as_ref(), &self.settings.recent_commands, &mut self.palette, out);
        picker_ui(&ctx, self.lang, self.doc.as_ref(), &self.organization.profile, &mut self.picker, out);
        self.dialog_ui(&ctx);
        self.help_ui(&ctx, out);
        self.tour_ui(&ctx, out);
        let clicked = self.toasts.show_ui(&ctx, self.lang);
        let clicked = clicked.map(|action| action.map(|action| self.take_up(action)));
        // For one more frame egui holds the closed dialog for the topmost and takes the focus from all else.
        if let Some(back) = self.giving_back.take()
            && ctx.memory(|memory| memory.focused().is_none())
        {
            ctx.memory_mut(|memory| memory.request_focus(back));
            ctx.request_repaint();
        }
        let still = self.covered() || self.palette.is_open() || self.picker.is_open();
        if !still && (std::mem::take(&mut self.was_covered) || clicked.is_some()) {
            // In this very frame: the next key may come with the next one.
            let back = self.keyboard.unwrap_or_else(outline::list_id);
            ctx.memory_mut(|memory| memory.request_focus(back));
            self.giving_back = Some(back);
            ctx.request_repaint();
        }
        job_strip_ui(&ctx, self.lang, &mut self.jobs);
        focus_ring_ui(&ctx);
        if let Some(preedit) = ime::stray(&ctx) {
            stray_preedit_ui(&ctx, self.lang, &preedit);
        }
        if ctx.input(|input| !input.raw.hovered_files.is_empty()) {
            drop_hint_ui(&ctx, self.lang);
        }
    }

    fn help_ui(&mut self, ctx: &Context, out: &mut Vec<Action>) {
        if self.help.is_open() && help::closes(ctx) {
            self.help.close();
        }
        match help::help_ui(ctx, self.lang, &mut self.help) {
            Some(HelpAnswer::Close) => self.help.close(),
            Some(HelpAnswer::Command(command)) => {
                self.help.close();
                out.push(Action::Command(command));
            }
            None => {}
        }
    }

    /// The tour, while nothing lies over the window.
    fn tour_ui(&mut self, ctx: &Context, out: &mut Vec<Action>) {
        if self.covered() || self.palette.is_open() || self.print_preview.is_some() {
            return;
        }
        tour::tour_ui(ctx, self.lang, self.doc.is_some(), &mut self.tour, out);
        self.settings.tour_seen |= self.tour.is_over();
    }

    /// Has the newest plan laid out, off this thread.
    fn ask_layout(&mut self) {
        let Some(doc) = &self.doc else {
            self.laid_for = None;
            return;
        };
        // A plan saved elsewhere has its pictures elsewhere.
        let folder = doc.folder();
        if self.laid_for.as_ref().is_none_or(|(plan, place)| !Arc::ptr_eq(plan, doc.plan()) || *place != folder) {
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
        if ui.input(|input| input.viewport().close_requested()) && !self.may_close {
            self.take_composed();
            if self.doc.as_ref().is_some_and(Document::dirty) || self.saving {
                ui.ctx().send_viewport_cmd(ViewportCommand::CancelClose);
                self.leave_document(super::dialogs::AfterLeaving::Quit);
            } else {
                self.end_guard();
                self.may_close = true;
            }
        }
        self.settings.zoom = self.preview.zoom;
        self.keep_place(ui);
        // Not while a width is being dragged.
        if self.keeps_settings && self.settings != self.saved_settings && !ui.input(|input| input.pointer.any_down()) {
            self.saved_settings = self.settings.clone();
            let settings = self.settings.clone();
            std::thread::spawn(move || settings.save());
        }
    }

    /// Remembers where the window stands; after the start sees to it that it is on the screen.
    fn keep_place(&mut self, ui: &Ui) {
        let viewport = ui.input(|input| input.viewport().clone());
        let zoom = self.settings.interface_zoom;
        if !self.placed
            && let (Some(outer), Some(monitor)) = (viewport.outer_rect, viewport.monitor_size)
        {
            self.placed = true;
            if viewport.maximized != Some(true) && !window_place::fits(outer, monitor) {
                // How much the desktop's own bars take only the window manager knows.
                ui.ctx().send_viewport_cmd(ViewportCommand::Maximized(true));
                return;
            }
            let position = window_place::on_screen(outer, monitor);
            if viewport.maximized != Some(true) && position != outer.min {
                ui.ctx().send_viewport_cmd(ViewportCommand::OuterPosition(position));
                return;
            }
        }
        self.settings.window.take_in(&viewport, zoom);
    }

    /// Shows another document, or none.
    pub(super) fn show_document(&mut self, doc: Option<Document>) {
        self.guard.end(&self.jobs, doc.as_ref().and_then(|doc| doc.path.as_ref()), false);
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
        self.left.reset();
        self.preview.reset();
        self.toasts = Toasts::default();
        self.laid_for = None;
        self.jobs.forget_layout();
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

/// A ring round the control that has the keyboard. Text fields show their caret, the outline its row.
fn focus_ring_ui(ctx: &Context) {
    let Some(id) = ctx.memory(egui::Memory::focused).filter(|id| *id != outline::list_id() && *id != year::grid_id()) else { return };
    if egui::text_edit::TextEditState::load(ctx, id).is_some() {
        return;
    }
    // Not through its response: asking for that takes the keyboard away in the frame of a click.
    let widget = ctx.viewport(|viewport| viewport.this_pass.widgets.get(id).copied());
    let Some(widget) = widget.filter(|widget| widget.sense.senses_click()) else { return };
    let (ring, corner) = (widget.rect.expand(2.0), egui::CornerRadius::same(theme::CORNER + 2));
    let painter = ctx.layer_painter(widget.layer_id).with_clip_rect(widget.interact_rect.expand(4.0));
    painter.rect_stroke(ring, corner, Stroke::new(2.0, theme::tokens_of(ctx).accent), egui::StrokeKind::Inside);
}

/// Shows what is being composed where nothing takes it: else a key seems to be lost.
fn stray_preedit_ui(ctx: &Context, lang: Lang, preedit: &str) {
    let t = theme::tokens_of(ctx);
    let area = egui::Area::new(Id::unique("stray_preedit")).order(egui::Order::Tooltip);
    area.anchor(egui::Align2::CENTER_BOTTOM, egui::vec2(0.0, -96.0)).show(ctx, |ui| {
        Frame::popup(ui.style()).fill(t.raised).show(ui, |ui| {
            ui.label(Message::new("window.ime.stray").with("text", preedit).text(lang));
        });
    });
}

/// Says that a file can be let go here.
fn drop_hint_ui(ctx: &Context, lang: Lang) {
    let t = theme::tokens_of(ctx);
    let rect = ctx.content_rect().shrink(theme::SPACE_12);
    let painter = ctx.layer_painter(egui::LayerId::new(egui::Order::Foreground, Id::unique("drop_hint")));
    painter.rect_filled(ctx.content_rect(), 0.0, t.backdrop);
    painter.rect_stroke(rect, 10.0, Stroke::new(2.0, t.accent), egui::StrokeKind::Inside);
    let font = egui::FontId::new(theme::TEXT_TITLE, theme::bold());
    painter.text(rect.center(), egui::Align2::CENTER_CENTER, text(lang, "window.drop_here"), font, t.on_accent);
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
