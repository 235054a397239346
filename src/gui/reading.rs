//! How titles are read, as far as it can be told: the words of the field and of the window, with their readings.
//!
//! Japanese words are found by kana and romaji without their being written so anywhere. What is not in the list is
//! not read; it is found by its own characters.

use std::collections::HashMap;
use std::sync::LazyLock;

use nendo::plan::Fold;

/// Words made comparable, with their readings.
struct Readings {
    words: HashMap<String, &'static str>,
    /// Characters of the longest.
    longest: usize,
}

static READINGS: LazyLock<Readings> = LazyLock::new(|| {
    let lines = include_str!("../../assets/readings.txt").lines().filter(|line| !line.starts_with('#'));
    let words: HashMap<String, &'static str> =
        lines.filter_map(|line| line.split_once(' ')).map(|(word, reading)| (Fold::ALL.text(word), reading)).collect();
    let longest = words.keys().map(|word| word.chars().count()).max().unwrap_or(0);
    Readings { words, longest }
});

/// How the folded `text` is read: stretches in kana, parted by spaces where something is not known.
pub fn reading(folded: &str) -> String {
    let places: Vec<usize> = folded.char_indices().map(|(at, _)| at).chain([folded.len()]).collect();
    let (mut out, mut at) = (String::new(), 0);
    while at + 1 < places.len() {
        let most = READINGS.longest.min(places.len() - 1 - at);
        let known = (1..=most).rev().find_map(|long| Some((long, *READINGS.words.get(&folded[places[at]..places[at + long]])?)));
        if let Some((long, reading)) = known {
            out.push_str(reading);
            at += long;
            continue;
        }
        let c = &folded[places[at]..places[at + 1]];
        // Kana between two words are read with them.
        if c.chars().all(|c| c == 'ー' || ('ぁ'..='ん').contains(&c)) {
            out.push_str(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
        at += 1;
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_is_read_and_what_is_unknown_parts() {
        let read = |title: &str| reading(&Fold::ALL.text(title));
        assert_eq!(read("地域福祉活動計画の策定"), "ちいきふくしかつどうけいかくのさくてい");
        assert_eq!(read("ボランティア養成講座"), "ぼらんてぃあようせいこうざ");
        assert_eq!(read("(1) 翡翠会議"), "かいぎ");
        assert_eq!(read("PDF"), "");
    }

    #[test]
    fn the_list_holds_each_word_once_with_kana() {
        let lines: Vec<&str> = include_str!("../../assets/readings.txt").lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(READINGS.words.len(), lines.len());
        for line in lines {
            let (word, reading) = line.split_once(' ').unwrap_or_else(|| panic!("{line}"));
            assert!(!word.is_empty() && reading.chars().all(|c| c == 'ー' || ('ぁ'..='ん').contains(&c)), "{line}");
        }
    }
}
