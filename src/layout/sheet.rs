//! The sheets of a document and which blocks stand on turned ones.
//!
//! Lives here: the measures of a sheet upright and turned. Does not live here: where a page ends
//! (`paginate`). May use: `manuscript`'s blocks and set-up.

use std::sync::Arc;

use super::Unit;
use super::blocks::Justify;
use crate::manuscript::{Block, PageSetup, turned};

/// The sheet in 1/1000 pt.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    /// Width of the sheet.
    pub width: i32,
    /// Height of the sheet.
    pub height: i32,
    /// Left edge of the text.
    pub left: i32,
    /// Measure of the text: whole characters of the body size, so that plain text stands on a grid.
    pub measure: i32,
    /// Top edge of the text.
    pub top: i32,
    /// Bottom edge of the text.
    pub bottom: i32,
    /// The set-up it comes from.
    pub setup: PageSetup,
}

impl Sheet {
    /// Of a set-up, with the long edge below if `turned`.
    fn new(setup: &PageSetup, turned: bool) -> Self {
        let mm = |length: i32| Unit::from_mm100(length).0;
        let (width, height) = (mm(setup.width.0), mm(setup.height.0));
        let (width, height) = if turned { (width.max(height), width.min(height)) } else { (width, height) };
        let (left, right) = (mm(setup.left_margin.0), mm(setup.right_margin.0));
        let room = (width - left - right).max(1);
        let character = setup.scale.body.size.0.max(1);
        let measure = if room >= character { room / character * character } else { room };
        Self {
            width,
            height,
            left: left + (room - measure) / 2,
            measure,
            top: mm(setup.top_margin.0),
            bottom: height - mm(setup.bottom_margin.0),
            setup: setup.clone(),
        }
    }

    /// How running text fills its lines.
    pub(super) fn justified(&self) -> Justify {
        if self.setup.hanging { Justify::Hanging } else { Justify::Full }
    }

    /// Left edge of an indent in steps; at least a third of the measure stays.
    pub(super) fn indent(&self, steps: u8) -> i32 {
        let wanted = i64::from(steps) * i64::from(self.setup.indent_step) * i64::from(self.setup.scale.body.size.0) / 1000;
        i32::try_from(wanted).unwrap_or(i32::MAX).min(self.measure * 2 / 3)
    }
}

/// The sheets of a document: as the set-up has them, and turned for wide tables.
#[derive(Debug, Clone)]
pub(super) struct Sheets {
    usual: Sheet,
    turned: Sheet,
}

impl Sheets {
    /// Of a set-up.
    pub(super) fn new(setup: &PageSetup) -> Self {
        Self { usual: Sheet::new(setup, false), turned: Sheet::new(setup, true) }
    }

    /// The sheet of blocks that are turned or not.
    pub(super) fn of(&self, turned: bool) -> &Sheet {
        if turned { &self.turned } else { &self.usual }
    }

    /// Which blocks stand on turned sheets: wide tables, with the headings and lines that lead them.
    pub(super) fn turned(&self, blocks: &[Arc<Block>]) -> Vec<bool> {
        // Sheets that are wide already need no turning.
        let wide = self.usual.width >= self.usual.height;
        if wide { vec![false; blocks.len()] } else { turned(blocks) }
    }
}
