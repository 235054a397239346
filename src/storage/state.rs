//! The folder of what Nendo keeps for itself: recovery, backups, sessions.

use std::path::{Path, PathBuf};

/// The state folder (`NENDO_STATE_DIR`, else the system's usual place).
pub fn state_dir() -> Option<PathBuf> {
    let from = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    if let Some(own) = from("NENDO_STATE_DIR") {
        return Some(own);
    }
    if cfg!(windows) {
        from("LOCALAPPDATA").map(|dir| dir.join("Nendo"))
    } else if cfg!(target_os = "macos") {
        from("HOME").map(|dir| dir.join("Library/Application Support/Nendo"))
    } else {
        from("XDG_STATE_HOME").or_else(|| from("HOME").map(|dir| dir.join(".local/state"))).map(|dir| dir.join("nendo"))
    }
}

/// The folder with a file for each running Nendo.
pub(super) fn sessions(state: &Path) -> PathBuf {
    state.join("sessions")
}

/// The folder of unsaved work.
pub(super) fn recovery(state: &Path) -> PathBuf {
    state.join("recovery")
}

/// The folder of unsaved work somebody did not want; kept a while longer.
pub(super) fn discarded(state: &Path) -> PathBuf {
    state.join("discarded")
}

/// The folder of what saves replaced.
pub(super) fn backups(state: &Path) -> PathBuf {
    state.join("backups")
}
