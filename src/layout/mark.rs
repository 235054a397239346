//! A mark that closes a title, such as 【新規】, is never alone on its line.
//!
//! Lives here: which breaks before it are not free. Does not live here: all other breaks (`breaks`).
//! May use: `breaks`, `cluster`, `kinsoku`.

use super::breaks::Break;
use super::cluster::{Cluster, Shaped};
use super::kinsoku::Class;
use crate::manuscript::{Span, SpanStyle};

/// A bracket before the mark goes with it as a whole up to so many characters.
const BRACKET: usize = 12;

/// Keeps a strong span in brackets that closes a paragraph in one piece and with two characters before
/// it, or with the whole bracket that ends there.
pub(super) fn bind(shaped: &Shaped, spans: &[Span], breaks: &mut [Break]) {
    let clusters = &shaped.clusters;
    let Some(last) = clusters.last() else { return };
    let strong = spans.get(usize::from(last.span)).is_some_and(|span| span.style == SpanStyle::Strong);
    let start = clusters.iter().rposition(|cluster| cluster.span != last.span).map_or(0, |before| before + 1);
    if !strong || start == 0 || clusters[start].class != Class::Opening || last.class != Class::Closing {
        return;
    }
    let from = company(clusters, start);
    for at in &mut breaks[from + 1..clusters.len()] {
        *at = (*at).min(Break::Inside);
    }
}

/// Where what goes with a mark that begins at `start` begins.
fn company(clusters: &[Cluster], start: usize) -> usize {
    if clusters[start - 1].class == Class::Closing {
        let within = clusters[..start].iter().rev().take(BRACKET);
        let mut depth = 0;
        for (back, cluster) in within.enumerate() {
            match cluster.class {
                Class::Closing => depth += 1,
                Class::Opening => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return start - 1 - back;
            }
        }
    }
    start.saturating_sub(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::FontId;
    use crate::layout::breaks::breaks;
    use crate::layout::cluster::{Look, shape};
    use crate::layout::line::{lines, measure};

    /// The last line of a title with its mark in so many characters.
    fn last_line(title: &str, mark: &str, characters: i32) -> String {
        const SIZE: i32 = 10_000;
        let spans = [Span::plain(title), Span { style: SpanStyle::Strong, ..Span::plain(mark) }];
        let shaped = shape(&spans, Look { font: FontId::Mincho, size: SIZE });
        let mut breaks = breaks(&shaped);
        bind(&shaped, &spans, &mut breaks);
        let lines = lines(&shaped, &breaks, &measure(&shaped, &spans, SIZE), characters * SIZE, characters * SIZE);
        let start = lines.last().map_or(0, |line| shaped.clusters[line.start].start as usize);
        shaped.text[start..].to_owned()
    }

    #[test]
    fn two_characters_go_with_a_mark() {
        assert_eq!(last_line("あいうえおかきくけこさしすせ", "【新規】", 14), "すせ【新規】");
        assert_eq!(last_line("あいうえおかきくけこさしすせ", "【新規】", 16), "すせ【新規】");
    }

    #[test]
    fn a_bracket_before_it_goes_with_it_whole() {
        assert_eq!(last_line("あいうえおかきくけこ（夏休み）", "【新規】", 15), "（夏休み）【新規】");
    }

    #[test]
    fn a_strong_word_in_the_text_is_no_mark() {
        let spans = [Span::plain("あ"), Span { style: SpanStyle::Strong, ..Span::plain("大切") }];
        let shaped = shape(&spans, Look { font: FontId::Mincho, size: 10_000 });
        let mut own = breaks(&shaped);
        let before = own.clone();
        bind(&shaped, &spans, &mut own);
        assert_eq!(own, before);
    }
}
