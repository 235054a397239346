//! Reading the pictures beside a plan: PNG and JPEG files, looked at once until they change.
//!
//! Lives here: files to [`Pictures`], with the reason where one cannot be shown; whether a picture is
//! whole. Does not live here: how large it is printed (`layout`). May use: `plan`, the file system.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{Cursor, ErrorKind, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader};

use crate::plan::{Block, Picture, PictureError, PictureFormat, Pictures, Plan};

/// The largest picture file read.
pub const MAX_PICTURE_BYTES: u64 = 50 << 20;
/// The largest picture: more than any printer sets on a sheet.
const MAX_PIXELS: u64 = 100_000_000;

type Loaded = Result<Arc<Picture>, PictureError>;

/// Reads pictures, each file again only when its time or length has changed.
#[derive(Default)]
pub struct PictureCache {
    known: HashMap<PathBuf, Known>,
}

struct Known {
    changed: Option<SystemTime>,
    length: u64,
    loaded: Loaded,
}

impl PictureCache {
    /// The pictures that `plan` shows, from its folder; a plan without one (never saved) has none yet.
    pub fn load(&mut self, plan: &Plan, folder: Option<&Path>) -> Pictures {
        let mut former = std::mem::take(&mut self.known);
        picture_names(plan).map(|file| (file.to_owned(), self.picture(file, folder, &mut former))).collect()
    }

    fn picture(&mut self, file: &str, folder: Option<&Path>, former: &mut HashMap<PathBuf, Known>) -> Loaded {
        let path = inside(file, folder)?;
        let metadata = fs::metadata(&path).map_err(|error| read_error(&error))?;
        let (changed, length) = (metadata.modified().ok(), metadata.len());
        if let Some(known) =
            self.known.get(&path).or_else(|| former.get(&path)).filter(|old| (old.changed, old.length) == (changed, length))
        {
            let loaded = known.loaded.clone();
            if let Some(known) = former.remove(&path) {
                self.known.insert(path, known);
            }
            return loaded;
        }
        let loaded = read_file(&path).and_then(|bytes| read_picture(bytes.into())).map(Arc::new);
        self.known.insert(path, Known { changed, length, loaded: loaded.clone() });
        loaded
    }
}

/// The pictures that `plan` shows, read once; see [`PictureCache::load`].
pub fn load_pictures(plan: &Plan, folder: Option<&Path>) -> Pictures {
    PictureCache::default().load(plan, folder)
}

/// The pixels of a picture as one sees it, for the screen.
///
/// # Errors
/// [`PictureError::Damaged`] or [`PictureError::TooLarge`]; neither for what [`load_pictures`] gave.
pub fn decode_picture(picture: &Picture) -> Result<DynamicImage, PictureError> {
    let (_, orientation, mut pixels) = decode(&picture.bytes)?;
    pixels.apply_orientation(orientation);
    Ok(pixels)
}

/// The names of the pictures that `plan` shows.
pub(super) fn picture_names(plan: &Plan) -> impl Iterator<Item = &str> {
    let blocks = plan.preface.iter().chain(plan.walk().flat_map(|node| &node.body));
    blocks.filter_map(|block| if let Block::Image { file, .. } = block { Some(file.as_str()) } else { None })
}

/// The path of a picture: a name that stays within the plan's folder.
pub(super) fn inside(file: &str, folder: Option<&Path>) -> Result<PathBuf, PictureError> {
    if file.is_empty() {
        return Err(PictureError::Unnamed);
    }
    // A backslash parts folders on one system and is a letter on another.
    if file.contains('\\') || !Path::new(file).components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(PictureError::Outside);
    }
    folder.map(|folder| folder.join(file)).ok_or(PictureError::Missing)
}

fn read_error(error: &std::io::Error) -> PictureError {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => PictureError::Missing,
        _ => PictureError::Unreadable,
    }
}

/// The bytes of a picture's file.
pub(super) fn read_file(path: &Path) -> Result<Vec<u8>, PictureError> {
    let metadata = fs::metadata(path).map_err(|error| read_error(&error))?;
    if !metadata.is_file() {
        return Err(PictureError::Unreadable);
    }
    if metadata.len() > MAX_PICTURE_BYTES {
        return Err(PictureError::TooLarge);
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| read_error(&error))?;
    file.take(MAX_PICTURE_BYTES).read_to_end(&mut bytes).map_err(|error| read_error(&error))?;
    Ok(bytes)
}

