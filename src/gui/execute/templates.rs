//! New plans from templates and samples, and the dialog of the organisation's settings.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::Local;
use nendo::locale::{Message, text};
use nendo::plan::FiscalYear;
use nendo::plan::numbering::presets;
use nendo::storage::profile::Profile;

use crate::gui::app::App;
use crate::gui::dialogs::{AfterLeaving, Dialog};
use crate::gui::jobs::Purpose;
use crate::gui::samples::SAMPLES;
use crate::gui::views::new_dialog::{NewAnswer, NewDialog, Source, sample_template};
use crate::gui::views::organization::{OrganizationAnswer, OrganizationDialog};
use crate::gui::views::plan_form::preset_key;

impl App {
    /// The fiscal year a new plan is for: from autumn on one writes next year's plan.
    pub(in crate::gui) fn coming_year() -> FiscalYear {
        FiscalYear(FiscalYear::of_date(Local::now().date_naive() + chrono::Months::new(6)).0)
    }

    /// What new plans can be made from: the organisation's templates, empty plans, samples.
    fn sources(&self) -> Vec<Source> {
        let templates = self.organization.templates.iter().filter_map(|template| {
            let plan = template.plan.as_ref().ok()?.clone();
            Some(Source { name: template.name.clone(), group: "window.new.own", plan, template: true, file: Some(template.path.clone()) })
        });
        let empty = presets().iter().map(|preset| {
            let name = text(self.lang, preset_key(&preset.name)).to_owned();
            Source { name, group: "window.start.new", plan: Arc::new(self.new_plan(&preset.name)), template: false, file: None }
        });
        let samples = SAMPLES.iter().filter_map(|sample| {
            let plan = Arc::new(sample_template(&nendo::storage::read_plan(sample.source.as_bytes()).ok()?));
            let name = text(self.lang, sample.key).to_owned();
            Some(Source { name, group: "window.start.samples", plan, template: true, file: None })
        });
        templates.chain(empty).chain(samples).collect()
    }

    /// Asks what a new plan is to be made from.
    pub(super) fn ask_new(&mut self) {
        let dialog = NewDialog::new(self.sources(), Self::coming_year());
        self.dialogs.push(Dialog::New(Box::new(dialog)));
    }

    /// The same, with a template of the organisation chosen.
    pub(super) fn ask_new_from(&mut self, template: &std::path::Path) {
        let mut dialog = NewDialog::new(self.sources(), Self::coming_year());
        dialog.choose_file(template);
        self.dialogs.push(Dialog::New(Box::new(dialog)));
    }

    /// The templates are others now: an open dialog shows them.
    pub(super) fn show_templates(&mut self) {
        let sources = self.sources();
        for dialog in &mut self.dialogs {
            if let Dialog::New(new) = dialog {
                new.replace_sources(sources.clone());
            }
        }
    }

    /// Does what was answered about a new plan.
    pub(in crate::gui) fn new_answered(&mut self, dialog: Dialog, answer: NewAnswer) {
        self.ctx.request_repaint();
        match answer {
            NewAnswer::Create => {
                let Dialog::New(new) = dialog else { return };
                if let Some(mut plan) = new.plan() {
                    if plan.organization.is_empty() {
                        plan.organization.clone_from(&self.organization.profile.organization);
                    }
                    self.leave_document(AfterLeaving::Show(Arc::new(plan)));
                }
            }
            NewAnswer::Bring => {
                self.dialogs.push(dialog);
                self.ask_path(Purpose::Template);
            }
            NewAnswer::Remove(file) => {
                let mut dialog = dialog;
                let sure = if let Dialog::New(new) = &mut dialog { new.ask_removal() } else { false };
                self.dialogs.push(dialog);
                if sure && let Some(folder) = self.organization.templates_folder() {
                    self.jobs.remove_template(folder, file);
                }
            }
            NewAnswer::Back => {}
        }
    }

    /// Opens the organisation's settings.
    pub(super) fn edit_organization(&mut self) {
        let dialog = OrganizationDialog::new(self.organization.profile.clone());
        self.dialogs.push(Dialog::Organization(Box::new(dialog)));
    }

    /// Does what was answered about the organisation's settings.
    pub(in crate::gui) fn organization_answered(&mut self, mut dialog: Dialog, answer: OrganizationAnswer) {
        use OrganizationAnswer as A;
        self.ctx.request_repaint();
        let Dialog::Organization(organization) = &mut dialog else { return };
        let mut path = None;
        match answer {
            // What was changed is not thrown away by one key.
            A::Back if organization.profile() != self.organization.profile => organization.ask_leaving(true),
            A::Back | A::Discard => return,
            A::Stay => organization.ask_leaving(false),
            A::Save => {
                let profile = organization.profile();
                return self.change_profile(profile, &Message::new("window.organization.saved"));
            }
            A::Collect => {
                let some = self.doc.as_ref().is_some_and(|doc| organization.collect(doc.plan()));
                if !some {
                    self.toasts.show(text(self.lang, "window.organization.nothing_new").to_owned(), Vec::new());
                }
            }
            A::Take => organization.take_offered(true),
            A::Leave => organization.take_offered(false),
            A::Import => path = Some(Purpose::ProfileIn),
            A::Export => path = Some(Purpose::ProfileOut),
        }
        self.dialogs.push(dialog);
        if let Some(purpose) = path {
            self.ask_path(purpose);
        }
    }

    /// Offers what a colleague's profile has.
    pub(super) fn offer_profile(&mut self, other: &Profile) {
        let dialogs = self.dialogs.iter_mut();
        let open = dialogs.filter_map(|dialog| if let Dialog::Organization(open) = dialog { Some(open) } else { None }).next();
        let some = open.is_some_and(|open| open.offer(other));
        if !some {
            self.toasts.show(text(self.lang, "window.organization.nothing_new").to_owned(), Vec::new());
        }
    }

    /// Writes the profile as it stands in the open dialog.
    pub(super) fn give_profile(&mut self, path: PathBuf) {
        let open = self.dialogs.iter().find_map(|dialog| if let Dialog::Organization(open) = dialog { Some(open.profile()) } else { None });
        let profile = open.unwrap_or_else(|| self.organization.profile.clone());
        self.jobs.give_profile(path, profile);
    }

    /// Makes a template of a plan file.
    pub(super) fn bring_template(&mut self, path: PathBuf) {
        match self.organization.templates_folder() {
            Some(folder) => self.jobs.bring_template(folder, path),
            None => self.toasts.show(text(self.lang, "window.template.no_folder").to_owned(), Vec::new()),
        }
    }
}
