//! Reasons and corrected pairings that were given for another state of the old version, and what of them still fits.
//!
//! Remarks belong to the very words of the version compared with. When a slip in last year's plan is put right
//! afterwards, or the approved plan is read anew, they would stand in the file unused: here they are found again.
//!
//! Invariant: nothing is offered for a plan that is not the same version: of another year or stage, or about other things.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::comparison::Comparison;
use crate::locale::{Lang, Message};
use crate::plan::{NodeId, PairRemark, Plan, Reason, RemarkPlace, Remarks, VersionKey};

/// What can be taken along from other states of a version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Carrying {
    /// The states it was said about, that with most to take first.
    pub states: Vec<VersionKey>,
    /// Reasons whose nodes are there, as they are to be said of the version at hand.
    pub reasons: Vec<Reason>,
    /// Corrected pairings whose nodes are there, likewise.
    pub pairs: Vec<PairRemark>,
    /// Reasons of which a node is gone.
    pub gone_reasons: Vec<Reason>,
    /// Corrected pairings of which a node is gone.
    pub gone_pairs: usize,
}

/// What was said of one state.
#[derive(Default)]
struct Said<'r> {
    reasons: Vec<&'r Reason>,
    pairs: Vec<&'r PairRemark>,
}

impl Carrying {
    /// What the new plan says about other states of the old version, as far as it was not said anew of this one.
    pub fn of(old: &Plan, new: &Plan, remarks: &Remarks, comparison: &Comparison) -> Self {
        if remarks.is_empty() {
            return Self::default();
        }
        let against = VersionKey::of(old);
        let mut states: BTreeMap<VersionKey, Said<'_>> = BTreeMap::new();
        for reason in remarks.reasons().iter().filter(|reason| !reason.place.against.is_about(against)) {
            states.entry(reason.place.against).or_default().reasons.push(reason);
        }
        for pair in remarks.pairs().iter().filter(|pair| !pair.against.is_about(against)) {
            states.entry(pair.against).or_default().pairs.push(pair);
        }
        states.retain(|state, said| is_same_version(*state, said, (old, new), comparison));
        let mut states: Vec<(VersionKey, Said<'_>)> = states.into_iter().collect();
        // Nobody knows which state was the later one. What was carried on holds what it was carried from.
        states.sort_by_key(|(_, said)| std::cmp::Reverse(said.reasons.len() + said.pairs.len()));
        let mut found = Self::default();
        let mut now = remarks.clone();
        for (state, said) in states {
            found.states.push(state);
            for reason in said.reasons {
                found.take_reason(reason, against, comparison, &mut now);
            }
            for pair in said.pairs {
                found.take_pair(pair, against, comparison, &mut now);
            }
        }
        let anything = !found.reasons.is_empty() || !found.pairs.is_empty();
        let begun = || !remarks.reasons_since(against).is_empty() || remarks.pairs_since(against).next().is_some();
        // What is gone is told once, with what is not: not for ever after.
        if anything || (found.gone() > 0 && !begun()) { found } else { Self::default() }
    }

    fn take_reason(&mut self, reason: &Reason, against: VersionKey, comparison: &Comparison, now: &mut Remarks) {
        let place = RemarkPlace { against, ..reason.place };
        let there = place.new.is_none_or(|id| is_new(comparison, id)) && place.old.is_none_or(|id| is_old(comparison, id));
        if !there {
            if self.gone_reasons.iter().all(|gone| (gone.place.old, gone.place.new) != (place.old, place.new)) {
                self.gone_reasons.push(reason.clone());
            }
        } else if now.reason(&place).is_empty() {
            now.set_reason(place, &reason.text);
            self.reasons.push(Reason { place, text: reason.text.clone() });
        }
    }

    fn take_pair(&mut self, pair: &PairRemark, against: VersionKey, comparison: &Comparison, now: &mut Remarks) {
        if !is_old(comparison, pair.old) || !is_new(comparison, pair.new) {
            self.gone_pairs += 1;
            return;
        }
        // What was said of this very version counts, also where it says that one of the two is another one.
        let said_anew = now.pairs_since(against).any(|own| (own.old, own.new) == (pair.old, pair.new) || own.excludes(pair));
        if !said_anew {
            now.set_pair(against, (pair.old, pair.new), Some(pair.said));
            self.pairs.push(PairRemark { against, ..*pair });
        }
    }

    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.reasons.is_empty() && self.pairs.is_empty() && self.gone() == 0
    }

    /// Whether there is something to take along.
    pub fn has_any(&self) -> bool {
        !self.reasons.is_empty() || !self.pairs.is_empty()
    }

