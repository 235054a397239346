//! The words of a node on both sides, set against each other: lines by their words, tables cell by cell.
//!
//! A row of a table that stays is compared with itself, whatever stands between; a new column is an insertion in each
//! row and no other row.

use super::changes::longest_increasing;
use super::fields::words;
use super::lines::diff_lines;
use super::meaning::{Pairing, pair, tables};
use super::text::{Stretch, TextOp, diff_text, stretches};
use super::words::{CELL_MARK, block_lines, table_lines};
use crate::plan::{Block, Outline, Table};

/// The differences of two rows; `heads` are the lines before their bodies. The first of each stand for each other where
/// they are `titled`, whatever they say.
pub(super) fn diff_rows(
    (old, o): (&Outline, usize),
    (new, n): (&Outline, usize),
    mut heads: (Vec<String>, Vec<String>),
    titled: bool,
) -> Vec<Stretch> {
    let mut joined = Joined::default();
    if titled && !heads.0.is_empty() && !heads.1.is_empty() {
        let titles = (heads.0.remove(0), heads.1.remove(0));
        joined.lines(&[titles.0], &[titles.1]);
    }
    let (before, after) = (&old.rows()[o].node, &new.rows()[n].node);
    let (olds, news) = (tables(before), tables(after));
    let mut old_words = words_between(&before.body, old, heads.0).into_iter();
    let mut new_words = words_between(&after.body, new, heads.1).into_iter();
    if olds.len() != news.len() {
        // Which table is which is not known: all of it is lines.
        let all = |between: &mut dyn Iterator<Item = Vec<String>>, tables: &[&Table], outline: &Outline| -> Vec<String> {
            let mut lines = between.next().unwrap_or_default();
            for table in tables {
                lines.extend(table_lines(table, outline));
                lines.extend(between.next().unwrap_or_default());
            }
            lines
        };
        let lines = (all(&mut old_words, &olds, old), all(&mut new_words, &news, new));
        joined.lines(&lines.0, &lines.1);
        return joined.finished();
    }
    joined.lines(&old_words.next().unwrap_or_default(), &new_words.next().unwrap_or_default());
    for (one, other) in olds.into_iter().zip(news) {
        match pair(one, old, other, new) {
            Some(pairing) => joined.table((one, old), (other, new), &pairing),
            None => joined.lines(&table_lines(one, old), &table_lines(other, new)),
        }
        joined.lines(&old_words.next().unwrap_or_default(), &new_words.next().unwrap_or_default());
    }
    joined.finished()
}

/// The lines before, between and behind the tables of a body.
fn words_between(body: &[Block], outline: &Outline, head: Vec<String>) -> Vec<Vec<String>> {
    let mut between = vec![head];
    for block in body {
        match (block, between.last_mut()) {
            (Block::Table(_), _) => between.push(Vec::new()),
            (block, Some(lines)) => block_lines(block, outline, lines),
            (_, None) => {}
        }
    }
    between
}

/// Stretches being put together, line by line.
#[derive(Default)]
struct Joined {
    parts: Vec<(TextOp, String)>,
    /// Whether the old and the new side have a line already.
    begun: Sides,
}

/// Which of the two sides.
#[derive(Clone, Copy, Default)]
struct Sides {
    old: bool,
    new: bool,
}

impl Sides {
    const BOTH: Self = Self { old: true, new: true };

    /// What stands between two things of a side, where it has something before; from then on it has.
    fn mark(&mut self, own: Self, mark: &str, parts: &mut Vec<(TextOp, String)>) {
        let op = match (own.old && self.old, own.new && self.new) {
            (true, true) => Some(TextOp::Equal),
            (true, false) => Some(TextOp::Delete),
            (false, true) => Some(TextOp::Insert),
            (false, false) => None,
        };
        parts.extend(op.map(|op| (op, mark.to_owned())));
        self.old |= own.old;
        self.new |= own.new;
    }
}

impl Joined {
    fn lines(&mut self, old: &[String], new: &[String]) {
        let own = Sides { old: !old.is_empty(), new: !new.is_empty() };
        self.begun.mark(own, "\n", &mut self.parts);
        self.parts.extend(diff_lines(old, new).into_iter().map(|stretch| (stretch.op, stretch.text)));
    }

    fn text(&mut self, old: &str, new: &str) {
        self.parts.extend(diff_text(old, new).into_iter().map(|stretch| (stretch.op, stretch.text)));
    }

