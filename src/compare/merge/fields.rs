//! Joining the fields of plans and nodes.

use super::body::Clash;
use super::{Conflict, Setting, Subject, body, pick, remarks};
use crate::compare::Field;
use crate::locale::{Lang, text};
use crate::plan::{LabelRule, Node, NodeId, Numbering, PageStyle, Plan, format_amount};

/// The plan's own fields; its nodes are those of mine.
pub(super) fn plan(base: &Plan, mine: &Plan, theirs: &Plan, conflicts: &mut Vec<Conflict>) -> Plan {
    let mut out = mine.clone();
    macro_rules! join {
        ($($field:ident, $subject:expr, $words:expr;)*) => { $( {
            let (value, met) = pick(Some(&base.$field), &mine.$field, &theirs.$field);
            out.$field = value.clone();
            if met {
                let words: &dyn Fn(&Plan) -> String = &$words;
                conflicts.push(of_plan($subject, [base, mine, theirs].map(words)));
            }
        } )* };
    }
    join! {
        title, Subject::PlanTitle, |plan: &Plan| plan.title.clone();
        organization, Subject::Setting(Setting::Organization), |plan: &Plan| plan.organization.clone();
        fiscal_year, Subject::Setting(Setting::FiscalYear), |plan: &Plan| plan.fiscal_year.map(|year| year.to_string()).unwrap_or_default();
        stage, Subject::Setting(Setting::Stage), |plan: &Plan| plan.stage.message().text(Lang::Ja);
        date, Subject::Setting(Setting::Date), |plan: &Plan| plan.date.map(|date| date.to_string()).unwrap_or_default();
        numbering, Subject::Setting(Setting::Numbering), |plan: &Plan| numbering_words(&plan.numbering);
    }
    let (style, met) = style(base.style, mine.style, theirs.style);
    out.style = style;
    if met {
        let words = [base, mine, theirs].map(|plan| style_words(&plan.style));
        conflicts.push(of_plan(Subject::Setting(Setting::Style), words));
    }
    out.remarks = remarks::joined(base, mine, theirs, conflicts);
    let preface = body::joined(Some(&base.preface), &mine.preface, &theirs.preface);
    out.preface = preface.blocks;
    conflicts.extend(preface.clashes.into_iter().map(|clash| at_spot(None, Subject::Preface, clash)));
    out
}

/// The first numbers of its levels: 第1・1・(1)・ア.
fn numbering_words(numbering: &Numbering) -> String {
    let ones = [1; 8];
    let levels = numbering.levels().iter().take(ones.len()).enumerate();
    levels.map(|(at, level)| level.label(1, &ones[..at])).collect::<Vec<_>>().join("・")
}

/// Each part of how pages look is one value; whether the two met in any of them.
fn style(base: PageStyle, mine: PageStyle, theirs: PageStyle) -> (PageStyle, bool) {
    let mut out = mine;
    let mut met = false;
    macro_rules! join {
        ($($field:ident),*) => { $( {
            let (value, both) = pick(Some(&base.$field), &mine.$field, &theirs.$field);
            out.$field = *value;
            met |= both;
        } )* };
    }
    join!(name, paper, landscape, margins, base_size, line_spacing, status_marks, cover, contents, foot, head);
    join!(part_break, draft_mark, hanging, digits, two_columns, new_projects, goal_matrix, legend, year_calendar, face);
    (out, met)
}

/// What of a style departs from the usual one, in words short enough to be set side by side.
fn style_words(style: &PageStyle) -> String {
    let mut parts = vec![text(Lang::Ja, style.name.key()).to_owned(), format!("{:?}", style.paper)];
    let mut put = |on: bool, words: String| parts.extend(on.then_some(words));
    let margins = style.margins;
    put(style.landscape, "横".to_owned());
    put(margins != PageStyle::default().margins, format!("余白{margins:?}"));
    put(style.base_size.is_some(), format!("文字{}ポイント", f32::from(style.base_size.unwrap_or_default()) / 10.0));
    put(style.line_spacing.is_some(), format!("行間{}％", style.line_spacing.unwrap_or_default()));
    for (on, word) in [
        (style.cover, "表紙"),
        (style.contents, "目次"),
        (style.part_break, "部ごとに改頁"),
        (style.draft_mark, "案の印"),
        (style.hanging, "ぶら下げ"),
        (style.two_columns, "二段組"),
        (style.new_projects, "新規・拡充事業の一覧"),
        (style.goal_matrix, "重点目標の表"),
        (style.legend, "印の凡例"),
        (style.year_calendar, "年間行事予定表"),
    ] {
        put(on, word.to_owned());
    }
    parts.extend([text(Lang::Ja, style.digits.key()), text(Lang::Ja, style.face.key())].map(ToOwned::to_owned));
    parts.join("、")
}

fn of_plan(subject: Subject, [base, mine, theirs]: [String; 3]) -> Conflict {
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
        role, Subject::Field(Field::Role), |node: &Node| text(Lang::Ja, node.role.key()).to_owned();
        label, Subject::Label, label_words;
        status, Subject::Field(Field::Status), |node: &Node| node.status.map(|status| status.word().to_owned()).unwrap_or_default();
        funding, Subject::Field(Field::Funding), |node: &Node| node.funding.join("、");
        lead, Subject::Field(Field::Lead), |node: &Node| node.lead.clone();
        schedule, Subject::Field(Field::Schedule), |node: &Node| node.schedule.join("、");
        budget, Subject::Field(Field::Budget), |node: &Node| node.budget.map(|budget| format!("{}千円", format_amount(budget))).unwrap_or_default();
    }
    let (goals, met) = set(base.map(|base| base.goals.as_slice()), &mine.goals, &theirs.goals);
    out.goals = goals;
    if met {
        let names = |node: &Node| node.goals.iter().map(|id| title_of(*id)).collect::<Vec<_>>().join("、");
        met_at(Subject::Field(Field::Goals), &names);
    }
    let (partners, met) = set(base.map(|base| base.partners.as_slice()), &mine.partners, &theirs.partners);
    let (note, notes_met) = pick(base.map(|base| &base.partner_note), &mine.partner_note, &theirs.partner_note);
    (out.partners, out.partner_note) = (partners, note.clone());
    if met || notes_met {
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

/// A list whose order says nothing. Where both only added something, both additions are in it.
fn set<T: Clone + PartialEq>(base: Option<&[T]>, mine: &[T], theirs: &[T]) -> (Vec<T>, bool) {
    let (list, met) = pick(base.as_ref(), &mine, &theirs);
    let grown = |side: &[T]| base.is_some_and(|base| base.iter().all(|one| side.contains(one)));
    if met && grown(mine) && grown(theirs) {
        let more = theirs.iter().filter(|one| !mine.contains(one));
        return (mine.iter().chain(more).cloned().collect(), false);
    }
    (list.to_vec(), met)
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
