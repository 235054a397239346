//! What commands do with the organisation's profile and templates.

use nendo::edit::{Command, PlanField};
use nendo::locale::{Message, text};
use nendo::plan::Numbering;
use nendo::plan::numbering::Preset;
use nendo::plan::template::as_template;
use nendo::storage::profile::{Addition, NamedStyle, Profile, Snippet};

use crate::gui::app::App;
use crate::gui::dialogs::Dialog;
use crate::gui::organization::Organization;
use crate::gui::views::keep_dialog::{KeepAnswer, KeepDialog, Kept};
use crate::gui::widgets::toast::ToastAction;

/// How much of a phrase is proposed as its name.
const NAME: usize = 14;

impl App {
    /// Shows what the settings folder held; a profile that could not be read is told of.
    pub(in crate::gui) fn take_organization(&mut self, organization: Organization) {
        self.organization = organization;
        if let Some(fault) = self.organization.fault.take() {
            self.tell("window.error.profile", &fault);
        }
        self.take_holidays();
        self.list_templates();
    }

    /// Reads the holidays again, as when one comes back from changing their file.
    pub(in crate::gui) fn refresh_holidays(&mut self) {
        if self.organization.read_holidays() {
            self.take_holidays();
        }
    }

    /// Lets everything follow the holidays there are now; a file of them that is wrong is told of.
    fn take_holidays(&mut self) {
        self.jobs.set_holidays(self.organization.holidays.clone());
        self.laid_for = None;
        if let Some(fault) = &self.organization.holiday_fault {
            let fault = fault.clone();
            self.tell("window.error.holidays", &fault);
        }
        self.ctx.request_repaint();
    }

    /// Has the templates listed.
    pub(in crate::gui) fn list_templates(&mut self) {
        if let Some(folder) = self.organization.templates_folder() {
            self.jobs.list_templates(folder);
        }
    }

    /// Puts another profile in place of the one there is, writes it and offers the way back.
    pub(in crate::gui) fn change_profile(&mut self, profile: Profile, message: &Message) {
        let before = self.write_profile(profile);
        if let Some(before) = before {
            self.toasts.show(message.text(self.lang), vec![ToastAction::Profile(Box::new(before))]);
        }
    }

    /// Writes another profile; gives the one there was, if they differ.
    pub(super) fn write_profile(&mut self, profile: Profile) -> Option<Profile> {
        if profile == self.organization.profile {
            return None;
        }
        if let Some(path) = self.organization.profile_file() {
            self.jobs.keep_profile(path, profile.clone());
        }
        Some(std::mem::replace(&mut self.organization.profile, profile))
    }

    /// Asks for the name of what is to be kept.
    pub(super) fn ask_keep(&mut self, what: Kept) {
        let Some(doc) = &self.doc else { return };
        let profile = &self.organization.profile;
        let (name, taken): (String, Vec<String>) = match &what {
            Kept::Numbering => {
                let own = match &doc.plan().numbering {
                    Numbering::Own(preset) => preset.name.clone(),
                    Numbering::Preset(_) => String::new(),
                };
                (own, profile.numberings.iter().map(|preset| preset.name.clone()).collect())
            }
            Kept::Style => {
                let own = profile.styles.iter().find(|named| named.style == doc.plan().style);
                (own.map(|named| named.name.clone()).unwrap_or_default(), profile.styles.iter().map(|named| named.name.clone()).collect())
            }
            Kept::Snippet { text, .. } => {
                let name = text.trim().chars().take(NAME).collect();
                (name, profile.snippets.iter().map(|snippet| snippet.name.clone()).collect())
            }
            Kept::Template(_) => {
                let taken = self.organization.templates.iter().map(|template| template.name.clone()).collect();
                (doc.plan().title.clone(), taken)
            }
        };
        self.dialogs.push(Dialog::Keep(KeepDialog::new(what, name, taken)));
    }

    /// The name was given, or not.
    pub(in crate::gui) fn keep_answered(&mut self, dialog: Dialog, answer: KeepAnswer) {
        self.ctx.request_repaint();
        let Dialog::Keep(dialog) = dialog else { return };
        if answer == KeepAnswer::Back {
            return;
        }
        let Some(plan) = self.doc.as_ref().map(|doc| doc.plan().clone()) else { return };
        let name = dialog.name.trim().to_owned();
        let addition = match dialog.what {
            Kept::Numbering => {
                let preset = Preset { name: name.clone(), levels: plan.numbering.levels().to_vec() };
                self.edit(Command::SetPlan(PlanField::Numbering(Numbering::Own(preset.clone()))));
                Addition::Numbering(preset)
            }
            Kept::Style => Addition::Style(NamedStyle { name: name.clone(), style: plan.style }),
            Kept::Snippet { text, abbreviation } => {
                Addition::Snippet(Snippet { name: name.clone(), text, abbreviation: abbreviation.trim().to_owned() })
            }
            Kept::Template(keep) => {
                match self.organization.templates_folder() {
                    Some(folder) => self.jobs.save_template(folder, name, as_template(&plan, keep)),
                    None => self.toasts.show(text(self.lang, "window.template.no_folder").to_owned(), Vec::new()),
                }
                return;
            }
        };
        let mut profile = self.organization.profile.clone();
        profile.take(addition);
        self.change_profile(profile, &Message::new("window.keep.kept").with("name", name));
    }

    /// Offers to keep the selected text as a stock phrase.
    pub(super) fn keep_selected_text(&mut self) {
        match self.selected_text() {
            Some(text) => self.ask_keep(Kept::Snippet { text, abbreviation: String::new() }),
            None => self.toasts.show(text(self.lang, "window.snippet.select_first").to_owned(), Vec::new()),
        }
    }
}
