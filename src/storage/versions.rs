//! Named versions (第1稿, 理事会提出版) beside the plan: the folder `NAME_版` of the plan `NAME.ron`.
//!
//! A folder and not one file: keeping a version writes two small files and touches no other, so damage to
//! one cannot reach the next, two people who keep one at the same time do not overwrite each other, and a
//! copy of the folder made by hand or by a synchronising program is whole. The content of a version is a
//! packed plan named after what it holds; equal contents are there once. What is said about it stands in a
//! small text file, written last. Format: `docs/FILE_FORMAT.md`.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::disk::Disk;
use super::error::{LoadError, Refusal, SaveError};
use super::packed::{ENDING, Effort, pack, read_packed};
use super::safe_write::{folder_of, write_file_on};
use super::stamp::FileStamp;
use super::{header, read_plan, write_plan};
use crate::locale::Message;
use crate::plan::{NodeId, Plan, Stage};

/// Ends the name of a folder of versions.
const FOLDER: &str = "_版";
const FORMAT: &str = "nendo-version";
/// Versions of a plan. More are a sign of something else than drafts.
pub const MOST_VERSIONS: usize = 300;
/// All of them together.
const MOST_BYTES: u64 = 500 << 20;
/// What is said about a version is short.
const MOST_WORDS: u64 = 1 << 20;

/// What is said about a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename = "Version")]
struct Words {
    format: String,
    version: u32,
    name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    note: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    author: String,
    saved: NaiveDateTime,
    stage: Stage,
    nodes: usize,
    content: String,
}

/// A named version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    file: PathBuf,
    content: FileStamp,
    /// Its name: 第1稿.
    pub name: String,
    /// A remark; may be empty.
    pub note: String,
    /// Who kept it.
    pub author: String,
    /// When (local time).
    pub saved: NaiveDateTime,
    /// The plan's stage then.
    pub stage: Stage,
    /// How many items it had.
    pub nodes: usize,
}

/// What is said about a version when it is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Naming {
    /// Its name.
    pub name: String,
    /// A remark.
    pub note: String,
    /// Who keeps it.
    pub author: String,
}

/// The versions of a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Versions {
    /// Those that can be listed, the latest first.
    pub list: Vec<Version>,
    /// How many files could not be understood; they are left as they are.
    pub damaged: usize,
}

/// Why a version was not kept. The others are as they were.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VersionError {
    /// It could not be written.
    #[error("the version {name} could not be kept: {error}")]
    Save {
        /// The version's name.
        name: String,
        /// The folder of the plan.
        folder: PathBuf,
        /// Why not.
        error: Box<SaveError>,
    },
    /// There are as many as may be.
    #[error("there are as many versions as may be")]
    Full,
}

impl VersionError {
    /// For the user.
    pub fn message(&self) -> Message {
        match self {
            Self::Save { name, folder, error } => refused(error, name, folder),
            Self::Full => Message::new("storage.versions.full").with("max", MOST_VERSIONS),
        }
    }
}

/// Why the version of this name was not written, for the user: the names of its files tell him nothing.
pub fn refused(error: &SaveError, name: &str, folder: &Path) -> Message {
    let SaveError::Io { reason, kind, .. } = error else { return error.message() };
    let key = match kind {
        Refusal::Full => "storage.versions.no_space",
        Refusal::Forbidden => "storage.versions.forbidden",
        Refusal::NoFolder | Refusal::IsFolder | Refusal::Other => "storage.versions.io",
    };
    Message::new(key).with("name", name).with("folder", folder.display()).with_message("reason", reason.clone())
}

/// The folder of a plan's versions.
pub fn versions_folder(plan_file: &Path) -> PathBuf {
    let stem = plan_file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    folder_of(plan_file).join(format!("{stem}{FOLDER}"))
}

impl Version {
    /// The plan as it was.
    ///
    /// # Errors
    /// If its content was damaged or is gone.
    pub fn read(&self, disk: &dyn Disk) -> Result<Arc<Plan>, LoadError> {
        Ok(Arc::new(read_plan(&read_packed(disk, &self.content_file(), self.content)?)?))
    }

    fn content_file(&self) -> PathBuf {
        folder_of(&self.file).join(format!("{}{ENDING}", self.content.name()))
    }

    fn words(&self) -> Words {
        Words {
            format: FORMAT.to_owned(),
            version: 1,
            name: self.name.clone(),
            note: self.note.clone(),
            author: self.author.clone(),
            saved: self.saved,
            stage: self.stage,
            nodes: self.nodes,
            content: self.content.name(),
        }
    }

