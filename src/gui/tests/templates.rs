//! Templates and the organisation's settings: new plans from what there is, kept and given away.

use eframe::egui::accesskit::Role as Kind;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use nendo::plan::{FiscalYear, Status};
use nendo::storage::profile::{Profile, Snippet, load_profile, save_profile};
use nendo::storage::templates::list_templates;

use super::profile::window_of_organization;
use super::*;
use crate::gui::commands::UiCommand;
use crate::gui::views::Action;

const NONE: Modifiers = Modifiers::NONE;
const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };

/// A plan with something of everything.
fn full() -> Plan {
    let mut plan = sample();
    plan.title = "令和5年度事業計画".into();
    plan.fiscal_year = Some(FiscalYear(2023));
    plan.organization = "わかば市社協".into();
    let meeting = Node {
        status: Some(Status::New),
        budget: Some(50),
        lead: "総務課".into(),
        funding: vec!["自主事業".into()],
        ..Node::new(Role::Project, "会議")
    };
    Arc::make_mut(&mut plan.nodes[1]).children[0] = Arc::new(meeting);
    plan
}

fn command(harness: &mut Harness<'_, Win>, command: UiCommand) {
    harness.state_mut().perform(Action::Command(command));
    settle(harness);
}

#[test]
fn a_plan_is_kept_as_a_template_without_what_is_of_its_year() {
    let (folder, mut harness) = window_of_organization(full());
    command(&mut harness, UiCommand::SaveTemplate);
    harness.get_by_label("予算").click();
    harness.run_steps(3);
    harness.get_by_label("登録する").click();
    settle(&mut harness);
    let templates = list_templates(&folder.path().join("templates"));
    assert_eq!(templates.len(), 1);
    assert_eq!(templates[0].name, "令和5年度事業計画");
    let plan = templates[0].plan.as_ref().expect("reads");
    let meeting = plan.walk().find(|node| node.title == "会議").expect("there");
    assert_eq!((meeting.status, meeting.budget, meeting.lead.as_str()), (None, Some(50), "総務課"));
    assert!(harness.state().toasts.newest().is_some_and(|text| text.contains("ひな型")));
}

#[test]
fn a_new_plan_from_a_template_is_of_the_coming_year_with_ids_of_its_own() {
    let (_folder, mut harness) = window_of_organization(full());
    command(&mut harness, UiCommand::SaveTemplate);
    harness.get_by_label("登録する").click();
    settle(&mut harness);
    let old = node(&harness, "会議");
    press(&mut harness, CTRL_SHIFT, Key::T);
    settle(&mut harness);
    let year = App::coming_year();
    assert_eq!(harness.get_by_role_and_label(Kind::TextInput, "新しい題名").value().as_deref(), Some(format!("{year}事業計画").as_str()));
    harness.get_by_label("作成する").click();
    settle(&mut harness);
    assert_eq!(doc(&harness).plan().title, format!("{year}事業計画"));
    assert_eq!(doc(&harness).plan().fiscal_year, Some(year));
    assert!(doc(&harness).plan().node(old).is_none());
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他");
}

#[test]
fn arrows_go_through_what_there_is_and_the_first_page_is_shown() {
    let (_folder, mut harness) = window_of_organization(sample());
    command(&mut harness, UiCommand::NewFrom);
    let first = harness.get_by_role_and_label(Kind::TextInput, "新しい題名").value();
    for _ in 0..12 {
        press(&mut harness, NONE, Key::ArrowDown);
    }
    settle(&mut harness);
    // The last one is a sample.
    assert_ne!(harness.get_by_role_and_label(Kind::TextInput, "新しい題名").value(), first);
    harness.get_by_label("作成する").click();
    settle(&mut harness);
    assert!(doc(&harness).outline().rows().len() > 5);
    assert!(doc(&harness).plan().walk().all(|node| node.status.is_none() && node.budget.is_none()));
}

#[test]
fn a_title_of_ones_own_stays_whatever_is_chosen() {
    let (_folder, mut harness) = window_of_organization(sample());
    command(&mut harness, UiCommand::NewFrom);
    harness.get_by_role_and_label(Kind::TextInput, "新しい題名").focus();
    harness.run_steps(2);
    press(&mut harness, Modifiers::COMMAND, Key::A);
    type_text(&mut harness, "中期計画");
    harness.get_by_label("作成する").click();
    settle(&mut harness);
    assert_eq!(doc(&harness).plan().title, "中期計画");
}

#[test]
fn the_profile_starts_from_the_open_plan() {
    let (folder, mut harness) = window_of_organization(full());
    press(&mut harness, CTRL_SHIFT, Key::D);
    settle(&mut harness);
    harness.get_by_label("この計画から集める").click();
    harness.run_steps(4);
    // Name, funding, section: what is unticked is left out.
    harness.get_by_label("総務課").click();
    harness.run_steps(3);
    harness.get_by_label("2 件を取り込む").click();
    harness.run_steps(4);
    harness.get_by_label("保存する").click();
    settle(&mut harness);
    let kept = load_profile(&folder.path().join("profile.ron")).expect("written");
    assert_eq!((kept.organization.as_str(), kept.funding.as_slice()), ("わかば市社協", &["自主事業".to_owned()][..]));
    assert!(kept.sections.is_empty());
}

