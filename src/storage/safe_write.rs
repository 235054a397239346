//! Writing a file whole or not at all.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::error::SaveError;

/// Replaces `path` by `bytes`: a temporary file beside it is written and synced, then renamed over
/// it, then the folder is synced. At every instant the path holds the old or the new content whole.
/// A symbolic link is followed, and permissions of a file that was there are kept.
///
/// # Errors
/// Says why nothing was written; what was there is untouched and the temporary file is gone.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    replace(path, bytes).map_err(|error| SaveError::io(path, &error))
}

fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let target = resolve(path)?;
    let existing = match fs::metadata(&target) {
        Ok(metadata) if metadata.is_dir() => return Err(std::io::ErrorKind::IsADirectory.into()),
        Ok(metadata) => Some(metadata.permissions()),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => None,
        Err(e) => return Err(e),
    };
    // A rename replaces even a file one may not write; asking first respects the owner's wish.
    if existing.is_some() {
        fs::OpenOptions::new().write(true).open(&target)?;
    }
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".nendo-").suffix(".tmp");
    #[cfg(unix)]
    {
        // As a newly made file would be, within the user's umask; tempfile's own default is 0600.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut temporary = builder.tempfile_in(&folder)?;
    temporary.write_all(bytes)?;
    if let Some(permissions) = existing {
        temporary.as_file().set_permissions(permissions)?;
    }
    temporary.as_file().sync_all()?;
    temporary.persist(&target).map_err(|e| e.error)?;
    sync_folder(&folder);
    Ok(())
}

/// The file behind symbolic links; a link to a file that is not there yet is followed too.
fn resolve(path: &Path) -> std::io::Result<PathBuf> {
    let mut at = path.to_owned();
    for _ in 0..40 {
        match fs::read_link(&at) {
            Ok(link) => at = at.parent().map(|folder| folder.join(&link)).unwrap_or(link),
            Err(_) => return Ok(at),
        }
    }
    Err(std::io::Error::other("too many levels of symbolic links"))
}

/// Makes the rename itself durable. Some file systems cannot sync a folder; the file is then still
/// whole, only perhaps not yet the new one after a power cut, so the refusal is no error.
fn sync_folder(folder: &Path) {
    #[cfg(unix)]
    if let Ok(folder) = fs::File::open(folder) {
        folder.sync_all().ok();
    }
    #[cfg(not(unix))]
    let _ = folder;
}

#[cfg(test)]
mod tests {
    #![allow(clippy::disallowed_methods, reason = "tests make their own files")]

    use super::*;
    use crate::storage::error::Refusal;

    fn kind(result: Result<(), SaveError>) -> Refusal {
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
