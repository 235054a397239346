//! The thread that lays the plan out.

use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Instant;

use eframe::egui::Context;
use nendo::calendar::Holidays;
use nendo::plan::Plan;

use super::lock;
use crate::gui::engine::{Engine, Laid};

/// Takes the newest plan, lays it out, and forgets those in between.
pub(super) struct LayoutWorker {
    pub(super) shared: Arc<Shared>,
}

#[derive(Default)]
pub(super) struct Shared {
    pub(super) state: Mutex<LayoutState>,
    pub(super) changed: Condvar,
}

#[derive(Default)]
pub(super) struct LayoutState {
    /// The plan to lay out next, and its folder.
    pub(super) wanted: Option<(Arc<Plan>, Option<PathBuf>)>,
    /// What it takes for holidays.
    pub(super) holidays: Holidays,
    pub(super) laid: Option<Laid>,
    pub(super) busy: bool,
    /// When the pages being made were begun.
    begun: Option<Instant>,
    /// Counts the documents shown.
    pub(super) document: u64,
    over: bool,
}

impl LayoutWorker {
    pub(super) fn start(ctx: Context) -> Self {
        let shared = Arc::new(Shared::default());
        let worker = shared.clone();
        std::thread::spawn(move || {
            let mut engine = Engine::default();
            loop {
                let ((plan, folder), document, holidays) = {
                    let mut state = lock(&worker.state);
                    loop {
                        if state.over {
                            return;
                        }
                        if let Some(wanted) = state.wanted.take() {
                            state.busy = true;
                            state.begun = Some(Instant::now());
                            break (wanted, state.document, state.holidays.clone());
                        }
                        state = worker.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                    }
                };
                // A fault in the layout must not end the window: the last good pages stay.
                let laid = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| engine.lay_out(&plan, folder.as_deref(), &holidays)));
                if laid.is_err() {
                    engine = Engine::default();
                }
                let mut state = lock(&worker.state);
                state.busy = false;
                state.begun = None;
                if let Ok(laid) = laid
                    && state.document == document
                {
                    state.laid = Some(laid);
                }
                drop(state);
                worker.changed.notify_all();
                ctx.request_repaint();
            }
        });
        Self { shared }
    }

    /// Since when pages are being made, if they are.
    pub(super) fn since(&self) -> Option<Instant> {
        lock(&self.shared.state).begun
    }

    pub(super) fn ask(&self, plan: Arc<Plan>, folder: Option<PathBuf>) {
        lock(&self.shared.state).wanted = Some((plan, folder));
        self.shared.changed.notify_all();
    }
}

impl Drop for LayoutWorker {
    fn drop(&mut self) {
        lock(&self.shared.state).over = true;
        self.shared.changed.notify_all();
    }
}
