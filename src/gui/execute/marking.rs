//! The marks in the outline for what differs from a base: which version that is, and how they follow the plan.

use std::path::PathBuf;
use std::sync::Arc;

use nendo::compare::Live;
use nendo::locale::{Message, text};
use nendo::plan::Plan;

use crate::gui::app::App;
use crate::gui::jobs::{Offers, Past, Slot, Source};
use crate::gui::mode::Mode;
use crate::gui::settings::{Base, remember, remembered};
use crate::gui::views::compare::model::Side;
use crate::gui::views::compare::{Progress, Version, source_name};
use crate::gui::workspace::Marks;

/// What the marks in the outline are made from.
#[derive(Default)]
pub struct Marking {
    /// The version they are measured against: the compare view begins with it, too.
    pub(super) base: Option<Version>,
    /// It was chosen just now, not recalled with the plan.
    chosen: bool,
    /// What the plan is measured against, while no thread has it.
    live: Option<Box<Live>>,
    /// A thread is looking what differs.
    running: bool,
    /// The named version that is to be the base again, once it is known which there are.
    recalled: Option<String>,
    /// A base chosen while a thread was looking takes its place.
    next: Option<Arc<Plan>>,
}

/// What a named version is remembered by.
fn version_key(version: &nendo::storage::versions::Version) -> String {
    format!("{} {}", version.saved.format("%Y-%m-%dT%H:%M:%S"), version.name)
}

impl App {
    /// Takes up the marks of the plan that was just opened, against what they were measured by last.
    pub(in crate::gui) fn recall_base(&mut self) {
        self.marking.recalled = None;
        let Some(own) = self.doc.as_ref().and_then(|doc| doc.path.clone()) else { return };
        match remembered(&self.settings.bases, &own) {
            Some(Base::File(path)) if *path != own && path.exists() => {
                let source = Source::File(path.clone());
                self.jobs.read_version(Slot::Base, source);
            }
            Some(Base::Version(key)) => {
                self.marking.recalled = Some(key.clone());
                self.jobs.list_offers(Some(own));
            }
            Some(Base::File(_)) | None => {}
        }
    }

    /// Measures the plan against this version from now on, and compares with it.
    pub(super) fn use_base(&mut self, version: Version) {
        let chosen = std::mem::take(&mut self.marking.chosen);
        let name = source_name(self.lang, &version.source);
        let (Some(doc), Some(plan)) = (&mut self.doc, version.plan.clone()) else { return };
        doc.base_name = Some(name.clone());
        if self.marking.running {
            self.marking.next = Some(plan);
        } else {
            self.marking.live = Some(Box::new(Live::new(plan)));
        }
        let compared = !self.old_is(&version.source) && self.compare.present() != Some(Side::Old);
        if chosen && compared {
            self.compare.old = Some(version.clone());
            self.compare.new = Some(Version::of(Source::Present));
            (self.compare.begun, self.compare.compared, self.compare.pairing) = (true, None, None);
            self.compare.progress = Progress::Still;
        }
        self.marking.base = Some(version);
        if chosen {
            let message = Message::new("window.marks.chosen").with("name", name);
            self.toasts.show(message.text(self.lang), Vec::new());
        }
    }

    /// Whether the old side of the comparison is this version.
    fn old_is(&self, source: &Source) -> bool {
        self.compare.old.as_ref().is_some_and(|old| old.source.is(source))
    }

    /// Whether the old side of the comparison is what the marks are measured against.
    pub(super) fn old_is_base(&self) -> bool {
        self.marking.base.as_ref().is_some_and(|base| self.old_is(&base.source))
    }

    /// Measures the marks against the old side of the comparison, or ends them where they are that already.
    pub(super) fn use_old_as_base(&mut self) {
        if self.old_is_base() {
            self.forget_base();
            return self.toasts.show(text(self.lang, "window.marks.ended").to_owned(), Vec::new());
        }
        let old = self.compare.old.clone().filter(|old| old.plan.is_some() && self.compare.present() == Some(Side::New));
        match old {
            Some(old) => {
                self.remember_base(&old.source);
                self.use_base(old);
            }
            None => self.toasts.show(text(self.lang, "window.marks.no_old").to_owned(), Vec::new()),
        }
    }

