//! Projects by months: the header, the lines in view, the pointer and the keyboard on them.

use eframe::egui::{
    self, Align2, CornerRadius, CursorIcon, FontFamily, FontId, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
    vec2,
};
use nendo::plan::FiscalYear;

use super::keys::{self, Ask};
use super::layout::{COUNTS, Columns};
use super::model::{self, Due, Times, month_of};
use super::rewrite::{Grip, by_days, by_months};
use super::{Drag, YearState, ask, grid_id, heading, paint, words};
use crate::gui::theme;
use crate::gui::views::outline::one_row;
use crate::gui::views::{Action, Cx};

const ROW: f32 = theme::OUTLINE_ROW;
const HEAD: f32 = 30.0;
const INDENT: f32 = 12.0;

/// Draws the grid.
pub fn grid_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut YearState, year: FiscalYear) {
    take_keys(ui, cx, state, year);
    ui.spacing_mut().item_spacing.y = 0.0;
    let room = ui.available_rect_before_wrap();
    let columns = Columns::new(room.left() + 8.0, room.width() - 16.0);
    let now = paint::now_in(year, state.today);
    head_ui(ui, cx, state, columns, now);
    let area_rect = ui.available_rect_before_wrap();
    let background = ui.interact(area_rect, grid_id(), Sense::click());
    background.widget_info(|| WidgetInfo::labeled(Role::Grid, true, cx.t("window.year.grid")));
    state.page = ((area_rect.height() / ROW) as usize).saturating_sub(1).max(1);
    let mut area = ScrollArea::vertical().id_salt("year.scroll").auto_shrink([false, false]).animated(false);
    if std::mem::take(&mut state.reveal) {
        let offset = ui.data(|data| data.get_temp::<f32>(grid_id())).unwrap_or(0.0);
        let top = state.cursor.0 as f32 * ROW;
        if top < offset {
            area = area.vertical_scroll_offset((top - ROW).max(0.0));
        } else if top + ROW > offset + area_rect.height() {
            area = area.vertical_scroll_offset(top + 2.0 * ROW - area_rect.height());
        }
    }
    let count = state.model.lines.len();
    let output = area.show_rows(ui, ROW, count, |ui, range| {
        let clip = ui.clip_rect();
        let fall = |month: usize| columns.month_left(month);
        if let Some(now) = now {
            ui.painter().rect_filled(
                Rect::from_x_y_ranges(fall(now)..=fall(now + 1), clip.y_range()),
                0.0,
                theme::tokens(ui).accent_soft.gamma_multiply(0.55),
            );
        }
        for month in 0..=12 {
            ui.painter().vline(fall(month), clip.y_range(), Stroke::new(1.0, theme::tokens(ui).line));
        }
        for at in range {
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
            line_ui(ui, cx, state, (columns, year), at, rect);
        }
    });
    ui.data_mut(|data| data.insert_temp(grid_id(), output.state.clamped_offset().y));
    if background.clicked() {
        background.request_focus();
    }
    drag_ui(ui, cx, state, columns, year);
}

