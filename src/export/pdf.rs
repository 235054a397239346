//! Stub until the writer lands.
use crate::layout::Pages;
use crate::locale::Message;
use chrono::NaiveDate;
/// Options.
pub struct PdfOptions {
    /// Date.
    pub date: Option<NaiveDate>,
}
/// Error.
#[derive(Debug)]
pub struct PdfError;
impl PdfError {
    /// Message.
    pub fn message(&self) -> Message {
        Message::new("cli.stdout")
    }
}
/// Write.
pub fn write(_pages: &Pages, _options: &PdfOptions) -> Result<Vec<u8>, PdfError> {
    Err(PdfError)
}
