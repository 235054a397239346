//! Titles and headings break where a reader pauses, into lines of about one length.
//!
//! Lives here: the choice of lines for display text, by the script of the neighbours of each break.
//! Does not live here: where a break is allowed at all (`breaks`), lines of running text (`line`).
//! May use: `breaks`, `cluster`, `kinsoku`, `line`.
//!
//! Without a dictionary the change of script tells most phrases: a Japanese phrase (文節) begins with a
//! kanji, a katakana or a digit and ends with hiragana, which hold its particle or ending.

use super::breaks::Break;
use super::cluster::{Cluster, Shaped};
use super::kinsoku::Class;
use super::line::{Line, Measures, line, visible_end};

/// What a break inside brackets costs besides: they hold one thing together.
const INSIDE_BRACKETS: i64 = 60;
/// More lines than this are running text, whatever they are called.
const MOST_LINES: usize = 6;

/// What a break costs, in the square of a character by which a line may differ from the mean instead.
fn cost(before: &Cluster, after: &Cluster) -> i64 {
    use Script::{Han, Hiragana, Katakana, Other};
    if before.class == Class::Blank {
        // The writer's own pause, worth some unevenness.
        return -60;
    }
    if before.class.blank_at_right() || before.class == Class::Middle || after.class == Class::Opening {
        return 2;
    }
    match (Script::of(before.first), Script::of(after.first)) {
        // を only ever ends a phrase; は, の and the like also stand inside words.
        (Hiragana, Hiragana) if before.first == 'を' => 3,
        (Hiragana, Hiragana) => 60,
        (Hiragana, _) => 4,
        (Other, _) | (_, Other) => 20,
        (Han, Katakana) | (Katakana, Han) => 25,
        (Han, Han) => 40,
        (_, Hiragana) => 80,
        (Katakana, Katakana) => 120,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Hiragana,
    Katakana,
    Han,
    Other,
}

impl Script {
    fn of(c: char) -> Self {
        match c {
            '\u{3041}'..='\u{309F}' => Self::Hiragana,
            '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}' | '\u{FF66}'..='\u{FF9F}' => Self::Katakana,
            '々' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' => Self::Han,
            _ => Self::Other,
        }
    }
}

/// Whether each cluster has an open bracket before it.
fn inside_brackets(clusters: &[Cluster]) -> Vec<bool> {
    let mut depth = 0_usize;
    let before = |cluster: &Cluster| {
        let inside = depth > 0;
        match cluster.class {
            Class::Opening => depth += 1,
            Class::Closing => depth = depth.saturating_sub(1),
            _ => {}
        }
        inside
    };
    clusters.iter().map(before).collect()
}

/// The lines of a display text, as many as `filled` has, or `None` if it is not for such a choice: one
/// line, very many, or no legal way.
pub(super) fn lines(shaped: &Shaped, breaks: &[Break], measures: &Measures, measure: i32, filled: &[Line]) -> Option<Vec<Line>> {
    let clusters = &shaped.clusters;
    if !(2..=MOST_LINES).contains(&filled.len()) {
        return None;
    }
    let ends: Vec<usize> = (1..=clusters.len()).filter(|end| *end == clusters.len() || breaks[*end] == Break::Free).collect();
    let inside = inside_brackets(clusters);
    let character = i64::from(measures.size.max(1));
    let mean = i64::from(measures.width(clusters, 0, clusters.len())) / i64::try_from(filled.len()).ok()?;
    let badness = |start: usize, end: usize| {
        let width = measures.width(clusters, start, visible_end(clusters, start, end));
        let ragged = (i64::from(width) - mean).pow(2) / (character * character);
        let torn =
            if end < clusters.len() { cost(&clusters[end - 1], &clusters[end]) + if inside[end] { INSIDE_BRACKETS } else { 0 } } else { 0 };
        (width <= measure).then_some(ragged + torn)
    };
    // The best way to end a line at each place, line by line: what it costs and where the line began.
    let mut best: Vec<Vec<Option<(i64, usize)>>> = Vec::with_capacity(filled.len());
    for number in 0..filled.len() {
        let so_far = |at: usize| if number == 0 { None } else { best[number - 1][at] };
        let row = ends.iter().enumerate().map(|(at, end)| {
            if number == 0 {
                return badness(0, *end).map(|cost| (cost, 0));
            }
            let from = (0..at).filter_map(|before| Some((so_far(before)?.0 + badness(ends[before], *end)?, before)));
            from.min()
        });
        let row: Vec<_> = row.collect();
        best.push(row);
    }
    let mut at = ends.len() - 1;
    let mut lines = Vec::with_capacity(filled.len());
    for number in (0..filled.len()).rev() {
        let (_, before) = best[number][at]?;
        let start = if number == 0 { 0 } else { ends[before] };
        lines.push(line(clusters, start, ends[at]));
        at = before;
    }
    lines.reverse();
    Some(lines)
}

#[cfg(test)]
mod tests {
    use crate::layout::FontId;
    use crate::layout::breaks::breaks;
    use crate::layout::cluster::{Look, shape};
    use crate::layout::line::{self, measure};
    use crate::manuscript::Span;

    fn broken(text: &str, characters: i32) -> Vec<String> {
        const SIZE: i32 = 10_000;
        let spans = [Span::plain(text)];
        let shaped = shape(&spans, Look { font: FontId::GothicBold, size: SIZE });
        let (breaks, measures) = (breaks(&shaped), measure(&shaped, &spans, SIZE));
        let filled = line::lines(&shaped, &breaks, &measures, characters * SIZE, characters * SIZE);
        let lines = super::lines(&shaped, &breaks, &measures, characters * SIZE, &filled).unwrap_or(filled);
        let byte = |i: usize| shaped.clusters.get(i).map_or(text.len(), |cluster| cluster.start as usize);
        lines.iter().map(|line| text[byte(line.start)..byte(line.end)].to_owned()).collect()
    }

    #[test]
    fn a_title_breaks_after_a_particle_not_inside_a_word() {
        assert_eq!(broken("住民とともにつくる地域福祉推進事業計画", 12), ["住民とともにつくる", "地域福祉推進事業計画"]);
        assert_eq!(broken("暮らしを支えるボランティアセンターの運営", 14), ["暮らしを支える", "ボランティアセンターの運営"]);
    }

    #[test]
    fn a_blank_or_a_bracket_is_the_first_choice() {
        assert_eq!(broken("令和7年度こはる市社会福祉協議会 事業計画書", 20), ["令和7年度こはる市社会福祉協議会 ", "事業計画書"]);
        assert_eq!(broken("第三回研究会「みんなで語る会」報告書概要版", 15), ["第三回研究会", "「みんなで語る会」報告書概要版"]);
    }

    #[test]
    fn what_fits_on_a_line_stays_on_it() {
        assert_eq!(broken("事業計画", 12), ["事業計画"]);
    }

    #[test]
    fn no_more_lines_than_the_text_needs() {
        assert_eq!(broken("あいうえおかきくけこさしすせそ", 8).len(), 2);
    }
}
