//! The stock phrases: a list, and the chosen one to edit.

use eframe::egui::{self, Id, RichText, Ui, vec2};
use nendo::locale::{Lang, text};
use nendo::storage::profile::{Profile, Snippet};

use crate::gui::{icons, theme};

/// Draws the list and the chosen phrase.
pub fn phrases_ui(ui: &mut Ui, lang: Lang, profile: &mut Profile, chosen: &mut usize) {
    let t = |key: &'static str| text(lang, key);
    let colors = theme::tokens(ui);
    *chosen = (*chosen).min(profile.snippets.len().saturating_sub(1));
    ui.horizontal(|ui| {
        let (add, remove) = (t("window.organization.add_phrase"), t("window.organization.remove"));
        if ui.button(format!("{}  {add}", icons::PLUS)).accessible_name(add).clicked() {
            profile.snippets.push(Snippet { name: t("window.organization.new_phrase").to_owned(), ..Snippet::default() });
            *chosen = profile.snippets.len() - 1;
        }
        let some = !profile.snippets.is_empty();
        if ui.add_enabled(some, egui::Button::new(format!("{}  {remove}", icons::TRASH))).accessible_name(remove).clicked() {
            profile.snippets.remove(*chosen);
        }
        let up = ui.add_enabled(*chosen > 0, egui::Button::new(icons::ARROW_UP)).accessible_name(t("window.organization.up"));
        if up.clicked() {
            profile.snippets.swap(*chosen, *chosen - 1);
            *chosen -= 1;
        }
        let last = profile.snippets.len().saturating_sub(1);
        let down = ui.add_enabled(*chosen < last, egui::Button::new(icons::ARROW_DOWN)).accessible_name(t("window.organization.down"));
        if down.clicked() {
            profile.snippets.swap(*chosen, *chosen + 1);
            *chosen += 1;
        }
    });
    ui.add_space(theme::SPACE_8);
    if profile.snippets.is_empty() {
        ui.add(egui::Label::new(theme::muted(ui, t("window.organization.no_phrases"))).wrap());
        return;
    }
    ui.columns(2, |columns| {
        let list = &mut columns[0];
        list.spacing_mut().item_spacing.y = 0.0;
        for (at, snippet) in profile.snippets.iter().enumerate() {
            let on = at == *chosen;
            let button = egui::Button::new(RichText::new(&snippet.name).color(colors.text))
                .truncate()
                .right_text(theme::muted(list, snippet.abbreviation.clone()))
                .stroke(egui::Stroke::NONE)
                .fill(if on { colors.accent_soft } else { egui::Color32::TRANSPARENT })
                .min_size(vec2(list.available_width(), theme::OUTLINE_ROW));
            if list.add(button).accessible_name(&snippet.name).clicked() {
                *chosen = at;
            }
        }
        let Some(snippet) = profile.snippets.get_mut(*chosen) else { return };
        let form = &mut columns[1];
        for (key, value, rows) in [
            ("window.keep.name", &mut snippet.name, 1),
            ("window.keep.abbreviation", &mut snippet.abbreviation, 1),
            ("window.keep.text", &mut snippet.text, 6),
        ] {
            let name = t(key);
            form.label(theme::muted(form, name));
            let edit = if rows == 1 { egui::TextEdit::singleline(value) } else { egui::TextEdit::multiline(value).desired_rows(rows) };
            let edit = edit.id(Id::unique(("organization.phrase", key, *chosen))).desired_width(f32::INFINITY);
            form.add(edit).accessible_name(name);
        }
        form.add(egui::Label::new(theme::muted(form, t("window.keep.abbreviation_help"))).wrap());
    });
}
