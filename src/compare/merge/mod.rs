//! Three versions of one plan (base, mine, theirs) joined by id: clean where the two do not meet, conflicts as values
//! where they do.
//!
//! The fields of each node are joined one by one, bodies paragraph by paragraph and sentence by sentence, the tree by
//! parents and orders. In a conflict the merged plan holds mine, and the [`Conflict`] both. What only one side deleted
//! is gone, unless the other side worked on it: nothing that somebody wrote is lost without being named.

mod body;
mod fields;
mod lineage;
mod lists;
mod marks;
mod pairs;
mod remarks;
mod resolve;
mod shown;
mod table;
mod tree;
mod words;

use std::ops::Range;

use crate::locale::{Lang, Message, text};
use crate::plan::{Block, NodeId, Plan, RemarkPlace};

pub use lineage::{Stranger, stranger};
pub use marks::marked;
pub use resolve::{Choice, resolved};
pub use shown::Side;

/// What two sides both changed, each in its own way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The title of the plan.
    PlanTitle,
    /// Organisation, year, stage, date, numbering or page style of the plan.
    Setting(Setting),
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
    /// Both gave another reason for one change.
    Reason(RemarkPlace),
    /// Both corrected the pairing of one node, in ways that contradict each other.
    Pairing(RemarkPlace),
}

/// What the plan as a whole is set to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Setting {
    /// The organisation.
    Organization,
    /// The fiscal year.
    FiscalYear,
    /// How far it has come.
    Stage,
    /// The day on the cover.
    Date,
    /// How nodes are numbered.
    Numbering,
    /// How pages look.
    Style,
}

impl Setting {
    fn key(self) -> &'static str {
        match self {
            Self::Organization => "compare.plan.organization",
            Self::FiscalYear => "merge.fiscal_year",
            Self::Stage => "merge.stage",
            Self::Date => "merge.date",
            Self::Numbering => "compare.plan.numbering",
            Self::Style => "merge.style",
        }
    }
}

impl Subject {
    /// Key of its name in the locale table.
    pub fn key(self) -> &'static str {
        match self {
            Self::PlanTitle => "compare.plan.title",
            Self::Setting(setting) => setting.key(),
            Self::Preface => "compare.plan.preface",
            Self::Title => "merge.title",
            Self::Field(field) => field.key(),
            Self::Label => "merge.label",
            Self::Deleted => "merge.deleted",
            Self::Place => "merge.place",
            Self::Order => "merge.order",
            Self::Reason(_) => "merge.reason",
            Self::Pairing(_) => "merge.pairing",
        }
    }
}

