//! Pictures in the PDF: what the file holds of them and how a reader sees them.

use std::io::Cursor;
use std::sync::Arc;

use image::{DynamicImage, ImageFormat, Luma, Rgb, Rgba};
use lopdf::{Dictionary, Document, Object, Stream};
use nendo::export::pdf::{PdfError, PdfOptions, write};
use nendo::layout::{Element, ElementId, ElementRole, Item, Pages, Picture, PictureFormat, Rect, Unit, lay_out};
use nendo::manuscript::compose;
use nendo::plan::{Pictures, Plan};

/// A sheet of 300 by 200 pt without text, and how many pictures stand on it side by side, 80 pt square.
fn sheet(pictures: &[Arc<Picture>]) -> Pages {
    let mut pages = lay_out(&compose(&Plan::new("", None), &Pictures::none()));
    pages.pages.truncate(1);
    let page = Arc::make_mut(&mut pages.pages[0]);
    page.items.clear();
    (page.width, page.height) = (Unit(300_000), Unit(200_000));
    for picture in pictures {
        let known = pages.pictures.iter().position(|known| Arc::ptr_eq(known, picture));
        let index = known.unwrap_or(pages.pictures.len());
        if known.is_none() {
            pages.pictures.push(Arc::clone(picture));
        }
        let element = ElementId(u32::try_from(pages.structure.len()).expect("few"));
        let alternative = Some(Arc::from("色の見本"));
        pages.structure.push(Element { role: ElementRole::Figure, parent: Some(ElementId(0)), alternative });
        let x = Unit(10_000 + 100_000 * i32::try_from(page.items.len()).expect("few"));
        let rect = Rect { x, y: Unit(30_000), width: Unit(80_000), height: Unit(80_000) };
        page.items.push(Item::Image { rect, picture: index, element: Some(element) });
    }
    pages
}

fn picture(format: PictureFormat, pixels: &DynamicImage, orientation: u8) -> Arc<Picture> {
    let mut bytes = Cursor::new(Vec::new());
    let encoding = if format == PictureFormat::Png { ImageFormat::Png } else { ImageFormat::Jpeg };
    pixels.write_to(&mut bytes, encoding).expect("encoded");
    let (width, height) = (pixels.width(), pixels.height());
    Arc::new(Picture { format, width, height, orientation, resolution: None, bytes: bytes.into_inner().into() })
}

fn pdf(pages: &Pages) -> Vec<u8> {
    write(pages, &PdfOptions::default()).expect("written")
}

/// The picture streams of a file, without the masks of others.
fn streams(file: &Document) -> Vec<Stream> {
    let page = *file.get_pages().get(&1).expect("a page");
    let deref = |object: &Object| file.dereference(object).expect("an object").1.clone();
    let resources = deref(file.get_dictionary(page).expect("a page").get(b"Resources").expect("resources"));
    let pictures = deref(resources.as_dict().expect("resources").get(b"XObject").expect("pictures"));
    pictures.as_dict().expect("pictures").iter().map(|(_, picture)| deref(picture).as_stream().expect("a stream").clone()).collect()
}

fn space(dictionary: &Dictionary) -> &[u8] {
    dictionary.get(b"ColorSpace").and_then(Object::as_name).expect("a colour space")
}

/// The colour of the page at a place, in points from the top left.
fn colour(bytes: &[u8], x: usize, y: usize) -> [u8; 3] {
    let file = hayro::hayro_syntax::Pdf::new(bytes.to_vec()).expect("a PDF");
    let settings = hayro::PixmapSettings { x_scale: 1.0, y_scale: 1.0, bg_color: hayro::vello_cpu::color::palette::css::WHITE };
    let pixmap = hayro::render(
        &file.pages()[0],
        &hayro::RenderCache::new(),
        &hayro::hayro_interpret::InterpreterSettings::default(),
        &hayro::RenderSettings::default(),
        &settings,
    );
    assert_eq!((pixmap.width(), pixmap.height()), (300, 200));
    let at = (y * usize::from(pixmap.width()) + x) * 4;
    pixmap.data_as_u8_slice()[at..at + 3].try_into().expect("three")
}

fn near(seen: [u8; 3], wanted: [u8; 3]) -> bool {
    seen.iter().zip(wanted).all(|(seen, wanted)| seen.abs_diff(wanted) <= 12)
}

