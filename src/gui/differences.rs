//! What differs between two states of a plan, and what a plan without another state holds.
//!
//! Lives here: the lists as values, made off the drawing thread. Does not live here: comparing
//! (`nendo::compare`), how the lists are drawn (`widgets::difference_list`).

use nendo::calendar::FiscalYear;
use nendo::compare::{Change, ChangeKind, Comparison, Field, Item, Options, PlanField, Stretch, TextOp, compare, diff_text};
use nendo::locale::{Lang, Message, text};
use nendo::plan::{Outline, Plan};

use super::widgets::difference::shortened;

/// More changes than these are counted only.
const MOST: usize = 300;
/// Letters shown beside a change, and of one change.
const AROUND: usize = 14;
const LONGEST: usize = 160;

/// A node that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// In which ways, the weightiest first.
    pub kinds: Vec<ChangeKind>,
    /// Its number; the old plan's if it is gone.
    pub label: String,
    /// Its title, compared.
    pub title: Vec<Stretch>,
    /// Old and new heading above it, where that is another.
    pub moved: Option<(String, String)>,
    /// Which fields changed.
    pub fields: Vec<Field>,
    /// The words of its fields and its body round the changes.
    pub words: Vec<Stretch>,
}

/// Something of the plan as a whole that changed: key of its name, and its words compared.
pub type OfPlan = (&'static str, Vec<Stretch>);

/// The differences, in reading order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Differences {
    /// What changed of the plan as a whole.
    pub plan: Vec<OfPlan>,
    /// Nodes that changed.
    pub list: Vec<Difference>,
    /// How many more nodes changed than are in the list.
    pub rest: usize,
    /// How many nodes changed in each way, in the order of [`ChangeKind::ALL`].
    pub counts: [usize; 8],
}

/// A plan that has nothing to be compared with: what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// Its headings, each with its depth.
    pub headings: Vec<(u8, String)>,
    /// How many there are beyond these.
    pub rest: usize,
    /// How many items it has.
    pub nodes: usize,
    /// How many letters.
    pub letters: usize,
}

/// What a state of a plan shows of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Showing {
    /// How it differs from another state.
    Differences(Differences),
    /// What is in it.
    Contents(Contents),
}

impl Differences {
    /// The differences from `old` to `new`.
    pub fn between(old: &Plan, new: &Plan) -> Self {
        let comparison = compare(old, new, &Options::default());
        let mut found = Self { plan: of_plan(old, new, &comparison), counts: comparison.summary.counts, ..Self::default() };
        // Another number alone follows from the others.
        let tells = |item: &Item| item.kinds.iter().any(|kind| *kind != ChangeKind::Renumbered);
        for item in comparison.items().iter().filter(|item| tells(item)) {
            if found.list.len() < MOST {
                found.list.push(Difference::of(&comparison, item));
            } else {
                found.rest += 1;
            }
        }
        found
    }

    /// How many things changed: nodes, and the plan's own.
    pub fn count(&self) -> usize {
        self.list.len() + self.rest + self.plan.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count() == 0
    }

    /// The numbers in one line.
    pub fn summary(&self, lang: Lang) -> String {
        let count = |name: &str, n: usize| Message::new("window.differences.count").with("what", name).with("n", n).text(lang);
        let counted = ChangeKind::ALL.iter().zip(self.counts).filter(|(_, n)| *n > 0).map(|(kind, n)| count(text(lang, kind.key()), n));
        let plan = (!self.plan.is_empty()).then(|| text(lang, "window.differences.plan").to_owned());
        let parts: Vec<String> = counted.chain(plan).collect();
        let between = if lang == Lang::Ja { "・" } else { ", " };
        if parts.is_empty() { text(lang, "window.differences.none").to_owned() } else { parts.join(between) }
    }
}

