//! A month by days: a calendar with holidays and what is on each day, and beside it what has only the month.

use chrono::{Datelike, Days as Shift, NaiveDate, Weekday};
use eframe::egui::{
    self, Align2, CornerRadius, CursorIcon, FontFamily, FontId, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
    vec2,
};
use nendo::locale::{Lang, Message};
use nendo::plan::{FiscalYear, title_of};

use super::days::weeks;
use super::grid::line_name;
use super::keys::{self, Ask};
use super::model::{self, Due, month_of, month_start};
use super::rewrite::{Grip, by_days};
use super::{Drag, YearState, ask, grid_id, heading, words};
use crate::gui::views::outline::one_row;
use crate::gui::views::{Action, Cx};
use crate::gui::widgets::icon_button;
use crate::gui::{icons, theme};

/// Width of what stands beside the days, and its part of a small window.
const SIDE: f32 = 280.0;
const SIDE_PART: f32 = 0.27;
/// So many items stand beside the days, and so many that do not go together.
const MOST_BESIDE: usize = 150;
const MOST_PAIRS: usize = 40;
/// So many items of a day are told by name.
const MOST_TOLD: usize = 20;
const HEAD: f32 = 24.0;
const CHIP: f32 = 20.0;

/// Draws the month.
pub fn month_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut YearState, year: FiscalYear) {
    let Some(mut first) = month_start(year, state.month) else { return };
    take_keys(ui, cx, state, (first, year));
    if let Some(date) = state.day.filter(|date| month_of(*date) != state.month) {
        state.month = month_of(date);
        first = month_start(year, state.month).unwrap_or(first);
    }
    title_ui(ui, cx, state, year);
    let room = ui.available_rect_before_wrap().shrink2(vec2(12.0, 4.0));
    let side = Rect::from_min_max(pos2(room.right() - SIDE.min(room.width() * SIDE_PART), room.top()), room.max);
    let calendar = Rect::from_min_max(room.min, pos2(side.left() - 12.0, room.bottom()));
    ui.scope_builder(egui::UiBuilder::new().max_rect(side), |ui| side_ui(ui, cx, state));
    let background = ui.interact(calendar, grid_id(), Sense::click());
    background.widget_info(|| WidgetInfo::labeled(Role::Grid, true, cx.t("window.year.show.month")));
    if background.clicked() {
        background.request_focus();
    }
    let (start, count) = weeks(first);
    let (width, height) = (calendar.width() / 7.0, (calendar.height() - HEAD) / count as f32);
    week_names_ui(ui, cx, calendar, width);
    let mut under = None;
    let mut week: [Vec<Option<usize>>; 7] = Default::default();
    for at in 0..count * 7 {
        let Some(date) = start.checked_add_days(Shift::new(at as u64)) else { continue };
        let corner = pos2(calendar.left() + width * (at % 7) as f32, calendar.top() + HEAD + height * (at / 7) as f32);
        let cell = Rect::from_min_size(corner, vec2(width, height));
        if ui.input(|input| input.pointer.latest_pos()).is_some_and(|pointer| cell.contains(pointer)) {
            under = Some(date);
        }
        if at % 7 == 0 {
            week = state.days.week(&state.model.lines, date);
        }
        day_ui(ui, cx, state, date, cell, &week[at % 7]);
    }
    drag_ui(ui, cx, state, under, year);
}

fn title_ui(ui: &mut Ui, cx: &Cx<'_>, state: &mut YearState, year: FiscalYear) {
    ui.horizontal(|ui| {
        ui.add_space(theme::SPACE_12);
        let turn = |ui: &mut Ui, icon, key, enabled| icon_button::icon_ui(ui, icon, cx.t(key), enabled, false).clicked();
        if turn(ui, icons::CARET_LEFT, "window.year.previous_month", state.month > 0) {
            (state.month, state.day) = (state.month - 1, None);
        }
        if turn(ui, icons::CARET_RIGHT, "window.year.next_month", state.month < 11) {
            (state.month, state.day) = (state.month + 1, None);
        }
        let Some(first) = month_start(year, state.month) else { return };
        let words = match cx.lang {
            Lang::Ja => {
                let day = nendo::calendar::format_date(first);
                day.trim_end_matches("1日").to_owned()
            }
            Lang::En => first.format("%B %Y").to_string(),
        };
        ui.label(theme::section(ui, words));
        if model::busy(&state.model.load)[state.month] {
            let words = Message::new("window.year.busy").with("n", state.model.load[state.month]);
            ui.label(egui::RichText::new(cx.message(&words)).size(theme::TEXT_SMALL).color(theme::tokens(ui).changed));
        }
    });
}

