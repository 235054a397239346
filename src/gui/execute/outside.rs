//! What is decided about a file that others changed or that vanished.

use crate::gui::app::App;
use crate::gui::jobs::Purpose;
use crate::gui::views::outside_bar::OutsideChoice;

impl App {
    pub(super) fn outside(&mut self, choice: OutsideChoice) {
        let Some(doc) = &self.doc else { return };
        let Some(path) = doc.path.clone() else { return };
        match choice {
            OutsideChoice::Reload => self.jobs.open(path),
            OutsideChoice::Compare => self.jobs.compare_with_file(path, doc.plan().clone()),
            // The file is gone, so there is nothing of others to keep.
            OutsideChoice::SaveAgain => self.start_save(path, false),
            OutsideChoice::SaveElsewhere => self.ask_path(Purpose::Save),
            OutsideChoice::Leave => self.guard.outside = None,
        }
    }
}
