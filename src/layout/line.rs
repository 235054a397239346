//! Which breaks are taken: a paragraph to lines of a given measure.
//!
//! Lives here: natural distances between clusters, the choice line by line (pushing in before pushing
//! out). Does not live here: where a break is allowed (`breaks`), the choice that weighs all lines
//! (`weigh`), final positions (`justify`). May use: `cluster`, `breaks`, `kinsoku`.

use super::breaks::Break;
use super::cluster::{Cluster, Shaped};
use super::fonts;
use super::kinsoku::Class;
use super::weigh;
use crate::manuscript::{Span, SpanStyle};

/// Between Japanese and Western text, per mille of the type's size. A quarter by JLREQ; half-width
/// letters and digits bring nearly half of that as blank of their own cell, so an eighth is added.
pub(super) const WESTERN_GAP: i32 = 125;
/// The same beside proportional letters, which bring no blank.
const PROPORTIONAL_GAP: i32 = 250;
/// Between a boxed mark and its frame, per mille of the type's size.
pub(super) const BOX_AIR: i32 = 130;
/// Between a boxed mark and its neighbours, its frame included.
const BOX_GAP: i32 = 380;
/// How far a gap between two characters may open in a justified line, per mille of the size.
pub(super) const STRETCH_LIMIT: i64 = 250;
/// How far they may open without anybody noticing.
const GOOD_LIMIT: i64 = 60;

/// Distances of a paragraph's clusters, before any line is justified.
///
/// Sums are wide: a paragraph may be longer than a [`super::Unit`] can count (200,000 characters).
pub(super) struct Measures {
    /// Left edge of each cluster on one endless line; one entry more than clusters.
    pub x: Vec<i64>,
    /// How much can be taken away up to each cluster, summed.
    pub slack: Vec<i64>,
    /// Size of the type.
    pub size: i32,
    /// Whether 。 and 、 may hang beyond the end of a line.
    pub hanging: bool,
}

/// A distance as lines count; what is longer than any line is just very long.
pub(super) fn within_a_line(distance: i64) -> i32 {
    i32::try_from(distance).unwrap_or(i32::MAX / 4).min(i32::MAX / 4)
}

/// A line: clusters `start..end`, of which those up to `visible` are not trailing blanks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    /// First cluster.
    pub start: usize,
    /// One past the last that is not a trailing blank.
    pub visible: usize,
    /// One past the last.
    pub end: usize,
    /// Whether the paragraph goes on after it.
    pub broken: bool,
}

/// Natural distances of the clusters.
pub(super) fn measure(shaped: &Shaped, spans: &[Span], size: i32) -> Measures {
    let clusters = &shaped.clusters;
    let mut measures =
        Measures { x: Vec::with_capacity(clusters.len() + 1), slack: Vec::with_capacity(clusters.len() + 1), size, hanging: false };
    let (mut x, mut slack) = (0_i64, 0_i64);
    for (i, cluster) in clusters.iter().enumerate() {
        if let Some(before) = i.checked_sub(1).map(|before| &clusters[before]) {
            let (gap, give) = gap_between(before, cluster, size);
            x += i64::from(gap + box_gap(before, cluster, spans, size));
            slack += i64::from(give);
        }
        measures.x.push(x);
        measures.slack.push(slack);
        x += i64::from(cluster.advance);
    }
    measures.x.push(x);
    measures.slack.push(slack);
    measures
}

