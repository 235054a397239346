//! What stands above the rows: the two versions, which changes are shown, what can be done with the one at hand.

use eframe::egui::{self, Button, Layout, RichText, Ui, vec2};
use nendo::compare::ChangeKind;
use nendo::locale::Message;

use super::carrying::carrying_ui;
use super::model::{Shown, Side};
use super::{Ask, CompareState, Pairing, Version, source_name};
use crate::gui::commands::UiCommand;
use crate::gui::jobs::Slot;
use crate::gui::views::{Action, Cx};
use crate::gui::widgets::icon_button;
use crate::gui::{icons, theme};

/// In a narrower view there is no room for the list of chapters, in points.
pub(super) const ROOM_FOR_CHAPTERS: f32 = 820.0;

/// Room for what can be done with the item at hand.
const TOOLS: f32 = 390.0;

/// The short name of a kind of change.
pub fn kind_key(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Added => "window.compare.kind.added",
        ChangeKind::Removed => "window.compare.kind.removed",
        ChangeKind::Moved => "window.compare.kind.moved",
        ChangeKind::Renamed => "window.compare.kind.renamed",
        ChangeKind::Edited => "window.compare.kind.edited",
        ChangeKind::Renumbered => "window.compare.kind.renumbered",
        ChangeKind::Split => "window.compare.kind.split",
        ChangeKind::Merged => "window.compare.kind.merged",
    }
}

/// The colour of a kind of change.
pub fn kind_color(ui: &Ui, kind: ChangeKind) -> egui::Color32 {
    let t = theme::tokens(ui);
    match kind {
        ChangeKind::Added => t.added,
        ChangeKind::Removed => t.removed,
        ChangeKind::Moved | ChangeKind::Split | ChangeKind::Merged => t.moved,
        ChangeKind::Renamed | ChangeKind::Edited => t.changed,
        ChangeKind::Renumbered => t.muted,
    }
}

/// Draws the bar.
pub fn bar_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut CompareState, new_left: &mut bool) {
    egui::Frame::NONE.inner_margin(egui::Margin { left: 12, right: 12, top: 8, bottom: 4 }).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = theme::SPACE_4;
        versions_ui(ui, cx, state, new_left);
        if state.compared.is_some() {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing = vec2(theme::SPACE_4, theme::SPACE_4);
                let room = (ui.available_width() - TOOLS).max(200.0);
                // In a narrow window the chips take a second line.
                let wrapped = Layout::left_to_right(egui::Align::Center).with_main_wrap(true);
                ui.allocate_ui_with_layout(vec2(room, theme::ICON_BUTTON), wrapped, |ui| chips_ui(ui, cx, state));
                // Without a height of its own it would take all there is below.
                let tools = Layout::right_to_left(egui::Align::Center);
                ui.allocate_ui_with_layout(vec2(ui.available_width(), theme::ICON_BUTTON), tools, |ui| tools_ui(ui, cx, state));
            });
        }
        if state.pairing.is_some() {
            pairing_ui(ui, cx, state);
        }
        carrying_ui(ui, cx, state);
    });
}

/// The two versions, in the order in which they stand below.
fn versions_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &CompareState, new_left: &mut bool) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE_4;
        let room = ((ui.available_width() - 330.0) / 2.0).clamp(120.0, 320.0);
        let sides = [(Slot::Old, &state.old), (Slot::New, &state.new)];
        let order = if *new_left { [1, 0] } else { [0, 1] };
        for (n, at) in order.into_iter().enumerate() {
            let (slot, version) = sides[at];
            version_ui(ui, cx, slot, version.as_ref(), room);
            if n == 0 {
                let name = cx.t("window.compare.turn");
                if icon_button::icon_ui(ui, icons::ARROWS_HORIZONTAL, name, true, false).clicked() {
                    *new_left = !*new_left;
                }
            }
        }
        let name = cx.t("window.compare.exchange");
        let both = state.old.is_some() && state.new.is_some();
        let words = RichText::new(cx.t("window.compare.exchange_button")).size(theme::TEXT_SMALL).color(theme::tokens(ui).muted);
        let button = Button::new(words).frame_when_inactive(false);
        if ui.add_enabled(both, button).on_hover_text(name).accessible_name(name).clicked() {
            cx.out.push(Action::Compare(Ask::Exchange));
        }
        base_ui(ui, cx, state);
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            let command = UiCommand::ExportTable;
            let words = format!("{}  {}", icons::EXPORT, cx.t("window.compare.table_button"));
            let response = ui.add_enabled(state.compared.is_some(), Button::new(words)).on_hover_text(command.tooltip(ui.ctx(), cx.lang));
            if response.accessible_name(command.name(cx.lang)).clicked() {
                cx.command(command);
            }
            if state.progress == super::Progress::Running {
                ui.add(egui::Spinner::new().size(theme::ICON)).on_hover_text(cx.t("window.compare.running"));
            }
        });
    });
}

/// The old version as the base of the marks in the outline: one choice for both.
fn base_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &CompareState) {
    let read = state.old.as_ref().is_some_and(|old| old.plan.is_some());
    if !read || state.present() != Some(Side::New) {
        return;
    }
    let command = UiCommand::UseAsBase;
    let tooltip = cx.t(if state.old_is_base { "window.marks.is_base" } else { "window.marks.use_old" });
    let button = icon_button::icon_ui(ui, command.entry().icon, tooltip, true, state.old_is_base);
    if button.accessible_name(command.name(cx.lang)).clicked() {
        cx.command(command);
    }
}

