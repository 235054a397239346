//! Stub until the import lands.
use crate::locale::Message;
use crate::plan::{Finding, Plan};
use std::path::Path;
/// Imported.
#[derive(Debug)]
pub struct Imported {
    /// Plan.
    pub plan: Plan,
    /// Findings.
    pub findings: Vec<Finding>,
}
/// Kind.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Text.
    Text,
    /// Markdown.
    Markdown,
}
/// Error.
#[derive(Debug)]
pub enum ImportError {
    /// Empty.
    Empty,
}
impl ImportError {
    /// Message.
    pub fn message(&self) -> Message {
        Message::new("cli.stdin")
    }
}
/// Import.
pub fn import_bytes(_bytes: &[u8], _kind: Kind) -> Result<Imported, ImportError> {
    Err(ImportError::Empty)
}
/// Import.
pub fn import_file(_path: &Path) -> Result<Imported, ImportError> {
    Err(ImportError::Empty)
}