/// The natural gap between two neighbours (negative where blanks of brackets meet), and how much of
/// it can be taken away.
fn gap_between(before: &Cluster, after: &Cluster, size: i32) -> (i32, i32) {
    use Class::{Closing, Comma, Middle, Opening, Period, Western, Wide, WideDigit};
    let half = size / 2;
    let full = |cluster: &Cluster| cluster.advance >= size;
    match (before.class, after.class) {
        (Western, Wide | WideDigit) | (Wide | WideDigit, Western) if before.mark.is_none() => {
            let western = if before.class == Western { before } else { after };
            let proportional = western.glyph.is_some_and(|found| fonts::is_proportional(found.font));
            let gap = size * if proportional { PROPORTIONAL_GAP } else { WESTERN_GAP } / 1000;
            (gap, gap * 3 / 5)
        }
        // Two blanks in a row shrink to one half (JLREQ 3.1.4).
        (Closing | Comma | Period, Closing | Comma | Period | Middle) if full(before) => (-half, 0),
        (Opening, Opening) if full(after) => (-half, 0),
        (Closing | Comma | Period, Opening) if full(before) && full(after) => (-half, size / 4),
        (Middle, Opening) if full(after) => (-half / 2, 0),
        (Closing | Comma, _) if full(before) => (0, size / 4),
        (_, Opening) if full(after) => (0, size / 4),
        _ => (0, 0),
    }
}

fn box_gap(before: &Cluster, after: &Cluster, spans: &[Span], size: i32) -> i32 {
    if before.span == after.span {
        return 0;
    }
    let boxed = |cluster: &Cluster| spans.get(usize::from(cluster.span)).is_some_and(|span| span.style == SpanStyle::Boxed);
    // A blank beside the frame is read, not seen: both sides look alike.
    let gap = |neighbour: &Cluster| {
        if neighbour.class == Class::Blank { size * BOX_GAP / 1000 - neighbour.advance } else { size * BOX_GAP / 1000 }
    };
    (if boxed(before) { gap(after) } else { 0 }) + if boxed(after) { gap(before) } else { 0 }
}

impl Measures {
    /// Natural width of clusters `start..end`.
    pub(super) fn width(&self, clusters: &[Cluster], start: usize, end: usize) -> i32 {
        if end <= start { 0 } else { within_a_line(self.x[end - 1] + i64::from(clusters[end - 1].advance) - self.x[start]) }
    }

    /// How far a line that begins with `start` moves left: an opening bracket leaves its blank in the margin,
    /// so that its ink stands with the text below (天付き). The first line keeps it, as its indent does.
    pub(super) fn trim_at_start(&self, clusters: &[Cluster], start: usize) -> i32 {
        let trimmed = start > 0 && clusters.get(start).is_some_and(|first| first.class == Class::Opening && first.advance >= self.size);
        if trimmed { self.size / 2 } else { 0 }
    }

    /// What the end of a line can do without: the blank of a closing mark, or a hanging mark whole.
    pub(super) fn give_at_end(&self, cluster: &Cluster) -> i32 {
        if self.hanging && hangs(cluster.first) { cluster.advance } else { give_at_end(cluster, self.size) }
    }

    /// How far the mark at the end of a line that is too wide by `over` hangs: not at all while its blank is
    /// enough, else whole, so that it never stands astride the edge.
    pub(super) fn hung(&self, cluster: &Cluster, over: i32) -> i32 {
        if self.hanging && hangs(cluster.first) && over > give_at_end(cluster, self.size) { cluster.advance } else { 0 }
    }

    /// How much the clusters `start..end` can give inside the line.
    pub(super) fn give(&self, start: usize, end: usize) -> i32 {
        if end <= start { 0 } else { within_a_line(self.slack[end - 1] - self.slack[start]) }
    }
}

/// Marks that hang (JLREQ 3.8.2).
fn hangs(c: char) -> bool {
    matches!(c, '。' | '、' | '，' | '．')
}

/// What the blank of a mark at the end of a line can give.
pub(super) fn give_at_end(cluster: &Cluster, size: i32) -> i32 {
    if cluster.class.blank_at_right() && cluster.advance >= size { size / 2 } else { 0 }
}

/// Between which neighbours a justified line may open.
pub(super) fn opens(before: &Cluster, after: &Cluster) -> bool {
    use Class::{Dash, Western, WesternSign, WideDigit};
    match (before.class, after.class) {
        (Western | WesternSign, Western | WesternSign) | (WideDigit, WideDigit) => false,
        (Dash, Dash) => before.first != after.first,
        _ => after.glyph.is_some(),
    }
}

