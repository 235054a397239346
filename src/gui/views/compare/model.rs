//! What the compare view shows: the rows of both plans in one order, what of them is folded, where a moved item
//! stood. Knows no egui.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use nendo::compare::{ChangeKind, Comparison, Item, Options, PlanField, Watch, compare};
use nendo::plan::{NodeId, Plan, RemarkPlace, Role, VersionKey};

use super::pieces::{Piece, pieces};

/// Two plans compared, ready to be shown.
pub struct Compared {
    /// The old plan.
    pub old: Arc<Plan>,
    /// The new plan.
    pub new: Arc<Plan>,
    /// Which version reasons and corrections are about.
    against: VersionKey,
    /// What changed.
    pub comparison: Comparison,
    /// The rows of both in one order.
    pub items: Vec<Item>,
    /// Where moved items stood: before which item, and the item that stood there.
    ghosts: Vec<(usize, usize)>,
    /// The item of each old row and of each new row.
    of_old: Vec<usize>,
    of_new: Vec<usize>,
    /// The top-level items below which something changed, with how many changes of each kind.
    pub chapters: Vec<(usize, [usize; 8])>,
    /// The differences of items that were looked at.
    pieces: Vec<OnceLock<Arc<Vec<Piece>>>>,
}

/// What an item is known by, also in a later comparison: its nodes.
pub type Key = (Option<NodeId>, Option<NodeId>);

/// Which of the two plans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// The old one.
    Old,
    /// The new one.
    New,
}

impl Side {
    /// The other one.
    pub fn other(self) -> Self {
        if self == Self::Old { Self::New } else { Self::Old }
    }
}

impl Compared {
    /// Compares two plans.
    #[cfg(test)]
    pub fn of(old: Arc<Plan>, new: Arc<Plan>) -> Self {
        Self::watched(old, new, None)
    }

    /// Compares two plans while somebody hears how far it is.
    pub fn watched(old: Arc<Plan>, new: Arc<Plan>, watch: Option<Watch>) -> Self {
        let comparison = compare(&old, &new, &Options { watch, ..Options::default() });
        let items = comparison.items();
        let mut of_old = vec![usize::MAX; comparison.old.rows().len()];
        let mut of_new = vec![usize::MAX; comparison.new.rows().len()];
        for (at, item) in items.iter().enumerate() {
            if let Some(o) = item.old {
                of_old[o] = at;
            }
            if let Some(n) = item.new {
                of_new[n] = at;
            }
        }
        let mut ghosts = Vec::new();
        let (mut before, mut o) = (0, 0);
        while let Some(at) = of_old.get(o).copied() {
            let moved = items.get(at).is_some_and(|item| item.is(ChangeKind::Moved));
            if moved {
                ghosts.push((before, at));
                // What stood below it went along.
                o = comparison.old.rows()[o].end as usize;
            } else {
                before = at + 1;
                o += 1;
            }
        }
        ghosts.sort_unstable();
        let pieces = items.iter().map(|_| OnceLock::new()).collect();
        let against = VersionKey::of(&old);
        let mut compared = Self { old, new, against, comparison, items, ghosts, of_old, of_new, chapters: Vec::new(), pieces };
        compared.chapters = compared.count_chapters();
        compared
    }

    /// What was removed counts for the chapter it stood in, if that is still there.
    fn count_chapters(&self) -> Vec<(usize, [usize; 8])> {
        let mut counts: BTreeMap<usize, [usize; 8]> = BTreeMap::new();
        for chapter in &self.comparison.summary.chapters {
            let Some(item) = self.item_of_rows(chapter.old, chapter.new) else { continue };
            let sum = counts.entry(item).or_default();
            sum.iter_mut().zip(chapter.counts).for_each(|(sum, count)| *sum += count);
        }
        counts.into_iter().collect()
    }

