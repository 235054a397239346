//! What people said about comparing a plan with an earlier version: why something changed (変更理由), and which
//! nodes are the same, or parts of which (対応づけの訂正). It is kept with the new plan and changes nothing that is printed of it.
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

    /// Its year and stage in words: 令和6年度・承認済.
    pub fn words(self, lang: Lang) -> String {
        let stage = self.stage.message().text(lang);
        match self.fiscal_year {
            Some(year) if lang == Lang::Ja => format!("{year}・{stage}"),
            Some(year) => format!("{year}, {stage}"),
            None => stage,
        }
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
    /// What the two are to each other.
    pub said: PairSaid,
}

/// What two nodes of two versions are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PairSaid {
    /// The same node.
    Same,
    /// Two nodes.
    Different,
    /// The new one was part of the old one (分割).
    Split,
    /// The old one went into the new one (統合).
    Merged,
}

impl PairSaid {
    /// Whether this says with which node the new one is paired, or that it is with none.
    fn decides_new(self) -> bool {
        matches!(self, Self::Same | Self::Split)
    }

    /// The same for the old one.
    fn decides_old(self) -> bool {
        matches!(self, Self::Same | Self::Merged)
    }
}

impl PairRemark {
    /// Whether both cannot be true: a node is the same as one other at most, or part of one.
    pub fn excludes(&self, other: &Self) -> bool {
        let decided = |decides: fn(PairSaid) -> bool| decides(self.said) && decides(other.said);
        self.new == other.new && decided(PairSaid::decides_new) || self.old == other.old && decided(PairSaid::decides_old)
    }
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
            remarks.set_pair(pair.against, (pair.old, pair.new), Some(pair.said));
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

    /// Says what two nodes are to each other; `None` takes back what was said of the two.
    pub fn set_pair(&mut self, against: VersionKey, (old, new): (NodeId, NodeId), said: Option<PairSaid>) {
        let contradicts = |pair: &PairRemark| {
            let of_one = said.is_some_and(|said| pair.excludes(&PairRemark { against, old, new, said }));
            pair.against.is_about(against) && ((pair.old, pair.new) == (old, new) || of_one)
        };
        self.pairs.retain(|pair| !contradicts(pair));
        if let Some(said) = said {
            let key = |pair: &PairRemark| (pair.against, pair.old, pair.new);
            let at = self.pairs.partition_point(|pair| key(pair) < (against, old, new));
            self.pairs.insert(at, PairRemark { against, old, new, said });
        }
    }

    /// What was said of two nodes.
    pub fn pair(&self, against: VersionKey, old: NodeId, new: NodeId) -> Option<PairSaid> {
        self.pairs_since(against).find(|pair| (pair.old, pair.new) == (old, new)).map(|pair| pair.said)
    }

    /// Three versions of remarks joined: what `theirs` says otherwise than `base` counts where `mine` says nothing of
    /// its own. Where both said something else mine stands, and the clash is told.
    pub fn merged(base: &Self, mine: &Self, theirs: &Self) -> (Self, Vec<RemarkClash>) {
        let mut out = mine.clone();
        let mut clashes = Vec::new();
        let exact = |remarks: &Self, place: &RemarkPlace| remarks.at(place).map_or("", |at| &remarks.reasons[at].text).to_owned();
        for place in theirs.reasons.iter().chain(&base.reasons).map(|reason| reason.place) {
            let (before, own, other) = (exact(base, &place), exact(mine, &place), exact(theirs, &place));
            if own == before {
                out.set_reason(place, &other);
            } else if other != before && other != own && !clashes.contains(&RemarkClash::Reason(place)) {
                clashes.push(RemarkClash::Reason(place));
            }
        }
        for pair in theirs.pairs.iter().chain(&base.pairs) {
            let said = |remarks: &Self| remarks.pair(pair.against, pair.old, pair.new);
            if said(theirs) == said(base) || said(mine) == said(theirs) {
                continue;
            }
            // Mine may have said of one of the two nodes that it belongs to a third one.
            let other = said(theirs).map(|said| PairRemark { said, ..*pair });
            let contradicts = |own: &PairRemark| {
                let new = base.pair(own.against, own.old, own.new) != Some(own.said);
                new && own.against.is_about(pair.against) && other.is_some_and(|other| own.excludes(&other))
            };
            let met = said(mine) != said(base) || mine.pairs.iter().any(contradicts);
            if met {
                let place = RemarkPlace { against: pair.against, old: Some(pair.old), new: Some(pair.new) };
                if !clashes.contains(&RemarkClash::Pair(place)) {
                    clashes.push(RemarkClash::Pair(place));
                }
            } else {
                out.set_pair(pair.against, (pair.old, pair.new), said(theirs));
            }
        }
        (out, clashes)
    }

    /// Says of the two nodes of a place what `other` says of them.
    pub fn set_pair_as(&mut self, place: RemarkPlace, other: &Self) {
        if let (Some(old), Some(new)) = (place.old, place.new) {
            self.set_pair(place.against, (old, new), other.pair(place.against, old, new));
        }
    }
}

