//! The keeper of open plans: what opening, saving, keeping and closing mean, with every precaution.
//!
//! Lives here: the order of the precautions. Does not live here: each of them (`recovery`, `backups`,
//! `versions`, `lock`, `watch`), when work is kept (`autosave`), threads, dialogs. The window and the kill
//! test (`tests/kill.rs`) both go through here.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use chrono::{NaiveDateTime, Utc};

use super::backups::{self, Backup};
use super::disk::{Disk, RealDisk};
use super::error::{LoadError, SaveError};
use super::lock::{Asking, LockNote, Taken};
use super::read::MAX_FILE_BYTES;
use super::recovery::{self, EntryId, Origin, Recovered};
use super::safe_write::{folder_of, write_file_on};
use super::session::{Session, Who};
use super::stamp::FileStamp;
use super::versions::{self, Naming, Version, VersionError, Versions};
use super::{Loaded, copy_pictures, read_plan, state_dir, sweep, write_plan};
use crate::plan::Plan;

/// Keeps plans safe.
pub struct Keeper {
    disk: Arc<dyn Disk>,
    state: Option<PathBuf>,
    who: Who,
    session: Session,
    locks: bool,
    entries: AtomicU64,
}

/// The place of one open document in the recovery store.
#[derive(Debug)]
pub struct Slot {
    id: EntryId,
    state: Mutex<SlotState>,
}

#[derive(Debug, Default)]
struct SlotState {
    /// The newest state of the plan that is put away.
    kept: Option<u64>,
    /// The newest state that stands in the file.
    saved: Option<u64>,
    /// The document was closed: nothing comes any more.
    closed: bool,
}

/// A plan that was opened.
#[derive(Debug)]
pub struct Opened {
    /// The plan as in the file.
    pub loaded: Loaded,
    /// Whether somebody has it open.
    pub lock: Taken,
    /// Unsaved work on it that a crash left behind, the latest first.
    pub recovered: Vec<Recovered>,
}

/// A save.
pub struct SaveOrder<'a> {
    /// Where to.
    pub path: &'a Path,
    /// What.
    pub plan: &'a Plan,
    /// What the file must hold for it to be replaced; `None` replaces whatever is there.
    pub expect: Option<FileStamp>,
    /// The file the plan had before: its pictures and versions go along.
    pub from: Option<&'a Path>,
    /// Its place in the recovery store, and which state of the plan this is.
    pub slot: Option<(&'a Slot, u64)>,
    /// The time of day.
    pub now: NaiveDateTime,
}

/// Why a plan was not saved. The file is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SaveRefused {
    /// Somebody else changed the file meanwhile.
    #[error("the file was changed by somebody else")]
    Changed,
    /// Something else.
    #[error(transparent)]
    Error(#[from] SaveError),
}

impl Keeper {
    /// A keeper on this disk, with a state folder if there is one.
    pub fn new(disk: Arc<dyn Disk>, state: Option<PathBuf>, who: Who) -> Self {
        let session = Session::begin(disk.as_ref(), state.as_deref(), &who);
        Self { disk, state, who, session, locks: true, entries: AtomicU64::new(0) }
    }

    /// The keeper of this process.
    pub fn of_this_process() -> Self {
        Self::new(Arc::new(RealDisk), state_dir(), Who::here())
    }

    /// A keeper that keeps nothing beside the files themselves.
    pub fn detached() -> Self {
        let mut keeper = Self::new(Arc::new(RealDisk), None, Who::here());
        keeper.locks = false;
        keeper
    }

    /// The files.
    pub fn disk(&self) -> &Arc<dyn Disk> {
        &self.disk
    }

    /// Who works here.
    pub fn who(&self) -> &Who {
        &self.who
    }

    /// Whether unsaved work can be kept at all.
    pub fn can_keep(&self) -> bool {
        self.state.is_some()
    }

