//! 団体の設定: the organisation's words, stock phrases, numberings, styles and templates.
//!
//! The dialog edits a copy; it becomes the profile with 保存する, or is thrown away.

mod additions;
mod looks;
mod phrases;
mod words;

use eframe::egui::{Context, ScrollArea, Ui};
use nendo::locale::{Lang, Message, text};
use nendo::plan::Plan;
use nendo::storage::profile::{Addition, Profile};

use crate::gui::theme;
use crate::gui::widgets::dialog::{Choice, content_height, dialog_ui, lines_ui};

use additions::additions_ui;
use words::WordsState;

/// The parts of the dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Tab {
    #[default]
    Words,
    Phrases,
    Looks,
}

impl Tab {
    const ALL: [Self; 3] = [Self::Words, Self::Phrases, Self::Looks];

    fn key(self) -> &'static str {
        match self {
            Self::Words => "window.organization.words",
            Self::Phrases => "window.organization.phrases",
            Self::Looks => "window.organization.looks",
        }
    }
}

/// The open dialog.
pub struct OrganizationDialog {
    /// The profile as edited.
    profile: Profile,
    tab: Tab,
    words: WordsState,
    phrase: usize,
    /// What could be taken over from a plan or a colleague's file, each with whether it is wanted.
    offered: Option<Vec<(Addition, bool)>>,
    /// It is asked what becomes of the changes.
    leaving: bool,
    /// The first field was given the keyboard.
    focused: bool,
}

/// What the dialog's buttons answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrganizationAnswer {
    Save,
    Back,
    /// Throws the changes away.
    Discard,
    /// Goes on editing.
    Stay,
    /// Takes words from the open plan.
    Collect,
    /// Reads a colleague's file.
    Import,
    /// Writes the profile as a file to give away.
    Export,
    /// Takes over what is ticked.
    Take,
    /// Takes nothing over.
    Leave,
}

impl OrganizationDialog {
    /// Edits a copy of `profile`.
    pub fn new(profile: Profile) -> Self {
        let words = WordsState::of(&profile);
        Self { profile, tab: Tab::default(), words, phrase: 0, offered: None, leaving: false, focused: false }
    }

    /// Whether it is asked what becomes of the changes.
    pub fn ask_leaving(&mut self, asks: bool) {
        self.leaving = asks;
    }

    /// The profile as it now stands in the fields.
    pub fn profile(&self) -> Profile {
        let mut profile = self.profile.clone();
        self.words.put_into(&mut profile);
        profile.snippets.retain(|snippet| !snippet.text.trim().is_empty() || !snippet.name.trim().is_empty());
        profile
    }

    /// Offers what `other` has and this profile lacks; says whether there is anything.
    pub fn offer(&mut self, other: &Profile) -> bool {
        let additions = self.profile().additions(other);
        let some = !additions.is_empty();
        self.offered = some.then(|| additions.into_iter().map(|addition| (addition, true)).collect());
        some
    }

    /// Offers what the open plan shows of its organisation.
    pub fn collect(&mut self, plan: &Plan) -> bool {
        self.offer(&Profile::of_plan(plan))
    }

    /// Takes over what is ticked, or nothing.
    pub fn take_offered(&mut self, take: bool) {
        let offered = self.offered.take().unwrap_or_default();
        let mut profile = self.profile();
        for (addition, _) in offered.into_iter().filter(|(_, wanted)| take && *wanted) {
            profile.take(addition);
        }
        self.words = WordsState::of(&profile);
        self.profile = profile;
    }
}

/// Draws the dialog.
pub fn organization_ui(ctx: &Context, lang: Lang, dialog: &mut OrganizationDialog, has_plan: bool) -> Option<OrganizationAnswer> {
    use OrganizationAnswer as A;
    let t = |key: &'static str| text(lang, key);
    let title = t("window.command.organization").trim_end_matches('…');
    if let Some(offered) = &mut dialog.offered {
        let wanted = offered.iter().filter(|(_, wanted)| *wanted).count();
        let take = Message::new("window.organization.take").with("n", wanted).text(lang);
        let choices = [Choice::default(take, A::Take), Choice::new(t("window.unsaved.back"), A::Leave)];
        let title = t("window.organization.offered");
        return dialog_ui(ctx, "organization.offered", 520.0, title, |ui| additions_ui(ui, lang, offered), &choices, A::Leave);
    }
    if dialog.leaving {
        let choices = [
            Choice::default(t("window.organization.save"), A::Save),
            Choice::new(t("window.unsaved.back"), A::Stay),
            Choice::danger(t("window.unsaved.discard"), A::Discard),
        ];
        let body = t("window.organization.changed");
        return dialog_ui(ctx, "organization.leaving", 420.0, t("window.unsaved.title"), |ui| lines_ui(ui, body), &choices, A::Stay);
    }
    let mut choices = vec![Choice::default(t("window.organization.save"), A::Save), Choice::new(t("window.organization.cancel"), A::Back)];
    choices.push(Choice::new(t("window.organization.export"), A::Export));
    choices.push(Choice::new(t("window.organization.import"), A::Import));
    if has_plan {
        choices.push(Choice::new(t("window.organization.collect"), A::Collect));
    }
    dialog_ui(ctx, "organization", 720.0, title, |ui| tabs_ui(ui, lang, dialog), &choices, A::Back)
}

fn tabs_ui(ui: &mut Ui, lang: Lang, dialog: &mut OrganizationDialog) {
    ui.horizontal(|ui| {
        for tab in Tab::ALL {
            if ui.selectable_label(dialog.tab == tab, text(lang, tab.key())).clicked() {
                dialog.tab = tab;
            }
        }
    });
    ui.separator();
    // The tabs stand above it.
    let height = (content_height(ui.ctx()) - theme::FORM_ROW - theme::SPACE_24).clamp(120.0, 420.0);
    ScrollArea::vertical().id_salt(("organization", dialog.tab as u8)).max_height(height).min_scrolled_height(height).show(ui, |ui| {
        ui.set_min_height(height);
        ui.set_width(ui.available_width() - theme::SPACE_8);
        match dialog.tab {
            Tab::Words => words::words_ui(ui, lang, &mut dialog.profile, &mut dialog.words, !std::mem::replace(&mut dialog.focused, true)),
            Tab::Phrases => phrases::phrases_ui(ui, lang, &mut dialog.profile, &mut dialog.phrase),
            Tab::Looks => looks::looks_ui(ui, lang, &mut dialog.profile),
        }
    });
}
