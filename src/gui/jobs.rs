//! Work off the drawing thread: files, import, export, printing, dialogs, layout.
//!
//! Lives here: threads and their results; with `nendo::storage` the only place of the window that
//! touches files. Does not live here: what becomes of a result (`app`).

mod comparing;
mod exporting;
mod keeping;
mod layout;
mod putting_away;
mod register;
mod watch;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
#[cfg(test)]
use std::time::Duration;
use std::time::Instant;

use eframe::egui::Context;
use nendo::calendar::Holidays;
use nendo::export::PageRange;
use nendo::locale::Message;
use nendo::plan::{Finding, Plan};
use nendo::storage::lock::Taken;
use nendo::storage::lock::{LockNote, Standing};
use nendo::storage::profile::{Profile, load_profile, save_profile};
use nendo::storage::templates::{Template, list_templates, remove_template, save_template};
use nendo::storage::{self, FileStamp, Keeper, recent::RecentFile};
use tempfile::TempDir;

pub use comparing::{Comparing, Offers, Slot, Source, TableFile, TableOrder};
pub use exporting::{Lacks, Order as ExportOrder, Output, YearShape};
pub use keeping::{Keeping, LeftBehind, Opening, Past, ReadFor, SaveJob};
pub use putting_away::PuttingAway;
pub use register::NOTICED;
pub use watch::{Notice, Watch};

use self::layout::LayoutWorker;
use self::register::{Register, Task};
use super::engine::{self, Laid};
use super::organization;
use super::system::{Order, Printers, Stop, System};

/// What a path is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// A plan to open.
    Open,
    /// A plan to open in a window of its own.
    OpenInNewWindow,
    /// A text to import.
    Import,
    /// A plan to become a template.
    Template,
    /// A colleague's profile.
    ProfileIn,
    /// Where to write the profile to give it away.
    ProfileOut,
    /// Where to save the plan.
    Save,
    /// Where to write a file for reading.
    Export(Output),
    /// A picture for the plan.
    Picture,
    /// A version to compare with, or to join.
    Version(Slot),
    /// Where to write the old/new table.
    Table(TableFile),
}

impl Purpose {
    /// Whether a file is written there.
    pub fn writes(self) -> bool {
        self.extension().is_some()
    }

    /// The extension of the file that is written.
    pub fn extension(self) -> Option<&'static str> {
        match self {
            Self::Save | Self::ProfileOut => Some("ron"),
            Self::Export(output) => Some(output.extension()),
            Self::Table(file) => Some(file.extension()),
            Self::Open | Self::OpenInNewWindow | Self::Import | Self::Picture | Self::Template | Self::ProfileIn | Self::Version(_) => None,
        }
    }
}

/// A finished job.
pub enum Done {
    /// A plan was read.
    Opened { path: PathBuf, result: Result<Box<Opening>, Message> },
    /// A text was imported.
    Imported { path: PathBuf, result: Result<nendo::import::Imported, Message> },
    /// The organisation's profile was written.
    ProfileKept(Result<(), Message>),
    /// A colleague's profile was read.
    ProfileRead { path: PathBuf, result: Result<Profile, Message> },
    /// The profile was written as a file to give away.
    ProfileGiven { path: PathBuf, result: Result<(), Message> },
    /// A folder was shown in the system's program for it.
    FolderShown { path: PathBuf, result: Result<(), Message> },
    /// The first page of what a new plan could be made from.
    Thumbnail { at: usize, pages: Arc<nendo::layout::Pages> },
    /// The organisation's templates, as they are now.
    Templates(Vec<Template>),
    /// A template was written under this name.
    TemplateSaved { name: String, result: Result<Vec<Template>, Message> },
    /// The plan was saved; our note stands beside `note`.
    Saved { path: PathBuf, plan: Arc<Plan>, note: Option<PathBuf>, result: Result<FileStamp, SaveFailure> },
    /// A file for reading was written, with what its reader would miss.
    Exported { path: PathBuf, output: Output, result: Result<Lacks, Message> },
    /// A picture stands beside the plan, by this name.
    Brought { path: PathBuf, result: Result<String, Message> },
    /// A file was chosen in a dialog of the system, or none.
    Picked { purpose: Purpose, path: Option<PathBuf> },
    /// Recent files, each with whether it is still there.
    Recent(Vec<(RecentFile, bool)>),
    /// The entries of a folder: name and whether it is a folder.
    Listed { folder: PathBuf, entries: Vec<(String, bool)> },
    /// The printers there are.
    Printers(Printers),
    /// Pages were sent to a printer or shown as PDF.
    Printed { to: PrintTo, result: Result<(), Message> },
    /// Something that keeps plans safe.
    Keeping(Keeping),
    /// Something that compares.
    Comparing(Comparing),
    /// A plan was read, but the user had given it up; our note stands beside it.
    NotOpened { path: PathBuf },
    /// A job was ended by the user.
    Stopped,
    /// A job ended without a result: a fault of the program.
    Broken,
}

