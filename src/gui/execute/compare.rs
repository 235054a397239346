//! What the compare view, the marks in the outline and the joining of drafts ask for.

use std::path::PathBuf;
use std::sync::Arc;

use nendo::compare::{Field, Live};
use nendo::edit::Command;
use nendo::locale::{Lang, Message, text};
use nendo::manuscript::{ComparisonTable, TablePreset, VersionNames};
use nendo::plan::Plan;

use crate::gui::app::App;
use crate::gui::commands::UiCommand;
use crate::gui::dialogs::Dialog;
use crate::gui::jobs::{Comparing, Offers, Past, Purpose, Slot, Source, TableFile, TableOrder};
use crate::gui::mode::Mode;
use crate::gui::settings::{Base, remember, remembered};
use crate::gui::views::compare::choose::{ChooseAnswer, ChooseDialog};
use crate::gui::views::compare::joining::Deciding;
use crate::gui::views::compare::model::{Compared, Side};
use crate::gui::views::compare::table_dialog::TableDialog;
use crate::gui::views::compare::{Ask, Progress, Version, source_name, take_over};
use crate::gui::widgets::toast::ToastAction;
use crate::gui::workspace::Document;

/// What the marks in the outline are made from.
#[derive(Default)]
pub struct Marking {
    /// What the plan is measured against, while no thread has it.
    live: Option<Box<Live>>,
    /// A thread is looking what differs.
    running: bool,
    /// The named version that is to be the base again, once it is known which there are.
    recalled: Option<String>,
    /// A base chosen while a thread was looking takes its place.
    next: Option<Arc<Plan>>,
}

/// What a named version is remembered by.
fn version_key(version: &nendo::storage::versions::Version) -> String {
    format!("{} {}", version.saved.format("%Y-%m-%dT%H:%M:%S"), version.name)
}

/// Whether two states of a plan give the same comparison.
fn same_for_comparison(a: &Arc<Plan>, b: &Arc<Plan>) -> bool {
    let same_nodes = || a.nodes.len() == b.nodes.len() && a.nodes.iter().zip(&b.nodes).all(|(a, b)| Arc::ptr_eq(a, b));
    let same_rest = || {
        (&a.title, &a.organization, a.fiscal_year, a.stage, &a.numbering, &a.preface)
            == (&b.title, &b.organization, b.fiscal_year, b.stage, &b.numbering, &b.preface)
            && a.remarks.pairs() == b.remarks.pairs()
    };
    Arc::ptr_eq(a, b) || (same_nodes() && same_rest())
}

impl App {
    /// Does a command of comparing.
    pub(super) fn compare_command(&mut self, command: UiCommand) {
        use UiCommand as C;
        match command {
            C::ToggleCompare => self.toggle_compare(),
            C::NextChange | C::PreviousChange => self.step_change(command == C::PreviousChange),
            C::ShowInWriting => self.show_compared_item(),
            C::TakeOverText => self.take_fields(None),
            C::TakeOverNode => self.take_whole(),
            C::PairSame => self.pair_with(false),
            C::PairPart => self.pair_with(true),
            C::PairDifferent => self.pair_different(),
            C::ForgetPair => self.forget_pair(),
            C::EditReason => self.edit_reason(),
            C::ExportTable => self.ask_table(),
            C::ChooseBase => self.choose_version(Slot::Base),
            C::ChangedOnly => self.toggle_changed_only(),
            C::MergeDrafts => self.open_joining(),
            _ => {}
        }
    }

    /// Does what the view asks for.
    pub(super) fn compare_ask(&mut self, ask: Ask) {
        match ask {
            Ask::Choose(slot) => self.choose_version(slot),
            Ask::Exchange => {
                let state = &mut self.compare;
                std::mem::swap(&mut state.old, &mut state.new);
                state.compared = None;
                state.progress = Progress::Still;
            }
            Ask::Stop => {
                self.jobs.stop("window.job.compare");
                self.jobs.stop("window.job.open");
                self.compare.progress = Progress::Stopped;
            }
            Ask::Again => self.compare.progress = Progress::Still,
            Ask::TakeFields(field) => self.take_fields(field),
        }
    }

    fn toggle_compare(&mut self) {
        self.mode = if self.mode == Mode::Compare { Mode::Write } else { Mode::Compare };
        match self.mode {
            Mode::Compare => {
                if !std::mem::replace(&mut self.compare.begun, true) {
                    self.begin_comparing();
                }
                self.compare.focus();
            }
            _ => self.outline.focus(),
        }
    }

