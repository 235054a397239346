//! The compare view (比較): two versions of a plan side by side, what changed of each item, why, and the way back.
//!
//! Lives here: what the view remembers and the order of drawing. Its parts: what there is (`model`, `pieces`,
//! `take_over`: these know no egui), which versions (`choose`), the bar above (`bar`), the rows (`rows`,
//! `columns`), keys (`keys`), reasons given for another state (`carrying`), chapters and the strip at the edge (`side`), joining drafts (`joining`).

mod bar;
pub mod carrying;
pub mod choose;
mod columns;
mod heights;
pub mod joining;
mod keys;
pub mod model;
pub mod pieces;
mod rows;
mod setting;
mod side;
pub mod table_dialog;
pub mod take_over;

use std::collections::HashSet;
use std::sync::Arc;

use eframe::egui::{self, Id, RichText, Ui};
use nendo::compare::Field;
use nendo::locale::{Lang, Message, text};
use nendo::plan::{NodeId, Plan};

use super::{Action, Cx};
use crate::gui::commands::UiCommand;
use crate::gui::jobs::{Past, Slot, Source};
use crate::gui::samples::SAMPLES;
use crate::gui::workspace::Document;
use crate::gui::{icons, theme};
use carrying::CarryingState;
use model::{Compared, Key, Line, Shown, Side};

pub use bar::kind_color;

/// One side of the comparison.
#[derive(Debug, Clone)]
pub struct Version {
    /// Where it is from.
    pub source: Source,
    /// The plan, once it was read; that on the screen is the document's own.
    pub plan: Option<Arc<Plan>>,
}

/// What the view asks for.
#[derive(Debug, Clone, Copy)]
pub enum Ask {
    /// Asks which version is to be compared.
    Choose(Slot),
    /// The old side becomes the new one.
    Exchange,
    /// Gives the comparison under way up.
    Stop,
    /// Compares once more.
    Again,
    /// Takes fields of the item at hand over: all, or one.
    TakeFields(Option<Field>),
    /// What was said of another state of the old version stays there.
    LeaveReasons,
}

/// How far the comparison is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Progress {
    /// Nothing goes on.
    #[default]
    Still,
    /// Something is read or compared.
    Running,
    /// It was given up.
    Stopped,
    /// It could not be done.
    Failed(Message),
}

/// An item that waits for another one, and what the two are to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pairing {
    /// The item.
    pub first: Key,
    /// One part of the other, not the same.
    pub part: bool,
}

/// What the view remembers.
pub struct CompareState {
    /// The old version.
    pub old: Option<Version>,
    /// The new version.
    pub new: Option<Version>,
    /// The last comparison.
    pub compared: Option<Arc<Compared>>,
    /// How far the next one is.
    pub progress: Progress,
    /// How much of it is done, in per cent, where that is known.
    pub percent: Option<u8>,
    /// Whether sides were chosen for this document already.
    pub begun: bool,
    /// Which changes are shown.
    pub shown: Shown,
    /// Folds that were opened, by their first item.
    open: HashSet<Key>,
    /// Items of which what is the same is shown, too.
    whole: HashSet<Key>,
    lines: Vec<Line>,
    /// Where moved items stood and where they stand: lines.
    moves: Vec<(usize, usize)>,
    heights: heights::Heights,
    cursor: usize,
    /// The item under the cursor, also in the next comparison.
    at: Option<Key>,
    /// The marks in the outline are measured against the old version.
    pub old_is_base: bool,
    /// What was said of another state of the old version.
    pub carrying: Option<CarryingState>,
    /// An item that is to be paired with another one.
    pub pairing: Option<Pairing>,
    /// Frames in which the cursor is brought into view.
    reveal: u8,
    wants_focus: bool,
    /// The reason of the item under the cursor takes the keyboard.
    wants_reason: bool,
    seen_selection: Option<u64>,
    stale: bool,
    /// Whether the list of chapters is shown.
    pub chapters: bool,
}

