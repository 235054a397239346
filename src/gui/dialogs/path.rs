//! A path to type, where the desktop has no file dialog: the field, and the folder's content below it.

use std::path::{Path, PathBuf};

use eframe::egui::{self, Context, Id, Key, RichText, ScrollArea, Ui, vec2};
use nendo::locale::{Lang, text};

use super::{Answer, PICTURES, READABLE, home};
use crate::gui::execute::with_extension;
use crate::gui::jobs::Purpose;
use crate::gui::widgets::dialog::{Choice, dialog_ui};
use crate::gui::{icons, ime, theme};

/// A field for a path with the folder's content below.
pub struct PathDialog {
    pub(super) purpose: Purpose,
    pub(super) path: String,
    /// The folder shown, and what is in it.
    pub(super) listed: Option<(PathBuf, Vec<(String, bool)>)>,
    pub(super) asked: Option<PathBuf>,
    pub(super) focused: bool,
}

impl PathDialog {
    /// Asks for a path, beginning with this one.
    pub fn new(purpose: Purpose, path: String) -> Self {
        Self { purpose, path, listed: None, asked: None, focused: false }
    }

    /// What the path is for.
    #[cfg(test)]
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// The folder whose content is shown: the typed one, or that of the typed file.
    pub(super) fn folder(&self) -> PathBuf {
        let typed = Path::new(self.path.trim());
        if self.path.ends_with(['/', '\\']) { typed.to_owned() } else { typed.parent().map_or_else(home, Path::to_owned) }
    }

    pub(super) fn name(&self) -> String {
        if self.path.ends_with(['/', '\\']) {
            return String::new();
        }
        Path::new(self.path.trim()).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }

    pub(super) fn fits(&self, name: &str) -> bool {
        let wanted: &[&str] = match self.purpose {
            Purpose::Open | Purpose::OpenInNewWindow => READABLE,
            Purpose::Import => &["txt", "md", "markdown", "html", "htm"],
            Purpose::Save => &["ron"],
            Purpose::Export(output) => output.extensions(),
            Purpose::Template | Purpose::ProfileIn | Purpose::ProfileOut => &["ron"],
            Purpose::Picture => PICTURES,
            Purpose::Version(_) => READABLE,
            Purpose::Table(file) => file.extensions(),
        };
        Path::new(name).extension().is_some_and(|have| wanted.iter().any(|want| have.eq_ignore_ascii_case(want)))
    }

    /// Whether a file of the typed name is in the folder.
    pub(super) fn is_there(&self) -> bool {
        let target = self.target();
        let name = target.file_name().unwrap_or_default();
        self.listed.as_ref().is_some_and(|(folder, entries)| {
            *folder == self.folder() && entries.iter().any(|(entry, is_folder)| !is_folder && name == entry.as_str())
        })
    }

    /// The file that would be written: the typed path with its extension.
    pub fn target(&self) -> PathBuf {
        let path = PathBuf::from(self.path.trim());
        self.purpose.extension().map_or_else(|| path.clone(), |extension| with_extension(path.clone(), extension))
    }

    pub(super) fn is_folder(&self) -> bool {
        let name = self.name();
        name.is_empty() || self.listed.as_ref().is_some_and(|(_, entries)| entries.iter().any(|(entry, folder)| *folder && *entry == name))
    }
}

/// Draws the dialog.
pub(super) fn path_ui(ctx: &Context, lang: Lang, dialog: &mut PathDialog) -> Option<Answer> {
    let writes = dialog.purpose.writes();
    let (title, verb) = match dialog.purpose {
        Purpose::Open => ("window.command.open", "window.path.open"),
        Purpose::OpenInNewWindow => ("window.command.open_in_new_window", "window.path.open"),
        Purpose::Import => ("window.command.import", "window.path.import"),
        Purpose::Save => ("window.command.save_as", "window.path.save"),
        Purpose::Export(output) => (output.title(), "window.path.write"),
        Purpose::Template => ("window.template.bring", "window.path.open"),
        Purpose::ProfileIn => ("window.organization.import", "window.path.open"),
        Purpose::ProfileOut => ("window.organization.export", "window.path.write"),
        Purpose::Picture => ("window.command.insert_image", "window.path.insert"),
        Purpose::Version(_) => ("window.compare.choose.file", "window.path.open"),
        Purpose::Table(_) => ("window.command.export_table", "window.path.write"),
    };
    let overwrites = writes && dialog.is_there();
    let choices = [Choice::default(text(lang, verb), Answer::Accept), Choice::new(text(lang, "window.unsaved.back"), Answer::Back)];
    let mut entered = false;
    let answer = dialog_ui(
        ctx,
        "path",
        560.0,
        text(lang, title).trim_end_matches('…'),
        |ui| {
            ui.label(theme::muted(ui, text(lang, "window.path.hint")));
            let name = text(lang, "window.path.field");
            let field = egui::TextEdit::singleline(&mut dialog.path)
                .id(Id::unique("path.field"))
                .margin(egui::Margin::symmetric(8, 6))
                .desired_width(f32::INFINITY);
            let response = ui.add(field).accessible_name(name);
            if !std::mem::replace(&mut dialog.focused, true) {
                response.request_focus();
            }
            entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) && !ime::composing(ui.ctx());
            entries_ui(ui, lang, dialog);
            if overwrites {
                let words = format!("{} {}", icons::WARNING, text(lang, "window.path.there"));
                ui.label(RichText::new(words).size(theme::TEXT_SMALL).color(theme::tokens(ui).changed));
            }
        },
        &choices,
        Answer::Back,
    );
    // Entering a folder looks into it.
    let wants = entered || answer == Some(Answer::Accept);
    if wants && dialog.is_folder() {
        if !dialog.path.ends_with(['/', '\\']) {
            dialog.path.push('/');
        }
        dialog.focused = false;
        return None;
    }
    if entered {
        return Some(Answer::Accept);
    }
    answer
}

fn entries_ui(ui: &mut Ui, lang: Lang, dialog: &mut PathDialog) {
    let mut go = None;
    let folder = dialog.folder();
    theme::card_frame(ui).inner_margin(egui::Margin::same(4)).show(ui, |ui| {
        ui.set_height(220.0);
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let mut line = |ui: &mut Ui, icon: &str, words: &str, path: String| {
                let button = egui::Button::new(format!("{icon}  {words}"))
                    .frame_when_inactive(false)
                    .truncate()
                    .right_text("")
                    .min_size(vec2(ui.available_width(), 26.0));
                if ui.add(button).accessible_name(words).clicked() {
                    go = Some(path);
                }
            };
            if let Some(parent) = folder.parent() {
                line(ui, icons::ARROW_UP, "..", parent.join("").to_string_lossy().into_owned());
            }
            let entries = dialog.listed.as_ref().filter(|(listed, _)| *listed == folder).map(|(_, entries)| entries.as_slice());
            let reads = !dialog.purpose.writes();
            if reads && entries.is_some_and(|entries| !entries.iter().any(|(name, is_folder)| *is_folder || dialog.fits(name))) {
                ui.add_space(theme::SPACE_8);
                ui.label(theme::muted(ui, text(lang, "window.path.empty")));
            }
            for (name, is_folder) in entries.unwrap_or_default() {
                if *is_folder {
                    line(ui, icons::FOLDER_OPEN, name, folder.join(name).join("").to_string_lossy().into_owned());
                } else if dialog.fits(name) {
                    line(ui, icons::FILE, name, folder.join(name).to_string_lossy().into_owned());
                }
            }
        });
    });
    if let Some(path) = go {
        dialog.path = path;
    }
}