    /// The plan as it is with its newest named version, else with what it was last compared with.
    fn begin_comparing(&mut self) {
        self.compare.new = Some(Version::of(Source::Present));
        let path = self.doc.as_ref().and_then(|doc| doc.path.clone());
        self.compare.progress = Progress::Running;
        self.jobs.list_offers(path);
    }

    /// Asks which version is to be taken.
    pub(super) fn choose_version(&mut self, slot: Slot) {
        let path = self.doc.as_ref().and_then(|doc| doc.path.clone());
        self.dialogs.push(Dialog::Choose(Box::new(ChooseDialog::new(self.lang, slot, self.present_fits(slot)))));
        self.jobs.list_offers(path);
    }

    /// Whether the plan on the screen makes sense in a slot: beside itself it does not.
    fn present_fits(&self, slot: Slot) -> bool {
        let is_present = |version: &Option<Version>| version.as_ref().is_some_and(Version::is_present);
        match slot {
            Slot::Old => !is_present(&self.compare.new),
            Slot::New => !is_present(&self.compare.old),
            Slot::Base | Slot::MergeBase | Slot::MergeTheirs => false,
        }
    }

    /// A version was chosen, or the way back.
    pub(in crate::gui) fn choose_answered(&mut self, slot: Slot, answer: ChooseAnswer) {
        match answer {
            ChooseAnswer::Version(source) => self.use_version(slot, source),
            ChooseAnswer::File => self.ask_path(Purpose::Version(slot)),
            ChooseAnswer::Back => {}
        }
    }

    /// Shows the plan as it is beside one of its states.
    pub(in crate::gui) fn compare_with_past(&mut self, past: Past) {
        self.dialogs.clear();
        self.compare.new = Some(Version::of(Source::Present));
        self.use_version(Slot::Old, Source::Past(past));
    }

    /// Takes a version for one side, or as a base.
    pub(in crate::gui) fn use_version(&mut self, slot: Slot, source: Source) {
        if matches!(slot, Slot::Old | Slot::New) {
            self.compare.begun = true;
            let own = self.doc.as_ref().and_then(|doc| doc.path.clone());
            if let (Source::File(path), Some(own)) = (&source, own) {
                remember(&mut self.settings.compared_with, own, Some(path.clone()));
            }
            let version = Some(Version::of(source.clone()));
            let state = &mut self.compare;
            *(if slot == Slot::Old { &mut state.old } else { &mut state.new }) = version;
            (state.compared, state.pairing) = (None, None);
            state.progress = Progress::Still;
            state.focus();
            self.mode = Mode::Compare;
            if matches!(source, Source::Present) {
                return;
            }
            self.compare.progress = Progress::Running;
        }
        if let (Slot::Base, Some(own)) = (slot, self.doc.as_ref().and_then(|doc| doc.path.clone())) {
            // Another source is not there the next time: then nothing is better than a base one did not choose.
            let base = match &source {
                Source::File(path) => Some(Base::File(path.clone())),
                Source::Past(Past::Version(version)) => Some(Base::Version(version_key(version))),
                _ => None,
            };
            remember(&mut self.settings.bases, own, base);
        }
        self.jobs.read_version(slot, source);
    }

    /// Takes up the marks of the plan that was just opened, against what they were measured by last.
    pub(in crate::gui) fn recall_base(&mut self) {
        self.marking.recalled = None;
        let Some(own) = self.doc.as_ref().and_then(|doc| doc.path.clone()) else { return };
        match remembered(&self.settings.bases, &own) {
            Some(Base::File(path)) if *path != own && path.exists() => {
                let source = Source::File(path.clone());
                self.jobs.read_version(Slot::Base, source);
            }
            Some(Base::Version(key)) => {
                self.marking.recalled = Some(key.clone());
                self.jobs.list_offers(Some(own));
            }
            Some(Base::File(_)) | None => {}
        }
    }

