//! Jobs that compare: which versions there are, reading one, matching two, marks that follow the plan, merging.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use nendo::compare::Live;
use nendo::compare::merge::{Merged, merge};
use nendo::export;
use nendo::locale::Message;
use nendo::manuscript::{Amendment, ComparisonTable, compose_comparison};
use nendo::plan::Plan;
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
}

/// The kinds of file an old/new table is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TableFile {
    /// PDF.
    Pdf,
    /// A document of Word.
    Docx,
    /// A workbook.
    Xlsx,
    /// HTML.
    Html,
    /// Instead of a table, the changed pages with the list of what to replace, as PDF.
    Pages,
}

impl TableFile {
    /// Those that hold the table.
    pub const TABLES: [Self; 4] = [Self::Pdf, Self::Docx, Self::Xlsx, Self::Html];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pdf | Self::Pages => "PDF",
            Self::Docx => "Word",
            Self::Xlsx => "Excel",
            Self::Html => "HTML",
        }
    }

    /// Its extension.
    pub fn extension(self) -> &'static str {
        self.extensions()[0]
    }

    /// Its extensions, the usual one first.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Pdf | Self::Pages => &["pdf"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Html => &["html", "htm"],
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
    /// Two drafts were joined.
    Merged { mine: Arc<Plan>, theirs: Arc<Plan>, merged: Arc<Merged> },
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

/// A plan file, or a text read as one.
fn read_file(path: &Path) -> Result<Arc<Plan>, Message> {
    let is_plan = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("ron"));
    if is_plan {
        storage::load(path).map(|loaded| loaded.plan).map_err(|error| error.message())
    } else {
        engine::import(path).map(|imported| Arc::new(imported.plan))
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
            let recent = recent.into_iter().filter(|file| Some(&file.path) != path.as_ref() && file.path.exists()).collect();
            Done::Comparing(Comparing::Offers(Box::new(Offers { versions, backups, left, discarded, recent })))
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
        self.run_task("window.job.compare", true, move |_| Done::Comparing(Comparing::Compared(Arc::new(Compared::of(old, new)))));
    }

    /// Looks what `plan` differs from the base of `live` in; quietly, since it follows typing.
    pub fn mark(&mut self, mut live: Box<Live>, plan: Arc<Plan>) {
        self.run_quietly(move || {
            let marks = Arc::new(Marks::of(&mut live, &plan));
            Done::Comparing(Comparing::Marked { live, marks })
        });
    }

    /// Joins two drafts of one plan.
    pub fn merge(&mut self, base: Arc<Plan>, mine: Arc<Plan>, theirs: Arc<Plan>) {
        self.run_task("window.job.merge", true, move |_| {
            let merged = Arc::new(merge(&base, &mine, &theirs));
            Done::Comparing(Comparing::Merged { mine, theirs, merged })
        });
    }

    /// Writes the old/new table of two compared plans, or the pages that changed; pictures stand in `folder`.
    pub fn write_table(
        &mut self,
        path: PathBuf,
        compared: Arc<Compared>,
        options: ComparisonTable,
        file: TableFile,
        folder: Option<PathBuf>,
    ) {
        let holidays = self.holidays();
        self.run_task("window.job.table", true, move |task| {
            let (old, new) = (&compared.old, &compared.new);
            let manuscript = || compose_comparison(old, new, &compared.comparison, &options);
            let bytes = match file {
                TableFile::Html => Ok(export::html::write(&manuscript()).into_bytes()),
                TableFile::Docx => export::docx::write(&manuscript()),
                TableFile::Xlsx => export::workbook::write(&manuscript(), new.date),
                TableFile::Pages => {
                    let pictures = |plan: &Plan| storage::load_pictures(plan, folder.as_deref());
                    let amendment = Amendment::new(old, new, &compared.comparison);
                    let made = export::amendment_to_pdf((old, &pictures(old)), (new, &pictures(new)), &holidays, &amendment);
                    made.map(|made| made.bytes).map_err(|error| error.message())
                }
                TableFile::Pdf => {
                    let pages = nendo::layout::lay_out(&manuscript());
                    let pdf = export::pdf::PdfOptions { creation_date: new.date };
                    export::pdf::write(&pages, &pdf).map_err(|error| error.message())
                }
            };
            let result = bytes.and_then(|bytes| {
                // A file that is there already stays as it was.
                if task.stopped() { Ok(()) } else { storage::write_file(&path, &bytes).map(drop).map_err(|error| error.message()) }
            });
            Done::Comparing(Comparing::Written { path, result })
        });
    }
}
