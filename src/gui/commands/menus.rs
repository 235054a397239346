//! The menus of the bar, made of commands.

use eframe::egui::Key;

use super::UiCommand::{self, self as C};

/// A menu of the bar: its name and what is in it; `None` is a line.
pub struct Menu {
    /// Key of its name.
    pub key: &'static str,
    /// With Alt it opens the menu; as in Japanese programs the same letter in both languages.
    pub letter: Key,
    /// Its commands.
    pub items: &'static [Option<UiCommand>],
}

/// The menus.
pub static MENUS: &[Menu] = &[
    Menu {
        key: "window.menu.file",
        letter: Key::F,
        items: &[
            Some(C::New),
            Some(C::NewWindow),
            None,
            Some(C::Open),
            Some(C::OpenPath),
            Some(C::OpenInNewWindow),
            Some(C::Import),
            None,
            Some(C::Save),
            Some(C::SaveAs),
            Some(C::SaveVersion),
            Some(C::Versions),
            None,
            Some(C::Print),
            Some(C::PrintPreview),
            Some(C::ExportPdf),
            None,
            Some(C::CloseDocument),
            Some(C::Quit),
        ],
    },
    Menu {
        key: "window.menu.edit",
        letter: Key::E,
        items: &[
            Some(C::Undo),
            Some(C::Redo),
            Some(C::PastePlain),
            None,
            Some(C::Rename),
            Some(C::Duplicate),
            Some(C::Delete),
            None,
            Some(C::MoveUp),
            Some(C::MoveDown),
            Some(C::Indent),
            Some(C::Outdent),
            None,
            Some(C::EditPlan),
        ],
    },
    Menu {
        key: "window.menu.insert",
        letter: Key::I,
        items: &[
            Some(C::AddSibling),
            Some(C::AddChild),
            None,
            Some(C::InsertTable),
            Some(C::InsertImage),
            Some(C::InsertChart),
            None,
            Some(C::InsertReference),
            Some(C::InsertSnippet),
            Some(C::ExpandSnippet),
        ],
    },
    Menu {
        key: "window.menu.table",
        letter: Key::T,
        items: &[
            Some(C::InsertTable),
            None,
            Some(C::InsertRowAbove),
            Some(C::InsertRowBelow),
            Some(C::InsertColumnLeft),
            Some(C::InsertColumnRight),
            None,
            Some(C::RemoveRows),
            Some(C::RemoveColumns),
            None,
            Some(C::MergeCells),
            Some(C::DivideCells),
        ],
    },
    Menu {
        key: "window.menu.view",
        letter: Key::V,
        items: &[
            Some(C::ToggleOutline),
            Some(C::ToggleEditor),
            Some(C::TogglePreview),
            Some(C::NextPane),
            None,
            Some(C::ExpandAll),
            Some(C::CollapseAll),
            None,
            Some(C::ZoomIn),
            Some(C::ZoomOut),
            Some(C::ZoomActual),
            Some(C::ZoomFit),
            Some(C::NextPage),
            Some(C::PreviousPage),
            None,
            Some(C::InterfaceLarger),
            Some(C::InterfaceSmaller),
            Some(C::InterfaceUsual),
            None,
            Some(C::ThemeLight),
            Some(C::ThemeDark),
            Some(C::ThemeSystem),
            None,
            Some(C::Japanese),
            Some(C::English),
        ],
    },
    Menu { key: "window.menu.check", letter: Key::C, items: &[Some(C::Findings)] },
    Menu {
        key: "window.menu.help",
        letter: Key::H,
        items: &[Some(C::Help), Some(C::Shortcuts), Some(C::Palette), Some(C::Menus), None, Some(C::Tour), None, Some(C::About)],
    },
];
