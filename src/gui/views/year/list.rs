//! All by date: one line each, with the day, the item, whose it is and its own words. What has only a month stands at
//! its end, what has no month behind them all, as on paper.

use eframe::egui::{Align2, CornerRadius, FontFamily, FontId, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};
use nendo::calendar::{Part, Undated};
use nendo::locale::Lang;

use super::days::{ListRow, Place, RowOf};
use super::keys::{self, Ask};
use super::model::{Due, Times};
use super::rewrite::{Grip, by_days, by_months};
use super::{YearState, ask, grid_id, heading, words, year_of};
use crate::gui::theme;
use crate::gui::views::outline::one_row;
use crate::gui::views::{Action, Cx};

const ROW: f32 = theme::OUTLINE_ROW;
/// Width of the column that says when.
const WHEN: f32 = 250.0;

/// Draws the list.
pub fn list_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut YearState) {
    take_keys(ui, cx, state);
    let count = state.days.rows.len();
    if count == 0 {
        return;
    }
    state.row = state.row.min(count - 1);
    ui.spacing_mut().item_spacing.y = 0.0;
    let area_rect = ui.available_rect_before_wrap();
    let background = ui.interact(area_rect, grid_id(), Sense::click());
    background.widget_info(|| WidgetInfo::labeled(Role::List, true, cx.t("window.year.show.list")));
    state.page = ((area_rect.height() / ROW) as usize).saturating_sub(1).max(1);
    let mut area = ScrollArea::vertical().id_salt("year.list").auto_shrink([false, false]).animated(false);
    if std::mem::take(&mut state.reveal) {
        area = area.vertical_scroll_offset((state.row as f32 * ROW - area_rect.height() / 2.0).max(0.0));
    }
    area.show_rows(ui, ROW, count, |ui, range| {
        for at in range {
            row_ui(ui, cx, state, at);
        }
    });
    if background.clicked() {
        background.request_focus();
    }
}

/// 9月6日（土）, 7月21日（月）～8月31日（日）, 5月　日未定, 5月　毎週金曜日、第2土曜日, and of what has no month why it stands at the end.
fn when_words(cx: &Cx<'_>, row: &ListRow, times: &Times) -> String {
    // What comes by weekdays says them.
    let rhythm = match row.of {
        RowOf::Routine(phrase) => times.phrases.get(phrase).map(|phrase| phrase.rhythm.as_str()),
        RowOf::Mark(mark) => times.marks.get(mark).filter(|mark| mark.rhythm).map(|mark| times.phrases[mark.phrase].rhythm.as_str()),
        RowOf::Words(_) => None,
    }
    .filter(|rhythm| !rhythm.is_empty() && cx.lang == Lang::Ja);
    match row.place {
        Place::Day(date) => words::due(cx.lang, Due::Days(date, row.to.unwrap_or(date))),
        Place::Month(month, part) => {
            if let Some(rhythm) = rhythm.filter(|_| part.is_none()) {
                return format!("{}　{}", words::month(cx.lang, month), with_weekdays(rhythm));
            }
            let part = match part {
                // Of what comes again and again the days are known, only too many.
                None if matches!(row.of, RowOf::Routine(_)) => "window.year.routine",
                None => "window.year.no_day",
                Some(Part::Early) => "window.year.early",
                Some(Part::Middle) => "window.year.middle",
                Some(Part::Late) => "window.year.late",
                Some(Part::End) => "window.year.end",
            };
            format!("{}　{}", words::month(cx.lang, month), cx.t(part))
        }
        Place::End(Undated::InWords) => cx.t("window.year.in_words").to_owned(),
        Place::End(_) => cx.t("window.year.no_month").to_owned(),
    }
}

/// 毎週金曜日、第2土曜日 for 毎週金、第2土.
fn with_weekdays(rhythm: &str) -> String {
    let whole = |word: &str| match word {
        "毎日" | "平日" => word.to_owned(),
        word if word.ends_with(['月', '火', '水', '木', '金', '土', '日']) => format!("{word}曜日"),
        word => word.to_owned(),
    };
    rhythm.split('、').map(whole).collect::<Vec<_>>().join("、")
}

