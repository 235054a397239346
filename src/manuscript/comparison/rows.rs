//! The rows of the table: heading rows by chapter, a row for each node, （略） for what stays.

use super::grids::{self, Line, Side};
use super::sides::{self, Paragraphs, indent};
use super::{ComparisonTable, LEFT_OUT, TablePreset, meant};
use crate::compare::{ChangeKind, Comparison, Field, Item, PlanField, Stretch, TextOp, diff_text};
use crate::manuscript::block::{BlockKind, Span};
use crate::plan::{Block, NodeId, Outline, Plan};
use rustc_hash::FxHashMap;

/// The shares of the columns: the two versions, and the remarks.
const WIDTHS: [u32; 3] = [43, 43, 14];
/// Two places with no more letters than this stand in one line of the remarks.
const LONGEST_PLACES: usize = 11;
/// A row that joins a new or removed node with those below it has no more lines than this.
const MOST_LINES: usize = 14;

/// A row before it is put into a table.
pub(super) struct Entry {
    pub(super) new: Paragraphs,
    pub(super) old: Paragraphs,
    pub(super) remarks: Paragraphs,
    pub(super) head: bool,
    /// One cell over all columns; the new side is shown.
    pub(super) whole: bool,
    /// The tables in it have heads in their first row.
    pub(super) table_heads: bool,
    /// Nothing changed of it: it is there to show where what follows stands.
    context: bool,
    /// How deep the node on both sides stands, for （略） below it.
    depth: Option<u8>,
    /// The node that was added or removed, for those below it to join.
    joins: Option<(ChangeKind, Option<usize>)>,
}

impl Entry {
    fn new(new: Paragraphs, old: Paragraphs) -> Self {
        Self { new, old, remarks: Vec::new(), head: false, whole: false, table_heads: false, context: false, depth: None, joins: None }
    }
}

/// The table and its legend.
pub(super) fn blocks(old: &Plan, new: &Plan, comparison: &Comparison, options: &ComparisonTable) -> Vec<BlockKind> {
    let maker = Maker { comparison, options };
    let mut entries = maker.plan_entries(old, new);
    entries.extend(maker.entries());
    if comparison.is_empty() {
        let text = vec![Span::plain("新旧の間に違いはありません。")];
        let said = BlockKind::Paragraph { indent: 0, first_line_indent: false, text };
        if options.preset == TablePreset::Changed {
            return vec![said];
        }
        return vec![said, table(entries, options)];
    }
    vec![table(entries, options), legend(options.preset)]
}

fn legend(preset: TablePreset) -> BlockKind {
    let mut text = "（注）下線は、変更した箇所を示す。".to_owned();
    if preset == TablePreset::Changed {
        text.push_str("「（略）」は、変更のない部分を示す。");
    }
    text.push_str("番号のみの変更は、内容の変更ではない。備考の「旧1(2)→新1(3)」は、新旧の番号を示す。");
    BlockKind::Note { indent: 0, text: vec![Span::plain(text)] }
}

struct Maker<'a> {
    comparison: &'a Comparison,
    options: &'a ComparisonTable,
}

