//! `nendo merge`: the changes of two sides joined, for people and as a merge driver of git.

use std::io::Write;
use std::path::Path;

use super::verbs::{self, Done};
use crate::compare::merge::{Conflict, Subject, marked, marked_words, merge};
use crate::locale::{Lang, Message, text};
use crate::plan::Outline;
use crate::storage;

pub(super) fn verb(base: &Path, mine: &Path, theirs: &Path, output: &Path, lang: Lang) -> super::Result {
    // Git's merge driver has the result written over mine: that is no slip, all three are read before.
    let standard = [base, mine, theirs].iter().filter(|path| verbs::is_standard(path)).count();
    if standard > 1 {
        return Err(Message::new("cli.one_standard_input"));
    }
    let (base, mine, theirs) = (verbs::read(base, lang)?, verbs::read(mine, lang)?, verbs::read(theirs, lang)?);
    let merged = merge(&base, &mine, &theirs);
    let file = storage::write_plan(&marked(&merged, lang)).map_err(|e| e.message())?;
    verbs::write(output, file.as_bytes())?;
    let outline = Outline::of(&merged.plan);
    for conflict in &merged.conflicts {
        if writeln!(std::io::stderr(), "{}", told(conflict, &outline, lang)).is_err() {
            break;
        }
    }
    Ok(if merged.conflicts.is_empty() { Done::Clean } else { Done::WithFindings })
}

fn told(conflict: &Conflict, outline: &Outline, lang: Lang) -> String {
    let place = conflict.node.and_then(|id| outline.position(id)).map(|at| verbs::place(outline, at));
    if conflict.subject == Subject::Deleted {
        // What would be lost, a line each: one decides by it.
        let key = if conflict.is_deleted_by_mine() { "merge.conflict_gone_mine" } else { "merge.conflict_gone_theirs" };
        let head = Message::new(key).with("place", place.unwrap_or_default()).text(lang);
        let lines = marked_words(&conflict.kept_words()).lines().map(|line| format!("\n    {line}")).collect::<String>();
        return format!("{head}{lines}");
    }
    let words = |words: &str| if words.is_empty() { text(lang, "merge.nothing").to_owned() } else { words.replace('\n', " ") };
    Message::new("merge.conflict")
        .with("place", place.unwrap_or_else(|| text(lang, "merge.whole_plan").to_owned()))
        .with("subject", conflict.name(lang))
        .with("mine", words(&conflict.mine))
        .with("theirs", words(&conflict.theirs))
        .text(lang)
}
