//! Pictures: their size on the page, the caption below, a frame where a picture cannot be shown.
//!
//! Does not live here: reading files or pixels; a picture is known by its measures alone. May use:
//! `blocks` and before.

use std::sync::Arc;

use super::blocks::{Justify, Laid, Setting, Slab, glue_all, set};
use super::runs::HAIRLINE;
use super::sheet::Sheet;
use super::{ElementId, ElementRole, Item, Rect, RunSource, Unit};
use crate::manuscript::{Align, Image, Picture, Span};

/// Pixels per inch of a picture that does not say.
const RESOLUTION: i64 = 96;
/// The lines of text that the frame of a missing picture is high at least.
const FRAME_LINES: i32 = 6;

/// Lays a picture out between `left` and the right edge of the text, centred.
pub(super) fn lay(image: &Image, left: i32, sheet: &Sheet, source: Option<RunSource>, laid: &mut Laid) {
    let room = sheet.left + sheet.measure - left;
    let line = sheet.setup.scale.body.leading.0;
    (laid.before, laid.after) = (laid.before.max(line / 2), laid.after.max(line / 2));
    let element = laid.element(ElementRole::Figure, None);
    laid.elements[element.0 as usize].alternative = Some(Arc::from(image.words()));
    let slab = match &image.picture {
        Ok(picture) => {
            laid.picture = Some(Arc::clone(picture));
            // Its heading and its caption want to stay on the page with it.
            let (width, height) = size(picture, image.width, room, (sheet.bottom - sheet.top) * 4 / 5);
            let rect = Rect { x: Unit(left + (room - width) / 2), y: Unit(0), width: Unit(width), height: Unit(height) };
            Slab { height, items: vec![Item::Image { rect, picture: 0, element: Some(element) }], ..Slab::default() }
        }
        Err(_) => frame(&image.words(), image.width, (left, room), sheet, (element, source)),
    };
    laid.slabs.push(slab);
    if !image.caption.is_empty() {
        let caption = laid.element(ElementRole::Paragraph, None);
        let setting = Setting { first: left, rest: left, right: left + room, align: Align::Center, justified: Justify::No };
        laid.slabs[0].height += line / 6;
        laid.slabs.extend(set(&image.caption, &sheet.setup.scale.small, setting, caption, source));
    }
    glue_all(&mut laid.slabs);
    if let Some(last) = laid.slabs.last_mut() {
        last.glued = false;
    }
}

/// Width and height on the page, true to the picture's shape.
fn size(picture: &Picture, percent: Option<u8>, room: i32, highest: i32) -> (i32, i32) {
    let (across, down) = picture.upright_size();
    let (across, down) = (i64::from(across.max(1)), i64::from(down.max(1)));
    let (room, highest) = (i64::from(room.max(1)), i64::from(highest.max(1)));
    let resolution = picture.resolution.map_or(RESOLUTION, i64::from).max(1);
    let wanted = percent.map_or(across * 72_000 / resolution, |percent| room * i64::from(percent) / 100);
    let width = wanted.min(room).min(highest * across / down).max(1);
    let whole = |length: i64| i32::try_from(length).unwrap_or(i32::MAX);
    (whole(width), whole((width * down / across).clamp(1, highest)))
}

/// A frame with the words that stand for the picture.
fn frame(
    words: &str,
    percent: Option<u8>,
    (left, room): (i32, i32),
    sheet: &Sheet,
    (element, source): (ElementId, Option<RunSource>),
) -> Slab {
    let style = &sheet.setup.scale.small;
    let air = style.size.0;
    let width = (room * i32::from(percent.unwrap_or(60)) / 100).max(room.min(8 * style.size.0));
    let x = left + (room - width) / 2;
    let setting = Setting { first: x + air, rest: x + air, right: x + width - air, align: Align::Center, justified: Justify::No };
    let mut lines = set(&[Span::plain(words)], style, setting, element, source);
    // The words are read out whole; the page shows as many as it holds.
    lines.truncate(usize::try_from((sheet.bottom - sheet.top) / 2 / style.leading.0.max(1)).unwrap_or(0).max(1));
    let text: i32 = lines.iter().map(|line| line.height).sum();
    let height = (text + 2 * air).max(FRAME_LINES * style.leading.0);
    let mut slab = Slab { height, ..Slab::default() };
    let mut rule = |x: i32, y: i32, width: i32, height: i32| {
        let rect = Rect { x: Unit(x), y: Unit(y), width: Unit(width), height: Unit(height) };
        slab.items.push(Item::Fill { rect, grey: 0, element: None });
    };
    rule(x, 0, width, HAIRLINE);
    rule(x, height - HAIRLINE, width, HAIRLINE);
    rule(x, HAIRLINE, HAIRLINE, height - 2 * HAIRLINE);
    rule(x + width - HAIRLINE, HAIRLINE, HAIRLINE, height - 2 * HAIRLINE);
    let mut y = (height - text) / 2;
    for line in lines {
        slab.items.extend(line.items.into_iter().map(|item| item.lowered(y)));
        slab.missing.extend(line.missing);
        y += line.height;
    }
    slab
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manuscript::PictureFormat;

    fn picture(width: u32, height: u32, resolution: Option<u32>) -> Picture {
        Picture { format: PictureFormat::Png, width, height, orientation: 1, resolution, bytes: Arc::from([]) }
    }

    #[test]
    fn a_picture_keeps_its_shape_and_stays_in_its_place() {
        let (room, highest) = (400_000, 600_000);
        assert_eq!(size(&picture(960, 480, None), None, room, highest), (400_000, 200_000));
        assert_eq!(size(&picture(96, 48, None), None, room, highest), (72_000, 36_000));
        assert_eq!(size(&picture(600, 300, Some(300)), None, room, highest), (144_000, 72_000));
        assert_eq!(size(&picture(96, 48, None), Some(50), room, highest), (200_000, 100_000));
        assert_eq!(size(&picture(100, 1000, None), Some(100), room, highest), (60_000, 600_000));
        assert_eq!(size(&Picture { orientation: 6, ..picture(1000, 100, None) }, Some(100), room, highest), (60_000, 600_000));
        for shape in [(1, u32::MAX), (u32::MAX, 1), (0, 0)] {
            let (width, height) = size(&picture(shape.0, shape.1, Some(1)), None, room, highest);
            assert!((1..=room).contains(&width) && (1..=highest).contains(&height), "{shape:?}");
        }
    }
}
