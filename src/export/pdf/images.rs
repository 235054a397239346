//! The pictures of the pages, as streams of the file.
//!
//! Lives here: JPEG and PNG files to what PDF holds of them. Does not live here: where they are drawn
//! (`content`), whether a file is a whole picture (`storage`). May use: the page model, `pack`, image.
//!
//! What a camera or a program noted in a picture (place, owner, remarks) is left out: a plan is public.

use image::{DynamicImage, ImageFormat};

use super::objects::{Data, Objects};
use super::pack::Packer;
use super::syntax::Syntax;
use super::{PdfError, parallel};
use crate::layout::{Pages, Picture, PictureFormat};

/// A picture as a stream, with what it lets shine through.
pub(super) struct Encoded {
    entries: Syntax,
    data: Vec<u8>,
    /// Compressed coverage, a byte a pixel.
    mask: Option<(Syntax, Vec<u8>)>,
}

/// The name of a picture among the resources of a page.
pub(super) fn name(picture: usize) -> String {
    format!("P{picture}")
}

/// Makes the streams of all pictures.
pub(super) fn encode(pages: &Pages) -> Result<Vec<Encoded>, PdfError> {
    parallel::map(&pages.pictures, Packer::default, |packer, picture| encoded(picture, packer)).into_iter().collect()
}

/// Adds the streams to the file and returns the pictures' numbers.
pub(super) fn add(objects: &mut Objects, pictures: Vec<Encoded>) -> Vec<u32> {
    let add = |picture: Encoded| {
        let mut entries = picture.entries;
        if let Some((own, data)) = picture.mask {
            let mask = objects.reserve();
            objects.stream(mask, own, Data::Packed(data));
            entries.raw(b"/SMask ").reference(mask);
        }
        let number = objects.reserve();
        objects.stream(number, entries, Data::Plain(picture.data));
        number
    };
    pictures.into_iter().map(add).collect()
}

fn encoded(picture: &Picture, packer: &mut Packer) -> Result<Encoded, PdfError> {
    if picture.format == PictureFormat::Jpeg
        && let Some(jpeg) = Jpeg::of(&picture.bytes)
    {
        let mut entries = header(picture.width, picture.height, jpeg.components);
        entries.raw(b"/Filter/DCTDecode");
        if jpeg.components == 4 && jpeg.adobe {
            // Programs of this maker count ink from full to none.
            entries.raw(b"/Decode[1 0 1 0 1 0 1 0]");
        }
        return Ok(Encoded { entries, data: jpeg.bytes, mask: None });
    }
    let format = match picture.format {
        PictureFormat::Jpeg => ImageFormat::Jpeg,
        PictureFormat::Png => ImageFormat::Png,
    };
    let pixels = image::load_from_memory_with_format(&picture.bytes, format).map_err(|_| PdfError::Incomplete("picture"))?;
    let (width, height) = (pixels.width(), pixels.height());
    let (components, samples, coverage) = channels(&pixels);
    let flate = |components: u8, samples: &[u8], packer: &mut Packer| -> Result<(Syntax, Vec<u8>), PdfError> {
        let mut entries = header(width, height, components);
        entries.raw(b"/DecodeParms<</Predictor 15/Colors ").integer(components.into());
        entries.raw(b"/Columns ").integer(width.into()).raw(b">>");
        Ok((entries, packer.pack(&filtered(samples, width as usize, components.into()))?))
    };
    let (mut entries, data) = flate(components, &samples, packer)?;
    entries.raw(b"/Filter/FlateDecode");
    let mask = coverage.map(|coverage| flate(1, &coverage, packer)).transpose()?;
    Ok(Encoded { entries, data, mask })
}

fn header(width: u32, height: u32, components: u8) -> Syntax {
    let mut entries = Syntax::default();
    entries.raw(b"/Type/XObject/Subtype/Image/Width ").integer(width.into()).raw(b"/Height ").integer(height.into());
    entries.raw(b"/BitsPerComponent 8/ColorSpace/Device").raw(match components {
        1 => "Gray",
        4 => "CMYK",
        _ => "RGB",
    });
    entries
}

/// Samples of a picture, one (grey) or three to a pixel, and its coverage unless it covers all.
fn channels(pixels: &DynamicImage) -> (u8, Vec<u8>, Option<Vec<u8>>) {
    let colour = pixels.color();
    let (components, samples) = if colour.has_color() { (3, pixels.to_rgb8().into_raw()) } else { (1, pixels.to_luma8().into_raw()) };
    let coverage = colour.has_alpha().then(|| pixels.to_luma_alpha8().into_raw().chunks_exact(2).map(|pixel| pixel[1]).collect::<Vec<_>>());
    (components, samples, coverage.filter(|coverage| coverage.iter().any(|value| *value < u8::MAX)))
}

