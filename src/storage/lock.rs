//! The note beside a plan that says who has it open: `.~lock.NAME#`. Advice only: it keeps nobody out.
//!
//! The plan file itself cannot be locked, since every save puts a new file in its place. Whoever has the
//! plan open writes the time into the note once a minute; a note that has stopped is what a crash or a
//! pulled cable left behind, and can be taken over.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::disk::Disk;
use super::error::SaveError;
use super::safe_write::{folder_of, resolve, write_file_on};
use super::session::{Who, is_alive, is_dead, process_runs};

/// How often the note is written anew.
pub const REFRESH: TimeDelta = TimeDelta::seconds(60);
/// On this machine, whose clock is one, a note stands still after this.
const STILL_HERE: TimeDelta = TimeDelta::minutes(5);
/// Clocks of other machines may be some minutes off.
const STILL_ELSEWHERE: TimeDelta = TimeDelta::minutes(30);
/// A note that cannot be read may be being written until then.
const UNREADABLE: TimeDelta = TimeDelta::seconds(10);
const MOST_BYTES: u64 = 64 << 10;

/// What stands in the note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename = "Lock")]
pub struct LockNote {
    /// The user.
    pub user: String,
    /// The machine.
    pub host: String,
    /// The process on it.
    pub process: u32,
    /// The running Nendo.
    pub session: String,
    /// Since when.
    pub since: DateTime<Utc>,
    /// When the note was last written.
    pub seen: DateTime<Utc>,
}

/// Whether the one in the note is still there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// As far as can be told, yes.
    Open,
    /// The note has not been written for long, from another machine or user.
    Still,
    /// The program ended without taking its note away.
    Gone,
}

/// What came of asking for the note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// It is ours.
    Ours,
    /// Somebody has the plan open.
    Theirs(LockNote, Standing),
    /// No note can be written here; the plan can be read all the same.
    NoPlace,
}

/// Who asks.
pub struct Asking<'a> {
    /// The files.
    pub disk: &'a dyn Disk,
    /// The state folder.
    pub state: Option<&'a Path>,
    /// The user.
    pub who: &'a Who,
    /// The running Nendo.
    pub session: &'a str,
}

/// The note's file.
pub fn lock_file(disk: &dyn Disk, plan_file: &Path) -> PathBuf {
    let plan_file = resolve(disk, plan_file).unwrap_or_else(|_| plan_file.to_owned());
    let name = plan_file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    folder_of(&plan_file).join(format!(".~lock.{name}#"))
}

