//! Joining a section's draft in the window.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use nendo::plan::Block;

use super::compare::*;
use super::*;
use crate::gui::commands::UiCommand as C;
use crate::gui::jobs::{Slot, Source};

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

/// A window in which a section's draft is being joined: both renamed the training, theirs has a new budget, too.
fn joining() -> (tempfile::TempDir, Harness<'static, Win>) {
    let folder = tempfile::tempdir().expect("a folder");
    let base = this_year();
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

#[test]
fn what_theirs_wrote_in_what_mine_deleted_is_shown_before_one_decides() {
    let folder = tempfile::tempdir().expect("a folder");
    let base = this_year();
    let (mut mine, mut theirs) = (base.clone(), base.clone());
    Arc::make_mut(&mut mine.nodes[1]).children.remove(0);
    Arc::make_mut(&mut Arc::make_mut(&mut theirs.nodes[1]).children[0]).body[0] = Block::Text("役員が隔月に集まる。".into());
    let mut harness = joining_of(&folder, &base, mine, &theirs);
    assert!(sees(&harness, "食い違い 1 件のうち 0 件"));
    assert!(sees(&harness, "隔月に集まる") && sees(&harness, "費用は会費で賄う"), "the text of theirs, all of it");
    assert!(sees(&harness, "この項目を削除する"), "and what mine means");
    press(&mut harness, NONE, Key::Num2);
    harness.get_by_label("この内容で合わせる").click();
    settle(&mut harness);
    assert!(doc(&harness).plan().walk().any(|node| node.body.first() == Some(&Block::Text("役員が隔月に集まる。".into()))));
}

#[test]
fn drafts_are_joined_and_conflicts_decided_by_keys() {
    let (_folder, mut harness) = joining();
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
    let (_folder, mut harness) = joining();
    let before = doc(&harness).plan().clone();
    press(&mut harness, NONE, Key::Escape);
    settle(&mut harness);
    assert!(Arc::ptr_eq(&before, doc(&harness).plan()));
    // Half decided and left by a slip: it goes on where it was.
    let (_folder, mut harness) = joining();
    press(&mut harness, NONE, Key::Num2);
    press(&mut harness, NONE, Key::Escape);
    assert!(toast(&harness).contains("決めたところは残っています"));
    harness.state_mut().execute(C::MergeDrafts);
    settle(&mut harness);
    assert!(sees(&harness, "食い違い 1 件のうち 1 件"));
    let (_folder, mut harness) = joining();
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
    let own = file(folder.path(), "r7.ron", &this_year());
    for name in ["課.ron", "元.ron"] {
        file(folder.path(), name, &this_year());
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
