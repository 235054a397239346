//! Work that a crash left behind, on top of the start screen.

use eframe::egui::{self, CollapsingHeader, RichText, Ui};
use nendo::locale::{Lang, Message, text};

use super::Action;
use crate::gui::dialogs::left_behind_words;
use crate::gui::differences::Showing;
use crate::gui::jobs::LeftBehind;
use crate::gui::widgets::difference_list::showing_ui;
use crate::gui::{icons, theme};

/// Draws the list; nothing where there is nothing.
pub fn recovered_ui(ui: &mut Ui, lang: Lang, list: &[LeftBehind], out: &mut Vec<Action>) {
    if list.is_empty() {
        return;
    }
    ui.add_space(theme::SPACE_16);
    ui.label(theme::section(ui, text(lang, "window.recovered.section")));
    ui.label(theme::muted(ui, text(lang, "window.recovered.explain")));
    for left in list {
        ui.add_space(theme::SPACE_4);
        ui.push_id(&left.entry.id, |ui| entry_ui(ui, lang, left, out));
    }
}

fn entry_ui(ui: &mut Ui, lang: Lang, left: &LeftBehind, out: &mut Vec<Action>) {
    let t = theme::tokens(ui);
    theme::card_frame(ui).stroke(egui::Stroke::new(1.0, t.accent)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let untitled = text(lang, "window.untitled_plan");
        let title = if left.entry.plan.title.is_empty() { untitled } else { &left.entry.plan.title };
        ui.horizontal(|ui| {
            ui.label(RichText::new(icons::NOTE_PENCIL).font(theme::icon_font(20.0)).color(t.accent));
            ui.label(RichText::new(title).font(egui::FontId::new(theme::TEXT, theme::bold())));
        });
        let file = match &left.entry.origin.path {
            Some(path) => path.display().to_string(),
            None => text(lang, "window.recovered.never_saved").to_owned(),
        };
        ui.label(theme::muted(ui, file));
        ui.label(theme::muted(ui, left_behind_words(lang, left)));
        let key = match &left.showing {
            Showing::Differences(_) => "window.recovered.differences",
            Showing::Contents(_) => "window.recovered.contents",
        };
        let words = Message::new(key).with("what", left.showing.summary(lang)).text(lang);
        CollapsingHeader::new(RichText::new(words).size(theme::TEXT_SMALL)).show(ui, |ui| showing_ui(ui, lang, &left.showing, 180.0));
        ui.add_space(theme::SPACE_4);
        ui.horizontal(|ui| {
            let id = left.entry.id.clone();
            if ui.add(theme::primary_button(ui, text(lang, "window.recovered.restore"))).clicked() {
                out.push(Action::RestoreWork(id.clone()));
            }
            if let Some(path) = left.entry.origin.path.as_ref().filter(|_| left.has_file)
                && ui.button(text(lang, "window.recovered.saved")).clicked()
            {
                out.push(Action::OpenSaved(path.clone()));
            }
            let words = RichText::new(text(lang, "window.recovered.discard")).color(t.removed);
            if ui.button(words).clicked() {
                out.push(Action::DiscardWork(id));
            }
        });
    });
}
