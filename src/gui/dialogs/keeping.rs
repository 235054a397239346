//! Dialogs about plans that are in danger or in other hands: work left behind, a colleague's note, a file
//! others changed, a save that failed.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::Local;
use eframe::egui::{Button, Context, ScrollArea, Ui, vec2};
use nendo::edit::Command;
use nendo::locale::{Lang, Message, text};
use nendo::storage::lock::{LockNote, Standing, Taken};
use nendo::storage::recovery::EntryId;

use super::versions::NamingDialog;
use super::{AfterLeaving, Answer, BrokenDialog, Dialog, Wanted};
use crate::gui::app::App;
use crate::gui::differences::Differences;
use crate::gui::guard::Kept;
use crate::gui::jobs::{Keeping, LeftBehind, Opening, Past, Purpose, ReadFor};
use crate::gui::theme;
use crate::gui::widgets::dialog::{Choice, dialog_ui, lines_ui};
use crate::gui::widgets::difference_list::{differences_ui, showing_ui};
use crate::gui::widgets::toast::ToastAction;
use crate::gui::workspace::{Document, ReadOnly};

/// A dialog of these.
pub enum KeepingDialog {
    /// There is unsaved work on the plan.
    LeftBehind { path: PathBuf, opening: Box<Opening> },
    /// Work that was discarded, and which of it is chosen.
    Discarded { list: Vec<LeftBehind>, chosen: usize },
    /// Somebody has the plan open.
    Locked { path: PathBuf, opening: Box<Opening>, note: LockNote, standing: Standing, here: bool },
    /// What differs.
    Differences { title: String, body: String, differences: Differences },
    /// Somebody has his note beside the place to save to.
    SaveLocked { path: PathBuf, note: Box<LockNote>, standing: Standing },
    /// The plan was not saved.
    SaveFailed { path: PathBuf, message: Message },
}

const WIDTH: f32 = 520.0;
/// A dialog with a list of changed words.
const WIDE: f32 = 640.0;

/// What is said of work left behind: when, and whether the file is newer.
pub fn left_behind_words(lang: Lang, left: &LeftBehind) -> String {
    let when = Message::new("window.recovered.when").with("time", left.entry.origin.kept.format("%Y-%m-%d %H:%M"));
    let mut words = when.text(lang);
    if left.file_changed {
        words.push('\n');
        words.push_str(text(lang, "window.recovered.file_newer"));
    }
    words
}

/// Who has a plan open, where, since when.
fn note_words(lang: Lang, key: &'static str, note: &LockNote) -> String {
    let since = note.since.with_timezone(&Local).format("%Y-%m-%d %H:%M").to_string();
    let user = if note.user.is_empty() { "?" } else { &note.user };
    let host = if note.host.is_empty() { "?" } else { &note.host };
    Message::new(key).with("user", user).with("host", host).with("since", since).text(lang)
}

/// Work that was discarded: a list, and what the chosen one has that the file has not.
fn discarded_ui(ctx: &Context, lang: Lang, list: &[LeftBehind], chosen: &mut usize) -> Option<Answer> {
    let t = |key: &'static str| text(lang, key);
    let room = (ctx.content_rect().height() - 260.0).clamp(160.0, 420.0);
    let content = |ui: &mut Ui| {
        ui.label(theme::muted(ui, t("window.discarded.explain")));
        ScrollArea::vertical().id_salt("discarded").max_height(room * 0.5).show(ui, |ui| {
            for (at, left) in list.iter().enumerate() {
                let origin = &left.entry.origin;
                let file =
                    origin.path.as_ref().map_or_else(|| t("window.recovered.never_saved").to_owned(), |path| path.display().to_string());
                let title = if origin.title.is_empty() { t("window.untitled_plan") } else { &origin.title };
                let words = format!("{title}\n{file}　{}", left_behind_words(lang, left));
                let button = Button::selectable(at == *chosen, words).wrap().min_size(vec2(ui.available_width(), theme::FORM_ROW));
                let response = ui.add(button);
                if response.clicked() || response.gained_focus() {
                    *chosen = at;
                }
            }
        });
        ui.add_space(theme::SPACE_8);
        if let Some(left) = list.get(*chosen) {
            showing_ui(ui, lang, &left.showing, room * 0.4);
        }
    };
    let choices = [Choice::default(t("window.discarded.open"), Answer::OpenCopy), Choice::new(t("window.close_dialog"), Answer::Back)];
    dialog_ui(ctx, "discarded", WIDE, t("window.command.discarded").trim_end_matches('…'), content, &choices, Answer::Back)
}