    /// The differences of an item, looked for when they are first asked for.
    pub fn pieces(&self, at: usize) -> Arc<Vec<Piece>> {
        match (self.pieces.get(at), self.items.get(at)) {
            (Some(known), Some(item)) => known.get_or_init(|| Arc::new(pieces(&self.comparison, item))).clone(),
            _ => Arc::default(),
        }
    }

    /// What an item is known by.
    pub fn key(&self, at: usize) -> Key {
        self.items.get(at).map_or((None, None), |item| {
            let old = item.old.map(|o| self.comparison.old.rows()[o].node.id);
            (old, item.new.map(|n| self.comparison.new.rows()[n].node.id))
        })
    }

    /// The item of a node of either plan.
    pub fn item_of(&self, side: Side, id: NodeId) -> Option<usize> {
        let (outline, of) = match side {
            Side::Old => (&self.comparison.old, &self.of_old),
            Side::New => (&self.comparison.new, &self.of_new),
        };
        of.get(outline.position(id)?).copied()
    }

    /// The item of a new row, else of an old one.
    fn item_of_rows(&self, old: Option<usize>, new: Option<usize>) -> Option<usize> {
        let (of, row) = new.map(|n| (&self.of_new, n)).or(old.map(|o| (&self.of_old, o)))?;
        of.get(row).copied()
    }

    /// The item that is known by `key`, or is one of its nodes.
    pub fn find(&self, key: Key) -> Option<usize> {
        key.1.and_then(|id| self.item_of(Side::New, id)).or_else(|| key.0.and_then(|id| self.item_of(Side::Old, id)))
    }

    /// Which version reasons and corrections are about.
    pub fn against(&self) -> VersionKey {
        self.against
    }

    /// What a reason is about.
    pub fn place(&self, at: usize) -> RemarkPlace {
        let (old, new) = self.key(at);
        RemarkPlace::of(self.against(), old, new)
    }

    /// The item above one: of its parent in the new plan, else of that in the old one.
    pub fn parent(&self, at: usize) -> Option<usize> {
        let item = self.items.get(at)?;
        match item.new {
            Some(n) => self.of_new.get(self.comparison.new.rows()[n].parent? as usize).copied(),
            None => self.of_old.get(self.comparison.old.rows()[item.old?].parent? as usize).copied(),
        }
    }

    /// How deep an item stands.
    pub fn depth(&self, at: usize) -> u8 {
        let item = &self.items[at];
        item.new.map_or_else(|| item.old.map_or(0, |o| self.comparison.old.rows()[o].depth), |n| self.comparison.new.rows()[n].depth)
    }

    /// The heading of an item as a reader of one side sees it; the new one if it is on both.
    pub fn heading(&self, at: usize) -> String {
        let Some(item) = self.items.get(at) else { return String::new() };
        match (item.new, item.old) {
            (Some(n), _) => self.comparison.new.heading(&self.comparison.new.rows()[n]),
            (None, Some(o)) => self.comparison.old.heading(&self.comparison.old.rows()[o]),
            (None, None) => String::new(),
        }
    }
}

/// Which changes are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// One answer for each kind, in the order of [`ChangeKind::ALL`].
    pub kinds: [bool; 8],
    /// Whether what did not change is shown, too.
    pub unchanged: bool,
}

impl Default for Shown {
    fn default() -> Self {
        // Another number alone follows from the others and would hide them.
        Self { kinds: ChangeKind::ALL.map(|kind| kind != ChangeKind::Renumbered), unchanged: false }
    }
}

impl Shown {
    /// The place of a kind.
    pub fn place(kind: ChangeKind) -> usize {
        ChangeKind::ALL.iter().position(|other| *other == kind).unwrap_or_default()
    }

    /// Whether an item has a change that is shown.
    pub fn wants(&self, item: &Item) -> bool {
        item.kinds.iter().any(|kind| self.kinds[Self::place(*kind)])
    }
}

