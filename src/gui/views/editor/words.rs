//! Lead, funding and partners: words that come again, offered from the plan and the organisation's profile.

use eframe::egui::Ui;
use nendo::edit::NodeField;
use nendo::plan::{WordField, words_in_use};

use super::fields::Target;
use super::form::{field_ui, tall_ui};
use crate::gui::views::Cx;
use crate::gui::widgets::complete;
use crate::gui::widgets::draft_text::{DraftText, one_line, place_caret};
use crate::gui::widgets::token_field::TokenField;

/// The words offered for a field: those in use here, then the organisation's.
fn offered(cx: &Cx<'_>, field: WordField) -> Vec<String> {
    let outline = cx.doc.outline();
    let here = cx.doc.primary().and_then(|node| outline.position(node));
    let own = match field {
        WordField::Funding => &cx.profile.funding,
        WordField::Lead => &cx.profile.sections,
        WordField::Partners => &cx.profile.partners,
    };
    let mut words: Vec<String> = words_in_use(outline, field, here).into_iter().map(|word| word.text).collect();
    words.extend(own.iter().filter(|word| !words.contains(word)).cloned().collect::<Vec<_>>());
    words
}

/// The lead section, with completion; `value` is nothing where nodes differ.
pub fn word_ui(ui: &mut Ui, cx: &mut Cx<'_>, target: Target<'_>, value: Option<&str>, width: f32) {
    let name = cx.t("window.field.lead");
    field_ui(ui, name, width, |ui| {
        let id = target.id("lead");
        let shown_value = value.unwrap_or_default();
        let accepted = complete::before(ui, id).filter(|_| cx.doc.read_only.is_none());
        if let Some(word) = &accepted {
            // Before the field is drawn, so that what is typed next stands behind the word.
            cx.drafts.type_over(id, shown_value, word);
            place_caret(ui, id, word.chars().count());
        }
        let hint = if value.is_none() { cx.t("window.field.mixed") } else { "" };
        let shown = DraftText::new(id, name, shown_value)
            .hint(hint)
            .focus(accepted.is_some())
            .show_ui(ui, cx, one_line, |text| Some(target.set(NodeField::Lead(one_line(text)))));
        complete::after(ui, &shown.response, &shown.text, || offered(cx, WordField::Lead));
    });
}

/// Funding or partners as chips; `value` is nothing where nodes differ.
pub fn words_ui(ui: &mut Ui, cx: &mut Cx<'_>, target: Target<'_>, field: WordField, value: Option<&[String]>, width: f32) {
    let (key, make): (&'static str, fn(Vec<String>) -> NodeField) = match field {
        WordField::Funding => ("window.field.funding", NodeField::Funding),
        WordField::Partners | WordField::Lead => ("window.field.partners", NodeField::Partners),
    };
    let name = cx.t(key);
    tall_ui(ui, name, width, |ui| {
        let words = offered(cx, field);
        let hint = cx.t(if value.is_none() { "window.field.mixed_list" } else { "window.field.list_hint" });
        let tokens = TokenField { id: target.id(key), name, hint, words: value.unwrap_or_default(), offered: &|| words.clone() };
        tokens.show_ui(ui, cx, |list| target.set(make(list)));
    });
}
