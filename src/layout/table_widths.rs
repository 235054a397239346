//! How a table shares its room among its columns.
//!
//! Lives here: widths from the needs of the columns. Does not live here: what a cell needs (`table_cells`).
//! May use: nothing.

use std::ops::Range;

/// What a column needs, in 1/1000 pt.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Need {
    /// Below this a number or a word is torn.
    pub words: i32,
    /// Below this its lines are too short to be read well.
    pub least: i32,
    /// With this nothing in it wraps.
    pub most: i32,
    /// Whether it holds labels only: room to spare goes to the others.
    pub label: bool,
}

impl Need {
    /// Takes the need of one more cell in.
    pub(super) fn widen(&mut self, other: Self) {
        self.words = self.words.max(other.words);
        self.least = self.least.max(other.least);
        self.most = self.most.max(other.most);
    }

    /// What columns side by side need together.
    pub(super) fn sum(columns: &[Self]) -> Self {
        Self {
            words: columns.iter().map(|column| column.words).sum(),
            least: columns.iter().map(|column| column.least).sum(),
            most: columns.iter().map(|column| column.most).sum(),
            label: columns.iter().all(|column| column.label),
        }
    }
}

/// Lets columns grow so that together they hold what a cell over all of them needs.
pub(super) fn spread(columns: &mut [Need], need: Need) {
    let grow = |columns: &mut [Need], part: fn(&mut Need) -> &mut i32, wanted: i32| {
        let have: i32 = columns.iter_mut().map(|column| *part(column)).sum();
        let lack = wanted - have;
        if lack > 0 {
            let weights: Vec<i32> = columns.iter().map(|column| column.most.max(1)).collect();
            for (column, more) in columns.iter_mut().zip(shares(lack, &weights)) {
                *part(column) += more;
            }
        }
    };
    grow(columns, |column| &mut column.most, need.most);
    grow(columns, |column| &mut column.least, need.least);
    grow(columns, |column| &mut column.words, need.words);
}

/// The widths of the columns in `room`. Fixed `ratios`, if there are any, take the whole room. Cells
/// not wider than `short` (names, dates, offices) come before longer text.
pub(super) fn widths(columns: &[Need], room: i32, short: i32, ratios: &[u32]) -> Vec<i32> {
    if ratios.len() == columns.len() && ratios.iter().any(|ratio| *ratio > 0) {
        let ratios: Vec<i32> = ratios.iter().map(|ratio| i32::try_from(*ratio).unwrap_or(i32::MAX)).collect();
        return shares(room, &ratios);
    }
    // A table nearly as wide as the text looks like a mistake; one much narrower does not.
    let wanted: i64 = columns.iter().map(|column| i64::from(column.most)).sum();
    if wanted * 10 < i64::from(room) * 7 { columns.iter().map(|column| column.most).collect() } else { filled(columns, room, short) }
}

/// The widths of columns that take the whole of `room`.
pub(super) fn filled(columns: &[Need], room: i32, short: i32) -> Vec<i32> {
    let most: Vec<i32> = columns.iter().map(|column| column.most).collect();
    let wanted: i64 = most.iter().map(|width| i64::from(*width)).sum();
    if wanted <= i64::from(room) {
        let labels = columns.iter().any(|column| column.label) && !columns.iter().all(|column| column.label);
        if !labels {
            return shares(room, &most);
        }
        let weights: Vec<i32> = columns.iter().map(|column| if column.label { 0 } else { column.most.max(1) }).collect();
        let more = shares(room - most.iter().sum::<i32>(), &weights);
        return most.iter().zip(more).map(|(width, more)| width + more).collect();
    }
    let least: Vec<i32> = columns.iter().map(|column| column.least.min(column.most)).collect();
    let needed: i64 = least.iter().map(|width| i64::from(*width)).sum();
    if needed >= i64::from(room) {
        let words: Vec<i32> = columns.iter().map(|column| column.words.min(column.least)).collect();
        let torn = words.iter().map(|width| i64::from(*width)).sum::<i64>() > i64::from(room);
        return if torn { shares(room, &words) } else { fill(&words, &least, room) };
    }
    let pleasant: Vec<i32> = columns.iter().map(|column| column.most.min(short.max(column.least))).collect();
    let wished: i64 = pleasant.iter().map(|width| i64::from(*width)).sum();
    if wished <= i64::from(room) { fill(&pleasant, &most, room) } else { fill(&least, &pleasant, room) }
}

/// What a cell claims of a form's width.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claim {
    /// Its row; claims stand in the order of their rows.
    pub row: usize,
    /// The columns it covers.
    pub columns: Range<usize>,
    /// What is no room for text.
    pub air: i32,
    /// Widths of its paragraphs in one line each.
    pub texts: Vec<i32>,
}

/// Moves width between the columns of a form, in steps of a character, as long as it gets lower by it.
/// No column becomes narrower than its `least` or than half of what it had.
pub(super) fn level(widths: &mut [i32], least: &[i32], step: i32, claims: &[Claim]) {
    if claims.is_empty() {
        return;
    }
    let floor: Vec<i32> = widths.iter().zip(least).map(|(width, least)| (*least).min(*width).max(width / 2)).collect();
    let mut height = height(widths, claims);
    // Each round lowers the form; the bound only guards against a long wait.
    for _ in 0..64 {
        let mut best = None;
        for from in 0..widths.len() {
            if widths[from] - step < floor[from] {
                continue;
            }
            for to in (0..widths.len()).filter(|to| *to != from) {
                widths[from] -= step;
                widths[to] += step;
                let lower = self::height(widths, claims);
                widths[from] += step;
                widths[to] -= step;
                if lower < best.map_or(height, |(lower, _, _)| lower) {
                    best = Some((lower, from, to));
                }
            }
        }
        let Some((lower, from, to)) = best else { return };
        (widths[from], widths[to]) = (widths[from] - step, widths[to] + step);
        height = lower;
    }
}

