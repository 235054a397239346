//! Text to clusters: what a reader takes for one character, with its glyphs and width.
//!
//! Lives here: the way from spans to shaped clusters (fonts, combining marks, variation sequences,
//! characters that never draw). Does not live here: breaking and spacing. May use: `fonts`, `kinsoku`.
//!
//! The text is never changed: each cluster keeps its bytes of the paragraph, and only the glyphs are
//! those of the composed form.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::FontId;
use super::fonts::{self, Found};
use super::kinsoku::Class;
use crate::manuscript::{Face, Span, SpanStyle};

/// A stretch of text in one look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    /// The font asked for.
    pub font: FontId,
    /// Size of the type in 1/1000 pt.
    pub size: i32,
}

/// What a reader takes for one character.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cluster {
    /// First byte in the paragraph's text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The span it belongs to.
    pub span: u16,
    /// Its first character.
    pub first: char,
    /// How it takes part in spacing.
    pub class: Class,
    /// The glyph; `None` if nothing is drawn.
    pub glyph: Option<Found>,
    /// A mark drawn over it.
    pub mark: Option<Found>,
    /// Width in 1/1000 pt.
    pub advance: i32,
    /// Whether no font has it (〓 stands in).
    pub missing: bool,
}

impl Cluster {
    /// Whether it is a blank or draws nothing: it hangs at the end of a line.
    pub(super) fn hangs_unseen(&self) -> bool {
        self.class == Class::Blank || self.glyph.is_none()
    }
}

/// A paragraph's text, shaped.
#[derive(Debug, Clone, Default)]
pub(super) struct Shaped {
    /// The text of all spans.
    pub text: String,
    /// Its clusters in order; together they cover the text.
    pub clusters: Vec<Cluster>,
}

/// The font of a face.
pub(super) fn font_of(face: Face) -> FontId {
    match face {
        Face::Mincho => FontId::Mincho,
        Face::Gothic => FontId::Gothic,
        Face::GothicBold => FontId::GothicBold,
        Face::ProportionalMincho => FontId::ProportionalMincho,
        Face::ProportionalGothic => FontId::ProportionalGothic,
        Face::ProportionalGothicBold => FontId::ProportionalGothicBold,
    }
}

/// Shapes spans at `size` in `face`; strong spans are set in the bold Gothic.
pub(super) fn shape(spans: &[Span], look: Look) -> Shaped {
    let mut shaped = Shaped { text: String::with_capacity(spans.iter().map(|span| span.text.len()).sum()), clusters: Vec::new() };
    let strong = if fonts::is_proportional(look.font) { FontId::ProportionalGothicBold } else { FontId::GothicBold };
    for (index, span) in spans.iter().enumerate() {
        let font = if span.style == SpanStyle::Strong { strong } else { look.font };
        let base = shaped.text.len();
        shaped.text.push_str(&span.text);
        shaped.clusters.reserve(span.text.len() / 3 + 1);
        let span_index = u16::try_from(index).unwrap_or(u16::MAX);
        let mut add = |at: usize, text: &str| {
            let cluster = shape_cluster(text, Look { font, size: look.size }, base + at, span_index);
            shaped.clusters.push(cluster);
        };
        // Grapheme rules are needed only where something may combine; most text has nothing of the kind.
        if span.text.chars().all(stands_alone) {
            for (at, c) in span.text.char_indices() {
                add(at, &span.text[at..at + c.len_utf8()]);
            }
        } else {
            for (at, grapheme) in span.text.grapheme_indices(true) {
                let mut from = 0;
                for (mark, c) in grapheme.char_indices().filter(|(at, c)| *at > 0 && is_half_voicing(*c)) {
                    add(at + from, &grapheme[from..mark]);
                    add(at + mark, &grapheme[mark..mark + c.len_utf8()]);
                    from = mark + c.len_utf8();
                }
                if from < grapheme.len() {
                    add(at + from, &grapheme[from..]);
                }
            }
        }
    }
    shaped
}

fn stands_alone(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{203B}' | '\u{2150}'..='\u{27BF}' | '\u{3000}'..='\u{3029}' | '\u{3030}'..='\u{3098}' | '\u{309B}'..='\u{30FF}'
        | '\u{31F0}'..='\u{9FFF}' | '\u{FF01}'..='\u{FF9D}' | '\u{20000}'..='\u{3FFFF}')
}

/// ﾞ and ﾟ: the grapheme rules join them to their letter, but in print each has a half cell of its own.
fn is_half_voicing(c: char) -> bool {
    matches!(c, '\u{FF9E}' | '\u{FF9F}')
}

