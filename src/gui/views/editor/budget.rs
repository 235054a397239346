//! The budget of a node, with what the nodes below it add up to.

use eframe::egui::{self, FontId, Id, RichText, Ui};
use nendo::edit::NodeField;
use nendo::locale::Message;
use nendo::plan::{Budget, Node, NodeId, format_amount, parse_amount};

use super::fields::Target;
use super::form::field_ui;
use crate::gui::theme;
use crate::gui::views::Cx;
use crate::gui::widgets::draft_text::DraftText;
use crate::gui::workspace::Document;

/// The field of a node's amount.
pub fn budget_id(node: NodeId) -> Id {
    Id::unique(("editor.budget", node.as_u128()))
}

/// More digits than this are no amount of money.
const LONGEST: usize = 15;

/// Draws the amount, and the sum below it where there is one.
pub fn budget_ui(ui: &mut Ui, cx: &mut Cx<'_>, node: &Node, budget: Budget, width: f32) {
    let name = cx.t("window.field.budget");
    let id = node.id;
    let (no_number, too_large) = (cx.t("window.field.budget_fault"), cx.t("window.field.budget_large"));
    let fault = move |text: &str| {
        let digits = text.chars().filter(|c| c.is_numeric()).count();
        let is_large = digits > LONGEST && text.chars().all(|c| c.is_numeric() || matches!(c, ',' | '，' | ' '));
        let why = if is_large { too_large } else { no_number };
        (!text.trim().is_empty() && parse_amount(text).is_none()).then_some(why)
    };
    let wrong = std::cell::Cell::new(None);
    // The sum stands in the empty field: that is what the node counts for.
    let hint = budget.below.filter(|_| budget.own.is_none()).map(format_amount).unwrap_or_default();
    let sum = sum_below(cx, theme::tokens(ui), budget);
    let amount = |ui: &mut Ui| {
        let unit = cx.t("window.field.thousand_yen");
        let value = node.budget.map(format_amount).unwrap_or_default();
        let field = budget_id(id);
        let font = FontId::new(theme::TEXT_SMALL, egui::FontFamily::Proportional);
        let unit_width = ui.fonts_mut(|fonts| fonts.layout_no_wrap(unit.to_owned(), font, theme::tokens(ui).muted).size().x);
        let room = ui.available_width() - unit_width - ui.spacing().item_spacing.x;
        let shown = DraftText::new(field, name, &value).hint(&hint).width(room).of_node(id).fault(&fault).show_ui(
            ui,
            cx,
            |text| parse_amount(text).map_or_else(|| text.trim().to_owned(), format_amount),
            |text| {
                let blank = text.trim().is_empty();
                let budget = parse_amount(text);
                (blank || budget.is_some()).then(|| Document::set(id, NodeField::Budget(budget)))
            },
        );
        wrong.set(shown.fault);
        ui.label(theme::muted(ui, unit));
    };
    ui.vertical(|ui| {
        ui.set_width(width);
        field_ui(ui, name, width, amount);
        let t = theme::tokens(ui);
        let mut say = |words: String, color| ui.add(egui::Label::new(RichText::new(words).size(theme::TEXT_SMALL).color(color)).wrap());
        if let Some(why) = wrong.get() {
            say(why.to_owned(), t.removed);
        }
        if let Some((words, color)) = sum {
            say(words, color);
        }
    });
}

/// The amount of several nodes, each of which gets what is typed; `value` is nothing where they differ.
pub fn many_ui(ui: &mut Ui, cx: &mut Cx<'_>, target: Target<'_>, value: Option<Option<i64>>, width: f32) {
    let name = cx.t("window.field.budget");
    let fault_text = cx.t("window.field.budget_fault");
    let fault = move |text: &str| (!text.trim().is_empty() && parse_amount(text).is_none()).then_some(fault_text);
    let mut wrong = None;
    field_ui(ui, name, width, |ui| {
        let hint = if value.is_none() { cx.t("window.field.mixed") } else { "" };
        let shown = value.flatten().map(format_amount).unwrap_or_default();
        let room = (ui.available_width() - 60.0).min(200.0);
        let shown = DraftText::new(target.id("budget"), name, &shown).hint(hint).width(room).fault(&fault).show_ui(
            ui,
            cx,
            |text| parse_amount(text).map_or_else(|| text.trim().to_owned(), format_amount),
            |text| {
                let budget = parse_amount(text);
                (text.trim().is_empty() || budget.is_some()).then(|| target.set(NodeField::Budget(budget)))
            },
        );
        wrong = shown.fault;
        ui.label(theme::muted(ui, cx.t("window.field.thousand_yen")));
    });
    if let Some(why) = wrong {
        ui.add(egui::Label::new(RichText::new(why).size(theme::TEXT_SMALL).color(theme::tokens(ui).removed)).wrap());
    }
}

/// What the nodes below add up to, in words, and the colour to say it in.
fn sum_below(cx: &Cx<'_>, t: &theme::Tokens, budget: Budget) -> Option<(String, egui::Color32)> {
    let message = |key| Message::new(key).with("sum", format_amount(budget.below.unwrap_or_default()));
    budget.below?;
    Some(match budget.difference() {
        Some(rest) if rest > 0 => (cx.message(&message("window.budget.less").with("rest", format_amount(rest))), t.changed),
        Some(rest) => (cx.message(&message("window.budget.more").with("rest", format_amount(rest.saturating_neg()))), t.removed),
        None => (cx.message(&message("window.budget.sum")), t.muted),
    })
}
