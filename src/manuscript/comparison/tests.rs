//! What the old/new table says of two plans.

use super::*;
use crate::compare::{Options, compare};
use crate::manuscript::block::SpanStyle;
use crate::plan::{Block as BodyBlock, LabelRule, Node, NodeLabel, Numbering, Role, Status};

fn plan() -> Plan {
    let mut plan = Plan::new("令和7年度事業計画", None);
    plan.numbering = Numbering::Preset("city".to_owned());
    let item = |title: &str| Arc::new(Node::new(Role::Item, title));
    let mut project = Node::new(Role::Project, "見守り活動");
    project.body = vec![BodyBlock::Text("地区の役員が月1回訪問する。".to_owned()), BodyBlock::Text("費用は会費で賄う。".to_owned())];
    project.children = vec![item("研修"), item("広報")];
    let other = Node { children: vec![item("会議の開催")], ..Node::new(Role::Project, "相談支援") };
    let chapter = Node { children: vec![Arc::new(project), Arc::new(other)], ..Node::new(Role::Chapter, "地域福祉の推進") };
    plan.nodes = vec![Arc::new(chapter)];
    plan
}

/// The table as lines `new | old | remarks`, underlined words in [ ].
fn lines(old: &Plan, new: &Plan, options: &ComparisonTable) -> Vec<String> {
    let comparison = compare(old, new, &Options::default());
    let manuscript = compose_comparison(old, new, &comparison, options);
    let mut out = Vec::new();
    for block in &manuscript.blocks {
        let BlockKind::Table { table, .. } = &block.kind else { continue };
        for row in 0..table.rows {
            let cell = |cell: &super::super::Cell| {
                let span = |span: &Span| match span.style {
                    SpanStyle::Underlined => format!("[{}]", span.text),
                    _ => span.text.clone(),
                };
                cell.paragraphs.iter().map(|p| p.iter().map(span).collect::<String>()).collect::<Vec<_>>().join("/")
            };
            out.push(table.cells.iter().filter(|c| c.row == row).map(cell).collect::<Vec<_>>().join(" | "));
        }
    }
    out
}

fn changed() -> (Plan, Plan) {
    let old = plan();
    let mut new = old.clone();
    let chapter = Arc::make_mut(&mut new.nodes[0]);
    let project = Arc::make_mut(&mut chapter.children[0]);
    project.body[0] = BodyBlock::Text("地区の役員が月2回訪問する。".to_owned());
    project.children.remove(1);
    let mut added = Node::new(Role::Project, "居場所づくり");
    added.status = Some(Status::New);
    chapter.children.insert(1, Arc::new(added));
    (old, new)
}

#[test]
fn what_changed_is_shown_whole_where_items_alone_are_left_out() {
    let (old, new) = changed();
    let row = |whole_nodes| {
        let all = lines(&old, &new, &ComparisonTable { whole_nodes, ..ComparisonTable::default() });
        all.into_iter().find(|line| line.contains("見守り活動")).expect("a row")
    };
    assert!(row(false).contains("（略）") && !row(false).contains("費用は会費で賄う。"), "{}", row(false));
    assert!(row(true).contains("費用は会費で賄う。") && row(true).contains("月[2]回"), "{}", row(true));
}

#[test]
fn both_sides_are_marked_and_the_rest_is_left_out() {
    let (old, new) = changed();
    assert_eq!(
        lines(&old, &new, &ComparisonTable::default()),
        [
            "新 | 旧 | 備考",
            "1 地域福祉の推進",
            "(1) 見守り活動/地区の役員が月[2]回訪問する。/（略） | (1) 見守り活動/地区の役員が月[1]回訪問する。/（略） | （変更）",
            " | 　[② 広報] | （削除）",
            "[(2) 居場所づくり【新規】] |  | （新設）",
            "[(3)] 相談支援/　（略） | [(2)] 相談支援/　（略） | 旧1(2)→新1(3)",
        ]
    );
}

