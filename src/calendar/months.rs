//! Sets of months in the order of the fiscal year, April first.

/// A set of months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Months(u16);

/// The place of `month` (1–12) in the fiscal year: 0 for April, 11 for March.
pub(super) fn fiscal_index(month: u32) -> u32 {
    (month + 8) % 12
}

/// The month at a place of the fiscal year.
fn month_at(index: u32) -> u32 {
    (index + 3) % 12 + 1
}

impl Months {
    /// No month.
    pub const NONE: Self = Self(0);
    /// All twelve.
    pub const ALL: Self = Self(0xFFF);
    /// April, June … February: 偶数月.
    pub const EVEN: Self = Self(0b0101_0101_0101);
    /// May, July … March: 奇数月.
    pub const ODD: Self = Self(0b1010_1010_1010);

    /// One month (1–12); another number gives none.
    pub fn one(month: u32) -> Self {
        if (1..=12).contains(&month) { Self(1 << fiscal_index(month)) } else { Self::NONE }
    }

    /// `from` to `to` in fiscal order; `None` when `to` lies before `from`, in the next fiscal year.
    pub fn range(from: u32, to: u32) -> Option<Self> {
        let (first, last) = (fiscal_index(from), fiscal_index(to));
        (first <= last).then(|| (first..=last).fold(Self::NONE, |all, index| Self(all.0 | 1 << index)))
    }

    /// Whether `month` is in it.
    pub fn contains(self, month: u32) -> bool {
        Self::one(month).0 & self.0 != 0
    }

    /// With all of `other`.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Without any of `other`.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether no month is in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many months.
    pub fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// The months (1–12) in fiscal order.
    pub fn iter(self) -> impl Iterator<Item = u32> {
        (0..12).filter(move |index| self.0 & (1 << index) != 0).map(month_at)
    }
}

impl FromIterator<u32> for Months {
    fn from_iter<T: IntoIterator<Item = u32>>(months: T) -> Self {
        months.into_iter().fold(Self::NONE, |all, month| all.with(Self::one(month)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn april_comes_first_and_march_last() {
        let months: Months = [3, 4, 12, 1].into_iter().collect();
        assert_eq!(months.iter().collect::<Vec<_>>(), [4, 12, 1, 3]);
        assert_eq!(Months::EVEN.iter().collect::<Vec<_>>(), [4, 6, 8, 10, 12, 2]);
        assert_eq!(Months::EVEN.with(Months::ODD), Months::ALL);
        assert_eq!(Months::range(10, 2).map(Months::len), Some(5));
        assert_eq!(Months::range(3, 4), None, "April after March is the next fiscal year's");
        assert!(Months::one(13).is_empty());
    }
}
