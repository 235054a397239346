//! Comparing in the window: choosing versions, rows, the way from change to change, taking over, the table.

use std::path::Path;

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use nendo::plan::{Block, FiscalYear, Stage};
use nendo::storage;

use super::*;
use crate::gui::commands::UiCommand as C;
use crate::gui::jobs::{Slot, Source};
use crate::gui::mode::Mode;
use crate::gui::views::compare::Progress;

const NONE: Modifiers = Modifiers::NONE;
const ALT: Modifiers = Modifiers::ALT;
const CTRL: Modifiers = Modifiers::COMMAND;
const SHIFT: Modifiers = Modifiers::SHIFT;

/// 1 方針 / 2 事業 (2-1 会議, 2-2 研修, 2-3 広報, 2-4 相談, 2-5 見守り) / 3 その他, as of last year.
pub(super) fn last_year() -> Plan {
    let mut plan = Plan::new("令和6年度事業計画", Some(FiscalYear(2024)));
    plan.stage = Stage::Approved;
    plan.numbering = nendo::plan::Numbering::Preset("city".into());
    let item = |title: &str| Node { lead: "総務課".into(), ..Node::new(Role::Project, title) };
    let mut meetings = item("会議の開催");
    (meetings.schedule, meetings.budget) = (vec!["5月".into()], Some(1200));
    meetings.body = vec![Block::Text("役員が月1回集まる。".into()), Block::Text("費用は会費で賄う。".into())];
    let children = [meetings, item("研修会"), item("広報紙の発行"), item("相談窓口"), item("見守り活動")].map(Arc::new).to_vec();
    let projects = Node { children, ..Node::new(Role::Part, "事業") };
    plan.nodes = vec![Arc::new(Node::new(Role::Policy, "方針")), Arc::new(projects), Arc::new(Node::new(Role::Part, "その他"))];
    plan
}

/// The year after: another schedule, budget and body of the meetings, no newsletter, watching moved to the end, a
/// new project.
pub(super) fn this_year() -> Plan {
    let mut plan = last_year();
    (plan.title, plan.fiscal_year, plan.stage) = ("令和7年度事業計画".into(), Some(FiscalYear(2025)), Stage::Draft(1));
    let projects = Arc::make_mut(&mut plan.nodes[1]);
    let meetings = Arc::make_mut(&mut projects.children[0]);
    (meetings.schedule, meetings.budget) = (vec!["6月".into()], Some(1500));
    meetings.body[0] = Block::Text("役員が月2回集まる。".into());
    let watching = projects.children.remove(4);
    projects.children.remove(2);
    projects.children.push(Arc::new(Node::new(Role::Project, "居場所づくり")));
    Arc::make_mut(&mut plan.nodes[2]).children.push(watching);
    plan
}

/// A plan file.
pub(super) fn file(folder: &Path, name: &str, plan: &Plan) -> PathBuf {
    let path = folder.join(name);
    storage::write_file(&path, storage::write_plan(plan).expect("written").as_bytes()).expect("a file");
    path
}

/// A window in which this year's plan is compared with last year's.
pub(super) fn compared() -> (tempfile::TempDir, Harness<'static, Win>) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = file(folder.path(), "r6.ron", &last_year_of(&this_year()));
    let mut harness = window_with(this_year());
    press(&mut harness, CTRL, Key::Num6);
    settle(&mut harness);
    compare_with(&mut harness, &path);
    (folder, harness)
}

/// Last year's plan in which the nodes have the ids they have this year.
pub(super) fn last_year_of(now: &Plan) -> Plan {
    let id = |title: &str| now.walk().find(|node| node.title == title).map(|node| node.id);
    fn with_ids(node: &Arc<Node>, id: &impl Fn(&str) -> Option<NodeId>) -> Arc<Node> {
        let children = node.children.iter().map(|child| with_ids(child, id)).collect();
        Arc::new(Node { id: id(&node.title).unwrap_or(node.id), children, ..node.without_children() })
    }
    let mut plan = last_year();
    plan.nodes = plan.nodes.iter().map(|node| with_ids(node, &id)).collect();
    plan
}

