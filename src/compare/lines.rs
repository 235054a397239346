//! Which line of a text is which line of another one, and the differences of the two.
//!
//! Words are compared within lines that belong together: a paragraph put in beside one like it is new as a whole, and
//! nothing of its neighbour is marked. A line parted in two or more, or joined from them, is compared with all of them.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::matching::{dice, push_grams, shared_grams};
use super::text::{Stretch, TextOp, diff_text, stretches};

/// Lines that belong together: of the old text, of the new one. Either may be empty.
pub type LineGroup = (Range<usize>, Range<usize>);

/// Lines less alike than this, in 1/1000, are two.
const LEAST: usize = 350;
/// A line is parted if the parts together are as alike as this,
const LEAST_TOGETHER: usize = 750;
/// and of each so much stood in it, in per cent.
const OF_PART: usize = 60;
/// Into more parts no line is parted.
const MOST_PARTS: usize = 4;
/// Between two equal lines no more pairs than this are weighed.
const MOST_PAIRS: usize = 10_000;

/// All lines of both texts in order, those together that belong together.
pub fn align_lines(old: &[String], new: &[String]) -> Vec<LineGroup> {
    let mut groups = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        let (_, o, n) = op.as_tag_tuple();
        if matches!(op, DiffOp::Equal { .. }) {
            groups.extend(o.zip(n).map(|(o, n)| (o..o + 1, n..n + 1)));
        } else if o.is_empty() || n.is_empty() {
            groups.push((o, n));
        } else {
            between(old, new, (o, n), &mut groups);
        }
    }
    groups
}

/// The differences of two lists of lines, which a line end stands between.
pub(super) fn diff_lines(old: &[String], new: &[String]) -> Vec<Stretch> {
    let mut parts: Vec<(TextOp, String)> = Vec::new();
    for (o, n) in align_lines(old, new) {
        let ends = (o.start > 0 && !o.is_empty(), n.start > 0 && !n.is_empty());
        let end = match ends {
            (true, true) => Some(TextOp::Equal),
            (true, false) => Some(TextOp::Delete),
            (false, true) => Some(TextOp::Insert),
            (false, false) => None,
        };
        parts.extend(end.map(|op| (op, "\n".to_owned())));
        let (o, n) = (old[o].join("\n"), new[n].join("\n"));
        parts.extend(diff_text(&o, &n).into_iter().map(|stretch| (stretch.op, stretch.text)));
    }
    stretches(&parts)
}

/// Lines of which none is equal: the most alike in order, and what stays over between them.
fn between(old: &[String], new: &[String], (o, n): LineGroup, groups: &mut Vec<LineGroup>) {
    let pairs = if o.len() * n.len() > MOST_PAIRS { Vec::new() } else { alike(&old[o.clone()], &new[n.clone()]) };
    let (mut from_old, mut from_new) = (o.start, n.start);
    let end = (o.len()..o.len(), n.len()..n.len());
    for (left, right) in pairs.into_iter().chain([end]) {
        let (left, right) = (left.start + o.start..left.end + o.start, right.start + n.start..right.end + n.start);
        rest(from_old..left.start, from_new..right.start, groups);
        (from_old, from_new) = (left.end, right.end);
        if !left.is_empty() {
            groups.push((left, right));
        }
    }
}

/// What no other line is like: as many on both sides stand for each other.
fn rest(o: Range<usize>, n: Range<usize>, groups: &mut Vec<LineGroup>) {
    if o.len() == n.len() {
        groups.extend(o.zip(n).map(|(o, n)| (o..o + 1, n..n + 1)));
        return;
    }
    groups.extend((!o.is_empty()).then(|| (o.clone(), n.start..n.start)));
    groups.extend((!n.is_empty()).then(|| (o.end..o.end, n.clone())));
}

