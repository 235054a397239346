//! Dialogs: a decision or a message over the window.
//!
//! Buttons are named by verbs; the safe one is the default (Enter), Escape is the way back. In a window too low for it
//! the content scrolls, so that title and buttons stay in view.

use eframe::egui::{self, Context, CornerRadius, Id, Key, Margin, Modal, Modifiers, RichText, ScrollArea, Ui};

use crate::gui::theme;

/// A button of a dialog.
pub struct Choice<T> {
    /// Its verb.
    pub text: String,
    /// What it gives back.
    pub value: T,
    /// Filled and chosen by Enter.
    pub default: bool,
    /// Red: what it does cannot be taken back.
    pub danger: bool,
}

impl<T> Choice<T> {
    /// A plain button.
    pub fn new(text: impl Into<String>, value: T) -> Self {
        Self { text: text.into(), value, default: false, danger: false }
    }

    /// The default button.
    pub fn default(text: impl Into<String>, value: T) -> Self {
        Self { default: true, ..Self::new(text, value) }
    }

    /// A dangerous button.
    pub fn danger(text: impl Into<String>, value: T) -> Self {
        Self { danger: true, ..Self::new(text, value) }
    }
}

/// Kept free round a dialog.
const AROUND: f32 = 12.0;
/// What title, buttons and the spaces between take of a dialog's height, its frame included.
const TITLE_AND_BUTTONS: f32 = 2.0 * (theme::SPACE_24 + 2.0) + 28.0 + theme::FORM_ROW + 40.0;

/// How high the content of a dialog can be without scrolling.
pub fn content_height(ctx: &Context) -> f32 {
    (ctx.content_rect().height() - 2.0 * AROUND - TITLE_AND_BUTTONS).max(80.0)
}

/// Shows a dialog of `width` with a title, content and buttons; `cancel` is what Escape gives.
pub fn dialog_ui<T: Clone>(
    ctx: &Context,
    id: &'static str,
    width: f32,
    title: &str,
    content: impl FnOnce(&mut Ui),
    choices: &[Choice<T>],
    cancel: T,
) -> Option<T> {
    let t = theme::tokens_of(ctx);
    let mut chosen = None;
    let frame = egui::Frame::new()
        .fill(t.raised)
        .stroke(egui::Stroke::new(1.0, t.line_strong))
        .corner_radius(CornerRadius::same(10))
        .inner_margin(Margin::same(theme::SPACE_24 as i8))
        .shadow(ctx.global_style().visuals.window_shadow);
    let modal = Modal::new(Id::unique(id)).frame(frame).backdrop_color(t.backdrop).show(ctx, |ui| {
        ui.set_width(width.min(ctx.content_rect().width() - 2.0 * (AROUND + theme::SPACE_24)));
        theme::show_scrolling(ui);
        ui.label(theme::section(ui, title));
        ui.add_space(theme::SPACE_4);
        ScrollArea::vertical().id_salt((id, "content")).max_height(content_height(ctx)).auto_shrink([false, true]).show(ui, content);
        ui.add_space(theme::SPACE_12);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            for choice in choices {
                let button = if choice.default {
                    theme::primary_button(ui, choice.text.clone())
                } else if choice.danger {
                    egui::Button::new(RichText::new(&choice.text).color(t.removed))
                } else {
                    egui::Button::new(choice.text.as_str())
                };
                if ui.add(button.min_size(egui::vec2(88.0, theme::FORM_ROW))).clicked() {
                    chosen = Some(choice.value.clone());
                }
            }
        });
    });
    let enter = modal.is_top_modal
        && !crate::gui::ime::composing(ctx)
        && ctx.memory(|memory| memory.focused().is_none())
        && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    if enter && chosen.is_none() {
        chosen = choices.iter().find(|choice| choice.default).map(|choice| choice.value.clone());
    }
    if chosen.is_none() && modal.should_close() {
        chosen = Some(cancel);
    }
    chosen
}

/// A dialog that only says something: lines of text.
pub fn lines_ui(ui: &mut Ui, text: &str) {
    ui.spacing_mut().item_spacing.y = 2.0;
    for line in text.lines() {
        ui.add(
            egui::Label::new(RichText::new(line).color(theme::tokens(ui).text).line_height(Some(theme::TEXT * theme::TEXT_LINE))).wrap(),
        );
    }
}
