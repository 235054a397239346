//! `docs/KEYS.md` tells the keys as the table of commands has them.

use std::fmt::Write;

use super::*;
use crate::gui::commands::{Scope, TABLE, shown_keys};

const BEGIN: &str = "<!-- keys: begin -->\n";
const END: &str = "<!-- keys: end -->";

/// The tables of the document.
fn tables() -> String {
    let ctx = eframe::egui::Context::default();
    let mut out = String::new();
    for (scope, title) in [
        (Scope::Global, "Everywhere"),
        (Scope::Outline, "In the outline"),
        (Scope::Table, "In a table"),
        (Scope::Body, "In a paragraph"),
        (Scope::Compare, "In a comparison"),
    ] {
        let _ = write!(out, "\n### {title}\n\n| Keys | Command | 命令 |\n|---|---|---|\n");
        for entry in TABLE.iter().filter(|entry| entry.scope == scope && !entry.shortcuts.is_empty()) {
            let keys: Vec<String> = entry.shortcuts.iter().map(|keys| shown_keys(&ctx, keys)).collect();
            let _ = writeln!(out, "| {} | {} | {} |", keys.join(", "), entry.command.name(Lang::En), entry.command.name(Lang::Ja));
        }
    }
    out.push('\n');
    out
}

#[test]
fn the_document_of_keys_is_true() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/KEYS.md");
    let text = std::fs::read_to_string(&path).expect("the document");
    let (before, rest) = text.split_once(BEGIN).expect("where the tables begin");
    let (written, after) = rest.split_once(END).expect("where they end");
    if written != tables() && std::env::var_os("NENDO_WRITE_KEYS").is_some() {
        nendo::storage::write_file(&path, format!("{before}{BEGIN}{}{END}{after}", tables()).as_bytes()).expect("written");
        return;
    }
    assert_eq!(written, tables(), "run this test with NENDO_WRITE_KEYS=1 to write the tables anew");
}
