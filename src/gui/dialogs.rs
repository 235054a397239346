//! The window's dialogs: unsaved changes, a changed file, messages, a path to type.

mod broken;
mod export;
mod keeping;
mod path;
mod versions;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui::{self, Context, Ui, ViewportCommand};
use nendo::locale::{Lang, Message, text};
use nendo::plan::Plan;

use super::app::App;
use super::jobs::{Output, PrintJob, Purpose};
use super::theme;
use super::views::compare::choose::{ChooseDialog, choose_ui};
use super::views::compare::joining::{JoiningDialog, joining_ui};
use super::views::compare::table_dialog::{TableDialog, table_ui};
use super::views::keep_dialog::{KeepDialog, keep_ui};
use super::views::new_dialog::{NewDialog, new_ui};
use super::views::organization::{OrganizationDialog, organization_ui};
use super::views::paste_dialog::{PasteDialog, paste_ui};
use super::views::print_dialog::{PrintDialog, print_ui};
use super::widgets::dialog::{Choice, dialog_ui, lines_ui};
use super::workspace::{Document, ReadOnly};

use broken::broken_ui;
pub use broken::{BrokenDialog, Wanted};
pub use export::ExportDialog;
use export::export_ui;
pub use keeping::{KeepingDialog, Restoring, left_behind_words, past_name};
use path::{PathDialog, path_ui};
use versions::{NamingDialog, VersionsDialog};

/// Extensions of the pictures a plan can show.
pub const PICTURES: &[&str] = &["png", "jpg", "jpeg"];

/// Extensions of what can be read as a plan.
const READABLE: &[&str] = &["ron", "txt", "md", "markdown", "html", "htm"];

/// What happens once the open document may go.
#[derive(Debug, Clone)]
pub enum AfterLeaving {
    /// Opens or imports a file.
    Open(PathBuf),
    /// Shows a new plan.
    Show(Arc<Plan>),
    /// Shows work that was discarded, as a plan that is not saved yet.
    TakeUp(Arc<Plan>),
    /// Shows a plan of the past by this name, to look at.
    LookAt(Arc<Plan>, String),
    /// Shows the start screen.
    Start,
    /// Ends the program.
    Quit,
}

/// A dialog that is open.
#[allow(clippy::large_enum_variant, reason = "a handful at the most stand on the stack")]
pub enum Dialog {
    /// There are changes no file holds.
    Unsaved { then: AfterLeaving },
    /// Somebody else changed the file.
    Changed { path: PathBuf },
    /// Something to read.
    Message { title: String, body: String },
    /// A file that cannot be read.
    Broken(BrokenDialog),
    /// What an import gave.
    Imported { body: String, findings: usize },
    /// A path to type.
    Path(PathDialog),
    /// A file of the chosen name is there already.
    Overwrite { purpose: Purpose, path: PathBuf },
    /// What a paste would make.
    Paste(Box<PasteDialog>),
    /// What to print.
    Print(PrintDialog),
    /// What a new plan is made from.
    New(Box<NewDialog>),
    /// The organisation's settings.
    Organization(Box<OrganizationDialog>),
    /// A plan in danger or in other hands.
    Keeping(KeepingDialog),
    /// The versions of the plan.
    Versions(VersionsDialog),
    /// The name of a version.
    Naming(NamingDialog),
    /// A name for what the organisation keeps.
    Keep(KeepDialog),
    /// Which version is to be compared, or joined.
    Choose(Box<ChooseDialog>),
    /// Two drafts being joined.
    Joining(Box<JoiningDialog>),
    /// How the old/new table is written.
    Table(TableDialog),
    /// What is to be written for reading, and how.
    Export(ExportDialog),
    /// Pages on their way, and what was asked for.
    Printing { job: Arc<PrintJob>, asked: PrintDialog },
}

impl Dialog {
    /// Something to read.
    pub fn message(title: &str, body: String) -> Self {
        Self::Message { title: title.to_owned(), body }
    }

    /// A path to type.
    pub fn path(purpose: Purpose, suggestion: Option<PathBuf>) -> Self {
        let path = suggestion.unwrap_or_else(|| home().join("")).to_string_lossy().into_owned();
        Self::Path(PathDialog::new(purpose, path))
    }
}

