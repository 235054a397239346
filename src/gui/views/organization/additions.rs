//! What would be taken over, each with a tick.

use eframe::egui::{ScrollArea, Ui};
use nendo::locale::{Lang, text};
use nendo::storage::profile::Addition;

use crate::gui::theme;

/// Draws the list.
pub fn additions_ui(ui: &mut Ui, lang: Lang, offered: &mut [(Addition, bool)]) {
    ui.horizontal(|ui| {
        for (key, on) in [("window.organization.all", true), ("window.organization.none", false)] {
            if ui.button(text(lang, key)).clicked() {
                offered.iter_mut().for_each(|(_, wanted)| *wanted = on);
            }
        }
    });
    ui.add_space(theme::SPACE_4);
    ScrollArea::vertical().max_height(360.0).auto_shrink([false, true]).show(ui, |ui| {
        let mut kind = "";
        for (addition, wanted) in offered {
            if addition.key() != kind {
                kind = addition.key();
                ui.add_space(theme::SPACE_4);
                ui.label(theme::muted(ui, text(lang, kind)));
            }
            let name = addition.name().to_owned();
            ui.checkbox(wanted, name);
        }
    });
}
