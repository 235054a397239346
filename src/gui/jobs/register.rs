//! What goes on just now, for those who wait for it: its name, since when, and how to end it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::time::{Duration, Instant};

use crate::gui::system::Stop;

/// Nobody notices what takes no longer than this.
pub const NOTICED: Duration = Duration::from_millis(300);

/// Something that goes on.
pub struct Task {
    /// Key of what it is.
    pub what: &'static str,
    /// When it began.
    pub since: Instant,
    /// Whether it can be ended without damage.
    pub can_stop: bool,
    stop: Stop,
    /// How much is done, in per cent; 0 where that is not known.
    done: AtomicU8,
    over: AtomicBool,
}

impl Task {
    /// Ends it as soon as may be: what it has made until then is nobody's.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Whether it is to end.
    pub fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// How much is done, in per cent; `None` where that is not known.
    pub fn done(&self) -> Option<u8> {
        Some(self.done.load(Ordering::Relaxed)).filter(|percent| *percent > 0)
    }

    /// Hears how much is done; whether it goes on.
    pub fn goes_on(&self, percent: u8) -> bool {
        self.done.store(percent, Ordering::Relaxed);
        !self.stopped()
    }

    /// It has ended.
    pub fn end(&self) {
        self.over.store(true, Ordering::Relaxed);
    }
}

/// All that goes on.
#[derive(Default)]
pub struct Register {
    tasks: Vec<Arc<Task>>,
}

impl Register {
    /// Something begins.
    pub fn begin(&mut self, what: &'static str, since: Instant, can_stop: bool) -> Arc<Task> {
        let (stop, done, over) = (Stop::new(false), AtomicU8::new(0), AtomicBool::new(false));
        let task = Arc::new(Task { what, since, can_stop, stop, done, over });
        self.tasks.push(task.clone());
        task
    }

    /// What goes on, the oldest first.
    pub fn under_way(&mut self) -> &[Arc<Task>] {
        self.tasks.retain(|task| !task.over.load(Ordering::Relaxed) && !task.stopped());
        &self.tasks
    }
}