/// A picture from the bytes of its file.
///
/// # Errors
/// Says why it cannot be shown.
pub fn read_picture(bytes: Arc<[u8]>) -> Result<Picture, PictureError> {
    let (format, orientation, pixels) = decode(&bytes)?;
    let (whole, resolution) = match format {
        PictureFormat::Png => png_facts(&bytes),
        PictureFormat::Jpeg => jpeg_facts(&bytes),
    };
    // The decoder fills up what a broken-off JPEG lacks.
    if !whole {
        return Err(PictureError::Damaged);
    }
    let resolution = resolution.filter(|dots| (10..=10_000).contains(dots));
    Ok(Picture { format, width: pixels.width(), height: pixels.height(), orientation: orientation.to_exif(), resolution, bytes })
}

fn decode(bytes: &[u8]) -> Result<(PictureFormat, image::metadata::Orientation, DynamicImage), PictureError> {
    let guessed = image::guess_format(bytes).map_err(|_| PictureError::UnknownFormat)?;
    let format = match guessed {
        ImageFormat::Png => PictureFormat::Png,
        ImageFormat::Jpeg => PictureFormat::Jpeg,
        _ => return Err(PictureError::UnknownFormat),
    };
    let failed = |error: ImageError| match error {
        ImageError::Limits(_) => PictureError::TooLarge,
        _ => PictureError::Damaged,
    };
    let mut decoder = ImageReader::with_format(Cursor::new(bytes), guessed).into_decoder().map_err(failed)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(PictureError::TooLarge);
    }
    // A picture whose Exif cannot be read stands as it is stored.
    let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    Ok((format, orientation, DynamicImage::from_decoder(decoder).map_err(failed)?))
}

/// Whether a PNG has its end, and its pixels per inch as it says them (pHYs, in pixels per metre).
fn png_facts(bytes: &[u8]) -> (bool, Option<u32>) {
    let number = |at: usize| bytes.get(at..at.checked_add(4)?).and_then(|four| <[u8; 4]>::try_from(four).ok()).map(u32::from_be_bytes);
    let mut resolution = None;
    // Chunks: length, name, data, check sum.
    let mut at = 8;
    while let (Some(length), Some(name)) = (number(at), bytes.get(at.saturating_add(4)..at.saturating_add(8))) {
        if let (b"pHYs", Some(per_metre), Some(1)) = (name, number(at + 8), bytes.get(at + 16)) {
            resolution = u32::try_from((u64::from(per_metre) * 254 + 5000) / 10_000).ok();
        }
        at = at.saturating_add(12).saturating_add(usize::try_from(length).unwrap_or(usize::MAX));
        if name == b"IEND" {
            return (at <= bytes.len(), resolution);
        }
    }
    (false, resolution)
}

/// Whether a JPEG has its end, and its pixels per inch as its JFIF header says them.
fn jpeg_facts(bytes: &[u8]) -> (bool, Option<u32>) {
    let mut resolution = None;
    let mut at = 2;
    while let Some([0xFF, marker, high, low]) = bytes.get(at..at + 4) {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        if let (0xE0, Some([b'J', b'F', b'I', b'F', 0, _, _, unit, high, low])) = (*marker, bytes.get(at + 4..at + 14)) {
            let dots = u32::from(u16::from_be_bytes([*high, *low]));
            resolution = match unit {
                1 => Some(dots),
                2 => Some((dots * 254 + 50) / 100),
                _ => None,
            };
        }
        at += 2 + length;
        // The pixels follow; within them FF D9 stands only at the end.
        if *marker == 0xDA {
            return (bytes.get(at..).is_some_and(|pixels| pixels.windows(2).any(|pair| pair == [0xFF, 0xD9])), resolution);
        }
    }
    (false, resolution)
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "tests make their own files")]
mod tests {
    use super::*;
    use crate::plan::{Node, Role};
    use image::codecs::jpeg::{JpegEncoder, PixelDensity, PixelDensityUnit};

    fn encoded(format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(30, 20).write_to(&mut bytes, format).expect("encoded");
        bytes.into_inner()
    }

