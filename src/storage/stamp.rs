//! What a file's content was when it was read or written, to notice changes by others.

use std::path::Path;

use serde::{Deserialize, Serialize};

/// When a file was last written (UTC), if there is one and its system says.
pub fn written_at(path: &Path) -> Option<chrono::NaiveDateTime> {
    let written = std::fs::metadata(path).and_then(|file| file.modified()).ok()?;
    Some(chrono::DateTime::<chrono::Utc>::from(written).naive_utc())
}

/// Length and hash of a content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FileStamp {
    length: u64,
    hash: u64,
}

impl FileStamp {
    /// The stamp of a content.
    pub fn of(bytes: &[u8]) -> Self {
        // FNV-1a: tells an edit from no edit, quickly; no protection against forgery is meant.
        let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3));
        Self { length: bytes.len() as u64, hash }
    }

    /// As part of a file's name.
    pub(super) fn name(self) -> String {
        format!("{:016x}-{}", self.hash, self.length)
    }

    /// From part of a file's name.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        let (hash, length) = name.split_once('-')?;
        Some(Self { length: length.parse().ok()?, hash: u64::from_str_radix(hash, 16).ok().filter(|_| hash.len() == 16)? })
    }
}

/// Whether a file is marked as one to be read only.
pub fn is_marked_read_only(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|file| file.permissions().readonly())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_again() {
        let stamp = FileStamp::of("計画".as_bytes());
        assert_eq!(FileStamp::from_name(&stamp.name()), Some(stamp));
        assert_ne!(FileStamp::of(b"a"), FileStamp::of(b"b"));
        assert_eq!(FileStamp::from_name("x-1"), None);
    }
}
