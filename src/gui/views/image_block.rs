//! A picture in a body: its file, the words for those who do not see it, caption and width.

use eframe::egui::{self, Ui, vec2};
use nendo::plan::{Block, IMAGE_WIDTH};

use super::Cx;
use super::body::{BodyOwner, with_block};
use super::editor::labelled_ui;
use crate::gui::theme;
use crate::gui::widgets::draft_text::{DraftText, one_line};

const LABEL_WIDTH: f32 = 72.0;

/// Draws the fields of the picture at `index`.
pub fn image_ui(ui: &mut Ui, cx: &mut Cx<'_>, owner: BodyOwner, body: &[Block], index: usize) {
    let Some(Block::Image { file, alternative, caption, width }) = body.get(index) else { return };
    let set = |alternative: String, caption: String, width: Option<u8>| {
        owner.set(with_block(body, index, Block::Image { file: file.clone(), alternative, caption, width }))
    };
    let id = owner.field(index);
    let frame = egui::Frame::NONE.fill(theme::tokens(ui).ground).corner_radius(theme::CORNER).inner_margin(egui::Margin::symmetric(12, 8));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing = vec2(theme::SPACE_8, theme::SPACE_4);
        let room = ui.available_width();
        labelled_ui(ui, cx.t("window.image.file"), LABEL_WIDTH, room, |ui| {
            ui.label(theme::muted(ui, if file.is_empty() { cx.t("window.none") } else { file.as_str() }));
        });
        let name = cx.t("window.image.alternative");
        labelled_ui(ui, name, LABEL_WIDTH, room, |ui| {
            DraftText::new(id.with("alternative"), name, alternative).hint(cx.t("window.image.alternative_hint")).show_ui(
                ui,
                cx,
                one_line,
                |text| Some(set(one_line(text), caption.clone(), *width)),
            );
        });
        let name = cx.t("window.image.caption");
        labelled_ui(ui, name, LABEL_WIDTH, room, |ui| {
            DraftText::new(id.with("caption"), name, caption)
                .show_ui(ui, cx, one_line, |text| Some(set(alternative.clone(), one_line(text), *width)));
        });
        let name = cx.t("window.image.width");
        labelled_ui(ui, name, LABEL_WIDTH, room, |ui| {
            let mut natural = width.is_none();
            if ui.checkbox(&mut natural, cx.t("window.image.natural")).changed() {
                cx.edit(set(alternative.clone(), caption.clone(), (!natural).then_some(100)));
            }
            if let Some(mut percent) = *width {
                let drag = egui::DragValue::new(&mut percent).range(IMAGE_WIDTH).suffix(" %");
                if ui.add(drag).accessible_name(name).changed() {
                    cx.edit(set(alternative.clone(), caption.clone(), Some(percent)));
                }
            }
        });
    });
}
