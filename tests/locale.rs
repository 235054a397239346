//! Every text shown to people stands in the table once, and every entry of the table is used.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use nendo::locale;

/// Keys made at run time from a name: their prefix stands in the source instead.
const MADE_AT_RUN_TIME: &[&str] = &["numbering."];

fn source_text() -> String {
    fn below(folder: &Path, out: &mut String) {
        let mut entries: Vec<PathBuf> = fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path()).collect();
        entries.sort();
        for entry in entries {
            if entry.is_dir() {
                below(&entry, out);
            } else if entry.extension().is_some_and(|e| e == "rs") {
                out.push_str(&fs::read_to_string(&entry).expect("a source file"));
            }
        }
    }
    let mut out = String::new();
    below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut out);
    out
}

/// All plain string literals that look like keys (`area.name`).
fn literals(source: &str) -> BTreeSet<&str> {
    let looks_like_a_key = |text: &&str| {
        text.contains('.')
            && !text.ends_with('.')
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.')
    };
    source.lines().flat_map(|line| line.split('"').skip(1).step_by(2)).filter(looks_like_a_key).collect()
}

#[test]
fn table_and_source_agree() {
    let source = source_text();
    let used = literals(&source);
    let keys: BTreeSet<&str> = locale::keys().into_iter().collect();
    let areas: BTreeSet<&str> = keys.iter().filter_map(|key| key.split('.').next()).collect();
    let unknown: Vec<_> =
        used.iter().filter(|key| key.split('.').next().is_some_and(|area| areas.contains(area)) && !keys.contains(*key)).collect();
    let made = |key: &str| MADE_AT_RUN_TIME.iter().any(|prefix| key.starts_with(prefix));
    let unused: Vec<_> = keys.iter().filter(|key| !used.contains(*key) && !made(key)).collect();
    // File names such as plan.ron look like keys too.
    let unknown: Vec<_> =
        unknown.into_iter().filter(|key| !key.ends_with(".ron") && !key.ends_with(".txt") && !key.ends_with(".pdf")).collect();
    assert!(unknown.is_empty(), "keys used but not in assets/locales: {unknown:#?}");
    assert!(unused.is_empty(), "keys in assets/locales that nothing uses: {unused:#?}");
}

#[test]
fn both_languages_take_the_same_arguments() {
    for key in locale::keys() {
        let arguments = |lang| {
            let text = locale::text(lang, key);
            text.match_indices('{')
                .filter_map(|(at, _)| text[at..].find('}').map(|len| text[at..=at + len].to_owned()))
                .collect::<BTreeSet<_>>()
        };
        assert_eq!(arguments(locale::Lang::Ja), arguments(locale::Lang::En), "{key}");
    }
}