fn week_names_ui(ui: &Ui, cx: &Cx<'_>, calendar: Rect, width: f32) {
    let t = theme::tokens(ui);
    for at in 0..7u8 {
        let day = Weekday::try_from((at + 6) % 7).unwrap_or(Weekday::Sun);
        let name = match cx.lang {
            Lang::Ja => nendo::calendar::weekday_char(day).to_string(),
            Lang::En => day.to_string(),
        };
        let color = if day == Weekday::Sun { t.removed } else { t.muted };
        let middle = pos2(calendar.left() + width * (f32::from(at) + 0.5), calendar.top() + HEAD / 2.0);
        ui.painter().text(middle, Align2::CENTER_CENTER, name, FontId::new(theme::TEXT_SMALL, FontFamily::Proportional), color);
    }
}

fn day_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut YearState, date: NaiveDate, cell: Rect, lanes: &[Option<usize>]) {
    let t = theme::tokens(ui);
    let inside = month_of(date) == state.month;
    let today = date == state.today;
    let holidays = cx.holidays;
    let holiday = holidays.name(date).filter(|_| inside);
    let fill = if !inside {
        t.ground
    } else if today {
        t.accent_soft
    } else {
        t.raised
    };
    ui.painter().rect(cell, CornerRadius::ZERO, fill, Stroke::new(1.0, t.line), StrokeKind::Inside);
    let off = date.weekday() == Weekday::Sun || holiday.is_some();
    let color = match (inside, off) {
        (false, _) => t.disabled,
        (true, true) => t.removed,
        (true, false) => t.text,
    };
    let number = FontId::new(theme::TEXT, if off || today { theme::bold() } else { FontFamily::Proportional });
    let drawn = ui.painter().text(cell.min + vec2(7.0, 5.0), Align2::LEFT_TOP, date.day(), number, color);
    if let Some(name) = holiday {
        // The name says what the colour says.
        let small = FontId::new(theme::TEXT_SMALL - 1.0, FontFamily::Proportional);
        let galley = one_row(ui, name, small, t.removed, cell.right() - drawn.right() - 10.0);
        ui.painter().galley(pos2(drawn.right() + 5.0, cell.top() + 6.0), galley, t.removed);
    }
    if !inside {
        return;
    }
    let items = state.days.on(date);
    let response = ui.interact(cell, grid_id().with(("day", date)), Sense::CLICK);
    let count = Message::new("window.year.day_items").with("n", items.len());
    let mut name = words::day(cx.lang, date);
    name.extend(holiday.map(|holiday| format!(" {holiday}")));
    let name = format!("{name} {}", cx.message(&count));
    response.widget_info(|| WidgetInfo::selected(Role::Cell, true, state.day == Some(date), &name));
    if response.clicked() {
        (state.day, state.chosen) = (Some(date), 0);
        ui.memory_mut(|memory| memory.request_focus(grid_id()));
    }
    let top = cell.top() + 26.0;
    let fit = (((cell.bottom() - top - 2.0) / CHIP) as usize).max(1);
    let shown = if lanes.len() > fit { fit.saturating_sub(1) } else { lanes.len() };
    for (lane, item) in lanes.iter().take(shown).enumerate().filter_map(|(lane, item)| Some((lane, (*item)?))) {
        let room = Rect::from_min_size(pos2(cell.left(), top + CHIP * lane as f32), vec2(cell.width(), CHIP - 2.0));
        item_ui(ui, cx, state, item, room, state.day == Some(date) && state.chosen == item - items.start);
    }
    let hidden = lanes.iter().skip(shown).flatten().count();
    if hidden > 0 {
        let words = Message::new("window.year.more").with("n", hidden);
        let small = FontId::new(theme::TEXT_SMALL - 1.0, FontFamily::Proportional);
        let at = pos2(cell.left() + 8.0, top + CHIP * shown as f32 + CHIP / 2.0);
        ui.painter().text(at, Align2::LEFT_CENTER, cx.message(&words), small, t.muted);
        if state.drag.is_none() {
            // What has no room in the day is told by name.
            response.on_hover_ui(|ui| {
                for item in items.clone().take(MOST_TOLD) {
                    ui.label(heading(cx, state.model.lines[state.days.items[item].line].at));
                }
            });
        }
    }
    let has_focus = ui.memory(|memory| memory.has_focus(grid_id()));
    if state.day == Some(date) && has_focus {
        ui.painter().rect_stroke(cell, CornerRadius::same(3), Stroke::new(2.0, t.accent), StrokeKind::Inside);
    }
    let dropped_here = state.drag.and_then(|drag| drag.to).is_some_and(|to| to.first() == date);
    if dropped_here {
        ui.painter().rect_stroke(cell.shrink(2.0), CornerRadius::same(3), Stroke::new(1.5, t.accent), StrokeKind::Inside);
    }
}

