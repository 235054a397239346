//! Forgiving comparison of what is typed into search fields with names, titles and readings.
//!
//! Width, case and the two kana make no difference. Romaji is read as kana too, so that "hozon" finds what
//! is read ほぞん without the input method.

use nendo::plan::Fold;

/// Typed words, each as typed and as the kana it spells.
pub struct Words(Vec<(String, Option<String>)>);

impl Words {
    /// The words of a question.
    pub fn new(query: &str) -> Self {
        let words = Fold::ALL.text(query);
        Self(words.split_whitespace().map(|word| (word.to_owned(), kana(word))).collect())
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether each word stands in `folded`.
    pub fn are_in(&self, folded: &str) -> bool {
        self.0.iter().all(|(word, _)| folded.contains(word))
    }

    /// Whether each word stands in `folded`, as typed or as the kana it spells.
    pub fn are_in_or_spelled(&self, folded: &str) -> bool {
        // One kana stands in every other title.
        let spelled = |kana: &str| kana.chars().count() > 1 && folded.contains(kana);
        self.0.iter().all(|(word, kana)| folded.contains(word) || kana.as_deref().is_some_and(spelled))
    }

    /// Whether each word stands in `folded`, or begins a word of the kana `reading`.
    pub fn are_in_or_read(&self, folded: &str, reading: &str) -> bool {
        // One kana says little: a reading must begin with it.
        let short = |kana: &str| kana.chars().count() < 2;
        let read =
            |kana: &str| reading.split_whitespace().any(|part| if short(kana) { part.starts_with(kana) } else { part.contains(kana) });
        self.0.iter().all(|(word, kana)| folded.contains(word) || read(word) || kana.as_deref().is_some_and(read))
    }

    /// Whether `folded` begins with the first word.
    pub fn begin(&self, folded: &str) -> bool {
        self.0.first().is_some_and(|(word, _)| folded.starts_with(word.as_str()))
    }
}

/// The kana of a word in romaji (Hepburn or Kunrei), a consonant still being typed left out; `None` if it is
/// no romaji.
fn kana(word: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = word;
    while !rest.is_empty() {
        let bytes = rest.as_bytes();
        let first = bytes[0];
        if !first.is_ascii_lowercase() && first != b'-' {
            return None;
        }
        if first == b'-' {
            out.push('ー');
            rest = &rest[1..];
            continue;
        }
        let doubled = bytes.len() > 1 && bytes[1] == first && !b"aiueon".contains(&first);
        if doubled || rest.starts_with("tch") {
            out.push('っ');
            rest = &rest[1..];
            continue;
        }
        if let Some((len, syllable)) = syllable(rest) {
            out.push_str(syllable);
            rest = &rest[len..];
        } else if first == b'n' {
            out.push('ん');
            rest = rest.strip_prefix("nn").or_else(|| rest.strip_prefix("n'")).unwrap_or(&rest[1..]);
        } else if SYLLABLES.iter().any(|(romaji, _)| romaji.starts_with(rest)) {
            // The syllable is not typed to its end.
            break;
        } else {
            return None;
        }
    }
    (!out.is_empty()).then_some(out)
}

/// The syllable a word in romaji begins with, and how many letters it takes.
fn syllable(word: &str) -> Option<(usize, &'static str)> {
    (1..=4.min(word.len())).rev().find_map(|len| {
        let head = word.get(..len)?;
        let at = SYLLABLES.iter().position(|(romaji, _)| *romaji == head)?;
        Some((len, SYLLABLES[at].1))
    })
}

#[rustfmt::skip]
static SYLLABLES: &[(&str, &str)] = &[
    ("a", "あ"), ("i", "い"), ("u", "う"), ("e", "え"), ("o", "お"),
    ("ka", "か"), ("ki", "き"), ("ku", "く"), ("ke", "け"), ("ko", "こ"),
    ("sa", "さ"), ("si", "し"), ("shi", "し"), ("su", "す"), ("se", "せ"), ("so", "そ"),
    ("ta", "た"), ("ti", "ち"), ("chi", "ち"), ("tu", "つ"), ("tsu", "つ"), ("te", "て"), ("to", "と"),
    ("na", "な"), ("ni", "に"), ("nu", "ぬ"), ("ne", "ね"), ("no", "の"),
    ("ha", "は"), ("hi", "ひ"), ("hu", "ふ"), ("fu", "ふ"), ("he", "へ"), ("ho", "ほ"),
    ("ma", "ま"), ("mi", "み"), ("mu", "む"), ("me", "め"), ("mo", "も"),
    ("ya", "や"), ("yu", "ゆ"), ("yo", "よ"),
    ("ra", "ら"), ("ri", "り"), ("ru", "る"), ("re", "れ"), ("ro", "ろ"),
    ("wa", "わ"), ("wo", "を"),
    ("ga", "が"), ("gi", "ぎ"), ("gu", "ぐ"), ("ge", "げ"), ("go", "ご"),
    ("za", "ざ"), ("zi", "じ"), ("ji", "じ"), ("zu", "ず"), ("ze", "ぜ"), ("zo", "ぞ"),
    ("da", "だ"), ("di", "ぢ"), ("du", "づ"), ("de", "で"), ("do", "ど"),
    ("ba", "ば"), ("bi", "び"), ("bu", "ぶ"), ("be", "べ"), ("bo", "ぼ"),
    ("pa", "ぱ"), ("pi", "ぴ"), ("pu", "ぷ"), ("pe", "ぺ"), ("po", "ぽ"),
    ("kya", "きゃ"), ("kyu", "きゅ"), ("kyo", "きょ"),
    ("sya", "しゃ"), ("syu", "しゅ"), ("syo", "しょ"), ("sha", "しゃ"), ("shu", "しゅ"), ("sho", "しょ"), ("she", "しぇ"),
    ("tya", "ちゃ"), ("tyu", "ちゅ"), ("tyo", "ちょ"), ("cha", "ちゃ"), ("chu", "ちゅ"), ("cho", "ちょ"), ("che", "ちぇ"),
    ("nya", "にゃ"), ("nyu", "にゅ"), ("nyo", "にょ"), ("hya", "ひゃ"), ("hyu", "ひゅ"), ("hyo", "ひょ"),
    ("mya", "みゃ"), ("myu", "みゅ"), ("myo", "みょ"), ("rya", "りゃ"), ("ryu", "りゅ"), ("ryo", "りょ"),
    ("gya", "ぎゃ"), ("gyu", "ぎゅ"), ("gyo", "ぎょ"),
    ("zya", "じゃ"), ("zyu", "じゅ"), ("zyo", "じょ"), ("ja", "じゃ"), ("ju", "じゅ"), ("jo", "じょ"), ("je", "じぇ"),
    ("bya", "びゃ"), ("byu", "びゅ"), ("byo", "びょ"), ("pya", "ぴゃ"), ("pyu", "ぴゅ"), ("pyo", "ぴょ"),
    ("fa", "ふぁ"), ("fi", "ふぃ"), ("fe", "ふぇ"), ("fo", "ふぉ"), ("thi", "てぃ"), ("dhi", "でぃ"), ("wi", "うぃ"), ("we", "うぇ"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn romaji_is_read_as_kana() {
        for (typed, read) in [
            ("hozon", "ほぞん"),
            ("sakujo", "さくじょ"),
            ("sakuzyo", "さくじょ"),
            ("insatsu", "いんさつ"),
            ("shushoku", "しゅしょく"),
            ("kakkotsuki", "かっこつき"),
            ("dannraku", "だんらく"),
            ("gennkou", "げんこう"),
            ("hozo", "ほぞ"),
        ] {
            assert_eq!(kana(typed).as_deref(), Some(read), "{typed}");
        }
        assert_eq!(kana("hoz").as_deref(), Some("ほ"));
        assert_eq!(kana("h"), None);
        assert_eq!(kana("pdf"), None);
        assert_eq!(kana("dark"), None, "an English word is no beginning of a Japanese one");
        assert_eq!(kana("保存"), None);
    }

    #[test]
    fn words_are_found_by_reading_width_and_kind_of_kana() {
        let found = |typed: &str, name: &str, reading: &str| Words::new(typed).are_in_or_read(&Fold::ALL.text(name), reading);
        assert!(found("hozon", "保存", "ほぞん"));
        for typed in ["ho", "hoz", "hozo", "hozon"] {
            assert!(found(typed, "保存", "ほぞん"), "while it is being typed: {typed}");
        }
        assert!(!found("zo", "保存", "ほぞん"), "one kana must begin the reading");
        assert!(found("ホゾン", "保存", "ほぞん"));
        assert!(found("ﾎﾞﾗﾝﾃｨｱ", "ぼらんてぃあ", ""), "kana in half width");
        assert!(found("ＰＤＦ", "PDFを書き出す", ""));
        assert!(found("pdf kakidasu", "PDFを書き出す", "かきだす"));
        assert!(!found("insatsu", "保存", "ほぞん"));
    }
}