fn row_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut YearState, at: usize) {
    let t = theme::tokens(ui);
    let item = state.days.rows[at];
    let line = &state.model.lines[item.line];
    let outline = cx.doc.outline().clone();
    let (Some(row), Some(times)) = (outline.rows().get(line.at), line.times.clone()) else { return };
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let response = ui.interact(rect, grid_id().with(("list", at)), Sense::CLICK);
    let has_focus = ui.memory(|memory| memory.has_focus(grid_id()));
    let inner = rect.shrink2(vec2(6.0, 1.0));
    let corner = CornerRadius::same(theme::CORNER);
    if state.row == at {
        ui.painter().rect_filled(inner, corner, t.accent_soft);
        if has_focus {
            ui.painter().rect_stroke(inner, corner, Stroke::new(1.5, t.accent), StrokeKind::Inside);
        }
    } else if response.hovered() {
        ui.painter().rect_filled(inner, corner, t.hover);
    }
    // What several rows share is written once.
    let before = at.checked_sub(1).map(|before| state.days.rows[before]);
    let day = when_words(cx, &item, &times);
    let before_times = before.as_ref().and_then(|before| state.model.lines.get(before.line)?.times.as_deref());
    let before_words = before.as_ref().zip(before_times).map_or(String::new(), |(before, times)| when_words(cx, before, times));
    let shares = |before: &ListRow| match (before.place, item.place) {
        (Place::End(_), Place::End(_)) => before.place.section() == item.place.section(),
        (Place::Month(..), Place::Month(..)) => before.place == item.place && before_words == day,
        _ => before.place == item.place && before.to == item.to,
    };
    let first = !before.as_ref().is_some_and(shares);
    if before.is_some_and(|before| before.place.section() != item.place.section()) {
        ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(1.0, t.line_strong));
    }
    let y = rect.center().y;
    let font = FontId::new(theme::TEXT, FontFamily::Proportional);
    let date = if let Place::Day(date) = item.place { Some(date) } else { None };
    let holiday = date.filter(|_| item.to.is_none()).and_then(|date| cx.holidays.name(date)).map(str::to_owned);
    let off = holiday.is_some() || (item.to.is_none() && date.is_some_and(|date| chrono::Datelike::weekday(&date) == chrono::Weekday::Sun));
    if first {
        let color = if off {
            t.removed
        } else if date.is_some() {
            t.text
        } else {
            t.muted
        };
        let galley = one_row(ui, &day, font.clone(), color, WHEN - 30.0);
        ui.painter().galley(pos2(rect.left() + 20.0, y - galley.size().y / 2.0), galley, color);
        if let Some(name) = &holiday {
            let small = FontId::new(theme::TEXT_SMALL - 1.0, FontFamily::Proportional);
            ui.painter().text(pos2(rect.left() + 128.0, y), Align2::LEFT_CENTER, name, small, t.removed);
        }
    }
    let phrase = match item.of {
        RowOf::Mark(mark) => times.marks.get(mark).map_or(String::new(), |mark| times.phrases[mark.phrase].text.clone()),
        RowOf::Routine(phrase) => times.phrases.get(phrase).map_or(String::new(), |phrase| phrase.text.clone()),
        RowOf::Words(words) => times.at_end.get(words).map_or(String::new(), |(_, words)| words.clone()),
    };
    let title = heading(cx, line.at);
    let left = rect.left() + WHEN;
    let free = rect.right() - left - 24.0;
    let cell = |x: f32, width: f32, words: &str, color| {
        let galley = one_row(ui, words, font.clone(), color, width);
        ui.painter().galley(pos2(x, y - galley.size().y / 2.0), galley, color);
    };
    cell(left, free * 0.45, &title, t.text);
    cell(left + free * 0.47, free * 0.15, &row.node.lead, t.muted);
    let clashes = item.item.is_some_and(|item| state.days.has_clash(item));
    let board_off = item.item.is_some_and(|item| state.days.is_board_off(item));
    let clash = match (clashes, board_off) {
        (true, _) => format!("{}　", cx.t("window.year.clash_sign")),
        (false, true) => format!("{}　", cx.t("window.year.board_off_sign")),
        (false, false) => String::new(),
    };
    cell(left + free * 0.64, free * 0.36, &format!("{clash}{phrase}"), if clash.is_empty() { t.muted } else { t.changed });
    let name = format!("{day} {title}");
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, state.row == at, &name));
    if response.clicked() {
        state.row = at;
        cx.out.push(Action::Select(Some(row.node.id)));
        ui.memory_mut(|memory| memory.request_focus(grid_id()));
    }
    if response.double_clicked() {
        cx.out.push(Action::ShowItem(row.node.id));
    }
    if clashes {
        response.on_hover_text(cx.t("window.year.clash_help"));
    } else if board_off {
        response.on_hover_text(cx.t("window.year.board_off_help"));
    }
}

fn take_keys(ui: &Ui, cx: &mut Cx<'_>, state: &mut YearState) {
    for asked in keys::asked(ui) {
        let Some(item) = state.days.rows.get(state.row).copied() else { return };
        let node = state.model.lines.get(item.line).and_then(|line| cx.doc.outline().rows().get(line.at)).map(|row| row.node.id);
        match asked {
            Ask::Open => cx.out.extend(node.map(Action::ShowItem)),
            Ask::Move(0, by) => {
                let RowOf::Mark(mark) = item.of else { continue };
                let due = state.model.lines[item.line].times.as_ref().and_then(|times| times.marks.get(mark)).map(|mark| mark.due);
                if let (Some(due), Some(year)) = (due, year_of(cx)) {
                    // What has only a month goes by months.
                    let to = match due {
                        Due::Days(..) => by_days(due, Grip::Whole, by.into(), year),
                        Due::Months(..) => by_months(due, Grip::Whole, by, year),
                    };
                    ask(cx, state, item.line, mark, to);
                }
            }
            Ask::Move(..) | Ask::Next => {}
            other => {
                state.row = keys::step((state.row, 0), other, state.days.rows.len(), 1, state.page).0;
                state.reveal = true;
                let item = state.days.rows.get(state.row);
                let row = item.and_then(|item| state.model.lines.get(item.line)).and_then(|line| cx.doc.outline().rows().get(line.at));
                cx.out.extend(row.map(|row| Action::Select(Some(row.node.id))));
            }
        }
    }
}
