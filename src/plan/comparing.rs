//! What people said about comparing a plan with an earlier version: why something changed (変更理由), and which
//! nodes are the same (対応づけの訂正). It is kept with the new plan and changes nothing that is printed of it.
//!
//! Each remark names the two nodes it is about and the version compared with, so that the reasons for the board
//! (compared with last year) and those for a colleague (compared with the last draft) stand beside each other.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{FiscalYear, NodeId, Plan, Stage};

/// Which version a plan is compared with: year and stage tell last year's plan, an earlier draft and the approved
/// plan apart, and stay the same wherever the file is copied to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VersionKey {
    /// Its fiscal year, if it says one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fiscal_year: Option<FiscalYear>,
    /// How far it had come.
    #[serde(default)]
    pub stage: Stage,
}

impl VersionKey {
    /// The key of a plan.
    pub fn of(plan: &Plan) -> Self {
        Self { fiscal_year: plan.fiscal_year, stage: plan.stage }
    }
}

/// What a remark is about: a node of the old version, of this plan, or both. Of the whole plan with neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemarkPlace {
    /// The version compared with.
    pub against: VersionKey,
    /// Its node, if the old version has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old: Option<NodeId>,
    /// This plan's node, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new: Option<NodeId>,
}

impl RemarkPlace {
    /// What is said of an item: of this plan's node, and only where that is gone of the old one, so that a reason stays
    /// when the pairing is corrected.
    pub fn of(against: VersionKey, old: Option<NodeId>, new: Option<NodeId>) -> Self {
        Self { against, old: old.filter(|_| new.is_none()), new }
    }
}

/// Why something changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// What changed.
    pub place: RemarkPlace,
    /// Why.
    pub text: String,
}

/// A correction of a pairing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairRemark {
    /// The version compared with.
    pub against: VersionKey,
    /// Its node.
    pub old: NodeId,
    /// This plan's node.
    pub new: NodeId,
    /// Whether the two are the same node.
    pub same: bool,
}

/// All that was said about comparing a plan; each list is in a fixed order, so that equal remarks are written alike.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remarks {
    reasons: Vec<Reason>,
    pairs: Vec<PairRemark>,
}