    fn jpeg_with_density(unit: PixelDensityUnit) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new(&mut bytes);
        encoder.set_pixel_density(PixelDensity { density: (300, 300), unit });
        encoder.encode_image(&DynamicImage::new_rgb8(8, 8)).expect("encoded");
        bytes
    }

    /// A PNG that says 11,811 pixels per metre, before its pixels.
    fn png_with_density() -> Vec<u8> {
        let mut bytes = encoded(ImageFormat::Png);
        let mut chunk = b"\0\0\0\x09pHYs".to_vec();
        chunk.extend_from_slice(&11_811u32.to_be_bytes());
        chunk.extend_from_slice(&11_811u32.to_be_bytes());
        chunk.push(1);
        chunk.extend_from_slice(&[0x78, 0xA5, 0x3F, 0x76]);
        bytes.splice(33..33, chunk);
        bytes
    }

    fn showing(files: &[&str]) -> Plan {
        let image = |file: &&str| Block::Image { file: (*file).into(), alternative: "絵".into(), caption: String::new(), width: None };
        let mut plan = Plan::new("", None);
        plan.preface = files.iter().map(image).collect();
        plan.nodes.push(Arc::new(Node { body: files.iter().map(image).collect(), ..Node::new(Role::Item, "") }));
        plan
    }

    #[test]
    fn what_a_file_says_of_itself() {
        let png = read_picture(encoded(ImageFormat::Png).into()).expect("a picture");
        assert_eq!((png.format, png.width, png.height, png.orientation, png.resolution), (PictureFormat::Png, 30, 20, 1, None));
        assert_eq!(read_picture(png_with_density().into()).expect("a picture").resolution, Some(300));
        let resolution = |unit| read_picture(jpeg_with_density(unit).into()).expect("a picture").resolution;
        assert_eq!(resolution(PixelDensityUnit::Inches), Some(300));
        assert_eq!(resolution(PixelDensityUnit::Centimeters), Some(762));
        assert_eq!(resolution(PixelDensityUnit::PixelAspectRatio), None);
    }

    #[test]
    fn no_part_of_a_picture_passes_for_the_whole() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg] {
            let bytes = encoded(format);
            for length in 0..bytes.len() {
                assert!(read_picture(bytes[..length].into()).is_err(), "{format:?} cut at {length}");
            }
        }
        assert_eq!(read_picture(b"GIF89a..".to_vec().into()), Err(PictureError::UnknownFormat));
        assert_eq!(read_picture(b"hello".to_vec().into()), Err(PictureError::UnknownFormat));
    }

    #[test]
    fn names_stay_in_the_folder_and_failures_have_their_reason() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("絵")).expect("made");
        fs::write(folder.path().join("絵/図 1.png"), encoded(ImageFormat::Png)).expect("written");
        fs::write(folder.path().join("bad.jpg"), "no picture").expect("written");
        let names = ["絵/図 1.png", "none.png", "bad.jpg", "絵", "../x.png", "/etc/x.png", "a\\b.png", "./x.png", ""];
        let pictures = load_pictures(&showing(&names), Some(folder.path()));
        let reasons: Vec<_> = names.iter().map(|name| pictures.get(name).err()).collect();
        use PictureError as E;
        let outside = Some(E::Outside);
        let expected = [None, Some(E::Missing), Some(E::UnknownFormat), Some(E::Unreadable), outside, outside, outside, outside];
        assert_eq!(reasons[..8], expected);
        assert_eq!(reasons[8], Some(E::Unnamed));
        assert_eq!(load_pictures(&showing(&names), None).get(names[0]).err(), Some(E::Missing));
    }

    #[test]
    fn a_file_is_read_again_only_when_it_changed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.png");
        fs::write(&path, encoded(ImageFormat::Png)).expect("written");
        let plan = showing(&["a.png", "a.png"]);
        let mut cache = PictureCache::default();
        let mut load = || cache.load(&plan, Some(folder.path())).get("a.png");
        let (first, again) = (load().expect("a picture"), load().expect("a picture"));
        assert!(Arc::ptr_eq(&first, &again));
        fs::write(&path, jpeg_with_density(PixelDensityUnit::Inches)).expect("written");
        assert_eq!(load().expect("a picture").format, PictureFormat::Jpeg);
        fs::remove_file(&path).expect("removed");
        assert_eq!(load().err(), Some(PictureError::Missing));
    }
}
