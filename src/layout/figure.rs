//! Trees as boxes and lines.
//!
//! Lives here: an organisation chart from the top down where the measure holds it, with the lower boxes
//! hanging below each other where it does not, else as an upright tree with a box a line, which always
//! fits and may go on over pages. Does not live here: the tree itself (`manuscript`). May use: `blocks`
//! and before.

use std::sync::Arc;

use super::blocks::{Justify, Laid, Setting, Slab, set};
use super::runs::HAIRLINE;
use super::sheet::Sheet;
use super::{ElementId, ElementRole, Item, Rect, RunSource, Unit};
use crate::manuscript::{Align, Face, Points, Span, TextStyle, Tree};

/// Below this (9 pt) type is made smaller only where no arrangement of the boxes helps.
const SMALL: i32 = 9000;
/// Type is never made smaller than this to fit a chart (8 pt).
const SMALLEST: i32 = 8000;

/// How the boxes below a box stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Arrangement {
    /// Side by side.
    Down,
    /// Below each other where nothing stands below them, else side by side.
    LeavesHang,
    /// Below each other from this depth on.
    HangFrom(usize),
}

impl Arrangement {
    /// Whether the boxes below `tree` at `depth` hang.
    fn hangs(self, tree: &Tree, depth: usize) -> bool {
        match self {
            Self::Down => false,
            Self::LeavesHang => tree.children.iter().all(|child| child.children.is_empty()),
            Self::HangFrom(from) => depth >= from,
        }
    }
}

/// Arrangements with the widest text of a box in characters, the finest first.
const CHOICES: [(Arrangement, i32); 7] = [
    (Arrangement::Down, 11),
    (Arrangement::Down, 7),
    (Arrangement::LeavesHang, 11),
    (Arrangement::LeavesHang, 7),
    (Arrangement::LeavesHang, 4),
    (Arrangement::HangFrom(1), 11),
    (Arrangement::HangFrom(0), 16),
];

/// A box of the chart with its place; y from the chart's top.
struct Placed {
    x: i32,
    y: i32,
    width: i32,
    height: i32,
    /// Whether the boxes below it hang.
    hangs: bool,
    children: Vec<Placed>,
    slabs: Vec<Slab>,
}

impl Placed {
    fn text_height(&self) -> i32 {
        self.slabs.iter().map(|slab| slab.height).sum()
    }

    fn bottom(&self) -> i32 {
        self.children.iter().map(Self::bottom).max().unwrap_or(0).max(self.y + self.height)
    }
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
    let (room, page) = (sheet.left + sheet.measure - left, sheet.bottom - sheet.top);
    let body = sheet.setup.scale.table;
    laid.before = laid.before.max(body.leading.0 / 2);
    laid.after = laid.after.max(body.leading.0 / 2);
    let pen = |size: i32| {
        let (leading, none) = (Points(size * 135 / 100), Points(0));
        let style = TextStyle { face: Face::Gothic, size: Points(size), leading, space_before: none, space_after: none };
        Pen { style, element, source, air: size / 2, gap: size }
    };
    let sizes = |smallest: i32| (0..).map(|step| body.size.0 - step * 500).take_while(move |size| *size >= smallest.min(body.size.0));
    let tries = [SMALL, SMALLEST]
        .into_iter()
        .flat_map(|smallest| CHOICES.into_iter().flat_map(move |choice| sizes(smallest).map(move |size| (choice, size))));
    for ((arrangement, widest), size) in tries {
        let pen = pen(size);
        let mut chart = pen.measured(tree, 0, arrangement, widest);
        let width = pen.span(&chart);
        if width > room {
            continue;
        }
        pen.place(&mut chart);
        if chart.bottom() <= page {
            let mut slab = Slab { height: chart.bottom() + HAIRLINE, ..Slab::default() };
            pen.draw(chart, left + (room - width) / 2, &mut slab);
            laid.slabs.push(slab);
            return;
        }
    }
    let pen = Pen { air: body.size.0 / 3, ..pen(body.size.0) };
    pen.upright(tree, (left, left + room), page / 3, &mut Vec::new(), None, &mut laid.slabs);
    if let Some(first) = laid.slabs.first_mut() {
        first.glued = true;
    }
}

