//! A placed line to page items: runs of glyphs, underlines, boxes, links.
//!
//! Lives here: what a line draws, relative to its own place. Does not live here: where lines stand.
//! May use: `cluster`, `line`, the page model.

use super::cluster::{Cluster, Shaped};
use super::fonts;
use super::line::{BOX_AIR, Line};
use super::{ElementId, Glyph, Item, Rect, Run, RunSource, Unit};
use crate::manuscript::{Span, SpanStyle};

/// Thickness of hairlines: table rules, boxes, the rule below part headings (0.4 pt).
pub(super) const HAIRLINE: i32 = 400;
/// Top of the em box above the baseline, per mille.
pub(super) const EM_ASCENT: i32 = 880;

/// Where and for whom a line is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Left edge of the line.
    pub x: i32,
    /// The baseline.
    pub baseline: i32,
    /// Size of the type.
    pub size: i32,
    /// The structure element, local to the block.
    pub element: ElementId,
    /// Where the text comes from.
    pub source: Option<RunSource>,
}

/// The items of a line whose clusters stand at `x` (from the line's left edge).
pub(super) fn items(shaped: &Shaped, spans: &[Span], line: &Line, x: &[i32], place: Place) -> Vec<Item> {
    let mut items = Vec::new();
    let mut at = line.start;
    while at < line.end {
        let end = run_end(&shaped.clusters, at, line.end);
        let clusters = &shaped.clusters[at..end];
        let left = x[at - line.start];
        let drawn = clusters.iter().find(|cluster| cluster.glyph.is_some()).unwrap_or(&clusters[0]);
        if let Some(span) = spans.get(usize::from(drawn.span)) {
            // Trailing blanks hang outside the measure and carry neither line nor box.
            let last = end.min(line.visible).max(at + 1) - 1;
            let width = x[last - line.start] + shaped.clusters[last].advance - left;
            decorate(
                span,
                Rect { x: Unit(place.x + left), y: Unit(place.baseline), width: Unit(width), height: Unit(place.size) },
                place.element,
                &mut items,
            );
        }
        if let Some(mut run) = run(shaped, clusters, &x[at - line.start..end - line.start], place, line.broken && end == line.end) {
            run.reach = x.get(end - line.start).map_or(run.reach, |next| Unit(next - left));
            items.push(Item::Run(run));
        }
        at = end;
    }
    items
}

/// One past the last cluster that can share a run with the one at `start`. What draws nothing belongs to
/// the glyph before it, else to the one after it, whatever its span.
fn run_end(clusters: &[Cluster], start: usize, end: usize) -> usize {
    let key = |cluster: &Cluster| cluster.glyph.map(|found| (found.font, cluster.span));
    let own = clusters[start..end].iter().find_map(key);
    (start + 1..end).find(|i| key(&clusters[*i]).is_some_and(|key| Some(key) != own)).unwrap_or(end)
}

fn run(shaped: &Shaped, clusters: &[Cluster], x: &[i32], place: Place, continues: bool) -> Option<Run> {
    let font = clusters.iter().find_map(|cluster| cluster.glyph)?.font;
    let (first, last) = (clusters.first()?, clusters.last()?);
    let mut glyphs: Vec<Glyph> = Vec::with_capacity(clusters.len());
    for (cluster, at) in clusters.iter().zip(x) {
        let (start, end) = (cluster.start - first.start, cluster.end - first.start);
        let Some(found) = cluster.glyph else {
            if let Some(glyph) = glyphs.last_mut() {
                glyph.end = end;
            }
            continue;
        };
        let at = at - x[0];
        glyphs.push(Glyph { id: found.glyph, x: Unit(at), advance: Unit(cluster.advance), start, end });
        if let Some(mark) = cluster.mark.filter(|mark| mark.font == font) {
            let own = fonts::advance(mark, place.size);
            // A mark without width reaches back over its base by its own outline.
            let shift = if own == 0 { cluster.advance } else { 0 };
            glyphs.push(Glyph { id: mark.glyph, x: Unit(at + shift), advance: Unit(own), start: end, end });
        }
    }
    let reach = x.last().map_or(0, |last_x| last_x - x[0] + last.advance);
    Some(Run {
        font,
        reach: Unit(reach),
        size: Unit(place.size),
        x: Unit(place.x + x[0]),
        y: Unit(place.baseline),
        text: shaped.text[first.start as usize..last.end as usize].to_owned(),
        glyphs,
        source: place.source,
        element: Some(place.element),
        continues,
    })
}

/// Underline, box and link of a stretch; `line` holds left edge, baseline, width and type size.
fn decorate(span: &Span, line: Rect, element: ElementId, items: &mut Vec<Item>) {
    let (x, baseline, width, size) = (line.x.0, line.y.0, line.width.0, line.height.0);
    let mut fill = |x: i32, y: i32, width: i32, height: i32| {
        items.push(Item::Fill { rect: Rect { x: Unit(x), y: Unit(y), width: Unit(width), height: Unit(height) }, grey: 0, element: None });
    };
    match span.style {
        SpanStyle::Underlined => fill(x, baseline + size * 16 / 100, width, HAIRLINE + HAIRLINE / 2),
        SpanStyle::Boxed => {
            let air = size * BOX_AIR / 1000;
            let (left, top) = (x - air, baseline - size * EM_ASCENT / 1000 - air);
            let (wide, high) = (width + 2 * air, size + 2 * air);
            fill(left, top, wide, HAIRLINE);
            fill(left, top + high - HAIRLINE, wide, HAIRLINE);
            fill(left, top + HAIRLINE, HAIRLINE, high - 2 * HAIRLINE);
            fill(left + wide - HAIRLINE, top + HAIRLINE, HAIRLINE, high - 2 * HAIRLINE);
        }
        SpanStyle::Plain | SpanStyle::Strong => {}
    }
    if let Some(target) = span.link {
        let rect = Rect { x: Unit(x), y: Unit(baseline - size * EM_ASCENT / 1000), width: Unit(width), height: Unit(size) };
        items.push(Item::Link { rect, target, element: Some(element) });
    }
}
