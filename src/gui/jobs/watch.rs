//! The thread that looks at the open plan's file once a second, and keeps our note beside it fresh.

use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::SystemTime;

use eframe::egui::Context;
use nendo::storage::lock::REFRESH;
use nendo::storage::watch::{LOOK, Noticed, Watched};
use nendo::storage::{FileStamp, Keeper};

use super::lock;

/// What the thread has to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// Something about the file.
    File(Noticed),
    /// Somebody put his note in the place of ours: his name.
    LockLost(String),
}

/// A file that is looked at until this is dropped.
pub struct Watch {
    shared: Arc<Shared>,
}

struct Shared {
    keeper: Arc<Keeper>,
    watched: Mutex<Watched>,
    notices: Mutex<Vec<Notice>>,
    over: Mutex<bool>,
    ended: Condvar,
}

impl Watch {
    /// Looks at `path`, which holds what `stamp` was taken of; `holds_note` if our note stands beside it.
    pub fn start(ctx: Context, keeper: Arc<Keeper>, path: PathBuf, stamp: FileStamp, holds_note: bool) -> Self {
        let shared = Arc::new(Shared {
            keeper,
            watched: Mutex::new(Watched::new(path, stamp)),
            notices: Mutex::default(),
            over: Mutex::new(false),
            ended: Condvar::new(),
        });
        let own = shared.clone();
        std::thread::spawn(move || {
            let every = u32::try_from(REFRESH.num_seconds()).unwrap_or(60);
            let mut looks = 0;
            loop {
                let over = lock(&own.over);
                if *own.ended.wait_timeout(over, LOOK).unwrap_or_else(PoisonError::into_inner).0 {
                    return;
                }
                looks += 1;
                let mut told = own.look();
                if holds_note && looks % every == 0 {
                    told |= own.refresh_note();
                }
                if told {
                    ctx.request_repaint();
                }
            }
        });
        Self { shared }
    }

    /// What was noticed since the last call.
    pub fn take(&self) -> Vec<Notice> {
        std::mem::take(&mut *lock(&self.shared.notices))
    }

    /// A handle for the thread that saves.
    pub fn handle(&self) -> WatchHandle {
        WatchHandle(self.shared.clone())
    }

    /// Looks at once.
    #[cfg(test)]
    pub fn look_now(&self) {
        self.shared.look();
        self.shared.refresh_note();
    }
}

/// Lets a job write unseen.
#[derive(Clone)]
pub struct WatchHandle(Arc<Shared>);

impl WatchHandle {
    /// Runs `save` while nobody looks, so that our own change is none by others.
    pub fn unseen<T>(&self, save: impl FnOnce(&mut Watched) -> T) -> T {
        save(&mut lock(&self.0.watched))
    }
}

impl Shared {
    /// Writes the time into our note; whether it no longer is ours.
    fn refresh_note(&self) -> bool {
        let path = lock(&self.watched).path().to_owned();
        let ours = self.keeper.refresh_lock(&path);
        if !ours {
            let user = self.keeper.note_of_another(&path).map(|note| note.user).unwrap_or_default();
            lock(&self.notices).push(Notice::LockLost(user));
        }
        !ours
    }

    fn look(&self) -> bool {
        let noticed = lock(&self.watched).look(self.keeper.disk().as_ref(), SystemTime::now());
        if let Some(noticed) = noticed {
            lock(&self.notices).push(Notice::File(noticed));
        }
        noticed.is_some()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        *lock(&self.shared.over) = true;
        self.shared.ended.notify_all();
    }
}
