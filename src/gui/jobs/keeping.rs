//! Jobs that keep plans safe: opening and saving through the keeper, work left behind, versions.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::Local;
use nendo::locale::Message;
use nendo::plan::Plan;
use nendo::storage::backups::Backup;
use nendo::storage::disk::Disk;
use nendo::storage::keeper::{Opened, SaveOrder, SaveRefused, Slot};
use nendo::storage::lock::Taken;
use nendo::storage::recovery::{EntryId, Recovered};
use nendo::storage::versions::{self, Naming, Stray, Version, Versions};
use nendo::storage::{self, FileStamp, Keeper, LoadError};

use super::watch::WatchHandle;
use super::{Done, Jobs, SaveFailure};
use crate::gui::differences::{Differences, Showing};

/// A plan that was read, with the work on it that a crash left behind.
#[derive(Debug)]
pub struct Opening {
    /// What was read.
    pub opened: Opened,
    /// What was left behind.
    pub left: Vec<LeftBehind>,
    /// The file is marked as one to be read only.
    pub marked_read_only: bool,
}

/// Work that a crash left behind, and how it differs from the file.
#[derive(Debug, Clone)]
pub struct LeftBehind {
    /// The work.
    pub entry: Recovered,
    /// The differences from the file to the work, or what is in it.
    pub showing: Showing,
    /// Whether the file is there and can be read.
    pub has_file: bool,
    /// The file was saved after the work was put away.
    pub file_changed: bool,
}

/// A save.
pub struct SaveJob {
    /// Where to.
    pub path: PathBuf,
    /// What.
    pub plan: Arc<Plan>,
    /// What the file must hold.
    pub expect: Option<FileStamp>,
    /// Where it stood before.
    pub from: Option<PathBuf>,
    /// Its place in the recovery store and the number of this state.
    pub slot: Option<(Arc<Slot>, u64)>,
    /// Who looks at the file.
    pub watch: Option<WatchHandle>,
    /// The file our note stands beside.
    pub note: Option<PathBuf>,
    /// Whether a note of somebody else's at the place is replaced: the user said so.
    pub over_note: bool,
}

/// A state of a plan that can be opened, compared, restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Past {
    /// A named version.
    Version(Version),
    /// What a save replaced.
    Backup(Backup),
}

impl Past {
    /// The plan in it.
    ///
    /// # Errors
    /// If it was damaged or is gone.
    pub fn read(&self, disk: &dyn Disk) -> Result<Arc<Plan>, LoadError> {
        match self {
            Self::Version(version) => version.read(disk),
            Self::Backup(backup) => backup.read(disk),
        }
    }
}

/// What a state is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadFor {
    /// To see what differs.
    Compare,
    /// To look at it.
    Open,
    /// To take it up again.
    Restore,
}

/// What a job of these has done.
pub enum Keeping {
    /// Work left behind.
    LeftBehind(Vec<LeftBehind>),
    /// Work was taken off the list.
    Discarded { id: EntryId, result: Result<(), Message> },
    /// The versions and backups of a plan.
    Past { path: PathBuf, versions: Versions, backups: Vec<Backup> },
    /// How many items each of them has (none: it cannot be read), and versions the plan left behind under another name.
    PastLooked { path: PathBuf, items: Vec<(Past, Option<usize>)>, strays: Vec<Stray> },
    /// The version that changes are measured against.
    Baseline { path: PathBuf, plan: Option<Arc<Plan>> },
    /// A version was not kept, and what was typed about it.
    VersionNotKept { naming: Naming, message: Message },
    /// A version was kept, renamed or deleted; the key of what to say.
    VersionDone { path: PathBuf, said: &'static str, result: Result<(), Message> },
    /// A state was read.
    Read { why: ReadFor, past: Past, result: Result<(Arc<Plan>, Differences), Message> },
    /// How the file differs from the plan on the screen.
    Compared { path: PathBuf, result: Result<Differences, Message> },
    /// A plan could not be read; whether versions or backups of it can be.
    Unreadable { path: PathBuf, message: Message, past: bool },
    /// Work that was discarded and can still be had.
    DiscardedWork(Vec<LeftBehind>),
    /// Another's note was replaced, or why not.
    TakenOver { path: PathBuf, opening: Box<Opening>, result: Result<(), Message> },
}

fn left_behind(keeper: &Keeper, entries: Vec<Recovered>, of: Option<(&Plan, FileStamp)>) -> Vec<LeftBehind> {
    let look = |entry: Recovered| {
        let read;
        let file = match (of, &entry.origin.path) {
            (Some((plan, stamp)), _) => Some((plan, stamp)),
            (None, Some(path)) => {
                read = storage::load(path).ok();
                read.as_ref().map(|loaded| (loaded.plan.as_ref(), loaded.stamp))
            }
            (None, None) => None,
        };
        // What the file holds already is no work.
        if file.is_some_and(|(plan, _)| *plan == *entry.plan) {
            keeper.forget(&entry.id);
            return None;
        }
        let showing = Showing::of(file.map(|(plan, _)| plan), &entry.plan);
        let file_changed = file.is_some_and(|(_, stamp)| entry.origin.stamp.is_some_and(|then| then != stamp));
        Some(LeftBehind { entry, showing, has_file: file.is_some(), file_changed })
    };
    entries.into_iter().filter_map(look).collect()
}

impl Jobs {
    /// Reads a plan.
    pub fn open(&mut self, path: PathBuf) {
        let (keeper, remembers) = (self.keeper.clone(), self.remembers);
        self.run_task("window.job.open", true, move |task| {
            let result = keeper.open(&path).map_err(|error| error.message()).map(|mut opened| {
                if remembers && !task.stopped() {
                    storage::recent::add(&path, &opened.loaded.plan, Local::now().naive_local());
                }
                let entries = std::mem::take(&mut opened.recovered);
                let left = left_behind(&keeper, entries, Some((&opened.loaded.plan, opened.loaded.stamp)));
                Box::new(Opening { opened, left, marked_read_only: storage::is_marked_read_only(&path) })
            });
            Done::Opened { path, result }
        });
    }