/// A line of the view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// Something that changed of the plan as a whole.
    Plan(PlanField),
    /// An item.
    Item(usize),
    /// Items from one to before another, which are folded away.
    Fold(usize, usize),
    /// Where an item stood that was moved away.
    Ghost(usize),
}

/// The lines for what is to be shown; `open` holds the first items of folds that were opened.
pub fn lines(compared: &Compared, shown: &Shown, open: &HashSet<Key>) -> Vec<Line> {
    let items = &compared.items;
    let mut visible: Vec<bool> = items.iter().map(|item| shown.unchanged || shown.wants(item)).collect();
    // What stands above a change says where it is.
    for at in 0..items.len() {
        let mut up = if visible[at] { compared.parent(at) } else { None };
        while let Some(parent) = up.filter(|parent| !visible[*parent]) {
            visible[parent] = true;
            up = compared.parent(parent);
        }
    }
    // Headings stay in view, so that no chapter seems to be missing.
    if visible.contains(&true) {
        for (at, item) in items.iter().enumerate() {
            let heads = |role: Role| matches!(role, Role::Part | Role::Chapter);
            visible[at] |= compared.depth(at) < 2 && item.new.is_some_and(|n| heads(compared.comparison.new.rows()[n].node.role));
        }
    }
    let mut out: Vec<Line> = compared.comparison.plan_changes.iter().map(|field| Line::Plan(*field)).collect();
    let ghosts = shown.kinds[Shown::place(ChangeKind::Moved)];
    let mut ghost = compared.ghosts.iter().filter(|_| ghosts).copied().peekable();
    let mut at = 0;
    while at < items.len() {
        while let Some((_, moved)) = ghost.next_if(|(before, _)| *before <= at) {
            out.push(Line::Ghost(moved));
        }
        if visible[at] {
            out.push(Line::Item(at));
            at += 1;
            continue;
        }
        // A fold ends where something that was moved away stood.
        let until = ghost.peek().map_or(items.len(), |(before, _)| (*before).max(at + 1));
        let end = (at..items.len().min(until)).find(|next| visible[*next]).unwrap_or(items.len().min(until));
        // A single line folded away would take as much room as it does itself.
        if (end - at == 1 && items[at].kinds.is_empty()) || open.contains(&compared.key(at)) {
            out.extend((at..end).map(Line::Item));
        } else {
            out.push(Line::Fold(at, end));
        }
        at = end;
    }
    out.extend(ghost.map(|(_, moved)| Line::Ghost(moved)));
    out
}

/// The line with the next change behind `from`, or the one before it.
pub fn step(compared: &Compared, lines: &[Line], shown: &Shown, from: Option<usize>, back: bool) -> Option<usize> {
    let changed = |line: &Line| match line {
        Line::Plan(_) => true,
        Line::Item(at) => compared.items.get(*at).is_some_and(|item| shown.wants(item)),
        Line::Fold(..) | Line::Ghost(_) => false,
    };
    if back {
        let end = from.unwrap_or(lines.len()).min(lines.len());
        return lines[..end].iter().rposition(changed);
    }
    let start = from.map_or(0, |from| from + 1).min(lines.len());
    lines[start..].iter().position(changed).map(|at| at + start)
}

/// The lines where moved items stood, each with the line where the item stands.
pub fn moves(lines: &[Line]) -> Vec<(usize, usize)> {
    let items = lines.iter().enumerate().filter_map(|(at, line)| if let Line::Item(item) = line { Some((*item, at)) } else { None });
    let of_item: HashMap<usize, usize> = items.collect();
    let ghosts = lines.iter().enumerate().filter_map(|(at, line)| if let Line::Ghost(item) = line { Some((at, *item)) } else { None });
    ghosts.filter_map(|(at, item)| Some((at, *of_item.get(&item)?))).collect()
}

