//! Backups: what a save replaces is put into the state folder first.
//!
//! Each plan has a folder there, named after its path. Kept are the last ten, one of each day for thirty
//! days, and no more than a bound in all. Nothing here may stand in the way of a save.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{NaiveDateTime, TimeDelta};

use super::disk::Disk;
use super::error::{LoadError, SaveError};
use super::packed::{ENDING, Effort, pack, read_packed};
use super::safe_write::write_file_on;
use super::stamp::FileStamp;
use super::{read_plan, state};
use crate::plan::Plan;

/// The last ones are kept, whenever they were made.
const LAST: usize = 10;
/// One of each day is kept so long.
const DAYS: i64 = 30;
/// All backups of a plan together.
const MOST_BYTES: u64 = 200 << 20;
/// Of these many no bound takes anything.
const ALWAYS: usize = 3;

const TIME: &str = "%Y%m%dT%H%M%S%3f";

/// A backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Its file.
    pub file: PathBuf,
    /// When a save replaced it (local time).
    pub replaced: NaiveDateTime,
    /// Its length as packed.
    pub length: u64,
    stamp: FileStamp,
}

impl Backup {
    /// The plan in it.
    ///
    /// # Errors
    /// If it was damaged.
    pub fn read(&self, disk: &dyn Disk) -> Result<Arc<Plan>, LoadError> {
        Ok(Arc::new(read_plan(&read_packed(disk, &self.file, self.stamp)?)?))
    }
}

/// The folder of a plan's backups.
fn folder(state_dir: &Path, plan_file: &Path) -> PathBuf {
    let path = std::path::absolute(plan_file).unwrap_or_else(|_| plan_file.to_owned());
    state::backups(state_dir).join(FileStamp::of(path.to_string_lossy().as_bytes()).name())
}

/// Keeps the content which a save of `plan_file` is about to replace, whose stamp is known. The same is kept once.
///
/// # Errors
/// Says why not; the save goes on all the same.
pub fn keep(
    disk: &dyn Disk,
    state_dir: &Path,
    plan_file: &Path,
    (bytes, stamp): (&[u8], FileStamp),
    now: NaiveDateTime,
) -> Result<(), SaveError> {
    let folder = folder(state_dir, plan_file);
    if bytes.is_empty() || list_folder(disk, &folder).first().is_some_and(|newest| newest.stamp == stamp) {
        return Ok(());
    }
    let file = folder.join(format!("{}_{}{ENDING}", now.format(TIME), stamp.name()));
    disk.create_folder(&folder, true).map_err(|error| SaveError::io(&folder, &error))?;
    // For whoever looks into the folder without Nendo.
    let path = folder.join("path.txt");
    if disk.facts(&path).is_err() {
        let text = std::path::absolute(plan_file).unwrap_or_else(|_| plan_file.to_owned()).display().to_string();
        write_file_on(disk, &path, text.as_bytes())?;
    }
    let packed = pack(bytes, Effort::Quick).map_err(|error| SaveError::io(&file, &error))?;
    write_file_on(disk, &file, &packed)
}

/// The backups of a plan, the latest first.
pub fn list(disk: &dyn Disk, state_dir: &Path, plan_file: &Path) -> Vec<Backup> {
    list_folder(disk, &folder(state_dir, plan_file))
}

fn list_folder(disk: &dyn Disk, folder: &Path) -> Vec<Backup> {
    let read = |file: PathBuf| -> Option<Backup> {
        let (time, stamp) = file.file_name()?.to_str()?.strip_suffix(ENDING)?.split_once('_')?;
        let (replaced, stamp) = (NaiveDateTime::parse_from_str(time, TIME).ok()?, FileStamp::from_name(stamp)?);
        let length = disk.facts(&file).map_or(0, |facts| facts.length);
        Some(Backup { file, replaced, length, stamp })
    };
    let mut found: Vec<Backup> = disk.list(folder).unwrap_or_default().into_iter().filter_map(read).collect();
    found.sort_by(|a, b| b.replaced.cmp(&a.replaced).then_with(|| a.file.cmp(&b.file)));
    found
}

/// Removes the backups of a plan that are beyond the bounds.
pub fn prune(disk: &dyn Disk, state_dir: &Path, plan_file: &Path, now: NaiveDateTime) {
    for backup in beyond(&list(disk, state_dir, plan_file), now) {
        disk.remove(&backup.file).ok();
    }
}

/// The backups beyond the bounds; `list` has the latest first.
fn beyond(list: &[Backup], now: NaiveDateTime) -> Vec<&Backup> {
    let mut days = HashSet::new();
    let mut bytes = 0;
    let mut out = Vec::new();
    for (at, backup) in list.iter().enumerate() {
        let first_of_day = days.insert(backup.replaced.date());
        let wanted = at < LAST || (first_of_day && now - backup.replaced < TimeDelta::days(DAYS));
        if wanted && (at < ALWAYS || bytes + backup.length <= MOST_BYTES) {
            bytes += backup.length;
        } else {
            out.push(backup);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::disk::RealDisk;
    use crate::storage::write_plan;

    fn time(day: i64, minute: i64) -> NaiveDateTime {
        let start = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).and_then(|day| day.and_hms_opt(8, 0, 0)).expect("a time");
        start + TimeDelta::days(day) + TimeDelta::minutes(minute)
    }

    #[test]
    fn what_was_replaced_can_be_read_again_and_the_same_is_kept_once() {
        let state = tempfile::tempdir().expect("a folder");
        let (plan_file, other) = (Path::new("/計画/a.ron"), Path::new("/計画/b.ron"));
        for (minute, title) in ["一", "二", "二"].iter().enumerate() {
            let text = write_plan(&Plan::new(*title, None)).expect("written");
            keep(&RealDisk, state.path(), plan_file, (text.as_bytes(), FileStamp::of(text.as_bytes())), time(0, minute as i64))
                .expect("kept");
        }
        let list = list(&RealDisk, state.path(), plan_file);
        let titles: Vec<_> = list.iter().map(|backup| backup.read(&RealDisk).expect("whole").title.clone()).collect();
        assert_eq!(titles, ["二", "一"]);
        assert!(super::list(&RealDisk, state.path(), other).is_empty());
        write_file_on(&RealDisk, &list[0].file, b"damaged").expect("written");
        assert!(matches!(list[0].read(&RealDisk), Err(LoadError::Damaged { .. })));
        assert!(list[1].read(&RealDisk).is_ok());
    }

    #[test]
    fn the_last_ten_and_one_a_day_within_the_bound() {
        let backup = |day, minute, length| Backup { file: PathBuf::new(), replaced: time(day, minute), length, stamp: FileStamp::of(b"") };
        // Two a day for forty days, and twenty today.
        let mut list: Vec<Backup> = (0..40).flat_map(|day| [backup(day, 0, 1), backup(day, 60, 1)]).collect();
        list.extend((0..20).map(|minute| backup(40, minute, 1)));
        list.reverse();
        let now = time(40, 30);
        let gone = beyond(&list, now).len();
        assert_eq!(list.len() - gone, 10 + 30, "ten of today and the last of each of thirty days");
        list.iter_mut().for_each(|backup| backup.length = MOST_BYTES / 2);
        assert_eq!(list.len() - beyond(&list, now).len(), ALWAYS);
    }
}
