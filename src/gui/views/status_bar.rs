//! The line at the foot of the window, and the list of findings it opens.

use eframe::egui::{self, Id, RichText, ScrollArea, Ui};
use nendo::locale::Message;
use nendo::plan::{Finding, FindingLevel, format_amount};

use super::editor::schedule::fix_button_ui;
use super::{Action, Cx};
use crate::gui::commands::UiCommand;
use crate::gui::jobs::count_levels;
use crate::gui::widgets::draft_text::Refused;
use crate::gui::{icons, theme};

/// The list of findings is no higher.
const LIST: f32 = 380.0;

fn number(count: usize) -> String {
    format_amount(i64::try_from(count).unwrap_or(i64::MAX))
}

/// Draws the line. `show_findings` opens the list once.
pub fn status_ui(ui: &mut Ui, cx: &mut Cx<'_>, percent: u32, show_findings: bool) {
    let message = |key, n: usize| Message::new(key).with("n", number(n));
    let outline = cx.doc.outline().clone();
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE_12;
        ui.label(theme::muted(ui, cx.message(&message("window.status.items", outline.rows().len()))));
        if let Some(laid) = cx.doc.laid.clone() {
            ui.label(theme::muted(ui, cx.message(&message("window.status.characters", laid.characters))));
            ui.label(theme::muted(ui, cx.message(&message("window.status.pages", laid.pages.pages.len()))));
        }
        findings_button_ui(ui, cx, show_findings);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.label(theme::muted(ui, format!("{percent} %")));
            if let Some(year) = cx.doc.plan().fiscal_year {
                ui.label(theme::muted(ui, year.to_string()));
            }
            let stage = cx.message(&cx.doc.plan().stage.message());
            let button = egui::Button::new(theme::muted(ui, stage)).frame_when_inactive(false).small();
            if ui.add(button).on_hover_text(cx.t("window.command.edit_plan")).clicked() {
                cx.command(UiCommand::EditPlan);
            }
            ui.label(theme::muted(ui, cx.doc.name()));
        });
    });
}

