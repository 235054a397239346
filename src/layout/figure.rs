//! Trees as boxes and lines.
//!
//! Lives here: which arrangement of its boxes a chart takes, and how it goes on over pages. Does not live
//! here: the trees themselves (`manuscript`), how boxes stand and lines run (`figure_boxes`,
//! `figure_ladder`). May use: these, `blocks` and before.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::blocks::{Laid, Slab};
use super::figure_boxes::{Arrangement, Boxed, Group, Pen, Row, Worded, continued, row_height};
use super::runs::HAIRLINE;
use super::sheet::Sheet;
use super::{ElementId, ElementRole, RunSource};
use crate::manuscript::Tree;

/// Below this (9 pt) type is made smaller only where no arrangement of the boxes helps.
const SMALL: i32 = 9000;
/// Type is never made smaller than this to fit a chart (8 pt).
const SMALLEST: i32 = 8000;
/// The most lines of a box that is narrow only to save width.
const MOST_LINES: usize = 4;
/// Widths of a text in characters from which boxes count as wide.
const WIDE: i32 = 11;

/// Arrangements with the widest text of a box in characters, the finest first.
const CHOICES: [(Arrangement, i32); 8] = [
    (Arrangement::Down, WIDE),
    (Arrangement::Down, 7),
    (Arrangement::LeavesHang, WIDE),
    (Arrangement::LeavesHang, 7),
    (Arrangement::LeavesHang, 4),
    (Arrangement::Hang, WIDE),
    (Arrangement::Hang, 7),
    (Arrangement::Hang, 4),
];
/// The same where boxes may stand in several rows.
const WRAPPED: [(Arrangement, i32); 7] = [
    (Arrangement::LeavesHang, WIDE),
    (Arrangement::Hang, WIDE),
    (Arrangement::LeavesHang, 7),
    (Arrangement::Hang, 7),
    (Arrangement::Hang, 4),
    (Arrangement::Down, WIDE),
    (Arrangement::Down, 7),
];

/// The space of a chart.
struct Space {
    /// Its width.
    room: i32,
    /// Height of a page.
    page: i32,
    /// Height of a page below the headings that a chart stands under.
    below_headings: i32,
}

/// Lays the trees out side by side from `left` to the right edge of the text.
pub(super) fn lay(trees: &[Tree], left: i32, sheet: &Sheet, source: Option<RunSource>, laid: &mut Laid) {
    let element = laid.element(ElementRole::Figure, None);
    let outline = trees.iter().flat_map(Tree::outline);
    let words: Vec<String> = outline.map(|(depth, text)| format!("{}{text}", "\u{3000}".repeat(depth))).collect();
    laid.elements[element.0 as usize].alternative = Some(Arc::from(words.join("\n")));
    let half = sheet.setup.scale.table.leading.0 / 2;
    (laid.before, laid.after) = (laid.before.max(half), laid.after.max(half));
    laid.slabs.extend(slabs(trees, left, sheet, (element, source)));
}

/// The chart in the finest arrangement that fits a page, else in parts between its rows, else upright.
fn slabs(trees: &[Tree], left: i32, sheet: &Sheet, (element, source): (ElementId, Option<RunSource>)) -> Vec<Slab> {
    let page = sheet.bottom - sheet.top;
    let space = Space { room: sheet.left + sheet.measure - left, page, below_headings: page * 3 / 4 };
    let body = sheet.setup.scale.table.size.0;
    let sizes = |smallest: i32| (0..).map(move |step| body - step * 500).take_while(move |size| *size >= smallest.min(body));
    let tries = |wraps: bool, choices: &'static [(Arrangement, i32)], smallest: i32| {
        choices.iter().flat_map(move |choice| sizes(smallest).map(move |size| (Pen::new(size, element, source, wraps), *choice)))
    };
    let mut chart = Chart { trees, words: BTreeMap::new() };
    let parts = [(false, CHOICES.as_slice(), SMALL), (false, &CHOICES, SMALLEST), (true, &WRAPPED, SMALL), (true, &WRAPPED, SMALLEST)]
        .into_iter()
        .flat_map(|(wraps, choices, smallest)| tries(wraps, choices, smallest))
        .find_map(|(pen, choice)| whole(&pen, &mut chart, choice, &space).map(|group| vec![group]))
        .or_else(|| {
            // The finest of those that need the fewest parts.
            tries(true, &WRAPPED, SMALL).filter_map(|(pen, choice)| parted(&pen, &mut chart, choice, &space)).min_by_key(Vec::len)
        });
    if let Some(parts) = parts {
        // One left edge for all parts.
        let width = parts.iter().map(|part| part.width).max().unwrap_or(0);
        let left = left + (space.room - width) / 2;
        let slab = |part: Group| Slab {
            height: part.height + HAIRLINE,
            items: part.items.into_iter().map(|item| item.moved(left, 0)).collect(),
            missing: part.missing,
            ..Slab::default()
        };
        return parts.into_iter().map(slab).collect();
    }
    let pen = Pen { air: body / 3, ..Pen::new(body, element, source, false) };
    let mut slabs = Vec::new();
    for tree in trees {
        pen.upright(tree, (left, left + space.room), page / 3, &mut Vec::new(), None, &mut slabs);
    }
    if let Some(first) = slabs.first_mut() {
        first.glued = true;
    }
    slabs
}

