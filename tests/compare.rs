//! What holds for every two plans: equal ones do not differ, the comparison the other way round is the mirror image,
//! the changes lead from the old plan to the new one, and a merge loses nothing.

mod common;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use common::{any_plan, plan_and_commands};
use nendo::calendar::Holidays;
use nendo::compare::merge::{Choice, Conflict, merge, resolved};
use nendo::compare::{Basis, ChangeKind, Comparison, Corrections, Field, Live, Options, TextOp, compare, diff_text, words_of};
use nendo::edit::{Command, apply};
use nendo::manuscript::{Amendment, ComparisonTable, TablePreset, compose_comparison};
use nendo::plan::{Block, Cell, FiscalYear, Node, NodeId, Outline, PairSaid, Pictures, Plan, Role, Table, VersionKey};
use proptest::prelude::*;

/// A plan and what became of it, by commands on it.
fn two_versions() -> impl Strategy<Value = (Arc<Plan>, Arc<Plan>)> {
    plan_and_commands().prop_map(|(start, commands)| {
        let mut plan = start.clone();
        for command in commands {
            if let Ok(edited) = apply(&plan, &command) {
                plan = edited.plan;
            }
        }
        (start, plan)
    })
}

fn options(basis: Basis) -> Options {
    Options { basis, ..Options::default() }
}

/// The changes by ids, whichever plan is called the old one.
fn told(comparison: &Comparison, mirrored: bool) -> BTreeSet<(ChangeKind, Option<usize>, Option<usize>)> {
    let turn = |change: &nendo::compare::Change| match mirrored {
        false => (change.kind, change.old, change.new),
        true => (change.kind.mirrored(), change.new, change.old),
    };
    comparison.changes.iter().map(turn).collect()
}

/// The old plan's nodes with nothing but the told changes applied.
fn applied(comparison: &Comparison) -> Vec<Arc<Node>> {
    let (old, new) = (&comparison.old, &comparison.new);
    let mut own: BTreeMap<usize, Node> = BTreeMap::new();
    let mut children: HashMap<Option<usize>, Vec<usize>> = HashMap::new();
    let told: HashMap<(usize, ChangeKind), &nendo::compare::Change> =
        comparison.changes.iter().filter_map(|change| Some(((change.new?, change.kind), change))).collect();
    let new_of: HashMap<usize, usize> = comparison.matching.pairs.iter().copied().collect();
    // What stays in its place keeps the order of the old plan.
    for (o, row) in old.rows().iter().enumerate() {
        if let Some(n) = new_of.get(&o).filter(|n| !told.contains_key(&(**n, ChangeKind::Moved))) {
            children.entry(row.parent.map(|p| new_of[&(p as usize)])).or_default().push(*n);
        }
    }
    for (n, row) in new.rows().iter().enumerate() {
        let source = comparison.matching.pairs.iter().find(|(_, own)| *own == n).map(|(o, _)| &old.rows()[*o].node);
        let mut node = source.map_or_else(|| row.node.without_children(), |node| node.without_children());
        if source.is_none() || told.contains_key(&(n, ChangeKind::Moved)) {
            // Added and moved ones stand where the new plan has them among those that are there by then.
            let siblings = children.entry(row.parent.map(|p| p as usize)).or_default();
            let at = siblings.iter().filter(|sibling| **sibling < n).count();
            siblings.insert(at, n);
        }
        if told.contains_key(&(n, ChangeKind::Renamed)) {
            node.title = row.node.title.clone();
        }
        if told.contains_key(&(n, ChangeKind::Edited)) {
            node = Node { title: node.title, ..row.node.without_children() };
        }
        // What a label is made of, and ids, are no change of the plan's words.
        (node.id, node.label) = (row.node.id, row.node.label);
        own.insert(n, node);
    }
    fn build(at: Option<usize>, own: &BTreeMap<usize, Node>, children: &HashMap<Option<usize>, Vec<usize>>) -> Vec<Arc<Node>> {
        let below = children.get(&at).map_or(&[][..], Vec::as_slice);
        below.iter().map(|n| Arc::new(Node { children: build(Some(*n), own, children), ..own[n].clone() })).collect()
    }
    build(None, &own, &children)
}

