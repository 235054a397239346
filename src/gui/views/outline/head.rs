//! What stands above the list: the filter, buttons, the row of the plan itself.

use eframe::egui::{self, Align2, CornerRadius, FontId, Id, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use nendo::locale::Message;

use super::{Arrange, OutlineState, ROW, one_row};
use crate::gui::commands::UiCommand;
use crate::gui::views::{Action, Cx, filter};
use crate::gui::widgets::icon_button;
use crate::gui::{icons, theme};

/// Draws filter and buttons; says whether one of these was clicked.
pub(super) fn head_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut OutlineState) -> bool {
    let mut clicked = false;
    let t = theme::tokens(ui);
    egui::Frame::NONE.inner_margin(egui::Margin { left: 10, right: 8, top: 8, bottom: 4 }).show(ui, |ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let name = cx.t("window.outline.filter");
        let icon = egui::RichText::new(icons::MAGNIFYING_GLASS).font(theme::icon_font(14.0)).color(t.muted);
        ui.horizontal(|ui| {
            ui.add(
                egui::TextEdit::singleline(&mut state.filter)
                    .id(Id::unique("outline.filter"))
                    .hint_text(name)
                    .prefix(icon)
                    .margin(egui::Margin::symmetric(8, 5))
                    .desired_width(ui.available_width() - theme::ICON_BUTTON - 2.0),
            )
            .accessible_name(name);
            filter::funnel_ui(ui, cx, &mut state.fields);
        });
        filter::chips_ui(ui, cx, &mut state.fields);
        ui.add_space(theme::SPACE_4);
        ui.horizontal(|ui| {
            for command in [UiCommand::AddSibling, UiCommand::AddChild, UiCommand::Delete] {
                clicked |= icon_button::command_ui(ui, cx, command).clicked();
            }
            gap_ui(ui);
            for command in [UiCommand::Outdent, UiCommand::Indent, UiCommand::MoveUp, UiCommand::MoveDown] {
                clicked |= icon_button::command_ui(ui, cx, command).clicked();
            }
        });
    });
    marks_ui(ui, cx);
    clicked
}

/// What the marks are measured against, how many there are, and the way to see them alone or not at all.
fn marks_ui(ui: &mut Ui, cx: &mut Cx<'_>) {
    let Some(name) = &cx.doc.base_name else { return };
    let frame = egui::Frame::NONE.inner_margin(egui::Margin { left: 12, right: 8, top: 0, bottom: 2 });
    frame.show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            let count = cx.doc.marks().map_or(0, |marks| marks.count());
            let color = theme::tokens(ui).muted;
            let font = FontId::new(theme::TEXT_SMALL, egui::FontFamily::Proportional);
            // The number is what one looks for: the name gives way.
            let number = cx.message(&Message::new("window.marks.strip_count").with("n", count));
            let number = ui.painter().layout_no_wrap(number, font.clone(), color);
            let words = cx.message(&Message::new("window.marks.strip").with("name", name));
            let room = ui.available_width() - 2.0 * theme::ICON_BUTTON - number.size().x - theme::SPACE_8 - 8.0;
            let galley = one_row(ui, &words, font, color, room.max(40.0));
            let whole = cx.message(&Message::new("window.marks.strip_whole").with("name", name).with("n", count));
            ui.label(galley).on_hover_text(&whole);
            ui.add_space(theme::SPACE_8);
            ui.label(number).on_hover_text(&whole);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if icon_button::icon_ui(ui, icons::X, cx.t("window.marks.end"), true, false).clicked() {
                    cx.out.push(Action::ForgetBase);
                }
                let command = UiCommand::ChangedOnly;
                let tooltip = command.tooltip(ui.ctx(), cx.lang);
                let button = icon_button::icon_ui(ui, command.entry().icon, &tooltip, true, cx.doc.changed_only);
                if button.accessible_name(command.name(cx.lang)).clicked() {
                    cx.command(command);
                }
            });
        });
    });
}

/// A thin line between groups of buttons.
fn gap_ui(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(9.0, theme::ICON_BUTTON), Sense::hover());
    ui.painter().vline(rect.center().x, rect.shrink(6.0).y_range(), Stroke::new(1.0, theme::tokens(ui).line));
}

