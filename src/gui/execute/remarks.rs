//! What people say about a comparison: reasons, corrected pairings, and those given for another state of the old version.

use std::sync::Arc;

use nendo::compare::Carrying;
use nendo::edit::Command;
use nendo::locale::{Message, text};
use nendo::plan::NodeId;

use crate::gui::app::App;
use crate::gui::settings::MOST_LEFT;
use crate::gui::views::compare::carrying::CarryingState;
use crate::gui::views::compare::model::{Compared, Side};
use crate::gui::widgets::toast::ToastAction;
use crate::gui::workspace::Document;

impl App {
    /// Begins to pair the item at hand with another one, or ends with it.
    pub(super) fn pair_same(&mut self) {
        let Some((compared, item, _)) = self.corrected_item() else { return };
        let key = compared.key(item);
        let Some(first) = self.compare.pairing.take() else {
            self.compare.pairing = Some(key);
            return self.compare.focus_kept();
        };
        // One gives the old node, the other the new one: which is which follows from what they have.
        let pair = match (first, key) {
            ((Some(old), None), (_, Some(new))) | ((_, Some(new)), (Some(old), None)) => Some((old, new)),
            ((None, Some(new)), (Some(old), _)) | ((Some(old), _), (None, Some(new))) => Some((old, new)),
            ((Some(old), _), (_, Some(new))) if first != key => Some((old, new)),
            _ => None,
        };
        match pair {
            Some((old, new)) => self.correct(&compared, (old, new), Some(true), "window.compare.paired"),
            None => self.toasts.show(text(self.lang, "window.compare.cannot_pair").to_owned(), Vec::new()),
        }
        self.compare.focus_kept();
    }

    /// Says of the item at hand that its two nodes are not the same, or takes back what was said.
    pub(super) fn pair_as(&mut self, same: Option<bool>) {
        let Some((compared, item, _)) = self.corrected_item() else { return };
        let key = compared.key(item);
        if same.is_none() {
            let said: Vec<_> = compared
                .new
                .remarks
                .pairs_since(compared.against())
                .filter(|pair| Some(pair.old) == key.0 || Some(pair.new) == key.1)
                .map(|pair| Command::SetPair { against: pair.against, old: pair.old, new: pair.new, same: None })
                .collect();
            if said.is_empty() {
                return self.toasts.show(text(self.lang, "window.compare.nothing_said").to_owned(), Vec::new());
            }
            let command = Command::Batch { key: "edit.step.pair", commands: said };
            return self.take_correction(command, "window.compare.pair_forgotten");
        }
        match key {
            (Some(old), Some(new)) => self.correct(&compared, (old, new), same, "window.compare.parted"),
            _ => self.toasts.show(text(self.lang, "window.compare.no_pair").to_owned(), Vec::new()),
        }
        self.compare.focus_kept();
    }

    fn correct(&mut self, compared: &Compared, (old, new): (NodeId, NodeId), same: Option<bool>, said: &'static str) {
        self.take_correction(Command::SetPair { against: compared.against(), old, new, same }, said);
    }

    fn take_correction(&mut self, command: Command, said: &'static str) {
        self.with_doc(Document::close_step);
        if self.edit(command) {
            self.with_doc(Document::close_step);
            self.toasts.show(text(self.lang, said).to_owned(), vec![ToastAction::Undo]);
        }
    }

    /// The item at hand, where corrections and reasons can be kept: with the new version, if that is on the screen.
    fn corrected_item(&mut self) -> Option<(Arc<Compared>, usize, Side)> {
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
            found.pairs.iter().map(|pair| Command::SetPair { against: pair.against, old: pair.old, new: pair.new, same: Some(pair.same) });
        let command = Command::Batch { key: "edit.step.carry", commands: reasons.chain(pairs).collect() };
        self.with_doc(Document::close_step);
        if self.edit(command) {
            self.with_doc(Document::close_step);
            let key = if found.gone() == 0 { "window.carrying.done" } else { "window.carrying.done_but" };
            let said = Message::new(key).with("reasons", found.reasons.len()).with("pairs", found.pairs.len()).with("gone", found.gone());
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
