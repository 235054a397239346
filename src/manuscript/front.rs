//! What stands before the first node: cover, table of contents, the title with its lines.

use std::sync::Arc;

use super::block::{Block, BlockKind, Cover, HeadingRank, Span};
use crate::calendar::{format_date, half_width};
use crate::plan::{Plan, Stage};

/// As many contents lines as two pages hold; a longer plan shows its projects under their chapters only.
const MOST_ENTRIES: usize = 66;

/// What stands before the body, as the page style asks; `entries` are the contents lines of all headings.
pub(super) fn pages(plan: &Plan, entries: &[Arc<Block>]) -> Vec<Arc<Block>> {
    let mut blocks = Vec::new();
    let mut push = |kind| {
        let mut block = Block { source: None, kind };
        super::digits::set(&mut block, plan.style.digits);
        blocks.push(Arc::new(block));
    };
    if plan.style.cover {
        push(BlockKind::Cover(cover(plan)));
    }
    if plan.style.contents && !entries.is_empty() {
        push(BlockKind::ContentsTitle { text: vec![Span::plain("目　次")] });
        blocks.extend(chosen(entries));
    }
    blocks
}

fn cover(plan: &Plan) -> Cover {
    let line = |text: String| if text.is_empty() { Vec::new() } else { vec![Span::plain(text)] };
    let title = document_title(plan);
    let year = plan.fiscal_year.map(|year| year.to_string()).unwrap_or_default();
    let said = half_width(&title).replace([' ', '\u{3000}'], "").contains(&half_width(&year));
    Cover {
        above: line(if said { String::new() } else { year }),
        title: line(title),
        stage: line(stage_beside_title(plan)),
        date: line(plan.date.map(format_date).unwrap_or_default()),
        organization: line(plan.organization.clone()),
    }
}

/// The title and the lines under it, where no cover says all that.
pub(super) fn title_lines(plan: &Plan) -> Vec<BlockKind> {
    if plan.style.cover {
        return Vec::new();
    }
    let text = |text: String| vec![Span::plain(text)];
    let title = Some(plan.title.clone()).filter(|title| !title.is_empty());
    let date = plan.date.map(format_date).unwrap_or_default();
    let below = [stage_beside_title(plan), organization_beside_title(plan).to_owned(), date].into_iter().filter(|line| !line.is_empty());
    let below = below.map(|line| BlockKind::Subtitle { text: text(line) });
    title.map(|title| BlockKind::Title { text: text(title) }).into_iter().chain(below).collect()
}

/// The title of the document: the plan's, else what is known of it.
pub(super) fn document_title(plan: &Plan) -> String {
    if !plan.title.is_empty() {
        return plan.title.clone();
    }
    match plan.fiscal_year {
        Some(year) => format!("{year}事業計画"),
        None => "事業計画".to_owned(),
    }
}

/// The organisation where it is named beside the title; nothing if the title names it already.
fn organization_beside_title(plan: &Plan) -> &str {
    if letters(&plan.title).contains(&letters(&plan.organization)) { "" } else { &plan.organization }
}

/// The organisation before the title in the header; nothing if the title begins with it.
pub(super) fn organization_in_header(plan: &Plan) -> &str {
    if letters(&plan.title).starts_with(&letters(&plan.organization)) { "" } else { &plan.organization }
}

/// A text without its blanks.
fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// How the stage is said below the title: nothing where the title says it.
fn stage_beside_title(plan: &Plan) -> String {
    let words = stage_words(plan.stage);
    let said = |words: &str| half_width(&plan.title).contains(&half_width(words.trim_matches(['（', '）'])));
    let proposal = plan.stage.is_proposal() && plan.title.trim_end_matches(['）', ')', '】', '］']).ends_with('案');
    if proposal || said(&words) { String::new() } else { words }
}

/// How a stage is said on the page: what is not yet resolved is a 案.
fn stage_words(stage: Stage) -> String {
    match stage {
        Stage::Draft(0 | 1) | Stage::BoardProposal => "（案）".to_owned(),
        Stage::Draft(n) => format!("（案・第{n}稿）"),
        Stage::Approved => String::new(),
        Stage::Amendment(n) => format!("（第{n}回変更）"),
    }
}

