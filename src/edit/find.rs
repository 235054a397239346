//! Find and replace over everything in a plan that people write: titles, bodies with their tables,
//! captions and quotes, fields, the plan's own title, organisation and preface.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::command::{Command, NodeField, PlanField};
use super::find_amount;
use super::pattern::{Match, Pattern};
use crate::plan::{Block, IdMap, Node, NodeId, Outline, Plan, format_amount};

/// Where a text stands: in a node, or in the plan itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TextPlace {
    /// The node; none for the plan's own texts.
    pub node: Option<NodeId>,
    /// Which of its texts.
    pub field: TextField,
}

/// A text of a node or of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TextField {
    /// Title.
    Title,
    /// Organisation, of the plan alone.
    Organization,
    /// Lead section.
    Lead,
    /// A funding word.
    Funding(usize),
    /// A partner.
    Partner(usize),
    /// Wording of the partner note.
    PartnerNote,
    /// A schedule phrase.
    Schedule(usize),
    /// The budget, as it is shown.
    Budget,
    /// A text of a block of the body or the preface, counted as in [`Block::texts`].
    Body(usize, usize),
}

impl TextField {
    /// Key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Title => "edit.text.title",
            Self::Organization => "edit.text.organization",
            Self::Lead => "edit.text.lead",
            Self::Funding(_) => "edit.text.funding",
            Self::Partner(_) => "edit.text.partners",
            Self::PartnerNote => "edit.text.partner_note",
            Self::Schedule(_) => "edit.text.schedule",
            Self::Budget => "edit.text.budget",
            Self::Body(..) => "edit.text.body",
        }
    }
}

/// A place that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The text it is in.
    pub place: TextPlace,
    /// Where in the text, in bytes.
    pub range: Range<usize>,
    /// Whether it is shown, but never replaced: a reference stands in it, or the budget would be no amount.
    pub shown_only: bool,
    /// What would replace it.
    pub replacement: String,
}

/// Where to look.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum SearchScope {
    /// Everywhere.
    #[default]
    Plan,
    /// In these nodes and all below them.
    Below(Vec<NodeId>),
}

impl SearchScope {
    /// Whether the plan's own texts belong to it.
    pub fn holds_plan(&self) -> bool {
        *self == Self::Plan
    }

    /// Rows of the outline to look through, without overlaps, in order.
    pub fn rows(&self, outline: &Outline) -> Vec<Range<usize>> {
        match self {
            Self::Plan => std::iter::once(0..outline.rows().len()).collect(),
            Self::Below(nodes) => {
                let mut at: Vec<usize> = nodes.iter().filter_map(|node| outline.position(*node)).collect();
                at.sort_unstable();
                let mut ranges: Vec<Range<usize>> = Vec::new();
                for position in at {
                    if ranges.last().is_none_or(|last| last.end <= position) {
                        ranges.push(position..outline.rows()[position].end as usize);
                    }
                }
                ranges
            }
        }
    }
}

/// All hits in the plan's own texts.
pub fn find_in_plan_texts(plan: &Plan, pattern: &Pattern, replacement: Option<&str>) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut look = |field, text: &str| add(&mut hits, TextPlace { node: None, field }, pattern.replacing(text, replacement));
    look(TextField::Title, &plan.title);
    look(TextField::Organization, &plan.organization);
    in_body(&plan.preface, &mut look);
    hits
}

/// All hits in the texts of a node, children aside.
pub fn find_in_node(node: &Node, pattern: &Pattern, replacement: Option<&str>) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut look = |field, text: &str| add(&mut hits, TextPlace { node: Some(node.id), field }, pattern.replacing(text, replacement));
    look(TextField::Title, &node.title);
    look(TextField::Lead, &node.lead);
    node.funding.iter().enumerate().for_each(|(at, text)| look(TextField::Funding(at), text));
    node.partners.iter().enumerate().for_each(|(at, text)| look(TextField::Partner(at), text));
    look(TextField::PartnerNote, &node.partner_note);
    node.schedule.iter().enumerate().for_each(|(at, text)| look(TextField::Schedule(at), text));
    in_budget(node, pattern, replacement, &mut hits);
    let mut look = |field, text: &str| add(&mut hits, TextPlace { node: Some(node.id), field }, pattern.replacing(text, replacement));
    in_body(&node.body, &mut look);
    hits
}

