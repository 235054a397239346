//! What commands and actions do: the one place. Changes of the plan stand in `editing`, files and finished
//! jobs in `files`.

mod arrange;
mod clipping;
mod comfort;
mod compare;
mod editing;
mod exporting;
mod files;
mod find;
mod joining;
mod marking;
mod organization;
mod outside;
mod pairing;
mod refused;
mod remarks;
mod templates;
mod writing;
mod writing_aids;
mod year;

use std::sync::Arc;

use eframe::egui::ViewportCommand;
use nendo::edit::Command;
use nendo::locale::{Lang, Message, text};
use nendo::plan::template::Keep;

use super::app::App;
use super::commands::UiCommand;
use super::dialogs::{AfterLeaving, Dialog};
use super::jobs::{Output, Purpose};
use super::mode::Mode;
use super::settings::ThemeChoice;
use super::views::keep_dialog::Kept;
use super::views::left_pane::LeftTab;
use super::views::picker::Pick;
use super::views::preview::Zoom;
use super::views::{Action, outline};
use super::widgets::toast::ToastAction;
use super::workspace::Document;

pub(super) use files::with_extension;
pub use marking::Marking;

impl App {
    /// Carries an action out.
    pub(super) fn perform(&mut self, action: Action) {
        match action {
            Action::Command(command) => self.execute(command),
            Action::Edit(command) => _ = self.edit(command),
            Action::Select(node) => self.with_doc(|doc| doc.select(node)),
            Action::SelectToggle(node) => self.with_doc(|doc| doc.toggle_selected(node)),
            Action::SelectRange(node, visible) => self.with_doc(|doc| doc.select_range(node, &visible)),
            Action::Collapse(node, collapsed) => self.with_doc(|doc| doc.set_collapsed(node, collapsed)),
            Action::Chosen(command) => self.chosen(command),
            Action::Zoom(zoomed, percent) => self.zoom_to(zoomed, percent),
            Action::ShowRefused(refused) => self.go_to_refused(&refused),
            Action::OpenHelp(page, anchor) => self.help.open(page, anchor),
            Action::OpenInNewWindow(path) => self.new_window(Some(path)),
            Action::OpenFile(path) => self.leave_document(AfterLeaving::Open(path)),
            Action::ForgetRecent(path) => self.jobs.forget_recent(path),
            Action::RestoreWork(id) => self.restore_work(&id),
            Action::OpenSaved(path) => self.open_saved(path),
            Action::DiscardWork(id) => self.jobs.discard(id),
            Action::Outside(choice) => self.outside(choice),
            Action::NewFromPreset(preset) => {
                let plan = self.new_plan(&preset);
                self.leave_document(AfterLeaving::Show(Arc::new(plan)));
            }
            Action::NewFromTemplate(path) => self.ask_new_from(&path),
            Action::OpenSample(at) => self.open_sample(at),
            Action::ClearImportFindings => self.with_doc(|doc| doc.import_findings.clear()),
            Action::FocusOutline => {
                self.mode = Mode::Write;
                if self.settings.outline_open {
                    self.left.tab = LeftTab::Contents;
                    self.outline.focus();
                }
            }
            Action::Keep(what) => self.ask_keep(what),
            Action::Insert { field, text, replaces } => self.drafts.insert(field, text, replaces),
            Action::FindStep { back } => self.find_step(back),
            Action::GoToText(hit) => self.go_to_text(&hit),
            Action::ReplaceOne => self.replace_one(),
            Action::ReplaceAll => self.replace_all(),
            Action::GoToStep(done) => self.go_to_step(done),
            Action::ChooseCells(cells) => self.with_doc(|doc| doc.choose_cells(cells)),
            Action::CopyTable(table) => self.clipboard.put_table(&self.ctx, &table),
            Action::FixFinding(finding) => _ = self.fix(&finding),
            Action::ShowItem(node) => self.show_item(node),
            Action::Reschedule(wanted) => self.reschedule(wanted),
            Action::Compare(ask) => self.compare_ask(ask),
            Action::ForgetBase => self.forget_base(),
            Action::Arrange(arrange) => self.arrange(arrange),
            Action::Paste(paste) => {
                if !self.edit(paste.table) {
                    return;
                }
                let (rows, columns) = paste.size;
                let message = Message::new("window.toast.pasted_table").with("rows", rows).with("columns", columns);
                self.toasts.show(message.text(self.lang), vec![ToastAction::Undo, ToastAction::PasteText(paste.text)]);
            }
        }
    }

    /// Does what a note offered.
    pub(super) fn take_up(&mut self, action: ToastAction) {
        match action {
            ToastAction::Undo => self.execute(UiCommand::Undo),
            ToastAction::PasteText(command) => {
                self.execute(UiCommand::Undo);
                self.edit(command);
            }
            ToastAction::Profile(before) => _ = self.write_profile(*before),
            ToastAction::BringBack(id) => self.jobs.bring_back(id),
            ToastAction::Discarded => self.jobs.find_discarded(),
            ToastAction::Refused => self.show_refused(),
        }
    }

