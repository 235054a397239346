//! The calls to the file system that saving, keeping and looking need, behind one trait.
//!
//! Lives here: the trait and the real one. Does not live here: in which order they are made. Tests put a
//! disk in its place on which any call can fail or be the last one before a crash (`tests/faults.rs`).

use std::fs::{self, File, OpenOptions, Permissions, TryLockError};
use std::io::{ErrorKind, Read, Result, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The calls.
pub trait Disk: Send + Sync {
    /// What is known of a file or folder; links are followed.
    ///
    /// # Errors
    /// As all of these: what the system says.
    fn facts(&self, path: &Path) -> Result<Facts>;

    /// Where a symbolic link leads; an error for everything else.
    ///
    /// # Errors
    /// Also for what is no link.
    fn read_link(&self, path: &Path) -> Result<PathBuf>;

    /// The content of a file, of at most `most` bytes.
    ///
    /// # Errors
    /// [`ErrorKind::FileTooLarge`] for a larger file.
    fn read(&self, path: &Path, most: u64) -> Result<Vec<u8>>;

    /// The files and folders in a folder, sorted.
    ///
    /// # Errors
    /// What the system says.
    fn list(&self, folder: &Path) -> Result<Vec<PathBuf>>;

    /// Opens a file that is there for writing and changes nothing.
    ///
    /// # Errors
    /// If its owner does not want it to be written.
    fn ask_to_write(&self, path: &Path) -> Result<()>;

    /// Opens a device or a pipe to write into it; files are made by [`create`](Disk::create).
    ///
    /// # Errors
    /// What the system says.
    fn open_device(&self, path: &Path) -> Result<Box<dyn Write>>;

    /// Makes a new file.
    ///
    /// # Errors
    /// If there is one already, too.
    fn create(&self, path: &Path) -> Result<Box<dyn NewFile>>;

    /// Gives a file another name, in the place of what had it.
    ///
    /// # Errors
    /// What the system says; both are as they were.
    fn rename(&self, from: &Path, to: &Path) -> Result<()>;

    /// Removes a file.
    ///
    /// # Errors
    /// What the system says.
    fn remove(&self, path: &Path) -> Result<()>;

    /// Removes a folder that holds nothing.
    ///
    /// # Errors
    /// If it holds anything, too.
    fn remove_folder(&self, path: &Path) -> Result<()>;

    /// Makes a folder and those above it, unless it is there. One that is `private` is its owner's alone.
    ///
    /// # Errors
    /// What the system says.
    fn create_folder(&self, path: &Path, private: bool) -> Result<()>;

    /// Makes the names in a folder durable.
    ///
    /// # Errors
    /// Some file systems cannot.
    fn sync_folder(&self, path: &Path) -> Result<()>;

    /// Holds a file as long as the process lives or what is returned, so that others can tell.
    ///
    /// # Errors
    /// If somebody holds it, or the file system cannot.
    fn hold(&self, path: &Path) -> Result<Hold>;

    /// Whether somebody holds a file; `None` if that cannot be told.
    fn is_held(&self, path: &Path) -> Option<bool>;
}

/// A file being written for the first time.
pub trait NewFile: Write {
    /// Gives it the permissions of the file whose place it will take.
    ///
    /// # Errors
    /// What the system says.
    fn set_permissions(&self, permissions: &Permissions) -> Result<()>;

    /// Makes its content durable.
    ///
    /// # Errors
    /// What the system says.
    fn sync(&self) -> Result<()>;
}

/// What is known of a file without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Whether it is a folder.
    pub folder: bool,
    /// Whether it is neither file nor folder: a device, a pipe.
    pub device: bool,
    /// Its length.
    pub length: u64,
    /// When it was last written.
    pub modified: Option<SystemTime>,
    /// Its number in the file system, where there are such numbers: another one is another file.
    pub identity: u64,
    /// Who may do what.
    pub permissions: Option<Permissions>,
}

/// Holds a file until dropped.
#[derive(Debug)]
pub struct Hold {
    _file: Option<File>,
}

impl Hold {
    /// Holds nothing; for disks of tests.
    pub fn nothing() -> Self {
        Self { _file: None }
    }
}