#[test]
fn what_moved_stands_where_it_was_and_where_it_is() {
    let old = plan();
    let mut new = old.clone();
    let chapter = Arc::make_mut(&mut new.nodes[0]);
    let research = Arc::make_mut(&mut chapter.children[0]).children.remove(0);
    Arc::make_mut(&mut chapter.children[1]).children.push(research);
    assert_eq!(
        lines(&old, &new, &ComparisonTable::default()),
        [
            "新 | 旧 | 備考",
            "1 地域福祉の推進",
            "(1) 見守り活動/（略） | (1) 見守り活動/（略） | ",
            "　（1(2)②へ移動） | 　① 研修 | （移動）/旧1(1)①→新1(2)②",
            "　[①] 広報 | 　[②] 広報 | 旧1(1)②→新1(1)①",
            "(2) 相談支援/　（略） | (2) 相談支援/　（略） | ",
            "　[②] 研修 | 　（旧1(1)①から移動） | （移動）/旧1(1)①→新1(2)②",
        ]
    );
    // With everything below it, and word for word.
    let mut new = old.clone();
    let chapter = Arc::make_mut(&mut new.nodes[0]);
    let mut project = chapter.children.remove(0);
    Arc::make_mut(&mut project).title = "見守り".to_owned();
    let mut other = Node::new(Role::Chapter, "その他");
    other.children = vec![project];
    new.nodes.push(Arc::new(other));
    let full = lines(&old, &new, &ComparisonTable { preset: TablePreset::Full, ..ComparisonTable::default() });
    assert!(full[2].starts_with("（2(1)へ移動） | (1) 見守り活動/地区の役員が月1回訪問する。/"), "{full:?}");
    assert_eq!(full[3], "　（2(1)①へ移動） | 　① 研修 | ");
    assert!(full.iter().any(|line| line.contains(" | （旧1(1)）/(1) 見守り[活動]/")), "{full:?}");
    assert_eq!(full.last().map(String::as_str), Some("　② 広報 | 　（旧1(1)②から移動） | "));
}

#[test]
fn the_full_table_leaves_nothing_out_and_may_be_turned() {
    let (old, new) = changed();
    let full = lines(&old, &new, &ComparisonTable { old_left: true, preset: TablePreset::Full, ..ComparisonTable::default() });
    assert_eq!(full[0], "旧 | 新 | 備考");
    assert!(full[2].starts_with("(1) 見守り活動/地区の役員が月[1]回訪問する。/費用は会費で賄う。 | "), "{}", full[2]);
    assert!(full.iter().all(|line| !line.contains("略")));
}

#[test]
fn both_versions_are_named_with_stage_and_day() {
    let (old, mut new) = (plan(), plan());
    new.stage = crate::plan::Stage::Amendment(1);
    new.date = chrono::NaiveDate::from_ymd_opt(2025, 9, 30);
    let names = VersionNames { old: "計画.ron".to_owned(), new: "計画_修正.ron".to_owned() };
    assert_eq!(versions(&old, &new, &names), ["新：令和7年度事業計画（第1回変更、令和7年9月30日）", "旧：令和7年度事業計画（第1稿）"]);
    // Where they say the same of themselves their names tell them apart.
    assert_eq!(versions(&old, &old, &names), ["新：令和7年度事業計画（第1稿、計画_修正.ron）", "旧：令和7年度事業計画（第1稿、計画.ron）"]);
    assert_eq!(versions(&old, &old, &VersionNames::default())[0], "新：令和7年度事業計画（第1稿）");
}

