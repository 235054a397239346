//! The editor of the plan's own fields: cover, numbering, page style, preface.

mod numbering;
mod style;

pub use numbering::numbering_name;

use chrono::{Datelike, NaiveDate};
use eframe::egui::{self, FontId, Id, RichText, Ui, vec2};
use nendo::calendar::{format_date, written_dates};
use nendo::edit::{Command, PlanField};
use nendo::plan::{FiscalYear, Plan, Stage, format_amount};

use super::Cx;
use super::body::{self, BodyOwner, BodyState};
use super::editor::{combo_ui, labelled_ui};
use crate::gui::theme;
use crate::gui::widgets::draft_text::{DraftText, one_line};

const LABEL_WIDTH: f32 = 96.0;

/// The id of the field of the plan's title.
pub fn title_id() -> Id {
    Id::unique("plan.title")
}

/// Draws the form.
pub fn plan_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut BodyState, focus: bool, total: Option<i64>) {
    let plan = cx.doc.plan().clone();
    DraftText::new(title_id(), cx.t("window.plan.title"), &plan.title)
        .hint(cx.t("window.untitled_plan"))
        .plain()
        .wrapping()
        .line_height(theme::TEXT_TITLE * theme::TEXT_LINE)
        .font(FontId::new(theme::TEXT_TITLE, theme::bold()))
        .focus(focus)
        .show_ui(ui, cx, one_line, |text| Some(Command::SetPlan(PlanField::Title(one_line(text)))));
    fields_ui(ui, cx, total);
    ui.add_space(theme::SPACE_12);
    ui.label(theme::section(ui, cx.t("window.plan.preface")));
    body::body_ui(ui, cx, state, BodyOwner::Plan, &plan.preface);
}

/// The plan's fields but for its title and preface.
pub fn fields_ui(ui: &mut Ui, cx: &mut Cx<'_>, total: Option<i64>) {
    let plan = cx.doc.plan().clone();
    ui.add_space(theme::SPACE_8);
    theme::card_frame(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing = vec2(theme::SPACE_16, theme::SPACE_4);
        cover_ui(ui, cx, &plan);
        if let Some(total) = total {
            labelled_ui(ui, cx.t("window.budget.total"), LABEL_WIDTH, ui.available_width(), |ui| {
                ui.label(format!("{} {}", format_amount(total), cx.t("window.field.thousand_yen")));
            });
        }
    });
    ui.add_space(theme::SPACE_12);
    ui.label(theme::section(ui, cx.t("window.plan.page")));
    theme::card_frame(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing = vec2(theme::SPACE_16, theme::SPACE_4);
        style::style_ui(ui, cx, &plan);
    });
}