fn head_ui(ui: &mut Ui, cx: &Cx<'_>, state: &YearState, columns: Columns, now: Option<usize>) {
    let t = theme::tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEAD), Sense::hover());
    let painter = ui.painter();
    painter.rect_filled(rect, 0.0, t.ground);
    let busy = model::busy(&state.model.load);
    let font = FontId::new(theme::TEXT_SMALL, FontFamily::Proportional);
    painter.text(pos2(rect.left() + 20.0, rect.center().y), Align2::LEFT_CENTER, cx.t("window.year.project"), font.clone(), t.muted);
    for (month, is_busy) in busy.into_iter().enumerate() {
        let cell = Rect::from_x_y_ranges(columns.month_left(month)..=columns.month_left(month + 1), rect.y_range());
        let this = now == Some(month);
        let font = if this { FontId::new(theme::TEXT_SMALL, theme::bold()) } else { font.clone() };
        if this {
            painter.rect_filled(cell.shrink2(vec2(2.0, 3.0)), CornerRadius::same(theme::CORNER), t.accent_soft);
        }
        let name = words::month(cx.lang, month);
        // Told by a sign, since the eye compares heights badly.
        let signed = if is_busy { format!("{name} {}", cx.t("window.year.busy_sign")) } else { name.clone() };
        let color = if this { t.accent } else { t.text };
        let galley = painter.layout_no_wrap(signed, font.clone(), color);
        if galley.size().x <= cell.width() - 4.0 {
            painter.galley(cell.center() - galley.size() / 2.0, galley, color);
        } else {
            // Where the word would run into the next month, a line stands for it.
            let name = painter.text(cell.center(), Align2::CENTER_CENTER, name, font, color);
            if is_busy {
                painter.hline(name.x_range(), name.bottom() + 1.0, Stroke::new(2.0, color));
            }
        }
        let response = ui.interact(cell, grid_id().with(("head", month)), Sense::hover());
        let load = nendo::locale::Message::new("window.year.load").with("n", state.model.load[month]);
        response.on_hover_text(cx.message(&load));
    }
    let counts = pos2(columns.month_left(12) + COUNTS / 2.0, rect.center().y);
    ui.painter().text(counts, Align2::CENTER_CENTER, cx.t("window.year.counts"), font, t.muted);
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, t.line_strong));
}

fn line_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut YearState, (columns, year): (Columns, FiscalYear), at: usize, rect: Rect) {
    let t = theme::tokens(ui);
    let line = state.model.lines[at].clone();
    let outline = cx.doc.outline().clone();
    let Some(row) = outline.rows().get(line.at) else { return };
    let node = row.node.id;
    let has_focus = ui.memory(|memory| memory.has_focus(grid_id()));
    let response = ui.interact(rect, grid_id().with(node.as_u128()), Sense::CLICK | Sense::DRAG);
    let title = Rect::from_min_max(pos2(rect.left() + 6.0, rect.top()), pos2(columns.left - 4.0, rect.bottom()));
    let selected = cx.doc.primary() == Some(node);
    let corner = CornerRadius::same(theme::CORNER);
    if selected {
        ui.painter().rect_filled(title, corner, t.accent_soft);
    } else if response.hovered() && state.drag.is_none() {
        ui.painter().rect_filled(title, corner, t.hover);
    }
    let is_heading = line.times.is_none();
    let left = title.left() + 8.0 + f32::from(row.depth.min(6)) * INDENT;
    let (font, color) = if is_heading {
        (FontId::new(theme::TEXT_SMALL, theme::bold()), t.muted)
    } else {
        (FontId::new(theme::TEXT, FontFamily::Proportional), t.text)
    };
    let words = outline.heading(row);
    let galley = one_row(ui, &words, font, color, title.right() - left - 4.0);
    let cut = galley.elided;
    ui.painter().galley(pos2(left, rect.center().y - galley.size().y / 2.0), galley, color);
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, t.line));
    if let Some(times) = &line.times {
        times_ui(ui, cx, state, columns, node, times, rect);
    }
    if has_focus && state.cursor.0 == at {
        let cell =
            Rect::from_x_y_ranges(columns.month_left(state.cursor.1)..=columns.month_left(state.cursor.1 + 1), rect.y_range()).shrink(1.0);
        ui.painter().rect_stroke(cell, CornerRadius::same(4), Stroke::new(2.0, t.accent), StrokeKind::Inside);
    }
    let phrases = line.times.as_ref().map(|times| times.text()).unwrap_or_default();
    let name = if phrases.is_empty() { words.clone() } else { format!("{words}：{phrases}") };
    response.widget_info(|| WidgetInfo::selected(Role::Row, true, selected, &name));
    pointer(ui, cx, state, (columns, year), at, &response);
    if state.drag.is_none() && (cut || !phrases.is_empty()) {
        let lead = if row.node.lead.is_empty() { String::new() } else { format!("\n{}", row.node.lead) };
        response.on_hover_text(format!("{words}\n{phrases}{lead}"));
    }
}

