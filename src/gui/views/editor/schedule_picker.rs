//! The picker of schedules: one chooses, and it writes the phrase in the organisation's own wording.

use eframe::egui::{self, Response, RichText, Ui, vec2};
use nendo::calendar::{Choice, Count, MonthDay, Months, Nths, Per, Pick, Weekdays, Wording, phrase, pick_of, read_schedule, weekday_char};
use nendo::edit::NodeField;
use nendo::locale::Lang;
use nendo::plan::Node;

use super::combo_ui;
use super::schedule::days_of;
use crate::gui::theme;
use crate::gui::views::Cx;
use crate::gui::views::year::words;
use crate::gui::workspace::Document;

/// What kind of time is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Kind {
    #[default]
    Months,
    Weekly,
    Nth,
    DayOfMonth,
    Days,
    Span,
    Count,
    AnyTime,
}

/// What is chosen, kind by kind, so that going back to one finds it as it was left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickerState {
    kind: Kind,
    months: Months,
    weekdays: Weekdays,
    nths: Nths,
    /// The day of every month; 0 is the last.
    day_of_month: u8,
    days: Vec<MonthDay>,
    /// The day about to be added.
    day: MonthDay,
    span: (MonthDay, MonthDay),
    count: (u32, u32, Per),
    without: Months,
    without_holidays: bool,
    without_new_year: bool,
    open: bool,
}

impl Default for PickerState {
    fn default() -> Self {
        Self {
            kind: Kind::Months,
            months: Months::NONE,
            weekdays: Weekdays::NONE,
            nths: Nths(0),
            day_of_month: 1,
            days: Vec::new(),
            day: (4, 1),
            span: ((4, 1), (4, 30)),
            count: (1, 1, Per::Year),
            without: Months::NONE,
            without_holidays: false,
            without_new_year: false,
            open: false,
        }
    }
}

impl PickerState {
    fn pick(&self) -> Pick {
        let choice = match self.kind {
            Kind::Months => Choice::Months(self.months),
            Kind::Weekly => Choice::Weekly(self.weekdays),
            Kind::Nth => Choice::Nth(self.nths, self.weekdays),
            Kind::DayOfMonth => Choice::DayOfMonth(self.day_of_month),
            Kind::Days => Choice::Days(self.days.clone()),
            Kind::Span => Choice::Span(self.span.0, self.span.1),
            Kind::Count => Choice::Count(Count { min: self.count.0, max: Some(self.count.1.max(self.count.0)), per: self.count.2 }),
            Kind::AnyTime => Choice::AnyTime,
        };
        if !self.has_rhythm() {
            return Pick::new(choice);
        }
        Pick { choice, without: self.without, without_holidays: self.without_holidays, without_new_year: self.without_new_year }
    }

    /// Whether it is due the year round, so that something can be left out.
    fn has_rhythm(&self) -> bool {
        matches!(self.kind, Kind::Weekly | Kind::Nth | Kind::DayOfMonth) || (self.kind == Kind::Months && self.months == Months::ALL)
    }

    /// Shows what a phrase says, where the picker can.
    fn take(&mut self, pick: &Pick) {
        (self.without, self.without_holidays, self.without_new_year) = (pick.without, pick.without_holidays, pick.without_new_year);
        self.kind = match &pick.choice {
            Choice::Months(months) => {
                self.months = *months;
                Kind::Months
            }
            Choice::Weekly(weekdays) => {
                self.weekdays = *weekdays;
                Kind::Weekly
            }
            Choice::Nth(nths, weekdays) => {
                (self.nths, self.weekdays) = (*nths, *weekdays);
                Kind::Nth
            }
            Choice::Days(days) => {
                self.days.clone_from(days);
                Kind::Days
            }
            Choice::Span(from, to) => {
                self.span = (*from, *to);
                Kind::Span
            }
            Choice::Count(count) => {
                self.count = (count.min, count.max.unwrap_or(count.min), count.per);
                Kind::Count
            }
            Choice::DayOfMonth(day) => {
                self.day_of_month = *day;
                Kind::DayOfMonth
            }
            Choice::AnyTime => Kind::AnyTime,
        };
    }
}