/// Red above left, green above right, blue below.
fn quarters() -> DynamicImage {
    let colour = |x, y| match (x < 8, y < 8) {
        (true, true) => Rgb([200, 20, 20]),
        (false, true) => Rgb([20, 180, 40]),
        _ => Rgb([30, 40, 210]),
    };
    image::RgbImage::from_fn(16, 16, colour).into()
}

#[test]
fn pictures_are_seen_where_they_stand() {
    for format in [PictureFormat::Png, PictureFormat::Jpeg] {
        let bytes = pdf(&sheet(&[picture(format, &quarters(), 1)]));
        assert!(near(colour(&bytes, 20, 40), [200, 20, 20]), "{format:?} {:?}", colour(&bytes, 20, 40));
        assert!(near(colour(&bytes, 80, 40), [20, 180, 40]), "{format:?} {:?}", colour(&bytes, 80, 40));
        assert!(near(colour(&bytes, 80, 100), [30, 40, 210]), "{format:?} {:?}", colour(&bytes, 80, 100));
        assert_eq!(colour(&bytes, 50, 20), [255; 3], "nothing above");
        assert_eq!(colour(&bytes, 100, 60), [255; 3], "nothing beside");
    }
}

#[test]
fn a_picture_stored_on_its_side_stands_upright() {
    // Orientation 6: the stored first row is the right edge, its first pixel on top.
    let bytes = pdf(&sheet(&[picture(PictureFormat::Png, &quarters(), 6)]));
    assert!(near(colour(&bytes, 80, 40), [200, 20, 20]));
    assert!(near(colour(&bytes, 80, 100), [20, 180, 40]));
    assert!(near(colour(&bytes, 20, 70), [30, 40, 210]));
}

#[test]
fn what_shines_through_has_a_mask() {
    let half = image::RgbaImage::from_fn(10, 10, |x, _| Rgba([0, 0, 0, if x < 5 { 0 } else { 255 }]));
    let bytes = pdf(&sheet(&[picture(PictureFormat::Png, &half.into(), 1)]));
    assert_eq!(colour(&bytes, 20, 60), [255; 3]);
    assert!(near(colour(&bytes, 80, 60), [0; 3]));
    let file = Document::load_mem(&bytes).expect("loads");
    let [stream] = &streams(&file)[..] else { panic!("one picture") };
    let mask = stream.dict.get(b"SMask").and_then(Object::as_reference).and_then(|id| file.get_object(id)).expect("a mask");
    assert_eq!(space(&mask.as_stream().expect("a stream").dict), b"DeviceGray");

    let whole = image::RgbaImage::from_pixel(10, 10, Rgba([9, 9, 9, 255]));
    let file = Document::load_mem(&pdf(&sheet(&[picture(PictureFormat::Png, &whole.into(), 1)]))).expect("loads");
    assert!(!streams(&file)[0].dict.has(b"SMask"), "a mask that hides nothing is left out");
}

#[test]
fn a_jpeg_is_taken_as_it_is_and_grey_stays_grey() {
    let grey = DynamicImage::from(image::GrayImage::from_pixel(16, 16, Luma([99])));
    let (png, jpeg) = (picture(PictureFormat::Png, &grey, 1), picture(PictureFormat::Jpeg, &grey, 1));
    let file = Document::load_mem(&pdf(&sheet(&[png, Arc::clone(&jpeg)]))).expect("loads");
    let streams = streams(&file);
    assert_eq!(streams.len(), 2);
    for stream in &streams {
        assert_eq!(space(&stream.dict), b"DeviceGray");
        assert_eq!(stream.dict.get(b"Width").and_then(Object::as_i64).expect("a width"), 16);
    }
    assert!(streams.iter().any(|stream| stream.content == *jpeg.bytes));
}

#[test]
fn ink_counted_from_full_to_none_is_turned_round() {
    let bytes = pdf(&sheet(&[ink(true)]));
    let stream = &streams(&Document::load_mem(&bytes).expect("loads"))[0];
    assert_eq!(space(&stream.dict), b"DeviceCMYK");
    assert_eq!(stream.dict.get(b"Decode").and_then(Object::as_array).expect("turned").len(), 8);
    // No cyan, half of all else: reddish.
    let [red, green, blue] = colour(&bytes, 50, 70);
    assert!(red > green.max(blue) + 20, "{red} {green} {blue}");

    let plain = streams(&Document::load_mem(&pdf(&sheet(&[ink(false)]))).expect("loads")).remove(0);
    assert!(!plain.dict.has(b"Decode"));
}

