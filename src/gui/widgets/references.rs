//! References inside text fields: one character in the draft, readable words on the screen.
//!
//! The plan writes a reference as the token `[[id]]`. A field holds in its place a single character of a
//! private plane, its mark: the caret steps over it, Backspace deletes it whole, and nothing can be typed
//! into it. On the screen the mark is as wide as the words 「label title」, which are painted there.
//!
//! Lives here: from the plan's text to a field's and back, without loss; setting and painting marks. Does
//! not live here: editing (`draft_text`), what a reference says (`nendo::plan`).

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use eframe::egui::{
    self, Align, Color32, CornerRadius, FontFamily, FontId, Galley, Pos2, Rect, Stroke, StrokeKind, Ui,
    text::{LayoutJob, TextFormat},
    vec2,
};
use nendo::plan::{NodeId, Outline, TextPart, resolve_references, split_references};

use crate::gui::theme;
use crate::gui::views::outline::one_row;

/// Marks are taken from the last private plane, which text from elsewhere does not use. Where it does, its
/// characters get marks too, so that each mark means one thing.
const FIRST: u32 = 0x0010_0000;
const COUNT: usize = 0xFFFE;

/// As wide as its size: with a size of its own it makes room for the words of a reference.
const ROOM: char = '\u{3000}';
/// Between the words and the edges of their tint.
const PADDING: f32 = 3.0;

/// The marks handed out so far. A token keeps its mark, so text moves between fields as it is.
#[derive(Default)]
pub struct References {
    known: RefCell<Known>,
}

#[derive(Default)]
struct Known {
    tokens: Vec<String>,
    marks: HashMap<String, char>,
}

impl Known {
    fn mark(&mut self, token: &str) -> Option<char> {
        if let Some(mark) = self.marks.get(token) {
            return Some(*mark);
        }
        let next = self.tokens.len();
        let mark = char::from_u32(FIRST + u32::try_from(next).ok()?).filter(|_| next < COUNT)?;
        self.tokens.push(token.to_owned());
        self.marks.insert(token.to_owned(), mark);
        Some(mark)
    }
}

fn is_mark(c: char) -> bool {
    c as u32 >= FIRST
}

/// Whether a field's text holds a reference.
pub fn has_marks(shown: &str) -> bool {
    // Marks take four bytes that begin with this one.
    shown.as_bytes().contains(&0xF4)
}

impl References {
    /// The plan's text as a field holds it.
    pub fn shown<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if !text.contains("[[") && !has_marks(text) {
            return Cow::Borrowed(text);
        }
        let mut known = self.known.borrow_mut();
        let mut shown = String::with_capacity(text.len());
        for part in split_references(text) {
            match part {
                TextPart::Plain(plain) => {
                    for c in plain.chars() {
                        let mark = is_mark(c).then(|| known.mark(c.encode_utf8(&mut [0; 4]))).flatten();
                        shown.push(mark.unwrap_or(c));
                    }
                }
                TextPart::Reference(_, token) => match known.mark(token) {
                    Some(mark) => shown.push(mark),
                    None => shown.push_str(token),
                },
            }
        }
        Cow::Owned(shown)
    }

    /// A field's text as the plan writes it.
    pub fn written<'a>(&self, shown: &'a str) -> Cow<'a, str> {
        if !has_marks(shown) {
            return Cow::Borrowed(shown);
        }
        let known = self.known.borrow();
        let mut text = String::with_capacity(shown.len() + 32);
        for c in shown.chars() {
            match known.tokens.get((c as u32).wrapping_sub(FIRST) as usize) {
                Some(token) if is_mark(c) => text.push_str(token),
                _ => text.push(c),
            }
        }
        Cow::Owned(text)
    }

    /// A field's text in words, for other programs and for those who listen.
    pub fn readable(&self, shown: &str, outline: &Outline) -> String {
        resolve_references(&self.written(shown), outline)
    }

    /// The node a mark stands for.
    pub fn node(&self, mark: char) -> Option<NodeId> {
        let written = self.written(mark.encode_utf8(&mut [0; 4])).into_owned();
        match split_references(&written).first() {
            Some(TextPart::Reference(id, _)) => Some(*id),
            _ => None,
        }
    }

    /// The words shown for a mark.
    fn words(&self, mark: char, outline: &Outline) -> String {
        let token = self.written(mark.encode_utf8(&mut [0; 4])).into_owned();
        match self.node(mark) {
            Some(_) => resolve_references(&token, outline),
            // A character no font here has: print's own sign for one.
            None => "〓".to_owned(),
        }
    }
}