#[test]
fn changed_cells_are_named_by_their_place() {
    let table = |amount: &str| {
        let rows = [["区分", "金額"], ["普通会員", "第3水曜日"], ["賛助会員", amount]];
        let rows = rows.iter().map(|row| row.iter().map(|cell| crate::plan::Cell::new(*cell)).collect()).collect();
        BodyBlock::Table(crate::plan::Table { header_rows: 1, rows, ..crate::plan::Table::default() })
    };
    let with = |amount: &str| {
        let mut plan = plan();
        Arc::make_mut(&mut Arc::make_mut(&mut plan.nodes[0]).children[1]).body = vec![table(amount)];
        plan
    };
    let old = with("3,000");
    let mut new = old.clone();
    new.nodes[0] = {
        let mut chapter = old.nodes[0].as_ref().clone();
        Arc::make_mut(&mut chapter.children[1]).body = vec![table("3,500")];
        Arc::new(chapter)
    };
    let lines = lines(&old, &new, &ComparisonTable::default());
    assert_eq!(
        lines[3..],
        [
            "(2) 相談支援 | (2) 相談支援 | （変更）",
            "区分 | 金額 | 区分 | 金額 | ",
            "（略） | （略） | ",
            "賛助会員 | [3,500] | 賛助会員 | [3,000] | ＋500（＋16.7％）",
            "　（略） | 　（略） | ",
        ]
    );
    let flat = ComparisonTable { tables_as_lines: true, ..ComparisonTable::default() };
    let flat = self::lines(&old, &new, &flat);
    assert!(
        flat.contains(&"賛助会員 ｜ [3,500] | 賛助会員 ｜ [3,000] | ＋500（＋16.7％）".to_owned()),
        "a workbook keeps its three columns: {flat:?}"
    );
}

#[test]
fn the_table_is_made_for_the_paper_one_wants() {
    let (old, new) = changed();
    let comparison = compare(&old, &new, &Options::default());
    let width = |large| {
        let options = ComparisonTable { large, ..ComparisonTable::default() };
        compose_comparison(&old, &new, &comparison, &options).setup.width
    };
    assert_ne!(width(true), width(false));
}

#[test]
fn the_full_table_has_the_tables_of_the_plans() {
    let with = |rows: &[[&str; 3]]| {
        let mut plan = plan();
        let rows = rows.iter().map(|row| row.iter().map(|cell| crate::plan::Cell::new(*cell)).collect()).collect();
        let table = BodyBlock::Table(crate::plan::Table { header_rows: 1, rows, ..crate::plan::Table::default() });
        let project = Node { body: vec![BodyBlock::Text("次のとおり。".to_owned()), table], ..Node::new(Role::Project, "会費") };
        plan.nodes = vec![Arc::new(Node { children: vec![Arc::new(project)], ..Node::new(Role::Chapter, "財政") })];
        plan
    };
    let old = with(&[["区分", "金額", "口数"], ["普通", "1,000", "320"], ["賛助", "3,000", "41"]]);
    let new = with(&[["区分", "金額", "口数"], ["特別", "5,000", "3"], ["普通", "1,200", "320"], ["賛助", "3,000", "41"]]);
    let full = ComparisonTable { preset: TablePreset::Full, ..ComparisonTable::default() };
    assert_eq!(
        lines(&old, &new, &full)[2..],
        [
            "(1) 会費/次のとおり。 | (1) 会費/次のとおり。 | （変更）",
            "区分 | 金額 | 口数 | 区分 | 金額 | 口数 | ",
            "[特別] | [5,000] | [3] |  | （行の追加）",
            "普通 | [1,200] | 320 | 普通 | [1,000] | 320 | ＋200（＋20.0％）",
            "賛助 | 3,000 | 41 | 賛助 | 3,000 | 41 | ",
        ]
    );
    let flat = lines(&old, &new, &ComparisonTable { tables_as_lines: true, ..full });
    assert!(flat[3].starts_with("区分 ｜ 金額 ｜ 口数 | 区分"), "a workbook keeps its three columns: {flat:?}");
}

#[test]
fn what_is_left_out_stands_under_its_own_heading() {
    let mut old = plan();
    let chapter = |title: &str, below: &[&str]| {
        let children = below.iter().map(|title| Arc::new(Node::new(Role::Item, *title))).collect();
        Arc::new(Node { children, ..Node::new(Role::Chapter, title) })
    };
    old.nodes.extend([chapter("広報", &["紙面"]), chapter("財政", &["会費", "寄附"])]);
    let mut new = old.clone();
    Arc::make_mut(&mut Arc::make_mut(&mut new.nodes[0]).children[0]).lead = "地域課".to_owned();
    Arc::make_mut(&mut Arc::make_mut(&mut new.nodes[2]).children[1]).lead = "総務課".to_owned();
    let lines = lines(&old, &new, &ComparisonTable::default());
    let ends: Vec<&str> = lines.iter().map(String::as_str).skip(3).collect();
    // What is left beside (1), then a chapter with its heading.
    assert_eq!(ends[..3], ["（略） | （略） | ", "2 広報　（略）", "3 財政"], "{lines:?}");
}