fn findings_button_ui(ui: &mut Ui, cx: &mut Cx<'_>, show: bool) {
    // Half a date is no mistake yet.
    let typed = ui.memory(egui::Memory::focused);
    let refused: Vec<Refused> = cx.drafts.refused().filter(|refused| Some(refused.field) != typed).cloned().collect();
    let unread: Vec<Finding> = refused.iter().map(finding_of).collect();
    let [errors, warnings, notes] = count_levels(cx.doc.findings().chain(&unread));
    let total = errors + warnings + notes;
    let t = theme::tokens(ui);
    let (icon, color) = match (errors, warnings) {
        (0, 0) => (icons::CHECK_CIRCLE, t.muted),
        (0, _) => (icons::WARNING, t.changed),
        _ => (icons::WARNING_CIRCLE, t.removed),
    };
    let words = cx.message(&Message::new("window.status.findings").with("n", number(total)));
    let button =
        egui::Button::new(RichText::new(format!("{icon} {words}")).size(theme::TEXT_SMALL).color(color)).frame_when_inactive(false).small();
    let response = ui.add(button).on_hover_text(UiCommand::Findings.tooltip(ui.ctx(), cx.lang)).accessible_name(&words);
    let popup = egui::Popup::menu(&response).id(Id::unique("findings")).close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
    let popup = if show { popup.open_memory(Some(egui::SetOpenCommand::Bool(true))) } else { popup };
    popup.show(|ui| {
        ui.set_width(500.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        if total == 0 {
            ui.add_space(theme::SPACE_8);
            ui.label(theme::muted(ui, cx.t("window.findings.none")));
            ui.add_space(theme::SPACE_8);
            return;
        }
        // The popup offers no more room than it had before: without a least height its last button stays half hidden.
        ScrollArea::vertical().max_height(LIST).min_scrolled_height(LIST).show(ui, |ui| {
            for (refused, finding) in refused.iter().zip(&unread) {
                if row_ui(ui, cx, finding, true).clicked() {
                    cx.out.push(Action::ShowRefused(refused.clone()));
                }
                ui.separator();
            }
            let mut findings: Vec<Finding> = cx.doc.findings().cloned().collect();
            findings.sort_by_key(|finding| std::cmp::Reverse(finding.level));
            for (at, finding) in findings.iter().take(200).enumerate() {
                if at > 0 {
                    ui.separator();
                }
                finding_ui(ui, cx, finding);
            }
        });
        if !cx.doc.import_findings.is_empty() {
            ui.separator();
            let button = egui::Button::new(theme::muted(ui, cx.t("window.findings.clear"))).frame_when_inactive(false);
            if ui.add(button).clicked() {
                cx.out.push(Action::ClearImportFindings);
            }
        }
    });
}

/// What is said of a field with a day or an amount that cannot be read.
fn finding_of(refused: &Refused) -> Finding {
    let message = Message::new("window.refused.finding").with("field", &refused.name).with("text", &refused.text);
    let finding = Finding::new(FindingLevel::Error, message).with_hint(Message::new("window.refused.hint"));
    match refused.node {
        Some(node) => finding.at_node(node),
        None => finding,
    }
}

/// A finding: grade, place, words, what to do; a click goes there.
pub fn finding_ui(ui: &mut Ui, cx: &mut Cx<'_>, finding: &Finding) {
    let response = row_ui(ui, cx, finding, finding.place.node.is_some());
    if response.clicked() {
        cx.out.push(Action::Select(finding.place.node));
        cx.out.push(Action::FocusOutline);
    }
    let at_hand = response.has_focus();
    if finding.proposal.is_some() {
        ui.horizontal(|ui| {
            ui.add_space(theme::SPACE_24);
            if fix_button_ui(ui, cx, finding) {
                cx.out.push(Action::FixFinding(Box::new(finding.clone())));
            }
        });
    }
    if at_hand {
        ui.data_mut(|data| data.insert_temp(at_hand_id(), (ui.ctx().cumulative_frame_nr(), finding.clone())));
    }
}

/// Its words; `leads` somewhere when it is clicked.
fn row_ui(ui: &mut Ui, cx: &Cx<'_>, finding: &Finding, leads: bool) -> egui::Response {
    let t = theme::tokens(ui);
    let (icon, color) = match finding.level {
        FindingLevel::Error => (icons::WARNING_CIRCLE, t.removed),
        FindingLevel::Warning => (icons::WARNING, t.changed),
        FindingLevel::Info => (icons::INFO, t.moved),
    };
    let place = finding.place.node.and_then(|node| cx.doc.outline().row(node)).map(|row| cx.doc.outline().heading(row));
    let line = finding.place.line.map(|line| Message::new("window.findings.line").with("n", line).text(cx.lang));
    let place: Vec<String> = place.into_iter().chain(line).collect();
    let mut job = egui::text::LayoutJob::default();
    let format = |size: f32, color| {
        let format = egui::TextFormat::simple(egui::FontId::new(size, egui::FontFamily::Proportional), color);
        egui::TextFormat { line_height: Some(size * theme::TEXT_LINE), valign: egui::Align::Center, ..format }
    };
    job.append(&format!("{icon} "), 0.0, format(theme::TEXT, color));
    job.append(&cx.message(&finding.message), 0.0, format(theme::TEXT, t.text));
    if !finding.excerpt.is_empty() {
        let excerpt: String = finding.excerpt.chars().take(60).collect();
        job.append(&format!("\n「{excerpt}」"), 0.0, format(theme::TEXT_SMALL, t.muted));
    }
    if let Some(hint) = &finding.hint {
        job.append(&format!("\n→ {}", cx.message(hint)), 0.0, format(theme::TEXT_SMALL, t.muted));
    }
    if !place.is_empty() {
        job.append(&format!("\n{}", place.join(" · ")), 0.0, format(theme::TEXT_SMALL, t.accent));
    }
    let button = egui::Button::new(job).wrap().frame_when_inactive(false).min_size(egui::vec2(ui.available_width(), 0.0));
    ui.add(if leads { button } else { button.sense(egui::Sense::HOVER) })
}

fn at_hand_id() -> Id {
    Id::unique("findings.at_hand")
}

/// The finding whose line in the list has the keyboard.
pub fn finding_at_hand(ctx: &egui::Context) -> Option<Finding> {
    let (frame, finding) = ctx.data(|data| data.get_temp::<(u64, Finding)>(at_hand_id()))?;
    (frame + 1 >= ctx.cumulative_frame_nr() && finding.proposal.is_some()).then_some(finding)
}