impl Default for CompareState {
    fn default() -> Self {
        Self {
            old: None,
            new: None,
            compared: None,
            progress: Progress::Still,
            percent: None,
            begun: false,
            shown: Shown::default(),
            open: HashSet::new(),
            whole: HashSet::new(),
            lines: Vec::new(),
            moves: Vec::new(),
            heights: heights::Heights::default(),
            cursor: 0,
            at: None,
            old_is_base: false,
            carrying: None,
            pairing: None,
            reveal: 0,
            wants_focus: true,
            wants_reason: false,
            seen_selection: None,
            stale: true,
            chapters: true,
        }
    }
}

/// The id of what holds the keyboard.
pub fn list_id() -> Id {
    Id::unique("compare-list")
}

/// What a version is called.
pub fn source_name(lang: Lang, source: &Source) -> String {
    match source {
        Source::Present => text(lang, "window.compare.present").to_owned(),
        Source::File(path) => path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        Source::Past(Past::Version(version)) => version.name.clone(),
        Source::Past(past) => crate::gui::dialogs::past_name(lang, past),
        Source::Work(work) => {
            let title = if work.origin.title.is_empty() { text(lang, "window.untitled_plan") } else { &work.origin.title };
            let when = work.origin.kept.format("%Y-%m-%d %H:%M");
            Message::new("window.compare.work").with("title", title).with("time", when).text(lang)
        }
        Source::Sample(at) => SAMPLES.get(*at).map_or("", |sample| text(lang, sample.key)).to_owned(),
    }
}

impl Version {
    /// A version whose plan is still to be read.
    pub fn of(source: Source) -> Self {
        Self { source, plan: None }
    }

    /// Whether it is the plan on the screen.
    pub fn is_present(&self) -> bool {
        matches!(self.source, Source::Present)
    }

    /// Its plan, if it is at hand.
    pub fn plan<'a>(&'a self, doc: &'a Document) -> Option<&'a Arc<Plan>> {
        if self.is_present() { Some(doc.plan()) } else { self.plan.as_ref() }
    }
}

impl CompareState {
    /// Takes the keyboard with the next frame.
    pub fn focus(&mut self) {
        self.wants_focus = true;
        self.reveal = 2;
        self.seen_selection = None;
    }

    /// Takes the keyboard back; the cursor stays where it is.
    pub fn focus_kept(&mut self) {
        self.wants_focus = true;
        self.reveal = 2;
    }

    /// Forgets what belongs to the document before; how things are shown stays.
    pub fn reset(&mut self) {
        *self = Self { shown: self.shown, chapters: self.chapters, ..Self::default() };
    }

    /// Which side the plan on the screen is; the new one where it is both.
    pub fn present(&self) -> Option<Side> {
        let is_present = |version: &Option<Version>| version.as_ref().is_some_and(Version::is_present);
        if is_present(&self.new) {
            Some(Side::New)
        } else if is_present(&self.old) {
            Some(Side::Old)
        } else {
            None
        }
    }

    /// Takes in a comparison.
    pub fn take(&mut self, compared: Arc<Compared>) {
        self.at = self.at.or_else(|| self.item().and_then(|at| self.compared.as_ref().map(|before| before.key(at))));
        self.compared = Some(compared);
        self.progress = Progress::Still;
        self.stale = true;
    }

    /// The item under the cursor.
    pub fn item(&self) -> Option<usize> {
        match self.lines.get(self.cursor)? {
            Line::Item(at) | Line::Ghost(at) => Some(*at),
            Line::Plan(_) | Line::Fold(..) => None,
        }
    }

    /// Goes to the next change, or the one before; says whether there was one.
    pub fn step(&mut self, back: bool) -> bool {
        self.follow_lines();
        let Some(compared) = &self.compared else { return false };
        match model::step(compared, &self.lines, &self.shown, Some(self.cursor), back) {
            Some(to) => {
                self.go(to);
                true
            }
            None => false,
        }
    }

    /// Which change the cursor is at, from one, and how many there are.
    fn count(&self) -> (usize, usize) {
        let Some(compared) = &self.compared else { return (0, 0) };
        let changed = |line: &Line| match line {
            Line::Plan(_) => true,
            Line::Item(at) => self.shown.wants(&compared.items[*at]),
            Line::Fold(..) | Line::Ghost(_) => false,
        };
        let upto = self.lines.iter().take(self.cursor + 1).filter(|line| changed(line)).count();
        (upto, upto + self.lines.iter().skip(self.cursor + 1).filter(|line| changed(line)).count())
    }

