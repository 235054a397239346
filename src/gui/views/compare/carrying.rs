//! The strip that tells of reasons and corrected pairings given for another state of the old version.

use std::sync::Arc;

use eframe::egui::{self, RichText, Ui};
use nendo::compare::Carrying;
use nendo::locale::Message;
use nendo::plan::Remarks;

use super::model::Compared;
use super::{Ask, CompareState};
use crate::gui::commands::UiCommand;
use crate::gui::views::{Action, Cx};
use crate::gui::{icons, theme};

/// So many letters of a reason that stays behind are shown.
const SHOWN: usize = 24;

/// What was found for a comparison and the remarks of then.
pub struct CarryingState {
    compared: Arc<Compared>,
    remarks: Arc<Remarks>,
    /// What was found.
    pub found: Arc<Carrying>,
    /// Nobody wants to hear of it any more.
    pub left: bool,
}

impl CarryingState {
    /// What was found for these.
    pub fn new(compared: Arc<Compared>, remarks: Arc<Remarks>, found: Carrying, left: bool) -> Self {
        Self { compared, remarks, found: Arc::new(found), left }
    }

    /// Whether it was found for these.
    pub fn is_of(&self, compared: &Arc<Compared>, remarks: &Arc<Remarks>) -> bool {
        Arc::ptr_eq(&self.compared, compared) && Arc::ptr_eq(&self.remarks, remarks)
    }
}

/// Draws the strip, if there is something to tell.
pub fn carrying_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &CompareState) {
    let told = state.carrying.as_ref().filter(|state| !state.left && !state.found.is_empty());
    let Some(found) = told.map(|state| state.found.clone()) else { return };
    let Some(version) = found.states.first() else { return };
    let t = theme::tokens(ui);
    egui::Frame::NONE.fill(t.accent_soft).corner_radius(theme::CORNER).inner_margin(egui::Margin::symmetric(10, 4)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(icons::INFO).font(theme::icon_font(theme::ICON)).color(t.accent));
            let key = if found.has_any() { "window.carrying.strip" } else { "window.carrying.strip_gone" };
            let words = Message::new(key).with("version", version.words(cx.lang)).with("said", found.counts(cx.lang));
            ui.label(RichText::new(cx.message(&words)).size(theme::TEXT_SMALL));
            if found.has_any() {
                let command = UiCommand::CarryReasons;
                let button = ui.button(cx.t("window.carrying.carry")).on_hover_text(cx.t("window.carrying.carry_hint"));
                if button.clicked() {
                    cx.command(command);
                }
            }
            let leave = cx.t(if found.has_any() { "window.carrying.leave" } else { "window.carrying.understood" });
            if ui.button(leave).on_hover_text(cx.t("window.carrying.leave_hint")).clicked() {
                cx.out.push(Action::Compare(Ask::LeaveReasons));
            }
        });
        if found.gone() > 0 {
            let (words, all) = gone(cx, &found);
            ui.add(egui::Label::new(theme::muted(ui, words)).truncate()).on_hover_text(all);
        }
    });
}

/// What stays behind, named by its words: in short, and whole.
fn gone(cx: &Cx<'_>, found: &Carrying) -> (String, String) {
    let short = |text: &str| -> String {
        let line = text.lines().next().unwrap_or_default();
        if line.chars().count() > SHOWN { line.chars().take(SHOWN).chain(['…']).collect() } else { line.to_owned() }
    };
    let quoted = found.gone_reasons.iter().map(|reason| format!("「{}」", short(&reason.text)));
    let pairs = (found.gone_pairs > 0).then(|| cx.message(&Message::new("window.carrying.gone_pairs").with("n", found.gone_pairs)));
    let names: Vec<String> = quoted.chain(pairs).collect();
    let head = cx.message(&Message::new("window.carrying.gone").with("n", found.gone()));
    let whole = found.gone_reasons.iter().map(|reason| format!("\n・{}", reason.text.replace('\n', " ")));
    (format!("{head}{}", names.join(cx.t("compare.separator"))), format!("{head}{}", whole.collect::<String>()))
}
