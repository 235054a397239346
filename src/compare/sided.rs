//! The words of a node on both sides, set against each other: lines by their words, tables cell by cell.
//!
//! A row of a table that stays is compared with itself, whatever stands between; a new column is an insertion in each
//! row and no other row.

use super::beside::{Step, beside, pieces, rows_as_lines};
use super::changes::longest_increasing;
use super::fields::words;
use super::lines::diff_lines;
use super::meaning::{Pairing, pair};
use super::text::{Stretch, TextOp, diff_text, stretches};
use super::words::CELL_MARK;
use crate::plan::{Outline, Table};

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
    for step in beside(&pieces(heads.0, &before.body, old), &pieces(heads.1, &after.body, new)) {
        let (one, other) = match step {
            Step::Lines(old_lines, new_lines) => {
                joined.lines(&old_lines, &new_lines);
                continue;
            }
            Step::Table(step) => (step.old.map(|side| side.table), step.new.map(|side| side.table)),
        };
        let pairing = one.zip(other).and_then(|(one, other)| Some((one, other, pair(one, old, other, new)?)));
        match pairing {
            Some((one, other, pairing)) => joined.table((one, old), (other, new), &pairing),
            None => {
                let rows = |table: Option<&Table>, outline| table.map(|table| rows_as_lines(table, outline)).unwrap_or_default();
                joined.lines(&rows(one, old), &rows(other, new));
            }
        }
    }
    joined.finished()
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
    use crate::plan::{Block, Cell, Node, Plan, Role};

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

    #[test]
    fn exchanged_tables_keep_their_cells() {
        let table = |caption: &str, rows: &[[&str; 2]]| {
            let rows = rows.iter().map(|row| row.iter().map(|cell| Cell::new(*cell)).collect()).collect();
            Block::Table(Table { caption: caption.to_owned(), header_rows: 1, rows, ..Table::default() })
        };
        fn office(event: &str) -> [[&str; 2]; 3] {
            [["月", "行事"], ["5月", event], ["9月", "研修会"]]
        }
        let area = [["月", "行事"], ["6月", "祭り"], ["9月", "運動会"]];
        let with = |body: Vec<Block>| {
            let mut plan = Plan::new("計画", None);
            plan.nodes = vec![Arc::new(Node { body, ..Node::new(Role::Item, "予定") })];
            plan
        };
        let told = |old: Vec<Block>, new: Vec<Block>| {
            let (old, mut new) = (with(old), with(new));
            Arc::make_mut(&mut new.nodes[0]).id = old.nodes[0].id;
            let comparison = compare(&old, &new, &Options::default());
            let edits = comparison.meaning(0, 0, &comparison.items()[0].fields).tables;
            let edits: Vec<String> = edits.iter().flat_map(|table| &table.edits).map(|edit| edit.words(crate::locale::Lang::Ja)).collect();
            let text: Vec<(TextOp, String)> = comparison.text_of(&comparison.items()[0]).into_iter().map(|s| (s.op, s.text)).collect();
            (edits, text)
        };
        for (one, other) in [("総務の予定", "地域の予定"), ("", "")] {
            let old = vec![table(one, &office("総会")), table(other, &area)];
            let (edits, text) = told(old.clone(), vec![table(other, &area), table(one, &office("総会"))]);
            assert_eq!(edits, ["表を移動"]);
            // Whole rows go and come: no cell is another one.
            for (op, text) in text.iter().filter(|(op, _)| *op != TextOp::Equal) {
                assert!(text.contains("6月 ｜ 祭り\n9月 ｜ 運動会"), "{op:?} {text}");
            }
            let (edits, _) = told(old, vec![table(other, &area), table(one, &office("定時総会"))]);
            assert_eq!(edits.len(), 2, "moved, and a cell is another one: {edits:?}");
        }
    }
}
