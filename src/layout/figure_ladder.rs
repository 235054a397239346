//! A chart as an upright tree with a box a line, which always fits and may go on over pages.
//!
//! Lives here: such a tree with its rails. Does not live here: when a chart is drawn so (`figure`). May
//! use: `figure_boxes` and before.

use super::blocks::Slab;
use super::figure_boxes::{Pen, natural_width};
use super::runs::HAIRLINE;
use super::{Item, Rect, Unit};
use crate::manuscript::{Align, Tree};

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
        own: Option<(i32, bool)>,
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
        if let Some((rail, last)) = own {
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
        if let Some((own, false)) = own {
            rails.push(own);
        }
        let count = tree.children.len();
        for (index, child) in tree.children.iter().enumerate() {
            self.upright(child, (inner, right), highest, rails, Some((rail, index + 1 == count)), slabs);
        }
        if let Some((_, false)) = own {
            rails.pop();
        }
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
