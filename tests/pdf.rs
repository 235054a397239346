//! The PDF as a reader of it sees it.

mod layout_sample;

use nendo::export::pdf::{PdfOptions, write};
use nendo::layout::lay_out;

#[test]
fn the_sample_plan_is_written() {
    let pages = lay_out(&layout_sample::plan());
    let bytes = write(&pages, &PdfOptions::default()).expect("written");
    std::fs::write(std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("plan.pdf"), &bytes).expect("saved");
    assert!(bytes.starts_with(b"%PDF-1.7"));
}
