//! What finding, replacing and going back in the history do.

use eframe::egui::text_edit::TextEditState;
use nendo::edit::{Hit, TextField, replace, text_at};
use nendo::locale::{Message, text};
use nendo::plan::Block;

use crate::gui::app::App;
use crate::gui::settings::Middle;
use crate::gui::views::find::{node_of, shown_at, shown_only};
use crate::gui::views::left_pane::LeftTab;
use crate::gui::views::outline;
use crate::gui::widgets::toast::ToastAction;

/// A longer selection is a passage to work in, not words to look for.
const LONGEST: usize = 80;

impl App {
    /// Whether the outline is in view.
    pub(in crate::gui) fn outline_shown(&self) -> bool {
        self.settings.outline_open && self.left.tab == LeftTab::Contents
    }

    /// Brings a tab of the left pane into view.
    pub(super) fn show_left(&mut self, tab: LeftTab) {
        self.settings.outline_open = true;
        self.left.tab = tab;
    }

    /// Opens the search for the selected words.
    pub(super) fn open_find(&mut self, replacing: bool) {
        let words = self.selected_words();
        self.show_left(LeftTab::Search);
        self.left.find.open(words, replacing);
    }

    /// The words selected in the field that has the keyboard.
    fn selected_words(&self) -> Option<String> {
        let field = self.ctx.memory(eframe::egui::Memory::focused)?;
        let draft = self.drafts.text_of(field)?;
        let range = TextEditState::load(&self.ctx, field)?.cursor.char_range()?;
        let (a, b) = (range.primary.index.0, range.secondary.index.0);
        let words: String = draft.chars().skip(a.min(b)).take(a.abs_diff(b)).collect();
        let usable = !words.is_empty() && words.chars().count() <= LONGEST && !words.contains('\n');
        (usable && !crate::gui::widgets::references::has_marks(&words)).then_some(words)
    }

    /// Goes to the next hit or the one before.
    pub(super) fn find_step(&mut self, back: bool) {
        let Some(doc) = &self.doc else { return };
        match self.left.find.step(doc, back) {
            Some(hit) => self.go_to_text(&hit),
            None => self.open_find(false),
        }
    }

    /// Shows a hit in its field, selected.
    pub(in crate::gui) fn go_to_text(&mut self, hit: &Hit) {
        self.settings.editor_open = true;
        // The form shows every text of an item; the document only what is printed.
        if !self.stands_in_document(hit) {
            self.settings.middle = Middle::Form;
        }
        self.with_doc(|doc| doc.select(node_of(hit)));
        self.reveal_text(hit.place);
        let Some(doc) = &self.doc else { return };
        let node = hit.place.node.and_then(|id| doc.outline().row(id)).map(|row| row.node.clone());
        let text = text_at(doc.plan(), node.as_deref(), hit.place).map(std::borrow::Cow::into_owned);
        if let (Some(shown), Some(text)) = (shown_at(doc, hit.place), text) {
            if let Some((at, cell)) = shown.cell {
                self.editor.focus_cell(at, cell);
            }
            if shown.chip {
                self.ctx.memory_mut(|memory| memory.request_focus(shown.field));
                return;
            }
            self.drafts.point(shown.field, text, hit.range.clone());
        }
    }

    /// Whether a hit can be shown in the document: a title or what is printed of a body, in the part in view.
    fn stands_in_document(&self, hit: &Hit) -> bool {
        let Some(doc) = self.doc.as_ref() else { return false };
        let shown = match hit.place.node {
            Some(node) => doc.is_in_part(node),
            None => doc.hoisted().is_none(),
        };
        let alternative = |block: usize, text: usize| {
            let body = match hit.place.node {
                Some(node) => doc.outline().row(node).map(|row| row.node.body.as_slice()),
                None => Some(doc.plan().preface.as_slice()),
            };
            text == 0 && matches!(body.and_then(|body| body.get(block)), Some(Block::Image { .. }))
        };
        shown
            && match hit.place.field {
                TextField::Title => true,
                TextField::Body(block, text) => !alternative(block, text),
                _ => false,
            }
    }

    /// Replaces all hits that are not left out, as one step.
    pub(super) fn replace_all(&mut self) {
        let Some(doc) = &self.doc else { return };
        let hits = self.left.find.take_for_replacing(doc, false);
        let count = hits.len();
        let Some(command) = replace(doc.plan(), doc.outline(), &hits) else { return };
        if self.edit(command) {
            let message = Message::new("window.find.replaced").with("n", count);
            self.toasts.show(message.text(self.lang), vec![ToastAction::Undo]);
        }
    }

    /// Replaces the hit one stands at and goes to the next.
    pub(super) fn replace_one(&mut self) {
        let Some(doc) = &self.doc else { return };
        let hits = self.left.find.take_for_replacing(doc, true);
        if let Some(hit) = hits.iter().find(|hit| hit.shown_only) {
            self.toasts.show(text(self.lang, shown_only(hit)).to_owned(), Vec::new());
            return;
        }
        if let Some(command) = replace(doc.plan(), doc.outline(), &hits)
            && self.edit(command)
            && let Some(doc) = &self.doc
        {
            self.left.find.stay_after_replacing(doc, &hits[0]);
        }
    }

    /// Goes to a step of the history.
    pub(super) fn go_to_step(&mut self, done: usize) {
        self.toasts.forget_actions();
        self.with_doc(|doc| _ = doc.go_to_step(done));
    }

    /// Gives the keyboard to the left pane.
    pub(super) fn focus_left(&mut self) {
        match self.left.tab {
            LeftTab::Search => self.left.find.open(None, false),
            LeftTab::Contents | LeftTab::History => {
                self.left.tab = LeftTab::Contents;
                self.outline.focus();
            }
        }
    }

    /// Whether the left pane has the keyboard.
    pub(super) fn in_left(&self) -> bool {
        let ids = [outline::list_id(), crate::gui::views::find::query_id()];
        self.ctx.memory(|memory| ids.iter().any(|id| memory.has_focus(*id)))
    }
}