fn same_words(a: &[Arc<Node>], b: &[Arc<Node>]) -> bool {
    // References and goals name nodes by ids, which the two plans of a comparison by content do not share.
    let words =
        |node: &Node| (node.title.clone(), node.role, node.status, node.lead.clone(), node.budget, node.body.len(), node.schedule.len());
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| words(a) == words(b) && same_words(&a.children, &b.children))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn a_plan_does_not_differ_from_itself(plan in any_plan()) {
        for basis in [Basis::Auto, Basis::Content] {
            let comparison = compare(&plan, &plan, &options(basis));
            prop_assert!(comparison.is_empty(), "{:?}", comparison.changes);
        }
    }

    #[test]
    fn the_other_way_round_is_the_mirror_image((old, new) in two_versions()) {
        for basis in [Basis::Auto, Basis::Content] {
            let (there, back) = (compare(&old, &new, &options(basis)), compare(&new, &old, &options(basis)));
            prop_assert_eq!(told(&there, false), told(&back, true));
        }
    }

    #[test]
    fn the_changes_lead_to_the_new_plan((old, new) in two_versions()) {
        for basis in [Basis::Auto, Basis::Content] {
            let comparison = compare(&old, &new, &options(basis));
            prop_assert!(same_words(&applied(&comparison), &new.nodes), "{:?}", comparison.changes);
        }
    }

    #[test]
    fn what_is_told_while_typing_is_what_a_comparison_tells((start, commands) in plan_and_commands()) {
        let mut live = Live::new(start.clone());
        let mut now = start.clone();
        for command in commands {
            if let Ok(edited) = apply(&now, &command) {
                now = edited.plan;
            }
            let found = live.follow(&now, &Outline::of(&now));
            prop_assert_eq!(found, compare(&start, &now, &Options::default()).changes, "{:?}", command);
        }
    }

    #[test]
    fn any_two_plans_can_be_compared_and_set_side_by_side(old in any_plan(), new in any_plan()) {
        let comparison = compare(&old, &new, &Options::default());
        let rows: BTreeSet<_> = comparison.items().iter().flat_map(|item| [item.old.map(|o| (0, o)), item.new.map(|n| (1, n))]).flatten().collect();
        prop_assert_eq!(rows.len(), old.walk().count() + new.walk().count(), "every node of both is an item");
        for preset in [TablePreset::Full, TablePreset::Changed, TablePreset::Summary] {
            let table = compose_comparison(&old, &new, &comparison, &ComparisonTable { preset, ..ComparisonTable::default() });
            nendo::layout::lay_out(&table);
        }
    }

    #[test]
    fn differences_of_nodes_hold_the_words_of_both((old, new) in two_versions()) {
        for basis in [Basis::Auto, Basis::Content] {
            let comparison = compare(&old, &new, &options(basis));
            for item in comparison.items() {
                let stretches = comparison.text_of(&item);
                let side = |skip| stretches.iter().filter(|s| s.op != skip).map(|s| s.text.clone()).collect::<String>();
                let words = |outline: &Outline, at: Option<usize>| at.map(|at| words_of(outline, at).join("\n")).unwrap_or_default();
                prop_assert_eq!(side(TextOp::Insert), words(&comparison.old, item.old));
                prop_assert_eq!(side(TextOp::Delete), words(&comparison.new, item.new));
                if let (Some(o), Some(n)) = (item.old, item.new) {
                    let meaning = comparison.meaning(o, n, &item.fields);
                    prop_assert_eq!(meaning.schedule.is_some(), item.fields.contains(&Field::Schedule));
                }
            }
        }
    }

    #[test]
    fn what_the_user_said_of_pairs_holds(
        (old, new) in two_versions(),
        picks in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<bool>()), 1..6),
    ) {
        let (olds, news): (Vec<NodeId>, Vec<NodeId>) = (old.walk().map(|node| node.id).collect(), new.walk().map(|node| node.id).collect());
        if olds.is_empty() || news.is_empty() {
            return Ok(());
        }
        let mut corrections = Corrections::default();
        for (o, n, same) in &picks {
            let pair = (*o.get(&olds), *n.get(&news));
            if *same { corrections.same.push(pair) } else { corrections.different.push(pair) }
        }
        for basis in [Basis::Auto, Basis::Content] {
            let comparison = compare(&old, &new, &Options { basis, corrections: corrections.clone(), ..Options::default() });
            let pairs: Vec<(NodeId, NodeId)> = comparison
                .matching
                .pairs
                .iter()
                .map(|(o, n)| (comparison.old.rows()[*o].node.id, comparison.new.rows()[*n].node.id))
                .collect();
            // A node is the same as one other: the first that was said counts.
            let mut said: Vec<(NodeId, NodeId)> = Vec::new();
            for (o, n) in &corrections.same {
                if said.iter().all(|(old, new)| old != o && new != n) {
                    said.push((*o, *n));
                }
            }
            for pair in &said {
                prop_assert!(pairs.contains(pair), "{basis:?}: said to be the same");
            }
            for pair in corrections.different.iter().filter(|pair| !said.contains(pair)) {
                prop_assert!(!pairs.contains(pair), "{basis:?}: said to be different");
            }
            // Of two plans with the same nodes in the same order neither is the one to look at first.
            if olds != news {
                let turned = compare(&new, &old, &Options { basis, corrections: corrections.mirrored(), ..Options::default() });
                prop_assert_eq!(told(&comparison, false), told(&turned, true));
            }
        }
    }

    #[test]
    fn every_file_of_any_two_plans_can_be_made(old in any_plan(), new in any_plan()) {
        let comparison = compare(&old, &new, &Options::default());
        for preset in [TablePreset::Full, TablePreset::Changed, TablePreset::Summary] {
            let table = compose_comparison(&old, &new, &comparison, &ComparisonTable { preset, ..ComparisonTable::default() });
            prop_assert!(nendo::export::docx::write(&table).is_ok());
            prop_assert!(nendo::export::workbook::write(&table, None).is_ok());
        }
        let none = Pictures::none();
        prop_assert!(nendo::export::docx::write(&nendo::manuscript::compose(&new, &none)).is_ok());
        let amendment = Amendment::new(&old, &new, &comparison);
        let made = nendo::export::amendment_to_pdf((&old, &none), (&new, &none), &Holidays::of_law(), &amendment).expect("a file");
        prop_assert!(made.bytes.starts_with(b"%PDF"));
        let unchanged = nendo::export::amendment_to_pdf((&new, &none), (&new, &none), &Holidays::of_law(), &amendment).expect("a file");
        prop_assert_eq!(unchanged.pages, vec![]);
    }

    #[test]
    fn differences_of_text_hold_both_texts(old in common::any_text(), new in common::any_text()) {
        let side = |skip| diff_text(&old, &new).iter().filter(|s| s.op != skip).map(|s| s.text.clone()).collect::<String>();
        prop_assert_eq!(side(TextOp::Insert), old.clone());
        prop_assert_eq!(side(TextOp::Delete), new.clone());
    }

    #[test]
    fn what_one_side_alone_changed_is_taken((base, changed) in two_versions()) {
        for (mine, theirs) in [(&base, &changed), (&changed, &base), (&changed, &changed)] {
            let merged = merge(&base, mine, theirs);
            prop_assert_eq!(&merged.conflicts, &vec![]);
            prop_assert_eq!(&merged.plan.nodes, &changed.nodes);
            prop_assert_eq!(&merged.plan.title, &changed.title);
        }
    }

    #[test]
    fn a_merge_keeps_what_either_side_wrote((base, mine) in two_versions(), pick in any::<prop::sample::Index>()) {
        // The other side adds a node and retitles another.
        let mut theirs = Plan::clone(&base);
        let added = Arc::new(Node::new(Role::Item, "相手が足した項目"));
        let at = pick.index(theirs.nodes.len() + 1);
        theirs.nodes.insert(at, added.clone());
        let merged = merge(&base, &mine, &theirs);
        prop_assert!(merged.plan.node(added.id).is_some());
        let mut ids: Vec<NodeId> = merged.plan.walk().map(|node| node.id).collect();
        let count = ids.len();
        ids.sort();
        ids.dedup();
        prop_assert_eq!(ids.len(), count, "ids stay unique");
        for node in mine.walk() {
            prop_assert!(merged.plan.node(node.id).is_some(), "what mine has is there");
        }
    }
}