/// Draws the picker below its button while it is open. `line` is the phrase it was opened on.
pub fn picker_ui(cx: &mut Cx<'_>, node: &Node, button: &Response, line: usize, state: &mut PickerState, opens: bool) {
    let year = cx.doc.plan().fiscal_year;
    if (opens || button.clicked()) && !state.open {
        *state = PickerState::default();
        let reading = node.schedule.get(line).map(|text| read_schedule(text, year)).filter(nendo::calendar::Reading::understood);
        if let Some(pick) = reading.as_ref().and_then(|reading| reading.entries.first()).and_then(|entry| pick_of(&entry.schedule)) {
            state.take(&pick);
        }
    }
    let popup = egui::Popup::from_toggle_button_response(button)
        .id(egui::Id::unique("schedule.picker"))
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
    let popup = if opens { popup.open_memory(Some(egui::SetOpenCommand::Bool(true))) } else { popup };
    let first = !state.open;
    state.open = popup.is_open();
    popup.show(|ui| {
        ui.set_width(450.0);
        ui.add_space(theme::SPACE_4);
        ui.spacing_mut().item_spacing = vec2(theme::SPACE_8, theme::SPACE_8);
        let anchor = kinds_ui(ui, cx, state);
        if first {
            anchor.request_focus();
        }
        choice_ui(ui, cx, state);
        if state.has_rhythm() {
            except_ui(ui, cx, state);
        }
        ui.separator();
        let house = Wording::of(cx.doc.outline().rows().iter().flat_map(|row| &row.node.schedule).map(String::as_str));
        let words = phrase(&state.pick(), house);
        end_ui(ui, cx, node, line, &words);
    });
}

/// The kinds; gives the first one, where the keyboard begins.
fn kinds_ui(ui: &mut Ui, cx: &Cx<'_>, state: &mut PickerState) -> Response {
    let kinds = [
        (Kind::Months, "window.pick.months"),
        (Kind::Weekly, "window.pick.weekly"),
        (Kind::Nth, "window.pick.nth"),
        (Kind::DayOfMonth, "window.pick.day_of_month"),
        (Kind::Days, "window.pick.days"),
        (Kind::Span, "window.pick.span"),
        (Kind::Count, "window.pick.count"),
        (Kind::AnyTime, "window.year.any_time"),
    ];
    let mut first = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().button_padding = vec2(8.0, 3.0);
        for (kind, key) in kinds {
            let response = ui.selectable_label(state.kind == kind, RichText::new(cx.t(key)).size(theme::TEXT_SMALL));
            if response.clicked() {
                state.kind = kind;
            }
            first.get_or_insert(response);
        }
        first.unwrap_or_else(|| ui.label(""))
    })
    .inner
}

fn toggle_ui(ui: &mut Ui, on: bool, words: &str, name: &str) -> bool {
    let button =
        egui::Button::selectable(on, RichText::new(words).size(theme::TEXT_SMALL)).min_size(vec2(48.0, 26.0)).frame_when_inactive(true);
    ui.add(button).accessible_name(name).clicked()
}

