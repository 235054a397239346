//! Compression.
//!
//! Lives here: deflate at one level for all streams. Does not live here: which streams are packed, and
//! on which core (`objects`, `content`). May use: nothing.

use flate2::{Compress, Compression, FlushCompress, Status};

use super::PdfError;

/// How hard streams are compressed: higher levels take longer and save nothing to speak of.
const LEVEL: u32 = 5;

/// A compressor, kept from stream to stream: a new one first clears a third of a megabyte.
pub(super) struct Packer(Compress);

impl Default for Packer {
    fn default() -> Self {
        Self(Compress::new(Compression::new(LEVEL), true))
    }
}

impl Packer {
    /// The data compressed.
    ///
    /// # Errors
    /// If the compressor refuses, which only a fault of its own could make it do.
    pub(super) fn pack(&mut self, data: &[u8]) -> Result<Vec<u8>, PdfError> {
        self.0.reset();
        let mut packed = Vec::with_capacity(data.len() / 2 + 64);
        loop {
            let read = usize::try_from(self.0.total_in()).unwrap_or(usize::MAX);
            let rest = data.get(read..).unwrap_or_default();
            match self.0.compress_vec(rest, &mut packed, FlushCompress::Finish) {
                Ok(Status::StreamEnd) => return Ok(packed),
                Ok(Status::Ok | Status::BufError) => packed.reserve(packed.capacity().max(64)),
                Err(error) => return Err(PdfError::Write(error.into())),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Packer;
    use std::io::Read;

    #[test]
    fn one_packer_packs_stream_after_stream_alike() {
        let mut packer = Packer::default();
        // The last does not shrink: every length of output must find room.
        let noise: Vec<u8> = (0..40_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        for data in [b"".as_slice(), b"Tj Tj Tj Tj", &[7; 300_000], &noise] {
            let packed = packer.pack(data).expect("packed");
            assert_eq!(packed, Packer::default().pack(data).expect("packed"));
            let mut back = Vec::new();
            flate2::read::ZlibDecoder::new(packed.as_slice()).read_to_end(&mut back).expect("unpacked");
            assert_eq!(back, data);
        }
    }
}
