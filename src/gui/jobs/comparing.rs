//! Jobs that compare: which versions there are, reading one, matching two, marks that follow the plan, merging.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use nendo::calendar::Holidays;
use nendo::compare::merge::{Merged, merge};
use nendo::compare::{ChangeKind, Item, Live, Options, Watch, compare};
use nendo::export;
use nendo::import::lasting::with_lasting_ids;
use nendo::locale::Message;
use nendo::manuscript::{Amendment, ComparisonTable, compose_comparison};
use nendo::plan::{Outline, Plan};
use nendo::storage::backups::Backup;
use nendo::storage::recent::RecentFile;
use nendo::storage::recovery::Recovered;
use nendo::storage::versions::Version;
use nendo::storage::{self, Keeper};

use super::{Done, Jobs, Past};
use crate::gui::engine;
use crate::gui::samples::SAMPLES;
use crate::gui::views::compare::model::Compared;
use crate::gui::workspace::Marks;

/// So many plans of the same folder are offered.
const MOST_BESIDE: usize = 40;

/// A version one can choose.
#[derive(Debug, Clone)]
pub enum Source {
    /// The plan on the screen, as it is.
    Present,
    /// A file.
    File(PathBuf),
    /// A named version, or what a save replaced.
    Past(Past),
    /// Work that was left behind, or put away for good.
    Work(Box<Recovered>),
    /// A sample, by its place in the table.
    Sample(usize),
}

impl Source {
    /// Whether two are the same version.
    pub fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Present, Self::Present) => true,
            (Self::File(a), Self::File(b)) => a == b,
            (Self::Past(Past::Version(a)), Self::Past(Past::Version(b))) => a == b,
            (Self::Past(Past::Backup(a)), Self::Past(Past::Backup(b))) => a.file == b.file,
            (Self::Work(a), Self::Work(b)) => a.id == b.id,
            (Self::Sample(a), Self::Sample(b)) => a == b,
            _ => false,
        }
    }
}

/// What a version is chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Slot {
    /// The old side of the comparison.
    Old,
    /// The new side.
    New,
    /// What the marks in the outline are measured against.
    Base,
    /// What two drafts began from.
    MergeBase,
    /// The other draft.
    MergeTheirs,
}

/// The versions there are to choose from.
#[derive(Debug, Default, Clone)]
pub struct Offers {
    /// Named versions of the plan.
    pub versions: Vec<Version>,
    /// What its saves replaced.
    pub backups: Vec<Backup>,
    /// Work left behind by a crash.
    pub left: Vec<Recovered>,
    /// Work put away for good, still there for some days.
    pub discarded: Vec<Recovered>,
    /// Plans opened lately.
    pub recent: Vec<RecentFile>,
    /// Other plans in the same folder.
    pub beside: Vec<PathBuf>,
}

/// The kinds of file an old/new table is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TableFile {
    /// PDF.
    Pdf,
    /// HTML.
    Html,
    /// A Word document.
    Docx,
    /// A workbook.
    Xlsx,
}

/// An old/new table to be written, or the pages to be replaced.
pub struct TableOrder {
    /// The two versions.
    pub compared: Arc<Compared>,
    /// How the table is made; none: the changed pages are written instead.
    pub options: Option<ComparisonTable>,
    /// What kind of file.
    pub file: TableFile,
    /// The folders the pictures of both stand in.
    pub folders: (Option<PathBuf>, Option<PathBuf>),
}

impl TableFile {
    /// Its extension.
    pub fn extension(self) -> &'static str {
        self.extensions()[0]
    }

    /// Its extensions, the usual one first.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Html => &["html", "htm"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
        }
    }
}

/// What a job of these has done.
pub enum Comparing {
    /// The versions there are.
    Offers(Box<Offers>),
    /// A version was read.
    Read { slot: Slot, source: Source, result: Result<Arc<Plan>, Message> },
    /// Two versions were compared.
    Compared(Arc<Compared>),
    /// What the plan differs from its base in.
    Marked { live: Box<Live>, marks: Arc<Marks> },
    /// Two drafts were joined; so many items of mine differ after it.
    Merged { mine: Arc<Plan>, merged: Arc<Merged>, taken: usize },
    /// The old/new table was written.
    Written { path: PathBuf, result: Result<(), Message> },
}

impl Comparing {
    /// Whether it follows typing, so that nobody waits for it.
    pub fn is_quiet(&self) -> bool {
        matches!(self, Self::Marked { .. })
    }
}

/// Reads a version that is not the plan on the screen.
fn read(keeper: &Keeper, source: &Source) -> Result<Arc<Plan>, Message> {
    let disk = keeper.disk().as_ref();
    match source {
        Source::Present => Err(Message::new("window.compare.no_plan")),
        Source::File(path) => read_file(path),
        Source::Past(Past::Version(version)) => version.read(disk).map_err(|error| error.message()),
        Source::Past(Past::Backup(backup)) => backup.read(disk).map_err(|error| error.message()),
        Source::Work(work) => Ok(work.plan.clone()),
        Source::Sample(at) => {
            let source = SAMPLES.get(*at).map_or("", |sample| sample.source);
            storage::read_plan(source.as_bytes()).map(Arc::new).map_err(|error| error.message())
        }
    }
}