/// Why a plan was not saved.
pub enum SaveFailure {
    /// Somebody else changed the file meanwhile.
    ChangedOnDisk,
    /// Somebody has his note beside the place.
    Locked(Box<LockNote>, Standing),
    /// Something else.
    Other(Message),
}

/// What becomes of pages that are printed.
#[derive(Debug, Clone)]
pub enum PrintTo {
    /// They go to a printer.
    Printer(Order),
    /// They are shown as PDF by the program that belongs to it; the name of the file without extension.
    Viewer(String),
}

/// A print job under way, seen from both threads.
#[derive(Default)]
pub struct PrintJob {
    /// Whether the pages are done and on their way.
    sending: AtomicBool,
    stop: Stop,
}

impl PrintJob {
    /// Whether the pages are done and on their way.
    pub fn sending(&self) -> bool {
        self.sending.load(Ordering::Relaxed)
    }

    /// Ends the job as soon as may be.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// Starts jobs and hands out what they made.
pub struct Jobs {
    ctx: Context,
    send: Sender<Done>,
    receive: Receiver<Done>,
    pending: usize,
    /// Of these, those that follow typing.
    quiet: usize,
    register: Register,
    /// The pages being laid out.
    laying_out: Option<Arc<Task>>,
    layout: LayoutWorker,
    /// Keeps plans safe.
    pub keeper: Arc<Keeper>,
    /// Whether plans opened and saved are remembered.
    pub remembers: bool,
    /// The system's programs.
    pub system: System,
    /// Holds the PDFs that were shown, as long as the window is open.
    shown: Arc<OnceLock<TempDir>>,
}

impl Jobs {
    /// No jobs yet; `ctx` is woken whenever one is done.
    pub fn new(ctx: &Context) -> Self {
        let (send, receive) = channel();
        let layout = LayoutWorker::start(ctx.clone());
        let system = System::of_environment();
        let keeper = Arc::new(Keeper::detached());
        Self {
            ctx: ctx.clone(),
            send,
            receive,
            pending: 0,
            quiet: 0,
            register: Register::default(),
            laying_out: None,
            layout,
            keeper,
            remembers: false,
            system,
            shown: Arc::default(),
        }
    }

    /// Whether files are being read or written.
    pub fn busy(&self) -> bool {
        self.pending > self.quiet
    }

    /// Whether anything at all goes on; for tests.
    #[cfg(test)]
    pub fn at_work(&self) -> bool {
        self.pending > 0
    }

    fn run(&mut self, job: impl FnOnce() -> Done + Send + 'static) {
        self.pending += 1;
        let (send, ctx) = (self.send.clone(), self.ctx.clone());
        std::thread::spawn(move || {
            let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(job)).unwrap_or(Done::Broken);
            // The window may be gone already; then nobody wants the result.
            let _ = send.send(done);
            ctx.request_repaint();
        });
    }

    /// Does a job nobody waits for.
    fn run_quietly(&mut self, job: impl FnOnce() -> Done + Send + 'static) {
        self.quiet += 1;
        self.run(job);
    }

    /// Ends what goes on under this name.
    pub fn stop(&mut self, what: &str) {
        self.register.under_way().iter().filter(|task| task.what == what).for_each(|task| task.stop());
    }

