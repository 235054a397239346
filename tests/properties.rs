//! What holds for every plan: the file gives back what was saved, labels follow from the tree alone,
//! and every command can be taken back.

mod common;

use std::sync::Arc;
use std::time::Instant;

use common::{any_plan, any_profile, plan_and_commands};
use nendo::edit::{Command, History, Reach, Step, apply, apply_known};
use nendo::plan::{Block, Budgets, MAX_DEPTH, NodeId, Outline, Pictures, Plan, TextPart, split_references};
use nendo::{manuscript, storage};
use proptest::prelude::*;

fn ids(plan: &Plan) -> Vec<NodeId> {
    let mut ids: Vec<_> = plan.walk().map(|node| node.id).collect();
    ids.sort();
    ids
}

/// All text of a plan, letter by letter in a fixed order, and how many references it holds. A step of
/// splitting or joining may move text and turn references to another node, but lose neither.
fn letters(plan: &Plan) -> (Vec<char>, usize) {
    let mut letters = Vec::new();
    let mut references = 0;
    for node in plan.walk() {
        for text in std::iter::once(node.title.as_str()).chain(node.body.iter().flat_map(Block::texts)) {
            for part in split_references(text) {
                match part {
                    TextPart::Plain(plain) => letters.extend(plain.chars()),
                    TextPart::Reference(..) => references += 1,
                }
            }
        }
    }
    letters.sort_unstable();
    (letters, references)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn a_saved_plan_reads_as_it_was(plan in any_plan()) {
        let text = storage::write_plan(&plan).expect("written");
        let again = storage::read_plan(text.as_bytes()).expect("read");
        prop_assert_eq!(&again, &plan);
        prop_assert_eq!(storage::write_plan(&again).expect("written"), text.as_str(), "the canonical form is stable");
        let windows = text.replace('\n', "\r\n");
        prop_assert_eq!(&storage::read_plan(windows.as_bytes()).expect("read"), &plan, "CR LF does not matter");
    }

    #[test]
    fn a_profile_reads_as_it_was_and_adds_nothing_to_itself(profile in any_profile(), other in any_profile()) {
        use storage::profile::{read_profile, write_profile};
        let text = write_profile(&profile).expect("written");
        let again = read_profile(text.as_bytes()).expect("read");
        prop_assert_eq!(&again, &profile);
        prop_assert_eq!(write_profile(&again).expect("written"), text);
        prop_assert!(profile.additions(&profile).is_empty());
        // What was taken over is not offered again, blanks and doubled names aside.
        let mut merged = profile.clone();
        profile.additions(&other).into_iter().for_each(|addition| merged.take(addition));
        prop_assert!(merged.additions(&other).len() <= profile.additions(&other).len());
    }

    #[test]
    fn budgets_kept_over_edits_are_those_added_up_anew((start, commands) in plan_and_commands()) {
        let mut budgets = Budgets::of(&start);
        let mut plan = start.clone();
        for command in commands {
            if let Ok(edited) = apply(&plan, &command) {
                plan = edited.plan;
            }
            budgets.update(&plan);
            let anew = Budgets::of(&plan);
            prop_assert_eq!(budgets.total(), anew.total());
            for node in plan.walk() {
                prop_assert_eq!(budgets.node(node.id), anew.node(node.id));
            }
        }
        budgets.update(&start);
        prop_assert_eq!(budgets.total(), Budgets::of(&start).total());
    }

    #[test]
    fn a_damaged_file_is_refused_or_read_but_never_a_panic(plan in any_plan(), cut in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = storage::write_plan(&plan).expect("written").into_bytes();
        let at = cut.index(bytes.len());
        storage::read_plan(&bytes[..at]).ok();
        bytes[at] = byte;
        storage::read_plan(&bytes).ok();
    }

    #[test]
    fn every_command_can_be_taken_back((start, commands) in plan_and_commands()) {
        let mut history = History::new();
        let mut plan = start.clone();
        let now = Instant::now();
        for command in commands {
            let before = plan.clone();
            match apply(&plan, &command) {
                Ok(edited) => {
                    prop_assert!(edited.plan.depth() <= MAX_DEPTH);
                    let mut have = ids(&edited.plan);
                    let count = have.len();
                    have.dedup();
                    prop_assert_eq!(have.len(), count, "ids stay unique");
                    if matches!(command, Command::Move { .. } | Command::MoveUp { .. } | Command::MoveDown { .. } | Command::Indent { .. } | Command::Outdent { .. }) {
                        prop_assert_eq!(ids(&edited.plan), ids(&before), "arranging loses nothing");
                    }
                    if matches!(command, Command::Split { .. } | Command::Join { .. }) {
                        prop_assert_eq!(letters(&edited.plan), letters(&before), "splitting and joining lose no letter");
                    }
                    plan = edited.plan.clone();
                    history.push(Step::new(command, before, edited.plan), now);
                }
                Err(_) => prop_assert!(Arc::ptr_eq(&plan, &before)),
            }
        }
        let end = plan.clone();
        while let Some(step) = history.undo() {
            plan = step.before.clone();
        }
        prop_assert!(Arc::ptr_eq(&plan, &start), "all taken back is the very plan of the beginning");
        while let Some(step) = history.redo() {
            plan = step.after.clone();
        }
        prop_assert!(Arc::ptr_eq(&plan, &end));
    }

    #[test]
    fn an_outline_that_follows_a_command_is_the_one_made_anew((start, commands) in plan_and_commands()) {
        let mut plan = start;
        let mut outline = Outline::of(&plan);
        for command in commands {
            let searched = apply(&plan, &command);
            let known = apply_known(&plan, &outline, &command);
            prop_assert_eq!(searched.as_ref().err(), known.as_ref().err());
            let (Ok(searched), Ok(edited)) = (searched, known) else { continue };
            prop_assert_eq!(&searched.plan, &edited.plan);
            plan = edited.plan;
            let patched = match command.reach() {
                Reach::Plan => true,
                Reach::Fields(nodes) => nodes.into_iter().all(|node| outline.patch(&plan, node)),
                Reach::Tree => false,
            };
            if !patched {
                outline = Outline::of(&plan);
            }
            let anew = Outline::of(&plan);
            prop_assert_eq!(outline.rows().len(), anew.rows().len());
            for (row, new) in outline.rows().iter().zip(anew.rows()) {
                prop_assert!(Arc::ptr_eq(&row.node, &new.node));
                prop_assert_eq!((&row.label, row.parent, row.depth, row.level, row.end), (&new.label, new.parent, new.depth, new.level, new.end));
                prop_assert_eq!(outline.heading(row), anew.heading(new));
            }
        }
    }

    #[test]
    fn what_was_split_is_joined_again(plan in any_plan(), pick in any::<prop::sample::Index>(), at in 0..30usize) {
        let plan = Arc::new(plan);
        let all = ids(&plan);
        prop_assume!(!all.is_empty());
        let (node, new) = (all[pick.index(all.len())], NodeId::new());
        // Behind a folded node the new line stands after everything below it, so only a leaf has it next.
        let leaf = plan.node(node).is_some_and(|node| node.children.is_empty());
        let Ok(split) = apply(&plan, &Command::Split { node, at, new, open: true }) else { return Ok(()) };
        prop_assume!(leaf || split.selection == [new]);
        let join = Command::Join { node: split.selection[0], into: None };
        let joined = apply(&split.plan, &join).expect("a line that was just made says nothing else").plan;
        prop_assert_eq!(&*joined, &*plan);
    }

    #[test]
    fn the_outline_holds_every_node_once_in_reading_order(plan in any_plan()) {
        let outline = Outline::of(&plan);
        let walked: Vec<_> = plan.walk().map(|node| node.id).collect();
        let rows: Vec<_> = outline.rows().iter().map(|row| row.node.id).collect();
        prop_assert_eq!(&rows, &walked);
        for (at, row) in outline.rows().iter().enumerate() {
            prop_assert_eq!(outline.position(row.node.id), Some(at));
            prop_assert_eq!(row.end as usize - at, row.node.count());
        }
    }

    #[test]
    fn any_plan_can_be_composed_and_nothing_of_it_is_left_out(plan in any_plan()) {
        let manuscript = manuscript::compose(&plan, &Pictures::none());
        let text = nendo::export::txt::write(&manuscript);
        for node in plan.walk() {
            if !node.title.contains("[[") {
                prop_assert!(text.contains(&node.title), "{:?} is missing", node.title);
            }
        }
    }
}
