//! The page: the named style and what the plan sets differently.

use std::ops::RangeInclusive;

use eframe::egui::Ui;
use nendo::edit::{Command, PlanField};
use nendo::plan::{
    BASE_SIZE, DigitWidth, FaceWidth, LINE_SPACING, MARGIN, PageFoot, PageHead, PageStyle, Paper, Plan, StatusMarks, StyleName,
};

use super::LABEL_WIDTH;
use crate::gui::theme;
use crate::gui::views::editor::{combo_showing_ui, combo_ui, labelled_ui};
use crate::gui::views::keep_dialog::Kept;
use crate::gui::views::{Action, Cx};

/// Where a page style keeps a measure of its own.
type Measure = fn(&mut PageStyle) -> &mut Option<u16>;
/// Where a page style keeps a yes or no.
type Switch = fn(&mut PageStyle) -> &mut bool;

/// Draws the choices.
pub fn style_ui(ui: &mut Ui, cx: &mut Cx<'_>, plan: &Plan) {
    let width = ui.available_width();
    let style = plan.style;
    let set = |style: PageStyle| Command::SetPlan(PlanField::Style(style));
    own_styles_ui(ui, cx, width, style);
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
        ui.horizontal_wrapped(|ui| {
            if let Some(paper) = combo_ui(ui, "plan.paper", name, 120.0, style.paper, &choices) {
                cx.edit(set(PageStyle { paper, ..style }));
            }
            let mut landscape = style.landscape;
            if ui.checkbox(&mut landscape, cx.t("window.plan.landscape")).changed() {
                cx.edit(set(PageStyle { landscape, ..style }));
            }
        });
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
    let switches: [(&'static str, Switch); 10] = [
        ("window.plan.cover", |style| &mut style.cover),
        ("window.plan.contents", |style| &mut style.contents),
        ("window.plan.part_break", |style| &mut style.part_break),
        ("window.plan.draft_mark", |style| &mut style.draft_mark),
        ("window.plan.hanging", |style| &mut style.hanging),
        ("window.plan.two_columns", |style| &mut style.two_columns),
        ("window.plan.new_projects", |style| &mut style.new_projects),
        ("window.plan.goal_matrix", |style| &mut style.goal_matrix),
        ("window.plan.legend", |style| &mut style.legend),
        ("window.plan.year_calendar", |style| &mut style.year_calendar),
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
            // Two in a line, where their words have room.
            let room = ui.available_width();
            let half = (room - ui.spacing().item_spacing.x) / 2.0;
            let (in_line, list) = if half >= 110.0 { (2, half.min(150.0)) } else { (1, room.min(190.0)) };
            for pair in sides.chunks(in_line) {
                ui.horizontal(|ui| {
                    for (key, side) in pair {
                        let values = Values { bounds: MARGIN, step: 5, words: |mm| format!("{mm} mm") };
                        measure_ui(ui, cx, key, list, (style, *side), &values);
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

/// The organisation's own styles, and a way to add this one to them.
fn own_styles_ui(ui: &mut Ui, cx: &mut Cx<'_>, width: f32, style: PageStyle) {
    let name = cx.t("window.plan.own_style");
    labelled_ui(ui, name, LABEL_WIDTH, width, |ui| {
        ui.horizontal_wrapped(|ui| {
            let styles = &cx.profile.styles;
            if !styles.is_empty() {
                let current = styles.iter().position(|named| named.style == style);
                let choices: Vec<(Option<usize>, String)> =
                    styles.iter().enumerate().map(|(at, named)| (Some(at), named.name.clone())).collect();
                let shown = current.map_or(cx.t("window.plan.choose_style"), |at| styles[at].name.as_str());
                let picked = combo_showing_ui(ui, "plan.own_style", name, 220.0, current, &choices, shown);
                if let Some(Some(at)) = picked {
                    cx.edit(Command::SetPlan(PlanField::Style(cx.profile.styles[at].style)));
                }
            }
            if ui.button(cx.t("window.keep.style")).clicked() {
                cx.out.push(Action::Keep(Kept::Style));
            }
        });
    });
}