/// The trees of a chart and their words, by size and widest text.
struct Chart<'a> {
    trees: &'a [Tree],
    words: BTreeMap<(i32, i32), Vec<Worded>>,
}

impl Chart<'_> {
    /// The boxes, unless narrow ones get too high.
    fn boxes(&mut self, pen: &Pen, (arrangement, widest): (Arrangement, i32)) -> Option<Vec<Boxed>> {
        let worded = || self.trees.iter().map(|tree| pen.worded(tree, widest)).collect();
        let words = self.words.entry((pen.style.size.0, widest)).or_insert_with(worded);
        let low = widest >= WIDE || words.iter().all(|words| words.most_lines() <= MOST_LINES);
        low.then(|| pen.measured(words, arrangement, words.len() > 1))
    }
}

/// The chart in this arrangement if a page holds it below its headings.
fn whole(pen: &Pen, chart: &mut Chart<'_>, choice: (Arrangement, i32), space: &Space) -> Option<Group> {
    let boxes = chart.boxes(pen, choice)?;
    if !pen.wraps && pen.span(&boxes) > space.room {
        return None;
    }
    let group = pen.stacked(None, pen.rows(&boxes, space.room));
    (group.width <= space.room && group.height <= space.below_headings).then_some(group)
}

/// The chart in parts that a page each holds, cut between the rows below the first box that has several
/// below it; that box is repeated over each part.
fn parted(pen: &Pen, chart: &mut Chart<'_>, choice: (Arrangement, i32), space: &Space) -> Option<Vec<Group>> {
    let boxes = chart.boxes(pen, choice)?;
    let (mut chain, mut level, mut below) = (Vec::new(), boxes.as_slice(), chart.trees);
    let mut fork = None;
    while let ([boxed], [tree]) = (level, below) {
        chain.push(boxed);
        (fork, level, below) = (Some(tree), &boxed.children, &tree.children);
    }
    let rows = pen.rows(level, space.room);
    let again = fork.map(|tree| pen.boxed(&pen.worded(&continued(tree), choice.1)));
    let over: i32 = chain.iter().map(|boxed| pen.alone(boxed).height + 2 * pen.gap).sum();
    let over_again = again.as_ref().map_or(0, |boxed| pen.alone(boxed).height + 2 * pen.gap);
    let mut parts: Vec<Vec<Row>> = Vec::new();
    let mut free = 0;
    for row in rows {
        let height = row_height(&row) + 2 * pen.gap;
        match parts.last_mut() {
            Some(part) if height <= free => {
                part.push(row);
                free -= height;
            }
            former => {
                free = if former.is_none() { space.below_headings - over } else { space.page - over_again } - height;
                parts.push(vec![row]);
            }
        }
        if free < 0 {
            return None;
        }
    }
    let mut groups = Vec::with_capacity(parts.len());
    for (index, rows) in parts.into_iter().enumerate() {
        let mut part;
        if index == 0 {
            let mut above = chain.iter().rev();
            part = pen.stacked(above.next().copied(), rows);
            for boxed in above {
                part = pen.stacked(Some(boxed), vec![vec![(0, part)]]);
            }
        } else {
            part = pen.stacked(again.as_ref(), rows);
            if let Some(boxed) = &again {
                // What is said again is no content. The box is drawn first.
                let count = pen.alone(boxed).items.len();
                part.items.iter_mut().take(count).for_each(|item| *item.element_mut() = None);
            }
        }
        groups.push(part);
    }
    (!groups.is_empty() && groups.iter().all(|part| part.width <= space.room && part.height < space.page)).then_some(groups)
}