/// The entries that are printed: all of them, or those of parts and chapters where all are too many.
fn chosen(entries: &[Arc<Block>]) -> impl Iterator<Item = Arc<Block>> {
    let project = |block: &Block| matches!(block.kind, BlockKind::ContentsEntry { rank: HeadingRank::Project, .. });
    let all = entries.len() <= MOST_ENTRIES || entries.iter().all(|entry| project(entry));
    entries.iter().filter(move |entry| all || !project(entry)).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manuscript::{compose, plain_text};
    use crate::plan::{FiscalYear, Node, Pictures, Role};

    fn plan() -> Plan {
        let mut plan = Plan::new("事業計画", Some(FiscalYear(2025)));
        plan.organization = "わかば市社会福祉協議会".to_owned();
        plan.style.cover = true;
        plan.style.contents = true;
        let chapter = Node { children: vec![Arc::new(Node::new(Role::Project, "見守り"))], ..Node::new(Role::Chapter, "地域") };
        plan.nodes = vec![Arc::new(Node { children: vec![Arc::new(chapter)], ..Node::new(Role::Part, "事業") })];
        plan
    }

    #[test]
    fn the_cover_says_year_title_and_stage() {
        let cover = |plan: &Plan| cover(plan);
        let words = |plan: &Plan| [cover(plan).above, cover(plan).title, cover(plan).stage].map(|spans| plain_text(&spans));
        let mut plan = plan();
        assert_eq!(words(&plan), ["令和7年度", "事業計画", "（案）"]);
        plan.title = "令和７年度　事業計画".to_owned();
        plan.stage = Stage::Approved;
        assert_eq!(words(&plan), ["", "令和７年度　事業計画", ""]);
        plan.stage = Stage::Amendment(2);
        assert_eq!(words(&plan)[2], "（第2回変更）");
    }

    #[test]
    fn the_contents_name_every_heading_and_the_cover_replaces_the_title() {
        let manuscript = compose(&plan(), &Pictures::none());
        let kinds: Vec<String> = manuscript
            .blocks
            .iter()
            .map(|block| match &block.kind {
                BlockKind::Cover(_) => "cover".to_owned(),
                BlockKind::ContentsTitle { .. } => "contents".to_owned(),
                BlockKind::ContentsEntry { label, text, .. } => format!("entry {label}{}", plain_text(text)),
                BlockKind::Heading { text, .. } => format!("heading {}", plain_text(text)),
                other => format!("{other:?}"),
            })
            .collect();
        assert_eq!(
            kinds,
            ["cover", "contents", "entry 第1事業", "entry 1地域", "entry (1)見守り", "heading 事業", "heading 地域", "heading 見守り"]
        );
    }

    #[test]
    fn parts_begin_pages_where_asked_and_unresolved_plans_are_marked() {
        let mut plan = plan();
        plan.nodes.push(Arc::new(Node::new(Role::Part, "資料")));
        (plan.style.part_break, plan.style.draft_mark) = (true, true);
        let manuscript = compose(&plan, &Pictures::none());
        assert_eq!(manuscript.blocks.iter().filter(|block| block.kind == BlockKind::PageBreak).count(), 1);
        assert_eq!(manuscript.mark, "案");
        plan.stage = Stage::Approved;
        assert_eq!(compose(&plan, &Pictures::none()).mark, "");
    }

    #[test]
    fn a_long_plan_names_its_chapters_only() {
        let mut plan = plan();
        let projects = (0..100).map(|i| Arc::new(Node::new(Role::Project, format!("事業{i}")))).collect();
        let chapter = Node { children: projects, ..Node::new(Role::Chapter, "章") };
        plan.nodes.push(Arc::new(Node { children: vec![Arc::new(chapter)], ..Node::new(Role::Part, "部") }));
        let entries =
            compose(&plan, &Pictures::none()).blocks.iter().filter(|block| matches!(block.kind, BlockKind::ContentsEntry { .. })).count();
        assert_eq!(entries, 4);
    }
}
