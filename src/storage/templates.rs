//! The organisation's own templates: plan files in a folder of the settings folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{LoadError, SaveError, load, save};
use crate::plan::Plan;

/// The folder of the templates in the settings folder.
pub const TEMPLATES_FOLDER: &str = "templates";

/// A template of the organisation.
#[derive(Debug, Clone)]
pub struct Template {
    /// Its file.
    pub path: PathBuf,
    /// Its name: that of the file.
    pub name: String,
    /// The plan, or why it cannot be read.
    pub plan: Result<Arc<Plan>, LoadError>,
}

/// The templates in `folder`, by name. A folder that is not there has none.
pub fn list_templates(folder: &Path) -> Vec<Template> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.extension().is_some_and(|e| e == "ron")).collect();
    // By name, as `… 2` belongs after `…`: the whole path would put the space before the dot.
    paths.sort_by(|a, b| a.file_stem().cmp(&b.file_stem()));
    paths
        .into_iter()
        .map(|path| {
            let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let plan = load(&path).map(|loaded| loaded.plan);
            Template { path, name, plan }
        })
        .collect()
}

/// Saves `plan` as the template `name` in `folder` and says where. A template of that name is replaced
/// only if `replace` says so; otherwise the new one is numbered (`… 2`).
///
/// # Errors
/// Says why it was not saved.
pub fn save_template(folder: &Path, name: &str, plan: &Plan, replace: bool) -> Result<PathBuf, SaveError> {
    let safe = |c: char| if c.is_control() || r#"/\:*?"<>|"#.contains(c) { '_' } else { c };
    let name: String = name.chars().map(safe).collect();
    let name = match name.trim().trim_matches('.') {
        "" => "_",
        name => name,
    };
    std::fs::create_dir_all(folder).ok();
    let mut path = folder.join(format!("{name}.ron"));
    let mut n = 2;
    while !replace && path.exists() {
        path = folder.join(format!("{name} {n}.ron"));
        n += 1;
    }
    save(&path, plan)?;
    Ok(path)
}

/// Removes a template's file.
///
/// # Errors
/// As the system says.
pub fn remove_template(path: &Path) -> std::io::Result<()> {
    std::fs::remove_file(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_plan_files_by_name() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = home.path().join(TEMPLATES_FOLDER);
        assert!(list_templates(&folder).is_empty());
        let plan = Plan::new("令和7年度事業計画", None);
        let first = save_template(&folder, "標準/計画", &plan, false).expect("saved");
        assert!(first.ends_with("標準_計画.ron"));
        save_template(&folder, "標準/計画", &plan, false).expect("saved");
        save_template(&folder, "標準/計画", &plan, true).expect("saved");
        crate::storage::write_file(&folder.join("壊れ.ron"), b"(").expect("written");
        crate::storage::write_file(&folder.join("memo.txt"), b"x").expect("written");
        let list = list_templates(&folder);
        let names: Vec<_> = list.iter().map(|template| (template.name.as_str(), template.plan.is_ok())).collect();
        assert_eq!(names, [("壊れ", false), ("標準_計画", true), ("標準_計画 2", true)]);
        remove_template(&first).expect("removed");
        assert_eq!(list_templates(&folder).len(), 2);
    }
}