fn is_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Characters that steer and never draw.
fn is_invisible(c: char) -> bool {
    is_selector(c)
        || matches!(c, '\u{AD}' | '\u{180B}'..='\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

fn shape_cluster(text: &str, look: Look, at: usize, span: u16) -> Cluster {
    let first = text.chars().next().unwrap_or(' ');
    let mut cluster = Cluster {
        start: u32::try_from(at).unwrap_or(u32::MAX),
        end: u32::try_from(at + text.len()).unwrap_or(u32::MAX),
        span,
        first,
        class: Class::of(first),
        glyph: None,
        mark: None,
        advance: 0,
        missing: false,
    };
    if text.len() == first.len_utf8() && !first.is_control() && !is_invisible(first) {
        cluster.glyph = fonts::glyph(look.font, first);
    } else {
        find_combined(text, look, &mut cluster);
        if cluster.glyph.is_none() && text.chars().all(is_invisible) {
            return cluster;
        }
    }
    if cluster.glyph.is_none() {
        // 〓 has always stood for type that is not in the case.
        cluster.missing = true;
        cluster.class = Class::Wide;
        cluster.glyph = fonts::glyph(look.font, '〓');
    }
    cluster.advance = cluster.glyph.map_or(0, |found| fonts::advance(found, look.size));
    cluster
}

fn find_combined(text: &str, look: Look, cluster: &mut Cluster) {
    if text.chars().any(char::is_control) {
        // Tabs and stray control characters: a blank, whatever they meant elsewhere.
        cluster.class = Class::Blank;
        cluster.glyph = fonts::glyph(look.font, ' ');
        return;
    }
    let selector = text.chars().find(|c| is_selector(*c));
    let composed: Vec<char> = text.chars().filter(|c| !is_invisible(*c)).nfc().collect();
    let Some(&base) = composed.first() else { return };
    cluster.class = Class::of(base);
    cluster.first = base;
    cluster.glyph = match composed.get(1) {
        Some(&mark) if composed.len() == 2 => fonts::composed(look.font, base, mark),
        _ => selector.and_then(|selector| fonts::variant(look.font, base, selector)),
    };
    if cluster.glyph.is_some() {
        return;
    }
    // Without a form of its own: the bare character with its first mark drawn over it.
    cluster.glyph = fonts::glyph(look.font, base);
    if let (Some(_), Some(&mark)) = (cluster.glyph, composed.get(1)) {
        cluster.mark = fonts::glyph(look.font, mark);
        if cluster.mark.is_none() || composed.len() > 2 {
            cluster.glyph = None;
            cluster.mark = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOK: Look = Look { font: FontId::Mincho, size: 10_500 };

    fn shaped(text: &str) -> Shaped {
        shape(&[Span::plain(text)], LOOK)
    }

    #[test]
    fn clusters_cover_the_text_exactly() {
        for text in ["わかば市 2024年", "か\u{3099}き\u{309A}", "葛\u{E0100}飾", "\u{FEFF}始", "髙𠮷①"] {
            let shaped = shaped(text);
            let mut at = 0;
            for cluster in &shaped.clusters {
                assert_eq!(cluster.start, at);
                at = cluster.end;
            }
            assert_eq!(at as usize, text.len());
        }
    }

    #[test]
    fn a_decomposed_kana_is_drawn_as_the_composed_one() {
        let (composed, decomposed) = (shaped("が"), shaped("か\u{3099}"));
        assert_eq!(decomposed.clusters.len(), 1);
        assert_eq!(composed.clusters[0].glyph, decomposed.clusters[0].glyph);
        assert_eq!(decomposed.text, "か\u{3099}");
    }

    #[test]
    fn kana_with_the_half_voiced_mark_draws_as_one() {
        let shaped = shaped("か\u{309A}");
        assert_eq!(shaped.clusters.len(), 1);
        assert!(!shaped.clusters[0].missing);
        assert_eq!(shaped.clusters[0].advance, 10_500);
    }

    #[test]
    fn a_variation_sequence_is_one_cluster_and_its_selector_never_draws() {
        let shaped = shaped("葛\u{E0100}");
        assert_eq!(shaped.clusters.len(), 1);
        assert!(!shaped.clusters[0].missing);
        let lone = shape(&[Span::plain("\u{FEFF}")], LOOK);
        assert_eq!((lone.clusters[0].glyph, lone.clusters[0].advance, lone.clusters[0].missing), (None, 0, false));
    }

    #[test]
    fn what_no_font_has_is_marked_missing() {
        let shaped = shaped("\u{10FFFD}");
        assert!(shaped.clusters[0].missing);
        assert_eq!(shaped.clusters[0].glyph, fonts::glyph(FontId::Mincho, '〓'));
    }

    #[test]
    fn half_width_voicing_marks_have_cells_of_their_own() {
        let shaped = shaped("ﾎﾞﾗﾊﾟ");
        assert_eq!(shaped.clusters.len(), 5);
        assert!(
            shaped
                .clusters
                .iter()
                .all(|cluster| cluster.mark.is_none() && !cluster.missing && cluster.advance == shaped.clusters[0].advance)
        );
    }

    #[test]
    fn a_tab_is_a_blank() {
        assert_eq!(shaped("\t").clusters[0].class, Class::Blank);
    }
}