/// The row of the plan itself, above all nodes.
pub(super) fn plan_row_ui(ui: &mut Ui, cx: &mut Cx<'_>, has_focus: bool) {
    let t = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::CLICK);
    let inner = rect.shrink2(vec2(6.0, 0.0));
    let selected = cx.doc.primary().is_none();
    if selected || response.hovered() {
        ui.painter().rect_filled(inner, CornerRadius::same(theme::CORNER), if selected { t.accent_soft } else { t.hover });
    }
    if (selected && has_focus) || response.has_focus() {
        ui.painter().rect_stroke(inner, CornerRadius::same(theme::CORNER), Stroke::new(1.5, t.accent), StrokeKind::Inside);
    }
    ui.painter().text(pos2(inner.left() + 14.0, inner.center().y), Align2::CENTER_CENTER, icons::FILE, theme::icon_font(15.0), t.muted);
    let title = if cx.doc.plan().title.is_empty() { cx.t("window.untitled_plan") } else { &cx.doc.plan().title };
    let galley = one_row(ui, title, FontId::new(theme::TEXT, theme::bold()), t.text, inner.right() - inner.left() - 36.0);
    ui.painter().galley(pos2(inner.left() + 28.0, inner.center().y - galley.size().y / 2.0), galley, t.text);
    let name = cx.t("window.outline.plan_row");
    response.widget_info(|| WidgetInfo::selected(Role::TreeItem, true, selected, format!("{name} {title}")));
    if response.on_hover_text(name).clicked() {
        cx.out.push(Action::Select(None));
        cx.out.push(Action::FocusOutline);
    }
    ui.add_space(2.0);
}

/// Where a part is shown alone: the way to it, and the way out.
pub fn part_ui(ui: &mut Ui, cx: &mut Cx<'_>) {
    let Some(part) = cx.doc.hoisted() else { return };
    let t = theme::tokens(ui);
    let outline = cx.doc.outline();
    let above = outline.position(part).map(|at| outline.ancestry(at)).unwrap_or_default();
    let frame = egui::Frame::NONE.fill(t.accent_soft).inner_margin(egui::Margin::symmetric(8, 2));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            let tooltip = UiCommand::LeavePart.tooltip(ui.ctx(), cx.lang);
            let back = icon_button::icon_ui(ui, icons::ARROW_U_UP_LEFT, &tooltip, true, false);
            if back.accessible_name(UiCommand::LeavePart.name(cx.lang)).clicked() {
                cx.command(UiCommand::LeavePart);
            }
            let room = ui.available_width() - 8.0;
            // The part itself has the most room, the steps to it share what is left.
            let whole = std::iter::once((None, cx.t("window.outline.whole_plan").to_owned()));
            let mut steps: Vec<_> = whole.chain(above.iter().map(|row| (Some(row.node.id), outline.heading(row)))).collect();
            // Of a long way the beginning and the end: what is wider than the pane would widen it.
            const SHORTEST: f32 = 28.0;
            const SIGN: f32 = 16.0;
            let fits = ((room * 0.5 / (SHORTEST + SIGN)) as usize).max(1);
            steps.drain(1..1 + (steps.len() - 1).saturating_sub(fits));
            let step = room * 0.5 / (steps.len() - 1).max(1) as f32 - SIGN;
            for (at, (node, words)) in steps.iter().enumerate() {
                let here = at + 1 == steps.len();
                if at > 0 {
                    ui.label(egui::RichText::new(icons::CARET_RIGHT).font(theme::icon_font(10.0)).color(t.muted));
                }
                let color = if here { t.text } else { t.accent };
                let galley = one_row(
                    ui,
                    words,
                    FontId::new(theme::TEXT_SMALL, egui::FontFamily::Proportional),
                    color,
                    if here { room * 0.5 } else { step.max(SHORTEST) },
                );
                let button = egui::Button::new(galley).frame(false);
                if ui.add_enabled(!here, button).on_hover_text(words).on_disabled_hover_text(words).accessible_name(words).clicked() {
                    cx.out.push(Action::Arrange(Arrange::Part(*node)));
                }
            }
        });
    });
}