fn home() -> PathBuf {
    std::env::home_dir().filter(|home| !home.as_os_str().is_empty()).unwrap_or_else(|| PathBuf::from("."))
}

/// A title as the name of a file; `untitled` for one without words.
pub(super) fn file_name(title: &str, untitled: &str) -> String {
    let safe = |c: char| if c.is_control() || r#"/\:*?"<>|"#.contains(c) { '_' } else { c };
    let name: String = title.chars().map(safe).collect();
    if name.trim().is_empty() { untitled.to_owned() } else { name.trim().to_owned() }
}

/// What a dialog's buttons answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Save,
    SaveElsewhere,
    Discard,
    Overwrite,
    ShowFindings,
    Accept,
    Restore,
    OpenSaved,
    DiscardWork,
    ReadOnly,
    OpenCopy,
    TakeOver,
    Compare,
    Retry,
    Back,
}

/// What a dialog with an answer of its own was answered; `None` is the way back.
struct DialogAnswer<T>(Option<T>);

impl App {
    /// Does `then`, after asking about unsaved changes.
    pub(super) fn leave_document(&mut self, then: AfterLeaving) {
        self.take_composed();
        if self.doc.as_ref().is_some_and(Document::dirty) {
            self.dialogs.retain(|dialog| !matches!(dialog, Dialog::Unsaved { .. }));
            self.guard.hurry();
            self.dialogs.push(Dialog::Unsaved { then });
        } else if !self.tell_of_refused() {
            self.go(then);
        }
    }

    /// Takes in what stands in the field being typed in, a composition included: it is about to go.
    pub(super) fn take_composed(&mut self) {
        for command in self.drafts.composing() {
            self.edit(command);
        }
    }

