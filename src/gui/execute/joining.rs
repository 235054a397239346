//! What the joining of two drafts asks for.

use nendo::compare::merge::stranger;
use nendo::edit::Command;
use nendo::locale::{Message, text};

use crate::gui::app::App;
use crate::gui::dialogs::Dialog;
use crate::gui::views::compare::joining::{Deciding, JoiningAnswer, JoiningDialog};
use crate::gui::widgets::toast::ToastAction;
use crate::gui::workspace::Document;

impl App {
    pub(super) fn open_joining(&mut self) {
        let Some(doc) = &self.doc else { return };
        // What was decided for this very plan is gone on with.
        if let Some(kept) = self.joining.take().filter(|kept| kept.deciding.as_ref().is_some_and(|deciding| deciding.is_of(doc.plan()))) {
            return self.dialogs.push(Dialog::Joining(kept));
        }
        let path = doc.path.clone();
        self.dialogs.push(Dialog::Joining(Box::default()));
        self.jobs.list_offers(path);
    }

    pub(in crate::gui) fn joining_answered(&mut self, mut dialog: Box<JoiningDialog>, answer: JoiningAnswer) {
        match answer {
            JoiningAnswer::Back => {
                self.jobs.stop("window.job.merge");
                // A slip of the pointer beside the dialog loses nothing.
                if dialog.deciding.as_ref().is_some_and(Deciding::is_begun) {
                    self.joining = Some(dialog);
                    self.toasts.show(text(self.lang, "window.merge.kept").to_owned(), Vec::new());
                }
            }
            JoiningAnswer::Choose(slot) => {
                dialog.problem = None;
                self.dialogs.push(Dialog::Joining(dialog));
                self.choose_version(slot);
            }
            JoiningAnswer::Join => {
                let plans = dialog
                    .base
                    .as_ref()
                    .and_then(|base| base.plan.clone())
                    .zip(dialog.theirs.as_ref().and_then(|theirs| theirs.plan.clone()));
                if let (Some((base, theirs)), Some(doc)) = (plans, &self.doc) {
                    let mine = doc.plan().clone();
                    dialog.problem = stranger(&base, &mine, &theirs).map(|stranger| Message::new(stranger.key()));
                    if dialog.problem.is_none() {
                        dialog.running = true;
                        self.jobs.merge(base, mine, theirs);
                    }
                }
                self.dialogs.push(Dialog::Joining(dialog));
            }
            JoiningAnswer::Apply(plan) => {
                let command = Command::Batch { key: "edit.step.merge", commands: vec![Command::Replace(plan)] };
                self.with_doc(Document::close_step);
                if self.edit(command) {
                    self.with_doc(Document::close_step);
                    self.toasts.show(text(self.lang, "window.merge.done").to_owned(), vec![ToastAction::Undo]);
                } else {
                    self.toasts.show(text(self.lang, "window.merge.nothing").to_owned(), Vec::new());
                }
            }
        }
    }
}
