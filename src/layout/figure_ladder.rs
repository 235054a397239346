//! A chart as an upright tree with a box a line, which always fits and may go on over pages.
//!
//! Lives here: such a tree with its rails. Does not live here: when a chart is drawn so (`figure`). May
//! use: `figure_boxes` and before.

use super::blocks::Slab;
use super::figure_boxes::{Pen, continued, natural_width};
use super::runs::HAIRLINE;
use super::{Item, Rect, Unit};
use crate::manuscript::{Align, Tree};

/// What a box hangs from.
#[derive(Clone, Copy)]
pub(super) struct Above<'a> {
    tree: &'a Tree,
    left: i32,
    rail: i32,
    /// Whether the box is the last that hangs there.
    last: bool,
}

impl Pen {
    /// A box a line, deeper ones further right; a box higher than `highest` goes line by line, so that a
    /// page may end in it. `rails` are the lines that go on past this box; the last of a group ends at
    /// its own.
    pub(super) fn upright(
        &self,
        tree: &Tree,
        (left, right): (i32, i32),
        highest: i32,
        rails: &mut Vec<i32>,
        above: Option<Above<'_>>,
        slabs: &mut Vec<Slab>,
    ) {
        let text = self.text(tree, (right - left - 2 * self.air).max(1), Align::Left);
        let width = natural_width(&text).max(self.style.size.0 * 2) + 2 * self.air;
        let height = text.iter().map(|slab| slab.height).sum::<i32>().max(self.style.leading.0) + self.air;
        let gap = self.gap / 2;
        let mut whole = Slab { height: height + gap, ..Slab::default() };
        for rail in rails.iter() {
            self.rule((*rail, 0), (HAIRLINE, whole.height), &mut whole.items);
        }
        if let Some(above @ Above { rail, last, .. }) = above {
            self.open(above, right, highest, &mut whole);
            let down = if last { height / 2 } else { whole.height };
            self.rule((rail, 0), (HAIRLINE, down), &mut whole.items);
            self.rule((rail, height / 2), (left - rail, HAIRLINE), &mut whole.items);
        }
        self.frame((left, 0), (width, height), &mut whole.items);
        let rail = left + self.gap;
        if !tree.children.is_empty() {
            self.rule((rail, height), (HAIRLINE, gap), &mut whole.items);
        }
        let mut y = self.air / 2;
        let mut cuts = Vec::new();
        for line in text {
            whole.items.extend(line.items.into_iter().map(|item| item.moved(left + self.air, y)));
            whole.missing.extend(line.missing);
            y += line.height;
            cuts.push(y);
        }
        if height > highest {
            slabs.extend(divided(whole, &cuts));
        } else {
            slabs.push(whole);
        }
        // A very deep tree stays in the measure: from some depth on all stand at one edge.
        let step = self.gap * 2;
        let inner = if right - left - step > self.style.size.0 * 8 { left + step } else { left };
        let rail = rail.min(inner - HAIRLINE);
        if let Some(Above { rail, last: false, .. }) = above {
            rails.push(rail);
        }
        let count = tree.children.len();
        for (index, child) in tree.children.iter().enumerate() {
            let above = Above { tree, left, rail, last: index + 1 == count };
            self.upright(child, (inner, right), highest, rails, Some(above), slabs);
        }
        if let Some(Above { last: false, .. }) = above {
            rails.pop();
        }
    }

    /// Says again, where a page begins with this slab, what its box hangs from; nothing that is higher
    /// than `highest`.
    fn open(&self, Above { tree, left, rail, .. }: Above<'_>, right: i32, highest: i32, slab: &mut Slab) {
        let text = self.text(&continued(tree), (right - left - 2 * self.air).max(1), Align::Left);
        let height = text.iter().map(|slab| slab.height).sum::<i32>() + self.air;
        if height > highest {
            return;
        }
        let width = natural_width(&text).max(self.style.size.0 * 2) + 2 * self.air;
        self.frame((left, 0), (width, height), &mut slab.opening);
        self.rule((rail, height), (HAIRLINE, self.gap / 2), &mut slab.opening);
        let mut y = self.air / 2;
        for line in text {
            slab.opening.extend(line.items.into_iter().map(|item| item.moved(left + self.air, y)));
            y += line.height;
        }
        slab.opening_height = height + self.gap / 2;
    }
}

/// A slab cut at these heights: texts go where they stand, rules are cut.
fn divided(whole: Slab, cuts: &[i32]) -> Vec<Slab> {
    let ends = cuts.iter().copied().take(cuts.len().saturating_sub(1)).chain([whole.height]);
    let mut top = 0;
    let mut slabs: Vec<Slab> = Vec::new();
    for bottom in ends {
        let within = |item: &Item| match item {
            Item::Fill { rect, grey, element } => {
                let (from, to) = (rect.y.0.max(top), (rect.y.0 + rect.height.0).min(bottom));
                let rect = Rect { y: Unit(from - top), height: Unit(to - from), ..*rect };
                (from < to).then_some(Item::Fill { rect, grey: *grey, element: *element })
            }
            Item::Run(run) => (top..bottom).contains(&run.y.0).then(|| item.clone().moved(0, -top)),
            Item::Image { .. } | Item::Link { .. } => None,
        };
        let items = whole.items.iter().filter_map(within).collect();
        slabs.push(Slab { height: bottom - top, items, ..Slab::default() });
        top = bottom;
    }
    if let Some(first) = slabs.first_mut() {
        first.missing = whole.missing;
    }
    slabs
}
