//! `nendo merge`: the changes of two sides joined, for people and as a merge driver of git.

use std::io::{IsTerminal, Write};
use std::path::Path;

use super::pen::Pen;
use super::verbs::{self, Done};
use crate::compare::merge::{Conflict, Merged, Side, Subject, marked, merge, stranger};
use crate::locale::{Lang, Message, text};
use crate::plan::{OpenConflict, Outline, Plan};
use crate::storage;

pub(super) fn verb(base: &Path, mine: &Path, theirs: &Path, output: &Path, lang: Lang) -> super::Result {
    // What is joined is a plan; the files of git's merge driver have no extension.
    if let Some(other) = output.extension().filter(|extension| !verbs::is_standard(output) && !extension.eq_ignore_ascii_case("ron")) {
        return Err(Message::new("cli.unknown_export").with("extension", other.to_string_lossy()).with("formats", "ron"));
    }
    // Git's merge driver has the result written over mine: that is no slip, all three are read before.
    let standard = [base, mine, theirs].iter().filter(|path| verbs::is_standard(path)).count();
    if standard > 1 {
        return Err(Message::new("cli.one_standard_input"));
    }
    let (base, mine, theirs) = (read_base(base, lang)?, verbs::read(mine, lang)?, verbs::read(theirs, lang)?);
    if let Some(stranger) = stranger(&base, &mine, &theirs) {
        return Err(Message::new(stranger.key()));
    }
    let merged = merge(&base, &mine, &theirs);
    let still_open = merged.plan.open_conflicts();
    let file = storage::write_plan(&marked(&merged, lang)).map_err(|e| e.message())?;
    verbs::write(output, file.as_bytes())?;
    let pen = Pen::for_terminal(std::io::stderr().is_terminal());
    // When standard error is closed there is nobody to tell.
    std::io::stderr().lock().write_all(told(&merged, &still_open, output, pen, lang).as_bytes()).ok();
    Ok(Done::Clean.or_found(!merged.conflicts.is_empty() || !still_open.is_empty()))
}

/// What both began from. Git gives an empty file where both sides added the plan.
fn read_base(path: &Path, lang: Lang) -> Result<Plan, Message> {
    let empty = !verbs::is_standard(path) && std::fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() == 0);
    if empty { Ok(Plan::new("", None)) } else { verbs::read(path, lang) }
}

/// The conflicts, what was left open before, and what to do.
fn told(merged: &Merged, still_open: &[OpenConflict<'_>], output: &Path, pen: Pen, lang: Lang) -> String {
    let outline = Outline::of(&merged.plan);
    let place = |node| Option::and_then(node, |id| outline.position(id)).map(|at| verbs::place(&outline, at));
    let mut out = String::new();
    let count = merged.conflicts.len();
    for (at, conflict) in merged.conflicts.iter().enumerate() {
        let subject = match conflict.subject {
            Subject::Deleted if conflict.is_deleted_by_mine() => text(lang, "merge.gone_mine").to_owned(),
            Subject::Deleted => text(lang, "merge.gone_theirs").to_owned(),
            _ => conflict.name(lang),
        };
        let head = Message::new("merge.conflict")
            .with("at", at + 1)
            .with("n", count)
            .with("place", place(conflict.node).unwrap_or_else(|| text(lang, "merge.whole_plan").to_owned()))
            .with("subject", subject);
        out.push_str(&format!("{}\n", pen.strong(&head.text(lang))));
        out.push_str(&sides(conflict, &outline, pen, lang));
    }
    if count > 0 {
        // Git's files have names of its own, under which nobody finds the plan.
        let name = output.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let nameless = verbs::is_standard(output) || name.starts_with(".merge_file");
        let written = if nameless { text(lang, "merge.output").to_owned() } else { output.display().to_string() };
        out.push_str(&format!("{}\n", Message::new("merge.left").with("n", count).with("output", written).text(lang)));
    }
    if !still_open.is_empty() {
        out.push_str(&format!("{}\n", Message::new("merge.still_open").with("n", still_open.len()).text(lang)));
        for open in still_open {
            let place = place(open.node).unwrap_or_else(|| text(lang, "compare.plan.preface").to_owned());
            out.push_str(&format!("    {place} {}\n", open.glance()));
        }
    }
    out
}

/// The words of each side below each other; of a deletion what would be lost, a line each.
fn sides(conflict: &Conflict, outline: &Outline, pen: Pen, lang: Lang) -> String {
    if conflict.subject == Subject::Deleted {
        let kept = if conflict.is_deleted_by_mine() { Side::Theirs } else { Side::Mine };
        let words = pen.words(&conflict.shown(kept, outline, lang));
        return words.lines().map(|line| format!("    {line}\n")).collect();
    }
    let width = Side::ALL.iter().map(|side| text(lang, side.key()).chars().count()).max().unwrap_or_default();
    let blank = if lang == Lang::Ja { '　' } else { ' ' };
    let line = |side: Side| {
        let name = text(lang, side.key());
        let fill: String = std::iter::repeat_n(blank, width - name.chars().count()).collect();
        let words = conflict.shown(side, outline, lang);
        let words = if words.is_empty() { text(lang, "merge.nothing").to_owned() } else { pen.words(&words) };
        // Lines of one side stand below each other.
        let indent = format!("\n    {}　", blank.to_string().repeat(width));
        format!("    {name}{fill}{}{}\n", text(lang, "merge.colon"), words.trim_end_matches('\n').replace('\n', &indent))
    };
    Side::ALL.into_iter().map(line).collect()
}
