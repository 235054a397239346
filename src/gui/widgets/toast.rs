//! Toasts: short notes at the foot of the window that go away by themselves.

use eframe::egui::{self, Align2, Area, Context, CornerRadius, Id, Margin, Order, RichText, Stroke, vec2};
use nendo::edit::Command;
use nendo::locale::{Lang, text};
use nendo::storage::profile::Profile;
use nendo::storage::recovery::EntryId;

use crate::gui::{icons, theme};

const SECONDS: f64 = 4.0;
/// A note with something to press stays longer.
const SECONDS_TO_ACT: f64 = 6.0;
/// Its foot stands just above the status bar.
const ABOVE_STATUS: f32 = 34.0;
/// Longer words take a second line.
const WIDEST: f32 = 420.0;

/// What a toast's button does.
#[derive(Debug, Clone, PartialEq)]
pub enum ToastAction {
    /// Takes the last step back.
    Undo,
    /// Puts the organisation's profile back as it was.
    Profile(Box<Profile>),
    /// Takes the last step back and pastes as plain text instead.
    PasteText(Command),
    /// Puts discarded work back on the list.
    BringBack(EntryId),
    /// Shows the work that was discarded.
    Discarded,
    /// Goes to the field whose text the plan cannot take.
    Refused,
}

impl ToastAction {
    fn key(&self) -> &'static str {
        match self {
            Self::Undo | Self::Profile(_) | Self::BringBack(_) => "window.toast.undo",
            Self::PasteText(_) => "window.toast.as_text",
            Self::Discarded => "window.discarded.show",
            Self::Refused => "window.refused.show",
        }
    }
}

/// A note.
pub struct Toast {
    text: String,
    actions: Vec<ToastAction>,
    until: Option<f64>,
}

/// The notes shown now.
#[derive(Default)]
pub struct Toasts {
    list: Vec<Toast>,
}

impl Toasts {
    /// Shows a note; it takes the place of an earlier one, since only the newest can be undone.
    pub fn show(&mut self, text: String, actions: Vec<ToastAction>) {
        self.list = vec![Toast { text, actions, until: None }];
    }

    /// Takes away notes that offer to undo, once something else was done.
    pub fn forget_actions(&mut self) {
        self.list.retain(|toast| toast.actions.is_empty());
    }

    /// Takes a note away that is no longer true.
    pub fn take_back(&mut self, text: &str) {
        self.list.retain(|toast| toast.text != text);
    }

    /// The text of the newest note.
    #[cfg(test)]
    pub fn newest(&self) -> Option<&str> {
        self.list.last().map(|toast| toast.text.as_str())
    }

    /// Draws the notes; returns something if one was clicked away, with the action chosen.
    pub fn show_ui(&mut self, ctx: &Context, lang: Lang) -> Option<Option<ToastAction>> {
        let now = ctx.input(|input| input.time);
        let mut chosen = None;
        let mut closed = false;
        for toast in &mut self.list {
            let until = *toast.until.get_or_insert(now + if toast.actions.is_empty() { SECONDS } else { SECONDS_TO_ACT });
            let t = theme::tokens_of(ctx);
            let shown = Area::new(Id::unique("toast"))
                .order(Order::Foreground)
                .anchor(Align2::CENTER_BOTTOM, vec2(0.0, -ABOVE_STATUS))
                .show(ctx, |ui| {
                    egui::Frame::popup(ui.style())
                        .fill(t.text)
                        .stroke(Stroke::NONE)
                        .corner_radius(CornerRadius::same(8))
                        .inner_margin(Margin::symmetric(10, 2))
                        .show(ui, |ui| {
                            ui.horizontal(|ui| {
                                let words = RichText::new(&toast.text).size(theme::TEXT_SMALL).color(t.panel);
                                let font = egui::FontId::new(theme::TEXT_SMALL, egui::FontFamily::Proportional);
                                let one_line = ui.fonts_mut(|fonts| fonts.layout_no_wrap(toast.text.clone(), font, t.panel).size().x);
                                let widest = WIDEST.min(ctx.content_rect().width() - 160.0);
                                if one_line <= widest {
                                    ui.label(words);
                                } else {
                                    ui.scope(|ui| {
                                        ui.set_max_width(widest);
                                        ui.add(egui::Label::new(words).wrap());
                                    });
                                }
                                for action in &toast.actions {
                                    ui.add_space(theme::SPACE_8);
                                    let words = text(lang, action.key());
                                    let button = egui::Button::new(RichText::new(words).color(t.panel).strong())
                                        .fill(t.text)
                                        .stroke(Stroke::new(1.0, t.muted));
                                    if ui.add(button).clicked() {
                                        chosen = Some(action.clone());
                                        closed = true;
                                    }
                                }
                                let name = text(lang, "window.close_note");
                                let close =
                                    egui::Button::new(RichText::new(icons::X).font(theme::icon_font(14.0)).color(t.panel)).frame(false);
                                if ui.add(close).on_hover_text(name).accessible_name(name).clicked() {
                                    closed = true;
                                }
                            });
                        });
                })
                .response;
            // A note one is just reading stays.
            if shown.contains_pointer() {
                toast.until = Some(until.max(now + 2.0));
            }
            ctx.request_repaint_after_secs((until - now).max(0.05) as f32);
        }
        self.list.retain(|toast| toast.until.is_none_or(|until| until > now));
        if closed {
            self.list.clear();
        }
        closed.then_some(chosen)
    }
}
