//! Where everything stands in the document: heights of titles and blocks, kept while their text and the
//! width stay the same, and the sums over them.
//!
//! A height is guessed first and known once the piece was near the window. The heights of an item move
//! with its node, so an edit of one item leaves all others as they are. While the tree stays as it is an edit
//! costs no more than a look at each item, and a height that becomes known as many steps as the number of items
//! has binary digits.

use std::collections::HashMap;
use std::sync::Arc;

use nendo::plan::{Block, Node, NodeId, Row};

use super::look;
use super::sums::Sums;
use crate::gui::views::body::BodyOwner;
use crate::gui::workspace::Document;

/// The height of a piece.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Height {
    value: f32,
    known: bool,
}

/// An item with its title and its blocks, or the plan's title and preface.
#[derive(Default)]
struct Section {
    /// The node as it was when the heights were taken; none for the plan.
    node: Option<Arc<Node>>,
    /// What else the heights depend on: depth and length of the label.
    place: (u8, usize),
    /// The title, then the blocks.
    heights: Vec<Height>,
}

impl Section {
    fn height(&self) -> f64 {
        self.heights.iter().map(|height| f64::from(height.value)).sum()
    }
}

/// A title or block of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Piece {
    /// Which item; 0 is the plan itself.
    pub section: usize,
    /// 0 its title, then its blocks.
    pub piece: usize,
}

/// All pieces of the document.
#[derive(Default)]
pub struct Sections {
    sections: Vec<Section>,
    /// The heights of the sections.
    sums: Sums,
    /// The state of the plan and of its tree the sections are of.
    seen: Option<(u64, u64)>,
    /// What of the plan the document shows.
    extent: Extent,
    preface: Vec<Block>,
    width: f32,
    /// How many sections were made or made anew so far.
    #[cfg(test)]
    pub made: usize,
}

/// What of the plan the document shows: all of it, or the part the outline shows alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Extent {
    /// The item whose part it is; none for the whole plan, which begins with its own title and preface.
    part: Option<NodeId>,
    /// The first row shown.
    first: usize,
}

impl Extent {
    fn of(doc: &Document) -> (Self, std::ops::Range<usize>) {
        let rows = doc.outline().rows();
        let part = doc.hoisted().and_then(|id| Some((id, doc.outline().position(id)?)));
        match part {
            Some((id, at)) => (Self { part: Some(id), first: at }, at..rows[at].end as usize),
            None => (Self::default(), 0..rows.len()),
        }
    }

    /// The section of a row, which may lie behind the last one.
    fn section(self, row: usize) -> Option<usize> {
        Some(row.checked_sub(self.first)? + usize::from(self.part.is_none()))
    }
}

impl Sections {
    /// Follows the document.
    pub fn follow(&mut self, doc: &Document, width: f32) {
        let now = (doc.serial(), doc.tree_serial());
        let (extent, rows) = Extent::of(doc);
        let same_place = self.width == width && self.extent == extent;
        if same_place && self.seen == Some(now) {
            return;
        }
        let same_tree = same_place && self.seen.is_some_and(|(_, tree)| tree == now.1);
        self.seen = Some(now);
        let rows = &doc.outline().rows()[rows];
        if same_tree {
            self.follow_fields(doc, rows);
        } else {
            self.follow_tree(doc, rows, extent, width);
        }
    }

    /// Follows changes of fields: every item stands where it stood.
    fn follow_fields(&mut self, doc: &Document, rows: &[Row]) {
        let first = usize::from(self.extent.part.is_none());
        if first == 1 && self.preface != doc.plan().preface {
            let old = std::mem::replace(&mut self.preface, doc.plan().preface.clone());
            self.follow_section(0, None, &doc.plan().preface, Some(&old));
        }
        for (at, row) in rows.iter().enumerate() {
            let known = self.sections.get(first + at).and_then(|section| section.node.as_ref());
            if !known.is_some_and(|node| Arc::ptr_eq(node, &row.node)) {
                self.follow_section(first + at, Some(row), &row.node.body, None);
            }
        }
    }

