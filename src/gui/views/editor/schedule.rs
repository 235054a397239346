//! The schedule field: the words as typed, and at once below them what was understood.

use chrono::NaiveDate;
use eframe::egui::text_edit::TextEditState;
use eframe::egui::{self, FontFamily, FontId, Id, RichText, Sense, Stroke, Ui, WidgetInfo, vec2};
use nendo::calendar::{Holidays, Reading, Why, read_schedule};
use nendo::edit::NodeField;
use nendo::locale::Message;
use nendo::plan::{FiscalYear, Node, NodeId};

use super::fields::{Target, schedule_id};
use super::form::tall_ui;
use super::schedule_picker::{self, PickerState};
use crate::gui::commands::UiCommand;
use crate::gui::theme;
use crate::gui::views::year::model::{Due, Times, dues};
use crate::gui::views::year::repair::repaired;
use crate::gui::views::year::{paint, words};
use crate::gui::views::{Action, Cx};
use crate::gui::widgets::draft_text::DraftText;
use crate::gui::widgets::icon_button;
use crate::gui::workspace::Document;

const STRIP: f32 = 36.0;
/// So many days are written out.
const MOST_DAYS: usize = 6;

/// What the field remembers.
#[derive(Default)]
pub struct ScheduleState {
    picker: PickerState,
    of: Option<NodeId>,
    opens: bool,
}

impl ScheduleState {
    /// Opens the picker with the next frame.
    pub fn open(&mut self) {
        self.opens = true;
    }
}

/// The phrases of a text, one a line.
pub fn split_lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// Draws the field with what stands below it.
pub fn schedule_ui(ui: &mut Ui, cx: &mut Cx<'_>, node: &Node, state: &mut ScheduleState, width: f32) {
    let name = cx.t("window.field.schedule");
    let id = node.id;
    if state.of != Some(id) {
        let opens = state.opens;
        *state = ScheduleState { of: Some(id), opens, ..ScheduleState::default() };
    }
    tall_ui(ui, name, width, |ui| {
        ui.spacing_mut().item_spacing.y = theme::SPACE_4;
        let field = schedule_id(id);
        let joined = node.schedule.join("\n");
        ui.horizontal_top(|ui| {
            let room = ui.available_width() - theme::ICON_BUTTON - theme::SPACE_8;
            DraftText::new(field, name, &joined).multiline().width(room).hint(cx.t("window.field.schedule_hint")).show_ui(
                ui,
                cx,
                |text| split_lines(text).join("\n"),
                |text| Some(Document::set(id, NodeField::Schedule(split_lines(text)))),
            );
            let command = UiCommand::PickSchedule;
            let button = icon_button::icon_ui(ui, command.entry().icon, &command.tooltip(ui.ctx(), cx.lang), true, false);
            let button = button.accessible_name(command.name(cx.lang));
            let line = line_of_caret(ui, field, &joined);
            schedule_picker::picker_ui(cx, node, &button, line, &mut state.picker, std::mem::take(&mut state.opens));
        });
        understood_ui(ui, cx, node);
    });
}

/// The schedule of many nodes; `value` is nothing where they differ.
pub fn many_ui(ui: &mut Ui, cx: &mut Cx<'_>, target: Target<'_>, value: Option<&[String]>, width: f32) {
    let name = cx.t("window.field.schedule");
    let hint = cx.t(if value.is_none() { "window.field.mixed_list" } else { "window.field.schedule_hint" });
    tall_ui(ui, name, width, |ui| {
        let joined = value.unwrap_or_default().join("\n");
        let room = ui.available_width();
        DraftText::new(target.id("schedule"), name, &joined).multiline().width(room).hint(hint).show_ui(
            ui,
            cx,
            |text| split_lines(text).join("\n"),
            |text| Some(target.set(NodeField::Schedule(split_lines(text)))),
        );
    });
}

/// The line the caret stands in; the last one without a caret.
fn line_of_caret(ui: &Ui, field: Id, text: &str) -> usize {
    let last = text.lines().count().saturating_sub(1);
    let Some(range) = TextEditState::load(ui.ctx(), field).and_then(|state| state.cursor.char_range()) else { return last };
    text.chars().take(range.primary.index.0).filter(|c| *c == '\n').count().min(last)
}

fn understood_ui(ui: &mut Ui, cx: &mut Cx<'_>, node: &Node) {
    if node.schedule.is_empty() {
        return;
    }
    let year = cx.doc.plan().fiscal_year;
    let holidays = cx.holidays;
    if let Some(year) = year {
        strip_ui(ui, cx, node, year, holidays);
    }
    for (at, phrase) in node.schedule.iter().enumerate() {
        let reading = read_schedule(phrase, year);
        if reading.understood() {
            let said = year.map(|year| told(cx, &reading, year, holidays)).filter(|words| !words.is_empty());
            if let Some(words) = said {
                ui.add(egui::Label::new(theme::muted(ui, words)).wrap());
            }
        } else {
            unread_ui(ui, cx, node, at, &reading);
        }
        fix_ui(ui, cx, node, phrase);
    }
}

/// Twelve months with marks.
fn strip_ui(ui: &mut Ui, cx: &Cx<'_>, node: &Node, year: FiscalYear, holidays: &Holidays) {
    let times = Times::of_phrases(&node.schedule, year, holidays);
    if times.marks.is_empty() && times.words.is_empty() {
        return;
    }
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), STRIP), Sense::hover());
    let names = std::array::from_fn(|month| words::month(cx.lang, month).trim_end_matches('月').to_owned());
    let now = paint::now_in(year, chrono::Local::now().date_naive());
    paint::strip(ui.painter(), theme::tokens(ui), rect, &times, &names, now);
    let due: Vec<String> =
        (0..12).filter(|month| times.in_month(*month).next().is_some()).map(|month| words::month(cx.lang, month)).collect();
    let name = Message::new("window.schedule.months").with("months", due.join("、"));
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, cx.message(&name)));
}