pub(super) fn keeping_ui(ctx: &Context, lang: Lang, dialog: &mut KeepingDialog, kept: &Kept) -> Option<Answer> {
    let t = |key: &'static str| text(lang, key);
    match dialog {
        KeepingDialog::Discarded { list, chosen } => discarded_ui(ctx, lang, list, chosen),
        KeepingDialog::LeftBehind { path, opening } => {
            let Some(left) = opening.left.first() else { return Some(Answer::OpenSaved) };
            let body = format!("{}\n\n{}", path.display(), left_behind_words(lang, left));
            let content = |ui: &mut Ui| {
                lines_ui(ui, &body);
                ui.add_space(theme::SPACE_8);
                ui.label(theme::muted(ui, t("window.recovered.from_file")));
                showing_ui(ui, lang, &left.showing, 240.0);
            };
            let (restore, saved) = (t("window.recovered.restore"), t("window.recovered.saved"));
            let mut choices = [
                Choice::default(restore, Answer::Restore),
                Choice::new(saved, Answer::OpenSaved),
                Choice::danger(t("window.recovered.discard"), Answer::DiscardWork),
            ];
            if left.file_changed {
                choices[0].default = false;
                choices[1].default = true;
            }
            dialog_ui(ctx, "left_behind", WIDE, t("window.recovered.title"), content, &choices, Answer::Back)
        }
        KeepingDialog::Locked { path, note, standing, here, .. } => {
            let key = match (&*standing, *here) {
                (Standing::Open, true) => "window.lock.here",
                (Standing::Open, false) => "window.lock.open",
                _ => "window.lock.still",
            };
            let body = format!("{}\n\n{}", path.display(), note_words(lang, key, note));
            let mut choices = vec![
                Choice::default(t("window.lock.read_only"), Answer::ReadOnly),
                Choice::new(t("window.lock.copy"), Answer::OpenCopy),
                Choice::new(t("window.lock.stop"), Answer::Back),
            ];
            if *standing != Standing::Open {
                choices.insert(2, Choice::danger(t("window.lock.take_over"), Answer::TakeOver));
            }
            dialog_ui(ctx, "locked", WIDTH, t("window.lock.title"), |ui| lines_ui(ui, &body), &choices, Answer::Back)
        }
        KeepingDialog::Differences { title, body, differences } => {
            let content = |ui: &mut Ui| {
                lines_ui(ui, body);
                ui.add_space(theme::SPACE_8);
                differences_ui(ui, lang, differences, 320.0);
            };
            let choices = [Choice::default(t("window.close_dialog"), Answer::Back)];
            dialog_ui(ctx, "differences", WIDE, title, content, &choices, Answer::Back)
        }
        KeepingDialog::SaveLocked { path, note, standing } => {
            let key = if *standing == Standing::Open { "window.lock.save_open" } else { "window.lock.save_still" };
            let body = format!("{}\n\n{}", path.display(), note_words(lang, key, note));
            let choices = [
                Choice::default(t("window.changed.elsewhere"), Answer::SaveElsewhere),
                Choice::new(t("window.unsaved.back"), Answer::Back),
                Choice::danger(t("window.lock.save_over"), Answer::Overwrite),
            ];
            dialog_ui(ctx, "save_locked", WIDTH, t("window.lock.title"), |ui| lines_ui(ui, &body), &choices, Answer::Back)
        }
        KeepingDialog::SaveFailed { message, .. } => {
            let safe = match kept {
                Kept::At(_) => "window.save_failed.safe",
                Kept::Failed(_) => "window.save_failed.not_safe",
                Kept::No => "window.save_failed.untouched",
            };
            let body = format!("{}\n\n{}", message.text(lang), t(safe));
            let choices = [
                Choice::default(t("window.save_failed.elsewhere"), Answer::SaveElsewhere),
                Choice::new(t("window.save_failed.again"), Answer::Retry),
                Choice::new(t("window.unsaved.back"), Answer::Back),
            ];
            dialog_ui(ctx, "save_failed", WIDTH, t("window.error.save"), |ui| lines_ui(ui, &body), &choices, Answer::Back)
        }
    }
}

