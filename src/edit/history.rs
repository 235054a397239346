//! The one history: undo and redo of everything, as long as memory allows.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDateTime;

use super::command::Command;
use super::kept::bytes_lost;
use crate::plan::{NodeId, Plan};

/// Typing goes on in the same step while the pauses are shorter than this.
const PAUSE: Duration = Duration::from_secs(2);

/// What the steps may keep alive beside the plan itself. Above it the oldest ones go.
const MOST_BYTES: usize = 200 << 20;

/// The history of a plan: snapshots that share every unchanged node.
#[derive(Debug)]
pub struct History {
    steps: Vec<Step>,
    /// How many of the steps are done; those behind can be redone.
    done: usize,
    /// When the last step was added to, while it may still grow.
    open_since: Option<Instant>,
    /// The last command: what is typed next may go on with it.
    last_command: Option<Command>,
    most_bytes: usize,
    /// What the steps keep alive, as estimated.
    bytes: usize,
    /// How many of the oldest steps were dropped to save memory.
    dropped: usize,
}

/// A step: the plan and the selection before and after.
#[derive(Debug, Clone)]
pub struct Step {
    /// Key of its name (`edit.step.…`).
    pub key: &'static str,
    /// What it was about, e.g. the title of the node; may be empty.
    pub about: String,
    /// How many nodes it was about.
    pub count: usize,
    /// When it was made, by the clock of the user.
    pub at: Option<NaiveDateTime>,
    /// The plan before.
    pub before: Arc<Plan>,
    /// The plan after.
    pub after: Arc<Plan>,
    /// The selection before.
    pub selection_before: Vec<NodeId>,
    /// The selection after.
    pub selection_after: Vec<NodeId>,
    command: Option<Command>,
    /// What only the plan before holds of the two, and what only the plan after.
    bytes: (usize, usize),
}

impl Step {
    /// A step that carried out `command`.
    pub fn new(command: Command, before: Arc<Plan>, after: Arc<Plan>) -> Self {
        Self {
            key: command.key(),
            about: String::new(),
            count: 0,
            at: None,
            bytes: (bytes_lost(&before, &after), bytes_lost(&after, &before)),
            before,
            after,
            selection_before: Vec::new(),
            selection_after: Vec::new(),
            command: Some(command),
        }
    }

    /// The command that was carried out, until the history has the step.
    pub fn command(&self) -> Option<&Command> {
        self.command.as_ref()
    }

    /// With what it was about, how many nodes that were, and when.
    #[must_use]
    pub fn about(mut self, about: String, count: usize, at: Option<NaiveDateTime>) -> Self {
        (self.about, self.count, self.at) = (about, count, at);
        self
    }

    /// With the selection before and after it.
    #[must_use]
    pub fn selection(mut self, before: Vec<NodeId>, after: Vec<NodeId>) -> Self {
        (self.selection_before, self.selection_after) = (before, after);
        self
    }
}

impl Default for History {
    fn default() -> Self {
        Self::new()
    }
}

impl History {
    /// An empty history.
    pub fn new() -> Self {
        Self::with_limit(MOST_BYTES)
    }

    /// An empty history whose steps keep no more than about `most_bytes` alive.
    pub fn with_limit(most_bytes: usize) -> Self {
        Self { steps: Vec::new(), done: 0, open_since: None, last_command: None, most_bytes, bytes: 0, dropped: 0 }
    }

    /// Whether a command goes on with what the newest step did, as typing in one field does.
    pub fn continues_last(&self, command: &Command) -> bool {
        self.done == self.steps.len() && self.last_command.as_ref().is_some_and(|last| command.continues(last))
    }

    /// Notes a step at `now`. Typing on in one field joins the step before it.
    pub fn push(&mut self, mut step: Step, now: Instant) {
        self.bytes -= self.steps.drain(self.done..).map(|undone| undone.bytes.1).sum::<usize>().min(self.bytes);
        let command = step.command.take();
        let goes_on = self.open_since.is_some_and(|since| now.duration_since(since) < PAUSE)
            && command.as_ref().is_some_and(|command| self.continues_last(command));
        match self.steps.last_mut().filter(|last| goes_on && Arc::ptr_eq(&last.after, &step.before)) {
            Some(last) => {
                self.bytes -= last.bytes.0.min(self.bytes);
                last.bytes = (bytes_lost(&last.before, &step.after), bytes_lost(&step.after, &last.before));
                self.bytes += last.bytes.0;
                last.after = step.after;
                last.key = step.key;
                last.about = step.about;
                last.count = step.count;
                last.at = step.at;
                last.selection_after = step.selection_after;
            }
            None => {
                self.bytes += step.bytes.0;
                self.steps.push(step);
            }
        }
        self.last_command = command;
        self.done = self.steps.len();
        self.open_since = Some(now);
        self.drop_oldest();
    }

    /// Drops the oldest steps while all keep too much alive; the newest always stays.
    fn drop_oldest(&mut self) {
        if self.bytes <= self.most_bytes {
            return;
        }
        // Somewhat more than need be, so that not every step moves all the others.
        let aim = self.most_bytes / 10 * 9;
        let mut count = 0;
        while self.bytes > aim && count + 1 < self.done {
            self.bytes -= self.steps[count].bytes.0.min(self.bytes);
            count += 1;
        }
        self.steps.drain(..count);
        self.done -= count;
        self.dropped += count;
    }

    /// Ends the current step: what is typed next begins a new one.
    pub fn close_step(&mut self) {
        self.open_since = None;
    }

    /// Takes the last step back and returns it.
    pub fn undo(&mut self) -> Option<&Step> {
        self.move_to(self.done.checked_sub(1)?);
        self.steps.get(self.done)
    }