impl Difference {
    fn of(comparison: &Comparison, item: &Item) -> Self {
        let (old, new) = (&comparison.old, &comparison.new);
        let row = |outline: &Outline, at: Option<usize>| at.map(|at| outline.rows()[at].clone());
        let label = row(new, item.new).or_else(|| row(old, item.old)).map(|row| row.label).unwrap_or_default();
        // Of a node that is new or gone one side is missing, and all its words count as such.
        let change = |kind| Change { kind, old: item.old, new: item.new, fields: Vec::new() };
        let words = match (item.old, item.new) {
            (Some(_), None) => without_title(comparison, &change(ChangeKind::Removed)),
            (None, _) => without_title(comparison, &change(ChangeKind::Added)),
            _ if item.is(ChangeKind::Edited) => comparison.text_of_change(&change(ChangeKind::Edited)),
            _ => Vec::new(),
        };
        let words = shortened(&words, AROUND, LONGEST);
        // A picture's width or what a node is changes no word.
        let words = if words.iter().all(|stretch| stretch.op == TextOp::Equal) { Vec::new() } else { words };
        Self {
            kinds: item.kinds.iter().copied().filter(|kind| *kind != ChangeKind::Renumbered).collect(),
            label,
            title: comparison.text_of_change(&change(ChangeKind::Renamed)),
            moved: item.is(ChangeKind::Moved).then(|| moved(comparison, item)).flatten(),
            fields: item.fields.clone(),
            words,
        }
    }
}

/// The words of a node that is new or gone, but for its title, which stands above them.
fn without_title(comparison: &Comparison, change: &Change) -> Vec<Stretch> {
    let title: String =
        comparison.text_of_change(&Change { kind: ChangeKind::Renamed, ..change.clone() }).into_iter().map(|one| one.text).collect();
    let own =
        |one: Stretch| Stretch { text: one.text.strip_prefix(&title).unwrap_or(&one.text).trim_start_matches('\n').to_owned(), ..one };
    comparison.text_of_change(change).into_iter().map(own).filter(|one| !one.text.is_empty()).collect()
}

/// The headings above a node that moved, if they are different ones.
fn moved(comparison: &Comparison, item: &Item) -> Option<(String, String)> {
    let above = |outline: &Outline, at: usize| {
        let parent = outline.rows()[at].parent.map(|parent| &outline.rows()[parent as usize]);
        parent.map_or_else(String::new, |parent| outline.heading(parent))
    };
    let (from, to) = (above(&comparison.old, item.old?), above(&comparison.new, item.new?));
    (from != to).then_some((from, to))
}

/// What changed of the plan as a whole.
fn of_plan(old: &Plan, new: &Plan, comparison: &Comparison) -> Vec<OfPlan> {
    let mut found: Vec<OfPlan> = Vec::new();
    for field in &comparison.plan_changes {
        let words = match field {
            PlanField::Title => diff_text(&old.title, &new.title),
            PlanField::Organization => diff_text(&old.organization, &new.organization),
            PlanField::Preface => comparison.preface_text(),
            PlanField::Numbering => Vec::new(),
        };
        found.push((field.key(), shortened(&words, AROUND, LONGEST)));
    }
    let mut differs = |key, old: String, new: String| {
        if old != new {
            found.push((key, diff_text(&old, &new)));
        }
    };
    let year = |year: Option<FiscalYear>| year.map(|year| year.to_string()).unwrap_or_default();
    let stage = |plan: &Plan| plan.stage.message().text(Lang::Ja);
    let date = |plan: &Plan| plan.date.map(|date| date.to_string()).unwrap_or_default();
    differs("window.differences.year", year(old.fiscal_year), year(new.fiscal_year));
    differs("window.differences.stage", stage(old), stage(new));
    differs("window.differences.date", date(old), date(new));
    if old.style != new.style {
        found.push(("window.differences.style", Vec::new()));
    }
    // What no words tell of, such as a line of the preface that became a bullet.
    if found.is_empty() && without_nodes(old) != without_nodes(new) {
        found.push(("window.differences.plan", Vec::new()));
    }
    found
}

fn without_nodes(plan: &Plan) -> Plan {
    Plan { nodes: Vec::new(), ..plan.clone() }
}

impl Contents {
    /// What is in a plan.
    pub fn of(plan: &Plan) -> Self {
        let outline = Outline::of(plan);
        let rows = outline.rows();
        let headings = rows.iter().take(MOST).map(|row| (row.depth, outline.heading(row))).collect();
        let texts = |node: &nendo::plan::Node| {
            let body = node.body.iter().flat_map(nendo::plan::Block::texts).map(|text| text.chars().count()).sum::<usize>();
            node.title.chars().count() + body
        };
        Self { headings, rest: rows.len().saturating_sub(MOST), nodes: rows.len(), letters: rows.iter().map(|row| texts(&row.node)).sum() }
    }

