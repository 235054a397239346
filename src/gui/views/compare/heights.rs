//! Where the lines of the comparison stand: known of those that were seen, guessed of the others.

/// Heights of all lines: seen ones exactly, others guessed.
#[derive(Default)]
pub struct Heights {
    pub(super) heights: Vec<f32>,
    pub(super) seen: Vec<bool>,
    pub(super) tops: Vec<f32>,
    /// Where the view stands.
    pub(super) offset: f32,
    /// Where it is to stand in the next frame.
    pub(super) wanted: Option<f32>,
    width: f32,
}

impl Heights {
    /// Nothing is known of so many lines.
    pub fn reset(&mut self, count: usize) {
        self.heights = vec![0.0; count];
        self.seen = vec![false; count];
        self.tops.clear();
    }

    /// All together.
    pub fn total(&self) -> f32 {
        self.tops.last().copied().unwrap_or(0.0)
    }

    /// Where a line begins.
    pub fn top(&self, line: usize) -> f32 {
        self.tops.get(line).copied().unwrap_or(0.0)
    }

    pub(super) fn sum(&mut self) {
        self.tops.clear();
        self.tops.push(0.0);
        let mut at = 0.0;
        for height in &self.heights {
            at += height;
            self.tops.push(at);
        }
    }

    /// Guesses what was not seen at this width.
    pub(super) fn prepare(&mut self, width: f32, guess: impl Fn(usize) -> f32) {
        if (self.width - width).abs() > 0.5 {
            self.width = width;
            self.seen.fill(false);
            self.tops.clear();
        }
        if self.tops.len() != self.heights.len() + 1 {
            for at in 0..self.heights.len() {
                if !self.seen[at] {
                    self.heights[at] = guess(at);
                }
            }
            self.sum();
        }
    }

    /// Takes in the height of a line that was set; says by how much it was wrong.
    pub(super) fn learn(&mut self, line: usize, height: f32) -> f32 {
        let wrong = height - self.heights[line];
        self.seen[line] = true;
        if wrong.abs() > 0.5 { wrong } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heights_are_guessed_and_then_known() {
        let mut heights = Heights::default();
        heights.reset(3);
        heights.prepare(100.0, |_| 10.0);
        assert_eq!((heights.total(), heights.top(2)), (30.0, 20.0));
        assert_eq!(heights.learn(1, 25.0), 15.0);
        heights.heights[1] = 25.0;
        heights.sum();
        assert_eq!((heights.total(), heights.top(2)), (45.0, 35.0));
        // Another width: nothing is known any more.
        heights.prepare(200.0, |_| 10.0);
        assert_eq!(heights.total(), 30.0);
    }
}
