//! Joining the drafts of two sections: what is shown of a conflict, and how each is decided.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use nendo::plan::{Block, Node, Plan, Role};
use nendo::storage;

use super::*;
use crate::gui::commands::UiCommand as C;
use crate::gui::jobs::{Slot, Source};

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

fn sees(harness: &Harness<'_, Win>, label: &str) -> bool {
    harness.query_all_by_label_contains(label).next().is_some()
}

fn toast(harness: &Harness<'_, Win>) -> String {
    harness.state().toasts.newest().unwrap_or_default().to_owned()
}

fn file(folder: &Path, name: &str, plan: &Plan) -> PathBuf {
    let path = folder.join(name);
    storage::write_file(&path, storage::write_plan(plan).expect("written").as_bytes()).expect("a file");
    path
}

/// A window in which mine and theirs are being joined.
fn joining_of(folder: &tempfile::TempDir, base: &Plan, mine: Plan, theirs: &Plan) -> Harness<'static, Win> {
    let (base_file, theirs_file) = (file(folder.path(), "base.ron", base), file(folder.path(), "theirs.ron", theirs));
    let mut harness = window_with(mine);
    harness.state_mut().execute(C::MergeDrafts);
    settle(&mut harness);
    harness.state_mut().use_version(Slot::MergeBase, Source::File(base_file));
    harness.state_mut().use_version(Slot::MergeTheirs, Source::File(theirs_file));
    settle(&mut harness);
    harness.get_by_label("合わせる").click();
    settle(&mut harness);
    harness
}

/// A plan with one project of one paragraph.
fn plan(text: &str) -> Plan {
    let mut plan = Plan::new("計画", None);
    let id = "01wakaba0000000000000000g1".parse().expect("an id");
    plan.nodes = vec![Arc::new(Node { id, body: vec![Block::Text(text.to_owned())], ..Node::new(Role::Project, "見守り") })];
    plan
}

const TEXT: &str = "地区の役員が月に1回訪問する。訪問では暮らしの困りごとを聞き取る。結果は毎月の部会に報告する。冊子にまとめる。";

fn text(harness: &Harness<'_, Win>) -> String {
    doc(harness).plan().nodes[0].body.iter().flat_map(Block::texts).collect::<Vec<_>>().join("/")
}

/// Both wrote in the first and in the third sentence, theirs alone in the second, mine alone in the last.
fn joining() -> (tempfile::TempDir, Harness<'static, Win>) {
    let folder = tempfile::tempdir().expect("a folder");
    let mine = TEXT.replace("1回", "2回").replace("毎月の部会", "四半期の部会").replace("冊子", "報告書");
    let theirs = TEXT.replace("1回", "3回").replace("暮らしの", "").replace("毎月の部会", "毎月の総会");
    let harness = joining_of(&folder, &plan(TEXT), plan(&mine), &plan(&theirs));
    (folder, harness)
}

#[test]
fn only_the_sentences_in_which_both_wrote_are_shown_and_marked() {
    let (_folder, harness) = joining();
    assert!(sees(&harness, "食い違い 2 件のうち 0 件"));
    assert!(sees(&harness, "地区の役員が月に（削除：1）（追加：2）回訪問する。") && sees(&harness, "（追加：3）回訪問する。"));
    assert!(!sees(&harness, "困りごと") && !sees(&harness, "まとめる"), "nothing of what does not differ");
}

#[test]
fn sentences_are_decided_one_by_one_by_keys_and_taken_back_in_one_step() {
    let (_folder, mut harness) = joining();
    let before = text(&harness);
    press(&mut harness, NONE, Key::Num3);
    assert!(sees(&harness, "食い違い 2 件のうち 1 件") && sees(&harness, "報告する"), "on to the next one");
    press(&mut harness, NONE, Key::Num4);
    harness.get_by_label("この内容で合わせる").click();
    settle(&mut harness);
    let want = "地区の役員が月に2回訪問する。地区の役員が月に3回訪問する。訪問では困りごとを聞き取る。結果は毎月の部会に報告する。報告書にまとめる。";
    assert_eq!(text(&harness), want);
    press(&mut harness, CTRL, Key::Z);
    assert_eq!(text(&harness), before, "one step");
}

#[test]
fn the_rest_is_decided_at_once_and_can_still_be_changed() {
    let (_folder, mut harness) = joining();
    press(&mut harness, NONE, Key::Num1);
    harness.get_by_label("残りはすべて相手").click();
    settle(&mut harness);
    assert!(sees(&harness, "食い違い 2 件のうち 2 件"));
    press(&mut harness, NONE, Key::ArrowUp);
    press(&mut harness, NONE, Key::Num2);
    harness.get_by_label("この内容で合わせる").click();
    settle(&mut harness);
    assert!(text(&harness).contains("月に3回訪問する。") && text(&harness).contains("毎月の総会に報告する。"), "{}", text(&harness));
}

#[test]
fn a_plan_that_began_elsewhere_is_not_joined() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut other = plan(TEXT);
    other.nodes = vec![Arc::new(Node::new(Role::Project, "別の計画"))];
    let harness = joining_of(&folder, &plan(TEXT), plan(TEXT), &other);
    assert!(sees(&harness, "相手の計画は、元の計画から書き始めたものではありません"));
    assert!(harness.query_by_label("合わせる").is_some(), "one can choose another one");
}

#[test]
fn what_is_still_marked_in_a_plan_is_a_finding() {
    let mut harness = window_with(plan("【要調整】本文の1段落目〈自分〉甲〈相手〉乙〈元〉丙"));
    settle(&mut harness);
    assert!(harness.state().doc.as_ref().is_some_and(|doc| !doc.plan().open_conflicts().is_empty()));
    harness.state_mut().execute(C::Findings);
    settle(&mut harness);
    assert!(sees(&harness, "食い違いがまだ決まっていません：本文の1段落目"));
}