/// The lines of a paragraph. `first` and `rest` are the measures of the first line and the others.
pub(super) fn lines(shaped: &Shaped, breaks: &[Break], measures: &Measures, first: i32, rest: i32) -> Vec<Line> {
    let text = Text { clusters: &shaped.clusters, breaks, measures, first, rest };
    // Most paragraphs come out well line by line; only where one does not are all its lines weighed.
    let ends = text.one_by_one().unwrap_or_else(|| weigh::ends(&text));
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts.zip(&ends).map(|(start, end)| line(text.clusters, start, *end)).collect()
}

/// The line of clusters `start..end`.
pub(super) fn line(clusters: &[Cluster], start: usize, end: usize) -> Line {
    Line { start, visible: visible_end(clusters, start, end), end, broken: end < clusters.len() }
}

/// One past the last cluster before the blanks that `start..end` ends with.
pub(super) fn visible_end(clusters: &[Cluster], start: usize, end: usize) -> usize {
    let mut visible = end;
    while visible > start && clusters[visible - 1].hangs_unseen() {
        visible -= 1;
    }
    visible
}

/// A paragraph with all that a choice of lines asks for.
pub(super) struct Text<'a> {
    /// Its clusters.
    pub clusters: &'a [Cluster],
    /// How willingly it breaks before each of them, and at its end.
    pub breaks: &'a [Break],
    /// Their distances.
    pub measures: &'a Measures,
    /// Measure of the first line.
    pub first: i32,
    /// Measure of the others.
    pub rest: i32,
}