/// How high a form becomes, in 1/1000 lines: the highest cells of its rows, and of the others a little,
/// so that room nobody needs goes where it does some good.
fn height(widths: &[i32], claims: &[Claim]) -> i64 {
    let lines = |claim: &Claim| {
        let room = i64::from((widths[claim.columns.clone()].iter().sum::<i32>() - claim.air).max(1));
        claim.texts.iter().map(|text| (i64::from(*text) * 1000 / room).max(1000)).sum::<i64>()
    };
    let mut height = 0;
    for row in claims.chunk_by(|a, b| a.row == b.row) {
        let lines = row.iter().map(lines);
        height += lines.clone().max().unwrap_or(0) * 8 + lines.sum::<i64>();
    }
    height
}

/// Gives small columns all they want first and shares the rest among the large ones by their need.
fn fill(least: &[i32], most: &[i32], room: i32) -> Vec<i32> {
    let mut widths = least.to_vec();
    let mut rest = room - least.iter().sum::<i32>();
    let mut open: Vec<usize> = (0..least.len()).collect();
    loop {
        let fair = rest / i32::try_from(open.len().max(1)).unwrap_or(1);
        let (small, large): (Vec<usize>, Vec<usize>) = open.iter().partition(|i| most[**i] - least[**i] <= fair);
        if small.is_empty() || large.is_empty() {
            break;
        }
        for i in small {
            widths[i] = most[i];
            rest -= most[i] - least[i];
        }
        open = large;
    }
    let needs: Vec<i32> = open.iter().map(|i| most[*i] - least[*i]).collect();
    for (i, more) in open.iter().zip(shares(rest, &needs)) {
        widths[*i] += more;
    }
    widths
}

/// `whole` divided by `weights`, without a remainder.
fn shares(whole: i32, weights: &[i32]) -> Vec<i32> {
    let total: i64 = weights.iter().map(|weight| i64::from(*weight)).sum::<i64>().max(1);
    let up_to = |sum: i64| i32::try_from(i64::from(whole) * sum / total).unwrap_or(0);
    let mut sum = 0;
    weights
        .iter()
        .map(|weight| {
            let before = up_to(sum);
            sum += i64::from(*weight);
            up_to(sum) - before
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn need(least: i32, most: i32) -> Need {
        Need { words: least, least, most, label: false }
    }

    #[test]
    fn a_small_table_keeps_its_own_widths() {
        assert_eq!(widths(&[need(10, 20), need(10, 30)], 200, 0, &[]), [20, 30]);
    }

    #[test]
    fn a_nearly_full_table_is_filled() {
        assert_eq!(widths(&[need(10, 40), need(10, 40)], 100, 0, &[]), [50, 50]);
    }

    #[test]
    fn labels_take_no_more_than_they_need() {
        let label = Need { label: true, ..need(10, 20) };
        assert_eq!(widths(&[label, need(10, 60)], 100, 0, &[]), [20, 80]);
        assert_eq!(filled(&[label, need(10, 20)], 100, 0), [20, 80]);
        assert_eq!(filled(&[label, label], 100, 0), [50, 50]);
    }

    #[test]
    fn long_text_gives_way_to_short() {
        let widths = widths(&[need(10, 20), need(10, 500)], 100, 0, &[]);
        assert_eq!(widths, [20, 80]);
    }

    #[test]
    fn short_cells_are_kept_whole_before_long_ones_grow() {
        assert_eq!(widths(&[need(20, 40), need(20, 900)], 100, 50, &[]), [40, 60]);
        assert_eq!(widths(&[need(20, 40), need(20, 60), need(20, 900)], 130, 40, &[])[0], 40);
    }

    #[test]
    fn the_room_is_never_left_or_lacking() {
        for room in [90, 100, 333] {
            let widths = widths(&[need(30, 200), need(25, 400), need(10, 50)], room, 0, &[]);
            assert_eq!(widths.iter().sum::<i32>(), room);
        }
    }

    #[test]
    fn given_ratios_are_kept() {
        assert_eq!(widths(&[need(10, 20), need(10, 500)], 90, 0, &[2, 1]), [60, 30]);
    }

    #[test]
    fn a_wide_cell_widens_its_columns() {
        let mut columns = [need(10, 10), need(10, 30)];
        spread(&mut columns, need(10, 80));
        assert_eq!(columns.iter().map(|c| c.most).sum::<i32>(), 80);
    }

    #[test]
    fn a_form_becomes_lower_and_keeps_its_width() {
        // 場所|…|人数|…, and below a head with a long text over the rest.
        let claim = |row, columns: Range<usize>, text| Claim { row, columns, air: 4, texts: vec![text] };
        let claims =
            [claim(0, 0..1, 40), claim(0, 1..2, 300), claim(0, 2..3, 40), claim(0, 3..4, 30), claim(1, 0..1, 40), claim(1, 1..4, 2000)];
        let mut widths = [100, 100, 100, 100];
        let before = height(&widths, &claims);
        level(&mut widths, &[50, 50, 50, 50], 10, &claims);
        assert!(height(&widths, &claims) < before && widths.iter().sum::<i32>() == 400, "{widths:?}");
        assert!(widths[1] > 150 && widths.iter().all(|width| *width >= 50), "{widths:?}");
    }
}