/// The groups with the best sum of likenesses, in order.
fn alike(old: &[String], new: &[String]) -> Vec<LineGroup> {
    let (olds, news) = (Counted::of(old), Counted::of(new));
    let shared: Vec<Vec<usize>> = olds.iter().map(|one| news.iter().map(|other| shared_grams(&one.0, &other.0)).collect()).collect();
    let width = new.len() + 1;
    let mut best = vec![(0usize, (0u8, 0u8)); (old.len() + 1) * width];
    for i in (0..=old.len()).rev() {
        for j in (0..=new.len()).rev() {
            let mut here = (0, (0, 0));
            let mut offer = |worth: usize, step: (usize, usize)| {
                let sum = worth + best[(i + step.0) * width + j + step.1].0;
                if sum > here.0 {
                    here = (sum, (step.0 as u8, step.1 as u8));
                }
            };
            if i < old.len() && j < new.len() {
                let like = dice(shared[i][j], olds[i].0.len() + news[j].0.len()).unwrap_or(0);
                if like >= LEAST {
                    offer(like * like, (1, 1));
                }
                for count in 2..=MOST_PARTS.min(new.len() - j) {
                    offer(parted(&olds[i], &news[j..j + count], |at| shared[i][j + at]), (1, count));
                }
                for count in 2..=MOST_PARTS.min(old.len() - i) {
                    offer(parted(&news[j], &olds[i..i + count], |at| shared[i + at][j]), (count, 1));
                }
            }
            if i < old.len() {
                offer(0, (1, 0));
            }
            if j < new.len() {
                offer(0, (0, 1));
            }
            best[i * width + j] = here;
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut groups = Vec::new();
    loop {
        let (_, (down, right)) = best[i * width + j];
        let (down, right) = (usize::from(down), usize::from(right));
        if down + right == 0 {
            return groups;
        }
        if down > 0 && right > 0 {
            groups.push((i..i + down, j..j + right));
        }
        (i, j) = (i + down, j + right);
    }
}

/// What it is worth to take `parts` for the parts of `whole`; nothing where they are not.
fn parted(whole: &Counted, parts: &[Counted], shared: impl Fn(usize) -> usize) -> usize {
    if (0..parts.len()).any(|at| parts[at].0.is_empty() || shared(at) * 100 < parts[at].0.len() * OF_PART) {
        return 0;
    }
    let mut together: Vec<u32> = parts.iter().flat_map(|part| part.0.iter().copied()).collect();
    together.sort_unstable();
    let like = dice(shared_grams(&whole.0, &together), whole.0.len() + together.len()).unwrap_or(0);
    if like >= LEAST_TOGETHER { parts.len() * like * like } else { 0 }
}

/// The sorted pairs of letters of a line.
struct Counted(Vec<u32>);

impl Counted {
    fn of(lines: &[String]) -> Vec<Self> {
        let count = |line: &String| {
            let mut grams = Vec::new();
            push_grams(line, &mut grams);
            grams.sort_unstable();
            Self(grams)
        };
        lines.iter().map(count).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.split('/').map(str::to_owned).collect()
    }

    /// `[-old-]` and `{+new+}`, `/` at the end of a line.
    fn shown(old: &str, new: &str) -> String {
        let show = |s: &Stretch| match s.op {
            TextOp::Equal => s.text.clone(),
            TextOp::Delete => format!("[-{}-]", s.text),
            TextOp::Insert => format!("{{+{}+}}", s.text),
        };
        diff_lines(&lines(old), &lines(new)).iter().map(show).collect::<String>().replace('\n', "/")
    }

    #[test]
    fn a_paragraph_beside_one_like_it_is_new_as_a_whole() {
        let kept = "地区の見守り活動を進めるため、福祉委員の研修会を年2回開催する。";
        let like = "地区の見守り活動を進めるため、民生委員との懇談会を年1回開催する。";
        assert_eq!(shown(kept, &format!("{like}/{kept}")), format!("{{+{like}/+}}{kept}"));
        assert_eq!(shown(kept, &format!("{kept}/{like}")), format!("{kept}{{+/{like}+}}"));
        let edited = kept.replace("年2回", "年3回");
        assert_eq!(shown(kept, &format!("{like}/{edited}")), format!("{{+{like}/+}}{}", kept.replace("年2回", "年[-2-]{+3+}回")));
        assert_eq!(shown(&format!("{like}/{kept}"), &edited), format!("[-{like}/-]{}", kept.replace("年2回", "年[-2-]{+3+}回")));
    }

    #[test]
    fn a_parted_paragraph_is_compared_with_its_parts() {
        let (one, two) = ("相談窓口を毎週水曜日に開き、専門職が応じる。", "必要なときは家庭を訪ね、関係機関につなぐ。");
        assert_eq!(shown(&format!("{one}{two}"), &format!("{one}/{two}")), format!("{one}{{+/+}}{two}"));
        assert_eq!(shown(&format!("{one}/{two}"), &format!("{one}{two}")), format!("{one}[-/-]{two}"));
        let three = format!("{one}{two}広報紙でも知らせる。");
        assert_eq!(shown(&three, &format!("{one}/{two}/広報紙でも知らせる。")), format!("{one}{{+/+}}{two}{{+/+}}広報紙でも知らせる。"));
    }

    #[test]
    fn a_replaced_paragraph_stands_beside_the_one_it_replaces() {
        assert_eq!(shown("一/会費を集める。/三", "一/講座を開く。/三"), "一/[-会費を集める-]{+講座を開く+}。/三");
    }

    proptest! {
        #[test]
        fn each_side_can_be_read_from_the_differences(old in "[あい研修会/]{0,24}", new in "[あい研修会/]{0,24}") {
            let (a, b) = (lines(&old), lines(&new));
            let parts = diff_lines(&a, &b);
            let side = |skip| parts.iter().filter(|s| s.op != skip).map(|s| s.text.as_str()).collect::<String>();
            prop_assert_eq!(side(TextOp::Insert), a.join("\n"));
            prop_assert_eq!(side(TextOp::Delete), b.join("\n"));
            let groups = align_lines(&a, &b);
            let all = |ranges: Vec<Range<usize>>| ranges.into_iter().flatten().collect::<Vec<_>>();
            prop_assert_eq!(all(groups.iter().map(|group| group.0.clone()).collect()), (0..a.len()).collect::<Vec<_>>());
            prop_assert_eq!(all(groups.iter().map(|group| group.1.clone()).collect()), (0..b.len()).collect::<Vec<_>>());
        }
    }
}