impl Text<'_> {
    /// The ends of lines that each hold as much as they can, if all of them come out well.
    fn one_by_one(&self) -> Option<Vec<usize>> {
        let count = self.clusters.len();
        let mut ends = Vec::new();
        let mut start = 0;
        while start < count {
            let end = self.fullest(start)?;
            if end < count && self.opening(start, end) > GOOD_LIMIT || start > 0 && end == count && self.is_lone(start) {
                return None;
            }
            ends.push(end);
            start = end;
        }
        Some(ends)
    }

    /// The last free break of a line that begins at `start`; pushed in where a little less air lets the next one fit.
    fn fullest(&self, start: usize) -> Option<usize> {
        let count = self.clusters.len();
        let measure = self.measure(start);
        let mut fit = start + 1;
        while fit < count && self.width(start, fit + 1) <= measure {
            fit += 1;
        }
        if fit == count || count - fit <= 2 && self.excess(start, count) <= 0 {
            return Some(count);
        }
        let free = |end: &usize| self.breaks[*end] == Break::Free;
        let within = (start + 1..=fit).rev().find(free);
        if within == Some(fit) {
            return within;
        }
        let pushed = (fit + 1..=(fit + 3).min(count)).find(free).filter(|end| self.excess(start, *end) <= 0);
        pushed.or(within)
    }

    /// The measure of a line that begins at `start`.
    pub(super) fn measure(&self, start: usize) -> i32 {
        if start == 0 { self.first } else { self.rest + self.measures.trim_at_start(self.clusters, start) }
    }

    /// One past the last cluster of a line that is not a trailing blank.
    pub(super) fn visible_end(&self, start: usize, end: usize) -> usize {
        visible_end(self.clusters, start, end)
    }

    /// Natural width of a line without its trailing blanks.
    pub(super) fn width(&self, start: usize, end: usize) -> i32 {
        self.measures.width(self.clusters, start, self.visible_end(start, end))
    }

    /// By how much a line is too wide when its blanks give all they can.
    pub(super) fn excess(&self, start: usize, end: usize) -> i32 {
        let visible = self.visible_end(start, end);
        if visible == start {
            return 0;
        }
        let give = self.measures.give(start, visible) + self.measures.give_at_end(&self.clusters[visible - 1]);
        self.measures.width(self.clusters, start, visible) - give - self.measure(start)
    }

    /// How far each gap of a line opens when it fills its measure, per mille of the size.
    pub(super) fn opening(&self, start: usize, end: usize) -> i64 {
        let visible = self.visible_end(start, end);
        let gaps = (start + 1..visible).filter(|i| opens(&self.clusters[i - 1], &self.clusters[*i])).count();
        let residue = i64::from(self.measure(start) - self.width(start, end)).max(0);
        residue * 1000 / (i64::from(self.measures.size).max(1) * i64::try_from(gaps).unwrap_or(i64::MAX).max(1))
    }

    /// Whether the last line, begun at `start`, is one character with at most marks behind it: it looks lost.
    pub(super) fn is_lone(&self, start: usize) -> bool {
        let words = self.clusters[start..].iter().filter(|cluster| !cluster.hangs_unseen() && !cluster.class.blank_at_right());
        words.take(2).count() < 2
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::layout::FontId;
    use crate::layout::breaks::breaks;
    use crate::layout::cluster::{Look, shape};
    use crate::layout::justify::place;
    use crate::layout::kinsoku::{ends_no_line, starts_no_line};

    const SIZE: i32 = 10_000;

    struct Broken {
        shaped: Shaped,
        breaks: Vec<Break>,
        measures: Measures,
        lines: Vec<Line>,
    }

    fn set(text: &str, characters: i32) -> Broken {
        let spans = [Span::plain(text)];
        let shaped = shape(&spans, Look { font: FontId::Mincho, size: SIZE });
        let (breaks, measures) = (breaks(&shaped), measure(&shaped, &spans, SIZE));
        let lines = lines(&shaped, &breaks, &measures, characters * SIZE, characters * SIZE);
        Broken { shaped, breaks, measures, lines }
    }

    fn broken(text: &str, characters: i32) -> Vec<String> {
        let set = set(text, characters);
        let byte = |i: usize| set.shaped.clusters.get(i).map_or(text.len(), |cluster| cluster.start as usize);
        set.lines.iter().map(|line| text[byte(line.start)..byte(line.end)].to_owned()).collect()
    }

    #[test]
    fn plain_text_fills_the_grid() {
        assert_eq!(broken("あいうえおかきくけこさし", 5), ["あいうえお", "かきくけこ", "さし"]);
    }

    #[test]
    fn a_mark_that_would_begin_a_line_is_pushed_in() {
        // 、 gives half of its own cell and a quarter elsewhere.
        assert_eq!(broken("あい、う、えお、きくけこさ", 7), ["あい、う、えお、", "きくけこさ"]);
    }

    #[test]
    fn without_air_it_takes_company_to_the_next_line() {
        assert_eq!(broken("あいうえおかきくけこー、さしすせそ", 10), ["あいうえおかきくけ", "こー、さしすせそ"]);
    }

    #[test]
    fn brackets_meet_at_half_width() {
        let set = set("あ）（い", 10);
        assert_eq!(set.measures.width(&set.shaped.clusters, 0, 4), 35_000 - 5000 + 5000);
        let set = self::set("「（あ）」。", 10);
        assert_eq!(set.measures.width(&set.shaped.clusters, 0, 6), 45_000);
    }

    #[test]
    fn a_date_goes_whole_to_the_next_line_where_the_air_allows() {
        assert_eq!(broken("あいうえおかきくけこさしすせそ3月5日に", 16), ["あいうえおかきくけこさしすせそ", "3月5日に"]);
    }

    #[test]
    fn a_date_is_torn_between_its_parts_at_most() {
        assert_eq!(broken("あいうえお令和7年12月24日まで", 10), ["あいうえお令和7年", "12月24日まで"]);
    }

    #[test]
    fn a_word_longer_than_a_line_is_torn_at_last() {
        let lines = broken("あいabcdefghijklmnopqrstuvwxyzうえ", 5);
        assert_eq!(lines.concat(), "あいabcdefghijklmnopqrstuvwxyzうえ");
        assert!(lines.len() > 2);
    }

    #[test]
    fn no_last_line_of_one_character() {
        assert_eq!(broken("あいうえおかきくけこさしすせそたちつてとな", 20), ["あいうえおかきくけこさしすせそたちつて", "とな"]);
    }

    #[test]
    fn blanks_hang_at_the_end_of_a_line() {
        assert_eq!(broken("あいうえお　かきくけこ", 5), ["あいうえお　", "かきくけこ"]);
    }

    #[test]
    fn justified_lines_fill_the_measure_exactly() {
        let text = "あいうえおABCかきくけこ12月さしすせそ、たちつてと「なに」ぬねのはひふへほ。まみむめもやゆよ";
        let set = set(text, 13);
        for line in set.lines.iter().filter(|line| line.broken) {
            let (x, width) = place(&set.shaped.clusters, &set.measures, line, 13 * SIZE, true);
            let end = &set.shaped.clusters[line.visible - 1];
            let blank = give_at_end(end, SIZE);
            assert!(width == 13 * SIZE || width > 13 * SIZE && width <= 13 * SIZE + blank, "{width}");
            assert!(x.is_sorted());
        }
    }

    #[test]
    fn a_bracket_at_the_start_of_a_line_stands_with_the_text_below() {
        let set = set("あいうえおかきくけこ「さしすせそたちつ」てと", 10);
        let starts: Vec<i32> =
            set.lines.iter().map(|line| place(&set.shaped.clusters, &set.measures, line, 10 * SIZE, true).0[0]).collect();
        assert_eq!(starts, [0, -SIZE / 2, 0]);
    }

    #[test]
    fn a_full_stop_hangs_where_asked() {
        let spans = [Span::plain("あいうえおかきくけこ。さし")];
        let shaped = shape(&spans, Look { font: FontId::Mincho, size: SIZE });
        let mut measures = measure(&shaped, &spans, SIZE);
        measures.hanging = true;
        let lines = lines(&shaped, &breaks(&shaped), &measures, 10 * SIZE, 10 * SIZE);
        assert_eq!(lines[0].end, 11);
        let (x, width) = place(&shaped.clusters, &measures, &lines[0], 10 * SIZE, true);
        assert_eq!((x[9], width), (9 * SIZE, 11 * SIZE));
    }

    fn text() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "わ",
            "福",
            "祉",
            "まち",
            "ー",
            "っ",
            "、",
            "。",
            "（",
            "）",
            "「",
            "」",
            "・",
            "々",
            "2024年",
            "36回",
            "10,000円",
            "７５歳",
            "SNS",
            " ",
            "　",
            "……",
            "①",
            "～",
            "令和7年4月1日",
            "％",
            "！",
            "か\u{3099}",
            "葛\u{E0100}",
            "※",
        ]);
        prop::collection::vec(pieces, 1..120).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn lines_are_the_paragraph_and_keep_its_rules(text in text(), characters in 20..60_i32) {
            let set = set(&text, characters);
            let mut next = 0;
            for line in &set.lines {
                prop_assert_eq!(line.start, next);
                prop_assert!(line.end > line.start && line.visible <= line.end);
                next = line.end;
                if !line.broken {
                    continue;
                }
                // A rule is broken only where the line offers no other place.
                let legal = (line.start + 1..line.end).any(|i| set.breaks[i] == Break::Free);
                let (last, first) = (set.shaped.clusters[line.end - 1].first, set.shaped.clusters[line.end].first);
                if legal {
                    prop_assert!(!starts_no_line(first), "{first} begins a line");
                    prop_assert!(!ends_no_line(last), "{last} ends a line");
                }
                let width = set.measures.width(&set.shaped.clusters, line.start, line.visible);
                let give = set.measures.give(line.start, line.visible) + set.shaped.clusters.get(line.visible.wrapping_sub(1)).map_or(0, |c| give_at_end(c, SIZE));
                prop_assert!(width - give - set.measures.trim_at_start(&set.shaped.clusters, line.start) <= characters * SIZE || line.visible <= line.start + 1);
            }
            prop_assert_eq!(next, set.shaped.clusters.len());
        }
    }
}