pub(super) fn compare_with(harness: &mut Harness<'_, Win>, path: &Path) {
    harness.state_mut().use_version(Slot::Old, Source::File(path.to_owned()));
    settle(harness);
}

pub(super) fn toast(harness: &Harness<'_, Win>) -> String {
    harness.state().toasts.newest().unwrap_or_default().to_owned()
}

pub(super) fn sees(harness: &Harness<'_, Win>, label: &str) -> bool {
    harness.query_all_by_label_contains(label).next().is_some()
}

/// What the rows say.
fn rows(harness: &Harness<'_, Win>) -> Vec<String> {
    let all = harness.root().children_recursive().map(|node| (node.accesskit_node().role(), node.accesskit_node().label()));
    all.filter(|(role, _)| *role == eframe::egui::accesskit::Role::Row).filter_map(|(_, label)| label).collect()
}

/// Puts the cursor on the row of an item.
pub(super) fn go_to(harness: &mut Harness<'_, Win>, words: &str) {
    let state = &mut harness.state_mut().compare;
    let compared = state.compared.clone().expect("compared");
    let item = (0..compared.items.len()).find(|at| compared.heading(*at).contains(words)).expect("an item");
    state.go_to(item);
    state.focus_kept();
    harness.run_steps(4);
}

#[test]
fn nothing_to_compare_yet_tells_the_next_step() {
    let mut harness = window_with(this_year());
    press(&mut harness, CTRL, Key::Num6);
    settle(&mut harness);
    assert_eq!(harness.state().mode, Mode::Compare);
    assert!(sees(&harness, "並べて比べます"));
    press(&mut harness, NONE, Key::F7);
    assert!(toast(&harness).contains("比べて"), "{}", toast(&harness));
    // By keys alone: the button has the keyboard.
    press(&mut harness, NONE, Key::Enter);
    settle(&mut harness);
    assert!(sees(&harness, "旧の版を選ぶ"));
    press(&mut harness, NONE, Key::ArrowDown);
    press(&mut harness, NONE, Key::Enter);
    settle(&mut harness);
    assert!(harness.state().compare.compared.is_some());
    press(&mut harness, CTRL, Key::Num6);
    assert_eq!(harness.state().mode, Mode::Write);
}

#[test]
fn keys_faster_than_frames_choose_the_version_they_lead_to() {
    let mut harness = window_with(this_year());
    press(&mut harness, CTRL, Key::Num6);
    settle(&mut harness);
    harness.state_mut().choose_version(Slot::Old);
    settle(&mut harness);
    let key = |key, pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: NONE };
    let struck = [Key::ArrowDown, Key::ArrowDown, Key::Enter].into_iter().flat_map(|k| [key(k, true), key(k, false)]);
    harness.input_mut().events.extend(struck);
    settle(&mut harness);
    let old = harness.state().compare.old.clone().expect("chosen");
    assert!(matches!(old.source, Source::Sample(2)), "{:?}", old.source);
}

#[test]
fn each_change_is_told_in_words_field_by_field() {
    let (_folder, harness) = compared();
    for row in [
        "変更：(1) 会議の開催。実施時期 「5月」→「6月」。予算 「1,200千円」→「1,500千円」。本文 「役員が月1回集まる。」→「役員が月2回集まる。」",
        "削除：(3) 広報紙の発行",
        "新設：(4) 居場所づくり",
        "移動：(1) 見守り活動",
        "「見守り活動」は 3(1) へ移動",
        "計画全体：計画の題名",
    ] {
        assert!(harness.query_by_label(row).is_some(), "{row}: {:?}", rows(&harness));
    }
    for chip in ["新設 1", "削除 1", "移動 1", "変更 1", "番号 1"] {
        assert!(harness.query_by_label(chip).is_some(), "{chip}");
    }
    // What stays in an item, and another number alone, are not in the way.
    assert!(!sees(&harness, "担当"));
    assert!(!sees(&harness, "番号：(3) 相談窓口"));
}

