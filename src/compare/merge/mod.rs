//! Three versions of one plan (base, mine, theirs) joined by id: clean where the two do not meet, conflicts as values
//! where they do.
//!
//! The fields of each node are joined one by one, bodies paragraph by paragraph, the tree by parents and orders. In
//! a conflict the merged plan holds mine, and the [`Conflict`] both. What only one side deleted is gone, unless the
//! other side worked on it: nothing that somebody wrote is lost without being named.

mod body;
mod fields;
mod marks;
mod resolve;
mod table;
mod tree;

use super::text::{Stretch, diff_text};
use crate::locale::{Lang, Message, text};
use crate::plan::{Block, NodeId, Plan};

pub use marks::{CONFLICT_MARK, marked, marked_words};
pub use resolve::{Choice, resolved};

/// What two sides both changed, each in its own way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The title of the plan.
    PlanTitle,
    /// Organisation, year, stage, date, numbering or page style of the plan.
    PlanSettings,
    /// What stands before the first node.
    Preface,
    /// The title of a node.
    Title,
    /// A field of a node.
    Field(super::Field),
    /// How its label is made.
    Label,
    /// One side deleted what the other worked on.
    Deleted,
    /// Both moved it, to different places.
    Place,
    /// Both put its children into another order.
    Order,
}

impl Subject {
    /// Key of its name in the locale table.
    pub fn key(self) -> &'static str {
        match self {
            Self::PlanTitle => "compare.plan.title",
            Self::PlanSettings => "merge.plan_settings",
            Self::Preface => "compare.plan.preface",
            Self::Title => "merge.title",
            Self::Field(field) => field.key(),
            Self::Label => "merge.label",
            Self::Deleted => "merge.deleted",
            Self::Place => "merge.place",
            Self::Order => "merge.order",
        }
    }
}

/// Where in a body of the joined plan a conflict is.
#[derive(Debug, Clone, PartialEq)]
pub enum Spot {
    /// `count` blocks of mine from `at` on, which may be none, against those of the other side.
    Blocks {
        /// The first block.
        at: usize,
        /// How many blocks mine has there.
        count: usize,
        /// What the other side has there.
        theirs: Vec<Block>,
    },
    /// A cell of a table.
    Cell {
        /// The block that is the table.
        block: usize,
        /// Its row.
        row: usize,
        /// Which cell of the row.
        cell: usize,
    },
    /// The caption of a table.
    Caption {
        /// The block that is the table.
        block: usize,
    },
}

impl Spot {
    /// Whether it is part of a table, or a table on the other side alone.
    fn is_of_table(&self) -> bool {
        match self {
            Self::Blocks { theirs, .. } => !theirs.is_empty() && theirs.iter().all(|block| matches!(block, Block::Table(_))),
            Self::Cell { .. } | Self::Caption { .. } => true,
        }
    }

    /// The first block it is about.
    fn block(&self) -> usize {
        match self {
            Self::Blocks { at, .. } => *at,
            Self::Cell { block, .. } | Self::Caption { block } => *block,
        }
    }
}

/// A conflict. The words are for people; empty where a side has nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// The node; `None` for the plan as a whole.
    pub node: Option<NodeId>,
    /// What both changed.
    pub subject: Subject,
    /// Where in the body, if it is a part of it.
    pub spot: Option<Spot>,
    /// What it was.
    pub base: String,
    /// What the merged plan holds.
    pub mine: String,
    /// What the other side made of it.
    pub theirs: String,
}

impl Conflict {
    /// Of a deletion: whether mine is the side that deleted. The other one has words, if only a heading.
    pub fn is_deleted_by_mine(&self) -> bool {
        self.subject == Subject::Deleted && self.mine.is_empty()
    }

    /// What both changed, in words: 本文の2段落目, 表の3行2列.
    pub fn name(&self, lang: Lang) -> String {
        let part = match &self.spot {
            None => return text(lang, self.subject.key()).to_owned(),
            Some(Spot::Blocks { at, .. }) => Message::new("merge.paragraph").with("n", at + 1),
            Some(Spot::Cell { row, cell, .. }) => Message::new("merge.cell").with("row", row + 1).with("column", cell + 1),
            Some(Spot::Caption { .. }) => return text(lang, "compare.table.caption").to_owned(),
        };
        part.with("part", text(lang, self.subject.key())).text(lang)
    }

