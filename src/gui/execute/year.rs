//! What the year view and findings with a fix ask for.

use nendo::calendar::Wording;
use nendo::edit::{Command, Hit, NodeField, TextField, TextPlace, replace};
use nendo::locale::{Message, text};
use nendo::plan::{Block, Finding, Node, NodeId};

use crate::gui::app::App;
use crate::gui::commands::UiCommand;
use crate::gui::mode::Mode;
use crate::gui::settings::Middle;
use crate::gui::views::status_bar;
use crate::gui::views::year::rewrite::{Refusal, rewrite};
use crate::gui::views::year::{Reschedule, words};
use crate::gui::widgets::toast::ToastAction;
use crate::gui::workspace::Document;

impl App {
    /// Shows the year, or writing again.
    pub(super) fn toggle_year(&mut self) {
        self.mode = if self.mode == Mode::Year { Mode::Write } else { Mode::Year };
        match self.mode {
            Mode::Year => self.year.focus(),
            Mode::Write | Mode::Compare => self.outline.focus(),
        }
    }

    /// Commands that work in panes bring them back.
    pub(super) fn show_panes_for(&mut self, command: UiCommand) {
        use UiCommand as C;
        let in_panes = matches!(
            command,
            C::Find
                | C::Replace
                | C::FindNext
                | C::FindPrevious
                | C::History
                | C::AddSibling
                | C::AddChild
                | C::InsertTable
                | C::InsertImage
                | C::InsertChart
                | C::Rename
                | C::EditPlan
                | C::Duplicate
                | C::Indent
                | C::Outdent
                | C::MoveUp
                | C::MoveDown
                | C::ToggleOutline
                | C::ToggleEditor
                | C::TogglePreview
                | C::ToggleWriting
                | C::ShowPart
                | C::PasteNodes
        );
        if in_panes {
            self.mode = Mode::Write;
        }
    }

    /// Shows an item where it is written.
    pub(super) fn show_item(&mut self, node: NodeId) {
        self.mode = Mode::Write;
        self.with_doc(|doc| doc.select(Some(node)));
        self.outline.focus();
    }

    /// Writes another time into a schedule phrase, or says why it cannot be.
    pub(super) fn reschedule(&mut self, wanted: Reschedule) {
        match self.rescheduled(wanted) {
            Ok((command, title, to)) => {
                self.with_doc(Document::close_step);
                if self.edit(command) {
                    self.with_doc(Document::close_step);
                    let message = Message::new("window.year.moved").with("title", title).with("when", to);
                    self.toasts.show(message.text(self.lang), vec![ToastAction::Undo]);
                }
            }
            Err(refusal) => self.toasts.show(text(self.lang, refusal.key()).to_owned(), Vec::new()),
        }
    }

    /// Opens the picker of the selected item's schedule.
    pub(super) fn pick_schedule(&mut self) {
        (self.mode, self.settings.editor_open, self.settings.middle) = (Mode::Write, true, Middle::Form);
        self.editor.schedule.open();
    }

    /// Puts the finding right that has the keyboard in the list, else the first of the selected item.
    pub(super) fn fix_at_hand(&mut self) {
        let Some(doc) = &self.doc else { return };
        let listed = status_bar::finding_at_hand(&self.ctx);
        let own = || doc.findings().find(|finding| finding.place.node == doc.primary() && finding.proposal.is_some()).cloned();
        let Some(finding) = listed.or_else(own) else {
            return self.toasts.show(text(self.lang, "window.findings.nothing_to_fix").to_owned(), Vec::new());
        };
        self.fix(&finding);
    }

    /// Puts a finding right as it proposes, as a step of its own.
    pub(super) fn fix(&mut self, finding: &Finding) -> bool {
        let Some(command) = self.doc.as_ref().and_then(|doc| fixed(doc, finding)) else {
            self.toasts.show(text(self.lang, "window.findings.changed_since").to_owned(), Vec::new());
            return false;
        };
        self.with_doc(Document::close_step);
        let done = self.edit(command);
        if done {
            self.with_doc(Document::close_step);
            let proposal = finding.proposal.as_deref().unwrap_or_default();
            let message = Message::new("window.findings.fixed").with("excerpt", &finding.excerpt).with("proposal", proposal);
            self.toasts.show(message.text(self.lang), vec![ToastAction::Undo]);
        }
        done
    }

    fn rescheduled(&self, wanted: Reschedule) -> Result<(Command, String, String), Refusal> {
        let doc = self.doc.as_ref().ok_or(Refusal::NoWay)?;
        let line = wanted.line.ok_or(Refusal::Elsewhere)?;
        let to = wanted.to.ok_or(Refusal::OutsideYear)?;
        let year = doc.plan().fiscal_year.ok_or(Refusal::OutsideYear)?;
        let node = &doc.outline().row(wanted.node).ok_or(Refusal::NoWay)?.node;
        let mut schedule = node.schedule.clone();
        let house = Wording::of(doc.outline().rows().iter().flat_map(|row| &row.node.schedule).map(String::as_str));
        let phrase = schedule.get_mut(line).ok_or(Refusal::NoWay)?;
        *phrase = rewrite(phrase, (year, &self.organization.holidays), wanted.from, to, house)?;
        Ok((Document::set(wanted.node, NodeField::Schedule(schedule)), node.title.clone(), words::due(self.lang, to)))
    }
}

/// What puts a finding right: its excerpt exchanged where it stands. None if it stands there no more.
fn fixed(doc: &Document, finding: &Finding) -> Option<Command> {
    let node = &doc.outline().row(finding.place.node?)?.node;
    let proposal = finding.proposal.clone()?;
    let (field, start) = texts(node).find_map(|(field, text)| Some((field, text.find(&finding.excerpt)?)))?;
    let place = TextPlace { node: Some(node.id), field };
    let range = start..start + finding.excerpt.len();
    replace(doc.plan(), doc.outline(), &[Hit { place, range, shown_only: false, replacement: proposal }])
}

/// The texts of a node that findings speak of, schedules first.
fn texts(node: &Node) -> impl Iterator<Item = (TextField, &str)> {
    let schedule = node.schedule.iter().enumerate().map(|(at, text)| (TextField::Schedule(at), text.as_str()));
    let body = node.body.iter().enumerate();
    let body =
        body.flat_map(|(block, of)| Block::texts(of).into_iter().enumerate().map(move |(at, text)| (TextField::Body(block, at), text)));
    schedule.chain([(TextField::Title, node.title.as_str())]).chain(body)
}
