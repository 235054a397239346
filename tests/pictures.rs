//! Pages as pictures: our PDF, krilla's PDF and the page model itself look the same, and a handful of
//! pages look as they did when somebody last looked at them.

#![allow(clippy::disallowed_methods, reason = "tests make their own files")]

#[path = "pictures/difference.rs"]
mod difference;
#[path = "pictures/paint.rs"]
mod paint;
mod samples;
#[path = "krilla/writer.rs"]
mod writer;

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder, ImageReader};
use nendo::export::pdf;
use nendo::layout::{ElementRole, Item, PageNumber, Pages, Rect, Unit, lay_out};
use nendo::manuscript::{YearCalendar, YearLayout, compose_year};
use nendo::plan::{Outline, PageStyle, StyleName};

use difference::between;
use paint::Picture;
use samples::{pages, sample, with_everything};

/// Dots per inch of the comparisons.
const DPI: u16 = 96;
/// Dots per inch of the reference pictures.
const REFERENCE_DPI: u16 = 50;
/// The most a square of two pictures may differ, in per mille of black against white.
///
/// Measured over the pages of all samples: the two writers and the page model differ by 3.4 at most, for
/// they round to different fractions of a point; text moved by a tenth of a point differs by 22 and more,
/// by half a point by 100.
const TOLERANCE: f32 = 8.0;

/// A page of a document.
struct Shown {
    name: &'static str,
    pages: Pages,
    page: usize,
}

impl Shown {
    /// The page of `pages` that scores highest.
    fn best(name: &'static str, pages: Pages, score: impl Fn(&Pages, usize) -> usize) -> Self {
        let page = (0..pages.pages.len()).max_by_key(|page| (score(&pages, *page), usize::MAX - page)).expect("pages");
        assert!(score(&pages, page) > 0, "no page is a {name}");
        Self { name, pages, page }
    }

    fn ours(&self, dpi: u16) -> Picture {
        let bytes = pdf::write(&self.pages, &pdf::PdfOptions::default()).expect("written");
        paint::pdf(bytes, self.page, dpi)
    }
}

/// Pages of different kinds.
static KINDS: LazyLock<[Shown; 10]> = LazyLock::new(kinds);

fn kinds() -> [Shown; 10] {
    let plain = |name| pages(&sample(name));
    let everything = |name| pages(&with_everything(sample(name)));
    let mut large = with_everything(sample("wakaba-shakyo-r7"));
    large.style = PageStyle { name: StyleName::Large, ..large.style };
    let mut matrix = with_everything(sample("aozora-shakyo-r6"));
    matrix.style.year_calendar = false;
    let days = sample("sazanami-renrakukai");
    let options = YearCalendar { layout: YearLayout::List, ..YearCalendar::default() };
    let days = lay_out(&compose_year(&days, &Outline::of(&days), &options).expect("a year"));
    let numbered = |kind: fn(&PageNumber) -> bool| move |pages: &Pages, page: usize| usize::from(kind(&pages.numbers[page]));
    let holding =
        |wanted: fn(ElementRole) -> bool| move |pages: &Pages, page: usize| runs(pages, page).filter(|role| wanted(*role)).count();
    let cell = |role| matches!(role, ElementRole::HeadCell { .. } | ElementRole::DataCell { .. });
    [
        Shown::best("cover", everything("wakaba-shakyo-r7"), numbered(|number| *number == PageNumber::Cover)),
        Shown::best("contents", everything("wakaba-shakyo-r7"), holding(|role| role == ElementRole::Reference)),
        Shown::best("list", plain("aozora-shakyo-r6"), holding(|role| role == ElementRole::ListBody)),
        Shown::best("form", plain("hidamari-kaigi-r5"), holding(cell)),
        Shown::best("table", plain("sazanami-renrakukai"), holding(cell)),
        Shown::best("chart", plain("sazanami-renrakukai"), holding(|role| role == ElementRole::Figure)),
        Shown::best("matrix", pages(&matrix), holding(cell)),
        Shown::best("year", everything("aozora-shakyo-r6"), holding(cell)),
        Shown::best("days", days, holding(cell)),
        Shown::best("large", pages(&large), holding(|role| role == ElementRole::Paragraph)),
    ]
}

