//! Which rows the list shows.
//!
//! Lives here: folding and the filter, kept between frames. Does not live here: how a row looks (`row`).

use nendo::plan::{NodeId, Outline};

use crate::gui::theme;
use crate::gui::workspace::Document;

/// The rows shown, kept until plan, filter or what is collapsed changes.
#[derive(Default)]
pub(super) struct VisibleRows {
    key: Option<(u64, u64, String)>,
    pub(super) rows: Vec<u32>,
    pub(super) label_widths: Vec<f32>,
}

impl VisibleRows {
    pub(super) fn update(&mut self, doc: &Document, filter: &str) {
        let outline = doc.outline();
        // Without a filter only the tree matters, not what is typed into its nodes.
        let serial = if filter.trim().is_empty() { doc.tree_serial() } else { doc.serial() };
        let key = (serial, doc.collapsed_serial(), filter.to_owned());
        if self.key.as_ref() == Some(&key) {
            return;
        }
        self.key = Some(key);
        self.rows = if filter.trim().is_empty() { open_rows(doc) } else { matching_rows(outline, filter.trim()) };
        self.label_widths.clear();
        for row in outline.rows() {
            let depth = usize::from(row.depth);
            if self.label_widths.len() <= depth {
                self.label_widths.resize(depth + 1, 0.0);
            }
            self.label_widths[depth] = self.label_widths[depth].max(label_width(&row.label));
        }
    }

    pub(super) fn position(&self, outline: &Outline, id: NodeId) -> Option<usize> {
        let row = u32::try_from(outline.position(id)?).ok()?;
        self.rows.binary_search(&row).ok()
    }
}

/// An estimate that needs no font: labels are short, and measuring ten thousand is not.
fn label_width(label: &str) -> f32 {
    let em: f32 = label.chars().map(|c| if c.is_ascii() { 0.56 } else { 1.0 }).sum();
    (em * theme::TEXT).min(84.0)
}

fn open_rows(doc: &Document) -> Vec<u32> {
    let rows = doc.outline().rows();
    let mut open = Vec::with_capacity(rows.len());
    let mut at = 0;
    while at < rows.len() {
        open.push(at as u32);
        at = if doc.collapsed().contains(&rows[at].node.id) { rows[at].end as usize } else { at + 1 };
    }
    open
}

/// Rows that hold the words, with all their ancestors.
fn matching_rows(outline: &Outline, filter: &str) -> Vec<u32> {
    let wanted = filter.to_lowercase();
    let rows = outline.rows();
    let mut shown = vec![false; rows.len()];
    for (at, row) in rows.iter().enumerate() {
        if row.node.title.to_lowercase().contains(&wanted) || row.label.contains(filter) {
            let mut up = Some(at);
            while let Some(at) = up.filter(|at| !shown[*at]) {
                shown[at] = true;
                up = rows[at].parent.map(|parent| parent as usize);
            }
        }
    }
    (0..rows.len()).filter(|at| shown[*at]).map(|at| at as u32).collect()
}
