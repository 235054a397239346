//! What the window is used for: writing, looking over the year, or comparing versions.

/// The window's mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Outline, editor, page.
    #[default]
    Write,
    /// The year.
    Year,
    /// Two versions side by side.
    Compare,
}
