//! What the window is used for: writing, or looking over the year.

/// The window's mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Outline, editor, page.
    #[default]
    Write,
    /// The year.
    Year,
}