/// The rows of a picture as PNG stores them, each as it is or as its difference from the pixel before or
/// from the row above: whichever leaves the smallest numbers.
fn filtered(samples: &[u8], width: usize, components: usize) -> Vec<u8> {
    let stride = (width * components).max(1);
    let mut out = Vec::with_capacity(samples.len() + samples.len() / stride);
    let mut above = vec![0; stride];
    let mut trial = [Vec::with_capacity(stride), Vec::with_capacity(stride), Vec::with_capacity(stride)];
    for row in samples.chunks_exact(stride) {
        trial.iter_mut().for_each(Vec::clear);
        let before = std::iter::repeat_n(&0, components).chain(row);
        for ((sample, before), above) in row.iter().zip(before).zip(&above) {
            trial[0].push(*sample);
            trial[1].push(sample.wrapping_sub(*before));
            trial[2].push(sample.wrapping_sub(*above));
        }
        let weight = |row: &Vec<u8>| row.iter().map(|byte| u64::from(byte.cast_signed().unsigned_abs())).sum::<u64>();
        let (kind, best) = (0_u8..).zip(&trial).min_by_key(|(_, row)| weight(row)).unwrap_or((0, &trial[0]));
        out.push(kind);
        out.extend_from_slice(best);
        above.copy_from_slice(row);
    }
    out
}

/// A JPEG that PDF readers know, without the notes in it.
struct Jpeg {
    components: u8,
    /// Whether an Adobe program wrote it.
    adobe: bool,
    bytes: Vec<u8>,
}

impl Jpeg {
    /// None for the rare kinds that PDF does not know (12 bits, lossless, arithmetic coding).
    fn of(file: &[u8]) -> Option<Self> {
        let mut bytes = file.get(..2).filter(|start| *start == [0xFF, 0xD8])?.to_vec();
        let (mut components, mut adobe) = (None, false);
        let mut at = 2;
        loop {
            let (&[0xFF, marker], length) = (file.get(at..at + 2)?, file.get(at + 2..at + 4)?) else { return None };
            if marker == 0xFF {
                // A marker may be led by any number of these.
                at += 1;
                continue;
            }
            let segment = file.get(at..at + 2 + usize::from(u16::from_be_bytes([length[0], length[1]])))?;
            match marker {
                // Baseline, extended and progressive, with eight bits a sample.
                0xC0..=0xC2 => components = segment.get(9).copied().filter(|_| segment.get(4) == Some(&8)),
                0xEE => adobe |= segment.get(4..9) == Some(b"Adobe"),
                _ => {}
            }
            // Of the applications' notes only those that say what the colours mean: JFIF, ICC, Adobe.
            if !matches!(marker, 0xE1 | 0xE3..=0xED | 0xEF | 0xFE) {
                bytes.extend_from_slice(segment);
            }
            at += segment.len();
            if marker == 0xDA {
                bytes.extend_from_slice(file.get(at..)?);
                return components.filter(|count| matches!(count, 1 | 3 | 4)).map(|components| Self { components, adobe, bytes });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jpeg_keeps_its_pixels_and_loses_its_notes() {
        let mut file = Vec::new();
        let pixels = image::RgbImage::from_fn(20, 10, |x, y| image::Rgb([x as u8 * 9, y as u8 * 20, 90]));
        image::codecs::jpeg::JpegEncoder::new(&mut file).encode_image(&pixels).expect("encoded");
        let plain = Jpeg::of(&file).expect("known");
        assert_eq!((plain.components, plain.adobe), (3, false));
        let mut noted = file.clone();
        noted.splice(2..2, *b"\xFF\xE1\0\x0AExif\0\0\x01\x02\xFF\xFE\0\x04hi");
        let cleaned = Jpeg::of(&noted).expect("known");
        assert_eq!(cleaned.bytes, plain.bytes);
        assert_eq!(image::load_from_memory(&cleaned.bytes).expect("decodes"), image::load_from_memory(&file).expect("decodes"));
        for length in 0..200 {
            assert!(Jpeg::of(&file[..length]).is_none(), "cut at {length}");
        }
    }

    #[test]
    fn filtered_rows_are_undone_to_the_samples() {
        let samples: Vec<u8> = (0..60_u32).map(|n| (n * n * 7 / 3) as u8).collect();
        for components in [1, 3] {
            let stride = 5 * components;
            let mut above = vec![0_u8; stride];
            for (stored, row) in filtered(&samples, 5, components).chunks(stride + 1).zip(samples.chunks(stride)) {
                let mut back = stored[1..].to_vec();
                for index in 0..stride {
                    let other = match stored[0] {
                        0 => 0,
                        1 => index.checked_sub(components).map_or(0, |before| back[before]),
                        _ => above[index],
                    };
                    back[index] = back[index].wrapping_add(other);
                }
                assert_eq!(back, row);
                above = back;
            }
        }
    }
}
