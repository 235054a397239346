//! The embedded fonts: bytes, parsed faces, and the way from a character to a glyph.
//!
//! Lives here: font bytes, metrics, glyph lookup with its fallback chain, variation sequences and the
//! ligatures of combining marks. Does not live here: clusters and widths of text (`cluster`), the
//! subset written into a PDF (`export::pdf`). May use: the page model's [`FontId`].

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use ttf_parser::gsub::SubstitutionSubtable;
use ttf_parser::{Face, GlyphId, Tag};

use super::FontId;

/// All fonts, in the order of [`FontId`].
pub const ALL: [FontId; 8] = [
    FontId::Mincho,
    FontId::Gothic,
    FontId::GothicBold,
    FontId::FallbackSerif,
    FontId::FallbackSans,
    FontId::ProportionalMincho,
    FontId::ProportionalGothic,
    FontId::ProportionalGothicBold,
];

// Statics, not constants in place: a constant may be copied into every unit that names it, and the
// program would hold its fonts twice.
static MINCHO: &[u8] = include_bytes!("../../assets/fonts/BIZUDMincho-Regular.ttf");
static GOTHIC: &[u8] = include_bytes!("../../assets/fonts/BIZUDGothic-Regular.ttf");
static GOTHIC_BOLD: &[u8] = include_bytes!("../../assets/fonts/BIZUDGothic-Bold.ttf");
static FALLBACK_SERIF: &[u8] = include_bytes!("../../assets/fonts/NendoFallbackSerif-Regular.ttf");
static FALLBACK_SANS: &[u8] = include_bytes!("../../assets/fonts/NendoFallbackSans-Regular.ttf");

static PROPORTIONAL_MINCHO: &[u8] = include_bytes!("../../assets/fonts/BIZUDPMincho-Regular-Subset.ttf");
static PROPORTIONAL_GOTHIC: &[u8] = include_bytes!("../../assets/fonts/BIZUDPGothic-Regular-Subset.ttf");
static PROPORTIONAL_GOTHIC_BOLD: &[u8] = include_bytes!("../../assets/fonts/BIZUDPGothic-Bold-Subset.ttf");

/// The bytes of a font, as embedded.
pub fn bytes(font: FontId) -> &'static [u8] {
    match font {
        FontId::Mincho => MINCHO,
        FontId::Gothic => GOTHIC,
        FontId::GothicBold => GOTHIC_BOLD,
        FontId::FallbackSerif => FALLBACK_SERIF,
        FontId::FallbackSans => FALLBACK_SANS,
        FontId::ProportionalMincho => PROPORTIONAL_MINCHO,
        FontId::ProportionalGothic => PROPORTIONAL_GOTHIC,
        FontId::ProportionalGothicBold => PROPORTIONAL_GOTHIC_BOLD,
    }
}

/// The PostScript name of a font, as a PDF shows it.
pub fn name(font: FontId) -> &'static str {
    match font {
        FontId::Mincho => "BIZUDMincho-Regular",
        FontId::Gothic => "BIZUDGothic-Regular",
        FontId::GothicBold => "BIZUDGothic-Bold",
        FontId::FallbackSerif => "NendoFallbackSerif-Regular",
        FontId::FallbackSans => "NendoFallbackSans-Regular",
        FontId::ProportionalMincho => "BIZUDPMincho-Regular",
        FontId::ProportionalGothic => "BIZUDPGothic-Regular",
        FontId::ProportionalGothicBold => "BIZUDPGothic-Bold",
    }
}

/// The font that stands in where `font` has no glyph.
pub fn fallback(font: FontId) -> Option<FontId> {
    match font {
        FontId::Mincho => Some(FontId::FallbackSerif),
        FontId::Gothic | FontId::GothicBold | FontId::FallbackSerif => Some(FontId::FallbackSans),
        FontId::FallbackSans => None,
        FontId::ProportionalMincho => Some(FontId::Mincho),
        FontId::ProportionalGothic => Some(FontId::Gothic),
        FontId::ProportionalGothicBold => Some(FontId::GothicBold),
    }
}

/// Whether each glyph of a font has its own width.
pub fn is_proportional(font: FontId) -> bool {
    matches!(font, FontId::ProportionalMincho | FontId::ProportionalGothic | FontId::ProportionalGothicBold)
}

/// The parsed face of a font. Parsing reads only the tables' directory; it is done once.
pub fn face(font: FontId) -> &'static Face<'static> {
    static FACES: [OnceLock<Face<'static>>; 8] = [const { OnceLock::new() }; 8];
    FACES[font as usize].get_or_init(|| Face::parse(bytes(font), 0).expect("invariant: the embedded fonts parse (a test reads each)"))
}

/// Units per em of a font.
pub fn units_per_em(font: FontId) -> i32 {
    i32::from(face(font).units_per_em())
}

/// A glyph and the font it was found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The font.
    pub font: FontId,
    /// The glyph.
    pub glyph: u16,
}