/// The file system of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn facts(&self, path: &Path) -> Result<Facts> {
        let metadata = fs::metadata(path)?;
        #[cfg(unix)]
        let identity = {
            use std::os::unix::fs::MetadataExt;
            metadata.ino()
        };
        #[cfg(not(unix))]
        let identity = 0;
        Ok(Facts {
            folder: metadata.is_dir(),
            device: !metadata.is_dir() && !metadata.is_file(),
            length: metadata.len(),
            modified: metadata.modified().ok(),
            identity,
            permissions: Some(metadata.permissions()),
        })
    }

    fn read_link(&self, path: &Path) -> Result<PathBuf> {
        fs::read_link(path)
    }

    fn read(&self, path: &Path, most: u64) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        File::open(path)?.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > most { Err(ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
    }

    fn list(&self, folder: &Path) -> Result<Vec<PathBuf>> {
        let mut entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
        entries.sort();
        Ok(entries)
    }

    fn ask_to_write(&self, path: &Path) -> Result<()> {
        OpenOptions::new().write(true).open(path).map(drop)
    }

    fn open_device(&self, path: &Path) -> Result<Box<dyn Write>> {
        Ok(Box::new(OpenOptions::new().write(true).open(path)?))
    }

    fn create(&self, path: &Path) -> Result<Box<dyn NewFile>> {
        let file = OpenOptions::new().write(true).create_new(true).open(path)?;
        // Held while it is written, so that nobody sweeps it away; where that cannot be, its age protects it.
        let _ = file.try_lock();
        Ok(Box::new(RealFile(file)))
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<()> {
        // On Windows a scanner or a viewer may have the old file open for a moment.
        const TRIES: u32 = if cfg!(windows) { 10 } else { 1 };
        let mut tries = 0;
        loop {
            tries += 1;
            match fs::rename(from, to) {
                Err(error) if error.kind() == ErrorKind::PermissionDenied && tries < TRIES => {
                    std::thread::sleep(std::time::Duration::from_millis(20));
                }
                other => return other,
            }
        }
    }

    fn remove(&self, path: &Path) -> Result<()> {
        fs::remove_file(path)
    }

    fn remove_folder(&self, path: &Path) -> Result<()> {
        fs::remove_dir(path)
    }

    fn create_folder(&self, path: &Path, private: bool) -> Result<()> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        if private {
            use std::os::unix::fs::DirBuilderExt;
            builder.mode(0o700);
        }
        #[cfg(not(unix))]
        let _ = private;
        builder.create(path)
    }

    fn sync_folder(&self, path: &Path) -> Result<()> {
        #[cfg(unix)]
        File::open(path)?.sync_all()?;
        #[cfg(not(unix))]
        let _ = path;
        Ok(())
    }

    fn hold(&self, path: &Path) -> Result<Hold> {
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Hold { _file: Some(file) }),
            Err(TryLockError::WouldBlock) => Err(ErrorKind::WouldBlock.into()),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    fn is_held(&self, path: &Path) -> Option<bool> {
        let file = match OpenOptions::new().read(true).open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Some(false),
            Err(_) => return None,
        };
        // Shared: who asks at the same time must not take the other for the holder.
        match file.try_lock_shared() {
            Ok(()) => Some(false),
            Err(TryLockError::WouldBlock) => Some(true),
            Err(TryLockError::Error(_)) => None,
        }
    }
}

struct RealFile(File);

impl Write for RealFile {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> Result<()> {
        self.0.flush()
    }
}

impl NewFile for RealFile {
    fn set_permissions(&self, permissions: &Permissions) -> Result<()> {
        self.0.set_permissions(permissions.clone())
    }

    fn sync(&self) -> Result<()> {
        self.0.sync_all()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_is_seen_and_let_go_with_its_holder() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("session");
        assert_eq!(RealDisk.is_held(&path), Some(false));
        let hold = RealDisk.hold(&path).expect("held");
        assert_eq!(RealDisk.is_held(&path), Some(true));
        assert!(RealDisk.hold(&path).is_err());
        drop(hold);
        assert_eq!(RealDisk.is_held(&path), Some(false));
    }
}
