//! Pictures that stand in files beside the plan.
//!
//! Lives here: what is known of a picture, and why one cannot be shown. Does not live here: reading
//! the files (`storage::pictures`) or drawing them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::locale::Message;

/// How a picture's pixels are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PictureFormat {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
}

impl PictureFormat {
    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
}

/// A picture as its file holds it. Only whole, readable pictures become one.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// How the bytes are to be read.
    pub format: PictureFormat,
    /// Pixels from left to right, as stored.
    pub width: u32,
    /// Pixels from top to bottom, as stored.
    pub height: u32,
    /// How the stored pixels come to stand upright: Exif's number, 1 (as they are) to 8.
    pub orientation: u8,
    /// Pixels per inch, where the file says so.
    pub resolution: Option<u32>,
    /// The file's bytes.
    pub bytes: Arc<[u8]>,
}

/// Without the bytes, which nobody wants to read.
impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {}×{} ({} bytes)", self.format, self.width, self.height, self.bytes.len())
    }
}

impl Picture {
    /// Width and height in pixels as one sees it.
    pub fn upright_size(&self) -> (u32, u32) {
        // From 5 on the orientations lay the stored pixels on their side.
        if self.orientation >= 5 { (self.height, self.width) } else { (self.width, self.height) }
    }

    /// The matrix `[a b c d e f]` that takes the unit square of the stored picture to that of the
    /// upright one, y growing upwards as in PDF: x' = a·x + c·y + e, y' = b·x + d·y + f.
    pub fn upright_matrix(&self) -> [i8; 6] {
        match self.orientation {
            2 => [-1, 0, 0, 1, 1, 0],
            3 => [-1, 0, 0, -1, 1, 1],
            4 => [1, 0, 0, -1, 0, 1],
            5 => [0, -1, -1, 0, 1, 1],
            6 => [0, -1, 1, 0, 0, 1],
            7 => [0, 1, 1, 0, 0, 0],
            8 => [0, 1, -1, 0, 1, 0],
            _ => [1, 0, 0, 1, 0, 0],
        }
    }
}

/// Why a picture cannot be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PictureError {
    /// No file is named.
    Unnamed,
    /// There is no such file, or the plan itself has no place yet.
    Missing,
    /// The file may not be read.
    Unreadable,
    /// The name leads out of the plan's folder.
    Outside,
    /// It is neither PNG nor JPEG.
    UnknownFormat,
    /// The file or the picture is larger than pages can want.
    TooLarge,
    /// The file breaks off or is not well formed.
    Damaged,
}

impl PictureError {
    /// What is wrong and what to do, for the picture in `file`.
    pub fn message(self, file: &str) -> Message {
        let key = match self {
            Self::Unnamed => return Message::new("picture.unnamed"),
            Self::Missing => "picture.missing",
            Self::Unreadable => "picture.unreadable",
            Self::Outside => "picture.outside",
            Self::UnknownFormat => "picture.unknown_format",
            Self::TooLarge => "picture.too_large",
            Self::Damaged => "picture.damaged",
        };
        Message::new(key).with("file", file)
    }
}

/// The pictures of a plan by the names its blocks give their files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pictures(BTreeMap<String, Result<Arc<Picture>, PictureError>>);

impl Pictures {
    /// No pictures at all.
    pub fn none() -> Self {
        Self::default()
    }

    /// The picture in `file`; one nobody has looked for is missing.
    pub fn get(&self, file: &str) -> Result<Arc<Picture>, PictureError> {
        self.0.get(file).cloned().unwrap_or(Err(if file.is_empty() { PictureError::Unnamed } else { PictureError::Missing }))
    }
}

impl FromIterator<(String, Result<Arc<Picture>, PictureError>)> for Pictures {
    fn from_iter<I: IntoIterator<Item = (String, Result<Arc<Picture>, PictureError>)>>(pictures: I) -> Self {
        Self(pictures.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_says_what_exif_says() {
        let at = |orientation: u8, x: i8, y: i8| {
            let picture = Picture { format: PictureFormat::Png, width: 2, height: 1, orientation, resolution: None, bytes: Arc::from([]) };
            let [a, b, c, d, e, f] = picture.upright_matrix();
            (a * x + c * y + e, b * x + d * y + f)
        };
        // Where Exif puts the corner of the stored picture's first row and first column.
        let corner = [(1, (0, 1)), (2, (1, 1)), (3, (1, 0)), (4, (0, 0)), (5, (0, 1)), (6, (1, 1)), (7, (1, 0)), (8, (0, 0))];
        // And the other end of its first row.
        let row_end = [(1, (1, 1)), (2, (0, 1)), (3, (0, 0)), (4, (1, 0)), (5, (0, 0)), (6, (1, 0)), (7, (1, 1)), (8, (0, 1))];
        for ((orientation, first), (_, end)) in corner.into_iter().zip(row_end) {
            assert_eq!(at(orientation, 0, 1), first, "{orientation}");
            assert_eq!(at(orientation, 1, 1), end, "{orientation}");
        }
    }
}
