//! The list of steps, and going to any of them.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

use super::*;

pub(super) fn worked() -> Harness<'static, Win> {
    let mut harness = window_with(sample());
    select(&mut harness, "研修");
    press(&mut harness, Modifiers::ALT, Key::ArrowUp);
    press(&mut harness, Modifiers::SHIFT, Key::Tab);
    select(&mut harness, "方針");
    press(&mut harness, Modifiers::NONE, Key::Delete);
    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::H);
    harness.run_steps(2);
    harness
}

#[test]
fn each_step_is_listed_with_what_it_was_about() {
    let harness = worked();
    harness.get_by_label("3 件の操作のうち 3 件目");
    harness.get_by_label("削除：方針（現在）");
    harness.get_by_label("階層を上げる：研修");
    harness.get_by_label("移動：研修");
    harness.get_by_label("開いたときの状態");
}

#[test]
fn a_click_goes_to_any_step_and_back() {
    let mut harness = worked();
    let end = shape(&harness);
    harness.get_by_label("移動：研修").click();
    harness.run_steps(4);
    assert_eq!(shape(&harness), "方針 事業 .研修 .会議 その他");
    harness.get_by_label("階層を上げる：研修（取り消し済み）");
    harness.get_by_label("移動：研修（現在）");
    assert_eq!(doc(&harness).selection(), [node(&harness, "研修")]);
    harness.get_by_label("開いたときの状態").click();
    harness.run_steps(4);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他");
    harness.get_by_label("削除：方針（取り消し済み）").click();
    harness.run_steps(4);
    assert_eq!(shape(&harness), end);
}

#[test]
fn enter_on_a_step_goes_there() {
    let mut harness = worked();
    harness.get_by_label("移動：研修").focus();
    harness.run_steps(2);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    harness.run_steps(3);
    assert_eq!(shape(&harness), "方針 事業 .研修 .会議 その他");
}

#[test]
fn typing_is_one_step_named_after_the_title() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    harness.get_by_label("題名").focus();
    harness.run_steps(2);
    press(&mut harness, Modifiers::NONE, Key::End);
    type_text(&mut harness, "の開催");
    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::H);
    harness.run_steps(2);
    harness.get_by_label("題名の入力：会議の開催（現在）");
    harness.get_by_label("1 件の操作のうち 1 件目");
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    harness.get_by_label("開いたときの状態（現在）");
}

#[test]
fn an_untouched_plan_says_so_and_tabs_lead_back() {
    let mut harness = window_with(sample());
    harness.get_by_label("履歴").click();
    harness.run_steps(2);
    harness.get_by_label_contains("まだ何も変えていません");
    harness.get_by_label("目次").click();
    harness.run_steps(2);
    harness.get_by_label("目次を絞り込む");
}

#[test]
fn a_new_item_is_called_by_what_was_written_in_it() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    type_text(&mut harness, "見学");
    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::H);
    harness.run_steps(2);
    harness.get_by_label("追加：見学");
}

#[test]
fn undo_and_redo_select_what_they_change() {
    let mut harness = window_with(sample());
    let training = node(&harness, "研修");
    select(&mut harness, "方針");
    harness.state_mut().edit(nendo::edit::Command::Set { node: training, field: nendo::edit::NodeField::Lead("総務課".into()) });
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(doc(&harness).selection(), [training]);
    select(&mut harness, "その他");
    press(&mut harness, Modifiers::COMMAND, Key::Y);
    assert_eq!(doc(&harness).selection(), [training]);
}

#[test]
fn steps_say_which_field_was_changed() {
    use nendo::edit::{Command, NodeField, PlanField};
    let mut harness = window_with(sample());
    let (meeting, training) = (node(&harness, "会議"), node(&harness, "研修"));
    let set = |field| Command::Set { node: meeting, field };
    for command in [
        set(NodeField::Lead("総務課".into())),
        set(NodeField::Budget(Some(5))),
        set(NodeField::Funding(vec!["自主".into()])),
        Command::SetMany { nodes: vec![meeting, training], field: NodeField::Status(Some(nendo::plan::Status::New)) },
        Command::SetPlan(PlanField::Organization("協議会".into())),
    ] {
        harness.state_mut().edit(command);
    }
    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::H);
    harness.run_steps(3);
    for name in ["担当の入力：会議", "予算の入力：会議", "財源の変更：会議", "状態の変更：会議"] {
        assert!(harness.query_by_label_contains(name).is_some(), "{name}");
    }
    assert!(harness.query_by_label_contains("団体名の入力").is_some());
}

#[test]
fn undoing_a_replacement_of_all_stays_where_one_was() {
    let mut plan = sample();
    for child in &mut Arc::make_mut(&mut plan.nodes[1]).children {
        Arc::make_mut(child).lead = "総務課".into();
    }
    let mut harness = window_with(plan);
    let training = node(&harness, "研修");
    select(&mut harness, "研修");
    let nodes = [node(&harness, "会議"), training];
    let commands = nodes.map(|node| nendo::edit::Command::Set { node, field: nendo::edit::NodeField::Lead("地域課".into()) }).to_vec();
    harness.state_mut().edit(nendo::edit::Command::Batch { key: "edit.step.replace", commands });
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(doc(&harness).selection(), [training], "it is one of those that were replaced");
}
