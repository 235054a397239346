//! The recovery store: unsaved work of each open document, in the state folder, never over a user's file.
//!
//! An entry is one file, `SESSION.NUMBER.ron`: a comment line that says what it belongs to, then the plan
//! as in any plan file, so that it can be read with nothing but an editor. An entry of a session that
//! still runs is nobody else's business; one whose session is gone is what a crash left behind.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::disk::Disk;
use super::error::{LoadError, SaveError};
use super::read::MAX_FILE_BYTES;
use super::safe_write::write_file_on;
use super::session::is_alive;
use super::stamp::FileStamp;
use super::{read_plan, state, write_plan};
use crate::plan::Plan;

const MARK: &str = "// nendo-recovery ";

/// Names an entry of the store.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryId(String);

impl EntryId {
    /// The entry of a session's document.
    pub(super) fn new(session: &str, number: u64) -> Self {
        Self(format!("{session}.{number}"))
    }

    fn session(&self) -> &str {
        self.0.split('.').next().unwrap_or_default()
    }

    fn file(&self) -> String {
        format!("{}.ron", self.0)
    }

    fn of_file(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.strip_suffix(".ron")?;
        (name.contains('.') && !name.starts_with('.')).then(|| Self(name.to_owned()))
    }
}

/// What an entry belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The user's file; `None` for a plan never saved.
    #[serde(default)]
    pub path: Option<PathBuf>,
    /// What that file held when it was read or last saved.
    #[serde(default)]
    pub stamp: Option<FileStamp>,
    /// The plan's title, for lists.
    pub title: String,
    /// When the work was put away (local time).
    pub kept: NaiveDateTime,
}

/// Work that a session now gone left behind.
#[derive(Debug, Clone)]
pub struct Recovered {
    /// Its name in the store.
    pub id: EntryId,
    /// What it belongs to.
    pub origin: Origin,
    /// The plan.
    pub plan: Arc<Plan>,
}

/// Puts `plan` away.
///
/// # Errors
/// Says why not; what was put away before is still there.
pub fn keep(disk: &dyn Disk, state_dir: &Path, id: &EntryId, origin: &Origin, plan: &Plan) -> Result<(), SaveError> {
    keep_in(disk, &state::recovery(state_dir), id, origin, plan)
}

/// Puts `plan` straight among what was [discarded](discard): nobody wants it now, but it can be had for some days.
///
/// # Errors
/// Says why not.
pub fn keep_discarded(disk: &dyn Disk, state_dir: &Path, id: &EntryId, origin: &Origin, plan: &Plan) -> Result<(), SaveError> {
    keep_in(disk, &state::discarded(state_dir), id, origin, plan)
}

fn keep_in(disk: &dyn Disk, folder: &Path, id: &EntryId, origin: &Origin, plan: &Plan) -> Result<(), SaveError> {
    let plan = write_plan(plan)?;
    let head = match ron::to_string(origin) {
        Ok(head) => head,
        // A path that is no text must not cost the work.
        Err(_) => ron::to_string(&Origin { path: None, ..origin.clone() }).map_err(|e| SaveError::Format(e.to_string()))?,
    };
    disk.create_folder(folder, true).map_err(|error| SaveError::io(folder, &error))?;
    write_file_on(disk, &folder.join(id.file()), format!("{MARK}{}\n{plan}", head.replace('\n', " ")).as_bytes())
}

/// Removes an entry: its work stands in the user's file, or is not wanted.
pub fn forget(disk: &dyn Disk, state_dir: &Path, id: &EntryId) {
    disk.remove(&state::recovery(state_dir).join(id.file())).ok();
}

/// The entries of sessions that are gone, the latest first. One that cannot be read is left where it is.
pub fn left_behind(disk: &dyn Disk, state_dir: &Path) -> Vec<Recovered> {
    let files = disk.list(&state::recovery(state_dir)).unwrap_or_default();
    let ids = files.iter().filter_map(|file| EntryId::of_file(file)).filter(|id| !is_alive(disk, state_dir, id.session()));
    let mut found: Vec<Recovered> = ids.filter_map(|id| read(disk, &state::recovery(state_dir), id).ok()).collect();
    found.sort_by(|a, b| b.origin.kept.cmp(&a.origin.kept).then_with(|| a.id.cmp(&b.id)));
    found
}

