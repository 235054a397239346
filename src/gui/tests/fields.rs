//! The fields of an item and what can be put in at the caret.

use eframe::egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable;
use nendo::plan::{Status, reference_token};
use nendo::storage::profile::{Profile, Snippet};

use super::*;

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

pub(super) fn in_title(harness: &mut Harness<'_, Win>, title: &str) {
    select(harness, title);
    harness.get_by_label("題名").focus();
    harness.run_steps(3);
    press(harness, NONE, Key::End);
}

pub(super) fn with_snippets(harness: &mut Harness<'_, Win>) {
    let snippet =
        |name: &str, text: &str, abbreviation: &str| Snippet { name: name.into(), text: text.into(), abbreviation: abbreviation.into() };
    harness.state_mut().organization.profile = Profile {
        snippets: vec![snippet("連携の文", "民生委員児童委員と連携して", "みん"), snippet("周知の文", "広報紙で周知する", "")],
        ..Profile::default()
    };
}

fn title_of(harness: &Harness<'_, Win>, id: NodeId) -> String {
    doc(harness).plan().node(id).expect("there").title.clone()
}

#[test]
fn a_reference_is_picked_by_its_title_and_stands_at_the_caret() {
    let mut harness = window_with(sample());
    let (meeting, policy) = (node(&harness, "会議"), node(&harness, "方針"));
    in_title(&mut harness, "会議");
    press(&mut harness, NONE, Key::Home);
    press(&mut harness, NONE, Key::ArrowRight);
    press(&mut harness, CTRL | Modifiers::SHIFT, Key::L);
    type_text(&mut harness, "方");
    press(&mut harness, NONE, Key::Enter);
    harness.run_steps(4);
    let token = reference_token(policy);
    assert_eq!(title_of(&harness, meeting), format!("会{token}議"));
    // The keyboard is back, after what was put in.
    type_text(&mut harness, "の");
    assert_eq!(title_of(&harness, meeting), format!("会{token}の議"));
    press(&mut harness, CTRL, Key::Z);
    press(&mut harness, CTRL, Key::Z);
    assert_eq!(title_of(&harness, meeting), "会議");
}

#[test]
fn the_picker_goes_away_with_escape_and_gives_the_keyboard_back() {
    let mut harness = window_with(sample());
    let meeting = node(&harness, "会議");
    in_title(&mut harness, "会議");
    press(&mut harness, CTRL | Modifiers::SHIFT, Key::L);
    assert!(harness.state().picker.is_open());
    press(&mut harness, NONE, Key::Escape);
    harness.run_steps(3);
    assert!(!harness.state().picker.is_open());
    type_text(&mut harness, "録");
    assert_eq!(title_of(&harness, meeting), "会議録");
}

#[test]
fn without_a_caret_in_a_text_it_is_said_where_to_type() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    press(&mut harness, CTRL | Modifiers::SHIFT, Key::L);
    assert!(!harness.state().picker.is_open());
    assert!(harness.state().toasts.newest().is_some_and(|text| text.contains("カーソル")));
}

#[test]
fn a_stock_phrase_is_found_by_kana_and_put_in() {
    let mut harness = window_with(sample());
    with_snippets(&mut harness);
    let meeting = node(&harness, "会議");
    in_title(&mut harness, "会議");
    press(&mut harness, CTRL, Key::J);
    // The abbreviation in the other kana.
    type_text(&mut harness, "ミン");
    press(&mut harness, NONE, Key::Enter);
    harness.run_steps(4);
    assert_eq!(title_of(&harness, meeting), "会議民生委員児童委員と連携して");
}

#[test]
fn an_abbreviation_becomes_its_phrase_only_when_asked() {
    let mut harness = window_with(sample());
    with_snippets(&mut harness);
    let meeting = node(&harness, "会議");
    in_title(&mut harness, "会議");
    type_text(&mut harness, "みん ");
    assert_eq!(title_of(&harness, meeting), "会議みん ", "typing alone changes nothing");
    press(&mut harness, NONE, Key::Backspace);
    press(&mut harness, CTRL | Modifiers::SHIFT, Key::J);
    harness.run_steps(4);
    assert_eq!(title_of(&harness, meeting), "会議民生委員児童委員と連携して");
}

