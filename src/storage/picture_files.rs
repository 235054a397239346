//! Bringing pictures into a plan's folder, so that plan and pictures can be moved together.
//!
//! Does not live here: reading them for the page (`pictures`). May use: the file system.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::error::SaveError;
use super::pictures::{inside, picture_names, read_file, read_picture};
use super::write_file;
use crate::locale::Message;
use crate::plan::{PictureError, Plan};

/// Pictures of one name beside a plan.
const MOST_OF_A_NAME: u32 = 9999;

/// Why a picture was not taken into a plan. Nothing was changed, or no more than a copy was made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BringError {
    /// It cannot be shown.
    #[error("{file}: {reason:?}")]
    Picture {
        /// The file.
        file: String,
        /// Why not.
        reason: PictureError,
    },
    /// Its copy could not be written.
    #[error(transparent)]
    Copy(#[from] SaveError),
}

impl BringError {
    /// For the user.
    pub fn message(&self) -> Message {
        match self {
            Self::Picture { file, reason } => reason.message(file),
            Self::Copy(error) => error.message(),
        }
    }
}

/// Makes the picture in `picture` one of the plan in `plan_file` and returns the name its block gives
/// it. A picture from elsewhere is copied into `NAME_画像` beside the plan `NAME.ron`; nothing there is
/// overwritten.
///
/// # Errors
/// Says why the picture cannot be shown or its copy not be written.
pub fn bring_picture(picture: &Path, plan_file: &Path) -> Result<String, BringError> {
    let shown = picture.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let failed = |reason| BringError::Picture { file: shown.clone(), reason };
    let bytes = read_file(picture).map_err(failed)?;
    read_picture(bytes.clone().into()).map_err(failed)?;
    let folder = plan_file.parent().unwrap_or(Path::new(""));
    if let Some(name) = name_within(picture, folder) {
        return Ok(name);
    }
    let stem = plan_file.file_stem().map(|stem| stem.to_string_lossy().replace('\\', "_")).unwrap_or_default();
    let beside = format!("{stem}_画像");
    let copies = folder.join(&beside);
    fs::create_dir_all(&copies).map_err(|error| SaveError::io(&copies, &error))?;
    let wanted = shown.replace('\\', "_");
    let (stem, extension) = wanted.rsplit_once('.').unwrap_or((&wanted, "png"));
    for number in 1..=MOST_OF_A_NAME {
        let name = if number == 1 { format!("{stem}.{extension}") } else { format!("{stem}_{number}.{extension}") };
        let copy = copies.join(&name);
        let there = copy.symlink_metadata().is_ok();
        if there && read_file(&copy).is_ok_and(|have| have == bytes) {
            return Ok(format!("{beside}/{name}"));
        }
        if !there {
            write_file(&copy, &bytes)?;
            return Ok(format!("{beside}/{name}"));
        }
    }
    Err(failed(PictureError::Unreadable))
}

/// The name of a picture that stands in the plan's folder already.
fn name_within(picture: &Path, folder: &Path) -> Option<String> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let (picture, folder) = (picture.canonicalize().ok()?, folder.canonicalize().ok()?);
    let parts = picture.strip_prefix(&folder).ok()?.components().map(|part| match part {
        Component::Normal(name) => name.to_str().filter(|name| !name.contains('\\')),
        _ => None,
    });
    Some(parts.collect::<Option<Vec<_>>>()?.join("/"))
}

/// Copies the pictures of a plan that is saved into another folder there, where they are not yet. What
/// cannot be copied is missing there, and is found when the plan is laid out.
pub fn copy_pictures(plan: &Plan, from: &Path, to: &Path) {
    let copy = |name: &str| -> Option<()> {
        let (source, target): (PathBuf, PathBuf) = (inside(name, Some(from)).ok()?, inside(name, Some(to)).ok()?);
        if target.symlink_metadata().is_ok() {
            return None;
        }
        let bytes = read_file(&source).ok()?;
        fs::create_dir_all(target.parent()?).ok()?;
        write_file(&target, &bytes).ok()
    };
    for name in picture_names(plan) {
        copy(name);
    }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "tests make their own files")]
mod tests {
    use super::*;
    use crate::plan::Block;
    use image::{DynamicImage, ImageFormat};

    fn png(width: u32) -> Vec<u8> {
        let mut bytes = std::io::Cursor::new(Vec::new());
        DynamicImage::new_rgb8(width, 2).write_to(&mut bytes, ImageFormat::Png).expect("encoded");
        bytes.into_inner()
    }

    #[test]
    fn pictures_come_beside_the_plan_and_overwrite_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let (home, away) = (folder.path().join("計画"), folder.path().join("写真"));
        fs::create_dir_all(home.join("図")).expect("made");
        fs::create_dir(&away).expect("made");
        let plan = home.join("令和7年度.ron");
        fs::write(home.join("図/a.png"), png(1)).expect("written");
        fs::write(away.join("a.png"), png(2)).expect("written");
        assert_eq!(bring_picture(&home.join("図/a.png"), &plan), Ok("図/a.png".to_owned()));
        assert_eq!(bring_picture(&away.join("a.png"), &plan), Ok("令和7年度_画像/a.png".to_owned()));
        assert_eq!(bring_picture(&away.join("a.png"), &plan), Ok("令和7年度_画像/a.png".to_owned()), "the same is copied once");
        fs::write(away.join("a.png"), png(3)).expect("written");
        assert_eq!(bring_picture(&away.join("a.png"), &plan), Ok("令和7年度_画像/a_2.png".to_owned()));
        assert_eq!(fs::read(home.join("令和7年度_画像/a.png")).expect("there"), png(2));
        fs::write(away.join("b.png"), "no picture").expect("written");
        let refused = bring_picture(&away.join("b.png"), &plan).expect_err("refused");
        assert_eq!(refused, BringError::Picture { file: "b.png".into(), reason: PictureError::UnknownFormat });
        assert!(!home.join("令和7年度_画像/b.png").exists());
    }

    #[test]
    fn pictures_go_with_a_plan_saved_elsewhere() {
        let folder = tempfile::tempdir().expect("a folder");
        let (from, to) = (folder.path().join("a"), folder.path().join("b"));
        fs::create_dir_all(from.join("図")).expect("made");
        fs::create_dir(&to).expect("made");
        fs::write(from.join("図/x.png"), png(1)).expect("written");
        fs::write(from.join("y.png"), png(1)).expect("written");
        fs::write(to.join("y.png"), png(9)).expect("written");
        let mut plan = Plan::new("t", None);
        let image = |file: &str| Block::Image { file: file.into(), alternative: String::new(), caption: String::new(), width: None };
        plan.preface = ["図/x.png", "y.png", "../a/y.png", "none.png"].map(image).to_vec();
        copy_pictures(&plan, &from, &to);
        assert_eq!(fs::read(to.join("図/x.png")).expect("copied"), png(1));
        assert_eq!(fs::read(to.join("y.png")).expect("there"), png(9), "what was there stays");
    }
}