impl Pen {
    /// The lines of a box, centred in `width` from 0.
    fn text(&self, tree: &Tree, width: i32, align: Align) -> Vec<Slab> {
        let setting = Setting { first: 0, rest: 0, right: width, align, justified: Justify::No };
        let lines = tree.lines.iter().flat_map(|line| set(&[Span::plain(line.as_str())], &self.style, setting, self.element, self.source));
        lines.collect()
    }

    /// Width and height of all boxes.
    fn measured(&self, tree: &Tree, depth: usize, arrangement: Arrangement, widest: i32) -> Placed {
        let natural = natural_width(&self.text(tree, self.style.size.0 * widest, Align::Left));
        let inner = natural.max(self.style.size.0 * 2);
        let slabs = self.text(tree, inner, Align::Center);
        let height = slabs.iter().map(|slab| slab.height).sum::<i32>().max(self.style.leading.0) + self.air;
        let hangs = arrangement.hangs(tree, depth);
        // What hangs from a box that hangs does so too.
        let below = if hangs { Arrangement::HangFrom(0) } else { arrangement };
        let children = tree.children.iter().map(|child| self.measured(child, depth + 1, below, widest)).collect();
        Placed { x: 0, y: 0, width: inner + 2 * self.air, height, hangs, children, slabs }
    }

    /// Width of a box with all below it.
    fn span(&self, chart: &Placed) -> i32 {
        let below = if chart.hangs {
            chart.children.iter().map(|child| self.indent() + self.span(child)).max().unwrap_or(0)
        } else {
            self.row(chart)
        };
        below.max(chart.width)
    }

    /// Width of the boxes below a box side by side.
    fn row(&self, chart: &Placed) -> i32 {
        let gaps = self.gap * i32::try_from(chart.children.len().saturating_sub(1)).unwrap_or(0);
        chart.children.iter().map(|child| self.span(child)).sum::<i32>() + gaps
    }

    /// How far hanging boxes stand in from the one above them.
    fn indent(&self) -> i32 {
        self.gap * 3 / 2
    }

    /// Places all boxes from 0 on: those of one depth in one row and of one height.
    fn place(&self, chart: &mut Placed) {
        fn heights(chart: &Placed, depth: usize, all: &mut Vec<i32>) {
            if all.len() == depth {
                all.push(0);
            }
            all[depth] = all[depth].max(chart.height);
            for child in chart.children.iter().filter(|_| !chart.hangs) {
                heights(child, depth + 1, all);
            }
        }
        let mut all = Vec::new();
        heights(chart, 0, &mut all);
        self.put(chart, 0, 0, &all);
    }

    /// Places a box over its children, all within its span from `x`; `heights` are those of the rows
    /// from its own on.
    fn put(&self, chart: &mut Placed, x: i32, y: i32, heights: &[i32]) {
        let (span, row) = (self.span(chart), self.row(chart));
        chart.y = y;
        chart.height = heights.first().copied().unwrap_or(chart.height);
        if chart.hangs {
            chart.x = x;
            self.hang(chart);
            return;
        }
        let mut at = x + (span - row) / 2;
        for child in &mut chart.children {
            let width = self.span(child);
            self.put(child, at, y + chart.height + self.gap * 2, heights.get(1..).unwrap_or_default());
            at += width + self.gap;
        }
        let middle = match (chart.children.first(), chart.children.last()) {
            (Some(first), Some(last)) => (first.x + first.width / 2 + last.x + last.width / 2) / 2,
            _ => x + span / 2,
        };
        // Over the middle of its children, as far as its own span allows.
        chart.x = (middle - chart.width / 2).clamp(x, x + span - chart.width);
    }