fn cover_ui(ui: &mut Ui, cx: &mut Cx<'_>, plan: &Plan) {
    let width = ui.available_width();
    let name = cx.t("window.plan.organization");
    labelled_ui(ui, name, LABEL_WIDTH, width, |ui| {
        DraftText::new(Id::unique("plan.organization"), name, &plan.organization)
            .show_ui(ui, cx, one_line, |text| Some(Command::SetPlan(PlanField::Organization(one_line(text)))));
    });
    let name = cx.t("window.plan.fiscal_year");
    labelled_ui(ui, name, LABEL_WIDTH, width, |ui| {
        let now = FiscalYear::of_date(chrono::Local::now().date_naive()).0;
        let middle = plan.fiscal_year.map_or(now, |year| year.0);
        let mut years: Vec<i32> = (now - 6..=now + 3).chain([middle]).collect();
        years.sort_unstable_by(|a, b| b.cmp(a));
        years.dedup();
        let mut choices = vec![(None, cx.t("window.none").to_owned())];
        choices.extend(years.into_iter().map(|year| (Some(FiscalYear(year)), format!("{}（{year}）", FiscalYear(year)))));
        if let Some(year) = combo_ui(ui, "plan.year", name, 220.0, plan.fiscal_year, &choices) {
            cx.edit(Command::SetPlan(PlanField::FiscalYear(year)));
        }
    });
    let name = cx.t("window.plan.stage");
    labelled_ui(ui, name, LABEL_WIDTH, width, |ui| {
        let number = match plan.stage {
            Stage::Draft(n) | Stage::Amendment(n) => n,
            _ => 1,
        };
        let mut stages: Vec<Stage> = (1..=number.max(4) + 1).map(Stage::Draft).collect();
        stages.extend([Stage::BoardProposal, Stage::Approved]);
        stages.extend((1..=number.max(3)).map(Stage::Amendment));
        let choices: Vec<(Stage, String)> = stages.into_iter().map(|stage| (stage, cx.message(&stage.message()))).collect();
        if let Some(stage) = combo_ui(ui, "plan.stage", name, 220.0, plan.stage, &choices) {
            cx.edit(Command::SetPlan(PlanField::Stage(stage)));
        }
    });
    let name = cx.t("window.plan.date");
    labelled_ui(ui, name, LABEL_WIDTH, width, |ui| {
        let value = plan.date.map(format_date).unwrap_or_default();
        let year = plan.fiscal_year;
        // The plan is decided on in the March before its year.
        let example = year.and_then(|year| NaiveDate::from_ymd_opt(year.0, 3, 25));
        let hint = match (cx.lang, example) {
            (nendo::locale::Lang::Ja, Some(day)) => format_date(day),
            (nendo::locale::Lang::En, Some(day)) => day.to_string(),
            (_, None) => cx.t("window.plan.date_hint").to_owned(),
        };
        let no_date = cx.t("window.plan.date_fault");
        let fault = move |text: &str| (!text.trim().is_empty() && parse_date(text, year).is_none()).then_some(no_date);
        let field = DraftText::new(Id::unique("plan.date"), name, &value).hint(&hint).width(ui.available_width().min(220.0));
        let shown = field.fault(&fault).patient().show_ui(
            ui,
            cx,
            move |text| parse_date(text, year).map_or_else(|| text.trim().to_owned(), format_date),
            move |text| {
                let date = parse_date(text, year);
                (date.is_some() || text.trim().is_empty()).then_some(Command::SetPlan(PlanField::Date(date)))
            },
        );
        if let Some(why) = shown.fault {
            let words = RichText::new(why).size(theme::TEXT_SMALL).color(theme::tokens(ui).removed);
            ui.add(egui::Label::new(words).wrap());
        }
    });
    numbering::numbering_ui(ui, cx, plan);
}

/// The name of a preset in the table of texts.
pub fn preset_key(name: &str) -> &'static str {
    match name {
        "official" => "numbering.official",
        "city" => "numbering.city",
        "section" => "numbering.section",
        "parts" => "numbering.parts",
        _ => "numbering.decimal",
    }
}

/// A day as written: 令和7年3月25日, R7.3.25 is too short to be sure, 2025-03-25 or 2025/3/25.
fn parse_date(text: &str, year: Option<FiscalYear>) -> Option<NaiveDate> {
    let half = nendo::calendar::half_width(text.trim());
    let dashed = half.replace('/', "-");
    NaiveDate::parse_from_str(&dashed, "%Y-%m-%d")
        .ok()
        .or_else(|| written_dates(text, year).into_iter().next().and_then(|written| written.date))
        .filter(|date| (1900..=2200).contains(&date.year()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_several_writings() {
        let day = NaiveDate::from_ymd_opt(2025, 3, 25);
        assert_eq!(parse_date("令和7年3月25日", None), day);
        assert_eq!(parse_date("２０２５/３/２５", None), day);
        assert_eq!(parse_date("2025-03-25", None), day);
        assert_eq!(parse_date("3月25日", Some(FiscalYear(2024))), day);
        assert_eq!(parse_date("未定", None), None);
    }
}