    /// How much there is to take along, in words: 変更理由 2 件・対応づけ 1 件.
    pub fn counts(&self, lang: Lang) -> String {
        let counts = [("compare.carrying.reasons", self.reasons.len()), ("compare.carrying.pairs", self.pairs.len())];
        let told = counts.into_iter().filter(|(_, n)| *n > 0).map(|(key, n)| Message::new(key).with("n", n).text(lang));
        told.collect::<Vec<_>>().join(if lang == Lang::Ja { "・" } else { " and " })
    }

    /// How many remarks have lost a node.
    pub fn gone(&self) -> usize {
        self.gone_reasons.len() + self.gone_pairs
    }

    /// The remarks with these said of the version at hand, too; those of the other states stay.
    pub fn applied(&self, remarks: &Remarks) -> Remarks {
        let mut out = remarks.clone();
        for reason in &self.reasons {
            out.set_reason(reason.place, &reason.text);
        }
        for pair in &self.pairs {
            out.set_pair(pair.against, (pair.old, pair.new), Some(pair.said));
        }
        out
    }
}

fn is_old(comparison: &Comparison, id: NodeId) -> bool {
    comparison.old.position(id).is_some()
}

fn is_new(comparison: &Comparison, id: NodeId) -> bool {
    comparison.new.position(id).is_some()
}

/// Whether a state that things were said about is the old plan at another time.
fn is_same_version(state: VersionKey, said: &Said<'_>, (old, new): (&Plan, &Plan), comparison: &Comparison) -> bool {
    let same_year = state.fiscal_year == old.fiscal_year;
    // Of last year there is one plan, however far its stage says it is; of this year's drafts each stage is another version.
    let same_stage = state.stage == old.stage || (old.fiscal_year.is_some() && old.fiscal_year != new.fiscal_year);
    if !same_year || !same_stage {
        return false;
    }
    ids_stand(said, comparison) || (old.fiscal_year.is_some() && is_of_one_house(old, new, comparison))
}

/// Whether most of the old nodes spoken of are in the old plan.
fn ids_stand(said: &Said<'_>, comparison: &Comparison) -> bool {
    let olds: FxHashSet<NodeId> =
        said.reasons.iter().filter_map(|reason| reason.place.old).chain(said.pairs.iter().map(|pair| pair.old)).collect();
    let standing = olds.iter().filter(|id| is_old(comparison, **id)).count();
    standing * 2 > olds.len()
}

