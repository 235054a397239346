//! Text fields bound to a field of the plan through a draft.
//!
//! egui writes the input method's preedit into the bound text and calls it a change at every step.
//! So a field edits a draft; the plan gets it when nothing is being composed. The draft also keeps what
//! the plan's value cannot hold yet, such as the comma one has just typed into a list.
//!
//! Drafts hold references as marks (see [`references`](super::references)): places in a field count a
//! reference as one character.

mod carets;

use std::collections::HashMap;
use std::ops::Range;

use eframe::egui::{
    self, FontId, Id, Response, TextEdit, Ui,
    text::{CCursor, CCursorRange},
    text_edit::TextEditState,
};
use nendo::edit::Command;
use nendo::plan::NodeId;

pub use self::carets::*;
use super::reference_menu;
use super::references::{self, References, Setting};
use crate::gui::views::{Action, Cx};
use crate::gui::{ime, theme};

/// The drafts of all fields that have one: the focused field's, as a rule.
#[derive(Default)]
pub struct Drafts {
    drafts: HashMap<Id, Draft>,
    frame: u64,
    /// The references of all fields.
    pub references: References,
    /// References last copied: the words other programs get, and the plan's text for our own fields.
    copied: Option<(String, String)>,
    /// The field of running text that had the keyboard last: titles, paragraphs, cells.
    prose: Option<Prose>,
    /// The field that has the keyboard, and its caret: it is followed when it moves.
    caret_at: Option<(Id, CCursor)>,
    /// The field whose keys egui knows to be the field's.
    holds: Option<Id>,
    /// What is to be put into a field where its caret is.
    insertion: Option<Insertion>,
    /// What is to be selected in a field as soon as it is shown.
    pointing: Option<Pointing>,
}

/// A stretch of a field's text to be selected.
struct Pointing {
    field: Id,
    asked_in: u64,
    /// The text the stretch is in: the whole of the field's, or one entry of a list.
    text: String,
    /// Bytes of that text, in the plan's own writing.
    range: Range<usize>,
}

/// What was typed into a field and the plan cannot take: it stays in the field, wherever one goes, until it is mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The field.
    pub field: Id,
    /// What the field is called.
    pub name: String,
    /// Whose field it is; none: the plan's own.
    pub node: Option<NodeId>,
    /// What was typed.
    pub text: String,
}

/// A field of running text, as it was when it last had the keyboard.
struct Prose {
    field: Id,
    text: String,
    /// What was selected: egui lets go of it together with the keyboard.
    range: CCursorRange,
    /// Something else has the keyboard now.
    left: bool,
    shown_in: u64,
}

/// A text for a field, in the plan's own writing.
struct Insertion {
    field: Id,
    asked_in: u64,
    text: String,
    /// How many characters before the caret it takes the place of.
    replaces: usize,
}

struct Draft {
    /// With marks for references, unlike the values below.
    text: String,
    /// The plan's value as this field last saw or made it.
    seen: String,
    /// The plan's value when typing began: it comes back when what is typed turns out wrong.
    original: String,
    /// What to do if the field goes away while something is being composed.
    pending: Option<Command>,
    /// Set where the plan cannot take the text.
    refused: Option<Refused>,
    shown_in: u64,
}

impl Drafts {
    /// Call before the views.
    pub fn begin_frame(&mut self) {
        self.frame += 1;
        let frame = self.frame;
        // A field that is gone takes nothing.
        self.insertion.take_if(|insertion| insertion.asked_in + 2 < frame);
        self.pointing.take_if(|pointing| pointing.asked_in + 3 < frame);
    }

    /// Call after the views: what was being composed in fields that are no longer shown.
    pub fn take_orphans(&mut self) -> Vec<Command> {
        let frame = self.frame;
        let gone = self.drafts.iter().filter(|(_, draft)| draft.shown_in != frame && draft.refused.is_none());
        let gone: Vec<Id> = gone.map(|(id, _)| *id).collect();
        gone.into_iter().filter_map(|id| self.drafts.remove(&id)?.pending).collect()
    }

    /// The changes that what is being composed would be, as far as the plan has yet to get it.
    pub fn composing(&self) -> Vec<Command> {
        self.drafts.values().filter_map(|draft| draft.pending.clone()).collect()
    }

