//! Files for reading: which is asked for, and what becomes of it.

use std::path::{Path, PathBuf};

use nendo::export::{CalendarFormat, PlanFormat};
use nendo::locale::{Message, text};

use crate::gui::app::App;
use crate::gui::dialogs::{Dialog, ExportDialog};
use crate::gui::jobs::{ExportOrder, Lacks, Output, Purpose};
use crate::gui::mode::Mode;

impl App {
    /// Asks what to write; where the year is on the screen, its calendar is offered first.
    pub(super) fn ask_export(&mut self) {
        let Some(doc) = &self.doc else { return };
        let has_year = doc.plan().fiscal_year.is_some();
        let year = self.mode == Mode::Year && has_year;
        let output = if year { Output::Year(CalendarFormat::Pdf) } else { Output::Plan(PlanFormat::Docx) };
        self.dialogs.push(Dialog::Export(ExportDialog { output, shape: self.year_shape, has_year }));
    }

    pub(in crate::gui) fn export_answered(&mut self, dialog: ExportDialog, write: bool) {
        if write {
            self.year_shape = dialog.shape;
            self.ask_path(Purpose::Export(dialog.output));
        }
    }

    /// Writes a file that was chosen.
    pub(super) fn export(&mut self, path: PathBuf, output: Output) {
        let Some(doc) = &self.doc else { return };
        let order = ExportOrder {
            plan: doc.plan().clone(),
            folder: doc.folder(),
            file: doc.path.clone(),
            output,
            shape: self.year_shape,
            lang: self.lang,
        };
        self.jobs.export(path, order);
        self.toasts.show(text(self.lang, "window.export.writing").to_owned(), Vec::new());
    }

    /// Tells what was written, and what it lacks: a paper that lacks something must not go out unnoticed.
    pub(super) fn exported(&mut self, path: &Path, output: Output, result: Result<Lacks, Message>) {
        self.toasts.take_back(text(self.lang, "window.export.writing"));
        let lacks = match result {
            Ok(lacks) => lacks,
            Err(message) => {
                self.dialogs.push(Dialog::path(Purpose::Export(output), Some(path.to_owned())));
                return self.tell_of_file("window.error.export", path, &message);
            }
        };
        let written = Message::new("window.export.written").with("file", path.display()).text(self.lang);
        let mut lines: Vec<String> = lacks.findings.iter().map(|finding| finding.text(self.lang)).collect();
        if lacks.unread > 0 {
            lines.push(Message::new("window.export.unread").with("n", lacks.unread).text(self.lang));
        }
        if lines.is_empty() {
            return self.toasts.show(written, Vec::new());
        }
        let body = format!("{written}\n\n{}", lines.join("\n"));
        self.dialogs.push(Dialog::message(text(self.lang, "window.export.lacks"), body));
    }
}