#[cfg(test)]
mod tests {
    use super::super::blocks::Standing;
    use super::super::sheet::Sheets;
    use super::super::{Item, Rect};
    use super::super::{Page, lay_out};
    use super::*;
    use crate::manuscript::{compose, page_setup};
    use crate::plan::{Block, Node, PageStyle, Paper, Pictures, Plan, Role, StyleName};
    use proptest::prelude::*;

    fn tree(text: &str, children: Vec<Tree>) -> Tree {
        Tree { lines: vec![text.to_owned()], children }
    }

    fn laid(trees: &[Tree], style: PageStyle) -> (Laid, Sheet) {
        let setup = page_setup(style);
        let sheet = Sheets::new(&setup).of(false).clone();
        let mut laid = Laid::new(Standing::Text { indent: 0 }, &setup.scale.table, None);
        lay(trees, sheet.left, &sheet, None, &mut laid);
        (laid, sheet)
    }

    /// The frames of a slab, found by their level rules: left, top, right, bottom.
    fn frames(slab: &Slab, wanted: impl Fn(&Item) -> bool) -> Vec<[i32; 4]> {
        let fills: Vec<Rect> = slab
            .items
            .iter()
            .filter(|item| wanted(item))
            .filter_map(|item| if let Item::Fill { rect, .. } = item { Some(*rect) } else { None })
            .collect();
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
    fn check(trees: &[Tree], style: PageStyle) {
        let (laid, sheet) = laid(trees, style);
        let mut count = 0;
        for slab in &laid.slabs {
            assert!(slab.height <= sheet.bottom - sheet.top, "a slab of {}", slab.height);
            let own = |item: &Item| item.clone().element_mut().is_some();
            count += frames(slab, own).len();
            let frames = frames(slab, |_| true);
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
                    // The blank half of a mark may stand beyond the edge there.
                    let sliced = frames.is_empty() && run.x.0 >= sheet.left && end - run.size.0 / 2 <= sheet.left + sheet.measure;
                    assert!(frames.iter().any(inside) || sliced, "{}", run.text);
                }
            }
        }
        let sliced = laid.slabs.iter().any(|slab| frames(slab, |_| true).is_empty());
        let all = trees.iter().flat_map(Tree::outline).count();
        assert!(sliced || count == all, "{count} of {all} boxes");
    }

    /// The trees on all kinds of sheets.
    fn check_all(trees: &[Tree]) {
        check(trees, PageStyle::default());
        check(trees, PageStyle { paper: Paper::B5, name: StyleName::Large, ..PageStyle::default() });
        check(trees, PageStyle { landscape: true, ..PageStyle::default() });
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
        fn boxes_never_overlap_and_stay_on_the_page(trees in prop::collection::vec(any_tree(), 1..5)) {
            check_all(&trees);
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
            check_all(&[tree]);
        }
        check_all(&[tree(&"とても長い説明の文が箱の中に続く。".repeat(200), vec![office(2)])]);
        check_all(&[office(3), tree("監事", Vec::new()), wide(40, "地区委員会")]);
    }

    /// The pages of a plan of `lines` lines of text and a chart under its heading: that of the heading, and
    /// those with boxes.
    fn pages(lines: usize, roots: Vec<Node>, style: PageStyle) -> (usize, Vec<usize>) {
        let mut plan = Plan::new("計画", None);
        plan.style = style;
        let text = Node { body: vec![Block::Text("一行の文。".to_owned()); lines], ..Node::new(Role::Policy, "方針") };
        let chart = Node { children: roots.into_iter().map(Arc::new).collect(), ..Node::new(Role::Figure, "組織図") };
        plan.nodes = vec![Arc::new(text), Arc::new(chart)];
        let pages = lay_out(&compose(&plan, &Pictures::none()));
        let heading = pages.bookmarks.iter().find(|bookmark| bookmark.title.contains("組織図")).expect("the heading is bookmarked").page;
        let boxes = |page: &Page| page.items.iter().any(|item| matches!(item, Item::Run(run) if run.text.contains('係')));
        let drawn = pages.pages.iter().enumerate().filter(|(_, page)| boxes(page)).map(|(index, _)| index).collect();
        (heading, drawn)
    }

    #[test]
    fn a_heading_stands_on_the_page_of_its_chart() {
        let named = |title: &str, children: Vec<Node>| Node {
            children: children.into_iter().map(Arc::new).collect(),
            ..Node::new(Role::Item, title)
        };
        let office = |departments: usize, sections: usize| {
            let section = || named("係", Vec::new());
            (0..departments).map(|i| named(&format!("第{i}課"), (0..sections).map(|_| section()).collect())).collect::<Vec<_>>()
        };
        for lines in 0..40 {
            for (departments, sections) in [(2, 1), (7, 8), (9, 30)] {
                let (heading, drawn) = pages(lines, office(departments, sections), PageStyle::default());
                assert_eq!(drawn.first(), Some(&heading), "{lines} lines, {departments} departments");
            }
        }
        let large = PageStyle { paper: Paper::B5, name: StyleName::Large, ..PageStyle::default() };
        let (heading, drawn) = pages(9, vec![named("会長", office(12, 20))], large);
        assert!(drawn.len() > 1 && drawn[0] == heading, "{drawn:?}");
    }

    #[test]
    fn a_chart_over_pages_says_again_what_its_parts_stand_under() {
        let section = |name: &str| (0..40).map(|i| tree(&format!("{name}{i}"), Vec::new())).collect();
        let big = tree("会長", vec![tree("事務局", (0..12).map(|_| tree("課", section("係"))).collect())]);
        let (laid, _) = laid(&[big], PageStyle::default());
        assert!(laid.slabs.len() > 1);
        for (index, slab) in laid.slabs.iter().enumerate() {
            let (own, again): (Vec<&Item>, Vec<&Item>) = slab.items.iter().partition(|item| (*item).clone().element_mut().is_some());
            let words: String = again.iter().filter_map(|item| if let Item::Run(run) = item { Some(&*run.text) } else { None }).collect();
            assert_eq!(words, if index == 0 { String::new() } else { "事務局（続き）".to_owned() });
            assert!(own.len() > 8, "never loose lines");
        }
    }

    #[test]
    fn an_upright_tree_over_pages_says_again_what_a_box_hangs_from() {
        let deep = (0..90).fold(tree("係", Vec::new()), |below, i| tree(&format!("第{i}層"), vec![below]));
        let (laid, _) = laid(&[deep], PageStyle::default());
        assert_eq!(laid.slabs.len(), 91);
        let words = |items: &[Item]| -> String {
            items.iter().filter_map(|item| if let Item::Run(run) = item { Some(&*run.text) } else { None }).collect()
        };
        assert_eq!(words(&laid.slabs[0].opening), "");
        for pair in laid.slabs.windows(2) {
            assert_eq!(words(&pair[1].opening), format!("{}（続き）", words(&pair[0].items)));
            assert!(pair[1].opening_height > 0);
        }
    }

    #[test]
    fn several_roots_stand_side_by_side_without_a_box_above_them() {
        let roots = [tree("評議員会", Vec::new()), tree("理事会", vec![tree("事務局", Vec::new())]), tree("監事", Vec::new())];
        let (laid, _) = laid(&roots, PageStyle::default());
        let frames = frames(&laid.slabs[0], |_| true);
        assert_eq!(frames.len(), 4);
        assert_eq!(frames.iter().filter(|frame| frame[1] == 0).count(), 3, "{frames:?}");
    }

    #[test]
    fn what_is_too_wide_side_by_side_hangs_in_full_size() {
        let size = |tree: &Tree| {
            let (laid, _) = laid(std::slice::from_ref(tree), PageStyle::default());
            let sizes: Vec<i32> =
                laid.slabs[0].items.iter().filter_map(|item| if let Item::Run(run) = item { Some(run.size.0) } else { None }).collect();
            (laid.slabs.len(), sizes.into_iter().min().unwrap_or(0))
        };
        let (slabs, smallest) = size(&wide(15, "地区担当"));
        assert_eq!(slabs, 1);
        assert!(smallest >= SMALL, "{smallest}");
    }
}
