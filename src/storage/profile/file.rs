//! The profile's file: a header as plan files have, and one canonical text.

use std::path::Path;

use ron::ser::PrettyConfig;
use serde::{Deserialize, Serialize};

use super::super::error::{LoadError, SaveError};
use super::super::header::{options, read_header_of};
use super::super::read::{decode, read_bytes, syntax_error};
use super::super::write_file;
use super::{NamedStyle, Profile, Snippet};
use crate::plan::Status;
use crate::plan::numbering::Preset;

/// The word in `format`.
const FORMAT: &str = "nendo-profile";
/// The version read and written.
const VERSION: u32 = 1;

/// A profile as written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename = "Profile")]
struct ProfileV1 {
    format: String,
    version: u32,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    organization: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    funding: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    statuses: Vec<Status>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    sections: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    partners: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    snippets: Vec<Snippet>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    numberings: Vec<Preset>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    styles: Vec<NamedStyle>,
}

/// Reads a profile from the bytes of its file.
///
/// # Errors
/// Says what is wrong, where, and what to do.
pub fn read_profile(bytes: &[u8]) -> Result<Profile, LoadError> {
    let text = decode(bytes)?;
    let header = read_header_of(&text, FORMAT);
    match (header.ours, header.version) {
        (Some(true), Some(version)) if version > VERSION => return Err(LoadError::Newer { found: version, known: VERSION }),
        (Some(true), Some(VERSION)) => {}
        _ => return Err(LoadError::NotAProfile),
    }
    let stored: ProfileV1 = options().from_str(&text).map_err(|error| syntax_error(&text, &error))?;
    let styles = stored.styles.into_iter().map(|named| NamedStyle { style: named.style.bounded(), ..named }).collect();
    Ok(Profile {
        organization: stored.organization,
        funding: stored.funding,
        statuses: stored.statuses,
        sections: stored.sections,
        partners: stored.partners,
        snippets: stored.snippets,
        numberings: stored.numberings,
        styles,
    })
}

/// The canonical text of a profile.
///
/// # Errors
/// If it cannot be written as text.
pub fn write_profile(profile: &Profile) -> Result<String, SaveError> {
    let profile = profile.clone();
    let stored = ProfileV1 {
        format: FORMAT.to_owned(),
        version: VERSION,
        organization: profile.organization,
        funding: profile.funding,
        statuses: profile.statuses,
        sections: profile.sections,
        partners: profile.partners,
        snippets: profile.snippets,
        numberings: profile.numberings,
        styles: profile.styles,
    };
    let pretty = PrettyConfig::new().new_line("\n").indentor(" ").escape_strings(false);
    let mut text = options().to_string_pretty(&stored, pretty).map_err(|error| SaveError::Format(error.to_string()))?;
    text.push('\n');
    Ok(text)
}

/// Reads the profile in `path`.
///
/// # Errors
/// As [`read_profile`], and where the file cannot be read.
pub fn load_profile(path: &Path) -> Result<Profile, LoadError> {
    read_profile(&read_bytes(path)?)
}

/// Writes a profile to `path`, whole or not at all; its folder is made where it is missing.
///
/// # Errors
/// Says why it was not written; a file that was there is as it was.
pub fn save_profile(path: &Path, profile: &Profile) -> Result<(), SaveError> {
    let text = write_profile(profile)?;
    if let Some(folder) = path.parent() {
        // Writing says why there is no folder, if there is none.
        std::fs::create_dir_all(folder).ok();
    }
    write_file(path, text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Lang;
    use crate::plan::numbering::presets;

    #[test]
    fn a_profile_reads_as_it_was_written() {
        let profile = Profile {
            organization: "わかば「市」社協".into(),
            funding: vec!["市受託事業".into()],
            statuses: vec![Status::New, Status::Expanded],
            snippets: vec![Snippet { name: "連携".into(), text: "民児協と\n連携して".into(), abbreviation: "れん".into() }],
            numberings: vec![presets()[1].clone()],
            styles: vec![NamedStyle { name: "理事会用".into(), style: Default::default() }],
            ..Profile::default()
        };
        let text = write_profile(&profile).expect("written");
        assert!(text.starts_with("(\n format: \"nendo-profile\",\n version: 1,\n"), "{text}");
        assert_eq!(read_profile(text.as_bytes()), Ok(profile.clone()));
        assert_eq!(read_profile(text.replace('\n', "\r\n").as_bytes()).map(|read| read.funding), Ok(profile.funding));
        let empty = write_profile(&Profile::default()).expect("written");
        assert_eq!(read_profile(empty.as_bytes()), Ok(Profile::default()));
    }

    #[test]
    fn faults_are_named_with_their_place() {
        assert_eq!(read_profile(b"(format: \"nendo-plan\", version: 1, title: \"x\")"), Err(LoadError::NotAProfile));
        assert_eq!(read_profile(b"(format: \"nendo-profile\", version: 9)"), Err(LoadError::Newer { found: 9, known: 1 }));
        let error = read_profile(b"(format: \"nendo-profile\", version: 1,\n fundings: [])").expect_err("unknown field");
        assert!(matches!(error, LoadError::Syntax { line: 2, .. }), "{error:?}");
        assert!(error.message().text(Lang::Ja).contains("fundings"));
    }

    #[test]
    fn it_is_saved_into_a_folder_that_is_not_there_yet() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("nendo").join("profile.ron");
        assert!(matches!(load_profile(&path), Err(LoadError::Io { missing: true, .. })));
        let profile = Profile { organization: "社協".into(), ..Profile::default() };
        save_profile(&path, &profile).expect("saved");
        assert_eq!(load_profile(&path), Ok(profile));
    }
}
