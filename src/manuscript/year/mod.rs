//! The year on paper (年間行事予定表): the months across and the projects down, or a list by date.
//!
//! Lives here: which schedules stand in which row, what their marks are, the page of its own. Does not live here:
//! what a schedule gives in a year (`calendar`), which schedules a plan has (`plan`).
//!
//! Everything is said by signs and words, nothing by colour: these pages are copied in black and white.

mod grid;
mod list;
mod marks;

pub use marks::time_words;

use std::sync::Arc;

use chrono::NaiveDate;

use super::block::{Align, Block, BlockKind, Cell, Span, Table};
use super::{Footer, Info, Manuscript, digits, front, setup};
use crate::calendar::{FiscalYear, Holidays, format_date};
use crate::plan::{Margins, Outline, PageStyle, Paper, Plan, StyleName, lead_of};

/// How the year is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum YearLayout {
    /// Projects down, months across.
    #[default]
    Grid,
    /// By date: 期日・会場・事業名・対象・内容.
    List,
}

/// What gathers the rows of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum YearGroups {
    /// The parts of the plan.
    #[default]
    Part,
    /// Who leads.
    Lead,
}

/// How the year's calendar is made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct YearCalendar {
    /// Grid or list.
    pub layout: YearLayout,
    /// What gathers the rows of the grid.
    pub groups: YearGroups,
    /// The sheet, lying on its side; `None`: A4.
    pub paper: Option<Paper>,
    /// The holidays, with what was changed by hand.
    pub holidays: Holidays,
}

/// What the page is called.
pub(super) const TITLE: &str = "年間行事予定表";

/// The year's calendar of `plan` as a document of its own; `None` for a plan without a fiscal year.
pub fn compose_year(plan: &Plan, outline: &Outline, options: &YearCalendar) -> Option<Manuscript> {
    let year = plan.fiscal_year?;
    let title = format!("{year}　{TITLE}");
    let mut kinds = vec![BlockKind::Title { text: vec![Span::plain(title.clone())] }];
    let below = [plan.organization.clone(), plan.date.map(format_date).unwrap_or_default()];
    let below = below.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("　");
    kinds.extend((!below.is_empty()).then(|| BlockKind::Subtitle { text: vec![Span::plain(below)] }));
    let table = match options.layout {
        YearLayout::Grid => grid::blocks(outline, year, options.groups, &options.holidays),
        YearLayout::List => list::blocks(outline, year, &options.holidays),
    };
    let empty = table.is_empty();
    kinds.extend(table);
    if empty {
        kinds.push(BlockKind::Paragraph {
            indent: 0,
            first_line_indent: false,
            text: vec![Span::plain("実施時期を読み取れる事業がありません。")],
        });
    }
    let margins = Margins { left: Some(14), right: Some(14), top: Some(16), bottom: Some(16) };
    let style = PageStyle {
        paper: options.paper.unwrap_or(Paper::A4),
        landscape: true,
        margins,
        name: if plan.style.name == StyleName::Large { StyleName::Gothic } else { plan.style.name },
        face: plan.style.face,
        ..PageStyle::default()
    };
    let printed = |kind| {
        let mut block = Block { source: None, kind };
        digits::set(&mut block, plan.style.digits);
        Arc::new(block)
    };
    Some(Manuscript {
        info: Info { title: title.clone(), author: plan.organization.clone(), language: "ja-JP".to_owned() },
        setup: setup::page_setup(style),
        header: format!("{}　{TITLE}", front::document_title(plan)),
        part_in_header: false,
        mark: if plan.style.draft_mark && plan.stage.is_proposal() { "案".to_owned() } else { String::new() },
        footer: Footer::OfTotal,
        blocks: kinds.into_iter().map(printed).collect(),
    })
}

/// The grid as a part of a plan, on turned pages; nothing for a plan without a year or schedules.
pub(super) fn part(plan: &Plan, outline: &Outline, holidays: &Holidays) -> Vec<BlockKind> {
    let Some(year) = plan.fiscal_year else { return Vec::new() };
    let mut blocks = grid::blocks(outline, year, YearGroups::Part, holidays);
    for block in &mut blocks {
        if let BlockKind::Table { table, .. } = block {
            table.landscape = true;
        }
    }
    blocks
}

/// The months of a fiscal year in order.
fn months() -> impl Iterator<Item = u32> {
    (4..=12).chain(1..=3)
}