#[test]
fn the_summary_has_the_budgets_of_what_came_and_went() {
    let old = plan();
    let mut new = old.clone();
    let rows = [["事業", "予算額（千円）"], ["研修", "1,200"]];
    let rows = rows.iter().map(|row| row.iter().map(|cell| crate::plan::Cell::new(*cell)).collect()).collect();
    let table = BodyBlock::Table(crate::plan::Table { header_rows: 1, rows, ..crate::plan::Table::default() });
    let added = Node { budget: Some(500), body: vec![table], ..Node::new(Role::Project, "居場所づくり") };
    Arc::make_mut(&mut new.nodes[0]).children.push(Arc::new(added));
    let options = ComparisonTable { preset: TablePreset::Summary, ..ComparisonTable::default() };
    let both = lines(&old, &new, &options);
    for line in ["事業の予算の計（千円） | 500 | ― | ＋500 | ", "1(3) 居場所づくり（千円） | 1,200 | ― | ＋1,200 | "]
    {
        assert!(both.iter().any(|own| own == line), "{line}: {both:?}");
    }
    assert!(lines(&new, &old, &options).iter().any(|line| line == "事業の予算の計（千円） | ― | 500 | ▲500 | "));
}

#[test]
fn unchanged_chapters_are_left_out_under_their_own_headings() {
    let (old, mut new) = changed();
    let mut old = old;
    for plan in [&mut old, &mut new] {
        for title in ["法人の運営", "財政", "その他"] {
            let id = NodeId::from_u128(title.chars().map(|c| c as u128).sum());
            plan.nodes.push(Arc::new(Node { id, ..Node::new(Role::Chapter, title) }));
        }
    }
    let said = lines(&old, &new, &ComparisonTable::default());
    let (with_rest, chapters) = (&said[said.len() - 2], &said[said.len() - 1]);
    assert!(with_rest.contains("相談支援/　（略）"), "{with_rest}");
    assert_eq!([chapters], ["2 法人の運営から4 その他まで　（略）"]);
    old.nodes.truncate(2);
    new.nodes.truncate(2);
    assert_eq!(lines(&old, &new, &ComparisonTable::default()).last().map(String::as_str), Some("2 法人の運営　（略）"));
}

#[test]
fn the_summary_tells_amounts_of_tables_and_budgets_that_came() {
    let table = |amount: &str| {
        let rows = [["区分", "予算額"], ["研修費", "80"], ["広報費", amount]];
        let rows = rows.iter().map(|row| row.iter().map(|cell| crate::plan::Cell::new(*cell)).collect()).collect();
        BodyBlock::Table(crate::plan::Table { header_rows: 1, rows, ..crate::plan::Table::default() })
    };
    let mut old = plan();
    Arc::make_mut(&mut Arc::make_mut(&mut old.nodes[0]).children[1]).body = vec![table("1,200")];
    let mut new = old.clone();
    let chapter = Arc::make_mut(&mut new.nodes[0]);
    Arc::make_mut(&mut chapter.children[1]).body = vec![table("1,500")];
    chapter.children.push(Arc::new(Node { budget: Some(350), ..Node::new(Role::Project, "居場所づくり") }));
    let options = ComparisonTable { preset: TablePreset::Summary, ..ComparisonTable::default() };
    let summary = lines(&old, &new, &options);
    assert!(summary.contains(&"事業の予算の計（千円） | 350 | ― | ＋350 | ".to_owned()), "{summary:?}");
    let comparison = compare(&old, &new, &Options::default());
    let told = summary::blocks(&old, &new, &comparison).into_iter().any(|block| {
        matches!(&block, BlockKind::Item { text, .. }
            if super::super::plain_text(text) == "1(2) 相談支援　広報費・予算額　1,200→1,500（＋300、＋25.0％）")
    });
    assert!(told, "a changed amount of a table");
}