    fn write(&self, disk: &dyn Disk) -> Result<(), SaveError> {
        let pretty = ron::ser::PrettyConfig::new().new_line("\n").indentor(" ").escape_strings(false);
        let text = header::options().to_string_pretty(&self.words(), pretty).map_err(|error| SaveError::Format(error.to_string()))?;
        write_file_on(disk, &self.file, format!("{text}\n").as_bytes())
    }

    /// Writes its content and then what is said about it.
    fn put(&self, disk: &dyn Disk, folder: &Path, text: &[u8]) -> Result<(), SaveError> {
        disk.create_folder(folder, false).map_err(|error| SaveError::io(folder, &error))?;
        let content = self.content_file();
        // What is there already may be damaged: only what reads back as this plan is used again.
        if read_packed(disk, &content, self.content).ok().as_deref() != Some(text) {
            let packed = pack(text, Effort::Thorough).map_err(|error| SaveError::io(&content, &error))?;
            write_file_on(disk, &content, &packed)?;
        }
        self.write(disk)
    }

    fn read_words(disk: &dyn Disk, file: PathBuf) -> Option<Self> {
        let text = String::from_utf8(disk.read(&file, MOST_WORDS).ok()?).ok()?;
        let words: Words = header::options().from_str(&text).ok()?;
        let content = FileStamp::from_name(&words.content).filter(|_| words.format == FORMAT && words.version == 1)?;
        let Words { name, note, author, saved, stage, nodes, .. } = words;
        Some(Self { file, content, name, note, author, saved, stage, nodes })
    }
}

/// Keeps `plan` as a version of the plan in `plan_file`.
///
/// # Errors
/// Says why not.
pub fn keep(disk: &dyn Disk, plan_file: &Path, plan: &Plan, naming: &Naming, now: NaiveDateTime) -> Result<Version, VersionError> {
    let folder = versions_folder(plan_file);
    let files = disk.list(&folder).unwrap_or_default();
    let bytes: u64 = files.iter().filter_map(|file| disk.facts(file).ok()).map(|facts| facts.length).sum();
    if files.iter().filter(|file| is_words(file)).count() >= MOST_VERSIONS || bytes > MOST_BYTES {
        return Err(VersionError::Full);
    }
    let name = naming.name.trim().to_owned();
    let refused = |error| VersionError::Save { name: name.clone(), folder: folder_of(plan_file).to_owned(), error: Box::new(error) };
    let text = write_plan(plan).map_err(refused)?;
    let version = Version {
        file: folder.join(format!("{}-{:04x}.ron", now.format("%Y%m%d-%H%M%S"), NodeId::new().as_u128() as u16)),
        content: FileStamp::of(text.as_bytes()),
        name: name.clone(),
        note: naming.note.trim().to_owned(),
        author: naming.author.trim().to_owned(),
        saved: now,
        stage: plan.stage,
        nodes: plan.walk().count(),
    };
    let had_content = disk.facts(&version.content_file()).is_ok();
    match version.put(disk, &folder, text.as_bytes()) {
        Ok(()) => Ok(version),
        Err(error) => {
            // Half a version is none; a folder made for it alone goes with it.
            if !had_content {
                disk.remove(&version.content_file()).ok();
            }
            disk.remove_folder(&folder).ok();
            Err(refused(error))
        }
    }
}

/// The versions of a plan, the latest first.
pub fn list(disk: &dyn Disk, plan_file: &Path) -> Versions {
    list_folder(disk, &versions_folder(plan_file)).unwrap_or_default()
}

fn list_folder(disk: &dyn Disk, folder: &Path) -> std::io::Result<Versions> {
    let mut versions = Versions::default();
    for file in disk.list(folder)? {
        if is_words(&file) {
            match Version::read_words(disk, file) {
                Some(version) => versions.list.push(version),
                None => versions.damaged += 1,
            }
        }
    }
    versions.list.sort_by(|a, b| b.saved.cmp(&a.saved).then_with(|| b.file.cmp(&a.file)));
    Ok(versions)
}

/// Says something else about a version.
///
/// # Errors
/// Says why not; it is as it was.
pub fn rename(disk: &dyn Disk, version: &Version, name: &str, note: &str) -> Result<Version, SaveError> {
    let renamed = Version { name: name.trim().to_owned(), note: note.trim().to_owned(), ..version.clone() };
    renamed.write(disk)?;
    Ok(renamed)
}

