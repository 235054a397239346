//! The changes counted: by kind, by chapter, projects that are new, ended or moved, the budgets.

use rustc_hash::FxHashMap;

use super::changes::{Change, ChangeKind};
use super::fields::Field;
use super::meaning::{TableBudget, budgets};
use crate::locale::Lang;
use crate::plan::{Budgets, Outline, Plan, Role, Status, format_amount};

/// The changes counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many changes of each kind, in the order of [`ChangeKind::ALL`].
    pub counts: [usize; 8],
    /// Changes of each chapter, and of each top-level node apart from its chapters, by its row in the new plan, or in the old one for those that are gone.
    pub chapters: Vec<Chapter>,
    /// Rows of projects that are new.
    pub new_projects: Vec<usize>,
    /// Old rows of projects that are gone, or that the new plan marks as ended.
    pub ended_projects: Vec<usize>,
    /// Projects that moved: old and new row.
    pub moved_projects: Vec<(usize, usize)>,
    /// The budgets of the whole plans in thousand yen.
    pub budget: Amounts,
    /// Budgets that stand in tables, where they are others than before.
    pub tables: Vec<TableBudget>,
}

/// The changes of one chapter or top-level node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// Its old row.
    pub old: Option<usize>,
    /// Its new row.
    pub new: Option<usize>,
    /// How many changes of each kind, in the order of [`ChangeKind::ALL`].
    pub counts: [usize; 8],
}

/// An amount before and after.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Amounts {
    /// Before.
    pub old: Option<i64>,
    /// After.
    pub new: Option<i64>,
}

impl Amounts {
    /// How much more it is; `None` if one of them is not known.
    pub fn difference(self) -> Option<i64> {
        self.new?.checked_sub(self.old?)
    }

    /// How much more it is in tenths of a per cent; `None` without an amount before.
    pub fn permille(self) -> Option<i64> {
        let old = self.old.filter(|old| *old != 0)?;
        let exact = i128::from(self.difference()?) * 1000;
        let base = i128::from(old).abs();
        // Rounded half away from zero, as sums are on paper.
        let rounded = (exact.abs() + base / 2) / base * exact.signum();
        i64::try_from(rounded).ok()
    }
}

impl Amounts {
    /// ＋300、＋25.0％; ▲300、▲25.0％ (in English +300, +25.0%); without a share where there was nothing before. `None`
    /// if one is not known.
    pub fn words(self, lang: Lang) -> Option<String> {
        let (less, more, separator, percent) = match lang {
            Lang::Ja => ("▲", "＋", "、", "％"),
            Lang::En => ("-", "+", ", ", "%"),
        };
        let sign = |value: i64| match value {
            0 => "",
            v if v < 0 => less,
            _ => more,
        };
        let difference = self.difference()?;
        let digits = format_amount(difference);
        let amount = format!("{}{}", sign(difference), digits.trim_start_matches('-'));
        let share = self.permille().map(|permille| {
            let size = permille.unsigned_abs();
            format!("{separator}{}{}.{}{percent}", sign(permille), size / 10, size % 10)
        });
        Some(format!("{amount}{}", share.unwrap_or_default()))
    }
}

fn place(kind: ChangeKind) -> usize {
    ChangeKind::ALL.iter().position(|k| *k == kind).unwrap_or_default()
}

impl Summary {
    pub(super) fn of((old_plan, old): (&Plan, &Outline), (new_plan, new): (&Plan, &Outline), changes: &[Change]) -> Self {
        let mut summary =
            Self { budget: Amounts { old: Budgets::of(old_plan).total(), new: Budgets::of(new_plan).total() }, ..Self::default() };
        // A part may hold the whole of the projects: there its chapters are told apart.
        let top = |outline: &Outline, at: usize| {
            let mut up = vec![at];
            while let Some(parent) = outline.rows()[up[up.len() - 1]].parent {
                up.push(parent as usize);
            }
            let is_chapter = |row: &&usize| outline.rows()[**row].node.role == Role::Chapter;
            up.iter().rev().find(is_chapter).or(up.last()).copied().unwrap_or(at)
        };
        let mut known = FxHashMap::default();
        for change in changes {
            summary.counts[place(change.kind)] += 1;
            let key = match (change.kind, change.old, change.new) {
                (ChangeKind::Removed | ChangeKind::Merged, Some(o), _) | (_, Some(o), None) => (Some(top(old, o)), None),
                (_, _, Some(n)) => (None, Some(top(new, n))),
                _ => continue,
            };
            let chapter = *known.entry(key).or_insert_with(|| {
                summary.chapters.push(Chapter { old: key.0, new: key.1, counts: [0; 8] });
                summary.chapters.len() - 1
            });
            summary.chapters[chapter].counts[place(change.kind)] += 1;
            summary.count_project(old, new, change);
            summary.tables.extend(match change.kind {
                ChangeKind::Edited if !change.fields.contains(&Field::Table) => Vec::new(),
                ChangeKind::Edited => budgets(change.old.map(|o| (old, o)), change.new.map(|n| (new, n))),
                ChangeKind::Added | ChangeKind::Split => budgets(None, change.new.map(|n| (new, n))),
                ChangeKind::Removed | ChangeKind::Merged => budgets(change.old.map(|o| (old, o)), None),
                _ => Vec::new(),
            });
        }
        summary
    }

    fn count_project(&mut self, old: &Outline, new: &Outline, change: &Change) {
        let project = |outline: &Outline, at: Option<usize>| at.filter(|at| outline.rows()[*at].node.role == Role::Project);
        match change.kind {
            ChangeKind::Added => self.new_projects.extend(project(new, change.new)),
            ChangeKind::Removed => self.ended_projects.extend(project(old, change.old)),
            ChangeKind::Moved => self.moved_projects.extend(project(old, change.old).zip(project(new, change.new))),
            ChangeKind::Edited => {
                let ended = |outline: &Outline, at: usize| outline.rows()[at].node.status == Some(Status::Ended);
                if let (Some(o), Some(n)) = (project(old, change.old), project(new, change.new))
                    && ended(new, n)
                    && !ended(old, o)
                {
                    self.ended_projects.push(o);
                }
            }
            _ => {}
        }
    }

    /// How many changes of a kind.
    pub fn count(&self, kind: ChangeKind) -> usize {
        self.counts[place(kind)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_a_difference_and_a_share() {
        let amounts = |old, new| Amounts { old: Some(old), new: Some(new) };
        assert_eq!((amounts(1200, 1500).difference(), amounts(1200, 1500).permille()), (Some(300), Some(250)));
        assert_eq!(amounts(1200, 1500).words(Lang::Ja).as_deref(), Some("＋300、＋25.0％"));
        assert_eq!(amounts(1500, 1200).words(Lang::Ja).as_deref(), Some("▲300、▲20.0％"));
        assert_eq!(amounts(0, 1200).words(Lang::Ja).as_deref(), Some("＋1,200"));
        assert_eq!(amounts(1500, 1200).words(Lang::En).as_deref(), Some("-300, -20.0%"));
        assert_eq!(amounts(3, 2).permille(), Some(-333));
        assert_eq!(amounts(0, 2).permille(), None);
        assert_eq!(amounts(i64::MIN, i64::MAX).difference(), None);
    }
}