    fn go(&mut self, then: AfterLeaving) {
        match then {
            AfterLeaving::Open(path) => self.open_any(path),
            AfterLeaving::Show(plan) => self.show_document(Some(Document::new(plan, None, None))),
            AfterLeaving::TakeUp(plan) => {
                let mut doc = Document::new(plan, None, None);
                doc.imported = true;
                self.show_document(Some(doc));
            }
            AfterLeaving::LookAt(plan, name) => {
                let mut doc = Document::new(plan, None, None);
                doc.read_only = Some(ReadOnly::Past(name));
                self.show_document(Some(doc));
            }
            AfterLeaving::Start => self.show_document(None),
            AfterLeaving::Quit => {
                self.end_guard();
                self.may_close = true;
                self.ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    /// The plan was saved: does what waited for it.
    pub(super) fn saved_before_leaving(&mut self) {
        if let Some(then) = self.leaving.take() {
            self.go(then);
        }
    }

    /// The plan was not saved: what waited for it is off.
    pub(super) fn forget_leaving(&mut self) {
        self.leaving = None;
    }

    /// Asks for a path, with the system's dialog where there is one.
    pub(super) fn ask_path(&mut self, purpose: Purpose) {
        let suggestion = self.suggestion(purpose);
        if !self.system_dialogs {
            self.dialogs.push(Dialog::path(purpose, suggestion));
            return;
        }
        let (title, filter): (&'static str, (String, &'static [&'static str])) = match purpose {
            Purpose::Open => ("window.command.open", (self.t("window.filter.plan").to_owned(), &["ron"])),
            Purpose::OpenInNewWindow => ("window.command.open_in_new_window", (self.t("window.filter.plan").to_owned(), &["ron"])),
            Purpose::Import => {
                ("window.command.import", (self.t("window.filter.text").to_owned(), &["txt", "md", "markdown", "html", "htm"]))
            }
            Purpose::Save => ("window.command.save_as", (self.t("window.filter.plan").to_owned(), &["ron"])),
            Purpose::Export(output) => (output.title(), (output.extension().to_uppercase(), output.extensions())),
            Purpose::Template => ("window.template.bring", (self.t("window.filter.plan").to_owned(), &["ron"])),
            Purpose::ProfileIn => ("window.organization.import", (self.t("window.filter.profile").to_owned(), &["ron"])),
            Purpose::ProfileOut => ("window.organization.export", (self.t("window.filter.profile").to_owned(), &["ron"])),
            Purpose::Picture => ("window.command.insert_image", (self.t("window.filter.picture").to_owned(), PICTURES)),
            Purpose::Version(_) => ("window.compare.choose.file", (self.t("window.filter.plan").to_owned(), READABLE)),
            Purpose::Table(file) => ("window.command.export_table", (file.extension().to_uppercase(), file.extensions())),
        };
        let title = self.t(title).trim_end_matches('…').to_owned();
        self.jobs.pick(purpose, title, filter, suggestion);
    }

    fn suggestion(&self, purpose: Purpose) -> Option<PathBuf> {
        if purpose == Purpose::ProfileOut {
            return Some(home().join(format!("{}.ron", self.t("window.organization.file"))));
        }
        let doc = self.doc.as_ref()?;
        let Some(extension) = purpose.extension() else {
            return doc.path.as_ref()?.parent().map(|folder| folder.join(""));
        };
        let beside = match purpose {
            Purpose::Table(_) => Some("window.compare.table.name"),
            Purpose::Export(Output::Year(_)) => Some("window.export.year_name"),
            _ => None,
        };
        if let Some(name) = beside {
            return self.named_suggestion(name, extension);
        }
        match &doc.path {
            // Who may not or should not save over the file gets another name to begin with.
            Some(path) if purpose == Purpose::Save && (doc.read_only.is_some() || self.guard.outside.is_some()) => {
                let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
                let name = Message::new("window.save.copy_name").with("name", name).text(self.lang);
                Some(path.with_file_name(format!("{name}.{extension}")))
            }
            Some(path) => Some(path.with_extension(extension)),
            None => {
                let name = file_name(&doc.plan().title, self.t("window.untitled_plan"));
                Some(home().join(format!("{name}.{extension}")))
            }
        }
    }

    /// Beside the plan, under its title and what the file is.
    fn named_suggestion(&self, name: &'static str, extension: &str) -> Option<PathBuf> {
        let doc = self.doc.as_ref()?;
        let name = Message::new(name).with("title", &doc.plan().title).text(self.lang);
        let name = file_name(&name, self.t("window.untitled_plan"));
        Some(doc.folder().unwrap_or_else(home).join(format!("{name}.{extension}")))
    }

    /// Takes in the names of a folder for the path dialog.
    pub(super) fn listed(&mut self, folder: &Path, entries: &[(String, bool)]) {
        for dialog in &mut self.dialogs {
            if let Dialog::Path(dialog) = dialog {
                dialog.listed = Some((folder.to_owned(), entries.to_vec()));
            }
        }
    }

    /// Draws the topmost dialog and does what was answered; the keyboard goes back where it was before the first one.
    pub(super) fn dialogs_ui(&mut self, ctx: &Context) {
        if self.dialogs.is_empty() {
            self.focus_before = None;
            return;
        }
        let focused = || ctx.memory(egui::Memory::focused);
        let within = focused();
        let before = *self.focus_before.get_or_insert(within);
        self.dialog_ui(ctx);
        // An answer that gave the keyboard to something has the last word.
        if self.dialogs.is_empty()
            && focused() == within
            && let Some(before) = before
        {
            ctx.memory_mut(|memory| memory.request_focus(before));
        }
    }

    fn dialog_ui(&mut self, ctx: &Context) {
        let Some(mut dialog) = self.dialogs.pop() else { return };
        let answer = match &mut dialog {
            Dialog::Print(print) => match print_ui(ctx, self.lang, print) {
                Some(answer) => return self.print_answered(dialog, answer),
                None => None,
            },
            Dialog::New(new) => {
                if let Some((at, plan)) = new.wants_pages() {
                    self.jobs.lay_out_thumbnail(at, plan);
                }
                match new_ui(ctx, self.lang, new) {
                    Some(answer) => return self.new_answered(dialog, answer),
                    None => None,
                }
            }
            Dialog::Organization(organization) => match organization_ui(ctx, self.lang, organization, self.doc.is_some()) {
                Some(answer) => return self.organization_answered(dialog, answer),
                None => None,
            },
            Dialog::Versions(versions) => match versions::versions_ui(ctx, self.lang, versions) {
                Some(answer) => {
                    if let Dialog::Versions(versions) = dialog {
                        self.versions_answered(versions, &answer);
                    }
                    return;
                }
                None => None,
            },
            Dialog::Naming(naming) => match versions::naming_ui(ctx, self.lang, naming) {
                Some(DialogAnswer(answer)) => {
                    if let Dialog::Naming(naming) = &dialog {
                        self.naming_answered(naming, answer.as_ref());
                    }
                    return;
                }
                None => None,
            },
            Dialog::Broken(broken) => match broken_ui(ctx, self.lang, broken) {
                Some(DialogAnswer(way)) => {
                    if let Dialog::Broken(broken) = dialog {
                        self.broken_answered(broken, way);
                    }
                    return;
                }
                None => None,
            },
            Dialog::Keeping(keeping) => keeping::keeping_ui(ctx, self.lang, keeping, &self.guard.kept),
            Dialog::Paste(paste) => {
                let Some(doc) = &self.doc else { return };
                match paste_ui(ctx, self.lang, paste, doc) {
                    Some(answer) => return self.paste_answered(dialog, answer),
                    None => None,
                }
            }
            Dialog::Keep(keep) => match keep_ui(ctx, self.lang, keep) {
                Some(answer) => return self.keep_answered(dialog, answer),
                None => None,
            },
            Dialog::Choose(choose) => match choose_ui(ctx, self.lang, choose) {
                Some(answer) => return self.choose_answered(choose.slot, answer),
                None => None,
            },
            Dialog::Joining(joining) => match joining_ui(ctx, self.lang, joining) {
                Some(answer) => {
                    if let Dialog::Joining(joining) = dialog {
                        self.joining_answered(joining, answer);
                    }
                    return;
                }
                None => None,
            },
            Dialog::Table(table) => match table_ui(ctx, self.lang, table) {
                Some(write) => {
                    let table = *table;
                    return self.table_answered(table, write);
                }
                None => None,
            },
            Dialog::Export(export) => match export_ui(ctx, self.lang, export) {
                Some(write) => {
                    let export = *export;
                    return self.export_answered(export, write);
                }
                None => None,
            },
            Dialog::Path(path) => {
                let folder = path.folder();
                if path.asked.as_ref() != Some(&folder) {
                    path.asked = Some(folder.clone());
                    self.jobs.list(folder);
                }
                path_ui(ctx, self.lang, path)
            }
            other => simple_ui(ctx, self.lang, other, self.doc.as_ref()),
        };
        match answer {
            None => self.dialogs.push(dialog),
            Some(answer) => self.answered(dialog, answer),
        }
    }

    fn answered(&mut self, dialog: Dialog, answer: Answer) {
        self.ctx.request_repaint();
        match (dialog, answer) {
            (Dialog::Unsaved { then }, Answer::Save) => {
                self.leaving = Some(then);
                self.save();
            }
            (Dialog::Unsaved { then }, Answer::Discard) => self.go(then),
            (Dialog::Keeping(keeping), answer) => self.keeping_answered(keeping, answer),
            (Dialog::Changed { path }, Answer::Overwrite) => self.start_save(path, false),
            (Dialog::Changed { path }, Answer::Compare) => {
                if let Some(doc) = &self.doc {
                    self.jobs.compare_with_file(path.clone(), doc.plan().clone());
                }
                // The decision is still to be made after it.
                self.dialogs.push(Dialog::Changed { path });
            }
            (Dialog::Changed { .. }, Answer::SaveElsewhere) => self.ask_path(Purpose::Save),
            (Dialog::Changed { .. }, _) => self.forget_leaving(),
            (Dialog::Imported { .. }, Answer::ShowFindings) => self.show_findings = true,
            (Dialog::Path(dialog), Answer::Accept) => {
                let path = dialog.target();
                let there = dialog.is_there();
                let purpose = dialog.purpose;
                // Going back leads to the field with the path still there.
                if there && purpose.writes() {
                    self.dialogs.push(Dialog::Path(dialog));
                    self.dialogs.push(Dialog::Overwrite { purpose, path });
                } else {
                    self.use_path(purpose, path);
                }
            }
            (Dialog::Overwrite { purpose, path }, Answer::Overwrite) => {
                self.dialogs.retain(|dialog| !matches!(dialog, Dialog::Path(_)));
                self.use_path(purpose, path);
            }
            (Dialog::Overwrite { .. }, _) => {
                for dialog in &mut self.dialogs {
                    if let Dialog::Path(dialog) = dialog {
                        dialog.focused = false;
                    }
                }
            }
            (Dialog::Path(_), _) => self.forget_leaving(),
            (Dialog::Printing { job, asked }, _) => {
                job.stop();
                self.dialogs.push(Dialog::Print(asked));
            }
            _ => {}
        }
    }
}

fn simple_ui(ctx: &Context, lang: Lang, dialog: &Dialog, doc: Option<&Document>) -> Option<Answer> {
    let t = |key: &'static str| text(lang, key);
    match dialog {
        Dialog::Unsaved { .. } => {
            let name = doc.map(Document::name).unwrap_or_default();
            let body = Message::new("window.unsaved.body").with("name", name).text(lang);
            let choices = [
                Choice::default(t("window.unsaved.save"), Answer::Save),
                Choice::new(t("window.unsaved.back"), Answer::Back),
                Choice::danger(t("window.unsaved.discard"), Answer::Discard),
            ];
            dialog_ui(ctx, "unsaved", 420.0, t("window.unsaved.title"), |ui| lines_ui(ui, &body), &choices, Answer::Back)
        }
        Dialog::Changed { path } => {
            let body = Message::new("window.changed.body").with("file", path.display()).text(lang);
            let choices = [
                Choice::default(t("window.changed.elsewhere"), Answer::SaveElsewhere),
                Choice::new(t("window.changed.compare"), Answer::Compare),
                Choice::new(t("window.unsaved.back"), Answer::Back),
                Choice::danger(t("window.changed.overwrite"), Answer::Overwrite),
            ];
            dialog_ui(ctx, "changed", 520.0, t("window.changed.title"), |ui| lines_ui(ui, &body), &choices, Answer::Back)
        }
        Dialog::Overwrite { path, .. } => {
            let body = Message::new("window.overwrite.body").with("file", path.display()).text(lang);
            let choices =
                [Choice::default(t("window.unsaved.back"), Answer::Back), Choice::danger(t("window.changed.overwrite"), Answer::Overwrite)];
            dialog_ui(ctx, "overwrite", 460.0, t("window.overwrite.title"), |ui| lines_ui(ui, &body), &choices, Answer::Back)
        }
        Dialog::Message { title, body } => {
            let choices = [Choice::default(t("window.close_dialog"), Answer::Back)];
            dialog_ui(ctx, "message", 460.0, title, |ui| lines_ui(ui, body), &choices, Answer::Back)
        }
        Dialog::Imported { body, findings } => {
            let mut choices = vec![Choice::default(t("window.import.done"), Answer::Back)];
            if *findings > 0 {
                choices.insert(0, Choice::default(t("window.import.show"), Answer::ShowFindings));
                choices[1].default = false;
            }
            dialog_ui(ctx, "imported", 440.0, t("window.import.title"), |ui| lines_ui(ui, body), &choices, Answer::Back)
        }
        Dialog::Printing { job, .. } => {
            let words = t(if job.sending() { "window.print.sending" } else { "window.print.preparing" });
            let content = |ui: &mut Ui| {
                ui.horizontal(|ui| {
                    ui.add(egui::Spinner::new().size(theme::ICON));
                    ui.label(words);
                });
            };
            let choices = [Choice::new(t("window.print.stop"), Answer::Back)];
            dialog_ui(ctx, "printing", 360.0, t("window.command.print").trim_end_matches('…'), content, &choices, Answer::Back)
        }
        // These draw themselves.
        Dialog::New(_) | Dialog::Organization(_) | Dialog::Path(_) | Dialog::Print(_) | Dialog::Paste(_) | Dialog::Keep(_) => {
            Some(Answer::Back)
        }
        Dialog::Broken(_) | Dialog::Keeping(_) | Dialog::Versions(_) | Dialog::Naming(_) => Some(Answer::Back),
        Dialog::Choose(_) | Dialog::Joining(_) | Dialog::Table(_) | Dialog::Export(_) => Some(Answer::Back),
    }
}
