//! The clipboard: what other programs put there becomes nodes, and nodes come back as they were.

mod common;

use std::fs;
use std::path::Path;

use nendo::export::nodes::{self, Printed};
use nendo::import::{carried, fragment, range};
use nendo::plan::{Block, Node, Outline, Plan, Status};
use proptest::prelude::*;

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/clipboard").join(name);
    fs::read_to_string(path).expect("a fixture")
}

/// Nodes as indented titles, marks behind them, text in brackets.
fn shape(nodes: &[std::sync::Arc<Node>]) -> String {
    fn lines(node: &Node, depth: usize, out: &mut Vec<String>) {
        let mut line = format!("{}{}", ".".repeat(depth), node.title);
        if let Some(status) = node.status {
            line.push_str(&format!("【{}】", status.word()));
        }
        for schedule in &node.schedule {
            line.push_str(&format!("<{schedule}>"));
        }
        for block in &node.body {
            match block {
                Block::Table(table) => line.push_str(&format!("[表{}x{}]", table.rows.len(), table.columns())),
                other => line.push_str(&format!("[{}]", other.texts().join("/"))),
            }
        }
        out.push(line);
        node.children.iter().for_each(|child| lines(child, depth + 1, out));
    }
    let mut out = Vec::new();
    nodes.iter().for_each(|node| lines(node, 0, &mut out));
    out.join("\n")
}

fn html(name: &str) -> String {
    shape(&fragment::from_html(&fixture(name)).expect("there is text").nodes)
}

#[test]
fn word_keeps_its_numbers_bullets_and_tables() {
    let want = "事業内容\n\
        .支え合いの地域づくり【新規】\n\
        ..見守り活動[高齢者の世帯を訪問し、日常の困りごとを聞き取ります。]\n\
        ...民生委員との連絡会<4月、10月>[表2x2]\n\
        .相談支援";
    assert_eq!(html("word.html"), want);
}

#[test]
fn libreoffice_counts_its_lists() {
    let want = "重点目標\n.つながりづくり\n..サロンの支援\n..ボランティアの養成\n.相談体制の充実\n\
        事業内容[令和７年度は次の事業を行います。]\n.広報紙の発行<年４回>\n.福祉まつり<11月>";
    assert_eq!(html("libreoffice.html"), want);
}

#[test]
fn google_docs_nests_lists_beside_their_lines() {
    let want = "地域福祉の推進[地域の皆さんとともに進めます。]\n.見守り活動\n..訪問<毎月>\n.配食サービス";
    assert_eq!(html("google_docs.html"), want);
}

#[test]
fn a_page_of_a_browser_without_what_is_hidden() {
    let want = "令和7年度の主な事業[社会福祉協議会では次の事業を行います。]\n.総務[会議の開催]\n.地域福祉[サロン & 見守り]";
    assert_eq!(html("browser.html"), want);
}

#[test]
fn a_range_with_known_heads_fills_the_fields() {
    let table = range::from_html(&fixture("excel.html")).expect("a range");
    let fragment = fragment::from_table(&table);
    assert_eq!(shape(&fragment.nodes), "支え合いの地域づくり\n.見守り活動【新規】<4月><10月>[民協と調整]\n相談支援【継続】<随時>");
    let first = &fragment.nodes[0];
    assert_eq!((first.lead.as_str(), first.budget), ("地域課", Some(1200)));
    assert_eq!(fragment.nodes[1].funding, ["自主", "補助"]);
}

#[test]
fn a_range_without_heads_gives_a_line_for_each_row() {
    let table = range::from_tabs("(1)\t会議\t4月\n(2)\t研修\t9月\n").expect("a range");
    assert_eq!(shape(&fragment::from_table(&table).nodes), "会議　4月\n研修　9月");
}

#[test]
fn plain_text_by_its_labels_or_line_by_line() {
    let of = |text: &str| shape(&fragment::from_text(text).nodes);
    assert_eq!(of("会議の開催"), "会議の開催");
    assert_eq!(of("会議\n研修【新規】\n広報"), "会議\n研修【新規】\n広報");
    assert_eq!(
        of("(1) 会議\n　① 理事会（年4回）【新規】\n　　理事会を開きます。\n　② 評議員会\n(2) 研修"),
        "会議\n.理事会【新規】<年4回>[理事会を開きます。]\n.評議員会\n研修"
    );
    assert_eq!(of("次のとおり行う。\n・会議\n・研修"), "[次のとおり行う。]\n会議\n研修");
    assert!(fragment::from_text(" \n").nodes.is_empty() && fragment::from_html("<p> </p>").is_none());
}

#[test]
fn pasted_lines_are_numbered_by_the_plan_they_come_into() {
    let nodes = fragment::from_text("3 事業\n(5) 会議").nodes;
    let mut plan = Plan::new("計画", None);
    plan.nodes = nodes;
    let labels: Vec<String> = Outline::of(&plan).rows().iter().map(|row| row.label.clone()).collect();
    assert_eq!(labels, ["第1", "1"]);
}

#[test]
fn a_piece_may_begin_with_any_number() {
    assert!(fragment::from_text("3 事業\n(5) 会議").findings.is_empty());
    assert_eq!(fragment::from_text("3 「事業\n(5) 会議").findings.len(), 1, "an open bracket is still told");
}

#[test]
fn a_table_of_nodes_comes_back_as_these_nodes() {
    let nodes = fragment::from_table(&range::from_html(&fixture("excel.html")).expect("a range")).nodes;
    let mut plan = Plan::new("計画", None);
    plan.numbering = nendo::plan::Numbering::Preset("city".into());
    plan.nodes = nodes;
    let ids: Vec<_> = plan.nodes.iter().map(|node| node.id).collect();
    let table = nodes::table(&Outline::of(&plan), &ids, nendo::locale::Lang::Ja);
    let back = fragment::from_table(&range::from_html(&nendo::export::range::html(&table)).expect("a range"));
    assert_eq!(back.nodes[0].children[0].schedule, ["4月", "10月"]);
    assert_eq!((back.nodes[1].status, back.nodes[0].budget), (Some(Status::Continued), Some(1200)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nodes_come_back_from_nendos_own_form_as_they_were(plan in common::any_plan()) {
        let mut alone = Plan::new("", None);
        alone.nodes = plan.nodes.clone();
        if let Ok(file) = nendo::storage::write_plan(&alone) {
            let ids: Vec<_> = plan.nodes.iter().map(|node| node.id).collect();
            let html = Printed::of(&plan, &Outline::of(&plan), &ids).html(file.as_bytes());
            let bytes = carried::bytes(&html).expect("carried");
            prop_assert_eq!(bytes.as_slice(), file.as_bytes());
            if let Ok(read) = nendo::storage::read_plan(&bytes) {
                prop_assert_eq!(read.nodes, plan.nodes);
            }
        }
    }

    #[test]
    fn no_clipboard_makes_it_fail(text in "(<(p|li|ul|ol|h2|table|tr|td|br|/p|/ul|/ol|/li|/table)( style='mso-list:Ignore'| start=4)?>|[ぁ-ん(1)①・\\n]){0,60}") {
        let _ = fragment::from_html(&text);
        let _ = fragment::from_text(&text);
        if let Some(table) = range::from_html(&text) {
            let _ = fragment::from_table(&table);
        }
    }
}
