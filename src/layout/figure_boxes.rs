//! The boxes of a chart and how those below a box stand.
//!
//! Lives here: boxes with their text, boxes side by side, in rows on a trunk, and hanging below each other.
//! Does not live here: which of these a chart takes (`figure`). May use: `blocks` and before.

use std::sync::Arc;

use super::blocks::{Justify, Setting, Slab, set};
use super::runs::HAIRLINE;
use super::{CONTINUED, ElementId, Item, Rect, RunSource, Unit};
use crate::manuscript::{Align, Face, Points, Span, TextStyle, Tree};

/// How the boxes below a box stand. Those of the first box that has several below it never hang.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arrangement {
    /// Side by side.
    Down,
    /// Below each other where nothing stands below them, else side by side.
    LeavesHang,
    /// Below each other.
    Hang,
}

/// The words of a tree in lines. Setting them is dear and serves all arrangements.
pub(super) struct Worded {
    /// The width they are set to.
    inner: i32,
    lines: Arc<[Slab]>,
    children: Vec<Worded>,
}

impl Worded {
    /// The most lines of a box.
    pub(super) fn most_lines(&self) -> usize {
        self.children.iter().map(Self::most_lines).max().unwrap_or(0).max(self.lines.len())
    }
}

/// A box with its text and the boxes below it, not yet placed.
pub(super) struct Boxed {
    width: i32,
    height: i32,
    /// The width its text is set to.
    inner: i32,
    lines: Arc<[Slab]>,
    /// Whether the boxes below it hang.
    pub hangs: bool,
    /// The boxes below it.
    pub children: Vec<Boxed>,
}

/// Boxes in their places, drawn from (0, 0).
#[derive(Default)]
pub(super) struct Group {
    /// Width of all.
    pub width: i32,
    /// Height of all.
    pub height: i32,
    /// Where the line from above enters.
    stem: i32,
    /// What it draws.
    pub items: Vec<Item>,
    /// Characters no font has.
    pub missing: Vec<String>,
}

impl Group {
    fn take(&mut self, other: Group, x: i32, y: i32) {
        self.width = self.width.max(x + other.width);
        self.height = self.height.max(y + other.height);
        self.items.extend(other.items.into_iter().map(|item| item.moved(x, y)));
        self.missing.extend(other.missing);
    }
}

/// Groups side by side, each with its left edge.
pub(super) type Row = Vec<(i32, Group)>;

/// Height of a row.
pub(super) fn row_height(row: &Row) -> i32 {
    row.iter().map(|(_, group)| group.height).max().unwrap_or(0)
}

/// How a chart is drawn.
pub(super) struct Pen {
    /// Style of all text.
    pub style: TextStyle,
    /// The chart in the structure.
    pub element: ElementId,
    /// Where it stands in the plan.
    pub source: Option<RunSource>,
    /// Air between text and box.
    pub air: i32,
    /// Distance between boxes side by side, and half of that between rows.
    pub gap: i32,
    /// Whether boxes side by side may stand in several rows.
    pub wraps: bool,
}

impl Pen {
    /// A pen for type of this size.
    pub(super) fn new(size: i32, element: ElementId, source: Option<RunSource>, wraps: bool) -> Self {
        let (leading, none) = (Points(size * 135 / 100), Points(0));
        let style = TextStyle { face: Face::Gothic, size: Points(size), leading, space_before: none, space_after: none };
        Self { style, element, source, air: size / 2, gap: size, wraps }
    }

    /// The lines of a box from 0 to `width`.
    pub(super) fn text(&self, tree: &Tree, width: i32, align: Align) -> Vec<Slab> {
        let setting = Setting { first: 0, rest: 0, right: width, align, justified: Justify::Phrases };
        let lines = tree.lines.iter().flat_map(|line| set(&[Span::plain(line.as_str())], &self.style, setting, self.element, self.source));
        lines.collect()
    }

    /// The words of `tree`, at most `widest` characters wide.
    pub(super) fn worded(&self, tree: &Tree, widest: i32) -> Worded {
        let natural = natural_width(&self.text(tree, self.style.size.0 * widest, Align::Left));
        let inner = natural.max(self.style.size.0 * 2);
        let lines = self.text(tree, inner, Align::Center);
        Worded { inner, lines: lines.into(), children: tree.children.iter().map(|child| self.worded(child, widest)).collect() }
    }

    /// The box around these words alone.
    pub(super) fn boxed(&self, words: &Worded) -> Boxed {
        let (inner, lines) = (words.inner, Arc::clone(&words.lines));
        let height = lines.iter().map(|slab| slab.height).sum::<i32>().max(self.style.leading.0) + self.air;
        Boxed { width: inner + 2 * self.air, height, inner, lines, hangs: false, children: Vec::new() }
    }

