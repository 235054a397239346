//! Where the columns of the compare view stand. Knows no egui.

/// From this width on reasons have a column of their own size.
const WIDE: f32 = 900.0;
/// The strip of changes at the edge.
pub const STRIP: f32 = 16.0;
/// Room for labels, before what depth adds.
const LABEL: f32 = 40.0;
/// A level is this much further right.
const STEP: f32 = 10.0;
/// Deeper levels stand under each other.
const DEEPEST: u8 = 5;
/// Kinds of change and what moved.
const GUTTER: f32 = 112.0;
const GAP: f32 = 8.0;

/// From left to right.
pub type Range = (f32, f32);

/// The columns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Columns {
    /// The left version.
    pub left: Range,
    /// Between the two.
    pub gutter: Range,
    /// The right version.
    pub right: Range,
    /// Why.
    pub reason: Range,
    /// The strip at the edge.
    pub strip: Range,
}

impl Columns {
    /// Columns in a room.
    pub fn new(left: f32, width: f32) -> Self {
        let reason = if width >= WIDE { (width * 0.17).clamp(150.0, 260.0) } else { 120.0 };
        let side = ((width - GUTTER - reason - STRIP - 2.0 * GAP) / 2.0).max(120.0);
        let mut at = left + GAP;
        let mut take = |width: f32| {
            let range = (at, at + width);
            at += width;
            range
        };
        let (first, gutter, second) = (take(side), take(GUTTER), take(side));
        let reason = take(reason);
        Self { left: first, gutter, right: second, reason: (reason.0 + GAP, reason.1), strip: (left + width - STRIP, left + width) }
    }

    /// The side that shows the old version, or the new one.
    pub fn side(&self, old: bool, new_left: bool) -> Range {
        if old == new_left { self.right } else { self.left }
    }
}

/// Where labels of a depth end in a side, and where the text begins.
pub fn label_and_text(side: Range, depth: u8) -> (f32, f32) {
    let end = side.0 + LABEL + f32::from(depth.min(DEEPEST)) * STEP;
    (end, end + 6.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sides_are_alike_and_all_fits() {
        for width in [640.0, 1000.0, 1700.0] {
            let columns = Columns::new(10.0, width);
            assert!((columns.left.1 - columns.left.0 - (columns.right.1 - columns.right.0)).abs() < 0.1);
            assert!(columns.reason.1 <= columns.strip.0 + 0.1, "{width}");
            assert_eq!(columns.side(true, true), columns.right);
            assert_eq!(columns.side(true, false), columns.left);
        }
    }
}