fn fields(harness: &Harness<'_, Win>, title: &str) -> Node {
    doc(harness).plan().walk().find(|node| node.title == title).expect("there").without_children()
}

fn focus(harness: &mut Harness<'_, Win>, label: &str) {
    harness.get_by_label(label).focus();
    harness.run_steps(3);
}

#[test]
fn the_status_is_a_click_or_a_key() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    harness.get_by_label("拡充").click();
    harness.run_steps(3);
    assert_eq!(fields(&harness, "会議").status, Some(Status::Expanded));
    focus(&mut harness, "拡充");
    press(&mut harness, NONE, Key::Num1);
    assert_eq!(fields(&harness, "会議").status, Some(Status::New));
    press(&mut harness, NONE, Key::Num0);
    assert_eq!(fields(&harness, "会議").status, None);
    press(&mut harness, CTRL, Key::Z);
    assert_eq!(fields(&harness, "会議").status, Some(Status::New));
}

#[test]
fn only_the_marks_of_the_organisation_are_offered_and_those_in_use() {
    let mut plan = sample();
    plan.nodes.push(Arc::new(Node { status: Some(Status::Revised), ..Node::new(Role::Project, "相談") }));
    let mut harness = window_with(plan);
    harness.state_mut().organization.profile.statuses = vec![Status::New, Status::Expanded];
    select(&mut harness, "会議");
    assert!(harness.query_by_label("拡充").is_some() && harness.query_by_label("継続").is_none());
    select(&mut harness, "相談");
    assert!(harness.query_by_label("見直し").is_some());
}

#[test]
fn filter_and_menu_of_the_contents_offer_the_marks_of_the_organisation_too() {
    let mut plan = sample();
    plan.nodes.push(Arc::new(Node { status: Some(Status::Revised), ..Node::new(Role::Project, "相談") }));
    let mut harness = window_with(plan);
    harness.state_mut().organization.profile.statuses = vec![Status::New, Status::Expanded];
    let offered = |harness: &Harness<'_, Win>, name: &str| harness.query_all_by_label(name).count();
    // Nothing is selected: no form shows marks.
    harness.get_by_label("条件で絞り込む").click();
    harness.run_steps(3);
    assert_eq!(["拡充", "見直し", "継続"].map(|name| offered(&harness, name)), [1, 1, 0], "and those in use");
    press(&mut harness, NONE, Key::Escape);
    harness.run_steps(3);
    select(&mut harness, "方針");
    let form = offered(&harness, "拡充");
    harness.get_by_role_and_label(eframe::egui::accesskit::Role::TreeItem, "1 方針").click_secondary();
    harness.run_steps(3);
    harness.get_by_label_contains("状態").click();
    harness.run_steps(4);
    assert_eq!((offered(&harness, "拡充"), offered(&harness, "継続")), (form + 1, 0));
}

#[test]
fn words_become_chips_that_keys_move_and_take_away() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    focus(&mut harness, "財源");
    type_text(&mut harness, "自主事業");
    assert_eq!(fields(&harness, "会議").funding, ["自主事業"], "what is typed is in the plan at once");
    press(&mut harness, NONE, Key::Enter);
    type_text(&mut harness, "補助事業、");
    assert_eq!(fields(&harness, "会議").funding, ["自主事業", "補助事業"]);
    assert!(harness.get_by_label("財源").value().unwrap_or_default().is_empty());
    // Back over the chips.
    press(&mut harness, NONE, Key::ArrowLeft);
    press(&mut harness, Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(fields(&harness, "会議").funding, ["補助事業", "自主事業"]);
    press(&mut harness, NONE, Key::Delete);
    assert_eq!(fields(&harness, "会議").funding, ["自主事業"]);
    focus(&mut harness, "財源");
    press(&mut harness, NONE, Key::Backspace);
    assert!(fields(&harness, "会議").funding.is_empty());
    press(&mut harness, CTRL, Key::Z);
    assert_eq!(fields(&harness, "会議").funding, ["自主事業"]);
}