/// From where to where an item reaches within its day: a span runs on to its neighbours.
fn reach(room: Rect, date: NaiveDate, due: Due) -> (Rect, CornerRadius) {
    let (starts, ends) = if due.is_span() { (date == due.first(), date == due.last()) } else { (true, true) };
    let (left, right) = (if starts { 4.0 } else { 0.0 }, if ends { 4.0 } else { 0.0 });
    let rect = Rect::from_min_max(pos2(room.left() + left, room.top()), pos2(room.right() - right, room.bottom()));
    let corner = |round: bool| if round { 3 } else { 0 };
    (rect, CornerRadius { nw: corner(starts), sw: corner(starts), ne: corner(ends), se: corner(ends) })
}

fn item_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut YearState, at: usize, room: Rect, chosen: bool) {
    let t = theme::tokens(ui);
    let item = state.days.items[at];
    let line = &state.model.lines[item.line];
    let outline = cx.doc.outline().clone();
    let (Some(row), Some(times)) = (outline.rows().get(line.at), line.times.clone()) else { return };
    let Some(mark) = times.marks.get(item.mark).copied() else { return };
    let (node, words) = (row.node.id, title_of(&outline, line.at).into_owned());
    let is_span = mark.due.is_span();
    let (rect, corner) = reach(room, item.date, mark.due);
    // A bar says its name where it begins and at the beginning of each week and month.
    let named = !is_span || item.date == mark.due.first() || item.date.weekday() == Weekday::Sun || item.date.day() == 1;
    let response = ui.interact(rect, grid_id().with(("item", at)), Sense::CLICK | Sense::DRAG);
    let (clash, selected) = (state.days.has_clash(at), cx.doc.primary() == Some(node));
    let fill = if selected || response.hovered() || is_span { t.accent_soft } else { t.hover };
    ui.painter().rect_filled(rect, corner, fill);
    if is_span {
        let line = Stroke::new(if selected { 2.0 } else { 1.0 }, t.accent);
        ui.painter().hline(rect.x_range(), rect.bottom() - line.width / 2.0, line);
    }
    // A stripe at the edge: whole for a day of its own, none for one of a rhythm.
    if !mark.rhythm && (!is_span || item.date == mark.due.first()) {
        ui.painter().rect_filled(Rect::from_min_size(rect.min, vec2(3.0, rect.height())), CornerRadius::same(1), t.accent);
    }
    if chosen && ui.memory(|memory| memory.has_focus(grid_id())) {
        ui.painter().rect_stroke(rect, CornerRadius::same(3), Stroke::new(1.5, t.accent), StrokeKind::Inside);
    }
    let off = state.days.is_board_off(at);
    let shown = match (clash, off) {
        (true, _) => format!("{} {words}", cx.t("window.year.clash_sign")),
        (false, true) => format!("{} {words}", cx.t("window.year.board_off_sign")),
        (false, false) => words.clone(),
    };
    let color = if clash || off { t.changed } else { t.text };
    if named {
        let galley = one_row(ui, &shown, FontId::new(theme::TEXT_SMALL, FontFamily::Proportional), color, rect.width() - 10.0);
        ui.painter().galley(pos2(rect.left() + 7.0, rect.center().y - galley.size().y / 2.0), galley, color);
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &shown));
    if response.hovered() && state.drag.is_none() {
        ui.ctx().set_cursor_icon(CursorIcon::Grab);
    }
    if response.clicked() {
        state.day = Some(item.date);
        state.chosen = at - state.days.on(item.date).start;
        cx.out.push(Action::Select(Some(node)));
        ui.memory_mut(|memory| memory.request_focus(grid_id()));
    }
    if response.double_clicked() {
        cx.out.push(Action::ShowItem(node));
    }
    if response.drag_started() {
        state.drag = Some(Drag { node, mark: item.mark, grip: Grip::Whole, start: item.date, due: mark.due, to: Some(mark.due) });
    }
    if state.drag.is_none() {
        let mut hint = format!("{words}\n{}", times.phrases[mark.phrase].text);
        if clash {
            hint = format!("{hint}\n{}", cx.t("window.year.clash_help"));
        }
        if off {
            hint = format!("{hint}\n{}", cx.t("window.year.board_off_help"));
        }
        response.on_hover_text(hint);
    }
}

