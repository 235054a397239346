//! The organisation's own things in the window: its profile and where that is kept, its templates, its holidays.
//!
//! Read once at the start. A profile that cannot be read is never written over: what it holds may be
//! mended by hand, so it is put aside when another is saved.

use std::path::{Path, PathBuf};

use nendo::calendar::Holidays;
use nendo::locale::Message;
use nendo::storage::holidays::load_holidays;
use nendo::storage::profile::{PROFILE_FILE, Profile, load_profile, save_profile};
use nendo::storage::templates::{TEMPLATES_FOLDER, Template};
use nendo::storage::{LoadError, SaveError};

/// The profile, its place, the templates and the holidays.
#[derive(Default)]
pub struct Organization {
    /// The profile.
    pub profile: Profile,
    /// The organisation's templates, as last listed.
    pub templates: Vec<Template>,
    /// The settings folder; none in a window that keeps nothing.
    folder: Option<PathBuf>,
    /// Why the profile could not be read.
    pub fault: Option<Message>,
    /// The holidays: those of the law, changed as the settings folder says.
    pub holidays: Holidays,
    /// Why the holidays are those of the law alone.
    pub holiday_fault: Option<Message>,
}

impl Organization {
    /// What the settings folder holds.
    pub fn in_folder(folder: Option<PathBuf>) -> Self {
        let read = folder.as_ref().map(|folder| load_profile(&folder.join(PROFILE_FILE)));
        let (profile, fault) = match read {
            Some(Ok(profile)) => (profile, None),
            None | Some(Err(LoadError::Io { missing: true, .. })) => (Profile::default(), None),
            Some(Err(error)) => (Profile::default(), Some(error.message())),
        };
        let mut organization = Self { profile, folder, fault, ..Self::default() };
        organization.read_holidays();
        organization
    }

    /// Reads the holidays again; a file that is wrong leaves those of the law. Whether they are others than before.
    pub fn read_holidays(&mut self) -> bool {
        let read = self.folder.as_deref().map_or_else(|| Ok(Holidays::of_law()), load_holidays);
        let (holidays, fault) = match read {
            Ok(holidays) => (holidays, None),
            Err(error) => (Holidays::of_law(), Some(error.message())),
        };
        let changed = holidays != self.holidays || fault != self.holiday_fault;
        (self.holidays, self.holiday_fault) = (holidays, fault);
        changed
    }

    /// The profile's file.
    pub fn profile_file(&self) -> Option<PathBuf> {
        Some(self.folder.as_ref()?.join(PROFILE_FILE))
    }

    /// The folder of the templates.
    pub fn templates_folder(&self) -> Option<PathBuf> {
        Some(self.folder.as_ref()?.join(TEMPLATES_FOLDER))
    }
}

/// Writes the profile; a file there that cannot be read as one is put aside before.
///
/// # Errors
/// Says why it was not written.
pub fn keep_profile(path: &Path, profile: &Profile) -> Result<(), SaveError> {
    if matches!(load_profile(path), Err(error) if !matches!(error, LoadError::Io { .. })) {
        std::fs::rename(path, path.with_extension("broken.ron")).ok();
    }
    save_profile(path, profile)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_profile_is_told_and_put_aside() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join(PROFILE_FILE);
        nendo::storage::write_file(&file, b"(format: \"nendo-profile\", version: 1, funding: [").expect("written");
        let organization = Organization::in_folder(Some(folder.path().to_owned()));
        assert!(organization.fault.is_some());
        keep_profile(&file, &Profile::default()).expect("saved");
        assert!(folder.path().join("profile.broken.ron").exists());
        assert!(Organization::in_folder(Some(folder.path().to_owned())).fault.is_none());
    }
}