#[test]
fn the_summary_names_what_was_split() {
    let old = plan();
    let mut new = old.clone();
    let project = Arc::make_mut(&mut Arc::make_mut(&mut new.nodes[0]).children[0]);
    let part = Node { body: vec![project.body.remove(0)], ..Node::new(Role::Project, "訪問") };
    Arc::make_mut(&mut new.nodes[0]).children.insert(1, Arc::new(part));
    let comparison = compare(&old, &new, &Options::default());
    let named = |blocks: Vec<BlockKind>| -> Vec<String> {
        let item = |block: BlockKind| if let BlockKind::Item { text, .. } = block { Some(super::super::plain_text(&text)) } else { None };
        blocks.into_iter().filter_map(item).collect()
    };
    assert_eq!(named(summary::blocks(&old, &new, &comparison)), ["旧1(1) 見守り活動 → 新1(1) 見守り活動、新1(2) 訪問"]);
    let back = compare(&new, &old, &Options::default());
    assert_eq!(named(summary::blocks(&new, &old, &back)), ["旧1(1) 見守り活動、旧1(2) 訪問 → 新1(1) 見守り活動"]);
}

#[test]
fn the_summary_counts_and_names() {
    let (old, new) = changed();
    let summary = lines(&old, &new, &ComparisonTable { preset: TablePreset::Summary, ..ComparisonTable::default() });
    assert!(summary[..2] == ["新設 | 削除 | 変更 | 番号のみ変更", "1 件 | 1 件 | 1 件 | 1 件"], "{summary:?}");
}

#[test]
fn equal_plans_give_an_empty_table_with_a_word() {
    let old = plan();
    let comparison = compare(&old, &old, &Options::default());
    let manuscript = compose_comparison(&old, &old, &comparison, &ComparisonTable::default());
    let said = manuscript.blocks.iter().any(
        |block| matches!(&block.kind, BlockKind::Paragraph { text, .. } if super::super::plain_text(text).contains("違いはありません")),
    );
    assert!(said);
}

#[test]
fn reasons_stand_in_the_remarks() {
    let (old, mut new) = changed();
    Arc::make_mut(&mut new.nodes[0]).label = NodeLabel { rule: LabelRule::Start(3), ..NodeLabel::default() };
    let project = new.nodes[0].children[0].id;
    let options = ComparisonTable { reasons: BTreeMap::from([(project, "要望による".to_owned())]), ..ComparisonTable::default() };
    let lines = lines(&old, &new, &options);
    assert!(lines.iter().any(|line| line.ends_with("（変更）/要望による")), "{lines:?}");
    assert!(lines.iter().any(|line| line.starts_with("[3] 地域福祉の推進 | [1] 地域福祉の推進 | ")), "{lines:?}");
}

/// A plan with one project whose body is `body`.
fn with_body(body: Vec<BodyBlock>) -> Plan {
    let mut plan = plan();
    let project = Node { id: NodeId::from_u128(7), body, ..Node::new(Role::Project, "会費") };
    let chapter = Node { id: NodeId::from_u128(6), children: vec![Arc::new(project)], ..Node::new(Role::Chapter, "財政") };
    plan.nodes = vec![Arc::new(chapter)];
    plan
}

fn table_of(rows: &[&[&str]]) -> BodyBlock {
    let rows = rows.iter().map(|row| row.iter().map(|cell| crate::plan::Cell::new(*cell)).collect()).collect();
    BodyBlock::Table(crate::plan::Table { header_rows: 1, rows, ..crate::plan::Table::default() })
}

fn text(words: &str) -> BodyBlock {
    BodyBlock::Text(words.to_owned())
}

/// The rows below the chapter.
fn told(old: Vec<BodyBlock>, new: Vec<BodyBlock>) -> Vec<String> {
    lines(&with_body(old), &with_body(new), &ComparisonTable::default()).split_off(2)
}

