//! The menus of the bar, made of commands.

use super::UiCommand::{self, self as C};

/// A menu of the bar: its name and what is in it; `None` is a line.
pub struct Menu {
    /// Key of its name.
    pub key: &'static str,
    /// Its commands.
    pub items: &'static [Option<UiCommand>],
}

/// The menus.
pub static MENUS: &[Menu] = &[
    Menu {
        key: "window.menu.file",
        items: &[
            Some(C::New),
            Some(C::Open),
            Some(C::OpenPath),
            Some(C::Import),
            None,
            Some(C::Save),
            Some(C::SaveAs),
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
            Some(C::MoveBlockUp),
            Some(C::MoveBlockDown),
            Some(C::DuplicateBlock),
            None,
            Some(C::EditPlan),
        ],
    },
    Menu {
        key: "window.menu.insert",
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
        items: &[
            Some(C::ToggleOutline),
            Some(C::ToggleEditor),
            Some(C::TogglePreview),
            Some(C::ToggleWriting),
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
            Some(C::ThemeLight),
            Some(C::ThemeDark),
            Some(C::ThemeSystem),
            None,
            Some(C::Japanese),
            Some(C::English),
        ],
    },
    Menu { key: "window.menu.check", items: &[Some(C::Findings)] },
    Menu { key: "window.menu.help", items: &[Some(C::Palette), Some(C::Shortcuts), Some(C::About)] },
];
