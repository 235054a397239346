//! Beside the rows: the chapters with how much changed in each, and a strip that shows where changes are.

use eframe::egui::{
    self, Align2, CornerRadius, FontFamily, FontId, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};
use nendo::compare::{ChangeKind, Field};
use nendo::locale::Message;

use super::CompareState;
use super::bar::{kind_color, kind_key};
use super::model::{Compared, Line, Shown};
use crate::gui::theme;
use crate::gui::views::Cx;
use crate::gui::views::outline::one_row;

const ROW: f32 = 26.0;

/// Draws the chapters, and what the budget comes to.
pub fn chapters_ui(ui: &mut Ui, cx: &Cx<'_>, state: &mut CompareState, compared: &Compared) {
    egui::Frame::NONE.inner_margin(egui::Margin { left: 10, right: 6, top: 4, bottom: 4 }).show(ui, |ui| {
        ui.label(theme::muted(ui, cx.t("window.compare.by_chapter")));
        let mut go = None;
        ScrollArea::vertical().id_salt("compare_chapters").auto_shrink([false, true]).max_height(ui.available_height() - 48.0).show(
            ui,
            |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                for (item, counts) in &compared.chapters {
                    let kinds = || ChangeKind::ALL.into_iter().filter(|kind| counts[Shown::place(*kind)] > 0);
                    let shown = kinds().filter(|kind| state.shown.kinds[Shown::place(*kind)]);
                    let count: usize = shown.map(|kind| counts[Shown::place(kind)]).sum();
                    if count == 0 {
                        continue;
                    }
                    let item = *item;
                    let told: Vec<String> =
                        kinds().map(|kind| format!("{} {}", cx.t(kind_key(kind)), counts[Shown::place(kind)])).collect();
                    if chapter_ui(ui, cx, &compared.heading(item), count, &told.join("、")) {
                        go = Some(item);
                    }
                }
            },
        );
        if let Some(item) = go {
            // To the first change of the chapter, else to the chapter.
            state.go_to(item);
            let changed = state.shown.wants(&compared.items[item]);
            if !changed {
                state.step(false);
            }
            state.focus();
        }
        budget_ui(ui, cx, compared);
    });
}

fn chapter_ui(ui: &mut Ui, cx: &Cx<'_>, heading: &str, count: usize, told: &str) -> bool {
    let t = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, CornerRadius::same(theme::CORNER), t.hover);
    }
    let font = FontId::new(theme::TEXT_SMALL, FontFamily::Proportional);
    let number = ui.painter().text(pos2(rect.right() - 6.0, rect.center().y), Align2::RIGHT_CENTER, count, font.clone(), t.changed);
    let galley = one_row(ui, heading, font, t.text, number.left() - rect.left() - 14.0);
    ui.painter().galley(pos2(rect.left() + 6.0, rect.center().y - galley.size().y / 2.0), galley, t.text);
    let name = cx.message(&Message::new("window.compare.chapter").with("title", heading).with("n", count));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    response.on_hover_text(format!("{heading}\n{told}")).clicked()
}

/// The budgets of both, where one of them says any.
fn budget_ui(ui: &mut Ui, cx: &Cx<'_>, compared: &Compared) {
    let amounts = compared.comparison.summary.budget;
    if amounts.old.is_none() && amounts.new.is_none() {
        return;
    }
    ui.separator();
    let amount = |amount: Option<i64>| amount.map_or_else(|| "—".to_owned(), nendo::plan::format_amount);
    if amounts.old == amounts.new {
        let same = Message::new("window.compare.budget_same").with("amount", amount(amounts.new));
        ui.label(theme::muted(ui, cx.message(&same)));
        return;
    }
    ui.label(theme::muted(ui, format!("{}：{} → {}", cx.t(Field::Budget.key()), amount(amounts.old), amount(amounts.new))));
    if let Some(words) = amounts.words(cx.lang) {
        ui.label(theme::muted(ui, words));
    }
}

/// Draws the strip; a click goes to the line nearest to it.
pub fn strip_ui(ui: &Ui, cx: &Cx<'_>, state: &mut CompareState, compared: &Compared, rect: Rect, view: (f32, f32)) {
    let t = theme::tokens(ui);
    let response = ui.interact(rect, super::list_id().with("strip"), Sense::click_and_drag());
    let name = cx.t("window.compare.strip");
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
    let painter = ui.painter();
    painter.rect_filled(rect, 0.0, t.ground);
    let total = state.heights.total().max(1.0);
    let at = |y: f32| rect.top() + (y / total).clamp(0.0, 1.0) * rect.height();
    let inner = rect.shrink2(vec2(3.0, 0.0));
    let mut painted = f32::MIN;
    for (line, what) in state.lines.iter().enumerate() {
        let kind = match what {
            Line::Item(item) => compared.items[*item].kinds.iter().copied().find(|kind| state.shown.kinds[Shown::place(*kind)]),
            Line::Plan(_) => Some(ChangeKind::Edited),
            Line::Fold(..) | Line::Ghost(_) => None,
        };
        let y = at(state.heights.top(line));
        // One mark for each line of pixels is all one can see.
        let Some(kind) = kind.filter(|_| y >= painted + 1.0) else { continue };
        painted = y + 2.0;
        painter.rect_filled(Rect::from_x_y_ranges(inner.x_range(), y..=y + 2.5), 0.0, kind_color(ui, kind));
    }
    let window = Rect::from_x_y_ranges(rect.x_range(), at(view.0)..=at(view.1).max(at(view.0) + 8.0));
    painter.rect_stroke(window, 2.0, Stroke::new(1.0, t.line_strong), StrokeKind::Inside);
    if let Some(pointer) = response.interact_pointer_pos().filter(|_| response.is_pointer_button_down_on()) {
        let wanted = (pointer.y - rect.top()) / rect.height() * total;
        state.scroll_to(wanted);
    }
    response.on_hover_text(name);
}