impl Remarks {
    /// Remarks from lists in any order; of two about the same the last one counts, and an empty reason is none.
    pub fn new(reasons: impl IntoIterator<Item = Reason>, pairs: impl IntoIterator<Item = PairRemark>) -> Self {
        let mut remarks = Self::default();
        for reason in reasons {
            remarks.set_reason(reason.place, &reason.text);
        }
        for pair in pairs {
            remarks.set_pair(pair.against, (pair.old, pair.new), Some(pair.same));
        }
        remarks
    }

    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.reasons.is_empty() && self.pairs.is_empty()
    }

    /// The reasons.
    pub fn reasons(&self) -> &[Reason] {
        &self.reasons
    }

    /// The corrections of pairings.
    pub fn pairs(&self) -> &[PairRemark] {
        &self.pairs
    }

    /// Why this changed; empty if nobody said.
    pub fn reason(&self, place: &RemarkPlace) -> &str {
        self.at(place).map_or("", |at| self.reasons[at].text.as_str())
    }

    /// The reasons of the changes since a version, by this plan's node, by the old one where that is gone.
    pub fn reasons_since(&self, against: VersionKey) -> BTreeMap<NodeId, String> {
        let of_version = self.reasons.iter().filter(|reason| reason.place.against == against);
        of_version.filter_map(|reason| Some((reason.place.new.or(reason.place.old)?, reason.text.clone()))).collect()
    }

    fn at(&self, place: &RemarkPlace) -> Result<usize, usize> {
        self.reasons.binary_search_by_key(place, |reason| reason.place)
    }

    /// Says why this changed; an empty text takes the reason away.
    pub fn set_reason(&mut self, place: RemarkPlace, text: &str) {
        let text = text.trim_end_matches(['\n', '\r']);
        match (self.at(&place), text.is_empty()) {
            (Ok(at), true) => _ = self.reasons.remove(at),
            (Ok(at), false) => text.clone_into(&mut self.reasons[at].text),
            (Err(_), true) => {}
            (Err(at), false) => self.reasons.insert(at, Reason { place, text: text.to_owned() }),
        }
    }

    /// Says whether two nodes are the same; `None` takes back what was said of the two.
    pub fn set_pair(&mut self, against: VersionKey, (old, new): (NodeId, NodeId), same: Option<bool>) {
        let contradicts = |pair: &PairRemark| {
            let one_side = pair.old == old || pair.new == new;
            // A node is the same as one other at most.
            pair.against == against && ((pair.old, pair.new) == (old, new) || same == Some(true) && pair.same && one_side)
        };
        self.pairs.retain(|pair| !contradicts(pair));
        if let Some(same) = same {
            let key = |pair: &PairRemark| (pair.against, pair.old, pair.new);
            let at = self.pairs.partition_point(|pair| key(pair) < (against, old, new));
            self.pairs.insert(at, PairRemark { against, old, new, same });
        }
    }

    /// What was said of two nodes.
    pub fn pair(&self, against: VersionKey, old: NodeId, new: NodeId) -> Option<bool> {
        self.pairs.iter().find(|pair| (pair.against, pair.old, pair.new) == (against, old, new)).map(|pair| pair.same)
    }

    /// Three versions of remarks joined: what `theirs` says otherwise than `base` counts where `mine` says nothing
    /// of its own.
    pub fn merged(base: &Self, mine: &Self, theirs: &Self) -> Self {
        let mut out = mine.clone();
        for place in theirs.reasons.iter().chain(&base.reasons).map(|reason| reason.place) {
            if mine.reason(&place) == base.reason(&place) {
                out.set_reason(place, theirs.reason(&place));
            }
        }
        for pair in theirs.pairs.iter().chain(&base.pairs) {
            let said = |remarks: &Self| remarks.pair(pair.against, pair.old, pair.new);
            if said(mine) == said(base) && said(mine) != said(theirs) {
                out.set_pair(pair.against, (pair.old, pair.new), said(theirs));
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(old: u128, new: u128) -> RemarkPlace {
        let id = |number| (number > 0).then(|| NodeId::from_u128(number));
        RemarkPlace { against: VersionKey::default(), old: id(old), new: id(new) }
    }

    fn id(number: u128) -> NodeId {
        NodeId::from_u128(number)
    }

    #[test]
    fn one_reason_for_each_place() {
        let mut remarks = Remarks::default();
        remarks.set_reason(place(2, 2), "制度改正");
        remarks.set_reason(place(1, 0), "終了");
        remarks.set_reason(place(2, 2), "制度改正のため");
        assert_eq!((remarks.reasons().len(), remarks.reason(&place(2, 2))), (2, "制度改正のため"));
        let last_year = RemarkPlace { against: VersionKey { fiscal_year: Some(FiscalYear(2024)), ..VersionKey::default() }, ..place(2, 2) };
        assert_eq!(remarks.reason(&last_year), "", "another version, another reason");
        remarks.set_reason(place(2, 2), "");
        assert_eq!(remarks.reasons().len(), 1);
    }

    #[test]
    fn a_node_is_the_same_as_one_other_at_most() {
        let mut remarks = Remarks::default();
        let against = VersionKey::default();
        remarks.set_pair(against, (id(1), id(2)), Some(true));
        remarks.set_pair(against, (id(3), id(4)), Some(false));
        remarks.set_pair(against, (id(1), id(5)), Some(true));
        assert_eq!((remarks.pair(against, id(1), id(2)), remarks.pair(against, id(1), id(5))), (None, Some(true)));
        remarks.set_pair(against, (id(3), id(4)), None);
        assert_eq!(remarks.pairs().len(), 1);
    }

    #[test]
    fn remarks_are_merged_one_by_one() {
        let with = |list: &[(u128, &str)]| {
            let reasons = list.iter().map(|(at, text)| Reason { place: place(*at, *at), text: (*text).to_owned() });
            Remarks::new(reasons, [])
        };
        let base = with(&[(1, "a"), (2, "b")]);
        let merged = Remarks::merged(&base, &with(&[(1, "x"), (2, "b")]), &with(&[(1, "y"), (3, "c")]));
        assert_eq!(merged, with(&[(1, "x"), (3, "c")]));
        assert_eq!(Remarks::merged(&base, &with(&[(9, "m")]), &base), with(&[(9, "m")]));
    }
}