    /// Takes in what a job of comparing has made.
    pub(super) fn finish_comparing(&mut self, done: Comparing) {
        match done {
            Comparing::Offers(offers) => self.take_offers(&offers),
            Comparing::Read { slot, source, result: Ok(plan) } => self.take_version(slot, source, plan),
            Comparing::Read { slot, source, result: Err(message) } => {
                if matches!(slot, Slot::Old | Slot::New) {
                    self.compare.progress = Progress::Failed(message);
                } else {
                    let name = source_name(self.lang, &source);
                    self.dialogs.push(Dialog::message(&name, message.text(self.lang)));
                }
            }
            Comparing::Compared(compared) => self.compare.take(compared),
            Comparing::Marked { live, marks } => {
                self.marking.running = false;
                self.marking.live = Some(live);
                if let Some(base) = self.marking.next.take() {
                    self.marking.live = Some(Box::new(Live::new(base)));
                } else if let Some(doc) = self.doc.as_mut().filter(|doc| doc.base_name.is_some()) {
                    doc.set_marks(Some(marks));
                }
            }
            Comparing::Merged { mine, merged, taken } => {
                if let Some(Dialog::Joining(dialog)) = self.dialogs.iter_mut().find(|dialog| matches!(dialog, Dialog::Joining(_))) {
                    dialog.running = false;
                    dialog.deciding = Some(Deciding::new(mine, merged, taken));
                }
            }
            Comparing::Written { path, result: Ok(()) } => {
                let words = Message::new("window.export.written").with("file", path.display()).text(self.lang);
                self.toasts.show(words, Vec::new());
            }
            Comparing::Written { path, result: Err(message) } => self.tell_of_file("window.error.table", &path, &message),
        }
    }

    fn take_offers(&mut self, offers: &Offers) {
        if let Some(key) = self.marking.recalled.take()
            && let Some(version) = offers.versions.iter().find(|version| version_key(version) == key)
        {
            self.jobs.read_version(Slot::Base, Source::Past(Past::Version(version.clone())));
        }
        for dialog in &mut self.dialogs {
            match dialog {
                Dialog::Choose(dialog) => dialog.list(self.lang, offers),
                // What both drafts began from is most often the newest version that got a name.
                Dialog::Joining(dialog) if dialog.base.is_none() => {
                    if let Some(version) = offers.versions.first() {
                        let source = Source::Past(Past::Version(version.clone()));
                        dialog.base = Some(Version::of(source.clone()));
                        self.jobs.read_version(Slot::MergeBase, source);
                    }
                }
                _ => {}
            }
        }
        if self.mode != Mode::Compare || self.compare.old.is_some() || self.compare.progress != Progress::Running {
            return;
        }
        let newest = offers.versions.first().map(|version| Source::Past(Past::Version(version.clone())));
        let own = self.doc.as_ref().and_then(|doc| doc.path.as_ref());
        let last = own.and_then(|own| remembered(&self.settings.compared_with, own).filter(|path| *path != own && path.exists()).cloned());
        match newest.or(last.map(Source::File)) {
            Some(source) => self.use_version(Slot::Old, source),
            None => self.compare.progress = Progress::Still,
        }
    }

    fn take_version(&mut self, slot: Slot, source: Source, plan: Arc<Plan>) {
        let name = source_name(self.lang, &source);
        let version = Version { source, plan: Some(plan.clone()) };
        match slot {
            Slot::Old => self.compare.old = Some(version),
            Slot::New => self.compare.new = Some(version),
            Slot::Base => return self.use_base(name, plan),
            Slot::MergeBase | Slot::MergeTheirs => {
                for dialog in &mut self.dialogs {
                    if let Dialog::Joining(dialog) = dialog {
                        *(if slot == Slot::MergeBase { &mut dialog.base } else { &mut dialog.theirs }) = Some(version.clone());
                    }
                }
                return;
            }
        }
        self.compare.compared = None;
        self.compare.progress = Progress::Still;
    }

    /// Compares again what changed, and lets the marks follow the plan.
    pub(in crate::gui) fn compare_frame(&mut self) {
        self.follow_marks();
        if self.mode != Mode::Compare {
            return;
        }
        let Some(doc) = &self.doc else { return };
        self.compare.percent = self.jobs.done("window.job.compare");
        let state = &self.compare;
        if state.progress == Progress::Running && !self.jobs.busy() {
            // The thread was stopped from outside, in the strip of jobs.
            self.compare.progress = Progress::Stopped;
            return;
        }
        let plans = state.old.as_ref().and_then(|old| old.plan(doc)).zip(state.new.as_ref().and_then(|new| new.plan(doc)));
        let Some((old, new)) = plans.filter(|_| state.progress == Progress::Still) else { return };
        let known =
            state.compared.as_ref().is_some_and(|known| same_for_comparison(&known.old, old) && same_for_comparison(&known.new, new));
        if !known {
            let (old, new) = (old.clone(), new.clone());
            self.compare.progress = Progress::Running;
            self.jobs.compare(old, new);
        }
    }

