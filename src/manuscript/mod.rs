//! The manuscript: what is to be printed, as semantic blocks without any measure of a line.
//!
//! Lives here: the blocks, the page set-up, and the composers that make them ([`compose`] from a plan).
//! Does not live here: line breaking, positions, fonts (`layout`), file formats (`export`).
//! May use: `plan`, `calendar`, `compare`, `locale`.
//!
//! Invariant: everything printed is composed here once; PDF, text and later HTML come from it alone.
//! Invariant: a block knows its node only as an opaque [`SourceId`]; blocks are `Arc`-shared, and an
//! unchanged node gives the very same `Arc`, so that layout may cache by pointer.

mod amendment;
mod block;
mod comparison;
mod compose;
mod digits;
mod figure;
mod front;
mod generated;
mod grid;
mod labels;
mod setup;
mod turned;
mod year;

use std::sync::Arc;

pub use amendment::{Amendment, PageAction, ReplacedPage};
pub use block::{
    Align, Block, BlockKind, Cell, Cover, Field, HeadingRank, Image, Picture, PictureError, PictureFormat, Source, SourceId, Span,
    SpanStyle, Table, Tree, plain_text,
};
pub use comparison::{ComparisonTable, TablePreset, VersionNames, compose_comparison};
pub use compose::{Composer, compose, grouped};
pub use grid::alignments;
pub use setup::{Face, Footer, Millimetres, PageSetup, Points, TextStyle, TypeScale, page_setup};
pub use turned::turned;
pub use year::{YearCalendar, YearGroups, YearLayout, compose_year, time_words};

/// A document ready for layout.
#[derive(Debug, Clone)]
pub struct Manuscript {
    /// Document information for the PDF.
    pub info: Info,
    /// Sheet, margins, type.
    pub setup: PageSetup,
    /// Small text at the top right from page 2 on; empty for none.
    pub header: String,
    /// Whether the header is the title of the page's part; `header` then stands where there is none.
    pub part_in_header: bool,
    /// A word in a box at the top right corner of every page (案); empty for none.
    pub mark: String,
    /// What stands at the foot of each page.
    pub footer: Footer,
    /// The blocks in reading order.
    pub blocks: Vec<Arc<Block>>,
}

/// Document information.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Info {
    /// Title.
    pub title: String,
    /// Author: the organisation.
    pub author: String,
    /// Language tag, e.g. `ja-JP`.
    pub language: String,
}