/// Removes a version, and its content unless another has the same.
///
/// # Errors
/// Says why it is still there.
pub fn delete(disk: &dyn Disk, plan_file: &Path, version: &Version) -> Result<(), SaveError> {
    disk.remove(&version.file).map_err(|error| SaveError::io(&version.file, &error))?;
    let folder = versions_folder(plan_file);
    disk.sync_folder(&folder).ok();
    // Where the others cannot all be read, one of them may mean this content too.
    let others = list_folder(disk, &folder).ok().filter(|others| others.damaged == 0);
    if others.is_some_and(|others| others.list.iter().all(|other| other.content != version.content)) {
        disk.remove(&version.content_file()).ok();
    }
    Ok(())
}

/// Takes the versions of a plan along that was saved elsewhere. What is there already stays. What cannot
/// be copied is missing there and still here.
pub fn copy(disk: &dyn Disk, from: &Path, to: &Path) {
    let versions = list(disk, from).list;
    let folder = versions_folder(to);
    if versions.is_empty() || versions_folder(from) == folder || disk.create_folder(&folder, false).is_err() {
        return;
    }
    for version in versions {
        let Some(name) = version.file.file_name() else { continue };
        let copied = Version { file: folder.join(name), ..version.clone() };
        // Contents first: what is said about a version must not stand there without it.
        if copy_file(disk, &version.content_file(), &copied.content_file()).is_some() {
            copy_file(disk, &version.file, &copied.file);
        }
    }
}

/// Versions that stand beside a plan of another name which is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stray {
    /// The file the plan had.
    pub plan_file: PathBuf,
    /// How many versions the plan of today lacks.
    pub count: usize,
}

impl Stray {
    /// The name the plan had.
    pub fn name(&self) -> String {
        self.plan_file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
    }
}

/// The versions a plan left behind when its file was given another name by other programs: those whose plan is gone and
/// whose newest has mostly the items of this one.
pub fn strays(disk: &dyn Disk, plan_file: &Path, plan: &Plan) -> Vec<Stray> {
    let here = folder_of(plan_file);
    let own: Vec<_> = list(disk, plan_file).list.iter().filter_map(|version| version.file.file_name().map(ToOwned::to_owned)).collect();
    let ids: HashSet<NodeId> = plan.walk().map(|node| node.id).collect();
    let is_same = |versions: &[Version]| {
        let newest = versions.iter().find_map(|version| version.read(disk).ok());
        let (all, shared) = newest
            .iter()
            .flat_map(|plan| plan.walk())
            .fold((0, 0), |(all, shared), node| (all + 1, shared + usize::from(ids.contains(&node.id))));
        shared > 0 && shared * 2 >= all
    };
    let mut found: Vec<Stray> = Vec::new();
    for folder in disk.list(&here).unwrap_or_default() {
        let stem = folder.file_name().and_then(|name| name.to_str()?.strip_suffix(FOLDER).map(str::to_owned));
        let Some(other) = stem.map(|stem| here.join(format!("{stem}.ron"))).filter(|other| disk.facts(other).is_err()) else { continue };
        let versions = list_folder(disk, &folder).unwrap_or_default().list;
        let lacking = |version: &&Version| version.file.file_name().is_some_and(|name| !own.iter().any(|have| have == name));
        let count = versions.iter().filter(lacking).count();
        if count > 0 && is_same(&versions) {
            found.push(Stray { plan_file: other, count });
        }
    }
    found
}

fn copy_file(disk: &dyn Disk, from: &Path, to: &Path) -> Option<()> {
    if disk.facts(to).is_ok() {
        return Some(());
    }
    write_file_on(disk, to, &disk.read(from, MOST_BYTES).ok()?).ok()
}

