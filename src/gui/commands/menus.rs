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
    /// Menus of its own below them, so that it is not taller than a small window.
    pub groups: &'static [Group],
}

/// A menu in a menu.
pub struct Group {
    /// Key of its name.
    pub key: &'static str,
    /// Its commands.
    pub items: &'static [UiCommand],
}

impl Menu {
    /// All its commands, those of its groups too.
    pub fn commands(&self) -> impl Iterator<Item = UiCommand> {
        let of_groups = self.groups.iter().flat_map(|group| group.items.iter().copied());
        self.items.iter().flatten().copied().chain(of_groups)
    }
}

/// The menus.
pub static MENUS: &[Menu] = &[
    Menu {
        key: "window.menu.file",
        letter: Key::F,
        items: &[
            Some(C::New),
            Some(C::NewFrom),
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
            Some(C::Discarded),
            Some(C::MergeDrafts),
            Some(C::SaveTemplate),
            None,
            Some(C::Print),
            Some(C::PrintPreview),
            Some(C::ExportPdf),
            Some(C::Export),
            Some(C::ExportTable),
            None,
            Some(C::CloseDocument),
            Some(C::Quit),
        ],
        groups: &[],
    },
    Menu {
        key: "window.menu.edit",
        letter: Key::E,
        items: &[
            Some(C::Undo),
            Some(C::Redo),
            Some(C::History),
            None,
            Some(C::CutNodes),
            Some(C::CopyNodes),
            Some(C::CopyAsTable),
            Some(C::PasteNodes),
            Some(C::PastePlain),
            None,
            Some(C::Rename),
            Some(C::Duplicate),
            Some(C::Delete),
            None,
            Some(C::EditPlan),
            Some(C::Organization),
            None,
        ],
        groups: &[
            Group { key: "window.menu.find", items: &[C::Find, C::FindNext, C::FindPrevious, C::Replace] },
            Group {
                key: "window.menu.arrange",
                items: &[C::MoveUp, C::MoveDown, C::Indent, C::Outdent, C::MoveBlockUp, C::MoveBlockDown, C::DuplicateBlock, C::BlockMenu],
            },
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
            Some(C::GoToReference),
            Some(C::InsertSnippet),
            Some(C::ExpandSnippet),
            Some(C::KeepSnippet),
            None,
            Some(C::PickSchedule),
        ],
        groups: &[],
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
        groups: &[],
    },
    Menu {
        key: "window.menu.view",
        letter: Key::V,
        items: &[
            Some(C::ToggleOutline),
            Some(C::ToggleEditor),
            Some(C::TogglePreview),
            Some(C::ToggleWriting),
            Some(C::ToggleYear),
            Some(C::ToggleCompare),
            Some(C::NextPane),
            None,
            Some(C::ShowPart),
            Some(C::LeavePart),
            None,
        ],
        groups: &[
            Group {
                key: "window.menu.compare",
                items: &[
                    C::NextChange,
                    C::PreviousChange,
                    C::ShowInWriting,
                    C::EditReason,
                    C::TakeOverText,
                    C::TakeOverNode,
                    C::PairSame,
                    C::PairPart,
                    C::PairDifferent,
                    C::ForgetPair,
                    C::CarryReasons,
                    C::ChooseBase,
                    C::UseAsBase,
                    C::ChangedOnly,
                ],
            },
            Group { key: "window.menu.fold", items: &[C::ExpandAll, C::CollapseAll, C::ShowLevel1, C::ShowLevel2, C::ShowLevel3] },
            Group { key: "window.menu.page", items: &[C::ZoomIn, C::ZoomOut, C::ZoomActual, C::ZoomFit, C::NextPage, C::PreviousPage] },
            Group { key: "window.menu.interface", items: &[C::InterfaceLarger, C::InterfaceSmaller, C::InterfaceUsual] },
            Group { key: "window.menu.looks", items: &[C::ThemeLight, C::ThemeDark, C::ThemeSystem, C::Japanese, C::English] },
        ],
    },
    Menu { key: "window.menu.check", letter: Key::C, items: &[Some(C::Findings), Some(C::FixFinding)], groups: &[] },
    Menu {
        key: "window.menu.help",
        letter: Key::H,
        items: &[Some(C::Help), Some(C::Shortcuts), Some(C::Palette), Some(C::Menus), None, Some(C::Tour), None, Some(C::About)],
        groups: &[],
    },
];