    /// Does the next step again and returns it.
    pub fn redo(&mut self) -> Option<&Step> {
        if self.done == self.steps.len() {
            self.open_since = None;
            return None;
        }
        self.move_to(self.done + 1);
        self.steps.get(self.done - 1)
    }

    /// Goes to where `done` steps are done: the plan and the selection there. `None` if it is there already
    /// or there are not so many.
    pub fn go_to(&mut self, done: usize) -> Option<(Arc<Plan>, Vec<NodeId>)> {
        if done == self.done || done > self.steps.len() {
            return None;
        }
        let back = done < self.done;
        self.move_to(done);
        if back {
            let step = self.steps.get(done)?;
            Some((step.before.clone(), step.selection_before.clone()))
        } else {
            let step = self.steps.get(done.checked_sub(1)?)?;
            Some((step.after.clone(), step.selection_after.clone()))
        }
    }

    fn move_to(&mut self, done: usize) {
        self.open_since = None;
        // What is done keeps what was before it alive; what is undone what comes after it.
        for at in done.min(self.done)..done.max(self.done) {
            let (before, after) = self.steps[at].bytes;
            let (gone, come) = if done < self.done { (before, after) } else { (after, before) };
            self.bytes = (self.bytes + come).saturating_sub(gone);
        }
        self.done = done;
    }

    /// Forgets what could be done again.
    pub fn forget_undone(&mut self) {
        self.bytes -= self.steps.drain(self.done..).map(|undone| undone.bytes.1).sum::<usize>().min(self.bytes);
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

    /// How many of the oldest steps were dropped to save memory.
    pub fn dropped(&self) -> usize {
        self.dropped
    }

    /// What the steps keep alive beside the plan itself, as estimated, in bytes.
    pub fn bytes(&self) -> usize {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{NodeField, Position, apply};
    use crate::plan::{Node, Role};

    fn typed(history: &mut History, plan: &Arc<Plan>, title: &str, now: Instant) -> Arc<Plan> {
        done(history, plan, Command::Set { node: plan.nodes[0].id, field: NodeField::Title(title.into()) }, now)
    }

    fn done(history: &mut History, plan: &Arc<Plan>, command: Command, now: Instant) -> Arc<Plan> {
        let after = apply(plan, &command).expect("fine").plan;
        history.push(Step::new(command, plan.clone(), after.clone()), now);
        after
    }

    fn start() -> Arc<Plan> {
        let mut plan = Plan::new("t", None);
        plan.nodes.push(Arc::new(Node::new(Role::Item, "")));
        Arc::new(plan)
    }

    #[test]
    fn typing_is_one_step_and_undo_redo_walk() {
        let start = start();
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

    #[test]
    fn any_step_can_be_gone_to() {
        let mut history = History::new();
        let mut plan = start();
        let mut plans = vec![plan.clone()];
        for n in 0..6 {
            plan = typed(&mut history, &plan, &n.to_string(), Instant::now());
            history.close_step();
            plans.push(plan.clone());
        }
        assert_eq!(history.go_to(6), None, "there already");
        for target in [2, 0, 5, 6, 1] {
            let (plan, _) = history.go_to(target).expect("a step");
            assert!(Arc::ptr_eq(&plan, &plans[target]));
            assert_eq!(history.steps().1, target);
        }
        assert_eq!(history.go_to(7), None);
    }

    #[test]
    fn the_oldest_steps_go_when_they_keep_too_much_alive() {
        let mut history = History::with_limit(400_000);
        let mut plan = start();
        for n in 0..100 {
            plan = typed(&mut history, &plan, &n.to_string().repeat(5_000), Instant::now());
            history.close_step();
        }
        assert!(history.bytes() <= 400_000, "{}", history.bytes());
        let kept = history.steps().0.len();
        assert!((20..100).contains(&kept), "{kept}");
        assert_eq!(history.dropped(), 100 - kept);
        let mut undone = 0;
        while history.undo().is_some() {
            undone += 1;
        }
        assert_eq!(undone, kept, "what is kept can be taken back");
        while history.redo().is_some() {}
        assert!(Arc::ptr_eq(&history.next_undo().expect("a step").after, &plan));
    }

    #[test]
    fn moving_a_large_part_costs_next_to_nothing() {
        let mut plan = Plan::new("t", None);
        let child = |n: usize| Arc::new(Node::new(Role::Item, format!("item {n} {}", "x".repeat(100))));
        plan.nodes = (0..2).map(|_| Arc::new(Node { children: (0..500).map(child).collect(), ..Node::new(Role::Part, "p") })).collect();
        let mut plan = Arc::new(plan);
        let mut history = History::new();
        let second = plan.nodes[1].id;
        for _ in 0..10 {
            plan = done(&mut history, &plan, Command::Indent { nodes: vec![second] }, Instant::now());
            plan = done(&mut history, &plan, Command::Outdent { nodes: vec![second] }, Instant::now());
        }
        assert!(history.bytes() < 20 * 20_000, "{}", history.bytes());
        // What was removed lives on in the history alone.
        let before = history.bytes();
        let plan = done(&mut history, &plan, Command::Remove { nodes: vec![second] }, Instant::now());
        assert!(history.bytes() - before > 500 * 300, "{}", history.bytes() - before);
        // What was put in is in the plan, and lives in the history when that is undone.
        let at = Position { parent: None, index: 0 };
        let large = Arc::new(Node { children: (0..500).map(child).collect(), ..Node::new(Role::Part, "q") });
        let before = history.bytes();
        done(&mut history, &plan, Command::Insert { at, nodes: vec![large] }, Instant::now());
        assert!(history.bytes() - before < 5_000);
        history.undo();
        assert!(history.bytes() - before > 500 * 300);
    }
}