impl App {
    pub(super) fn keeping_answered(&mut self, dialog: KeepingDialog, answer: Answer) {
        match (dialog, answer) {
            (KeepingDialog::LeftBehind { path, opening }, Answer::Restore) => self.restore_opened(path, *opening, 0),
            (KeepingDialog::LeftBehind { path, opening }, Answer::OpenSaved) => self.show_opened(path, *opening),
            (KeepingDialog::LeftBehind { path, opening }, Answer::DiscardWork) => {
                if let Some(left) = opening.left.first() {
                    self.jobs.discard(left.entry.id.clone());
                }
                self.show_opened(path, *opening);
            }
            (KeepingDialog::LeftBehind { path, .. }, _) => self.give_back_note(&path),
            (KeepingDialog::Discarded { mut list, chosen }, Answer::OpenCopy) if chosen < list.len() => {
                self.leave_document(AfterLeaving::TakeUp(list.swap_remove(chosen).entry.plan));
            }
            (KeepingDialog::Locked { path, opening, note, .. }, Answer::ReadOnly) => {
                let mut doc = Document::new(opening.opened.loaded.plan, Some(path), Some(opening.opened.loaded.stamp));
                doc.read_only = Some(ReadOnly::Colleague(note.user));
                self.show_document(Some(doc));
            }
            (KeepingDialog::Locked { opening, .. }, Answer::OpenCopy) => {
                let mut doc = Document::new(opening.opened.loaded.plan, None, None);
                doc.imported = true;
                self.show_document(Some(doc));
            }
            (KeepingDialog::Locked { path, opening, .. }, Answer::TakeOver) => self.jobs.take_over(path, opening),
            (KeepingDialog::SaveLocked { .. }, Answer::SaveElsewhere) => self.ask_path(Purpose::Save),
            (KeepingDialog::SaveLocked { path, .. }, Answer::Overwrite) => {
                let expect = self.doc.as_ref().is_some_and(|doc| doc.path.as_ref() == Some(&path));
                self.save_to(path, expect, true);
            }
            (KeepingDialog::SaveLocked { .. }, _) => self.forget_leaving(),
            (KeepingDialog::SaveFailed { path, .. }, Answer::SaveElsewhere) => {
                let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                if self.system_dialogs {
                    self.ask_path(Purpose::Save);
                } else {
                    self.dialogs.push(Dialog::path(Purpose::Save, Some(super::home().join(name))));
                }
            }
            (KeepingDialog::SaveFailed { path, .. }, Answer::Retry) => self.start_save(path, true),
            (KeepingDialog::SaveFailed { .. }, _) => self.forget_leaving(),
            _ => {}
        }
    }

    /// The plan is not opened after all.
    pub(in crate::gui) fn give_back_note(&self, path: &Path) {
        if self.doc.as_ref().is_none_or(|doc| doc.path.as_deref() != Some(path)) {
            self.jobs.release_lock(path);
        }
    }

