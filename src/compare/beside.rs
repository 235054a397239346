//! The lines and tables of a node as both sides have them, one beside the other.
//!
//! Lives here: what stands next to what, where a table came, went or stands elsewhere. Does not live here: which table
//! is which (`meaning`), and how the words within differ.

use super::fields::words;
use super::lines::{LineGroup, align_lines};
use super::meaning::{paired, still};
use super::words::{block_lines, table_lines};
use crate::plan::{Block, Outline, Table};

/// What a side of a node consists of.
pub(super) enum Piece<'a> {
    Line(String),
    Table(Standing<'a>),
}

/// A table of a side.
#[derive(Clone)]
pub(super) struct Standing<'a> {
    /// Which table of the node it is.
    pub(super) nth: usize,
    pub(super) table: &'a Table,
    /// Its caption, if it has one.
    caption: Option<String>,
}

/// What comes next on both sides.
pub(super) enum Step<'a> {
    /// Lines of the old side and of the new one, captions of tables among them.
    Lines(Vec<String>, Vec<String>),
    /// The rows of a table.
    Table(TableStep<'a>),
}

/// A table on both sides or on one of them.
pub(super) struct TableStep<'a> {
    pub(super) old: Option<Standing<'a>>,
    pub(super) new: Option<Standing<'a>>,
    /// The table on the other side that this one is, where it stands elsewhere there.
    pub(super) elsewhere: Option<&'a Table>,
}

/// The lines before a body, then what the body consists of.
pub(super) fn pieces<'a>(head: Vec<String>, body: &'a [Block], outline: &Outline) -> Vec<Piece<'a>> {
    let mut pieces: Vec<Piece> = head.into_iter().map(Piece::Line).collect();
    let mut tables = 0;
    for block in body {
        if let Block::Table(table) = block {
            let caption = (!table.caption.is_empty()).then(|| words(&table.caption, outline));
            pieces.push(Piece::Table(Standing { nth: tables, table, caption }));
            tables += 1;
            continue;
        }
        let mut lines = Vec::new();
        block_lines(block, outline, &mut lines);
        pieces.extend(lines.into_iter().map(Piece::Line));
    }
    pieces
}

/// The rows of a table as lines; its caption stands among the text.
pub(super) fn rows_as_lines(table: &Table, outline: &Outline) -> Vec<String> {
    table_lines(table, outline).split_off(usize::from(!table.caption.is_empty()))
}