    /// Places the boxes that hang from a box below each other; returns where they end.
    fn hang(&self, chart: &mut Placed) -> i32 {
        let mut y = chart.y + chart.height;
        for child in &mut chart.children {
            (child.x, child.y) = (chart.x + self.indent(), y + self.gap / 2);
            y = self.hang(child);
        }
        y
    }

    fn draw(&self, chart: Placed, left: i32, slab: &mut Slab) {
        let text = chart.text_height();
        let Placed { x, y, width, height, hangs, children, slabs } = chart;
        let x = left + x;
        frame(x, y, width, height, &mut slab.items);
        let mut line = y + (height - text) / 2;
        for text in slabs {
            slab.items.extend(text.items.into_iter().map(|item| item.moved(x + self.air, line)));
            slab.missing.extend(text.missing);
            line += text.height;
        }
        let under = y + height;
        if hangs {
            let rail = x + self.indent() / 2;
            for child in &children {
                let middle = child.y + child.height / 2;
                rule(rail, middle, left + child.x - rail, HAIRLINE, &mut slab.items);
            }
            if let Some(last) = children.last() {
                rule(rail, under, HAIRLINE, last.y + last.height / 2 - under, &mut slab.items);
            }
        } else {
            let (centre, rail) = (x + width / 2, under + self.gap);
            let centres: Vec<i32> = children.iter().map(|child| left + child.x + child.width / 2).collect();
            if let (Some(first), Some(last)) = (centres.first(), centres.last()) {
                rule(centre, under, HAIRLINE, self.gap, &mut slab.items);
                let (from, to) = (centre.min(*first), centre.max(*last));
                rule(from, rail, to - from + HAIRLINE, HAIRLINE, &mut slab.items);
            }
            for (child, centre) in children.iter().zip(centres) {
                rule(centre, rail, HAIRLINE, child.y - rail, &mut slab.items);
            }
        }
        for child in children {
            self.draw(child, left, slab);
        }
    }

    /// A box a line, deeper ones further right; a box higher than `highest` goes line by line, so that a
    /// page may end in it. `rails` are the lines that go on past this box; the last of a group ends at
    /// its own.
    fn upright(
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
            rule(*rail, 0, HAIRLINE, whole.height, &mut whole.items);
        }
        if let Some((rail, last)) = own {
            let down = if last { height / 2 } else { whole.height };
            rule(rail, 0, HAIRLINE, down, &mut whole.items);
            rule(rail, height / 2, left - rail, HAIRLINE, &mut whole.items);
        }
        frame(left, 0, width, height, &mut whole.items);
        let rail = left + self.gap;
        if !tree.children.is_empty() {
            rule(rail, height, HAIRLINE, gap, &mut whole.items);
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
    use super::super::blocks::Standing;
    use super::super::sheet::Sheets;
    use super::*;
    use crate::manuscript::page_setup;
    use crate::plan::PageStyle;
    use proptest::prelude::*;

    fn tree(text: &str, children: Vec<Tree>) -> Tree {
        Tree { lines: vec![text.to_owned()], children }
    }

    fn laid(tree: &Tree) -> (Laid, Sheet) {
        let setup = page_setup(PageStyle::default());
        let sheet = Sheets::new(&setup).of(false).clone();
        let mut laid = Laid::new(Standing::Text { indent: 0 }, &setup.scale.table, None);
        lay(tree, sheet.left, &sheet, None, &mut laid);
        (laid, sheet)
    }

    /// The frames of a slab, found by their level rules: left, top, right, bottom.
    fn frames(slab: &Slab) -> Vec<[i32; 4]> {
        let fills: Vec<Rect> =
            slab.items.iter().filter_map(|item| if let Item::Fill { rect, .. } = item { Some(*rect) } else { None }).collect();
        // `frame` draws top, bottom, left and right one after the other.
        fills
            .windows(4)
            .filter(|four| {
                let [top, bottom, left, right] = [four[0], four[1], four[2], four[3]];
                (top.x, top.width) == (bottom.x, bottom.width)
                    && left.x == top.x
                    && right.x.0 == top.x.0 + top.width.0 - HAIRLINE
                    && left.height == right.height
                    && left.y.0 == top.y.0 + HAIRLINE
            })
            .map(|four| [four[0].x.0, four[0].y.0, four[0].x.0 + four[0].width.0, four[1].y.0 + HAIRLINE])
            .collect()
    }

    /// Boxes stand apart and on the page, each text in a box; as many boxes as the tree has.
    fn check(tree: &Tree) {
        let (laid, sheet) = laid(tree);
        let mut count = 0;
        for slab in &laid.slabs {
            assert!(slab.height <= sheet.bottom - sheet.top, "a slab of {}", slab.height);
            let frames = frames(slab);
            count += frames.len();
            for (i, a) in frames.iter().enumerate() {
                assert!(a[0] >= sheet.left && a[2] <= sheet.left + sheet.measure && a[1] >= 0 && a[3] <= slab.height, "{a:?}");
                for b in &frames[i + 1..] {
                    assert!(a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1], "{a:?} {b:?}");
                }
            }
            for item in &slab.items {
                if let (Item::Run(run), Some(end)) = (item, item.right_end()) {
                    assert!(run.size.0 >= SMALLEST, "{}", run.size.0);
                    let inside = |f: &[i32; 4]| f[0] <= run.x.0 && end <= f[2] && f[1] <= run.y.0 - run.size.0 * 8 / 10 && run.y.0 <= f[3];
                    // A box that goes on over pages is cut into slices without a frame of their own.
                    let sliced = frames.is_empty() && run.x.0 >= sheet.left && end <= sheet.left + sheet.measure;
                    assert!(frames.iter().any(inside) || sliced, "{}", run.text);
                }
            }
        }
        let sliced = laid.slabs.iter().any(|slab| frames(slab).is_empty());
        assert!(sliced || count == tree.outline().len(), "{count} boxes");
    }