    /// A plan was read: asks what has to be asked, or shows it.
    pub(in crate::gui) fn opened(&mut self, path: PathBuf, opening: Box<Opening>) {
        let restoring = self.restoring.take();
        if let Taken::Theirs(note, standing) = opening.opened.lock.clone() {
            // A reload of what one has open for reading alone asks nothing.
            if let Some(ReadOnly::Colleague(user)) =
                self.doc.as_ref().filter(|doc| doc.path.as_ref() == Some(&path)).and_then(|doc| doc.read_only.clone())
            {
                let mut doc = Document::new(opening.opened.loaded.plan, Some(path), Some(opening.opened.loaded.stamp));
                doc.read_only = Some(ReadOnly::Colleague(user));
                return self.show_document(Some(doc));
            }
            let who = self.jobs.keeper.who();
            let here = note.user == who.user && note.host == who.host;
            self.dialogs.push(Dialog::Keeping(KeepingDialog::Locked { path, opening, note, standing, here }));
            return;
        }
        match restoring {
            Some(Restoring::Work(id)) if opening.left.iter().any(|left| left.entry.id == id) => {
                let at = opening.left.iter().position(|left| left.entry.id == id).unwrap_or_default();
                self.restore_opened(path, *opening, at);
            }
            Some(Restoring::Saved) => self.show_opened(path, *opening),
            _ if opening.left.is_empty() => self.show_opened(path, *opening),
            _ => self.dialogs.push(Dialog::Keeping(KeepingDialog::LeftBehind { path, opening })),
        }
    }

    fn show_opened(&mut self, path: PathBuf, opening: Opening) {
        let Opening { opened, marked_read_only, .. } = opening;
        let note = (opened.lock == Taken::Ours).then(|| path.clone());
        self.show_document(Some(Document::new(opened.loaded.plan, Some(path), Some(opened.loaded.stamp))));
        self.begin_guard(note);
        if marked_read_only {
            self.toasts.show(text(self.lang, "window.opened.marked_read_only").to_owned(), Vec::new());
        }
    }

    /// Shows a plan with the work on it taken up, as one step that can be taken back.
    fn restore_opened(&mut self, path: PathBuf, mut opening: Opening, at: usize) {
        let left = opening.left.swap_remove(at);
        self.show_opened(path, opening);
        self.edit(Command::Replace(left.entry.plan));
        self.guard.adopt(left.entry.id);
        self.toasts.show(text(self.lang, "window.recovered.done").to_owned(), Vec::new());
    }

    /// Takes up work left behind, from the start screen.
    pub(in crate::gui) fn restore_work(&mut self, id: &EntryId) {
        let Some(left) = self.start.left_behind.iter().find(|left| left.entry.id == *id).cloned() else { return };
        match left.entry.origin.path.clone().filter(|_| left.has_file) {
            Some(path) => {
                self.restoring = Some(Restoring::Work(id.clone()));
                self.leave_document(AfterLeaving::Open(path));
            }
            None => {
                // Its file is gone or was never there.
                let mut doc = Document::new(left.entry.plan, None, None);
                doc.imported = true;
                self.show_document(Some(doc));
                self.guard.adopt(left.entry.id);
                self.toasts.show(text(self.lang, "window.recovered.done").to_owned(), Vec::new());
            }
        }
    }

    /// Opens the file of work left behind as it was saved; the work stays on the list.
    pub(in crate::gui) fn open_saved(&mut self, path: PathBuf) {
        self.restoring = Some(Restoring::Saved);
        self.leave_document(AfterLeaving::Open(path));
    }

