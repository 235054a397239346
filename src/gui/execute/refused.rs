//! What was typed into a field and the plan cannot take: it is told before it would be lost, and shown.

use nendo::locale::{Message, text};

use crate::gui::app::App;
use crate::gui::mode::Mode;
use crate::gui::settings::Middle;
use crate::gui::widgets::draft_text::Refused;
use crate::gui::widgets::toast::ToastAction;

impl App {
    /// What stands in a field of the plan as it is now and is not in it.
    fn refused(&self) -> Option<&Refused> {
        let outline = self.doc.as_ref()?.outline();
        let here = |refused: &&Refused| refused.node.is_none_or(|node| outline.position(node).is_some());
        self.drafts.refused().filter(here).min_by_key(|refused| refused.node.and_then(|node| outline.position(node)))
    }

    /// Tells of a field whose text is not in the plan; whether there was something to tell that was not told before.
    pub(in crate::gui) fn tell_of_refused(&mut self) -> bool {
        let Some(refused) = self.refused().cloned() else { return false };
        let message = Message::new("window.refused.told").with("field", &refused.name).with("text", &refused.text);
        self.toasts.show(message.text(self.lang), vec![ToastAction::Refused]);
        self.told_refused.replace(refused.clone()) != Some(refused)
    }

    /// Goes to such a field.
    pub(super) fn show_refused(&mut self) {
        let Some(refused) = self.refused().cloned() else {
            return self.toasts.show(text(self.lang, "window.refused.none").to_owned(), Vec::new());
        };
        self.go_to_refused(&refused);
    }

    /// Goes to this one.
    pub(super) fn go_to_refused(&mut self, refused: &Refused) {
        self.mode = Mode::Write;
        self.settings.middle = Middle::Form;
        self.with_doc(|doc| doc.select(refused.node));
        self.ctx.memory_mut(|memory| memory.request_focus(refused.field));
    }
}