#[test]
fn f7_goes_from_change_to_change_and_says_where_they_end() {
    let (_folder, mut harness) = compared();
    press(&mut harness, CTRL, Key::Home);
    let heading = |harness: &Harness<'_, Win>| {
        let state = &harness.state().compare;
        state.item().zip(state.compared.clone()).map(|(item, compared)| compared.heading(item)).unwrap_or_default()
    };
    let mut seen = Vec::new();
    for _ in 0..4 {
        press(&mut harness, NONE, Key::F7);
        seen.push(heading(&harness));
    }
    assert_eq!(seen, ["(1) 会議の開催", "(3) 広報紙の発行", "(4) 居場所づくり", "(1) 見守り活動"]);
    press(&mut harness, NONE, Key::F7);
    assert!(toast(&harness).contains("これより後に変更はありません"));
    press(&mut harness, SHIFT, Key::F7);
    assert_eq!(heading(&harness), "(4) 居場所づくり");
    // The plan's selection went along.
    assert_eq!(doc(&harness).primary(), Some(node(&harness, "居場所づくり")));
}

#[test]
fn chips_choose_kinds_and_folds_open_by_enter() {
    let (_folder, mut harness) = compared();
    harness.get_by_label("番号 1").click();
    harness.run_steps(4);
    assert!(sees(&harness, "番号：(3) 相談窓口"));
    for chip in ["番号 1", "変更 1", "新設 1", "移動 1"] {
        harness.get_by_label(chip).click();
        harness.run_steps(3);
    }
    assert!(!sees(&harness, "会議の開催"));
    assert!(sees(&harness, "うち変更"));
    let fold = harness.state().compare.compared.as_ref().and_then(|compared| compared.find((None, Some(node(&harness, "会議の開催")))));
    harness.state_mut().compare.go_to(fold.expect("an item"));
    harness.run_steps(4);
    assert!(sees(&harness, "会議の開催"), "going to a folded item opens the fold");
    harness.get_by_label("同じ項目も表示").click();
    harness.run_steps(4);
    assert!(sees(&harness, "(2) 研修会"));
    assert!(!sees(&harness, "うち変更"));
}

#[test]
fn enter_shows_what_is_the_same_in_an_item() {
    let (_folder, mut harness) = compared();
    go_to(&mut harness, "会議の開催");
    let before = harness.get_by_label_contains("変更：(1) 会議の開催").rect().height();
    press(&mut harness, NONE, Key::Enter);
    let after = harness.get_by_label_contains("変更：(1) 会議の開催").rect().height();
    assert!(after > before + 10.0, "{before} {after}");
}

#[test]
fn texts_are_taken_over_and_undone() {
    let (_folder, mut harness) = compared();
    go_to(&mut harness, "会議の開催");
    press(&mut harness, ALT, Key::Enter);
    settle(&mut harness);
    let meetings =
        || |harness: &Harness<'_, Win>| doc(harness).plan().walk().find(|node| node.title == "会議の開催").expect("there").clone();
    assert_eq!((meetings()(&harness).schedule.clone(), meetings()(&harness).budget), (vec!["5月".to_owned()], Some(1200)));
    assert!(toast(&harness).contains("取り込みました"));
    assert!(!sees(&harness, "変更：(1) 会議の開催"), "the comparison follows");
    press(&mut harness, CTRL, Key::Z);
    settle(&mut harness);
    assert_eq!(meetings()(&harness).budget, Some(1500), "one step");
    assert!(sees(&harness, "変更：(1) 会議の開催"));
}