    /// What becomes of a job that keeps plans safe.
    pub(in crate::gui) fn finish_keeping(&mut self, done: Keeping) {
        match done {
            Keeping::LeftBehind(left) => self.start.left_behind = left,
            Keeping::DiscardedWork(list) if list.is_empty() => {
                self.toasts.show(text(self.lang, "window.discarded.none").to_owned(), Vec::new());
            }
            Keeping::DiscardedWork(list) => self.dialogs.push(Dialog::Keeping(KeepingDialog::Discarded { list, chosen: 0 })),
            Keeping::Discarded { id, result: Ok(()) } => {
                self.start.left_behind.retain(|left| left.entry.id != id);
                self.toasts.show(text(self.lang, "window.recovered.discarded").to_owned(), vec![ToastAction::BringBack(id)]);
            }
            Keeping::Discarded { result: Err(message), .. } => self.tell("window.error.title", &message),
            Keeping::Compared { path, result: Ok(differences) } => {
                let body = Message::new("window.changed.differences").with("file", path.display()).text(self.lang);
                let title = text(self.lang, "window.changed.compare").to_owned();
                self.dialogs.push(Dialog::Keeping(KeepingDialog::Differences { title, body, differences }));
            }
            Keeping::Compared { path, result: Err(message) } => self.tell_of_file("window.error.open", &path, &message),
            Keeping::TakenOver { path, mut opening, result: Ok(()) } => {
                opening.opened.lock = Taken::Ours;
                self.opened(path, opening);
            }
            Keeping::TakenOver { path, result: Err(message), .. } => self.tell_of_file("window.error.open", &path, &message),
            Keeping::Unreadable { path, message, past } => {
                self.tell_of_broken(BrokenDialog::of_file(&path, message, Wanted::Open, past));
            }
            Keeping::Past { path, versions, backups } => self.list_past(&path, &versions, &backups),
            Keeping::PastLooked { path, items, strays } => self.past_looked(&path, &items, &strays),
            Keeping::Baseline { path, plan } => {
                if let (Some(doc), Some(plan)) = (self.doc.as_mut().filter(|doc| doc.path.as_ref() == Some(&path)), plan) {
                    doc.set_baseline(plan);
                }
            }
            Keeping::VersionDone { path, said, result: Ok(()) } => {
                self.toasts.show(text(self.lang, said).to_owned(), Vec::new());
                self.jobs.read_baseline(path.clone());
                self.jobs.list_past(path);
            }
            Keeping::VersionNotKept { naming, message } => {
                // What was typed about it waits under the message.
                self.dialogs.push(Dialog::Naming(NamingDialog::new(naming)));
                self.tell("window.versions.failed", &message);
            }
            Keeping::VersionDone { result: Err(message), .. } => self.tell("window.versions.failed", &message),
            // Nobody asked for it: the list says so.
            Keeping::Read { why: ReadFor::Compare, past, result: Err(_) } => self.past_unreadable(&past),
            Keeping::Read { result: Err(message), .. } => self.tell("window.versions.unreadable", &message),
            Keeping::Read { why, past, result: Ok((plan, differences)) } => match why {
                ReadFor::Compare => self.compared_with_past(&past, &differences),
                ReadFor::Open => {
                    self.dialogs.clear();
                    self.leave_document(AfterLeaving::LookAt(plan, past_name(self.lang, &past)));
                }
                ReadFor::Restore => self.restore_past(plan, &past),
            },
        }
    }

    /// Takes a state of the past up again, as one step that can be taken back.
    fn restore_past(&mut self, plan: Arc<nendo::plan::Plan>, past: &Past) {
        let of = self.dialogs.iter().find_map(|dialog| if let Dialog::Versions(versions) = dialog { Some(versions.path()) } else { None });
        let of = of.map(Path::to_owned);
        if of.is_some() && self.doc.as_ref().is_none_or(|doc| doc.path != of) {
            // The file itself cannot be read: saving, which asks for a place, replaces it.
            self.dialogs.clear();
            return self.leave_document(AfterLeaving::Show(plan));
        }
        self.dialogs.clear();
        if self.edit(Command::Replace(plan)) {
            let message = Message::new("window.versions.restored").with("name", past_name(self.lang, past));
            self.toasts.show(message.text(self.lang), vec![ToastAction::Undo]);
        } else {
            self.toasts.show(text(self.lang, "window.differences.none").to_owned(), Vec::new());
        }
    }
}

/// What is to happen with a plan once it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Restoring {
    /// This work is taken up.
    Work(EntryId),
    /// It is shown as it was saved.
    Saved,
}

/// The name of a state: that of the version, or the time of the backup.
pub fn past_name(lang: Lang, past: &Past) -> String {
    match past {
        Past::Version(version) => version.name.clone(),
        Past::Backup(backup) => Message::new("window.versions.backup").with("time", backup.replaced.format("%Y-%m-%d %H:%M:%S")).text(lang),
    }
}