const FEES: [&[&str]; 5] = [
    &["区分", "年額", "口数"],
    &["普通", "1,000円", "320"],
    &["賛助", "3,000円", "41"],
    &["特別", "5,000円", "3"],
    &["法人", "9,000円", "8"],
];

#[test]
fn of_a_table_the_changed_rows_are_a_table() {
    let new: [&[&str]; 5] = [FEES[0], FEES[1], FEES[2], &["特別", "6,000円", "3"], FEES[4]];
    assert_eq!(
        told(vec![table_of(&FEES)], vec![table_of(&new)]),
        [
            "(1) 会費 | (1) 会費 | （変更）",
            "区分 | 年額 | 口数 | 区分 | 年額 | 口数 | ",
            "（略） | （略） | ",
            "特別 | [6,000]円 | 3 | 特別 | [5,000]円 | 3 | ＋1,000（＋20.0％）",
            "（略） | （略） | ",
        ]
    );
}

#[test]
fn rows_of_a_table_that_came_went_or_moved_stand_beside_an_empty_row() {
    let new: [&[&str]; 5] = [FEES[0], FEES[4], FEES[1], FEES[2], &["学生", "500円", "0"]];
    assert_eq!(
        told(vec![table_of(&FEES)], vec![table_of(&new)])[2..],
        [
            "[法人] | [9,000円] | [8] |  | （行の移動）",
            "（略） | （略） | ",
            " | [特別] | [5,000円] | [3] | （行の削除）",
            " | [法人] | [9,000円] | [8] | （行の移動）",
            "[学生] | [500円] | [0] |  | （行の追加）",
        ]
    );
}

#[test]
fn a_new_column_leaves_rows_beside_each_other() {
    let new: [&[&str]; 5] = [
        &["区分", "年額", "前年", "口数"],
        &["普通", "1,000円", "310", "320"],
        &["賛助", "3,000円", "40", "41"],
        &["特別", "5,000円", "3", "3"],
        &["法人", "9,000円", "8", "8"],
    ];
    let told = told(vec![table_of(&FEES)], vec![table_of(&new)]);
    assert_eq!(told[1], "区分 | 年額 | [前年] | 口数 | 区分 | 年額 | 口数 | （列「前年」の追加）");
    assert_eq!(told[5], "法人 | 9,000円 | [8] | 8 | 法人 | 9,000円 | 8 | ");
}

#[test]
fn a_table_that_came_stands_beside_the_text_it_divides() {
    let (first, last) = (text("会費は次のとおりとする。"), text("納入は自治会による。"));
    let told = told(vec![first.clone(), last.clone()], vec![first, table_of(&FEES[..2]), last]);
    assert_eq!(
        told,
        [
            "(1) 会費/（略） | (1) 会費/（略） | （変更）",
            "[区分] | [年額] | [口数] |  | （表の追加）",
            "[普通] | [1,000円] | [320] |  | ",
            "（略） | （略） | ",
        ]
    );
}

#[test]
fn amounts_have_differences_and_months_have_none() {
    let row = |cell: &str| {
        told(vec![table_of(&[&["会議", "内容"], &["理事会", "11月"]])], vec![table_of(&[&["会議", "内容"], &["理事会", cell]])])
    };
    assert!(row("12月")[2].ends_with("[11]月 | "), "{:?}", row("12月"));
    let people = |cell: &'static str| table_of(&[&["区分", "定員"], &["体操", cell]]);
    assert!(told(vec![people("20名")], vec![people("30名")])[2].ends_with(" | ＋10（＋50.0％）"));
}

#[test]
fn wide_tables_come_in_bands() {
    let row = |name: &str, at: usize, amount: &str| -> Vec<String> {
        std::iter::once(name.to_owned()).chain((0..13).map(|n| if n == at { amount.to_owned() } else { n.to_string() })).collect()
    };
    let rows = |amount: &str| {
        let rows = [row("事業", 99, ""), row("配食", 12, amount), row("移送", 99, "")];
        let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        table_of(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>())
    };
    let told = told(vec![rows("50")], vec![rows("60")]);
    // Of two bands the one that changed, with the names of its rows.
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(told[2].starts_with("配食 | 7 | 8 | 9 | 10 | 11 | [60] | 配食 | 7"), "{told:?}");
    let full = ComparisonTable { preset: TablePreset::Full, ..ComparisonTable::default() };
    assert_eq!(lines(&with_body(vec![rows("50")]), &with_body(vec![rows("60")]), &full).len(), 2 + 1 + 2 * 3);
}