#[test]
fn an_item_that_is_gone_comes_back_whole() {
    let (_folder, mut harness) = compared();
    go_to(&mut harness, "広報紙の発行");
    press(&mut harness, ALT | SHIFT, Key::Enter);
    settle(&mut harness);
    assert_eq!(shape(&harness), "方針 事業 .会議の開催 .研修会 .広報紙の発行 .相談窓口 .居場所づくり その他 .見守り活動");
    press(&mut harness, CTRL, Key::Z);
    settle(&mut harness);
    go_to(&mut harness, "見守り活動");
    press(&mut harness, ALT | SHIFT, Key::Enter);
    settle(&mut harness);
    assert_eq!(shape(&harness), "方針 事業 .会議の開催 .研修会 .相談窓口 .見守り活動 .居場所づくり その他");
}

#[test]
fn from_the_comparison_to_writing_and_back() {
    let (_folder, mut harness) = compared();
    go_to(&mut harness, "居場所づくり");
    press(&mut harness, CTRL, Key::Enter);
    settle(&mut harness);
    assert_eq!((harness.state().mode, doc(&harness).primary()), (Mode::Write, Some(node(&harness, "居場所づくり"))));
    select(&mut harness, "会議の開催");
    harness.state_mut().execute(C::ShowInWriting);
    settle(&mut harness);
    assert_eq!(harness.state().mode, Mode::Compare);
    let state = &harness.state().compare;
    let heading = state.item().zip(state.compared.clone()).map(|(item, compared)| compared.heading(item));
    assert_eq!(heading.as_deref(), Some("(1) 会議の開催"));
}

#[test]
fn the_same_twice_has_no_differences() {
    let (folder, mut harness) = compared();
    let path = file(folder.path(), "same.ron", doc(&harness).plan());
    compare_with(&mut harness, &path);
    assert!(sees(&harness, "違いはありません"));
    harness.get_by_label("執筆に戻る").click();
    settle(&mut harness);
    assert_eq!(harness.state().mode, Mode::Write);
}

#[test]
fn the_sides_can_be_turned_and_exchanged() {
    let (_folder, mut harness) = compared();
    let x = |harness: &Harness<'_, Win>, words: &str| harness.get_by_label_contains(words).rect().left();
    assert!(x(&harness, "新 いまの計画") < x(&harness, "旧 r6.ron"));
    harness.get_by_label("新旧の左右を入れ替える").click();
    settle(&mut harness);
    assert!(x(&harness, "新 いまの計画") > x(&harness, "旧 r6.ron"));
    harness.get_by_label("新と旧を逆にする").click();
    settle(&mut harness);
    assert!(sees(&harness, "新設：(3) 広報紙の発行"), "what was gone is new");
    // Reasons belong to the newer plan, which is not on the screen now.
    go_to(&mut harness, "広報紙の発行");
    press(&mut harness, NONE, Key::F2);
    assert!(toast(&harness).contains("新しい版に残ります"));
}

#[test]
fn a_file_that_cannot_be_read_is_told_and_leads_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("broken.ron");
    storage::write_file(&path, b"(format: \"nendo-plan\", version: 1, title: \"t").expect("a file");
    let mut harness = window_with(this_year());
    press(&mut harness, CTRL, Key::Num6);
    settle(&mut harness);
    compare_with(&mut harness, &path);
    assert!(matches!(harness.state().compare.progress, Progress::Failed(_)));
    assert!(sees(&harness, "比べる版を選ぶ"));
}

/// The window with a plan whose last year's state was named 第1稿.
pub(super) fn with_named_version() -> (tempfile::TempDir, Harness<'static, Win>) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = file(folder.path(), "r7.ron", &this_year());
    let keeper = storage::Keeper::detached();
    let naming = storage::versions::Naming { name: "第1稿".into(), note: String::new(), author: String::new() };
    let now = chrono::Local::now().naive_local();
    keeper.keep_version(&path, &last_year_of(&storage::load(&path).expect("read").plan), &naming, now).expect("kept");
    let mut harness = window(Start { file: Some(path), lang: Some(Lang::Ja) });
    settle(&mut harness);
    (folder, harness)
}

