//! Filters over the contents: a funnel button with its list, and a chip for each condition.

use eframe::egui::{self, Id, RichText, ScrollArea, Ui, vec2};
use nendo::plan::{Filter, FilterChange, NodeId, Role, Status, WordField, funding_name, words_in_use};

use super::Cx;
use crate::gui::widgets::icon_button;
use crate::gui::{icons, theme};

/// The most words offered of a field; whoever has more finds them by typing.
const MOST_WORDS: usize = 40;

/// A condition one can turn on and off.
#[derive(Clone, PartialEq)]
enum Condition {
    Status(Status),
    Funding(String),
    Lead(String),
    Goal(NodeId),
    NoSchedule,
    UnservedGoal,
    Change(FilterChange),
}

impl Condition {
    fn words(&self, cx: &Cx<'_>) -> String {
        match self {
            Self::Status(status) => cx.t(status.key()).to_owned(),
            Self::Funding(word) => funding_name(word).to_owned(),
            Self::Lead(word) => word.clone(),
            Self::Goal(goal) => {
                let words = cx.doc.outline().row(*goal).map(|row| cx.doc.outline().heading(row)).unwrap_or_default();
                if words.chars().count() > 16 { words.chars().take(15).chain(['…']).collect() } else { words }
            }
            Self::NoSchedule => cx.t("window.filter.no_schedule").to_owned(),
            Self::UnservedGoal => cx.t("window.filter.unserved_goal").to_owned(),
            Self::Change(FilterChange::Untouched) => cx.t("window.filter.untouched").to_owned(),
            Self::Change(FilterChange::Touched) => cx.t("window.filter.touched").to_owned(),
        }
    }

    fn is_on(&self, filter: &Filter) -> bool {
        match self {
            Self::Status(status) => filter.status.contains(status),
            Self::Funding(word) => filter.funding.contains(word),
            Self::Lead(word) => filter.lead.contains(word),
            Self::Goal(goal) => filter.goals.contains(goal),
            Self::NoSchedule => filter.no_schedule,
            Self::UnservedGoal => filter.unserved_goal,
            Self::Change(change) => filter.change == Some(*change),
        }
    }

    fn toggle(self, filter: &mut Filter) {
        fn turn<T: PartialEq>(list: &mut Vec<T>, item: T) {
            match list.iter().position(|have| *have == item) {
                Some(at) => _ = list.remove(at),
                None => list.push(item),
            }
        }
        match self {
            Self::Status(status) => turn(&mut filter.status, status),
            Self::Funding(word) => turn(&mut filter.funding, word),
            Self::Lead(word) => turn(&mut filter.lead, word),
            Self::Goal(goal) => turn(&mut filter.goals, goal),
            Self::NoSchedule => filter.no_schedule = !filter.no_schedule,
            Self::UnservedGoal => filter.unserved_goal = !filter.unserved_goal,
            Self::Change(change) => filter.change = (filter.change != Some(change)).then_some(change),
        }
    }

    /// The conditions that are on.
    fn of(filter: &Filter) -> Vec<Self> {
        let words = |list: &[String], make: fn(String) -> Self| list.iter().cloned().map(make).collect::<Vec<_>>();
        let mut on: Vec<Self> = filter.status.iter().copied().map(Self::Status).collect();
        on.extend(words(&filter.funding, Self::Funding));
        on.extend(words(&filter.lead, Self::Lead));
        on.extend(filter.goals.iter().copied().map(Self::Goal));
        on.extend(filter.no_schedule.then_some(Self::NoSchedule));
        on.extend(filter.unserved_goal.then_some(Self::UnservedGoal));
        on.extend(filter.change.map(Self::Change));
        on
    }
}

/// The button that opens the list of conditions.
pub fn funnel_ui(ui: &mut Ui, cx: &Cx<'_>, filter: &mut Filter) {
    let response = icon_button::icon_ui(ui, icons::FUNNEL, cx.t("window.filter.name"), true, !filter.is_empty());
    let popup = egui::Popup::menu(&response).id(Id::unique("filter")).close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
    popup.show(|ui| {
        ui.set_width(260.0);
        ScrollArea::vertical().max_height(460.0).show(ui, |ui| {
            let outline = cx.doc.outline();
            let used = |field| words_in_use(outline, field, None).into_iter().take(MOST_WORDS).map(|word| word.text);
            let marks = cx.profile.marks_with(outline.rows().iter().filter_map(|row| row.node.status));
            group_ui(ui, cx, filter, "window.field.status", marks.into_iter().map(Condition::Status).collect());
            group_ui(ui, cx, filter, "window.field.funding", used(WordField::Funding).map(Condition::Funding).collect());
            group_ui(ui, cx, filter, "window.field.lead", used(WordField::Lead).map(Condition::Lead).collect());
            let goals = outline.rows().iter().filter(|row| row.node.role == Role::Goal).take(MOST_WORDS);
            group_ui(ui, cx, filter, "window.field.goals", goals.map(|row| Condition::Goal(row.node.id)).collect());
            let changes = [FilterChange::Untouched, FilterChange::Touched].map(Condition::Change).to_vec();
            group_ui(ui, cx, filter, "window.filter.change", changes);
            group_ui(ui, cx, filter, "window.filter.lacks", vec![Condition::NoSchedule, Condition::UnservedGoal]);
        });
    });
}

fn group_ui(ui: &mut Ui, cx: &Cx<'_>, filter: &mut Filter, name: &'static str, conditions: Vec<Condition>) {
    if conditions.is_empty() {
        return;
    }
    ui.add_space(theme::SPACE_4);
    ui.label(theme::muted(ui, cx.t(name)));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
        ui.spacing_mut().button_padding = vec2(8.0, 3.0);
        for condition in conditions {
            let words = RichText::new(condition.words(cx)).size(theme::TEXT_SMALL);
            if ui.selectable_label(condition.is_on(filter), words).clicked() {
                condition.toggle(filter);
            }
        }
    });
}

/// A chip for each condition that is on; a click takes it off.
pub fn chips_ui(ui: &mut Ui, cx: &Cx<'_>, filter: &mut Filter) {
    let on = Condition::of(filter);
    if on.is_empty() {
        return;
    }
    let t = theme::tokens(ui);
    let several = on.len() > 1;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
        ui.spacing_mut().button_padding = vec2(7.0, 2.0);
        for condition in on {
            let words = condition.words(cx);
            let name = format!("{}: {words}", cx.t("window.filter.take_off"));
            let label =
                (RichText::new(words).size(theme::TEXT_SMALL).color(t.accent), RichText::new(icons::X).font(theme::icon_font(11.0)));
            let chip = egui::Button::new(label).fill(t.accent_soft).corner_radius(10).stroke(egui::Stroke::NONE);
            if ui.add(chip).accessible_name(&name).on_hover_text(&name).clicked() {
                condition.toggle(filter);
            }
        }
        if several {
            let words = RichText::new(cx.t("window.filter.clear")).size(theme::TEXT_SMALL).color(t.muted);
            if ui.add(egui::Button::new(words).frame_when_inactive(false)).clicked() {
                *filter = Filter::default();
            }
        }
    });
}
