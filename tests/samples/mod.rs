//! The plans that pages are looked at with: the sample plans, and the reference documents where they are.

#![allow(dead_code, missing_docs, reason = "each test binary uses its own part of this")]

use std::path::{Path, PathBuf};

use nendo::layout::{Pages, lay_out};
use nendo::plan::{Node, PageStyle, Plan, Role, reference_token};
use nendo::{import, manuscript, storage};

/// Files of `folder` below the package with that extension, in order.
fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).map(|dir| dir.flatten().map(|entry| entry.path()).collect()).unwrap_or_default();
    files.retain(|file| file.extension().is_some_and(|own| own == extension));
    files.sort();
    files
}

fn name(file: &Path) -> String {
    file.file_stem().expect("a name").to_string_lossy().into_owned()
}

/// The sample plans as they are, with their names.
pub fn samples() -> Vec<(String, Plan)> {
    let files = files("plans", "ron");
    assert!(files.len() >= 5, "sample plans are missing");
    let plan = |file: &Path| storage::read_plan(&std::fs::read(file).expect("readable")).expect("a plan");
    files.iter().map(|file| (name(file), plan(file))).collect()
}

/// The sample plan with that name.
pub fn sample(name: &str) -> Plan {
    let found = samples().into_iter().find(|(own, _)| own == name);
    found.unwrap_or_else(|| panic!("no sample plan {name}")).1
}

/// The reference documents as plans; none where they are not: they are no part of the package.
pub fn reference_documents() -> Vec<(String, Plan)> {
    let files = files("../shared/seeds", "txt");
    if files.is_empty() {
        eprintln!("skipped: no reference documents beside this checkout");
    }
    files.iter().map(|file| (name(file), import::import_file(file).expect("a plan").plan)).collect()
}

/// A plan with every page and mark its style can add, and what plans hold rarely: a chart, a title that
/// refers to another node, an item without words.
pub fn with_everything(mut plan: Plan) -> Plan {
    plan.style = PageStyle {
        cover: true,
        contents: true,
        part_break: true,
        draft_mark: true,
        hanging: true,
        two_columns: true,
        new_projects: true,
        goal_matrix: true,
        legend: true,
        year_calendar: true,
        ..plan.style
    };
    let title = plan.nodes.first().map_or_else(|| "組織図".to_owned(), |node| format!("組織図 {}", reference_token(node.id)));
    let boxes = ["理事会", "監事"].map(|title| Node::new(Role::Item, title).into()).into();
    plan.nodes.push(Node { children: boxes, ..Node::new(Role::Figure, title) }.into());
    plan.nodes.push(Node::new(Role::Free, "").into());
    plan
}

pub fn pages(plan: &Plan) -> Pages {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans");
    lay_out(&manuscript::compose(plan, &storage::load_pictures(plan, Some(&folder))))
}
