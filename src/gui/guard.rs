//! What guards the open document: autosave, our note beside its file, the watch over it.
//!
//! Lives here: when which of them begins, acts and ends. Does not live here: what they do (`nendo::storage`),
//! threads (`jobs`), what is asked of the user (`dialogs::keeping`, `views::outside_bar`).

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{Local, NaiveDateTime};
use eframe::egui::Context;
use nendo::edit::{Command, apply};
use nendo::locale::Message;
use nendo::plan::Plan;
use nendo::storage::Keeper;
use nendo::storage::recovery::{EntryId, Origin};
use nendo::storage::watch::Noticed;

use super::app::App;
use super::jobs::{Jobs, Notice, PuttingAway, SaveJob, Watch};
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

/// What is composed for longer than this is put away as it stands on the screen.
const LONG: Duration = Duration::from_secs(5);

/// What an input method composes, as a plan that nobody sees.
struct Composed {
    since: Instant,
    /// The plan without it, and the changes it would be.
    of: Option<(Arc<Plan>, Vec<Command>)>,
    /// The plan with it.
    plan: Option<Arc<Plan>>,
}

impl Composed {
    fn new(since: Instant) -> Self {
        Self { since, of: None, plan: None }
    }

    fn take_in(&mut self, plan: &Arc<Plan>, changes: Vec<Command>) {
        if self.of.as_ref().is_some_and(|(of, same)| Arc::ptr_eq(of, plan) && *same == changes) {
            return;
        }
        let with = |plan: Arc<Plan>, change: &Command| apply(&plan, change).map_or(plan, |edited| edited.plan);
        self.plan = Some(changes.iter().fold(plan.clone(), with));
        self.of = Some((plan.clone(), changes));
    }
}

/// The guard of the open document.
#[derive(Default)]
pub struct Guard {
    putting_away: Option<PuttingAway>,
    /// Whether unsaved work lies safe.
    pub kept: Kept,
    /// The file our note stands beside.
    note: Option<PathBuf>,
    watch: Option<Watch>,
    /// What others did to the file, until somebody has decided what to do.
    pub outside: Option<Noticed>,
    /// Who put his note in the place of ours.
    pub lost_to: Option<String>,
    /// What an input method composes, and since when.
    composed: Option<Composed>,
    /// Somebody could type in the last frame: the window was in front.
    in_front: bool,
    /// How far the clock of a test is ahead.
    pub ahead: Duration,
}

impl Guard {
    /// Begins for a document.
    pub fn begin(&mut self, ctx: &Context, jobs: &Jobs, doc: &Document, note: Option<PathBuf>) {
        self.note = note;
        let watches = jobs.keeper.can_keep();
        if let (Some(path), Some(stamp), true) = (&doc.path, doc.stamp, watches) {
            self.watch = Some(Watch::start(ctx.clone(), jobs.keeper.clone(), path.clone(), stamp, self.note.is_some()));
        }
        if watches && doc.read_only.is_none() {
            let putting_away = PuttingAway::start(ctx.clone(), jobs.keeper.clone(), doc.plan());
            if doc.imported {
                putting_away.unsafe_yet();
            }
            self.putting_away = Some(putting_away);
        }
    }

    /// Ends for the document; `next` is the file of the one that follows. What is put away of it goes; of one with
    /// changes that are not saved (`discarded`) it can still be had for some days. Says whether there is such.
    pub fn end(&mut self, jobs: &Jobs, discarded: Option<&Document>, next: Option<&PathBuf>, at_once: bool) -> bool {
        let mut can_be_had = false;
        let ahead = self.ahead;
        let Self { putting_away, note, .. } = std::mem::take(self);
        self.ahead = ahead;
        if let Some(putting_away) = putting_away {
            match discarded.filter(|doc| doc.dirty() && doc.read_only.is_none()) {
                Some(doc) => {
                    let (path, title) = (doc.path.clone(), doc.plan().title.clone());
                    let origin = Origin { path, stamp: doc.stamp, title, kept: Local::now().naive_local() };
                    jobs.keeper.close_discarding(putting_away.slot(), &origin, doc.plan());
                    can_be_had = true;
                }
                None => jobs.keeper.close(putting_away.slot()),
            }
        }
        match note.filter(|note| Some(note) != next) {
            // The process ends: nobody would do it later.
            Some(note) if at_once => jobs.keeper.release_lock(&note),
            Some(note) => jobs.release_lock(&note),
            None => {}
        }
        can_be_had
    }

    /// The work of `entry` was taken up: its place is given up once the work is put away anew.
    pub fn adopt(&mut self, entry: EntryId) {
        if let Some(putting_away) = &self.putting_away {
            putting_away.adopt(entry);
        }
    }

    /// Shows the newest plan to who puts it away. What has been composed for long goes along, though the plan on
    /// the screen has yet to get it.
    fn keep(&mut self, doc: &Document, composing: Vec<Command>, in_front: bool) {
        let now = Instant::now() + self.ahead;
        self.composed = self.composed.take().filter(|_| !composing.is_empty());
        if !composing.is_empty() {
            let composed = self.composed.get_or_insert_with(|| Composed::new(now));
            composed.take_in(doc.plan(), composing);
        }
        let left = std::mem::replace(&mut self.in_front, in_front) && !in_front;
        let Some(putting_away) = &self.putting_away else { return };
        let plan = match &self.composed {
            Some(composed) if !in_front || now.duration_since(composed.since) >= LONG => composed.plan.as_ref(),
            _ => None,
        };
        putting_away.notice(plan.unwrap_or_else(|| doc.plan()), doc.path.as_ref().zip(doc.stamp), self.ahead);
        if left {
            putting_away.hurry();
        }
        if let Some(result) = putting_away.take_outcome() {
            self.kept = match result {
                Ok(()) => Kept::At(Local::now().naive_local()),
                Err(message) => Kept::Failed(message),
            };
        }
    }

