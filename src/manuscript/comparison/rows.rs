//! The rows of the table: heading rows by chapter, a row for each node, （略） for what stays.

use std::collections::{BTreeMap, BTreeSet};

use super::grids::{self, Line, Side};
use super::sides::{self, BREAK, Both, Paragraphs, Part, Telling, Told, indent};
use super::{ComparisonTable, LEFT_OUT, TablePreset, meant};
use crate::compare::{ChangeKind, Comparison, Field, Item, PlanField, Stretch, TableChange, TableEdit, TextOp, diff_text};
use crate::locale::{Lang, text};
use crate::manuscript::block::{BlockKind, Span};
use crate::plan::{NodeId, Outline, Plan};
use rustc_hash::FxHashMap;

/// The shares of the columns: the two versions, and the remarks.
const WIDTHS: [u32; 3] = [43, 43, 14];
/// Two places with no more letters than this stand in one line of the remarks.
const LONGEST_PLACES: usize = 11;
/// And so many half-width letters of places stand in a line.
const WIDEST_PLACES: usize = 20;
/// A row that joins a new or removed node with those below it has no more lines than this.
const MOST_LINES: usize = 14;

/// A row before it is put into a table.
struct Entry {
    /// What stands on both sides, one under the other.
    parts: Vec<Part>,
    remarks: Paragraphs,
    head: bool,
    /// One cell over all columns; the new side is shown.
    whole: bool,
    /// Nothing changed of it: it is there to show where what follows stands.
    context: bool,
    /// How deep the node on both sides stands, for （略） below it.
    depth: Option<u8>,
    /// The node that was added or removed, for those below it to join.
    joins: Option<(ChangeKind, Option<usize>)>,
}

impl Entry {
    fn new(new: Paragraphs, old: Paragraphs) -> Self {
        Self::of(vec![Part::Text(Both { new, old })])
    }

    fn of(parts: Vec<Part>) -> Self {
        Self { parts, remarks: Vec::new(), head: false, whole: false, context: false, depth: None, joins: None }
    }

    /// How many lines it has on both sides.
    fn lines(&self) -> usize {
        self.parts.iter().map(count).sum()
    }

    /// Puts what stands on both sides under it.
    fn extend(&mut self, parts: Vec<Part>) {
        for part in parts {
            match (self.parts.last_mut(), part) {
                (Some(Part::Text(last)), Part::Text(both)) => {
                    last.new.extend(both.new);
                    last.old.extend(both.old);
                }
                (_, part) => self.parts.push(part),
            }
        }
    }

    /// The rows it becomes: text and rows of tables in turn.
    fn rows(self) -> Vec<Line> {
        let Self { parts, remarks, head, whole, .. } = self;
        let mut out: Vec<Line> = Vec::new();
        for part in parts {
            match part {
                Part::Text(Both { new, old }) => out.push(Line { head, whole, ..Line::of(Side::Text(new), Side::Text(old)) }),
                Part::Table(lines) => out.extend(lines),
            }
        }
        match out.first_mut() {
            Some(first) => first.remarks = remarks.into_iter().chain(std::mem::take(&mut first.remarks)).collect(),
            None => out.push(Line { remarks, head, whole, ..Line::of(Side::Text(Vec::new()), Side::Text(Vec::new())) }),
        }
        out
    }
}

fn count(part: &Part) -> usize {
    match part {
        Part::Text(both) => both.new.len() + both.old.len(),
        Part::Table(lines) => 2 * lines.len(),
    }
}

/// The table and its legend.
pub(super) fn blocks(old: &Plan, new: &Plan, comparison: &Comparison, options: &ComparisonTable) -> Vec<BlockKind> {
    let maker = Maker { comparison, options, halves: halves(comparison) };
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
    let divided = entries.iter().flat_map(|entry| &entry.parts).any(has_break);
    vec![table(entries, options), legend(options.preset, divided)]
}

/// Whether a paragraph begins or ends elsewhere than before.
fn has_break(part: &Part) -> bool {
    let Part::Text(both) = part else { return false };
    both.new.iter().chain(&both.old).filter_map(|line| line.last()).any(|span| span.text.ends_with(BREAK))
}

fn legend(preset: TablePreset, divided: bool) -> BlockKind {
    let mut text = "（注）下線は、変更した箇所を示す。".to_owned();
    if preset == TablePreset::Changed {
        text.push_str("「（略）」は、変更のない部分を示す。");
    }
    if divided {
        text.push_str(&format!("「{BREAK}」は、段落の分け目を変えた箇所を示す。"));
    }
    text.push_str("番号のみの変更は、内容の変更ではない。備考の「旧1(2)→新1(3)」は、新旧の番号を示す。");
    BlockKind::Note { indent: 0, text: vec![Span::plain(text)] }
}

