//! The organisation's numberings and page styles: to rename and to remove. They are made in the plan's
//! own settings, where the page beside shows what they look like.

use eframe::egui::{self, Id, Ui};
use nendo::locale::{Lang, text};
use nendo::storage::profile::Profile;

use crate::gui::{icons, theme};

/// Draws both lists.
pub fn looks_ui(ui: &mut Ui, lang: Lang, profile: &mut Profile) {
    let t = |key: &'static str| text(lang, key);
    ui.add(egui::Label::new(theme::muted(ui, t("window.organization.looks_help"))).wrap());
    ui.add_space(theme::SPACE_8);
    ui.label(theme::section(ui, t("profile.numberings")));
    let names: Vec<(&mut String, String)> = profile
        .numberings
        .iter_mut()
        .map(|preset| {
            let level = |(at, level): (usize, &nendo::plan::numbering::LevelFormat)| level.label(1, &[1; 8][..at.min(8)]);
            let sample: Vec<String> = preset.levels.iter().take(5).enumerate().map(level).collect();
            (&mut preset.name, sample.join("　"))
        })
        .collect();
    if let Some(at) = list_ui(ui, lang, "numbering", names) {
        profile.numberings.remove(at);
    }
    ui.add_space(theme::SPACE_12);
    ui.label(theme::section(ui, t("profile.styles")));
    let names: Vec<(&mut String, String)> = profile
        .styles
        .iter_mut()
        .map(|named| {
            let sample = format!("{} · {}", t(named.style.name.key()), named.style.paper.name());
            (&mut named.name, sample)
        })
        .collect();
    if let Some(at) = list_ui(ui, lang, "style", names) {
        profile.styles.remove(at);
    }
}

/// Names with what they stand for; gives the one to remove.
fn list_ui(ui: &mut Ui, lang: Lang, kind: &'static str, names: Vec<(&mut String, String)>) -> Option<usize> {
    if names.is_empty() {
        ui.label(theme::muted(ui, text(lang, "window.organization.none_yet")));
    }
    let mut removed = None;
    for (at, (name, sample)) in names.into_iter().enumerate() {
        ui.horizontal(|ui| {
            let label = text(lang, "window.keep.name");
            let field = egui::TextEdit::singleline(name).id(Id::unique(("organization", kind, at))).desired_width(240.0);
            ui.add(field).accessible_name(label);
            ui.label(theme::muted(ui, sample));
            let words = text(lang, "window.organization.remove");
            if crate::gui::widgets::icon_button::icon_ui(ui, icons::TRASH, words, true, false).clicked() {
                removed = Some(at);
            }
        });
    }
    removed
}
