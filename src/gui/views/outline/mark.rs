//! The mark of a row that differs from the chosen base: a letter in a box.

use eframe::egui::{CornerRadius, FontId, Rect, Stroke, StrokeKind, Ui, pos2, vec2};
use nendo::compare::ChangeKind;
use nendo::locale::Message;
use nendo::plan::NodeId;

use crate::gui::theme;
use crate::gui::views::Cx;
use crate::gui::views::compare::kind_color;
use crate::gui::workspace::Mark;

const SIDE: f32 = 17.0;

/// The letter of a kind of change.
fn letter(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Added => "window.marks.added",
        ChangeKind::Removed => "window.marks.removed",
        ChangeKind::Moved => "window.marks.moved",
        ChangeKind::Renamed => "window.marks.renamed",
        ChangeKind::Edited => "window.marks.edited",
        ChangeKind::Renumbered => "window.marks.renumbered",
        ChangeKind::Split => "window.marks.split",
        ChangeKind::Merged => "window.marks.merged",
    }
}

/// The mark in words.
fn words(cx: &Cx<'_>, mark: &Mark) -> String {
    let one = |kind: &ChangeKind| match kind {
        ChangeKind::Edited => {
            let fields: Vec<&str> = mark.fields.iter().map(|field| cx.t(field.key())).collect();
            format!("{}（{}）", cx.t(kind.key()), fields.join("、"))
        }
        kind => cx.t(kind.key()).to_owned(),
    };
    let gone = (mark.gone > 0).then(|| cx.message(&Message::new("window.marks.gone").with("n", mark.gone)));
    mark.kinds.iter().map(one).chain(gone).collect::<Vec<_>>().join("・")
}

/// Paints the marks of a node, the last one ending at `right`; says where they begin and what they mean.
pub(super) fn mark_ui(ui: &Ui, cx: &Cx<'_>, node: NodeId, right: f32, center: f32) -> (f32, Option<String>) {
    let Some(mark) = cx.doc.marks().and_then(|marks| marks.get(node)) else { return (right, None) };
    // The two kinds that say most: the others stand in the tooltip.
    let gone = (mark.gone > 0).then_some(ChangeKind::Removed);
    let kinds: Vec<ChangeKind> = mark.kinds.iter().copied().take(2).chain(gone).collect();
    let mut left = right;
    for kind in kinds.into_iter().rev() {
        let color = kind_color(ui, kind);
        let rect = Rect::from_center_size(pos2(left - SIDE / 2.0, center), vec2(SIDE, SIDE));
        ui.painter().rect_stroke(rect, CornerRadius::same(3), Stroke::new(1.0, color), StrokeKind::Inside);
        let font = FontId::new(11.0, theme::bold());
        ui.painter().text(rect.center(), eframe::egui::Align2::CENTER_CENTER, cx.t(letter(kind)), font, color);
        left -= SIDE + 3.0;
    }
    (left - 3.0, Some(words(cx, mark)))
}