/// What was discarded and is still there, the latest first.
pub fn discarded(disk: &dyn Disk, state_dir: &Path) -> Vec<Recovered> {
    let folder = state::discarded(state_dir);
    let files = disk.list(&folder).unwrap_or_default();
    let mut found: Vec<Recovered> =
        files.iter().filter_map(|file| EntryId::of_file(file)).filter_map(|id| read(disk, &folder, id).ok()).collect();
    found.sort_by(|a, b| b.origin.kept.cmp(&a.origin.kept).then_with(|| a.id.cmp(&b.id)));
    found
}

/// Takes an entry out of the store, but not yet away: it can be [brought back](bring_back) for some days.
///
/// # Errors
/// Says why it is still there.
pub fn discard(disk: &dyn Disk, state_dir: &Path, id: &EntryId) -> Result<(), SaveError> {
    move_entry(disk, &state::recovery(state_dir), &state::discarded(state_dir), id)
}

/// Puts a discarded entry back.
///
/// # Errors
/// Says why not.
pub fn bring_back(disk: &dyn Disk, state_dir: &Path, id: &EntryId) -> Result<(), SaveError> {
    move_entry(disk, &state::discarded(state_dir), &state::recovery(state_dir), id)
}

fn move_entry(disk: &dyn Disk, from: &Path, to: &Path, id: &EntryId) -> Result<(), SaveError> {
    let target = to.join(id.file());
    let moved = disk.create_folder(to, true).and_then(|()| disk.rename(&from.join(id.file()), &target));
    moved.map_err(|error| SaveError::io(&target, &error))
}

fn read(disk: &dyn Disk, folder: &Path, id: EntryId) -> Result<Recovered, LoadError> {
    let path = folder.join(id.file());
    let bytes = disk.read(&path, MAX_FILE_BYTES).map_err(|error| LoadError::io(&path, &error))?;
    let head = bytes.strip_prefix(MARK.as_bytes()).and_then(|rest| rest.split(|byte| *byte == b'\n').next());
    let origin = head.and_then(|head| std::str::from_utf8(head).ok()).and_then(|head| ron::from_str(head).ok());
    let plan = read_plan(&bytes)?;
    let origin = origin.ok_or(LoadError::NotAPlan)?;
    Ok(Recovered { id, origin, plan: Arc::new(plan) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::disk::RealDisk;
    use crate::storage::session::{Session, Who};

    fn origin(title: &str, second: u32) -> Origin {
        let kept = chrono::NaiveDate::from_ymd_opt(2026, 3, 1).and_then(|day| day.and_hms_opt(10, 0, second)).expect("a time");
        Origin { path: Some("計画 \"1\"\n.ron".into()), stamp: Some(FileStamp::of(b"x")), title: title.into(), kept }
    }

    #[test]
    fn only_work_of_sessions_that_are_gone_is_offered() {
        let folder = tempfile::tempdir().expect("a folder");
        let state = folder.path();
        let mut session = Session::begin(&RealDisk, Some(state), &Who::here());
        let (first, second) = (EntryId::new(session.id(), 1), EntryId::new(session.id(), 2));
        keep(&RealDisk, state, &first, &origin("一", 1), &Plan::new("一", None)).expect("kept");
        keep(&RealDisk, state, &second, &origin("二", 2), &Plan::new("二", None)).expect("kept");
        assert!(left_behind(&RealDisk, state).is_empty());
        session.end(&RealDisk);
        let found = left_behind(&RealDisk, state);
        assert_eq!(found.iter().map(|entry| entry.plan.title.as_str()).collect::<Vec<_>>(), ["二", "一"]);
        assert_eq!(found[1].origin, origin("一", 1));
        discard(&RealDisk, state, &first).expect("discarded");
        assert_eq!(left_behind(&RealDisk, state).len(), 1);
        bring_back(&RealDisk, state, &first).expect("back");
        assert_eq!(left_behind(&RealDisk, state).len(), 2);
        forget(&RealDisk, state, &first);
        forget(&RealDisk, state, &second);
        assert!(left_behind(&RealDisk, state).is_empty());
    }

    #[test]
    fn a_damaged_entry_hides_no_other_and_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = state::recovery(folder.path());
        keep(&RealDisk, folder.path(), &EntryId::new("1-00000001", 1), &origin("一", 1), &Plan::new("一", None)).expect("kept");
        for (name, text) in
            [("1-00000001.2.ron", "// nendo-recovery (tit"), ("1-00000001.3.ron", "(format: \"nendo-plan\", version: 1, title: \"x\")")]
        {
            write_file_on(&RealDisk, &store.join(name), text.as_bytes()).expect("written");
        }
        assert_eq!(left_behind(&RealDisk, folder.path()).len(), 1);
        assert_eq!(RealDisk.list(&store).expect("there").len(), 3);
    }
}
