//! Noticing that others change a plan's file, replace it, or that it and its folder vanish.
//!
//! The name is looked up anew each time, since a save by whatever program usually puts another file in its
//! place. Asking for a file's facts once a second works alike on disks, shares and sticks, where messages of
//! the system do not come for what other machines do; the content is read only when the facts are new.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::disk::{Disk, Facts};
use super::read::MAX_FILE_BYTES;
use super::safe_write::folder_of;
use super::stamp::FileStamp;

/// How often to look.
pub const LOOK: Duration = Duration::from_secs(1);
/// Times of files are as coarse as this on some disks.
const COARSE: Duration = Duration::from_secs(3);

/// What was noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noticed {
    /// Somebody else wrote the file.
    Changed,
    /// The file is gone from its folder.
    Gone,
    /// The folder cannot be reached.
    NoFolder,
    /// The file is as we know it again.
    Back,
}

/// A file one looks at now and then.
#[derive(Debug)]
pub struct Watched {
    path: PathBuf,
    stamp: FileStamp,
    facts: Option<Facts>,
    /// What was told last; nothing is told twice.
    told: Noticed,
    /// The content told of, so that a further change is told too.
    told_of: Option<FileStamp>,
}

impl Watched {
    /// A file with a content we know.
    pub fn new(path: PathBuf, stamp: FileStamp) -> Self {
        Self { path, stamp, facts: None, told: Noticed::Back, told_of: None }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// We wrote the file ourselves, or read it again.
    pub fn now_ours(&mut self, path: PathBuf, stamp: FileStamp) {
        *self = Self::new(path, stamp);
    }

    /// Looks; says what is new.
    pub fn look(&mut self, disk: &dyn Disk, now: SystemTime) -> Option<Noticed> {
        let facts = match disk.facts(&self.path) {
            Ok(facts) => facts,
            Err(error) => {
                self.facts = None;
                let folder = disk.facts(&folder_of(&self.path)).is_ok_and(|facts| facts.folder);
                let gone = error.kind() == ErrorKind::NotFound;
                return self.tell(if folder && gone { Noticed::Gone } else { Noticed::NoFolder }, None);
            }
        };
        if self.facts.as_ref() == Some(&facts) {
            return None;
        }
        let content = match disk.read(&self.path, MAX_FILE_BYTES) {
            Ok(bytes) => FileStamp::of(&bytes),
            // Somebody is writing it; the next look will tell.
            Err(_) => return None,
        };
        // Two writes within the coarseness of its time look alike: as long as that may be, look again.
        let fresh = facts.modified.is_some_and(|at| now.duration_since(at).unwrap_or_default() < COARSE);
        self.facts = (!fresh).then_some(facts);
        self.tell(if content == self.stamp { Noticed::Back } else { Noticed::Changed }, Some(content))
    }

    fn tell(&mut self, noticed: Noticed, content: Option<FileStamp>) -> Option<Noticed> {
        let again = noticed == Noticed::Changed && self.told_of != content;
        self.told_of = content;
        let new = std::mem::replace(&mut self.told, noticed) != noticed;
        (new || again).then_some(noticed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::disk::RealDisk;
    use crate::storage::write_file;

    #[test]
    fn changes_by_others_are_told_once_and_our_own_never() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("share/計画.ron");
        std::fs::create_dir(folder.path().join("share")).expect("made");
        write_file(&path, b"one").expect("written");
        let mut watched = Watched::new(path.clone(), FileStamp::of(b"one"));
        let look = |watched: &mut Watched| watched.look(&RealDisk, SystemTime::now());
        assert_eq!(look(&mut watched), None);
        write_file(&path, b"two").expect("written");
        assert_eq!(look(&mut watched), Some(Noticed::Changed));
        assert_eq!(look(&mut watched), None);
        write_file(&path, b"six").expect("written");
        assert_eq!(look(&mut watched), Some(Noticed::Changed), "of the same length, at the same time");
        write_file(&path, b"one").expect("written");
        assert_eq!(look(&mut watched), Some(Noticed::Back));
        write_file(&path, b"ours").expect("written");
        watched.now_ours(path.clone(), FileStamp::of(b"ours"));
        assert_eq!(look(&mut watched), None);
        std::fs::remove_file(&path).expect("removed");
        assert_eq!(look(&mut watched), Some(Noticed::Gone));
        assert_eq!(look(&mut watched), None);
        std::fs::remove_dir(folder.path().join("share")).expect("removed");
        assert_eq!(look(&mut watched), Some(Noticed::NoFolder));
        std::fs::create_dir(folder.path().join("share")).expect("made");
        write_file(&path, b"ours").expect("written");
        assert_eq!(look(&mut watched), Some(Noticed::Back));
    }
}