    /// Makes a section anew where it stands.
    fn follow_section(&mut self, at: usize, row: Option<&Row>, body: &[Block], old: Option<&[Block]>) {
        let Some(kept) = self.sections.get_mut(at).map(std::mem::take) else { return };
        let node = kept.node.clone();
        let old = old.or(node.as_ref().map(|node| node.body.as_slice())).unwrap_or_default();
        let section = self.section(row, body, Some((kept, old)), false);
        self.sums.set(at, section.height());
        self.sections[at] = section;
    }

    /// Follows any change; the heights of what stays go along.
    fn follow_tree(&mut self, doc: &Document, rows: &[Row], extent: Extent, width: f32) {
        let old_extent = std::mem::replace(&mut self.extent, extent);
        let narrower = (self.width - width).abs() > 0.5;
        self.width = width;
        let mut old: Vec<Option<Section>> = std::mem::take(&mut self.sections).into_iter().map(Some).collect();
        let preface = std::mem::replace(&mut self.preface, doc.plan().preface.clone());
        let mut sections = Vec::with_capacity(rows.len() + 1);
        if extent.part.is_none() {
            let kept = old.first_mut().filter(|_| old_extent.part.is_none()).and_then(Option::take);
            sections.push(self.section(None, &doc.plan().preface, kept.map(|kept| (kept, preface.as_slice())), narrower));
        }
        // Most items stand where they stood, or as far off as the one before.
        let mut guess = sections.len();
        let mut index: Option<HashMap<NodeId, usize>> = None;
        for row in rows {
            let id = row.node.id;
            let is_it = |section: &Option<Section>| section.as_ref().and_then(|section| section.node.as_ref()).is_some_and(|n| n.id == id);
            let at = if old.get(guess).is_some_and(is_it) {
                Some(guess)
            } else if old.get(guess + 1).is_some_and(is_it) {
                Some(guess + 1)
            } else {
                index.get_or_insert_with(|| ids_of(&old)).get(&id).copied()
            };
            let kept = at.and_then(|at| old[at].take());
            guess = at.map_or(guess, |at| at + 1);
            let body = kept.as_ref().and_then(|kept| kept.node.clone());
            let kept = kept.zip(body.as_ref().map(|node| node.body.as_slice()));
            sections.push(self.section(Some(row), &row.node.body, kept, narrower));
        }
        self.sections = sections;
        self.sums = Sums::of(self.sections.iter().map(Section::height));
    }

    /// The section of an item, with the heights of its old one as far as they hold.
    fn section(&mut self, row: Option<&Row>, body: &[Block], kept: Option<(Section, &[Block])>, narrower: bool) -> Section {
        let node = row.map(|row| row.node.clone());
        let place = row.map_or((0, 0), |row| (row.depth, row.label.chars().count()));
        let is_same = |kept: &Section| {
            !narrower && kept.place == place && matches!((&kept.node, &node), (Some(old), Some(node)) if Arc::ptr_eq(old, node))
        };
        let kept = match kept {
            Some((kept, _)) if is_same(&kept) => return kept,
            kept => kept,
        };
        #[cfg(test)]
        {
            self.made += 1;
        }
        let width = self.width - look::body_indent(row);
        let mut heights = vec![Height { value: look::estimate_title(row, self.width), known: false }];
        heights.extend(body.iter().map(|block| Height { value: look::estimate_block(block, width), known: false }));
        if let Some((kept, old)) = kept {
            let moved = narrower || kept.place.0 != place.0;
            let same_title = match (&kept.node, &node) {
                (Some(a), Some(b)) => (&a.title, a.status, &a.funding, a.role) == (&b.title, b.status, &b.funding, b.role),
                _ => true,
            };
            let unsure = |height: Height, sure: bool| Height { known: height.known && sure, ..height };
            // An old height is a better guess than the text's length.
            if let Some(title) = kept.heights.first() {
                heights[0] = unsure(*title, same_title && !moved && kept.place == place && same_marks(&kept, node.as_ref()));
            }
            let ahead = old.iter().zip(body).take_while(|(a, b)| a == b).count();
            let behind = old[ahead..].iter().rev().zip(body[ahead..].iter().rev()).take_while(|(a, b)| a == b).count();
            for index in 0..body.len() {
                let from = if index < ahead {
                    Some(index)
                } else if index >= body.len() - behind {
                    Some(index + old.len() - body.len())
                } else if old.len() == body.len() {
                    // Typed in: its old height is the best guess.
                    heights[index + 1] = unsure(kept.heights[index + 1], false);
                    None
                } else {
                    None
                };
                if let Some(height) = from.and_then(|from| kept.heights.get(from + 1)) {
                    heights[index + 1] = unsure(*height, !moved);
                }
            }
        }
        Section { node, place, heights }
    }

