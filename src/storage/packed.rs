//! Plan texts packed with gzip, named after what they hold, so that damage is noticed.

use std::io::{Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

use super::disk::Disk;
use super::error::LoadError;
use super::read::MAX_FILE_BYTES;
use super::stamp::FileStamp;

/// Ends the names of packed plans; programs that unpack them give a plan file.
pub(super) const ENDING: &str = ".ron.gz";

/// How hard to pack.
#[derive(Debug, Clone, Copy)]
pub(super) enum Effort {
    /// While somebody waits.
    Quick,
    /// For what stays.
    Thorough,
}

pub(super) fn pack(bytes: &[u8], effort: Effort) -> std::io::Result<Vec<u8>> {
    let level = match effort {
        Effort::Quick => Compression::fast(),
        Effort::Thorough => Compression::new(6),
    };
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 8), level);
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Reads a packed plan and checks that it is what it was.
pub(super) fn read_packed(disk: &dyn Disk, path: &Path, stamp: FileStamp) -> Result<Vec<u8>, LoadError> {
    let packed = disk.read(path, MAX_FILE_BYTES).map_err(|error| LoadError::io(path, &error))?;
    let mut bytes = Vec::new();
    let unpacked = GzDecoder::new(packed.as_slice()).take(MAX_FILE_BYTES).read_to_end(&mut bytes);
    if unpacked.is_err() || FileStamp::of(&bytes) != stamp {
        return Err(LoadError::Damaged { path: path.to_owned() });
    }
    Ok(bytes)
}
