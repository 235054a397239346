//! What commands, actions and finished jobs do: the one place.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use chrono::Local;
use eframe::egui::ViewportCommand;
use nendo::edit::{BlockPlace, Command, EditError};
use nendo::locale::{Lang, Message, text};
use nendo::plan::{Block, Cell, FiscalYear, Node, NodeId, Numbering, Plan, Role, Table};

use super::app::App;
use super::commands::{UiCommand, table_edit};
use super::dialogs::{AfterLeaving, Dialog};
use super::jobs::{Done, Purpose, SaveFailure};
use super::samples::SAMPLES;
use super::settings::ThemeChoice;
use super::views::body::BodyOwner;
use super::views::preview::Zoom;
use super::views::{Action, outline};
use super::widgets::toast::ToastAction;
use super::workspace::{CellChoice, Document};

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
            Action::OpenFile(path) => self.leave_document(AfterLeaving::Open(path)),
            Action::ForgetRecent(path) => self.jobs.forget_recent(path),
            Action::NewFromPreset(preset) => {
                let plan = self.new_plan(&preset);
                self.leave_document(AfterLeaving::Show(Arc::new(plan)));
            }
            Action::OpenSample(at) => self.open_sample(at),
            Action::ClearImportFindings => self.with_doc(|doc| doc.import_findings.clear()),
            Action::FocusOutline => {
                if self.settings.outline_open {
                    self.outline.focus();
                }
            }
            Action::ChooseCells(cells) => self.with_doc(|doc| doc.choose_cells(cells)),
            Action::CopyTable(table) => self.clipboard.put_table(&self.ctx, &table),
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
        self.execute(UiCommand::Undo);
        if let ToastAction::PasteText(command) = action {
            self.edit(command);
        }
    }

    /// Does to the chosen cells what a command says, and gives the keyboard to the cell that comes next.
    fn edit_cells(&mut self, command: UiCommand) {
        let Some(doc) = &self.doc else { return };
        let (Some((choice, ..)), Some((edit, next))) = (doc.chosen_cells(), table_edit(command, doc)) else { return };
        self.edit(Command::Table { at: choice.at, edit });
        self.with_doc(|doc| doc.choose_cells(Some(CellChoice::one(choice.at, next))));
        self.editor.focus_cell(choice.at, next);
    }

    fn with_doc(&mut self, change: impl FnOnce(&mut Document)) {
        if let Some(doc) = &mut self.doc {
            change(doc);
        }
    }

    /// Changes the plan; a refusal is told, except that nothing would change. Says whether it was done.
    pub(super) fn edit(&mut self, command: Command) -> bool {
        let Some(doc) = &mut self.doc else { return false };
        let removed = match &command {
            Command::Remove { .. } => Some(doc.count_selected()),
            _ => None,
        };
        match doc.dispatch(command, Instant::now()) {
            Ok(()) => {
                match removed {
                    Some(count) => {
                        let message = Message::new("window.toast.removed").with("n", count);
                        self.toasts.show(message.text(self.lang), vec![ToastAction::Undo]);
                    }
                    None => self.toasts.forget_actions(),
                }
                true
            }
            Err(EditError::Nothing) => false,
            Err(error) => {
                self.toasts.show(error.message().text(self.lang), Vec::new());
                false
            }
        }
    }

    /// Does a command of the table.
    pub(super) fn execute(&mut self, command: UiCommand) {
        use UiCommand as C;
        if !command.enabled(self.doc.as_ref()) {
            return;
        }
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
            C::ExportPdf => self.ask_path(Purpose::Pdf),
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
            C::Outdent => self.edit_selected(|nodes| Command::Outdent { nodes }),
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
            C::Palette => self.palette.open(),
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
            C::NextPane => self.next_pane(),
            C::ExpandAll => self.with_doc(|doc| doc.set_all_collapsed(false)),
            C::CollapseAll => self.with_doc(|doc| doc.set_all_collapsed(true)),
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
            C::Shortcuts => self.shortcuts_open = true,
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

    fn edit_selected(&mut self, make: impl FnOnce(Vec<NodeId>) -> Command) {
        let Some(nodes) = self.doc.as_ref().map(Document::selected).filter(|nodes| !nodes.is_empty()) else { return };
        self.edit(make(nodes));
    }

    fn add_node(&mut self, child: bool) {
        let Some(doc) = &self.doc else { return };
        let position = if child { doc.child_position() } else { doc.sibling_position() };
        let (command, node) = doc.new_node(position);
        self.edit(command);
        self.type_title(node);
    }

    /// Lets the user type a node's title where it is in view.
    fn type_title(&mut self, node: NodeId) {
        if self.settings.outline_open {
            self.outline.rename(node);
        } else {
            self.settings.editor_open = true;
            self.editor.focus_title();
        }
    }

    /// Moves the keyboard between outline and editor.
    fn next_pane(&mut self) {
        let in_outline = self.ctx.memory(|memory| memory.has_focus(outline::list_id()));
        if in_outline && self.settings.editor_open {
            self.editor.focus_title();
        } else if self.settings.outline_open {
            self.outline.focus();
        }
    }

    /// A new plan for the coming fiscal year with the parts every plan has.
    fn new_plan(&self, preset: &str) -> Plan {
        let today = Local::now().date_naive();
        // From autumn on one writes next year's plan.
        let year = FiscalYear(FiscalYear::of_date(today + chrono::Months::new(6)).0);
        let title = Message::new("window.new.title").with("year", year).text(self.lang);
        let mut plan = Plan::new(title, Some(year));
        plan.numbering = Numbering::Preset(preset.to_owned());
        let part = |role, key: &'static str| Arc::new(Node::new(role, text(self.lang, key)));
        plan.nodes =
            vec![part(Role::Policy, "window.new.policy"), part(Role::Part, "window.new.goals"), part(Role::Part, "window.new.projects")];
        plan
    }

    fn open_sample(&mut self, at: usize) {
        let Some(sample) = SAMPLES.get(at) else { return };
        match nendo::storage::read_plan(sample.source.as_bytes()) {
            Ok(plan) => self.leave_document(AfterLeaving::Show(Arc::new(plan))),
            Err(error) => self.tell("window.error.open", &error.message()),
        }
    }

    /// Saves where the plan was saved before, or asks.
    pub(super) fn save(&mut self) {
        let Some(doc) = &self.doc else { return };
        match doc.path.clone() {
            Some(path) => {
                let (plan, stamp) = (doc.plan().clone(), doc.stamp);
                self.saving = true;
                self.jobs.save(path, plan, stamp, None);
            }
            None => self.ask_path(Purpose::Save),
        }
    }

    /// Goes on with a file that was chosen.
    pub(super) fn use_path(&mut self, purpose: Purpose, path: PathBuf) {
        match purpose {
            Purpose::Open | Purpose::Import => self.leave_document(AfterLeaving::Open(path)),
            Purpose::Save => {
                let path = with_extension(path, "ron");
                if let Some(doc) = &self.doc {
                    self.saving = true;
                    self.jobs.save(path, doc.plan().clone(), None, doc.folder());
                }
            }
            Purpose::Picture => self.bring_picture(path),
            Purpose::Pdf => {
                let path = with_extension(path, "pdf");
                if let Some(doc) = &self.doc {
                    self.jobs.export_pdf(path, doc.plan().clone(), doc.folder());
                    self.toasts.show(text(self.lang, "window.pdf.writing").to_owned(), Vec::new());
                }
            }
        }
    }

    /// Puts a picture at the end of the chosen body, once it stands beside the plan.
    pub(super) fn bring_picture(&mut self, path: PathBuf) {
        match self.doc.as_ref().and_then(|doc| doc.path.clone()) {
            Some(plan_file) => self.jobs.bring_picture(path, plan_file),
            None => self.toasts.show(text(self.lang, "window.image.save_first").to_owned(), Vec::new()),
        }
    }

    fn insert_image(&mut self, file: String) {
        self.append_block(Block::Image { file, alternative: String::new(), caption: String::new(), width: None });
    }

    /// A small table, in whose first cell one can type at once.
    fn insert_table(&mut self) {
        let row = || vec![Cell::new(""), Cell::new("")];
        let table = Table { header_rows: 1, rows: vec![row(), row()], ..Table::default() };
        if let Some(at) = self.append_block(Block::Table(table)) {
            self.editor.focus_cell(at, (0, 0));
        }
    }

    /// Puts a block at the end of the selected item's body, or of the plan's preface; says where it stands.
    fn append_block(&mut self, block: Block) -> Option<BlockPlace> {
        let doc = self.doc.as_ref()?;
        let (owner, body) = match doc.primary_row() {
            Some(row) => (BodyOwner::Node(row.node.id), &row.node.body),
            None => (BodyOwner::Plan, &doc.plan().preface),
        };
        let at = owner.place(body.len());
        let body = body.iter().cloned().chain([block]).collect();
        self.settings.editor_open = true;
        self.edit(owner.set(body));
        Some(at)
    }

    /// A chart of three boxes after the selected item: what it looks like is its own explanation.
    fn insert_chart(&mut self) {
        let Some(doc) = &self.doc else { return };
        let title = |key| text(self.lang, key);
        let leaf = |key| Arc::new(Node::new(Role::Item, title(key)));
        let below = ["window.chart.office", "window.chart.committee"].map(leaf).into();
        let root = Node { children: below, ..Node::new(Role::Item, title("window.chart.board")) };
        let chart = Node { children: vec![root.into()], ..Node::new(Role::Figure, title("window.chart.title")) };
        let id = chart.id;
        let at = doc.sibling_position();
        self.edit(Command::Insert { at, nodes: vec![chart.into()] });
        self.type_title(id);
    }

    /// An error in a dialog: what happened, what is safe, what to do.
    pub(super) fn tell(&mut self, title: &'static str, message: &Message) {
        self.dialogs.push(Dialog::message(text(self.lang, title), message.text(self.lang)));
    }

    /// Takes in what jobs have made.
    pub(super) fn collect_jobs(&mut self) {
        for done in self.jobs.take_done() {
            self.finish(done);
        }
        if let Some(laid) = self.jobs.take_laid()
            && let Some(doc) = &mut self.doc
        {
            let before = doc.laid.replace(Arc::new(laid));
            // Hundreds of pages take a while to give back.
            std::thread::spawn(move || drop(before));
        }
    }

    /// Takes in one finished job.
    pub(super) fn finish(&mut self, done: Done) {
        match done {
            Done::Opened { path, result: Ok(loaded) } => {
                self.show_document(Some(Document::new(loaded.plan, Some(path), Some(loaded.stamp))));
            }
            Done::Opened { path, result: Err(message) } => {
                self.tell_of_file("window.error.open", &path, &message);
            }
            Done::Imported { result: Ok(imported), .. } => {
                let findings = imported.findings.len();
                let mut doc = Document::new(Arc::new(imported.plan), None, None);
                doc.imported = true;
                doc.import_findings = imported.findings;
                let nodes = doc.outline().rows().len();
                self.show_document(Some(doc));
                let body = Message::new("window.import.summary").with("nodes", nodes).with("findings", findings).text(self.lang);
                self.dialogs.push(Dialog::Imported { body, findings });
            }
            Done::Imported { path, result: Err(message) } => {
                self.tell_of_file("window.error.import", &path, &message);
            }
            Done::Saved { path, plan, result: Ok(stamp) } => {
                self.saving = false;
                self.with_doc(|doc| doc.mark_saved(plan, path, stamp, Local::now().naive_local()));
                self.saved_before_leaving();
            }
            Done::Saved { path, result: Err(SaveFailure::ChangedOnDisk), .. } => {
                self.saving = false;
                self.dialogs.push(Dialog::Changed { path });
            }
            Done::Saved { path, result: Err(SaveFailure::Other(message)), .. } => {
                self.saving = false;
                self.forget_leaving();
                // After the message one can try another place.
                if self.doc.as_ref().is_some_and(|doc| doc.path.as_ref() != Some(&path)) {
                    self.dialogs.push(Dialog::path(Purpose::Save, Some(path.clone())));
                }
                self.tell_of_file("window.error.save", &path, &message);
            }
            Done::Exported { path, result: Ok(findings) } => {
                let written = Message::new("window.pdf.written").with("file", path.display()).text(self.lang);
                if findings.is_empty() {
                    self.toasts.show(written, Vec::new());
                } else {
                    // A paper that lacks something must not go out unnoticed.
                    let lines: Vec<String> = findings.iter().map(|finding| finding.text(self.lang)).collect();
                    let body = format!("{written}\n\n{}", lines.join("\n"));
                    self.dialogs.push(Dialog::message(text(self.lang, "window.pdf.lacks"), body));
                }
            }
            Done::Exported { path, result: Err(message) } => {
                self.dialogs.push(Dialog::path(Purpose::Pdf, Some(path.clone())));
                self.tell_of_file("window.error.pdf", &path, &message);
            }
            Done::Brought { result: Ok(file), .. } => self.insert_image(file),
            Done::Brought { path, result: Err(message) } => self.tell_of_file("window.error.picture", &path, &message),
            Done::Picked { purpose, path: Some(path) } => self.use_path(purpose, path),
            Done::Picked { path: None, .. } => self.forget_leaving(),
            Done::Recent(recent) => self.start.recent = Some(recent),
            Done::Listed { folder, entries } => self.listed(&folder, &entries),
            Done::Printers(printers) => self.show_printers(&printers),
            Done::Printed { to, result } => self.printed(&to, result),
            Done::Broken => {
                self.saving = false;
                self.dialogs.retain(|dialog| !matches!(dialog, Dialog::Printing { .. }));
                self.tell("window.error.title", &Message::new("window.error.broken"));
            }
        }
    }

    fn tell_of_file(&mut self, title: &'static str, path: &std::path::Path, message: &Message) {
        let body = format!("{}\n\n{}", path.display(), message.text(self.lang));
        self.dialogs.push(Dialog::message(text(self.lang, title), body));
    }
}

/// The path with an extension, unless it has that already.
pub(super) fn with_extension(path: PathBuf, extension: &str) -> PathBuf {
    if path.extension().is_some_and(|have| have.eq_ignore_ascii_case(extension)) {
        return path;
    }
    let mut name = path.into_os_string();
    name.push(".");
    name.push(extension);
    name.into()
}
