//! Joining the fields of plans and nodes.

use std::sync::Arc;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::{Conflict, Subject, pick};
use crate::compare::Field;
use crate::plan::{Block, LabelRule, Node, NodeId, Plan, Remarks, format_amount};

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
    let (preface, met) = blocks(Some(&base.preface), &mine.preface, &theirs.preface);
    out.preface = preface;
    if met {
        let words = (block_words(&base.preface), block_words(&mine.preface), block_words(&theirs.preface));
        conflicts.push(conflict(Subject::Preface, words));
    }
    out
}

fn conflict(subject: Subject, (base, mine, theirs): (String, String, String)) -> Conflict {
    Conflict { node: None, subject, base, mine, theirs }
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
        conflicts.push(Conflict { node: Some(out.id), subject, base, mine, theirs });
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
    let (body, met) = blocks(base.map(|base| base.body.as_slice()), &mine.body, &theirs.body);
    out.body = body;
    if met {
        met_at(Subject::Field(Field::Body), &|node: &Node| block_words(&node.body));
    }
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

fn block_words(blocks: &[Block]) -> String {
    blocks.iter().flat_map(Block::texts).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Joins two lists of blocks block by block (diff3). Where both changed the same blocks mine stand, and it is said.
fn blocks(base: Option<&[Block]>, mine: &[Block], theirs: &[Block]) -> (Vec<Block>, bool) {
    let Some(base) = base else {
        return (mine.to_vec(), mine != theirs);
    };
    if mine == theirs || theirs == base {
        return (mine.to_vec(), false);
    }
    if mine == base {
        return (theirs.to_vec(), false);
    }
    let (to_mine, to_theirs) = (kept(base, mine), kept(base, theirs));
    let mut out = Vec::new();
    let mut met = false;
    let (mut b, mut m, mut t) = (0, 0, 0);
    loop {
        // The next block that both kept; before it stands what one or both changed.
        let stable = (b..base.len()).find_map(|at| Some((at, to_mine[at]?, to_theirs[at]?)));
        let (next_b, next_m, next_t) = stable.unwrap_or((base.len(), mine.len(), theirs.len()));
        let (old, own, other) = (&base[b..next_b], &mine[m..next_m], &theirs[t..next_t]);
        if own == other || other == old {
            out.extend_from_slice(own);
        } else if own == old {
            out.extend_from_slice(other);
        } else {
            out.extend_from_slice(own);
            met = true;
        }
        if stable.is_none() {
            return (out, met);
        }
        out.push(mine[next_m].clone());
        (b, m, t) = (next_b + 1, next_m + 1, next_t + 1);
    }
}

/// Where each block of `base` stands in `side`, if it was kept.
fn kept(base: &[Block], side: &[Block]) -> Vec<Option<usize>> {
    // Blocks are compared as numbers: equal ones have the same.
    let mut known: Vec<&Block> = Vec::new();
    let mut number = |block| {
        known.iter().position(|k| *k == block).unwrap_or_else(|| {
            known.push(block);
            known.len() - 1
        })
    };
    let a: Vec<usize> = base.iter().map(&mut number).collect();
    let b: Vec<usize> = side.iter().map(&mut number).collect();
    let mut out = vec![None; base.len()];
    for op in capture_diff_slices(Algorithm::Myers, &a, &b) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            (0..len).for_each(|i| out[old_index + i] = Some(new_index + i));
        }
    }
    out
}
