//! Why a plan could not be read or saved, in the user's words.

use std::path::PathBuf;

use crate::locale::{Lang, Message};
use crate::plan::MAX_DEPTH;

/// Why a plan could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// The file could not be read at all.
    #[error("cannot read {}: {}", path.display(), reason.text(Lang::En))]
    Io {
        /// The file.
        path: PathBuf,
        /// Why the system refused.
        reason: Message,
        /// Whether there is no such file.
        missing: bool,
    },
    /// A packed plan no longer is what it was.
    #[error("{} is damaged", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// The file is empty.
    #[error("the file is empty")]
    Empty,
    /// The file is larger than plans can be.
    #[error("the file is larger than {limit_mib} MiB")]
    TooLarge {
        /// The limit.
        limit_mib: u64,
    },
    /// The file is not UTF-8 text.
    #[error("line {line}: not UTF-8 text")]
    NotUtf8 {
        /// Line of the first bad byte.
        line: usize,
    },
    /// The file is no plan of Nendo.
    #[error("not a plan of Nendo")]
    NotAPlan,
    /// The file is no profile of an organisation.
    #[error("not a profile of Nendo")]
    NotAProfile,
    /// The file is no list of holidays.
    #[error("not a list of holidays of Nendo")]
    NotHolidays,
    /// A newer Nendo wrote the file.
    #[error("the plan has version {found}, this program knows up to {known}")]
    Newer {
        /// Its version.
        found: u32,
        /// The newest version known here.
        known: u32,
    },
    /// The file breaks off.
    #[error("line {line}, column {column}: the file breaks off")]
    Truncated {
        /// Line, from 1.
        line: usize,
        /// Character in the line, from 1.
        column: usize,
    },
    /// Something in the file is not as it should be.
    #[error("line {line}, column {column}: {}", problem.text(Lang::En))]
    Syntax {
        /// Line, from 1.
        line: usize,
        /// Character in the line, from 1.
        column: usize,
        /// What is wrong.
        problem: Message,
    },
    /// The tree is too deep.
    #[error("more than {MAX_DEPTH} levels")]
    TooDeep,
    /// Two nodes have the same id.
    #[error("line {line}: the id {id} is used twice (first in line {first_line})")]
    DuplicateId {
        /// The id.
        id: String,
        /// Line of the first.
        first_line: usize,
        /// Line of the second.
        line: usize,
    },
    /// The numbering preset is unknown.
    #[error("line {line}: unknown numbering preset {name}")]
    UnknownNumbering {
        /// Its name.
        name: String,
        /// Line of the name.
        line: usize,
    },
    /// The fiscal year is none.
    #[error("line {line}: {year} is no fiscal year")]
    YearOutOfRange {
        /// What is written.
        year: i32,
        /// Its line.
        line: usize,
    },
    /// A table covers too much: spans of a cell beyond any sheet.
    #[error("line {line}: a table cell covers more than {limit} rows or columns")]
    CellTooLarge {
        /// The limit.
        limit: u16,
        /// Line of the table's node, 0 if unknown.
        line: usize,
    },
}

