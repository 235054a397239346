//! Which rows the list shows.
//!
//! Lives here: folding, the part shown alone and the filter, kept between frames. Does not live here: how a
//! row looks (`row`).

use std::ops::Range;

use nendo::plan::{Filter, Fold, NodeId, Outline, Row};

use crate::gui::theme;
use crate::gui::workspace::Document;

/// The rows shown, kept until plan, filter or what is collapsed changes.
#[derive(Default)]
pub(super) struct VisibleRows {
    key: Option<(u64, u64, u64, String, Filter, usize)>,
    /// What was written while this filter holds: it stays in view though it may not match.
    written: Vec<NodeId>,
    /// Those of the rows that match a filter themselves; the others show where these stand.
    hits: Vec<u32>,
    /// Whether only what differs from the chosen base is shown.
    pub(super) changed_only: bool,
    pub(super) rows: Vec<u32>,
    pub(super) label_widths: Vec<f32>,
    /// The depth of the first row: 0 but where a part is shown alone.
    pub(super) base: u8,
}

impl VisibleRows {
    /// Brings the rows up to date; `writing` is the node whose title is being typed.
    pub(super) fn update(&mut self, doc: &Document, filter: &str, fields: &Filter, writing: Option<NodeId>) {
        let outline = doc.outline();
        // Without a filter only the tree matters, not what is typed into its nodes.
        self.changed_only = doc.changed_only && doc.marks().is_some();
        let filters = !filter.trim().is_empty() || !fields.is_empty() || self.changed_only;
        let serial = if filters { doc.serial() } else { doc.tree_serial() };
        let marks = if self.changed_only { doc.marks_serial() + 1 } else { 0 };
        if self.key.as_ref().is_some_and(|(_, _, _, words, conditions, _)| words != filter || conditions != fields) {
            self.written.clear();
        }
        if let Some(node) = writing.filter(|node| filters && !self.written.contains(node)) {
            self.written.push(node);
        }
        let key = (serial, doc.collapsed_serial(), marks, filter.to_owned(), fields.clone(), self.written.len());
        if self.key.as_ref() == Some(&key) {
            return;
        }
        self.key = Some(key);
        let part = doc.hoisted().and_then(|id| outline.position(id));
        let range = part.map_or(0..outline.rows().len(), |at| at..outline.rows()[at].end as usize);
        self.base = part.map_or(0, |at| outline.rows()[at].depth);
        (self.rows, self.hits) =
            if filters { matching_rows(doc, filter.trim(), fields, range, &self.written) } else { (open_rows(doc, range), Vec::new()) };
        self.label_widths.clear();
        for row in outline.rows() {
            let depth = usize::from(row.depth);
            if self.label_widths.len() <= depth {
                self.label_widths.resize(depth + 1, 0.0);
            }
            self.label_widths[depth] = self.label_widths[depth].max(label_width(&row.label));
        }
    }

    /// Which of the shown rows a node is.
    pub(super) fn position(&self, outline: &Outline, id: NodeId) -> Option<usize> {
        let row = u32::try_from(outline.position(id)?).ok()?;
        self.rows.binary_search(&row).ok()
    }

    /// Which of the shown rows a node is in: its own, or that of the node it is folded away under.
    pub(super) fn position_in_view(&self, outline: &Outline, id: NodeId) -> Option<usize> {
        outline.ancestry(outline.position(id)?).into_iter().rev().find_map(|row| self.position(outline, row.node.id))
    }

    /// The shown row `at`.
    pub(super) fn row<'d>(&self, doc: &'d Document, at: usize) -> Option<&'d Row> {
        doc.outline().rows().get(*self.rows.get(at)? as usize)
    }

    /// The nodes shown, in order.
    pub(super) fn ids(&self, doc: &Document) -> Vec<NodeId> {
        (0..self.rows.len()).filter_map(|at| self.row(doc, at)).map(|row| row.node.id).collect()
    }

    /// The nodes one means by all of them: those shown, under a filter those that match it.
    pub(super) fn meant(&self, doc: &Document, filters: bool) -> Vec<NodeId> {
        if !filters {
            return self.ids(doc);
        }
        self.hits.iter().filter_map(|at| doc.outline().rows().get(*at as usize)).map(|row| row.node.id).collect()
    }
}

/// An estimate that needs no font: labels are short, and measuring ten thousand is not.
fn label_width(label: &str) -> f32 {
    let em: f32 = label.chars().map(|c| if c.is_ascii() { 0.56 } else { 1.0 }).sum();
    (em * theme::TEXT).min(84.0)
}

fn open_rows(doc: &Document, range: Range<usize>) -> Vec<u32> {
    let rows = doc.outline().rows();
    let mut open = Vec::with_capacity(range.len());
    let (first, mut at) = (range.start, range.start);
    let alone = doc.hoisted().is_some();
    while at < range.end {
        open.push(at as u32);
        // The part shown alone is always open.
        let folded = doc.collapsed().contains(&rows[at].node.id) && !(alone && at == first);
        at = if folded { rows[at].end as usize } else { at + 1 };
    }
    open
}

/// Rows that hold the words and meet the conditions, with all their ancestors; and these rows alone.
fn matching_rows(doc: &Document, filter: &str, fields: &Filter, range: Range<usize>, written: &[NodeId]) -> (Vec<u32>, Vec<u32>) {
    let outline = doc.outline();
    let passing = (!fields.is_empty()).then(|| fields.passing(outline, doc.baseline()));
    let marks = doc.marks().filter(|_| doc.changed_only);
    let wanted = Fold::ALL.text(filter);
    let rows = outline.rows();
    let (mut shown, mut hits) = (vec![false; rows.len()], Vec::new());
    for at in range.clone() {
        let row = &rows[at];
        let passes = || passing.as_ref().is_none_or(|passing| passing[at]);
        let differs = || marks.is_none_or(|marks| marks.differs(row.node.id));
        let holds = || Fold::ALL.text(&row.node.title).contains(&wanted) || Fold::ALL.text(&row.label).contains(&wanted);
        if written.contains(&row.node.id) || (passes() && differs() && holds()) {
            hits.push(at as u32);
            let mut up = Some(at);
            while let Some(at) = up.filter(|at| range.contains(at) && !shown[*at]) {
                shown[at] = true;
                up = rows[at].parent.map(|parent| parent as usize);
            }
        }
    }
    (range.filter(|at| shown[*at]).map(|at| at as u32).collect(), hits)
}
