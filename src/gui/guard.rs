//! What guards the open document: autosave, our note beside its file, the watch over it.
//!
//! Lives here: when which of them begins, acts and ends. Does not live here: what they do (`nendo::storage`),
//! threads (`jobs`), what is asked of the user (`dialogs::keeping`, `views::outside_bar`).

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{Local, NaiveDateTime};
use eframe::egui::Context;
use nendo::locale::Message;
use nendo::plan::Plan;
use nendo::storage::Keeper;
use nendo::storage::autosave::{Autosave, Rhythm};
use nendo::storage::keeper::Slot;
use nendo::storage::recovery::{EntryId, Origin};
use nendo::storage::watch::Noticed;

use super::app::App;
use super::jobs::{Jobs, Notice, SaveJob, Watch};
use super::workspace::Document;

/// Whether unsaved work lies in the recovery store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Kept {
    /// Nothing was put away yet.
    #[default]
    No,
    /// Since this time.
    At(NaiveDateTime),
    /// It could not be put away.
    Failed(Message),
}

/// The guard of the open document.
#[derive(Default)]
pub struct Guard {
    slot: Option<Arc<Slot>>,
    autosave: Option<Autosave>,
    /// Whether unsaved work lies safe.
    pub kept: Kept,
    /// The file our note stands beside.
    note: Option<PathBuf>,
    watch: Option<Watch>,
    /// What others did to the file, until somebody has decided what to do.
    pub outside: Option<Noticed>,
    /// Work of a crash that goes once it is put away anew.
    adopted: Option<EntryId>,
    /// How far the clock of a test is ahead.
    pub ahead: Duration,
}

impl Guard {
    fn now(&self) -> Instant {
        Instant::now() + self.ahead
    }

    /// Begins for a document.
    pub fn begin(&mut self, ctx: &Context, jobs: &Jobs, doc: &Document, note: Option<PathBuf>) {
        self.note = note;
        let watches = jobs.keeper.can_keep();
        if let (Some(path), Some(stamp), true) = (&doc.path, doc.stamp, watches) {
            self.watch = Some(Watch::start(ctx.clone(), jobs.keeper.clone(), path.clone(), stamp, self.note.is_some()));
        }
        if watches && doc.read_only.is_none() {
            let mut autosave = Autosave::new(doc.plan(), Rhythm::default());
            if doc.imported {
                autosave.unsafe_yet(self.now());
            }
            self.autosave = Some(autosave);
            self.slot = Some(Arc::new(jobs.keeper.slot()));
        }
    }

    /// Ends for the document; `next` is the file of the one that follows. What is put away of it goes.
    pub fn end(&mut self, jobs: &Jobs, next: Option<&PathBuf>, at_once: bool) {
        let ahead = self.ahead;
        let Self { slot, note, .. } = std::mem::take(self);
        self.ahead = ahead;
        if let Some(slot) = slot {
            jobs.keeper.close(&slot);
        }
        match note.filter(|note| Some(note) != next) {
            // The process ends: nobody would do it later.
            Some(note) if at_once => jobs.keeper.release_lock(&note),
            Some(note) => jobs.release_lock(&note),
            None => {}
        }
    }

    /// The work of `entry` was taken up: its place is given up once the work is put away anew.
    pub fn adopt(&mut self, entry: EntryId) {
        self.adopted = Some(entry);
        let now = self.now();
        if let Some(autosave) = &mut self.autosave {
            autosave.unsafe_yet(now);
        }
    }

    /// Puts unsaved work away when it is time; says when to look again.
    fn keep(&mut self, jobs: &mut Jobs, doc: &Document) -> Option<Duration> {
        let now = self.now();
        let (Some(autosave), Some(slot)) = (&mut self.autosave, &self.slot) else { return None };
        autosave.notice(doc.plan(), now);
        let taken = if self.adopted.is_some() { autosave.take_at_once() } else { autosave.take(now) };
        if let Some((plan, serial)) = taken {
            let origin = Origin { path: doc.path.clone(), stamp: doc.stamp, title: plan.title.clone(), kept: Local::now().naive_local() };
            jobs.keep(slot.clone(), serial, origin, plan, self.adopted.take());
        }
        autosave.wait(now)
    }