fn choice_ui(ui: &mut Ui, cx: &Cx<'_>, state: &mut PickerState) {
    match state.kind {
        Kind::Months => months_ui(ui, cx, &mut state.months, ""),
        Kind::Weekly => weekdays_ui(ui, cx, &mut state.weekdays),
        Kind::Nth => {
            ui.horizontal(|ui| {
                for nth in 1..=5u8 {
                    let words = cx.message(&nendo::locale::Message::new("window.pick.nth_week").with("n", nth));
                    if toggle_ui(ui, state.nths.0 & (1 << nth) != 0, &words, &words) {
                        state.nths.0 ^= 1 << nth;
                    }
                }
                let words = cx.t("window.pick.last_week");
                if toggle_ui(ui, state.nths.0 & Nths::LAST.0 != 0, words, words) {
                    state.nths.0 ^= Nths::LAST.0;
                }
            });
            weekdays_ui(ui, cx, &mut state.weekdays);
        }
        Kind::DayOfMonth => {
            ui.horizontal(|ui| {
                let mut last = state.day_of_month == 0;
                ui.add_enabled_ui(!last, |ui| {
                    let mut day = state.day_of_month.max(1);
                    let field = egui::DragValue::new(&mut day).range(1..=31).suffix(cx.t("window.pick.day_sign"));
                    if ui.add(field).accessible_name(cx.t("window.pick.day_of_month")).changed() {
                        state.day_of_month = day;
                    }
                });
                if ui.checkbox(&mut last, cx.t("window.pick.last_day")).changed() {
                    state.day_of_month = if last { 0 } else { 1 };
                }
            });
        }
        Kind::Days => days_ui(ui, cx, state),
        Kind::Span => {
            ui.horizontal(|ui| {
                day_ui(ui, cx, &mut state.span.0, "window.pick.from");
                ui.label("～");
                day_ui(ui, cx, &mut state.span.1, "window.pick.to");
            });
        }
        Kind::Count => {
            ui.horizontal(|ui| {
                let per = [Per::Total, Per::Year, Per::Month, Per::Week, Per::Each].map(|per| (per, cx.t(per_key(per)).to_owned()));
                if let Some(per) = combo_ui(ui, "pick.per", cx.t("window.pick.per"), 90.0, state.count.2, &per) {
                    state.count.2 = per;
                }
                ui.add(egui::DragValue::new(&mut state.count.0).range(1..=366)).accessible_name(cx.t("window.pick.least"));
                state.count.1 = state.count.1.max(state.count.0);
                ui.label("～");
                ui.add(egui::DragValue::new(&mut state.count.1).range(state.count.0..=366)).accessible_name(cx.t("window.pick.most"));
                ui.label(cx.t("window.pick.times"));
            });
        }
        Kind::AnyTime => _ = ui.label(theme::muted(ui, cx.t("window.pick.any_time_help"))),
    }
}

fn per_key(per: Per) -> &'static str {
    match per {
        Per::Total => "window.pick.per.total",
        Per::Year => "window.pick.per.year",
        Per::Month => "window.pick.per.month",
        Per::Week => "window.pick.per.week",
        Per::Each => "window.pick.per.each",
    }
}

fn months_ui(ui: &mut Ui, cx: &Cx<'_>, months: &mut Months, before: &str) {
    let mut months_now = *months;
    egui::Grid::new(("pick.months", before)).spacing(vec2(4.0, 4.0)).show(ui, |ui| {
        for at in 0..12usize {
            let month = Months::one((at as u32 + 3) % 12 + 1);
            let on = !months.without(month).eq(months);
            let words = words::month(cx.lang, at);
            if toggle_ui(ui, on, &words, &format!("{before}{words}")) {
                months_now = if on { months.without(month) } else { months.with(month) };
            }
            if at == 5 {
                ui.end_row();
            }
        }
    });
    *months = months_now;
    if before.is_empty() {
        let choices = [(Months::ALL, "window.pick.every_month"), (Months::EVEN, "window.pick.even"), (Months::ODD, "window.pick.odd")];
        ui.horizontal(|ui| {
            for (set, key) in choices {
                if ui.button(RichText::new(cx.t(key)).size(theme::TEXT_SMALL)).clicked() {
                    *months = set;
                }
            }
        });
    }
}

fn weekdays_ui(ui: &mut Ui, cx: &Cx<'_>, weekdays: &mut Weekdays) {
    ui.horizontal(|ui| {
        for at in 0..7u8 {
            let Ok(day) = chrono::Weekday::try_from(at) else { continue };
            let (words, name) = match cx.lang {
                Lang::Ja => (weekday_char(day).to_string(), format!("{}曜日", weekday_char(day))),
                Lang::En => (day.to_string(), day.to_string()),
            };
            if toggle_ui(ui, weekdays.0 & (1 << at) != 0, &words, &name) {
                weekdays.0 ^= 1 << at;
            }
        }
    });
}

fn day_ui(ui: &mut Ui, cx: &Cx<'_>, day: &mut MonthDay, key: &'static str) {
    let names: Vec<(u8, String)> = (0..12u8).map(|at| ((at + 3) % 12 + 1, words::month(cx.lang, at.into()))).collect();
    if let Some(month) = combo_ui(ui, ("pick.month", key), &format!("{} {}", cx.t(key), cx.t("window.pick.month")), 70.0, day.0, &names) {
        day.0 = month;
    }
    let most = days_of(cx.doc.plan().fiscal_year, day.0);
    day.1 = day.1.clamp(1, most);
    ui.add(egui::DragValue::new(&mut day.1).range(1..=most)).accessible_name(format!("{} {}", cx.t(key), cx.t("window.pick.day")));
    if let Some(date) = cx.doc.plan().fiscal_year.and_then(|year| nendo::calendar::day_in(year, *day)) {
        ui.label(theme::muted(ui, words::day(cx.lang, date)));
    }
}

