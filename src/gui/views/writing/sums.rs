//! Sums over many heights of which single ones change: a Fenwick tree.

/// Heights in order.
#[derive(Debug, Default)]
pub struct Sums {
    heights: Vec<f64>,
    /// Entry n holds the sum of the last heights up to n, as many as the lowest bit of n says.
    tree: Vec<f64>,
    /// The greatest power of two among the entries.
    top: usize,
}

impl Sums {
    /// These heights.
    pub fn of(heights: impl Iterator<Item = f64>) -> Self {
        let heights: Vec<f64> = heights.collect();
        let mut tree = vec![0.0; heights.len() + 1];
        for at in 1..tree.len() {
            tree[at] += heights[at - 1];
            let above = at + lowest_bit(at);
            if above < tree.len() {
                tree[above] += tree[at];
            }
        }
        let top = tree.len().checked_sub(1).and_then(usize::checked_ilog2).map_or(0, |bits| 1 << bits);
        Self { heights, tree, top }
    }

    /// The sum of the heights before `at`.
    pub fn before(&self, at: usize) -> f64 {
        let mut at = at.min(self.heights.len());
        let mut sum = 0.0;
        while at > 0 {
            sum += self.tree[at];
            at -= lowest_bit(at);
        }
        sum
    }

    /// The sum of all heights.
    pub fn total(&self) -> f64 {
        self.before(self.heights.len())
    }

    /// Sets one of the heights.
    pub fn set(&mut self, at: usize, height: f64) {
        let Some(known) = self.heights.get_mut(at) else { return };
        let more = height - std::mem::replace(known, height);
        let mut at = at + 1;
        while at < self.tree.len() {
            self.tree[at] += more;
            at += lowest_bit(at);
        }
    }

    /// Which of the heights reaches over `y`, and the sum of those before it; the first above, the last below all.
    pub fn at(&self, y: f64) -> (usize, f64) {
        let (mut at, mut sum, mut step) = (0, 0.0, self.top);
        while step > 0 {
            let next = at + step;
            if next < self.tree.len() && sum + self.tree[next] <= y {
                at = next;
                sum += self.tree[next];
            }
            step /= 2;
        }
        match self.heights.len().checked_sub(1) {
            Some(last) if at > last => (last, self.before(last)),
            _ => (at, sum),
        }
    }
}

fn lowest_bit(at: usize) -> usize {
    at & at.wrapping_neg()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sums_are_those_of_the_heights(
            mut heights in proptest::collection::vec(0_u16..200, 0..70),
            changes in proptest::collection::vec((0_usize..70, 0_u16..200), 0..20),
            y in 0_u16..9000,
        ) {
            let mut sums = Sums::of(heights.iter().map(|height| f64::from(*height)));
            for (at, height) in changes {
                sums.set(at, f64::from(height));
                if let Some(known) = heights.get_mut(at) {
                    *known = height;
                }
            }
            let before = |at: usize| heights[..at].iter().map(|height| f64::from(*height)).sum::<f64>();
            for at in 0..=heights.len() {
                prop_assert_eq!(sums.before(at), before(at));
            }
            let y = f64::from(y);
            let expected = (0..heights.len()).rev().find(|at| before(*at) <= y).unwrap_or(0);
            prop_assert_eq!(sums.at(y), (expected, before(expected)));
        }
    }
}
