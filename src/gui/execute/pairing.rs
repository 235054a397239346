//! Correcting what the comparison paired: the same item, another one, a part of it.

use nendo::edit::Command;
use nendo::locale::text;
use nendo::plan::{NodeId, Outline, PairSaid};

use crate::gui::app::App;
use crate::gui::views::compare::Pairing;
use crate::gui::views::compare::model::{Compared, Key};
use crate::gui::widgets::toast::ToastAction;
use crate::gui::workspace::Document;

impl App {
    /// Begins to pair the item at hand with another one, or ends with it.
    pub(super) fn pair_with(&mut self, part: bool) {
        let Some((compared, item, _)) = self.corrected_item() else { return };
        let key = compared.key(item);
        let Some(Pairing { first, .. }) = self.compare.pairing.take().filter(|pairing| pairing.part == part) else {
            self.compare.pairing = Some(Pairing { first: key, part });
            return self.compare.focus_kept();
        };
        let (pair, cannot) = match part {
            true => (part_of(first, key), "window.compare.cannot_pair_part"),
            false => (same_of(first, key), "window.compare.cannot_pair"),
        };
        match pair {
            Some((old, new, said)) => {
                let words = match said {
                    PairSaid::Split => "window.compare.paired_split",
                    PairSaid::Merged => "window.compare.paired_merged",
                    PairSaid::Same | PairSaid::Different => "window.compare.paired",
                };
                self.take_correction(Command::SetPair { against: compared.against(), old, new, said: Some(said) }, words);
            }
            None => self.toasts.show(text(self.lang, cannot).to_owned(), Vec::new()),
        }
        self.compare.focus_kept();
    }

    /// Says of the item at hand that its two nodes are not the same.
    pub(super) fn pair_different(&mut self) {
        let Some((compared, item, _)) = self.corrected_item() else { return };
        match both_of(&compared, item) {
            Some((old, new)) => {
                let command = Command::SetPair { against: compared.against(), old, new, said: Some(PairSaid::Different) };
                self.take_correction(command, "window.compare.parted");
            }
            None => self.toasts.show(text(self.lang, "window.compare.no_pair").to_owned(), Vec::new()),
        }
        self.compare.focus_kept();
    }

    /// Takes back what was said of the pairing of the item at hand.
    pub(super) fn forget_pair(&mut self) {
        let Some((compared, item, _)) = self.corrected_item() else { return };
        let key = compared.key(item);
        let said: Vec<_> = compared
            .new
            .remarks
            .pairs_since(compared.against())
            .filter(|pair| Some(pair.old) == key.0 || Some(pair.new) == key.1)
            .map(|pair| Command::SetPair { against: pair.against, old: pair.old, new: pair.new, said: None })
            .collect();
        if said.is_empty() {
            return self.toasts.show(text(self.lang, "window.compare.nothing_said").to_owned(), Vec::new());
        }
        self.take_correction(Command::Batch { key: "edit.step.pair", commands: said }, "window.compare.pair_forgotten");
    }

    fn take_correction(&mut self, command: Command, said: &'static str) {
        self.with_doc(Document::close_step);
        if self.edit(command) {
            self.with_doc(Document::close_step);
            self.toasts.show(text(self.lang, said).to_owned(), vec![ToastAction::Undo]);
        }
    }
}

/// The old node and the new one that an item stands for: of a part also what it was part of, or went into.
fn both_of(compared: &Compared, at: usize) -> Option<(NodeId, NodeId)> {
    let whole = compared.items.get(at)?.whole;
    let id = |outline: &Outline| whole.and_then(|row| outline.rows().get(row)).map(|row| row.node.id);
    match compared.key(at) {
        (Some(old), Some(new)) => Some((old, new)),
        (None, Some(new)) => Some((id(&compared.comparison.old)?, new)),
        (Some(old), None) => Some((old, id(&compared.comparison.new)?)),
        (None, None) => None,
    }
}

/// The old node and the new one of two items that are to be the same: which item gives which follows from what they have.
fn same_of(first: Key, second: Key) -> Option<(NodeId, NodeId, PairSaid)> {
    let (old, new) = match (first, second) {
        ((Some(old), None), (_, Some(new))) | ((_, Some(new)), (Some(old), None)) => (old, new),
        ((None, Some(new)), (Some(old), _)) | ((Some(old), _), (None, Some(new))) => (old, new),
        ((Some(old), _), (_, Some(new))) if first != second => (old, new),
        _ => return None,
    };
    Some((old, new, PairSaid::Same))
}

/// The old node and the new one of two items of which one is part of the other: the part stands in one version alone.
fn part_of(first: Key, second: Key) -> Option<(NodeId, NodeId, PairSaid)> {
    match (first, second) {
        ((None, Some(new)), (Some(old), Some(_))) | ((Some(old), Some(_)), (None, Some(new))) => Some((old, new, PairSaid::Split)),
        ((Some(old), None), (Some(_), Some(new))) | ((Some(_), Some(new)), (Some(old), None)) => Some((old, new, PairSaid::Merged)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn which_item_gives_which_node_follows_from_what_they_have() {
        let id = NodeId::from_u128;
        let (both, gone, new) = ((Some(id(1)), Some(id(2))), (Some(id(3)), None), (None, Some(id(4))));
        let same = |old, new| Some((id(old), id(new), PairSaid::Same));
        assert_eq!([same_of(gone, new), same_of(new, gone), same_of(new, both)], [same(3, 4), same(3, 4), same(1, 4)]);
        assert_eq!([same_of(gone, both), same_of(new, new), same_of(both, both)], [same(3, 2), None, None]);
        let split = Some((id(1), id(4), PairSaid::Split));
        let merged = Some((id(3), id(2), PairSaid::Merged));
        assert_eq!([part_of(new, both), part_of(both, new)], [split, split]);
        assert_eq!([part_of(gone, both), part_of(both, gone)], [merged, merged]);
        assert_eq!([part_of(new, gone), part_of(both, both)], [None, None]);
    }
}