/// The days in words and how often.
fn told(cx: &Cx<'_>, reading: &Reading, year: FiscalYear, holidays: &Holidays) -> String {
    let mut parts = Vec::new();
    for entry in &reading.entries {
        let days: Vec<Due> = dues(&entry.schedule, year, holidays).into_iter().filter(|due| matches!(due, Due::Days(..))).collect();
        let mut shown: Vec<String> = days.iter().take(MOST_DAYS).map(|due| words::due(cx.lang, *due)).collect();
        if days.len() > MOST_DAYS {
            shown.push(cx.message(&Message::new("window.schedule.more_days").with("n", days.len() - MOST_DAYS)));
        }
        parts.extend((!shown.is_empty()).then(|| shown.join("、")));
        parts.extend(entry.schedule.count(year, holidays).map(|count| words::count(cx.lang, count)));
        parts.extend(entry.schedule.any_time.then(|| cx.t("window.year.any_time").to_owned()));
        // 秋頃, 未定: what becomes of words that no month follows from.
        parts.extend(entry.schedule.says_no_time().then(|| cx.t("window.schedule.in_words").to_owned()));
    }
    parts.join(" · ")
}

/// The phrase with what was not understood underlined, why, and what would be.
fn unread_ui(ui: &mut Ui, cx: &mut Cx<'_>, node: &Node, at: usize, reading: &Reading) {
    let t = theme::tokens(ui);
    let phrase = &node.schedule[at];
    let plain = egui::TextFormat::simple(FontId::new(theme::TEXT_SMALL, FontFamily::Proportional), t.muted);
    let marked = egui::TextFormat { color: t.changed, underline: Stroke::new(1.5, t.changed), ..plain.clone() };
    let mut job = egui::text::LayoutJob::default();
    let mut from = 0;
    for unread in &reading.unread {
        job.append(phrase.get(from..unread.range.start).unwrap_or_default(), 0.0, plain.clone());
        job.append(phrase.get(unread.range.clone()).unwrap_or_default(), 0.0, marked.clone());
        from = unread.range.end.max(from);
    }
    job.append(phrase.get(from..).unwrap_or_default(), 0.0, plain.clone());
    let why = match reading.unread.first().map(|unread| unread.why) {
        Some(Why::NoSuchDay) => "window.schedule.no_such_day",
        Some(Why::OutsideYear) => "window.schedule.outside_year",
        Some(Why::Contradiction) => "window.schedule.contradiction",
        Some(Why::Unread) | None => "window.schedule.unread",
    };
    job.append(&format!("　{}", cx.t(why)), 0.0, plain);
    ui.add(egui::Label::new(job).wrap());
    if let Some(right) = repaired(phrase, cx.doc.plan().fiscal_year) {
        let words = cx.message(&Message::new("window.schedule.write_so").with("phrase", &right));
        if ui.add(egui::Button::new(RichText::new(words).size(theme::TEXT_SMALL))).clicked() {
            let mut schedule = node.schedule.clone();
            schedule[at] = right;
            cx.edit(Document::set(node.id, NodeField::Schedule(schedule)));
        }
    }
}

/// What the check found in the phrase and can put right.
fn fix_ui(ui: &mut Ui, cx: &mut Cx<'_>, node: &Node, phrase: &str) {
    let here = |finding: &&nendo::plan::Finding| {
        finding.place.node == Some(node.id) && finding.proposal.is_some() && phrase.contains(&finding.excerpt)
    };
    let findings: Vec<_> = cx.doc.findings().filter(here).cloned().collect();
    for finding in findings {
        ui.horizontal_wrapped(|ui| {
            let t = theme::tokens(ui);
            let words = format!("{} {}", crate::gui::icons::WARNING, cx.message(&finding.message));
            ui.label(RichText::new(words).size(theme::TEXT_SMALL).color(t.changed));
            if fix_button_ui(ui, cx, &finding) {
                cx.out.push(Action::FixFinding(Box::new(finding.clone())));
            }
        });
    }
}

/// The button that puts a finding right.
pub fn fix_button_ui(ui: &mut Ui, cx: &Cx<'_>, finding: &nendo::plan::Finding) -> bool {
    let Some(proposal) = &finding.proposal else { return false };
    let words = cx.message(&Message::new("window.findings.fix").with("proposal", proposal));
    let button = egui::Button::new(RichText::new(&words).size(theme::TEXT_SMALL)).small();
    let tooltip = UiCommand::FixFinding.tooltip(ui.ctx(), cx.lang);
    ui.add(button).on_hover_text(tooltip).accessible_name(&words).clicked()
}

/// The days of a fiscal year's month, for the picker.
pub fn days_of(year: Option<FiscalYear>, month: u8) -> u8 {
    let year = year.map_or(2024, |year| year.year_of_month(month.into()));
    (28..=31).rev().find(|day| NaiveDate::from_ymd_opt(year, month.into(), (*day).into()).is_some()).unwrap_or(31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_forgive() {
        assert_eq!(split_lines("毎月\n\n4月、7月"), ["毎月", "4月、7月"]);
    }

    #[test]
    fn february_has_its_days() {
        assert_eq!((days_of(Some(FiscalYear(2023)), 2), days_of(Some(FiscalYear(2025)), 2)), (29, 28));
    }
}