    fn asking(&self) -> Asking<'_> {
        Asking { disk: self.disk.as_ref(), state: self.state.as_deref(), who: &self.who, session: self.session.id() }
    }

    /// Opens a plan: reads it, asks whether somebody has it, looks for work left behind.
    ///
    /// # Errors
    /// Says why it cannot be read; nothing was changed.
    pub fn open(&self, path: &Path) -> Result<Opened, LoadError> {
        let bytes = self.disk.read(path, MAX_FILE_BYTES).map_err(|error| LoadError::io(path, &error))?;
        let loaded = Loaded { plan: Arc::new(read_plan(&bytes)?), stamp: FileStamp::of(&bytes) };
        let lock = self.take_lock(path);
        let recovered = if matches!(lock, Taken::Theirs(..)) { Vec::new() } else { self.left_behind_of(path, &loaded.plan) };
        sweep::sweep_folder(self.disk.as_ref(), &folder_of(path), SystemTime::now());
        Ok(Opened { loaded, lock, recovered })
    }

    /// Work left behind on the plan in `path`. What the file holds already is no work and goes.
    fn left_behind_of(&self, path: &Path, plan: &Plan) -> Vec<Recovered> {
        let here = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let mut found = self.left_behind();
        found.retain(|entry| entry.origin.path.as_ref() == Some(&here));
        found.retain(|entry| {
            let is_work = *entry.plan != *plan;
            if !is_work {
                self.forget(&entry.id);
            }
            is_work
        });
        found
    }

    /// Saves a plan: looks whether the file is still the one known, puts what it replaces into the backups,
    /// writes whole or not at all.
    ///
    /// # Errors
    /// Says why not; the file is as it was.
    pub fn save(&self, order: &SaveOrder<'_>) -> Result<FileStamp, SaveRefused> {
        let (disk, path) = (self.disk.as_ref(), order.path);
        let text = write_plan(order.plan)?;
        match disk.read(path, MAX_FILE_BYTES) {
            Ok(before) => {
                let stamp = FileStamp::of(&before);
                if order.expect.is_some_and(|expect| stamp != expect) {
                    return Err(SaveRefused::Changed);
                }
                if let Some(state) = &self.state
                    && before != text.as_bytes()
                {
                    // A backup that cannot be made is no reason not to save.
                    backups::keep(disk, state, path, (&before, stamp), order.now).ok();
                }
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            // What cannot be read must not be replaced unseen.
            Err(error) => return Err(SaveError::io(path, &error).into()),
        }
        write_file_on(disk, path, text.as_bytes())?;
        let stamp = FileStamp::of(text.as_bytes());
        if let Some((slot, serial)) = order.slot {
            self.in_file(slot, serial);
        }
        if let Some(from) = order.from.filter(|from| *from != path) {
            copy_pictures(order.plan, &folder_of(from), &folder_of(path));
            versions::copy(disk, from, path);
        }
        if let Some(state) = &self.state {
            backups::prune(disk, state, path, order.now);
        }
        Ok(stamp)
    }

    /// A place in the recovery store for a document.
    pub fn slot(&self) -> Slot {
        let number = self.entries.fetch_add(1, Ordering::Relaxed);
        Slot { id: EntryId::new(self.session.id(), number), state: Mutex::default() }
    }

    /// Puts a state of a plan away, unless a newer one is put away or saved.
    ///
    /// # Errors
    /// Says why not.
    pub fn keep(&self, slot: &Slot, serial: u64, origin: &Origin, plan: &Plan) -> Result<(), SaveError> {
        let Some(state) = &self.state else { return Ok(()) };
        let mut slot_state = slot.state.lock().unwrap_or_else(PoisonError::into_inner);
        if slot_state.closed || slot_state.kept.max(slot_state.saved).is_some_and(|newest| newest >= serial) {
            return Ok(());
        }
        recovery::keep(self.disk.as_ref(), state, &slot.id, &from_anywhere(origin), plan)?;
        slot_state.kept = Some(serial);
        Ok(())
    }

    /// A state of the plan stands in the user's file: what was put away up to it is no longer needed.
    fn in_file(&self, slot: &Slot, serial: u64) {
        let Some(state) = &self.state else { return };
        let mut slot_state = slot.state.lock().unwrap_or_else(PoisonError::into_inner);
        slot_state.saved = slot_state.saved.max(Some(serial));
        if slot_state.kept.is_some_and(|kept| kept <= serial) {
            slot_state.kept = None;
            recovery::forget(self.disk.as_ref(), state, &slot.id);
        }
    }

    /// The document was closed and what was not saved of it is not wanted. It can still be had for some days; where it
    /// cannot be put there, what was put away before stays as after a crash.
    pub fn close_discarding(&self, slot: &Slot, origin: &Origin, plan: &Plan) {
        let Some(state) = &self.state else { return };
        let mut slot_state = slot.state.lock().unwrap_or_else(PoisonError::into_inner);
        slot_state.closed = true;
        let kept = slot_state.kept.take().is_some();
        if recovery::keep_discarded(self.disk.as_ref(), state, &slot.id, &from_anywhere(origin), plan).is_ok() && kept {
            recovery::forget(self.disk.as_ref(), state, &slot.id);
        }
    }

    /// The document was closed and nothing of it is wanted any more.
    pub fn close(&self, slot: &Slot) {
        let Some(state) = &self.state else { return };
        let mut slot_state = slot.state.lock().unwrap_or_else(PoisonError::into_inner);
        slot_state.closed = true;
        if slot_state.kept.take().is_some() {
            recovery::forget(self.disk.as_ref(), state, &slot.id);
        }
    }

    /// Work that sessions now gone left behind, the latest first.
    pub fn left_behind(&self) -> Vec<Recovered> {
        self.state.as_ref().map_or_else(Vec::new, |state| recovery::left_behind(self.disk.as_ref(), state))
    }

    /// Work that was discarded and can still be brought back, the latest first.
    pub fn discarded(&self) -> Vec<Recovered> {
        self.state.as_ref().map_or_else(Vec::new, |state| recovery::discarded(self.disk.as_ref(), state))
    }

    /// Removes work left behind: it lives on elsewhere.
    pub fn forget(&self, id: &EntryId) {
        if let Some(state) = &self.state {
            recovery::forget(self.disk.as_ref(), state, id);
        }
    }

    /// Takes work left behind off the list; it can be brought back for some days.
    ///
    /// # Errors
    /// Says why it still is there.
    pub fn discard(&self, id: &EntryId) -> Result<(), SaveError> {
        self.state.as_ref().map_or(Ok(()), |state| recovery::discard(self.disk.as_ref(), state, id))
    }

    /// Puts discarded work back on the list.
    ///
    /// # Errors
    /// Says why not.
    pub fn bring_back(&self, id: &EntryId) -> Result<(), SaveError> {
        self.state.as_ref().map_or(Ok(()), |state| recovery::bring_back(self.disk.as_ref(), state, id))
    }

    /// What saves of a plan replaced, the latest first.
    pub fn backups(&self, plan_file: &Path) -> Vec<Backup> {
        self.state.as_ref().map_or_else(Vec::new, |state| backups::list(self.disk.as_ref(), state, plan_file))
    }

    /// The named versions beside a plan.
    pub fn versions(&self, plan_file: &Path) -> Versions {
        versions::list(self.disk.as_ref(), plan_file)
    }

    /// The newest named version of a plan that can be read.
    pub fn newest_version(&self, plan_file: &Path) -> Option<Arc<Plan>> {
        self.versions(plan_file).list.iter().find_map(|version| version.read(self.disk.as_ref()).ok())
    }

    /// Keeps a named version beside a plan.
    ///
    /// # Errors
    /// Says why not.
    pub fn keep_version(&self, plan_file: &Path, plan: &Plan, naming: &Naming, now: NaiveDateTime) -> Result<Version, VersionError> {
        versions::keep(self.disk.as_ref(), plan_file, plan, naming, now)
    }

    /// Asks for the note beside a plan.
    pub fn take_lock(&self, path: &Path) -> Taken {
        if self.locks { self.asking().take(path, Utc::now()) } else { Taken::Ours }
    }

    /// Puts our note in the place of another's.
    ///
    /// # Errors
    /// Says why not.
    pub fn take_lock_over(&self, path: &Path) -> Result<(), SaveError> {
        if self.locks { self.asking().take_over(path, Utc::now()) } else { Ok(()) }
    }

    /// Writes the time into our note; says whether it still is ours.
    pub fn refresh_lock(&self, path: &Path) -> bool {
        !self.locks || self.asking().refresh(path, Utc::now())
    }

    /// Who else has his note beside a plan.
    pub fn note_of_another(&self, path: &Path) -> Option<LockNote> {
        let (note, _) = self.asking().look(path, Utc::now()).filter(|_| self.locks)?;
        (note.session != self.session.id()).then_some(note)
    }

    /// Takes our note away.
    pub fn release_lock(&self, path: &Path) {
        if self.locks {
            self.asking().release(path);
        }
    }

    /// Takes away what crashes left in the state folder.
    pub fn sweep(&self) {
        if let Some(state) = &self.state {
            sweep::sweep_state(self.disk.as_ref(), state, SystemTime::now());
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.session.end(self.disk.as_ref());
    }
}

/// The same with a path that holds from every folder.
fn from_anywhere(origin: &Origin) -> Origin {
    Origin { path: origin.path.as_ref().map(|path| std::path::absolute(path).unwrap_or_else(|_| path.clone())), ..origin.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::load;

    fn keeper(state: &Path) -> Keeper {
        Keeper::new(
            Arc::new(RealDisk),
            Some(state.to_owned()),
            Who { user: "山田".into(), host: "課-1".into(), process: std::process::id() },
        )
    }

    fn now() -> NaiveDateTime {
        chrono::Local::now().naive_local()
    }

    fn order<'a>(path: &'a Path, plan: &'a Plan, expect: Option<FileStamp>) -> SaveOrder<'a> {
        SaveOrder { path, plan, expect, from: None, slot: None, now: now() }
    }

    fn origin(path: &Path) -> Origin {
        Origin { path: Some(path.to_owned()), stamp: None, title: "t".into(), kept: now() }
    }

    #[test]
    fn a_save_backs_up_what_it_replaces_and_refuses_what_others_wrote() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("計画.ron");
        let keeper = keeper(&folder.path().join("state"));
        let first = keeper.save(&order(&path, &Plan::new("一", None), None)).expect("saved");
        let second = keeper.save(&order(&path, &Plan::new("二", None), Some(first))).expect("saved");
        assert_eq!(keeper.backups(&path)[0].read(&RealDisk).expect("whole").title, "一");
        super::super::save(&path, &Plan::new("ほかの人", None)).expect("saved");
        assert_eq!(keeper.save(&order(&path, &Plan::new("三", None), Some(second))), Err(SaveRefused::Changed));
        keeper.save(&order(&path, &Plan::new("三", None), None)).expect("saved");
        assert_eq!(keeper.backups(&path)[0].read(&RealDisk).expect("whole").title, "ほかの人", "even that is not lost");
    }

    #[test]
    fn a_late_autosave_never_outlives_the_save_that_overtook_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, state) = (folder.path().join("計画.ron"), folder.path().join("state"));
        let keeper = keeper(&state);
        let slot = keeper.slot();
        let (old, new) = (Plan::new("一", None), Plan::new("二", None));
        let mut order = order(&path, &new, None);
        order.slot = Some((&slot, 2));
        keeper.save(&order).expect("saved");
        keeper.keep(&slot, 1, &origin(&path), &old).expect("no matter");
        let entries = || RealDisk.list(&state.join("recovery")).unwrap_or_default().len();
        assert_eq!(entries(), 0);
        keeper.keep(&slot, 3, &origin(&path), &old).expect("kept");
        assert_eq!(entries(), 1);
        keeper.close(&slot);
        assert_eq!(entries(), 0);
        keeper.keep(&slot, 4, &origin(&path), &old).expect("no matter");
        assert_eq!(entries(), 0, "what was closed stays closed");
    }

    #[test]
    fn opening_tells_of_work_left_behind_but_not_of_work_the_file_holds() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, state) = (folder.path().join("計画.ron"), folder.path().join("state"));
        let (old, new) = (Plan::new("一", None), Plan::new("二", None));
        {
            let crashed = keeper(&state);
            crashed.save(&order(&path, &old, None)).expect("saved");
            crashed.keep(&crashed.slot(), 1, &origin(&path), &new).expect("kept");
            crashed.keep(&crashed.slot(), 1, &origin(&path), &old).expect("kept");
            crashed.keep(&crashed.slot(), 1, &origin(Path::new("/else.ron")), &new).expect("kept");
            let other = keeper(&state);
            assert!(other.open(&path).expect("reads").recovered.is_empty(), "the other one still runs");
            other.release_lock(&path);
        }
        let keeper = keeper(&state);
        let opened = keeper.open(&path).expect("reads");
        assert_eq!(opened.lock, Taken::Ours);
        assert_eq!(opened.recovered.iter().map(|entry| entry.plan.title.as_str()).collect::<Vec<_>>(), ["二"]);
        assert_eq!(keeper.left_behind().len(), 2);
        assert_eq!(load(&path).expect("reads").plan.title, "一");
    }
}
