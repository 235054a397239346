//! The clipboard: nodes, tables and texts of other programs, and ours for them.
//!
//! Lives here: what stands on the clipboard beside plain text, which egui brings itself. Does not live
//! here: how it is read or written (`nendo::import::{range, fragment, carried}`, `nendo::export::{range, nodes}`).

use eframe::egui::Context;
use nendo::export::range as written;
use nendo::import::range as read;
use nendo::plan::Table;

/// HTML longer than this (bytes) is no table for a plan.
const MAX_HTML: usize = 16 << 20;

/// The clipboard of the system, or one of the application's own where there is no window.
pub struct Clipboard {
    system: Option<arboard::Clipboard>,
    /// What a clipboard of its own holds: HTML, and the text it goes with.
    own: Option<(String, String)>,
}

/// What is being pasted.
#[derive(Debug, Clone, PartialEq)]
pub struct Pasted {
    /// The text, as egui gives it.
    pub text: String,
    /// The table it is.
    pub table: Table,
}

impl Clipboard {
    /// The system's. Under Wayland only the window system's own text can be had: tables come and go as
    /// text with tabs there.
    pub fn system() -> Self {
        let wayland = cfg!(target_os = "linux") && std::env::var_os("WAYLAND_DISPLAY").is_some_and(|name| !name.is_empty());
        Self { system: if wayland { None } else { arboard::Clipboard::new().ok() }, own: None }
    }

    /// One that other programs do not see.
    pub fn detached() -> Self {
        Self { system: None, own: None }
    }

    /// The HTML that stands beside `text`.
    pub fn html(&mut self, text: &str) -> Option<String> {
        let html = match &mut self.system {
            Some(system) => system.get().html().ok(),
            None => self.own.as_ref().filter(|(_, own)| own.is_empty() || own.trim_end() == text.trim_end()).map(|(html, _)| html.clone()),
        };
        html.filter(|html| html.len() <= MAX_HTML)
    }

    /// The words of HTML that stands there without the plain text that pasting goes by.
    pub fn text_of_html_alone(&mut self) -> Option<String> {
        let html = match &mut self.system {
            Some(system) => {
                if !system.get_text().map_or(true, |text| text.is_empty()) {
                    return None;
                }
                system.get().html().ok()
            }
            None => self.own.as_ref().filter(|(_, text)| text.is_empty()).map(|(html, _)| html.clone()),
        };
        nendo::import::fragment::text_of_html(&html.filter(|html| html.len() <= MAX_HTML)?)
    }

    /// What is being pasted together with `text`, if it is a table.
    pub fn table(&mut self, text: &str) -> Option<Pasted> {
        let table = self.html(text).and_then(|html| read::from_html(&html)).or_else(|| read::from_tabs(text))?;
        Some(Pasted { text: text.trim_end_matches('\n').to_owned(), table })
    }

    /// Whether `text` is that of a single cell, which programs end with a line break.
    pub fn is_cell(&mut self, text: &str) -> bool {
        self.html(text).is_some_and(|html| html.to_ascii_lowercase().contains("<td"))
    }

    /// Puts a table there, for programs that read HTML and for those that read text.
    pub fn put_table(&mut self, ctx: &Context, table: &Table) {
        self.put_both(ctx, written::html(table), written::tabs(table));
    }

    /// Puts HTML there and the text it goes with.
    pub fn put_both(&mut self, ctx: &Context, html: String, text: String) {
        let put = self.system.as_mut().is_some_and(|system| system.set().html(html.as_str(), Some(text.as_str())).is_ok());
        if !put {
            ctx.copy_text(text.clone());
            self.own = Some((html, text));
        }
    }

    /// Puts HTML and text there as another program would; for tests.
    #[cfg(test)]
    pub fn put(&mut self, html: &str, text: &str) {
        self.own = Some((html.to_owned(), text.to_owned()));
    }

    /// What stands there; for tests.
    #[cfg(test)]
    pub fn content(&self) -> Option<&(String, String)> {
        self.own.as_ref()
    }
}