    /// Does a job people wait for. One that can be stopped looks whether it is before it leaves anything
    /// behind; what it made after that is dropped.
    fn run_task(&mut self, what: &'static str, can_stop: bool, job: impl FnOnce(&Arc<Task>) -> Done + Send + 'static) {
        let task = self.register.begin(what, Instant::now(), can_stop);
        self.run(move || {
            let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| job(&task))).unwrap_or(Done::Broken);
            task.end();
            match done {
                // Reading it took the note that it is open; whoever shows plans knows whether to give it back.
                Done::Opened { path, result: Ok(opening) } if task.stopped() && opening.opened.lock == Taken::Ours => {
                    Done::NotOpened { path }
                }
                _ if task.stopped() => Done::Stopped,
                done => done,
            }
        });
    }

    /// How much of something that goes on is done, in per cent; `None` where that is not known.
    pub fn done(&mut self, what: &str) -> Option<u8> {
        self.register.under_way().iter().find(|task| task.what == what)?.done()
    }

    /// Whether something of this name goes on.
    pub fn goes_on(&mut self, what: &str) -> bool {
        self.register.under_way().iter().any(|task| task.what == what)
    }

    /// What goes on and people wait for: the oldest of it.
    pub fn under_way(&mut self) -> Option<Arc<Task>> {
        let begun = self.layout.since();
        if begun != self.laying_out.as_ref().map(|task| task.since) {
            let task = begun.map(|begun| self.register.begin("window.job.layout", begun, false));
            if let Some(before) = std::mem::replace(&mut self.laying_out, task) {
                before.end();
            }
        }
        self.register.under_way().first().cloned()
    }

    /// Does something that ends only when it is stopped; for tests.
    #[cfg(test)]
    pub fn wait_to_be_stopped(&mut self, what: &'static str, percent: u8) {
        self.run_task(what, true, move |task| {
            task.goes_on(percent);
            while !task.stopped() {
                std::thread::sleep(Duration::from_millis(5));
            }
            Done::Broken
        });
    }

    /// What has been done since the last call.
    pub fn take_done(&mut self) -> Vec<Done> {
        let done: Vec<Done> = self.receive.try_iter().collect();
        self.pending = self.pending.saturating_sub(done.len());
        let quiet = done.iter().filter(|done| matches!(done, Done::Comparing(done) if done.is_quiet())).count();
        self.quiet = self.quiet.saturating_sub(quiet);
        done
    }

    /// Waits for the next finished job; for tests.
    #[cfg(test)]
    pub fn wait(&mut self) -> Option<Done> {
        let done = self.receive.recv_timeout(Duration::from_secs(20)).ok()?;
        self.pending -= 1;
        self.quiet -= usize::from(matches!(&done, Done::Comparing(done) if done.is_quiet()));
        Some(done)
    }

    /// Writes the organisation's profile.
    pub fn keep_profile(&mut self, path: PathBuf, profile: Profile) {
        self.run(move || Done::ProfileKept(organization::keep_profile(&path, &profile).map_err(|error| error.message())));
    }

    /// Reads a colleague's profile.
    pub fn read_profile(&mut self, path: PathBuf) {
        self.run(move || {
            let result = load_profile(&path).map_err(|error| error.message());
            Done::ProfileRead { path, result }
        });
    }

    /// Writes the profile as a file to give away.
    pub fn give_profile(&mut self, path: PathBuf, profile: Profile) {
        self.run(move || {
            let result = save_profile(&path, &profile).map_err(|error| error.message());
            Done::ProfileGiven { path, result }
        });
    }

    /// Lays out what a new plan could be made from, to show its first page.
    pub fn lay_out_thumbnail(&mut self, at: usize, plan: Arc<Plan>) {
        let holidays = self.holidays();
        self.run(move || Done::Thumbnail { at, pages: engine::Engine::default().lay_out(&plan, None, &holidays).pages });
    }

    /// Makes a template of a plan file.
    pub fn bring_template(&mut self, folder: PathBuf, path: PathBuf) {
        self.run(move || {
            let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let plan = storage::load(&path).map_err(|error| error.message());
            let saved = plan.and_then(|loaded| save_template(&folder, &name, &loaded.plan, false).map_err(|error| error.message()));
            Done::TemplateSaved { name, result: saved.map(|_| list_templates(&folder)) }
        });
    }

    /// Lists the organisation's templates.
    pub fn list_templates(&mut self, folder: PathBuf) {
        self.run(move || Done::Templates(list_templates(&folder)));
    }

    /// Writes a template; one of the same name is replaced.
    pub fn save_template(&mut self, folder: PathBuf, name: String, plan: Plan) {
        self.run(move || {
            let saved = save_template(&folder, &name, &plan, true).map_err(|error| error.message());
            Done::TemplateSaved { name, result: saved.map(|_| list_templates(&folder)) }
        });
    }

    /// Removes a template.
    pub fn remove_template(&mut self, folder: PathBuf, path: PathBuf) {
        self.run(move || {
            // What could not be removed is still in the list.
            remove_template(&path).ok();
            Done::Templates(list_templates(&folder))
        });
    }

    /// Imports a text.
    pub fn import(&mut self, path: PathBuf) {
        self.run_task("window.job.import", true, move |_| {
            let result = engine::import(&path);
            Done::Imported { path, result }
        });
    }

    /// Makes a picture one of the plan in `plan_file`.
    pub fn bring_picture(&mut self, path: PathBuf, plan_file: PathBuf) {
        self.run(move || {
            let result = storage::bring_picture(&path, &plan_file).map_err(|error| error.message());
            Done::Brought { path, result }
        });
    }

    /// What pages and checks take for holidays from now on.
    pub fn set_holidays(&mut self, holidays: Holidays) {
        lock(&self.layout.shared.state).holidays = holidays;
    }

    fn holidays(&self) -> Holidays {
        lock(&self.layout.shared.state).holidays.clone()
    }

    /// Looks for printers.
    pub fn find_printers(&mut self) {
        let system = self.system.clone();
        self.run(move || Done::Printers(system.printers()));
    }

    /// Prints pages of `plan`, or shows them, through a PDF of exactly these pages.
    pub fn print(&mut self, plan: Arc<Plan>, folder: Option<PathBuf>, range: PageRange, to: PrintTo) -> Arc<PrintJob> {
        let job = Arc::new(PrintJob::default());
        let (own, system, shown) = (job.clone(), self.system.clone(), self.shown.clone());
        let holidays = self.holidays();
        self.run(move || {
            let result =
                engine::pdf(&plan, folder.as_deref(), &holidays, &range).and_then(|(bytes, _)| print(&bytes, &to, &system, &own, &shown));
            Done::Printed { to, result }
        });
        job
    }

    /// Reads the recent files.
    pub fn load_recent(&mut self) {
        self.run(|| {
            let files = storage::recent::load();
            Done::Recent(files.into_iter().map(|file| (file.path.exists(), file)).map(|(there, file)| (file, there)).collect())
        });
    }

    /// Forgets a recent file and reads the others again.
    pub fn forget_recent(&mut self, path: PathBuf) {
        self.run(move || {
            storage::recent::remove(&path);
            let files = storage::recent::load();
            Done::Recent(files.into_iter().map(|file| (file.path.exists(), file)).map(|(there, file)| (file, there)).collect())
        });
    }

    /// Reads the names in a folder, folders first.
    pub fn list(&mut self, folder: PathBuf) {
        self.run(move || {
            let mut entries: Vec<(String, bool)> = std::fs::read_dir(&folder)
                .into_iter()
                .flatten()
                .filter_map(Result::ok)
                .filter_map(|entry| Some((entry.file_name().into_string().ok()?, entry.path().is_dir())))
                .filter(|(name, _)| !name.starts_with('.'))
                .collect();
            entries.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            Done::Listed { folder, entries }
        });
    }

    /// Asks for a file with the dialog of the system.
    pub fn pick(&mut self, purpose: Purpose, title: String, filter: (String, &'static [&'static str]), suggestion: Option<PathBuf>) {
        self.run(move || {
            let mut dialog = rfd::FileDialog::new().set_title(title).add_filter(filter.0, filter.1);
            if let Some(suggestion) = &suggestion {
                if let Some(folder) = suggestion.parent().filter(|folder| folder.is_dir()) {
                    dialog = dialog.set_directory(folder);
                }
                if let Some(name) = suggestion.file_name() {
                    dialog = dialog.set_file_name(name.to_string_lossy());
                }
            }
            let path = match purpose {
                Purpose::Open
                | Purpose::OpenInNewWindow
                | Purpose::Import
                | Purpose::Picture
                | Purpose::Template
                | Purpose::ProfileIn
                | Purpose::Version(_) => dialog.pick_file(),
                Purpose::Save | Purpose::Export(_) | Purpose::ProfileOut | Purpose::Table(_) => dialog.save_file(),
            };
            Done::Picked { purpose, path }
        });
    }

    /// Lays `plan` out, whose pictures stand in `folder`; an earlier plan that still waits is dropped.
    pub fn lay_out(&mut self, plan: Arc<Plan>, folder: Option<PathBuf>) {
        self.layout.ask(plan, folder);
    }

    /// Shows a folder in the system's program for it.
    pub fn show_folder(&mut self, path: PathBuf) {
        let system = self.system.clone();
        self.run(move || Done::FolderShown { result: system.show(&path), path });
    }

    /// Another document is shown: pages still being laid out are nobody's any more.
    pub fn forget_layout(&mut self) {
        let mut state = lock(&self.layout.shared.state);
        state.document += 1;
        state.wanted = None;
        state.laid = None;
    }

    /// The newest pages since the last call.
    pub fn take_laid(&mut self) -> Option<Laid> {
        lock(&self.layout.shared.state).laid.take()
    }

    /// Waits until the last plan asked for is laid out; for tests.
    #[cfg(test)]
    pub fn wait_laid(&mut self) {
        let mut state = lock(&self.layout.shared.state);
        while state.busy || state.wanted.is_some() {
            state = self.layout.shared.changed.wait_timeout(state, Duration::from_secs(20)).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// What the thread of a print job does.
fn print(bytes: &[u8], to: &PrintTo, system: &System, job: &PrintJob, shown: &OnceLock<TempDir>) -> Result<(), Message> {
    let no_file = |error: std::io::Error| Message::new("window.print.no_file").with_reason(&error);
    if job.stop.load(Ordering::Relaxed) {
        return Ok(());
    }
    job.sending.store(true, Ordering::Relaxed);
    let result = match to {
        PrintTo::Printer(order) => {
            let mut file = tempfile::Builder::new().prefix("nendo-").suffix(".pdf").tempfile().map_err(no_file)?;
            file.write_all(bytes).and_then(|()| file.flush()).map_err(no_file)?;
            // Closed, or Windows lets nobody else read it.
            let path = file.into_temp_path();
            let result = system.print(&path, order, &job.stop);
            if cfg!(windows) && result.is_ok() {
                // There the printing program reads it later; the system clears its temporary folder.
                let _ = path.keep();
            }
            result
        }
        PrintTo::Viewer(name) => {
            let folder = match shown.get() {
                Some(folder) => folder,
                None => {
                    let new = tempfile::Builder::new().prefix("nendo-").tempdir().map_err(no_file)?;
                    shown.get_or_init(|| new)
                }
            };
            // A file for each, since a viewer may hold the one before.
            let path = tempfile::tempdir_in(folder).map_err(no_file)?.keep().join(format!("{name}.pdf"));
            storage::write_file(&path, bytes).map_err(|error| error.message())?;
            system.show(&path)
        }
    };
    // Who stopped it knows.
    if job.stop.load(Ordering::Relaxed) { Ok(()) } else { result }
}

/// Whether the system can show a file dialog. `rfd` itself cannot tell "no dialog" from "cancelled".
pub fn has_system_dialogs() -> bool {
    if !cfg!(target_os = "linux") {
        return true;
    }
    let dirs =
        std::env::var("XDG_DATA_DIRS").ok().filter(|dirs| !dirs.is_empty()).unwrap_or_else(|| "/usr/local/share:/usr/share".to_owned());
    let portal = dirs.split(':').any(|dir| {
        let dir = Path::new(dir);
        dir.join("dbus-1/services/org.freedesktop.portal.Desktop.service").exists()
            && std::fs::read_dir(dir.join("xdg-desktop-portal/portals")).is_ok_and(|mut portals| portals.next().is_some())
    });
    let zenity = std::env::var_os("PATH").is_some_and(|path| std::env::split_paths(&path).any(|dir| dir.join("zenity").exists()));
    portal || zenity
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The summary line of findings by grade: errors, warnings, notes.
pub fn count_levels<'a>(findings: impl Iterator<Item = &'a Finding>) -> [usize; 3] {
    let mut counts = [0; 3];
    for finding in findings {
        counts[2 - finding.level as usize] += 1;
    }
    counts
}