fn days_ui(ui: &mut Ui, cx: &Cx<'_>, state: &mut PickerState) {
    ui.horizontal(|ui| {
        let mut day = state.day;
        day_ui(ui, cx, &mut day, "window.pick.date");
        state.day = day;
        if ui.button(cx.t("window.pick.add_day")).clicked() && !state.days.contains(&day) {
            state.days.push(day);
            state.days.sort_by_key(|(month, day)| ((month + 8) % 12, *day));
        }
    });
    let mut without = None;
    ui.horizontal_wrapped(|ui| {
        for (at, (month, day)) in state.days.iter().enumerate() {
            let words = match cx.lang {
                Lang::Ja => format!("{month}月{day}日"),
                Lang::En => format!("{day} {}", words::month(cx.lang, (usize::from(*month) + 8) % 12)),
            };
            let button =
                egui::Button::new(RichText::new(format!("{words} {}", crate::gui::icons::X)).size(theme::TEXT_SMALL)).corner_radius(10);
            let name = format!("{}: {words}", cx.t("window.filter.take_off"));
            if ui.add(button).accessible_name(&name).on_hover_text(&name).clicked() {
                without = Some(at);
            }
        }
    });
    if let Some(at) = without {
        state.days.remove(at);
    }
}

fn except_ui(ui: &mut Ui, cx: &Cx<'_>, state: &mut PickerState) {
    ui.label(theme::muted(ui, cx.t("window.pick.without")));
    ui.horizontal(|ui| {
        ui.checkbox(&mut state.without_holidays, cx.t("window.pick.holidays"));
        ui.checkbox(&mut state.without_new_year, cx.t("window.pick.new_year"));
    });
    let before = format!("{} ", cx.t("window.pick.without"));
    months_ui(ui, cx, &mut state.without, &before);
}

/// The phrase and where it goes.
fn end_ui(ui: &mut Ui, cx: &mut Cx<'_>, node: &Node, line: usize, words: &str) {
    let shown = if words.is_empty() { theme::muted(ui, cx.t("window.pick.nothing")) } else { RichText::new(words).strong() };
    ui.add(egui::Label::new(shown).wrap());
    let mut wanted = None;
    ui.horizontal(|ui| {
        ui.add_enabled_ui(!words.is_empty(), |ui| {
            if node.schedule.is_empty() {
                if ui.add(theme::primary_button(ui, cx.t("window.pick.write"))).clicked() {
                    wanted = Some(vec![words.to_owned()]);
                }
                return;
            }
            if ui.add(theme::primary_button(ui, cx.t("window.pick.replace"))).clicked() {
                let mut lines = node.schedule.clone();
                lines[line.min(node.schedule.len() - 1)] = words.to_owned();
                wanted = Some(lines);
            }
            if ui.button(cx.t("window.pick.append")).clicked() {
                let mut lines = node.schedule.clone();
                lines.push(words.to_owned());
                wanted = Some(lines);
            }
        });
    });
    if let Some(lines) = wanted {
        cx.edit(Document::set(node.id, NodeField::Schedule(lines)));
        ui.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_phrase_says_is_shown_and_written_again() {
        for text in [
            "4月、7月、10月、2月",
            "8月を除く毎月",
            "毎月第2・4水曜日",
            "毎月最終金曜日",
            "毎月10日",
            "8月を除く毎月末日",
            "祝日を除く毎週火・金曜日",
            "9月6日、9月13日",
            "7月21日～8月31日",
            "年2～3回",
            "随時",
        ] {
            let reading = read_schedule(text, Some(nendo::plan::FiscalYear(2025)));
            let mut state = PickerState::default();
            state.take(&pick_of(&reading.entries[0].schedule).expect("a pick"));
            assert_eq!(phrase(&state.pick(), Wording::default()), text);
        }
    }

    #[test]
    fn what_is_left_out_is_left_out_of_a_rhythm_alone() {
        let state = PickerState { months: Months::one(5), without: Months::one(8), ..PickerState::default() };
        assert_eq!(phrase(&state.pick(), Wording::default()), "5月");
    }
}