    fn with_doc(&mut self, change: impl FnOnce(&mut Document)) {
        if let Some(doc) = &mut self.doc {
            change(doc);
        }
    }

    /// Does a command of the table.
    pub(super) fn execute(&mut self, command: UiCommand) {
        use UiCommand as C;
        if !command.enabled(self.doc.as_ref()) {
            return;
        }
        self.show_panes_for(command);
        match command {
            C::New => {
                let plan = self.new_plan("city");
                self.leave_document(AfterLeaving::Show(Arc::new(plan)));
            }
            C::Open => self.ask_path(Purpose::Open),
            C::OpenPath => self.dialogs.push(Dialog::path(Purpose::Open, None)),
            C::Import => self.ask_path(Purpose::Import),
            C::Save => self.save(),
            C::SaveAs => self.ask_path(Purpose::Save),
            C::SaveVersion => self.ask_version_name(),
            C::Versions => self.open_versions(),
            C::Discarded => self.jobs.find_discarded(),
            C::ExportPdf => self.ask_path(Purpose::Export(Output::PDF)),
            C::Export => self.ask_export(),
            C::Print => self.open_print_dialog(),
            C::PrintPreview => self.toggle_print_preview(),
            C::CloseDocument => self.leave_document(AfterLeaving::Start),
            C::Quit => self.leave_document(AfterLeaving::Quit),
            C::Undo => {
                self.toasts.forget_actions();
                self.with_doc(|doc| _ = doc.undo());
            }
            C::Redo => self.with_doc(|doc| _ = doc.redo()),
            C::InsertTable => self.insert_table(),
            C::InsertChart => self.insert_chart(),
            C::InsertImage => {
                // A picture stands beside the plan: it needs a place first.
                if self.doc.as_ref().is_some_and(|doc| doc.path.is_some()) {
                    self.ask_path(Purpose::Picture);
                } else {
                    self.toasts.show(text(self.lang, "window.image.save_first").to_owned(), Vec::new());
                    self.save();
                }
            }
            C::AddSibling | C::AddChild => self.add_node(command == C::AddChild),
            C::Duplicate => {
                if let Some(copies) = self.doc.as_ref().and_then(Document::duplicate_selection) {
                    self.edit(copies);
                }
            }
            C::Delete => self.edit_selected(|nodes| Command::Remove { nodes }),
            C::Indent => self.edit_selected(|nodes| Command::Indent { nodes }),
            C::Outdent => self.outdent(),
            C::MoveUp => self.edit_selected(|nodes| Command::MoveUp { nodes }),
            C::MoveDown => self.edit_selected(|nodes| Command::MoveDown { nodes }),
            C::Rename => {
                if let Some(node) = self.doc.as_ref().and_then(Document::primary) {
                    self.type_title(node);
                } else {
                    self.settings.editor_open = true;
                    self.editor.focus_title();
                }
            }
            C::EditPlan => {
                self.settings.editor_open = true;
                self.with_doc(|doc| doc.select(None));
            }
            C::PastePlain => {
                self.paste_plain = true;
                self.ctx.send_viewport_cmd(ViewportCommand::RequestPaste);
            }
            C::InsertRowAbove
            | C::InsertRowBelow
            | C::InsertColumnLeft
            | C::InsertColumnRight
            | C::RemoveRows
            | C::RemoveColumns
            | C::MergeCells
            | C::DivideCells => self.edit_cells(command),
            C::InsertReference => self.pick_text(Pick::Reference),
            C::GoToReference => self.go_to_reference(),
            C::InsertSnippet => self.pick_text(Pick::Snippet),
            C::NewFrom => self.ask_new(),
            C::Organization => self.edit_organization(),
            C::KeepSnippet => self.keep_selected_text(),
            C::SaveTemplate => self.ask_keep(Kept::Template(Keep::USUAL)),
            C::ExpandSnippet => self.expand_abbreviation(),
            C::Find => self.open_find(false),
            C::Replace => self.open_find(true),
            C::FindNext => self.find_step(false),
            C::FindPrevious => self.find_step(true),
            C::History => self.show_left(LeftTab::History),
            C::Palette => self.palette.open(),
            C::ToggleOutline if self.settings.outline_open && self.left.tab != LeftTab::Contents => self.show_left(LeftTab::Contents),
            C::ToggleOutline => self.settings.outline_open = !self.settings.outline_open,
            C::ToggleEditor => {
                self.settings.editor_open = !self.settings.editor_open;
                // One of the two is always there.
                self.settings.preview_open |= !self.settings.editor_open;
            }
            C::TogglePreview => {
                self.settings.preview_open = !self.settings.preview_open;
                self.settings.editor_open |= !self.settings.preview_open;
            }
            C::ToggleWriting => self.toggle_writing(),
            C::ToggleYear => self.toggle_year(),
            C::MoveBlockUp | C::MoveBlockDown => self.move_block(command == C::MoveBlockDown),
            C::DuplicateBlock => self.duplicate_block(),
            C::BlockMenu => self.editor.body.open_menu(),
            C::NextPane if self.tour.take_keyboard(&self.ctx) => {}
            C::NextPane => self.next_pane(),
            C::ExpandAll => self.with_doc(|doc| doc.set_all_collapsed(false)),
            C::CollapseAll => self.with_doc(|doc| doc.set_all_collapsed(true)),
            C::ExpandBelow | C::CollapseBelow => self.with_doc(|doc| {
                for node in doc.selected() {
                    doc.set_collapsed_below(node, command == C::CollapseBelow);
                }
            }),
            C::ShowLevel1
            | C::ShowLevel2
            | C::ShowLevel3
            | C::ShowLevel4
            | C::ShowLevel5
            | C::ShowLevel6
            | C::ShowLevel7
            | C::ShowLevel8
            | C::ShowLevel9 => {
                let levels = C::LEVELS.iter().position(|level| *level == command).map_or(1, |at| at as u8 + 1);
                self.with_doc(|doc| doc.show_levels(levels));
            }
            C::ShowPart => self.with_doc(|doc| {
                if let Some(node) = doc.primary() {
                    doc.hoist(node);
                }
            }),
            C::LeavePart => self.with_doc(Document::leave_part),
            C::CutNodes => self.arrange(outline::Arrange::Cut),
            C::CopyNodes => self.arrange(outline::Arrange::Copy),
            C::CopyAsTable => self.copy_as_table(),
            C::PasteNodes => self.paste_into_outline(),
            C::ZoomIn => self.preview.zoom_by(1.2),
            C::ZoomOut => self.preview.zoom_by(1.0 / 1.2),
            C::ZoomActual => self.preview.zoom = Zoom::Scale(1.0),
            C::ZoomFit => self.preview.zoom = Zoom::Fit,
            C::NextPage => self.preview.turn(1),
            C::PreviousPage => self.preview.turn(-1),
            C::ThemeLight => self.set_theme(ThemeChoice::Light),
            C::ThemeDark => self.set_theme(ThemeChoice::Dark),
            C::ThemeSystem => self.set_theme(ThemeChoice::System),
            C::Japanese => self.set_lang(Lang::Ja),
            C::English => self.set_lang(Lang::En),
            C::Findings => self.show_findings = true,
            C::FixFinding => self.fix_at_hand(),
            C::PickSchedule => self.pick_schedule(),
            C::ToggleCompare
            | C::NextChange
            | C::PreviousChange
            | C::ShowInWriting
            | C::TakeOverText
            | C::TakeOverNode
            | C::PairSame
            | C::PairPart
            | C::PairDifferent
            | C::ForgetPair
            | C::CarryReasons
            | C::UseAsBase
            | C::EditReason
            | C::ExportTable
            | C::ChooseBase
            | C::ChangedOnly
            | C::MergeDrafts => self.compare_command(command),
            C::NewWindow
            | C::OpenInNewWindow
            | C::InterfaceLarger
            | C::InterfaceSmaller
            | C::InterfaceUsual
            | C::Menus
            | C::Help
            | C::Shortcuts
            | C::Tour => self.comfort(command),
            C::About => {
                let body = Message::new("window.about.body").with("version", env!("CARGO_PKG_VERSION")).text(self.lang);
                self.dialogs.push(Dialog::message(text(self.lang, "window.command.about"), body));
            }
        }
    }

    fn set_theme(&mut self, theme: ThemeChoice) {
        self.settings.theme = theme;
        self.apply_theme();
    }

    fn set_lang(&mut self, lang: Lang) {
        self.lang = lang;
        self.settings.lang = Some(lang);
    }

    /// Moves the keyboard between outline and editor.
    fn next_pane(&mut self) {
        match self.mode {
            Mode::Year => return self.year.focus(),
            Mode::Compare => return self.compare.focus(),
            Mode::Write => {}
        }
        if self.in_left() && self.settings.editor_open {
            self.editor.focus_title();
        } else if self.settings.outline_open {
            self.focus_left();
        }
    }

    /// An error in a dialog: what happened, what is safe, what to do.
    pub(super) fn tell(&mut self, title: &'static str, message: &Message) {
        self.dialogs.push(Dialog::message(text(self.lang, title), message.text(self.lang)));
    }

    pub(super) fn tell_of_file(&mut self, title: &'static str, path: &std::path::Path, message: &Message) {
        let body = format!("{}\n\n{}", path.display(), message.text(self.lang));
        self.dialogs.push(Dialog::message(text(self.lang, title), body));
    }
}
