//! Name, status marks and word lists. A list is text with one word a line: quick to paste and to sort.

use eframe::egui::{self, Id, Ui};
use nendo::locale::{Lang, text};
use nendo::plan::Status;
use nendo::storage::profile::Profile;

use crate::gui::theme;

/// The lists as they stand in the fields.
#[derive(Debug, Clone, Default)]
pub struct WordsState {
    funding: String,
    sections: String,
    partners: String,
}

fn lines(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !words.iter().any(|word| word == line) {
            words.push(line.to_owned());
        }
    }
    words
}

impl WordsState {
    /// The lists of a profile.
    pub fn of(profile: &Profile) -> Self {
        Self { funding: profile.funding.join("\n"), sections: profile.sections.join("\n"), partners: profile.partners.join("\n") }
    }

    /// Puts the lists into a profile.
    pub fn put_into(&self, profile: &mut Profile) {
        profile.funding = lines(&self.funding);
        profile.sections = lines(&self.sections);
        profile.partners = lines(&self.partners);
    }
}

/// Draws the fields; the first one has the keyboard when the dialog opens.
pub fn words_ui(ui: &mut Ui, lang: Lang, profile: &mut Profile, state: &mut WordsState, opens: bool) {
    let t = |key: &'static str| text(lang, key);
    let name = t("profile.organization");
    ui.label(theme::muted(ui, name));
    let field = egui::TextEdit::singleline(&mut profile.organization)
        .id(Id::unique("organization.name"))
        .margin(egui::Margin::symmetric(8, 6))
        .desired_width(f32::INFINITY);
    let organization = ui.add(field).accessible_name(name);
    if opens {
        organization.request_focus();
    }
    ui.add_space(theme::SPACE_8);
    ui.label(theme::muted(ui, t("window.organization.marks")));
    ui.horizontal_wrapped(|ui| {
        let used = profile.marks();
        for status in Status::ALL {
            let mut on = used.contains(&status);
            if ui.checkbox(&mut on, t(status.key())).changed() {
                let wanted: Vec<Status> =
                    Status::ALL.into_iter().filter(|one| if *one == status { on } else { used.contains(one) }).collect();
                // All of them is what an organisation starts with.
                profile.statuses = if wanted.len() == Status::ALL.len() { Vec::new() } else { wanted };
            }
        }
    });
    ui.add_space(theme::SPACE_8);
    ui.label(theme::muted(ui, t("window.organization.one_a_line")));
    ui.columns(3, |columns| {
        let lists =
            [("profile.funding", &mut state.funding), ("profile.sections", &mut state.sections), ("profile.partners", &mut state.partners)];
        for (column, (key, list)) in columns.iter_mut().zip(lists) {
            let name = text(lang, key);
            column.label(theme::muted(column, name));
            let field = egui::TextEdit::multiline(list).id(Id::unique(("organization", key))).desired_rows(13).desired_width(f32::INFINITY);
            column.add(field).accessible_name(name);
        }
    });
}
