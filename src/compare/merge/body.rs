//! Joining bodies: paragraph by paragraph, tables cell by cell, so that a conflict is as small as what both wrote.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::{Spot, pick, table};
use crate::compare::matching::{push_grams, shared_grams};
use crate::plan::Block;

/// Blocks whose words are less alike than this, in 1/1000, are another block.
const LEAST: usize = 350;
/// Between two blocks that both kept, as many pairs are weighed at most.
const MOST_PAIRS: usize = 10_000;

/// A joined body, and where in it both sides wrote something else.
pub(super) struct Body {
    pub(super) blocks: Vec<Block>,
    pub(super) clashes: Vec<Clash>,
}

/// What each side has at a place.
pub(super) struct Clash {
    pub(super) spot: Spot,
    pub(super) base: String,
    pub(super) mine: String,
    pub(super) theirs: String,
}

/// Joins two lists of blocks that began from `base`; without one both sides wrote them, and what is common to both
/// counts as their beginning. In a clash mine stand, and it is said.
pub(super) fn joined(base: Option<&[Block]>, mine: &[Block], theirs: &[Block]) -> Body {
    let clean = |blocks: &[Block]| Body { blocks: blocks.to_vec(), clashes: Vec::new() };
    let common: Vec<Block>;
    let base = match base {
        Some(base) => base,
        None => {
            common = kept(mine, theirs).iter().zip(mine).filter_map(|(there, block)| there.map(|_| block.clone())).collect();
            &common
        }
    };
    if mine == theirs || theirs == base {
        return clean(mine);
    }
    if mine == base {
        return clean(theirs);
    }
    let (to_mine, to_theirs) = (aligned(base, mine), aligned(base, theirs));
    let mut out = clean(&[]);
    let (mut b, mut m, mut t) = (0, 0, 0);
    loop {
        // The next block that both kept, edited or not; before it stands what one or both put in or took out.
        let stable = (b..base.len()).find_map(|at| Some((at, to_mine[at]?, to_theirs[at]?)));
        let (next_b, next_m, next_t) = stable.unwrap_or((base.len(), mine.len(), theirs.len()));
        out.region(&base[b..next_b], &mine[m..next_m], &theirs[t..next_t]);
        if stable.is_none() {
            return out;
        }
        out.block(&base[next_b], &mine[next_m], &theirs[next_t]);
        (b, m, t) = (next_b + 1, next_m + 1, next_t + 1);
    }
}

impl Body {
    /// What stands between two blocks that both kept.
    fn region(&mut self, old: &[Block], own: &[Block], other: &[Block]) {
        if own == other || other == old {
            self.blocks.extend_from_slice(own);
        } else if own == old {
            self.blocks.extend_from_slice(other);
        } else {
            let spot = Spot::Blocks { at: self.blocks.len(), count: own.len(), theirs: other.to_vec() };
            self.clashes.push(Clash { spot, base: words(old), mine: words(own), theirs: words(other) });
            self.blocks.extend_from_slice(own);
        }
    }

    /// A block that both kept.
    fn block(&mut self, old: &Block, own: &Block, other: &Block) {
        if let (block, false) = pick(Some(old), own, other) {
            self.blocks.push(block.clone());
            return;
        }
        if let (Block::Table(old), Block::Table(own), Block::Table(other)) = (old, own, other)
            && let Some((table, clashes)) = table::joined(old, own, other, self.blocks.len())
        {
            self.blocks.push(Block::Table(table));
            self.clashes.extend(clashes);
            return;
        }
        self.region(std::slice::from_ref(old), std::slice::from_ref(own), std::slice::from_ref(other));
    }
}

