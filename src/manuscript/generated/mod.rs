//! Parts composed from the whole plan: written nowhere, always current.
//!
//! Lives here: the order of the parts, the tables they are made of. Each part is a file of its own.

mod goals;
mod legend;
mod projects;

use std::sync::Arc;

use super::block::{Align, Block, BlockKind, Cell, HeadingRank, SourceId, Span, Table};
use super::{digits, year};
use crate::calendar::Holidays;
use crate::plan::{Outline, Plan};

/// A part: its title and what stands in it.
struct Part {
    title: &'static str,
    /// Whether it is worth a page of its own where parts begin pages, and a line in the contents.
    weighty: bool,
    blocks: Vec<BlockKind>,
}

/// The generated parts that the page style asks for and the plan has something for. Blocks equal to
/// those of the `former` time are the very same.
pub(super) fn parts(plan: &Plan, outline: &Outline, holidays: &Holidays, former: &[Arc<Block>]) -> Vec<Arc<Block>> {
    let style = plan.style;
    let parts = [
        style.new_projects.then(|| projects::part(outline)).flatten(),
        style.goal_matrix.then(|| goals::part(outline)).flatten(),
        style.legend.then(|| legend::part(plan, outline)).flatten(),
        style.year_calendar.then(|| year_part(plan, outline, holidays)).flatten(),
    ];
    let mut blocks = Vec::new();
    for (anchor, part) in (1..).zip(parts) {
        let Some(part) = part else { continue };
        // A short part goes with the one before it.
        if style.part_break && (part.weighty || blocks.is_empty()) {
            blocks.push(BlockKind::PageBreak);
        }
        blocks.push(BlockKind::Heading {
            rank: HeadingRank::Part,
            outline_level: 1,
            indent: 0,
            label: String::new(),
            separator: String::new(),
            widest: String::new(),
            text: vec![Span::plain(part.title)],
            // No node has so small an id: they are drawn from 128 bits.
            anchor: part.weighty.then_some(SourceId(anchor)),
            leads: true,
        });
        blocks.extend(part.blocks);
    }
    let blocks = blocks.into_iter().map(|kind| {
        let mut block = Block { source: None, kind };
        digits::set(&mut block, style.digits);
        block
    });
    blocks.map(|block| former.iter().find(|old| ***old == block).cloned().unwrap_or_else(|| Arc::new(block))).collect()
}

/// 年間行事予定表, last because its pages are turned.
fn year_part(plan: &Plan, outline: &Outline, holidays: &Holidays) -> Option<Part> {
    let blocks = year::part(plan, outline, holidays);
    (!blocks.is_empty()).then_some(Part { title: year::TITLE, weighty: true, blocks })
}

/// The contents line of a block, if it is the heading of a generated part.
pub(super) fn contents_entry(block: &Block) -> Option<Arc<Block>> {
    let BlockKind::Heading { rank, text, anchor: Some(target), .. } = &block.kind else { return None };
    let (label, separator) = (String::new(), String::new());
    let kind = BlockKind::ContentsEntry { rank: *rank, label, separator, text: text.clone(), target: *target };
    Some(Arc::new(Block { source: None, kind }))
}

/// A cell of a generated table.
struct Entry {
    spans: Vec<Span>,
    align: Align,
}

impl Entry {
    fn left(text: impl Into<String>) -> Self {
        Self { spans: vec![Span::plain(text)], align: Align::Left }
    }

    fn centred(text: impl Into<String>) -> Self {
        Self { align: Align::Center, ..Self::left(text) }
    }

    fn right(text: impl Into<String>) -> Self {
        Self { align: Align::Right, ..Self::left(text) }
    }

    /// Text that leads to a node.
    fn link(text: impl Into<String>, target: SourceId) -> Self {
        let span = Span { link: Some(target), ..Span::plain(text) };
        Self { spans: vec![span], align: Align::Left }
    }
}

/// The labels down to a row. A bullet tells nothing of the place and is left out.
fn path(outline: &Outline, position: usize) -> String {
    outline.path(position).trim_end_matches(['・', '○']).to_owned()
}

/// Rows of a table in the order of the plan, each with its position there. Where parts have no label
/// the labels below them repeat: the title of the part then stands above its rows.
fn under_parts(outline: &Outline, rows: Vec<(usize, Vec<Entry>)>) -> Vec<Vec<Entry>> {
    let part = |position: usize| outline.ancestry(position).first().copied();
    let named = rows.iter().filter_map(|(position, _)| part(*position)).any(|part| part.label.is_empty() && !part.node.children.is_empty());
    let mut out = Vec::with_capacity(rows.len());
    let mut above = None;
    for (position, cells) in rows {
        let own = part(position).filter(|_| named);
        if let Some(own) = own.filter(|own| above != Some(own.node.id)) {
            out.push(vec![Entry::left(outline.heading(own))]);
            above = Some(own.node.id);
        }
        out.push(cells);
    }
    out
}

