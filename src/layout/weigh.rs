//! The choice of lines that weighs all lines of a paragraph against each other.
//!
//! Lives here: what a line costs and the cheapest way through a paragraph. Does not live here: the choice
//! line by line, which is enough for most paragraphs, and what a line measures (`line`).
//! May use: `breaks`, `line`.
//!
//! The air that a date or a long word leaves in one line is spread over the lines before it: each of them
//! gives a character to the next. This is the way of Knuth and Plass ("Breaking Paragraphs into Lines",
//! 1981) without hyphens and glue of different kinds.

use super::breaks::Break;
use super::line::{STRETCH_LIMIT, Text};

// Each cost outweighs any number of lesser ones that a paragraph of usual length can have. A line within
// the limit costs the square of its opening, so at most 62,500.

/// A date longer than half a line, torn between its parts.
const TORN_DATE: i64 = 100_000;
/// A last line of one character.
const LONE: i64 = 200_000;
/// A line that cannot fill the measure, and as much again for all of it being empty.
const RAGGED: i64 = 1_000_000;
/// A word, a number or a date torn.
const TORN: i64 = 1_000_000_000;
/// A forbidden start or end.
const FORBIDDEN: i64 = 10_000_000_000_000;
/// A line squeezed as far as it can be; as bad as one opened by a tenth of the size.
const SQUEEZED: i64 = 10_000;

/// The cheapest way from the start of the paragraph to a break.
#[derive(Clone, Copy)]
struct Way {
    cost: i64,
    /// Where the last line on it begins.
    from: usize,
}

/// The ends of the lines that together cost least.
pub(super) fn ends(text: &Text<'_>) -> Vec<usize> {
    let count = text.clusters.len();
    let mut ways: Vec<Option<Way>> = vec![None; count + 1];
    ways[0] = Some(Way { cost: 0, from: 0 });
    for start in 0..count {
        let Some(way) = ways[start] else { continue };
        candidates(text, start, |end, cost| {
            let cost = way.cost.saturating_add(cost);
            if ways[end].is_none_or(|known| cost < known.cost) {
                ways[end] = Some(Way { cost, from: start });
            }
        });
    }
    let mut ends = Vec::new();
    let mut at = count;
    while let Some(way) = ways[at].filter(|_| at > 0) {
        ends.push(at);
        at = way.from;
    }
    ends.reverse();
    ends
}

/// Offers each end worth a thought of a line that begins at `start`, with what it costs.
fn candidates(text: &Text<'_>, start: usize, mut offer: impl FnMut(usize, i64)) {
    let mut torn: Option<(i64, usize)> = None;
    let mut filled = false;
    for end in (start + 1..=widest(text, start)).rev() {
        let tear = match text.breaks[end] {
            Break::Free => 0,
            Break::Weak if is_long(text, end) => TORN_DATE,
            Break::Weak => TORN / 2,
            Break::Inside => TORN,
            Break::Forbidden => FORBIDDEN,
        };
        if tear > TORN_DATE {
            // What must be torn is torn where the line is full.
            if torn.is_none_or(|(least, _)| tear < least) {
                torn = Some((tear, end));
            }
            continue;
        }
        let cost = cost(text, start, end);
        // A line is left ragged only for want of another end, never for the sake of other lines.
        if cost < RAGGED || !filled {
            offer(end, cost + tear);
        }
        filled |= cost < RAGGED;
        if cost >= RAGGED && tear == 0 {
            break;
        }
    }
    if let Some((tear, end)) = torn.filter(|_| !filled) {
        offer(end, cost(text, start, end) + tear);
    }
}

/// The furthest end of a line that begins at `start`; at least one cluster stands on it.
fn widest(text: &Text<'_>, start: usize) -> usize {
    let origin = text.measures.x[start];
    let measure = i64::from(text.measure(start));
    let count = text.clusters.len();
    let mut end = start + text.measures.x[start..count].partition_point(|x| x - origin <= measure);
    while end > start + 1 && text.excess(start, end) > 0 {
        end -= 1;
    }
    while end < count && text.excess(start, end + 1) <= 0 {
        end += 1;
    }
    end.max(start + 1)
}

/// What a line from `start` to `end` costs besides its break.
fn cost(text: &Text<'_>, start: usize, end: usize) -> i64 {
    let count = text.clusters.len();
    let visible = text.visible_end(start, end);
    let over = i64::from(text.width(start, end) - text.measure(start));
    if over > 0 && visible > start {
        let inside = (over - i64::from(text.measures.give_at_end(&text.clusters[visible - 1]))).max(0);
        let give = i64::from(text.measures.give(start, visible)).max(1);
        return if inside > give { RAGGED } else { SQUEEZED * inside * inside / (give * give) };
    }
    if end == count {
        return if start > 0 && text.is_lone(start) { LONE } else { 0 };
    }
    let opening = text.opening(start, end);
    if opening <= STRETCH_LIMIT { opening * opening } else { RAGGED - RAGGED * over / i64::from(text.measure(start)).max(1) }
}

/// Whether the date around a break is longer than half a line. A shorter one goes whole to the next line.
fn is_long(text: &Text<'_>, at: usize) -> bool {
    let free = |at: &usize| text.breaks[*at] == Break::Free;
    let from = (0..at).rev().find(free).unwrap_or(0);
    let to = (at..text.breaks.len()).find(free).unwrap_or(text.clusters.len());
    i64::from(text.width(from, to)) * 2 > i64::from(text.rest)
}