    /// What stands in fields and is not in the plan, since it cannot be.
    pub fn refused(&self) -> impl Iterator<Item = &Refused> {
        self.drafts.values().filter_map(|draft| draft.refused.as_ref())
    }

    /// What stands in a field, with marks for references: its draft, or the plan's value.
    pub fn current(&self, id: Id, value: &str) -> String {
        match self.drafts.get(&id).filter(|draft| draft.seen == value) {
            Some(draft) => draft.text.clone(),
            None => self.references.shown(value).into_owned(),
        }
    }

    /// Puts another text into a field with the plan's `value`, as if it had been typed.
    pub fn type_over(&mut self, id: Id, value: &str, text: &str) {
        let text = self.references.shown(text).into_owned();
        let original = self.drafts.remove(&id).map_or_else(|| value.to_owned(), |draft| draft.original);
        let shown_in = self.frame;
        self.drafts.insert(id, Draft { text, seen: value.to_owned(), original, pending: None, refused: None, shown_in });
    }

    /// Forgets the draft of a field whose text the caller puts into the plan itself.
    pub fn forget(&mut self, id: Id) {
        self.drafts.remove(&id);
    }

    /// The field of running text that had the keyboard last, if it is still shown, with its text and the
    /// characters selected in it.
    pub fn prose(&self) -> Option<(Id, &str, Range<usize>)> {
        let prose = self.prose.as_ref().filter(|prose| prose.shown_in + 1 >= self.frame)?;
        Some((prose.field, &prose.text, chars_of(prose.range)))
    }

    /// What was selected in a field before a menu or a list took the keyboard, if nothing was done in it since.
    fn selection_before(&self, ctx: &egui::Context, field: Id, text: &str) -> Option<CCursorRange> {
        let prose = self.prose.as_ref().filter(|prose| prose.left && prose.field == field && prose.text == text)?;
        let now = TextEditState::load(ctx, field)?.cursor.char_range()?;
        (now.is_empty() && now.primary == prose.range.primary && !prose.range.is_empty()).then_some(prose.range)
    }

    /// Puts `text` into a field where its caret is, in the place of the selection or of some characters
    /// before it, and gives the field the keyboard.
    pub fn insert(&mut self, field: Id, text: String, replaces: usize) {
        self.insertion = Some(Insertion { field, asked_in: self.frame, text, replaces });
    }

    /// Gives `field` the keyboard when it is shown next, with a stretch of a text of the plan selected: `range`
    /// is bytes of `text`, which is the field's whole text or an entry of its list.
    pub fn point(&mut self, field: Id, text: String, range: Range<usize>) {
        self.pointing = Some(Pointing { field, asked_in: self.frame, text, range });
    }

    /// Whether a field is to get the keyboard together with a text or a selection.
    pub fn moves_keyboard(&self) -> bool {
        self.insertion.is_some() || self.pointing.is_some()
    }

    /// The text as it stands in a field that is being typed in.
    pub fn text_of(&self, field: Id) -> Option<&str> {
        self.drafts.get(&field).map(|draft| draft.text.as_str())
    }

    /// The characters of a field's text, marks counted as such, that are to be selected in it now.
    fn take_pointing(&mut self, field: Id, value: &str) -> Option<Range<usize>> {
        let pointing = self.pointing.take_if(|pointing| pointing.field == field)?;
        let base = value.find(&pointing.text)?;
        let count = |to: usize| Some(self.references.shown(value.get(..base + to)?).chars().count());
        Some(count(pointing.range.start)?..count(pointing.range.end)?)
    }

    fn take_insertion(&mut self, id: Id) -> Option<Insertion> {
        self.insertion.take_if(|insertion| insertion.field == id)
    }

    /// Forgets all drafts, when another document is shown.
    pub fn clear(&mut self) {
        self.drafts.clear();
        self.prose = None;
        self.insertion = None;
        self.pointing = None;
    }
}

/// Says what is wrong with a draft, if anything.
pub type FaultOf = dyn Fn(&str) -> Option<&'static str>;

/// How a field looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// A form field with a border.
    Boxed,
    /// Running text without a border.
    Plain,
}