/// The glyph of `c` in `font` or its fallback; `None` if neither has it.
pub fn glyph(font: FontId, c: char) -> Option<Found> {
    // What was found once is kept: reading the tables of a font again and again was a quarter of all layout.
    static KNOWN: [[AtomicU32; BASIC_PLANE]; ALL.len()] = [const { [const { AtomicU32::new(UNKNOWN) }; BASIC_PLANE] }; ALL.len()];
    let Some(known) = KNOWN[font as usize].get(c as usize) else { return find(font, c) };
    match known.load(Ordering::Relaxed) {
        UNKNOWN => {
            let found = find(font, c);
            // Another thread may store it too: the same number.
            known.store(found.map_or(NOWHERE, |found| FIRST + ((found.font as u32) << 16) + u32::from(found.glyph)), Ordering::Relaxed);
            found
        }
        NOWHERE => None,
        found => {
            let [glyph, font] = [(found - FIRST) & 0xFFFF, (found - FIRST) >> 16];
            ALL.get(font as usize).map(|font| Found { font: *font, glyph: glyph as u16 })
        }
    }
}

/// How many characters are kept.
const BASIC_PLANE: usize = 0x1_0000;
const UNKNOWN: u32 = 0;
const NOWHERE: u32 = 1;
const FIRST: u32 = 2;

fn find(font: FontId, c: char) -> Option<Found> {
    chain(font).find_map(|font| face(font).glyph_index(c).filter(|id| id.0 != 0).map(|id| Found { font, glyph: id.0 }))
}

/// The glyph of the variation sequence `c` + `selector`, if a font of the chain has that very form.
pub fn variant(font: FontId, c: char, selector: char) -> Option<Found> {
    chain(font).find_map(|font| face(font).glyph_variation_index(c, selector).map(|id| Found { font, glyph: id.0 }))
}

/// The glyph that composes `base` and a combining `mark` (GSUB `ccmp`), e.g. か + ゜, in the first font that has it.
pub fn composed(font: FontId, base: char, mark: char) -> Option<Found> {
    chain(font).find_map(|font| composed_of(font, base, mark))
}

fn composed_of(font: FontId, base: char, mark: char) -> Option<Found> {
    let face = face(font);
    let (base, mark) = (face.glyph_index(base)?, face.glyph_index(mark)?);
    let gsub = face.tables().gsub?;
    let wanted = Tag::from_bytes(b"ccmp");
    for feature in gsub.features.into_iter().filter(|feature| feature.tag == wanted) {
        for index in feature.lookup_indices {
            let Some(lookup) = gsub.lookups.get(index) else { continue };
            for subtable in lookup.subtables.into_iter::<SubstitutionSubtable>() {
                let SubstitutionSubtable::Ligature(ligatures) = subtable else { continue };
                let Some(set) = ligatures.coverage.get(base).and_then(|at| ligatures.ligature_sets.get(at)) else { continue };
                for ligature in set {
                    if ligature.components.len() == 1 && ligature.components.get(0) == Some(mark) {
                        return Some(Found { font, glyph: ligature.glyph.0 });
                    }
                }
            }
        }
    }
    None
}

/// How far a glyph advances, in 1/1000 pt at `size` (1/1000 pt).
pub fn advance(found: Found, size: i32) -> i32 {
    let units = i64::from(face(found.font).glyph_hor_advance(GlyphId(found.glyph)).unwrap_or(0));
    let em = i64::from(units_per_em(found.font));
    i32::try_from((units * i64::from(size) + em / 2) / em).unwrap_or(0)
}

fn chain(font: FontId) -> impl Iterator<Item = FontId> {
    std::iter::successors(Some(font), |font| fallback(*font))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_font_parses_and_has_the_replacement_mark() {
        for font in ALL {
            assert!(face(font).number_of_glyphs() > 100);
        }
        for font in [FontId::Mincho, FontId::Gothic, FontId::GothicBold] {
            assert_eq!(glyph(font, '〓').map(|f| f.font), Some(font));
        }
    }

    #[test]
    fn what_is_kept_is_what_is_found() {
        for (index, font) in ALL.into_iter().enumerate() {
            assert_eq!(font as usize, index, "the order of `ALL` is the order of `FontId`");
            for c in ['あ', 'A', '福', '𠮷', '\u{E000}', '\u{10FFFD}', '\u{FFFF}'] {
                assert_eq!([glyph(font, c), glyph(font, c)], [find(font, c); 2], "{c}");
            }
        }
    }

    #[test]
    fn what_the_face_lacks_comes_from_its_fallback() {
        assert_eq!(glyph(FontId::Mincho, '𠮷').map(|f| f.font), Some(FontId::FallbackSerif));
        assert_eq!(glyph(FontId::GothicBold, '𠮷').map(|f| f.font), Some(FontId::FallbackSans));
        assert_eq!(glyph(FontId::Mincho, '\u{10FFFD}'), None);
    }

    #[test]
    fn proportional_fonts_hold_what_differs_and_take_the_rest_from_the_fixed_ones() {
        let pairs = [
            (FontId::ProportionalMincho, FontId::Mincho),
            (FontId::ProportionalGothic, FontId::Gothic),
            (FontId::ProportionalGothicBold, FontId::GothicBold),
        ];
        for (font, fixed) in pairs {
            assert_eq!((fallback(font), units_per_em(font)), (Some(fixed), units_per_em(fixed)));
            let found = |c| glyph(font, c).expect("in a font of the chain");
            assert_eq!((found('A').font, found('福').font), (font, fixed));
            assert_ne!(advance(found('i'), 10_000), advance(found('m'), 10_000));
            assert!(composed(font, 'か', '\u{309A}').is_some());
        }
    }

    #[test]
    fn a_full_width_character_is_one_em() {
        let found = glyph(FontId::Mincho, '福').expect("in the font");
        assert_eq!(advance(found, 10_500), 10_500);
    }
}