/// Both sides step by step. A table that moved is gone from where it was and new where it is.
pub(super) fn beside<'a>(old: &[Piece<'a>], new: &[Piece<'a>]) -> Vec<Step<'a>> {
    let (olds, news) = (Placed::all(old), Placed::all(new));
    let tables = |placed: &[Placed<'a>]| -> Vec<&'a Table> { placed.iter().map(|one| one.standing.table).collect() };
    let pairs = paired(&tables(&olds), &tables(&news));
    let mut walk = Walk {
        steps: Vec::new(),
        pending: (Vec::new(), Vec::new()),
        old_elsewhere: pairs.iter().map(|(o, n)| (*o, news[*n].standing.table)).collect(),
        new_elsewhere: pairs.iter().map(|(o, n)| (*n, olds[*o].standing.table)).collect(),
    };
    let (mut o, mut n) = (0, 0);
    for ((left, right), _) in pairs.iter().zip(still(&pairs)).filter(|(_, still)| *still) {
        let (left, right) = (&olds[*left], &news[*right]);
        walk.between(&old[o..left.at], &new[n..right.at]);
        walk.pending.0.extend(left.standing.caption.clone());
        walk.pending.1.extend(right.standing.caption.clone());
        walk.flush();
        let both = TableStep { old: Some(left.standing.clone()), new: Some(right.standing.clone()), elsewhere: None };
        walk.steps.push(Step::Table(both));
        (o, n) = (left.at + 1, right.at + 1);
    }
    walk.between(&old[o..], &new[n..]);
    walk.flush();
    walk.steps
}

/// A table among pieces.
struct Placed<'a> {
    at: usize,
    /// How many lines stand before it; captions are none of them.
    lines: usize,
    standing: Standing<'a>,
}

impl<'a> Placed<'a> {
    fn all(pieces: &[Piece<'a>]) -> Vec<Self> {
        let mut lines = 0;
        let mut tables = Vec::new();
        for (at, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Line(_) => lines += 1,
                Piece::Table(standing) => tables.push(Self { at, lines, standing: standing.clone() }),
            }
        }
        tables
    }
}

/// A place between lines of both sides, and the table of one of them that stands there.
type Cut<'s, 'a> = ((usize, usize), Option<&'s Placed<'a>>, Option<&'s Placed<'a>>);

struct Walk<'a> {
    steps: Vec<Step<'a>>,
    /// Lines that are no step yet.
    pending: (Vec<String>, Vec<String>),
    /// The other side's table by the place among the tables of this one.
    old_elsewhere: Vec<(usize, &'a Table)>,
    new_elsewhere: Vec<(usize, &'a Table)>,
}

impl<'a> Walk<'a> {
    fn flush(&mut self) {
        let (old, new) = std::mem::take(&mut self.pending);
        if !old.is_empty() || !new.is_empty() {
            self.steps.push(Step::Lines(old, new));
        }
    }

    /// Lines, and tables that stand on one side alone: the other side is divided where they stand.
    fn between(&mut self, old: &[Piece<'a>], new: &[Piece<'a>]) {
        let lines = |pieces: &[Piece<'a>]| -> Vec<String> {
            pieces.iter().filter_map(|piece| if let Piece::Line(line) = piece { Some(line.clone()) } else { None }).collect()
        };
        let (olds, news) = (lines(old), lines(new));
        let (old_tables, new_tables) = (Placed::all(old), Placed::all(new));
        let (mut o, mut n) = (0, 0);
        if !old_tables.is_empty() || !new_tables.is_empty() {
            let groups = align_lines(&olds, &news);
            let mut cuts: Vec<Cut<'_, 'a>> = Vec::new();
            cuts.extend(old_tables.iter().map(|table| ((table.lines, beside_old(&groups, table.lines)), Some(table), None)));
            cuts.extend(new_tables.iter().map(|table| ((beside_new(&groups, table.lines), table.lines), None, Some(table))));
            cuts.sort_by_key(|cut| cut.0);
            for ((old_end, new_end), left, right) in cuts {
                let (old_end, new_end) = (old_end.max(o), new_end.max(n));
                self.pending.0.extend_from_slice(&olds[o..old_end]);
                self.pending.1.extend_from_slice(&news[n..new_end]);
                self.flush();
                self.alone(left, right);
                (o, n) = (old_end, new_end);
            }
        }
        self.pending.0.extend_from_slice(&olds[o..]);
        self.pending.1.extend_from_slice(&news[n..]);
    }

    /// A table of one side with its caption: compared with nothing that happens to stand beside it.
    fn alone(&mut self, old: Option<&Placed<'a>>, new: Option<&Placed<'a>>) {
        let (old, new) = (old.map(|old| old.standing.clone()), new.map(|new| new.standing.clone()));
        let caption = |side: &Option<Standing<'a>>| side.iter().flat_map(|side| side.caption.clone()).collect();
        self.pending = (caption(&old), caption(&new));
        self.flush();
        let find = |side: &Option<Standing<'a>>, all: &[(usize, &'a Table)]| {
            side.as_ref().and_then(|side| all.iter().find(|(nth, _)| *nth == side.nth).map(|(_, table)| *table))
        };
        let elsewhere = find(&old, &self.old_elsewhere).or_else(|| find(&new, &self.new_elsewhere));
        self.steps.push(Step::Table(TableStep { old, new, elsewhere }));
    }
}

/// How many new lines stand before the place with `at` old lines before it.
fn beside_old(groups: &[LineGroup], at: usize) -> usize {
    groups.iter().take_while(|(old, _)| old.end <= at).last().map_or(0, |(_, new)| new.end)
}

/// How many old lines stand before the place with `at` new lines before it.
fn beside_new(groups: &[LineGroup], at: usize) -> usize {
    groups.iter().take_while(|(_, new)| new.end <= at).last().map_or(0, |(old, _)| old.end)
}