/// Whether a file says something about a version.
fn is_words(file: &Path) -> bool {
    file.file_name().is_some_and(|name| !name.to_string_lossy().starts_with('.')) && file.extension().is_some_and(|have| have == "ron")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::disk::RealDisk;

    fn time(minute: u32) -> NaiveDateTime {
        chrono::NaiveDate::from_ymd_opt(2026, 3, 1).and_then(|day| day.and_hms_opt(10, minute, 0)).expect("a time")
    }

    fn naming(name: &str) -> Naming {
        Naming { name: name.into(), note: "注「\"」\n二行目".into(), author: "山田".into() }
    }

    #[test]
    fn versions_are_listed_opened_renamed_and_deleted() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("計画.ron");
        let (one, two) = (Plan::new("一", None), Plan::new("二", None));
        let first = keep(&RealDisk, &file, &one, &naming("第1稿"), time(1)).expect("kept");
        let same = keep(&RealDisk, &file, &one, &naming("理事会提出版"), time(2)).expect("kept");
        keep(&RealDisk, &file, &two, &naming("第2稿"), time(3)).expect("kept");
        let names = || list(&RealDisk, &file).list.into_iter().map(|version| version.name).collect::<Vec<_>>();
        assert_eq!(names(), ["第2稿", "理事会提出版", "第1稿"]);
        assert_eq!(RealDisk.list(&folder.path().join("計画_版")).expect("there").len(), 5, "equal contents are there once");
        assert_eq!(list(&RealDisk, &file).list[2], first);
        rename(&RealDisk, &first, "第一稿", "").expect("renamed");
        assert_eq!(names(), ["第2稿", "理事会提出版", "第一稿"]);
        delete(&RealDisk, &file, &first).expect("deleted");
        assert_eq!(same.read(&RealDisk).expect("still there").title, "一");
        delete(&RealDisk, &file, &same).expect("deleted");
        assert!(same.read(&RealDisk).is_err());
        assert_eq!(RealDisk.list(&folder.path().join("計画_版")).expect("there").len(), 2);
    }

    #[test]
    fn damage_to_one_reaches_no_other_and_is_mended_by_the_same_plan() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("計画.ron");
        let (one, two) = (Plan::new("一", None), Plan::new("二", None));
        let first = keep(&RealDisk, &file, &one, &naming("第1稿"), time(1)).expect("kept");
        let second = keep(&RealDisk, &file, &two, &naming("第2稿"), time(2)).expect("kept");
        write_file_on(&RealDisk, &first.content_file(), b"\x1f\x8bdamaged").expect("written");
        assert!(matches!(first.read(&RealDisk), Err(LoadError::Damaged { .. })));
        assert!(second.read(&RealDisk).is_ok());
        keep(&RealDisk, &file, &one, &naming("第3稿"), time(3)).expect("kept");
        assert!(first.read(&RealDisk).is_ok());
        write_file_on(&RealDisk, &second.file, b"(form").expect("written");
        let versions = list(&RealDisk, &file);
        assert_eq!((versions.list.len(), versions.damaged), (2, 1));
        delete(&RealDisk, &file, &first).expect("deleted");
    }

    #[test]
    fn a_plan_renamed_by_hand_finds_its_versions() {
        use crate::plan::{Node, Role};
        let folder = tempfile::tempdir().expect("a folder");
        let (old, new) = (folder.path().join("案.ron"), folder.path().join("計画.ron"));
        let plan = Plan { nodes: vec![Arc::new(Node::new(Role::Part, "事業"))], ..Plan::new("一", None) };
        keep(&RealDisk, &old, &plan, &naming("第1稿"), time(1)).expect("kept");
        let stranger = Plan { nodes: vec![Arc::new(Node::new(Role::Part, "別"))], ..Plan::new("別", None) };
        keep(&RealDisk, &folder.path().join("別.ron"), &stranger, &naming("第1稿"), time(1)).expect("kept");
        write_file_on(&RealDisk, &old, b"x").expect("written");
        assert!(strays(&RealDisk, &new, &plan).is_empty(), "its plan is still there");
        RealDisk.remove(&old).expect("removed");
        let found = strays(&RealDisk, &new, &plan);
        assert_eq!(found, [Stray { plan_file: old.clone(), count: 1 }]);
        assert_eq!(found[0].name(), "案");
        copy(&RealDisk, &old, &new);
        assert!(strays(&RealDisk, &new, &plan).is_empty(), "they were taken over");
        assert_eq!(list(&RealDisk, &new).list.len(), 1);
    }

    #[test]
    fn a_copy_of_the_folder_and_saving_elsewhere_take_them_along() {
        let folder = tempfile::tempdir().expect("a folder");
        let (here, there) = (folder.path().join("a/計画.ron"), folder.path().join("b/別.ron"));
        keep(&RealDisk, &here, &Plan::new("一", None), &naming("第1稿"), time(1)).expect("kept");
        copy(&RealDisk, &here, &there);
        copy(&RealDisk, &here, &there);
        let copied = list(&RealDisk, &there).list;
        assert_eq!(copied.len(), 1);
        assert_eq!(copied[0].read(&RealDisk).expect("whole").title, "一");
    }
}
