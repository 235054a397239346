//! Checks (点検): what in a plan needs a look, one rule a file.
//!
//! Lives here: the rules and the list of them. Does not live here: where findings are shown, or their
//! type (`plan::Finding`). May use: `plan`, `calendar`, `locale`.

mod broken_reference;
mod budget;
mod empty_figure;
mod empty_title;
mod image_words;
mod open_conflict;
mod page_measures;
mod schedule;
mod weekday;

pub use weekday::is_board_meeting;

use crate::calendar::Holidays;
use crate::plan::{Finding, Outline, Plan};

/// A rule looks at the whole plan and adds what it finds.
type Rule = fn(&Plan, &Outline, &mut Vec<Finding>);

const RULES: &[Rule] = &[
    broken_reference::find,
    budget::find,
    empty_figure::find,
    empty_title::find,
    image_words::find,
    open_conflict::find,
    page_measures::find,
];

/// All findings with these holidays, in reading order of their nodes: what the window lists and what an export tells.
pub fn check(plan: &Plan, outline: &Outline, holidays: &Holidays) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in RULES {
        rule(plan, outline, &mut findings);
    }
    weekday::find(plan, outline, holidays, &mut findings);
    schedule::find(plan, outline, holidays, &mut findings);
    findings.sort_by_key(|finding| finding.place.node.and_then(|id| outline.position(id)));
    findings
}
