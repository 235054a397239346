//! Pages as grey pictures.
//!
//! Lives here: the two ways to a picture, a PDF through hayro and the page model itself through the
//! outlines of the embedded fonts. The second knows nothing of PDF: it is what the preview shows.

use hayro::kurbo::{Affine, BezPath, Rect as Area};
use hayro::vello_cpu::color::palette::css;
use hayro::vello_cpu::color::{AlphaColor, Srgb};
use hayro::vello_cpu::{Pixmap, RenderContext, Resources};
use nendo::layout::{Item, Pages, Rect, Run, fonts};
use ttf_parser::{GlyphId, OutlineBuilder};

/// A grey picture, 0 black … 255 white, row by row.
#[derive(Clone, PartialEq)]
pub struct Picture {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<u8>,
}

impl Picture {
    pub fn is_as_large_as(&self, other: &Self) -> bool {
        (self.width, self.height) == (other.width, other.height)
    }

    fn of(pixmap: &Pixmap) -> Self {
        let grey = |pixel: &[u8]| u8::try_from(pixel[..3].iter().map(|part| u32::from(*part)).sum::<u32>() / 3).expect("a mean of bytes");
        Self {
            width: pixmap.width().into(),
            height: pixmap.height().into(),
            pixels: pixmap.data_as_u8_slice().chunks(4).map(grey).collect(),
        }
    }
}

/// Pixels a point at so many dots per inch.
fn scale(dpi: u16) -> f32 {
    f32::from(dpi) / 72.0
}

/// A page of a PDF. Outlines are filled as they are, without screen hints.
pub fn pdf(bytes: Vec<u8>, page: usize, dpi: u16) -> Picture {
    let file = hayro::hayro_syntax::Pdf::new(bytes).expect("a PDF");
    let cache = hayro::RenderCache::new();
    let interpreter = hayro::hayro_interpret::InterpreterSettings::default();
    let settings = hayro::RenderSettings { hinting: false, glyph_caching: false, ..hayro::RenderSettings::default() };
    let paper = hayro::PixmapSettings { x_scale: scale(dpi), y_scale: scale(dpi), bg_color: css::WHITE };
    Picture::of(&hayro::render(&file.pages()[page], &cache, &interpreter, &settings, &paper))
}

/// A page of the page model.
pub fn model(pages: &Pages, page: usize, dpi: u16) -> Picture {
    let pixels = |points: f32| (points * scale(dpi)) as u16;
    let own = &pages.pages[page];
    let mut context = RenderContext::new(pixels(own.width.pt()), pixels(own.height.pt()));
    context.set_paint(css::WHITE);
    context.fill_rect(&Area::new(0.0, 0.0, context.width().into(), context.height().into()));
    context.set_transform(Affine::scale(scale(dpi).into()));
    for item in &own.items {
        match item {
            Item::Run(run) => {
                context.set_paint(css::BLACK);
                outlines(run).iter().for_each(|outline| context.fill_path(outline));
            }
            Item::Fill { rect, grey, .. } => {
                let paint: AlphaColor<Srgb> = AlphaColor::from_rgb8(*grey, *grey, *grey);
                context.set_paint(paint);
                context.fill_rect(&area(*rect));
            }
            // A picture's own pixels are the PDF tests' matter; the samples shown here hold none.
            Item::Image { .. } | Item::Link { .. } => {}
        }
    }
    context.flush();
    let mut pixmap = Pixmap::new(context.width(), context.height());
    context.render(&mut pixmap, &mut Resources::new());
    Picture::of(&pixmap)
}

fn area(rect: Rect) -> Area {
    let (x, y) = (f64::from(rect.x.pt()), f64::from(rect.y.pt()));
    Area::new(x, y, x + f64::from(rect.width.pt()), y + f64::from(rect.height.pt()))
}

/// The outlines of a run's glyphs in points, where the page model puts them.
fn outlines(run: &Run) -> Vec<BezPath> {
    let face = fonts::face(run.font);
    let size = f64::from(run.size.pt()) / f64::from(face.units_per_em());
    let outline = |glyph: &nendo::layout::Glyph| {
        let mut outline = Outline::default();
        face.outline_glyph(GlyphId(glyph.id), &mut outline);
        let left = f64::from(run.x.pt() + glyph.x.pt());
        Affine::translate((left, run.y.pt().into())) * Affine::scale_non_uniform(size, -size) * outline.0
    };
    run.glyphs.iter().map(outline).collect()
}

#[derive(Default)]
struct Outline(BezPath);

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to((x, y));
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to((x, y));
    }
    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.quad_to((x1, y1), (x, y));
    }
    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.curve_to((x1, y1), (x2, y2), (x, y));
    }
    fn close(&mut self) {
        self.0.close_path();
    }
}