impl Asking<'_> {
    fn note(&self, now: DateTime<Utc>) -> LockNote {
        let Who { user, host, process } = self.who.clone();
        LockNote { user, host, process, session: self.session.to_owned(), since: now, seen: now }
    }

    /// Writes the note, unless somebody's stands there. A note of our own that a crash left is replaced.
    pub fn take(&self, plan_file: &Path, now: DateTime<Utc>) -> Taken {
        let file = lock_file(self.disk, plan_file);
        // Twice: what was there may be gone when it is read.
        for _ in 0..2 {
            match self.create(&file, &self.note(now)) {
                Ok(()) => return Taken::Ours,
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(_) => return Taken::NoPlace,
            }
            match self.look(plan_file, now) {
                Some((note, _)) if note.session == self.session => return Taken::Ours,
                Some((note, Standing::Gone)) if note.user == self.who.user && note.host == self.who.host => {
                    return if self.take_over(plan_file, now).is_ok() { Taken::Ours } else { Taken::NoPlace };
                }
                Some((note, standing)) => return Taken::Theirs(note, standing),
                None => {}
            }
        }
        Taken::NoPlace
    }

    fn create(&self, file: &Path, note: &LockNote) -> std::io::Result<()> {
        let text = ron::to_string(note).map_err(std::io::Error::other)?;
        let mut new = self.disk.create(file)?;
        new.write_all(text.as_bytes()).inspect_err(|_| {
            self.disk.remove(file).ok();
        })
    }

    /// The note that stands there, and whether its writer does. One that cannot be read is somebody's, without a name.
    pub fn look(&self, plan_file: &Path, now: DateTime<Utc>) -> Option<(LockNote, Standing)> {
        let file = lock_file(self.disk, plan_file);
        let bytes = self.disk.read(&file, MOST_BYTES).ok()?;
        let Some(note) = std::str::from_utf8(&bytes).ok().and_then(|text| ron::from_str::<LockNote>(text).ok()) else {
            // Just being written, broken off, or by a program that writes it otherwise.
            let seen = self.disk.facts(&file).ok()?.modified.map_or(now, DateTime::<Utc>::from);
            let nobody = LockNote { user: String::new(), host: String::new(), process: 0, session: String::new(), since: seen, seen };
            let standing = if now - seen > UNREADABLE { Standing::Still } else { Standing::Open };
            return Some((nobody, standing));
        };
        let standing = self.standing(&note, now);
        Some((note, standing))
    }

    fn standing(&self, note: &LockNote, now: DateTime<Utc>) -> Standing {
        let silent = now - note.seen;
        if note.host != self.who.host {
            return if silent > STILL_ELSEWHERE { Standing::Still } else { Standing::Open };
        }
        // The session's file tells it of the same user; another user's lies in another folder.
        if note.user == self.who.user
            && let Some(state) = self.state
        {
            if is_alive(self.disk, state, &note.session) {
                return Standing::Open;
            }
            if is_dead(self.disk, state, &note.session) {
                return Standing::Gone;
            }
        }
        match process_runs(note.process) {
            Some(false) => Standing::Gone,
            _ if silent > STILL_HERE => Standing::Still,
            _ => Standing::Open,
        }
    }

    /// Writes the time into our note. Says whether it still is ours; where nothing can be read, it is.
    pub fn refresh(&self, plan_file: &Path, now: DateTime<Utc>) -> bool {
        match self.look(plan_file, now) {
            Some((note, _)) if note.session != self.session => false,
            Some((note, _)) => {
                self.write(plan_file, &LockNote { seen: now, ..note }).ok();
                true
            }
            None => {
                self.write(plan_file, &self.note(now)).ok();
                true
            }
        }
    }

    /// Puts our note in the place of another.
    ///
    /// # Errors
    /// Says why not.
    pub fn take_over(&self, plan_file: &Path, now: DateTime<Utc>) -> Result<(), SaveError> {
        self.write(plan_file, &self.note(now))
    }

    fn write(&self, plan_file: &Path, note: &LockNote) -> Result<(), SaveError> {
        let text = ron::to_string(note).map_err(|error| SaveError::Format(error.to_string()))?;
        write_file_on(self.disk, &lock_file(self.disk, plan_file), text.as_bytes())
    }

    /// Takes our note away; another's stays.
    pub fn release(&self, plan_file: &Path) {
        let file = lock_file(self.disk, plan_file);
        let note = self.disk.read(&file, MOST_BYTES).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let note = note.and_then(|text| ron::from_str::<LockNote>(&text).ok());
        if note.is_some_and(|note| note.session == self.session) {
            self.disk.remove(&file).ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::disk::RealDisk;
    use crate::storage::session::Session;

    fn who(user: &str, host: &str, process: u32) -> Who {
        Who { user: user.into(), host: host.into(), process }
    }

    fn asking<'a>(state: &'a Path, who: &'a Who, session: &'a str) -> Asking<'a> {
        Asking { disk: &RealDisk, state: Some(state), who, session }
    }

    #[test]
    fn the_first_has_it_and_the_next_is_told_who() {
        let folder = tempfile::tempdir().expect("a folder");
        let plan = folder.path().join("計画.ron");
        let now = Utc::now();
        let (yamada, sato) = (who("山田", "課-1", 1), who("佐藤", "課-2", 2));
        let (first, second) = (asking(folder.path(), &yamada, "1-a"), asking(folder.path(), &sato, "2-b"));
        assert_eq!(first.take(&plan, now), Taken::Ours);
        assert!(folder.path().join(".~lock.計画.ron#").exists());
        let Taken::Theirs(note, Standing::Open) = second.take(&plan, now + TimeDelta::minutes(3)) else { panic!("taken twice") };
        assert_eq!((note.user.as_str(), note.host.as_str()), ("山田", "課-1"));
        second.release(&plan);
        assert!(first.refresh(&plan, now + TimeDelta::minutes(20)));
        let later = now + TimeDelta::minutes(40);
        assert!(matches!(second.take(&plan, later), Taken::Theirs(_, Standing::Open)), "it was seen since");
        let later = now + TimeDelta::minutes(60);
        assert!(matches!(second.take(&plan, later), Taken::Theirs(_, Standing::Still)));
        second.take_over(&plan, later).expect("taken over");
        assert!(!first.refresh(&plan, later), "it is no longer ours");
        first.release(&plan);
        assert_eq!(second.take(&plan, later), Taken::Ours);
        second.release(&plan);
        assert_eq!(first.take(&plan, later), Taken::Ours);
    }

    #[test]
    fn what_a_crash_of_our_own_left_is_replaced_and_a_running_one_is_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let plan = folder.path().join("計画.ron");
        let now = Utc::now();
        // No system has a process of this number.
        let here = who("山田", "課-1", u32::MAX);
        let mut session = Session::begin(&RealDisk, Some(folder.path()), &here);
        let id = session.id().to_owned();
        assert_eq!(asking(folder.path(), &here, &id).take(&plan, now), Taken::Ours);
        let second = asking(folder.path(), &here, "9-second");
        assert!(matches!(second.take(&plan, now), Taken::Theirs(_, Standing::Open)));
        session.end(&RealDisk);
        if process_runs(1).is_some() {
            assert_eq!(second.take(&plan, now), Taken::Ours);
        }
    }

    #[test]
    fn a_broken_note_is_somebodys_and_a_folder_one_cannot_write_in_keeps_nobody_out() {
        let folder = tempfile::tempdir().expect("a folder");
        let plan = folder.path().join("計画.ron");
        let yamada = who("山田", "課-1", 1);
        let asking = asking(folder.path(), &yamada, "1-a");
        write_file_on(&RealDisk, &lock_file(&RealDisk, &plan), b"(user: \"").expect("written");
        assert!(matches!(asking.take(&plan, Utc::now()), Taken::Theirs(_, Standing::Open)), "it may be being written");
        let later = Utc::now() + TimeDelta::minutes(1);
        let Taken::Theirs(note, Standing::Still) = asking.take(&plan, later) else { panic!("taken without a question") };
        assert_eq!(note.user, "");
        asking.take_over(&plan, later).expect("taken over");
        assert_eq!(asking.take(&plan, later), Taken::Ours);
        assert_eq!(asking.take(&folder.path().join("none/計画.ron"), Utc::now()), Taken::NoPlace);
    }
}
