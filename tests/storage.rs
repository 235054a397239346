//! The file format as users have it on disk: the golden file of version 1 reads and is canonical.

use nendo::plan::{Block, FiscalYear, LabelRule, Outline, Stage, Status, VersionKey};
use nendo::storage;

const GOLDEN_V1: &str = include_str!("golden/storage/plan_v1.ron");
/// What was added to version 1 before its release: pictures, turned sheets, own measures.
const GOLDEN_V1_PAGES: &str = include_str!("golden/storage/plan_v1_pages.ron");
/// What was said about comparing.
const GOLDEN_V1_COMPARING: &str = include_str!("golden/storage/plan_v1_comparing.ron");
/// The same of two drafts of one year and stage.
const GOLDEN_V1_DRAFTS: &str = include_str!("golden/storage/plan_v1_drafts.ron");

#[test]
fn version_1_reads_for_ever_and_is_canonical() {
    let plan = storage::read_plan(GOLDEN_V1.as_bytes()).expect("the golden file reads");
    assert_eq!(storage::write_plan(&plan).expect("written"), GOLDEN_V1);
    // What it says, so that a change of meaning is seen and not only a change of bytes.
    assert_eq!(plan.title, "令和7年度事業計画");
    assert_eq!(plan.stage, Stage::Amendment(1));
    assert_eq!(plan.fiscal_year.map(|y| y.0), Some(2025));
    let outline = Outline::of(&plan);
    let headings: Vec<_> = outline.rows().iter().map(|row| outline.heading(row)).collect();
    assert_eq!(headings, ["1 基本方針", "2 事業", "(1) 見守り", "(7) サロン", "はじめに"]);
    let project = &outline.rows()[2].node;
    assert_eq!(project.status, Some(Status::Expanded));
    assert_eq!(project.budget, Some(1200));
    assert_eq!(project.goals, [outline.rows()[0].node.id]);
    assert!(matches!(&project.body[3], Block::Table(table) if table.rows[1][0].rows == 2 && table.header_rows == 1));
    assert_eq!(outline.rows()[3].node.label.rule, LabelRule::Start(7));
}

#[test]
fn reasons_and_corrections_read_and_are_canonical() {
    let plan = storage::read_plan(GOLDEN_V1_COMPARING.as_bytes()).expect("the golden file reads");
    assert_eq!(storage::write_plan(&plan).expect("written"), GOLDEN_V1_COMPARING);
    let last_year = VersionKey { fiscal_year: Some(FiscalYear(2024)), stage: Stage::Approved, content: None };
    let (watch, gone) = (plan.nodes[0].id, plan.remarks.pairs()[1].old);
    let reasons = plan.remarks.reasons_since(last_year);
    assert_eq!(reasons[&watch], "利用者の声を受けて\n回数を増やす");
    assert_eq!(reasons.len(), 2);
    assert_eq!(plan.remarks.reasons_since(VersionKey::default())[&watch], "語句の修正");
    assert_eq!(plan.remarks.pair(last_year, gone, watch), Some(nendo::plan::PairSaid::Different));
    assert_eq!(plan.remarks.pairs().iter().filter(|pair| pair.said == nendo::plan::PairSaid::Same).count(), 1);
}

#[test]
fn remarks_of_two_drafts_stand_beside_each_other() {
    let plan = storage::read_plan(GOLDEN_V1_DRAFTS.as_bytes()).expect("the golden file reads");
    assert_eq!(storage::write_plan(&plan).expect("written"), GOLDEN_V1_DRAFTS);
    let keys: Vec<VersionKey> = plan.remarks.reasons().iter().map(|reason| reason.place.against).collect();
    let said = |at: usize| plan.remarks.reasons_since(keys[at]).into_values().collect::<Vec<_>>();
    assert_eq!((said(1), said(2)), (vec!["部会の意見".to_owned()], vec!["理事会の意見".to_owned()]));
    assert_eq!((plan.remarks.pairs_since(keys[1]).count(), plan.remarks.pairs_since(keys[2]).count()), (0, 1));
}

#[test]
fn pictures_and_measures_of_pages_read_and_are_canonical() {
    let plan = storage::read_plan(GOLDEN_V1_PAGES.as_bytes()).expect("the golden file reads");
    assert_eq!(storage::write_plan(&plan).expect("written"), GOLDEN_V1_PAGES);
    let style = plan.style;
    assert!(style.landscape);
    assert_eq!((style.margins.top, style.margins.bottom, style.margins.left, style.margins.right), (Some(20), None, Some(30), None));
    assert_eq!((style.base_size, style.line_spacing), (Some(120), Some(165)));
    let Block::Image { file, alternative, caption, width } = &plan.preface[0] else { panic!("a picture") };
    assert_eq!((file.as_str(), width), ("図/地区.png", &Some(60)));
    assert_eq!((alternative.as_str(), caption.as_str()), ("五つの地区を色で分けた地図", "図1　地区"));
    assert!(matches!(&plan.nodes[0].body[1], Block::Table(table) if table.landscape));
}
