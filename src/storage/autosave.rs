//! When unsaved work is put away: a second after typing stops, and at the latest five after it began.
//!
//! Lives here: the decision alone, from the plans it is shown and the time it is told. Does not live here:
//! clocks, threads, files.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::plan::Plan;

/// The pauses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rhythm {
    /// Typing has stopped after this.
    pub pause: Duration,
    /// Nothing waits longer than this.
    pub latest: Duration,
}

impl Default for Rhythm {
    fn default() -> Self {
        // Half a second less than promised: writing takes its time too.
        Self { pause: Duration::from_secs(1), latest: Duration::from_millis(4500) }
    }
}

/// Decides when a plan is put away.
#[derive(Debug)]
pub struct Autosave {
    rhythm: Rhythm,
    /// The plan as last seen.
    seen: Arc<Plan>,
    /// Counts the plans seen.
    serial: u64,
    /// The plan that lies safe, in the file or in the recovery store; `None`: nowhere.
    safe: Option<Arc<Plan>>,
    /// When the first change that is nowhere safe was seen, and the last.
    waiting: Option<(Instant, Instant)>,
    /// The plan being put away.
    writing: Option<Arc<Plan>>,
    /// After a failure nothing is tried before this.
    not_before: Option<Instant>,
}

/// A failed attempt is made again after this.
const AGAIN: Duration = Duration::from_secs(5);

impl Autosave {
    /// For a plan that is safe, or that nobody has touched yet.
    pub fn new(plan: &Arc<Plan>, rhythm: Rhythm) -> Self {
        Self { rhythm, seen: plan.clone(), serial: 0, safe: Some(plan.clone()), waiting: None, writing: None, not_before: None }
    }

    /// Notices whether the plan is another one.
    pub fn notice(&mut self, plan: &Arc<Plan>, now: Instant) {
        if Arc::ptr_eq(&self.seen, plan) {
            return;
        }
        self.seen = plan.clone();
        self.serial += 1;
        if self.is_safe() {
            self.waiting = None;
            return;
        }
        let first = self.waiting.map_or(now, |(first, _)| first);
        self.waiting = Some((first, now));
    }

    /// The plan is nowhere safe, though nobody typed: what was imported or recovered.
    pub fn unsafe_yet(&mut self, now: Instant) {
        self.safe = None;
        self.serial += 1;
        self.waiting = Some((now, now));
    }

    /// The number of the plan last seen; a later plan has a higher one.
    pub fn serial(&self) -> u64 {
        self.serial
    }

    /// Whether what was last seen lies safe.
    pub fn is_safe(&self) -> bool {
        self.safe.as_ref().is_some_and(|safe| Arc::ptr_eq(safe, &self.seen))
    }

    /// How long until something is to be put away; `None`: nothing waits.
    pub fn wait(&self, now: Instant) -> Option<Duration> {
        let (first, last) = self.waiting?;
        if self.writing.is_some() {
            return None;
        }
        let due = (last + self.rhythm.pause).min(first + self.rhythm.latest);
        let due = self.not_before.map_or(due, |not_before| due.max(not_before));
        Some(due.saturating_duration_since(now))
    }

    /// The plan to put away now, with its number, if it is time. [`Self::done`] must follow.
    pub fn take(&mut self, now: Instant) -> Option<(Arc<Plan>, u64)> {
        if !self.wait(now)?.is_zero() {
            return None;
        }
        self.take_at_once()
    }

    /// The plan to put away whether or not it is time; `None` if it is safe or being put away.
    pub fn take_at_once(&mut self) -> Option<(Arc<Plan>, u64)> {
        if self.is_safe() || self.writing.as_ref().is_some_and(|writing| Arc::ptr_eq(writing, &self.seen)) {
            return None;
        }
        self.waiting = None;
        self.writing = Some(self.seen.clone());
        Some((self.seen.clone(), self.serial))
    }

    /// `plan` lies in the recovery store, or could not be put there.
    pub fn done(&mut self, plan: &Arc<Plan>, kept: bool, now: Instant) {
        if self.writing.as_ref().is_some_and(|writing| Arc::ptr_eq(writing, plan)) {
            self.writing = None;
        }
        if kept {
            self.safe = Some(plan.clone());
            self.not_before = None;
        } else {
            self.not_before = Some(now + AGAIN);
            self.waiting = Some(self.waiting.unwrap_or((now, now)));
        }
        if self.is_safe() {
            self.waiting = None;
        }
    }

    /// `plan` stands in the user's file.
    pub fn saved(&mut self, plan: &Arc<Plan>) {
        self.safe = Some(plan.clone());
        if self.is_safe() {
            self.waiting = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> Arc<Plan> {
        Arc::new(Plan::new("t", None))
    }

    const MS: fn(u64) -> Duration = Duration::from_millis;

    #[test]
    fn a_second_after_typing_stops() {
        let (start, now) = (plan(), Instant::now());
        let mut autosave = Autosave::new(&start, Rhythm::default());
        assert_eq!(autosave.wait(now), None);
        autosave.notice(&start, now);
        assert_eq!(autosave.wait(now), None, "the same plan is no change");
        let typed = plan();
        autosave.notice(&typed, now);
        assert_eq!(autosave.wait(now + MS(400)), Some(MS(600)));
        assert!(autosave.take(now + MS(999)).is_none());
        let (kept, _) = autosave.take(now + MS(1000)).expect("it is time");
        assert!(Arc::ptr_eq(&kept, &typed));
        assert!(autosave.take(now + MS(2000)).is_none(), "once is enough");
        autosave.done(&kept, true, now + MS(1010));
        assert!(autosave.is_safe());
        autosave.notice(&start, now + MS(1100));
        assert!(autosave.wait(now + MS(1100)).is_some(), "back to the start is a change too");
    }

    #[test]
    fn at_the_latest_before_five_seconds_however_one_types() {
        let (start, now) = (plan(), Instant::now());
        let mut autosave = Autosave::new(&start, Rhythm::default());
        let mut taken = Vec::new();
        for step in 0..100 {
            let at = now + MS(step * 100);
            autosave.notice(&plan(), at);
            if let Some((kept, _)) = autosave.take(at) {
                taken.push(step * 100);
                autosave.done(&kept, true, at);
            }
        }
        assert_eq!(taken, [4500, 9100]);
    }

    #[test]
    fn what_is_typed_while_writing_waits_for_the_next_turn() {
        let (start, now) = (plan(), Instant::now());
        let mut autosave = Autosave::new(&start, Rhythm::default());
        autosave.notice(&plan(), now);
        let (first, _) = autosave.take(now + MS(1000)).expect("due");
        let second = plan();
        autosave.notice(&second, now + MS(1001));
        assert_eq!(autosave.wait(now + MS(9000)), None, "one at a time");
        autosave.done(&first, true, now + MS(9000));
        assert!(!autosave.is_safe());
        assert!(Arc::ptr_eq(&autosave.take(now + MS(9000)).expect("overdue").0, &second));
    }

    #[test]
    fn a_failure_is_tried_again_and_saving_ends_it() {
        let (start, now) = (plan(), Instant::now());
        let mut autosave = Autosave::new(&start, Rhythm::default());
        let typed = plan();
        autosave.notice(&typed, now);
        let (kept, _) = autosave.take(now + MS(1000)).expect("due");
        autosave.done(&kept, false, now + MS(1000));
        assert_eq!(autosave.wait(now + MS(1000)), Some(AGAIN));
        assert!(autosave.take(now + MS(6000)).is_some());
        autosave.saved(&typed);
        assert!(autosave.is_safe());
        assert_eq!(autosave.wait(now + MS(9000)), None);
    }
}