    /// Of a deletion: what the side that did not delete has, against what both began from.
    pub fn kept_words(&self) -> Vec<Stretch> {
        diff_text(&self.base, if self.is_deleted_by_mine() { &self.theirs } else { &self.mine })
    }
}

/// What came of a merge.
#[derive(Debug, Clone)]
pub struct Merged {
    /// The joined plan; in a conflict it holds mine.
    pub plan: Plan,
    /// What is left to be decided, in reading order of the joined plan.
    pub conflicts: Vec<Conflict>,
}

/// Joins the changes that `mine` and `theirs` made to `base`.
pub fn merge(base: &Plan, mine: &Plan, theirs: &Plan) -> Merged {
    let mut conflicts = Vec::new();
    let mut plan = fields::plan(base, mine, theirs, &mut conflicts);
    plan.nodes = tree::nodes(base, mine, theirs, &mut conflicts);
    let place: rustc_hash::FxHashMap<NodeId, usize> = plan.walk().enumerate().map(|(at, node)| (node.id, at)).collect();
    conflicts.sort_by_key(|conflict| (conflict.node.map(|id| place.get(&id).copied().unwrap_or(usize::MAX)), conflict.subject));
    Merged { plan, conflicts }
}

/// One of three values: what one side alone changed, or mine and the word that both did.
fn pick<'a, T: PartialEq>(base: Option<&T>, mine: &'a T, theirs: &'a T) -> (&'a T, bool) {
    if mine == theirs || base == Some(theirs) {
        return (mine, false);
    }
    if base == Some(mine) { (theirs, false) } else { (mine, true) }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::compare::Field;
    use crate::plan::{Block, Node, Role};

    fn base() -> Plan {
        let mut plan = Plan::new("令和7年度事業計画", None);
        let node = |title: &str, body: &[&str]| {
            let body = body.iter().map(|text| Block::Text((*text).to_owned())).collect();
            Arc::new(Node { body, ..Node::new(Role::Project, title) })
        };
        plan.nodes = vec![node("見守り", &["一", "二", "三"]), node("研修", &[]), node("広報", &[])];
        plan
    }

    fn with(plan: &Plan, at: usize, change: impl FnOnce(&mut Node)) -> Plan {
        let mut plan = plan.clone();
        change(Arc::make_mut(&mut plan.nodes[at]));
        plan
    }

    #[test]
    fn what_does_not_meet_is_joined() {
        let base = base();
        let mine = with(&base, 0, |node| node.body[0] = Block::Text("壱".to_owned()));
        let mine = with(&mine, 1, |node| node.lead = "総務課".to_owned());
        let mut theirs = with(&base, 0, |node| node.body.push(Block::Text("四".to_owned())));
        theirs.nodes.insert(1, Arc::new(Node::new(Role::Project, "相談")));
        theirs.nodes.remove(3);
        let merged = merge(&base, &mine, &theirs);
        assert_eq!(merged.conflicts, []);
        let titles: Vec<_> = merged.plan.nodes.iter().map(|node| node.title.as_str()).collect();
        assert_eq!(titles, ["見守り", "相談", "研修"]);
        assert_eq!(merged.plan.nodes[0].body.iter().flat_map(Block::texts).collect::<Vec<_>>(), ["壱", "二", "三", "四"]);
        assert_eq!(merged.plan.nodes[2].lead, "総務課");
    }

    #[test]
    fn a_chapter_that_one_deleted_and_the_other_worked_in_stays_whole_until_it_is_decided() {
        let mut base = base();
        let child = |title: &str| Arc::new(Node::new(Role::Project, title));
        Arc::make_mut(&mut base.nodes[1]).children = vec![child("配食"), child("移送"), child("福祉用具")];
        let mut gone = base.clone();
        gone.nodes.remove(1);
        let worked = with(&base, 1, |node| Arc::make_mut(&mut node.children[0]).title = "配食サービス".to_owned());
        let titles = |plan: &Plan| plan.walk().map(|node| node.title.clone()).collect::<Vec<_>>();
        for (mine, theirs, keeps, drops) in [(&gone, &worked, Choice::Theirs, Choice::Mine), (&worked, &gone, Choice::Mine, Choice::Theirs)]
        {
            let merged = merge(&base, mine, theirs);
            assert!(merged.conflicts.iter().all(|conflict| conflict.subject == Subject::Deleted));
            let decided = |choice: &Choice| resolved(&merged, mine, theirs, &vec![choice.clone(); merged.conflicts.len()]);
            assert_eq!(titles(&decided(&keeps)), titles(&worked), "as the one who worked in it has it");
            assert_eq!(titles(&decided(&drops)), titles(&gone), "as the one who deleted it has it");
        }
    }

    #[test]
    fn what_was_written_in_what_the_other_deleted_is_told() {
        let base = base();
        let mut gone = base.clone();
        gone.nodes.remove(0);
        let worked = with(&base, 0, |node| {
            node.body[1] = Block::Text("二つ目".to_owned());
            node.children.push(Arc::new(Node { body: vec![Block::Text("月1回".to_owned())], ..Node::new(Role::Item, "訪問") }));
        });
        for (mine, theirs) in [(&gone, &worked), (&worked, &gone)] {
            let merged = merge(&base, mine, theirs);
            let [conflict] = merged.conflicts.as_slice() else { panic!("{:?}", merged.conflicts) };
            let by_mine = std::ptr::eq(mine, &raw const gone);
            let (kept, other) = if by_mine { (&conflict.theirs, &conflict.mine) } else { (&conflict.mine, &conflict.theirs) };
            assert_eq!(kept, "見守り\n一\n二つ目\n三\n　訪問\n　月1回", "all of it, with what is new below");
            assert_eq!((conflict.base.as_str(), other.as_str()), ("見守り\n一\n二\n三", ""));
            assert_eq!(conflict.is_deleted_by_mine(), by_mine);
            // The mark says who deleted it and how it was: how it is now stands there.
            let marked = marked(&merged, Lang::Ja);
            let Block::Text(note) = &marked.nodes[0].body[0] else { panic!("a note") };
            assert!(note.starts_with(CONFLICT_MARK) && note.contains(if by_mine { "自分" } else { "相手" }), "{note}");
            assert!(note.contains("{+つ目+}") && note.contains("{+　月1回+}"), "{note}");
        }
    }

    #[test]
    fn where_both_wrote_both_are_kept() {
        let base = base();
        let mine = with(&base, 1, |node| node.title = "職員研修".to_owned());
        let mut theirs = with(&base, 1, |node| node.title = "役員研修".to_owned());
        theirs = with(&theirs, 2, |node| node.budget = Some(3));
        let mut mine_gone = mine.clone();
        mine_gone.nodes.remove(2);
        let merged = merge(&base, &mine_gone, &theirs);
        let told: Vec<_> = merged.conflicts.iter().map(|c| (c.subject, c.mine.as_str(), c.theirs.as_str())).collect();
        assert_eq!(told, [(Subject::Title, "職員研修", "役員研修"), (Subject::Deleted, "", "広報\n予算：3千円")]);
        assert_eq!(merged.plan.nodes.len(), 3, "what the other side worked on stays");
        let marked = marked(&merged, Lang::Ja);
        assert!(marked.nodes[1].body.iter().flat_map(Block::texts).any(|text| text.contains(CONFLICT_MARK) && text.contains("役員研修")));
        let label = |rule| with(&base, 0, move |n| n.label.rule = rule);
        let labels = merge(&base, &label(crate::plan::LabelRule::Unnumbered), &label(crate::plan::LabelRule::Start(3)));
        assert_eq!((labels.conflicts[0].mine.as_str(), labels.conflicts[0].theirs.as_str()), ("番号なし", "3から"));
        let goal = |at: usize| with(&base, 0, |n| n.goals = vec![base.nodes[at].id]);
        let goals = merge(&base, &goal(1), &goal(2));
        assert_eq!((goals.conflicts[0].mine.as_str(), goals.conflicts[0].theirs.as_str()), ("研修", "広報"));
        let both = merge(&base, &with(&base, 0, |n| n.budget = Some(1)), &with(&base, 0, |n| n.budget = Some(2)));
        assert_eq!(both.conflicts[0].subject, Subject::Field(Field::Budget));
    }

    #[test]
    fn nodes_that_take_each_other_in_do_not_vanish() {
        let base = base();
        let under = |plan: &Plan, parent: usize, child: usize| {
            let mut plan = plan.clone();
            let node = plan.nodes[child].clone();
            Arc::make_mut(&mut plan.nodes[parent]).children.push(node);
            plan.nodes.remove(child);
            plan
        };
        let merged = merge(&base, &under(&base, 0, 1), &under(&base, 1, 0));
        assert_eq!(merged.plan.walk().count(), 3);
        assert_eq!(merged.conflicts.iter().map(|c| c.subject).collect::<Vec<_>>(), [Subject::Place]);
    }
}