/// How a field's text is set.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The font.
    pub font: FontId,
    /// From line to line; `None`: as the font has it.
    pub line_height: Option<f32>,
    /// Colour of the text.
    pub color: Color32,
    /// Width of a line.
    pub width: f32,
    /// Left, middle or right.
    pub align: Align,
    /// Whether lines are broken at all.
    pub wraps: bool,
}

/// Sets a field's text; a mark gets the room its words need, and stays on one line.
pub fn layout(ui: &Ui, references: &References, outline: &Outline, shown: &str, setting: &Setting) -> Arc<Galley> {
    let mut format = TextFormat::simple(setting.font.clone(), setting.color);
    format.line_height = setting.line_height;
    format.valign = Align::Center;
    let mut job = if has_marks(shown) {
        // The room of a mark must not make its line higher.
        let height = setting.line_height.unwrap_or_else(|| ui.fonts_mut(|fonts| fonts.row_height(&setting.font)));
        let mut job = LayoutJob::default();
        let mut plain = String::new();
        for c in shown.chars() {
            if is_mark(c) {
                job.append(&std::mem::take(&mut plain), 0.0, format.clone());
                let words = mark_galley(ui, references, outline, c, setting);
                let room = FontId::new((words.size().x + 2.0 * PADDING).ceil(), FontFamily::Monospace);
                let mut wide = TextFormat::simple(room, setting.color);
                wide.line_height = Some(height);
                wide.valign = Align::Center;
                job.append(ROOM.encode_utf8(&mut [0; 4]), 0.0, wide);
            } else {
                plain.push(c);
            }
        }
        if !plain.is_empty() {
            job.append(&plain, 0.0, format);
        }
        job
    } else {
        LayoutJob::single_section(shown.to_owned(), format)
    };
    job.wrap.max_width = if setting.wraps { setting.width } else { f32::INFINITY };
    job.break_on_newline = setting.wraps;
    job.keep_trailing_whitespace = true;
    job.halign = setting.align;
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

fn mark_galley(ui: &Ui, references: &References, outline: &Outline, mark: char, setting: &Setting) -> Arc<Galley> {
    let room = (setting.width - 2.0 * PADDING - 1.0).min(480.0);
    one_row(ui, &references.words(mark, outline), setting.font.clone(), theme::tokens(ui).accent, room)
}

/// A reference on the screen.
pub struct Placed {
    /// Its mark.
    pub mark: char,
    /// Where it stands.
    pub rect: Rect,
}

/// Paints the words of all references of a text that was set at `corner`, and says where they stand.
/// `selected` are the characters that are selected.
pub fn paint(
    ui: &Ui,
    references: &References,
    outline: &Outline,
    shown: &str,
    setting: &Setting,
    (galley, corner): (&Galley, Pos2),
    selected: &std::ops::Range<usize>,
) -> Vec<Placed> {
    if !has_marks(shown) {
        return Vec::new();
    }
    let t = theme::tokens(ui);
    let mut placed = Vec::new();
    let mut chars = shown.chars().enumerate();
    for row in &galley.rows {
        for glyph in &row.row.glyphs {
            let Some((at, mark)) = chars.next() else { return placed };
            if !is_mark(mark) {
                continue;
            }
            let words = mark_galley(ui, references, outline, mark, setting);
            let min = corner + row.pos.to_vec2() + vec2(glyph.pos.x, 0.0);
            let line = Rect::from_min_size(min, vec2(glyph.advance_width, row.row.size.y));
            let tint = Rect::from_center_size(line.center(), vec2(line.width() - 1.0, words.size().y + 2.0));
            let stroke = if selected.contains(&at) { Stroke::new(1.5, t.accent) } else { Stroke::NONE };
            ui.painter().rect(tint, CornerRadius::same(4), t.accent_soft, stroke, StrokeKind::Inside);
            ui.painter().galley(tint.center() - words.size() / 2.0, words, t.accent);
            placed.push(Placed { mark, rect: tint });
        }
        if row.ends_with_newline {
            chars.next();
        }
    }
    placed
}

/// What comes into a field from outside is the plan's kind of text: tokens become marks.
pub fn take_in(ui: &Ui, references: &References, copied: Option<&(String, String)>) {
    use egui::{Event, ImeEvent};
    let foreign = |text: &str| text.contains("[[") || has_marks(text) || copied.is_some_and(|(words, _)| words == text);
    let any = ui.input(|input| input.events.iter().any(|event| text_of(event).is_some_and(foreign)));
    if !any {
        return;
    }
    ui.input_mut(|input| {
        for event in &mut input.events {
            let (Event::Text(text) | Event::Paste(text) | Event::Ime(ImeEvent::Commit(text))) = event else { continue };
            let written = copied.filter(|(words, _)| words == text).map_or(text.as_str(), |(_, written)| written);
            *text = references.shown(written).into_owned();
        }
    });
}

fn text_of(event: &egui::Event) -> Option<&str> {
    use egui::{Event, ImeEvent};
    match event {
        Event::Text(text) | Event::Paste(text) | Event::Ime(ImeEvent::Commit(text)) => Some(text),
        _ => None,
    }
}

/// What goes out of a field is readable; returns the words and what they were in the plan's text.
pub fn give_out(ui: &Ui, references: &References, outline: &Outline) -> Option<(String, String)> {
    let mut given = None;
    ui.output_mut(|output| {
        for command in &mut output.commands {
            if let egui::OutputCommand::CopyText(text) = command
                && has_marks(text)
            {
                let words = references.readable(text, outline);
                given = Some((words.clone(), references.written(text).into_owned()));
                *text = words;
            }
        }
    });
    given
}

#[cfg(test)]
mod tests {
    use nendo::plan::{ReferenceForm, reference_token, reference_token_as};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_reference_is_one_character_of_a_field() {
        let references = References::default();
        let token = reference_token(NodeId::derived(1, 1));
        let text = format!("前{token}後{token}");
        let shown = references.shown(&text).into_owned();
        assert_eq!(shown.chars().count(), 4);
        assert!(!shown.contains('['));
        assert_eq!(references.written(&shown), text);
        assert_eq!(references.node(shown.chars().nth(1).expect("the mark")), Some(NodeId::derived(1, 1)));
        // Without references nothing is copied.
        assert!(matches!(references.shown("本文"), Cow::Borrowed(_)));
    }

    #[test]
    fn characters_of_the_marks_plane_stay_what_they_are() {
        let references = References::default();
        let token = reference_token(NodeId::derived(1, 1));
        let text = format!("\u{10_0000}{token}\u{10_0001}");
        let shown = references.shown(&text).into_owned();
        assert_eq!(references.written(&shown), text);
    }

    fn piece() -> impl Strategy<Value = String> {
        prop_oneof![
            "[ぁ-ん]{0,4}",
            "[\\[\\]a-z0-9\n]{0,6}",
            (0..4u64).prop_map(|n| reference_token(NodeId::derived(7, n))),
            (0..4u64).prop_map(|n| reference_token(NodeId::derived(7, n)).to_uppercase()),
            (0..4u64).prop_map(|n| reference_token_as(NodeId::derived(7, n), ReferenceForm::Path)),
            (0u32..6).prop_map(|n| char::from_u32(FIRST + n).map(String::from).unwrap_or_default()),
        ]
    }

    proptest! {
        /// Whatever stands in the plan comes back from a field as it was, also in parts.
        #[test]
        fn text_goes_into_fields_and_back_unchanged(pieces in prop::collection::vec(piece(), 0..8), at in 0usize..40) {
            let references = References::default();
            let text = pieces.concat();
            let shown = references.shown(&text).into_owned();
            prop_assert_eq!(references.written(&shown), text.as_str());
            let split = shown.char_indices().nth(at).map_or(shown.len(), |(byte, _)| byte);
            let (before, after) = shown.split_at(split);
            prop_assert_eq!(format!("{}{}", references.written(before), references.written(after)), text);
        }
    }
}
