//! How far two pictures are apart.

use super::paint::Picture;

/// Edge of the squares compared, in pixels: a few characters, so that one wrong glyph is not lost in a
/// page of right ones.
const SQUARE: usize = 24;

/// What differs between two pictures of the same page.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Difference {
    /// Mean difference of all pixels, in per mille of black against white.
    pub mean: f32,
    /// The same in the square that differs most.
    pub worst: f32,
    /// Left and top of that square, in pixels.
    pub at: (usize, usize),
}

/// Compares pictures of equal size.
pub fn between(a: &Picture, b: &Picture) -> Difference {
    assert!(a.is_as_large_as(b), "the pictures are of different sizes");
    let of = |left: usize, top: usize, right: usize, bottom: usize| {
        let rows = (top..bottom).map(|y| y * a.width);
        let sum: u64 = rows.flat_map(|row| row + left..row + right).map(|at| u64::from(a.pixels[at].abs_diff(b.pixels[at]))).sum();
        sum as f32 / ((right - left) * (bottom - top)) as f32 * 1000.0 / 255.0
    };
    let mut difference = Difference { mean: of(0, 0, a.width, a.height), ..Difference::default() };
    for top in (0..a.height).step_by(SQUARE) {
        for left in (0..a.width).step_by(SQUARE) {
            let own = of(left, top, (left + SQUARE).min(a.width), (top + SQUARE).min(a.height));
            if own > difference.worst {
                (difference.worst, difference.at) = (own, (left, top));
            }
        }
    }
    difference
}