/// Where two sides said something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemarkClash {
    /// Why something changed.
    Reason(RemarkPlace),
    /// Whether two nodes are the same.
    Pair(RemarkPlace),
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
        remarks.set_pair(version(1), (id(1), id(2)), Some(PairSaid::Same));
        remarks.set_pair(version(2), (id(1), id(3)), Some(PairSaid::Same));
        assert_eq!(remarks.pair(version(1), id(1), id(2)), Some(PairSaid::Same), "what is said of one draft takes nothing from another");
        assert_eq!((remarks.pair(version(2), id(1), id(2)), remarks.pairs_since(version(3)).count()), (None, 0));
        // The same version, approved meanwhile.
        let approved = VersionKey { stage: Stage::Approved, ..version(1) };
        assert_eq!((remarks.reason(&at(approved)), remarks.pair(approved, id(1), id(2))), ("部会の意見", Some(PairSaid::Same)));
    }

    #[test]
    fn remarks_of_earlier_times_count_until_something_is_said_anew() {
        let mut remarks = Remarks::default();
        remarks.set_reason(place(0, 2), "以前の理由");
        remarks.set_reason(place(0, 3), "残る理由");
        remarks.set_pair(VersionKey::default(), (id(1), id(2)), Some(PairSaid::Different));
        let at = |against, new| RemarkPlace { against, ..place(0, new) };
        assert_eq!((remarks.reason(&at(version(1), 2)), remarks.pair(version(1), id(1), id(2))), ("以前の理由", Some(PairSaid::Different)));
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
        remarks.set_pair(against, (id(1), id(2)), Some(PairSaid::Same));
        remarks.set_pair(against, (id(3), id(4)), Some(PairSaid::Different));
        remarks.set_pair(against, (id(1), id(5)), Some(PairSaid::Same));
        assert_eq!((remarks.pair(against, id(1), id(2)), remarks.pair(against, id(1), id(5))), (None, Some(PairSaid::Same)));
        remarks.set_pair(against, (id(3), id(4)), None);
        assert_eq!(remarks.pairs().len(), 1);
    }

    #[test]
    fn several_nodes_are_parts_of_one() {
        let mut remarks = Remarks::default();
        let mut say = |old, new, said| {
            remarks.set_pair(VersionKey::default(), (id(old), id(new)), Some(said));
            remarks.pairs().len()
        };
        assert_eq!([say(1, 2, PairSaid::Same), say(1, 3, PairSaid::Split), say(1, 4, PairSaid::Split)], [1, 2, 3]);
        assert_eq!(say(9, 3, PairSaid::Same), 3, "what is the same as another node is no part of this one");
        assert_eq!([say(5, 2, PairSaid::Merged), say(5, 4, PairSaid::Same)], [4, 3], "and what is a node went into none");
    }

    #[test]
    fn remarks_are_merged_one_by_one() {
        let with = |list: &[(u128, &str)]| {
            let reasons = list.iter().map(|(at, text)| Reason { place: place(*at, *at), text: (*text).to_owned() });
            Remarks::new(reasons, [])
        };
        let base = with(&[(1, "a"), (2, "b")]);
        let (merged, clashes) = Remarks::merged(&base, &with(&[(1, "x"), (2, "b")]), &with(&[(1, "y"), (3, "c")]));
        assert_eq!(merged, with(&[(1, "x"), (3, "c")]));
        assert_eq!(clashes, [RemarkClash::Reason(place(1, 1))], "both gave a reason of their own: that is told");
        assert_eq!(Remarks::merged(&base, &with(&[(9, "m")]), &base), (with(&[(9, "m")]), vec![]));
    }

    #[test]
    fn pairings_that_contradict_each_other_are_told() {
        let with = |pairs: &[(u128, u128, bool)]| {
            let pair = |(old, new, same): &(u128, u128, bool)| PairRemark {
                against: VersionKey::default(),
                old: id(*old),
                new: id(*new),
                said: if *same { PairSaid::Same } else { PairSaid::Different },
            };
            Remarks::new([], pairs.iter().map(pair))
        };
        let none = Remarks::default();
        let (mine, theirs) = (with(&[(1, 2, true)]), with(&[(1, 3, true), (4, 5, false)]));
        let (merged, clashes) = Remarks::merged(&none, &mine, &theirs);
        assert_eq!(merged, with(&[(1, 2, true), (4, 5, false)]), "mine stands, what does not meet is taken");
        assert_eq!(clashes, [RemarkClash::Pair(place(1, 3))]);
        let mut taken = merged;
        taken.set_pair_as(place(1, 3), &theirs);
        assert_eq!(taken, theirs);
        assert_eq!(Remarks::merged(&none, &mine, &with(&[(1, 2, false)])).1, [RemarkClash::Pair(place(1, 2))]);
        assert_eq!(Remarks::merged(&none, &mine, &mine), (mine.clone(), vec![]));
    }
}
