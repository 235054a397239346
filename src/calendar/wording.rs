//! How phrases that are there are written, so that new ones are written likewise.

use super::picker::Wording;
use super::width::half_width_char;

impl Wording {
    /// The wording most of these phrases share; the usual one where they do not say.
    pub fn of<'a>(phrases: impl IntoIterator<Item = &'a str>) -> Self {
        let (mut full, mut half) = (0, 0);
        let lists = ['、', '・', '，'];
        let ranges = ['～', '〜', '-', '－', '―'];
        let (mut of_list, mut of_range) = ([0; 3], [0; 5]);
        let (mut behind, mut before) = (0, 0);
        for phrase in phrases {
            full += usize::from(phrase.contains(|c| ('０'..='９').contains(&c)));
            half += usize::from(phrase.contains(|c: char| c.is_ascii_digit()));
            let mut last = ' ';
            for (at, c) in phrase.char_indices() {
                // Only signs that stand between months, days or numbers: 10:00～12:00 says nothing of months.
                let between = matches!(last, '月' | '日') || half_width_char(last).is_ascii_digit();
                if between && !phrase.contains([':', '：', '時']) {
                    lists.iter().zip(&mut of_list).filter(|(sign, _)| **sign == c).for_each(|(_, count)| *count += 1);
                    ranges.iter().zip(&mut of_range).filter(|(sign, _)| **sign == c).for_each(|(_, count)| *count += 1);
                }
                if phrase[at..].starts_with("を除く") {
                    let in_bracket = phrase[..at].contains(['(', '（']);
                    behind += usize::from(in_bracket);
                    before += usize::from(!in_bracket);
                }
                last = c;
            }
        }
        let usual = Self::default();
        let most = |signs: &[char], counts: &[usize], usual: char| {
            let best = signs.iter().zip(counts).rev().max_by_key(|(_, count)| **count);
            best.filter(|(_, count)| **count > 0).map_or(usual, |(sign, _)| *sign)
        };
        Self {
            full_width: full > half,
            list_sign: most(&lists, &of_list, usual.list_sign),
            range_sign: most(&ranges, &of_range, usual.range_sign),
            exception_behind: behind > before,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greater_number_tells() {
        assert_eq!(Wording::of([]), Wording::default());
        let house = Wording::of(["４月・７月", "毎月（８月を除く）", "５月〜６月", "4月、5月", "９月・１０月"]);
        assert_eq!(house, Wording { full_width: true, list_sign: '・', range_sign: '〜', exception_behind: true });
        assert_eq!(Wording::of(["9月6日 10:00-12:00"]).range_sign, '～');
    }
}
