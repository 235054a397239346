//! Composing and laying out again after each edit gives what a fresh run gives, and keeps what it can.

#![allow(clippy::disallowed_methods, reason = "tests read the samples")]

mod common;

use std::path::Path;
use std::sync::Arc;

use common::plan_and_commands;
use nendo::edit::{Command, NodeField, PlanField, apply};
use nendo::layout::{Engine, Pages, lay_out};
use nendo::manuscript::{Composer, compose};
use nendo::plan::{Block, DigitWidth, Outline, PageFoot, PageHead, PageStyle, Pictures, Plan};
use proptest::prelude::*;

/// A window's worth of what is kept from one run to the next.
#[derive(Default)]
struct Kept {
    composer: Composer,
    engine: Engine,
}

impl Kept {
    fn lay_out(&mut self, plan: &Plan) -> Pages {
        self.engine.lay_out(&self.composer.compose(plan, &Outline::of(plan), &Pictures::none()))
    }
}

/// The part of two runs that differs, if any.
fn difference(kept: &Pages, fresh: &Pages) -> Option<String> {
    let page = kept.pages.iter().zip(&fresh.pages).position(|(a, b)| a != b);
    match () {
        () if kept.pages.len() != fresh.pages.len() => Some(format!("{} pages, not {}", kept.pages.len(), fresh.pages.len())),
        () if page.is_some() => page.map(|page| format!("page {}", page + 1)),
        () if kept.structure != fresh.structure => Some("the structure".to_owned()),
        () if kept.bookmarks != fresh.bookmarks => Some("the bookmarks".to_owned()),
        () if kept.missing != fresh.missing => Some("the missing characters".to_owned()),
        () if kept.numbers != fresh.numbers => Some("the page numbers".to_owned()),
        () => None,
    }
}

fn any_style() -> impl Strategy<Value = PageStyle> {
    let foot = prop::sample::select(PageFoot::ALL.to_vec());
    let head = prop::sample::select(PageHead::ALL.to_vec());
    let digits = prop::sample::select(DigitWidth::ALL.to_vec());
    (any::<[bool; 9]>(), foot, head, digits).prop_map(|(on, foot, head, digits)| PageStyle {
        cover: on[0],
        contents: on[1],
        part_break: on[2],
        hanging: on[3],
        two_columns: on[4],
        new_projects: on[5],
        goal_matrix: on[6],
        legend: on[7],
        year_calendar: on[8],
        foot,
        head,
        digits,
        ..PageStyle::default()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn any_edits_give_the_pages_of_a_fresh_run((plan, commands) in plan_and_commands(), styles in prop::collection::vec(any_style(), 2)) {
        let mut plan = plan;
        let mut kept = Kept::default();
        for (step, command) in commands.iter().enumerate() {
            // The style changes once, half-way.
            let style = Command::SetPlan(PlanField::Style(styles[usize::from(step * 2 >= commands.len())]));
            for command in [&style, command] {
                if let Ok(edited) = apply(&plan, command) {
                    plan = edited.plan;
                }
            }
            let fresh = lay_out(&compose(&plan, &Pictures::none()));
            prop_assert_eq!(difference(&kept.lay_out(&plan), &fresh), None, "after {:?}", command);
        }
    }
}

fn sample() -> Arc<Plan> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans/wakaba-shakyo-r7.ron");
    let mut plan = nendo::storage::read_plan(&std::fs::read(path).expect("readable")).expect("a plan");
    (plan.style.contents, plan.style.foot, plan.style.head) = (true, PageFoot::OfTotal, PageHead::Part);
    Arc::new(plan)
}

#[test]
fn typing_in_the_middle_of_a_long_plan_gives_the_pages_of_a_fresh_run() {
    let mut plan = sample();
    let mut kept = Kept::default();
    kept.lay_out(&plan);
    let prose = |node: &&Arc<nendo::plan::Node>| matches!(node.body.first(), Some(Block::Text(text)) if text.chars().count() > 40);
    let middle = plan.walk().count() / 2;
    let node = Arc::clone(plan.walk().skip(middle).find(prose).expect("a node with prose"));
    let Some(Block::Text(text)) = node.body.first() else { return };
    let mut text = text.clone();
    for step in 0..30 {
        // Letter by letter, at times a whole line more or less, so that pages after it move.
        match step % 10 {
            7 => text += &"長い文が続く。".repeat(12),
            9 => text.truncate(text.char_indices().nth(20).map_or(0, |(at, _)| at)),
            _ => text.push('を'),
        }
        let mut body = node.body.clone();
        body[0] = Block::Text(text.clone());
        plan = apply(&plan, &Command::Set { node: node.id, field: NodeField::Body(body) }).expect("applied").plan;
        let fresh = lay_out(&compose(&plan, &Pictures::none()));
        assert_eq!(difference(&kept.lay_out(&plan), &fresh), None, "step {step}");
    }
}

#[test]
fn a_letter_leaves_all_other_pages_as_they_are() {
    let mut plan = sample();
    let mut kept = Kept::default();
    let before = kept.lay_out(&plan);
    let node = Arc::clone(plan.walk().filter(|node| node.children.is_empty() && !node.title.is_empty()).last().expect("a node"));
    plan = apply(&plan, &Command::Set { node: node.id, field: NodeField::Title(format!("{}。", node.title)) }).expect("applied").plan;
    let after = kept.lay_out(&plan);
    assert!(before.pages.len() > 5);
    let same = before.pages.iter().zip(&after.pages).filter(|(a, b)| Arc::ptr_eq(a, b)).count();
    assert_eq!(same, before.pages.len() - 1);
}