    fn words() -> impl Strategy<Value = String> {
        (1..24usize, any::<bool>())
            .prop_map(|(n, latin)| if latin { "Abc".repeat(n) } else { "地域福祉課".chars().cycle().take(n).collect() })
    }

    fn any_tree() -> impl Strategy<Value = Tree> {
        words().prop_map(|text| tree(&text, Vec::new())).prop_recursive(6, 60, 15, |inner| {
            (words(), prop::collection::vec(inner, 0..15)).prop_map(|(text, children)| tree(&text, children))
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20))]
        #[test]
        fn boxes_never_overlap_and_stay_on_the_page(tree in any_tree()) {
            check(&tree);
        }
    }

    fn wide(count: usize, text: &str) -> Tree {
        tree("社会福祉法人わかば市社会福祉協議会", (0..count).map(|i| tree(&format!("{text}{i}"), Vec::new())).collect())
    }

    #[test]
    fn charts_of_many_shapes() {
        let deep = (0..24).fold(tree("係", Vec::new()), |below, i| tree(&format!("第{i}層"), vec![below]));
        let office = |n: usize| tree("事務局", (0..n).map(|i| tree(&"課".repeat(1 + i * 3), Vec::new())).collect());
        let forty = tree("会長", (0..6).map(|_| office(6)).collect());
        for tree in [tree("会", Vec::new()), tree("", Vec::new()), wide(3, "部会"), wide(15, "地区担当"), wide(200, "班"), deep, forty]
        {
            check(&tree);
        }
        check(&tree(&"とても長い説明の文が箱の中に続く。".repeat(200), vec![office(2)]));
    }

    #[test]
    fn what_is_too_wide_side_by_side_hangs_in_full_size() {
        let size = |tree: &Tree| {
            let (laid, _) = laid(tree);
            let sizes: Vec<i32> =
                laid.slabs[0].items.iter().filter_map(|item| if let Item::Run(run) = item { Some(run.size.0) } else { None }).collect();
            (laid.slabs.len(), sizes.into_iter().min().unwrap_or(0))
        };
        let (slabs, smallest) = size(&wide(15, "地区担当"));
        assert_eq!(slabs, 1);
        assert!(smallest >= SMALL, "{smallest}");
    }
}
