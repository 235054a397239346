//! The editor of the plan's own fields: cover, numbering, page style, preface.

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};
use eframe::egui::{FontId, Id, Ui, vec2};
use nendo::calendar::{format_date, written_dates};
use nendo::edit::{Command, PlanField};
use nendo::plan::{
    BASE_SIZE, DigitWidth, FaceWidth, FiscalYear, LINE_SPACING, MARGIN, Numbering, PageFoot, PageHead, PageStyle, Paper, Plan, Stage,
    StatusMarks, StyleName, format_amount, numbering::presets,
};

use super::Cx;
use super::body::{self, BodyOwner, BodyState};
use super::editor::{combo_showing_ui, combo_ui, labelled_ui};
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
        style_ui(ui, cx, &plan);
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
        DraftText::new(Id::unique("plan.date"), name, &value).hint(&hint).width(220.0).show_ui(
            ui,
            cx,
            move |text| parse_date(text, year).map(format_date).unwrap_or_default(),
            move |text| {
                let date = parse_date(text, year);
                (date.is_some() || text.trim().is_empty()).then_some(Command::SetPlan(PlanField::Date(date)))
            },
        );
    });
    let name = cx.t("window.plan.numbering");
    labelled_ui(ui, name, LABEL_WIDTH, width, |ui| {
        let all = presets();
        let current = all.iter().position(|preset| matches!(&plan.numbering, Numbering::Preset(name) if *name == preset.name));
        let mut choices: Vec<(Option<usize>, String)> =
            all.iter().enumerate().map(|(at, preset)| (Some(at), cx.t(preset_key(&preset.name)).to_owned())).collect();
        if current.is_none() {
            choices.push((None, plan.numbering.name().to_owned()));
        }
        if let Some(Some(at)) = combo_ui(ui, "plan.numbering", name, ui.available_width().min(420.0), current, &choices) {
            cx.edit(Command::SetPlan(PlanField::Numbering(Numbering::Preset(all[at].name.clone()))));
        }
    });
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

/// Where a page style keeps a measure of its own.
type Measure = fn(&mut PageStyle) -> &mut Option<u16>;
/// Where a page style keeps a yes or no.
type Switch = fn(&mut PageStyle) -> &mut bool;