/// What becomes of a sentence of the base.
#[derive(Debug, Clone, Copy)]
enum Fate {
    Stays,
    Edited,
    Deleted,
}

/// Sentences that are told apart, in paragraphs; each with who does what to it.
fn sentences() -> impl Strategy<Value = Vec<Vec<(bool, Fate)>>> {
    let fate = prop_oneof![3 => Just(Fate::Stays), 2 => Just(Fate::Edited), 1 => Just(Fate::Deleted)];
    prop::collection::vec(prop::collection::vec((any::<bool>(), fate), 1..7), 1..5)
}

/// The plan in which all those of `side` are done, or all of both.
fn written(base: &Plan, paragraphs: &[Vec<(bool, Fate)>], side: Option<bool>) -> Plan {
    const WORDS: [&str; 7] = [
        "地区の役員が訪問する",
        "困りごとを聞き取る",
        "広報紙を発行する",
        "研修会を開く",
        "手引きを配布する",
        "会員を募る",
        "基金を運用する",
    ];
    let mut number = 0;
    let mut paragraph = |(at, sentences): (usize, &Vec<(bool, Fate)>)| {
        let mut text = format!("{}ことについて、この段落で述べる。", WORDS[at]);
        for (by, fate) in sentences {
            number += 1;
            let sentence = format!("{}のは第{number}回の役員会で決めた{}。", WORDS[number % 7], WORDS[(number / 7) % 7]);
            match fate {
                _ if side.is_some_and(|side| side != *by) => text.push_str(&sentence),
                Fate::Stays => text.push_str(&sentence),
                Fate::Edited => text.push_str(&sentence.replace("で決めた", "で話し合って決めた")),
                Fate::Deleted => {}
            }
        }
        Block::Text(text)
    };
    let body = paragraphs.iter().enumerate().map(&mut paragraph).collect();
    let node = Arc::new(Node { body, ..base.nodes[0].without_children() });
    Plan { nodes: vec![node], ..base.clone() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn edits_of_different_sentences_are_both_made(paragraphs in sentences()) {
        let mut plan = Plan::new("計画", None);
        plan.nodes = vec![Arc::new(Node::new(Role::Project, "見守り"))];
        let untouched: Vec<Vec<(bool, Fate)>> =
            paragraphs.iter().map(|list| list.iter().map(|(by, _)| (*by, Fate::Stays)).collect()).collect();
        let base = written(&plan, &untouched, None);
        let (mine, theirs, both) = (written(&plan, &paragraphs, Some(true)), written(&plan, &paragraphs, Some(false)), written(&plan, &paragraphs, None));
        for (one, other) in [(&mine, &theirs), (&theirs, &mine)] {
            let merged = merge(&base, one, other);
            prop_assert_eq!(&merged.conflicts, &vec![]);
            prop_assert_eq!(&merged.plan.nodes, &both.nodes);
        }
        for (one, other) in [(&mine, &base), (&base, &mine), (&mine, &mine)] {
            prop_assert_eq!(&merge(&base, one, other).plan.nodes, &mine.nodes);
        }
    }

    #[test]
    fn a_conflict_decided_for_one_side_is_as_that_side_has_it(
        (base, mine, theirs) in (text_of_sentences(), text_of_sentences(), text_of_sentences()),
    ) {
        let mut plan = Plan::new("計画", None);
        let node = Node::new(Role::Project, "見守り");
        let with = |text: &str| vec![Arc::new(Node { body: vec![Block::Text(text.to_owned())], ..node.without_children() })];
        plan.nodes = with(&base);
        let (one, other) = (Plan { nodes: with(&mine), ..plan.clone() }, Plan { nodes: with(&theirs), ..plan.clone() });
        let (merged, back) = (merge(&plan, &one, &other), merge(&plan, &other, &one));
        // The other way round the same is left, with the sides exchanged.
        let told = |conflicts: &[Conflict]| conflicts.iter().map(|c| (c.base.clone(), c.mine.clone(), c.theirs.clone())).collect::<Vec<_>>();
        let turned: Vec<_> = told(&back.conflicts).into_iter().map(|(base, mine, theirs)| (base, theirs, mine)).collect();
        prop_assert_eq!(told(&merged.conflicts), turned);
        let all = |choice: Choice| vec![choice; merged.conflicts.len()];
        prop_assert_eq!(resolved(&merged, &all(Choice::Theirs)).nodes, back.plan.nodes);
        prop_assert_eq!(resolved(&merged, &all(Choice::Mine)).nodes, merged.plan.nodes.clone());
        // Nothing that somebody wrote is lost without being named.
        let kept = format!("{:?}{:?}", merged.plan.nodes, merged.conflicts);
        let parts = |text: &'_ str| -> Vec<String> { text.split_inclusive('。').map(str::to_owned).collect() };
        for (side, against) in [(&mine, &theirs), (&theirs, &mine)] {
            for sentence in parts(side) {
                // Of two that are the same each may have taken out another one.
                let times = |text: &str| text.matches(sentence.as_str()).count();
                let taken_out = times(against) < times(&base);
                prop_assert!(taken_out || kept.contains(&sentence), "{} is lost", sentence);
            }
        }
    }
}

/// A few sentences of few words, so that the same ones come up again and again.
fn text_of_sentences() -> impl Strategy<Value = String> {
    let sentence =
        prop::sample::select(vec!["訪問する。", "毎月訪問する。", "手引きを配る。", "手引きを全戸に配る。", "報告会を開く。", "終わる。"]);
    prop::collection::vec(sentence, 0..6).prop_map(|sentences| sentences.concat())
}

#[test]
fn a_split_that_the_user_denies_is_none() {
    let plan = |titles: &[&str]| Plan {
        nodes: titles.iter().map(|title| Arc::new(Node::new(Role::Item, *title))).collect(),
        ..Plan::new("計画", Some(FiscalYear(2025)))
    };
    let (old, new) = (plan(&["会計・労務の研修会", "広報"]), plan(&["会計の研修会", "労務の研修会", "広報"]));
    let found = compare(&old, &new, &Options::default());
    let part = found.changes.iter().find(|change| change.kind == ChangeKind::Split).and_then(|change| change.new).expect("a part");
    let corrections = Corrections { different: vec![(old.nodes[0].id, new.nodes[part].id)], ..Corrections::default() };
    let found = compare(&old, &new, &Options { corrections, ..Options::default() });
    assert_eq!((found.summary.count(ChangeKind::Split), found.summary.count(ChangeKind::Added)), (0, 1));
}

#[test]
fn what_the_numbering_is_called_is_no_change() {
    let named = |name: &str, titles: &[&str]| {
        let mut plan = Plan::new("計画", Some(FiscalYear(2025)));
        let levels = plan.numbering.levels().to_vec();
        plan.numbering = nendo::plan::Numbering::Own(nendo::plan::numbering::Preset { name: name.to_owned(), levels });
        plan.nodes = titles.iter().map(|title| Arc::new(Node::new(Role::Part, *title))).collect();
        plan
    };
    let titles = ["会議", "研修", "広報"];
    assert!(compare(&named("令和6年度の計画", &titles), &named("令和7年度の計画", &titles), &Options::default()).is_empty());
    let fewer = compare(&named("令和6年度の計画", &titles), &named("令和7年度の計画", &titles[1..]), &Options::default());
    assert_eq!(fewer.summary.count(ChangeKind::Renumbered), 2, "and new numbers are told all the same");
}

#[test]
fn repeated_titles_of_the_next_year_are_paired_by_what_they_say() {
    let trainings = [("新任職員", "福祉会館"), ("管理職員", "市役所"), ("福祉協力員", "公民館")];
    let plan = |year: i32, which: &[usize]| {
        let training = |at: &usize| {
            let (whom, place) = trainings[*at];
            let body = vec![Block::Text(format!("令和{year}年度は、{whom}を対象に、{place}で研修を年1回開催します。"))];
            Arc::new(Node { body, ..Node::new(Role::Item, "研修") })
        };
        Plan { nodes: which.iter().map(training).collect(), ..Plan::new("計画", Some(FiscalYear(2018 + year))) }
    };
    let pairs = |new: &[usize]| compare(&plan(6, &[0, 1, 2]), &plan(7, new), &Options::default()).matching.pairs;
    assert_eq!(pairs(&[1, 2]), [(1, 0), (2, 1)], "the first one is gone");
    assert_eq!(pairs(&[2, 0, 1]), [(2, 0), (0, 1), (1, 2)], "the last one is the first");
    let (old, new) = (plan(6, &[0, 1, 2]), plan(7, &[0, 1, 2]));
    let corrections = Corrections { different: vec![(old.nodes[0].id, new.nodes[0].id)], ..Corrections::default() };
    let found = compare(&old, &new, &Options { corrections, ..Options::default() });
    assert_eq!(found.matching.pairs, [(1, 1), (2, 2)], "what is said of one pair breaks no other");
}

#[test]
fn corrections_win() {
    let mut old = Plan::new("計画", None);
    old.nodes = ["会長会議の開催", "広報紙の発行"].map(|title| Arc::new(Node::new(Role::Item, title))).to_vec();
    let mut new = Plan::new("計画", None);
    new.nodes = ["会長会議の開催", "災害への備え"].map(|title| Arc::new(Node::new(Role::Item, title))).to_vec();
    let corrections = Corrections {
        same: vec![(old.nodes[1].id, new.nodes[1].id)],
        different: vec![(old.nodes[0].id, new.nodes[0].id)],
        ..Corrections::default()
    };
    let comparison = compare(&old, &new, &Options { corrections, ..Options::default() });
    assert_eq!(comparison.matching.pairs, [(1, 1)]);
}

#[test]
fn corrections_kept_with_the_new_plan_win_both_ways() {
    let plan = |titles: [&str; 2], year: i32| {
        let mut plan = Plan::new("計画", Some(FiscalYear(year)));
        plan.nodes = titles.map(|title| Arc::new(Node::new(Role::Item, title))).to_vec();
        plan
    };
    let (old, new) = (plan(["会長会議の開催", "広報紙の発行"], 2024), plan(["会長会議の開催", "災害への備え"], 2025));
    let against = VersionKey::of(&old);
    let said = |plan: Plan, at: (usize, usize), said| {
        let command = Command::SetPair { against, old: old.nodes[at.0].id, new: plan.nodes[at.1].id, said: Some(said) };
        Plan::clone(&apply(&Arc::new(plan), &command).expect("fine").plan)
    };
    let new = said(said(new, (1, 1), PairSaid::Same), (0, 0), PairSaid::Different);
    assert_eq!(compare(&old, &new, &Options::default()).matching.pairs, [(1, 1)]);
    assert_eq!(compare(&new, &old, &Options::default()).matching.pairs, [(1, 1)]);
    let another = Plan { fiscal_year: Some(FiscalYear(2023)), ..old.clone() };
    assert_eq!(compare(&another, &new, &Options::default()).matching.pairs, [(0, 0)], "of one version, not of another");
}

#[test]
fn an_item_that_the_user_says_was_parted_is_told_as_such_both_ways() {
    let plan = |titles: &[&str], year: i32| Plan {
        nodes: titles.iter().map(|title| Arc::new(Node::new(Role::Item, *title))).collect(),
        ..Plan::new("計画", Some(FiscalYear(year)))
    };
    let old = plan(&["会長会議の開催", "全職員研修", "広報紙の発行"], 2024);
    let with_ids = |mut plan: Plan| {
        for (at, was) in [(0, 0), (2, 1), (3, 2)] {
            Arc::make_mut(&mut plan.nodes[at]).id = old.nodes[was].id;
        }
        plan
    };
    let titles = ["会長会議の開催", "管理職研修", "一般職員研修", "広報紙の発行"];
    for new in [plan(&titles, 2025), with_ids(plan(&titles, 2025))] {
        let kinds = |found: &Comparison, at: (Option<usize>, Option<usize>)| {
            let of_row =
                |change: &&nendo::compare::Change| at.1.map_or(change.new.is_none() && change.old == at.0, |n| change.new == Some(n));
            found
                .changes
                .iter()
                .filter(of_row)
                .filter(|change| change.kind != ChangeKind::Renumbered)
                .map(|change| (change.kind, change.old))
                .collect::<Vec<_>>()
        };
        let found = compare(&old, &new, &Options::default());
        assert_eq!(kinds(&found, (None, Some(1))), [(ChangeKind::Added, None)], "no word tells that the one was part of the other");
        let command =
            Command::SetPair { against: VersionKey::of(&old), old: old.nodes[1].id, new: new.nodes[1].id, said: Some(PairSaid::Split) };
        let new = apply(&Arc::new(new), &command).expect("fine").plan;
        let found = compare(&old, &new, &Options::default());
        assert_eq!(kinds(&found, (None, Some(1))), [(ChangeKind::Split, Some(1))]);
        assert_eq!(kinds(&found, (None, Some(2))), [(ChangeKind::Renamed, Some(1))]);
        let turned = compare(&new, &old, &Options::default());
        assert_eq!(turned.summary.count(ChangeKind::Merged), 1);
        assert_eq!(
            turned.changes.iter().find(|change| change.kind == ChangeKind::Merged).map(|c| (c.old, c.new)),
            Some((Some(1), Some(1)))
        );
    }
}

#[test]
fn a_repeated_title_in_an_unrelated_chapter_is_another_node() {
    let node = |title: &str, body: &str, children: Vec<Arc<Node>>| {
        let body = vec![Block::Text(body.to_owned())];
        Arc::new(Node { body, children, ..Node::new(Role::Project, title) })
    };
    let watch = |children| node("見守り活動の推進", "ひとり暮らしの高齢者の世帯を訪問する。", children);
    let money = |children| node("財政基盤の強化", "会員の募集と基金の運用を進める。", children);
    let people = node("研修", "地区の役員を対象に見守りの進め方を学ぶ集まりを開く。", vec![]);
    let staff = node("研修", "職員が会計基準の改正について専門家の講義を受ける。", vec![]);
    let other = node("研修", "運転手の安全のための講習へ毎年通う。", vec![]);
    let plan = |nodes| Plan { nodes, ..Plan::new("計画", None) };
    let old = plan(vec![watch(vec![people]), money(vec![]), node("移送サービス", "車いすのまま乗れる車を貸す。", vec![other.clone()])]);
    let new = plan(vec![watch(vec![]), money(vec![staff]), node("移送サービス", "車いすのまま乗れる車を貸す。", vec![other])]);
    let found = compare(&old, &new, &options(Basis::Content));
    let kinds: Vec<ChangeKind> = found.changes.iter().map(|change| change.kind).collect();
    assert_eq!(kinds, [ChangeKind::Added, ChangeKind::Removed]);
}

#[test]
fn repeated_titles_are_paired_by_what_stands_around_them() {
    let plan = |swap: bool| {
        let mut plan = Plan::new("計画", None);
        let item = |title: &str| Arc::new(Node::new(Role::Item, title));
        let chapter = |title: &str, items: &[&str]| {
            Arc::new(Node { children: items.iter().map(|title| item(title)).collect(), ..Node::new(Role::Chapter, title) })
        };
        plan.nodes =
            vec![chapter("地区社協活動の支援", &["会議", "研修", "広報"]), chapter("ボランティアの推進", &["研修", "広報", "調査"])];
        if swap {
            plan.nodes.reverse();
        }
        plan
    };
    let comparison = compare(&plan(false), &plan(true), &options(Basis::Content));
    assert_eq!(
        comparison.changes.iter().map(|change| change.kind).filter(|kind| *kind != ChangeKind::Renumbered).collect::<Vec<_>>(),
        [ChangeKind::Moved]
    );
    assert_eq!(comparison.matching.pairs.len(), 8);
}

#[test]
fn the_summary_is_one_page_whatever_changed() {
    let project = |at: usize, budget| {
        let title = format!("住民とともにつくる見守りと支え合いの仕組みづくりの推進のための事業その{at}");
        let rows = vec![vec![Cell::new("科目"), Cell::new("予算額（千円）")], vec![Cell::new("会費"), Cell::new(format!("{budget}"))]];
        let table = Block::Table(Table { header_rows: 1, rows, ..Table::default() });
        Node { id: NodeId::from_u128(at as u128), body: vec![table], budget: Some(budget), ..Node::new(Role::Project, title) }
    };
    let plan = |projects: Vec<Node>| {
        let chapter = |at: u128, nodes: &[Node]| Node {
            id: NodeId::from_u128(1000 + at),
            children: nodes.iter().cloned().map(Arc::new).collect(),
            ..Node::new(Role::Chapter, "地域福祉")
        };
        let (first, second) = projects.split_at(projects.len() / 2);
        Plan { nodes: vec![Arc::new(chapter(1, first)), Arc::new(chapter(2, second))], ..Plan::new("令和7年度事業計画", None) }
    };
    let old = plan((0..60).map(|at| project(at, 100)).collect());
    let new = plan((20..60).rev().chain(60..90).map(|at| project(at, 150)).collect());
    let comparison = compare(&old, &new, &Options::default());
    let options = ComparisonTable { preset: TablePreset::Summary, ..ComparisonTable::default() };
    assert_eq!(nendo::layout::lay_out(&compose_comparison(&old, &new, &comparison, &options)).pages.len(), 1);
}

#[test]
fn the_summary_of_read_texts_is_one_page_too() {
    let item = |at: usize, title: &str| Node { id: NodeId::from_u128(at as u128), ..Node::new(Role::Item, format!("{title}その{at}")) };
    let plan = |items: Vec<Node>| Plan { nodes: items.into_iter().map(Arc::new).collect(), ..Plan::new("令和7年度事業計画", None) };
    let long = "住民とともにつくる見守りと支え合いの仕組みづくりの推進のための事業";
    let options = ComparisonTable { preset: TablePreset::Summary, ..ComparisonTable::default() };
    for count in [1, 4, 9, 15, 40, 100] {
        let old = plan((0..3 * count).map(|at| item(at, long)).collect());
        let renamed = (count..2 * count).map(|at| item(at, "住民とともにつくる見守りと支え合いの仕組みづくり"));
        let new = plan(
            (2 * count..3 * count)
                .rev()
                .map(|at| item(at, long))
                .chain(renamed)
                .chain((300..300 + count).map(|at| item(at, long)))
                .collect(),
        );
        let comparison = compare(&old, &new, &Options::default());
        let pages = nendo::layout::lay_out(&compose_comparison(&old, &new, &comparison, &options)).pages.len();
        assert_eq!(pages, 1, "{count} of each");
    }
}

#[test]
fn what_the_marks_mean_stands_with_rows_of_the_table() {
    let plan = |count: usize, words: &str| {
        let node = |at: usize| Node {
            id: NodeId::from_u128(at as u128 + 1),
            body: vec![Block::Text(words.to_owned())],
            ..Node::new(Role::Item, format!("事業その{at}"))
        };
        Plan { nodes: (0..count).map(|at| Arc::new(node(at))).collect(), ..Plan::new("令和7年度事業計画", None) }
    };
    let mut most = 0;
    for count in 6..24 {
        let (old, new) = (plan(count, "月1回、地区の会館で開く。"), plan(count, "月2回、地区の会館で開く。"));
        let comparison = compare(&old, &new, &Options::default());
        let pages = nendo::layout::lay_out(&compose_comparison(&old, &new, &comparison, &ComparisonTable::default())).pages;
        let last = pages.last().map(|page| page.items.iter()).into_iter().flatten();
        let words: String =
            last.filter_map(|item| if let nendo::layout::Item::Run(run) = item { Some(run.text.as_str()) } else { None }).collect();
        assert!(words.contains("（注）") && words.contains("地区の会館"), "{count}: {words}");
        most = most.max(pages.len());
    }
    assert!(most > 1, "over more pages than one");
}
