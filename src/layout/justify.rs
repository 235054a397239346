//! Positions of the clusters of a chosen line.
//!
//! Lives here: opening and squeezing a line to the measure. Does not live here: the choice of lines.
//! May use: `cluster`, `line`.

use super::cluster::Cluster;
use super::line::{Line, Measures, STRETCH_LIMIT, give_at_end, opens, within_a_line};

/// Left edges of the clusters `line.start..line.end`, from the line's left edge, and the width of the
/// visible ones. A line that goes on is set to `measure` exactly, where `justified` and the air allow it.
pub(super) fn place(clusters: &[Cluster], measures: &Measures, line: &Line, measure: i32, justified: bool) -> (Vec<i32>, i32) {
    let origin = measures.x[line.start];
    let mut x: Vec<i32> = (line.start..line.end).map(|i| within_a_line(measures.x[i] - origin)).collect();
    let mut width = measures.width(clusters, line.start, line.visible);
    let trim = measures.trim_at_start(clusters, line.start);
    let hung = line.visible.checked_sub(1).map_or(0, |last| measures.hung(&clusters[last], width - trim - measure));
    let residue = measure + hung + trim - width;
    if residue < 0 {
        let blank = if hung > 0 { 0 } else { line.visible.checked_sub(1).map_or(0, |last| give_at_end(&clusters[last], measures.size)) };
        squeeze(measures, line, -residue - blank, &mut x);
    } else if residue > 0 && justified && (line.broken || hung > 0) {
        stretch(clusters, measures.size, line, residue, &mut x);
    }
    if line.visible > line.start {
        width = x[line.visible - line.start - 1] + clusters[line.visible - 1].advance;
    }
    if trim > 0 {
        x.iter_mut().for_each(|x| *x -= trim);
        width -= trim;
    }
    (x, width)
}

/// Spreads `residue` evenly over the gaps that may open.
fn stretch(clusters: &[Cluster], size: i32, line: &Line, residue: i32, x: &mut [i32]) {
    let opening = |i: usize| i > line.start && i < line.visible && opens(&clusters[i - 1], &clusters[i]);
    let gaps = i64::try_from((line.start..line.end).filter(|i| opening(*i)).count()).unwrap_or(0);
    if gaps == 0 || i64::from(residue) * 1000 > STRETCH_LIMIT * i64::from(size) * gaps {
        return;
    }
    let mut passed = 0;
    for i in line.start..line.end {
        passed += i64::from(opening(i));
        x[i - line.start] += share(i64::from(residue), passed, gaps);
    }
}

/// Takes `excess` evenly from the blanks inside the line.
fn squeeze(measures: &Measures, line: &Line, excess: i32, x: &mut [i32]) {
    let total = i64::from(measures.give(line.start, line.visible));
    if excess <= 0 || total == 0 {
        return;
    }
    for i in line.start..line.end {
        let given = measures.slack[i.min(line.visible - 1)] - measures.slack[line.start];
        x[i - line.start] -= share(i64::from(excess).min(total), given, total);
    }
}

fn share(amount: i64, part: i64, whole: i64) -> i32 {
    i32::try_from(amount * part / whole).unwrap_or(0)
}
