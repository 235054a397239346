//! A picture in a body: the picture itself, its caption, and the fields of what else is known of it.
//!
//! In the form all fields are shown. In the document the picture stands as on the page, with its caption
//! below; a click on it opens its fields.

use std::sync::Arc;

use eframe::egui::{self, Color32, CornerRadius, FontFamily, FontId, Rect, Response, Sense, Stroke, StrokeKind, Ui, pos2, vec2};
use nendo::plan::{Block, IMAGE_WIDTH, Picture, PictureError};

use super::Cx;
use super::body::{At, BodyOwner};
use super::editor::labelled_ui;
use crate::gui::textures::Textures;
use crate::gui::widgets::draft_text::{DraftText, one_line};
use crate::gui::{icons, theme};

const LABEL_WIDTH: f32 = 72.0;
/// No picture takes more of the window than this in the document, and in the form.
const HIGHEST: f32 = 420.0;
const HIGHEST_IN_FORM: f32 = 180.0;
/// Height of what stands in the place of a picture that cannot be shown.
const PLACEHOLDER: f32 = 84.0;
/// Dots per inch of a picture that says nothing of it, and of the window at its usual size.
const DOTS: f32 = 96.0;

/// What pictures remember between frames.
#[derive(Default)]
pub struct PictureState {
    textures: Textures,
    /// Whether a picture shows its fields only when it is opened.
    pub quiet: bool,
    /// The opened one.
    open: Option<(BodyOwner, usize)>,
}

/// What is known of a block that is a picture.
struct Shown<'a> {
    file: &'a str,
    alternative: &'a str,
    caption: &'a str,
    width: Option<u8>,
}

impl Shown<'_> {
    fn block(&self, alternative: String, caption: String, width: Option<u8>) -> Block {
        Block::Image { file: self.file.to_owned(), alternative, caption, width }
    }
}

/// Draws the picture and its fields.
pub fn image_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut PictureState, at: At<'_>) {
    let Some(Block::Image { file, alternative, caption, width }) = at.block() else { return };
    let shown = Shown { file, alternative, caption, width: *width };
    let place = (at.owner, at.index);
    let picture = picture_ui(ui, cx, state, at.field().with("picture"), &shown);
    if !state.quiet {
        fields_ui(ui, cx, at, &shown, true);
        return;
    }
    if picture.clicked() {
        state.open = if state.open == Some(place) { None } else { Some(place) };
        ui.ctx().request_repaint();
    }
    caption_ui(ui, cx, at, &shown);
    if state.open == Some(place) {
        fields_ui(ui, cx, at, &shown, false);
    }
}

/// The picture as wide as on the page, or a word why it cannot be shown.
fn picture_ui(ui: &mut Ui, cx: &Cx<'_>, state: &mut PictureState, id: egui::Id, shown: &Shown<'_>) -> Response {
    let room = ui.available_width();
    let sense = if state.quiet { Sense::click() } else { Sense::hover() };
    let found = cx.doc.laid.as_ref().map(|laid| laid.pictures.get(shown.file));
    let highest = if state.quiet { HIGHEST } else { HIGHEST_IN_FORM };
    let size = match &found {
        Some(Ok(picture)) => size_of(picture, shown.width, room, highest),
        _ => vec2(room, PLACEHOLDER),
    };
    let (row, _) = ui.allocate_exact_size(vec2(room, size.y), Sense::hover());
    let rect = Rect::from_center_size(row.center(), size).intersect(row);
    let response = ui.interact(rect, id, sense);
    let t = theme::tokens(ui);
    let texture = found.as_ref().and_then(|found| found.as_ref().ok()).and_then(|picture| state.textures.get(ui.ctx(), picture));
    match (texture, found) {
        (Some(texture), _) => {
            let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            ui.painter().image(texture, rect, whole, Color32::WHITE);
        }
        (None, Some(Err(error))) => placeholder_ui(ui, cx, rect, shown, error),
        // Its pixels come with one of the next frames.
        (None, _) => _ = ui.painter().rect_filled(rect, CornerRadius::ZERO, t.ground),
    }
    if state.quiet && (response.hovered() || response.has_focus()) {
        ui.painter().rect_stroke(rect, CornerRadius::ZERO, Stroke::new(1.5, t.accent), StrokeKind::Outside);
    }
    let words = [shown.alternative, shown.caption, shown.file].into_iter().find(|words| !words.is_empty()).unwrap_or_default();
    let name = format!("{} {words}", cx.t("window.body.image"));
    let role = if state.quiet { egui::Role::Button } else { egui::Role::Image };
    response.widget_info(|| egui::WidgetInfo::labeled(role, true, name.trim_end()));
    if state.quiet { response.on_hover_text(cx.t("window.image.open")).on_hover_cursor(egui::CursorIcon::PointingHand) } else { response }
}