fn times_ui(ui: &Ui, cx: &Cx<'_>, state: &YearState, columns: Columns, node: nendo::plan::NodeId, times: &Times, rect: Rect) {
    let t = theme::tokens(ui);
    let y = rect.center().y;
    words_ui(ui, columns, y, times);
    let dragged = state.drag.filter(|drag| drag.node == node);
    for (at, mark) in times.marks.iter().enumerate() {
        paint::mark(ui.painter(), t, columns, y, mark, dragged.is_some_and(|drag| drag.mark == at));
    }
    if let Some(drag) = dragged
        && let Some(mark) = times.marks.get(drag.mark)
        && let Some(to) = drag.to
    {
        paint::mark(ui.painter(), t, columns, y, &model::Mark { due: to, ..*mark }, false);
    }
    let middle = pos2(columns.month_left(12) + COUNTS / 2.0, y);
    let small = FontId::new(theme::TEXT_SMALL - 1.0, FontFamily::Proportional);
    if times.phrases.iter().any(|phrase| !phrase.understood) {
        ui.painter().text(middle, Align2::CENTER_CENTER, cx.t("window.year.not_read"), small, t.changed);
        return;
    }
    let (words, font, color) = if times.counts.is_empty() {
        // The words that say more than the marks, as far as they go.
        let beside = times.beside.iter().chain(times.words.iter().filter(|_| !times.marks.is_empty()));
        (beside.map(String::as_str).collect::<Vec<_>>().join("・"), small, t.muted)
    } else {
        let counts = times.counts.iter().map(|count| words::count(cx.lang, *count)).collect::<Vec<_>>().join("・");
        (counts, FontId::new(theme::TEXT_SMALL, FontFamily::Proportional), t.text)
    };
    if !words.is_empty() {
        let galley = one_row(ui, &words, font, color, COUNTS - 6.0);
        ui.painter().galley(middle - galley.size() / 2.0, galley, color);
    }
}

/// What has no place among the months stands there in the plan's own words: on a band where it was understood.
fn words_ui(ui: &Ui, columns: Columns, y: f32, times: &Times) {
    let t = theme::tokens(ui);
    let (from, to) = (columns.month_left(0) + 3.0, columns.month_left(12) - 3.0);
    let has_band = !times.words.is_empty();
    if has_band {
        paint::band(ui.painter(), t, columns, y);
    }
    let (words, color) = if has_band { (times.words.join("、"), t.muted) } else { (times.unread(), t.changed) };
    // Beside marks the words would run into them; they stand in the row's name and its hint.
    if words.is_empty() || !times.marks.is_empty() {
        return;
    }
    let galley = one_row(ui, &words, FontId::new(theme::TEXT_SMALL, FontFamily::Proportional), color, to - from - 20.0);
    ui.painter().galley(pos2(from + 10.0, y - galley.size().y / 2.0), galley, color);
}

fn pointer(ui: &Ui, cx: &mut Cx<'_>, state: &mut YearState, (columns, year): (Columns, FiscalYear), at: usize, response: &egui::Response) {
    let line = state.model.lines[at].clone();
    let Some(node) = cx.doc.outline().rows().get(line.at).map(|row| row.node.id) else { return };
    let under = |x: f32| line.times.as_ref().and_then(|times| columns.mark_at(&times.marks, x));
    if let Some(pointer) = response.hover_pos().filter(|_| state.drag.is_none())
        && let Some((_, grip)) = under(pointer.x)
    {
        ui.ctx().set_cursor_icon(if grip == Grip::Whole { CursorIcon::Grab } else { CursorIcon::ResizeHorizontal });
    }
    if response.clicked() {
        state.cursor.0 = at;
        if let Some(month) = response.interact_pointer_pos().and_then(|pointer| columns.month_at(pointer.x)) {
            state.cursor.1 = month;
        }
        cx.out.push(Action::Select(Some(node)));
        ui.memory_mut(|memory| memory.request_focus(grid_id()));
    }
    if response.double_clicked() {
        cx.out.push(Action::ShowItem(node));
    }
    if response.drag_started()
        && let Some(pressed) = ui.input(|input| input.pointer.press_origin())
        && let Some((mark, grip)) = under(pressed.x)
        && let Some(start) = columns.day_at(pressed.x, year)
        && let Some(due) = line.times.as_ref().and_then(|times| times.marks.get(mark)).map(|mark| mark.due)
    {
        state.drag = Some(Drag { node, mark, grip, start, due, to: Some(due) });
    }
}