impl Maker<'_> {
    /// Rows for title and preface.
    fn plan_entries(&self, old: &Plan, new: &Plan) -> Vec<Entry> {
        let mut entries = Vec::new();
        let mut push = |stretches: &[Stretch], remark: &str| {
            let mut entry = Entry::new(side(stretches, TextOp::Insert), side(stretches, TextOp::Delete));
            entry.remarks = vec![vec![Span::plain(remark)]];
            entries.push(entry);
        };
        // Another year is another title: that the versions say already.
        let another_year = old.fiscal_year != new.fiscal_year;
        for field in &self.comparison.plan_changes {
            match field {
                PlanField::Title if !another_year => push(&diff_text(&old.title, &new.title), "（計画の題名）"),
                PlanField::Preface => push(&self.comparison.preface_text(), "（前文）"),
                PlanField::Organization => push(&diff_text(&old.organization, &new.organization), "（団体名）"),
                _ => {}
            }
        }
        entries
    }

    fn entries(&self) -> Vec<Entry> {
        let items = self.comparison.items_with_traces();
        let along = self.comparison.moved_along();
        let shown = self.shown(&items);
        let changed_only = self.options.preset == TablePreset::Changed;
        let mut entries: Vec<Entry> = Vec::new();
        let mut left_out: Option<usize> = None;
        for (at, item) in items.iter().enumerate() {
            if !shown[at] {
                left_out = left_out.or(Some(at));
                continue;
            }
            if let Some(first) = left_out.take() {
                self.leave_out(&items[first..at], &mut entries);
            }
            match (item.old, item.new, item.whole) {
                (Some(o), None, Some(n)) if item.is(ChangeKind::Moved) => self.push_trace(item, (o, n), changed_only, &mut entries),
                _ => self.push(item, changed_only, item.new.is_some_and(|n| along[n]), &mut entries),
            }
        }
        if let Some(first) = left_out {
            self.leave_out(&items[first..], &mut entries);
        }
        entries
    }

    /// Which items are shown: all, or those that changed with what stands above them.
    fn shown(&self, items: &[Item]) -> Vec<bool> {
        if self.options.preset == TablePreset::Full {
            return vec![true; items.len()];
        }
        let mut new_rows = vec![false; self.comparison.new.rows().len()];
        let mut old_rows = vec![false; self.comparison.old.rows().len()];
        let mark = |outline: &Outline, rows: &mut Vec<bool>, at: usize| {
            let mut at = Some(at);
            while let Some(row) = at.filter(|row| !rows[*row]) {
                rows[row] = true;
                at = outline.rows()[row].parent.map(|parent| parent as usize);
            }
        };
        for item in items.iter().filter(|item| !item.kinds.is_empty()) {
            if let Some(n) = item.new {
                mark(&self.comparison.new, &mut new_rows, n);
            } else if let Some(o) = item.old {
                mark(&self.comparison.old, &mut old_rows, o);
            }
        }
        let is_shown = |item: &Item| item.new.is_some_and(|n| new_rows[n]) || item.old.is_some_and(|o| old_rows[o]);
        items.iter().map(is_shown).collect()
    }

    /// （略） for a run of items: once for each level that ends in it, and chapters with their headings, so that nothing
    /// seems to be left out of a chapter that it does not belong to.
    fn leave_out(&self, run: &[Item], entries: &mut Vec<Entry>) {
        let outline = &self.comparison.new;
        let mut lowest = u8::MAX;
        let mut chapters: Vec<usize> = Vec::new();
        for n in run.iter().filter_map(|item| item.new) {
            let depth = outline.rows()[n].depth;
            if depth == 0 {
                chapters.push(n);
            } else if chapters.is_empty() && depth < lowest {
                self.leave_out_level(n, entries);
            }
            lowest = lowest.min(depth);
        }
        let heading = |n: &usize| outline.heading(&outline.rows()[*n]);
        let rows: Vec<String> = match chapters.as_slice() {
            [first, .., last] => vec![format!("{}から{}まで　{LEFT_OUT}", heading(first), heading(last))],
            few => few.iter().map(|n| format!("{}　{LEFT_OUT}", heading(n))).collect(),
        };
        let row = |words: String| Entry { head: true, whole: true, ..Entry::new(vec![vec![Span::plain(words)]], Vec::new()) };
        entries.extend(rows.into_iter().map(row));
    }

    /// （略） for the row of the new plan and its siblings behind it.
    fn leave_out_level(&self, n: usize, entries: &mut Vec<Entry>) {
        let depth = self.comparison.new.rows()[n].depth;
        let blanks = indent(&self.comparison.new, n);
        let line = || vec![Span::plain(format!("{blanks}{LEFT_OUT}"))];
        match entries.last_mut().filter(|last| last.depth.is_some_and(|above| above < depth)) {
            // What is left out below a node goes into its row; twice （略） says no more than once.
            Some(last) => {
                for side in [&mut last.new, &mut last.old] {
                    if !side.last().is_some_and(|spans| ends_left_out(spans)) {
                        side.push(line());
                    }
                }
            }
            None => entries.push(Entry { context: true, ..Entry::new(vec![line()], vec![line()]) }),
        }
    }

    /// Where a moved node stood: what stood there, and where it is now.
    fn push_trace(&self, item: &Item, (o, n): (usize, usize), only_named: bool, entries: &mut Vec<Entry>) {
        let outline = &self.comparison.old;
        let path = self.comparison.new.path(n);
        let blanks = indent(outline, o);
        let there = vec![vec![Span::plain(format!("{blanks}（{path}へ移動）"))]];
        let top = outline.rows()[o].depth == 0;
        let entry = Entry::new(there, sides::as_it_was(outline, o, only_named));
        entries.push(Entry { head: top, remarks: self.remarks(&Item { new: Some(n), ..item.clone() }), ..entry });
        if only_named {
            return;
        }
        // In the full table what came along stands there word for word, too.
        let moved: Vec<usize> =
            self.comparison.changes.iter().filter(|change| change.kind == ChangeKind::Moved).filter_map(|change| change.old).collect();
        let came_along: FxHashMap<usize, usize> = self.comparison.matching.pairs.iter().copied().collect();
        let mut at = o + 1;
        while at < outline.rows()[o].end as usize {
            if moved.contains(&at) {
                at = outline.rows()[at].end as usize;
                continue;
            }
            if let Some(n) = came_along.get(&at) {
                let path = self.comparison.new.path(*n);
                let there = vec![vec![Span::plain(format!("{}（{path}へ移動）", indent(outline, at)))]];
                entries.push(Entry::new(there, sides::as_it_was(outline, at, false)));
            }
            at += 1;
        }
    }

    /// The old side of a node that stands elsewhere now: where it stood, and its words where they changed.
    fn old_side_elsewhere(&self, item: &Item, old: Paragraphs) -> Paragraphs {
        let Some(o) = item.old else { return old };
        // A chapter's heading says by its number where it stood.
        if item.new.is_some_and(|n| self.comparison.new.rows()[n].depth == 0) && !old.is_empty() {
            return old;
        }
        let (path, blanks) = (self.comparison.old.path(o), item.new.map(|n| indent(&self.comparison.new, n)).unwrap_or_default());
        let line = |words: String| vec![Span::plain(format!("{blanks}{words}"))];
        if item.is(ChangeKind::Renamed) || item.is(ChangeKind::Edited) {
            return std::iter::once(line(format!("（旧{path}）"))).chain(old).collect();
        }
        vec![line(format!("（旧{path}から移動）"))]
    }

    fn push(&self, item: &Item, leave_out: bool, along: bool, entries: &mut Vec<Entry>) {
        let (new, mut old) = sides::cells(self.comparison, item, leave_out);
        if item.is(ChangeKind::Moved) {
            old = self.old_side_elsewhere(item, old);
        } else if along && item.kinds.is_empty() && !leave_out {
            // Its words stand where it stood.
            old = self.old_side_elsewhere(item, Vec::new());
        }
        let top = item.new.map_or_else(
            || item.old.is_some_and(|o| self.comparison.old.rows()[o].depth == 0),
            |n| self.comparison.new.rows()[n].depth == 0,
        );
        if top {
            return self.push_chapter(item, new, old, entries);
        }
        let (kind, parent, above) = match (item.kinds.as_slice(), item.new, item.old) {
            ([ChangeKind::Added], Some(n), _) => (Some(ChangeKind::Added), self.comparison.new.rows()[n].parent, Some(n)),
            ([ChangeKind::Removed], _, Some(o)) => (Some(ChangeKind::Removed), self.comparison.old.rows()[o].parent, Some(o)),
            _ => (None, None, None),
        };
        // What is below a new node is part of it.
        if let (Some(kind), Some(last)) = (kind, entries.last_mut())
            && let Some((last_kind, root)) = last.joins
            && last_kind == kind
            && last.new.len() + last.old.len() + new.len() + old.len() <= MOST_LINES
            && root.is_some_and(|root| self.is_below(kind, parent.map(|p| p as usize), root))
            && self.reason(item).is_none()
        {
            last.new.extend(new);
            last.old.extend(old);
            return;
        }
        let context = leave_out && item.kinds.is_empty();
        let depth = item.old.and(item.new).map(|n| self.comparison.new.rows()[n].depth);
        // The way down to a change is one row.
        if let Some(last) = entries.last_mut().filter(|last| context && last.context && last.new.len() < MOST_LINES) {
            last.new.extend(new);
            last.old.extend(old);
            last.depth = depth;
            return;
        }
        let mut entry = Entry { context, depth, ..Entry::new(new, old) };
        entry.remarks = self.remarks(item);
        entry.table_heads = self.table_heads(item);
        entry.joins = kind.map(|kind| (kind, above));
        entries.push(entry);
    }

    fn is_below(&self, kind: ChangeKind, parent: Option<usize>, root: usize) -> bool {
        let outline = if kind == ChangeKind::Added { &self.comparison.new } else { &self.comparison.old };
        parent.is_some_and(|parent| root <= parent && parent < outline.rows()[root].end as usize)
    }

    /// A heading row; what else the chapter says of itself stands in a row below.
    fn push_chapter(&self, item: &Item, mut new: Paragraphs, mut old: Paragraphs, entries: &mut Vec<Entry>) {
        let rest = |side: &mut Paragraphs| if side.len() > 1 { side.split_off(1) } else { Vec::new() };
        let (new_rest, old_rest) = (rest(&mut new), rest(&mut old));
        let plain = |side: &Paragraphs| side.iter().flatten().map(|span| span.text.as_str()).collect::<String>();
        let same = item.old.is_some() && item.new.is_some() && plain(&new) == plain(&old);
        let mut head = Entry { head: true, whole: same, ..Entry::new(new, old) };
        let body_changed =
            item.fields.contains(&Field::Body) || item.fields.contains(&Field::Table) || item.fields.contains(&Field::Figure);
        let remarks = self.remarks(item);
        let rest_empty = new_rest.is_empty() && old_rest.is_empty();
        if !same && (!body_changed || rest_empty) {
            head.remarks.clone_from(&remarks);
        }
        entries.push(head);
        let left_out_alone = |side: &Paragraphs| side.iter().flatten().all(|span| span.text == LEFT_OUT);
        let tells = body_changed || !left_out_alone(&new_rest) || !left_out_alone(&old_rest);
        if !rest_empty && tells {
            let mut entry = Entry::new(new_rest, old_rest);
            entry.table_heads = self.table_heads(item);
            if same || body_changed {
                entry.remarks = remarks;
            }
            entries.push(entry);
        }
    }

    /// Whether the tables of an item have heads.
    fn table_heads(&self, item: &Item) -> bool {
        let (outline, at) = match (item.new, item.old) {
            (Some(n), _) => (&self.comparison.new, n),
            (None, o) => (&self.comparison.old, o.unwrap_or_default()),
        };
        outline
            .rows()
            .get(at)
            .is_some_and(|row| row.node.body.iter().any(|block| matches!(block, Block::Table(table) if table.header_rows > 0)))
    }

    fn remarks(&self, item: &Item) -> Paragraphs {
        let mut lines: Vec<String> = Vec::new();
        let path = |outline: &Outline, at: Option<usize>| at.map(|at| outline.path(at)).unwrap_or_default();
        let places = || {
            let (from, to) = (path(&self.comparison.old, item.old), path(&self.comparison.new, item.new));
            // What the narrow column cannot hold in a line breaks before the arrow.
            let long = from.chars().count() + to.chars().count() > LONGEST_PLACES;
            let parts = if long { vec![format!("旧{from}"), format!("→新{to}")] } else { vec![format!("旧{from}→新{to}")] };
            if from != to && !from.is_empty() && !to.is_empty() { parts } else { Vec::new() }
        };
        for kind in &item.kinds {
            match kind {
                ChangeKind::Added => lines.push("（新設）".to_owned()),
                ChangeKind::Removed => lines.push("（削除）".to_owned()),
                ChangeKind::Moved => {
                    lines.push("（移動）".to_owned());
                    lines.extend(places());
                }
                ChangeKind::Renumbered => lines.extend(places()),
                ChangeKind::Renamed | ChangeKind::Edited => {
                    if !lines.iter().any(|line| line == "（変更）") {
                        lines.push("（変更）".to_owned());
                    }
                }
                ChangeKind::Split => {
                    lines.push("（分割）".to_owned());
                    lines.push(format!("旧{}から", path(&self.comparison.old, item.whole)));
                }
                ChangeKind::Merged => {
                    lines.push("（統合）".to_owned());
                    lines.push(format!("新{}へ", path(&self.comparison.new, item.whole)));
                }
            }
        }
        if let (Some(o), Some(n)) = (item.old, item.new) {
            lines.extend(meant::words(&self.comparison.meaning(o, n, &item.fields), &item.fields));
        }
        lines.extend(self.reason(item));
        lines.into_iter().map(|line| vec![Span::plain(line)]).collect()
    }

    fn reason(&self, item: &Item) -> Option<String> {
        let id = |outline: &Outline, at: Option<usize>| at.map(|at| outline.rows()[at].node.id);
        let key: NodeId = id(&self.comparison.new, item.new).or_else(|| id(&self.comparison.old, item.old))?;
        self.options.reasons.get(&key).cloned()
    }
}

