//! The dialog about a file that cannot be read: what is the matter, and the ways on from it.

use std::path::{Path, PathBuf};

use eframe::egui::{Context, Ui};
use nendo::locale::{Lang, Message, text};

use super::{Dialog, DialogAnswer};
use crate::gui::app::App;
use crate::gui::jobs::{Purpose, Slot};
use crate::gui::theme;
use crate::gui::widgets::dialog::{Choice, dialog_ui, lines_ui};

const WIDTH: f32 = 520.0;

/// What the file was wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// To be opened as a plan.
    Open,
    /// To be read as a text.
    Import,
    /// To be compared, or joined.
    Version(Slot),
}

/// A file that cannot be read.
pub struct BrokenDialog {
    /// The file; none: what is no file of its own.
    pub path: Option<PathBuf>,
    /// What it is called.
    pub name: String,
    /// What is the matter.
    pub message: Message,
    /// What it was wanted for.
    pub wanted: Wanted,
    /// Whether earlier states of it are there.
    pub past: bool,
    copied: bool,
}

/// What is done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Opens an earlier state.
    Past,
    /// Chooses something else.
    Other,
    /// Shows the folder.
    Folder,
    /// Copies what is the matter.
    Copy,
}

impl BrokenDialog {
    /// A file that cannot be read.
    pub fn of_file(path: &Path, message: Message, wanted: Wanted, past: bool) -> Self {
        Self { path: Some(path.to_owned()), name: path.display().to_string(), message, wanted, past, copied: false }
    }

    /// A version that cannot be read.
    pub fn of_version(path: Option<PathBuf>, name: String, message: Message, slot: Slot) -> Self {
        Self { path, name, message, wanted: Wanted::Version(slot), past: false, copied: false }
    }

    fn title(&self) -> &'static str {
        if self.wanted == Wanted::Import { "window.error.import" } else { "window.error.open" }
    }

    fn body(&self, lang: Lang) -> String {
        format!("{}\n\n{}", self.name, self.message.text(lang))
    }

    /// All there is to tell, for whoever helps.
    fn details(&self, lang: Lang) -> String {
        format!("{}\n{}\nNendo {}", text(lang, self.title()), self.body(lang), env!("CARGO_PKG_VERSION"))
    }
}

/// Draws the dialog.
pub(super) fn broken_ui(ctx: &Context, lang: Lang, dialog: &BrokenDialog) -> Option<DialogAnswer<Way>> {
    let t = |key: &'static str| text(lang, key);
    let mut way = None;
    let content = |ui: &mut Ui| {
        let mut body = dialog.body(lang);
        if dialog.past {
            body.push_str(&format!("\n\n{}", t("window.error.has_past")));
        }
        lines_ui(ui, &body);
        ui.add_space(theme::SPACE_8);
        ui.horizontal_wrapped(|ui| {
            if dialog.path.is_some() && ui.button(t("window.error.show_folder")).clicked() {
                way = Some(Way::Folder);
            }
            let copy = t(if dialog.copied { "window.error.copied" } else { "window.error.copy" });
            if ui.button(copy).on_hover_text(t("window.error.copy_hint")).clicked() {
                way = Some(Way::Copy);
            }
        });
    };
    let other = match dialog.wanted {
        Wanted::Open | Wanted::Import => t("window.error.other_file"),
        Wanted::Version(_) => t("window.error.other_version"),
    };
    let mut choices = vec![Choice::new(other, Some(Way::Other)), Choice::new(t("window.close_dialog"), None)];
    if dialog.past {
        choices.insert(0, Choice::new(t("window.error.from_past"), Some(Way::Past)));
    }
    choices[0].default = true;
    let button = dialog_ui(ctx, "broken", WIDTH, t(dialog.title()), content, &choices, None);
    way.map(Some).or(button).map(DialogAnswer)
}

impl App {
    /// Tells of a file that cannot be read.
    pub(in crate::gui) fn tell_of_broken(&mut self, broken: BrokenDialog) {
        self.dialogs.push(Dialog::Broken(broken));
    }

    pub(super) fn broken_answered(&mut self, mut dialog: BrokenDialog, way: Option<Way>) {
        self.ctx.request_repaint();
        match (way, dialog.path.clone()) {
            (None, _) => {}
            (Some(Way::Past), Some(path)) => self.open_versions_of(path),
            (Some(Way::Other), _) => match dialog.wanted {
                Wanted::Open => self.ask_path(Purpose::Open),
                Wanted::Import => self.ask_path(Purpose::Import),
                Wanted::Version(slot) => self.choose_version(slot),
            },
            (Some(Way::Folder), Some(path)) => {
                if let Some(folder) = path.parent() {
                    self.jobs.show_folder(folder.to_owned());
                }
                self.dialogs.push(Dialog::Broken(dialog));
            }
            (Some(Way::Copy), _) => {
                self.ctx.copy_text(dialog.details(self.lang));
                dialog.copied = true;
                self.dialogs.push(Dialog::Broken(dialog));
            }
            (Some(Way::Past | Way::Folder), None) => self.dialogs.push(Dialog::Broken(dialog)),
        }
    }
}
