//! Reasons of changes, and what was said of another state of the old version.
//!
//! Does not live here: correcting pairings (`pairing`).

use std::sync::Arc;

use nendo::compare::Carrying;
use nendo::edit::Command;
use nendo::locale::{Message, text};

use crate::gui::app::App;
use crate::gui::settings::MOST_LEFT;
use crate::gui::views::compare::carrying::CarryingState;
use crate::gui::views::compare::model::{Compared, Side};
use crate::gui::widgets::toast::ToastAction;
use crate::gui::workspace::Document;

impl App {
    /// The item at hand, where corrections and reasons can be kept: with the new version, if that is on the screen.
    pub(super) fn corrected_item(&mut self) -> Option<(Arc<Compared>, usize, Side)> {
        let found = self.item_at_hand()?;
        if found.2 == Side::New {
            return Some(found);
        }
        self.toasts.show(text(self.lang, "window.compare.new_alone").to_owned(), Vec::new());
        None
    }

    pub(super) fn edit_reason(&mut self) {
        if self.corrected_item().is_some() {
            self.compare.type_reason();
        }
    }

    /// Looks what was given for another state of the old version, as far as the open plan keeps reasons.
    pub(super) fn follow_carrying(&mut self) {
        let state = &mut self.compare;
        let open = self.doc.as_ref().filter(|_| state.present() == Some(Side::New)).map(Document::plan);
        let (Some(plan), Some(compared)) = (open, &state.compared) else {
            state.carrying = None;
            return;
        };
        let left = self.settings.reasons_left.contains(&compared.against().content);
        match state.carrying.as_mut().filter(|known| known.is_of(compared, &plan.remarks)) {
            Some(known) => known.left = left,
            None => {
                let found = Carrying::of(&compared.old, &compared.new, &plan.remarks, &compared.comparison);
                state.carrying = Some(CarryingState::new(compared.clone(), plan.remarks.clone(), found, left));
            }
        }
    }

    /// Says of the version at hand, too, what was given for another state of it.
    pub(super) fn carry_reasons(&mut self) {
        let found = self.compare.carrying.as_ref().map(|state| state.found.clone()).filter(|found| found.has_any());
        let Some(found) = found else {
            return self.toasts.show(text(self.lang, "window.carrying.nothing").to_owned(), Vec::new());
        };
        let reasons = found.reasons.iter().map(|reason| Command::SetReason { place: reason.place, text: reason.text.clone() });
        let pairs =
            found.pairs.iter().map(|pair| Command::SetPair { against: pair.against, old: pair.old, new: pair.new, said: Some(pair.said) });
        let command = Command::Batch { key: "edit.step.carry", commands: reasons.chain(pairs).collect() };
        self.with_doc(Document::close_step);
        if self.edit(command) {
            self.with_doc(Document::close_step);
            let key = if found.gone() == 0 { "window.carrying.done" } else { "window.carrying.done_but" };
            let said = Message::new(key).with("said", found.counts(self.lang)).with("gone", found.gone());
            self.toasts.show(said.text(self.lang), vec![ToastAction::Undo]);
        }
        self.compare.focus_kept();
    }

    /// Leaves what was given for another state where it is, and speaks of it no more.
    pub(super) fn leave_reasons(&mut self) {
        let Some(compared) = &self.compare.compared else { return };
        let list = &mut self.settings.reasons_left;
        list.retain(|known| *known != compared.against().content);
        list.insert(0, compared.against().content);
        list.truncate(MOST_LEFT);
        self.compare.focus_kept();
        self.toasts.show(text(self.lang, "window.carrying.left").to_owned(), Vec::new());
    }
}