/// Other plan files in the folder of one, by name.
fn plans_beside(path: &Path) -> Vec<PathBuf> {
    let Some(entries) = path.parent().and_then(|folder| std::fs::read_dir(folder).ok()) else { return Vec::new() };
    let is_plan = |other: &PathBuf| {
        let visible = other.file_name().is_some_and(|name| !name.to_string_lossy().starts_with('.'));
        visible && other != path && other.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("ron"))
    };
    let mut found: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).filter(is_plan).collect();
    found.sort();
    found.truncate(MOST_BESIDE);
    found
}

/// A plan file, or a text read as one.
fn read_file(path: &Path) -> Result<Arc<Plan>, Message> {
    let is_plan = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("ron"));
    if is_plan {
        storage::load(path).map(|loaded| loaded.plan).map_err(|error| error.message())
    } else {
        engine::import(path).map(|imported| Arc::new(with_lasting_ids(imported.plan)))
    }
}

impl Jobs {
    /// Looks which versions there are of the plan in `path`.
    pub fn list_offers(&mut self, path: Option<PathBuf>) {
        let keeper = self.keeper.clone();
        let remembers = self.remembers;
        self.run(move || {
            let past = path.as_deref().map(|path| (keeper.versions(path).list, keeper.backups(path)));
            let (versions, backups) = past.unwrap_or_default();
            let (left, discarded) = (keeper.left_behind(), keeper.discarded());
            let recent = if remembers { storage::recent::load() } else { Vec::new() };
            let recent: Vec<RecentFile> =
                recent.into_iter().filter(|file| Some(&file.path) != path.as_ref() && file.path.exists()).collect();
            let mut beside = path.as_deref().map(plans_beside).unwrap_or_default();
            beside.retain(|path| recent.iter().all(|file| file.path != *path));
            Done::Comparing(Comparing::Offers(Box::new(Offers { versions, backups, left, discarded, recent, beside })))
        });
    }

    /// Reads a version.
    pub fn read_version(&mut self, slot: Slot, source: Source) {
        let keeper = self.keeper.clone();
        self.run_task("window.job.open", true, move |_| {
            let result = read(&keeper, &source);
            Done::Comparing(Comparing::Read { slot, source, result })
        });
    }

    /// Compares two plans.
    pub fn compare(&mut self, old: Arc<Plan>, new: Arc<Plan>) {
        self.run_task("window.job.compare", true, move |task| {
            let watching = task.clone();
            let watch = Watch::new(move |percent| watching.goes_on(percent));
            Done::Comparing(Comparing::Compared(Arc::new(Compared::watched(old, new, Some(watch)))))
        });
    }

    /// Looks what `plan`, whose rows are `outline`, differs from the base of `live` in; quietly, since it follows typing.
    pub fn mark(&mut self, mut live: Box<Live>, plan: Arc<Plan>, outline: Arc<Outline>) {
        self.run_quietly(move || {
            let marks = Arc::new(Marks::of(&mut live, &plan, &outline));
            // The next key is not to copy the rows because this still holds them.
            drop(outline);
            Done::Comparing(Comparing::Marked { live, marks })
        });
    }

    /// Joins two drafts of one plan.
    pub fn merge(&mut self, base: Arc<Plan>, mine: Arc<Plan>, theirs: Arc<Plan>) {
        self.run_task("window.job.merge", true, move |_| {
            let merged = Arc::new(merge(&base, &mine, &theirs));
            let joined = compare(&mine, &merged.plan, &Options::default());
            let more_than_a_number = |item: &Item| item.kinds.iter().any(|kind| *kind != ChangeKind::Renumbered);
            let taken = joined.items().iter().filter(|item| more_than_a_number(item)).count();
            Done::Comparing(Comparing::Merged { mine, merged, taken })
        });
    }

    /// Writes the old/new table of two compared plans, or the pages to be replaced.
    pub fn write_table(&mut self, path: PathBuf, order: TableOrder) {
        let holidays = self.holidays();
        self.run_task("window.job.table", true, move |task| {
            let result = made(&order, &holidays).and_then(|bytes| {
                // A file that is there already stays as it was.
                if task.stopped() { Ok(()) } else { storage::write_file(&path, &bytes).map(drop).map_err(|error| error.message()) }
            });
            Done::Comparing(Comparing::Written { path, result })
        });
    }
}

/// The bytes of what is ordered.
fn made(order: &TableOrder, holidays: &Holidays) -> Result<Vec<u8>, Message> {
    let Compared { old, new, comparison, .. } = order.compared.as_ref();
    let Some(options) = &order.options else {
        let pictures = |plan: &Plan, folder: &Option<PathBuf>| storage::load_pictures(plan, folder.as_deref());
        let (before, after) = (pictures(old, &order.folders.0), pictures(new, &order.folders.1));
        let amendment = Amendment::new(old, new, comparison);
        let made = export::amendment_to_pdf((old, &before), (new, &after), holidays, &amendment);
        return made.map(|file| file.bytes).map_err(|error| error.message());
    };
    let manuscript = compose_comparison(old, new, comparison, options);
    match order.file {
        TableFile::Html => Ok(export::html::write(&manuscript).into_bytes()),
        TableFile::Docx => export::docx::write(&manuscript),
        TableFile::Xlsx => export::workbook::write(&manuscript, new.date),
        TableFile::Pdf => {
            let pages = nendo::layout::lay_out(&manuscript);
            export::pdf::write(&pages, &export::pdf::PdfOptions { creation_date: new.date }).map_err(|error| error.message())
        }
    }
}