    fn table(&mut self, (old, old_outline): (&Table, &Outline), (new, new_outline): (&Table, &Outline), pairing: &Pairing) {
        let caption = |table: &Table, outline: &Outline| -> Vec<String> {
            if table.caption.is_empty() { Vec::new() } else { vec![words(&table.caption, outline)] }
        };
        self.lines(&caption(old, old_outline), &caption(new, new_outline));
        let cells = |table: &Table, outline: &Outline, row: usize| -> Vec<String> {
            table.rows[row].iter().map(|cell| words(&cell.text, outline).replace('\n', " ")).collect()
        };
        for step in steps(&pairing.rows, old.rows.len(), new.rows.len()) {
            let (o, n) = step;
            self.begun.mark(Sides { old: o.is_some(), new: n.is_some() }, "\n", &mut self.parts);
            let before = o.map(|row| cells(old, old_outline, row)).unwrap_or_default();
            let after = n.map(|row| cells(new, new_outline, row)).unwrap_or_default();
            let mut begun = Sides::default();
            if o.is_none() || n.is_none() {
                self.text(&before.join(CELL_MARK), &after.join(CELL_MARK));
                continue;
            }
            // A row may be shorter than the table is wide.
            let columns: Vec<(usize, usize)> =
                pairing.columns.iter().copied().filter(|(o, n)| *o < before.len() && *n < after.len()).collect();
            for (left, right) in steps(&columns, before.len(), after.len()) {
                let own = if left.is_some() && right.is_some() { Sides::BOTH } else { Sides { old: left.is_some(), new: right.is_some() } };
                begun.mark(own, CELL_MARK, &mut self.parts);
                let side = |cells: &[String], at: Option<usize>| at.map(|at| cells[at].clone()).unwrap_or_default();
                self.text(&side(&before, left), &side(&after, right));
            }
        }
    }

    fn finished(self) -> Vec<Stretch> {
        stretches(&self.parts)
    }
}

/// The places of both sides in one order: pairs that keep their order, before each what is on one side alone. A pair
/// that moved is gone from where it was and new where it is.
pub(super) fn steps(pairs: &[(usize, usize)], olds: usize, news: usize) -> Vec<(Option<usize>, Option<usize>)> {
    let order: Vec<usize> = pairs.iter().map(|(o, _)| *o).collect();
    let mut out = Vec::with_capacity(olds.max(news));
    let (mut o, mut n) = (0, 0);
    for at in longest_increasing(&order) {
        let (old, new) = pairs[at];
        out.extend((o..old).map(|at| (Some(at), None)));
        out.extend((n..new).map(|at| (None, Some(at))));
        out.push((Some(old), Some(new)));
        (o, n) = (old + 1, new + 1);
    }
    out.extend((o..olds).map(|at| (Some(at), None)));
    out.extend((n..news).map(|at| (None, Some(at))));
    out
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::compare::{Options, compare};
    use crate::plan::{Cell, Node, Plan, Role};

    fn plan(rows: &[&[&str]]) -> Plan {
        let rows = rows.iter().map(|row| row.iter().map(|cell| Cell::new(*cell)).collect()).collect();
        let table = Table { header_rows: 1, rows, ..Table::default() };
        let mut plan = Plan::new("計画", None);
        plan.nodes = vec![Arc::new(Node {
            body: vec![Block::Text("次のとおり。".to_owned()), Block::Table(table)],
            ..Node::new(Role::Item, "会費")
        })];
        plan
    }

    fn shown(old: &[&[&str]], new: &[&[&str]]) -> String {
        let (old, mut new) = (plan(old), plan(new));
        Arc::make_mut(&mut new.nodes[0]).id = old.nodes[0].id;
        let comparison = compare(&old, &new, &Options::default());
        let show = |s: &Stretch| match s.op {
            TextOp::Equal => s.text.clone(),
            TextOp::Delete => format!("[-{}-]", s.text),
            TextOp::Insert => format!("{{+{}+}}", s.text),
        };
        comparison.text_of(&comparison.items()[0]).iter().map(show).collect::<String>().replace('\n', "/")
    }

    #[test]
    fn a_new_column_leaves_the_other_cells_as_they_are() {
        let old: [&[&str]; 3] = [&["区分", "金額"], &["普通", "1,000"], &["賛助", "3,000"]];
        let new: [&[&str]; 3] = [&["区分", "口数", "金額"], &["普通", "320", "1,000"], &["賛助", "41", "3,500"]];
        assert_eq!(
            shown(&old, &new),
            "会費/次のとおり。/区分{+ ｜ 口数+} ｜ 金額/普通{+ ｜ 320+} ｜ 1,000/賛助{+ ｜ 41+} ｜ [-3,000-]{+3,500+}"
        );
        assert_eq!(shown(&old, &old), "会費/次のとおり。/区分 ｜ 金額/普通 ｜ 1,000/賛助 ｜ 3,000");
        let more: [&[&str]; 4] = [old[0], &["法人", "10,000"], old[1], old[2]];
        assert_eq!(shown(&old, &more), "会費/次のとおり。/区分 ｜ 金額{+/法人 ｜ 10,000+}/普通 ｜ 1,000/賛助 ｜ 3,000");
    }
}
