//! `nendo check`: what in a plan needs a look, as the window lists it.

use std::path::Path;

use super::verbs;
use super::{calendar, outline};
use crate::check::check;
use crate::locale::{Lang, text};
use crate::plan::Outline;

pub(super) fn verb(plan: &Path, json: bool, lang: Lang) -> super::Result {
    let plan = verbs::read(plan, lang)?;
    let outline = Outline::of(&plan);
    let findings = check(&plan, &outline, &calendar::holidays(lang));
    verbs::print(&if json {
        outline::checks_json(&findings, &outline, lang)
    } else if findings.is_empty() {
        format!("{}\n", text(lang, "cli.check.none"))
    } else {
        findings.iter().map(|finding| format!("{}\n", verbs::told(finding, &outline, lang))).collect()
    })?;
    Ok(verbs::status(&findings))
}
