//! What a change means beyond its words: when something takes place, what it costs, which rows and columns a table
//! gained and lost.
//!
//! Lives here: the facts of both sides set side by side. Does not live here: whether something changed (`fields`) or
//! how its words differ (`text`).

mod figure;
mod grid;
mod money;
mod schedule;
mod table;

pub use figure::{FigureAspect, FigureChange};
pub use money::TableBudget;
pub use schedule::{Aspect, Fact, ScheduleChange};
pub use table::{TableChange, TableEdit};

use super::Amounts;
use super::comparison::Comparison;
use super::fields::Field;
use crate::calendar::FiscalYear;
use crate::plan::{Block, Node, Table};

/// What an edit of a node means.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meaning {
    /// When it takes place, where the schedule was edited.
    pub schedule: Option<ScheduleChange>,
    /// What it costs, where the budget was edited.
    pub budget: Option<Amounts>,
    /// What became of its tables, where they were edited.
    pub tables: Vec<TableChange>,
    /// What became of its pictures, where they were edited.
    pub figures: Vec<FigureChange>,
}

impl Comparison {
    /// What the edit of a paired row means; `fields` are those that differ.
    pub fn meaning(&self, old: usize, new: usize, fields: &[Field]) -> Meaning {
        let (before, after) = (&self.old.rows()[old].node, &self.new.rows()[new].node);
        let has = |field| fields.contains(&field);
        Meaning {
            schedule: has(Field::Schedule).then(|| schedule::compared(before, after, self.year)),
            budget: has(Field::Budget).then_some(Amounts { old: before.budget, new: after.budget }),
            tables: if has(Field::Table) { table::compared((before, &self.old), (after, &self.new)) } else { Vec::new() },
            figures: if has(Field::Figure) { figure::compared((before, &self.old), (after, &self.new)) } else { Vec::new() },
        }
    }
}

/// The tables of a node in order.
pub(super) fn tables(node: &Node) -> Vec<&Table> {
    node.body.iter().filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None }).collect()
}

/// The year in which two schedules are set side by side: the new plan's, for both.
pub(super) fn common_year(old: Option<FiscalYear>, new: Option<FiscalYear>) -> FiscalYear {
    /// Any year does where neither plan says one.
    const ANY: FiscalYear = FiscalYear(2025);
    new.or(old).unwrap_or(ANY)
}

pub(super) use grid::Grid;
pub(super) use money::budgets;
pub(super) use table::{Pairing, pair, paired, pairing, still};
