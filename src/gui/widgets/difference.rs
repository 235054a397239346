//! Changed words: what went is struck through, what came is underlined, each in its colour too.
//!
//! Lives here: how the stretches of a comparison are painted, read aloud and cut to what matters. Does not live
//! here: comparing (`nendo::compare`), lists of changes (`difference_list`).

use eframe::egui::{FontFamily, FontId, Label, Response, Stroke, TextFormat, Ui, text::LayoutJob};
use nendo::compare::{Stretch, TextOp};
use nendo::locale::{Lang, Message};
use unicode_segmentation::UnicodeSegmentation;

use crate::gui::theme;

/// Which of the words are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(dead_code, reason = "the other sides are for two columns")]
pub enum Side {
    /// All: what went stands before what came.
    Both,
    /// Those of the old text.
    Old,
    /// Those of the new text.
    New,
}

impl Side {
    fn shows(self, op: TextOp) -> bool {
        match self {
            Self::Both => true,
            Self::Old => op != TextOp::Insert,
            Self::New => op != TextOp::Delete,
        }
    }
}

/// Puts the words of one side behind what a line holds already; `plain` is the look of what did not change.
pub fn append_difference(job: &mut LayoutJob, ui: &Ui, stretches: &[Stretch], side: Side, plain: &TextFormat) {
    let t = theme::tokens(ui);
    for stretch in stretches.iter().filter(|stretch| side.shows(stretch.op)) {
        let format = match stretch.op {
            TextOp::Equal => plain.clone(),
            TextOp::Delete => TextFormat { color: t.removed, strikethrough: Stroke::new(1.0, t.removed), ..plain.clone() },
            TextOp::Insert => TextFormat { color: t.added, underline: Stroke::new(1.0, t.added), ..plain.clone() },
        };
        job.append(&stretch.text, 0.0, format);
    }
}

/// The words of one side as something to lay out.
pub fn difference_job(ui: &Ui, stretches: &[Stretch], side: Side, plain: &TextFormat) -> LayoutJob {
    let mut job = LayoutJob::default();
    append_difference(&mut job, ui, stretches, side, plain);
    job
}

/// Small text in the text's colour.
pub fn small_format(ui: &Ui) -> TextFormat {
    let font = FontId::new(theme::TEXT_SMALL, FontFamily::Proportional);
    TextFormat { line_height: Some(theme::TEXT_SMALL * theme::TEXT_LINE), ..TextFormat::simple(font, theme::tokens(ui).text) }
}

/// Draws the words of one side, wrapped; who hears the window is told what went and what came.
pub fn difference_ui(ui: &mut Ui, lang: Lang, stretches: &[Stretch], side: Side, plain: &TextFormat) -> Response {
    let job = difference_job(ui, stretches, side, plain);
    ui.add(Label::new(job).wrap()).accessible_name(spoken(lang, stretches, side))
}

/// The words of one side as they are read aloud: colour and lines say nothing there.
pub fn spoken(lang: Lang, stretches: &[Stretch], side: Side) -> String {
    let word = |stretch: &Stretch| match stretch.op {
        TextOp::Equal => stretch.text.clone(),
        TextOp::Delete => Message::new("window.differences.spoken_removed").with("text", &stretch.text).text(lang),
        TextOp::Insert => Message::new("window.differences.spoken_added").with("text", &stretch.text).text(lang),
    };
    stretches.iter().filter(|stretch| side.shows(stretch.op)).map(word).collect()
}

const GAP: &str = "…";

/// The changes with `around` letters beside them, and of each change no more than `most`.
pub fn shortened(stretches: &[Stretch], around: usize, most: usize) -> Vec<Stretch> {
    let last = stretches.len().saturating_sub(1);
    let shorten = |(at, stretch): (usize, &Stretch)| {
        let text = match stretch.op {
            TextOp::Equal if stretches.len() == 1 => middle_out(&stretch.text, most, 0),
            TextOp::Equal if at == 0 => end(&stretch.text, around),
            TextOp::Equal if at == last => start(&stretch.text, around),
            TextOp::Equal => middle_out(&stretch.text, around, around),
            // What was written over whole is known by its beginning and its end.
            TextOp::Delete | TextOp::Insert => middle_out(&stretch.text, most.saturating_sub(most / 3), most / 3),
        };
        Stretch { op: stretch.op, text }
    };
    stretches.iter().enumerate().map(shorten).filter(|stretch| !stretch.text.is_empty()).collect()
}

/// The first letters of a text, within its first line.
fn start(text: &str, letters: usize) -> String {
    let line = text.split('\n').next().unwrap_or_default();
    let cut = line.grapheme_indices(true).nth(letters).map_or(line.len(), |(at, _)| at);
    if cut < line.len() { format!("{}{GAP}", &line[..cut]) } else { line.to_owned() }
}

/// The last letters of a text, within its last line.
fn end(text: &str, letters: usize) -> String {
    let line = text.rsplit('\n').next().unwrap_or_default();
    let cut = if letters == 0 { line.len() } else { line.grapheme_indices(true).rev().nth(letters - 1).map_or(0, |(at, _)| at) };
    if cut > 0 { format!("{GAP}{}", &line[cut..]) } else { line.to_owned() }
}

/// A text without its middle, if that is worth leaving out.
fn middle_out(text: &str, first: usize, last: usize) -> String {
    let letters: Vec<(usize, &str)> = text.grapheme_indices(true).collect();
    if letters.len() <= first + last + 2 {
        return text.to_owned();
    }
    let tail = letters.len() - last;
    let end = letters.get(tail).map_or(text.len(), |(at, _)| *at);
    format!("{}{GAP}{}", &text[..letters[first].0], &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch(op: TextOp, text: &str) -> Stretch {
        Stretch { op, text: text.into() }
    }

    #[test]
    fn only_the_surroundings_of_changes_stay() {
        let parts = [
            stretch(TextOp::Equal, "一行目\nこれは長い前置きである"),
            stretch(TextOp::Delete, "旧"),
            stretch(TextOp::Insert, "新"),
            stretch(TextOp::Equal, "あいだの言葉はずっと続いていく"),
            stretch(TextOp::Insert, "足す"),
            stretch(TextOp::Equal, "後の言葉も長い\n次の行"),
        ];
        let words: Vec<String> = shortened(&parts, 3, 20).into_iter().map(|stretch| stretch.text).collect();
        assert_eq!(words, ["…である", "旧", "新", "あいだ…ていく", "足す", "後の言…"]);
    }

    #[test]
    fn a_long_change_shows_both_its_ends() {
        let long: String = "あ".repeat(50) + &"い".repeat(50);
        let short = &shortened(&[stretch(TextOp::Delete, &long)], 3, 12)[0].text;
        assert_eq!(*short, format!("{}…{}", "あ".repeat(8), "い".repeat(4)));
        assert_eq!(shortened(&[stretch(TextOp::Equal, "葛\u{E0100}飾")], 3, 1)[0].text, "葛\u{E0100}飾", "no letter is torn");
    }

    #[test]
    fn what_is_heard_says_what_went_and_what_came() {
        let parts =
            [stretch(TextOp::Equal, "年"), stretch(TextOp::Delete, "12"), stretch(TextOp::Insert, "13"), stretch(TextOp::Equal, "回")];
        assert_eq!(spoken(Lang::Ja, &parts, Side::Both), "年（削除：12）（追加：13）回");
        assert_eq!(spoken(Lang::En, &parts, Side::New), "年(added: 13)回");
    }
}