/// A table with one head row. A row of one cell goes over all columns and heads those below it.
fn table(heads: &[String], rows: Vec<Vec<Entry>>, widths: Vec<u32>) -> BlockKind {
    let head = heads.iter().map(|head| Entry::centred(head.as_str())).collect();
    let all: Vec<Vec<Entry>> = std::iter::once(head).chain(rows).collect();
    let count = all.len();
    let cell = |row: usize, column: usize, alone: bool, entry: Entry| Cell {
        row,
        column,
        row_span: 1,
        column_span: if alone { heads.len() } else { 1 },
        head: row == 0 || alone,
        align: entry.align,
        paragraphs: vec![entry.spans],
    };
    let cells = all.into_iter().enumerate().flat_map(|(r, row)| {
        let alone = row.len() == 1;
        row.into_iter().enumerate().map(move |(c, entry)| cell(r, c, alone, entry))
    });
    let table = Table {
        caption: Vec::new(),
        columns: heads.len(),
        rows: count,
        header_rows: 1,
        widths,
        landscape: false,
        nested: false,
        cells: cells.collect(),
    };
    BlockKind::Table { indent: 0, table }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manuscript::{Composer, compose, plain_text};
    use crate::plan::{Node, Numbering, Pictures, Role, Status};

    fn plan() -> Plan {
        let mut plan = Plan::new("令和7年度事業計画", None);
        plan.numbering = Numbering::Preset("city".to_owned());
        let goals: Vec<Node> = ["支え合い", "人づくり"].map(|title| Node::new(Role::Goal, title)).into();
        let mut project = Node::new(Role::Project, "見守り");
        (project.status, project.budget, project.lead) = (Some(Status::New), Some(1200), "地域課".to_owned());
        project.goals = vec![goals[1].id];
        let goals = Node { children: goals.into_iter().map(Arc::new).collect(), ..Node::new(Role::Goal, "重点目標") };
        plan.nodes = vec![Arc::new(goals), Arc::new(Node { children: vec![Arc::new(project)], ..Node::new(Role::Part, "事業") })];
        (plan.style.new_projects, plan.style.goal_matrix, plan.style.legend) = (true, true, true);
        plan
    }

    /// Headings and table rows after the last part.
    fn lines(plan: &Plan) -> Vec<String> {
        let mut lines = Vec::new();
        for block in parts(plan, &Outline::of(plan), &Holidays::of_law(), &[]) {
            match &block.kind {
                BlockKind::Heading { text, .. } => lines.push(format!("# {}", plain_text(text))),
                BlockKind::Item { label, text, .. } => lines.push(format!("{label} {}", plain_text(text))),
                BlockKind::Table { table, .. } => lines.extend((0..table.rows).map(|row| {
                    let cells = table.cells.iter().filter(|cell| cell.row == row);
                    cells.map(|cell| plain_text(&cell.paragraphs.concat())).collect::<Vec<_>>().join("|")
                })),
                other => lines.push(format!("{other:?}")),
            }
        }
        lines
    }

    #[test]
    fn the_parts_say_what_the_plan_holds() {
        assert_eq!(
            lines(&plan()),
            [
                "# 新規・拡充事業一覧",
                "番号|事業|区分|担当|予算（千円）",
                "2(1)|見守り|新規|地域課|1,200",
                "# 重点目標と事業の対応",
                "(1) 支え合い",
                "(2) 人づくり",
                "番号|事業|(1)|(2)",
                "2(1)|見守り||○",
                "# 凡例",
                "印|意味",
                "【新規】|今年度から新たに行う事業",
            ]
        );
    }

    #[test]
    fn parts_without_a_label_are_named_above_their_projects() {
        let mut plan = plan();
        for part in &mut plan.nodes {
            Arc::make_mut(part).label.rule = crate::plan::LabelRule::Unnumbered;
        }
        plan.style.legend = false;
        let lines = lines(&plan);
        assert_eq!(lines[2..4], ["事業", "(1)|見守り|新規|地域課|1,200"]);
        assert_eq!(lines[8..], ["事業", "(1)|見守り||○"]);
    }

    #[test]
    fn the_legend_begins_no_page_behind_another_part() {
        let mut plan = plan();
        plan.style.part_break = true;
        let breaks = |plan: &Plan| {
            let blocks = parts(plan, &Outline::of(plan), &Holidays::of_law(), &[]);
            blocks.iter().filter(|block| block.kind == BlockKind::PageBreak).count()
        };
        assert_eq!(breaks(&plan), 2);
        (plan.style.new_projects, plan.style.goal_matrix) = (false, false);
        assert_eq!(breaks(&plan), 1);
    }

    #[test]
    fn the_list_has_no_empty_column_and_knows_who_leads_from_above() {
        let mut plan = plan();
        plan.style.legend = false;
        plan.style.goal_matrix = false;
        let part = Arc::make_mut(&mut plan.nodes[1]);
        (part.lead, part.label.rule) = ("総務課".to_owned(), crate::plan::LabelRule::Unnumbered);
        let project = Arc::make_mut(&mut part.children[0]);
        (project.lead, project.label.rule) = (String::new(), crate::plan::LabelRule::Unnumbered);
        assert_eq!(lines(&plan)[1..], ["事業|区分|担当|予算（千円）", "事業", "見守り|新規|総務課|1,200"]);
    }

    #[test]
    fn an_empty_plan_has_none_of_them() {
        let mut plan = plan();
        plan.nodes.clear();
        assert!(lines(&plan).is_empty());
    }

    #[test]
    fn they_stand_last_and_in_the_contents_and_are_kept() {
        let mut plan = plan();
        plan.style.contents = true;
        let manuscript = compose(&plan, &Pictures::none());
        let named = manuscript.blocks.iter().filter(|block| matches!(&block.kind, BlockKind::ContentsEntry { target, .. } if target.0 < 9));
        assert_eq!(named.count(), 2, "the legend is too small to be looked up");
        let mut composer = Composer::new();
        let first = composer.compose(&plan, &Outline::of(&plan), &Pictures::none());
        let again = composer.compose(&plan, &Outline::of(&plan), &Pictures::none());
        assert!(Arc::ptr_eq(&first.blocks[first.blocks.len() - 1], &again.blocks[again.blocks.len() - 1]));
    }
}
