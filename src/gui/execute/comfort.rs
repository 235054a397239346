//! What the commands of comfort do: zoom of the interface, further windows, menus by key, help.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use nendo::locale::Message;

use crate::gui::app::App;
use crate::gui::commands::UiCommand as C;
use crate::gui::help;
use crate::gui::jobs::Purpose;
use crate::gui::mode::Mode;
use crate::gui::settings::Middle;
use crate::gui::views::left_pane::LeftTab;
use crate::gui::views::preview::Zoom;
use crate::gui::views::{Zoomed, outline};

/// The zooms of the interface, in steps one can tell apart.
const ZOOMS: [f32; 9] = [0.8, 0.9, 1.0, 1.1, 1.25, 1.4, 1.5, 1.75, 2.0];

/// How many commands of the palette are remembered.
const RECENT: usize = 12;

/// The zoom a step above or below `zoom`.
fn next_zoom(zoom: f32, up: bool) -> f32 {
    let found = if up { ZOOMS.iter().find(|step| **step > zoom + 0.01) } else { ZOOMS.iter().rev().find(|step| **step < zoom - 0.01) };
    let end = if up { ZOOMS[ZOOMS.len() - 1] } else { ZOOMS[0] };
    found.copied().unwrap_or(end)
}

impl App {
    pub(super) fn comfort(&mut self, command: C) {
        match command {
            C::NewWindow => self.new_window(None),
            C::OpenInNewWindow => self.ask_path(Purpose::OpenInNewWindow),
            C::InterfaceLarger => self.set_interface_zoom(next_zoom(self.settings.interface_zoom, true)),
            C::InterfaceSmaller => self.set_interface_zoom(next_zoom(self.settings.interface_zoom, false)),
            C::InterfaceUsual => self.set_interface_zoom(1.0),
            C::Menus => self.menus.open_first(),
            C::Help => self.open_help(),
            C::Shortcuts => self.help.open(help::page(help::KEYS).unwrap_or_default(), ""),
            C::Tour => self.tour.start(),
            _ => {}
        }
    }

    /// Opens the help where it speaks of what the user is about.
    fn open_help(&mut self) {
        if self.mode == Mode::Compare {
            return self.help.open(help::page("comparing").unwrap_or_default(), "");
        }
        if self.mode == Mode::Year {
            return self.help.open(help::page("year").unwrap_or_default(), "year");
        }
        let in_outline = self.ctx.memory(|memory| memory.has_focus(outline::list_id()));
        let (page, anchor) = if self.print_preview.is_some() {
            ("printing", "print")
        } else if self.doc.as_ref().is_some_and(|doc| doc.chosen_cells().is_some()) {
            ("tables", "moving")
        } else if self.doc.is_none() {
            ("first-steps", "")
        } else if in_outline {
            ("writing", "outline")
        } else if self.settings.outline_open && self.left.tab == LeftTab::Search {
            ("find", "find")
        } else if self.settings.outline_open && self.left.tab == LeftTab::History {
            ("find", "history")
        } else if self.settings.middle == Middle::Document {
            ("document", "write")
        } else if self.doc.as_ref().is_some_and(|doc| doc.primary().is_some()) {
            ("writing", "body")
        } else {
            ("first-steps", "")
        };
        self.help.open(help::page(page).unwrap_or_default(), anchor);
    }

    /// Does a command of the palette and remembers it, so that it stands first the next time.
    pub(super) fn chosen(&mut self, command: C) {
        let (recent, key) = (&mut self.settings.recent_commands, command.entry().key);
        recent.retain(|other| other != key);
        recent.insert(0, key.to_owned());
        recent.truncate(RECENT);
        self.execute(command);
    }

    /// Shows the pages or the window at a size in per cent.
    pub(super) fn zoom_to(&mut self, zoomed: Zoomed, percent: u16) {
        let zoom = f32::from(percent) / 100.0;
        match zoomed {
            Zoomed::Page => {
                self.settings.preview_open = true;
                self.preview.zoom = Zoom::Scale(zoom);
            }
            Zoomed::Interface => self.set_interface_zoom(zoom),
        }
    }

    /// Shows the interface at a zoom, and says which.
    pub(in crate::gui) fn set_interface_zoom(&mut self, zoom: f32) {
        let zoom = if zoom.is_finite() { zoom.clamp(ZOOMS[0], ZOOMS[ZOOMS.len() - 1]) } else { 1.0 };
        if (zoom - self.ctx.zoom_factor()).abs() > 0.001 {
            let message = Message::new("window.interface.zoom").with("percent", (zoom * 100.0).round());
            self.toasts.show(message.text(self.lang), Vec::new());
        }
        self.settings.interface_zoom = zoom;
        self.ctx.set_zoom_factor(zoom);
    }

    /// Starts the program once more: a fault in one window takes no other with it.
    pub(in crate::gui) fn new_window(&mut self, file: Option<PathBuf>) {
        let started = std::env::current_exe().and_then(|program| {
            let mut command = Command::new(program);
            command.args(["--lang", if self.lang == nendo::locale::Lang::Ja { "ja" } else { "en" }]);
            command.args(file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            self.windows.start(command)
        });
        if let Err(error) = started {
            self.tell("window.error.title", &Message::new("window.error.new_window").with_reason(&error));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_of_the_zoom_end_at_its_limits() {
        assert_eq!(next_zoom(1.0, true), 1.1);
        assert_eq!(next_zoom(1.0, false), 0.9);
        assert_eq!(next_zoom(2.0, true), 2.0);
        assert_eq!(next_zoom(0.8, false), 0.8);
        assert_eq!(next_zoom(1.33, false), 1.25);
    }
}