/// Whether a line says already that something is left out.
fn ends_left_out(spans: &[Span]) -> bool {
    spans.last().is_some_and(|span| span.text.ends_with(LEFT_OUT))
}

/// One side of a text as paragraphs.
fn side(stretches: &[Stretch], own: TextOp) -> Paragraphs {
    let mut out: Paragraphs = vec![Vec::new()];
    for stretch in stretches.iter().filter(|stretch| stretch.op == own || stretch.op == TextOp::Equal) {
        for (n, part) in stretch.text.split('\n').enumerate() {
            if n > 0 {
                out.push(Vec::new());
            }
            let span = if stretch.op == own { sides::underlined(part) } else { Span::plain(part) };
            if let Some(last) = out.last_mut().filter(|_| !part.is_empty()) {
                last.push(span);
            }
        }
    }
    out
}

/// The table of the entries.
fn table(entries: Vec<Entry>, options: &ComparisonTable) -> BlockKind {
    // A workbook has rows of its own to filter: its tables stay lines.
    let real = options.preset == TablePreset::Full && !options.tables_as_lines;
    let whole = |entry: Entry| {
        let Entry { new, old, remarks, head, whole, .. } = entry;
        vec![Line { new: Side::Text(new), old: Side::Text(old), remarks, head, whole }]
    };
    let lines = entries.into_iter().flat_map(|entry| if real { grids::lines(entry) } else { whole(entry) }).collect();
    BlockKind::Table { indent: 0, table: grids::table(lines, options.old_left, WIDTHS) }
}