/// A text field of the plan.
pub struct DraftText<'a> {
    id: Id,
    value: &'a str,
    name: &'a str,
    hint: &'a str,
    multiline: bool,
    /// Whether Enter makes a line break.
    breaks: bool,
    look: Look,
    font: FontId,
    line_height: Option<f32>,
    width: f32,
    request_focus: bool,
    align: egui::Align,
    /// Whether Tab is the caller's: the caller takes the key before the field is shown.
    holds_tab: bool,
    /// What is wrong with a draft the plan cannot take; such a draft stays until it is mended.
    fault: Option<&'a FaultOf>,
    /// Whether the fault is shown only when the field was left: half a date is no mistake yet.
    patient: bool,
    node: Option<NodeId>,
}

/// What a field did.
pub struct Shown {
    /// The widget's response.
    pub response: Response,
    /// The text as it now stands in the field, with marks for references.
    pub text: String,
    /// Where the caret is, in characters, if the field has the focus and nothing is selected.
    pub caret: Option<usize>,
    /// What is wrong with the text.
    pub fault: Option<&'static str>,
}

impl<'a> DraftText<'a> {
    /// A one-line field for `value`; `name` is read to those who cannot see its label.
    pub fn new(id: Id, name: &'a str, value: &'a str) -> Self {
        Self {
            id,
            value,
            name,
            hint: "",
            multiline: false,
            breaks: true,
            look: Look::Boxed,
            font: FontId::new(theme::TEXT, egui::FontFamily::Proportional),
            line_height: None,
            width: f32::INFINITY,
            request_focus: false,
            align: egui::Align::Min,
            holds_tab: false,
            fault: None,
            patient: false,
            node: None,
        }
    }

    /// Shown while it is empty.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// Several lines.
    pub fn multiline(mut self) -> Self {
        self.multiline = true;
        self
    }

    /// One line of text that may take several on the screen.
    pub fn wrapping(mut self) -> Self {
        self.multiline = true;
        self.breaks = false;
        self
    }

    /// Without a border.
    pub fn plain(mut self) -> Self {
        self.look = Look::Plain;
        self
    }

    /// In another font.
    pub fn font(mut self, font: FontId) -> Self {
        self.font = font;
        self
    }

    /// With this distance from line to line.
    pub fn line_height(mut self, height: f32) -> Self {
        self.line_height = Some(height);
        self
    }

    /// This wide.
    pub fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// Takes the keyboard.
    pub fn focus(mut self, wanted: bool) -> Self {
        self.request_focus = wanted;
        self
    }

    /// Its lines are set left, in the middle or right.
    pub fn align(mut self, align: egui::Align) -> Self {
        self.align = align;
        self
    }

    /// Tab does not leave the field; the caller takes the key before.
    pub fn holds_tab(mut self) -> Self {
        self.holds_tab = true;
        self
    }

    /// Says what is wrong with a draft: it stays as typed, marked, and the plan keeps its value.
    pub fn fault(mut self, fault: &'a FaultOf) -> Self {
        self.fault = Some(fault);
        self
    }

    /// Tells of a fault only when the field was left.
    pub fn patient(mut self) -> Self {
        self.patient = true;
        self
    }

    /// The field is one of this node.
    pub fn of_node(mut self, node: NodeId) -> Self {
        self.node = Some(node);
        self
    }

