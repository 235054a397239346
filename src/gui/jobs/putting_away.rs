//! The thread that puts unsaved work away: its clock goes on while the window is hidden and nothing is drawn.
//!
//! Lives here: waiting and writing. Does not live here: when it is time (`nendo::storage::autosave`), which
//! plan is the newest (`guard`).

use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chrono::Local;
use eframe::egui::Context;
use nendo::locale::Message;
use nendo::plan::Plan;
use nendo::storage::autosave::{Autosave, Rhythm};
use nendo::storage::keeper::Slot;
use nendo::storage::recovery::{EntryId, Origin};
use nendo::storage::{FileStamp, Keeper};

use super::lock;

/// Puts the newest plan it was shown away, until this is dropped.
pub struct PuttingAway {
    shared: Arc<Shared>,
}

struct Shared {
    keeper: Arc<Keeper>,
    slot: Arc<Slot>,
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    autosave: Autosave,
    /// The file of the plan, and what it held.
    file: Option<(PathBuf, FileStamp)>,
    /// Work of a crash that goes once it is put away anew.
    adopted: Option<EntryId>,
    /// The next turn does not wait for its time.
    hurry: bool,
    /// A plan is being written.
    writing: bool,
    /// What came of the last turn, until it is asked for.
    outcome: Option<Result<(), Message>>,
    /// How far the clock of a test is ahead.
    ahead: Duration,
    over: bool,
}

impl State {
    fn now(&self) -> Instant {
        Instant::now() + self.ahead
    }

    fn take(&mut self) -> Option<(Arc<Plan>, u64)> {
        if std::mem::take(&mut self.hurry) {
            return self.autosave.take_at_once();
        }
        self.autosave.take(self.now())
    }
}

impl PuttingAway {
    /// Begins for a plan that is safe.
    pub fn start(ctx: Context, keeper: Arc<Keeper>, plan: &Arc<Plan>) -> Self {
        let state = State {
            autosave: Autosave::new(plan, Rhythm::default()),
            file: None,
            adopted: None,
            hurry: false,
            writing: false,
            outcome: None,
            ahead: Duration::ZERO,
            over: false,
        };
        let slot = Arc::new(keeper.slot());
        let shared = Arc::new(Shared { keeper, slot, state: Mutex::new(state), changed: Condvar::new() });
        let own = shared.clone();
        std::thread::spawn(move || own.run(&ctx));
        Self { shared }
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let done = change(&mut lock(&self.shared.state));
        self.shared.changed.notify_all();
        done
    }

    /// The place in the recovery store.
    pub fn slot(&self) -> &Arc<Slot> {
        &self.shared.slot
    }

    /// Shows it the plan as it is now, with its file. The plan's number, for who saves it.
    pub fn notice(&self, plan: &Arc<Plan>, file: Option<(&PathBuf, FileStamp)>, ahead: Duration) -> u64 {
        let mut state = lock(&self.shared.state);
        let before = state.autosave.serial();
        let moved = state.file.as_ref().map(|(path, stamp)| (path, *stamp)) != file;
        if moved {
            state.file = file.map(|(path, stamp)| (path.clone(), stamp));
        }
        let jumped = std::mem::replace(&mut state.ahead, ahead) != ahead;
        let now = state.now();
        state.autosave.notice(plan, now);
        let serial = state.autosave.serial();
        drop(state);
        if serial != before || jumped {
            self.shared.changed.notify_all();
        }
        serial
    }

    /// The plan is nowhere safe, though nobody typed.
    pub fn unsafe_yet(&self) {
        self.with(|state| state.autosave.unsafe_yet(state.now()));
    }

    /// The work of `entry` was taken up: its place is given up once the work is put away anew, at once.
    pub fn adopt(&self, entry: EntryId) {
        self.with(|state| {
            state.adopted = Some(entry);
            state.autosave.unsafe_yet(state.now());
            state.hurry = true;
        });
    }

    /// Puts away at once what is not safe yet.
    pub fn hurry(&self) {
        self.with(|state| state.hurry = true);
    }

    /// `plan` stands in the user's file.
    pub fn saved(&self, plan: &Arc<Plan>) {
        self.with(|state| state.autosave.saved(plan));
    }

    /// What came of the last turn, once.
    pub fn take_outcome(&self) -> Option<Result<(), Message>> {
        lock(&self.shared.state).outcome.take()
    }

    /// Waits until nothing is due; for tests.
    #[cfg(test)]
    pub fn wait(&self) {
        let mut state = lock(&self.shared.state);
        while state.writing || state.hurry || state.autosave.wait(state.now()).is_some_and(|wait| wait.is_zero()) {
            state = self.shared.changed.wait_timeout(state, Duration::from_millis(50)).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

impl Drop for PuttingAway {
    fn drop(&mut self) {
        self.with(|state| state.over = true);
    }
}

impl Shared {
    fn run(&self, ctx: &Context) {
        let mut state = lock(&self.state);
        while !state.over {
            if let Some((plan, serial)) = state.take() {
                state = self.write(state, ctx, &plan, serial);
                continue;
            }
            state = match state.autosave.wait(state.now()) {
                Some(wait) => self.changed.wait_timeout(state, wait).unwrap_or_else(PoisonError::into_inner).0,
                None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    fn write<'a>(&'a self, mut state: MutexGuard<'a, State>, ctx: &Context, plan: &Arc<Plan>, serial: u64) -> MutexGuard<'a, State> {
        state.writing = true;
        let (path, stamp) = state.file.clone().unzip();
        let origin = Origin { path, stamp, title: plan.title.clone(), kept: Local::now().naive_local() };
        let adopted = state.adopted.clone();
        drop(state);
        let kept = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.keeper.keep(&self.slot, serial, &origin, plan)));
        let result = match kept {
            Ok(kept) => kept.map_err(|error| error.message()),
            Err(_) => Err(Message::new("window.error.broken")),
        };
        if result.is_ok()
            && let Some(before) = &adopted
        {
            self.keeper.forget(before);
        }
        let mut state = lock(&self.state);
        state.writing = false;
        if result.is_ok() && state.adopted == adopted {
            state.adopted = None;
        }
        let now = state.now();
        state.autosave.done(plan, result.is_ok(), now);
        state.outcome = Some(result);
        self.changed.notify_all();
        ctx.request_repaint();
        state
    }
}
