//! Trees as boxes and lines.
//!
//! Lives here: an organisation chart from the top down where the measure holds it, else as an upright
//! tree with a box a line, which always fits. Does not live here: the tree itself (`manuscript`).
//! May use: `blocks` and before.

use std::sync::Arc;

use super::blocks::{Justify, Laid, Setting, Slab, set};
use super::runs::HAIRLINE;
use super::sheet::Sheet;
use super::{ElementId, ElementRole, Item, Rect, RunSource, Unit};
use crate::manuscript::{Align, Face, Points, Span, TextStyle, Tree};

/// Type is never made smaller than this to fit a chart (8 pt).
const SMALLEST: i32 = 8000;
/// The widest text of a box, in characters.
const WIDEST: i32 = 11;

/// A box of the chart with its place; y from the chart's top.
struct Placed {
    x: i32,
    y: i32,
    width: i32,
    height: i32,
    children: Vec<Placed>,
    slabs: Vec<Slab>,
}

/// How a chart is drawn.
struct Pen {
    style: TextStyle,
    element: ElementId,
    source: Option<RunSource>,
    /// Air between text and box.
    air: i32,
    /// Distance between boxes side by side, and of rows.
    gap: i32,
}

/// Lays a chart out from `left` to the right edge of the text.
pub(super) fn lay(tree: &Tree, left: i32, sheet: &Sheet, source: Option<RunSource>, laid: &mut Laid) {
    let element = laid.element(ElementRole::Figure, None);
    let words: Vec<String> = tree.outline().into_iter().map(|(depth, text)| format!("{}{text}", "\u{3000}".repeat(depth))).collect();
    laid.elements[element.0 as usize].alternative = Some(Arc::from(words.join("\n")));
    let room = sheet.left + sheet.measure - left;
    let body = sheet.setup.scale.table;
    laid.before = laid.before.max(body.leading.0 / 2);
    laid.after = laid.after.max(body.leading.0 / 2);
    let mut size = body.size.0;
    loop {
        let style = TextStyle {
            face: Face::Gothic,
            size: Points(size),
            leading: Points(size * 135 / 100),
            space_before: Points(0),
            space_after: Points(0),
        };
        let pen = Pen { style, element, source, air: size / 2, gap: size };
        let mut chart = pen.measured(tree);
        let width = pen.span(&chart);
        pen.put(&mut chart, 0, 0);
        if width <= room && bottom(&chart) <= sheet.bottom - sheet.top {
            let mut slab = Slab { height: bottom(&chart) + HAIRLINE, ..Slab::default() };
            pen.draw(chart, left + (room - width) / 2, &mut slab);
            laid.slabs.push(slab);
            return;
        }
        if size - 500 < SMALLEST {
            break;
        }
        size -= 500;
    }
    let style = TextStyle { face: Face::Gothic, space_before: Points(0), space_after: Points(0), ..body };
    let pen = Pen { style, element, source, air: body.size.0 / 3, gap: body.size.0 };
    pen.upright(tree, left, left + room, &mut Vec::new(), None, &mut laid.slabs);
    if let Some(first) = laid.slabs.first_mut() {
        first.glued = true;
    }
}

fn bottom(chart: &Placed) -> i32 {
    chart.children.iter().map(bottom).max().unwrap_or(0).max(chart.y + chart.height)
}

impl Pen {
    /// The lines of a box, centred in `width` from 0.
    fn text(&self, tree: &Tree, width: i32, align: Align) -> Vec<Slab> {
        let setting = Setting { first: 0, rest: 0, right: width, align, justified: Justify::No };
        let lines = tree.lines.iter().flat_map(|line| set(&[Span::plain(line.as_str())], &self.style, setting, self.element, self.source));
        lines.collect()
    }

    /// Width and height of all boxes.
    fn measured(&self, tree: &Tree) -> Placed {
        let widest = self.style.size.0 * WIDEST;
        let natural = natural_width(&self.text(tree, widest, Align::Left));
        let inner = natural.max(self.style.size.0 * 2);
        let slabs = self.text(tree, inner, Align::Center);
        let height = slabs.iter().map(|slab| slab.height).sum::<i32>() + self.air;
        let children = tree.children.iter().map(|child| self.measured(child)).collect();
        Placed { x: 0, y: 0, width: inner + 2 * self.air, height, children, slabs }
    }

    /// Width of a box with all below it.
    fn span(&self, chart: &Placed) -> i32 {
        let gaps = self.gap * i32::try_from(chart.children.len().saturating_sub(1)).unwrap_or(0);
        (chart.children.iter().map(|child| self.span(child)).sum::<i32>() + gaps).max(chart.width)
    }

    /// Places a box over its children, all within its span from `x`.
    fn put(&self, chart: &mut Placed, x: i32, y: i32) {
        let span = self.span(chart);
        let gaps = self.gap * i32::try_from(chart.children.len().saturating_sub(1)).unwrap_or(0);
        let below: i32 = chart.children.iter().map(|child| self.span(child)).sum::<i32>() + gaps;
        let mut at = x + (span - below) / 2;
        let next = y + chart.height + self.gap * 2;
        for child in &mut chart.children {
            let width = self.span(child);
            self.put(child, at, next);
            at += width + self.gap;
        }
        let middle = match (chart.children.first(), chart.children.last()) {
            (Some(first), Some(last)) => (first.x + first.width / 2 + last.x + last.width / 2) / 2,
            _ => x + span / 2,
        };
        // Over the middle of its children, as far as its own span allows.
        chart.x = (middle - chart.width / 2).clamp(x, x + span - chart.width);
        chart.y = y;
    }

