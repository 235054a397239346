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

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use printpdf::{FontId as PdfFontId, ParsedFont};
use subsetter::GlyphRemapper;

use super::objects::Fingerprint;
use super::{PdfError, parallel, sfnt};
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

/// A use with its number in the file.
struct Coded {
    one: Use,
    code: Code,
}

/// A font of the file.
pub(super) struct Subset {
    /// Its name with the tag of its glyph set.
    pub id: PdfFontId,
    /// The font with just these glyphs, as printpdf takes it.
    pub program: ParsedFont,
    /// In the order of uses.
    uses: Vec<Coded>,
    /// Where in `uses` those of each glyph of the whole font are.
    places: Vec<Range<usize>>,
}

/// A glyph as the file has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Code {
    /// Its number.
    pub number: u16,
    /// Its advance in per mille of an em.
    pub advance: i32,
}

/// The fonts of the file.
pub(super) struct Fonts {
    subsets: BTreeMap<FontId, Subset>,
}

impl Fonts {
    /// The subsets that the pages need.
    pub(super) fn collect(pages: &Pages) -> Result<Self, PdfError> {
        // By glyph, so that looking for a known use is a look at one or two.
        let mut uses: BTreeMap<FontId, Vec<Vec<Use>>> = BTreeMap::new();
        for item in pages.pages.iter().flat_map(|page| &page.items) {
            let Item::Run(run) = item else { continue };
            let used = uses.entry(run.font).or_default();
            for (index, glyph) in run.glyphs.iter().enumerate() {
                let own = usize::from(glyph.id);
                if used.len() <= own {
                    used.resize(own + 1, Vec::new());
                }
                let (steps, text) = (widening(run, index), meaning(run, index));
                if !used[own].iter().any(|known| known.steps == steps && known.text == text) {
                    used[own].push(Use { glyph: glyph.id, steps, text: text.into_owned() });
                }
            }
        }
        let uses: Vec<_> = uses.into_iter().collect();
        let subsets = parallel::map(&uses, || (), |(), (font, uses)| Ok((*font, Subset::new(*font, uses)?)));
        Ok(Self { subsets: subsets.into_iter().collect::<Result<_, PdfError>>()? })
    }

    /// All subsets.
    pub(super) fn subsets(&self) -> impl Iterator<Item = &Subset> {
        self.subsets.values()
    }

    /// The subset of a font; none for a font no run uses.
    pub(super) fn get(&self, font: FontId) -> Option<&Subset> {
        self.subsets.get(&font)
    }
}

impl Subset {
    /// Cuts a font down to its used glyphs, with a copy of a glyph for each further use.
    fn new(font: FontId, by_glyph: &[Vec<Use>]) -> Result<Self, PdfError> {
        let fail = |reason: &str| PdfError::Font { name: fonts::name(font), reason: reason.to_owned() };
        let face = fonts::face(font);
        let em = i32::from(face.units_per_em());
        let mut remapper = GlyphRemapper::new();
        for one in by_glyph.iter().flatten() {
            remapper.remap(one.glyph);
        }
        let bytes = subsetter::subset(fonts::bytes(font), 0, &remapper).map_err(|error| fail(&error.to_string()))?;
        let mut next = sfnt::glyph_count(&bytes).ok_or_else(|| fail("no glyph count"))?;
        let (mut uses, mut places, mut copies) = (Vec::new(), Vec::with_capacity(by_glyph.len()), Vec::new());
        let mut widths = BTreeMap::new();
        for of_glyph in by_glyph {
            let begin = uses.len();
            let mut of_glyph = of_glyph.clone();
            of_glyph.sort_unstable();
            let mut own = of_glyph.first().and_then(|one| remapper.get(one.glyph));
            for one in of_glyph {
                let advance = i32::from(face.glyph_hor_advance(ttf_parser::GlyphId(one.glyph)).unwrap_or(0));
                let advance = (advance + one.steps * GAP_STEP * em / 1000).clamp(0, i32::from(u16::MAX)) as u16;
                let plain = if one.steps == 0 { own.take() } else { None };
                let number = plain.unwrap_or(next);
                if plain.is_none() {
                    copies.push(sfnt::Copy { glyph: remapper.get(one.glyph).unwrap_or(0), advance });
                    next = next.checked_add(1).ok_or_else(|| fail("too many glyphs"))?;
                }
                widths.insert(number, advance);
                // As printpdf writes widths: whole thousandths, cut off.
                uses.push(Coded { one, code: Code { number, advance: i32::from(advance) * 1000 / em } });
            }
            places.push(begin..uses.len());
        }
        let bytes = sfnt::with_copies(&bytes, &copies).ok_or_else(|| fail("unexpected tables"))?;
        let id = PdfFontId(format!("{}+{}", tag(&uses), fonts::name(font)));
        Ok(Self { id, program: program(font, bytes, widths), uses, places })
    }

