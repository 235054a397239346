//! What the compare view asks for: which versions, taking over, the old/new table.
//!
//! Does not live here: reasons (`remarks`), pairings (`pairing`), marks in the outline and their base (`marking`).

use std::path::PathBuf;
use std::sync::Arc;

use nendo::compare::Field;
use nendo::edit::Command;
use nendo::locale::{Lang, Message, text};
use nendo::manuscript::{ComparisonTable, TablePreset, VersionNames};
use nendo::plan::Plan;

use crate::gui::app::App;
use crate::gui::commands::UiCommand;
use crate::gui::dialogs::{BrokenDialog, Dialog};
use crate::gui::jobs::{Comparing, Offers, Past, Purpose, Slot, Source, TableFile, TableOrder};
use crate::gui::mode::Mode;
use crate::gui::settings::{remember, remembered};
use crate::gui::views::compare::choose::{ChooseAnswer, ChooseDialog};
use crate::gui::views::compare::joining::Deciding;
use crate::gui::views::compare::model::{Compared, Side};
use crate::gui::views::compare::table_dialog::TableDialog;
use crate::gui::views::compare::{Ask, Progress, Version, source_name, take_over};
use crate::gui::widgets::toast::ToastAction;
use crate::gui::workspace::Document;

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
            C::CarryReasons => self.carry_reasons(),
            C::EditReason => self.edit_reason(),
            C::ExportTable => self.ask_table(),
            C::ChooseBase => self.choose_version(Slot::Base),
            C::UseAsBase => self.use_old_as_base(),
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
            Ask::LeaveReasons => self.leave_reasons(),
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

    /// The plan as it is with the base of its marks, else its newest named version or what it was last compared with.
    fn begin_comparing(&mut self) {
        self.compare.new = Some(Version::of(Source::Present));
        if let Some(base) = self.marking.base.clone() {
            self.compare.old = Some(base);
            return;
        }
        let path = self.doc.as_ref().and_then(|doc| doc.path.clone());
        self.compare.progress = Progress::Running;
        self.jobs.list_offers(path);
    }

    /// Asks which version is to be taken.
    pub(in crate::gui) fn choose_version(&mut self, slot: Slot) {
        let path = self.doc.as_ref().and_then(|doc| doc.path.clone());
        let current = match slot {
            Slot::Old => self.compare.old.as_ref(),
            Slot::New => self.compare.new.as_ref(),
            Slot::Base | Slot::MergeBase | Slot::MergeTheirs => None,
        };
        let current = current.map(|version| version.source.clone());
        let dialog = ChooseDialog::new(self.lang, slot, self.present_fits(slot)).without(self.chosen_beside(slot)).at(current);
        self.dialogs.push(Dialog::Choose(Box::new(dialog)));
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

    /// What stands on the other side already: beside itself it makes no sense.
    fn chosen_beside(&self, slot: Slot) -> Option<Source> {
        let joining = self.dialogs.iter().find_map(|dialog| if let Dialog::Joining(joining) = dialog { Some(joining) } else { None });
        let other = match slot {
            Slot::Old => self.compare.new.as_ref(),
            Slot::New => self.compare.old.as_ref(),
            Slot::MergeBase => joining.and_then(|joining| joining.theirs.as_ref()),
            Slot::MergeTheirs => joining.and_then(|joining| joining.base.as_ref()),
            Slot::Base => None,
        };
        other.map(|version| version.source.clone())
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
        if slot == Slot::Base {
            self.remember_base(&source);
        }
        self.jobs.read_version(slot, source);
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
                    let path = if let Source::File(path) = source { Some(path) } else { None };
                    self.tell_of_broken(BrokenDialog::of_version(path, name, message, slot));
                }
            }
            Comparing::Compared(compared) => self.compare.take(compared),
            Comparing::Marked { live, marks } => self.take_marks(live, marks),
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
        self.recall_version(offers);
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
        let base = self.remembered_base(offers);
        let newest = offers.versions.first().map(|version| Source::Past(Past::Version(version.clone())));
        let own = self.doc.as_ref().and_then(|doc| doc.path.as_ref());
        let last = own.and_then(|own| remembered(&self.settings.compared_with, own).filter(|path| *path != own).cloned());
        // Another version than the one that is expected would be taken for it.
        let gone = if base.is_none() { self.lost_base().or(last.clone().filter(|path| !path.exists())) } else { None };
        if let Some(gone) = gone {
            self.compare.progress = Progress::Still;
            let name = gone.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let said = Message::new("window.compare.gone").with("name", name).text(self.lang);
            return self.toasts.show(said, Vec::new());
        }
        match base.or(newest).or(last.map(Source::File)) {
            Some(source) => self.use_version(Slot::Old, source),
            None => self.compare.progress = Progress::Still,
        }
    }

    fn take_version(&mut self, slot: Slot, source: Source, plan: Arc<Plan>) {
        let version = Version { source, plan: Some(plan) };
        match slot {
            Slot::Old => self.compare.old = Some(version),
            Slot::New => self.compare.new = Some(version),
            Slot::Base => return self.use_base(version),
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
        self.compare.old_is_base = self.old_is_base();
        self.follow_carrying();
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
    pub(super) fn item_at_hand(&mut self) -> Option<(Arc<Compared>, usize, Side)> {
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
        let removes = matches!(command, Command::Remove { .. });
        self.with_doc(Document::close_step);
        if self.edit(command) {
            self.with_doc(Document::close_step);
            // What the other version does not have is taken over by taking it away.
            let key = if removes { "window.compare.taken_away" } else { "window.compare.taken" };
            let message = Message::new(key).with("title", heading);
            self.toasts.show(message.text(self.lang), vec![ToastAction::Undo]);
        }
        self.compare.focus_kept();
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
        let old_left = !self.settings.new_left;
        self.dialogs.push(Dialog::Table(TableDialog { preset, old_left, large: false, whole_nodes: false, file: TableFile::Pdf }));
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
            whole_nodes: dialog.whole_nodes,
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
}
