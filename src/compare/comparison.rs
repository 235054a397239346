//! Two plans compared: the matching, the changes, and the rows of both in one reading order.

use rustc_hash::FxHashMap;

use super::changes::{Change, ChangeKind, changes};
use super::fields::{Field, words};
use super::lines::diff_lines;
use super::matching::{Basis, Corrections, Matching, match_rows_watched};
use super::meaning::common_year;
use super::sided::diff_rows;
use super::summary::Summary;
use super::text::{Stretch, TextOp, diff_text};
use super::watch::{Watch, goes_on};
use super::words::head_lines;
use super::words_of;
use crate::calendar::FiscalYear;
use crate::plan::{Block, Outline, Plan};

/// How two plans are compared.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// By what nodes are known.
    pub basis: Basis,
    /// What the user said about pairs; what the plans keep of it themselves counts anyway.
    pub corrections: Corrections,
    /// Who hears how far it is. A comparison that was ended has found no more than until then.
    pub watch: Option<Watch>,
}

/// What is compared of the plan as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlanField {
    /// Its title.
    Title,
    /// The organisation.
    Organization,
    /// How nodes are numbered.
    Numbering,
    /// What stands before the first node.
    Preface,
}

impl PlanField {
    /// The word of the command line's JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Organization => "organization",
            Self::Numbering => "numbering",
            Self::Preface => "preface",
        }
    }

    /// Key of its name in the locale table.
    pub fn key(self) -> &'static str {
        match self {
            Self::Title => "compare.plan.title",
            Self::Organization => "compare.plan.organization",
            Self::Numbering => "compare.plan.numbering",
            Self::Preface => "compare.plan.preface",
        }
    }
}

/// Two plans compared.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The old plan's rows.
    pub old: Outline,
    /// The new plan's rows.
    pub new: Outline,
    /// Which row is which.
    pub matching: Matching,
    /// What changed of nodes, in the order of the new plan, what is only in the old one last.
    pub changes: Vec<Change>,
    /// What changed of the plan as a whole.
    pub plan_changes: Vec<PlanField>,
    /// The changes counted.
    pub summary: Summary,
    /// The year in which the schedules of both are seen.
    pub(super) year: FiscalYear,
    prefaces: (Vec<String>, Vec<String>),
}

/// A row of either plan or of both, with what changed of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The old row.
    pub old: Option<usize>,
    /// The new row.
    pub new: Option<usize>,
    /// For a split the old row it was part of, for a merge the new row it went into.
    pub whole: Option<usize>,
    /// What changed; empty where all is as before.
    pub kinds: Vec<ChangeKind>,
    /// Which fields were edited.
    pub fields: Vec<Field>,
}

impl Item {
    /// Whether a kind of change is among them.
    pub fn is(&self, kind: ChangeKind) -> bool {
        self.kinds.contains(&kind)
    }
}

/// Compares two plans.
pub fn compare(old: &Plan, new: &Plan, options: &Options) -> Comparison {
    let (before, after) = (Outline::of(old), Outline::of(new));
    let corrections = options.corrections.clone().and(Corrections::kept(old, new));
    let matching = match_rows_watched(&before, &after, options.basis, &corrections, options.watch.as_ref());
    // Not told apart any further: what was ended is thrown away.
    let changes = if goes_on(options.watch.as_ref(), 75) { changes(&before, &after, &matching) } else { Vec::new() };
    let prefaces = (preface(old, &before), preface(new, &after));
    let same = |field| match field {
        PlanField::Title => old.title == new.title,
        PlanField::Organization => old.organization == new.organization,
        // What it is called prints nothing.
        PlanField::Numbering => old.numbering.levels() == new.numbering.levels(),
        PlanField::Preface => prefaces.0 == prefaces.1,
    };
    let all = [PlanField::Title, PlanField::Organization, PlanField::Numbering, PlanField::Preface];
    let plan_changes = all.into_iter().filter(|field| !same(*field)).collect();
    let summary = Summary::of((old, &before), (new, &after), &changes);
    Comparison {
        old: before,
        new: after,
        matching,
        changes,
        plan_changes,
        summary,
        year: common_year(old.fiscal_year, new.fiscal_year),
        prefaces,
    }
}

fn preface(plan: &Plan, outline: &Outline) -> Vec<String> {
    plan.preface.iter().flat_map(Block::texts).filter(|text| !text.is_empty()).map(|text| words(text, outline)).collect()
}