#[test]
fn a_composed_word_is_no_chip_before_it_is_committed() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    focus(&mut harness, "連携先");
    preedit(&mut harness, "みんじきょう、");
    harness.run_steps(3);
    assert!(fields(&harness, "会議").partners.is_empty());
    commit(&mut harness, "民児協");
    assert_eq!(fields(&harness, "会議").partners, ["民児協"]);
    press(&mut harness, NONE, Key::Enter);
    assert_eq!(harness.get_by_label("連携先").value().unwrap_or_default(), "");
    type_text(&mut harness, "社協");
    assert_eq!(fields(&harness, "会議").partners, ["民児協", "社協"]);
}

#[test]
fn completion_takes_a_word_only_when_it_was_chosen() {
    let mut plan = sample();
    plan.nodes.push(Arc::new(Node { lead: "ボランティアセンター".into(), ..Node::new(Role::Project, "相談") }));
    let mut harness = window_with(plan);
    harness.state_mut().organization.profile.sections = vec!["ぼうさい課".into()];
    select(&mut harness, "会議");
    focus(&mut harness, "担当");
    type_text(&mut harness, "ぼ");
    assert!(harness.query_by_label("ボランティアセンター").is_some());
    // Nothing chosen: Enter is no acceptance.
    press(&mut harness, NONE, Key::Escape);
    assert_eq!(fields(&harness, "会議").lead, "ぼ");
    type_text(&mut harness, "う");
    press(&mut harness, NONE, Key::ArrowDown);
    press(&mut harness, NONE, Key::Enter);
    harness.run_steps(3);
    assert_eq!(fields(&harness, "会議").lead, "ぼうさい課");
    assert!(harness.query_by_label("ボランティアセンター").is_none(), "the list is gone");
    type_text(&mut harness, "長");
    assert_eq!(fields(&harness, "会議").lead, "ぼうさい課長", "the caret stands after the word");
}

#[test]
fn a_suggestion_is_taken_by_a_click_and_becomes_a_chip() {
    let mut harness = window_with(sample());
    harness.state_mut().organization.profile.funding = vec!["市受託事業".into(), "自主事業".into()];
    select(&mut harness, "会議");
    focus(&mut harness, "財源");
    type_text(&mut harness, "市");
    harness.get_by_label("市受託事業").click();
    harness.run_steps(4);
    assert_eq!(fields(&harness, "会議").funding, ["市受託事業"]);
    assert!(harness.get_by_label("財源").value().unwrap_or_default().is_empty());
    // The field has the keyboard still.
    type_text(&mut harness, "会費");
    assert_eq!(fields(&harness, "会議").funding, ["市受託事業", "会費"]);
}

#[test]
fn budgets_add_up_and_tell_what_does_not_fit() {
    let mut harness = window_with(sample());
    select(&mut harness, "会議");
    focus(&mut harness, "予算");
    type_text(&mut harness, "１，２００千円");
    select(&mut harness, "研修");
    focus(&mut harness, "予算");
    type_text(&mut harness, "300000円");
    assert_eq!(fields(&harness, "研修").budget, Some(300));
    select(&mut harness, "事業");
    harness.run_steps(3);
    assert!(harness.query_by_label_contains("下位の計 1,500 千円").is_some());
    focus(&mut harness, "予算");
    type_text(&mut harness, "1000");
    assert!(harness.query_by_label_contains("500 千円 超えています").is_some());
    harness.state_mut().perform(crate::gui::views::Action::Select(None));
    harness.run_steps(3);
    assert!(harness.query_by_label("1,000 千円").is_some());
}

#[test]
fn a_field_of_many_items_is_set_in_one_step() {
    let mut plan = sample();
    plan.nodes.push(Arc::new(Node { lead: "総務課".into(), ..Node::new(Role::Project, "相談") }));
    let mut harness = window_with(plan);
    select(&mut harness, "会議");
    for title in ["研修", "相談"] {
        let id = node(&harness, title);
        harness.state_mut().perform(crate::gui::views::Action::SelectToggle(id));
    }
    harness.run_steps(3);
    assert!(harness.query_by_label("3 項目を選択中").is_some());
    assert_eq!(harness.get_by_label("担当").value().unwrap_or_default(), "", "they differ");
    focus(&mut harness, "担当");
    type_text(&mut harness, "福祉課");
    let told = harness.state().toasts.newest().expect("what typing replaces is told").to_owned();
    assert!(told.contains("1項目"), "{told}");
    press(&mut harness, CTRL, Key::Z);
    assert_eq!(fields(&harness, "相談").lead, "総務課", "each has its own again");
    focus(&mut harness, "担当");
    type_text(&mut harness, "福祉課");
    harness.get_by_label("継続").click();
    harness.run_steps(3);
    for title in ["会議", "研修", "相談"] {
        let node = fields(&harness, title);
        assert_eq!((node.lead.as_str(), node.status), ("福祉課", Some(Status::Continued)), "{title}");
    }
    press(&mut harness, CTRL, Key::Z);
    press(&mut harness, CTRL, Key::Z);
    assert_eq!((fields(&harness, "会議").lead, fields(&harness, "相談").lead), (String::new(), "総務課".into()));
}

