//! Writing a file whole or not at all.

use std::io::{Error, ErrorKind, Result, Write};
use std::path::{Path, PathBuf};

use super::disk::{Disk, Facts, RealDisk};
use super::error::SaveError;

/// Names of temporary files begin and end so.
pub(super) const TEMPORARY: (&str, &str) = (".nendo-", ".tmp");

/// Replaces `path` by `bytes`: a temporary file beside it is written and synced, then renamed over
/// it, then the folder is synced. At every instant the path holds the old or the new content whole.
/// A symbolic link is followed, and permissions of a file that was there are kept. A device or a pipe
/// (`/dev/null`, `/dev/stdout`) is written into, never replaced.
///
/// # Errors
/// Says why nothing was written; what was there is untouched and the temporary file is gone.
pub fn write_file(path: &Path, bytes: &[u8]) -> std::result::Result<(), SaveError> {
    write_file_on(&RealDisk, path, bytes)
}

/// The same on any disk.
///
/// # Errors
/// As [`write_file`].
pub fn write_file_on(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> std::result::Result<(), SaveError> {
    replace(disk, path, bytes).map_err(|error| SaveError::io(path, &error))
}

fn replace(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<()> {
    // Asked before links are followed: that of `/dev/stdout` leads to a name that is no path.
    if disk.facts(path).is_ok_and(|facts| facts.device) {
        let mut device = disk.open_device(path)?;
        device.write_all(bytes)?;
        return device.flush();
    }
    let target = resolve(disk, path)?;
    let existing = match disk.facts(&target) {
        Ok(facts) if facts.folder => return Err(ErrorKind::IsADirectory.into()),
        Ok(facts) => Some(facts),
        Err(e) if e.kind() == ErrorKind::NotFound => None,
        Err(e) => return Err(e),
    };
    // A rename replaces even a file one may not write; asking first respects the owner's wish.
    if existing.is_some() {
        disk.ask_to_write(&target)?;
    }
    let folder = folder_of(&target);
    let temporary = folder.join(format!("{}{:016x}{}", TEMPORARY.0, crate::plan::NodeId::new().as_u128() as u64, TEMPORARY.1));
    let written = write_beside(disk, &temporary, bytes, existing.as_ref()).and_then(|()| disk.rename(&temporary, &target));
    if let Err(error) = written {
        // What cannot be taken away now is swept later.
        disk.remove(&temporary).ok();
        return Err(error);
    }
    // Makes the rename itself durable. Some file systems cannot sync a folder; the file is then still
    // whole, only perhaps not yet the new one after a power cut, so the refusal is no error.
    disk.sync_folder(&folder).ok();
    Ok(())
}

fn write_beside(disk: &dyn Disk, temporary: &Path, bytes: &[u8], existing: Option<&Facts>) -> Result<()> {
    let mut file = disk.create(temporary)?;
    file.write_all(bytes)?;
    if let Some(permissions) = existing.and_then(|facts| facts.permissions.as_ref()) {
        file.set_permissions(permissions)?;
    }
    file.sync()
}

/// The folder a file stands in.
pub(super) fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// The file behind symbolic links; a link to a file that is not there yet is followed too.
pub(super) fn resolve(disk: &dyn Disk, path: &Path) -> Result<PathBuf> {
    let mut at = path.to_owned();
    for _ in 0..40 {
        match disk.read_link(&at) {
            Ok(link) => at = at.parent().map(|folder| folder.join(&link)).unwrap_or(link),
            Err(_) => return Ok(at),
        }
    }
    Err(Error::other("too many levels of symbolic links"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::disallowed_methods, reason = "tests make their own files")]

    use std::fs;

    use super::*;
    use crate::storage::error::Refusal;

    fn kind(result: std::result::Result<(), SaveError>) -> Refusal {
        match result {
            Err(SaveError::Io { kind, .. }) => kind,
            other => panic!("an I/O error, not {other:?}"),
        }
    }

    #[test]
    fn replaces_whole_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("計画.ron");
        write_file(&path, b"one").expect("written");
        write_file(&path, b"two").expect("written");
        assert_eq!(fs::read(&path).expect("there"), b"two");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }

    #[test]
    fn refusals_leave_the_old_file() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(kind(write_file(&folder.path().join("no/such/a.ron"), b"x")), Refusal::NoFolder);
        assert_eq!(kind(write_file(folder.path(), b"x")), Refusal::IsFolder);
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_written_into_and_stays_one() {
        use std::os::unix::fs::FileTypeExt;
        let folder = tempfile::tempdir().expect("a folder");
        let pipe = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        if !made.is_ok_and(|status| status.success()) {
            return;
        }
        let link = folder.path().join("link.ron");
        std::os::unix::fs::symlink("pipe", &link).expect("linked");
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || fs::read(pipe).expect("read")
        });
        write_file(&link, b"through").expect("written");
        assert_eq!(reader.join().expect("joined"), b"through");
        assert!(fs::metadata(&pipe).expect("there").file_type().is_fifo());
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_permissions_kept() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let real = folder.path().join("real.ron");
        fs::write(&real, "old").expect("written");
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).expect("set");
        let link = folder.path().join("link.ron");
        std::os::unix::fs::symlink("real.ron", &link).expect("linked");
        write_file(&link, b"new").expect("written");
        assert_eq!(fs::read(&real).expect("there"), b"new");
        assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
        assert_eq!(fs::metadata(&real).expect("there").permissions().mode() & 0o777, 0o640);
    }
}