    fn draw(&self, chart: Placed, left: i32, slab: &mut Slab) {
        let Placed { x, y, width, height, children, slabs } = chart;
        let x = left + x;
        frame(x, y, width, height, &mut slab.items);
        let mut line = y + self.air / 2;
        for text in slabs {
            slab.items.extend(text.items.into_iter().map(|item| item.moved(x + self.air, line)));
            slab.missing.extend(text.missing);
            line += text.height;
        }
        let centre = x + width / 2;
        let rail = y + height + self.gap;
        let centres: Vec<i32> = children.iter().map(|child| left + child.x + child.width / 2).collect();
        if let (Some(first), Some(last)) = (centres.first(), centres.last()) {
            rule(centre, y + height, HAIRLINE, self.gap, &mut slab.items);
            let (from, to) = (centre.min(*first), centre.max(*last));
            rule(from, rail, to - from + HAIRLINE, HAIRLINE, &mut slab.items);
        }
        for (child, centre) in children.into_iter().zip(centres) {
            rule(centre, rail, HAIRLINE, child.y - rail, &mut slab.items);
            self.draw(child, left, slab);
        }
    }

    /// A box a line, deeper ones further right. `rails` are the lines that go on past this box; the last
    /// of a group ends at its own.
    fn upright(&self, tree: &Tree, left: i32, right: i32, rails: &mut Vec<i32>, own: Option<(i32, bool)>, slabs: &mut Vec<Slab>) {
        let wanted = natural_width(&self.text(tree, (right - left - 2 * self.air).max(1), Align::Left));
        let width = wanted.max(self.style.size.0 * 2) + 2 * self.air;
        let text = self.text(tree, wanted.max(self.style.size.0 * 2), Align::Left);
        let height = text.iter().map(|slab| slab.height).sum::<i32>() + self.air;
        let gap = self.gap / 2;
        let mut slab = Slab { height: height + gap, ..Slab::default() };
        for rail in rails.iter() {
            rule(*rail, 0, HAIRLINE, slab.height, &mut slab.items);
        }
        if let Some((rail, last)) = own {
            let down = if last { height / 2 } else { slab.height };
            rule(rail, 0, HAIRLINE, down, &mut slab.items);
            rule(rail, height / 2, left - rail, HAIRLINE, &mut slab.items);
        }
        frame(left, 0, width, height, &mut slab.items);
        let mut y = self.air / 2;
        for line in text {
            slab.items.extend(line.items.into_iter().map(|item| item.moved(left + self.air, y)));
            slab.missing.extend(line.missing);
            y += line.height;
        }
        let rail = left + self.gap;
        if !tree.children.is_empty() {
            rule(rail, height, HAIRLINE, gap, &mut slab.items);
        }
        slabs.push(slab);
        // A very deep tree stays in the measure: from some depth on all stand at one edge.
        let step = self.gap * 2;
        let inner = if right - left - step > self.style.size.0 * 8 { left + step } else { left };
        let rail = rail.min(inner - HAIRLINE);
        if let Some((own, false)) = own {
            rails.push(own);
        }
        let count = tree.children.len();
        for (index, child) in tree.children.iter().enumerate() {
            self.upright(child, inner, right, rails, Some((rail, index + 1 == count)), slabs);
        }
        if let Some((_, false)) = own {
            rails.pop();
        }
    }
}

fn natural_width(slabs: &[Slab]) -> i32 {
    slabs.iter().flat_map(|slab| &slab.items).filter_map(Item::right_end).max().unwrap_or(0)
}

fn frame(x: i32, y: i32, width: i32, height: i32, items: &mut Vec<Item>) {
    rule(x, y, width, HAIRLINE, items);
    rule(x, y + height - HAIRLINE, width, HAIRLINE, items);
    rule(x, y + HAIRLINE, HAIRLINE, height - 2 * HAIRLINE, items);
    rule(x + width - HAIRLINE, y + HAIRLINE, HAIRLINE, height - 2 * HAIRLINE, items);
}

fn rule(x: i32, y: i32, width: i32, height: i32, items: &mut Vec<Item>) {
    let rect = Rect { x: Unit(x), y: Unit(y), width: Unit(width), height: Unit(height) };
    items.push(Item::Fill { rect, grey: 0, element: None });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(text: &str, children: Vec<Tree>) -> Tree {
        Tree { lines: vec![text.to_owned()], children }
    }

    fn pen() -> Pen {
        let points = Points;
        let style = TextStyle {
            face: Face::Gothic,
            size: points(10_000),
            leading: points(14_000),
            space_before: points(0),
            space_after: points(0),
        };
        Pen { style, element: ElementId(0), source: None, air: 5000, gap: 10_000 }
    }

    fn boxes(chart: &Placed) -> Vec<(i32, i32, i32, i32)> {
        let own = (chart.x, chart.y, chart.width, chart.height);
        std::iter::once(own).chain(chart.children.iter().flat_map(boxes)).collect()
    }

    #[test]
    fn boxes_never_overlap_and_stay_in_the_span() {
        let office = |n: usize| tree("事務局", (0..n).map(|i| tree(&"課".repeat(1 + i * 3), Vec::new())).collect());
        let root = tree("社会福祉法人わかば市社会福祉協議会", vec![office(3), tree("監事", Vec::new()), office(1), office(4)]);
        let mut chart = pen().measured(&root);
        let span = pen().span(&chart);
        pen().put(&mut chart, 0, 0);
        let boxes = boxes(&chart);
        for (i, a) in boxes.iter().enumerate() {
            assert!(a.0 >= 0 && a.0 + a.2 <= span);
            for b in &boxes[i + 1..] {
                let apart = a.0 + a.2 <= b.0 || b.0 + b.2 <= a.0 || a.1 + a.3 <= b.1 || b.1 + b.3 <= a.1;
                assert!(apart, "{a:?} {b:?}");
            }
        }
    }
}
