//! What commands do with files, and what becomes of finished jobs.

use std::path::PathBuf;
use std::sync::Arc;

use nendo::locale::{Message, text};
use nendo::plan::{Node, Numbering, Plan, Role};

use crate::gui::app::App;
use crate::gui::dialogs::{AfterLeaving, BrokenDialog, Dialog, KeepingDialog, Wanted};
use crate::gui::jobs::{Done, Purpose, SaveFailure, Source};
use crate::gui::samples::SAMPLES;
use crate::gui::workspace::Document;

impl App {
    /// A new plan for the coming fiscal year with the parts every plan has.
    pub(super) fn new_plan(&self, preset: &str) -> Plan {
        let year = Self::coming_year();
        let title = Message::new("window.new.title").with("year", year).text(self.lang);
        let mut plan = Plan::new(title, Some(year));
        plan.numbering = Numbering::Preset(preset.to_owned());
        let part = |role, key: &'static str| Arc::new(Node::new(role, text(self.lang, key)));
        plan.nodes =
            vec![part(Role::Policy, "window.new.policy"), part(Role::Part, "window.new.goals"), part(Role::Part, "window.new.projects")];
        plan
    }

    pub(super) fn open_sample(&mut self, at: usize) {
        let Some(sample) = SAMPLES.get(at) else { return };
        match nendo::storage::read_plan(sample.source.as_bytes()) {
            Ok(plan) => self.leave_document(AfterLeaving::Show(Arc::new(plan))),
            Err(error) => self.tell("window.error.open", &error.message()),
        }
    }

    /// Saves where the plan was saved before, or asks.
    pub(in crate::gui) fn save(&mut self) {
        let Some(doc) = &self.doc else { return };
        match doc.path.clone() {
            // What is open to be read is saved elsewhere.
            Some(path) if doc.read_only.is_none() => self.start_save(path, true),
            _ => self.ask_path(Purpose::Save),
        }
    }

    /// Goes on with a file that was chosen.
    pub(in crate::gui) fn use_path(&mut self, purpose: Purpose, path: PathBuf) {
        match purpose {
            Purpose::OpenInNewWindow => self.new_window(Some(path)),
            Purpose::Open | Purpose::Import => self.leave_document(AfterLeaving::Open(path)),
            Purpose::Save => {
                let path = with_extension(path, "ron");
                match self.doc.as_ref().filter(|doc| doc.read_only.is_some() && doc.path.as_ref() == Some(&path)) {
                    Some(_) => self.tell_of_file("window.error.save", &path, &Message::new("window.read_only.same_place")),
                    None => self.start_save(path, false),
                }
            }
            Purpose::Picture => self.bring_picture(path),
            Purpose::Version(slot) => self.use_version(slot, Source::File(path)),
            Purpose::Table(file) => self.write_table(with_extension(path, file.extension())),
            Purpose::Template => self.bring_template(path),
            Purpose::ProfileIn => self.jobs.read_profile(path),
            Purpose::ProfileOut => self.give_profile(with_extension(path, "ron")),
            Purpose::Export(output) => self.export(with_extension(path, output.extension()), output),
        }
    }

    /// Puts a picture at the end of the chosen body, once it stands beside the plan.
    pub(in crate::gui) fn bring_picture(&mut self, path: PathBuf) {
        match self.doc.as_ref().and_then(|doc| doc.path.clone()) {
            Some(plan_file) => self.jobs.bring_picture(path, plan_file),
            None => self.toasts.show(text(self.lang, "window.image.save_first").to_owned(), Vec::new()),
        }
    }

    /// Takes in what jobs have made.
    pub(in crate::gui) fn collect_jobs(&mut self) {
        for done in self.jobs.take_done() {
            self.finish(done);
        }
        if let Some(laid) = self.jobs.take_laid()
            && let Some(doc) = &mut self.doc
        {
            let before = doc.laid.replace(Arc::new(laid));
            // Hundreds of pages take a while to give back.
            std::thread::spawn(move || drop(before));
        }
    }

