//! Joining the fields of plans and nodes.

use std::sync::Arc;

use super::body::Clash;
use super::{Conflict, Subject, body, pick};
use crate::compare::Field;
use crate::plan::{LabelRule, Node, NodeId, Plan, Remarks, format_amount};

/// The plan's own fields; its nodes are those of mine.
pub(super) fn plan(base: &Plan, mine: &Plan, theirs: &Plan, conflicts: &mut Vec<Conflict>) -> Plan {
    let mut out = mine.clone();
    let mut settings = false;
    let mut set = |met: bool| settings |= met;
    let (title, met) = pick(Some(&base.title), &mine.title, &theirs.title);
    out.title.clone_from(title);
    if met {
        let words = (base.title.clone(), mine.title.clone(), theirs.title.clone());
        conflicts.push(conflict(Subject::PlanTitle, words));
    }
    macro_rules! join {
        ($($field:ident),*) => { $( {
            let (value, met) = pick(Some(&base.$field), &mine.$field, &theirs.$field);
            out.$field = value.clone();
            set(met);
        } )* };
    }
    join!(organization, fiscal_year, stage, date, numbering, style);
    if settings {
        let words = |plan: &Plan| {
            let date = plan.date.map(|date| date.to_string()).unwrap_or_default();
            [plan.organization.clone(), plan.fiscal_year.map(|year| year.to_string()).unwrap_or_default(), date].join(" ").trim().to_owned()
        };
        conflicts.push(conflict(Subject::PlanSettings, (words(base), words(mine), words(theirs))));
    }
    out.remarks = Arc::new(Remarks::merged(&base.remarks, &mine.remarks, &theirs.remarks));
    let preface = body::joined(Some(&base.preface), &mine.preface, &theirs.preface);
    out.preface = preface.blocks;
    conflicts.extend(preface.clashes.into_iter().map(|clash| at_spot(None, Subject::Preface, clash)));
    out
}

fn conflict(subject: Subject, (base, mine, theirs): (String, String, String)) -> Conflict {
    Conflict { node: None, subject, spot: None, base, mine, theirs }
}

fn at_spot(node: Option<NodeId>, subject: Subject, clash: Clash) -> Conflict {
    Conflict { node, subject, spot: Some(clash.spot), base: clash.base, mine: clash.mine, theirs: clash.theirs }
}

/// A node's own fields, without children. Without a base both sides added it.
pub(super) fn node(
    base: Option<&Node>,
    mine: &Node,
    theirs: &Node,
    title_of: &dyn Fn(NodeId) -> String,
    conflicts: &mut Vec<Conflict>,
) -> Node {
    let mut out = mine.without_children();
    let mut met_at = |subject, words: &dyn Fn(&Node) -> String| {
        let (base, mine, theirs) = (base.map(words).unwrap_or_default(), words(mine), words(theirs));
        conflicts.push(Conflict { node: Some(out.id), subject, spot: None, base, mine, theirs });
    };
    macro_rules! join {
        ($($field:ident, $subject:expr, $words:expr;)*) => { $( {
            let (value, met) = pick(base.map(|base| &base.$field), &mine.$field, &theirs.$field);
            out.$field = value.clone();
            if met {
                met_at($subject, &$words);
            }
        } )* };
    }
    join! {
        title, Subject::Title, |node: &Node| node.title.clone();
        role, Subject::Field(Field::Role), |node: &Node| node.role.code().to_owned();
        label, Subject::Label, label_words;
        status, Subject::Field(Field::Status), |node: &Node| node.status.map(|status| status.word().to_owned()).unwrap_or_default();
        funding, Subject::Field(Field::Funding), |node: &Node| node.funding.join("、");
        lead, Subject::Field(Field::Lead), |node: &Node| node.lead.clone();
        goals, Subject::Field(Field::Goals), |node: &Node| node.goals.iter().map(|id| title_of(*id)).collect::<Vec<_>>().join("、");
        schedule, Subject::Field(Field::Schedule), |node: &Node| node.schedule.join("、");
        budget, Subject::Field(Field::Budget), |node: &Node| node.budget.map(|budget| format!("{}千円", format_amount(budget))).unwrap_or_default();
    }
    // The note's wording names the partners: they are one field.
    let partners = |node: &Node| (node.partners.clone(), node.partner_note.clone());
    let (before, own, other) = (base.map(partners), partners(mine), partners(theirs));
    let ((list, note), met) = pick(before.as_ref(), &own, &other);
    (out.partners, out.partner_note) = (list.clone(), note.clone());
    if met {
        met_at(Subject::Field(Field::Partners), &|node: &Node| node.partner_line().unwrap_or_default());
    }
    let joined = body::joined(base.map(|base| base.body.as_slice()), &mine.body, &theirs.body);
    out.body = joined.blocks;
    let spots = joined.clashes.into_iter().map(|clash| {
        let subject = Subject::Field(if clash.spot.is_of_table() { Field::Table } else { Field::Body });
        at_spot(Some(out.id), subject, clash)
    });
    conflicts.extend(spots);
    out
}

/// How a label is made.
fn label_words(node: &Node) -> String {
    let rule = match node.label.rule {
        LabelRule::Auto => "続き番号".to_owned(),
        LabelRule::Unnumbered => "番号なし".to_owned(),
        LabelRule::Start(number) => format!("{number}から"),
    };
    match node.label.level {
        Some(level) => format!("{rule}（第{}段）", u16::from(level) + 1),
        None => rule,
    }
}