/// Follows the pointer with a dragged mark, says where it would come to, and lets it go there.
fn drag_ui(ui: &Ui, cx: &mut Cx<'_>, state: &mut YearState, columns: Columns, year: FiscalYear) {
    let Some(mut drag) = state.drag else { return };
    if ui.input(|input| input.key_pressed(egui::Key::Escape)) {
        state.drag = None;
        return;
    }
    if let Some(pointer) = ui.input(|input| input.pointer.latest_pos()) {
        let here = columns.day_at(pointer.x, year).unwrap_or(drag.start);
        drag.to = match drag.due {
            Due::Days(..) => by_days(drag.due, drag.grip, (here - drag.start).num_days(), year),
            Due::Months(..) => by_months(drag.due, drag.grip, month_of(here) as i32 - month_of(drag.start) as i32, year),
        };
        state.drag = Some(drag);
        ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
        let words = drag.to.map_or_else(|| cx.t("window.year.refused.outside_year").to_owned(), |to| words::due(cx.lang, to));
        egui::Tooltip::always_open(ui.ctx().clone(), ui.layer_id(), grid_id().with("drag"), egui::PopupAnchor::Pointer)
            .gap(18.0)
            .show(|ui| ui.label(words));
    }
    if ui.input(|input| input.pointer.any_released()) {
        state.drag = None;
        if drag.to != Some(drag.due)
            && let Some(line) = state.model.position(cx.doc.outline(), drag.node)
        {
            ask(cx, state, line, drag.mark, drag.to);
        }
    }
}

fn take_keys(ui: &Ui, cx: &mut Cx<'_>, state: &mut YearState, year: FiscalYear) {
    for asked in keys::asked(ui) {
        let lines = state.model.lines.len();
        let Some(line) = state.model.lines.get(state.cursor.0).cloned() else { return };
        let node = cx.doc.outline().rows().get(line.at).map(|row| row.node.id);
        match asked {
            Ask::Open => cx.out.extend(node.map(Action::ShowItem)),
            Ask::Move(0, by) => {
                let marks = line.times.iter().flat_map(|times| times.marks.iter().enumerate());
                let Some((mark, due)) = marks.filter(|(_, mark)| mark.due.touches(state.cursor.1)).map(|(at, mark)| (at, mark.due)).next()
                else {
                    continue;
                };
                let to = by_months(due, Grip::Whole, by, year);
                ask(cx, state, state.cursor.0, mark, to);
                if to.is_some() {
                    // The cursor goes along, so that the key can be pressed again.
                    state.cursor.1 = state.cursor.1.saturating_add_signed(by as isize).min(11);
                }
            }
            Ask::Move(..) | Ask::Next => {}
            other => {
                let before = state.cursor;
                state.cursor = keys::step(state.cursor, other, lines, 12, state.page);
                state.reveal = true;
                if state.cursor.0 != before.0 {
                    let row = state.model.lines.get(state.cursor.0).and_then(|line| cx.doc.outline().rows().get(line.at));
                    cx.out.extend(row.map(|row| Action::Select(Some(row.node.id))));
                }
            }
        }
    }
}

/// What the line under the cursor says, for the month view beside it.
pub(super) fn line_name(cx: &Cx<'_>, state: &YearState, line: usize) -> String {
    state.model.lines.get(line).map(|line| heading(cx, line.at)).unwrap_or_default()
}