#[test]
fn where_an_item_is_referred_to_is_listed_and_told_when_it_goes() {
    let mut plan = sample();
    let meeting = plan.nodes[1].children[0].id;
    let text = nendo::plan::Block::Text(format!("「{}」による。", reference_token(meeting)));
    plan.nodes.push(Arc::new(Node { body: vec![text], ..Node::new(Role::Project, "相談") }));
    let mut harness = window_with(plan);
    select(&mut harness, "会議");
    harness.get_by_role_and_label(eframe::egui::accesskit::Role::Button, "4 相談").click();
    harness.run_steps(3);
    assert_eq!(doc(&harness).primary_row().expect("selected").node.title, "相談");
    select(&mut harness, "会議");
    press(&mut harness, NONE, Key::Delete);
    assert!(harness.state().toasts.newest().is_some_and(|text| text.contains("1 か所")), "{:?}", harness.state().toasts.newest());
}

#[test]
fn what_was_typed_over_different_values_and_taken_back_leaves_them() {
    let mut plan = sample();
    let of = |lead: &str, funding: &str, title: &str| {
        Arc::new(Node { lead: lead.into(), funding: vec![funding.into()], ..Node::new(Role::Project, title) })
    };
    plan.nodes.extend([of("総務課", "自主事業", "相談"), of("福祉課", "市受託事業", "訪問")]);
    let mut harness = window_with(plan);
    select(&mut harness, "相談");
    let id = node(&harness, "訪問");
    harness.state_mut().perform(crate::gui::views::Action::SelectToggle(id));
    harness.run_steps(3);
    for field in ["担当", "財源"] {
        focus(&mut harness, field);
        type_text(&mut harness, "k");
        press(&mut harness, Modifiers::NONE, Key::Backspace);
        let each = ["相談", "訪問"].map(|title| fields(&harness, title));
        let had: Vec<_> = each.iter().map(|node| (node.lead.as_str(), node.funding[0].as_str())).collect();
        assert_eq!(had, [("総務課", "自主事業"), ("福祉課", "市受託事業")], "{field}");
    }
}

#[test]
fn goals_and_budget_of_many_items_are_set_in_one_step() {
    let mut plan = sample();
    let goal = Node::new(Role::Goal, "孤立を防ぐ");
    let (goal_id, other) = (goal.id, Node::new(Role::Goal, "担い手を育てる"));
    let other_id = other.id;
    plan.nodes.extend([goal, other].map(Arc::new));
    let project = Arc::make_mut(&mut plan.nodes[1]);
    Arc::make_mut(&mut project.children[0]).goals = vec![other_id];
    Arc::make_mut(&mut project.children[0]).budget = Some(10);
    let mut harness = window_with(plan);
    select(&mut harness, "会議");
    let second = node(&harness, "研修");
    harness.state_mut().perform(crate::gui::views::Action::SelectToggle(second));
    harness.run_steps(3);
    focus(&mut harness, "予算");
    type_text(&mut harness, "△50");
    assert_eq!(["会議", "研修"].map(|title| fields(&harness, title).budget), [Some(-50); 2]);
    assert!(harness.query_all_by_label_contains("担い手を育てる（1項目）").next().is_some(), "one of them serves it");
    harness.get_by_role_and_label(eframe::egui::accesskit::Role::ComboBox, "目標").click();
    harness.run_steps(3);
    harness.get_by_role_and_label(eframe::egui::accesskit::Role::CheckBox, "4 孤立を防ぐ").click();
    harness.run_steps(3);
    assert_eq!(fields(&harness, "会議").goals, [goal_id, other_id], "what it served it serves still");
    assert_eq!(fields(&harness, "研修").goals, [goal_id]);
    press(&mut harness, NONE, Key::Escape);
    harness.state_mut().execute(crate::gui::commands::UiCommand::Undo);
    harness.run_steps(3);
    assert_eq!((fields(&harness, "会議").goals.clone(), fields(&harness, "研修").goals.len()), (vec![other_id], 0));
}

