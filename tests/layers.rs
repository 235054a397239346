//! The house has floors: no layer of the library reaches one above it (see `src/lib.rs`).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Each layer and what it may use.
const MAY_USE: &[(&str, &[&str])] = &[
    ("locale", &[]),
    ("calendar", &["locale"]),
    ("plan", &["calendar", "locale"]),
    ("edit", &["plan", "calendar", "locale"]),
    ("storage", &["plan", "calendar", "locale"]),
    ("import", &["plan", "calendar", "locale"]),
    ("check", &["plan", "calendar", "locale"]),
    ("compare", &["plan", "calendar", "locale"]),
    ("manuscript", &["plan", "calendar", "compare", "locale"]),
    ("layout", &["manuscript"]),
    ("export", &["layout", "manuscript", "plan", "calendar", "locale"]),
    ("cli", &["locale", "calendar", "plan", "edit", "storage", "import", "check", "compare", "manuscript", "layout", "export"]),
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files_below(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the source").map(|e| e.expect("an entry").path()) {
        if entry.is_dir() {
            files_below(&entry, out);
        } else if entry.extension().is_some_and(|e| e == "rs") {
            out.push(entry);
        }
    }
}

/// A file's code without its tests and comments.
fn code(file: &Path) -> String {
    let text = fs::read_to_string(file).expect("a source file");
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The layers named in `code` as `crate::layer`, also in groups (`use crate::{a, b}`).
fn used_layers(code: &str) -> Vec<String> {
    let mut used = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let name = |text: &str| text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut item = String::new();
            for c in group.chars() {
                match c {
                    '}' if depth == 0 => break,
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    ',' if depth == 0 => used.push(name(&std::mem::take(&mut item))),
                    _ => item.push(c),
                }
            }
            used.push(name(&item));
        } else {
            used.push(name(rest));
        }
    }
    used
}

#[test]
fn no_arrow_runs_back_up() {
    let rules: BTreeMap<_, _> = MAY_USE.iter().copied().collect();
    let mut wrong = Vec::new();
    for (layer, allowed) in MAY_USE {
        let mut files = Vec::new();
        files_below(&source().join(layer), &mut files);
        assert!(!files.is_empty(), "layer {layer} is missing");
        for file in files {
            for used in used_layers(&code(&file)) {
                if used != *layer && rules.contains_key(used.as_str()) && !allowed.contains(&used.as_str()) {
                    wrong.push(format!("{} uses {used}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_library_does_not_know_the_window() {
    let mut files = Vec::new();
    for (layer, _) in MAY_USE {
        files_below(&source().join(layer), &mut files);
    }
    let toolkit = ["egui::", "eframe::", "rfd::"];
    let wrong: Vec<_> = files.iter().filter(|file| toolkit.iter().any(|name| code(file).contains(name))).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_layer_is_listed_and_every_file_says_what_it_is() {
    let lib = fs::read_to_string(source().join("lib.rs")).expect("lib.rs");
    let modules: Vec<_> = lib.lines().filter_map(|l| l.strip_prefix("pub mod ")).map(|l| l.trim_end_matches(';')).collect();
    for module in &modules {
        assert!(MAY_USE.iter().any(|(layer, _)| layer == module), "{module} has no rule here");
    }
    assert_eq!(modules.len(), MAY_USE.len());
    let mut files = Vec::new();
    files_below(&source(), &mut files);
    let silent: Vec<_> = files.iter().filter(|file| !fs::read_to_string(file).expect("a source file").starts_with("//!")).collect();
    assert!(silent.is_empty(), "files without a //! header: {silent:#?}");
}

#[test]
fn files_are_read_with_files_in_mind() {
    // Invariant 7: outside storage, import, cli and the window nothing touches the file system.
    let mut wrong = Vec::new();
    for layer in ["locale", "calendar", "plan", "edit", "check", "compare", "manuscript", "layout", "export"] {
        let mut files = Vec::new();
        files_below(&source().join(layer), &mut files);
        wrong.extend(files.into_iter().filter(|file| {
            ["std::fs", "File::", "SystemTime::now", "Instant::now"].iter().any(|name| code(file).contains(name))
                && !file.ends_with("plan/id.rs")
        }));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