    /// All boxes around `words`, which stand side by side; `forked`: some box above them has several below it.
    pub(super) fn measured(&self, words: &[Worded], arrangement: Arrangement, forked: bool) -> Vec<Boxed> {
        let one = |words: &Worded| {
            let mut boxed = self.boxed(words);
            boxed.hangs = forked
                && match arrangement {
                    Arrangement::Down => false,
                    Arrangement::LeavesHang => words.children.iter().all(|child| child.children.is_empty()),
                    Arrangement::Hang => true,
                };
            boxed.children = self.measured(&words.children, arrangement, forked || words.children.len() > 1);
            if boxed.hangs {
                // One edge right as left.
                let width = boxed.children.iter().map(|child| child.width).max().unwrap_or(0);
                boxed.children.iter_mut().for_each(|child| child.width = width);
            } else {
                let height = boxed.children.iter().map(|child| child.height).max().unwrap_or(0);
                boxed.children.iter_mut().for_each(|child| child.height = height);
            }
            boxed
        };
        words.iter().map(one).collect()
    }

    /// The least width of a box with all below it, as far as rows of one box make it narrow.
    fn least(&self, boxed: &Boxed) -> i32 {
        boxed.children.iter().map(|child| self.gap + self.least(child)).max().unwrap_or(0).max(boxed.width)
    }

    /// The width of boxes in one row, with all below them.
    pub(super) fn span(&self, boxes: &[Boxed]) -> i32 {
        let below = |boxed: &Boxed| match boxed.children.as_slice() {
            [] => 0,
            _ if boxed.hangs => self.least(boxed),
            children => self.span(children),
        };
        boxes.iter().map(|boxed| below(boxed).max(boxed.width) + self.gap).sum::<i32>() - self.gap
    }

    /// A box with all below it, in `room` where its arrangement can.
    pub(super) fn group(&self, boxed: &Boxed, room: i32) -> Group {
        if boxed.children.is_empty() {
            self.alone(boxed)
        } else if boxed.hangs {
            self.hung(boxed)
        } else {
            self.stacked(Some(boxed), self.rows(&boxed.children, room))
        }
    }

    /// A box without those below it.
    pub(super) fn alone(&self, boxed: &Boxed) -> Group {
        let Boxed { width, height, inner, .. } = *boxed;
        let mut group = Group { width, height, stem: width / 2, ..Group::default() };
        self.frame((0, 0), (width, height), &mut group.items);
        let mut y = (height - boxed.lines.iter().map(|line| line.height).sum::<i32>()) / 2;
        for line in boxed.lines.iter() {
            group.items.extend(line.items.iter().map(|item| item.clone().moved((width - inner) / 2, y)));
            group.missing.extend(line.missing.iter().cloned());
            y += line.height;
        }
        group
    }

    /// A box with those below it below each other.
    fn hung(&self, boxed: &Boxed) -> Group {
        let mut group = self.alone(boxed);
        let (top, rail) = (group.height, self.gap / 2);
        let mut end = top;
        for child in &boxed.children {
            let y = group.height + self.gap / 2;
            end = y + child.height / 2;
            self.rule((rail, end), (self.gap - rail, HAIRLINE), &mut group.items);
            let below = if child.children.is_empty() { self.alone(child) } else { self.hung(child) };
            group.take(below, self.gap, y);
        }
        self.rule((rail, top), (HAIRLINE, end - top), &mut group.items);
        group
    }

    /// Boxes with all below them side by side: in one row if `room` holds it, else in several if they may.
    pub(super) fn rows(&self, boxes: &[Boxed], room: i32) -> Vec<Row> {
        let gaps = |count: usize| self.gap * i32::try_from(count.saturating_sub(1)).unwrap_or(0);
        // What all can do without goes to the first that wants more.
        let least: Vec<i32> = boxes.iter().map(|boxed| self.least(boxed)).collect();
        let mut free = room - least.iter().sum::<i32>() - gaps(boxes.len());
        if free >= 0 || !self.wraps || boxes.len() < 2 {
            let mut row = Vec::with_capacity(boxes.len());
            for (boxed, least) in boxes.iter().zip(&least) {
                let group = self.group(boxed, least + free.max(0));
                free -= group.width - least;
                row.push(group);
            }
            if free >= 0 || !self.wraps || boxes.len() < 2 {
                return vec![self.side_by_side(row, None)];
            }
        }
        // Beside the trunk.
        let room = room - self.gap;
        let groups: Vec<Group> = boxes.iter().map(|boxed| self.group(boxed, room)).collect();
        let fits = |row: &[i32]| row.iter().sum::<i32>() + gaps(row.len()) <= room;
        let mut counts = Vec::new();
        let widths: Vec<i32> = groups.iter().map(|group| group.width).collect();
        let mut from = 0;
        while from < widths.len() {
            let count = (1..=widths.len() - from).take_while(|count| *count == 1 || fits(&widths[from..from + count])).last().unwrap_or(1);
            counts.push(count);
            from += count;
        }
        // As many in each row if the rows stay as few, and in columns if these are wide enough.
        let even = widths.len().div_ceil(counts.len().max(1)).max(1);
        if widths.chunks(even).all(fits) {
            counts = widths.chunks(even).map(<[i32]>::len).collect();
        }
        let widest = widths.iter().copied().max().unwrap_or(0);
        let longest = counts.iter().copied().max().unwrap_or(0);
        let column = fits(&vec![widest; longest]).then_some(widest);
        let mut groups = groups.into_iter();
        counts.into_iter().map(|count| self.side_by_side(groups.by_ref().take(count).collect(), column)).collect()
    }

