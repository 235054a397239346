//! The old/new table (新旧対照表): two versions side by side, what changed underlined on both sides.
//!
//! Lives here: what stands on which side, what is left out as （略）, the remarks, the summary on one page. Does not
//! live here: what changed (`compare`) and how a table is set (`layout`).

mod grids;
mod meant;
mod rows;
mod sides;
mod summary;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::block::{Block, BlockKind, Span};
use super::{Footer, Info, Manuscript, digits, front, setup};
use crate::calendar::format_date;
use crate::compare::Comparison;
use crate::locale::Lang;
use crate::plan::{Margins, NodeId, PageStyle, Paper, Plan};

/// What of the two versions is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TablePreset {
    /// Everything, word for word.
    Full,
    /// What changed, with the headings above it; the rest as （略）.
    #[default]
    Changed,
    /// One page: counts, projects that are new, ended or moved, the budgets.
    Summary,
}

/// How the old/new table is made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ComparisonTable {
    /// Old on the left; otherwise new.
    pub old_left: bool,
    /// What is shown.
    pub preset: TablePreset,
    /// Why a node was changed (変更理由), by its new id, by its old one if it is gone.
    pub reasons: BTreeMap<NodeId, String>,
    /// The names of the files or kept versions: said where the two plans say the same of themselves.
    pub names: VersionNames,
    /// Tables of the plans stay lines of text in the full table, too: in a workbook, whose rows are filtered.
    pub tables_as_lines: bool,
    /// A3 instead of A4.
    pub large: bool,
    /// Only whole nodes are left out: what changed is shown with all its words. Otherwise sentences are left out, too.
    pub whole_nodes: bool,
}

/// What two versions are called outside themselves; either may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VersionNames {
    /// The old one.
    pub old: String,
    /// The new one.
    pub new: String,
}

/// The words of an unchanged stretch that is left out.
const LEFT_OUT: &str = "（略）";

/// The old/new table of two plans whose comparison is `comparison`.
pub fn compose_comparison(old: &Plan, new: &Plan, comparison: &Comparison, options: &ComparisonTable) -> Manuscript {
    let title = title(new);
    let mut kinds = vec![BlockKind::Title { text: vec![Span::plain(title.clone())] }];
    kinds.extend(versions(old, new, &options.names).into_iter().map(|line| BlockKind::Subtitle { text: vec![Span::plain(line)] }));
    match options.preset {
        TablePreset::Summary => kinds.extend(summary::blocks(old, new, comparison)),
        TablePreset::Full | TablePreset::Changed => kinds.extend(rows::blocks(old, new, comparison, options)),
    }
    let printed = |kind| {
        let mut block = Block { source: None, kind };
        digits::set(&mut block, new.style.digits);
        Arc::new(block)
    };
    // The table lies on its side, the page with the summary stands upright like the plan.
    let landscape = options.preset != TablePreset::Summary;
    let margins = if landscape { Margins { left: Some(18), right: Some(18), top: Some(20), bottom: Some(18) } } else { Margins::default() };
    let paper = if options.large { Paper::A3 } else { Paper::A4 };
    let style = PageStyle { paper, landscape, margins, name: new.style.name, face: new.style.face, ..PageStyle::default() };
    Manuscript {
        info: Info { title: title.clone(), author: new.organization.clone(), language: "ja-JP".to_owned() },
        setup: setup::page_setup(style),
        header: title,
        part_in_header: false,
        mark: String::new(),
        footer: Footer::OfTotal,
        blocks: kinds.into_iter().map(printed).collect(),
    }
}

fn title(new: &Plan) -> String {
    format!("{}　新旧対照表", front::document_title(new))
}

/// The lines under the title: both versions with how far each has come and its day, and who says so.
fn versions(old: &Plan, new: &Plan, names: &VersionNames) -> Vec<String> {
    let alike = version(old, "") == version(new, "") && names.old != names.new;
    let (is, was) = if alike { (names.new.as_str(), names.old.as_str()) } else { ("", "") };
    let mut lines = vec![format!("新：{}", version(new, is)), format!("旧：{}", version(old, was))];
    lines.extend((!new.organization.is_empty()).then(|| new.organization.clone()));
    lines
}

/// What a version is called: its title, how far it has come, its day, and a name where that is not enough.
fn version(plan: &Plan, name: &str) -> String {
    let day = plan.date.map(format_date);
    let told: Vec<String> =
        std::iter::once(plan.stage.message().text(Lang::Ja)).chain(day).chain((!name.is_empty()).then(|| name.to_owned())).collect();
    format!("{}（{}）", front::document_title(plan), told.join("、"))
}

#[cfg(test)]
mod tests;
