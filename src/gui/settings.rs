//! The window's own settings: a small file beside the recent files.
//!
//! A broken or missing file gives the defaults; failing to write it is no reason to disturb anyone.

use std::path::PathBuf;

use nendo::locale::Lang;
use nendo::plan::ContentMark;
use nendo::storage;
use serde::{Deserialize, Serialize};

use super::views::preview::Zoom;
use super::window_place::WindowPlace;

/// Light, dark, or as the system has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum ThemeChoice {
    /// As the system.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What the middle pane shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Middle {
    /// The fields of the selected item.
    #[default]
    Form,
    /// The plan as one document.
    Document,
}

/// What the right pane shows beside the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Right {
    /// The pages.
    #[default]
    Page,
    /// The fields of the selected item.
    Details,
}

/// What the marks in the outline of a plan are measured against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Base {
    /// A file.
    File(PathBuf),
    /// A named version of the plan, by its time and name.
    Version(String),
}

/// So many versions are remembered about which nobody wants to hear.
pub const MOST_LEFT: usize = 100;
/// For so many plans it is remembered what they were compared with.
const MOST_PLANS: usize = 60;

/// Puts what is remembered for a plan first; `None` forgets it.
pub fn remember<T>(list: &mut Vec<(PathBuf, T)>, plan: PathBuf, what: Option<T>) {
    list.retain(|(known, _)| *known != plan);
    if let Some(what) = what {
        list.insert(0, (plan, what));
        list.truncate(MOST_PLANS);
    }
}

/// What is remembered for a plan.
pub fn remembered<'a, T>(list: &'a [(PathBuf, T)], plan: &std::path::Path) -> Option<&'a T> {
    list.iter().find(|(known, _)| known == plan).map(|(_, what)| what)
}

/// What the window remembers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The language; `None`: that of the environment.
    pub lang: Option<Lang>,
    /// The theme.
    pub theme: ThemeChoice,
    /// Whether the outline is shown.
    pub outline_open: bool,
    /// Whether the editor is shown.
    pub editor_open: bool,
    /// Whether the preview is shown.
    pub preview_open: bool,
    /// What the middle pane shows.
    pub middle: Middle,
    /// What the right pane shows beside the document.
    pub right: Right,
    /// Width of the outline.
    pub outline_width: f32,
    /// Width of the preview.
    pub preview_width: f32,
    /// Zoom of the preview.
    pub zoom: Zoom,
    /// Zoom of the interface.
    pub interface_zoom: f32,
    /// Whether the new version stands on the left of a comparison.
    pub new_left: bool,
    /// Plans and the files each was last compared with, the latest first.
    pub compared_with: Vec<(PathBuf, PathBuf)>,
    /// Plans and what each is marked against, the latest first.
    pub bases: Vec<(PathBuf, Base)>,
    /// Versions about whose earlier states nobody wants to hear any more, the latest first.
    pub reasons_left: Vec<Option<ContentMark>>,
    /// Where the window stood.
    pub window: WindowPlace,
    /// Commands chosen in the palette, the latest first, by their keys.
    pub recent_commands: Vec<String>,
    /// The tour was shown or skipped.
    pub tour_seen: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            lang: None,
            theme: ThemeChoice::System,
            outline_open: true,
            editor_open: true,
            preview_open: true,
            middle: Middle::Form,
            right: Right::Page,
            outline_width: 264.0,
            preview_width: 500.0,
            zoom: Zoom::Fit,
            interface_zoom: 1.0,
            new_left: true,
            compared_with: Vec::new(),
            bases: Vec::new(),
            reasons_left: Vec::new(),
            window: WindowPlace::default(),
            recent_commands: Vec::new(),
            tour_seen: false,
        }
    }
}

fn path() -> Option<PathBuf> {
    Some(storage::config_dir()?.join("settings.ron"))
}

impl Settings {
    /// Reads the settings.
    pub fn load() -> Self {
        path().and_then(|path| std::fs::read_to_string(path).ok()).and_then(|text| ron::from_str(&text).ok()).unwrap_or_default()
    }

    /// Writes the settings.
    pub fn save(&self) {
        let Some(path) = path() else { return };
        if let Some(folder) = path.parent() {
            let _ = std::fs::create_dir_all(folder);
        }
        if let Ok(text) = ron::ser::to_string_pretty(self, ron::ser::PrettyConfig::default()) {
            let _ = storage::write_file(&path, text.as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_round_trip_and_forgive_missing_fields() {
        let settings = Settings { zoom: Zoom::Scale(1.5), lang: Some(Lang::En), ..Settings::default() };
        let text = ron::to_string(&settings).expect("writes");
        assert_eq!(ron::from_str::<Settings>(&text).expect("reads"), settings);
        assert_eq!(ron::from_str::<Settings>("(theme: Dark)").expect("reads").theme, ThemeChoice::Dark);
    }
}