struct Maker<'a> {
    comparison: &'a Comparison,
    options: &'a ComparisonTable,
    /// By new row what the half says that stayed where a node was split or others joined it.
    halves: FxHashMap<usize, Vec<String>>,
}

impl Maker<'_> {
    /// Rows for title and preface.
    fn plan_entries(&self, old: &Plan, new: &Plan) -> Vec<Entry> {
        let mut entries = Vec::new();
        let told = |stretches: &[Stretch], remark: &str| {
            let entry = Entry::new(side(stretches, TextOp::Insert), side(stretches, TextOp::Delete));
            Entry { remarks: vec![vec![Span::plain(remark)]], ..entry }
        };
        // Another year is another title: that the versions say already.
        let another_year = old.fiscal_year != new.fiscal_year;
        for field in &self.comparison.plan_changes {
            match field {
                PlanField::Title if !another_year => entries.push(told(&diff_text(&old.title, &new.title), "（計画の題名）")),
                PlanField::Preface => entries.push(told(&self.comparison.preface_text(), "（前文）")),
                PlanField::Organization => entries.push(told(&diff_text(&old.organization, &new.organization), "（団体名）")),
                PlanField::Numbering => entries.push(numbering(old, new)),
                PlanField::Title => {}
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
        for item in items.iter().filter(|item| !item.kinds.is_empty() || self.half(item).is_some()) {
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
                if let Some(Part::Text(both)) = last.parts.last_mut() {
                    for side in [&mut both.new, &mut both.old] {
                        if !side.last().is_some_and(|spans| ends_left_out(spans)) {
                            side.push(line());
                        }
                    }
                } else {
                    last.parts.push(Part::Text(Both { new: vec![line()], old: vec![line()] }));
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
        let entry = Entry::of(self.beside_former(there, o, only_named));
        entries.push(Entry { head: top, remarks: self.remarks(&Item { new: Some(n), ..item.clone() }, &Told::default()), ..entry });
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
                entries.push(Entry::of(self.beside_former(there, at, false)));
            }
            at += 1;
        }
    }

    /// A row of the old plan as it was, beside where it is now.
    fn beside_former(&self, there: Paragraphs, at: usize, only_named: bool) -> Vec<Part> {
        let mut parts = sides::as_it_was(self.comparison, at, only_named, self.options.tables_as_lines);
        if let Some(Part::Text(both)) = parts.first_mut() {
            both.new = there;
        }
        parts
    }

    /// Says on the old side of a node that stands elsewhere now where it stood, before its words where they changed.
    fn set_elsewhere(&self, item: &Item, parts: &mut [Part]) {
        let Some(o) = item.old else { return };
        // A chapter's heading says by its number where it stood.
        if item.new.is_some_and(|n| self.comparison.new.rows()[n].depth == 0) && item.is(ChangeKind::Moved) {
            return;
        }
        let (path, blanks) = (self.comparison.old.path(o), item.new.map(|n| indent(&self.comparison.new, n)).unwrap_or_default());
        let line = |words: String| vec![Span::plain(format!("{blanks}{words}"))];
        let changed = item.is(ChangeKind::Renamed) || item.is(ChangeKind::Edited);
        if !changed {
            for part in &mut *parts {
                match part {
                    Part::Text(both) => both.old.clear(),
                    Part::Table(lines) => lines.iter_mut().for_each(|line| line.old = Side::Text(Vec::new())),
                }
            }
        }
        if let Some(Part::Text(both)) = parts.first_mut() {
            let words = if changed { format!("（旧{path}）") } else { format!("（旧{path}から移動）") };
            both.old.insert(0, line(words));
        }
    }

    fn push(&self, item: &Item, leave_out: bool, along: bool, entries: &mut Vec<Entry>) {
        let shortens = leave_out && (item.kinds.is_empty() || !self.options.whole_nodes);
        let telling = Telling { leave_out: shortens, tables_as_lines: self.options.tables_as_lines };
        let mut told = sides::told(self.comparison, item, telling);
        // What came along has its words where it stood.
        if item.is(ChangeKind::Moved) || along && item.kinds.is_empty() && !leave_out {
            self.set_elsewhere(item, &mut told.parts);
        }
        let mut remarks = self.remarks(item, &told);
        let half = self.half(item);
        remarks.splice(0..0, half.into_iter().flatten().map(|line| vec![Span::plain(line.as_str())]));
        let parts = told.parts;
        let top = item.new.map_or_else(
            || item.old.is_some_and(|o| self.comparison.old.rows()[o].depth == 0),
            |n| self.comparison.new.rows()[n].depth == 0,
        );
        if top {
            return push_chapter(item, parts, remarks, entries);
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
            && last.lines() + parts.iter().map(count).sum::<usize>() <= MOST_LINES
            && root.is_some_and(|root| self.is_below(kind, parent.map(|p| p as usize), root))
            && self.reason(item).is_none()
        {
            last.extend(parts);
            return;
        }
        let context = leave_out && item.kinds.is_empty() && half.is_none();
        let depth = item.old.and(item.new).map(|n| self.comparison.new.rows()[n].depth);
        // The way down to a change is one row.
        if let Some(last) = entries.last_mut().filter(|last| context && last.context && last.lines() < 2 * MOST_LINES) {
            last.extend(parts);
            last.depth = depth;
            return;
        }
        entries.push(Entry { context, depth, remarks, joins: kind.map(|kind| (kind, above)), ..Entry::of(parts) });
    }

    fn is_below(&self, kind: ChangeKind, parent: Option<usize>, root: usize) -> bool {
        let outline = if kind == ChangeKind::Added { &self.comparison.new } else { &self.comparison.old };
        parent.is_some_and(|parent| root <= parent && parent < outline.rows()[root].end as usize)
    }

    fn half(&self, item: &Item) -> Option<&Vec<String>> {
        item.old.and(item.new).and_then(|n| self.halves.get(&n))
    }

    fn remarks(&self, item: &Item, told: &Told) -> Paragraphs {
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
                    let tables_moved = || self.only_moved_tables(item);
                    for line in edited(item, told, tables_moved) {
                        if !lines.contains(&line) {
                            lines.push(line);
                        }
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
            let meaning = self.comparison.meaning(o, n, &item.fields);
            lines.extend(meant::words(&meaning, &item.fields));
            if item.fields.contains(&Field::Role) {
                let role = |outline: &Outline, at: usize| text(Lang::Ja, outline.rows()[at].node.role.key());
                lines.extend(meant::arrow("種別", role(&self.comparison.old, o), role(&self.comparison.new, n)));
            }
        }
        lines.extend(self.reason(item));
        lines.into_iter().map(|line| vec![Span::plain(line)]).collect()
    }

    /// Whether nothing was edited but the order of tables, which stands beside them.
    fn only_moved_tables(&self, item: &Item) -> bool {
        let (Some(o), Some(n)) = (item.old, item.new) else { return false };
        let moved = |table: &TableChange| matches!(table.edits.as_slice(), [TableEdit::Moved { .. }]);
        item.fields == [Field::Table] && self.comparison.meaning(o, n, &item.fields).tables.iter().all(moved)
    }

    fn reason(&self, item: &Item) -> Option<String> {
        let id = |outline: &Outline, at: Option<usize>| at.map(|at| outline.rows()[at].node.id);
        let key: NodeId = id(&self.comparison.new, item.new).or_else(|| id(&self.comparison.old, item.old))?;
        self.options.reasons.get(&key).cloned()
    }
}

/// A heading row; what else the chapter says of itself stands in a row below.
fn push_chapter(item: &Item, mut parts: Vec<Part>, remarks: Paragraphs, entries: &mut Vec<Entry>) {
    let mut heading = Both::default();
    if let Some(Part::Text(both)) = parts.first_mut() {
        let rest = |side: &mut Paragraphs| if side.len() > 1 { side.split_off(1) } else { Vec::new() };
        let (new, old) = (rest(&mut both.new), rest(&mut both.old));
        heading = std::mem::replace(both, Both { new, old });
        if both.new.is_empty() && both.old.is_empty() {
            parts.remove(0);
        }
    }
    let plain = |side: &Paragraphs| side.iter().flatten().map(|span| span.text.as_str()).collect::<String>();
    let same = item.old.is_some() && item.new.is_some() && plain(&heading.new) == plain(&heading.old);
    let left_out_alone = |side: &Paragraphs| side.iter().flatten().all(|span| span.text.trim() == LEFT_OUT);
    let says = |part: &Part| !matches!(part, Part::Text(both) if left_out_alone(&both.new) && left_out_alone(&both.old));
    let body = [Field::Body, Field::Table, Field::Figure].iter().any(|field| item.fields.contains(field));
    let below = parts.iter().any(says) || body && !parts.is_empty();
    // A heading over all columns has no remarks beside it.
    let to_heading = !remarks.is_empty() && !(below && (body || same));
    let whole = same && !to_heading;
    let mut head = Entry { head: true, whole, ..Entry::new(heading.new, heading.old) };
    if to_heading {
        head.remarks.clone_from(&remarks);
    }
    entries.push(head);
    if below {
        let remarks = if to_heading { Vec::new() } else { remarks };
        entries.push(Entry { remarks, ..Entry::of(parts) });
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
    let lines = grids::without_repeats(entries.into_iter().flat_map(Entry::rows).collect());
    BlockKind::Table { indent: 0, table: grids::table(lines, options.old_left, WIDTHS) }
}

/// The numbers of both versions from the top level down, where they look otherwise.
fn numbering(old: &Plan, new: &Plan) -> Entry {
    let (was, is) = (old.numbering.form(), new.numbering.form());
    // The same numbers, but set off or counted otherwise.
    let same = was == is;
    let remark = if same { "（番号の体裁）" } else { "（番号の付け方）" };
    let side = |form: String| vec![vec![Span::plain("番号の付け方："), if same { Span::plain(form) } else { sides::underlined(form) }]];
    Entry { remarks: vec![vec![Span::plain(remark)]], ..Entry::new(side(is), side(was)) }
}

/// What the halves say that stayed: where the parts of a split node are, and what joined into one was.
fn halves(comparison: &Comparison) -> FxHashMap<usize, Vec<String>> {
    let mut parts: BTreeMap<(ChangeKind, usize), BTreeSet<usize>> = BTreeMap::new();
    let new_of: FxHashMap<usize, usize> = comparison.matching.pairs.iter().copied().collect();
    for change in &comparison.changes {
        let (Some(o), Some(n)) = (change.old, change.new) else { continue };
        match change.kind {
            ChangeKind::Split => {
                let Some(kept) = new_of.get(&o) else { continue };
                parts.entry((ChangeKind::Split, *kept)).or_default().extend([*kept, n]);
            }
            ChangeKind::Merged => drop(parts.entry((ChangeKind::Merged, n)).or_default().insert(o)),
            _ => {}
        }
    }
    for (o, n) in &comparison.matching.pairs {
        if let Some(merged) = parts.get_mut(&(ChangeKind::Merged, *n)) {
            merged.insert(*o);
        }
    }
    let mut said: FxHashMap<usize, Vec<String>> = FxHashMap::default();
    for ((kind, n), rows) in parts {
        let split = kind == ChangeKind::Split;
        let outline = if split { &comparison.new } else { &comparison.old };
        let places: Vec<String> = rows.into_iter().map(|row| outline.path(row)).collect();
        let (word, side, end) = if split { ("（分割）", "新", "へ分割") } else { ("（統合）", "旧", "を統合") };
        let whole = format!("{side}{}{end}", places.join("、"));
        // What the narrow column cannot hold in a line breaks between the places.
        let width: usize = whole.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        let lines = if width > WIDEST_PLACES { whole.split_inclusive('、').map(str::to_owned).collect() } else { vec![whole] };
        said.entry(n).or_default().extend(std::iter::once(word.to_owned()).chain(lines));
    }
    said
}

/// What is said of an edit: that words changed, or only where paragraphs begin, or how something is set.
fn edited(item: &Item, told: &Told, tables_moved: impl Fn() -> bool) -> Vec<String> {
    if !item.is(ChangeKind::Edited) {
        return vec!["（改題）".to_owned()];
    }
    if !item.is(ChangeKind::Renamed) && tables_moved() {
        return Vec::new();
    }
    let mut lines = Vec::new();
    let unseen = item.fields.iter().all(|field| *field == Field::Role);
    if told.words || item.is(ChangeKind::Renamed) || unseen {
        lines.push("（変更）".to_owned());
    }
    lines.extend(told.split.then(|| "（段落の分割）".to_owned()));
    lines.extend(told.joined.then(|| "（段落の結合）".to_owned()));
    if lines.is_empty() {
        // Words and paragraphs are as before: what is left is how they are set.
        let what = match item.fields.as_slice() {
            fields if fields.contains(&Field::Table) => "（表の体裁）",
            fields if fields.contains(&Field::Body) => "（段落の体裁）",
            fields if fields.contains(&Field::Figure) => "（図の体裁）",
            _ => "（変更）",
        };
        lines.push(what.to_owned());
    }
    lines
}
