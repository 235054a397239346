//! Painting differences of texts: what is gone struck through, what came underlined, both in a colour of their own,
//! so that they are seen on a black and white screen, too.

use eframe::egui::{Color32, FontId, Stroke, TextFormat, Ui, text::LayoutJob};
use nendo::compare::{Stretch, TextOp};
use nendo::locale::{Lang, Message};
use unicode_segmentation::UnicodeSegmentation;

use crate::gui::theme;

/// Line height in sizes: low enough that an underline is seen to belong to the words above it.
pub const LINE: f32 = 1.3;

/// How far a background keeps from the edges of its row: else that of the next row would cover the underline.
const INSET: f32 = 1.5;

/// Appends one side of a difference: the equal stretches and those of `own`.
pub fn append_side(ui: &Ui, job: &mut LayoutJob, words: &[Stretch], own: TextOp, (font, color): (&FontId, Color32)) {
    for stretch in words.iter().filter(|stretch| stretch.op == own || stretch.op == TextOp::Equal) {
        job.append(&stretch.text, 0.0, format(ui, stretch.op, font, color));
    }
}

/// Appends a difference whole: what is gone and what came, one after the other.
pub fn append_all(ui: &Ui, job: &mut LayoutJob, words: &[Stretch], (font, color): (&FontId, Color32)) {
    for stretch in words {
        job.append(&stretch.text, 0.0, format(ui, stretch.op, font, color));
    }
}

/// How a stretch looks.
pub fn format(ui: &Ui, op: TextOp, font: &FontId, color: Color32) -> TextFormat {
    let t = theme::tokens(ui);
    let plain = TextFormat { line_height: Some(font.size * LINE), expand_bg: -INSET, ..TextFormat::simple(font.clone(), color) };
    match op {
        TextOp::Equal => plain,
        TextOp::Delete => TextFormat { color: t.removed, strikethrough: Stroke::new(1.0, t.removed), background: t.removed_soft, ..plain },
        TextOp::Insert => TextFormat { color: t.added, underline: Stroke::new(1.5, t.added), background: t.added_soft, ..plain },
    }
}

/// The words as they are read aloud: colours and lines say nothing there.
pub fn spoken(lang: Lang, words: &[Stretch]) -> String {
    let word = |stretch: &Stretch| match stretch.op {
        TextOp::Equal => stretch.text.clone(),
        TextOp::Delete => Message::new("window.differences.spoken_removed").with("text", &stretch.text).text(lang),
        TextOp::Insert => Message::new("window.differences.spoken_added").with("text", &stretch.text).text(lang),
    };
    words.iter().map(word).collect()
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
        assert_eq!(spoken(Lang::Ja, &parts), "年（削除：12）（追加：13）回");
        assert_eq!(spoken(Lang::En, &parts), "年(removed: 12)(added: 13)回");
    }
}