    /// Saves a plan. Its pictures and versions go with it to another folder, our note too.
    pub fn save(&mut self, job: SaveJob) {
        let (keeper, remembers) = (self.keeper.clone(), self.remembers);
        self.run_task("window.job.save", false, move |_| {
            let SaveJob { path, plan, expect, from, slot, watch, note, over_note } = job;
            if let Taken::Theirs(theirs, standing) = keeper.take_lock(&path) {
                if !over_note {
                    return Done::Saved { path, plan, note, result: Err(SaveFailure::Locked(Box::new(theirs), standing)) };
                }
                // Where no note can be written the file still can.
                keeper.take_lock_over(&path).ok();
            }
            let slot_of = slot.as_ref().map(|(slot, serial)| (slot.as_ref(), *serial));
            let order =
                SaveOrder { path: &path, plan: &plan, expect, from: from.as_deref(), slot: slot_of, now: Local::now().naive_local() };
            let saved = match &watch {
                Some(watch) => watch.unseen(|watched| {
                    let saved = keeper.save(&order);
                    if let Ok(stamp) = saved {
                        watched.now_ours(path.clone(), stamp);
                    }
                    saved
                }),
                None => keeper.save(&order),
            };
            let mut note = note;
            if saved.is_ok() {
                if note.as_ref() != Some(&path) {
                    if let Some(old) = &note {
                        keeper.release_lock(old);
                    }
                    note = (keeper.take_lock(&path) == Taken::Ours).then(|| path.clone());
                }
                if remembers {
                    storage::recent::add(&path, &plan, Local::now().naive_local());
                }
            } else if note.as_ref() != Some(&path) {
                keeper.release_lock(&path);
            }
            let result = saved.map_err(|error| match error {
                SaveRefused::Changed => SaveFailure::ChangedOnDisk,
                SaveRefused::Error(error) => SaveFailure::Other(error.message()),
            });
            Done::Saved { path, plan, note, result }
        });
    }

    fn keeping(&mut self, job: impl FnOnce(&Keeper) -> Keeping + Send + 'static) {
        let keeper = self.keeper.clone();
        self.run(move || Done::Keeping(job(&keeper)));
    }

    /// Looks for work left behind.
    pub fn find_left_behind(&mut self) {
        self.keeping(|keeper| Keeping::LeftBehind(left_behind(keeper, keeper.left_behind(), None)));
    }

    /// Looks for work that was discarded.
    pub fn find_discarded(&mut self) {
        self.keeping(|keeper| Keeping::DiscardedWork(left_behind(keeper, keeper.discarded(), None)));
    }

    /// Takes work off the list.
    pub fn discard(&mut self, id: EntryId) {
        self.keeping(move |keeper| {
            let result = keeper.discard(&id).map_err(|error| error.message());
            Keeping::Discarded { id, result }
        });
    }

    /// Puts it back and looks again.
    pub fn bring_back(&mut self, id: EntryId) {
        self.keeping(move |keeper| {
            keeper.bring_back(&id).ok();
            Keeping::LeftBehind(left_behind(keeper, keeper.left_behind(), None))
        });
    }