/// Meetings and a training below one part.
fn year_plan() -> Plan {
    let mut plan = Plan::new("令和7年度事業計画", None);
    let body = vec![Block::Text("役員が月1回集まる。".into()), Block::Text("費用は会費で賄う。".into())];
    let meetings = Node { body, ..Node::new(Role::Project, "会議の開催") };
    let children = vec![Arc::new(meetings), Arc::new(Node::new(Role::Project, "研修会"))];
    plan.nodes = vec![Arc::new(Node::new(Role::Policy, "方針")), Arc::new(Node { children, ..Node::new(Role::Part, "事業") })];
    plan
}

/// A window in which a section's draft is being joined: both renamed the training, theirs has a new budget, too.
fn renamed() -> (tempfile::TempDir, Harness<'static, Win>) {
    let folder = tempfile::tempdir().expect("a folder");
    let base = year_plan();
    let with = |change: &dyn Fn(&mut Node)| {
        let mut plan = base.clone();
        let projects = Arc::make_mut(&mut plan.nodes[1]);
        change(Arc::make_mut(&mut projects.children[1]));
        plan
    };
    let mine = with(&|node| node.title = "職員研修会".into());
    let theirs = with(&|node| (node.title, node.budget) = ("役員研修会".into(), Some(80)));
    let harness = joining_of(&folder, &base, mine, &theirs);
    (folder, harness)
}

#[test]
fn what_theirs_wrote_in_what_mine_deleted_is_shown_before_one_decides() {
    let folder = tempfile::tempdir().expect("a folder");
    let base = year_plan();
    let (mut mine, mut theirs) = (base.clone(), base.clone());
    Arc::make_mut(&mut mine.nodes[1]).children.remove(0);
    Arc::make_mut(&mut Arc::make_mut(&mut theirs.nodes[1]).children[0]).body[0] = Block::Text("役員が隔月に集まる。".into());
    let mut harness = joining_of(&folder, &base, mine, &theirs);
    assert!(sees(&harness, "食い違い 1 件のうち 0 件"));
    assert!(sees(&harness, "会議の開催") && sees(&harness, "隔月") && sees(&harness, "（略）"), "what theirs made of it");
    assert!(sees(&harness, "この項目を削除する"), "and what mine means");
    press(&mut harness, NONE, Key::Num2);
    harness.get_by_label("この内容で合わせる").click();
    settle(&mut harness);
    assert!(doc(&harness).plan().walk().any(|node| node.body.first() == Some(&Block::Text("役員が隔月に集まる。".into()))));
}

#[test]
fn drafts_are_joined_and_conflicts_decided_by_keys() {
    let (_folder, mut harness) = renamed();
    assert!(sees(&harness, "食い違い 1 件のうち 0 件"));
    assert!(harness.query_by_label("この内容で合わせる").is_none(), "not before all is decided");
    press(&mut harness, NONE, Key::Num3);
    harness.get_by_label("この内容で合わせる").click();
    settle(&mut harness);
    let training = doc(&harness).plan().walk().find(|node| node.title == "職員研修会・役員研修会").expect("both").clone();
    assert_eq!(training.budget, Some(80), "what theirs alone changed is taken");
    press(&mut harness, CTRL, Key::Z);
    assert!(doc(&harness).plan().walk().any(|node| node.title == "職員研修会" && node.budget.is_none()), "one step");
}

#[test]
fn own_words_settle_a_conflict_and_leaving_changes_nothing() {
    let (_folder, mut harness) = renamed();
    let before = doc(&harness).plan().clone();
    press(&mut harness, NONE, Key::Escape);
    settle(&mut harness);
    assert!(Arc::ptr_eq(&before, doc(&harness).plan()));
    // Half decided and left by a slip: it goes on where it was.
    let (_folder, mut harness) = renamed();
    press(&mut harness, NONE, Key::Num2);
    press(&mut harness, NONE, Key::Escape);
    assert!(toast(&harness).contains("決めたところは残っています"));
    harness.state_mut().execute(C::MergeDrafts);
    settle(&mut harness);
    assert!(sees(&harness, "食い違い 1 件のうち 1 件"));
    let (_folder, mut harness) = renamed();
    harness.get_by_label("別の言葉にする").click();
    harness.run_steps(4);
    press(&mut harness, CTRL, Key::A);
    type_text(&mut harness, "合同研修会");
    harness.get_by_label("この内容で合わせる").click();
    settle(&mut harness);
    assert!(doc(&harness).plan().walk().any(|node| node.title == "合同研修会"));
}

#[test]
fn the_other_draft_is_not_offered_as_what_both_began_from() {
    let folder = tempfile::tempdir().expect("a folder");
    let own = file(folder.path(), "r7.ron", &plan(TEXT));
    for name in ["課.ron", "元.ron"] {
        file(folder.path(), name, &plan(TEXT));
    }
    let mut harness = window(Start { file: Some(own), lang: Some(Lang::Ja) });
    settle(&mut harness);
    harness.state_mut().execute(C::MergeDrafts);
    settle(&mut harness);
    harness.state_mut().use_version(Slot::MergeTheirs, Source::File(folder.path().join("課.ron")));
    settle(&mut harness);
    harness.state_mut().choose_version(Slot::MergeBase);
    settle(&mut harness);
    let offered = |harness: &Harness<'_, Win>, name: &str| {
        harness.query_all_by_role_and_label(eframe::egui::accesskit::Role::ListItem, name).next().is_some()
    };
    assert!(offered(&harness, "元.ron") && !offered(&harness, "課.ron"));
}
