//! Painting differences of texts: what is gone struck through, what came underlined, both in a colour of their own,
//! so that they are seen on a black and white screen, too.

use eframe::egui::{Color32, FontId, Stroke, TextFormat, Ui, text::LayoutJob};
use nendo::compare::{Stretch, TextOp};

use crate::gui::theme;

/// Line height in sizes: low enough that an underline is seen to belong to the words above it.
pub const LINE: f32 = 1.3;

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
    let plain = TextFormat { line_height: Some(font.size * LINE), ..TextFormat::simple(font.clone(), color) };
    match op {
        TextOp::Equal => plain,
        TextOp::Delete => TextFormat { color: t.removed, strikethrough: Stroke::new(1.0, t.removed), background: t.removed_soft, ..plain },
        TextOp::Insert => TextFormat { color: t.added, underline: Stroke::new(1.5, t.added), background: t.added_soft, ..plain },
    }
}