/// Whether two plans are of one organisation and about the same things: a plan of others of that year and stage, or one
/// chosen by a slip, is not the version that was spoken of.
fn is_of_one_house(old: &Plan, new: &Plan, comparison: &Comparison) -> bool {
    let (o, n) = (comparison.old.rows().len(), comparison.new.rows().len());
    let alike = comparison.matching.pairs.len() * 2 >= o.min(n).max(1);
    let shared = comparison.old.rows().iter().filter(|row| is_new(comparison, row.node.id)).count();
    let one_name = old.organization == new.organization || old.organization.is_empty() || new.organization.is_empty();
    // Where ids are shared, the organisation may be called otherwise by now.
    alike && (one_name || shared * 2 >= o.min(n).max(1))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::compare::{Options, compare};
    use crate::plan::{FiscalYear, Node, PairSaid, Role, Stage};

    fn id(number: u128) -> NodeId {
        NodeId::from_u128(number)
    }

    fn plan(year: i32, titles: &[(u128, &str)]) -> Plan {
        let mut plan = Plan::new("計画", Some(FiscalYear(year)));
        plan.organization = "わかば社協".into();
        plan.nodes = titles.iter().map(|(number, title)| Arc::new(Node { id: id(*number), ..Node::new(Role::Project, *title) })).collect();
        plan
    }

    fn last_year() -> Plan {
        Plan {
            stage: Stage::Approved, ..plan(2024, &[(1, "会議の開催"), (2, "研修会の開催"), (3, "広報紙の発行"), (4, "相談窓口")])
        }
    }

    /// This year's plan with a reason for a change and for what is gone, and a pairing, all against `old`.
    fn this_year(old: &Plan) -> Plan {
        let mut new = plan(2025, &[(1, "会議の開催"), (2, "職員研修会の開催"), (5, "居場所づくり"), (4, "相談窓口")]);
        let against = VersionKey::of(old);
        let mut remarks = Remarks::default();
        remarks.set_reason(RemarkPlace::of(against, Some(id(2)), Some(id(2))), "対象を絞る");
        remarks.set_reason(RemarkPlace::of(against, Some(id(3)), None), "ウェブに移す");
        remarks.set_pair(against, (id(3), id(5)), Some(PairSaid::Different));
        new.remarks = Arc::new(remarks);
        new
    }

    fn carrying(old: &Plan, new: &Plan) -> Carrying {
        Carrying::of(old, new, &new.remarks, &compare(old, new, &Options::default()))
    }

    fn counts(found: &Carrying) -> (usize, usize, usize) {
        (found.reasons.len(), found.pairs.len(), found.gone())
    }

    fn rename(plan: &mut Plan, at: usize, title: &str) {
        Arc::make_mut(&mut plan.nodes[at]).title = title.into();
    }

    #[test]
    fn a_word_put_right_in_the_old_plan_leaves_all_to_take_along() {
        let before = last_year();
        let new = this_year(&before);
        assert!(carrying(&before, &new).is_empty(), "what counts already is not offered");
        let mut old = before;
        rename(&mut old, 3, "総合相談窓口");
        let found = carrying(&old, &new);
        assert_eq!(counts(&found), (2, 1, 0));
        let remarks = found.applied(&new.remarks);
        assert_eq!((remarks.reasons().len(), remarks.pairs().len()), (4, 2), "the originals stay");
        assert_eq!(remarks.reasons_since(VersionKey::of(&old)).len(), 2);
        let carried = Plan { remarks: Arc::new(remarks), ..new };
        assert!(carrying(&old, &carried).is_empty(), "once is enough");
        // Another word: what was carried on and what it came from are told once.
        rename(&mut old, 3, "なんでも相談窓口");
        assert_eq!(counts(&carrying(&old, &carried)), (2, 1, 0));
    }

    #[test]
    fn what_lost_its_nodes_is_counted_and_stays_behind() {
        let before = last_year();
        let new = this_year(&before);
        let mut old = before;
        // Read anew: other ids throughout.
        for (at, node) in old.nodes.iter_mut().enumerate() {
            Arc::make_mut(node).id = id(100 + at as u128);
        }
        rename(&mut old, 3, "総合相談窓口");
        old.stage = Stage::default();
        let found = carrying(&old, &new);
        assert_eq!(counts(&found), (1, 0, 2));
        assert_eq!(found.gone_reasons[0].text, "ウェブに移す");
        assert_eq!(found.states, [VersionKey::of(&last_year())]);
        let carried = Plan { remarks: Arc::new(found.applied(&new.remarks)), ..new };
        assert!(carrying(&old, &carried).is_empty(), "what is gone is not told for ever");
    }

    #[test]
    fn what_was_said_anew_counts() {
        let before = last_year();
        let mut new = this_year(&before);
        let mut old = before;
        rename(&mut old, 3, "総合相談窓口");
        let against = VersionKey::of(&old);
        let mut remarks = Remarks::clone(&new.remarks);
        remarks.set_reason(RemarkPlace::of(against, Some(id(2)), Some(id(2))), "別の理由");
        remarks.set_pair(against, (id(3), id(5)), Some(PairSaid::Same));
        new.remarks = Arc::new(remarks);
        let found = carrying(&old, &new);
        assert_eq!(counts(&found), (1, 0, 0));
        assert_eq!(found.applied(&new.remarks).reason(&RemarkPlace::of(against, None, Some(id(2)))), "別の理由");
    }

    #[test]
    fn nothing_is_offered_for_another_plan() {
        let new = this_year(&last_year());
        let mut others = plan(2024, &[(91, "ホール運営"), (92, "基金の管理"), (93, "備品の更新"), (94, "会議の開催")]);
        others.stage = Stage::Approved;
        assert!(carrying(&others, &new).is_empty(), "about other things");
        let mut namesake = last_year();
        (namesake.organization, namesake.nodes) = ("ほしみ社協".into(), {
            let fresh = |(at, node): (usize, &Arc<Node>)| Arc::new(Node { id: id(200 + at as u128), ..node.as_ref().clone() });
            namesake.nodes.iter().enumerate().map(fresh).collect()
        });
        assert!(carrying(&namesake, &new).is_empty(), "of another organisation");
        let mut year_before = last_year();
        year_before.fiscal_year = Some(FiscalYear(2023));
        rename(&mut year_before, 0, "会議");
        assert!(carrying(&year_before, &new).is_empty(), "of another year");
        // Drafts of one year: each stage is a version of its own.
        let draft = Plan { stage: Stage::Draft(2), fiscal_year: Some(FiscalYear(2025)), ..last_year() };
        let new = this_year(&draft);
        let mut third = Plan { stage: Stage::Draft(3), ..draft };
        rename(&mut third, 0, "会議");
        assert!(carrying(&third, &new).is_empty(), "of another stage");
    }
}