fn drag_ui(ui: &Ui, cx: &mut Cx<'_>, state: &mut YearState, under: Option<NaiveDate>, year: FiscalYear) {
    let Some(mut drag) = state.drag else { return };
    if ui.input(|input| input.key_pressed(egui::Key::Escape)) {
        state.drag = None;
        return;
    }
    drag.to = under.and_then(|date| by_days(drag.due, Grip::Whole, (date - drag.start).num_days(), year));
    state.drag = Some(drag);
    ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
    if let Some(to) = drag.to {
        egui::Tooltip::always_open(ui.ctx().clone(), ui.layer_id(), grid_id().with("drag"), egui::PopupAnchor::Pointer)
            .gap(18.0)
            .show(|ui| ui.label(words::due(cx.lang, to)));
    }
    if ui.input(|input| input.pointer.any_released()) {
        state.drag = None;
        if under.is_some()
            && drag.to != Some(drag.due)
            && let Some(line) = state.model.position(cx.doc.outline(), drag.node)
        {
            ask(cx, state, line, drag.mark, drag.to);
        }
    }
}

/// What has only the month, and what does not go together in it.
fn side_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut YearState) {
    ScrollArea::vertical().id_salt("year.side").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = theme::SPACE_4;
        ui.label(theme::muted(ui, cx.t("window.year.only_month")));
        // Once each, however many of its times have only the month.
        let mut items: Vec<usize> = state.days.in_month(state.month).map(|item| item.line).collect();
        items.dedup();
        if items.is_empty() {
            ui.label(theme::muted(ui, cx.t("window.year.nothing")));
        }
        for line in items.iter().take(MOST_BESIDE) {
            link_ui(ui, cx, state, *line, "");
        }
        if items.len() > MOST_BESIDE {
            let more = Message::new("window.year.more").with("n", items.len() - MOST_BESIDE);
            ui.label(theme::muted(ui, cx.message(&more)));
        }
        let pairs: Vec<(NaiveDate, usize, usize)> = state
            .days
            .clashes
            .iter()
            .map(|(a, b)| (state.days.items[*a], state.days.items[*b]))
            .filter(|(a, _)| month_of(a.date) == state.month)
            .map(|(a, b)| (a.date, a.line, b.line))
            .collect();
        let here = state.days.boards_off.iter().map(|at| state.days.items[*at]).filter(|item| month_of(item.date) == state.month);
        let off: Vec<(NaiveDate, usize)> = here.map(|item| (item.date, item.line)).collect();
        if !off.is_empty() {
            ui.add_space(theme::SPACE_12);
            ui.label(egui::RichText::new(cx.t("window.year.boards_off")).size(theme::TEXT_SMALL).color(theme::tokens(ui).changed));
        }
        for (date, line) in off.into_iter().take(MOST_PAIRS) {
            let holiday = cx.holidays.name(date).map(|name| format!(" {name}")).unwrap_or_default();
            ui.label(theme::muted(ui, format!("{}{holiday}", words::day(cx.lang, date))));
            link_ui(ui, cx, state, line, "");
        }
        if pairs.is_empty() {
            return;
        }
        ui.add_space(theme::SPACE_12);
        ui.label(egui::RichText::new(cx.t("window.year.clashes")).size(theme::TEXT_SMALL).color(theme::tokens(ui).changed));
        for (date, a, b) in pairs.into_iter().take(MOST_PAIRS) {
            ui.label(theme::muted(ui, words::day(cx.lang, date)));
            link_ui(ui, cx, state, a, "");
            link_ui(ui, cx, state, b, "");
        }
    });
}