/// All hits of a plan in reading order.
pub fn find_all(plan: &Plan, outline: &Outline, scope: &SearchScope, pattern: &Pattern, replacement: Option<&str>) -> Vec<Hit> {
    let mut hits = if scope.holds_plan() { find_in_plan_texts(plan, pattern, replacement) } else { Vec::new() };
    for rows in scope.rows(outline) {
        for row in &outline.rows()[rows] {
            hits.extend(find_in_node(&row.node, pattern, replacement));
        }
    }
    hits
}

fn in_budget(node: &Node, pattern: &Pattern, replacement: Option<&str>, hits: &mut Vec<Hit>) {
    let Some(amount) = node.budget else { return };
    let first = hits.len();
    add(hits, TextPlace { node: Some(node.id), field: TextField::Budget }, find_amount::matches(amount, pattern, replacement));
    if replacement.is_some() {
        let mut found: Vec<&Hit> = hits[first..].iter().collect();
        let amount = find_amount::read(&replaced(&format_amount(amount), &mut found)).is_some();
        hits[first..].iter_mut().for_each(|hit| hit.shown_only = !amount);
    }
}

fn in_body(body: &[Block], look: &mut impl FnMut(TextField, &str)) {
    for (at, block) in body.iter().enumerate() {
        for (text_at, text) in block.texts().into_iter().enumerate() {
            look(TextField::Body(at, text_at), text);
        }
    }
}

fn add(hits: &mut Vec<Hit>, place: TextPlace, matches: Vec<Match>) {
    hits.extend(matches.into_iter().map(|m| Hit { place, range: m.range, shown_only: m.holds_reference, replacement: m.replacement }));
}

/// The text at a place, if it is still there; `node` is the node of the place.
pub fn text_at<'a>(plan: &'a Plan, node: Option<&'a Node>, place: TextPlace) -> Option<Cow<'a, str>> {
    let body = node.map_or(&plan.preface, |node| &node.body);
    let of = |list: &'a [String], at: usize| list.get(at).map(String::as_str);
    let text = match (place.field, node) {
        (TextField::Title, None) => Some(plan.title.as_str()),
        (TextField::Organization, None) => Some(plan.organization.as_str()),
        (TextField::Title, Some(node)) => Some(node.title.as_str()),
        (TextField::Lead, Some(node)) => Some(node.lead.as_str()),
        (TextField::PartnerNote, Some(node)) => Some(node.partner_note.as_str()),
        (TextField::Funding(at), Some(node)) => of(&node.funding, at),
        (TextField::Partner(at), Some(node)) => of(&node.partners, at),
        (TextField::Schedule(at), Some(node)) => of(&node.schedule, at),
        (TextField::Budget, Some(node)) => return node.budget.map(|amount| format_amount(amount).into()),
        (TextField::Body(block, at), _) => body.get(block)?.texts().get(at).copied(),
        _ => None,
    };
    text.map(Cow::Borrowed)
}

/// The one command that puts the replacements of `hits` into the plan; none if there is nothing to replace.
/// Hits that hold a reference are passed over, and so are those whose text is no longer there.
pub fn replace(plan: &Plan, outline: &Outline, hits: &[Hit]) -> Option<Command> {
    let mut by_node: Vec<(Option<NodeId>, Vec<&Hit>)> = Vec::new();
    let mut at: IdMap<usize> = IdMap::default();
    let mut of_plan = Vec::new();
    for hit in hits.iter().filter(|hit| !hit.shown_only) {
        match hit.place.node {
            None => of_plan.push(hit),
            Some(id) => {
                let at = *at.entry(id).or_insert_with(|| {
                    by_node.push((Some(id), Vec::new()));
                    by_node.len() - 1
                });
                by_node[at].1.push(hit);
            }
        }
    }
    let mut commands = in_plan(plan, of_plan);
    for (id, hits) in by_node {
        if let Some(row) = id.and_then(|id| outline.row(id)) {
            commands.extend(in_node(&row.node, hits));
        }
    }
    (!commands.is_empty()).then_some(Command::Batch { key: "edit.step.replace", commands })
}

/// `text` with the hits replaced, the last one first so that places stay right.
fn replaced(text: &str, hits: &mut [&Hit]) -> String {
    hits.sort_by_key(|hit| std::cmp::Reverse(hit.range.start));
    let mut new = text.to_owned();
    for hit in hits.iter() {
        if new.get(hit.range.clone()).is_some() {
            new.replace_range(hit.range.clone(), &hit.replacement);
        }
    }
    new
}

