//! One running Nendo: who it is, and how others can tell whether it still runs.
//!
//! A session holds a file of its own in the state folder. The system lets go of it when the process ends,
//! however it ends, so a process number used again by another program misleads nobody.

use std::path::{Path, PathBuf};

use super::disk::{Disk, Hold};
use super::state;
use crate::plan::NodeId;

/// Who works on a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// The name the user is known by to the system.
    pub user: String,
    /// The name of the machine.
    pub host: String,
    /// The number of the process.
    pub process: u32,
}

impl Who {
    /// This process.
    pub fn here() -> Self {
        let user = ["USER", "USERNAME", "LOGNAME"].iter().filter_map(|name| std::env::var(name).ok()).find(|user| !user.is_empty());
        Self {
            user: user.unwrap_or_default(),
            host: gethostname::gethostname().to_string_lossy().into_owned(),
            process: std::process::id(),
        }
    }
}

/// A running Nendo.
#[derive(Debug)]
pub struct Session {
    id: String,
    file: Option<PathBuf>,
    hold: Option<Hold>,
}

impl Session {
    /// Begins a session. Without a folder to write in nobody can tell whether it lives; it works all the same.
    pub fn begin(disk: &dyn Disk, state_dir: Option<&Path>, who: &Who) -> Self {
        let id = format!("{}-{:08x}", who.process, NodeId::new().as_u128() as u32);
        let Some(folder) = state_dir.map(state::sessions) else { return Self { id, file: None, hold: None } };
        let file = folder.join(&id);
        let hold = disk.create_folder(&folder, true).and_then(|()| disk.hold(&file)).ok();
        Self { id, file: Some(file), hold }
    }

    /// Its name.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Ends the session.
    pub(super) fn end(&mut self, disk: &dyn Disk) {
        self.hold = None;
        if let Some(file) = self.file.take() {
            disk.remove(&file).ok();
        }
    }
}

/// Whether the session `id` of this machine still runs.
pub(super) fn is_alive(disk: &dyn Disk, state_dir: &Path, id: &str) -> bool {
    match disk.is_held(&state::sessions(state_dir).join(id)) {
        Some(held) => held,
        // The file system cannot hold files: the process number is the next best.
        None => id.split('-').next().and_then(|process| process.parse().ok()).is_some_and(|process| process_runs(process) == Some(true)),
    }
}

/// Ends the names of what is left of sessions that are known to be dead.
pub(super) const DEAD: &str = ".dead";

/// Whether a session was of this state folder and ended without a word.
pub(super) fn is_dead(disk: &dyn Disk, state_dir: &Path, id: &str) -> bool {
    let folder = state::sessions(state_dir);
    let file = folder.join(id);
    (disk.facts(&file).is_ok() && disk.is_held(&file) == Some(false)) || disk.facts(&folder.join(format!("{id}{DEAD}"))).is_ok()
}

/// Whether a process of this machine runs, where that can be told.
pub(super) fn process_runs(process: u32) -> Option<bool> {
    let processes = Path::new("/proc");
    processes.join("self").exists().then(|| processes.join(process.to_string()).exists())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::disk::RealDisk;

    #[test]
    fn a_session_lives_until_it_ends() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut session = Session::begin(&RealDisk, Some(folder.path()), &Who::here());
        assert!(is_alive(&RealDisk, folder.path(), session.id()));
        session.end(&RealDisk);
        assert!(!is_alive(&RealDisk, folder.path(), session.id()));
        assert!(!is_alive(&RealDisk, folder.path(), "1-00000000"));
    }
}
