//! Which glyphs the pages use, and the fonts that hold just these.
//!
//! Lives here: the numbers glyphs get in the file, what each means as text, the subset fonts.
//! Does not live here: the tables of a font (`sfnt`). May use: the page model, `layout::fonts`.
//!
//! A glyph number stands for one outline, one advance and one meaning, although pages use the same
//! outline with several: が typed as one character or as two; 令 as in 令和 or in front of a digit, with
//! the gap between Japanese and Western text behind it. Each such use is a glyph of its own in the
//! subset (a copy of the outline). So text comes back exactly, and readers that take a wide gap for a
//! space or a narrow one for a new line see neither.

use std::collections::{BTreeMap, BTreeSet};

use printpdf::{FontId as PdfFontId, ParsedFont, PdfDocument, PdfFont};
use subsetter::GlyphRemapper;

use super::{PdfError, sfnt};
use crate::layout::{FontId, Glyph, Item, Pages, Run, fonts};

/// Gaps of this many per mille of the type size and more become part of the advance.
pub(super) const GAP_LIMIT: i32 = 90;
/// Advances are widened in steps of this many per mille of the type size.
const GAP_STEP: i32 = 125;
/// The most steps of either sign; a wider gap is a real one.
const GAP_STEPS: i32 = 4;

/// One use of an outline: what it means and how much wider than its own advance it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Use {
    glyph: u16,
    /// Steps the advance is widened (or narrowed) by.
    steps: i32,
    text: String,
}

/// A font of the file.
pub(super) struct Subset {
    /// Its name with the tag of its glyph set.
    pub id: PdfFontId,
    codes: BTreeMap<Use, u16>,
    /// Advance of each code in per mille of an em, as the file says it.
    advances: Vec<i32>,
    parsed: ParsedFont,
}

/// The fonts of the file.
pub(super) struct Fonts {
    subsets: BTreeMap<FontId, Subset>,
}

impl Fonts {
    /// The subsets that the pages need.
    pub(super) fn collect(pages: &Pages) -> Result<Self, PdfError> {
        let mut uses: BTreeMap<FontId, BTreeSet<Use>> = BTreeMap::new();
        for item in pages.pages.iter().flat_map(|page| &page.items) {
            let Item::Run(run) = item else { continue };
            let used = uses.entry(run.font).or_default();
            for index in 0..run.glyphs.len() {
                let one = use_of(run, index);
                if !used.contains(&one) {
                    used.insert(one);
                }
            }
        }
        let subsets = uses.into_iter().map(|(font, uses)| Ok((font, subset(font, &uses)?))).collect::<Result<_, PdfError>>()?;
        Ok(Self { subsets })
    }

    /// Hands the subsets to printpdf.
    pub(super) fn register(&self, document: &mut PdfDocument) {
        for subset in self.subsets.values() {
            document.resources.fonts.map.insert(subset.id.clone(), PdfFont::new(subset.parsed.clone()));
        }
    }

    /// The subset of a font; none for a font no run uses.
    pub(super) fn get(&self, font: FontId) -> Option<&Subset> {
        self.subsets.get(&font)
    }
}

impl Subset {
    /// The code of a glyph of a run, its advance in per mille of an em, and its text.
    pub(super) fn code(&self, run: &Run, index: usize) -> (u16, i32, String) {
        let one = use_of(run, index);
        let code = self.codes.get(&one).copied().unwrap_or(0);
        (code, self.advances.get(usize::from(code)).copied().unwrap_or(0), one.text)
    }
}

fn use_of(run: &Run, index: usize) -> Use {
    let glyph = run.glyphs[index];
    // The gap to the run after it would be read as a blank just as well as one inside the run.
    let after = Glyph { x: run.reach, start: glyph.end, end: u32::MAX, ..glyph };
    let steps = widening(&glyph, run.glyphs.get(index + 1).unwrap_or(&after), run.size.0);
    let text = run.text.get(glyph.start as usize..glyph.end as usize).unwrap_or_default();
    let text = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    Use { glyph: glyph.id, steps, text }
}

fn widening(glyph: &Glyph, next: &Glyph, size: i32) -> i32 {
    let gap = i64::from(next.x.0 - glyph.x.0 - glyph.advance.0) * 1000 / i64::from(size.max(1));
    let gap = i32::try_from(gap).unwrap_or(0);
    // A mark drawn over its base has no gap of its own.
    if gap.abs() < GAP_LIMIT || next.start == next.end {
        return 0;
    }
    ((gap.abs() + GAP_STEP / 2) / GAP_STEP * gap.signum()).clamp(-GAP_STEPS, GAP_STEPS)
}

fn subset(font: FontId, uses: &BTreeSet<Use>) -> Result<Subset, PdfError> {
    let fail = |reason: String| PdfError::Font { name: fonts::name(font), reason };
    let mut remapper = GlyphRemapper::new();
    for one in uses {
        remapper.remap(one.glyph);
    }
    let bytes = subsetter::subset(fonts::bytes(font), 0, &remapper).map_err(|error| fail(error.to_string()))?;
    let mut copies = Vec::new();
    let mut codes = BTreeMap::new();
    let mut taken = BTreeSet::new();
    let mut next = sfnt::glyph_count(&bytes).ok_or_else(|| fail("no glyph count".into()))?;
    for one in uses {
        let Some(own) = remapper.get(one.glyph) else { continue };
        let code = if one.steps == 0 && taken.insert(own) {
            own
        } else {
            copies.push(sfnt::Copy { glyph: own, widen: one.steps * GAP_STEP });
            next = next.checked_add(1).ok_or_else(|| fail("too many glyphs".into()))?;
            next - 1
        };
        codes.insert(one.clone(), code);
    }
    let bytes = sfnt::with_copies(&bytes, &copies).ok_or_else(|| fail("unexpected tables".into()))?;
    let widths = sfnt::advances(&bytes).ok_or_else(|| fail("no widths".into()))?;
    let face = fonts::face(font);
    let mut parsed = ParsedFont::with_glyph_data(
        bytes,
        0,
        None,
        BTreeMap::new(),
        widths.iter().zip(0..).map(|(width, code)| (code, *width)).collect(),
        face.units_per_em(),
        printpdf::FontMetrics { ascent: face.ascender(), descent: face.descender() },
    );
    let bounds = face.global_bounding_box();
    parsed.pdf_font_metrics.x_min = bounds.x_min;
    parsed.pdf_font_metrics.y_min = bounds.y_min;
    parsed.pdf_font_metrics.x_max = bounds.x_max;
    parsed.pdf_font_metrics.y_max = bounds.y_max;
    parsed.pdf_font_metrics.us_weight_class = face.weight().to_number();
    let em = i32::from(face.units_per_em());
    // As printpdf writes widths: whole thousandths, cut off.
    let advances = widths.iter().map(|width| i32::from(*width) * 1000 / em).collect();
    Ok(Subset { id: PdfFontId(format!("{}+{}", tag(uses), fonts::name(font))), codes, advances, parsed })
}

/// Six letters that stand for the glyph set, as PDF asks of subset fonts.
fn tag(uses: &BTreeSet<Use>) -> String {
    let mut hash = super::finish::Fingerprint::default();
    for one in uses {
        hash.add(&one.glyph.to_be_bytes());
        hash.add(&one.steps.to_be_bytes());
        hash.add(one.text.as_bytes());
    }
    let mut rest = hash.value();
    (0..6)
        .map(|_| {
            let letter = b'A' + u8::try_from(rest % 26).unwrap_or(0);
            rest /= 26;
            char::from(letter)
        })
        .collect()
}