fn style_ui(ui: &mut Ui, cx: &mut Cx<'_>, plan: &Plan) {
    let width = ui.available_width();
    let style = plan.style;
    let set = |style: PageStyle| Command::SetPlan(PlanField::Style(style));
    let name = cx.t("window.plan.style");
    labelled_ui(ui, name, LABEL_WIDTH, width, |ui| {
        let choices = StyleName::ALL.map(|style| (style, cx.t(style.key()).to_owned()));
        if let Some(name) = combo_ui(ui, "plan.style", name, 220.0, style.name, &choices) {
            cx.edit(set(PageStyle { name, ..style }));
        }
    });
    let name = cx.t("window.plan.paper");
    labelled_ui(ui, name, LABEL_WIDTH, width, |ui| {
        let choices = Paper::ALL.map(|paper| (paper, paper.name().to_owned()));
        if let Some(paper) = combo_ui(ui, "plan.paper", name, 220.0, style.paper, &choices) {
            cx.edit(set(PageStyle { paper, ..style }));
        }
        let mut landscape = style.landscape;
        if ui.checkbox(&mut landscape, cx.t("window.plan.landscape")).changed() {
            cx.edit(set(PageStyle { landscape, ..style }));
        }
    });
    measures_ui(ui, cx, width, style);
    let name = cx.t("window.plan.marks");
    labelled_ui(ui, name, LABEL_WIDTH, width, |ui| {
        let choices = [
            (StatusMarks::Brackets, cx.t("window.plan.marks_brackets").to_owned()),
            (StatusMarks::Boxed, cx.t("window.plan.marks_boxed").to_owned()),
        ];
        if let Some(status_marks) = combo_ui(ui, "plan.marks", name, 220.0, style.status_marks, &choices) {
            cx.edit(set(PageStyle { status_marks, ..style }));
        }
    });
    let name = cx.t("window.plan.head");
    labelled_ui(ui, name, LABEL_WIDTH, width, |ui| {
        let choices = PageHead::ALL.map(|head| (head, cx.t(head.key()).to_owned()));
        if let Some(head) = combo_ui(ui, "plan.head", name, 220.0, style.head, &choices) {
            cx.edit(set(PageStyle { head, ..style }));
        }
    });
    let name = cx.t("window.plan.foot");
    labelled_ui(ui, name, LABEL_WIDTH, width, |ui| {
        let choices = PageFoot::ALL.map(|foot| (foot, cx.t(foot.key()).to_owned()));
        if let Some(foot) = combo_ui(ui, "plan.foot", name, 220.0, style.foot, &choices) {
            cx.edit(set(PageStyle { foot, ..style }));
        }
    });
    let name = cx.t("window.plan.digits");
    labelled_ui(ui, name, LABEL_WIDTH, width, |ui| {
        let choices = DigitWidth::ALL.map(|digits| (digits, cx.t(digits.key()).to_owned()));
        if let Some(digits) = combo_ui(ui, "plan.digits", name, 220.0, style.digits, &choices) {
            cx.edit(set(PageStyle { digits, ..style }));
        }
    });
    let name = cx.t("window.plan.face");
    labelled_ui(ui, name, LABEL_WIDTH, width, |ui| {
        let choices = FaceWidth::ALL.map(|face| (face, cx.t(face.key()).to_owned()));
        if let Some(face) = combo_ui(ui, "plan.face", name, 220.0, style.face, &choices) {
            cx.edit(set(PageStyle { face, ..style }));
        }
    });
    let switches: [(&'static str, Switch); 9] = [
        ("window.plan.cover", |style| &mut style.cover),
        ("window.plan.contents", |style| &mut style.contents),
        ("window.plan.part_break", |style| &mut style.part_break),
        ("window.plan.draft_mark", |style| &mut style.draft_mark),
        ("window.plan.hanging", |style| &mut style.hanging),
        ("window.plan.two_columns", |style| &mut style.two_columns),
        ("window.plan.new_projects", |style| &mut style.new_projects),
        ("window.plan.goal_matrix", |style| &mut style.goal_matrix),
        ("window.plan.legend", |style| &mut style.legend),
    ];
    ui.add_space(theme::SPACE_4);
    for (key, switch) in switches {
        let mut wanted = style;
        if ui.checkbox(switch(&mut wanted), cx.t(key)).changed() {
            cx.edit(set(wanted));
        }
    }
}

/// Margins, size and lines: the named style's, or measures of one's own.
fn measures_ui(ui: &mut Ui, cx: &mut Cx<'_>, width: f32, style: PageStyle) {
    let sides: [(&'static str, Measure); 4] = [
        ("window.plan.margin_top", |style| &mut style.margins.top),
        ("window.plan.margin_bottom", |style| &mut style.margins.bottom),
        ("window.plan.margin_left", |style| &mut style.margins.left),
        ("window.plan.margin_right", |style| &mut style.margins.right),
    ];
    labelled_ui(ui, cx.t("window.plan.margins"), LABEL_WIDTH, width, |ui| {
        ui.vertical(|ui| {
            for pair in sides.chunks(2) {
                ui.horizontal(|ui| {
                    for (key, side) in pair {
                        let values = Values { bounds: MARGIN, step: 5, words: |mm| format!("{mm} mm") };
                        measure_ui(ui, cx, key, 150.0, (style, *side), &values);
                    }
                });
            }
        });
    });
    labelled_ui(ui, cx.t("window.plan.base_size"), LABEL_WIDTH, width, |ui| {
        let values = Values { bounds: BASE_SIZE, step: 5, words: |tenths| format!("{} pt", f32::from(tenths) / 10.0) };
        measure_ui(ui, cx, "window.plan.base_size", 220.0, (style, |style| &mut style.base_size), &values);
    });
    labelled_ui(ui, cx.t("window.plan.line_spacing"), LABEL_WIDTH, width, |ui| {
        let values = Values { bounds: LINE_SPACING, step: 25, words: |percent| format!("{percent} %") };
        measure_ui(ui, cx, "window.plan.line_spacing", 220.0, (style, |style| &mut style.line_spacing), &values);
    });
}

/// The values offered for a measure.
struct Values {
    bounds: RangeInclusive<u16>,
    step: usize,
    words: fn(u16) -> String,
}

/// A list of the values of one measure, the named style's first; one typed into the file is offered too.
fn measure_ui(ui: &mut Ui, cx: &mut Cx<'_>, key: &'static str, width: f32, (style, measure): (PageStyle, Measure), values: &Values) {
    let mut wanted = style;
    let current = *measure(&mut wanted);
    let mut steps: Vec<u16> = values.bounds.clone().step_by(values.step).chain(current).collect();
    steps.sort_unstable();
    steps.dedup();
    let mut choices = vec![(None, cx.t("window.plan.of_style").to_owned())];
    choices.extend(steps.into_iter().map(|step| (Some(step), (values.words)(step))));
    // The name stands before the value where several lists share a line.
    let name = cx.t(key);
    let shown = choices.iter().find(|(value, _)| *value == current).map_or("", |(_, words)| words.as_str());
    let shown = if width < 200.0 { format!("{name} {shown}") } else { shown.to_owned() };
    if let Some(value) = combo_showing_ui(ui, key, name, width, current, &choices, &shown) {
        *measure(&mut wanted) = value;
        cx.edit(Command::SetPlan(PlanField::Style(wanted)));
    }
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