fn version_ui(ui: &mut Ui, cx: &mut Cx<'_>, slot: Slot, version: Option<&Version>, room: f32) {
    let t = theme::tokens(ui);
    let side = cx.t(if slot == Slot::Old { "window.compare.old" } else { "window.compare.new" });
    let name = version.map_or_else(|| cx.t("window.compare.not_chosen").to_owned(), |version| source_name(cx.lang, &version.source));
    let words = (RichText::new(side).size(theme::TEXT_SMALL).color(t.muted), RichText::new(&name).color(t.text));
    let caret = RichText::new(icons::CARET_DOWN).font(theme::icon_font(11.0)).color(t.muted);
    let button = Button::new((words.0, words.1, caret)).truncate().min_size(vec2(0.0, theme::ICON_BUTTON));
    let response = ui.scope(|ui| {
        ui.set_max_width(room);
        ui.add(button)
    });
    let accessible = format!("{side} {name}");
    let tooltip = cx.t(if slot == Slot::Old { "window.compare.choose.old" } else { "window.compare.choose.new" });
    if response.inner.on_hover_text(format!("{accessible}\n{tooltip}")).accessible_name(&accessible).clicked() {
        cx.out.push(Action::Compare(Ask::Choose(slot)));
    }
}

/// A chip for each kind of change there is, with how many.
fn chips_ui(ui: &mut Ui, cx: &Cx<'_>, state: &mut CompareState) {
    let Some(compared) = state.compared.clone() else { return };
    ui.spacing_mut().button_padding = vec2(7.0, 2.0);
    let t = theme::tokens(ui);
    for kind in ChangeKind::ALL {
        let count = compared.comparison.summary.count(kind);
        if count == 0 {
            continue;
        }
        let place = Shown::place(kind);
        let on = state.shown.kinds[place];
        let words = format!("{} {count}", cx.t(kind_key(kind)));
        let color = if on { kind_color(ui, kind) } else { t.muted };
        let chip = Button::new(RichText::new(&words).size(theme::TEXT_SMALL).color(color))
            .selected(on)
            .fill(if on { t.raised } else { egui::Color32::TRANSPARENT })
            .stroke(egui::Stroke::new(if on { 1.5 } else { 1.0 }, if on { color } else { t.line }))
            .corner_radius(10);
        let hint = Message::new("window.compare.chip").with("kind", cx.t(kind.key())).with("n", count);
        let response = ui.add(chip).on_hover_text(cx.message(&hint));
        if response.clicked() {
            // With Ctrl that kind alone, and all again.
            if ui.input(|input| input.modifiers.command) {
                let alone = state.shown.kinds.iter().enumerate().all(|(at, shown)| *shown == (at == place));
                state.shown.kinds = if alone { [true; 8] } else { std::array::from_fn(|at| at == place) };
            } else {
                state.shown.kinds[place] = !on;
            }
            state.show_anew();
        }
    }
    let name = cx.t("window.compare.unchanged");
    let on = state.shown.unchanged;
    let chip = Button::new(RichText::new(name).size(theme::TEXT_SMALL).color(if on { t.text } else { t.muted }))
        .selected(on)
        .fill(egui::Color32::TRANSPARENT)
        .stroke(egui::Stroke::new(1.0, if on { t.text } else { t.line }))
        .corner_radius(10);
    if ui.add(chip).on_hover_text(cx.t("window.compare.unchanged_hint")).clicked() {
        state.shown.unchanged = !on;
        state.show_anew();
    }
}

/// What can be done with the item at hand; drawn from the right.
fn tools_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut CompareState) {
    ui.spacing_mut().item_spacing.x = 2.0;
    let (at, of) = state.count();
    for command in [UiCommand::NextChange, UiCommand::PreviousChange] {
        icon_button::command_ui(ui, cx, command);
    }
    let words = Message::new("window.compare.count").with("at", at).with("of", of);
    ui.label(theme::muted(ui, cx.message(&words)));
    ui.add_space(theme::SPACE_8);
    for command in [
        UiCommand::ShowInWriting,
        UiCommand::PairDifferent,
        UiCommand::PairSame,
        UiCommand::TakeOverNode,
        UiCommand::TakeOverText,
        UiCommand::EditReason,
    ] {
        icon_button::command_ui(ui, cx, command);
    }
    let name = cx.t("window.compare.chapters");
    let room = ui.ctx().content_rect().width() > ROOM_FOR_CHAPTERS;
    if icon_button::icon_ui(ui, icons::LIST_BULLETS, name, room, state.chapters && room).clicked() {
        state.chapters = !state.chapters;
    }
}

/// Which item is being paired, and how to go on.
fn pairing_ui(ui: &mut Ui, cx: &Cx<'_>, state: &mut CompareState) {
    let t = theme::tokens(ui);
    let heading =
        state.compared.as_ref().zip(state.pairing).and_then(|(compared, pairing)| Some(compared.heading(compared.find(pairing.first)?)));
    let (command, key) = match state.pairing {
        Some(Pairing { part: true, .. }) => (UiCommand::PairPart, "window.compare.pairing_part"),
        _ => (UiCommand::PairSame, "window.compare.pairing"),
    };
    egui::Frame::NONE.fill(t.accent_soft).corner_radius(theme::CORNER).inner_margin(egui::Margin::symmetric(10, 4)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            let keys = command.keys(ui.ctx());
            let words = Message::new(key).with("title", heading.unwrap_or_default()).with("keys", keys);
            ui.label(RichText::new(cx.message(&words)).size(theme::TEXT_SMALL));
            if ui.button(cx.t("window.compare.pairing_end")).clicked() {
                state.pairing = None;
                state.focus();
            }
        });
    });
}