#[test]
fn what_is_typed_in_the_settings_is_kept_or_thrown_away() {
    let (folder, mut harness) = window_of_organization(sample());
    command(&mut harness, UiCommand::Organization);
    harness.get_by_role_and_label(Kind::MultilineTextInput, "担当課").focus();
    harness.run_steps(3);
    type_text(&mut harness, "総務課");
    press(&mut harness, NONE, Key::Enter);
    type_text(&mut harness, "福祉課");
    harness.get_by_label("取り消す").click();
    settle(&mut harness);
    assert!(harness.state().organization.profile.sections.is_empty());
    command(&mut harness, UiCommand::Organization);
    harness.get_by_role_and_label(Kind::MultilineTextInput, "担当課").focus();
    harness.run_steps(3);
    type_text(&mut harness, "総務課");
    harness.get_by_label("継続").click();
    harness.run_steps(3);
    harness.get_by_label("保存する").click();
    settle(&mut harness);
    let kept = load_profile(&folder.path().join("profile.ron")).expect("written");
    assert_eq!(kept.sections, ["総務課"]);
    assert_eq!(kept.statuses, [Status::New, Status::Expanded, Status::Revised, Status::Ended]);
}

#[test]
fn a_colleagues_profile_is_looked_at_before_it_is_taken_over() {
    let (folder, mut harness) = window_of_organization(sample());
    let file = folder.path().join("colleague.ron");
    let phrase = Snippet { name: "連携".into(), text: "連携して".into(), abbreviation: String::new() };
    save_profile(&file, &Profile { organization: "隣町社協".into(), snippets: vec![phrase.clone()], ..Profile::default() })
        .expect("written");
    command(&mut harness, UiCommand::Organization);
    harness.state_mut().use_path(crate::gui::jobs::Purpose::ProfileIn, file);
    settle(&mut harness);
    harness.get_by_label("隣町社協").click();
    harness.run_steps(3);
    harness.get_by_label("1 件を取り込む").click();
    harness.run_steps(3);
    harness.get_by_label("保存する").click();
    settle(&mut harness);
    assert_eq!(harness.state().organization.profile, Profile { snippets: vec![phrase], ..Profile::default() });
}

#[test]
fn a_file_that_is_no_profile_is_refused_with_a_word() {
    let (folder, mut harness) = window_of_organization(sample());
    let file = folder.path().join("x.ron");
    nendo::storage::write_file(&file, b"(format: \"nendo-plan\", version: 1, title: \"x\")").expect("written");
    command(&mut harness, UiCommand::Organization);
    harness.state_mut().use_path(crate::gui::jobs::Purpose::ProfileIn, file);
    settle(&mut harness);
    assert!(harness.query_by_label("団体の設定を読めませんでした").is_some());
}

#[test]
fn templates_stand_on_the_start_screen_and_lead_to_a_new_plan() {
    let (_folder, mut harness) = window_of_organization(full());
    command(&mut harness, UiCommand::SaveTemplate);
    harness.get_by_label("登録する").click();
    settle(&mut harness);
    harness.state_mut().show_document(None);
    settle(&mut harness);
    harness.get_by_label("令和5年度事業計画").click();
    settle(&mut harness);
    harness.get_by_label("作成する").click();
    settle(&mut harness);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他");
    assert_eq!(doc(&harness).plan().fiscal_year, Some(App::coming_year()));
}

#[test]
fn a_template_goes_only_at_the_second_word_and_enter_makes_the_plan() {
    let (folder, mut harness) = window_of_organization(full());
    command(&mut harness, UiCommand::SaveTemplate);
    harness.get_by_label("登録する").click();
    settle(&mut harness);
    harness.state_mut().show_document(None);
    settle(&mut harness);
    let kept = || list_templates(&folder.path().join("templates")).len();
    harness.get_by_label("令和5年度事業計画").click();
    settle(&mut harness);
    harness.get_by_label("ひな型を消す").click();
    settle(&mut harness);
    assert_eq!(kept(), 1, "a word is asked for first");
    press(&mut harness, NONE, Key::Escape);
    settle(&mut harness);
    harness.get_by_label("令和5年度事業計画").click();
    settle(&mut harness);
    press(&mut harness, NONE, Key::Enter);
    settle(&mut harness);
    assert_eq!(shape(&harness), "方針 事業 .会議 .研修 その他");
    harness.state_mut().show_document(None);
    settle(&mut harness);
    harness.get_by_label("令和5年度事業計画").click();
    settle(&mut harness);
    for button in ["ひな型を消す", "消すと戻せません。消す"] {
        harness.get_by_label(button).click();
        settle(&mut harness);
    }
    assert_eq!(kept(), 0);
}

#[test]
fn escape_asks_what_becomes_of_changed_settings() {
    let (_folder, mut harness) = window_of_organization(full());
    command(&mut harness, UiCommand::Organization);
    press(&mut harness, NONE, Key::Escape);
    assert!(harness.query_by_label("変更を保存しますか").is_none() && harness.query_by_label("この計画から集める").is_none());
    command(&mut harness, UiCommand::Organization);
    harness.get_by_label("この計画から集める").click();
    settle(&mut harness);
    press(&mut harness, NONE, Key::Enter);
    settle(&mut harness);
    press(&mut harness, NONE, Key::Escape);
    settle(&mut harness);
    assert!(harness.query_by_label("変更を保存しますか").is_some());
    harness.get_by_label("保存する").click();
    settle(&mut harness);
    assert!(harness.state().organization.profile.funding.contains(&"自主事業".to_owned()));
}