    /// The base is that of its plan the next time, too.
    pub(super) fn remember_base(&mut self, source: &Source) {
        self.marking.chosen = true;
        let Some(own) = self.doc.as_ref().and_then(|doc| doc.path.clone()) else { return };
        // Another source is not there the next time: then nothing is better than a base one did not choose.
        let base = match source {
            Source::File(path) => Some(Base::File(path.clone())),
            Source::Past(Past::Version(version)) => Some(Base::Version(version_key(version))),
            _ => None,
        };
        remember(&mut self.settings.bases, own, base);
    }

    /// The base that is remembered for the plan, as far as it is there.
    pub(super) fn remembered_base(&self, offers: &Offers) -> Option<Source> {
        let own = self.doc.as_ref()?.path.as_ref()?;
        match remembered(&self.settings.bases, own)? {
            Base::File(path) => (path != own && path.exists()).then(|| Source::File(path.clone())),
            Base::Version(key) => {
                let version = offers.versions.iter().find(|version| version_key(version) == *key)?;
                Some(Source::Past(Past::Version(version.clone())))
            }
        }
    }

    /// The file that was the base and is there no more.
    pub(super) fn lost_base(&self) -> Option<PathBuf> {
        let own = self.doc.as_ref()?.path.as_ref()?;
        match remembered(&self.settings.bases, own)? {
            Base::File(path) => Some(path.clone()).filter(|path| path != own && !path.exists()),
            Base::Version(_) => None,
        }
    }

    /// Reads the named version that is to be the base again, now that it is known which there are.
    pub(super) fn recall_version(&mut self, offers: &Offers) {
        if let Some(key) = self.marking.recalled.take()
            && let Some(version) = offers.versions.iter().find(|version| version_key(version) == key)
        {
            self.jobs.read_version(Slot::Base, Source::Past(Past::Version(version.clone())));
        }
    }

    /// Takes in what the plan differs from its base in.
    pub(super) fn take_marks(&mut self, live: Box<Live>, marks: Arc<Marks>) {
        self.marking.running = false;
        self.marking.live = Some(live);
        if let Some(base) = self.marking.next.take() {
            self.marking.live = Some(Box::new(Live::new(base)));
        } else if let Some(doc) = self.doc.as_mut().filter(|doc| doc.base_name.is_some()) {
            doc.set_marks(Some(marks));
        }
    }

    /// Goes to the next item with a mark, or the one before; says whether there was one.
    pub(super) fn step_mark(&mut self, back: bool) -> bool {
        let Some(doc) = &self.doc else { return false };
        let Some(marks) = doc.marks() else { return false };
        let rows = doc.outline().rows();
        let from = doc.primary().and_then(|id| doc.outline().position(id));
        let differs = |at: &usize| marks.differs(rows[*at].node.id);
        let to = match (back, from) {
            (true, from) => (0..from.unwrap_or(rows.len())).rev().find(differs),
            (false, from) => (from.map_or(0, |from| from + 1)..rows.len()).find(differs),
        };
        let node = to.map(|at| rows[at].node.id);
        if let Some(node) = node {
            self.mode = Mode::Write;
            self.with_doc(|doc| doc.select(Some(node)));
        }
        node.is_some()
    }

    /// Ends the marks.
    pub(super) fn forget_base(&mut self) {
        if let Some(own) = self.doc.as_ref().and_then(|doc| doc.path.clone()) {
            remember(&mut self.settings.bases, own, None);
        }
        (self.marking.live, self.marking.next, self.marking.base) = (None, None, None);
        self.with_doc(|doc| {
            (doc.base_name, doc.changed_only) = (None, false);
            doc.set_marks(None);
        });
    }

    pub(super) fn follow_marks(&mut self) {
        let Some(doc) = &self.doc else {
            self.marking.live = None;
            return;
        };
        if doc.base_name.is_none() || self.marking.running || doc.marks().is_some_and(|marks| marks.is_of(doc.plan())) {
            return;
        }
        if let Some(live) = self.marking.live.take() {
            self.marking.running = true;
            self.jobs.mark(live, doc.plan().clone(), doc.outline().clone());
        }
    }

    pub(super) fn toggle_changed_only(&mut self) {
        if self.doc.as_ref().is_some_and(|doc| doc.base_name.is_none()) {
            return self.choose_version(Slot::Base);
        }
        self.mode = Mode::Write;
        self.with_doc(|doc| doc.changed_only = !doc.changed_only);
    }
}