    /// Height of the whole document.
    pub fn total(&self) -> f64 {
        self.sums.total()
    }

    /// How many sections there are.
    pub fn len(&self) -> usize {
        self.sections.len()
    }

    /// Whose a section is; the plan's, where there is none.
    pub fn owner(&self, section: usize) -> BodyOwner {
        match self.sections.get(section).and_then(|section| section.node.as_ref()) {
            Some(node) => BodyOwner::Node(node.id),
            None => BodyOwner::Plan,
        }
    }

    /// The item whose part alone is shown.
    pub fn part(&self) -> Option<NodeId> {
        self.extent.part
    }

    /// The section of an item of this document; none of one that is not shown.
    pub fn position(&self, doc: &Document, owner: BodyOwner) -> Option<usize> {
        match owner {
            BodyOwner::Plan => self.extent.part.is_none().then_some(0),
            BodyOwner::Node(node) => {
                let row = doc.outline().position(node)?;
                self.extent.section(row).filter(|at| *at < self.sections.len())
            }
        }
    }

    /// Upper edge of a piece.
    pub fn top(&self, at: Piece) -> f64 {
        let above =
            self.sections.get(at.section).map_or(0.0, |section| section.heights.iter().take(at.piece).map(|h| f64::from(h.value)).sum());
        self.sums.before(at.section) + above
    }

    /// Height of a piece.
    pub fn height(&self, at: Piece) -> f32 {
        self.height_of(at).map_or(0.0, |height| height.value)
    }

    /// Whether the height of a piece is known, not guessed.
    pub fn known(&self, at: Piece) -> bool {
        self.height_of(at).is_none_or(|height| height.known)
    }

    fn height_of(&self, at: Piece) -> Option<&Height> {
        self.sections.get(at.section)?.heights.get(at.piece)
    }

    /// Whether there is such a piece.
    pub fn has(&self, at: Piece) -> bool {
        self.height_of(at).is_some()
    }

    /// Notes the height of a piece; says whether it was another one.
    pub fn learn(&mut self, at: Piece, height: f32) -> bool {
        let Some(section) = self.sections.get_mut(at.section) else { return false };
        let Some(known) = section.heights.get_mut(at.piece) else { return false };
        let changed = (known.value - height).abs() > 0.01;
        *known = Height { value: height, known: true };
        if changed {
            self.sums.set(at.section, section.height());
        }
        changed
    }

    /// The piece at a height.
    pub fn at(&self, y: f64) -> Piece {
        let (section, mut top) = self.sums.at(y);
        let heights = self.sections.get(section).map_or(&[][..], |section| &section.heights);
        let mut piece = 0;
        for (at, height) in heights.iter().enumerate() {
            piece = at;
            top += f64::from(height.value);
            if top > y {
                break;
            }
        }
        Piece { section, piece }
    }

    /// The piece behind another one.
    pub fn next(&self, at: Piece) -> Option<Piece> {
        let beside = Piece { piece: at.piece + 1, ..at };
        if self.has(beside) {
            return Some(beside);
        }
        Some(Piece { section: at.section + 1, piece: 0 }).filter(|next| self.has(*next))
    }
}

/// Where the items stand in these sections.
fn ids_of(sections: &[Option<Section>]) -> HashMap<NodeId, usize> {
    let id = |section: &Option<Section>| Some(section.as_ref()?.node.as_ref()?.id);
    sections.iter().enumerate().filter_map(|(at, section)| Some((id(section)?, at))).collect()
}

/// Whether an item has its line of marks below the title as before, or still has none.
fn same_marks(kept: &Section, node: Option<&Arc<Node>>) -> bool {
    let any = |node: &Node| !(node.lead.is_empty() && node.partners.is_empty() && node.schedule.is_empty());
    match (&kept.node, node) {
        (Some(a), Some(b)) => any(a) == any(b),
        _ => true,
    }
}