impl LoadError {
    pub(super) fn io(path: &std::path::Path, error: &std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::FileTooLarge => Self::TooLarge { limit_mib: super::MAX_FILE_BYTES >> 20 },
            kind => Self::Io { path: path.to_owned(), reason: Message::reason(error), missing: kind == std::io::ErrorKind::NotFound },
        }
    }

    /// For the user: what is wrong, where, what to do.
    pub fn message(&self) -> Message {
        match self {
            Self::Io { path, missing: true, .. } => Message::new("storage.load.missing").with("path", path.display()),
            Self::Io { path, reason, .. } => {
                Message::new("storage.load.io").with("path", path.display()).with_message("reason", reason.clone())
            }
            Self::Damaged { path } => Message::new("storage.load.damaged").with("path", path.display()),
            Self::Empty => Message::new("storage.load.empty"),
            Self::TooLarge { limit_mib } => Message::new("storage.load.too_large").with("limit", limit_mib),
            Self::NotUtf8 { line } => Message::new("storage.load.not_utf8").with("line", line),
            Self::NotAPlan => Message::new("storage.load.not_a_plan"),
            Self::NotHolidays => Message::new("storage.load.not_holidays"),
            Self::NotAProfile => Message::new("storage.load.not_a_profile"),
            Self::Newer { found, known } => Message::new("storage.load.newer").with("found", found).with("known", known),
            Self::Truncated { line, column } => Message::new("storage.load.truncated").with("line", line).with("column", column),
            Self::Syntax { problem, .. } => problem.clone(),
            Self::TooDeep => Message::new("storage.load.too_deep").with("max", MAX_DEPTH),
            Self::DuplicateId { id, first_line, line } => {
                Message::new("storage.load.duplicate_id").with("id", id).with("first_line", first_line).with("line", line)
            }
            Self::UnknownNumbering { name, line } => {
                let known: Vec<_> = crate::plan::numbering::presets().iter().map(|p| p.name.as_str()).collect();
                Message::new("storage.load.unknown_numbering").with("name", name).with("line", line).with("known", known.join(", "))
            }
            Self::YearOutOfRange { year, line } => Message::new("storage.load.year_out_of_range").with("year", year).with("line", line),
            Self::CellTooLarge { limit, line } => Message::new("storage.load.cell_too_large").with("limit", limit).with("line", line),
        }
    }
}

/// Why a file was not written. What stood there before is untouched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SaveError {
    /// The system refused.
    #[error("cannot write {}: {}", path.display(), reason.text(Lang::En))]
    Io {
        /// The file.
        path: PathBuf,
        /// Why the system refused.
        reason: Message,
        /// What kind of refusal.
        kind: Refusal,
    },
    /// The tree is too deep to be read again.
    #[error("more than {MAX_DEPTH} levels")]
    TooDeep,
    /// The plan could not be written as text.
    #[error("cannot write the plan as text: {0}")]
    Format(String),
}

/// Kinds of refusal a person can do something about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The folder does not exist.
    NoFolder,
    /// Not allowed.
    Forbidden,
    /// No space left.
    Full,
    /// The path is a folder.
    IsFolder,
    /// Anything else.
    Other,
}

impl SaveError {
    pub(super) fn io(path: &std::path::Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind as K;
        let folder_is_there = path.parent().is_none_or(|folder| folder.as_os_str().is_empty() || folder.is_dir());
        let kind = match error.kind() {
            // Some folders (of the system) are there and take no files.
            K::NotFound if folder_is_there => Refusal::Forbidden,
            K::NotFound | K::NotADirectory => Refusal::NoFolder,
            K::PermissionDenied | K::ReadOnlyFilesystem => Refusal::Forbidden,
            K::StorageFull | K::QuotaExceeded | K::FileTooLarge => Refusal::Full,
            K::IsADirectory => Refusal::IsFolder,
            _ => Refusal::Other,
        };
        Self::Io { path: path.to_owned(), reason: Message::reason(error), kind }
    }

    /// For the user: what happened, what is safe, what to do.
    pub fn message(&self) -> Message {
        match self {
            Self::Io { path, reason, kind } => {
                let key = match kind {
                    Refusal::NoFolder => "storage.save.no_folder",
                    Refusal::Forbidden => "storage.save.forbidden",
                    Refusal::Full => "storage.save.full",
                    Refusal::IsFolder => "storage.save.is_folder",
                    Refusal::Other => "storage.save.io",
                };
                let place = if *kind == Refusal::NoFolder { path.parent().unwrap_or(path) } else { path };
                Message::new(key).with("path", place.display()).with_message("reason", reason.clone())
            }
            Self::TooDeep => Message::new("storage.save.too_deep").with("max", MAX_DEPTH),
            Self::Format(reason) => Message::new("storage.save.format").with("reason", reason),
        }
    }
}
