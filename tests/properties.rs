//! What holds for every plan: the file gives back what was saved, labels follow from the tree alone,
//! and every command can be taken back.

mod common;

use std::sync::Arc;
use std::time::Instant;

use common::{any_plan, plan_and_commands};
use nendo::edit::{Command, History, Step, apply};
use nendo::plan::{MAX_DEPTH, NodeId, Outline, Pictures, Plan};
use nendo::{manuscript, storage};
use proptest::prelude::*;

fn ids(plan: &Plan) -> Vec<NodeId> {
    let mut ids: Vec<_> = plan.walk().map(|node| node.id).collect();
    ids.sort();
    ids
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
                    plan = edited.plan.clone();
                    history.push(Step { command, before, after: edited.plan, selection_before: vec![], selection_after: vec![] }, now);
                }
                Err(_) => prop_assert!(Arc::ptr_eq(&plan, &before)),
            }
        }
        let end = plan.clone();
        while let Some(step) = history.undo() {
            plan = step.before.clone();
        }
        prop_assert_eq!(&plan, &start);
        while let Some(step) = history.redo() {
            plan = step.after.clone();
        }
        prop_assert_eq!(&plan, &end);
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