    /// The numbers in one line.
    pub fn summary(&self, lang: Lang) -> String {
        let number = |n: usize| nendo::plan::format_amount(i64::try_from(n).unwrap_or(i64::MAX));
        Message::new("window.contents.count").with("nodes", number(self.nodes)).with("letters", number(self.letters)).text(lang)
    }
}

impl Showing {
    /// How `plan` differs from what its file holds; where there is none, what is in it.
    pub fn of(file: Option<&Plan>, plan: &Plan) -> Self {
        match file {
            Some(file) => Self::Differences(Differences::between(file, plan)),
            None => Self::Contents(Contents::of(plan)),
        }
    }

    /// The numbers in one line.
    pub fn summary(&self, lang: Lang) -> String {
        match self {
            Self::Differences(differences) => differences.summary(lang),
            Self::Contents(contents) => contents.summary(lang),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nendo::plan::{Block, Node, Role};
    use std::sync::Arc;

    fn three() -> Plan {
        let mut plan = Plan::new("t", None);
        plan.nodes = ["会議", "研修", "広報"].map(|title| Arc::new(Node::new(Role::Item, title))).to_vec();
        plan
    }

    fn words(stretches: &[Stretch], op: TextOp) -> String {
        stretches.iter().filter(|stretch| stretch.op == op).map(|stretch| stretch.text.as_str()).collect()
    }

    #[test]
    fn each_node_is_told_once_with_its_words() {
        let old = three();
        let mut new = old.clone();
        new.nodes.remove(0);
        let node = Arc::make_mut(&mut new.nodes[0]);
        node.title = "研修会".into();
        node.body.push(Block::Text("年2回開く。".into()));
        new.nodes.push(Arc::new(Node { body: vec![Block::Text("新しい本文".into())], ..Node::new(Role::Item, "見守り") }));
        let found = Differences::between(&old, &new);
        assert_eq!((found.count(), found.list.len(), found.plan.len()), (3, 3, 0));
        assert_eq!(found.summary(Lang::Ja), "新設 1・削除 1・改題 1・変更 1・番号のみ変更 2");
        let renamed = found.list.iter().find(|one| one.kinds.contains(&ChangeKind::Renamed)).expect("told");
        assert_eq!(words(&renamed.title, TextOp::Insert), "会");
        assert!(words(&renamed.words, TextOp::Insert).contains("年2回開く。"));
        let added = found.list.iter().find(|one| one.kinds == [ChangeKind::Added]).expect("told");
        assert_eq!((words(&added.title, TextOp::Insert), words(&added.words, TextOp::Insert)), ("見守り".into(), "新しい本文".into()));
        assert!(Differences::between(&old, &old).is_empty());
    }

    #[test]
    fn what_changed_of_the_plan_is_named() {
        let old = three();
        let mut new = Plan { title: "題".into(), date: chrono::NaiveDate::from_ymd_opt(2026, 3, 1), ..old.clone() };
        let keys = |new: &Plan| Differences::between(&old, new).plan.into_iter().map(|(key, _)| key).collect::<Vec<_>>();
        assert_eq!(keys(&new), ["compare.plan.title", "window.differences.date"]);
        new = Plan { preface: vec![Block::Text(String::new())], ..old.clone() };
        assert_eq!(keys(&new), ["window.differences.plan"], "even what no words tell of");
    }

    #[test]
    fn a_node_that_moved_says_from_where() {
        let mut old = three();
        let child = old.nodes.pop().expect("three");
        let mut new = old.clone();
        Arc::make_mut(&mut old.nodes[0]).children.push(child.clone());
        Arc::make_mut(&mut new.nodes[1]).children.push(child);
        let found = Differences::between(&old, &new);
        assert_eq!(found.list.len(), 1, "{found:?}");
        let (from, to) = found.list[0].moved.clone().expect("told");
        assert!(from.contains("会議") && to.contains("研修"), "{from} {to}");
    }

    #[test]
    fn more_than_one_can_read_is_counted() {
        let mut new = Plan::new("t", None);
        new.nodes = (0..MOST + 7).map(|at| Arc::new(Node::new(Role::Item, format!("項目{at}")))).collect();
        let found = Differences::between(&Plan::new("t", None), &new);
        assert_eq!((found.list.len(), found.rest, found.count()), (MOST, 7, MOST + 7));
        let contents = Contents::of(&new);
        assert_eq!((contents.nodes, contents.rest, contents.headings.len()), (MOST + 7, 7, MOST));
    }
}