/// The hits of one field, taken out of `hits`.
fn taken<'h>(hits: &mut Vec<&'h Hit>, wanted: impl Fn(TextField) -> bool) -> Vec<&'h Hit> {
    let (taken, rest) = std::mem::take(hits).into_iter().partition(|hit| wanted(hit.place.field));
    *hits = rest;
    taken
}

fn in_plan(plan: &Plan, mut hits: Vec<&Hit>) -> Vec<Command> {
    let mut commands = Vec::new();
    let mut title = taken(&mut hits, |field| field == TextField::Title);
    if !title.is_empty() {
        commands.push(Command::SetPlan(PlanField::Title(replaced(&plan.title, &mut title))));
    }
    let mut organization = taken(&mut hits, |field| field == TextField::Organization);
    if !organization.is_empty() {
        commands.push(Command::SetPlan(PlanField::Organization(replaced(&plan.organization, &mut organization))));
    }
    if !hits.is_empty() {
        commands.push(Command::SetPlan(PlanField::Preface(body_replaced(&plan.preface, hits))));
    }
    commands
}

fn in_node(node: &Arc<Node>, mut hits: Vec<&Hit>) -> Vec<Command> {
    let mut commands = Vec::new();
    let mut set = |field| commands.push(Command::Set { node: node.id, field });
    let line = |hits: &mut Vec<&Hit>, field: TextField, text: &str| {
        let mut of_field = taken(hits, |have| have == field);
        (!of_field.is_empty()).then(|| replaced(text, &mut of_field))
    };
    if let Some(title) = line(&mut hits, TextField::Title, &node.title) {
        set(NodeField::Title(title));
    }
    if let Some(lead) = line(&mut hits, TextField::Lead, &node.lead) {
        set(NodeField::Lead(lead));
    }
    if let Some(note) = line(&mut hits, TextField::PartnerNote, &node.partner_note) {
        set(NodeField::PartnerNote(note));
    }
    let list = |hits: &mut Vec<&Hit>, texts: &[String], field: fn(usize) -> TextField| {
        if !texts.iter().enumerate().any(|(at, _)| hits.iter().any(|hit| hit.place.field == field(at))) {
            return None;
        }
        let new: Vec<String> = texts
            .iter()
            .enumerate()
            .map(|(at, text)| replaced(text, &mut taken(hits, |have| have == field(at))))
            .filter(|text| !text.trim().is_empty())
            .collect();
        (new != texts).then_some(new)
    };
    if let Some(words) = list(&mut hits, &node.funding, TextField::Funding) {
        set(NodeField::Funding(words));
    }
    if let Some(words) = list(&mut hits, &node.partners, TextField::Partner) {
        set(NodeField::Partners(words));
    }
    if let Some(words) = list(&mut hits, &node.schedule, TextField::Schedule) {
        set(NodeField::Schedule(words));
    }
    if let Some(amount) = node.budget
        && let Some(text) = line(&mut hits, TextField::Budget, &format_amount(amount))
        && let Some(new) = find_amount::read(&text)
    {
        set(NodeField::Budget(new));
    }
    if !hits.is_empty() {
        set(NodeField::Body(body_replaced(&node.body, hits)));
    }
    commands
}