#[test]
fn a_paragraph_in_two_shows_where_it_is_divided() {
    let whole = vec![text("週2回、昼食を届ける。安否を確かめる。"), text("費用を集める。")];
    let parts = vec![text("週2回、昼食を届ける。"), text("安否を確かめる。"), text("費用を集める。")];
    let old = "(1) 会費/週2回、昼食を届ける。安否を確かめる。/（略）";
    let new = "(1) 会費/週2回、昼食を届ける。[［改行］]/安否を確かめる。/（略）";
    assert_eq!(told(whole.clone(), parts.clone()), [format!("{new} | {old} | （段落の分割）")]);
    assert_eq!(told(parts, whole), [format!("{old} | {new} | （段落の結合）")]);
}

#[test]
fn rows_that_leave_out_do_not_follow_each_other() {
    let new: [&[&str]; 5] = [FEES[0], &["普通", "1,200円", "320"], FEES[2], FEES[3], FEES[4]];
    let body = |table| vec![table, text("納入は自治会による。")];
    let told = told(body(table_of(&FEES)), body(table_of(&new)));
    assert_eq!(told.iter().filter(|line| line.trim_start() == "（略） | （略） | ").count(), 1, "{told:?}");
}

#[test]
fn another_picture_is_told_by_its_file_and_words() {
    let picture = |file: &str, alternative: &str| BodyBlock::Image {
        file: file.to_owned(),
        alternative: alternative.to_owned(),
        caption: "訓練".to_owned(),
        width: None,
    };
    assert_eq!(
        told(vec![picture("a.png", "受付")], vec![picture("b.png", "受付と誘導")]),
        [concat!(
            "(1) 会費/（略）/図「訓練」のファイル：[b.png]/図「訓練」の代替文字：[受付と誘導] | ",
            "(1) 会費/（略）/図「訓練」のファイル：[a.png]/図「訓練」の代替文字：[受付] | （変更）"
        )]
    );
}

#[test]
fn no_change_is_an_empty_row() {
    let old = with_body(vec![table_of(&FEES)]);
    let shaped = |change: fn(&mut Node)| {
        let mut new = old.clone();
        change(Arc::make_mut(&mut Arc::make_mut(&mut new.nodes[0]).children[0]));
        lines(&old, &new, &ComparisonTable::default()).split_off(2)
    };
    let role = shaped(|node| node.role = Role::Item);
    assert_eq!(role, ["(1) 会費/（略） | (1) 会費/（略） | （変更）/種別 事業→項目"]);
    let heads = shaped(|node| {
        if let BodyBlock::Table(table) = &mut node.body[0] {
            table.header_rows = 0;
        }
    });
    assert!(heads[0].ends_with("（表の体裁）"), "{heads:?}");
}

#[test]
fn another_numbering_is_told_by_its_numbers() {
    let (old, mut new) = (plan(), plan());
    new.nodes.clone_from(&old.nodes);
    new.numbering = Numbering::Preset("official".to_owned());
    let line = lines(&old, &new, &ComparisonTable::default()).swap_remove(1);
    assert!(line.starts_with("番号の付け方：[第1、1、(1)、ア") && line.ends_with(" | （番号の付け方）"), "{line}");
    assert!(line.contains("番号の付け方：[1、(1)、①、ア"), "{line}");
}

#[test]
fn another_title_alone_is_no_other_text() {
    let old = plan();
    let mut new = old.clone();
    let chapter = Arc::make_mut(&mut new.nodes[0]);
    Arc::make_mut(&mut chapter.children[1]).title = "相談支援の充実".to_owned();
    let said = lines(&old, &new, &ComparisonTable::default());
    assert!(said.iter().any(|line| line.ends_with("| （改題）")), "{said:?}");
}