    /// The code of a glyph of a run.
    pub(super) fn code(&self, run: &Run, index: usize) -> Code {
        let place = self.places.get(usize::from(run.glyphs[index].id)).cloned().unwrap_or_default();
        let found = match &self.uses[place] {
            [only] => Some(only),
            several => {
                let (steps, text) = (widening(run, index), meaning(run, index));
                several.iter().find(|known| known.one.steps == steps && known.one.text == text)
            }
        };
        found.map_or(Code::default(), |known| known.code)
    }

    /// All codes with what they mean as text.
    pub(super) fn meanings(&self) -> impl Iterator<Item = (u16, &str)> {
        self.uses.iter().map(|known| (known.code.number, known.one.text.as_str()))
    }
}

/// A font program as printpdf takes it.
fn program(font: FontId, bytes: Vec<u8>, widths: BTreeMap<u16, u16>) -> ParsedFont {
    let face = fonts::face(font);
    let metrics = printpdf::FontMetrics { ascent: face.ascender(), descent: face.descender() };
    let mut program = ParsedFont::with_glyph_data(bytes, 0, None, BTreeMap::new(), widths, face.units_per_em(), metrics);
    let bounds = face.global_bounding_box();
    program.pdf_font_metrics.x_min = bounds.x_min;
    program.pdf_font_metrics.y_min = bounds.y_min;
    program.pdf_font_metrics.x_max = bounds.x_max;
    program.pdf_font_metrics.y_max = bounds.y_max;
    program.pdf_font_metrics.us_weight_class = face.weight().to_number();
    program
}

/// Whether the next glyph is a mark over this one: it has no characters of its own.
pub(super) fn is_marked(run: &Run, index: usize) -> bool {
    run.glyphs.get(index + 1).is_some_and(is_mark)
}

fn is_mark(glyph: &Glyph) -> bool {
    glyph.start == glyph.end
}

/// What a reader takes a glyph for. A letter and the mark over it share their characters: the mark takes
/// the last.
fn meaning(run: &Run, index: usize) -> Cow<'_, str> {
    let last = |text: &str| text.char_indices().next_back().map_or(0, |(at, _)| at);
    let glyph = run.glyphs[index];
    let text = if is_mark(&glyph) {
        let before = run.text.get(..glyph.end as usize).unwrap_or_default();
        &before[last(before)..]
    } else {
        let own = characters(run, glyph);
        if is_marked(run, index) { &own[..last(own)] } else { own }
    };
    fit(text)
}

/// The text of a glyph and the marks over it, where it is more than one character and so must be said
/// aloud: readers differ in what they make of several characters behind one glyph.
pub(super) fn spoken(run: &Run, index: usize) -> Option<Cow<'_, str>> {
    let glyph = run.glyphs[index];
    let text = characters(run, glyph);
    // Most text: one character, up to four bytes.
    let one = text.chars().next().is_none_or(|c| c.len_utf8() == text.len());
    if one && !is_marked(run, index) {
        return None;
    }
    let text = fit(text);
    (text.chars().nth(1).is_some() || is_marked(run, index)).then_some(text)
}

fn characters(run: &Run, glyph: Glyph) -> &str {
    run.text.get(glyph.start as usize..glyph.end as usize).unwrap_or_default()
}

/// What PDF lets stand as text: control characters are drawn as blanks, a byte order mark is nothing, and
/// its reverse, which is no character, is unknown.
fn fit(text: &str) -> Cow<'_, str> {
    let unfit = |c: char| c.is_control() || matches!(c, '\u{FEFF}' | '\u{FFFE}');
    if !text.contains(unfit) {
        return Cow::Borrowed(text);
    }
    let fitting = |c: char| match c {
        '\u{FEFF}' => None,
        '\u{FFFE}' => Some(char::REPLACEMENT_CHARACTER),
        c if c.is_control() => Some(' '),
        c => Some(c),
    };
    Cow::Owned(text.chars().filter_map(fitting).collect())
}

/// How many steps wider than its own advance a glyph stands.
fn widening(run: &Run, index: usize) -> i32 {
    let (glyph, next) = (&run.glyphs[index], run.glyphs.get(index + 1));
    // The gap to the run after it would be read as a blank just as well as one inside the run.
    let reach = next.map_or(run.reach, |next| next.x);
    let gap = i64::from(reach.0 - glyph.x.0 - glyph.advance.0) * 1000 / i64::from(run.size.0.max(1));
    let gap = i32::try_from(gap).unwrap_or(0);
    // A mark drawn over its base has no gap of its own.
    if gap.abs() < GAP_LIMIT || next.is_some_and(is_mark) {
        return 0;
    }
    ((gap.abs() + GAP_STEP / 2) / GAP_STEP * gap.signum()).clamp(-GAP_STEPS, GAP_STEPS)
}

/// Six letters that stand for the glyph set, as PDF asks of subset fonts.
fn tag(uses: &[Coded]) -> String {
    let mut hash = Fingerprint::default();
    for Coded { one, .. } in uses {
        hash.add(&one.glyph.to_be_bytes());
        hash.add(&one.steps.to_be_bytes());
        hash.add(one.text.as_bytes());
    }
    let mut rest = hash.value();
    let letter = |_| {
        let letter = b'A' + (rest % 26) as u8;
        rest /= 26;
        char::from(letter)
    };
    (0..6).map(letter).collect()
}
