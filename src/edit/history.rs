//! The one history: undo and redo of everything.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::command::Command;
use crate::plan::{NodeId, Plan};

/// Typing goes on in the same step while the pauses are shorter than this.
const PAUSE: Duration = Duration::from_secs(2);

/// The history of a plan: snapshots that share every unchanged node.
#[derive(Debug)]
pub struct History {
    steps: Vec<Step>,
    /// How many of the steps are done; those behind can be redone.
    done: usize,
    /// When the last step was added to, while it may still grow.
    open_since: Option<Instant>,
}

/// A step: the plan and the selection before and after.
#[derive(Debug, Clone)]
pub struct Step {
    /// The (last) command.
    pub command: Command,
    /// The plan before.
    pub before: Arc<Plan>,
    /// The plan after.
    pub after: Arc<Plan>,
    /// The selection before.
    pub selection_before: Vec<NodeId>,
    /// The selection after.
    pub selection_after: Vec<NodeId>,
}

impl Default for History {
    fn default() -> Self {
        Self::new()
    }
}

impl History {
    /// An empty history.
    pub fn new() -> Self {
        Self { steps: Vec::new(), done: 0, open_since: None }
    }

    /// Notes a step at `now`. Typing on in one field joins the step before it.
    pub fn push(&mut self, step: Step, now: Instant) {
        self.steps.truncate(self.done);
        if let (Some(last), Some(since)) = (self.steps.last_mut(), self.open_since)
            && now.duration_since(since) < PAUSE
            && step.command.continues(&last.command)
            && Arc::ptr_eq(&last.after, &step.before)
        {
            last.after = step.after;
            last.command = step.command;
            last.selection_after = step.selection_after;
        } else {
            self.steps.push(step);
        }
        self.done = self.steps.len();
        self.open_since = Some(now);
    }

    /// Ends the current step: what is typed next begins a new one.
    pub fn close_step(&mut self) {
        self.open_since = None;
    }

    /// Takes the last step back and returns it.
    pub fn undo(&mut self) -> Option<&Step> {
        self.open_since = None;
        self.done = self.done.checked_sub(1)?;
        self.steps.get(self.done)
    }

    /// Does the next step again and returns it.
    pub fn redo(&mut self) -> Option<&Step> {
        self.open_since = None;
        let step = self.steps.get(self.done)?;
        self.done += 1;
        Some(step)
    }

    /// Forgets what could be done again.
    pub fn forget_undone(&mut self) {
        self.steps.truncate(self.done);
    }

    /// The step undo would take back.
    pub fn next_undo(&self) -> Option<&Step> {
        self.done.checked_sub(1).and_then(|at| self.steps.get(at))
    }

    /// The step redo would do again.
    pub fn next_redo(&self) -> Option<&Step> {
        self.steps.get(self.done)
    }

    /// All steps, oldest first, and how many are done.
    pub fn steps(&self) -> (&[Step], usize) {
        (&self.steps, self.done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{NodeField, apply};
    use crate::plan::{Node, Role};

    fn typed(history: &mut History, plan: &Arc<Plan>, title: &str, now: Instant) -> Arc<Plan> {
        let command = Command::Set { node: plan.nodes[0].id, field: NodeField::Title(title.into()) };
        let after = apply(plan, &command).expect("fine").plan;
        let step = Step { command, before: plan.clone(), after: after.clone(), selection_before: vec![], selection_after: vec![] };
        history.push(step, now);
        after
    }

    #[test]
    fn typing_is_one_step_and_undo_redo_walk() {
        let mut plan = Plan::new("t", None);
        plan.nodes.push(Arc::new(Node::new(Role::Item, "")));
        let start = Arc::new(plan);
        let mut history = History::new();
        let now = Instant::now();
        let a = typed(&mut history, &start, "a", now);
        let ab = typed(&mut history, &a, "ab", now + Duration::from_millis(300));
        let abc = typed(&mut history, &ab, "abc", now + Duration::from_secs(10));
        assert_eq!(history.steps().0.len(), 2);
        assert!(Arc::ptr_eq(&history.undo().expect("a step").before, &ab));
        assert!(Arc::ptr_eq(&history.undo().expect("a step").before, &start));
        assert!(history.undo().is_none());
        assert!(Arc::ptr_eq(&history.redo().expect("a step").after, &ab));
        assert!(Arc::ptr_eq(&history.redo().expect("a step").after, &abc));
        assert!(history.redo().is_none());
        history.undo();
        typed(&mut history, &ab, "x", now + Duration::from_secs(11));
        assert!(history.redo().is_none());
    }
}