impl Comparison {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.plan_changes.is_empty()
    }

    /// All rows of both plans in one reading order: that of the new plan, with what is gone where it stood.
    pub fn items(&self) -> Vec<Item> {
        self.in_order(false)
    }

    /// The same, with a trace of each moved row where it stood: an item with its old row alone, the new one as `whole`.
    pub fn items_with_traces(&self) -> Vec<Item> {
        self.in_order(true)
    }

    fn in_order(&self, traces: bool) -> Vec<Item> {
        let mut items: Vec<Item> = (0..self.new.rows().len())
            .map(|n| Item { old: None, new: Some(n), whole: None, kinds: Vec::new(), fields: Vec::new() })
            .collect();
        let mut new_of = vec![None; self.old.rows().len()];
        for (o, n) in &self.matching.pairs {
            items[*n].old = Some(*o);
            new_of[*o] = Some(*n);
        }
        let mut gone = Vec::new();
        for change in &self.changes {
            match change.kind {
                ChangeKind::Removed | ChangeKind::Merged => {
                    gone.push(Item { old: change.old, new: None, whole: change.new, kinds: vec![change.kind], fields: Vec::new() });
                }
                kind => {
                    let Some(item) = change.new.and_then(|n| items.get_mut(n)) else { continue };
                    item.kinds.push(kind);
                    item.fields.extend(&change.fields);
                    if kind == ChangeKind::Split {
                        item.whole = change.old;
                    }
                }
            }
        }
        if traces {
            let moved = items.iter().filter(|item| item.is(ChangeKind::Moved) && item.old.is_some());
            gone.extend(moved.map(|item| Item { new: None, whole: item.new, kinds: vec![ChangeKind::Moved], fields: Vec::new(), ..*item }));
        }
        let places = self.places(&new_of, |n| items[n].is(ChangeKind::Moved));
        let place = |item: &Item| item.old.map_or(0, |o| places[o]);
        let mut gone: Vec<(usize, Item)> = gone.into_iter().map(|item| (place(&item), item)).collect();
        gone.sort_by_key(|(place, item)| (*place, item.old));
        let mut gone = gone.into_iter().peekable();
        let mut out = Vec::with_capacity(items.len());
        for (at, item) in items.into_iter().enumerate() {
            while let Some((_, item)) = gone.next_if(|(place, _)| *place <= at) {
                out.push(item);
            }
            out.push(item);
        }
        out.extend(gone.map(|(_, item)| item));
        out
    }

    /// Before which new row each old one would stand that is gone: behind the nearest row before it that is still in its
    /// place. What was below a moved row has its place there, and says nothing of where its former neighbours are.
    fn places(&self, new_of: &[Option<usize>], moved: impl Fn(usize) -> bool) -> Vec<usize> {
        // The moved row that each row came along with, and how far the text behind each of them reaches.
        let mut along: Vec<Option<usize>> = Vec::with_capacity(new_of.len());
        let mut behind: FxHashMap<Option<usize>, usize> = FxHashMap::default();
        let mut places = Vec::with_capacity(new_of.len());
        for (o, row) in self.old.rows().iter().enumerate() {
            let around = row.parent.and_then(|parent| along[parent as usize]);
            places.push(behind.get(&around).copied().unwrap_or_default());
            let own = new_of[o].filter(|n| moved(*n)).map(|_| o);
            if let Some(n) = new_of[o] {
                behind.insert(if own.is_some() { own } else { around }, n + 1);
            }
            along.push(own.or(around));
        }
        places
    }

    /// Which new rows are moved or came along with one that is.
    pub fn moved_along(&self) -> Vec<bool> {
        let mut along = vec![false; self.new.rows().len()];
        for n in self.changes.iter().filter(|change| change.kind == ChangeKind::Moved).filter_map(|change| change.new) {
            let end = self.new.rows().get(n).map_or(n, |row| row.end as usize);
            along[n..end].fill(true);
        }
        along
    }

    /// The words of a row on each side, compared: its heading line and everything below it that is its own.
    pub fn text_of(&self, item: &Item) -> Vec<Stretch> {
        if let (Some(o), Some(n)) = (item.old, item.new) {
            let heads = (head_lines(&self.old, o), head_lines(&self.new, n));
            return diff_rows((&self.old, o), (&self.new, n), heads, true);
        }
        let old = item.old.map(|o| words_of(&self.old, o).join("\n"));
        let new = item.new.map(|n| words_of(&self.new, n).join("\n"));
        diff_sides(old, new)
    }

    /// The text differences of one change: titles where it was renamed, the rest where it was edited.
    pub fn text_of_change(&self, change: &Change) -> Vec<Stretch> {
        let title = |outline: &Outline, at: usize| outline.title(&outline.rows()[at]).into_owned();
        let without_title = |outline: &Outline, at: usize| -> Vec<String> {
            let own = title(outline, at);
            let mut lines = head_lines(outline, at).into_iter();
            let first = lines.next().map(|line| line.strip_prefix(&own).map(str::to_owned).unwrap_or(line));
            first.into_iter().filter(|line| !line.is_empty()).chain(lines).collect()
        };
        match (change.kind, change.old, change.new) {
            (ChangeKind::Renamed, ..) => diff_sides(change.old.map(|o| title(&self.old, o)), change.new.map(|n| title(&self.new, n))),
            (ChangeKind::Edited, Some(o), Some(n)) => {
                diff_rows((&self.old, o), (&self.new, n), (without_title(&self.old, o), without_title(&self.new, n)), false)
            }
            (ChangeKind::Added, ..) => diff_sides(None, change.new.map(|n| words_of(&self.new, n).join("\n"))),
            (ChangeKind::Removed, ..) => diff_sides(change.old.map(|o| words_of(&self.old, o).join("\n")), None),
            (ChangeKind::Edited | ChangeKind::Split | ChangeKind::Merged | ChangeKind::Moved | ChangeKind::Renumbered, ..) => Vec::new(),
        }
    }

    /// The differences of what stands before the first node.
    pub fn preface_text(&self) -> Vec<Stretch> {
        diff_lines(&self.prefaces.0, &self.prefaces.1)
    }
}

/// The differences of two sides, one of which may be missing.
fn diff_sides(old: Option<String>, new: Option<String>) -> Vec<Stretch> {
    let whole = |op, text: String| if text.is_empty() { Vec::new() } else { vec![Stretch { op, text }] };
    match (old, new) {
        (Some(old), Some(new)) => diff_text(&old, &new),
        (Some(old), None) => whole(TextOp::Delete, old),
        (None, Some(new)) => whole(TextOp::Insert, new),
        (None, None) => Vec::new(),
    }
}