#[test]
fn the_newest_named_version_is_compared_with_by_itself() {
    let (_folder, mut harness) = with_named_version();
    press(&mut harness, CTRL, Key::Num6);
    settle(&mut harness);
    assert!(sees(&harness, "旧 第1稿"));
    assert!(sees(&harness, "新設：(4) 居場所づくり"));
}

#[test]
fn from_the_list_of_versions_to_both_side_by_side() {
    let (_folder, mut harness) = with_named_version();
    harness.state_mut().execute(C::Versions);
    settle(&mut harness);
    harness.get_by_label("並べて比べる").click();
    settle(&mut harness);
    assert_eq!(harness.state().mode, Mode::Compare);
    assert!(sees(&harness, "旧 第1稿") && sees(&harness, "新設：(4) 居場所づくり"));
}

#[test]
fn a_long_comparison_tells_how_far_it_is_and_can_be_stopped() {
    let mut harness = window_with(this_year());
    press(&mut harness, CTRL, Key::Num6);
    settle(&mut harness);
    harness.state_mut().compare.progress = Progress::Running;
    harness.state_mut().jobs.wait_to_be_stopped("window.job.compare", 40);
    for _ in 0..200 {
        harness.run_steps(1);
        if sees(&harness, "40 %") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    assert!(sees(&harness, "比べています") && sees(&harness, "40 %"));
    let stop = harness.get_all_by_label("中止する").next().expect("a button");
    stop.click();
    harness.run_steps(3);
    assert_eq!(harness.state().compare.progress, Progress::Stopped);
    assert!(harness.state_mut().jobs.done("window.job.compare").is_none());
    settle(&mut harness);
}

#[test]
fn the_table_is_written_with_its_reasons() {
    let (folder, mut harness) = compared();
    go_to(&mut harness, "会議の開催");
    press(&mut harness, NONE, Key::F2);
    harness.run_steps(3);
    type_text(&mut harness, "要望による");
    settle(&mut harness);
    press(&mut harness, CTRL | ALT, Key::E);
    settle(&mut harness);
    harness.get_by_label("HTML").click();
    harness.run_steps(2);
    harness.get_by_label("書き出す").click();
    settle(&mut harness);
    let path = folder.path().join("表.html");
    harness.state_mut().dialogs.clear();
    harness.state_mut().write_table(path.clone());
    settle(&mut harness);
    let written = std::fs::read_to_string(&path).expect("a file");
    assert!(written.contains("要望による") && written.contains("居場所づくり"));
    assert!(toast(&harness).contains("表.html"));
}

#[test]
fn the_table_is_written_for_word_and_excel_and_the_changed_pages_as_pdf() {
    let (folder, mut harness) = compared();
    for (choice, name, begin) in
        [("Word", "表.docx", "PK"), ("Excel", "表.xlsx", "PK"), ("差替えページ（第n回変更）", "差替え.pdf", "%PDF")]
    {
        press(&mut harness, CTRL | ALT, Key::E);
        settle(&mut harness);
        harness.get_by_label(choice).click();
        harness.run_steps(2);
        harness.get_by_label("書き出す").click();
        settle(&mut harness);
        let path = folder.path().join(name);
        harness.state_mut().dialogs.clear();
        harness.state_mut().write_table(path.clone());
        settle(&mut harness);
        assert!(std::fs::read(&path).expect("a file").starts_with(begin.as_bytes()), "{name}");
        assert!(toast(&harness).contains(name));
    }
}

#[test]
fn everything_has_a_name() {
    let (_folder, harness) = compared();
    for node in harness.root().children_recursive() {
        let node = node.accesskit_node();
        let named = !matches!(node.role(), eframe::egui::accesskit::Role::Button | eframe::egui::accesskit::Role::Row)
            || node.label().is_some_and(|label| !label.trim().is_empty());
        assert!(named, "{:?} without a name", node.role());
    }
}