/// The line an item is on: its own, or the fold that holds it.
pub fn line_of(lines: &[Line], item: usize) -> Option<usize> {
    lines.iter().position(|line| match line {
        Line::Item(at) => *at == item,
        Line::Fold(from, to) => (*from..*to).contains(&item),
        Line::Plan(_) | Line::Ghost(_) => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use nendo::plan::Node;

    fn plan(chapters: &[(&str, &[&str])]) -> Plan {
        let mut plan = Plan::new("計画", None);
        let item = |title: &&str| Arc::new(Node { id: id(title), ..Node::new(Role::Item, *title) });
        let chapter = |(title, items): &(&str, &[&str])| {
            Arc::new(Node { id: id(title), children: items.iter().map(item).collect(), ..Node::new(Role::Chapter, *title) })
        };
        plan.nodes = chapters.iter().map(chapter).collect();
        plan
    }

    fn id(title: &str) -> NodeId {
        NodeId::from_u128(title.bytes().fold(7, |sum, byte| sum * 131 + u128::from(byte)))
    }

    fn told(compared: &Compared, lines: &[Line]) -> Vec<String> {
        let one = |line: &Line| match line {
            Line::Plan(field) => field.code().to_owned(),
            Line::Item(at) => compared.heading(*at),
            Line::Fold(from, to) => format!("={}", to - from),
            Line::Ghost(at) => format!("~{}", compared.heading(*at)),
        };
        lines.iter().map(one).collect()
    }

    #[test]
    fn what_stays_is_folded_and_where_something_stood_is_told() {
        let old = plan(&[("甲", &["a", "b", "c", "d"]), ("乙", &["e", "f"])]);
        let new = plan(&[("甲", &["a", "b", "d"]), ("乙", &["e", "f", "c", "g"])]);
        let compared = Compared::of(Arc::new(old), Arc::new(new));
        let shown = Shown::default();
        let folded = lines(&compared, &shown, &HashSet::new());
        let first = folded.first().copied();
        assert!(matches!(first, Some(Line::Item(_) | Line::Fold(..))), "{:?}", told(&compared, &folded));
        let words = told(&compared, &folded);
        assert!(words.iter().any(|line| line.starts_with("~") && line.ends_with('c')), "{words:?}");
        assert!(words.iter().any(|line| line == "=2"), "{words:?}");
        let g = compared.item_of(Side::New, id("g")).expect("there");
        let at = line_of(&folded, g).expect("shown");
        assert_eq!(folded[at], Line::Item(g));
        // The way from change to change.
        let c = compared.item_of(Side::New, id("c")).expect("there");
        let next = step(&compared, &folded, &shown, None, false).expect("a change");
        assert_eq!(folded[next], Line::Item(c));
        assert_eq!(step(&compared, &folded, &shown, Some(next), false), Some(at));
        assert_eq!(step(&compared, &folded, &shown, Some(at), false), None);
        assert_eq!(step(&compared, &folded, &shown, Some(at), true), Some(next));
        // A fold opened stays open by its first item.
        let fold = folded.iter().find_map(|line| if let Line::Fold(from, _) = line { Some(*from) } else { None }).expect("a fold");
        let open = lines(&compared, &shown, &HashSet::from([compared.key(fold)]));
        assert!(open.len() > folded.len());
        // Without moves no ghosts.
        let mut without = shown;
        without.kinds[Shown::place(ChangeKind::Moved)] = false;
        assert!(lines(&compared, &without, &HashSet::new()).iter().all(|line| !matches!(line, Line::Ghost(_))));
    }

    #[test]
    fn all_items_are_on_a_line_and_equal_plans_are_one_fold() {
        let old = Arc::new(plan(&[("甲", &["a", "b"]), ("乙", &["c"])]));
        let compared = Compared::of(old.clone(), old);
        let shown = Shown::default();
        assert_eq!(lines(&compared, &shown, &HashSet::new()), [Line::Fold(0, 5)]);
        assert_eq!(lines(&compared, &Shown { unchanged: true, ..shown }, &HashSet::new()).len(), 5);
    }
}
