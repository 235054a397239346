//! What is known of the rows of one plan before they are paired: fingerprints, places, words.

use std::cell::OnceCell;
use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::grams::{Grams, folded, without_years};
use crate::plan::{Block, Node, Outline, Row, TextPart, split_references};

/// No row, or none yet.
pub(super) const NONE: u32 = u32::MAX;
/// What stands above the top level, as if it were a row.
pub(super) const ROOT: u32 = u32::MAX - 1;

/// One plan's rows with their fingerprints. Fingerprints see no id and no label: two plans that share nothing but
/// words have equal ones for equal nodes.
pub(super) struct Side<'a> {
    rows: &'a [Row],
    /// Title, fields and body of each row.
    pub(super) own: Vec<u64>,
    /// The row with everything below it.
    pub(super) tree: Vec<u64>,
    /// The title alone, without blanks and widths.
    pub(super) title: Vec<u64>,
    /// Characters of title and body.
    pub(super) weight: Vec<u32>,
    /// The place among its siblings' row numbers: the sibling before.
    before: Vec<u32>,
    grams: Vec<OnceCell<Grams>>,
}

impl<'a> Side<'a> {
    pub(super) fn of(outline: &'a Outline) -> Self {
        let rows = outline.rows();
        let count = rows.len();
        let mut side = Self {
            rows,
            own: Vec::with_capacity(count),
            tree: vec![0; count],
            title: Vec::with_capacity(count),
            weight: Vec::with_capacity(count),
            before: vec![NONE; count],
            grams: vec![OnceCell::new(); count],
        };
        for row in rows {
            let (own, weight) = own_fingerprint(&row.node);
            side.own.push(own);
            side.weight.push(weight);
            side.title.push(title_fingerprint(&row.node.title));
        }
        // Children stand behind their parents: from the back every child is known when its parent is.
        for at in (0..count).rev() {
            let mut hasher = FxHasher::default();
            side.own[at].hash(&mut hasher);
            let mut before = NONE;
            let mut child = at + 1;
            while child < rows[at].end as usize {
                side.tree[child].hash(&mut hasher);
                side.before[child] = before;
                before = child as u32;
                child = rows[child].end as usize;
            }
            side.tree[at] = finish(&hasher);
        }
        let mut before = NONE;
        let mut top = 0;
        while top < count {
            side.before[top] = before;
            before = top as u32;
            top = rows[top].end as usize;
        }
        side
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn node(&self, at: u32) -> &'a Node {
        &self.rows[at as usize].node
    }

    /// The row above, [`ROOT`] for the top level.
    pub(super) fn parent(&self, at: u32) -> u32 {
        self.rows[at as usize].parent.unwrap_or(ROOT)
    }

    /// The sibling before, or [`NONE`].
    pub(super) fn before(&self, at: u32) -> u32 {
        self.before[at as usize]
    }

    /// The sibling behind, or [`NONE`].
    pub(super) fn behind(&self, at: u32) -> u32 {
        let end = self.rows[at as usize].end;
        self.rows.get(end as usize).filter(|row| row.parent == self.rows[at as usize].parent).map_or(NONE, |_| end)
    }

    /// One past the last row of the subtree.
    pub(super) fn end(&self, at: u32) -> u32 {
        if at == ROOT { self.len() as u32 } else { self.rows[at as usize].end }
    }

    /// How many rows the subtree has.
    pub(super) fn size(&self, at: u32) -> u32 {
        self.end(at) - at
    }

    /// The rows directly below `at`, which may be [`ROOT`].
    pub(super) fn children(&self, at: u32) -> impl Iterator<Item = u32> + '_ {
        let (first, end) = if at == ROOT { (0, self.len() as u32) } else { (at + 1, self.end(at)) };
        let within = move |at: u32| Some(at).filter(|at| *at < end);
        std::iter::successors(within(first), move |child| within(self.end(*child)))
    }

    /// The pairs of letters of a row, counted when first asked for.
    pub(super) fn grams(&self, at: u32) -> &Grams {
        self.grams[at as usize].get_or_init(|| Grams::of(self.node(at)))
    }

    /// A number that tells two plans apart by their content and their ids, to always look at them in the same order.
    pub(super) fn fingerprint(&self) -> (u64, u64) {
        let mut content = FxHasher::default();
        let mut ids = FxHasher::default();
        for (row, tree) in self.rows.iter().zip(&self.tree) {
            (tree, row.depth).hash(&mut content);
            row.node.id.hash(&mut ids);
        }
        (finish(&content), finish(&ids))
    }
}

/// Fx leaves the low bits weak; spread them, since fingerprints are folded into further ones.
fn finish(hasher: &FxHasher) -> u64 {
    let mut z = hasher.finish();
    z = (z ^ (z >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    z ^ (z >> 29)
}

fn title_fingerprint(title: &str) -> u64 {
    let mut hasher = FxHasher::default();
    for c in folded(&without_years(title)) {
        c.hash(&mut hasher);
    }
    finish(&hasher)
}

/// The fingerprint of everything of a node but its id, label, children and the years it names, and how many characters it has.
pub(super) fn own_fingerprint(node: &Node) -> (u64, u32) {
    let mut hasher = FxHasher::default();
    let mut weight = 0u32;
    let mut text = |hasher: &mut FxHasher, text: &str| {
        weight = weight.saturating_add((text.len() / 3) as u32);
        let text = &*without_years(text);
        if !text.contains("[[") {
            return text.hash(hasher);
        }
        // A reference is another id in another plan: where it stands counts, not whom it names.
        for part in split_references(text) {
            match part {
                TextPart::Plain(plain) => plain.hash(hasher),
                TextPart::Reference(..) => "[[]]".hash(hasher),
            }
        }
    };
    (node.role, node.status, node.budget, node.goals.len()).hash(&mut hasher);
    text(&mut hasher, &node.title);
    for words in [&node.funding, &node.partners, &node.schedule] {
        words.len().hash(&mut hasher);
        words.iter().for_each(|word| text(&mut hasher, word));
    }
    (&node.lead, &node.partner_note).hash(&mut hasher);
    for block in &node.body {
        std::mem::discriminant(block).hash(&mut hasher);
        block.texts().iter().for_each(|words| text(&mut hasher, words));
        match block {
            Block::Table(table) => {
                (table.header_rows, &table.widths, table.landscape, table.rows.len()).hash(&mut hasher);
                for row in &table.rows {
                    row.len().hash(&mut hasher);
                    row.iter().for_each(|cell| (cell.columns, cell.rows, cell.align as u8, cell.head).hash(&mut hasher));
                }
            }
            Block::Image { file, width, .. } => (file, width).hash(&mut hasher),
            _ => {}
        }
    }
    (finish(&hasher), weight)
}