/// Where in a body of the joined plan a conflict is.
#[derive(Debug, Clone, PartialEq)]
pub enum Spot {
    /// Blocks of mine from `at` on, which may be none, against those of the other side.
    Blocks {
        /// The first block.
        at: usize,
        /// What stood there before.
        base: Vec<Block>,
        /// What mine has there.
        mine: Vec<Block>,
        /// What the other side has there.
        theirs: Vec<Block>,
    },
    /// Sentences of a paragraph, or of a cell of a table.
    Words {
        /// The block.
        block: usize,
        /// Row and place in the row of the cell, if the block is a table.
        cell: Option<(usize, usize)>,
        /// Where mine stand in the text.
        at: Range<usize>,
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
            Self::Words { cell, .. } => cell.is_some(),
            Self::Caption { .. } => true,
        }
    }

    /// What the table that is to be decided as a whole is called; empty if it has no name.
    fn table_caption(&self) -> &str {
        let Self::Blocks { mine, theirs, .. } = self else { return "" };
        let mut captions =
            mine.iter().chain(theirs).filter_map(|block| if let Block::Table(table) = block { Some(&table.caption) } else { None });
        captions.find(|caption| !caption.is_empty()).map_or("", String::as_str)
    }

    /// In which order spots follow each other in a body: what stands before a block, then what is within it.
    fn order(&self) -> (usize, u8, usize, usize, usize) {
        match self {
            Self::Blocks { at, .. } => (*at, 0, 0, 0, 0),
            Self::Caption { block } => (*block, 1, 0, 0, 0),
            Self::Words { block, cell, at } => {
                let (row, place) = cell.unwrap_or_default();
                (*block, 2, row, place, at.start)
            }
        }
    }

    /// How many blocks of the joined body stand before it or belong to it.
    fn behind(&self) -> usize {
        match self {
            Self::Blocks { at, mine, .. } => at + mine.len(),
            Self::Words { block, .. } | Self::Caption { block } => block + 1,
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

    /// What both changed, in words: 本文の2段落目, 表「会費」, 表の3行2列.
    pub fn name(&self, lang: Lang) -> String {
        let part = match &self.spot {
            None => return text(lang, self.subject.key()).to_owned(),
            Some(spot @ Spot::Blocks { .. }) if spot.is_of_table() => {
                let caption = spot.table_caption();
                if caption.is_empty() {
                    return text(lang, self.subject.key()).to_owned();
                }
                Message::new("merge.table").with("caption", caption)
            }
            Some(Spot::Blocks { at, .. }) => Message::new("merge.paragraph").with("n", at + 1),
            Some(Spot::Words { cell: Some((row, place)), .. }) => Message::new("merge.cell").with("row", row + 1).with("column", place + 1),
            Some(Spot::Words { block, .. }) => Message::new("merge.paragraph").with("n", block + 1),
            Some(Spot::Caption { .. }) => return text(lang, "compare.table.caption").to_owned(),
        };
        part.with("part", text(lang, self.subject.key())).text(lang)
    }
}

/// What came of a merge.
#[derive(Debug, Clone)]
pub struct Merged {
    /// The joined plan; in a conflict it holds mine.
    pub plan: Plan,
    /// What is left to be decided, in reading order of the joined plan.
    pub conflicts: Vec<Conflict>,
    base: Plan,
    mine: Plan,
    theirs: Plan,
}

/// Joins the changes that `mine` and `theirs` made to `base`.
pub fn merge(base: &Plan, mine: &Plan, theirs: &Plan) -> Merged {
    let mut conflicts = Vec::new();
    let mut plan = fields::plan(base, mine, theirs, &mut conflicts);
    plan.nodes = tree::nodes(base, mine, theirs, &mut conflicts);
    let place: rustc_hash::FxHashMap<NodeId, usize> = plan.walk().enumerate().map(|(at, node)| (node.id, at)).collect();
    conflicts.sort_by_key(|conflict| {
        let node = conflict.node.map(|id| place.get(&id).copied().unwrap_or(usize::MAX));
        (node, conflict.spot.is_some(), conflict.spot.as_ref().map(Spot::order), conflict.subject)
    });
    Merged { plan, conflicts, base: base.clone(), mine: mine.clone(), theirs: theirs.clone() }
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
    use crate::plan::{Block, CONFLICT_END, CONFLICT_MARK, Node, Numbering, Role, Stage};

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
            let [conflict] = merged.conflicts.as_slice() else { panic!("one conflict: {:?}", merged.conflicts) };
            assert_eq!((conflict.subject, conflict.node), (Subject::Deleted, Some(base.nodes[1].id)), "at its top");
            let kept = if conflict.is_deleted_by_mine() { &conflict.theirs } else { &conflict.mine };
            assert_eq!((conflict.base.as_str(), kept.as_str()), ("研修\n　配食", "研修\n　配食サービス"), "with what was changed below");
            let decided = |choice: &Choice| resolved(&merged, &vec![choice.clone(); merged.conflicts.len()]);
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
            let who = if by_mine { "自分が削除" } else { "相手が削除" };
            assert!(note.starts_with(CONFLICT_MARK) && note.contains(who) && note.ends_with("〈元〉二"), "{note}");
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
        let goals = merge(&goal(0), &goal(1), &goal(2));
        assert_eq!((goals.conflicts[0].mine.as_str(), goals.conflicts[0].theirs.as_str()), ("研修", "広報"));
        let both = merge(&base, &with(&base, 0, |n| n.budget = Some(1)), &with(&base, 0, |n| n.budget = Some(2)));
        assert_eq!(both.conflicts[0].subject, Subject::Field(Field::Budget));
    }

    #[test]
    fn what_the_plan_is_set_to_is_decided_one_by_one() {
        let base = base();
        let mut mine = Plan { organization: "甲市社協".into(), stage: Stage::Draft(2), ..base.clone() };
        let mut theirs = Plan { organization: "乙市社協".into(), numbering: Numbering::Preset("city".into()), ..base.clone() };
        (mine.style.cover, theirs.style.contents) = (true, true);
        let merged = merge(&base, &mine, &theirs);
        let told: Vec<_> = merged.conflicts.iter().map(|c| (c.subject, c.mine.as_str(), c.theirs.as_str())).collect();
        assert_eq!(told, [(Subject::Setting(Setting::Organization), "甲市社協", "乙市社協")]);
        assert_eq!((merged.plan.stage, merged.plan.numbering.name()), (Stage::Draft(2), "city"));
        assert!(merged.plan.style.cover && merged.plan.style.contents, "each part of the style is one value");
        assert_eq!(resolved(&merged, &[Choice::Theirs]).organization, "乙市社協");
        assert_eq!(resolved(&merged, &[Choice::Base]).organization, "");
        assert_eq!(resolved(&merged, &[Choice::Own("丙市社協".into())]).organization, "丙市社協");
        let mine = Plan { numbering: Numbering::Preset("section".into()), ..base.clone() };
        let numbers = &merge(&base, &mine, &theirs).conflicts[0];
        assert!(numbers.mine.starts_with("１・(１)") && numbers.theirs.starts_with("1・(1)"), "{numbers:?}");
    }

    #[test]
    fn partners_that_both_added_stand_together() {
        let base = with(&base(), 0, |node| node.partners = vec!["自治会".into()]);
        let mine = with(&base, 0, |node| node.partners.push("民生委員".into()));
        let theirs = with(&base, 0, |node| node.partners.push("学校".into()));
        let merged = merge(&base, &mine, &theirs);
        assert_eq!(merged.conflicts, []);
        assert_eq!(merged.plan.nodes[0].partners, ["自治会", "民生委員", "学校"]);
        let replaced = with(&base, 0, |node| node.partners = vec!["町内会".into()]);
        assert_eq!(merge(&base, &mine, &replaced).conflicts.len(), 1, "who took one out said more than who added one");
    }

    #[test]
    fn a_mark_holds_the_words_of_both_and_nothing_of_the_rest() {
        let text = "役員が月に1回訪問する。困りごとを聞く。結果を報告する。";
        let base = with(&base(), 0, |node| node.body[1] = Block::Text(text.into()));
        let change = |from: &'static str, to: &'static str| with(&base, 0, move |node| node.body[1] = Block::Text(text.replace(from, to)));
        let merged = merge(&base, &change("1回", "2回"), &change("1回", "3回"));
        let marked = marked(&merged, Lang::Ja);
        let body: Vec<&str> = marked.nodes[0].body.iter().flat_map(Block::texts).collect();
        let note = "【要調整】本文の2段落目〈自分〉役員が月に2回訪問する。〈相手〉役員が月に3回訪問する。〈元〉役員が月に1回訪問する。";
        assert_eq!(body, ["一", &text.replace("1回", "2回"), note, "三"]);
        let [open] = marked.open_conflicts()[..] else { panic!("{body:?}") };
        assert_eq!((open.node, open.text), (Some(base.nodes[0].id), note.strip_prefix(CONFLICT_MARK).expect("a mark")));
        // Joined once more nothing is marked twice.
        let again = merge(&base, &marked, &change("1回", "3回"));
        assert_eq!(super::marked(&again, Lang::Ja).open_conflicts().len(), 1);
    }

    #[test]
    fn a_mark_of_several_paragraphs_has_an_end() {
        let base = base();
        let lines = |words: [&'static str; 2]| with(&base, 0, move |node| node.body.extend(words.map(|w| Block::Text(w.to_owned()))));
        let merged = merge(&base, &lines(["甲", "乙"]), &lines(["丙", "丁"]));
        let marked = marked(&merged, Lang::Ja);
        let body: Vec<&str> = marked.nodes[0].body.iter().flat_map(Block::texts).collect();
        assert_eq!((&body[3..5], &body[6..]), (&["甲", "乙"][..], &["丙", "丁", CONFLICT_END][..]));
        assert!(body[5].starts_with(CONFLICT_MARK) && body[5].contains("この上の 2 段落は自分の案"), "{}", body[5]);
        assert_eq!(marked.open_conflicts().len(), 1);
    }

    #[test]
    fn reasons_of_both_are_told() {
        use crate::plan::{RemarkPlace, VersionKey};
        let base = base();
        let place = RemarkPlace::of(VersionKey::default(), None, Some(base.nodes[0].id));
        let because = |text: &str| {
            let mut plan = base.clone();
            Arc::make_mut(&mut plan.remarks).set_reason(place, text);
            plan
        };
        let merged = merge(&base, &because("要望による"), &because("制度改正による"));
        assert_eq!(merged.conflicts[0].subject, Subject::Reason(place));
        let told = |choice| resolved(&merged, &[choice]).remarks.reason(&place).to_owned();
        assert_eq!(told(Choice::Theirs), "制度改正による");
        assert_eq!(told(Choice::Both), "要望による\n制度改正による");
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
