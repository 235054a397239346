//! Storage: plans as RON files, the pictures beside them, safe writing, and never losing a word.
//!
//! Lives here: the schema versions, reading with errors a person understands, writing whole or not at
//! all, and the precautions round it: recovery, backups, named versions, the note of who has a plan open,
//! noticing what others do. Does not live here: text import, editing. May use: `plan`, `calendar`,
//! `locale`, the file system.

pub mod autosave;
pub mod backups;
pub mod disk;
mod error;
mod header;
pub mod holidays;
pub mod keeper;
pub mod lock;
mod packed;
mod picture_files;
mod pictures;
pub mod profile;
mod read;
pub mod recent;
pub mod recovery;
mod safe_write;
mod schema_v1;
mod session;
mod stamp;
mod state;
pub mod sweep;
pub mod templates;
pub mod versions;
pub mod watch;
mod write;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::plan::Plan;

pub use error::{LoadError, Refusal, SaveError};
pub use keeper::Keeper;
pub use picture_files::{BringError, bring_picture, copy_pictures};
pub use pictures::{MAX_PICTURE_BYTES, PictureCache, decode_picture, load_pictures, read_picture};
pub use read::{MAX_FILE_BYTES, read_plan};
pub use safe_write::{write_file, write_file_on};
pub use session::{Session, Who};
pub use stamp::{FileStamp, is_marked_read_only, written_at};
pub use state::state_dir;
pub use write::write_plan;

/// A plan read from a file.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The plan.
    pub plan: Arc<Plan>,
    /// What the file held.
    pub stamp: FileStamp,
}

/// Reads the plan in `path`.
///
/// # Errors
/// Says what is wrong, where, and what to do; nothing is changed.
pub fn load(path: &Path) -> Result<Loaded, LoadError> {
    let bytes = read::read_bytes(path)?;
    let stamp = FileStamp::of(&bytes);
    let plan = read_plan(&bytes)?;
    Ok(Loaded { plan: Arc::new(plan), stamp })
}

/// Saves `plan` to `path`, whole or not at all.
///
/// # Errors
/// Says why it was not saved; a file that was there is as it was.
pub fn save(path: &Path, plan: &Plan) -> Result<FileStamp, SaveError> {
    let text = write_plan(plan)?;
    write_file(path, text.as_bytes())?;
    Ok(FileStamp::of(text.as_bytes()))
}

/// Whether `path` no longer holds what `stamp` was taken of. A file that is gone counts as changed.
pub fn changed_on_disk(path: &Path, stamp: &FileStamp) -> bool {
    std::fs::read(path).map_or(true, |bytes| FileStamp::of(&bytes) != *stamp)
}

/// The folder of the user's settings (`NENDO_CONFIG_DIR`, else the system's usual place).
pub fn config_dir() -> Option<PathBuf> {
    let from = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    if let Some(own) = from("NENDO_CONFIG_DIR") {
        return Some(own);
    }
    if cfg!(windows) {
        from("APPDATA").map(|dir| dir.join("Nendo"))
    } else if cfg!(target_os = "macos") {
        from("HOME").map(|dir| dir.join("Library/Application Support/Nendo"))
    } else {
        from("XDG_CONFIG_HOME").or_else(|| from("HOME").map(|dir| dir.join(".config"))).map(|dir| dir.join("nendo"))
    }
}
