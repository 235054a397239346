//! Bars below the menu that take no keyboard: others changed the file, it vanished, it can only be read.

use eframe::egui::{self, RichText, Ui};
use nendo::locale::{Lang, Message, text};
use nendo::storage::watch::Noticed;

use super::Action;
use crate::gui::commands::UiCommand;
use crate::gui::workspace::{Document, ReadOnly};
use crate::gui::{icons, theme};

/// What one decides about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutsideChoice {
    /// Reads the file again.
    Reload,
    /// Shows what differs.
    Compare,
    /// Writes the file anew.
    SaveAgain,
    /// Saves under another name.
    SaveElsewhere,
    /// Goes on; saving will ask.
    Leave,
}

fn bar_ui(ui: &mut Ui, icon: &str, words: &str, buttons: impl FnOnce(&mut Ui)) {
    let t = theme::tokens(ui);
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(icon).font(theme::icon_font(theme::ICON)).color(t.accent));
        ui.label(words);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), buttons);
    });
}

/// Draws the bar about what others did.
pub fn outside_bar_ui(ui: &mut Ui, lang: Lang, doc: &Document, noticed: Noticed, out: &mut Vec<Action>) {
    use OutsideChoice as O;
    let own = doc.edited();
    let (key, choices): (_, Vec<(&str, O)>) = match noticed {
        Noticed::Back => return,
        Noticed::Changed if own => (
            "window.outside.changed_both",
            vec![
                ("window.changed.compare", O::Compare),
                ("window.changed.elsewhere", O::SaveElsewhere),
                ("window.outside.leave", O::Leave),
            ],
        ),
        Noticed::Changed => (
            "window.outside.changed",
            vec![("window.outside.reload", O::Reload), ("window.changed.compare", O::Compare), ("window.outside.leave", O::Leave)],
        ),
        Noticed::Gone => (
            "window.outside.gone",
            vec![
                ("window.outside.save_again", O::SaveAgain),
                ("window.changed.elsewhere", O::SaveElsewhere),
                ("window.outside.leave", O::Leave),
            ],
        ),
        Noticed::NoFolder => {
            ("window.outside.no_folder", vec![("window.changed.elsewhere", O::SaveElsewhere), ("window.outside.leave", O::Leave)])
        }
    };
    bar_ui(ui, icons::WARNING, text(lang, key), |ui| {
        for (key, choice) in choices.into_iter().rev() {
            if ui.button(text(lang, key)).clicked() {
                out.push(Action::Outside(choice));
            }
        }
    });
}

/// Draws the bar of a plan that can only be read.
pub fn read_only_bar_ui(ui: &mut Ui, lang: Lang, doc: &Document, out: &mut Vec<Action>) {
    let message = match &doc.read_only {
        Some(ReadOnly::Colleague(user)) => Message::new("window.read_only.colleague").with("user", user),
        Some(ReadOnly::Past(name)) => Message::new("window.read_only.past").with("name", name),
        None => return,
    };
    bar_ui(ui, icons::BOOK_OPEN, &message.text(lang), |ui| {
        let command = UiCommand::SaveAs;
        if ui.button(text(lang, "window.changed.elsewhere")).on_hover_text(command.tooltip(ui.ctx(), lang)).clicked() {
            out.push(Action::Command(command));
        }
    });
}