    fn go(&mut self, to: usize) {
        self.cursor = to.min(self.lines.len().saturating_sub(1));
        self.at = self.item().and_then(|at| self.compared.as_ref().map(|compared| compared.key(at)));
        self.reveal = 2;
    }

    /// Goes to an item, opening the fold it is in.
    pub fn go_to(&mut self, item: usize) {
        self.follow_lines();
        let Some(compared) = self.compared.clone() else { return };
        let Some(line) = model::line_of(&self.lines, item) else { return };
        if let Some(Line::Fold(from, _)) = self.lines.get(line).copied() {
            self.open.insert(compared.key(from));
            self.stale = true;
            self.follow_lines();
        }
        if let Some(line) = model::line_of(&self.lines, item) {
            self.go(line);
        }
    }

    /// Goes to a node of the plan on the screen; says whether it is among the rows.
    pub fn go_to_node(&mut self, node: NodeId) -> bool {
        let found = self.present().zip(self.compared.as_ref()).and_then(|(side, compared)| compared.item_of(side, node));
        if let Some(item) = found {
            self.go_to(item);
        }
        found.is_some()
    }

    /// Lets the reason of the item under the cursor take the keyboard.
    pub fn type_reason(&mut self) {
        self.wants_reason = true;
        self.reveal = 2;
    }

    /// Something else is to be shown.
    fn show_anew(&mut self) {
        self.stale = true;
    }

    /// Makes the lines anew after a comparison or a choice; the cursor stays at its item.
    fn follow_lines(&mut self) {
        if !std::mem::take(&mut self.stale) {
            return;
        }
        let Some(compared) = &self.compared else {
            self.lines.clear();
            return;
        };
        self.lines = model::lines(compared, &self.shown, &self.open);
        self.moves = model::moves(&self.lines);
        self.heights.reset(self.lines.len());
        let at = self.at.and_then(|key| compared.find(key)).and_then(|item| model::line_of(&self.lines, item));
        self.cursor = at.unwrap_or(self.cursor).min(self.lines.len().saturating_sub(1));
        self.reveal = self.reveal.max(1);
    }
}

/// Draws the view; with `new_left` the new version stands on the left.
pub fn compare_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut CompareState, new_left: &mut bool) {
    state.follow_lines();
    bar::bar_ui(ui, cx, state, new_left);
    let Some(compared) = state.compared.clone().filter(|_| state.old.is_some() && state.new.is_some()) else {
        return waiting_ui(ui, cx, state);
    };
    if compared.comparison.is_empty() {
        return none_ui(ui, cx, state);
    }
    follow_selection(cx, state);
    if state.chapters && ui.available_width() > bar::ROOM_FOR_CHAPTERS {
        let panel = egui::Panel::left("compare_chapters").frame(theme::pane_frame(ui)).exact_size(200.0).resizable(false);
        panel.show(ui, |ui| side::chapters_ui(ui, cx, state, &compared));
    }
    take_focus(ui, state);
    rows::rows_ui(ui, cx, state, &compared, *new_left);
}

fn take_focus(ui: &Ui, state: &mut CompareState) {
    if !state.wants_focus {
        return;
    }
    // In the frame of a click the keyboard is taken from what was not clicked.
    if ui.input(|input| input.pointer.any_pressed() || input.pointer.any_released()) {
        ui.ctx().request_repaint();
    } else {
        state.wants_focus = false;
        ui.memory_mut(|memory| memory.request_focus(list_id()));
    }
}

/// The cursor goes to what was selected elsewhere.
fn follow_selection(cx: &Cx<'_>, state: &mut CompareState) {
    let serial = cx.doc.selection_serial();
    if state.seen_selection.replace(serial) == Some(serial) {
        return;
    }
    let Some(node) = cx.doc.primary() else { return };
    let here = state.present().zip(state.compared.as_ref()).and_then(|(side, compared)| compared.item_of(side, node));
    if here.is_some() && here != state.item() {
        state.go_to_node(node);
    }
}

