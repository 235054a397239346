//! What people said about comparing a plan with an earlier version: why something changed (変更理由), and which
//! nodes are the same (対応づけの訂正). It is kept with the new plan and changes nothing that is printed of it.
//!
//! Each remark names the two nodes it is about and the version compared with, so that the reasons for the board
//! (compared with last year) and those for a colleague (compared with the last draft) stand beside each other.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};

use super::{ContentMark, FiscalYear, NodeId, Plan, Stage};
use crate::locale::Lang;

/// Which version a plan is compared with. What it says tells it from every other one, and stays the same wherever its
/// file is copied to, whatever it is called and however far it comes; year and stage say it to people. Remarks of
/// earlier times have these two alone: they count for every version of that year and stage, until something is said
/// anew.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VersionKey {
    /// Its fiscal year, if it says one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fiscal_year: Option<FiscalYear>,
    /// How far it had come.
    #[serde(default)]
    pub stage: Stage,
    /// What it said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<ContentMark>,
}

impl VersionKey {
    /// The key of a plan.
    pub fn of(plan: &Plan) -> Self {
        Self { fiscal_year: plan.fiscal_year, stage: plan.stage, content: Some(ContentMark::of(plan)) }
    }

    /// Its year and stage in words: 令和6年度（承認済）.
    pub fn words(self, lang: Lang) -> String {
        let stage = self.stage.message().text(lang);
        let bracket = if lang == Lang::Ja { ("（", "）") } else { (" (", ")") };
        self.fiscal_year.map_or(stage.clone(), |year| format!("{year}{}{stage}{}", bracket.0, bracket.1))
    }

    /// The key of earlier times that counts for this version, too.
    fn without_content(self) -> Self {
        Self { content: None, ..self }
    }

    /// Whether a remark about this counts for a version.
    pub fn is_about(self, version: Self) -> bool {
        self == version || self == version.without_content()
    }

    /// What keys are told apart by: the content, and year and stage where that is not known.
    fn identity(&self) -> (Option<ContentMark>, Option<(Option<FiscalYear>, Stage)>) {
        (self.content, self.content.is_none().then_some((self.fiscal_year, self.stage)))
    }
}

impl PartialEq for VersionKey {
    fn eq(&self, other: &Self) -> bool {
        self.identity() == other.identity()
    }
}

impl Eq for VersionKey {}

impl Ord for VersionKey {
    fn cmp(&self, other: &Self) -> Ordering {
        self.identity().cmp(&other.identity())
    }
}

impl PartialOrd for VersionKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for VersionKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.identity().hash(state);
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

    fn without_content(self) -> Self {
        Self { against: self.against.without_content(), ..self }
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
        let own = self.at(place).or_else(|_| self.at(&place.without_content()));
        own.map_or("", |at| self.reasons[at].text.as_str())
    }

    /// The reasons of the changes since a version, by this plan's node, by the old one where that is gone.
    pub fn reasons_since(&self, against: VersionKey) -> BTreeMap<NodeId, String> {
        // Those of earlier times come first: what was said of this very version counts more.
        let of_version = self.reasons.iter().filter(|reason| reason.place.against.is_about(against));
        of_version.filter_map(|reason| Some((reason.place.new.or(reason.place.old)?, reason.text.clone()))).collect()
    }

    /// The corrections of pairings with a version.
    pub fn pairs_since(&self, against: VersionKey) -> impl Iterator<Item = &PairRemark> {
        self.pairs.iter().filter(move |pair| pair.against.is_about(against))
    }

    fn at(&self, place: &RemarkPlace) -> Result<usize, usize> {
        self.reasons.binary_search_by_key(place, |reason| reason.place)
    }

    /// Says why this changed; an empty text takes the reason away.
    pub fn set_reason(&mut self, place: RemarkPlace, text: &str) {
        let text = text.trim_end_matches(['\n', '\r']);
        // From now on it is said of this version and of no other.
        if let (Some(_), Ok(at)) = (place.against.content, self.at(&place.without_content())) {
            self.reasons.remove(at);
        }
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
            pair.against.is_about(against) && ((pair.old, pair.new) == (old, new) || same == Some(true) && pair.same && one_side)
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
        self.pairs_since(against).find(|pair| (pair.old, pair.new) == (old, new)).map(|pair| pair.same)
    }

    /// Three versions of remarks joined: what `theirs` says otherwise than `base` counts where `mine` says nothing
    /// of its own.
    pub fn merged(base: &Self, mine: &Self, theirs: &Self) -> Self {
        let mut out = mine.clone();
        let exact = |remarks: &Self, place: &RemarkPlace| remarks.at(place).map_or("", |at| &remarks.reasons[at].text).to_owned();
        for place in theirs.reasons.iter().chain(&base.reasons).map(|reason| reason.place) {
            if exact(mine, &place) == exact(base, &place) {
                out.set_reason(place, &exact(theirs, &place));
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

    fn version(content: u64) -> VersionKey {
        VersionKey { content: Some(ContentMark::from_u64(content)), ..VersionKey::default() }
    }

    #[test]
    fn two_drafts_of_one_year_and_stage_have_each_their_own_remarks() {
        let at = |against| RemarkPlace { against, ..place(0, 2) };
        let mut remarks = Remarks::default();
        remarks.set_reason(at(version(1)), "部会の意見");
        remarks.set_reason(at(version(2)), "理事会の意見");
        assert_eq!((remarks.reason(&at(version(1))), remarks.reason(&at(version(2)))), ("部会の意見", "理事会の意見"));
        assert_eq!((remarks.reason(&at(version(3))), remarks.reasons_since(version(3)).len()), ("", 0), "and no other draft has any");
        remarks.set_pair(version(1), (id(1), id(2)), Some(true));
        remarks.set_pair(version(2), (id(1), id(3)), Some(true));
        assert_eq!(remarks.pair(version(1), id(1), id(2)), Some(true), "what is said of one draft takes nothing from another");
        assert_eq!((remarks.pair(version(2), id(1), id(2)), remarks.pairs_since(version(3)).count()), (None, 0));
        // The same version, approved meanwhile.
        let approved = VersionKey { stage: Stage::Approved, ..version(1) };
        assert_eq!((remarks.reason(&at(approved)), remarks.pair(approved, id(1), id(2))), ("部会の意見", Some(true)));
    }

    #[test]
    fn remarks_of_earlier_times_count_until_something_is_said_anew() {
        let mut remarks = Remarks::default();
        remarks.set_reason(place(0, 2), "以前の理由");
        remarks.set_reason(place(0, 3), "残る理由");
        remarks.set_pair(VersionKey::default(), (id(1), id(2)), Some(false));
        let at = |against, new| RemarkPlace { against, ..place(0, new) };
        assert_eq!((remarks.reason(&at(version(1), 2)), remarks.pair(version(1), id(1), id(2))), ("以前の理由", Some(false)));
        let board = VersionKey { stage: Stage::BoardProposal, ..version(1) };
        assert_eq!(remarks.reason(&at(board, 2)), "", "of another stage they say nothing");
        remarks.set_reason(at(version(1), 2), "今の理由");
        remarks.set_pair(version(1), (id(1), id(2)), None);
        assert_eq!((remarks.reason(&at(version(1), 2)), remarks.reason(&at(version(2), 2))), ("今の理由", ""));
        assert_eq!((remarks.pairs().len(), remarks.reasons_since(version(1)).len()), (0, 2));
        remarks.set_reason(at(version(1), 3), "");
        assert_eq!(remarks.reasons().len(), 1, "and what was taken away does not come back");
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