    /// Takes in one finished job.
    pub(in crate::gui) fn finish(&mut self, done: Done) {
        match done {
            Done::Opened { path, result: Ok(loaded) } => {
                self.opened(path, loaded);
            }
            Done::Opened { path, result: Err(message) } => {
                self.restoring = None;
                self.jobs.look_for_past(path, message);
            }
            Done::Imported { result: Ok(imported), .. } => {
                let findings = imported.findings.len();
                let mut doc = Document::new(Arc::new(imported.plan), None, None);
                doc.imported = true;
                doc.import_findings = imported.findings;
                let nodes = doc.outline().rows().len();
                self.show_document(Some(doc));
                let body = Message::new("window.import.summary").with("nodes", nodes).with("findings", findings).text(self.lang);
                self.dialogs.push(Dialog::Imported { body, findings });
            }
            Done::Imported { path, result: Err(message) } => {
                self.tell_of_broken(BrokenDialog::of_file(&path, message, Wanted::Import, false));
            }
            Done::Saved { path, plan, note, result: Ok(stamp) } => {
                self.saving = false;
                self.note_saved(path, &plan, stamp, note);
                // A file was written, but not what the plan could not take.
                if self.tell_of_refused() {
                    self.forget_leaving();
                }
                self.saved_before_leaving();
            }
            Done::Saved { path, result: Err(SaveFailure::ChangedOnDisk), .. } => {
                self.saving = false;
                self.dialogs.push(Dialog::Changed { path });
            }
            Done::Saved { path, result: Err(SaveFailure::Locked(note, standing)), .. } => {
                self.saving = false;
                self.dialogs.push(Dialog::Keeping(KeepingDialog::SaveLocked { path, note, standing }));
            }
            Done::Saved { path, result: Err(SaveFailure::Other(message)), .. } => {
                self.saving = false;
                self.guard.hurry();
                self.forget_leaving();
                // The first try at a place leads back to the field with its path.
                if self.doc.as_ref().is_some_and(|doc| doc.path.as_ref() != Some(&path)) {
                    self.dialogs.push(Dialog::path(Purpose::Save, Some(path.clone())));
                    self.tell_of_file("window.error.save", &path, &message);
                } else {
                    self.dialogs.push(Dialog::Keeping(KeepingDialog::SaveFailed { path, message }));
                }
            }
            Done::Exported { path, output, result } => self.exported(&path, output, result),
            Done::Brought { result: Ok(file), .. } => self.insert_image(file),
            Done::Brought { path, result: Err(message) } => self.tell_of_file("window.error.picture", &path, &message),
            Done::Picked { purpose, path: Some(path) } => self.use_path(purpose, path),
            Done::Picked { path: None, .. } => self.forget_leaving(),
            Done::Recent(recent) => self.start.recent = Some(recent),
            Done::Listed { folder, entries } => self.listed(&folder, &entries),
            Done::Printers(printers) => self.show_printers(&printers),
            Done::Printed { to, result } => self.printed(&to, result),
            Done::Keeping(done) => self.finish_keeping(done),
            Done::Comparing(done) => self.finish_comparing(done),
            Done::ProfileKept(Ok(())) => {}
            Done::ProfileKept(Err(message)) => self.tell("window.error.profile_save", &message),
            Done::ProfileRead { result: Ok(profile), .. } => self.offer_profile(&profile),
            Done::ProfileRead { path, result: Err(message) } => self.tell_of_file("window.error.profile", &path, &message),
            Done::ProfileGiven { path, result: Ok(()) } => {
                let message = Message::new("window.organization.given").with("file", path.display());
                self.toasts.show(message.text(self.lang), Vec::new());
            }
            Done::FolderShown { path, result: Err(message) } => self.tell_of_file("window.error.folder", &path, &message),
            Done::FolderShown { .. } => {}
            Done::ProfileGiven { path, result: Err(message) } => self.tell_of_file("window.error.profile_save", &path, &message),
            Done::Thumbnail { at, pages } => {
                for dialog in &mut self.dialogs {
                    if let Dialog::New(new) = dialog {
                        new.pages = Some((at, pages.clone()));
                    }
                }
            }
            Done::Templates(templates) => {
                self.organization.templates = templates;
                self.show_templates();
            }
            Done::TemplateSaved { name, result: Ok(templates) } => {
                self.organization.templates = templates;
                self.show_templates();
                let message = Message::new("window.template.saved").with("name", name);
                self.toasts.show(message.text(self.lang), Vec::new());
            }
            Done::TemplateSaved { result: Err(message), .. } => self.tell("window.error.template", &message),
            Done::NotOpened { path } => {
                // Asked for once more, it is the later one's note.
                if !self.jobs.goes_on("window.job.open") {
                    self.give_back_note(&path);
                }
                self.restoring = None;
                self.finish(Done::Stopped);
            }
            Done::Stopped => self.toasts.show(text(self.lang, "window.job.stopped").to_owned(), Vec::new()),
            Done::Broken => {
                self.saving = false;
                self.dialogs.retain(|dialog| !matches!(dialog, Dialog::Printing { .. }));
                self.tell("window.error.title", &Message::new("window.error.broken"));
            }
        }
    }
}

/// The path with an extension, unless it has that already.
pub(in crate::gui) fn with_extension(path: PathBuf, extension: &str) -> PathBuf {
    if path.extension().is_some_and(|have| have.eq_ignore_ascii_case(extension)) {
        return path;
    }
    let mut name = path.into_os_string();
    name.push(".");
    name.push(extension);
    name.into()
}
