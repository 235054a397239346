//! From the print dialog to the printer, and the print preview: what the application does.
//!
//! Does not live here: how the dialog and the preview look (`views`), the work itself (`jobs`).

use eframe::egui::ViewportCommand;
use nendo::locale::{Message, text};

use super::app::App;
use super::dialogs::Dialog;
use super::jobs::PrintTo;
use super::system::Printers;
use super::views::outline;
use super::views::print_dialog::{PrintAnswer, PrintDialog};
use super::views::print_preview::PrintPreview;

impl App {
    /// Asks what to print.
    pub(super) fn open_print_dialog(&mut self) {
        let Some(laid) = self.doc.as_ref().and_then(|doc| doc.laid.as_ref()) else { return };
        let count = laid.pages.pages.len();
        let page = self.print_preview.as_ref().map_or_else(|| self.preview.page(), PrintPreview::page);
        self.dialogs.push(Dialog::Print(PrintDialog::new((page + 1).min(count), count)));
        self.jobs.find_printers();
    }

    /// The printers were found.
    pub(super) fn show_printers(&mut self, printers: &Printers) {
        for dialog in &mut self.dialogs {
            if let Dialog::Print(dialog) = dialog {
                dialog.printers = Some(printers.clone());
            }
        }
    }

    /// Prints or shows what the dialog asks for.
    pub(super) fn print_answered(&mut self, dialog: Dialog, answer: PrintAnswer) {
        self.ctx.request_repaint();
        let (Dialog::Print(asked), Some(doc)) = (dialog, &self.doc) else { return };
        let title = &doc.plan().title;
        let to = match answer {
            PrintAnswer::Print => PrintTo::Printer(asked.order(title)),
            PrintAnswer::Show => PrintTo::Viewer(super::dialogs::file_name(title, text(self.lang, "window.untitled_plan"))),
            PrintAnswer::Back => return,
        };
        // The dialog answers only with pages that are there.
        let Ok(range) = asked.range() else { return };
        let job = self.jobs.print(doc.plan().clone(), doc.folder(), range, to);
        self.dialogs.push(Dialog::Printing { job, asked });
    }

    /// A print job is over.
    pub(super) fn printed(&mut self, to: &PrintTo, result: Result<(), Message>) {
        let mut asked = None;
        for dialog in std::mem::take(&mut self.dialogs) {
            match dialog {
                Dialog::Printing { asked: own, .. } => asked = Some(own),
                other => self.dialogs.push(other),
            }
        }
        // Without its dialog it was stopped.
        let Some(asked) = asked else { return };
        match result {
            Ok(()) => {
                let key = if matches!(to, PrintTo::Viewer(_)) { "window.print.shown" } else { "window.print.sent" };
                self.toasts.show(text(self.lang, key).to_owned(), Vec::new());
            }
            Err(message) => {
                self.dialogs.push(Dialog::Print(asked));
                self.tell("window.error.print", &message);
            }
        }
    }

    /// Shows the print preview on the whole screen, or leaves it.
    pub(super) fn toggle_print_preview(&mut self) {
        let open = match self.print_preview.take() {
            Some(preview) => {
                self.preview.show_page(preview.page());
                // The keyboard goes back to where it was.
                let back = self.keyboard.unwrap_or_else(outline::list_id);
                self.ctx.memory_mut(|memory| memory.request_focus(back));
                false
            }
            None => {
                self.print_preview = Some(PrintPreview::new(self.preview.page()));
                true
            }
        };
        self.ctx.send_viewport_cmd(ViewportCommand::Fullscreen(open));
        self.ctx.request_repaint();
    }
}