    /// Goes to the next change, or the one before: in the comparison, or while writing from mark to mark.
    fn step_change(&mut self, back: bool) {
        if self.mode == Mode::Compare && self.compare.compared.is_none() {
            return self.toasts.show(text(self.lang, "window.compare.compare_first").to_owned(), Vec::new());
        }
        let found = if self.mode == Mode::Compare { self.compare.step(back) } else { self.step_mark(back) };
        match found {
            true if self.mode == Mode::Compare => self.compare.focus_kept(),
            true => {}
            false => {
                let marked = self.mode == Mode::Compare || self.doc.as_ref().is_some_and(|doc| doc.marks().is_some());
                let key = match (marked, back) {
                    (false, _) => "window.marks.choose_first",
                    (true, false) => "window.compare.no_next",
                    (true, true) => "window.compare.no_previous",
                };
                self.toasts.show(text(self.lang, key).to_owned(), Vec::new());
            }
        }
    }

    fn step_mark(&mut self, back: bool) -> bool {
        let Some(doc) = &self.doc else { return false };
        let Some(marks) = doc.marks() else { return false };
        let rows = doc.outline().rows();
        let from = doc.primary().and_then(|id| doc.outline().position(id));
        let differs = |at: &usize| marks.differs(rows[*at].node.id);
        let to = match (back, from) {
            (true, from) => (0..from.unwrap_or(rows.len())).rev().find(differs),
            (false, from) => (from.map_or(0, |from| from + 1)..rows.len()).find(differs),
        };
        let node = to.map(|at| rows[at].node.id);
        if let Some(node) = node {
            self.mode = Mode::Write;
            self.with_doc(|doc| doc.select(Some(node)));
        }
        node.is_some()
    }

    /// Shows the item at hand where it is written, and from there the same item in the comparison.
    fn show_compared_item(&mut self) {
        if self.mode != Mode::Compare {
            if !self.compare.begun {
                return self.toggle_compare();
            }
            self.mode = Mode::Compare;
            return self.compare.focus();
        }
        let node = self.compare.item().zip(self.compare.compared.as_ref()).and_then(|(item, compared)| {
            let key = compared.key(item);
            if self.compare.present()? == Side::New { key.1 } else { key.0 }
        });
        match node {
            Some(node) => self.show_item(node),
            None => self.toasts.show(text(self.lang, "window.compare.not_here").to_owned(), Vec::new()),
        }
    }

    /// The comparison with the item at hand, if the plan on the screen is one of its sides.
    fn item_at_hand(&mut self) -> Option<(Arc<Compared>, usize, Side)> {
        let found = self.compare.item().zip(self.compare.compared.clone()).zip(self.compare.present());
        if let (Mode::Compare, Some(((item, compared), side))) = (self.mode, found) {
            return Some((compared, item, side));
        }
        let key = if self.mode == Mode::Compare && self.compare.present().is_none() {
            "window.compare.not_present"
        } else {
            "window.compare.choose_item"
        };
        self.toasts.show(text(self.lang, key).to_owned(), Vec::new());
        None
    }

    fn take_fields(&mut self, only: Option<Field>) {
        let Some((compared, item, side)) = self.item_at_hand() else { return };
        match take_over::fields(&compared, item, side, only) {
            Some(command) => self.take(command, compared.heading(item)),
            None => self.toasts.show(text(self.lang, "window.compare.nothing_to_take").to_owned(), Vec::new()),
        }
    }

    fn take_whole(&mut self) {
        let Some((compared, item, side)) = self.item_at_hand() else { return };
        match take_over::whole(&compared, item, side) {
            Some(command) => self.take(command, compared.heading(item)),
            None => self.toasts.show(text(self.lang, "window.compare.nothing_to_take").to_owned(), Vec::new()),
        }
    }

    /// Takes something over as a step of its own.
    fn take(&mut self, command: Command, heading: String) {
        self.with_doc(Document::close_step);
        if self.edit(command) {
            self.with_doc(Document::close_step);
            let message = Message::new("window.compare.taken").with("title", heading);
            self.toasts.show(message.text(self.lang), vec![ToastAction::Undo]);
        }
        self.compare.focus_kept();
    }

    /// The item at hand, where corrections and reasons can be kept: with the new version, if that is on the screen.
    pub(super) fn corrected_item(&mut self) -> Option<(Arc<Compared>, usize, Side)> {
        let found = self.item_at_hand()?;
        if found.2 == Side::New {
            return Some(found);
        }
        self.toasts.show(text(self.lang, "window.compare.new_alone").to_owned(), Vec::new());
        None
    }

