//! What is put in where one types: references and stock phrases.

use eframe::egui::Id;
use nendo::locale::text;

use crate::gui::app::App;
use crate::gui::settings::Middle;
use crate::gui::views::body::BodyOwner;
use crate::gui::views::picker::Pick;
use crate::gui::views::writing::{Field, Land};

impl App {
    /// The field of running text one is typing in, with its text and the selected range in characters. While a
    /// menu or a list has the keyboard it is the field the keyboard goes back to.
    fn typed_field(&self) -> Option<(Id, &str, std::ops::Range<usize>)> {
        self.drafts.prose().filter(|(field, ..)| self.keyboard == Some(*field))
    }

    /// The text selected where one is typing, if any.
    pub(super) fn selected_text(&self) -> Option<String> {
        let (_, typed, range) = self.typed_field()?;
        let text: String = typed.chars().skip(range.start).take(range.len()).collect();
        Some(self.drafts.references.written(&text).into_owned()).filter(|text| !text.trim().is_empty())
    }

    /// Opens the list of what can be put in at the caret.
    pub(super) fn pick_text(&mut self, pick: Pick) {
        match self.typed_field() {
            Some((field, ..)) => self.picker.open(pick, field),
            None => self.say_where_to_type(),
        }
    }

    /// Puts the phrase in whose abbreviation stands before the caret.
    pub(super) fn expand_abbreviation(&mut self) {
        let Some((field, typed, range)) = self.typed_field() else { return self.say_where_to_type() };
        let before: String = typed.chars().take(range.start).collect();
        match self.organization.profile.abbreviated(&before) {
            Some((snippet, length)) if range.is_empty() => {
                let phrase = snippet.text.clone();
                self.drafts.insert(field, phrase, length);
            }
            _ => self.toasts.show(text(self.lang, "window.snippet.no_abbreviation").to_owned(), Vec::new()),
        }
    }

    /// Goes to the item that the reference at the caret means, or the first one selected.
    pub(super) fn go_to_reference(&mut self) {
        let node = self.typed_field().and_then(|(_, typed, range)| {
            // Beside the caret: the one behind it comes first.
            let beside = range.start.saturating_sub(usize::from(range.is_empty()))..range.end + usize::from(range.is_empty());
            let marks: Vec<(usize, char)> = typed.chars().enumerate().filter(|(at, _)| beside.contains(at)).collect();
            let behind = marks.iter().filter(|(at, _)| *at >= range.start).chain(marks.iter().filter(|(at, _)| *at < range.start));
            behind.filter_map(|(_, mark)| self.drafts.references.node(*mark)).next()
        });
        let there = node.filter(|node| self.doc.as_ref().is_some_and(|doc| doc.outline().row(*node).is_some()));
        let Some(node) = there else {
            self.toasts.show(text(self.lang, "window.reference.none_here").to_owned(), Vec::new());
            return;
        };
        if let Some(doc) = &mut self.doc {
            doc.select(Some(node));
        }
        match self.settings.middle {
            Middle::Document => self.writing.go(Field::title(BodyOwner::Node(node)), Land::Start),
            Middle::Form => self.editor.focus_title(),
        }
    }

    fn say_where_to_type(&mut self) {
        self.toasts.show(text(self.lang, "window.pick.no_field").to_owned(), Vec::new());
    }
}
