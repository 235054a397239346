//! The list of recently opened plans, in the user's settings folder. A convenience: when it cannot be
//! read or written, the list is empty and nothing else suffers.

use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::plan::{FiscalYear, Plan};

/// How many are kept.
const MAX: usize = 20;

/// A plan opened before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecentFile {
    /// The file.
    pub path: PathBuf,
    /// The plan's title when last seen.
    pub title: String,
    /// Its organisation.
    #[serde(default)]
    pub organization: String,
    /// Its fiscal year.
    #[serde(default)]
    pub fiscal_year: Option<FiscalYear>,
    /// When it was last opened or saved (local time).
    pub opened: NaiveDateTime,
}

fn list_file() -> Option<PathBuf> {
    super::config_dir().map(|dir| dir.join("recent.ron"))
}

/// The list, the latest first.
pub fn load() -> Vec<RecentFile> {
    let text = list_file().and_then(|file| std::fs::read_to_string(file).ok());
    text.and_then(|text| ron::from_str(&text).ok()).unwrap_or_default()
}

/// Puts `path` first.
pub fn add(path: &Path, plan: &Plan, now: NaiveDateTime) {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut list = load();
    list.retain(|file| file.path != path);
    let entry =
        RecentFile { path, title: plan.title.clone(), organization: plan.organization.clone(), fiscal_year: plan.fiscal_year, opened: now };
    list.insert(0, entry);
    list.truncate(MAX);
    store(&list);
}

/// Takes `path` off the list.
pub fn remove(path: &Path) {
    let mut list = load();
    list.retain(|file| file.path != path);
    store(&list);
}

fn store(list: &[RecentFile]) {
    let Some(file) = list_file() else { return };
    let Ok(text) = ron::ser::to_string_pretty(list, ron::ser::PrettyConfig::new().new_line("\n")) else { return };
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).ok();
    }
    super::write_file(&file, text.as_bytes()).ok();
}