    /// Shows the field. `normalise` makes of a draft what the plan would give back; `make` the command
    /// that puts a draft into the plan.
    pub fn show_ui(
        self,
        ui: &mut Ui,
        cx: &mut Cx<'_>,
        normalise: impl Fn(&str) -> String,
        make: impl Fn(&str) -> Option<Command>,
    ) -> Shown {
        let id = self.id;
        let had_focus = ui.memory(|memory| memory.has_focus(id));
        let composing = had_focus && ime::composing(ui.ctx());
        let frame = cx.drafts.frame;
        if had_focus {
            references::take_in(ui, &cx.drafts.references, cx.drafts.copied.as_ref());
            if cx.drafts.holds != Some(id) {
                keep_arrows(ui, self.multiline);
            }
            // Only then does egui take what the field says about its keys.
            if ui.memory(|memory| memory.had_focus_last_frame(id)) {
                cx.drafts.holds = Some(id);
            }
        } else {
            cx.drafts.holds.take_if(|field| *field == id);
        }
        let shown_value = cx.drafts.references.shown(self.value).into_owned();
        let mut text = match cx.drafts.drafts.get_mut(&id) {
            Some(draft) => {
                if draft.seen != self.value && !composing {
                    // The value changed elsewhere: undo, redo, another field.
                    place_caret(ui, id, changed_until(&draft.text, &shown_value));
                    draft.seen = self.value.to_owned();
                    shown_value
                } else {
                    std::mem::take(&mut draft.text)
                }
            }
            None => shown_value,
        };

        if let Some(range) = cx.drafts.selection_before(ui.ctx(), id, &text).filter(|_| had_focus) {
            let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
            state.cursor.set_char_range(Some(range));
            state.store(ui.ctx(), id);
        }
        let pointed = cx.drafts.take_pointing(id, self.value);
        if let Some(range) = &pointed {
            select(ui, id, range.clone());
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        let read_only = cx.doc.read_only.is_some();
        let insertion = cx.drafts.take_insertion(id).filter(|_| !composing && !read_only);
        let inserted = insertion.is_some();
        if let Some(Insertion { text: new, replaces, .. }) = insertion {
            let end = text.chars().count();
            let before = cx.drafts.selection_before(ui.ctx(), id, &text).map(chars_of);
            let range = before.or_else(|| selected(ui, id)).unwrap_or(end..end);
            let from = if range.is_empty() { range.start.saturating_sub(replaces) } else { range.start };
            let (before, after) = around(&text, &(from.min(end)..range.end.min(end)));
            let new = if self.multiline && self.breaks { new } else { one_line(&new) };
            let new = cx.drafts.references.shown(&new);
            place_caret(ui, id, before.chars().count() + new.chars().count());
            text = format!("{before}{new}{after}");
        }

        let t = theme::tokens(ui);
        let outline = cx.doc.outline().clone();
        let mut setting = Setting {
            font: self.font.clone(),
            line_height: self.line_height,
            color: t.text,
            width: self.width.min(ui.available_width()),
            align: self.align,
            wraps: self.multiline,
        };
        let marks = &cx.drafts.references;
        let set_width = std::cell::Cell::new(setting.width);
        let mut layouter = |ui: &Ui, buffer: &dyn egui::TextBuffer, width: f32| {
            set_width.set(width);
            references::layout(ui, marks, &outline, buffer.as_str(), &Setting { width, ..setting.clone() })
        };
        // What may only be read can still be selected and copied.
        let kept = if read_only { text.clone() } else { String::new() };
        let mut fixed = kept.as_str();
        let buffer: &mut dyn egui::TextBuffer = if read_only { &mut fixed } else { &mut text };
        let edit = if self.multiline { TextEdit::multiline(buffer).desired_rows(1) } else { TextEdit::singleline(buffer) };
        let mut edit = edit
            .id(id)
            .font(self.font.clone())
            .desired_width(self.width)
            .align(egui::Align2([self.align, egui::Align::Min]))
            .lock_focus(self.holds_tab)
            .hint_text(egui::RichText::new(self.hint).font(self.font.clone()).line_height(self.line_height));
        edit = edit.layouter(&mut layouter);
        if !self.breaks {
            edit = edit.return_key(None);
        }
        edit = match self.look {
            Look::Boxed => edit.margin(egui::Margin::symmetric(8, 6)),
            Look::Plain => edit.frame(egui::Frame::NONE).margin(egui::Margin::ZERO),
        };
        let mut output = edit.show(ui);
        setting.width = set_width.get();
        let mut response = output.response.response.clone().accessible_name(self.name);
        if references::has_marks(&text) {
            let selected = output.cursor_range.filter(|_| had_focus).map(|range| range.as_sorted_char_range());
            let selected = selected.map_or(0..0, |range| range.start.0..range.end.0);
            let set = (&*output.galley, output.galley_pos);
            let placed = references::paint(ui, marks, &outline, &text, &setting, set, &selected);
            response = reference_menu::placed_ui(ui, cx, response, &placed);
            let readable = cx.drafts.references.readable(&text, &outline);
            ui.ctx().accesskit_node_builder(id, |node| node.set_value(readable));
        }
        if let Some(copied) = references::give_out(ui, &cx.drafts.references, &outline) {
            cx.drafts.copied = Some(copied);
        }
        if self.request_focus || inserted {
            response.request_focus();
            // Drawn once more before the next key comes, or egui takes an arrow for a way out.
            ui.ctx().request_repaint();
        }
        if let Some(range) = &pointed {
            let place = output.galley.pos_from_cursor(CCursor::new(range.end));
            ui.scroll_to_rect(place.translate(output.galley_pos.to_vec2()).expand(theme::SPACE_24), None);
        }
        if response.has_focus() {
            let caret = output.state.cursor.char_range().unwrap_or_default();
            let moved = cx.drafts.caret_at.as_ref() != Some(&(id, caret.primary)) || response.changed();
            cx.drafts.caret_at = Some((id, caret.primary));
            let place = output.galley.pos_from_cursor(caret.primary).translate(output.galley_pos.to_vec2());
            // egui follows the caret only while the field can be seen at all.
            if moved && pointed.is_none() && !ui.clip_rect().contains_rect(place) {
                ui.scroll_to_rect(place.expand2(egui::vec2(0.0, theme::SPACE_24)), None);
            }
            let prose = self.look == Look::Plain;
            let range = output.cursor_range.unwrap_or_default();
            cx.drafts.prose = prose.then(|| Prose { field: id, text: text.clone(), range, left: false, shown_in: frame });
        } else if let Some(prose) = cx.drafts.prose.as_mut().filter(|prose| prose.field == id) {
            prose.shown_in = frame;
            prose.left = true;
        }
        let focused = response.has_focus();
        let written = cx.drafts.references.written(&text).into_owned();
        let fault = self.fault.filter(|_| !composing).and_then(|fault| fault(&written));
        let shown_fault = fault.filter(|_| !(self.patient && focused));
        let response = match shown_fault {
            Some(why) => {
                ui.painter().rect_stroke(
                    response.rect,
                    egui::CornerRadius::same(theme::CORNER),
                    egui::Stroke::new(1.5, t.removed),
                    egui::StrokeKind::Inside,
                );
                response.on_hover_text(why)
            }
            None => response,
        };
        // One history for everything: the field's own would restore other nodes' texts and preedits.
        output.state.clear_undoer();

        let value = normalise(&written);
        let draft = cx.drafts.drafts.get(&id);
        let seen = draft.map_or(self.value, |draft| &draft.seen);
        // A value that normalising would change is left alone until somebody types.
        let changed = written != *seen && value != *seen;
        let command = if changed && fault.is_none() { make(&written) } else { None };
        let original = draft.map_or_else(|| self.value.to_owned(), |draft| draft.original.clone());
        let seen = if fault.is_some() && seen != original {
            cx.out.extend(make(&original).map(Action::Edit));
            &original
        } else {
            seen
        };
        let refused = fault.map(|_| Refused { field: id, name: self.name.to_owned(), node: self.node, text: written.clone() });
        if focused {
            let composing = composing || ime::composing(ui.ctx());
            let seen = seen.to_owned();
            let (seen, pending) = match command {
                Some(command) if composing => (seen, Some(command)),
                Some(command) => {
                    cx.out.push(Action::Edit(command));
                    (value, None)
                }
                None => (seen, None),
            };
            cx.drafts.drafts.insert(id, Draft { text: text.clone(), seen, original, pending, refused, shown_in: frame });
        } else if fault.is_some() {
            let seen = seen.to_owned();
            cx.drafts.drafts.insert(id, Draft { text: text.clone(), seen, original, pending: None, refused, shown_in: frame });
        } else {
            // Leaving takes what stands in the field, a composition included.
            cx.drafts.drafts.remove(&id);
            if had_focus || inserted || response.changed() || response.lost_focus() {
                cx.out.extend(command.map(Action::Edit));
            }
        }
        let caret = output.cursor_range.filter(|range| focused && !composing && range.is_empty()).map(|range| range.primary.index.0);
        Shown { response, text, caret, fault: shown_fault }
    }
}