/// An item that leads to itself.
fn link_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &YearState, line: usize, before: &str) {
    let name = line_name(cx, state, line);
    let Some(line) = state.model.lines.get(line) else { return };
    let Some(node) = cx.doc.outline().rows().get(line.at).map(|row| row.node.id) else { return };
    let phrases = line.times.as_ref().map(|times| times.text()).unwrap_or_default();
    let t = theme::tokens(ui);
    let mut job = egui::text::LayoutJob::default();
    let format = |size, color| egui::TextFormat::simple(FontId::new(size, FontFamily::Proportional), color);
    job.append(&format!("{before}{name}"), 0.0, format(theme::TEXT, t.text));
    job.append(&format!("\n{phrases}"), 0.0, format(theme::TEXT_SMALL, t.muted));
    let button = egui::Button::new(job).wrap().frame_when_inactive(false).min_size(vec2(ui.available_width(), 0.0));
    let response = ui.add(button).accessible_name(&name);
    if response.clicked() {
        cx.out.push(Action::Select(Some(node)));
    }
    if response.double_clicked() {
        cx.out.push(Action::ShowItem(node));
    }
}

fn take_keys(ui: &Ui, cx: &mut Cx<'_>, state: &mut YearState, (first, year): (NaiveDate, FiscalYear)) {
    for asked in keys::asked(ui) {
        let date = state.day.unwrap_or(first);
        let items = state.days.on(date);
        let item = items.clone().nth(state.chosen).map(|at| state.days.items[at]);
        let shift = |days: i64| date.checked_add_signed(chrono::TimeDelta::days(days)).filter(|date| FiscalYear::of_date(*date) == year);
        let to = match asked {
            Ask::Open => {
                let line = item.and_then(|item| state.model.lines.get(item.line));
                let node = line.and_then(|line| cx.doc.outline().rows().get(line.at)).map(|row| row.node.id);
                cx.out.extend(node.map(Action::ShowItem));
                None
            }
            Ask::Move(weeks, days) => {
                let by = i64::from(weeks) * 7 + i64::from(days);
                if let Some(item) = item
                    && let Some(due) =
                        state.model.lines[item.line].times.as_ref().and_then(|times| times.marks.get(item.mark)).map(|mark| mark.due)
                {
                    let to = by_days(due, Grip::Whole, by, year);
                    ask(cx, state, item.line, item.mark, to);
                    to.and_then(|_| shift(by))
                } else {
                    None
                }
            }
            Ask::Next => {
                state.chosen = if items.is_empty() { 0 } else { (state.chosen + 1) % items.len() };
                None
            }
            Ask::Go(weeks, days) if state.day.is_some() => shift(i64::from(weeks) * 7 + i64::from(days)),
            Ask::Go(..) => Some(date),
            Ask::Ends(to_end) => {
                let last = first.iter_days().take_while(|day| day.month() == first.month()).last();
                if to_end { last } else { Some(first) }
            }
            Ask::Page(down) => {
                let month = state.month.saturating_add_signed(if down { 1 } else { -1 }).min(11);
                month_start(year, month)
            }
            Ask::Far(to_end) => month_start(year, if to_end { 11 } else { 0 }),
        };
        if let Some(to) = to {
            (state.day, state.chosen) = (Some(to), 0);
            state.month = month_of(to);
        }
    }
}