#[test]
fn the_schedule_of_many_items_is_set_in_one_step() {
    let mut plan = sample();
    let project = Arc::make_mut(&mut plan.nodes[1]);
    Arc::make_mut(&mut project.children[0]).schedule = vec!["4月".into()];
    let mut harness = window_with(plan);
    select(&mut harness, "会議");
    let second = node(&harness, "研修");
    harness.state_mut().perform(crate::gui::views::Action::SelectToggle(second));
    harness.run_steps(3);
    focus(&mut harness, "実施時期");
    type_text(&mut harness, "毎月第2火曜日");
    press(&mut harness, NONE, Key::Enter);
    type_text(&mut harness, "随時");
    for title in ["会議", "研修"] {
        assert_eq!(fields(&harness, title).schedule, ["毎月第2火曜日", "随時"], "{title}");
    }
    harness.state_mut().execute(crate::gui::commands::UiCommand::Undo);
    harness.run_steps(3);
    assert_eq!((fields(&harness, "会議").schedule.clone(), fields(&harness, "研修").schedule.len()), (vec!["4月".to_owned()], 0));
}

/// A window in whose field 担当 `typed` was typed, where Tanaka and Takagi are known.
fn typing_a_lead(typed: &str) -> Harness<'static, Win> {
    let mut plan = sample();
    for (lead, title) in [("Takagi", "相談"), ("Tanaka", "訪問")] {
        plan.nodes.push(Arc::new(Node { lead: lead.into(), ..Node::new(Role::Project, title) }));
    }
    let mut harness = window_with(plan);
    select(&mut harness, "会議");
    focus(&mut harness, "担当");
    type_text(&mut harness, typed);
    harness
}

#[test]
fn a_word_that_was_chosen_stands_there_once_with_the_caret_behind_it() {
    for typed in ["Tan", "Tana", "tan", "naka", "ｔａｎ"] {
        for key in [Key::Enter, Key::Tab] {
            let mut harness = typing_a_lead(typed);
            press(&mut harness, NONE, Key::ArrowDown);
            press(&mut harness, NONE, key);
            assert_eq!(fields(&harness, "会議").lead, "Tanaka", "{typed} {key:?}");
            assert_eq!(harness.get_by_label("担当").value().as_deref(), Some("Tanaka"), "{typed} {key:?}");
            type_text(&mut harness, "-2");
            assert_eq!(fields(&harness, "会議").lead, "Tanaka-2", "{typed} {key:?}: what is typed next stands behind it");
            harness.state_mut().execute(crate::gui::commands::UiCommand::Undo);
            harness.run_steps(3);
            assert!(!fields(&harness, "会議").lead.contains('-'));
        }
    }
}

#[test]
fn keys_that_come_at_once_choose_and_write_in_their_order() {
    let mut harness = typing_a_lead("Ta");
    let key = |key| Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: NONE };
    for event in [Event::Text("n".into()), key(Key::ArrowDown), key(Key::Enter), Event::Text("課".into())] {
        harness.event(event);
    }
    harness.run_steps(8);
    assert_eq!(fields(&harness, "会議").lead, "Tanaka課");
}

#[test]
fn without_a_choice_tab_enter_and_arrows_leave_what_was_typed() {
    for key in [Key::Tab, Key::Enter, Key::ArrowRight, Key::ArrowLeft] {
        let mut harness = typing_a_lead("Tan");
        press(&mut harness, NONE, key);
        assert_eq!(fields(&harness, "会議").lead, "Tan", "{key:?}");
    }
    let mut harness = typing_a_lead("Tan");
    press(&mut harness, NONE, Key::ArrowLeft);
    type_text(&mut harness, "x");
    assert_eq!(fields(&harness, "会議").lead, "Taxn", "an arrow moves the caret and nothing else");
}
