//! Taking away what a crash left: temporary files and the files of sessions that are gone.

use std::path::Path;
use std::time::{Duration, SystemTime};

use super::disk::Disk;
use super::safe_write::TEMPORARY;
use super::session::{DEAD, is_alive, is_dead};
use super::state;

/// A temporary file is let alone so long.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// A session that is just beginning has made its file but does not hold it yet.
const BEGINNING: Duration = Duration::from_secs(60);
/// What is left of a dead session tells its notes beside plans from those of the living. So long after its death they
/// stand still, which tells the same.
const REMEMBERED: Duration = Duration::from_secs(60 * 60);
/// Work somebody discarded is kept so long.
const DISCARDED: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// And no more of it than so many.
const MOST_DISCARDED: usize = 20;

/// Removes temporary files of Nendo in `folder` that are older than a day and that nobody writes any more.
pub fn sweep_folder(disk: &dyn Disk, folder: &Path, now: SystemTime) {
    for file in disk.list(folder).unwrap_or_default() {
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let ours = name.starts_with(TEMPORARY.0) && name.ends_with(TEMPORARY.1);
        if ours && older(disk, &file, DAY, now) && disk.is_held(&file) != Some(true) {
            disk.remove(&file).ok();
        }
    }
}

/// Sweeps the state folder.
pub fn sweep_state(disk: &dyn Disk, state_dir: &Path, now: SystemTime) {
    for folder in [state_dir.to_owned(), state::recovery(state_dir), state::discarded(state_dir)] {
        sweep_folder(disk, &folder, now);
    }
    for folder in disk.list(&state::backups(state_dir)).unwrap_or_default() {
        sweep_folder(disk, &folder, now);
    }
    let mut discarded = disk.list(&state::discarded(state_dir)).unwrap_or_default();
    discarded.sort_by_cached_key(|file| std::cmp::Reverse(disk.facts(file).ok().and_then(|facts| facts.modified)));
    for (at, file) in discarded.iter().enumerate() {
        if at >= MOST_DISCARDED || older(disk, file, DISCARDED, now) {
            disk.remove(file).ok();
        }
    }
    sweep_sessions(disk, state_dir, now);
}

/// Takes the files of dead sessions away: first each becomes a note of its death, which goes after an hour. How old its own
/// file is says only when it began.
fn sweep_sessions(disk: &dyn Disk, state_dir: &Path, now: SystemTime) {
    for file in disk.list(&state::sessions(state_dir)).unwrap_or_default() {
        let id = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if id.ends_with(DEAD) {
            if older(disk, &file, REMEMBERED, now) {
                disk.remove(&file).ok();
            }
        } else if older(disk, &file, BEGINNING, now) && is_dead(disk, state_dir, &id) {
            let note = file.with_file_name(format!("{id}{DEAD}"));
            // Where nothing can be written nothing is taken away either.
            if disk.facts(&note).is_ok() || disk.create(&note).is_ok() {
                disk.remove(&file).ok();
            }
        } else if older(disk, &file, DAY, now) && !is_alive(disk, state_dir, &id) {
            disk.remove(&file).ok();
        }
    }
}

fn older(disk: &dyn Disk, file: &Path, age: Duration, now: SystemTime) -> bool {
    let modified = disk.facts(file).ok().filter(|facts| !facts.folder).and_then(|facts| facts.modified);
    modified.and_then(|at| now.duration_since(at).ok()).is_some_and(|have| have > age)
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "tests make their own files")]
mod tests {
    use super::*;
    use crate::storage::disk::RealDisk;

    #[test]
    fn dead_sessions_go_soon_but_are_known_for_dead_as_long_as_their_notes_are_fresh() {
        let folder = tempfile::tempdir().expect("a folder");
        let sessions = state::sessions(folder.path());
        std::fs::create_dir_all(&sessions).expect("a folder");
        std::fs::write(sessions.join("1-dead"), "").expect("written");
        let living = RealDisk.hold(&sessions.join("2-alive")).expect("held");
        let names = || {
            let mut names: Vec<_> =
                RealDisk.list(&sessions).expect("there").iter().filter_map(|file| file.file_name()?.to_str().map(str::to_owned)).collect();
            names.sort();
            names
        };
        sweep_state(&RealDisk, folder.path(), SystemTime::now());
        assert_eq!(names(), ["1-dead", "2-alive"], "it may be beginning");
        sweep_state(&RealDisk, folder.path(), SystemTime::now() + BEGINNING * 2);
        assert_eq!(names(), ["1-dead.dead", "2-alive"]);
        assert!(is_dead(&RealDisk, folder.path(), "1-dead") && !is_dead(&RealDisk, folder.path(), "2-alive"));
        sweep_state(&RealDisk, folder.path(), SystemTime::now() + REMEMBERED * 2);
        assert_eq!(names(), ["2-alive"]);
        drop(living);
    }

    #[test]
    fn old_temporary_files_go_and_all_else_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        for name in [".nendo-1.tmp", "計画.ron", ".nendo-notes.txt"] {
            std::fs::write(path(name), "x").expect("written");
        }
        sweep_folder(&RealDisk, folder.path(), SystemTime::now());
        assert!(path(".nendo-1.tmp").exists(), "it is too young");
        let tomorrow = SystemTime::now() + DAY * 2;
        let writer = RealDisk.hold(&path(".nendo-1.tmp")).expect("held");
        sweep_folder(&RealDisk, folder.path(), tomorrow);
        assert!(path(".nendo-1.tmp").exists(), "somebody writes it");
        drop(writer);
        sweep_folder(&RealDisk, folder.path(), tomorrow);
        assert!(!path(".nendo-1.tmp").exists());
        assert!(path("計画.ron").exists() && path(".nendo-notes.txt").exists());
    }
}