fn body_replaced(body: &[Block], mut hits: Vec<&Hit>) -> Vec<Block> {
    let mut new = body.to_vec();
    for (at, block) in new.iter_mut().enumerate() {
        if !hits.iter().any(|hit| matches!(hit.place.field, TextField::Body(block, _) if block == at)) {
            continue;
        }
        for (text_at, text) in block.texts_mut().into_iter().enumerate() {
            let mut here = taken(&mut hits, |field| field == TextField::Body(at, text_at));
            if !here.is_empty() {
                *text = replaced(text, &mut here);
            }
        }
    }
    new
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Query, apply};
    use crate::plan::{Cell, Fold, Role, Table, reference_token};

    fn plan() -> Arc<Plan> {
        let mut plan = Plan::new("会議の計画", None);
        plan.organization = "会議所".into();
        plan.preface = vec![Block::Text("会議を重ねた。".into())];
        let table =
            Table { caption: "会議の回数".into(), rows: vec![vec![Cell::new("会議"), Cell::new("2回")]], ..Table::default() };
        let other = Node::new(Role::Item, "その他");
        let node = Node {
            lead: "会議課".into(),
            funding: vec!["会議費".into()],
            partners: vec!["民生委員".into(), "会議体".into()],
            partner_note: "{}の会議で".into(),
            schedule: vec!["会議は毎月".into()],
            body: vec![
                Block::Quote { text: "会議は長い".into(), source: "会議の人".into() },
                Block::Table(table),
                Block::Text(format!("会議{}会議", reference_token(other.id))),
            ],
            ..Node::new(Role::Project, "会議と会議")
        };
        plan.nodes = vec![node.into(), other.into()];
        Arc::new(plan)
    }

    fn hits(plan: &Plan, text: &str, regex: bool, replacement: &str) -> Vec<Hit> {
        let pattern = Pattern::new(&Query { text: text.into(), regex, fold: Fold::default() }).expect("a pattern");
        find_all(plan, &Outline::of(plan), &SearchScope::Plan, &pattern, Some(replacement))
    }

    #[test]
    fn every_text_is_looked_through_and_replaced_as_one_step() {
        let plan = plan();
        let hits = hits(&plan, "会議", false, "協議");
        assert_eq!(hits.len(), 16);
        for hit in &hits {
            let node = hit.place.node.and_then(|id| plan.node(id)).map(|node| &**node);
            assert_eq!(&text_at(&plan, node, hit.place).expect("there")[hit.range.clone()], "会議");
        }
        let command = replace(&plan, &Outline::of(&plan), &hits).expect("something");
        let new = apply(&plan, &command).expect("fine").plan;
        let shown = format!("{new:?}");
        assert!(!shown.contains("会議") && shown.matches("協議").count() == 16, "{shown}");
        assert!(Arc::ptr_eq(&plan.nodes[1], &new.nodes[1]));
    }

    #[test]
    fn some_hits_can_be_left_out() {
        let plan = plan();
        let hits = hits(&plan, "会議", false, "集まり");
        let titles: Vec<Hit> = hits.into_iter().filter(|hit| hit.place.node.is_some() && hit.place.field == TextField::Title).collect();
        let command = replace(&plan, &Outline::of(&plan), &titles[1..]).expect("something");
        assert_eq!(apply(&plan, &command).expect("fine").plan.nodes[0].title, "会議と集まり");
        assert_eq!(replace(&plan, &Outline::of(&plan), &[]), None);
    }

    #[test]
    fn groups_are_filled_in_and_references_stay() {
        let plan = plan();
        let hits = hits(&plan, "^(会議).*(会議)$", true, "$2／$1");
        let command = replace(&plan, &Outline::of(&plan), &hits).expect("something");
        let new = apply(&plan, &command).expect("fine").plan;
        assert_eq!(new.nodes[0].title, "会議／会議");
        assert_eq!(new.nodes[0].body[2], plan.nodes[0].body[2], "a reference within: shown, not replaced");
        assert!(hits.iter().any(|hit| hit.shown_only));
    }

    #[test]
    fn budgets_are_found_and_replaced_as_long_as_they_stay_amounts() {
        let mut plan = Plan::new("t", None);
        plan.nodes = vec![Node { budget: Some(1500), ..Node::new(Role::Project, "会議") }.into()];
        let plan = Arc::new(plan);
        let outline = Outline::of(&plan);
        let all = hits(&plan, "1500", false, "△2,000千円");
        assert_eq!(all.len(), 1);
        assert_eq!(text_at(&plan, Some(&plan.nodes[0]), all[0].place).as_deref(), Some("1,500"));
        let new = apply(&plan, &replace(&plan, &outline, &all).expect("something")).expect("fine").plan;
        assert_eq!(new.nodes[0].budget, Some(-2000));
        let none = hits(&plan, "1,500", false, "未定");
        assert!(none[0].shown_only && replace(&plan, &outline, &none).is_none());
    }

    #[test]
    fn a_scope_holds_whole_subtrees_once() {
        let plan = plan();
        let outline = Outline::of(&plan);
        let both = SearchScope::Below(vec![plan.nodes[1].id, plan.nodes[0].id, plan.nodes[0].id]);
        assert_eq!(both.rows(&outline), vec![0..1, 1..2]);
        assert!(!both.holds_plan());
    }
}