/// The roles of a page's texts.
fn runs(pages: &Pages, page: usize) -> impl Iterator<Item = ElementRole> {
    pages.pages[page].items.iter().filter_map(|item| match item {
        Item::Run(run) => run.element.map(|element| pages.structure[element.0 as usize].role),
        _ => None,
    })
}

#[track_caller]
fn assert_alike(what: &str, a: &Picture, b: &Picture) {
    let difference = between(a, b);
    assert!(difference.worst <= TOLERANCE, "{what}: {difference:?}");
}

#[test]
fn both_writers_and_the_page_model_look_the_same() {
    for shown in &*KINDS {
        let ours = shown.ours(DPI);
        let theirs = paint::pdf(writer::write(&shown.pages).expect("accepted"), shown.page, DPI);
        let model = paint::model(&shown.pages, shown.page, DPI);
        assert_alike(&format!("{}, krilla", shown.name), &ours, &theirs);
        assert_alike(&format!("{}, page model", shown.name), &ours, &model);
    }
}

#[test]
fn the_tolerance_sees_what_a_reader_would() {
    for shown in KINDS.iter().filter(|shown| ["cover", "list", "large"].contains(&shown.name)) {
        let before = paint::model(&shown.pages, shown.page, DPI);
        let changed = |change: &dyn Fn(&mut Vec<Item>)| {
            let mut pages = shown.pages.clone();
            change(&mut Arc::make_mut(&mut pages.pages[shown.page]).items);
            between(&before, &paint::model(&pages, shown.page, DPI)).worst
        };
        let text = shown.pages.pages[shown.page].items.iter().position(|item| matches!(item, Item::Run(_))).expect("text");
        let moved = changed(&|items| {
            if let Item::Run(run) = &mut items[text] {
                run.x = run.x + Unit(500);
            }
        });
        let lost = changed(&|items| {
            if let Item::Run(run) = &mut items[text] {
                run.glyphs.remove(0);
            }
        });
        // In the empty margin.
        let rule = Rect { x: Unit(100_000), y: Unit(10_000), width: Unit(100_000), height: Unit(400) };
        let ruled = changed(&|items| items.push(Item::Fill { rect: rule, grey: 0, element: None }));
        for (what, difference) in [("a line half a point aside", moved), ("a lost glyph", lost), ("one hairline more", ruled)] {
            assert!(difference > 2.0 * TOLERANCE, "{}: {what} differs by {difference} only", shown.name);
        }
    }
}

/// After a change of layout: look at the pictures, then write the references anew with `NENDO_BLESS=1`.
#[test]
fn the_pages_look_as_they_did() {
    let mut differing = Vec::new();
    for shown in &*KINDS {
        let now = shown.ours(REFERENCE_DPI);
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/pictures").join(shown.name).with_extension("png");
        if std::env::var_os("NENDO_BLESS").is_some() {
            save(&now, &file);
        }
        let difference = load(&file).filter(|before| before.is_as_large_as(&now)).map(|before| between(&before, &now));
        if difference.is_none_or(|difference| difference.worst > TOLERANCE) {
            let seen = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(shown.name).with_extension("png");
            save(&now, &seen);
            differing.push(format!("{}: {difference:?}, now {}", shown.name, seen.display()));
        }
    }
    assert!(differing.is_empty(), "look at the pictures, then bless them with NENDO_BLESS=1\n{}", differing.join("\n"));
}

fn save(picture: &Picture, file: &Path) {
    let (width, height) = (u32::try_from(picture.width).expect("small"), u32::try_from(picture.height).expect("small"));
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::NoFilter);
    encoder.write_image(&picture.pixels, width, height, ExtendedColorType::L8).expect("encoded");
    std::fs::write(file, bytes).expect("saved");
}

fn load(file: &Path) -> Option<Picture> {
    let picture = ImageReader::open(file).ok()?.decode().ok()?.into_luma8();
    Some(Picture { width: picture.width() as usize, height: picture.height() as usize, pixels: picture.into_raw() })
}