    /// Puts away at once what is not safe yet.
    pub fn hurry(&self) {
        if let Some(putting_away) = &self.putting_away {
            putting_away.hurry();
        }
    }

    /// When a composition has to be looked at again.
    fn composed_wait(&self) -> Option<Duration> {
        let since = self.composed.as_ref()?.since;
        LONG.checked_sub((Instant::now() + self.ahead).duration_since(since)).filter(|wait| !wait.is_zero())
    }

    /// Waits until what is due is put away.
    #[cfg(test)]
    pub fn wait_kept(&self) {
        if let Some(putting_away) = &self.putting_away {
            putting_away.wait();
        }
    }

    /// The plan was saved.
    fn was_saved(&mut self, ctx: &Context, jobs: &Jobs, doc: &Document, plan: &Arc<Plan>, note: Option<PathBuf>, moved: bool) {
        self.outside = None;
        self.lost_to = None;
        self.kept = Kept::No;
        if moved || self.watch.is_none() || note != self.note {
            let putting_away = self.putting_away.take();
            self.watch = None;
            self.begin(ctx, jobs, doc, note);
            if putting_away.is_some() {
                self.putting_away = putting_away;
            }
        }
        if let Some(putting_away) = &self.putting_away {
            putting_away.saved(plan);
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
        self.guard.end(&self.jobs, self.doc.as_ref(), None, true);
    }

    /// What the guard does in a frame.
    pub(super) fn guard_frame(&mut self) {
        let Some(doc) = &mut self.doc else { return };
        let in_front = self.ctx.input(|input| {
            let viewport = input.viewport();
            input.focused && viewport.minimized != Some(true) && viewport.occluded != Some(true)
        });
        self.guard.keep(doc, self.drafts.composing(), in_front);
        if let Some(wait) = self.guard.composed_wait() {
            self.ctx.request_repaint_after(wait);
        }
        for notice in self.guard.watch.as_ref().map(Watch::take).unwrap_or_default() {
            match notice {
                Notice::File(noticed) => {
                    self.guard.outside = Some(noticed).filter(|noticed| *noticed != Noticed::Back);
                    // The plan as it is on the screen stands in no file any more. What others wrote over one that was
                    // not changed here is asked about when saving, not when closing.
                    doc.lost = matches!(noticed, Noticed::Gone | Noticed::NoFolder);
                    if let Some(putting_away) = self.guard.putting_away.as_ref().filter(|_| noticed != Noticed::Back) {
                        putting_away.unsafe_yet();
                    }
                }
                Notice::LockLost(user) => {
                    self.guard.note = None;
                    self.guard.lost_to = Some(user);
                }
            }
        }
    }

    /// What to say of a colleague who took the plan over.
    pub(super) fn lost_note(&self) -> Option<Message> {
        let user = self.guard.lost_to.as_ref()?;
        Some(Message::new("window.lock.lost").with("user", if user.is_empty() { "?" } else { user }))
    }

    /// What to say while unsaved work can be put nowhere.
    pub(super) fn not_kept(&self) -> Option<Message> {
        let unsafe_work = matches!(self.guard.kept, Kept::Failed(_)) && self.doc.as_ref().is_some_and(Document::dirty);
        unsafe_work.then(|| Message::new("window.save.not_kept_bar"))
    }

    /// Has the plan saved to `path`; `expect` keeps what others wrote.
    pub(super) fn start_save(&mut self, path: PathBuf, expect: bool) {
        self.save_to(path, expect, false);
    }

    /// The same, in the place of another's note if `over_note`.
    pub(super) fn save_to(&mut self, path: PathBuf, expect: bool, over_note: bool) {
        let Some(doc) = &self.doc else { return };
        let slot = self.guard.putting_away.as_ref().map(|putting_away| {
            let serial = putting_away.notice(doc.plan(), doc.path.as_ref().zip(doc.stamp), self.guard.ahead);
            (putting_away.slot().clone(), serial)
        });
        self.saving = true;
        self.jobs.save(SaveJob {
            expect: doc.stamp.filter(|_| expect),
            plan: doc.plan().clone(),
            from: doc.path.clone(),
            slot,
            watch: self.guard.watch.as_ref().map(Watch::handle),
            note: self.guard.note.clone(),
            over_note,
            path,
        });
    }

    /// The plan was saved.
    pub(super) fn note_saved(&mut self, path: PathBuf, plan: &Arc<Plan>, stamp: nendo::storage::FileStamp, note: Option<PathBuf>) {
        let Some(doc) = &mut self.doc else { return };
        let moved = doc.path.as_ref() != Some(&path) || doc.read_only.is_some();
        doc.mark_saved(plan.clone(), path, stamp, Local::now().naive_local());
        doc.read_only = None;
        self.guard.was_saved(&self.ctx, &self.jobs, doc, plan, note, moved);
    }
}