/// The place of a day's month among those of the fiscal year: 0 for April.
fn column_of(date: NaiveDate) -> usize {
    use chrono::Datelike;
    (date.month() as usize + 8) % 12
}

/// The heading a row stands under.
fn group(outline: &Outline, position: usize, groups: YearGroups) -> String {
    match groups {
        YearGroups::Part => outline.ancestry(position).first().map(|part| outline.heading(part)).unwrap_or_default(),
        YearGroups::Lead => match lead_of(outline, position) {
            "" => "担当を定めていないもの".to_owned(),
            lead => lead.to_owned(),
        },
    }
}

/// A calendar year's name within the fiscal year, as the head of its months: 令和7年.
fn year_name(year: FiscalYear, month: u32) -> String {
    let day = NaiveDate::from_ymd_opt(year.year_of_month(month), month, 1).map(format_date).unwrap_or_default();
    day.split_inclusive('年').next().unwrap_or_default().to_owned()
}

/// A cell in the making.
fn cell(row: usize, column: usize, align: Align, paragraphs: Vec<Vec<Span>>) -> Cell {
    Cell { row, column, row_span: 1, column_span: 1, head: false, align, paragraphs }
}

/// A table over the whole measure.
fn ruled(columns: usize, header_rows: usize, widths: Vec<u32>, cells: Vec<Cell>) -> BlockKind {
    let rows = cells.last().map_or(0, |cell| cell.row + 1);
    BlockKind::Table {
        indent: 0,
        table: Table { caption: Vec::new(), columns, rows, header_rows, widths, landscape: false, nested: false, cells },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manuscript::plain_text;
    use crate::plan::{Block as BodyBlock, Node, Role};

    fn plan() -> Plan {
        let mut plan = Plan::new("令和7年度事業計画", Some(FiscalYear(2025)));
        let item = |title: &str, schedule: &str, lead: &str| {
            let mut node = Node::new(Role::Project, title);
            (node.schedule, node.lead) = (vec![schedule.to_owned()], lead.to_owned());
            node
        };
        let mut fair = item("まつり", "11月3日（月）10:00～15:00", "地域課");
        fair.body = ["会場：市民会館", "対象：市民", "屋台と展示"].map(|text| BodyBlock::Text(text.to_owned())).to_vec();
        let children = [
            fair,
            item("例会", "8月を除く毎月第2水曜日", "総務課"),
            item("募金", "10月1日～12月31日", "総務課"),
            item("相談", "随時", "地域課"),
            item("研修", "6月、9月中旬", ""),
            item("体操", "毎週金曜日", ""),
            item("委員会", "年4回", ""),
        ];
        let part = Node { children: children.map(Arc::new).to_vec(), ..Node::new(Role::Part, "地域福祉の推進") };
        plan.nodes = vec![Arc::new(part)];
        plan
    }

    fn rows(plan: &Plan, options: &YearCalendar) -> Vec<String> {
        let manuscript = compose_year(plan, &Outline::of(plan), options).expect("a year");
        let tables =
            manuscript.blocks.iter().filter_map(|block| if let BlockKind::Table { table, .. } = &block.kind { Some(table) } else { None });
        let row = |table: &Table, row: usize| {
            let cells = table.cells.iter().filter(|cell| cell.row == row);
            let text = |cell: &Cell| cell.paragraphs.iter().map(|p| plain_text(p)).collect::<Vec<_>>().join("/");
            cells
                .map(|cell| if cell.column_span > 1 { format!("{}*{}", text(cell), cell.column_span) } else { text(cell) })
                .collect::<Vec<_>>()
                .join("|")
        };
        tables.flat_map(|table| (0..table.rows).map(|at| row(table, at)).collect::<Vec<_>>()).collect()
    }

    #[test]
    fn what_was_not_understood_keeps_its_row_and_its_words() {
        let mut plan = plan();
        plan.nodes.push(Arc::new(Node { schedule: vec!["連休明けのころ".into()], ..Node::new(Role::Project, "清掃") }));
        let grid = rows(&plan, &YearCalendar::default());
        assert!(grid.iter().any(|row| row.ends_with("|清掃|||||||||||||連休明けのころ")), "{grid:?}");
        let list = rows(&plan, &YearCalendar { layout: YearLayout::List, ..YearCalendar::default() });
        assert!(list.iter().any(|row| row.starts_with("連休明けのころ|") && row.contains("清掃")), "{list:?}");
        assert_eq!(list.iter().filter(|row| row.contains("清掃")).count(), 1, "{list:?}");
        // A labelled line is no content, be it understood or not.
        plan.nodes
            .push(Arc::new(Node { body: vec![BodyBlock::Text("実施時期：いつか".into())], ..Node::new(Role::Project, "花壇") }));
        let list = rows(&plan, &YearCalendar { layout: YearLayout::List, ..YearCalendar::default() });
        assert!(list.iter().any(|row| row == "いつか||花壇||"), "{list:?}");
    }

    #[test]
    fn words_that_no_month_follows_from_are_printed_as_they_are() {
        let mut plan = plan();
        let phrases =
            ["秋頃", "春季", "夏休み", "ゴールデンウィーク", "3年に1回", "未定", "月曜休館", "13:00～15:00", "災害発生時", "夏休みに3回"];
        for phrase in phrases {
            plan.nodes.push(Arc::new(Node { schedule: vec![phrase.into()], ..Node::new(Role::Project, "花壇") }));
        }
        plan.nodes.push(Arc::new(Node { schedule: vec!["8月、夏休み中".into()], ..Node::new(Role::Project, "水泳") }));
        plan.nodes.push(Arc::new(Node::new(Role::Project, "交流会（春頃）、懇談会（随時）の開催")));
        let grid = rows(&plan, &YearCalendar::default());
        let list = rows(&plan, &YearCalendar { layout: YearLayout::List, ..YearCalendar::default() });
        for phrase in phrases {
            assert!(grid.iter().any(|row| row.contains(&format!("　{phrase}　"))), "{phrase}: {grid:#?}");
            assert!(list.iter().any(|row| row.starts_with(&format!("{phrase}|"))), "{phrase}: {list:#?}");
        }
        assert!(grid.iter().any(|row| row.contains("|水泳|||||○|") && row.ends_with("8月、夏休み中")), "{grid:#?}");
        assert!(list.iter().any(|row| row.starts_with("日未定/8月、夏休み中|")), "{list:#?}");
        assert!(grid.iter().any(|row| row.contains("　交流会（春頃）、懇談会（随時）　")), "{grid:#?}");
        let place = |start: &str| list.iter().position(|row| row.starts_with(start)).expect(start);
        assert!(place("随時|") < place("時期は計画の文言のとおり") && place("時期は計画の文言のとおり") < place("秋頃|"));
    }

    #[test]
    fn the_grid_says_how_sure_each_time_is() {
        let rows = rows(&plan(), &YearCalendar::default());
        assert_eq!(rows[0], "番号|事業名|令和7年*9|令和8年*3|回数・備考");
        assert_eq!(rows[1], "4月|5月|6月|7月|8月|9月|10月|11月|12月|1月|2月|3月");
        assert!(rows[2].ends_with("地域福祉の推進*15"), "{}", rows[2]);
        let row = |title: &str| rows.iter().find(|row| row.contains(title)).cloned().unwrap_or_default();
        assert!(row("まつり").ends_with("|まつり||||||||●3|||||10:00～15:00"), "{}", row("まつり"));
        assert!(row("例会").contains("|例会|●9|●14|●11|●9||●10|") && row("例会").ends_with("年11回"), "{}", row("例会"));
        assert!(row("募金").contains("10/1 ━") && row("募金").contains("━ 12/31*3"), "{}", row("募金"));
        assert!(row("相談").contains("随時") && row("相談").contains("*12"), "{}", row("相談"));
        assert!(row("研修").contains("|研修|||○|||○中旬||"), "{}", row("研修"));
        assert!(row("体操").contains("●4回"), "{}", row("体操"));
        assert!(row("委員会").contains("年4回"), "{}", row("委員会"));
    }

    #[test]
    fn days_are_named_and_so_is_each_of_several_meetings() {
        let mut plan = plan();
        let project = |title: &str, schedule: &str| Arc::new(Node { schedule: vec![schedule.into()], ..Node::new(Role::Project, title) });
        plan.nodes.push(project("講座", "9月5日、12日、26日"));
        plan.nodes.push(project("見守り", "毎月5日・8日・20日・25日"));
        plan.nodes.push(project("募集", "7月下旬～8月上旬"));
        plan.nodes.push(project("居場所づくり", "スッキリ会：6月、ワイワイ会：7月5日"));
        let rows = rows(&plan, &YearCalendar::default());
        let row = |title: &str| rows.iter().find(|row| row.contains(title) && !row.ends_with("*15")).cloned().unwrap_or_default();
        assert!(row("講座").contains("|●5/●12/●26|"), "{}", row("講座"));
        assert!(row("見守り").contains("|●5・8/●20/●25|"), "{}", row("見守り"));
        assert!(row("募集").contains("|募集||||下旬 ━ 上旬*2||"), "{}", row("募集"));
        assert!(row("スッキリ会").contains("|居場所づくり　スッキリ会|||○||"), "{}", row("スッキリ会"));
        assert!(row("ワイワイ会").contains("|居場所づくり　ワイワイ会||||●5|"), "{}", row("ワイワイ会"));
    }

    #[test]
    fn what_comes_by_weeks_says_its_weekdays_and_no_count_of_its_own() {
        let mut plan = plan();
        let project = |title: &str, schedule: &str| Arc::new(Node { schedule: vec![schedule.into()], ..Node::new(Role::Project, title) });
        let both = "毎週金曜日、隔週土曜日（祝日・年末年始を除く）";
        plan.nodes.push(project("配食", both));
        plan.nodes.push(project("教室", "隔週火曜日"));
        plan.nodes.push(project("窓口", "平日"));
        plan.nodes.push(project("広場", "毎週火・木曜日10:00～12:00"));
        let grid = rows(&plan, &YearCalendar::default());
        let note = |title: &str| {
            let row = grid.iter().find(|row| row.contains(&format!("|{title}|"))).cloned().unwrap_or_default();
            row.rsplit('|').next().unwrap_or_default().to_owned()
        };
        assert_eq!(["配食", "教室", "窓口", "広場"].map(note), [both, "隔週火曜日", "平日", "毎週火・木/10:00～12:00"]);
        let list = rows(&plan, &YearCalendar { layout: YearLayout::List, ..YearCalendar::default() });
        assert!(list.iter().any(|row| row.starts_with("隔週火曜日|") && row.contains("教室")), "{list:#?}");
        assert!(list.iter().any(|row| row.starts_with("隔週土") && row.contains("配食")), "{list:#?}");
    }

    #[test]
    fn without_parts_each_row_is_printed_once() {
        let mut plan = plan();
        plan.nodes = plan.nodes[0].children.clone();
        let rows = rows(&plan, &YearCalendar::default());
        assert_eq!(rows.iter().filter(|row| row.contains("まつり")).count(), 1, "{rows:#?}");
        assert_eq!(rows.iter().filter(|row| row.ends_with("*15")).count(), 0, "{rows:#?}");
    }

    #[test]
    fn the_grid_can_be_gathered_by_who_leads() {
        let rows = rows(&plan(), &YearCalendar { groups: YearGroups::Lead, ..YearCalendar::default() });
        let heads: Vec<_> = rows.iter().filter(|row| row.ends_with("*15")).cloned().collect();
        assert_eq!(heads, ["地域課*15", "総務課*15", "担当を定めていないもの*15"]);
    }

    #[test]
    fn the_list_goes_by_date_with_weekday_holiday_place_and_audience() {
        let rows = rows(&plan(), &YearCalendar { layout: YearLayout::List, ..YearCalendar::default() });
        assert_eq!(rows[0], "期日|会場|事業名|対象|内容");
        assert!(
            rows.contains(&"3日（月・祝）/10:00～15:00|市民会館|まつり|市民|文化の日。屋台と展示".to_owned())
                || rows.contains(&"3日（月・文化の日）/10:00～15:00|市民会館|まつり|市民|屋台と展示".to_owned()),
            "{rows:#?}"
        );
        assert!(rows.iter().any(|row| row.starts_with("9日（水）||例会|")), "{rows:#?}");
        assert!(rows.iter().any(|row| row.starts_with("4日・11日・18日・25日（金）||体操|")), "{rows:#?}");
        assert!(rows.iter().any(|row| row.starts_with("中旬||研修|")), "{rows:#?}");
    }

    #[test]
    fn a_plan_without_schedules_says_so() {
        let mut plan = plan();
        plan.nodes.clear();
        let manuscript = compose_year(&plan, &Outline::of(&plan), &YearCalendar::default()).expect("a year");
        assert!(matches!(&manuscript.blocks.last().expect("a line").kind, BlockKind::Paragraph { .. }));
        plan.fiscal_year = None;
        assert!(compose_year(&plan, &Outline::of(&plan), &YearCalendar::default()).is_none());
    }
}