fn size_of(picture: &Arc<Picture>, width: Option<u8>, room: f32, highest: f32) -> egui::Vec2 {
    let (across, down) = picture.upright_size();
    let (across, down) = (across.max(1) as f32, down.max(1) as f32);
    let natural = across * DOTS / picture.resolution.map_or(DOTS, |dots| dots as f32).max(1.0);
    let wanted = width.map_or(natural, |percent| room * f32::from(percent) / 100.0).min(room);
    let scale = (wanted / across).min(highest / down);
    vec2((across * scale).max(1.0), (down * scale).max(1.0)).round()
}

fn placeholder_ui(ui: &Ui, cx: &Cx<'_>, rect: Rect, shown: &Shown<'_>, error: PictureError) {
    let t = theme::tokens(ui);
    ui.painter().rect(rect, CornerRadius::same(theme::CORNER), t.ground, Stroke::new(1.0, t.line), StrokeKind::Inside);
    let up = pos2(rect.center().x, rect.top() + 28.0);
    ui.painter().text(up, egui::Align2::CENTER_CENTER, icons::IMAGE, theme::icon_font(24.0), t.muted);
    let font = FontId::new(theme::TEXT_SMALL, FontFamily::Proportional);
    let words = super::outline::one_row(ui, &cx.message(&error.message(shown.file)), font, t.muted, rect.width() - 24.0);
    ui.painter().galley(pos2(rect.center().x - words.size().x / 2.0, rect.top() + 50.0), words, t.muted);
}

/// The caption as a line of the document.
fn caption_ui(ui: &mut Ui, cx: &mut Cx<'_>, at: At<'_>, shown: &Shown<'_>) {
    let name = cx.t("window.image.caption");
    DraftText::new(at.field().with("caption"), name, shown.caption)
        .hint(cx.t("window.image.caption_hint"))
        .plain()
        .align(egui::Align::Center)
        .show_ui(ui, cx, one_line, |text| Some(at.replace(shown.block(shown.alternative.to_owned(), one_line(text), shown.width))));
}

fn fields_ui(ui: &mut Ui, cx: &mut Cx<'_>, at: At<'_>, shown: &Shown<'_>, with_caption: bool) {
    let (alternative, caption, width) = (shown.alternative, shown.caption, shown.width);
    let set = |alternative: &str, caption: &str, width| at.replace(shown.block(alternative.to_owned(), caption.to_owned(), width));
    let id = at.field();
    let frame = egui::Frame::NONE.fill(theme::tokens(ui).ground).corner_radius(theme::CORNER).inner_margin(egui::Margin::symmetric(12, 8));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing = vec2(theme::SPACE_8, theme::SPACE_4);
        let room = ui.available_width();
        labelled_ui(ui, cx.t("window.image.file"), LABEL_WIDTH, room, |ui| {
            let words = if shown.file.is_empty() { cx.t("window.none") } else { shown.file };
            ui.add(egui::Label::new(theme::muted(ui, words)).truncate());
        });
        let name = cx.t("window.image.alternative");
        labelled_ui(ui, name, LABEL_WIDTH, room, |ui| {
            DraftText::new(id.with("alternative"), name, alternative).hint(cx.t("window.image.alternative_hint")).show_ui(
                ui,
                cx,
                one_line,
                |text| Some(set(&one_line(text), caption, width)),
            );
        });
        if with_caption {
            let name = cx.t("window.image.caption");
            labelled_ui(ui, name, LABEL_WIDTH, room, |ui| {
                DraftText::new(id.with("caption"), name, caption)
                    .show_ui(ui, cx, one_line, |text| Some(set(alternative, &one_line(text), width)));
            });
        }
        let name = cx.t("window.image.width");
        labelled_ui(ui, name, LABEL_WIDTH, room, |ui| {
            let mut natural = width.is_none();
            if ui.checkbox(&mut natural, cx.t("window.image.natural")).changed() {
                cx.edit(set(alternative, caption, (!natural).then_some(100)));
            }
            if let Some(mut percent) = width {
                let drag = egui::DragValue::new(&mut percent).range(IMAGE_WIDTH).suffix(" %");
                if ui.add(drag).accessible_name(name).changed() {
                    cx.edit(set(alternative, caption, Some(percent)));
                }
            }
        });
    });
}
