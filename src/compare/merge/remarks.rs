//! Joining what people said about comparing: reasons of changes and corrected pairings.

use std::sync::Arc;

use super::{Conflict, Subject};
use crate::plan::{NodeId, PairSaid, Plan, RemarkClash, RemarkPlace, Remarks};

/// The joined remarks; where both said something else, mine stand and it is told.
pub(super) fn joined(base: &Plan, mine: &Plan, theirs: &Plan, conflicts: &mut Vec<Conflict>) -> Arc<Remarks> {
    let (remarks, clashes) = Remarks::merged(&base.remarks, &mine.remarks, &theirs.remarks);
    let title = |id: NodeId| {
        let node = [mine, theirs, base].into_iter().find_map(|plan| plan.node(id));
        node.map_or_else(|| "？".to_owned(), |node| node.title.clone())
    };
    // A node that is gone has no place in the list.
    let node = |place: &RemarkPlace| place.new.filter(|id| mine.node(*id).is_some() || theirs.node(*id).is_some());
    for clash in clashes {
        let (subject, place, words): (_, _, [String; 3]) = match clash {
            RemarkClash::Reason(place) => {
                (Subject::Reason(place), place, [base, mine, theirs].map(|plan| plan.remarks.reason(&place).to_owned()))
            }
            RemarkClash::Pair(place) => (Subject::Pairing(place), place, [base, mine, theirs].map(|plan| pairs(plan, place, &title))),
        };
        let [base, mine, theirs] = words;
        conflicts.push(Conflict { node: node(&place), subject, spot: None, base, mine, theirs });
    }
    Arc::new(remarks)
}

/// What was said of the two nodes of a place: with what each is the same.
fn pairs(plan: &Plan, place: RemarkPlace, title: &dyn Fn(NodeId) -> String) -> String {
    let about = plan.remarks.pairs_since(place.against).filter(|pair| Some(pair.old) == place.old || Some(pair.new) == place.new);
    let word = |said: PairSaid| match said {
        PairSaid::Same => "＝",
        PairSaid::Different => "≠",
        PairSaid::Split => "→分割→",
        PairSaid::Merged => "→統合→",
    };
    about.map(|pair| format!("旧「{}」{}新「{}」", title(pair.old), word(pair.said), title(pair.new))).collect::<Vec<_>>().join("、")
}