/// Nothing to show yet: what goes on, or the next step.
fn waiting_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut CompareState) {
    let t = theme::tokens(ui);
    // The version that is missing, or could not be read.
    let missing = state.old.as_ref().is_none_or(|old| old.plan(cx.doc).is_none());
    let slot = if missing { Slot::Old } else { Slot::New };
    ui.add_space(72.0);
    ui.vertical_centered(|ui| {
        ui.set_max_width(520.0);
        match state.progress.clone() {
            Progress::Running => {
                ui.add(egui::Spinner::new().size(28.0));
                ui.add_space(theme::SPACE_8);
                ui.label(RichText::new(cx.t("window.compare.running")).color(t.muted));
                ui.add_space(theme::SPACE_8);
                if let Some(percent) = state.percent {
                    let words = cx.message(&Message::new("window.job.percent").with("n", percent));
                    ui.add(egui::ProgressBar::new(f32::from(percent) / 100.0).desired_width(240.0).text(words));
                    ui.add_space(theme::SPACE_8);
                }
                if ui.button(cx.t("window.print.stop")).clicked() {
                    cx.out.push(Action::Compare(Ask::Stop));
                }
            }
            Progress::Failed(message) => {
                ui.label(RichText::new(icons::WARNING).font(theme::icon_font(36.0)).color(t.changed));
                let version = if missing { &state.old } else { &state.new };
                let name = version.as_ref().map(|version| source_name(cx.lang, &version.source)).unwrap_or_default();
                ui.label(RichText::new(name).font(egui::FontId::new(theme::TEXT, theme::bold())).color(t.text));
                let lines = RichText::new(cx.message(&message)).color(t.text).line_height(Some(theme::TEXT * theme::TEXT_LINE));
                ui.label(lines);
                ui.add_space(theme::SPACE_12);
                choose_button(ui, cx, state, slot);
            }
            Progress::Stopped => {
                ui.label(RichText::new(cx.t("window.compare.stopped")).color(t.muted));
                ui.add_space(theme::SPACE_12);
                if ui.add(theme::primary_button(ui, cx.t("window.compare.again"))).clicked() {
                    cx.out.push(Action::Compare(Ask::Again));
                }
            }
            Progress::Still => {
                ui.label(RichText::new(icons::GIT_DIFF).font(theme::icon_font(40.0)).color(t.muted));
                ui.add_space(theme::SPACE_8);
                ui.label(RichText::new(cx.t("window.compare.empty")).color(t.muted));
                ui.add_space(theme::SPACE_12);
                choose_button(ui, cx, state, slot);
            }
        }
    });
}

/// The next step; it takes the keyboard, so that Enter does it.
fn choose_button(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut CompareState, slot: Slot) {
    let response = ui.add(theme::primary_button(ui, cx.t("window.compare.choose_button")));
    let clicking = ui.input(|input| input.pointer.any_pressed() || input.pointer.any_released());
    // Whatever lay over the view may have taken the keyboard along.
    let nobody = ui.memory(|memory| memory.focused().is_none() && memory.top_modal_layer().is_none());
    if (state.wants_focus || nobody) && !clicking {
        state.wants_focus = false;
        response.request_focus();
    }
    if response.clicked() {
        cx.out.push(Action::Compare(Ask::Choose(slot)));
    }
}

/// The two are the same.
fn none_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut CompareState) {
    let t = theme::tokens(ui);
    ui.add_space(72.0);
    ui.vertical_centered(|ui| {
        ui.set_max_width(460.0);
        ui.label(RichText::new(icons::CHECK_CIRCLE).font(theme::icon_font(40.0)).color(t.accent));
        ui.add_space(theme::SPACE_8);
        ui.label(RichText::new(cx.t("window.compare.none")).color(t.text));
        ui.label(theme::muted(ui, cx.t("window.compare.none_hint")));
        ui.add_space(theme::SPACE_12);
        choose_button(ui, cx, state, Slot::Old);
        ui.add_space(theme::SPACE_4);
        if ui.button(cx.t("window.compare.back_to_writing")).clicked() {
            cx.command(UiCommand::ToggleCompare);
        }
    });
}