    /// Unsaved work was put away, or not.
    pub fn was_kept(&mut self, plan: &Arc<Plan>, result: Result<(), Message>) {
        let now = self.now();
        let Some(autosave) = &mut self.autosave else { return };
        autosave.done(plan, result.is_ok(), now);
        self.kept = match result {
            Ok(()) => Kept::At(Local::now().naive_local()),
            Err(message) => Kept::Failed(message),
        };
    }

    /// The plan was saved.
    fn was_saved(&mut self, ctx: &Context, jobs: &Jobs, doc: &Document, plan: &Arc<Plan>, note: Option<PathBuf>, moved: bool) {
        self.outside = None;
        self.kept = Kept::No;
        if moved || self.watch.is_none() || note != self.note {
            let (autosave, slot) = (self.autosave.take(), self.slot.take());
            self.watch = None;
            self.begin(ctx, jobs, doc, note);
            if autosave.is_some() {
                (self.autosave, self.slot) = (autosave, slot);
            }
        }
        if let Some(autosave) = &mut self.autosave {
            autosave.saved(plan);
        }
    }

    /// Looks at the file at once.
    #[cfg(test)]
    pub fn look_now(&self) {
        if let Some(watch) = &self.watch {
            watch.look_now();
        }
    }
}

impl App {
    /// Keeps plans with `keeper` from now on, and looks for what a crash left.
    pub(super) fn keep_with(&mut self, keeper: Arc<Keeper>) {
        self.jobs.keeper = keeper;
        self.jobs.sweep();
        self.jobs.find_left_behind();
    }

    /// Begins to guard the document shown; our note stands beside `note`.
    pub(super) fn begin_guard(&mut self, note: Option<PathBuf>) {
        if let Some(doc) = &self.doc {
            self.guard.begin(&self.ctx, &self.jobs, doc, note);
        }
    }

    /// The program ends, and nothing of the document is wanted any more.
    pub(super) fn end_guard(&mut self) {
        self.guard.end(&self.jobs, None, true);
    }

    /// What the guard does in a frame.
    pub(super) fn guard_frame(&mut self) {
        let Some(doc) = &self.doc else { return };
        if let Some(wait) = self.guard.keep(&mut self.jobs, doc)
            && !wait.is_zero()
        {
            self.ctx.request_repaint_after(wait);
        }
        for notice in self.guard.watch.as_ref().map(Watch::take).unwrap_or_default() {
            match notice {
                Notice::File(Noticed::Back) => self.guard.outside = None,
                Notice::File(noticed) => self.guard.outside = Some(noticed),
                Notice::LockLost => {
                    self.guard.note = None;
                    self.tell("window.lock.lost_title", &Message::new("window.lock.lost"));
                }
            }
        }
    }

    /// Has the plan saved to `path`; `expect` keeps what others wrote.
    pub(super) fn start_save(&mut self, path: PathBuf, expect: bool) {
        let Some(doc) = &self.doc else { return };
        let now = self.guard.now();
        if let Some(autosave) = &mut self.guard.autosave {
            autosave.notice(doc.plan(), now);
        }
        let serial = self.guard.autosave.as_ref().map_or(0, Autosave::serial);
        self.saving = true;
        self.jobs.save(SaveJob {
            expect: doc.stamp.filter(|_| expect),
            plan: doc.plan().clone(),
            from: doc.path.clone(),
            slot: self.guard.slot.clone().map(|slot| (slot, serial)),
            watch: self.guard.watch.as_ref().map(Watch::handle),
            note: self.guard.note.clone(),
            path,
        });
    }

    /// The plan was saved.
    pub(super) fn note_saved(&mut self, path: PathBuf, plan: Arc<Plan>, stamp: nendo::storage::FileStamp, note: Option<PathBuf>) {
        let Some(doc) = &mut self.doc else { return };
        let moved = doc.path.as_ref() != Some(&path) || doc.read_only.is_some();
        doc.mark_saved(plan.clone(), path, stamp, Local::now().naive_local());
        doc.read_only = None;
        self.guard.was_saved(&self.ctx, &self.jobs, doc, &plan, note, moved);
    }
}