    fn side_by_side(&self, groups: Vec<Group>, column: Option<i32>) -> Row {
        let mut x = 0;
        let place = |group: Group| {
            let left = x;
            x += column.unwrap_or(group.width) + self.gap;
            (left, group)
        };
        groups.into_iter().map(place).collect()
    }

    /// Rows below a box, on a trunk at their left if they are several; without a box they stand for themselves.
    pub(super) fn stacked(&self, head: Option<&Boxed>, rows: Vec<Row>) -> Group {
        let beside = if head.is_some() && rows.len() > 1 { self.gap } else { 0 };
        let span = rows.iter().flatten().map(|(x, group)| beside + x + group.width).max().unwrap_or(0);
        let mut whole = Group::default();
        let mut shift = 0;
        if let Some(head) = head {
            shift = (head.width - span).max(0) / 2;
            let stems = |row: &Row| (row.first().map_or(0, |(x, group)| x + group.stem), row.last().map_or(0, |(x, group)| x + group.stem));
            let middle = rows.first().map(stems).map_or(span / 2, |(first, last)| beside + (first + last) / 2);
            // Over the middle of its row, as far as the span allows.
            let left = (shift + middle - head.width / 2).clamp(0, (span - head.width).max(0));
            whole.take(self.alone(head), left, 0);
            whole.stem = left + head.width / 2;
            self.rule((whole.stem, whole.height), (HAIRLINE, self.gap), &mut whole.items);
        }
        let trunk = shift;
        let first_rail = whole.height + self.gap;
        let (left, last) = (shift + beside, rows.len().saturating_sub(1));
        for (index, row) in rows.into_iter().enumerate() {
            let rail = whole.height + self.gap;
            let y = if head.is_some() || index > 0 { rail + self.gap } else { 0 };
            if head.is_some() {
                let stems = row.iter().map(|(x, group)| left + x + group.stem);
                let ends = stems.clone().chain((beside > 0).then_some(trunk)).chain((index == 0).then_some(whole.stem));
                let (from, to) = ends.fold((i32::MAX, i32::MIN), |(from, to), x| (from.min(x), to.max(x)));
                self.rule((from, rail), (to - from + HAIRLINE, HAIRLINE), &mut whole.items);
                for stem in stems {
                    self.rule((stem, rail), (HAIRLINE, y - rail), &mut whole.items);
                }
                if index == last && index > 0 {
                    self.rule((trunk, first_rail), (HAIRLINE, rail - first_rail), &mut whole.items);
                }
            }
            for (x, group) in row {
                whole.take(group, left + x, y);
            }
        }
        whole
    }

    /// A box's four rules.
    pub(super) fn frame(&self, (x, y): (i32, i32), (width, height): (i32, i32), items: &mut Vec<Item>) {
        self.rule((x, y), (width, HAIRLINE), items);
        self.rule((x, y + height - HAIRLINE), (width, HAIRLINE), items);
        self.rule((x, y + HAIRLINE), (HAIRLINE, height - 2 * HAIRLINE), items);
        self.rule((x + width - HAIRLINE, y + HAIRLINE), (HAIRLINE, height - 2 * HAIRLINE), items);
    }

    /// A line of the chart: part of the figure as its words are.
    pub(super) fn rule(&self, (x, y): (i32, i32), (width, height): (i32, i32), items: &mut Vec<Item>) {
        let rect = Rect { x: Unit(x), y: Unit(y), width: Unit(width), height: Unit(height) };
        items.push(Item::Fill { rect, grey: 0, element: Some(self.element) });
    }
}

/// Where the widest of these lines ends.
pub(super) fn natural_width(slabs: &[Slab]) -> i32 {
    slabs.iter().flat_map(|slab| &slab.items).filter_map(Item::right_end).max().unwrap_or(0)
}

/// A box that is repeated where its chart goes on.
pub(super) fn continued(tree: &Tree) -> Tree {
    let mut lines = tree.lines.clone();
    lines.push(CONTINUED.to_owned());
    Tree { lines, children: Vec::new() }
}