/// A JPEG of eight by eight pixels in four inks: the first at 255, the others at 128.
fn ink(adobe: bool) -> Arc<Picture> {
    let mut bytes = vec![0xFF, 0xD8];
    if adobe {
        bytes.extend_from_slice(b"\xFF\xEE\0\x0EAdobe\0\x64\0\0\0\0\0");
    }
    // Every coefficient in steps of eight.
    bytes.extend_from_slice(&[0xFF, 0xDB, 0, 67, 0]);
    bytes.extend_from_slice(&[8; 64]);
    bytes.extend_from_slice(&[0xFF, 0xC0, 0, 20, 8, 0, 8, 0, 8, 4]);
    for component in 1..=4 {
        bytes.extend_from_slice(&[component, 0x11, 0]);
    }
    // Two codes for the mean: 0 for "as before", 10 for a change of seven bits. One for the rest: 0, "no more".
    for (class, codes) in [(0x00, [0_u8, 7].as_slice()), (0x10, &[0])] {
        let mut lengths = [0; 16];
        for length in lengths.iter_mut().take(codes.len()) {
            *length = 1;
        }
        bytes.extend_from_slice(&[0xFF, 0xC4, 0, u8::try_from(19 + codes.len()).expect("few"), class]);
        bytes.extend_from_slice(&lengths);
        bytes.extend_from_slice(codes);
    }
    bytes.extend_from_slice(&[0xFF, 0xDA, 0, 14, 4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0]);
    // 10 1111111 0 for the first ink, 0 0 for each other.
    bytes.extend_from_slice(&[0b1011_1111, 0b1000_0000, 0xFF, 0xD9]);
    Arc::new(Picture { format: PictureFormat::Jpeg, width: 8, height: 8, orientation: 1, resolution: None, bytes: bytes.into() })
}

#[test]
fn a_picture_shown_twice_is_written_once() {
    let one = picture(PictureFormat::Png, &quarters(), 1);
    let bytes = pdf(&sheet(&[Arc::clone(&one), one]));
    let file = Document::load_mem(&bytes).expect("loads");
    assert_eq!(streams(&file).len(), 1);
    let page = file.get_pages()[&1];
    let content = lopdf::content::Content::decode(&file.get_page_content(page)).expect("decodes");
    assert_eq!(content.operations.iter().filter(|operation| operation.operator == "Do").count(), 2);
    assert!(near(colour(&bytes, 120, 40), [200, 20, 20]));
    assert!(
        bytes
            == pdf(&sheet(&{
                let one = picture(PictureFormat::Png, &quarters(), 1);
                [Arc::clone(&one), one]
            }))
    );
}

#[test]
fn a_damaged_picture_is_an_error_and_no_panic() {
    for format in [PictureFormat::Png, PictureFormat::Jpeg] {
        let broken = Picture { format, width: 5, height: 5, orientation: 1, resolution: None, bytes: Arc::from(*b"\xFF\xD8no") };
        assert!(matches!(write(&sheet(&[Arc::new(broken)]), &PdfOptions::default()), Err(PdfError::Incomplete(_))));
    }
}

#[test]
fn each_page_has_its_own_sheet() {
    let mut pages = sheet(&[]);
    let mut turned = (*pages.pages[0]).clone();
    std::mem::swap(&mut turned.width, &mut turned.height);
    pages.pages.push(Arc::new(turned));
    pages.numbers.push(pages.numbers[0]);
    let file = Document::load_mem(&pdf(&pages)).expect("loads");
    let boxes = file.get_pages().into_values().map(|page| {
        let corners = file.get_dictionary(page).and_then(|page| page.get(b"MediaBox")).and_then(Object::as_array).expect("a box");
        (corners[2].as_float().expect("a width"), corners[3].as_float().expect("a height"))
    });
    assert_eq!(boxes.collect::<Vec<_>>(), [(300.0, 200.0), (200.0, 300.0)]);
}