#[test]
fn both_halves_say_that_a_node_was_split_or_joined() {
    let old = plan();
    let mut new = old.clone();
    let project = Arc::make_mut(&mut Arc::make_mut(&mut new.nodes[0]).children[0]);
    let part = Node { body: vec![project.body.remove(0)], ..Node::new(Role::Project, "訪問") };
    Arc::make_mut(&mut new.nodes[0]).children.insert(1, Arc::new(part));
    let split = lines(&old, &new, &ComparisonTable::default());
    assert!(split.iter().any(|line| line.contains("見守り活動/") && line.contains("| （分割）/新1(1)、1(2)へ分割")), "{split:?}");
    assert!(split.iter().any(|line| line.ends_with("（分割）/旧1(1)から")), "{split:?}");
    let joined = lines(&new, &old, &ComparisonTable::default());
    assert!(joined.iter().any(|line| line.contains("見守り活動/") && line.contains("| （統合）/旧1(1)、1(2)を統合")), "{joined:?}");
    assert!(joined.iter().any(|line| line.ends_with("（統合）/新1(1)へ")), "{joined:?}");
}

#[test]
fn exchanged_tables_are_told_as_moved() {
    let table = |caption: &str, event: &str| {
        let rows = [["月", "行事"], ["5月", event]].map(|row| row.map(crate::plan::Cell::new).to_vec()).to_vec();
        BodyBlock::Table(crate::plan::Table { caption: caption.to_owned(), header_rows: 1, rows, ..crate::plan::Table::default() })
    };
    let old = {
        let mut old = plan();
        Arc::make_mut(&mut Arc::make_mut(&mut old.nodes[0]).children[1]).body = vec![table("総務", "総会"), table("地域", "祭り")];
        old
    };
    let mut new = old.clone();
    Arc::make_mut(&mut Arc::make_mut(&mut new.nodes[0]).children[1]).body.reverse();
    let said = lines(&old, &new, &ComparisonTable::default());
    assert_eq!(said.iter().filter(|line| line.ends_with("（表の移動）")).count(), 2, "where it was and where it is: {said:?}");
    assert!(said.iter().all(|line| !line.contains("[祭り]") && !line.contains("[総会]") && !line.contains("（変更）")), "{said:?}");
}

#[test]
fn the_summary_of_plans_without_projects_names_the_items() {
    let item = |title: &str, children: &[&str]| {
        let children = children.iter().map(|title| Arc::new(Node::new(Role::Item, *title))).collect();
        Arc::new(Node { children, ..Node::new(Role::Item, title) })
    };
    let mut old = Plan::new("計画", None);
    old.nodes = vec![item("会議", &["理事会"]), item("広報", &["広報紙"]), item("研修", &[])];
    let mut new = old.clone();
    new.nodes.remove(2);
    new.nodes.insert(0, item("災害への備え", &["訓練", "備蓄品の整備"]));
    new.nodes.extend((0..60).map(|at| item(&format!("事業その{at}"), &[])));
    let comparison = compare(&old, &new, &Options::default());
    let blocks = summary::blocks(&old, &new, &comparison);
    let said: Vec<String> = blocks
        .into_iter()
        .filter_map(|block| match block {
            BlockKind::Heading { text, .. } | BlockKind::Item { text, .. } => Some(super::super::plain_text(&text)),
            _ => None,
        })
        .collect();
    assert!(said.iter().any(|line| line == "新たに設けた項目（61 件）"), "{said:?}");
    assert!(said.iter().any(|line| line.ends_with("災害への備え")), "{said:?}");
    assert!(said.iter().all(|line| !line.contains("備蓄品")), "the topmost stands for those below: {said:?}");
    assert!(said.iter().any(|line| line.contains("　ほか ")), "{said:?}");
    assert!(said.iter().any(|line| line.ends_with("研修")), "{said:?}");
    let manuscript =
        compose_comparison(&old, &new, &comparison, &ComparisonTable { preset: TablePreset::Summary, ..ComparisonTable::default() });
    assert!(manuscript.blocks.len() > 20, "as many as the page holds");
}