    fn edit_reason(&mut self) {
        if self.corrected_item().is_some() {
            self.compare.type_reason();
        }
    }

    // The old/new table.

    fn ask_table(&mut self) {
        if self.compare.compared.is_none() {
            if self.mode != Mode::Compare {
                self.toggle_compare();
            }
            return self.toasts.show(text(self.lang, "window.compare.compare_first").to_owned(), Vec::new());
        }
        let preset = Some(TablePreset::Changed);
        self.dialogs.push(Dialog::Table(TableDialog { preset, old_left: !self.settings.new_left, large: false, file: TableFile::Pdf }));
    }

    pub(in crate::gui) fn table_answered(&mut self, dialog: TableDialog, write: bool) {
        if write {
            self.table = Some(dialog);
            self.ask_path(Purpose::Table(dialog.file));
        }
    }

    /// Writes the table to a file that was chosen.
    pub(in crate::gui) fn write_table(&mut self, path: PathBuf) {
        let (Some(compared), Some(dialog)) = (self.compare.compared.clone(), self.table.take()) else { return };
        // The reasons as they are now: typing them compares nothing anew.
        let new = if self.compare.present() == Some(Side::New) { self.doc.as_ref().map(|doc| doc.plan().clone()) } else { None };
        let reasons = new.as_ref().unwrap_or(&compared.new).remarks.reasons_since(compared.against());
        let name = |version: &Option<Version>| version.as_ref().map(|v| self.printed_name(v)).unwrap_or_default();
        let names = VersionNames { old: name(&self.compare.old), new: name(&self.compare.new) };
        let options = dialog.preset.map(|preset| ComparisonTable {
            old_left: dialog.old_left,
            preset,
            reasons,
            names,
            tables_as_lines: dialog.file == TableFile::Xlsx,
            large: dialog.large,
        });
        let folders = (self.folder_of(self.compare.old.as_ref()), self.folder_of(self.compare.new.as_ref()));
        self.jobs.write_table(path, TableOrder { compared, options, file: dialog.file, folders });
    }

    /// What a version is called on paper, always in Japanese: the open plan by its file.
    fn printed_name(&self, version: &Version) -> String {
        let file = self.doc.as_ref().filter(|_| version.is_present()).and_then(|doc| doc.path.clone()).map(Source::File);
        source_name(Lang::Ja, file.as_ref().unwrap_or(&version.source))
    }

    /// Where the pictures of a version stand.
    fn folder_of(&self, version: Option<&Version>) -> Option<PathBuf> {
        match &version?.source {
            Source::File(path) => path.parent().map(PathBuf::from),
            Source::Present | Source::Past(_) | Source::Work(_) => self.doc.as_ref().and_then(Document::folder),
            Source::Sample(_) => None,
        }
    }

    // Marks in the outline.

    /// Measures the plan against this version from now on.
    fn use_base(&mut self, name: String, plan: Arc<Plan>) {
        let Some(doc) = &mut self.doc else { return };
        doc.base_name = Some(name.clone());
        if self.marking.running {
            self.marking.next = Some(plan);
        } else {
            self.marking.live = Some(Box::new(Live::new(plan)));
        }
        let message = Message::new("window.marks.chosen").with("name", name);
        self.toasts.show(message.text(self.lang), Vec::new());
    }

    /// Ends the marks.
    pub(super) fn forget_base(&mut self) {
        if let Some(own) = self.doc.as_ref().and_then(|doc| doc.path.clone()) {
            remember(&mut self.settings.bases, own, None);
        }
        (self.marking.live, self.marking.next) = (None, None);
        self.with_doc(|doc| {
            (doc.base_name, doc.changed_only) = (None, false);
            doc.set_marks(None);
        });
    }

    fn follow_marks(&mut self) {
        let Some(doc) = &self.doc else {
            self.marking.live = None;
            return;
        };
        if doc.base_name.is_none() || self.marking.running || doc.marks().is_some_and(|marks| marks.is_of(doc.plan())) {
            return;
        }
        if let Some(live) = self.marking.live.take() {
            self.marking.running = true;
            self.jobs.mark(live, doc.plan().clone(), doc.outline().clone());
        }
    }

    fn toggle_changed_only(&mut self) {
        if self.doc.as_ref().is_some_and(|doc| doc.base_name.is_none()) {
            return self.choose_version(Slot::Base);
        }
        self.mode = Mode::Write;
        self.with_doc(|doc| doc.changed_only = !doc.changed_only);
    }
}