/// The words of blocks, a line each.
pub(super) fn words(blocks: &[Block]) -> String {
    blocks.iter().flat_map(Block::texts).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Where each block of `base` stands in `side`, as it was or edited.
fn aligned(base: &[Block], side: &[Block]) -> Vec<Option<usize>> {
    let mut out = kept(base, side);
    let (mut b, mut s) = (0, 0);
    for at in 0..=base.len() {
        let next = out.get(at).map_or(Some(side.len()), |there| *there);
        let Some(next) = next else { continue };
        for (i, j) in edited(&base[b..at], &side[s..next]) {
            out[b + i] = Some(s + j);
        }
        (b, s) = (at + 1, next + 1);
    }
    out
}

/// Which blocks of a stretch are which: as many on both sides stand for each other, else the most alike in order.
fn edited(old: &[Block], new: &[Block]) -> Vec<(usize, usize)> {
    let same_kind = |a: &Block, b: &Block| std::mem::discriminant(a) == std::mem::discriminant(b);
    if old.len() == new.len() && old.iter().zip(new).all(|(a, b)| same_kind(a, b)) {
        return (0..old.len()).map(|at| (at, at)).collect();
    }
    if old.is_empty() || new.is_empty() || old.len() * new.len() > MOST_PAIRS {
        return Vec::new();
    }
    let grams = |block: &Block| {
        let mut grams = Vec::new();
        block.texts().iter().for_each(|text| push_grams(text, &mut grams));
        grams.sort_unstable();
        grams
    };
    let (olds, news): (Vec<_>, Vec<_>) = (old.iter().map(grams).collect(), new.iter().map(grams).collect());
    let likeness = |i: usize, j: usize| {
        let all = olds[i].len() + news[j].len();
        let alike = (2000 * shared_grams(&olds[i], &news[j])).checked_div(all).unwrap_or(1000);
        if same_kind(&old[i], &new[j]) && alike >= LEAST { alike } else { 0 }
    };
    // The best sum of likenesses in order, from the back.
    let width = new.len() + 1;
    let mut best = vec![0; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            let like = likeness(i, j);
            let pair = if like > 0 { like + best[(i + 1) * width + j + 1] } else { 0 };
            best[i * width + j] = pair.max(best[(i + 1) * width + j]).max(best[i * width + j + 1]);
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = Vec::new();
    while i < old.len() && j < new.len() {
        let here = best[i * width + j];
        if here == best[(i + 1) * width + j] {
            i += 1;
        } else if here == best[i * width + j + 1] {
            j += 1;
        } else {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        }
    }
    pairs
}

/// Where each block of `base` stands in `side`, if it was kept as it was.
fn kept(base: &[Block], side: &[Block]) -> Vec<Option<usize>> {
    // Blocks are compared as numbers: equal ones have the same.
    let mut known: Vec<&Block> = Vec::new();
    let mut number = |block| {
        known.iter().position(|k| *k == block).unwrap_or_else(|| {
            known.push(block);
            known.len() - 1
        })
    };
    let a: Vec<usize> = base.iter().map(&mut number).collect();
    let b: Vec<usize> = side.iter().map(&mut number).collect();
    let mut out = vec![None; base.len()];
    for op in capture_diff_slices(Algorithm::Myers, &a, &b) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            (0..len).for_each(|i| out[old_index + i] = Some(new_index + i));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Cell, Table};

    fn texts(lines: &[&str]) -> Vec<Block> {
        lines.iter().map(|line| Block::Text((*line).to_owned())).collect()
    }

    fn told(body: &Body) -> (Vec<&str>, Vec<(&str, &str)>) {
        let clashes = body.clashes.iter().map(|clash| (clash.mine.as_str(), clash.theirs.as_str())).collect();
        (body.blocks.iter().flat_map(Block::texts).collect(), clashes)
    }

    const OLD: [&str; 3] = ["地区の役員が訪問する。", "手引きを配布する。", "年に一度の報告会を開く。"];

    #[test]
    fn neighbouring_paragraphs_do_not_meet() {
        let mine = texts(&["地区の役員と民生委員が訪問する。", OLD[1], OLD[2]]);
        let theirs = texts(&[OLD[0], "手引きを全戸に配布する。", OLD[2], "反省点をまとめる。"]);
        let body = joined(Some(&texts(&OLD)), &mine, &theirs);
        let all = vec!["地区の役員と民生委員が訪問する。", "手引きを全戸に配布する。", OLD[2], "反省点をまとめる。"];
        assert_eq!(told(&body), (all, vec![]));
    }

    #[test]
    fn a_clash_is_one_paragraph_at_its_place() {
        let mine = texts(&["前置き。", OLD[0], "手引きを毎年配布する。", OLD[2]]);
        let theirs = texts(&[OLD[0], "手引きを全戸に配布する。", "年に二度の報告会を開く。"]);
        let body = joined(Some(&texts(&OLD)), &mine, &theirs);
        let all = vec!["前置き。", OLD[0], "手引きを毎年配布する。", "年に二度の報告会を開く。"];
        assert_eq!(told(&body), (all, vec![("手引きを毎年配布する。", "手引きを全戸に配布する。")]));
        assert_eq!(body.clashes[0].spot, Spot::Blocks { at: 2, count: 1, theirs: theirs[1..2].to_vec() });
    }

    #[test]
    fn what_both_added_by_themselves_is_joined() {
        let body = joined(None, &texts(&["一", "二"]), &texts(&["一", "二", "三"]));
        assert_eq!(told(&body), (vec!["一", "二", "三"], vec![]));
        let body = joined(None, &texts(&["一", "二"]), &texts(&["一", "三"]));
        assert_eq!(told(&body), (vec!["一", "二"], vec![("二", "三")]));
    }

    fn table(rows: &[&[&str]]) -> Vec<Block> {
        let rows = rows.iter().map(|row| row.iter().map(|cell| Cell::new(*cell)).collect()).collect();
        vec![Block::Table(Table { header_rows: 1, rows, ..Table::default() })]
    }

    #[test]
    fn tables_are_joined_cell_by_cell() {
        let old = table(&[&["区分", "金額"], &["普通", "1,000"], &["賛助", "3,000"]]);
        let mine = table(&[&["区分", "金額"], &["普通", "1,200"], &["賛助", "3,000"], &["特別", "5,000"]]);
        let theirs = table(&[&["区分", "口数", "金額"], &["普通", "320", "1,000"], &["賛助", "41", "3,500"]]);
        let body = joined(Some(&old), &mine, &theirs);
        let want = table(&[&["区分", "口数", "金額"], &["普通", "320", "1,200"], &["賛助", "41", "3,500"], &["特別", "", "5,000"]]);
        assert!(body.clashes.is_empty());
        assert_eq!(body.blocks, want);
        let theirs = table(&[&["区分", "金額"], &["普通", "1,300"], &["賛助", "3,100"]]);
        let body = joined(Some(&old), &mine, &theirs);
        assert_eq!(body.blocks, table(&[&["区分", "金額"], &["普通", "1,200"], &["賛助", "3,100"], &["特別", "5,000"]]));
        let spots: Vec<&Spot> = body.clashes.iter().map(|clash| &clash.spot).collect();
        assert_eq!(spots, [&Spot::Cell { block: 0, row: 1, cell: 1 }]);
        assert_eq!((body.clashes[0].base.as_str(), body.clashes[0].theirs.as_str()), ("1,000", "1,300"));
    }

    #[test]
    fn a_row_that_one_took_out_and_the_other_changed_is_named() {
        let old = table(&[&["区分", "金額"], &["普通", "1,000"], &["賛助", "3,000"]]);
        let mine = table(&[&["区分", "金額"], &["賛助", "3,000"]]);
        let theirs = table(&[&["区分", "金額"], &["普通", "1,300"], &["賛助", "3,000"]]);
        let body = joined(Some(&old), &mine, &theirs);
        assert_eq!((body.clashes.len(), &body.blocks), (1, &mine));
        let theirs = table(&[&["区分", "金額"], &["普通", "1,000"], &["賛助", "3,300"]]);
        let body = joined(Some(&old), &mine, &theirs);
        assert_eq!((body.clashes.len(), body.blocks), (0, table(&[&["区分", "金額"], &["賛助", "3,300"]])));
    }
}