    /// Reads the names of versions and backups.
    pub fn list_past(&mut self, path: PathBuf) {
        let file = path.clone();
        self.keeping(move |keeper| Keeping::Past { versions: keeper.versions(&path), backups: keeper.backups(&path), path });
        // Reading them all takes longer than their names; the list does not wait for it.
        self.keeping(move |keeper| {
            let disk = keeper.disk().as_ref();
            let versions = keeper.versions(&file).list.into_iter().map(Past::Version);
            let all = versions.chain(keeper.backups(&file).into_iter().map(Past::Backup));
            let count = |past: &Past| past.read(disk).ok().map(|plan| plan.walk().count());
            let items = all.map(|past| (past.clone(), count(&past))).collect();
            let strays = storage::load(&file).map(|loaded| versions::strays(disk, &file, &loaded.plan)).unwrap_or_default();
            Keeping::PastLooked { path: file, items, strays }
        });
    }

    /// Takes over the versions the plan left behind under another name.
    pub fn adopt_versions(&mut self, path: PathBuf, from: PathBuf) {
        self.keeping(move |keeper| {
            let disk = keeper.disk().as_ref();
            versions::copy(disk, &from, &path);
            let here = keeper.versions(&path).list.len();
            let all = keeper.versions(&from).list.len();
            let result = if here >= all { Ok(()) } else { Err(Message::new("window.versions.not_adopted")) };
            Keeping::VersionDone { path, said: "window.versions.adopted", result }
        });
    }

    /// A plan could not be read: looks whether an earlier state of it can be.
    pub fn look_for_past(&mut self, path: PathBuf, message: Message) {
        self.keeping(move |keeper| {
            let past = !keeper.versions(&path).list.is_empty() || !keeper.backups(&path).is_empty();
            Keeping::Unreadable { path, message, past }
        });
    }

    /// Reads the version that changes are measured against.
    pub fn read_baseline(&mut self, path: PathBuf) {
        self.keeping(move |keeper| Keeping::Baseline { plan: keeper.newest_version(&path), path });
    }

    /// Keeps a version.
    pub fn keep_version(&mut self, path: PathBuf, plan: Arc<Plan>, naming: Naming) {
        self.keeping(move |keeper| match keeper.keep_version(&path, &plan, &naming, Local::now().naive_local()) {
            Ok(_) => Keeping::VersionDone { path, said: "window.versions.kept", result: Ok(()) },
            Err(error) => Keeping::VersionNotKept { naming, message: error.message() },
        });
    }

    /// Says something else about a version.
    pub fn rename_version(&mut self, path: PathBuf, version: Version, name: String, note: String) {
        self.keeping(move |keeper| {
            let renamed = versions::rename(keeper.disk().as_ref(), &version, &name, &note);
            let refused = |error| versions::refused(&error, &version.name, path.parent().unwrap_or(&path));
            let result = renamed.map(drop).map_err(refused);
            Keeping::VersionDone { path, said: "window.versions.renamed", result }
        });
    }

    /// Deletes a version.
    pub fn delete_version(&mut self, path: PathBuf, version: Version) {
        self.keeping(move |keeper| {
            let deleted = versions::delete(keeper.disk().as_ref(), &path, &version);
            Keeping::VersionDone { path, said: "window.versions.deleted", result: deleted.map_err(|error| error.message()) }
        });
    }

    /// Reads a state, and how it differs from the plan on the screen.
    pub fn read_past(&mut self, why: ReadFor, past: Past, now: Arc<Plan>) {
        self.keeping(move |keeper| {
            let disk = keeper.disk().as_ref();
            let result = past.read(disk).map_err(|error| error.message()).map(|plan| {
                let differences = Differences::between(&plan, &now);
                (plan, differences)
            });
            Keeping::Read { why, past, result }
        });
    }

    /// How the file in `path` differs from the plan on the screen.
    pub fn compare_with_file(&mut self, path: PathBuf, now: Arc<Plan>) {
        self.keeping(move |_| {
            let result = storage::load(&path).map_err(|error| error.message()).map(|loaded| Differences::between(&now, &loaded.plan));
            Keeping::Compared { path, result }
        });
    }

    /// Puts our note in the place of another's.
    pub fn take_over(&mut self, path: PathBuf, opening: Box<Opening>) {
        self.keeping(move |keeper| {
            let result = keeper.take_lock_over(&path).map_err(|error| error.message());
            Keeping::TakenOver { path, opening, result }
        });
    }

    /// Takes our note away, some time.
    pub fn release_lock(&self, path: &Path) {
        let (keeper, path) = (self.keeper.clone(), path.to_owned());
        std::thread::spawn(move || keeper.release_lock(&path));
    }

    /// Sweeps the state folder, some time.
    pub fn sweep(&self) {
        let keeper = self.keeper.clone();
        std::thread::spawn(move || keeper.sweep());
    }
}
